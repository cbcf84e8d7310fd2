//! Replies that were shown lately. Many ask the same, and within a day one edition answers the same to it; making a reply
//! anew takes most of the time of an answer.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;

use crate::question::View;
use crate::reply::Reply;

/// So many are remembered: all commands without words behind them, in the three languages. One takes some kilobytes.
const REMEMBERED: usize = 64;

/// The replies, the one longest not asked for first.
#[derive(Default)]
pub(super) struct Shown(Mutex<VecDeque<Known>>);

struct Known {
    view: View,
    today: Date,
    reply: Reply,
}

impl Shown {
    /// The reply to `view` on this day: the remembered one, or the one that `make` makes.
    pub fn or_make(&self, view: &View, today: Date, make: impl FnOnce() -> Reply) -> Reply {
        if let Some(reply) = self.recall(view, today) {
            return reply;
        }
        let reply = make();
        let mut known = self.known();
        if known.len() == REMEMBERED {
            known.pop_front();
        }
        known.push_back(Known {
            view: view.clone(),
            today,
            reply: reply.clone(),
        });
        reply
    }

    fn recall(&self, view: &View, today: Date) -> Option<Reply> {
        let mut known = self.known();
        let is_it = |known: &Known| known.today == today && known.view == *view;
        let at = known.iter().position(is_it)?;
        let latest = known.remove(at)?;
        let reply = latest.reply.clone();
        known.push_back(latest);
        Some(reply)
    }

    /// What is remembered, for one step; it is whole after each.
    fn known(&self) -> MutexGuard<'_, VecDeque<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::dossier::lang::Lang;
    use crate::question::Question;

    fn view(from: usize) -> View {
        View {
            question: Question::Open,
            lang: Lang::En,
            from,
        }
    }

    /// The reply, and whether it was made anew.
    fn ask(shown: &Shown, from: usize, day: i8) -> (String, bool) {
        let mut made = false;
        let today = Date::new(2026, 3, day).unwrap();
        let reply = shown.or_make(&view(from), today, || {
            made = true;
            Reply::of(&format!("{from} on {day}"), Lang::En)
        });
        (reply.html.plain().to_owned(), made)
    }

    #[test]
    fn a_reply_is_made_once_a_day_as_long_as_it_is_asked_for() {
        let shown = Shown::default();
        assert_eq!(ask(&shown, 0, 1), ("0 on 1".to_owned(), true));
        assert_eq!(ask(&shown, 0, 1), ("0 on 1".to_owned(), false));
        assert_eq!(ask(&shown, 0, 2), ("0 on 2".to_owned(), true));
        for other in 1..=REMEMBERED {
            assert!(ask(&shown, other, 2).1);
            assert!(!ask(&shown, 0, 2).1, "asked for lately");
        }
        assert!(ask(&shown, 1, 2).1, "not asked for lately");
        assert_eq!(shown.known().len(), REMEMBERED);
    }
}

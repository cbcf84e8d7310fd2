//! Telegram's limits on sending (bots FAQ, "My bot is hitting limits"). Pure: the time is an argument.
//!
//! Sends and edits count, refused ones do not. Each limit is a sliding window; that of a private chat forgives a short
//! burst. How long to wait is exact, rounded up to whole seconds as the Bot API gives it.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;

use super::refusal::Refusal;

/// Messages a second for the whole bot.
const BOT: Rate = Rate::new(30, 1);
/// Messages a minute in a group or channel.
const GROUP: Rate = Rate::new(20, 60);
/// Messages in a row in a private chat, of which one comes back each second.
const BURST: i64 = 3;
/// Chats that have been silent are forgotten when there are this many.
const CHATS_MAX: usize = 10_000;

/// So many in a window of time.
#[derive(Clone, Copy, Debug)]
struct Rate {
    most: usize,
    window_ms: i64,
}

impl Rate {
    const fn new(most: usize, seconds: i64) -> Self {
        Self {
            most,
            window_ms: seconds * 1000,
        }
    }
}

/// The limits and what they have seen.
#[derive(Debug, Default)]
pub struct Limits {
    on: bool,
    bot: Window,
    groups: HashMap<i64, Window>,
    /// When a private chat has its whole burst again.
    private: HashMap<i64, i64>,
}

#[derive(Debug, Default)]
struct Window(VecDeque<i64>);

impl Window {
    /// Milliseconds until one more is allowed; 0: it is now.
    fn wait(&mut self, rate: Rate, now: i64) -> i64 {
        while self.0.front().is_some_and(|at| at + rate.window_ms <= now) {
            self.0.pop_front();
        }
        match self.0.front() {
            Some(first) if self.0.len() >= rate.most => first + rate.window_ms - now,
            _ => 0,
        }
    }
}

impl Limits {
    /// Limits that hold, or do not.
    pub fn new(on: bool) -> Self {
        Self {
            on,
            ..Self::default()
        }
    }

    /// Takes one message to a chat, or says how long to wait.
    pub fn take(&mut self, chat: i64, is_private: bool, now: Timestamp) -> Result<(), Refusal> {
        if !self.on {
            return Ok(());
        }
        let now = now.as_millisecond();
        self.forget(now);
        let of_chat = match is_private {
            // The burst is whole again at a time that each message moves on by a second.
            true => {
                let whole = self.private.get(&chat).copied().unwrap_or(0).max(now);
                whole - now - (BURST - 1) * 1000
            }
            false => self.groups.entry(chat).or_default().wait(GROUP, now),
        };
        let wait = of_chat.max(self.bot.wait(BOT, now));
        if wait > 0 {
            // Positive, so it fits.
            let seconds = u64::try_from(wait).unwrap_or(1).div_ceil(1000);
            return Err(Refusal::flood(seconds));
        }
        self.bot.0.push_back(now);
        if is_private {
            let whole = self.private.entry(chat).or_insert(now);
            *whole = (*whole).max(now) + 1000;
        } else {
            self.groups.entry(chat).or_default().0.push_back(now);
        }
        Ok(())
    }

    fn forget(&mut self, now: i64) {
        if self.private.len() + self.groups.len() > CHATS_MAX {
            self.private.retain(|_, whole| *whole > now);
            self.groups
                .retain(|_, window| window.0.back().is_some_and(|at| at + GROUP.window_ms > now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + ms).unwrap_or_default()
    }

    fn wait(limits: &mut Limits, chat: i64, is_private: bool, ms: i64) -> u64 {
        let taken = limits.take(chat, is_private, at(ms));
        taken.map_or_else(|refusal| refusal.retry_after.unwrap_or(u64::MAX), |()| 0)
    }

    #[test]
    fn a_private_chat_takes_three_in_a_row_and_then_one_a_second() {
        let mut limits = Limits::new(true);
        let waits = [
            0, 0, 0, 1, 400, 999, 1000, 1001, 1999, 2000, 10_000, 10_000, 10_000, 10_000,
        ]
        .map(|ms| wait(&mut limits, 5, true, ms));
        assert_eq!(waits, [0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 1]);
        assert_eq!(
            wait(&mut limits, 6, true, 10_000),
            0,
            "another chat is another"
        );
    }

    #[test]
    fn a_group_takes_twenty_in_any_minute() {
        let mut limits = Limits::new(true);
        for n in 0..20 {
            assert_eq!(wait(&mut limits, -5, false, n * 1000), 0);
        }
        assert_eq!(wait(&mut limits, -5, false, 19_500), 41);
        assert_eq!(wait(&mut limits, -5, false, 59_999), 1);
        assert_eq!(wait(&mut limits, -5, false, 60_000), 0);
        assert_eq!(
            wait(&mut limits, -5, false, 60_000),
            1,
            "the window slides by one"
        );
        assert_eq!(wait(&mut limits, -6, false, 60_000), 0);
    }

    #[test]
    fn the_bot_sends_thirty_in_any_second() {
        let mut limits = Limits::new(true);
        for chat in 0..30 {
            assert_eq!(wait(&mut limits, chat, true, chat * 10), 0);
        }
        assert_eq!(wait(&mut limits, 40, true, 300), 1);
        assert_eq!(wait(&mut limits, 40, true, 1000), 0);
        assert_eq!(wait(&mut limits, 41, true, 1000), 1);
        assert_eq!(wait(&mut limits, 41, true, 1010), 0);
    }

    #[test]
    fn switched_off_they_do_not_hold() {
        let mut limits = Limits::new(false);
        assert!((0..1000).all(|_| wait(&mut limits, 5, true, 0) == 0));
    }
}

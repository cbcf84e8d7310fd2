//! Notices that were made lately: chats that follow the same in the same language are told the same.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::conversation::{Desk, Telling};
use crate::dossier::lang::Lang;
use crate::dossier::news::Known;
use crate::subscription::{Follows, Subscription};

/// So many are remembered: three languages, for those who follow everything, and some who follow less.
const REMEMBERED: usize = 16;

/// What a notice depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    head: u64,
    known: Known,
    lang: Lang,
    follows: Follows,
}

/// A notice; `None` where nothing of what is new is followed.
type Made = Option<Arc<Telling>>;

/// Makes notices, each once as far as it can be remembered.
#[derive(Debug, Default)]
pub struct Notices(Mutex<VecDeque<(Key, Made)>>);

impl Notices {
    /// What a subscription is to be told.
    pub fn make(&self, desk: &Desk, subscription: &Subscription, lang: Lang) -> Made {
        // A notice that was on its way may have arrived.
        let perhaps = subscription.perhaps.iter().chain(&subscription.leaving);
        let known = Known {
            surely: subscription.told,
            perhaps: perhaps.copied().collect(),
        };
        let key = Key {
            head: desk.library().revision().number,
            known,
            lang,
            follows: subscription.follows.clone(),
        };
        if let Some(made) = self.remembered(&key) {
            return made;
        }
        let made = desk.notice(&subscription.follows, &key.known, lang);
        let made = made.map(Arc::new);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.truncate(REMEMBERED - 1);
        all.push_front((key, made.clone()));
        made
    }

    fn remembered(&self, key: &Key) -> Option<Made> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = all.iter();
        all.find(|(known, _)| known == key)
            .map(|(_, made)| made.clone())
    }
}

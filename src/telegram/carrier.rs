//! Where an answer may be put instead of being sent: into the response to the post that has brought the question.
//!
//! Telegram carries a call out that it finds there, which saves a request, and never says how that went (Bot API, "Making
//! requests when getting updates"). The answer and the word that the update is done are one response: if it is lost, so is
//! the word, and Telegram posts the update again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A place for one call of the Bot API. Closed, unless it is made open: what was polled has no response to go into.
#[derive(Clone, Debug, Default)]
pub struct Carrier(Arc<Mutex<Slot>>);

#[derive(Debug, Default)]
enum Slot {
    /// Answers are sent.
    #[default]
    Closed,
    /// The response waits for an answer.
    Open,
    /// The call that goes into the response, as JSON.
    Holds(String),
}

impl Carrier {
    /// One for an update whose post waits.
    pub fn open() -> Self {
        Self(Arc::new(Mutex::new(Slot::Open)))
    }

    /// Puts a call in, if it is open and if there is one after all. `call` is asked only if it is open. `false` if the
    /// answer has to be sent.
    pub fn put(&self, call: impl FnOnce() -> Option<String>) -> bool {
        let mut slot = self.slot();
        if !matches!(*slot, Slot::Open) {
            return false;
        }
        let Some(call) = call() else {
            return false;
        };
        *slot = Slot::Holds(call);
        true
    }

    /// From now on answers are sent. `false` if one is in it already, and leaves with the response.
    pub fn close(&self) -> bool {
        let mut slot = self.slot();
        if matches!(*slot, Slot::Holds(_)) {
            return false;
        }
        *slot = Slot::Closed;
        true
    }

    /// What is in it; closed afterwards.
    pub fn take(&self) -> Option<String> {
        match std::mem::take(&mut *self.slot()) {
            Slot::Holds(call) => Some(call),
            Slot::Closed | Slot::Open => None,
        }
    }

    /// The slot for one step; it is whole after each.
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> Option<String> {
        Some("call".to_owned())
    }

    #[test]
    fn one_answer_is_carried_and_none_after_the_response_has_left() {
        let carrier = Carrier::open();
        assert!(!carrier.put(|| None), "there was none");
        assert!(carrier.put(call));
        assert!(!carrier.put(call), "a second one is sent");
        assert!(!carrier.close(), "too late");
        assert_eq!(carrier.take(), call());
        assert!(!carrier.put(call) && carrier.take().is_none());
    }

    #[test]
    fn nothing_is_put_where_no_response_waits() {
        let asked = || unreachable!("a closed one is not asked");
        assert!(!Carrier::default().put(asked));
        let carrier = Carrier::open();
        assert!(carrier.close());
        assert!(!carrier.put(asked) && carrier.take().is_none());
    }
}

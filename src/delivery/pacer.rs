//! Waiting for one's turn to send: [`Pacing`] with a clock.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::pacing::{Class, Pacing, Turn};

/// Lets messages leave one after the other, answers before notices.
#[derive(Debug)]
pub struct Pacer {
    /// `None`: as fast as they come.
    state: Option<Mutex<State>>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    pacing: Pacing,
    /// Answers that wait. As long as there are any, no notice leaves.
    answers: usize,
}

/// A message on its way. Dropped when its answer has come, or when it is clear that none will.
#[derive(Debug)]
pub struct Leave<'a> {
    pacer: &'a Pacer,
    chat: i64,
}

impl Pacer {
    /// At most `rate` messages a second; 0 is without a limit, for a Bot API of one's own.
    pub fn new(rate: u32) -> Self {
        let state = State {
            pacing: Pacing::new(rate, Instant::now().into_std()),
            answers: 0,
        };
        Self {
            state: (rate > 0).then(|| Mutex::new(state)),
            changed: Notify::new(),
        }
    }

    /// Waits until a message may leave for this chat, and takes its place.
    pub async fn turn(&self, class: Class, chat: i64) -> Leave<'_> {
        let _waiting = (class == Class::Answer).then(|| Waiting::begin(self));
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            match self.take(class, chat) {
                Turn::Now => return Leave { pacer: self, chat },
                Turn::AfterAnswer => changed.await,
                Turn::At(at) => tokio::select! {
                    biased;
                    () = changed => {}
                    () = sleep_until(at.into()) => {}
                },
            }
        }
    }

    /// Takes a place for an answer whose arrival is never told, if it may leave at once; `false` if it has to wait.
    pub fn pass_unseen(&self, chat: i64) -> bool {
        let Some(mut state) = self.state() else {
            return true;
        };
        let now = Instant::now().into_std();
        // Those that wait go first.
        state.answers == 0 && state.pacing.pass_unseen(chat, now)
    }

    fn take(&self, class: Class, chat: i64) -> Turn {
        let Some(mut state) = self.state() else {
            return Turn::Now;
        };
        if class == Class::Notice && state.answers > 0 {
            return Turn::AfterAnswer;
        }
        let now = Instant::now().into_std();
        let turn = state.pacing.turn(class, chat, now);
        if turn == Turn::Now {
            state.pacing.left(class, chat, now);
        }
        turn
    }

    /// When a notice may leave for this chat as far as the chat itself is concerned.
    pub fn free_for(&self, chat: i64) -> Instant {
        let now = Instant::now();
        let Some(mut state) = self.state() else {
            return now;
        };
        // What is on its way is answered within moments.
        let free = state.pacing.free_for(chat, now.into_std());
        free.map_or(now + SOON, Into::into)
    }

    /// Telegram told a message to this chat to wait.
    pub fn refused(&self, chat: i64, wait: Duration) {
        if let Some(mut state) = self.state() {
            let now = Instant::now().into_std();
            state.pacing.refused(chat, wait, now);
        }
    }

    /// The state for one step; it is whole after each.
    fn state(&self) -> Option<MutexGuard<'_, State>> {
        let state = self.state.as_ref()?;
        Some(state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A call takes about this long.
const SOON: Duration = Duration::from_millis(100);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if let Some(mut state) = self.pacer.state() {
            let now = Instant::now().into_std();
            state.pacing.answered(self.chat, now);
        }
        self.pacer.changed.notify_waiters();
    }
}

/// An answer that waits.
struct Waiting<'a>(&'a Pacer);

impl<'a> Waiting<'a> {
    fn begin(pacer: &'a Pacer) -> Self {
        if let Some(mut state) = pacer.state() {
            state.answers += 1;
        }
        Self(pacer)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(mut state) = self.0.state() {
            state.answers = state.answers.saturating_sub(1);
        }
        self.0.changed.notify_waiters();
    }
}

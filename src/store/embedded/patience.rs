//! How long the engine may take for one step before it is given up.
//!
//! Where a write fails inside sled 0.34.7, a thread that waits for it may be left waiting for ever: by its source the log
//! notes the error without waking whoever waits. Seen while a store was closed on a disk that had become full, about once in
//! a hundred: dropping the tree flushes, and waits in `make_stable` for a buffer that nobody writes any more. Nothing in the
//! program can end such a wait. A step that does not end is the end of the program, as any failed write is; a store that does
//! not close is left to the end of the program. What was answered is on disk.

use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// One step takes at most so long: opening, or applying a group of commits and making it durable. The slowest seen was the
/// first commit of 100,000 facts, with some seconds.
pub(super) const STEP_MAX: Duration = Duration::from_secs(90);
/// Closing takes at most so long. A store of a million subscriptions closes in a few seconds.
pub(super) const CLOSING_MAX: Duration = Duration::from_secs(30);
/// How often it is looked.
const LOOKS: Duration = Duration::from_secs(1);
/// What the program ends with, as after other failures of the store.
const CODE: i32 = 3;

/// When the step under way has begun.
type Since = Arc<Mutex<Option<Instant>>>;

/// Watches the steps of one store, as long as it is there.
pub(super) struct Patience {
    since: Since,
    _watched: Sender<()>,
}

/// A step under way; over when it is dropped.
pub(super) struct Step(Since);

impl Patience {
    /// Begins to watch; after a step that takes too long the program ends.
    pub(super) fn start(path: &Path) -> std::io::Result<Self> {
        let shown = path.display().to_string();
        Self::with(STEP_MAX, LOOKS, move || {
            log::error!(
                "{shown} has not answered for {} s and will not any more; ending. Is the disk full?",
                STEP_MAX.as_secs()
            );
            std::process::exit(CODE);
        })
    }

    fn with(
        most: Duration,
        looks: Duration,
        give_up: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<Self> {
        let since = Since::default();
        let (watched, over) = mpsc::channel();
        let seen = since.clone();
        let watch = move || {
            while over.recv_timeout(looks) == Err(RecvTimeoutError::Timeout) {
                let begun = *begun(&seen);
                if begun.is_some_and(|begun| begun.elapsed() > most) {
                    return give_up();
                }
            }
        };
        thread::Builder::new()
            .name("patience".to_owned())
            .spawn(watch)?;
        Ok(Self {
            since,
            _watched: watched,
        })
    }

    /// A step begins.
    pub(super) fn step(&self) -> Step {
        *begun(&self.since) = Some(Instant::now());
        Step(self.since.clone())
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        *begun(&self.0) = None;
    }
}

/// Does what may never end, such as closing, on a thread of its own. `Disconnected` is a panic, `Timeout` a thread that is
/// left alone.
pub(super) fn done_within(
    most: Duration,
    does: impl FnOnce() + Send + 'static,
) -> Result<(), RecvTimeoutError> {
    let (tells, told) = mpsc::channel();
    let does = move || {
        does();
        // If that was too late, nobody listens any more.
        tells.send(())
    };
    // A panic drops the sender, so that nobody waits for a thread that is gone.
    let thread = thread::Builder::new().name("closing".to_owned());
    // If no thread can be started, it is as if it had panicked.
    drop(thread.spawn(does));
    told.recv_timeout(most)
}

fn begun(since: &Since) -> MutexGuard<'_, Option<Instant>> {
    since.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test fails by panicking"
    )]

    use super::*;

    #[test]
    fn a_step_that_does_not_end_is_given_up_and_others_are_not() {
        let look = Duration::from_millis(1);
        let (told, given_up) = mpsc::channel();
        let give_up = {
            let told = told.clone();
            move || told.send("stuck").unwrap()
        };
        let patience = Patience::with(Duration::ZERO, look, give_up).unwrap();
        let _step = patience.step();
        assert_eq!(given_up.recv_timeout(Duration::from_secs(20)), Ok("stuck"));

        let long = Duration::from_secs(3_600);
        let patience = Patience::with(long, look, move || told.send("early").unwrap()).unwrap();
        for _ in 0..100 {
            drop(patience.step());
        }
        let _under_way = patience.step();
        assert!(given_up.try_recv().is_err());
    }

    #[test]
    fn what_does_not_end_is_left_alone() {
        let long = Duration::from_secs(20);
        let (_kept, never) = mpsc::channel::<()>();
        let waits = move || {
            never.recv().ok();
        };
        let short = Duration::from_millis(10);
        assert_eq!(done_within(short, waits), Err(RecvTimeoutError::Timeout));
        assert_eq!(done_within(long, || ()), Ok(()));
        let begun = Instant::now();
        let panics = || panic!("the disk refuses");
        assert_eq!(
            done_within(long, panics),
            Err(RecvTimeoutError::Disconnected)
        );
        assert!(begun.elapsed() < long);
    }
}

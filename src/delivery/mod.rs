//! Delivery: every subscription is told of every revision, in order, at least once, within Telegram's limits.
//!
//! What is due is read from the subscriptions themselves (`told` is behind the current revision), so nothing is queued that
//! could be lost. A notice is marked as leaving before it is sent and as told after; killed in between, it is sent again,
//! silently. At most [`WINDOW`] are between the two. [`pacing`] says when something may leave, [`fate`] what follows when it
//! cannot be delivered, [`crate::subscription`] when it is due: all pure. Knows no Telegram: messages leave through a
//! [`Messenger`].

mod amending;
pub mod fate;
mod made;
pub mod pacer;
pub mod pacing;
mod round;
mod serving;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::conversation::Desk;
use crate::reply::Reply;
use crate::store::{Store, StoreError};
use crate::subscription::Recipient;
use crate::vitals::Vitals;
pub use amending::Overtaken;
use fate::Failure;
pub use made::Notices;
use pacer::Pacer;
use round::Round;
use serving::Served;

/// Notices between being marked as leaving and being marked as told: so many may be repeated after a crash.
pub const WINDOW: usize = 4;
/// How long a stop waits for the notices that are on their way. What is not answered then is repeated.
const GRACE: Duration = Duration::from_secs(5);
/// Recipients whose settings have changed and who are not looked at yet; beyond it all are looked at.
const NUDGES: usize = 1_024;
/// How long it takes until a notice is tried again that made its delivery panic: it may be one of many alike.
const AFTER_PANIC: SignedDuration = SignedDuration::from_hours(1);
/// How long nothing is tried when the store has no room.
const ROOM: Duration = Duration::from_secs(10);

/// How a message is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Without a sound.
    pub silent: bool,
    /// Without markup.
    pub plain: bool,
    /// In reply to this message, if it is still there.
    pub reply_to: Option<i32>,
}

/// Sends messages. One call is one try.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Sends a message and returns its number.
    async fn send(&self, to: Recipient, reply: &Reply, manner: Manner) -> Result<i32, Failure>;

    /// Changes a message that was sent, with markup or without.
    async fn edit(
        &self,
        to: Recipient,
        message: i32,
        reply: &Reply,
        plain: bool,
    ) -> Result<(), Failure>;
}

/// What delivery needs.
pub struct Delivery {
    /// Keeps subscriptions and the ledger.
    pub store: Arc<dyn Store>,
    /// Sends.
    pub messenger: Arc<dyn Messenger>,
    /// Says when.
    pub pacer: Arc<Pacer>,
    /// The desk of now.
    pub desks: watch::Receiver<Arc<Desk>>,
    /// The time of day.
    pub now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Makes notices.
    pub notices: Notices,
    /// Messages that left while a revision was published.
    pub overtaken: Overtaken,
    /// Counts.
    pub vitals: Arc<Vitals>,
}

/// Tells delivery that somebody has changed a subscription, so that it looks.
#[derive(Clone, Debug)]
pub struct Nudge {
    sender: mpsc::Sender<Recipient>,
    missed: Arc<AtomicU64>,
}

/// The other end.
#[derive(Debug)]
pub struct Nudged {
    receiver: mpsc::Receiver<Recipient>,
    missed: Arc<AtomicU64>,
}

/// A pair of the two.
pub fn nudges() -> (Nudge, Nudged) {
    let (sender, receiver) = mpsc::channel(NUDGES);
    let missed = Arc::new(AtomicU64::new(0));
    let nudge = Nudge {
        sender,
        missed: missed.clone(),
    };
    (nudge, Nudged { receiver, missed })
}

impl Nudge {
    /// Has delivery look at a recipient again.
    pub fn look_at(&self, recipient: Recipient) {
        if self.sender.try_send(recipient).is_err() {
            self.missed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Delivery {
    /// Delivers until `stop` is done or the store fails. When it returns, nothing is on its way, or what was will be
    /// repeated.
    pub async fn run(
        self: Arc<Self>,
        mut nudged: Nudged,
        stop: impl Future<Output = ()>,
    ) -> Result<(), StoreError> {
        let mut desks = self.desks.clone();
        let mut round = Round::default();
        let mut tasks: JoinSet<(Recipient, Result<Served, StoreError>)> = JoinSet::new();
        // In a set, so that it ends when this does, however it ends.
        let mut amending = JoinSet::new();
        amending.spawn(self.clone().amend_always());
        let mut stop = std::pin::pin!(stop);
        let ended = loop {
            if let Err(error) = self.start_what_can(&mut round, &mut tasks).await {
                match error.is_lack_of_room() {
                    true => round.hold(Instant::now() + ROOM),
                    false => break Err(error),
                }
            }
            let behind = round.behind((self.now)());
            self.vitals.notices_wait(behind.due, behind.later);
            let wake = round.wake((self.now)(), tasks.len() >= WINDOW);
            // In this order, so that a simulation of it can be repeated.
            tokio::select! {
                biased;
                () = &mut stop => break Ok(()),
                Some(served) = tasks.join_next() => if let Err(error) = self.served(&mut round, served) {
                    break Err(error);
                },
                changed = desks.changed() => match changed {
                    Ok(()) => round.begin(),
                    Err(_) => break Ok(()),
                },
                Some(recipient) = nudged.receiver.recv() => round.look_at(recipient),
                () = wait_until(wake) => {}
            }
            if nudged.missed.swap(0, Ordering::Relaxed) > 0 {
                round.begin();
            }
        };
        let finish = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, finish).await.is_err() {
            log::warn!(
                "notices were on their way when it was time to stop; they are sent again, silently"
            );
        }
        amending.shutdown().await;
        ended
    }

    /// Fills the window.
    async fn start_what_can(
        self: &Arc<Self>,
        round: &mut Round,
        tasks: &mut JoinSet<(Recipient, Result<Served, StoreError>)>,
    ) -> Result<(), StoreError> {
        while tasks.len() < WINDOW && !round.is_held(Instant::now()) {
            let Some(recipient) = round.next(self).await? else {
                return Ok(());
            };
            if !round.take(recipient) {
                continue;
            }
            let free = self.pacer.free_for(recipient.chat);
            let now = Instant::now();
            if free > now {
                let at = (self.now)().saturating_add(free - now);
                round.done(recipient);
                round.put_off(recipient, at.unwrap_or(Timestamp::MAX));
                continue;
            }
            let delivery = self.clone();
            tasks.spawn(async move {
                let served = AssertUnwindSafe(delivery.serve(recipient)).catch_unwind();
                (recipient, served.await.unwrap_or(Ok(Served::Panicked)))
            });
        }
        Ok(())
    }

    /// Goes on after one was served.
    fn served(
        &self,
        round: &mut Round,
        served: Result<(Recipient, Result<Served, StoreError>), tokio::task::JoinError>,
    ) -> Result<(), StoreError> {
        // Panics are caught inside, and nothing is cancelled but by dropping all of this.
        let Ok((recipient, served)) = served else {
            return Ok(());
        };
        round.done(recipient);
        match served {
            Ok(Served::Done) => round.went_well(),
            Ok(Served::NotYet(at)) => round.put_off(recipient, at),
            Ok(Served::Elsewhere(other)) => round.look_at(other),
            Ok(Served::EverybodyWaits) => round.everybody_waits(recipient),
            Ok(Served::Stop) => {
                round.hold(Instant::now() + Duration::from_secs(60));
                round.look_at(recipient);
            }
            Ok(Served::Panicked) => {
                log::error!(
                    "a notice to chat {} made its delivery panic",
                    recipient.chat
                );
                self.vitals.notice("panicked");
                let later = (self.now)().saturating_add(AFTER_PANIC);
                round.put_off(recipient, later.unwrap_or(Timestamp::MAX));
            }
            Err(error) if error.is_lack_of_room() => {
                log::warn!("{error}");
                round.hold(Instant::now() + ROOM);
                round.look_at(recipient);
            }
            Err(StoreError::Contended) => round.look_at(recipient),
            Err(error @ StoreError::Record { .. }) => {
                log::error!("chat {} is left out: {error}", recipient.chat);
                self.vitals.notice("unreadable");
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

async fn wait_until(wake: Option<Instant>) {
    match wake {
        Some(wake) => tokio::time::sleep_until(wake).await,
        None => std::future::pending().await,
    }
}

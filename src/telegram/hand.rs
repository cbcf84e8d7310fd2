//! What is in hand: updates that were taken in and are not done, from whichever side they came.
//!
//! Chats are handled side by side, each chat in order. What takes long is kept in the store's inbox, durably, so that
//! Telegram may be told that it is accepted; what is in the inbox is handled first after a restart. What may have caused a
//! crash is looked at closely ([`super::suspects`]).

mod posted;
mod taking_in;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use super::RunError;
use super::carrier::Carrier;
use super::flood::Admission;
use super::handle::Handler;
use super::incoming::Lane;
use super::lanes::Lanes;
use super::stop::Stop;
use super::suspects::Suspects;
use super::update::Update;
use crate::store::{StoreError, inbox};
use crate::vitals::{InHand, Phase};
use posted::Posts;

pub use posted::{Tell, Told};

/// How long an update may take before it is kept and others get their turn. An answer takes a tenth of it.
pub const PATIENCE: Duration = Duration::from_secs(1);
/// The loop that drives this turns this often also where nothing happens, so that one that hangs is told from one that
/// waits.
pub const BEAT: Duration = Duration::from_secs(5);
/// How long a stop waits for what is in hand; what is left then is kept for the next start.
const GRACE: Duration = Duration::from_secs(10);
/// Marks of applied updates are swept this often.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// So many unfinished updates are kept at a time. Beyond that nothing is taken in until some are done; Telegram keeps
/// what waits for 24 hours (Bot API, "Getting updates").
const UNFINISHED_MAX: usize = 10_000;

/// Sees updates through.
pub struct Hand {
    handler: Arc<Handler>,
    /// By number: handled just now or lined up.
    unfinished: BTreeMap<u32, Held>,
    lanes: Lanes,
    suspects: Suspects,
    /// Those of the unfinished that are not answered like others.
    limited: HashMap<u32, Admission>,
    /// Those of the unfinished that are in the store's inbox.
    kept: HashSet<u32>,
    /// Who waits to hear what becomes of one.
    posts: Posts,
    tasks: JoinSet<Finished>,
    next_sweep: Instant,
}

struct Held {
    update: Arc<Update>,
    since: std::time::Instant,
    /// Where its answer may go instead of being sent.
    carrier: Carrier,
}

/// A task that has ended.
pub struct Finished {
    update: u32,
    lane: Lane,
    result: Result<(), StoreError>,
}

impl Hand {
    /// Gets ready to see updates through with `handler`; one that was alone in hand at `most` counted deaths is set aside.
    pub async fn begin(handler: Arc<Handler>, most: u32) -> Result<Self, StoreError> {
        Ok(Self {
            suspects: Suspects::begin(handler.store.clone(), handler.now.clone(), most).await?,
            handler,
            unfinished: BTreeMap::new(),
            lanes: Lanes::default(),
            limited: HashMap::new(),
            kept: HashSet::new(),
            posts: Posts::default(),
            tasks: JoinSet::new(),
            next_sweep: Instant::now(),
        })
    }

    /// Whether nothing more may be taken in until something is done.
    pub fn is_full(&self) -> bool {
        self.unfinished.len() >= UNFINISHED_MAX
    }

    /// Removes old marks of applied updates, if it is time to.
    pub async fn sweep_now_and_then(&mut self) -> Result<(), RunError> {
        if Instant::now() >= self.next_sweep {
            if let Err(error) = inbox::sweep(&*self.handler.store, self.handler.now()).await {
                unless_room_is_missing(error)?;
            }
            self.next_sweep = Instant::now() + SWEEP_EVERY;
        }
        Ok(())
    }

    /// Starts an update, or lines it up behind one of the same chat. One that is in hand already is not taken twice.
    fn submit(&mut self, update: Update) {
        let number = update.update_id;
        let entry = self.unfinished.entry(number);
        let Entry::Vacant(place) = entry else {
            return;
        };
        let update = Arc::new(update);
        place.insert(Held {
            update: update.clone(),
            since: self.handler.vitals.now(),
            carrier: match self.posts.wait_for(number) {
                true => Carrier::open(),
                false => Carrier::default(),
            },
        });
        self.tell();
        if let Some(lane) = self.lanes.line_up(&update) {
            self.start(lane, update);
        }
    }

    fn start(&mut self, lane: Lane, update: Arc<Update>) {
        let handler = self.handler.clone();
        let limited = self.limited.remove(&update.update_id);
        let admission = limited.unwrap_or(Admission::Granted);
        let held = self.unfinished.get(&update.update_id);
        let carrier = held.map(|held| held.carrier.clone()).unwrap_or_default();
        self.tasks.spawn(async move {
            let result = handler.handle(&update, admission, &carrier).await;
            Finished {
                update: update.update_id,
                lane,
                result,
            }
        });
    }

    /// An update is done; the next of its chat begins.
    pub async fn finished(
        &mut self,
        finished: Result<Finished, JoinError>,
    ) -> Result<(), RunError> {
        // Panics are caught inside, and nothing is cancelled but by dropping all of this.
        let Ok(finished) = finished else {
            return Ok(());
        };
        finished.result?;
        let held = self.unfinished.remove(&finished.update);
        self.posts
            .done(finished.update, held.and_then(|held| held.carrier.take()));
        self.suspects.clear(finished.update);
        if self.kept.remove(&finished.update)
            && let Err(error) = inbox::done(&*self.handler.store, finished.update).await
        {
            // It stays in the inbox, and is answered once more after the next start.
            unless_room_is_missing(error)?;
        }
        self.tell();
        if let Some(update) = self.lanes.next(finished.lane) {
            self.start(finished.lane, update);
        }
        Ok(())
    }

    /// Tells what is in hand.
    fn tell(&self) {
        self.handler.vitals.holds(InHand {
            unfinished: self.unfinished.len(),
            kept: self.kept.len(),
            oldest: self.unfinished.values().map(|held| held.since).next(),
        });
    }

    /// Sees one update through, or waits for `deadline`, the stop or the next beat.
    pub async fn finish_one(&mut self, deadline: Instant, stop: &Stop) -> Result<(), RunError> {
        self.handler.vitals.turned();
        let deadline = deadline.min(Instant::now() + BEAT);
        tokio::select! {
            Some(finished) = self.tasks.join_next() => self.finished(finished).await,
            () = tokio::time::sleep_until(deadline) => Ok(()),
            () = stop.wait() => Ok(()),
        }
    }

    /// Sees updates through until all that are not kept are done, or until `deadline` or the stop.
    pub async fn finish_until(&mut self, deadline: Instant, stop: &Stop) -> Result<(), RunError> {
        while self.unfinished.len() > self.kept.len() && Instant::now() < deadline && !stop.is_set()
        {
            self.finish_one(deadline, stop).await?;
        }
        Ok(())
    }

    /// Keeps what is unfinished. Where the disk has no room for it, waits until it is done: Telegram must not be told of
    /// what is neither done nor kept. `false` if the word to stop comes first.
    pub async fn keep_or_finish(&mut self, stop: &Stop) -> Result<bool, RunError> {
        loop {
            match self.keep_unfinished().await {
                Err(RunError::Store(error)) => unless_room_is_missing(error)?,
                other => return other.map(|()| true),
            }
            if stop.is_set() {
                return Ok(false);
            }
            self.finish_one(Instant::now() + PATIENCE, stop).await?;
        }
    }

    /// Keeps, durably, what is unfinished and not kept yet, and tells those who wait for it.
    async fn keep_unfinished(&mut self) -> Result<(), RunError> {
        self.keep(|_| true).await?;
        for number in self.unfinished.keys() {
            self.posts.tell(*number, &Told::Done(None));
        }
        Ok(())
    }

    /// Keeps, durably, those of the unfinished that are chosen and not kept yet.
    async fn keep(&mut self, is_chosen: impl Fn(u32) -> bool) -> Result<(), RunError> {
        let mut rows = Vec::new();
        for (number, held) in self
            .unfinished
            .iter()
            .filter(|(number, _)| is_chosen(**number) && !self.kept.contains(number))
        {
            rows.push((*number, as_value(&held.update)?));
        }
        inbox::accept(&*self.handler.store, &rows).await?;
        self.kept.extend(rows.into_iter().map(|(number, _)| number));
        self.tell();
        Ok(())
    }

    /// The next task that has ended, for [`Self::finished`]; `None` if nothing is at work.
    pub async fn next_finished(&mut self) -> Option<Result<Finished, JoinError>> {
        self.tasks.join_next().await
    }

    /// What comes from now on was in nobody's hand when the last run died.
    pub fn relax(&mut self) {
        self.suspects.relax();
    }

    /// Forgets, durably, what is not suspect any more.
    pub async fn settle(&mut self) -> Result<(), StoreError> {
        self.suspects.settle().await
    }

    /// Finishes what is in hand and keeps what takes too long.
    pub async fn wind_up(&mut self) -> Result<(), RunError> {
        self.handler.vitals.reached(Phase::Stopping);
        log::info!("stopping; {} updates are in hand", self.unfinished.len());
        let deadline = Instant::now() + GRACE;
        let never = Stop::never();
        while !self.unfinished.is_empty() && Instant::now() < deadline {
            self.finish_one(deadline, &never).await?;
        }
        self.keep_unfinished().await?;
        Ok(self.suspects.end().await?)
    }
}

fn as_value(update: &Update) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(update).map_err(|error| StoreError::Record {
        key: format!("update {}", update.update_id),
        what: error.to_string(),
    })
}

/// A disk without room is told in the log and stops nobody; any other failure of the store does.
fn unless_room_is_missing(error: StoreError) -> Result<(), RunError> {
    if error.is_lack_of_room() {
        log::warn!("{error}");
        return Ok(());
    }
    Err(error.into())
}

//! Long polling that loses nothing: Telegram is told that an update is done only when it is.
//!
//! Telegram takes the `offset` of the next `getUpdates` as the word that all before it is done. So a batch is handled
//! first, chats side by side, each chat in order. What is not done after [`PATIENCE`], because a chat has to wait or the
//! network is slow, is kept in the store's inbox, durably, and only then the next batch is asked for. What is in the
//! inbox is handled first after a restart. A crash between an answer and the next `getUpdates` makes Telegram send the
//! update again: it is answered twice, its effect is stored once. What may have caused the crash is looked at closely
//! ([`super::suspects`]).

mod taking_in;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use teloxide::RequestError;
use teloxide::types::Update;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::RunError;
use super::flood::Admission;
use super::handle::Handler;
use super::incoming::Lane;
use super::lanes::Lanes;
use super::policy::{Verdict, backoff, describe, verdict};
use super::stop::Stop;
use super::suspects::Suspects;
use crate::clock::now;
use crate::store::{StoreError, inbox};
use crate::vitals::{InHand, Phase};

/// How long a batch may take before what is left of it is kept and others get their turn. An answer takes a tenth of it.
const PATIENCE: Duration = Duration::from_secs(1);
/// From one poll to the next, where a server does not wait for updates itself.
const BREATH: Duration = Duration::from_millis(200);
/// The loop turns this often also where nothing happens, so that one that hangs is told from one that waits.
const BEAT: Duration = Duration::from_secs(5);
/// How long a stop waits for what is in hand; what is left then is kept for the next start.
const GRACE: Duration = Duration::from_secs(10);
/// Marks of applied updates are swept this often.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// So many unfinished updates are kept at a time. Beyond that nothing is asked for until some are done; Telegram keeps
/// what waits for 24 hours (Bot API, "Getting updates").
const UNFINISHED_MAX: usize = 10_000;

/// Takes updates in and sees them through.
pub struct Polling {
    handler: Arc<Handler>,
    /// What is in hand, by number: handled just now or lined up.
    unfinished: BTreeMap<u32, Held>,
    lanes: Lanes,
    suspects: Suspects,
    /// Those of the unfinished that are not answered like others.
    limited: HashMap<u32, Admission>,
    /// Those of the unfinished that are in the store's inbox.
    kept: HashSet<u32>,
    tasks: JoinSet<Finished>,
    offset: Option<i32>,
    next_sweep: Instant,
}

struct Held {
    update: Arc<Update>,
    since: std::time::Instant,
}

struct Finished {
    update: u32,
    lane: Lane,
    result: Result<(), StoreError>,
}

impl Polling {
    /// Gets ready to take updates in for `handler`.
    pub async fn begin(handler: Arc<Handler>) -> Result<Self, StoreError> {
        Ok(Self {
            suspects: Suspects::begin(handler.store.clone()).await?,
            handler,
            unfinished: BTreeMap::new(),
            lanes: Lanes::default(),
            limited: HashMap::new(),
            kept: HashSet::new(),
            tasks: JoinSet::new(),
            offset: None,
            next_sweep: Instant::now(),
        })
    }

    /// Runs until it is stopped, the token turns out to be invalid or the store fails.
    pub async fn run(mut self, stop: &Stop) -> Result<(), RunError> {
        self.take_up_kept(stop).await?;
        while let Some(batch) = self.next_batch(stop).await? {
            self.sweep_now_and_then().await?;
            let newest = batch.iter().map(|update| update.id.0).max();
            let batch = self.admitted(batch);
            self.take_in(batch, stop).await?;
            self.suspects.relax();
            self.finish_until(Instant::now() + PATIENCE, stop).await?;
            self.suspects.settle().await?;
            if !self.keep_or_finish(stop).await? {
                break;
            }
            // Update numbers are positive and within i32 (Bot API types them as Integer, teloxide asks for i32).
            self.offset = newest
                .and_then(|newest| i32::try_from(newest).ok()?.checked_add(1))
                .or(self.offset);
        }
        self.wind_up().await
    }

    async fn sweep_now_and_then(&mut self) -> Result<(), RunError> {
        if Instant::now() >= self.next_sweep {
            if let Err(error) = inbox::sweep(&*self.handler.store, now()).await {
                unless_room_is_missing(error)?;
            }
            self.next_sweep = Instant::now() + SWEEP_EVERY;
        }
        Ok(())
    }

    /// The next updates, while those in hand go on; `None` when it is time to stop.
    async fn next_batch(&mut self, stop: &Stop) -> Result<Option<Vec<Update>>, RunError> {
        let mut tries = 0;
        loop {
            while self.unfinished.len() >= UNFINISHED_MAX && !stop.is_set() {
                self.finish_one(Instant::now() + PATIENCE, stop).await?;
            }
            let begun = Instant::now();
            let courier = self.handler.courier.clone();
            let offset = self.offset;
            let mut poll = std::pin::pin!(courier.poll(offset));
            let polled = loop {
                self.handler.vitals.turned();
                tokio::select! {
                    biased;
                    () = stop.wait() => return Ok(None),
                    Some(finished) = self.tasks.join_next() => self.finished(finished).await?,
                    polled = &mut poll => break polled,
                    () = tokio::time::sleep(BEAT) => {}
                }
            };
            match polled {
                Ok(batch) => {
                    if tries > 0 {
                        log::info!("Telegram answers again");
                    }
                    if batch.is_empty() {
                        self.rest_until(begun + BREATH, stop).await?;
                    }
                    return Ok(Some(batch));
                }
                Err(error) => self.after_failed_poll(&error, tries, stop).await?,
            }
            tries += 1;
        }
    }

    async fn after_failed_poll(
        &mut self,
        error: &RequestError,
        tries: u32,
        stop: &Stop,
    ) -> Result<(), RunError> {
        let wait = match verdict(error, tries) {
            Verdict::Token => return Err(RunError::Token),
            Verdict::Webhook => {
                log::warn!(
                    "a webhook is set for this bot; it is removed, since updates are polled"
                );
                if let Err(error) = self.handler.courier.remove_webhook().await {
                    log::warn!("the webhook could not be removed: {}", describe(&error));
                }
                backoff(tries)
            }
            Verdict::Again(wait) => wait,
            // A poll that failed has lost nothing, whatever the reason, so it is always tried again.
            _ => backoff(tries),
        };
        log::warn!(
            "no updates from Telegram: {}; again in {} s",
            describe(error),
            wait.as_secs()
        );
        self.rest_until(Instant::now() + wait, stop).await
    }

    /// Asks for nothing until then; what is in hand goes on.
    async fn rest_until(&mut self, until: Instant, stop: &Stop) -> Result<(), RunError> {
        while Instant::now() < until && !stop.is_set() {
            self.finish_one(until, stop).await?;
        }
        Ok(())
    }

    /// Starts an update, or lines it up behind one of the same chat. One that is in hand already is not taken twice.
    fn submit(&mut self, update: Update) {
        let entry = self.unfinished.entry(update.id.0);
        let Entry::Vacant(place) = entry else {
            return;
        };
        let update = Arc::new(update);
        place.insert(Held {
            update: update.clone(),
            since: self.handler.vitals.now(),
        });
        self.tell();
        if let Some(lane) = self.lanes.line_up(&update) {
            self.start(lane, update);
        }
    }

    fn start(&mut self, lane: Lane, update: Arc<Update>) {
        let handler = self.handler.clone();
        let limited = self.limited.remove(&update.id.0);
        let admission = limited.unwrap_or(Admission::Granted);
        self.tasks.spawn(async move {
            let result = handler.handle(&update, admission).await;
            Finished {
                update: update.id.0,
                lane,
                result,
            }
        });
    }

    async fn finished(
        &mut self,
        finished: Result<Finished, tokio::task::JoinError>,
    ) -> Result<(), RunError> {
        // Panics are caught inside, and nothing is cancelled but by dropping all of this.
        let Ok(finished) = finished else {
            return Ok(());
        };
        finished.result?;
        self.unfinished.remove(&finished.update);
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
    async fn finish_one(&mut self, deadline: Instant, stop: &Stop) -> Result<(), RunError> {
        self.handler.vitals.turned();
        let deadline = deadline.min(Instant::now() + BEAT);
        tokio::select! {
            Some(finished) = self.tasks.join_next() => self.finished(finished).await,
            () = tokio::time::sleep_until(deadline) => Ok(()),
            () = stop.wait() => Ok(()),
        }
    }

    /// Sees updates through until all that are not kept are done, or until `deadline` or the stop.
    async fn finish_until(&mut self, deadline: Instant, stop: &Stop) -> Result<(), RunError> {
        while self.unfinished.len() > self.kept.len() && Instant::now() < deadline && !stop.is_set()
        {
            self.finish_one(deadline, stop).await?;
        }
        Ok(())
    }

    /// Keeps what is unfinished. Where the disk has no room for it, waits until it is done: Telegram must not be told of
    /// what is neither done nor kept. `false` if the word to stop comes first.
    async fn keep_or_finish(&mut self, stop: &Stop) -> Result<bool, RunError> {
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

    /// Keeps, durably, what is unfinished and not kept yet.
    async fn keep_unfinished(&mut self) -> Result<(), RunError> {
        let mut rows = Vec::new();
        for (number, held) in self
            .unfinished
            .iter()
            .filter(|(number, _)| !self.kept.contains(number))
        {
            rows.push((*number, as_value(&held.update)?));
        }
        inbox::accept(&*self.handler.store, &rows).await?;
        self.kept.extend(rows.into_iter().map(|(number, _)| number));
        self.tell();
        Ok(())
    }

    /// Finishes what is in hand, keeps what takes too long, and tells Telegram what is done.
    async fn wind_up(mut self) -> Result<(), RunError> {
        self.handler.vitals.reached(Phase::Stopping);
        log::info!("stopping; {} updates are in hand", self.unfinished.len());
        let deadline = Instant::now() + GRACE;
        let never = Stop::never();
        while !self.unfinished.is_empty() && Instant::now() < deadline {
            self.finish_one(deadline, &never).await?;
        }
        self.keep_unfinished().await?;
        self.suspects.end().await?;
        if let Some(offset) = self.offset
            && let Err(error) = self.handler.courier.confirm(offset).await
        {
            log::warn!(
                "Telegram was not told what is done ({}); it will send it again",
                describe(&error)
            );
        }
        Ok(())
    }
}

fn as_value(update: &Update) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(update).map_err(|error| StoreError::Record {
        key: format!("update {}", update.id.0),
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

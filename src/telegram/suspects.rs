//! What is looked at closely after the program has died: the updates that may have killed it.
//!
//! A panic is caught; a stack that overflows, memory that runs out or a kill is not, and the update that was in hand comes
//! again at the next start. After a run that died, what may have been in hand is the first of each chat in the inbox and
//! what the first poll brings, or what is posted within [`super::webhook::WATCH`]. These suspects are counted, durably, before they are handled, and handled alone, one after
//! the other, so that no count is of an update that was only there. One that was in hand at the third death is set aside,
//! and the others go on.
//!
//! While all is well nothing is counted and no update pays for this.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::work::Now;
use crate::store::aside::{Aside, Why};
use crate::store::{Store, StoreError, aside, attempts};

/// The most runs that may die with an update alone in hand, where updates are polled: with the first death, at which nothing
/// was counted yet, these are three.
pub const COUNTS_POLLED: u32 = 2;
/// The same where they are posted. What is posted for the first time within the watch after a death is counted at once, so
/// these are three too; one that was in hand at that first death already is given a fourth.
pub const COUNTS_POSTED: u32 = 3;
/// How long a suspect is handled alone. An answer takes a fiftieth of it, so what takes longer waits for Telegram; it goes
/// on beside the others and is no suspect any more.
pub const ALONE: Duration = Duration::from_secs(5);

/// The updates that may have killed the program.
pub struct Suspects {
    store: Arc<dyn Store>,
    now: Now,
    /// So many counts are too many.
    most: u32,
    watchful: bool,
    counts: BTreeMap<u32, u32>,
    aside: BTreeSet<u32>,
    /// Those whose counts go with the next commit.
    cleared: Vec<u32>,
}

impl Suspects {
    /// Looks how the last run ended, and notes that this one has begun. An update with `most` counts is set aside.
    pub async fn begin(store: Arc<dyn Store>, now: Now, most: u32) -> Result<Self, StoreError> {
        let last = attempts::last_run(&*store).await?;
        let aside: BTreeSet<u32> = aside::list(&*store)
            .await?
            .into_iter()
            .map(|(number, _)| number)
            .collect();
        if !aside.is_empty() {
            log::warn!(
                "{} updates are set aside; stop the bot and see: union-brief aside",
                aside.len()
            );
        }
        if last.died {
            log::warn!("the last run did not end as it should; what was in hand is taken up again");
        }
        go_on_without_room(attempts::begun(&*store, now()).await)?;
        Ok(Self {
            store,
            now,
            most,
            watchful: last.died,
            counts: last.counts,
            aside,
            cleared: Vec::new(),
        })
    }

    /// Whether what comes now may have been in hand when the last run died.
    pub fn is_watchful(&self) -> bool {
        self.watchful
    }

    /// What comes from now on was in nobody's hand when the last run died.
    pub fn relax(&mut self) {
        self.watchful = false;
    }

    /// Whether an update was set aside before. It comes again where Telegram was not told in time.
    pub fn is_aside(&self, number: u32) -> bool {
        self.aside.contains(&number)
    }

    /// Whether an update has been in hand at too many deaths.
    pub fn is_deadly(&self, number: u32) -> bool {
        self.watchful
            && self
                .counts
                .get(&number)
                .is_some_and(|count| *count >= self.most)
    }

    /// Sets an update aside.
    pub async fn set_aside(
        &mut self,
        number: u32,
        why: Why,
        update: serde_json::Value,
    ) -> Result<(), StoreError> {
        let since = (self.now)();
        let record = Aside { since, why, update };
        let put = aside::put(&*self.store, number, &record).await;
        let because = match why {
            Why::Died => "the program died three times while it was in hand",
            Why::Unreadable => "this version cannot read it",
        };
        log::error!("update {number} is set aside: {because}; see: union-brief aside");
        self.aside.insert(number);
        self.counts.remove(&number);
        go_on_without_room(put)
    }

    /// Counts an update that is about to be handled alone.
    pub async fn count(&mut self, number: u32) -> Result<(), StoreError> {
        let count = self.counts.entry(number).or_default();
        *count += 1;
        let count = *count;
        self.store_counts(&[(number, count)]).await
    }

    async fn store_counts(&mut self, counts: &[(u32, u32)]) -> Result<(), StoreError> {
        let cleared = std::mem::take(&mut self.cleared);
        go_on_without_room(attempts::count(&*self.store, counts, &cleared).await)
    }

    /// An update is done, or has been alone for long enough.
    pub fn clear(&mut self, number: u32) {
        if self.counts.remove(&number).is_some() {
            self.cleared.push(number);
        }
    }

    /// Forgets, durably, the counts of what is cleared.
    pub async fn settle(&mut self) -> Result<(), StoreError> {
        match self.cleared.is_empty() {
            true => Ok(()),
            false => self.store_counts(&[]).await,
        }
    }

    /// Notes that this run has ended well.
    pub async fn end(&self) -> Result<(), StoreError> {
        go_on_without_room(attempts::ended(&*self.store).await)
    }
}

/// Without room on the disk nothing is counted, and the bot goes on.
fn go_on_without_room(result: Result<(), StoreError>) -> Result<(), StoreError> {
    match result {
        Err(error) if error.is_lack_of_room() => {
            log::warn!("{error}");
            Ok(())
        }
        other => other,
    }
}

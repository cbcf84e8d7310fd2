//! What comes in, up to the moment it is handled or lined up: what nobody is answered, what is left from the last run,
//! and what may have killed it.

use std::collections::HashSet;

use serde::Deserialize;
use tokio::time::Instant;

use super::super::RunError;
use super::super::flood::Admission;
use super::super::incoming::lane;
use super::super::stop::Stop;
use super::super::suspects::ALONE;
use super::super::update::Update;
use super::{Hand, PATIENCE, as_value};
use crate::store::aside::Why;
use crate::store::{StoreError, inbox};

impl Hand {
    /// Those that are answered or told why not. The others end here, before they cost anything. What an earlier run has
    /// kept was admitted then, and does not come this way.
    pub fn admitted(&mut self, mut updates: Vec<Update>) -> Vec<Update> {
        let before = updates.len();
        updates.retain(|update| {
            let number = update.update_id;
            if self.unfinished.contains_key(&number) {
                return true;
            }
            let admission = self.handler.admit(update);
            match admission {
                Admission::Granted => return true,
                Admission::Refused(refusal) if !refusal.told => return false,
                Admission::Refused(_) | Admission::ForAdministrators(_) => {}
            }
            self.limited.insert(number, admission);
            true
        });
        if updates.len() < before {
            let silent = before - updates.len();
            log::debug!("{silent} updates were beyond the limits and are not answered");
        }
        updates
    }

    /// Hands out what an earlier run had accepted and not finished.
    pub async fn take_up_kept(&mut self, stop: &Stop) -> Result<(), RunError> {
        let mut left = Vec::new();
        for (number, value) in inbox::accepted(&*self.handler.store).await? {
            match Update::deserialize(&value) {
                Ok(update) => {
                    self.kept.insert(number);
                    left.push(update);
                }
                Err(_) => {
                    self.suspects
                        .set_aside(number, Why::Unreadable, value)
                        .await?;
                }
            }
        }
        if !left.is_empty() {
            log::info!("{} updates are left from the last run", left.len());
        }
        // Of each chat only the first was in hand; the others were lined up behind it.
        let mut lanes = HashSet::new();
        let (first, behind) = left
            .into_iter()
            .partition(|update| lanes.insert(lane(update)));
        self.take_in(first, stop).await?;
        let behind: Vec<Update> = behind;
        behind.into_iter().for_each(|update| self.submit(update));
        Ok(())
    }

    /// Takes updates in, with care after a run that died.
    pub async fn take_in(&mut self, updates: Vec<Update>, stop: &Stop) -> Result<(), RunError> {
        let updates = self.without_deadly(updates).await?;
        for update in updates {
            match self.suspects.is_watchful() {
                true => self.take_in_alone(update, stop).await?,
                false => self.submit(update),
            }
        }
        Ok(())
    }

    /// Sets those aside that have killed the program too often, with an apology; the others are returned.
    async fn without_deadly(&mut self, updates: Vec<Update>) -> Result<Vec<Update>, StoreError> {
        let mut others = Vec::with_capacity(updates.len());
        for update in updates {
            let number = update.update_id;
            if self.suspects.is_aside(number) {
                log::info!("update {number} came again; it stays set aside");
            } else if self.suspects.is_deadly(number) {
                let value = as_value(&update)?;
                self.suspects.set_aside(number, Why::Died, value).await?;
                self.kept.remove(&number);
                // It is aside already: should even this kill the program, it was the last time.
                let apology = self.handler.apologise(&update);
                if tokio::time::timeout(PATIENCE, apology).await.is_err() {
                    log::warn!("update {number}: no apology, it took too long");
                }
            } else {
                others.push(update);
            }
        }
        Ok(others)
    }

    /// Counts an update and sees it through with nothing else beginning meanwhile, for as long as [`ALONE`].
    async fn take_in_alone(&mut self, update: Update, stop: &Stop) -> Result<(), RunError> {
        let number = update.update_id;
        // What waits behind another of its chat is in nobody's hand.
        if stop.is_set() || self.lanes.is_busy(&update) {
            self.submit(update);
            return Ok(());
        }
        self.suspects.count(number).await?;
        self.submit(update);
        let until = Instant::now() + ALONE;
        while self.unfinished.contains_key(&number) && Instant::now() < until {
            if stop.is_set() {
                return Ok(());
            }
            self.finish_one(until, stop).await?;
        }
        self.suspects.clear(number);
        Ok(())
    }
}

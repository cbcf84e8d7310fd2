//! Long polling that loses nothing: Telegram is told that an update is done only when it is.
//!
//! Telegram takes the `offset` of the next `getUpdates` as the word that all before it is done. So a batch is handled
//! first, chats side by side, each chat in order. What is not done after [`PATIENCE`], because a chat has to wait or the
//! network is slow, is kept in the store's inbox, durably, and only then the next batch is asked for. What is in the
//! inbox is handled first after a restart. A crash between an answer and the next `getUpdates` makes Telegram send the
//! update again: it is answered twice, its effect is stored once. What may have caused the crash is looked at closely
//! ([`super::suspects`]).

use std::sync::Arc;
use std::time::Duration;

use teloxide::RequestError;
use tokio::time::Instant;

use super::RunError;
use super::hand::{BEAT, Hand, PATIENCE};
use super::handle::Handler;
use super::policy::{Verdict, backoff, describe, verdict};
use super::stop::Stop;
use super::suspects::COUNTS_POLLED;
use super::update::Update;
use crate::store::StoreError;

/// From one poll to the next, where a server does not wait for updates itself.
const BREATH: Duration = Duration::from_millis(200);

/// Takes updates in and sees them through.
pub struct Polling {
    handler: Arc<Handler>,
    hand: Hand,
    offset: Option<i32>,
}

impl Polling {
    /// Gets ready to take updates in for `handler`.
    pub async fn begin(handler: Arc<Handler>) -> Result<Self, StoreError> {
        Ok(Self {
            hand: Hand::begin(handler.clone(), COUNTS_POLLED).await?,
            handler,
            offset: None,
        })
    }

    /// Runs until it is stopped, the token turns out to be invalid or the store fails.
    pub async fn run(mut self, stop: &Stop) -> Result<(), RunError> {
        self.hand.take_up_kept(stop).await?;
        while let Some(batch) = self.next_batch(stop).await? {
            self.hand.sweep_now_and_then().await?;
            let newest = batch.iter().map(|update| update.update_id).max();
            let batch = self.hand.admitted(batch);
            self.hand.take_in(batch, stop).await?;
            self.hand.relax();
            self.hand
                .finish_until(Instant::now() + PATIENCE, stop)
                .await?;
            self.hand.settle().await?;
            if !self.hand.keep_or_finish(stop).await? {
                break;
            }
            // Update numbers are positive and within i32 (Bot API types them as Integer, teloxide asks for i32).
            self.offset = newest
                .and_then(|newest| i32::try_from(newest).ok()?.checked_add(1))
                .or(self.offset);
        }
        self.wind_up().await
    }

    /// The next updates, while those in hand go on; `None` when it is time to stop.
    async fn next_batch(&mut self, stop: &Stop) -> Result<Option<Vec<Update>>, RunError> {
        let mut tries = 0;
        loop {
            while self.hand.is_full() && !stop.is_set() {
                self.hand
                    .finish_one(Instant::now() + PATIENCE, stop)
                    .await?;
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
                    Some(finished) = self.hand.next_finished() => self.hand.finished(finished).await?,
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
            self.hand.finish_one(until, stop).await?;
        }
        Ok(())
    }

    /// Finishes what is in hand, keeps what takes too long, and tells Telegram what is done.
    async fn wind_up(mut self) -> Result<(), RunError> {
        self.hand.wind_up().await?;
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

//! Corrections reach back: notices that carried a fact which has been revised or withdrawn are changed.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::Delivery;
use super::fate::{Failure, Fate, backoff, fate};
use super::pacing::Class;
use crate::conversation::Desk;
use crate::dossier::id::Id;
use crate::reply::Tells;
use crate::store::ledger::{Carried, Message};
use crate::store::{StoreError, ledger};

/// Messages looked up at a time.
const PAGE: usize = 500;
/// What was published within this time is looked at once more at a start.
const LATELY: SignedDuration = SignedDuration::from_hours(48);
/// Old messages are swept this often.
const SWEEP_EVERY: Duration = Duration::from_secs(24 * 3_600);

/// What came of changing one message.
enum Amended {
    /// It is done, or there is nothing to change any more.
    Done,
    /// Later; others go on.
    After(Duration),
}

/// Messages that left with the words of one revision while the next was published: they have to be looked at as well.
#[derive(Debug, Default)]
pub struct Overtaken {
    messages: Mutex<Vec<Message>>,
    added: Notify,
}

impl Overtaken {
    pub(super) fn add(&self, message: Message) {
        self.all().push(message);
        self.added.notify_one();
    }

    fn take(&self) -> Vec<Message> {
        std::mem::take(&mut *self.all())
    }

    fn all(&self) -> MutexGuard<'_, Vec<Message>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Messages that have to wait, each until its own time: no chat holds up another.
#[derive(Debug, Default)]
struct Later(BTreeSet<(Instant, Message)>);

impl Later {
    fn add(&mut self, message: Message, wait: Duration) {
        self.0.insert((Instant::now() + wait, message));
    }

    /// One whose time has come.
    fn due(&mut self) -> Option<Message> {
        let first = self.0.first().filter(|(at, _)| *at <= Instant::now())?;
        let (at, message) = *first;
        self.0.remove(&(at, message));
        Some(message)
    }

    async fn next(&self) {
        match self.0.first() {
            Some((at, _)) => tokio::time::sleep_until(*at).await,
            None => std::future::pending().await,
        }
    }
}

impl Delivery {
    /// Puts messages right after each revision, as long as there is a desk. Where the store fails it tries again; the rest
    /// of the program hears of that too.
    pub(super) async fn amend_always(self: Arc<Self>) {
        let mut desks = self.desks.clone();
        let mut walked = None;
        let mut next_sweep = Instant::now() + SWEEP_EVERY;
        let mut later = Later::default();
        loop {
            let desk = desks.borrow_and_update().clone();
            if let Err(error) = self.amend(&desk, &mut walked, &mut later).await {
                log::warn!("messages could not be put right: {error}");
                tokio::time::sleep(super::ROOM).await;
                continue;
            }
            tokio::select! {
                biased;
                changed = desks.changed() => if changed.is_err() { return },
                () = self.overtaken.added.notified() => {}
                () = later.next() => {}
                () = tokio::time::sleep_until(next_sweep) => {
                    next_sweep = Instant::now() + SWEEP_EVERY;
                    if let Err(error) = ledger::sweep(&*self.store, (self.now)()).await {
                        log::warn!("old messages could not be forgotten: {error}");
                    }
                }
            }
        }
    }

    /// Changes every message that carried what has changed since the revision up to which this has been done, and those
    /// whose time has come. Killed in between, it goes through them again and changes those that are not yet.
    ///
    /// What was overtaken is forgotten when the program dies. The first time in the next run makes up for it: it looks at
    /// what was changed lately once more.
    async fn amend(
        &self,
        desk: &Desk,
        walked: &mut Option<u64>,
        later: &mut Later,
    ) -> Result<(), StoreError> {
        let head = desk.library().revision().number;
        let until = ledger::amended_until(&*self.store).await?;
        let first = || until.unwrap_or(head).min(self.before_lately(desk));
        let since = walked.unwrap_or_else(first);
        for fact in desk.library().history().changed_since(since) {
            self.amend_carriers(desk, fact, later).await?;
        }
        *walked = Some(head);
        for message in self.overtaken.take() {
            self.put_right_or_later(desk, message, later).await?;
        }
        self.amend_those_due(desk, later).await?;
        if until == Some(head) || !later.0.is_empty() {
            return Ok(());
        }
        ledger::set_amended_until(&*self.store, head).await
    }

    /// Changes every message that carried a fact.
    async fn amend_carriers(
        &self,
        desk: &Desk,
        fact: &Id,
        later: &mut Later,
    ) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = ledger::carriers(&*self.store, fact, after, PAGE).await?;
            for message in &page {
                self.put_right_or_later(desk, *message, later).await?;
                self.amend_those_due(desk, later).await?;
            }
            after = page.last().copied();
            if page.len() < PAGE {
                return Ok(());
            }
        }
    }

    async fn amend_those_due(&self, desk: &Desk, later: &mut Later) -> Result<(), StoreError> {
        while let Some(message) = later.due() {
            self.put_right_or_later(desk, message, later).await?;
        }
        Ok(())
    }

    async fn put_right_or_later(
        &self,
        desk: &Desk,
        message: Message,
        later: &mut Later,
    ) -> Result<(), StoreError> {
        let amended = AssertUnwindSafe(self.put_right(desk, message)).catch_unwind();
        match amended.await {
            Ok(Ok(Amended::Done)) => {}
            Ok(Ok(Amended::After(wait))) => later.add(message, wait),
            Ok(Err(StoreError::Record { key, what })) => {
                log::error!("a message cannot be put right: {key}: {what}");
            }
            Ok(Err(error)) => {
                // Looked at again when the store is well.
                later.add(message, Duration::ZERO);
                return Err(error);
            }
            Err(_) => {
                self.vitals.notice("panicked");
                log::error!(
                    "putting message {} of chat {} right panicked",
                    message.number,
                    message.recipient.chat
                );
            }
        }
        Ok(())
    }

    /// The newest revision that was published longer ago than [`LATELY`].
    fn before_lately(&self, desk: &Desk) -> u64 {
        let begin = (self.now)()
            .saturating_sub(LATELY)
            .unwrap_or(Timestamp::MIN);
        let revisions = desk.library().history().revisions.values();
        let mut old = revisions
            .rev()
            .filter(|revision| revision.published < begin);
        old.next().map_or(0, |revision| revision.number)
    }

    async fn put_right(&self, desk: &Desk, message: Message) -> Result<Amended, StoreError> {
        let head = desk.library().revision().number;
        let Some(carried) = ledger::carried(&*self.store, message).await? else {
            return Ok(Amended::Done);
        };
        let history = desk.library().history();
        let has_changed = |fact: &Id| history.has_changed_since(fact, carried.amended);
        if !carried.facts.iter().any(has_changed) {
            return Ok(Amended::Done);
        }
        let recipient = message.recipient;
        let free = self.pacer.free_for(recipient.chat);
        let wait = free.saturating_duration_since(Instant::now());
        if !wait.is_zero() {
            return Ok(Amended::After(wait));
        }
        let tells = Tells {
            facts: carried.facts.clone(),
            after: carried.after,
            until: carried.until,
            behind: carried.behind,
        };
        let reply = desk.amended(&tells, carried.lang);
        let (mut tries, mut refusals, mut plain) = (0, 0, false);
        loop {
            let leave = self.pacer.turn(Class::Notice, recipient.chat).await;
            let edited = self
                .messenger
                .edit(recipient, message.number, &reply, plain)
                .await;
            drop(leave);
            let failure = match edited {
                Ok(()) | Err(Failure::NotModified) => {
                    self.vitals.notice("amended");
                    let carried = Carried {
                        amended: head,
                        ..carried
                    };
                    ledger::amended(&*self.store, message, &carried).await?;
                    return Ok(Amended::Done);
                }
                Err(failure) => failure,
            };
            tries += 1;
            // Telegram's trouble is not the message's.
            let so_far = match failure {
                Failure::Unknown => refusals,
                _ => tries,
            };
            match fate(failure, so_far, plain) {
                // Changing it twice does no harm.
                Fate::EverybodyWaits(_) => tokio::time::sleep(backoff(tries)).await,
                Fate::Wait(_, wait) if failure != Failure::Unknown => {
                    if let Failure::Flood(wait) = failure {
                        self.pacer.refused(recipient.chat, wait);
                    }
                    return Ok(Amended::After(wait));
                }
                Fate::Wait(..) => refusals += 1,
                Fate::Plain => plain = true,
                _ => {
                    // Where nothing can be written, an old message stays as it is: Telegram lets nobody else change it.
                    log::info!(
                        "message {} of chat {} stays as it is: {failure:?}",
                        message.number,
                        recipient.chat
                    );
                    ledger::forget(&*self.store, message, &carried).await?;
                    return Ok(Amended::Done);
                }
            }
        }
    }
}

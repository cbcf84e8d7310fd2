//! Corrections reach back: notices that carried a fact which has been revised or withdrawn are changed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::Delivery;
use super::fate::{Failure, Fate, backoff, fate};
use super::pacing::Class;
use crate::conversation::Desk;
use crate::dossier::id::Id;
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

impl Delivery {
    /// Puts messages right after each revision, as long as there is a desk. An error of the store ends it; the rest of the
    /// program hears of that too.
    pub(super) async fn amend_always(self: Arc<Self>) {
        let mut desks = self.desks.clone();
        let mut is_first = true;
        let mut next_sweep = Instant::now() + SWEEP_EVERY;
        loop {
            let desk = desks.borrow_and_update().clone();
            if let Err(error) = self.amend(&desk, is_first).await {
                log::warn!("messages could not be put right: {error}");
                tokio::time::sleep(super::ROOM).await;
                continue;
            }
            is_first = false;
            tokio::select! {
                biased;
                changed = desks.changed() => if changed.is_err() { return },
                () = tokio::time::sleep_until(next_sweep) => {
                    next_sweep = Instant::now() + SWEEP_EVERY;
                    if let Err(error) = ledger::sweep(&*self.store, (self.now)()).await {
                        log::warn!("old messages could not be forgotten: {error}");
                    }
                }
            }
        }
    }

    /// Changes every message that carried what has been revised or withdrawn since the last time. Killed in between, it
    /// goes through them again and changes those that are not yet.
    ///
    /// A notice that left with the words of one revision while the next was published is put right by whoever sent it
    /// ([`Self::catch_up`]). If the program died before that, the first time in the next run makes up for it: it looks at
    /// what was changed lately once more.
    async fn amend(&self, desk: &Desk, is_first: bool) -> Result<(), StoreError> {
        let head = desk.library().revision().number;
        let until = ledger::amended_until(&*self.store).await?;
        let mut since = until.unwrap_or(head);
        if is_first {
            since = since.min(self.before_lately(desk));
        } else if since >= head {
            return Ok(());
        }
        let mut later: BTreeSet<(Instant, Message)> = BTreeSet::new();
        for fact in changed_since(desk, since) {
            let mut after = None;
            loop {
                let page = ledger::carriers(&*self.store, &fact, after, PAGE).await?;
                for message in &page {
                    if let Amended::After(wait) = self.put_right(desk, *message).await? {
                        later.insert((Instant::now() + wait, *message));
                    }
                }
                after = page.last().copied();
                if page.len() < PAGE {
                    break;
                }
            }
        }
        while let Some((at, message)) = later.pop_first() {
            tokio::time::sleep_until(at).await;
            if let Amended::After(wait) = self.put_right(desk, message).await? {
                later.insert((Instant::now() + wait, message));
            }
        }
        if until == Some(head) {
            return Ok(());
        }
        ledger::set_amended_until(&*self.store, head).await
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

    /// Puts a notice right that left while another revision was published.
    pub(super) async fn catch_up(&self, message: Message, head: u64) -> Result<(), StoreError> {
        let desk = self.desk();
        if desk.library().revision().number == head {
            return Ok(());
        }
        match self.put_right(&desk, message).await? {
            Amended::Done => Ok(()),
            Amended::After(_) => {
                log::info!(
                    "message {} is put right after the next start",
                    message.number
                );
                Ok(())
            }
        }
    }

    async fn put_right(&self, desk: &Desk, message: Message) -> Result<Amended, StoreError> {
        let head = desk.library().revision().number;
        let Some(carried) = ledger::carried(&*self.store, message).await? else {
            return Ok(Amended::Done);
        };
        let changed = changed_since(desk, carried.amended);
        if !carried.facts.iter().any(|fact| changed.contains(fact)) {
            return Ok(Amended::Done);
        }
        let reply = desk.amended(&carried.facts, carried.until, carried.lang);
        let recipient = message.recipient;
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

/// The facts that were revised or withdrawn after a revision.
fn changed_since(desk: &Desk, after: u64) -> Vec<Id> {
    let history = desk.library().history();
    let revised = history.revised.iter().filter_map(|(id, pasts)| {
        let is_later = pasts.iter().any(|past| past.until.number > after);
        is_later.then(|| id.clone())
    });
    let withdrawn = history.withdrawn.iter();
    let withdrawn = withdrawn.filter(|(_, past)| past.until.number > after);
    let withdrawn = withdrawn.map(|(id, _)| id.clone());
    let mut changed: Vec<Id> = revised.chain(withdrawn).collect();
    changed.sort_unstable();
    changed
}

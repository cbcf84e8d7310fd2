//! One notice: made, marked as leaving, sent, marked as told.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::fate::{Failure, Fate, fate};
use super::pacing::Class;
use super::{Delivery, Manner};
use crate::conversation::{Desk, Telling};
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::store::ledger::{Carried, Message};
use crate::store::{StoreError, chats, ledger, subscriptions};
use crate::subscription::{ChatKind, Due, Pause, Recipient, Sent, Subscription, Why};

/// What came of looking at a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// It has been told all there is, or is paused.
    Done,
    /// It is to be looked at again at this time.
    NotYet(Timestamp),
    /// It is another chat now.
    Elsewhere(Recipient),
    /// Telegram is not there.
    EverybodyWaits,
    /// The bot cannot go on.
    Stop,
    /// It broke.
    Panicked,
}

impl Delivery {
    pub(super) fn desk(&self) -> Arc<Desk> {
        self.desks.borrow().clone()
    }

    /// Tells a subscription what it has not been told, if it is due.
    pub(super) async fn serve(&self, recipient: Recipient) -> Result<Served, StoreError> {
        let Some(subscription) = subscriptions::get(&*self.store, recipient).await? else {
            return Ok(Served::Done);
        };
        let desk = self.desk();
        match desk.due(&subscription, (self.now)()) {
            Due::Now => {}
            Due::At(at) => return Ok(Served::NotYet(at)),
            Due::Never => return Ok(Served::Done),
        }
        let head = desk.library().revision().number;
        let chosen = chats::settings(&*self.store, recipient.chat).await?.lang;
        let lang = chosen.unwrap_or(subscription.lang);
        let notice = self.notices.make(&desk, &subscription, lang);
        let Some(telling) = notice else {
            self.told(recipient, &subscription, head, None).await?;
            self.vitals.notice("not-followed");
            return Ok(Served::Done);
        };
        let repeated = subscription.leaving.is_some();
        if subscription.leaving != Some(head) {
            let told = subscription.told;
            // Only if nothing has changed meanwhile: a subscription that was ended just now gets no notice.
            let leaving = self.change(recipient, |old| {
                let unchanged = old.told == told && old.pause == subscription.pause;
                unchanged.then(|| old.about_to_hear(head))
            });
            if leaving.await?.is_none_or(|new| new.leaving != Some(head)) {
                return Ok(Served::NotYet((self.now)()));
            }
        }
        let manner = Manner {
            silent: subscription.silent || repeated,
            reply_to: self.carrier_of(&telling.changed, recipient).await?,
            plain: false,
        };
        let sending = Sending {
            recipient,
            subscription,
            telling,
            lang,
            head,
        };
        self.send(sending, manner).await
    }

    async fn send(&self, sending: Sending, mut manner: Manner) -> Result<Served, StoreError> {
        let Sending {
            recipient,
            ref subscription,
            ..
        } = sending;
        loop {
            let leave = self.pacer.turn(Class::Notice, recipient.chat).await;
            if self.has_other_wishes(&sending).await? {
                return self.take_back(&sending).await;
            }
            let sent = self
                .messenger
                .send(recipient, &sending.telling.reply, manner)
                .await;
            drop(leave);
            let failure = match sent {
                Ok(number) => {
                    let is_repeated = subscription.leaving.is_some();
                    self.vitals
                        .notice(if is_repeated { "repeated" } else { "sent" });
                    let head = sending.head;
                    self.told(recipient, subscription, head, Some((number, &sending)))
                        .await?;
                    if self.desk().library().revision().number != head {
                        self.overtaken.add(Message { recipient, number });
                    }
                    return Ok(Served::Done);
                }
                Err(failure) => failure,
            };
            // Waits that Telegram asked for are no failures of the message.
            let own = |pause: &Pause| !matches!(pause.why, Why::Flood | Why::SlowMode);
            let tries = subscription
                .pause
                .filter(own)
                .map_or(0, |pause| pause.tries);
            match fate(failure, tries, manner.plain) {
                Fate::Plain => manner.plain = true,
                // What it answers is gone; it is sent all the same.
                Fate::Done if manner.reply_to.is_some() => manner.reply_to = None,
                Fate::Done => {
                    self.told(recipient, subscription, sending.head, None)
                        .await?;
                    return Ok(Served::Done);
                }
                fate => return self.failed(&sending, failure, fate).await,
            }
        }
    }

    /// Whether somebody has changed the subscription while its notice waited for its turn: ended it, paused it, or chosen
    /// something else.
    async fn has_other_wishes(&self, sending: &Sending) -> Result<bool, StoreError> {
        let now = subscriptions::get(&*self.store, sending.recipient).await?;
        let before = &sending.subscription;
        let now = now.map(|now| now.with_leaving_of(before));
        Ok(now.as_ref() != Some(before))
    }

    /// Does not send what has not been sent yet, and has the subscription looked at again as it is now.
    async fn take_back(&self, sending: &Sending) -> Result<Served, StoreError> {
        let before = &sending.subscription;
        let taken_back = |old: Subscription| Some(old.with_leaving_of(before));
        self.change(sending.recipient, taken_back).await?;
        Ok(Served::NotYet((self.now)()))
    }

    async fn failed(
        &self,
        sending: &Sending,
        failure: Failure,
        fate: Fate,
    ) -> Result<Served, StoreError> {
        let Recipient { chat, topic } = sending.recipient;
        log::warn!("a notice to chat {chat} failed: {failure:?}");
        match fate {
            Fate::EverybodyWaits(_) => {
                self.vitals.notice("telegram-away");
                self.pause(sending, failure, None).await?;
                Ok(Served::EverybodyWaits)
            }
            Fate::Wait(why, wait) => {
                if why == Why::Flood {
                    self.pacer.refused(chat, wait);
                }
                let until = after((self.now)(), wait);
                self.pause(sending, failure, Some((why, Some(until))))
                    .await?;
                Ok(Served::NotYet(until))
            }
            Fate::Hold(why) => {
                self.pause(sending, failure, Some((why, None))).await?;
                self.tell_whoever_subscribed(sending, why).await;
                Ok(Served::Done)
            }
            Fate::Moved(to) => {
                self.vitals.notice("moved");
                self.pause(sending, failure, None).await?;
                chats::migrate(&*self.store, chat, to, None, (self.now)()).await?;
                Ok(Served::Elsewhere(Recipient { chat: to, topic }))
            }
            Fate::Stop => Ok(Served::Stop),
            Fate::Done | Fate::Plain => Ok(Served::Done),
        }
    }

    /// Remembers that a notice could not be sent. What has certainly not arrived is not leaving any more, so that it comes
    /// with its sound next time.
    async fn pause(
        &self,
        sending: &Sending,
        failure: Failure,
        pause: Option<(Why, Option<Timestamp>)>,
    ) -> Result<(), StoreError> {
        if let Some((why, _)) = pause {
            self.vitals.notice(why.word());
        }
        let now = (self.now)();
        let changed = self.change(sending.recipient, |old| {
            let since = old.pause.map_or(now, |pause| pause.since);
            let tries = old.pause.map_or(0, |pause| pause.tries).saturating_add(1);
            let pause = pause.map(|(why, until)| Pause {
                why,
                since,
                until,
                tries,
            });
            let old = Subscription {
                pause: pause.or(old.pause),
                ..old
            };
            Some(match failure.is_certain() {
                true => old.with_leaving_of(&sending.subscription),
                false => old,
            })
        });
        changed.await.map(drop)
    }

    /// Says in private to whoever subscribed a group that nothing can be sent there. Tried once; nothing depends on it.
    async fn tell_whoever_subscribed(&self, sending: &Sending, why: Why) {
        let Some(by) = sending.subscription.by else {
            return;
        };
        if sending.subscription.kind == ChatKind::Private {
            return;
        }
        let reply = self.desk().paused(why, sending.lang);
        let to = Recipient {
            chat: by,
            topic: None,
        };
        let _leave = self.pacer.turn(Class::Notice, by).await;
        if let Err(failure) = self.messenger.send(to, &reply, Manner::default()).await {
            log::info!(
                "whoever subscribed chat {} was not told: {failure:?}",
                sending.recipient.chat
            );
        }
    }

    /// Marks a subscription as told. What has arrived must not be sent again for want of room to say so: it is waited for.
    async fn told(
        &self,
        recipient: Recipient,
        subscription: &Subscription,
        head: u64,
        sent: Option<(i32, &Sending)>,
    ) -> Result<(), StoreError> {
        loop {
            match self.mark_told(recipient, subscription, head, sent).await {
                Err(error) if error.is_lack_of_room() && sent.is_some() => {
                    log::warn!("{error}");
                    tokio::time::sleep(super::ROOM).await;
                }
                done => return done,
            }
        }
    }

    /// Marks a subscription as told, with what the message carried in the same commit.
    async fn mark_told(
        &self,
        recipient: Recipient,
        subscription: &Subscription,
        head: u64,
        sent: Option<(i32, &Sending)>,
    ) -> Result<(), StoreError> {
        let at = (self.now)();
        let more = match sent {
            None => Vec::new(),
            Some((number, sending)) => {
                let tells = &sending.telling.tells;
                let carried = Carried {
                    facts: tells.facts.clone(),
                    lang: sending.lang,
                    after: tells.after,
                    until: head,
                    behind: tells.behind,
                    amended: head,
                    at,
                };
                ledger::remembering(Message { recipient, number }, &carried)?
            }
        };
        let told = |old: Option<Subscription>| {
            old.map(|old| Subscription {
                told: head.max(old.told),
                leaving: None,
                perhaps: Vec::new(),
                last: sent.map(|(message, _)| Sent { at, message }).or(old.last),
                // What somebody has paused meanwhile stays paused.
                pause: old.pause.filter(|pause| Some(*pause) != subscription.pause),
                ..old
            })
        };
        let when = (None, at);
        let changed = subscriptions::change_with(&*self.store, recipient, when, &more, told);
        changed.await.map(drop)
    }

    async fn change(
        &self,
        recipient: Recipient,
        change: impl Fn(Subscription) -> Option<Subscription>,
    ) -> Result<Option<Subscription>, StoreError> {
        let changed = |old: Option<Subscription>| {
            let old = old?;
            change(old.clone()).or(Some(old))
        };
        subscriptions::change(&*self.store, recipient, None, (self.now)(), changed).await
    }

    /// The newest message there that carried one of these facts.
    async fn carrier_of(
        &self,
        facts: &[Id],
        recipient: Recipient,
    ) -> Result<Option<i32>, StoreError> {
        let mut newest = None;
        for fact in facts {
            newest = newest.max(ledger::newest_carrier(&*self.store, fact, recipient).await?);
        }
        Ok(newest)
    }
}

/// A notice on its way.
struct Sending {
    recipient: Recipient,
    /// As it was before the notice was marked as leaving.
    subscription: Subscription,
    telling: Arc<Telling>,
    lang: Lang,
    head: u64,
}

fn after(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

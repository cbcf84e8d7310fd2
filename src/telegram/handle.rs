//! One update from beginning to end: understood, its effect stored, its answer sent.

use std::sync::Arc;

use futures_util::FutureExt;
use teloxide::types::{InlineQuery, MessageId, Update, UpdateKind, UserId};

use super::courier::{Address, Courier, Delivery};
use super::current::Current;
use super::incoming::{Received, Upgrade, What, language, read};
use crate::clock::now;
use crate::conversation::{Effect, Event, Incoming, Rights, Say};
use crate::dossier::lang::Lang;
use crate::store::{Store, StoreError, chats};
use crate::vitals::{Outcome, Vitals};

/// What handling an update needs.
pub struct Handler {
    /// Has the desk that answers.
    pub current: Arc<Current>,
    /// Keeps settings.
    pub store: Arc<dyn Store>,
    /// Sends.
    pub courier: Courier,
    /// The bot's own id.
    pub me: UserId,
    /// Counts.
    pub vitals: Arc<Vitals>,
}

impl Handler {
    /// Handles an update. When this returns `Ok`, the update's effect is durable and its answer has left or cannot be
    /// delivered. A panic costs only this update: it is counted, logged and answered with an apology. An error is one of
    /// the store, after which no update may be taken any more.
    pub async fn handle(&self, update: &Update) -> Result<(), StoreError> {
        let begun = self.vitals.now();
        let handled = std::panic::AssertUnwindSafe(self.try_handle(update))
            .catch_unwind()
            .await;
        let (outcome, result) = match handled {
            Ok(Ok(outcome)) => (outcome, Ok(())),
            Ok(Err(error)) => (Outcome::Failed, Err(error)),
            Err(_) => (Outcome::Panicked, Ok(())),
        };
        self.vitals.handled(outcome);
        log::debug!(
            "update {}: {} after {} ms",
            update.id.0,
            outcome.word(),
            (self.vitals.now().saturating_duration_since(begun)).as_millis()
        );
        if outcome == Outcome::Panicked {
            self.apologise_safely(update).await;
        }
        result
    }

    async fn apologise_safely(&self, update: &Update) {
        log::error!("update {} made a handler panic", update.id.0);
        let apology = std::panic::AssertUnwindSafe(self.apologise(update))
            .catch_unwind()
            .await;
        if apology.is_err() {
            log::error!("update {}: the apology panicked too", update.id.0);
        }
    }

    async fn try_handle(&self, update: &Update) -> Result<Outcome, StoreError> {
        if let UpdateKind::InlineQuery(query) = &update.kind {
            return self.offer(update.id.0, query).await;
        }
        let Some(received) = read(update, self.me) else {
            return Ok(Outcome::Silent);
        };
        if let What::Upgraded(Upgrade { from, to }) = received.what {
            let moved = chats::migrate(&*self.store, from, to, Some(update.id.0), now()).await;
            return stored(moved, update.id.0).map(|_| Outcome::Silent);
        }
        let settings = chats::settings(&*self.store, received.chat).await?;
        let desk = self.current.desk();
        let incoming = Incoming {
            chat: received.chat,
            chosen: settings.lang,
            sender: received.lang,
            event: event(&received),
        };
        let heard = desk.hear(&incoming, now()).after(settings.looked);
        let rights = match heard.needs_rights() {
            true => self.rights(&received, update.id.0).await,
            false => Rights::Full,
        };
        let mut turn = desk.respond(heard, rights, now());
        if let Some(Effect::SetLanguage(lang)) = turn.effect {
            let set =
                chats::set_language(&*self.store, received.chat, lang, Some(update.id.0), now())
                    .await;
            if !stored(set, update.id.0)? {
                let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
                let pressed = matches!(received.what, What::Press(..));
                turn.say = desk.not_stored(pressed, lang);
            }
        }
        let outcome = self.say(&received, turn.say, update.id.0).await?;
        // Killed before this, the chat is shown the same once more; the other way round it would never see it.
        if let Some(Effect::Looked(revision)) = turn.effect {
            let (chat, number) = (received.chat, Some(update.id.0));
            let set = chats::set_looked(&*self.store, chat, revision, number, now()).await;
            stored(set, update.id.0)?;
        }
        Ok(outcome)
    }

    /// Offers cards for what somebody types after the bot's name.
    async fn offer(&self, update: u32, query: &InlineQuery) -> Result<Outcome, StoreError> {
        // A private chat has the number of the person.
        let chat = query.from.id.0.cast_signed();
        let settings = chats::settings(&*self.store, chat).await?;
        let sender = language(Some(&query.from));
        let desk = self.current.desk();
        let cards = desk.offer(&query.query, settings.lang, sender, now());
        Ok(of(self.courier.offer(update, &query.id, cards).await))
    }

    async fn rights(&self, received: &Received<'_>, update: u32) -> Rights {
        match received.sender {
            _ if received.by_anonymous_administrator => Rights::Full,
            Some(user) => self.courier.rights(update, received.chat, user).await,
            None => Rights::Member,
        }
    }

    async fn say(
        &self,
        received: &Received<'_>,
        say: Say,
        update: u32,
    ) -> Result<Outcome, StoreError> {
        let to = address(received, update);
        let press = match received.what {
            What::Press(press, _) => Some(press),
            What::Text(..) | What::Added | What::Upgraded(_) => None,
        };
        let declined = match &say {
            Say::Send(reply) | Say::Replace(reply) => Some(reply.declined),
            Say::Nothing | Say::Notice(_) => None,
        };
        let (delivery, notice) = self.deliver(received.message, to, say).await;
        let mut settled = None;
        if let Some(press) = press {
            let notice = notice.as_deref();
            settled = Some(self.courier.settle_press(update, press, notice).await);
        }
        let outcome = delivery.or(settled).map_or(Outcome::Silent, of);
        if let (Outcome::Answered, Some(declined)) = (outcome, declined) {
            self.vitals.answered(declined);
        }
        if let Some(Delivery::Moved(chat)) = delivery {
            log::info!("update {update}: chat {} has become {chat}", received.chat);
            let moved = chats::migrate(&*self.store, received.chat, chat, None, now()).await;
            stored(moved, update)?;
        }
        Ok(outcome)
    }

    /// Sends what is to be sent; a notice is returned, since it leaves with the press that it answers.
    async fn deliver(
        &self,
        message: Option<MessageId>,
        to: Address,
        say: Say,
    ) -> (Option<Delivery>, Option<String>) {
        match (say, message) {
            (Say::Nothing, _) => (None, None),
            (Say::Notice(text), _) => (None, Some(text)),
            (Say::Replace(reply), Some(message)) => {
                let replaced = self.courier.replace(message, to, &reply).await;
                (Some(replaced), None)
            }
            (Say::Replace(reply) | Say::Send(reply), _) => {
                (Some(self.courier.send(to, &reply).await), None)
            }
        }
    }

    async fn apologise(&self, update: &Update) {
        let Some(received) = read(update, self.me) else {
            return;
        };
        let settings = chats::settings(&*self.store, received.chat)
            .await
            .unwrap_or_default();
        let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
        let apology = self.current.desk().apology(lang);
        match received.what {
            What::Press(press, _) => {
                let notice = Some(apology.html.plain());
                self.courier.settle_press(update.id.0, press, notice).await;
            }
            What::Text(..) | What::Added | What::Upgraded(_) => {
                let to = address(&received, update.id.0);
                self.courier.send(to, &apology).await;
            }
        }
    }
}

fn of(delivery: Delivery) -> Outcome {
    match delivery {
        Delivery::Done | Delivery::Moved(_) => Outcome::Answered,
        Delivery::Refused => Outcome::Undeliverable,
    }
}

/// Whether an effect was stored. A disk without room costs this effect, never the answers of others.
fn stored(result: Result<(), StoreError>, update: u32) -> Result<bool, StoreError> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.is_lack_of_room() => {
            log::warn!("update {update} changed nothing: {error}");
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// In a group the answer hangs on the question, since others may write in between.
fn address(received: &Received<'_>, update: u32) -> Address {
    let hangs = received.in_group && matches!(received.what, What::Text(..));
    Address {
        update,
        chat: received.chat,
        topic: received.topic,
        reply_to: received.message.filter(|_| hangs),
    }
}

fn event<'a>(received: &Received<'a>) -> Event<'a> {
    match received.what {
        What::Text(text, place) => Event::Said {
            text,
            place,
            forwarded: received.forwarded,
        },
        // A button without data is not one of ours; an empty one is stale.
        What::Press(_, data) => Event::Pressed {
            data: data.unwrap_or_default(),
            in_group: received.in_group,
        },
        What::Added | What::Upgraded(_) => Event::Added,
    }
}

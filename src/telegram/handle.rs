//! One update from beginning to end: understood, its effect stored, its answer sent.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::FutureExt;
use teloxide::types::{InlineQuery, Update, UpdateKind, UserId};

use super::courier::{Address, Courier, Delivery};
use super::flood::{Admission, Asker, Gate, How, Refusal};
use super::incoming::{Received, Upgrade, What, language, read};
use crate::clock::now;
use crate::conversation::{Addressed, Desk, Effect, Event, Incoming, Rights, Say};
use crate::dossier::lang::Lang;
use crate::store::{Store, StoreError, chats};

/// What handling an update needs.
pub struct Handler {
    /// Answers.
    pub desk: Arc<Desk>,
    /// Keeps settings.
    pub store: Arc<dyn Store>,
    /// Sends.
    pub courier: Courier,
    /// The bot's own id.
    pub me: UserId,
    /// Panics so far.
    pub panics: AtomicU64,
    /// Who is answered; everybody where there is none.
    pub gate: Option<Mutex<Gate>>,
}

impl Handler {
    /// Decides whether an update that has just come is answered, before anything is done about it.
    pub fn admit(&self, update: &Update) -> Admission {
        let Some(gate) = &self.gate else {
            return Admission::Granted;
        };
        // One that makes this panic makes its handling panic too, where it costs nobody else anything.
        match catch_unwind(AssertUnwindSafe(|| self.asker(update))) {
            Ok(Some(asker)) => open(gate).admit(&asker, Instant::now()),
            Ok(None) | Err(_) => Admission::Granted,
        }
    }

    /// Who wants an answer; `None` where there will be none.
    fn asker(&self, update: &Update) -> Option<Asker> {
        if let UpdateKind::InlineQuery(query) = &update.kind {
            let person = query.from.id.0.cast_signed();
            return Some(Asker {
                chat: person,
                person: Some(person),
                in_group: false,
                how: How::Inline,
            });
        }
        let received = read(update, self.me)?;
        let how = match received.what {
            What::Text(text, place) => match self.desk.addressed(text, place)? {
                Addressed::Command => How::Command,
                Addressed::Words => How::Words,
            },
            What::Press(..) => How::Button,
            What::Added => How::Adding,
            What::Upgraded(_) => return None,
        };
        Some(Asker {
            chat: received.chat,
            person: received.sender.map(|user| user.0.cast_signed()),
            in_group: received.in_group,
            how,
        })
    }

    /// Handles an update. When this returns `Ok`, the update's effect is durable and its answer has left or cannot be
    /// delivered. A panic costs only this update: it is counted, logged and answered with an apology. An error is one of
    /// the store, after which no update may be taken any more.
    pub async fn handle(&self, update: &Update, admission: Admission) -> Result<(), StoreError> {
        let handled = AssertUnwindSafe(self.try_handle(update, admission))
            .catch_unwind()
            .await;
        if let Ok(result) = handled {
            return result;
        }
        let panics = self.panics.fetch_add(1, Ordering::Relaxed) + 1;
        log::error!(
            "update {} made a handler panic ({panics} so far)",
            update.id.0
        );
        self.apologise(update).await;
        Ok(())
    }

    /// Says in the update's chat that something went wrong, if there is one.
    pub async fn apologise(&self, update: &Update) {
        let apology = AssertUnwindSafe(self.try_apologise(update))
            .catch_unwind()
            .await;
        if apology.is_err() {
            log::error!("update {}: the apology panicked too", update.id.0);
        }
    }

    async fn try_handle(&self, update: &Update, admission: Admission) -> Result<(), StoreError> {
        if let UpdateKind::InlineQuery(query) = &update.kind {
            return self.offer(query).await;
        }
        let Some(received) = read(update, self.me) else {
            return Ok(());
        };
        if let Some(refusal) = self.refusal(&received, update, admission).await {
            return self.refuse(&received, refusal, update.id.0).await;
        }
        if let What::Upgraded(Upgrade { from, to }) = received.what {
            let moved = chats::migrate(&*self.store, from, to, Some(update.id.0), now()).await;
            return stored(moved, update.id.0).map(drop);
        }
        let settings = chats::settings(&*self.store, received.chat).await?;
        let incoming = Incoming {
            chat: received.chat,
            chosen: settings.lang,
            sender: received.lang,
            event: event(&received),
        };
        let heard = self.desk.hear(&incoming, now());
        let rights = match heard.needs_rights() {
            true => self.rights(&received).await,
            false => Rights::Full,
        };
        let mut turn = self.desk.respond(heard, rights, now());
        if let Some(Effect::SetLanguage(lang)) = turn.effect {
            let set =
                chats::set_language(&*self.store, received.chat, lang, Some(update.id.0), now())
                    .await;
            if !stored(set, update.id.0)? {
                let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
                let pressed = matches!(received.what, What::Press(..));
                turn.say = self.desk.not_stored(pressed, lang);
            }
        }
        self.say(&received, turn.say, update.id.0).await
    }

    /// Why an update is not answered, if it is not. Only here it is found out whether somebody is an administrator.
    async fn refusal(
        &self,
        received: &Received<'_>,
        update: &Update,
        admission: Admission,
    ) -> Option<Refusal> {
        match admission {
            Admission::Granted => None,
            Admission::Refused(refusal) => Some(refusal),
            Admission::ForAdministrators(refusal) => {
                let is_one = self.rights(received).await == Rights::Full;
                let (gate, asker) = (self.gate.as_ref()?, self.asker(update)?);
                open(gate)
                    .administrator(&asker, refusal, is_one, Instant::now())
                    .err()
            }
        }
    }

    async fn refuse(
        &self,
        received: &Received<'_>,
        refusal: Refusal,
        update: u32,
    ) -> Result<(), StoreError> {
        if !refusal.told {
            return Ok(());
        }
        let settings = chats::settings(&*self.store, received.chat).await?;
        let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
        let pressed = matches!(received.what, What::Press(..));
        let say = self.desk.too_many(refusal.seconds, pressed, lang);
        self.say(received, say, update).await
    }

    /// Offers cards for what somebody types after the bot's name.
    async fn offer(&self, query: &InlineQuery) -> Result<(), StoreError> {
        // A private chat has the number of the person.
        let chat = query.from.id.0.cast_signed();
        let settings = chats::settings(&*self.store, chat).await?;
        let sender = language(Some(&query.from));
        let cards = self.desk.offer(&query.query, settings.lang, sender, now());
        self.courier.offer(&query.id, cards).await;
        Ok(())
    }

    async fn rights(&self, received: &Received<'_>) -> Rights {
        match received.sender {
            _ if received.by_anonymous_administrator => Rights::Full,
            Some(user) => self.courier.rights(received.chat, user).await,
            None => Rights::Member,
        }
    }

    async fn say(&self, received: &Received<'_>, say: Say, update: u32) -> Result<(), StoreError> {
        let to = address(received);
        let press = match received.what {
            What::Press(press, _) => Some(press),
            What::Text(..) | What::Added | What::Upgraded(_) => None,
        };
        let mut notice = None;
        let delivery = match (say, received.message) {
            (Say::Nothing, _) => Delivery::Done,
            (Say::Notice(text), _) => {
                notice = Some(text);
                Delivery::Done
            }
            (Say::Replace(reply), Some(message)) => self.courier.replace(message, to, &reply).await,
            (Say::Replace(reply) | Say::Send(reply), _) => self.courier.send(to, &reply).await,
        };
        if let Some(press) = press {
            self.courier.settle_press(press, notice.as_deref()).await;
        }
        if let Delivery::Moved(chat) = delivery {
            log::info!("update {update}: chat {} has become {chat}", received.chat);
            let moved = chats::migrate(&*self.store, received.chat, chat, None, now()).await;
            stored(moved, update)?;
        }
        Ok(())
    }

    async fn try_apologise(&self, update: &Update) {
        let Some(received) = read(update, self.me) else {
            return;
        };
        let settings = chats::settings(&*self.store, received.chat)
            .await
            .unwrap_or_default();
        let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
        let apology = self.desk.apology(lang);
        match received.what {
            What::Press(press, _) => {
                self.courier
                    .settle_press(press, Some(apology.html.plain()))
                    .await
            }
            What::Text(..) | What::Added | What::Upgraded(_) => {
                self.courier.send(address(&received), &apology).await;
            }
        }
    }
}

/// The gate for one step; what it holds is whole after each.
fn open(gate: &Mutex<Gate>) -> MutexGuard<'_, Gate> {
    gate.lock().unwrap_or_else(PoisonError::into_inner)
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
fn address(received: &Received<'_>) -> Address {
    let hangs = received.in_group && matches!(received.what, What::Text(..));
    Address {
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

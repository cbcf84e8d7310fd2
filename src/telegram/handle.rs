//! One update from beginning to end: understood, its effect stored, its answer sent.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::FutureExt;
use jiff::Timestamp;
use teloxide::types::UserId;

use super::carrier::Carrier;
use super::courier::Courier;
use super::current::Current;
use super::effects::Asked;
use super::flood::{Admission, Asker, Gate, How, Refusal};
use super::incoming::{Received, What, language, read};
use super::saying::{address, of};
use super::update::{InlineQuery, Update};
use super::work::Now;
use crate::config::Editors;
use crate::conversation::{Addressed, Effect, Event, Heard, Incoming, Rights, Say};
use crate::delivery::Nudge;
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
    /// Tells delivery that a subscription has changed.
    pub nudge: Nudge,
    /// The bot's own id.
    pub me: UserId,
    /// Who may publish.
    pub editors: Editors,
    /// Tells the time.
    pub now: Now,
    /// Counts.
    pub vitals: Arc<Vitals>,
    /// Who is answered; everybody where there is none.
    pub gate: Option<Mutex<Gate>>,
}

impl Handler {
    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        (self.now)()
    }

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
        if let Some(query) = &update.inline_query {
            let person = query.from.id.0.cast_signed();
            return Some(Asker {
                chat: person,
                person: Some(person),
                in_group: false,
                how: How::Inline,
            });
        }
        let received = read(update, self.me, &self.editors)?;
        let how = match received.what {
            What::Text(text, place) => match self.current.desk().addressed(text, place)? {
                Addressed::Command => How::Command,
                Addressed::Words => How::Words,
            },
            What::File(_) => How::Command,
            What::Press(..) => How::Button,
            What::Added => How::Adding,
            What::Upgraded(_) | What::Moved => return None,
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
    /// the store, after which no update may be taken any more. An answer that is put into `carrier` leaves with the word
    /// that the update is done, and may be lost with it: only a question that changes nothing is answered so.
    pub async fn handle(
        &self,
        update: &Update,
        admission: Admission,
        carrier: &Carrier,
    ) -> Result<(), StoreError> {
        let begun = self.vitals.now();
        let handled = AssertUnwindSafe(self.try_handle(update, admission, carrier))
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
            update.update_id,
            outcome.word(),
            (self.vitals.now().saturating_duration_since(begun)).as_millis()
        );
        if outcome == Outcome::Panicked {
            log::error!("update {} made a handler panic", update.update_id);
            self.apologise(update).await;
        }
        result
    }

    /// Says in the update's chat that something went wrong, if there is one.
    pub async fn apologise(&self, update: &Update) {
        let apology = AssertUnwindSafe(self.try_apologise(update))
            .catch_unwind()
            .await;
        if apology.is_err() {
            log::error!("update {}: the apology panicked too", update.update_id);
        }
    }

    async fn try_handle(
        &self,
        update: &Update,
        admission: Admission,
        carrier: &Carrier,
    ) -> Result<Outcome, StoreError> {
        if let Some(query) = &update.inline_query {
            return self.offer(update.update_id, query).await;
        }
        let Some(received) = read(update, self.me, &self.editors) else {
            return Ok(Outcome::Silent);
        };
        self.note(&received, update.update_id).await?;
        if matches!(received.what, What::Upgraded(_) | What::Moved) {
            return Ok(Outcome::Silent);
        }
        if let Some(refusal) = self.refusal(&received, update, admission).await {
            return self.refuse(&received, refusal, update.update_id).await;
        }
        self.answer(&received, update.update_id, carrier).await
    }

    /// Answers what was said or pressed, after its effect is stored.
    async fn answer(
        &self,
        received: &Received<'_>,
        update: u32,
        carrier: &Carrier,
    ) -> Result<Outcome, StoreError> {
        let settings = chats::settings(&*self.store, received.chat).await?;
        let desk = self.current.desk();
        if let What::File(file) = received.what {
            let edited = self.on_file(file, received, update).await?;
            let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
            let say = Say::Send(desk.on_file(&edited, lang));
            return self.say(received, say, update).await;
        }
        let incoming = Incoming {
            chat: received.chat,
            chosen: settings.lang,
            sender: received.lang,
            event: event(received),
        };
        let mut heard = desk.hear(&incoming, self.now()).after(settings.looked);
        if received.topic_is_lost && heard.subscription().is_some() {
            // Each topic has its own, and which one is meant cannot be told.
            heard = Heard::Stale(settings.lang.or(received.lang).unwrap_or(Lang::En));
        }
        let is_edited = heard.editing().is_some();
        let Asked { party, of } = self.asked(&heard, received, update).await?;
        let mut turn = desk.respond(heard, &party, self.now());
        if let Some(effect) = &turn.effect
            && !self.store_effect(effect, of, update).await?
        {
            let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
            let pressed = matches!(received.what, What::Press(..));
            turn.say = desk.not_stored(pressed, lang);
        }
        let changes_nothing = turn.effect.is_none() && !is_edited;
        if changes_nothing && self.carry(received, &turn.say, update, carrier) {
            return Ok(Outcome::Answered);
        }
        let outcome = self.say(received, turn.say, update).await?;
        // Killed before this, the chat is shown the same once more; the other way round it would never see it.
        if let Some(Effect::Looked(revision)) = turn.effect {
            let (chat, number) = (received.chat, Some(update));
            let set = chats::set_looked(&*self.store, chat, revision, number, self.now()).await;
            stored(set, update)?;
        }
        Ok(outcome)
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
                let is_one = self.rights(received, update.update_id).await == Rights::Full;
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
    ) -> Result<Outcome, StoreError> {
        if !refusal.told {
            return Ok(Outcome::Silent);
        }
        let settings = chats::settings(&*self.store, received.chat).await?;
        let lang = settings.lang.or(received.lang).unwrap_or(Lang::En);
        let pressed = matches!(received.what, What::Press(..));
        let say = self.current.desk().too_many(refusal.seconds, pressed, lang);
        self.say(received, say, update).await
    }

    /// Offers cards for what somebody types after the bot's name.
    async fn offer(&self, update: u32, query: &InlineQuery) -> Result<Outcome, StoreError> {
        // A private chat has the number of the person.
        let chat = query.from.id.0.cast_signed();
        let settings = chats::settings(&*self.store, chat).await?;
        let sender = language(Some(&query.from));
        let desk = self.current.desk();
        let cards = desk.offer(&query.query, settings.lang, sender, self.now());
        Ok(of(self.courier.offer(update, &query.id, cards).await))
    }

    pub(super) async fn rights(&self, received: &Received<'_>, update: u32) -> Rights {
        match received.sender {
            _ if received.by_anonymous_administrator => Rights::Full,
            Some(user) => self.courier.rights(update, received.chat, user).await,
            None => Rights::Member,
        }
    }

    async fn try_apologise(&self, update: &Update) {
        let Some(received) = read(update, self.me, &self.editors) else {
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
                self.courier
                    .settle_press(update.update_id, press, notice)
                    .await;
            }
            What::Moved => {}
            What::Text(..) | What::File(_) | What::Added | What::Upgraded(_) => {
                let to = address(&received, update.update_id);
                self.courier.send(to, &apology).await;
            }
        }
    }
}

/// The gate for one step; what it holds is whole after each.
fn open(gate: &Mutex<Gate>) -> MutexGuard<'_, Gate> {
    gate.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether an effect was stored. A disk without room costs this effect, never the answers of others.
pub(super) fn stored(result: Result<(), StoreError>, update: u32) -> Result<bool, StoreError> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.is_lack_of_room() => {
            log::warn!("update {update} changed nothing: {error}");
            Ok(false)
        }
        Err(error) => Err(error),
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
        // Of these only the first is ever heard.
        What::Added | What::File(_) | What::Upgraded(_) | What::Moved => Event::Added,
    }
}

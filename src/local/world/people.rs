//! What people do: write, press buttons, ask inline. An error is a sentence for the person who tried.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Author, Chat, Document, GENERAL, Kind, Message, Status, World};
use crate::local::entity::{Entity, Kind as EntityKind, find, trim, units};
use crate::local::methods::text::TEXT_MAX;

/// What a person tried, or why it cannot be.
pub type Tried<T> = Result<T, String>;

/// Something a person writes.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    /// Who.
    pub person: i64,
    /// Where.
    pub chat: i64,
    /// In which topic of a forum; General if none is given.
    pub topic: Option<i64>,
    /// What.
    pub text: &'a str,
    /// The message it answers.
    pub reply_to: Option<i64>,
}

impl World {
    /// Whether inline mode is on: switched on, or the bot asks for inline queries by name.
    pub fn inline_is_on(&self) -> bool {
        self.bot.inline || self.updates.asks_for("inline_query")
    }

    /// A person writes a message; its number.
    pub fn say(&mut self, saying: Saying<'_>, now: Timestamp) -> Tried<i64> {
        let topic = self.may_write(saying.person, saying.chat, saying.topic)?;
        let (text, mut entities) = trim(saying.text, Vec::new());
        if text.is_empty() {
            return Err("There is nothing to send.".to_owned());
        }
        if units(&text) > TEXT_MAX {
            return Err(format!("A message has at most {TEXT_MAX} characters."));
        }
        find(&text, &mut entities);
        let mut message = Message::new(self.author(&saying), now.as_second(), text, entities);
        message.topic = topic;
        message.reply_to = saying.reply_to.filter(|id| {
            self.chat(saying.chat)
                .is_some_and(|chat| chat.message(*id).is_some())
        });
        Ok(self.post_as_person(saying.chat, message))
    }

    /// A person sends a document, of which the text of `saying` is the caption; the number of the message. What is in it
    /// has been kept.
    pub fn send_document(
        &mut self,
        saying: Saying<'_>,
        document: Document,
        now: Timestamp,
    ) -> Tried<i64> {
        let topic = self.may_write(saying.person, saying.chat, saying.topic)?;
        let (caption, entities) = trim(saying.text, Vec::new());
        let mut message = Message::new(self.author(&saying), now.as_second(), caption, entities);
        (message.topic, message.document) = (topic, Some(document));
        Ok(self.post_as_person(saying.chat, message))
    }

    fn author(&self, saying: &Saying<'_>) -> Author {
        match self.chat(saying.chat).map(|chat| chat.kind) {
            Some(Kind::Channel) => Author::Chat(saying.chat),
            _ => Author::Person(saying.person),
        }
    }

    /// Puts a person's message into a chat and, if the bot sees it, into its queue.
    fn post_as_person(&mut self, chat: i64, message: Message) -> i64 {
        if let Some(place) = self.chats.get_mut(&chat)
            && place.kind == Kind::Private
            && place.bot == Status::Left
        {
            place.bot = Status::Member;
        }
        let id = self.post(chat, message);
        self.show_bot(chat, id);
        id
    }

    /// Whether a person may write somewhere; the topic it goes to.
    fn may_write(&self, person: i64, chat: i64, topic: Option<i64>) -> Tried<Option<i64>> {
        let Some(place) = self
            .chat(chat)
            .filter(|_| self.people.contains_key(&person))
        else {
            return Err("There is no such person or chat.".to_owned());
        };
        let status = place.status(person);
        let of_person = place.kind != Kind::Private || place.id == person;
        if !of_person || !status.is_present() {
            return Err("You are not a member of this chat.".to_owned());
        }
        if place.upgraded_to.is_some() {
            return Err("This group has become a supergroup; write there.".to_owned());
        }
        if place.kind == Kind::Private && place.bot == Status::Kicked {
            return Err("You have blocked the bot; unblock it first.".to_owned());
        }
        if place.kind == Kind::Channel && status != Status::Administrator {
            return Err("Only administrators write in a channel.".to_owned());
        }
        let Some(topics) = &place.topics else {
            return Ok(None);
        };
        let number = topic.unwrap_or(GENERAL);
        match topics.get(&number) {
            None => Err("There is no such topic.".to_owned()),
            Some(topic) if topic.closed && status != Status::Administrator => {
                Err("This topic is closed; only administrators write in it.".to_owned())
            }
            Some(_) => Ok(Some(number)),
        }
    }

    /// Puts a message into the bot's queue, if it sees it.
    pub(super) fn show_bot(&mut self, chat: i64, id: i64) {
        let Some(place) = self.chats.get(&chat) else {
            return;
        };
        let Some(message) = place.message(id) else {
            return;
        };
        if !self.bot_sees(place, message) {
            return;
        }
        let kind = match place.kind {
            Kind::Channel => "channel_post",
            _ => "message",
        };
        if self.updates.allows(kind) {
            let json = self.message_json(place, message);
            self.updates.push(kind, &json);
        }
    }

    /// Whether the bot sees a message: it is there, and in groups with privacy mode it is meant (Bot API, "Privacy mode").
    fn bot_sees(&self, chat: &Chat, message: &Message) -> bool {
        if !chat.bot.is_present() || message.via_bot && chat.kind != Kind::Private {
            return chat.bot.is_present() && self.bot.sees_all;
        }
        let all = !chat.is_group() || self.bot.sees_all || chat.bot == Status::Administrator;
        if all || message.service.is_some() {
            return true;
        }
        let to_bot = message
            .reply_to
            .and_then(|id| chat.message(id))
            .is_some_and(|answered| answered.from == Author::Bot);
        to_bot
            || message
                .entities
                .iter()
                .any(|entity| self.addresses(entity, &message.text))
    }

    /// Whether a command may be for the bot or a mention is of it.
    fn addresses(&self, entity: &Entity, text: &str) -> bool {
        let name = || {
            let units: Vec<u16> = text
                .encode_utf16()
                .skip(entity.offset)
                .take(entity.length)
                .collect();
            String::from_utf16_lossy(&units)
        };
        match entity.kind {
            EntityKind::Mention => name()[1..].eq_ignore_ascii_case(&self.bot.username),
            EntityKind::BotCommand => name()
                .split_once('@')
                .is_none_or(|(_, bot)| bot.eq_ignore_ascii_case(&self.bot.username)),
            _ => false,
        }
    }

    /// A person presses a button of a message; the number of the query.
    pub fn press(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        data: &str,
        now: Timestamp,
    ) -> Tried<String> {
        let Some(place) = self
            .chat(chat)
            .filter(|_| self.people.contains_key(&person))
        else {
            return Err("There is no such person or chat.".to_owned());
        };
        if !place.status(person).is_present() {
            return Err("You are not a member of this chat.".to_owned());
        }
        let has = |message: &Message| message.data().any(|known| known == data);
        if !place.message(message).is_some_and(has) {
            return Err("This message has no such button any more.".to_owned());
        }
        Ok(self.press_anything(person, chat, message, data, now))
    }

    /// The same without a look at the message: what a client of somebody's own making may send.
    pub fn press_anything(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        data: &str,
        now: Timestamp,
    ) -> String {
        let query = self.queries.press(person, now);
        let mut press = json!({
            "id": query, "from": self.person_json(person), "chat_instance": chat.to_string(), "data": data,
        });
        if let Some(place) = self.chat(chat) {
            match place.message(message) {
                Some(carrier) if carrier.via_bot => {
                    press["inline_message_id"] = json!(inline_id(chat, message));
                }
                Some(carrier) => press["message"] = self.message_json(place, carrier),
                None => {
                    press["message"] =
                        json!({"chat": self.chat_json(place), "message_id": message, "date": 0});
                }
            }
        }
        self.updates.push("callback_query", &press);
        query
    }

    /// A person asks inline; the number of the query.
    pub fn ask_inline(
        &mut self,
        person: i64,
        query: &str,
        offset: &str,
        now: Timestamp,
    ) -> Tried<String> {
        if !self.inline_is_on() {
            return Err("the bot has not switched inline mode on".to_owned());
        }
        if !self.people.contains_key(&person) {
            return Err("There is no such person.".to_owned());
        }
        let id = self.queries.ask(person, query, now);
        // Clients send at most 256 characters (Bot API, `InlineQuery`).
        let query: String = query.chars().take(256).collect();
        let update = json!({
            "id": id, "from": self.person_json(person), "query": query, "offset": offset, "chat_type": "sender",
        });
        self.updates.push("inline_query", &update);
        Ok(id)
    }

    /// A person sends an inline result into a chat; the number of the message.
    pub fn choose(
        &mut self,
        saying: Saying<'_>,
        query: &str,
        result: &str,
        now: Timestamp,
    ) -> Tried<i64> {
        let topic = self.may_write(saying.person, saying.chat, saying.topic)?;
        let answered = self.queries.before(saying.person, query);
        let chosen = answered.and_then(|answered| {
            let mut results = answered.results.iter();
            results.find(|known| known["id"] == result).cloned()
        });
        let Some(chosen) = chosen else {
            return Err("This result is not there any more; ask again.".to_owned());
        };
        let (text, entities) = crate::local::methods::inline::content(&chosen)
            .map_err(|refusal| refusal.description.into_owned())?;
        let mut message = Message::new(self.author(&saying), now.as_second(), text, entities);
        (message.topic, message.via_bot) = (topic, true);
        message.keyboard = chosen["reply_markup"].get("inline_keyboard").cloned();
        Ok(self.post_as_person(saying.chat, message))
    }

    /// Where an inline message is.
    pub fn inline_message(&self, id: &str) -> Option<(i64, i64)> {
        let (chat, message) = id.strip_prefix("inline.")?.split_once('.')?;
        let (chat, message) = (chat.parse().ok()?, message.parse().ok()?);
        let found = self.chat(chat)?.message(message)?;
        found.via_bot.then_some((chat, message))
    }

    /// A person's language changes.
    pub fn set_language(&mut self, person: i64, language: Option<&str>) -> Tried<()> {
        let Some(known) = self.people.get_mut(&person) else {
            return Err("There is no such person.".to_owned());
        };
        known.language_code = language.map(str::to_owned);
        self.events.push(super::events::Event::Person(person));
        Ok(())
    }

    /// Hands in an update of the caller's making; its number.
    pub fn push(&mut self, kind: &str, what: &Value) -> i64 {
        self.updates.push_unasked(kind, what)
    }
}

fn inline_id(chat: i64, message: i64) -> String {
    format!("inline.{chat}.{message}")
}

//! Who is where: members, administrators, the bot itself; topics opened and closed; a group that becomes a supergroup.

use jiff::Timestamp;
use serde_json::json;

use super::events::Event;
use super::people::Tried;
use super::{Author, Chat, GENERAL, Kind, Message, Service, Status, World};

impl World {
    /// A person's status in a chat changes. The bot is told by a service message, and if it is an administrator and has
    /// asked for it, by `chat_member`.
    pub fn set_member(
        &mut self,
        chat: i64,
        person: i64,
        status: Status,
        now: Timestamp,
    ) -> Tried<()> {
        let (before, is_channel, shows) = self.change_of(chat, person, status)?;
        if before == status {
            return Ok(());
        }
        if let Some(place) = self.chats.get_mut(&chat) {
            place.members.insert(person, status);
        }
        if shows && before.is_present() != status.is_present() {
            let service = match status.is_present() {
                true => Service::Joined(Some(person)),
                false => Service::Gone(Some(person)),
            };
            self.post_service(chat, Author::Person(person), service, now);
        }
        let Some(place) = self.chats.get(&chat) else {
            return Ok(());
        };
        if place.bot == Status::Administrator && self.updates.allows("chat_member") {
            let by = place.administrator().unwrap_or(person);
            let change = json!({
                "chat": self.chat_json(place), "from": self.person_json(by), "date": now.as_second(),
                "old_chat_member": self.member_json(Some(person), before, is_channel),
                "new_chat_member": self.member_json(Some(person), status, is_channel),
            });
            self.updates.push("chat_member", &change);
        }
        self.events.push(Event::Chat(chat));
        Ok(())
    }

    /// The status before, whether it is a channel, whether a service message shows it.
    fn change_of(&self, chat: i64, person: i64, status: Status) -> Tried<(Status, bool, bool)> {
        let Some(place) = self
            .chat(chat)
            .filter(|_| self.people.contains_key(&person))
        else {
            return Err("There is no such person or chat.".to_owned());
        };
        if place.kind == Kind::Private {
            return Err("A private chat has no other members.".to_owned());
        }
        let before = place.status(person);
        let last = before == Status::Administrator
            && status != Status::Administrator
            && place
                .members
                .values()
                .filter(|status| **status == Status::Administrator)
                .count()
                == 1;
        if last && place.kind == Kind::Channel {
            return Err("A channel needs an administrator.".to_owned());
        }
        Ok((before, place.kind == Kind::Channel, place.is_group()))
    }

    /// The bot's status in a chat changes: it is added, promoted, thrown out; in a private chat blocked and unblocked. It is
    /// told by `my_chat_member`.
    pub fn set_bot(&mut self, chat: i64, status: Status, now: Timestamp) -> Tried<()> {
        let Some(place) = self.chats.get_mut(&chat) else {
            return Err("There is no such chat.".to_owned());
        };
        let status = match (place.kind, status) {
            (Kind::Private, Status::Administrator) => Status::Member,
            (Kind::Private, Status::Left) => Status::Kicked,
            (_, status) => status,
        };
        let before = std::mem::replace(&mut place.bot, status);
        if before == status {
            return Ok(());
        }
        let (is_channel, is_group) = (place.kind == Kind::Channel, place.is_group());
        let by = match place.kind {
            Kind::Private => chat,
            _ => place.administrator().unwrap_or_default(),
        };
        let comes = !before.is_present() && status.is_present();
        let goes = before.is_present() && !status.is_present();
        if let Some(place) = self.chats.get(&chat)
            && self.updates.allows("my_chat_member")
        {
            let change = json!({
                "chat": self.chat_json(place), "from": self.person_json(by), "date": now.as_second(),
                "old_chat_member": self.member_json(None, before, is_channel),
                "new_chat_member": self.member_json(None, status, is_channel),
            });
            self.updates.push("my_chat_member", &change);
        }
        if is_group && comes {
            self.post_service(chat, Author::Person(by), Service::Joined(None), now);
        } else if is_group && goes {
            self.post_service(chat, Author::Person(by), Service::Gone(None), now);
        }
        self.events.push(Event::Chat(chat));
        Ok(())
    }

    /// A topic is closed or opened again.
    pub fn set_topic(&mut self, chat: i64, topic: i64, closed: bool, now: Timestamp) -> Tried<()> {
        let by = self.chat(chat).and_then(Chat::administrator);
        let topics = self
            .chats
            .get_mut(&chat)
            .and_then(|place| place.topics.as_mut());
        let Some(known) = topics.and_then(|topics| topics.get_mut(&topic)) else {
            return Err("There is no such topic.".to_owned());
        };
        if known.closed == closed {
            return Ok(());
        }
        known.closed = closed;
        let service = match closed {
            true => Service::TopicClosed,
            false => Service::TopicReopened,
        };
        let author = by.map_or(Author::Nobody, Author::Person);
        let mut message = Message::new(author, now.as_second(), String::new(), Vec::new());
        (message.topic, message.service) = (Some(topic), Some(service));
        let id = self.post(chat, message);
        self.show_bot(chat, id);
        self.events.push(Event::Chat(chat));
        Ok(())
    }

    /// A topic is made; its number.
    pub fn make_topic(&mut self, chat: i64, name: &str, by: i64, now: Timestamp) -> Tried<i64> {
        if self.chat(chat).is_none_or(|place| place.topics.is_none()) {
            return Err("This chat is not a forum.".to_owned());
        }
        let mut message = Message::new(
            Author::Person(by),
            now.as_second(),
            String::new(),
            Vec::new(),
        );
        message.service = Some(Service::TopicCreated(name.to_owned()));
        let id = self.post(chat, message);
        if let Some(place) = self.chats.get_mut(&chat) {
            if let Some(message) = place.message_mut(id) {
                message.topic = Some(id);
            }
            if let Some(topics) = &mut place.topics {
                let topic = super::Topic {
                    name: name.to_owned(),
                    closed: false,
                };
                topics.insert(id, topic);
            }
        }
        self.show_bot(chat, id);
        self.events.push(Event::Chat(chat));
        Ok(id)
    }

    /// A basic group becomes a supergroup; its number. Both chats get a service message, and calls to the old one are
    /// answered with the new number from then on.
    pub fn upgrade(&mut self, chat: i64, now: Timestamp) -> Tried<i64> {
        let new = self.free_supergroup();
        let Some(old) = self
            .chats
            .get_mut(&chat)
            .filter(|place| place.kind == Kind::Group && place.upgraded_to.is_none())
        else {
            return Err("Only a basic group becomes a supergroup, and only once.".to_owned());
        };
        old.upgraded_to = Some(new);
        let by = old.administrator().map_or(Author::Nobody, Author::Person);
        let mut place = Chat::new(new, Kind::Supergroup, &old.title);
        (place.members, place.bot) = (old.members.clone(), old.bot);
        self.chats.insert(new, place);
        self.post_service(chat, by, Service::MigratedTo(new), now);
        self.post_service(new, by, Service::MigratedFrom(chat), now);
        self.events.push(Event::Chat(chat));
        self.events.push(Event::Chat(new));
        Ok(new)
    }

    /// A number no supergroup has yet. Telegram's begin with -100.
    fn free_supergroup(&self) -> i64 {
        let lowest = self.chats.keys().next().copied().unwrap_or(0);
        lowest.min(-1_000_000_000_000) - 1
    }

    fn post_service(&mut self, chat: i64, from: Author, service: Service, now: Timestamp) {
        let mut message = Message::new(from, now.as_second(), String::new(), Vec::new());
        message.service = Some(service);
        let is_forum = self.chat(chat).is_some_and(|place| place.topics.is_some());
        message.topic = is_forum.then_some(GENERAL);
        let id = self.post(chat, message);
        self.show_bot(chat, id);
    }
}

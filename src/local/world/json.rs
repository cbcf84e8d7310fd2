//! How the Bot API writes the world: users, chats, messages, members.

use serde_json::{Map, Value, json};

use super::{
    Author, Chat, Document, GENERAL, Kind, Message, Person, Photo, Service, Status, World,
};

impl World {
    /// The bot as a `User`.
    pub fn bot_json(&self) -> Value {
        json!({
            "id": self.bot.id, "is_bot": true, "first_name": self.bot.first_name, "username": self.bot.username,
        })
    }

    /// The bot as `getMe` gives it.
    pub fn me_json(&self) -> Value {
        let mut me = self.bot_json();
        me["can_join_groups"] = json!(true);
        me["can_read_all_group_messages"] = json!(self.bot.sees_all);
        me["supports_inline_queries"] = json!(self.inline_is_on());
        for no in [
            "supports_guest_queries",
            "can_connect_to_business",
            "has_main_web_app",
            "has_topics_enabled",
            "allows_users_to_create_topics",
            "can_manage_bots",
        ] {
            me[no] = json!(false);
        }
        me
    }

    /// A person as a `User`; one who does not exist has no name.
    pub fn person_json(&self, id: i64) -> Value {
        self.people.get(&id).map_or_else(
            || json!({"id": id, "is_bot": false, "first_name": ""}),
            of_person,
        )
    }

    fn user_json(&self, id: Option<i64>) -> Value {
        id.map_or_else(|| self.bot_json(), |id| self.person_json(id))
    }

    /// A chat as a `Chat`.
    pub fn chat_json(&self, chat: &Chat) -> Value {
        let mut json = json!({"id": chat.id, "type": chat.kind.name()});
        if chat.kind == Kind::Private {
            if let Some(person) = self.people.get(&chat.id) {
                json["first_name"] = json!(person.first_name);
                put(&mut json, "last_name", person.last_name.as_ref());
                put(&mut json, "username", person.username.as_ref());
            }
        } else {
            json["title"] = json!(chat.title);
            put(&mut json, "username", chat.username.as_ref());
        }
        if chat.topics.is_some() {
            json["is_forum"] = json!(true);
        }
        json
    }

    /// A message as a `Message`, with the one it answers.
    pub fn message_json(&self, chat: &Chat, message: &Message) -> Value {
        let mut json = self.bare_message_json(chat, message);
        let answered = match (message.reply_to, message.topic) {
            (Some(id), _) => chat
                .message(id)
                .map(|answered| self.bare_message_json(chat, answered)),
            // In a topic everything answers the message that made the topic.
            (None, Some(topic)) if topic != GENERAL && message.service.is_none() => {
                Some(self.topic_message_json(chat, topic))
            }
            _ => None,
        };
        put(&mut json, "reply_to_message", answered);
        json
    }

    fn topic_message_json(&self, chat: &Chat, topic: i64) -> Value {
        if let Some(message) = chat.message(topic) {
            return self.bare_message_json(chat, message);
        }
        let name = chat
            .topics
            .as_ref()
            .and_then(|topics| topics.get(&topic))
            .map_or("", |topic| &topic.name);
        let mut made = Message::new(Author::Bot, 0, String::new(), Vec::new());
        (made.id, made.topic) = (topic, Some(topic));
        made.service = Some(Service::TopicCreated(name.to_owned()));
        self.bare_message_json(chat, &made)
    }

    fn bare_message_json(&self, chat: &Chat, message: &Message) -> Value {
        let mut json = json!({
            "message_id": message.id, "date": message.date, "chat": self.chat_json(chat),
        });
        match message.from {
            Author::Person(id) => json["from"] = self.person_json(id),
            Author::Bot if chat.kind == Kind::Channel => {
                json["sender_chat"] = self.chat_json(chat);
            }
            Author::Bot => json["from"] = self.bot_json(),
            Author::Chat(_) => json["sender_chat"] = self.chat_json(chat),
            Author::Nobody => {}
        }
        if let Some(topic) = message.topic.filter(|topic| *topic != GENERAL) {
            json["message_thread_id"] = json!(topic);
            json["is_topic_message"] = json!(true);
        }
        put(&mut json, "edit_date", message.edited);
        if let Some(photo) = &message.photo {
            json["photo"] = json!([photo_json(photo)]);
        }
        if let Some(document) = &message.document {
            json["document"] = document_json(document);
        }
        let (text, entities) = match message.photo.is_some() || message.document.is_some() {
            true => ("caption", "caption_entities"),
            false => ("text", "entities"),
        };
        if !message.text.is_empty() {
            json[text] = json!(message.text);
        }
        if !message.entities.is_empty() {
            json[entities] = json!(message.entities);
        }
        if let Some(keyboard) = &message.keyboard {
            json["reply_markup"] = json!({"inline_keyboard": keyboard});
        }
        if message.via_bot {
            json["via_bot"] = self.bot_json();
        }
        if let Some(service) = &message.service {
            self.service_json(service, &mut json);
        }
        json
    }

    fn service_json(&self, service: &Service, json: &mut Value) {
        match service {
            Service::Joined(who) => json["new_chat_members"] = json!([self.user_json(*who)]),
            Service::Gone(who) => json["left_chat_member"] = self.user_json(*who),
            Service::TopicCreated(name) => {
                json["forum_topic_created"] = json!({"name": name, "icon_color": 7_322_096});
            }
            Service::TopicClosed => json["forum_topic_closed"] = json!({}),
            Service::TopicReopened => json["forum_topic_reopened"] = json!({}),
            Service::MigratedTo(chat) => json["migrate_to_chat_id"] = json!(chat),
            Service::MigratedFrom(chat) => json["migrate_from_chat_id"] = json!(chat),
        }
    }

    /// What somebody is in a chat, as a `ChatMember`; `None` is the bot.
    pub fn member_json(&self, who: Option<i64>, status: Status, channel: bool) -> Value {
        let mut json = json!({"status": status.name(), "user": self.user_json(who)});
        match status {
            Status::Member | Status::Left => {}
            Status::Kicked => json["until_date"] = json!(0),
            Status::Administrator => {
                let rights = administrator_rights(who.is_some(), channel);
                if let Some(object) = json.as_object_mut() {
                    object.extend(rights);
                }
            }
        }
        json
    }
}

/// What administrators may here: the bot runs no topics, so that a closed one is closed to it.
fn administrator_rights(person: bool, channel: bool) -> Map<String, Value> {
    let mut rights = Map::new();
    let mut may = |right: &str, yes: bool| {
        rights.insert(right.to_owned(), Value::Bool(yes));
    };
    may("can_be_edited", false);
    may("is_anonymous", false);
    may("can_manage_chat", true);
    may("can_delete_messages", true);
    may("can_manage_video_chats", person);
    may("can_restrict_members", person);
    may("can_promote_members", false);
    may("can_change_info", person);
    may("can_invite_users", true);
    for right in ["can_post_stories", "can_edit_stories", "can_delete_stories"] {
        may(right, false);
    }
    if channel {
        may("can_post_messages", true);
        may("can_edit_messages", true);
    } else {
        may("can_pin_messages", true);
        may("can_manage_topics", person);
    }
    rights
}

fn of_person(person: &Person) -> Value {
    let mut json = json!({"id": person.id, "is_bot": false, "first_name": person.first_name});
    put(&mut json, "last_name", person.last_name.as_ref());
    put(&mut json, "username", person.username.as_ref());
    put(&mut json, "language_code", person.language_code.as_ref());
    json
}

fn photo_json(photo: &Photo) -> Value {
    json!({
        "file_id": photo.file_id, "file_unique_id": photo.file_id, "width": photo.width, "height": photo.height,
        "file_size": photo.size,
    })
}

fn document_json(document: &Document) -> Value {
    json!({
        "file_id": document.file_id, "file_unique_id": document.file_id, "file_name": document.name,
        "file_size": document.size,
    })
}

fn put<T: serde::Serialize>(json: &mut Value, name: &str, value: Option<T>) {
    if let Some(value) = value {
        json[name] = json!(value);
    }
}

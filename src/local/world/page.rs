//! How the page reads the world: as JSON, simpler than the Bot API's.

use serde_json::{Value, json};

use super::events::Event;
use super::{Author, Chat, Kind, Message, Service, Status, World};
use crate::local::faults::Faults;
use crate::local::methods::menu::key;

/// The most messages of a chat that the page gets when it opens.
const MESSAGES_SHOWN: usize = 200;

impl World {
    /// The whole world.
    pub fn page(&self, faults: Value) -> Value {
        let messages: Vec<Value> = self
            .chats
            .values()
            .flat_map(|chat| {
                let from = chat.messages.len().saturating_sub(MESSAGES_SHOWN);
                chat.messages
                    .range(from..)
                    .map(|message| page_message(chat.id, message))
            })
            .collect();
        json!({
            "at": self.events.last(),
            "bot": {
                "id": self.bot.id, "username": self.bot.username, "first_name": self.bot.first_name,
                "description": self.bot.description, "inline": self.inline_is_on(),
            },
            "people": self.people.values().collect::<Vec<_>>(),
            "chats": self.chats.values().map(|chat| self.page_chat(chat)).collect::<Vec<_>>(),
            "messages": messages,
            "faults": faults,
        })
    }

    /// A chat.
    pub fn page_chat(&self, chat: &Chat) -> Value {
        if chat.kind == Kind::Private {
            return json!({
                "id": chat.id, "type": "private", "title": self.bot.first_name, "person": chat.id,
                "bot_status": match chat.bot { Status::Kicked => "blocked", _ => "member" },
            });
        }
        let members = chat
            .members
            .iter()
            .map(|(person, status)| json!({"person": person, "status": status}));
        let mut json = json!({
            "id": chat.id, "type": chat.kind, "title": chat.title, "members": members.collect::<Vec<_>>(),
            "bot_status": chat.bot,
        });
        if let Some(topics) = &chat.topics {
            let topics = topics
                .iter()
                .map(|(id, topic)| json!({"id": id, "name": topic.name, "closed": topic.closed}));
            json["is_forum"] = json!(true);
            json["topics"] = json!(topics.collect::<Vec<_>>());
        }
        if let Some(new) = chat.upgraded_to {
            json["upgraded_to"] = json!(new);
        }
        json
    }

    /// An event with its number; `None` if what it is about is gone.
    pub fn page_event(&self, number: u64, event: &Event, faults: &Faults) -> Option<Value> {
        let message = |chat: i64, id: i64| {
            let found = self.chat(chat).and_then(|place| place.message(id));
            found.map(|message| page_message(chat, message))
        };
        Some(match event {
            Event::Message(chat, id) => {
                json!({"n": number, "kind": "message", "message": message(*chat, *id)?})
            }
            Event::Edited(chat, id) => {
                json!({"n": number, "kind": "edited", "message": message(*chat, *id)?})
            }
            Event::Notice {
                person,
                query,
                text,
                alert,
            } => {
                json!({"n": number, "kind": "notice", "person": person, "query": query, "text": text, "alert": alert})
            }
            Event::Faults => json!({"n": number, "kind": "faults", "faults": faults.page()}),
            Event::Chat(id) => {
                json!({"n": number, "kind": "chat", "chat": self.page_chat(self.chat(*id)?)})
            }
            Event::Person(id) => {
                json!({"n": number, "kind": "person", "person": self.people.get(id)?})
            }
            Event::Menu => json!({"n": number, "kind": "menu"}),
        })
    }

    /// The commands somebody is offered in a chat, picked as Telegram's clients do (Bot API, "Determining list of
    /// commands").
    pub fn menu(&self, person: i64, chat: i64) -> Value {
        let Some(place) = self.chat(chat) else {
            return json!([]);
        };
        let administers = place.status(person) == Status::Administrator;
        let mut scopes = Vec::new();
        if place.kind == Kind::Private {
            scopes.push(format!("chat {chat}"));
            scopes.push("all_private_chats".to_owned());
        } else if place.is_group() {
            scopes.push(format!("chat_member {chat} {person}"));
            if administers {
                scopes.push(format!("chat_administrators {chat}"));
            }
            scopes.push(format!("chat {chat}"));
            if administers {
                scopes.push("all_chat_administrators".to_owned());
            }
            scopes.push("all_group_chats".to_owned());
        } else {
            return json!([]);
        }
        scopes.push("default".to_owned());
        let language = self
            .people
            .get(&person)
            .and_then(|person| person.language_code.as_deref())
            .and_then(|code| code.get(..2))
            .unwrap_or_default();
        let lists = scopes
            .iter()
            .flat_map(|scope| [key(scope, language), key(scope, "")]);
        let found = lists
            .filter_map(|key| self.bot.commands.get(&key))
            .find(|list| list.as_array().is_some_and(|list| !list.is_empty()));
        found.cloned().unwrap_or(json!([]))
    }
}

/// A message.
pub fn page_message(chat: i64, message: &Message) -> Value {
    let photo = message.photo.as_ref().map(|photo| {
        json!({"width": photo.width, "height": photo.height, "url": format!("/local/photo/{}", photo.file_id)})
    });
    json!({
        "chat": chat, "id": message.id, "topic": message.topic,
        "from": match message.from {
            Author::Person(id) => json!(id),
            Author::Bot => json!("bot"),
            Author::Chat(id) => json!({"chat": id}),
            Author::Nobody => Value::Null,
        },
        "date": message.date, "edited": message.edited, "text": message.text, "entities": message.entities,
        "photo": photo, "reply_to": message.reply_to, "buttons": page_buttons(message.keyboard.as_ref()),
        "via_bot": message.via_bot, "service": message.service.as_ref().map(service), "deleted": false,
    })
}

/// The buttons of a keyboard, as the page draws them. What it cannot do, as paying, is left out.
pub fn page_buttons(keyboard: Option<&Value>) -> Value {
    let rows = keyboard.and_then(Value::as_array).into_iter().flatten();
    let button = |button: &Value| {
        let text = &button["text"];
        let action = |name: &str| button.get(name);
        if let Some(data) = action("callback_data") {
            Some(json!({"text": text, "data": data}))
        } else if let Some(url) = action("url") {
            Some(json!({"text": text, "url": url}))
        } else {
            let inline =
                action("switch_inline_query").or(action("switch_inline_query_current_chat"))?;
            Some(json!({"text": text, "switch_inline": inline}))
        }
    };
    let rows = rows.map(|row| {
        let buttons = row.as_array().into_iter().flatten();
        buttons.filter_map(button).collect::<Vec<_>>()
    });
    json!(rows.collect::<Vec<_>>())
}

fn service(service: &Service) -> String {
    match service {
        Service::Joined(Some(_)) => "joined".to_owned(),
        Service::Joined(None) => "bot joined".to_owned(),
        Service::Gone(Some(_)) => "left".to_owned(),
        Service::Gone(None) => "bot left".to_owned(),
        Service::TopicCreated(name) => format!("topic created: {name}"),
        Service::TopicClosed => "topic closed".to_owned(),
        Service::TopicReopened => "topic reopened".to_owned(),
        Service::MigratedTo(_) => "became a supergroup".to_owned(),
        Service::MigratedFrom(_) => "was a basic group".to_owned(),
    }
}

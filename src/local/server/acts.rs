//! What the page does in people's names, and to chats: one call each, read from JSON and done in one step.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::page::{Failed, of, tried};
use crate::local::shared::Shared;
use crate::local::world::people::{Saying, Tried};
use crate::local::world::{Status, World};

/// Something to be done.
trait Act: DeserializeOwned {
    /// Does it; what the page is answered.
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value>;
}

/// Does what a call names.
pub fn act(shared: &Shared, name: &str, body: &[u8]) -> Result<Value, Failed> {
    match name {
        "say" => apply::<Say>(shared, body),
        "press" => apply::<Press>(shared, body),
        "choose" => apply::<Choose>(shared, body),
        "person" => apply::<OfPerson>(shared, body),
        "member" => apply::<Member>(shared, body),
        "bot" => apply::<OfBot>(shared, body),
        "topic" => apply::<OfTopic>(shared, body),
        "upgrade" => apply::<Upgrade>(shared, body),
        _ => Err((StatusCode::NOT_FOUND, "There is no such call.".to_owned())),
    }
}

fn apply<A: Act>(shared: &Shared, body: &[u8]) -> Result<Value, Failed> {
    let act: A = of(body)?;
    tried(shared.change(|state, now| act.apply(&mut state.world, now)))
}

fn done() -> Value {
    json!({"done": true})
}

#[derive(Deserialize)]
struct Say {
    person: i64,
    chat: i64,
    topic: Option<i64>,
    text: String,
    reply_to: Option<i64>,
}

impl Act for Say {
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value> {
        let saying = Saying {
            person: self.person,
            chat: self.chat,
            topic: self.topic,
            text: &self.text,
            reply_to: self.reply_to,
        };
        Ok(json!({"message": world.say(saying, now)?}))
    }
}

#[derive(Deserialize)]
struct Press {
    person: i64,
    chat: i64,
    message: i64,
    data: String,
}

impl Act for Press {
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value> {
        let query = world.press(self.person, self.chat, self.message, &self.data, now)?;
        Ok(json!({"query": query}))
    }
}

#[derive(Deserialize)]
struct Choose {
    person: i64,
    chat: i64,
    topic: Option<i64>,
    query: String,
    result: String,
}

impl Act for Choose {
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value> {
        let saying = Saying {
            person: self.person,
            chat: self.chat,
            topic: self.topic,
            text: "",
            reply_to: None,
        };
        let message = world.choose(saying, &self.query, &self.result, now)?;
        Ok(json!({"message": message}))
    }
}

#[derive(Deserialize)]
struct OfPerson {
    person: i64,
    language_code: Option<String>,
}

impl Act for OfPerson {
    fn apply(self, world: &mut World, _now: Timestamp) -> Tried<Value> {
        world.set_language(self.person, self.language_code.as_deref())?;
        Ok(done())
    }
}

#[derive(Deserialize)]
struct Member {
    chat: i64,
    person: i64,
    status: Status,
}

impl Act for Member {
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value> {
        world.set_member(self.chat, self.person, self.status, now)?;
        Ok(done())
    }
}

#[derive(Deserialize)]
struct OfBot {
    chat: i64,
    status: String,
}

impl Act for OfBot {
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value> {
        let status = match self.status.as_str() {
            "administrator" => Status::Administrator,
            "member" => Status::Member,
            "left" => Status::Left,
            "kicked" | "blocked" => Status::Kicked,
            _ => {
                return Err(
                    "A status is administrator, member, left, kicked or blocked.".to_owned(),
                );
            }
        };
        world.set_bot(self.chat, status, now)?;
        Ok(done())
    }
}

#[derive(Deserialize)]
struct OfTopic {
    chat: i64,
    topic: i64,
    closed: bool,
}

impl Act for OfTopic {
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value> {
        world.set_topic(self.chat, self.topic, self.closed, now)?;
        Ok(done())
    }
}

#[derive(Deserialize)]
struct Upgrade {
    chat: i64,
}

impl Act for Upgrade {
    fn apply(self, world: &mut World, now: Timestamp) -> Tried<Value> {
        Ok(json!({"chat": world.upgrade(self.chat, now)?}))
    }
}

//! The methods of the Bot API that are served. Pure: the world, a call and the time in, an answer out.
//!
//! It grows by the methods the bot calls, and by no others. `getUpdates` is not here, since it waits: see `server`.

pub mod chats;
pub mod document;
pub mod edit;
pub mod inline;
pub mod markup;
pub mod menu;
pub mod photo;
pub mod send;
pub mod text;
pub mod webhook;

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::limits::Limits;
use super::refusal::Refusal;
use super::world::World;
use super::world::events::Event;

/// The most characters of a notice on a pressed button (Bot API, `answerCallbackQuery`).
const NOTICE_MAX: usize = 200;

/// One call.
#[derive(Debug, Default)]
pub struct Call {
    /// The method, as the documentation writes it.
    pub method: String,
    /// Its parameters, checked against the schema.
    pub params: Map<String, Value>,
    /// Files that came with it, by the name of their part.
    pub files: HashMap<String, Vec<u8>>,
}

impl Call {
    /// A text; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.params
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.params.get(name).and_then(Value::as_i64)
    }

    /// Yes or no; no where nothing is said.
    pub fn yes(&self, name: &str) -> bool {
        self.params.get(name).and_then(Value::as_bool) == Some(true)
    }

    /// A value.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.params.get(name)
    }

    /// The number of a chat, public names already looked up.
    pub fn chat(&self, name: &str) -> Result<i64, Refusal> {
        self.number(name)
            .ok_or_else(|| Refusal::bad("chat not found"))
    }
}

/// What methods work on.
pub struct Desk<'a> {
    /// The world.
    pub world: &'a mut World,
    /// Telegram's limits.
    pub limits: &'a mut Limits,
    /// The pictures that came with calls and what is in documents, by their number.
    pub pictures: &'a mut HashMap<String, Vec<u8>>,
    /// Now.
    pub now: Timestamp,
}

/// Answers a call.
pub fn answer(desk: &mut Desk<'_>, call: &mut Call) -> Result<Value, Refusal> {
    number_chat(desk.world, call);
    match call.method.as_str() {
        "getMe" => Ok(desk.world.me_json()),
        "logOut" => Ok(log_out(desk)),
        "close" => desk.world.session.close(desk.now).map(|()| json!(true)),
        "sendMessage" => send::message(desk, call),
        "sendPhoto" => send::photo(desk, call),
        "editMessageText" => edit::text(desk, call),
        "answerCallbackQuery" => notice(desk, call),
        "answerInlineQuery" => inline::answer(desk, call),
        "getFile" => document::file(desk, call),
        "getChat" => chats::chat(desk.world, call),
        "getChatMember" => chats::member(desk.world, call),
        "getChatAdministrators" => chats::administrators(desk.world, call),
        "setMyCommands" => menu::set_commands(desk.world, call),
        "getMyCommands" => menu::commands(desk.world, call),
        "deleteMyCommands" => menu::delete_commands(desk.world, call),
        "setMyDescription" | "setMyShortDescription" => menu::set_description(desk.world, call),
        "getMyDescription" | "getMyShortDescription" => menu::description(desk.world, call),
        "setWebhook" => webhook::set(desk.world, call),
        "deleteWebhook" => Ok(webhook::delete(desk.world, call)),
        "getWebhookInfo" => Ok(webhook::info(desk.world)),
        _ => Err(unknown_method()),
    }
}

/// Puts the number of a chat in the place of its public name. People's names do not work for bots.
fn number_chat(world: &World, call: &mut Call) {
    let found = call
        .text("chat_id")
        .strip_prefix('@')
        .and_then(|name| world.chat_named(name));
    if let Some(chat) = found {
        call.params.insert("chat_id".to_owned(), json!(chat.id));
    }
}

/// There is no such method.
pub fn unknown_method() -> Refusal {
    Refusal::new(404, "Not Found: method not found")
}

/// The query does not wait any more, or never did.
pub fn stale_query() -> Refusal {
    Refusal::bad("query is too old and response timeout expired or query ID is invalid")
}

/// Whoever logs out takes nothing along: neither the webhook nor what waits.
fn log_out(desk: &mut Desk<'_>) -> Value {
    desk.world.session.log_out(desk.now);
    desk.world.webhook = None;
    desk.world.updates.clear();
    json!(true)
}

fn notice(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let text = call.text("text");
    if text.chars().count() > NOTICE_MAX {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let query = call.text("callback_query_id");
    let press = desk.world.queries.take_press(query, desk.now);
    let press = press.ok_or_else(stale_query)?;
    desk.world.events.push(Event::Notice {
        person: press.person,
        query: query.to_owned(),
        text: text.to_owned(),
        alert: call.yes("show_alert"),
    });
    Ok(json!(true))
}

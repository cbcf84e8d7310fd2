//! The bot over the Bot API, against a stand-in that can fail.

mod buttons;
mod channels;
mod editors;
mod flood;
mod groups;
mod news;
mod notices;
mod operator;
mod poison;
mod promises;
mod strange;
mod subscriptions;
mod trouble;
mod webhook;

use crate::support::telegram::{Call, Chat, refusal};
use serde_json::{Value, json};

pub const ALONE: Chat = Chat::Private(5);

pub const GROUP: Chat = Chat::Group(7);

pub fn flood(seconds: u32) -> Value {
    let mut answer = refusal(429, "Too Many Requests: retry after 1");
    answer["parameters"] = json!({"retry_after": seconds});
    answer
}

pub fn sent_to(calls: &[Call], chat: Chat) -> Vec<Call> {
    calls
        .iter()
        .filter(|call| call.method == "sendMessage" && call.params["chat_id"] == chat.id())
        .cloned()
        .collect()
}

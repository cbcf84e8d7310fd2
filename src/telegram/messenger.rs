//! The courier as delivery sees it: one try, and what came of it.

use async_trait::async_trait;
use serde::Deserialize;
use teloxide::RequestError;
use teloxide::types::{MessageId, ThreadId};

use super::courier::{Address, Courier};
use super::failure::failure;
use super::policy::says_ok;
use crate::delivery::fate::Failure;
use crate::delivery::{Manner, Messenger};
use crate::reply::Reply;
use crate::subscription::Recipient;

#[async_trait]
impl Messenger for Courier {
    async fn send(&self, to: Recipient, reply: &Reply, manner: Manner) -> Result<i32, Failure> {
        let address = Address {
            update: 0,
            chat: to.chat,
            topic: to.topic.map(|topic| ThreadId(MessageId(topic))),
            reply_to: manner.reply_to.map(MessageId),
        };
        match self.call_send(&address, reply, manner).await {
            Ok(message) => Ok(message.0),
            // It has worked, whatever else the answer says that cannot be read.
            Err(error) => accepted(&error).ok_or_else(|| failure(&error)),
        }
    }

    async fn edit(
        &self,
        to: Recipient,
        message: i32,
        reply: &Reply,
        plain: bool,
    ) -> Result<(), Failure> {
        let message = MessageId(message);
        match self.call_edit(message, to.chat, reply, plain).await {
            Err(RequestError::InvalidJson { raw, .. }) if says_ok(&raw) => Ok(()),
            edited => edited.map_err(|error| failure(&error)),
        }
    }
}

/// The number of a message that was sent, from an answer of which nothing else can be read.
fn accepted(error: &RequestError) -> Option<i32> {
    #[derive(Deserialize)]
    struct Answer {
        result: Message,
    }
    #[derive(Deserialize)]
    struct Message {
        message_id: i32,
    }
    let RequestError::InvalidJson { raw, .. } = error else {
        return None;
    };
    let answer = serde_json::from_str::<Answer>(raw).ok();
    answer
        .filter(|_| says_ok(raw))
        .map(|answer| answer.result.message_id)
}

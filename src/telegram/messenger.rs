//! The courier as delivery sees it: one try, and what came of it.

use async_trait::async_trait;
use teloxide::types::{MessageId, ThreadId};

use super::courier::{Address, Courier};
use super::failure::failure;
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
        let sent = self.call_send(&address, reply, manner).await;
        sent.map(|message| message.0)
            .map_err(|error| failure(&error))
    }

    async fn edit(
        &self,
        to: Recipient,
        message: i32,
        reply: &Reply,
        plain: bool,
    ) -> Result<(), Failure> {
        let edited = self
            .call_edit(MessageId(message), to.chat, reply, plain)
            .await;
        edited.map_err(|error| failure(&error))
    }
}

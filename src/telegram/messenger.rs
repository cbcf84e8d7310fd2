//! The courier as delivery sees it: one try, and what came of it.

use async_trait::async_trait;
use teloxide::RequestError;
use teloxide::types::{MessageId, ThreadId};

use super::courier::{Address, Courier};
use super::failure::failure;
use super::policy::{number_in, says_ok};
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
            Err(RequestError::InvalidJson { raw, source }) => {
                number_in(&raw).ok_or_else(|| failure(&RequestError::InvalidJson { raw, source }))
            }
            Err(error) => Err(failure(&error)),
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

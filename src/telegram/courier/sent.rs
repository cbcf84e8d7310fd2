//! Calls that send or change a message, of whose answers only the message's number is read. Telegram's server answers with
//! the whole message, which is longer than what was sent, and reading all of it took a sixth of the time of an answer.

use serde::{Deserialize, Serialize};
use teloxide::payloads::{EditMessageText, SendMessage};
use teloxide::requests::Payload;
use teloxide::types::MessageId;

/// A call that makes or changes a message.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Writing<P>(pub P);

impl Payload for Writing<SendMessage> {
    type Output = Written;
    const NAME: &'static str = SendMessage::NAME;
}

impl Payload for Writing<EditMessageText> {
    type Output = Written;
    const NAME: &'static str = EditMessageText::NAME;
}

/// What is read of the message.
#[derive(Debug, Deserialize)]
pub struct Written {
    message_id: i32,
}

impl Written {
    /// Its number in its chat.
    pub fn id(&self) -> MessageId {
        MessageId(self.message_id)
    }
}

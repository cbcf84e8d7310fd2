//! An update of the Bot API, as far as the bot reads it: what it has no use for is passed over and never kept in memory.
//! teloxide's own `Update` knows all of the Bot API as of one version, and reading it took a third of the time of an answer by
//! webhook.
//!
//! Names and meaning of all fields are those of the Bot API ("Update", "Message" and so on). What it calls optional is empty
//! where it is missing, and what Telegram adds later is passed over.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use teloxide::types::{CallbackQueryId, FileId, InlineQueryId, UserId};

/// An update; at most one of its parts is there.
#[derive(Debug, Default, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Update {
    /// Its number.
    pub update_id: u32,
    /// Something was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// A button was pressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_query: Option<CallbackQuery>,
    /// Somebody types after the bot's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline_query: Option<InlineQuery>,
    /// The bot's own place in a chat has changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_chat_member: Option<ChatMemberUpdated>,
}

/// What `getUpdates` gives.
#[derive(Debug)]
pub struct Updates(pub Vec<Update>);

/// A message; also one that is replied to, of which less is there, and one that Telegram does not show any more.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Message {
    /// Its number in the chat.
    pub message_id: i32,
    /// The thread it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_thread_id: Option<i32>,
    /// Whether the thread is a forum topic.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_topic_message: bool,
    /// Who sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<User>,
    /// The chat on behalf of which it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_chat: Option<Chat>,
    /// When, in seconds since 1970; 0 where the message is not shown any more.
    #[serde(default)]
    pub date: i64,
    /// Where.
    pub chat: Chat,
    /// Whether it comes from elsewhere.
    #[serde(
        default,
        deserialize_with = "is_there",
        skip_serializing_if = "is_false"
    )]
    pub forward_origin: bool,
    /// Whether it was copied from the linked channel.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_automatic_forward: bool,
    /// The message it replies to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to_message: Option<Box<Message>>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What stands below its picture, file and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// Whether it is an animation, which has a document beside it for programs that know none.
    #[serde(
        default,
        deserialize_with = "is_there",
        skip_serializing_if = "is_false"
    )]
    pub animation: bool,
    /// Whether it is the one that opened its forum topic.
    #[serde(
        default,
        deserialize_with = "is_there",
        skip_serializing_if = "is_false"
    )]
    pub forum_topic_created: bool,
    /// The supergroup that the group has become.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migrate_to_chat_id: Option<i64>,
    /// The group that the supergroup was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migrate_from_chat_id: Option<i64>,
}

/// A person or a bot.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct User {
    /// The number.
    pub id: UserId,
    /// The first name.
    #[serde(default)]
    pub first_name: String,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The language of their Telegram, as a tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
}

/// A chat.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Chat {
    /// The number.
    pub id: i64,
    /// Which kind.
    #[serde(rename = "type")]
    pub kind: ChatKind,
    /// Whether it is a supergroup with topics.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_forum: bool,
}

/// Kinds of chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    /// With one person.
    Private,
    /// A group.
    Group,
    /// A supergroup.
    Supergroup,
    /// A channel.
    Channel,
    /// One that is not known.
    #[serde(other)]
    Other,
}

/// A file.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Document {
    /// By which it is fetched.
    pub file_id: FileId,
    /// As its sender calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// In bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_size: Option<u64>,
}

/// A pressed button.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct CallbackQuery {
    /// By which it is answered.
    pub id: CallbackQueryId,
    /// Who pressed.
    pub from: User,
    /// The message below which the button is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// What the button stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// What somebody types after the bot's name.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct InlineQuery {
    /// By which it is answered.
    pub id: InlineQueryId,
    /// Who.
    pub from: User,
    /// What.
    pub query: String,
}

/// A change of the bot's own place in a chat.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct ChatMemberUpdated {
    /// Which.
    pub chat: Chat,
    /// Who made it.
    pub from: User,
    /// Before.
    pub old_chat_member: ChatMember,
    /// After.
    pub new_chat_member: ChatMember,
}

/// A place in a chat.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct ChatMember {
    /// Which.
    pub status: Status,
    /// Of one who is restricted: whether they are in the chat.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_member: bool,
    /// Of one who is restricted: whether they may write.
    #[serde(default, skip_serializing_if = "is_false")]
    pub can_send_messages: bool,
    /// Of an administrator of a channel: whether they may post.
    #[serde(default, skip_serializing_if = "is_false")]
    pub can_post_messages: bool,
}

/// Places in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Owns it.
    Creator,
    /// Runs it.
    Administrator,
    /// Is in it.
    Member,
    /// May do less than others.
    Restricted,
    /// Is not in it.
    Left,
    /// Was thrown out.
    Kicked,
    /// One that is not known.
    #[serde(other)]
    Other,
}

impl Update {
    /// Reads an update. One of which a part is not as it should be is an update that says nothing, so that whoever hands it
    /// out is told that it is done; an error is only what is none at all.
    pub fn read(json: &[u8]) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Numbered {
            update_id: u32,
        }
        serde_json::from_slice(json).or_else(|error| {
            let Numbered { update_id } = serde_json::from_slice(json)?;
            // The error may hold what somebody wrote.
            let kind = error.classify();
            log::warn!("update {update_id} cannot be read ({kind:?}) and is passed over");
            Ok(Self {
                update_id,
                ..Self::default()
            })
        })
    }

    /// The chat it is of; inline queries are of none.
    pub fn chat(&self) -> Option<&Chat> {
        let pressed = || self.callback_query.as_ref()?.message.as_ref();
        let message = self.message.as_ref().or_else(pressed);
        let of_member = || self.my_chat_member.as_ref().map(|change| &change.chat);
        message.map(|message| &message.chat).or_else(of_member)
    }
}

impl<'de> Deserialize<'de> for Updates {
    /// One that cannot be read costs none of the others.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let each = Vec::<&RawValue>::deserialize(deserializer)?;
        let read = each.iter().map(|json| Update::read(json.get().as_bytes()));
        let read = read.collect::<serde_json::Result<_>>();
        read.map(Self).map_err(serde::de::Error::custom)
    }
}

impl User {
    /// The first name, and the last if there is one.
    pub fn full_name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name.clone(),
        }
    }
}

impl ChatKind {
    /// Whether it is a group or a supergroup.
    pub fn is_group(self) -> bool {
        matches!(self, Self::Group | Self::Supergroup)
    }
}

impl ChatMember {
    /// Whether they are in the chat.
    pub fn is_present(&self) -> bool {
        match self.status {
            Status::Creator | Status::Administrator | Status::Member => true,
            Status::Restricted => self.is_member,
            Status::Left | Status::Kicked | Status::Other => false,
        }
    }

    /// Whether they run it.
    pub fn is_privileged(&self) -> bool {
        matches!(self.status, Status::Creator | Status::Administrator)
    }

    /// Whether they may write in a chat of this kind, as far as their place in it tells.
    pub fn may_write(&self, kind: ChatKind) -> bool {
        match (kind, self.status) {
            (ChatKind::Channel, Status::Creator) => true,
            (ChatKind::Channel, _) => self.can_post_messages,
            (_, Status::Restricted) => self.can_send_messages,
            _ => true,
        }
    }
}

/// Whether something is there, whatever it is.
fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<IgnoredAny>::deserialize(deserializer).map(|it| it.is_some())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
fn is_false(it: &bool) -> bool {
    !it
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_read_is_kept_and_read_again() {
        let chat = json!({"id": -1_001, "type": "supergroup", "title": "T", "is_forum": true});
        let from = json!({"id": 5, "is_bot": false, "first_name": "Ana", "last_name": "B", "language_code": "be"});
        let opened = json!({"message_id": 1, "date": 1, "chat": chat, "from": from,
            "forum_topic_created": {"name": "N", "icon_color": 1}});
        let message = json!({"message_id": 7, "date": 2, "chat": chat, "from": from, "message_thread_id": 3,
            "is_topic_message": true, "text": "t", "reply_to_message": opened, "entities": [],
            "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "N"}});
        let member = json!({"user": from, "status": "restricted", "is_member": true, "can_send_messages": false});
        for part in [
            json!({"message": message}),
            json!({"callback_query": {"id": "1", "from": from, "chat_instance": "2", "data": "d", "message": message}}),
            json!({"inline_query": {"id": "1", "from": from, "query": "q", "offset": ""}}),
            json!({"my_chat_member": {"chat": chat, "from": from, "date": 1, "old_chat_member": member,
                "new_chat_member": {"user": from, "status": "left"}}}),
            json!({"poll": {"id": "1"}}),
        ] {
            let mut update = json!({"update_id": 9});
            update
                .as_object_mut()
                .unwrap()
                .extend(part.as_object().unwrap().clone());
            let read = Update::read(update.to_string().as_bytes()).unwrap();
            let again = serde_json::to_value(&read).unwrap();
            assert_eq!(
                serde_json::from_value::<Update>(again).unwrap(),
                read,
                "{update}"
            );
        }
        let read = Update::read(
            json!({"update_id": 9, "message": message})
                .to_string()
                .as_bytes(),
        );
        let message = read.unwrap().message.unwrap();
        assert!(!message.animation && message.document.is_none());
        assert!(message.forward_origin && message.is_topic_message && message.chat.is_forum);
        assert!(message.reply_to_message.unwrap().forum_topic_created);
    }

    #[test]
    fn one_that_cannot_be_read_costs_none_of_the_others() {
        let said =
            json!({"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "t"});
        let batch = json!([
            {"update_id": 1, "message": said},
            {"update_id": 2, "message": {"message_id": "x"}},
            {"update_id": 3, "message": said},
        ]);
        let Updates(read) = serde_json::from_str(&batch.to_string()).unwrap();
        let read = read
            .iter()
            .map(|one| (one.update_id, one.message.is_some()));
        assert_eq!(read.collect::<Vec<_>>(), [(1, true), (2, false), (3, true)]);
        assert!(Update::read(b"{}").is_err());
        assert!(serde_json::from_str::<Updates>("[{}]").is_err());
    }
}

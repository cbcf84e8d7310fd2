//! From an update of the Bot API to what the conversation understands. Everything it does not name here is not for us:
//! channel posts, edits, service messages. Inline queries come from no chat and are answered apart.

use teloxide::types::{CallbackQueryId, MessageId, ThreadId, UserId};

use super::update::{
    CallbackQuery, Chat, ChatKind, ChatMember, ChatMemberUpdated, Document, Message, Status,
    Update, User,
};
use crate::config::Editors;
use crate::dossier::lang::Lang;
use crate::question::address::Place;
use crate::subscription::{Membership, Why};

/// What an update says, as far as it concerns the bot.
#[derive(Debug)]
pub struct Received<'a> {
    /// The chat.
    pub chat: i64,
    /// The forum topic, where the message was sent in one. The General topic has none: Telegram refuses its number.
    pub topic: Option<ThreadId>,
    /// Whether the topic cannot be told: a button of a message in a forum that Telegram does not show any more.
    pub topic_is_lost: bool,
    /// The message, for a reply or to be changed.
    pub message: Option<MessageId>,
    /// Whether the chat is a group or a supergroup.
    pub in_group: bool,
    /// The person, where there is one: not for messages sent as a channel or anonymously.
    pub sender: Option<UserId>,
    /// Whether it was sent by an anonymous administrator of this group.
    pub by_anonymous_administrator: bool,
    /// The sender's name; empty where there is no person or it does not matter.
    pub name: String,
    /// The language of the sender's Telegram, if the bot speaks it.
    pub lang: Option<Lang>,
    /// Whether it is a message passed on from elsewhere.
    pub forwarded: bool,
    /// What the bot's own place in the chat is now, where that has changed.
    pub membership: Option<Membership>,
    /// What happened.
    pub what: What<'a>,
}

/// What happened.
#[derive(Debug)]
pub enum What<'a> {
    /// Somebody wrote.
    Text(&'a str, Place),
    /// Somebody sent a file that may be one to publish.
    File(&'a Document),
    /// Somebody pressed a button; without data where it is not one of ours.
    Press(&'a CallbackQueryId, Option<&'a str>),
    /// The bot was added to a group.
    Added,
    /// The bot's own place in the chat has changed otherwise. There is nothing to say to that.
    Moved,
    /// A group has become a supergroup. Both chats say so.
    Upgraded(Upgrade),
}

/// A group has become a supergroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// The group.
    pub from: i64,
    /// The supergroup.
    pub to: i64,
}

/// What keeps its order: updates of the same lane are handled one after the other, others side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// A chat.
    Chat(i64),
    /// Something without a chat; each for itself.
    Alone(u32),
}

/// The lane of an update.
pub fn lane(update: &Update) -> Lane {
    update
        .chat()
        .map_or(Lane::Alone(update.update_id), |chat| Lane::Chat(chat.id))
}

/// The upgrade an update tells of.
pub fn upgrade(update: &Update) -> Option<Upgrade> {
    update.message.as_ref().and_then(upgrade_of)
}

fn upgrade_of(message: &Message) -> Option<Upgrade> {
    let chat = message.chat.id;
    match (message.migrate_to_chat_id, message.migrate_from_chat_id) {
        (Some(to), _) => Some(Upgrade { from: chat, to }),
        (None, Some(from)) => Some(Upgrade { from, to: chat }),
        (None, None) => None,
    }
}

/// What an update says; `None` if nothing that concerns the bot, whose id is `me`.
pub fn read<'a>(update: &'a Update, me: UserId, editors: &Editors) -> Option<Received<'a>> {
    let said = update.message.as_ref();
    let said = said.and_then(|message| of_message(message, me, editors));
    let pressed = || update.callback_query.as_ref().and_then(of_press);
    let moved = || update.my_chat_member.as_ref().and_then(of_membership);
    said.or_else(pressed).or_else(moved)
}

/// The language of a person's Telegram, if the bot speaks it.
pub fn language(user: Option<&User>) -> Option<Lang> {
    user.and_then(|user| user.language_code.as_deref())
        .and_then(Lang::from_tag)
}

fn topic(message: &Message) -> Option<ThreadId> {
    let thread = message.message_thread_id;
    let thread = thread.filter(|_| message.is_topic_message);
    thread.map(|thread| ThreadId(MessageId(thread)))
}

fn of_message<'a>(message: &'a Message, me: UserId, editors: &Editors) -> Option<Received<'a>> {
    let chat = &message.chat;
    let in_group = chat.kind.is_group();
    // A channel's post that Telegram copies into the discussion group speaks to nobody.
    if !(in_group || chat.kind == ChatKind::Private) || message.is_automatic_forward {
        return None;
    }
    let what = match (upgrade_of(message), file(message, in_group, editors)) {
        (Some(upgrade), _) => What::Upgraded(upgrade),
        (None, Some(document)) => What::File(document),
        (None, None) => {
            let text = message.text.as_ref().or(message.caption.as_ref())?;
            What::Text(text, place(message, in_group, me))
        }
    };
    let sender_chat = message.sender_chat.as_ref();
    Some(Received {
        chat: chat.id,
        topic: topic(message),
        topic_is_lost: false,
        message: Some(MessageId(message.message_id)),
        in_group,
        sender: message
            .from
            .as_ref()
            .filter(|_| sender_chat.is_none())
            .map(|user| user.id),
        by_anonymous_administrator: sender_chat.is_some_and(|sender| sender.id == chat.id),
        name: message
            .from
            .as_ref()
            .map(User::full_name)
            .unwrap_or_default(),
        lang: language(message.from.as_ref()),
        forwarded: message.forward_origin,
        membership: None,
        what,
    })
}

/// Whether a file of this name may be an update.
pub fn is_update(document: &Document) -> bool {
    let name = document.file_name.as_deref().unwrap_or_default();
    name.len() > SUFFIX.len() && name.to_lowercase().ends_with(SUFFIX)
}

/// How the name of an update ends.
const SUFFIX: &str = ".toml";

/// The file of a message, where something is to be done or said about it: in a private chat one that may be an update, and
/// of an editor any; in a group only one that may be an update, of editors. Others are none of our business.
fn file<'a>(message: &'a Message, in_group: bool, editors: &Editors) -> Option<&'a Document> {
    let document = message.document.as_ref().filter(|_| !message.animation)?;
    let (is_update, by_editor) = (is_update(document), editors.are_in(message.chat.id));
    let concerns = match in_group {
        true => is_update && by_editor,
        false => is_update || by_editor,
    };
    Some(document).filter(|_| concerns)
}

fn place(message: &Message, in_group: bool, me: UserId) -> Place {
    if !in_group {
        return Place::Private;
    }
    // In a forum topic every message "replies" to the one that opened the topic.
    let replied = message
        .reply_to_message
        .as_ref()
        .filter(|replied| !replied.forum_topic_created);
    let reply = replied
        .and_then(|replied| replied.from.as_ref())
        .is_some_and(|author| author.id == me);
    Place::Group { reply }
}

fn of_press(query: &CallbackQuery) -> Option<Received<'_>> {
    let message = query.message.as_ref()?;
    let chat = &message.chat;
    if chat.kind == ChatKind::Other {
        return None;
    }
    let is_shown = message.date != 0;
    Some(Received {
        chat: chat.id,
        topic: topic(message),
        topic_is_lost: !is_shown && chat.is_forum,
        message: Some(MessageId(message.message_id)),
        in_group: chat.kind != ChatKind::Private,
        sender: Some(query.from.id),
        by_anonymous_administrator: false,
        name: String::new(),
        lang: language(Some(&query.from)),
        forwarded: false,
        membership: None,
        what: What::Press(&query.id, query.data.as_deref()),
    })
}

fn of_membership(change: &ChatMemberUpdated) -> Option<Received<'_>> {
    let chat = &change.chat;
    let places = [&change.old_chat_member, &change.new_chat_member];
    // What a place means that Telegram adds later is not known.
    if places.iter().any(|place| place.status == Status::Other) || chat.kind == ChatKind::Other {
        return None;
    }
    let in_group = chat.kind.is_group();
    let (before, after) = (&change.old_chat_member, &change.new_chat_member);
    let was_added = in_group && !before.is_present() && after.is_present();
    Some(Received {
        chat: chat.id,
        topic: None,
        topic_is_lost: false,
        message: None,
        in_group,
        sender: Some(change.from.id),
        by_anonymous_administrator: false,
        name: String::new(),
        lang: language(Some(&change.from)),
        forwarded: false,
        membership: membership(chat, after),
        what: match was_added {
            true => What::Added,
            false => What::Moved,
        },
    })
}

/// What the bot's new place in a chat means for its subscriptions; nothing where it is there and may not write, which the
/// next notice finds out.
fn membership(chat: &Chat, after: &ChatMember) -> Option<Membership> {
    if !after.is_present() {
        return Some(Membership::Out(match chat.kind {
            ChatKind::Private => Why::Blocked,
            _ => Why::Removed,
        }));
    }
    let may_write = after.may_write(chat.kind);
    may_write.then(|| Membership::In {
        runs: after.is_privileged(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::*;

    #[test]
    fn an_animation_is_no_file_and_a_strange_place_is_none() {
        let (editors, me) = (Editors::default(), UserId(1));
        let (chat, from) = (json!({"id": 5, "type": "private"}), json!({"id": 5}));
        let file = json!({"file_id": "f", "file_name": "update.toml"});
        let mut message = json!({"message_id": 2, "date": 1, "chat": chat, "from": from,
            "caption": "/about", "document": file});
        let read_it = |part: &str, of: &serde_json::Value| {
            let update = json!({"update_id": 1, part: of}).to_string();
            Update::read(update.as_bytes()).unwrap()
        };
        let update = read_it("message", &message);
        let what = read(&update, me, &editors).unwrap().what;
        assert!(matches!(what, What::File(_)), "{what:?}");
        message["animation"] = file;
        let update = read_it("message", &message);
        let what = read(&update, me, &editors).unwrap().what;
        assert!(
            matches!(what, What::Text("/about", Place::Private)),
            "{what:?}"
        );

        let change = |status: &str| {
            json!({"chat": chat, "from": from, "date": 1, "old_chat_member": {"status": "member"},
                "new_chat_member": {"status": status}})
        };
        let update = read_it("my_chat_member", &change("kicked"));
        let out = read(&update, me, &editors).unwrap().membership;
        assert_eq!(out, Some(Membership::Out(Why::Blocked)));
        let update = read_it("my_chat_member", &change("enchanted"));
        assert!(read(&update, me, &editors).is_none());
    }
}

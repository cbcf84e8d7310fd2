//! Sending: whether the bot may, where it goes, what comes of it.

use serde_json::Value;

use super::markup::keyboard;
use super::{Call, Desk, photo, text};
use crate::local::refusal::Refusal;
use crate::local::world::{Author, Chat, GENERAL, Kind, Message, Status, World};

/// A text.
pub fn message(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let (text, entities) = text::text(call)?;
    let message = Message::new(Author::Bot, desk.now.as_second(), text, entities);
    send(desk, call, message)
}

/// A picture.
pub fn photo(desk: &mut Desk<'_>, call: &mut Call) -> Result<Value, Refusal> {
    let (text, entities) = text::caption(call)?;
    let picture = photo::given(desk, call)?;
    let mut message = Message::new(Author::Bot, desk.now.as_second(), text, entities);
    message.photo = Some(picture);
    send(desk, call, message)
}

fn send(desk: &mut Desk<'_>, call: &Call, mut message: Message) -> Result<Value, Refusal> {
    message.keyboard = keyboard(call.value("reply_markup"))?;
    let id = call.chat("chat_id")?;
    let chat = writable(desk.world, id)?;
    message.topic = topic(chat, call.number("message_thread_id").unwrap_or(0))?;
    message.reply_to = reply_to(chat, call)?;
    let kind = chat.kind;
    desk.limits.take(id, kind == Kind::Private, desk.now)?;
    let number = desk.world.post(id, message);
    let sent = desk
        .world
        .chat(id)
        .and_then(|chat| Some(desk.world.message_json(chat, chat.message(number)?)));
    sent.ok_or_else(|| Refusal::bad("chat not found"))
}

/// A chat the bot may write to.
pub fn writable(world: &World, id: i64) -> Result<&Chat, Refusal> {
    let chat = readable(world, id)?;
    match (chat.kind, chat.bot) {
        (Kind::Private, Status::Left) => Err(Refusal::forbidden(
            "bot can't initiate conversation with a user",
        )),
        (Kind::Private, Status::Kicked) => Err(Refusal::forbidden("bot was blocked by the user")),
        (Kind::Channel, Status::Member) => Err(Refusal::bad(
            "need administrator rights in the channel chat",
        )),
        _ => Ok(chat),
    }
}

/// A chat the bot knows and is in.
pub fn readable(world: &World, id: i64) -> Result<&Chat, Refusal> {
    let chat = world
        .chat(id)
        .ok_or_else(|| Refusal::bad("chat not found"))?;
    if let Some(new) = chat.upgraded_to {
        return Err(Refusal::migrated(new));
    }
    let kind = chat.kind.name();
    match chat.bot {
        _ if chat.kind == Kind::Private => Ok(chat),
        Status::Kicked => Err(Refusal::forbidden(format!(
            "bot was kicked from the {kind} chat"
        ))),
        Status::Left => Err(Refusal::forbidden(format!(
            "bot is not a member of the {kind} chat"
        ))),
        _ => Ok(chat),
    }
}

/// The topic a message goes to. The bot runs no topics, so a closed one is closed to it.
fn topic(chat: &Chat, given: i64) -> Result<Option<i64>, Refusal> {
    let not_found = || Refusal::bad("message thread not found");
    let Some(topics) = &chat.topics else {
        // In groups without topics the number is without meaning; in private chats there are none of them.
        return match given != 0 && chat.kind == Kind::Private {
            true => Err(not_found()),
            false => Ok(None),
        };
    };
    let number = match given {
        0 => GENERAL,
        GENERAL => return Err(not_found()),
        number => number,
    };
    match topics.get(&number) {
        None => Err(not_found()),
        Some(topic) if topic.closed => Err(Refusal::bad("TOPIC_CLOSED")),
        Some(_) => Ok(Some(number)),
    }
}

/// The message that is answered, if it is there.
fn reply_to(chat: &Chat, call: &Call) -> Result<Option<i64>, Refusal> {
    let Some(reply) = call.value("reply_parameters") else {
        return Ok(None);
    };
    let id = reply["message_id"].as_i64().unwrap_or_default();
    match chat.message(id) {
        Some(_) => Ok(Some(id)),
        None if reply["allow_sending_without_reply"] == true => Ok(None),
        None => Err(Refusal::bad("message to be replied not found")),
    }
}

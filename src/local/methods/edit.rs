//! Changing messages.

use serde_json::{Value, json};

use super::markup::keyboard;
use super::send::writable;
use super::{Call, Desk, text};
use crate::local::refusal::Refusal;
use crate::local::world::events::Event;
use crate::local::world::{Author, Kind, World};

/// Another text, and other buttons or none.
pub fn text(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let (text, entities) = text::text(call)?;
    let keyboard = keyboard(call.value("reply_markup"))?;
    let (chat, id, is_inline) = target(desk.world, call)?;
    let Some(place) = desk.world.chats.get_mut(&chat) else {
        return Err(Refusal::bad("chat not found"));
    };
    let is_private = place.kind == Kind::Private;
    let Some(message) = place.message_mut(id) else {
        return Err(Refusal::bad("message to edit not found"));
    };
    let own = message.from == Author::Bot || is_inline;
    if !own || message.service.is_some() {
        return Err(Refusal::bad("message can't be edited"));
    }
    if message.photo.is_some() {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    if message.text == text && message.entities == entities && message.keyboard == keyboard {
        return Err(Refusal::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ));
    }
    desk.limits.take(chat, is_private, desk.now)?;
    (message.text, message.entities, message.keyboard) = (text, entities, keyboard);
    message.edited = Some(desk.now.as_second());
    desk.world.events.push(Event::Edited(chat, id));
    if is_inline {
        return Ok(json!(true));
    }
    let changed = desk
        .world
        .chat(chat)
        .and_then(|place| Some(desk.world.message_json(place, place.message(id)?)));
    changed.ok_or_else(|| Refusal::bad("message to edit not found"))
}

/// The message that is meant: its chat, its number, whether it is named as an inline one.
fn target(world: &World, call: &Call) -> Result<(i64, i64, bool), Refusal> {
    let inline = call.text("inline_message_id");
    if call.value("chat_id").is_none() && call.number("message_id").is_none() {
        if inline.is_empty() {
            return Err(Refusal::bad("message identifier is not specified"));
        }
        let found = world.inline_message(inline);
        let (chat, id) = found.ok_or_else(|| Refusal::bad("MESSAGE_ID_INVALID"))?;
        return Ok((chat, id, true));
    }
    if call.value("chat_id").is_none() {
        return Err(Refusal::bad("chat_id is empty"));
    }
    let chat = call.chat("chat_id")?;
    writable(world, chat)?;
    Ok((chat, call.number("message_id").unwrap_or_default(), false))
}

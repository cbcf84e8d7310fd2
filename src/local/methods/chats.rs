//! What the bot may know of chats and their members.

use serde_json::{Value, json};

use super::Call;
use super::send::readable;
use crate::local::refusal::Refusal;
use crate::local::world::{Chat, Kind, Status, World};

/// `getChat`.
pub fn chat(world: &World, call: &Call) -> Result<Value, Refusal> {
    let chat = readable(world, call.chat("chat_id")?)?;
    let mut json = world.chat_json(chat);
    json["accent_color_id"] = json!(0);
    json["max_reaction_count"] = json!(11);
    json["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false,
        "gifts_from_channels": false,
    });
    if chat.is_group() {
        json["permissions"] = json!({
            "can_send_messages": true, "can_send_photos": true, "can_send_other_messages": true,
            "can_add_web_page_previews": true,
        });
    }
    Ok(json)
}

/// `getChatMember`.
pub fn member(world: &World, call: &Call) -> Result<Value, Refusal> {
    let chat = readable(world, call.chat("chat_id")?)?;
    let user = call.number("user_id").unwrap_or_default();
    if user == world.bot.id {
        return Ok(world.member_json(None, chat.bot, chat.kind == Kind::Channel));
    }
    list_is_open(chat)?;
    if !world.people.contains_key(&user) {
        return Err(Refusal::bad("user not found"));
    }
    let status = chat.status(user);
    Ok(world.member_json(Some(user), status, chat.kind == Kind::Channel))
}

/// `getChatAdministrators`.
pub fn administrators(world: &World, call: &Call) -> Result<Value, Refusal> {
    let chat = readable(world, call.chat("chat_id")?)?;
    if chat.kind == Kind::Private {
        return Err(Refusal::bad(
            "there are no administrators in the private chat",
        ));
    }
    list_is_open(chat)?;
    let is_channel = chat.kind == Kind::Channel;
    let mut people: Vec<Value> = chat
        .members
        .iter()
        .filter(|(_, status)| **status == Status::Administrator)
        .map(|(person, status)| world.member_json(Some(*person), *status, is_channel))
        .collect();
    if call.yes("return_bots") && chat.bot == Status::Administrator {
        people.push(world.member_json(None, chat.bot, is_channel));
    }
    Ok(Value::Array(people))
}

/// Only administrators see who reads a channel.
fn list_is_open(chat: &Chat) -> Result<(), Refusal> {
    match chat.kind == Kind::Channel && chat.bot != Status::Administrator {
        true => Err(Refusal::bad("member list is inaccessible")),
        false => Ok(()),
    }
}

//! Commands and descriptions, per language.

use serde_json::{Value, json};

use super::Call;
use crate::local::refusal::Refusal;
use crate::local::world::World;
use crate::local::world::events::Event;

/// Commands at most, letters of a command, letters of its description (Bot API, `setMyCommands`, `BotCommand`).
const COMMANDS_MAX: usize = 100;
const COMMAND_MAX: usize = 32;
const COMMAND_DESCRIPTION_MAX: usize = 256;
/// Letters of the description and of the short one (Bot API, `setMyDescription`, `setMyShortDescription`).
const DESCRIPTION_MAX: usize = 512;
const SHORT_DESCRIPTION_MAX: usize = 120;

/// Where the commands of a scope and a language are kept.
pub fn key(scope: &str, language: &str) -> String {
    format!("{scope}/{language}")
}

fn scope(call: &Call) -> Result<String, Refusal> {
    let Some(scope) = call.value("scope") else {
        return Ok("default".to_owned());
    };
    let kind = scope["type"].as_str().unwrap_or_default();
    let chat = || {
        let number = match &scope["chat_id"] {
            Value::String(text) => text.parse().ok(),
            number => number.as_i64(),
        };
        number.ok_or_else(|| {
            Refusal::bad("can't parse BotCommandScope: Can't find field \"chat_id\"")
        })
    };
    match kind {
        "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => {
            Ok(kind.to_owned())
        }
        "chat" | "chat_administrators" => Ok(format!("{kind} {}", chat()?)),
        "chat_member" => {
            let user = scope["user_id"].as_i64().filter(|user| *user > 0);
            let user = user.ok_or_else(|| {
                Refusal::bad("can't parse BotCommandScope: Invalid user_id specified")
            })?;
            Ok(format!("{kind} {} {user}", chat()?))
        }
        _ => Err(Refusal::bad(
            "can't parse BotCommandScope: Unsupported type specified",
        )),
    }
}

fn language(call: &Call) -> Result<&str, Refusal> {
    let code = call.text("language_code");
    let fits = code.is_empty() || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()));
    match fits {
        true => Ok(code),
        false => Err(Refusal::bad("invalid language code specified")),
    }
}

/// `setMyCommands`.
pub fn set_commands(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let key = key(&scope(call)?, language(call)?);
    let commands = call.value("commands").and_then(Value::as_array);
    let commands = commands.map_or(&[][..], Vec::as_slice);
    if commands.len() > COMMANDS_MAX {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in commands {
        check(
            command["command"].as_str().unwrap_or_default(),
            command["description"].as_str().unwrap_or_default(),
        )?;
    }
    match commands.is_empty() {
        true => world.bot.commands.remove(&key),
        false => world.bot.commands.insert(key, json!(commands)),
    };
    world.events.push(Event::Menu);
    Ok(json!(true))
}

fn check(command: &str, description: &str) -> Result<(), Refusal> {
    let name = command.strip_prefix('/').unwrap_or(command);
    if name.is_empty() {
        return Err(Refusal::bad("command must be non-empty"));
    }
    if name.chars().count() > COMMAND_MAX {
        return Err(Refusal::bad(format!(
            "command length must not exceed {COMMAND_MAX}"
        )));
    }
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !plain {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    if description.trim().is_empty() {
        return Err(Refusal::bad("command description must be non-empty"));
    }
    if description.chars().count() > COMMAND_DESCRIPTION_MAX {
        return Err(Refusal::bad(format!(
            "command description length must not exceed {COMMAND_DESCRIPTION_MAX}"
        )));
    }
    Ok(())
}

/// `getMyCommands`.
pub fn commands(world: &World, call: &Call) -> Result<Value, Refusal> {
    let key = key(&scope(call)?, language(call)?);
    Ok(world.bot.commands.get(&key).cloned().unwrap_or(json!([])))
}

/// `deleteMyCommands`.
pub fn delete_commands(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let key = key(&scope(call)?, language(call)?);
    world.bot.commands.remove(&key);
    world.events.push(Event::Menu);
    Ok(json!(true))
}

/// `setMyDescription`, `setMyShortDescription`.
pub fn set_description(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let code = language(call)?.to_owned();
    let is_short = call.method == "setMyShortDescription";
    let (name, most, refused) = match is_short {
        true => (
            "short_description",
            SHORT_DESCRIPTION_MAX,
            "SHORT_ABOUT_TOO_LONG",
        ),
        false => ("description", DESCRIPTION_MAX, "DESCRIPTION_TOO_LONG"),
    };
    let text = call.text(name);
    if text.chars().count() > most {
        return Err(Refusal::bad(refused));
    }
    let texts = match is_short {
        true => &mut world.bot.short_description,
        false => &mut world.bot.description,
    };
    match text.is_empty() {
        true => texts.remove(&code),
        false => texts.insert(code, text.to_owned()),
    };
    world.events.push(Event::Menu);
    Ok(json!(true))
}

/// `getMyDescription`, `getMyShortDescription`: that of the language, else the one for everybody.
pub fn description(world: &World, call: &Call) -> Result<Value, Refusal> {
    let code = language(call)?;
    let (name, texts) = match call.method == "getMyShortDescription" {
        true => ("short_description", &world.bot.short_description),
        false => ("description", &world.bot.description),
    };
    let text = texts.get(code).or_else(|| texts.get(""));
    Ok(json!({ name: text.map_or("", String::as_str) }))
}

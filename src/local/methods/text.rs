//! Texts as the bot gives them: markup or entities, lengths, spaces.

use serde_json::Value;

use super::Call;
use crate::local::entity::{Entity, Kind, find, sort, trim, units};
use crate::local::html;
use crate::local::refusal::Refusal;

/// The most UTF-16 units of a message after parsing (Bot API, `sendMessage`).
pub const TEXT_MAX: usize = 4096;
/// The most UTF-16 units of the words under a picture (Bot API, `sendPhoto`).
pub const CAPTION_MAX: usize = 1024;
/// The most bytes of a text before parsing (telegram-bot-api, `get_formatted_text`).
const SOURCE_MAX: usize = 1 << 15;

/// The text of a message.
pub fn text(call: &Call) -> Result<(String, Vec<Entity>), Refusal> {
    of(
        call.text("text"),
        call.text("parse_mode"),
        call.value("entities"),
    )
}

/// The text of a message from its parts.
pub fn of(
    source: &str,
    parse_mode: &str,
    entities: Option<&Value>,
) -> Result<(String, Vec<Entity>), Refusal> {
    if source.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    let (text, entities) = formatted(source, parse_mode, entities)?;
    if text.is_empty() {
        return Err(Refusal::bad("text must be non-empty"));
    }
    if units(&text) > TEXT_MAX {
        return Err(Refusal::bad("message is too long"));
    }
    Ok((text, entities))
}

/// The words under a picture; they may be missing.
pub fn caption(call: &Call) -> Result<(String, Vec<Entity>), Refusal> {
    let (text, entities) = formatted(
        call.text("caption"),
        call.text("parse_mode"),
        call.value("caption_entities"),
    )?;
    match units(&text) > CAPTION_MAX {
        true => Err(Refusal::bad("message caption is too long")),
        false => Ok((text, entities)),
    }
}

fn formatted(
    source: &str,
    parse_mode: &str,
    entities: Option<&Value>,
) -> Result<(String, Vec<Entity>), Refusal> {
    if source.len() > SOURCE_MAX {
        return Err(Refusal::bad("text is too long"));
    }
    let (text, entities) = match parse_mode.to_ascii_lowercase().as_str() {
        "" | "none" => (source.to_owned(), given(entities, units(source))?),
        "html" => html::parse(source)
            .map_err(|why| Refusal::bad(format!("can't parse entities: {why}")))?,
        "markdown" | "markdownv2" => {
            return Err(Refusal::bad(
                "the local Bot API reads no Markdown, only HTML and entities",
            ));
        }
        _ => return Err(Refusal::bad("unsupported parse_mode")),
    };
    // Telegram drops these or makes spaces of them (tdlib, `clean_input_string`).
    let cleaned = match text.contains(|c: char| c.is_control() && c != '\n') {
        false => text,
        true => clean(&text),
    };
    let (text, mut entities) = trim(&cleaned, entities);
    find(&text, &mut entities);
    Ok((text, entities))
}

/// Control characters become spaces. A carriage return does too, where Telegram drops it, so that no offset moves.
fn clean(text: &str) -> String {
    let of = |c: char| match c {
        '\n' => c,
        c if u32::from(c) < 32 => ' ',
        c => c,
    };
    text.chars().map(of).collect()
}

/// Entities as the bot gives them.
fn given(entities: Option<&Value>, length: usize) -> Result<Vec<Entity>, Refusal> {
    let mut read = Vec::new();
    for entity in entities.and_then(Value::as_array).into_iter().flatten() {
        let (offset, size) = (
            entity["offset"].as_i64().unwrap_or(-1),
            entity["length"].as_i64().unwrap_or(-1),
        );
        let bad = |what: &str, value: i64| {
            Refusal::bad(format!("receive an entity with incorrect {what} {value}"))
        };
        let offset = usize::try_from(offset).map_err(|_| bad("offset", offset))?;
        let size = usize::try_from(size).map_err(|_| bad("length", size))?;
        let kind = serde_json::from_value::<Kind>(entity["type"].clone())
            .map_err(|_| Refusal::bad("can't parse MessageEntity: Unsupported type specified"))?;
        let found_anyway = matches!(
            kind,
            Kind::BotCommand | Kind::Mention | Kind::Hashtag | Kind::Url
        );
        let end = (offset + size).min(length);
        if found_anyway || offset >= end {
            continue;
        }
        let word = |name: &str| entity[name].as_str().map(str::to_owned);
        let mut made = Entity::plain(kind, offset, end - offset);
        made.language = word("language");
        made.custom_emoji_id = word("custom_emoji_id");
        if kind == Kind::TextLink {
            match word("url").and_then(|url| html::checked_link(&url)) {
                Some(url) => made.url = Some(url),
                None => continue,
            }
        }
        read.push(made);
    }
    sort(&mut read);
    Ok(read)
}

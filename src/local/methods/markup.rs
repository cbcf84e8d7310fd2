//! Buttons under a message.

use serde_json::Value;

use crate::local::html::checked_link;
use crate::local::refusal::Refusal;

/// The most bytes of a button's data (Bot API, `InlineKeyboardButton`).
const DATA_MAX: usize = 64;
/// The most buttons of a message. The documentation names no figure; this is what the server takes.
const BUTTONS_MAX: usize = 100;

/// The inline keyboard of a `reply_markup`, checked; `None` where there is none. Other keyboards are let through and not
/// kept: they belong to the place where a person types.
pub fn keyboard(markup: Option<&Value>) -> Result<Option<Value>, Refusal> {
    let Some(rows) = markup.and_then(|markup| markup["inline_keyboard"].as_array()) else {
        return Ok(None);
    };
    let mut kept = Vec::new();
    let mut buttons = 0;
    for row in rows {
        let Some(row) = row.as_array() else {
            return Err(Refusal::bad(
                "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
            ));
        };
        for button in row {
            check(button)?;
        }
        buttons += row.len();
        if !row.is_empty() {
            kept.push(Value::Array(row.clone()));
        }
    }
    if buttons > BUTTONS_MAX {
        return Err(Refusal::bad("reply markup is too long"));
    }
    Ok((!kept.is_empty()).then_some(Value::Array(kept)))
}

fn check(button: &Value) -> Result<(), Refusal> {
    let word = |name: &str| button[name].as_str().filter(|word| !word.is_empty());
    let unreadable =
        |what: &str| Refusal::bad(format!("can't parse inline keyboard button: {what}"));
    if button["text"].as_str().is_none() {
        return Err(unreadable("Can't find field \"text\""));
    }
    if word("text").is_none() {
        return Err(Refusal::bad(
            "inline keyboard button text must be non-empty",
        ));
    }
    if let Some(url) = word("url") {
        return match checked_link(url) {
            Some(_) => Ok(()),
            None => Err(Refusal::bad(format!(
                "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
            ))),
        };
    }
    if let Some(data) = word("callback_data") {
        return match data.len() <= DATA_MAX {
            true => Ok(()),
            false => Err(Refusal::bad("BUTTON_DATA_INVALID")),
        };
    }
    let others = [
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "web_app",
        "login_url",
        "copy_text",
        "pay",
        "callback_game",
    ];
    match others
        .iter()
        .any(|name| button.get(name).is_some_and(|value| !value.is_null()))
    {
        true => Ok(()),
        false => Err(unreadable(
            "Text buttons are unallowed in the inline keyboard",
        )),
    }
}

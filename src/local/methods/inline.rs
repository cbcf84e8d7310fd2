//! Inline results: articles with a text, as the bot answers with them.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::markup::keyboard;
use super::{Call, Desk, stale_query, text};
use crate::local::entity::Entity;
use crate::local::refusal::Refusal;

/// The most results at a time (Bot API, `answerInlineQuery`).
const RESULTS_MAX: usize = 50;
/// The most bytes of a result's id and of the offset (Bot API, `InlineQueryResultArticle`, `answerInlineQuery`).
const ID_MAX: usize = 64;

/// The bot answers an inline query.
pub fn answer(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let results = call.value("results").and_then(Value::as_array);
    let results = results.cloned().unwrap_or_default();
    if results.len() > RESULTS_MAX {
        return Err(Refusal::bad("too many inline query results specified"));
    }
    let next_offset = call.text("next_offset");
    if next_offset.len() > ID_MAX {
        return Err(Refusal::bad("NEXT_OFFSET_INVALID"));
    }
    let mut ids = HashSet::new();
    for result in &results {
        let id = result["id"].as_str().unwrap_or_default();
        if !(1..=ID_MAX).contains(&id.len()) {
            return Err(Refusal::bad("RESULT_ID_INVALID"));
        }
        if !ids.insert(id) {
            return Err(Refusal::bad("RESULT_ID_DUPLICATE"));
        }
        if let Some(kind) = result["type"].as_str().filter(|kind| *kind != "article") {
            return Err(Refusal::bad(format!(
                "can't parse inline query result: type \"{kind}\" is unsupported for the inline query result"
            )));
        }
        if result["title"].as_str().is_none_or(str::is_empty) {
            return Err(Refusal::bad("ARTICLE_TITLE_EMPTY"));
        }
        content(result)?;
        keyboard(result.get("reply_markup"))?;
    }
    let query = call.text("inline_query_id");
    if !desk.world.queries.waits(query, desk.now) {
        return Err(stale_query());
    }
    let next_offset = next_offset.to_owned();
    desk.world
        .queries
        .answer(query, results, next_offset, desk.now);
    Ok(json!(true))
}

/// The text that a result sends.
pub fn content(result: &Value) -> Result<(String, Vec<Entity>), Refusal> {
    let content = &result["input_message_content"];
    text::of(
        content["message_text"].as_str().unwrap_or_default(),
        content["parse_mode"].as_str().unwrap_or_default(),
        content.get("entities"),
    )
}

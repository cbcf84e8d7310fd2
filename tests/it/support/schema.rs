//! The official schema of the Bot API, to hold against what we send.
//!
//! `src/local/botapi.json` holds the methods the bot calls and the types their parameters are made of, cut out of the
//! published schema (version inside). Where the whole schema is at hand, a test compares the two.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

/// The methods and types.
#[derive(Debug, Deserialize)]
pub struct Schema {
    /// The version of the Bot API.
    pub version: String,
    /// Methods by name.
    pub methods: HashMap<String, Vec<Field>>,
    /// Types by name.
    pub types: HashMap<String, Type>,
}

/// A parameter of a method or a field of a type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Field {
    name: String,
    types: Vec<String>,
    required: bool,
}

/// A type: its fields, or the types it may be.
#[derive(Clone, Debug, Deserialize)]
pub struct Type {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    subtypes: Vec<String>,
}

impl Schema {
    /// The excerpt in the project.
    pub fn load() -> Self {
        let path = super::project().join("src/local/botapi.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    /// Checks the parameters of a call: known, of the right types, none missing.
    pub fn check(&self, method: &str, params: &Value) -> Result<(), String> {
        let fields = self
            .methods
            .get(method)
            .ok_or_else(|| format!("no method {method} in the excerpt"))?;
        self.check_object(method, fields, params)?;
        limits(method, params)
    }

    fn check_object(&self, what: &str, fields: &[Field], value: &Value) -> Result<(), String> {
        let object = value
            .as_object()
            .ok_or_else(|| format!("{what} is not an object"))?;
        for field in fields {
            match object.get(&field.name) {
                None if field.required => return Err(format!("{what}.{} is missing", field.name)),
                None => {}
                Some(value) => {
                    let name = format!("{what}.{}", field.name);
                    let tried = field
                        .types
                        .iter()
                        .map(|kind| self.check_value(&name, kind, value));
                    let errors: Vec<String> = tried.filter_map(Result::err).collect();
                    if errors.len() == field.types.len() {
                        return Err(errors.join("; "));
                    }
                }
            }
        }
        match object
            .keys()
            .find(|key| !fields.iter().any(|field| field.name == **key))
        {
            Some(key) => Err(format!("{what} has no {key}")),
            None => Ok(()),
        }
    }

    fn check_value(&self, what: &str, kind: &str, value: &Value) -> Result<(), String> {
        if let Some(kind) = kind.strip_prefix("Array of ") {
            let items = value
                .as_array()
                .ok_or_else(|| format!("{what} is not an array"))?;
            return items
                .iter()
                .enumerate()
                .try_for_each(|(at, item)| self.check_value(&format!("{what}[{at}]"), kind, item));
        }
        let fits = match kind {
            "String" => value.is_string(),
            "Integer" => value.is_i64() || value.is_u64(),
            "Boolean" | "True" => value.is_boolean(),
            "Float" => value.is_number(),
            _ => {
                let named = self
                    .types
                    .get(kind)
                    .ok_or_else(|| format!("{what}: no type {kind} in the excerpt"))?;
                if named.subtypes.is_empty() {
                    return self.check_object(&format!("{what}:{kind}"), &named.fields, value);
                }
                return match named
                    .subtypes
                    .iter()
                    .any(|kind| self.check_value(what, kind, value).is_ok())
                {
                    true => Ok(()),
                    false => Err(format!("{what} is no {kind}")),
                };
            }
        };
        if fits {
            Ok(())
        } else {
            Err(format!("{what} is not a {kind}"))
        }
    }
}

/// The limits that the schema's descriptions give.
fn limits(method: &str, params: &Value) -> Result<(), String> {
    if let Some(text) = params.get("text").and_then(Value::as_str) {
        match method {
            "answerCallbackQuery" => bounded("a notice", text.chars().count(), 0, 200)?,
            _ if params["parse_mode"] == "HTML" => {
                let read = super::html::read(text).map_err(|what| format!("{what} in {text}"))?;
                bounded("a message", read.units(), 1, 4096)?;
            }
            _ => bounded("a message", text.encode_utf16().count(), 1, 4096)?,
        }
    }
    let rows = params["reply_markup"]["inline_keyboard"].as_array();
    let buttons: Vec<&Value> = rows
        .into_iter()
        .flatten()
        .flat_map(|row| row.as_array().into_iter().flatten())
        .collect();
    bounded("buttons", buttons.len(), 0, 100)?;
    for row in rows.into_iter().flatten() {
        bounded("buttons in a row", row.as_array().map_or(0, Vec::len), 1, 8)?;
    }
    for button in buttons {
        bounded(
            "a label",
            button["text"].as_str().unwrap_or_default().chars().count(),
            1,
            64,
        )?;
        match (button["callback_data"].as_str(), button["url"].as_str()) {
            (Some(data), None) => bounded("callback data", data.len(), 1, 64)?,
            (None, Some(url)) if url.starts_with("https://") || url.starts_with("http://") => {}
            _ => return Err(format!("a button has to do exactly one thing: {button}")),
        }
    }
    for command in params["commands"].as_array().into_iter().flatten() {
        bounded(
            "a command",
            command["command"].as_str().unwrap_or_default().len(),
            1,
            32,
        )?;
        bounded(
            "a description",
            command["description"]
                .as_str()
                .unwrap_or_default()
                .chars()
                .count(),
            1,
            256,
        )?;
    }
    bounded(
        "the description",
        params["description"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .count(),
        0,
        512,
    )?;
    bounded(
        "the short description",
        params["short_description"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .count(),
        0,
        120,
    )
}

fn bounded(what: &str, size: usize, least: usize, most: usize) -> Result<(), String> {
    match (least..=most).contains(&size) {
        true => Ok(()),
        false => Err(format!("{what}: {size}, allowed {least} to {most}")),
    }
}

#[test]
fn the_excerpt_is_what_the_whole_schema_says() {
    let whole = super::project().join("../shared/botapi/api.json");
    let Ok(text) = std::fs::read_to_string(&whole) else {
        println!(
            "skipped: the whole schema is not at hand ({})",
            whole.display()
        );
        return;
    };
    let whole: Value = serde_json::from_str(&text).unwrap();
    let excerpt = Schema::load();
    assert_eq!(whole["version"], Value::from(excerpt.version.clone()));
    let fields = |value: &Value| -> Vec<Field> {
        serde_json::from_value(value.get("fields").cloned().unwrap_or_default()).unwrap_or_default()
    };
    for (name, own) in &excerpt.methods {
        assert_eq!(*own, fields(&whole["methods"][name]), "{name}");
    }
    for (name, own) in &excerpt.types {
        assert_eq!(own.fields, fields(&whole["types"][name]), "{name}");
    }
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let schema = Schema::load();
    let check = |params: Value| schema.check("sendMessage", &params);
    assert_eq!(
        check(serde_json::json!({"chat_id": 1, "text": "a"})),
        Ok(())
    );
    for bad in [
        serde_json::json!({"text": "a"}),
        serde_json::json!({"chat_id": 1, "text": 5}),
        serde_json::json!({"chat_id": 1, "text": "a", "colour": "red"}),
        serde_json::json!({"chat_id": 1, "text": ""}),
        serde_json::json!({"chat_id": 1, "text": "<b>a", "parse_mode": "HTML"}),
        serde_json::json!({"chat_id": 1, "text": "a".repeat(4097)}),
        serde_json::json!({"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}),
        serde_json::json!({"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "a".repeat(65)}]]}}),
    ] {
        assert!(check(bad.clone()).is_err(), "{bad}");
    }
}

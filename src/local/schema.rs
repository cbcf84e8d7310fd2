//! The rules that the published schema of the Bot API gives: which parameters a method has, of which types, and which it
//! must have.
//!
//! `botapi.json` holds the methods that are served and the types their parameters are made of, cut out of the published
//! schema (its version is inside). Parameters come as JSON, as forms, in addresses; what comes as text is read as the type
//! it has to have. Unlike Telegram, which takes a number it cannot read for 0, this refuses it.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::refusal::Refusal;

const EXCERPT: &str = include_str!("botapi.json");

/// The methods and types.
#[derive(Debug, Deserialize)]
pub struct Schema {
    methods: HashMap<String, Vec<Field>>,
    types: HashMap<String, Type>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    types: Vec<String>,
    required: bool,
}

#[derive(Debug, Deserialize)]
struct Type {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    subtypes: Vec<String>,
}

impl Schema {
    /// The excerpt in the program. Fails only if the file in the sources is broken.
    pub fn load() -> Result<Self, serde_json::Error> {
        serde_json::from_str(EXCERPT)
    }

    /// The name of a method as the documentation writes it; clients may write it in any case.
    pub fn method(&self, name: &str) -> Option<&str> {
        if let Some((exact, _)) = self.methods.get_key_value(name) {
            return Some(exact);
        }
        let mut names = self.methods.keys();
        names
            .find(|known| known.eq_ignore_ascii_case(name))
            .map(String::as_str)
    }

    /// Checks the parameters of a call and brings them into their types. What the method does not know is dropped, as
    /// Telegram does.
    pub fn prepare(
        &self,
        method: &str,
        mut given: Map<String, Value>,
    ) -> Result<Map<String, Value>, Refusal> {
        let fields = self.methods.get(method).map_or(&[][..], Vec::as_slice);
        let mut params = Map::new();
        for field in fields {
            let value = given.remove(&field.name).filter(|value| !value.is_null());
            match value {
                Some(value) => {
                    let value = self.read(field, value)?;
                    params.insert(field.name.clone(), value);
                }
                None if field.required => return Err(missing(&field.name)),
                None => {}
            }
        }
        Ok(params)
    }

    fn read(&self, field: &Field, value: Value) -> Result<Value, Refusal> {
        let is = |kind: &str| field.types.iter().any(|known| known == kind);
        match value {
            Value::String(text) if is("Integer") && text.parse::<i64>().is_ok() => {
                Ok(text.parse::<i64>().map_or(Value::Null, Value::from))
            }
            Value::String(text) if is("String") || is("InputFile") => Ok(Value::String(text)),
            Value::String(text) if is("Boolean") => Ok(Value::Bool(truth(&text))),
            Value::String(text) if is("Integer") => Err(Refusal::bad(format!(
                "parameter \"{}\" must be an Integer, not {text:.40?}",
                field.name
            ))),
            Value::String(text) => {
                let value: Value = serde_json::from_str(&text).map_err(|_| {
                    Refusal::bad(format!("can't parse {} JSON object", words(&field.name)))
                })?;
                self.check(field, &value).map(|()| value)
            }
            // A number where a text has to be is that number's text, as on Telegram's server.
            Value::Number(number) if is("String") && !is("Integer") => {
                Ok(Value::String(number.to_string()))
            }
            value => self.check(field, &value).map(|()| value),
        }
    }

    fn check(&self, field: &Field, value: &Value) -> Result<(), Refusal> {
        let mut why = String::new();
        for kind in &field.types {
            match self.fits(&field.name, kind, value) {
                Ok(()) => return Ok(()),
                // Of several types the first is the one that is meant, as a keyboard under a message.
                Err(what) if why.is_empty() => why = what,
                Err(_) => {}
            }
        }
        Err(Refusal::bad(format!(
            "can't parse {}: {why}",
            words(&field.name)
        )))
    }

    /// Whether a value is of a type; else what is wrong, in Telegram's words.
    fn fits(&self, name: &str, kind: &str, value: &Value) -> Result<(), String> {
        if let Some(kind) = kind.strip_prefix("Array of ") {
            let items = value
                .as_array()
                .ok_or_else(|| format!("Expected an Array of {kind}"))?;
            return items
                .iter()
                .try_for_each(|item| self.fits(name, kind, item));
        }
        let of_type = |fits: bool, what: &str| match fits {
            true => Ok(()),
            false => Err(format!("Field \"{name}\" must be of type {what}")),
        };
        match kind {
            "String" | "InputFile" => of_type(value.is_string(), "String"),
            "Integer" => of_type(value.is_i64() || value.is_u64(), "Number"),
            "Float" => of_type(value.is_number(), "Number"),
            "Boolean" | "True" => of_type(value.is_boolean(), "Boolean"),
            _ => self.fits_named(name, kind, value),
        }
    }

    fn fits_named(&self, name: &str, kind: &str, value: &Value) -> Result<(), String> {
        let Some(named) = self.types.get(kind) else {
            return Err(format!("type \"{kind}\" is unsupported"));
        };
        if !named.subtypes.is_empty() {
            let mut tried = named
                .subtypes
                .iter()
                .map(|kind| self.fits(name, kind, value));
            let first = tried.next().unwrap_or(Ok(()));
            return match first {
                Ok(()) => Ok(()),
                Err(why) if tried.all(|other| other.is_err()) => Err(why),
                Err(_) => Ok(()),
            };
        }
        let Some(object) = value.as_object() else {
            return Err(format!("{kind} must be an Object"));
        };
        for field in &named.fields {
            match object.get(&field.name).filter(|value| !value.is_null()) {
                None if field.required => {
                    return Err(format!("Can't find field \"{}\"", field.name));
                }
                None => {}
                Some(value) => {
                    let mut tried = field
                        .types
                        .iter()
                        .map(|kind| self.fits(&field.name, kind, value));
                    if let Some(Err(why)) = tried.next()
                        && tried.all(|other| other.is_err())
                    {
                        return Err(why);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Yes, as Telegram's server reads it.
fn truth(text: &str) -> bool {
    ["true", "yes", "1"]
        .iter()
        .any(|yes| text.trim().eq_ignore_ascii_case(yes))
}

fn words(name: &str) -> String {
    match name {
        "reply_markup" => "reply keyboard markup".to_owned(),
        "scope" => "BotCommandScope".to_owned(),
        name => name.replace('_', " "),
    }
}

/// What is said when a parameter is missing: a few have words of their own.
fn missing(name: &str) -> Refusal {
    match name {
        "chat_id" => Refusal::bad("chat_id is empty"),
        "text" => Refusal::bad("message text is empty"),
        "user_id" => Refusal::bad("invalid user_id specified"),
        "photo" => Refusal::bad("there is no photo in the request"),
        "file_id" => Refusal::bad("file_id not specified"),
        "callback_query_id" | "inline_query_id" => super::methods::stale_query(),
        name => Refusal::bad(format!("parameter \"{name}\" is required")),
    }
}

//! The line to the Bot API: teloxide's client over HTTP, or something else that takes calls, which is how
//! `tests/simulation.rs` stands in for the network and for Telegram.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use teloxide::requests::{JsonRequest, Payload};
use teloxide::types::{ChatId, Seconds};
use teloxide::{ApiError, Bot, RequestError};

/// Takes calls of the Bot API.
#[async_trait]
pub trait Calls: Send + Sync {
    /// Makes a call: its method, spelt as by teloxide (`SendMessage`), and its parameters. The answer as the Bot API gives
    /// it, with `ok`; `None` where none comes back, so that nobody knows whether the call was carried out.
    async fn call(&self, method: &str, params: Value) -> Option<Value>;
}

/// A line to the Bot API.
#[derive(Clone)]
pub struct Line(Kind);

#[derive(Clone)]
enum Kind {
    Http(Bot),
    Other(Arc<dyn Calls>),
}

impl Line {
    /// The line over HTTP.
    pub fn http(bot: Bot) -> Self {
        Self(Kind::Http(bot))
    }

    /// A line to something else.
    pub fn to(calls: Arc<dyn Calls>) -> Self {
        Self(Kind::Other(calls))
    }

    /// Makes a call.
    pub async fn call<P>(&self, payload: P) -> Result<P::Output, RequestError>
    where
        P: Payload + serde::Serialize + 'static,
        P::Output: DeserializeOwned,
    {
        match &self.0 {
            Kind::Http(bot) => JsonRequest::new(bot.clone(), payload).await,
            Kind::Other(calls) => {
                let params = serde_json::to_value(&payload).map_err(|error| unread("", error))?;
                let answer = calls.call(P::NAME, params).await;
                read(answer.ok_or_else(|| unread("", serde::de::Error::custom("no answer")))?)
            }
        }
    }

    /// The client, over which files are fetched; none on another line.
    pub fn client(&self) -> Option<&Bot> {
        match &self.0 {
            Kind::Http(bot) => Some(bot),
            Kind::Other(_) => None,
        }
    }
}

/// An answer (Bot API, "Making requests").
#[derive(Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u32>,
    migrate_to_chat_id: Option<i64>,
}

fn read<T: DeserializeOwned>(answer: Value) -> Result<T, RequestError> {
    let raw = answer.to_string();
    let answer: Answer = serde_json::from_value(answer).map_err(|error| unread(&raw, error))?;
    if answer.ok {
        // By way of text: teloxide reads the kind of an update from borrowed keys, which a `Value` does not have.
        let result = answer.result.to_string();
        return serde_json::from_str(&result).map_err(|error| unread(&raw, error));
    }
    let Parameters {
        retry_after,
        migrate_to_chat_id,
    } = answer.parameters;
    Err(match (retry_after, migrate_to_chat_id) {
        (Some(seconds), _) => RequestError::RetryAfter(Seconds::from_seconds(seconds)),
        (None, Some(chat)) => RequestError::MigrateToChatId(ChatId(chat)),
        (None, None) => {
            let known = serde_json::from_value(json!(answer.description));
            RequestError::Api(known.unwrap_or(ApiError::Unknown(answer.description)))
        }
    })
}

/// As teloxide says of an answer that is cut short.
fn unread(raw: &str, error: serde_json::Error) -> RequestError {
    RequestError::InvalidJson {
        source: Arc::new(error),
        raw: raw.into(),
    }
}

//! The line to the Bot API: teloxide's client over HTTP, or something else that takes calls, which is how
//! `tests/simulation.rs` stands in for the network and for Telegram.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use teloxide::requests::Payload;
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
        P: Payload + Serialize + 'static,
        P::Output: DeserializeOwned,
    {
        match &self.0 {
            Kind::Http(bot) => over_http(bot, &payload).await,
            Kind::Other(calls) => {
                let params = serde_json::to_value(&payload).map_err(|error| unread(b"", error))?;
                let answer = calls.call(P::NAME, params).await;
                let answer =
                    answer.ok_or_else(|| unread(b"", serde::de::Error::custom("no answer")))?;
                read(answer.to_string().as_bytes())
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

/// A server in trouble is left alone for so long before its answer counts as one, as teloxide's own calls do.
const AFTER_SERVER_ERROR: Duration = Duration::from_secs(10);

/// Makes a call over teloxide's client. Not by teloxide's own `Request`, which reads each answer twice: it looks only after
/// the first time whether it is an error.
async fn over_http<P>(bot: &Bot, payload: &P) -> Result<P::Output, RequestError>
where
    P: Payload + Serialize,
    P::Output: DeserializeOwned,
{
    let broken = |error: reqwest::Error| RequestError::Network(error.without_url().into());
    let params = serde_json::to_vec(payload).map_err(|error| unread(b"", error))?;
    let request = bot.client().post(address(bot, P::NAME));
    let json = HeaderValue::from_static("application/json");
    let request = request.header(CONTENT_TYPE, json).body(params);
    let response = request.send().await.map_err(broken)?;
    if response.status().is_server_error() {
        tokio::time::sleep(AFTER_SERVER_ERROR).await;
    }
    read(&response.bytes().await.map_err(broken)?)
}

/// Where a method is called. It holds the token and is never shown.
fn address(bot: &Bot, method: &str) -> reqwest::Url {
    let mut address = bot.api_url();
    if let Ok(mut path) = address.path_segments_mut() {
        let of_bot = format!("bot{}", bot.token());
        path.pop_if_empty().extend([&of_bot, method]);
    }
    address
}

/// An answer (Bot API, "Making requests").
#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    result: Option<T>,
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

fn read<T: DeserializeOwned>(raw: &[u8]) -> Result<T, RequestError> {
    let answer: Answer<T> = serde_json::from_slice(raw).map_err(|error| unread(raw, error))?;
    if answer.ok {
        let nothing = || unread(raw, serde::de::Error::missing_field("result"));
        return answer.result.ok_or_else(nothing);
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
fn unread(raw: &[u8], error: serde_json::Error) -> RequestError {
    RequestError::InvalidJson {
        source: Arc::new(error),
        raw: String::from_utf8_lossy(raw).into(),
    }
}

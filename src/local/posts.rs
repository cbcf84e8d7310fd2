//! Posting updates to a webhook, each again until it is taken.
//!
//! As many are under way as the webhook's `max_connections` says. Those of one chat follow each other, as Telegram's own
//! server has them (telegram-bot-api, `WebhookActor`: a queue for each chat); between chats there is no order.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;

use super::server::read_body;
use super::shared::{Shared, State};

/// How long the webhook may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Waits after failures double from the first to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The longest wait that a webhook may ask for with `Retry-After` (telegram-bot-api, `MAX_RETRY_AFTER`).
const RETRY_AFTER_MAX: u64 = 3600;

const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// An update to be posted.
struct Due {
    number: i64,
    line: i64,
    body: String,
    url: String,
    secret: Option<String>,
}

/// Why a post failed, and how long the webhook asks to wait.
struct Failure {
    why: String,
    retry_after: Option<Duration>,
}

/// Posts what waits, as long as there is a webhook, until the task is dropped.
pub async fn post_updates(shared: &Shared) -> Result<(), reqwest::Error> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()?;
    // The line of each that is under way, by its number.
    let mut lines = HashMap::new();
    let mut posts = FuturesUnordered::new();
    loop {
        tokio::select! {
            Some(number) = posts.next() => {
                lines.remove(&number);
            }
            due = next(shared, &lines) => {
                lines.insert(due.number, due.line);
                posts.push(see_through(shared, &client, due));
            }
        }
    }
}

/// Posts one until it is taken, or until there is another webhook or none; its number.
async fn see_through(shared: &Shared, client: &reqwest::Client, due: Due) -> i64 {
    let mut failures = 0;
    loop {
        match post(client, &due).await {
            Ok(reply) => {
                shared.change(|state, _| state.world.updates.taken(due.number));
                if let Some((method, params, files)) = reply {
                    execute(shared, &method, params, files);
                }
                return due.number;
            }
            Err(failure) => {
                let wait = failure.retry_after.unwrap_or_else(|| backoff(failures));
                failures += 1;
                shared.change(|state, now| {
                    if let Some(webhook) = &mut state.world.webhook {
                        webhook.last_error = Some((now.as_second(), failure.why));
                    }
                });
                if is_over_within(shared, &due, wait).await {
                    return due.number;
                }
            }
        }
    }
}

/// Waits before a post is made again, and on until Telegram is up; at once whether that is over: there is another webhook,
/// or none, or the update does not wait any more.
async fn is_over_within(shared: &Shared, due: &Due, wait: Duration) -> bool {
    let is_over = |state: &State| {
        let url = state.world.webhook.as_ref().map(|webhook| &webhook.url);
        url != Some(&due.url) || !state.world.updates.holds(due.number)
    };
    let over = shared.wait_until(|state| is_over(state).then_some(()));
    if tokio::time::timeout(wait, over).await.is_ok() {
        return true;
    }
    shared
        .wait_until(|state| match is_over(state) {
            true => Some(true),
            false => (!is_away(state)).then_some(false),
        })
        .await
}

/// Whether Telegram posts nothing for now.
fn is_away(state: &State) -> bool {
    state.faults.down || state.world.session.is_closed()
}

fn backoff(failures: u32) -> Duration {
    LONGEST_WAIT.min(FIRST_WAIT * 2_u32.saturating_pow(failures.min(16)))
}

/// Waits for one that may be posted beside those that are under way.
async fn next(shared: &Shared, lines: &HashMap<i64, i64>) -> Due {
    shared
        .wait_until(|state| {
            if is_away(state) {
                return None;
            }
            let webhook = state.world.webhook.as_ref()?;
            if usize::try_from(webhook.max_connections).is_ok_and(|most| lines.len() >= most) {
                return None;
            }
            let (number, line, body) = state.world.updates.first_beside(lines)?;
            Some(Due {
                number,
                line,
                body: body.to_owned(),
                url: webhook.url.clone(),
                secret: webhook.secret.clone(),
            })
        })
        .await
}

type Reply = (
    String,
    serde_json::Map<String, Value>,
    HashMap<String, Vec<u8>>,
);

/// Posts one; a method the webhook answers with.
async fn post(client: &reqwest::Client, due: &Due) -> Result<Option<Reply>, Failure> {
    let mut request = client
        .post(&due.url)
        .header(header::CONTENT_TYPE, "application/json")
        .body(due.body.clone());
    if let Some(secret) = &due.secret {
        request = request.header(SECRET_HEADER, secret);
    }
    let failed = |why: &str| Failure {
        why: why.to_owned(),
        retry_after: None,
    };
    let response = request.send().await.map_err(|error| {
        failed(match error.is_timeout() {
            true => "Read timeout expired",
            false if error.is_connect() => "Connection refused",
            false => "Webhook connection closed",
        })
    })?;
    let status = response.status();
    if !status.is_success() {
        let asked = response.headers().get(header::RETRY_AFTER);
        let asked = asked.and_then(|asked| asked.to_str().ok()?.parse::<u64>().ok());
        return Err(Failure {
            why: format!(
                "Wrong response from the webhook: {} {}",
                status.as_u16(),
                status.canonical_reason().unwrap_or_default()
            ),
            retry_after: asked.map(|asked| Duration::from_secs(asked.min(RETRY_AFTER_MAX))),
        });
    }
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    // Taken is taken, whatever follows.
    let Ok(bytes) = response.bytes().await else {
        return Ok(None);
    };
    let mut request = Request::new(Body::from(bytes));
    if let Some(kind) = kind {
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    let Ok((mut params, files)) = read_body(request).await else {
        return Ok(None);
    };
    Ok(match params.remove("method") {
        Some(Value::String(method)) => Some((method, params, files)),
        _ => None,
    })
}

/// Does what the webhook answered with. Its result goes nowhere, as on Telegram, and what asks or ends is not done.
fn execute(
    shared: &Shared,
    method: &str,
    params: serde_json::Map<String, Value>,
    files: HashMap<String, Vec<u8>>,
) {
    let method = method.to_ascii_lowercase();
    let not_here = ["deletewebhook", "setwebhook", "close", "logout"];
    if !method.starts_with("get") && !not_here.contains(&method.as_str()) {
        shared.call(&method, params, files);
    }
}

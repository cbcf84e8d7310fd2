//! The page and its calls: JSON below `/local/`, and what happens as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request};
use axum::http::{Method, StatusCode, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::acts;
use super::files;
use super::publishing;
use crate::local::faults::Wanted;
use crate::local::methods::inline::content;
use crate::local::methods::photo::mime;
use crate::local::shared::Shared;
use crate::local::world::events::{Event, Gone};
use crate::local::world::page::page_buttons;
use crate::local::world::people::Tried;

/// How long the page waits for inline results.
const INLINE_WAIT: Duration = Duration::from_secs(10);
/// The most bytes of a call of the page: a message of 4,096 characters and what belongs to it.
const BODY_MAX: usize = 64 << 10;

/// Why a call of the page fails: a code and a sentence.
pub type Failed = (StatusCode, String);

/// Answers whatever is not the Bot API.
pub async fn answer(shared: &Arc<Shared>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(file) = files::file(&path, request.headers()) {
        return match *request.method() {
            Method::GET | Method::HEAD => file,
            _ => text_of(StatusCode::METHOD_NOT_ALLOWED, "This is to be read."),
        };
    }
    let Some(name) = path.strip_prefix("/local/") else {
        return text_of(StatusCode::NOT_FOUND, "There is no such page.");
    };
    if *request.method() == Method::GET {
        return match publishing::read(shared, name).await {
            Some(asked) => ended(asked),
            None => read(shared, name, request),
        };
    }
    ended(post(shared, name, request).await)
}

/// What a call came to, as an answer.
fn ended(result: Result<Value, Failed>) -> Response {
    match result {
        Ok(value) => json_of(StatusCode::OK, &value),
        Err((status, why)) => json_of(status, &json!({"error": why})),
    }
}

/// A sentence as an answer.
pub fn text(status: StatusCode, said: &'static str) -> Response {
    text_of(status, said)
}

fn text_of(status: StatusCode, said: &'static str) -> Response {
    files::answer(status, "text/plain; charset=utf-8", Body::from(said))
}

fn json_of(status: StatusCode, value: &Value) -> Response {
    files::answer(status, "application/json", Body::from(value.to_string()))
}

/// What can be looked at.
fn read(shared: &Arc<Shared>, name: &str, request: Request) -> Response {
    if let Some(photo) = name.strip_prefix("photo/") {
        return match shared.look().pictures.get(photo) {
            Some(bytes) => files::answer(StatusCode::OK, mime(bytes), Body::from(bytes.clone())),
            None => text_of(StatusCode::NOT_FOUND, "This picture is not kept any more."),
        };
    }
    match name {
        "world" => {
            let mut state = shared.look();
            let faults = state.faults.at(crate::clock::now()).page();
            json_of(StatusCode::OK, &state.world.page(faults))
        }
        "events" => events(shared.clone(), &request),
        "menu" => match Query::<Whose>::try_from_uri(request.uri()) {
            Ok(Query(whose)) => {
                let commands = shared.look().world.menu(whose.person, whose.chat);
                json_of(StatusCode::OK, &json!({"commands": commands}))
            }
            Err(_) => json_of(
                StatusCode::BAD_REQUEST,
                &json!({"error": "Name a person and a chat."}),
            ),
        },
        _ => text_of(StatusCode::NOT_FOUND, "There is no such page."),
    }
}

#[derive(Deserialize)]
struct Whose {
    person: i64,
    chat: i64,
}

#[derive(Deserialize)]
struct After {
    after: Option<u64>,
}

/// The events after a number, as they happen. A browser that comes back says itself which it had last.
fn events(shared: Arc<Shared>, request: &Request) -> Response {
    let last = request
        .headers()
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let asked = Query::<After>::try_from_uri(request.uri()).ok();
    let after = last.or_else(|| asked.and_then(|Query(asked)| asked.after));
    let after = after.unwrap_or_else(|| shared.look().world.events.last());
    let sse = Sse::new(stream(shared, after)).keep_alive(KeepAlive::default());
    let response = sse.into_response();
    let (parts, body) = response.into_parts();
    let mut answer = files::answer(StatusCode::OK, "text/event-stream", body);
    for (name, value) in parts.headers {
        if let Some(name) = name {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

fn stream(
    shared: Arc<Shared>,
    after: u64,
) -> impl Stream<Item = Result<sse::Event, Infallible>> + Send {
    // Ends after "reload": the page opens another stream then.
    futures_util::stream::unfold(Some(after), move |after| {
        let shared = shared.clone();
        async move {
            let (last, event) = next(&shared, after?).await;
            Some((Ok(event), last))
        }
    })
}

/// The next event and its number; without a number it is the last.
async fn next(shared: &Shared, after: u64) -> (Option<u64>, sse::Event) {
    let mut after = after;
    shared
        .wait_until(|state| {
            loop {
                match state.world.events.next(after) {
                    Err(Gone) => {
                        let reload = json!({"n": after, "kind": "reload"});
                        return Some((None, sse::Event::default().data(reload.to_string())));
                    }
                    Ok(None) => return None,
                    Ok(Some((number, event))) => {
                        let faults = state.faults.at(crate::clock::now());
                        let written = state.world.page_event(number, &event, faults);
                        after = number;
                        if let Some(json) = written {
                            let event = sse::Event::default()
                                .id(number.to_string())
                                .data(json.to_string());
                            return Some((Some(number), event));
                        }
                    }
                }
            }
        })
        .await
}

async fn post(shared: &Arc<Shared>, name: &str, request: Request) -> Result<Value, Failed> {
    let is_json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.split(';').next() == Some("application/json"));
    if *request.method() != Method::POST || !is_json {
        return Err((
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send JSON with POST.".to_owned(),
        ));
    }
    let body = to_bytes(request.into_body(), BODY_MAX).await.map_err(|_| {
        (
            StatusCode::PAYLOAD_TOO_LARGE,
            "That is too much.".to_owned(),
        )
    })?;
    match name {
        "inline" => inline(shared, of(&body)?).await,
        "faults" => faults(shared, of(&body)?),
        _ => match publishing::act(shared, name, &body).await {
            Some(result) => result,
            None => acts::act(shared, name, &body),
        },
    }
}

/// Reads a body.
pub fn of<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failed> {
    serde_json::from_slice(body).map_err(|error| {
        let said = format!("This cannot be read: {error}.");
        (StatusCode::BAD_REQUEST, said)
    })
}

/// What a person tried, as an answer.
pub fn tried<T>(tried: Tried<T>) -> Result<T, Failed> {
    tried.map_err(|why| (StatusCode::BAD_REQUEST, why))
}

fn faults(shared: &Arc<Shared>, wanted: Wanted) -> Result<Value, Failed> {
    let (page, left) = shared.change(|state, now| {
        state.faults.set(wanted, now);
        state.world.events.push(Event::Faults);
        (state.faults.page(), state.faults.flood_left(now))
    });
    if wanted.flood_seconds.is_some() && left > 0 {
        // The page is told when the wait is over.
        let shared = shared.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(left)).await;
            shared.change(|state, _| state.world.events.push(Event::Faults));
        });
    }
    Ok(page)
}

#[derive(Deserialize)]
struct Ask {
    person: i64,
    query: String,
    #[serde(default)]
    offset: String,
}

/// Asks inline and waits for the bot.
async fn inline(shared: &Shared, ask: Ask) -> Result<Value, Failed> {
    let query = tried(shared.change(|state, now| {
        state
            .world
            .ask_inline(ask.person, &ask.query, &ask.offset, now)
    }))?;
    let answered = shared.wait_until(|state| state.world.queries.answered.get(&query).cloned());
    let answered = tokio::time::timeout(INLINE_WAIT, answered)
        .await
        .map_err(|_| {
            (
                StatusCode::GATEWAY_TIMEOUT,
                "The bot did not answer.".to_owned(),
            )
        })?;
    let results = answered.results.iter().map(|result| {
        let (text, entities) = content(result).unwrap_or_default();
        let keyboard = result["reply_markup"].get("inline_keyboard");
        json!({
            "id": result["id"], "title": result["title"], "description": result["description"],
            "message": {"text": text, "entities": entities, "buttons": page_buttons(keyboard)},
        })
    });
    let next = (!answered.next_offset.is_empty()).then_some(&answered.next_offset);
    Ok(json!({"query": query, "results": results.collect::<Vec<_>>(), "next_offset": next}))
}

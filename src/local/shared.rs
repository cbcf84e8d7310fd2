//! What the server, the page and the handle share: the world behind one lock, and the word that something has changed.
//!
//! The lock is held for one step of pure code, never over an await.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use tokio::sync::Notify;

use super::faults::Faults;
use super::limits::Limits;
use super::methods::{self, Call, Desk, document};
use super::publishing::Publishing;
use super::refusal::Refusal;
use super::schema::Schema;
use super::world::{Document, World};
use crate::clock::now;

/// Everything that is shared.
#[derive(Debug)]
pub struct Shared {
    /// The bot's token.
    pub token: String,
    /// The rules for parameters.
    pub schema: Schema,
    /// Publishes for the page, once the bot is there.
    pub publishing: OnceLock<Arc<dyn Publishing>>,
    state: Mutex<State>,
    /// Something has changed.
    pub changed: Notify,
    /// Counts changes, for whoever saves them.
    changes: AtomicU64,
}

/// What changes.
#[derive(Debug)]
pub struct State {
    /// The world.
    pub world: World,
    /// Telegram's limits.
    pub limits: Limits,
    /// What goes wrong.
    pub faults: Faults,
    /// Pictures and what is in documents, by number.
    pub pictures: HashMap<String, Vec<u8>>,
    /// The calls so far, if they are recorded.
    pub calls: Option<Vec<Recorded>>,
}

/// A call that was recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The method, as the documentation writes it.
    pub method: String,
    /// The parameters as given; files by their size.
    pub params: Value,
    /// The answer; null for one that still waits.
    pub answer: Value,
    /// Whether the answer was planned or a fault, and not the world's.
    pub planned: bool,
}

/// How a call ends.
#[derive(Debug)]
pub struct Ending {
    /// The code of the answer.
    pub code: u16,
    /// The answer.
    pub body: String,
    /// Seconds to wait, for the header of that name.
    pub retry_after: Option<u64>,
    /// Whether the connection breaks before it.
    pub lost: bool,
}

impl Shared {
    /// Shares a world.
    pub fn new(token: String, schema: Schema, state: State) -> Self {
        Self {
            token,
            schema,
            publishing: OnceLock::new(),
            state: Mutex::new(state),
            changed: Notify::new(),
            changes: AtomicU64::new(0),
        }
    }

    /// Looks at everything; nothing is told of it.
    pub fn look(&self) -> MutexGuard<'_, State> {
        // A panic in a step leaves a world that is still a world.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something and says so.
    pub fn change<T>(&self, change: impl FnOnce(&mut State, Timestamp) -> T) -> T {
        let result = change(&mut self.look(), now());
        self.changes.fetch_add(1, Ordering::Relaxed);
        self.changed.notify_waiters();
        result
    }

    /// How often anything has changed.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// Waits until `found` finds something in the state. It looks at once and after every change.
    pub async fn wait_until<T>(&self, mut found: impl FnMut(&mut State) -> Option<T>) -> T {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if let Some(found) = found(&mut self.look()) {
                return found;
            }
            changed.await;
        }
    }

    /// Answers a call that does not wait: all but `getUpdates`.
    pub fn call(
        &self,
        method: &str,
        given: Map<String, Value>,
        files: HashMap<String, Vec<u8>>,
    ) -> Ending {
        let Some(method) = self.schema.method(method) else {
            return ending(Err(methods::unknown_method()), false);
        };
        let recorded = self.records().then(|| as_recorded(&given, &files));
        let prepared = self.schema.prepare(method, given);
        self.change(|state, now| {
            let (answer, planned) = match state.trouble(method, now) {
                Some(trouble) => (trouble, true),
                None => (state.answer(method, prepared, files, now), false),
            };
            let lost = state.faults.lost_replies;
            state.record(method, recorded, &answer, planned);
            written(&answer, lost)
        })
    }

    /// Whether calls are recorded.
    pub fn records(&self) -> bool {
        self.look().calls.is_some()
    }
}

impl State {
    /// What is answered instead of working, if anything is.
    pub fn trouble(&mut self, method: &str, now: Timestamp) -> Option<Value> {
        if let Some(planned) = self.faults.take_planned(method) {
            return Some(planned);
        }
        self.faults
            .refuse(method, now)
            .map(|refusal| refusal.json())
    }

    /// Keeps a document that somebody is about to send.
    pub fn keep_document(&mut self, name: &str, bytes: Vec<u8>) -> Document {
        document::keep(&mut self.world, &mut self.pictures, name, bytes)
    }

    fn answer(
        &mut self,
        method: &str,
        params: Result<Map<String, Value>, Refusal>,
        files: HashMap<String, Vec<u8>>,
        now: Timestamp,
    ) -> Value {
        let admitted = self.world.session.admit(method, now);
        let answer = admitted.and(params).and_then(|params| {
            let mut call = Call {
                method: method.to_owned(),
                params,
                files,
            };
            let mut desk = Desk {
                world: &mut self.world,
                limits: &mut self.limits,
                pictures: &mut self.pictures,
                now,
            };
            methods::answer(&mut desk, &mut call)
        });
        match answer {
            Ok(result) => json!({"ok": true, "result": result}),
            Err(refusal) => refusal.json(),
        }
    }

    /// Adds a call to what is recorded.
    pub fn record(&mut self, method: &str, params: Option<Value>, answer: &Value, planned: bool) {
        if let (Some(calls), Some(params)) = (&mut self.calls, params) {
            calls.push(Recorded {
                method: method.to_owned(),
                params,
                answer: answer.clone(),
                planned,
            });
        }
    }
}

/// Parameters as they are recorded.
pub fn as_recorded(given: &Map<String, Value>, files: &HashMap<String, Vec<u8>>) -> Value {
    let mut params = given.clone();
    for (name, bytes) in files {
        params.insert(name.clone(), json!(format!("<{} bytes>", bytes.len())));
    }
    Value::Object(params)
}

/// An answer as it is given.
pub fn written(answer: &Value, lost: bool) -> Ending {
    let code = answer["error_code"].as_u64();
    Ending {
        code: code
            .and_then(|code| u16::try_from(code).ok())
            .unwrap_or(200),
        body: answer.to_string(),
        retry_after: answer["parameters"]["retry_after"].as_u64(),
        lost,
    }
}

/// A result that is written already, or a refusal.
pub fn ending(result: Result<String, Refusal>, lost: bool) -> Ending {
    match result {
        Ok(result) => Ending {
            code: 200,
            body: format!("{{\"ok\":true,\"result\":{result}}}"),
            retry_after: None,
            lost,
        },
        Err(refusal) => written(&refusal.json(), lost),
    }
}

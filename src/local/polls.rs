//! `getUpdates`: waiting for updates, one poller at a time.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::faults::down;
use super::refusal::Refusal;
use super::shared::{Ending, Shared, State, as_recorded, ending, written};

/// The longest a poll waits (telegram-bot-api, `LONG_POLL_MAX_TIMEOUT`).
const TIMEOUT_MAX: u64 = 50;
/// The most updates at a time (Bot API, `getUpdates`).
const LIMIT_MAX: i64 = 100;

const METHOD: &str = "getUpdates";

/// A poll that has begun: its number, that of the webhook set last, and that of the session.
#[derive(Clone, Copy)]
struct Begun {
    poll: u64,
    webhooks: u64,
    ended: u64,
}

/// Answers `getUpdates`.
pub async fn get_updates(shared: &Shared, given: Map<String, Value>) -> Ending {
    let (begun, limit, timeout) = match begin(shared, given) {
        Ok(begun) => begun,
        Err(ending) => return ending,
    };
    let ready = shared.wait_until(|state| ready(state, begun, limit));
    let none = || Ok("[]".to_owned());
    let answer = match timeout {
        // One look, no wait.
        0 => tokio::select! {
            biased;
            ready = ready => ready,
            () = std::future::ready(()) => none(),
        },
        seconds => tokio::time::timeout(Duration::from_secs(seconds), ready)
            .await
            .unwrap_or_else(|_| none()),
    };
    let lost = shared.look().faults.lost_replies;
    ending(answer, lost)
}

/// Reads the parameters, confirms, takes the place of an older poll; the limit and the seconds to wait.
fn begin(shared: &Shared, given: Map<String, Value>) -> Result<(Begun, usize, u64), Ending> {
    let recorded = as_recorded(&given, &HashMap::new());
    let params = shared
        .schema
        .prepare(METHOD, given)
        .map_err(|refusal| ending(Err(refusal), false))?;
    let number = |name: &str| params.get(name).and_then(Value::as_i64);
    let begun = shared.change(|state, now| {
        if let Some(answer) = state.trouble(METHOD, now) {
            state.record(METHOD, Some(recorded), &answer, true);
            return Err(written(&answer, state.faults.lost_replies));
        }
        if let Err(refusal) = state.world.session.admit(METHOD, now) {
            state.record(METHOD, Some(recorded), &refusal.json(), false);
            return Err(ending(Err(refusal), false));
        }
        state.record(METHOD, Some(recorded), &Value::Null, false);
        if state.world.webhook.is_some() {
            return Err(ending(Err(webhook_is_active()), false));
        }
        let updates = &mut state.world.updates;
        if let Some(kinds) = params.get("allowed_updates").and_then(Value::as_array) {
            updates.allow(kinds);
        }
        updates.confirm(number("offset").unwrap_or(0));
        updates.polls += 1;
        Ok(Begun {
            poll: updates.polls,
            webhooks: updates.webhooks,
            ended: state.world.session.ended(),
        })
    })?;
    let limit = number("limit").unwrap_or(LIMIT_MAX).clamp(1, LIMIT_MAX);
    let timeout = u64::try_from(number("timeout").unwrap_or(0)).unwrap_or(0);
    Ok((
        begun,
        usize::try_from(limit).unwrap_or(1),
        timeout.min(TIMEOUT_MAX),
    ))
}

/// What ends a poll, if anything does yet.
fn ready(state: &State, begun: Begun, limit: usize) -> Option<Result<String, Refusal>> {
    let updates = &state.world.updates;
    if state.faults.down {
        Some(Err(down()))
    } else if state.world.session.ended() != begun.ended {
        Some(Err(state.world.session.farewell()))
    } else if updates.webhooks != begun.webhooks {
        Some(Err(Refusal::conflict("terminated by setWebhook request")))
    } else if updates.polls != begun.poll {
        Some(Err(other_poller()))
    } else if updates.waiting() > 0 {
        Some(Ok(updates.oldest(limit)))
    } else {
        None
    }
}

fn other_poller() -> Refusal {
    Refusal::conflict(
        "terminated by other getUpdates request; make sure that only one bot instance is running",
    )
}

fn webhook_is_active() -> Refusal {
    Refusal::conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
}

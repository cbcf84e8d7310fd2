//! `getUpdates`: waiting for updates, one poller at a time.

use std::time::Duration;

use serde_json::{Map, Value};

use super::faults::down;
use super::refusal::Refusal;
use super::shared::{Ending, Shared, as_recorded, ending, written};

/// The longest a poll waits (telegram-bot-api, `LONG_POLL_MAX_TIMEOUT`).
const TIMEOUT_MAX: u64 = 50;
/// The most updates at a time (Bot API, `getUpdates`).
const LIMIT_MAX: i64 = 100;

const METHOD: &str = "getUpdates";

/// Answers `getUpdates`.
pub async fn get_updates(shared: &Shared, given: Map<String, Value>) -> Ending {
    let recorded = as_recorded(&given, &std::collections::HashMap::new());
    let params = match shared.schema.prepare(METHOD, given) {
        Ok(params) => params,
        Err(refusal) => return ending(Err(refusal), false),
    };
    let number = |name: &str| params.get(name).and_then(Value::as_i64);
    let begun = shared.change(|state, now| {
        let trouble = state.trouble(METHOD, now);
        if let Some(answer) = trouble {
            state.record(METHOD, Some(recorded), &answer, true);
            return Err(written(&answer, state.faults.lost_replies));
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
        Ok((updates.polls, updates.webhooks))
    });
    let (poll, webhooks) = match begun {
        Ok(begun) => begun,
        Err(ending) => return ending,
    };
    let limit =
        usize::try_from(number("limit").unwrap_or(LIMIT_MAX).clamp(1, LIMIT_MAX)).unwrap_or(1);
    let timeout = u64::try_from(number("timeout").unwrap_or(0))
        .unwrap_or(0)
        .min(TIMEOUT_MAX);
    let ready = shared.wait_until(|state| {
        let updates = &state.world.updates;
        if state.faults.down {
            Some(Err(down()))
        } else if updates.webhooks != webhooks {
            Some(Err(Refusal::conflict("terminated by setWebhook request")))
        } else if updates.polls != poll {
            Some(Err(other_poller()))
        } else if updates.waiting() > 0 {
            Some(Ok(updates.oldest(limit)))
        } else {
            None
        }
    });
    let ready = match timeout {
        0 => {
            // One look, no wait.
            tokio::select! {
                biased;
                ready = ready => ready,
                () = std::future::ready(()) => Ok("[]".to_owned()),
            }
        }
        seconds => tokio::time::timeout(Duration::from_secs(seconds), ready)
            .await
            .unwrap_or_else(|_| Ok("[]".to_owned())),
    };
    let lost = shared.look().faults.lost_replies;
    ending(ready, lost)
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

//! What can be made to go wrong, to see that the bot recovers.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;

/// The longest a slow answer may be made to take.
const SLOW_MAX_MS: u64 = 60_000;
/// The longest flood wait.
const FLOOD_MAX_SECONDS: i64 = 3600;

/// The faults that are on.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Telegram is down: every call is answered as its front servers do then, with 502.
    pub down: bool,
    /// Every answer takes so much longer, in milliseconds.
    pub slow_ms: u64,
    /// Sends and edits are refused until then.
    flood_until: Option<Timestamp>,
    /// What is asked is done, and the connection breaks before the answer.
    pub lost_replies: bool,
    /// Every call is answered with 500.
    pub errors_5xx: bool,
    /// What methods answer next, instead of working.
    planned: HashMap<String, VecDeque<Value>>,
    now: Option<Timestamp>,
}

/// What the page asks for: what it does not name stays as it is.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Telegram is down.
    pub down: Option<bool>,
    /// Milliseconds.
    pub slow_ms: Option<u64>,
    /// Seconds from now.
    pub flood_seconds: Option<u32>,
    /// Replies are lost.
    pub lost_replies: Option<bool>,
    /// Errors of the server.
    pub errors_5xx: Option<bool>,
}

impl Faults {
    /// Switches.
    pub fn set(&mut self, wanted: Wanted, now: Timestamp) {
        self.now = Some(now);
        self.down = wanted.down.unwrap_or(self.down);
        self.slow_ms = wanted.slow_ms.unwrap_or(self.slow_ms).min(SLOW_MAX_MS);
        self.lost_replies = wanted.lost_replies.unwrap_or(self.lost_replies);
        self.errors_5xx = wanted.errors_5xx.unwrap_or(self.errors_5xx);
        if let Some(seconds) = wanted.flood_seconds {
            let seconds = i64::from(seconds).min(FLOOD_MAX_SECONDS);
            let until = now.checked_add(jiff::SignedDuration::from_secs(seconds));
            self.flood_until = until.ok().filter(|_| seconds > 0);
        }
    }

    /// Tells the time, for the seconds that are left.
    pub fn at(&mut self, now: Timestamp) -> &Self {
        self.now = Some(now);
        self
    }

    /// As the page shows them.
    pub fn page(&self) -> Value {
        let left = self.now.map_or(0, |now| self.flood_left(now));
        json!({
            "down": self.down, "slow_ms": self.slow_ms, "flood_seconds": left, "lost_replies": self.lost_replies,
            "errors_5xx": self.errors_5xx,
        })
    }

    /// Seconds left of a flood wait, rounded up.
    pub fn flood_left(&self, now: Timestamp) -> u64 {
        let left = self
            .flood_until
            .map_or(0, |until| until.as_millisecond() - now.as_millisecond());
        u64::try_from(left).unwrap_or(0).div_ceil(1000)
    }

    /// Makes a method answer this the next time it is called.
    pub fn plan(&mut self, method: &str, answer: Value) {
        self.planned
            .entry(method.to_owned())
            .or_default()
            .push_back(answer);
    }

    /// What a method was planned to answer.
    pub fn take_planned(&mut self, method: &str) -> Option<Value> {
        self.planned.get_mut(method).and_then(VecDeque::pop_front)
    }

    /// Why a call is refused before it is looked at.
    pub fn refuse(&self, method: &str, now: Timestamp) -> Option<Refusal> {
        if self.down {
            return Some(down());
        }
        if self.errors_5xx {
            return Some(Refusal::new(500, "Internal Server Error"));
        }
        let sends = method.starts_with("send") || method.starts_with("edit");
        let left = self.flood_left(now);
        (sends && left > 0).then(|| Refusal::flood(left))
    }
}

/// What Telegram's front servers say when those behind them do not answer.
pub fn down() -> Refusal {
    Refusal::new(502, "Bad Gateway")
}

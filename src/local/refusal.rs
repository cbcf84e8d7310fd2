//! What the Bot API answers when it refuses: a code, a text in Telegram's words, sometimes what to do.
//!
//! The texts are those of Telegram's own server (github.com/tdlib/telegram-bot-api, tdlib), because clients read them.

use std::borrow::Cow;

use serde_json::{Value, json};

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code, also that of the HTTP answer.
    pub code: u16,
    /// The text.
    pub description: Cow<'static, str>,
    /// Seconds to wait before the next try.
    pub retry_after: Option<u64>,
    /// The supergroup that the group has become.
    pub migrate_to: Option<i64>,
}

impl Refusal {
    /// A refusal with a code and a whole text.
    pub fn new(code: u16, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            description: description.into(),
            retry_after: None,
            migrate_to: None,
        }
    }

    /// The call is wrong; `what` follows "Bad Request: ".
    pub fn bad(what: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", what.as_ref()))
    }

    /// The bot may not; `what` follows "Forbidden: ".
    pub fn forbidden(what: impl AsRef<str>) -> Self {
        Self::new(403, format!("Forbidden: {}", what.as_ref()))
    }

    /// Somebody else does the same; `what` follows "Conflict: ".
    pub fn conflict(what: impl AsRef<str>) -> Self {
        Self::new(409, format!("Conflict: {}", what.as_ref()))
    }

    /// Too much at once: try again after so many seconds.
    pub fn flood(seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(429, format!("Too Many Requests: retry after {seconds}"))
        }
    }

    /// The group has become a supergroup.
    pub fn migrated(to: i64) -> Self {
        Self {
            migrate_to: Some(to),
            ..Self::bad("group chat was upgraded to a supergroup chat")
        }
    }

    /// The answer as the Bot API gives it.
    pub fn json(&self) -> Value {
        let mut answer =
            json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(seconds) = self.retry_after {
            answer["parameters"] = json!({"retry_after": seconds});
        }
        if let Some(chat) = self.migrate_to {
            answer["parameters"] = json!({"migrate_to_chat_id": chat});
        }
        answer
    }
}

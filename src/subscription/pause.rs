//! Why a subscription is quiet.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A subscription that is not served for now. It is never ended by a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub why: Why,
    /// Since when.
    pub since: Timestamp,
    /// When it is tried again by itself; `None`: when somebody resumes it, or Telegram says that what was in the way is
    /// gone.
    pub until: Option<Timestamp>,
    /// Failures in a row.
    pub tries: u32,
}

/// What is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Telegram told the bot to wait.
    Flood,
    /// Telegram is in trouble, or cannot be reached.
    Trouble,
    /// It is not known whether the last notice arrived.
    Unknown,
    /// The person has blocked the bot.
    Blocked,
    /// The bot is not in the chat any more.
    Removed,
    /// The person's account is gone.
    Deactivated,
    /// The bot may not write there.
    NoRights,
    /// The forum topic is closed.
    TopicClosed,
    /// The forum topic is gone.
    TopicGone,
    /// The chat is gone, or was never known.
    ChatGone,
    /// Members may write only now and then, and the bot is none that may more often.
    SlowMode,
    /// Telegram refused the message, for a reason that this program does not know.
    Refused,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::Flood,
        Self::Trouble,
        Self::Unknown,
        Self::Blocked,
        Self::Removed,
        Self::Deactivated,
        Self::NoRights,
        Self::TopicClosed,
        Self::TopicGone,
        Self::ChatGone,
        Self::SlowMode,
        Self::Refused,
    ];

    /// The word in logs, metrics and text catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Flood => "flood",
            Self::Trouble => "trouble",
            Self::Unknown => "unknown",
            Self::Blocked => "blocked",
            Self::Removed => "removed",
            Self::Deactivated => "deactivated",
            Self::NoRights => "no-rights",
            Self::TopicClosed => "topic-closed",
            Self::TopicGone => "topic-gone",
            Self::ChatGone => "chat-gone",
            Self::SlowMode => "slow-mode",
            Self::Refused => "refused",
        }
    }
}

//! Subscriptions: who is told what is new, what of it, and when. Values; pure.
//!
//! A subscription remembers up to which revision its chat has been told. What is due is the difference between that and
//! the current revision, so that a revision reaches every subscription in the one commit that publishes it, however many
//! there are; several revisions in a short time are one notice, and an order comes of itself.

mod change;
mod due;
mod pause;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;

pub use change::{Change, Followed, Membership};
pub use due::{Due, JOIN};
pub use pause::{Pause, Why};

/// Where notices go: a chat, or one forum topic of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipient {
    /// The chat.
    pub chat: i64,
    /// The forum topic. The General topic has none, like a chat without topics: Telegram refuses its number.
    pub topic: Option<i32>,
}

/// What kind of chat it is, as far as Telegram's limits and rights differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChatKind {
    /// With one person.
    Private,
    /// A group or a supergroup.
    Group,
    /// A channel.
    Channel,
}

/// What is followed. Nothing named is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    /// Topics of the dossier.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub topics: BTreeSet<Id>,
    /// People.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub people: BTreeSet<Id>,
    /// Indicators.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub indicators: BTreeSet<Id>,
}

impl Follows {
    /// Whether it is everything.
    pub fn is_everything(&self) -> bool {
        self.topics.is_empty() && self.people.is_empty() && self.indicators.is_empty()
    }

    /// Whether a fact is among what is followed.
    pub fn takes(&self, fact: &Fact) -> bool {
        let with = |person: &Id| self.people.contains(person);
        let value = fact.value.as_ref();
        self.is_everything()
            || fact.topics.iter().any(|topic| self.topics.contains(topic))
            || fact.actors.iter().any(with)
            || fact.speaker().is_some_and(with)
            || value.is_some_and(|value| self.indicators.contains(&value.indicator))
    }
}

/// When notices are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rhythm {
    /// As soon as something is published.
    #[default]
    AtOnce,
    /// Once a day, at this hour of the subscription's time zone (0 to 23).
    Daily(i8),
}

/// Hours in which nothing is sent: from the first, until the second. Equal hours are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The first hour of quiet, 0 to 23.
    pub from: i8,
    /// The first hour after it, 0 to 23.
    pub until: i8,
}

/// A notice that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// As which message.
    pub message: i32,
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The kind of its chat.
    pub kind: ChatKind,
    /// What it follows.
    #[serde(default)]
    pub follows: Follows,
    /// When it is told.
    #[serde(default)]
    pub rhythm: Rhythm,
    /// When it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Quiet>,
    /// Whether notices come without a sound.
    #[serde(default)]
    pub silent: bool,
    /// Its time zone, by its IANA name; the dossier's if none is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The language of notices where the chat has chosen none: that of whoever subscribed.
    pub lang: Lang,
    /// Who subscribed: told in private if notices cannot be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<i64>,
    /// The revision up to which it has been told.
    pub told: u64,
    /// The revision up to which a notice was about to be sent. Found after a crash, it may have left already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<u64>,
    /// The same of earlier notices of which it is not known whether they arrived, at most [`Self::PERHAPS_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<u64>,
    /// The last notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Sent>,
    /// Why nothing is sent for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
}

impl Subscription {
    /// A new subscription to everything, which is told of what comes after the revision `told`.
    pub fn new(kind: ChatKind, lang: Lang, by: Option<i64>, told: u64) -> Self {
        Self {
            kind,
            follows: Follows::default(),
            rhythm: Rhythm::AtOnce,
            quiet: None,
            silent: false,
            zone: None,
            lang,
            by,
            told,
            leaving: None,
            perhaps: Vec::new(),
            last: None,
            pause: None,
        }
    }

    /// Remembered notices whose arrival is not known. Each revision while nothing is known adds one; nobody publishes so
    /// many within the hour after which a notice is tried again at the latest.
    pub const PERHAPS_MAX: usize = 16;

    /// The same with a notice of what came up to this revision about to be sent.
    pub fn about_to_hear(mut self, head: u64) -> Self {
        if let Some(earlier) = self.leaving.replace(head)
            && earlier != head
        {
            self.perhaps.push(earlier);
            let too_many = self.perhaps.len().saturating_sub(Self::PERHAPS_MAX);
            self.perhaps.drain(..too_many);
        }
        self
    }

    /// The same with what is known to have left, or may have, as in `other`.
    pub fn with_leaving_of(self, other: &Self) -> Self {
        Self {
            leaving: other.leaving,
            perhaps: other.perhaps.clone(),
            ..self
        }
    }
}

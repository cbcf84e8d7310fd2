//! What the page asks of whoever runs the bot: to publish, and how far notices have come.
//!
//! The local mode knows nothing of the bot, so that this is a trait, handed in with [`super::Local::publish_with`].

use std::fmt::Debug;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// Publishes for the page. An error is a sentence for whoever asked.
#[async_trait]
pub trait Publishing: Debug + Send + Sync {
    /// How things stand.
    async fn overview(&self) -> Result<Overview, String>;

    /// The facts that stand, the newest first.
    async fn facts(&self) -> Result<Vec<Fact>, String>;

    /// Publishes the next update that waits.
    async fn publish_next(&self) -> Result<Published, String>;

    /// Publishes another wording of a fact.
    async fn revise(&self, revising: Revising) -> Result<Published, String>;

    /// Withdraws a fact.
    async fn withdraw(&self, withdrawing: Withdrawing) -> Result<Published, String>;
}

/// A text in the languages of the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
    /// Belarusian.
    pub be: String,
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// The newest revision.
    pub head: u64,
    /// The update that is published next, if one waits.
    pub next: Option<Next>,
    /// How many wait, with the next one.
    pub waiting: usize,
    /// Every subscription.
    pub deliveries: Vec<Delivery>,
    /// Whether there are more subscriptions than these.
    pub more: bool,
}

/// An update that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// The name of its file.
    pub file: String,
    /// What it is about; nothing where its file cannot be read.
    pub why: Option<Words>,
}

/// How far a subscription has been told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// The chat.
    pub chat: i64,
    /// The topic of it.
    pub topic: Option<i64>,
    /// The revision up to which it has been told.
    pub told: u64,
    /// When its last notice was sent, in seconds.
    pub last: Option<i64>,
    /// What is the matter.
    pub state: DeliveryState,
    /// Why nothing is sent for now, in a word.
    pub why: Option<String>,
    /// Until when it waits, in seconds.
    pub until: Option<i64>,
}

/// What is the matter with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// Nothing: it has been told everything.
    Told,
    /// It is on its way.
    Leaving,
    /// It waits for its time.
    Waiting,
    /// It is paused.
    Paused,
}

/// A fact that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its name.
    pub id: String,
    /// Its date.
    pub date: String,
    /// Its wording.
    pub text: Words,
}

/// Another wording of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revising {
    /// The fact.
    pub fact: String,
    /// The wording.
    pub text: Words,
    /// Why.
    pub reason: String,
}

/// A fact that is to go.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawing {
    /// The fact.
    pub fact: String,
    /// Why.
    pub reason: String,
}

/// What became of an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Published {
    /// The revision it has become; none where it has faults, and nothing was published.
    pub revision: Option<u64>,
    /// What it changes, or its faults, line by line.
    pub lines: Vec<String>,
}

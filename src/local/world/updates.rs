//! What waits for the bot: a queue of updates, written out when they happen, as on Telegram's server.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The number of the first update. Telegram's begin anywhere.
pub const FIRST: i64 = 1000;
/// The most updates that wait; beyond that the oldest are dropped (Telegram keeps them for 24 hours).
const WAITING_MAX: usize = 100_000;
/// What a bot gets only if it asks for it by name (Bot API, `getUpdates`).
const BY_NAME_ONLY: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// The queue.
#[derive(Debug, Serialize, Deserialize)]
pub struct Updates {
    next: i64,
    waiting: VecDeque<Waiting>,
    /// The kinds asked for; `None`: all but those to be asked for by name.
    allowed: Option<BTreeSet<String>>,
    confirmed: i64,
    /// Counts calls of `getUpdates`, so that a newer one ends an older.
    #[serde(skip)]
    pub polls: u64,
    /// Counts calls of `setWebhook` with an address, which end a waiting `getUpdates`.
    #[serde(skip)]
    pub webhooks: u64,
}

/// An update that waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "(i64, String)", into = "(i64, String)")]
struct Waiting {
    number: i64,
    json: String,
    /// Whose updates are posted one after the other: the chat, or the person where there is none.
    line: i64,
}

impl From<Waiting> for (i64, String) {
    fn from(waiting: Waiting) -> Self {
        (waiting.number, waiting.json)
    }
}

impl From<(i64, String)> for Waiting {
    fn from((number, json): (i64, String)) -> Self {
        let update: Value = serde_json::from_str(&json).unwrap_or_default();
        let kinds = update.as_object();
        let mut kinds = kinds.into_iter().flatten();
        let line = kinds.find_map(|(_, what)| line(what)).unwrap_or_default();
        Self { number, json, line }
    }
}

/// The chat that an update is about, or else the person, whose private chat has the same number.
fn line(what: &Value) -> Option<i64> {
    let chat = what.pointer("/chat/id");
    let chat = chat.or_else(|| what.pointer("/message/chat/id"));
    chat.or_else(|| what.pointer("/from/id"))?.as_i64()
}

impl Default for Updates {
    fn default() -> Self {
        Self {
            next: FIRST,
            waiting: VecDeque::new(),
            allowed: None,
            confirmed: 0,
            polls: 0,
            webhooks: 0,
        }
    }
}

impl Updates {
    /// Whether the bot gets this kind.
    pub fn allows(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.contains(kind),
            None => !BY_NAME_ONLY.contains(&kind),
        }
    }

    /// Whether the bot has asked for this kind by its name.
    pub fn asks_for(&self, kind: &str) -> bool {
        self.allowed
            .as_ref()
            .is_some_and(|kinds| kinds.contains(kind))
    }

    /// The kinds asked for, if they are not the usual ones.
    pub fn allowed(&self) -> Option<&BTreeSet<String>> {
        self.allowed.as_ref()
    }

    /// Takes a list of kinds: an empty one stands for the usual.
    pub fn allow(&mut self, kinds: &[Value]) {
        let kinds: BTreeSet<String> = kinds
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        self.allowed = (!kinds.is_empty()).then_some(kinds);
    }

    /// Adds one, if the bot gets its kind; its number.
    pub fn push(&mut self, kind: &str, what: &Value) -> Option<i64> {
        self.allows(kind).then(|| self.push_unasked(kind, what))
    }

    /// Adds one whatever the bot asks for.
    pub fn push_unasked(&mut self, kind: &str, what: &Value) -> i64 {
        let number = self.next;
        self.next += 1;
        if self.waiting.len() == WAITING_MAX {
            self.waiting.pop_front();
        }
        let json = format!("{{\"update_id\":{number},\"{kind}\":{what}}}");
        self.waiting.push_back(Waiting {
            number,
            json,
            line: line(what).unwrap_or_default(),
        });
        number
    }

    /// The number the next update gets.
    pub fn next(&self) -> i64 {
        self.next
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// All updates with lower numbers are confirmed.
    pub fn confirmed(&self) -> i64 {
        self.confirmed
    }

    /// Forgets all below `offset`; a negative one leaves that many at the end.
    pub fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let leave = usize::try_from(-offset).unwrap_or(usize::MAX);
            let drop = self.waiting.len().saturating_sub(leave);
            self.waiting.drain(..drop);
            return;
        }
        // What is not given out yet cannot be confirmed.
        let offset = offset.min(self.next);
        self.confirmed = self.confirmed.max(offset);
        while self
            .waiting
            .front()
            .is_some_and(|waiting| waiting.number < offset)
        {
            self.waiting.pop_front();
        }
    }

    /// Whether one waits.
    pub fn holds(&self, number: i64) -> bool {
        self.place(number).is_some()
    }

    fn place(&self, number: i64) -> Option<usize> {
        let at = (self.waiting).binary_search_by_key(&number, |waiting| waiting.number);
        at.ok()
    }

    /// Forgets one, which has been taken before others that came earlier.
    pub fn taken(&mut self, number: i64) {
        if let Some(at) = self.place(number) {
            self.waiting.remove(at);
        }
        let first = self.waiting.front().map(|waiting| waiting.number);
        self.confirm(first.unwrap_or(self.next));
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The oldest, written as a JSON array.
    pub fn oldest(&self, limit: usize) -> String {
        let mut json = String::from("[");
        for (at, waiting) in self.waiting.iter().take(limit).enumerate() {
            if at > 0 {
                json.push(',');
            }
            json.push_str(&waiting.json);
        }
        json.push(']');
        json
    }

    /// The first that is neither under way nor behind one of its line that is, with its line. `under_way` has the line
    /// of each by its number.
    pub fn first_beside(&self, under_way: &HashMap<i64, i64>) -> Option<(i64, i64, &str)> {
        let busy: HashSet<i64> = under_way.values().copied().collect();
        let is_free = |waiting: &&Waiting| !busy.contains(&waiting.line);
        let first = self.waiting.iter().find(is_free)?;
        Some((first.number, first.line, &first.json))
    }
}

/// Where updates are posted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Webhook {
    /// The address.
    pub url: String,
    /// What the header `X-Telegram-Bot-Api-Secret-Token` says.
    pub secret: Option<String>,
    /// So many posts are under way at most.
    pub max_connections: i64,
    /// Unix time and text of the last failure.
    pub last_error: Option<(i64, String)>,
}

//! Pressed buttons and inline queries that wait for the bot's answer.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

/// How long a query may be answered. Telegram gives no figure; its clients stop waiting after about this.
const LIFE_SECONDS: i64 = 30;

/// What waits.
#[derive(Debug, Default)]
pub struct Queries {
    last: u64,
    presses: HashMap<String, Press>,
    inline: HashMap<String, Inline>,
    /// Answered inline queries, until somebody chooses from them.
    pub answered: HashMap<String, Answered>,
}

/// A pressed button.
#[derive(Clone, Debug)]
pub struct Press {
    /// Who pressed it.
    pub person: i64,
    since: i64,
}

/// An inline query.
#[derive(Clone, Debug)]
pub struct Inline {
    /// Who asks.
    pub person: i64,
    text: String,
    since: i64,
}

/// The results of an inline query.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Who asked.
    pub person: i64,
    text: String,
    /// The results as the bot gave them.
    pub results: Vec<Value>,
    /// What to ask for more with.
    pub next_offset: String,
    since: i64,
}

impl Queries {
    fn number(&mut self, now: Timestamp) -> String {
        self.last += 1;
        // Different after a new start, so that an old answer does not meet a new query.
        format!("{}{:06}", now.as_second(), self.last % 1_000_000)
    }

    /// A pressed button; the number of the query.
    pub fn press(&mut self, person: i64, now: Timestamp) -> String {
        self.forget(now);
        let (id, since) = (self.number(now), now.as_second());
        self.presses.insert(id.clone(), Press { person, since });
        id
    }

    /// An inline query; its number.
    pub fn ask(&mut self, person: i64, text: &str, now: Timestamp) -> String {
        self.forget(now);
        let (id, since, text) = (self.number(now), now.as_second(), text.to_owned());
        let query = Inline {
            person,
            text,
            since,
        };
        self.inline.insert(id.clone(), query);
        id
    }

    /// Takes a pressed button that is answered; `None` if it does not wait any more.
    pub fn take_press(&mut self, id: &str, now: Timestamp) -> Option<Press> {
        self.forget(now);
        self.presses.remove(id)
    }

    /// Whether an inline query waits.
    pub fn waits(&mut self, id: &str, now: Timestamp) -> bool {
        self.forget(now);
        self.inline.contains_key(id)
    }

    /// Takes the answer to an inline query.
    pub fn answer(&mut self, id: &str, results: Vec<Value>, next_offset: String, now: Timestamp) {
        if let Some(query) = self.inline.remove(id) {
            let answered = Answered {
                person: query.person,
                text: query.text,
                results,
                next_offset,
                since: now.as_second(),
            };
            self.answered.insert(id.to_owned(), answered);
        }
    }

    /// The results somebody has before them: by the number of the query, or the latest for its text.
    pub fn before(&self, person: i64, query: &str) -> Option<&Answered> {
        let mine = |answered: &&Answered| answered.person == person;
        self.answered.get(query).filter(mine).or_else(|| {
            let same = self
                .answered
                .values()
                .filter(|answered| answered.person == person && answered.text == query);
            same.max_by_key(|answered| answered.since)
        })
    }

    fn forget(&mut self, now: Timestamp) {
        let first = now.as_second() - LIFE_SECONDS;
        self.presses.retain(|_, press| press.since >= first);
        self.inline.retain(|_, query| query.since >= first);
        // Whoever looks at results may take their time.
        self.answered
            .retain(|_, answered| answered.since >= first - 600);
    }
}

//! What the page is told as it happens. An event names what has changed; it is written out when it is read, so that a
//! page that is behind gets the latest.

use std::collections::VecDeque;

/// The most events that are kept; a page that is further behind loads the world anew.
const EVENTS_KEPT: usize = 2000;

/// What has changed.
#[derive(Clone, Debug)]
pub enum Event {
    /// A new message in a chat.
    Message(i64, i64),
    /// A changed message.
    Edited(i64, i64),
    /// The answer to a pressed button.
    Notice {
        /// Who pressed it.
        person: i64,
        /// The press.
        query: String,
        /// What is said; empty: nothing.
        text: String,
        /// Whether it has to be closed by hand.
        alert: bool,
    },
    /// The faults.
    Faults,
    /// A chat.
    Chat(i64),
    /// A person.
    Person(i64),
    /// The menu of commands.
    Menu,
}

/// What is asked for is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

/// The latest events.
#[derive(Debug, Default)]
pub struct Events {
    last: u64,
    kept: VecDeque<Event>,
}

impl Events {
    /// The number of the last event.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Adds one.
    pub fn push(&mut self, event: Event) {
        if self.kept.len() == EVENTS_KEPT {
            self.kept.pop_front();
        }
        self.last += 1;
        self.kept.push_back(event);
    }

    /// Adds a new message.
    pub fn message(&mut self, chat: i64, id: i64) {
        self.push(Event::Message(chat, id));
    }

    /// The event that follows number `after`, with its number; `Err` if it is not kept any more or `after` is not known,
    /// as after a new start.
    pub fn next(&self, after: u64) -> Result<Option<(u64, Event)>, Gone> {
        let first = self.last - self.kept.len() as u64;
        if after > self.last || after < first {
            return Err(Gone);
        }
        // What is kept fits into memory, so into a usize.
        let at = usize::try_from(after - first).unwrap_or(usize::MAX);
        Ok(self.kept.get(at).cloned().map(|event| (after + 1, event)))
    }
}

//! People who ask, and what waits for the bot because of it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use super::CHATS;
use super::replies::{Known, Sent};
use super::template::Template;

/// The number of the first update.
const FIRST: i64 = 1000;

/// An update that waits for the bot.
pub struct Update {
    pub number: i64,
    pub chat: i64,
    pub json: String,
}

/// Those who ask.
pub struct People {
    known: [Known; 2],
    /// An update with each question, but for its number and those of the message, the chat and the person.
    questions: [Template; 2],
    updates: VecDeque<Update>,
    /// Chats of which an update is being posted: those of one chat follow each other, as on Telegram.
    busy: HashSet<i64>,
    /// Of each chat and question, since when they wait for a reply.
    waiting: HashMap<(i64, usize), VecDeque<Instant>>,
    /// Questions that follow as others are answered.
    left: usize,
    next: usize,
    under_way: usize,
    messages: i64,
    pub latencies: Vec<Duration>,
    /// Replies that nobody asked for or that are none of the two, and posts that were not taken.
    pub stray: usize,
    /// When the last reply was taken.
    pub last: Instant,
}

impl People {
    pub fn new(known: [Known; 2], questions: [Template; 2]) -> Self {
        Self {
            known,
            questions,
            updates: VecDeque::new(),
            busy: HashSet::new(),
            waiting: HashMap::new(),
            left: 0,
            next: 0,
            under_way: 0,
            messages: 0,
            latencies: Vec::new(),
            stray: 0,
            last: Instant::now(),
        }
    }

    /// From now on so many questions are asked, so many at a time.
    pub fn begin(&mut self, at_a_time: usize, questions: usize) {
        let now = at_a_time.min(questions);
        self.clear();
        self.left = questions - now;
        for _ in 0..now {
            self.ask();
        }
    }

    /// What is measured begins now.
    pub fn clear(&mut self) {
        self.latencies.clear();
        self.last = Instant::now();
    }

    /// Asks in the next chat: the first question three times as often as the second.
    pub fn ask(&mut self) {
        let at = self.next;
        let chats = usize::try_from(CHATS).unwrap();
        let which = usize::from(at % 4 == 3);
        // In each round another chat gets the long one.
        let chat = i64::try_from((at + at / chats) % chats).unwrap() + 1;
        let number = FIRST + i64::try_from(at).unwrap();
        self.messages += 1;
        let json = self.questions[which].fill(&[number, self.messages, chat, chat]);
        self.updates.push_back(Update { number, chat, json });
        let waiting = self.waiting.entry((chat, which)).or_default();
        waiting.push_back(Instant::now());
        self.next += 1;
        self.under_way += 1;
    }

    /// Takes what a bot has sent; what the Bot API answers. `None` if nobody waits for such a reply.
    pub fn take(&mut self, sent: &Sent<'_>) -> Option<String> {
        let which = self.known.iter().position(|known| known.is(sent));
        let waiting = which.and_then(|which| self.waiting.get_mut(&(sent.chat_id, which)));
        let (Some(which), Some(since)) = (which, waiting.and_then(VecDeque::pop_front)) else {
            self.stray += 1;
            return None;
        };
        self.last = Instant::now();
        self.latencies.push(self.last - since);
        self.under_way -= 1;
        self.messages += 1;
        let answer = self.known[which].answer(self.messages, sent.chat_id);
        if self.left > 0 {
            self.left -= 1;
            self.ask();
        }
        Some(answer)
    }

    /// Whether all that was asked is answered.
    pub fn is_done(&self) -> bool {
        self.under_way == 0 && self.left == 0
    }

    /// Questions without a reply.
    pub fn missing(&self) -> usize {
        self.under_way + self.left
    }

    /// Updates that wait, from `offset` on, as a JSON array; those before are done. `None` if there are none.
    pub fn poll(&mut self, offset: i64, limit: usize) -> Option<String> {
        while self
            .updates
            .front()
            .is_some_and(|first| first.number < offset)
        {
            self.updates.pop_front();
        }
        let oldest = self.updates.iter().take(limit);
        let oldest: Vec<&str> = oldest.map(|update| update.json.as_str()).collect();
        (!oldest.is_empty()).then(|| format!("[{}]", oldest.join(",")))
    }

    /// The next update to be posted, whose chat has none that is being posted.
    pub fn next_to_post(&mut self) -> Option<Update> {
        let free = |update: &Update| !self.busy.contains(&update.chat);
        let at = self.updates.iter().position(free)?;
        let update = self.updates.remove(at)?;
        self.busy.insert(update.chat);
        Some(update)
    }

    /// An update of this chat has been taken.
    pub fn taken(&mut self, chat: i64) {
        self.busy.remove(&chat);
    }

    /// An update has not been taken: it is posted again, before others of its chat.
    pub fn give_back(&mut self, update: Update) {
        self.stray += 1;
        self.taken(update.chat);
        self.updates.push_front(update);
    }

    /// How many updates wait.
    pub fn waiting(&self) -> usize {
        self.updates.len()
    }
}

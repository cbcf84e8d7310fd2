//! Telegram as it may be: slow, flooded, away, with answers that get lost, chats that are closed and opened again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep};
use union_brief::delivery::fate::Failure;
use union_brief::subscription::Recipient;

use crate::chance::Chance;
use crate::talking::{Answer, is_spoken_in};

/// What a call is about that is about no chat.
pub const NO_CHAT: i64 = 0;

/// Somebody chose to be told without a sound, or with one. It takes effect at some moment between the two.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub begun: Instant,
    pub made: Instant,
    pub silent: bool,
}

/// A message that has arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub to: Recipient,
    /// As it was sent.
    pub first: String,
    /// As it stands.
    pub text: String,
    pub silent: bool,
    /// The outcome of the call was not known to the caller.
    pub unanswered: bool,
    pub at: Instant,
    /// When the caller knew.
    pub answered: Option<Instant>,
}

/// A message as it is sent.
pub struct Sent {
    pub to: Recipient,
    /// Without markup.
    pub text: String,
    /// It was sent without markup.
    pub plain: bool,
    pub silent: bool,
}

#[derive(Default)]
pub struct State {
    pub arrived: BTreeMap<i32, Arrived>,
    /// When anything was counted, by chat.
    pub counted: Vec<(Instant, i64)>,
    pub faults: u64,
    pub amended: u64,
    /// What is in the way in a chat, until it is taken away.
    pub closed: BTreeMap<i64, Failure>,
    pub moved: HashMap<i64, i64>,
    pub crashes: Vec<Instant>,
    /// When the bot was started.
    pub lives: Vec<Instant>,
    pub ever_closed: HashSet<i64>,
    /// Calls that failed without their outcome being known.
    pub unanswered_faults: u64,
    /// When somebody chose to be told without a sound, or with one.
    pub wishes: HashMap<Recipient, Vec<Wish>>,
    /// The disk is full from then until then.
    pub full: Option<(Instant, Instant)>,
    /// When something could not be stored.
    pub refused: Vec<Instant>,
    pub panics: u64,
    /// Recipients of notices of which the bot cannot know whether they arrived: the answer was lost, or it died.
    pub in_doubt: HashSet<Recipient>,
    /// Answers to people, as they arrive.
    pub answers: Vec<Answer>,
    /// How often nobody knows whether an answer has arrived, by chat and question.
    pub no_answers: HashMap<(i64, i64), usize>,
    flooded: HashMap<i64, Instant>,
    down_until: Option<Instant>,
    next: i32,
    /// What has happened, for whoever looks into one seed.
    pub story: Vec<String>,
    /// No more faults.
    pub calm: bool,
}

/// Telegram, shared by every run of the bot.
#[derive(Clone)]
pub struct Telegram {
    pub state: Arc<Mutex<State>>,
    pub chance: Arc<Mutex<Chance>>,
    /// A bug that is planted: whether a notice is a repeated one is not heeded.
    loud: bool,
}

impl Telegram {
    pub fn new(chance: Chance, loud: bool) -> Self {
        Self {
            loud,
            state: Arc::default(),
            chance: Arc::new(Mutex::new(chance)),
        }
    }

    fn dice(&self, limit: u64) -> u64 {
        self.chance.lock().unwrap().below(limit)
    }

    /// A call on its way: what happens to it before it has an effect. Where people are answered, and where nobody is, only
    /// what passes by itself.
    pub async fn arrives(&self, chat: i64, plain: bool) -> Result<(), Failure> {
        sleep(Duration::from_millis(self.dice(80))).await;
        let (mut fault, mut which) = (self.dice(100), self.dice(3));
        if chat == NO_CHAT || is_spoken_in(chat) {
            (fault, which) = (if fault > 4 { 99 } else { fault }, which % 2);
        }
        let mut state = self.state.lock().unwrap();
        let now = Instant::now();
        if let Some(to) = state.moved.get(&chat) {
            return Err(Failure::Moved(*to));
        }
        if let Some(failure) = state.closed.get(&chat) {
            return Err(*failure);
        }
        if state.flooded.get(&chat).is_some_and(|until| *until > now) {
            return Err(Failure::Flood(state.flooded[&chat] - now));
        }
        if state.calm {
            return Ok(());
        }
        if state.down_until.is_some_and(|until| until > now) {
            return Err(Failure::Trouble);
        }
        let failed = match fault {
            0 => Failure::Trouble,
            1 => Failure::NoConnection,
            2 => {
                let wait = Duration::from_secs([3, 40, 43_200][usize::try_from(which).unwrap()]);
                state.flooded.insert(chat, now + wait);
                Failure::Flood(wait)
            }
            3 => {
                state.down_until = Some(now + Duration::from_secs(30));
                Failure::Trouble
            }
            4 => {
                state.unanswered_faults += 1;
                Failure::NoAnswer
            }
            5 => Failure::Unknown,
            6 => {
                let failure = match chat > 0 {
                    true => Failure::Blocked,
                    false => Failure::TopicClosed,
                };
                state.closed.insert(chat, failure);
                state.ever_closed.insert(chat);
                failure
            }
            7 if chat < 0 && chat > -1_000 => {
                let to = chat - 1_000_000;
                state.moved.insert(chat, to);
                Failure::Moved(to)
            }
            8 if !plain => Failure::Markup,
            _ => return Ok(()),
        };
        state.faults += 1;
        Err(failed)
    }

    /// The way of the answer back: it may get lost.
    pub async fn answers(&self) -> Result<(), Failure> {
        sleep(Duration::from_millis(20 + self.dice(80))).await;
        let lost = self.dice(40) == 0;
        let mut state = self.state.lock().unwrap();
        if lost && !state.calm {
            state.faults += 1;
            state.unanswered_faults += 1;
            return Err(Failure::NoAnswer);
        }
        Ok(())
    }
}

impl Telegram {
    /// Tells whoever looks into one seed.
    pub fn tell(&self, what: String) {
        let line = format!("{:?} {what}", Instant::now());
        self.state.lock().unwrap().story.push(line);
    }

    fn note(&self, what: &str, to: Recipient, result: &Result<i32, Failure>) {
        let mut state = self.state.lock().unwrap();
        let line = format!("{:?} {what} {to:?}: {result:?}", Instant::now());
        state.story.push(line);
    }
}

impl Telegram {
    /// The number of the next message, whoever writes it.
    pub fn next_number(&self) -> i32 {
        let mut state = self.state.lock().unwrap();
        state.next += 1;
        state.next
    }

    /// An answer has arrived; its number.
    pub fn answered(&self, answer: Answer) -> i32 {
        let number = self.next_number();
        let mut state = self.state.lock().unwrap();
        state.counted.push((Instant::now(), answer.chat));
        state.story.push(format!("{:?} {answer:?}", Instant::now()));
        state.answers.push(answer);
        number
    }

    /// Nobody knows whether an answer has arrived.
    pub fn no_answer(&self, chat: i64, question: i64) {
        let mut state = self.state.lock().unwrap();
        *state.no_answers.entry((chat, question)).or_default() += 1;
    }

    /// A notice is sent; its number.
    pub async fn send(&self, message: &Sent) -> Result<i32, Failure> {
        let sent = self.post(message).await;
        if sent == Err(Failure::NoAnswer) {
            self.state.lock().unwrap().in_doubt.insert(message.to);
        }
        self.note("send", message.to, &sent);
        sent
    }

    /// A message is changed.
    pub async fn edit(
        &self,
        to: Recipient,
        message: i32,
        text: String,
        plain: bool,
    ) -> Result<(), Failure> {
        let edited = self.change(to, message, text, plain).await;
        self.note("edit", to, &edited.map(|()| message));
        edited
    }
}

impl Telegram {
    /// A bug in what sends shows here and there.
    fn breaks(&self, to: Recipient) {
        let breaks = self.dice(300) == 0;
        let mut state = self.state.lock().unwrap();
        if breaks && !state.calm {
            state.panics += 1;
            state.in_doubt.insert(to);
            drop(state);
            std::panic::panic_any("a bug in the messenger");
        }
    }

    async fn post(&self, message: &Sent) -> Result<i32, Failure> {
        let to = message.to;
        self.breaks(to);
        self.arrives(to.chat, message.plain).await?;
        let number = {
            let number = self.next_number();
            let mut state = self.state.lock().unwrap();
            let now = Instant::now();
            state.counted.push((now, to.chat));
            let arrived = Arrived {
                to,
                first: message.text.clone(),
                text: message.text.clone(),
                silent: message.silent && !self.loud,
                // Until its answer is back, nobody knows of it.
                unanswered: true,
                at: now,
                answered: None,
            };
            state.arrived.insert(number, arrived);
            number
        };
        self.answers().await?;
        let mut state = self.state.lock().unwrap();
        let arrived = state.arrived.get_mut(&number).unwrap();
        arrived.unanswered = false;
        arrived.answered = Some(Instant::now());
        Ok(number)
    }

    async fn change(
        &self,
        to: Recipient,
        message: i32,
        text: String,
        plain: bool,
    ) -> Result<(), Failure> {
        self.breaks(to);
        self.arrives(to.chat, plain).await?;
        {
            let mut state = self.state.lock().unwrap();
            state.counted.push((Instant::now(), to.chat));
            let arrived = state
                .arrived
                .get_mut(&message)
                .ok_or(Failure::MessageGone)?;
            arrived.text = text;
            state.amended += 1;
        }
        self.answers().await
    }
}

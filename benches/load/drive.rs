//! People who ask, the Bot API that takes the replies, and the clock beside them.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::time::{sleep_until, timeout};
use union_brief::local::shared::State;
use union_brief::local::world::events::Event;
use union_brief::local::world::people::Saying;
use union_brief::local::world::{Author, Status};
use union_brief::local::{Local, Setup};

use super::bots::Bot;
use super::process::{Cores, memory, seconds, settled};
use super::support::telegram::Telegram;
use super::{CHATS, PATIENCE, WARM_UP};

/// How is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// So many questions are under way at all times.
    Closed(usize),
    /// So many come a second.
    Open(u32),
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(under_way) => write!(f, "{under_way} under way"),
            Self::Open(rate) => write!(f, "{rate} a second"),
        }
    }
}

/// What one run came to.
#[derive(Clone, Debug)]
pub struct Run {
    pub replies_a_second: f64,
    /// From the update being there to the reply being taken; the shortest first.
    pub latencies: Vec<Duration>,
    /// Of the bot.
    pub cpu_seconds_per_1000: f64,
    /// Of the bot, at the end and at most, in megabytes.
    pub memory: (f64, f64),
    /// Questions without a reply, and replies that nobody asked for or that are none of the two.
    pub missing: usize,
    pub stray: usize,
    /// The share of its core that the Bot API with its people used.
    pub rig_busy: f64,
}

/// What a reply looks like, from the first time it was given.
pub struct Sample {
    asked: &'static str,
    text: String,
    html: usize,
    buttons: usize,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (asked, html, text) = (self.asked, self.html, self.text.chars().count());
        let buttons = self.buttons;
        write!(
            f,
            "`{asked}` {html} characters of HTML, {text} shown, {buttons} buttons"
        )
    }
}

/// The Bot API and its people, on one thread.
pub struct Rig {
    runtime: Runtime,
    local: Local,
}

impl Rig {
    /// A new one, which records calls if it has to show how replies were sent.
    pub fn new(record: bool) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let setup = Setup {
            record,
            ..Telegram::setup()
        };
        let local = runtime.block_on(Local::start(setup)).unwrap();
        local.change(|state, _| {
            for chat in 1..=CHATS {
                state.world.add_person(chat, "Ana", Some("en"));
                state.world.chats.get_mut(&chat).unwrap().bot = Status::Member;
            }
        });
        Self { runtime, local }
    }

    /// Asks each once and looks at how the replies were sent.
    pub fn probe(&self, bot: &Bot, cores: &Cores) -> [Sample; 2] {
        let serving = bot.start(&self.local.url(), cores);
        let samples = self.runtime.block_on(async {
            self.is_ready(bot).await;
            let text = self.samples(bot).await;
            let calls = self.local.calls();
            let sent = |at: usize| {
                let params = calls.iter().filter(|call| call.params["text"].is_string());
                params.clone().nth(at).unwrap().params.clone()
            };
            let mut samples = text.into_iter().enumerate().map(|(at, text)| {
                let sent = sent(at);
                // Some libraries write it as a text in the text.
                let keyboard = match sent["reply_markup"].as_str() {
                    Some(text) => serde_json::from_str(text).unwrap(),
                    None => sent["reply_markup"].clone(),
                };
                let rows = keyboard["inline_keyboard"].as_array().into_iter().flatten();
                Sample {
                    asked: bot.asked[at],
                    html: sent["text"].as_str().unwrap().chars().count(),
                    buttons: rows.map(|row| row.as_array().map_or(0, Vec::len)).sum(),
                    text,
                }
            });
            [samples.next().unwrap(), samples.next().unwrap()]
        });
        drop(serving);
        samples
    }

    /// Starts a bot and measures it under a load of so many questions.
    pub fn run(&self, bot: &Bot, cores: &Cores, load: Load, replies: usize) -> Run {
        let (serving, home) = bot.start(&self.local.url(), cores);
        let run = self.runtime.block_on(async {
            self.is_ready(bot).await;
            let texts = self.samples(bot).await;
            settled(serving.id()).await;
            let mut people = People::new(&self.local, bot, texts);
            people.ask_closed(64, WARM_UP).await;
            assert_eq!(people.stray, 0, "stray replies before anything is measured");
            let before = (
                Instant::now(),
                seconds(serving.id()),
                seconds(std::process::id()),
            );
            match load {
                Load::Closed(under_way) => people.ask_closed(under_way, replies).await,
                Load::Open(rate) => people.ask_at(rate, replies).await,
            }
            let took = (people.last - before.0).as_secs_f64();
            let cpu = seconds(serving.id()) - before.1;
            let rig = seconds(std::process::id()) - before.2;
            people.rest().await;
            people.latencies.sort_unstable();
            let done = count(people.latencies.len());
            Run {
                replies_a_second: done / took,
                cpu_seconds_per_1000: cpu / done * 1000.0,
                memory: memory(serving.id()),
                missing: people.missing(),
                stray: people.stray,
                rig_busy: rig / took,
                latencies: people.latencies,
            }
        });
        drop((serving, home));
        run
    }

    /// Waits until the bot polls, or has said where it is posted to.
    async fn is_ready(&self, bot: &Bot) {
        let ready = self.local.wait_until(|state| {
            let ready = match bot.is_posted_to() {
                true => state.world.webhook.is_some(),
                false => state.world.updates.polls > 0,
            };
            ready.then_some(())
        });
        let ready = timeout(PATIENCE, ready).await;
        assert!(ready.is_ok(), "{} {} does not begin", bot.name, bot.mode);
    }

    /// The texts of the two replies.
    async fn samples(&self, bot: &Bot) -> [String; 2] {
        let mut texts = bot.asked.map(str::to_owned);
        for text in &mut texts {
            let mut seen = self.local.look().world.events.last();
            say(&self.local, [(1, text.as_str())]);
            let reply = self
                .local
                .wait_until(|state| new_replies(state, &mut seen).pop());
            let reply = timeout(PATIENCE, reply).await;
            *text = reply
                .unwrap_or_else(|_| panic!("{}: no reply to {text}", bot.name))
                .1;
        }
        texts
    }
}

/// Those who ask.
struct People<'a> {
    local: &'a Local,
    asked: [&'static str; 2],
    texts: [String; 2],
    /// Of each chat and question, since when they wait for a reply.
    waiting: HashMap<(i64, usize), VecDeque<Instant>>,
    under_way: usize,
    next: usize,
    /// The last event that was seen.
    seen: u64,
    latencies: Vec<Duration>,
    stray: usize,
    last: Instant,
}

impl<'a> People<'a> {
    fn new(local: &'a Local, bot: &Bot, texts: [String; 2]) -> Self {
        Self {
            local,
            asked: bot.asked,
            texts,
            waiting: HashMap::new(),
            under_way: 0,
            next: 0,
            seen: local.look().world.events.last(),
            latencies: Vec::new(),
            stray: 0,
            last: Instant::now(),
        }
    }

    /// Asks so many questions, so many at a time, and waits for all replies.
    async fn ask_closed(&mut self, at_a_time: usize, questions: usize) {
        self.latencies.clear();
        let mut left = questions;
        loop {
            let now = left.min(at_a_time.saturating_sub(self.under_way));
            self.ask(now);
            left -= now;
            if self.under_way == 0 || !self.take_within(PATIENCE).await {
                return;
            }
        }
    }

    /// Asks so many questions at a fixed rate and waits for all replies.
    async fn ask_at(&mut self, rate: u32, questions: usize) {
        self.latencies.clear();
        let begun = tokio::time::Instant::now();
        for at in 0..u32::try_from(questions).unwrap() {
            let due = begun + Duration::from_secs(1) * at / rate;
            loop {
                tokio::select! {
                    biased;
                    () = sleep_until(due) => break,
                    _ = self.take_within(PATIENCE) => {}
                }
            }
            self.ask(1);
        }
        while self.under_way > 0 && self.take_within(PATIENCE).await {}
    }

    /// Asks so many: the first question three times as often as the second, each in the next chat.
    fn ask(&mut self, questions: usize) {
        if questions == 0 {
            return;
        }
        let now = Instant::now();
        let chats = usize::try_from(CHATS).unwrap();
        let next = (self.next..self.next + questions).map(|at| {
            let which = usize::from(at % 4 == 3);
            // In each round another chat gets the long one.
            let chat = (at + at / chats) % chats;
            (i64::try_from(chat).unwrap() + 1, which)
        });
        let next: Vec<_> = next.collect();
        for asked in &next {
            self.waiting.entry(*asked).or_default().push_back(now);
        }
        self.next += questions;
        self.under_way += questions;
        say(
            self.local,
            next.iter().map(|(chat, which)| (*chat, self.asked[*which])),
        );
    }

    /// Takes the replies that have come, or that come next; whether any did.
    async fn take_within(&mut self, patience: Duration) -> bool {
        let seen = &mut self.seen;
        let new = self.local.wait_until(|state| {
            let new = new_replies(state, seen);
            (!new.is_empty()).then_some(new)
        });
        let Ok(new) = timeout(patience, new).await else {
            return false;
        };
        let now = Instant::now();
        for (chat, text) in new {
            let which = self.texts.iter().position(|known| *known == text);
            let waiting = which.and_then(|which| self.waiting.get_mut(&(chat, which)));
            match waiting.and_then(VecDeque::pop_front) {
                Some(since) => {
                    self.under_way -= 1;
                    self.latencies.push(now - since);
                    self.last = now;
                }
                None => self.stray += 1,
            }
        }
        true
    }

    /// Waits for what comes that should not.
    async fn rest(&mut self) {
        while self.take_within(Duration::from_millis(200)).await {}
    }

    fn missing(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }
}

/// Says something in private chats.
fn say<'a>(local: &Local, said: impl IntoIterator<Item = (i64, &'a str)>) {
    local.change(|state, now| {
        for (chat, text) in said {
            let saying = Saying {
                person: chat,
                chat,
                topic: None,
                text,
                reply_to: None,
            };
            state.world.say(saying, now).unwrap();
        }
    });
}

/// What the bot has sent since the event `seen`: chats and texts.
fn new_replies(state: &State, seen: &mut u64) -> Vec<(i64, String)> {
    let mut new = Vec::new();
    while let Some((number, event)) = state.world.events.next(*seen).unwrap() {
        *seen = number;
        let Event::Message(chat, message) = event else {
            continue;
        };
        let message = state
            .world
            .chat(chat)
            .and_then(|chat| chat.message(message));
        if let Some(message) = message.filter(|message| message.from == Author::Bot) {
            new.push((chat, message.text.clone()));
        }
    }
    new
}

/// A number of things, to divide by.
fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap())
}

//! A bot, the Bot API beside it, and the clock.

use std::fmt;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::task::LocalSet;
use tokio::time::{sleep_until, timeout};
use union_brief::local::shared::Recorded;
use union_brief::local::world::Status;
use union_brief::local::world::people::Saying;
use union_brief::local::{Local, Setup};

use super::api::Api;
use super::bots::Bot;
use super::people::People;
use super::process::{Cores, memory, seconds, settled};
use super::replies::Known;
use super::support::telegram::Telegram;
use super::template::Template;
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
    /// Questions without a reply; replies that nobody asked for or that are none of the two, and posts not taken.
    pub missing: usize,
    pub stray: usize,
    /// The share of its core that the Bot API with its people used.
    pub rig_busy: f64,
}

/// What a bot is asked, as updates, and how it replies.
pub struct Probe {
    questions: [serde_json::Value; 2],
    replies: [Recorded; 2],
}

/// Runs on one thread.
fn thread() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// Our local Bot API with its people.
async fn local(record: bool) -> Local {
    let setup = Setup {
        record,
        ..Telegram::setup()
    };
    let local = Local::start(setup).await.unwrap();
    local.change(|state, _| {
        for chat in 1..=CHATS {
            state.world.add_person(chat, "Ana", Some("en"));
            state.world.chats.get_mut(&chat).unwrap().bot = Status::Member;
        }
    });
    local
}

impl Probe {
    /// Asks each once over our local Bot API, which reads what is sent strictly.
    pub fn new(bot: &Bot, cores: &Cores) -> Self {
        thread().block_on(async {
            let local = local(true).await;
            let questions = bot.asked.map(|text| question(&local, text));
            local.change(|state, _| state.world.updates.clear());
            let serving = bot.start(&local.url(), cores);
            is_ready(bot, &local, || local.look().world.updates.polls > 0).await;
            let mut replies = Vec::new();
            for text in bot.asked {
                question(&local, text);
                let sent = local.wait_until(|state| {
                    let calls = state.calls.iter().flatten();
                    let mut sent = calls.filter(|call| call.params["text"].is_string());
                    sent.nth(replies.len()).cloned()
                });
                let sent = timeout(PATIENCE, sent).await;
                let sent = sent.unwrap_or_else(|_| panic!("{}: no reply to {text}", bot.name));
                replies.push(sent);
            }
            drop(serving);
            let replies = replies.try_into().unwrap();
            Self { questions, replies }
        })
    }

    /// The two replies.
    pub fn known(&self, bot: &Bot) -> [Known; 2] {
        [0, 1].map(|at| Known::new(bot.asked[at], &self.replies[at]))
    }

    /// Updates with the two questions.
    fn questions(&self) -> [Template; 2] {
        let places = [
            "/update_id",
            "/message/message_id",
            "/message/chat/id",
            "/message/from/id",
        ];
        [0, 1].map(|at| Template::new(self.questions[at].clone(), &places))
    }

    /// Starts the bot and measures it under a load of so many questions.
    pub fn run(&self, bot: &Bot, cores: &Cores, load: Load, questions: usize) -> Run {
        let runtime = thread();
        let here = LocalSet::new();
        here.block_on(&runtime, async {
            let local = local(false).await;
            let people = People::new(self.known(bot), self.questions());
            let api = Api::serve(people, local.url()).await;
            let (serving, home) = bot.start(&format!("http://{}", api.address), cores);
            is_ready(bot, &local, || api.is_polled()).await;
            let webhook = local.look().world.webhook.clone();
            webhook.iter().for_each(|webhook| api.post_to(webhook));
            settled(serving.id()).await;
            ask_closed(&api, 64, WARM_UP).await;
            let warm = (api.people.borrow().missing(), api.people.borrow().stray);
            assert_eq!(warm, (0, 0), "missing or stray before anything is measured");
            let begun = Instant::now();
            let now = || (seconds(serving.id()), seconds(std::process::id()));
            let before = now();
            match load {
                Load::Closed(under_way) => ask_closed(&api, under_way, questions).await,
                Load::Open(rate) => ask_at(&api, rate, questions).await,
            }
            let after = now();
            // What comes that should not.
            tokio::time::sleep(Duration::from_millis(200)).await;
            let people = &mut *api.people.borrow_mut();
            let mut latencies = std::mem::take(&mut people.latencies);
            latencies.sort_unstable();
            let took = (people.last - begun).as_secs_f64();
            let done = f64::from(u32::try_from(latencies.len()).unwrap());
            let run = Run {
                replies_a_second: done / took,
                cpu_seconds_per_1000: (after.0 - before.0) / done * 1000.0,
                memory: memory(serving.id()),
                missing: people.missing(),
                stray: people.stray,
                rig_busy: (after.1 - before.1) / took,
                latencies,
            };
            drop((serving, home));
            run
        })
    }
}

/// Says something to our local Bot API; the update that came of it.
fn question(local: &Local, text: &str) -> serde_json::Value {
    local.change(|state, now| {
        let saying = Saying {
            person: 1,
            chat: 1,
            topic: None,
            text,
            reply_to: None,
        };
        state.world.say(saying, now).unwrap();
        let waiting = state.world.updates.oldest(usize::MAX);
        let mut waiting: Vec<serde_json::Value> = serde_json::from_str(&waiting).unwrap();
        waiting.pop().unwrap()
    })
}

/// Waits until the bot polls, or has said where it is posted to.
async fn is_ready(bot: &Bot, local: &Local, is_polled: impl Fn() -> bool) {
    let begun = Instant::now();
    let is_ready = || match bot.is_posted_to() {
        true => local.look().world.webhook.is_some(),
        false => is_polled(),
    };
    while !is_ready() {
        let is_late = begun.elapsed() > PATIENCE;
        assert!(!is_late, "{} {} does not begin", bot.name, bot.mode);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Asks so many questions, so many at a time, and waits for all replies.
async fn ask_closed(api: &Rc<Api>, at_a_time: usize, questions: usize) {
    api.people.borrow_mut().begin(at_a_time, questions);
    api.tell(at_a_time);
    all_done(api).await;
}

/// Asks so many questions at a fixed rate and waits for all replies.
async fn ask_at(api: &Rc<Api>, rate: u32, questions: usize) {
    api.people.borrow_mut().clear();
    let begun = tokio::time::Instant::now();
    for at in 0..u32::try_from(questions).unwrap() {
        sleep_until(begun + Duration::from_secs(1) * at / rate).await;
        api.people.borrow_mut().ask();
        api.tell(1);
    }
    all_done(api).await;
}

/// Waits until all that was asked is answered, or nothing is any more.
async fn all_done(api: &Rc<Api>) {
    loop {
        assert!(!api.is_broken(), "a task of the bench has panicked");
        {
            let people = api.people.borrow();
            if people.is_done() || people.last.elapsed() > PATIENCE {
                return;
            }
        }
        // It may have been told of an earlier end.
        drop(timeout(PATIENCE, api.done.notified()).await);
    }
}

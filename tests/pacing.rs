//! How fast a revision reaches many chats, in a simulated time: against a Telegram that counts what arrives within any second
//! and refuses what is too much, over a network that takes its time.
//!
//! Then the real program does it over a socket, in real time.
//!
//! `CHATS=1000000 cargo test --release --test pacing` does it for a million; memory and rows are stated.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "simulation/chance.rs"]
#[allow(
    dead_code,
    reason = "shared with the simulation of trouble, which uses the rest"
)]
mod chance;
#[path = "it/support/memory.rs"]
#[allow(
    dead_code,
    reason = "shared with the simulation of trouble, which uses the rest"
)]
mod memory;
#[cfg(feature = "local")]
#[path = "pacing/socket.rs"]
mod socket;
#[path = "it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use union_brief::conversation::Desk;
use union_brief::data::files;
use union_brief::delivery::fate::Failure;
use union_brief::delivery::pacer::Pacer;
use union_brief::delivery::pacing::Class;
use union_brief::delivery::{Delivery, Manner, Messenger, Notices, Overtaken, nudges};
use union_brief::dossier::lang::Lang;
use union_brief::question::address::BotName;
use union_brief::question::button::ButtonKey;
use union_brief::reply::Reply;
use union_brief::store::{dossiers, subscriptions};
use union_brief::subscription::{ChatKind, Recipient, Subscription};
use union_brief::texts::Texts;
use union_brief::vitals::Vitals;

use chance::Chance;
use memory::{Memory, Rows};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const BEGIN: &str = "2026-03-01T08:00:00Z";

/// A Telegram that counts strictly.
struct Strict {
    chance: Mutex<Chance>,
    /// The least time there and back, and how much more it may be, in milliseconds.
    trip: u64,
    jitter: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    bot: VecDeque<Instant>,
    groups: HashMap<i64, VecDeque<Instant>>,
    first: Option<Instant>,
    last: Option<Instant>,
    sent: u64,
    refused: u64,
    next: i32,
}

fn is_full(times: &mut VecDeque<Instant>, most: usize, length: Duration, now: Instant) -> bool {
    while times.front().is_some_and(|at| *at + length <= now) {
        times.pop_front();
    }
    times.len() >= most
}

impl Strict {
    fn new(trip: u64, jitter: u64) -> Self {
        Self {
            chance: Mutex::new(Chance::new(7)),
            trip,
            jitter,
            state: Mutex::default(),
        }
    }

    /// Half of the way. What is late on it is late.
    async fn half(&self) {
        let more = self.chance.lock().unwrap().below(self.jitter.max(1));
        sleep(Duration::from_micros(self.trip * 500 + more * 500)).await;
    }

    async fn call(&self, chat: i64) -> Result<i32, Failure> {
        self.half().await;
        let arrived = self.arrive(chat);
        self.half().await;
        arrived
    }

    fn arrive(&self, chat: i64) -> Result<i32, Failure> {
        let now = Instant::now();
        let mut state = self.state.lock().unwrap();
        // The chats that are in the way of nobody else.
        match chat {
            FLOODED => return Err(Failure::Flood(Duration::from_secs(43_200))),
            CLOSED => return Err(Failure::TopicClosed),
            _ => {}
        }
        let bot_is_full = is_full(&mut state.bot, 30, SECOND, now);
        let group_is_full = chat < 0 && is_full(group_of(&mut state.groups, chat), 20, MINUTE, now);
        if bot_is_full || group_is_full {
            state.refused += 1;
            return Err(Failure::Flood(Duration::from_secs(3)));
        }
        state.bot.push_back(now);
        if chat < 0 {
            group_of(&mut state.groups, chat).push_back(now);
        }
        state.first.get_or_insert(now);
        state.last = Some(now);
        state.sent += 1;
        state.next += 1;
        Ok(state.next)
    }
}

fn group_of(groups: &mut HashMap<i64, VecDeque<Instant>>, chat: i64) -> &mut VecDeque<Instant> {
    groups.entry(chat).or_default()
}

#[async_trait]
impl Messenger for Strict {
    async fn send(&self, to: Recipient, _: &Reply, _: Manner) -> Result<i32, Failure> {
        self.call(to.chat).await
    }

    async fn edit(&self, to: Recipient, _: i32, _: &Reply, _: bool) -> Result<(), Failure> {
        self.call(to.chat).await.map(drop)
    }
}

const FLOODED: i64 = 900_000_001;
const CLOSED: i64 = -900_000_002;
/// Where somebody asks.
const ASKING: i64 = 900_000_003;

/// Two revisions of the invented story.
async fn desks() -> [Arc<Desk>; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/observatory");
    let mut dossier = files::load(&folder).unwrap();
    dossier.inquiries.clear();
    dossier.talk.clear();
    dossier.concepts.clear();
    let last = dossier.facts.pop().unwrap();
    let store = Memory::of(Rows::default(), Duration::ZERO, |_| {});
    let texts = Arc::new(Texts::load().unwrap());
    let begin: Timestamp = BEGIN.parse().unwrap();
    let mut desks = Vec::new();
    for _ in 0..2 {
        let current = dossiers::load(&store).await.unwrap();
        dossiers::publish(&store, current.as_ref(), &dossier, begin)
            .await
            .unwrap();
        let edition = dossiers::load(&store).await.unwrap().unwrap();
        let bot = BotName::new("union_brief_bot");
        let key = ButtonKey::derive("test");
        desks.push(Arc::new(Desk::new(edition, texts.clone(), bot, key)));
        dossier.facts.push(last.clone());
    }
    desks.try_into().ok().unwrap()
}

/// What a fan-out came to.
struct Fanned {
    seconds: f64,
    refused: u64,
    /// How long answers waited, the shortest first.
    waits: Vec<Duration>,
    rows: usize,
}

/// Publishes to so many private chats and groups, with a question now and then if `asked`.
async fn fan_out(private: i64, groups: i64, strict: Strict, asked: bool) -> Fanned {
    let rows = Rows::default();
    let store = Arc::new(Memory::of(rows.clone(), Duration::ZERO, |_| {}));
    let [old, new] = desks().await;
    let now: Timestamp = BEGIN.parse().unwrap();
    let chats = (1..=private).chain((1..=groups).map(|group| -group));
    for chat in chats.chain([FLOODED, CLOSED]) {
        let kind = if chat > 0 {
            ChatKind::Private
        } else {
            ChatKind::Group
        };
        let recipient = Recipient { chat, topic: None };
        let subscription = Subscription::new(kind, Lang::En, None, 1);
        let new = |_| Some(subscription.clone());
        subscriptions::change(&*store, recipient, None, now, new)
            .await
            .unwrap();
    }
    let start = Instant::now();
    let desks = watch::Sender::new(old);
    let strict = Arc::new(strict);
    let pacer = Arc::new(Pacer::new(30));
    let delivery = Arc::new(Delivery {
        store: store.clone(),
        messenger: strict.clone(),
        pacer: pacer.clone(),
        desks: desks.subscribe(),
        now: Box::new(move || now + SignedDuration::try_from(start.elapsed()).unwrap()),
        notices: Notices::default(),
        overtaken: Overtaken::default(),
        vitals: Arc::new(Vitals::new(Box::new(std::time::Instant::now), 0.0).unwrap()),
    });
    let (_nudge, nudged) = nudges();
    let all = u64::try_from(private + groups).unwrap();
    let running = tokio::spawn(delivery.run(nudged, std::future::pending()));
    sleep(SECOND).await;
    desks.send_replace(new);
    let mut waits = Vec::new();
    let sent = |strict: &Strict| strict.state.lock().unwrap().sent;
    let answers = |waits: &Vec<Duration>| u64::try_from(waits.len()).unwrap();
    while sent(&strict) - answers(&waits) < all {
        // At odd times, so that no pattern is met.
        sleep(Duration::from_millis(337)).await;
        if asked && sent(&strict) > 0 {
            let begun = Instant::now();
            let leave = pacer.turn(Class::Answer, ASKING).await;
            waits.push(begun.elapsed());
            assert!(strict.call(ASKING).await.is_ok(), "an answer was refused");
            drop(leave);
        }
    }
    running.abort();
    waits.sort_unstable();
    let state = strict.state.lock().unwrap();
    Fanned {
        seconds: (state.last.unwrap() - state.first.unwrap()).as_secs_f64(),
        refused: state.refused,
        waits,
        rows: rows.count(),
    }
}

fn simulated<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// The least time in which so many messages can arrive, thirty within any second.
#[allow(clippy::cast_precision_loss, reason = "exact for such numbers")]
fn least(messages: i64) -> f64 {
    ((messages - 1) / 30) as f64
}

fn main() {
    let (private, groups) = (1_000, 300);
    let floor = least(private + groups);
    for (trip, jitter, most) in [(1, 0, 1.02), (60, 0, 1.12), (60, 80, 1.12)] {
        let fanned = simulated(fan_out(private, groups, Strict::new(trip, jitter), false));
        let ratio = fanned.seconds / floor;
        println!(
            "pacing: private={private} groups={groups} trip_ms={trip} jitter_ms={jitter} seconds={:.1} least={floor} ratio={ratio:.3} refused={}",
            fanned.seconds, fanned.refused
        );
        assert_eq!(fanned.refused, 0);
        assert!(ratio <= most, "{ratio} is more than {most}");
    }
    let fanned = simulated(fan_out(private, groups, Strict::new(60, 80), true));
    let p95 = fanned.waits[fanned.waits.len() * 95 / 100];
    println!(
        "pacing: answers={} waited_p50_ms={} waited_p95_ms={} waited_most_ms={} refused={}",
        fanned.waits.len(),
        fanned.waits[fanned.waits.len() / 2].as_millis(),
        p95.as_millis(),
        fanned.waits[fanned.waits.len() - 1].as_millis(),
        fanned.refused
    );
    assert!(p95 < Duration::from_millis(100) && fanned.refused == 0);
    let chats = std::env::var("CHATS")
        .ok()
        .and_then(|chats| chats.parse().ok());
    let chats = chats.unwrap_or(20_000);
    let begun = std::time::Instant::now();
    let fanned = simulated(fan_out(chats, 0, Strict::new(60, 80), false));
    println!(
        "pacing: chats={chats} simulated_seconds={:.0} ratio={:.3} refused={} rows={} took_seconds={} resident_mib={}",
        fanned.seconds,
        fanned.seconds / least(chats),
        fanned.refused,
        fanned.rows,
        begun.elapsed().as_secs(),
        resident_mib()
    );
    assert_eq!(fanned.refused, 0);
    #[cfg(feature = "local")]
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(socket::over_a_socket());
    #[cfg(not(feature = "local"))]
    println!("skipped: over a socket, which needs the feature `local`");
}

/// What this process has in memory at most; with all rows, since the store is in memory here.
fn resident_mib() -> u32 {
    support::kib(std::process::id(), "VmHWM:") / 1024
}

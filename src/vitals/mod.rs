//! What the program tells of itself: counts, and whether it is well. Values only; [`crate::operator`] shows them.
//!
//! Labels are words of this file and method names of the Bot API, never an id, a name or a text: whoever may see the
//! metrics need not be allowed to see who writes to the bot.

mod health;
mod metrics;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use metrics::Metrics;

pub use health::{Phase, SILENCE_MAX, STUCK_AFTER, Stuck, Unready};
pub use metrics::BrokenMetrics;

/// Tells the time. Time is read here for counting only; a test passes its own.
pub type Clock = Box<dyn Fn() -> Instant + Send + Sync>;

/// What became of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer or a notice has left.
    Answered,
    /// It was not for the bot, or there is nothing to say about it.
    Silent,
    /// There is an answer, but Telegram does not take it: blocked, no rights, topic closed.
    Undeliverable,
    /// It made a handler panic.
    Panicked,
    /// The store failed, after which the program ends.
    Failed,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Answered,
        Self::Silent,
        Self::Undeliverable,
        Self::Panicked,
        Self::Failed,
    ];

    /// Its word in metrics and in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Silent => "silent",
            Self::Undeliverable => "undeliverable",
            Self::Panicked => "panicked",
            Self::Failed => "failed",
        }
    }
}

/// How a call of the Bot API ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Done.
    Ok,
    /// 429: come back after so many seconds.
    Flood(u32),
    /// Another refusal of Telegram's.
    Refused,
    /// 5xx: Telegram's servers are in trouble.
    ServerError,
    /// There was no connection.
    NoConnection,
    /// It was sent, and no answer came that could be read.
    NoAnswer,
}

impl Ending {
    /// Its word in metrics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Flood(_) => "flood",
            Self::Refused => "refused",
            Self::ServerError => "server_error",
            Self::NoConnection => "no_connection",
            Self::NoAnswer => "no_answer",
        }
    }
}

/// How a post to the webhook was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostEnding {
    /// Done, or kept.
    Done,
    /// Done, with the answer in the response.
    Carried,
    /// To be posted again.
    NotNow,
    /// Not one of Telegram's.
    Refused,
}

impl PostEnding {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::Carried, Self::NotNow, Self::Refused];

    /// Its word in metrics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Carried => "carried",
            Self::NotNow => "not-now",
            Self::Refused => "refused",
        }
    }
}

/// The disk that holds the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disk {
    /// What the store takes, in bytes.
    pub store: u64,
    /// What is free, in bytes.
    pub free: u64,
    /// What has to be free before anything is written, in bytes.
    pub floor: u64,
}

/// Updates that are taken in and not done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InHand {
    /// How many.
    pub unfinished: usize,
    /// How many of them are in the store's inbox.
    pub kept: usize,
    /// Since when this run has had the oldest.
    pub oldest: Option<Instant>,
}

/// What is known beside the counts.
#[derive(Debug)]
struct State {
    phase: Phase,
    started: Instant,
    turned: Option<Instant>,
    polled: Option<Instant>,
    flushing: Option<Instant>,
    in_hand: InHand,
}

/// All that the program tells of itself. Shared by everything that counts.
pub struct Vitals {
    metrics: Metrics,
    state: Mutex<State>,
    clock: Clock,
}

impl Vitals {
    /// Nothing has happened yet. `started_at` is the time of the start, in seconds since 1970.
    pub fn new(clock: Clock, started_at: f64) -> Result<Self, BrokenMetrics> {
        let state = State {
            phase: Phase::Opening,
            started: clock(),
            turned: None,
            polled: None,
            flushing: None,
            in_hand: InHand::default(),
        };
        Ok(Self {
            metrics: Metrics::new(started_at)?,
            state: Mutex::new(state),
            clock,
        })
    }

    /// Now, by the clock that was passed in.
    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    /// The program has come so far.
    pub fn reached(&self, phase: Phase) {
        self.state().phase = phase;
    }

    /// An update is done with.
    pub fn handled(&self, outcome: Outcome) {
        self.metrics
            .updates
            .with_label_values(&[outcome.word()])
            .inc();
        if outcome == Outcome::Panicked {
            self.metrics.panics.inc();
        }
    }

    /// An answer has left; whether it says that the bot cannot say.
    pub fn answered(&self, declined: bool) {
        let declined = if declined { "true" } else { "false" };
        self.metrics.answers.with_label_values(&[declined]).inc();
    }

    /// A try of a notice has ended; `outcome` is one of a few words.
    pub fn notice(&self, outcome: &'static str) {
        self.metrics.notices.with_label_values(&[outcome]).inc();
    }

    /// So many subscriptions have not been told of the newest revision: those whose turn it is, and those that wait for
    /// their time.
    pub fn notices_wait(&self, due: usize, later: usize) {
        for (gauge, count) in [
            (&self.metrics.notices_due, due),
            (&self.metrics.notices_wait, due.saturating_add(later)),
        ] {
            gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    /// How many subscriptions are to be told now.
    pub fn notices_due(&self) -> usize {
        usize::try_from(self.metrics.notices_due.get()).unwrap_or(0)
    }

    /// A call of the Bot API has ended.
    pub fn called(&self, method: &'static str, ending: Ending) {
        let labels = [method, ending.word()];
        self.metrics.calls.with_label_values(&labels).inc();
        if let Ending::Flood(seconds) = ending {
            self.metrics.floods.inc();
            self.metrics.flood_seconds.inc_by(u64::from(seconds));
        }
    }

    /// A post to the webhook was answered.
    pub fn posted(&self, ending: PostEnding) {
        self.metrics.posts.with_label_values(&[ending.word()]).inc();
    }

    /// Telegram has answered the question for updates or for the webhook, or has posted one.
    pub fn polled(&self) {
        let now = self.now();
        self.state().polled = Some(now);
    }

    /// The loop that takes updates in has turned.
    pub fn turned(&self) {
        let now = self.now();
        self.state().turned = Some(now);
    }

    /// These are in hand now.
    pub fn holds(&self, in_hand: InHand) {
        self.state().in_hand = in_hand;
    }

    /// The store begins to make a group of commits durable.
    pub fn flush_begins(&self) {
        let now = self.now();
        self.state().flushing = Some(now);
    }

    /// It is durable, or has failed; it took this long.
    pub fn flush_ends(&self, took: Duration) {
        self.state().flushing = None;
        self.metrics.flushes.observe(took.as_secs_f64());
    }

    /// Whether updates are answered just now. `disk` is `None` where it does not tell.
    pub fn readiness(&self, disk: Option<Disk>) -> Result<(), Unready> {
        let now = self.now();
        self.state().readiness(now, disk)
    }

    /// Whether what has to turn is turning.
    pub fn health(&self) -> Result<(), Stuck> {
        let now = self.now();
        self.state().health(now)
    }

    /// Everything in Prometheus' text format 0.0.4.
    pub fn exposition(&self, disk: Option<Disk>) -> Result<String, BrokenMetrics> {
        let now = self.now();
        let (in_hand, silence, ready) = {
            let state = self.state();
            let heard = state.polled.unwrap_or(state.started);
            let silence = now.saturating_duration_since(heard);
            (state.in_hand, silence, state.readiness(now, disk).is_ok())
        };
        let age = in_hand
            .oldest
            .map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        let metrics = &self.metrics;
        metrics.in_hand.set(as_number(in_hand.unfinished));
        metrics.inbox.set(as_number(in_hand.kept));
        metrics.oldest.set(age.as_secs_f64());
        metrics.silence.set(silence.as_secs_f64());
        metrics.ready.set(i64::from(ready));
        metrics.store_bytes.set(bytes(disk.map(|disk| disk.store)));
        metrics.free_bytes.set(bytes(disk.map(|disk| disk.free)));
        metrics.floor_bytes.set(bytes(disk.map(|disk| disk.floor)));
        metrics.exposition()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is one assignment, so what a panic leaves behind is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Bytes as Prometheus has them; "not a number" where they are not known.
#[allow(clippy::cast_precision_loss, reason = "exact up to 8 PiB")]
fn bytes(count: Option<u64>) -> f64 {
    count.map_or(f64::NAN, |count| count as f64)
}

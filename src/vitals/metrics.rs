//! The metrics by name, with the words that explain them. README.md says which to watch.

use prometheus::core::Collector;
use prometheus::{
    Gauge, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

use super::{Ending, Outcome, PostEnding};

/// Calls that are shown from the start, with nothing counted yet: an alert on a series that does not exist is none.
const METHODS: [&str; 5] = [
    "getUpdates",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "answerInlineQuery",
];
/// Limits of the flush times, in seconds: from an idle SSD (a millisecond) to a disk that hardly answers.
const FLUSH_BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0];

/// A name or label that the library does not take, or a text it cannot write. Never the fault of whoever runs it.
#[derive(Debug, thiserror::Error)]
#[error("the metrics cannot be made: {0}")]
pub struct BrokenMetrics(#[from] prometheus::Error);

/// Every metric there is.
pub struct Metrics {
    registry: Registry,
    pub updates: IntCounterVec,
    pub notices: IntCounterVec,
    pub notices_due: IntGauge,
    pub notices_wait: IntGauge,
    pub answers: IntCounterVec,
    pub calls: IntCounterVec,
    pub posts: IntCounterVec,
    pub floods: IntCounter,
    pub flood_seconds: IntCounter,
    pub panics: IntCounter,
    pub flushes: Histogram,
    pub in_hand: IntGauge,
    pub inbox: IntGauge,
    pub oldest: Gauge,
    pub silence: Gauge,
    pub ready: IntGauge,
    pub store_bytes: Gauge,
    pub free_bytes: Gauge,
    pub floor_bytes: Gauge,
}

impl Metrics {
    /// Every metric, with nothing counted.
    pub fn new(started_at: f64) -> Result<Self, BrokenMetrics> {
        let made = Maker(Registry::new());
        made.start(started_at)?;
        let metrics = Self {
            updates: made.counters("updates_total", "Updates by what became of them.", &["outcome"])?,
            notices: made.counters(
                "notices_total",
                "Notices to subscriptions by what became of a try.",
                &["outcome"],
            )?,
            notices_due: made.count("notices_due", "Subscriptions whose notice of the newest revision may leave now.")?,
            notices_wait: made.count("notices_waiting", "Subscriptions that have not been told of the newest revision, but those paused until somebody sees to it.")?,
            answers: made.counters(
                "answers_total",
                "Answers that have left, by whether they say that no source answers.",
                &["declined"],
            )?,
            calls: made.counters(
                "api_calls_total",
                "Calls of the Bot API by method and how they ended.",
                &["method", "outcome"],
            )?,
            posts: made.counters(
                "posts_total",
                "Posts to the webhook by how they were answered.",
                &["outcome"],
            )?,
            floods: made.counter("flood_waits_total", "Calls that Telegram refused with 429.")?,
            flood_seconds: made.counter(
                "flood_wait_seconds_total",
                "Seconds that Telegram's 429s told the bot to wait.",
            )?,
            panics: made.counter("panics_total", "Updates that made a handler panic.")?,
            flushes: made.flushes()?,
            in_hand: made.count("updates_in_hand", "Updates taken in and not done.")?,
            inbox: made.count("inbox_updates", "Updates not done that are kept in the store's inbox.")?,
            oldest: made.gauge(
                "oldest_update_age_seconds",
                "For how long this run has had the oldest update that is not done; 0 if there is none.",
            )?,
            silence: made.gauge(
                "telegram_silence_seconds",
                "Time since Telegram last answered getUpdates or getWebhookInfo or posted an update, or since the start.",
            )?,
            ready: made.count("ready", "Whether /readyz says 200.")?,
            store_bytes: made.gauge("store_bytes", "What the store takes on disk.")?,
            free_bytes: made.gauge("disk_free_bytes", "What is free on the disk of the store.")?,
            floor_bytes: made.gauge(
                "disk_floor_bytes",
                "Free space below which nothing is written.",
            )?,
            registry: made.0,
        };
        metrics.show_from_the_start();
        Ok(metrics)
    }

    fn show_from_the_start(&self) {
        for outcome in Outcome::ALL {
            self.updates.with_label_values(&[outcome.word()]);
        }
        for ending in PostEnding::ALL {
            self.posts.with_label_values(&[ending.word()]);
        }
        for declined in ["false", "true"] {
            self.answers.with_label_values(&[declined]);
        }
        for method in METHODS {
            self.calls.with_label_values(&[method, Ending::Ok.word()]);
        }
    }

    /// Everything in Prometheus' text format 0.0.4.
    pub fn exposition(&self) -> Result<String, BrokenMetrics> {
        Ok(TextEncoder::new().encode_to_string(&self.registry.gather())?)
    }
}

/// Makes metrics and registers them.
struct Maker(Registry);

impl Maker {
    /// A metric that is in the exposition from now on.
    fn registered<T: Collector + Clone + 'static>(&self, made: T) -> Result<T, prometheus::Error> {
        self.0.register(Box::new(made.clone()))?;
        Ok(made)
    }

    fn counters(
        &self,
        name: &str,
        help: &str,
        labels: &[&str],
    ) -> Result<IntCounterVec, prometheus::Error> {
        self.registered(IntCounterVec::new(opts(name, help), labels)?)
    }

    fn counter(&self, name: &str, help: &str) -> Result<IntCounter, prometheus::Error> {
        self.registered(IntCounter::with_opts(opts(name, help))?)
    }

    fn count(&self, name: &str, help: &str) -> Result<IntGauge, prometheus::Error> {
        self.registered(IntGauge::with_opts(opts(name, help))?)
    }

    fn gauge(&self, name: &str, help: &str) -> Result<Gauge, prometheus::Error> {
        self.registered(Gauge::with_opts(opts(name, help))?)
    }

    fn flushes(&self) -> Result<Histogram, prometheus::Error> {
        let name = "union_brief_store_flush_seconds";
        let help = "How long the store takes to make a group of commits durable.";
        let options = HistogramOpts::new(name, help).buckets(FLUSH_BUCKETS.to_vec());
        self.registered(Histogram::with_opts(options)?)
    }

    /// What does not change: the version, and the start under the name that dashboards know.
    fn start(&self, started_at: f64) -> Result<(), prometheus::Error> {
        let build = opts("build_info", "1, with the version of the program.");
        let build = self.registered(IntGaugeVec::new(build, &["version"])?)?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        let start = Opts::new(
            "process_start_time_seconds",
            "When the program was started, in seconds since 1970.",
        );
        let start = self.registered(Gauge::with_opts(start)?)?;
        start.set(started_at);
        Ok(())
    }
}

fn opts(name: &str, help: &str) -> Opts {
    Opts::new(format!("union_brief_{name}"), help)
}

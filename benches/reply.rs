//! From a text to the rendered reply, for each command: with the article, and with a generated dossier of 100,000 facts.
//!
//! `cargo bench --bench reply`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a bench ends by panicking"
)]

mod large;

#[path = "../tests/it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod support;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};

use divan::{Bencher, black_box};
use jiff::{SignedDuration, Timestamp};
use union_brief::conversation::{Desk, Turn};
use union_brief::data::files::load;
use union_brief::dossier::Dossier;

const COMMANDS: [&str; 22] = [
    "/start",
    "/help",
    "/status",
    "/status 22 April",
    "/quotes",
    "/quotes Peskov",
    "/quotes consensus",
    "/timeline",
    "/timeline 22.04 28.04",
    "/people",
    "/who Мезенцеву",
    "/numbers",
    "/open",
    "/documents",
    "/explain roadmap",
    "/fact seed-figure-26",
    "/sources",
    "/about",
    "/privacy",
    "what is new?",
    "how many roadmaps were handed over?",
    "кто решает, насколько глубокой будет интеграция",
];

fn main() {
    divan::main();
}

fn article() -> Dossier {
    load(&support::project().join("data")).unwrap()
}

/// Each time on another day, so that no reply is one that is remembered.
fn turn(desk: &Desk, text: &str) -> Turn {
    static DAYS: AtomicI64 = AtomicI64::new(0);
    let days = DAYS.fetch_add(1, Ordering::Relaxed) % 1_000;
    let first: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
    support::desk::turn(desk, text, first + SignedDuration::from_hours(24 * days))
}

#[divan::bench(args = COMMANDS)]
fn on_the_article(bencher: Bencher<'_, '_>, text: &str) {
    static DESK: OnceLock<Desk> = OnceLock::new();
    let desk = DESK.get_or_init(|| support::desk::alone(article()));
    bencher.bench(|| turn(desk, black_box(text)));
}

#[divan::bench(args = COMMANDS, sample_count = 20)]
fn on_100_000_facts(bencher: Bencher<'_, '_>, text: &str) {
    static DESK: OnceLock<Desk> = OnceLock::new();
    let desk = DESK.get_or_init(|| support::desk::alone(large::dossier(&article(), large::FACTS)));
    bencher.bench(|| turn(desk, black_box(text)));
}

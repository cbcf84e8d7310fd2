//! One question in words, from the text to the rendered reply, with the article and with 100,000 generated facts: half of
//! all take less than p50, 99 of 100 less than p99. Beside it plain BM25 over the texts of the same facts with the same
//! questions. Prints a table.
//!
//! `cargo bench --bench question`
//!
//! The BM25 is the crate `bm25` and not tantivy: it is one small crate, and tantivy's hundred would be built for every
//! `cargo test`. Bytes are counted by an allocator around the system's: resident memory would also show what was freed
//! before and is used again. Times are the thread's processor time, as other programs run beside this one.

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

use std::alloc::System;
use std::hint::black_box;
use std::time::Duration;

use bm25::{Document, SearchEngine, SearchEngineBuilder, Tokenizer};
use cpu_time::ThreadTime;
use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use union_brief::conversation::{Desk, Turn};
use union_brief::data::files::load;
use union_brief::dossier::Dossier;
use union_brief::question::words::words;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// So often is every question asked; once more before, which is not counted.
const ROUNDS: usize = 3;
/// Candidates that either side looks at.
const CANDIDATES: usize = 12;

/// A question of a set; what is right is of no interest here.
#[derive(Deserialize)]
struct Asked {
    q: String,
}

/// What was measured of one side.
struct Figures {
    built: Duration,
    bytes: usize,
    /// Of each time a question was asked, the shortest first.
    times: Vec<Duration>,
}

fn main() {
    let questions = questions();
    let article = load(&support::project().join("data")).unwrap();
    println!(
        "{} questions, each {ROUNDS} times; processor time of one thread\n",
        questions.len()
    );
    println!("| facts | | p50 | p99 | slowest | index | made in |");
    println!("|---|---|---|---|---|---|---|");
    let facts = article.facts.len();
    compare(facts, &article, &questions);
    compare(
        large::FACTS,
        &large::dossier(&article, large::FACTS),
        &questions,
    );
}

/// The questions of all sets, the languages mixed.
fn questions() -> Vec<String> {
    let load = |lang: &str| -> Vec<String> {
        let path = support::project().join(format!("tests/questions/{lang}.jsonl"));
        let text = std::fs::read_to_string(path).unwrap();
        let asked = |line| serde_json::from_str::<Asked>(line).unwrap().q;
        text.lines().map(asked).collect()
    };
    let sets = ["en", "ru", "be"].map(load);
    let longest = sets.iter().map(Vec::len).max().unwrap_or(0);
    let mixed = (0..longest).flat_map(|at| sets.iter().filter_map(move |set| set.get(at).cloned()));
    mixed.collect()
}

fn compare(facts: usize, dossier: &Dossier, questions: &[String]) {
    let plain = measure(
        questions,
        || plain_bm25(dossier),
        |engine, question| drop(black_box(engine.search(question, CANDIDATES))),
    );
    let ours = support::desk::alone(dossier.clone());
    let ours = measure(
        questions,
        || {
            ours.prepare();
            ours
        },
        |desk, question| drop(black_box(turn(desk, question))),
    );
    for (name, figures) in [("a question answered", &ours), ("plain BM25", &plain)] {
        println!(
            "| {facts} | {name} | {} | {} | {} | {:.1} MB | {:.2} s |",
            shown(figures.at(50)),
            shown(figures.at(99)),
            shown(figures.at(100)),
            megabytes(figures.bytes),
            figures.built.as_secs_f64(),
        );
    }
    let ratio = |ours: f64, plain: f64| ours / plain.max(f64::MIN_POSITIVE);
    let of_times = |percent| {
        ratio(
            ours.at(percent).as_secs_f64(),
            plain.at(percent).as_secs_f64(),
        )
    };
    println!(
        "| {facts} | ratio | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
        of_times(50),
        of_times(99),
        of_times(100),
        ratio(megabytes(ours.bytes), megabytes(plain.bytes)),
        ratio(ours.built.as_secs_f64(), plain.built.as_secs_f64()),
    );
}

/// Makes an index and asks it all questions.
fn measure<T>(questions: &[String], make: impl FnOnce() -> T, ask: impl Fn(&T, &str)) -> Figures {
    let (region, began) = (Region::new(ALLOCATOR), ThreadTime::now());
    let index = make();
    let (built, kept) = (began.elapsed(), region.change());
    let mut times = Vec::with_capacity(ROUNDS * questions.len());
    for round in 0..=ROUNDS {
        for question in questions {
            let began = ThreadTime::now();
            ask(&index, question);
            if round > 0 {
                times.push(began.elapsed());
            }
        }
    }
    times.sort_unstable();
    Figures {
        built,
        bytes: kept.bytes_allocated.saturating_sub(kept.bytes_deallocated),
        times,
    }
}

impl Figures {
    /// What so many of a hundred do not exceed.
    fn at(&self, percent: usize) -> Duration {
        self.times[(self.times.len() * percent / 100).min(self.times.len() - 1)]
    }
}

fn shown(time: Duration) -> String {
    match time.as_micros() {
        micros @ 0..1_000 => format!("{micros} µs"),
        _ => format!("{:.1} ms", time.as_secs_f64() * 1e3),
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52 bytes")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// Splits as the program does, and no more.
struct Words;

impl Tokenizer for Words {
    fn tokenize(&self, text: &str) -> Vec<String> {
        words(text).collect()
    }
}

/// One document for each text of a fact in each language.
fn plain_bm25(dossier: &Dossier) -> SearchEngine<u32, u32, Words> {
    let texts = dossier.facts.iter().flat_map(|fact| fact.text.each());
    let documents = (0..)
        .zip(texts)
        .map(|(id, (_, text))| Document::new(id, text));
    SearchEngineBuilder::with_tokenizer_and_documents(Words, documents.collect::<Vec<_>>()).build()
}

/// The same way as a person's message goes.
fn turn(desk: &Desk, text: &str) -> Turn {
    support::desk::turn(desk, text, "2026-11-23T12:00:00Z".parse().unwrap())
}

//! Instructions and allocations of what every update costs: reading it, making the reply, writing the call that sends it.
//! Unlike times they are the same on a busy machine; hash maps with keys of chance move small ones by up to a third. Prints a
//! table; `counts.md` beside this keeps earlier ones.
//!
//! `cargo bench --bench counts`; it needs valgrind, whose callgrind counts the instructions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a bench ends by panicking"
)]

#[path = "../tests/it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod support;

use std::alloc::System;
use std::hint::black_box;
use std::ops::Range;
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use union_brief::conversation::Desk;
use union_brief::data::files::load;
use union_brief::telegram::update::Update;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is counted.
const WORK: [&str; 9] = [
    "an update read",
    "/start",
    "/status",
    "/status 22 April",
    "/status 22 April, remembered",
    "/quotes",
    "/quotes, remembered",
    "how many roadmaps were handed over?",
    "кто решает, насколько глубокой будет интеграция",
];
/// It is done so often in one run, and so often in the other: the difference is free of what comes before.
const TIMES: [usize; 2] = [20, 120];
/// Says to the program itself that it is to do something so many times.
const DO: &str = "--do";

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == DO) {
        let (work, times) = (&args[at + 1], args[at + 2].parse().unwrap());
        return Counted::prepare().work(work, 0..times);
    }
    let counted = Counted::prepare();
    println!("| once | instructions | allocations | bytes allocated |");
    println!("|---|---:|---:|---:|");
    for work in WORK {
        let [few, many] = TIMES.map(|times| instructions(work, times));
        let times = TIMES[1] - TIMES[0];
        counted.work(work, 0..TIMES[0]);
        let region = Region::new(ALLOCATOR);
        counted.work(work, TIMES[0]..TIMES[1]);
        let made = region.change();
        let allocations = made.allocations + made.reallocations;
        println!(
            "| {work} | {} | {} | {} |",
            (many - few) / times as u64,
            allocations / times,
            made.bytes_allocated / times
        );
    }
}

/// How many instructions a run of this program takes that does something so many times.
fn instructions(work: &str, times: usize) -> u64 {
    let counted = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args([DO, work, &times.to_string()])
        .output()
        .expect("valgrind (Debian: apt-get install valgrind)");
    let said = String::from_utf8_lossy(&counted.stderr);
    let count = said.split("Collected :").nth(1);
    let count = count.and_then(|rest| rest.split_whitespace().next());
    count.unwrap_or_else(|| panic!("{said}")).parse().unwrap()
}

struct Counted {
    desk: Desk,
    update: String,
}

impl Counted {
    fn prepare() -> Self {
        let article = load(&support::project().join("data")).unwrap();
        let desk = support::desk::alone(article);
        desk.prepare();
        let from = json!({"id": 5, "is_bot": false, "first_name": "Ana", "username": "ana", "language_code": "en"});
        let chat = json!({"id": 5, "type": "private", "first_name": "Ana", "username": "ana"});
        let message = json!({"message_id": 1, "date": 1_700_000_000, "from": from, "chat": chat,
            "text": "/status 22 April", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]});
        let update = json!({"update_id": 1, "message": message}).to_string();
        Self { desk, update }
    }

    /// Does it on one day after the other, so that nothing is remembered, or always on the same.
    fn work(&self, work: &str, days: Range<usize>) {
        let (text, is_remembered) = match work.strip_suffix(", remembered") {
            Some(text) => (text, true),
            None => (work, false),
        };
        let first: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        for day in days {
            if work == WORK[0] {
                let update = black_box(self.update.as_bytes());
                black_box(Update::read(update).unwrap());
                continue;
            }
            let day = i64::try_from(if is_remembered { 0 } else { day }).unwrap();
            let now = first + SignedDuration::from_hours(24 * day);
            black_box(support::desk::turn(&self.desk, black_box(text), now));
        }
    }
}

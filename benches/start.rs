//! How long a start takes with a seeded store, until the first poll; and the memory of the bot at rest. With the article,
//! and with a generated dossier of 100,000 facts.
//!
//! `cargo bench --bench start`

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

use std::time::{Duration, Instant};

use support::program::{Home, Serving};
use support::telegram::Telegram;
use union_brief::data::{export, files::load};

/// Has glibc give back what is free at the top of its heaps from so many bytes on; otherwise it raises the limit by itself.
const TRIMMING: (&str, &str) = ("MALLOC_TRIM_THRESHOLD_", "65536");

fn main() {
    let article = Home::new();
    measure("the article", &article, 15);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_, kib) = runtime.block_on(one_start(&article, Some(TRIMMING)));
    let (name, value) = TRIMMING;
    println!(
        "with {name}={value}: at rest {:.1} MB",
        f64::from(kib) / 1024.0
    );
    let dossier = large::dossier(&load(&article.data).unwrap(), large::FACTS);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    export::write(&dossier, &data).unwrap();
    measure("100,000 facts", &Home::with_data(&data), 3);
}

fn measure(name: &str, home: &Home, runs: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let seeding = Instant::now();
    home.ask("/about");
    let seeding = seeding.elapsed();
    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..runs {
        let (start, kib) = runtime.block_on(one_start(home, None));
        starts.push(start);
        memory.push(kib);
    }
    starts.sort();
    memory.sort_unstable();
    println!(
        "{name}: seeding {} ms; start to first poll: median {} ms, worst {} ms of {runs}; at rest: median {:.1} MB",
        seeding.as_millis(),
        starts[runs / 2].as_millis(),
        starts[runs - 1].as_millis(),
        f64::from(memory[runs / 2]) / 1024.0
    );
}

async fn one_start(home: &Home, setting: Option<(&str, &str)>) -> (Duration, u32) {
    let telegram = Telegram::start().await;
    let begun = Instant::now();
    let mut command = home.serving(&telegram);
    command.envs(setting);
    let bot = Serving::spawn(command);
    bot.polls(&telegram, Duration::from_secs(120)).await;
    let start = begun.elapsed();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let kib = support::kib(bot.id(), "VmRSS:");
    bot.stop();
    (start, kib)
}

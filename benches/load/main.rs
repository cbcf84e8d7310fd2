//! How many messages the bot answers in a second, how fast, and at what cost; beside it the same with small bots written
//! with other libraries (`benches/baselines/`). Prints a table, ratios first.
//!
//! `cargo bench --bench load`, or with the beginnings of the rows that are wanted, as in
//! `cargo bench --bench load -- "Union Brief, polling, 64"`. `RUNS=1` measures once instead of three times, each time with
//! a fresh process. `ANOTHER=path/of/union-brief` adds another build of ours, of the state before a change.
//!
//! The bot has one core, the Bot API with its people the other. In the closed loop so many questions are under way at all
//! times over [`CHATS`] private chats; in the open loop [`OPEN_RATE`] a second come, whatever is answered. Each of the two
//! replies is first taken by our local Bot API, strictly: its markup read, its entities made, the message in the chat. When
//! it is measured, a reply counts when it is the same as that one, and any other is stray. Baselines are built and
//! installed by this command, into `target/baselines`, and by no other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a bench ends by panicking"
)]

mod api;
mod bots;
mod drive;
mod people;
mod process;
mod replies;
mod table;
mod template;

#[path = "../../tests/it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod support;

use std::time::Duration;

use bots::Bot;
use drive::{Load, Probe, Run};
use process::Cores;

/// Private chats in which is asked, one after the other.
const CHATS: i64 = 200;
/// Replies before anything is measured.
const WARM_UP: usize = 1_000;
/// Questions a second in the open loop.
const OPEN_RATE: u32 = 500;
/// How the bots are asked, and how often.
const LOADS: [(Load, usize); 4] = [
    (Load::Closed(1), 3_000),
    (Load::Closed(64), 20_000),
    (Load::Closed(256), 20_000),
    (Load::Open(OPEN_RATE), 5_000),
];

/// What was measured of a bot under one load.
pub struct Measured {
    bot: &'static str,
    mode: &'static str,
    load: Load,
    runs: Vec<Run>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rows: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |bot: &Bot, load: Load| {
        let row = format!("{}, {}, {load}", bot.name, bot.mode);
        rows.is_empty() || rows.iter().any(|wanted| row.starts_with(wanted.as_str()))
    };
    let runs = std::env::var("RUNS").ok();
    let runs = runs.and_then(|runs| runs.parse().ok()).unwrap_or(3);
    let (bots, skipped) = bots::ready(|bot| LOADS.iter().any(|(load, _)| is_wanted(bot, *load)));
    // After the builds, which may have both cores.
    let cores = Cores::split();
    println!("{}", process::machine());
    println!(
        "{cores}; load average before: {}\n",
        process::load_average()
    );
    let mut probed = Vec::new();
    for bot in &bots {
        let probe = Probe::new(bot, &cores);
        let [status, quotes] = probe.known(bot);
        println!("{} {}: {status}; {quotes}", bot.name, bot.mode);
        probed.push((bot, probe));
    }
    let mut measured = Vec::new();
    for (load, replies) in LOADS {
        let wanted = probed.iter().filter(|(bot, _)| is_wanted(bot, load));
        let wanted: Vec<_> = wanted.collect();
        let mut of_load: Vec<Vec<Run>> = vec![Vec::new(); wanted.len()];
        // One run of each, and then again, so that what else the machine does meets all.
        for _ in 0..runs {
            for ((bot, probe), runs) in wanted.iter().zip(&mut of_load) {
                runs.push(probe.run(bot, &cores, load, replies));
            }
        }
        measured.extend(wanted.iter().zip(of_load).map(|((bot, _), runs)| Measured {
            bot: bot.name,
            mode: bot.mode,
            load,
            runs,
        }));
    }
    println!();
    table::print(&measured);
    for reason in skipped {
        println!("\nskipped: {reason}");
    }
    println!("\nload average after: {}", process::load_average());
}

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

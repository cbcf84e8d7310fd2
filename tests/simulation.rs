//! The bot under every kind of trouble, in a simulated time: seeds of faults in any order, and what has to hold after each.
//! All that handles updates and delivers notices is real; the network, Telegram, the disk and the clock are not.
//!
//! `SEEDS=10000` says how many, `SEED=42` runs one and tells what happened. Then bugs are planted, one at a time, at the
//! seams of the program, and each has to be found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "simulation/chance.rs"]
mod chance;
#[path = "simulation/editions.rs"]
mod editions;
#[path = "it/support/html.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod html;
#[path = "simulation/invariants.rs"]
mod invariants;
#[path = "it/support/memory.rs"]
#[allow(
    dead_code,
    reason = "shared with the suite on pacing, which uses the rest"
)]
mod memory;
#[path = "simulation/talking.rs"]
mod talking;
#[path = "simulation/telegram.rs"]
mod telegram;
#[path = "simulation/wire.rs"]
mod wire;
#[path = "simulation/world.rs"]
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use editions::Editions;
use world::{Outcome, run};

/// Bugs, each of which has to be found.
const BUGS: [&str; 5] = [
    "loud-repeats",
    "told-too-early",
    "no-pacing",
    "done-too-early",
    "done-twice",
];
/// Within so many seeds.
const FOUND_WITHIN: u64 = 1_000;

fn main() {
    // Bugs that are made on purpose are not shown; those of the simulation are.
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload().downcast_ref() != Some(&"a bug in the messenger") {
            told(info);
        }
    }));
    let number = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
    let editions = Editions::load();
    if let Some(seed) = number("SEED") {
        env_logger::init();
        println!("{:?}", run(seed, &editions, None));
        return;
    }
    let count = number("SEEDS").unwrap_or(300);
    let begun = Instant::now();
    let (total, broken) = run_all(count, &editions);
    if let Some((seed, broken)) = broken {
        println!("simulation: seed={seed} broken: {broken}");
        println!("look into it with SEED={seed} cargo test --test simulation");
        std::process::exit(1);
    }
    println!(
        "simulation: seeds={count} updates={} notices={} crashes={} repeated={} amended={} faults={} lost=0 out_of_order=0 seconds={}",
        total.updates,
        total.notices,
        total.crashes,
        total.repeated,
        total.amended,
        total.faults,
        begun.elapsed().as_secs()
    );
    for bug in BUGS {
        let found = (0..FOUND_WITHIN).find(|seed| run(*seed, &editions, Some(bug)).is_err());
        match found {
            Some(seed) => println!("simulation: planted={bug} found_with_seed={seed}"),
            None => panic!("the planted bug {bug} was not found within {FOUND_WITHIN} seeds"),
        }
    }
}

/// Runs so many seeds, on all cores; what they came to, and the first that was broken.
fn run_all(count: u64, editions: &Editions) -> (Outcome, Option<(u64, String)>) {
    let total = Mutex::new((Outcome::default(), None::<(u64, String)>));
    let next = AtomicU64::new(0);
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= count || total.lock().unwrap().1.is_some() {
                return;
            }
            let outcome = run(seed, editions, None);
            let mut total = total.lock().unwrap();
            match outcome {
                Ok(outcome) => total.0.add(&outcome),
                Err(broken) if total.1.as_ref().is_none_or(|(first, _)| seed < *first) => {
                    total.1 = Some((seed, broken));
                }
                Err(_) => {}
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    total.into_inner().unwrap()
}

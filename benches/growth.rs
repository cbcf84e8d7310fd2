//! What grows with what: from the article to 1,000,000 facts, and from 100 to 1,000,000 subscribed chats. Memory, time from
//! start to the first poll, time of an answer, size of the store, and how long a revision takes to reach all chats. Prints
//! two tables.
//!
//! `cargo bench --bench growth`; `MOST=100000` ends there. The fan-out is that of `tests/pacing.rs`, in simulated time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a bench ends by panicking"
)]

#[allow(dead_code, reason = "shared with benches of one size")]
mod large;

#[path = "load/process.rs"]
#[allow(
    dead_code,
    reason = "shared with the bench of load, which uses the rest"
)]
mod process;
#[path = "../tests/it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod support;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use support::inside::subscribe;
use support::program::Home;
use support::telegram::{Chat, Telegram, person};
use union_brief::data::{export, files::load};

/// The least is what the article has, 46. A million takes a minute and a half and 9.8 GB for the
/// first start alone.
const FACTS: [usize; 5] = [46, 1_000, 10_000, 100_000, 1_000_000];
const CHATS: [i64; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];
/// Bytes of a file of facts; `check` takes twice as many.
const FILE_MOST: usize = 256 << 20;
/// Where a fact begins in its file.
const FACT: &[u8] = b"\n[[fact]]";
/// So many times each is asked.
const ASKED: usize = 21;
/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(1_200);

fn main() {
    let most = std::env::var("MOST").ok();
    let most: usize = most
        .and_then(|most| most.parse().ok())
        .unwrap_or(usize::MAX);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    println!("{}", process::machine());
    println!("load average before: {}\n", process::load_average());
    println!(
        "| facts | first start | start to first poll | `/status` | a question in words | MB at rest | MB at most | store MB |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|");
    for facts in FACTS.into_iter().filter(|facts| *facts <= most) {
        with_facts(facts, &runtime);
    }
    println!(
        "\n| chats | start to first poll | `/status` | MB at rest | MB at most | store MB | told all after, simulated | of the least there is |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|");
    for chats in CHATS {
        if usize::try_from(chats).is_ok_and(|chats| chats <= most) {
            with_chats(chats, &runtime);
        }
    }
    println!("\nload average after: {}", process::load_average());
}

fn with_facts(facts: usize, runtime: &tokio::runtime::Runtime) {
    let article = load(&support::project().join("data")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    export::write(&large::dossier(&article, facts), &data).unwrap();
    split(&data.join("facts"));
    let home = Home::with_data(&data);
    let seeding = Instant::now();
    let done = home.run(&["ask", "/about"]);
    let seeding = seeding.elapsed();
    if done.code != 0 {
        // How it ends where it ends is a result like others.
        let why = done.err.lines().last().unwrap_or_default();
        println!(
            "| {facts} | ends after {:.0} s with {}: {why} |||||||",
            seeding.as_secs_f64(),
            done.code
        );
        return;
    }
    let run = runtime.block_on(Grown::measure(&home));
    println!(
        "| {facts} | {:.2} s | {:.2} s | {:.1} ms | {:.1} ms | {:.0} | {:.0} | {:.1} |",
        seeding.as_secs_f64(),
        run.start.as_secs_f64(),
        milliseconds(run.status),
        milliseconds(run.words),
        run.memory.0,
        run.memory.1,
        megabytes(&home.state())
    );
}

/// Puts the facts of one file into several, where they are more than may be in one.
fn split(folder: &Path) {
    let whole = folder.join("facts.toml");
    let text = std::fs::read(&whole).unwrap();
    if text.len() <= FILE_MOST {
        return;
    }
    std::fs::remove_file(&whole).unwrap();
    let mut rest = text.as_slice();
    for file in 0.. {
        let most = &rest[..rest.len().min(FILE_MOST)];
        let whole = most.len() == rest.len();
        let begins = || most.windows(FACT.len()).rposition(|piece| piece == FACT);
        let cut = if whole { rest.len() } else { begins().unwrap() };
        std::fs::write(folder.join(format!("facts-{file}.toml")), &rest[..cut]).unwrap();
        rest = &rest[cut..];
        if whole {
            return;
        }
    }
}

fn with_chats(chats: i64, runtime: &tokio::runtime::Runtime) {
    let home = Home::new();
    home.ask("/about");
    runtime.block_on(subscribe(&home, (1..=chats).map(Chat::Private)));
    let run = runtime.block_on(Grown::measure(&home));
    let told = fan_out(chats);
    println!(
        "| {chats} | {:.2} s | {:.1} ms | {:.0} | {:.0} | {:.1} | {} s | {} |",
        run.start.as_secs_f64(),
        milliseconds(run.status),
        run.memory.0,
        run.memory.1,
        megabytes(&home.state()),
        told.seconds,
        told.ratio
    );
}

/// What a bot came to that has grown.
struct Grown {
    start: Duration,
    status: Duration,
    words: Duration,
    /// At rest and at most, in megabytes.
    memory: (f64, f64),
}

impl Grown {
    async fn measure(home: &Home) -> Self {
        let telegram = Telegram::start().await;
        let begun = Instant::now();
        let bot = home.serve_without_limits(&telegram);
        bot.polls(&telegram, PATIENCE).await;
        let start = begun.elapsed();
        process::settled(bot.id()).await;
        let memory = process::memory(bot.id());
        // On another day each time: no reply is one that is remembered.
        let status = answered(&telegram, |n| format!("/status {}.04.2021", n % 28 + 1)).await;
        let questions = questions();
        let words = answered(&telegram, |n| questions[n].clone()).await;
        bot.stop();
        Self {
            start,
            status,
            words,
            memory,
        }
    }
}

/// Questions in words that have an answer, each another one.
fn questions() -> Vec<String> {
    let sets = support::project().join("tests/questions/en.jsonl");
    let text = std::fs::read_to_string(sets).unwrap();
    let asked = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let answered = asked.filter(|asked: &serde_json::Value| asked["facts"][0].is_string());
    let questions = answered.map(|asked| asked["q"].as_str().unwrap().to_owned());
    questions.take(ASKED).collect()
}

/// The median of the times from a message to its answer.
async fn answered(telegram: &Telegram, text: impl Fn(usize) -> String) -> Duration {
    let mut times = Vec::new();
    for n in 0..ASKED {
        let begun = Instant::now();
        let asked = text(n);
        telegram
            .ask(Chat::Private(5), &person(5, "en"), &asked)
            .await;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long a revision takes to reach all, and how that compares with the least time there is.
struct Told {
    seconds: String,
    ratio: String,
}

/// By the simulation, which prints it.
fn fan_out(chats: i64) -> Told {
    let ran = Command::new("cargo")
        .args(["test", "--release", "--quiet", "--test", "pacing"])
        .env("CHATS", chats.to_string())
        .current_dir(support::project())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    let line = text.lines().find(|line| line.starts_with("pacing: chats="));
    let line = line.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&ran.stderr)));
    let value = |name: &str| {
        let value = line
            .split_whitespace()
            .find_map(|word| word.strip_prefix(name));
        value.unwrap().to_owned()
    };
    Told {
        seconds: value("simulated_seconds="),
        ratio: value("ratio="),
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The size of all files in a folder.
fn megabytes(folder: &Path) -> f64 {
    let mut bytes = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => bytes += entry.metadata().unwrap().len(),
            }
        }
    }
    f64::from(u32::try_from(bytes / 1024).unwrap()) / 1024.0
}

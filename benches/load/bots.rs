//! The bots that are measured: how each is built or installed, and started.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::program::{Home, Serving};
use crate::support::telegram::TOKEN;
use crate::support::webhook::with_webhook;
use crate::support::{free_port, project};

use super::process::Cores;

const SERVE: &[&str] = &["serve"];
const GRAMMY: &str = "grammy@1.46.0";

/// A bot.
pub struct Bot {
    /// What it is written with.
    pub name: &'static str,
    /// How updates come to it.
    pub mode: &'static str,
    /// The two commands it is asked, of which the first is asked three times as often.
    pub asked: [&'static str; 2],
    start: Start,
}

#[derive(Clone, Copy)]
enum Start {
    /// A program of `benches/baselines/`, with the first of its arguments.
    Baseline(&'static str, Option<&'static str>),
    Node(&'static str),
    Ours,
    OursByWebhook,
    Another,
}

const ROWS: [&str; 2] = ["/status", "/quotes"];
/// Those of our commands whose replies are about as long as those of the baselines.
const OURS: [&str; 2] = ["/status 22 April", "/quotes"];

const BOTS: [Bot; 7] = [
    bot("Union Brief", "polling", OURS, Start::Ours),
    bot("Union Brief as in ANOTHER", "polling", OURS, Start::Another),
    bot(
        "teloxide 0.17",
        "polling",
        ROWS,
        Start::Baseline("teloxide_bot", Some("poll")),
    ),
    bot(
        "frankenstein 0.52",
        "polling",
        ROWS,
        Start::Baseline("frankenstein_bot", None),
    ),
    bot("Union Brief", "webhook", OURS, Start::OursByWebhook),
    bot(
        "teloxide 0.17",
        "webhook",
        ROWS,
        Start::Baseline("teloxide_bot", Some("webhook")),
    ),
    bot(
        "grammY 1.46",
        "webhook, in the answer",
        ROWS,
        Start::Node("grammy_bot.cjs"),
    ),
];

const fn bot(
    name: &'static str,
    mode: &'static str,
    asked: [&'static str; 2],
    start: Start,
) -> Bot {
    Bot {
        name,
        mode,
        asked,
        start,
    }
}

/// Those that are wanted and can run, installed; and why others cannot.
pub fn ready(is_wanted: impl Fn(&Bot) -> bool) -> (Vec<Bot>, Vec<String>) {
    let (mut ready, mut skipped) = (Vec::new(), Vec::new());
    let mut built = None;
    let is_there = |bot: &Bot| !matches!(bot.start, Start::Another) || another().is_some();
    for bot in BOTS.into_iter().filter(is_there).filter(is_wanted) {
        let can_run = match bot.start {
            Start::Baseline(..) => built.get_or_insert_with(build).clone(),
            Start::Node(_) => install_grammy(),
            Start::Ours | Start::Another => Ok(()),
            Start::OursByWebhook => has_webhook(),
        };
        match can_run {
            Ok(()) => ready.push(bot),
            Err(reason) => skipped.push(format!("{}, {}: {reason}", bot.name, bot.mode)),
        }
    }
    (ready, skipped)
}

fn baselines() -> PathBuf {
    project().join("benches/baselines")
}

fn target() -> PathBuf {
    project().join("target/baselines")
}

fn build() -> Result<(), String> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--locked", "--manifest-path"])
        .arg(baselines().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target());
    succeeds(cargo)
}

fn install_grammy() -> Result<(), String> {
    if modules().join("grammy/package.json").exists() {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--prefix",
    ])
    .arg(target())
    .arg(GRAMMY);
    succeeds(npm)
}

fn modules() -> PathBuf {
    target().join("node_modules")
}

fn succeeds(mut command: Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// Another build of ours to compare with, of the state before a change.
fn another() -> Option<String> {
    std::env::var("ANOTHER").ok()
}

/// Whether this version knows the settings of a webhook: all that it knows are in the example.
fn has_webhook() -> Result<(), String> {
    let settings = std::fs::read_to_string(project().join(".env.example")).unwrap();
    match settings.contains("UNION_BRIEF_WEBHOOK_URL") {
        true => Ok(()),
        false => Err("this version polls only".to_owned()),
    }
}

impl Bot {
    /// Starts it on its core, against the Bot API at `url`. It runs until both are dropped.
    pub fn start(&self, url: &str, cores: &Cores) -> (Serving, Option<Home>) {
        let baseline = matches!(self.start, Start::Baseline(..) | Start::Node(_));
        let home = (!baseline).then(Home::new);
        let mut command = match (self.start, &home) {
            (Start::Baseline(program, mode), _) => {
                let mut command = bare(&target().join("release").join(program));
                command.args(mode).args([url, TOKEN]);
                command
            }
            (Start::Node(script), _) => {
                let mut command = bare(Path::new("node"));
                command.arg(baselines().join(script)).args([url, TOKEN]);
                command.env("NODE_PATH", modules());
                command
            }
            (_, None) => unreachable!("only baselines have no home"),
            (Start::Another, Some(home)) => ours(home.command_of(&another().unwrap(), SERVE), url),
            (_, Some(home)) => ours(home.command(SERVE), url),
        };
        if let Start::OursByWebhook = self.start {
            let port = free_port();
            with_webhook(&mut command, &format!("http://127.0.0.1:{port}/hook"), port);
        }
        (Serving::spawn(cores.pin(command)), home)
    }

    /// Whether updates are posted to it.
    pub fn is_posted_to(&self) -> bool {
        self.mode.starts_with("webhook")
    }
}

/// A command with nothing of this process's environment but the way to programs.
fn bare(program: &Path) -> Command {
    let mut command = Command::new(program);
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path);
    command
}

/// Ours, without limits of its own, as the Bot API has none here.
fn ours(mut command: Command, url: &str) -> Command {
    command
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", url)
        .env("UNION_BRIEF_SEND_RATE", "0")
        .env("UNION_BRIEF_FLOOD_CONTROL", "off")
        .env("UNION_BRIEF_LOG", "warn");
    command
}

//! The bot against a Bot API that none of us wrote: the npm package `telegram-test-api`, as far as that one goes.
//!
//! `tests/clients/stand_in.mjs` runs it. Prints how far the bot got and what lies beyond that stand-in, or in one line why
//! it was skipped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use support::program::{Home, Serving};
use support::project;

const PACKAGE: &str = "telegram-test-api";
/// The release that `.ci/run` installs; what lies beyond it is this one's.
const INSTALL: &str = "npm install --prefix target/stand-in telegram-test-api@4.2.1";
const TOKEN: &str = "666:a-token-that-the-stand-in-does-not-check";
/// The name it gives every bot.
const NAME: &str = "TestNameBot";
/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

const ALONE: i64 = 5;
const GROUP: i64 = -7;

/// The methods the bot calls.
const CALLED: [&str; 14] = [
    "getMe",
    "getUpdates",
    "deleteWebhook",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "answerInlineQuery",
    "getChatMember",
    "getMyCommands",
    "setMyCommands",
    "getMyDescription",
    "setMyDescription",
    "getMyShortDescription",
    "setMyShortDescription",
];
/// What it has but does otherwise than the Bot API, read from its code.
const OTHERWISE: [&str; 5] = [
    "getUpdates does not wait, and gives nothing twice, whatever the offset: what is lost is lost",
    "getMe says no more than number, name and user name",
    "editMessageText and answerCallbackQuery answer null, and nothing is ever refused",
    "a pressed button has no chat_instance (the script adds one)",
    "every message of the bot is said to be in a private chat; topics, members and upgrades are unknown",
];

fn main() {
    let folder = project().join("target/stand-in");
    let mut stand_in = match StandIn::start(&folder) {
        Ok(stand_in) => stand_in,
        Err(reason) => {
            println!("skipped: {reason}");
            return;
        }
    };
    let lacks = stand_in.lacks();
    let home = Home::new();
    let mut walk = Walk::default();
    let bot = stand_in.serve(&home);
    in_private(&mut stand_in, &mut walk);
    in_a_group(&mut stand_in, &mut walk);
    let (code, log) = bot.stop();
    let calm = code == 0 && !log.contains("given up");
    walk.step("a stop after all that, with nothing given up", calm, &log);
    // It is not there to hear this.
    stand_in.say(ALONE, "/open");
    let bot = stand_in.serve(&home);
    let open = stand_in.sent(ALONE);
    walk.says(
        "after a restart, in the language chosen",
        &open,
        "Што не вырашана",
    );
    bot.stop();

    println!(
        "stand_in={PACKAGE} version={} steps={} passed={} beyond_it={}",
        stand_in.version,
        walk.steps,
        walk.steps - walk.failed.len(),
        lacks.len() + OTHERWISE.len()
    );
    println!("beyond it: it lacks {}", lacks.join(", "));
    for otherwise in OTHERWISE {
        println!("beyond it: {otherwise}");
    }
    assert!(walk.failed.is_empty(), "{:#?}", walk.failed);
}

fn in_private(stand_in: &mut StandIn, walk: &mut Walk) {
    for (asked, expected) in [
        ("/start", "I answer questions about"),
        ("/help", "What you can ask"),
        ("/status", "Where things stand"),
        ("how many papers did Minsk hand over?", "26"),
    ] {
        let answer = stand_in.ask(ALONE, asked);
        walk.says(asked, &answer, expected);
    }
    let source = stand_in.ask(ALONE, "/numbers");
    let proof = stand_in.press(ALONE, &source, "[1]");
    walk.says("a button", &proof, "Source");
    let first = stand_in.ask(ALONE, "/quotes");
    let second = stand_in.press(ALONE, &first, "Next ›");
    let turned = second["text"].is_string() && second["text"] != first["text"];
    walk.step("the next page", turned, &second.to_string());
    let back = stand_in.press(ALONE, &second, "‹ Previous");
    walk.step(
        "the page before",
        back["text"] == first["text"],
        &back.to_string(),
    );
    let choice = stand_in.ask(ALONE, "/language");
    let chosen = stand_in.press(ALONE, &choice, "Русский");
    walk.says("a language by a button", &chosen, "по-русски");
    let chosen = stand_in.ask(ALONE, "/language be");
    walk.says("a language by a command", &chosen, "па-беларуску");
    let status = stand_in.ask(ALONE, "/status");
    walk.says("an answer in it", &status, "Стан спраў");
}

fn in_a_group(stand_in: &mut StandIn, walk: &mut Walk) {
    stand_in.say(GROUP, "what do you think?");
    let numbers = stand_in.ask(GROUP, &format!("/numbers@{NAME}"));
    walk.says(
        "a group, and nothing said to others",
        &numbers,
        "Every figure",
    );
    walk.step(
        "an answer that hangs on its question",
        numbers["answers"].is_i64(),
        &numbers.to_string(),
    );
}

/// What has been tried and what has failed.
#[derive(Default)]
struct Walk {
    steps: usize,
    failed: Vec<String>,
}

impl Walk {
    fn step(&mut self, what: &str, passed: bool, instead: &str) {
        self.steps += 1;
        if !passed {
            self.failed.push(format!("{what}: {instead}"));
        }
    }

    fn says(&mut self, what: &str, message: &Value, expected: &str) {
        let text = message["text"].as_str().unwrap_or_default();
        self.step(what, text.contains(expected), &message.to_string());
    }
}

/// The stand-in while it runs. It ends when it is dropped.
struct StandIn {
    child: Child,
    orders: ChildStdin,
    told: Receiver<Value>,
    url: String,
    version: String,
}

impl StandIn {
    /// Starts it, or says why it cannot be.
    fn start(folder: &Path) -> Result<Self, String> {
        if !folder.join("node_modules").join(PACKAGE).exists() {
            return Err(format!("no {PACKAGE} ({INSTALL})"));
        }
        let mut child = Command::new("node")
            .arg(project().join("tests/clients/stand_in.mjs"))
            .args([folder.as_os_str(), TOKEN.as_ref()])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("no node ({error})"))?;
        let orders = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (tell, told) = channel();
        std::thread::spawn(move || {
            let said = lines
                .map_while(Result::ok)
                .map(|line| serde_json::from_str(&line).unwrap());
            // Nobody listens any more when the walk is over.
            for line in said {
                drop(tell.send(line));
            }
        });
        let mut stand_in = Self {
            child,
            orders,
            told,
            url: String::new(),
            version: String::new(),
        };
        let ready = stand_in.next();
        stand_in.url = ready["ready"].as_str().unwrap().to_owned();
        stand_in.version = ready["version"].as_str().unwrap().to_owned();
        Ok(stand_in)
    }

    /// Starts the bot against it.
    fn serve(&self, home: &Home) -> Serving {
        let mut command = home.command(&["serve"]);
        command
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("TELOXIDE_API_URL", &self.url)
            .env("UNION_BRIEF_LOG", "info");
        Serving::spawn(command)
    }

    /// The methods the bot calls that it does not have.
    fn lacks(&mut self) -> Vec<String> {
        self.order(&json!({"knows": CALLED}));
        serde_json::from_value(self.next()["lacks"].take()).unwrap()
    }

    fn order(&mut self, order: &Value) {
        writeln!(self.orders, "{order}").unwrap();
    }

    /// What it tells next; null if that is nothing.
    fn next(&self) -> Value {
        self.told.recv_timeout(PATIENCE).unwrap_or_default()
    }

    /// The next thing the bot does, if it is a new message in this chat; null if it is not.
    fn sent(&self, chat: i64) -> Value {
        let mut sent = self.next()["sent"].take();
        if sent["chat"] == chat {
            sent.take()
        } else {
            Value::Null
        }
    }

    fn say(&mut self, chat: i64, text: &str) {
        self.order(&json!({"say": text, "chat": chat}));
    }

    fn ask(&mut self, chat: i64, text: &str) -> Value {
        self.say(chat, text);
        self.sent(chat)
    }

    /// Presses a button; the message as it is then, null if it does not change.
    fn press(&mut self, chat: i64, message: &Value, label: &str) -> Value {
        let buttons = message["buttons"].as_array().cloned().unwrap_or_default();
        let Some(button) = buttons.iter().find(|button| button["text"] == label) else {
            return Value::Null;
        };
        let (data, number) = (&button["callback_data"], &message["number"]);
        self.order(&json!({"press": data, "chat": chat, "message": number}));
        let mut edited = self.next()["edited"].take();
        if edited["number"] == *number {
            edited.take()
        } else {
            Value::Null
        }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

//! A local Bot API with people, and what they do and see in it while the bot of a library runs.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use union_brief::local::shared::{Recorded, State};
use union_brief::local::world::beginning::{FORUM, MEMBER};
use union_brief::local::world::people::Saying;
use union_brief::local::world::{Author, Message};
use union_brief::local::{Local, Setup};

use crate::library::Library;
use crate::steps::Step;

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a library may take to load on a busy machine, until its bot's first call.
const START: Duration = Duration::from_secs(60);
/// With so many failed steps the rest of a half is not tried.
const FAILED_MAX: usize = 3;
/// So many lines of what a bot logged are shown when something was wrong.
const LOG_SHOWN: usize = 40;
/// What one of them says whenever it is told to stop.
const FAREWELL: &str = "Received SIGTERM signal";

/// A local Bot API with people, and the bot of a library.
pub struct Talk {
    runtime: Runtime,
    /// The local Bot API.
    pub local: Local,
}

impl Talk {
    /// Nobody has said anything yet.
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let setup = Setup {
            listen: "127.0.0.1:0".parse().unwrap(),
            further_ports: 0,
            token: Some("654321:not-a-secret-of-anybody_0123456789".to_owned()),
            first_name: "Client".to_owned(),
            username: "client_bot".to_owned(),
            folder: None,
            fresh: false,
            limits: true,
            record: true,
            peopled: true,
        };
        let local = runtime.block_on(Local::start(setup)).unwrap();
        Self { runtime, local }
    }

    /// Runs the library's bot for these steps and stops it; what was wrong.
    pub fn hold(&self, library: &Library, mode: &str, steps: &[Step]) -> Vec<String> {
        let before = self.local.calls().len();
        let bot = library.start(mode, &self.local.url(), self.local.token());
        let mut complaints = Vec::new();
        let started = || {
            self.wait_for(START, "a first call", |state| {
                (state.calls.as_ref()?.len() > before).then_some(())
            });
        };
        let has_started = catch_unwind(AssertUnwindSafe(started)).is_ok();
        if !has_started {
            complaints.push(format!("{}: its bot has not started", library.name));
        }
        for (what, step) in steps.iter().filter(|_| has_started) {
            // The panic has told why.
            if catch_unwind(AssertUnwindSafe(|| step(self))).is_err() {
                complaints.push(format!("{}: {what}", library.name));
            }
            if bot.has_ended() {
                complaints.push(format!("{}: its bot has ended", library.name));
            }
            if bot.has_ended() || complaints.len() >= FAILED_MAX {
                break;
            }
        }
        let ending = catch_unwind(AssertUnwindSafe(|| self.wait_taken()));
        let (code, log) = bot.stop();
        // Whatever a library finds odd about our answers it says here.
        let odd: Vec<&str> = log
            .lines()
            .filter(|line| !line.ends_with(FAREWELL))
            .collect();
        if ending.is_err() || code != 0 || !odd.is_empty() || !self.is_left_tidy() {
            let end = &odd[odd.len().saturating_sub(LOG_SHOWN)..];
            complaints.push(format!(
                "{}: exit code {code}: {}",
                library.name,
                end.join("\n")
            ));
        }
        complaints
    }

    /// Something is said while no bot is there.
    pub fn leave_word(&self) {
        self.say(MEMBER, FORUM, None, "/hook");
    }

    fn wait_taken(&self) {
        self.wait("every update taken", |state| {
            (state.world.updates.waiting() == 0).then_some(())
        });
    }

    /// Whether no webhook is left, and the bot was told so where it had one.
    fn is_left_tidy(&self) -> bool {
        let asked = self.calls("getWebhookInfo");
        let told = asked.last().is_none_or(|call| call["result"]["url"] == "");
        self.local.look().world.webhook.is_none() && told
    }

    /// Waits until `found` finds something.
    pub fn wait<T>(&self, what: &str, found: impl FnMut(&mut State) -> Option<T>) -> T {
        self.wait_for(PATIENCE, what, found)
    }

    fn wait_for<T>(
        &self,
        patience: Duration,
        what: &str,
        found: impl FnMut(&mut State) -> Option<T>,
    ) -> T {
        // A timer is made inside the runtime.
        let search = async { timeout(patience, self.local.wait_until(found)).await };
        match self.runtime.block_on(search) {
            Ok(found) => found,
            Err(_) => panic!(
                "{what} did not happen; last calls: {:#?}",
                self.last_calls()
            ),
        }
    }

    fn last_calls(&self) -> Vec<Recorded> {
        let calls = self.local.calls();
        calls[calls.len().saturating_sub(4)..].to_vec()
    }

    /// Somebody says something; the number of the message.
    pub fn say(&self, person: i64, chat: i64, topic: Option<i64>, text: &str) -> i64 {
        let saying = Saying {
            person,
            chat,
            topic,
            text,
            reply_to: None,
        };
        let said = self.local.change(|state, now| state.world.say(saying, now));
        said.unwrap()
    }

    /// The bot's first message in a chat after this one.
    pub fn answer(&self, chat: i64, said: i64) -> Message {
        self.answer_with(chat, said, |_| true)
    }

    /// The same for one that fits.
    pub fn answer_with(&self, chat: i64, said: i64, fits: impl Fn(&Message) -> bool) -> Message {
        self.wait("an answer", |state| {
            let mut messages = state.world.chat(chat)?.messages.iter();
            let is_answer = |message: &&Message| {
                message.id > said && message.from == Author::Bot && fits(message)
            };
            messages.find(is_answer).cloned()
        })
    }

    /// The bot's answer to a command in the forum.
    pub fn ask(&self, text: &str) -> Message {
        let said = self.say(MEMBER, FORUM, None, text);
        self.answer(FORUM, said)
    }

    /// Somebody presses a button; the notice that settles it, as the bot gave it.
    pub fn press(&self, person: i64, chat: i64, message: i64, data: &str) -> Value {
        let pressed = self
            .local
            .change(|state, now| state.world.press(person, chat, message, data, now));
        let query = pressed.unwrap();
        self.wait("a settled button", |state| {
            let calls = state.calls.as_ref()?;
            let settles = |call: &&Recorded| {
                call.method == "answerCallbackQuery"
                    && call.answer["ok"] == true
                    && call.params["callback_query_id"] == query.as_str()
            };
            Some(calls.iter().find(settles)?.params.clone())
        })
    }

    /// A message as it is once it has this text.
    pub fn changed(&self, chat: i64, message: i64, text: &str) -> Message {
        self.wait("an edit", |state| {
            let found = state.world.chat(chat)?.message(message)?;
            (found.text == text).then(|| found.clone())
        })
    }

    /// The answers to all calls of a method.
    fn calls(&self, method: &str) -> Vec<Value> {
        let calls = self.local.calls().into_iter();
        let of_method = calls.filter(|call| call.method == method);
        of_method.map(|call| call.answer).collect()
    }
}

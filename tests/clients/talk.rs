//! The conversation: what the people do, and what has to have come of it in the world. Limits hold, so each step is in a
//! chat that has room for its messages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::time::timeout;
use union_brief::local::shared::{Recorded, State};
use union_brief::local::world::beginning::{ADMINISTRATOR, FORUM, GROUP, MEMBER, OUTSIDER};
use union_brief::local::world::people::Saying;
use union_brief::local::world::{Author, Message, Status};
use union_brief::local::{Local, Setup};

use crate::library::{Library, picture};

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many messages the burst has, and how many of them a private chat takes at once.
const BURST: usize = 5;
const AT_ONCE: usize = 3;

/// So many lines of what a bot logged are shown when something was wrong.
const LOG_SHOWN: usize = 20;
/// What one of them says whenever it is told to stop.
const FAREWELL: &str = "Received SIGTERM signal";

/// A step: what it shows, and how.
pub type Step = (&'static str, fn(&Talk));

/// The half in which the bot polls.
pub const POLLED: &[Step] = &[
    ("a text with markup and buttons", start),
    ("a pressed button changes the message", more),
    ("an edit that changes nothing has its own error", same),
    ("a picture as a file and by its number", photo),
    ("an answer stays in its topic", topic),
    ("what is known of a chat can be read", chat),
    ("a flood is waited for as long as told", burst),
    ("an inline result, and its button", inline),
    ("a change of rights is told", rights),
    ("a group that moved is followed", moved),
    (
        "a person who has blocked the bot has their own error",
        blocked,
    ),
];

/// The half with a webhook.
pub const POSTED: &[Step] = &[
    ("what waited is posted, with the secret", posted),
    ("polling beside a webhook has its own error", conflict),
    ("a button is posted as well", posted_press),
];

/// What only a library shows that can put a call into its answer.
pub const ANSWERED: &[Step] = &[
    ("a call in the answer to a post", answered),
    ("a file in the answer to a post", answered_with_file),
];

/// A local Bot API with people, and the bot of a library.
pub struct Talk {
    runtime: Runtime,
    local: Local,
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
        let bot = library.start(mode, &self.local.url(), self.local.token());
        let mut complaints = Vec::new();
        for (what, step) in steps {
            // The panic has told why.
            if catch_unwind(AssertUnwindSafe(|| step(self))).is_err() {
                complaints.push(format!("{}: {what}", library.name));
            }
            if bot.has_ended() {
                complaints.push(format!("{}: its bot has ended", library.name));
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
    fn wait<T>(&self, what: &str, found: impl FnMut(&mut State) -> Option<T>) -> T {
        // A timer is made inside the runtime.
        let search = async { timeout(PATIENCE, self.local.wait_until(found)).await };
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
    fn say(&self, person: i64, chat: i64, topic: Option<i64>, text: &str) -> i64 {
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
    fn answer(&self, chat: i64, said: i64) -> Message {
        self.answer_with(chat, said, |_| true)
    }

    fn answer_with(&self, chat: i64, said: i64, fits: impl Fn(&Message) -> bool) -> Message {
        self.wait("an answer", |state| {
            let mut messages = state.world.chat(chat)?.messages.iter();
            let is_answer = |message: &&Message| {
                message.id > said && message.from == Author::Bot && fits(message)
            };
            messages.find(is_answer).cloned()
        })
    }

    /// The bot's answer to a command in the forum.
    fn ask(&self, text: &str) -> Message {
        let said = self.say(MEMBER, FORUM, None, text);
        self.answer(FORUM, said)
    }

    /// Somebody presses a button; the notice that settles it, as the bot gave it.
    fn press(&self, person: i64, chat: i64, message: i64, data: &str) -> Value {
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
    fn changed(&self, chat: i64, message: i64, text: &str) -> Message {
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

/// The entities of a message, as kind and place.
fn entities(message: &Message) -> Value {
    let mut json = json!(message.entities);
    for entity in json.as_array_mut().unwrap() {
        *entity = json!([entity["type"], entity["offset"], entity["length"]]);
    }
    json
}

fn buttons(message: &Message) -> Vec<&str> {
    message.data().collect()
}

fn start(talk: &Talk) {
    let said = talk.say(ADMINISTRATOR, ADMINISTRATOR, None, "/start a<b&\u{1f642}");
    let answer = talk.answer(ADMINISTRATOR, said);
    assert_eq!(answer.text, "Hello, you wrote a<b&\u{1f642}.");
    assert_eq!(entities(&answer), json!([["bold", 0, 5], ["code", 17, 6]]));
    assert_eq!(buttons(&answer), ["more"]);
}

fn more(talk: &Talk) {
    let shown = talk.answer(ADMINISTRATOR, 0);
    let notice = talk.press(ADMINISTRATOR, ADMINISTRATOR, shown.id, "more");
    assert_eq!(notice["text"], "Here is more.");
    let changed = talk.changed(ADMINISTRATOR, shown.id, "There is more.");
    assert_eq!(entities(&changed), json!([["italic", 6, 2]]));
    assert_eq!(buttons(&changed), ["same"]);
    assert!(changed.edited.is_some());
}

fn same(talk: &Talk) {
    let shown = talk.answer(ADMINISTRATOR, 0);
    let notice = talk.press(ADMINISTRATOR, ADMINISTRATOR, shown.id, "same");
    assert_eq!(notice["text"], "Nothing to change.");
}

fn photo(talk: &Talk) {
    let said = talk.say(MEMBER, MEMBER, None, "/photo");
    let new = talk.answer(MEMBER, said);
    let again = talk.answer(MEMBER, new.id);
    assert_eq!(
        (new.text.as_str(), entities(&new)),
        ("new", json!([["bold", 0, 3]]))
    );
    assert_eq!(again.text, "again");
    assert_eq!(new.photo, again.photo);
    is_the_picture(talk, &new);
    let uploads = talk.local.calls().into_iter();
    let uploads = uploads.filter(|call| call.params.to_string().contains(" bytes>"));
    assert_eq!(
        uploads.count(),
        1,
        "the second time only the number is sent"
    );
}

fn is_the_picture(talk: &Talk, message: &Message) {
    let photo = message.photo.as_ref().expect("a picture");
    let file = std::fs::read(picture()).unwrap();
    let state = talk.local.look();
    assert!(state.pictures[&photo.file_id] == file, "another picture");
}

fn topic(talk: &Talk) {
    let topics = {
        let state = talk.local.look();
        let topics = state.world.chats[&FORUM].topics.clone().unwrap();
        topics.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(topics.len(), 3, "General and two more");
    for topic in topics {
        let said = talk.say(MEMBER, FORUM, Some(topic), "/where");
        let answer = talk.answer(FORUM, said);
        assert_eq!(answer.text, "Here.");
        assert_eq!((answer.topic, answer.reply_to), (Some(topic), Some(said)));
    }
}

fn chat(talk: &Talk) {
    let answer = talk.ask("/chat");
    assert_eq!(answer.text, "Newsroom: member asks, Ana runs it, /start");
}

fn burst(talk: &Talk) {
    let said = talk.say(OUTSIDER, OUTSIDER, None, "/burst");
    let mut last = said;
    for number in 1..=BURST {
        let answer = talk.answer(OUTSIDER, last);
        assert_eq!(answer.text, number.to_string());
        last = answer.id;
    }
    let calls = talk.local.calls().into_iter();
    let sends = calls.filter(|call| call.method == "sendMessage");
    // In a form the number is a text.
    let number = OUTSIDER.to_string();
    let here = sends.filter(|call| call.params["chat_id"].to_string().trim_matches('"') == number);
    let codes: Vec<Value> = here.map(|call| call.answer["error_code"].clone()).collect();
    let mut expected = vec![Value::Null; AT_ONCE];
    for _ in AT_ONCE..BURST {
        // One refusal each: whoever waits as long as told is not refused again.
        expected.extend([json!(429), Value::Null]);
    }
    assert_eq!(codes, expected);
}

fn inline(talk: &Talk) {
    talk.wait("inline mode", |state| {
        state.world.inline_is_on().then_some(())
    });
    let asked = talk
        .local
        .change(|state, now| state.world.ask_inline(MEMBER, "a<b", "", now));
    let query = asked.unwrap();
    talk.wait("inline results", |state| {
        state
            .world
            .queries
            .answered
            .contains_key(&query)
            .then_some(())
    });
    let saying = Saying {
        person: MEMBER,
        chat: FORUM,
        topic: None,
        text: "",
        reply_to: None,
    };
    let chosen = talk
        .local
        .change(|state, now| state.world.choose(saying, &query, "one", now));
    let chosen = chosen.unwrap();
    let sent = talk.local.look().world.chats[&FORUM]
        .message(chosen)
        .cloned();
    let sent = sent.unwrap();
    assert_eq!(
        (sent.text.as_str(), entities(&sent)),
        ("a<b", json!([["underline", 0, 3]]))
    );
    talk.press(MEMBER, FORUM, chosen, "more");
    let changed = talk.changed(FORUM, chosen, "There is more.");
    assert_eq!(buttons(&changed), ["same"]);
}

fn rights(talk: &Talk) {
    let last = talk.say(MEMBER, GROUP, None, "Let us see.");
    let set = talk
        .local
        .change(|state, now| state.world.set_bot(GROUP, Status::Administrator, now));
    set.unwrap();
    let answer = talk.answer(GROUP, last);
    assert_eq!(answer.text, "From member to administrator.");
}

fn moved(talk: &Talk) {
    let moved = talk
        .local
        .change(|state, now| state.world.upgrade(GROUP, now));
    let answer = talk.answer(moved.unwrap(), 0);
    assert_eq!(answer.text, "Moved.");
}

fn blocked(talk: &Talk) {
    let shown = talk.answer(ADMINISTRATOR, 0).id;
    talk.local.change(|state, now| {
        let saying = Saying {
            person: OUTSIDER,
            chat: OUTSIDER,
            topic: None,
            text: "/later",
            reply_to: None,
        };
        state.world.say(saying, now).unwrap();
        state.world.set_bot(OUTSIDER, Status::Kicked, now).unwrap();
    });
    let answer = talk.answer(ADMINISTRATOR, shown);
    assert_eq!(answer.text, "Kim has blocked me.");
}

fn posted(talk: &Talk) {
    let answer = talk.answer_with(FORUM, 0, |message| message.text.starts_with("By "));
    let state = talk.local.look();
    let webhook = state.world.webhook.clone().expect("a webhook");
    assert!(
        webhook.secret.is_some(),
        "a post without the secret is not taken"
    );
    assert_eq!(answer.text, format!("By {}.", webhook.url));
}

fn conflict(talk: &Talk) {
    assert_eq!(talk.ask("/poll").text, "Conflict.");
}

fn posted_press(talk: &Talk) {
    let shown = talk.ask("/start");
    let notice = talk.press(MEMBER, FORUM, shown.id, "more");
    assert_eq!(notice["text"], "Here is more.");
    talk.changed(FORUM, shown.id, "There is more.");
}

fn answered(talk: &Talk) {
    let answer = talk.ask("/direct");
    assert_eq!(answer.text, "In the answer.");
    assert_eq!(entities(&answer), json!([["bold", 7, 6]]));
    assert_eq!(buttons(&answer), ["more"]);
    assert!(answer.reply_to.is_some());
}

fn answered_with_file(talk: &Talk) {
    let answer = talk.ask("/picture");
    assert_eq!(answer.text, "In the answer.");
    is_the_picture(talk, &answer);
}

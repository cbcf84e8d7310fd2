//! The local Bot API, as the tests use it: people speak and press, the bot's calls are looked at, things go wrong. Every
//! call is also held against the official schema and our own reader of the markup.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::timeout;
use union_brief::local::faults::Wanted;
use union_brief::local::shared::{Recorded, State};
use union_brief::local::world::people::Saying;
use union_brief::local::world::updates::{FIRST, Webhook};
use union_brief::local::world::{self, GENERAL, Kind, Status, Topic, World};
use union_brief::local::{Local, Setup};

use super::schema::Schema;

/// The token the bot has to use. It stands for a secret: tests look for it where it must not be.
pub const TOKEN: &str = "123456:CANARY-token-that-must-never-leak";
/// How long anything is waited for before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// One call of the bot.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method.
    pub method: String,
    /// Its parameters.
    pub params: Value,
    /// The message that came of it, if one did.
    pub message_id: Option<i64>,
}

impl Call {
    /// The text sent.
    pub fn text(&self) -> &str {
        self.params["text"].as_str().unwrap_or_default()
    }

    /// The text without markup.
    pub fn plain(&self) -> String {
        super::html::read(self.text()).map_or_else(|_| self.text().to_owned(), |read| read.text)
    }

    /// The labels and data of its buttons.
    pub fn buttons(&self) -> Vec<(String, String)> {
        let rows = self.params["reply_markup"]["inline_keyboard"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let buttons = rows
            .iter()
            .flat_map(|row| row.as_array().cloned().unwrap_or_default());
        buttons
            .filter_map(|button| {
                let data = button["callback_data"].as_str()?.to_owned();
                Some((button["text"].as_str()?.to_owned(), data))
            })
            .collect()
    }

    /// The data of the button with this label.
    pub fn button(&self, label: &str) -> String {
        let found = self.buttons().into_iter().find(|(text, _)| text == label);
        found
            .unwrap_or_else(|| panic!("no button {label} in {:?}", self.buttons()))
            .1
    }
}

/// The calls as the tests read them, and what was wrong with them.
#[derive(Default)]
struct Read {
    calls: Vec<Call>,
    complaints: Vec<String>,
}

impl Read {
    /// Reads what has been recorded since the last time.
    fn catch_up(&mut self, state: &State, schema: &Schema) {
        let recorded = state.calls.as_deref().unwrap_or_default();
        for call in &recorded[self.calls.len()..] {
            self.read(call, schema);
        }
    }

    fn read(&mut self, call: &Recorded, schema: &Schema) {
        if let Err(complaint) = schema.check(&call.method, &call.params) {
            self.complaints
                .push(format!("{}: {complaint}", call.method));
        }
        let refused = call.answer["ok"] == false;
        if refused && !call.planned {
            self.complaints
                .push(format!("{}: {}", call.method, call.answer));
        }
        let failed = if refused { " (failed)" } else { "" };
        self.calls.push(Call {
            method: format!("{}{failed}", call.method),
            params: call.params.clone(),
            message_id: call.answer["result"]["message_id"].as_i64(),
        });
    }
}

/// Telegram.
#[derive(Clone)]
pub struct Telegram {
    /// The local Bot API.
    pub local: Arc<Local>,
    read: Arc<Mutex<Read>>,
    schema: Arc<Schema>,
    /// Where it listens.
    pub url: String,
}

/// A chat to speak in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chat {
    /// With one person.
    Private(i64),
    /// A basic group, by its positive number.
    Basic(i64),
    /// A supergroup, by its positive number.
    Group(i64),
    /// A topic of a supergroup with topics.
    Topic(i64, i64),
    /// A channel, by its positive number; its public name is `news_` and that number.
    Channel(i64),
}

impl Chat {
    /// The id as in the Bot API.
    pub fn id(self) -> i64 {
        match self {
            Self::Private(id) => id,
            Self::Basic(id) => -id,
            Self::Group(id) | Self::Topic(id, _) | Self::Channel(id) => -1_000_000_000_000 - id,
        }
    }

    /// The chat as in the Bot API.
    pub fn json(self) -> Value {
        match self {
            Self::Private(id) => json!({"id": id, "type": "private", "first_name": "Ana"}),
            Self::Basic(_) => json!({"id": self.id(), "type": "group", "title": "Desk"}),
            Self::Group(_) => json!({"id": self.id(), "type": "supergroup", "title": "Desk"}),
            Self::Channel(_) => json!({"id": self.id(), "type": "channel", "title": "Desk"}),
            Self::Topic(..) => {
                json!({"id": self.id(), "type": "supergroup", "title": "Desk", "is_forum": true})
            }
        }
    }

    /// Its number, if it is a topic.
    pub fn topic(self) -> Option<i64> {
        match self {
            Self::Topic(_, topic) => Some(topic),
            Self::Private(_) | Self::Basic(_) | Self::Group(_) | Self::Channel(_) => None,
        }
    }

    /// Makes sure that it exists. The bot administers groups, so that it sees all that is said.
    fn ensure(self, world: &mut World) {
        if let Self::Private(id) = self {
            if world.chat(id).is_none() {
                world.add_person(id, "Ana", Some("en"));
            }
            world.chats.get_mut(&id).unwrap().bot = Status::Member;
            return;
        }
        let kind = match self {
            Self::Basic(_) => Kind::Group,
            Self::Channel(_) => Kind::Channel,
            _ => Kind::Supergroup,
        };
        let chat = world.chats.entry(self.id()).or_insert_with(|| {
            let mut chat = world::Chat::new(self.id(), kind, "Desk");
            chat.bot = Status::Administrator;
            if let Self::Channel(number) = self {
                chat.username = Some(format!("news_{number}"));
            }
            chat
        });
        if let Some(topic) = self.topic() {
            let topics = chat.topics.get_or_insert_with(BTreeMap::new);
            for (number, name) in [(GENERAL, "General"), (topic, "Talk")] {
                topics.entry(number).or_insert_with(|| Topic {
                    name: name.to_owned(),
                    closed: false,
                });
            }
            chat.reserve(topic);
        }
    }

    /// Makes sure that a person is in it.
    fn ensure_member(self, world: &mut World, person: &Value) {
        self.ensure(world);
        let id = person["id"].as_i64().unwrap();
        if !world.people.contains_key(&id) {
            world.add_person(id, "Ana", None);
        }
        let language = person["language_code"].as_str().map(str::to_owned);
        world.people.get_mut(&id).unwrap().language_code = language;
        let chat = world.chats.get_mut(&self.id()).unwrap();
        chat.members.entry(id).or_insert(Status::Member);
    }
}

/// A person who speaks.
pub fn person(id: i64, lang: &str) -> Value {
    json!({"id": id, "is_bot": false, "first_name": "Ana", "language_code": lang})
}

/// The bot's own id.
pub const BOT: i64 = 123_456;

impl Telegram {
    /// Starts listening on a free port of this machine.
    pub async fn start() -> Self {
        Self::start_with(Self::setup()).await
    }

    /// The same, set up otherwise.
    pub async fn start_with(setup: Setup) -> Self {
        let local = Local::start(setup).await.unwrap();
        Self {
            url: local.url(),
            local: Arc::new(local),
            read: Arc::default(),
            schema: Arc::new(Schema::load()),
        }
    }

    /// How tests start it: nobody there yet, no limits, nothing kept, everything recorded.
    pub fn setup() -> Setup {
        Setup {
            listen: "127.0.0.1:0".parse().unwrap(),
            further_ports: 0,
            token: Some(TOKEN.to_owned()),
            first_name: "Union Brief".to_owned(),
            username: "union_brief_bot".to_owned(),
            folder: None,
            fresh: false,
            limits: false,
            record: true,
            peopled: false,
        }
    }

    fn read(&self) -> std::sync::MutexGuard<'_, Read> {
        let mut read = self.read.lock().unwrap();
        read.catch_up(&self.local.look(), &self.schema);
        read
    }

    /// Makes the next call of a method fail with this answer.
    pub fn fail_next(&self, method: &str, answer: Value) {
        self.local.fail_next(method, answer);
    }

    /// Switches everything off or on.
    pub fn set_down(&self, down: bool) {
        self.local.set_faults(Wanted {
            down: Some(down),
            ..Wanted::default()
        });
    }

    /// Sets a webhook where nobody listens, so that polling is refused until it is removed.
    pub fn set_webhook(&self) {
        self.local.change(|state, _| {
            state.world.webhook = Some(Webhook {
                url: "http://127.0.0.1:9/".to_owned(),
                ..Webhook::default()
            });
        });
    }

    /// Makes a person an administrator of a chat.
    pub fn promote(&self, chat: Chat, person: i64) {
        self.local.change(|state, _| {
            chat.ensure_member(&mut state.world, &self::person(person, "en"));
            let chat = state.world.chats.get_mut(&chat.id()).unwrap();
            chat.members.insert(person, Status::Administrator);
        });
    }

    /// Makes an administrator of a chat a member like others.
    pub fn demote(&self, chat: Chat, person: i64) {
        self.local.change(|state, _| {
            let chat = state.world.chats.get_mut(&chat.id()).unwrap();
            chat.members.insert(person, Status::Member);
        });
    }

    /// A topic is closed.
    pub fn close_topic(&self, chat: Chat) {
        self.local.change(|state, _| {
            chat.ensure(&mut state.world);
            let forum = state.world.chats.get_mut(&chat.id()).unwrap();
            let topics = forum.topics.as_mut().unwrap();
            topics.get_mut(&chat.topic().unwrap()).unwrap().closed = true;
        });
    }

    /// The bot is thrown out of a chat, in a private one blocked.
    pub fn remove_bot(&self, chat: Chat) {
        self.set_bot(chat, Status::Kicked);
    }

    /// The bot is back in a chat.
    pub fn bring_back_bot(&self, chat: Chat) {
        self.set_bot(chat, Status::Administrator);
    }

    fn set_bot(&self, chat: Chat, status: Status) {
        let set = |state: &mut State, now| state.world.set_bot(chat.id(), status, now);
        self.local.change(set).unwrap();
    }

    /// A person who runs a chat adds the bot to it, as an administrator.
    pub fn add_bot(&self, chat: Chat, by: &Value) {
        self.promote(chat, by["id"].as_i64().unwrap());
        self.local.change(|state, now| {
            chat.ensure_member(&mut state.world, by);
            let world = &mut state.world;
            world.chats.get_mut(&chat.id()).unwrap().bot = Status::Left;
            world
                .set_bot(chat.id(), Status::Administrator, now)
                .unwrap();
        });
    }

    /// A basic group becomes a supergroup: the chat it is from then on.
    pub fn upgrade(&self, chat: Chat) -> Chat {
        let new = self
            .local
            .change(|state, now| state.world.upgrade(chat.id(), now));
        Chat::Group(-1_000_000_000_000 - new.unwrap())
    }

    /// Somebody says something in a basic group, and before anybody hears it, the group is a supergroup.
    pub fn ask_and_upgrade(&self, chat: Chat, from: &Value, text: &str) -> Chat {
        let new = self.local.change(|state, now| {
            chat.ensure_member(&mut state.world, from);
            state.world.say(saying(chat, from, text), now).unwrap();
            state.world.upgrade(chat.id(), now)
        });
        Chat::Group(-1_000_000_000_000 - new.unwrap())
    }

    /// A basic group becomes a supergroup, and before anybody hears of it, somebody asks there: the chat it is from then
    /// on.
    pub fn upgrade_and_ask(&self, chat: Chat, from: &Value, text: &str) -> Chat {
        self.local.change(|state, now| {
            let new = state.world.upgrade(chat.id(), now).unwrap();
            let new = Chat::Group(-1_000_000_000_000 - new);
            state.world.say(saying(new, from, text), now).unwrap();
            new
        })
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.read().calls.clone()
    }

    /// How often a method was called.
    pub fn count(&self, method: &str) -> usize {
        self.read()
            .calls
            .iter()
            .filter(|call| call.method == method)
            .count()
    }

    /// What was wrong with calls so far: against the schema, or refused by Telegram's rules.
    pub fn complaints(&self) -> Vec<String> {
        self.read().complaints.clone()
    }

    /// All updates with lower numbers are confirmed.
    pub fn confirmed(&self) -> i64 {
        self.local.look().world.updates.confirmed()
    }

    /// How many updates wait.
    pub fn waiting(&self) -> usize {
        self.local.look().world.updates.waiting()
    }

    /// Hands an update in as it is; returns its number.
    pub fn push(&self, kind: &str, what: Value) -> i64 {
        self.local.change(|state, _| state.world.push(kind, &what))
    }

    /// A message as somebody sends it, to be changed and pushed.
    pub fn message(&self, chat: Chat, from: &Value, text: &str) -> Value {
        let id = self.local.change(|state, _| {
            chat.ensure_member(&mut state.world, from);
            state.world.next_message(chat.id())
        });
        json!({"message_id": id, "date": 1_700_000_000, "chat": chat.json(), "from": from, "text": text})
    }

    /// Somebody says something; the number of the update.
    pub fn say(&self, chat: Chat, from: &Value, text: &str) -> i64 {
        self.say_message(chat, from, text);
        self.local.look().world.updates.next() - 1
    }

    /// Somebody says something; the number of the message.
    pub fn say_message(&self, chat: Chat, from: &Value, text: &str) -> i64 {
        self.local.change(|state, now| {
            chat.ensure_member(&mut state.world, from);
            state.world.say(saying(chat, from, text), now).unwrap()
        })
    }

    /// Somebody presses a button of a message the bot has sent, or says so; the number of the update.
    pub fn press(&self, chat: Chat, from: &Value, message: i64, data: &str) -> i64 {
        self.local.change(|state, now| {
            chat.ensure_member(&mut state.world, from);
            let person = from["id"].as_i64().unwrap();
            let world = &mut state.world;
            world.press_anything(person, chat.id(), message, data, now);
            world.updates.next() - 1
        })
    }

    /// Waits until `found` finds something in the calls.
    pub async fn wait_for<T>(&self, what: &str, found: impl FnMut(&[Call]) -> Option<T>) -> T {
        self.wait_for_as_long_as(PATIENCE, what, found).await
    }

    /// The same with another patience.
    pub async fn wait_for_as_long_as<T>(
        &self,
        patience: Duration,
        what: &str,
        mut found: impl FnMut(&[Call]) -> Option<T>,
    ) -> T {
        let search = self.local.wait_until(|state| {
            let mut read = self.read.lock().unwrap();
            read.catch_up(state, &self.schema);
            found(&read.calls)
        });
        match timeout(patience, search).await {
            Ok(found) => found,
            Err(_) => panic!(
                "{what} did not happen; last calls: {:#?}",
                self.calls().iter().rev().take(5).collect::<Vec<_>>()
            ),
        }
    }

    /// Waits until all updates below `number` are confirmed.
    pub async fn wait_confirmed(&self, number: i64) {
        let confirmed = self
            .local
            .wait_until(|state| (state.world.updates.confirmed() >= number).then_some(()));
        timeout(PATIENCE, confirmed).await.expect("a confirmation");
    }

    /// Waits until everything so far is confirmed.
    pub async fn wait_all_confirmed(&self) {
        let next = self.local.look().world.updates.next();
        self.wait_confirmed(next).await;
    }

    /// Waits until `updates` updates are confirmed, or the program has ended. Whether they were.
    pub async fn confirmed_or_gone(
        &self,
        updates: usize,
        program: &super::program::Serving,
    ) -> bool {
        let all = FIRST + i64::try_from(updates).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < 6 * PATIENCE {
            if self.confirmed() >= all {
                return true;
            }
            if program.has_ended() {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!(
            "neither confirmed nor ended: {} of {all}, last call {:?}",
            self.confirmed(),
            self.calls().last()
        );
    }

    /// Says something in a chat and waits for the message that answers.
    pub async fn ask(&self, chat: Chat, from: &Value, text: &str) -> Call {
        let before = self.read().calls.len();
        self.say(chat, from, text);
        self.wait_for(&format!("an answer to {text:.60}"), |calls| {
            let sent = calls[before..]
                .iter()
                .find(|call| call.method == "sendMessage" && call.params["chat_id"] == chat.id());
            sent.cloned()
        })
        .await
    }

    /// Somebody sends a file.
    pub fn send_file(&self, chat: Chat, from: &Value, name: &str, bytes: &[u8]) {
        self.local.change(|state, now| {
            chat.ensure_member(&mut state.world, from);
            let document = state.keep_document(name, bytes.to_vec());
            let world = &mut state.world;
            world
                .send_document(saying(chat, from, ""), document, now)
                .unwrap();
        });
    }

    /// Sends a file and waits for the message that answers.
    pub async fn hand(&self, chat: Chat, from: &Value, name: &str, bytes: &[u8]) -> Call {
        let before = self.read().calls.len();
        self.send_file(chat, from, name, bytes);
        self.wait_for(&format!("an answer to {name}"), |calls| {
            let sent = calls[before..]
                .iter()
                .find(|call| call.method == "sendMessage" && call.params["chat_id"] == chat.id());
            sent.cloned()
        })
        .await
    }

    /// Presses a button and waits until it is settled; returns the edit, if there was one, and the notice, if any.
    pub async fn press_and_wait(
        &self,
        chat: Chat,
        from: &Value,
        message: i64,
        data: &str,
    ) -> (Option<Call>, Option<String>) {
        let before = self.read().calls.len();
        self.press(chat, from, message, data);
        self.wait_for("an answer to a button", |calls| {
            let new = &calls[before..];
            let settled = new
                .iter()
                .find(|call| call.method == "answerCallbackQuery")?;
            let edit = new
                .iter()
                .find(|call| call.method == "editMessageText")
                .cloned();
            Some((edit, settled.params["text"].as_str().map(str::to_owned)))
        })
        .await
    }
}

fn saying<'a>(chat: Chat, from: &Value, text: &'a str) -> Saying<'a> {
    Saying {
        person: from["id"].as_i64().unwrap(),
        chat: chat.id(),
        topic: chat.topic(),
        text,
        reply_to: None,
    }
}

/// An answer that says no.
pub fn refusal(code: u16, description: &str) -> Value {
    json!({"ok": false, "error_code": code, "description": description})
}

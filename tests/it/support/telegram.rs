//! A stand-in for the Bot API: just enough of it to hold a conversation, strict about what it is sent, and able to fail.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State as Extracted};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::timeout;

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

#[derive(Default)]
struct Inner {
    next_update: i64,
    next_message: i64,
    updates: VecDeque<Value>,
    confirmed: i64,
    calls: Vec<Call>,
    /// What a method answers next, instead of working.
    faults: HashMap<String, VecDeque<Value>>,
    administrators: HashSet<(i64, i64)>,
    settings: HashMap<String, Value>,
    webhook: bool,
    down: bool,
    complaints: Vec<String>,
}

/// The stand-in.
#[derive(Clone)]
pub struct Telegram {
    inner: Arc<Mutex<Inner>>,
    changed: Arc<Notify>,
    schema: Arc<Schema>,
    /// Where it listens.
    pub url: String,
}

/// A chat to speak in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chat {
    /// With one person.
    Private(i64),
    /// A supergroup, by its positive number.
    Group(i64),
    /// A topic of a supergroup with topics.
    Topic(i64, i64),
}

impl Chat {
    /// The id as in the Bot API.
    pub fn id(self) -> i64 {
        match self {
            Self::Private(id) => id,
            Self::Group(id) | Self::Topic(id, _) => -1_000_000_000_000 - id,
        }
    }

    /// The chat as in the Bot API.
    pub fn json(self) -> Value {
        match self {
            Self::Private(id) => json!({"id": id, "type": "private", "first_name": "Ana"}),
            Self::Group(_) => json!({"id": self.id(), "type": "supergroup", "title": "Desk"}),
            Self::Topic(..) => {
                json!({"id": self.id(), "type": "supergroup", "title": "Desk", "is_forum": true})
            }
        }
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
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let telegram = Self {
            inner: Arc::new(Mutex::new(Inner {
                next_update: 1000,
                next_message: 1,
                ..Inner::default()
            })),
            changed: Arc::new(Notify::new()),
            schema: Arc::new(Schema::load()),
            url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let router = Router::new()
            .route("/{bot}/{method}", post(answer))
            .with_state(telegram.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        telegram
    }

    fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let result = change(&mut self.inner.lock().unwrap());
        self.changed.notify_waiters();
        result
    }

    /// Makes the next call of a method fail with this answer.
    pub fn fail_next(&self, method: &str, answer: Value) {
        self.change(|inner| {
            inner
                .faults
                .entry(method.to_owned())
                .or_default()
                .push_back(answer)
        });
    }

    /// Switches everything off or on.
    pub fn set_down(&self, down: bool) {
        self.change(|inner| inner.down = down);
    }

    /// Sets a webhook, so that polling is refused until it is removed.
    pub fn set_webhook(&self) {
        self.change(|inner| inner.webhook = true);
    }

    /// Makes a person an administrator of a chat.
    pub fn promote(&self, chat: Chat, person: i64) {
        self.change(|inner| inner.administrators.insert((chat.id(), person)));
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.change(|inner| inner.calls.clone())
    }

    /// How often a method was called.
    pub fn count(&self, method: &str) -> usize {
        self.calls()
            .iter()
            .filter(|call| call.method == method)
            .count()
    }

    /// What was wrong with calls so far.
    pub fn complaints(&self) -> Vec<String> {
        self.change(|inner| inner.complaints.clone())
    }

    /// All updates with lower numbers are confirmed.
    pub fn confirmed(&self) -> i64 {
        self.change(|inner| inner.confirmed)
    }

    /// How many updates wait.
    pub fn waiting(&self) -> usize {
        self.change(|inner| inner.updates.len())
    }

    /// Hands an update in; returns its number.
    pub fn push(&self, kind: &str, what: Value) -> i64 {
        self.change(|inner| {
            let number = inner.next_update;
            inner.next_update += 1;
            inner
                .updates
                .push_back(json!({"update_id": number, kind: what}));
            number
        })
    }

    /// A message as somebody sends it.
    pub fn message(&self, chat: Chat, from: &Value, text: &str) -> Value {
        let id = self.change(|inner| {
            inner.next_message += 1;
            inner.next_message
        });
        let mut message = json!({"message_id": id, "date": 1_700_000_000, "chat": chat.json(), "from": from, "text": text});
        if let Chat::Topic(_, topic) = chat {
            message["message_thread_id"] = json!(topic);
            message["is_topic_message"] = json!(true);
            message["reply_to_message"] = json!({
                "message_id": topic, "date": 1_700_000_000, "chat": chat.json(), "message_thread_id": topic,
                "is_topic_message": true, "from": {"id": BOT, "is_bot": true, "first_name": "bot"},
                "forum_topic_created": {"name": "Talk", "icon_color": 7_322_096},
            });
        }
        message
    }

    /// Somebody says something.
    pub fn say(&self, chat: Chat, from: &Value, text: &str) -> i64 {
        self.push("message", self.message(chat, from, text))
    }

    /// Somebody presses a button of a message the bot has sent.
    pub fn press(&self, chat: Chat, from: &Value, message: i64, data: &str) -> i64 {
        let mut carrier = json!({
            "message_id": message, "date": 1_700_000_000, "chat": chat.json(), "text": "…",
            "from": {"id": BOT, "is_bot": true, "first_name": "bot"},
        });
        if let Chat::Topic(_, topic) = chat {
            carrier["message_thread_id"] = json!(topic);
            carrier["is_topic_message"] = json!(true);
        }
        let query = self.change(|inner| inner.next_update);
        self.push(
            "callback_query",
            json!({"id": format!("q{query}"), "from": from, "chat_instance": "1", "message": carrier, "data": data}),
        )
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
        let search = async {
            loop {
                let mut notified = std::pin::pin!(self.changed.notified());
                notified.as_mut().enable();
                let searched = found(&self.inner.lock().unwrap().calls);
                if let Some(found) = searched {
                    return found;
                }
                notified.await;
            }
        };
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
        let confirms = |call: &Call| {
            call.method == "getUpdates" && call.params["offset"].as_i64() >= Some(number)
        };
        self.wait_for("a confirmation", |calls| {
            calls.iter().rev().any(confirms).then_some(())
        })
        .await;
    }

    /// Waits until `updates` updates are confirmed, or the program has ended. Whether they were.
    pub async fn confirmed_or_gone(
        &self,
        updates: usize,
        program: &super::program::Serving,
    ) -> bool {
        let all = 1000 + i64::try_from(updates).unwrap();
        for _ in 0..2000 {
            if self.confirmed() >= all {
                return true;
            }
            if program.has_ended() {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("neither confirmed nor ended");
    }

    /// Says something in a chat and waits for the message that answers.
    pub async fn ask(&self, chat: Chat, from: &Value, text: &str) -> Call {
        let before = self.change(|inner| inner.calls.len());
        self.say(chat, from, text);
        self.wait_for(&format!("an answer to {text:.60}"), |calls| {
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
        let before = self.change(|inner| inner.calls.len());
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

async fn answer(
    Path((bot, method)): Path<(String, String)>,
    Extracted(telegram): Extracted<Telegram>,
    body: String,
) -> (axum::http::StatusCode, String) {
    let params: Value = if body.is_empty() {
        json!({})
    } else {
        serde_json::from_str(&body).unwrap_or(json!({"not": "json"}))
    };
    // Method names are not case-sensitive; the client writes them with a capital.
    let method = method[..1].to_lowercase() + &method[1..];
    let answer = telegram.call(&bot, &method, params).await;
    let status = answer["error_code"]
        .as_u64()
        .and_then(|code| u16::try_from(code).ok())
        .unwrap_or(200);
    (
        axum::http::StatusCode::from_u16(status).unwrap(),
        answer.to_string(),
    )
}

/// An answer that says no.
pub fn refusal(code: u16, description: &str) -> Value {
    json!({"ok": false, "error_code": code, "description": description})
}

impl Telegram {
    async fn call(&self, bot: &str, method: &str, params: Value) -> Value {
        if bot != format!("bot{TOKEN}") {
            return refusal(401, "Unauthorized");
        }
        if self.change(|inner| inner.down) {
            return refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            );
        }
        if let Err(complaint) = self.schema.check(method, &params) {
            self.change(|inner| inner.complaints.push(format!("{method}: {complaint}")));
        }
        if let Some(fault) =
            self.change(|inner| inner.faults.get_mut(method).and_then(VecDeque::pop_front))
        {
            self.change(|inner| {
                inner.calls.push(Call {
                    method: format!("{method} (failed)"),
                    params,
                    message_id: None,
                })
            });
            return fault;
        }
        match method {
            "getUpdates" => self.get_updates(&params).await,
            _ => self.change(|inner| inner.call(method, params)),
        }
    }

    async fn get_updates(&self, params: &Value) -> Value {
        if self.change(|inner| inner.webhook) {
            return refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            );
        }
        let offset = params["offset"].as_i64().unwrap_or(0);
        self.change(|inner| {
            inner.confirmed = inner.confirmed.max(offset);
            inner
                .updates
                .retain(|update| update["update_id"].as_i64().unwrap() >= offset);
            inner.calls.push(Call {
                method: "getUpdates".to_owned(),
                params: params.clone(),
                message_id: None,
            });
        });
        let wait = Duration::from_secs(params["timeout"].as_u64().unwrap_or(0));
        let arrived = async {
            loop {
                let mut notified = std::pin::pin!(self.changed.notified());
                notified.as_mut().enable();
                let ready: Vec<Value> = self
                    .inner
                    .lock()
                    .unwrap()
                    .updates
                    .iter()
                    .take(100)
                    .cloned()
                    .collect();
                if !ready.is_empty() {
                    return ready;
                }
                notified.await;
            }
        };
        let ready = timeout(wait, arrived).await.unwrap_or_default();
        json!({"ok": true, "result": ready})
    }
}

impl Inner {
    fn call(&mut self, method: &str, params: Value) -> Value {
        let mut message_id = None;
        let result = match method {
            "getMe" => json!({
                "id": BOT, "is_bot": true, "first_name": "Union Brief", "username": "union_brief_bot",
                "can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
                "has_main_web_app": false, "can_connect_to_business": false,
            }),
            "sendMessage" | "editMessageText" => {
                let id = params["message_id"].as_i64().unwrap_or_else(|| {
                    self.next_message += 1;
                    self.next_message
                });
                message_id = Some(id);
                let chat = params["chat_id"].as_i64().unwrap();
                let kind = if chat > 0 { "private" } else { "supergroup" };
                let chat = json!({"id": chat, "type": kind, "title": "Desk", "first_name": "Ana"});
                json!({"message_id": id, "date": 1_700_000_000, "chat": chat, "text": "sent"})
            }
            "getChatMember" => {
                let key = (
                    params["chat_id"].as_i64().unwrap(),
                    params["user_id"].as_i64().unwrap(),
                );
                member(key.1, self.administrators.contains(&key))
            }
            "deleteWebhook" => {
                self.webhook = false;
                json!(true)
            }
            "getMyCommands" => self
                .settings
                .get(&setting("commands", &params))
                .cloned()
                .unwrap_or(json!([])),
            "getMyDescription" => {
                json!({"description": self.settings.get(&setting("description", &params)).cloned().unwrap_or(json!(""))})
            }
            "getMyShortDescription" => {
                json!({"short_description": self.settings.get(&setting("short_description", &params)).cloned().unwrap_or(json!(""))})
            }
            "setMyCommands" => self.set("commands", &params),
            "setMyDescription" => self.set("description", &params),
            "setMyShortDescription" => self.set("short_description", &params),
            _ => json!(true),
        };
        self.calls.push(Call {
            method: method.to_owned(),
            params,
            message_id,
        });
        json!({"ok": true, "result": result})
    }

    fn set(&mut self, what: &str, params: &Value) -> Value {
        self.settings
            .insert(setting(what, params), params[what].clone());
        json!(true)
    }
}

fn setting(what: &str, params: &Value) -> String {
    format!(
        "{what} {} {}",
        params["scope"]["type"], params["language_code"]
    )
}

fn member(user: i64, is_administrator: bool) -> Value {
    let user = json!({"id": user, "is_bot": false, "first_name": "Ana"});
    match is_administrator {
        false => json!({"status": "member", "user": user}),
        true => json!({
            "status": "administrator", "user": user, "can_be_edited": false, "is_anonymous": false, "can_manage_chat": true,
            "can_delete_messages": true, "can_manage_video_chats": true, "can_restrict_members": true,
            "can_promote_members": false, "can_change_info": true, "can_invite_users": true, "can_post_stories": false,
            "can_edit_stories": false, "can_delete_stories": false,
        }),
    }
}

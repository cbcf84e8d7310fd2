//! The line between the bot and the simulated Telegram: calls of the Bot API as the bot makes them, answers as Telegram gives
//! them, and the updates that wait.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::timeout;
use union_brief::delivery::fate::Failure;
use union_brief::subscription::Recipient;
use union_brief::telegram::Calls;

use crate::html;
use crate::talking::{Answer, is_spoken_in};
use crate::telegram::{NO_CHAT, Sent, Telegram};

/// When nothing happens any more, a poll may wait as long as this, so that days are short.
const CALM_POLL: Duration = Duration::from_secs(3_600);

/// Updates that wait to be asked for.
#[derive(Default)]
pub struct Updates {
    waiting: BTreeMap<u64, Value>,
    /// Those that were confirmed, some of which come again.
    confirmed: Vec<Value>,
    next: u64,
}

/// The line. Every life of the bot has the same Telegram and the same updates behind it.
#[derive(Clone)]
pub struct Wire {
    pub telegram: Telegram,
    pub updates: Arc<Mutex<Updates>>,
    pub news: Arc<Notify>,
    /// A bug that is planted: what has been given out is taken for done.
    pub hasty: bool,
}

impl Wire {
    /// Hands an update in.
    pub fn push(&self, message: Value) {
        let mut updates = self.updates.lock().unwrap();
        updates.next += 1;
        let number = updates.next;
        let update = json!({"update_id": number, "message": message});
        updates.waiting.insert(number, update);
        drop(updates);
        self.news.notify_waiters();
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.updates.lock().unwrap().waiting.len()
    }

    async fn get_updates(&self, params: &Value) -> Result<Value, Failure> {
        self.telegram.arrives(NO_CHAT, true).await?;
        if let Some(offset) = params["offset"].as_u64() {
            self.confirm(offset);
        }
        let seconds = params["timeout"].as_u64().unwrap_or(0);
        if self.waiting() == 0 && seconds > 0 {
            let patience = match self.telegram.state.lock().unwrap().calm {
                true => CALM_POLL,
                false => Duration::from_secs(seconds),
            };
            // Whether something came or not, there is an answer.
            drop(timeout(patience, self.news.notified()).await);
        }
        let batch = self.batch();
        self.telegram.answers().await?;
        Ok(batch)
    }

    fn confirm(&self, offset: u64) {
        let mut updates = self.updates.lock().unwrap();
        let left = updates.waiting.split_off(&offset);
        let done = std::mem::replace(&mut updates.waiting, left);
        updates.confirmed.extend(done.into_values());
    }

    /// What waits; now and then with something that was confirmed before, and with chats in another order.
    fn batch(&self) -> Value {
        let mut updates = self.updates.lock().unwrap();
        let mut batch: Vec<Value> = updates.waiting.values().cloned().collect();
        let mut chance = self.telegram.chance.lock().unwrap();
        if chance.one_in(4) {
            let chat = |update: &Value| update["message"]["chat"]["id"].as_i64();
            // A chat's own updates stay in their order.
            batch.sort_by_key(chat);
        }
        let known = updates.confirmed.len() as u64;
        if known > 0 && chance.one_in(6) {
            let again = usize::try_from(chance.below(known)).unwrap();
            batch.insert(0, updates.confirmed[again].clone());
        }
        if self.hasty {
            let given = std::mem::take(&mut updates.waiting);
            updates.confirmed.extend(given.into_values());
        }
        json!(batch)
    }

    async fn send(&self, params: &Value) -> Result<Value, Failure> {
        let sent = Sent {
            to: recipient(params),
            text: plain(params),
            plain: params.get("parse_mode").is_none(),
            silent: params["disable_notification"] == true,
        };
        let question = params["reply_parameters"]["message_id"].as_i64();
        let number = match question.filter(|_| is_spoken_in(sent.to.chat)) {
            Some(question) => self.answer(question, &sent).await?,
            None => self.telegram.send(&sent).await?,
        };
        Ok(message(sent.to.chat, number))
    }

    /// An answer to somebody who has spoken.
    async fn answer(&self, question: i64, sent: &Sent) -> Result<i32, Failure> {
        let answered = self.carry_over(question, sent).await;
        if answered == Err(Failure::NoAnswer) {
            self.telegram.no_answer(sent.to.chat, question);
        }
        answered
    }

    async fn carry_over(&self, question: i64, sent: &Sent) -> Result<i32, Failure> {
        let chat = sent.to.chat;
        self.telegram.arrives(chat, sent.plain).await?;
        let number = self.telegram.answered(Answer {
            chat,
            question,
            text: sent.text.clone(),
        });
        self.telegram.answers().await?;
        Ok(number)
    }

    async fn edit(&self, params: &Value) -> Result<Value, Failure> {
        let number = i32::try_from(params["message_id"].as_i64().unwrap()).unwrap();
        let (to, text) = (recipient(params), plain(params));
        let is_plain = params.get("parse_mode").is_none();
        self.telegram.edit(to, number, text, is_plain).await?;
        Ok(message(to.chat, number))
    }
}

#[async_trait]
impl Calls for Wire {
    async fn call(&self, method: &str, params: Value) -> Option<Value> {
        let called = match method {
            "GetUpdates" => self.get_updates(&params).await,
            "SendMessage" => self.send(&params).await,
            "EditMessageText" => self.edit(&params).await,
            other => panic!("nobody has told this Telegram of {other}"),
        };
        match called {
            Ok(result) => Some(json!({"ok": true, "result": result})),
            Err(failure) => refusal(failure),
        }
    }
}

fn recipient(params: &Value) -> Recipient {
    let topic = params["message_thread_id"].as_i64();
    Recipient {
        chat: params["chat_id"].as_i64().unwrap(),
        topic: topic.map(|topic| i32::try_from(topic).unwrap()),
    }
}

fn plain(params: &Value) -> String {
    let text = params["text"].as_str().unwrap();
    match params.get("parse_mode") {
        Some(_) => html::read(text).unwrap().text,
        None => text.to_owned(),
    }
}

/// A message as the Bot API shows it; of a chat only its kind matters.
fn message(chat: i64, number: i32) -> Value {
    let of = match chat > 0 {
        true => json!({"id": chat, "type": "private", "first_name": "Ana"}),
        false => json!({"id": chat, "type": "supergroup", "title": "Desk"}),
    };
    json!({"message_id": number, "date": 1_700_000_000, "chat": of, "text": "-"})
}

/// What Telegram says where something fails; nothing where no answer comes.
fn refusal(failure: Failure) -> Option<Value> {
    let (code, text, parameters) = match failure {
        Failure::NoAnswer => return None,
        Failure::Flood(wait) => {
            let seconds = wait.as_millis().div_ceil(1_000);
            let text = format!("Too Many Requests: retry after {seconds}");
            (429, text, json!({"retry_after": seconds}))
        }
        Failure::Moved(to) => {
            let text = "Bad Request: group chat was upgraded to a supergroup chat";
            (400, text.to_owned(), json!({"migrate_to_chat_id": to}))
        }
        other => {
            let (code, text) = match other {
                Failure::Blocked => (403, "Forbidden: bot was blocked by the user"),
                Failure::TopicClosed => (400, "Bad Request: TOPIC_CLOSED"),
                Failure::Markup => (400, "Bad Request: can't parse entities: no"),
                Failure::MessageGone => (400, "Bad Request: message to edit not found"),
                Failure::Unknown => (400, "Bad Request: SOMETHING_NEW"),
                _ => (502, "Bad Gateway"),
            };
            (code, text.to_owned(), json!({}))
        }
    };
    Some(json!({"ok": false, "error_code": code, "description": text, "parameters": parameters}))
}

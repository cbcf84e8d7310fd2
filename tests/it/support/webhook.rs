//! The bot behind a webhook: as the local Bot API posts to it, and as anybody could.

use std::process::Command;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use super::free_port;
use super::program::{Home, Serving};
use super::telegram::{Chat, Telegram, person};

/// The secret of the webhook; tests look for it where it must not be.
pub const SECRET: &str = "CANARY_secret-of-the-webhook";
/// The header it is in.
pub const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// Where the bot listens.
#[derive(Clone)]
pub struct Hook {
    client: Client,
    port: u16,
}

/// How a post was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The code.
    pub code: u16,
    /// What `Retry-After` says.
    pub retry_after: Option<String>,
    /// The body.
    pub body: String,
}

impl Answered {
    /// The call in it.
    pub fn call(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Whether it says "done" and nothing else.
    pub fn is_done(&self) -> bool {
        self.code == 200 && self.body.is_empty()
    }
}

/// Has a bot be posted to at this address, where it listens at this port.
pub fn with_webhook(command: &mut Command, url: &str, port: u16) {
    command
        .env("UNION_BRIEF_WEBHOOK_URL", url)
        .env("UNION_BRIEF_WEBHOOK_LISTEN", format!("127.0.0.1:{port}"))
        .env("UNION_BRIEF_WEBHOOK_SECRET", SECRET);
}

impl Hook {
    /// At a port that is free.
    pub fn new() -> Self {
        Self {
            client: Client::builder().no_proxy().build().unwrap(),
            port: free_port(),
        }
    }

    /// Where Telegram posts.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook/of-the-bot", self.port)
    }

    /// Starts the bot there.
    pub fn serve(&self, home: &Home, telegram: &Telegram) -> Serving {
        self.serve_with(home, telegram, &[])
    }

    /// The same with further settings.
    pub fn serve_with(&self, home: &Home, telegram: &Telegram, more: &[(&str, &str)]) -> Serving {
        let mut command = home.serving(telegram);
        with_webhook(&mut command, &self.url(), self.port);
        command
            .env("UNION_BRIEF_FLOOD_CONTROL", "off")
            .envs(more.iter().copied());
        Serving::spawn(command)
    }

    /// A request to the webhook with nothing in it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        self.client.request(method, url)
    }

    /// A post as Telegram makes it.
    pub fn posting(&self, update: &Value) -> RequestBuilder {
        let post = self.client.post(self.url()).header(HEADER, SECRET);
        post.header("content-type", "application/json")
            .body(update.to_string())
    }

    /// Posts an update.
    pub async fn post(&self, update: &Value) -> Answered {
        self.try_post(update).await.expect("an answer to a post")
    }

    /// Posts an update; `None` if the connection breaks before it is answered. A bot that does not listen yet is waited for.
    pub async fn try_post(&self, update: &Value) -> Option<Answered> {
        for _ in 0..400 {
            match self.posting(update).send().await {
                Err(error) if error.is_connect() => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                sent => return Some(answered(sent.ok()?).await),
            }
        }
        panic!("the bot does not listen");
    }

    /// Whether anybody listens.
    pub fn listens(&self) -> bool {
        std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }
}

/// Reads an answer.
pub async fn answered(response: reqwest::Response) -> Answered {
    let retry_after = response.headers().get("retry-after");
    let retry_after = retry_after.map(|after| after.to_str().unwrap().to_owned());
    Answered {
        code: response.status().as_u16(),
        retry_after,
        body: response.text().await.unwrap(),
    }
}

/// What somebody says in a chat of their own, as an update.
pub fn says(telegram: &Telegram, number: i64, chat: Chat, text: &str) -> Value {
    let by = if let Chat::Private(id) = chat { id } else { 5 };
    let mut message = telegram.message(chat, &person(by, "en"), text);
    if let Some(topic) = chat.topic() {
        message["message_thread_id"] = json!(topic);
        message["is_topic_message"] = json!(true);
    }
    json!({"update_id": number, "message": message})
}

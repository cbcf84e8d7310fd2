//! The local Bot API by itself, as a client over HTTP sees it.

mod bodies;
mod documents;
mod limits;
mod page;
mod parameters;
mod places;
mod program;
mod publishing;
mod session;
mod updates;
mod webhook;

use serde_json::{Value, json};
use union_brief::local::Local;
use union_brief::local::world::beginning::MEMBER;

use crate::support::telegram::{TOKEN, Telegram};

/// A local Bot API with people in it, and a client of it.
pub struct Client {
    pub local: Local,
    http: reqwest::Client,
}

impl Client {
    /// Starts it with the people and chats of the local mode, without limits.
    pub async fn start() -> Self {
        Self::with(false).await
    }

    /// The same with or without Telegram's limits.
    pub async fn with(limits: bool) -> Self {
        let setup = union_brief::local::Setup {
            limits,
            peopled: true,
            ..Telegram::setup()
        };
        Self {
            local: Local::start(setup).await.unwrap(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// The address of a method.
    pub fn method(&self, method: &str) -> String {
        format!("{}/bot{TOKEN}/{method}", self.local.url())
    }

    /// A request of any kind.
    pub fn post(&self, url: &str) -> reqwest::RequestBuilder {
        self.http.post(url)
    }

    /// A GET of any kind.
    pub fn get(&self, url: &str) -> reqwest::RequestBuilder {
        self.http.get(url)
    }

    /// Calls a method; the whole answer.
    pub async fn call(&self, method: &str, params: Value) -> Value {
        let request = self.post(&self.method(method));
        answer(json_body(request, &params)).await.1
    }

    /// The result of a call that has to work.
    pub async fn result(&self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }

    /// The text of a call that has to be refused.
    pub async fn refused(&self, method: &str, params: Value) -> String {
        let answer = self.call(method, params).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["description"].as_str().unwrap().to_owned()
    }

    /// A call of the page; the code and the answer.
    pub async fn page(&self, name: &str, body: Value) -> (u16, Value) {
        let request = self.post(&format!("{}/local/{name}", self.local.url()));
        answer(json_body(request, &body)).await
    }

    /// A call of the page that has to work.
    pub async fn done(&self, name: &str, body: Value) -> Value {
        let (code, answer) = self.page(name, body).await;
        assert_eq!(code, 200, "{name}: {answer}");
        answer
    }

    /// Somebody writes to the bot, which may answer from then on.
    pub async fn say(&self, chat: i64, person: i64, text: &str) -> i64 {
        let said = self
            .done("say", json!({"person": person, "chat": chat, "text": text}))
            .await;
        said["message"].as_i64().unwrap()
    }

    /// The updates that wait, without confirming any.
    pub async fn updates(&self) -> Vec<Value> {
        let updates = self.result("getUpdates", json!({})).await;
        updates.as_array().unwrap().clone()
    }

    /// A private chat in which somebody has written; the updates of that are gone.
    pub async fn alone(&self) -> i64 {
        self.say(MEMBER, MEMBER, "/start").await;
        self.forget().await;
        MEMBER
    }

    /// Confirms all that waits.
    pub async fn forget(&self) {
        let next = self.local.look().world.updates.next();
        self.result("getUpdates", json!({"offset": next})).await;
    }
}

fn json_body(request: reqwest::RequestBuilder, body: &Value) -> reqwest::RequestBuilder {
    request
        .header("content-type", "application/json")
        .body(body.to_string())
}

/// Sends a request; the code and the JSON of the answer.
pub async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let code = response.status().as_u16();
    let text = response.text().await.unwrap();
    (
        code,
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {code} {text}")),
    )
}

//! A Bot API that takes as little time as it can: updates go out and the two known replies come in here, every other call
//! goes on to our local Bot API behind it.
//!
//! Our local Bot API is strict and, with people in it, takes longer for a reply than a bot does; what a bot can do is not to
//! be seen with it.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::service::service_fn;
use hyper::{Request, Response, header};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::spawn_local;
use union_brief::local::world::updates::Webhook;

use super::people::{People, Update};
use super::replies::Sent;

/// The Bot API.
pub struct Api {
    pub people: RefCell<People>,
    /// An update has come for whoever waits for one.
    pub asked: Notify,
    /// All that was asked is answered.
    pub done: Notify,
    pub address: SocketAddr,
    is_polled: Cell<bool>,
    is_broken: Cell<bool>,
    behind: String,
    client: reqwest::Client,
}

/// The parameters of `getUpdates` that matter here.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Poll {
    offset: i64,
    limit: Option<usize>,
    timeout: u64,
}

impl Api {
    /// Serves on this thread, with our local Bot API at the address `behind`.
    pub async fn serve(people: People, behind: String) -> Rc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = Rc::new(Self {
            people: RefCell::new(people),
            asked: Notify::new(),
            done: Notify::new(),
            address: listener.local_addr().unwrap(),
            is_polled: Cell::new(false),
            is_broken: Cell::new(false),
            behind,
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
        });
        let served = Rc::clone(&api);
        api.watched(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                let api = Rc::clone(&served);
                let watching = Rc::clone(&api);
                let service = service_fn(move |request| Rc::clone(&api).answer(request));
                let connection = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service);
                // It ends when the bot does.
                watching.watched(async move { drop(connection.await) });
            }
        });
        api
    }

    /// Runs a task. That it has panicked is to be seen: tokio tells nobody.
    fn watched(self: &Rc<Self>, task: impl Future<Output = ()> + 'static) {
        let api = Rc::clone(self);
        spawn_local(async move {
            if AssertUnwindSafe(task).catch_unwind().await.is_err() {
                api.is_broken.set(true);
                api.done.notify_one();
            }
        });
    }

    /// Whether a task has panicked.
    pub fn is_broken(&self) -> bool {
        self.is_broken.get()
    }

    /// Whether the bot polls.
    pub fn is_polled(&self) -> bool {
        self.is_polled.get()
    }

    /// So many new questions: tells whoever waits for an update.
    pub fn tell(&self, questions: usize) {
        for _ in 0..questions {
            self.asked.notify_last();
        }
    }

    async fn answer(
        self: Rc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let path = head.uri.path();
        let method = path.rsplit('/').next().unwrap_or_default();
        if method.eq_ignore_ascii_case("getUpdates") {
            let poll = match body.is_empty() {
                true => Poll::default(),
                false => serde_json::from_slice(&body).unwrap(),
            };
            return Ok(json(self.poll(&poll).await));
        }
        if method.eq_ignore_ascii_case("sendMessage") {
            let sent: Sent<'_> = serde_json::from_slice(&body).unwrap();
            if let Some(answer) = self.take(&sent) {
                return Ok(json(answer));
            }
        }
        let kind = head.headers.get(header::CONTENT_TYPE);
        let mut request = self
            .client
            .request(head.method.clone(), format!("{}{}", self.behind, head.uri));
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let answer = request.body(body).send().await.unwrap();
        let status = answer.status();
        let mut response = json(answer.bytes().await.unwrap());
        *response.status_mut() = status;
        Ok(response)
    }

    async fn poll(&self, poll: &Poll) -> String {
        self.is_polled.set(true);
        let limit = poll.limit.unwrap_or(100);
        let updates = async {
            loop {
                if let Some(updates) = self.people.borrow_mut().poll(poll.offset, limit) {
                    return updates;
                }
                self.asked.notified().await;
            }
        };
        let updates = tokio::time::timeout(Duration::from_secs(poll.timeout), updates).await;
        let updates = updates.unwrap_or_else(|_| "[]".to_owned());
        format!("{{\"ok\":true,\"result\":{updates}}}")
    }

    /// Takes a reply; what is answered to it, if somebody waits for it.
    fn take(&self, sent: &Sent<'_>) -> Option<String> {
        let mut people = self.people.borrow_mut();
        let before = people.waiting();
        let answer = people.take(sent);
        if people.waiting() > before {
            // The connection that was used last is the next one, as in a client's pool.
            self.asked.notify_last();
        }
        if people.is_done() {
            self.done.notify_one();
        }
        answer
    }

    /// Posts updates to the webhook, over as many connections as the bot has asked for.
    pub fn post_to(self: &Rc<Self>, webhook: &Webhook) {
        for _ in 0..webhook.max_connections {
            let (api, webhook) = (Rc::clone(self), webhook.clone());
            self.watched(async move { api.post_over_one(&webhook).await });
        }
    }

    async fn post_over_one(&self, webhook: &Webhook) {
        let url: hyper::Uri = webhook.url.parse().unwrap();
        let address = url.authority().unwrap().as_str();
        let mut connection = None;
        loop {
            let update = self.next_to_post().await;
            let sender = match &mut connection {
                Some(sender) => sender,
                None => connection.insert(connect(address).await),
            };
            let mut request = Request::post(url.path())
                .header(header::HOST, address)
                .header(header::CONTENT_TYPE, "application/json");
            if let Some(secret) = &webhook.secret {
                request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
            }
            let body = Full::new(Bytes::from(update.json.clone()));
            let response = sender.send_request(request.body(body).unwrap()).await;
            let Some(response) = response
                .ok()
                .filter(|response| response.status().is_success())
            else {
                self.people.borrow_mut().give_back(update);
                connection = None;
                continue;
            };
            let body = response.into_body().collect().await.unwrap().to_bytes();
            self.people.borrow_mut().taken(update.chat);
            if !body.is_empty() {
                let sent: Sent<'_> = serde_json::from_slice(&body).unwrap();
                assert!(sent.is_sent_in_answer(), "{body:?}");
                // Its result goes nowhere, as on Telegram.
                self.take(&sent);
            }
        }
    }

    async fn next_to_post(&self) -> Update {
        loop {
            if let Some(update) = self.people.borrow_mut().next_to_post() {
                return update;
            }
            self.asked.notified().await;
        }
    }
}

async fn connect(address: &str) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    spawn_local(async move { drop(connection.await) });
    sender
}

fn json(body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    let kind = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

//! Webhooks: posts in order, again after a failure, with the secret, and the method a webhook answers with.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use union_brief::local::world::beginning::MEMBER;

use super::Client;

/// What a webhook answers next; with nothing left it takes everything.
type Answers = Arc<Mutex<Vec<Response>>>;

async fn webhook(answers: Answers) -> (String, mpsc::UnboundedReceiver<(String, Value)>) {
    let (told, posts) = mpsc::unbounded_channel();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let take = |State((answers, told)): State<(Answers, mpsc::UnboundedSender<_>)>,
                headers: HeaderMap,
                body: String| async move {
        let secret = headers
            .get("x-telegram-bot-api-secret-token")
            .map_or("", |secret| secret.to_str().unwrap());
        let update: Value = serde_json::from_str(&body).unwrap();
        told.send((secret.to_owned(), update)).unwrap();
        answers
            .lock()
            .unwrap()
            .pop()
            .unwrap_or_else(|| StatusCode::OK.into_response())
    };
    let router = Router::new()
        .route("/hook", post(take))
        .with_state((answers, told));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (url, posts)
}

fn with_kind(kind: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_are_posted_in_order_and_again_until_they_are_taken() {
    let client = Client::start().await;
    let chat = client.alone().await;
    let send = json!({"method": "sendMessage", "chat_id": chat, "text": "answered in the reply"});
    // From the last to the first.
    let answers: Answers = Arc::new(Mutex::new(vec![
        with_kind(
            "multipart/form-data; boundary=x",
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"method\"\r\n\r\nsendMessage\r\n--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n{chat}\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nin parts\r\n--x--\r\n"
            ),
        ),
        with_kind("application/json", send.to_string()),
        (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, "0")],
        )
            .into_response(),
    ]));
    let (url, mut posts) = webhook(answers).await;
    client.say(chat, MEMBER, "first").await;
    client
        .result(
            "setWebhook",
            json!({"url": url, "secret_token": "s-1_A", "max_connections": 1}),
        )
        .await;
    client.say(chat, MEMBER, "second").await;
    let mut texts = Vec::new();
    for _ in 0..3 {
        let (secret, update) = posts.recv().await.unwrap();
        assert_eq!(secret, "s-1_A");
        texts.push(update["message"]["text"].as_str().unwrap().to_owned());
    }
    assert_eq!(texts, ["first", "first", "second"]);
    for text in ["answered in the reply", "in parts"] {
        client
            .local
            .wait_until(|state| {
                let messages = &state.world.chat(chat)?.messages;
                messages
                    .iter()
                    .find(|message| message.text == text)
                    .map(drop)
            })
            .await;
    }
    let info = client.result("getWebhookInfo", json!({})).await;
    assert_eq!(
        (&info["url"], &info["pending_update_count"]),
        (&json!(url), &json!(0))
    );
    assert_eq!(
        info["last_error_message"],
        "Wrong response from the webhook: 503 Service Unavailable"
    );
    client
        .result("deleteWebhook", json!({"drop_pending_updates": true}))
        .await;
    client.say(chat, MEMBER, "third").await;
    assert_eq!(client.updates().await.len(), 1, "polled again");
    assert!(posts.try_recv().is_err());
}

/// How many posts are under way, and were at most; of each chat, which came.
#[derive(Default)]
struct UnderWay {
    now: usize,
    most: usize,
    texts: Vec<(i64, String)>,
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_posts_are_under_way_as_were_asked_for_and_one_of_each_chat() {
    let client = Client::start().await;
    let people: Vec<i64> = (301..306).collect();
    client.local.change(|state, _| {
        for person in &people {
            state.world.add_person(*person, "Ana", None);
        }
    });
    let under_way: Arc<Mutex<UnderWay>> = Arc::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let take = |State(under_way): State<Arc<Mutex<UnderWay>>>, body: String| async move {
        let update: Value = serde_json::from_str(&body).unwrap();
        {
            let mut under_way = under_way.lock().unwrap();
            under_way.now += 1;
            under_way.most = under_way.most.max(under_way.now);
        }
        // Long enough for others to come meanwhile, if they do.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut under_way = under_way.lock().unwrap();
        under_way.now -= 1;
        let chat = update["message"]["chat"]["id"].as_i64().unwrap();
        let text = update["message"]["text"].as_str().unwrap().to_owned();
        under_way.texts.push((chat, text));
    };
    let router = Router::new()
        .route("/hook", post(take))
        .with_state(under_way.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    for text in ["first", "second", "third"] {
        for person in &people {
            client.say(*person, *person, text).await;
        }
    }
    let params = json!({"url": url, "max_connections": 3});
    client.result("setWebhook", params).await;
    let all_taken = client
        .local
        .wait_until(|state| (state.world.updates.waiting() == 0).then_some(()));
    let patience = Duration::from_secs(20);
    tokio::time::timeout(patience, all_taken).await.unwrap();
    let under_way = under_way.lock().unwrap();
    assert_eq!((under_way.now, under_way.most), (0, 3));
    for person in &people {
        let texts = under_way.texts.iter().filter(|(chat, _)| chat == person);
        let texts: Vec<&str> = texts.map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["first", "second", "third"], "{person}");
    }
}

//! `logOut` and `close`. Their ten minutes are tested beside their code; here is what a client meets.

use jiff::SignedDuration;
use serde_json::json;
use union_brief::local::world::beginning::MEMBER;
use union_brief::local::{Local, Setup};

use super::{Client, answer};
use crate::support::telegram::Telegram;

/// A poll that waits, once it does; ends when the server ends it.
async fn waiting(client: &Client) -> tokio::task::JoinHandle<(u16, serde_json::Value)> {
    let before = client.local.look().world.updates.polls;
    let url = client.method("getUpdates") + "?timeout=30";
    let poll = tokio::spawn(answer(client.get(&url)));
    let begun = client
        .local
        .wait_until(|state| (state.world.updates.polls > before).then_some(()));
    begun.await;
    poll
}

#[tokio::test(flavor = "multi_thread")]
async fn after_log_out_nothing_works_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let setup = || Setup {
        peopled: true,
        folder: Some(folder.path().to_owned()),
        ..Telegram::setup()
    };
    let mut client = Client::start().await;
    client.local = Local::start(setup()).await.unwrap();
    let chat = client.alone().await;
    let poll = waiting(&client).await;
    assert_eq!(client.result("logOut", json!({})).await, true);
    let (code, refused) = poll.await.unwrap();
    assert_eq!((code, &refused["description"]), (400, &json!("Logged out")));

    let everything = [
        ("getMe", json!({})),
        (
            "sendMessage",
            json!({"chat_id": chat, "text": "still here"}),
        ),
        ("sendMessage", json!({"chat_id": chat})),
        ("getUpdates", json!({})),
        ("getWebhookInfo", json!({})),
        ("close", json!({})),
        ("logOut", json!({})),
    ];
    for (method, params) in &everything {
        let answer = client.call(method, params.clone()).await;
        let out = json!({"ok": false, "error_code": 400, "description": "Logged out"});
        assert_eq!(answer, out, "{method}");
    }
    // A new start of the server is no way in.
    let first = std::mem::replace(
        &mut client.local,
        Local::start(Telegram::setup()).await.unwrap(),
    );
    first.stop().await.unwrap();
    client.local = Local::start(setup()).await.unwrap();
    assert_eq!(client.refused("getMe", json!({})).await, "Logged out");

    // The time is over: what was said before is forgotten, what is said now comes.
    client.say(MEMBER, MEMBER, "is anybody there?").await;
    client.local.change(|state, now| {
        let later = now + SignedDuration::from_mins(10);
        assert_eq!(state.world.session.admit("getMe", later), Ok(()));
    });
    let updates = client.updates().await;
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0]["message"]["text"], "is anybody there?");
}

#[tokio::test(flavor = "multi_thread")]
async fn log_out_takes_the_webhook_and_what_waits_along() {
    let client = Client::start().await;
    client
        .result("setWebhook", json!({"url": "http://127.0.0.1:9/"}))
        .await;
    client.say(MEMBER, MEMBER, "hello").await;
    client.result("logOut", json!({})).await;
    let state = client.local.look();
    assert!(state.world.webhook.is_none());
    assert_eq!(state.world.updates.waiting(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_is_closed_after_ten_minutes_and_launched_by_its_next_call() {
    let client = Client::start().await;
    let closed = "Bad Request: the bot has already been closed";
    assert_eq!(client.refused("close", json!({})).await, closed);
    client.result("getMe", json!({})).await;
    let (code, refused) = answer(client.post(&client.method("close"))).await;
    let wait = refused["parameters"]["retry_after"].as_u64().unwrap();
    assert!(code == 429 && (590..=600).contains(&wait), "{refused}");

    let poll = waiting(&client).await;
    client.local.change(|state, now| {
        let later = now + SignedDuration::from_mins(10);
        assert_eq!(state.world.session.close(later), Ok(()));
    });
    let (code, refused) = poll.await.unwrap();
    assert_eq!(code, 500);
    assert_eq!(refused["description"], "Internal Server Error: restart");
    assert_eq!(client.refused("close", json!({})).await, closed);
    // What people say in the meantime waits, and the next call is a launch.
    client.say(MEMBER, MEMBER, "hello").await;
    assert_eq!(client.updates().await.len(), 1);
    assert_eq!(client.call("close", json!({})).await["error_code"], 429);
}

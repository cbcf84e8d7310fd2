//! `getUpdates`: order, confirmation, waiting, one poller at a time.

use std::time::Instant;

use serde_json::{Value, json};
use union_brief::local::world::beginning::MEMBER;
use union_brief::local::world::updates::FIRST;

use super::{Client, answer};

fn numbers(updates: &Value) -> Vec<i64> {
    let updates = updates.as_array().unwrap().iter();
    updates
        .map(|update| update["update_id"].as_i64().unwrap() - FIRST)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_come_in_order_until_they_are_confirmed() {
    let client = Client::start().await;
    for n in 0..5 {
        client.say(MEMBER, MEMBER, &format!("{n}")).await;
    }
    let get = |params: Value| client.result("getUpdates", params);
    assert_eq!(numbers(&get(json!({})).await), [0, 1, 2, 3, 4]);
    assert_eq!(numbers(&get(json!({"limit": 2})).await), [0, 1]);
    assert_eq!(
        numbers(&get(json!({"limit": 0})).await),
        [0],
        "at least one"
    );
    assert_eq!(numbers(&get(json!({"offset": FIRST + 2})).await), [2, 3, 4]);
    assert_eq!(numbers(&get(json!({"offset": 0})).await), [2, 3, 4]);
    assert_eq!(
        numbers(&get(json!({"offset": -1})).await),
        [4],
        "the last, and the rest is forgotten"
    );
    assert_eq!(numbers(&get(json!({})).await), [4]);
    assert_eq!(numbers(&get(json!({"offset": FIRST + 99})).await), [0; 0]);
    client.say(MEMBER, MEMBER, "next").await;
    assert_eq!(numbers(&get(json!({})).await), [5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kinds_asked_for_last_until_others_are() {
    let client = Client::start().await;
    let get = |params: Value| client.result("getUpdates", params);
    get(json!({"allowed_updates": ["callback_query"]})).await;
    client.say(MEMBER, MEMBER, "not asked for").await;
    get(json!({})).await;
    client.say(MEMBER, MEMBER, "still not").await;
    assert_eq!(client.updates().await.len(), 0);
    let info = client.result("getWebhookInfo", json!({})).await;
    assert_eq!(info["allowed_updates"], json!(["callback_query"]));
    get(json!({"allowed_updates": []})).await;
    client.say(MEMBER, MEMBER, "asked for").await;
    assert_eq!(client.updates().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_waits_and_the_newer_of_two_goes_on() {
    let client = Client::start().await;
    let begun = Instant::now();
    let none = client.result("getUpdates", json!({"timeout": 1})).await;
    assert_eq!(none, json!([]));
    assert!(begun.elapsed().as_millis() >= 1000);

    let url = client.method("getUpdates") + "?timeout=30";
    let polls = |number: u64| {
        client
            .local
            .wait_until(move |state| (state.world.updates.polls >= number).then_some(()))
    };
    let before = client.local.look().world.updates.polls;
    let older = tokio::spawn(answer(client.get(&url)));
    polls(before + 1).await;
    let newer = tokio::spawn(answer(client.get(&url)));
    polls(before + 2).await;
    let (code, refused) = older.await.unwrap();
    assert_eq!(
        (code, refused["description"].as_str().unwrap()),
        (
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    );
    client.say(MEMBER, MEMBER, "hello").await;
    let (_, got) = newer.await.unwrap();
    assert_eq!(got["result"][0]["message"]["text"], "hello");
    client.forget().await;

    let before = client.local.look().world.updates.polls;
    let waiting = tokio::spawn(answer(client.get(&url)));
    polls(before + 1).await;
    client
        .result("setWebhook", json!({"url": "http://127.0.0.1:9/"}))
        .await;
    let (code, refused) = waiting.await.unwrap();
    assert_eq!(
        (code, refused["description"].as_str().unwrap()),
        (409, "Conflict: terminated by setWebhook request")
    );
    let refused = client.refused("getUpdates", json!({})).await;
    assert_eq!(
        refused,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    );
    client.result("deleteWebhook", json!({})).await;
    client.result("getUpdates", json!({})).await;
}

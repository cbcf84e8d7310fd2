//! Telegram's limits, and what can be made to go wrong. The windows themselves are tested beside their code.

use std::time::Instant;

use serde_json::json;
use union_brief::local::world::beginning::FORUM;

use super::{Client, answer};

#[tokio::test(flavor = "multi_thread")]
async fn sends_and_edits_count_and_the_wait_is_told() {
    let client = Client::with(true).await;
    let chat = client.alone().await;
    let mut ids = Vec::new();
    for n in 0..2 {
        let sent = client
            .result("sendMessage", json!({"chat_id": chat, "text": n}))
            .await;
        ids.push(sent["message_id"].clone());
    }
    // What is refused for another reason does not count.
    client
        .refused("sendMessage", json!({"chat_id": chat, "text": ""}))
        .await;
    client
        .result(
            "editMessageText",
            json!({"chat_id": chat, "message_id": ids[0], "text": "x"}),
        )
        .await;
    let refused = client
        .call(
            "sendMessage",
            json!({"chat_id": chat, "text": "one too many"}),
        )
        .await;
    assert_eq!(refused["error_code"], 429);
    assert_eq!(refused["parameters"]["retry_after"], 1);
    assert_eq!(refused["description"], "Too Many Requests: retry after 1");
    for n in 0..20 {
        client
            .result("sendMessage", json!({"chat_id": FORUM, "text": n}))
            .await;
    }
    let request = client
        .post(&client.method("sendMessage"))
        .header("content-type", "application/json")
        .body(json!({"chat_id": FORUM, "text": "x"}).to_string());
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 429);
    let wait: u64 = response.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((58..=60).contains(&wait), "{wait}");
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_switched_on_and_off() {
    let client = Client::start().await;
    let chat = client.alone().await;
    let hello = || json!({"chat_id": chat, "text": "hello"});
    let sent = || {
        let state = client.local.look();
        state.world.chat(chat).unwrap().messages.len()
    };

    client.done("faults", json!({"down": true})).await;
    let answer_when_down = client.call("getMe", json!({})).await;
    assert_eq!(answer_when_down["error_code"], 502);
    client
        .done("faults", json!({"down": false, "errors_5xx": true}))
        .await;
    assert_eq!(client.call("getMe", json!({})).await["error_code"], 500);
    let faults = client
        .done("faults", json!({"errors_5xx": false, "flood_seconds": 30}))
        .await;
    assert_eq!(faults["flood_seconds"], 30);
    let flooded = client.call("sendMessage", hello()).await;
    assert_eq!(flooded["parameters"]["retry_after"], 30);
    client.result("getMe", json!({})).await;
    client
        .done("faults", json!({"flood_seconds": 0, "slow_ms": 150}))
        .await;
    let begun = Instant::now();
    client.result("sendMessage", hello()).await;
    assert!(begun.elapsed().as_millis() >= 150);

    let before = sent();
    client
        .done("faults", json!({"slow_ms": 0, "lost_replies": true}))
        .await;
    let request =
        client.get(&(client.method("sendMessage") + &format!("?chat_id={chat}&text=lost")));
    let lost = match request.send().await {
        Ok(response) => response.text().await.is_err(),
        Err(_) => true,
    };
    assert!(lost && sent() == before + 1, "done, and not told");
    client.done("faults", json!({"lost_replies": false})).await;

    client.local.fail_next(
        "sendMessage",
        json!({"ok": false, "error_code": 403, "description": "x"}),
    );
    assert_eq!(client.refused("sendMessage", hello()).await, "x");
    client.result("sendMessage", hello()).await;

    // A poll that waits ends when Telegram goes down.
    let url = client.method("getUpdates") + "?timeout=30";
    let poll = tokio::spawn(answer(client.get(&url)));
    client
        .local
        .wait_until(|state| {
            let calls = state.calls.as_ref().unwrap();
            (calls.last().unwrap().params["timeout"] == "30").then_some(())
        })
        .await;
    client.done("faults", json!({"down": true})).await;
    assert_eq!(poll.await.unwrap().0, 502);
    let (code, _) = client.page("faults", json!({"dwon": true})).await;
    assert_eq!(code, 400);
}

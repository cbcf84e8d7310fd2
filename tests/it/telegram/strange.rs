//! A Bot API that says less than Telegram's does, or says it differently: an older server, a newer one, one of somebody
//! else.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::program::Home;
use crate::support::telegram::{BOT, Telegram, person, refusal};

use super::{ALONE, sent_to};

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_with_no_more_than_its_number_and_its_name() {
    let telegram = Telegram::start().await;
    let me = json!({"id": BOT, "username": "union_brief_bot", "something": "new"});
    telegram.fail_next("getMe", json!({"ok": true, "result": me}));
    let home = Home::new();
    let bot = home.serve(&telegram);
    telegram.ask(ALONE, &person(5, "en"), "/about").await;
    assert_eq!(telegram.count("getMe"), 1);
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_worked_is_not_done_again_because_its_answer_cannot_be_read() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    let choice = telegram.ask(ALONE, &ana, "/language").await;
    let none = json!({"ok": true, "result": null});
    for method in ["sendMessage", "editMessageText", "answerCallbackQuery"] {
        telegram.fail_next(method, none.clone());
    }
    telegram.say(ALONE, &ana, "/open");
    telegram
        .press_and_wait(
            ALONE,
            &ana,
            choice.message_id.unwrap(),
            &choice.button("Беларуская"),
        )
        .await;
    let next = telegram.ask(ALONE, &ana, "/status").await;
    assert!(next.plain().starts_with("Стан спраў"), "{}", next.plain());
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), 3, "each once");
    assert_eq!(telegram.count("editMessageText"), 1);
    assert_eq!(telegram.count("answerCallbackQuery"), 1);
    let (code, log) = bot.stop();
    assert!(code == 0 && !log.contains("given up"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_wait_is_not_asked_without_a_breath() {
    let telegram = Telegram::start().await;
    for _ in 0..6 {
        telegram.fail_next("getUpdates", json!({"ok": true, "result": []}));
    }
    let home = Home::new();
    let bot = home.serve(&telegram);
    let polls = |number: usize| {
        telegram.wait_for("a poll", move |calls| {
            let polls = calls.iter().filter(|call| call.method == "getUpdates");
            (polls.count() >= number).then(Instant::now)
        })
    };
    let first = polls(1).await;
    let took = polls(6).await - first;
    assert!(took >= Duration::from_millis(900), "{took:?}");
    let answer = telegram.ask(ALONE, &person(5, "en"), "/about").await;
    assert!(!answer.text().is_empty());
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_a_server_does_not_have_is_gone_on_without() {
    let telegram = Telegram::start().await;
    for _ in 0..9 {
        let unknown = refusal(404, "Not Found: method not found");
        telegram.fail_next("getMyCommands", unknown);
    }
    let home = Home::new();
    let bot = home.serve(&telegram);
    telegram
        .wait_for("all that can be set", |calls| {
            let set = |method| calls.iter().filter(|call| call.method == method).count();
            (set("setMyDescription") == 3 && set("setMyShortDescription") == 3).then_some(())
        })
        .await;
    let answer = telegram.ask(ALONE, &person(5, "en"), "/about").await;
    assert!(!answer.text().is_empty());
    let (code, log) = bot.stop();
    assert_eq!(code, 0);
    assert!(
        log.contains("this Bot API has no menu of commands"),
        "{log}"
    );
    assert!(!log.contains("could not be set"), "{log}");
}

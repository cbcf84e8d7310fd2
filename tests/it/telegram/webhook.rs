//! The bot by webhook: who is let in, what is answered in the response, and that 200 means done.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::inbox;

use super::{ALONE, GROUP, flood, sent_to};
use crate::support::program::{Home, Serving};
use crate::support::schema::Schema;
use crate::support::telegram::{BOT, Call, Chat, Telegram, person};
use crate::support::webhook::{HEADER, Hook, SECRET, answered, says};

/// Numbers of updates that the local Bot API has not given out.
const FIRST: i64 = 500_000;

async fn is_set(bot: &Serving) {
    tokio::task::block_in_place(|| {
        bot.says(|line| line.contains("the webhook is set").then_some(()));
    });
}

fn of(calls: &[Call], method: &str) -> usize {
    calls.iter().filter(|call| call.method == method).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_has_the_secret_is_let_in_and_others_are_told_nothing() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    let update = says(&telegram, FIRST, ALONE, "/language be");
    let path = "/hook/of-the-bot";
    let body = update.to_string();
    let longer = format!("{SECRET}x");
    let shorter = &SECRET[1..];
    let mut refused = Vec::new();
    for (method, path, secret) in [
        (Method::POST, path, None),
        (Method::POST, path, Some("")),
        (Method::POST, path, Some("wrong")),
        (Method::POST, path, Some(longer.as_str())),
        (Method::POST, path, Some(shorter)),
        (Method::POST, "/", Some(SECRET)),
        (Method::POST, "/hook/of-the-bot/", Some(SECRET)),
        (Method::GET, path, Some(SECRET)),
        (Method::PUT, path, Some(SECRET)),
        (Method::GET, "/healthz", None),
    ] {
        let mut request = hook.request(method, path).body(body.clone());
        if let Some(secret) = secret {
            request = request.header(HEADER, secret);
        }
        let response = request.send().await.unwrap();
        let mut headers: Vec<String> = response.headers().keys().map(|k| k.to_string()).collect();
        headers.sort();
        let answer = answered(response).await;
        refused.push((answer.code, answer.body, headers));
    }
    refused.dedup();
    assert_eq!(refused.len(), 1, "one answer to all: {refused:?}");
    assert_eq!((refused[0].0, refused[0].1.as_str()), (404, ""));
    // With the secret, but nothing that Telegram would post.
    let mut large = update.clone();
    large["message"]["text"] = json!("x".repeat(1 << 20));
    for (bad, code) in [(large, 413), (json!({"message": {}}), 400), (json!(7), 400)] {
        let answer = answered(hook.posting(&bad).send().await.unwrap()).await;
        assert_eq!((answer.code, answer.body.as_str()), (code, ""));
    }
    // None of them had an effect, and the next one has.
    let calls = telegram.calls();
    assert_eq!(
        (of(&calls, "sendMessage"), of(&calls, "setWebhook")),
        (0, 1)
    );
    let answer = hook.post(&says(&telegram, FIRST + 1, ALONE, "/open")).await;
    assert_eq!(answer.code, 200, "{answer:?}");
    assert!(answer.body.contains("What is not settled"), "{answer:?}");
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert!(!log.contains("CANARY"), "{log}");
    println!("refused=13 let_in=1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_in_the_response_and_what_that_cannot_carry_is_sent() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    let schema = Schema::load();
    let mut number = FIRST;
    let mut next = |chat, text: &str| {
        number += 1;
        says(&telegram, number, chat, text)
    };
    let mut carried = 0;
    for (chat, text, begins) in [
        (ALONE, "/open", "What is not settled"),
        (ALONE, "/status 22 April", "Where things stood"),
        (GROUP, "/numbers", "Every figure"),
        (Chat::Topic(8, 30), "/open", "What is not settled"),
    ] {
        let before = telegram.count("sendMessage");
        let update = next(chat, text);
        let answer = hook.post(&update).await;
        let mut call = answer.call();
        assert_eq!((answer.code, &call["method"]), (200, &json!("sendMessage")));
        assert!(call["text"].as_str().unwrap().contains(begins), "{call}");
        assert_eq!(call["chat_id"], chat.id());
        assert_eq!(call["message_thread_id"].as_i64(), chat.topic());
        let hangs = call["reply_parameters"]["message_id"].as_i64();
        let said = update["message"]["message_id"].as_i64().unwrap();
        assert_eq!(hangs, (chat != ALONE).then_some(said));
        call.as_object_mut().unwrap().remove("method");
        schema.check("sendMessage", &call).unwrap();
        assert_eq!(
            telegram.count("sendMessage"),
            before,
            "no request of its own"
        );
        carried += 1;
    }
    // What changes something, or whose outcome has to be known, is sent before the post is answered.
    let mut sent = 0;
    for (chat, text) in [
        (ALONE, "/language be"),
        (ALONE, "/new"),
        (ALONE, "/subscribe"),
        (Chat::Basic(9), "/open"),
    ] {
        let before = sent_to(&telegram.calls(), chat).len();
        let answer = hook.post(&next(chat, text)).await;
        assert!(answer.is_done(), "{text}: {answer:?}");
        assert_eq!(sent_to(&telegram.calls(), chat).len(), before + 1, "{text}");
        sent += 1;
    }
    // Not for the bot.
    let answer = hook.post(&next(GROUP, "good morning")).await;
    assert!(answer.is_done(), "{answer:?}");
    assert_eq!(bot.stop().0, 0);
    println!("carried={carried} sent={sent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_a_query_and_a_stale_button_are_answered_by_webhook_too() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    let ana = person(5, "en");
    let page = telegram.ask(ALONE, &ana, "/status").await;
    let message = page.message_id.unwrap();
    let data = page.buttons()[0].1.clone();
    let before = telegram.calls().len();
    let (edit, _) = telegram.press_and_wait(ALONE, &ana, message, &data).await;
    assert!(edit.is_some(), "two calls, which are sent");
    // A button of another time gets a notice: one call, in the response.
    let press = json!({"update_id": FIRST, "callback_query": {
        "id": "77", "from": ana, "chat_instance": "1", "data": "stale",
        "message": telegram.message(ALONE, &json!({"id": BOT, "is_bot": true, "first_name": "B"}), "x"),
    }});
    let answer = hook.post(&press).await;
    let call = answer.call();
    assert_eq!(call["method"], "answerCallbackQuery", "{answer:?}");
    assert_eq!(call["callback_query_id"], "77");
    assert!(!call["text"].as_str().unwrap().is_empty());
    let query = json!({"update_id": FIRST + 1, "inline_query": {
        "id": "78", "from": ana, "query": "peskov", "offset": "",
    }});
    assert!(hook.post(&query).await.is_done());
    // The first words make the index, which in a build without optimisation takes longer than a post waits.
    telegram
        .wait_for("the cards", |calls| {
            let offered = |call: &&Call| call.method.starts_with("answerInlineQuery");
            calls[before..].iter().find(offered).cloned()
        })
        .await;
    assert_eq!(bot.stop().0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_webhook_is_set_once_and_order_is_kept_through_the_local_bot_api() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let ana = person(5, "en");
    let set = |telegram: &Telegram| telegram.count("setWebhook");
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    let call = telegram
        .calls()
        .into_iter()
        .find(|call| call.method == "setWebhook")
        .unwrap();
    assert_eq!(call.params["url"], hook.url());
    let kinds = json!([
        "message",
        "callback_query",
        "inline_query",
        "my_chat_member"
    ]);
    assert_eq!(call.params["allowed_updates"], kinds);
    // Carried and sent answers of one chat come in the order of the questions, on which they hang.
    telegram.promote(GROUP, 5);
    let asked = [
        "/open",
        "/language ru",
        "/numbers",
        "/language be",
        "/open",
        "/new",
    ];
    for text in asked.iter().cycle().take(24) {
        telegram.say(GROUP, &ana, text);
    }
    let answers = telegram
        .wait_for("all answers", |calls| {
            let sent = sent_to(calls, GROUP);
            (sent.len() == 24).then_some(sent)
        })
        .await;
    let questions = answers
        .iter()
        .map(|call| &call.params["reply_parameters"]["message_id"]);
    assert!(
        questions.map(|id| id.as_i64().unwrap()).is_sorted(),
        "{answers:?}"
    );
    bot.stop();
    for _ in 0..2 {
        let bot = hook.serve(&home, &telegram);
        telegram.ask(ALONE, &ana, "/about").await;
        bot.stop();
    }
    assert_eq!((set(&telegram), telegram.count("deleteWebhook")), (1, 0));
    // Another secret cannot be read back, and is set all the same.
    let other = [("UNION_BRIEF_WEBHOOK_SECRET", "CANARY_another")];
    let bot = hook.serve_with(&home, &telegram, &other);
    is_set(&bot).await;
    telegram.ask(ALONE, &ana, "/about").await;
    bot.stop();
    assert_eq!(set(&telegram), 2);
    // Who polls removes it, and who then posts sets it again.
    let bot = home.serve(&telegram);
    telegram.ask(ALONE, &ana, "/about").await;
    bot.stop();
    assert_eq!(telegram.count("deleteWebhook"), 1);
    let bot = hook.serve_with(&home, &telegram, &other);
    is_set(&bot).await;
    telegram.ask(ALONE, &ana, "/about").await;
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert_eq!(telegram.complaints(), Vec::<String>::new());
    println!("starts=6 set=3 deleted=1 answers_in_order=24");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_update_posted_twice_has_one_effect() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    // One after the other: what was sent is not sent again; what a response has carried is, since that was lost.
    let choice = says(&telegram, FIRST, ALONE, "/language be");
    for _ in 0..3 {
        assert!(hook.post(&choice).await.is_done());
    }
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), 1);
    let question = says(&telegram, FIRST + 1, ALONE, "/open");
    let (one, other) = (hook.post(&question).await, hook.post(&question).await);
    assert_eq!((one.code, &one.body), (200, &other.body));
    // At the same time, while Telegram makes it wait: both hear of it, one answer leaves.
    telegram.fail_next("sendMessage", flood(0));
    let slow = says(&telegram, FIRST + 2, ALONE, "/language ru");
    let (one, other) = tokio::join!(hook.post(&slow), hook.post(&slow));
    assert!(one.is_done() && other.is_done(), "{one:?} {other:?}");
    telegram
        .wait_for("the answer", |calls| {
            (sent_to(calls, ALONE).len() == 2).then_some(())
        })
        .await;
    // After a kill, the effect of an earlier choice does not come back.
    bot.kill();
    let bot = hook.serve(&home, &telegram);
    assert!(hook.post(&choice).await.is_done());
    let answer = hook
        .post(&says(&telegram, FIRST + 3, ALONE, "/about"))
        .await;
    assert!(answer.body.contains("Ревизия"), "{answer:?}");
    assert_eq!(bot.stop().0, 0);
    println!("posted=9 effects=2");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_long_is_kept_before_it_is_answered_with_200() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    telegram.fail_next("sendMessage", flood(3600));
    let begun = Instant::now();
    let slow = says(&telegram, FIRST, ALONE, "/language be");
    assert!(hook.post(&slow).await.is_done());
    let took = begun.elapsed();
    assert!(
        took >= Duration::from_millis(900) && took < Duration::from_secs(5),
        "{took:?}"
    );
    // Others do not wait for it, and those of the same chat wait behind it.
    let other = says(&telegram, FIRST + 1, Chat::Private(6), "/open");
    assert!(hook.post(&other).await.body.contains("sendMessage"));
    let behind = says(&telegram, FIRST + 2, ALONE, "/about");
    assert!(hook.post(&behind).await.is_done());
    assert!(hook.post(&slow).await.is_done(), "it is kept already");
    bot.kill();
    let bot = hook.serve(&home, &telegram);
    let answers = telegram
        .wait_for("both answers, in their order", |calls| {
            let sent = sent_to(calls, ALONE);
            (sent.len() == 2).then_some(sent)
        })
        .await;
    assert!(answers[0].plain().contains("па-беларуску"), "{answers:?}");
    assert!(answers[1].plain().contains("Рэвізія"), "{answers:?}");
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("2 updates are left"), "{log}");
    println!("kept_after_ms={}", took.as_millis());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_nobody_in_and_finishes_what_is_in_hand() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    telegram.fail_next("sendMessage", flood(2));
    let (post, update) = (hook.clone(), says(&telegram, FIRST, ALONE, "/language be"));
    let posting = tokio::spawn(async move { post.post(&update).await });
    telegram
        .wait_for("the update in hand", |calls| {
            (of(calls, "sendMessage (failed)") == 1).then_some(())
        })
        .await;
    bot.signal("-TERM");
    let until = Instant::now() + Duration::from_secs(2);
    while hook.listens() {
        assert!(Instant::now() < until, "it still listens");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let answer = posting.await.unwrap();
    assert!(answer.is_done(), "{answer:?}");
    let (code, log) = tokio::task::block_in_place(|| bot.ended());
    assert_eq!(code, 0, "{log}");
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), 1, "{log}");
    assert_eq!(telegram.count("deleteWebhook"), 0);
    let bot = hook.serve(&home, &telegram);
    assert!(
        hook.post(&says(&telegram, FIRST + 1, ALONE, "/about"))
            .await
            .body
            .contains("Рэвізія")
    );
    let (_, log) = bot.stop();
    assert!(
        !log.contains("left from the last run") && !log.contains("did not end as it should"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_neither_done_nor_kept_is_to_be_posted_again() {
    let (telegram, mut home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    home.ask("/about");
    home.min_free_mib = 1 << 40;
    let bot = hook.serve(&home, &telegram);
    is_set(&bot).await;
    telegram.fail_next("sendMessage", flood(2));
    let slow = says(&telegram, FIRST, ALONE, "/language be");
    let answer = hook.post(&slow).await;
    assert_eq!(
        (answer.code, answer.retry_after.as_deref()),
        (503, Some("5"))
    );
    // What needs no room is answered meanwhile, and the webhook is not set again for want of a place to note it.
    let other = says(&telegram, FIRST + 1, Chat::Private(6), "/open");
    assert!(hook.post(&other).await.body.contains("sendMessage"));
    telegram
        .wait_for("the answer", |calls| sent_to(calls, ALONE).pop())
        .await;
    assert!(hook.post(&slow).await.is_done(), "it is done by now");
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), 1);
    assert_eq!(telegram.count("setWebhook"), 1);
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");

    // As many in hand as there may be.
    home.min_free_mib = 1;
    let place = Place {
        state: home.state(),
        min_free_mib: 1,
    };
    let store = Embedded::open(&place).unwrap();
    let waiting: Vec<(u32, Value)> = (0..10_000_u32)
        .map(|nth| {
            (
                600_000 + nth,
                says(&telegram, 600_000 + i64::from(nth), ALONE, "/about"),
            )
        })
        .collect();
    inbox::accept(&store, &waiting).await.unwrap();
    drop(store);
    telegram.fail_next("sendMessage", flood(3600));
    let bot = hook.serve(&home, &telegram);
    let answer = hook
        .post(&says(&telegram, FIRST + 2, Chat::Private(6), "/open"))
        .await;
    assert_eq!(
        (answer.code, answer.retry_after.as_deref()),
        (503, Some("5"))
    );
    bot.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_kills_the_program_is_set_aside_by_webhook_too() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let mut bot = hook.serve(&home, &telegram);
    let deadly = says(&telegram, FIRST, ALONE, "/language be");
    let mut others = 0;
    // One more than where updates are polled, since it was in hand at the first death and is counted from the second on.
    for death in 1..=4 {
        telegram.fail_next("sendMessage", flood(3600));
        let post = tokio::spawn({
            let (hook, deadly) = (hook.clone(), deadly.clone());
            async move { hook.try_post(&deadly).await.is_none() }
        });
        telegram
            .wait_for("the update in hand", |calls| {
                (of(calls, "sendMessage (failed)") == death).then_some(())
            })
            .await;
        let log = bot.kill();
        assert!(!log.contains("is set aside:"), "too early: {log}");
        post.await.unwrap();
        bot = hook.serve(&home, &telegram);
    }
    let answer = hook.post(&deadly).await;
    assert!(answer.is_done(), "{answer:?}");
    for chat in 20..25 {
        let update = says(&telegram, FIRST + chat, Chat::Private(chat), "/open");
        others += usize::from(hook.post(&update).await.body.contains("sendMessage"));
    }
    assert_eq!(others, 5);
    assert!(hook.post(&deadly).await.is_done(), "it stays aside");
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert_eq!(log.matches("is set aside:").count(), 1, "{log}");
    let sent = sent_to(&telegram.calls(), ALONE);
    assert_eq!(sent.len(), 1, "the apology: {sent:?}");
    println!("deaths=4 set_aside=1 others_answered={others}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_chats_that_are_posted_at_once_are_all_answered() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    for (rate, from) in [("0", 0), ("30", 100)] {
        let bot = hook.serve_with(&home, &telegram, &[("UNION_BRIEF_SEND_RATE", rate)]);
        let warm = says(&telegram, FIRST + from, Chat::Private(999), "/open");
        assert_eq!(hook.post(&warm).await.code, 200);
        let before = telegram.count("sendMessage");
        let begun = Instant::now();
        let posts = (1..=100).map(|nth| {
            let chat = Chat::Private(1_000 + nth);
            let update = says(&telegram, FIRST + 1_000 + from + nth, chat, "/numbers");
            let hook = hook.clone();
            tokio::spawn(async move { (chat.id(), hook.post(&update).await) })
        });
        let posts: Vec<_> = posts.collect();
        let mut carried = 0;
        for post in posts {
            let (chat, answer) = post.await.unwrap();
            assert_eq!(answer.code, 200, "{answer:?}");
            if !answer.body.is_empty() {
                assert_eq!(answer.call()["chat_id"], chat);
                carried += 1;
            }
        }
        let answered_ms = begun.elapsed().as_millis();
        let sent = 100 - carried;
        telegram
            .wait_for("the answers that are sent", |calls| {
                (of(calls, "sendMessage") == before + sent).then_some(())
            })
            .await;
        let all_ms = begun.elapsed().as_millis();
        match rate {
            "0" => assert_eq!(carried, 100),
            _ => assert!((1..=60).contains(&carried), "{carried}"),
        }
        let (code, log) = bot.stop();
        assert_eq!(code, 0, "{log}");
        println!(
            "webhook: chats=100 rate={rate} carried={carried} sent={sent} answered_ms={answered_ms} all_ms={all_ms}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_a_secret_and_a_port_that_is_taken_stop_the_start() {
    let (telegram, home, hook) = (Telegram::start().await, Home::new(), Hook::new());
    let public = [
        ("UNION_BRIEF_WEBHOOK_URL", "https://bot.example/hook"),
        ("UNION_BRIEF_WEBHOOK_SECRET", ""),
    ];
    let (code, log) = hook.serve_with(&home, &telegram, &public).ended();
    assert_eq!((code, log.lines().count()), (2, 1), "{log}");
    let said = "union-brief: UNION_BRIEF_WEBHOOK_SECRET is missing";
    assert!(log.starts_with(said), "{log}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let listen = [("UNION_BRIEF_WEBHOOK_LISTEN", address.as_str())];
    let (code, log) = hook.serve_with(&home, &telegram, &listen).ended();
    assert_eq!(code, 3, "{log}");
    let said = format!("union-brief: cannot listen at {address}");
    assert!(log.lines().last().unwrap().starts_with(&said), "{log}");
}

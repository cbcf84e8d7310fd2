//! Refusals, flood waits, migrations, no network.

use crate::support::free_port;
use crate::support::program::Home;
use crate::support::telegram::{Chat, TOKEN, Telegram, person, refusal};
use std::time::{Duration, Instant};

use super::{ALONE, flood, sent_to};

#[tokio::test(flavor = "multi_thread")]
async fn one_chats_trouble_is_its_own() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    telegram.ask(ALONE, &ana, "/about").await;
    // A flood wait: this chat waits, another is answered meanwhile, and the wait is over in its time.
    telegram.fail_next("sendMessage", flood(2));
    let asked = Instant::now();
    telegram.say(ALONE, &ana, "/numbers");
    telegram.say(ALONE, &ana, "/sources");
    telegram
        .wait_for("the refusal", |calls| {
            calls
                .iter()
                .find(|call| call.method == "sendMessage (failed)")
                .map(drop)
        })
        .await;
    for number in 20..25 {
        telegram
            .ask(Chat::Private(number), &person(number, "en"), "/open")
            .await;
    }
    assert!(
        asked.elapsed() < Duration::from_secs(2),
        "others waited {:?}",
        asked.elapsed()
    );
    let answers = telegram
        .wait_for("both answers", |calls| {
            Some(sent_to(calls, ALONE)).filter(|sent| sent.len() == 3)
        })
        .await;
    assert!(asked.elapsed() >= Duration::from_secs(3));
    assert!(
        answers[1].plain().starts_with("Every figure") && answers[2].plain().starts_with("Sources"),
        "in their order"
    );

    // Refused for good: given up, and the next one is tried again.
    for description in [
        "Forbidden: bot was blocked by the user",
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: message thread not found",
        "Bad Request: not enough rights to send text messages to the chat",
    ] {
        telegram.fail_next("sendMessage", refusal(403, description));
        telegram.say(ALONE, &ana, "/open");
        let answer = telegram.ask(ALONE, &ana, "/sources").await;
        assert!(answer.plain().starts_with("Sources"), "{description}");
    }
    // Telegram cannot read the markup: once more as plain text.
    telegram.fail_next(
        "sendMessage",
        refusal(
            400,
            "Bad Request: can't parse entities: Unsupported start tag",
        ),
    );
    let plain = telegram.ask(ALONE, &ana, "/open").await;
    assert!(
        plain.params.get("parse_mode").is_none() && plain.text().starts_with("What is not settled")
    );
    let (code, log) = bot.stop();
    assert_eq!(code, 0);
    assert!(
        log.contains("flood wait of 2 s") && log.contains("TOPIC_CLOSED"),
        "{log}"
    );
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_becomes_a_supergroup_keeps_its_settings() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    // Told by a service message.
    let told = Chat::Basic(7);
    telegram.promote(told, 5);
    telegram.ask(told, &ana, "/language be").await;
    let new = telegram.upgrade(told);
    telegram.wait_all_confirmed().await;
    assert!(
        telegram
            .ask(new, &ana, "/status")
            .await
            .plain()
            .starts_with("Стан спраў")
    );
    // Found out by sending: the group changes after the question and before its answer.
    let found = Chat::Basic(8);
    telegram.promote(found, 5);
    telegram.ask(found, &ana, "/language be").await;
    let newer = telegram.ask_and_upgrade(found, &ana, "/open");
    telegram
        .wait_for("the answer in the supergroup", |calls| {
            sent_to(calls, newer).pop()
        })
        .await;
    telegram.wait_all_confirmed().await;
    assert!(
        telegram
            .ask(newer, &ana, "/status")
            .await
            .plain()
            .starts_with("Стан спраў")
    );
    bot.stop();
}

/// Groups that are upgraded one after the other.
const UPGRADES: i64 = 40;

#[tokio::test(flavor = "multi_thread")]
async fn a_question_right_after_the_upgrade_is_answered_in_the_groups_language() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    for number in 1..=UPGRADES {
        let group = Chat::Basic(number);
        // Somebody else each time: nobody gets sixty answers a minute.
        let ana = person(100 + number, "en");
        telegram.promote(group, 100 + number);
        // In every other group the choice is the last word before the upgrade, and nobody has waited for its answer.
        match number % 2 {
            0 => drop(telegram.ask(group, &ana, "/language be").await),
            _ => drop(telegram.say(group, &ana, "/language be")),
        }
        let new = telegram.upgrade_and_ask(group, &ana, "/status");
        let answer = telegram
            .wait_for("an answer in the supergroup", |calls| {
                let mut sent = sent_to(calls, new).into_iter();
                sent.find(|call| call.params["reply_parameters"]["message_id"] == 2)
            })
            .await;
        let said = answer.plain();
        assert!(said.starts_with("Стан спраў"), "{number}: {said}");
    }
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_without_network_and_without_a_valid_token_says_so() {
    let port = free_port();
    let home = Home::new();
    let mut command = home.command(&["serve"]);
    command
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", format!("http://127.0.0.1:{port}"));
    let waiting = crate::support::program::Serving::spawn(command);
    waiting.says(|line| line.contains("cannot be reached").then_some(()));
    let (code, log) = waiting.stop();
    assert_eq!(code, 0, "a stop is heard while waiting");
    assert!(
        log.contains("Telegram cannot be reached (no connection); again in 1 s"),
        "{log}"
    );

    let telegram = Telegram::start().await;
    let mut command = home.command(&["serve"]);
    command
        .env("TELOXIDE_TOKEN", "987654:another-token-CANARY2")
        .env("TELOXIDE_API_URL", &telegram.url);
    let (code, log) = crate::support::program::Serving::spawn(command).ended();
    assert_eq!(code, 3);
    assert!(
        log.contains("union-brief: Telegram does not know this token"),
        "{log}"
    );
    assert!(!log.contains("CANARY2"));

    telegram.set_webhook();
    let bot = home.serve(&telegram);
    telegram.ask(ALONE, &person(5, "en"), "/about").await;
    let (_, log) = bot.stop();
    assert!(log.contains("a webhook is set"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_without_room_stops_settings_and_not_answers() {
    let telegram = Telegram::start().await;
    let mut home = Home::new();
    home.ask("/about");
    home.min_free_mib = 1 << 40;
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    let refused = telegram.ask(ALONE, &ana, "/language be").await;
    assert!(refused.plain().contains("did not work"), "{refused:?}");
    let answer = telegram.ask(ALONE, &ana, "/status").await;
    assert!(answer.plain().starts_with("Where things stand"));
    // What takes long cannot be kept for later, so Telegram is not told that it is done before it is.
    telegram.fail_next("sendMessage", flood(2));
    let slow = telegram.say(ALONE, &ana, "/numbers");
    telegram
        .wait_for("the answer after the wait", |calls| {
            sent_to(calls, ALONE)
                .pop()
                .filter(|sent| sent.plain().starts_with("Every figure"))
        })
        .await;
    telegram.wait_confirmed(slow + 1).await;
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), 3, "each once");
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("MiB free"), "{log}");
}

//! An update of which the whole program dies, again and again.

use super::{ALONE, flood, sent_to};
use crate::support::program::{Home, Serving};
use crate::support::telegram::{Call, Chat, Telegram, person};

/// Waits until Telegram has made so many answers in all wait for an hour, and kills the bot with those updates in hand.
async fn die_of(telegram: &Telegram, bot: Serving, refusals: usize) {
    telegram
        .wait_for("the updates in hand", |calls| {
            let refused = calls
                .iter()
                .filter(|call| call.method == "sendMessage (failed)");
            (refused.count() == refusals).then_some(())
        })
        .await;
    let log = bot.kill();
    assert!(!log.contains("is set aside:"), "too early: {log}");
}

fn apologies(calls: &[Call]) -> Vec<Call> {
    let mut sent = sent_to(calls, ALONE);
    sent.retain(|call| call.plain().contains("Something went wrong"));
    sent
}

/// `kept` says whether Telegram was told that the update is accepted before the program died of it the first time.
async fn dies_of_one_update(kept: bool) {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let others = [20, 21, 22].map(Chat::Private);
    let bot = home.serve(&telegram);
    telegram
        .ask(Chat::Private(6), &person(6, "en"), "/about")
        .await;
    telegram.fail_next("sendMessage", flood(3600));
    let deadly = telegram.say(ALONE, &person(5, "en"), "/numbers");
    if kept {
        telegram.wait_confirmed(deadly + 1).await;
    }
    die_of(&telegram, bot, 1).await;
    // From now on others have something in hand as well, which must not be blamed.
    for chat in others {
        telegram.say(chat, &person(chat.id(), "en"), "/open");
    }
    for refusals in [2, 3] {
        telegram.fail_next("sendMessage", flood(3600));
        die_of(&telegram, home.serve(&telegram), refusals).await;
    }
    let bot = home.serve(&telegram);
    telegram
        .wait_for("an apology and everybody else's answer", |calls| {
            let answered = |chat: &Chat| !sent_to(calls, *chat).is_empty();
            (apologies(calls).len() == 1 && others.iter().all(answered)).then_some(())
        })
        .await;
    telegram.wait_all_confirmed().await;
    let (code, log) = bot.stop();
    assert_eq!(code, 0);
    assert_eq!(log.matches("is set aside:").count(), 1, "{log}");
    assert!(log.contains(&format!("update {deadly} is set aside")));

    // It stays aside, also where Telegram brings it once more, and the next start pays for nothing.
    let bot = home.serve(&telegram);
    telegram.ask(others[0], &person(20, "en"), "/about").await;
    let (_, log) = bot.stop();
    assert!(
        log.contains("1 updates are set aside") && !log.contains("did not end as it should"),
        "{log}"
    );
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), 1, "the apology");
    assert!(
        home.run(&["aside"])
            .out
            .starts_with(&format!("update {deadly}, message in chat 5"))
    );
    // The operator has mended what it died of.
    let retry = home.run(&["aside", "--retry", &deadly.to_string()]);
    assert_eq!(retry.code, 0);
    let bot = home.serve(&telegram);
    telegram
        .wait_for("the answer after all", |calls| {
            let last = sent_to(calls, ALONE).pop()?;
            last.plain().starts_with("Every figure").then_some(())
        })
        .await;
    bot.stop();
    println!("kept={kept} deaths=3 set_aside=1 others_answered=3");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_kills_the_program_before_it_is_kept_is_set_aside_after_the_third_time() {
    dies_of_one_update(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_kills_the_program_after_it_was_kept_is_set_aside_after_the_third_time() {
    dies_of_one_update(true).await;
}

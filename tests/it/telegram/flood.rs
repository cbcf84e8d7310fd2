//! More questions than anybody gets answered.

use super::{ALONE, GROUP, sent_to};
use crate::support::program::Home;
use crate::support::telegram::{Call, Chat, Telegram, person};

fn notices(calls: &[Call]) -> usize {
    let said = ["Too many questions", "Занадта шмат пытанняў"];
    calls
        .iter()
        .filter(|call| said.iter().any(|said| call.plain().starts_with(said)))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_is_flooded_gets_its_share_and_others_are_answered_meanwhile() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    telegram.promote(GROUP, 30);
    let ana = person(5, "be");
    let first = telegram.ask(GROUP, &ana, "/quotes").await;
    for number in 0..60 {
        let text = ["/open", "@union_brief_bot how many papers?", "/numbers"][number % 3];
        telegram.say(GROUP, &ana, text);
    }
    let other = telegram
        .ask(Chat::Private(6), &person(6, "en"), "/open")
        .await;
    assert!(other.plain().starts_with("What is not settled"));
    telegram.wait_all_confirmed().await;
    telegram
        .wait_for("ten answers and a notice", |calls| {
            (sent_to(calls, GROUP).len() == 11).then_some(())
        })
        .await;
    let sent = sent_to(&telegram.calls(), GROUP);
    assert_eq!(notices(&sent), 1);
    let notice = sent
        .iter()
        .find(|call| call.plain().starts_with("Занадта шмат"));
    let notice = notice.unwrap().plain();
    assert!(notice.ends_with(" с."), "in her language: {notice}");

    // A button: told by a notice that is no message, and nothing is changed.
    let message = first.message_id.unwrap();
    for _ in 0..3 {
        let (edit, told) = telegram
            .press_and_wait(GROUP, &ana, message, &first.button("Далей ›"))
            .await;
        assert!(edit.is_none() && told.unwrap().starts_with("Занадта шмат"));
    }
    // What is left of the group's share is for others, and then for its administrators' commands.
    for other in 7..12 {
        telegram.ask(GROUP, &person(other, "en"), "/open").await;
    }
    for other in 12..29 {
        telegram.say(GROUP, &person(other, "en"), "/open");
    }
    let chief = person(30, "en");
    telegram.say(GROUP, &chief, "@union_brief_bot how many papers?");
    for text in ["/language ru", "/status", "/open", "/sources"] {
        let answer = telegram.ask(GROUP, &chief, text).await;
        assert_eq!(notices(&[answer]), 0, "{text}");
    }
    for text in ["/status", "/open"] {
        telegram.say(GROUP, &chief, text);
    }
    telegram.wait_all_confirmed().await;
    let sent = sent_to(&telegram.calls(), GROUP);
    assert_eq!((sent.len(), notices(&sent)), (20, 1));
    let (code, log) = bot.stop();
    assert_eq!(code, 0);
    // Those beyond it were not looked at further.
    assert!(log.contains("were beyond the limits"), "{log}");
    assert_eq!(telegram.complaints(), Vec::<String>::new());
    println!("asked=93 group_messages=20 notices=1 other_chat_answered=1");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_the_bot_uses_nothing_up_and_what_was_accepted_is_answered_after_a_restart()
{
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    for _ in 0..50 {
        telegram.say(GROUP, &ana, "what do you think of it?");
        telegram.say(GROUP, &ana, "/start@another_bot");
    }
    telegram.ask(GROUP, &ana, "/open").await;
    // Twenty in a row are answered in a private chat, also where a kill comes between them.
    telegram.fail_next("sendMessage", super::flood(3600));
    for _ in 0..30 {
        telegram.say(ALONE, &ana, "/about");
    }
    telegram.wait_all_confirmed().await;
    bot.kill();
    let bot = home.serve(&telegram);
    telegram
        .wait_for("what was accepted", |calls| {
            (sent_to(calls, ALONE).len() >= 20).then_some(())
        })
        .await;
    let last = telegram
        .ask(Chat::Private(6), &person(6, "en"), "/open")
        .await;
    assert_eq!(notices(&[last]), 0);
    telegram.wait_all_confirmed().await;
    bot.stop();
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), 21);
}

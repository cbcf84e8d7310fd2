//! Buttons: in place, stale, forged.

use crate::support::program::Home;
use crate::support::telegram::{Chat, Telegram, person, refusal};

use super::{ALONE, sent_to};

#[tokio::test(flavor = "multi_thread")]
async fn buttons_edit_in_place_and_what_is_stale_or_forged_gets_a_notice() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    let quotes = telegram.ask(ALONE, &ana, "/quotes").await;
    let message = quotes.message_id.unwrap();
    let (next, _) = telegram
        .press_and_wait(ALONE, &ana, message, &quotes.button("Next ›"))
        .await;
    let next = next.unwrap();
    assert_eq!(next.params["message_id"], message);
    let (proof, _) = telegram
        .press_and_wait(ALONE, &ana, message, &next.button("[1]"))
        .await;
    let (back, _) = telegram
        .press_and_wait(ALONE, &ana, message, &proof.unwrap().button("‹ Back"))
        .await;
    let back = back.unwrap();
    assert_eq!(back.text(), next.text());
    let (first, _) = telegram
        .press_and_wait(ALONE, &ana, message, &back.button("‹ Previous"))
        .await;
    assert_eq!(first.unwrap().text(), quotes.text());

    let good = quotes.button("Next ›");
    let mut changed = good.clone().into_bytes();
    changed[12] ^= 1;
    for forged in [
        String::from_utf8_lossy(&changed).into_owned(),
        "x".to_owned(),
        String::new(),
        "q:1:2".to_owned(),
        good[..12].to_owned(),
        "A".repeat(64),
    ] {
        let (edit, notice) = telegram.press_and_wait(ALONE, &ana, message, &forged).await;
        assert!(
            edit.is_none() && notice.unwrap().contains("out of date"),
            "{forged}"
        );
    }
    let (edit, notice) = telegram
        .press_and_wait(Chat::Private(9), &person(9, "be"), 1, &good)
        .await;
    assert!(edit.is_none(), "a button works in its own chat only");
    assert!(notice.unwrap().contains("састарэла"));
    // The message is as wanted already, or gone, or too old: no error either way.
    telegram.fail_next("editMessageText", refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"));
    let (edit, notice) = telegram.press_and_wait(ALONE, &ana, message, &good).await;
    assert!(edit.is_none() && notice.is_none());
    telegram.fail_next(
        "editMessageText",
        refusal(400, "Bad Request: message to edit not found"),
    );
    let before = sent_to(&telegram.calls(), ALONE).len();
    telegram.press_and_wait(ALONE, &ana, message, &good).await;
    assert_eq!(
        sent_to(&telegram.calls(), ALONE).len(),
        before + 1,
        "what cannot be changed is sent anew"
    );
    bot.stop();
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

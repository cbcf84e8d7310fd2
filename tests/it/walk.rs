//! Every command, in every language, every page and button that follows, every day: over the Bot API, held against the
//! official schema and a strict reader of the markup.

use std::collections::HashSet;

use crate::support::program::Home;
use crate::support::telegram::{Call, Chat, Telegram, person};

/// Every command a person can send, with and without what may follow it, in words of each language.
const COMMANDS: [&str; 83] = [
    "/start",
    "/start seed-figure-26",
    "/start peskov",
    "/start handover",
    "/start union-treaty",
    "/start nonsense",
    "/help",
    "/status",
    "/status 2021-04-22",
    "/status mid-April",
    "/status март",
    "/status 2020",
    "/status 2030",
    "/status вчера",
    "/status nonsense",
    "/quotes",
    "/quotes Golovchenko",
    "/quotes Мишустина",
    "/quotes Пяскоў",
    "/quotes консенсус",
    "/quotes інтэграцыя",
    "/quotes integration Lukashenko",
    "/quotes dmitry",
    "/quotes xyzzy",
    "/timeline",
    "/timeline 22 April",
    "/timeline 2021-03 2021-04-22",
    "/timeline 1999",
    "/timeline soon",
    "/latest",
    "/latest 30",
    "/latest many",
    "/since 2021-04-22",
    "/since сярэдзіна красавіка",
    "/since 2030",
    "/since",
    "/new",
    "/new",
    "/people",
    "/who",
    "/who Mezentsev",
    "/who Лукашэнку",
    "/who mishusitn",
    "/who roman",
    "/who Dmitry",
    "/who nobody",
    "/numbers",
    "/open",
    "/documents",
    "/explain",
    "/explain roadmap",
    "/explain договор",
    "/explain СНД",
    "/explain union",
    "/explain xyzzy",
    "/explain BelTA",
    "/explain Minsk",
    "/fact",
    "/fact seed-quote-handover",
    "/fact seed-chronology",
    "/fact seed-share-handed",
    "/fact seed-figur",
    "/fact xyzzy",
    "/sources",
    "/language",
    "/language xx",
    "/about",
    "/privacy",
    "/delivery",
    "/settings",
    "/subscribe",
    "/settings Europe/London",
    "/settings Nowhere",
    "/subscribe nobody",
    "/delivery",
    "/unsubscribe",
    "/drafts",
    "/undo",
    "/nonsense",
    "/statsu",
    "hello",
    "Пытанне",
    "вопрос",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_command_page_button_and_date_is_accepted() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve_without_limits(&telegram);
    let (mut messages, mut pressed, mut unchanged) = (0, 0, 0);
    for (lang, chat) in [
        ("en", Chat::Private(11)),
        ("ru", Chat::Private(12)),
        ("be", Chat::Private(13)),
    ] {
        let from = person(chat.id(), lang);
        let mut texts: Vec<String> = COMMANDS.iter().map(|text| (*text).to_owned()).collect();
        texts.extend(every_day());
        let mut unpressed: Vec<(i64, String)> = Vec::new();
        let mut seen = HashSet::new();
        for text in &texts {
            let call = telegram.ask(chat, &from, text).await;
            messages += 1;
            let id = call.message_id.unwrap();
            unpressed.extend(new_buttons(&call, id, &mut seen));
        }
        while let Some((message, data)) = unpressed.pop() {
            let (edit, notice) = telegram.press_and_wait(chat, &from, message, &data).await;
            assert_eq!(notice, None, "a button of our own is never stale");
            pressed += 1;
            // Settings are pressed in no order, so that a choice may be made already.
            let Some(edit) = edit else {
                unchanged += 1;
                continue;
            };
            unpressed.extend(new_buttons(&edit, message, &mut seen));
        }
        // Last, since from then on the chat speaks what was chosen.
        let choice = telegram.ask(chat, &from, "/language").await;
        for (label, data) in choice.buttons() {
            let (edit, _) = telegram
                .press_and_wait(chat, &from, choice.message_id.unwrap(), &data)
                .await;
            assert!(edit.is_some(), "{label}");
            pressed += 1;
        }
    }
    let (same, complaints): (Vec<_>, Vec<_>) = telegram
        .complaints()
        .into_iter()
        .partition(|complaint| complaint.contains("message is not modified"));
    assert_eq!(same.len(), unchanged);
    assert!(complaints.is_empty(), "{complaints:#?}");
    assert!(unchanged < 60, "{unchanged}");
    println!(
        "languages=3 messages={messages} pressed={pressed} refused={}",
        complaints.len()
    );
    assert!(messages > 450 && pressed > 600, "{messages} {pressed}");
    assert_eq!(bot.stop().0, 0);
}

/// The buttons of a message that were not seen before, but for those that choose a language.
fn new_buttons(call: &Call, message: i64, seen: &mut HashSet<String>) -> Vec<(i64, String)> {
    let languages = ["English", "Русский", "Беларуская"];
    let buttons = call
        .buttons()
        .into_iter()
        .filter(|(label, _)| !languages.contains(&label.trim_start_matches("✓ ")));
    buttons
        .map(|(_, data)| (message, data))
        .filter(|(_, data)| seen.insert(data.clone()))
        .collect()
}

/// `/status` on every day around the story.
fn every_day() -> Vec<String> {
    let first: jiff::civil::Date = "2021-02-01".parse().unwrap();
    first
        .series(jiff::Span::new().days(1))
        .take(95)
        .map(|day| format!("/status {day}"))
        .collect()
}

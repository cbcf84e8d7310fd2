//! The same exchange through the command line, the terminal and the Bot API gives the same text.

use serde_json::Value;

use crate::support::program::Home;
use crate::support::telegram::{Chat, Telegram, person};

const EXCHANGE: [&str; 18] = [
    "/start",
    "/help",
    "/status",
    "/status 22 красавіка",
    "/quotes Peskov",
    "/quotes консенсус",
    "/timeline",
    "/people",
    "/numbers",
    "/documents",
    "/explain CIS",
    "/fact seed-total-28",
    "/delivery",
    "/unsubscribe",
    "/subscribe nobody",
    "/settings Nowhere/At_All",
    "/frobnicate",
    "what is new?",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_same_exchange_gives_the_same_text_everywhere() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let mut terminal_input: String = EXCHANGE.map(|text| format!("{text}\n")).concat();
    terminal_input.push_str("/quit\n");
    let terminal = Home::new().run_with(&["chat"], &terminal_input);
    assert_eq!(terminal.code, 0, "{}", terminal.err);

    let bot_home = Home::new();
    let bot = bot_home.serve(&telegram);
    let (chat, from) = (Chat::Private(77), person(77, "en"));
    let mut place = 0;
    for text in EXCHANGE {
        let sent = telegram.ask(chat, &from, text).await;
        let json: Value = serde_json::from_str(&home.run(&["ask", "--json", text]).out).unwrap();
        let (html, plain) = (
            json["answer"].as_str().unwrap(),
            json["text"].as_str().unwrap(),
        );
        assert_eq!(
            sent.text(),
            html,
            "{text}: the Bot API and the command line differ"
        );
        assert_eq!(
            home.ask(text)
                .strip_suffix('\n')
                .unwrap()
                .get(..plain.len()),
            Some(plain),
            "{text}"
        );
        let found = terminal.out[place..].find(plain);
        place += found.unwrap_or_else(|| {
            panic!(
                "{text}: the terminal does not say\n{plain}\nbut\n{}",
                &terminal.out[place..]
            )
        });
        let labels: Vec<&str> = json["buttons"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row.as_array().unwrap())
            .filter_map(|b| b["text"].as_str())
            .collect();
        let sent_labels: Vec<String> = sent.buttons().into_iter().map(|(label, _)| label).collect();
        for label in &sent_labels {
            assert!(labels.contains(&label.as_str()), "{text}: {label}");
        }
    }
    assert_eq!(bot.stop().0, 0);
}

#[test]
fn the_terminal_presses_buttons_changes_its_place_and_remembers() {
    let home = Home::new();
    let done = home.run_with(&["chat"], "/status 23 April\n#1\n#1\n#99\n#x\n/as group\nhello\n/status@other_bot\n/as private\n/language ru\n/numbers\n");
    assert_eq!(done.code, 0, "{}", done.err);
    let out = &done.out;
    for expected in [
        "Place: paragraph 2, sentence 2",
        "There is no button with this number.",
        "You now speak in a group",
        "(The bot says nothing here.)",
        "You now speak in a private chat.",
        "по-русски",
        "Все цифры",
        "@BotFather",
    ] {
        assert!(out.contains(expected), "{expected} is missing in\n{out}");
    }
    assert_eq!(
        out.matches("Where things stood: 23 April 2021").count(),
        2,
        "the button leads back"
    );
    // The language chosen is remembered by the next conversation; so are the lines typed.
    assert!(home.run_with(&["chat"], "/about\n").out.contains("Что это"));
    let history = std::fs::read_to_string(home.state().join("history")).unwrap();
    assert!(history.contains("/status 23 April"));
}

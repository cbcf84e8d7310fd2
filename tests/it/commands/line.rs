//! Groups, languages, and the command line itself.

use crate::support::program::Home;
use serde_json::{Value, json};

use super::{ask_all, text};

#[test]
fn in_a_group_the_bot_is_silent_unless_addressed() {
    let home = Home::new();
    let group = |id: u32, text: &str| json!({"id": id, "q": text, "chat": "group"});
    let answers = ask_all(
        &home,
        &[
            group(1, "/status@SomeOtherBot"),
            group(2, "/frobnicate"),
            group(3, "hello everybody"),
            group(4, "/status"),
            group(5, "/frobnicate@union_brief_bot"),
            group(6, "@union_brief_bot /numbers"),
            group(7, "hello @union_brief_bot"),
            json!({"id": 8, "q": "/status@SomeOtherBot"}),
        ],
    );
    let spoke: Vec<bool> = answers
        .iter()
        .map(|answer| answer["answer"].is_string())
        .collect();
    assert_eq!(spoke, [false, false, false, true, true, true, true, false]);
}

#[test]
fn a_subscription_is_kept_here_too_and_channels_are_for_telegram() {
    let home = Home::new();
    assert!(home.ask("/settings").contains("There is none."));
    assert!(
        home.ask("/subscribe")
            .contains("from now on I tell what is new")
    );
    assert!(
        home.ask("/settings america/new york")
            .contains("America/New_York")
    );
    assert!(home.ask("/settings").contains("America/New_York"));
    assert!(home.ask("/delivery").contains("Nothing is in the way."));
    let group = home.run(&["ask", "--chat", "group", "/settings"]).out;
    assert!(group.contains("There is none."), "{group}");
    let settings = home.run_with(&["chat"], "/settings\n#4\n#9\n/quit\n").out;
    assert!(settings.contains("When: daily at 07:00"), "{settings}");
    for command in ["/subscribe @news", "/settings @news"] {
        assert!(home.ask(command).contains("in Telegram"), "{command}");
    }
    assert!(home.ask("/unsubscribe").contains("I no longer tell"));
    assert!(home.ask("/delivery").contains("There is none."));
}

#[test]
fn the_language_is_the_chats_choice_and_stays_chosen() {
    let home = Home::new();
    assert!(home.ask("/status").contains("Where things stand"));
    assert!(home.ask("/language be").contains("адказваю па-беларуску"));
    assert!(home.ask("/status").contains("Стан спраў"));
    let done = home.run(&["ask", "--lang", "ru", "/status"]);
    assert!(done.out.contains("Положение дел"), "{}", done.out);
    let done = home.run(&["ask", "--chat", "group", "/status"]);
    assert!(
        done.out.contains("Where things stand"),
        "another chat has its own language: {}",
        done.out
    );
    let answers = ask_all(
        &home,
        &[
            json!({"id": 1, "q": "/language ru"}),
            json!({"id": 2, "q": "/status"}),
        ],
    );
    assert!(
        text(&answers[1]).contains("Where things stand"),
        "lines of a stream are chats of their own"
    );
    assert!(home.ask("/language Русский").contains("по-русски"));
}

#[test]
fn the_command_line_keeps_its_word() {
    let home = Home::new();
    for args in [
        &["--version"][..],
        &["--help"],
        &["ask", "--help"],
        &["check", "--help"],
        &["publish", "--help"],
        &["export", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["aside", "--help"],
        &["serve", "--help"],
        &["chat", "--help"],
    ] {
        let done = home.run(args);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{args:?}");
        assert!(
            args[0] == "--version" || done.out.contains("Example"),
            "{args:?}: {}",
            done.out
        );
    }
    for args in [
        &["ask"][..],
        &["frobnicate"],
        &["ask", "--lang", "de", "/status"],
        &["ask", "--jsonl", "/status"],
        &["ask", "--as-of", "soon", "/status"],
    ] {
        let done = home.run(args);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{args:?}");
        assert!(!done.err.is_empty());
    }
    let done = home.run(&["ask", "--json", "--lang", "en", "/fact", "seed-figure-26"]);
    let answer: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(answer["declined"], false);
    assert_eq!(answer["facts"], json!(["seed-figure-26"]));
    assert_eq!(answer["lang"], "en");
    assert!(
        answer["text"]
            .as_str()
            .unwrap()
            .contains("Drafts of 26 union programmes")
    );
    assert!(
        answer["buttons"][0][0]["url"]
            .as_str()
            .unwrap()
            .starts_with("https://")
    );
    let done = home.run(&["ask", "--chat", "group", "hello"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (0, ""),
        "silence is an answer"
    );
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    use std::io::Write;
    use std::process::Stdio;
    let home = Home::new();
    home.ask("/about");
    let backup = home.dir.path().join("a.backup");
    for args in [&["chat"][..], &["backup", backup.to_str().unwrap()]] {
        let mut child = home
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        // It may have ended before it reads.
        drop(stdin.write_all(b"/about\n/help\n"));
        drop(stdin);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{args:?}: {ended:?}");
    }
}

#[test]
fn input_that_is_no_text_or_not_there_is_bad_input() {
    let home = Home::new();
    let input = b"{\"id\": 1, \"q\": \"/about\"}\n\xff\xfe\n{\"id\": 2, \"q\": \"/help\"}\n";
    let done = home.run_with_bytes(&["ask", "--jsonl"], input);
    assert_eq!((done.code, done.out.lines().count()), (1, 2), "{done:?}");
    assert!(done.err.contains("line 2"), "{}", done.err);
    let done = home.run(&["restore", "missing.backup"]);
    assert_eq!(done.code, 1, "{done:?}");
    assert!(done.err.contains("cannot read missing.backup"));
}

#[test]
fn a_stream_goes_on_after_a_line_it_cannot_read() {
    let home = Home::new();
    let input = "{\"id\": \"a\", \"input\": \"/numbers\"}\nnonsense\n\n{\"id\": 2, \"q\": \"/open\", \"chat\": \"somewhere\"}\n{\"id\": 3, \"q\": \"/fact xyzzy\", \"more\": [1]}\n";
    let done = home.run_with(&["ask", "--jsonl"], input);
    let answers: Vec<Value> = done
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 2, "{}", done.out);
    assert_eq!(answers[0]["id"], "a");
    assert_eq!(answers[0]["facts"][0], "seed-figure-26");
    assert_eq!(
        (&answers[1]["id"], &answers[1]["declined"]),
        (&json!(3), &json!(true))
    );
    assert_eq!(done.code, 1);
    assert!(
        done.err.contains("line 2") && done.err.contains("line 4"),
        "{}",
        done.err
    );
}

#[test]
fn a_question_in_words_is_shown_as_it_was_understood() {
    let home = Home::new();
    let one = home.run(&[
        "ask",
        "--json",
        "Did Mezentsev speak of 26 drafts on 22 April?",
    ]);
    let one: Value = serde_json::from_str(&one.out).unwrap();
    let understood = &one["understood"];
    assert_eq!(understood["lang"], "en");
    assert_eq!(understood["asks"], json!(["yes-no"]));
    assert_eq!(understood["people"], json!(["mezentsev"]));
    assert_eq!(understood["dates"], json!(["2021-04-22"]));
    assert_eq!(understood["numbers"], json!(["26"]));
    let scores = understood["candidates"].as_array().unwrap().iter();
    let scores: Vec<f64> = scores.map(|one| one["score"].as_f64().unwrap()).collect();
    assert!(scores.len() > 1 && scores.is_sorted_by(|one, next| one >= next));
    assert_eq!(understood["decision"], "answered, lead Yes");
    // The same for each question of a stream, and nothing for a command.
    let input = "{\"id\": 1, \"q\": \"who is Peskov\"}\n{\"id\": 2, \"q\": \"/about\"}\n";
    let many = home.run_with(&["ask", "--jsonl", "--json"], input);
    let many = many
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let many: Vec<Value> = many.collect();
    assert_eq!(many[0]["understood"]["asks"], json!(["who"]));
    assert_eq!(many[0]["understood"]["people"], json!(["peskov"]));
    assert!(many[1].get("understood").is_none(), "{}", many[1]);
}

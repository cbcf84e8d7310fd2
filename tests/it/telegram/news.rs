//! What is new: `/latest`, `/since` and `/new` over the Bot API.

use crate::support::program::Home;
use crate::support::telegram::{Chat, Telegram, person};

use super::{ALONE, GROUP};

fn publish(home: &Home, files: &[&str]) {
    let folder = home.data.join("followups");
    let paths = files
        .iter()
        .map(|file| folder.join(file).display().to_string());
    let mut args = vec!["publish".to_owned(), "--yes".to_owned()];
    args.extend(paths);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = tokio::task::block_in_place(|| home.run(&args));
    assert_eq!(done.code, 0, "{done:?}");
}

/// Waits until the bot answers from a revision.
async fn at_revision(telegram: &Telegram, number: u64) {
    let asker = Chat::Private(99);
    let said = format!("Revision {number} of");
    for _ in 0..200 {
        let about = telegram.ask(asker, &person(99, "en"), "/about").await;
        if about.plain().contains(&said) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the bot never came to revision {number}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_is_caught_up_from_where_it_last_looked() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    // It is asked more often than anybody may until a revision is there, which takes as long as the machine is slow.
    let bot = home.serve_without_limits(&telegram);
    let ana = person(5, "en");
    let ask = async |text: &str| telegram.ask(ALONE, &ana, text).await.plain();
    let first = ask("/new").await;
    assert!(first.starts_with("The newest; from now on"), "{first}");
    assert_eq!(first.matches("• ").count(), 5, "{first}");
    assert!(first.contains("Revision 1, published on"), "{first}");
    assert!(
        ask("/new")
            .await
            .contains("Nothing. The newest fact is dated 28 April 2021.")
    );
    publish(
        &home,
        &["0001-twenty-seven-of-28.toml", "0002-gas-is-left.toml"],
    );
    at_revision(&telegram, 3).await;
    let call = telegram.ask(ALONE, &ana, "/new").await;
    let text = call.plain();
    for said in [
        "New since your last look",
        "9 August 2021: Lukashenko says which programme is left: the one on natural gas. (revision 3, published on",
        "equal conditions for buying natural gas and on its price. — Alexander Lukashenko, 9 August 2021 [",
        "10 June 2021: Russia's ambassador says",
        "Yevgeny Lukyanov (via BelTA), 10 June 2021 [",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(text.matches("• ").count(), 4, "{text}");
    assert!(
        text.find("9 August").unwrap() < text.find("10 June").unwrap(),
        "the newest first"
    );
    // The source of a line, and back to the same list although the chat has seen it by now.
    let (message, source) = (call.message_id.unwrap(), call.button("[1]"));
    let (card, _) = telegram.press_and_wait(ALONE, &ana, message, &source).await;
    let back = card.unwrap().button("‹ Back");
    let (list, _) = telegram.press_and_wait(ALONE, &ana, message, &back).await;
    assert_eq!(list.unwrap().plain(), text);
    assert!(ask("/new").await.contains("Nothing."));
    // What a chat has seen is on disk, and its own: a group begins anew.
    bot.kill();
    let bot = home.serve_without_limits(&telegram);
    assert!(ask("/new").await.contains("Nothing."));
    let group = telegram
        .ask(GROUP, &ana, "/new@union_brief_bot")
        .await
        .plain();
    assert!(group.starts_with("The newest; from now on"), "{group}");
    publish(
        &home,
        &[
            "0003-all-agreed.toml",
            "0004-governments-approve.toml",
            "0005-adopted-by-decree.toml",
        ],
    );
    publish(
        &home,
        &[
            "0006-tax-treaty.toml",
            "0007-nothing-signed-has-a-date.toml",
        ],
    );
    at_revision(&telegram, 8).await;
    let group = telegram.ask(GROUP, &ana, "/new").await.plain();
    for said in [
        "Corrected: As of 28 April 2021 the article reported nothing in the package",
        "It read: Nothing in the package is reported as signed, adopted or in force.",
        "Why: The old wording named no day",
    ] {
        assert!(group.contains(said), "{said}: {group}");
    }
    let refused = telegram.complaints();
    assert!(refused.is_empty(), "{refused:#?}");
    assert_eq!(bot.stop().0, 0);
}

#[test]
fn the_newest_and_what_came_since_a_day_are_told_in_every_language() {
    let home = Home::new();
    let since = home.ask("/since 2021-04-23");
    assert!(
        since.starts_with("Since 23 April 2021") && since.contains("(Next ›)"),
        "{since}"
    );
    let none = home.run(&["ask", "--json", "/since 2021-06-01"]).out;
    assert!(
        none.contains("\"declined\":true") && none.contains("dated, corrected or withdrawn"),
        "{none}"
    );
    publish_all(&home);
    let since = home.ask("/since 9 September 2021");
    for said in [
        "Since 9 September 2021",
        "3 October 2022 [",
        "Corrected: As of 28 April",
    ] {
        assert!(since.contains(said), "{said}: {since}");
    }
    assert!(!since.contains("natural gas and on its price"), "{since}");
    let two = home.ask("/latest 2");
    assert_eq!(two.matches("• ").count(), 2, "{two}");
    assert!(
        two.starts_with("The newest\n") && two.contains("(revision 7, "),
        "{two}"
    );
    assert_eq!(home.ask("/latest").matches("• ").count(), 5);
    let many = home.ask("/latest 999999999999999999999");
    assert!(
        many.contains("1–8 of 59") && many.contains("(Next ›)"),
        "{many}"
    );
    for (text, said) in [
        (
            "/latest soon",
            "could not read that as a number. For example: /latest 5",
        ),
        ("/latest 0", "could not read that as a number"),
        ("/since", "could not read that as a date"),
        ("/since soon", "/since 2021-04-22"),
    ] {
        let answer = home.ask(text);
        assert!(answer.contains(said), "{text}: {answer}");
    }
    for (lang, text, said) in [
        ("ru", "/latest 1", "Исправлено: На 28 апреля 2021 года"),
        ("ru", "/latest 1", "Почему: Прежняя формулировка"),
        ("be", "/latest 1", "Выпраўлена: На 28 красавіка 2021 года"),
        (
            "be",
            "/since 4 лістапада 2021",
            "Новае з гэтага часу: 4 лістапада 2021",
        ),
        ("be", "/new", "Самае новае; наступным разам"),
    ] {
        let done = home.run(&["ask", "--lang", lang, text]);
        assert!(done.out.contains(said), "{said}: {done:?}");
    }
}

#[test]
fn a_withdrawn_fact_is_told_with_its_reason() {
    let home = Home::new();
    let words = "why.en = \"x\"\nwhy.ru = \"x\"\nwhy.be = \"x\"\n[[withdrawn.fact]]\nid = \"seed-byline\"\n\
                 reason.en = \"The page has a name now.\"\nreason.ru = \"x\"\nreason.be = \"x\"\n\
                 [[withdrawn.inquiry]]\nid = \"byline\"\nreason.en = \"x\"\nreason.ru = \"x\"\nreason.be = \"x\"\n\
                 [[withdrawn.inquiry]]\nid = \"publication-date\"\nreason.en = \"x\"\nreason.ru = \"x\"\nreason.be = \"x\"\n";
    assert!(home.ask("/new").starts_with("The newest;"));
    home.publish("gone.toml", words);
    let text = home.ask("/new");
    assert!(
        text.contains("Withdrawn: The page is signed “By admin”"),
        "{text}"
    );
    assert!(
        text.contains("— the article, 28 April 2021\nWhy: The page has a name now."),
        "{text}"
    );
    assert!(home.ask("/new").contains("Nothing."));
}

fn publish_all(home: &Home) {
    let mut command = home.command(&["ask", "/about"]);
    let done = command.env("UNION_BRIEF_FOLLOWUPS", "on").output().unwrap();
    assert!(done.status.success());
}

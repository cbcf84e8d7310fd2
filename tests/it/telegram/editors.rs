//! Editors: a file becomes a draft, a draft a revision, and a revision is withdrawn.

use serde_json::Value;
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::{Commit, Committed, Operation, Store, keys};

use crate::support::adding;
use crate::support::program::Home;
use crate::support::telegram::{Call, Chat, TOKEN, Telegram, person, refusal};

use super::{ALONE, GROUP};

/// The editors of these tests: one person, and the members of one group.
const EDITORS: &str = "5, -1000000000007";

const OTHER: Chat = Chat::Private(6);

fn news() -> String {
    adding("news", "News & <b>more</b>.")
}

async fn press(telegram: &Telegram, chat: Chat, by: &Value, on: &Call, data: &str) -> String {
    let message = on.message_id.unwrap();
    let (edit, notice) = telegram.press_and_wait(chat, by, message, data).await;
    edit.map_or_else(|| notice.unwrap_or_default(), |edit| edit.plain())
}

/// Asks until the answer contains something; a new revision is answered from a moment after it is published.
async fn until(telegram: &Telegram, chat: Chat, asked: &str, said: &str) {
    let ana = person(chat.id(), "en");
    for _ in 0..200 {
        let answer = telegram.ask(chat, &ana, asked).await.plain();
        if answer.contains(said) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{asked} is not answered with {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_shown_published_once_and_answered_from() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = home.serve_with_editors(&telegram, EDITORS);
    let ana = person(5, "en");
    let shown = telegram
        .hand(ALONE, &ana, "news.toml", news().as_bytes())
        .await;
    let plain = shown.plain();
    for said in [
        "news.toml",
        "Ana, ",
        "Added: fact news",
        "News & <b>more</b>.",
    ] {
        assert!(plain.contains(said), "{said}: {plain}");
    }
    assert!(!plain.contains("order"), "{plain}");
    let publish = shown.button("Publish");
    let done = press(&telegram, ALONE, &ana, &shown, &publish).await;
    assert!(done.starts_with("Published as revision 2."), "{done}");
    until(&telegram, ALONE, "/fact news", "News & <b>more</b>.").await;
    assert_eq!(telegram.complaints(), Vec::<String>::new());
    // The same press again, which leaves the message as it is; the same file again: one revision.
    let again = press(&telegram, ALONE, &ana, &shown, &publish).await;
    assert_eq!(again, "");
    let again = telegram
        .hand(ALONE, &ana, "other.toml", news().as_bytes())
        .await;
    assert_eq!(
        again.plain(),
        "This was published before, as revision 2.",
        "{again:?}"
    );
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert!(!log.contains(TOKEN), "{log}");
    assert!(home.ask("/about").contains("Revision 2 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_difference_is_paged_and_told_in_the_language_of_the_chat() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let _bot = home.serve_with_editors(&telegram, EDITORS);
    let ana = person(5, "be");
    let fact = |number: usize| {
        let text = adding(&format!("news-{number}"), &"Слова < & слова. ".repeat(50));
        text.split_once("[[fact]]")
            .unwrap()
            .1
            .replace("Бе.", &"Слова < & слова. ".repeat(50))
    };
    let facts: Vec<String> = (0..9).map(fact).collect();
    let text = adding("news", "News.") + "\n[[fact]]" + &facts.join("\n[[fact]]");
    let shown = telegram.hand(ALONE, &ana, "x.toml", text.as_bytes()).await;
    assert!(shown.plain().contains("Дадаецца: факт news"), "{shown:?}");
    let next = shown
        .buttons()
        .into_iter()
        .find(|(label, _)| label.ends_with('›'));
    let (_, next) = next.unwrap();
    let second = press(&telegram, ALONE, &ana, &shown, &next).await;
    assert!(second.contains("Дадаецца: факт news-"), "{second}");
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_faulty_or_of_somebody_else_changes_nothing() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = home.serve_with_editors(&telegram, EDITORS);
    let (ana, max) = (person(5, "en"), person(6, "en"));
    let taken = adding("seed-nothing-signed", "x");
    for (name, text, said) in [
        ("bad.toml", b"why = 1\n".as_slice(), "bad.toml:1: "),
        (
            "taken.toml",
            taken.as_bytes(),
            "taken.toml:6: fact `seed-nothing-signed` is in the dossier",
        ),
        ("bytes.TOML", b"# x\n\xff", "bytes.TOML:2: this is no text"),
        ("notes.txt", b"hello", "whose name ends in .toml"),
        ("large.toml", &[b'#'; (1 << 20) + 1], "at most 1 MiB"),
    ] {
        let answer = telegram.hand(ALONE, &ana, name, text).await;
        assert!(answer.plain().contains(said), "{answer:?}");
        assert!(answer.buttons().is_empty(), "{answer:?}");
    }
    telegram.fail_next(
        "getFile",
        refusal(
            400,
            "Bad Request: wrong file_id or the file is temporarily unavailable",
        ),
    );
    let lost = telegram
        .hand(ALONE, &ana, "news.toml", news().as_bytes())
        .await;
    assert!(lost.plain().contains("Please send it again"), "{lost:?}");
    for asked in ["/drafts", "/undo"] {
        let refused = telegram.ask(OTHER, &max, asked).await;
        assert_eq!(refused.plain(), "Only editors can publish.");
    }
    let fetched = telegram.count("getFile");
    let refused = telegram
        .hand(OTHER, &max, "news.toml", news().as_bytes())
        .await;
    assert_eq!(refused.plain(), "Only editors can publish.");
    assert_eq!(telegram.count("getFile"), fetched, "not even looked at");
    assert_eq!(
        telegram.ask(ALONE, &ana, "/drafts").await.plain(),
        "No file waits to be published."
    );
    // In a group that is none of editors nobody is told anything, not even an editor.
    telegram.send_file(Chat::Group(8), &ana, "news.toml", news().as_bytes());
    telegram.wait_all_confirmed().await;
    assert!(super::sent_to(&telegram.calls(), Chat::Group(8)).is_empty());
    let (code, log) = bot.stop();
    assert!(code == 0 && !log.contains(TOKEN), "{log}");
    assert!(home.ask("/about").contains("Revision 1 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_editors_publish_and_only_with_a_button_of_their_chat() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = home.serve_with_editors(&telegram, EDITORS);
    let (ana, max) = (person(5, "en"), person(6, "en"));
    let shown = telegram
        .hand(ALONE, &ana, "news.toml", news().as_bytes())
        .await;
    let publish = shown.button("Publish");
    let elsewhere = press(&telegram, OTHER, &max, &shown, &publish).await;
    assert!(elsewhere.contains("out of date"), "{elsewhere}");
    let mut forged = publish.clone().into_bytes();
    forged[12] ^= 1;
    let forged = String::from_utf8_lossy(&forged).into_owned();
    let refused = press(&telegram, ALONE, &ana, &shown, &forged).await;
    assert!(refused.contains("out of date"), "{refused}");
    // Whoever is in the editors' group publishes there.
    let theirs = adding("theirs", "Theirs.");
    let in_group = telegram
        .hand(GROUP, &max, "theirs.toml", theirs.as_bytes())
        .await;
    let by_max = press(
        &telegram,
        GROUP,
        &max,
        &in_group,
        &in_group.button("Publish"),
    )
    .await;
    assert!(by_max.starts_with("Published as revision 2."), "{by_max}");
    bot.kill();
    // No editor any more: the button that was made for one is of no use.
    let bot = home.serve_with_editors(&telegram, "6");
    let refused = press(&telegram, ALONE, &ana, &shown, &publish).await;
    assert_eq!(refused, "Only editors can publish.");
    let refused = press(
        &telegram,
        GROUP,
        &max,
        &in_group,
        &in_group.button("Publish"),
    )
    .await;
    assert_eq!(refused, "Only editors can publish.");
    bot.stop();
    assert!(home.ask("/about").contains("Revision 2 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_a_restart_and_is_held_against_what_is_published_then() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = home.serve_with_editors(&telegram, EDITORS);
    let ana = person(5, "en");
    let first = telegram
        .hand(ALONE, &ana, "first.toml", news().as_bytes())
        .await;
    let other = adding("news", "The same otherwise.");
    let second = telegram
        .hand(ALONE, &ana, "second.toml", other.as_bytes())
        .await;
    let third = adding("third", "Third.");
    let third = telegram
        .hand(ALONE, &ana, "third.toml", third.as_bytes())
        .await;
    bot.kill();
    // What was answered and not confirmed comes again, and is the same draft.
    let bot = home.serve_with_editors(&telegram, EDITORS);
    telegram.wait_all_confirmed().await;
    let list = telegram.ask(ALONE, &ana, "/drafts").await;
    for said in ["1. first.toml", "2. second.toml", "3. third.toml", "Ana, "] {
        assert!(list.plain().contains(said), "{list:?}");
    }
    assert!(!list.plain().contains("4. "), "{list:?}");
    let gone = press(&telegram, ALONE, &ana, &list, &list.button("3: Discard")).await;
    assert_eq!(gone, "Discarded. Nothing was published.");
    let gone = press(&telegram, ALONE, &ana, &third, &third.button("Publish")).await;
    assert_eq!(gone, "Discarded. Nothing was published.");
    let shown = press(&telegram, ALONE, &ana, &list, &list.button("1: Show")).await;
    assert!(shown.contains("Added: fact news"), "{shown}");
    let done = press(&telegram, ALONE, &ana, &first, &first.button("Publish")).await;
    assert!(done.starts_with("Published as revision 2."), "{done}");
    let not = press(&telegram, ALONE, &ana, &second, &second.button("Publish")).await;
    assert!(
        not.contains("does not fit") && not.contains("second.toml:6: fact `news`"),
        "{not}"
    );
    let list = telegram.ask(ALONE, &ana, "/drafts").await.plain();
    assert!(
        list.contains("2. second.toml") && !list.contains("first.toml"),
        "{list}"
    );
    bot.stop();
    assert!(home.ask("/about").contains("Revision 2 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_is_withdrawn_soon_once_and_for_good() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = home.serve_with_editors(&telegram, EDITORS);
    let ana = person(5, "en");
    let nothing = telegram.ask(ALONE, &ana, "/undo").await.plain();
    assert!(nothing.contains("nothing to withdraw"), "{nothing}");
    let before = telegram
        .ask(ALONE, &ana, "/fact seed-nothing-signed")
        .await
        .plain();
    let file = home
        .data
        .join("followups/0007-nothing-signed-has-a-date.toml");
    let correction = std::fs::read(file).unwrap();
    let shown = telegram
        .hand(ALONE, &ana, "correction.toml", &correction)
        .await;
    let message = shown.message_id.unwrap();
    let (done, _) = telegram
        .press_and_wait(ALONE, &ana, message, &shown.button("Publish"))
        .await;
    let undo = done.unwrap().button("Undo");
    until(&telegram, ALONE, "/about", "Revision 2 ").await;
    let undone = press(&telegram, ALONE, &ana, &shown, &undo).await;
    assert_eq!(
        undone,
        "Revision 2 is withdrawn; revision 3 restores what was before."
    );
    let undone = telegram.ask(ALONE, &ana, "/undo").await.plain();
    assert!(undone.starts_with("Revision 2 is withdrawn"), "{undone}");
    until(&telegram, ALONE, "/about", "Revision 3 ").await;
    let wording = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    let after = telegram
        .ask(ALONE, &ana, "/fact seed-nothing-signed")
        .await
        .plain();
    let first = wording(&before);
    assert_eq!(wording(&after), first);
    let latest = telegram.ask(ALONE, &ana, "/new").await.plain();
    assert!(latest.contains("Revision 2 was withdrawn."), "{latest}");
    bot.kill();
    let first_line = |followups: &str| {
        let mut command = home.command(&["ask", "/fact seed-nothing-signed"]);
        let command = command.env("UNION_BRIEF_FOLLOWUPS", followups);
        let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
        wording(&said)
    };
    // Not laid over the data files again, and not published from the data folder, which has the same file.
    assert_eq!(first_line("off"), first);
    assert!(home.ask("/about").contains("Revision 3 "));
    assert_eq!(first_line("on"), first);
    assert!(home.ask("/about").contains("Revision 9 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_long_ago_or_before_something_else_stays() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = home.serve_with_editors(&telegram, EDITORS);
    let ana = person(5, "en");
    let mut undo = Vec::new();
    for id in ["one", "two"] {
        let text = adding(id, "News.");
        let shown = telegram.hand(ALONE, &ana, "x.toml", text.as_bytes()).await;
        let message = shown.message_id.unwrap();
        let (done, _) = telegram
            .press_and_wait(ALONE, &ana, message, &shown.button("Publish"))
            .await;
        undo.push((shown, done.unwrap().button("Undo")));
    }
    let (shown, data) = &undo[0];
    let not = press(&telegram, ALONE, &ana, shown, data).await;
    assert!(
        not.contains("Revision 2 can no longer") && not.contains("after it"),
        "{not}"
    );
    bot.stop();
    published_eleven_minutes_earlier(&home, 3).await;
    let bot = home.serve_with_editors(&telegram, EDITORS);
    let (shown, data) = &undo[1];
    let not = press(&telegram, ALONE, &ana, shown, data).await;
    assert!(
        not.contains("Revision 3 can no longer") && not.contains("ten minutes"),
        "{not}"
    );
    let not = telegram.ask(ALONE, &ana, "/undo").await.plain();
    assert!(not.contains("ten minutes"), "{not}");
    bot.stop();
    assert!(home.ask("/about").contains("Revision 3 "));
}

/// Puts an earlier time of publication into the store.
async fn published_eleven_minutes_earlier(home: &Home, revision: u64) {
    let place = Place {
        state: home.state(),
        min_free_mib: 1,
    };
    let store = Embedded::open(&place).unwrap();
    let key = keys::revision(revision);
    let value = store.get(&key).await.unwrap().unwrap();
    let mut record: Value = serde_json::from_slice(&value).unwrap();
    let published: jiff::Timestamp = record["is"]["published"].as_str().unwrap().parse().unwrap();
    let earlier = published - jiff::SignedDuration::from_mins(11);
    record["is"]["published"] = earlier.to_string().into();
    let value = serde_json::to_vec(&record).unwrap();
    let commit = Commit::of(vec![Operation::Put(key, value)]);
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
}

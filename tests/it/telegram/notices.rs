//! Notices over the Bot API: who is told what when something is published, and what becomes of it when it is put right.

use serde_json::json;

use super::{ALONE, flood, sent_to};
use crate::support::program::{Home, Serving, binary};
use crate::support::telegram::{Call, Chat, Telegram, person, refusal};

const TOPIC: Chat = Chat::Topic(7, 3);

fn publish(home: &Home, name: &str) {
    let file = home.data.join("followups").join(name);
    publish_file(home, &file.display().to_string());
}

fn publish_file(home: &Home, file: &str) {
    let done = tokio::task::block_in_place(|| home.run(&["publish", "--yes", file]));
    assert_eq!(done.code, 0, "{done:?}");
}

/// An update that words a fact of the first follow-up anew.
fn correction(home: &Home) -> String {
    let first = home.data.join("followups/0001-twenty-seven-of-28.toml");
    let text = std::fs::read_to_string(first).unwrap();
    let id = "id = \"fu-2021-06-10-one-open\"";
    let fact = text
        .split("[[fact]]")
        .find(|part| part.contains(id))
        .unwrap();
    let fact = fact.split("\n[[revised").next().unwrap();
    let fact = fact
        .replace("[[fact.", "[[revised.fact.")
        .replace("[fact.", "[revised.fact.");
    let mut lines: Vec<String> = Vec::new();
    for line in fact.lines() {
        match line.split_once(" = ") {
            Some((key, _)) if key.starts_with("text.") => {
                lines.push(format!("{key} = \"As corrected: one of them is open.\""));
                if key == "text.be" {
                    let reason = |lang| format!("reason.{lang} = \"A slip.\"");
                    lines.extend(["en", "ru", "be"].map(reason));
                }
            }
            _ => lines.push(line.to_owned()),
        }
    }
    let why = ["en", "ru", "be"].map(|lang| format!("why.{lang} = \"A correction.\"\n"));
    let text = format!("{}\n[[revised.fact]]{}\n", why.concat(), lines.join("\n"));
    let file = home.dir.path().join("correction.toml");
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

async fn notice(telegram: &Telegram, chat: Chat, part: &str) -> Call {
    let found = |calls: &[Call]| {
        let notices = sent_to(calls, chat).into_iter();
        notices.rev().find(|call| call.plain().contains(part))
    };
    telegram
        .wait_for(&format!("a notice with {part}"), found)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_reaches_chats_and_topics_and_what_is_put_right_reaches_back() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let (ana, boss) = (person(5, "en"), person(6, "en"));
    telegram.ask(ALONE, &ana, "/subscribe").await;
    telegram.promote(TOPIC, 6);
    telegram.ask(TOPIC, &boss, "/subscribe").await;
    publish(&home, "0001-twenty-seven-of-28.toml");
    let told = notice(&telegram, ALONE, "What has changed").await;
    assert!(
        told.plain().contains("27 of the 28 union programmes"),
        "{}",
        told.plain()
    );
    assert!(told.plain().contains("10 June 2021"), "{}", told.plain());
    let in_topic = notice(&telegram, TOPIC, "What has changed").await;
    assert_eq!(in_topic.params["message_thread_id"], 3);
    // The button leads to where things stand, in place.
    let message = told.message_id.unwrap();
    let (edit, _) = telegram
        .press_and_wait(ALONE, &ana, message, &told.button("Full status"))
        .await;
    assert!(edit.unwrap().plain().contains("27"));

    publish_file(&home, &correction(&home));
    for (chat, message) in [(ALONE, message), (TOPIC, in_topic.message_id.unwrap())] {
        let news = notice(&telegram, chat, "As corrected").await;
        assert_eq!(
            news.params["reply_parameters"]["message_id"], message,
            "{news:?}"
        );
        let edited = |calls: &[Call]| {
            let edits = calls.iter().filter(|call| call.method == "editMessageText");
            let here = edits.filter(|call| call.params["message_id"] == message);
            here.rev()
                .find(|call| call.plain().contains("Corrected on"))
                .cloned()
        };
        let edit = telegram.wait_for("the old message edited", edited).await;
        for part in [
            "As corrected: one of them is open.",
            "It read: ",
            "Why: A slip.",
        ] {
            assert!(edit.plain().contains(part), "{part}: {}", edit.plain());
        }
    }
    // An indicator that moves is told with both values.
    publish(&home, "0002-gas-is-left.toml");
    publish(&home, "0003-all-agreed.toml");
    let moved = notice(&telegram, ALONE, " → ").await;
    assert!(
        moved.plain().contains("27 → 28") || moved.plain().contains("1 → 0"),
        "{}",
        moved.plain()
    );
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_way_of_one_chat_delays_no_other_and_ends_no_subscription() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let chats = [Chat::Private(11), Chat::Private(12), Chat::Private(13)];
    for chat in chats {
        telegram
            .ask(chat, &person(chat.id(), "en"), "/subscribe")
            .await;
    }
    // One notice meets a wait of twelve hours, another a chat that has blocked the bot.
    telegram.fail_next("sendMessage", flood(43_200));
    let blocked = refusal(403, "Forbidden: bot was blocked by the user");
    telegram.fail_next("sendMessage", blocked);
    publish(&home, "0001-twenty-seven-of-28.toml");
    let is_told = |calls: &[Call], chat: Chat| {
        let sent = sent_to(calls, chat);
        sent.iter()
            .any(|call| call.plain().contains("What has changed"))
    };
    let told = |calls: &[Call]| chats.into_iter().find(|chat| is_told(calls, *chat));
    telegram.wait_for("one told", told).await;
    let why = async |chat: Chat| {
        telegram
            .ask(chat, &person(chat.id(), "en"), "/delivery")
            .await
    };
    let (mut flooded, mut blocked) = (None, None);
    for chat in chats {
        let said = why(chat).await;
        match said.plain() {
            text if text.contains("send no more for a while") => flooded = Some(chat),
            text if text.contains("I am blocked") => blocked = Some((chat, said)),
            _ => {}
        }
    }
    // One tap, and it comes.
    let (chat, said) = blocked.unwrap();
    let (message, resume) = (said.message_id.unwrap(), said.button("Resume"));
    let ana = person(chat.id(), "en");
    telegram.press_and_wait(chat, &ana, message, &resume).await;
    notice(&telegram, chat, "What has changed").await;
    // The wait is kept over a restart, and nothing is sent before it is over.
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    let bot = home.serve(&telegram);
    let flooded = flooded.unwrap();
    let still = why(flooded).await.plain();
    assert!(still.contains("send no more for a while"), "{still}");
    assert!(!is_told(&telegram.calls(), flooded));
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    // The operator sees it too, and can let it go on.
    let paused = |args: &[&str]| tokio::task::block_in_place(|| home.run(args)).out;
    let listed = paused(&["paused"]);
    let is_listed = listed.contains(&format!("chat {}: flood since", flooded.id()));
    assert!(
        is_listed && listed.ends_with("1 subscriptions are paused\n"),
        "{listed}"
    );
    assert!(listed.contains("1 revisions wait"), "{listed}");
    let resume = format!("--resume={}", flooded.id());
    assert!(paused(&["paused", &resume]).contains("1 subscriptions go on"));
    let bot = home.serve(&telegram);
    notice(&telegram, flooded, "What has changed").await;
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert_eq!(json!(telegram.complaints()), json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_undone_is_told_to_those_who_heard_of_it_and_to_nobody_else() {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let bot = home.serve_with_editors(&telegram, "5");
    let chats = [Chat::Private(11), Chat::Private(12)];
    for chat in chats {
        let reader = person(chat.id(), "en");
        telegram.ask(chat, &reader, "/subscribe").await;
    }
    // One of the two does not hear of it.
    let blocked = refusal(403, "Forbidden: bot was blocked by the user");
    telegram.fail_next("sendMessage", blocked);
    publish(&home, "0001-twenty-seven-of-28.toml");
    let told = |calls: &[Call]| {
        let sent = |chat| sent_to(calls, chat).into_iter();
        let of_it = |call: &Call| call.plain().contains("What has changed");
        let mut heard = chats.iter().flat_map(|chat| sent(*chat).filter(of_it));
        heard.find(|call| call.message_id.is_some())
    };
    let first = telegram.wait_for("one told", told).await;
    let heard = chats
        .into_iter()
        .find(|chat| first.params["chat_id"] == chat.id())
        .unwrap();
    let deaf = chats.into_iter().find(|chat| *chat != heard).unwrap();

    let editor = person(5, "en");
    let undone = telegram.ask(ALONE, &editor, "/undo").await.plain();
    assert!(undone.starts_with("Revision 2 is withdrawn"), "{undone}");
    let withdrawal = notice(&telegram, heard, "Withdrawn: ").await;
    assert!(
        withdrawal.plain().contains("27 of the 28"),
        "{}",
        withdrawal.plain()
    );
    let struck = |calls: &[Call]| {
        let edits = calls.iter().filter(|call| call.method == "editMessageText");
        let mut here = edits.filter(|call| call.params["message_id"] == first.message_id.unwrap());
        here.find(|call| call.plain().contains("Withdrawn on"))
            .cloned()
    };
    telegram.wait_for("the old message edited", struck).await;

    let reader = person(deaf.id(), "en");
    let why = telegram.ask(deaf, &reader, "/delivery").await;
    let (message, resume) = (why.message_id.unwrap(), why.button("Resume"));
    telegram
        .press_and_wait(deaf, &reader, message, &resume)
        .await;
    publish_file(&home, &correction_of_the_seed(&home));
    let next = notice(&telegram, deaf, "What has changed").await.plain();
    assert!(next.contains("Corrected: "), "{next}");
    assert!(!next.contains("27 of the 28"), "{next}");
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

fn correction_of_the_seed(home: &Home) -> String {
    let file = home
        .data
        .join("followups/0007-nothing-signed-has-a-date.toml");
    file.display().to_string()
}

/// Enough that telling them takes its time.
const MANY: i64 = 60;

async fn subscribe_many(telegram: &Telegram) {
    for chat in 1..=MANY {
        let (chat, ana) = (Chat::Private(chat), person(chat, "en"));
        telegram.ask(chat, &ana, "/subscribe").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_on_its_way_to_many_is_a_line_in_the_log_and_a_bar_in_a_terminal() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let mut command = home.serving(&telegram);
    command.env("UNION_BRIEF_FLOOD_CONTROL", "off");
    let bot = Serving::spawn(command);
    subscribe_many(&telegram).await;
    publish(&home, "0001-twenty-seven-of-28.toml");
    let (mut begun, mut through) = (None, None);
    bot.says(|line| {
        begun = begun.or_else(|| line.find(" subscriptions are to be told what is new"));
        through = through.or_else(|| line.find(" subscriptions have been told what is new"));
        through
    });
    assert!(begun.is_some());
    let (code, log) = bot.stop();
    assert_eq!(code, 0);
    assert!(
        !log.contains("telling subscriptions"),
        "a bar in a log: {log}"
    );

    // In a terminal; `script` lends it one.
    let lender = home.command_of("script", &["--version"]).output();
    if !lender.is_ok_and(|lender| lender.status.success()) {
        println!("skipped: the bar in a terminal, there is no script of util-linux");
        return;
    }
    let words = format!("exec script -qec 'exec {} serve' /dev/null >&2", binary());
    let mut in_terminal = home.command_of("sh", &["-c", &words]);
    let as_before = home.serving(&telegram);
    in_terminal.envs(
        as_before
            .get_envs()
            .filter_map(|(key, value)| Some((key, value?))),
    );
    in_terminal
        .env("TERM", "xterm")
        .env("UNION_BRIEF_LOG", "info");
    let bot = Serving::spawn(in_terminal);
    // It has the store.
    telegram.ask(ALONE, &person(5, "en"), "/about").await;
    publish(&home, "0002-gas-is-left.toml");
    bot.says(|line| line.find("have been told what is new"));
    // Told to stop, `script` leaves the bot to a hangup, which what runs under `nohup` does not hear.
    let lender = bot.id();
    let lent = std::fs::read_to_string(format!("/proc/{lender}/task/{lender}/children")).unwrap();
    let told = std::process::Command::new("kill")
        .args(["-TERM", lent.trim()])
        .status();
    assert!(told.unwrap().success());
    let (_, log) = bot.ended();
    let drawn = log.split("telling subscriptions ").skip(1);
    let counts = drawn.filter_map(|bar| bar.split_whitespace().nth(1)?.split_once('/'));
    let counts: Vec<[i64; 2]> = counts
        .map(|(told, all)| [told, all].map(|count| count.parse().unwrap()))
        .collect();
    println!("bars={counts:?} subscriptions={MANY}");
    let on_the_way = |[told, all]: &[i64; 2]| 0 < *told && told < all && *all <= MANY;
    assert!(counts.iter().any(on_the_way), "{log}");
}

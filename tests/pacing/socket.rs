//! The same by the real program over a socket, in real time: one revision to private chats and groups of a local Bot API
//! that keeps Telegram's limits as sliding windows and refuses what is too much. One chat has to wait for twelve hours and
//! one topic is closed; people ask meanwhile.

use std::time::{Duration, Instant};

use serde_json::json;
use union_brief::local::Setup;

use crate::support::adding_in_each_language;
use crate::support::inside::subscribe;
use crate::support::program::Home;
use crate::support::telegram::{Call, Chat, Telegram, person};

const PRIVATE: i64 = 1_000;
const GROUPS: i64 = 300;
/// In the forum whose topic is closed.
const CLOSED: Chat = Chat::Topic(5_000, 7);
/// People who ask in turn, each rarely enough to be answered.
const ASKING: i64 = 4;
/// Time between two questions.
const PAUSE: Duration = Duration::from_millis(337);
/// A machine that does something else beside may be late, but not by this.
const MOST: f64 = 1.12;
const TWELVE_HOURS: u64 = 43_200;

/// Publishes, and measures from the first message to the last.
pub async fn over_a_socket() {
    let telegram = Telegram::start_with(Setup {
        limits: true,
        ..Telegram::setup()
    })
    .await;
    let home = Home::new();
    home.ask("/about");
    let private = (1..=PRIVATE).map(Chat::Private);
    let chats: Vec<Chat> = private.chain((1..=GROUPS).map(Chat::Group)).collect();
    for chat in &chats {
        telegram.promote(*chat, 1);
    }
    telegram.close_topic(CLOSED);
    subscribe(&home, chats.iter().copied().chain([CLOSED])).await;
    let bot = home.serve(&telegram);
    let ana = person(900_000, "en");
    telegram.ask(Chat::Private(900_000), &ana, "/open").await;
    let wait = json!({
        "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 43200",
        "parameters": {"retry_after": TWELVE_HOURS}
    });
    telegram.fail_next("sendMessage", wait);
    let before = telegram.calls().len();
    let update = adding_in_each_language("mark", ["Mark."; 3]);
    home.publish("mark.toml", &update);
    let told = chats.len() - 1;
    // Before anybody asks, so that it is a notice that has to wait.
    let first = arrival(&telegram, before, 1).await;
    let (last, mut waits) = tokio::join!(
        arrival(&telegram, before, told),
        asking(&telegram, before, told)
    );
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    let calls = telegram.calls();
    let of_the_bot = calls[before..]
        .iter()
        .filter(|call| call.method == "sendMessage");
    let least = (of_the_bot.count() - 1) / 30;
    let seconds = (last - first).as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "exact for such numbers")]
    let ratio = seconds / least as f64;
    let complaints = telegram.complaints();
    let refused = complaints.iter().filter(|about| about.contains("429"));
    let refused = refused.count();
    waits.sort_unstable();
    println!(
        "pacing: socket private={PRIVATE} groups={GROUPS} told={told} seconds={seconds:.1} least={least} ratio={ratio:.3} \
         refused={refused} answers={} answered_p50_ms={} answered_p95_ms={}",
        waits.len(),
        waits[waits.len() / 2].as_millis(),
        waits[waits.len() * 95 / 100].as_millis()
    );
    assert_eq!(refused, 0, "{complaints:?}");
    assert!(ratio <= MOST, "{ratio} is more than {MOST}");
}

fn notices(calls: &[Call]) -> usize {
    let sent = calls.iter().filter(|call| call.method == "sendMessage");
    sent.filter(|call| call.text().contains("Mark.")).count()
}

/// When so many notices have arrived.
async fn arrival(telegram: &Telegram, before: usize, count: usize) -> Instant {
    let patience = Duration::from_secs(180);
    let (mut read, mut arrived) = (before, 0);
    telegram
        .wait_for_as_long_as(patience, "the notices", |calls| {
            arrived += notices(&calls[read..]);
            read = calls.len();
            (arrived >= count).then(Instant::now)
        })
        .await
}

/// People ask until so many notices have arrived; how long each waited for the answer.
async fn asking(telegram: &Telegram, before: usize, count: usize) -> Vec<Duration> {
    let mut waits = Vec::new();
    for turn in 0.. {
        if notices(&telegram.calls()[before..]) >= count {
            break;
        }
        let number = 900_001 + turn % ASKING;
        let begun = Instant::now();
        let ana = person(number, "en");
        telegram.ask(Chat::Private(number), &ana, "/open").await;
        waits.push(begun.elapsed());
        // People ask now and then; nothing is waited for here.
        tokio::time::sleep(PAUSE).await;
    }
    waits
}

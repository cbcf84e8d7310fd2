//! Kills while notices leave: `kill -9` after so many of them, with others on their way. Every chat that has subscribed has
//! to be told every revision, in order; what is told again is told without a sound, and at most four notices a kill.
//!
//! `KILLS=1000 cargo test --test kill delivering` does it longer.

use std::collections::{BTreeMap, BTreeSet};

use union_brief::delivery::WINDOW;

use super::support::program::Home;
use super::support::telegram::{Call, Chat, Telegram, person};

/// Private chats that have subscribed.
const CHATS: i64 = 100;
/// Kills for each revision.
const KILLS_EACH: usize = 6;
/// Kills in all, unless it is said how many.
const KILLS: usize = 60;
/// After so many notices since the last kill the next one comes.
const AFTER: [usize; 8] = [3, 1, 17, 0, 9, 30, 2, 12];

/// Kills the bot again and again while it tells chats what is new.
pub async fn delivering() {
    let kills = std::env::var("KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok());
    let kills = kills.unwrap_or(KILLS);
    let telegram = Telegram::start().await;
    let home = Home::new();
    let mut bot = home.serve_without_limits(&telegram);
    for chat in 1..=CHATS {
        let (chat, ana) = (Chat::Private(chat), person(chat, "en"));
        telegram.ask(chat, &ana, "/subscribe").await;
    }
    let mut revisions = 0;
    for kill in 0..kills {
        if kill % KILLS_EACH == 0 {
            revisions += 1;
            // Once it answers, it holds the store; before that the publication would take it.
            telegram
                .ask(Chat::Private(999), &person(999, "en"), "/open")
                .await;
            publish(&home, revisions);
        }
        let told = |calls: &[Call]| notices(calls).count();
        let seen = |calls: &[Call]| {
            let seen = told_of(calls);
            seen.values().map(BTreeSet::len).sum::<usize>()
        };
        let all = usize::try_from(CHATS).unwrap() * revisions;
        let before = told(&telegram.calls());
        let after = AFTER[kill % AFTER.len()];
        telegram
            .wait_for("notices", |calls| {
                (told(calls) >= before + after || seen(calls) == all).then_some(())
            })
            .await;
        bot.kill();
        bot = home.serve_without_limits(&telegram);
    }
    let all = usize::try_from(CHATS).unwrap() * revisions;
    telegram
        .wait_for("every notice", |calls| {
            let seen = told_of(calls);
            (seen.values().map(BTreeSet::len).sum::<usize>() == all).then_some(())
        })
        .await;
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    let (repeated, loud, out_of_order) = judge(&telegram.calls());
    println!(
        "delivering: kills={kills} chats={CHATS} revisions={revisions} lost=0 repeated={repeated} loud={loud} out_of_order={out_of_order}"
    );
    assert!(repeated <= kills * WINDOW, "{repeated}");
    assert_eq!((loud, out_of_order), (0, 0));
}

fn publish(home: &Home, revision: usize) {
    let text = format!(
        "why.en = \"News.\"\nwhy.ru = \"Новости.\"\nwhy.be = \"Навіны.\"\n\n[[fact]]\nid = \"mark-{revision}\"\n\
         kind = \"event\"\nas_of = \"2021-04-28\"\ntopics = [\"status\"]\ntimeline = true\n\
         text.en = \"Mark {revision}.\"\ntext.ru = \"Ру.\"\ntext.be = \"Бе.\"\n\n[[fact.evidence]]\n\
         source = \"article\"\nparagraph = 1\nmanner = \"narration\"\nbasis = \"stated\"\n"
    );
    let file = home.dir.path().join(format!("{revision}.toml"));
    std::fs::write(&file, text).unwrap();
    let done = home.run(&["publish", "--yes", &file.display().to_string()]);
    assert_eq!(done.code, 0, "{done:?}");
}

fn notices(calls: &[Call]) -> impl Iterator<Item = (i64, &Call)> {
    let sent = calls.iter().filter(|call| call.method == "sendMessage");
    let notices = sent.filter(|call| call.text().contains("Mark "));
    notices.map(|call| (call.params["chat_id"].as_i64().unwrap(), call))
}

fn marks(call: &Call) -> BTreeSet<usize> {
    let plain = call.plain();
    let parts = plain.split("Mark ").skip(1);
    let numbers = parts.filter_map(|part| part.split('.').next()?.parse().ok());
    numbers.collect()
}

/// What each chat has been told.
fn told_of(calls: &[Call]) -> BTreeMap<i64, BTreeSet<usize>> {
    let mut told: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
    for (chat, call) in notices(calls) {
        told.entry(chat).or_default().extend(marks(call));
    }
    told
}

/// Notices that tell again, those of them that make a sound, and those that come before an earlier one.
fn judge(calls: &[Call]) -> (usize, usize, usize) {
    let mut told: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
    let (mut repeated, mut loud, mut out_of_order) = (0, 0, 0);
    for (chat, call) in notices(calls) {
        let (known, new) = (told.entry(chat).or_default(), marks(call));
        if !known.is_disjoint(&new) {
            repeated += 1;
            loud += usize::from(call.params["disable_notification"] != true);
        }
        let first_missing = (1..).find(|mark| !known.contains(mark)).unwrap_or(1);
        let is_next = new
            .iter()
            .all(|mark| *mark < first_missing || new.contains(&first_missing));
        out_of_order += usize::from(!is_next);
        known.extend(new);
    }
    (repeated, loud, out_of_order)
}

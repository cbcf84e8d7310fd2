//! `union-brief publish`: with the bot running and without it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use union_brief::publishing::{File, carry_out, plan};
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::{Commit, StoreError, dossiers};

use crate::support::adding;
use crate::support::program::Home;
use crate::support::telegram::{Chat, Telegram, person};

use super::fails;

fn written(home: &Home, name: &str, text: &str) -> String {
    let path: PathBuf = home.dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn followup(home: &Home, name: &str) -> String {
    home.data.join("followups").join(name).display().to_string()
}

#[test]
fn an_update_is_shown_confirmed_published_once_and_kept() {
    let home = Home::new();
    let first = followup(&home, "0001-twenty-seven-of-28.toml");
    let shown = home.run(&["publish", "--dry-run", &first]);
    assert_eq!(shown.code, 0, "{shown:?}");
    for line in [
        "10 June 2021: Russia's ambassador says",
        "  added fact fu-2021-06-10-one-open: By Lukyanov's account",
        "  added source soyuz-2021-06-10",
        "  corrected inquiry what-remains",
        "    why: One programme is open by then, not two.",
        "not published, since --dry-run was given",
    ] {
        assert!(shown.out.contains(line), "{line}: {}", shown.out);
    }
    assert!(home.ask("/about").contains("Revision 1 "));
    // A script has to say that it means it.
    fails(
        &home.run(&["publish", &first]),
        2,
        "nothing was published: say --yes",
    );
    assert!(home.ask("/about").contains("Revision 1 "));
    let done = home.run(&["publish", "--yes", &first]);
    assert!(
        done.code == 0 && done.out.ends_with("published as revision 2\n"),
        "{done:?}"
    );
    assert!(home.ask("/status").contains("nearly agreed: 27"));
    let again = home.run(&["publish", "--yes", &first]);
    assert!(
        again
            .out
            .contains("published already, as revision 2\nnothing to publish"),
        "{again:?}"
    );
    let correction = followup(&home, "0007-nothing-signed-has-a-date.toml");
    let done = home.run(&["publish", "--yes", &correction]);
    for line in [
        "  corrected fact seed-nothing-signed\n    was: Nothing in the package is reported",
        "    is:  As of 28 April 2021 the article reported nothing",
        "    why: The old wording named no day",
        "published as revision 3",
    ] {
        assert!(done.out.contains(line), "{line}: {}", done.out);
    }
    let gone = "why.en = \"x\"\nwhy.ru = \"x\"\nwhy.be = \"x\"\n[[withdrawn.source]]\nid = \"soyuz-2021-06-10\"\n\
                reason.en = \"x\"\nreason.ru = \"x\"\nreason.be = \"x\"\n";
    let faulty = home.run(&["publish", "--yes", &written(&home, "gone.toml", gone)]);
    assert!(
        faulty
            .out
            .contains("gone.toml:5: source `soyuz-2021-06-10` is withdrawn, but fact"),
        "{faulty:?}"
    );
    fails(&faulty, 1, "1 fault; nothing was published");
}

#[test]
fn one_faulty_file_and_nothing_is_published() {
    let home = Home::new();
    let good = written(&home, "good.toml", &adding("news", "News."));
    let bad = written(&home, "bad.toml", &adding("news", "Other news."));
    let done = home.run(&["publish", "--yes", &good, &bad]);
    assert!(
        done.out
            .contains("bad.toml:6: fact `news` is in the dossier already"),
        "{done:?}"
    );
    fails(&done, 1, "1 fault; nothing was published");
    assert!(home.ask("/about").contains("Revision 1 "));
    fails(
        &home.run(&["publish", "--yes", "missing.toml"]),
        1,
        "cannot read missing.toml",
    );
    assert_eq!(home.run(&["publish"]).code, 2);
    assert_eq!(home.run(&["publish", "--help"]).code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_bot_publishes_what_it_is_handed_and_answers_from_it() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let (chat, ana) = (Chat::Private(5), person(5, "en"));
    let before = telegram.ask(chat, &ana, "/status").await.plain();
    assert!(before.contains("still in the works: 2"), "{before}");
    let run = |args: Vec<String>| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        home.run(&args)
    };
    let arguments = |more: &[&str]| -> Vec<String> {
        more.iter().map(|argument| (*argument).to_owned()).collect()
    };
    let first = followup(&home, "0001-twenty-seven-of-28.toml");
    let shown = tokio::task::block_in_place(|| run(arguments(&["publish", "--dry-run", &first])));
    assert!(
        shown.code == 0 && shown.out.contains("not published, since"),
        "{shown:?}"
    );
    let bad = written(&home, "bad.toml", "why = 1\n");
    let faulty = tokio::task::block_in_place(|| run(arguments(&["publish", "--yes", &bad])));
    assert!(faulty.out.contains("bad.toml:1: "), "{faulty:?}");
    assert_eq!(faulty.code, 1, "{faulty:?}");
    let started = Instant::now();
    let done = tokio::task::block_in_place(|| run(arguments(&["publish", "--yes", &first])));
    let took = started.elapsed();
    assert!(
        done.code == 0 && done.out.ends_with("published as revision 2\n"),
        "{done:?}"
    );
    // Durable when it says so: what happens to the bot now does not matter.
    let after = answer_with(&telegram, chat, "nearly agreed: 27").await;
    bot.kill();
    assert!(home.ask("/status").contains("nearly agreed: 27"));
    let left = std::fs::read_dir(home.state().join("spool"))
        .unwrap()
        .count();
    assert_eq!(left, 0, "files left in the spool");
    println!(
        "published_ms={} answered_after_ms={}",
        took.as_millis(),
        after.as_millis()
    );
}

async fn answer_with(telegram: &Telegram, chat: Chat, said: &str) -> Duration {
    let (ana, started) = (person(chat.id(), "en"), Instant::now());
    loop {
        let answer = telegram.ask(chat, &ana, "/status").await.plain();
        if answer.contains(said) {
            return started.elapsed();
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{answer}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_handed_to_a_bot_that_died_is_done_at_its_next_start() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    home.ask("/about");
    let text = adding("news", "News from the article.");
    let request = serde_json::json!({
        "dry_run": false,
        "files": [{"name": "news.toml", "shown": "news.toml", "text": text}],
    });
    let spool = home.state().join("spool");
    std::fs::create_dir_all(&spool).unwrap();
    // As a kill leaves them: one taken and not settled, one that is none, an outcome that nobody waits for.
    std::fs::write(spool.join("publish-a.taken"), request.to_string()).unwrap();
    std::fs::write(spool.join("publish-b.request"), "nonsense").unwrap();
    std::fs::write(spool.join("publish-c.outcome"), "{}").unwrap();
    let bot = home.serve(&telegram);
    let started = Instant::now();
    // Each time somebody else: nobody is answered more than their share.
    for who in 5.. {
        let ana = person(who, "en");
        let asked = telegram.ask(Chat::Private(who), &ana, "/fact news").await;
        if asked.plain().starts_with("News from") {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(20));
    }
    let (code, log) = bot.stop();
    assert_eq!(code, 0, "{log}");
    assert!(
        log.contains("revision 2: 1 facts added") && log.contains("answering from revision 2"),
        "{log}"
    );
    assert!(home.ask("/about").contains("Revision 2 "));
    assert!(!spool.join("publish-a.taken").exists() && !spool.join("publish-c.outcome").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_publish_at_once_one_does_and_nothing_is_mixed() {
    let home = Home::new();
    home.ask("/about");
    let place = Place {
        state: home.state(),
        min_free_mib: 1,
    };
    let store = Embedded::open(&place).unwrap();
    for round in 0..10 {
        let edition = dossiers::load(&store).await.unwrap().unwrap();
        let plans = ["one", "two"].map(|name| {
            let text = adding(&format!("{name}-{round}"), "News.");
            let (path, shown) = (name.to_owned(), name.to_owned());
            let file = File { path, shown, text };
            plan(&edition, &BTreeMap::new(), &[file]).unwrap()
        });
        let [one, two] = &plans;
        let now = jiff::Timestamp::UNIX_EPOCH;
        let publish = |plan| carry_out(&store, &edition, plan, Commit::default(), now);
        let (one, two) = tokio::join!(publish(one), publish(two));
        let (done, refused) = match one {
            Ok(_) => ("one", two),
            Err(_) => ("two", one),
        };
        assert!(matches!(refused, Err(StoreError::Contended)), "{refused:?}");
        let after = dossiers::load(&store).await.unwrap().unwrap();
        let stands = |name: &str| {
            let id = format!("{name}-{round}");
            let mut facts = after.dossier.facts.iter();
            facts.any(|fact| fact.id.as_str() == id)
        };
        let other = if done == "one" { "two" } else { "one" };
        assert!(stands(done) && !stands(other), "round {round}");
    }
}

//! What is promised: nothing accepted is lost, no secret leaves, one bad update stops nobody.

use crate::support::program::Home;
use crate::support::telegram::{Chat, TOKEN, Telegram, person, refusal};
use async_trait::async_trait;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use union_brief::config::Config;
use union_brief::conversation::Desk;
use union_brief::question::button::ButtonKey;
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::{Commit, Committed, Row, Store, StoreError, Watch, dossiers};
use union_brief::telegram::stop::stop;
use union_brief::texts::Texts;
use union_brief::vitals::Vitals;

use super::{ALONE, flood, sent_to};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_survives_a_kill_and_a_stop_confirms_what_is_done() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    telegram.ask(ALONE, &ana, "/about").await;
    // Telegram makes this chat wait for an hour: the update is kept, Telegram is told it is accepted, then: kill.
    telegram.fail_next("sendMessage", flood(3600));
    let number = telegram.say(ALONE, &ana, "/numbers");
    telegram.wait_confirmed(number + 1).await;
    bot.kill();
    let bot = home.serve(&telegram);
    telegram
        .wait_for("the answer after the restart", |calls| {
            sent_to(calls, ALONE)
                .into_iter()
                .find(|call| call.plain().starts_with("Every figure"))
        })
        .await;
    // The same update once more, as after a kill before the confirmation: its effect is one.
    let twice = telegram.message(ALONE, &ana, "/language be");
    let number = telegram.push("message", twice);
    telegram
        .wait_for("the choice", |calls| {
            sent_to(calls, ALONE)
                .into_iter()
                .find(|call| call.plain().contains("па-беларуску"))
        })
        .await;
    telegram.wait_confirmed(number + 1).await;
    let last = telegram.say(ALONE, &ana, "/open");
    telegram
        .wait_for("the last answer", |calls| {
            sent_to(calls, ALONE)
                .into_iter()
                .find(|call| call.plain().starts_with("Што не вырашана"))
        })
        .await;
    let (code, log) = bot.stop();
    assert_eq!((code, telegram.waiting()), (0, 0), "{log}");
    telegram.wait_confirmed(last + 1).await;
    assert!(
        log.contains("1 updates are left from the last run") && log.trim_end().ends_with("stopped"),
        "{log}"
    );
    // Nothing is left over, so the next start answers nothing again.
    let before = sent_to(&telegram.calls(), ALONE).len();
    let bot = home.serve(&telegram);
    telegram
        .ask(Chat::Private(6), &person(6, "en"), "/about")
        .await;
    bot.stop();
    assert_eq!(sent_to(&telegram.calls(), ALONE).len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_and_nothing_written_is_in_the_log_or_the_store() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "en");
    // The first question in words makes the index, which in a build without optimisation takes longer than a batch may:
    // then the question would be kept in the inbox, as is documented.
    telegram.ask(ALONE, &ana, "what is new?").await;
    for text in [
        "/status",
        "WRITTEN-by-a-person",
        "/language be",
        "/quotes WRITTEN-by-a-person",
    ] {
        telegram.ask(ALONE, &ana, text).await;
    }
    telegram.fail_next("sendMessage", flood(1));
    telegram.fail_next("getChatMember", refusal(500, "Internal Server Error"));
    telegram.ask(ALONE, &ana, "/status").await;
    telegram.set_down(true);
    telegram.say(ALONE, &ana, "/open");
    tokio::time::sleep(Duration::from_millis(300)).await;
    telegram.set_down(false);
    let (_, log) = bot.stop();
    let backup = home.dir.path().join("backup");
    assert_eq!(home.run(&["backup", backup.to_str().unwrap()]).code, 0);
    let mut places = vec![
        ("the log".to_owned(), log.into_bytes()),
        ("the backup".to_owned(), std::fs::read(&backup).unwrap()),
    ];
    for entry in walk(&home.state()) {
        places.push((entry.display().to_string(), std::fs::read(&entry).unwrap()));
    }
    for (place, bytes) in &places {
        for secret in ["CANARY", "WRITTEN"] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} is in {place}");
        }
    }
    println!("places={} secrets=0", places.len());
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// A store that panics once, when the settings of chat 666 are looked up.
pub struct Explosive {
    pub inner: Embedded,
    pub armed: AtomicBool,
}

#[async_trait]
impl Store for Explosive {
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let cursed = key == union_brief::store::keys::chat(666);
        assert!(
            !(cursed && self.armed.swap(false, Ordering::SeqCst)),
            "a planted panic"
        );
        self.inner.get(key).await
    }

    async fn scan(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.inner.scan(prefix, after, limit).await
    }

    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError> {
        self.inner.commit(commit).await
    }

    fn watch(&self, prefix: &[u8]) -> Watch {
        self.inner.watch(prefix)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_costs_one_update_and_is_answered_with_an_apology() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    home.ask("/about");
    let place = Place {
        state: home.state(),
        min_free_mib: 1,
    };
    let store = Arc::new(Explosive {
        inner: Embedded::open(&place).unwrap(),
        armed: AtomicBool::new(true),
    });
    let edition = dossiers::load(&*store).await.unwrap().unwrap();
    let vars = [
        ("TELOXIDE_TOKEN".to_owned(), TOKEN.to_owned()),
        ("TELOXIDE_API_URL".to_owned(), telegram.url.clone()),
    ];
    let config = Config::from_vars(&vars).unwrap();
    let (stopper, stop) = stop();
    let bot = tokio::spawn(async move {
        let token = config.token.clone().unwrap();
        let desk = |name| {
            Desk::new(
                edition,
                Arc::new(Texts::load().unwrap()),
                name,
                ButtonKey::derive("x"),
            )
        };
        let vitals = Vitals::new(Box::new(std::time::Instant::now), 0.0).unwrap();
        union_brief::telegram::run(&config, &token, store, desk, Arc::new(vitals), stop).await
    });
    let cursed = Chat::Private(666);
    let apology = telegram.ask(cursed, &person(666, "en"), "/status").await;
    assert!(
        apology.plain().contains("Something went wrong on my side"),
        "{}",
        apology.plain()
    );
    assert!(
        telegram
            .ask(cursed, &person(666, "en"), "/status")
            .await
            .plain()
            .starts_with("Where things stand")
    );
    assert!(
        telegram
            .ask(ALONE, &person(5, "en"), "/status")
            .await
            .plain()
            .starts_with("Where things stand")
    );
    stopper.stop();
    bot.await.unwrap().unwrap();
    println!("panics=1 apologies=1 stopped=0");
}

//! The bot inside the test's own process, so that the test can look into its store while it runs.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::{JoinHandle, JoinSet};
use union_brief::config::Config;
use union_brief::conversation::Desk;
use union_brief::dossier::lang::Lang;
use union_brief::question::button::ButtonKey;
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::{dossiers, subscriptions};
use union_brief::subscription::{ChatKind, Recipient, Subscription};
use union_brief::telegram::stop::{Stopper, stop};
use union_brief::texts::Texts;
use union_brief::vitals::Vitals;

use super::program::Home;
use super::telegram::{Chat, TOKEN, Telegram};

/// Subscriptions written side by side, which share their flushes.
const SIDE_BY_SIDE: usize = 2_000;

fn open(home: &Home) -> Arc<Embedded> {
    let place = Place {
        state: home.state(),
        min_free_mib: 1,
    };
    Arc::new(Embedded::open(&place).unwrap())
}

fn recipient(chat: Chat) -> Recipient {
    Recipient {
        chat: chat.id(),
        topic: chat.topic().map(|topic| i32::try_from(topic).unwrap()),
    }
}

/// As if all of them had subscribed, while no bot runs.
pub async fn subscribe(home: &Home, chats: impl Iterator<Item = Chat>) {
    let store = open(home);
    let mut writing = JoinSet::new();
    for chat in chats {
        let kind = match chat {
            Chat::Private(_) => ChatKind::Private,
            _ => ChatKind::Group,
        };
        let subscription = Subscription::new(kind, Lang::En, None, 1);
        let store = store.clone();
        writing.spawn(async move {
            let new = |_| Some(subscription.clone());
            let now = Timestamp::UNIX_EPOCH;
            subscriptions::change(&*store, recipient(chat), None, now, new)
                .await
                .unwrap();
        });
        if writing.len() >= SIDE_BY_SIDE {
            writing.join_next().await.unwrap().unwrap();
        }
    }
    writing.join_all().await;
}

/// A bot that answers everybody as often as asked.
pub struct Inside {
    /// Its store.
    pub store: Arc<Embedded>,
    stopper: Stopper,
    runs: JoinHandle<()>,
}

impl Inside {
    /// Starts it.
    pub async fn start(home: &Home, telegram: &Telegram) -> Self {
        tokio::task::block_in_place(|| home.ask("/about"));
        let store = open(home);
        let edition = dossiers::load(&*store).await.unwrap().unwrap();
        let vars = [
            ("TELOXIDE_TOKEN", TOKEN),
            ("TELOXIDE_API_URL", &telegram.url),
            ("UNION_BRIEF_FLOOD_CONTROL", "off"),
        ];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = Config::from_vars(&vars).unwrap();
        let (stopper, stop) = stop();
        let kept = store.clone();
        let runs = tokio::spawn(async move {
            let token = config.token.clone().unwrap();
            let texts = Arc::new(Texts::load().unwrap());
            let desk = |name| Desk::new(edition, texts, name, ButtonKey::derive("x"));
            let vitals = Vitals::new(Box::new(std::time::Instant::now), 0.0).unwrap();
            union_brief::telegram::run(&config, &token, kept, desk, Arc::new(vitals), stop)
                .await
                .unwrap();
        });
        Self {
            store,
            stopper,
            runs,
        }
    }

    /// What is stored of a chat's or topic's subscription.
    pub async fn subscription(&self, chat: Chat) -> Option<Subscription> {
        subscriptions::get(&*self.store, recipient(chat))
            .await
            .unwrap()
    }

    /// Stops it.
    pub async fn stop(self) {
        self.stopper.stop();
        self.runs.await.unwrap();
    }
}

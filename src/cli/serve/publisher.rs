//! Publishing for the local mode's page: what somebody does there becomes an update, which goes the way of
//! `union-brief publish`; how far notices have come is read from the store.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::tz::TimeZone;
use tokio::time::{Instant, sleep};

use crate::clock::now;
use crate::config::Config;
use crate::data::export;
use crate::data::fault::File;
use crate::data::files::followups;
use crate::data::update::parse;
use crate::dossier::fact::Fact;
use crate::dossier::history::Edition;
use crate::dossier::id::Id;
use crate::dossier::lang::Wording;
use crate::local::publishing::{
    Delivery, DeliveryState, Fact as PageFact, Next, Overview, Published, Publishing, Revising,
    Withdrawing, Words,
};
use crate::store::spool::{Outcome, Request, RequestFile, Spool, Ticket};
use crate::store::{Store, dossiers, subscriptions};
use crate::subscription::{Due, Recipient, Subscription};

/// How long the bot may take to publish, and how often it is looked for.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(50);
/// The most subscriptions the page is shown. It has a handful of chats of its own.
const SHOWN: usize = 200;

/// Publishes for the page.
pub struct Publisher {
    store: Arc<dyn Store>,
    spool: Spool,
    data: PathBuf,
    /// The edition that was read last: the page asks every few seconds, and reading one takes a while.
    edition: Mutex<Option<Arc<Edition>>>,
}

impl fmt::Debug for Publisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publisher")
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Publishing for Publisher {
    async fn overview(&self) -> Result<Overview, String> {
        let edition = self.edition().await?;
        let waiting = self.waiting().await?;
        let page = subscriptions::page(&*self.store, None, SHOWN).await;
        let page = page.map_err(said)?;
        Ok(Overview {
            head: edition.revision.number,
            next: waiting.first().map(|file| next(file, &edition)),
            waiting: waiting.len(),
            deliveries: page
                .found
                .iter()
                .map(|(recipient, subscription)| delivery(&edition, *recipient, subscription))
                .collect(),
            more: page.next.is_some(),
        })
    }

    async fn facts(&self) -> Result<Vec<PageFact>, String> {
        let edition = self.edition().await?;
        let mut facts: Vec<&Fact> = edition.dossier.facts.iter().collect();
        // The newest first: what has just been published is what one tries to put right.
        facts.sort_by_key(|fact| std::cmp::Reverse(fact.as_of.first()));
        let facts = facts.into_iter().map(|fact| PageFact {
            id: fact.id.to_string(),
            date: fact.as_of.to_string(),
            text: words(&fact.text),
        });
        Ok(facts.collect())
    }

    async fn publish_next(&self) -> Result<Published, String> {
        let waiting = self.waiting().await?.into_iter().next();
        let file = waiting.ok_or("Every update of the data folder is published.")?;
        self.publish(file).await
    }

    async fn revise(&self, revising: Revising) -> Result<Published, String> {
        let edition = self.edition().await?;
        let fact = standing(&edition, &revising.fact)?;
        let text = wording(&revising.text);
        if text == fact.text {
            return Err("The wording is as it was.".to_owned());
        }
        let revised = Fact {
            text,
            ..fact.clone()
        };
        let reason = reason(&revising.reason)?;
        let text = export::revising(&revised, &reason, &reason);
        self.publish(made("revised", &fact.id, &text)).await
    }

    async fn withdraw(&self, withdrawing: Withdrawing) -> Result<Published, String> {
        let edition = self.edition().await?;
        let fact = standing(&edition, &withdrawing.fact)?;
        let reason = reason(&withdrawing.reason)?;
        let text = export::withdrawing(&edition.dossier, &fact.id, &reason, &reason);
        self.publish(made("withdrawn", &fact.id, &text)).await
    }
}

impl Publisher {
    /// For a bot with these settings, which has this store open and takes requests.
    pub fn new(store: Arc<dyn Store>, config: &Config) -> Self {
        Self {
            store,
            spool: Spool::of(&config.state),
            data: config.data.clone(),
            edition: Mutex::default(),
        }
    }

    /// The edition of now.
    async fn edition(&self) -> Result<Arc<Edition>, String> {
        let head = dossiers::head(&*self.store).await.map_err(said)?;
        let known = self.kept().clone();
        if let Some(known) = known.filter(|known| Some(known.revision.number) == head) {
            return Ok(known);
        }
        let loaded = dossiers::load(&*self.store).await.map_err(said)?;
        let loaded = Arc::new(loaded.ok_or("There is nothing in the store.")?);
        *self.kept() = Some(loaded.clone());
        Ok(loaded)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Arc<Edition>>> {
        self.edition.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The updates of the data folder that are not published yet, in their order.
    async fn waiting(&self) -> Result<Vec<File>, String> {
        let published = dossiers::updates(&*self.store).await.map_err(said)?;
        let mut files = followups(&self.data).map_err(said)?;
        files.retain(|file| {
            let mut published = published.values();
            !published.any(|known| known.name == file.path || known.text == file.text)
        });
        Ok(files)
    }

    /// Hands an update in and waits for what becomes of it.
    async fn publish(&self, file: File) -> Result<Published, String> {
        let request = Request {
            dry_run: false,
            files: vec![RequestFile {
                shown: file.path.clone(),
                name: file.path,
                text: file.text,
            }],
        };
        let ticket = self.spool.hand_in(&request).map_err(said)?;
        match outcome(&ticket).await? {
            Outcome::Done { words, revisions } => Ok(Published {
                revision: revisions.last().copied(),
                lines: words,
            }),
            Outcome::Faults(lines) => Ok(Published {
                revision: None,
                lines,
            }),
            Outcome::Failed(what) => Err(what),
        }
    }
}

async fn outcome(ticket: &Ticket) -> Result<Outcome, String> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if let Some(outcome) = ticket.outcome().map_err(said)? {
            return Ok(outcome);
        }
        sleep(LOOK).await;
    }
    let why = match ticket.take_back().map_err(said)? {
        true => "The bot does not answer; nothing was published.",
        false => "The bot is still at it; the revisions will say what became of it.",
    };
    Err(why.to_owned())
}

/// An update that somebody makes on the page. Its text says when, since the same text is never published twice, and a
/// wording may be tried again.
fn made(what: &str, fact: &Id, text: &str) -> File {
    let name = format!("{what}-{fact}.toml");
    File {
        path: name.clone(),
        shown: name,
        text: format!("# Made on the page, {}.\n{text}", now()),
    }
}

fn next(file: &File, edition: &Edition) -> Next {
    let update = parse(file, &edition.dossier);
    Next {
        file: file.path.clone(),
        why: update.ok().map(|update| words(&update.why)),
    }
}

fn delivery(edition: &Edition, recipient: Recipient, subscription: &Subscription) -> Delivery {
    let due = due(edition, subscription);
    let pause = subscription.pause.filter(|pause| {
        let until = pause.until;
        due.is_some() || until.is_none()
    });
    let state = match (due, subscription.leaving, pause) {
        (_, _, Some(_)) => DeliveryState::Paused,
        (None, _, None) => DeliveryState::Told,
        (Some(_), Some(_), None) => DeliveryState::Leaving,
        (Some(_), None, None) => DeliveryState::Waiting,
    };
    let at = match due {
        Some(Due::At(at)) => Some(at),
        _ => pause.and_then(|pause| pause.until),
    };
    Delivery {
        chat: recipient.chat,
        topic: recipient.topic.map(i64::from),
        told: subscription.told,
        last: subscription.last.map(|last| last.at.as_second()),
        state,
        why: pause.map(|pause| pause.why.word().to_owned()),
        until: at.map(|at| at.as_second()),
    }
}

/// When a subscription is told what it has not been told; `None` if it has been told everything.
fn due(edition: &Edition, subscription: &Subscription) -> Option<Due> {
    let behind = subscription.told.saturating_add(1)..;
    let mut behind = edition.history.revisions.range(behind);
    let (_, first) = behind.next()?;
    let newest = behind.next_back().map_or(first, |(_, newest)| newest);
    let home = TimeZone::get(&edition.dossier.about.time_zone).unwrap_or(TimeZone::UTC);
    Some(subscription.due(first.published, newest.published, now(), &home))
}

fn standing<'a>(edition: &'a Edition, id: &str) -> Result<&'a Fact, String> {
    let mut facts = edition.dossier.facts.iter();
    let fact = facts.find(|fact| fact.id.as_str() == id);
    fact.ok_or_else(|| format!("There is no fact {id} any more."))
}

/// A reason in one language stands for all: whoever tries something out need not translate it.
fn reason(given: &str) -> Result<Wording, String> {
    let given = given.trim();
    if given.is_empty() {
        return Err("Say why: readers are told the reason.".to_owned());
    }
    Ok(Wording {
        en: given.to_owned(),
        ru: given.to_owned(),
        be: given.to_owned(),
    })
}

fn words(wording: &Wording) -> Words {
    Words {
        en: wording.en.clone(),
        ru: wording.ru.clone(),
        be: wording.be.clone(),
    }
}

fn wording(words: &Words) -> Wording {
    Wording {
        en: words.en.trim().to_owned(),
        ru: words.ru.trim().to_owned(),
        be: words.be.trim().to_owned(),
    }
}

fn said(error: impl fmt::Display) -> String {
    error.to_string()
}

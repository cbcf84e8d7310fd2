//! `paused`: the subscriptions that are not told anything for now, for the operator to look at and to resume.

use std::io::Write;

use super::CliError;
use super::args::Paused;
use super::keep::existing;
use crate::clock::now;
use crate::config::Config;
use crate::store::{Store, StoreError, dossiers, subscriptions};
use crate::subscription::{Recipient, Subscription};

/// Subscriptions read at a time.
const PAGE: usize = 1_000;

/// Lists paused subscriptions, or resumes those of a chat, or all. Nothing of a chat is shown but its number.
pub async fn paused(config: &Config, wanted: &Paused) -> Result<(), CliError> {
    let store = existing(config)?;
    let head = dossiers::head(&store).await?.unwrap_or(0);
    let mut out = std::io::stdout();
    let (mut all, mut resumed, mut place) = (0_u64, 0_u64, None);
    loop {
        let page = subscriptions::page(&store, place.as_ref(), PAGE).await?;
        for (recipient, subscription) in &page.found {
            if subscription.pause.is_none() {
                continue;
            }
            all += 1;
            if wanted.resume_all || wanted.resume == Some(recipient.chat) {
                resume(&store, *recipient).await?;
                resumed += 1;
            } else {
                writeln!(out, "{}", described(*recipient, subscription, head))?;
            }
        }
        for error in page.unreadable {
            eprintln!("left out: {error}");
        }
        place = page.next;
        if place.is_none() {
            break;
        }
    }
    match wanted.resume {
        Some(chat) if resumed == 0 => Err(CliError::Input(format!(
            "no subscription of chat {chat} is paused"
        ))),
        Some(_) => Ok(writeln!(
            out,
            "{resumed} subscriptions go on at the next start"
        )?),
        None if wanted.resume_all => Ok(writeln!(
            out,
            "{resumed} subscriptions go on at the next start"
        )?),
        None => Ok(writeln!(out, "{all} subscriptions are paused")?),
    }
}

async fn resume(store: &dyn Store, recipient: Recipient) -> Result<(), StoreError> {
    let cleared = |old: Option<Subscription>| old.map(|old| Subscription { pause: None, ..old });
    let changed = subscriptions::change(store, recipient, None, now(), cleared).await;
    changed.map(drop)
}

fn described(recipient: Recipient, subscription: &Subscription, head: u64) -> String {
    let Recipient { chat, topic } = recipient;
    let topic = topic.map_or_else(String::new, |topic| format!(", topic {topic}"));
    let waiting = head.saturating_sub(subscription.told);
    let Some(pause) = subscription.pause else {
        return format!("chat {chat}{topic}");
    };
    let until = match pause.until {
        Some(until) => format!("tried again at {until}"),
        None => "until somebody resumes it".to_owned(),
    };
    format!(
        "chat {chat}{topic}: {} since {}, {} failures in a row, {until}; {waiting} revisions wait",
        pause.why.word(),
        pause.since,
        pause.tries
    )
}

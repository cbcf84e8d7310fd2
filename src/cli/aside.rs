//! `aside`: the updates that were set aside, for the operator to look at, take up again or forget.

use std::io::Write;

use super::CliError;
use super::args::Aside;
use super::keep::existing;
use crate::config::Config;
use crate::store::aside::{self, Why};

/// Lists what is set aside, or takes one update up again, or forgets it. What somebody wrote is not shown.
pub async fn aside(config: &Config, wanted: &Aside) -> Result<(), CliError> {
    let store = existing(config)?;
    let mut out = std::io::stdout();
    let unknown = |number| CliError::Input(format!("no update {number} is set aside"));
    if let Some(number) = wanted.retry {
        if !aside::retry(&store, number).await? {
            return Err(unknown(number));
        }
        writeln!(out, "update {number} is taken up again at the next start")?;
    } else if let Some(number) = wanted.forget {
        if !aside::forget(&store, number).await? {
            return Err(unknown(number));
        }
        writeln!(out, "update {number} is forgotten")?;
    } else {
        let all = aside::list(&store).await?;
        for (number, aside) in &all {
            let why = match aside.why {
                Why::Died => "the program died three times while it was in hand",
                Why::Unreadable => "this version cannot read it",
            };
            let what = describe(&aside.update);
            writeln!(out, "update {number}, {what}, {}: {why}", aside.since)?;
        }
        writeln!(out, "{} updates are set aside", all.len())?;
    }
    Ok(())
}

/// The kind of an update and its chat.
fn describe(update: &serde_json::Value) -> String {
    let parts = update.as_object();
    let kind = parts.and_then(|parts| parts.iter().find(|(name, _)| *name != "update_id"));
    let Some((name, what)) = kind else {
        return "empty".to_owned();
    };
    let chat = [&what["chat"]["id"], &what["message"]["chat"]["id"]];
    match chat.into_iter().find_map(serde_json::Value::as_i64) {
        Some(chat) => format!("{name} in chat {chat}"),
        None => name.clone(),
    }
}

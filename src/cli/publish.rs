//! `publish`: updates from files into the store, whether the bot is running or not.

use std::io::{BufRead, IsTerminal, Write};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::CliError;
use super::args::Publish;
use super::opening::{Opened, open};
use super::publishing::fulfil;
use crate::config::Config;
use crate::data::fault::File;
use crate::data::files;
use crate::store::StoreError;
use crate::store::dossiers;
use crate::store::spool::{Outcome, Request, RequestFile, Spool, Ticket};

/// How long whoever has the store open may take to answer, and how often it is looked for.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(50);

/// Shows what the files change and, if that is wanted, publishes it.
pub async fn publish(config: &Config, how: &Publish) -> Result<(), CliError> {
    let config = addressed(config.clone(), how);
    let files = how.files.iter().map(|path| files::update(path));
    let files: Vec<File> = files.collect::<Result<_, _>>()?;
    let mut out = std::io::stdout();
    let (words, new) = done(ask(&config, &files, true).await?)?;
    for line in words {
        writeln!(out, "{line}")?;
    }
    if new.is_empty() {
        writeln!(out, "nothing to publish")?;
        return Ok(());
    }
    if how.dry_run {
        writeln!(out, "not published, since --dry-run was given")?;
        return Ok(());
    }
    if !how.yes && !confirmed()? {
        return Ok(());
    }
    let (_, revisions) = done(ask(&config, &files, false).await?)?;
    let numbers: Vec<String> = revisions.iter().map(u64::to_string).collect();
    let noun = if numbers.len() == 1 {
        "revision"
    } else {
        "revisions"
    };
    writeln!(out, "published as {noun} {}", numbers.join(", "))?;
    Ok(())
}

/// The settings of the bot that is meant.
#[cfg(feature = "local")]
fn addressed(config: Config, how: &Publish) -> Config {
    let state = match how.local {
        true => super::serve::local_state(&config),
        false => config.state.clone(),
    };
    Config { state, ..config }
}

/// The settings of the bot that is meant: there is one.
#[cfg(not(feature = "local"))]
fn addressed(config: Config, _how: &Publish) -> Config {
    config
}

/// Asks at the terminal; a script has to say it beforehand.
fn confirmed() -> Result<bool, CliError> {
    if !std::io::stdin().is_terminal() {
        return Err(CliError::Usage(
            "nothing was published: say --yes, or answer at a terminal".to_owned(),
        ));
    }
    let mut out = std::io::stdout();
    write!(out, "Publish this? [y/N] ")?;
    out.flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let yes = matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
    if !yes {
        writeln!(out, "nothing was published")?;
    }
    Ok(yes)
}

/// What a request came to, if it came to something: its words and its revisions.
fn done(outcome: Outcome) -> Result<(Vec<String>, Vec<u64>), CliError> {
    match outcome {
        Outcome::Done { words, revisions } => Ok((words, revisions)),
        Outcome::Faults(faults) => {
            let mut out = std::io::stdout();
            for fault in &faults {
                writeln!(out, "{fault}")?;
            }
            let noun = if faults.len() == 1 { "fault" } else { "faults" };
            let count = faults.len();
            Err(CliError::Input(format!(
                "{count} {noun}; nothing was published"
            )))
        }
        Outcome::Failed(what) => Err(CliError::Running(what)),
    }
}

/// Does it here if the store is free; else whoever has it open is asked, until they answer or the store is free.
async fn ask(config: &Config, files: &[File], dry_run: bool) -> Result<Outcome, CliError> {
    let mut ticket: Option<Ticket> = None;
    let until = Instant::now() + PATIENCE;
    loop {
        let opened = match open(config).await {
            Err(CliError::Store(StoreError::Locked(_))) => None,
            opened => Some(opened?),
        };
        match (opened, &ticket) {
            (Some(opened), waiting) => {
                // Whoever had it open is gone. What they took and did not finish is in the way of nothing, since the same
                // is not published twice.
                if let Some(ticket) = waiting {
                    ticket.take_back()?;
                }
                return here(&opened, files, dry_run).await;
            }
            (None, None) => ticket = Some(hand_in(config, files, dry_run)?),
            (None, Some(_)) => {}
        }
        let look_again = Instant::now() + Duration::from_secs(1);
        while let Some(ticket) = &ticket
            && Instant::now() < look_again
        {
            if let Some(outcome) = ticket.outcome()? {
                return Ok(outcome);
            }
            sleep(LOOK).await;
        }
        if let Some(ticket) = &ticket
            && Instant::now() > until
        {
            return gave_up(ticket.take_back()?);
        }
    }
}

async fn here(opened: &Opened, files: &[File], dry_run: bool) -> Result<Outcome, CliError> {
    let published = dossiers::updates(&*opened.store).await?;
    Ok(fulfil(&*opened.store, &opened.edition, &published, files, dry_run).await?)
}

fn hand_in(config: &Config, files: &[File], dry_run: bool) -> Result<Ticket, CliError> {
    let files = files.iter().map(|file| RequestFile {
        name: file.path.clone(),
        shown: file.shown.clone(),
        text: file.text.clone(),
    });
    let files = files.collect();
    Ok(Spool::of(&config.state).hand_in(&Request { dry_run, files })?)
}

fn gave_up(taken_back: bool) -> Result<Outcome, CliError> {
    Err(CliError::Running(match taken_back {
        true => "it has the store open and does not answer; nothing was published".to_owned(),
        false => "it has taken the files and not answered yet; the same command later says what became of them, and nothing \
                  is published twice"
            .to_owned(),
    }))
}

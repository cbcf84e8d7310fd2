//! `export`, `backup`, `restore`: the store out and in.

use std::io::Write;
use std::path::Path;

use super::CliError;
use super::opening::place;
use super::progress::{progress, show};
use crate::config::Config;
use crate::data::export;
use crate::store::backup;
use crate::store::dossiers;
use crate::store::embedded::Embedded;

/// Writes the dossier in the store as data files.
pub async fn export(config: &Config, dir: &Path) -> Result<(), CliError> {
    let store = existing(config)?;
    let edition = dossiers::load(&store)
        .await?
        .ok_or_else(|| nothing(config))?;
    export::write(&edition.dossier, dir)?;
    writeln!(
        std::io::stdout(),
        "{} facts of revision {} written to {}",
        edition.dossier.facts.len(),
        edition.revision.number,
        dir.display()
    )?;
    Ok(())
}

/// Writes the whole store into a file.
pub async fn backup(config: &Config, file: &Path) -> Result<(), CliError> {
    let store = existing(config)?;
    let bar = progress("backing up");
    let rows = backup::write(&store, file, |done, all| show(&bar, done, all)).await?;
    bar.finish_and_clear();
    writeln!(
        std::io::stdout(),
        "{rows} rows written to {}",
        file.display()
    )?;
    Ok(())
}

/// Brings a backup back.
pub async fn restore(config: &Config, file: &Path, replace: bool) -> Result<(), CliError> {
    let bar = progress("restoring");
    let (rows, kept) = backup::restore(&place(config), file, replace, |done, all| {
        show(&bar, done, all)
    })
    .await?;
    bar.finish_and_clear();
    writeln!(
        std::io::stdout(),
        "{rows} rows brought back into {}",
        config.state.display()
    )?;
    if let Some(kept) = kept {
        writeln!(
            std::io::stdout(),
            "the old store is kept as {}",
            kept.display()
        )?;
    }
    Ok(())
}

/// The store, if there is one: these commands make none.
pub fn existing(config: &Config) -> Result<Embedded, CliError> {
    let place = place(config);
    if !place.exists() {
        return Err(nothing(config));
    }
    Ok(Embedded::open(&place)?)
}

fn nothing(config: &Config) -> CliError {
    CliError::Input(format!("there is no store in {}", config.state.display()))
}

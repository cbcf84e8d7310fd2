//! `check`: faults in data files.

use std::io::Write;
use std::path::Path;

use super::CliError;
use crate::data::files::{DataError, followups, load};
use crate::data::update::parse;
use crate::dossier::Dossier;

/// Prints every fault in the data folder, or says that there are none. Of the updates, each is held against what those
/// before it leave; so after one with a fault the rest cannot be judged.
pub fn check(dir: &Path) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    match load(dir).and_then(|dossier| updated(dossier, dir)) {
        Ok((facts, sources, updates)) => {
            let shown = dir.display();
            write!(out, "{shown}: 0 faults; {facts} facts, {sources} sources")?;
            match updates.as_slice() {
                [] => writeln!(out)?,
                all => writeln!(
                    out,
                    "; {} updates with {} facts",
                    all.len(),
                    all.iter().sum::<usize>()
                )?,
            }
            Ok(())
        }
        Err(DataError::Faults(faults)) => {
            for fault in &faults {
                writeln!(out, "{fault}")?;
            }
            let count = faults.len();
            let noun = if count == 1 { "fault" } else { "faults" };
            Err(CliError::Input(format!(
                "{count} {noun} in {}",
                dir.display()
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// How many facts and sources there are, and how many facts each update says.
fn updated(dossier: Dossier, dir: &Path) -> Result<(usize, usize, Vec<usize>), DataError> {
    let (facts, sources) = (dossier.facts.len(), dossier.sources.len());
    let (mut dossier, mut updates) = (dossier, Vec::new());
    for file in followups(dir)? {
        let update = parse(&file, &dossier).map_err(DataError::Faults)?;
        let said = update.put.iter().filter(|entry| entry.as_fact().is_some());
        updates.push(said.count());
        dossier = dossier.updated(&update);
    }
    Ok((facts, sources, updates))
}

//! `check`: faults in data files.

use std::io::Write;
use std::path::Path;

use super::CliError;
use crate::data::files::{DataError, load};

/// Prints every fault in the data folder, or says that there are none.
pub fn check(dir: &Path) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    match load(dir) {
        Ok(dossier) => {
            let (facts, sources) = (dossier.facts.len(), dossier.sources.len());
            writeln!(
                out,
                "{}: 0 faults; {facts} facts, {sources} sources",
                dir.display()
            )?;
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

//! Updates on their way into the store: held against the dossier, told as differences, published one after the other.
//!
//! The one place that knows both what an update says (`data`) and where it goes (`store`), for the command line and for
//! Telegram alike.

mod undo;

use std::collections::BTreeMap;
use std::string::FromUtf8Error;

use jiff::Timestamp;

use crate::data::update::parse;
use crate::dossier::difference::{Difference, differences};
use crate::dossier::history::{Edition, History};
use crate::dossier::revision::Revision;
use crate::dossier::update::Update;
use crate::store::dossiers::{UpdateFile, publish_update};
use crate::store::{Commit, Store, StoreError};

pub use crate::data::fault::{Fault, File};
pub use crate::data::update::UPDATE_MAX;
pub use undo::{UNDO_WITHIN, Withdrawal, undo};

/// Updates that fit the dossier and each other, in their order.
#[derive(Debug, Default)]
pub struct Plan {
    /// Those that are not published yet.
    pub steps: Vec<Step>,
    /// Those that are published already: the name of the file, and the revision it became.
    pub known: Vec<(String, u64)>,
}

/// One update that fits.
#[derive(Debug)]
pub struct Step {
    /// Its file, as it is kept.
    pub file: UpdateFile,
    /// The name of the file as it is shown.
    pub shown: String,
    /// What it says.
    pub update: Update,
    /// What it changes.
    pub changes: Vec<Difference>,
}

/// Reads updates for an edition. What was published before, word for word, is not published again.
///
/// Every fault of the first file that has one, and no plan then.
pub fn plan(
    edition: &Edition,
    published: &BTreeMap<u64, UpdateFile>,
    files: &[File],
) -> Result<Plan, Vec<Fault>> {
    let mut plan = Plan::default();
    let mut dossier = edition.dossier.clone();
    for file in files {
        let known = published.iter().find(|(_, known)| known.text == file.text);
        if let Some((revision, _)) = known {
            plan.known.push((file.shown.clone(), *revision));
            continue;
        }
        if plan.steps.iter().any(|step| step.file.text == file.text) {
            continue;
        }
        let update = parse(file, &dossier)?;
        let after = dossier.updated(&update);
        plan.steps.push(Step {
            file: UpdateFile {
                name: file.path.clone(),
                text: file.text.clone(),
            },
            shown: file.shown.clone(),
            changes: differences(&dossier, &after, &update.reasons),
            update,
        });
        dossier = after;
    }
    Ok(plan)
}

/// The fault of a file that is no text: where it ends to be one.
pub fn not_text(name: &str, error: &FromUtf8Error) -> Fault {
    let text = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    Fault {
        file: name.to_owned(),
        line: text.iter().filter(|byte| **byte == b'\n').count() + 1,
        what: "this is no text in UTF-8".to_owned(),
    }
}

/// Publishes what is planned for `edition`, each update a revision; returns these. `last` goes into the commit that makes
/// the last of them count.
///
/// Fails as `Contended` where something else was published since or a condition of `last` does not hold, and changes
/// nothing more then.
pub async fn carry_out(
    store: &dyn Store,
    edition: &Edition,
    plan: &Plan,
    mut last: Commit,
    now: Timestamp,
) -> Result<Vec<Revision>, StoreError> {
    let mut revisions = Vec::new();
    let mut current = Edition {
        dossier: edition.dossier.clone(),
        revision: edition.revision.clone(),
        history: History::default(),
    };
    for (index, Step { file, update, .. }) in plan.steps.iter().enumerate() {
        let along = match index + 1 == plan.steps.len() {
            true => std::mem::take(&mut last),
            false => Commit::default(),
        };
        let revision = publish_update(store, &current, update, file, along, now).await?;
        current.dossier = current.dossier.updated(update);
        current.revision = revision.clone();
        revisions.push(revision);
    }
    Ok(revisions)
}

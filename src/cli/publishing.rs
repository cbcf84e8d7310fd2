//! `publish` as the command line and the running bot do it: the difference in words, what becomes of a request, the log.

use std::collections::BTreeMap;

use crate::clock::now;
use crate::dossier::difference::{Difference, What};
use crate::dossier::history::Edition;
use crate::dossier::revision::Revision;
use crate::publishing::{File, Plan, carry_out, plan};
use crate::store::dossiers::UpdateFile;
use crate::store::spool::Outcome;
use crate::store::{Commit, Store, StoreError};

/// What a plan changes, line by line.
fn in_words(plan: &Plan) -> Vec<String> {
    let known = plan.known.iter();
    let known =
        known.map(|(name, revision)| format!("{name}: published already, as revision {revision}"));
    let mut words: Vec<String> = known.collect();
    for step in &plan.steps {
        words.push(format!("{}: {}", step.shown, step.update.why.en));
        words.extend(step.changes.iter().flat_map(lines));
    }
    words
}

/// One difference, and below it what it was before and why.
fn lines(difference: &Difference) -> Vec<String> {
    let name = format!("{} {}", difference.kind, difference.id);
    let mut lines = match &difference.what {
        What::Added(is) => vec![format!("  added {name}: {}", is.en)],
        What::Corrected { was, is } if was.en == is.en => vec![
            format!("  corrected {name}"),
            "    the wording stays; what stands around it changes".to_owned(),
        ],
        What::Corrected { was, is } => vec![
            format!("  corrected {name}"),
            format!("    was: {}", was.en),
            format!("    is:  {}", is.en),
        ],
        What::Withdrawn(was) => vec![format!("  withdrawn {name}: {}", was.en)],
    };
    lines.extend(
        difference
            .why
            .iter()
            .map(|why| format!("    why: {}", why.en)),
    );
    lines
}

/// Does what was asked for with these files: says what they change and, unless that is all, publishes it. Of a publication
/// the revisions are those of all files, also if they were published before, so that doing it twice is as doing it once.
pub async fn fulfil(
    store: &dyn Store,
    edition: &Edition,
    published: &BTreeMap<u64, UpdateFile>,
    files: &[File],
    dry_run: bool,
) -> Result<Outcome, StoreError> {
    let plan = match plan(edition, published, files) {
        Ok(plan) => plan,
        Err(faults) => {
            let faults = faults.iter().map(ToString::to_string);
            return Ok(Outcome::Faults(faults.collect()));
        }
    };
    let words = in_words(&plan);
    let revisions = match dry_run {
        true => {
            let next = edition.revision.number + 1;
            (next..)
                .zip(&plan.steps)
                .map(|(number, _)| number)
                .collect()
        }
        false => {
            let new = carry_out(store, edition, &plan, Commit::default(), now()).await?;
            new.iter().for_each(tell);
            let new = new.iter().map(|revision| revision.number);
            let known = plan.known.iter().map(|(_, revision)| *revision);
            known.chain(new).collect()
        }
    };
    Ok(Outcome::Done { words, revisions })
}

/// Says in the log what a revision changed.
pub fn tell(revision: &Revision) {
    log::info!(
        "revision {}: {} facts added, {} revised, {} withdrawn, {} other changes",
        revision.number,
        revision.added,
        revision.revised,
        revision.withdrawn,
        revision.other
    );
}

//! Updates on their way into the store: held against the dossier, put into words, published one after the other.

use std::collections::{BTreeMap, HashMap};

use crate::clock::now;
use crate::data::fault::{Fault, File};
use crate::data::update::parse;
use crate::dossier::Dossier;
use crate::dossier::revision::{Change, Edition, Entry, EntryKey, History, Revision, diff};
use crate::dossier::update::Update;
use crate::store::dossiers::{UpdateFile, publish_update};
use crate::store::spool::Outcome;
use crate::store::{Store, StoreError};

/// Updates that fit the dossier and each other, in their order.
pub struct Plan {
    /// Those that are not published yet.
    pub steps: Vec<(UpdateFile, Update)>,
    /// What they change, in words, line by line.
    pub words: Vec<String>,
    /// The revisions of those that are published already.
    pub known: Vec<u64>,
}

/// Reads updates for an edition. What was published before, word for word, is not published again.
pub fn plan(
    edition: &Edition,
    published: &BTreeMap<u64, UpdateFile>,
    files: &[File],
) -> Result<Plan, Vec<Fault>> {
    let mut plan = Plan {
        steps: Vec::new(),
        words: Vec::new(),
        known: Vec::new(),
    };
    let mut dossier = edition.dossier.clone();
    for file in files {
        let known = published.iter().find(|(_, known)| known.text == file.text);
        if let Some((revision, _)) = known {
            let name = &file.shown;
            let line = format!("{name}: published already, as revision {revision}");
            plan.words.push(line);
            plan.known.push(*revision);
            continue;
        }
        if plan.steps.iter().any(|(known, _)| known.text == file.text) {
            continue;
        }
        let update = parse(file, &dossier)?;
        let after = dossier.updated(&update);
        plan.words
            .push(format!("{}: {}", file.shown, update.why.en));
        plan.words.extend(in_words(&dossier, &after, &update));
        dossier = after;
        let kept = UpdateFile {
            name: file.path.clone(),
            text: file.text.clone(),
        };
        plan.steps.push((kept, update));
    }
    Ok(plan)
}

/// What an update changes, a line each, and below it what it was before and why.
fn in_words(before: &Dossier, after: &Dossier, update: &Update) -> Vec<String> {
    let entries = before.entries().into_iter();
    let old: HashMap<EntryKey, Entry> = entries.map(|entry| (entry.key(), entry)).collect();
    let mut words = Vec::new();
    for change in diff(Some(before), after) {
        let key = change.key();
        // The order of things follows from the rest.
        if key.kind == "order" {
            continue;
        }
        let name = format!("{} {}", key.kind, key.id);
        let was = old.get(&key).and_then(text).unwrap_or_default();
        match &change {
            Change::Added(entry) => {
                words.push(format!(
                    "  added {name}: {}",
                    text(entry).unwrap_or_default()
                ));
            }
            Change::Revised(entry) => {
                let is = text(entry).unwrap_or_default();
                words.push(format!("  corrected {name}"));
                match was == is {
                    true => words
                        .push("    the wording stays; what stands around it changes".to_owned()),
                    false => words.extend([format!("    was: {was}"), format!("    is:  {is}")]),
                }
            }
            Change::Withdrawn(_) => words.push(format!("  withdrawn {name}: {was}")),
        }
        let reason = |reason: &&crate::dossier::update::Reason| {
            reason.kind == key.kind && reason.id == key.id
        };
        if let Some(reason) = update.reasons.iter().find(reason) {
            words.push(format!("    why: {}", reason.text.en));
        }
    }
    words
}

/// What an entry says of itself in a line.
fn text(entry: &Entry) -> Option<String> {
    let text = match entry {
        Entry::Fact(fact) => &fact.text.en,
        Entry::Topic(topic) => &topic.name.en,
        Entry::Source(source) => return Some(format!("{}, {}", source.title, source.url)),
        Entry::Person(person) => &person.name.en,
        Entry::Body(body) => &body.about.en,
        Entry::Document(document) => &document.about.en,
        Entry::Term(term) => &term.meaning.en,
        Entry::Indicator(indicator) => &indicator.counts.en,
        Entry::Inquiry(inquiry) => return Some(inquiry.asked.en.join(" / ")),
        Entry::About(_) | Entry::Order(_) | Entry::Concept(_) | Entry::Talk(_) => return None,
    };
    Some(text.clone())
}

/// Publishes what is planned for `edition`, each update a revision; returns these.
pub async fn carry_out(
    store: &dyn Store,
    edition: &Edition,
    plan: &Plan,
) -> Result<Vec<Revision>, StoreError> {
    let mut revisions = Vec::new();
    let mut current = Edition {
        dossier: edition.dossier.clone(),
        revision: edition.revision.clone(),
        history: History::default(),
    };
    for (file, update) in &plan.steps {
        let revision = publish_update(store, &current, update, file, now()).await?;
        current.dossier = current.dossier.updated(update);
        current.revision = revision.clone();
        revisions.push(revision);
    }
    Ok(revisions)
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
    let revisions = match dry_run {
        true => {
            let next = edition.revision.number + 1;
            (next..)
                .zip(&plan.steps)
                .map(|(number, _)| number)
                .collect()
        }
        false => {
            let new = carry_out(store, edition, &plan).await?;
            new.iter().for_each(tell);
            let new = new.iter().map(|revision| revision.number);
            plan.known.iter().copied().chain(new).collect()
        }
    };
    let words = plan.words;
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

//! Updates: what came later, as one file says it, laid over a dossier.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::Dossier;
use super::id::Id;
use super::lang::Wording;
use super::revision::{Entry, EntryKey};

/// Things to add, to put right or to withdraw, and why. It becomes one revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// What it is about, in a sentence.
    pub why: Wording,
    /// What is new, and what reads differently now.
    pub put: Vec<Entry>,
    /// What is gone.
    pub gone: Vec<EntryKey>,
    /// Why single things were put right or withdrawn.
    pub reasons: Vec<Reason>,
}

/// Why one thing was put right or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Its kind, as in [`EntryKey`].
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The reason.
    pub text: Wording,
}

impl Dossier {
    /// This dossier with an update laid over it. What is new of each kind stands behind what was there.
    pub fn updated(&self, update: &Update) -> Self {
        let mut entries: BTreeMap<EntryKey, Entry> = BTreeMap::new();
        let mut order = self.order();
        for entry in self.entries() {
            entries.insert(entry.key(), entry);
        }
        for entry in &update.put {
            let key = entry.key();
            order.append(&key);
            entries.insert(key, entry.clone());
        }
        for key in &update.gone {
            entries.remove(key);
        }
        let order = Entry::Order(order);
        entries.insert(order.key(), order);
        // A dossier says what it is about, and no update takes that away.
        Self::from_entries(entries.into_values()).unwrap_or_else(|| self.clone())
    }

    /// A reference of this dossier to one of `gone` that nothing else answers: what refers, and to what.
    pub fn dangling(&self, gone: &[EntryKey]) -> Option<(EntryKey, EntryKey)> {
        let gone: HashSet<&EntryKey> = gone.iter().collect();
        let entries = self.entries();
        let standing: HashSet<EntryKey> = entries.iter().map(Entry::key).collect();
        let dangles = |(kinds, id): (&'static [&'static str], &Id)| {
            let keys = kinds.iter().map(|kind| EntryKey {
                kind,
                id: id.to_string(),
            });
            let keys: Vec<EntryKey> = keys.collect();
            let stands = keys.iter().any(|key| standing.contains(key));
            keys.into_iter().find(|key| !stands && gone.contains(key))
        };
        entries.iter().find_map(|entry| {
            let to = references(entry).into_iter().find_map(dangles)?;
            Some((entry.key(), to))
        })
    }
}

const FACT: &[&str] = &["fact"];
const PERSON: &[&str] = &["person"];
const BODY: &[&str] = &["body"];
const ACTOR: &[&str] = &["person", "body"];
const TOPIC: &[&str] = &["topic"];
const TERM: &[&str] = &["term"];
const SOURCE: &[&str] = &["source"];
const INDICATOR: &[&str] = &["indicator"];

/// Everything an entry refers to: of which kinds it may be, and its id.
fn references(entry: &Entry) -> Vec<(&'static [&'static str], &Id)> {
    match entry {
        Entry::About(about) => vec![
            (PERSON, &about.examples.person),
            (TERM, &about.examples.term),
            (FACT, &about.examples.fact),
        ],
        Entry::Person(person) => {
            let offices = person.offices.iter();
            offices.map(|office| (FACT, &office.fact)).collect()
        }
        Entry::Body(body) => of(&body.facts),
        Entry::Document(document) => of(&document.facts),
        Entry::Term(term) => of(&term.facts),
        Entry::Inquiry(inquiry) => of(&inquiry.facts),
        Entry::Fact(fact) => {
            let mut all = of(&fact.replaces);
            all.extend(fact.actors.iter().map(|id| (ACTOR, id)));
            all.extend(fact.topics.iter().map(|id| (TOPIC, id)));
            all.extend(fact.value.iter().map(|value| (INDICATOR, &value.indicator)));
            if let Some(derivation) = &fact.derivation {
                all.extend(of(&derivation.from));
            }
            for evidence in &fact.evidence {
                all.push((SOURCE, &evidence.source));
                all.extend(evidence.speaker.iter().map(|id| (PERSON, id)));
                all.extend(evidence.through.iter().map(|id| (BODY, id)));
            }
            all
        }
        Entry::Order(_)
        | Entry::Topic(_)
        | Entry::Source(_)
        | Entry::Indicator(_)
        | Entry::Concept(_)
        | Entry::Talk(_) => Vec::new(),
    }
}

fn of(facts: &[Id]) -> Vec<(&'static [&'static str], &Id)> {
    facts.iter().map(|id| (FACT, id)).collect()
}

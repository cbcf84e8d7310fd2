//! The difference between two dossiers as a person reads it: what is new, what was put right, what is gone, and why.

use std::collections::HashMap;

use super::Dossier;
use super::lang::{Lang, Wording};
use super::revision::{Change, Entry, EntryKey, diff};
use super::update::Reason;

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its kind, as in [`EntryKey`].
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What happens to it.
    pub what: What,
    /// Why, if somebody says so.
    pub why: Option<Wording>,
}

/// What happens to a thing; what is said of it is empty for kinds that say nothing of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new, and says this.
    Added(Wording),
    /// It says something else, or stands in another light: then both are the same.
    Corrected {
        /// What it said.
        was: Wording,
        /// What it says.
        is: Wording,
    },
    /// It is gone; this is what it said.
    Withdrawn(Wording),
}

/// What differs between two dossiers, with the reasons that are given. The order of things follows from the rest and is
/// left out.
pub fn differences(before: &Dossier, after: &Dossier, reasons: &[Reason]) -> Vec<Difference> {
    let entries = before.entries().into_iter();
    let old: HashMap<EntryKey, Entry> = entries.map(|entry| (entry.key(), entry)).collect();
    let changes = diff(Some(before), after).into_iter();
    let told = changes.filter(|change| change.key().kind != "order");
    told.map(|change| {
        let key = change.key();
        let was = old.get(&key).map(said).unwrap_or_default();
        let reason = reasons
            .iter()
            .find(|reason| reason.kind == key.kind && reason.id == key.id);
        Difference {
            kind: key.kind,
            what: match &change {
                Change::Added(entry) => What::Added(said(entry)),
                Change::Revised(entry) => What::Corrected {
                    was,
                    is: said(entry),
                },
                Change::Withdrawn(_) => What::Withdrawn(was),
            },
            id: key.id,
            why: reason.map(|reason| reason.text.clone()),
        }
    })
    .collect()
}

/// What an entry says of itself in a line.
fn said(entry: &Entry) -> Wording {
    let wording = match entry {
        Entry::Fact(fact) => &fact.text,
        Entry::Topic(topic) => &topic.name,
        Entry::Source(source) => return the_same(&format!("{}, {}", source.title, source.url)),
        Entry::Person(person) => &person.name,
        Entry::Body(body) => &body.about,
        Entry::Document(document) => &document.about,
        Entry::Term(term) => &term.meaning,
        Entry::Indicator(indicator) => &indicator.counts,
        Entry::Inquiry(inquiry) => {
            let asked = |lang| {
                let of_lang = inquiry.wordings().filter(|(of, _)| *of == lang);
                let texts: Vec<&str> = of_lang.map(|(_, text)| text).collect();
                texts.join(" / ")
            };
            return Wording {
                en: asked(Lang::En),
                ru: asked(Lang::Ru),
                be: asked(Lang::Be),
            };
        }
        Entry::About(_) | Entry::Order(_) | Entry::Concept(_) | Entry::Talk(_) => {
            return Wording::default();
        }
    };
    wording.clone()
}

/// What is not translated.
fn the_same(text: &str) -> Wording {
    Wording {
        en: text.to_owned(),
        ru: text.to_owned(),
        be: text.to_owned(),
    }
}

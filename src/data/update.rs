//! Reading a file of an update: what is added, put right and withdrawn, held against the dossier it is for.

use std::collections::HashSet;

use toml::de::DeTable;

use super::fault::{Fault, Faults, File};
use super::known::{Known, Sort};
use super::table::{TEXT_MAX, Table};
use super::{asked, facts, subjects, syntax};
use crate::dossier::Dossier;
use crate::dossier::id::Id;
use crate::dossier::inquiry::{Inquiry, Phrases};
use crate::dossier::lang::Lang;
use crate::dossier::revision::{Entry, EntryKey};
use crate::dossier::update::{Reason, Update};

/// The largest file of an update, in bytes. It is kept whole in one row of the store, and the keyspace has to stay one
/// that a server such as etcd takes (1.5 MiB a request by default).
pub const UPDATE_MAX: usize = 1024 * 1024;

/// Reads the file of an update for `onto`. All faults at once, by lines; an update only if there are none.
pub fn parse(file: &File, onto: &Dossier) -> Result<Update, Vec<Fault>> {
    let faults = Faults::default();
    if file.text.len() > UPDATE_MAX {
        let what = format!(
            "{} bytes, an update has at most {UPDATE_MAX}",
            file.text.len()
        );
        faults.add_to_file(&file.shown, what);
        return Err(faults.into_sorted());
    }
    let parsed = syntax(file, &faults);
    let known = known(file, parsed.get_ref(), onto, &faults);
    let table = Table::new(file, &faults, &known, parsed.get_ref(), 0..0);
    let update = read(&table, onto);
    table.finish();
    let faults = faults.into_sorted();
    match update {
        Some(update) if faults.is_empty() => Ok(update),
        _ => Err(faults),
    }
}

/// Every id there will be once the update is published.
fn known<'a>(file: &'a File, table: &DeTable<'_>, onto: &Dossier, faults: &Faults) -> Known<'a> {
    let mut known = Known::of(onto);
    known.gather_update(file, table, false, faults);
    let inner = |key: &str| table.get(key).and_then(|value| value.get_ref().as_table());
    if let Some(revised) = inner("revised") {
        known.gather_update(file, revised, true, faults);
    }
    for sort in Sort::ALL {
        let gone = inner("withdrawn").and_then(|gone| gone.get(sort.word()));
        let gone = gone.and_then(|gone| gone.get_ref().as_array());
        for thing in gone.into_iter().flat_map(|things| things.iter()) {
            let id = thing.get_ref().as_table().and_then(|table| table.get("id"));
            if let Some(id) = id.and_then(|id| id.get_ref().as_str()).and_then(Id::new) {
                known.withdraw(sort, &id);
            }
        }
    }
    known
}

fn read(table: &Table<'_>, onto: &Dossier) -> Option<Update> {
    let standing = Known::of(onto);
    let why = table.wording("why", TEXT_MAX);
    let mut reading = Reading::default();
    for sort in Sort::ALL {
        for thing in table.tables(sort.word()).unwrap_or_default() {
            reading.put.extend(entry(sort, &thing));
            thing.finish();
        }
    }
    if let Some(Some(revised)) = table.table("revised") {
        reading.revised(&revised, &standing, onto);
    }
    let mut gone = Vec::new();
    if let Some(Some(withdrawn)) = table.table("withdrawn") {
        gone = reading.withdrawn(&withdrawn, &standing);
    }
    let update = Update {
        why: why?,
        put: reading.put,
        gone: gone.iter().map(|(key, _)| key.clone()).collect(),
        reasons: reading.reasons,
    };
    if update.put.is_empty() && update.gone.is_empty() {
        table.fault("an update adds, revises or withdraws something; this one does nothing");
    }
    nothing_dangles(&update, &gone, onto);
    Some(update)
}

/// What an update says while it is read.
#[derive(Default)]
struct Reading {
    put: Vec<Entry>,
    reasons: Vec<Reason>,
    /// What is revised or withdrawn, so that nothing is both or twice.
    changed: HashSet<EntryKey>,
}

impl Reading {
    fn revised(&mut self, table: &Table<'_>, standing: &Known<'_>, onto: &Dossier) {
        for sort in Sort::ALL {
            for thing in table.tables(sort.word()).unwrap_or_default() {
                let key = self.changes(sort, &thing, standing);
                self.reason(key, &thing);
                self.put
                    .extend(entry(sort, &thing).map(|entry| worded(entry, onto)));
                thing.finish();
            }
        }
        table.finish();
    }

    fn withdrawn<'a>(
        &mut self,
        table: &Table<'a>,
        standing: &Known<'_>,
    ) -> Vec<(EntryKey, Table<'a>)> {
        let mut gone = Vec::new();
        for sort in Sort::ALL {
            for thing in table.tables(sort.word()).unwrap_or_default() {
                let key = self.changes(sort, &thing, standing);
                self.reason(key.clone(), &thing);
                thing.finish();
                gone.extend(key.map(|key| (key, thing)));
            }
        }
        table.finish();
        gone
    }

    /// What names the thing that is changed, which has to stand and to be changed once.
    fn changes(&mut self, sort: Sort, table: &Table<'_>, standing: &Known<'_>) -> Option<EntryKey> {
        let (id, word) = (table.id()?, sort.word());
        if !standing.has(&[sort], &id) {
            table.fault_at(
                "id",
                format!("there is no {word} `{id}` in the dossier to change"),
            );
            return None;
        }
        let key = EntryKey {
            kind: word,
            id: id.to_string(),
        };
        if !self.changed.insert(key.clone()) {
            table.fault_at(
                "id",
                format!("{word} `{id}` is changed twice in this update"),
            );
        }
        Some(key)
    }

    fn reason(&mut self, key: Option<EntryKey>, table: &Table<'_>) {
        if let (Some(text), Some(key)) = (table.wording("reason", TEXT_MAX), key) {
            let (kind, id) = (key.kind.to_owned(), key.id);
            self.reasons.push(Reason { kind, id, text });
        }
    }
}

/// Reads one thing; it is written as in the data files, an inquiry with its wordings.
fn entry(sort: Sort, table: &Table<'_>) -> Option<Entry> {
    Some(match sort {
        Sort::Topic => Entry::Topic(subjects::topic(table)?),
        Sort::Source => Entry::Source(Box::new(subjects::source(table)?)),
        Sort::Person => Entry::Person(Box::new(subjects::person(table)?)),
        Sort::Body => Entry::Body(subjects::body(table)?),
        Sort::Document => Entry::Document(Box::new(subjects::document(table)?)),
        Sort::Term => Entry::Term(Box::new(subjects::term(table)?)),
        Sort::Indicator => Entry::Indicator(subjects::indicator(table)?),
        Sort::Fact => Entry::Fact(Box::new(facts::fact(table)?)),
        Sort::Inquiry => Entry::Inquiry(Box::new(inquiry(table)?)),
    })
}

fn inquiry(table: &Table<'_>) -> Option<Inquiry> {
    let phrases = |key: &str| {
        let mut phrases = Phrases::default();
        if let Some(Some(inner)) = table.table(key) {
            for lang in Lang::ALL {
                *phrases.get_mut(lang) = inner
                    .texts(lang.code(), asked::ASKED_MAX)
                    .unwrap_or_default();
            }
            inner.finish();
        }
        phrases
    };
    let [yes, no] = asked::SIDES.map(phrases);
    Some(Inquiry {
        asked: phrases("asked"),
        yes,
        no,
        ..asked::inquiry(table)?
    })
}

/// An inquiry that is answered otherwise now is asked in the same words, unless it comes with others.
fn worded(entry: Entry, onto: &Dossier) -> Entry {
    let Entry::Inquiry(mut inquiry) = entry else {
        return entry;
    };
    let same = onto.inquiries.iter().find(|known| known.id == inquiry.id);
    if let Some(known) = same.filter(|_| inquiry.wordings().next().is_none()) {
        let known = match known.facts == inquiry.facts && known.verdict == inquiry.verdict {
            true => known.clone(),
            false => known.clone().without_sides(),
        };
        (inquiry.asked, inquiry.yes, inquiry.no) = (known.asked, known.yes, known.no);
    }
    Entry::Inquiry(inquiry)
}

/// Whatever refers to something withdrawn has to be revised or withdrawn with it.
fn nothing_dangles(update: &Update, gone: &[(EntryKey, Table<'_>)], onto: &Dossier) {
    if gone.is_empty() {
        return;
    }
    let Some((from, to)) = onto.updated(update).dangling(&update.gone) else {
        return;
    };
    for (_, table) in gone.iter().filter(|(key, _)| *key == to) {
        let what = format!(
            "{} `{}` is withdrawn, but {} `{}` still names it: revise or withdraw that too",
            to.kind, to.id, from.kind, from.id
        );
        table.fault_at("id", what);
    }
}

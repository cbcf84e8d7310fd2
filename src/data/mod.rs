//! Data files: reading a folder of TOML into a dossier and files of updates onto it, with every fault named, and writing
//! a dossier back.
//!
//! The only reader of `std::fs` for data. Knows nothing of the store, of questions or of replies. A folder with a fault
//! gives no dossier at all, so a faulty file changes nothing, whole or in part.

mod asked;
pub mod export;
mod facts;
pub mod fault;
pub mod files;
mod known;
mod subjects;
mod table;
pub mod update;

use toml::Spanned;
use toml::de::DeTable;

use crate::dossier::{About, Dossier};
use fault::{Fault, Faults, File};
use known::{Known, Sort};
use table::Table;

/// Reads the files of a data folder. All faults at once, in the order of files and lines; a dossier only if there are
/// none.
pub fn parse(shown_folder: &str, files: &[File]) -> Result<Dossier, Vec<Fault>> {
    let faults = Faults::default();
    let parsed: Vec<(&File, Spanned<DeTable<'_>>)> = files
        .iter()
        .map(|file| (file, syntax(file, &faults)))
        .collect();
    let mut known = Known::default();
    for (file, table) in &parsed {
        known.gather(file, table.get_ref(), &faults);
    }
    missing_files(shown_folder, files, &faults);
    let mut draft = Draft::default();
    for (file, table) in &parsed {
        let table = Table::new(file, &faults, &known, table.get_ref(), 0..0);
        draft.read(file, &table);
        table.finish();
    }
    for (id, lang) in draft.worded.incomplete_talk() {
        let file = format!("{shown_folder}/talk/{}.toml", lang.code());
        let what = format!("`{id}` is missing: small talk is needed in en, ru and be");
        faults.add_to_file(&file, what);
    }
    let faults = faults.into_sorted();
    match draft.finish() {
        Some(dossier) if faults.is_empty() => Ok(dossier),
        _ => Err(faults),
    }
}

/// The file as a table; what does not parse is noted, and the rest of the file is read all the same.
fn syntax<'a>(file: &'a File, faults: &Faults) -> Spanned<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    for error in errors {
        let what = format!("not TOML: {}", error.message().replace('\n', "; "));
        faults.add(file, &error.span().unwrap_or(0..0), what);
    }
    table
}

fn missing_files(shown_folder: &str, files: &[File], faults: &Faults) {
    for sort in Sort::ALL.into_iter().filter(|sort| sort.is_needed()) {
        if !files.iter().any(|file| sort.stands_in(&file.path)) {
            let what = format!(
                "the file is missing; it holds the [[{}]] entries",
                sort.word()
            );
            faults.add_to_file(&format!("{shown_folder}/{}", sort.file()), what);
        }
    }
    for file in files {
        let stands = Sort::ALL.iter().any(|sort| sort.stands_in(&file.path));
        if !stands && asked::Kind::of(&file.path).is_none() {
            let names = Sort::ALL.map(Sort::file).join(", ");
            let names = format!(
                "{names}, or asked, verdicts, synonyms or talk with en.toml, ru.toml, be.toml"
            );
            faults.add_to_file(&file.shown, format!("unknown file, expected {names}"));
        }
    }
}

/// A dossier while its files are read.
#[derive(Default)]
struct Draft {
    about: Option<About>,
    topics: Vec<crate::dossier::subject::Topic>,
    sources: Vec<crate::dossier::source::Source>,
    people: Vec<crate::dossier::subject::Person>,
    bodies: Vec<crate::dossier::subject::Body>,
    documents: Vec<crate::dossier::subject::Document>,
    terms: Vec<crate::dossier::subject::Term>,
    indicators: Vec<crate::dossier::subject::Indicator>,
    facts: Vec<crate::dossier::fact::Fact>,
    inquiries: Vec<crate::dossier::inquiry::Inquiry>,
    worded: asked::Worded,
}

impl Draft {
    fn read(&mut self, file: &File, table: &Table<'_>) {
        if Sort::Topic.stands_in(&file.path) {
            self.about = subjects::about(table);
        }
        for sort in Sort::ALL
            .into_iter()
            .filter(|sort| sort.stands_in(&file.path))
        {
            match sort {
                Sort::Topic => each(table, sort, &mut self.topics, subjects::topic),
                Sort::Source => each(table, sort, &mut self.sources, subjects::source),
                Sort::Person => each(table, sort, &mut self.people, subjects::person),
                Sort::Body => each(table, sort, &mut self.bodies, subjects::body),
                Sort::Document => each(table, sort, &mut self.documents, subjects::document),
                Sort::Term => each(table, sort, &mut self.terms, subjects::term),
                Sort::Indicator => each(table, sort, &mut self.indicators, subjects::indicator),
                Sort::Fact => each(table, sort, &mut self.facts, facts::fact),
                Sort::Inquiry => each(table, sort, &mut self.inquiries, asked::inquiry),
            }
        }
        self.worded.read(file, table);
    }

    fn finish(self) -> Option<Dossier> {
        let (inquiries, concepts, talk) = self.worded.finish(self.inquiries);
        let mut dossier = Dossier {
            about: self.about?,
            topics: self.topics,
            sources: self.sources,
            people: self.people,
            bodies: self.bodies,
            documents: self.documents,
            terms: self.terms,
            indicators: self.indicators,
            facts: self.facts,
            inquiries,
            concepts,
            talk,
        };
        dossier.sort_facts();
        Some(dossier)
    }
}

/// Reads every `[[sort]]` of a file.
fn each<T>(
    table: &Table<'_>,
    sort: Sort,
    into: &mut Vec<T>,
    read: impl Fn(&Table<'_>) -> Option<T>,
) {
    for entry in table.tables(sort.word()).unwrap_or_default() {
        into.extend(read(&entry));
        entry.finish();
    }
}

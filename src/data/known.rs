//! Which ids exist. Files are read twice: once for the ids, then for everything else, so that a reference to an id that
//! does not exist is found where it stands, whatever the order of the files.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;
use toml::de::DeTable;

use super::fault::{Faults, File};
use crate::dossier::id::Id;

/// The kinds of things that have ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// `[[topic]]` in dossier.toml.
    Topic,
    /// `[[source]]` in sources.toml.
    Source,
    /// `[[person]]` in people.toml.
    Person,
    /// `[[body]]` in bodies.toml.
    Body,
    /// `[[document]]` in documents.toml.
    Document,
    /// `[[term]]` in terms.toml.
    Term,
    /// `[[indicator]]` in indicators.toml.
    Indicator,
    /// `[[fact]]` in facts/*.toml.
    Fact,
    /// `[[inquiry]]` in inquiries.toml, which need not be there.
    Inquiry,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 9] = [
        Self::Topic,
        Self::Source,
        Self::Person,
        Self::Body,
        Self::Document,
        Self::Term,
        Self::Indicator,
        Self::Fact,
        Self::Inquiry,
    ];

    /// The word in data files: the name of the table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Source => "source",
            Self::Person => "person",
            Self::Body => "body",
            Self::Document => "document",
            Self::Term => "term",
            Self::Indicator => "indicator",
            Self::Fact => "fact",
            Self::Inquiry => "inquiry",
        }
    }

    /// The file in which it stands; facts stand in any file below `facts/`.
    pub fn file(self) -> &'static str {
        match self {
            Self::Topic => "dossier.toml",
            Self::Source => "sources.toml",
            Self::Person => "people.toml",
            Self::Body => "bodies.toml",
            Self::Document => "documents.toml",
            Self::Term => "terms.toml",
            Self::Indicator => "indicators.toml",
            Self::Fact => "facts/*.toml",
            Self::Inquiry => "inquiries.toml",
        }
    }

    /// Whether a dossier has to have a file with things of this sort.
    pub fn is_needed(self) -> bool {
        self != Self::Inquiry
    }

    /// Whether things of this sort stand in the file at `path`.
    pub fn stands_in(self, path: &str) -> bool {
        match self {
            Self::Fact => path.starts_with("facts/"),
            other => path == other.file(),
        }
    }
}

/// Every id of every sort, and the days of the sources.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// Where each was met first. The line is counted only if it is asked for: counting is a walk through the file.
    ids: HashMap<(Sort, Id), (&'a File, Range<usize>)>,
    source_dates: HashMap<Id, Date>,
}

impl<'a> Known<'a> {
    /// Gathers the ids of one file; an id met before is a fault.
    pub fn gather(&mut self, file: &'a File, table: &DeTable<'_>, faults: &Faults) {
        for sort in Sort::ALL
            .into_iter()
            .filter(|sort| sort.stands_in(&file.path))
        {
            let things = table
                .get(sort.word())
                .and_then(|value| value.get_ref().as_array());
            for thing in things.into_iter().flat_map(|things| things.iter()) {
                let Some(table) = thing.get_ref().as_table() else {
                    continue;
                };
                self.gather_one(sort, file, table, faults);
            }
        }
    }

    fn gather_one(&mut self, sort: Sort, file: &'a File, table: &DeTable<'_>, faults: &Faults) {
        let Some(value) = table.get("id") else {
            return;
        };
        let Some(id) = value.get_ref().as_str().and_then(Id::new) else {
            return;
        };
        if sort == Sort::Source
            && let Some(date) = table
                .get("date")
                .and_then(|date| date.get_ref().as_str())
                .and_then(|d| d.parse().ok())
        {
            self.source_dates.insert(id.clone(), date);
        }
        let word = sort.word();
        if let Some(first) = self.ids.get(&(sort, id.clone())) {
            let (file_of_first, span) = first;
            let place = format!("{}:{}", file_of_first.shown, file_of_first.line(span));
            let what = format!("{word} `{id}` exists already, in {place}; an id is used once");
            faults.add(file, &value.span(), what);
        }
        self.ids
            .entry((sort, id))
            .or_insert_with(|| (file, value.span()));
    }

    /// Whether there is something of one of `sorts` with this id.
    pub fn has(&self, sorts: &[Sort], id: &Id) -> bool {
        sorts
            .iter()
            .any(|sort| self.ids.contains_key(&(*sort, id.clone())))
    }

    /// The day a source was published, if it has a valid one.
    pub fn source_date(&self, source: &Id) -> Option<Date> {
        self.source_dates.get(source).copied()
    }
}

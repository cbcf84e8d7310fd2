//! Which ids exist. Files are read twice: once for the ids, then for everything else, so that a reference to an id that
//! does not exist is found where it stands, whatever the order of the files.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;
use toml::de::DeTable;

use super::fault::{Faults, File};
use crate::dossier::Dossier;
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

/// A place in a file.
type Place<'a> = (&'a File, Range<usize>);

/// Every id of every sort, and the days of the sources.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// Where each was met first; `None` for what stands in the dossier that an update is for. The line is counted only
    /// if it is asked for: counting is a walk through the file.
    ids: HashMap<(Sort, Id), Option<Place<'a>>>,
    source_dates: HashMap<Id, Date>,
}

impl<'a> Known<'a> {
    /// What stands in a dossier.
    pub fn of(dossier: &Dossier) -> Self {
        let mut known = Self::default();
        for sort in Sort::ALL {
            let ids = known_ids(dossier, sort);
            known.ids.extend(ids.map(|id| ((sort, id.clone()), None)));
        }
        let sources = dossier.sources.iter();
        known.source_dates = sources
            .map(|source| (source.id.clone(), source.date))
            .collect();
        known
    }

    /// Forgets what an update withdraws; whether it was there.
    pub fn withdraw(&mut self, sort: Sort, id: &Id) -> bool {
        self.ids.remove(&(sort, id.clone())).is_some()
    }

    /// Gathers the ids of the things that an update adds or, with `revised`, puts right.
    pub fn gather_update(
        &mut self,
        file: &'a File,
        table: &DeTable<'_>,
        revised: bool,
        faults: &Faults,
    ) {
        for sort in Sort::ALL {
            for table in tables(table, sort) {
                match revised {
                    false => self.gather_one(sort, file, table, faults),
                    true => self.gather_date(sort, table),
                }
            }
        }
    }

    /// Gathers the ids of one file; an id met before is a fault.
    pub fn gather(&mut self, file: &'a File, table: &DeTable<'_>, faults: &Faults) {
        for sort in Sort::ALL
            .into_iter()
            .filter(|sort| sort.stands_in(&file.path))
        {
            for table in tables(table, sort) {
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
        self.gather_date(sort, table);
        let word = sort.word();
        match self.ids.get(&(sort, id.clone())) {
            None => {}
            Some(None) => {
                let what = format!(
                    "{word} `{id}` is in the dossier already; to put it right, write [[revised.{word}]]"
                );
                faults.add(file, &value.span(), what);
            }
            Some(Some((file_of_first, span))) => {
                let place = format!("{}:{}", file_of_first.shown, file_of_first.line(span));
                let what = format!("{word} `{id}` exists already, in {place}; an id is used once");
                faults.add(file, &value.span(), what);
            }
        }
        self.ids
            .entry((sort, id))
            .or_insert_with(|| Some((file, value.span())));
    }

    fn gather_date(&mut self, sort: Sort, table: &DeTable<'_>) {
        let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
        if sort == Sort::Source
            && let Some(id) = text("id").and_then(Id::new)
            && let Some(date) = text("date").and_then(|date| date.parse().ok())
        {
            self.source_dates.insert(id, date);
        }
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

fn known_ids(dossier: &Dossier, sort: Sort) -> Box<dyn Iterator<Item = &Id> + '_> {
    match sort {
        Sort::Topic => Box::new(dossier.topics.iter().map(|topic| &topic.id)),
        Sort::Source => Box::new(dossier.sources.iter().map(|source| &source.id)),
        Sort::Person => Box::new(dossier.people.iter().map(|person| &person.id)),
        Sort::Body => Box::new(dossier.bodies.iter().map(|body| &body.id)),
        Sort::Document => Box::new(dossier.documents.iter().map(|document| &document.id)),
        Sort::Term => Box::new(dossier.terms.iter().map(|term| &term.id)),
        Sort::Indicator => Box::new(dossier.indicators.iter().map(|one| &one.id)),
        Sort::Fact => Box::new(dossier.facts.iter().map(|fact| &fact.id)),
        Sort::Inquiry => Box::new(dossier.inquiries.iter().map(|inquiry| &inquiry.id)),
    }
}

/// Every `[[sort]]` of a table.
fn tables<'t, 'd>(table: &'t DeTable<'d>, sort: Sort) -> impl Iterator<Item = &'t DeTable<'d>> {
    let things = table
        .get(sort.word())
        .and_then(|value| value.get_ref().as_array());
    let things = things.into_iter().flat_map(|things| things.iter());
    things.filter_map(|thing| thing.get_ref().as_table())
}

//! Reading everything that is not a fact: what the dossier is about, topics, sources, people, bodies, documents, terms,
//! indicators.

use super::known::Sort;
use super::table::{NAME_MAX, TEXT_MAX, Table};
use crate::dossier::fact::Basis;
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::source::{Ownership, Source};
use crate::dossier::subject::{Body, Document, Indicator, Office, Person, Term, Topic, Unit};
use crate::dossier::{About, Examples};

/// The longest description: what Telegram shows in a bot's profile (Bot API, `setMyDescription`: 512).
const DESCRIPTION_MAX: usize = 512;
/// The longest summary: what Telegram shows in lists (Bot API, `setMyShortDescription`: 120).
const SUMMARY_MAX: usize = 120;
/// The longest web address. Browsers take more; a link this long is a mistake.
const ADDRESS_MAX: usize = 1_000;

/// Reads dossier.toml but for its topics.
pub fn about(table: &Table<'_>) -> Option<About> {
    let title = table.wording("title", NAME_MAX);
    let description = table.wording("description", DESCRIPTION_MAX);
    let summary = table.wording("summary", SUMMARY_MAX);
    let languages = languages(table);
    let time_zone = time_zone(table);
    let examples = match table.table("examples") {
        Some(Some(inner)) => examples(&inner),
        Some(None) => {
            table.fault(
                "`examples` is missing: the help needs a date, a person, a term, a fact and words",
            );
            None
        }
        None => None,
    };
    Some(About {
        title: title?,
        description: description?,
        summary: summary?,
        languages: languages?,
        time_zone: time_zone?,
        examples: examples?,
    })
}

fn languages(table: &Table<'_>) -> Option<Vec<Lang>> {
    let codes = table.texts("languages", NAME_MAX)?;
    let read: Vec<_> = codes
        .iter()
        .filter_map(|code| Lang::from_tag(code))
        .collect();
    if read != Lang::ALL || codes.len() != read.len() {
        let expected = Lang::ALL.map(Lang::code).join(", ");
        table.fault_at(
            "languages",
            format!("`languages` is expected to be {expected}"),
        );
        return None;
    }
    Some(read)
}

fn time_zone(table: &Table<'_>) -> Option<String> {
    let name = table.text("time_zone", NAME_MAX)?;
    if jiff::tz::TimeZone::get(&name).is_err() {
        table.fault_at(
            "time_zone",
            format!("`time_zone` is {name:?}, expected a name such as Europe/Lisbon"),
        );
        return None;
    }
    Some(name)
}

fn examples(table: &Table<'_>) -> Option<Examples> {
    let date = table.date("date");
    let person = table.reference("person", &[Sort::Person]);
    let term = table.reference("term", &[Sort::Term]);
    let fact = table.reference("fact", &[Sort::Fact]);
    let words = table.wording("words", NAME_MAX);
    table.finish();
    Some(Examples {
        date: date?,
        person: person?,
        term: term?,
        fact: fact?,
        words: words?,
    })
}

/// Reads a `[[topic]]`.
pub fn topic(table: &Table<'_>) -> Option<Topic> {
    let id = table.id();
    let name = table.wording("name", NAME_MAX);
    Some(Topic {
        id: id?,
        name: name?,
    })
}

/// Reads a `[[source]]`.
pub fn source(table: &Table<'_>) -> Option<Source> {
    let id = table.id();
    let name = table.wording("name", NAME_MAX);
    let publisher = table.wording("publisher", NAME_MAX);
    let title = table.text("title", 2 * NAME_MAX);
    let date = table.date("date");
    let date_basis = table.word("date_basis", &Basis::ALL, Basis::word);
    let url = address(table);
    let language = language_code(table, "language");
    let ownership = table.word("ownership", &Ownership::ALL, Ownership::word);
    let note = table.optional_wording("note", TEXT_MAX);
    Some(Source {
        id: id?,
        name: name?,
        publisher: publisher?,
        title: title?,
        date: date?,
        date_basis: date_basis?,
        url: url?,
        language: language?,
        ownership: ownership?,
        note: note?,
    })
}

fn address(table: &Table<'_>) -> Option<String> {
    let url = table.text("url", ADDRESS_MAX)?;
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let host = rest
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .unwrap_or_default();
    let plain = url
        .chars()
        .all(|c| c.is_ascii_graphic() && c != '"' && c != '<' && c != '>');
    if !plain || !host.contains('.') {
        table.fault_at(
            "url",
            "`url` is expected to be an address that begins with http:// or https://",
        );
        return None;
    }
    Some(url)
}

/// A language as a two-letter code, of any language there is.
pub fn language_code(table: &Table<'_>, key: &str) -> Option<String> {
    let code = table.text(key, NAME_MAX)?;
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_lowercase()) {
        table.fault_at(
            key,
            format!("`{key}` is {code:?}, expected a two-letter code such as en"),
        );
        return None;
    }
    Some(code)
}

/// Reads a `[[person]]`.
pub fn person(table: &Table<'_>) -> Option<Person> {
    let id = table.id();
    let name = table.wording("name", NAME_MAX);
    let forms = table.texts("forms", NAME_MAX);
    let offices = table
        .tables("office")
        .map(|tables| tables.iter().map(office).collect::<Vec<_>>());
    Some(Person {
        id: id?,
        name: name?,
        forms: forms?,
        offices: offices?.into_iter().collect::<Option<_>>()?,
    })
}

fn office(table: &Table<'_>) -> Option<Office> {
    let title = table.wording("title", NAME_MAX);
    let from = table.optional_date("from");
    let to = table.optional_date("to");
    let fact = table.reference("fact", &[Sort::Fact]);
    table.finish();
    let (from, to) = (from?, to?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        table.fault_at(
            "to",
            format!("`to` is {to}, before `from`, which is {from}"),
        );
        return None;
    }
    Some(Office {
        title: title?,
        from,
        to,
        fact: fact?,
    })
}

/// Reads a `[[body]]`.
pub fn body(table: &Table<'_>) -> Option<Body> {
    let id = table.id();
    let name = table.wording("name", NAME_MAX);
    let forms = table.texts("forms", NAME_MAX);
    let about = table.wording("about", TEXT_MAX);
    let facts = facts_of(table);
    Some(Body {
        id: id?,
        name: name?,
        forms: forms?,
        about: about?,
        facts: facts?,
    })
}

/// Reads a `[[document]]`.
pub fn document(table: &Table<'_>) -> Option<Document> {
    let id = table.id();
    let name = table.wording("name", NAME_MAX);
    let forms = table.texts("forms", NAME_MAX);
    let about = table.wording("about", TEXT_MAX);
    let not = table.wording("not", TEXT_MAX);
    let facts = facts_of(table);
    Some(Document {
        id: id?,
        name: name?,
        forms: forms?,
        about: about?,
        not: not?,
        facts: facts?,
    })
}

/// Reads a `[[term]]`.
pub fn term(table: &Table<'_>) -> Option<Term> {
    let id = table.id();
    let name = table.wording("name", NAME_MAX);
    let forms = table.texts("forms", NAME_MAX);
    let meaning = table.wording("meaning", TEXT_MAX);
    let not = table.wording("not", TEXT_MAX);
    let facts = facts_of(table);
    Some(Term {
        id: id?,
        name: name?,
        forms: forms?,
        meaning: meaning?,
        not: not?,
        facts: facts?,
    })
}

fn facts_of(table: &Table<'_>) -> Option<Vec<Id>> {
    let facts = table.references("facts", &[Sort::Fact])?;
    if facts.is_empty() {
        table.fault(
            "`facts` is missing or empty: what is said here needs at least one fact to rest on",
        );
        return None;
    }
    Some(facts)
}

/// Reads an `[[indicator]]`.
pub fn indicator(table: &Table<'_>) -> Option<Indicator> {
    let id = table.id();
    let name = table.wording("name", NAME_MAX);
    let counts = table.wording("counts", TEXT_MAX);
    let unit = table.word("unit", &Unit::ALL, Unit::word);
    Some(Indicator {
        id: id?,
        name: name?,
        counts: counts?,
        unit: unit?,
    })
}

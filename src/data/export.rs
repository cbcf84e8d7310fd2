//! Writing a dossier as data files: what `union-brief export` makes, and what `data` reads back as the same dossier; and
//! updates that put a fact of it right or withdraw one.

mod correcting;

use std::path::Path;

use toml::Value;

use super::asked::SIDES;
use super::files::DataError;
use crate::dossier::fact::{Fact, Quotation};
use crate::dossier::id::Id;
use crate::dossier::inquiry::{Inquiry, Phrases};
use crate::dossier::lang::{Lang, Wording};
use crate::dossier::source::Source;
use crate::dossier::subject::{Body, Document, Indicator, Person, Term, Topic};
use crate::dossier::{About, Dossier};

pub use correcting::{revising, withdrawing};

/// Writes `dossier` into `dir`, which is made if it does not exist and must be empty if it does.
pub fn write(dossier: &Dossier, dir: &Path) -> Result<(), DataError> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |cause| DataError::Write { path, cause }
    };
    let facts = dir.join("facts");
    if dir.exists()
        && std::fs::read_dir(dir)
            .map_err(failed(dir))?
            .next()
            .is_some()
    {
        return Err(DataError::NotEmpty(dir.display().to_string()));
    }
    std::fs::create_dir_all(&facts).map_err(failed(&facts))?;
    for (name, text) in files(dossier) {
        let path = dir.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        std::fs::write(&path, text).map_err(failed(&path))?;
    }
    Ok(())
}

/// The files of a data folder that say what `dossier` says: their paths below the folder, and their texts.
pub fn files(dossier: &Dossier) -> Vec<(String, String)> {
    let mut about = Page::default();
    about.about(&dossier.about);
    about.each("topic", &dossier.topics, Page::topic);
    let mut pages = vec![("dossier.toml", about)];
    pages.push((
        "sources.toml",
        Page::of("source", &dossier.sources, Page::source),
    ));
    pages.push((
        "people.toml",
        Page::of("person", &dossier.people, Page::person),
    ));
    pages.push(("bodies.toml", Page::of("body", &dossier.bodies, Page::body)));
    pages.push((
        "documents.toml",
        Page::of("document", &dossier.documents, Page::document),
    ));
    pages.push(("terms.toml", Page::of("term", &dossier.terms, Page::term)));
    pages.push((
        "indicators.toml",
        Page::of("indicator", &dossier.indicators, Page::indicator),
    ));
    pages.push((
        "facts/facts.toml",
        Page::of("fact", &dossier.facts, Page::fact),
    ));
    if !dossier.inquiries.is_empty() {
        let page = Page::of("inquiry", &dossier.inquiries, Page::inquiry);
        pages.push(("inquiries.toml", page));
    }
    let mut files: Vec<(String, String)> = pages
        .into_iter()
        .map(|(name, page)| (name.to_owned(), page.written))
        .collect();
    for lang in Lang::ALL {
        files.extend(worded(dossier, lang));
    }
    files
}

/// How people word things in one language: the files that are not empty.
fn worded(dossier: &Dossier, lang: Lang) -> Vec<(String, String)> {
    let lists = |things: Vec<(&Id, &Phrases)>| {
        let mut page = Page::default();
        for (id, phrases) in things {
            page.texts(id.as_str(), phrases.get(lang));
        }
        page.written
    };
    let inquiries = dossier.inquiries.iter().map(|one| (&one.id, &one.asked));
    let mut verdicts = Page::default();
    for one in &dossier.inquiries {
        let sides = [one.yes.get(lang), one.no.get(lang)];
        if sides.iter().any(|texts| !texts.is_empty()) {
            verdicts.header(&format!("[{}]", one.id));
            for (side, texts) in SIDES.into_iter().zip(sides) {
                verdicts.texts(side, texts);
            }
        }
    }
    let concepts = dossier.concepts.iter().map(|one| (&one.id, &one.words));
    let mut talk = Page::default();
    for piece in &dossier.talk {
        talk.header(&format!("[{}]", piece.id));
        talk.text("reply", piece.reply.get(lang));
        talk.texts("asked", piece.asked.get(lang));
    }
    let pages = [
        ("asked", lists(inquiries.collect())),
        ("verdicts", verdicts.written),
        ("synonyms", lists(concepts.collect())),
        ("talk", talk.written),
    ];
    let filled = pages.into_iter().filter(|(_, text)| !text.is_empty());
    filled
        .map(|(folder, text)| (format!("{folder}/{}.toml", lang.code()), text))
        .collect()
}

/// A file being written.
#[derive(Default)]
struct Page {
    written: String,
    /// What stands before the names of the tables inside a fact.
    within: &'static str,
}

impl Page {
    fn of<T>(table: &str, things: &[T], write: impl Fn(&mut Self, &T)) -> Self {
        let mut page = Self::default();
        page.each(table, things, write);
        page
    }

    fn each<T>(&mut self, table: &str, things: &[T], write: impl Fn(&mut Self, &T)) {
        for thing in things {
            self.header(&format!("[[{table}]]"));
            write(self, thing);
        }
    }

    fn header(&mut self, header: &str) {
        if !self.written.is_empty() {
            self.written.push('\n');
        }
        self.written.push_str(header);
        self.written.push('\n');
    }

    fn raw(&mut self, key: &str, value: &str) {
        self.written.push_str(&format!("{key} = {value}\n"));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.raw(key, &Value::String(text.to_owned()).to_string());
    }

    fn texts<T: AsRef<str>>(&mut self, key: &str, texts: impl IntoIterator<Item = T>) {
        let texts: Vec<Value> = texts
            .into_iter()
            .map(|text| Value::String(text.as_ref().to_owned()))
            .collect();
        if !texts.is_empty() {
            self.raw(key, &Value::Array(texts).to_string());
        }
    }

    fn ids(&mut self, key: &str, ids: &[Id]) {
        self.texts(key, ids.iter().map(Id::as_str));
    }

    fn wording(&mut self, key: &str, wording: &Wording) {
        for (lang, text) in wording.each() {
            self.text(&format!("{key}.{}", lang.code()), text);
        }
    }

    fn optional_wording(&mut self, key: &str, wording: Option<&Wording>) {
        if let Some(wording) = wording {
            self.wording(key, wording);
        }
    }

    fn about(&mut self, about: &About) {
        self.wording("title", &about.title);
        self.wording("description", &about.description);
        self.wording("summary", &about.summary);
        self.texts("languages", about.languages.iter().map(|lang| lang.code()));
        self.text("time_zone", &about.time_zone);
        self.header("[examples]");
        self.text("date", &about.examples.date.to_string());
        self.text("person", about.examples.person.as_str());
        self.text("term", about.examples.term.as_str());
        self.text("fact", about.examples.fact.as_str());
        self.wording("words", &about.examples.words);
    }

    fn topic(&mut self, topic: &Topic) {
        self.text("id", topic.id.as_str());
        self.wording("name", &topic.name);
    }

    fn source(&mut self, source: &Source) {
        self.text("id", source.id.as_str());
        self.wording("name", &source.name);
        self.wording("publisher", &source.publisher);
        self.text("title", &source.title);
        self.text("date", &source.date.to_string());
        self.text("date_basis", source.date_basis.word());
        self.text("url", &source.url);
        self.text("language", &source.language);
        self.text("ownership", source.ownership.word());
        self.optional_wording("note", source.note.as_ref());
    }

    fn person(&mut self, person: &Person) {
        self.text("id", person.id.as_str());
        self.wording("name", &person.name);
        self.texts("forms", &person.forms);
        for office in &person.offices {
            self.header("[[person.office]]");
            self.wording("title", &office.title);
            for (key, day) in [("from", office.from), ("to", office.to)] {
                if let Some(day) = day {
                    self.text(key, &day.to_string());
                }
            }
            self.text("fact", office.fact.as_str());
        }
    }

    fn body(&mut self, body: &Body) {
        self.text("id", body.id.as_str());
        self.wording("name", &body.name);
        self.texts("forms", &body.forms);
        self.wording("about", &body.about);
        self.ids("facts", &body.facts);
    }

    fn document(&mut self, document: &Document) {
        self.text("id", document.id.as_str());
        self.wording("name", &document.name);
        self.texts("forms", &document.forms);
        self.wording("about", &document.about);
        self.wording("not", &document.not);
        self.ids("facts", &document.facts);
    }

    fn term(&mut self, term: &Term) {
        self.text("id", term.id.as_str());
        self.wording("name", &term.name);
        self.texts("forms", &term.forms);
        self.wording("meaning", &term.meaning);
        self.wording("not", &term.not);
        self.ids("facts", &term.facts);
    }

    fn indicator(&mut self, indicator: &Indicator) {
        self.text("id", indicator.id.as_str());
        self.wording("name", &indicator.name);
        self.wording("counts", &indicator.counts);
        self.text("unit", indicator.unit.word());
    }

    fn fact(&mut self, fact: &Fact) {
        self.text("id", fact.id.as_str());
        self.text("kind", fact.kind.word());
        self.text("as_of", &fact.as_of.to_string());
        if let Some(stated_on) = fact.stated_on {
            self.text("stated_on", &stated_on.to_string());
        }
        self.ids("actors", &fact.actors);
        self.ids("topics", &fact.topics);
        if let Some(standing) = fact.standing {
            self.text("standing", standing.word());
        }
        if fact.timeline {
            self.raw("timeline", "true");
        }
        self.ids("replaces", &fact.replaces);
        if let Some(value) = &fact.value {
            let about = if value.approximate {
                ", approximate = true"
            } else {
                ""
            };
            let indicator = Value::String(value.indicator.to_string());
            self.raw(
                "value",
                &format!(
                    "{{ indicator = {indicator}, amount = {}{about} }}",
                    value.amount
                ),
            );
        }
        self.wording("text", &fact.text);
        self.optional_wording("note", fact.note.as_ref());
        if let Some(quotation) = &fact.quotation {
            self.quotation(quotation);
        }
        if let Some(derivation) = &fact.derivation {
            self.header(&format!("[{}fact.derivation]", self.within));
            self.ids("from", &derivation.from);
            self.wording("how", &derivation.how);
        }
        self.evidence(fact);
    }

    fn inquiry(&mut self, inquiry: &Inquiry) {
        self.text("id", inquiry.id.as_str());
        if let Some(asks) = inquiry.asks {
            self.text("asks", asks.word());
        }
        if let Some(verdict) = inquiry.verdict {
            self.text("verdict", verdict.word());
        }
        self.ids("facts", &inquiry.facts);
        self.optional_wording("text", inquiry.text.as_ref());
    }

    fn quotation(&mut self, quotation: &Quotation) {
        self.header(&format!("[{}fact.quotation]", self.within));
        self.raw("verbatim", "true");
        self.text("language", &quotation.language);
        self.text("text", &quotation.text);
        for (lang, text) in quotation.translation.each() {
            self.text(&format!("translation.{}", lang.code()), text);
        }
    }

    fn evidence(&mut self, fact: &Fact) {
        for evidence in &fact.evidence {
            self.header(&format!("[[{}fact.evidence]]", self.within));
            self.text("source", evidence.source.as_str());
            self.raw("paragraph", &evidence.paragraph.to_string());
            if let Some(sentence) = evidence.sentence {
                self.raw("sentence", &sentence.to_string());
            }
            self.text("manner", evidence.manner.word());
            if let Some(speaker) = &evidence.speaker {
                self.text("speaker", speaker.as_str());
            }
            self.ids("through", &evidence.through);
            self.text("basis", evidence.basis.word());
        }
    }
}

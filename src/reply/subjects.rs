//! People, documents, terms, bodies, topics.

use super::html::{Html, clip};
use super::sheet::{Block, Marks, Sheet};
use super::status::LIST_LINES;
use super::{Reply, Scene};
use crate::answer::PersonAnswer;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::lang::Wording;
use crate::dossier::subject::{Body, Document, Person, Term, Topic};
use crate::question::command::Command;
use crate::question::lexicon::Subject;

/// People on one page.
const PEOPLE: usize = 8;
/// Documents on one page.
const DOCUMENTS: usize = 4;
/// Terms on one page, a button each.
const TERMS: usize = 16;
/// A description is cut at so many UTF-16 units. `check` allows no longer ones.
const DESCRIPTION_MAX: usize = 900;

impl<'a> Scene<'a> {
    pub(super) fn people(&self, people: &'a [Person]) -> Reply {
        if people.is_empty() {
            return self.sentence("people-none");
        }
        let mut title = Html::new();
        title.bold(&self.voice.say("people-title"));
        self.page(Sheet {
            title,
            count: people.len(),
            block: Box::new(move |index, marks| self.person_line(&people[index], marks)),
            most: PEOPLE,
            rows: Vec::new(),
        })
    }

    fn person_line(&self, person: &'a Person, marks: &mut Marks<'a>) -> Block {
        let mut body = Html::of("• ");
        body.bold(person.name.get(self.lang()));
        body.text(&format!(" ({})", self.other_names(person)));
        if let Some(office) = person.offices.last() {
            body.text(": ").text(office.title.get(self.lang()));
            self.cite_all(&mut body, std::slice::from_ref(&office.fact), marks);
        }
        let subject = Subject::Person(person.id.clone());
        Block::of(body).with(self.button(person.name.get(self.lang()), Self::about(subject)))
    }

    /// The name in the other two languages.
    fn other_names(&self, person: &Person) -> String {
        let others = person
            .name
            .each()
            .filter(|(lang, _)| *lang != self.lang())
            .map(|(_, name)| name);
        others.collect::<Vec<_>>().join(" · ")
    }

    pub(super) fn person(&self, answer: &'a PersonAnswer<'a>) -> Reply {
        let person = answer.person;
        let mut title = Html::new();
        title.bold(person.name.get(self.lang())).line();
        title.text(
            &self
                .voice
                .fill("person-also", &[("names", self.other_names(person).into())]),
        );
        let (offices, said, did) = (&person.offices, &answer.said, &answer.did);
        if said.is_empty() && did.is_empty() {
            title.line().text(&self.voice.say("person-nothing"));
        }
        self.page(Sheet {
            title,
            count: offices.len() + said.len() + did.len(),
            block: Box::new(move |index, marks| {
                let after_offices = index.checked_sub(offices.len());
                match after_offices {
                    None => self.office_block(person, index, marks),
                    Some(at) if at < said.len() => self.line_block("person-says", said[at], marks),
                    Some(at) => self.line_block("person-did", did[at - said.len()], marks),
                }
            }),
            most: LIST_LINES,
            rows: Vec::new(),
        })
    }

    fn office_block(&self, person: &'a Person, index: usize, marks: &mut Marks<'a>) -> Block {
        let mut body = Html::of("• ");
        let office = &person.offices[index];
        body.text(office.title.get(self.lang()));
        self.cite_all(&mut body, std::slice::from_ref(&office.fact), marks);
        Block::of(body).close()
    }

    pub(super) fn documents(&self, documents: &'a [Document]) -> Reply {
        if documents.is_empty() {
            return self.sentence("documents-none");
        }
        let mut title = Html::new();
        title.bold(&self.voice.say("documents-title"));
        self.page(Sheet {
            title,
            count: documents.len(),
            block: Box::new(move |index, marks| {
                let document = &documents[index];
                let name = document.name.get(self.lang());
                let mut body = Html::new();
                body.bold(name).line();
                self.describe(&mut body, &document.about, &document.facts, marks);
                self.warn(&mut body, "fact-note", &document.not);
                let subject = Subject::Document(document.id.clone());
                Block::of(body).with(self.button(name, Self::about(subject)))
            }),
            most: DOCUMENTS,
            rows: Vec::new(),
        })
    }

    /// Adds what something is, with the facts this rests on.
    fn describe(&self, body: &mut Html, is: &Wording, facts: &'a [Id], marks: &mut Marks<'a>) {
        body.text(&clip(is.get(self.lang()), DESCRIPTION_MAX));
        self.cite_all(body, facts, marks);
    }

    /// Adds what something is not.
    fn warn(&self, body: &mut Html, message: &'static str, is_not: &Wording) {
        let text = clip(is_not.get(self.lang()), DESCRIPTION_MAX);
        body.line()
            .italic(&self.voice.fill(message, &[("text", text.into())]));
    }

    pub(super) fn document(&self, document: &'a Document, facts: &'a [&'a Fact]) -> Reply {
        let not = Some(("fact-note", &document.not));
        self.described(&document.name, &document.about, not, &document.facts, facts)
    }

    pub(super) fn term(&self, term: &'a Term, facts: &'a [&'a Fact]) -> Reply {
        let not = Some(("term-not", &term.not));
        self.described(&term.name, &term.meaning, not, &term.facts, facts)
    }

    pub(super) fn body(&self, body: &'a Body, facts: &'a [&'a Fact]) -> Reply {
        self.described(&body.name, &body.about, None, &body.facts, facts)
    }

    pub(super) fn topic(&self, topic: &'a Topic, facts: &'a [&'a Fact]) -> Reply {
        let mut title = Html::new();
        title.bold(topic.name.get(self.lang()));
        if facts.is_empty() {
            title.line().text(&self.voice.say("no-facts-of"));
        }
        self.page(Sheet {
            title,
            count: facts.len(),
            block: Box::new(move |index, marks| Block::of(self.line(facts[index], marks))),
            most: LIST_LINES,
            rows: Vec::new(),
        })
    }

    /// A description and below it what the sources say.
    fn described(
        &self,
        name: &Wording,
        is: &'a Wording,
        not: Option<(&'static str, &'a Wording)>,
        rests_on: &'a [Id],
        facts: &'a [&'a Fact],
    ) -> Reply {
        let mut title = Html::new();
        title.bold(name.get(self.lang()));
        self.page(Sheet {
            title,
            count: facts.len() + 1,
            block: Box::new(move |index, marks| match index.checked_sub(1) {
                Some(index) => self.line_block("facts-of", facts[index], marks),
                None => {
                    let mut body = Html::new();
                    self.describe(&mut body, is, rests_on, marks);
                    if let Some((message, not)) = not {
                        self.warn(&mut body, message, not);
                    }
                    Block::of(body).close()
                }
            }),
            most: LIST_LINES + 1,
            rows: Vec::new(),
        })
    }

    pub(super) fn terms(&self, terms: &'a [Term]) -> Reply {
        if terms.is_empty() {
            return self.sentence("terms-none");
        }
        let mut title = Html::new();
        title.bold(&self.voice.say("terms-title")).line();
        let examples = &self.library.dossier().about.examples;
        let name = self
            .library
            .term(&examples.term)
            .map_or("", |term| term.name.get(self.lang()));
        self.example(&mut title, "terms-how", &Command::Explain.with(name));
        self.page(Sheet {
            title,
            count: terms.len(),
            block: Box::new(move |index, _| self.term_line(&terms[index])),
            most: TERMS,
            rows: Vec::new(),
        })
    }

    fn term_line(&self, term: &'a Term) -> Block {
        let name = term.name.get(self.lang());
        let subject = Subject::Term(term.id.clone());
        let block = Block::of(Html::of(&format!("• {name}")));
        block.close().with(self.button(name, Self::about(subject)))
    }
}

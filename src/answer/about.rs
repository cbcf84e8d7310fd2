//! One person, document, term, body, topic or fact.

use super::{Answer, FactAnswer, PersonAnswer};
use crate::dossier::fact::{Fact, Kind};
use crate::dossier::id::Id;
use crate::dossier::library::Library;
use crate::dossier::subject::Person;
use crate::question::lexicon::Subject;

/// What the dossier says about a subject.
pub fn about<'a>(subject: &Subject, library: &'a Library) -> Answer<'a> {
    let found = match subject {
        Subject::Person(id) => library
            .person(id)
            .map(|person| Answer::Person(of_person(person, library))),
        Subject::Document(id) => library
            .document(id)
            .map(|d| Answer::Document(d, named(&d.facts, library))),
        Subject::Term(id) => library
            .term(id)
            .map(|term| Answer::Term(term, named(&term.facts, library))),
        Subject::Body(id) => library
            .body(id)
            .map(|body| Answer::Body(body, library.about(id).newest_first())),
        Subject::Topic(id) => library
            .topic(id)
            .map(|topic| Answer::Topic(topic, library.on_topic(id).newest_first())),
        Subject::Fact(id) => fact(id, library),
    };
    found.unwrap_or(Answer::Gone)
}

fn of_person<'a>(person: &'a Person, library: &'a Library) -> PersonAnswer<'a> {
    let said = library.said_by(&person.id).newest_first();
    let acted = |fact: &&Fact| fact.kind == Kind::Event && fact.speaker() != Some(&person.id);
    PersonAnswer {
        person,
        said,
        did: library
            .about(&person.id)
            .newest_first()
            .into_iter()
            .filter(acted)
            .collect(),
    }
}

/// The facts with these ids, in this order. One that a cut-off date leaves out is missing.
fn named<'a>(ids: &[Id], library: &'a Library) -> Vec<&'a Fact> {
    ids.iter().filter_map(|id| library.fact(id)).collect()
}

fn fact<'a>(id: &Id, library: &'a Library) -> Option<Answer<'a>> {
    let history = library.history();
    if let Some(fact) = library.fact(id) {
        let from = fact
            .derivation
            .as_ref()
            .map_or(&[][..], |derivation| derivation.from.as_slice());
        return Some(Answer::Fact(FactAnswer {
            fact,
            from: named(from, library),
            past: history.revised.get(id).map_or(&[], Vec::as_slice),
        }));
    }
    history.withdrawn.get(id).map(Answer::Withdrawn)
}

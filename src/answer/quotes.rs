//! Who said what: quotations and reported statements, by person and by words.

use super::{Answer, Statements};
use crate::dossier::fact::Fact;
use crate::dossier::library::Library;
use crate::question::Quotes;
use crate::question::lexicon::Lexicon;

/// The statements asked for.
pub fn quotes<'a>(asked: &Quotes, library: &'a Library, lexicon: &Lexicon) -> Answer<'a> {
    let person = match &asked.person {
        None => None,
        Some(id) => match library.person(id) {
            Some(person) => Some(person),
            None => return Answer::Gone,
        },
    };
    let by_words = !asked.words.is_empty();
    let (quotations, reported) = match person {
        _ if by_words => {
            let mut with_words = library.newest_of(&lexicon.statements_with(&asked.words));
            with_words
                .retain(|fact| person.is_none_or(|person| fact.speaker() == Some(&person.id)));
            apart(with_words)
        }
        Some(person) => apart(library.said_by(&person.id).newest_first()),
        None => (
            library.quotations().newest_first(),
            library.reported().newest_first(),
        ),
    };
    Answer::Statements(Statements {
        person,
        by_words,
        quotations,
        reported,
    })
}

/// Quotations, and of the rest what is a reported statement.
fn apart(said: Vec<&Fact>) -> (Vec<&Fact>, Vec<&Fact>) {
    let (quotations, others): (Vec<&Fact>, Vec<&Fact>) =
        said.into_iter().partition(|fact| fact.quotation.is_some());
    let reported = others
        .into_iter()
        .filter(|fact| fact.is_reported_statement())
        .collect();
    (quotations, reported)
}

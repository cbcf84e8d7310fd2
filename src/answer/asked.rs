//! What the dossier says to a question in words.

use super::{Answer, Likeness};
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::library::Library;
use crate::question::asked::Found;
use crate::question::check::Checked;

/// What was found, looked up. A button may bring back something that is no more.
pub fn asked<'a>(found: &Found, library: &'a Library) -> Answer<'a> {
    let facts =
        |ids: &[Id]| -> Vec<&'a Fact> { ids.iter().filter_map(|id| library.fact(id)).collect() };
    let dossier = library.dossier();
    match found {
        Found::Facts { facts: ids, lead } => match facts(ids) {
            told if told.is_empty() => Answer::Gone,
            told => Answer::Told {
                facts: told,
                lead: *lead,
            },
        },
        Found::Nothing {
            inquiry,
            reason,
            related,
        } => Answer::Untold {
            inquiry: inquiry
                .as_ref()
                .and_then(|id| dossier.inquiries.iter().find(|one| one.id == *id)),
            reason: *reason,
            related: facts(related),
        },
        Found::Talk(id) => {
            let talk = dossier.talk.iter().find(|one| one.id == *id);
            talk.map_or(Answer::Gone, Answer::Talk)
        }
    }
}

/// What a text turned out to be, looked up.
pub fn checked<'a>(checked: &Checked, library: &'a Library) -> Answer<'a> {
    let (fact, likeness) = match checked {
        Checked::Verbatim { fact, translated } => (
            Some(fact),
            Likeness::Verbatim {
                translated: *translated,
            },
        ),
        Checked::Altered { fact, pieces } => (Some(fact), Likeness::Altered(pieces.clone())),
        Checked::Paraphrased(fact) => (Some(fact), Likeness::Paraphrased),
        Checked::Unknown => (None, Likeness::Unlike),
    };
    Answer::Checked {
        fact: fact.and_then(|id| library.fact(id)),
        likeness,
    }
}

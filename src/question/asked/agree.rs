//! Whether facts agree with all that a question names: people, dates, numbers, the kind of thing asked for.

use super::decide::Reason;
use super::reading::Reading;
use super::spans::numbers;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::inquiry::{Asks, Inquiry};
use crate::dossier::library::Library;
use crate::dossier::when::AsOf;

/// The numbers by which people speak of what an inquiry is about, by the inquiry's place: "when were the 26 handed over?"
/// is not about a fact with a 26 in it. Not where yes or no is asked, since there the number may be what is not true.
#[derive(Debug, Default)]
pub struct Spoken(Vec<Vec<String>>);

/// A number in fewer wordings may be a slip.
const SPOKEN_MIN: usize = 2;

impl Spoken {
    /// Reads them out of the wordings.
    pub fn new(inquiries: &[Inquiry]) -> Self {
        let of = |inquiry: &Inquiry| {
            if inquiry.asks == Some(Asks::YesNo) || inquiry.verdict.is_some() {
                return Vec::new();
            }
            let mut all: Vec<String> = inquiry
                .asked
                .each()
                .flat_map(|(_, text)| numbers(text))
                .collect();
            all.sort_unstable();
            let often = all.chunk_by(|one, other| one == other);
            let often = often.filter(|alike| alike.len() >= SPOKEN_MIN);
            often.filter_map(|alike| alike.first().cloned()).collect()
        };
        Self(inquiries.iter().map(of).collect())
    }

    pub(super) fn of(&self, inquiry: u32) -> &[String] {
        self.0.get(inquiry as usize).map_or(&[], Vec::as_slice)
    }
}

/// Whether a yes-no question names somebody and an office that somebody else holds, and the facts are about either.
pub(super) fn takes_for_another(
    reading: &Reading,
    inquiry: &Inquiry,
    facts: &[&Fact],
    library: &Library,
) -> bool {
    let is_named = |person: &&Id| facts.iter().any(|fact| names(fact, person, library));
    let by_name = |person: &&Id| !reading.holders.contains(person);
    let by_name: Vec<&Id> = reading.people.iter().filter(by_name).collect();
    let about_either =
        by_name.iter().all(&is_named) || reading.holders.iter().any(|one| is_named(&one));
    reading.asks.first() == Some(&Asks::YesNo)
        && !reading.negated
        && inquiry.asks == Some(Asks::Who)
        && !reading.holders.is_empty()
        && !by_name.is_empty()
        && about_either
}

/// Whether a yes-no question takes one person for another: it is about who did something, names somebody, and the facts
/// name somebody else.
pub(super) fn names_another(reading: &Reading, inquiry: &Inquiry, facts: &[&Fact]) -> bool {
    reading.asks.contains(&Asks::YesNo)
        && !reading.negated
        && !reading.strange
        && inquiry.asks == Some(Asks::Who)
        && reading.people.len() == 1
        && reading.holders.is_empty()
        && facts.first().is_some_and(|fact| fact.speaker().is_some())
}

/// Whether all that the question names is in the facts.
pub(super) fn agrees(
    reading: &Reading,
    facts: &[&Fact],
    spoken: &[String],
    library: &Library,
) -> Result<(), Reason> {
    let named = |person: &Id| facts.iter().any(|fact| names(fact, person, library));
    // Several may hold an office that is named; then one of them is meant.
    let by_name = |person: &&Id| !reading.holders.contains(person);
    let holder = reading.holders.is_empty() || reading.holders.iter().any(named);
    if reading.strange || !holder || !reading.people.iter().filter(by_name).all(named) {
        return Err(Reason::Person);
    }
    let touches = |date: &AsOf| facts.iter().any(|fact| is_of(fact, *date, library));
    // "On the 22nd or the 23rd?": of several days that are offered one is meant.
    let chooses = reading.dates.len() > 1
        && reading
            .asks
            .iter()
            .any(|asks| matches!(asks, Asks::When | Asks::YesNo));
    let fits = match chooses {
        true => reading.dates.iter().any(touches),
        false => reading.dates.iter().all(touches),
    };
    if !fits {
        return Err(Reason::Date);
    }
    let given =
        |number: &String| spoken.contains(number) || facts.iter().any(|fact| gives(fact, number));
    match reading.numbers.iter().all(given) {
        true => Ok(()),
        false => Err(Reason::Number),
    }
}

/// Whether a number stands in a fact.
fn gives(fact: &Fact, number: &str) -> bool {
    let value = fact.value.as_ref().map(|value| value.amount.to_string());
    let quotation = fact
        .quotation
        .as_ref()
        .map(|quotation| quotation.text.as_str());
    let texts = fact.text.each().map(|(_, text)| text).chain(quotation);
    value.as_deref() == Some(number)
        || texts
            .into_iter()
            .any(|text| numbers(text).any(|other| other == number))
}

/// Whether a fact is about a person or said by them, or names them.
fn names(fact: &Fact, person: &Id, library: &Library) -> bool {
    if fact.actors.contains(person) || fact.speaker() == Some(person) {
        return true;
    }
    let Some(person) = library.person(person) else {
        return false;
    };
    let last_name = |name: &str| {
        name.split_whitespace()
            .last()
            .unwrap_or_default()
            .to_lowercase()
    };
    let texts = fact.text.each();
    texts
        .zip(person.name.each())
        .any(|((_, text), (_, name))| text.to_lowercase().contains(&last_name(name)))
}

/// Whether a fact is of a date, was stated on it, or stands in a derivation from facts that are.
fn is_of(fact: &Fact, date: AsOf, library: &Library) -> bool {
    let touches = |first: jiff::civil::Date, last: jiff::civil::Date| {
        first <= date.last() && last >= date.first()
    };
    let own = |fact: &Fact| {
        touches(fact.as_of.first(), fact.as_of.last())
            || fact.stated_on.is_some_and(|day| touches(day, day))
    };
    let derived = fact
        .derivation
        .iter()
        .flat_map(|derivation| &derivation.from);
    own(fact) || derived.filter_map(|id| library.fact(id)).any(own)
}

/// Whether a fact that no inquiry is about has what is asked for.
pub(super) fn has_what_is_asked(reading: &Reading, fact: &Fact) -> Result<(), Reason> {
    let has = |asks: &Asks| match asks {
        Asks::Who => fact.speaker().is_some() || !fact.actors.is_empty(),
        Asks::When | Asks::What | Asks::Said | Asks::Which | Asks::Define => true,
        Asks::HowMany => fact.value.is_some(),
        Asks::YesNo => true,
        Asks::Where | Asks::Why => false,
    };
    match reading.asks.iter().all(has) {
        true => Ok(()),
        false => Err(Reason::Kind),
    }
}

//! Whether the best candidate answers: a separate question from which one it is.
//!
//! A candidate answers if it is near enough, if everybody named in the question is in its facts, if the dates in the
//! question touch those of the facts, if a number in the question stands in them, and if they have what is asked for.
//! What does not agree is passed over for the next candidate that is nearly as good; if none is left, nothing answers.

use super::facts_of;
use super::index::{Ranked, Target};
use super::reading::Reading;
use super::spans::numbers;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::inquiry::{Asks, Inquiry, Verdict};
use crate::dossier::library::Library;
use crate::dossier::when::AsOf;

/// What came of a question in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// These facts answer it, told in this order after the lead.
    Facts {
        /// The facts; at least one.
        facts: Vec<Id>,
        /// What the answer begins with.
        lead: Option<Lead>,
    },
    /// No source answers it.
    Nothing {
        /// The inquiry that says so in its own words, if there is one.
        inquiry: Option<Id>,
        /// Why nothing answers.
        reason: Reason,
        /// Facts that are related, at most three.
        related: Vec<Id>,
    },
    /// Small talk.
    Talk(Id),
}

/// What an answer begins with, before its first fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The facts do not tell.
    Unknown,
    /// The number of the first fact.
    Number,
    /// The date of the first fact.
    Date,
}

/// Why nothing answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is known that no source says.
    Known,
    /// Nothing is near enough.
    Far,
    /// What is near speaks of somebody else.
    Person,
    /// What is near is of another date.
    Date,
    /// What is near has another number.
    Number,
    /// What is near does not say what is asked for.
    Kind,
}

/// A candidate below this is not near enough, whatever else agrees. The two figures were chosen on the questions in
/// `tests/questions/`, so that few wrong answers remain for the right ones that are lost.
const NEAR: f32 = 0.38;
/// The least share of the question's weight that the candidate's wordings have to know.
const COVERED: f32 = 0.57;
/// A candidate that is so far ahead of the next one may be less near: with few wordings nothing is very near.
const AHEAD: f32 = 1.3;
const ALONE_NEAR: f32 = 0.34;
const ALONE_COVERED: f32 = 0.42;
/// A candidate passed over gives way only to one that is nearly as near.
const NEARLY: f32 = 0.75;
/// A fact that no inquiry is about has to be nearer: it has one wording, and that is no question.
const FACT_NEAR: f32 = 0.5;
/// Related facts shown at most.
const RELATED: usize = 3;

/// A candidate that is about something else than what is asked for ("how many" where "when" is asked) counts so much less.
const OTHER_KIND: f32 = 0.88;
/// Where people have said what is asked, a fact by itself is the weaker candidate.
const FACT_BESIDE_INQUIRIES: f32 = 0.85;
/// One that is asked for in general ("what about …") fits everything nearly as well.
const ANY_KIND: f32 = 0.98;
/// Two candidates are told together where the question names two people and neither has both.
const BOTH: usize = 2;

/// Decides what the ranked candidates come to.
pub fn decide(reading: &Reading, ranked: &[Ranked], library: &Library) -> Found {
    let mut fitting: Vec<Ranked> = ranked.to_vec();
    for candidate in &mut fitting {
        candidate.score *= fits(reading, candidate.target, library);
    }
    fitting.sort_by(|a, b| b.score.total_cmp(&a.score));
    let Some(best) = fitting.first() else {
        return nothing(Reason::Far, ranked, library);
    };
    let alone = stands_alone(&fitting, library);
    let near_enough = |candidate: &&Ranked| {
        let near = candidate.score >= NEAR && candidate.covered >= COVERED;
        let clear = alone && candidate.score >= ALONE_NEAR && candidate.covered >= ALONE_COVERED;
        (near || clear) && candidate.score >= NEARLY * best.score
    };
    let near: Vec<&Ranked> = fitting.iter().take_while(near_enough).collect();
    let mut why = Reason::Far;
    for (rank, candidate) in near.iter().enumerate() {
        match judge(candidate, reading, library) {
            Ok(found) => return found,
            Err(reason) if rank == 0 => why = reason,
            Err(_) => {}
        }
    }
    match (why, reading.people.as_slice()) {
        (Reason::Person, people) if people.len() == BOTH => {
            of_each(reading, &near, library).unwrap_or_else(|| nothing(why, &fitting, library))
        }
        _ => nothing(why, &fitting, library),
    }
}

/// The answer to two questions joined into one, where both halves have one and the whole does not tell both already.
pub fn join(whole: &Found, one: &Found, other: &Found) -> Option<Found> {
    let (Found::Facts { facts: first, lead }, Found::Facts { facts: second, .. }) = (one, other)
    else {
        return None;
    };
    let (first, second) = (first.first()?, second.first()?);
    let told = |id: &Id| matches!(whole, Found::Facts { facts, .. } if facts.contains(id));
    if first == second || (told(first) && told(second)) {
        return None;
    }
    Some(Found::Facts {
        facts: vec![first.clone(), second.clone()],
        lead: *lead,
    })
}

/// Whether the best candidate is far ahead of the next one that leads to another fact.
fn stands_alone(ranked: &[Ranked], library: &Library) -> bool {
    let leads_to = |candidate: &Ranked| facts_of(candidate.target, library.dossier()).first();
    let Some((best, others)) = ranked.split_first() else {
        return false;
    };
    let next = others
        .iter()
        .find(|other| leads_to(other) != leads_to(best));
    next.is_none_or(|next| best.score >= AHEAD * next.score)
}

/// Whether a candidate is about the kind of thing that is asked for, as a factor.
fn fits(reading: &Reading, target: Target, library: &Library) -> f32 {
    let number = match target {
        Target::Talk(_) => return 1.0,
        Target::Fact(_) if library.dossier().inquiries.is_empty() => return 1.0,
        Target::Fact(_) => return FACT_BESIDE_INQUIRIES,
        Target::Inquiry(number) => number,
    };
    let inquiry = library.dossier().inquiries.get(number as usize);
    let Some(about) = inquiry.and_then(|inquiry| inquiry.asks) else {
        return ANY_KIND;
    };
    let general = |asks: &Asks| {
        matches!(
            asks,
            Asks::What | Asks::Which | Asks::YesNo | Asks::Said | Asks::Define
        )
    };
    if reading.asks.is_empty() || reading.asks.contains(&about) {
        1.0
    } else if reading.asks.iter().all(general) {
        ANY_KIND
    } else {
        OTHER_KIND
    }
}

/// The answers for two people side by side, where each has one of their own.
fn of_each(reading: &Reading, near: &[&Ranked], library: &Library) -> Option<Found> {
    let mut told: Vec<Id> = Vec::new();
    for person in &reading.people {
        let alone = Reading {
            people: vec![person.clone()],
            ..reading.clone()
        };
        let found = near
            .iter()
            .find_map(|candidate| judge(candidate, &alone, library).ok());
        match found? {
            Found::Facts { facts, .. } => {
                let first = facts.into_iter().find(|id| !told.contains(id))?;
                told.push(first);
            }
            Found::Nothing { .. } | Found::Talk(_) => return None,
        }
    }
    Some(Found::Facts {
        facts: told,
        lead: None,
    })
}

fn judge(candidate: &Ranked, reading: &Reading, library: &Library) -> Result<Found, Reason> {
    let dossier = library.dossier();
    match candidate.target {
        Target::Talk(number) => {
            let talk = dossier.talk.get(number as usize).ok_or(Reason::Far)?;
            Ok(Found::Talk(talk.id.clone()))
        }
        Target::Fact(number) => {
            let fact = dossier.facts.get(number as usize).ok_or(Reason::Far)?;
            if candidate.score < FACT_NEAR {
                return Err(Reason::Far);
            }
            agrees(reading, &[fact], library)?;
            has_what_is_asked(reading, fact)?;
            Ok(Found::Facts {
                facts: vec![fact.id.clone()],
                lead: lead(reading, None, fact),
            })
        }
        Target::Inquiry(number) => {
            let inquiry = dossier.inquiries.get(number as usize).ok_or(Reason::Far)?;
            of_inquiry(inquiry, reading, library)
        }
    }
}

fn of_inquiry(inquiry: &Inquiry, reading: &Reading, library: &Library) -> Result<Found, Reason> {
    let facts: Vec<&Fact> = inquiry
        .facts
        .iter()
        .filter_map(|id| library.fact(id))
        .collect();
    if !inquiry.is_answered() {
        return Ok(Found::Nothing {
            inquiry: Some(inquiry.id.clone()),
            reason: Reason::Known,
            related: facts
                .iter()
                .take(RELATED)
                .map(|fact| fact.id.clone())
                .collect(),
        });
    }
    // A fact of the answer that is not there, on an earlier day or after it was withdrawn, leaves no answer.
    let first = match facts.first() {
        Some(first) if facts.len() == inquiry.facts.len() => first,
        _ => return Err(Reason::Date),
    };
    let lead = match agrees(reading, &facts, library) {
        Ok(()) => lead(reading, Some(inquiry), first),
        // "Was it 30?", "Was it on the 27th?": the facts say what it was instead.
        Err(Reason::Number | Reason::Date)
            if reading.asks.first() == Some(&Asks::YesNo) && !reading.negated =>
        {
            Some(Lead::No)
        }
        Err(reason) => return Err(reason),
    };
    Ok(Found::Facts {
        facts: facts.iter().map(|fact| fact.id.clone()).collect(),
        lead,
    })
}

/// Whether all that the question names is in the facts.
fn agrees(reading: &Reading, facts: &[&Fact], library: &Library) -> Result<(), Reason> {
    let named = |person: &Id| facts.iter().any(|fact| names(fact, person, library));
    if !reading.people.iter().all(named) {
        return Err(Reason::Person);
    }
    let touches = |date: &AsOf| facts.iter().any(|fact| is_of(fact, *date, library));
    if !reading.dates.iter().all(touches) {
        return Err(Reason::Date);
    }
    let given = |number: &String| facts.iter().any(|fact| gives(fact, number));
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
fn has_what_is_asked(reading: &Reading, fact: &Fact) -> Result<(), Reason> {
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

fn lead(reading: &Reading, inquiry: Option<&Inquiry>, fact: &Fact) -> Option<Lead> {
    let asked = reading.asks.first().copied();
    if asked == Some(Asks::YesNo) {
        return match inquiry.and_then(|inquiry| inquiry.verdict) {
            _ if reading.negated => None,
            Some(Verdict::Yes) => Some(Lead::Yes),
            Some(Verdict::No) => Some(Lead::No),
            Some(Verdict::Unknown) => Some(Lead::Unknown),
            None => None,
        };
    }
    let wanted = asked.or(inquiry.and_then(|inquiry| inquiry.asks));
    match wanted {
        Some(Asks::HowMany) if fact.value.is_some() => Some(Lead::Number),
        Some(Asks::When) => Some(Lead::Date),
        _ => None,
    }
}

/// Nothing answers; what is near is shown as related.
fn nothing(reason: Reason, ranked: &[Ranked], library: &Library) -> Found {
    let mut related: Vec<Id> = Vec::new();
    for candidate in ranked
        .iter()
        .filter(|candidate| candidate.score >= NEAR / 2.0)
    {
        let facts = facts_of(candidate.target, library.dossier()).iter();
        for id in facts.filter(|id| library.fact(id).is_some()) {
            if !related.contains(id) {
                related.push(id.clone());
            }
        }
    }
    related.truncate(RELATED);
    Found::Nothing {
        inquiry: None,
        reason,
        related,
    }
}

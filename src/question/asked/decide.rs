//! Whether the best candidate answers: a separate question from which one it is.
//!
//! A candidate answers if it is near enough, if everybody named in the question is in its facts, if the dates in the
//! question touch those of the facts, if a number in the question stands in them, and if they have what is asked for.
//! What does not agree is passed over for the next candidate that is nearly as good; if none is left, nothing answers.

use super::agree::{Spoken, agrees, has_what_is_asked, names_another, takes_for_another};
use super::facts_of;
use super::fitting::{fitting, leads_to, stands_alone};
use super::index::{Index, Ranked, Target};
use super::lead::rivals;
use super::reading::Reading;
use super::sides::Sides;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::inquiry::{Asks, Inquiry, Verdict};
use crate::dossier::library::Library;

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

/// What a decision is made with beside the question and its candidates.
#[derive(Clone, Copy)]
pub(super) struct Helps<'a> {
    pub(super) library: &'a Library,
    pub(super) spoken: &'a Spoken,
    pub(super) sides: &'a Sides,
    pub(super) index: &'a Index,
}

/// A question that is decided on.
pub(super) struct Case<'a> {
    pub(super) reading: &'a Reading,
    /// The inquiries that are as near as the best, or nearly.
    pub(super) rivals: Vec<u32>,
    pub(super) helps: &'a Helps<'a>,
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

/// A candidate below this is not near enough, whatever else agrees. The figures here were chosen on the questions in
/// `tests/questions/` and those of the invented story, so that few wrong answers remain for the right ones that are lost.
const NEAR: f32 = 0.36;
/// The least share of the question's weight that the candidate's wordings have to know.
const COVERED: f32 = 0.45;
/// A candidate that is far ahead of the next one may be less near: with few wordings nothing is very near.
const ALONE_NEAR: f32 = 0.3;
const ALONE_COVERED: f32 = 0.35;
/// More than this share of the question's words has to be known for that: of mostly unknown words too little is known to
/// tell what stands alone.
const ALONE_KNOWN: f32 = 0.5;
/// A candidate passed over gives way only to one that is nearly as near.
const NEARLY: f32 = 0.75;
/// To an inquiry that no source answers only if that is as good as equal: it would answer nothing of what was asked.
const UNANSWERED_NEARLY: f32 = 0.95;
/// What no source answers gives way to what is answered of the same fact and nearly as near, where no more is asked than
/// whether or what is so: "do they disagree on anything?" is not "on which issues do they disagree?".
const ANSWERED_NEARLY: f32 = 0.9;
/// What a question contradicts gives way to what agrees with it and is nearly as near.
const AGREES_NEARLY: f32 = 0.85;
/// A fact that no inquiry is about has to be nearer: it has one wording, and that is no question.
const FACT_NEAR: f32 = 0.5;
/// Related facts shown at most.
const RELATED: usize = 3;

/// Two candidates are told together where the question names two people and neither has both.
const BOTH: usize = 2;

/// Decides what the ranked candidates come to.
pub fn decide(reading: &Reading, ranked: &[Ranked], helps: &Helps<'_>) -> Found {
    let library = helps.library;
    let fitting = fitting(reading, ranked, library);
    let Some(best) = fitting.first() else {
        return nothing(Reason::Far, ranked, library);
    };
    let alone = reading.known() > ALONE_KNOWN && stands_alone(&fitting, library);
    let near_enough = |candidate: &&Ranked| {
        let near = candidate.score >= NEAR && candidate.covered >= COVERED;
        let clear = alone && candidate.score >= ALONE_NEAR && candidate.covered >= ALONE_COVERED;
        (near || clear) && candidate.score >= NEARLY * best.score
    };
    let near: Vec<&Ranked> = fitting.iter().take_while(near_enough).collect();
    let case = Case {
        reading,
        rivals: rivals(&near),
        helps,
    };
    let mut why = Reason::Far;
    for (rank, candidate) in near.iter().enumerate() {
        match judge(candidate, &case) {
            Ok(nothing @ Found::Nothing { .. }) => {
                if candidate.score >= UNANSWERED_NEARLY * best.score {
                    let answered = beside(candidate, &near, &case);
                    return answered.unwrap_or(nothing);
                }
            }
            Ok(found) => return agreeing(&found, candidate, &near, &case).unwrap_or(found),
            Err(reason) if rank == 0 => why = reason,
            Err(_) => {}
        }
    }
    let of_two = reading.people.len() == BOTH && why == Reason::Person;
    let each = of_two.then(|| of_each(&near, &case)).flatten();
    each.unwrap_or_else(|| nothing(why, &fitting, library))
}

/// The facts of a candidate that stands beside one that no source answers: nearly as near, about the same fact, and not with
/// a yes or no, which is that of another question.
fn beside(unanswered: &Ranked, near: &[&Ranked], case: &Case<'_>) -> Option<Found> {
    // Who asks for more than whether or what is so asks for what no source has.
    let is_general = |asks: &Asks| matches!(asks, Asks::YesNo | Asks::What | Asks::Said);
    let asks = &case.reading.asks;
    if asks.is_empty() || !asks.iter().all(is_general) {
        return None;
    }
    let about = |candidate: &Ranked| leads_to(candidate.target, case.helps.library);
    let close = near.iter().filter(|other| {
        other.score >= ANSWERED_NEARLY * unanswered.score && about(other) == about(unanswered)
    });
    let mut found = close.filter_map(|other| judge(other, case).ok());
    found.find(|found| matches!(found, Found::Facts { lead: None, .. }))
}

/// Where an answer would be no only because its facts have another number or day, what stands beside it about whom the
/// question names, with the very number and day: "did A speak of 26 on the 22nd?" is not answered by what else A said.
fn agreeing(found: &Found, no: &Ranked, near: &[&Ranked], case: &Case<'_>) -> Option<Found> {
    let (Found::Facts { lead, .. }, Target::Inquiry(number)) = (found, no.target) else {
        return None;
    };
    if *lead != Some(Lead::No) || case.reading.people.is_empty() {
        return None;
    }
    let of_facts = agreement(found, case.helps.spoken.of(number), case);
    if !matches!(of_facts, Err(Reason::Number | Reason::Date)) {
        return None;
    }
    let close = near
        .iter()
        .filter(|other| other.score >= AGREES_NEARLY * no.score);
    let mut beside = close.filter_map(|other| judge(other, case).ok());
    beside.find(|found| agreement(found, &[], case).is_ok())
}

/// Whether all that the question names is in the facts that were found.
fn agreement(found: &Found, spoken: &[String], case: &Case<'_>) -> Result<(), Reason> {
    let library = case.helps.library;
    let Found::Facts { facts, .. } = found else {
        return Err(Reason::Far);
    };
    let facts: Vec<&Fact> = facts.iter().filter_map(|id| library.fact(id)).collect();
    agrees(case.reading, &facts, spoken, library)
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

/// The answers for two people side by side, where each has one of their own.
fn of_each(near: &[&Ranked], case: &Case<'_>) -> Option<Found> {
    let mut told: Vec<Id> = Vec::new();
    for person in &case.reading.people {
        let alone = Reading {
            people: vec![person.clone()],
            ..case.reading.clone()
        };
        let alone = Case {
            reading: &alone,
            rivals: case.rivals.clone(),
            helps: case.helps,
        };
        let first = near.iter().find_map(|candidate| {
            let found = judge(candidate, &alone).ok()?;
            match found {
                Found::Facts { facts, .. } => facts.into_iter().find(|id| !told.contains(id)),
                Found::Nothing { .. } | Found::Talk(_) => None,
            }
        });
        told.push(first?);
    }
    Some(Found::Facts {
        facts: told,
        lead: None,
    })
}

fn judge(candidate: &Ranked, case: &Case<'_>) -> Result<Found, Reason> {
    let (reading, library) = (case.reading, case.helps.library);
    let dossier = library.dossier();
    match candidate.target {
        Target::Talk(number) => {
            let talk = dossier.talk.get(number as usize).ok_or(Reason::Far)?;
            Ok(Found::Talk(talk.id.clone()))
        }
        Target::Fact(number) => {
            let fact = dossier.facts.get(number as usize).ok_or(Reason::Far)?;
            if candidate.beyond || candidate.score < FACT_NEAR {
                return Err(Reason::Far);
            }
            agrees(reading, &[fact], &[], library)?;
            has_what_is_asked(reading, fact)?;
            Ok(Found::Facts {
                facts: vec![fact.id.clone()],
                lead: case.lead(None, fact),
            })
        }
        Target::Inquiry(number) => {
            let inquiry = dossier.inquiries.get(number as usize).ok_or(Reason::Far)?;
            if candidate.beyond && inquiry.is_answered() {
                return Err(Reason::Far);
            }
            if wants_a_reason(reading, inquiry) {
                return Err(Reason::Kind);
            }
            // "Is it true that it was 30?": there the number is what may not be so.
            let is_doubted =
                inquiry.asks == Some(Asks::HowMany) && reading.asks.first() == Some(&Asks::YesNo);
            let spoken = match is_doubted {
                true => &[],
                false => case.helps.spoken.of(number),
            };
            of_inquiry(inquiry, spoken, case)
        }
    }
}

/// Whether "why" is asked, and the facts say who, when, where or how many.
fn wants_a_reason(reading: &Reading, inquiry: &Inquiry) -> bool {
    let says = [Asks::Who, Asks::When, Asks::Where, Asks::HowMany].map(Some);
    reading.asks.first() == Some(&Asks::Why)
        && inquiry.is_answered()
        && says.contains(&inquiry.asks)
}

fn of_inquiry(inquiry: &Inquiry, spoken: &[String], case: &Case<'_>) -> Result<Found, Reason> {
    let (reading, library) = (case.reading, case.helps.library);
    let facts: Vec<&Fact> = inquiry
        .facts
        .iter()
        .filter_map(|id| library.fact(id))
        .collect();
    // "Why did they promise it?" has no answer; "did they promise it?" has one, where the facts say that they did not.
    let denied = inquiry.verdict == Some(Verdict::No);
    let denies = denied
        && reading.asks.first() == Some(&Asks::YesNo)
        && !reading.negated
        && !facts.is_empty();
    if !inquiry.is_answered() && !denies {
        return Ok(Found::Nothing {
            inquiry: Some(inquiry.id.clone()),
            reason: Reason::Known,
            related: related(&facts),
        });
    }
    // "How many are for B?" is not answered by what is for A, where people ask whether that is for B.
    let has_number = facts.first().is_some_and(|fact| fact.value.is_some());
    if denied && has_number && reading.asks.first() == Some(&Asks::HowMany) {
        return Ok(Found::Nothing {
            inquiry: None,
            reason: Reason::Kind,
            related: related(&facts),
        });
    }
    // A fact of the answer that is not there, on an earlier day or after it was withdrawn, leaves no answer.
    let first = match facts.first() {
        Some(first) if facts.len() == inquiry.facts.len() => first,
        _ => return Err(Reason::Date),
    };
    let lead = match agrees(reading, &facts, spoken, library) {
        Ok(()) => case.lead(Some(inquiry), first),
        // "Was it 30?", "Was it on the 27th?": the facts say what it was instead.
        Err(Reason::Number | Reason::Date)
            if reading.asks.first() == Some(&Asks::YesNo) && !reading.negated =>
        {
            Some(Lead::No)
        }
        // "Is A the minister?", where B is: what A is instead.
        Err(Reason::Person)
            if takes_for_another(reading, inquiry, &facts, library)
                || names_another(reading, inquiry, &facts) =>
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

fn related(facts: &[&Fact]) -> Vec<Id> {
    let related = facts.iter().take(RELATED);
    related.map(|fact| fact.id.clone()).collect()
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

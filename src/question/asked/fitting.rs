//! The candidates with their scores weighed by whether they are about what is asked for.

use super::facts_of;
use super::index::{Ranked, Target};
use super::reading::Reading;
use crate::dossier::id::Id;
use crate::dossier::inquiry::Asks;
use crate::dossier::library::Library;

/// A candidate that is so far ahead of the next one may be less near: with few wordings nothing is very near.
const AHEAD: f32 = 1.15;
/// A candidate that is about something else than what is asked for ("how many" where "when" is asked) counts so much less.
const OTHER_KIND: f32 = 0.9;
/// One that is asked for in general ("what about …") fits everything nearly as well.
const ANY_KIND: f32 = 0.98;
/// Where people have said what is asked, a fact by itself is the weaker candidate.
const FACT_BESIDE_INQUIRIES: f32 = 0.85;
/// So is an inquiry that no source answers where only a thing is named: who does that wants to know what there is of it.
const UNASKED: f32 = 0.8;
/// One whose wordings do not know the thing that is asked for: "lake" in "which lake".
const OTHER_THING: f32 = 0.8;
/// One that has nobody's own words where these are asked for.
const NOT_VERBATIM: f32 = 0.8;

/// The candidates with their scores weighed by whether they are about what is asked for, the best first.
pub(super) fn fitting(reading: &Reading, ranked: &[Ranked], library: &Library) -> Vec<Ranked> {
    let mut fitting: Vec<Ranked> = ranked.to_vec();
    for candidate in &mut fitting {
        candidate.score *= fits(reading, candidate.target, library);
        if candidate.lacks_thing {
            candidate.score *= OTHER_THING;
        }
        if reading.verbatim && !is_verbatim(candidate.target, library) {
            candidate.score *= NOT_VERBATIM;
        }
    }
    fitting.sort_by(|a, b| b.score.total_cmp(&a.score));
    fitting
}

/// The first fact that a target leads to.
pub(super) fn leads_to(target: Target, library: &Library) -> Option<&Id> {
    facts_of(target, library.dossier()).first()
}

/// Whether the best candidate is far ahead of the next one that leads to another fact.
pub(super) fn stands_alone(ranked: &[Ranked], library: &Library) -> bool {
    let Some((best, others)) = ranked.split_first() else {
        return false;
    };
    let next = others
        .iter()
        .find(|other| leads_to(other.target, library) != leads_to(best.target, library));
    next.is_none_or(|next| best.score >= AHEAD * next.score)
}

/// Whether a target leads to somebody's own words.
fn is_verbatim(target: Target, library: &Library) -> bool {
    let fact = leads_to(target, library).and_then(|id| library.fact(id));
    fact.is_some_and(|fact| fact.quotation.is_some())
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
    let Some(inquiry) = inquiry else {
        return 0.0;
    };
    // Who only names a thing wants to know what there is of it.
    if reading.asks.is_empty() && !inquiry.is_answered() {
        return UNASKED;
    }
    let Some(about) = inquiry.asks else {
        return ANY_KIND;
    };
    let general = |asks: &Asks| {
        matches!(
            asks,
            Asks::What | Asks::Which | Asks::YesNo | Asks::Said | Asks::Define
        )
    };
    // "Are there names?" is not "which names?", of which it is known that no source says.
    let whether = reading.asks.first() == Some(&Asks::YesNo) && about != Asks::YesNo;
    if whether && !inquiry.is_answered() {
        OTHER_KIND
    } else if reading.asks.is_empty() || reading.asks.contains(&about) {
        1.0
    } else if reading.asks.iter().all(general) {
        ANY_KIND
    } else {
        OTHER_KIND
    }
}

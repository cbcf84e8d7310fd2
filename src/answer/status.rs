//! Where things stood on a date: the values of the indicators, what was done, what was open.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Answer, Remark, Status};
use crate::dossier::fact::{Fact, Standing};
use crate::dossier::id::Id;
use crate::dossier::library::{Facts, Library};
use crate::dossier::when::AsOf;

/// The status on a date, by default the newest.
pub fn status(on: Option<AsOf>, library: &Library, today: Date) -> Answer<'_> {
    let states = library.states();
    let (Some(first), Some(newest)) = (states.first(), states.last()) else {
        return Answer::NoStatus;
    };
    let date = on.unwrap_or(*newest);
    let cut_off = match on {
        Some(on) => on.last(),
        None => today.max(newest.last()),
    };
    let Some(current) = states.iter().rposition(|state| state.begun_by(cut_off)) else {
        return Answer::BeforeFirst {
            asked: date,
            first: *first,
            facts: reported_at(library, *first),
        };
    };
    let facts = standing_on(library, cut_off);
    let with = |standing: Standing| -> Vec<&Fact> {
        facts
            .iter()
            .rev()
            .filter(|fact| fact.standing == Some(standing))
            .copied()
            .collect()
    };
    let readings = readings(library, &facts);
    let (done, open) = (with(Standing::Done), with(Standing::Open));
    let is_told = |fact: &Fact| {
        let readings = readings.iter().map(|(_, fact)| fact);
        readings
            .chain(&done)
            .chain(&open)
            .any(|told| told.id == fact.id)
    };
    let newest = reported_at(library, states[current])
        .into_iter()
        .filter(|fact| !is_told(fact))
        .collect();
    Answer::Status(Status {
        date,
        is_latest: on.is_none(),
        remark: on.and_then(|on| remark(on, library, today)),
        newest,
        readings,
        done,
        open,
        previous: current
            .checked_sub(1)
            .and_then(|index| states.get(index))
            .copied(),
        next: states.get(current + 1).copied(),
    })
}

/// What the timeline has of this date, or what bears on the status where it has nothing.
fn reported_at(library: &Library, date: AsOf) -> Vec<&Fact> {
    let events = at(library.timeline(), date);
    if events.is_empty() {
        at(library.status(), date)
    } else {
        events
    }
}

fn at(facts: Facts<'_>, date: AsOf) -> Vec<&Fact> {
    facts.iter().filter(|fact| fact.as_of == date).collect()
}

/// What is open now, newest first.
pub fn open(library: &Library, today: Date) -> Vec<&Fact> {
    let cut_off = library
        .states()
        .last()
        .map_or(today, |newest| today.max(newest.last()));
    let facts = standing_on(library, cut_off);
    facts
        .into_iter()
        .rev()
        .filter(|fact| fact.standing == Some(Standing::Open))
        .collect()
}

/// Facts that bear on the status, have begun by `date` and are not overtaken by then; oldest first.
fn standing_on(library: &Library, date: Date) -> Vec<&Fact> {
    let stands = |fact: &&Fact| fact.as_of.begun_by(date) && !library.is_overtaken(&fact.id, date);
    library.status().iter().filter(stands).collect()
}

/// The newest value of each indicator, in the order of the indicators.
fn readings<'a>(
    library: &'a Library,
    facts: &[&'a Fact],
) -> Vec<(&'a crate::dossier::subject::Indicator, &'a Fact)> {
    let newest: HashMap<&Id, &Fact> = facts
        .iter()
        .filter_map(|fact| fact.value.as_ref().map(|value| (&value.indicator, *fact)))
        .collect();
    let indicators = library.dossier().indicators.iter();
    indicators
        .filter_map(|indicator| newest.get(&indicator.id).map(|fact| (indicator, *fact)))
        .collect()
}

fn remark(on: AsOf, library: &Library, today: Date) -> Option<Remark> {
    if on.first() > today {
        return Some(Remark::Future);
    }
    let newest = library.latest()?;
    (on.first() > newest.last()).then_some(Remark::AfterNewest(newest))
}

//! What is new: the newest, what came since a day, and what came since the chat last looked.

use std::collections::HashSet;

use super::{Answer, Moved, NewsAnswer, Notice};
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::library::Library;
use crate::dossier::news::{Change, Known, News};
use crate::dossier::when::{AsOf, Precision};
use crate::question::News as Asked;

/// What the dossier has that is new.
pub fn news(asked: Asked, library: &Library) -> Answer<'_> {
    let head = library.revision().number;
    let items = match asked {
        Asked::Latest(count) => newest(library, usize::from(count)),
        Asked::Since(date) => since(library, date),
        // A store that was brought back from a backup may be behind what the chat has seen.
        Asked::New(Some(after)) => library.news_for(&after.min(head).into()),
        Asked::New(None) => newest(library, usize::from(Asked::LATEST)),
    };
    Answer::News(NewsAnswer {
        asked,
        items,
        newest: library.latest(),
    })
}

fn newest(library: &Library, count: usize) -> Vec<News<'_>> {
    let mut items = library.news();
    items.truncate(count);
    items
}

/// Facts are new by their own dates, whenever they were published; corrections and withdrawals by the day of their
/// publication. A date that is a whole year and began before is no news.
fn since(library: &Library, date: AsOf) -> Vec<News<'_>> {
    let first = date.first();
    let is_since = |news: &News<'_>| match news.what {
        Change::Added(fact) => {
            let (as_of, is_year) = (fact.as_of, fact.as_of.precision() == Precision::Year);
            as_of.first() >= first || as_of.last() >= first && !is_year
        }
        Change::Corrected { .. } | Change::Withdrawn(_) => {
            library.day_of(news.revision.published) >= first
        }
    };
    let mut items = library.news();
    items.retain(is_since);
    items
}

/// What is new to somebody and followed: a notice; `None` where there is nothing.
pub fn notice<'a>(
    library: &'a Library,
    known: &Known,
    follows: impl Fn(&Fact) -> bool,
) -> Option<Notice<'a>> {
    let mut items = library.news_for(known);
    items.retain(|news| follows(news.fact()));
    if items.is_empty() {
        return None;
    }
    let moved = moved(library, &items);
    Some(Notice { items, moved })
}

/// The indicators that have another value than before these news.
fn moved<'a>(library: &'a Library, items: &[News<'a>]) -> Vec<Moved<'a>> {
    let figures = library.figures().newest_first();
    let new: HashSet<&Id> = items.iter().map(|news| &news.fact().id).collect();
    let of = |indicator| {
        let of_it = figures.iter().filter(move |fact| {
            let value = fact.value.as_ref();
            value.is_some_and(|value| value.indicator == indicator)
        });
        let is: &'a Fact = of_it.clone().find(|fact| new.contains(&fact.id))?;
        let past = library.history().revised.get(&is.id);
        let past = past.and_then(|past| past.last()).map(|past| &past.fact);
        let older = of_it.copied().find(|fact| !new.contains(&fact.id));
        let was = past.filter(|past| past.value != is.value).or(older)?;
        let differs = was.value.as_ref().map(|value| &value.amount)
            != is.value.as_ref().map(|value| &value.amount);
        let in_order = was.as_of.timeline_order(is.as_of).is_le();
        Some((was, is)).filter(|_| differs && in_order)
    };
    let indicators = library.dossier().indicators.iter();
    indicators
        .filter_map(|indicator| {
            let (was, is) = of(indicator.id.clone())?;
            Some(Moved { indicator, was, is })
        })
        .collect()
}

//! What is new: the newest, what came since a day, and what came since the chat last looked.

use super::{Answer, NewsAnswer};
use crate::dossier::library::Library;
use crate::dossier::news::{Change, News};
use crate::dossier::when::{AsOf, Precision};
use crate::question::News as Asked;

/// What the dossier has that is new.
pub fn news(asked: Asked, library: &Library) -> Answer<'_> {
    let head = library.revision().number;
    let items = match asked {
        Asked::Latest(count) => newest(library, usize::from(count)),
        Asked::Since(date) => since(library, date),
        // A store that was brought back from a backup may be behind what the chat has seen.
        Asked::New(Some(after)) => library.news(after.min(head)),
        Asked::New(None) => newest(library, usize::from(Asked::LATEST)),
    };
    Answer::News(NewsAnswer {
        asked,
        items,
        newest: library.latest(),
    })
}

fn newest(library: &Library, count: usize) -> Vec<News<'_>> {
    let mut items = library.news(0);
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
    let mut items = library.news(0);
    items.retain(is_since);
    items
}

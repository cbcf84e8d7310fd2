//! A date that was read, with or without its year.

use jiff::civil::Date;

use crate::dossier::library::Library;
use crate::dossier::when::{AsOf, Part};

/// A date as written: complete, or without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// With a year.
    Complete(AsOf),
    /// A day of a month, a part of a month or a month, of a year that was not written.
    WithoutYear {
        /// The month, 1 to 12.
        month: i8,
        /// How exactly.
        within: Within,
    },
}

/// What of a month was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// A day.
    Day(i8),
    /// A part.
    Part(Part),
    /// All of it.
    Month,
}

impl Within {
    /// The date in a year and month, if there is such a day.
    pub(super) fn of(self, year: i16, month: i8) -> Option<AsOf> {
        let day = match self {
            Self::Day(day) => day,
            Self::Part(_) | Self::Month => 1,
        };
        let date = Date::new(year, month, day).ok()?;
        Some(match self {
            Self::Day(_) => AsOf::day(date),
            Self::Part(part) => AsOf::part(date, part),
            Self::Month => AsOf::month(date),
        })
    }
}

impl Written {
    /// The date meant. Without a year it is the latest year in which the dossier has something dated within it, else
    /// the latest one not after the newest fact: "22 April" is asked about the story, not about the current year.
    pub fn resolve(self, library: &Library, today: Date) -> Option<AsOf> {
        let (month, within) = match self {
            Self::Complete(date) => return Some(date),
            Self::WithoutYear { month, within } => (month, within),
        };
        let newest = library.latest().map_or(today, AsOf::first);
        let oldest = library.earliest().map_or(today, AsOf::first);
        // Leap days are why a year may have no such day.
        let years = (oldest.year().saturating_sub(4)..=newest.year()).rev();
        let candidates: Vec<AsOf> = years.filter_map(|year| within.of(year, month)).collect();
        let told = candidates
            .iter()
            .find(|date| library.has_fact_within(date.first(), date.last()));
        told.or_else(|| candidates.iter().find(|date| date.first() <= newest))
            .copied()
            .or_else(|| within.of(today.year(), month))
    }

    /// The same with a year, where it has none.
    pub(super) fn in_year(self, year: i16) -> Option<AsOf> {
        match self {
            Self::Complete(date) => Some(date),
            Self::WithoutYear { month, within } => within.of(year, month),
        }
    }
}

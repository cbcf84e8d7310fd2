//! A date that was read, with or without its year.

use jiff::civil::Date;

use crate::dossier::library::Library;
use crate::dossier::when::{AsOf, Part, Precision};

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

/// A year that has every day some year has.
const LEAP_YEAR: i16 = 2024;

impl Written {
    /// A date of a year that was not written, if some year has it: 29 February is a day, 31 April is not.
    pub(super) fn without_year(month: i8, within: Within) -> Option<Self> {
        within
            .of(LEAP_YEAR, month)
            .map(|_| Self::WithoutYear { month, within })
    }

    /// A day of the month that only this date, a day itself, names: the 22nd beside 28 April.
    pub(super) fn day_beside(self, day: i8, year: Option<i16>) -> Option<Self> {
        let within = Within::Day(day);
        match (self, year) {
            (Self::Complete(date), None) if date.precision() == Precision::Day => within
                .of(date.first().year(), date.first().month())
                .map(Self::Complete),
            (
                Self::WithoutYear {
                    month,
                    within: Within::Day(_),
                },
                None,
            ) => Self::without_year(month, within),
            (
                Self::WithoutYear {
                    month,
                    within: Within::Day(_),
                },
                Some(year),
            ) => within.of(year, month).map(Self::Complete),
            _ => None,
        }
    }

    /// The date meant. Without a year it is the latest year in which the dossier has something dated within it, else the
    /// one nearest to what the dossier covers: "22 April" is asked about the story, not about the current year.
    pub fn resolve(self, library: &Library, today: Date) -> Option<AsOf> {
        let (month, within) = match self {
            Self::Complete(date) => return Some(date),
            Self::WithoutYear { month, within } => (month, within),
        };
        let newest = library.latest().map_or(today, AsOf::first);
        let oldest = library.earliest().map_or(today, AsOf::first);
        // Leap days are why a year may have no such day.
        let years = oldest.year().saturating_sub(4)..=newest.year().saturating_add(4);
        let candidates: Vec<AsOf> = years
            .rev()
            .filter_map(|year| within.of(year, month))
            .collect();
        let told = candidates
            .iter()
            .find(|date| library.has_fact_within(date.first(), date.last()));
        let days_outside = |date: &&AsOf| {
            let (before, after) = (oldest - date.last(), date.first() - newest);
            before.get_days().max(after.get_days()).max(0)
        };
        told.or_else(|| candidates.iter().min_by_key(days_outside))
            .copied()
    }

    /// The same with a year, where it has none.
    pub(super) fn in_year(self, year: i16) -> Option<AsOf> {
        match self {
            Self::Complete(date) => Some(date),
            Self::WithoutYear { month, within } => within.of(year, month),
        }
    }
}

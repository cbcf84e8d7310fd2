//! Dates as sources give them: a day, a part of a month, a month or a year.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A third of a month, where a source says no more than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Days 1 to 10.
    Early,
    /// Days 11 to 20.
    Mid,
    /// Day 21 to the end.
    Late,
}

impl Part {
    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Mid => "mid",
            Self::Late => "late",
        }
    }

    /// Every part, in order.
    pub const ALL: [Self; 3] = [Self::Early, Self::Mid, Self::Late];
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// The day.
    Day,
    /// A third of a month.
    Part(Part),
    /// The month.
    Month,
    /// The year.
    Year,
}

/// A date with its precision: the span of days within which it lies.
///
/// Written `2021-04-23`, `mid 2021-04`, `2021-04` or `2021`, in data files and in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AsOf {
    first: Date,
    precision: Precision,
}

impl AsOf {
    /// A day.
    pub fn day(date: Date) -> Self {
        Self {
            first: date,
            precision: Precision::Day,
        }
    }

    /// A third of the month in which `date` lies.
    pub fn part(date: Date, part: Part) -> Self {
        let offset: i32 = match part {
            Part::Early => 0,
            Part::Mid => 10,
            Part::Late => 20,
        };
        // Day 1 plus at most 20 days stays within the month; saturation is for the last month a date can hold.
        let first = date.first_of_month().saturating_add(offset.days());
        Self {
            first,
            precision: Precision::Part(part),
        }
    }

    /// The month in which `date` lies.
    pub fn month(date: Date) -> Self {
        Self {
            first: date.first_of_month(),
            precision: Precision::Month,
        }
    }

    /// The year in which `date` lies.
    pub fn year(date: Date) -> Self {
        Self {
            first: date.first_of_year(),
            precision: Precision::Year,
        }
    }

    /// The first day of the span.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day of the span.
    pub fn last(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Part(Part::Early | Part::Mid) => self.first.saturating_add(9.days()),
            Precision::Part(Part::Late) | Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// How exactly the date is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Whether it has begun by `date`, and so may be told to somebody who asks about `date`. An imprecise date counts
    /// from its first day; it is always shown as imprecise, so nobody is told more than the source says.
    pub fn begun_by(self, date: Date) -> bool {
        self.first <= date
    }

    /// The place in a timeline: the middle of the span, then the narrower span first. "March" thus stands among the
    /// days of mid-March, and "mid-April" before 22 April.
    pub fn timeline_order(self, other: Self) -> Ordering {
        let width = |of: Self| (of.last() - of.first).get_days();
        // Twice the middle, counted in days from a fixed day, so that no halves are lost.
        let middle = |of: Self| {
            let from_zero = |date: Date| i64::from((date - Date::ZERO).get_days());
            from_zero(of.first) + from_zero(of.last())
        };
        (middle(self), width(self)).cmp(&(middle(other), width(other)))
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Day => write!(f, "{}", self.first),
            Precision::Part(part) => write!(f, "{} {year:04}-{month:02}", part.word()),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Year => write!(f, "{year:04}"),
        }
    }
}

impl From<AsOf> for String {
    fn from(as_of: AsOf) -> Self {
        as_of.to_string()
    }
}

/// A text that is no date of the form data files use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: expected 2021-04-23, mid 2021-04, 2021-04 or 2021")]
pub struct NotADate;

impl TryFrom<String> for AsOf {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl FromStr for AsOf {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        if let Some((word, month)) = text.split_once(' ') {
            let part = Part::ALL
                .into_iter()
                .find(|part| part.word() == word)
                .ok_or(NotADate)?;
            return Ok(Self::part(first_day(month, 2)?, part));
        }
        match text.matches('-').count() {
            2 => first_day(text, 3).map(Self::day),
            1 => first_day(text, 2).map(Self::month),
            _ => first_day(text, 1).map(Self::year),
        }
    }
}

/// The first day that `text` names with exactly `count` numbers of the form `YYYY-MM-DD`.
fn first_day(text: &str, count: usize) -> Result<Date, NotADate> {
    let widths = [4, 2, 2];
    let mut numbers = [0_i16, 1, 1];
    let pieces: Vec<&str> = text.split('-').collect();
    if pieces.len() != count {
        return Err(NotADate);
    }
    for (index, piece) in pieces.iter().enumerate() {
        if piece.len() != widths[index] || !piece.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotADate);
        }
        numbers[index] = piece.parse().map_err(|_| NotADate)?;
    }
    let [year, month, day] = numbers;
    let (month, day) = (i8::try_from(month), i8::try_from(day));
    match (month, day) {
        (Ok(month), Ok(day)) if year > 0 => Date::new(year, month, day).map_err(|_| NotADate),
        _ => Err(NotADate),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn as_of(text: &str) -> AsOf {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_read_spans_its_days_and_is_written_back() {
        for (text, first, last) in [
            ("2021-04-23", "2021-04-23", "2021-04-23"),
            ("early 2021-04", "2021-04-01", "2021-04-10"),
            ("mid 2021-04", "2021-04-11", "2021-04-20"),
            ("late 2021-02", "2021-02-21", "2021-02-28"),
            ("2021-03", "2021-03-01", "2021-03-31"),
            ("2021", "2021-01-01", "2021-12-31"),
        ] {
            let read = as_of(text);
            assert_eq!(read.first().to_string(), first, "{text}");
            assert_eq!(read.last().to_string(), last, "{text}");
            assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn an_impossible_date_is_refused() {
        for text in [
            "",
            "2021-02-30",
            "2021-13",
            "21-04-23",
            "2021-4-23",
            "mid 2021",
            "soon 2021-04",
            "2021-04-23 ",
            "0000",
            "2021-04-2３",
            "-2021",
        ] {
            assert_eq!(text.parse::<AsOf>(), Err(NotADate), "{text:?}");
        }
    }

    #[test]
    fn imprecise_dates_stand_sensibly_among_days() {
        let mut dates = [
            "2021-04-28",
            "mid 2021-04",
            "2021-04-22",
            "2021-03",
            "early 2021-04",
            "2021-03-30",
            "2021-02-11",
        ]
        .map(as_of);
        dates.sort_by(|a, b| a.timeline_order(*b));
        assert_eq!(
            dates.map(|date| date.to_string()),
            [
                "2021-02-11",
                "2021-03",
                "2021-03-30",
                "early 2021-04",
                "mid 2021-04",
                "2021-04-22",
                "2021-04-28"
            ]
        );
    }
}

//! Dates as people write them, in any language of the bot.
//!
//! ```text
//! date   = number-date | [part] month-date | relative
//! number = 2021-04-22 | 2021-04 | 2021 | 22.04.2021 | 22/4/2021 | 22.04.21 | 22.04 | 4/22/2021 | 04.2021
//! month  = 22 April [2021] | April 22[,] [2021] | April [2021]      22nd, 22-го and 22-га count as 22
//! part   = early | mid | late                                       "mid-April", "в начале апреля"
//! range  = date [ [to | по | – | ..] date ]                         the month may be named once: "22–28 April"
//! ```
//! Words come from the text catalogues. A day without a year is resolved by the dossier, see [`Written::resolve`].

mod range;
mod written;

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::words::fold;
use crate::dossier::when::{AsOf, Part};
use crate::texts::Texts;

use range::{in_month_of, names_month, split_compact_range};
pub use written::{Within, Written};

/// Longer texts are no dates; the bound keeps the search for a range cheap. In characters.
const LONGEST: usize = 80;

/// The words of dates, in all languages at once: a person who writes to an English chat may well write "красавіка".
pub struct Calendar {
    words: HashMap<String, Piece>,
}

/// What one word of a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Number { value: i16, digits: usize },
    Month(i8),
    Part(Part),
    Today,
    Yesterday,
    Until,
    Skip,
}

impl Calendar {
    /// Gathers the words of dates from the catalogues.
    pub fn new(texts: &Texts) -> Self {
        let mut words = HashMap::new();
        let mut add = |list: Vec<String>, piece: Piece| {
            for word in list {
                words.entry(fold(&word)).or_insert(piece);
            }
        };
        for voice in texts.voices() {
            for month in 1..=12 {
                add(voice.month_forms(month), Piece::Month(month));
            }
            add(voice.word_list("words-today"), Piece::Today);
            add(voice.word_list("words-yesterday"), Piece::Yesterday);
            add(voice.word_list("words-early"), Piece::Part(Part::Early));
            add(voice.word_list("words-mid"), Piece::Part(Part::Mid));
            add(voice.word_list("words-late"), Piece::Part(Part::Late));
            add(voice.word_list("words-until"), Piece::Until);
            add(voice.word_list("words-skip"), Piece::Skip);
        }
        Self { words }
    }

    /// The one date that `text` is.
    pub fn read(&self, text: &str, today: Date) -> Option<Written> {
        if text.chars().count() > LONGEST {
            return None;
        }
        date(&self.pieces(text)?, today)
    }

    /// One date, or two: from and to. Where only the second has a year, it counts for both.
    pub fn read_range(&self, text: &str, today: Date) -> Option<(Written, Option<Written>)> {
        if let Some(single) = self.read(text, today) {
            return Some((single, None));
        }
        if text.chars().count() > LONGEST {
            return None;
        }
        let pieces = self.pieces(&split_compact_range(text))?;
        for at in 1..pieces.len() {
            let (left, right) = pieces.split_at(at);
            let right = match right {
                [Piece::Until, rest @ ..] => rest,
                whole => whole,
            };
            let (from, to) = match (date(left, today), date(right, today)) {
                (Some(from), Some(to)) => (Some(from), Some(to)),
                (None, Some(to)) if names_month(right) => (in_month_of(left, to), Some(to)),
                (Some(from), None) if names_month(left) => (Some(from), in_month_of(right, from)),
                _ => continue,
            };
            let (Some(from), Some(to)) = (from, to) else {
                continue;
            };
            let from = match to {
                Written::Complete(to) => from
                    .in_year(to.first().year())
                    .map_or(from, Written::Complete),
                Written::WithoutYear { .. } => from,
            };
            return Some((from, Some(to)));
        }
        None
    }

    /// Whether a written word may be the first of a date that says something: a number, a month, a part of one.
    pub fn may_begin(&self, word: &str) -> bool {
        let says = |piece: &Piece| !matches!(piece, Piece::Skip | Piece::Until);
        let pieces = self.pieces(word);
        pieces.is_some_and(|pieces| pieces.first().is_some_and(says))
    }

    /// The words of a date; `None` as soon as one is no such word.
    fn pieces(&self, text: &str) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        for word in text
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|word| !word.is_empty())
        {
            if matches!(word, "-" | "–" | "—" | "..") {
                pieces.push(Piece::Until);
            } else {
                self.piece(word, &mut pieces)?;
            }
        }
        Some(pieces)
    }

    /// One written word: a word, a number with an ending (`22nd`, `22-го`), or numbers and words joined by `-`, `.` or
    /// `/` (`2021-04-22`, `mid-April`, `22-апреля`).
    fn piece(&self, word: &str, pieces: &mut Vec<Piece>) -> Option<()> {
        let joined: Vec<&str> = word
            .split(['-', '.', '/', '‑', '–'])
            .filter(|part| !part.is_empty())
            .collect();
        for part in joined {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let (number, ending) = part.split_at(digits);
            if digits > 0 {
                let value = number.parse().ok().filter(|_| digits <= 4)?;
                pieces.push(Piece::Number { value, digits });
            }
            if !ending.is_empty() {
                pieces.push(*self.words.get(&fold(ending))?);
            }
        }
        Some(())
    }
}

fn without_skipped(pieces: &[Piece]) -> Vec<Piece> {
    let said = pieces.iter().copied();
    said.filter(|piece| *piece != Piece::Skip).collect()
}

fn date(pieces: &[Piece], today: Date) -> Option<Written> {
    let pieces = without_skipped(pieces);
    use Piece::{Month, Number, Part as PartOf};
    let complete = |date: AsOf| Some(Written::Complete(date));
    let without_year = Written::without_year;
    match pieces.as_slice() {
        [Piece::Today] => complete(AsOf::day(today)),
        [Piece::Yesterday] => complete(AsOf::day(today.saturating_sub(1.days()))),
        [Number { value, digits: 4 }] => year(*value),
        [Month(month)] => without_year(*month, Within::Month),
        [PartOf(part), Month(month)] => without_year(*month, Within::Part(*part)),
        [
            Number {
                value,
                digits: 1..=2,
            },
            Month(month),
        ]
        | [
            Month(month),
            Number {
                value,
                digits: 1..=2,
            },
        ] => without_year(*month, Within::Day(i8::try_from(*value).ok()?)),
        [Month(month), Number { value, digits: 4 }] => {
            Within::Month.of(*value, *month).and_then(complete)
        }
        [PartOf(part), Month(month), Number { value, digits: 4 }] => {
            Within::Part(*part).of(*value, *month).and_then(complete)
        }
        [
            Number {
                value: day,
                digits: 1..=2,
            },
            Month(month),
            Number {
                value: year,
                digits: 4,
            },
        ]
        | [
            Month(month),
            Number {
                value: day,
                digits: 1..=2,
            },
            Number {
                value: year,
                digits: 4,
            },
        ] => Within::Day(i8::try_from(*day).ok()?)
            .of(*year, *month)
            .and_then(complete),
        numbers => in_numbers(numbers),
    }
}

fn year(value: i16) -> Option<Written> {
    (value > 0).then_some(())?;
    let first = Date::new(value, 1, 1).ok()?;
    Some(Written::Complete(AsOf::year(first)))
}

/// `2021-04-22`, `22.04.2021`, `22.04.21`, `4/22/2021`, `2021-04`, `04.2021`, `22.04`.
fn in_numbers(pieces: &[Piece]) -> Option<Written> {
    let mut numbers = Vec::with_capacity(3);
    for piece in pieces {
        match piece {
            Piece::Number { value, digits } => numbers.push((*value, *digits)),
            _ => return None,
        }
    }
    let day = |year: i16, month: i16, day: i16| {
        let within = Within::Day(i8::try_from(day).ok()?);
        within
            .of(year, i8::try_from(month).ok()?)
            .map(Written::Complete)
    };
    match numbers.as_slice() {
        [(year, 4), (month, 1..=2), (date, 1..=2)] => day(*year, *month, *date),
        [(date, 1..=2), (month, 1..=2), (year, 4)] => day_first(*date, *month, *year, day),
        [(date, 1..=2), (month, 1..=2), (short, 2)] => day_first(*date, *month, 2000 + *short, day),
        [(year, 4), (month, 1..=2)] | [(month, 1..=2), (year, 4)] => Within::Month
            .of(*year, i8::try_from(*month).ok()?)
            .map(Written::Complete),
        [(date, 1..=2), (month, 1..=2)] => {
            let (month, within) = (
                i8::try_from(*month).ok()?,
                Within::Day(i8::try_from(*date).ok()?),
            );
            Written::without_year(month, within)
        }
        _ => None,
    }
}

/// Day, month, year; the American order only where the other is impossible.
fn day_first(
    first: i16,
    second: i16,
    year: i16,
    day: impl Fn(i16, i16, i16) -> Option<Written>,
) -> Option<Written> {
    day(year, second, first).or_else(|| day(year, first, second))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn show(written: Written) -> String {
        match written {
            Written::Complete(date) => date.to_string(),
            Written::WithoutYear { month, within } => match within {
                Within::Day(day) => format!("-{month:02}-{day:02}"),
                Within::Part(part) => format!("{} -{month:02}", part.word()),
                Within::Month => format!("-{month:02}"),
            },
        }
    }

    fn today() -> Date {
        "2026-11-23".parse().unwrap()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let calendar = Calendar::new(&Texts::load().unwrap());
        for (text, expected) in [
            ("2021-04-22", "2021-04-22"),
            ("2021-4-2", "2021-04-02"),
            ("2021/04/22", "2021-04-22"),
            ("22.04.2021", "2021-04-22"),
            ("22/4/2021", "2021-04-22"),
            ("4/22/2021", "2021-04-22"),
            ("22.04.21", "2021-04-22"),
            ("22.04.2021 г.", "2021-04-22"),
            ("22.04", "-04-22"),
            ("April 22", "-04-22"),
            ("april 22nd, 2021", "2021-04-22"),
            ("the 22nd of April 2021", "2021-04-22"),
            ("22 апреля 2021", "2021-04-22"),
            ("22-го апреля 2021 года", "2021-04-22"),
            ("22 красавіка", "-04-22"),
            ("22 КРАСАВІКА 2021 г.", "2021-04-22"),
            ("11 лютага", "-02-11"),
            ("29 February", "-02-29"),
            ("Apr. 22", "-04-22"),
            ("mid-April 2021", "mid 2021-04"),
            ("в начале апреля", "early -04"),
            ("пачатак красавіка 2021", "early 2021-04"),
            ("April", "-04"),
            ("сакавік 2021", "2021-03"),
            ("2021-04", "2021-04"),
            ("04.2021", "2021-04"),
            ("2021", "2021"),
            ("в 2021 году", "2021"),
            ("yesterday", "2026-11-22"),
            ("вчера", "2026-11-22"),
            ("учора", "2026-11-22"),
            ("Сёння", "2026-11-23"),
        ] {
            assert_eq!(
                calendar.read(text, today()).map(show).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        let long = "1 ".repeat(100);
        for text in [
            "",
            "2021-13-45",
            "2021-02-30",
            "31 April",
            "30 лютага",
            "99999999999",
            "soon",
            "22",
            "0000",
            "22 22 22 22",
            "2021-04-22T10:00",
            "-5",
            "april april",
            "2021 2021",
            "٢٢.٠٤",
            "to",
            "<b>",
            "\0",
            &long,
            "22.04.2021x",
        ] {
            assert_eq!(calendar.read(text, today()).map(show), None, "{text:?}");
        }
    }

    #[test]
    fn two_dates_make_a_range() {
        let calendar = Calendar::new(&Texts::load().unwrap());
        for (text, from, to) in [
            ("2021-04-22 2021-04-28", "2021-04-22", Some("2021-04-28")),
            ("2021-04-22..2021-04-28", "2021-04-22", Some("2021-04-28")),
            ("22.04-28.04.2021", "2021-04-22", Some("2021-04-28")),
            (
                "22 April to 28 April 2021",
                "2021-04-22",
                Some("2021-04-28"),
            ),
            ("April 22 April 28", "-04-22", Some("-04-28")),
            ("с 22 апреля по 28 апреля", "-04-22", Some("-04-28")),
            (
                "22 красавіка – 28 красавіка 2021",
                "2021-04-22",
                Some("2021-04-28"),
            ),
            ("February 2021 March 2021", "2021-02", Some("2021-03")),
            ("2021-04-22", "2021-04-22", None),
            ("28.04 22.04", "-04-28", Some("-04-22")),
            ("22-28 April", "-04-22", Some("-04-28")),
            ("April 22–28, 2021", "2021-04-22", Some("2021-04-28")),
            ("с 22 по 28 апреля", "-04-22", Some("-04-28")),
            ("22 па 28 красавіка 2021", "2021-04-22", Some("2021-04-28")),
        ] {
            let (read_from, read_to) = calendar.read_range(text, today()).unwrap();
            assert_eq!(
                (show(read_from).as_str(), read_to.map(show).as_deref()),
                (from, to),
                "{text}"
            );
        }
        for text in [
            "2021-04-22 soon",
            "to",
            "1 2 3 4 5",
            "",
            "31-32 April",
            "22 28",
        ] {
            assert_eq!(calendar.read_range(text, today()), None, "{text}");
        }
    }
}

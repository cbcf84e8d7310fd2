//! What only a range of two dates has: its middle, and a month that is named once for both.

use super::{Piece, Written, without_skipped};

/// `22.04-28.04` and `2021-04-22..2021-04-28` with their middle set apart.
pub(super) fn split_compact_range(text: &str) -> String {
    let text = text
        .replace("..", " .. ")
        .replace('—', " — ")
        .replace('–', " – ");
    let apart = |word: &str| match word.split_once('-') {
        Some((left, right)) if left.contains(['.', '/']) && right.contains(['.', '/']) => {
            format!("{left} - {right}")
        }
        _ => word.to_owned(),
    };
    text.split_whitespace()
        .map(apart)
        .collect::<Vec<_>>()
        .join(" ")
}

/// `22` before `28 April`, or `28` and `28 2021` behind `April 22`: a day of the month that only the other date names.
pub(super) fn in_month_of(pieces: &[Piece], other: Written) -> Option<Written> {
    use Piece::Number;
    let (day, year) = match without_skipped(pieces).as_slice() {
        [
            Number {
                value,
                digits: ..=2,
            },
        ] => (*value, None),
        [
            Number {
                value,
                digits: ..=2,
            },
            Number {
                value: year,
                digits: 4,
            },
        ] => (*value, Some(*year)),
        _ => return None,
    };
    other.day_beside(i8::try_from(day).ok()?, year)
}

/// Whether the month is there as a word: of numbers alone nobody can tell which is whose.
pub(super) fn names_month(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| matches!(piece, Piece::Month(_)))
}

//! Dates and numbers in running text.

use jiff::civil::Date;

use super::reading::WORDS_MAX;
use crate::dossier::library::Library;
use crate::dossier::when::AsOf;
use crate::question::dates::Calendar;

/// A date takes at most so many written words: "the 22nd of April 2021".
const DATE_WORDS: usize = 5;

/// The dates in a text, and the rest of it.
pub(super) fn dates(
    text: &str,
    calendar: &Calendar,
    library: &Library,
    today: Date,
) -> (String, Vec<AsOf>) {
    let written: Vec<&str> = text.split_whitespace().take(WORDS_MAX).collect();
    let (mut rest, mut found) = (String::with_capacity(text.len()), Vec::new());
    let mut at = 0;
    while at < written.len() {
        let longest = match calendar.may_begin(trimmed(written[at])) {
            true => DATE_WORDS.min(written.len() - at),
            false => 0,
        };
        let window = (1..=longest).rev().find_map(|length| {
            let phrase = written[at..at + length].join(" ");
            let date = date(&phrase, calendar, library, today)?;
            Some((length, date))
        });
        match window {
            Some((length, date)) => {
                found.push(date);
                at += length;
            }
            None => {
                rest.push_str(written[at]);
                rest.push(' ');
                at += 1;
            }
        }
    }
    (rest, found)
}

/// The date that a phrase is; not a relative one such as "now", which people use as a filler, and not a lone number.
fn date(phrase: &str, calendar: &Calendar, library: &Library, today: Date) -> Option<AsOf> {
    let trimmed = trimmed(phrase);
    // "may" is a word before it is a month.
    if trimmed.chars().count() < 4 && !trimmed.contains(['.', '/']) {
        return None;
    }
    let date = calendar.read(trimmed, today)?.resolve(library, today)?;
    let is_filler = date == AsOf::day(today) && !trimmed.chars().any(|c| c.is_ascii_digit());
    (!is_filler).then_some(date)
}

fn trimmed(phrase: &str) -> &str {
    phrase.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The numbers in a text, with a point for decimals.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let parts = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    for part in parts {
        let number = part.trim_matches(['.', ',']).replace(',', ".");
        if number.starts_with(|c: char| c.is_ascii_digit()) && !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

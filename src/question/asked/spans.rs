//! Dates and numbers in running text.

use jiff::civil::Date;

use crate::dossier::library::Library;
use crate::dossier::when::AsOf;
use crate::question::dates::Calendar;

/// A date takes at most so many written words: "the 22nd of April 2021".
const DATE_WORDS: usize = 5;

/// The dates in a text, and the places of its other words. `may_begin` tells of the word at a place whether a date may
/// begin with it, `is_or` whether a word stands between things of which one is meant.
pub(super) fn dates(
    written: &[&str],
    may_begin: impl Fn(usize) -> bool,
    is_or: impl Fn(&str) -> bool,
    calendar: &Calendar,
    library: &Library,
    today: Date,
) -> (Vec<usize>, Vec<AsOf>) {
    let (mut rest, mut found) = (Vec::with_capacity(written.len()), Vec::new());
    let mut at = 0;
    while at < written.len() {
        let longest = match may_begin(at) {
            true => DATE_WORDS.min(written.len() - at),
            false => 0,
        };
        let window = (1..=longest).rev().find_map(|length| {
            let phrase = written[at..at + length].join(" ");
            let date = date(&phrase, calendar, library, today)?;
            Some((length, date))
        });
        match window {
            Some((length, of_window)) => {
                let of_month =
                    |phrase: Vec<&str>| date(&phrase.join(" "), calendar, library, today);
                if let Some((words, other)) = day_before(written, at, length, &is_or, of_month)
                    && rest.ends_with(&(at - words..at).collect::<Vec<_>>())
                {
                    rest.truncate(rest.len() - words);
                    found.push(other);
                }
                found.push(of_window);
                at += length;
                if let Some(other) = day_behind(written, at - length, length, &is_or, of_month) {
                    found.push(other);
                    at += 2;
                }
            }
            None => {
                rest.push(at);
                at += 1;
            }
        }
    }
    (rest, found)
}

/// The first day of "22 or 23 April", "22nd or the 23rd of April", where the date begins that the second day is in: it is of
/// the same month, which is said once. With the number of words before the date that say so.
fn day_before(
    written: &[&str],
    at: usize,
    length: usize,
    is_or: impl Fn(&str) -> bool,
    date: impl Fn(Vec<&str>) -> Option<AsOf>,
) -> Option<(usize, AsOf)> {
    // The "or", or an article between it and the date.
    let or = (at.saturating_sub(2)..at)
        .rev()
        .find(|place| is_or(written[*place]))?;
    let day = or.checked_sub(1)?;
    let month = &written[at + 1..at + length];
    if month.is_empty() {
        return None;
    }
    let other = date([&[written[day]], &written[or + 1..at], month].concat())?;
    Some((at - day, other))
}

/// The second day of "April 22 or 23".
fn day_behind(
    written: &[&str],
    at: usize,
    length: usize,
    is_or: impl Fn(&str) -> bool,
    date: impl Fn(Vec<&str>) -> Option<AsOf>,
) -> Option<AsOf> {
    let (or, day) = (written.get(at + length)?, written.get(at + length + 1)?);
    let month = &written[at..at + length - 1];
    let is_day = trimmed(day).starts_with(|c: char| c.is_ascii_digit());
    // "April 22 or 23 May" is of two months.
    let has_month = written
        .get(at + length + 2)
        .is_some_and(|next| date(vec![day, next]).is_some());
    if month.is_empty() || !is_or(or) || !is_day || has_month {
        return None;
    }
    date([month, &[trimmed(day)]].concat())
}

/// Whether a date may begin with a written word.
pub(super) fn may_begin(written: &str, calendar: &Calendar) -> bool {
    calendar.may_begin(trimmed(written))
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
pub(super) fn numbers(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    parts.filter_map(|part| {
        let number = part.trim_matches(['.', ',']);
        let is_number = number.starts_with(|c: char| c.is_ascii_digit());
        is_number.then(|| number.replace(',', "."))
    })
}

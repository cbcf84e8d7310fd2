//! What nobody knows of a text.

use super::extent::WORDS_MAX;
use super::reading::{Reading, Slot};
use super::vocabulary::{OTHER_ALPHABET, TYPO};
use crate::question::words::words;

impl Reading {
    /// How surely its words are known, from 0 to 1; 1 where there are none.
    pub fn known(&self) -> f32 {
        let is_word = |slot: &&Slot| !slot.word.starts_with(['?', '#', '@']);
        let words: Vec<&Slot> = self.slots.iter().filter(is_word).collect();
        if words.is_empty() {
            return 1.0;
        }
        let sure = |slot: &&Slot| {
            let matches = slot.matches.iter().map(|found| found.sure);
            matches.fold(0.0, f32::max)
        };
        let known: f32 = words.iter().map(sure).sum();
        #[expect(clippy::cast_precision_loss, reason = "at most 60 words")]
        let share = known / words.len() as f32;
        share
    }

    /// Whether a word of it is known in the other alphabet only.
    pub fn is_spelt_otherwise(&self) -> bool {
        let mut matches = self.slots.iter().flat_map(|slot| &slot.matches);
        matches.any(|found| found.sure == OTHER_ALPHABET)
    }
}

/// Whether a word within a sentence begins with a capital letter and is not known: the name of something that no source
/// has. Where all words have one, it says nothing.
pub(super) fn is_strange(text: &str, slots: &[Slot]) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let ends = |c: char| matches!(c, '.' | '?' | '!');
    let in_word = |c: char| c.is_alphanumeric() || ends(c) || matches!(c, '\'' | '’');
    let written: Vec<&str> = text
        .split(|c: char| !in_word(c))
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .collect();
    if written.iter().all(|word| capital(word)) {
        return false;
    }
    let unknown = |folded: String| {
        let mut alike = slots.iter().filter(|slot| slot.word == folded);
        alike.any(|slot| slot.matches.iter().all(|found| found.sure < TYPO))
    };
    written.windows(2).any(|pair| {
        let [before, word] = pair else { return false };
        !before.ends_with(ends) && capital(word) && words(word).any(unknown)
    })
}

#[cfg(test)]
mod tests {
    use super::is_strange;
    use crate::question::asked::reading::Slot;

    #[test]
    fn a_name_that_nobody_knows_is_seen() {
        let unknown = |word: &str| Slot {
            matches: Vec::new(),
            word: word.to_owned(),
        };
        let slots = [unknown("столтенберг"), unknown("mona")];
        for (text, strange) in [
            ("Что сказал Столтенберг?", true),
            ("Who painted the Mona Lisa", true),
            ("что сказал столтенберг?", false),
            ("Столтенберг что сказал?", false),
            ("Да. Столтенберг что сказал?", false),
            ("ЧТО СКАЗАЛ СТОЛТЕНБЕРГ", false),
            ("Что Сказал Столтенберг", false),
            ("", false),
        ] {
            assert_eq!(is_strange(text, &slots), strange, "{text}");
        }
    }
}

//! Names as people type them: any alphabet, any case, inflected, one typo forgiven.

use strsim::osa_distance;

use super::words::{fold, latin, stems};

/// Words shorter than this are compared exactly: with one letter changed, "Oleg" and "Olga" would be one name.
const TYPO_FROM: usize = 5;

/// One word, in the forms in which it is compared.
#[derive(Clone, Debug)]
pub struct Word {
    folded: Form,
    latin: Form,
    stems: [Form; 2],
}

/// A form of a word, with what tells most pairs apart without looking at their letters one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Form {
    text: String,
    length: usize,
    /// A bit for each letter that occurs; different letters may share one.
    letters: u64,
}

impl Form {
    fn new(text: String) -> Self {
        Self {
            length: text.chars().count(),
            letters: text
                .chars()
                .fold(0, |letters, c| letters | 1 << (u32::from(c) % 64)),
            text,
        }
    }

    fn is_long(&self) -> bool {
        self.length >= TYPO_FROM
    }

    /// One letter more, less, other, or swapped with its neighbour.
    fn is_one_off(&self, other: &Self) -> bool {
        // One letter changed takes away at most one kind of letter and brings at most one.
        self.length.abs_diff(other.length) <= 1
            && (self.letters ^ other.letters).count_ones() <= 2
            && osa_distance(&self.text, &other.text) <= 1
    }
}

/// How near two words are; the smaller the nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// The same word, in whatever alphabet.
    Same,
    /// Another form of it.
    Inflected,
    /// One letter off.
    Typo,
}

impl Word {
    /// Prepares a word.
    pub fn new(word: &str) -> Self {
        let folded = fold(word);
        Self {
            latin: Form::new(latin(&folded)),
            stems: stems(&folded).map(Form::new),
            folded: Form::new(folded),
        }
    }

    /// The word, folded.
    pub fn folded(&self) -> &str {
        &self.folded.text
    }

    /// The word's stems.
    pub fn stems(&self) -> [&str; 2] {
        self.stems.each_ref().map(|stem| stem.text.as_str())
    }

    /// How near `other` is, if it is near at all.
    pub fn nearness(&self, other: &Self) -> Option<Nearness> {
        if self.folded == other.folded || self.latin == other.latin {
            Some(Nearness::Same)
        } else if self.is_form_of(other) || other.is_form_of(self) {
            Some(Nearness::Inflected)
        } else if self.folded.is_long() && other.folded.is_long() && self.is_typo_of(other) {
            Some(Nearness::Typo)
        } else {
            None
        }
    }

    /// The same stem, or the stem of one is the other: a surname such as `Петров` ends as if it were inflected itself.
    fn is_form_of(&self, other: &Self) -> bool {
        self.stems
            .iter()
            .any(|stem| stem.is_long() && (other.stems.contains(stem) || other.folded == *stem))
    }

    /// One letter off: in either alphabet, with or without the ending.
    fn is_typo_of(&self, other: &Self) -> bool {
        self.folded.is_one_off(&other.folded)
            || self.latin.is_one_off(&other.latin)
            || self.stems.iter().filter(|stem| stem.is_long()).any(|mine| {
                other
                    .stems
                    .iter()
                    .any(|theirs| theirs.is_long() && mine.is_one_off(theirs))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_recognised_as_typed() {
        use Nearness::{Inflected, Same, Typo};
        for (typed, name, expected) in [
            ("PETROV", "Petrov", Some(Same)),
            ("petrov", "Петров", Some(Same)),
            ("пятроў", "Пятроў", Some(Same)),
            ("Петрову", "Петров", Some(Inflected)),
            ("Пятрова", "Пятроў", Some(Inflected)),
            ("петрав", "Петров", Some(Typo)),
            ("кузницов", "Кузнецов", Some(Typo)),
            ("зайцау", "Зайцаў", Some(Same)),
            ("кузнецв", "Кузнецов", Some(Typo)),
            ("shevcenko", "Shevchenko", Some(Typo)),
            ("shevchneko", "Shevchenko", Some(Typo)),
            ("Oleg", "Olga", None),
            ("Petrov", "Zaitsev", None),
            ("", "Petrov", None),
        ] {
            assert_eq!(
                Word::new(typed).nearness(&Word::new(name)),
                expected,
                "{typed} {name}"
            );
        }
    }
}

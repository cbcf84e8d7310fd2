//! The words that inquiries, facts and small talk are worded with, as terms: forms of one word, and words that mean the
//! same, are one term. Finds the terms of a typed word: in any alphabet, inflected, with a typo.

use std::collections::HashMap;

use strsim::osa_distance;

use crate::question::words::{is_cyrillic, latin, stems};

/// A term's number.
pub type Term = u32;

/// How a typed word led to a term; the better the higher.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The term.
    pub term: Term,
    /// How sure it is, from 0 to 1.
    pub sure: f32,
}

/// A form of the same stem is as good as the word itself; the others are guesses. The figures were chosen by trying
/// values between 0.4 and 1 on questions with typos (`tests/questions/`).
pub const TYPO: f32 = 0.75;
const TWO_TYPOS: f32 = 0.6;
const OTHER_ALPHABET: f32 = 0.9;
const SAME_BEGINNING: f32 = 0.5;

/// From so many letters on a word may have one typo, or two.
const TYPO_FROM: usize = 4;
const TWO_TYPOS_FROM: usize = 9;
/// In words of fewer letters the first letter is not the wrong one: "painted" is not "pointed" with a typo more often than
/// it is a word of its own, but "list" and "mist" are two words nearly always.
const FIRST_LETTER_BELOW: usize = 7;
/// From so many common letters on two words may be of one family.
const BEGINNING_FROM: usize = 5;

/// The words of a library.
#[derive(Default)]
pub struct Vocabulary {
    /// Folded words and their stems.
    forms: HashMap<String, Vec<Term>>,
    /// The same in Latin letters, for words of the other alphabet.
    latin: HashMap<String, Vec<Term>>,
    /// Whole words with what tells most of them apart at a glance.
    known: Vec<Known>,
    /// Their places by the words.
    places: HashMap<Box<str>, usize>,
    /// Their places by their length in letters.
    by_length: Vec<Vec<usize>>,
    terms: Term,
}

struct Known {
    word: Box<str>,
    letters: u64,
    terms: Vec<Term>,
}

fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |all, c| all | 1 << (u32::from(c) % 64))
}

fn push(terms: &mut Vec<Term>, term: Term) {
    if !terms.contains(&term) {
        terms.push(term);
    }
}

impl Vocabulary {
    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.terms as usize
    }

    /// A term of its own, with no word yet.
    pub fn new_term(&mut self) -> Term {
        self.terms += 1;
        self.terms - 1
    }

    /// The term of a folded word by its stem, made where there is none.
    pub fn term_of(&mut self, folded: &str) -> Term {
        let [stem, _] = stems(folded);
        let known = self.forms.get(&stem).and_then(|terms| terms.first());
        let term = match known {
            Some(term) => *term,
            None => self.new_term(),
        };
        self.add(folded, term);
        term
    }

    /// Lets a folded word, and the forms that share a stem with it, lead to a term.
    pub fn add(&mut self, folded: &str, term: Term) {
        for form in stems(folded).into_iter().chain([folded.to_owned()]) {
            push(self.forms.entry(form).or_default(), term);
        }
        if folded.chars().any(is_cyrillic) {
            push(self.latin.entry(latin(folded)).or_default(), term);
        }
        let length = folded.chars().count();
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Vec::new);
        }
        if let Some(place) = self.places.get(folded) {
            push(&mut self.known[*place].terms, term);
            return;
        }
        let place = self.known.len();
        self.places.insert(folded.into(), place);
        self.by_length[length].push(place);
        self.known.push(Known {
            word: folded.into(),
            letters: letters(folded),
            terms: vec![term],
        });
    }

    /// The terms of a word that is spelt as a known one or is a form of it.
    pub fn exact(&self, folded: &str) -> Vec<Match> {
        let mut found = Vec::new();
        if let Some(terms) = self.forms.get(folded) {
            found.extend(terms.iter().map(|term| Match {
                term: *term,
                sure: 1.0,
            }));
        }
        for stem in stems(folded) {
            for term in self.forms.get(&stem).into_iter().flatten() {
                if !found.iter().any(|other| other.term == *term) {
                    found.push(Match {
                        term: *term,
                        sure: 1.0,
                    });
                }
            }
        }
        found
    }

    /// The terms that a word may stand for, the surest kind of likeness only.
    pub fn find(&self, folded: &str) -> Vec<Match> {
        let exact = self.exact(folded);
        if !exact.is_empty() {
            return exact;
        }
        let all = |terms: &Vec<Term>, sure: f32| -> Vec<Match> {
            terms
                .iter()
                .map(|term| Match { term: *term, sure })
                .collect()
        };
        if let Some(terms) = self.latin.get(folded) {
            return all(terms, OTHER_ALPHABET);
        }
        self.near(folded)
    }

    fn of_lengths(&self, from: usize, to: usize) -> impl Iterator<Item = &Known> {
        let lists = self.by_length.iter().take(to + 1).skip(from);
        lists.flatten().map(|place| &self.known[*place])
    }

    fn near(&self, folded: &str) -> Vec<Match> {
        let length = folded.chars().count();
        if length < TYPO_FROM || folded.chars().any(|c| c.is_ascii_digit()) {
            return Vec::new();
        }
        let allowed = if length >= TWO_TYPOS_FROM { 2 } else { 1 };
        let mask = letters(folded);
        let mut best: (usize, Vec<Match>) = (allowed + 1, Vec::new());
        let shortest = length.saturating_sub(allowed).max(3);
        for known in self.of_lengths(shortest, length + allowed) {
            if (mask ^ known.letters).count_ones() as usize > 2 * allowed {
                continue;
            }
            if length < FIRST_LETTER_BELOW && folded.chars().next() != known.word.chars().next() {
                continue;
            }
            let distance = osa_distance(folded, &known.word);
            if distance > best.0 || distance > allowed {
                continue;
            }
            if distance < best.0 {
                best = (distance, Vec::new());
            }
            let sure = if distance <= 1 { TYPO } else { TWO_TYPOS };
            for term in &known.terms {
                if !best.1.iter().any(|other| other.term == *term) {
                    best.1.push(Match { term: *term, sure });
                }
            }
        }
        match best.1.is_empty() {
            false => best.1,
            true => self.same_beginning(folded, length),
        }
    }

    /// Words of one family: a long common beginning, and not much else.
    fn same_beginning(&self, folded: &str, length: usize) -> Vec<Match> {
        let mut best: (usize, Vec<Match>) = (BEGINNING_FROM - 1, Vec::new());
        let shortest = length.saturating_sub(4).max(BEGINNING_FROM);
        for known in self.of_lengths(shortest, length + 4) {
            let common = folded
                .chars()
                .zip(known.word.chars())
                .take_while(|(one, other)| one == other)
                .count();
            let longer = length.max(known.word.chars().count());
            if common < best.0 || common * 10 < longer * 6 || common < BEGINNING_FROM {
                continue;
            }
            if common > best.0 {
                best = (common, Vec::new());
            }
            for term in &known.terms {
                if !best.1.iter().any(|other| other.term == *term) {
                    best.1.push(Match {
                        term: *term,
                        sure: SAME_BEGINNING,
                    });
                }
            }
        }
        best.1
    }
}

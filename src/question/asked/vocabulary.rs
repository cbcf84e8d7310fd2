//! The words that inquiries, facts and small talk are worded with, as terms: forms of one word, and words that mean the
//! same, are one term. Finds the terms of a typed word: in any alphabet, inflected, with a typo.

use std::collections::HashMap;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::forms::{ByForm, Form, Forms, Word};
use super::typos::apart;
use crate::question::words::{is_cyrillic, latin};

/// A term's number.
pub type Term = u32;

/// What one word has is most often one or two; four take no memory of their own.
type Few = SmallVec<[u32; 4]>;

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
/// As a word that is spelt in Latin letters.
pub const OTHER_ALPHABET: f32 = 0.9;
const SAME_BEGINNING: f32 = 0.5;

/// From so many letters on a word may have one typo, or two.
const TYPO_FROM: usize = 4;
const TWO_TYPOS_FROM: usize = 9;
/// In words of fewer letters the first letter is not the wrong one: "painted" is not "pointed" with a typo more often than
/// it is a word of its own, but "list" and "mist" are two words nearly always.
const FIRST_LETTER_BELOW: usize = 7;
/// A stem of so few letters is shared by words that have nothing to do with each other.
const SHORT_STEM: usize = 4;
/// From so many common letters on two words may be of one family.
const BEGINNING_FROM: usize = 5;

/// For so many unknown words of one question, with its halves and its readings in the other alphabet, in the order in which
/// they are read, it is looked what they may be with a typo; those beyond stay unknown. All known words have to be gone
/// through for each, and few questions have a quarter as many.
const GUESSES_MAX: usize = 64;

/// What the words of one question may be that nobody has used: looked for once, however often they are read.
#[derive(Default)]
pub struct Guesses(HashMap<String, Vec<Match>>);

impl Guesses {
    fn of(&mut self, folded: &str, guess: impl FnOnce() -> Vec<Match>) -> Vec<Match> {
        if let Some(known) = self.0.get(folded) {
            return known.clone();
        }
        if self.0.len() >= GUESSES_MAX {
            return Vec::new();
        }
        self.0.entry(folded.to_owned()).or_insert(guess()).clone()
    }
}

/// The words of a library.
#[derive(Default)]
pub struct Vocabulary {
    forms: Forms,
    /// The terms of folded words and their stems.
    terms_of: ByForm<Few>,
    /// The same in Latin letters, for words of the other alphabet.
    latin: FxHashMap<Box<str>, Few>,
    /// The terms of whole words.
    whole: ByForm<Few>,
    /// Whole words by their length in letters.
    by_length: Vec<OfLength>,
    /// Whole words by the letters they begin with.
    by_beginning: FxHashMap<[char; BEGINNING_FROM], Few>,
    terms: Term,
}

/// The whole words of one length, with what tells most of them apart at a glance.
#[derive(Default)]
struct OfLength {
    letters: Vec<u64>,
    words: Vec<Form>,
}

/// The letters of a word, as far as 64 bits tell them apart.
pub(super) fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |all, c| all | 1 << (u32::from(c) % 64))
}

/// Whether words of these letters may be so many typos from each other: each brings in at most one letter and takes away
/// at most one.
pub(super) fn may_be_near(one: u64, other: u64, typos: usize) -> bool {
    has_at_most(one & !other, typos) && has_at_most(other & !one, typos)
}

/// Whether at most `most` bits are set, where `most` is at most two.
fn has_at_most(bits: u64, most: usize) -> bool {
    let without_lowest = |bits: u64| bits & bits.wrapping_sub(1);
    match most {
        0 => bits == 0,
        1 => without_lowest(bits) == 0,
        _ => without_lowest(without_lowest(bits)) == 0,
    }
}

fn beginning(word: &str) -> Option<[char; BEGINNING_FROM]> {
    let mut letters = word.chars();
    let mut beginning = ['\0'; BEGINNING_FROM];
    for place in &mut beginning {
        *place = letters.next()?;
    }
    Some(beginning)
}

fn push(terms: &mut Few, term: Term) {
    if !terms.contains(&term) {
        terms.push(term);
    }
}

/// Adds terms that are not there yet.
fn push_all(found: &mut Vec<Match>, terms: &[Term], sure: f32) {
    for term in terms.iter().copied() {
        if !found.iter().any(|other| other.term == term) {
            found.push(Match { term, sure });
        }
    }
}

/// What is sure and what is likely, each term once.
fn merged(mut sure: Vec<Match>, likely: Vec<Match>) -> Vec<Match> {
    for found in likely {
        push_all(&mut sure, &[found.term], found.sure);
    }
    sure
}

impl Vocabulary {
    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.terms as usize
    }

    /// No more words come: gives back most of the memory for them.
    pub fn close(&mut self) {
        self.forms.close();
        self.terms_of.close();
        self.whole.close();
        self.latin.shrink_to_fit();
        self.by_beginning.shrink_to_fit();
        for list in &mut self.by_length {
            list.letters.shrink_to_fit();
            list.words.shrink_to_fit();
        }
    }

    /// A term of its own, with no word yet.
    pub fn new_term(&mut self) -> Term {
        self.terms += 1;
        self.terms - 1
    }

    /// All words and stems, to learn more.
    pub fn forms(&mut self) -> &mut Forms {
        &mut self.forms
    }

    /// All words and stems that are known.
    pub fn forms_known(&self) -> &Forms {
        &self.forms
    }

    /// A folded word of a question.
    pub fn word(&self, folded: &str) -> Word {
        self.forms.find(folded)
    }

    /// Adds the terms of a word to `terms`; a word that leads to none becomes a term by its stem.
    pub fn learn(&mut self, word: Word, terms: &mut Vec<Term>) {
        let before = terms.len();
        for form in [word.form].into_iter().chain(word.stems) {
            for term in self.terms_of.get(form) {
                if !terms[before..].contains(term) {
                    terms.push(*term);
                }
            }
        }
        if terms.len() == before {
            let term = self.new_term();
            self.add_word(word, term);
            terms.push(term);
        } else {
            // With a typo it is nearer to itself than to the form by which its terms are known.
            self.keep_whole(word.form, &terms[before..]);
        }
    }

    /// Lets a folded word, and the forms that share a stem with it, lead to a term.
    pub fn add(&mut self, folded: &str, term: Term) {
        let word = self.forms.learn(folded);
        self.add_word(word, term);
    }

    fn add_word(&mut self, word: Word, term: Term) {
        for form in word.stems.into_iter().chain([word.form]) {
            push(self.terms_of.get_mut(form), term);
        }
        let folded = self.forms.text(word.form);
        if folded.chars().any(is_cyrillic) {
            push(self.latin.entry(latin(folded).into()).or_default(), term);
        }
        self.keep_whole(word.form, &[term]);
    }

    /// Lets a whole word lead to terms also where it is typed with a typo.
    fn keep_whole(&mut self, form: Form, terms: &[Term]) {
        let of_word = self.whole.get_mut(form);
        let is_new = of_word.is_empty();
        terms.iter().for_each(|term| push(of_word, *term));
        if !is_new {
            return;
        }
        let folded = self.forms.text(form);
        let length = folded.chars().count();
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, OfLength::default);
        }
        self.by_length[length].letters.push(letters(folded));
        self.by_length[length].words.push(form);
        if let Some(beginning) = beginning(folded) {
            self.by_beginning.entry(beginning).or_default().push(form);
        }
    }

    /// The terms of a word that is spelt as a known one or is a form of it.
    pub fn exact(&self, word: Word) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for form in [word.form].into_iter().chain(word.stems) {
            push_all(&mut found, self.terms_of.get(form), 1.0);
        }
        found
    }

    /// Whether a word occurs as it is spelt.
    pub fn is_spelt(&self, word: Word) -> bool {
        !self.whole.get(word.form).is_empty()
    }

    /// Whether a word nobody has spelt so shares nothing but a short stem with those that are known.
    fn is_by_chance(&self, word: Word) -> bool {
        let by_stem = |stem: &Form| !self.terms_of.get(*stem).is_empty();
        let is_short = |stem: &Form| self.forms.text(*stem).chars().count() <= SHORT_STEM;
        !self.is_spelt(word) && word.stems.iter().filter(|stem| by_stem(stem)).all(is_short)
    }

    /// The terms that a word may stand for, the surest kind of likeness only; where that is a short stem, also what it may
    /// be with a typo.
    pub fn find(&self, folded: &str, word: Word, guesses: &mut Guesses) -> Vec<Match> {
        let exact = self.exact(word);
        if !exact.is_empty() {
            return match self.is_by_chance(word) {
                // "Singed" may be a form of "sing", but rather "signed".
                true => merged(exact, self.guessed(folded, guesses)),
                false => exact,
            };
        }
        if let Some(terms) = self.latin.get(folded) {
            let mut found = Vec::new();
            push_all(&mut found, terms, OTHER_ALPHABET);
            return found;
        }
        self.guessed(folded, guesses)
    }

    /// What a word may be with a typo, or as one of a family.
    fn guessed(&self, folded: &str, guesses: &mut Guesses) -> Vec<Match> {
        let length = folded.chars().count();
        if length < TYPO_FROM || folded.chars().any(|c| c.is_ascii_digit()) {
            return Vec::new();
        }
        guesses.of(folded, || self.near(folded))
    }

    fn near(&self, folded: &str) -> Vec<Match> {
        let typed: Vec<char> = folded.chars().collect();
        let length = typed.len();
        let allowed = if length >= TWO_TYPOS_FROM { 2 } else { 1 };
        let mask = letters(folded);
        let mut best: (usize, Vec<Match>) = (allowed + 1, Vec::new());
        let shortest = length.saturating_sub(allowed).max(3);
        let first = folded.chars().next();
        let lists = self.by_length.iter().take(length + allowed + 1);
        for list in lists.skip(shortest) {
            let may_be = |letters: &u64| may_be_near(mask, *letters, allowed);
            let near = list.letters.iter().zip(&list.words);
            for (_, form) in near.filter(|(letters, _)| may_be(letters)) {
                let known = self.forms.text(*form);
                if length < FIRST_LETTER_BELOW && first != known.chars().next() {
                    continue;
                }
                let Some(distance) = apart(&typed, known, allowed.min(best.0)) else {
                    continue;
                };
                if distance < best.0 {
                    best = (distance, Vec::new());
                }
                let sure = if distance <= 1 { TYPO } else { TWO_TYPOS };
                push_all(&mut best.1, self.whole.get(*form), sure);
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
        let alike = beginning(folded).and_then(|letters| self.by_beginning.get(&letters));
        for form in alike.into_iter().flatten().copied() {
            let known = self.forms.text(form);
            let other = known.chars().count();
            if other.abs_diff(length) > 4 {
                continue;
            }
            let letters = folded.chars().zip(known.chars());
            let common = letters.take_while(|(one, other)| one == other).count();
            let longer = length.max(other);
            if common < best.0 || common * 10 < longer * 6 {
                continue;
            }
            if common > best.0 {
                best = (common, Vec::new());
            }
            push_all(&mut best.1, self.whole.get(form), SAME_BEGINNING);
        }
        best.1
    }
}

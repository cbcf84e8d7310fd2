//! A text as the finder sees it: its words as terms, and what is recognised as such: people, dates, numbers, the thing
//! asked for.
//!
//! Questions and the wordings they are compared with are read by the same code, so that they meet.

use std::collections::HashMap;

use jiff::civil::Date;
use smallvec::SmallVec;

use super::asking::Asking;
use super::extent::{WORDS_MAX, folded, written};
use super::forms::{ByForm, Form, Forms, Word};
use super::grams::Look;
use super::spans::{dates, may_begin, numbers};
use super::unknown::is_strange;
use super::vocabulary::{Guesses, Match, Term, Vocabulary};
use crate::dossier::id::Id;
use crate::dossier::inquiry::Asks;
use crate::dossier::library::Library;
use crate::dossier::when::AsOf;
use crate::question::dates::Calendar;
use crate::question::words::words;
use crate::texts::Texts;

/// One word or phrase of a text.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The terms it may stand for; none if it is not known.
    pub matches: Vec<Match>,
    /// The word, folded.
    pub word: String,
}

/// A text as the finder sees it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its words.
    pub slots: Vec<Slot>,
    /// What it asks for, in the order of the words that say so.
    pub asks: Vec<Asks>,
    /// The people it names.
    pub people: Vec<Id>,
    /// Those of them that it names by their office alone.
    pub holders: Vec<Id>,
    /// The dates in it.
    pub dates: Vec<AsOf>,
    /// The numbers in it that are no part of a date, as decimals.
    pub numbers: Vec<String>,
    /// Whether it says "not".
    pub negated: bool,
    /// Whether it asks for somebody's own words.
    pub verbatim: bool,
    /// The thing it asks for, folded: "lake" in "which lake".
    pub thing: Option<String>,
    /// Whether it names, with a capital letter, something that no wording and no fact knows.
    pub strange: bool,
    /// What it looks like.
    pub look: Look,
}

/// A wording that questions are compared with.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    /// The terms in it, in the order of its words; what is recognised as such comes last.
    pub terms: Vec<Term>,
    /// Its words.
    pub words: Vec<Word>,
}

/// A written word of a wording, so that each is looked at once.
struct Written {
    may_begin_date: bool,
    has_digits: bool,
    /// Nearly always one.
    words: SmallVec<[Word; 1]>,
}

/// Reads texts with the words of one library.
pub struct Reader {
    pub(super) vocabulary: Vocabulary,
    /// Terms of people by id.
    pub(super) people: HashMap<Term, Id>,
    /// Terms of things recognised as such: dates, numbers, what is asked for.
    special: HashMap<String, Term>,
    /// Phrases of several words that are one term, as stems, by the first of them; the longer ones first.
    pub(super) phrases: ByForm<Vec<(Vec<Form>, Term)>>,
    pub(super) asking: Asking,
    pub(super) offices: Vec<(Vec<Vec<Term>>, Term)>,
    /// The written words of the wordings, while these are learnt.
    written: HashMap<Box<str>, Written>,
}

impl Reader {
    /// Prepares to read with the concepts and the people of a library.
    pub fn new(library: &Library, texts: &Texts) -> Self {
        let dossier = library.dossier();
        let mut vocabulary = Vocabulary::default();
        let mut reader = Self {
            people: HashMap::new(),
            special: HashMap::new(),
            phrases: ByForm::default(),
            asking: Asking::new(texts, vocabulary.forms()),
            vocabulary,
            offices: Vec::new(),
            written: HashMap::new(),
        };
        reader.gather_people(dossier);
        reader.gather_concepts(dossier);
        reader.gather_offices(dossier);
        reader
    }

    /// The two questions that a text joins.
    pub fn halves(&self, text: &str) -> Option<(String, String)> {
        self.asking.halves(text, self.vocabulary.forms_known())
    }

    /// Whether a text stands for a person named before by "he" or the like.
    pub fn refers(&self, text: &str) -> bool {
        self.asking.refers(text, self.vocabulary.forms_known())
    }

    /// How many terms there are, now that all is learnt.
    pub fn terms(&mut self) -> usize {
        self.written = HashMap::new();
        self.vocabulary.close();
        self.vocabulary.len()
    }

    /// Adds the terms of the first word or phrase; a word that is not known yet becomes a term. How many words it took.
    pub(super) fn learn_next(
        &mut self,
        words: &[Word],
        is_alone: bool,
        terms: &mut Vec<Term>,
    ) -> usize {
        if let Some((length, term)) = self.phrase(words) {
            terms.push(term);
            return length;
        }
        if let Some(word) = words.first()
            && (is_alone || !self.asking.is_filler(*word))
        {
            self.vocabulary.learn(*word, terms);
        }
        1
    }

    fn phrase(&self, words: &[Word]) -> Option<(usize, Term)> {
        let fits = |phrase: &[Form]| {
            let mut pairs = phrase.iter().zip(words);
            phrase.len() <= words.len() && pairs.all(|(stem, word)| word.stems[0] == *stem)
        };
        let mut alike = self.phrases.get(words.first()?.stems[0]).iter();
        let found = alike.find(|(phrase, _)| fits(phrase));
        found.map(|(phrase, term)| (phrase.len(), *term))
    }

    /// Looks at a written word of a wording, once.
    fn look_at(&mut self, written: &str, calendar: &Calendar) {
        if self.written.contains_key(written) {
            return;
        }
        let forms = self.vocabulary.forms();
        let seen = Written {
            may_begin_date: may_begin(written, calendar),
            has_digits: written.contains(|c: char| c.is_ascii_digit()),
            words: words(written).map(|word| forms.learn(&word)).collect(),
        };
        self.written.insert(written.into(), seen);
    }

    /// Reads a wording that questions will be compared with.
    pub fn learn(
        &mut self,
        text: &str,
        calendar: &Calendar,
        library: &Library,
        today: Date,
    ) -> Learnt {
        let written = written(text);
        for word in &written {
            self.look_at(word, calendar);
        }
        let seen: Vec<&Written> = written
            .iter()
            .filter_map(|word| self.written.get(*word))
            .collect();
        let may_begin = |at: usize| seen[at].may_begin_date;
        let is_or = |word: &str| self.asking.is_or(word, self.forms());
        let (rest, dates) = dates(&written, may_begin, is_or, calendar, library, today);
        let of_rest = rest.iter().flat_map(|at| &seen[*at].words);
        let words: Vec<Word> = of_rest.take(WORDS_MAX).copied().collect();
        let with_digits = rest.iter().filter(|at| seen[**at].has_digits);
        let numbers = distinct(with_digits.flat_map(|at| numbers(written[*at])));
        let forms: Vec<Form> = words.iter().map(|word| word.form).collect();
        let asking = (self.asking).without_that(&forms, (&written, &rest), self.forms());
        let asks = self.asking.read(&asking, is_question(text));
        let (mut terms, mut at) = (Vec::with_capacity(words.len() + 4), 0);
        while at < words.len() {
            at += self.learn_next(&words[at..], words.len() == 1, &mut terms);
        }
        for key in special_keys(&asks, &dates, &numbers) {
            let term = match self.special.get(&key) {
                Some(term) => *term,
                None => self.vocabulary.new_term(),
            };
            self.special.insert(key, term);
            terms.push(term);
        }
        terms.extend(self.holders(&terms));
        Learnt { terms, words }
    }

    /// The people whose office is named by the terms.
    fn holders(&self, terms: &[Term]) -> Vec<Term> {
        let holds = |needed: &[Vec<Term>]| {
            needed
                .iter()
                .all(|any| any.iter().any(|term| terms.contains(term)))
        };
        let offices = self.offices.iter().filter(|(needed, _)| holds(needed));
        offices.map(|(_, person)| *person).collect()
    }

    /// Reads a question, or a part of one; `guesses` are those of the whole.
    pub fn read(
        &self,
        text: &str,
        guesses: &mut Guesses,
        calendar: &Calendar,
        library: &Library,
        today: Date,
    ) -> Reading {
        let written = written(text);
        let may_begin = |at: usize| may_begin(written[at], calendar);
        let is_or = |word: &str| self.asking.is_or(word, self.forms());
        let (rest, dates) = dates(&written, may_begin, is_or, calendar, library, today);
        let folded = self.mended(folded(rest.iter().map(|at| written[*at])));
        let words: Vec<Word> = folded
            .iter()
            .map(|word| self.vocabulary.word(word))
            .collect();
        let forms: Vec<Form> = words.iter().map(|word| word.form).collect();
        let asking = (self.asking).without_that(&forms, (&written, &rest), self.forms());
        let mut reading = Reading {
            slots: self.slots((&folded, &words, &forms), guesses),
            asks: self.asking.read(&asking, is_question(text)),
            negated: self.asking.negates(&forms),
            verbatim: self.asking.wants_words(&forms),
            thing: self
                .asking
                .thing(&words, &forms)
                .map(|at| folded[at].clone()),
            numbers: distinct(rest.iter().flat_map(|at| numbers(written[*at]))),
            dates,
            people: Vec::new(),
            holders: Vec::new(),
            strange: false,
            look: Look::of(&folded, &words),
        };
        // "Who?", or a letter, and nothing else.
        let is_letter = |word: &String| word.chars().count() == 1 && !is_number(word);
        if let [word] = folded.as_slice()
            && (is_letter(word) || !self.asking.read(&forms, false).is_empty())
        {
            reading.slots.clear();
            return reading;
        }
        reading.strange = is_strange(text, &reading.slots);
        for key in special_keys(&reading.asks, &reading.dates, &reading.numbers) {
            let matches = self.special.get(&key).map(|term| Match {
                term: *term,
                sure: 1.0,
            });
            reading.slots.push(Slot {
                matches: matches.into_iter().collect(),
                word: key,
            });
        }
        let terms: Vec<Term> = reading
            .slots
            .iter()
            .flat_map(|slot| &slot.matches)
            .map(|m| m.term)
            .collect();
        for holder in self.holders(&terms) {
            if !terms.contains(&holder) {
                let matches = vec![Match {
                    term: holder,
                    sure: 1.0,
                }];
                reading.slots.push(Slot {
                    matches,
                    word: "@".to_owned(),
                });
            }
        }
        reading.people = self.people_in(&reading.slots);
        let by_office = reading.slots.iter().filter(|slot| slot.word == "@");
        let by_office: Vec<Slot> = by_office.cloned().collect();
        reading.holders = self.people_in(&by_office);
        reading
    }

    /// The words with typos taken out of those that only shape a question. Words of the story are left as they are: what
    /// they may stand for is not one word.
    fn mended(&self, mut folded: Vec<String>) -> Vec<String> {
        for folded in &mut folded {
            let word = self.vocabulary.word(folded);
            // "Wher" is the stem of "where", but no word.
            let is_known = self.vocabulary.is_spelt(word)
                || !self.vocabulary.exact(word).is_empty() && !self.asking.is_stem(word);
            if self.asking.is_filler(word) || is_known {
                continue;
            }
            if let Some(meant) = self.asking.meant(folded) {
                *folded = meant.to_owned();
            }
        }
        folded
    }

    /// All words that are known.
    pub fn forms(&self) -> &Forms {
        self.vocabulary.forms_known()
    }

    /// The slots of the words of a text, which are given as they are folded, as the vocabulary knows them and as their forms.
    fn slots(
        &self,
        (folded, words, forms): (&[String], &[Word], &[Form]),
        guesses: &mut Guesses,
    ) -> Vec<Slot> {
        let frames = self.asking.frames(forms);
        let (mut slots, mut at): (Vec<Slot>, usize) = (Vec::new(), 0);
        while at < folded.len() {
            // A number is a term of its own, see `special_keys`.
            let is_number = is_number(&folded[at]);
            let says_nothing = (self.asking.is_filler(words[at]) || frames[at]) && folded.len() > 1;
            let (length, matches) = match self.phrase(&words[at..]) {
                Some((length, term)) => (length, vec![Match { term, sure: 1.0 }]),
                None if says_nothing => (1, Vec::new()),
                None => (1, self.vocabulary.find(&folded[at], words[at], guesses)),
            };
            let is_skipped = is_number || says_nothing && length == 1;
            if !is_skipped {
                slots.push(Slot {
                    matches,
                    word: folded[at].clone(),
                });
            }
            at += length;
        }
        slots
    }

    /// The people named for sure: a word that fits several people names none of them by itself.
    fn people_in(&self, slots: &[Slot]) -> Vec<Id> {
        let mut people = Vec::new();
        for slot in slots {
            let named: Vec<&Id> = slot
                .matches
                .iter()
                .filter_map(|m| self.people.get(&m.term))
                .collect();
            if let [one] = named.as_slice()
                && !people.contains(*one)
            {
                people.push((*one).clone());
            }
        }
        people
    }
}

/// The numbers of a text, each once, as far as they are read.
fn distinct(numbers: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for number in numbers.take(WORDS_MAX) {
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// Whether a text is written as a question.
fn is_question(text: &str) -> bool {
    text.trim_end().ends_with('?')
}

/// The names of the terms for what is recognised as such.
fn special_keys(asks: &[Asks], dates: &[AsOf], numbers: &[String]) -> Vec<String> {
    let asks = asks.iter().map(|asks| format!("?{}", asks.word()));
    let dates = dates.iter().map(|date| format!("#{date}"));
    let numbers = numbers.iter().map(|number| format!("#{number}"));
    asks.chain(dates).chain(numbers).collect()
}

//! A text as the finder sees it: its words as terms, and what is recognised as such: people, dates, numbers, the thing
//! asked for.
//!
//! Questions and the wordings they are compared with are read by the same code, so that they meet.

use std::collections::HashMap;

use jiff::civil::Date;

use super::asking::Asking;
use super::forms::{ByForm, Form, Word};
use super::spans::{dates, may_begin, numbers};
use super::vocabulary::{Match, Term, Vocabulary};
use crate::dossier::Dossier;
use crate::dossier::id::Id;
use crate::dossier::inquiry::Asks;
use crate::dossier::library::Library;
use crate::dossier::when::AsOf;
use crate::question::dates::Calendar;
use crate::question::words::words;
use crate::texts::Texts;

/// A text is read up to here, in words: a question is shorter, and what is pasted is cut.
pub(super) const WORDS_MAX: usize = 60;

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
    /// The dates in it.
    pub dates: Vec<AsOf>,
    /// The numbers in it that are no part of a date, as decimals.
    pub numbers: Vec<String>,
    /// Whether it says "not".
    pub negated: bool,
}

impl Reading {
    /// Whether most of its words are known in no way.
    pub fn is_unknown(&self) -> bool {
        let words = self
            .slots
            .iter()
            .filter(|slot| !slot.word.starts_with(['?', '#', '@']));
        let (known, unknown): (Vec<&Slot>, Vec<&Slot>) =
            words.partition(|slot| slot.matches.iter().any(|m| m.sure >= 1.0));
        unknown.len() > known.len()
    }
}

/// A written word of a wording, so that each is looked at once.
struct Written {
    may_begin_date: bool,
    has_digits: bool,
    words: Vec<Word>,
}

/// Reads texts with the words of one library.
pub struct Reader {
    vocabulary: Vocabulary,
    /// Terms of people by id.
    people: HashMap<Term, Id>,
    /// Terms of things recognised as such: dates, numbers, what is asked for.
    special: HashMap<String, Term>,
    /// Phrases of several words that are one term, as stems, by the first of them; the longer ones first.
    phrases: ByForm<(Vec<Form>, Term)>,
    asking: Asking,
    offices: Vec<(Vec<Vec<Term>>, Term)>,
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

    fn gather_people(&mut self, dossier: &Dossier) {
        for person in &dossier.people {
            let term = self.vocabulary.new_term();
            self.people.insert(term, person.id.clone());
            let names = person.name.each().map(|(_, name)| name);
            for name in names.chain(person.forms.iter().map(String::as_str)) {
                for word in words(name) {
                    self.vocabulary.add(&word, term);
                }
            }
        }
    }

    fn gather_concepts(&mut self, dossier: &Dossier) {
        for concept in &dossier.concepts {
            let term = self.vocabulary.new_term();
            for (_, phrase) in concept.words.each() {
                let folded: Vec<String> = words(phrase).collect();
                if let [word] = folded.as_slice() {
                    self.vocabulary.add(word, term);
                    continue;
                }
                let forms = self.vocabulary.forms();
                let stem = |word: &String| forms.learn(word).stems[0];
                let stems: Vec<Form> = folded.iter().map(stem).collect();
                if let Some(first) = stems.first() {
                    self.phrases.get_mut(*first).push((stems, term));
                }
            }
        }
        for phrases in self.phrases.each_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
    }

    /// An office with the words of its title: who writes all of them means whoever holds it.
    fn gather_offices(&mut self, dossier: &Dossier) {
        for person in &dossier.people {
            let of_person = self.people.iter().find(|(_, id)| **id == person.id);
            let Some(person_term) = of_person.map(|(term, _)| *term) else {
                continue;
            };
            for office in &person.offices {
                for (_, title) in office.title.each() {
                    let needed = self.terms_of_words(title);
                    if needed.len() > 1 {
                        self.offices.push((needed, person_term));
                    }
                }
            }
        }
    }

    /// The terms of each word of a title that says something; words that are not known yet become terms.
    fn terms_of_words(&mut self, title: &str) -> Vec<Vec<Term>> {
        let folded = folded(title.split_whitespace());
        let forms = self.vocabulary.forms();
        let words: Vec<Word> = folded.iter().map(|word| forms.learn(word)).collect();
        let (mut needed, mut at) = (Vec::new(), 0);
        while at < words.len() {
            let mut terms = Vec::new();
            let taken = self.learn_next(&words[at..], words.len() == 1, &mut terms);
            if !terms.is_empty() && folded[at].chars().count() > 2 {
                needed.push(terms);
            }
            at += taken;
        }
        needed
    }

    /// The two questions that a text joins.
    pub fn halves(&self, text: &str) -> Option<(String, String)> {
        self.asking.halves(text, self.vocabulary.forms_known())
    }

    /// How many terms there are, now that all is learnt.
    pub fn terms(&mut self) -> usize {
        self.written = HashMap::new();
        self.vocabulary.len()
    }

    /// Adds the terms of the first word or phrase; a word that is not known yet becomes a term. How many words it took.
    fn learn_next(&mut self, words: &[Word], is_alone: bool, terms: &mut Vec<Term>) -> usize {
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

    /// Reads a wording that questions will be compared with: the terms in it, each once.
    pub fn learn(
        &mut self,
        text: &str,
        calendar: &Calendar,
        library: &Library,
        today: Date,
    ) -> Vec<Term> {
        let written = written(text);
        for word in &written {
            self.look_at(word, calendar);
        }
        let seen: Vec<&Written> = written
            .iter()
            .filter_map(|word| self.written.get(*word))
            .collect();
        let may_begin = |at: usize| seen[at].may_begin_date;
        let (rest, dates) = dates(&written, may_begin, calendar, library, today);
        let of_rest = rest.iter().flat_map(|at| &seen[*at].words);
        let words: Vec<Word> = of_rest.take(WORDS_MAX).copied().collect();
        let with_digits = rest.iter().filter(|at| seen[**at].has_digits);
        let numbers = distinct(with_digits.flat_map(|at| numbers(written[*at])));
        let forms: Vec<Form> = words.iter().map(|word| word.form).collect();
        let asks = self.asking.read(&forms, is_question(text));
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
        terms.sort_unstable();
        terms.dedup();
        terms
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

    /// Reads a question.
    pub fn read(&self, text: &str, calendar: &Calendar, library: &Library, today: Date) -> Reading {
        let written = written(text);
        let may_begin = |at: usize| may_begin(written[at], calendar);
        let (rest, dates) = dates(&written, may_begin, calendar, library, today);
        let folded = folded(rest.iter().map(|at| written[*at]));
        let words: Vec<Word> = folded
            .iter()
            .map(|word| self.vocabulary.word(word))
            .collect();
        let forms: Vec<Form> = words.iter().map(|word| word.form).collect();
        let mut reading = Reading {
            slots: self.slots(&folded, &words),
            asks: self.asking.read(&forms, is_question(text)),
            negated: forms.iter().any(|word| self.asking.negates(*word)),
            numbers: distinct(rest.iter().flat_map(|at| numbers(written[*at]))),
            dates,
            people: Vec::new(),
        };
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
        reading
    }

    fn slots(&self, folded: &[String], words: &[Word]) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::new();
        let mut at = 0;
        while at < folded.len() {
            let (length, matches) = match self.phrase(&words[at..]) {
                Some((length, term)) => (length, vec![Match { term, sure: 1.0 }]),
                None => (1, self.vocabulary.find(&folded[at], words[at])),
            };
            // A number is a term of its own, see `special_keys`.
            let is_number = folded[at].chars().all(|c| c.is_ascii_digit());
            let says_nothing = self.asking.is_filler(words[at]) && length == 1 && folded.len() > 1;
            if !is_number && !says_nothing {
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

/// The written words of a text, as far as it is read.
fn written(text: &str) -> Vec<&str> {
    text.split_whitespace().take(WORDS_MAX).collect()
}

/// The words in written words, folded, as far as they are read.
fn folded<'a>(written: impl Iterator<Item = &'a str>) -> Vec<String> {
    written.flat_map(words).take(WORDS_MAX).collect()
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

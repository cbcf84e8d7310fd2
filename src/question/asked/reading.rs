//! A text as the finder sees it: its words as terms, and what is recognised as such: people, dates, numbers, the thing
//! asked for.
//!
//! Questions and the wordings they are compared with are read by the same code, so that they meet.

use std::collections::HashMap;

use jiff::civil::Date;

use super::asking::Asking;
use super::grams::Look;
use super::spans::{dates, numbers};
use super::vocabulary::{Match, TYPO, Term, Vocabulary};
use crate::dossier::Dossier;
use crate::dossier::id::Id;
use crate::dossier::inquiry::Asks;
use crate::dossier::library::Library;
use crate::dossier::when::AsOf;
use crate::question::dates::Calendar;
use crate::question::words::{stems, words};
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
    /// Those of them that it names by their office alone.
    pub holders: Vec<Id>,
    /// The dates in it.
    pub dates: Vec<AsOf>,
    /// The numbers in it that are no part of a date, as decimals.
    pub numbers: Vec<String>,
    /// Whether it says "not".
    pub negated: bool,
    /// Whether it names, with a capital letter, something that no wording and no fact knows.
    pub strange: bool,
    /// What it looks like.
    pub look: Look,
}

/// A wording that questions are compared with.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    /// The terms in it, each once.
    pub terms: Vec<Term>,
    /// Its words, folded.
    pub words: Vec<String>,
}

impl Reading {
    /// The share of its words that are known for sure; 1 where there are none.
    pub fn known(&self) -> f32 {
        let is_word = |slot: &&Slot| !slot.word.starts_with(['?', '#', '@']);
        let words: Vec<&Slot> = self.slots.iter().filter(is_word).collect();
        let known = words
            .iter()
            .filter(|slot| slot.matches.iter().any(|m| m.sure >= 1.0));
        #[expect(clippy::cast_precision_loss, reason = "at most 60 words")]
        let share = known.count() as f32 / words.len().max(1) as f32;
        if words.is_empty() { 1.0 } else { share }
    }
}

/// Reads texts with the words of one library.
pub struct Reader {
    vocabulary: Vocabulary,
    /// Terms of people by id.
    people: HashMap<Term, Id>,
    /// Terms of things recognised as such: dates, numbers, what is asked for.
    special: HashMap<String, Term>,
    /// Phrases of several words that are one term, by their first word's stems.
    phrases: HashMap<String, Vec<(Vec<String>, Term)>>,
    asking: Asking,
    offices: Vec<(Vec<Vec<Term>>, Term)>,
}

impl Reader {
    /// Prepares to read with the concepts and the people of a library.
    pub fn new(library: &Library, texts: &Texts) -> Self {
        let dossier = library.dossier();
        let mut reader = Self {
            vocabulary: Vocabulary::default(),
            people: HashMap::new(),
            special: HashMap::new(),
            phrases: HashMap::new(),
            asking: Asking::new(texts),
            offices: Vec::new(),
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
                match folded.as_slice() {
                    [] => {}
                    [word] => self.vocabulary.add(word, term),
                    [first, ..] => {
                        let stems = folded.iter().map(|word| stem(word)).collect();
                        let first = stem(first);
                        self.phrases.entry(first).or_default().push((stems, term));
                    }
                }
            }
        }
        for phrases in self.phrases.values_mut() {
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
                    let slots = self.terms_to_learn(&folded(title));
                    let needed: Vec<Vec<Term>> = slots
                        .into_iter()
                        .filter(|(word, _)| word.chars().count() > 2)
                        .map(|(_, terms)| terms)
                        .collect();
                    if needed.len() > 1 {
                        self.offices.push((needed, person_term));
                    }
                }
            }
        }
    }

    /// The two questions that a text joins.
    pub fn halves(&self, text: &str) -> Option<(String, String)> {
        self.asking.halves(text)
    }

    /// How many terms there are.
    pub fn terms(&self) -> usize {
        self.vocabulary.len()
    }

    /// The words of a text with their terms; words that are not known yet become terms.
    fn terms_to_learn(&mut self, folded: &[String]) -> Vec<(String, Vec<Term>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < folded.len() {
            if let Some((length, term)) = self.phrase(&folded[at..]) {
                found.push((folded[at].clone(), vec![term]));
                at += length;
                continue;
            }
            let word = &folded[at];
            if self.asking.is_filler(word) && folded.len() > 1 {
                at += 1;
                continue;
            }
            let known = self.vocabulary.exact(word);
            let terms = match known.is_empty() {
                false => known.into_iter().map(|found| found.term).collect(),
                true => vec![self.vocabulary.term_of(word)],
            };
            found.push((word.clone(), terms));
            at += 1;
        }
        found
    }

    fn phrase(&self, folded: &[String]) -> Option<(usize, Term)> {
        let candidates = self.phrases.get(&stem(folded.first()?))?;
        let fits = |phrase: &[String]| {
            phrase.len() <= folded.len()
                && phrase
                    .iter()
                    .zip(folded)
                    .all(|(known, word)| stem(word) == *known)
        };
        let found = candidates.iter().find(|(phrase, _)| fits(phrase));
        found.map(|(phrase, term)| (phrase.len(), *term))
    }

    /// Reads a wording that questions will be compared with.
    pub fn learn(
        &mut self,
        text: &str,
        calendar: &Calendar,
        library: &Library,
        today: Date,
    ) -> Learnt {
        let (rest, dates) = dates(text, calendar, library, today);
        let folded = folded(&rest);
        let mut terms: Vec<Term> = Vec::new();
        for (_, found) in self.terms_to_learn(&folded) {
            terms.extend(found);
        }
        let asks = self.asking.read(&folded, is_question(text));
        for key in special_keys(&asks, &dates, &numbers(&rest)) {
            let next = self.special.get(&key).copied();
            let term = next.unwrap_or_else(|| self.vocabulary.new_term());
            self.special.insert(key, term);
            terms.push(term);
        }
        terms.extend(self.holders(&terms));
        terms.sort_unstable();
        terms.dedup();
        Learnt {
            terms,
            words: folded,
        }
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
        let (rest, dates) = dates(text, calendar, library, today);
        let folded = self.mended(folded(&rest));
        let mut reading = Reading {
            slots: self.slots(&folded),
            asks: self.asking.read(&folded, is_question(text)),
            negated: folded.iter().any(|word| self.asking.not.contains(word)),
            numbers: numbers(&rest),
            dates,
            people: Vec::new(),
            holders: Vec::new(),
            strange: false,
            look: Look::of(&folded),
        };
        reading.strange = strange(text, &reading.slots);
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
        for word in &mut folded {
            if self.asking.is_filler(word) || !self.vocabulary.exact(word).is_empty() {
                continue;
            }
            if let Some(meant) = self.asking.meant(word) {
                *word = meant.to_owned();
            }
        }
        folded
    }

    fn slots(&self, folded: &[String]) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::new();
        let mut at = 0;
        while at < folded.len() {
            let (length, matches) = match self.phrase(&folded[at..]) {
                Some((length, term)) => (length, vec![Match { term, sure: 1.0 }]),
                None => (1, self.vocabulary.find(&folded[at])),
            };
            // A number is a term of its own, see `special_keys`.
            let is_number = folded[at].chars().all(|c| c.is_ascii_digit());
            let says_nothing =
                self.asking.is_filler(&folded[at]) && length == 1 && folded.len() > 1;
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

/// The words of a text, folded, as far as it is read.
fn folded(text: &str) -> Vec<String> {
    words(text).take(WORDS_MAX).collect()
}

/// Whether a word within a sentence begins with a capital letter and is not known. Where all words have one, it says nothing.
fn strange(text: &str, slots: &[Slot]) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let written: Vec<&str> = text
        .split(|c: char| {
            !c.is_alphanumeric() && c != '\'' && c != '’' && c != '.' && c != '?' && c != '!'
        })
        .filter(|word| !word.is_empty())
        .collect();
    if written.iter().all(|word| capital(word)) {
        return false;
    }
    written.windows(2).any(|pair| {
        let [before, word] = pair else { return false };
        let begins = before.ends_with(['.', '?', '!']);
        let unknown = |folded: String| {
            slots
                .iter()
                .any(|slot| slot.word == folded && slot.matches.iter().all(|m| m.sure < TYPO))
        };
        !begins && capital(word) && words(word).any(unknown)
    })
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

fn stem(folded: &str) -> String {
    let [stem, _] = stems(folded);
    stem
}

//! What a question asks for, by its words: who, when, how many. The words are in the text catalogues.

use std::collections::HashSet;

use strsim::osa_distance;

use crate::dossier::inquiry::Asks;
use crate::question::words::words;
use crate::texts::Texts;

/// Half a question has at least so many words: "and when" alone is no question of its own.
const HALF_FROM: usize = 3;

/// The words by which a text shows what it asks for.
pub(super) struct Asking {
    phrases: Vec<(Vec<String>, Asks)>,
    /// Words that make a question a yes-no question where they begin it.
    openers: Vec<String>,
    pub(super) not: Vec<String>,
    /// Words that say nothing, for they stand in all questions alike.
    filler: HashSet<String>,
    /// Words that join two questions into one.
    joins: HashSet<String>,
    /// All of these words that are long enough to be meant by one with a typo, by their letters.
    longer: Vec<String>,
}

/// From so many letters on a word with one typo is still read as one of these.
const TYPO_FROM: usize = 4;
/// In shorter words the first letter has to be right.
const FIRST_LETTER_BELOW: usize = 7;

impl Asking {
    /// Gathers the words from the catalogues.
    pub(super) fn new(texts: &Texts) -> Self {
        let lists = [
            ("words-ask-how-many", Asks::HowMany),
            ("words-ask-when", Asks::When),
            ("words-ask-where", Asks::Where),
            ("words-ask-who", Asks::Who),
            ("words-ask-why", Asks::Why),
            ("words-ask-which", Asks::Which),
            ("words-ask-yes-no", Asks::YesNo),
            ("words-ask-what", Asks::What),
        ];
        let folded = |id: &str| -> Vec<Vec<String>> {
            let lists = texts.voices().iter().flat_map(|voice| voice.word_list(id));
            lists.map(|phrase| words(&phrase).collect()).collect()
        };
        let mut phrases: Vec<(Vec<String>, Asks)> = Vec::new();
        for (id, asks) in lists {
            phrases.extend(folded(id).into_iter().map(|phrase| (phrase, asks)));
        }
        // Longer ones first: "what date" asks when, "what" what.
        phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        let mut asking = Self {
            phrases,
            openers: folded("words-ask-opening").into_iter().flatten().collect(),
            not: folded("words-not").into_iter().flatten().collect(),
            filler: folded("words-filler").into_iter().flatten().collect(),
            joins: folded("words-join").into_iter().flatten().collect(),
            longer: Vec::new(),
        };
        let phrases = asking.phrases.iter().flat_map(|(phrase, _)| phrase);
        let all = phrases.chain(&asking.openers).chain(&asking.filler);
        let long = all.filter(|word| word.chars().count() >= TYPO_FROM);
        let mut longer: Vec<String> = long.cloned().collect();
        longer.sort_unstable();
        longer.dedup();
        asking.longer = longer;
        asking
    }

    /// The one of these words that a word with one typo is meant to be. Only for words that nothing else is known of.
    pub(super) fn meant(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        if length < TYPO_FROM {
            return None;
        }
        let first = word.chars().next();
        let near = |known: &&String| {
            known.len().abs_diff(word.len()) <= 2
                && (length >= FIRST_LETTER_BELOW || known.chars().next() == first)
                && osa_distance(known, word) == 1
        };
        self.longer.iter().find(near).map(String::as_str)
    }

    /// The two questions that a text joins, where each of them asks for something and says something.
    pub(super) fn halves(&self, text: &str) -> Option<(String, String)> {
        let written: Vec<&str> = text.split_whitespace().collect();
        let whole = |part: &[&str]| {
            let folded: Vec<String> = words(&part.join(" ")).collect();
            part.len() >= HALF_FROM && !self.read(&folded, false).is_empty()
        };
        (1..written.len()).find_map(|at| {
            let joins = words(written[at]).all(|word| self.joins.contains(&word));
            let ends = written[at].ends_with(['?', ';']);
            let (left, right) = match (joins, ends) {
                (true, _) => (&written[..at], &written[at + 1..]),
                (false, true) => (&written[..=at], &written[at + 1..]),
                (false, false) => return None,
            };
            (whole(left) && whole(right)).then(|| (left.join(" "), right.join(" ")))
        })
    }

    /// Whether a folded word says nothing.
    pub(super) fn is_filler(&self, word: &str) -> bool {
        self.filler.contains(word)
    }

    /// What a text asks for, in the order of the words that say so.
    pub(super) fn read(&self, words: &[String], is_question: bool) -> Vec<Asks> {
        let mut asks = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let found = self
                .phrases
                .iter()
                .find(|(phrase, _)| words[at..].starts_with(phrase));
            if let Some((phrase, found)) = found {
                if !asks.contains(found) {
                    asks.push(*found);
                }
                at += phrase.len();
            } else {
                at += 1;
            }
        }
        let opens = words.iter().take(2).any(|word| self.openers.contains(word));
        if asks.is_empty() && (opens || is_question) {
            asks.push(Asks::YesNo);
        }
        asks
    }
}

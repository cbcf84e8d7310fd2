//! What a question asks for, by its words: who, when, how many. The words are in the text catalogues.

use std::borrow::Cow;
use std::collections::HashSet;

use super::extent::WORDS_MAX;
use super::forms::{ByForm, Form, Forms, UNKNOWN, Word};
use super::typos::apart;
use super::vocabulary::{letters, may_be_near};
use crate::dossier::inquiry::Asks;
use crate::question::words::words;
use crate::texts::Texts;

/// Half a question has at least so many words: "and when" alone is no question of its own.
const HALF_FROM: usize = 3;

/// The words by which a text shows what it asks for.
pub(super) struct Asking {
    /// By their first word, the longer ones first: "what date" asks when, "what" what. With nothing for those that only
    /// look as if they asked: "калі" is "when", "калі ласка" is "please".
    phrases: ByForm<Vec<(Vec<Form>, Option<Asks>)>>,
    /// Words that make a question a yes-no question where they begin it.
    openers: Vec<Form>,
    /// Words that do so where they end it: "he said so, right?"
    closers: Vec<Form>,
    not: Vec<Form>,
    /// Words that say nothing, for they stand in all questions alike.
    filler: ByForm<Vec<()>>,
    /// Words that join two questions into one.
    joins: HashSet<Form>,
    /// Words between things of which one is meant.
    or: HashSet<Form>,
    /// Words that join what is said to who says it; they ask for something elsewhere: "што" is "what" and "that".
    that: HashSet<Form>,
    /// Words that stand for a person named before.
    refer: HashSet<Form>,
    /// Words by which somebody's own words are asked for, by their first word.
    verbatim: ByForm<Vec<Vec<Form>>>,
    /// The stems of the words that ask for something and of those that say nothing.
    stems: HashSet<Form>,
    /// Those of the same words that are long enough to be meant by one with a typo, and their letters.
    longer: Vec<(String, u64)>,
}

/// From so many letters on a word with one typo is still read as one of these.
const TYPO_FROM: usize = 4;
/// In shorter words the first letter has to be right.
const FIRST_LETTER_BELOW: usize = 7;

impl Asking {
    /// Gathers the words from the catalogues.
    pub(super) fn new(texts: &Texts, forms: &mut Forms) -> Self {
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
        let mut folded = |id: &str| -> Vec<Vec<Form>> {
            let lists = texts.voices().iter().flat_map(|voice| voice.word_list(id));
            let phrase = |phrase: String| {
                words(&phrase)
                    .map(|word| forms.learn(&word).form)
                    .collect::<Vec<Form>>()
            };
            lists.map(phrase).collect()
        };
        let fillers = folded("words-filler");
        let mut phrases: ByForm<Vec<(Vec<Form>, Option<Asks>)>> = ByForm::default();
        let mut add = |phrase: Vec<Form>, asks| {
            if let Some(first) = phrase.first() {
                phrases.get_mut(*first).push((phrase, asks));
            }
        };
        for (id, asks) in lists {
            let of_list = folded(id).into_iter();
            of_list.for_each(|phrase| add(phrase, Some(asks)));
        }
        let several = fillers.iter().filter(|phrase| phrase.len() > 1);
        several.for_each(|phrase| add(phrase.clone(), None));
        for alike in phrases.each_mut() {
            alike.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        let openers: Vec<Form> = folded("words-ask-opening").into_iter().flatten().collect();
        let mut all = openers.clone();
        let mut filler: ByForm<Vec<()>> = ByForm::default();
        for word in fillers.into_iter().flatten() {
            filler.get_mut(word).push(());
            all.push(word);
        }
        let closers = folded("words-ask-closing");
        let (not, joins, or) = (
            folded("words-not"),
            folded("words-join"),
            folded("words-or"),
        );
        let (refer, that) = (folded("words-refer"), folded("words-that"));
        let mut verbatim: ByForm<Vec<Vec<Form>>> = ByForm::default();
        for phrase in folded("words-verbatim") {
            if let Some(first) = phrase.first() {
                verbatim.get_mut(*first).push(phrase);
            }
        }
        all.extend(
            phrases
                .each_mut()
                .flatten()
                .flat_map(|(phrase, _)| phrase.clone()),
        );
        all.sort_unstable();
        all.dedup();
        let texts: Vec<String> = all
            .iter()
            .map(|form| forms.text(*form).to_owned())
            .collect();
        let stems = texts.iter().flat_map(|word| forms.learn(word).stems);
        let stems = stems.collect();
        Self {
            longer: texts
                .into_iter()
                .filter(|word| word.chars().count() >= TYPO_FROM)
                .map(|word| {
                    let letters = letters(&word);
                    (word, letters)
                })
                .collect(),
            stems,
            phrases,
            filler,
            openers,
            closers: closers.into_iter().flatten().collect(),
            not: not.into_iter().flatten().collect(),
            joins: joins.into_iter().flatten().collect(),
            or: or.into_iter().flatten().collect(),
            refer: refer.into_iter().flatten().collect(),
            that: that.into_iter().flatten().collect(),
            verbatim,
        }
    }

    /// The one of these words that a word with one typo is meant to be: of several rather one of which a letter was left
    /// out, and of these the one that begins alike. Only for words that nothing else is known of.
    pub(super) fn meant(&self, word: &str) -> Option<&str> {
        let typed: Vec<char> = word.chars().collect();
        let length = typed.len();
        if length < TYPO_FROM {
            return None;
        }
        let of_word = letters(word);
        let near = |(known, of_known): &&(String, u64)| {
            may_be_near(of_word, *of_known, 1)
                && (length >= FIRST_LETTER_BELOW || known.chars().next() == typed.first().copied())
                && apart(&typed, known, 1) == Some(1)
        };
        let likely = |known: &&str| {
            let left_out = known.chars().count() > length;
            let alike = known
                .chars()
                .zip(&typed)
                .take_while(|(one, other)| one == *other);
            (left_out, alike.count())
        };
        let known = self.longer.iter().filter(near);
        known.map(|(known, _)| known.as_str()).max_by_key(likely)
    }

    /// The two questions that a text joins, where each of them asks for something and says something.
    pub(super) fn halves(&self, text: &str, forms: &Forms) -> Option<(String, String)> {
        let written: Vec<&str> = text.split_whitespace().take(WORDS_MAX).collect();
        let whole = |part: &[&str]| {
            part.len() >= HALF_FROM && {
                let part = part.join(" ");
                let words: Vec<Form> = words(&part).map(|word| forms.number(&word)).collect();
                !self.read(&words, false).is_empty()
            }
        };
        (1..written.len()).find_map(|at| {
            let joins = words(written[at]).all(|word| self.joins.contains(&forms.number(&word)));
            let ends = written[at].ends_with(['?', ';']);
            let (left, right) = match (joins, ends) {
                (true, _) => (&written[..at], &written[at + 1..]),
                (false, true) => (&written[..=at], &written[at + 1..]),
                (false, false) => return None,
            };
            (whole(left) && whole(right)).then(|| (left.join(" "), right.join(" ")))
        })
    }

    /// Whether a written word stands between things of which one is meant.
    pub(super) fn is_or(&self, written: &str, forms: &Forms) -> bool {
        let mut words = words(written).map(|word| forms.number(&word));
        words.next().is_some_and(|word| self.or.contains(&word)) && words.next().is_none()
    }

    /// The words of a text, of which those at the places `rest` of what is written are read, without those that join what
    /// is said to who says it: behind a comma, and not behind a word that says nothing ("tell me, what is left?").
    pub(super) fn without_that<'a>(
        &self,
        words_read: &'a [Form],
        (written, rest): (&[&str], &[usize]),
        forms: &Forms,
    ) -> Cow<'a, [Form]> {
        if !written.iter().any(|word| word.ends_with(',')) {
            return Cow::Borrowed(words_read);
        }
        let joins = |at: usize| {
            let before = at.checked_sub(1).map_or("", |before| written[before]);
            let word = words(before).last().map(|word| forms.number(&word));
            let says = |word: Form| self.filler.get(word).is_empty();
            before.ends_with(',') && word.is_some_and(says)
        };
        let of_word = |at: &usize| {
            let joins = joins(*at);
            words(written[*at]).map(move |_| joins)
        };
        let joined = rest.iter().flat_map(of_word);
        let kept = |(word, joined): (&Form, bool)| match joined && self.that.contains(word) {
            true => UNKNOWN,
            false => *word,
        };
        words_read.iter().zip(joined).map(kept).collect()
    }

    /// Whether a word is the stem of one of these words.
    pub(super) fn is_stem(&self, word: Word) -> bool {
        self.stems.contains(&word.form)
    }

    /// Whether a word says nothing.
    pub(super) fn is_filler(&self, word: Word) -> bool {
        !self.filler.get(word.form).is_empty()
    }

    /// Whether a text stands for a person named before by "he" or the like.
    pub(super) fn refers(&self, text: &str, forms: &Forms) -> bool {
        words(text).any(|word| self.refer.contains(&forms.number(&word)))
    }

    /// Whether a text says "not". Not where that only asks to be told so: "he is the one, isn't he?" denies nothing.
    pub(super) fn negates(&self, words: &[Form]) -> bool {
        let mut alone = self.parts(words).filter(|(part, _)| part.len() == 1);
        alone.any(|(part, _)| self.not.contains(&part[0]))
    }

    /// Of each word, whether it is of a phrase of several that only asks whether what is behind it is so.
    pub(super) fn frames(&self, words: &[Form]) -> Vec<bool> {
        let of_part = |(part, asks): (&[Form], Option<Asks>)| {
            let frames = part.len() > 1 && asks == Some(Asks::YesNo);
            std::iter::repeat_n(frames, part.len())
        };
        self.parts(words).flat_map(of_part).collect()
    }

    /// Whether a text asks for somebody's own words.
    pub(super) fn wants_words(&self, words: &[Form]) -> bool {
        let begins = |rest: &[Form]| {
            let mut alike = self.verbatim.get(rest[0]).iter();
            alike.any(|phrase| rest.starts_with(phrase))
        };
        (0..words.len()).any(|at| begins(&words[at..]))
    }

    /// The place of the thing that is asked for: the word behind "which" or "how many" that says something.
    pub(super) fn thing(&self, words: &[Word], forms: &[Form]) -> Option<usize> {
        let mut at = 0;
        for (part, asks) in self.parts(forms) {
            at += part.len();
            if matches!(asks, Some(Asks::Which | Asks::HowMany)) {
                let behind = at..words.len();
                let says_something = |at: &usize| {
                    let form = forms[*at];
                    !self.is_filler(words[*at])
                        && !self.not.contains(&form)
                        && self.phrases.get(form).is_empty()
                };
                return behind.into_iter().find(says_something);
            }
        }
        None
    }

    /// A text cut into the phrases that ask for something, with what they ask for, and the words between them.
    fn parts<'a>(&'a self, words: &'a [Form]) -> impl Iterator<Item = (&'a [Form], Option<Asks>)> {
        let mut rest = words;
        std::iter::from_fn(move || {
            let mut alike = self.phrases.get(*rest.first()?).iter();
            let found = alike.find(|(phrase, _)| rest.starts_with(phrase));
            let (length, asks) = found.map_or((1, None), |(phrase, asks)| (phrase.len(), *asks));
            let (part, after) = rest.split_at(length);
            rest = after;
            Some((part, asks))
        })
    }

    /// What a text asks for, in the order of the words that say so.
    pub(super) fn read(&self, words: &[Form], is_question: bool) -> Vec<Asks> {
        let mut asks = Vec::new();
        for found in self.parts(words).filter_map(|(_, asks)| asks) {
            if !asks.contains(&found) {
                asks.push(found);
            }
        }
        let opens = words.iter().take(2).any(|word| self.openers.contains(word));
        if asks.is_empty() && (opens || is_question) {
            asks.push(Asks::YesNo);
        }
        // "Was it A who said so?"
        let begins = words
            .first()
            .is_some_and(|word| self.openers.contains(word));
        if asks == [Asks::Who] && begins {
            asks.push(Asks::YesNo);
        }
        let ends = words.last().is_some_and(|word| self.closers.contains(word));
        if ends && is_question && !asks.contains(&Asks::YesNo) {
            asks.insert(0, Asks::YesNo);
        }
        asks
    }
}

//! The words a dossier brings along before any wording is learnt: names, words that mean the same, titles of offices.

use super::extent::folded;
use super::forms::{Form, Word};
use super::reading::Reader;
use super::vocabulary::Term;
use crate::dossier::Dossier;
use crate::question::words::words;

impl Reader {
    pub(super) fn gather_people(&mut self, dossier: &Dossier) {
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

    pub(super) fn gather_concepts(&mut self, dossier: &Dossier) {
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
    pub(super) fn gather_offices(&mut self, dossier: &Dossier) {
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
}

//! What words lead to: names to people, names to documents and terms, words to statements, short keys back to ids.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::name::{Nearness, Word};
use super::words::words;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::lang::Wording;
use crate::dossier::library::Library;
use crate::texts::Texts;

/// Something that has a name and a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A term.
    Term(Id),
    /// A document.
    Document(Id),
    /// A body.
    Body(Id),
    /// A person.
    Person(Id),
    /// A topic.
    Topic(Id),
    /// A fact. It has no name but its id.
    Fact(Id),
}

impl Subject {
    fn kind(&self) -> &'static str {
        match self {
            Self::Term(_) => "term",
            Self::Document(_) => "document",
            Self::Body(_) => "body",
            Self::Person(_) => "person",
            Self::Topic(_) => "topic",
            Self::Fact(_) => "fact",
        }
    }

    /// Its id.
    pub fn id(&self) -> &Id {
        match self {
            Self::Term(id)
            | Self::Document(id)
            | Self::Body(id)
            | Self::Person(id)
            | Self::Topic(id)
            | Self::Fact(id) => id,
        }
    }

    /// The short key by which a button refers to it.
    pub fn key(&self) -> SubjectKey {
        SubjectKey::of(self.kind(), self.id())
    }
}

/// The first six bytes of the SHA-256 of a kind and an id: short enough for a button (64 bytes in all), and among
/// 100,000 facts two are the same with a chance of 1 in 50,000, in which case the button opens the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct SubjectKey([u8; 6]);

impl SubjectKey {
    /// The key of something that is asked or said, by its kind and id.
    pub fn of(kind: &str, id: &Id) -> Self {
        let digest = Sha256::digest(format!("{kind}/{id}"));
        let mut key = [0; 6];
        key.copy_from_slice(&digest[..6]);
        Self(key)
    }
}

/// The first three bytes of the SHA-256 of a stem, by which a button refers to a word that was searched for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct WordKey([u8; 3]);

impl WordKey {
    fn of(stem: &str) -> Self {
        let digest = Sha256::digest(stem);
        let mut key = [0; 3];
        key.copy_from_slice(&digest[..3]);
        Self(key)
    }
}

/// The names and words of one library.
pub struct Lexicon {
    people: Vec<(Id, Vec<Word>)>,
    named: Vec<(Subject, Vec<Word>)>,
    by_key: HashMap<SubjectKey, Subject>,
    /// Inquiries, small talk and indicators, which have no page of their own but stand behind buttons.
    asked: HashMap<SubjectKey, Id>,
    /// For each stem the statements it stands in, by their positions in the dossier, rising.
    statements: HashMap<WordKey, Vec<usize>>,
    stop: HashSet<String>,
}

impl Lexicon {
    /// Gathers the names and words of `library`.
    pub fn new(library: &Library, texts: &Texts) -> Self {
        let stop = texts
            .voices()
            .iter()
            .flat_map(|voice| voice.word_list("words-stop"));
        let mut lexicon = Self {
            people: Vec::new(),
            named: Vec::new(),
            by_key: HashMap::new(),
            asked: HashMap::new(),
            statements: HashMap::new(),
            stop: stop.map(|word| super::words::fold(&word)).collect(),
        };
        lexicon.gather_names(library);
        let dossier = library.dossier();
        let inquiries = dossier.inquiries.iter().map(|one| (Self::INQUIRY, &one.id));
        let talk = dossier.talk.iter().map(|one| (Self::TALK, &one.id));
        let indicators = dossier
            .indicators
            .iter()
            .map(|one| (Self::INDICATOR, &one.id));
        for (kind, id) in inquiries.chain(talk).chain(indicators) {
            lexicon.asked.insert(SubjectKey::of(kind, id), id.clone());
        }
        let mut keys = HashMap::new();
        for (position, fact) in library.dossier().facts.iter().enumerate() {
            let subject = Subject::Fact(fact.id.clone());
            lexicon.by_key.entry(subject.key()).or_insert(subject);
            if fact.quotation.is_some() || fact.is_reported_statement() {
                lexicon.gather_statement(position, fact, &mut keys);
            }
        }
        lexicon
    }

    fn gather_names(&mut self, library: &Library) {
        let dossier = library.dossier();
        for term in &dossier.terms {
            self.name(Subject::Term(term.id.clone()), &term.name, &term.forms);
        }
        for document in &dossier.documents {
            self.name(
                Subject::Document(document.id.clone()),
                &document.name,
                &document.forms,
            );
        }
        for body in &dossier.bodies {
            self.name(Subject::Body(body.id.clone()), &body.name, &body.forms);
        }
        for person in &dossier.people {
            self.name(
                Subject::Person(person.id.clone()),
                &person.name,
                &person.forms,
            );
            let mut all: Vec<Word> = person
                .name
                .each()
                .flat_map(|(_, name)| words(name))
                .map(|w| Word::new(&w))
                .collect();
            all.extend(
                person
                    .forms
                    .iter()
                    .flat_map(|form| words(form))
                    .map(|w| Word::new(&w)),
            );
            self.people.push((person.id.clone(), all));
        }
        for topic in &dossier.topics {
            self.name(Subject::Topic(topic.id.clone()), &topic.name, &[]);
        }
    }

    fn name(&mut self, subject: Subject, name: &Wording, forms: &[String]) {
        let id = subject.id().as_str().to_owned();
        let names = name.each().map(|(_, name)| name);
        for phrase in names
            .chain(forms.iter().map(String::as_str))
            .chain([id.as_str()])
        {
            let phrase: Vec<Word> = self.significant(phrase);
            if !phrase.is_empty() {
                self.named.push((subject.clone(), phrase));
            }
        }
        self.by_key.entry(subject.key()).or_insert(subject);
    }

    fn gather_statement(
        &mut self,
        position: usize,
        fact: &Fact,
        keys: &mut HashMap<String, [WordKey; 2]>,
    ) {
        let quotation = fact.quotation.iter().flat_map(|quotation| {
            let translations = quotation.translation.each().map(|(_, text)| text);
            std::iter::once(quotation.text.as_str()).chain(translations)
        });
        let texts = fact.text.each().map(|(_, text)| text).chain(quotation);
        for word in texts.flat_map(words) {
            if self.stop.contains(&word) {
                continue;
            }
            let [one, other] = *keys.entry(word).or_insert_with_key(|word| {
                super::words::stems(word)
                    .each_ref()
                    .map(|stem| WordKey::of(stem))
            });
            for key in [one, other] {
                let facts = self.statements.entry(key).or_default();
                if facts.last() != Some(&position) {
                    facts.push(position);
                }
            }
        }
    }

    /// The words of a text that say something.
    pub fn significant(&self, text: &str) -> Vec<Word> {
        let mut found: Vec<Word> = words(text).map(|word| Word::new(&word)).collect();
        let all_stop = found.iter().all(|word| self.stop.contains(word.folded()));
        if !all_stop {
            found.retain(|word| !self.stop.contains(word.folded()));
        }
        found
    }

    /// The kind of an inquiry's key.
    pub const INQUIRY: &'static str = "inquiry";
    /// The kind of small talk's key.
    pub const TALK: &'static str = "talk";
    /// The kind of an indicator's key.
    pub const INDICATOR: &'static str = "indicator";

    /// The inquiry, small talk or indicator that a button's key refers to.
    pub fn asked(&self, key: SubjectKey) -> Option<&Id> {
        self.asked.get(&key)
    }

    /// What a button's key refers to.
    pub fn subject(&self, key: SubjectKey) -> Option<&Subject> {
        self.by_key.get(&key)
    }

    /// The people whom one word may name, the nearest only.
    pub fn people_named(&self, word: &Word) -> (Option<Nearness>, Vec<Id>) {
        let near = self.people.iter().filter_map(|(id, names)| {
            let nearness = names.iter().filter_map(|name| word.nearness(name)).min()?;
            Some((nearness, id))
        });
        nearest(near)
    }

    /// The people whom all of the words may name, the nearest only.
    pub fn find_people(&self, words: &[Word]) -> Vec<Id> {
        let near = self.people.iter().filter_map(|(id, names)| {
            let each = words
                .iter()
                .map(|word| names.iter().filter_map(|name| word.nearness(name)).min());
            let all: Vec<Nearness> = each.collect::<Option<_>>()?;
            Some((all, id))
        });
        match words {
            [] => Vec::new(),
            _ => nearest(near).1,
        }
    }

    /// The subjects that the words may name: all of the words in one name, the fewest words of the name left over, the
    /// nearest. Several only if nothing tells them apart.
    pub fn find_subjects(&self, words: &[Word]) -> Vec<Subject> {
        let near = self.named.iter().filter_map(|(subject, phrase)| {
            let each = words
                .iter()
                .map(|word| phrase.iter().filter_map(|other| word.nearness(other)).min());
            let mut all: Vec<Nearness> = each.collect::<Option<_>>()?;
            all.sort_by(|a, b| b.cmp(a));
            Some(((phrase.len().saturating_sub(words.len()), all), subject))
        });
        match words {
            [] => Vec::new(),
            _ => nearest(near).1,
        }
    }

    /// Subjects that share at least one word with what was asked, the best first, at most `most`.
    pub fn near_subjects(&self, words: &[Word], most: usize) -> Vec<Subject> {
        let mut scored: Vec<(usize, &Subject)> = Vec::new();
        for (subject, phrase) in &self.named {
            let shared = words
                .iter()
                .filter(|word| phrase.iter().any(|other| word.nearness(other).is_some()))
                .count();
            if shared > 0 {
                scored.push((words.len() - shared, subject));
            }
        }
        scored.sort_by_key(|(missing, _)| *missing);
        let mut seen = HashSet::new();
        let best = scored
            .into_iter()
            .map(|(_, subject)| subject)
            .filter(|subject| seen.insert(*subject));
        best.take(most).cloned().collect()
    }

    /// The key of a word that stands in some statement; of its two stems the one that stands in more.
    pub fn statement_word(&self, word: &Word) -> Option<WordKey> {
        let keys = word.stems().map(WordKey::of);
        let in_facts = keys
            .into_iter()
            .filter_map(|key| self.statements.get(&key).map(|facts| (facts.len(), key)));
        in_facts.max_by_key(|(count, _)| *count).map(|(_, key)| key)
    }

    /// The positions of the statements in which all the words stand, rising.
    pub fn statements_with(&self, keys: &[WordKey]) -> Vec<usize> {
        let mut lists: Vec<&[usize]> = keys
            .iter()
            .map(|key| self.statements.get(key).map_or(&[][..], Vec::as_slice))
            .collect();
        // The rarest word first: what it leaves is looked up in the others.
        lists.sort_by_key(|list| list.len());
        let Some((rarest, others)) = lists.split_first() else {
            return Vec::new();
        };
        let in_all = |position: &usize| {
            others
                .iter()
                .all(|list| list.binary_search(position).is_ok())
        };
        rarest.iter().copied().filter(in_all).collect()
    }
}

/// Those with the smallest score, each once, in their order.
fn nearest<'a, S: Ord + Clone, T: Clone + PartialEq + 'a>(
    scored: impl Iterator<Item = (S, &'a T)>,
) -> (Option<S>, Vec<T>) {
    let mut best: Option<S> = None;
    let mut found: Vec<T> = Vec::new();
    for (score, thing) in scored {
        match best.as_ref().map(|best| score.cmp(best)) {
            Some(std::cmp::Ordering::Greater) => continue,
            Some(std::cmp::Ordering::Equal) => {}
            None | Some(std::cmp::Ordering::Less) => {
                found.clear();
                best = Some(score);
            }
        }
        if !found.contains(thing) {
            found.push(thing.clone());
        }
    }
    (best, found)
}

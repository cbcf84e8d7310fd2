//! Revisions: numbered, immutable changes of the dossier, and the difference between two dossiers.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::id::Id;
use super::inquiry::{Concept, Inquiry, Talk};
use super::lang::Wording;
use super::source::Source;
use super::subject::{Body, Document, Indicator, Person, Term, Topic};
use super::update::{Reason, Update};
use super::{About, Dossier};

/// One thing in a dossier that can be added, revised or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// What the dossier is about.
    About(Box<About>),
    /// The order of everything that is not a fact.
    Order(Order),
    /// A topic.
    Topic(Topic),
    /// A source.
    Source(Box<Source>),
    /// A person.
    Person(Box<Person>),
    /// A body.
    Body(Body),
    /// A document.
    Document(Box<Document>),
    /// A term.
    Term(Box<Term>),
    /// An indicator.
    Indicator(Indicator),
    /// A fact.
    Fact(Box<Fact>),
    /// Something people ask.
    Inquiry(Box<Inquiry>),
    /// Words that mean the same.
    Concept(Box<Concept>),
    /// A piece of small talk.
    Talk(Box<Talk>),
}

/// The order in which the things of each kind stand in the data files. Facts are ordered by their dates instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    topics: Vec<Id>,
    sources: Vec<Id>,
    people: Vec<Id>,
    bodies: Vec<Id>,
    documents: Vec<Id>,
    terms: Vec<Id>,
    indicators: Vec<Id>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inquiries: Vec<Id>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    concepts: Vec<Id>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    talk: Vec<Id>,
}

impl Order {
    /// Puts a thing behind the others of its kind, if it is not among them.
    pub fn append(&mut self, key: &EntryKey) {
        let ids = match key.kind {
            "topic" => &mut self.topics,
            "source" => &mut self.sources,
            "person" => &mut self.people,
            "body" => &mut self.bodies,
            "document" => &mut self.documents,
            "term" => &mut self.terms,
            "indicator" => &mut self.indicators,
            "inquiry" => &mut self.inquiries,
            "concept" => &mut self.concepts,
            "talk" => &mut self.talk,
            // Facts are ordered by their dates; of the rest there is one each.
            _ => return,
        };
        if let Some(id) = Id::new(&key.id).filter(|id| !ids.contains(id)) {
            ids.push(id);
        }
    }
}

/// What names an entry across revisions: its kind and its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryKey {
    /// The kind, as a word.
    pub kind: &'static str,
    /// The id; the kind again for the two entries of which there is one each.
    pub id: String,
}

impl Entry {
    /// The kind of a fact's key.
    pub const FACT: &'static str = "fact";

    /// The fact that this entry is.
    pub fn as_fact(&self) -> Option<&Fact> {
        match self {
            Self::Fact(fact) => Some(fact),
            _ => None,
        }
    }

    /// The same, taken out.
    pub fn into_fact(self) -> Option<Fact> {
        match self {
            Self::Fact(fact) => Some(*fact),
            _ => None,
        }
    }

    /// What names this entry.
    pub fn key(&self) -> EntryKey {
        let (kind, id) = match self {
            Self::About(_) => ("about", "about"),
            Self::Order(_) => ("order", "order"),
            Self::Topic(topic) => ("topic", topic.id.as_str()),
            Self::Source(source) => ("source", source.id.as_str()),
            Self::Person(person) => ("person", person.id.as_str()),
            Self::Body(body) => ("body", body.id.as_str()),
            Self::Document(document) => ("document", document.id.as_str()),
            Self::Term(term) => ("term", term.id.as_str()),
            Self::Indicator(indicator) => ("indicator", indicator.id.as_str()),
            Self::Fact(fact) => (Self::FACT, fact.id.as_str()),
            Self::Inquiry(inquiry) => ("inquiry", inquiry.id.as_str()),
            Self::Concept(concept) => ("concept", concept.id.as_str()),
            Self::Talk(talk) => ("talk", talk.id.as_str()),
        };
        EntryKey {
            kind,
            id: id.to_owned(),
        }
    }
}

fn ids<T>(things: &[T], id: impl Fn(&T) -> &Id) -> Vec<Id> {
    things.iter().map(|thing| id(thing).clone()).collect()
}

/// Takes the things out of `found` in the order of `order`.
fn in_order<T>(order: &[Id], mut found: HashMap<Id, T>) -> Vec<T> {
    order.iter().filter_map(|id| found.remove(id)).collect()
}

impl Dossier {
    /// The order of everything that is not a fact.
    pub fn order(&self) -> Order {
        Order {
            topics: ids(&self.topics, |topic| &topic.id),
            sources: ids(&self.sources, |source| &source.id),
            people: ids(&self.people, |person| &person.id),
            bodies: ids(&self.bodies, |body| &body.id),
            documents: ids(&self.documents, |document| &document.id),
            terms: ids(&self.terms, |term| &term.id),
            indicators: ids(&self.indicators, |indicator| &indicator.id),
            inquiries: ids(&self.inquiries, |inquiry| &inquiry.id),
            concepts: ids(&self.concepts, |concept| &concept.id),
            talk: ids(&self.talk, |talk| &talk.id),
        }
    }

    /// Everything in the dossier, one entry each.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = vec![
            Entry::About(Box::new(self.about.clone())),
            Entry::Order(self.order()),
        ];
        entries.extend(self.topics.iter().cloned().map(Entry::Topic));
        entries.extend(
            self.sources
                .iter()
                .cloned()
                .map(|s| Entry::Source(Box::new(s))),
        );
        entries.extend(
            self.people
                .iter()
                .cloned()
                .map(|p| Entry::Person(Box::new(p))),
        );
        entries.extend(self.bodies.iter().cloned().map(Entry::Body));
        entries.extend(
            self.documents
                .iter()
                .cloned()
                .map(|d| Entry::Document(Box::new(d))),
        );
        entries.extend(self.terms.iter().cloned().map(|t| Entry::Term(Box::new(t))));
        entries.extend(self.indicators.iter().cloned().map(Entry::Indicator));
        entries.extend(self.facts.iter().cloned().map(|f| Entry::Fact(Box::new(f))));
        let inquiries = self.inquiries.iter().cloned();
        entries.extend(inquiries.map(|inquiry| Entry::Inquiry(Box::new(inquiry))));
        let concepts = self.concepts.iter().cloned();
        entries.extend(concepts.map(|concept| Entry::Concept(Box::new(concept))));
        let talk = self.talk.iter().cloned();
        entries.extend(talk.map(|talk| Entry::Talk(Box::new(talk))));
        entries
    }

    /// The dossier that consists of `entries`; `None` where the entry that says what it is about is missing.
    pub fn from_entries(entries: impl IntoIterator<Item = Entry>) -> Option<Self> {
        let mut about = None;
        let mut order = Order::default();
        let (mut topics, mut sources, mut people) =
            (HashMap::new(), HashMap::new(), HashMap::new());
        let (mut bodies, mut documents) = (HashMap::new(), HashMap::new());
        let (mut terms, mut indicators) = (HashMap::new(), HashMap::new());
        let (mut inquiries, mut concepts, mut talk) =
            (HashMap::new(), HashMap::new(), HashMap::new());
        let mut facts = Vec::new();
        for entry in entries {
            match entry {
                Entry::About(found) => about = Some(*found),
                Entry::Order(found) => order = found,
                Entry::Topic(topic) => drop(topics.insert(topic.id.clone(), topic)),
                Entry::Source(source) => drop(sources.insert(source.id.clone(), *source)),
                Entry::Person(person) => drop(people.insert(person.id.clone(), *person)),
                Entry::Body(body) => drop(bodies.insert(body.id.clone(), body)),
                Entry::Document(document) => drop(documents.insert(document.id.clone(), *document)),
                Entry::Term(term) => drop(terms.insert(term.id.clone(), *term)),
                Entry::Indicator(indicator) => {
                    drop(indicators.insert(indicator.id.clone(), indicator))
                }
                Entry::Fact(fact) => facts.push(*fact),
                Entry::Inquiry(inquiry) => drop(inquiries.insert(inquiry.id.clone(), *inquiry)),
                Entry::Concept(concept) => drop(concepts.insert(concept.id.clone(), *concept)),
                Entry::Talk(piece) => drop(talk.insert(piece.id.clone(), *piece)),
            }
        }
        let mut dossier = Self {
            about: about?,
            topics: in_order(&order.topics, topics),
            sources: in_order(&order.sources, sources),
            people: in_order(&order.people, people),
            bodies: in_order(&order.bodies, bodies),
            documents: in_order(&order.documents, documents),
            terms: in_order(&order.terms, terms),
            indicators: in_order(&order.indicators, indicators),
            facts,
            inquiries: in_order(&order.inquiries, inquiries),
            concepts: in_order(&order.concepts, concepts),
            talk: in_order(&order.talk, talk),
        };
        dossier.sort_facts();
        Some(dossier)
    }
}

/// What a revision does to one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added(Entry),
    /// It reads differently now.
    Revised(Entry),
    /// It is gone.
    Withdrawn(EntryKey),
}

impl Change {
    /// What names the entry.
    pub fn key(&self) -> EntryKey {
        match self {
            Self::Added(entry) | Self::Revised(entry) => entry.key(),
            Self::Withdrawn(key) => key.clone(),
        }
    }
}

/// What leads from `old` to `new`, in the order of the entries' keys; empty if they are the same.
pub fn diff(old: Option<&Dossier>, new: &Dossier) -> Vec<Change> {
    // As at nearly every start: then neither is copied to be compared piece by piece.
    if old == Some(new) {
        return Vec::new();
    }
    let keyed = |dossier: &Dossier| -> BTreeMap<EntryKey, Entry> {
        dossier
            .entries()
            .into_iter()
            .map(|entry| (entry.key(), entry))
            .collect()
    };
    let mut before = old.map(keyed).unwrap_or_default();
    let mut changes = Vec::new();
    for (key, entry) in keyed(new) {
        match before.remove(&key) {
            None => changes.push(Change::Added(entry)),
            Some(past) if past != entry => changes.push(Change::Revised(entry)),
            Some(_) => {}
        }
    }
    changes.extend(before.into_keys().map(Change::Withdrawn));
    changes
}

/// A revision: when it was published and how many facts it touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// 1 for the first seeding, then one more each time.
    pub number: u64,
    /// When it was published.
    pub published: Timestamp,
    /// Facts added.
    pub added: u64,
    /// Facts revised.
    pub revised: u64,
    /// Facts withdrawn.
    pub withdrawn: u64,
    /// Changes of anything else: people, sources, terms and so on.
    pub other: u64,
    /// What it is about, if somebody said so: data files that were changed do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Wording>,
    /// Why single things were put right or withdrawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

impl Revision {
    /// The revision `number` that makes `changes`.
    pub fn of(number: u64, published: Timestamp, changes: &[Change]) -> Self {
        let mut revision = Self {
            number,
            published,
            added: 0,
            revised: 0,
            withdrawn: 0,
            other: 0,
            why: None,
            reasons: Vec::new(),
        };
        for change in changes {
            let count = match (change.key().kind, change) {
                (Entry::FACT, Change::Added(_)) => &mut revision.added,
                (Entry::FACT, Change::Revised(_)) => &mut revision.revised,
                (Entry::FACT, Change::Withdrawn(_)) => &mut revision.withdrawn,
                _ => &mut revision.other,
            };
            *count += 1;
        }
        revision
    }

    /// The same with what the update says of itself.
    pub fn explained(self, update: &Update) -> Self {
        Self {
            why: Some(update.why.clone()),
            reasons: update.reasons.clone(),
            ..self
        }
    }

    /// Why it put a fact right or withdrew it.
    pub fn reason_for(&self, fact: &Id) -> Option<&Wording> {
        let reasons = self.reasons.iter();
        reasons
            .filter(|reason| reason.kind == Entry::FACT)
            .find_map(|reason| (reason.id == fact.as_str()).then_some(&reason.text))
    }
}

//! The vocabulary: facts, people, sources and the rest, and the dossier that holds them.
//!
//! Values only. Nothing here reads a file, a clock, the network or the environment, knows HTML or Telegram, or can fail
//! at run time. The types derive serde, because the store keeps them as JSON inside versioned records
//! (`store::records`); a change of a field is a change of the record version there.

pub mod amount;
pub mod difference;
pub mod fact;
pub mod history;
pub mod id;
pub mod inquiry;
pub mod lang;
pub mod library;
pub mod news;
pub mod revision;
pub mod source;
pub mod subject;
pub mod update;
pub mod when;

use serde::{Deserialize, Serialize};

use fact::Fact;
use id::Id;
use inquiry::{Concept, Inquiry, Talk};
use lang::Wording;
use source::Source;
use subject::{Body, Document, Indicator, Person, Term, Topic};

/// All facts, people, bodies, documents and sources at one revision.
///
/// References between them are sound: `data` checks every id before a dossier exists, and the store keeps whole
/// revisions. Facts are in timeline order; the rest stands in the order of the data files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// What the dossier is about.
    pub about: About,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Sources.
    pub sources: Vec<Source>,
    /// People.
    pub people: Vec<Person>,
    /// Bodies.
    pub bodies: Vec<Body>,
    /// Documents.
    pub documents: Vec<Document>,
    /// Terms.
    pub terms: Vec<Term>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Facts, in timeline order.
    pub facts: Vec<Fact>,
    /// What people ask.
    pub inquiries: Vec<Inquiry>,
    /// Words that mean the same.
    pub concepts: Vec<Concept>,
    /// Small talk.
    pub talk: Vec<Talk>,
}

impl Dossier {
    /// Puts the facts into timeline order: by date, then by place in the source, then by id.
    pub fn sort_facts(&mut self) {
        let place = |fact: &Fact| {
            let first = fact.evidence.first();
            first.map(|e| (e.source.clone(), e.paragraph, e.sentence))
        };
        self.facts.sort_by(|a, b| {
            a.as_of
                .timeline_order(b.as_of)
                .then_with(|| place(a).cmp(&place(b)))
                .then_with(|| a.id.cmp(&b.id))
        });
    }
}

/// What a dossier is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its title.
    pub title: Wording,
    /// What the bot says of itself, two sentences.
    pub description: Wording,
    /// The same in one line.
    pub summary: Wording,
    /// The languages it is written in, as codes; today always all the bot speaks.
    pub languages: Vec<lang::Lang>,
    /// The time zone in which "today" and "yesterday" are meant, as an IANA name.
    pub time_zone: String,
    /// What the help and the error texts show as working examples.
    pub examples: Examples,
}

/// Working examples for the help and the error texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examples {
    /// A day with something to show.
    pub date: jiff::civil::Date,
    /// A person.
    pub person: Id,
    /// A term.
    pub term: Id,
    /// A fact.
    pub fact: Id,
    /// A word that stands in some quotation.
    pub words: Wording,
}

//! The dossier with its indexes: everything an answer looks up, found without a search.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Dossier;
use super::fact::{Fact, Kind};
use super::history::History;
use super::id::Id;
use super::revision::Revision;
use super::source::Source;
use super::subject::{Body, Document, Indicator, Person, Term, Topic};
use super::when::AsOf;

/// A dossier at one revision, with indexes. Immutable: a new revision makes a new library.
#[derive(Debug)]
pub struct Library {
    dossier: Dossier,
    revision: Revision,
    history: History,
    zone: TimeZone,
    index: Index,
}

/// Positions in the dossier's lists. Those of facts rise, and so are in timeline order.
#[derive(Debug, Default)]
struct Index {
    facts: HashMap<Id, usize>,
    people: HashMap<Id, usize>,
    bodies: HashMap<Id, usize>,
    documents: HashMap<Id, usize>,
    terms: HashMap<Id, usize>,
    topics: HashMap<Id, usize>,
    sources: HashMap<Id, usize>,
    indicators: HashMap<Id, usize>,
    by_speaker: HashMap<Id, Vec<usize>>,
    by_actor: HashMap<Id, Vec<usize>>,
    by_topic: HashMap<Id, Vec<usize>>,
    by_source: HashMap<Id, usize>,
    quotations: Vec<usize>,
    reported: Vec<usize>,
    timeline: Vec<usize>,
    status: Vec<usize>,
    figures: Vec<usize>,
    states: Vec<AsOf>,
    latest: Option<AsOf>,
    earliest: Option<AsOf>,
    first_days: BTreeSet<Date>,
    overtaken: HashMap<Id, Vec<usize>>,
}

fn positions<T>(things: &[T], id: impl Fn(&T) -> &Id) -> HashMap<Id, usize> {
    things
        .iter()
        .enumerate()
        .map(|(position, thing)| (id(thing).clone(), position))
        .collect()
}

impl Index {
    fn new(dossier: &Dossier) -> Self {
        let mut index = Self {
            facts: positions(&dossier.facts, |fact| &fact.id),
            people: positions(&dossier.people, |person| &person.id),
            bodies: positions(&dossier.bodies, |body| &body.id),
            documents: positions(&dossier.documents, |document| &document.id),
            terms: positions(&dossier.terms, |term| &term.id),
            topics: positions(&dossier.topics, |topic| &topic.id),
            sources: positions(&dossier.sources, |source| &source.id),
            indicators: positions(&dossier.indicators, |indicator| &indicator.id),
            ..Self::default()
        };
        for (position, fact) in dossier.facts.iter().enumerate() {
            index.add(position, fact);
        }
        index.states.dedup();
        index.latest = dossier
            .facts
            .iter()
            .map(|fact| fact.as_of)
            .max_by_key(|as_of| as_of.first());
        index.earliest = dossier
            .facts
            .iter()
            .map(|fact| fact.as_of)
            .min_by_key(|as_of| as_of.last());
        index.first_days = dossier
            .facts
            .iter()
            .map(|fact| fact.as_of.first())
            .collect();
        index
    }

    fn add(&mut self, position: usize, fact: &Fact) {
        if let Some(speaker) = fact.speaker() {
            self.by_speaker
                .entry(speaker.clone())
                .or_default()
                .push(position);
        }
        for actor in &fact.actors {
            self.by_actor
                .entry(actor.clone())
                .or_default()
                .push(position);
        }
        for topic in &fact.topics {
            self.by_topic
                .entry(topic.clone())
                .or_default()
                .push(position);
        }
        for evidence in &fact.evidence {
            *self.by_source.entry(evidence.source.clone()).or_default() += 1;
        }
        for earlier in &fact.replaces {
            self.overtaken
                .entry(earlier.clone())
                .or_default()
                .push(position);
        }
        if fact.quotation.is_some() {
            self.quotations.push(position);
        } else if fact.is_reported_statement() {
            self.reported.push(position);
        }
        if fact.timeline {
            self.timeline.push(position);
        }
        if fact.kind == Kind::Figure || fact.value.is_some() {
            self.figures.push(position);
        }
        if fact.bears_on_status() {
            self.status.push(position);
        }
        if fact.bears_on_status() || fact.timeline {
            self.states.push(fact.as_of);
        }
    }
}

impl Library {
    /// Indexes `dossier`.
    pub fn new(dossier: Dossier, revision: Revision, history: History) -> Self {
        let index = Index::new(&dossier);
        // `check` has seen that the name is known; a store written with a newer list of zones may hold one that is not.
        let zone = TimeZone::get(&dossier.about.time_zone).unwrap_or(TimeZone::UTC);
        Self {
            dossier,
            revision,
            history,
            zone,
            index,
        }
    }

    /// The same without the facts that begin after `date`, and without the documents, terms and offices that rest on
    /// one of them: what could be answered on that day. Bodies stay, since facts name them.
    pub fn as_of(&self, date: Date) -> Self {
        let known = |id: &Id| self.fact(id).is_some_and(|fact| fact.as_of.begun_by(date));
        let rests = |facts: &[Id]| facts.iter().all(known);
        let mut dossier = self.dossier.clone();
        dossier.facts.retain(|fact| fact.as_of.begun_by(date));
        dossier.terms.retain(|term| rests(&term.facts));
        dossier.documents.retain(|document| rests(&document.facts));
        for person in &mut dossier.people {
            person.offices.retain(|office| known(&office.fact));
        }
        let mut history = self.history.clone();
        history
            .withdrawn
            .retain(|_, past| past.fact.as_of.begun_by(date));
        Self::new(dossier, self.revision.clone(), history)
    }

    /// The dossier.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// The dossier's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The day that `moment` is in the dossier's time zone.
    pub fn day_of(&self, moment: Timestamp) -> Date {
        moment.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Noon of a day in the dossier's time zone.
    pub fn noon_of(&self, day: Date) -> Timestamp {
        let noon = day.at(12, 0, 0, 0).to_zoned_datetime(self.zone.clone());
        // Only the first and last days that a date can hold have no noon everywhere.
        noon.map_or(Timestamp::UNIX_EPOCH, |noon| noon.timestamp())
    }

    /// The revision it is at.
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// What its facts were before.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The fact with this id.
    pub fn fact(&self, id: &Id) -> Option<&Fact> {
        self.index
            .facts
            .get(id)
            .map(|position| &self.dossier.facts[*position])
    }

    /// The person with this id.
    pub fn person(&self, id: &Id) -> Option<&Person> {
        self.index
            .people
            .get(id)
            .map(|position| &self.dossier.people[*position])
    }

    /// The body with this id.
    pub fn body(&self, id: &Id) -> Option<&Body> {
        self.index
            .bodies
            .get(id)
            .map(|position| &self.dossier.bodies[*position])
    }

    /// The document with this id.
    pub fn document(&self, id: &Id) -> Option<&Document> {
        let position = self.index.documents.get(id);
        position.map(|position| &self.dossier.documents[*position])
    }

    /// The term with this id.
    pub fn term(&self, id: &Id) -> Option<&Term> {
        self.index
            .terms
            .get(id)
            .map(|position| &self.dossier.terms[*position])
    }

    /// The topic with this id.
    pub fn topic(&self, id: &Id) -> Option<&Topic> {
        self.index
            .topics
            .get(id)
            .map(|position| &self.dossier.topics[*position])
    }

    /// The source with this id.
    pub fn source(&self, id: &Id) -> Option<&Source> {
        self.index
            .sources
            .get(id)
            .map(|position| &self.dossier.sources[*position])
    }

    /// The indicator with this id.
    pub fn indicator(&self, id: &Id) -> Option<&Indicator> {
        let position = self.index.indicators.get(id);
        position.map(|position| &self.dossier.indicators[*position])
    }

    fn facts_at<'a>(&'a self, positions: &'a [usize]) -> Facts<'a> {
        Facts {
            facts: &self.dossier.facts,
            positions,
        }
    }

    /// The facts at these positions of the dossier, which have to rise; newest date first.
    pub fn newest_of(&self, positions: &[usize]) -> Vec<&Fact> {
        let facts = positions
            .iter()
            .filter_map(|position| self.dossier.facts.get(*position));
        newest_first(&facts.collect::<Vec<_>>())
    }

    /// What a person said: facts whose evidence names them as the speaker.
    pub fn said_by(&self, person: &Id) -> Facts<'_> {
        self.facts_at(self.index.by_speaker.get(person).map_or(&[], Vec::as_slice))
    }

    /// Facts about a person or a body.
    pub fn about(&self, actor: &Id) -> Facts<'_> {
        self.facts_at(self.index.by_actor.get(actor).map_or(&[], Vec::as_slice))
    }

    /// Facts on a topic.
    pub fn on_topic(&self, topic: &Id) -> Facts<'_> {
        self.facts_at(self.index.by_topic.get(topic).map_or(&[], Vec::as_slice))
    }

    /// How many facts rest on a source.
    pub fn count_from(&self, source: &Id) -> usize {
        self.index.by_source.get(source).copied().unwrap_or(0)
    }

    /// Facts that carry a quotation.
    pub fn quotations(&self) -> Facts<'_> {
        self.facts_at(&self.index.quotations)
    }

    /// Reported statements: paraphrases without a quotation.
    pub fn reported(&self) -> Facts<'_> {
        self.facts_at(&self.index.reported)
    }

    /// Facts of the timeline.
    pub fn timeline(&self) -> Facts<'_> {
        self.facts_at(&self.index.timeline)
    }

    /// Facts with a number.
    pub fn figures(&self) -> Facts<'_> {
        self.facts_at(&self.index.figures)
    }

    /// Facts that bear on the status.
    pub fn status(&self) -> Facts<'_> {
        self.facts_at(&self.index.status)
    }

    /// The dates at which the status changed or something happened, in order.
    pub fn states(&self) -> &[AsOf] {
        &self.index.states
    }

    /// Whether `fact` is overtaken by a fact that has begun by `date`.
    pub fn is_overtaken(&self, fact: &Id, date: Date) -> bool {
        let by = self.index.overtaken.get(fact);
        by.is_some_and(|by| {
            by.iter()
                .any(|position| self.dossier.facts[*position].as_of.begun_by(date))
        })
    }

    /// Whether some fact's date begins within these days.
    pub fn has_fact_within(&self, first: Date, last: Date) -> bool {
        first <= last && self.index.first_days.range(first..=last).next().is_some()
    }

    /// The date of the earliest fact: the one whose date ends first.
    pub fn earliest(&self) -> Option<AsOf> {
        self.index.earliest
    }

    /// The date of the newest fact: the one whose date begins last.
    pub fn latest(&self) -> Option<AsOf> {
        self.index.latest
    }
}

/// Some facts of a library, in timeline order; cheap to copy, and nothing is copied from the facts.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    facts: &'a [Fact],
    positions: &'a [usize],
}

impl<'a> Facts<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// Each fact, newest date first; facts of one date stay in the order of their places in the source.
    pub fn newest_first(&self) -> Vec<&'a Fact> {
        newest_first(&self.iter().collect::<Vec<_>>())
    }

    /// Each fact, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &'a Fact> + ExactSizeIterator + use<'a> {
        let facts = self.facts;
        self.positions.iter().map(move |position| &facts[*position])
    }
}

fn newest_first<'a>(oldest_first: &[&'a Fact]) -> Vec<&'a Fact> {
    let dates = oldest_first.chunk_by(|a, b| a.as_of == b.as_of);
    dates.rev().flatten().copied().collect()
}

//! What is new: facts that came, that were put right and that were withdrawn, by the revisions that did it.

use super::fact::Fact;
use super::history::Past;
use super::id::Id;
use super::lang::Wording;
use super::library::Library;
use super::revision::Revision;

/// One thing that is new, and the revision that brought it.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    /// The revision.
    pub revision: &'a Revision,
    /// What it brought.
    pub what: Change<'a>,
}

/// What a revision did to a fact.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// It is new.
    Added(&'a Fact),
    /// It reads differently.
    Corrected {
        /// The fact as it stands now.
        fact: &'a Fact,
        /// How it read before.
        was: &'a Wording,
        /// How it read from then on.
        is: &'a Wording,
    },
    /// It is gone.
    Withdrawn(&'a Past),
}

/// What somebody knows of the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// They know it as it was at this revision.
    pub surely: u64,
    /// They may also have heard how it was at these.
    pub perhaps: Vec<u64>,
}

impl From<u64> for Known {
    fn from(surely: u64) -> Self {
        let perhaps = Vec::new();
        Self { surely, perhaps }
    }
}

impl<'a> News<'a> {
    /// The fact it is about; one that was withdrawn as it was.
    pub fn fact(&self) -> &'a Fact {
        match self.what {
            Change::Added(fact) | Change::Corrected { fact, .. } => fact,
            Change::Withdrawn(past) => &past.fact,
        }
    }

    /// Why the fact was put right or withdrawn, if somebody said so.
    pub fn reason(&self) -> Option<&'a Wording> {
        match self.what {
            Change::Added(_) => None,
            Change::Corrected { .. } | Change::Withdrawn(_) => {
                self.revision.reason_for(&self.fact().id)
            }
        }
    }
}

impl Library {
    /// What all revisions brought: the newest revision first, of each the facts with the newest date first, and what was
    /// put right or withdrawn behind what is new.
    pub fn news(&self) -> Vec<News<'_>> {
        let mut all = self.changes(0);
        let history = self.history();
        // With other words again is new, and not put right as well.
        all.retain(|news| match news.what {
            Change::Corrected { fact, .. } => {
                history.brought_by(&fact.id) != Some(news.revision.number)
            }
            Change::Added(_) | Change::Withdrawn(_) => true,
        });
        all
    }

    /// What is new to somebody, in the same order. What came and went meanwhile is nothing to them, nor is what reads again
    /// as it did. What they may have heard of is told again, and above all that it is not so any more.
    pub fn news_for(&self, known: &Known) -> Vec<News<'_>> {
        let history = self.history();
        let surely = known.surely;
        let all_known = || known.perhaps.iter().copied().chain([surely]);
        let knew = |fact: &Id, revision| history.stood_at(fact, revision);
        let mut all = self.changes(surely);
        all.retain(|news| match news.what {
            Change::Added(fact) => all_known().any(|revision| !knew(&fact.id, revision)),
            Change::Corrected { fact, .. } => all_known().any(|revision| {
                let read = history.wording_at(&fact.id, revision);
                knew(&fact.id, revision) && read.is_some_and(|read| *read != fact.text)
            }),
            Change::Withdrawn(past) => all_known().any(|revision| knew(&past.fact.id, revision)),
        });
        all
    }

    /// Each change after a revision.
    fn changes(&self, after: u64) -> Vec<News<'_>> {
        let history = self.history();
        let facts = self.dossier().facts.iter();
        let added = facts.filter_map(|fact| {
            let revision = self.brought_by(&fact.id);
            (revision.number > after).then_some(News {
                revision,
                what: Change::Added(fact),
            })
        });
        let corrected = history.revised.iter().filter_map(|(id, pasts)| {
            let fact = self.fact(id)?;
            Some(pasts.iter().enumerate().map(move |(index, past)| {
                let next = pasts.get(index + 1).map_or(fact, |next| &next.fact);
                let what = Change::Corrected {
                    fact,
                    was: &past.fact.text,
                    is: &next.text,
                };
                let revision = &past.until;
                News { revision, what }
            }))
        });
        let withdrawn = history.withdrawn.values().map(|past| News {
            revision: &past.until,
            what: Change::Withdrawn(past),
        });
        let others = corrected.flatten().chain(withdrawn);
        let others = others.filter(|news| news.revision.number > after);
        let mut all: Vec<News<'_>> = added.chain(others).collect();
        let rank = |news: &News<'_>| match news.what {
            Change::Added(_) => 0,
            Change::Corrected { .. } => 1,
            Change::Withdrawn(_) => 2,
        };
        all.sort_by(|a, b| {
            let (newer, older) = (b.fact(), a.fact());
            b.revision
                .number
                .cmp(&a.revision.number)
                .then_with(|| rank(a).cmp(&rank(b)))
                .then_with(|| newer.as_of.timeline_order(older.as_of))
                .then_with(|| older.id.cmp(&newer.id))
        });
        all
    }

    /// The revision that brought a fact.
    fn brought_by(&self, fact: &Id) -> &Revision {
        let history = self.history();
        let first = history.revisions.values().next();
        let later = history.brought_by(fact);
        let later = later.and_then(|number| history.revisions.get(&number));
        later.or(first).map_or(self.revision(), |revision| revision)
    }
}

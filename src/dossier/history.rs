//! What facts were before, and when: earlier wordings, withdrawals, and returns.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::Dossier;
use super::fact::Fact;
use super::id::Id;
use super::lang::Wording;
use super::revision::Revision;

/// An earlier state of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The revision that ended this state.
    pub until: Arc<Revision>,
    /// The fact as it was.
    pub fact: Fact,
}

/// A time during which a fact stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The number of the revision that brought it.
    pub from: u64,
    /// The number of the revision that withdrew it.
    pub until: Option<u64>,
}

/// What facts were before: earlier wordings of those that stand, last wordings of those withdrawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Earlier wordings, oldest first. One that was withdrawn and came back with other words counts as one of them, ended
    /// by the revision that brought it back.
    pub revised: HashMap<Id, Vec<Past>>,
    /// Withdrawn facts.
    pub withdrawn: HashMap<Id, Past>,
    /// When those facts stood that have not stood from the first revision until now, oldest first.
    pub stays: HashMap<Id, Vec<Stay>>,
    /// Every revision, by its number.
    pub revisions: BTreeMap<u64, Arc<Revision>>,
}

impl History {
    /// Whether a fact that is or was in the dossier stood at a revision.
    pub fn stood_at(&self, fact: &Id, revision: u64) -> bool {
        self.stays.get(fact).is_none_or(|stays| {
            let is_in = |stay: &Stay| {
                stay.from <= revision && stay.until.is_none_or(|until| revision < until)
            };
            stays.iter().any(is_in)
        })
    }

    /// The number of the revision that brought a fact, the last time; `None` if it was there from the first one on.
    pub fn brought_by(&self, fact: &Id) -> Option<u64> {
        let stays = self.stays.get(fact)?;
        stays.last().map(|stay| stay.from)
    }

    /// How a fact read at a revision after which its words have changed; `None` if they have not.
    pub fn wording_at(&self, fact: &Id, revision: u64) -> Option<&Wording> {
        let mut pasts = self.revised.get(fact)?.iter();
        let past = pasts.find(|past| past.until.number > revision)?;
        Some(&past.fact.text)
    }

    /// Whether a message has to be put right that carried a fact and was right at a revision: the fact reads
    /// differently since, is gone, or has come back.
    pub fn has_changed_since(&self, fact: &Id, revision: u64) -> bool {
        let stays = self.stays.get(fact).into_iter().flatten();
        let mut turns = stays
            .flat_map(|stay| [Some(stay.from), stay.until])
            .flatten();
        self.wording_at(fact, revision).is_some() || turns.any(|turn| turn > revision)
    }

    /// Those of its facts of which this is so.
    pub fn changed_since(&self, revision: u64) -> BTreeSet<&Id> {
        let all = self.revised.keys().chain(self.stays.keys());
        all.filter(|fact| self.has_changed_since(fact, revision))
            .collect()
    }
}

/// A dossier at one revision, with what its facts were before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The dossier.
    pub dossier: Dossier,
    /// The revision.
    pub revision: Revision,
    /// What its facts were before.
    pub history: History,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn id(name: &str) -> Id {
        Id::new(name).unwrap()
    }

    /// "late" came with revision 3, was withdrawn by 5 and brought back by 7; "gone" was there from the first on and was
    /// withdrawn by 4.
    fn history() -> History {
        let stay = |from, until| Stay { from, until };
        let stays = [
            ("late", vec![stay(3, Some(5)), stay(7, None)]),
            ("gone", vec![stay(1, Some(4))]),
        ];
        History {
            stays: stays.map(|(name, stays)| (id(name), stays)).into(),
            ..History::default()
        }
    }

    #[test]
    fn a_fact_stands_from_the_revision_that_brought_it_until_the_one_that_withdrew_it() {
        let history = history();
        for (fact, stands) in [
            ("late", [false, false, true, true, false, false, true, true]),
            (
                "gone",
                [true, true, true, false, false, false, false, false],
            ),
            ("always", [true; 8]),
        ] {
            let stood = [1, 2, 3, 4, 5, 6, 7, 8].map(|at| history.stood_at(&id(fact), at));
            assert_eq!(stood, stands, "{fact}");
        }
        assert_eq!(history.brought_by(&id("late")), Some(7));
        assert_eq!(history.brought_by(&id("always")), None);
    }

    #[test]
    fn what_went_or_came_back_after_a_message_changes_the_message() {
        let history = history();
        for (fact, last) in [("late", 6), ("gone", 3)] {
            for revision in 1..=8 {
                let changed = history.has_changed_since(&id(fact), revision);
                assert_eq!(changed, revision <= last, "{fact} since {revision}");
            }
        }
        assert_eq!(history.changed_since(5), [&id("late")].into());
        assert_eq!(history.changed_since(7), [].into());
    }
}

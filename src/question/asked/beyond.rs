//! Words that stand for what no source answers: "opposition" where all who write it ask what is in no source. A question
//! with such a word in it is no question about something that is answered, however near it comes otherwise.

use super::index::{Index, Ranked};
use super::member::Member;
use super::reading::{Reading, Slot};

/// A word in fewer wordings may stand there by chance.
const WORDINGS_MIN: usize = 8;
/// Of so many wordings one may be of something that is answered.
const TO_ONE: usize = 15;

/// For each term, whether nearly all wordings that know it ask what no source answers.
pub(super) struct Beyond(Vec<bool>);

impl Beyond {
    /// Counts the postings of an index, laid out as there; `answers` tells of each group whether anything answers it.
    pub(super) fn new(
        postings: &[u32],
        starts: &[u32],
        members: &[Member],
        answers: &[bool],
    ) -> Self {
        let is_beyond = |ends: &[u32]| {
            let postings = &postings[ends[0] as usize..ends[1] as usize];
            let answered = postings
                .iter()
                .filter(|place| answers[members[**place as usize].group()]);
            postings.len() >= WORDINGS_MIN && answered.count() * TO_ONE <= postings.len()
        };
        Self(starts.windows(2).map(is_beyond).collect())
    }

    /// Whether a word of a question can only stand for such a thing.
    pub(super) fn has(&self, slot: &Slot) -> bool {
        let mut sure = slot
            .matches
            .iter()
            .filter(|found| found.sure >= 1.0)
            .peekable();
        sure.peek().is_some() && sure.all(|found| self.0[found.term as usize])
    }
}

impl Index {
    /// Marks the targets whose wordings do not know a word of the question that stands for what no source answers.
    pub(super) fn mark_beyond(&self, reading: &Reading, ranked: &mut [Ranked]) {
        for slot in reading.slots.iter().filter(|slot| self.beyond.has(slot)) {
            let knows = self.knows(slot, ranked);
            for (one, knows) in ranked.iter_mut().zip(knows) {
                one.beyond |= !knows;
            }
        }
    }

    /// Marks the targets whose wordings do not know the thing that is asked for, where others know it.
    pub(super) fn mark_lacking(&self, reading: &Reading, ranked: &mut [Ranked]) {
        let is_thing = |slot: &&Slot| Some(&slot.word) == reading.thing.as_ref();
        let Some(slot) = reading.slots.iter().find(is_thing) else {
            return;
        };
        let knows = self.knows(slot, ranked);
        if !knows.contains(&true) {
            return;
        }
        for (one, knows) in ranked.iter_mut().zip(knows) {
            one.lacks_thing = !knows;
        }
    }

    /// Of each target, whether a wording of it knows a word.
    fn knows(&self, slot: &Slot, ranked: &[Ranked]) -> Vec<bool> {
        let mut knows = vec![false; ranked.len()];
        for found in &slot.matches {
            let mut last = None;
            for place in self.postings_of(found.term) {
                let group = self.members[*place as usize].group();
                // Of each group once: a common word is in thousands of wordings.
                if last.replace(group) == Some(group) {
                    continue;
                }
                let target = self.groups[group].target;
                for (one, knows) in ranked.iter().zip(&mut knows) {
                    *knows |= one.target == target;
                }
            }
        }
        knows
    }
}

//! How telling terms are for groups of wordings: what the language model of the index adds up, worked out beforehand.

use super::index::Group;
use super::member::{Member, Standing};

/// How telling a term is for a group of so many wordings, so many of which know it; `everywhere` is the share of all
/// wordings that do, and `telling` as in the weights.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
pub(super) fn telling(count: u32, wordings: u32, everywhere: f32, telling: f32) -> f32 {
    let share = count as f32 / (wordings as f32 + 2.0);
    (1.0 + telling * share / everywhere).ln()
}

/// The share of `all` wordings that know a term by so many of them.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
pub(super) fn everywhere(postings: usize, all: usize) -> f32 {
    let all = all.max(1) as f32;
    (postings as f32 / all).max(1.0 / all)
}

/// For each term and each group of more than two wordings that knows it, how telling it is: a question meets many such
/// pairs, and their logarithms cost more than all else about them.
pub(super) struct Tellings {
    /// Term after term, the groups in their order.
    values: Vec<f32>,
    /// Where the values of each term start; at last, where those of the last one end.
    starts: Vec<u32>,
}

impl Tellings {
    /// Those of the postings of an index, laid out as there.
    pub(super) fn new(
        postings: &[u32],
        starts: &[u32],
        members: &[Member],
        groups: &[Group],
        weight: f32,
    ) -> Self {
        let mut values = Vec::new();
        let mut of_terms = Vec::with_capacity(starts.len());
        of_terms.push(0);
        for ends in starts.windows(2) {
            let postings = &postings[ends[0] as usize..ends[1] as usize];
            let everywhere = everywhere(postings.len(), members.len());
            let group_of = |place: &u32| members[*place as usize].group();
            for places in postings.chunk_by(|one, other| group_of(one) == group_of(other)) {
                let first = members[places[0] as usize];
                if matches!(first.standing(), Standing::OneOfMany) {
                    let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
                    let wordings = groups[first.group()].wordings;
                    values.push(telling(count, wordings, everywhere, weight));
                }
            }
            of_terms.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
        }
        values.shrink_to_fit();
        Self {
            values,
            starts: of_terms,
        }
    }

    /// Those of a term.
    pub(super) fn of(&self, term: usize) -> &[f32] {
        &self.values[self.starts[term] as usize..self.starts[term + 1] as usize]
    }
}

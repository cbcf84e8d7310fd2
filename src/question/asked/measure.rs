//! How near a question is to a group of wordings, by what was added up, and what of that need not be measured since the
//! group cannot be among the nearest any more.

use std::array::from_fn;

use super::grams::Likeness;
use super::index::Weights;

/// Scores that differ by less are not told apart by an estimate.
const ESTIMATED: f32 = 1e-4;
/// Wordings that are estimated at a time.
const TOGETHER: usize = 16;

/// What the sums are measured by.
pub(super) struct Measure<'a> {
    pub(super) weights: &'a Weights,
    /// The weight of the whole question.
    pub(super) total: f32,
    /// The most that the language model's sum could be.
    pub(super) possible: f32,
    pub(super) look: Likeness,
}

/// A group that knows words of the question, before its wordings are looked at one by one.
#[derive(Clone, Copy)]
pub(super) struct Prospect {
    /// Its place.
    pub(super) group: usize,
    /// The weight of the slots some wording of it knows.
    pub(super) known: f32,
    /// Its score if no wording were near at all, and how much more it would be if one were as near as can be.
    least: f32,
    more: f32,
    /// What its score is at most.
    at_most: f32,
}

impl Prospect {
    /// The score with a wording that is so near.
    pub(super) fn score(&self, near: f32) -> f32 {
        self.least + self.more * near
    }

    /// Whether the score may reach this.
    pub(super) fn may_reach(&self, floor: f32) -> bool {
        self.at_most >= floor - ESTIMATED
    }

    /// Puts so many of the most promising first, in whatever order: what is near is then found early, and the rest need
    /// not be looked at.
    pub(super) fn most_promising_first(prospects: &mut [Self], first: usize) {
        if prospects.len() > first {
            prospects
                .select_nth_unstable_by(first, |one, other| other.at_most.total_cmp(&one.at_most));
        }
    }
}

impl Measure<'_> {
    /// What a group may come to whose lightest wording weighs so much, by the language model's sum and the weight of the
    /// slots some wording of it knows.
    pub(super) fn prospect(
        &self,
        group: usize,
        lightest: f32,
        telling: f32,
        known: f32,
    ) -> Prospect {
        let weights = self.weights;
        let telling = (telling / self.possible.max(0.01)).min(1.0);
        let by_terms = (1.0 - weights.nearest) * telling;
        let (least, more) = match (self.look.pairs.get(group), self.look.pieces.get(group)) {
            (Some(pairs), Some(pieces)) => {
                let all = 1.0 + weights.pairs + weights.pieces;
                let looks = weights.pairs * pairs + weights.pieces * pieces;
                ((by_terms + looks) / all, weights.nearest / all)
            }
            _ => (by_terms, weights.nearest),
        };
        let at_most = least + more * self.near_at_most(known, lightest);
        Prospect {
            group,
            known,
            least,
            more,
            at_most,
        }
    }

    /// How near the nearest of a group's wordings is, by their weights and by what they have met. Exact only if that is
    /// enough for a score of `floor`.
    pub(super) fn nearest(
        &self,
        prospect: &Prospect,
        heavy: &[f32],
        met: &[f32],
        floor: f32,
    ) -> f32 {
        let needed = ((floor - ESTIMATED - prospect.least) / prospect.more).max(0.0);
        let (heavy, last_heavy) = heavy.as_chunks::<TOGETHER>();
        let (met, last_met) = met.as_chunks::<TOGETHER>();
        let mut nearest = 0.0_f32;
        for (heavy, met) in heavy.iter().zip(met) {
            // Most are too far, and that is seen of several at a time, without a power or a branch.
            let bounds: [f32; TOGETHER] = from_fn(|at| self.near_at_most(met[at], heavy[at]));
            let most = bounds.into_iter().fold(0.0, f32::max);
            if most > (nearest - ESTIMATED).max(needed) {
                nearest = self.nearer(nearest, needed, heavy, met);
            }
        }
        self.nearer(nearest, needed, last_heavy, last_met)
    }

    /// How near the nearest is of some wordings and of what was nearest before.
    fn nearer(&self, mut nearest: f32, needed: f32, heavy: &[f32], met: &[f32]) -> f32 {
        let share = self.weights.of_question;
        for (weight, met) in heavy.iter().zip(met) {
            if self.near_at_most(*met, *weight) > (nearest - ESTIMATED).max(needed) {
                let of_question = (met / self.total).min(1.0);
                let of_wording = (met / weight).min(1.0);
                let near = of_question.powf(share) * of_wording.powf(1.0 - share);
                nearest = nearest.max(near);
            }
        }
        nearest
    }

    /// How near a wording of this weight can be at most that has met so much: a weighted geometric mean is at most the
    /// arithmetic one, which takes no powers.
    fn near_at_most(&self, met: f32, weight: f32) -> f32 {
        let share = self.weights.of_question;
        share * (met / self.total).min(1.0) + (1.0 - share) * (met / weight).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_may_be_among_the_nearest_is_measured_exactly(
            wordings in vec((0.01_f32..9.0, 0.0_f32..1.0), 1..60),
            total in 1.0_f32..9.0,
            telling in 0.0_f32..1.0,
            floor in 0.0_f32..1.0,
        ) {
            let heavy: Vec<f32> = wordings.iter().map(|(weight, _)| *weight).collect();
            let met: Vec<f32> = wordings.iter().map(|(weight, share)| weight.min(total) * share).collect();
            let look = Likeness { pairs: vec![0.3], pieces: vec![0.2] };
            let measure = Measure { weights: &Weights::CHOSEN, total, possible: 1.0, look };
            let share = Weights::CHOSEN.of_question;
            let near = |(met, weight): (&f32, &f32)| {
                (met / total).min(1.0).powf(share) * (met / weight).min(1.0).powf(1.0 - share)
            };
            let plain = met.iter().zip(&heavy).map(near).fold(0.0, f32::max);
            let lightest = heavy.iter().copied().fold(f32::MAX, f32::min);
            let known = met.iter().copied().fold(0.0, f32::max);
            for group in [0, 1] {
                let prospect = measure.prospect(group, lightest, telling, known);
                let score = prospect.score(plain);
                if score >= floor {
                    prop_assert!(prospect.may_reach(floor));
                    let nearest = measure.nearest(&prospect, &heavy, &met, floor);
                    prop_assert!((nearest - plain).abs() < 2.0 * ESTIMATED, "{nearest} {plain}");
                }
            }
        }
    }
}

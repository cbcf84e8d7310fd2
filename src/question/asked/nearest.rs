//! The nearest of many targets, without sorting them all.

use super::index::Ranked;

/// The best of what was offered, each target once, the best first.
pub(super) struct Nearest {
    most: usize,
    ranked: Vec<Ranked>,
}

impl Nearest {
    /// Keeps at most `most`.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            ranked: Vec::with_capacity(most + 1),
        }
    }

    /// What scores less than this is not kept.
    pub(super) fn floor(&self) -> f32 {
        match self.ranked.last() {
            Some(last) if self.ranked.len() >= self.most => last.score,
            _ => f32::NEG_INFINITY,
        }
    }

    /// Keeps a target if it is among the best; of one that is kept already, the better score. Equal ones keep the order
    /// of the targets, whatever the order in which they are offered.
    pub(super) fn offer(&mut self, ranked: Ranked) {
        if ranked.score < self.floor() {
            return;
        }
        let known = self
            .ranked
            .iter()
            .position(|known| known.target == ranked.target);
        if let Some(known) = known {
            if ranked.score <= self.ranked[known].score {
                return;
            }
            self.ranked.remove(known);
        }
        let place = self.ranked.partition_point(|other| {
            let order = ranked.score.total_cmp(&other.score);
            order.then(other.target.cmp(&ranked.target)).is_lt()
        });
        self.ranked.insert(place, ranked);
        self.ranked.truncate(self.most);
    }

    /// What was kept.
    pub(super) fn into_ranked(self) -> Vec<Ranked> {
        self.ranked
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::Target;
    use super::*;

    #[test]
    fn the_best_are_kept_each_target_once() {
        let mut nearest = Nearest::new(3);
        let offered = [
            (5, 0.2),
            (1, 0.5),
            (9, 0.5),
            (1, 0.4),
            (5, 0.7),
            (0, 0.5),
            (3, 0.1),
        ];
        for (fact, score) in offered {
            nearest.offer(Ranked {
                target: Target::Fact(fact),
                score,
                nearest: 0.0,
                covered: 0.0,
                beyond: false,
                lacks_thing: false,
            });
        }
        let kept = nearest.into_ranked();
        let kept: Vec<(Target, f32)> = kept.iter().map(|one| (one.target, one.score)).collect();
        let expected = [(5, 0.7), (0, 0.5), (1, 0.5)];
        assert_eq!(
            kept,
            expected.map(|(fact, score)| (Target::Fact(fact), score))
        );
    }
}

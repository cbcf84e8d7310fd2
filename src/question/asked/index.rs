//! Ranking: which inquiry, fact or piece of small talk a question is nearest to.
//!
//! Two measures over the same postings, since each errs where the other does not: how much of the question and of the
//! nearest single wording meet (a nearest neighbour), and how telling the question's words are for all wordings of one
//! thing together (a language model). Wordings of each language are a group of their own, so that no language thins out
//! another and the language of a question need not be known.

use std::collections::HashMap;

use super::grams::{self, Grams, Likeness, Look};
use super::reading::{Learnt, Reading, Slot};
use super::vocabulary::Term;

/// What a question may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// An inquiry, by its place in the dossier.
    Inquiry(u32),
    /// A fact, by its place in the dossier.
    Fact(u32),
    /// A piece of small talk, by its place in the dossier.
    Talk(u32),
}

/// The figures of the ranking. Chosen on the questions in `tests/questions/`, which are not those it is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// How much the nearest wording counts; the rest is the language model's.
    pub nearest: f32,
    /// How much of the question has to be in the wording, as an exponent; that of the reverse is the rest to 1.
    pub of_question: f32,
    /// How strongly a term counts that is frequent in a group and rare elsewhere.
    pub telling: f32,
    /// The weight of a word nobody has used, as a share of the rarest known word's.
    pub unknown: f32,
    /// How much the pairs of words count, beside the 1 of the two measures above.
    pub pairs: f32,
    /// How much the pieces of words count, beside that 1.
    pub pieces: f32,
}

impl Weights {
    /// Those in use.
    pub const CHOSEN: Self = Self {
        nearest: 0.6,
        of_question: 0.6,
        telling: 30.0,
        unknown: 0.6,
        pairs: 0.25,
        pieces: 1.0,
    };
}

/// One thing's wordings in one language.
struct Group {
    target: Target,
    wordings: u32,
}

/// One wording.
struct Wording {
    group: u32,
    weight: f32,
}

/// A target with how near it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The target.
    pub target: Target,
    /// How near, from 0 to 1.
    pub score: f32,
    /// The share of the nearest wording alone.
    pub nearest: f32,
    /// The share of the question's weight that its wordings know at all.
    pub covered: f32,
}

/// Gathers wordings; becomes an [`Index`].
#[derive(Default)]
pub struct Builder {
    groups: Vec<Group>,
    wordings: Vec<(u32, Vec<Term>)>,
    grams: grams::Builder,
}

impl Builder {
    /// Adds all wordings of one target in one language. Those of facts come last: what they look like is not asked, since
    /// they are no questions.
    pub fn add(&mut self, target: Target, wordings: Vec<Learnt>) {
        if wordings.is_empty() {
            return;
        }
        if !matches!(target, Target::Fact(_)) {
            let looks: Vec<Look> = wordings.iter().map(|one| Look::of(&one.words)).collect();
            self.grams.add(&looks);
        }
        let group = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        self.groups.push(Group {
            target,
            wordings: u32::try_from(wordings.len()).unwrap_or(u32::MAX),
        });
        self.wordings
            .extend(wordings.into_iter().map(|one| (group, one.terms)));
    }

    /// The index over all that was added, with `terms` terms in all.
    pub fn build(self, terms: usize, weights: &Weights) -> Index {
        let mut postings: Vec<Vec<u32>> = vec![Vec::new(); terms];
        let mut in_groups = vec![0_u32; terms];
        let mut last_group = vec![u32::MAX; terms];
        for (position, (group, terms)) in self.wordings.iter().enumerate() {
            for term in terms {
                let term = *term as usize;
                postings[term].push(u32::try_from(position).unwrap_or(u32::MAX));
                if last_group[term] != *group {
                    last_group[term] = *group;
                    in_groups[term] += 1;
                }
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts far below 2^24, and weights need no more"
        )]
        let groups = self.groups.len().max(1) as f32;
        let telling = weights.telling;
        let weights: Vec<f32> = in_groups
            .iter()
            .map(|count| {
                #[expect(clippy::cast_precision_loss, reason = "see above")]
                let count = *count as f32;
                (1.0 + (groups - count + 0.5) / (count + 0.5)).ln()
            })
            .collect();
        let wordings = self
            .wordings
            .iter()
            .map(|(group, terms)| Wording {
                group: *group,
                weight: terms.iter().map(|term| weights[*term as usize]).sum(),
            })
            .collect();
        Index {
            rarest: (1.0 + groups / 1.5).ln(),
            groups: self.groups,
            wordings,
            postings,
            weights,
            grams: self.grams.build(telling),
        }
    }
}

/// The postings of all wordings.
pub struct Index {
    groups: Vec<Group>,
    wordings: Vec<Wording>,
    postings: Vec<Vec<u32>>,
    weights: Vec<f32>,
    rarest: f32,
    grams: Grams,
}

/// What the slots of a question have added up so far.
struct Sums {
    /// For each wording, the weight of the slots it knows.
    met: Vec<f32>,
    /// For each group, the language model's sum.
    telling: Vec<f32>,
    /// For each group, the weight of the slots some wording of it knows.
    known: Vec<f32>,
}

impl Index {
    /// The weight of a slot: that of its most telling term, less where the word is a guess.
    pub fn weight(&self, slot: &Slot, weights: &Weights) -> f32 {
        let of = |term: Term| self.weights.get(term as usize).copied().unwrap_or(0.0);
        let best = slot
            .matches
            .iter()
            .map(|m| of(m.term))
            .fold(f32::NAN, f32::max);
        match best.is_nan() {
            false => best,
            // What is recognised as such is held against the facts afterwards.
            true if slot.word.starts_with(['?', '#']) => 0.0,
            true => self.rarest * weights.unknown,
        }
    }

    /// The targets nearest to a question, the best first, at most `most`.
    pub fn rank(&self, reading: &Reading, weights: &Weights, most: usize) -> Vec<Ranked> {
        let slot_weights: Vec<f32> = reading
            .slots
            .iter()
            .map(|slot| self.weight(slot, weights))
            .collect();
        let total: f32 = slot_weights.iter().sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let mut sums = Sums {
            met: vec![0.0; self.wordings.len()],
            telling: vec![0.0; self.groups.len()],
            known: vec![0.0; self.groups.len()],
        };
        let mut possible = 0.0;
        for (slot, weight) in reading.slots.iter().zip(&slot_weights) {
            possible += self.add(slot, *weight, weights, &mut sums);
        }
        let look = self.grams.likeness(&reading.look);
        let best = self.best_of_groups(&sums, total, possible, &look, weights);
        let mut ranked: Vec<Ranked> = best.into_values().collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
        ranked.truncate(most);
        ranked
    }

    /// Adds what one slot gives to each wording and group; returns the most it could have given to a group.
    fn add(&self, slot: &Slot, weight: f32, weights: &Weights, sums: &mut Sums) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
        let all = self.wordings.len().max(1) as f32;
        let mut most = 0.0_f32;
        for found in &slot.matches {
            let postings = &self.postings[found.term as usize];
            #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
            let everywhere = (postings.len() as f32 / all).max(1.0 / all);
            most = most.max((1.0 + weights.telling / everywhere).ln() * weight);
            let mut at = 0;
            while at < postings.len() {
                let group = self.wordings[postings[at] as usize].group;
                let mut count = 0_u32;
                while let Some(position) = postings.get(at)
                    && self.wordings[*position as usize].group == group
                {
                    sums.met[*position as usize] += weight * found.sure;
                    count += 1;
                    at += 1;
                }
                let group = group as usize;
                #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
                let share = count as f32 / (self.groups[group].wordings as f32 + 2.0);
                let telling =
                    (1.0 + weights.telling * share / everywhere).ln() * weight * found.sure;
                sums.telling[group] += telling;
                sums.known[group] += weight * found.sure;
            }
        }
        if slot.matches.is_empty() {
            // A word that nobody has used is as far from all of them as can be.
            most = (1.0 + weights.telling * all).ln() * weight;
        }
        most
    }

    fn best_of_groups(
        &self,
        sums: &Sums,
        total: f32,
        possible: f32,
        look: &Likeness,
        weights: &Weights,
    ) -> HashMap<Target, Ranked> {
        let mut nearest = vec![0.0_f32; self.groups.len()];
        for (wording, met) in self.wordings.iter().zip(&sums.met) {
            if *met > 0.0 {
                let of_question = (met / total).min(1.0);
                let of_wording = (met / wording.weight.max(0.01)).min(1.0);
                let near = of_question.powf(weights.of_question)
                    * of_wording.powf(1.0 - weights.of_question);
                let group = wording.group as usize;
                nearest[group] = nearest[group].max(near);
            }
        }
        let mut best: HashMap<Target, Ranked> = HashMap::new();
        for (position, group) in self.groups.iter().enumerate() {
            if sums.known[position] <= 0.0 {
                continue;
            }
            let telling = (sums.telling[position] / possible.max(0.01)).min(1.0);
            let by_terms = weights.nearest * nearest[position] + (1.0 - weights.nearest) * telling;
            let ranked = Ranked {
                target: group.target,
                score: match (look.pairs.get(position), look.pieces.get(position)) {
                    (Some(pairs), Some(pieces)) => {
                        (by_terms + weights.pairs * pairs + weights.pieces * pieces)
                            / (1.0 + weights.pairs + weights.pieces)
                    }
                    _ => by_terms,
                },
                nearest: nearest[position],
                covered: (sums.known[position] / total).min(1.0),
            };
            let known = best.entry(group.target).or_insert(ranked);
            if ranked.score > known.score {
                *known = ranked;
            }
        }
        best
    }
}

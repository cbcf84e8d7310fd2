//! Ranking: which inquiry, fact or piece of small talk a question is nearest to.
//!
//! Two measures over the same postings, since each errs where the other does not: how much of the question and of the
//! nearest single wording meet (a nearest neighbour), and how telling the question's words are for all wordings of one
//! thing together (a language model). Beside them, for inquiries and small talk, what the question looks like (`grams`). Wordings of each language are a group of their own, so that no language thins out
//! another and the language of a question need not be known.

use super::beyond::Beyond;
use super::grams::Grams;
use super::measure::{Measure, Prospect};
use super::member::{Member, Standing};
use super::nearest::Nearest;
use super::reading::{Reading, Slot};
use super::telling::{Tellings, everywhere, telling};
use super::vocabulary::Term;
use crate::dossier::inquiry::Asks;

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
        pieces: 0.7,
    };
}

/// Wordings that are added up at a time: their sums fit into the processor's second cache.
const BLOCK: usize = 16_384;
/// So many of a block are measured first.
const PROMISING: usize = 24;
/// A wording that weighs less counts as one that weighs so much.
pub(super) const LIGHTEST: f32 = 0.01;

/// One thing's wordings in one language.
pub(super) struct Group {
    pub(super) target: Target,
    /// The place of its first wording.
    pub(super) first: u32,
    pub(super) wordings: u32,
    /// The weight of its lightest wording.
    pub(super) lightest: f32,
    /// Whether it is looked at only where yes or no is asked.
    pub(super) only_denied: bool,
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
    /// Whether the question has a word that stands for what no source answers, and its wordings do not know it.
    pub beyond: bool,
    /// Whether its wordings do not know the thing that is asked for.
    pub lacks_thing: bool,
}

/// The postings of all wordings.
pub struct Index {
    pub(super) groups: Vec<Group>,
    /// The group of each wording.
    pub(super) members: Vec<Member>,
    /// The weight of each wording: that of all its terms.
    pub(super) heavy: Vec<f32>,
    /// The places of the wordings that know a term, term after term.
    pub(super) postings: Vec<u32>,
    /// Where the postings of each term start; at last, where those of the last one end.
    pub(super) starts: Vec<u32>,
    pub(super) weights: Vec<f32>,
    pub(super) tellings: Tellings,
    pub(super) beyond: Beyond,
    pub(super) rarest: f32,
    /// What the groups look like that are no facts; these come first.
    pub(super) grams: Grams,
}

/// What a term of the question gives to the wordings that know it.
struct Given<'a> {
    /// Those that are still to be visited.
    postings: &'a [u32],
    /// What it gives to each: the weight of its slot, less where the term is a guess.
    weight: f32,
    sure: f32,
    /// How telling it is for the groups of more wordings that are still to be visited.
    many: &'a [f32],
    /// How telling it is for a group of one or two wordings, by how many of them know it: nearly all groups are such.
    small: [[f32; 2]; 2],
}

/// What the slots of a question have added up to in one block of groups.
#[derive(Default)]
struct Sums {
    /// For each wording that is not alone in its group, the weight of the slots it knows.
    met: Vec<f32>,
    groups: Vec<OfGroup>,
}

/// What they have added up to for one group.
#[derive(Clone, Copy, Default)]
struct OfGroup {
    /// The language model's sum.
    telling: f32,
    /// The weight of the slots some wording of it knows.
    known: f32,
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

    /// The weight of terms together.
    pub(super) fn weight_of(&self, terms: &[Term]) -> f32 {
        let weights = terms.iter().map(|term| self.weights.get(*term as usize));
        weights.flatten().sum()
    }

    /// The targets nearest to a question, the best first, at most `most`.
    ///
    /// All wordings that know a word of the question are visited, a block at a time: what is added up stays in the
    /// processor's cache, and only groups that may still be among the best are measured in full.
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
        let mut given = Vec::new();
        let mut possible = 0.0;
        for (slot, weight) in reading.slots.iter().zip(&slot_weights) {
            possible += self.give(slot, *weight, weights, &mut given);
        }
        let measure = Measure {
            weights,
            total,
            possible,
            look: self.grams.likeness(&reading.look),
        };
        let mut nearest = Nearest::new(most);
        let whether = reading.asks.contains(&Asks::YesNo);
        let (mut sums, mut prospects) = (Sums::default(), Vec::new());
        let mut first = 0;
        while first < self.groups.len() {
            let end = self.block_from(first);
            self.add_up(first..end, &mut given, &mut sums);
            self.gather(
                first..end,
                whether,
                &sums,
                &measure,
                &mut prospects,
                nearest.floor(),
            );
            for prospect in &prospects {
                if prospect.may_reach(nearest.floor()) {
                    self.measure(prospect, first, &sums, &measure, &mut nearest);
                }
            }
            first = end;
        }
        let mut ranked = nearest.into_ranked();
        self.mark_beyond(reading, &mut ranked);
        self.mark_lacking(reading, &mut ranked);
        ranked
    }

    /// The places of the wordings that know a term.
    pub(super) fn postings_of(&self, term: Term) -> &[u32] {
        let term = term as usize;
        &self.postings[self.starts[term] as usize..self.starts[term + 1] as usize]
    }

    /// Where the block ends that begins with a group.
    fn block_from(&self, first: usize) -> usize {
        let wordings = self.groups[first].first as usize + BLOCK;
        match self.members.get(wordings) {
            // A group is never divided.
            Some(member) => member.group().max(first + 1),
            None => self.groups.len(),
        }
    }

    /// Gathers what one slot gives; returns the most it can give to a group.
    fn give<'a>(
        &'a self,
        slot: &Slot,
        weight: f32,
        weights: &Weights,
        given: &mut Vec<Given<'a>>,
    ) -> f32 {
        let all = self.members.len();
        let mut most = 0.0_f32;
        for found in &slot.matches {
            let term = found.term as usize;
            let postings = self.postings_of(found.term);
            let everywhere = everywhere(postings.len(), all);
            most = most.max((1.0 + weights.telling / everywhere).ln() * weight);
            let mut of_term = Given {
                postings,
                weight,
                sure: found.sure,
                many: self.tellings.of(term),
                small: [[0.0; 2]; 2],
            };
            for (count, wordings) in [(1, 1), (1, 2), (2, 2)] {
                of_term.small[wordings as usize - 1][count as usize - 1] =
                    of_term.gives(telling(count, wordings, everywhere, weights.telling));
            }
            given.push(of_term);
        }
        if slot.matches.is_empty() {
            // A word that nobody has used is as far from all of them as can be.
            #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
            let all = all.max(1) as f32;
            most = (1.0 + weights.telling * all).ln() * weight;
        }
        most
    }

    /// Adds up what a question gives to a block of groups.
    fn add_up(&self, groups: std::ops::Range<usize>, given: &mut [Given<'_>], sums: &mut Sums) {
        let (first_group, first) = (groups.start, self.groups[groups.start].first as usize);
        let next = self.groups.get(groups.end);
        let end = next.map_or(self.members.len(), |group| group.first as usize);
        sums.clear(end - first, groups.len());
        let (met, members) = (&mut sums.met[..], &self.members[first..end]);
        for of_term in given {
            let each = of_term.weight * of_term.sure;
            let (mut at, mut many) = (0, 0);
            let next = |at: usize| {
                let place = of_term.postings.get(at).map(|place| *place as usize);
                place.filter(|place| *place < end)
            };
            while let Some(place) = next(at) {
                let member = members[place - first];
                at += 1;
                let telling = match member.standing() {
                    Standing::Alone => of_term.small[0][0],
                    Standing::SecondOfTwo => {
                        met[place - first] += each;
                        of_term.small[1][0]
                    }
                    Standing::FirstOfTwo => {
                        met[place - first] += each;
                        let both = next(at) == Some(place + 1);
                        if both {
                            met[place + 1 - first] += each;
                            at += 1;
                        }
                        of_term.small[1][usize::from(both)]
                    }
                    Standing::OneOfMany => {
                        let group = &self.groups[member.group()];
                        let met = &mut met[group.first as usize - first..];
                        let met = &mut met[..group.wordings as usize];
                        met[place - group.first as usize] += each;
                        for place in &of_term.postings[at..] {
                            let Some(met) = met.get_mut((place - group.first) as usize) else {
                                break;
                            };
                            *met += each;
                            at += 1;
                        }
                        many += 1;
                        of_term.gives(of_term.many[many - 1])
                    }
                };
                let of_group = &mut sums.groups[member.group() - first_group];
                of_group.telling += telling;
                of_group.known += each;
            }
            of_term.postings = &of_term.postings[at..];
            of_term.many = &of_term.many[many..];
        }
    }

    /// Gathers those of a block that may be among the nearest; `whether` tells whether yes or no is asked.
    fn gather(
        &self,
        groups: std::ops::Range<usize>,
        whether: bool,
        sums: &Sums,
        measure: &Measure<'_>,
        prospects: &mut Vec<Prospect>,
        floor: f32,
    ) {
        prospects.clear();
        for (number, of_group) in groups.zip(&sums.groups) {
            let group = &self.groups[number];
            if of_group.known > 0.0 && (whether || !group.only_denied) {
                let OfGroup { telling, known } = *of_group;
                let prospect = measure.prospect(number, group.lightest, telling, known);
                if prospect.may_reach(floor) {
                    prospects.push(prospect);
                }
            }
        }
        Prospect::most_promising_first(prospects, PROMISING);
    }

    /// Measures a group of the block that begins with the group `first`.
    fn measure(
        &self,
        prospect: &Prospect,
        first: usize,
        sums: &Sums,
        measure: &Measure<'_>,
        best: &mut Nearest,
    ) {
        let group = &self.groups[prospect.group];
        let wordings = group.wordings as usize;
        let place = group.first as usize;
        let of_block = place - self.groups[first].first as usize;
        // What a wording alone has met is what its group knows.
        let met = match wordings {
            1 => &[prospect.known],
            _ => &sums.met[of_block..of_block + wordings],
        };
        let heavy = &self.heavy[place..place + wordings];
        let nearest = measure.nearest(prospect, heavy, met, best.floor());
        best.offer(Ranked {
            target: group.target,
            score: prospect.score(nearest),
            nearest,
            covered: (prospect.known / measure.total).min(1.0),
            beyond: false,
            lacks_thing: false,
        });
    }
}

impl Given<'_> {
    /// What the term gives to a group for which it is so telling.
    fn gives(&self, telling: f32) -> f32 {
        telling * self.weight * self.sure
    }
}

impl Sums {
    fn clear(&mut self, wordings: usize, groups: usize) {
        self.met.clear();
        self.met.resize(wordings, 0.0);
        self.groups.clear();
        self.groups.resize(groups, OfGroup::default());
    }
}

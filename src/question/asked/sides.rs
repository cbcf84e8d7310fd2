//! Whether the facts say yes or no to a question: by the side of the wording that comes nearest to it.
//!
//! "Is it still relevant?" and "has it lost its relevance?" lead to the same fact, and only people know to which of them
//! it says yes; they have said so for wordings of the kind. Here the order of the words counts, since "did A give it to B?"
//! and "did B give it to A?" have the same words.

use std::collections::HashMap;

use super::index::{Index, Weights};
use super::reading::{Learnt, Reading, Slot};
use super::vocabulary::Term;
use crate::dossier::inquiry::Verdict;

/// A wording that is less near says nothing of the question. The figures here were chosen on the questions in
/// `tests/questions/verdicts-*`.
const NEAR: f32 = 0.5;
/// So far the logarithms have to be apart for an answer.
const CLEAR: f32 = 0.15;
/// How much it counts for yes that the fact has the number asked about: who asks with it seldom asks for the contrary.
const COUNTED: f32 = 0.3;
/// How much it counts which side's wordings know the words of the question.
const TELLING: f32 = 0.3;
/// Nearness below this is as good as none.
const LEAST: f32 = 0.01;
/// How much of the nearness is the order of the words.
const ORDER: f32 = 0.3;

/// A wording to which the facts say yes or no.
struct Side {
    /// Its terms in the order of its words.
    terms: Box<[Term]>,
    /// The same as bits: most wordings have nothing of a question, and that is seen without looking at their terms.
    bits: u64,
}

/// The wordings of which it is known what the facts say to them, by the inquiry's place: those they say yes to, and those
/// they say no to.
#[derive(Default)]
pub(super) struct Sides(HashMap<u32, [Vec<Side>; 2]>);

impl Sides {
    /// Adds wordings of an inquiry, all of them of one side.
    pub(super) fn add(&mut self, inquiry: u32, is_so: bool, wordings: &[Learnt]) {
        let [yes, no] = self.0.entry(inquiry).or_default();
        let side = if is_so { yes } else { no };
        side.extend(wordings.iter().map(|wording| Side {
            bits: bits(wording.terms.iter().copied()),
            terms: each_once(&wording.terms),
        }));
    }

    /// What the facts say to a question by the nearest wordings of these inquiries; nothing if that is not clear.
    /// `counted` tells whether the fact has a number that is in the question.
    pub(super) fn verdict(
        &self,
        reading: &Reading,
        inquiries: impl Iterator<Item = u32>,
        counted: bool,
        index: &Index,
    ) -> Option<Verdict> {
        let asked = Asked::new(reading, index);
        let [mut yes, mut no] = [asked.against_none(), asked.against_none()];
        for [of_yes, of_no] in inquiries.filter_map(|number| self.0.get(&number)) {
            asked.hold_against(of_yes, &mut yes, index);
            asked.hold_against(of_no, &mut no, index);
        }
        let apart = yes.nearest.max(LEAST).ln() - no.nearest.max(LEAST).ln();
        let counted = if counted { COUNTED } else { 0.0 };
        match apart + counted + TELLING * asked.leaning(&yes, &no) {
            _ if yes.nearest.max(no.nearest) < NEAR => None,
            lean if lean > CLEAR => Some(Verdict::Yes),
            lean if lean < -CLEAR => Some(Verdict::No),
            _ => None,
        }
    }
}

/// What came of holding a question against the wordings of one side.
struct Held {
    /// How near the nearest is.
    nearest: f32,
    wordings: u32,
    /// How many of them know each word of the question.
    knowing: Vec<u32>,
}

/// A question, prepared to be compared.
struct Asked<'a> {
    words: Vec<Weighed<'a>>,
    total: f32,
}

/// A word of it with its weight, and the bits of its terms.
struct Weighed<'a> {
    slot: &'a Slot,
    weight: f32,
    bits: u64,
}

impl<'a> Asked<'a> {
    fn new(reading: &'a Reading, index: &Index) -> Self {
        let weighed = |slot: &'a Slot| Weighed {
            slot,
            weight: index.weight(slot, &Weights::CHOSEN),
            bits: bits(slot.matches.iter().map(|found| found.term)),
        };
        let words: Vec<Weighed> = reading.slots.iter().map(weighed).collect();
        let total = words.iter().map(|word| word.weight).sum();
        Self { words, total }
    }

    fn against_none(&self) -> Held {
        Held {
            nearest: 0.0,
            wordings: 0,
            knowing: vec![0; self.words.len()],
        }
    }

    /// Holds the question against more wordings of a side.
    fn hold_against(&self, wordings: &[Side], held: &mut Held, index: &Index) {
        let mut places: Vec<(usize, f32)> = Vec::new();
        for side in wordings {
            held.wordings += 1;
            places.clear();
            let mut met = 0.0;
            for (word, knowing) in self.words.iter().zip(&mut held.knowing) {
                if let Some((place, sure)) = word.place_in(side) {
                    *knowing += 1;
                    met += word.weight * sure;
                    places.push((place, word.weight));
                }
            }
            if met > 0.0 {
                let near = self.nearness(met, index.weight_of(&side.terms), &places);
                held.nearest = held.nearest.max(near);
            }
        }
    }

    /// How much more the words of the question are of one side's wordings than of the other's: above 0 for `yes`.
    fn leaning(&self, yes: &Held, no: &Held) -> f32 {
        let share = |held: &Held, at: usize| {
            #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
            let (knowing, all) = (held.knowing[at] as f32, held.wordings as f32);
            (knowing + 0.5) / (all + 1.0)
        };
        let leans = self
            .words
            .iter()
            .enumerate()
            .map(|(at, word)| word.weight * (share(yes, at) / share(no, at)).ln());
        leans.sum::<f32>() / self.total.max(LEAST)
    }

    /// How near a wording of this weight is, from 0 to 1: by how much of the two meets, and whether that is in the same
    /// order.
    fn nearness(&self, met: f32, of_wording: f32, places: &[(usize, f32)]) -> f32 {
        let share = Weights::CHOSEN.of_question;
        let of_question = (met / self.total).min(1.0);
        let of_wording = (met / of_wording).min(1.0);
        let near = of_question.powf(share) * of_wording.powf(1.0 - share);
        near * (1.0 - ORDER + ORDER * in_order(places))
    }
}

impl Weighed<'_> {
    /// The place of the word in a wording, and how sure that is.
    fn place_in(&self, side: &Side) -> Option<(usize, f32)> {
        if self.bits & side.bits == 0 {
            return None;
        }
        let found = self.slot.matches.iter().filter_map(|found| {
            let place = side.terms.iter().position(|term| *term == found.term)?;
            Some((place, found.sure))
        });
        found.max_by(|(_, one), (_, other)| one.total_cmp(other))
    }
}

/// Terms as bits.
fn bits(terms: impl Iterator<Item = Term>) -> u64 {
    terms.fold(0, |all, term| all | 1 << (term % u64::BITS))
}

/// Terms without those that were there before.
fn each_once(terms: &[Term]) -> Box<[Term]> {
    let is_first = |(at, term): &(usize, &Term)| !terms[..*at].contains(term);
    let first = terms.iter().enumerate().filter(is_first);
    first.map(|(_, term)| *term).collect()
}

/// The share of pairs that are in order, by their weight; 1 where there is no pair.
fn in_order(places: &[(usize, f32)]) -> f32 {
    let (mut ordered, mut all) = (0.0, 0.0);
    for (at, (place, weight)) in places.iter().enumerate() {
        for (later, other) in &places[at + 1..] {
            let pair = weight.min(*other);
            all += pair;
            // One word may be two terms, and a phrase one.
            if later >= place {
                ordered += pair;
            }
        }
    }
    if all > 0.0 { ordered / all } else { 1.0 }
}

//! Gathering the wordings that questions are compared with, and laying them out as postings.

use super::beyond::Beyond;
use super::forms::Forms;
use super::grams;
use super::index::{Group, Index, LIGHTEST, Target};
use super::member::Member;
use super::reading::Learnt;
use super::telling::Tellings;
use super::vocabulary::Term;

/// What wordings are worth to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Something answers them.
    Answered,
    /// No source answers them.
    Unanswered,
    /// They ask whether something is so that is not. They are looked at where yes or no is asked and nowhere else: whoever
    /// asks when or how many does not ask that. What they name that no source has stays such.
    Denied,
}

/// Gathers wordings; becomes an [`Index`].
#[derive(Default)]
pub struct Builder {
    groups: Vec<Group>,
    /// Whether what each group leads to answers something.
    answers: Vec<bool>,
    /// The terms of all wordings, one after the other.
    terms: Vec<Term>,
    /// For each wording, its group and where its terms end.
    wordings: Vec<(u32, u32)>,
    grams: grams::Builder,
}

impl Builder {
    /// Adds all wordings of one target in one language. Those of facts come last: what they look like is not asked, since
    /// they are no questions.
    pub fn add(&mut self, target: Target, worth: Worth, wordings: &[Learnt]) {
        if wordings.is_empty() {
            return;
        }
        if !matches!(target, Target::Fact(_)) {
            self.grams.add(wordings);
        }
        let group = place(self.groups.len());
        self.answers.push(worth == Worth::Answered);
        self.groups.push(Group {
            target,
            first: place(self.wordings.len()),
            wordings: place(wordings.len()),
            lightest: f32::INFINITY,
            only_denied: worth == Worth::Denied,
        });
        let mut terms = Vec::new();
        for wording in wordings {
            terms.clone_from(&wording.terms);
            terms.sort_unstable();
            terms.dedup();
            self.terms.extend(&terms);
            self.wordings.push((group, place(self.terms.len())));
        }
    }

    /// The index over all that was added, with `terms` terms in all and of words that are among `forms`; `telling` as in
    /// the weights.
    pub fn build(mut self, terms: usize, forms: &Forms, telling: f32) -> Index {
        // First, since what it is counted in is the most of all, and the rest can have that memory.
        let grams = self.grams.build(forms, telling);
        let mut in_groups = vec![0_u32; terms];
        let mut last_group = vec![u32::MAX; terms];
        let mut starts = vec![0_u32; terms + 1];
        for (group, terms) in each(&self.wordings, &self.terms) {
            for term in terms {
                let term = *term as usize;
                starts[term + 1] += 1;
                if last_group[term] != group {
                    last_group[term] = group;
                    in_groups[term] += 1;
                }
            }
        }
        for term in 0..terms {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut postings = vec![0_u32; self.terms.len()];
        for (position, (_, terms)) in (0..).zip(each(&self.wordings, &self.terms)) {
            for term in terms {
                let next = &mut next[*term as usize];
                postings[*next as usize] = position;
                *next += 1;
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts far below 2^24, and weights need no more"
        )]
        let groups = self.groups.len().max(1) as f32;
        let weights: Vec<f32> = in_groups
            .iter()
            .map(|count| {
                #[expect(clippy::cast_precision_loss, reason = "see above")]
                let count = *count as f32;
                (1.0 + (groups - count + 0.5) / (count + 0.5)).ln()
            })
            .collect();
        let mut members = Vec::with_capacity(self.wordings.len());
        let mut heavy = Vec::with_capacity(self.wordings.len());
        for (place, (number, terms)) in (0..).zip(each(&self.wordings, &self.terms)) {
            let weight: f32 = terms.iter().map(|term| weights[*term as usize]).sum();
            let weight = weight.max(LIGHTEST);
            let group = &mut self.groups[number as usize];
            group.lightest = group.lightest.min(weight);
            members.push(Member::new(number, place, group.first, group.wordings));
            heavy.push(weight);
        }
        let beyond = Beyond::new(&postings, &starts, &members, &self.answers);
        let tellings = Tellings::new(&postings, &starts, &members, &self.groups, telling);
        Index {
            tellings,
            beyond,
            rarest: (1.0 + groups / 1.5).ln(),
            groups: self.groups,
            members,
            heavy,
            postings,
            starts,
            weights,
            grams,
        }
    }
}

fn place(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Each wording's group and terms.
fn each<'a>(
    wordings: &'a [(u32, u32)],
    terms: &'a [Term],
) -> impl Iterator<Item = (u32, &'a [Term])> {
    let mut start = 0;
    wordings.iter().map(move |(group, end)| {
        let of_wording = &terms[start..*end as usize];
        start = *end as usize;
        (*group, of_wording)
    })
}

//! What an answer begins with: yes or no, a number, a date.

use super::decide::{Case, Lead};
use super::index::{Ranked, Target};
use crate::dossier::fact::{Evidence, Fact, Manner};
use crate::dossier::inquiry::{Asks, Inquiry, Verdict};

/// What is nearly as near as the best may be what is asked about in a question that wants a yes or a no.
const RIVAL: f32 = 0.9;

/// The inquiries that are nearly as near as the best.
pub(super) fn rivals(near: &[&Ranked]) -> Vec<u32> {
    let floor = near.first().map_or(0.0, |best| RIVAL * best.score);
    let number = |candidate: &&Ranked| match candidate.target {
        Target::Inquiry(number) if candidate.score >= floor => Some(number),
        _ => None,
    };
    near.iter().filter_map(number).collect()
}

impl Case<'_> {
    /// What an answer with this fact begins with, where all that the question names agrees.
    pub(super) fn lead(&self, inquiry: Option<&Inquiry>, fact: &Fact) -> Option<Lead> {
        let asked = self.reading.asks.first().copied();
        if asked == Some(Asks::YesNo) {
            let own = inquiry.and_then(|inquiry| inquiry.verdict);
            return match own {
                _ if self.reading.negated => None,
                Some(Verdict::Unknown) => own,
                None if !self.may_vouch(fact) => None,
                _ => self
                    .said(fact)
                    .or(own.filter(|own| !self.is_disputed(*own))),
            }
            .map(Lead::from);
        }
        let wanted = asked.or(inquiry.and_then(|inquiry| inquiry.asks));
        match wanted {
            Some(Asks::HowMany) if fact.value.is_some() => Some(Lead::Number),
            Some(Asks::When) => Some(Lead::Date),
            _ => None,
        }
    }

    /// Whether a yes or no would be the facts' own. What is known as somebody's statement alone is no more than that: "will
    /// they find a way out?" has no yes, and "does the premier think so?" has one.
    fn may_vouch(&self, fact: &Fact) -> bool {
        let said = fact.evidence.iter().find(|one| one.speaker.is_some());
        match said {
            Some(Evidence {
                manner: Manner::Paraphrase,
                speaker: Some(speaker),
                ..
            }) => self.reading.people.contains(speaker),
            _ => true,
        }
    }

    /// Whether an inquiry that is nearly as near says the contrary.
    fn is_disputed(&self, verdict: Verdict) -> bool {
        let inquiries = &self.helps.library.dossier().inquiries;
        let rivals = self
            .rivals
            .iter()
            .filter_map(|number| inquiries.get(*number as usize));
        let mut said = rivals.filter_map(|rival| rival.verdict);
        said.any(|said| said != verdict && said != Verdict::Unknown)
    }

    /// What the nearest wordings say, of the inquiries that the fact answers and of their rivals.
    fn said(&self, fact: &Fact) -> Option<Verdict> {
        let inquiries = &self.helps.library.dossier().inquiries;
        let answers =
            |inquiry: &Inquiry| inquiry.is_answered() && inquiry.facts.first() == Some(&fact.id);
        let all = (0..).zip(inquiries);
        let of_fact =
            all.filter(|(number, inquiry)| answers(inquiry) || self.rivals.contains(number));
        let numbers = of_fact.map(|(number, _)| number);
        let amount = fact.value.as_ref().map(|value| value.amount.to_string());
        let counted = amount.is_some_and(|amount| self.reading.numbers.contains(&amount));
        (self.helps.sides).verdict(self.reading, numbers, counted, self.helps.index)
    }
}

impl From<Verdict> for Lead {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Yes => Self::Yes,
            Verdict::No => Self::No,
            Verdict::Unknown => Self::Unknown,
        }
    }
}

//! Updates made from a dossier: another wording of a fact, or a fact withdrawn.

use super::Page;
use crate::dossier::Dossier;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::inquiry::Inquiry;
use crate::dossier::lang::Wording;
use crate::dossier::subject::{Body, Document, Term};

/// The update that puts a fact right: `fact` as it reads from now on, what the update is about, and why.
pub fn revising(fact: &Fact, why: &Wording, reason: &Wording) -> String {
    let mut page = Page::default();
    page.wording("why", why);
    page.revised("fact", reason, fact, Page::fact);
    page.written
}

/// The update that withdraws a fact of `dossier`: what the update is about, and why. Lists in which the fact stands beside
/// others go on without it, and a question that it alone answered goes with it. What rests on it, such as a conclusion or
/// an office, is not touched: somebody has to see to that, and reading the update says so.
pub fn withdrawing(dossier: &Dossier, fact: &Id, why: &Wording, reason: &Wording) -> String {
    let mut page = Page::default();
    page.wording("why", why);
    for one in dossier.facts.iter().filter(|one| one.id != *fact) {
        if let Some(replaces) = without(&one.replaces, fact) {
            let left = Fact {
                replaces,
                ..one.clone()
            };
            page.revised("fact", reason, &left, Page::fact);
        }
    }
    page.subjects_without(dossier, fact, reason);
    let mut alone = Vec::new();
    for one in &dossier.inquiries {
        match without(&one.facts, fact) {
            Some(facts) if facts.is_empty() && one.text.is_none() => alone.push(&one.id),
            Some(facts) => {
                let left = Inquiry {
                    facts,
                    ..one.clone()
                };
                page.revised("inquiry", reason, &left, Page::inquiry);
            }
            None => {}
        }
    }
    for inquiry in alone {
        page.withdrawn("inquiry", inquiry, reason);
    }
    page.withdrawn("fact", fact, reason);
    page.written
}

/// The others, if this one is among them.
fn without(facts: &[Id], fact: &Id) -> Option<Vec<Id>> {
    let others = facts.iter().filter(|one| *one != fact).cloned();
    facts.contains(fact).then(|| others.collect())
}

impl Page {
    /// Bodies, documents and terms that rest on other facts too.
    fn subjects_without(&mut self, dossier: &Dossier, fact: &Id, reason: &Wording) {
        let rest = |facts: &[Id]| without(facts, fact).filter(|rest| !rest.is_empty());
        for one in &dossier.bodies {
            if let Some(facts) = rest(&one.facts) {
                let left = Body {
                    facts,
                    ..one.clone()
                };
                self.revised("body", reason, &left, Self::body);
            }
        }
        for one in &dossier.documents {
            if let Some(facts) = rest(&one.facts) {
                let left = Document {
                    facts,
                    ..one.clone()
                };
                self.revised("document", reason, &left, Self::document);
            }
        }
        for one in &dossier.terms {
            if let Some(facts) = rest(&one.facts) {
                let left = Term {
                    facts,
                    ..one.clone()
                };
                self.revised("term", reason, &left, Self::term);
            }
        }
    }

    fn revised<T>(
        &mut self,
        kind: &str,
        reason: &Wording,
        thing: &T,
        write: impl Fn(&mut Self, &T),
    ) {
        self.within = "revised.";
        self.header(&format!("[[revised.{kind}]]"));
        self.wording("reason", reason);
        write(self, thing);
    }

    fn withdrawn(&mut self, kind: &str, id: &Id, reason: &Wording) {
        self.header(&format!("[[withdrawn.{kind}]]"));
        self.text("id", id.as_str());
        self.wording("reason", reason);
    }
}

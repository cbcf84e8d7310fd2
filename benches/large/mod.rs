//! A generated dossier of any size: facts like those of the article, spread over twenty years, with people, topics and
//! indicators in proportion.

use jiff::ToSpan;
use jiff::civil::date;
use union_brief::dossier::Dossier;
use union_brief::dossier::fact::{Basis, Kind};
use union_brief::dossier::id::Id;
use union_brief::dossier::when::AsOf;

/// Facts in the large dossier.
pub const FACTS: usize = 100_000;

/// The article's dossier with `facts` facts made from its own: new ids and dates, every hundredth bearing on the status.
pub fn dossier(article: &Dossier, facts: usize) -> Dossier {
    let mut large = article.clone();
    let first = date(2001, 1, 1);
    let extra = (0..facts.saturating_sub(article.facts.len())).map(|n| {
        let mut fact = article.facts[n % article.facts.len()].clone();
        fact.id = Id::new(&format!("generated-{n}")).expect("a valid id");
        fact.as_of =
            AsOf::day(first.saturating_add(i64::try_from(n * 7_000 / facts).unwrap_or(0).days()));
        fact.stated_on = None;
        if n % 100 != 0 {
            (fact.standing, fact.timeline) = (None, false);
            fact.value = None;
            if fact.kind == Kind::Figure {
                fact.kind = Kind::Status;
            }
        }
        fact.derivation = None;
        for evidence in &mut fact.evidence {
            evidence.basis = Basis::Stated;
        }
        fact
    });
    large.facts.extend(extra.collect::<Vec<_>>());
    large.sort_facts();
    large
}

//! Updates that are made from a fact: another wording, a withdrawal.

use union_brief::data::export::{revising, withdrawing};
use union_brief::data::fault::{Fault, File};
use union_brief::data::files::{followups, load};
use union_brief::data::update::parse;
use union_brief::dossier::Dossier;
use union_brief::dossier::fact::Fact;
use union_brief::dossier::lang::Wording;
use union_brief::dossier::update::Update;

use crate::support::project;

/// The data of the project with all that came later.
fn everything() -> Dossier {
    let data = project().join("data");
    let files = followups(&data).unwrap();
    files.iter().fold(load(&data).unwrap(), |dossier, file| {
        dossier.updated(&parse(file, &dossier).unwrap())
    })
}

fn wording(text: &str) -> Wording {
    let [en, ru, be] =
        ["en", "ru", "be"].map(|lang| format!("{text} ({lang}) \"quoted\"\nand more"));
    Wording { en, ru, be }
}

fn read(text: String, dossier: &Dossier) -> Result<Update, Vec<Fault>> {
    let name = "made.toml".to_owned();
    let file = File {
        path: name.clone(),
        shown: name,
        text,
    };
    parse(&file, dossier)
}

#[test]
fn every_fact_can_be_worded_otherwise_and_keeps_all_else() {
    let dossier = everything();
    for fact in &dossier.facts {
        let revised = Fact {
            text: wording("Another wording"),
            ..fact.clone()
        };
        let text = revising(&revised, &wording("About"), &wording("Why"));
        let update =
            read(text.clone(), &dossier).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
        let after = dossier.updated(&update);
        let found = after.facts.iter().find(|found| found.id == fact.id);
        assert_eq!(found, Some(&revised));
        assert_eq!(
            (&update.why, &update.reasons[0].text),
            (&wording("About"), &wording("Why"))
        );
    }
}

#[test]
fn a_fact_is_withdrawn_from_the_lists_it_stands_in_unless_something_rests_on_it() {
    let dossier = everything();
    let mut gone = 0;
    for fact in &dossier.facts {
        let text = withdrawing(&dossier, &fact.id, &wording("About"), &wording("Why"));
        match read(text.clone(), &dossier) {
            Ok(update) => {
                let after = dossier.updated(&update);
                assert!(after.facts.iter().all(|one| one.id != fact.id));
                assert_eq!(after.facts.len() + 1, dossier.facts.len());
                gone += 1;
            }
            Err(faults) => {
                assert_eq!(faults.len(), 1, "{faults:?}\n{text}");
                assert!(faults[0].what.contains("still names it"), "{faults:?}");
            }
        }
    }
    println!("withdrawable={gone} of={}", dossier.facts.len());
    assert!(gone * 2 > dossier.facts.len(), "{gone}");
}

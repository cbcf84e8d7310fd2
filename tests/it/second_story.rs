//! Another story in the data, and not a line of Rust changed.

use std::collections::HashSet;

use crate::support::program::Home;
use crate::support::project;

#[test]
fn another_story_is_told_by_the_same_program() {
    let home = Home::with_data(&project().join("tests/second-story"));
    assert!(
        home.run(&["check"])
            .out
            .contains("0 faults; 5 facts, 2 sources")
    );
    for (asked, expected) in [
        ("/start", &["The harbour bridge"][..]),
        (
            "/help",
            &[
                "/status 3 May 2031",
                "/who Almeida",
                "/explain span",
                "/fact piers-standing",
                "/quotes tide",
            ],
        ),
        (
            "/status",
            &[
                "Piers standing: about 12,345.5",
                "The piers stand. — the Harbour Gazette, 3 May 2031",
            ],
        ),
        (
            "/status 2031-01-01",
            &[
                "Piers standing: 0",
                "No pier stands yet. — the port's website, 2030",
            ],
        ),
        ("/status 3 May", &["Where things stood: 3 May 2031"]),
        (
            "/quotes tide",
            &[
                "“A maré não espera & nós também não.”",
                "Our translation: The tide does not wait & neither do we.",
                "Rosa Almeida, mayor (via Port Authority), late May 2031, stated on 1 June 2031",
            ],
        ),
        ("/timeline", &["2030\n", "3 May 2031\n", "late May 2031\n"]),
        ("/who алмейду", &["chief engineer", "mayor", "Роза Алмейда"]),
        (
            "/who quint",
            &["No source in the dossier reports words or deeds."],
        ),
        (
            "/documents",
            &["Building permit", "It does not cover the span."],
        ),
        (
            "/explain пролёт",
            &["The part of the bridge between two piers."],
        ),
        (
            "/fact span-delayed",
            &[
                "Word for word (language code pt)",
                "Passed on by: Port Authority",
                "independent",
            ],
        ),
        (
            "/fact piers-standing",
            &[
                "A ponte cresce",
                "Строительный дневник",
                "state-run",
                "date derived",
            ],
        ),
        ("/sources", &["4 facts rest", "2 facts rest"]),
        ("/about", &["5 facts from 2 sources", "1 June 2031"]),
        ("/status 2021-13-45", &["/status 2031-05-03"]),
    ] {
        let said = home.ask(asked);
        for part in expected {
            assert!(said.contains(part), "{asked}: no {part:?} in\n{said}");
        }
        let words: HashSet<String> = said
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase)
            .collect();
        for word in first_story() {
            assert!(!words.contains(&word), "{asked}: {word} in\n{said}");
        }
    }
    let russian = home.run(&["ask", "--lang", "ru", "/numbers"]).out;
    assert!(
        russian.contains("Опоры готовы: около 12\u{a0}345,5"),
        "{russian}"
    );
}

/// The names of the first story: those of its people and bodies, in all languages, each word of five letters or more.
pub fn first_story() -> Vec<String> {
    let dossier = union_brief::data::files::load(&project().join("data")).unwrap();
    let people = dossier.people.iter().flat_map(|person| {
        person
            .name
            .each()
            .map(|(_, name)| name.to_lowercase())
            .collect::<Vec<_>>()
    });
    let bodies = dossier
        .bodies
        .iter()
        .flat_map(|body| body.forms.iter().map(|form| form.to_lowercase()));
    let words: Vec<String> = people.chain(bodies).collect();
    let words = words
        .iter()
        .flat_map(|name| name.split_whitespace())
        .filter(|word| word.chars().count() >= 5);
    let general = [
        "state",
        "states",
        "heads",
        "deputy",
        "prime",
        "ministers",
        "premiers",
        "agency",
        "union",
        "independent",
    ];
    words
        .filter(|word| !general.contains(word))
        .map(str::to_owned)
        .collect()
}

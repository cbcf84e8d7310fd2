//! What each command answers, through `ask --jsonl`, as scripts use it.

mod answers;
mod line;
mod reading;

use crate::support::html;
use crate::support::program::Home;
use serde_json::{Value, json};

/// Asks many things at once; each answer as it was written.
pub fn ask_all(home: &Home, lines: &[Value]) -> Vec<Value> {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let done = home.run_with(&["ask", "--jsonl"], &input);
    assert_eq!(done.code, 0, "{done:?}");
    let answers: Vec<Value> = done
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), lines.len());
    answers
}

pub fn text(answer: &Value) -> String {
    html::read(
        answer["answer"]
            .as_str()
            .unwrap_or_else(|| panic!("silent: {answer}")),
    )
    .unwrap()
    .text
}

/// What is asked, what the answer has to contain, what it must not.
pub type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

pub fn check(lang: &str, cases: &[Case]) {
    let home = Home::new();
    let lines: Vec<Value> = cases
        .iter()
        .enumerate()
        .map(|(id, (text, ..))| json!({"id": id, "q": text, "lang": lang}))
        .collect();
    for ((asked, contains, lacks), answer) in cases.iter().zip(ask_all(&home, &lines)) {
        let said = text(&answer);
        for part in *contains {
            assert!(said.contains(part), "{asked}: no {part:?} in\n{said}");
        }
        for part in *lacks {
            assert!(!said.contains(part), "{asked}: {part:?} in\n{said}");
        }
    }
}

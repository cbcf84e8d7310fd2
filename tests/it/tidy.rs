//! The rules of the house, kept by reading the sources: who may import whom, what may be used where, what may not be
//! said. ARCHITECTURE.md gives the reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::second_story::first_story;
use crate::support::project;

/// What each module may import of this crate. A module that is not here may import nothing, and nothing may import `cli`.
const MAY_IMPORT: [(&str, &[&str]); 17] = [
    ("dossier", &[]),
    ("subscription", &["dossier"]),
    ("texts", &["dossier"]),
    ("question", &["dossier", "subscription", "texts"]),
    ("answer", &["dossier", "subscription", "question"]),
    (
        "reply",
        &["dossier", "subscription", "texts", "question", "answer"],
    ),
    (
        "conversation",
        &[
            "dossier",
            "subscription",
            "texts",
            "question",
            "answer",
            "reply",
        ],
    ),
    (
        "delivery",
        &[
            "dossier",
            "subscription",
            "reply",
            "conversation",
            "store",
            "vitals",
        ],
    ),
    ("data", &["dossier"]),
    ("vitals", &[]),
    ("store", &["dossier", "subscription", "vitals"]),
    ("publishing", &["dossier", "data", "store"]),
    ("operator", &["store", "vitals"]),
    ("config", &[]),
    ("local", &["clock"]),
    (
        "telegram",
        &[
            "dossier",
            "subscription",
            "question",
            "reply",
            "conversation",
            "store",
            "publishing",
            "delivery",
            "config",
            "clock",
            "vitals",
        ],
    ),
    (
        "cli",
        &[
            "dossier",
            "subscription",
            "texts",
            "question",
            "reply",
            "conversation",
            "data",
            "store",
            "publishing",
            "config",
            "telegram",
            "local",
            "clock",
            "vitals",
            "operator",
        ],
    ),
];

/// What may be used only in some places: the words, the files, and why.
const ONLY_IN: [(&str, &[&str], &str); 17] = [
    (
        "std::env",
        &["src/config.rs"],
        "the environment is read once",
    ),
    (
        "std::fs",
        &[
            "src/data/",
            "src/store/",
            "src/config.rs",
            "src/local/keep.rs",
        ],
        "the disk is at the edges",
    ),
    (
        "Timestamp::now",
        &["src/clock.rs"],
        "everything else is told the time",
    ),
    ("SystemTime", &[], "everything else is told the time"),
    ("Zoned::now", &[], "everything else is told the time"),
    (
        "sled::",
        &["src/store/embedded/"],
        "the engine is behind the trait",
    ),
    (
        "teloxide::",
        &["src/telegram/"],
        "Telegram is one edge of several",
    ),
    (
        "tokio::",
        &[
            "src/telegram/",
            "src/delivery/",
            "src/store/",
            "src/cli/",
            "src/local/",
            "src/operator/",
        ],
        "the middle does not wait",
    ),
    ("toml::", &["src/data/"], "data files are read in one place"),
    (
        "serde_json::",
        &[
            "src/store/",
            "src/cli/",
            "src/telegram/policy.rs",
            "src/telegram/line.rs",
            "src/telegram/hand.rs",
            "src/telegram/webhook/",
            "src/telegram/courier/carried.rs",
            "src/telegram/hand/",
            "src/telegram/suspects.rs",
            "src/telegram/update.rs",
            "src/local/",
        ],
        "the middle has no wire format",
    ),
    (
        "fluent_bundle::",
        &["src/texts/"],
        "one place formats texts",
    ),
    (
        "println!",
        &["src/cli/"],
        "only the command line speaks to a terminal",
    ),
    (
        "log::",
        &[
            "src/cli/",
            "src/telegram/",
            "src/delivery/",
            "src/store/embedded/",
            "src/config.rs",
            "src/local/",
            "src/operator/",
        ],
        "the middle has nothing to report",
    ),
    (
        "</",
        &["src/reply/html.rs", "src/local/html.rs"],
        "markup is made in one place and read in another",
    ),
    (
        "axum::",
        &["src/local/", "src/telegram/webhook/"],
        "only the local mode serves pages, only the webhook takes posts",
    ),
    (
        "hyper::",
        &["src/operator/", "src/telegram/webhook/"],
        "the lean build serves no more",
    ),
    (
        "prometheus::",
        &["src/vitals/"],
        "one place knows the format",
    ),
];

/// The sources, without their tests.
fn sources() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![project().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("tests.rs")
            {
                let text = std::fs::read_to_string(&path).unwrap();
                let without_tests = text
                    .split("#[cfg(test)]\nmod tests {")
                    .next()
                    .unwrap()
                    .to_owned();
                files.insert(relative(&path), without_tests);
            }
        }
    }
    assert!(files.len() > 40);
    files
}

fn relative(path: &Path) -> String {
    path.strip_prefix(project())
        .unwrap()
        .to_string_lossy()
        .into_owned()
}

/// The lines of code of a file: no comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn module(path: &str) -> &str {
    let rest = path.strip_prefix("src/").unwrap();
    rest.split(['/', '.']).next().unwrap()
}

#[test]
fn modules_import_only_what_they_may() {
    let mut wrong = Vec::new();
    let mut imports = 0;
    for (path, text) in sources() {
        let own = module(&path);
        if own == "lib" || own == "main" {
            continue;
        }
        let may = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == own)
            .map_or(&[][..], |(_, may)| may);
        for (line, text) in code(&text) {
            for rest in text.split("crate::").skip(1) {
                let imported: String = rest
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                imports += 1;
                if imported != own && !may.contains(&imported.as_str()) {
                    wrong.push(format!("{path}:{line}: {own} may not import {imported}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(imports > 150, "{imports}");
    println!("modules={} imports={imports} wrong=0", MAY_IMPORT.len());
}

#[test]
fn what_belongs_to_one_place_is_used_nowhere_else() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (line, text) in code(&text) {
            for (word, places, why) in ONLY_IN {
                if text.contains(word) && !places.iter().any(|place| path.starts_with(place)) {
                    wrong.push(format!("{path}:{line}: {word} ({why})"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_story_is_in_the_data_and_not_in_the_program() {
    let words: BTreeSet<String> = first_story().into_iter().collect();
    assert!(words.len() > 30);
    let mut files: Vec<(String, String)> = sources().into_iter().collect();
    for lang in ["en", "ru", "be"] {
        let path = project().join(format!("src/texts/{lang}.ftl"));
        files.push((relative(&path), std::fs::read_to_string(path).unwrap()));
    }
    for (path, text) in files {
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            let found = line
                .split(|c: char| !c.is_alphabetic())
                .map(str::to_lowercase)
                .find(|word| words.contains(word));
            assert_eq!(found, None, "{path}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn files_say_what_they_are_for_and_stay_readable() {
    for (path, text) in sources() {
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("//! "),
            "{path} does not say what it is for"
        );
        let lines = text.lines().count();
        assert!(
            lines <= 420,
            "{path} has {lines} lines: look for the missing idea"
        );
        for word in [
            "unwrap()",
            ".expect(",
            "todo!",
            "unimplemented!",
            "dbg!",
            "#[ignore",
        ] {
            let found = code(&text).find(|(_, line)| line.contains(word));
            assert_eq!(found, None, "{path}: {word}");
        }
    }
}

#[test]
fn every_setting_is_documented_and_nothing_else_is() {
    let config = sources()["src/config.rs"].clone();
    let names = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        let settings = words.filter(|word| {
            word.starts_with("TELOXIDE_") || (word.starts_with("UNION_BRIEF_") && word.len() > 12)
        });
        settings.map(str::to_owned).collect()
    };
    let read = names(&config);
    assert!(read.len() >= 7, "{read:?}");
    for file in [".env.example", "README.md"] {
        let text = std::fs::read_to_string(project().join(file)).unwrap();
        assert_eq!(names(&text), read, "{file}");
    }
}

#[test]
fn every_dependency_is_explained() {
    let manifest = std::fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let tables = manifest.split("\n[").filter(|table| {
        table.starts_with("dependencies]") || table.starts_with("dev-dependencies]")
    });
    let names: Vec<&str> = tables
        .flat_map(|table| table.lines().skip(1))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .collect();
    assert!(names.len() > 25);
    for name in names {
        assert!(
            readme.contains(&format!("| {name} |")),
            "README.md does not say what {name} is for"
        );
    }
}

#[test]
fn every_key_of_the_store_is_documented_in_one_file() {
    let keys = std::fs::read_to_string(project().join("src/store/keys.rs")).unwrap();
    for (path, text) in sources() {
        if path != "src/store/keys.rs" {
            let literal = code(&text).find(|(_, line)| {
                line.contains("b\"meta/") || line.contains("b\"rec/") || line.contains("b\"chat/")
            });
            assert_eq!(literal, None, "{path}: keys are made in src/store/keys.rs");
        }
    }
    for prefix in [
        "meta/schema",
        "meta/head",
        "rev/",
        "rec/",
        "update/",
        "draft/",
        "undone/",
        "chat/",
        "inbox/",
        "seen/",
        "tried/",
        "aside/",
        "meta/running",
        "meta/webhook",
    ] {
        assert!(keys.contains(&format!("`{prefix}")), "{prefix}");
    }
}

#[test]
fn documents_name_files_that_exist() {
    for document in ["README.md", "ARCHITECTURE.md"] {
        let text = std::fs::read_to_string(project().join(document)).unwrap();
        for name in text.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "tests/", "data/", "benches/", ".ci/"]
                .iter()
                .any(|folder| name.starts_with(folder));
            if is_path && !name.contains(['*', '<', ' ']) {
                assert!(
                    PathBuf::from(project()).join(name).exists(),
                    "{document} names {name}"
                );
            }
        }
    }
}

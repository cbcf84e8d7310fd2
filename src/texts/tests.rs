#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Every message and attribute of a catalogue with the variables it uses, by the source text.
fn shape(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut shape: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut message = String::new();
    let mut entry = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line
            .split_once(" = ")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            message = id.to_owned();
            entry.clone_from(&message);
            shape.entry(entry.clone()).or_default();
        } else if let Some((name, _)) = line
            .trim_start()
            .strip_prefix('.')
            .and_then(|rest| rest.split_once(" = "))
        {
            entry = format!("{message}.{name}");
            shape.entry(entry.clone()).or_default();
        }
        for piece in line.split("{ $").skip(1) {
            let name: String = piece
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            shape.get_mut(&entry).unwrap().insert(name);
        }
    }
    shape
}

#[test]
fn every_catalogue_has_the_same_messages_with_the_same_variables() {
    let shapes: Vec<_> = SOURCES
        .iter()
        .map(|(lang, source)| (lang, shape(source)))
        .collect();
    let english = &shapes[0].1;
    assert!(english.len() > 150);
    for (lang, shape) in &shapes {
        let ids = |shape: &BTreeMap<String, _>| shape.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(&ids(shape), &ids(english), "{lang:?}");
        for (id, variables) in shape {
            // A date's parts differ by language: one needs the genitive, another does not.
            if !id.starts_with("date-") {
                assert_eq!(variables, &english[id], "{lang:?} {id}");
            }
        }
    }
}

#[test]
fn every_message_formats_without_errors_when_its_variables_are_given() {
    let texts = Texts::load().unwrap();
    for (lang, source) in SOURCES {
        let voice = texts.voice(lang);
        for (id, variables) in shape(source).iter().filter(|(id, _)| !id.contains('.')) {
            let mut args = FluentArgs::new();
            for variable in variables {
                args.set(variable.clone(), FluentValue::from(3));
            }
            let pattern = voice.bundle.get_message(id).unwrap().value().unwrap();
            let mut errors = Vec::new();
            let text = voice
                .bundle
                .format_pattern(pattern, Some(&args), &mut errors);
            assert!(errors.is_empty(), "{lang:?} {id}: {errors:?}");
            assert!(
                !text.is_empty() && !text.contains(['<', '>', '\u{2068}']),
                "{lang:?} {id}: {text}"
            );
        }
    }
}

#[test]
fn dates_numbers_and_plurals_follow_the_language() {
    let texts = Texts::load().unwrap();
    let say = |lang, date: &str| texts.voice(lang).date(date.parse().unwrap());
    for (date, en, ru, be) in [
        (
            "2021-04-23",
            "23 April 2021",
            "23 апреля 2021 г.",
            "23 красавіка 2021 г.",
        ),
        (
            "early 2021-02",
            "early February 2021",
            "начало февраля 2021 г.",
            "пачатак лютага 2021 г.",
        ),
        (
            "mid 2021-04",
            "mid-April 2021",
            "середина апреля 2021 г.",
            "сярэдзіна красавіка 2021 г.",
        ),
        (
            "late 2021-11",
            "late November 2021",
            "конец ноября 2021 г.",
            "канец лістапада 2021 г.",
        ),
        ("2021-03", "March 2021", "март 2021 г.", "сакавік 2021 г."),
        ("2021", "2021", "2021 г.", "2021 г."),
    ] {
        assert_eq!(
            [
                say(Lang::En, date),
                say(Lang::Ru, date),
                say(Lang::Be, date)
            ],
            [en, ru, be]
        );
    }
    let amount = |lang, text: &str, unit| {
        texts
            .voice(lang)
            .amount(&text.parse().unwrap(), unit, false)
    };
    assert_eq!(amount(Lang::En, "71.5", Unit::Percent), "71.5%");
    assert_eq!(amount(Lang::Ru, "71.5", Unit::Percent), "71,5 %");
    assert_eq!(amount(Lang::Be, "71.5", Unit::Percent), "71,5 %");
    assert_eq!(amount(Lang::En, "1234567", Unit::Count), "1,234,567");
    let count = |lang, count: u32| {
        texts
            .voice(lang)
            .fill("sources-count", &[("count", count.into())])
    };
    assert_eq!(count(Lang::En, 1), "1 fact rests on it.");
    assert_eq!(count(Lang::Ru, 46), "На нём держатся 46 фактов.");
    assert_eq!(count(Lang::Ru, 22), "На нём держатся 22 факта.");
    assert_eq!(count(Lang::Be, 21), "На ёй трымаецца 21 факт.");
    assert_eq!(count(Lang::Be, 44), "На ёй трымаюцца 44 факты.");
}

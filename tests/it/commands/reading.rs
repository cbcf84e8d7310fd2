//! How dates, names and languages are read.

use crate::support::program::Home;
use serde_json::{Value, json};

use super::{Case, ask_all, check, text};

#[test]
fn dates_are_read_as_people_write_them() {
    let day: &[&str] = &["Where things stood: 22 April 2021"];
    let cases: Vec<Case> = [
        "/status 2021-04-22",
        "/status 22.04.2021",
        "/status 22/4/2021",
        "/status April 22",
        "/status 22 апреля 2021",
        "/status 22 красавіка",
        "/Status april 22nd, 2021",
        "/STATUS\n22 Apr 2021",
        "/status@Union_Brief_Bot 22.04",
        "/status 22-го апреля",
        "/status 22 красавіка 2021 г.",
        "/status, 22 April",
        "/status: 22.04.2021",
    ]
    .into_iter()
    .map(|text| (text, day, &["Kazan"][..]))
    .collect();
    check("en", &cases);
    let not_a_date: &[&str] = &["/status 2021-04-22", "could not read"];
    let cases: Vec<Case> = [
        "/status 2021-13-45",
        "/status soon",
        "/status 31 April",
        "/status 99999999999",
        "/status <b>",
        "/status 😀",
        "/status null",
    ]
    .into_iter()
    .map(|text| (text, not_a_date, &["null", "<b>", "Kazan"][..]))
    .collect();
    check("en", &cases);
}

#[test]
fn a_date_without_a_year_is_one_near_the_story() {
    let stood = |day: &'static str| [day];
    for (asked, expected) in [
        ("/status 5 May", stood("Where things stood: 5 May 2021")),
        ("/status May", stood("Where things stood: May 2021")),
        ("/status 1 January", stood("up to 1 January 2021")),
        (
            "/timeline 22-23 April",
            stood("22 April 2021 to 23 April 2021"),
        ),
    ] {
        let said = text(&ask_all(&Home::new(), &[json!({"id": 1, "q": asked})])[0]);
        assert!(said.contains(expected[0]), "{asked}: {said}");
    }
}

#[test]
fn what_was_not_known_on_a_day_is_not_told_as_of_that_day() {
    let home = Home::new();
    let ask = |q: &str| json!({"id": q, "q": q, "as_of": "2021-02-12"});
    let asked = [
        "/documents",
        "/explain",
        "/explain roadmap",
        "/people",
        "/who Golovchenko",
        "/start union-programmes",
    ];
    for answer in ask_all(&home, &asked.map(ask)) {
        let said = text(&answer);
        for later in ["26", "handed over", "Treaty", "Prime Minister", "roadmap"] {
            assert!(
                !said.contains(later),
                "{}: {later:?} in {said}",
                answer["id"]
            );
        }
    }
}

#[test]
fn yesterday_is_the_day_before_the_one_it_is_asked_on() {
    let home = Home::new();
    let lines = [
        json!({"id": 1, "q": "/status yesterday", "as_of": "2021-04-24"}),
        json!({"id": 2, "q": "/status", "as_of": "2021-04-22"}),
    ];
    let answers = ask_all(&home, &lines);
    assert!(text(&answers[0]).contains("23 April 2021"));
    assert!(text(&answers[1]).contains("22 April 2021"));
    assert!(!text(&answers[1]).contains("handed over"));
}

#[test]
fn names_are_understood_in_any_alphabet_case_and_form() {
    for (lang, names, expected) in [
        (
            "en",
            &[
                "Peskov",
                "PESKOV",
                "песков",
                "Пескову",
                "Пяскоў",
                "пяскова",
                "Pesckov",
                "пескав",
                "Piaskou",
                "Dmitry Peskov",
                "Песковым Дмитрием",
            ][..],
            "press secretary of the Russian president",
        ),
        (
            "ru",
            &[
                "Golovchenko",
                "Головченко",
                "Галоўчанка",
                "Галоўчанкі",
                "голавченко",
                "golovcenko",
                "Haloŭčanka",
                "Halouchanka",
            ][..],
            "премьер-министр Беларуси",
        ),
        (
            "be",
            &["Mezentsev", "мезенцау", "мизенцев", "Мезенцаву", "Mezencev"][..],
            "дзяржаўны сакратар Саюзнай дзяржавы",
        ),
        (
            "en",
            &["mishustn", "Мишустина", "Мішусціным", "Mikhail Mishustin"][..],
            "Prime Minister of Russia",
        ),
        (
            "en",
            &["lukashenka", "Лукашэнку", "Łukašenka", "лукашенко"][..],
            "President of Belarus",
        ),
    ] {
        let home = Home::new();
        let lines: Vec<Value> = names
            .iter()
            .map(|name| json!({"id": name, "q": format!("/who {name}"), "lang": lang}))
            .collect();
        for answer in ask_all(&home, &lines) {
            assert!(
                text(&answer).contains(expected),
                "{}: {}",
                answer["id"],
                text(&answer)
            );
        }
    }
}

#[test]
fn a_question_in_words_is_answered_in_its_language() {
    let home = Home::new();
    for (asked, expected) in [
        ("Что нового?", "26 союзных программ"),
        ("Што новага адбылося?", "26 саюзных праграм"),
        ("What is new?", "Drafts of 26"),
    ] {
        assert!(home.ask(asked).contains(expected), "{asked}");
    }
}

//! Hostile text, from people and in data: nothing makes a message that Telegram refuses, and nothing panics.
//!
//! Entities, unclosed tags, marks that turn the direction of text, emoji, NUL, 100,000 characters. And no question takes
//! longer than it may. Prints two lines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

#[path = "hostile/asked.rs"]
mod asked;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::desk::desk;
use union_brief::conversation::{Desk, Event, Incoming, Party, Rights, Say};
use union_brief::dossier::Dossier;
use union_brief::dossier::lang::{Lang, Wording};
use union_brief::question::address::Place;
use union_brief::question::button::encode;
use union_brief::reply::{Press, Reply};
use union_brief::texts::Texts;

/// Cases of hostile text from people.
const CASES: u32 = 100_000;
/// Dossiers of hostile text; each is walked through.
const DOSSIERS: u32 = 40;

static CHECKED: AtomicUsize = AtomicUsize::new(0);

fn main() {
    let texts = Arc::new(Texts::load().unwrap());
    let dossier = union_brief::data::files::load(&support::project().join("data")).unwrap();
    let desk = desk(dossier.clone(), &texts);
    questions(&desk);
    std::thread::scope(|scope| {
        for half in 0..2 {
            let desk = &desk;
            scope.spawn(move || people(desk, CASES / 2, half));
        }
    });
    let spoken = CHECKED.swap(0, Ordering::SeqCst);
    data(&dossier, &texts);
    let shown = CHECKED.load(Ordering::SeqCst);
    println!(
        "cases={CASES} answered={spoken} hostile_dossiers={DOSSIERS} messages={shown} refusals=0 panics=0"
    );
}

/// Questions that nobody would ask, on two threads.
fn questions(desk: &Desk) {
    // Otherwise the first question would be charged with it.
    desk.prepare();
    let questions = asked::questions();
    let mut slowest = vec![asked::ask_pathological(desk)];
    std::thread::scope(|scope| {
        let halves = [0, 1].map(|half| {
            let seeds = (half..asked::CASES).step_by(2);
            let questions = &questions;
            scope.spawn(move || asked::ask_all(desk, questions, seeds))
        });
        slowest.extend(halves.map(|half| half.join().unwrap()));
    });
    let slowest = slowest.into_iter().max().unwrap();
    let answered = CHECKED.swap(0, Ordering::SeqCst);
    println!(
        "asked={} answered={answered} panics=0 slowest_ms={:.1} ({})",
        asked::CASES,
        slowest.took.as_secs_f64() * 1e3,
        slowest.case
    );
}

fn runner(cases: u32, seed: u8) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    // The same cases each time: a failure can be looked at.
    let seed = [seed; 32];
    let rng = proptest::test_runner::TestRng::from_seed(
        proptest::test_runner::RngAlgorithm::ChaCha,
        &seed,
    );
    TestRunner::new_with_rng(config, rng)
}

/// Pieces that break careless programs.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<b>",
        "</b>",
        "<",
        ">",
        "&",
        "&amp;",
        "&lt;script&gt;",
        "<a href=\"http://evil.example\">",
        "<!--",
        "]]>",
        "\"",
        "'",
        "\0",
        "\u{1}",
        "\u{7f}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "\u{301}",
        "\u{fffd}",
        "\u{10ffff}",
        "\u{e000}",
        "😀",
        "👨‍👩‍👧‍👦",
        "🇧🇾",
        "𝕏",
        "ﷺ",
        "ў",
        "Ё",
        "і",
        "’",
        "ß",
        "İ",
        "\r\n",
        "\n",
        "\t",
        " ",
        "  ",
        "/",
        "@",
        "@union_brief_bot",
        "#1",
        "..",
        "-",
        "–",
        "{{7*7}}",
        "${x}",
        "%s",
        "{ $name }",
        "null",
        "undefined",
        "NaN",
        "'; DROP TABLE facts; --",
        "../../etc/passwd",
        "2021-04-22",
        "22.04",
        "99999999999999999999",
        "-1",
        "0",
        "April",
        "красавіка",
        "вчера",
        "peskov",
        "Пескову",
        "dmitry",
        "seed-figure-26",
        "consensus",
        "інтэграцыя",
        "roadmap",
        "ru",
        "be",
    ];
    prop_oneof![
        12 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,20}",
    ]
}

fn hostile(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..most).prop_map(|pieces| pieces.concat())
}

fn command() -> impl Strategy<Value = String> {
    let names = [
        "",
        "",
        "/start ",
        "/help ",
        "/status ",
        "/quotes ",
        "/timeline ",
        "/people ",
        "/who ",
        "/numbers ",
        "/open ",
        "/documents ",
        "/explain ",
        "/fact ",
        "/sources ",
        "/language ",
        "/about ",
        "/privacy ",
        "/settings ",
        "/subscribe @",
        "/ask ",
        "/status@",
        "/Status\n",
        "/nonsense ",
    ];
    prop::sample::select(names.to_vec()).prop_map(str::to_owned)
}

/// What a person sends: mostly short, now and then 100,000 characters.
fn message() -> impl Strategy<Value = String> {
    let long = (command(), piece()).prop_map(|(command, piece)| {
        let times = 100_000 / piece.chars().count().max(1);
        command + &piece.repeat(times)
    });
    prop_oneof![
        400 => (command(), hostile(12)).prop_map(|(command, text)| command + &text),
        1 => long,
    ]
}

fn people(desk: &Desk, cases: u32, seed: u8) {
    let place = prop::sample::select(vec![
        Place::Private,
        Place::Group { reply: true },
        Place::Group { reply: false },
    ]);
    let lang = prop::sample::select(vec![None, Some(Lang::En), Some(Lang::Ru), Some(Lang::Be)]);
    let said = (message(), place, lang, any::<bool>());
    let result = runner(cases, seed).run(&said, |(text, place, lang, press)| {
        let event = match press && text.len() < 65 {
            true => Event::Pressed {
                data: &text,
                in_group: place != Place::Private,
            },
            false => Event::Said {
                text: &text,
                place,
                forwarded: false,
            },
        };
        let incoming = Incoming {
            chat: 5,
            chosen: lang,
            sender: Some(Lang::Be),
            event,
        };
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        let turn = desk.respond(desk.hear(&incoming, now), &Party::with(Rights::Full), now);
        match turn.say {
            Say::Nothing => {}
            Say::Send(reply) | Say::Replace(reply) => check(&reply, desk),
            Say::Notice(notice) => assert!((1..=200).contains(&notice.chars().count())),
        }
        Ok(())
    });
    result.unwrap();
}

/// What Telegram requires of a message.
fn check(reply: &Reply, desk: &Desk) {
    CHECKED.fetch_add(1, Ordering::SeqCst);
    let read = support::html::read(reply.html.source())
        .unwrap_or_else(|what| panic!("{what} in {}", reply.html.source()));
    assert_eq!(
        read.units(),
        reply.html.units(),
        "the length as we count it"
    );
    assert!(read.units() <= 4096, "{} units", read.units());
    let buttons: Vec<_> = reply.keyboard.iter().flatten().collect();
    assert!(buttons.len() <= 100 && reply.keyboard.iter().all(|row| row.len() <= 8));
    for button in buttons {
        assert!(
            (1..=64).contains(&button.label.chars().count()),
            "{:?}",
            button.label
        );
        if let Press::Show(view) = &button.press {
            let data = encode(view, -1_009_999_999_999, desk.key());
            assert!(
                (1..=64).contains(&data.len()),
                "{} bytes of {view:?}",
                data.len()
            );
        }
    }
}

/// Dossiers in which every text is hostile, as long as `check` allows: every command, page and button of them.
fn data(dossier: &Dossier, texts: &Arc<Texts>) {
    let words = prop::collection::vec(hostile(40), 24);
    let result = runner(DOSSIERS, 7).run(&(words, any::<bool>()), |(words, long)| {
        let mut hostile = dossier.clone();
        poison(&mut hostile, &words, long);
        walk(&desk(hostile, texts));
        Ok(())
    });
    result.unwrap();
}

/// Puts hostile text everywhere, cut or repeated to the lengths that `check` allows; some is never empty.
fn poison(dossier: &mut Dossier, words: &[String], long: bool) {
    let mut at = 0;
    let mut next = |most: usize| {
        at += 1;
        let word = format!("x{}", words[at % words.len()]);
        let text = if long { word.repeat(most) } else { word };
        let mut units = 0;
        text.chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= most
            })
            .collect::<String>()
    };
    let mut wording = |most: usize| Wording {
        en: next(most),
        ru: next(most),
        be: next(most),
    };
    for fact in &mut dossier.facts {
        fact.text = wording(900);
        fact.note = Some(wording(900));
        if let Some(quotation) = &mut fact.quotation {
            quotation.text = wording(900).en;
            quotation.translation.ru = Some(wording(900).ru);
            quotation.translation.be = Some(wording(900).be);
        }
        if let Some(derivation) = &mut fact.derivation {
            derivation.how = wording(900);
        }
    }
    for source in &mut dossier.sources {
        source.name = wording(120);
        source.publisher = wording(120);
        source.title = wording(240).en;
        source.note = Some(wording(900));
    }
    for person in &mut dossier.people {
        person.name = wording(120);
        person
            .offices
            .iter_mut()
            .for_each(|office| office.title = wording(120));
    }
    for body in &mut dossier.bodies {
        (body.name, body.about) = (wording(120), wording(900));
    }
    for document in &mut dossier.documents {
        (document.name, document.about, document.not) = (wording(120), wording(900), wording(900));
    }
    for term in &mut dossier.terms {
        (term.name, term.meaning, term.not) = (wording(120), wording(900), wording(900));
    }
    for topic in &mut dossier.topics {
        topic.name = wording(120);
    }
    for indicator in &mut dossier.indicators {
        (indicator.name, indicator.counts) = (wording(120), wording(900));
    }
    let about = &mut dossier.about;
    (about.title, about.description, about.summary) = (wording(120), wording(512), wording(120));
    about.examples.words = wording(120);
}

/// Every command of a desk and every button that follows, in each language.
fn walk(desk: &Desk) {
    let commands = [
        "/start",
        "/help",
        "/status",
        "/status 22.04.2021",
        "/quotes",
        "/timeline",
        "/people",
        "/numbers",
        "/open",
        "/documents",
        "/explain",
        "/sources",
        "/about",
        "/privacy",
        "/language",
        "/start peskov",
        "/start status",
        "/start union-treaty",
        "/start roadmap",
        "/start belta",
        "/quotes xyzzy",
        "/fact",
        "/who nobody",
        "/status x",
    ];
    for lang in Lang::ALL {
        let mut seen = HashSet::new();
        let mut open = Vec::new();
        for text in commands {
            open.extend(turn(
                desk,
                lang,
                Event::Said {
                    text,
                    place: Place::Private,
                    forwarded: false,
                },
            ));
        }
        while let Some(data) = open.pop() {
            if seen.insert(data.clone()) {
                open.extend(turn(
                    desk,
                    lang,
                    Event::Pressed {
                        data: &data,
                        in_group: false,
                    },
                ));
            }
        }
    }
}

/// One turn; the data of the buttons that follow.
fn turn(desk: &Desk, lang: Lang, event: Event<'_>) -> Vec<String> {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let incoming = Incoming {
        chat: 5,
        chosen: Some(lang),
        sender: None,
        event,
    };
    let turn = desk.respond(desk.hear(&incoming, now), &Party::with(Rights::Full), now);
    let (Say::Send(reply) | Say::Replace(reply)) = turn.say else {
        panic!("no reply to {event:?}");
    };
    check(&reply, desk);
    let views = reply
        .keyboard
        .iter()
        .flatten()
        .filter_map(|button| match &button.press {
            Press::Show(view) => Some(encode(view, 5, desk.key())),
            Press::Open(_) => None,
        });
    views.collect()
}

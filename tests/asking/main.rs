//! Questions in words: our own set and an invented story answered or declined, and every answer
//! grounded in the facts it cites. Prints its figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod grounding;
#[path = "../it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use support::desk::turn;
use union_brief::conversation::{Desk, Say};
use union_brief::reply::Reply;
use union_brief::texts::Texts;

/// A question of a set, and what is right.
#[derive(Deserialize)]
struct Asked {
    id: String,
    lang: String,
    q: String,
    /// Facts any of which, told first or second, is right; none where it has to be declined.
    #[serde(default)]
    facts: Vec<String>,
    /// In the sets of verdicts: yes, no or none.
    #[serde(default)]
    verdict: String,
}

fn main() {
    let texts = Arc::new(Texts::load().unwrap());
    let project = support::project();
    let article = desk(&project.join("data"), &texts);
    let mut questions = Vec::new();
    // Somewhat below what is reached, so that another wording may cost one question and not ten. None of the sets is unseen
    // any more: what each was worth at first sight stands in ARCHITECTURE.md.
    let sets = [
        ("en", 0.86, 0.91),
        ("ru", 0.84, 0.91),
        ("be", 0.84, 0.91),
        ("later-en", 0.86, 0.92),
        ("later-ru", 0.82, 0.94),
        ("later-be", 0.84, 0.92),
        ("fresh-en", 0.84, 0.92),
        ("fresh-ru", 0.90, 0.94),
        ("fresh-be", 0.78, 0.92),
        ("blind-en", 0.90, 0.92),
        ("blind-ru", 0.90, 0.88),
        ("blind-be", 0.92, 0.88),
        ("unseen-en", 0.90, 0.94),
        ("unseen-ru", 0.82, 0.94),
        ("unseen-be", 0.90, 0.94),
        ("plain-en", 0.90, 0.92),
        ("plain-ru", 0.85, 0.88),
        ("plain-be", 0.85, 0.88),
        ("near-en", 0.83, 0.80),
        ("near-ru", 0.86, 0.88),
        ("near-be", 0.86, 0.85),
        ("alike-en", 0.94, 0.95),
        ("alike-ru", 0.94, 0.95),
        ("alike-be", 0.94, 0.95),
    ];
    for (set, right, declined) in sets {
        let asked = load(&project.join(format!("tests/questions/{set}.jsonl")));
        judge(set, &article, &asked, right, declined);
        questions.extend(asked);
    }
    // What each was worth at first sight stands in ARCHITECTURE.md.
    for set in ["verdicts-en", "verdicts-ru", "verdicts-be"] {
        let asked = load(&project.join(format!("tests/questions/{set}.jsonl")));
        judge_verdicts(set, &article, &asked, 0.52, 0.10);
        questions.extend(asked);
    }
    rules(&article);
    let story = desk(&project.join("tests/observatory"), &texts);
    let asked = load(&project.join("tests/observatory-questions.jsonl"));
    judge("invented story", &story, &asked, 0.85, 0.90);
    for (text, begins) in [
        ("Is Okri worried by the lamps?", "Yes."),
        ("Does Okri think the lamps are harmless?", "No."),
        ("Окри тревожат эти фонари?", "Да."),
        ("Окри довольна этими фонарями?", "Нет."),
    ] {
        let plain = ask(&story, text).unwrap().html.plain().to_owned();
        assert!(plain.starts_with(begins), "{text}: {plain}");
    }
    grounding::grounded(&article, &questions);
}

/// What is read and decided by a rule of its own: the fact told first, if any, in which language, and whether after a yes or no.
fn rules(desk: &Desk) {
    let handover = Some("seed-handover-date");
    for (text, first, lang, begins) in [
        (
            "Were the drafts handed over on April 22 or 23?",
            handover,
            "en",
            "The drafts",
        ),
        (
            "were they handed over on the 22nd or the 23rd of April?",
            handover,
            "en",
            "The drafts",
        ),
        (
            "Кто объявил о передаче 26 — 28 апреля?",
            Some("seed-endorsed-and-handed"),
            "ru",
            "Головченко",
        ),
        (
            "was anything actualy singed",
            Some("seed-nothing-signed"),
            "en",
            "No.",
        ),
        (
            "Неужели ни по одному вопросу нет расхождений?",
            Some("seed-no-consensus"),
            "ru",
            "Головченко",
        ),
        (
            "Did Mezentsev speak of 26 drafts on 22 April?",
            Some("seed-mezentsev-depth"),
            "en",
            "Yes.",
        ),
        (
            "Will the prime ministers meet in Kazan again?",
            None,
            "en",
            "",
        ),
        (
            "How many people support a merger with Russia?",
            None,
            "en",
            "",
        ),
        ("Как засолить огурцы на зиму?", None, "ru", ""),
        ("Chatham House poll", None, "en", ""),
        (
            "skolko programm peredali",
            Some("seed-figure-26"),
            "ru",
            "26.",
        ),
        (
            "Мезенцев называл 71,5%?",
            Some("seed-survey-715"),
            "ru",
            "Нет.",
        ),
        (
            "Did Minsk hand over 26?",
            Some("seed-figure-26"),
            "en",
            "Yes.",
        ),
        (
            "Did Russia hand the roadmaps to Belarus?",
            Some("seed-endorsed-and-handed"),
            "en",
            "No.",
        ),
        (
            "Is the CIS dead?",
            Some("seed-cis-relevance"),
            "en",
            "Lukashenko",
        ),
        (
            "Does Lukashenko think the CIS is dead?",
            Some("seed-cis-relevance"),
            "en",
            "No.",
        ),
        (
            "Галоўчанка казаў, што перамовы канструктыўныя?",
            Some("seed-deputies-talks"),
            "be",
            "Так.",
        ),
        (
            "Am I right that nothing is signed?",
            Some("seed-nothing-signed"),
            "en",
            "Nothing",
        ),
        (
            "Правильно понимаю, что ничего не подписано?",
            Some("seed-nothing-signed"),
            "ru",
            "О подписании",
        ),
        (
            "Правільна разумею, што нічога не падпісана?",
            Some("seed-nothing-signed"),
            "be",
            "Пра падпісанне",
        ),
        ("b", None, "en", ""),
        ("x?", None, "en", ""),
    ] {
        let reply = ask(desk, text).unwrap();
        let told = if reply.declined {
            None
        } else {
            reply.cited.first()
        };
        assert_eq!(
            told.map(union_brief::dossier::id::Id::as_str),
            first,
            "{text}"
        );
        assert_eq!(reply.lang.code(), lang, "{text}");
        let plain = reply.html.plain();
        assert!(plain.starts_with(begins), "{text}: {plain}");
    }
}

fn load(path: &Path) -> Vec<Asked> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn desk(data: &Path, texts: &Arc<Texts>) -> Desk {
    let dossier = union_brief::data::files::load(data).unwrap();
    let desk = support::desk::desk(dossier, texts);
    // Otherwise the first question would be charged with it.
    desk.prepare();
    desk
}

fn ask(desk: &Desk, text: &str) -> Option<Reply> {
    let now = "2026-01-01T12:00:00Z".parse().unwrap();
    match turn(desk, text, now).say {
        Say::Send(reply) => Some(reply),
        _ => None,
    }
}

/// The largest share of the answered questions that may be answered in another language than theirs: of some, no word
/// tells it.
const FOREIGN_MOST: f64 = 0.04;

/// Questions that want a yes or a no: at least this share of those that the facts decide has to begin with the right one,
/// and at most that share with the wrong one.
fn judge_verdicts(set: &str, desk: &Desk, asked: &[Asked], right: f64, wrong: f64) {
    let (mut decided, mut agree, mut contrary) = (0, 0, 0);
    for question in asked.iter().filter(|question| !question.facts.is_empty()) {
        let reply = ask(desk, &question.q).unwrap();
        let plain = reply.html.plain();
        let begins = |words: [&str; 3]| words.iter().any(|word| plain.starts_with(word));
        let said = match (
            begins(["Yes.", "Да.", "Так."]),
            begins(["No.", "Нет.", "Не."]),
        ) {
            (true, _) => "yes",
            (_, true) => "no",
            _ => "neither",
        };
        decided += 1;
        agree += i32::from(said == question.verdict);
        contrary += i32::from(said != "neither" && said != question.verdict);
    }
    println!("set={set} decided={decided} right={agree} contrary={contrary}");
    let share = |part: i32| f64::from(part) / f64::from(decided);
    assert!(share(agree) >= right, "{set}: {agree} of {decided} right");
    assert!(
        share(contrary) <= wrong,
        "{set}: {contrary} of {decided} answered with the contrary"
    );
}

/// Asks a whole set; at least so many of a hundred have to be right, of those to answer and of those to decline.
fn judge(set: &str, desk: &Desk, asked: &[Asked], right: f64, declined: f64) {
    let (mut answers, mut correct, mut wrong, mut refusals, mut refused) = (0, 0, 0, 0, 0);
    let mut foreign = 0;
    let mut slowest = Duration::ZERO;
    for question in asked {
        let began = Instant::now();
        let reply = ask(desk, &question.q).unwrap();
        slowest = slowest.max(began.elapsed());
        let told = !reply.declined && !reply.cited.is_empty();
        if question.facts.is_empty() {
            refusals += 1;
            refused += i32::from(!told);
        } else {
            answers += 1;
            let fits = reply
                .cited
                .iter()
                .take(2)
                .any(|id| question.facts.iter().any(|fact| fact == id.as_str()));
            correct += i32::from(told && fits);
            wrong += i32::from(told && !fits);
        }
        let lang = reply.lang.code();
        if told && lang != question.lang {
            foreign += i32::from(!question.facts.is_empty());
            println!(
                "language: {} asked in {}, answered in {lang}",
                question.id, question.lang
            );
        }
    }
    let share = |part: i32, whole: i32| f64::from(part) / f64::from(whole.max(1));
    println!(
        "set={set} answerable={answers} correct={correct} wrong={wrong} unanswerable={refusals} declined={refused} in_another_language={foreign} slowest_us={}",
        slowest.as_micros()
    );
    assert!(
        share(correct, answers) >= right,
        "{set}: {correct} of {answers} right"
    );
    assert!(
        share(foreign, answers) <= FOREIGN_MOST,
        "{set}: {foreign} of {answers} answered in another language"
    );
    assert!(
        share(refused, refusals) >= declined,
        "{set}: {refused} of {refusals} declined"
    );
}

//! Questions that nobody would ask: random letters, real questions maimed, and texts made to take long. None panics,
//! and none takes longer than a person would notice.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use cpu_time::ThreadTime;
use serde::Deserialize;
use union_brief::conversation::{Desk, Say};

use super::check;
use super::support::desk::turn;
use super::support::project;

/// Questions asked.
pub const CASES: u64 = 100_000;
/// The longest message of Telegram, in characters.
const LONGEST: usize = 4_096;
/// No question may take longer, in processor time of its thread: that does not count what else runs on the machine. It
/// holds for a development build, so for a release build, which is several times as fast, the more.
const SLOWEST: Duration = Duration::from_millis(50);
/// So often is one asked again that took longer, and its best time counts: the question is measured, not the machine, whose
/// caches and cores others use too (6 ms have been seen to take 40).
const AGAIN: usize = 10;

/// The question that took longest.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slowest {
    /// How long.
    pub took: Duration,
    /// Which it was.
    pub case: String,
}

#[derive(Deserialize)]
struct Asked {
    q: String,
}

/// Texts made to take long or to be misread; each is repeated up to the length of a message.
const PATHOLOGICAL: [&str; 42] = [
    "a",
    "ы",
    "ў",
    "a ",
    "а ",
    "и ",
    "and ",
    "? ",
    "; ",
    "9",
    "1 ",
    "1,",
    "1.",
    "12 34.5 ",
    "22.04.2021 ",
    "22.04.2021-",
    "2021-04-22,",
    "April ",
    "в начале апреля ",
    "mid-",
    "22-",
    "22 красавіка 2021 ",
    "Peskov ",
    "Пескова ",
    "Лукашэнка ",
    "Dmitry Mezentsev ",
    "премьер-министр ",
    "integration",
    "інтэграцыя ",
    "интеграциа ",
    "integratoin ",
    "roadmap's ",
    "а\u{301}",
    "a\u{300}\u{301}\u{302} ",
    "\u{202e}מה חדש ",
    "\u{2066}ما الجديد ",
    "\u{200b}",
    "a\u{200b}",
    "\u{200d}\u{feff}",
    "ﬁ",
    "İ",
    "👨‍👩‍👧‍👦 ",
];

/// A small generator, so that a case can be made again from its seed alone.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % most.max(1) as u64).unwrap()
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn letter(&mut self) -> char {
        let ranges = [
            ('a', 'z'),
            ('а', 'я'),
            ('0', '9'),
            (' ', '/'),
            ('\u{300}', '\u{36f}'),
            ('\u{590}', '\u{6ff}'),
            ('\u{2000}', '\u{206f}'),
            ('\0', '\u{d7ff}'),
            ('\u{1f300}', '\u{1faff}'),
        ];
        let (first, last) = *self.one_of(&ranges);
        let place = self.below(last as usize - first as usize + 1);
        char::from_u32(first as u32 + u32::try_from(place).unwrap()).unwrap_or('\u{fffd}')
    }
}

/// The questions of all sets, to be maimed.
pub fn questions() -> Vec<String> {
    let load = |lang: &str| {
        let path = project().join(format!("tests/questions/{lang}.jsonl"));
        std::fs::read_to_string(path).unwrap()
    };
    let texts = ["en", "ru", "be"].map(load);
    let lines = texts.iter().flat_map(|text| text.lines());
    lines
        .map(|line| serde_json::from_str::<Asked>(line).unwrap().q)
        .collect()
}

/// The text of a case.
fn text(seed: u64, questions: &[String]) -> String {
    let mut random = Random(seed);
    let wanted = match random.below(50) {
        0 => LONGEST,
        1 | 2 => random.below(LONGEST),
        _ => random.below(120) + 1,
    };
    let mut text: Vec<char> = Vec::new();
    match random.below(10) {
        0 => text.extend((0..wanted).map(|_| random.letter())),
        1 | 2 => {
            let pieces: Vec<&str> = (0..=random.below(3))
                .map(|_| *random.one_of(&PATHOLOGICAL))
                .collect();
            text.extend(pieces.concat().chars().cycle().take(wanted));
        }
        3 => {
            // Nothing but typos: each has to be looked for among all words.
            while text.len() < wanted {
                let words = random.one_of(questions).split_whitespace();
                for mut word in words.map(|word| word.chars().collect::<Vec<char>>()) {
                    let at = random.below(word.len());
                    let next = (at + 1) % word.len();
                    word.swap(at, next);
                    text.extend(word.into_iter().chain([' ']));
                }
            }
        }
        _ => {
            while text.len() < wanted && (text.is_empty() || random.below(3) > 0 || wanted > 120) {
                text.extend(random.one_of(questions).chars().chain([' ']));
            }
            for _ in 0..=random.below(6) {
                maim(&mut text, &mut random);
            }
        }
    }
    text.truncate(LONGEST);
    text.into_iter().collect()
}

/// One change: a letter lost, put in, doubled or replaced, two exchanged, a piece from elsewhere, a stretch repeated.
fn maim(text: &mut Vec<char>, random: &mut Random) {
    let at = random.below(text.len());
    let Some(here) = text.get(at).copied() else {
        return;
    };
    match random.below(7) {
        0 => drop(text.remove(at)),
        1 => text.insert(at, random.letter()),
        2 => text.insert(at, here),
        3 => text[at] = random.letter(),
        4 => {
            let next = (at + 1) % text.len();
            text.swap(at, next);
        }
        5 => drop(text.splice(at..at, random.one_of(&PATHOLOGICAL).chars())),
        _ => {
            let end = (at + random.below(12)).min(text.len());
            let stretch: Vec<char> = text[at..end].to_vec();
            drop(text.splice(at..at, stretch));
        }
    }
}

/// Asks what is made of the seeds.
pub fn ask_all(desk: &Desk, questions: &[String], seeds: impl Iterator<Item = u64>) -> Slowest {
    let cases = seeds.map(|seed| (format!("seed {seed}"), text(seed, questions)));
    ask_each(desk, cases)
}

/// Asks each of the pathological texts in the length of a message.
pub fn ask_pathological(desk: &Desk) -> Slowest {
    let cases = PATHOLOGICAL.iter().map(|piece| {
        let text: String = piece.chars().cycle().take(LONGEST).collect();
        (format!("{piece:?} repeated"), text)
    });
    ask_each(desk, cases)
}

fn ask_each(desk: &Desk, cases: impl Iterator<Item = (String, String)>) -> Slowest {
    let mut slowest = Slowest::default();
    for (case, text) in cases {
        let asked = catch_unwind(AssertUnwindSafe(|| ask(desk, &text)));
        let mut took = asked.unwrap_or_else(|_| panic!("{case} broke something: {text:?}"));
        for _ in 0..AGAIN {
            if took > SLOWEST {
                took = took.min(ask(desk, &text));
            }
        }
        assert!(took <= SLOWEST, "{case} took {took:?}: {text:?}");
        slowest = slowest.max(Slowest { took, case });
    }
    slowest
}

/// The processor time of one question.
fn ask(desk: &Desk, text: &str) -> Duration {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let began = ThreadTime::now();
    let turn = turn(desk, text, now);
    let took = began.elapsed();
    match turn.say {
        Say::Send(reply) => check(&reply, desk),
        Say::Nothing => {}
        other => panic!("{other:?} is no answer to a message"),
    }
    took
}

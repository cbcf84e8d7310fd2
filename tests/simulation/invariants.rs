//! What has to hold after a simulated run.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;
use union_brief::delivery::WINDOW;
use union_brief::subscription::{Recipient, Subscription};

use crate::editions::REVISIONS;
use crate::talking::is_spoken_in;
use crate::telegram::{Arrived, State, Wish};
use crate::world::{Outcome, RATE};

/// A commit takes no longer, with others that change the same row in between.
const FORGETS: Duration = Duration::from_millis(50);
/// From the last look at a wish to the message's arrival it takes no longer.
const ARRIVES_WITHIN: Duration = Duration::from_millis(100);

/// What every recipient has to know in the end: these marks with these words, and no other.
const KNOWN: [(&str, &str); 3] = [("2", "C4"), ("3", "R3"), ("5", "R5")];
/// Marks that are told of in this order.
const IN_ORDER: [&[&str]; 3] = [
    &["• Mark R2.", "• Mark C4."],
    &["• Corrected: Mark C4.", "• Mark C4."],
    &["• Mark R5."],
];

/// Holds a run against all of it.
pub fn check(
    state: &State,
    known: &[(Recipient, Subscription)],
    outcome: &mut Outcome,
) -> Result<(), String> {
    outcome.notices = u64::try_from(state.arrived.len()).unwrap();
    outcome.amended = state.amended;
    outcome.faults = state.faults + state.panics;
    for (recipient, subscription) in known {
        if subscription.told != u64::from(REVISIONS) {
            return Err(format!(
                "{recipient:?} was not told of all: {subscription:?}"
            ));
        }
        let told = told(state, *recipient);
        let in_doubt = |to: &Recipient| is_same(state, *to, *recipient);
        let in_doubt = state.in_doubt.iter().any(in_doubt);
        knows_all(&told, in_doubt).map_err(|what| format!("{recipient:?} {what}"))?;
        is_in_order(&told).map_err(|what| format!("{recipient:?} {what}"))?;
        wishes_are_heeded(state, *recipient, &told)?;
    }
    is_repeated_within_bounds(state, outcome)?;
    is_put_right(state)?;
    is_paced(state)
}

/// The lines of a message that show a mark, without what follows them.
fn marks_in(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .filter(|line| line.starts_with("• ") && line.contains("Mark "));
    let cut = |line: &str| {
        line.split(" — ")
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    lines.map(cut).collect()
}

/// Whether what went to one recipient is known to the other: a group that became a supergroup has seen some of it before.
fn is_same(state: &State, to: Recipient, recipient: Recipient) -> bool {
    to == recipient
        || state.moved.get(&to.chat) == Some(&recipient.chat) && to.topic == recipient.topic
}

/// What a recipient was told, in order, with the lines that show marks.
fn told(state: &State, recipient: Recipient) -> Vec<(&Arrived, Vec<String>)> {
    let arrived = state.arrived.values();
    let arrived = arrived.filter(|arrived| is_same(state, arrived.to, recipient));
    let mut told: Vec<_> = arrived
        .map(|arrived| (arrived, marks_in(&arrived.first)))
        .collect();
    told.sort_by_key(|(arrived, _)| arrived.at);
    told
}

/// The mark that a line is about, and its words; without words it is withdrawn.
fn read(line: &str) -> (&'static str, Option<&'static str>) {
    match line {
        "• Mark R2." => ("2", Some("R2")),
        "• Mark C4." | "• Corrected: Mark C4." => ("2", Some("C4")),
        "• Mark R3." => ("3", Some("R3")),
        "• Withdrawn: Mark R3." => ("3", None),
        "• Mark R5." => ("5", Some("R5")),
        "• Mark R7." => ("7", Some("R7")),
        "• Withdrawn: Mark R7." => ("7", None),
        _ => ("?", Some("?")),
    }
}

/// Whoever believes each message knows in the end what is so, and hears of no withdrawal of what they never heard of,
/// unless the bot could not know.
fn knows_all(told: &[(&Arrived, Vec<String>)], in_doubt: bool) -> Result<(), String> {
    let mut believes: HashMap<&str, &str> = HashMap::new();
    let mut heard: HashSet<&str> = HashSet::new();
    for (_, lines) in told {
        // Withdrawals stand last; within one message all of it is so at once.
        for (mark, words) in lines.iter().map(|line| read(line)) {
            match words {
                Some(words) => {
                    believes.insert(mark, words);
                    heard.insert(mark);
                }
                None if in_doubt || heard.contains(mark) => drop(believes.remove(mark)),
                None => return Err(format!("never saw mark {mark} and hears that it is gone")),
            }
        }
    }
    match believes == KNOWN.into_iter().collect() {
        true => Ok(()),
        false => Err(format!("believes {believes:?} in the end")),
    }
}

fn is_in_order(told: &[(&Arrived, Vec<String>)]) -> Result<(), String> {
    let mut before: Option<Instant> = None;
    for lines in IN_ORDER {
        let shows = |marks: &Vec<String>| marks.iter().any(|mark| lines.contains(&mark.as_str()));
        let Some((first, _)) = told.iter().find(|(_, marks)| shows(marks)) else {
            return Err(format!("never saw {lines:?}"));
        };
        if before.is_some_and(|before| before > first.at) {
            return Err(format!("saw {lines:?} too early"));
        }
        before = Some(first.at);
    }
    Ok(())
}

/// What somebody wanted to come without a sound before the message had its turn made none.
fn wishes_are_heeded(
    state: &State,
    recipient: Recipient,
    told: &[(&Arrived, Vec<String>)],
) -> Result<(), String> {
    let wishes = state.wishes.get(&recipient).into_iter().flatten();
    let wishes: Vec<Wish> = wishes.copied().collect();
    let notices = told.iter().filter(|(_, lines)| !lines.is_empty());
    for (arrived, _) in notices.filter(|(arrived, _)| arrived.to == recipient) {
        let left = arrived.at.checked_sub(ARRIVES_WITHIN).unwrap_or(arrived.at);
        // One holds from when it is made, perhaps from when it was begun, until another has been.
        let is_over = |wish: &Wish| {
            let mut later = wishes.iter().filter(|later| later.begun > wish.made);
            later.any(|later| later.made <= left)
        };
        let mut may_hold = wishes
            .iter()
            .filter(|wish| wish.begun <= arrived.at && !is_over(wish));
        let is_made = wishes.iter().any(|wish| wish.made <= left);
        if is_made && may_hold.all(|wish| wish.silent) && !arrived.silent {
            return Err(format!("{recipient:?} wanted no sound: {arrived:?}"));
        }
    }
    Ok(())
}

/// What is told twice makes no sound, and is no more than crashes and lost answers explain.
fn is_repeated_within_bounds(state: &State, outcome: &mut Outcome) -> Result<(), String> {
    let mut knows: HashMap<Recipient, HashMap<&str, Option<&str>>> = HashMap::new();
    for arrived in state.arrived.values() {
        let knows = knows.entry(arrived.to).or_default();
        let lines = marks_in(&arrived.first);
        let lines: Vec<_> = lines.iter().map(|line| read(line)).collect();
        let is_repeated = lines
            .iter()
            .any(|(mark, words)| knows.get(mark) == Some(words));
        if is_repeated {
            outcome.repeated += 1;
            if !arrived.silent {
                return Err(format!("a repeated notice made a sound: {arrived:?}"));
            }
        }
        knows.extend(lines);
    }
    let lost_answers = state
        .arrived
        .values()
        .filter(|arrived| arrived.unanswered)
        .count();
    let most = outcome.crashes * WINDOW as u64
        + u64::try_from(lost_answers).unwrap()
        + state.unanswered_faults;
    match outcome.repeated > most {
        true => Err(format!(
            "{} repeated, at most {most} may be",
            outcome.repeated
        )),
        false => Ok(()),
    }
}

/// Messages that carried what has been put right since say so, where the chat was open all the time.
fn is_put_right(state: &State) -> Result<(), String> {
    for arrived in state.arrived.values() {
        let chat = arrived.to.chat;
        // Killed between the answer and the commit that remembers it, the bot does not know of the message. A full disk
        // makes that long.
        let forgot = |crash: &Instant| {
            arrived.answered.is_some_and(|at| {
                let is_refused = state
                    .refused
                    .iter()
                    .any(|when| at <= *when && when <= crash);
                at <= *crash && (*crash - at < FORGETS || is_refused)
            })
        };
        if arrived.unanswered
            || state.crashes.iter().any(forgot)
            || state.ever_closed.contains(&chat)
            || state.moved.contains_key(&chat)
        {
            continue;
        }
        let has = |part: &str| arrived.text.contains(part);
        // Mark 3 was away for a time, and stands again.
        let is_wrong = |line: &str| match line {
            "• Mark R2." => true,
            "• Mark R7." => !has("Withdrawn on"),
            "• Mark R3." => has("Withdrawn on") && !has("Mark R7."),
            _ => false,
        };
        if marks_in(&arrived.text).iter().any(|line| is_wrong(line)) {
            return Err(format!("not put right: {arrived:?}"));
        }
    }
    Ok(())
}

/// What left within the last second of an earlier life is not known to the next. Notices wait for that long; answers, for
/// which somebody waits, do not.
fn is_paced(state: &State) -> Result<(), String> {
    let all = state.counted.iter();
    let notices = all.clone().filter(|(_, chat)| !is_spoken_in(*chat));
    let began_within = |from: Instant, until: Instant| {
        let mut lives = state.lives.iter();
        lives.any(|began| from <= *began && *began <= until)
    };
    let too_close = |times: &[Instant], with_lives: bool| {
        let mut windows = times.windows(RATE as usize + 1);
        windows.find_map(|window| {
            let (from, until) = (window[0], window[RATE as usize]);
            let counts = with_lives || !began_within(from, until);
            (counts && until - from < Duration::from_secs(1)).then(|| until - from)
        })
    };
    let all: Vec<Instant> = all.map(|(at, _)| *at).collect();
    let notices: Vec<Instant> = notices.map(|(at, _)| *at).collect();
    if let Some(apart) = too_close(&all, false).or(too_close(&notices, true)) {
        return Err(format!("{} messages within {apart:?}", RATE + 1));
    }
    let mut chats: BTreeMap<i64, Vec<Instant>> = BTreeMap::new();
    for (at, chat) in &state.counted {
        chats.entry(*chat).or_default().push(*at);
    }
    for (chat, times) in chats.into_iter().filter(|(chat, _)| *chat < 0) {
        for pair in times.windows(21) {
            if pair[20] - pair[0] < Duration::from_secs(60) {
                return Err(format!("21 messages to chat {chat} within a minute"));
            }
        }
    }
    Ok(())
}

//! Whether every number, date and name of an answer is in the facts that it cites.

use std::collections::BTreeSet;

use union_brief::conversation::Desk;
use union_brief::dossier::fact::Fact;
use union_brief::reply::Reply;

use super::{Asked, ask};

/// Questions made of pieces of others, for the grounding.
const GENERATED: usize = 10_000;

/// Every number, date and name in an answer stands in the facts it cites.
pub fn grounded(desk: &Desk, questions: &[Asked]) {
    let mut answered = 0;
    let mut asked = 0;
    for text in questions
        .iter()
        .map(|asked| asked.q.clone())
        .chain(generated(questions))
    {
        asked += 1;
        let Some(reply) = ask(desk, &text) else {
            continue;
        };
        if reply.cited.is_empty() {
            continue;
        }
        answered += 1;
        let loose = loose_ends(desk, &reply);
        assert!(
            loose.is_empty(),
            "{text}: {loose:?} stand in no fact cited\n{}",
            reply.html.plain()
        );
    }
    println!("asked={asked} citing={answered} ungrounded=0");
    assert!(answered > GENERATED / 10);
}

/// The words that carry a claim: numbers, and names of people.
fn claims(text: &str, people: &BTreeSet<String>) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '’' || c == '.' || c == ','));
    let words = words.map(|word| {
        word.trim_matches(['.', ','])
            .to_lowercase()
            .replace(',', ".")
    });
    words
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) || people.contains(word))
        .collect()
}

fn loose_ends(desk: &Desk, reply: &Reply) -> BTreeSet<String> {
    let library = desk.library();
    let people: BTreeSet<String> = library
        .dossier()
        .people
        .iter()
        .flat_map(|person| person.name.get(reply.lang).split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let facts: Vec<&Fact> = reply
        .cited
        .iter()
        .filter_map(|id| library.fact(id))
        .collect();
    let mut allowed = BTreeSet::new();
    for fact in &facts {
        let voice = desk.texts().voice(reply.lang);
        let mut text = format!("{} {}", fact.text.get(reply.lang), voice.date(fact.as_of));
        if let Some(day) = fact.stated_on {
            text.push_str(&format!(" {}", voice.day(day)));
        }
        if let Some(value) = &fact.value {
            text.push_str(&format!(" {}", value.amount));
        }
        if let Some(quotation) = &fact.quotation {
            text.push_str(&format!(" {}", quotation.text));
        }
        if let Some(speaker) = fact.speaker().and_then(|id| library.person(id)) {
            text.push_str(&format!(" {}", speaker.name.get(reply.lang)));
        }
        allowed.extend(claims(&text, &people));
    }
    let mut claimed = claims(reply.html.plain(), &people);
    for number in 1..=reply.cited.len() {
        // The number of a source mark.
        if reply.html.plain().contains(&format!("[{number}]")) {
            claimed.remove(&number.to_string());
        }
    }
    claimed.difference(&allowed).cloned().collect()
}

/// Questions made of the first words of one and the last of another, with a letter lost now and then. The same each time.
fn generated(questions: &[Asked]) -> impl Iterator<Item = String> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    (0..GENERATED).map(move |_| {
        let one: Vec<&str> = questions[next(questions.len())]
            .q
            .split_whitespace()
            .collect();
        let other: Vec<&str> = questions[next(questions.len())]
            .q
            .split_whitespace()
            .collect();
        let (head, tail) = (next(one.len() + 1), next(other.len() + 1));
        let mut text = [&one[..head], &other[tail..]].concat().join(" ");
        if next(3) == 0 && text.chars().count() > 4 {
            let lost = next(text.chars().count());
            text = text
                .chars()
                .enumerate()
                .filter(|(at, _)| *at != lost)
                .map(|(_, c)| c)
                .collect();
        }
        text
    })
}

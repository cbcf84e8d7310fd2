//! People who speak to the bot while all this goes on, and what has to hold of its answers: every update is answered, every
//! choice is made once, and in a group all that is said has its order.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::telegram::State;
use crate::wire::Wire;

/// Groups in which people speak.
pub const GROUPS: i64 = 3;
const FIRST_GROUP: i64 = -20_001;
/// After so many tries without an answer a sender gives up, as the policy says.
const TRIES: usize = 3;

/// What can be chosen, how the bot says that it is, and how its answers begin to speak of a revision then.
const LANGUAGES: [(&str, &str, &str); 3] = [
    ("/language en", "answer in English", "Revision "),
    ("/language ru", "отвечаю по-русски", "Ревизия "),
    ("/language be", "адказваю па-беларуску", "Рэвізія "),
];
const QUESTION: &str = "/about";

/// An answer that has arrived.
#[derive(Clone, Debug)]
pub struct Answer {
    pub chat: i64,
    /// The message that it hangs on.
    pub question: i64,
    pub text: String,
}

/// Whether people speak there.
pub fn is_spoken_in(chat: i64) -> bool {
    (FIRST_GROUP - GROUPS + 1..=FIRST_GROUP).contains(&chat)
}

/// All that was said, by chat and message, with the language that was chosen.
#[derive(Default)]
pub struct Said(BTreeMap<i64, BTreeMap<i64, Option<usize>>>);

impl Said {
    /// Somebody asks, or an administrator who shows no name chooses a language.
    pub fn say(&mut self, wire: &Wire, chance: &mut Chance) {
        let chat = FIRST_GROUP - i64::try_from(chance.below(GROUPS as u64)).unwrap();
        let chosen = chance.one_in(2).then(|| chance.below(3));
        let chosen = chosen.map(|chosen| usize::try_from(chosen).unwrap());
        let number = i64::from(wire.telegram.next_number());
        wire.telegram
            .tell(format!("chat {chat} message {number} chooses {chosen:?}"));
        wire.push(message(chat, number, chosen));
        self.0.entry(chat).or_default().insert(number, chosen);
    }

    /// How much was said.
    pub fn count(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    /// Holds the answers against it. `aside` were set aside after three deaths.
    pub fn check(&self, state: &State, aside: &BTreeSet<i64>) -> Result<(), String> {
        for (chat, said) in &self.0 {
            let of_chat = state.answers.iter().filter(|answer| answer.chat == *chat);
            let answers: Vec<&Answer> = of_chat.collect();
            for (number, chosen) in said {
                let first = answers.iter().position(|answer| answer.question == *number);
                let given_up = state.no_answers.get(&(*chat, *number));
                let is_given_up = given_up.is_some_and(|times| *times >= TRIES);
                match (first, chosen) {
                    (None, _) if !is_given_up && !aside.contains(number) => {
                        return Err(format!(
                            "message {number} of chat {chat} was never answered"
                        ));
                    }
                    (Some(first), None) => {
                        // What was given up and told once more is asked anew, after all that was chosen meanwhile.
                        let others = answers[..first].iter().map(|answer| answer.question);
                        let last = others.filter(|_| is_given_up).max();
                        let before = said.range(..last.unwrap_or(0).max(*number));
                        let possible = possible(before, &answers[..first]);
                        let text = &answers[first].text;
                        let is = |lang: &usize| text.contains(LANGUAGES[*lang].2);
                        if !possible.iter().any(is) {
                            return Err(format!(
                                "message {number} of chat {chat} may be answered in {possible:?}: {text}"
                            ));
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// The languages in which a question may be answered after the choices `before` it, of which `answers` have arrived.
fn possible<'a>(
    before: impl Iterator<Item = (&'a i64, &'a Option<usize>)>,
    answers: &[&Answer],
) -> Vec<usize> {
    let choices = before.filter_map(|(number, chosen)| Some((*number, (*chosen)?)));
    let mut possible = Vec::new();
    let (mut latest, mut newest) = ((0, 0), (0, 0));
    for (number, chosen) in choices {
        let says = |answer: &&&Answer| answer.text.contains(LANGUAGES[chosen].1);
        let is_said = |answer: &&Answer| answer.question == number && says(&answer);
        match answers.iter().position(is_said) {
            // It is made at this moment; or it was made before, and the first answers were lost.
            Some(at) => {
                latest = latest.max((at + 1, chosen));
                newest = (number, chosen);
            }
            // Nobody knows; the disk may have been full.
            None => possible.push(chosen),
        }
    }
    possible.extend([latest.1, newest.1]);
    possible
}

fn message(chat: i64, number: i64, chosen: Option<usize>) -> Value {
    let text = chosen.map_or(QUESTION, |chosen| LANGUAGES[chosen].0);
    let of = json!({"id": chat, "type": "supergroup", "title": "Desk"});
    let length = text.split(' ').next().unwrap().len();
    json!({
        "message_id": number, "date": 1_700_000_000, "chat": of, "sender_chat": of, "text": text,
        "from": {"id": 1_087_968_824, "is_bot": true, "first_name": "Group"},
        "entities": [{"type": "bot_command", "offset": 0, "length": length}]
    })
}

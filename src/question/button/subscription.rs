//! What a button about a subscription carries. The longest sets the time zone of a channel; the names on offer have at most
//! 19 letters, and there is room for 21.

use serde::{Deserialize, Serialize};

use super::{Lang2, pack_lang, unpack_lang};
use crate::question::lexicon::{Lexicon, Subject, SubjectKey};
use crate::question::subscription::{AboutSubscription, Panel, Whose, Wish};
use crate::subscription::{Change, Followed, Quiet, Rhythm};

/// What is asked about the subscription of this chat or topic, or of a channel.
#[derive(Serialize, Deserialize)]
pub(super) struct About {
    channel: Option<i64>,
    wish: Packed,
}

#[derive(Serialize, Deserialize)]
enum Packed {
    Show(u8),
    Delivery,
    Speak(Lang2),
    Begin,
    End,
    Everything,
    Follow(Kind, SubjectKey, bool),
    AtOnce,
    Daily(i8),
    Quiet(Option<(i8, i8)>),
    Silent(bool),
    Zone(Option<String>),
    Resume,
}

#[derive(Serialize, Deserialize)]
enum Kind {
    Topic,
    Person,
    Indicator,
}

/// The panels by their numbers in a button. New ones go to the end.
const PANELS: [Panel; 9] = [
    Panel::Main,
    Panel::Topics,
    Panel::People,
    Panel::Indicators,
    Panel::When,
    Panel::Quiet,
    Panel::Zone,
    Panel::Language,
    Panel::End,
];

pub(super) fn pack(about: &AboutSubscription) -> About {
    About {
        channel: match about.whose {
            Whose::Channel(id) => Some(id),
            // A name that was found is a number by the time there are buttons.
            Whose::Here | Whose::Named(_) => None,
        },
        wish: match &about.wish {
            Wish::Show(panel) => Packed::Show(super::number_in(&PANELS, panel)),
            Wish::Delivery => Packed::Delivery,
            Wish::Speak(lang) => Packed::Speak(pack_lang(*lang)),
            Wish::Change(change) => pack_change(change),
        },
    }
}

fn pack_change(change: &Change) -> Packed {
    match change {
        Change::Begin => Packed::Begin,
        Change::End => Packed::End,
        Change::Everything => Packed::Everything,
        Change::Follow(Followed::Topic(id), yes) => {
            Packed::Follow(Kind::Topic, Subject::Topic(id.clone()).key(), *yes)
        }
        Change::Follow(Followed::Person(id), yes) => {
            Packed::Follow(Kind::Person, Subject::Person(id.clone()).key(), *yes)
        }
        Change::Follow(Followed::Indicator(id), yes) => {
            let key = SubjectKey::of(Lexicon::INDICATOR, id);
            Packed::Follow(Kind::Indicator, key, *yes)
        }
        Change::Rhythm(Rhythm::AtOnce) => Packed::AtOnce,
        Change::Rhythm(Rhythm::Daily(hour)) => Packed::Daily(*hour),
        Change::Quiet(quiet) => Packed::Quiet(quiet.map(|quiet| (quiet.from, quiet.until))),
        Change::Silent(silent) => Packed::Silent(*silent),
        Change::Zone(zone) => Packed::Zone(zone.clone()),
        Change::Resume => Packed::Resume,
    }
}

/// What was packed; `None` where something that it names is no more.
pub(super) fn unpack(about: About, lexicon: &Lexicon) -> Option<AboutSubscription> {
    let change = match about.wish {
        Packed::Show(panel) => {
            let panel = *PANELS.get(usize::from(panel))?;
            return Some(wish(about.channel, Wish::Show(panel)));
        }
        Packed::Delivery => return Some(wish(about.channel, Wish::Delivery)),
        Packed::Speak(lang) => return Some(wish(about.channel, Wish::Speak(unpack_lang(lang)))),
        Packed::Begin => Change::Begin,
        Packed::End => Change::End,
        Packed::Everything => Change::Everything,
        Packed::Follow(kind, key, yes) => Change::Follow(followed(&kind, key, lexicon)?, yes),
        Packed::AtOnce => Change::Rhythm(Rhythm::AtOnce),
        Packed::Daily(hour) => Change::Rhythm(Rhythm::Daily(hour)),
        Packed::Quiet(hours) => Change::Quiet(hours.map(|(from, until)| Quiet { from, until })),
        Packed::Silent(silent) => Change::Silent(silent),
        Packed::Zone(zone) => Change::Zone(zone),
        Packed::Resume => Change::Resume,
    };
    Some(wish(about.channel, Wish::Change(change)))
}

fn wish(channel: Option<i64>, wish: Wish) -> AboutSubscription {
    AboutSubscription {
        whose: channel.map_or(Whose::Here, Whose::Channel),
        wish,
    }
}

fn followed(kind: &Kind, key: SubjectKey, lexicon: &Lexicon) -> Option<Followed> {
    Some(match (kind, lexicon.subject(key)) {
        (Kind::Topic, Some(Subject::Topic(id))) => Followed::Topic(id.clone()),
        (Kind::Person, Some(Subject::Person(id))) => Followed::Person(id.clone()),
        (Kind::Indicator, _) => Followed::Indicator(lexicon.asked(key)?.clone()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::dossier::id::Id;
    use crate::dossier::lang::Lang;
    use crate::question::button::{ButtonKey, encode};
    use crate::question::{Question, View};

    /// What Telegram takes (Bot API, `InlineKeyboardButton`).
    const DATA_MAX: usize = 64;

    #[test]
    fn the_longest_wishes_about_a_channel_fit_a_button() {
        let key = ButtonKey::derive("x");
        let zone = |name: &str| Change::Zone(Some(name.to_owned()));
        for change in [
            zone("America/Los_Angeles"),
            zone(&"x".repeat(21)),
            Change::Quiet(Some(Quiet { from: 23, until: 9 })),
            Change::Follow(Followed::Indicator(Id::new("gas-price").unwrap()), true),
        ] {
            let wish = Wish::Change(change.clone());
            let view = View {
                question: Question::subscription(Whose::Channel(i64::MIN), wish),
                lang: Lang::Be,
                from: 100_000,
            };
            let data = encode(&view, i64::MIN, &key);
            assert!(data.len() <= DATA_MAX, "{} {change:?}", data.len());
        }
    }
}

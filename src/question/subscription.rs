//! What is said and pressed about subscriptions, and how the words behind these commands are read.

use jiff::tz::TimeZone;

use super::command::Command;
use super::{Meaning, Question, Unclear};
use crate::dossier::lang::Lang;
use crate::subscription::Change;

/// What is asked about a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutSubscription {
    /// Whose subscription.
    pub whose: Whose,
    /// What about it.
    pub wish: Wish,
}

/// Whose subscription is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// That of the chat or topic in which it is said.
    Here,
    /// That of the channel with this public name, without the `@`. The edge finds out which one it is.
    Named(String),
    /// That of this channel.
    Channel(i64),
}

/// What is wanted of a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To see a panel of its settings.
    Show(Panel),
    /// To change it.
    Change(Change),
    /// To choose the language of its chat.
    Speak(Lang),
    /// To see how its notices are delivered.
    Delivery,
}

/// The panels of the settings, each in the place of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Everything at a glance.
    Main,
    /// Which topics.
    Topics,
    /// Which people.
    People,
    /// Which indicators.
    Indicators,
    /// At once or daily.
    When,
    /// Quiet hours.
    Quiet,
    /// The time zone.
    Zone,
    /// The language.
    Language,
    /// Whether it is really to be ended.
    End,
}

impl Question {
    /// A wish about a subscription.
    pub fn subscription(whose: Whose, wish: Wish) -> Self {
        Self::Subscription(AboutSubscription { whose, wish })
    }
}

impl AboutSubscription {
    /// Whether a subscription is to begin.
    pub fn begins(&self) -> bool {
        self.wish == Wish::Change(Change::Begin)
    }

    /// Whether only who runs the chat may have it: what changes something, the delivery, and everything of a channel, which
    /// is asked about from elsewhere.
    pub fn is_for_administrators(&self) -> bool {
        self.whose != Whose::Here || !matches!(self.wish, Wish::Show(_))
    }
}

/// The public name of a channel: 4 to 32 of letters, digits and underscores behind an `@` (Telegram's user names; some old
/// and bought ones have four).
fn channel(rest: &str) -> Option<Whose> {
    let name = rest.strip_prefix('@')?;
    let is_name = (4..=32).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| Whose::Named(name.to_owned()))
}

/// The IANA name of the time zone that was typed, however its letters are, with spaces for underscores.
fn zone(rest: &str) -> Option<String> {
    let typed = rest.replace(' ', "_");
    let zone = TimeZone::get(&typed).ok()?;
    zone.iana_name().map(str::to_owned)
}

/// What a command about a subscription means, by what follows it.
pub fn meaning(command: Command, rest: &str) -> Meaning {
    let wish = match command {
        Command::Subscribe => Wish::Change(Change::Begin),
        Command::Unsubscribe => Wish::Change(Change::End),
        Command::Delivery => Wish::Delivery,
        _ => Wish::Show(Panel::Main),
    };
    let (first, others) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (whose, rest) = match channel(first) {
        Some(named) => (named, others.trim()),
        None => (Whose::Here, rest),
    };
    let is_settings = wish == Wish::Show(Panel::Main);
    match (rest, zone(rest)) {
        ("", _) => Meaning::Question(Question::subscription(whose, wish)),
        (_, Some(zone)) if is_settings => {
            let change = Wish::Change(Change::Zone(Some(zone)));
            Meaning::Question(Question::subscription(whose, change))
        }
        _ if is_settings => Meaning::Unclear(Unclear::Zone),
        _ => Meaning::Unclear(Unclear::Channel(command)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_command_is_a_channel_or_a_time_zone() {
        let asked = |whose, wish| Meaning::Question(Question::subscription(whose, wish));
        let named = |name: &str| Whose::Named(name.to_owned());
        let in_zone = |name: &str| {
            let change = Change::Zone(Some(name.to_owned()));
            asked(Whose::Here, Wish::Change(change))
        };
        let main = || Wish::Show(Panel::Main);
        let begin = || Wish::Change(Change::Begin);
        for (command, rest, expected) in [
            (Command::Subscribe, "", asked(Whose::Here, begin())),
            (
                Command::Subscribe,
                "@News_1",
                asked(named("News_1"), begin()),
            ),
            (
                Command::Subscribe,
                "news",
                Meaning::Unclear(Unclear::Channel(Command::Subscribe)),
            ),
            (
                Command::Unsubscribe,
                "@a b c",
                Meaning::Unclear(Unclear::Channel(Command::Unsubscribe)),
            ),
            (Command::Settings, "", asked(Whose::Here, main())),
            (Command::Settings, "@news", asked(named("news"), main())),
            (
                Command::Settings,
                "america/new york",
                in_zone("America/New_York"),
            ),
            (Command::Settings, "utc", in_zone("UTC")),
            (
                Command::Settings,
                "@news UTC",
                asked(
                    named("news"),
                    Wish::Change(Change::Zone(Some("UTC".to_owned()))),
                ),
            ),
            (
                Command::Settings,
                "Nowhere",
                Meaning::Unclear(Unclear::Zone),
            ),
            (Command::Settings, "@x", Meaning::Unclear(Unclear::Zone)),
            (Command::Delivery, "", asked(Whose::Here, Wish::Delivery)),
        ] {
            assert_eq!(meaning(command, rest), expected, "{command:?} {rest}");
        }
    }
}

//! Whether a message is for this bot, and what of it is the message.
//!
//! ```text
//! message = command | text
//! command = "/" name [ "@" bot ] [ white-space rest ]
//! ```
//! In a private chat everything is for the bot, except a command for another bot. In a group it is a command, known or
//! naming this bot; a text that mentions this bot (the mention is taken out); or a reply to one of its messages.

/// The bot's user name, without the `@`. Compared without case, as Telegram does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotName(String);

impl BotName {
    /// A user name, with or without its `@`.
    pub fn new(name: &str) -> Self {
        Self(name.trim_start_matches('@').to_owned())
    }

    /// The name without `@`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }
}

/// Where a message was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// To the bot alone.
    Private,
    /// Where others read along; `reply` says whether the message answers one of the bot's.
    Group {
        /// Whether it answers a message of the bot.
        reply: bool,
    },
}

/// A message that is for this bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// A command by its name, which need not exist, and what follows it.
    Command {
        /// The name as typed.
        name: &'a str,
        /// What follows.
        rest: &'a str,
    },
    /// Anything else.
    Text(String),
}

/// What of `text` is for `bot`; `None` if nothing is.
pub fn heard<'a>(
    text: &'a str,
    bot: &BotName,
    place: Place,
    known: impl Fn(&str) -> bool,
) -> Option<Said<'a>> {
    let text = text.trim();
    let (rest_of_text, mentioned) = match leading_mention(text, bot) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if let Some((name, to, rest)) = command(rest_of_text) {
        let named = to.is_some_and(|to| bot.is(to));
        let addressed = match place {
            Place::Private => to.is_none() || named,
            Place::Group { reply } => {
                named || (to.is_none() && (known(name) || mentioned || reply))
            }
        };
        return addressed.then_some(Said::Command { name, rest });
    }
    let (without, mentions) = without_mentions(text, bot);
    match place {
        Place::Private => Some(Said::Text(without)),
        Place::Group { reply } => (mentions || reply).then_some(Said::Text(without)),
    }
}

/// The parts of a command: name, bot, rest. A punctuation mark behind the name is not part of it. A
/// path such as `/etc/passwd` is no command, nor is a lone slash.
fn command(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let after = text.strip_prefix('/')?;
    let head_end = after.find(char::is_whitespace).unwrap_or(after.len());
    let (head, rest) = after.split_at(head_end);
    let head = head.trim_end_matches([',', '.', ':', ';', '!', '?']);
    let (name, to) = match head.split_once('@') {
        Some((name, to)) => (name, Some(to)),
        None => (head, None),
    };
    let plain = |part: &str| part.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_name = !name.is_empty() && plain(name) && to.is_none_or(plain);
    is_name.then(|| (name, to, rest.trim()))
}

fn leading_mention<'a>(text: &'a str, bot: &BotName) -> Option<&'a str> {
    let after = text.strip_prefix('@')?;
    let end = after
        .find(|c: char| !is_user_name_char(c))
        .unwrap_or(after.len());
    let (name, rest) = after.split_at(end);
    bot.is(name)
        .then(|| rest.trim_start_matches([',', ':', ' ', '\n', '\t']))
}

fn is_user_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The text without mentions of the bot, and whether there were any. `mail@union_brief_bot.example` is no mention.
fn without_mentions(text: &str, bot: &BotName) -> (String, bool) {
    let mut kept = String::with_capacity(text.len());
    let mut found = false;
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, from) = rest.split_at(at);
        let name_end = from[1..]
            .find(|c: char| !is_user_name_char(c))
            .map_or(from.len(), |end| end + 1);
        let starts_word = !before
            .chars()
            .next_back()
            .or(kept.chars().next_back())
            .is_some_and(is_user_name_char);
        kept.push_str(before);
        if starts_word && bot.is(&from[1..name_end]) {
            found = true;
        } else {
            kept.push_str(&from[..name_end]);
        }
        rest = &from[name_end..];
    }
    kept.push_str(rest);
    (kept.trim().to_owned(), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(text: &str, place: Place) -> Option<String> {
        let bot = BotName::new("@union_brief_bot");
        heard(text, &bot, place, |name| {
            name.eq_ignore_ascii_case("status")
        })
        .map(|said| match said {
            Said::Command { name, rest } => format!("/{name}|{rest}"),
            Said::Text(text) => text,
        })
    }

    #[test]
    fn in_private_all_is_for_the_bot_but_commands_for_others() {
        for (text, expected) in [
            ("/status", Some("/status|")),
            ("/Status  2021-04-22 ", Some("/Status|2021-04-22")),
            ("/ask\nwho said so?", Some("/ask|who said so?")),
            ("/status@UNION_brief_bot 22.04", Some("/status|22.04")),
            ("/status@SomeOtherBot", None),
            ("/status@SomeOtherBot!", None),
            ("/status, 22.04", Some("/status|22.04")),
            ("/status?", Some("/status|")),
            ("/frobnicate", Some("/frobnicate|")),
            ("/статус", Some("/статус|")),
            ("hello @union_brief_bot!", Some("hello !")),
            ("/etc/passwd", Some("/etc/passwd")),
            ("/", Some("/")),
            ("", Some("")),
        ] {
            assert_eq!(hear(text, Place::Private).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn in_a_group_only_what_is_addressed() {
        for (text, reply, expected) in [
            ("/status", false, Some("/status|")),
            ("/status@union_brief_bot", false, Some("/status|")),
            ("/status@SomeOtherBot", true, None),
            ("/frobnicate", false, None),
            ("/frobnicate@union_brief_bot", false, Some("/frobnicate|")),
            ("/frobnicate", true, Some("/frobnicate|")),
            ("what is new?", false, None),
            ("what is new?", true, Some("what is new?")),
            (
                "@Union_Brief_Bot, what is new?",
                false,
                Some(", what is new?"),
            ),
            (
                "@union_brief_bot /status 22.04",
                false,
                Some("/status|22.04"),
            ),
            (
                "tell us @union_brief_bot please",
                false,
                Some("tell us  please"),
            ),
            ("@union_brief_bots hi", false, None),
            ("mail@union_brief_bot", false, None),
            ("@", false, None),
            ("ё@union_brief_bot", false, Some("ё")),
        ] {
            assert_eq!(
                hear(text, Place::Group { reply }).as_deref(),
                expected,
                "{text:?}"
            );
        }
    }
}

//! The commands: their names, where they are offered, and the nearest one to what was typed.

use strsim::osa_distance;

use super::words::{fold, latin};

/// A command. Names are those of Telegram's menu: 1 to 32 of `a-z`, `0-9`, `_` (Bot API, `BotCommand`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// What this is; with a payload, what a deep link leads to.
    Start,
    /// What can be asked.
    Help,
    /// Where things stood.
    Status,
    /// What is newest.
    Latest,
    /// What is new since a day.
    Since,
    /// What is new since the chat last looked.
    New,
    /// Who said what.
    Quotes,
    /// What happened.
    Timeline,
    /// Who is who.
    People,
    /// One person.
    Who,
    /// Every figure.
    Numbers,
    /// What is not settled.
    Open,
    /// The documents.
    Documents,
    /// A term.
    Explain,
    /// A fact with its proof.
    Fact,
    /// The sources.
    Sources,
    /// The language of the chat.
    Language,
    /// What the bot is.
    About,
    /// What is stored.
    Privacy,
    /// A question in free words.
    Ask,
    /// Whether something was said.
    Check,
    /// Be told what is new.
    Subscribe,
    /// Be told no more.
    Unsubscribe,
    /// What is told, and when.
    Settings,
    /// How notices are delivered.
    Delivery,
    /// What waits to be published.
    Drafts,
    /// Withdraw what was published last.
    Undo,
}

impl Command {
    /// Every command, in the order of Telegram's menu.
    pub const ALL: [Self; 27] = [
        Self::Status,
        Self::Timeline,
        Self::New,
        Self::Latest,
        Self::Since,
        Self::Subscribe,
        Self::Settings,
        Self::Quotes,
        Self::Check,
        Self::People,
        Self::Who,
        Self::Numbers,
        Self::Open,
        Self::Documents,
        Self::Explain,
        Self::Fact,
        Self::Sources,
        Self::Language,
        Self::Delivery,
        Self::Unsubscribe,
        Self::Help,
        Self::About,
        Self::Privacy,
        Self::Start,
        Self::Ask,
        Self::Drafts,
        Self::Undo,
    ];

    /// The name, without the slash.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Help => "help",
            Self::Status => "status",
            Self::Latest => "latest",
            Self::Since => "since",
            Self::New => "new",
            Self::Quotes => "quotes",
            Self::Timeline => "timeline",
            Self::People => "people",
            Self::Who => "who",
            Self::Numbers => "numbers",
            Self::Open => "open",
            Self::Documents => "documents",
            Self::Explain => "explain",
            Self::Fact => "fact",
            Self::Sources => "sources",
            Self::Language => "language",
            Self::About => "about",
            Self::Privacy => "privacy",
            Self::Ask => "ask",
            Self::Check => "check",
            Self::Subscribe => "subscribe",
            Self::Unsubscribe => "unsubscribe",
            Self::Settings => "settings",
            Self::Delivery => "delivery",
            Self::Drafts => "drafts",
            Self::Undo => "undo",
        }
    }

    /// The command with a slash and something behind it, as a person would send it.
    pub fn with(self, argument: &str) -> String {
        match argument {
            "" => format!("/{}", self.name()),
            argument => format!("/{} {argument}", self.name()),
        }
    }

    /// The text catalogue's message that says what it does.
    pub fn message(self) -> &'static str {
        match self {
            Self::Start => "command-start",
            Self::Help => "command-help",
            Self::Status => "command-status",
            Self::Latest => "command-latest",
            Self::Since => "command-since",
            Self::New => "command-new",
            Self::Quotes => "command-quotes",
            Self::Timeline => "command-timeline",
            Self::People => "command-people",
            Self::Who => "command-who",
            Self::Numbers => "command-numbers",
            Self::Open => "command-open",
            Self::Documents => "command-documents",
            Self::Explain => "command-explain",
            Self::Fact => "command-fact",
            Self::Sources => "command-sources",
            Self::Language => "command-language",
            Self::About => "command-about",
            Self::Privacy => "command-privacy",
            Self::Ask => "command-ask",
            Self::Check => "command-check",
            Self::Subscribe => "command-subscribe",
            Self::Unsubscribe => "command-unsubscribe",
            Self::Settings => "command-settings",
            Self::Delivery => "command-delivery",
            Self::Drafts => "command-drafts",
            Self::Undo => "command-undo",
        }
    }

    /// Whether Telegram's menu offers it: not `/start`, which Telegram offers itself, not `/ask`, since plain text does the
    /// same, and not what is for editors.
    pub fn is_in_menu(self) -> bool {
        !matches!(self, Self::Start | Self::Ask) && !self.is_for_editors()
    }

    /// Whether only editors can use it, so that nobody is pointed to it.
    pub fn is_for_editors(self) -> bool {
        matches!(self, Self::Drafts | Self::Undo)
    }

    /// Whether it changes a setting, so that in a group only administrators are offered it.
    pub fn is_for_administrators(self) -> bool {
        matches!(
            self,
            Self::Language | Self::Subscribe | Self::Unsubscribe | Self::Settings | Self::Delivery
        )
    }

    /// The command of this name, in whatever case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|command| command.name().eq_ignore_ascii_case(name))
    }

    /// The command meant by a name that is none: one that begins so, else one at most a third of its letters off, in
    /// either alphabet.
    pub fn nearest(name: &str) -> Option<Self> {
        let typed = latin(&fold(&name.chars().take(40).collect::<String>()));
        let offered = || {
            let all = Self::ALL.into_iter();
            all.filter(|command| !command.is_for_editors())
        };
        let begins =
            offered().find(|command| typed.len() >= 3 && command.name().starts_with(&typed));
        begins.or_else(|| {
            let distance = |command: &Self| osa_distance(&typed, command.name());
            let nearest = offered().min_by_key(distance)?;
            (distance(&nearest) * 3 <= nearest.name().len()).then_some(nearest)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    #[test]
    fn the_nearest_command_is_suggested_and_nothing_far_off() {
        for (typed, expected) in [
            ("statsu", Some(Command::Status)),
            ("stat", Some(Command::Status)),
            ("quote", Some(Command::Quotes)),
            ("статус", Some(Command::Status)),
            ("timline", Some(Command::Timeline)),
            ("hepl", Some(Command::Help)),
            ("doc", Some(Command::Documents)),
            ("frobnicate", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(Command::nearest(typed), expected, "{typed}");
        }
    }
}

//! What comes into a turn, and what comes out of it.

use crate::answer::{Edited, Refusal};
use crate::dossier::lang::Lang;
use crate::question::address::Place;
use crate::question::editing::Editing;
use crate::question::subscription::{AboutSubscription, Whose};
use crate::question::{Meaning, News, Question, View};
use crate::reply::Reply;
use crate::subscription::{Change, ChatKind, Subscription};

/// What came in.
#[derive(Clone, Debug)]
pub struct Incoming<'a> {
    /// The chat it came from: what buttons are bound to.
    pub chat: i64,
    /// The language the chat has chosen.
    pub chosen: Option<Lang>,
    /// The language of whoever sent it, if Telegram tells and the bot speaks it.
    pub sender: Option<Lang>,
    /// What it is.
    pub event: Event<'a>,
}

/// What happened in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// Somebody wrote.
    Said {
        /// The text.
        text: &'a str,
        /// Where, and whether in reply to the bot.
        place: Place,
        /// Whether it was passed on from elsewhere: then it is looked up, not answered.
        forwarded: bool,
    },
    /// Somebody pressed a button, in a private chat or not.
    Pressed {
        /// The callback data.
        data: &'a str,
        /// Whether the chat is a group.
        in_group: bool,
    },
    /// The bot was added to a group.
    Added,
}

/// How a message is for the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressed {
    /// As a command.
    Command,
    /// In words.
    Words,
}

/// Whether whoever asked may change the settings of the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// They may: it is their private chat, or they administer the group.
    Full,
    /// They may not.
    Member,
    /// It could not be found out.
    Unknown,
    /// They may not, for another reason.
    Refused(Refusal),
}

/// What the edge knows of whoever asks, and of the chat whose settings are asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Whether they may change the settings.
    pub rights: Rights,
    /// The kind of the chat.
    pub kind: ChatKind,
    /// Who asks, where it is a person.
    pub by: Option<i64>,
    /// The channel, where it is one: it is asked about in a private chat.
    pub channel: Option<i64>,
    /// The title of the channel.
    pub title: Option<String>,
    /// Whether it is asked in a forum topic, which has its own subscription.
    pub in_topic: bool,
    /// The language chosen for the chat.
    pub chosen: Option<Lang>,
    /// Its subscription. Looked up only where [`Heard::subscription`] says that it is asked about.
    pub subscription: Option<Subscription>,
    /// What became of what was asked for, where it is something that editors do ([`Heard::editing`]).
    pub edited: Option<Edited>,
}

impl Party {
    /// Somebody with these rights in a private chat that has no subscription.
    pub fn with(rights: Rights) -> Self {
        Self {
            rights,
            kind: ChatKind::Private,
            by: None,
            channel: None,
            title: None,
            in_topic: false,
            chosen: None,
            subscription: None,
            edited: None,
        }
    }
}

/// What was understood, before it is answered.
#[derive(Debug)]
pub enum Heard {
    /// Nothing that is for the bot.
    Nothing,
    /// A message to answer with a new message.
    Message {
        /// What was meant.
        meaning: Meaning,
        /// The language to answer in.
        lang: Lang,
        /// Whether it came from a group.
        in_group: bool,
    },
    /// A button: a view to show in place of its message.
    Button {
        /// What it shows.
        view: View,
        /// Whether it was pressed in a group.
        in_group: bool,
    },
    /// A button that leads nowhere.
    Stale(Lang),
    /// A new group to greet.
    Added(Lang),
}

impl Heard {
    /// The same, where the chat is known to have seen what there was up to this revision. Buttons keep the revision they
    /// were made with, so that a list stays the same list.
    pub fn after(self, looked: Option<u64>) -> Self {
        match self {
            Self::Message {
                meaning: Meaning::Question(Question::News(News::New(_))),
                lang,
                in_group,
            } => Self::Message {
                meaning: Meaning::Question(Question::News(News::New(looked))),
                lang,
                in_group,
            },
            other => other,
        }
    }

    /// What is asked about a subscription, and whether in a group.
    pub fn subscription(&self) -> Option<(&AboutSubscription, bool)> {
        match self {
            Self::Message {
                meaning: Meaning::Question(Question::Subscription(about)),
                in_group,
                ..
            } => Some((about, *in_group)),
            Self::Button { view, in_group } => match &view.question {
                Question::Subscription(about) => Some((about, *in_group)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Something that editors do, if that is asked for.
    pub fn editing(&self) -> Option<Editing> {
        match self {
            Self::Message {
                meaning: Meaning::Question(Question::Editing(editing)),
                ..
            } => Some(*editing),
            Self::Button { view, .. } => match view.question {
                Question::Editing(editing) => Some(editing),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the sender's rights matter: a setting of a group or a channel is to be changed.
    pub fn needs_rights(&self) -> bool {
        if let Some((about, in_group)) = self.subscription() {
            return about.is_for_administrators() && (in_group || about.whose != Whose::Here);
        }
        let sets = |question: &Question| matches!(question, Question::SetLanguage(_));
        match self {
            Self::Message {
                meaning: Meaning::Question(question),
                in_group,
                ..
            } => *in_group && sets(question),
            Self::Button { view, in_group } => *in_group && sets(&view.question),
            Self::Message { .. } | Self::Nothing | Self::Stale(_) | Self::Added(_) => false,
        }
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What to say.
    pub say: Say,
    /// What to store first.
    pub effect: Option<Effect>,
}

/// What to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// Nothing.
    Nothing,
    /// A new message.
    Send(Reply),
    /// This in place of the message whose button was pressed.
    Replace(Reply),
    /// A short notice to whoever pressed the button, at most 200 characters.
    Notice(String),
}

/// A change to store, durably, before anything is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The chat speaks this language from now on.
    SetLanguage(Lang),
    /// Its subscription is changed.
    Subscription {
        /// How.
        change: Change,
        /// What begins where there is none.
        fresh: Box<Subscription>,
    },
    /// The chat has seen what there is up to this revision. Stored only after it was said: what a chat has not seen must
    /// not count as seen.
    Looked(u64),
}

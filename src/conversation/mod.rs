//! One turn of a conversation: what came in, what is to be done.
//!
//! The same for Telegram, the terminal and the command line. Pure: the edge that received the message looks up the chat's
//! settings and the sender's rights, and carries out what is returned here.

mod notices;
mod offer;
mod words;

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::answer::{Answer, Refusal, answer};
use crate::dossier::lang::Lang;
use crate::dossier::library::Library;
use crate::dossier::revision::Edition;
use crate::question::address::{BotName, Place, Said, heard};
use crate::question::button::{ButtonKey, decode};
use crate::question::command::Command;
use crate::question::dates::Calendar;
use crate::question::in_words::InWords;
use crate::question::lexicon::Lexicon;
use crate::question::understand::Understanding;
use crate::question::{Meaning, News, Question, Unclear, View};
use crate::reply::{Reply, Scene};
use crate::texts::Texts;

pub use offer::{CARDS_MAX, Card};
pub use words::Explained;
use words::Wordings;

/// Everything that is needed to answer: one library with its words. Made anew for each revision.
pub struct Desk {
    library: Library,
    lexicon: Lexicon,
    calendar: Calendar,
    /// Made when the first question in words comes: commands and the command line do not wait for it.
    words: OnceLock<Wordings>,
    texts: Arc<Texts>,
    bot: BotName,
    key: ButtonKey,
}

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

    /// Whether the sender's rights matter: a setting of a group is to be changed.
    pub fn needs_rights(&self) -> bool {
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The chat speaks this language from now on.
    SetLanguage(Lang),
    /// The chat has seen what there is up to this revision. Stored only after it was said: what a chat has not seen must
    /// not count as seen.
    Looked(u64),
}

impl Desk {
    /// Prepares to answer from `edition`.
    pub fn new(edition: Edition, texts: Arc<Texts>, bot: BotName, key: ButtonKey) -> Self {
        let library = Library::new(edition.dossier, edition.revision, edition.history);
        Self::with_library(library, texts, bot, key)
    }

    /// Prepares to answer from a library, for instance one as of an earlier day.
    pub fn with_library(library: Library, texts: Arc<Texts>, bot: BotName, key: ButtonKey) -> Self {
        let calendar = Calendar::new(&texts);
        Self {
            lexicon: Lexicon::new(&library, &texts),
            words: OnceLock::new(),
            calendar,
            library,
            texts,
            bot,
            key,
        }
    }

    /// The same desk for another edition.
    pub fn renewed(&self, edition: Edition) -> Self {
        Self::new(
            edition,
            self.texts.clone(),
            self.bot.clone(),
            self.key.clone(),
        )
    }

    /// The library.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The texts.
    pub fn texts(&self) -> &Arc<Texts> {
        &self.texts
    }

    /// The key that seals buttons.
    pub fn key(&self) -> &ButtonKey {
        &self.key
    }

    /// The bot's name.
    pub fn bot(&self) -> &BotName {
        &self.bot
    }

    /// Whether a message is for the bot, and how. Nothing is understood yet, so it costs next to nothing.
    pub fn addressed(&self, text: &str, place: Place) -> Option<Addressed> {
        Some(match self.said(text, place)? {
            Said::Command { .. } => Addressed::Command,
            Said::Text(_) => Addressed::Words,
        })
    }

    fn said<'a>(&self, text: &'a str, place: Place) -> Option<Said<'a>> {
        let known = |name: &str| Command::named(name).is_some();
        heard(text, &self.bot, place, known)
    }

    /// Understands what came in.
    pub fn hear(&self, incoming: &Incoming<'_>, now: Timestamp) -> Heard {
        let lang = || incoming.chosen.or(incoming.sender).unwrap_or(Lang::En);
        match incoming.event {
            Event::Added => Heard::Added(lang()),
            Event::Pressed { data, in_group } => {
                match decode(data, incoming.chat, &self.key, &self.lexicon) {
                    None => Heard::Stale(lang()),
                    Some(view) => Heard::Button {
                        view: View {
                            lang: incoming.chosen.unwrap_or(view.lang),
                            ..view
                        },
                        in_group,
                    },
                }
            }
            Event::Said {
                text,
                place,
                forwarded,
            } => {
                let Some(said) = self.said(text, place) else {
                    return Heard::Nothing;
                };
                Heard::Message {
                    meaning: self.meaning(&said, forwarded, now),
                    lang: incoming
                        .chosen
                        .or_else(|| self.asked_in(&said))
                        .unwrap_or_else(lang),
                    in_group: place != Place::Private,
                }
            }
        }
    }

    fn meaning(&self, said: &Said<'_>, forwarded: bool, now: Timestamp) -> Meaning {
        if let Some((command, text)) = InWords::of(said) {
            let words = self.words();
            let in_words = InWords {
                library: &self.library,
                calendar: &self.calendar,
                finder: &words.finder,
                quotations: &words.quotations,
                today: self.library.day_of(now),
            };
            return match command {
                Command::Check => in_words.check(text),
                _ if forwarded => in_words.check(text),
                _ => in_words.ask(text),
            };
        }
        let understanding = Understanding {
            library: &self.library,
            lexicon: &self.lexicon,
            calendar: &self.calendar,
            texts: &self.texts,
            today: self.library.day_of(now),
        };
        understanding.meaning(said)
    }

    /// Decides what is to be done about what was heard.
    pub fn respond(&self, heard: Heard, rights: Rights, now: Timestamp) -> Turn {
        match heard {
            Heard::Nothing => Turn {
                say: Say::Nothing,
                effect: None,
            },
            Heard::Added(lang) => Turn {
                say: Say::Send(self.welcome(lang)),
                effect: None,
            },
            Heard::Stale(lang) => Turn {
                say: Say::Notice(self.texts.voice(lang).say("notice-stale").into_owned()),
                effect: None,
            },
            Heard::Message { meaning, lang, .. } => match meaning {
                Meaning::Unclear(unclear) => Turn {
                    say: Say::Send(self.unclear(&unclear, lang)),
                    effect: None,
                },
                Meaning::Question(question) => {
                    let view = View {
                        question,
                        lang,
                        from: 0,
                    };
                    let (reply, effect) = self.reply(&view, rights, now);
                    let head = self.library.revision().number;
                    let looked = match view.question {
                        Question::News(News::New(after)) if after != Some(head) => {
                            Some(Effect::Looked(head))
                        }
                        _ => None,
                    };
                    Turn {
                        say: Say::Send(reply),
                        effect: effect.or(looked),
                    }
                }
            },
            Heard::Button { view, .. } => {
                let (reply, effect) = self.reply(&view, rights, now);
                // A refusal is for whoever pressed; the message with the buttons stays for those who may.
                let say = match (&view.question, effect) {
                    (Question::SetLanguage(_), None) => Say::Notice(reply.html.plain().to_owned()),
                    _ => Say::Replace(reply),
                };
                Turn { say, effect }
            }
        }
    }

    fn reply(&self, view: &View, rights: Rights, now: Timestamp) -> (Reply, Option<Effect>) {
        let today = self.library.day_of(now);
        match (&view.question, rights) {
            (Question::SetLanguage(lang), Rights::Full) => {
                let reply = self.show(view, &Answer::LanguageSet(*lang), *lang);
                (reply, Some(Effect::SetLanguage(*lang)))
            }
            (Question::SetLanguage(_), Rights::Member) => {
                let refused = Answer::LanguageRefused(Refusal::NotAdministrator);
                (self.show(view, &refused, view.lang), None)
            }
            (Question::SetLanguage(_), Rights::Unknown) => (
                self.show(view, &Answer::LanguageRefused(Refusal::Unknown), view.lang),
                None,
            ),
            (Question::Language, _) => (
                self.show(view, &Answer::Language(view.lang), view.lang),
                None,
            ),
            (question, _) => {
                let answer = answer(question, &self.library, &self.lexicon, today);
                (self.show(view, &answer, view.lang), None)
            }
        }
    }

    fn show<'a>(&'a self, view: &'a View, answer: &'a Answer<'a>, lang: Lang) -> Reply {
        let scene = Scene {
            library: &self.library,
            texts: &self.texts,
            voice: self.texts.voice(lang),
            question: &view.question,
            from: view.from,
        };
        scene.show(answer)
    }

    fn unclear(&self, unclear: &Unclear, lang: Lang) -> Reply {
        let view = View {
            question: Question::Help,
            lang,
            from: 0,
        };
        self.show(&view, &Answer::Unclear(unclear), lang)
    }

    fn welcome(&self, lang: Lang) -> Reply {
        let voice = self.texts.voice(lang);
        let values = [
            ("status", Command::Status.with("").into()),
            ("help", Command::Help.with("").into()),
        ];
        Reply::of(&voice.fill("welcome", &values), lang)
    }
}

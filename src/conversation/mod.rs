//! One turn of a conversation: what came in, what is to be done.
//!
//! The same for Telegram, the terminal and the command line. Pure: the edge that received the message looks up the chat's
//! settings and the sender's rights, and carries out what is returned here.

mod editing;
mod notices;
mod offer;
mod shown;
mod subscription;
mod told;
mod turn;
mod words;

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::answer::{Answer, answer};
use crate::dossier::history::Edition;
use crate::dossier::lang::Lang;
use crate::dossier::library::Library;
use crate::question::address::{BotName, Place, Said, heard};
use crate::question::button::{ButtonKey, decode};
use crate::question::command::Command;
use crate::question::dates::Calendar;
use crate::question::in_words::InWords;
use crate::question::lexicon::Lexicon;
use crate::question::subscription::{Whose, Wish};
use crate::question::understand::Understanding;
use crate::question::{Meaning, News, Question, Unclear, View};
use crate::reply::{Button, Reply, Scene};
use crate::subscription::Change;
use crate::texts::Texts;

pub use crate::answer::{DraftLine, DraftShown, Edited, Refusal};
pub use offer::{CARDS_MAX, Card};
use shown::Shown;
pub use told::Telling;
pub use turn::{Addressed, Effect, Event, Heard, Incoming, Party, Rights, Say, Turn};
pub use words::Explained;
use words::Wordings;

/// Everything that is needed to answer: one library with its words. Made anew for each revision.
pub struct Desk {
    library: Library,
    lexicon: Lexicon,
    calendar: Calendar,
    /// Made when the first question in words comes: commands and the command line do not wait for it.
    words: OnceLock<Wordings>,
    shown: Shown,
    texts: Arc<Texts>,
    bot: BotName,
    key: ButtonKey,
}

/// What is replied to a question, and what it changes.
struct Decision {
    reply: Reply,
    effect: Option<Effect>,
    is_refusal: bool,
}

impl Decision {
    fn of(reply: Reply, effect: Option<Effect>) -> Self {
        Self {
            reply,
            effect,
            is_refusal: false,
        }
    }

    /// That whoever asks may not.
    fn refused(reply: Reply) -> Self {
        Self {
            reply,
            effect: None,
            is_refusal: true,
        }
    }
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
            shown: Shown::default(),
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
                        .unwrap_or_else(|| self.asked_in(&said, lang())),
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
    pub fn respond(&self, heard: Heard, party: &Party, now: Timestamp) -> Turn {
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
                    let Decision { reply, effect, .. } = self.reply(&view, party, now);
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
                // A refusal is for whoever pressed; the message with the buttons stays for those who may.
                let Decision {
                    reply,
                    effect,
                    is_refusal,
                } = self.reply(&view, party, now);
                let say = match is_refusal {
                    true => Say::Notice(reply.html.plain().to_owned()),
                    false => Say::Replace(reply),
                };
                Turn { say, effect }
            }
        }
    }

    /// The reply to a question and what it changes.
    fn reply(&self, view: &View, party: &Party, now: Timestamp) -> Decision {
        match &view.question {
            Question::SetLanguage(lang) => return self.set_language(*lang, view, party.rights),
            Question::Subscription(about) => return self.subscription(about, view, party, now),
            Question::Editing(_) => return self.edited(view, party),
            _ => {}
        }
        let today = self.library.day_of(now);
        let reply = self.shown.or_make(view, today, || {
            let answer = match &view.question {
                Question::Language => Answer::Language(view.lang),
                question => answer(question, &self.library, &self.lexicon, today),
            };
            self.show(view, &answer, view.lang)
        });
        Decision::of(reply, None)
    }

    fn set_language(&self, lang: Lang, view: &View, rights: Rights) -> Decision {
        let refusal = match rights {
            Rights::Full => {
                let reply = self.show(view, &Answer::LanguageSet(lang), lang);
                return Decision::of(reply, Some(Effect::SetLanguage(lang)));
            }
            Rights::Member => Refusal::NotAdministrator,
            Rights::Unknown => Refusal::Unknown,
            Rights::Refused(refusal) => refusal,
        };
        Decision::refused(self.show(view, &Answer::LanguageRefused(refusal), view.lang))
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
        let begin = Question::subscription(Whose::Here, Wish::Change(Change::Begin));
        let mut welcome = Reply::of(&voice.fill("welcome", &values), lang);
        let label = voice.say("button-subscribe").into_owned();
        welcome.keyboard = vec![vec![Button::ask(label, begin, lang)]];
        welcome
    }
}

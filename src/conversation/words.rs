//! What questions in words are understood with, and what was made of one.

use jiff::Timestamp;

use super::Desk;
use crate::dossier::lang::Lang;
use crate::question::address::{Place, Said, heard};
use crate::question::asked::{Finder, Finding};
use crate::question::check::Quotations;
use crate::question::command::Command;
use crate::question::in_words::InWords;
use crate::question::language::Languages;

/// What questions in words are understood with.
pub(super) struct Wordings {
    pub(super) languages: Languages,
    pub(super) finder: Finder,
    pub(super) quotations: Quotations,
}

/// What was made of a question in words.
#[derive(Debug)]
pub struct Explained {
    /// The language it is asked in, if that can be told.
    pub lang: Option<Lang>,
    /// How it was read, what came near, and what was decided.
    pub finding: Finding,
}

impl Desk {
    pub(super) fn words(&self) -> &Wordings {
        self.words.get_or_init(|| Wordings {
            languages: Languages::new(&self.texts, &self.library),
            finder: Finder::new(&self.library, &self.calendar, &self.texts),
            quotations: Quotations::new(&self.library),
        })
    }

    /// Gets ready for questions in words, so that the first of them does not wait. Takes about a tenth of a second with
    /// 8,000 wordings.
    pub fn prepare(&self) {
        self.words();
    }

    /// What is made of a question in words, and why: for whoever looks into an answer.
    /// `None` for what is no question in words.
    pub fn explain(&self, text: &str, now: Timestamp) -> Option<Explained> {
        let known = |name: &str| Command::named(name).is_some();
        let said = heard(text, &self.bot, Place::Private, known)?;
        let (Command::Ask, question) = InWords::of(&said)? else {
            return None;
        };
        let (words, today) = (self.words(), self.library.day_of(now));
        let finder = &words.finder;
        Some(Explained {
            lang: words.languages.of(question),
            finding: finder.find(question, &self.calendar, &self.library, today),
        })
    }

    /// The language of a question in words, `otherwise` where these do not tell and for commands, which are the same in every
    /// language.
    pub(super) fn asked_in(&self, said: &Said<'_>, otherwise: Lang) -> Lang {
        match InWords::of(said) {
            Some((Command::Ask, question)) => self.words().languages.of_or(question, otherwise),
            _ => otherwise,
        }
    }
}

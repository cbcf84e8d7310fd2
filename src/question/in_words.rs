//! From a text that is no command to a meaning: a question, or a quotation to be looked up.

use jiff::civil::Date;

use super::address::Said;
use super::asked::{Finder, Found};
use super::check::{Checked, Quotations};
use super::command::Command;
use super::dates::Calendar;
use super::{Meaning, Question, Unclear};
use crate::dossier::id::Id;
use crate::dossier::library::Library;

/// What is needed to understand a text.
pub struct InWords<'a> {
    /// The library.
    pub library: &'a Library,
    /// The words of dates.
    pub calendar: &'a Calendar,
    /// Finds what answers a question.
    pub finder: &'a Finder,
    /// The quotations, to hold a text against.
    pub quotations: &'a Quotations,
    /// The day on which it is asked.
    pub today: Date,
}

impl InWords<'_> {
    /// What was said in words: a text, or what follows `/ask` and `/check`; `None` for any other command.
    pub fn of<'s>(said: &'s Said<'_>) -> Option<(Command, &'s str)> {
        match said {
            Said::Text(text) => Some((Command::Ask, text)),
            Said::Command { name, rest } => {
                let command = Command::named(name)?;
                matches!(command, Command::Ask | Command::Check).then_some((command, *rest))
            }
        }
    }

    /// A question in words. What holds no word at all, such as a sticker's emoji, is none.
    pub fn ask(&self, text: &str) -> Meaning {
        if !text.chars().any(char::is_alphanumeric) {
            return Meaning::Unclear(Unclear::Text);
        }
        if Quotations::looks_quoted(text) {
            return self.check(text);
        }
        let finding = self
            .finder
            .find(text, self.calendar, self.library, self.today);
        Meaning::Question(Question::InWords(finding.found))
    }

    /// Whether a text was said.
    pub fn check(&self, text: &str) -> Meaning {
        if !text.chars().any(char::is_alphanumeric) {
            return Meaning::Unclear(Unclear::NothingToCheck);
        }
        let checked = match self.quotations.check(text) {
            Checked::Unknown => self.paraphrased(text),
            found => found,
        };
        Meaning::Question(Question::Check(checked))
    }

    /// The statement that says something like `text`.
    fn paraphrased(&self, text: &str) -> Checked {
        let finding = self
            .finder
            .find(text, self.calendar, self.library, self.today);
        let first = match finding.found {
            Found::Facts { facts, .. } => facts.into_iter().next(),
            Found::Nothing { .. } | Found::Talk(_) => None,
        };
        let is_statement = |id: &Id| {
            let fact = self.library.fact(id);
            fact.is_some_and(|fact| fact.speaker().is_some())
        };
        first
            .filter(is_statement)
            .map_or(Checked::Unknown, Checked::Paraphrased)
    }
}

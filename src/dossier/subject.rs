//! What facts are about: people, bodies, documents, terms and topics.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::lang::Wording;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Its name in data files.
    pub id: Id,
    /// First and last name.
    pub name: Wording,
    /// The other ways the name is typed: short, Latin, inflected.
    pub forms: Vec<String>,
    /// Offices held, in the order of the data file.
    pub offices: Vec<Office>,
}

impl Person {
    /// The office held on `date`: one whose days include it, else one without days.
    pub fn office_on(&self, date: Date) -> Option<&Office> {
        let covers = |office: &&Office| {
            office.from.is_none_or(|from| from <= date) && office.to.is_none_or(|to| date <= to)
        };
        let dated = |office: &&Office| office.from.is_some() || office.to.is_some();
        let mut covering = self.offices.iter().filter(covers);
        covering.clone().find(dated).or_else(|| covering.next())
    }
}

/// An office of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// What it is called.
    pub title: Wording,
    /// The first day, where a source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day, where a source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// The fact that states it.
    pub fact: Id,
}

/// A state, government, agency or organisation that acts in the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its name in data files.
    pub id: Id,
    /// What it is called.
    pub name: Wording,
    /// The other ways the name is typed.
    pub forms: Vec<String>,
    /// What it is.
    pub about: Wording,
    /// The facts that this rests on.
    pub facts: Vec<Id>,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its name in data files.
    pub id: Id,
    /// What it is called.
    pub name: Wording,
    /// The other ways the name is typed.
    pub forms: Vec<String>,
    /// What it is.
    pub about: Wording,
    /// What must not be read into it.
    pub not: Wording,
    /// The facts that speak of it.
    pub facts: Vec<Id>,
}

/// A word with a meaning of its own in the sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its name in data files.
    pub id: Id,
    /// The word.
    pub name: Wording,
    /// The other ways it is typed.
    pub forms: Vec<String>,
    /// What it means.
    pub meaning: Wording,
    /// What it does not mean.
    pub not: Wording,
    /// The facts that show it.
    pub facts: Vec<Id>,
}

/// A topic that facts carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its name in data files.
    pub id: Id,
    /// What it is called.
    pub name: Wording,
}

/// A named quantity whose value changes; facts give its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its name in data files.
    pub id: Id,
    /// What it is called.
    pub name: Wording,
    /// What it counts.
    pub counts: Wording,
    /// What the number is.
    pub unit: Unit,
}

/// What the number of an indicator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// So many things.
    Count,
    /// So many of a hundred.
    Percent,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 2] = [Self::Count, Self::Percent];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
        }
    }
}

//! A source: one publication.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fact::Basis;
use super::id::Id;
use super::lang::Wording;

/// Who stands behind a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ownership {
    /// A state, or a body run by one.
    State,
    /// Nobody of the state.
    Independent,
    /// Not known.
    Unknown,
}

impl Ownership {
    /// Every ownership.
    pub const ALL: [Self; 3] = [Self::State, Self::Independent, Self::Unknown];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Independent => "independent",
            Self::Unknown => "unknown",
        }
    }
}

/// A publication that facts rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name in data files.
    pub id: Id,
    /// A short name for the end of a sentence: "the article".
    pub name: Wording,
    /// Who published it.
    pub publisher: Wording,
    /// Its title, in its own language.
    pub title: String,
    /// The day it was published.
    pub date: Date,
    /// Whether the page prints that day or it was concluded.
    pub date_basis: Basis,
    /// Its address; http or https.
    pub url: String,
    /// Its language, as a two-letter code.
    pub language: String,
    /// Who stands behind it.
    pub ownership: Ownership,
    /// What a reader should know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Wording>,
}

//! A fact: one small dated statement with its evidence.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::id::Id;
use super::lang::{Lang, Wording};
use super::when::AsOf;

/// What sort of statement a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// How things stand.
    Status,
    /// A number and what it counts.
    Figure,
    /// Something that happened.
    Event,
    /// A person's words, verbatim.
    Quotation,
    /// A person's statement in the words of the source.
    ReportedStatement,
    /// Who somebody is.
    Person,
    /// What a document is.
    Document,
    /// What a body is.
    Body,
    /// What a word or a label means.
    Definition,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Status,
        Self::Figure,
        Self::Event,
        Self::Quotation,
        Self::ReportedStatement,
        Self::Person,
        Self::Document,
        Self::Body,
        Self::Definition,
    ];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Figure => "figure",
            Self::Event => "event",
            Self::Quotation => "quotation",
            Self::ReportedStatement => "reported-statement",
            Self::Person => "person",
            Self::Document => "document",
            Self::Body => "body",
            Self::Definition => "definition",
        }
    }
}

/// How the source carries the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    /// In its headline.
    Headline,
    /// In its own narration, without a speaker.
    Narration,
    /// As somebody's words.
    Quotation,
    /// As a paraphrase of somebody.
    Paraphrase,
    /// On the page around the text.
    Page,
    /// Not at all: concluded by this desk.
    Desk,
}

impl Manner {
    /// Every manner.
    pub const ALL: [Self; 6] = [
        Self::Headline,
        Self::Narration,
        Self::Quotation,
        Self::Paraphrase,
        Self::Page,
        Self::Desk,
    ];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Narration => "narration",
            Self::Quotation => "quotation",
            Self::Paraphrase => "paraphrase",
            Self::Page => "page",
            Self::Desk => "desk",
        }
    }
}

/// Whether a source says it or it was concluded from what sources say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The source says it.
    Stated,
    /// Concluded; the fact carries its derivation.
    Derived,
}

impl Basis {
    /// Every basis.
    pub const ALL: [Self; 2] = [Self::Stated, Self::Derived];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Derived => "derived",
        }
    }
}

/// Where a fact stands in a source, who said it, and through whom it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The source.
    pub source: Id,
    /// The paragraph, counted from 1; 0 is the headline and what surrounds the text.
    pub paragraph: u32,
    /// The sentence within the paragraph, counted from 1, where that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<u32>,
    /// How the source carries it.
    pub manner: Manner,
    /// The person whose statement it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Id>,
    /// The bodies through which it came, nearest to the speaker first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<Id>,
    /// Stated or derived.
    pub basis: Basis,
}

/// Somebody's words, verbatim in the language of the source, with translations that are ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The language of the words, as a two-letter code; it need not be one the bot speaks.
    pub language: String,
    /// The words.
    pub text: String,
    /// Our translations into the languages of the bot, other than that of the words.
    pub translation: Translations,
}

/// Translations of a quotation; absent in the language of the words themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translations {
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// Russian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<String>,
    /// Belarusian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub be: Option<String>,
}

impl Translations {
    /// Those there are, with their languages.
    pub fn each(&self) -> impl Iterator<Item = (Lang, &str)> {
        let all = Lang::ALL.into_iter();
        all.filter_map(|lang| Some((lang, self.get(lang)?)))
    }

    /// The translation into one language.
    pub fn get(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::En => self.en.as_deref(),
            Lang::Ru => self.ru.as_deref(),
            Lang::Be => self.be.as_deref(),
        }
    }
}

/// How a derived fact follows from others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// The facts it follows from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Id>,
    /// The reasoning.
    pub how: Wording,
}

/// The value a fact gives an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The indicator.
    pub indicator: Id,
    /// The number.
    pub amount: Amount,
    /// Whether the number is rounded or "about".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
}

/// Which side of the balance a fact is on in the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A step taken.
    Done,
    /// Something unresolved.
    Open,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 2] = [Self::Done, Self::Open];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Open => "open",
        }
    }
}

/// One small statement. It cannot exist without evidence: loading refuses a fact whose `evidence` is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub id: Id,
    /// What sort of statement it is.
    pub kind: Kind,
    /// When it was so, or happened.
    pub as_of: AsOf,
    /// When it was said, where that is another day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_on: Option<Date>,
    /// The people and bodies it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Id>,
    /// Its topics.
    pub topics: Vec<Id>,
    /// The statement in our words.
    pub text: Wording,
    /// What must not be read into it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Wording>,
    /// The words themselves, where the source quotes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
    /// How it was concluded, where no source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derivation: Option<Derivation>,
    /// Where it stands; never empty.
    pub evidence: Vec<Evidence>,
    /// The value it gives an indicator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Its side in the status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Whether it stands in the timeline.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub timeline: bool,
    /// Earlier facts that it overtakes: from its date on, the status no longer shows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Id>,
}

impl Fact {
    /// The person whose statement this is, by the first evidence that names one.
    pub fn speaker(&self) -> Option<&Id> {
        self.evidence
            .iter()
            .find_map(|evidence| evidence.speaker.as_ref())
    }

    /// Whether it was concluded rather than stated.
    pub fn is_derived(&self) -> bool {
        self.evidence
            .iter()
            .any(|evidence| evidence.basis == Basis::Derived)
    }

    /// The day to judge a speaker's office by: when it was said, else the last day of its date.
    pub fn said_on(&self) -> Date {
        self.stated_on.unwrap_or_else(|| self.as_of.last())
    }

    /// Whether it is somebody's statement told in the words of the source, not in their own.
    pub fn is_reported_statement(&self) -> bool {
        let paraphrased = self
            .evidence
            .iter()
            .any(|evidence| evidence.manner == Manner::Paraphrase);
        let states = matches!(
            self.kind,
            Kind::ReportedStatement | Kind::Figure | Kind::Status | Kind::Event
        );
        paraphrased && states && self.quotation.is_none()
    }

    /// Whether it bears on the status: it gives an indicator a value, or is done or open.
    pub fn bears_on_status(&self) -> bool {
        self.value.is_some() || self.standing.is_some()
    }
}

//! What people ask: inquiries with the facts that answer them, groups of words that mean the same, and small talk.
//!
//! All of it is data of the story, like the facts: the program knows only how to compare a question with it.

use serde::{Deserialize, Serialize};

use super::id::Id;
use super::lang::{Lang, Wording};

/// The thing a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// A thing, a content, an event.
    What,
    /// A person or a body.
    Who,
    /// A date.
    When,
    /// A place.
    Where,
    /// A number.
    HowMany,
    /// One of several.
    Which,
    /// A reason.
    Why,
    /// Whether something is so.
    YesNo,
    /// Somebody's statement.
    Said,
    /// A meaning.
    Define,
}

impl Asks {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::What,
        Self::Who,
        Self::When,
        Self::Where,
        Self::HowMany,
        Self::Which,
        Self::Why,
        Self::YesNo,
        Self::Said,
        Self::Define,
    ];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Who => "who",
            Self::When => "when",
            Self::Where => "where",
            Self::HowMany => "how-many",
            Self::Which => "which",
            Self::Why => "why",
            Self::YesNo => "yes-no",
            Self::Said => "said",
            Self::Define => "define",
        }
    }
}

/// What the facts say to a question that wants a yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// They do not tell.
    Unknown,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// The word in data files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// Ways to word something, per language; any may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrases {
    /// English.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub en: Vec<String>,
    /// Russian.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ru: Vec<String>,
    /// Belarusian.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub be: Vec<String>,
}

impl Phrases {
    /// Those of one language.
    pub fn get(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
            Lang::Be => &self.be,
        }
    }

    /// The same, to be added to.
    pub fn get_mut(&mut self, lang: Lang) -> &mut Vec<String> {
        match lang {
            Lang::En => &mut self.en,
            Lang::Ru => &mut self.ru,
            Lang::Be => &mut self.be,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.each().next().is_none()
    }

    /// All of them with their languages.
    pub fn each(&self) -> impl Iterator<Item = (Lang, &str)> {
        Lang::ALL
            .into_iter()
            .flat_map(|lang| self.get(lang).iter().map(move |text| (lang, text.as_str())))
    }
}

/// Something people ask, and what the facts say to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inquiry {
    /// Its name in data files.
    pub id: Id,
    /// The thing asked for; may be left open where no source answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<Asks>,
    /// What the facts say, where a yes or a no is wanted. With a `text`: that what the question takes for granted is not so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The facts that answer it, in the order in which they are told; related ones where none answers.
    pub facts: Vec<Id>,
    /// Where no source answers: what to say then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Wording>,
    /// How people word it.
    pub asked: Phrases,
    /// How they ask for it as something that is so or not, where the facts say yes.
    #[serde(default, skip_serializing_if = "Phrases::is_empty")]
    pub yes: Phrases,
    /// The same, where the facts say no.
    #[serde(default, skip_serializing_if = "Phrases::is_empty")]
    pub no: Phrases,
}

impl Inquiry {
    /// Its wordings, with whether the facts say that what they ask is so, where that is known.
    pub fn sides(&self) -> [(Option<bool>, &Phrases); 3] {
        let is_so = match self.verdict {
            Some(Verdict::Yes) => Some(true),
            Some(Verdict::No) => Some(false),
            Some(Verdict::Unknown) | None => None,
        };
        [
            (is_so, &self.asked),
            (Some(true), &self.yes),
            (Some(false), &self.no),
        ]
    }

    /// All its wordings with their languages.
    pub fn wordings(&self) -> impl Iterator<Item = (Lang, &str)> {
        let sides = self.yes.each().chain(self.no.each());
        self.asked.each().chain(sides)
    }

    /// The same inquiry where its facts have become others: whether what people ask is so has to be said anew.
    pub fn without_sides(mut self) -> Self {
        for lang in Lang::ALL {
            let yes = std::mem::take(self.yes.get_mut(lang));
            let no = std::mem::take(self.no.get_mut(lang));
            self.asked.get_mut(lang).extend(yes.into_iter().chain(no));
        }
        self
    }

    /// Whether the facts answer it.
    pub fn is_answered(&self) -> bool {
        self.text.is_none()
    }
}

/// A group of words that mean the same in this story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Its name in data files.
    pub id: Id,
    /// The words and short phrases.
    pub words: Phrases,
}

/// A piece of small talk: what is said, and what the bot says to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// Its name in data files.
    pub id: Id,
    /// What the bot says. `{ $title }` and `{ $help }` stand for the dossier's title and the help command.
    pub reply: Wording,
    /// How people word it.
    pub asked: Phrases,
}

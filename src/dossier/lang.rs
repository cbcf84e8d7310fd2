//! The languages the bot speaks, and text that exists in all of them.

use serde::{Deserialize, Serialize};

/// A language of the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    En,
    /// Russian.
    Ru,
    /// Belarusian, official orthography.
    Be,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::En, Self::Ru, Self::Be];

    /// The two-letter code (ISO 639-1), as in data files, on the command line and in the Bot API.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Be => "be",
        }
    }

    /// The language of an IETF tag such as `be` or `ru-RU`, which is what Telegram gives as a sender's
    /// `language_code`; `None` for a language the bot does not speak.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }
}

/// A text in every language of the bot; none is ever missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
    /// Belarusian.
    pub be: String,
}

impl Wording {
    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
            Lang::Be => &self.be,
        }
    }

    /// The text in each language.
    pub fn each(&self) -> impl Iterator<Item = (Lang, &str)> {
        Lang::ALL.into_iter().map(|lang| (lang, self.get(lang)))
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_tag_gives_its_language_or_none() {
        for (tag, expected) in [
            ("en", Some(Lang::En)),
            ("en-GB", Some(Lang::En)),
            ("RU", Some(Lang::Ru)),
            ("be_BY", Some(Lang::Be)),
            ("uk", None),
            ("", None),
            ("bel", None),
        ] {
            assert_eq!(Lang::from_tag(tag), expected, "{tag}");
        }
    }
}

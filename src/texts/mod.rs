//! The text catalogues: every word the bot says of itself, in every language, with dates, numbers and plurals as each
//! language writes them.
//!
//! Fluent holds the messages (`en.ftl`, `ru.ftl`, `be.ftl`), ICU4X formats decimals. Plain text only; markup is made in
//! `reply::html`. A message that a catalogue lacks is shown as its name; a test proves that this cannot happen.

use std::borrow::Cow;

use fixed_decimal::Decimal;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;

use crate::dossier::amount::Amount;
use crate::dossier::lang::Lang;
use crate::dossier::subject::Unit;
use crate::dossier::when::{AsOf, Part, Precision};
use jiff::civil::Date;

const SOURCES: [(Lang, &str); 3] = [
    (Lang::En, include_str!("en.ftl")),
    (Lang::Ru, include_str!("ru.ftl")),
    (Lang::Be, include_str!("be.ftl")),
];

/// Why the catalogues, which are part of the program, cannot be used. Tests keep this from ever being seen.
#[derive(Debug, thiserror::Error)]
#[error("the text catalogue for {language} is broken: {what}")]
pub struct BrokenCatalogue {
    language: &'static str,
    what: String,
}

/// The catalogues of all languages.
pub struct Texts {
    voices: [Voice; 3],
}

impl Texts {
    /// Loads the catalogues that are compiled in.
    pub fn load() -> Result<Self, BrokenCatalogue> {
        let [en, ru, be] = SOURCES.map(|(lang, source)| Voice::load(lang, source));
        Ok(Self {
            voices: [en?, ru?, be?],
        })
    }

    /// The texts of one language.
    pub fn voice(&self, lang: Lang) -> &Voice {
        match lang {
            Lang::En => &self.voices[0],
            Lang::Ru => &self.voices[1],
            Lang::Be => &self.voices[2],
        }
    }

    /// The texts of every language.
    pub fn voices(&self) -> &[Voice; 3] {
        &self.voices
    }
}

/// The texts of one language.
pub struct Voice {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    decimals: DecimalFormatter,
    genitives: [String; 12],
    nominatives: [String; 12],
}

/// A value in a message.
pub type Fill<'a> = (&'static str, FluentValue<'a>);

impl Voice {
    fn load(lang: Lang, source: &str) -> Result<Self, BrokenCatalogue> {
        let broken = |what: String| BrokenCatalogue {
            language: lang.code(),
            what,
        };
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| broken(format!("{errors:?}")))?;
        let tag = plural_rules(lang)
            .parse()
            .map_err(|error| broken(format!("{error}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Telegram shows the invisible isolation marks of Fluent as part of the text, and searches fail on them.
        bundle.set_use_isolating(false);
        bundle
            .add_resource(resource)
            .map_err(|errors| broken(format!("{errors:?}")))?;
        let locale = icu_locale_core::Locale::try_from_str(lang.code())
            .map_err(|error| broken(error.to_string()))?;
        let decimals = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default())
            .map_err(|error| broken(error.to_string()))?;
        let mut voice = Self {
            lang,
            bundle,
            decimals,
            genitives: Default::default(),
            nominatives: Default::default(),
        };
        voice.genitives =
            std::array::from_fn(|index| voice.attribute(&month_id(index), "genitive").into_owned());
        voice.nominatives = std::array::from_fn(|index| voice.say(&month_id(index)).into_owned());
        Ok(voice)
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A message without variables.
    pub fn say(&self, id: &str) -> Cow<'_, str> {
        self.format(id, None)
    }

    /// A message with its variables.
    pub fn fill(&self, id: &str, values: &[Fill<'_>]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.format(id, Some(&args)).into_owned()
    }

    fn format<'a>(&'a self, id: &str, args: Option<&'a FluentArgs<'_>>) -> Cow<'a, str> {
        let Some(pattern) = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
        else {
            return Cow::Owned(id.to_owned());
        };
        // Errors are missing variables, which a test excludes; the text then shows the variable's name.
        self.bundle.format_pattern(pattern, args, &mut Vec::new())
    }

    fn attribute(&self, id: &str, name: &str) -> Cow<'_, str> {
        let message = self.bundle.get_message(id);
        let Some(attribute) = message.and_then(|message| message.get_attribute(name)) else {
            return Cow::Owned(id.to_owned());
        };
        self.bundle
            .format_pattern(attribute.value(), None, &mut Vec::new())
    }

    /// A date as the language writes it, no more exact than it is known: "23 April 2021", "mid-April 2021".
    pub fn date(&self, date: AsOf) -> String {
        let first = date.first();
        // `month` of a civil date is 1 to 12.
        let month = usize::try_from(first.month())
            .unwrap_or(1)
            .saturating_sub(1);
        let id = match date.precision() {
            Precision::Day => "date-day",
            Precision::Part(Part::Early) => "date-early",
            Precision::Part(Part::Mid) => "date-mid",
            Precision::Part(Part::Late) => "date-late",
            Precision::Month => "date-month",
            Precision::Year => "date-year",
        };
        self.fill(
            id,
            &[
                ("day", first.day().to_string().into()),
                ("month", self.nominatives[month].as_str().into()),
                ("month-genitive", self.genitives[month].as_str().into()),
                ("year", first.year().to_string().into()),
            ],
        )
    }

    /// A day as the language writes it.
    pub fn day(&self, day: Date) -> String {
        self.date(AsOf::day(day))
    }

    /// A number as the language writes it, with its unit.
    pub fn amount(&self, amount: &Amount, unit: Unit, approximate: bool) -> String {
        let number = match amount.as_str().parse::<Decimal>() {
            Ok(decimal) => self.decimals.format(&decimal).to_string(),
            // An `Amount` is always a decimal number; were it not, as written is the honest form.
            Err(_) => amount.to_string(),
        };
        let number = match unit {
            Unit::Count => number,
            Unit::Percent => self.fill("number-percent", &[("number", number.into())]),
        };
        match approximate {
            false => number,
            true => self.fill("number-about", &[("number", number.into())]),
        }
    }

    /// The forms of a month's name that people type, by the month's number from 1.
    pub fn month_forms(&self, month: i8) -> Vec<String> {
        let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
        list(&self.attribute(&month_id(index), "forms"))
    }

    /// A list of words that people type, such as `words-today`.
    pub fn word_list(&self, id: &str) -> Vec<String> {
        list(&self.say(id))
    }

    /// The name of the language of a quotation, by its two-letter code.
    pub fn language_name(&self, code: &str) -> String {
        self.fill("in-language", &[("code", code.into())])
    }
}

/// The language whose plural rules a catalogue follows. `intl_pluralrules` 7.0.2 has those of Belarusian wrong above 20
/// (22 to 24, 32 to 34 … are not `few`); for whole numbers CLDR gives Belarusian and Russian the same rules.
fn plural_rules(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Ru | Lang::Be => "ru",
    }
}

fn month_id(index: usize) -> String {
    format!("month-{}", index + 1)
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|word| word.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests;

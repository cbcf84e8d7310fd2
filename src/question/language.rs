//! In which language something in words was asked.

use super::asked::{as_far_as_read, other_alphabet};
use super::interned::Interned;
use super::words::{is_cyrillic, words};
use crate::dossier::lang::Lang;
use crate::dossier::library::Library;
use crate::texts::Texts;

/// Texts of facts whose words are gathered: more would add no common word.
const STORY_TEXTS: usize = 3_000;

/// The languages that a word is of, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Langs(u8);

impl Langs {
    fn add(&mut self, lang: Lang) {
        self.0 |= 1 << lang as u8;
    }

    fn is_one(self) -> bool {
        self.0.count_ones() == 1
    }

    fn each(self) -> impl Iterator<Item = Lang> {
        Lang::ALL
            .into_iter()
            .filter(move |lang| self.0 & 1 << *lang as u8 != 0)
    }
}

/// Words that tell languages apart.
pub struct Languages {
    words: Interned<Langs>,
}

impl Languages {
    /// Gathers the words: the common ones from the catalogues, those of the story from its texts in each language.
    pub fn new(texts: &Texts, library: &Library) -> Self {
        let mut languages = Self::of_catalogues(texts);
        for (word, langs) in of_story(library).each() {
            // A word that two languages share tells nothing.
            if langs.is_one() && languages.langs(word) == Langs::default() {
                *languages.words.keep(word).1 = langs;
            }
        }
        languages.words.close();
        languages
    }

    /// The common words alone.
    fn of_catalogues(texts: &Texts) -> Self {
        let mut words: Interned<Langs> = Interned::default();
        for voice in texts.voices() {
            for word in voice.word_list("words-language") {
                let (_, langs) = words.keep(&super::words::fold(&word));
                langs.add(voice.lang());
            }
        }
        Self { words }
    }

    /// The language a text is written in, if its words and letters tell: common words count, letters that only one of
    /// the languages has count more, but not in words that are known to be of one. Latin letters may be Cyrillic ones typed
    /// on the other keyboard or spelt in Latin: they are where few words are known as it stands and more when it is read so.
    /// A draw in Latin letters is English where that may be; another draw, and text in neither alphabet, is `None`. Told by
    /// as much of it as is read for an answer.
    pub fn of(&self, text: &str) -> Option<Lang> {
        let text = as_far_as_read(text);
        // How many words there are, and how many of them are known.
        let counted = |text: &str| {
            words(text).fold((0_usize, 0_usize), |(all, known), word| {
                let is_known = self.langs(&word) != Langs::default();
                (all + 1, known + usize::from(is_known))
            })
        };
        let (length, as_it_stands) = counted(text);
        if length > 1 && 2 * as_it_stands <= length {
            let others = other_alphabet(text).into_iter();
            let others = others.map(|other| (counted(&other).1, other));
            // Of equals the first: a keyboard left in the wrong alphabet is no accident of spelling.
            let best = others.rev().max_by_key(|(known, _)| *known);
            if let Some((_, other)) = best.filter(|(known, _)| *known > as_it_stands) {
                return self.as_written(&other);
            }
        }
        self.as_written(text)
    }

    /// The same, or `otherwise` where nothing tells, but not English for Cyrillic letters: that is Russian then.
    pub fn of_or(&self, text: &str, otherwise: Lang) -> Lang {
        let guessed = || match otherwise {
            Lang::En if text.chars().any(is_cyrillic) => Lang::Ru,
            other => other,
        };
        self.of(text).unwrap_or_else(guessed)
    }

    /// The languages that a word is of, as far as that is known.
    fn langs(&self, folded: &str) -> Langs {
        let number = self.words.number(folded);
        number.map_or_else(Langs::default, |number| self.words.get(number))
    }

    fn as_written(&self, text: &str) -> Option<Lang> {
        let mut scores = [0_usize; 3];
        for written in text.split_whitespace() {
            let mut is_of_one = false;
            for word in words(written) {
                let langs = self.langs(&word);
                langs.each().for_each(|lang| scores[lang as usize] += 1);
                is_of_one |= langs.is_one();
            }
            // A letter tells nothing in a word that is known to be of one language: who has no `і` types `и` instead.
            if is_of_one {
                continue;
            }
            for c in written.chars().flat_map(char::to_lowercase) {
                match c {
                    'і' | 'ў' => scores[Lang::Be as usize] += 2,
                    'и' | 'щ' | 'ъ' => scores[Lang::Ru as usize] += 2,
                    _ => {}
                }
            }
        }
        let cyrillic = text.chars().any(is_cyrillic);
        // Latin letters may be of any of them: people spell the others in Latin, and some wordings of the story do.
        let possible = Lang::ALL
            .into_iter()
            .filter(|lang| !(cyrillic && *lang == Lang::En));
        let best = possible.clone().map(|lang| scores[lang as usize]).max();
        let leaders: Vec<Lang> = possible
            .filter(|lang| best == Some(scores[*lang as usize]))
            .collect();
        let has_letters = cyrillic || text.chars().any(|c| c.is_ascii_alphabetic());
        match leaders.as_slice() {
            [leader] | [leader @ Lang::En, ..] if has_letters => Some(*leader),
            _ => None,
        }
    }
}

/// The words of the story, with the languages in which they occur.
fn of_story(library: &Library) -> Interned<Langs> {
    let dossier = library.dossier();
    let texts = dossier.facts.iter().flat_map(|fact| fact.text.each());
    let asked = dossier.inquiries.iter().flat_map(|one| one.wordings());
    let small = dossier.talk.iter().flat_map(|one| one.asked.each());
    let alike = dossier.concepts.iter().flat_map(|one| one.words.each());
    let mut found: Interned<Langs> = Interned::default();
    for (lang, text) in texts
        .take(STORY_TEXTS)
        .chain(asked)
        .chain(small)
        .chain(alike)
    {
        // A name that stands in Latin letters among Cyrillic ones is of no language, and neither is a number.
        let of_lang = |word: &String| match text.chars().any(is_cyrillic) {
            true => word.chars().any(is_cyrillic),
            false => word.chars().any(char::is_alphabetic),
        };
        for word in words(text).filter(|word| word.chars().count() > 1 && of_lang(word)) {
            found.keep(&word).1.add(lang);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_question_shows_its_language() {
        let languages = Languages::of_catalogues(&Texts::load().unwrap());
        for (text, expected) in [
            ("What is new?", Some(Lang::En)),
            ("is it on or not", Some(Lang::En)),
            ("zaitsev", Some(Lang::En)),
            ("Что нового?", Some(Lang::Ru)),
            ("кто такой зайцев", Some(Lang::Ru)),
            ("26 дорожных карт", None),
            ("што менск перадау маскве", Some(Lang::Be)),
            ("Хто паведаміў?", Some(Lang::Be)),
            ("дык падпісалі ўжо ці не?", Some(Lang::Be)),
            ("дзе, кали", Some(Lang::Be)),
            ("gde vstretilis", Some(Lang::Ru)),
            ("rnj nfrjq", Some(Lang::Ru)),
            ("Zaitsev gde", Some(Lang::Ru)),
            ("71.5%", None),
            ("😀", None),
            ("", None),
        ] {
            assert_eq!(languages.of(text), expected, "{text}");
        }
        for (text, otherwise, expected) in [
            ("26 дорожных карт", Lang::En, Lang::Ru),
            ("26 дорожных карт", Lang::Be, Lang::Be),
            ("71.5%", Lang::En, Lang::En),
            ("Что нового?", Lang::Be, Lang::Ru),
        ] {
            assert_eq!(languages.of_or(text, otherwise), expected, "{text}");
        }
    }
}

//! Words as people type them: splitting, folding and stemming, the same for what is asked and for what is searched.

use deunicode::deunicode_char;
use rust_stemmers::{Algorithm, Stemmer};

/// Every word of a text, folded. Letters and digits make words; an apostrophe inside a word is dropped
/// (`аб’яднанне`), everything else ends it.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let separator = |c: char| !(is_of_word(c) || is_apostrophe(c) || is_mark(c));
    text.split(separator)
        .map(fold)
        .filter(|word| !word.is_empty())
}

/// A word without case and without the differences people leave out in typing: `ё` is `е`, `і` is `и`, `ў` is `в`
/// (`Зайцаў`, `Зайцава`), and so is `у` after a vowel, for who has no `ў` types that; but `ў` that begins a word is `у`
/// (`ўсяго`, `усяго`). Latin letters lose their marks, apostrophes and accents go.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        // Most that come are small already, and those are looked up in no table.
        match matches!(c, 'a'..='z' | 'а'..='џ') {
            true => fold_onto(&mut folded, c),
            false => c.to_lowercase().for_each(|c| fold_onto(&mut folded, c)),
        }
    }
    folded
}

/// Adds a small letter, or whatever else is in a word, to what is folded of it already.
fn fold_onto(folded: &mut String, c: char) {
    match c {
        'ё' => folded.push('е'),
        'і' | 'ї' => folded.push('и'),
        'ў' if folded.is_empty() => folded.push('у'),
        'ў' => folded.push('в'),
        'у' if folded.ends_with(VOWELS) => folded.push('в'),
        'ґ' => folded.push('г'),
        c if is_apostrophe(c) || is_mark(c) => {}
        c if c.is_ascii() || is_cyrillic(c) => folded.push(c),
        c if c.is_alphabetic() && is_latin(c) => {
            let plain = deunicode_char(c).unwrap_or_default();
            folded.extend(plain.chars().map(|c| c.to_ascii_lowercase()));
        }
        c => folded.push(c),
    }
}

/// The Cyrillic vowels, folded.
const VOWELS: [char; 9] = ['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я'];

/// A folded word in Latin letters, so that `зайцев` and `zaitsev` meet.
pub fn latin(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match deunicode_char(c) {
            Some(plain) => out.extend(
                plain
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_lowercase()),
            ),
            None => out.push(c),
        }
    }
    out
}

/// What is left of a folded word when its endings are gone: one stem for a Latin word, one by Russian and one by
/// Belarusian rules for a Cyrillic one (they may be equal).
pub fn stems(folded: &str) -> [String; 2] {
    if folded.chars().any(is_cyrillic) {
        let russian = Stemmer::create(Algorithm::Russian)
            .stem(folded)
            .into_owned();
        [russian, belarusian_stem(folded)]
    } else {
        let english = Stemmer::create(Algorithm::English)
            .stem(folded)
            .into_owned();
        [english.clone(), english]
    }
}

/// Endings of Belarusian nouns, adjectives and verbs, folded (`і` is `и`, `ў` is `в`). There is no Snowball algorithm for
/// Belarusian; the list follows the declension and conjugation tables of its school grammar.
const BELARUSIAN_ENDINGS: &[&str] = &[
    "ами", "ями", "ыми", "ага", "яга", "ого", "аму", "яму", "оему", "ых", "их", "ым", "им", "ую",
    "юю", "ая", "яя", "ое", "ае", "яе", "ыя", "ия", "ай", "ой", "ей", "ом", "ам", "ем", "ям", "ах",
    "ях", "ов", "ав", "яв", "ы", "и", "а", "я", "у", "ю", "е", "э", "ець", "аць", "яць", "ыць",
    "иць", "уць", "юць", "ив", "ыв", "ев", "ела", "ели", "ала", "али", "яла", "яли", "ила", "или",
    "ыла", "ыли", "ало", "ола",
];

/// What makes a verb reflexive, after its ending; `цца` hides the one of the infinitive.
const REFLEXIVE: &[(&str, &str)] = &[("цца", "ць"), ("ся", "")];

/// At least so many letters stay: shorter stems would make unrelated words meet.
const SHORTEST_STEM: usize = 3;

fn belarusian_stem(folded: &str) -> String {
    let reflexive = REFLEXIVE.iter().find_map(|(ending, instead)| {
        let rest = folded.strip_suffix(ending)?;
        let enough = rest.chars().count() > SHORTEST_STEM;
        enough.then(|| format!("{rest}{instead}"))
    });
    let word = reflexive.unwrap_or_else(|| folded.to_owned());
    let letters = word.chars().count();
    let ending = BELARUSIAN_ENDINGS
        .iter()
        .filter(|ending| word.ends_with(**ending))
        .filter(|ending| letters >= ending.chars().count() + SHORTEST_STEM)
        .max_by_key(|ending| ending.len());
    let end = word.len() - ending.map_or(0, |ending| ending.len());
    word[..end].to_owned()
}

/// Whether a character is a letter or a digit. Most that come are Cyrillic, and those are looked up in no table.
fn is_of_word(c: char) -> bool {
    ('\u{400}'..='\u{481}').contains(&c) || c.is_alphanumeric()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '′')
}

/// Combining accents, which some keyboards put over a stressed vowel.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether a letter is Cyrillic.
pub fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || ('\u{c0}'..='\u{24f}').contains(&c)
        || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_folded_words() {
        for (text, expected) in [
            (
                "What did Zaitsev say?",
                vec!["what", "did", "zaitsev", "say"],
            ),
            ("Аб’яднанне ідзе", vec!["абяднанне", "идзе"]),
            ("Ёлка, ЗАЙЦАЎ!", vec!["елка", "зайцав"]),
            ("Haloŭčanka Łukašenka", vec!["haloucanka", "lukasenka"]),
            ("71.5 %", vec!["71", "5"]),
            ("О\u{301}рша", vec!["орша"]),
            ("ўсяго перадау", vec!["усяго", "перадав"]),
            ("  <b>\0 ", vec!["b"]),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("roadmaps", "roadmap"),
            ("программы", "программ"),
            ("консенсуса", "консенсус"),
            ("саюзныя", "саюзных"),
            ("праграмы", "праграма"),
            ("кансэнсусу", "кансэнсус"),
            ("зайцава", "зайцавым"),
            ("перадалі", "перадаў"),
            ("сустрэліся", "сустрэлася"),
            ("працягваецца", "працягваюць"),
        ] {
            let (one, other) = (stems(&fold(one)), stems(&fold(other)));
            assert!(
                one.iter().any(|stem| other.contains(stem)),
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn both_alphabets_meet_in_latin() {
        for (word, expected) in [
            ("Петров", "petrov"),
            ("Зайцев", "zaitsev"),
            ("petrov", "petrov"),
        ] {
            assert_eq!(latin(&fold(word)), expected);
        }
    }
}

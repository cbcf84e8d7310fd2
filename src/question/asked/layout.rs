//! Words typed in the other alphabet: on its keyboard ("rnj" for "кто"), or spelt in Latin letters ("gde", "skolki").

/// The keys of a Latin keyboard and the Cyrillic letters on the same keys (Russian layout).
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбю";

/// How Russian is spelt in Latin letters where there is no other keyboard, longer spellings first.
const RUSSIAN: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("sch", "щ"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("ts", "ц"),
    ("ya", "я"),
    ("ja", "я"),
    ("yu", "ю"),
    ("ju", "ю"),
    ("yo", "е"),
    ("jo", "е"),
    ("ye", "е"),
    ("yy", "ый"),
    ("iy", "ий"),
    ("ey", "ей"),
    ("oy", "ой"),
    ("ay", "ай"),
    ("a", "а"),
    ("b", "б"),
    ("v", "в"),
    ("w", "в"),
    ("g", "г"),
    ("d", "д"),
    ("e", "е"),
    ("z", "з"),
    ("i", "и"),
    ("j", "й"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("f", "ф"),
    ("h", "х"),
    ("c", "ц"),
    ("y", "ы"),
    ("x", "кс"),
    ("q", "к"),
    ("'", "ь"),
];

/// How Belarusian is: its Latin alphabet, and what is left of it where the marks are left out.
const BELARUSIAN: &[(&str, &str)] = &[
    ("dž", "дж"),
    ("dz", "дз"),
    ("ch", "х"),
    ("kh", "х"),
    ("zh", "ж"),
    ("sh", "ш"),
    ("ts", "ц"),
    ("ja", "я"),
    ("ia", "я"),
    ("ya", "я"),
    ("ju", "ю"),
    ("iu", "ю"),
    ("yu", "ю"),
    ("jo", "ё"),
    ("io", "ё"),
    ("yo", "ё"),
    ("je", "е"),
    ("ie", "е"),
    ("ye", "е"),
    ("č", "ч"),
    ("š", "ш"),
    ("ž", "ж"),
    ("ć", "ць"),
    ("ś", "сь"),
    ("ź", "зь"),
    ("ń", "нь"),
    ("ł", "л"),
    ("ŭ", "ў"),
    ("a", "а"),
    ("b", "б"),
    ("v", "в"),
    ("w", "в"),
    ("h", "г"),
    ("g", "г"),
    ("d", "д"),
    ("e", "э"),
    ("z", "з"),
    ("i", "і"),
    ("j", "й"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("f", "ф"),
    ("c", "ц"),
    ("y", "ы"),
    ("x", "кс"),
    ("q", "к"),
];

/// What a text in Latin letters may be in Cyrillic ones: from the other keyboard, spelt as Russian, spelt as Belarusian.
/// Nothing where it has other letters already.
pub fn other_alphabet(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    // Latin with the marks of Latin alphabets, up to U+024F.
    if letters.peek().is_none() || letters.any(|c| c > '\u{24f}') {
        return Vec::new();
    }
    vec![
        other_keyboard(&text),
        spelt(&text, RUSSIAN),
        spelt(&text, BELARUSIAN),
    ]
}

fn other_keyboard(text: &str) -> String {
    let other = |c: char| {
        let key = LATIN.chars().position(|key| key == c)?;
        CYRILLIC.chars().nth(key)
    };
    text.chars().map(|c| other(c).unwrap_or(c)).collect()
}

fn spelt(text: &str, letters: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(2 * text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = letters.iter().find(|(latin, _)| rest.starts_with(latin));
        match found {
            Some((latin, cyrillic)) => {
                out.push_str(cyrillic);
                rest = &rest[latin.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::other_alphabet;

    #[test]
    fn what_was_typed_in_the_other_alphabet_is_read() {
        for (typed, expected) in [
            ("rnj nfrjq", "кто такой"),
            ("Ghbdtn", "привет"),
            ("gde byla vstrecha", "где была встреча"),
            ("Skolki prahram ŭ pracy", "сколкі праграм ў працы"),
        ] {
            let read = other_alphabet(typed);
            assert!(
                read.iter().any(|text| text == expected),
                "{typed}: {read:?}"
            );
        }
        for neither in ["кто", "12", "", "два two"] {
            assert!(other_alphabet(neither).is_empty(), "{neither}");
        }
    }
}

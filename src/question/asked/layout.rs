//! Words typed on the keyboard of the other alphabet: "rnj" for "кто".

/// The keys of a Latin keyboard and the Cyrillic letters on the same keys (Russian layout).
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбю";

/// The text as it would have come out of the other keyboard; `None` where it is not typed in Latin letters alone.
pub fn other_keyboard(text: &str) -> Option<String> {
    let is_latin = text.is_ascii() && text.chars().any(|c| c.is_ascii_alphabetic());
    let other = |c: char| {
        let lower = c.to_ascii_lowercase();
        let key = LATIN.chars().position(|key| key == lower)?;
        CYRILLIC.chars().nth(key)
    };
    is_latin.then(|| text.chars().map(|c| other(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::other_keyboard;

    #[test]
    fn what_was_typed_on_the_wrong_keyboard_is_read() {
        for (typed, expected) in [
            ("rnj nfrjq", Some("кто такой")),
            ("Ghbdtn", Some("привет")),
            ("кто", None),
            ("12", None),
        ] {
            assert_eq!(other_keyboard(typed).as_deref(), expected, "{typed}");
        }
    }
}

//! How far a text is read, and its words up to there.

use crate::question::words::words;

/// A text is read up to here, in words: a question is shorter, and what is pasted is cut.
pub(super) const WORDS_MAX: usize = 60;
/// And up to here in characters, where its words are none that anybody writes.
const LETTERS_MAX: usize = 1_000;

/// The written words of a text, as far as it is read.
pub(super) fn written(text: &str) -> Vec<&str> {
    text.split_whitespace().take(WORDS_MAX).collect()
}

/// A text without what is beyond its first words and letters: no step has to look at that.
pub fn as_far_as_read(text: &str) -> &str {
    let (mut words, mut in_word) = (0, false);
    for (number, (at, c)) in text.char_indices().enumerate() {
        let begins = !in_word && !c.is_whitespace();
        words += usize::from(begins);
        if words > WORDS_MAX || number >= LETTERS_MAX {
            return &text[..at];
        }
        in_word = !c.is_whitespace();
    }
    text
}

/// The words in written words, folded, as far as they are read.
pub(super) fn folded<'a>(written: impl Iterator<Item = &'a str>) -> Vec<String> {
    written.flat_map(words).take(WORDS_MAX).collect()
}

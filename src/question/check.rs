//! "Was it said?": a text held against the quotations of the dossier, word by word.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::dossier::id::Id;
use crate::dossier::library::Library;
use crate::question::words::fold;

/// A text is compared up to here, in words; a quotation is shorter.
const WORDS_MAX: usize = 200;
/// Fewer words than this are no quotation: everybody says "solutions".
const WORDS_LEAST: usize = 2;
/// A text of at least so many words may be an altered quotation.
const ALTERED_FROM: usize = 4;
/// A quotation of at least so many words is found inside a longer text.
const INSIDE_FROM: usize = 4;
/// How much of both texts has to be the same for one to be the other altered: twice the common words over all.
const ALIKE: f32 = 0.6;

/// What became of a text that may be a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Word for word in a quotation of this fact.
    Verbatim {
        /// The fact.
        fact: Id,
        /// Whether these are the words of our translation and not of the source.
        translated: bool,
    },
    /// Nearly a quotation of this fact.
    Altered {
        /// The fact.
        fact: Id,
        /// Where the two differ, in the order of the words.
        pieces: Vec<Piece>,
    },
    /// Not quoted, but this fact says something like it.
    Paraphrased(Id),
    /// Not in the dossier.
    Unknown,
}

/// A run of words in the comparison of a text with a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the quotation.
    Missing(String),
    /// Only in the text.
    Added(String),
}

struct Quoted {
    fact: Id,
    translated: bool,
    shown: Vec<String>,
    folded: Vec<String>,
}

/// The quotations of a library, with their translations.
pub struct Quotations(Vec<Quoted>);

fn shown_words(text: &str) -> Vec<String> {
    let written = text.split_whitespace().take(WORDS_MAX);
    let has_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    written.filter(has_word).map(str::to_owned).collect()
}

fn folded_words(shown: &[String]) -> Vec<String> {
    let plain = |word: &String| fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    shown.iter().map(plain).collect()
}

impl Quotations {
    /// Gathers the quotations of `library`.
    pub fn new(library: &Library) -> Self {
        let mut all = Vec::new();
        for fact in library.quotations().iter() {
            let Some(quotation) = &fact.quotation else {
                continue;
            };
            let translations = quotation.translation.each().map(|(_, text)| (text, true));
            for (text, translated) in [(quotation.text.as_str(), false)]
                .into_iter()
                .chain(translations)
            {
                let shown = shown_words(text);
                all.push(Quoted {
                    fact: fact.id.clone(),
                    translated,
                    folded: folded_words(&shown),
                    shown,
                });
            }
        }
        Self(all)
    }

    /// Whether a text is written as a quotation: between quotation marks, three words or more, and nothing else.
    pub fn looks_quoted(text: &str) -> bool {
        let text = text.trim();
        let opens = text.starts_with(['"', '“', '„', '«', '”']);
        let closes = text
            .trim_end_matches(['.', '!', '?', ','])
            .ends_with(['"', '”', '“', '»']);
        opens && closes && text.split_whitespace().count() >= 3
    }

    /// What a text is, held against all quotations; [`Checked::Unknown`] where it is none, altered or not.
    pub fn check(&self, text: &str) -> Checked {
        let shown = shown_words(text);
        let folded = folded_words(&shown);
        if folded.len() < WORDS_LEAST {
            return Checked::Unknown;
        }
        let mut verbatim = self.0.iter().filter(|quoted| {
            contains(&quoted.folded, &folded)
                || (quoted.folded.len() >= INSIDE_FROM && contains(&folded, &quoted.folded))
        });
        if let Some(found) = verbatim.next() {
            return Checked::Verbatim {
                fact: found.fact.clone(),
                translated: found.translated,
            };
        }
        if folded.len() < ALTERED_FROM {
            return Checked::Unknown;
        }
        let alike = self
            .0
            .iter()
            .map(|quoted| (alike(&folded, &quoted.folded), quoted));
        match alike.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            Some((likeness, quoted)) if likeness >= ALIKE => Checked::Altered {
                fact: quoted.fact.clone(),
                pieces: pieces(&shown, &folded, quoted),
            },
            _ => Checked::Unknown,
        }
    }
}

fn contains(whole: &[String], part: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// Twice the common words over all words of both.
fn alike(one: &[String], other: &[String]) -> f32 {
    let operations = capture_diff_slices(Algorithm::Myers, one, other);
    let same: usize = operations
        .iter()
        .filter(|operation| operation.tag() == DiffTag::Equal)
        .map(|operation| operation.old_range().len())
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred words")]
    let (same, all) = (same as f32, (one.len() + other.len()).max(1) as f32);
    2.0 * same / all
}

fn pieces(shown: &[String], folded: &[String], quoted: &Quoted) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, folded, &quoted.folded) {
        let typed = shown[operation.old_range()].join(" ");
        let original = quoted.shown[operation.new_range()].join(" ");
        match operation.tag() {
            DiffTag::Equal => pieces.push(Piece::Same(original)),
            DiffTag::Delete => pieces.push(Piece::Added(typed)),
            DiffTag::Insert => pieces.push(Piece::Missing(original)),
            DiffTag::Replace => pieces.extend([Piece::Added(typed), Piece::Missing(original)]),
        }
    }
    pieces
}

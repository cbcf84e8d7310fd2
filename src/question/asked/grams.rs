//! The look of a text: which words follow each other, and of which pieces its words are made.
//!
//! Beside the terms of `index`, which know what words mean and nothing of their order: "who gave whom" differs from "whom
//! gave who" in its pairs of words alone, and a word that no stemmer brings to its family still shares pieces with it, which
//! is what Belarusian, with no stemmer of its own, and typos need most. Kept for each group of wordings and not for each
//! wording: how frequent a piece is in a group beside everywhere says enough, and costs a tenth.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::features::Model;
use super::forms::{Form, Forms, Word};
use super::reading::Learnt;

/// Pieces of words have so many letters, the edges of the word among them. Chosen by trying 2 to 5 on `tests/questions/`.
const PIECE: [usize; 2] = [3, 4];

/// What a text looks like, each feature once.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pairs: Vec<u64>,
    pieces: Vec<u64>,
}

impl Look {
    /// The look of a text by its words, folded and as numbers.
    pub fn of(folded: &[String], words: &[Word]) -> Self {
        Self {
            pairs: each_once(pairs(words).collect()),
            pieces: each_once(folded.iter().flat_map(|word| pieces(word)).collect()),
        }
    }
}

/// Which words follow each other, by their stems; the edges of the text are words too.
fn pairs(words: &[Word]) -> impl Iterator<Item = u64> {
    let stems = |word: &Word| Some(word.stems[0]);
    let edges = std::iter::once(None).chain(words.iter().map(stems));
    let following = words.iter().map(stems).chain([None]);
    edges.zip(following).map(|pair| hashed(&pair))
}

/// The pieces of a folded word.
fn pieces(folded: &str) -> Vec<u64> {
    let letters: Vec<char> = [' ']
        .into_iter()
        .chain(folded.chars())
        .chain([' '])
        .collect();
    let of_length = |length: usize| letters.windows(length).map(|piece| hashed(&piece));
    PIECE.into_iter().flat_map(of_length).collect()
}

fn hashed(feature: &impl Hash) -> u64 {
    // The same in every run; what somebody types is only looked up by it.
    let mut hasher = FxHasher::default();
    feature.hash(&mut hasher);
    hasher.finish()
}

fn each_once(mut features: Vec<u64>) -> Vec<u64> {
    features.sort_unstable();
    features.dedup();
    features
}

/// How a question looks to each group, from 0 to 1.
pub struct Likeness {
    /// By pairs of words.
    pub pairs: Vec<f32>,
    /// By pieces of words.
    pub pieces: Vec<f32>,
}

/// Gathers groups of wordings; becomes [`Grams`].
#[derive(Default)]
pub struct Builder {
    /// How many wordings each group has.
    sizes: Vec<u32>,
    /// The words of all wordings, one after the other, and where those of each end. What they look like is counted when
    /// all are there, and nothing else of the learning is in memory any more.
    words: Vec<Form>,
    ends: Vec<usize>,
}

impl Builder {
    /// Adds the wordings of the next group.
    pub fn add(&mut self, wordings: &[Learnt]) {
        self.sizes.push(number(wordings.len()));
        for wording in wordings {
            self.words
                .extend(wording.words.iter().map(|word| word.form));
            self.ends.push(self.words.len());
        }
    }

    /// What was gathered, of words that are among `forms`; a feature that is `telling` times as frequent in a group as
    /// everywhere counts with the logarithm of that.
    pub fn build(self, forms: &Forms, telling: f32) -> Grams {
        let pairs = self.pairs(forms).into_model(&self.sizes, telling);
        let pieces = self.pieces(forms);
        // The words have been counted: what comes now takes the most memory of all.
        let Self { sizes, words, ends } = self;
        drop((words, ends));
        Grams {
            groups: sizes.len(),
            pairs,
            pieces: pieces.into_model(&sizes, telling),
        }
    }

    fn pairs(&self, forms: &Forms) -> Counted {
        let mut counted = Counted::default();
        self.count(&mut counted, |counted, wording| {
            let words: Vec<Word> = wording.iter().map(|form| forms.word(*form)).collect();
            for pair in pairs(&words) {
                let feature = counted.number(pair);
                counted.count(feature);
            }
        });
        counted
    }

    fn pieces(&self, forms: &Forms) -> Counted {
        let mut counted = Counted::default();
        let mut cut = Cut::default();
        self.count(&mut counted, |counted, wording| {
            for form in wording {
                for feature in cut.of(*form, forms, counted) {
                    counted.count(*feature);
                }
            }
        });
        counted
    }

    /// Counts the features of each wording, group after group.
    fn count(&self, counted: &mut Counted, mut features: impl FnMut(&mut Counted, &[Form])) {
        let (mut ends, mut start) = (self.ends.iter(), 0);
        for size in &self.sizes {
            for end in ends.by_ref().take(*size as usize) {
                counted.begin();
                features(counted, &self.words[start..*end]);
                start = *end;
            }
            counted.close();
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The pieces of each word as features, so that a word is cut once.
#[derive(Default)]
struct Cut {
    /// Those of one word after those of another, and where those of a word are.
    features: Vec<u32>,
    places: Vec<(u32, u32)>,
}

impl Cut {
    fn of(&mut self, form: Form, forms: &Forms, counted: &mut Counted) -> &[u32] {
        let at = form as usize;
        if self.places.len() <= at {
            self.places.resize(at + 1, (0, 0));
        }
        if self.places[at] == (0, 0) {
            let from = number(self.features.len());
            let pieces = pieces(forms.text(form)).into_iter();
            self.features
                .extend(pieces.map(|piece| counted.number(piece)));
            self.places[at] = (from, number(self.features.len()));
        }
        let (from, to) = self.places[at];
        &self.features[from as usize..to as usize]
    }
}

/// In how many wordings of each group each feature is.
#[derive(Default)]
struct Counted {
    numbers: FxHashMap<u64, u32>,
    /// For each feature, the wording in which it was counted last, and how often it was in the group that is being added.
    seen: Vec<(u32, u32)>,
    wording: u32,
    /// The features of the group that is being added.
    open: Vec<u32>,
    /// For each group its features, and how many of its wordings have each.
    groups: Vec<Box<[(u32, u32)]>>,
}

impl Counted {
    /// A new wording begins.
    fn begin(&mut self) {
        self.wording += 1;
    }

    /// The number of a feature.
    fn number(&mut self, hashed: u64) -> u32 {
        let next = number(self.seen.len());
        let feature = *self.numbers.entry(hashed).or_insert(next);
        if feature == next {
            self.seen.push((0, 0));
        }
        feature
    }

    /// The wording has a feature; once for each wording.
    fn count(&mut self, feature: u32) {
        let (wording, count) = &mut self.seen[feature as usize];
        if *wording == self.wording {
            return;
        }
        *wording = self.wording;
        if *count == 0 {
            self.open.push(feature);
        }
        *count += 1;
    }

    /// The group is complete.
    fn close(&mut self) {
        let seen = &mut self.seen;
        let counts = self.open.drain(..).map(|feature| {
            let (_, count) = &mut seen[feature as usize];
            (feature, std::mem::take(count))
        });
        self.groups.push(counts.collect());
    }

    fn into_model(self, sizes: &[u32], telling: f32) -> Model {
        let mut hashes = vec![0; self.seen.len()];
        for (hashed, feature) in self.numbers {
            hashes[feature as usize] = hashed;
        }
        Model::new(&hashes, self.groups, sizes, telling)
    }
}

/// The features of all groups.
pub struct Grams {
    groups: usize,
    pairs: Model,
    pieces: Model,
}

impl Grams {
    /// How a question looks to each group.
    pub fn likeness(&self, look: &Look) -> Likeness {
        Likeness {
            pairs: self.pairs.likeness(&look.pairs, self.groups),
            pieces: self.pieces.likeness(&look.pieces, self.groups),
        }
    }
}

//! The look of a text: which words follow each other, and of which pieces its words are made.
//!
//! Beside the terms of `index`, which know what words mean and nothing of their order: "who gave whom" differs from "whom
//! gave who" in its pairs of words alone, and a word that no stemmer brings to its family still shares pieces with it, which
//! is what Belarusian, with no stemmer of its own, and typos need most. Kept for each group of wordings and not for each
//! wording: how frequent a piece is in a group beside everywhere says enough, and costs a tenth.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::forms::{Form, Forms, Word};
use super::reading::Learnt;

/// Pieces of words have so many letters, the edges of the word among them. Chosen by trying 2 to 5 on `tests/questions/`.
const PIECE: [usize; 2] = [3, 4];

/// A piece in fewer wordings says nothing of others.
const WORDINGS_MIN: u32 = 2;

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
    // With fixed keys: the same in every run.
    let mut hasher = DefaultHasher::new();
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

/// Gathers the looks of groups of wordings; becomes [`Grams`].
#[derive(Default)]
pub struct Builder {
    /// How many wordings each group has.
    sizes: Vec<u32>,
    pairs: Counted,
    pieces: Counted,
    /// The pieces of each word, so that they are cut once.
    of_words: HashMap<Form, Vec<usize>>,
}

impl Builder {
    /// Adds the wordings of the next group.
    pub fn add(&mut self, wordings: &[Learnt], forms: &Forms) {
        let group = number(self.sizes.len());
        self.sizes.push(number(wordings.len()));
        for wording in wordings {
            self.pairs.begin();
            for pair in pairs(&wording.words) {
                let place = self.pairs.place(pair);
                self.pairs.count(place, group);
            }
            self.pieces.begin();
            for word in &wording.words {
                let (counted, cut) = (&mut self.pieces, &mut self.of_words);
                let places = cut.entry(word.form).or_insert_with(|| {
                    let pieces = pieces(forms.text(word.form)).into_iter();
                    pieces.map(|piece| counted.place(piece)).collect()
                });
                for place in places {
                    counted.count(*place, group);
                }
            }
        }
    }

    /// What was gathered; a feature that is `telling` times as frequent in a group as everywhere counts with the logarithm
    /// of that.
    pub fn build(self, telling: f32) -> Grams {
        Grams {
            groups: self.sizes.len(),
            pairs: Model::new(self.pairs, &self.sizes, telling),
            pieces: Model::new(self.pieces, &self.sizes, telling),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// In how many wordings of each group each feature is.
#[derive(Default)]
struct Counted {
    places: HashMap<u64, usize>,
    features: Vec<Feature>,
    wording: u32,
}

struct Feature {
    hashed: u64,
    /// The wording in which it was counted last.
    wording: u32,
    groups: Vec<(u32, u32)>,
}

impl Counted {
    /// A new wording begins.
    fn begin(&mut self) {
        self.wording += 1;
    }

    /// Where a feature is counted.
    fn place(&mut self, hashed: u64) -> usize {
        let next = self.features.len();
        let place = *self.places.entry(hashed).or_insert(next);
        if place == next {
            self.features.push(Feature {
                hashed,
                wording: 0,
                groups: Vec::new(),
            });
        }
        place
    }

    /// The wording has the feature at a place; once for each wording.
    fn count(&mut self, place: usize, group: u32) {
        let feature = &mut self.features[place];
        if feature.wording == self.wording {
            return;
        }
        feature.wording = self.wording;
        match feature.groups.last_mut() {
            Some((last, count)) if *last == group => *count += 1,
            _ => feature.groups.push((group, 1)),
        }
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

/// Where the values of one feature are, and the most it can add to a group.
struct Place {
    from: u32,
    to: u32,
    most: f32,
}

/// A language model of groups over one kind of feature.
struct Model {
    places: HashMap<u64, Place>,
    values: Vec<(u32, f32)>,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of wordings, far below 2^24"
)]
impl Model {
    fn new(counted: Counted, sizes: &[u32], telling: f32) -> Self {
        let all = sizes.iter().sum::<u32>().max(1) as f32;
        let groups = sizes.len() as f32;
        let mut model = Self {
            places: HashMap::new(),
            values: Vec::new(),
        };
        for feature in counted.features {
            let counts = feature.groups;
            let wordings: u32 = counts.iter().map(|(_, count)| count).sum();
            if wordings < WORDINGS_MIN {
                continue;
            }
            let everywhere = wordings as f32 / all;
            let known_to = counts.len() as f32;
            let weight = (1.0 + (groups - known_to + 0.5) / (known_to + 0.5)).ln();
            let from = u32::try_from(model.values.len()).unwrap_or(u32::MAX);
            model.values.extend(counts.iter().map(|(group, count)| {
                let share = *count as f32 / (sizes[*group as usize] as f32 + 2.0);
                let value = (1.0 + telling * share / everywhere).ln() * weight;
                (*group, value)
            }));
            let place = Place {
                from,
                to: u32::try_from(model.values.len()).unwrap_or(u32::MAX),
                most: (1.0 + telling / everywhere).ln() * weight,
            };
            model.places.insert(feature.hashed, place);
        }
        model
    }

    fn likeness(&self, features: &[u64], groups: usize) -> Vec<f32> {
        let mut sums = vec![0.0_f32; groups];
        let mut possible = 0.0_f32;
        for place in features.iter().filter_map(|one| self.places.get(one)) {
            possible += place.most;
            for (group, value) in &self.values[place.from as usize..place.to as usize] {
                sums[*group as usize] += value;
            }
        }
        if possible > 0.0 {
            for sum in &mut sums {
                *sum /= possible;
            }
        }
        sums
    }
}

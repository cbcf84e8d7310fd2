//! The look of a text: which words follow each other, and of which pieces its words are made.
//!
//! Beside the terms of `index`, which know what words mean and nothing of their order: "who gave whom" differs from "whom
//! gave who" in its pairs of words alone, and a word that no stemmer brings to its family still shares pieces with it, which
//! is what Belarusian, with no stemmer of its own, and typos need most. Kept for each group of wordings and not for each
//! wording: how frequent a piece is in a group beside everywhere says enough, and costs a tenth.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::question::words::stems;

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
    /// The look of the folded words of a text.
    pub fn of(folded: &[String]) -> Self {
        let stems: Vec<String> = folded.iter().map(|word| stem(word)).collect();
        let edges = std::iter::once("").chain(stems.iter().map(String::as_str));
        let following = stems.iter().map(String::as_str).chain([""]);
        let pairs = edges.zip(following).map(|pair| hashed(&pair)).collect();
        let mut pieces = Vec::new();
        for word in folded {
            let letters: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
            for length in PIECE {
                pieces.extend(letters.windows(length).map(|piece| hashed(&piece)));
            }
        }
        Self {
            pairs: each_once(pairs),
            pieces: each_once(pieces),
        }
    }
}

fn stem(folded: &str) -> String {
    let [stem, _] = stems(folded);
    stem
}

fn hashed(feature: &impl Hash) -> u64 {
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
    groups: u32,
    sizes: Vec<u32>,
    pairs: HashMap<u64, Vec<(u32, u32)>>,
    pieces: HashMap<u64, Vec<(u32, u32)>>,
}

impl Builder {
    /// Adds the wordings of the next group.
    pub fn add(&mut self, looks: &[Look]) {
        let group = self.groups;
        self.groups += 1;
        self.sizes
            .push(u32::try_from(looks.len()).unwrap_or(u32::MAX));
        for look in looks {
            count(&mut self.pairs, &look.pairs, group);
            count(&mut self.pieces, &look.pieces, group);
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

/// One more wording of a group has these features.
fn count(counted: &mut HashMap<u64, Vec<(u32, u32)>>, features: &[u64], group: u32) {
    for feature in features {
        let groups = counted.entry(*feature).or_default();
        match groups.last_mut() {
            Some((last, count)) if *last == group => *count += 1,
            _ => groups.push((group, 1)),
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
    fn new(counted: HashMap<u64, Vec<(u32, u32)>>, sizes: &[u32], telling: f32) -> Self {
        let all = sizes.iter().sum::<u32>().max(1) as f32;
        let groups = sizes.len() as f32;
        let mut features: Vec<(u64, Vec<(u32, u32)>)> = counted.into_iter().collect();
        // In one order, so that sums round in one way.
        features.sort_unstable_by_key(|(feature, _)| *feature);
        let mut model = Self {
            places: HashMap::new(),
            values: Vec::new(),
        };
        for (feature, counts) in features {
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
            model.places.insert(feature, place);
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

//! What features say of groups of wordings: a language model of each group, kept by feature.

/// A feature in fewer wordings says nothing of others.
const WORDINGS_MIN: u32 = 2;

/// A feature that a larger share of the groups has tells them apart no more; those are the ones that cost most.
const GROUPS_MAX: f32 = 0.25;

/// Features are looked up by so many of the first bits of their hashes, which leaves a few of each to search.
const FIRST_BITS: u32 = 12;

/// Groups that are looked at: some tens of thousands of inquiries in three languages. Beyond that, they have no look.
const LOOKED_AT: usize = 1 << (u32::BITS - LEVEL_BITS);
/// A value is one of so many levels from 0 to the most that its feature can add.
const LEVEL_BITS: u32 = 14;
const LEVELS: u32 = (1 << LEVEL_BITS) - 1;

/// What a feature adds to a group: the group and the level, in four bytes, since reading these is what most of a look costs.
#[derive(Clone, Copy, Default)]
struct Value(u32);

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "levels from 0 to 2^14"
)]
impl Value {
    fn new(group: u32, share: f32) -> Self {
        let level = (share.clamp(0.0, 1.0) * LEVELS as f32).round() as u32;
        Self(group << LEVEL_BITS | level)
    }

    fn group(self) -> usize {
        (self.0 >> LEVEL_BITS) as usize
    }

    fn level(self) -> f32 {
        (self.0 & LEVELS) as f32
    }
}

/// Where the values of one feature are, and the most it can add to a group.
#[derive(Clone, Copy)]
struct Place {
    from: u32,
    to: u32,
    most: f32,
}

/// A language model of groups over one kind of feature.
pub(super) struct Model {
    /// The hashes of the features, rising, and what there is for each. No map: it would take three times the memory.
    hashes: Vec<u64>,
    places: Vec<Place>,
    /// Where the hashes with each beginning start; at last, where those with the last one end.
    beginnings: Vec<u32>,
    /// For each feature its groups, rising, with what it adds to each.
    values: Vec<Value>,
}

/// A feature while its values are laid out.
#[derive(Clone, Copy, Default)]
struct Laying {
    /// How many groups know it, and how many of their wordings.
    groups: u32,
    wordings: u32,
    /// Where its next value goes, unless it is left out.
    next: Option<u32>,
    everywhere: f32,
    /// The most it can add, without its weight.
    most: f32,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of wordings, far below 2^24"
)]
impl Model {
    /// The model of features with these hashes: for each group the features it has with the number of its wordings that
    /// have each, and how many wordings it has.
    pub(super) fn new(
        hashes: &[u64],
        mut of_groups: Vec<Box<[(u32, u32)]>>,
        sizes: &[u32],
        telling: f32,
    ) -> Self {
        of_groups.truncate(LOOKED_AT);
        let mut laying = vec![Laying::default(); hashes.len()];
        for (feature, count) in of_groups.iter().flatten() {
            let of_feature = &mut laying[*feature as usize];
            of_feature.groups += 1;
            of_feature.wordings += count;
        }
        let all = sizes.iter().sum::<u32>().max(1) as f32;
        let groups = sizes.len() as f32;
        let (mut kept, mut end) = (Vec::new(), 0);
        for (hashed, of_feature) in hashes.iter().zip(&mut laying) {
            let known_to = of_feature.groups as f32;
            if of_feature.wordings < WORDINGS_MIN || known_to > GROUPS_MAX * groups {
                continue;
            }
            let (from, everywhere) = (end, of_feature.wordings as f32 / all);
            let weight = (1.0 + (groups - known_to + 0.5) / (known_to + 0.5)).ln();
            end += of_feature.groups;
            of_feature.next = Some(from);
            let most = (1.0 + telling / everywhere).ln();
            (of_feature.everywhere, of_feature.most) = (everywhere, most);
            let (to, most) = (end, most * weight);
            kept.push((*hashed, Place { from, to, most }));
        }
        let mut values = vec![Value::default(); end as usize];
        // Each group's counts go as soon as they are laid out.
        for ((group, counts), size) in (0..).zip(of_groups).zip(sizes) {
            for (feature, count) in counts {
                let of_feature = &mut laying[feature as usize];
                let Some(next) = &mut of_feature.next else {
                    continue;
                };
                let share = count as f32 / (*size as f32 + 2.0);
                let value = (1.0 + telling * share / of_feature.everywhere).ln();
                values[*next as usize] = Value::new(group, value / of_feature.most);
                *next += 1;
            }
        }
        Self::sorted(kept, values)
    }

    fn sorted(mut kept: Vec<(u64, Place)>, values: Vec<Value>) -> Self {
        kept.sort_unstable_by_key(|(hashed, _)| *hashed);
        let mut beginnings = vec![0; (1 << FIRST_BITS) + 1];
        for (hashed, _) in &kept {
            beginnings[beginning(*hashed) + 1] += 1;
        }
        let mut end = 0;
        for start in &mut beginnings {
            end += *start;
            *start = end;
        }
        let (hashes, places) = kept.into_iter().unzip();
        Self {
            hashes,
            places,
            beginnings,
            values,
        }
    }

    fn place(&self, hashed: u64) -> Option<Place> {
        let at = beginning(hashed);
        let from = self.beginnings[at] as usize;
        let alike = &self.hashes[from..self.beginnings[at + 1] as usize];
        let at = alike.binary_search(&hashed).ok()?;
        self.places.get(from + at).copied()
    }

    /// How a text with these features looks to each of so many groups, from 0 to 1; at most [`LOOKED_AT`] of them.
    pub(super) fn likeness(&self, features: &[u64], groups: usize) -> Vec<f32> {
        let mut sums = vec![0.0_f32; groups.min(LOOKED_AT)];
        let mut possible = 0.0_f32;
        for place in features.iter().filter_map(|one| self.place(*one)) {
            possible += place.most;
            let of_level = place.most / LEVELS as f32;
            for value in &self.values[place.from as usize..place.to as usize] {
                sums[value.group()] += value.level() * of_level;
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

fn beginning(hashed: u64) -> usize {
    usize::try_from(hashed >> (u64::BITS - FIRST_BITS)).unwrap_or(0)
}

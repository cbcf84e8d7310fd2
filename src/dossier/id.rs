//! Identifiers: short names that people write in data files, commands and deep links.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of one fact, person, source and so on, unique within its kind.
///
/// 1 to 64 characters of `a-z`, `0-9` and `-`: what fits, unchanged, into the `start` parameter of a Telegram deep
/// link (Bot API, "Deep linking": up to 64 characters of `A-Z a-z 0-9 _ -`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(String);

impl Id {
    /// The longest id, in characters: the limit of a deep link's `start` parameter.
    pub const MAX: usize = 64;

    /// The id, if `text` is one.
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=Self::MAX).contains(&text.len());
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (fits && plain).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn only_what_fits_a_deep_link_is_an_id() {
        let longest = "a".repeat(64);
        for good in ["a", "seed-figure-26", "2", &longest] {
            assert!(Id::new(good).is_some(), "{good}");
        }
        let too_long = "a".repeat(65);
        for bad in ["", "Seed", "a b", "a_b", "факт", "a/b", "a\0", &too_long] {
            assert!(Id::new(bad).is_none(), "{bad:?}");
        }
    }
}

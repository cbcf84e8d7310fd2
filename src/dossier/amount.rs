//! The number in a figure, kept exactly as its source gives it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A decimal number, exact: 71.5 stays 71.5. Written with digits, at most one point, and a sign where it is negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Amount(String);

impl Amount {
    /// The longest number, in characters.
    const MAX: usize = 30;

    /// The number as written: `71.5`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

/// A text that is no decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number of at most {} characters", Amount::MAX)]
pub struct NotANumber;

impl FromStr for Amount {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let fits = text.len() <= Self::MAX && digits(whole) && digits(fraction);
        fits.then(|| Self(text.to_owned())).ok_or(NotANumber)
    }
}

impl TryFrom<String> for Amount {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, NotANumber};

    #[test]
    fn a_number_is_kept_as_written() {
        for good in ["0", "26", "71.5", "-3", "71.50", "100000"] {
            assert_eq!(
                good.parse::<Amount>()
                    .map(|amount| amount.to_string())
                    .as_deref(),
                Ok(good)
            );
        }
        for bad in [
            "", "1e3", "1_000", "1,5", ".5", "5.", "--1", "nan", "inf", "1.2.3", "٣",
        ] {
            assert_eq!(bad.parse::<Amount>(), Err(NotANumber), "{bad}");
        }
    }
}

//! The form of stored values: JSON with a version, `{"v":1,"is":…}`.
//!
//! A version is never reused: when a type changes so that old records no longer read, its version rises and reading the
//! old one stays possible. `tests/it/records.rs` holds records of every version there has been.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{StoreError, keys};
use crate::dossier::lang::Lang;
use crate::dossier::revision::Entry;

/// The newest version of records that this program writes and reads.
pub const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    v: u32,
    is: T,
}

#[derive(Deserialize)]
struct VersionOnly {
    v: u32,
}

/// A value as it is stored.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(&Versioned {
        v: VERSION,
        is: value,
    })
    .map_err(|error| StoreError::Record {
        key: "to be written".to_owned(),
        what: error.to_string(),
    })
}

/// A stored value. A newer version than this program knows is told apart from damage.
pub fn decode<T: DeserializeOwned>(key: &[u8], value: &[u8]) -> Result<T, StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Record {
        key: keys::printable(key),
        // The message of serde_json may quote the value; its place is enough.
        what: format!(
            "{:?} at line {} column {}",
            error.classify(),
            error.line(),
            error.column()
        ),
    };
    let version: VersionOnly = serde_json::from_slice(value).map_err(damaged)?;
    if version.v > VERSION {
        return Err(StoreError::TooNew {
            what: format!("the record {}", keys::printable(key)),
            found: version.v,
            known: VERSION,
        });
    }
    let versioned: Versioned<T> = serde_json::from_slice(value).map_err(damaged)?;
    Ok(versioned.is)
}

/// An entry of the dossier as of one revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryRecord {
    /// It stands.
    Stands(Box<Entry>),
    /// It was withdrawn with this revision.
    Withdrawn,
}

/// The settings of a chat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRecord {
    /// The language chosen for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The revision up to which it has seen what is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked: Option<u64>,
}

//! Updates that were set aside: kept, but not handled any more until the operator says so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::inbox::commit;
use super::records::{decode, encode};
use super::{Operation, Store, StoreError, keys, scan_all};

/// An update that was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// When.
    pub since: Timestamp,
    /// Why.
    pub why: Why,
    /// The update as it came.
    pub update: serde_json::Value,
}

/// Why an update was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The program died each time it was in hand.
    Died,
    /// It was kept by another version of the program, and this one cannot read it.
    Unreadable,
}

/// Sets an update aside; nothing else is left of it.
pub async fn put(store: &dyn Store, number: u32, aside: &Aside) -> Result<(), StoreError> {
    let operations = vec![
        Operation::Put(keys::aside(number), encode(aside)?),
        Operation::Delete(keys::inbox(number)),
        Operation::Delete(keys::tried(number)),
    ];
    commit(store, operations).await
}

/// What is set aside, in the order of the updates' numbers.
pub async fn list(store: &dyn Store) -> Result<Vec<(u32, Aside)>, StoreError> {
    let rows = scan_all(store, keys::ASIDE).await?;
    let numbered = rows
        .iter()
        .filter_map(|(key, value)| Some((keys::parse_update(key, keys::ASIDE)?, key, value)));
    numbered
        .map(|(number, key, value)| Ok((number, decode(key, value)?)))
        .collect()
}

/// Takes an update up again: it is handled at the next start. `false` if none of this number is set aside.
pub async fn retry(store: &dyn Store, number: u32) -> Result<bool, StoreError> {
    let key = keys::aside(number);
    let Some(value) = store.get(&key).await? else {
        return Ok(false);
    };
    let aside: Aside = decode(&key, &value)?;
    let operations = vec![
        Operation::Put(keys::inbox(number), encode(&aside.update)?),
        Operation::Delete(key),
    ];
    commit(store, operations).await.map(|()| true)
}

/// Forgets an update. `false` if none of this number is set aside.
pub async fn forget(store: &dyn Store, number: u32) -> Result<bool, StoreError> {
    let key = keys::aside(number);
    if store.get(&key).await?.is_none() {
        return Ok(false);
    }
    commit(store, vec![Operation::Delete(key)])
        .await
        .map(|()| true)
}

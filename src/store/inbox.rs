//! Updates that were accepted but could not be answered at once, and marks of those that changed something.

use jiff::{SignedDuration, Timestamp};

use super::records::{decode, encode};
use super::{Commit, Committed, OPERATIONS_MAX, Operation, Store, StoreError, keys, scan_all};

/// How long the mark of an applied update is kept. Telegram keeps updates for 24 hours (Bot API, "Getting updates").
const SEEN_FOR: SignedDuration = SignedDuration::from_hours(48);

/// Keeps updates until they are done; when this returns, Telegram may be told.
pub async fn accept(
    store: &dyn Store,
    updates: &[(u32, serde_json::Value)],
) -> Result<(), StoreError> {
    for chunk in updates.chunks(OPERATIONS_MAX) {
        let puts = chunk
            .iter()
            .map(|(update, value)| Ok(Operation::Put(keys::inbox(*update), encode(value)?)));
        commit(store, puts.collect::<Result<_, StoreError>>()?).await?;
    }
    Ok(())
}

/// Forgets an update that is done, and that it was counted.
pub async fn done(store: &dyn Store, update: u32) -> Result<(), StoreError> {
    let operations = vec![
        Operation::Delete(keys::inbox(update)),
        Operation::Delete(keys::tried(update)),
    ];
    commit(store, operations).await
}

/// The updates that were accepted and are not done, in the order of their numbers.
pub async fn accepted(store: &dyn Store) -> Result<Vec<(u32, serde_json::Value)>, StoreError> {
    let rows = scan_all(store, keys::INBOX).await?;
    let numbered = rows
        .iter()
        .filter_map(|(key, value)| Some((keys::parse_update(key, keys::INBOX)?, key, value)));
    numbered
        .map(|(update, key, value)| Ok((update, decode(key, value)?)))
        .collect()
}

/// Removes marks of updates that Telegram no longer repeats.
pub async fn sweep(store: &dyn Store, now: Timestamp) -> Result<(), StoreError> {
    let mut old = Vec::new();
    for (key, value) in scan_all(store, keys::SEEN).await? {
        let applied: Timestamp = decode(&key, &value)?;
        if applied
            .saturating_add(SEEN_FOR)
            .is_ok_and(|until| until < now)
        {
            old.push(Operation::Delete(key));
        }
    }
    for chunk in old.chunks(OPERATIONS_MAX) {
        commit(store, chunk.to_vec()).await?;
    }
    Ok(())
}

pub(super) async fn commit(
    store: &dyn Store,
    operations: Vec<Operation>,
) -> Result<(), StoreError> {
    match store.commit(Commit::of(operations)).await? {
        Committed::Done => Ok(()),
        // A commit without conditions has none that could fail.
        Committed::Conflict => Err(StoreError::Contended),
    }
}

//! Which updates were in hand when the program died, so that one that kills it cannot do so for ever.
//!
//! Nothing is counted while all is well: a run that finds the word of the last one's good end pays one commit at its
//! start and one at its end. Where that word is missing, what was in hand then is counted before it is handled, and the
//! count goes when it is done. Which updates those are, and what follows from a count, is the caller's to say.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::inbox::commit;
use super::records::{decode, encode};
use super::{OPERATIONS_MAX, Operation, Store, StoreError, keys, scan_all};

/// How the last run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastRun {
    /// Whether it was killed, or died.
    pub died: bool,
    /// In how many runs that died an update was counted, by its number. The first death counts nothing.
    pub counts: BTreeMap<u32, u32>,
}

/// How the last run ended.
pub async fn last_run(store: &dyn Store) -> Result<LastRun, StoreError> {
    let died = store.get(keys::META_RUNNING).await?.is_some();
    let mut counts = BTreeMap::new();
    for (key, value) in scan_all(store, keys::TRIED).await? {
        if let Some(update) = keys::parse_update(&key, keys::TRIED) {
            counts.insert(update, decode(&key, &value)?);
        }
    }
    Ok(LastRun { died, counts })
}

/// Notes that a run has begun: until [`ended`], it counts as one that died.
pub async fn begun(store: &dyn Store, now: Timestamp) -> Result<(), StoreError> {
    let running = Operation::Put(keys::META_RUNNING.to_vec(), encode(&now)?);
    commit(store, vec![running]).await
}

/// Notes that a run has ended well; with it go all counts.
pub async fn ended(store: &dyn Store) -> Result<(), StoreError> {
    let rows = scan_all(store, keys::TRIED).await?;
    let mut deletes: Vec<Operation> = rows
        .into_iter()
        .map(|(key, _)| Operation::Delete(key))
        .collect();
    deletes.push(Operation::Delete(keys::META_RUNNING.to_vec()));
    all(store, &deletes).await
}

/// Counts updates that are about to be handled and forgets the counts of others, durably.
pub async fn count(
    store: &dyn Store,
    counts: &[(u32, u32)],
    forget: &[u32],
) -> Result<(), StoreError> {
    let mut operations = Vec::with_capacity(counts.len() + forget.len());
    for update in forget {
        operations.push(Operation::Delete(keys::tried(*update)));
    }
    for (update, count) in counts {
        operations.push(Operation::Put(keys::tried(*update), encode(count)?));
    }
    all(store, &operations).await
}

async fn all(store: &dyn Store, operations: &[Operation]) -> Result<(), StoreError> {
    for chunk in operations.chunks(OPERATIONS_MAX) {
        commit(store, chunk.to_vec()).await?;
    }
    Ok(())
}

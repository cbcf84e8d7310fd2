//! The ledger of notices: which message carried which facts, so that it can be put right when one of them is.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::inbox::commit;
use super::records::{decode, encode};
use super::{OPERATIONS_MAX, Operation, Store, StoreError, keys, scan_all};
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::subscription::Recipient;

/// How long it is remembered what a message carried. Nobody scrolls back further, and without an end it would grow for ever.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(180 * 24);

/// A message that carried facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The facts, in the order in which they stand in it.
    pub facts: Vec<Id>,
    /// Its language.
    pub lang: Lang,
    /// The revision after which it tells of what is new.
    #[serde(default)]
    pub after: u64,
    /// The revision that it tells of last.
    pub until: u64,
    /// So many news had no room in it.
    #[serde(default)]
    pub behind: usize,
    /// The revision up to which it has been put right.
    pub amended: u64,
    /// When it was sent.
    pub at: Timestamp,
}

/// A message of a chat or topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message {
    /// Where it is.
    pub recipient: Recipient,
    /// Its number.
    pub number: i32,
}

/// The operations that remember a message, for the commit that says that it was sent.
pub fn remembering(message: Message, carried: &Carried) -> Result<Vec<Operation>, StoreError> {
    let mut operations = vec![Operation::Put(keys::carried(message), encode(carried)?)];
    for fact in &carried.facts {
        let key = keys::carrier(fact, message);
        operations.push(Operation::Put(key, encode(&())?));
    }
    Ok(operations)
}

/// What a message carried.
pub async fn carried(store: &dyn Store, message: Message) -> Result<Option<Carried>, StoreError> {
    let key = keys::carried(message);
    let value = store.get(&key).await?;
    value.map(|value| decode(&key, &value)).transpose()
}

/// The messages that carried a fact, at most `limit` of them, beginning after one.
pub async fn carriers(
    store: &dyn Store,
    fact: &Id,
    after: Option<Message>,
    limit: usize,
) -> Result<Vec<Message>, StoreError> {
    let prefix = keys::carriers(fact);
    let after = after.map(|message| keys::carrier(fact, message));
    let rows = store.scan(&prefix, after.as_deref(), limit).await?;
    Ok(messages(&rows, &prefix))
}

/// The newest message in a chat or topic that carried a fact.
pub async fn newest_carrier(
    store: &dyn Store,
    fact: &Id,
    recipient: Recipient,
) -> Result<Option<i32>, StoreError> {
    let prefix = keys::carriers_in(fact, recipient);
    let rows = scan_all(store, &prefix).await?;
    let newest = rows.last().and_then(|(key, _)| keys::last_number(key));
    Ok(newest)
}

fn messages(rows: &[super::Row], prefix: &[u8]) -> Vec<Message> {
    let rests = rows.iter().filter_map(|(key, _)| key.strip_prefix(prefix));
    rests.filter_map(keys::parse_message).collect()
}

/// Notes that a message has been put right.
pub async fn amended(
    store: &dyn Store,
    message: Message,
    carried: &Carried,
) -> Result<(), StoreError> {
    let put = Operation::Put(keys::carried(message), encode(carried)?);
    commit(store, vec![put]).await
}

/// Forgets a message: it is gone, or cannot be put right any more.
pub async fn forget(
    store: &dyn Store,
    message: Message,
    carried: &Carried,
) -> Result<(), StoreError> {
    commit(store, forgetting(message, carried)).await
}

fn forgetting(message: Message, carried: &Carried) -> Vec<Operation> {
    let carriers = carried
        .facts
        .iter()
        .map(|fact| keys::carrier(fact, message));
    let all = carriers.chain([keys::carried(message)]);
    all.map(Operation::Delete).collect()
}

/// Forgets what is older than [`KEPT_FOR`].
pub async fn sweep(store: &dyn Store, now: Timestamp) -> Result<(), StoreError> {
    const AT_ONCE: usize = 1_000;
    let mut after: Option<Vec<u8>> = None;
    loop {
        let rows = store.scan(keys::CARRIED, after.as_deref(), AT_ONCE).await?;
        let mut old = Vec::new();
        for (key, value) in &rows {
            let carried: Carried = decode(key, value)?;
            let message = key
                .strip_prefix(keys::CARRIED)
                .and_then(keys::parse_message);
            let ends = carried.at.saturating_add(KEPT_FOR);
            if let (Some(message), true) = (message, ends.is_ok_and(|ends| ends < now)) {
                old.extend(forgetting(message, &carried));
            }
        }
        for chunk in old.chunks(OPERATIONS_MAX) {
            commit(store, chunk.to_vec()).await?;
        }
        if rows.len() < AT_ONCE {
            return Ok(());
        }
        after = rows.last().map(|(key, _)| key.clone());
    }
}

/// The revision up to which all messages have been put right; `None` before the first time.
pub async fn amended_until(store: &dyn Store) -> Result<Option<u64>, StoreError> {
    let value = store.get(keys::META_AMENDED).await?;
    value
        .map(|value| decode(keys::META_AMENDED, &value))
        .transpose()
}

/// Notes up to which revision all messages have been put right.
pub async fn set_amended_until(store: &dyn Store, revision: u64) -> Result<(), StoreError> {
    let put = Operation::Put(keys::META_AMENDED.to_vec(), encode(&revision)?);
    commit(store, vec![put]).await
}

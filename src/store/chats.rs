//! The settings of chats.

use jiff::Timestamp;

use super::records::{ChatRecord, decode, encode};
use super::{Commit, Committed, Compare, Operation, Store, StoreError, keys};
use crate::dossier::lang::Lang;
use crate::subscription::Recipient;

/// Tries of a change that something else gets in the way of. Two updates of one chat are never handled at once, so one
/// retry is already more than can be needed.
const TRIES: usize = 8;

/// The settings of a chat; those of a new one if it has none.
pub async fn settings(store: &dyn Store, chat: i64) -> Result<ChatRecord, StoreError> {
    let key = keys::chat(chat);
    let value = store.get(&key).await?;
    value.map_or_else(|| Ok(ChatRecord::default()), |value| decode(&key, &value))
}

/// Sets the language of a chat, once per update: the same update again changes nothing.
///
/// `update` is `None` where the message did not come as an update, at the command line.
pub async fn set_language(
    store: &dyn Store,
    chat: i64,
    lang: Lang,
    update: Option<u32>,
    now: Timestamp,
) -> Result<(), StoreError> {
    change(store, chat, update, now, |record| record.lang = Some(lang)).await
}

/// Notes up to which revision a chat has seen what is new, once per update.
pub async fn set_looked(
    store: &dyn Store,
    chat: i64,
    revision: u64,
    update: Option<u32>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let set = |record: &mut ChatRecord| record.looked = Some(revision);
    change(store, chat, update, now, set).await
}

async fn change(
    store: &dyn Store,
    chat: i64,
    update: Option<u32>,
    now: Timestamp,
    set: impl Fn(&mut ChatRecord),
) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let key = keys::chat(chat);
        let is = store.get(&key).await?;
        let mut record: ChatRecord = is
            .as_deref()
            .map_or_else(|| Ok(ChatRecord::default()), |old| decode(&key, old))?;
        set(&mut record);
        let commit = Commit {
            operations: vec![Operation::Put(key.clone(), encode(&record)?)],
            compares: vec![Compare { key, is }],
        };
        if apply_once(store, commit, update, now).await? {
            return Ok(());
        }
    }
    Err(StoreError::Contended)
}

/// Gives the settings and the subscription of a group to the supergroup it has become, once per update. What the supergroup
/// has already is newer and stays. A group has no topics, so that one commit has room for all.
pub async fn migrate(
    store: &dyn Store,
    from: i64,
    to: i64,
    update: Option<u32>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let (old_key, new_key) = (keys::chat(from), keys::chat(to));
        let (old, new) = (store.get(&old_key).await?, store.get(&new_key).await?);
        let mut commit = Commit::default();
        move_row(&mut commit, (old_key, old), (new_key, new));
        for (old_key, old) in super::scan_all(store, &keys::subscriptions_of(from)).await? {
            let Some(recipient) = keys::parse_subscription(&old_key) else {
                continue;
            };
            let new_key = keys::subscription(Recipient {
                chat: to,
                ..recipient
            });
            let new = store.get(&new_key).await?;
            move_row(&mut commit, (old_key, Some(old)), (new_key, new));
        }
        if apply_once(store, commit, update, now).await? {
            return Ok(());
        }
    }
    Err(StoreError::Contended)
}

/// Has a commit move a row to another key, unless there is one already.
fn move_row(
    commit: &mut Commit,
    (old_key, old): (Vec<u8>, Option<Vec<u8>>),
    (new_key, new): (Vec<u8>, Option<Vec<u8>>),
) {
    commit.operations.push(Operation::Delete(old_key.clone()));
    if let (Some(old), None) = (&old, &new) {
        let put = Operation::Put(new_key.clone(), old.clone());
        commit.operations.push(put);
    }
    commit.compares.push(Compare {
        key: old_key,
        is: old,
    });
    commit.compares.push(Compare {
        key: new_key,
        is: new,
    });
}

/// Commits a change together with the mark that the update was applied; not at all if it was before. `false` if
/// something else changed the same rows meanwhile, so that the change has to be made anew.
pub(super) async fn apply_once(
    store: &dyn Store,
    mut commit: Commit,
    update: Option<u32>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if let Some(update) = update {
        let key = keys::seen(update);
        if store.get(&key).await?.is_some() {
            return Ok(true);
        }
        commit
            .operations
            .push(Operation::Put(key.clone(), encode(&now)?));
        commit.compares.push(Compare { key, is: None });
    }
    Ok(store.commit(commit).await? == Committed::Done)
}

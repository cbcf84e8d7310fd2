//! Files that editors have sent and nobody has published or discarded yet.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::dossiers::numbered;
use super::records::{decode, encode};
use super::{Commit, Committed, Compare, Operation, Store, StoreError, keys};

/// Tries of a change that something else gets in the way of: editors in other chats.
const TRIES: usize = 8;

/// A file that an editor has sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The name of the file.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// Who sent it; `None` for an administrator of the chat who does so anonymously.
    pub by: Option<i64>,
    /// Their name.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// The revision it was held against then.
    pub against: u64,
    /// The chat it was sent in.
    pub chat: i64,
    /// The message it came with.
    pub message: i32,
}

/// A draft, or what became of it. The record stays, so that a button that carries its number never means another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftRecord {
    /// It waits.
    Waiting(Box<Draft>),
    /// It was published as this revision.
    Published(u64),
    /// It was discarded.
    Discarded,
}

/// Keeps a draft and returns its number. The same message again is the same draft.
pub async fn add(store: &dyn Store, draft: &Draft) -> Result<u64, StoreError> {
    for _ in 0..TRIES {
        let all: BTreeMap<u64, DraftRecord> = numbered(store, keys::DRAFTS).await?;
        let same = all.iter().find(|(_, record)| match record {
            DraftRecord::Waiting(known) => {
                (known.chat, known.message) == (draft.chat, draft.message)
            }
            DraftRecord::Published(_) | DraftRecord::Discarded => false,
        });
        if let Some((number, _)) = same {
            return Ok(*number);
        }
        let number = all.keys().next_back().map_or(1, |last| last + 1);
        let record = DraftRecord::Waiting(Box::new(draft.clone()));
        if store.commit(replacing(number, None, &record)?).await? == Committed::Done {
            return Ok(number);
        }
    }
    Err(StoreError::Contended)
}

/// A draft, or what became of it; `None` if there never was one of this number.
pub async fn get(store: &dyn Store, number: u64) -> Result<Option<DraftRecord>, StoreError> {
    read(store, number).await.map(|(record, _)| record)
}

/// The drafts that wait, by their numbers.
pub async fn waiting(store: &dyn Store) -> Result<Vec<(u64, Draft)>, StoreError> {
    let all: BTreeMap<u64, DraftRecord> = numbered(store, keys::DRAFTS).await?;
    let waiting = all.into_iter().filter_map(|(number, record)| match record {
        DraftRecord::Waiting(draft) => Some((number, *draft)),
        DraftRecord::Published(_) | DraftRecord::Discarded => None,
    });
    Ok(waiting.collect())
}

/// What has to be in the commit that publishes a draft as a revision: that it still waits, and that it does not any more.
/// `None` where it does not wait.
pub async fn publication(
    store: &dyn Store,
    number: u64,
    revision: u64,
) -> Result<Option<Commit>, StoreError> {
    let (is, value) = read(store, number).await?;
    match is {
        Some(DraftRecord::Waiting(_)) => {
            replacing(number, value, &DraftRecord::Published(revision)).map(Some)
        }
        _ => Ok(None),
    }
}

/// Settles a draft that waits; one that does not stays as it is. Returns what has become of it, `None` if there never was
/// one.
pub async fn settle(
    store: &dyn Store,
    number: u64,
    record: &DraftRecord,
) -> Result<Option<DraftRecord>, StoreError> {
    for _ in 0..TRIES {
        let (is, value) = read(store, number).await?;
        if !matches!(is, Some(DraftRecord::Waiting(_))) {
            return Ok(is);
        }
        if store.commit(replacing(number, value, record)?).await? == Committed::Done {
            return Ok(Some(record.clone()));
        }
    }
    Err(StoreError::Contended)
}

/// A record and its value as it is stored.
async fn read(
    store: &dyn Store,
    number: u64,
) -> Result<(Option<DraftRecord>, Option<Vec<u8>>), StoreError> {
    let key = keys::draft(number);
    let value = store.get(&key).await?;
    let record = value.as_deref().map(|value| decode(&key, value));
    Ok((record.transpose()?, value))
}

fn replacing(number: u64, is: Option<Vec<u8>>, record: &DraftRecord) -> Result<Commit, StoreError> {
    let key = keys::draft(number);
    Ok(Commit {
        compares: vec![Compare {
            key: key.clone(),
            is,
        }],
        operations: vec![Operation::Put(key, encode(record)?)],
    })
}

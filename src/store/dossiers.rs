//! The dossier in the store: loading it at its current revision, and publishing the next one.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::records::{EntryRecord, decode, encode};
use super::{
    Commit, Committed, Compare, OPERATIONS_MAX, Operation, Store, StoreError, keys, scan_all,
};
use crate::dossier::Dossier;
use crate::dossier::fact::Fact;
use crate::dossier::history::{Edition, History, Past, Stay};
use crate::dossier::id::Id;
use crate::dossier::lang::Wording;
use crate::dossier::revision::{Change, Entry, EntryKey, Revision, diff};
use crate::dossier::update::Update;

/// The number of the revision that seeds a dossier.
const FIRST: u64 = 1;

/// Checks that this program can read the store, and loads the current edition; `None` before the first seeding.
pub async fn load(store: &dyn Store) -> Result<Option<Edition>, StoreError> {
    check_schema(store).await?;
    match head(store).await? {
        Some(head) => load_at(store, head).await.map(Some),
        None => Ok(None),
    }
}

/// The edition as of a revision that there is.
async fn load_at(store: &dyn Store, head: u64) -> Result<Edition, StoreError> {
    let mut revisions = BTreeMap::new();
    for (key, value) in scan_all(store, keys::REVISIONS).await? {
        let revision: Revision = decode(&key, &value)?;
        revisions.insert(revision.number, Arc::new(revision));
    }
    let missing = |what: &str| StoreError::Record {
        key: keys::printable(keys::META_HEAD),
        what: format!("revision {head} has no {what}"),
    };
    let revision = revisions
        .get(&head)
        .map(|revision| Revision::clone(revision))
        .ok_or_else(|| missing("record"))?;
    let mut reading = Reading::default();
    for (key, value) in scan_all(store, keys::ENTRIES).await? {
        reading.add(&key, &value, head, &revisions)?;
    }
    let dossier = Dossier::from_entries(std::mem::take(&mut reading.standing).into_values())
        .ok_or_else(|| missing("description"))?;
    reading.history.revisions = revisions;
    Ok(Edition {
        dossier,
        revision,
        history: reading.history,
    })
}

async fn check_schema(store: &dyn Store) -> Result<(), StoreError> {
    let Some(value) = store.get(keys::META_SCHEMA).await? else {
        return Ok(());
    };
    let found: u32 = decode(keys::META_SCHEMA, &value)?;
    if found > keys::SCHEMA {
        return Err(StoreError::TooNew {
            what: "the store".to_owned(),
            found,
            known: keys::SCHEMA,
        });
    }
    Ok(())
}

/// The number of the current revision; `None` before the first seeding.
pub async fn head(store: &dyn Store) -> Result<Option<u64>, StoreError> {
    let value = store.get(keys::META_HEAD).await?;
    value
        .map(|value| decode(keys::META_HEAD, &value))
        .transpose()
}

/// Entries while they are read, in the order of their keys: for each thing, its oldest version first.
#[derive(Default)]
struct Reading {
    standing: HashMap<(String, String), Entry>,
    history: History,
}

impl Reading {
    fn add(
        &mut self,
        key: &[u8],
        value: &[u8],
        head: u64,
        revisions: &BTreeMap<u64, Arc<Revision>>,
    ) -> Result<(), StoreError> {
        let parsed = keys::parse_entry(key).ok_or_else(|| StoreError::Record {
            key: keys::printable(key),
            what: "not a key of an entry".to_owned(),
        })?;
        let (kind, id, number) = parsed;
        // A revision that was not finished does not count.
        if number > head {
            return Ok(());
        }
        let name = (kind.to_owned(), id.to_owned());
        let record: EntryRecord = decode(key, value)?;
        let until = revisions.get(&number);
        let before = self.standing.remove(&name).and_then(Entry::into_fact);
        match record {
            EntryRecord::Withdrawn => {
                if let (Some(fact), Some(until)) = (before, until.cloned()) {
                    let id = fact.id.clone();
                    self.left(&id, number);
                    self.history.withdrawn.insert(id, Past { until, fact });
                }
            }
            EntryRecord::Stands(entry) => {
                if let Some(now) = entry.as_fact() {
                    if before.is_none() && number > FIRST {
                        let stay = Stay {
                            from: number,
                            until: None,
                        };
                        let stays = &mut self.history.stays;
                        stays.entry(now.id.clone()).or_default().push(stay);
                    }
                    self.remember(before, now, until);
                }
                self.standing.insert(name, *entry);
            }
        }
        Ok(())
    }

    /// A fact stands no longer.
    fn left(&mut self, fact: &Id, number: u64) {
        let from_the_first = || {
            vec![Stay {
                from: FIRST,
                until: None,
            }]
        };
        let stays = self.history.stays.entry(fact.clone());
        if let Some(stay) = stays.or_insert_with(from_the_first).last_mut() {
            stay.until = Some(number);
        }
    }

    /// Keeps the earlier wording of a fact that reads differently now. One that comes back after it was withdrawn stands
    /// again; one whose evidence or date changed, but not its wording, has nothing to keep.
    fn remember(&mut self, before: Option<Fact>, now: &Fact, until: Option<&Arc<Revision>>) {
        let withdrawn = self.history.withdrawn.remove(&now.id);
        let before = before.or(withdrawn.map(|past| past.fact));
        if let (Some(before), Some(until)) = (before, until.cloned())
            && before.text != now.text
        {
            let past = self.history.revised.entry(now.id.clone()).or_default();
            past.push(Past {
                until,
                fact: before,
            });
        }
    }
}

/// Publishes `dossier` as the next revision if it differs from the current one; returns the revision, or `None` where
/// nothing changed and nothing was written.
///
/// The entries are written first, in small commits, and count only when the last commit moves `meta/head`: killed at any
/// moment, the store holds the old revision whole or the new one whole.
pub async fn publish(
    store: &dyn Store,
    current: Option<&Edition>,
    dossier: &Dossier,
    now: Timestamp,
) -> Result<Option<Revision>, StoreError> {
    let changes = diff(current.map(|edition| &edition.dossier), dossier);
    if changes.is_empty() {
        return Ok(None);
    }
    let old_head = current.map(|edition| edition.revision.number);
    let revision = Revision::of(old_head.unwrap_or(0) + 1, now, &changes);
    write(store, old_head, &changes, &revision, Commit::default()).await?;
    Ok(Some(revision))
}

/// An update that was published: its file, from which it is laid over the data files at each start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateFile {
    /// The name of the file.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Every update that was published, by the number of its revision.
pub async fn updates(store: &dyn Store) -> Result<BTreeMap<u64, UpdateFile>, StoreError> {
    numbered(store, keys::UPDATES).await
}

/// The records below a prefix, by their numbers.
pub(super) async fn numbered<T: DeserializeOwned>(
    store: &dyn Store,
    prefix: &[u8],
) -> Result<BTreeMap<u64, T>, StoreError> {
    let mut records = BTreeMap::new();
    for (key, value) in scan_all(store, prefix).await? {
        let number = keys::parse_number(&key, prefix).ok_or_else(|| StoreError::Record {
            key: keys::printable(&key),
            what: "not a key with a number".to_owned(),
        })?;
        records.insert(number, decode(&key, &value)?);
    }
    Ok(records)
}

/// Publishes an update as the next revision, with its file and `along` in the same commit that makes it count. It is
/// published also where it changes nothing that is not so already, so that it is not tried again.
///
/// Fails as `Contended`, and publishes nothing, where something else was published since or a condition of `along` does
/// not hold.
pub async fn publish_update(
    store: &dyn Store,
    current: &Edition,
    update: &Update,
    file: &UpdateFile,
    mut along: Commit,
    now: Timestamp,
) -> Result<Revision, StoreError> {
    let changes = diff(Some(&current.dossier), &current.dossier.updated(update));
    let head = current.revision.number;
    let revision = Revision::of(head + 1, now, &changes).explained(update);
    let kept = Operation::Put(keys::update_file(head + 1), encode(file)?);
    along.operations.push(kept);
    write(store, Some(head), &changes, &revision, along).await?;
    Ok(revision)
}

/// An update that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Its file.
    pub file: UpdateFile,
    /// The revision that withdrew it.
    pub by: u64,
}

/// Every update that was withdrawn, by the number of the revision that it had become. They are not laid over the data
/// files any more.
pub async fn undone(store: &dyn Store) -> Result<BTreeMap<u64, Undone>, StoreError> {
    numbered(store, keys::UNDONE).await
}

/// Publishes the dossier as it was before the current revision, which an update has published, as the next revision.
/// `why` is what it says of itself.
///
/// Fails as `Contended`, and publishes nothing, where something else was published since.
pub async fn undo(
    store: &dyn Store,
    current: &Edition,
    file: UpdateFile,
    why: Wording,
    now: Timestamp,
) -> Result<Revision, StoreError> {
    let head = current.revision.number;
    let before = load_at(store, head - 1).await?;
    let changes = diff(Some(&current.dossier), &before.dossier);
    let revision = Revision {
        why: Some(why),
        ..Revision::of(head + 1, now, &changes)
    };
    let undone = Undone { file, by: head + 1 };
    let along = Commit::of(vec![
        Operation::Delete(keys::update_file(head)),
        Operation::Put(keys::undone(head), encode(&undone)?),
    ]);
    write(store, Some(head), &changes, &revision, along).await?;
    Ok(revision)
}

/// One revision is written at a time: what another is writing under the same number looks like what was cut short.
static WRITING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Writes a revision after the one at `old_head`, with `along` in the commit that makes it count.
async fn write(
    store: &dyn Store,
    old_head: Option<u64>,
    changes: &[Change],
    revision: &Revision,
    along: Commit,
) -> Result<(), StoreError> {
    let _alone = WRITING.lock().await;
    let number = revision.number;
    let unchanged = Compare {
        key: keys::META_HEAD.to_vec(),
        is: old_head.map(|head| encode(&head)).transpose()?,
    };
    remove_unfinished(store, number, &unchanged).await?;
    let mut operations = vec![Operation::Put(
        keys::META_SCHEMA.to_vec(),
        encode(&keys::SCHEMA)?,
    )];
    for change in changes {
        operations.push(operation(change, number)?);
    }
    for chunk in operations.chunks(OPERATIONS_MAX) {
        commit(store, &unchanged, chunk.to_vec()).await?;
    }
    let mut last = along;
    last.operations.extend([
        Operation::Put(keys::revision(number), encode(revision)?),
        Operation::Put(keys::META_HEAD.to_vec(), encode(&number)?),
    ]);
    last.compares.push(unchanged);
    match store.commit(last).await? {
        Committed::Done => Ok(()),
        Committed::Conflict => Err(StoreError::Contended),
    }
}

/// Removes what a publication that was cut short has left behind.
async fn remove_unfinished(
    store: &dyn Store,
    from: u64,
    unchanged: &Compare,
) -> Result<(), StoreError> {
    let rows = scan_all(store, keys::ENTRIES).await?;
    let unfinished = rows.into_iter().map(|(key, _)| key);
    let unfinished = unfinished
        .filter(|key| keys::parse_entry(key).is_some_and(|(_, _, number)| number >= from));
    let operations: Vec<Operation> = unfinished.map(Operation::Delete).collect();
    for chunk in operations.chunks(OPERATIONS_MAX) {
        commit(store, unchanged, chunk.to_vec()).await?;
    }
    Ok(())
}

fn operation(change: &Change, number: u64) -> Result<Operation, StoreError> {
    let key: EntryKey = change.key();
    let record = match change {
        Change::Added(entry) | Change::Revised(entry) => {
            EntryRecord::Stands(Box::new(entry.clone()))
        }
        Change::Withdrawn(_) => EntryRecord::Withdrawn,
    };
    Ok(Operation::Put(keys::entry(&key, number), encode(&record)?))
}

async fn commit(
    store: &dyn Store,
    unchanged: &Compare,
    operations: Vec<Operation>,
) -> Result<(), StoreError> {
    let commit = Commit {
        compares: vec![unchanged.clone()],
        operations,
    };
    match store.commit(commit).await? {
        Committed::Done => Ok(()),
        Committed::Conflict => Err(StoreError::Contended),
    }
}

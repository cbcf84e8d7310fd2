//! What is kept: one ordered keyspace behind the small trait [`Store`].
//!
//! [`embedded`] is the engine (sled); a replicated one can follow behind the same trait and pass the same tests. What is
//! stored under which key is documented in [`keys`], in which form in [`records`]. Knows the vocabulary of dossier and subscriptions;
//! knows no Telegram, no questions, no texts.

pub mod aside;
pub mod attempts;
pub mod backup;
pub mod chats;
pub mod dossiers;
pub mod drafts;
pub mod embedded;
pub mod inbox;
pub mod keys;
pub mod ledger;
pub mod records;
pub mod spool;
pub mod subscriptions;
pub mod webhook;

use std::path::PathBuf;

use async_trait::async_trait;

/// The most operations in one commit: what etcd takes by default (`--max-txn-ops`), so that both engines can.
pub const OPERATIONS_MAX: usize = 128;

/// A key and its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// An ordered keyspace with atomic, durable commits.
///
/// Reads see every commit that has been answered, and none in part.
#[async_trait]
pub trait Store: Send + Sync {
    /// The value of a key.
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// At most `limit` rows whose keys begin with `prefix`, in the order of their keys, beginning after the key `after`.
    async fn scan(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError>;

    /// Applies all of a commit or none of it. When this returns [`Committed::Done`], it is on disk and survives the death
    /// of the process at any moment.
    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError>;

    /// Tells when something below `prefix` has been committed. Arm it before looking, and nothing is missed; several
    /// commits may be told as one.
    fn watch(&self, prefix: &[u8]) -> Watch;
}

/// Conditions and the operations that are applied if all of them hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// The conditions.
    pub compares: Vec<Compare>,
    /// The operations, at most [`OPERATIONS_MAX`].
    pub operations: Vec<Operation>,
}

impl Commit {
    /// A commit without conditions.
    pub fn of(operations: Vec<Operation>) -> Self {
        Self {
            compares: Vec::new(),
            operations,
        }
    }
}

/// A condition: a key has this value, or, with `None`, does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compare {
    /// The key.
    pub key: Vec<u8>,
    /// What its value has to be.
    pub is: Option<Vec<u8>>,
}

/// A change of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Sets a key's value.
    Put(Vec<u8>, Vec<u8>),
    /// Removes a key; no matter if it does not exist.
    Delete(Vec<u8>),
}

impl Operation {
    /// The key it changes.
    pub fn key(&self) -> &[u8] {
        match self {
            Self::Put(key, _) | Self::Delete(key) => key,
        }
    }
}

/// What became of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a conflict means that nothing was applied"]
pub enum Committed {
    /// Applied and durable.
    Done,
    /// A condition did not hold; nothing was applied.
    Conflict,
}

/// A subscription to changes below a prefix.
#[derive(Debug)]
pub struct Watch(tokio::sync::watch::Receiver<u64>);

impl Watch {
    /// Waits until something has changed since this was last called, or since the watch was made. Returns `false` when the
    /// store has closed.
    pub async fn changed(&mut self) -> bool {
        self.0.changed().await.is_ok()
    }
}

/// Why the store cannot do what was asked. Every text is one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has it open.
    #[error("{} is in use by another union-brief; stop that one first, or set UNION_BRIEF_STATE to another folder", .0.display())]
    Locked(PathBuf),
    /// It cannot be read back.
    #[error("{} is damaged ({what}); move the folder away and bring back a backup with: union-brief restore FILE", .path.display())]
    Corrupt {
        /// The folder.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The folder cannot be written.
    #[error("cannot write to {} ({cause}); let this user write there, or set UNION_BRIEF_STATE to another folder", .path.display())]
    Denied {
        /// The folder.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// It was written by a newer version.
    #[error(
        "{what} was written by a newer union-brief (form {found}, this one knows up to {known}); run that version"
    )]
    TooNew {
        /// The folder or the key.
        what: String,
        /// Its form.
        found: u32,
        /// The newest form known.
        known: u32,
    },
    /// There is no room.
    #[error("the disk of {} has only {free_mib} MiB free, {needed_mib} are needed before anything is written; free some space", .path.display())]
    Full {
        /// The folder.
        path: PathBuf,
        /// What is free, in MiB.
        free_mib: u64,
        /// What is needed, in MiB.
        needed_mib: u64,
    },
    /// There was no room in the middle of a write; nothing is accepted any more until a restart.
    #[error("the disk of {} is full; free some space and start again, nothing accepted is lost", .0.display())]
    DiskFull(PathBuf),
    /// A record cannot be decoded.
    #[error(
        "the record {key} cannot be read ({what}); bring back a backup with: union-brief restore FILE"
    )]
    Record {
        /// The key, printable.
        key: String,
        /// What is wrong.
        what: String,
    },
    /// The engine failed; nothing is accepted any more until a restart.
    #[error("the store at {} failed ({what}); nothing more is accepted until a restart, nothing accepted is lost", .path.display())]
    Failed {
        /// The folder.
        path: PathBuf,
        /// What the engine said.
        what: String,
    },
    /// A commit has more operations than an engine takes.
    #[error("a commit of {0} operations, at most {max} are allowed", max = OPERATIONS_MAX)]
    TooLarge(usize),
    /// Something else changed the same rows at the same time, more often than can be.
    #[error("the store was changed from two sides at once; try again")]
    Contended,
}

impl StoreError {
    /// Whether nothing was written for want of free space, and reading and later writing go on.
    pub fn is_lack_of_room(&self) -> bool {
        matches!(self, Self::Full { .. })
    }
}

/// Every row below `prefix`.
pub async fn scan_all(store: &dyn Store, prefix: &[u8]) -> Result<Vec<Row>, StoreError> {
    const AT_ONCE: usize = 1_000;
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let after = rows.last().map(|(key, _)| key.clone());
        let mut more = store.scan(prefix, after.as_deref(), AT_ONCE).await?;
        let is_last = more.len() < AT_ONCE;
        rows.append(&mut more);
        if is_last {
            return Ok(rows);
        }
    }
}

//! The embedded engine: sled 0.34.7, made durable.
//!
//! Measured rules, without which sled loses or refuses (each is covered by the kill sweep, `tests/kill.rs`):
//! 1. One thread commits. It drains what has come in, applies it, flushes once, syncs the log file once, then answers all.
//!    `sled::Db::flush` alone survives a kill but not a power cut: it does not fsync.
//! 2. `snap.*.generating` is deleted before opening: killed while writing it, sled takes the torn file for the newest
//!    snapshot and refuses to open for ever. No other process can be writing it, because our own lock is taken first.
//! 3. No timed flush, a small cache, no compression.
//! 4. After any failed write nothing more is accepted. What was answered is on disk; the rest was not accepted.
//! 5. A new store is made beside its place and moved there whole: killed while sled makes one, it can never open it.
//!    The engine lets go of its files only a moment after it is closed; until then nothing moves or opens them.
//! 6. Below a floor of free space nothing is written; it is looked at on opening and then each minute.
//! 7. A step that does not end is given up with the program: a failed write may leave a thread waiting inside sled.
//! 8. Each group of commits gets a number, which is stored with it and, once it is durable, written to a file of its own.
//!    Where a part of the log is damaged sled forgets all that came after it and opens as if nothing were wrong; a store
//!    that knows of fewer groups than the file says so instead.

mod committer;
mod folder;
mod patience;

use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;

use async_trait::async_trait;

use super::{Commit, Committed, OPERATIONS_MAX, Row, Store, StoreError, Watch};
use crate::vitals::Vitals;
use committer::{Committer, closed};
use folder::{create, remove_torn_snapshots, wait_until_let_go};
use patience::{CLOSING_MAX, Patience, done_within};

pub use folder::{Lock, Place, finish_restore};

/// Rows in sled's memory, in bytes. The default of 1 GiB would fill with the log; the real use is about twice this.
const CACHE: u64 = 16 * 1024 * 1024;
/// The embedded store. Closing it, by dropping it, finishes what was handed in.
pub struct Embedded {
    /// There until it is closed.
    db: Option<sled::Db>,
    path: PathBuf,
    committer: Committer,
    _lock: Lock,
}

impl Embedded {
    /// Opens the store of `place`, making it if there is none.
    pub fn open(place: &Place) -> Result<Self, StoreError> {
        Self::open_counted(place, None)
    }

    /// The same, and tells `vitals` how long writing takes.
    pub fn open_counted(place: &Place, vitals: Option<Arc<Vitals>>) -> Result<Self, StoreError> {
        let lock = Lock::take(place)?;
        finish_restore(place)?;
        let path = place.store();
        let patience = Patience::start(&path).map_err(|cause| StoreError::Denied {
            path: path.clone(),
            cause,
        })?;
        let opening = patience.step();
        if !path.exists() {
            create(place)?;
        }
        remove_torn_snapshots(&path)?;
        let db = open_engine(&path)?;
        let committer = Committer::start(db.clone(), place, vitals, patience)?;
        drop(opening);
        Ok(Self {
            committer,
            db: Some(db),
            path,
            _lock: lock,
        })
    }

    fn db(&self) -> Result<&sled::Db, StoreError> {
        self.db.as_ref().ok_or_else(|| closed(&self.path))
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        let finished = self.committer.finish();
        // sled writes once more on closing, and panics or waits for ever where the disk refuses; all that was answered is
        // there already.
        let db = self.db.take();
        let closed = done_within(CLOSING_MAX, move || drop(db));
        if closed != Err(RecvTimeoutError::Timeout) {
            wait_until_let_go(&self.path);
        }
        if closed.is_err() || !finished {
            log::error!(
                "{} did not close as it should; nothing accepted is lost",
                self.path.display()
            );
        }
    }
}

fn open_engine(path: &Path) -> Result<sled::Db, StoreError> {
    let config = sled::Config::new()
        .path(path)
        .cache_capacity(CACHE)
        .flush_every_ms(None);
    guarded(path, || config.open())
}

/// Does something with the files at `path`. On some damaged ones sled panics instead of returning an error, on opening or
/// only when it comes to the damaged part.
fn guarded<T>(path: &Path, does: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(does)) {
        Ok(done) => done.map_err(|error| failed(path, error)),
        Err(_) => Err(damaged(path, "its files make no sense")),
    }
}

fn damaged(path: &Path, what: &str) -> StoreError {
    StoreError::Corrupt {
        path: path.to_owned(),
        what: what.to_owned(),
    }
}

fn failed(path: &Path, error: sled::Error) -> StoreError {
    use std::io::ErrorKind;
    match error {
        sled::Error::Corruption { .. } => damaged(path, "a checksum does not fit"),
        sled::Error::Io(cause) => match cause.kind() {
            ErrorKind::WouldBlock => StoreError::Locked(path.to_owned()),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::Denied {
                path: path.to_owned(),
                cause,
            },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                StoreError::DiskFull(path.to_owned())
            }
            _ if cause.to_string().contains("could not acquire lock") => {
                StoreError::Locked(path.to_owned())
            }
            _ => StoreError::Failed {
                path: path.to_owned(),
                what: cause.to_string(),
            },
        },
        other => StoreError::Failed {
            path: path.to_owned(),
            what: other.to_string(),
        },
    }
}

#[async_trait]
impl Store for Embedded {
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let db = self.db()?;
        let value = guarded(&self.path, || db.get(key))?;
        Ok(value.map(|value| value.to_vec()))
    }

    async fn scan(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let db = self.db()?;
        guarded(&self.path, || {
            let rows = match after {
                None => db.scan_prefix(prefix),
                Some(after) => db.range::<&[u8], _>((Bound::Excluded(after), Bound::Unbounded)),
            };
            let mut found = Vec::new();
            for row in rows.take(limit) {
                let (key, value) = row?;
                if !key.starts_with(prefix) {
                    break;
                }
                found.push((key.to_vec(), value.to_vec()));
            }
            Ok(found)
        })
    }

    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError> {
        if commit.operations.len() > OPERATIONS_MAX {
            return Err(StoreError::TooLarge(commit.operations.len()));
        }
        self.committer.commit(commit).await
    }

    fn watch(&self, prefix: &[u8]) -> Watch {
        self.committer.watch(prefix)
    }
}

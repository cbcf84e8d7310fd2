//! A whole store in one file, and back.
//!
//! Lines of JSON: a header with the form and the number of rows; the rows, key and value in base64; a footer with the
//! SHA-256 of all lines before it. A file that is cut short or changed is refused before anything is written.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::embedded::{Embedded, Lock, Place, finish_restore};
use super::{Commit, Committed, OPERATIONS_MAX, Operation, Row, Store, StoreError, scan_all};

/// The form of the file.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Header {
    union_brief_backup: u32,
    rows: usize,
}

#[derive(Serialize, Deserialize)]
struct Line {
    k: String,
    v: String,
}

#[derive(Serialize, Deserialize)]
struct Footer {
    sha256: String,
}

/// Why a backup was not written or brought back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be read or written.
    #[error("cannot {verb} {path}: {cause}")]
    File {
        /// What was tried.
        verb: &'static str,
        /// The file or folder.
        path: String,
        /// Why it failed.
        cause: std::io::Error,
    },
    /// The file exists.
    #[error("{0} exists already; name another file")]
    Exists(String),
    /// The file is no whole backup.
    #[error("{path} is not a whole backup ({what}); nothing was changed")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong.
        what: String,
    },
    /// There is a store already.
    #[error(
        "{0} holds a store already; to bring back the backup in its place (the old one is kept beside it) add --replace"
    )]
    Occupied(String),
}

fn file_error(verb: &'static str, path: &Path) -> impl Fn(std::io::Error) -> BackupError {
    let path = path.display().to_string();
    move |cause| BackupError::File {
        verb,
        path: path.clone(),
        cause,
    }
}

/// Writes everything in `store` to the new file `path`, and tells `progress` how many rows are done of how many. The file
/// appears under its name only when it is whole. It is for this user alone. Returns the number of rows.
pub async fn write(
    store: &dyn Store,
    path: &Path,
    progress: impl Fn(usize, usize),
) -> Result<usize, BackupError> {
    let failed = file_error("write", path);
    if path.exists() {
        return Err(BackupError::Exists(path.display().to_string()));
    }
    let rows = scan_all(store, b"").await?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".backup-")
        .tempfile_in(folder)
        .map_err(&failed)?;
    let mut hasher = Sha256::new();
    let mut put = |line: String| {
        hasher.update(&line);
        file.write_all(line.as_bytes())
    };
    put(json_line(&Header {
        union_brief_backup: FORM,
        rows: rows.len(),
    })?)
    .map_err(&failed)?;
    for (done, (key, value)) in rows.iter().enumerate() {
        progress(done, rows.len());
        let line = Line {
            k: STANDARD.encode(key),
            v: STANDARD.encode(value),
        };
        put(json_line(&line)?).map_err(&failed)?;
    }
    let sha256 = hex(&hasher.finalize());
    file.write_all(json_line(&Footer { sha256 })?.as_bytes())
        .map_err(&failed)?;
    file.as_file().sync_all().map_err(&failed)?;
    file.persist_noclobber(path)
        .map_err(|error| failed(error.error))?;
    Ok(rows.len())
}

fn json_line<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let mut line = serde_json::to_string(value).map_err(|error| StoreError::Record {
        key: "a line of the backup".to_owned(),
        what: error.to_string(),
    })?;
    line.push('\n');
    Ok(line)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a whole backup and checks it.
fn read(path: &Path) -> Result<Vec<Row>, BackupError> {
    let damaged = |what: &str| BackupError::Damaged {
        path: path.display().to_string(),
        what: what.to_owned(),
    };
    let file = std::fs::File::open(path).map_err(file_error("read", path))?;
    let mut hasher = Sha256::new();
    let mut rows = Vec::new();
    let mut header: Option<Header> = None;
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|_| damaged("it is not text"))?;
        let Some(expected) = &header else {
            let first: Header =
                serde_json::from_str(&line).map_err(|_| damaged("it does not begin like one"))?;
            if first.union_brief_backup > FORM {
                return Err(damaged("it was written by a newer union-brief"));
            }
            header = Some(first);
            hash_line(&mut hasher, &line);
            continue;
        };
        if rows.len() == expected.rows {
            let footer: Footer = serde_json::from_str(&line)
                .map_err(|_| damaged("it has more rows than it says"))?;
            let fits = footer.sha256 == hex(&hasher.finalize());
            return if fits {
                Ok(rows)
            } else {
                Err(damaged("its checksum does not fit"))
            };
        }
        let row: Line = serde_json::from_str(&line).map_err(|_| damaged("a row cannot be read"))?;
        let (key, value) = (STANDARD.decode(row.k), STANDARD.decode(row.v));
        rows.push(
            key.ok()
                .zip(value.ok())
                .ok_or_else(|| damaged("a row cannot be read"))?,
        );
        hash_line(&mut hasher, &line);
    }
    Err(damaged("it ends too early"))
}

fn hash_line(hasher: &mut Sha256, line: &str) {
    hasher.update(line);
    hasher.update(b"\n");
}

/// Brings back the backup `path` as the store of `place`. Where there is one already it is kept beside the new one if
/// `replace` says so, and else nothing is done. The new store is made whole before it takes its place, so a restore cut
/// short leaves what was there. Returns the number of rows and where the old store went.
pub async fn restore(
    place: &Place,
    path: &Path,
    replace: bool,
    progress: impl Fn(usize, usize),
) -> Result<(usize, Option<std::path::PathBuf>), BackupError> {
    let rows = read(path)?;
    let _lock = Lock::take(place)?;
    finish_restore(place)?;
    if place.exists() && !replace {
        return Err(BackupError::Occupied(place.state.display().to_string()));
    }
    let draft = Place {
        state: place.restoring(),
        min_free_mib: place.min_free_mib,
    };
    if draft.state.exists() {
        std::fs::remove_dir_all(&draft.state).map_err(file_error("clear", &draft.state))?;
    }
    let store = Embedded::open(&draft)?;
    for (index, chunk) in rows.chunks(OPERATIONS_MAX).enumerate() {
        progress(index * OPERATIONS_MAX, rows.len());
        let puts = chunk
            .iter()
            .map(|(key, value)| Operation::Put(key.clone(), value.clone()));
        match store.commit(Commit::of(puts.collect())).await? {
            Committed::Done => {}
            Committed::Conflict => return Err(StoreError::Contended.into()),
        }
    }
    drop(store);
    let restored = place.restored();
    std::fs::rename(&draft.state, &restored).map_err(file_error("move to", &restored))?;
    let kept = finish_restore(place)?;
    Ok((rows.len(), kept))
}

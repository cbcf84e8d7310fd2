//! The way into a store that another process has open: requests and outcomes as files of the state folder.
//!
//! A request appears whole and is on disk before it counts. Whoever has the store open takes it, does it, leaves the
//! outcome and removes the request. Killed in between, it finds what it had taken and does it again; so what is asked for
//! has to be the same when it is done twice.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::StoreError;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Whether only to say what would change.
    pub dry_run: bool,
    /// The files of the updates, in their order.
    pub files: Vec<RequestFile>,
}

/// One file of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFile {
    /// Its name.
    pub name: String,
    /// Its name as faults show it.
    pub shown: String,
    /// What is in it.
    pub text: String,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It can be done, or is done.
    Done {
        /// What it changes, in words.
        words: Vec<String>,
        /// The revisions that were published, or would be.
        revisions: Vec<u64>,
    },
    /// The files have faults; nothing was changed.
    Faults(Vec<String>),
    /// It failed; how.
    Failed(String),
}

const REQUEST: &str = "request";
const TAKEN: &str = "taken";
const OUTCOME: &str = "outcome";
const DRAFT: &str = "draft";

/// The folder of requests of a state folder.
#[derive(Clone, Debug)]
pub struct Spool {
    folder: PathBuf,
}

/// A request that was handed in.
#[derive(Debug)]
pub struct Ticket {
    folder: PathBuf,
    name: String,
}

impl Spool {
    /// That of a state folder.
    pub fn of(state: &Path) -> Self {
        Self {
            folder: state.join("spool"),
        }
    }

    /// Hands in a request. When this returns, it is on disk.
    pub fn hand_in(&self, request: &Request) -> Result<Ticket, StoreError> {
        std::fs::create_dir_all(&self.folder).map_err(|cause| self.failed(cause))?;
        let name = self.write(None, REQUEST, request)?;
        Ok(Ticket {
            folder: self.folder.clone(),
            name,
        })
    }

    /// Removes what nobody waits for any more; for whoever has just opened the store.
    pub fn sweep(&self) -> Result<(), StoreError> {
        for kind in [OUTCOME, DRAFT] {
            for name in self.names(kind)? {
                self.remove(&name, kind)?;
            }
        }
        Ok(())
    }

    /// Takes the requests that are there, in the order of their names; with each the name to settle it by. One that
    /// cannot be read is settled at once.
    pub fn take(&self) -> Result<Vec<(String, Request)>, StoreError> {
        for name in self.names(REQUEST)? {
            match std::fs::rename(self.path(&name, REQUEST), self.path(&name, TAKEN)) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(self.failed(cause));
                }
                // Whoever handed it in has taken it back.
                _ => {}
            }
        }
        let mut taken = Vec::new();
        for name in self.names(TAKEN)? {
            let text =
                std::fs::read(self.path(&name, TAKEN)).map_err(|cause| self.failed(cause))?;
            match serde_json::from_slice(&text) {
                Ok(request) => taken.push((name, request)),
                Err(_) => {
                    let outcome = Outcome::Failed("the request cannot be read".to_owned());
                    self.settle(&name, &outcome)?;
                }
            }
        }
        Ok(taken)
    }

    /// Leaves the outcome of a request and removes the request.
    pub fn settle(&self, name: &str, outcome: &Outcome) -> Result<(), StoreError> {
        self.write(Some(name), OUTCOME, outcome)?;
        self.remove(name, TAKEN)
    }

    /// The names of the files of a kind.
    fn names(&self, kind: &str) -> Result<Vec<String>, StoreError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|cause| self.failed(cause))?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let path = entry.map_err(|cause| self.failed(cause))?.path();
            let is_one = path.extension().is_some_and(|found| found == kind);
            let name = path
                .file_stem()
                .map(|name| name.to_string_lossy().into_owned());
            names.extend(name.filter(|_| is_one));
        }
        names.sort();
        Ok(names)
    }

    /// Writes a file that appears whole, under this name or a new one; returns the name.
    fn write<T: Serialize>(
        &self,
        name: Option<&str>,
        kind: &str,
        what: &T,
    ) -> Result<String, StoreError> {
        let failed = |cause| self.failed(cause);
        let suffix = format!(".{DRAFT}");
        let mut draft = tempfile::Builder::new()
            .prefix("publish-")
            .suffix(&suffix)
            .tempfile_in(&self.folder)
            .map_err(failed)?;
        serde_json::to_writer(&mut draft, what).map_err(|error| failed(error.into()))?;
        draft.flush().map_err(failed)?;
        draft.as_file().sync_all().map_err(failed)?;
        let own = draft
            .path()
            .file_stem()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.map(str::to_owned).or(own).unwrap_or_default();
        let to = self.path(&name, kind);
        draft.persist(to).map_err(|error| failed(error.error))?;
        // The name is on disk only when the folder is.
        std::fs::File::open(&self.folder)
            .and_then(|folder| folder.sync_all())
            .map_err(failed)?;
        Ok(name)
    }

    fn remove(&self, name: &str, kind: &str) -> Result<(), StoreError> {
        match std::fs::remove_file(self.path(name, kind)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(self.failed(cause)),
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str, kind: &str) -> PathBuf {
        self.folder.join(format!("{name}.{kind}"))
    }

    fn failed(&self, cause: io::Error) -> StoreError {
        StoreError::Denied {
            path: self.folder.clone(),
            cause,
        }
    }
}

impl Ticket {
    /// The outcome, once it is there; it is handed over once.
    pub fn outcome(&self) -> Result<Option<Outcome>, StoreError> {
        let spool = self.spool();
        let text = match std::fs::read(spool.path(&self.name, OUTCOME)) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|cause| spool.failed(cause))?,
        };
        let outcome = serde_json::from_slice(&text).map_err(|error| spool.failed(error.into()))?;
        spool.remove(&self.name, OUTCOME)?;
        Ok(Some(outcome))
    }

    /// Takes the request back; `false` if somebody has taken it already.
    pub fn take_back(&self) -> Result<bool, StoreError> {
        let spool = self.spool();
        match std::fs::remove_file(spool.path(&self.name, REQUEST)) {
            Ok(()) => Ok(true),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(cause) => Err(spool.failed(cause)),
        }
    }

    fn spool(&self) -> Spool {
        Spool {
            folder: self.folder.clone(),
        }
    }
}

//! The world on disk: a snapshot, written whole beside the old one and put in its place, so that there is always one that
//! can be read.
//!
//! Layout of the folder: `lock`, `world.json`, `pictures/<number>`. Others may keep what belongs to the same world beside
//! them; a fresh start removes all of it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fs4::FileExt;
use serde::{Deserialize, Serialize};

use super::shared::{Shared, State};
use super::world::World;
use crate::clock::now;

/// The version of the snapshot. Another one is not read.
const VERSION: u32 = 1;
/// How long after a change the snapshot is written; what follows in the meantime is in it too.
const DELAY: Duration = Duration::from_millis(300);

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Another process has it.
    #[error("{0} is in use by another union-brief")]
    Locked(PathBuf),
    /// It cannot be read or written.
    #[error("{path}: {cause}")]
    Denied {
        /// What.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
}

/// The folder, locked until it is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
    last: std::sync::Mutex<u64>,
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    token: &'a str,
    world: &'a World,
}

#[derive(Deserialize)]
struct Read {
    version: u32,
    token: String,
    world: World,
}

/// What was kept.
#[derive(Debug)]
pub struct Kept {
    /// The bot's token.
    pub token: String,
    /// The world.
    pub world: World,
    /// The pictures.
    pub pictures: HashMap<String, Vec<u8>>,
}

impl Folder {
    /// Takes the folder, making it if it does not exist; `fresh` empties it.
    pub fn take(path: &Path, fresh: bool) -> Result<Self, KeepError> {
        let denied = |cause| KeepError::Denied {
            path: path.to_owned(),
            cause,
        };
        make_private(path).map_err(denied)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"))
            .map_err(denied)?;
        match FileExt::try_lock(&lock) {
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => return Err(KeepError::Locked(path.to_owned())),
            Err(fs4::TryLockError::Error(cause)) => return Err(denied(cause)),
        }
        if fresh {
            empty(path).map_err(denied)?;
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
            last: std::sync::Mutex::new(0),
        })
    }

    fn snapshot(&self) -> PathBuf {
        self.path.join("world.json")
    }

    fn pictures(&self) -> PathBuf {
        self.path.join("pictures")
    }

    fn denied(&self, cause: std::io::Error) -> KeepError {
        KeepError::Denied {
            path: self.path.clone(),
            cause,
        }
    }

    /// Reads what was kept; `None` if nothing was. A snapshot that cannot be read is put aside, with a warning.
    pub fn load(&self) -> Result<Option<Kept>, KeepError> {
        let bytes = match fs::read(self.snapshot()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(self.denied(cause)),
        };
        let read = serde_json::from_slice::<Read>(&bytes);
        let Some(read) = read.ok().filter(|read| read.version == VERSION) else {
            let aside = self
                .path
                .join(format!("world.damaged-{}.json", now().as_second()));
            fs::rename(self.snapshot(), &aside).map_err(|cause| self.denied(cause))?;
            log::warn!(
                "the local chats could not be read and begin anew; what there was is in {}",
                aside.display()
            );
            return Ok(None);
        };
        let mut pictures = HashMap::new();
        let documents = read.world.documents.keys();
        for id in read.world.photos.keys().chain(documents) {
            // A picture that is gone is a picture less.
            if let Ok(bytes) = fs::read(self.pictures().join(id)) {
                pictures.insert(id.clone(), bytes);
            }
        }
        Ok(Some(Kept {
            token: read.token,
            world: read.world,
            pictures,
        }))
    }

    /// Writes a snapshot, if anything differs from the last one.
    pub fn save(&self, shared: &Shared) -> Result<(), KeepError> {
        let (bytes, pictures) = {
            let state = shared.look();
            let written = Written {
                version: VERSION,
                token: &shared.token,
                world: &state.world,
            };
            let bytes = serde_json::to_vec(&written).map_err(|error| self.denied(error.into()))?;
            (bytes, self.unsaved(&state))
        };
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let hash = hasher.finish();
        let mut last = self
            .last
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if *last == hash {
            return Ok(());
        }
        self.write(&bytes, &pictures)
            .map_err(|cause| self.denied(cause))?;
        *last = hash;
        Ok(())
    }

    /// Pictures that are not on disk yet.
    fn unsaved(&self, state: &State) -> Vec<(String, Vec<u8>)> {
        let folder = self.pictures();
        let new = state
            .pictures
            .iter()
            .filter(|(id, _)| !folder.join(id).exists());
        new.map(|(id, bytes)| (id.clone(), bytes.clone())).collect()
    }

    fn write(&self, bytes: &[u8], pictures: &[(String, Vec<u8>)]) -> std::io::Result<()> {
        if !pictures.is_empty() {
            make_private(&self.pictures())?;
        }
        for (id, bytes) in pictures {
            fs::write(self.pictures().join(id), bytes)?;
        }
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        file.write_all(bytes)?;
        file.as_file().sync_data()?;
        file.persist(self.snapshot()).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Saves shortly after changes, until the task is dropped.
pub async fn keep_saving(shared: std::sync::Arc<Shared>, folder: std::sync::Arc<Folder>) {
    let mut saved = 0;
    loop {
        let changes = shared
            .wait_until(|_| Some(shared.changes()).filter(|changes| *changes != saved))
            .await;
        tokio::time::sleep(DELAY).await;
        saved = changes;
        let (shared, folder) = (shared.clone(), folder.clone());
        let written = tokio::task::spawn_blocking(move || folder.save(&shared)).await;
        if let Ok(Err(error)) = written {
            log::warn!("the local chats were not saved: {error}");
        }
    }
}

fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Removes all but the lock.
fn empty(path: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_name() == "lock" {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

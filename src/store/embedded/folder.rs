//! The folder of the store on disk: its lock, its making, its mending.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fs4::FileExt;

use super::{failed, open_engine};
use crate::store::StoreError;
use crate::vitals::Disk;

/// Bytes in a MiB.
const MIB: u64 = 1024 * 1024;

/// The engine lets go within milliseconds; this is for a machine that is very busy.
const LETTING_GO_MAX: Duration = Duration::from_secs(5);
/// How often it is looked at.
const LETTING_GO_LOOK: Duration = Duration::from_millis(1);

/// Where the store is and what it needs.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder that holds everything the program keeps.
    pub state: PathBuf,
    /// Free space below which nothing is written, in MiB.
    pub min_free_mib: u64,
}

impl Place {
    /// The folder of the engine.
    pub fn store(&self) -> PathBuf {
        self.state.join("store")
    }

    /// The folder in which a restore makes the new store.
    pub fn restoring(&self) -> PathBuf {
        self.state.join("restoring")
    }

    /// The same folder once the new store in it is whole and has to take its place.
    pub fn restored(&self) -> PathBuf {
        self.state.join("restored")
    }

    /// Whether anything has ever been stored here.
    pub fn exists(&self) -> bool {
        self.store().join("db").exists()
    }

    /// What the store takes and what is free, in bytes; `None` where the system does not tell.
    pub fn disk(&self) -> Option<Disk> {
        Some(Disk {
            store: bytes_below(&self.store()),
            free: fs4::available_space(&self.state).ok()?,
            floor: self.min_free_mib.saturating_mul(MIB),
        })
    }
}

/// Bytes in the files below a folder. What vanishes meanwhile does not count.
fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_below(&entry.path()),
        Ok(found) => found.len(),
        Err(_) => 0,
    };
    entries.filter_map(Result::ok).map(of).sum()
}

/// The lock on a state folder, held until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, making the folder if it does not exist. The folder is for this user alone.
    pub fn take(place: &Place) -> Result<Self, StoreError> {
        let denied = |cause| StoreError::Denied {
            path: place.state.clone(),
            cause,
        };
        make_private_folder(&place.state).map_err(denied)?;
        let path = place.state.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(denied)?;
        match FileExt::try_lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(fs4::TryLockError::WouldBlock) => Err(StoreError::Locked(place.state.clone())),
            Err(fs4::TryLockError::Error(cause)) => Err(denied(cause)),
        }
    }
}

fn make_private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Puts a restored store into its place, if there is one: the last steps of `backup::restore`, done again on opening
/// where a restore was cut short between them. The old store is kept beside it; returns where.
pub fn finish_restore(place: &Place) -> Result<Option<PathBuf>, StoreError> {
    let denied = |cause| StoreError::Denied {
        path: place.state.clone(),
        cause,
    };
    let restored = place.restored();
    if !restored.exists() {
        return Ok(None);
    }
    let mut kept = None;
    // Cut short after the second move, the folder is there without the store.
    if restored.join("store").exists() {
        if place.store().exists() {
            let aside = (1_u32..)
                .map(|n| place.state.join(format!("store-before-restore-{n}")))
                .find(|path| !path.exists());
            if let Some(aside) = aside {
                std::fs::rename(place.store(), &aside).map_err(denied)?;
                kept = Some(aside);
            }
        }
        std::fs::rename(restored.join("store"), place.store()).map_err(denied)?;
    }
    std::fs::remove_dir_all(&restored).map_err(denied)?;
    Ok(kept)
}

/// Makes an empty store. sled writes its settings in several steps, and killed between them it never opens what it has
/// begun; so it is made elsewhere and takes its place whole.
pub fn create(place: &Place) -> Result<(), StoreError> {
    let draft = place.state.join("creating");
    let denied = |cause| failed(&draft, sled::Error::Io(cause));
    if draft.exists() {
        std::fs::remove_dir_all(&draft).map_err(denied)?;
    }
    drop(open_engine(&draft)?);
    wait_until_let_go(&draft);
    std::fs::rename(&draft, place.store()).map_err(denied)
}

/// Waits until the engine has let go of a store that was just closed. It does so on threads of its own, and until then
/// whoever opens the store next is told that it is in use. Gives up after [`LETTING_GO_MAX`]: then it is.
pub fn wait_until_let_go(path: &Path) {
    let until = Instant::now() + LETTING_GO_MAX;
    // The engine's own lock is on this file.
    while let Ok(file) = File::open(path.join("db"))
        && FileExt::try_lock(&file).is_err()
        && Instant::now() < until
    {
        std::thread::sleep(LETTING_GO_LOOK);
    }
}

/// Removes the snapshots that a kill left half written. No other process can be writing one: the lock is ours.
pub fn remove_torn_snapshots(path: &Path) -> Result<(), StoreError> {
    let denied = |cause| StoreError::Denied {
        path: path.to_owned(),
        cause,
    };
    let Ok(entries) = std::fs::read_dir(path) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(denied)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            std::fs::remove_file(entry.path()).map_err(denied)?;
        }
    }
    Ok(())
}

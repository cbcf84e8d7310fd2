//! The folder of data files on disk.

use std::io;
use std::path::{Path, PathBuf};

use super::asked::Kind;
use super::fault::{Fault, File};
use crate::dossier::Dossier;

/// Why a data folder gave no dossier.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A file or the folder cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// What was tried.
        path: String,
        /// Why it failed.
        cause: io::Error,
    },
    /// The files have faults.
    #[error("{} {} in the data; union-brief check names each with its line", .0.len(), if .0.len() == 1 { "fault" } else { "faults" })]
    Faults(Vec<Fault>),
    /// An update that was published does not fit the data files any more.
    #[error("an update that was published does not fit the data files any more: {0}")]
    Update(Fault),
    /// A file or the folder cannot be written.
    #[error("cannot write {path}: {cause}")]
    Write {
        /// What was tried.
        path: String,
        /// Why it failed.
        cause: io::Error,
    },
    /// The folder to write to holds something already.
    #[error("{0} is not empty; name a folder that does not exist yet or holds nothing")]
    NotEmpty(String),
}

/// The largest data file, in bytes. 100,000 facts take about 100 MB; beyond this a file is a mistake.
const FILE_MAX: u64 = 512 * 1024 * 1024;

/// Reads the data folder `dir` into a dossier.
pub fn load(dir: &Path) -> Result<Dossier, DataError> {
    let shown_folder = dir.display().to_string();
    let shown_folder = shown_folder.trim_end_matches('/');
    super::parse(shown_folder, &read(dir)?).map_err(DataError::Faults)
}

/// Reads the TOML files of a data folder: those in it, in `facts/`, `asked/`, `verdicts/`, `synonyms/` and `talk/`, in the order of
/// their names. Updates that came later (`followups/`) are not part of it.
pub fn read(dir: &Path) -> Result<Vec<File>, DataError> {
    let mut files = Vec::new();
    for path in toml_files(dir)? {
        files.push(read_file(dir, &path)?);
    }
    let worded = Kind::ALL.map(Kind::folder);
    for folder in ["facts"].into_iter().chain(worded) {
        let folder = dir.join(folder);
        if folder.is_dir() {
            for path in toml_files(&folder)? {
                files.push(read_file(dir, &path)?);
            }
        }
    }
    Ok(files)
}

/// The folder of the updates, in a data folder.
const FOLLOWUPS: &str = "followups";

/// Reads the updates of a data folder, in the order of their names; none where there is no folder of them.
pub fn followups(dir: &Path) -> Result<Vec<File>, DataError> {
    let folder = dir.join(FOLLOWUPS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let paths = toml_files(&folder)?;
    paths.iter().map(|path| update(path)).collect()
}

/// Reads the file of an update. Its path is its name alone.
pub fn update(path: &Path) -> Result<File, DataError> {
    read_file(path.parent().unwrap_or(Path::new("")), path)
}

fn toml_files(dir: &Path) -> Result<Vec<PathBuf>, DataError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(|cause| failed(dir, cause))? {
        let path = entry.map_err(|cause| failed(dir, cause))?.path();
        // An editor's swap files and backups begin with a dot or end otherwise.
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden
            && path.is_file()
            && path
                .extension()
                .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read_file(dir: &Path, path: &Path) -> Result<File, DataError> {
    let size = std::fs::metadata(path)
        .map_err(|cause| failed(path, cause))?
        .len();
    if size > FILE_MAX {
        let cause = io::Error::other(format!("{size} bytes, at most {FILE_MAX} are read"));
        return Err(failed(path, cause));
    }
    let text = std::fs::read_to_string(path).map_err(|cause| failed(path, cause))?;
    let below = path.strip_prefix(dir).unwrap_or(path);
    Ok(File {
        path: below.to_string_lossy().replace('\\', "/"),
        shown: path.display().to_string(),
        text,
    })
}

fn failed(path: &Path, cause: io::Error) -> DataError {
    DataError::Read {
        path: path.display().to_string(),
        cause,
    }
}

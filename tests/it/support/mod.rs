//! What the tests stand on: the local Bot API, a strict reader of Telegram's HTML, the official schema, the
//! program as a child process.

pub mod desk;
#[cfg(feature = "local")]
pub mod exposition;
pub mod html;
#[cfg(feature = "local")]
pub mod inside;
#[cfg(feature = "local")]
pub mod panel;
#[cfg(feature = "local")]
pub mod program;
pub mod schema;
#[cfg(feature = "local")]
pub mod telegram;
#[cfg(feature = "local")]
pub mod webhook;

use std::path::{Path, PathBuf};

/// The folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the shipped data in a folder of its own, to be changed.
pub fn copy_of_data(into: &Path) -> PathBuf {
    let data = into.join("data");
    copy(&project().join("data"), &data);
    data
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

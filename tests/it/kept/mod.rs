//! What is kept: seeding, revisions, backups, and the ways in which a store can be unusable.

mod copies;
mod corrections;
pub mod followups;
mod poison;
mod publishing;
mod records;
mod revisions;
mod unusable;

use crate::support::program::Done;
use std::path::Path;

pub fn replace_in(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

/// One line on standard error, which contains `said`, and this exit code.
pub fn fails(done: &Done, code: i32, said: &str) {
    assert_eq!(done.code, code, "{done:?}");
    assert_eq!(done.err.lines().count(), 1, "{}", done.err);
    assert!(done.err.contains(said), "{}", done.err);
}

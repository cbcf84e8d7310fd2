//! What became of something that editors do.

use jiff::Timestamp;

use crate::dossier::difference::Difference;
use crate::dossier::lang::Wording;

/// What became of something that an editor, or somebody who is none, wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// Whoever asks is no editor, or none here.
    NotEditor,
    /// A file that is no update by its name.
    NotToml,
    /// A file that is too large.
    TooLarge,
    /// A file that could not be fetched.
    NotFetched,
    /// Nothing was stored, since there is no room, or something else is being published.
    NotDone,
    /// A file with faults, each with its file, line and reason. Nothing has changed.
    Faults(Vec<String>),
    /// A draft, and what it would change.
    Draft(DraftShown),
    /// A draft that does not fit any more: its number, and why.
    NoFit(u64, Vec<String>),
    /// A file that was published before, as this revision.
    Known(u64),
    /// A draft that is published, as this revision.
    Published(u64),
    /// A draft that is discarded.
    Discarded,
    /// There is no draft of this number.
    NoDraft,
    /// The drafts that wait.
    Drafts(Vec<DraftLine>),
    /// A revision that is withdrawn.
    Undone {
        /// Its number.
        revision: u64,
        /// The revision that has withdrawn it.
        by: u64,
    },
    /// There is no update to withdraw.
    NothingToUndo,
    /// A revision that cannot be withdrawn, since something else was published since.
    Overtaken(u64),
    /// A revision that cannot be withdrawn, since too much time has passed.
    TooLate(u64),
}

/// A draft as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftShown {
    /// Its name and origin.
    pub line: DraftLine,
    /// What it is about.
    pub why: Wording,
    /// What it would change.
    pub changes: Vec<Difference>,
}

/// A draft in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Its number.
    pub number: u64,
    /// The name of its file.
    pub name: String,
    /// Who sent it.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

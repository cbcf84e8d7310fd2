//! What editors ask for: to see, publish, discard and withdraw.

use serde::{Deserialize, Serialize};

/// Something that editors do. A button carries it as it is: new ones go to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Editing {
    /// What would the draft of this number change?
    Show(u64),
    /// Publish it.
    Publish(u64),
    /// Discard it.
    Discard(u64),
    /// Withdraw this revision; none is the newest that an update has published.
    Undo(Option<u64>),
    /// Which drafts wait?
    Drafts,
}

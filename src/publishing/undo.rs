//! Withdrawing what was published last: soon, and only while nothing stands on it.

use jiff::{SignedDuration, Timestamp};

use crate::dossier::lang::Wording;
use crate::store::{Store, StoreError, dossiers};

/// How long a publication can be withdrawn as a whole. Later it has been read, and is put right by another update.
pub const UNDO_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// What became of a withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// The revision is withdrawn, now or before.
    Done {
        /// The revision.
        revision: u64,
        /// The revision that has withdrawn it.
        by: u64,
    },
    /// No update has been published.
    Nothing,
    /// Something else was published since this revision.
    Overtaken(u64),
    /// Too much time has passed since this revision.
    TooLate(u64),
}

/// Withdraws a revision that an update has published, or the newest one: the dossier before it becomes the next revision,
/// which says `why`. Asked twice, it is withdrawn once.
///
/// Fails as `Contended` where something is being published at the same time; nothing has changed then.
pub async fn undo(
    store: &dyn Store,
    revision: Option<u64>,
    why: impl Fn(u64) -> Wording,
    now: Timestamp,
) -> Result<Withdrawal, StoreError> {
    let Some(current) = dossiers::load(store).await? else {
        return Ok(Withdrawal::Nothing);
    };
    let head = current.revision.number;
    let done = dossiers::undone(store).await?;
    let before = done.iter().find(|(number, undone)| match revision {
        Some(revision) => **number == revision,
        None => undone.by == head,
    });
    if let Some((revision, undone)) = before {
        let (revision, by) = (*revision, undone.by);
        return Ok(Withdrawal::Done { revision, by });
    }
    let mut updates = dossiers::updates(store).await?;
    let newest = updates.keys().next_back().copied();
    let Some(wanted) = revision.or(newest) else {
        return Ok(Withdrawal::Nothing);
    };
    let Some(file) = updates.remove(&wanted).filter(|_| wanted == head) else {
        return Ok(Withdrawal::Overtaken(wanted));
    };
    if now.duration_since(current.revision.published) > UNDO_WITHIN {
        return Ok(Withdrawal::TooLate(wanted));
    }
    let revision = dossiers::undo(store, &current, file, why(wanted), now).await?;
    Ok(Withdrawal::Done {
        revision: wanted,
        by: revision.number,
    })
}

//! The desk that answers now: a revision that is published while the bot runs makes a new one.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::stop::Stop;
use crate::conversation::Desk;
use crate::store::{Store, dossiers, keys};

/// After this time an edition that could not be loaded is tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// Holds the desk of the newest edition.
pub struct Current(watch::Sender<Arc<Desk>>);

impl Current {
    /// Begins with this desk.
    pub fn new(desk: Desk) -> Self {
        Self(watch::Sender::new(Arc::new(desk)))
    }

    /// Has the desk that somebody else exchanges.
    pub fn of(desks: watch::Sender<Arc<Desk>>) -> Self {
        Self(desks)
    }

    /// The desk of now. One update is answered by one desk, whatever is published meanwhile.
    pub fn desk(&self) -> Arc<Desk> {
        self.0.borrow().clone()
    }

    /// Hears of every new desk.
    pub fn desks(&self) -> watch::Receiver<Arc<Desk>> {
        self.0.subscribe()
    }

    fn replace(&self, desk: Arc<Desk>) {
        self.0.send_replace(desk);
    }
}

/// Makes a new desk whenever the store has a new revision, until it is time to stop.
pub async fn follow(current: Arc<Current>, store: Arc<dyn Store>, stop: Stop) {
    let mut watch = store.watch(keys::META_HEAD);
    loop {
        let is_loaded = renew(&current, &*store).await;
        tokio::select! {
            () = stop.wait() => return,
            open = watch.changed() => if !open { return },
            () = tokio::time::sleep(AGAIN), if !is_loaded => {}
        }
    }
}

/// Loads what the store holds if it is newer than the desk. An edition that cannot be loaded leaves the old desk at work,
/// and is `false`.
async fn renew(current: &Current, store: &dyn Store) -> bool {
    let desk = current.desk();
    let known = desk.library().revision().number;
    if let Ok(head) = dossiers::head(store).await
        && head.is_none_or(|head| head <= known)
    {
        return true;
    }
    let edition = match dossiers::load(store).await {
        Ok(Some(edition)) => edition,
        Ok(None) => return true,
        Err(error) => {
            log::error!("the new revision cannot be loaded: {error}");
            return false;
        }
    };
    let number = edition.revision.number;
    let renewed = Arc::new(desk.renewed(edition));
    current.replace(renewed.clone());
    log::info!("answering from revision {number}");
    // Not waited for: commands are answered meanwhile, and a question in words makes what it needs.
    tokio::task::spawn_blocking(move || renewed.prepare());
    true
}

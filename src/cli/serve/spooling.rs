//! What the running bot does for `union-brief publish`: it has the store open, so it is asked through the state folder.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::super::publishing::fulfil;
use crate::data::fault::File;
use crate::store::spool::{Outcome, Request, Spool};
use crate::store::{Store, StoreError, dossiers};
use crate::telegram::stop::Stop;

/// How often requests are looked for. A person waits for the answer.
const LOOK: Duration = Duration::from_millis(200);

/// Fulfils requests until it is time to stop. One that fails costs itself.
pub async fn fulfil_requests(state: PathBuf, store: Arc<dyn Store>, stop: Stop) {
    let spool = Spool::of(&state);
    if let Err(error) = spool.sweep() {
        log::warn!("{error}");
    }
    while !stop.is_set() {
        if let Err(error) = take(&spool, &*store).await {
            log::warn!("a request to publish: {error}");
        }
        tokio::select! {
            () = stop.wait() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn take(spool: &Spool, store: &dyn Store) -> Result<(), StoreError> {
    for (name, request) in spool.take()? {
        let outcome = match done(store, &request).await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Failed(error.to_string()),
        };
        spool.settle(&name, &outcome)?;
    }
    Ok(())
}

async fn done(store: &dyn Store, request: &Request) -> Result<Outcome, StoreError> {
    let Some(edition) = dossiers::load(store).await? else {
        return Ok(Outcome::Failed("there is nothing in the store".to_owned()));
    };
    let published = dossiers::updates(store).await?;
    let files = request.files.iter().map(|file| File {
        path: file.name.clone(),
        shown: file.shown.clone(),
        text: file.text.clone(),
    });
    let files: Vec<File> = files.collect();
    fulfil(store, &edition, &published, &files, request.dry_run).await
}

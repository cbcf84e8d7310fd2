//! Opening: the store, the data files, the edition to answer from.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::clock::now;
use crate::config::Config;
use crate::conversation::Desk;
use crate::data::fault::File;
use crate::data::files::{DataError, followups, load};
use crate::data::update::parse;
use crate::dossier::Dossier;
use crate::dossier::history::Edition;
use crate::publishing::{carry_out, plan};
use crate::question::address::BotName;
use crate::question::button::ButtonKey;
use crate::store::dossiers::{self, UpdateFile};
use crate::store::embedded::{Embedded, Place};
use crate::store::{Commit, Store};
use crate::texts::Texts;
use crate::vitals::{Phase, Vitals};

use super::CliError;
use super::publishing::tell;

/// The name by which `ask`, `chat` and the local mode go; with Telegram it comes from `getMe`.
pub const LOCAL_NAME: &str = "union_brief_bot";

/// Everything a command needs.
pub struct Opened {
    /// The store.
    pub store: Arc<Embedded>,
    /// The edition to answer from.
    pub edition: Edition,
    /// The texts.
    pub texts: Arc<Texts>,
}

impl Opened {
    /// The desk of the terminal and the command line. Its buttons lead nowhere but here, so their key is no secret.
    pub fn local_desk(&self) -> Desk {
        let (bot, key) = (BotName::new(LOCAL_NAME), ButtonKey::derive("local"));
        Desk::new(self.edition.clone(), self.texts.clone(), bot, key)
    }
}

/// Where the store is.
pub fn place(config: &Config) -> Place {
    Place {
        state: config.state.clone(),
        min_free_mib: config.min_free_mib,
    }
}

/// Opens the store and brings it up to date with the data files: the first time they are seeded as revision 1, later what
/// has changed becomes the next revision. Files with faults, or none, change nothing; then what the store holds is
/// answered from, if it holds anything. Updates that were published are laid over the data files, and those of the data
/// folder are published where the settings say so.
pub async fn open(config: &Config) -> Result<Opened, CliError> {
    open_counted(config, None).await
}

/// The same, and tells `vitals` how far it has come and how long writing takes.
pub async fn open_counted(
    config: &Config,
    vitals: Option<&Arc<Vitals>>,
) -> Result<Opened, CliError> {
    let texts = Arc::new(Texts::load()?);
    let store = Embedded::open_counted(&place(config), vitals.cloned())?;
    let store = Arc::new(store);
    if let Some(vitals) = vitals {
        vitals.reached(Phase::Loading);
    }
    let edition = loaded(config, &store).await?;
    if let Some(vitals) = vitals {
        vitals.reached(Phase::Loaded);
    }
    Ok(Opened {
        store,
        edition,
        texts,
    })
}

/// Loads the edition on the thread that makes the index for questions afterwards: the C library gives each thread memory
/// of its own, and what reading the files has left free there is used again.
async fn loaded(config: &Config, store: &Arc<Embedded>) -> Result<Edition, CliError> {
    let (config, store) = (config.clone(), store.clone());
    let runtime = tokio::runtime::Handle::current();
    let loading = tokio::task::spawn_blocking(move || runtime.block_on(edition(&config, &store)));
    loading.await.map_err(std::io::Error::from)?
}

/// The edition to answer from, of the data files where they can be used, else of the store.
async fn edition(config: &Config, store: &Arc<Embedded>) -> Result<Edition, CliError> {
    let stored = dossiers::load(&**store).await?;
    let published = dossiers::updates(&**store).await?;
    let from_files = load(&config.data).and_then(|base| with_updates(base, &published));
    let edition = match (from_files, stored) {
        (Ok(dossier), stored) => up_to_date(store, stored, &dossier).await?,
        (Err(error), Some(stored)) => {
            log::warn!(
                "{error}; revision {} stays as it is",
                stored.revision.number
            );
            stored
        }
        (Err(DataError::Read { .. }), None) if !config.data.exists() => {
            return Err(CliError::NoData(config.data.display().to_string()));
        }
        (Err(error), None) => return Err(error.into()),
    };
    match config.followups {
        true => follow_up(&**store, edition, &published, &config.data).await,
        false => Ok(edition),
    }
}

/// The data files with the updates that were published laid over them.
fn with_updates(
    base: Dossier,
    published: &BTreeMap<u64, UpdateFile>,
) -> Result<Dossier, DataError> {
    let mut dossier = base;
    for (revision, update) in published {
        let file = File {
            path: update.name.clone(),
            shown: format!("revision {revision}, {}", update.name),
            text: update.text.clone(),
        };
        let update = parse(&file, &dossier).map_err(|faults| {
            let first = faults.into_iter().next();
            first.map_or(DataError::Faults(Vec::new()), DataError::Update)
        })?;
        dossier = dossier.updated(&update);
    }
    Ok(dossier)
}

/// Publishes the updates of the data folder that were not published before, each once. Updates with a fault change
/// nothing, whole or in part.
async fn follow_up(
    store: &dyn Store,
    edition: Edition,
    published: &BTreeMap<u64, UpdateFile>,
    data: &Path,
) -> Result<Edition, CliError> {
    let stays = |error: &dyn std::fmt::Display| {
        let number = edition.revision.number;
        log::warn!("{error}; no update is published, revision {number} stays as it is");
    };
    let files = match followups(data) {
        Ok(files) => files,
        Err(error) => {
            stays(&error);
            return Ok(edition);
        }
    };
    // What was published stays published, and what was withdrawn stays withdrawn. One who changes its file finds out that
    // this is not how to put it right.
    let withdrawn = dossiers::undone(store).await?;
    let withdrawn = withdrawn.values().map(|undone| &undone.file);
    let before: Vec<&UpdateFile> = published.values().chain(withdrawn).collect();
    let (known, new): (Vec<File>, Vec<File>) = files.into_iter().partition(|file| {
        let mut before = before.iter();
        before.any(|known| known.name == file.path || known.text == file.text)
    });
    for file in known {
        if !before.iter().any(|known| known.text == file.text) {
            log::warn!(
                "{} has changed since it was published, which changes nothing; put it right with another update",
                file.shown
            );
        }
    }
    let plan = match plan(&edition, published, &new) {
        Ok(plan) => plan,
        Err(faults) => {
            stays(&DataError::Faults(faults));
            return Ok(edition);
        }
    };
    if plan.steps.is_empty() {
        return Ok(edition);
    }
    for revision in carry_out(store, &edition, &plan, Commit::default(), now()).await? {
        tell(&revision);
    }
    reload(store).await
}

async fn reload(store: &dyn Store) -> Result<Edition, CliError> {
    let edition = dossiers::load(store).await?;
    edition.ok_or_else(|| CliError::Input("the data files say nothing".to_owned()))
}

async fn up_to_date(
    store: &Arc<Embedded>,
    stored: Option<Edition>,
    dossier: &Dossier,
) -> Result<Edition, CliError> {
    let published = dossiers::publish(&**store, stored.as_ref(), dossier, now()).await?;
    let Some(revision) = published else {
        return stored.ok_or_else(|| CliError::Input("the data files say nothing".to_owned()));
    };
    tell(&revision);
    reload(&**store).await
}

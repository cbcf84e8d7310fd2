//! Opening: the store, the data files, the edition to answer from.

use std::sync::Arc;

use crate::clock::now;
use crate::config::Config;
use crate::conversation::Desk;
use crate::data::files::{DataError, load};
use crate::dossier::Dossier;
use crate::dossier::revision::Edition;
use crate::question::address::BotName;
use crate::question::button::ButtonKey;
use crate::store::dossiers;
use crate::store::embedded::{Embedded, Place};
use crate::texts::Texts;
use crate::vitals::{Phase, Vitals};

use super::CliError;

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
    /// A desk that goes by a name, with buttons sealed by a key.
    pub fn desk(&self, bot: BotName, key: ButtonKey) -> Desk {
        Desk::new(self.edition.clone(), self.texts.clone(), bot, key)
    }

    /// The desk of the terminal and the command line. Its buttons lead nowhere but here, so their key is no secret.
    pub fn local_desk(&self) -> Desk {
        self.desk(BotName::new(LOCAL_NAME), ButtonKey::derive("local"))
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
/// answered from, if it holds anything.
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
    let edition = edition(config, &store).await?;
    if let Some(vitals) = vitals {
        vitals.reached(Phase::Loaded);
    }
    Ok(Opened {
        store,
        edition,
        texts,
    })
}

/// The edition to answer from, of the data files where they can be used, else of the store.
async fn edition(config: &Config, store: &Arc<Embedded>) -> Result<Edition, CliError> {
    let stored = dossiers::load(&**store).await?;
    match (load(&config.data), stored) {
        (Ok(dossier), stored) => up_to_date(store, stored, &dossier).await,
        (Err(error), Some(stored)) => {
            log::warn!(
                "{error}; revision {} stays as it is",
                stored.revision.number
            );
            Ok(stored)
        }
        (Err(DataError::Read { .. }), None) if !config.data.exists() => {
            Err(CliError::NoData(config.data.display().to_string()))
        }
        (Err(error), None) => Err(error.into()),
    }
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
    log::info!(
        "revision {}: {} facts added, {} revised, {} withdrawn, {} other changes",
        revision.number,
        revision.added,
        revision.revised,
        revision.withdrawn,
        revision.other
    );
    let edition = dossiers::load(&**store).await?;
    edition.ok_or_else(|| CliError::Input("the data files say nothing".to_owned()))
}

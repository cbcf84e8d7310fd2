//! Telegram: updates in, calls of the Bot API out. The only user of teloxide.
//!
//! teloxide's dispatcher is not used: it tells Telegram that an update is done before it is handled, and a panic in a
//! handler ends it. Its types, its client and its errors are.

mod carrier;
mod courier;
mod current;
mod editors;
mod effects;
mod failure;
mod flood;
mod hand;
mod handle;
mod incoming;
mod lanes;
mod line;
mod menu;
mod messenger;
mod policy;
mod polling;
mod saying;
pub mod stop;
mod suspects;
pub mod update;
mod webhook;
mod work;

use std::net::SocketAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use teloxide::requests::Payload;
use teloxide::types::UserId;

use crate::clock::now;
use crate::config::{Config, Token};
use crate::conversation::Desk;
use crate::question::address::BotName;
use crate::store::{Store, StoreError};
use crate::vitals::Vitals;
use policy::{Verdict, backoff, describe, ending, verdict};
use stop::Stop;
use tokio::task::JoinSet;
use tokio::time::Instant;

pub use current::Current;
pub use line::{Calls, Line};
pub use work::{Ingress, Now, Work};

/// Why the bot cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The token is not valid.
    #[error(
        "Telegram does not know this token; take the one @BotFather gives and set TELOXIDE_TOKEN to it"
    )]
    Token,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Posts cannot be taken where they should.
    #[error(
        "cannot listen at {at} ({cause}); set UNION_BRIEF_WEBHOOK_LISTEN to a free port of an address of this machine"
    )]
    Listen {
        /// Where.
        at: SocketAddr,
        /// Why not.
        cause: std::io::Error,
    },
    /// The client could not be made.
    #[error("the client for Telegram could not be made; look at TELOXIDE_PROXY")]
    Client,
}

/// Runs the bot until it is stopped.
///
/// `desk` makes the desk once the bot's name is known; `vitals` is told what happens. Returns `Ok` when it was stopped, with everything that was in hand
/// finished or kept and Telegram told so.
pub async fn run(
    config: &Config,
    token: &Token,
    store: Arc<dyn Store>,
    desk: impl FnOnce(BotName) -> Desk,
    vitals: Arc<Vitals>,
    stop: Stop,
) -> Result<(), RunError> {
    let client = courier::bot(config, token.secret()).map_err(|_| RunError::Client)?;
    let line = Line::http(client);
    let ingress = Ingress::open(config, token).await?;
    let Some(me) = introduce(&line, &vitals, &stop).await? else {
        return Ok(());
    };
    let current = Arc::new(Current::new(desk(BotName::new(&me.username))));
    let desk = current.desk();
    log::info!(
        "@{} answers from {} facts",
        me.username,
        desk.library().dossier().facts.len()
    );
    // Not waited for: commands are answered meanwhile.
    let prepared = desk.clone();
    tokio::task::spawn_blocking(move || prepared.prepare());
    // In a set, so that they end when this does.
    let mut beside = JoinSet::new();
    beside.spawn(keep_menu(line.clone(), desk, stop.clone()));
    beside.spawn(current::follow(
        current.clone(),
        store.clone(),
        stop.clone(),
    ));
    let work = Work {
        line,
        store,
        current,
        me: me.id.0,
        editors: config.editors.clone(),
        send_rate: config.send_rate,
        flood_control: config.flood_control,
        now: Arc::new(now),
        vitals,
    };
    work.run(ingress, &stop).await
}

/// `getMe`, of whose answer only what the bot needs is read: a server that says less, or something new, is served too.
#[derive(Clone, Debug, Serialize)]
struct GetMe {}

impl Payload for GetMe {
    type Output = Me;
    const NAME: &'static str = "GetMe";
}

#[derive(Clone, Debug, Deserialize)]
struct Me {
    id: UserId,
    username: String,
}

/// Asks Telegram who we are, until it answers; `None` if it is time to stop first.
async fn introduce(line: &Line, vitals: &Vitals, stop: &Stop) -> Result<Option<Me>, RunError> {
    let mut tries = 0;
    loop {
        let asked = tokio::select! {
            () = stop.wait() => return Ok(None),
            asked = line.call(GetMe {}) => asked,
        };
        vitals.called("getMe", ending(&asked));
        let error = match asked {
            Ok(me) => return Ok(Some(me)),
            Err(error) => error,
        };
        let wait = match verdict(&error, tries) {
            Verdict::Token => return Err(RunError::Token),
            Verdict::Again(wait) => wait,
            _ => backoff(tries),
        };
        log::warn!(
            "Telegram cannot be reached ({}); again in {} s",
            describe(&error),
            wait.as_secs()
        );
        sleep_unless(Instant::now() + wait, stop).await;
        tries += 1;
    }
}

/// Sets the menu and the descriptions, trying until it works. Answering does not wait for it.
async fn keep_menu(line: Line, desk: Arc<Desk>, stop: Stop) {
    let mut tries = 0;
    loop {
        match menu::set_where_different(&line, &desk).await {
            Ok(0) => return log::debug!("menu and descriptions are as they should be"),
            Ok(set) => return log::info!("{set} texts of the menu and the descriptions were set"),
            Err(error) => {
                let wait = match verdict(&error, tries) {
                    Verdict::Again(wait) => wait,
                    _ => backoff(tries.max(5)),
                };
                log::warn!(
                    "the menu could not be set ({}); again in {} s",
                    describe(&error),
                    wait.as_secs()
                );
                sleep_unless(Instant::now() + wait, &stop).await;
            }
        }
        tries += 1;
    }
}

async fn sleep_unless(until: Instant, stop: &Stop) {
    tokio::select! {
        () = tokio::time::sleep_until(until) => {}
        () = stop.wait() => {}
    }
}

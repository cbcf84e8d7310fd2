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
mod menu;
mod messenger;
mod policy;
mod polling;
mod saying;
pub mod stop;
mod suspects;
mod webhook;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use teloxide::Bot;
use teloxide::requests::{JsonRequest, Payload};
use teloxide::types::UserId;

use crate::clock::now;
use crate::config::{Config, Token, Webhook};
use crate::conversation::Desk;
use crate::delivery::pacer::Pacer;
use crate::delivery::{Delivery, Notices, Nudged, Overtaken, nudges};
use crate::question::address::BotName;
use crate::store::{Store, StoreError};
use crate::vitals::Vitals;
use courier::Courier;
use current::Current;
use handle::Handler;
use policy::{Verdict, backoff, describe, ending, verdict};
use polling::Polling;
use stop::{Stop, Stopper};
use tokio::net::TcpListener;
use tokio::time::Instant;

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
    let bot = courier::bot(config, token.secret()).map_err(|_| RunError::Client)?;
    let ingress = Ingress::open(config).await?;
    let Some(me) = introduce(&bot, &vitals, &stop).await? else {
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
    let menu = tokio::spawn(keep_menu(bot.clone(), desk.clone(), stop.clone()));
    let following = tokio::spawn(current::follow(
        current.clone(),
        store.clone(),
        stop.clone(),
    ));
    let pacer = Arc::new(Pacer::new(config.send_rate));
    let courier = Courier::new(bot, desk.key().clone(), pacer.clone(), vitals.clone());
    let delivery = Arc::new(Delivery {
        store: store.clone(),
        messenger: Arc::new(courier.clone()),
        pacer,
        desks: current.desks(),
        now: Box::new(now),
        notices: Notices::default(),
        overtaken: Overtaken::default(),
        vitals: vitals.clone(),
    });
    let (nudge, nudged) = nudges();
    let (done, is_done) = stop::stop();
    let (ender, ends) = stop::stop();
    let ender = Arc::new(ender);
    let passing_on = tokio::spawn(pass_on(stop.clone(), ender.clone()));
    let delivering = tokio::spawn(deliver(delivery, nudged, is_done, ender));
    let handler = Handler {
        courier,
        current,
        store,
        nudge,
        me: me.id,
        editors: config.editors.clone(),
        vitals,
        gate: config.flood_control.then(Mutex::default),
    };
    let result = ingress.run(Arc::new(handler), token, &ends).await;
    menu.abort();
    following.abort();
    passing_on.abort();
    done.stop();
    // What is on its way is waited for, so that it is not sent twice.
    match delivering.await {
        Ok(Err(error)) if result.is_ok() => Err(error.into()),
        _ => result,
    }
}

/// The way by which updates come.
enum Ingress {
    /// They are asked for.
    Polled,
    /// They are posted.
    Posted(Webhook, TcpListener),
}

impl Ingress {
    /// What the settings say. A port that is taken is told before anything is asked of Telegram.
    async fn open(config: &Config) -> Result<Self, RunError> {
        Ok(match &config.webhook {
            None => Self::Polled,
            Some(webhook) => {
                let listener = webhook::listen(webhook.listen).await?;
                Self::Posted(webhook.clone(), listener)
            }
        })
    }

    async fn run(self, handler: Arc<Handler>, token: &Token, stop: &Stop) -> Result<(), RunError> {
        match self {
            Self::Polled => Polling::begin(handler).await?.run(stop).await,
            Self::Posted(webhook, listener) => {
                webhook::run(handler, (&webhook, token), listener, stop).await
            }
        }
    }
}

/// Passes the word to stop on to what may also be ended from inside.
async fn pass_on(stop: Stop, ender: Arc<Stopper>) {
    stop.wait().await;
    ender.stop();
}

/// Delivers notices until updates are not taken in any more. A store that fails ends it, and the bot: it can keep nothing any more.
async fn deliver(
    delivery: Arc<Delivery>,
    nudged: Nudged,
    stop: Stop,
    ender: Arc<Stopper>,
) -> Result<(), StoreError> {
    let delivered = delivery.run(nudged, stop.wait()).await;
    if let Err(error) = &delivered {
        log::error!("notices cannot be delivered: {error}");
        ender.stop();
    }
    delivered
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
async fn introduce(bot: &Bot, vitals: &Vitals, stop: &Stop) -> Result<Option<Me>, RunError> {
    let mut tries = 0;
    loop {
        let asked = tokio::select! {
            () = stop.wait() => return Ok(None),
            asked = JsonRequest::new(bot.clone(), GetMe {}) => asked,
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
async fn keep_menu(bot: Bot, desk: Arc<Desk>, stop: Stop) {
    let mut tries = 0;
    loop {
        match menu::set_where_different(&bot, &desk).await {
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

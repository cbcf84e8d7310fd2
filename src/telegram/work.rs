//! The bot at work, over whatever line: updates are handled and notices delivered, until it is stopped.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use teloxide::types::UserId;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::RunError;
use super::courier::Courier;
use super::current::Current;
use super::handle::Handler;
use super::line::Line;
use super::polling::Polling;
use super::stop::{self, Stop, Stopper};
use super::webhook;
use crate::config::{Config, Editors, Token, Webhook};
use crate::delivery::pacer::Pacer;
use crate::delivery::{Delivery, Notices, Nudged, Overtaken, nudges};
use crate::store::{Store, StoreError};
use crate::vitals::Vitals;

/// Tells the time.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What the bot works with.
pub struct Work {
    /// To the Bot API.
    pub line: Line,
    /// Where all is kept.
    pub store: Arc<dyn Store>,
    /// Has the desk that answers.
    pub current: Arc<Current>,
    /// The bot's own id.
    pub me: u64,
    /// Who may publish.
    pub editors: Editors,
    /// Messages a second in all chats together; 0 is as many as there are.
    pub send_rate: u32,
    /// Whether people are answered only so often.
    pub flood_control: bool,
    /// The time of whatever is stored or said.
    pub now: Now,
    /// Is told what happens.
    pub vitals: Arc<Vitals>,
}

impl Work {
    /// Works until it is stopped, the token turns out to be invalid or the store fails. Dropped before, it leaves everything
    /// as a kill does.
    pub async fn run(self, ingress: Ingress, stop: &Stop) -> Result<(), RunError> {
        let pacer = Arc::new(Pacer::new(self.send_rate));
        let key = self.current.desk().key().clone();
        let courier = Courier::new(self.line, key, pacer.clone(), self.vitals.clone());
        let now = self.now.clone();
        let delivery = Arc::new(Delivery {
            store: self.store.clone(),
            messenger: Arc::new(courier.clone()),
            pacer,
            desks: self.current.desks(),
            now: Box::new(move || now()),
            notices: Notices::default(),
            overtaken: Overtaken::default(),
            vitals: self.vitals.clone(),
        });
        let (nudge, nudged) = nudges();
        let (done, is_done) = stop::stop();
        let (ender, ends) = stop::stop();
        let ender = Arc::new(ender);
        // In sets, so that they end when this does, however it ends.
        let (mut passing_on, mut delivering) = (JoinSet::new(), JoinSet::new());
        passing_on.spawn(pass_on(stop.clone(), ender.clone()));
        delivering.spawn(deliver(delivery, nudged, is_done, ender));
        let handler = Handler {
            courier,
            current: self.current,
            store: self.store,
            nudge,
            me: UserId(self.me),
            editors: self.editors,
            now: self.now,
            vitals: self.vitals,
            gate: self.flood_control.then(Mutex::default),
        };
        // Where the handlers run: on the program's first thread, each update that is done would have to wake that one.
        let mut taking_in = JoinSet::new();
        taking_in.spawn(async move { ingress.run(Arc::new(handler), &ends).await });
        let result = match taking_in.join_next().await {
            Some(Ok(result)) => result,
            // It is cancelled only with this.
            Some(Err(error)) => std::panic::resume_unwind(error.into_panic()),
            None => Ok(()),
        };
        done.stop();
        // What is on its way is waited for, so that it is not sent twice.
        match delivering.join_next().await {
            Some(Ok(Err(error))) if result.is_ok() => Err(error.into()),
            _ => result,
        }
    }
}

/// The way by which updates come.
pub enum Ingress {
    /// They are asked for.
    Polled,
    /// They are posted.
    Posted(Box<Posted>),
}

/// Where posts come from and go to.
pub struct Posted {
    /// Where Telegram posts them.
    pub webhook: Webhook,
    /// Where they arrive.
    pub listener: TcpListener,
    /// What the secrets of the posts come from.
    pub token: Token,
}

impl Ingress {
    /// What the settings say. A port that is taken is told before anything is asked of Telegram.
    pub async fn open(config: &Config, token: &Token) -> Result<Self, RunError> {
        Ok(match &config.webhook {
            None => Self::Polled,
            Some(webhook) => Self::Posted(Box::new(Posted {
                listener: webhook::listen(webhook.listen).await?,
                webhook: webhook.clone(),
                token: token.clone(),
            })),
        })
    }

    async fn run(self, handler: Arc<Handler>, stop: &Stop) -> Result<(), RunError> {
        match self {
            Self::Polled => Polling::begin(handler).await?.run(stop).await,
            Self::Posted(posted) => {
                let Posted {
                    webhook,
                    listener,
                    token,
                } = *posted;
                webhook::run(handler, (&webhook, &token), listener, stop).await
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

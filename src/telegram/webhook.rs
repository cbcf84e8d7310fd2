//! Taking updates by webhook: 200 means done.
//!
//! What changes something is committed and flushed before a post is answered. A question that changes nothing is answered
//! in the response ([`super::carrier`]), which saves a request; where that cannot carry the answer, it is sent first. What
//! takes longer than [`super::hand::PATIENCE`] is kept in the store's inbox, durably, and then answered with 200. What is
//! neither done nor kept is answered with 503, and Telegram posts it again; it keeps updates for 24 hours. It posts one
//! update of a chat at a time and waits for the response, so the order of a chat is kept.
//!
//! Telegram is asked every [`registration::LOOK_EVERY`] whether it still posts here. A stop leaves the webhook as it is.

mod door;
mod registration;
mod server;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hmac::Hmac;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use super::RunError;
use super::hand::{BEAT, Hand, Tell};
use super::handle::Handler;
use super::stop::Stop;
use super::suspects::COUNTS_POSTED;
use super::update::Update;
use crate::config::{Token, Webhook};
use crate::question::button;
use door::Door;
use registration::Registration;

/// For so long after a start that followed a death, posts are taken for what may have killed the program. Telegram waits
/// at most 120 s before it posts an update again (telegram-bot-api, `WEBHOOK_MAX_RESEND_TIMEOUT`, doubled by chance).
pub const WATCH: Duration = Duration::from_secs(150);
/// The loop does not turn more often than this for what is overdue and leaves within moments.
const TICK: Duration = Duration::from_millis(10);
/// Posts that wait to be taken in; as many as there may be connections.
const WAITING_MAX: usize = server::CONNECTIONS_MAX;
/// How long the end waits for responses that are being written.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// An update that was posted.
pub struct Posted {
    update: Update,
    tell: Tell,
}

/// Begins to listen; nothing is taken in yet.
pub async fn listen(at: SocketAddr) -> Result<TcpListener, RunError> {
    let listening = TcpListener::bind(at).await;
    listening.map_err(|cause| RunError::Listen { at, cause })
}

/// Takes updates in until it is stopped, the token turns out to be invalid or the store fails.
pub async fn run(
    handler: Arc<Handler>,
    (webhook, token): (&Webhook, &Token),
    listener: TcpListener,
    stop: &Stop,
) -> Result<(), RunError> {
    let (posted, posts) = mpsc::channel(WAITING_MAX);
    let door = Door::new(webhook, posted, handler.vitals.clone(), stop.clone());
    // In sets, so that they end when this does, however it ends.
    let (mut serving, mut registered) = (JoinSet::new(), JoinSet::new());
    serving.spawn(server::serve(
        listener,
        door.router(&webhook.path()),
        stop.clone(),
    ));
    registered.spawn(Registration::new(&handler, webhook, token).keep());
    let hand = Hand::begin(handler.clone(), COUNTS_POSTED).await?;
    let mut taking = Taking {
        handler,
        hand,
        posts,
    };
    let ended = tokio::select! {
        // Only what stops the bot ends it.
        Some(ended) = registered.join_next() => Err(ended.unwrap_or(RunError::Client)),
        taken = taking.run(stop) => taken,
    };
    ended?;
    if timeout(LAST_WORDS, serving.join_next()).await.is_err() {
        log::warn!("a post was still being answered; Telegram will post it again");
    }
    Ok(())
}

/// A hash with a key of any length.
fn keyed(key: &str) -> Hmac<Sha256> {
    button::keyed(&Sha256::digest(key).into())
}

/// What takes posts in.
struct Taking {
    handler: Arc<Handler>,
    hand: Hand,
    posts: mpsc::Receiver<Posted>,
}

impl Taking {
    async fn run(&mut self, stop: &Stop) -> Result<(), RunError> {
        self.hand.take_up_kept(stop).await?;
        let watched = Instant::now() + WATCH;
        while !stop.is_set() {
            self.handler.vitals.turned();
            self.hand.sweep_now_and_then().await?;
            self.hand.keep_overdue().await?;
            if Instant::now() >= watched {
                self.hand.relax();
            }
            self.turn(stop).await?;
        }
        // Whoever waits to be taken in posts again.
        self.posts.close();
        while self.posts.try_recv().is_ok() {}
        self.hand.wind_up().await
    }

    /// Sees to whatever comes first.
    async fn turn(&mut self, stop: &Stop) -> Result<(), RunError> {
        let now = Instant::now();
        let overdue = self.hand.overdue_at().unwrap_or(now + BEAT);
        let wake = overdue.clamp(now + TICK, now + BEAT);
        tokio::select! {
            biased;
            () = stop.wait() => Ok(()),
            Some(finished) = self.hand.next_finished() => self.hand.finished(finished).await,
            Some(Posted { update, tell }) = self.posts.recv() => {
                self.handler.vitals.polled();
                self.hand.take_posted(update, tell, stop).await
            }
            () = tokio::time::sleep_until(wake) => Ok(self.hand.settle().await?),
        }
    }
}

//! The way in: one path, POST, the secret; everybody else is told nothing.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::super::update::Update;
use super::{Posted, keyed};
use crate::config::Webhook;
use crate::telegram::hand::Told;
use crate::telegram::stop::Stop;
use crate::vitals::{PostEnding, Vitals};

/// Bytes of a post. An update is a message of 4,096 characters and what it answers; Telegram's are below 100 kB.
const BODY_MAX: usize = 1024 * 1024;
/// How long a post may take to come in.
const BODY_WITHIN: Duration = Duration::from_secs(10);
/// Seconds after which a post that was not taken is to come again. Telegram waits as long as it is told, up to an hour
/// (telegram-bot-api, `MAX_RETRY_AFTER`).
const AGAIN_AFTER: HeaderValue = HeaderValue::from_static("5");
/// Where a post has the secret (Bot API, `setWebhook`).
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// Lets Telegram's posts in.
pub struct Door {
    secret: Option<Seal>,
    posted: mpsc::Sender<Posted>,
    vitals: Arc<Vitals>,
    stop: Stop,
}

impl Door {
    /// Hands what is posted to `posted`, until `stop`.
    pub fn new(
        webhook: &Webhook,
        posted: mpsc::Sender<Posted>,
        vitals: Arc<Vitals>,
        stop: Stop,
    ) -> Arc<Self> {
        let secret = webhook.secret.as_ref();
        Arc::new(Self {
            secret: secret.map(|secret| Seal::of(secret.text())),
            posted,
            vitals,
            stop,
        })
    }

    /// The route.
    pub fn router(self: Arc<Self>, path: &str) -> Router {
        Router::new()
            .route(path, any(take))
            .fallback(turn_away)
            .with_state(self)
    }

    fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(secret) = &self.secret else {
            return true;
        };
        let given = headers.get(SECRET_HEADER);
        secret.fits(given.map_or(&[][..], HeaderValue::as_bytes))
    }

    /// What is told to whoever has posted an update.
    async fn answer(&self, update: Update) -> Response {
        let (tell, told) = oneshot::channel();
        if self.posted.send(Posted { update, tell }).await.is_err() {
            return self.not_now();
        }
        match told.await {
            Ok(Told::Done(None)) => {
                self.vitals.posted(PostEnding::Done);
                StatusCode::OK.into_response()
            }
            Ok(Told::Done(Some(call))) => {
                self.vitals.posted(PostEnding::Carried);
                let json = HeaderValue::from_static("application/json");
                ([(CONTENT_TYPE, json)], call).into_response()
            }
            Ok(Told::NotNow) | Err(_) => self.not_now(),
        }
    }

    fn not_now(&self) -> Response {
        self.vitals.posted(PostEnding::NotNow);
        let later = [(RETRY_AFTER, AGAIN_AFTER)];
        (StatusCode::SERVICE_UNAVAILABLE, later).into_response()
    }

    /// A post of Telegram's cannot be like this.
    fn bad(&self, status: StatusCode) -> Response {
        self.vitals.posted(PostEnding::Refused);
        status.into_response()
    }
}

/// Whatever is not a post to the right path with the secret: as if there were nothing.
async fn turn_away(State(door): State<Arc<Door>>) -> Response {
    door.bad(StatusCode::NOT_FOUND)
}

/// Takes a post. Nothing of it is read before it is known to be Telegram's.
async fn take(State(door): State<Arc<Door>>, request: Request) -> Response {
    if request.method() != Method::POST || !door.admits(request.headers()) {
        return door.bad(StatusCode::NOT_FOUND);
    }
    if door.stop.is_set() {
        return door.not_now();
    }
    let body = timeout(BODY_WITHIN, to_bytes(request.into_body(), BODY_MAX));
    let body = match body.await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return door.bad(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => return door.bad(StatusCode::REQUEST_TIMEOUT),
    };
    match Update::read(&body) {
        Ok(update) => door.answer(update).await,
        Err(_) => door.bad(StatusCode::BAD_REQUEST),
    }
}

/// A secret, so that another can be held against it. Both are hashed and the hashes compared in constant time, so that how
/// long it takes tells nothing.
struct Seal {
    keyed: Hmac<Sha256>,
    own: Vec<u8>,
}

impl Seal {
    fn of(secret: &str) -> Self {
        let keyed = keyed(secret);
        let own = keyed.clone().chain_update(secret).finalize();
        Self {
            keyed,
            own: own.into_bytes().to_vec(),
        }
    }

    fn fits(&self, given: &[u8]) -> bool {
        let given = self.keyed.clone().chain_update(given);
        given.verify_slice(&self.own).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_fits() {
        let seal = Seal::of("s3cret-_A");
        assert!(seal.fits(b"s3cret-_A"));
        for other in ["", "s3cret-_", "s3cret-_a", "s3cret-_A ", "S3CRET-_A"] {
            assert!(!seal.fits(other.as_bytes()), "{other}");
        }
    }
}

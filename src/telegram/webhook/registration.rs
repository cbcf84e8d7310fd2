//! Telling Telegram where to post: only what it says differently is set, and only when it does.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use teloxide::RequestError;

use super::keyed;
use crate::config::{Token, Webhook};
use crate::store::{Store, StoreError, webhook};
use crate::telegram::RunError;
use crate::telegram::courier::{ALLOWED_UPDATES, Courier, WebhookInfo};
use crate::telegram::handle::Handler;
use crate::telegram::policy::{Verdict, backoff, describe, lacks_method, verdict};
use crate::vitals::Vitals;

/// How often Telegram is asked whether it still posts here: often enough not to be taken for silent
/// ([`crate::vitals::SILENCE_MAX`]).
pub const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How much of what Telegram says of a post that failed is logged, in characters.
const ERROR_MAX: usize = 120;

/// Keeps the webhook as it is wanted.
pub struct Registration {
    courier: Courier,
    store: Arc<dyn Store>,
    vitals: Arc<Vitals>,
    webhook: Webhook,
    seal: String,
    /// The seal of what was set last, whether or not it could be stored.
    set: Option<String>,
    /// What Telegram said after that. A server that says it in its own way is not told again and again.
    said: Option<(String, Vec<String>)>,
    /// When posting failed last, as far as that was logged.
    failed: Option<i64>,
}

/// Why a look came to nothing.
enum Trouble {
    Telegram(RequestError),
    Store(StoreError),
}

impl From<RequestError> for Trouble {
    fn from(error: RequestError) -> Self {
        Self::Telegram(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Registration {
    /// Has Telegram post for `handler` as `webhook` says.
    pub fn new(handler: &Handler, webhook: &Webhook, token: &Token) -> Self {
        Self {
            courier: handler.courier.clone(),
            store: handler.store.clone(),
            vitals: handler.vitals.clone(),
            webhook: webhook.clone(),
            seal: seal(webhook, token),
            set: None,
            said: None,
            failed: None,
        }
    }

    /// Looks after it for ever; ends only with what stops the bot.
    pub async fn keep(mut self) -> RunError {
        self.set = match webhook::last_set(&*self.store).await {
            Ok(set) => set,
            Err(error) => return error.into(),
        };
        let mut tries = 0;
        loop {
            let wait = match self.look().await {
                Ok(()) => {
                    tries = 0;
                    LOOK_EVERY
                }
                Err(Trouble::Store(error)) => return error.into(),
                Err(Trouble::Telegram(error)) => {
                    let wait = match verdict(&error, tries) {
                        Verdict::Token => return RunError::Token,
                        Verdict::Again(wait) => wait,
                        // Refused: a wrong address, perhaps one that is put right elsewhere.
                        _ => backoff(tries),
                    };
                    log::warn!(
                        "the webhook could not be set or looked at: {}; again in {} s",
                        describe(&error),
                        wait.as_secs()
                    );
                    tries += 1;
                    wait
                }
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// Looks once, and sets what differs.
    async fn look(&mut self) -> Result<(), Trouble> {
        let is = self.ask().await?;
        self.tell_of_failures(&is);
        let says = (is.url, sorted(is.allowed_updates));
        let is_wanted = says == self.wanted() || self.said.as_ref() == Some(&says);
        if !is_wanted || self.set.as_ref() != Some(&self.seal) {
            self.set().await?;
        }
        self.vitals.polled();
        Ok(())
    }

    async fn ask(&self) -> Result<WebhookInfo, RequestError> {
        match self.courier.webhook().await {
            Err(error) if lacks_method(&error) => Ok(WebhookInfo::default()),
            asked => asked,
        }
    }

    async fn set(&mut self) -> Result<(), Trouble> {
        let secret = self.webhook.secret.as_ref().map(|secret| secret.text());
        let url = self.webhook.url.as_str();
        self.courier.set_webhook(url, secret).await?;
        // Not the whole address: its path may be meant to be known to few.
        let host = self.webhook.url.host_str().unwrap_or_default();
        log::info!("the webhook is set: Telegram posts to {host}");
        self.set = Some(self.seal.clone());
        if let Err(error) = webhook::remember(&*self.store, &self.seal).await {
            if !error.is_lack_of_room() {
                return Err(error.into());
            }
            log::warn!("the next start sets the webhook once more: {error}");
        }
        let is = self.ask().await?;
        self.said = Some((is.url, sorted(is.allowed_updates)));
        Ok(())
    }

    fn wanted(&self) -> (String, Vec<String>) {
        // As Telegram writes them; there is nothing in these names that could not be written.
        let kinds = ALLOWED_UPDATES.iter();
        let kinds = kinds.filter_map(|kind| serde_json::to_value(kind).ok());
        let kinds = kinds.filter_map(|kind| kind.as_str().map(str::to_owned));
        (self.webhook.url.to_string(), sorted(kinds.collect()))
    }

    /// Whoever runs the bot sees here that a proxy or a certificate is wrong, since no post tells it.
    fn tell_of_failures(&mut self, is: &WebhookInfo) {
        if is.last_error_date == self.failed {
            return;
        }
        self.failed = is.last_error_date;
        if let Some(why) = &is.last_error_message {
            let why: String = why.chars().take(ERROR_MAX).collect();
            log::warn!("Telegram could not post an update: {why}");
        }
    }
}

fn sorted(mut kinds: Vec<String>) -> Vec<String> {
    kinds.sort();
    kinds
}

/// What is remembered of a webhook: enough to see that address or secret have changed, and nothing to guess the secret by
/// without the bot's token.
fn seal(webhook: &Webhook, token: &Token) -> String {
    let secret = webhook.secret.as_ref().map(|secret| secret.text());
    let sealed = keyed(token.secret())
        .chain_update(b"union-brief webhook\0")
        .chain_update(webhook.url.as_str())
        .chain_update(b"\0")
        .chain_update(secret.unwrap_or_default());
    URL_SAFE_NO_PAD.encode(sealed.finalize().into_bytes())
}

//! How updates are asked for: polled, or posted to a webhook.

use serde::{Deserialize, Serialize};
use teloxide::RequestError;
use teloxide::payloads::DeleteWebhook;
use teloxide::requests::Payload;
use teloxide::types::AllowedUpdate;

use super::Courier;
use crate::telegram::update::{Update, Updates};

/// Seconds a poll waits at Telegram for an update. teloxide's client gives up on any call after 17.
const POLL_SECONDS: u32 = 10;
/// Updates that are taken at a time (Bot API, `getUpdates`: 100 at most).
const UPDATES_MAX: u8 = 100;
/// Updates asked for, so that Telegram does not fall back to an earlier list (Bot API, `getUpdates`, `setWebhook`).
pub const ALLOWED_UPDATES: [AllowedUpdate; 4] = [
    AllowedUpdate::Message,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::InlineQuery,
    AllowedUpdate::MyChatMember,
];

/// `getUpdates`, of which only what the bot needs is read.
#[derive(Clone, Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i32>,
    limit: u8,
    timeout: u32,
    allowed_updates: [AllowedUpdate; 4],
}

impl Payload for GetUpdates {
    type Output = Updates;
    const NAME: &'static str = "GetUpdates";
}

/// `getWebhookInfo`, of whose answer only what the bot needs is read, as with `getMe`.
#[derive(Clone, Serialize)]
struct GetWebhookInfo {}

impl Payload for GetWebhookInfo {
    type Output = WebhookInfo;
    const NAME: &'static str = "GetWebhookInfo";
}

/// What Telegram says of the webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct WebhookInfo {
    /// Where it posts; empty where there is no webhook.
    #[serde(default)]
    pub url: String,
    /// What it posts; nothing where that is the usual.
    #[serde(default)]
    pub allowed_updates: Vec<String>,
    /// When posting failed last, in seconds since 1970.
    #[serde(default)]
    pub last_error_date: Option<i64>,
    /// How.
    #[serde(default)]
    pub last_error_message: Option<String>,
}

/// `setWebhook`. It holds the secret, so it has no `Debug`.
#[derive(Clone, Serialize)]
struct SetWebhook {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_token: Option<String>,
    allowed_updates: [AllowedUpdate; 4],
}

impl Payload for SetWebhook {
    type Output = bool;
    const NAME: &'static str = "SetWebhook";
}

impl Courier {
    /// The next updates, from `offset` on; asking for them tells Telegram that all before are done.
    pub async fn poll(&self, offset: Option<i32>) -> Result<Vec<Update>, RequestError> {
        let polled = self.updates(offset, UPDATES_MAX, POLL_SECONDS).await;
        if polled.is_ok() {
            self.vitals.polled();
        }
        polled
    }

    /// Tells Telegram that all before `offset` is done, without waiting for more.
    pub async fn confirm(&self, offset: i32) -> Result<(), RequestError> {
        self.updates(Some(offset), 1, 0).await.map(drop)
    }

    async fn updates(
        &self,
        offset: Option<i32>,
        limit: u8,
        timeout: u32,
    ) -> Result<Vec<Update>, RequestError> {
        let request = GetUpdates {
            offset,
            limit,
            timeout,
            allowed_updates: ALLOWED_UPDATES,
        };
        let updates = self.counted("getUpdates", request).await;
        updates.map(|Updates(updates)| updates)
    }

    /// Removes a webhook that somebody has set, so that polling works.
    pub async fn remove_webhook(&self) -> Result<(), RequestError> {
        let removed = self.counted("deleteWebhook", DeleteWebhook::new());
        removed.await.map(drop)
    }

    /// What Telegram says of the webhook.
    pub async fn webhook(&self) -> Result<WebhookInfo, RequestError> {
        self.counted("getWebhookInfo", GetWebhookInfo {}).await
    }

    /// Has updates posted to `url`, with `secret` in a header of each post.
    pub async fn set_webhook(&self, url: &str, secret: Option<&str>) -> Result<(), RequestError> {
        let payload = SetWebhook {
            url: url.to_owned(),
            secret_token: secret.map(str::to_owned),
            allowed_updates: ALLOWED_UPDATES,
        };
        self.counted("setWebhook", payload).await.map(drop)
    }
}

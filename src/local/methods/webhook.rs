//! Setting and removing a webhook. Updates are posted by `webhook` of the server.

use serde_json::{Value, json};

use super::Call;
use crate::local::refusal::Refusal;
use crate::local::world::World;
use crate::local::world::updates::Webhook;

/// The most characters of the secret (Bot API, `setWebhook`).
const SECRET_MAX: usize = 256;
/// How many connections Telegram uses at most if it is not told (Bot API, `setWebhook`).
const CONNECTIONS: i64 = 40;

/// `setWebhook`. Unlike Telegram, which asks for https and a public address, it takes this machine's addresses and no
/// others: nothing leaves it.
pub fn set(world: &mut World, call: &Call) -> Result<Value, Refusal> {
    let url = call.text("url");
    if url.is_empty() {
        return Ok(delete(world, call));
    }
    let parsed =
        reqwest::Url::parse(url).map_err(|_| Refusal::bad("invalid webhook URL specified"))?;
    let here = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if !here || !matches!(parsed.scheme(), "http" | "https") {
        return Err(Refusal::bad(
            "bad webhook: the local Bot API posts to 127.0.0.1, localhost and [::1] only",
        ));
    }
    let secret = call.text("secret_token");
    if secret.len() > SECRET_MAX {
        return Err(Refusal::bad("secret token is too long"));
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !secret.bytes().all(plain) {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    common(world, call);
    world.webhook = Some(Webhook {
        url: url.to_owned(),
        secret: (!secret.is_empty()).then(|| secret.to_owned()),
        max_connections: call
            .number("max_connections")
            .unwrap_or(CONNECTIONS)
            .clamp(1, 100),
        last_error: None,
    });
    world.updates.webhooks += 1;
    Ok(json!(true))
}

/// `deleteWebhook`.
pub fn delete(world: &mut World, call: &Call) -> Value {
    common(world, call);
    world.webhook = None;
    json!(true)
}

fn common(world: &mut World, call: &Call) {
    if let Some(kinds) = call.value("allowed_updates").and_then(Value::as_array) {
        world.updates.allow(kinds);
    }
    if call.yes("drop_pending_updates") {
        world.updates.clear();
    }
}

/// `getWebhookInfo`.
pub fn info(world: &World) -> Value {
    let mut json = json!({
        "url": "", "has_custom_certificate": false, "pending_update_count": world.updates.waiting(),
    });
    if let Some(webhook) = &world.webhook {
        json["url"] = json!(webhook.url);
        json["max_connections"] = json!(webhook.max_connections);
        json["ip_address"] = json!("127.0.0.1");
        if let Some((date, text)) = &webhook.last_error {
            json["last_error_date"] = json!(date);
            json["last_error_message"] = json!(text);
        }
    }
    if let Some(kinds) = world.updates.allowed() {
        json["allowed_updates"] = json!(kinds);
    }
    json
}

//! The page's calls about publishing, passed on to whoever runs the bot.

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::page::{Failed, of};
use crate::local::publishing::Publishing;
use crate::local::shared::Shared;

/// What can be looked at, if it is of this kind.
pub async fn read(shared: &Shared, name: &str) -> Option<Result<Value, Failed>> {
    Some(match name {
        // The page asks before the bot has started, which is no fault.
        "updates" => match shared.publishing.get() {
            Some(publisher) => written(publisher.overview().await),
            None => written(Ok(Value::Null)),
        },
        "facts" => match publisher(shared) {
            Ok(publisher) => written(publisher.facts().await),
            Err(failed) => Err(failed),
        },
        _ => return None,
    })
}

/// Does what a call names, if it is of this kind.
pub async fn act(shared: &Shared, name: &str, body: &[u8]) -> Option<Result<Value, Failed>> {
    if !["publish", "revise", "withdraw"].contains(&name) {
        return None;
    }
    Some(done(shared, name, body).await)
}

async fn done(shared: &Shared, name: &str, body: &[u8]) -> Result<Value, Failed> {
    let publisher = publisher(shared)?;
    written(match name {
        "revise" => publisher.revise(of(body)?).await,
        "withdraw" => publisher.withdraw(of(body)?).await,
        _ => publisher.publish_next().await,
    })
}

fn publisher(shared: &Shared) -> Result<&Arc<dyn Publishing>, Failed> {
    shared.publishing.get().ok_or_else(|| {
        let said = "The bot is not ready to publish.".to_owned();
        (StatusCode::SERVICE_UNAVAILABLE, said)
    })
}

fn written<T: Serialize>(result: Result<T, String>) -> Result<Value, Failed> {
    let result = result.map_err(|why| (StatusCode::BAD_REQUEST, why))?;
    let failed = |error: serde_json::Error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string());
    Ok(json!({"done": serde_json::to_value(result).map_err(failed)?}))
}

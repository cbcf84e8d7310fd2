//! The parameters of a call, however they come: in the address, as a form, as JSON, in parts with files.

use std::collections::HashMap;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::header;
use axum::{Form, RequestExt};
use serde_json::{Map, Value};

use crate::local::refusal::Refusal;

/// The most bytes of a request: a picture of 10 MiB and what belongs to it.
const BODY_MAX: usize = 12 << 20;

/// Parameters and files.
pub type Given = (Map<String, Value>, HashMap<String, Vec<u8>>);

/// Reads them.
pub async fn read(request: Request) -> Result<Given, Refusal> {
    let mut params = Map::new();
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) else {
            return Err(unreadable());
        };
        add(&mut params, pairs);
    }
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    if kind.starts_with("application/json") {
        let bytes = bytes(request).await?;
        if !bytes.is_empty() {
            let read: Map<String, Value> =
                serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
            params.extend(read);
        }
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        let request = request.with_limited_body();
        let Ok(Form(pairs)) = Form::<Vec<(String, String)>>::from_request(request, &()).await
        else {
            return Err(unreadable());
        };
        add(&mut params, pairs);
    } else if kind.starts_with("multipart/form-data") {
        return parts(request, params).await;
    }
    Ok((params, HashMap::new()))
}

fn add(params: &mut Map<String, Value>, pairs: Vec<(String, String)>) {
    params.extend(
        pairs
            .into_iter()
            .map(|(name, value)| (name, Value::String(value))),
    );
}

async fn bytes(request: Request) -> Result<Bytes, Refusal> {
    to_bytes(request.into_body(), BODY_MAX)
        .await
        .map_err(|_| too_large())
}

async fn parts(request: Request, mut params: Map<String, Value>) -> Result<Given, Refusal> {
    // All of it is read before anything is answered. The last part ends before the request does, and a client that still
    // writes its end takes an answer and a closed connection for a failure, and what it has sent for lost.
    let (head, body) = request.into_parts();
    let whole = to_bytes(body, BODY_MAX).await.map_err(|_| too_large())?;
    let mut request = Request::from_parts(head, Body::from(whole));
    axum::extract::DefaultBodyLimit::max(BODY_MAX).apply(&mut request);
    let mut multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| unreadable())?;
    let mut files = HashMap::new();
    while let Some(part) = multipart.next_field().await.map_err(|_| unreadable())? {
        let Some(name) = part.name().map(str::to_owned) else {
            continue;
        };
        if part.file_name().is_some() {
            let bytes = part.bytes().await.map_err(|_| too_large())?;
            // A file may stand for its parameter, or be named by it.
            params
                .entry(name.clone())
                .or_insert_with(|| Value::String(format!("attach://{name}")));
            files.insert(name, bytes.to_vec());
        } else {
            let text = part.text().await.map_err(|_| too_large())?;
            params.insert(name, Value::String(text));
        }
    }
    Ok((params, files))
}

fn unreadable() -> Refusal {
    Refusal::bad("can't parse request parameters")
}

fn too_large() -> Refusal {
    Refusal::new(413, "Request Entity Too Large")
}

//! The HTTP of it: three paths, GET and HEAD, one request a connection.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::disk::AskDisk;
use crate::vitals::Vitals;

/// Connections at a time. Beyond that new ones wait for a place.
const CONNECTIONS_MAX: usize = 64;
/// How long a connection may last. Scrapers give up after 10 s by default.
const CONNECTION_MAX: Duration = Duration::from_secs(10);
/// Waits after a connection could not be taken in, because the system has no room for it.
const BREATH: Duration = Duration::from_millis(100);
/// Bytes of a request's head; a scraper's has some 300. hyper takes no less than 8 KiB.
const HEAD_MAX: usize = 8 * 1024;

const TEXT: &str = "text/plain; charset=utf-8";
/// What Prometheus calls its text format.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Serves until the task is dropped, and every connection with it.
pub async fn serve(listener: TcpListener, vitals: Arc<Vitals>, disk: AskDisk) {
    let mut connections = JoinSet::new();
    loop {
        while connections.len() >= CONNECTIONS_MAX {
            connections.join_next().await;
        }
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, vitals.clone(), disk.clone()));
                }
                Err(error) => {
                    log::debug!("a connection for health or metrics was not taken in: {error}");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }
}

/// One request and its answer. What goes wrong in it is the client's concern.
async fn converse(stream: TcpStream, vitals: Arc<Vitals>, disk: AskDisk) {
    let service = service_fn(|request: Request<Incoming>| {
        let (vitals, disk) = (vitals.clone(), disk.clone());
        async move { Ok::<_, Infallible>(answer(&request, &vitals, &disk).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .keep_alive(false)
        .max_buf_size(HEAD_MAX)
        .serve_connection(TokioIo::new(stream), service);
    match timeout(CONNECTION_MAX, connection).await {
        Ok(Ok(())) => {}
        Ok(Err(_)) => log::debug!("a connection for health or metrics broke"),
        Err(_) => log::debug!("a connection for health or metrics took too long"),
    }
}

async fn answer(
    request: &Request<Incoming>,
    vitals: &Vitals,
    disk: &AskDisk,
) -> Response<Full<Bytes>> {
    let path = request.uri().path();
    if !matches!(path, "/healthz" | "/readyz" | "/metrics") {
        return say(StatusCode::NOT_FOUND, TEXT, "not found\n".to_owned());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = say(
            StatusCode::METHOD_NOT_ALLOWED,
            TEXT,
            "only GET and HEAD\n".to_owned(),
        );
        let allowed = HeaderValue::from_static("GET, HEAD");
        refused.headers_mut().insert(ALLOW, allowed);
        return refused;
    }
    match path {
        // Not even the disk is asked: this says only whether the program turns.
        "/healthz" => verdict(vitals.health()),
        "/readyz" => verdict(vitals.readiness(disk.ask().await)),
        _ => match vitals.exposition(disk.ask().await) {
            Ok(text) => say(StatusCode::OK, EXPOSITION, text),
            Err(error) => {
                log::error!("{error}");
                let text = "the metrics cannot be written\n".to_owned();
                say(StatusCode::INTERNAL_SERVER_ERROR, TEXT, text)
            }
        },
    }
}

/// 200, or 503 with the reason.
fn verdict<E: std::fmt::Display>(verdict: Result<(), E>) -> Response<Full<Bytes>> {
    match verdict {
        Ok(()) => say(StatusCode::OK, TEXT, "ok\n".to_owned()),
        Err(reason) => say(StatusCode::SERVICE_UNAVAILABLE, TEXT, format!("{reason}\n")),
    }
}

fn say(status: StatusCode, kind: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

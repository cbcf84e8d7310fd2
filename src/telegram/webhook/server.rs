//! The HTTP of it: connections, their number and their time.

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::telegram::stop::Stop;

/// Connections at a time; Telegram makes 40 unless told otherwise (Bot API, `setWebhook`), a proxy perhaps one for each.
/// Beyond that new ones wait for a place.
pub const CONNECTIONS_MAX: usize = 256;
/// How long a connection may wait for the head of the next post. Longer than proxies keep an idle one (Caddy 120 s, nginx
/// 60 s), so that none posts into one that is just being closed.
const IDLE_MAX: Duration = Duration::from_secs(150);
/// Waits after a connection could not be taken in, because the system has no room for it.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `stop`; then nobody is let in any more, and this ends with the last post that is being answered.
pub async fn serve(listener: TcpListener, router: Router, stop: Stop) {
    let mut connections = JoinSet::new();
    while !stop.is_set() {
        let has_place = connections.len() < CONNECTIONS_MAX;
        tokio::select! {
            () = stop.wait() => {}
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if has_place => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone(), stop.clone()));
                }
                Err(error) => {
                    log::debug!("a connection for posts was not taken in: {error}");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// The posts of one connection. What goes wrong in it is the other side's concern.
async fn converse(stream: TcpStream, router: Router, stop: Stop) {
    stream.set_nodelay(true).ok();
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.wait() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if ended.is_err() {
        log::debug!("a connection for posts broke");
    }
}

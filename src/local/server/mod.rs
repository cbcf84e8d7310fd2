//! The HTTP server: the Bot API under `/bot<token>/`, the page and its calls elsewhere, on one loopback address.

mod acts;
mod body;
mod files;
mod guard;
mod page;
mod publishing;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::serve::ListenerExt;
use tokio::net::{TcpListener, TcpStream};

pub use body::read as read_body;

use super::methods::document;
use super::polls::get_updates;
use super::refusal::Refusal;
use super::shared::{Ending, Shared, ending};

/// What the server needs for each request.
#[derive(Clone)]
struct Served {
    shared: Arc<Shared>,
    port: u16,
}

/// Serves until the task is dropped.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>) -> std::io::Result<()> {
    let port = listener.local_addr()?.port();
    let router = Router::new()
        .fallback(answer)
        .with_state(Served { shared, port });
    axum::serve(listener.tap_io(no_delay), router).await
}

/// Small answers leave at once.
fn no_delay(connection: &mut TcpStream) {
    // Without it answers are only later.
    drop(connection.set_nodelay(true));
}

async fn answer(State(served): State<Served>, request: Request) -> Response {
    if let Err(refused) = guard::check(&request, served.port) {
        return page::text(StatusCode::FORBIDDEN, refused);
    }
    if let Some(rest) = request.uri().path().strip_prefix("/file/bot") {
        let path = rest.strip_prefix(served.shared.token.as_str());
        return download(&served.shared, path.unwrap_or_default());
    }
    match request.uri().path().strip_prefix("/bot") {
        Some(rest) => {
            let (token, method) = rest.split_once('/').unwrap_or((rest, ""));
            if token != served.shared.token {
                return of(ending(Err(Refusal::new(401, "Unauthorized")), false));
            }
            let method = method.to_owned();
            of(call(&served.shared, &method, request).await)
        }
        None => page::answer(&served.shared, request).await,
    }
}

/// What `getFile` gave the path of. A wrong token and a file that is not kept are the same to whoever asks.
fn download(shared: &Shared, path: &str) -> Response {
    let id = path.strip_prefix('/').and_then(document::id_of);
    let state = shared.look();
    match id.and_then(|id| state.pictures.get(id)) {
        Some(bytes) => {
            let bytes = Body::from(bytes.clone());
            files::answer(StatusCode::OK, "application/octet-stream", bytes)
        }
        None => of(ending(Err(Refusal::new(404, "Not Found")), false)),
    }
}

/// A call of the Bot API.
async fn call(shared: &Shared, method: &str, request: Request) -> Ending {
    let (given, files) = match body::read(request).await {
        Ok(read) => read,
        Err(refusal) => return ending(Err(refusal), false),
    };
    let slow = shared.look().faults.slow_ms;
    if slow > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(slow)).await;
    }
    match method.eq_ignore_ascii_case("getUpdates") {
        true => get_updates(shared, given).await,
        false => shared.call(method, given, files),
    }
}

/// The answer as HTTP. A lost one begins, so that the client has to take it for sent, and breaks off.
fn of(ending: Ending) -> Response {
    let body = match ending.lost {
        false => Body::from(ending.body),
        true => Body::from_stream(futures_util::stream::once(async {
            Err::<Bytes, _>(std::io::Error::other("the reply is lost"))
        })),
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(ending.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if let Some(seconds) = ending.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

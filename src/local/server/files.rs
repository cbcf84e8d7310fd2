//! The page's own files, which are in the program, and what every answer to a browser says about itself.

use axum::http::{HeaderValue, Response, StatusCode, header};

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The files: name, kind, text.
pub const FILES: [(&str, &str, &str); 15] = [
    (
        "/",
        "text/html; charset=utf-8",
        include_str!("../page/index.html"),
    ),
    (
        "/page.css",
        "text/css; charset=utf-8",
        include_str!("../page/page.css"),
    ),
    (
        "/icon.svg",
        "image/svg+xml",
        include_str!("../page/icon.svg"),
    ),
    ("/chats.js", SCRIPT, include_str!("../page/chats.js")),
    ("/compose.js", SCRIPT, include_str!("../page/compose.js")),
    ("/desk.js", SCRIPT, include_str!("../page/desk.js")),
    ("/dom.js", SCRIPT, include_str!("../page/dom.js")),
    ("/log.js", SCRIPT, include_str!("../page/log.js")),
    ("/message.js", SCRIPT, include_str!("../page/message.js")),
    ("/net.js", SCRIPT, include_str!("../page/net.js")),
    ("/options.js", SCRIPT, include_str!("../page/options.js")),
    ("/page.js", SCRIPT, include_str!("../page/page.js")),
    ("/text.js", SCRIPT, include_str!("../page/text.js")),
    ("/words.js", SCRIPT, include_str!("../page/words.js")),
    ("/world.js", SCRIPT, include_str!("../page/world.js")),
];

/// What the page may load: its own files, and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An answer for a browser.
pub fn answer<B>(status: StatusCode, kind: &'static str, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

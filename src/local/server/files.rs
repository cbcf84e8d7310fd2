//! The page's own files, which are in the program, and what every answer to a browser says about itself.
//!
//! The files leave compressed where the browser takes that, as every browser does; programs get them as they are.

use std::io::Write;
use std::sync::LazyLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use flate2::Compression;
use flate2::write::GzEncoder;

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The files: name, kind, text.
const FILES: [(&str, &str, &str); 16] = [
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
    ("/updates.js", SCRIPT, include_str!("../page/updates.js")),
    ("/words.js", SCRIPT, include_str!("../page/words.js")),
    ("/world.js", SCRIPT, include_str!("../page/world.js")),
];

/// The same files compressed, in the same order, made when the first browser asks.
static PACKED: LazyLock<[Option<Bytes>; FILES.len()]> =
    LazyLock::new(|| FILES.map(|(_, _, text)| pack(text)));

/// What the page may load: its own files, and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A file of the page, if there is one of that name, as the headers of the request want it.
pub fn file(path: &str, asked: &HeaderMap) -> Option<Response<Body>> {
    let at = FILES.iter().position(|(name, _, _)| *name == path)?;
    let (_, kind, text) = FILES[at];
    let packed = PACKED[at].as_ref().filter(|_| takes_gzip(asked));
    let body = packed.map_or_else(|| Body::from(text), |packed| Body::from(packed.clone()));
    let mut response = answer(StatusCode::OK, kind, body);
    let headers = response.headers_mut();
    headers.insert(
        header::VARY,
        HeaderValue::from_static(header::ACCEPT_ENCODING.as_str()),
    );
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Some(response)
}

/// A text compressed, where that makes it smaller.
fn pack(text: &str) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).ok()?;
    let packed = encoder.finish().ok()?;
    (packed.len() < text.len()).then(|| packed.into())
}

/// Whether a client takes gzip (RFC 9110, 12.5.3): it names it, or says `*`, and not with a weight of 0.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let (mut named, mut any) = (None, None);
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter();
    for coding in lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
    {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=");
        let wanted = weight.is_none_or(|q| q.trim().parse().is_ok_and(|q: f32| q > 0.0));
        match name.trim() {
            "*" => any = Some(wanted),
            name if name.eq_ignore_ascii_case("gzip") => named = Some(wanted),
            _ => {}
        }
    }
    named.or(any).unwrap_or(false)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_takes_gzip_says_so() {
        for (said, takes) in [
            ("gzip", true),
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, GZIP;q=0.2", true),
            ("deflate, *", true),
            ("*;q=0, gzip;q=0.001", true),
            ("", false),
            ("br, deflate", false),
            ("gzip;q=0", false),
            ("gzip; q=0.0, *", false),
            ("*;q=0", false),
            ("gzip;q=nonsense", false),
            ("gzipped", false),
        ] {
            let mut asked = HeaderMap::new();
            assert!(!takes_gzip(&asked), "nothing is said");
            asked.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(said));
            assert_eq!(takes_gzip(&asked), takes, "{said:?}");
        }
    }

    #[test]
    fn what_does_not_shrink_stays_as_it_is() {
        assert_eq!(pack("short"), None);
        let packed = pack(&"long ".repeat(100)).unwrap_or_default();
        assert!(packed.starts_with(&[0x1f, 0x8b]) && packed.len() < 100);
    }
}

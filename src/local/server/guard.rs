//! Who may ask: this machine's own programs and our own page, and no page of anybody else that a browser has open.
//!
//! A foreign name that is made to point at this machine is in `Host`; a foreign page that sends something is in `Origin`.

use axum::extract::Request;
use axum::http::header;

/// Refuses a request that comes by way of a foreign name or page.
pub fn check(request: &Request, port: u16) -> Result<(), &'static str> {
    let word = |name| request.headers().get(name).map(|value| value.to_str());
    let host = match word(header::HOST) {
        Some(Ok(host)) => Some(host),
        Some(Err(_)) => None,
        None => request
            .uri()
            .authority()
            .map(|authority| authority.as_str()),
    };
    if !host.is_some_and(|host| is_ours(host, port)) {
        return Err("This server answers to 127.0.0.1, localhost and [::1] with its port only.");
    }
    let ours = match word(header::ORIGIN) {
        None => true,
        Some(Ok(origin)) => origin
            .strip_prefix("http://")
            .is_some_and(|host| is_ours(host, port)),
        Some(Err(_)) => false,
    };
    match ours {
        true => Ok(()),
        false => Err("Other sites may not ask here."),
    }
}

fn is_ours(host: &str, port: u16) -> bool {
    let (name, given) = match host.rsplit_once(':') {
        Some((name, given)) if !given.ends_with(']') => (name, given.parse().ok()),
        _ => (host, Some(80)),
    };
    let is_loopback = ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|ours| name.eq_ignore_ascii_case(ours));
    is_loopback && given == Some(port)
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_loopback_names_with_our_port_are_ours() {
        for host in [
            "127.0.0.1:8088",
            "localhost:8088",
            "LOCALHOST:8088",
            "[::1]:8088",
        ] {
            assert!(is_ours(host, 8088), "{host}");
        }
        for host in [
            "127.0.0.1",
            "localhost:80",
            "evil.example:8088",
            "127.0.0.1.evil.example:8088",
            "[::1]",
            "",
            "127.0.0.1:8088:8088",
            "x@127.0.0.1:8088",
            "0.0.0.0:8088",
        ] {
            assert!(!is_ours(host, 8088), "{host}");
        }
        assert!(is_ours("localhost", 80) && is_ours("[::1]", 80));
    }
}

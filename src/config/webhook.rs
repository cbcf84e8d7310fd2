//! Where Telegram posts updates, if it does: an address, where this program listens behind it, and a secret.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use super::{ConfigError, bad, is_here, url};

/// Where posts are listened for unless told otherwise; a proxy on this machine passes them on.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Ports that Telegram posts to (Bot API, `setWebhook`, notes).
const PORTS: [u16; 4] = [443, 80, 88, 8443];
/// The most characters of the secret (Bot API, `setWebhook`).
const SECRET_MAX: usize = 256;

/// Updates are posted.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The address that Telegram posts to.
    pub url: reqwest::Url,
    /// Where this program listens for what comes to it.
    pub listen: SocketAddr,
    /// What each post has to have in its header. Only an address of this machine may go without.
    pub secret: Option<Secret>,
}

impl Webhook {
    /// The path that is posted to. A proxy passes it on as it is.
    pub fn path(&self) -> String {
        self.url.path().to_owned()
    }
}

/// The secret of the webhook. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for `setWebhook` and to compare with.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A variable and its value, if it is set.
pub type Set<'a> = (&'static str, Option<&'a str>);

/// Reads the three. `is_telegram` says whether it is Telegram that posts, and not a Bot API server of one's own, which takes
/// any address.
pub fn read(
    (url_name, url_value): Set<'_>,
    listen: Set<'_>,
    secret: Set<'_>,
    is_telegram: bool,
) -> Result<Option<Webhook>, ConfigError> {
    let Some(value) = url_value else {
        return match [listen, secret].iter().find(|(_, value)| value.is_some()) {
            Some((name, _)) => Err(missing(url_name, name)),
            None => Ok(None),
        };
    };
    let address = address(url_name, value, is_telegram)?;
    let secret = match secret {
        (name, Some(value)) => Some(read_secret(name, value)?),
        (_, None) if is_here(&address) => None,
        (name, None) => return Err(missing(name, url_name)),
    };
    let listen = listen
        .1
        .map_or(Ok(LISTEN), |value| super::listen(listen.0, value))?;
    Ok(Some(Webhook {
        url: address,
        listen,
        secret,
    }))
}

fn address(name: &str, value: &str, is_telegram: bool) -> Result<reqwest::Url, ConfigError> {
    let parsed = url(name, value)?;
    // What the route takes as it is written.
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/._~-".contains(&b);
    if !parsed.path().bytes().all(is_plain)
        || parsed.query().is_some()
        || parsed.fragment().is_some()
    {
        let allowed =
            "an address whose path is letters, digits, /, ., _, ~ and -, with nothing behind it";
        return Err(bad(name, value, allowed));
    }
    let port = parsed.port_or_known_default().unwrap_or_default();
    if is_telegram && (parsed.scheme() != "https" || !PORTS.contains(&port)) {
        let allowed =
            "an https:// address with the port 443, 80, 88 or 8443; Telegram posts to no other";
        return Err(bad(name, value, allowed));
    }
    Ok(parsed)
}

fn read_secret(name: &str, value: &str) -> Result<Secret, ConfigError> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if value.len() <= SECRET_MAX && value.bytes().all(is_plain) {
        return Ok(Secret(value.to_owned()));
    }
    Err(ConfigError::Value {
        name: name.to_owned(),
        value: format!(
            "not such a secret ({} characters, not shown)",
            value.chars().count()
        ),
        allowed: "1 to 256 of A-Z, a-z, 0-9, _ and -",
    })
}

fn missing(name: &str, with: &str) -> ConfigError {
    ConfigError::Missing {
        name: name.to_owned(),
        with: with.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn of(url: &str, listen: &str, secret: &str) -> Result<Option<Webhook>, ConfigError> {
        with(url, listen, secret, true)
    }

    fn with(
        url: &str,
        listen: &str,
        secret: &str,
        is_telegram: bool,
    ) -> Result<Option<Webhook>, ConfigError> {
        let set = |value| Some(value).filter(|value: &&str| !value.is_empty());
        let (url, listen) = (("URL", set(url)), ("LISTEN", set(listen)));
        read(url, listen, ("SECRET", set(secret)), is_telegram)
    }

    #[test]
    fn a_webhook_has_an_address_and_a_secret_and_listens_behind_a_proxy() {
        assert!(of("", "", "").unwrap().is_none());
        let webhook = of("https://bot.example/hook", "", "s3cret")
            .unwrap()
            .unwrap();
        assert_eq!(webhook.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(webhook.path(), "/hook");
        assert_eq!(webhook.secret.as_ref().unwrap().text(), "s3cret");
        assert!(!format!("{webhook:?}").contains("s3cret"));
        let longest = "a".repeat(SECRET_MAX);
        assert!(of("https://bot.example:8443/", "", &longest).is_ok());
        let here = with("http://127.0.0.1:9/x", "", "", false);
        assert!(here.unwrap().unwrap().secret.is_none());
    }

    #[test]
    fn what_is_missing_or_cannot_be_is_named_and_no_secret_is_shown() {
        let good = "https://bot.example/hook";
        let too_long = "s3cret".repeat(50);
        for (url, listen, secret, said) in [
            (good, "", "", "SECRET is missing"),
            ("", "127.0.0.1:1", "", "URL is missing"),
            ("", "", "s3cret", "URL is missing"),
            (good, "8080", "s3cret", "LISTEN is \"8080\""),
            (good, "", "s3cret!", "SECRET is not such a secret"),
            (good, "", &too_long, "SECRET is not such a secret"),
            ("http://bot.example/hook", "", "s3cret", "https://"),
            ("https://bot.example:444/hook", "", "s3cret", "8443"),
            ("https://bot.example/{hook}", "", "s3cret", "path"),
            ("https://bot.example/hook?x=1", "", "s3cret", "path"),
            ("bot.example", "", "s3cret", "URL is \"bot.example\""),
        ] {
            let error = of(url, listen, secret).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}

//! The settings: read once, from the environment and from a file `.env`, checked before anything starts.
//!
//! The only reader of `std::env`. Each field names its variable; `.env.example` has them all.

mod webhook;

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use log::LevelFilter;

pub use webhook::{Secret, Webhook};

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// `TELOXIDE_TOKEN`: the bot's token, from @BotFather. Without it there is no Telegram.
    pub token: Option<Token>,
    /// `TELOXIDE_API_URL`: where the Bot API is; by default `https://api.telegram.org`.
    pub api_url: Option<reqwest::Url>,
    /// `TELOXIDE_PROXY`: a proxy for all calls of the Bot API.
    pub proxy: Option<Proxy>,
    /// `UNION_BRIEF_DATA`: the folder of the data files.
    pub data: PathBuf,
    /// `UNION_BRIEF_STATE`: the folder that holds what the program keeps.
    pub state: PathBuf,
    /// `UNION_BRIEF_MIN_FREE_MIB`: free disk space, in MiB, below which nothing is written.
    pub min_free_mib: u64,
    /// `UNION_BRIEF_HTTP_LISTEN`: where health and metrics are served while the bot runs; `None`: nowhere.
    pub http_listen: Option<SocketAddr>,
    /// `UNION_BRIEF_WEBHOOK_URL`, `UNION_BRIEF_WEBHOOK_LISTEN`, `UNION_BRIEF_WEBHOOK_SECRET`: where updates are posted;
    /// `None`: they are polled.
    pub webhook: Option<Webhook>,
    /// `UNION_BRIEF_FOLLOWUPS`: whether the updates of the data folder are published at the start.
    pub followups: bool,
    /// `UNION_BRIEF_EDITORS`: who may publish in Telegram.
    pub editors: Editors,
    /// `UNION_BRIEF_FLOOD_CONTROL`: whether nobody gets more answers than their share.
    pub flood_control: bool,
    /// `UNION_BRIEF_SEND_RATE`: messages a second in all chats together; 0: without a limit.
    pub send_rate: u32,
    /// `UNION_BRIEF_LOG`: what is logged; `None` if not set, since the default depends on what is run.
    pub log: Option<LevelFilter>,
}

/// The variables of ours, for the check that no other is set by mistake.
const OURS: [&str; 12] = [
    "UNION_BRIEF_DATA",
    "UNION_BRIEF_STATE",
    "UNION_BRIEF_MIN_FREE_MIB",
    "UNION_BRIEF_HTTP_LISTEN",
    "UNION_BRIEF_WEBHOOK_URL",
    "UNION_BRIEF_WEBHOOK_LISTEN",
    "UNION_BRIEF_WEBHOOK_SECRET",
    "UNION_BRIEF_FOLLOWUPS",
    "UNION_BRIEF_EDITORS",
    "UNION_BRIEF_FLOOD_CONTROL",
    "UNION_BRIEF_SEND_RATE",
    "UNION_BRIEF_LOG",
];
/// Those whose values nobody else may read.
const SECRETS: [&str; 2] = ["TELOXIDE_TOKEN", "UNION_BRIEF_WEBHOOK_SECRET"];
/// What begins with this is ours.
const PREFIX: &str = "UNION_BRIEF_";
/// Free space below which nothing is written. The log of a store of 100,000 facts takes about this much.
const MIN_FREE_MIB: u64 = 256;

/// Messages a second in all chats together (Bots FAQ, "My bot is hitting limits").
const SEND_RATE: u32 = 30;

/// The bot's token. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token itself, for the Bot API and for keys derived from it.
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A proxy's address. It may hold a password, so it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy(reqwest::Url);

impl Proxy {
    /// The address.
    pub fn url(&self) -> &reqwest::Url {
        &self.0
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Who may publish in Telegram: the numbers of people, each in the private chat with the bot, and of chats, where all
/// members may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editors(Vec<i64>);

impl Editors {
    /// Whether one publishes in this chat. A private chat has the number of the person.
    pub fn are_in(&self, chat: i64) -> bool {
        self.0.contains(&chat)
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value is not allowed. Secrets are not shown.
    #[error("{name} is {value}; allowed: {allowed}")]
    Value {
        /// The variable.
        name: String,
        /// Its value, or what can be said of a secret.
        value: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A variable that looks like ours but is none.
    #[error("{name} is not a setting; there are {}", OURS.join(", "))]
    Unknown {
        /// The variable.
        name: String,
    },
    /// A variable without which another cannot be used.
    #[error("{name} is missing; {with} needs it")]
    Missing {
        /// The variable.
        name: String,
        /// The one that needs it.
        with: String,
    },
    /// The file `.env` cannot be read.
    #[error(".env cannot be read: {0}")]
    File(String),
    /// The file `.env` holds a token, or the secret of the webhook, and others may read it.
    #[error(".env holds a secret and other users may read it; run: chmod 600 .env")]
    Readable,
}

impl Config {
    /// Reads the environment of this process, with `.env` of the current folder for what it does not set.
    pub fn from_env() -> Result<Self, ConfigError> {
        let file = read_file()?;
        let environment: Vec<(OsString, OsString)> = std::env::vars_os().collect();
        let from_file = file
            .iter()
            .filter(|(name, _)| !environment.iter().any(|(set, _)| set == name.as_str()));
        let mut all: Vec<(String, String)> = from_file.cloned().collect();
        let secret_in_file = all
            .iter()
            .any(|(name, value)| SECRETS.contains(&name.as_str()) && !value.is_empty());
        if secret_in_file && others_may_read() {
            return Err(ConfigError::Readable);
        }
        for (name, value) in environment {
            let Ok(name) = name.into_string() else {
                continue;
            };
            // A value that is not text cannot be one of ours; the replacement makes its check fail with its name.
            all.push((name, value.to_string_lossy().into_owned()));
        }
        Self::from_vars(&all)
    }

    /// The same settings for a bot that talks with a Bot API of this machine and keeps what it keeps elsewhere.
    pub fn elsewhere(
        &self,
        token: &str,
        api_url: &str,
        state: PathBuf,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            token: Some(self::token(token)?),
            api_url: Some(url("TELOXIDE_API_URL", api_url)?),
            proxy: None,
            // It would wait for what is posted elsewhere.
            webhook: None,
            state,
            ..self.clone()
        })
    }

    /// Reads the settings from variables and their values. An empty value is as good as none.
    pub fn from_vars(vars: &[(String, String)]) -> Result<Self, ConfigError> {
        for (name, _) in vars.iter().filter(|(name, _)| name.starts_with(PREFIX)) {
            if !OURS.contains(&name.as_str()) {
                return Err(ConfigError::Unknown { name: name.clone() });
            }
        }
        let get = |name: &str| {
            let found = vars.iter().find(|(set, _)| set == name);
            found
                .map(|(_, value)| value.trim())
                .filter(|value| !value.is_empty())
        };
        let set = |name: &'static str| (name, get(name));
        Ok(Self {
            token: get("TELOXIDE_TOKEN").map(token).transpose()?,
            api_url: get("TELOXIDE_API_URL")
                .map(|value| url("TELOXIDE_API_URL", value))
                .transpose()?,
            proxy: get("TELOXIDE_PROXY").map(proxy).transpose()?,
            data: get("UNION_BRIEF_DATA").unwrap_or("data").into(),
            state: get("UNION_BRIEF_STATE").unwrap_or("state").into(),
            min_free_mib: get("UNION_BRIEF_MIN_FREE_MIB").map_or(Ok(MIN_FREE_MIB), min_free)?,
            http_listen: get("UNION_BRIEF_HTTP_LISTEN")
                .map(|value| listen("UNION_BRIEF_HTTP_LISTEN", value))
                .transpose()?,
            webhook: webhook::read(
                set("UNION_BRIEF_WEBHOOK_URL"),
                set("UNION_BRIEF_WEBHOOK_LISTEN"),
                set("UNION_BRIEF_WEBHOOK_SECRET"),
                get("TELOXIDE_API_URL").is_none(),
            )?,
            followups: get("UNION_BRIEF_FOLLOWUPS")
                .map_or(Ok(false), |value| switch("UNION_BRIEF_FOLLOWUPS", value))?,
            editors: get("UNION_BRIEF_EDITORS").map_or_else(|| Ok(Editors::default()), editors)?,
            flood_control: get("UNION_BRIEF_FLOOD_CONTROL")
                .map_or(Ok(true), |value| switch("UNION_BRIEF_FLOOD_CONTROL", value))?,
            send_rate: get("UNION_BRIEF_SEND_RATE").map_or(Ok(SEND_RATE), send_rate)?,
            log: get("UNION_BRIEF_LOG").map(level).transpose()?,
        })
    }
}

/// Whether somebody may sit before a screen. Elsewhere than on Linux that is taken for granted.
pub fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn read_file() -> Result<Vec<(String, String)>, ConfigError> {
    match dotenvy::from_path_iter(".env") {
        Ok(lines) => lines
            .collect::<Result<_, _>>()
            .map_err(|error| ConfigError::File(without_values(&error))),
        Err(error) if error.not_found() => Ok(Vec::new()),
        Err(error) => Err(ConfigError::File(without_values(&error))),
    }
}

/// What is wrong with the file, without its lines: they may hold the token.
fn without_values(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(_, at) => {
            format!("a line cannot be read, near its character {}", at + 1)
        }
        dotenvy::Error::Io(cause) => cause.to_string(),
        _ => "it is not a list of NAME=value".to_owned(),
    }
}

#[cfg(unix)]
fn others_may_read() -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(".env").is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read() -> bool {
    false
}

fn bad(name: &str, value: &str, allowed: &'static str) -> ConfigError {
    ConfigError::Value {
        name: name.to_owned(),
        value: format!("{value:?}"),
        allowed,
    }
}

/// A token is a number, a colon and at least eight letters, digits, `_` or `-`; real ones have 35.
fn token(value: &str) -> Result<Token, ConfigError> {
    let (number, secret) = value.split_once(':').unwrap_or((value, ""));
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let plain = secret
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_number && plain && secret.len() >= 8 {
        return Ok(Token(value.to_owned()));
    }
    Err(ConfigError::Value {
        name: "TELOXIDE_TOKEN".to_owned(),
        value: format!(
            "not a token ({} characters, not shown)",
            value.chars().count()
        ),
        allowed: "a number, a colon and letters, as @BotFather gives it",
    })
}

/// Whether an address is of this machine.
pub fn is_here(url: &reqwest::Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

fn url(name: &str, value: &str) -> Result<reqwest::Url, ConfigError> {
    let parsed = reqwest::Url::parse(value).ok();
    let parsed =
        parsed.filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    parsed.ok_or_else(|| {
        bad(
            name,
            value,
            "an address that begins with http:// or https://",
        )
    })
}

fn proxy(value: &str) -> Result<Proxy, ConfigError> {
    url("TELOXIDE_PROXY", value)
        .map(Proxy)
        .map_err(|_| ConfigError::Value {
            name: "TELOXIDE_PROXY".to_owned(),
            value: "not an address (not shown, it may hold a password)".to_owned(),
            allowed: "an address that begins with http:// or https://",
        })
}

fn min_free(value: &str) -> Result<u64, ConfigError> {
    value.parse().map_err(|_| {
        bad(
            "UNION_BRIEF_MIN_FREE_MIB",
            value,
            "a whole number of MiB, 0 or more",
        )
    })
}

fn send_rate(value: &str) -> Result<u32, ConfigError> {
    value.parse().map_err(|_| {
        bad(
            "UNION_BRIEF_SEND_RATE",
            value,
            "a whole number of messages a second, 0 for no limit",
        )
    })
}

fn editors(value: &str) -> Result<Editors, ConfigError> {
    let number = |written: &str| written.trim().parse().ok().filter(|number| *number != 0);
    let numbers = value.split(',').map(number);
    let numbers: Option<Vec<i64>> = numbers.collect();
    numbers.map(Editors).ok_or_else(|| {
        bad(
            "UNION_BRIEF_EDITORS",
            value,
            "numbers of people and chats as Telegram has them, with commas between them",
        )
    })
}

fn listen(name: &str, value: &str) -> Result<SocketAddr, ConfigError> {
    value.parse().map_err(|_| {
        bad(
            name,
            value,
            "an address of this machine and a port, as in 127.0.0.1:9090",
        )
    })
}

fn switch(name: &'static str, value: &str) -> Result<bool, ConfigError> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(bad(name, value, "on or off")),
    }
}

fn level(value: &str) -> Result<LevelFilter, ConfigError> {
    value.parse().map_err(|_| {
        bad(
            "UNION_BRIEF_LOG",
            value,
            "off, error, warn, info, debug or trace",
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn read(vars: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let vars: Vec<_> = vars
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Config::from_vars(&vars)
    }

    #[test]
    fn without_settings_the_defaults_hold() {
        let config = read(&[("HOME", "/home/x"), ("TELOXIDE_TOKEN", " ")]).unwrap();
        assert!(config.token.is_none() && config.api_url.is_none());
        assert_eq!((config.data, config.state), ("data".into(), "state".into()));
        assert_eq!((config.min_free_mib, config.http_listen), (256, None));
        assert!(config.flood_control && !config.followups);
    }

    #[test]
    fn a_bad_value_is_named_with_what_is_allowed_and_no_secret() {
        for (name, value, shown) in [
            ("TELOXIDE_API_URL", "telegram.org", "\"telegram.org\""),
            ("UNION_BRIEF_LOG", "loud", "\"loud\""),
            ("UNION_BRIEF_MIN_FREE_MIB", "-1", "\"-1\""),
            ("UNION_BRIEF_HTTP_LISTEN", "9090", "\"9090\""),
            ("UNION_BRIEF_FOLLOWUPS", "yes", "\"yes\""),
            ("UNION_BRIEF_EDITORS", "@ana", "\"@ana\""),
            ("UNION_BRIEF_EDITORS", "5,,6", "\"5,,6\""),
            ("UNION_BRIEF_FLOOD_CONTROL", "no", "\"no\""),
            ("UNION_BRIEF_DTA", "x", "is not a setting"),
            ("TELOXIDE_TOKEN", "s3cret", "not shown"),
            ("TELOXIDE_TOKEN", "1:s3cret s3cret", "not shown"),
            ("TELOXIDE_PROXY", "user:s3cret@host", "not shown"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.starts_with(name) && error.contains(shown), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn editors_are_people_and_chats() {
        let config = read(&[("UNION_BRIEF_EDITORS", "5, -1001234")]).unwrap();
        assert!(config.editors.are_in(5) && config.editors.are_in(-1_001_234));
        assert!(!config.editors.are_in(6) && !read(&[]).unwrap().editors.are_in(0));
    }

    #[test]
    fn secrets_are_not_in_debug_output() {
        let config = read(&[
            ("TELOXIDE_TOKEN", "123:s3cret-s3cret"),
            ("TELOXIDE_PROXY", "http://u:s3cret@host"),
        ])
        .unwrap();
        assert_eq!(config.token.as_ref().unwrap().secret(), "123:s3cret-s3cret");
        assert!(!format!("{config:?}").contains("s3cret"));
    }
}

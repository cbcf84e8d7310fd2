//! What to do when a call of the Bot API fails. Pure: an error and how often it was tried, and what follows.
//!
//! teloxide knows some errors by their exact text and gives the rest as `Unknown`; both are read here and nowhere else.
//! An error's own text is never shown where it may hold what somebody wrote ([`describe`]).

use std::time::Duration;

use serde::Deserialize;
use teloxide::{ApiError, RequestError};

pub use crate::delivery::fate::backoff;
use crate::vitals::Ending;

/// What follows from an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Try again after this time.
    Again(Duration),
    /// Try once more without markup: Telegram could not parse it.
    Plain,
    /// The group has become this supergroup; try there.
    Moved(i64),
    /// The message to be changed is not there any more; send a new one.
    Anew,
    /// What was wanted is so already, or nobody waits for it any more.
    Settled,
    /// It cannot be done: blocked, kicked, no rights, topic closed, chat gone.
    GiveUp,
    /// The token is not valid, so nothing can be done at all.
    Token,
    /// A webhook is set, so polling is refused.
    Webhook,
}

/// A call that was sent but not answered may have done its work. It is tried so often again, since a repeated answer is
/// better than none, and no oftener, since each try may repeat it.
const UNKNOWN_OUTCOMES: u32 = 2;

/// How often something was tried before, and how often of these the outcome is unknown: a server that was away for a time
/// must not use those up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tries {
    all: u32,
    unknown: u32,
}

impl Tries {
    /// One more has failed.
    pub fn failed(&mut self, error: &RequestError) {
        let is_unknown = ending(&Err::<(), _>(error.clone())) == Ending::NoAnswer;
        self.all = self.all.saturating_add(1);
        self.unknown += u32::from(is_unknown);
    }
}

/// Where it does no harm to do a thing twice.
impl From<u32> for Tries {
    fn from(all: u32) -> Self {
        Self { all, unknown: all }
    }
}

/// What to do after `error`, when it was tried so often before.
pub fn verdict(error: &RequestError, tries: impl Into<Tries>) -> Verdict {
    let Tries {
        all: tries,
        unknown,
    } = tries.into();
    match error {
        // The time is Telegram's; a second on top for the difference of clocks.
        RequestError::RetryAfter(seconds) => {
            Verdict::Again(seconds.duration() + Duration::from_secs(1))
        }
        RequestError::MigrateToChatId(chat) => Verdict::Moved(chat.0),
        RequestError::Network(cause) if cause.is_connect() => Verdict::Again(backoff(tries)),
        // It has worked, whatever else the answer says that we cannot read; a second try would do it twice.
        RequestError::InvalidJson { raw, .. } if says_ok(raw) => Verdict::Settled,
        // Sent, and no answer or one cut short; or a proxy's page instead of an answer.
        RequestError::Network(_) | RequestError::InvalidJson { .. }
            if unknown < UNKNOWN_OUTCOMES =>
        {
            Verdict::Again(backoff(tries))
        }
        RequestError::Network(_) | RequestError::InvalidJson { .. } | RequestError::Io(_) => {
            Verdict::GiveUp
        }
        RequestError::Api(error) => of_api(error, tries),
    }
}

/// Whether an answer that could not be read as a whole says that the call has worked.
pub fn says_ok(raw: &str) -> bool {
    #[derive(Deserialize)]
    struct Said {
        ok: bool,
    }
    serde_json::from_str(raw).is_ok_and(|said: Said| said.ok)
}

/// The number of the message in an answer that says that the call has worked, and of which nothing else can be read.
pub fn number_in(raw: &str) -> Option<i32> {
    #[derive(Deserialize)]
    struct Answer {
        result: Message,
    }
    #[derive(Deserialize)]
    struct Message {
        message_id: i32,
    }
    let answer = serde_json::from_str::<Answer>(raw).ok();
    answer
        .filter(|_| says_ok(raw))
        .map(|answer| answer.result.message_id)
}

fn of_api(error: &ApiError, tries: u32) -> Verdict {
    match error {
        ApiError::InvalidToken => Verdict::Token,
        ApiError::CantGetUpdates => Verdict::Webhook,
        ApiError::TerminatedByOtherGetUpdates => Verdict::Again(backoff(tries)),
        ApiError::MessageNotModified | ApiError::InvalidQueryId => Verdict::Settled,
        ApiError::MessageToEditNotFound
        | ApiError::MessageCantBeEdited
        | ApiError::MessageIdInvalid => Verdict::Anew,
        ApiError::CantParseEntities(_) => Verdict::Plain,
        ApiError::Unknown(text) => of_text(text, tries),
        _ => Verdict::GiveUp,
    }
}

/// Whether a text is one of the servers in front of the Bot API, or of the Bot API in trouble.
pub fn is_of_servers(text: &str) -> bool {
    let servers = [
        "Internal Server Error",
        "Bad Gateway",
        "Service Unavailable",
        "Gateway Timeout",
    ];
    servers.iter().any(|server| text.contains(server))
}

fn of_text(text: &str, tries: u32) -> Verdict {
    let has = |part: &str| text.contains(part);
    if is_of_servers(text) {
        Verdict::Again(backoff(tries))
    } else if has("message is not modified")
        || has("query is too old")
        || has("query id is invalid")
    {
        Verdict::Settled
    } else if has("message to edit not found") || has("message can't be edited") {
        Verdict::Anew
    } else if has("can't parse entities") {
        Verdict::Plain
    } else if has("webhook is active") {
        Verdict::Webhook
    } else if has("terminated by other getUpdates") {
        Verdict::Again(backoff(tries))
    } else {
        Verdict::GiveUp
    }
}

/// How a call ended, to be counted.
pub fn ending<T>(called: &Result<T, RequestError>) -> Ending {
    match called {
        Ok(_) => Ending::Ok,
        Err(RequestError::RetryAfter(seconds)) => Ending::Flood(seconds.seconds()),
        Err(RequestError::Network(cause)) if cause.is_connect() => Ending::NoConnection,
        Err(RequestError::InvalidJson { raw, .. }) if says_ok(raw) => Ending::Ok,
        Err(RequestError::Network(_) | RequestError::InvalidJson { .. } | RequestError::Io(_)) => {
            Ending::NoAnswer
        }
        Err(RequestError::Api(ApiError::Unknown(text))) if is_of_servers(text) => {
            Ending::ServerError
        }
        Err(RequestError::Api(_) | RequestError::MigrateToChatId(_)) => Ending::Refused,
    }
}

/// Whether the server does not have the method at all, so that there is nothing to try again.
pub fn lacks_method(error: &RequestError) -> bool {
    matches!(error, RequestError::Api(ApiError::Unknown(text)) if text.contains("method not found"))
}

/// Whether it says that the bot is not in the chat.
pub fn is_outside(error: &RequestError) -> bool {
    match error {
        RequestError::Api(ApiError::Unknown(text)) => text.contains("bot is not a member"),
        RequestError::Api(error) => matches!(
            error,
            ApiError::BotKicked
                | ApiError::BotKickedFromSupergroup
                | ApiError::BotKickedFromChannel
        ),
        _ => false,
    }
}

/// An error for the log: what happened, without addresses, bodies or texts that may hold a token or what somebody wrote.
pub fn describe(error: &RequestError) -> String {
    match error {
        RequestError::Network(cause) if cause.is_timeout() => "no answer in time".to_owned(),
        RequestError::Network(cause) if cause.is_connect() => "no connection".to_owned(),
        RequestError::Network(_) => "the connection broke".to_owned(),
        RequestError::InvalidJson { .. } => "an answer that is not of the Bot API".to_owned(),
        RequestError::Io(_) => "a file could not be read".to_owned(),
        RequestError::RetryAfter(seconds) => format!("flood wait of {} s", seconds.seconds()),
        RequestError::MigrateToChatId(_) => "the group has become a supergroup".to_owned(),
        RequestError::Api(ApiError::CantParseEntities(_)) => {
            "the markup could not be parsed".to_owned()
        }
        RequestError::Api(ApiError::Unknown(text)) => text.chars().take(120).collect(),
        RequestError::Api(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use teloxide::types::{ChatId, Seconds};

    fn unknown(text: &str) -> RequestError {
        RequestError::Api(ApiError::Unknown(text.to_owned()))
    }

    fn unread(raw: &str) -> RequestError {
        RequestError::InvalidJson {
            source: std::sync::Arc::new(serde::de::Error::custom("no")),
            raw: raw.into(),
        }
    }

    #[test]
    fn every_failure_has_its_policy() {
        let second = Duration::from_secs(1);
        for (error, expected) in [
            (
                RequestError::RetryAfter(Seconds::from_seconds(30)),
                Verdict::Again(31 * second),
            ),
            (
                RequestError::MigrateToChatId(ChatId(-100)),
                Verdict::Moved(-100),
            ),
            (RequestError::Api(ApiError::BotBlocked), Verdict::GiveUp),
            (RequestError::Api(ApiError::ChatNotFound), Verdict::GiveUp),
            (RequestError::Api(ApiError::InvalidToken), Verdict::Token),
            (
                RequestError::Api(ApiError::MessageNotModified),
                Verdict::Settled,
            ),
            (
                RequestError::Api(ApiError::InvalidQueryId),
                Verdict::Settled,
            ),
            (
                RequestError::Api(ApiError::MessageToEditNotFound),
                Verdict::Anew,
            ),
            (
                RequestError::Api(ApiError::CantParseEntities("x".to_owned())),
                Verdict::Plain,
            ),
            (
                RequestError::Api(ApiError::CantGetUpdates),
                Verdict::Webhook,
            ),
            (unknown("Bad Gateway"), Verdict::Again(second)),
            (unread("<h1>Bad Gateway</h1>"), Verdict::Again(second)),
            (unread(r#"{"message": "ok"}"#), Verdict::Again(second)),
            (
                unread(r#"{"ok": true, "result": {"new": 1}}"#),
                Verdict::Settled,
            ),
            (unread(r#"{"ok": true, "resu"#), Verdict::Again(second)),
            (
                unknown("Internal Server Error: restart"),
                Verdict::Again(second),
            ),
            (unknown("Bad Request: TOPIC_CLOSED"), Verdict::GiveUp),
            (
                unknown("Bad Request: message thread not found"),
                Verdict::GiveUp,
            ),
            (
                unknown("Bad Request: not enough rights to send text messages to the chat"),
                Verdict::GiveUp,
            ),
            (
                unknown("Forbidden: bot is not a member of the supergroup chat"),
                Verdict::GiveUp,
            ),
        ] {
            assert_eq!(verdict(&error, 0), expected, "{error}");
        }
    }

    #[test]
    fn a_server_that_was_away_uses_up_no_tries_of_unknown_outcome() {
        let mut tries = Tries::default();
        for _ in 0..5 {
            tries.failed(&unknown("Bad Gateway"));
        }
        for again in [true, true, false] {
            let verdict = verdict(&unread(""), tries);
            assert_eq!(matches!(verdict, Verdict::Again(_)), again);
            tries.failed(&unread(""));
        }
    }

    #[test]
    fn every_call_ends_in_one_way() {
        for (error, expected) in [
            (
                RequestError::RetryAfter(Seconds::from_seconds(30)),
                Ending::Flood(30),
            ),
            (RequestError::MigrateToChatId(ChatId(-100)), Ending::Refused),
            (RequestError::Api(ApiError::BotBlocked), Ending::Refused),
            (unknown("Bad Request: TOPIC_CLOSED"), Ending::Refused),
            (unknown("Bad Gateway"), Ending::ServerError),
            (unread("<h1>Bad Gateway</h1>"), Ending::NoAnswer),
            (unread(r#"{"ok": true, "result": {"new": 1}}"#), Ending::Ok),
        ] {
            assert_eq!(ending(&Err::<(), _>(error)), expected);
        }
        assert_eq!(ending(&Ok(())), Ending::Ok);
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        let seconds: Vec<u64> = (0..9).map(|tries| backoff(tries).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(backoff(u32::MAX), Duration::from_secs(60));
    }
}

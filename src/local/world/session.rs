//! Whether the bot works with this server: `logOut` and `close`. Pure: the time is an argument.
//!
//! The ten minutes of both are in the documentation. What a call meets in them is told by Telegram's own server
//! (telegram-bot-api, `Client::on_cmd`, `ClientManager::send`).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::local::refusal::Refusal;

/// So long a bot that has logged out cannot log in again (Bot API, `logOut`).
const OUT: SignedDuration = SignedDuration::from_mins(10);
/// So long after its launch a bot cannot be closed (Bot API, `close`).
const YOUNG: SignedDuration = SignedDuration::from_mins(10);

/// The bot's session with this server.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Session {
    /// The bot has logged out, and cannot work with this server until then. Kept: a new start of the server is no way in.
    out_until: Option<Timestamp>,
    #[serde(skip)]
    life: Life,
    /// Counts sessions that have ended, so that a waiting `getUpdates` of one ends too.
    #[serde(skip)]
    ended: u64,
}

#[derive(Clone, Copy, Debug, Default)]
enum Life {
    /// No call has come since the server was started.
    #[default]
    Before,
    /// The first call came then.
    Since(Timestamp),
    /// It was closed, and no call has come since.
    Closed,
}

impl Session {
    /// Lets a call in or refuses it, whatever it says. A call that is let in launches the bot.
    pub fn admit(&mut self, method: &str, now: Timestamp) -> Result<(), Refusal> {
        if self.out_until.is_some_and(|until| now < until) {
            return Err(logged_out());
        }
        self.out_until = None;
        match (self.life, method) {
            (Life::Since(_), _) => {}
            (Life::Before | Life::Closed, "close") => {
                return Err(Refusal::bad("the bot has already been closed"));
            }
            (Life::Before | Life::Closed, _) => self.life = Life::Since(now),
        }
        Ok(())
    }

    /// The bot logs out.
    pub fn log_out(&mut self, now: Timestamp) {
        self.out_until = now.checked_add(OUT).ok();
        self.life = Life::Before;
        self.ended += 1;
    }

    /// The bot is closed, unless it was launched too short a time ago.
    pub fn close(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if let Life::Since(launched) = self.life {
            let left = YOUNG.as_millis() - now.duration_since(launched).as_millis();
            let left = u64::try_from(left).unwrap_or(0).div_ceil(1000);
            if left > 0 {
                return Err(Refusal::flood(left));
            }
        }
        self.life = Life::Closed;
        self.ended += 1;
        Ok(())
    }

    /// Whether it was closed and nothing has called since, so that updates are not posted either.
    pub fn is_closed(&self) -> bool {
        matches!(self.life, Life::Closed)
    }

    /// How many sessions have ended.
    pub fn ended(&self) -> u64 {
        self.ended
    }

    /// What a poll is told that waited when the last session ended.
    pub fn farewell(&self) -> Refusal {
        match self.out_until {
            Some(_) => logged_out(),
            None => Refusal::new(500, "Internal Server Error: restart"),
        }
    }
}

fn logged_out() -> Refusal {
    Refusal::new(400, "Logged out")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap_or_default()
    }

    fn refused(result: Result<(), Refusal>) -> Option<(u16, String)> {
        let refusal = result.err()?;
        Some((refusal.code, refusal.description.into_owned()))
    }

    #[test]
    fn a_bot_that_has_logged_out_is_refused_for_ten_minutes() {
        let mut session = Session::default();
        assert_eq!(session.admit("getMe", at(0)), Ok(()));
        session.log_out(at(5));
        let logged_out = Some((400, "Logged out".to_owned()));
        for (method, seconds) in [("getMe", 5), ("logOut", 6), ("close", 7), ("getMe", 604)] {
            let said = refused(session.admit(method, at(seconds)));
            assert_eq!(said, logged_out, "{method} {seconds}");
        }
        assert_eq!(session.admit("getMe", at(605)), Ok(()));
        assert_eq!(session.admit("getMe", at(0)), Ok(()), "it is over for good");
    }

    #[test]
    fn a_bot_is_not_closed_in_its_first_ten_minutes_and_not_twice() {
        let mut session = Session::default();
        let closed = Some((
            400,
            "Bad Request: the bot has already been closed".to_owned(),
        ));
        assert_eq!(refused(session.admit("close", at(0))), closed);
        assert_eq!(session.admit("getMe", at(0)), Ok(()));
        assert_eq!(session.admit("getMe", at(60)), Ok(()));
        for (seconds, wait) in [(60, Some(540)), (599, Some(1)), (600, None)] {
            assert_eq!(session.admit("close", at(seconds)), Ok(()));
            let asked = session.close(at(seconds)).err();
            let told = asked.map(|refusal| (refusal.code, refusal.retry_after));
            assert_eq!(told, wait.map(|wait| (429, Some(wait))), "{seconds}");
        }
        assert!(session.is_closed());
        assert_eq!(refused(session.admit("close", at(601))), closed);
        assert_eq!(session.admit("getMe", at(602)), Ok(()));
        let again = session.close(at(602)).err();
        let wait = again.and_then(|refusal| refusal.retry_after);
        assert_eq!(wait, Some(600), "a call launches it anew");
    }
}

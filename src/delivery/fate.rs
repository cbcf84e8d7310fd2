//! What follows when a notice cannot be delivered. Pure: a failure and how often there was one, and what is to be done.

use std::time::Duration;

use crate::subscription::Why;

/// Why a call of the Bot API did not do what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// 429: wait so long.
    Flood(Duration),
    /// Members may write only now and then; wait so long.
    SlowMode(Duration),
    /// 5xx: nothing was done.
    Trouble,
    /// No connection: nothing was done.
    NoConnection,
    /// Sent, and no answer that could be read: it may have been done.
    NoAnswer,
    /// The group is this supergroup now.
    Moved(i64),
    /// The person has blocked the bot.
    Blocked,
    /// The bot was removed from the chat.
    Removed,
    /// The person's account is gone.
    Deactivated,
    /// The bot may not write there.
    NoRights,
    /// The forum topic is closed.
    TopicClosed,
    /// The forum topic is gone.
    TopicGone,
    /// There is no such chat.
    ChatGone,
    /// The message that was to be changed or answered is gone, or cannot be changed any more.
    MessageGone,
    /// The message says already what it should.
    NotModified,
    /// Telegram cannot read the markup.
    Markup,
    /// The message is too long.
    TooLong,
    /// The token is not valid.
    Token,
    /// Something that this program does not know.
    Unknown,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing: it is done, or there is nothing to do it to.
    Done,
    /// Again at once, without markup.
    Plain,
    /// Again at once, to the supergroup.
    Moved(i64),
    /// Again after this time; nothing else leaves before that, since it would fare no better.
    EverybodyWaits(Duration),
    /// Again after this time; others go on.
    Wait(Why, Duration),
    /// Not again before somebody has seen to it; the administrators are told.
    Hold(Why),
    /// Not at all: the bot as a whole cannot go on.
    Stop,
}

/// Waits after a failure that is nobody's fault double from the first to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// After a call whose outcome is not known: each try may be one too many, so the waits grow fast, to an hour.
const UNKNOWN_WAITS: [u64; 4] = [5, 60, 600, 3_600];
/// After a refusal for a reason unknown: it may be something passing. Then somebody has to look.
const REFUSED_WAITS: [u64; 3] = [60, 3_600, 21_600];

/// What follows from `failure`, after `tries` failures in a row before it, of a message that was sent `plain` or not.
pub fn fate(failure: Failure, tries: u32, plain: bool) -> Fate {
    match failure {
        // The time is Telegram's; a second on top for the difference of clocks.
        Failure::Flood(wait) => Fate::Wait(Why::Flood, wait + FIRST_WAIT),
        Failure::SlowMode(wait) => Fate::Wait(Why::SlowMode, wait + FIRST_WAIT),
        Failure::Trouble | Failure::NoConnection => Fate::EverybodyWaits(backoff(tries)),
        Failure::NoAnswer => Fate::Wait(Why::Unknown, nth(&UNKNOWN_WAITS, tries)),
        Failure::Moved(chat) => Fate::Moved(chat),
        Failure::Blocked => Fate::Hold(Why::Blocked),
        Failure::Removed => Fate::Hold(Why::Removed),
        Failure::Deactivated => Fate::Hold(Why::Deactivated),
        Failure::NoRights => Fate::Hold(Why::NoRights),
        Failure::TopicClosed => Fate::Hold(Why::TopicClosed),
        Failure::TopicGone => Fate::Hold(Why::TopicGone),
        Failure::ChatGone => Fate::Hold(Why::ChatGone),
        Failure::MessageGone | Failure::NotModified => Fate::Done,
        Failure::Markup if !plain => Fate::Plain,
        Failure::Markup | Failure::TooLong => Fate::Hold(Why::Refused),
        Failure::Token => Fate::Stop,
        Failure::Unknown => match usize::try_from(tries) {
            Ok(tries) if tries < REFUSED_WAITS.len() => {
                Fate::Wait(Why::Refused, Duration::from_secs(REFUSED_WAITS[tries]))
            }
            _ => Fate::Hold(Why::Refused),
        },
    }
}

impl Failure {
    /// Whether the message has certainly not arrived.
    pub fn is_certain(self) -> bool {
        self != Self::NoAnswer
    }
}

/// The wait after `tries` failures.
pub fn backoff(tries: u32) -> Duration {
    LONGEST_WAIT.min(FIRST_WAIT * 2_u32.saturating_pow(tries.min(16)))
}

fn nth(waits: &[u64], tries: u32) -> Duration {
    let last = waits.last().copied().unwrap_or_default();
    let at = usize::try_from(tries)
        .ok()
        .and_then(|tries| waits.get(tries));
    Duration::from_secs(at.copied().unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_its_fate() {
        let seconds = Duration::from_secs;
        for (failure, tries, plain, expected) in [
            (
                Failure::Flood(seconds(43_200)),
                0,
                false,
                Fate::Wait(Why::Flood, seconds(43_201)),
            ),
            (
                Failure::SlowMode(seconds(30)),
                5,
                false,
                Fate::Wait(Why::SlowMode, seconds(31)),
            ),
            (Failure::Trouble, 0, false, Fate::EverybodyWaits(seconds(1))),
            (Failure::Trouble, 3, false, Fate::EverybodyWaits(seconds(8))),
            (
                Failure::NoConnection,
                99,
                false,
                Fate::EverybodyWaits(seconds(60)),
            ),
            (
                Failure::NoAnswer,
                0,
                false,
                Fate::Wait(Why::Unknown, seconds(5)),
            ),
            (
                Failure::NoAnswer,
                99,
                false,
                Fate::Wait(Why::Unknown, seconds(3_600)),
            ),
            (Failure::Moved(-100), 0, false, Fate::Moved(-100)),
            (Failure::Blocked, 0, false, Fate::Hold(Why::Blocked)),
            (Failure::Removed, 0, false, Fate::Hold(Why::Removed)),
            (Failure::Deactivated, 0, false, Fate::Hold(Why::Deactivated)),
            (Failure::NoRights, 0, false, Fate::Hold(Why::NoRights)),
            (Failure::TopicClosed, 0, false, Fate::Hold(Why::TopicClosed)),
            (Failure::TopicGone, 0, false, Fate::Hold(Why::TopicGone)),
            (Failure::ChatGone, 0, false, Fate::Hold(Why::ChatGone)),
            (Failure::MessageGone, 0, false, Fate::Done),
            (Failure::NotModified, 0, false, Fate::Done),
            (Failure::Markup, 0, false, Fate::Plain),
            (Failure::Markup, 0, true, Fate::Hold(Why::Refused)),
            (Failure::TooLong, 0, false, Fate::Hold(Why::Refused)),
            (Failure::Token, 0, false, Fate::Stop),
            (
                Failure::Unknown,
                0,
                false,
                Fate::Wait(Why::Refused, seconds(60)),
            ),
            (
                Failure::Unknown,
                2,
                false,
                Fate::Wait(Why::Refused, seconds(21_600)),
            ),
            (Failure::Unknown, 3, false, Fate::Hold(Why::Refused)),
        ] {
            assert_eq!(fate(failure, tries, plain), expected, "{failure:?} {tries}");
        }
    }
}

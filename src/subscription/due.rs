//! When a notice is due: a pure function of the subscription, the revision and the time.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use super::{Quiet, Rhythm, Subscription};

/// Revisions that follow each other within this time are one notice: a slip that is put right at once is told once.
pub const JOIN: SignedDuration = SignedDuration::from_secs(2);

/// When a notice is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Now.
    Now,
    /// Not before this time.
    At(Timestamp),
    /// Not before something changes: it is told everything, or paused until somebody resumes it.
    Never,
}

impl Subscription {
    /// When it is to be told of the revisions after `told`, the first of which was published at `first` and the newest at
    /// `newest`; `home` is the dossier's time zone.
    ///
    /// Quiet hours and pauses come after the rhythm: a digest whose hour is quiet comes when the quiet ends.
    pub fn due(&self, first: Timestamp, newest: Timestamp, now: Timestamp, home: &TimeZone) -> Due {
        let zone = self.zone(home);
        // A clock that was ahead when something was published is put right; nobody waits for what it said.
        let (first, newest) = (
            first.min(now),
            match newest > now {
                true => now.saturating_sub(JOIN).unwrap_or(now),
                false => newest,
            },
        );
        let wanted = match self.rhythm {
            Rhythm::AtOnce => newest.saturating_add(JOIN).unwrap_or(newest),
            Rhythm::Daily(hour) => next_at(&first.to_zoned_datetime(zone.clone()), hour),
        };
        let paused = match &self.pause {
            None => wanted,
            Some(pause) => match pause.until {
                Some(until) => until.max(wanted),
                None => return Due::Never,
            },
        };
        let earliest = paused.max(now);
        let allowed = match self.quiet {
            Some(quiet) => quiet
                .end_of(&earliest.to_zoned_datetime(zone))
                .unwrap_or(earliest),
            None => earliest,
        };
        match allowed <= now {
            true => Due::Now,
            false => Due::At(allowed),
        }
    }

    /// Its time zone.
    pub fn zone(&self, home: &TimeZone) -> TimeZone {
        let chosen = self.zone.as_deref().map(TimeZone::get);
        chosen.and_then(Result::ok).unwrap_or_else(|| home.clone())
    }
}

impl Quiet {
    /// Whether an hour is quiet.
    pub fn covers(self, hour: i8) -> bool {
        match self.from <= self.until {
            true => (self.from..self.until).contains(&hour),
            false => hour >= self.from || hour < self.until,
        }
    }

    /// When the quiet ends that reigns at `moment`; `None` if none does.
    fn end_of(self, moment: &ZonedDateTime) -> Option<Timestamp> {
        self.covers(moment.hour())
            .then(|| next_at(moment, self.until))
    }
}

/// The next time after `moment` at which a clock there shows this full hour. An hour that a day does not have, when clocks
/// are put forward, is the one after it.
fn next_at(moment: &ZonedDateTime, hour: i8) -> Timestamp {
    let at = |day: jiff::civil::Date| {
        let time = jiff::civil::Time::new(hour.clamp(0, 23), 0, 0, 0).unwrap_or_default();
        day.to_datetime(time)
            .to_zoned_datetime(moment.time_zone().clone())
            .map(|at| at.timestamp())
    };
    let days = [Ok(moment.date()), moment.date().tomorrow()];
    let times = days.into_iter().filter_map(|day| at(day.ok()?).ok());
    let mut later = times.filter(|at| *at > moment.timestamp());
    // The calendar ends in the year 9999.
    later.next().unwrap_or(moment.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::dossier::lang::Lang;
    use crate::subscription::{ChatKind, Pause, Why};

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn due(subscription: &Subscription, published: &str, now: &str) -> Due {
        let home = TimeZone::get("Europe/Minsk").unwrap();
        subscription.due(time(published), time(published), time(now), &home)
    }

    fn everything() -> Subscription {
        Subscription::new(ChatKind::Private, Lang::En, None, 1)
    }

    #[test]
    fn at_once_is_a_moment_after_the_newest_revision() {
        let at_once = everything();
        let at = |now| due(&at_once, "2026-03-01T10:00:00Z", now);
        assert_eq!(
            at("2026-03-01T10:00:00Z"),
            Due::At(time("2026-03-01T10:00:02Z"))
        );
        assert_eq!(at("2026-03-01T10:00:02Z"), Due::Now);
        assert_eq!(at("2026-03-05T00:00:00Z"), Due::Now);
    }

    #[test]
    fn a_digest_comes_at_its_hour_in_its_zone() {
        let mut daily = everything();
        daily.rhythm = Rhythm::Daily(9);
        // Minsk is three hours ahead of UTC.
        for (published, now, expected) in [
            (
                "2026-03-01T05:00:00Z",
                "2026-03-01T05:30:00Z",
                Due::At(time("2026-03-01T06:00:00Z")),
            ),
            (
                "2026-03-01T06:00:00Z",
                "2026-03-01T06:00:00Z",
                Due::At(time("2026-03-02T06:00:00Z")),
            ),
            ("2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z", Due::Now),
            ("2026-03-01T05:00:00Z", "2026-03-09T17:00:00Z", Due::Now),
        ] {
            assert_eq!(due(&daily, published, now), expected, "{published} {now}");
        }
        daily.zone = Some("America/New_York".to_owned());
        // Clocks there go forward at 2:00 on 8 March 2026.
        daily.rhythm = Rhythm::Daily(2);
        assert_eq!(
            due(&daily, "2026-03-08T06:30:00Z", "2026-03-08T06:30:00Z"),
            Due::At(time("2026-03-08T07:00:00Z"))
        );
        daily.zone = Some("Nowhere/At_All".to_owned());
        daily.rhythm = Rhythm::Daily(9);
        assert_eq!(
            due(&daily, "2026-03-01T05:00:00Z", "2026-03-01T05:30:00Z"),
            Due::At(time("2026-03-01T06:00:00Z"))
        );
    }

    #[test]
    fn quiet_hours_put_off_also_over_midnight() {
        let mut quiet = everything();
        quiet.quiet = Some(Quiet { from: 22, until: 7 });
        for (now, expected) in [
            ("2026-03-01T18:59:59Z", Due::Now),
            (
                "2026-03-01T19:00:00Z",
                Due::At(time("2026-03-02T04:00:00Z")),
            ),
            (
                "2026-03-02T03:59:00Z",
                Due::At(time("2026-03-02T04:00:00Z")),
            ),
            ("2026-03-02T04:00:00Z", Due::Now),
        ] {
            assert_eq!(due(&quiet, "2026-03-01T00:00:00Z", now), expected, "{now}");
        }
        quiet.quiet = Some(Quiet { from: 8, until: 8 });
        assert_eq!(
            due(&quiet, "2026-03-01T00:00:00Z", "2026-03-01T05:30:00Z"),
            Due::Now
        );
        quiet.quiet = Some(Quiet { from: 9, until: 12 });
        quiet.rhythm = Rhythm::Daily(10);
        assert_eq!(
            due(&quiet, "2026-03-01T00:00:00Z", "2026-03-01T07:30:00Z"),
            Due::At(time("2026-03-01T09:00:00Z"))
        );
    }

    #[test]
    fn a_pause_ends_at_its_time_or_not_by_itself() {
        let mut paused = everything();
        let pause = |until: Option<&str>| {
            Some(Pause {
                why: Why::Flood,
                since: time("2026-03-01T00:00:00Z"),
                until: until.map(time),
                tries: 1,
            })
        };
        paused.pause = pause(Some("2026-03-01T12:00:00Z"));
        let published = "2026-03-01T00:00:00Z";
        assert_eq!(
            due(&paused, published, "2026-03-01T01:00:00Z"),
            Due::At(time("2026-03-01T12:00:00Z"))
        );
        assert_eq!(due(&paused, published, "2026-03-01T12:00:00Z"), Due::Now);
        paused.pause = pause(None);
        assert_eq!(due(&paused, published, "2026-03-09T12:00:00Z"), Due::Never);
    }
}

//! What may be changed about a subscription, and what comes of it. Pure; making a change twice is making it once.

use jiff::Timestamp;

use super::{Pause, Quiet, Rhythm, Subscription, Why};
use crate::dossier::id::Id;

/// Something that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// A topic of the dossier.
    Topic(Id),
    /// A person.
    Person(Id),
    /// An indicator.
    Indicator(Id),
}

/// A change that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Let there be one. One that exists keeps its choices and goes on if it was paused.
    Begin,
    /// Let there be none.
    End,
    /// Follow everything.
    Everything,
    /// Follow this, or no longer. Nothing followed any more is everything.
    Follow(Followed, bool),
    /// When to be told.
    Rhythm(Rhythm),
    /// When not to be told.
    Quiet(Option<Quiet>),
    /// Without a sound, or with one.
    Silent(bool),
    /// The time zone, by its IANA name; `None` is the dossier's.
    Zone(Option<String>),
    /// Go on, whatever it was paused for. What was missed is told.
    Resume,
}

impl Change {
    /// What there is after the change where there was `is`; `fresh` is what begins where there was none. Only
    /// [`Self::Begin`] makes one.
    pub fn apply(&self, is: Option<Subscription>, fresh: &Subscription) -> Option<Subscription> {
        let mut subscription = match (self, is) {
            (Self::End, _) => return None,
            (Self::Begin, None) => return Some(fresh.clone()),
            (_, None) => return None,
            (_, Some(is)) => is,
        };
        match self {
            Self::Begin | Self::Resume => subscription.pause = None,
            Self::End => return None,
            Self::Everything => subscription.follows = Default::default(),
            Self::Follow(what, yes) => follow(&mut subscription, what, *yes),
            Self::Rhythm(rhythm) => subscription.rhythm = *rhythm,
            Self::Quiet(quiet) => subscription.quiet = *quiet,
            Self::Silent(silent) => subscription.silent = *silent,
            Self::Zone(zone) => subscription.zone.clone_from(zone),
        }
        Some(subscription)
    }
}

fn follow(subscription: &mut Subscription, what: &Followed, yes: bool) {
    let follows = &mut subscription.follows;
    let (ids, id) = match what {
        Followed::Topic(id) => (&mut follows.topics, id),
        Followed::Person(id) => (&mut follows.people, id),
        Followed::Indicator(id) => (&mut follows.indicators, id),
    };
    match yes {
        true => ids.insert(id.clone()),
        false => ids.remove(id),
    };
}

/// What Telegram says of the bot's own place in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// The person has blocked it, or it is out of the chat.
    Out(Why),
    /// It is there and may write. Slow mode does not hold for who runs the chat.
    In {
        /// Whether it is an administrator.
        runs: bool,
    },
}

impl Membership {
    /// The subscription after it. What the bot's place has nothing to do with stays in the way.
    pub fn apply(self, mut subscription: Subscription, now: Timestamp) -> Subscription {
        let why = subscription.pause.map(|pause| pause.why);
        match self {
            Self::Out(out) if why != Some(out) => {
                subscription.pause = Some(Pause {
                    why: out,
                    since: now,
                    until: None,
                    tries: 0,
                });
            }
            Self::In { runs } if why.is_some_and(|why| is_over(why, runs)) => {
                subscription.pause = None;
            }
            Self::Out(_) | Self::In { .. } => {}
        }
        subscription
    }
}

/// Whether something is not in the way any more where the bot is in the chat and may write.
fn is_over(why: Why, runs: bool) -> bool {
    match why {
        Why::Blocked | Why::Removed | Why::Deactivated | Why::NoRights | Why::ChatGone => true,
        Why::SlowMode => runs,
        Why::Flood
        | Why::Trouble
        | Why::Unknown
        | Why::TopicClosed
        | Why::TopicGone
        | Why::Refused => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::dossier::lang::Lang;
    use crate::subscription::{ChatKind, Follows};

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn fresh() -> Subscription {
        Subscription::new(ChatKind::Group, Lang::Be, Some(6), 9)
    }

    fn paused(why: Why) -> Subscription {
        let mut paused = Subscription::new(ChatKind::Private, Lang::Ru, Some(5), 3);
        paused.silent = true;
        paused.pause = Some(Pause {
            why,
            since: "2026-03-01T00:00:00Z".parse().unwrap(),
            until: None,
            tries: 2,
        });
        paused
    }

    fn topics(ids: &[&str]) -> Follows {
        Follows {
            topics: ids.iter().map(|text| id(text)).collect(),
            ..Follows::default()
        }
    }

    #[test]
    fn each_change_does_what_it_says_and_twice_is_once() {
        let (old, gone_on) = (paused(Why::NoRights), {
            let mut old = paused(Why::NoRights);
            old.pause = None;
            old
        });
        let with = |set: &dyn Fn(&mut Subscription)| {
            let mut changed = paused(Why::NoRights);
            set(&mut changed);
            changed
        };
        let topic = |name| Followed::Topic(id(name));
        let quiet = Some(Quiet { from: 22, until: 7 });
        let zone = Some("Europe/London".to_owned());
        for (change, expected) in [
            (Change::Begin, Some(gone_on.clone())),
            (Change::Resume, Some(gone_on.clone())),
            (Change::End, None),
            (Change::Everything, Some(old.clone())),
            (
                Change::Follow(topic("gas"), true),
                Some(with(&|is| is.follows = topics(&["gas"]))),
            ),
            (Change::Follow(topic("gas"), false), Some(old.clone())),
            (
                Change::Follow(Followed::Person(id("ana")), true),
                Some(with(&|is| {
                    is.follows.people.insert(id("ana"));
                })),
            ),
            (
                Change::Follow(Followed::Indicator(id("count")), true),
                Some(with(&|is| {
                    is.follows.indicators.insert(id("count"));
                })),
            ),
            (
                Change::Rhythm(Rhythm::Daily(9)),
                Some(with(&|is| is.rhythm = Rhythm::Daily(9))),
            ),
            (Change::Quiet(quiet), Some(with(&|is| is.quiet = quiet))),
            (Change::Quiet(None), Some(old.clone())),
            (Change::Silent(false), Some(with(&|is| is.silent = false))),
            (
                Change::Zone(zone.clone()),
                Some(with(&|is| is.zone.clone_from(&zone))),
            ),
        ] {
            let once = change.apply(Some(old.clone()), &fresh());
            assert_eq!(once, expected, "{change:?}");
            assert_eq!(change.apply(once, &fresh()), expected, "{change:?} twice");
            let from_none = change.apply(None, &fresh());
            let begun = (change == Change::Begin).then(fresh);
            assert_eq!(from_none, begun, "{change:?} of none");
        }
    }

    #[test]
    fn what_is_followed_no_longer_is_taken_out_and_nothing_left_is_everything() {
        let mut is = fresh();
        is.follows = topics(&["gas", "tax"]);
        let without = |is, name| {
            Change::Follow(Followed::Topic(id(name)), false)
                .apply(Some(is), &fresh())
                .unwrap()
        };
        let is = without(is, "tax");
        assert_eq!(is.follows, topics(&["gas"]));
        assert!(without(is, "gas").follows.is_everything());
        let mut is = fresh();
        is.follows = topics(&["gas"]);
        let all = Change::Everything.apply(Some(is), &fresh()).unwrap();
        assert!(all.follows.is_everything());
    }

    #[test]
    fn the_bots_place_in_a_chat_pauses_and_takes_back_only_what_it_is_about() {
        let now: Timestamp = "2026-03-02T00:00:00Z".parse().unwrap();
        let out = Membership::Out(Why::Blocked);
        let blocked = out.apply(fresh(), now);
        let pause = blocked.pause.unwrap();
        assert_eq!(
            (pause.why, pause.since, pause.until),
            (Why::Blocked, now, None)
        );
        let later = "2026-03-03T00:00:00Z".parse().unwrap();
        assert_eq!(
            out.apply(blocked.clone(), later),
            blocked,
            "since the first"
        );
        for why in Why::ALL {
            for runs in [false, true] {
                let after = Membership::In { runs }.apply(paused(why), now);
                let over = match why {
                    Why::Blocked
                    | Why::Removed
                    | Why::Deactivated
                    | Why::NoRights
                    | Why::ChatGone => true,
                    Why::SlowMode => runs,
                    _ => false,
                };
                assert_eq!(after.pause.is_none(), over, "{why:?} {runs}");
                assert_eq!(after.told, 3);
            }
        }
        assert_eq!(Membership::In { runs: true }.apply(fresh(), now), fresh());
    }
}

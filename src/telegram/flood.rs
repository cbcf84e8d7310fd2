//! How much is answered of what comes in, so that nobody can make the bot say more than its share. Pure: who asks where,
//! and when, and what follows.
//!
//! A share is so many answers within any stretch of time of a length. It is not a bucket that fills up again: a full one
//! lets through nearly twice its share in the first minute, and Telegram counts each minute. Nothing is stored: after a
//! new start everybody begins anew.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// So many answers within any stretch of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Answers.
    pub answers: usize,
    /// The length of the stretch.
    pub within: Duration,
}

const fn share(answers: usize, seconds: u64) -> Share {
    Share {
        answers,
        within: Duration::from_secs(seconds),
    }
}

/// To a group go at most 20 messages a minute (Bots FAQ, "My bot is hitting limits"). 15 of them are for everybody, ...
pub const GROUP: Share = share(15, 60);
/// ... four for commands of its administrators when those are used up, and one for the notice that they are.
pub const ADMINISTRATORS: Share = share(4, 60);
/// Of a group's share one person gets two thirds, so that the others are heard.
pub const PERSON_IN_GROUP: Share = share(10, 60);
/// To a chat goes about one message a second, and short bursts are allowed (Bots FAQ, as above).
pub const PRIVATE: Share = share(20, 20);
/// A person gets one answer a second on average in all chats together, as in a private one.
pub const PERSON: Share = share(60, 60);
/// Inline queries come with every few letters that are typed, and are no messages: three a second.
pub const INLINE: Share = share(60, 20);
/// From one notice to the next in a chat.
const NOTICE_EVERY: Duration = Duration::from_secs(60);
/// So many shares are kept at a time, those of nobody within the last minute left out. Each update takes up to three, and
/// Telegram hands out less than a thousand updates a second; beyond it all begin anew.
const KEPT_MAX: usize = 20_000;

/// Somebody who wants an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The chat.
    pub chat: i64,
    /// The person; nobody for messages sent as a channel or anonymously, who are all one in a chat.
    pub person: Option<i64>,
    /// Whether the chat is a group.
    pub in_group: bool,
    /// How it was asked.
    pub how: How,
}

/// How something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a command.
    Command,
    /// In words.
    Words,
    /// By a button. Whoever pressed it is always told, by a notice that is no message.
    Button,
    /// By typing the bot's name in any chat.
    Inline,
    /// By adding the bot to a group.
    Adding,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is answered.
    Granted,
    /// It is not.
    Refused(Refusal),
    /// The group's share is used up; a command of an administrator may still be answered, see [`Gate::administrator`].
    ForAdministrators(Refusal),
}

/// Why something is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// After so many seconds there is room again.
    pub seconds: u64,
    /// Whether to say so. Once is enough; saying it every time would be what the limit is against.
    pub told: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Whose {
    Chat(i64),
    Administrators(i64),
    PersonIn(i64, i64),
    Person(i64),
    Inline(i64),
    Notices(i64),
}

impl Whose {
    fn share(self, in_group: bool) -> Share {
        match self {
            Self::Chat(_) if in_group => GROUP,
            Self::Chat(_) => PRIVATE,
            Self::Administrators(_) => ADMINISTRATORS,
            Self::PersonIn(..) => PERSON_IN_GROUP,
            Self::Person(_) => PERSON,
            Self::Inline(_) => INLINE,
            Self::Notices(_) => Share {
                answers: 1,
                within: NOTICE_EVERY,
            },
        }
    }
}

/// What was answered lately, and with it who is to be answered now.
#[derive(Debug, Default)]
pub struct Gate {
    /// When answers were given, and the share that is held against.
    given: HashMap<Whose, (Share, VecDeque<Instant>)>,
}

impl Gate {
    /// Decides about somebody who asks now, and counts the answer.
    pub fn admit(&mut self, asker: &Asker, now: Instant) -> Admission {
        self.make_room(now);
        let nobody = asker.person.unwrap_or(asker.chat);
        let own: &[Whose] = match asker.how {
            How::Inline => &[Whose::Inline(nobody)],
            _ if asker.in_group => &[Whose::PersonIn(nobody, asker.chat), Whose::Person(nobody)],
            _ => &[Whose::Person(nobody)],
        };
        if let Some(wait) = self.wait(own, asker.in_group, now) {
            return Admission::Refused(self.refuse(asker, wait, now));
        }
        if asker.how == How::Inline {
            self.take(own, asker.in_group, now);
            return Admission::Granted;
        }
        let chat = [Whose::Chat(asker.chat)];
        let Some(wait) = self.wait(&chat, asker.in_group, now) else {
            self.take(own, asker.in_group, now);
            self.take(&chat, asker.in_group, now);
            return Admission::Granted;
        };
        let reserved = [Whose::Administrators(asker.chat)];
        if asker.in_group && asker.how == How::Command && self.wait(&reserved, true, now).is_none()
        {
            // Whether it is one has to be asked of Telegram, which costs: so also who is none uses up his own share.
            self.take(own, true, now);
            let (seconds, told) = (in_seconds(wait), false);
            return Admission::ForAdministrators(Refusal { seconds, told });
        }
        Admission::Refused(self.refuse(asker, wait, now))
    }

    /// Decides about a command that is only for administrators now, once it is known whether it comes from one.
    pub fn administrator(
        &mut self,
        asker: &Asker,
        refusal: Refusal,
        is_one: bool,
        now: Instant,
    ) -> Result<(), Refusal> {
        let reserved = [Whose::Administrators(asker.chat)];
        if is_one && self.wait(&reserved, true, now).is_none() {
            self.take(&reserved, true, now);
            return Ok(());
        }
        Err(self.refuse(asker, Duration::from_secs(refusal.seconds), now))
    }

    fn refuse(&mut self, asker: &Asker, wait: Duration, now: Instant) -> Refusal {
        let told = match asker.how {
            How::Button => true,
            How::Inline | How::Adding => false,
            How::Command | How::Words => {
                let notices = [Whose::Notices(asker.chat)];
                let is_first = self.wait(&notices, asker.in_group, now).is_none();
                if is_first {
                    self.take(&notices, asker.in_group, now);
                }
                is_first
            }
        };
        let seconds = in_seconds(wait);
        Refusal { seconds, told }
    }

    /// How long it takes until there is room in all of these; `None` if there is.
    fn wait(&mut self, whose: &[Whose], in_group: bool, now: Instant) -> Option<Duration> {
        let one = |whose: &Whose| {
            let (share, given) = self.given.get_mut(whose)?;
            forget_old(given, *share, now);
            debug_assert_eq!(*share, whose.share(in_group));
            let oldest = given.front().filter(|_| given.len() >= share.answers)?;
            Some((*oldest + share.within).duration_since(now))
        };
        whose.iter().filter_map(one).max()
    }

    fn take(&mut self, whose: &[Whose], in_group: bool, now: Instant) {
        for whose in whose {
            let new = || (whose.share(in_group), VecDeque::new());
            self.given
                .entry(*whose)
                .or_insert_with(new)
                .1
                .push_back(now);
        }
    }

    /// Forgets those who have asked for nothing lately, where many are kept.
    fn make_room(&mut self, now: Instant) {
        if self.given.len() < KEPT_MAX {
            return;
        }
        self.given.retain(|_, (share, given)| {
            forget_old(given, *share, now);
            !given.is_empty()
        });
        if self.given.len() >= KEPT_MAX / 2 {
            self.given.clear();
        }
    }
}

fn forget_old(given: &mut VecDeque<Instant>, share: Share, now: Instant) {
    while given
        .front()
        .is_some_and(|when| now.duration_since(*when) >= share.within)
    {
        given.pop_front();
    }
}

fn in_seconds(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALONE: Asker = Asker {
        chat: 5,
        person: Some(5),
        in_group: false,
        how: How::Words,
    };

    fn in_group(chat: i64, person: i64, how: How) -> Asker {
        Asker {
            chat,
            person: Some(person),
            in_group: true,
            how,
        }
    }

    fn refused(seconds: u64, told: bool) -> Admission {
        Admission::Refused(Refusal { seconds, told })
    }

    /// Lets a gate decide about what comes at these seconds.
    fn decide<const N: usize>(asked: [(Asker, u64, usize, Admission); N]) {
        let (mut gate, begun) = (Gate::default(), Instant::now());
        for (asker, at, times, expected) in asked {
            for nth in 1..=times {
                let got = gate.admit(&asker, begun + Duration::from_secs(at));
                assert_eq!(got, expected, "{asker:?} at {at} s, time {nth}");
            }
        }
    }

    #[test]
    fn a_private_chat_gets_bursts_and_one_a_second_and_one_notice_a_minute() {
        decide([
            (ALONE, 0, 10, Admission::Granted),
            (ALONE, 10, 10, Admission::Granted),
            (ALONE, 10, 1, refused(10, true)),
            (ALONE, 10, 100, refused(10, false)),
            (ALONE, 19, 1, refused(1, false)),
            (ALONE, 20, 10, Admission::Granted),
            (ALONE, 20, 1, refused(10, false)),
            (ALONE, 30, 10, Admission::Granted),
            (ALONE, 40, 10, Admission::Granted),
            (ALONE, 50, 10, Admission::Granted),
            // Sixty within a minute, whatever the chat.
            (ALONE, 59, 1, refused(1, false)),
            (ALONE, 60, 10, Admission::Granted),
            (ALONE, 70, 10, Admission::Granted),
            (ALONE, 70, 1, refused(10, true)),
        ]);
    }

    #[test]
    fn a_press_is_always_told_and_an_inline_query_never() {
        let press = Asker {
            how: How::Button,
            ..ALONE
        };
        let typing = Asker {
            how: How::Inline,
            ..ALONE
        };
        decide([
            (press, 0, 20, Admission::Granted),
            (press, 0, 3, refused(20, true)),
            // The notices of presses are no messages and leave the one message there is.
            (ALONE, 0, 1, refused(20, true)),
            (ALONE, 0, 1, refused(20, false)),
            // Typing has a share of its own.
            (typing, 0, 60, Admission::Granted),
            (typing, 1, 9, refused(19, false)),
            (typing, 20, 60, Admission::Granted),
        ]);
    }

    #[test]
    fn one_person_does_not_use_up_a_group_and_many_do_not_get_more_than_its_share() {
        let by = |person| in_group(-7, person, How::Words);
        let adding = in_group(-7, 4, How::Adding);
        decide([
            (by(1), 0, 10, Admission::Granted),
            (by(1), 0, 1, refused(60, true)),
            (by(1), 1, 50, refused(59, false)),
            (by(2), 2, 5, Admission::Granted),
            (by(2), 2, 1, refused(58, false)),
            (by(3), 2, 9, refused(58, false)),
            (adding, 2, 1, refused(58, false)),
            // Another group is another group, also for the same person.
            (in_group(-8, 1, How::Words), 2, 10, Admission::Granted),
            (by(3), 60, 10, Admission::Granted),
            (by(3), 60, 1, refused(60, true)),
            (by(2), 62, 5, Admission::Granted),
        ]);
    }

    #[test]
    fn commands_of_administrators_get_through_up_to_a_share_of_their_own() {
        let (mut gate, now) = (Gate::default(), Instant::now());
        for person in [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3] {
            let words = in_group(-7, person, How::Words);
            assert_eq!(gate.admit(&words, now), Admission::Granted);
        }
        let words = in_group(-7, 4, How::Words);
        assert_eq!(gate.admit(&words, now), refused(60, true), "no command");
        let silent = Refusal {
            seconds: 60,
            told: false,
        };
        let mut run = |person, is_one, times| {
            let command = in_group(-7, person, How::Command);
            let decided = (0..times).map(|_| match gate.admit(&command, now) {
                Admission::ForAdministrators(refusal) => {
                    assert_eq!(refusal, silent);
                    gate.administrator(&command, refusal, is_one, now).is_ok()
                }
                other => {
                    assert_eq!(other, Admission::Refused(silent));
                    false
                }
            });
            decided.filter(|granted| *granted).count()
        };
        assert_eq!(run(5, false, 3), 0, "none of them");
        assert_eq!(run(6, true, 3), 3);
        assert_eq!(run(8, true, 3), 1, "fifteen and four");
        // Whoever is none has used up a share of his own, and Telegram is not asked about him any more.
        let later = now + Duration::from_secs(59);
        let command = in_group(-9, 9, How::Command);
        for person in 20..35 {
            gate.admit(&in_group(-9, person, How::Words), later);
        }
        let asks = (0..50)
            .filter(|_| matches!(gate.admit(&command, later), Admission::ForAdministrators(_)));
        assert_eq!(asks.count(), PERSON_IN_GROUP.answers);
    }

    #[test]
    fn nobody_gets_more_than_twenty_messages_a_minute_out_of_it_in_a_group() {
        let (mut gate, begun) = (Gate::default(), Instant::now());
        let mut sent = VecDeque::new();
        let mut worst = 0;
        for step in 0..6_000_u64 {
            let now = begun + Duration::from_millis(step * 50);
            let how = [How::Command, How::Words, How::Button][(step % 3) as usize];
            let asker = in_group(-7, (step % 7) as i64, how);
            let speaks = match gate.admit(&asker, now) {
                Admission::Granted => true,
                Admission::Refused(refusal) => refusal.told && how != How::Button,
                Admission::ForAdministrators(refusal) => {
                    match gate.administrator(&asker, refusal, step % 2 == 0, now) {
                        Ok(()) => true,
                        Err(refusal) => refusal.told,
                    }
                }
            };
            if speaks {
                sent.push_back(now);
            }
            forget_old(&mut sent, share(0, 60), now);
            worst = worst.max(sent.len());
        }
        assert_eq!(worst, 20, "kept, and used in full");
    }

    #[test]
    fn memory_is_bounded_and_the_idle_are_forgotten() {
        let (mut gate, begun) = (Gate::default(), Instant::now());
        let mut most = 0;
        for person in 0..200_000_i64 {
            let asker = Asker {
                chat: person,
                person: Some(person),
                ..ALONE
            };
            // A thousand new people a second.
            let now = begun + Duration::from_millis(person.cast_unsigned());
            assert_eq!(gate.admit(&asker, now), Admission::Granted);
            most = most.max(gate.given.len());
        }
        assert!(most <= KEPT_MAX + 2, "{most}");
        let late = begun + Duration::from_secs(10_000);
        for person in 0..KEPT_MAX as i64 {
            gate.take(&[Whose::Person(-person)], false, begun);
        }
        gate.admit(&ALONE, late);
        assert_eq!(gate.given.len(), 2, "only who has just asked");
    }
}

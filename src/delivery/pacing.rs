//! How fast messages leave. Pure: the time is passed in.
//!
//! Telegram counts messages where they arrive, within any stretch of time of a length, and when they arrive is not known:
//! some time between the call and its answer. So a message takes its place in a stretch from when it leaves, and gives it
//! back one length after its answer came. Whatever the network does, no more than are allowed arrive within one length; the
//! price is one round trip per length. Notices leave evenly and not in bursts, so that a place becomes free every moment,
//! and an answer, which goes first, hardly waits.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Messages to a private chat: one a second (Bots FAQ, "My bot is hitting limits").
const PRIVATE: Share = Share(1, Duration::from_secs(1));
/// Messages to a group or channel: 20 a minute (Bots FAQ, as above).
const GROUP: Share = Share(20, Duration::from_secs(60));
/// The bot's messages in all chats together are counted by the second (Bots FAQ, as above).
const BOT: Duration = Duration::from_secs(1);
/// A second chat that is told to wait within the wait of a first shows that it is the bot that has to, if the waits are no
/// longer than this: one for the whole bot is short, while that of a chat may be hours.
const BOT_WAIT_MAX: Duration = Duration::from_secs(60);
/// How long an answer in the response to a post may take until Telegram counts it: half a round trip and the reading of it.
const UNSEEN: Duration = Duration::from_secs(1);
/// So many chats are remembered at a time; those whose stretch is over are forgotten when there are more.
const CHATS_MAX: usize = 4_096;

/// So many messages within any stretch of this length.
#[derive(Clone, Copy, Debug)]
struct Share(usize, Duration);

/// What has left within a stretch of time.
#[derive(Debug, Default)]
struct Window {
    /// On their way.
    away: usize,
    /// When the answers came, the oldest first.
    answered: VecDeque<Instant>,
}

impl Window {
    fn forget(&mut self, length: Duration, now: Instant) {
        while self.answered.front().is_some_and(|at| *at + length <= now) {
            self.answered.pop_front();
        }
    }

    /// Nearly always the latest; what is never heard of is counted ahead.
    fn arrived(&mut self, at: Instant) {
        let place = self.answered.partition_point(|other| *other <= at);
        self.answered.insert(place, at);
    }

    /// When there is a place; `None` if not before an answer comes.
    fn free_at(&mut self, Share(most, length): Share, now: Instant) -> Option<Instant> {
        self.forget(length, now);
        if self.away + self.answered.len() < most {
            return Some(now);
        }
        // As many have to be over as are too many.
        let over = self.away + self.answered.len() - most;
        self.answered.get(over).map(|at| *at + length)
    }
}

/// What leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// An answer, which somebody waits for.
    Answer,
    /// A notice, or the correction of one.
    Notice,
}

/// When something may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Now.
    Now,
    /// At this time, if nothing else has left by then.
    At(Instant),
    /// Not before an answer to something that is on its way.
    AfterAnswer,
}

/// Keeps count of what has left.
#[derive(Debug)]
pub struct Pacing {
    rate: usize,
    bot: Window,
    chats: HashMap<i64, Window>,
    /// The earliest time for the next notice.
    next_notice: Option<Instant>,
    /// Nothing leaves before this time: Telegram told the bot as a whole to wait.
    held: Option<Instant>,
    /// The last chat that was told to wait, and until when.
    waiting: Option<(i64, Instant)>,
}

impl Pacing {
    /// At most `rate` messages a second in all chats together; at least one. What an earlier run has sent within the last
    /// second is not known, so no notice leaves within the first.
    pub fn new(rate: u32, now: Instant) -> Self {
        Self {
            rate: usize::try_from(rate.max(1)).unwrap_or(usize::MAX),
            bot: Window::default(),
            chats: HashMap::new(),
            next_notice: Some(now + BOT),
            held: None,
            waiting: None,
        }
    }

    /// When a message of this class may leave for this chat. An answer does not wait for the share of its chat: how many
    /// there are is decided where questions come in, and Telegram lets short bursts through.
    pub fn turn(&mut self, class: Class, chat: i64, now: Instant) -> Turn {
        let held = self.held.filter(|until| *until > now);
        let everybody = self.bot.free_at(Share(self.rate, BOT), now);
        let own = match class {
            Class::Answer => Some(now),
            Class::Notice => self.free_for(chat, now),
        };
        let (Some(everybody), Some(own)) = (everybody, own) else {
            return Turn::AfterAnswer;
        };
        let even = self.next_notice.filter(|_| class == Class::Notice);
        let at = everybody
            .max(own)
            .max(held.unwrap_or(now))
            .max(even.unwrap_or(now));
        match at <= now {
            true => Turn::Now,
            false => Turn::At(at),
        }
    }

    /// When a notice may leave for this chat as far as the chat itself is concerned; `None` if not before an answer comes.
    pub fn free_for(&mut self, chat: i64, now: Instant) -> Option<Instant> {
        match self.chats.get_mut(&chat) {
            Some(window) => window.free_at(share(chat), now),
            None => Some(now),
        }
    }

    /// A message leaves.
    pub fn left(&mut self, class: Class, chat: i64, now: Instant) {
        self.bot.away += 1;
        self.chat(chat, now).away += 1;
        if class == Class::Notice {
            let apart = BOT / u32::try_from(self.rate).unwrap_or(u32::MAX);
            // From when it should have left: a timer that fires late must not slow down the whole.
            let due = self.next_notice.filter(|due| *due + apart > now);
            self.next_notice = Some(due.unwrap_or(now) + apart);
        }
    }

    /// An answer leaves of which nothing will be heard, if it may at once. It has arrived a second later at the latest.
    /// One to a chat that was told to wait is not for this: whether it comes through has to be known.
    pub fn pass_unseen(&mut self, chat: i64, now: Instant) -> bool {
        let waits = self
            .waiting
            .is_some_and(|(waiting, until)| waiting == chat && until > now);
        if waits || self.turn(Class::Answer, chat, now) != Turn::Now {
            return false;
        }
        let arrived = now + UNSEEN;
        self.chat(chat, now);
        self.windows(chat)
            .for_each(|window| window.arrived(arrived));
        true
    }

    /// The answer to a message has come, or it is clear that none will.
    pub fn answered(&mut self, chat: i64, now: Instant) {
        for window in self.windows(chat) {
            window.away = window.away.saturating_sub(1);
            window.arrived(now);
        }
    }

    /// Those that a message to a chat is counted in.
    fn windows(&mut self, chat: i64) -> impl Iterator<Item = &mut Window> {
        [&mut self.bot].into_iter().chain(self.chats.get_mut(&chat))
    }

    /// Telegram told a message to this chat to wait.
    pub fn refused(&mut self, chat: i64, wait: Duration, now: Instant) {
        let until = now + wait;
        if wait > BOT_WAIT_MAX {
            return;
        }
        match self.waiting {
            Some((other, end)) if other != chat && end > now => {
                self.held = self.held.max(Some(until.max(end)));
            }
            _ => self.waiting = Some((chat, until)),
        }
    }

    fn chat(&mut self, chat: i64, now: Instant) -> &mut Window {
        if self.chats.len() >= CHATS_MAX {
            self.chats.retain(|_, window| {
                window.forget(GROUP.1, now);
                window.away > 0 || !window.answered.is_empty()
            });
        }
        self.chats.entry(chat).or_default()
    }
}

/// Private chats have the numbers of people, which are positive; groups and channels have negative ones.
fn share(chat: i64) -> Share {
    match chat > 0 {
        true => PRIVATE,
        false => GROUP,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// Sends `count` notices to private chats of their own, each answered after a round trip; returns when they arrived,
    /// at the latest possible moment or at the earliest, by turns.
    fn fan_out(rate: u32, count: i64, trip: Duration) -> Vec<Instant> {
        let start = Instant::now();
        let (mut pacing, mut now) = (Pacing::new(rate, start - BOT), start);
        let mut away: VecDeque<(Instant, i64)> = VecDeque::new();
        let mut arrived = Vec::new();
        let mut next = 0;
        while next < count {
            while let Some((at, chat)) = away.front().copied().filter(|(at, _)| *at <= now) {
                pacing.answered(chat, at);
                away.pop_front();
            }
            match pacing.turn(Class::Notice, next + 1, now) {
                Turn::Now => {
                    pacing.left(Class::Notice, next + 1, now);
                    arrived.push(now + if next % 2 == 0 { trip } else { Duration::ZERO });
                    away.push_back((now + trip, next + 1));
                    next += 1;
                }
                Turn::At(at) => now = at,
                Turn::AfterAnswer => now = away.front().map_or(now + MS, |(at, _)| *at),
            }
        }
        arrived.sort();
        arrived
    }

    #[test]
    fn never_more_than_the_rate_arrives_within_a_second_and_hardly_less() {
        for (trip, most) in [(0, 1.02), (1, 1.02), (60, 1.08), (140, 1.16)] {
            let arrived = fan_out(30, 1_000, MS * trip);
            for (nth, at) in arrived.iter().enumerate().skip(30) {
                let apart = *at - arrived[nth - 30];
                assert!(apart >= BOT, "{trip} ms: {apart:?}");
            }
            let took = (arrived[999] - arrived[0]).as_secs_f64();
            let least = 33.0 + f64::from(trip) / 1000.0;
            assert!(took <= most * least, "{trip} ms: {took} s of {least}");
        }
    }

    #[test]
    fn a_group_gets_twenty_a_minute_counted_with_answers() {
        let now = Instant::now();
        let mut pacing = Pacing::new(30, now - BOT);
        for _ in 0..20 {
            pacing.left(Class::Answer, -5, now);
        }
        let turn = |pacing: &mut Pacing, at| pacing.turn(Class::Notice, -5, at);
        assert_eq!(turn(&mut pacing, now), Turn::AfterAnswer);
        for nth in 0..20 {
            pacing.answered(-5, now + MS * nth);
        }
        let later = now + Duration::from_secs(2);
        assert_eq!(turn(&mut pacing, later), Turn::At(now + GROUP.1));
        assert_eq!(turn(&mut pacing, now + GROUP.1), Turn::Now);
        assert_eq!(pacing.turn(Class::Notice, -6, later), Turn::Now);
    }

    #[test]
    fn what_is_never_heard_of_counts_for_a_second_longer() {
        let now = Instant::now();
        let mut pacing = Pacing::new(2, now - BOT);
        assert!(pacing.pass_unseen(1, now));
        pacing.left(Class::Answer, 2, now);
        pacing.answered(2, now + MS);
        assert!(!pacing.pass_unseen(3, now + MS), "both places are taken");
        let turn = |pacing: &mut Pacing, at| pacing.turn(Class::Answer, 3, at);
        assert_eq!(turn(&mut pacing, now + BOT), Turn::At(now + BOT + MS));
        assert!(pacing.pass_unseen(3, now + BOT + MS));
        assert_eq!(
            turn(&mut pacing, now + BOT + MS),
            Turn::At(now + BOT + UNSEEN)
        );
    }

    #[test]
    fn a_chat_that_was_told_to_wait_is_answered_where_it_can_be_heard_of() {
        let now = Instant::now();
        let mut pacing = Pacing::new(30, now - BOT);
        pacing.refused(1, BOT, now);
        assert!(!pacing.pass_unseen(1, now) && pacing.pass_unseen(2, now));
        assert!(pacing.pass_unseen(1, now + BOT));
    }

    #[test]
    fn an_answer_goes_before_a_notice() {
        let now = Instant::now();
        let mut pacing = Pacing::new(2, now - BOT);
        pacing.left(Class::Notice, 1, now);
        let at = now + MS;
        assert_eq!(pacing.turn(Class::Answer, 1, at), Turn::Now);
        assert_eq!(pacing.turn(Class::Notice, 2, at), Turn::At(now + BOT / 2));
    }

    #[test]
    fn a_wait_of_one_chat_is_its_own_and_one_of_two_is_everybodys() {
        let now = Instant::now();
        let mut pacing = Pacing::new(30, now - BOT);
        let second = Duration::from_secs(1);
        pacing.refused(1, 43_200 * second, now);
        pacing.refused(2, 5 * second, now);
        let turn = |pacing: &mut Pacing| pacing.turn(Class::Notice, 3, now);
        assert_eq!(turn(&mut pacing), Turn::Now);
        pacing.refused(4, 3 * second, now);
        assert_eq!(turn(&mut pacing), Turn::At(now + 5 * second));
    }
}

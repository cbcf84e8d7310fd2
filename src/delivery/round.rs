//! Who is looked at next: a walk through all subscriptions, and those that wait for their time.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::Delivery;
use super::fate::backoff;
use crate::store::StoreError;
use crate::store::subscriptions::{self, Page, Place};
use crate::subscription::{Due, Recipient};

/// Subscriptions read at a time.
const PAGE: usize = 500;
/// So many are remembered with their time; those that come later are found by walking through all again.
const LATER_MAX: usize = 100_000;
/// No wait is longer, so that a clock that was put right is noticed.
const LONGEST: Duration = Duration::from_secs(3_600);

/// Where the walk is.
#[derive(Debug, Default)]
enum Walk {
    /// It goes on here; with the first where there is no place.
    At(Option<Place>),
    /// It is through.
    #[default]
    Done,
}

/// Subscriptions that have not been told of the newest revision, but for those that are paused until somebody sees to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Those whose notice may leave, or is on its way.
    pub due: usize,
    /// Those that wait for their time: quiet hours, digests, pauses, limits of their chat.
    pub later: usize,
}

impl Behind {
    fn count(&mut self, due: Due) {
        match due {
            Due::Now => self.due += 1,
            Due::At(_) => self.later += 1,
            Due::Never => {}
        }
    }
}

/// Who is looked at next.
#[derive(Debug)]
pub struct Round {
    walk: Walk,
    /// Those that the walk has yet to come to.
    unseen: Behind,
    ready: VecDeque<Recipient>,
    later: BTreeSet<(Timestamp, Recipient)>,
    /// When those that had no room in `later` are due, and how many they are.
    again: Option<Timestamp>,
    beyond: usize,
    /// Chats to which something is on its way, and who waits behind it.
    busy: HashMap<i64, Vec<Recipient>>,
    held: Option<Instant>,
    failures: u32,
}

impl Default for Round {
    /// Begins with a walk: what an earlier run has left is found by it.
    fn default() -> Self {
        Self {
            walk: Walk::At(None),
            unseen: Behind::default(),
            ready: VecDeque::new(),
            later: BTreeSet::new(),
            again: None,
            beyond: 0,
            busy: HashMap::new(),
            held: None,
            failures: 0,
        }
    }
}

impl Round {
    /// Walks through all subscriptions from the beginning.
    pub fn begin(&mut self) {
        self.walk = Walk::At(None);
        self.later.clear();
        (self.again, self.beyond) = (None, 0);
    }

    /// Looks at this one as soon as it can be.
    pub fn look_at(&mut self, recipient: Recipient) {
        self.ready.push_front(recipient);
    }

    /// Looks at this one when it is time.
    pub fn put_off(&mut self, recipient: Recipient, at: Timestamp) {
        self.later.insert((at, recipient));
        if self.later.len() > LATER_MAX
            && let Some((at, _)) = self.later.pop_last()
        {
            self.again = Some(self.again.map_or(at, |again| again.min(at)));
            self.beyond += 1;
        }
    }

    /// Marks a chat as one to which something is on its way; `false` if it is, and this one has to wait behind it.
    pub fn take(&mut self, recipient: Recipient) -> bool {
        match self.busy.get_mut(&recipient.chat) {
            Some(behind) => {
                if !behind.contains(&recipient) {
                    behind.push(recipient);
                }
                false
            }
            None => {
                self.busy.insert(recipient.chat, Vec::new());
                true
            }
        }
    }

    /// Nothing is on its way to this one's chat any more.
    pub fn done(&mut self, recipient: Recipient) {
        let behind = self.busy.remove(&recipient.chat);
        self.ready.extend(behind.into_iter().flatten());
    }

    /// Something has left, so that Telegram is there.
    pub fn went_well(&mut self) {
        self.failures = 0;
    }

    /// Telegram is not there: nothing leaves for a while.
    pub fn everybody_waits(&mut self, recipient: Recipient) {
        self.hold(Instant::now() + backoff(self.failures));
        self.failures = self.failures.saturating_add(1);
        self.look_at(recipient);
    }

    /// Nothing leaves before this time.
    pub fn hold(&mut self, until: Instant) {
        self.held = self.held.max(Some(until));
    }

    /// Whether nothing may leave now.
    pub fn is_held(&self, now: Instant) -> bool {
        self.held.is_some_and(|until| until > now)
    }

    /// How many have not been told yet. Of more than [`LATER_MAX`] that wait for their time, those beyond are taken for due as
    /// soon as the first of them is.
    pub fn behind(&self, now: Timestamp) -> Behind {
        let busy: usize = self.busy.values().map(|behind| behind.len() + 1).sum();
        let is_due = self.again.is_some_and(|again| again <= now);
        let (due, later) = if is_due {
            (self.beyond, 0)
        } else {
            (0, self.beyond)
        };
        Behind {
            due: self.unseen.due + self.ready.len() + busy + due,
            later: self.unseen.later + self.later.len() + later,
        }
    }

    /// When somebody may have to be looked at without anything having happened; `None` also where nothing can be begun
    /// before something is done.
    pub fn wake(&self, now: Timestamp, is_full: bool) -> Option<Instant> {
        if self.is_held(Instant::now()) {
            return self.held;
        }
        if is_full {
            return None;
        }
        let next = self.later.first().map(|(at, _)| *at);
        let times = next.into_iter().chain(self.again);
        let in_time = times.map(|at| {
            let wait = Duration::try_from(at.duration_since(now)).unwrap_or_default();
            Instant::now() + wait.min(LONGEST)
        });
        in_time.min()
    }

    /// The next one to be looked at; `None` if nobody is for now.
    pub async fn next(&mut self, delivery: &Delivery) -> Result<Option<Recipient>, StoreError> {
        let now = (delivery.now)();
        loop {
            while let Some(first) = self.later.first().copied()
                && first.0 <= now
            {
                self.later.pop_first();
                self.ready.push_back(first.1);
            }
            if let Some(recipient) = self.ready.pop_front() {
                return Ok(Some(recipient));
            }
            if self.again.is_some_and(|again| again <= now) {
                self.begin();
            }
            let Walk::At(place) = &self.walk else {
                return Ok(None);
            };
            if place.is_none() {
                self.unseen = count(delivery, now).await?;
            }
            let page = subscriptions::page(&*delivery.store, place.as_ref(), PAGE).await?;
            self.walk_on(delivery, page, now);
        }
    }

    fn walk_on(&mut self, delivery: &Delivery, page: Page, now: Timestamp) {
        let desk = delivery.desk();
        self.walk = match page.next {
            Some(next) => Walk::At(Some(next)),
            None => Walk::Done,
        };
        for error in page.unreadable {
            log::error!("a subscription is left out: {error}");
            delivery.vitals.notice("unreadable");
        }
        let mut seen = Behind::default();
        for (recipient, subscription) in page.found {
            let due = desk.due(&subscription, now);
            seen.count(due);
            match due {
                Due::Now => self.ready.push_back(recipient),
                Due::At(at) => self.put_off(recipient, at),
                Due::Never => {}
            }
        }
        // Some have changed since they were counted.
        self.unseen = match self.walk {
            Walk::Done => Behind::default(),
            Walk::At(_) => Behind {
                due: self.unseen.due.saturating_sub(seen.due),
                later: self.unseen.later.saturating_sub(seen.later),
            },
        };
    }
}

/// Walks through all subscriptions, keeping none: two seconds for a million, which take nine hours to be told.
async fn count(delivery: &Delivery, now: Timestamp) -> Result<Behind, StoreError> {
    let desk = delivery.desk();
    let (mut behind, mut place) = (Behind::default(), None);
    loop {
        let page = subscriptions::page(&*delivery.store, place.as_ref(), PAGE).await?;
        for (_, subscription) in &page.found {
            behind.count(desk.due(subscription, now));
        }
        place = page.next;
        if place.is_none() {
            return Ok(behind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Behind, LATER_MAX, Round};
    use crate::subscription::Recipient;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn those_that_are_not_remembered_are_counted_all_the_same() {
        let (mut round, mut chat) = (Round::default(), 0);
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(2);
        for _ in 0..LATER_MAX + 5 {
            chat += 1;
            round.put_off(Recipient { chat, topic: None }, at);
        }
        let behind = |due, later| Behind { due, later };
        let before = round.behind(Timestamp::UNIX_EPOCH);
        assert_eq!(before, behind(0, LATER_MAX + 5));
        assert_eq!(round.behind(at), behind(5, LATER_MAX));
        round.begin();
        assert_eq!(round.behind(at), behind(0, 0));
    }
}

//! What was posted, for as long as whoever has posted it waits: "done" is said when it is done, or when it is kept.
//!
//! The same update posted again while it is in hand is one update of which two hear. Posted again after it is done, it is
//! not handled once more, unless its answer has left in the response: Telegram would not post it again if it had that.

use std::collections::{HashMap, HashSet, VecDeque};

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::super::RunError;
use super::super::stop::Stop;
use super::super::update::Update;
use super::{Hand, PATIENCE, UNFINISHED_MAX, unless_room_is_missing};

/// What whoever has posted an update is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Done or kept, so that Telegram may forget it; with the call that answers it, if that was left to the response.
    Done(Option<String>),
    /// Neither done nor kept: to be posted again.
    NotNow,
}

/// Tells whoever has posted an update.
pub type Tell = oneshot::Sender<Told>;

/// Who waits.
#[derive(Default)]
pub struct Posts {
    waiting: HashMap<u32, Vec<Post>>,
    done: Done,
}

struct Post {
    since: Instant,
    tell: Tell,
}

/// The last updates that are done and whose answer did not leave in a response; as many as may be in hand.
#[derive(Default)]
struct Done {
    order: VecDeque<u32>,
    numbers: HashSet<u32>,
}

impl Done {
    fn add(&mut self, number: u32) {
        if self.numbers.insert(number) {
            self.order.push_back(number);
        }
        if self.order.len() > UNFINISHED_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.numbers.remove(&oldest);
        }
    }
}

impl Posts {
    fn wait(&mut self, number: u32, tell: Tell) {
        let since = Instant::now();
        let post = Post { since, tell };
        self.waiting.entry(number).or_default().push(post);
    }

    /// Whether anybody waits for an update.
    pub fn wait_for(&self, number: u32) -> bool {
        self.waiting.contains_key(&number)
    }

    /// Tells everybody who waits for an update, if anybody does. Who has gone meanwhile has not heard it, and posts again.
    pub fn tell(&mut self, number: u32, told: &Told) {
        for post in self.waiting.remove(&number).unwrap_or_default() {
            post.tell.send(told.clone()).ok();
        }
    }

    /// An update is done, with the answer that is left to the response.
    pub fn done(&mut self, number: u32, carried: Option<String>) {
        if carried.is_none() {
            self.done.add(number);
        }
        self.tell(number, &Told::Done(carried));
    }

    fn overdue_at(&self) -> Option<Instant> {
        let posts = self.waiting.values().flatten();
        posts.map(|post| post.since + PATIENCE).min()
    }

    fn overdue(&self, now: Instant) -> Vec<u32> {
        let is_overdue = |posts: &[Post]| posts.iter().any(|post| post.since + PATIENCE <= now);
        let overdue = self.waiting.iter().filter(|(_, posts)| is_overdue(posts));
        overdue.map(|(number, _)| *number).collect()
    }
}

impl Hand {
    /// Takes a posted update in; `tell` hears what became of it.
    pub async fn take_posted(
        &mut self,
        update: Update,
        tell: Tell,
        stop: &Stop,
    ) -> Result<(), RunError> {
        let number = update.update_id;
        self.posts.wait(number, tell);
        if self.kept.contains(&number) || self.posts.done.numbers.contains(&number) {
            self.posts.tell(number, &Told::Done(None));
        } else if let Some(held) = self.unfinished.get(&number) {
            // Two hear of it, and nobody knows which of them is still there: the answer is sent.
            held.carrier.close();
        } else if self.is_full() {
            self.posts.tell(number, &Told::NotNow);
        } else {
            let admitted = self.admitted(vec![update]);
            self.take_in(admitted, stop).await?;
            if !self.unfinished.contains_key(&number) {
                // Not answered, set aside, or done already.
                self.posts.tell(number, &Told::Done(None));
            }
        }
        Ok(())
    }

    /// When somebody will have waited for so long that the update is to be kept; `None` where nobody waits.
    pub fn overdue_at(&self) -> Option<Instant> {
        self.posts.overdue_at()
    }

    /// Keeps, durably, what somebody has waited for too long, and says that it is taken. Where the disk has no room, it goes
    /// on, and whoever waits is told to post it again: then it may be done.
    pub async fn keep_overdue(&mut self) -> Result<(), RunError> {
        let mut overdue = self.posts.overdue(Instant::now());
        // An answer that is left to the response leaves within moments.
        overdue.retain(|number| {
            let held = self.unfinished.get(number);
            held.is_none_or(|held| held.carrier.close())
        });
        if overdue.is_empty() {
            return Ok(());
        }
        let told = match self.keep(|number| overdue.contains(&number)).await {
            Ok(()) => Told::Done(None),
            Err(RunError::Store(error)) => {
                unless_room_is_missing(error)?;
                Told::NotNow
            }
            Err(error) => return Err(error),
        };
        for number in overdue {
            self.posts.tell(number, &told);
        }
        Ok(())
    }
}

//! One simulated run: what is published when, who has subscribed, when the bot dies, and what has to hold in the end.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use union_brief::config::Editors;
use union_brief::conversation::Desk;
use union_brief::dossier::lang::Lang;
use union_brief::store::{Commit, Operation, Store, aside, subscriptions};
use union_brief::subscription::{ChatKind, Quiet, Recipient, Rhythm, Subscription};
use union_brief::telegram::stop;
use union_brief::telegram::{Current, Ingress, Line, RunError, Work};
use union_brief::vitals::Vitals;

use crate::chance::Chance;
use crate::editions::{APART, BEGIN, Editions, REVISIONS};
use crate::invariants::check;
use crate::memory::{Fault, Memory, Rows};
use crate::talking::Said;
use crate::telegram::{Telegram, Wish};
use crate::wire::Wire;

/// Messages a second: few, so that the limit is felt.
pub const RATE: u32 = 3;
/// Wishes in the second after a revision was published.
const HASTY: u32 = 12;

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    pub notices: u64,
    pub crashes: u64,
    pub repeated: u64,
    pub amended: u64,
    pub faults: u64,
    /// What people have said.
    pub updates: u64,
}

impl Outcome {
    pub fn add(&mut self, other: &Self) {
        self.notices += other.notices;
        self.crashes += other.crashes;
        self.repeated += other.repeated;
        self.amended += other.amended;
        self.faults += other.faults;
        self.updates += other.updates;
    }
}

/// Bugs that are planted at the seams, so that the program itself is as it is.
fn fault(bug: Option<&str>) -> Fault {
    fn each(commit: &mut Commit, change: impl Fn(&mut Subscription)) {
        for operation in &mut commit.operations {
            if let Operation::Put(key, value) = operation
                && key.starts_with(b"sub/")
            {
                let mut record: serde_json::Value = serde_json::from_slice(value).unwrap();
                let mut is: Subscription = serde_json::from_value(record["is"].take()).unwrap();
                change(&mut is);
                record["is"] = serde_json::to_value(is).unwrap();
                *value = serde_json::to_vec(&record).unwrap();
            }
        }
    }
    match bug {
        // It is told as soon as it is about to be sent.
        Some("told-too-early") => {
            |commit| each(commit, |is| is.told = is.leaving.unwrap_or(is.told))
        }
        // What has been done is not marked as done.
        Some("done-twice") => |commit| {
            commit.operations.retain(
                |operation| !matches!(operation, Operation::Put(key, _) if key.starts_with(b"seen/")),
            );
        },
        _ => |_| {},
    }
}

/// Runs one seed; the reason if something did not hold.
pub fn run(seed: u64, editions: &Editions, bug: Option<&str>) -> Result<Outcome, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(live(Chance::new(seed), editions, bug))
}

struct World {
    rows: Rows,
    wire: Wire,
    desks: watch::Sender<Arc<Desk>>,
    fault: Fault,
    rate: u32,
    start: Instant,
}

impl World {
    fn now(start: Instant) -> Timestamp {
        let begin: Timestamp = BEGIN.parse().unwrap();
        begin + SignedDuration::try_from(start.elapsed()).unwrap()
    }

    fn store(&self) -> Memory {
        Memory::of(self.rows.clone(), Duration::from_millis(4), self.fault)
    }

    /// The disk is full now, and it is noted that something was to be stored.
    fn is_full(telegram: &Telegram) -> bool {
        let mut state = telegram.state.lock().unwrap();
        let now = Instant::now();
        let is_full = state
            .full
            .is_some_and(|(from, until)| from <= now && now < until);
        if is_full {
            state.refused.push(now);
        }
        is_full
    }

    /// The bot, until it is killed after `lives`, or told to stop. It does not end by itself; told to stop, it may be unable
    /// to keep what it has not finished, and say so.
    async fn bot(&self, lives: Duration, is_killed: bool) -> Result<(), String> {
        let (stopper, stop) = stop::stop();
        let work = self.work().run(Ingress::Polled, &stop);
        if is_killed {
            return match timeout(lives, work).await {
                Err(_) => Ok(()),
                Ok(ended) => Err(format!("the bot ended by itself: {ended:?}")),
            };
        }
        let stopping = async {
            sleep(lives).await;
            stopper.stop();
        };
        match tokio::join!(work, stopping).0 {
            Err(RunError::Store(error)) if error.is_lack_of_room() => Ok(()),
            ended => ended.map_err(|error| error.to_string()),
        }
    }

    /// The bot, as it is started now.
    fn work(&self) -> Work {
        let start = self.start;
        let mut state = self.wire.telegram.state.lock().unwrap();
        state.lives.push(Instant::now());
        drop(state);
        let vitals = Vitals::new(Box::new(std::time::Instant::now), 0.0).unwrap();
        let telegram = self.wire.telegram.clone();
        let no_room = Arc::new(move || Self::is_full(&telegram));
        Work {
            line: Line::to(Arc::new(self.wire.clone())),
            store: Arc::new(self.store().short_of_room(no_room)),
            current: Arc::new(Current::of(self.desks.clone())),
            me: 1,
            editors: Editors::default(),
            send_rate: self.rate,
            flood_control: false,
            now: Arc::new(move || Self::now(start)),
            vitals: Arc::new(vitals),
        }
    }

    /// The last life: until everybody has been told and everything answered, which takes two days at most (waits of twelve
    /// hours, digests and quiet hours end before), and then as long as the longest wait of what is still to be put right.
    async fn rest(&self) {
        let (stopper, stop) = stop::stop();
        let hour = Duration::from_secs(3_600);
        let watching = async {
            for _ in 0..48 {
                sleep(hour).await;
                let page = subscriptions::page(&self.store(), None, 1_000)
                    .await
                    .unwrap();
                let is_told = |is: &Subscription| is.told == u64::from(REVISIONS);
                if page.found.iter().all(|(_, is)| is_told(is)) && self.wire.waiting() == 0 {
                    break;
                }
            }
            sleep(hour * 13).await;
            stopper.stop();
        };
        let work = self.work().run(Ingress::Polled, &stop);
        tokio::join!(work, watching).0.unwrap();
    }

    /// Notes whose notices were on their way when the bot ended.
    async fn doubt(&self) {
        let page = subscriptions::page(&self.store(), None, 1_000)
            .await
            .unwrap();
        let leaving = page
            .found
            .into_iter()
            .filter(|(_, is)| is.leaving.is_some());
        let mut state = self.wire.telegram.state.lock().unwrap();
        state
            .in_doubt
            .extend(leaving.map(|(recipient, _)| recipient));
    }

    /// Somebody wants to be told without a sound, or with one again.
    async fn wish(&self, chance: &mut Chance) {
        let store = self.store();
        let known = subscriptions::page(&store, None, 1_000)
            .await
            .unwrap()
            .found;
        let some = usize::try_from(chance.below(known.len() as u64)).unwrap();
        let (recipient, silent) = (known[some].0, chance.one_in(2));
        let change = |old: Option<Subscription>| old.map(|old| Subscription { silent, ..old });
        let (now, begun) = (Self::now(self.start), Instant::now());
        let changed = subscriptions::change(&store, recipient, None, now, change).await;
        if changed.unwrap().is_some() {
            let mut state = self.wire.telegram.state.lock().unwrap();
            let wishes = state.wishes.entry(recipient).or_default();
            wishes.push(Wish {
                begun,
                made: Instant::now(),
                silent,
            });
        }
    }

    /// What is in the way of a chat is taken away, and the bot hears of it, as from `my_chat_member` or a button.
    async fn repair(&self, everybody: bool) {
        let closed: Vec<i64> = {
            let mut state = self.wire.telegram.state.lock().unwrap();
            let mut chance = self.wire.telegram.chance.lock().unwrap();
            let chats: Vec<i64> = state.closed.keys().copied().collect();
            let open = chats.into_iter().filter(|_| everybody || chance.one_in(3));
            let open: Vec<i64> = open.collect();
            state.closed.retain(|chat, _| !open.contains(chat));
            open
        };
        let store = self.store();
        for (recipient, _) in subscriptions::page(&store, None, 1_000)
            .await
            .unwrap()
            .found
        {
            if everybody || closed.contains(&recipient.chat) {
                resume(&store, recipient).await;
            }
        }
    }
}

async fn resume(store: &dyn Store, recipient: Recipient) {
    let cleared = |old: Option<Subscription>| old.map(|old| Subscription { pause: None, ..old });
    let now = BEGIN.parse().unwrap();
    let resumed = subscriptions::change(store, recipient, None, now, cleared).await;
    assert!(resumed.is_ok());
}

fn some_subscription(chance: &mut Chance, chat: i64) -> Subscription {
    let kind = if chat > 0 {
        ChatKind::Private
    } else {
        ChatKind::Group
    };
    let mut subscription = Subscription::new(kind, Lang::En, Some(1), 1);
    if chance.one_in(4) {
        subscription.rhythm = Rhythm::Daily(i8::try_from(chance.below(24)).unwrap());
    }
    if chance.one_in(4) {
        let hour = |chance: &mut Chance| i8::try_from(chance.below(24)).unwrap();
        let (from, until) = (hour(chance), hour(chance));
        subscription.quiet = Some(Quiet { from, until });
    }
    subscription
}

async fn live(
    mut chance: Chance,
    editions: &Editions,
    bug: Option<&str>,
) -> Result<Outcome, String> {
    let world = World {
        rows: Rows::default(),
        wire: Wire {
            telegram: Telegram::new(chance.clone(), bug == Some("loud-repeats")),
            updates: Arc::default(),
            news: Arc::default(),
            hasty: bug == Some("done-too-early"),
        },
        desks: watch::Sender::new(editions.0[0].clone()),
        fault: fault(bug),
        rate: if bug == Some("no-pacing") { 0 } else { RATE },
        start: Instant::now(),
    };
    let store = world.store();
    let count = 4 + chance.below(6);
    for number in 1..=i64::try_from(count).unwrap() {
        let (chat, topic) = match chance.below(3) {
            0 => (number, None),
            1 => (-number, None),
            // Two topics of one supergroup now and then.
            _ => (-1_000 - number / 2, Some(i32::try_from(number).unwrap())),
        };
        let subscription = some_subscription(&mut chance, chat);
        let recipient = Recipient { chat, topic };
        let now = World::now(world.start);
        subscriptions::change(&store, recipient, None, now, |_| Some(subscription.clone()))
            .await
            .unwrap();
    }
    let mut outcome = Outcome::default();
    let mut dice = Chance::new(chance.next());
    let mut people = Chance::new(chance.next());
    let mut haste = Chance::new(chance.next());
    let troubled = async {
        while world.start.elapsed() < APART * REVISIONS {
            let lives = Duration::from_millis(1 + chance.below(400_000));
            let is_killed = !chance.one_in(3);
            outcome.crashes += u64::from(is_killed);
            if chance.one_in(4) {
                let from = Instant::now() + Duration::from_millis(chance.below(400_000));
                let until = from + Duration::from_secs(chance.below(60));
                world.wire.telegram.state.lock().unwrap().full = Some((from, until));
            }
            world.bot(lives, is_killed).await?;
            if is_killed {
                world
                    .wire
                    .telegram
                    .state
                    .lock()
                    .unwrap()
                    .crashes
                    .push(Instant::now());
            }
            world.doubt().await;
            world.repair(false).await;
        }
        Ok::<(), String>(())
    };
    let publishing = async {
        for desk in &editions.0[1..] {
            sleep(APART).await;
            world.desks.send_replace(desk.clone());
            // Also while its notices wait for their turn.
            for _ in 0..HASTY {
                sleep(Duration::from_millis(haste.below(100))).await;
                world.wish(&mut haste).await;
            }
        }
    };
    let mut said = Said::default();
    let talking = async {
        while world.start.elapsed() < APART * REVISIONS {
            sleep(Duration::from_millis(people.below(240_000))).await;
            // One thing, or several at once.
            for _ in 0..=people.below(4) {
                said.say(&world.wire, &mut people);
            }
        }
    };
    let wishing = async {
        while world.start.elapsed() < APART * REVISIONS {
            sleep(Duration::from_millis(dice.below(120_000))).await;
            world.wish(&mut dice).await;
        }
    };
    tokio::join!(troubled, publishing, wishing, talking).0?;
    {
        let mut state = world.wire.telegram.state.lock().unwrap();
        state.calm = true;
        state.full = None;
    }
    world.repair(true).await;
    world.rest().await;
    let aside = aside::list(&store).await.unwrap().into_iter();
    let aside = aside.filter_map(|(_, aside)| aside.update["message"]["message_id"].as_i64());
    let aside = aside.collect();
    let known = subscriptions::page(&store, None, 1_000)
        .await
        .unwrap()
        .found;
    let state = world.wire.telegram.state.lock().unwrap();
    if state.arrived.is_empty() {
        return Err("nothing has arrived".to_owned());
    }
    outcome.updates = said.count() as u64;
    let checked = check(&state, &known, &mut outcome);
    let checked = checked.and_then(|()| said.check(&state, &aside));
    if std::env::var_os("SEED").is_some() {
        let story = state.story.iter();
        story.for_each(|line| println!("{line}"));
        println!("killed at {:?}", state.crashes);
    }
    checked.map(|()| outcome)
}

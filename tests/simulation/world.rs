//! One simulated run: what is published when, who has subscribed, when the bot dies, and what has to hold in the end.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use union_brief::conversation::Desk;
use union_brief::data::files;
use union_brief::delivery::pacer::Pacer;
use union_brief::delivery::{Delivery, Notices, WINDOW, nudges};
use union_brief::dossier::fact::Fact;
use union_brief::dossier::id::Id;
use union_brief::dossier::lang::{Lang, Wording};
use union_brief::question::address::BotName;
use union_brief::question::button::ButtonKey;
use union_brief::store::{Commit, Operation, Store, dossiers, subscriptions};
use union_brief::subscription::{ChatKind, Quiet, Recipient, Rhythm, Subscription};
use union_brief::texts::Texts;
use union_brief::vitals::Vitals;

use crate::memory::{Fault, Memory, Rows};
use crate::telegram::{Chance, State, Telegram};

/// From one revision to the next.
const APART: Duration = Duration::from_secs(600);
/// Messages a second: few, so that the limit is felt.
const RATE: u32 = 3;
/// A commit takes no longer, with others that change the same row in between.
const FORGETS: Duration = Duration::from_millis(50);
/// When the first revision was published.
const BEGIN: &str = "2026-03-01T08:00:00Z";

/// The desks of every revision.
pub struct Editions(Vec<Arc<Desk>>);

fn wording(text: &str) -> Wording {
    Wording {
        en: text.to_owned(),
        ru: text.to_owned(),
        be: text.to_owned(),
    }
}

impl Editions {
    /// Publishes six revisions of the invented story: facts 2, 3 and 5 come, 4 puts fact 2 right, 6 withdraws fact 3.
    pub fn load() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(Self::publish())
    }

    async fn publish() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/observatory");
        let mut dossier = files::load(&folder).unwrap();
        dossier.inquiries.clear();
        dossier.talk.clear();
        dossier.concepts.clear();
        let pattern: Fact = dossier.facts[0].clone();
        let mark = |name: &str, text: &str| Fact {
            id: Id::new(name).unwrap(),
            text: wording(text),
            replaces: Vec::new(),
            ..pattern.clone()
        };
        let store = Memory::of(Rows::default(), Duration::ZERO, |_| {});
        let texts = Arc::new(Texts::load().unwrap());
        let begin: Timestamp = BEGIN.parse().unwrap();
        let mut desks = Vec::new();
        for number in 1..=6_i32 {
            match number {
                2 | 3 | 5 => dossier
                    .facts
                    .push(mark(&format!("mark-{number}"), &format!("Mark R{number}."))),
                4 => {
                    let second = dossier
                        .facts
                        .iter_mut()
                        .find(|fact| fact.id.as_str() == "mark-2");
                    second.unwrap().text = wording("Mark C4.");
                }
                6 => dossier.facts.retain(|fact| fact.id.as_str() != "mark-3"),
                _ => {}
            }
            let current = dossiers::load(&store).await.unwrap();
            let at = begin + SignedDuration::try_from(APART).unwrap() * (number - 1);
            dossiers::publish(&store, current.as_ref(), &dossier, at)
                .await
                .unwrap();
            let edition = dossiers::load(&store).await.unwrap().unwrap();
            let bot = BotName::new("union_brief_bot");
            desks.push(Arc::new(Desk::new(
                edition,
                texts.clone(),
                bot,
                ButtonKey::derive("test"),
            )));
        }
        Self(desks)
    }
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    pub notices: u64,
    pub crashes: u64,
    pub repeated: u64,
    pub amended: u64,
    pub faults: u64,
}

impl Outcome {
    pub fn add(&mut self, other: &Self) {
        self.notices += other.notices;
        self.crashes += other.crashes;
        self.repeated += other.repeated;
        self.amended += other.amended;
        self.faults += other.faults;
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
    telegram: Telegram,
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

    /// The bot, until it is killed after `lives`, or told to stop.
    async fn bot(&self, lives: Duration, is_killed: bool) {
        let start = self.start;
        let vitals = Vitals::new(Box::new(std::time::Instant::now), 0.0).unwrap();
        let delivery = Arc::new(Delivery {
            store: Arc::new(self.store()),
            messenger: Arc::new(self.telegram.clone()),
            pacer: Arc::new(Pacer::new(self.rate)),
            desks: self.desks.subscribe(),
            now: Box::new(move || Self::now(start)),
            notices: Notices::default(),
            vitals: Arc::new(vitals),
        });
        let (_nudge, nudged) = nudges();
        match is_killed {
            true => drop(timeout(lives, delivery.run(nudged, std::future::pending())).await),
            false => delivery.run(nudged, sleep(lives)).await.unwrap(),
        }
    }

    /// What is in the way of a chat is taken away, and the bot hears of it, as from `my_chat_member` or a button.
    async fn repair(&self, everybody: bool) {
        let closed: Vec<i64> = {
            let mut state = self.telegram.state.lock().unwrap();
            let mut chance = self.telegram.chance.lock().unwrap();
            let chats: Vec<i64> = state.closed.keys().copied().collect();
            let open = chats.into_iter().filter(|_| everybody || chance.one_in(3));
            let open: Vec<i64> = open.collect();
            state.closed.retain(|chat, _| !open.contains(chat));
            open
        };
        let store = self.store();
        for (recipient, _) in subscriptions::page(&store, None, 1_000).await.unwrap() {
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
        telegram: Telegram::new(chance.clone(), bug == Some("loud-repeats")),
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
    let troubled = async {
        while world.start.elapsed() < APART * 6 {
            let lives = Duration::from_millis(1 + chance.below(400_000));
            let is_killed = !chance.one_in(3);
            outcome.crashes += u64::from(is_killed);
            world.bot(lives, is_killed).await;
            if is_killed {
                world
                    .telegram
                    .state
                    .lock()
                    .unwrap()
                    .crashes
                    .push(Instant::now());
            }
            world.repair(false).await;
        }
    };
    let publishing = async {
        for desk in &editions.0[1..] {
            sleep(APART).await;
            world.desks.send_replace(desk.clone());
        }
    };
    tokio::join!(troubled, publishing);
    world.telegram.state.lock().unwrap().calm = true;
    world.repair(true).await;
    // Waits of twelve hours, digests and quiet hours end within two days.
    world.bot(Duration::from_secs(2 * 86_400), false).await;
    let known = subscriptions::page(&store, None, 1_000).await.unwrap();
    let state = world.telegram.state.lock().unwrap();
    if state.arrived.is_empty() {
        return Err("nothing has arrived".to_owned());
    }
    let checked = check(&state, &known, &mut outcome);
    if std::env::var_os("SEED").is_some() {
        let story = state.story.iter();
        story.for_each(|line| println!("{line}"));
        println!("killed at {:?}", state.crashes);
    }
    checked.map(|()| outcome)
}

/// Every mark a recipient has to see, by the lines that show it, in the order in which they have to come.
const MARKS: [(&str, &[&str]); 5] = [
    ("R2", &["• Mark R2.", "• Mark C4."]),
    ("R3", &["• Mark R3.", "• Withdrawn: Mark R3."]),
    ("C4", &["• Corrected: Mark C4."]),
    ("R5", &["• Mark R5."]),
    ("W6", &["• Withdrawn: Mark R3."]),
];

fn check(
    state: &State,
    known: &[(Recipient, Subscription)],
    outcome: &mut Outcome,
) -> Result<(), String> {
    outcome.notices = u64::try_from(state.arrived.len()).unwrap();
    outcome.amended = state.amended;
    outcome.faults = state.faults;
    for (recipient, subscription) in known {
        if subscription.told != 6 {
            return Err(format!(
                "{recipient:?} was told up to {} of 6: {subscription:?}",
                subscription.told
            ));
        }
        saw_everything(state, *recipient)?;
    }
    let lost_answers = state
        .arrived
        .values()
        .filter(|arrived| arrived.unanswered)
        .count();
    let mut seen: HashSet<(Recipient, String)> = HashSet::new();
    for arrived in state.arrived.values() {
        let lines = marks_as_sent(&arrived.first);
        let is_repeated = lines
            .iter()
            .any(|line| seen.contains(&(arrived.to, line.clone())));
        if is_repeated {
            outcome.repeated += 1;
            if !arrived.silent {
                return Err(format!("a repeated notice made a sound: {arrived:?}"));
            }
        }
        seen.extend(lines.into_iter().map(|line| (arrived.to, line)));
    }
    let most = outcome.crashes * WINDOW as u64
        + u64::try_from(lost_answers).unwrap()
        + state.unanswered_faults;
    if outcome.repeated > most {
        return Err(format!(
            "{} repeated, at most {most} may be",
            outcome.repeated
        ));
    }
    is_put_right(state)?;
    is_paced(state)
}

/// The lines of a message that show a mark, each but once.
fn marks_as_sent(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .filter(|line| line.starts_with("• ") && line.contains("Mark "));
    let cut = |line: &str| {
        line.split(" — ")
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    lines.map(cut).collect()
}

fn saw_everything(state: &State, recipient: Recipient) -> Result<(), String> {
    // A group that became a supergroup has seen some of it before.
    let same = |to: Recipient| {
        to == recipient
            || state.moved.get(&to.chat) == Some(&recipient.chat) && to.topic == recipient.topic
    };
    let arrived = state.arrived.values().filter(|arrived| same(arrived.to));
    let texts: Vec<(Instant, Vec<String>)> = arrived
        .map(|arrived| (arrived.at, marks_as_sent(&arrived.first)))
        .collect();
    let mut before: Option<(Instant, &str)> = None;
    for (mark, lines) in MARKS {
        let shows = |marks: &Vec<String>| marks.iter().any(|mark| lines.contains(&mark.as_str()));
        let first = texts
            .iter()
            .find(|(_, marks)| shows(marks))
            .map(|(at, _)| *at);
        let Some(first) = first else {
            return Err(format!("{recipient:?} never saw {mark}"));
        };
        if let Some((at, other)) = before.filter(|(at, _)| *at > first) {
            return Err(format!(
                "{recipient:?} saw {mark} before {other}: {first:?} {at:?}"
            ));
        }
        before = Some((first, mark));
    }
    Ok(())
}

/// Messages that carried what has been put right since say so, where the chat was open all the time.
fn is_put_right(state: &State) -> Result<(), String> {
    for arrived in state.arrived.values() {
        let chat = arrived.to.chat;
        // Killed between the answer and the commit that remembers it, the bot does not know of the message.
        let forgot = |crash: &Instant| {
            arrived
                .answered
                .is_some_and(|at| at <= *crash && *crash - at < FORGETS)
        };
        if arrived.unanswered
            || state.crashes.iter().any(forgot)
            || state.ever_closed.contains(&chat)
            || state.moved.contains_key(&chat)
        {
            continue;
        }
        let has = |part: &str| arrived.text.contains(part);
        if has("• Mark R2.") || (has("• Mark R3.") && !has("Withdrawn on")) {
            return Err(format!("not put right: {arrived:?}"));
        }
    }
    Ok(())
}

fn is_paced(state: &State) -> Result<(), String> {
    let times: Vec<Instant> = state.counted.iter().map(|(at, _)| *at).collect();
    for pair in times.windows(RATE as usize + 1) {
        let apart = pair[RATE as usize] - pair[0];
        if apart < Duration::from_secs(1) {
            return Err(format!("{} messages within {apart:?}", RATE + 1));
        }
    }
    let mut chats: BTreeMap<i64, Vec<Instant>> = BTreeMap::new();
    for (at, chat) in &state.counted {
        chats.entry(*chat).or_default().push(*at);
    }
    for (chat, times) in chats.into_iter().filter(|(chat, _)| *chat < 0) {
        for pair in times.windows(21) {
            if pair[20] - pair[0] < Duration::from_secs(60) {
                return Err(format!("21 messages to chat {chat} within a minute"));
            }
        }
    }
    Ok(())
}

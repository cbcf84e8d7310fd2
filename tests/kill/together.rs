//! Kills while updates arrive and notices leave at once, at moments of chance and with nothing traced, so that the program
//! runs at its own speed. Groups choose languages and ask in turn; private chats and groups are told what is new. Every
//! update has to be answered and every choice made once; every chat has to be told every revision, in order; what is told
//! again is told without a sound, and at most four notices a kill. The token is nowhere in what was logged or stored.
//!
//! `KILLS=1000 cargo test --test kill together` does it longer.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use union_brief::delivery::WINDOW;

use super::support::adding_in_each_language;
use super::support::program::{Home, Serving};
use super::support::telegram::{Call, Chat, TOKEN, Telegram, person};

/// Private chats that have subscribed.
const PRIVATE: i64 = 100;
/// Groups that have subscribed, each with the person who runs it.
const GROUPS: i64 = 100;
/// Revisions, as long as there are as many kills.
const REVISIONS: usize = 20;
/// A notice shows as many revisions, one fact each; what is beyond them is behind a button, where nothing here looks.
const SHOWN: usize = 8;
/// Updates for each kill.
const UPDATES: usize = 10;
/// Kills, unless it is said how many.
const KILLS: usize = 60;
/// A kill comes after fewer messages than this since the last one.
const MESSAGES: u64 = 32;
/// Half of the starts have called the Bot API by then, as is asked of each on a machine that does nothing else.
const START: Duration = Duration::from_secs(2);
/// What is chosen in a group, one after the other; it begins with English.
const LANGUAGES: [&str; 3] = ["ru", "be", "en"];
/// How long one thing may take on a machine that does something else beside.
const PATIENCE: Duration = Duration::from_secs(60);

/// Kills the bot again and again while people write and chats are told what is new.
pub async fn together() {
    let kills = std::env::var("KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok());
    let kills = kills.unwrap_or(KILLS);
    let telegram = Telegram::start().await;
    let mut run = Run::begin(&telegram).await;
    for kill in 0..kills {
        if kill % (kills / REVISIONS).max(1) == 0 {
            run.publish().await;
        }
        for _ in 0..UPDATES {
            run.say();
        }
        run.kill(kill).await;
    }
    let (code, log) = run.end().await;
    assert_eq!(code, 0, "{log}");
    let Run {
        mut tally,
        said,
        revisions,
        ..
    } = run;
    tally.starts.sort_unstable();
    let (usual, slowest) = (tally.starts[tally.starts.len() / 2], tally.starts.last());
    println!(
        "together: kills={kills} updates={said} chats={} revisions={revisions} lost=0 wrong={} answered_again={} notices={} \
         repeated={} loud={} out_of_order={} start_p50_ms={} start_most_ms={}",
        PRIVATE + GROUPS,
        tally.wrong,
        tally.answered_again,
        tally.notices,
        tally.repeated,
        tally.loud,
        tally.out_of_order,
        usual.as_millis(),
        slowest.unwrap().as_millis()
    );
    println!(
        "together: logs_and_files_mib={} canary={}",
        tally.looked_through >> 20,
        tally.leaks
    );
    assert_eq!(tally.leaks, 0);
    assert!(tally.repeated <= kills * WINDOW, "{}", tally.repeated);
    assert_eq!((tally.wrong, tally.loud, tally.out_of_order), (0, 0, 0));
    assert!(usual < START, "{usual:?}");
}

struct Run<'a> {
    telegram: &'a Telegram,
    home: Home,
    bot: Option<Serving>,
    tally: Tally,
    said: usize,
    revisions: usize,
    chance: u64,
}

impl<'a> Run<'a> {
    /// All chats subscribe.
    async fn begin(telegram: &'a Telegram) -> Self {
        let home = Home::new();
        let bot = home.serve_without_limits(telegram);
        let private = (1..=PRIVATE).map(Chat::Private);
        for chat in private.chain((1..=GROUPS).map(Chat::Group)) {
            let (Chat::Private(number) | Chat::Group(number)) = chat else {
                continue;
            };
            telegram.promote(chat, number);
            let ana = person(number, "en");
            telegram.ask(chat, &ana, "/subscribe").await;
        }
        telegram.wait_all_confirmed().await;
        let tally = Tally {
            read: telegram.calls().len(),
            ..Tally::default()
        };
        Self {
            telegram,
            home,
            bot: Some(bot),
            tally,
            said: 0,
            revisions: 0,
            chance: 0x9E37_79B9_7F4A_7C15,
        }
    }

    /// A number below another, always the same ones in a run.
    fn below(&mut self, most: u64) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % most
    }

    /// Waits until it runs.
    async fn answers(&self) {
        let ana = person(999, "en");
        self.telegram.ask(Chat::Private(999), &ana, "/open").await;
    }

    async fn publish(&mut self) {
        // Once it answers, it holds the store; before that the publication would take it.
        self.answers().await;
        // On a slow machine chats may be far behind.
        let behind = (self.revisions + 1).saturating_sub(SHOWN);
        self.wait(|tally| tally.told_to_all() >= behind).await;
        self.revisions += 1;
        let mark = format!("Mark {}.", self.revisions);
        let update = adding_in_each_language(&format!("mark-{}", self.revisions), [&mark; 3]);
        self.home
            .publish(&format!("{}.toml", self.revisions), &update);
    }

    /// The groups speak in turn: each asks, chooses, asks, chooses.
    fn say(&mut self) {
        let groups = usize::try_from(GROUPS).unwrap();
        let (group, turn) = (1 + self.said % groups, self.said / groups);
        let text = match turn % 2 {
            0 => "/numbers".to_owned(),
            _ => format!("/language {}", LANGUAGES[turn / 2 % LANGUAGES.len()]),
        };
        let number = i64::try_from(group).unwrap();
        let (chat, ana) = (Chat::Group(number), person(number, "en"));
        let message = self.telegram.say_message(chat, &ana, &text);
        // The language stands when it has been chosen as often as that before.
        let expected = (turn % 2 == 0).then(|| match turn / 2 {
            0 => "en",
            chosen => LANGUAGES[(chosen - 1) % LANGUAGES.len()],
        });
        self.tally.asked.insert((chat.id(), message), expected);
        self.said += 1;
    }

    /// Kills after some messages, with others on their way, or while the program starts, and starts it again.
    async fn kill(&mut self, kill: usize) {
        let messages = usize::try_from(self.below(MESSAGES)).unwrap();
        if messages < 4 {
            tokio::time::sleep(Duration::from_millis(self.below(300))).await;
        } else {
            let before = self.tally.messages;
            self.wait(|tally| tally.messages >= before + messages).await;
            tokio::time::sleep(Duration::from_micros(self.below(8_000))).await;
        }
        if let Some(bot) = self.bot.take() {
            self.look_through(bot.kill().as_bytes());
        }
        self.bot = Some(self.home.serve_without_limits(self.telegram));
        self.tally.started = Some(Instant::now());
        // Every other run is killed while it takes up what the last one left, and the next one ends well. One more death in
        // a row would be the third with perhaps the same update in hand, which is then set aside, as it should be.
        if kill % 2 == 1 {
            self.wait(|tally| tally.answered.len() == tally.asked.len())
                .await;
            self.answers().await;
            self.telegram.wait_all_confirmed().await;
            let ended = self.bot.take().map(Serving::stop);
            let (code, log) = ended.unwrap();
            assert_eq!(code, 0, "{log}");
            self.look_through(log.as_bytes());
            self.bot = Some(self.home.serve_without_limits(self.telegram));
        }
    }

    /// Waits until something is so, or all that is due has been said.
    async fn wait(&mut self, enough: impl Fn(&Tally) -> bool) {
        let chats = usize::try_from(PRIVATE + GROUPS).unwrap();
        let (tally, all) = (&mut self.tally, chats * self.revisions);
        self.telegram
            .wait_for_as_long_as(PATIENCE, "all that is due", |calls| {
                tally.read(calls);
                let is_all = tally.answered.len() == tally.asked.len() && tally.told == all;
                (is_all || enough(tally)).then_some(())
            })
            .await;
    }

    async fn end(&mut self) -> (i32, String) {
        self.wait(|_| false).await;
        // One that has only just been started does not hear the word to stop yet.
        self.answers().await;
        self.telegram.wait_all_confirmed().await;
        let (code, log) = self.bot.take().map(Serving::stop).unwrap();
        self.look_through(log.as_bytes());
        let aside = self.home.run(&["aside"]);
        assert!(aside.out.starts_with("0 updates"), "{}", aside.out);
        let backup = self.home.dir.path().join("backup");
        let kept = self.home.run(&["backup", &backup.display().to_string()]);
        assert_eq!(kept.code, 0, "{kept:?}");
        let folder = self.home.dir.path().to_owned();
        self.look_into(&folder);
        (code, log)
    }

    /// Looks for the token in all files of a folder: the store, what is handed over to it, the backup.
    fn look_into(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => self.look_into(&path),
                false => self.look_through(&std::fs::read(path).unwrap()),
            }
        }
    }

    fn look_through(&mut self, text: &[u8]) {
        let secret = TOKEN.split(':').nth(1).unwrap();
        let text = String::from_utf8_lossy(text);
        self.tally.looked_through += text.len();
        self.tally.leaks += text.matches(secret).count();
    }
}

/// What has come of it so far.
#[derive(Default)]
struct Tally {
    /// So many calls have been looked at.
    read: usize,
    messages: usize,
    /// Every update, by chat and message; of a question, the language to be answered in.
    asked: BTreeMap<(i64, i64), Option<&'static str>>,
    answered: BTreeSet<(i64, i64)>,
    answered_again: usize,
    /// First answers in another language: a choice was lost, or made a second time after a later one.
    wrong: usize,
    notices: usize,
    marks: BTreeMap<i64, BTreeSet<usize>>,
    /// Of all chats together.
    told: usize,
    /// Bytes of logs, at the level of most, and of files.
    looked_through: usize,
    /// How often the token stands in them.
    leaks: usize,
    repeated: usize,
    loud: usize,
    out_of_order: usize,
    started: Option<Instant>,
    /// How long each start took until the first call.
    starts: Vec<Duration>,
}

impl Tally {
    fn read(&mut self, calls: &[Call]) {
        for call in &calls[self.read..] {
            match call.method.as_str() {
                "getMe" => self.has_started(),
                "sendMessage" => self.message(call),
                _ => {}
            }
        }
        self.read = calls.len();
    }

    /// As many marks are known in every chat.
    fn told_to_all(&self) -> usize {
        let chats = usize::try_from(PRIVATE + GROUPS).unwrap();
        let least = self.marks.values().map(BTreeSet::len).min();
        least.filter(|_| self.marks.len() == chats).unwrap_or(0)
    }

    fn has_started(&mut self) {
        if let Some(started) = self.started.take() {
            self.starts.push(started.elapsed());
        }
    }

    fn message(&mut self, call: &Call) {
        self.messages += 1;
        let chat = call.params["chat_id"].as_i64().unwrap();
        let question = call.params["reply_parameters"]["message_id"].as_i64();
        let question = question.map(|message| (chat, message));
        if let Some(asked) = question.filter(|asked| self.asked.contains_key(asked)) {
            self.answer(asked, call);
        } else if call.text().contains("Mark ") {
            self.notice(chat, call);
        }
    }

    fn answer(&mut self, question: (i64, i64), call: &Call) {
        if !self.answered.insert(question) {
            self.answered_again += 1;
        } else if let Some(expected) = self.asked[&question] {
            self.wrong += usize::from(language(&call.plain()) != expected);
        }
    }

    fn notice(&mut self, chat: i64, call: &Call) {
        self.notices += 1;
        let (known, new) = (self.marks.entry(chat).or_default(), marks(call));
        if !known.is_disjoint(&new) {
            self.repeated += 1;
            self.loud += usize::from(call.params["disable_notification"] != true);
        }
        let first_missing = (1..).find(|mark| !known.contains(mark)).unwrap_or(1);
        let mut marks = new.iter();
        let is_next = marks.all(|mark| *mark < first_missing || new.contains(&first_missing));
        self.out_of_order += usize::from(!is_next);
        let before = known.len();
        known.extend(new);
        self.told += known.len() - before;
    }
}

fn marks(call: &Call) -> BTreeSet<usize> {
    let plain = call.plain();
    let parts = plain.split("Mark ").skip(1);
    let numbers = parts.filter_map(|part| part.split('.').next()?.parse().ok());
    numbers.collect()
}

fn language(text: &str) -> &'static str {
    let is_cyrillic = text.chars().any(|c| ('а'..='я').contains(&c));
    match (is_cyrillic, text.contains(['і', 'ў'])) {
        (false, _) => "en",
        (true, false) => "ru",
        (true, true) => "be",
    }
}

//! The disk is full, or broken: from its n-th write on, and at twenty sizes. What was said to be kept is kept, Telegram is told
//! nothing false, one line says what is wrong, and the store opens when there is room again.

use std::path::Path;
use std::process::Command;

use super::support::copy;
use super::support::program::{Home, Serving, binary};
use super::support::telegram::{Call, Chat, TOKEN, Telegram, person};
use super::{Setup, Template, traced};

/// Sizes of the disk on which a bot starts for the first time, evenly from nearly nothing to [`PLENTY`]; and as many on which it
/// has been before, each halfway between one that was too small and one that was not, so that many of them are full in the
/// middle of the conversation.
const SIZES: u64 = 10;
/// How often the second ten are gone through until one of them is full in the middle.
const HALVINGS: usize = 4;
/// Hundredths of what the conversation took where there was no limit, and more than it can take: sled writes more or less of
/// it by chance, by a sixth where that was measured.
const PLENTY: u64 = 150;
/// Choices and questions in the conversation on a disk of each size.
const SAID: usize = 240;
/// What is chosen in turn, and how the bot says so. Every other text is a question.
const CHOICES: [(&str, &str); 3] = [
    ("/language ru", "отвечаю по-русски"),
    ("/language be", "адказваю па-беларуску"),
    ("/language en", "answer in English"),
];
/// "Revision 1" in the languages of [`CHOICES`], and before anything is chosen.
const REVISION: [&str; 3] = ["Ревизия 1", "Рэвізія 1", "Revision 1"];

/// The disk is full, or broken, from its n-th write on.
pub fn faults() {
    let (mut faults, mut accepted) = (0, 0);
    let template = Template::new(Setup::Seeded);
    for (call, error) in [
        ("pwrite64", "ENOSPC"),
        ("pwrite64", "EIO"),
        ("sync_file_range", "EIO"),
        ("fsync", "EIO"),
        ("fdatasync", "EIO"),
        ("openat", "EROFS"),
    ] {
        for n in 1..=12 {
            let home = template.home();
            let done = traced(
                &home,
                &format!("inject={call}:error={error}:when={n}+"),
                &["ask", "/language ru"],
            );
            let said = done.out.contains("отвечаю по-русски");
            if done.code == 0 && said {
                accepted += 1;
            } else {
                faults += 1;
                assert!(!said, "{call} {error} {n}: said so and failed: {done:?}");
                // Before main a missing file is the loader's to report.
                assert!(
                    (1..=3).contains(&done.code) || (call == "openat" && done.code == 127),
                    "{call} {error} {n}: {done:?}"
                );
                let said_why = done
                    .err
                    .lines()
                    .filter(|line| line.starts_with("union-brief: "))
                    .count();
                assert!(
                    said_why == 1 || done.code == 127,
                    "{call} {error} {n}: {done:?}"
                );
            }
            let after = home.run(&["ask", "/about"]);
            assert_eq!(
                after.code, 0,
                "{call} {error} {n}: cannot open: {}",
                after.err
            );
            assert!(
                after.out.contains(if said { "Ревизия 1" } else { "1" }),
                "{call} {error} {n}: {}",
                after.out
            );
        }
    }
    println!("disk_faults={faults} accepted={accepted} lost=0 cannot_open=0");
    assert!(faults >= 15, "{faults} faults");
}

/// A conversation on disks of twenty sizes. On ten of them the bot begins with an empty state folder, so that there is no
/// room for the first revision; on ten it has been before, so that there is none for what is chosen.
pub async fn sizes() {
    if let Err(reason) = small_disks_work() {
        println!("skipped: disks of twenty sizes, {reason}");
        return;
    }
    let (empty, seeded) = (tempfile::tempdir().unwrap(), Template::new(Setup::Seeded));
    let plenty = on_disk_of(None, empty.path()).await.used_kib * PLENTY / 100;
    let mut found = Found::default();
    for nth in 1..=SIZES {
        found.see(plenty * nth / SIZES, empty.path()).await;
    }
    for _ in 0..HALVINGS {
        found
            .halve(kib_of(&seeded.home.state()), plenty, &seeded.home.state())
            .await;
        // sled writes more or less by chance, so that all of them may have been full from the beginning or not at all.
        if found.in_between > 0 {
            break;
        }
    }
    let Found {
        disks,
        full,
        in_between,
        accepted,
    } = found;
    println!(
        "disk_sizes={disks} full={full} full_in_between={in_between} accepted={accepted} lost=0 false=0 cannot_open=0"
    );
    assert!((5..disks).contains(&full), "{full}");
    assert!(in_between > 0, "no disk was full in the middle");
}

#[derive(Default)]
struct Found {
    disks: u64,
    full: u64,
    in_between: u64,
    accepted: usize,
}

impl Found {
    /// Looks for the size between these two at which a disk is just enough.
    async fn halve(&mut self, mut too_small: u64, mut enough: u64, before: &Path) {
        for _ in 0..SIZES {
            let kib = too_small.midpoint(enough);
            match self.see(kib, before).await {
                true => too_small = kib,
                false => enough = kib,
            }
        }
    }

    /// Whether a disk of that size was full before the conversation was over.
    async fn see(&mut self, kib: u64, before: &Path) -> bool {
        let run = on_disk_of(Some(kib), before).await;
        self.disks += 1;
        self.accepted += run.accepted;
        if run.code == 0 {
            assert_eq!(run.accepted, SAID / 2, "{kib} KiB: {}", run.log);
            return false;
        }
        self.full += 1;
        self.in_between += u64::from(run.accepted > 0);
        let lines = run.log.lines();
        let said = lines.filter(|line| line.starts_with("union-brief: "));
        assert!(
            run.code == 3 && said.count() == 1,
            "{kib} KiB: code {}, {}",
            run.code,
            run.log
        );
        true
    }
}

fn small_disks_work() -> Result<(), String> {
    let script = "mount -t tmpfs -o size=64k none /tmp";
    let tried = Command::new("unshare")
        .args(["-rm", "sh", "-c", script])
        .output();
    match tried {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(format!("unshare cannot be run: {error}")),
    }
}

/// What a conversation on one disk came to.
struct Run {
    code: i32,
    log: String,
    used_kib: u64,
    /// Choices that the bot said it had made.
    accepted: usize,
}

/// Talks to a bot whose state folder, as it was before, is a disk of its own, of that size if one is given; then has the store opened where
/// there is room, and looks whether all is as was said.
async fn on_disk_of(kib: Option<u64>, before: &Path) -> Run {
    let telegram = Telegram::start().await;
    let (chat, ana) = (Chat::Private(5), person(5, "en"));
    for turn in 0..SAID / 2 {
        telegram.say(chat, &ana, CHOICES[turn % CHOICES.len()].0);
        telegram.say(chat, &ana, "/about");
    }
    let home = Home::new();
    let copied = home.dir.path().join("copied");
    let bot = serve_on_small_disk(&home, &telegram, kib, [before, &copied]);
    if telegram.confirmed_or_gone(SAID, &bot).await {
        bot.signal("-TERM");
    }
    let (code, log) = bot.ended();
    let accepted = sent(&telegram)
        .filter_map(|call| choice(&call))
        .collect::<Vec<_>>();
    let repaired = Home::new();
    copy(&copied, &repaired.state());
    let last = accepted.last().copied().unwrap_or(2);
    // Nobody says anything again, so that what is there is what was kept.
    let after = kept_in(&repaired, chat).await;
    let next = (last + 1) % CHOICES.len();
    let now = match after.choices.as_slice() {
        // The choice after the last one that was said may have been made.
        [] => [last, next],
        // What was accepted is done now; its first may have been said before.
        [first, rest @ ..] => {
            assert!([last, next].contains(first), "{kib:?} KiB: {after:?}");
            let ended = rest.iter().fold(*first, |before, choice| {
                assert_eq!(
                    *choice,
                    (before + 1) % CHOICES.len(),
                    "{kib:?} KiB: {after:?}"
                );
                *choice
            });
            [ended, ended]
        }
    };
    assert!(
        now.iter()
            .any(|choice| after.about.contains(REVISION[*choice])),
        "{kib:?} KiB, {last} was said last: {after:?}"
    );
    // Then what was not done is done.
    let bot = repaired.serve_without_limits(&telegram);
    telegram.ask(chat, &ana, "/about").await;
    telegram.wait_all_confirmed().await;
    let (ended, rest) = bot.stop();
    assert_eq!(ended, 0, "{kib:?} KiB: {rest}");
    let answers = sent(&telegram)
        .filter(|call| choice(call).is_none())
        .count();
    assert!(answers > SAID / 2, "{kib:?} KiB: {answers} answers");
    Run {
        code,
        log,
        used_kib: kib_of(&copied),
        accepted: accepted.len(),
    }
}

fn serve_on_small_disk(
    home: &Home,
    telegram: &Telegram,
    kib: Option<u64>,
    [before, copied]: [&Path; 2],
) -> Serving {
    std::fs::create_dir_all(home.state()).unwrap();
    let size = kib.map_or("100%".to_owned(), |kib| format!("{kib}k"));
    // The word to stop goes to all of them; the shell waits for the bot.
    let script = format!(
        "mount -t tmpfs -o size={size} none {state} || exit 99; cp -a {before}/. {state} || exit 98; trap : TERM; {bot} serve & bot=$!; \
         wait $bot; wait $bot; code=$?; cp -a {state} {copied}; exit $code",
        before = before.display(),
        state = home.state().display(),
        bot = binary(),
        copied = copied.display(),
    );
    let mut command = home.command_of("unshare", &["-rm", "sh", "-c", &script]);
    command
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", &telegram.url)
        .env("UNION_BRIEF_MIN_FREE_MIB", "0")
        .env("UNION_BRIEF_FLOOD_CONTROL", "off")
        .env("UNION_BRIEF_SEND_RATE", "0");
    Serving::spawn(command)
}

/// What a store that was copied has kept.
#[derive(Debug)]
struct Kept {
    /// The choices that are said to be made once the bot is back, in order.
    choices: Vec<usize>,
    /// What it says of itself after that.
    about: String,
}

/// What has been kept, by what a bot says to a Telegram that knows of nothing before.
async fn kept_in(home: &Home, chat: Chat) -> Kept {
    let opened = home.run(&["ask", "/about"]);
    assert_eq!(opened.code, 0, "{opened:?}");
    let telegram = Telegram::start().await;
    let bot = home.serve_without_limits(&telegram);
    telegram.ask(chat, &person(5, "en"), "/about").await;
    // What was accepted goes first, so that was perhaps not the answer; what is in hand is finished on stopping.
    bot.stop();
    let about = sent(&telegram).last().map(|call| call.plain());
    Kept {
        choices: sent(&telegram).filter_map(|call| choice(&call)).collect(),
        about: about.unwrap_or_default(),
    }
}

fn sent(telegram: &Telegram) -> impl Iterator<Item = Call> {
    let calls = telegram.calls().into_iter();
    calls.filter(|call| call.method == "sendMessage")
}

/// Which choice a message says has been made, if any.
fn choice(call: &Call) -> Option<usize> {
    let plain = call.plain();
    CHOICES.iter().position(|(_, said)| plain.contains(said))
}

/// What a folder takes on such a disk, which gives each file whole pages of 4 KiB.
fn kib_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let sizes = entries.map(|entry| match entry.path() {
        path if path.is_dir() => kib_of(&path),
        path => std::fs::metadata(path).unwrap().len().div_ceil(4096) * 4,
    });
    sizes.sum()
}

//! The kill sweep: the real program is killed at each of its system calls in turn, and then has to open and to know all
//! that it had accepted. Then the disk fails at each write in turn.
//!
//! strace counts a system call per thread and kills at the n-th; sweeping each call by itself reaches the threads that
//! another call would shadow. Prints one line of figures per part, or why it was skipped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

#[path = "kill/arriving.rs"]
mod arriving;
#[path = "kill/disk.rs"]
mod disk;
#[path = "kill/posted.rs"]
mod posted;
#[path = "kill/together.rs"]
mod together;

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use support::program::{Done, Home, binary};
use support::telegram::{Chat, TOKEN, Telegram, person};
use support::{copy, copy_of_data};

/// The calls by which anything reaches the disk, or the answer the reader; and `futex`, for moments in between.
const CALLS: [&str; 14] = [
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "rename",
    "unlink",
    "mkdir",
    "ftruncate",
    "flock",
    "fallocate",
    "futex",
    "close",
];
/// The calls of the bot while it serves.
const SERVING_CALLS: [&str; 8] = [
    "write",
    "pwrite64",
    "sync_file_range",
    "fdatasync",
    "sendto",
    "writev",
    "openat",
    "epoll_wait",
];
/// A sweep over one call ends when it was not reached any more, or here: later ones of a call repeat the earlier.
const POINTS_PER_CALL: usize = 24;

fn main() {
    // These need no strace.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match std::env::args().nth(1).as_deref() {
        Some("together") => return runtime.block_on(together::together()),
        Some("posted") => return runtime.block_on(posts()),
        Some("disks") => return runtime.block_on(disk::sizes()),
        _ => {}
    }
    runtime.block_on(together::together());
    runtime.block_on(arriving::arriving());
    runtime.block_on(posts());
    if let Err(reason) = strace_works() {
        println!("skipped: {reason}");
        return;
    }
    let started = Instant::now();
    let sweep = Sweep::default();
    sweep.command("seeding", Setup::Empty, "/language be");
    sweep.command("setting", Setup::Seeded, "/language ru");
    sweep.command("revising", Setup::Changed, "/language ru");
    sweep.serving();
    let points = sweep.points.load(Ordering::SeqCst);
    println!(
        "kills={points} accepted={} cannot_open=0 lost=0 half_applied=0 seconds={}",
        sweep.accepted.load(Ordering::SeqCst),
        started.elapsed().as_secs()
    );
    assert!(points >= 300, "{points} kill points, expected at least 300");
    disk::faults();
    runtime.block_on(disk::sizes());
}

async fn posts() {
    posted::posted().await;
    posted::posted_at_once().await;
}

fn strace_works() -> Result<(), String> {
    let tried = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .stderr(Stdio::piped())
        .output();
    match tried {
        Err(_) => Err("strace is not installed (Debian: apt-get install strace)".to_owned()),
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!(
            "strace cannot trace here: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
    }
}

/// What the store holds before the program is killed.
#[derive(Clone, Copy)]
enum Setup {
    /// Nothing.
    Empty,
    /// Revision 1, and Belarusian chosen.
    Seeded,
    /// The same, and data files that make revision 2.
    Changed,
}

#[derive(Default)]
struct Sweep {
    points: AtomicUsize,
    accepted: AtomicUsize,
}

impl Sweep {
    /// Kills `ask TEXT` at each point.
    fn command(&self, name: &str, setup: Setup, text: &str) {
        let template = Template::new(setup);
        let before = self.points.load(Ordering::SeqCst);
        let queue = Mutex::new(CALLS.iter());
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(call) = { queue.lock().unwrap().next() } {
                        for n in 1..=POINTS_PER_CALL {
                            if !self.one_command(&template, call, n, text) {
                                break;
                            }
                        }
                    }
                });
            }
        });
        println!(
            "{name}: kills={} lost=0",
            self.points.load(Ordering::SeqCst) - before
        );
    }

    /// Kills once; `false` if the call was not reached.
    fn one_command(&self, template: &Template, call: &str, n: usize, text: &str) -> bool {
        let home = template.home();
        let done = traced(
            &home,
            &format!("inject={call}:signal=KILL:when={n}"),
            &["ask", text],
        );
        if done.code == 0 {
            return false;
        }
        self.points.fetch_add(1, Ordering::SeqCst);
        wait_until_gone(&home);
        let at = format!("{call} {n}");
        let language = text.rsplit(' ').next().unwrap();
        let accepted = done.out.contains(match language {
            "be" => "адказваю па-беларуску",
            _ => "отвечаю по-русски",
        });
        // Opened without the data files' help: what is there is what was kept.
        let about = home.run(&["ask", "/about"]);
        assert_eq!(about.code, 0, "cannot open after {at}: {}", about.err);
        let revision = match template.setup {
            Setup::Empty | Setup::Seeded => 1,
            Setup::Changed => 2,
        };
        let words = ["Revision", "Ревизия", "Рэвізія"];
        let whole = words
            .iter()
            .any(|word| about.out.contains(&format!("{word} {revision}")));
        assert!(
            whole && about.out.contains("46"),
            "half applied after {at}: {}",
            about.out
        );
        let chosen = if about.out.contains("Рэвізія") {
            "be"
        } else if about.out.contains("Ревизия") {
            "ru"
        } else {
            "en"
        };
        let possible: &[&str] = match template.setup {
            Setup::Empty => &["en", "be"],
            Setup::Seeded | Setup::Changed => &["be", "ru"],
        };
        assert!(possible.contains(&chosen), "{chosen} after {at}");
        if accepted {
            self.accepted.fetch_add(1, Ordering::SeqCst);
            assert_eq!(chosen, language, "accepted and lost after {at}");
        }
        true
    }

    /// Kills the bot while it serves a conversation over the Bot API, and lets another go on.
    fn serving(&self) {
        let before = self.points.load(Ordering::SeqCst);
        let (updates, repeated) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let template = Template::new(Setup::Seeded);
        let queue = Mutex::new(SERVING_CALLS.iter());
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let runtime = tokio::runtime::Builder::new_multi_thread()
                        .enable_all()
                        .build()
                        .unwrap();
                    while let Some(call) = { queue.lock().unwrap().next() } {
                        for n in 1..=POINTS_PER_CALL {
                            let (was_killed, more) =
                                runtime.block_on(self.one_conversation(&template, call, n));
                            updates.fetch_add(CONVERSATION + 1, Ordering::SeqCst);
                            repeated.fetch_add(more, Ordering::SeqCst);
                            if !was_killed {
                                break;
                            }
                        }
                    }
                });
            }
        });
        println!(
            "serving: kills={} updates={} lost=0 repeated={}",
            self.points.load(Ordering::SeqCst) - before,
            updates.into_inner(),
            repeated.into_inner()
        );
    }

    /// Kills once; whether the call was reached, and how many answers were given again.
    async fn one_conversation(&self, template: &Template, call: &str, n: usize) -> (bool, usize) {
        let telegram = Telegram::start().await;
        let home = template.home();
        let (chat, ana) = (Chat::Private(5), person(5, "en"));
        // Every other one changes a setting; the last choice is English.
        let choices = ["ru", "be", "en"]
            .into_iter()
            .cycle()
            .take(CONVERSATION / 2);
        for lang in choices {
            telegram.say(chat, &ana, &format!("/language {lang}"));
            telegram.say(chat, &ana, "/numbers");
        }
        let mut command = home.command_of(
            "strace",
            &trace_args(&format!("inject={call}:signal=KILL:when={n}"), &["serve"]),
        );
        command
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("TELOXIDE_API_URL", &telegram.url);
        let traced = support::program::Serving::spawn(command);
        let was_killed = !telegram.confirmed_or_gone(CONVERSATION, &traced).await;
        if was_killed {
            self.points.fetch_add(1, Ordering::SeqCst);
        } else {
            traced.signal("-KILL");
        }
        traced.ended();
        wait_until_gone(&home);
        let bot = home.serve(&telegram);
        telegram
            .wait_confirmed(1000 + i64::try_from(CONVERSATION).unwrap())
            .await;
        let last = telegram.ask(chat, &ana, "/about").await;
        assert!(
            last.plain().contains("Revision 1"),
            "the last choice was English; after {call} {n}: {}",
            last.plain()
        );
        bot.stop();
        let answers = telegram
            .calls()
            .into_iter()
            .filter(|call| call.method == "sendMessage")
            .count();
        assert!(
            answers > CONVERSATION,
            "{answers} answers to {} after {call} {n}",
            CONVERSATION + 1
        );
        (was_killed, answers - CONVERSATION - 1)
    }
}

/// Updates of one conversation; a multiple of six, so that it ends with English.
const CONVERSATION: usize = 18;

/// A state made once and copied for each kill.
struct Template {
    setup: Setup,
    home: Home,
    _data: tempfile::TempDir,
}

impl Template {
    fn new(setup: Setup) -> Self {
        let data = tempfile::tempdir().unwrap();
        let home = Home::with_data(&copy_of_data(data.path()));
        if !matches!(setup, Setup::Empty) {
            assert!(home.ask("/language be").contains("па-беларуску"));
        }
        if matches!(setup, Setup::Changed) {
            let facts = home.data.join("facts/article.toml");
            let text = std::fs::read_to_string(&facts).unwrap();
            std::fs::write(
                &facts,
                text.replace(
                    "Two union programmes were still",
                    "Two union programmes are still",
                ),
            )
            .unwrap();
        }
        Self {
            setup,
            home,
            _data: data,
        }
    }

    fn home(&self) -> Home {
        let home = Home::with_data(&self.home.data);
        if self.home.state().exists() {
            copy(&self.home.state(), &home.state());
        }
        home
    }
}

/// Waits until the killed process has let go of the lock: the kernel does that for its threads after strace has ended.
fn wait_until_gone(home: &Home) {
    let Ok(lock) = std::fs::File::open(home.state().join("lock")) else {
        return;
    };
    fs4::FileExt::lock(&lock).unwrap();
}

fn trace_args<'a>(inject: &'a str, args: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["-f", "-qq", "-o", "/dev/null", "-e", inject, binary()];
    all.extend(args);
    all
}

fn traced(home: &Home, inject: &str, args: &[&str]) -> Done {
    let output = home
        .command_of("strace", &trace_args(inject, args))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    output.into()
}

//! What a process costs, from `/proc`, and which core it has.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::kib;

/// Ticks a second of the processor times in `/proc` (proc(5), `sysconf(_SC_CLK_TCK)`; 100 on all of Linux's ports that
/// matter here).
const TICKS: f64 = 100.0;

/// Which core the bot has, if the cores are shared out.
pub struct Cores {
    bot: Option<&'static str>,
}

impl Cores {
    /// Gives this process the first core and bots the second, where there are two and `taskset`.
    pub fn split() -> Self {
        // Asked before this process has only one.
        let two = std::thread::available_parallelism().is_ok_and(|cores| cores.get() >= 2);
        let this = std::process::id().to_string();
        let pinned = Command::new("taskset")
            .args(["--all-tasks", "--cpu-list", "--pid", "0", &this])
            .stdout(Stdio::null())
            .status();
        let pinned = two && pinned.is_ok_and(|status| status.success());
        Self {
            bot: pinned.then_some("1"),
        }
    }

    /// The same command on the bot's core.
    pub fn pin(&self, command: Command) -> Command {
        let Some(core) = self.bot else {
            return command;
        };
        let mut pinned = Command::new("taskset");
        pinned.args(["--cpu-list", core]).arg(command.get_program());
        pinned.args(command.get_args()).env_clear();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                pinned.env(name, value);
            }
        }
        if let Some(folder) = command.get_current_dir() {
            pinned.current_dir(folder);
        }
        pinned
    }
}

impl fmt::Display for Cores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bot {
            Some(core) => write!(
                f,
                "the Bot API and its people on core 0, the bot on core {core}"
            ),
            None => f.write_str("NOT pinned to cores: there is no second one, or no taskset"),
        }
    }
}

/// What a process has in memory now, and had at most, in megabytes.
pub fn memory(pid: u32) -> (f64, f64) {
    let mib = |field| f64::from(kib(pid, field)) / 1024.0;
    (mib("VmRSS:"), mib("VmHWM:"))
}

/// The processor time that a process has had, in seconds.
pub fn seconds(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    // After the name, `utime` and `stime` are the 12th and 13th (proc(5)).
    let times = fields.split_whitespace().skip(11).take(2);
    times.map(|time| time.parse::<f64>().unwrap()).sum::<f64>() / TICKS
}

/// Waits until a process has nothing more to do of its own.
pub async fn settled(pid: u32) {
    let mut before = seconds(pid);
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = seconds(pid);
        if now - before < 0.015 {
            return;
        }
        before = now;
    }
}

/// The load of the machine over a minute.
pub fn load_average() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

/// The machine in a line.
pub fn machine() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let after = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.split_once(':'));
        value.map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    let processors = read("/proc/cpuinfo");
    let cores = processors
        .lines()
        .filter(|line| line.starts_with("processor"));
    format!(
        "{} × {}, {}, Linux {}",
        cores.count(),
        after(&processors, "model name"),
        after(&read("/proc/meminfo"), "MemTotal"),
        read("/proc/sys/kernel/osrelease").trim()
    )
}

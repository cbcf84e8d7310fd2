//! The program as a child process.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::project;
use super::telegram::{Call, TOKEN, Telegram};

/// The program that was built.
pub fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_union-brief")
}

/// A place to run it in: a state folder, and the data of the project unless told otherwise.
pub struct Home {
    /// The folder that holds everything.
    pub dir: tempfile::TempDir,
    /// The data folder.
    pub data: PathBuf,
    /// The free space asked for, in MiB.
    pub min_free_mib: u64,
}

impl Home {
    /// With the data of the project.
    pub fn new() -> Self {
        Self::with_data(&project().join("data"))
    }

    /// With other data.
    pub fn with_data(data: &Path) -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            data: data.to_owned(),
            min_free_mib: 1,
        }
    }

    /// The state folder.
    pub fn state(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// A command of the program, with nothing of this process's environment.
    pub fn command(&self, args: &[&str]) -> Command {
        self.command_of(binary(), args)
    }

    /// The same, with another program in front.
    pub fn command_of(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("UNION_BRIEF_DATA", &self.data)
            .env("UNION_BRIEF_STATE", self.state())
            .env("UNION_BRIEF_MIN_FREE_MIB", self.min_free_mib.to_string())
            .current_dir(self.dir.path());
        command
    }

    /// Runs it to its end.
    pub fn run(&self, args: &[&str]) -> Done {
        self.run_with(args, "")
    }

    /// Runs it to its end with something on standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Done {
        self.run_with_bytes(args, input.as_bytes())
    }

    /// The same with something that need not be text.
    pub fn run_with_bytes(&self, args: &[&str], input: &[u8]) -> Done {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let writer = std::thread::spawn(move || {
            // A program that ends without reading all of it is not the test's concern.
            drop(stdin.write_all(&input));
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output.into()
    }

    /// Asks one thing; the reply as text.
    pub fn ask(&self, text: &str) -> String {
        let done = self.run(&["ask", text]);
        assert_eq!(done.code, 0, "{done:?}");
        done.out
    }

    /// Publishes an update.
    pub fn publish(&self, name: &str, text: &str) {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text).unwrap();
        let done = self.run(&["publish", "--yes", &file.display().to_string()]);
        assert_eq!(done.code, 0, "{done:?}");
    }

    /// Starts the bot against a stand-in.
    pub fn serve(&self, telegram: &Telegram) -> Serving {
        Serving::spawn(self.serving(telegram))
    }

    /// Starts a bot that answers everybody as often as asked.
    pub fn serve_without_limits(&self, telegram: &Telegram) -> Serving {
        let mut command = self.serving(telegram);
        command.env("UNION_BRIEF_FLOOD_CONTROL", "off");
        command.env("UNION_BRIEF_SEND_RATE", "0");
        Serving::spawn(command)
    }

    /// Starts a bot with editors: numbers of people and chats.
    pub fn serve_with_editors(&self, telegram: &Telegram, editors: &str) -> Serving {
        let mut command = self.serving(telegram);
        command.env("UNION_BRIEF_FLOOD_CONTROL", "off");
        command.env("UNION_BRIEF_EDITORS", editors);
        Serving::spawn(command)
    }

    /// The command that starts the bot against a stand-in.
    pub fn serving(&self, telegram: &Telegram) -> Command {
        let mut command = self.command(&["serve"]);
        command
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("TELOXIDE_API_URL", &telegram.url)
            .env("UNION_BRIEF_LOG", "trace");
        command
    }
}

/// Starts a command that goes on running and reads its output until `find` finds what it is waited for; `None` if the
/// output ends before. Whatever else the command says is read too, so that it never waits for a reader; what it says of
/// errors goes to `errors`.
pub fn spawn_until<T>(
    command: &mut Command,
    errors: Stdio,
    find: impl FnMut(String) -> Option<T>,
) -> (Child, Option<T>) {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let found = lines.by_ref().map_while(Result::ok).find_map(find);
    std::thread::spawn(move || lines.for_each(drop));
    (child, found)
}

/// The address of this machine in a line, without a slash at its end.
pub fn url_in(line: &str) -> Option<String> {
    let rest = &line[line.find("http://127.0.0.1:")?..];
    let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches(['/', '.', ',']).to_owned())
}

/// Waits for the end of a child. One that does not end is killed, and the test fails.
pub fn wait_for_end(child: &mut Child, patience: Duration) -> ExitStatus {
    let until = Instant::now() + patience;
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return status,
            None if Instant::now() > until => {
                child.kill().unwrap();
                panic!("the program did not end within {patience:?}");
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Done {
    /// The exit code; -1 if it was killed.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The bot while it runs. Killed when it is dropped.
pub struct Serving {
    child: Option<Child>,
    log: std::thread::JoinHandle<String>,
    lines: Receiver<String>,
}

impl Serving {
    /// Starts a command whose standard error is its log.
    pub fn spawn(mut command: Command) -> Self {
        // In a group of its own, so that what it starts is killed with it.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let (line, lines) = channel();
        let log = std::thread::spawn(move || {
            let (mut text, mut begun) = (Vec::new(), 0);
            // Ends when the process does.
            while stderr
                .read_until(b'\n', &mut text)
                .is_ok_and(|read| read > 0)
            {
                // Most tests do not listen.
                drop(line.send(String::from_utf8_lossy(&text[begun..]).into_owned()));
                begun = text.len();
            }
            String::from_utf8_lossy(&text).into_owned()
        });
        Self {
            child: Some(child),
            log,
            lines,
        }
    }

    /// Waits until its log says what is looked for. Each line is looked at once.
    pub fn says<T>(&self, mut find: impl FnMut(&str) -> Option<T>) -> T {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(20));
            if let Some(found) = find(&line.expect("a line of the log")) {
                return found;
            }
        }
    }

    /// Waits until it asks for updates.
    pub async fn polls(&self, telegram: &Telegram, patience: Duration) {
        let polls = |calls: &[Call]| {
            let polled = calls.iter().any(|call| call.method == "getUpdates");
            polled.then_some(())
        };
        telegram
            .wait_for_as_long_as(patience, "the first poll", polls)
            .await;
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        // A zombie is what is left of a process that nobody has waited for yet.
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap_or_default();
        stat.rsplit(')')
            .next()
            .is_none_or(|rest| rest.trim_start().starts_with('Z') || rest.is_empty())
    }

    /// Sends a signal.
    pub fn signal(&self, signal: &str) {
        let group = format!("-{}", self.id());
        let done = Command::new("kill")
            .args([signal, "--", &group])
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Waits for the end; the exit code (-1 if killed) and the log.
    pub fn ended(mut self) -> (i32, String) {
        let mut child = self.child.take().unwrap();
        let status = wait_for_end(&mut child, Duration::from_secs(30));
        let log = std::mem::replace(&mut self.log, std::thread::spawn(String::new))
            .join()
            .unwrap();
        (status.code().unwrap_or(-1), log)
    }

    /// Tells it to stop and waits; the exit code and the log.
    pub fn stop(self) -> (i32, String) {
        self.signal("-TERM");
        self.ended()
    }

    /// Kills it as a power cut would; its log.
    pub fn kill(self) -> String {
        self.signal("-KILL");
        self.ended().1
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if self.child.is_some() {
            // It may have ended by itself.
            let group = format!("-{}", self.id());
            drop(
                Command::new("kill")
                    .args(["-KILL", "--", &group])
                    .stderr(Stdio::null())
                    .status(),
            );
        }
        if let Some(mut child) = self.child.take() {
            drop(child.wait());
        }
    }
}

//! The real program in local mode, as a newcomer starts it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::program::Home;

/// The program while it serves its page. Killed when it is dropped.
pub struct Program {
    child: Child,
    /// The address it printed, without a slash at the end.
    pub url: String,
    /// How long it took from its start to the address.
    pub took: Duration,
}

impl Program {
    /// Starts it on a port that is free.
    pub fn start(home: &Home) -> Self {
        Self::listen(home, "127.0.0.1:0")
    }

    /// Starts it at an address.
    pub fn listen(home: &Home, address: &str) -> Self {
        let started = Instant::now();
        let mut child = home
            .command(&["serve", "--local", "--listen", address])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| url_in(&line))
            .expect("the program prints its address");
        // Whatever else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let took = started.elapsed();
        Self { child, url, took }
    }

    /// Kills it, as a crash would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be dead already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn url_in(line: &str) -> Option<String> {
    let rest = &line[line.find("http://127.0.0.1:")?..];
    let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches(['/', '.', ',']).to_owned())
}

//! The real program in local mode, as a newcomer starts it.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::program::{Home, spawn_until, url_in};

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
        let mut command = home.command(&["serve", "--local", "--listen", address]);
        let (child, url) = spawn_until(&mut command, Stdio::null(), |line| url_in(&line));
        let url = url.expect("the program prints its address");
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

//! The clients suite: libraries that none of us wrote hold one conversation with the local Bot API, polled and by webhook.
//! Each has a small bot in its own idiom here and a local Bot API of its own; the people are played in `talk`. Prints its
//! figures, or why it was skipped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "../it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

mod library;
mod steps;
mod talk;

use library::{LIBRARIES, Library};
use talk::Talk;

fn main() {
    let mut failed = Vec::new();
    for library in &LIBRARIES {
        let version = match library.version() {
            Ok(version) => version,
            Err(reason) => {
                println!("client={} skipped: {reason}", library.name);
                continue;
            }
        };
        let (steps, complaints) = hold(library);
        println!(
            "client={} version={version} steps={steps} failed={}",
            library.name,
            complaints.len()
        );
        failed.extend(complaints);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Holds the conversation in its two halves: how many steps it had, and what was wrong.
fn hold(library: &Library) -> (usize, Vec<String>) {
    let talk = Talk::new();
    let polled = talk.hold(library, "poll", steps::POLLED);
    // What is said while nobody listens has to come by webhook too.
    talk.leave_word();
    let posted = [steps::POSTED, library.answers].concat();
    let hooked = talk.hold(library, "webhook", &posted);
    let complaints: Vec<String> = polled.into_iter().chain(hooked).collect();
    // Each half is also ended: all updates taken, nothing odd logged, no webhook left.
    let endings = 2;
    (steps::POLLED.len() + posted.len() + endings, complaints)
}

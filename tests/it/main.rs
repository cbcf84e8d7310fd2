//! The program through the doors its users use: the command line, the terminal, the Bot API over a socket.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod check;
mod commands;
mod contract;
mod kept;
mod local;
mod same;
mod second_story;
#[allow(
    dead_code,
    reason = "shared with the kill sweep and the benches, which use the rest"
)]
mod support;
mod telegram;
mod tidy;
mod walk;

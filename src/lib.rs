//! Union Brief: a Telegram bot that answers from dated, sourced facts, and says so when no source says it.
//!
//! The map, in reading order. `ARCHITECTURE.md` has it with two walk-throughs; `tests/it/tidy.rs` keeps the rules of who
//! may import whom.
//!
//! The middle is pure: values in, values out, the time passed in.
//!
//! - [`dossier`]: the vocabulary. Facts, people, sources, revisions; a library with indexes.
//! - [`subscription`]: who is told what is new, what of it and when.
//! - [`texts`]: every word the bot says of itself, in three languages; dates, numbers, plurals.
//! - [`question`]: from what somebody typed or pressed to a question.
//! - [`answer`]: from a question to what the dossier says.
//! - [`reply`]: from an answer to a message with buttons.
//! - [`conversation`]: one turn: what came in, what is to be done.
//!
//! The edges do what the middle says.
//!
//! - [`data`]: data files, read with every fault named, and written.
//! - [`store`]: what is kept, behind one small trait; sled is the engine.
//! - [`publishing`]: updates held against the dossier, and published.
//! - [`delivery`]: notices to subscriptions: when they leave, and what follows when they cannot.
//! - [`telegram`]: the Bot API.
//! - `local`: the local mode, Telegram's side of it: a Bot API and a chat page on this machine (feature `local`).
//! - [`operator`]: health and metrics over HTTP, for whoever runs the bot.
//! - [`cli`]: the command line and the terminal.
//! - [`config`], [`clock`]: the environment, the time.
//! - [`vitals`]: what is counted, and whether the program is well; the edges report to it.

pub mod dossier;
pub mod subscription;
pub mod texts;

pub mod question;

pub mod answer;

pub mod reply;

pub mod conversation;

pub mod vitals;

pub mod data;
pub mod store;

pub mod publishing;

pub mod delivery;
pub mod telegram;

pub mod operator;

#[cfg(feature = "local")]
pub mod local;

pub mod cli;
pub mod clock;
pub mod config;

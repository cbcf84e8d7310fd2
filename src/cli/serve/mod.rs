//! `serve`: the bot, in Telegram with a token; without one in the local mode, or in this terminal where that is left out.

mod fan_out;
#[cfg(feature = "local")]
mod local;
#[cfg(feature = "local")]
mod publisher;
mod spooling;

use std::sync::Arc;
use std::time::Instant;

use indicatif::MultiProgress;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;

use super::CliError;
use super::args::Serve;
use super::opening::{Opened, open_counted, place};
use crate::clock::now;
use crate::config::{Config, Token};
use crate::conversation::Desk;
use crate::operator::Operator;
use crate::question::button::ButtonKey;
use crate::store::Store;
use crate::telegram::run;
use crate::telegram::stop::{Stop, stop};
use crate::vitals::Vitals;

/// Runs the bot until it is told to stop.
#[cfg(feature = "local")]
pub async fn serve(config: &Config, how: &Serve, bars: MultiProgress) -> Result<(), CliError> {
    match &config.token {
        Some(token) if !how.local => {
            if how.fresh || how.listen.is_some() {
                return Err(CliError::Usage(
                    "--listen and --fresh are for the local mode; with a token it needs --local"
                        .to_owned(),
                ));
            }
            bot(config, token, stop_on_signals()?, bars, |_| {}).await
        }
        _ => local::serve(config, how, bars).await,
    }
}

/// Runs the bot until it is told to stop.
#[cfg(not(feature = "local"))]
pub async fn serve(config: &Config, _how: &Serve, bars: MultiProgress) -> Result<(), CliError> {
    match &config.token {
        Some(token) => bot(config, token, stop_on_signals()?, bars, |_| {}).await,
        // The terminal says how to get a token.
        None => super::chat::chat(config).await,
    }
}

/// Where the bot of the local mode keeps what it keeps.
#[cfg(feature = "local")]
pub fn local_state(config: &Config) -> std::path::PathBuf {
    local::folder(config).join("bot")
}

/// The bot against a Bot API, Telegram's or a local one, with health and metrics beside it where they are wanted. `opened`
/// is handed the store once it is there.
async fn bot(
    config: &Config,
    token: &Token,
    stop: Stop,
    bars: MultiProgress,
    opened: impl FnOnce(Arc<dyn Store>),
) -> Result<(), CliError> {
    #[allow(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
    let started_at = now().as_millisecond() as f64 / 1000.0;
    let vitals = Arc::new(Vitals::new(Box::new(Instant::now), started_at)?);
    // Before the store is opened, so that somebody can see that it is not yet. Gone when this function returns.
    let _operator = match config.http_listen {
        Some(listen) => Some(Operator::start(listen, vitals.clone(), place(config)).await?),
        None => None,
    };
    let Opened {
        store,
        edition,
        texts,
    } = open_counted(config, Some(&vitals)).await?;
    // Moved there: a copy would stand in memory as long as the bot runs.
    let desk = |name| Desk::new(edition, texts, name, ButtonKey::derive(token.secret()));
    let (state, requests) = (config.state.clone(), store.clone());
    let spooling = spooling::fulfil_requests(state, requests, stop.clone());
    let mut beside = JoinSet::new();
    beside.spawn(spooling);
    beside.spawn(fan_out::show_fan_outs(vitals.clone(), bars));
    opened(store.clone());
    let result = run(config, token, store.clone(), desk, vitals, stop).await;
    // A publication that is cut short does not count, and is done at the next start.
    beside.abort_all();
    result?;
    log::info!("stopped");
    Ok(())
}

/// Hears SIGINT and SIGTERM from now on; the second ends the process at once.
fn stop_on_signals() -> Result<Stop, CliError> {
    let (stopper, stop) = stop();
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    tokio::spawn(async move {
        wait_for_either(&mut interrupt, &mut terminate).await;
        log::info!("told to stop; once more stops at once");
        stopper.stop();
        wait_for_either(&mut interrupt, &mut terminate).await;
        // What is accepted is on disk; what is not will come again.
        std::process::exit(130);
    });
    Ok(stop)
}

async fn wait_for_either(one: &mut Signal, other: &mut Signal) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}

//! `serve`: the bot, in Telegram with a token, in this terminal without.

use tokio::signal::unix::{SignalKind, signal};

use super::CliError;
use super::opening::open;
use crate::config::Config;
use crate::question::button::ButtonKey;
use crate::telegram::run;
use crate::telegram::stop::stop;

/// Runs the bot until it is told to stop.
pub async fn serve(config: &Config) -> Result<(), CliError> {
    let Some(token) = &config.token else {
        return super::chat::chat(config).await;
    };
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
    let opened = open(config).await?;
    let store = opened.store.clone();
    let desk = |name| opened.desk(name, ButtonKey::derive(token.secret()));
    run(config, token, store, desk, stop).await?;
    log::info!("stopped");
    Ok(())
}

async fn wait_for_either(
    one: &mut tokio::signal::unix::Signal,
    other: &mut tokio::signal::unix::Signal,
) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}

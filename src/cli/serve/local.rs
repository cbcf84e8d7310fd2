//! The local mode: Telegram's side and the bot in one process, which talk over HTTP as they do otherwise.

use std::io::{IsTerminal, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use indicatif::MultiProgress;

use super::super::CliError;
use super::super::args::Serve;
use super::super::opening::LOCAL_NAME;
use super::publisher::Publisher;
use super::{bot, stop_on_signals};
use crate::config::Config;
use crate::local::{Local, Setup};

/// Where the page is unless told otherwise.
const PORT: u16 = 8088;
/// If the port is taken, so many of the following ones are tried.
const FURTHER_PORTS: u16 = 20;
/// The bot's name in the local mode; in Telegram @BotFather asks for it.
const NAME: &str = "Union Brief";

/// Runs the bot on this machine until it is told to stop.
pub async fn serve(config: &Config, how: &Serve, bars: MultiProgress) -> Result<(), CliError> {
    let listen = how
        .listen
        .unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)));
    let folder = folder(config);
    let stop = stop_on_signals()?;
    let local = Local::start(Setup {
        listen,
        further_ports: FURTHER_PORTS,
        token: None,
        first_name: NAME.to_owned(),
        username: LOCAL_NAME.to_owned(),
        folder: Some(folder.clone()),
        fresh: how.fresh,
        limits: true,
        record: false,
        peopled: true,
    })
    .await?;
    if listen.port() != 0 && local.address().port() != listen.port() {
        eprintln!("union-brief: port {} is taken", listen.port());
    }
    announce(&local.url())?;
    let state = super::local_state(config);
    let config = config.elsewhere(local.token(), &local.url(), state)?;
    let result = match &config.token {
        Some(token) => {
            let publish = |store| local.publish_with(Arc::new(Publisher::new(store, &config)));
            bot(&config, token, stop, bars, publish).await
        }
        None => Ok(()),
    };
    // Also when the bot has failed: what people wrote is theirs.
    let saved = local.stop().await;
    result?;
    Ok(saved?)
}

/// The folder of the local mode.
pub fn folder(config: &Config) -> PathBuf {
    config.state.join("local")
}

/// Says where the page is, and opens it where somebody sits before a browser.
fn announce(url: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout();
    writeln!(out, "The bot is at {url} on this machine; Ctrl-C stops it.")?;
    out.flush()?;
    if out.is_terminal()
        && crate::config::has_display()
        && let Err(error) = open::that_detached(url)
    {
        log::info!("no browser was opened: {error}");
    }
    Ok(())
}

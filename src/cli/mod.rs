//! The command line: what `union-brief` does, and how it ends.

mod args;
mod aside;
mod ask;
mod chat;
mod check;
mod keep;
mod local;
mod opening;
mod paused;
mod progress;
mod publish;
mod publishing;
mod serve;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use indicatif::MultiProgress;
use indicatif_log_bridge::LogWrapper;
use log::LevelFilter;

use crate::config::{Config, ConfigError};
use crate::data::files::DataError;
use crate::operator::ListenError;
use crate::store::StoreError;
use crate::store::backup::BackupError;
use crate::telegram::RunError;
use crate::texts::BrokenCatalogue;
use crate::vitals::BrokenMetrics;
use args::{Cli, Command, Serve};

/// Why a command did not end well. Its text is one line, its exit code is documented in `--help`.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A setting cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The data files cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// There is nothing to answer from.
    #[error(
        "there is no data in {0} and nothing in the store; set UNION_BRIEF_DATA to the folder of the data files"
    )]
    NoData(String),
    /// The input was bad.
    #[error("{0}")]
    Input(String),
    /// The command line was wrong in a way that clap cannot see.
    #[error("{0}")]
    Usage(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A backup failed.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The bot cannot go on.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Health and metrics cannot be served.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The program's own metrics are broken.
    #[error(transparent)]
    Metrics(#[from] BrokenMetrics),
    /// Whoever has the store open could not do what was asked.
    #[error("the running union-brief: {0}")]
    Running(String),
    /// The local mode cannot start.
    #[cfg(feature = "local")]
    #[error("the local mode: {0}")]
    Local(#[from] crate::local::StartError),
    /// The local mode's chats could not be saved.
    #[cfg(feature = "local")]
    #[error("the local mode: {0}")]
    Keep(#[from] crate::local::keep::KeepError),
    /// The terminal failed.
    #[error("the terminal: {0}")]
    Terminal(String),
    /// Standard input or output failed.
    #[error("standard input or output: {0}")]
    Stream(#[from] std::io::Error),
    /// The program's own texts are broken.
    #[error(transparent)]
    Texts(#[from] BrokenCatalogue),
}

impl CliError {
    fn code(&self) -> u8 {
        match self {
            #[cfg(feature = "local")]
            Self::Local(crate::local::StartError::NotLoopback(_)) => 2,
            #[cfg(feature = "local")]
            Self::Local(_) | Self::Keep(_) => 3,
            Self::Usage(_) | Self::Config(_) => 2,
            Self::Data(_) | Self::NoData(_) | Self::Input(_) => 1,
            Self::Backup(
                BackupError::Exists(_) | BackupError::Damaged { .. } | BackupError::Occupied(_),
            ) => 1,
            // A backup that is not there is a wrong name, not a disk that fails.
            Self::Backup(BackupError::File {
                verb: "read",
                cause,
                ..
            }) if cause.kind() == std::io::ErrorKind::NotFound => 1,
            Self::Store(_)
            | Self::Running(_)
            | Self::Backup(_)
            | Self::Run(_)
            | Self::Listen(_)
            | Self::Metrics(_)
            | Self::Terminal(_)
            | Self::Stream(_)
            | Self::Texts(_) => 3,
        }
    }
}

/// How long the end waits for what is still at work when everything is stored. Right after a start that is the index for
/// questions, which takes seconds and has nothing to save.
const LEFT_OVER_MAX: Duration = Duration::from_secs(1);

/// Runs what the command line says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = Config::from_env()
        .map_err(CliError::from)
        .and_then(|config| {
            let bars = start_log(&config, &cli);
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()?;
            let result = runtime.block_on(run(&config, cli, bars));
            runtime.shutdown_timeout(LEFT_OVER_MAX);
            result
        });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read our output has closed it, as `head` does; that is no failure of ours.
        Err(CliError::Stream(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("union-brief: {error}");
            ExitCode::from(error.code())
        }
    }
}

async fn run(config: &Config, cli: Cli, bars: MultiProgress) -> Result<(), CliError> {
    match cli.command.unwrap_or(Command::Serve(Serve::default())) {
        Command::Serve(how) => serve::serve(config, &how, bars).await,
        Command::Ask(ask) => ask::ask(config, &ask).await,
        Command::Chat => chat::chat(config).await,
        Command::Check { dir } => check::check(&dir.unwrap_or_else(|| config.data.clone())),
        Command::Publish(how) => publish::publish(config, &how).await,
        Command::Export { dir } => keep::export(config, &dir).await,
        Command::Backup { file } => keep::backup(config, &file).await,
        Command::Aside(wanted) => aside::aside(config, &wanted).await,
        Command::Paused(wanted) => paused::paused(config, &wanted).await,
        Command::Restore { file, replace } => keep::restore(config, &file, replace).await,
    }
}

/// Only this program's own lines are logged. Those of the HTTP client may hold the token, those of teloxide what people
/// wrote, and what sled says is told by the error that follows. Bars that are added to what is returned get out of its way.
fn start_log(config: &Config, cli: &Cli) -> MultiProgress {
    let serves = config.token.is_some() && matches!(cli.command, None | Some(Command::Serve(_)));
    let default = if serves {
        LevelFilter::Info
    } else {
        LevelFilter::Warn
    };
    let level = config.log.unwrap_or(default);
    let logger = env_logger::Builder::new()
        .filter_level(LevelFilter::Off)
        .filter_module("union_brief", level)
        .format(|out, record| {
            use std::io::Write;
            let time = crate::clock::now().strftime("%Y-%m-%dT%H:%M:%SZ");
            writeln!(out, "{time} {:5} {}", record.level(), record.args())
        })
        .build();
    let bars = MultiProgress::new();
    // Where there is no terminal there is no bar, and nothing that could be in the way of a line.
    let started = match std::io::stderr().is_terminal() {
        true => LogWrapper::new(bars.clone(), logger).try_init(),
        false => log::set_boxed_logger(Box::new(logger)),
    };
    if let Err(error) = started {
        eprintln!("union-brief: there is no log: {error}");
    }
    log::set_max_level(level);
    std::panic::set_hook(Box::new(|panic| {
        // The message of a panic may hold what somebody wrote; its place says enough.
        let place = panic.location().map_or_else(String::new, |place| {
            format!("{}:{}", place.file(), place.line())
        });
        log::error!("a panic at {place}");
    }));
    bars
}

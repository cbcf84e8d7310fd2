//! The command line: names, options, help. Stable, since scripts depend on it.

#[cfg(feature = "local")]
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::dossier::lang::Lang;

/// A Telegram bot that answers from dated, sourced facts, and says so when no source says it.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do; by default `serve`.
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[cfg(feature = "local")]
const EXAMPLES: &str = "\
Without a command it runs the bot: with TELOXIDE_TOKEN in Telegram, without it on a page of this machine.

Examples:
  union-brief
  union-brief ask /status 22 April
  union-brief check data

Exit codes: 0 done; 1 the input was bad and nothing changed; 2 the command line was wrong; 3 the store or the network \
failed.
Settings are environment variables, or lines of a file .env; .env.example explains each.";
#[cfg(not(feature = "local"))]
const EXAMPLES: &str = "\
Without a command it runs the bot: with TELOXIDE_TOKEN in Telegram, without it in this terminal.

Examples:
  union-brief
  union-brief ask /status 22 April
  union-brief check data

Exit codes: 0 done; 1 the input was bad and nothing changed; 2 the command line was wrong; 3 the store or the network \
failed.
Settings are environment variables, or lines of a file .env; .env.example explains each.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the bot
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Ask one thing, as a message to the bot, and print the reply
    #[command(after_help = ASK_EXAMPLES)]
    Ask(Ask),
    /// Talk with the bot in this terminal
    #[command(after_help = "Example:\n  union-brief chat\n  > /status 22 April")]
    Chat,
    /// Look for faults in data files, each named with its line
    #[command(after_help = "Example:\n  union-brief check data")]
    Check {
        /// The folder; by default the one of UNION_BRIEF_DATA
        dir: Option<PathBuf>,
    },
    /// Publish updates from files, whether the bot is running or not
    #[command(after_help = PUBLISH_EXAMPLES)]
    Publish(Publish),
    /// Write what the store holds as data files
    #[command(after_help = "Example:\n  union-brief export /tmp/dossier")]
    Export {
        /// A folder that does not exist yet or is empty
        dir: PathBuf,
    },
    /// Write the whole store into one file
    #[command(after_help = "Example:\n  union-brief backup union-brief.backup")]
    Backup {
        /// A file that does not exist yet
        file: PathBuf,
    },
    /// Bring back a backup
    #[command(after_help = "Example:\n  union-brief restore union-brief.backup")]
    Restore {
        /// What `union-brief backup` wrote
        file: PathBuf,
        /// Bring it back although there is a store; the old one is kept beside it
        #[arg(long)]
        replace: bool,
    },
    /// List updates that were set aside because the program died of them
    #[command(after_help = ASIDE_EXAMPLES)]
    Aside(Aside),
    /// List subscriptions that are told nothing for now, and why
    #[command(after_help = PAUSED_EXAMPLES)]
    Paused(Paused),
}

const PAUSED_EXAMPLES: &str = "\
Examples:
  union-brief paused
  union-brief paused --resume=-1001234567890
  union-brief paused --resume-all";

const ASIDE_EXAMPLES: &str = "\
Examples:
  union-brief aside
  union-brief aside --retry 1007

The bot has to be stopped for it. What people wrote is not shown.";

const ASK_EXAMPLES: &str = "\
Examples:
  union-brief ask /status 2021-04-22
  union-brief ask --lang be --chat group /status@union_brief_bot
  echo '{\"id\": 1, \"q\": \"/numbers\"}' | union-brief ask --jsonl

With --jsonl each line of standard input is an object with `id`, `q` (or `input`) and, if wanted, `lang`, `chat` and \
`as_of`. Each is a chat of its own: nothing carries over from line to line. For each a line is written with `id`, \
`answer` (as sent to Telegram, in its HTML; null where the bot stays silent), `facts` (the ids it cites) and `declined` \
(whether it says that it cannot say); with --json too, also `understood`, the reading of a question in words and what came \
near.";

const PUBLISH_EXAMPLES: &str = "\
Examples:
  union-brief publish --dry-run data/followups/0001-twenty-seven-of-28.toml
  union-brief publish --yes data/followups/*.toml

It shows what the files change and asks before it publishes. Each file becomes a revision, in the order given; what was \
published before is not published again. One faulty file, and nothing is published. A running bot answers from the new \
revision at once.";

#[cfg(feature = "local")]
const SERVE_EXAMPLES: &str = "\
Examples:
  TELOXIDE_TOKEN=… union-brief serve
  union-brief serve --local --listen 127.0.0.1:9000

In the local mode the bot runs as in Telegram, against a Bot API and a chat page of this machine alone. What is written \
there is kept in the folder `local` of the state folder.";
#[cfg(not(feature = "local"))]
const SERVE_EXAMPLES: &str = "Example:\n  TELOXIDE_TOKEN=… union-brief serve";

/// Serving.
#[derive(Debug, Default, Args)]
pub struct Serve {
    /// The local mode, also where there is a token
    #[cfg(feature = "local")]
    #[arg(long)]
    pub local: bool,
    /// Where the page of the local mode is [default: 127.0.0.1:8088]; if the port is taken, the next free one
    #[cfg(feature = "local")]
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Forget all chats of the local mode first
    #[cfg(feature = "local")]
    #[arg(long)]
    pub fresh: bool,
}

/// Publishing.
#[derive(Debug, Args)]
pub struct Publish {
    /// Files of updates, in their order (README, section "Updates")
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Only show what would change
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Publish without asking
    #[arg(long)]
    pub yes: bool,
    /// To the bot of the local mode, which has a store of its own
    #[cfg(feature = "local")]
    #[arg(long)]
    pub local: bool,
}

/// Asking.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["text", "jsonl"]))]
pub struct Ask {
    /// Answer in this language, whatever the chat has chosen
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
    /// Answer as on this day: it is today, and later facts are left out
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Ask in a chat of this kind; in a group as its administrator
    #[arg(long, value_enum, default_value_t = ChatKind::Private)]
    pub chat: ChatKind,
    /// Print a JSON object: answer, text, facts, declined, lang, buttons, and how a question in words was understood
    #[arg(long)]
    pub json: bool,
    /// Answer a stream of questions, one JSON object a line
    #[arg(long)]
    pub jsonl: bool,
    /// The message
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub text: Vec<String>,
}

/// What to do with subscriptions that are paused; without an option they are listed.
#[derive(Args, Debug)]
pub struct Paused {
    /// Let the subscriptions of this chat go on at the next start
    #[arg(
        long,
        value_name = "CHAT",
        allow_negative_numbers = true,
        conflicts_with = "resume_all"
    )]
    pub resume: Option<i64>,
    /// Let all go on at the next start
    #[arg(long)]
    pub resume_all: bool,
}

/// What to do with updates that were set aside; without an option they are listed.
#[derive(Debug, Args)]
pub struct Aside {
    /// Handle this update at the next start after all
    #[arg(long, value_name = "NUMBER", conflicts_with = "forget")]
    pub retry: Option<u32>,
    /// Forget this update
    #[arg(long, value_name = "NUMBER")]
    pub forget: Option<u32>,
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// English
    En,
    /// Russian
    Ru,
    /// Belarusian
    Be,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::En => Self::En,
            LangArg::Ru => Self::Ru,
            LangArg::Be => Self::Be,
        }
    }
}

/// A kind of chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChatKind {
    /// Alone with the bot
    Private,
    /// Among others
    Group,
}

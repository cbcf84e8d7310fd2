//! The local mode: Telegram's Bot API and the people in Telegram, played on this machine, and a chat page.
//!
//! A wing of its own: nothing imports it but `cli::serve`, and it knows nothing of the bot, whose calls reach it over HTTP
//! as they reach Telegram. Behind the cargo feature `local`.
//!
//! - [`world`]: chats, people, messages, what waits for the bot. [`methods`]: what the bot may do in it, by Telegram's
//!   rules. [`limits`], [`faults`]: how fast, and what can be made to go wrong. All of it pure, told the time.
//! - [`schema`], [`html`], [`entity`]: parameters and markup as Telegram reads them. [`refusal`]: its errors.
//! - [`shared`], [`polls`], [`posts`], `server`: one lock around the world, `getUpdates`, webhooks, HTTP.
//! - [`keep`]: the world on disk. [`publishing`]: what the page asks of whoever runs the bot.

pub mod entity;
pub mod faults;
pub mod html;
pub mod keep;
pub mod limits;
pub mod methods;
pub mod polls;
pub mod posts;
pub mod publishing;
pub mod refusal;
pub mod schema;
mod server;
pub mod shared;
pub mod world;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, MutexGuard};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::now;
use faults::Wanted;
use keep::{Folder, KeepError, Kept};
use limits::Limits;
use publishing::Publishing;
use schema::Schema;
use shared::{Recorded, Shared, State};
use world::{Bot, World};

/// The number of the bot when it makes its own token.
const BOT_ID: i64 = 1;

/// What is to be started.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Where to listen: a loopback address. Port 0 is any free one.
    pub listen: SocketAddr,
    /// If the port is taken, so many of the following ones are tried.
    pub further_ports: u16,
    /// The bot's token; without one it is made, and kept with the world.
    pub token: Option<String>,
    /// The bot's name.
    pub first_name: String,
    /// The bot's user name.
    pub username: String,
    /// Where the world is kept; nowhere without one.
    pub folder: Option<PathBuf>,
    /// Whether what was kept is removed first.
    pub fresh: bool,
    /// Whether Telegram's limits hold.
    pub limits: bool,
    /// Whether calls are recorded.
    pub record: bool,
    /// Whether there are people and chats to begin with.
    pub peopled: bool,
}

/// Why it does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Not this machine's own.
    #[error("{0} is not an address of this machine alone; allowed: 127.0.0.1:PORT or [::1]:PORT")]
    NotLoopback(IpAddr),
    /// Nothing to listen on.
    #[error("cannot listen on {address} or the ports after it: {cause}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        cause: std::io::Error,
    },
    /// The folder cannot be used.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// There is no chance on this machine.
    #[error("a token could not be made")]
    Random,
    /// The schema in the program is broken.
    #[error("the schema in the program is broken: {0}")]
    Schema(#[from] serde_json::Error),
}

/// The local Bot API while it runs. It ends when it is dropped; [`Local::stop`] also saves what there is.
#[derive(Debug)]
pub struct Local {
    shared: Arc<Shared>,
    folder: Option<Arc<Folder>>,
    address: SocketAddr,
    tasks: Vec<JoinHandle<()>>,
}

impl Local {
    /// Starts it.
    pub async fn start(setup: Setup) -> Result<Self, StartError> {
        if !setup.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback(setup.listen.ip()));
        }
        let folder = match &setup.folder {
            Some(path) => Some(Arc::new(Folder::take(path, setup.fresh)?)),
            None => None,
        };
        let listener = listen(setup.listen, setup.further_ports).await?;
        let address = listener.local_addr().map_err(|cause| StartError::Listen {
            address: setup.listen,
            cause,
        })?;
        let kept = match &folder {
            Some(folder) => folder.load()?,
            None => None,
        };
        let shared = Arc::new(share(setup, kept)?);
        let tasks = run(&shared, listener, folder.clone());
        Ok(Self {
            shared,
            folder,
            address,
            tasks,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as a browser and a Bot API client want it, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Has this publish for the page; the first one that is handed in stays.
    pub fn publish_with(&self, publishing: Arc<dyn Publishing>) {
        self.shared.publishing.get_or_init(|| publishing);
    }

    /// Looks at everything.
    pub fn look(&self) -> MutexGuard<'_, State> {
        self.shared.look()
    }

    /// Changes something; whoever waits is told.
    pub fn change<T>(&self, change: impl FnOnce(&mut State, Timestamp) -> T) -> T {
        self.shared.change(change)
    }

    /// Waits until `found` finds something. It looks at once and after every change.
    pub async fn wait_until<T>(&self, found: impl FnMut(&mut State) -> Option<T>) -> T {
        self.shared.wait_until(found).await
    }

    /// The calls so far, if they are recorded.
    pub fn calls(&self) -> Vec<Recorded> {
        self.look().calls.clone().unwrap_or_default()
    }

    /// Makes a method answer this the next time it is called.
    pub fn fail_next(&self, method: &str, answer: Value) {
        self.change(|state, _| state.faults.plan(method, answer));
    }

    /// Switches faults on and off.
    pub fn set_faults(&self, wanted: Wanted) {
        self.change(|state, now| {
            state.faults.set(wanted, now);
            state.world.events.push(world::events::Event::Faults);
        });
    }

    /// Ends it and saves what there is.
    pub async fn stop(mut self) -> Result<(), KeepError> {
        for task in self.tasks.drain(..) {
            task.abort();
        }
        match &self.folder {
            Some(folder) => folder.save(&self.shared),
            None => Ok(()),
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn listen(address: SocketAddr, further: u16) -> Result<TcpListener, StartError> {
    let mut wanted = address;
    loop {
        match TcpListener::bind(wanted).await {
            Ok(listener) => return Ok(listener),
            Err(cause) => {
                let taken = cause.kind() == std::io::ErrorKind::AddrInUse;
                let next = wanted.port().checked_add(1).filter(|next| {
                    taken && address.port() != 0 && next - address.port() <= further
                });
                match next {
                    Some(next) => wanted.set_port(next),
                    None => return Err(StartError::Listen { address, cause }),
                }
            }
        }
    }
}

/// The world as it was kept, or as it begins.
fn share(setup: Setup, kept: Option<Kept>) -> Result<Shared, StartError> {
    let schema = Schema::load()?;
    let (kept_token, kept) = kept.map_or((None, None), |kept| {
        (Some(kept.token), Some((kept.world, kept.pictures)))
    });
    let token = match setup.token.or(kept_token) {
        Some(token) => token,
        None => made_token()?,
    };
    let bot = Bot {
        id: token
            .split(':')
            .next()
            .and_then(|id| id.parse().ok())
            .unwrap_or(BOT_ID),
        first_name: setup.first_name,
        username: setup.username,
        ..Bot::default()
    };
    let (world, pictures) = kept.unwrap_or_else(|| {
        let world = match setup.peopled {
            true => World::beginning(bot, now()),
            false => World::empty(bot),
        };
        (world, Default::default())
    });
    let state = State {
        world,
        limits: Limits::new(setup.limits),
        faults: faults::Faults::default(),
        pictures,
        calls: setup.record.then(Vec::new),
    };
    Ok(Shared::new(token, schema, state))
}

fn made_token() -> Result<String, StartError> {
    let mut secret = [0_u8; 24];
    getrandom::fill(&mut secret).map_err(|_| StartError::Random)?;
    Ok(format!("{BOT_ID}:{}", URL_SAFE_NO_PAD.encode(secret)))
}

fn run(
    shared: &Arc<Shared>,
    listener: TcpListener,
    folder: Option<Arc<Folder>>,
) -> Vec<JoinHandle<()>> {
    let (serving, posting) = (shared.clone(), shared.clone());
    let mut tasks = vec![
        tokio::spawn(async move {
            if let Err(error) = server::serve(listener, serving).await {
                log::error!("the local Bot API has ended: {error}");
            }
        }),
        tokio::spawn(async move {
            if posts::post_updates(&posting).await.is_err() {
                log::error!("webhooks do not work: no HTTP client could be made");
            }
        }),
    ];
    if let Some(folder) = folder {
        tasks.push(tokio::spawn(keep::keep_saving(shared.clone(), folder)));
    }
    tasks
}

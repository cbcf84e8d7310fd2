//! What whoever runs the bot can ask it over HTTP: `/healthz`, `/readyz`, `/metrics`.
//!
//! It never waits for the bot, and the bot never for it: answers come from [`crate::vitals`] and from a thread that asks
//! the disk. It runs on the parts of the HTTP client that is in the program anyway, so the lean build has it too.

mod disk;
mod server;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::store::embedded::Place;
use crate::vitals::Vitals;
use disk::AskDisk;

/// Health and metrics cannot be served where they should.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Somebody else listens there.
    #[error("{0} is taken; set UNION_BRIEF_HTTP_LISTEN to a free port, or stop what listens there")]
    Taken(SocketAddr),
    /// It is not possible for another reason.
    #[error(
        "cannot listen at {at} ({cause}); set UNION_BRIEF_HTTP_LISTEN to an address of this machine"
    )]
    Other {
        /// Where.
        at: SocketAddr,
        /// Why not.
        cause: std::io::Error,
    },
}

/// Serves until it is dropped.
pub struct Operator {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Operator {
    /// Begins to serve. `place` is where the store is, or will be.
    pub async fn start(
        listen: SocketAddr,
        vitals: Arc<Vitals>,
        place: Place,
    ) -> Result<Self, ListenError> {
        let failed = |cause: std::io::Error| match cause.kind() {
            std::io::ErrorKind::AddrInUse => ListenError::Taken(listen),
            _ => ListenError::Other { at: listen, cause },
        };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let disk = AskDisk::start(place).map_err(failed)?;
        log::info!("health and metrics are at http://{address}");
        Ok(Self {
            address,
            server: tokio::spawn(server::serve(listener, vitals, disk)),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Operator {
    fn drop(&mut self) {
        // With it go its connections, whatever state they are in.
        self.server.abort();
    }
}

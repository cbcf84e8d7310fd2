//! Asking the disk how full it is, on a thread that nobody has to wait for: a disk that hangs holds up neither an answer
//! nor the end of the program.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::store::embedded::Place;
use crate::vitals::Disk;

/// How long an answer is waited for. A disk that works needs less than a millisecond.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many may wait at a time; whoever comes then is told that the disk does not answer.
const WAITING_MAX: usize = 32;

/// Asks.
#[derive(Clone)]
pub struct AskDisk(SyncSender<oneshot::Sender<Option<Disk>>>);

impl AskDisk {
    /// Starts the thread. It ends when nobody is left who could ask.
    pub fn start(place: Place) -> std::io::Result<Self> {
        let (ask, asked) = sync_channel::<oneshot::Sender<Option<Disk>>>(WAITING_MAX);
        let thread = std::thread::Builder::new().name("disk".to_owned());
        thread.spawn(move || {
            for answer in asked {
                // Whoever asked may have given up.
                answer.send(place.disk()).ok();
            }
        })?;
        Ok(Self(ask))
    }

    /// How full it is; `None` if it does not tell in time.
    pub async fn ask(&self) -> Option<Disk> {
        let (answer, answered) = oneshot::channel();
        self.0.try_send(answer).ok()?;
        tokio::time::timeout(PATIENCE, answered).await.ok()?.ok()?
    }
}

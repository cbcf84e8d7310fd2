//! The word to stop, heard by everything that runs long.

use tokio::sync::watch;

/// Hears the word to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

/// Says it.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// A pair of the two.
pub fn stop() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Says stop, once and for all.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Never told to stop.
    pub fn never() -> Self {
        // The sender is gone at once; `wait` takes that for silence.
        stop().1
    }

    /// Whether it has been said.
    pub fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is said.
    pub async fn wait(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|stopped| *stopped).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

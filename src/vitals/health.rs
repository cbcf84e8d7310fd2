//! Whether the program is well, and whether it is of use just now. Pure: what is known, the time, and what follows.

use std::time::{Duration, Instant};

use super::{Disk, State};

/// Without an answer to `getUpdates`, or with a webhook to `getWebhookInfo`, for so long the program is not ready. One poll takes 10 s, a client gives up on it
/// after 17 s, and a single failure is tried again after a second: two in a row are no reason for an alarm.
pub const SILENCE_MAX: Duration = Duration::from_secs(60);
/// What has not turned for so long is stuck. The loop that takes updates in turns every 5 s at the least.
pub const STUCK_AFTER: Duration = Duration::from_secs(60);

/// How far the program has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The store is being opened.
    Opening,
    /// The store is open; the dossier is being loaded.
    Loading,
    /// The dossier is loaded; whatever else is missing is Telegram's to give.
    Loaded,
    /// It was told to stop, and finishes what is in hand.
    Stopping,
}

/// Why updates are not answered just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unready {
    /// The store.
    #[error("the store is not open yet")]
    Store,
    /// The dossier.
    #[error("the dossier is not loaded yet")]
    Dossier,
    /// Telegram, from the start.
    #[error("Telegram has not answered yet")]
    Telegram,
    /// Telegram, for this many seconds.
    #[error("Telegram has not answered for {0} s")]
    Silence(u64),
    /// The disk has less free space than is needed before anything is written.
    #[error(
        "{free_mib} MiB of the disk are free, {floor_mib} are needed before anything is written"
    )]
    Disk {
        /// What is free.
        free_mib: u64,
        /// What is needed.
        floor_mib: u64,
    },
    /// The disk does not tell how much is free.
    #[error("the disk does not answer")]
    SilentDisk,
    /// It stops.
    #[error("stopping")]
    Stopping,
}

/// What has stopped turning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stuck {
    /// The loop that takes updates in.
    #[error("the loop that takes updates in has not turned for {0} s")]
    Updates(u64),
    /// The thread that writes.
    #[error("the store has been writing for {0} s")]
    Store(u64),
}

impl State {
    /// Whether updates are answered just now.
    pub fn readiness(&self, now: Instant, disk: Option<Disk>) -> Result<(), Unready> {
        match self.phase {
            Phase::Opening => return Err(Unready::Store),
            Phase::Loading => return Err(Unready::Dossier),
            Phase::Stopping => return Err(Unready::Stopping),
            Phase::Loaded => {}
        }
        let polled = self.polled.ok_or(Unready::Telegram)?;
        let silence = now.saturating_duration_since(polled);
        if silence >= SILENCE_MAX {
            return Err(Unready::Silence(silence.as_secs()));
        }
        let Disk { free, floor, .. } = disk.ok_or(Unready::SilentDisk)?;
        if free < floor {
            return Err(Unready::Disk {
                free_mib: free / MIB,
                floor_mib: floor / MIB,
            });
        }
        Ok(())
    }

    /// Whether what has to turn is turning. Nothing has to before the first poll: a start may take its time.
    pub fn health(&self, now: Instant) -> Result<(), Stuck> {
        let long_ago = |since: Option<Instant>| {
            let passed = now.saturating_duration_since(since?);
            (passed >= STUCK_AFTER).then_some(passed.as_secs())
        };
        if let Some(seconds) = long_ago(self.flushing) {
            return Err(Stuck::Store(seconds));
        }
        long_ago(self.turned).map_or(Ok(()), |seconds| Err(Stuck::Updates(seconds)))
    }
}

const MIB: u64 = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vitals::InHand;

    const ROOM: Option<Disk> = Some(Disk {
        store: MIB,
        free: 9 * MIB,
        floor: 5 * MIB,
    });

    fn loaded(started: Instant) -> State {
        State {
            phase: Phase::Loaded,
            started,
            turned: None,
            polled: Some(started),
            flushing: None,
            in_hand: InHand::default(),
        }
    }

    #[test]
    fn every_reason_not_to_be_ready_has_its_time() {
        let now = Instant::now();
        let later = now + SILENCE_MAX;
        let mut state = loaded(now);
        assert_eq!(state.readiness(now, ROOM), Ok(()));
        assert_eq!(
            state.readiness(later - Duration::from_millis(1), ROOM),
            Ok(())
        );
        assert_eq!(state.readiness(later, ROOM), Err(Unready::Silence(60)));
        assert_eq!(state.readiness(now, None), Err(Unready::SilentDisk));
        let full = ROOM.map(|disk| Disk {
            free: 5 * MIB - 1,
            ..disk
        });
        let unready = Unready::Disk {
            free_mib: 4,
            floor_mib: 5,
        };
        assert_eq!(state.readiness(now, full), Err(unready));
        for (phase, unready) in [
            (Phase::Opening, Unready::Store),
            (Phase::Loading, Unready::Dossier),
            (Phase::Stopping, Unready::Stopping),
        ] {
            state.phase = phase;
            assert_eq!(state.readiness(now, ROOM), Err(unready));
        }
        state.phase = Phase::Loaded;
        state.polled = None;
        assert_eq!(state.readiness(now, ROOM), Err(Unready::Telegram));
    }

    #[test]
    fn what_does_not_turn_is_stuck_and_a_long_start_is_not() {
        let now = Instant::now();
        let mut state = loaded(now);
        assert_eq!(state.health(now + 10 * STUCK_AFTER), Ok(()));
        state.turned = Some(now);
        assert_eq!(state.health(now + STUCK_AFTER), Err(Stuck::Updates(60)));
        state.turned = Some(now + STUCK_AFTER);
        assert_eq!(state.health(now + STUCK_AFTER), Ok(()));
        state.flushing = Some(now);
        assert_eq!(state.health(now + STUCK_AFTER), Err(Stuck::Store(60)));
    }
}

//! How far a revision has come that is on its way to many: a bar where a person is watching, and a line in the log when it
//! begins and when it is through.

use std::sync::Arc;
use std::time::Duration;

use indicatif::MultiProgress;
use tokio::time::{MissedTickBehavior, interval};

use crate::cli::progress::{progress, show};
use crate::vitals::Vitals;

/// Fewer are told within a second, which no bar is needed for.
const MANY: usize = 30;
/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(200);
/// It is over when nobody has been due for so many looks: when another revision joins it, all wait for two seconds
/// (`subscription::due`).
const QUIET: u32 = 15;

/// What there is to say of a fan-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Begun { all: usize },
    On { told: usize, all: usize },
    Through { all: usize },
}

/// A fan-out, from the number of those who are to be told now.
#[derive(Debug, Default)]
struct FanOut {
    all: usize,
    /// So many looks ago somebody was due.
    quiet: u32,
}

impl FanOut {
    fn see(&mut self, due: usize) -> Option<Step> {
        let before = self.all;
        // More than before: another revision has come, or others are due now too.
        let all = before.max(due);
        self.quiet = if due == 0 { self.quiet + 1 } else { 0 };
        let is_through = self.quiet >= QUIET || (due == 0 && all < MANY);
        self.all = if is_through { 0 } else { all };
        match before {
            _ if all < MANY => None,
            before if before < MANY => Some(Step::Begun { all }),
            _ if is_through => Some(Step::Through { all }),
            _ => Some(Step::On {
                told: all - due,
                all,
            }),
        }
    }
}

/// Shows it for as long as it is polled.
pub async fn show_fan_outs(vitals: Arc<Vitals>, bars: MultiProgress) {
    let mut every = interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut fan_out, mut bar) = (FanOut::default(), None);
    loop {
        every.tick().await;
        match fan_out.see(vitals.notices_due()) {
            None => {}
            Some(Step::Begun { all }) => {
                log::info!("{all} subscriptions are to be told what is new");
                bar = Some(bars.add(progress("telling subscriptions")));
            }
            Some(Step::On { told, all }) => {
                if let Some(bar) = &bar {
                    show(bar, told, all);
                }
            }
            Some(Step::Through { all }) => {
                if let Some(bar) = bar.take() {
                    bar.finish_and_clear();
                }
                log::info!(
                    "{all} subscriptions have been told what is new, or wait for their time"
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FanOut, MANY, QUIET, Step};

    #[test]
    fn a_fan_out_begins_goes_on_and_is_through() {
        let mut fan_out = FanOut::default();
        let mut seen = |due| fan_out.see(due);
        assert_eq!(seen(0), None);
        assert_eq!(seen(MANY - 1), None);
        assert_eq!(seen(0), None);
        assert_eq!(seen(100), Some(Step::Begun { all: 100 }));
        let on = |told, all| Some(Step::On { told, all });
        assert_eq!(seen(70), on(30, 100));
        assert_eq!(seen(5), on(95, 100));
        // The next revision: nobody is due for a moment, and then all.
        assert_eq!(seen(0), on(100, 100));
        assert_eq!(seen(300), on(0, 300));
        assert_eq!(seen(299), on(1, 300));
        for _ in 1..QUIET {
            assert_eq!(seen(0), on(300, 300));
        }
        assert_eq!(seen(0), Some(Step::Through { all: 300 }));
        assert_eq!(seen(0), None);
        assert_eq!(seen(31), Some(Step::Begun { all: 31 }));
    }
}

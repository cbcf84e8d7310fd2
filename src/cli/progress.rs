//! Bars on standard error, where that is a terminal, for what takes its time.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar with a word for what is done.
pub fn progress(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(what);
    // The template is fixed; were it wrong, the bar would look plain.
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}

/// So many of all are done.
pub fn show(bar: &ProgressBar, done: usize, all: usize) {
    bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
    bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
}

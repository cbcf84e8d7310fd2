//! The table of what was measured, medians of the runs, ratios first.

use std::time::Duration;

use super::Measured;
use super::drive::{Load, Run};

/// What ratios are to: the bot of this name in the same mode.
const YARDSTICK: &str = "teloxide";

/// Prints it.
pub fn print(measured: &[Measured]) {
    println!(
        "| load | bot | mode | replies, of teloxide's | CPU a reply, of teloxide's | replies/s | p50 ms | p99 ms | CPU s / 1,000 | MB | peak MB | missing | stray | Bot API busy | runs, replies/s |"
    );
    println!("|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
    for row in measured {
        let yardstick = measured.iter().find(|other| {
            let same = (other.load, &other.mode[..7]) == (row.load, &row.mode[..7]);
            same && other.bot.starts_with(YARDSTICK)
        });
        print_row(row, yardstick);
    }
}

fn print_row(row: &Measured, yardstick: Option<&Measured>) {
    let ratio = |of: fn(&Run) -> f64| {
        let yardstick = yardstick.map(|yardstick| median(yardstick, of));
        yardstick.map_or_else(
            || "–".to_owned(),
            |yardstick| format!("{:.2}", median(row, of) / yardstick),
        )
    };
    let rate = |run: &Run| run.replies_a_second;
    let cpu = |run: &Run| run.cpu_seconds_per_1000;
    let runs: Vec<String> = row
        .runs
        .iter()
        .map(|run| format!("{:.0}", run.replies_a_second))
        .collect();
    // In the open loop the rate is that of the questions.
    let replies = match row.load {
        Load::Closed(_) => ratio(rate),
        Load::Open(_) => "–".to_owned(),
    };
    println!(
        "| {} | {} | {} | {replies} | {} | {:.0} | {:.2} | {:.2} | {:.3} | {:.1} | {:.1} | {} | {} | {:.0} % | {} |",
        row.load,
        row.bot,
        row.mode,
        ratio(cpu),
        median(row, rate),
        median(row, |run| at(&run.latencies, 50)),
        median(row, |run| at(&run.latencies, 99)),
        median(row, cpu),
        median(row, |run| run.memory.0),
        median(row, |run| run.memory.1),
        row.runs.iter().map(|run| run.missing).sum::<usize>(),
        row.runs.iter().map(|run| run.stray).sum::<usize>(),
        median(row, |run| run.rig_busy) * 100.0,
        runs.join(" "),
    );
}

fn median(row: &Measured, of: impl Fn(&Run) -> f64) -> f64 {
    let mut values: Vec<f64> = row.runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// So many of a hundred took less, in milliseconds.
fn at(latencies: &[Duration], percent: usize) -> f64 {
    let last = latencies.len().saturating_sub(1);
    let at = latencies.get(last * percent / 100);
    at.map_or(f64::NAN, Duration::as_secs_f64) * 1000.0
}

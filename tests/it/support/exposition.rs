//! A strict reader of Prometheus' text format 0.0.4, with its conventions for names.

use std::collections::{BTreeMap, BTreeSet};

/// What a scrape has brought.
#[derive(Debug)]
pub struct Scraped {
    /// Each series, as written, with its value.
    pub series: BTreeMap<String, f64>,
    /// The families by name, with their types.
    pub families: BTreeMap<String, String>,
}

impl Scraped {
    /// The value of a series, of ours by its name without `union_brief_`.
    pub fn of(&self, series: &str) -> f64 {
        let found = self.series.get(&format!("union_brief_{series}"));
        *found.unwrap_or_else(|| panic!("no {series} in {:#?}", self.series))
    }

    /// The same, and 0 where it is not there yet.
    pub fn or_zero(&self, series: &str) -> f64 {
        let found = self.series.get(&format!("union_brief_{series}"));
        found.copied().unwrap_or(0.0)
    }
}

/// Reads a scrape; panics where it is not as it should be.
pub fn read(text: &str) -> Scraped {
    assert!(text.ends_with('\n'), "the last line has no end");
    let (mut series, mut families) = (BTreeMap::new(), BTreeMap::new());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let help = line.strip_prefix("# HELP ");
        let (name, help) = help.and_then(|rest| rest.split_once(' ')).expect(line);
        assert!(help.len() > 5 && help.ends_with('.'), "{line}");
        let kind = lines.next().and_then(|line| line.strip_prefix("# TYPE "));
        let kind = kind.and_then(|rest| rest.strip_prefix(name)).expect(line);
        check_name(name, kind.trim());
        let seen = families.insert(name.to_owned(), kind.trim().to_owned());
        assert_eq!(seen, None, "{name} comes twice");
        let mut own = Vec::new();
        while let Some(sample) = lines.next_if(|line| !line.starts_with('#')) {
            let (what, value) = sample.rsplit_once(' ').expect(sample);
            let value: f64 = value.parse().expect(sample);
            assert_eq!(series.insert(what.to_owned(), value), None, "{what} twice");
            own.push((what.to_owned(), value));
        }
        check_samples(name, kind.trim(), &own);
    }
    Scraped { series, families }
}

/// Names are of one prefix, end with their unit, in base units, and counters with `_total`.
fn check_name(name: &str, kind: &str) {
    assert!(
        name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
        "{name}"
    );
    assert!(
        name.starts_with("union_brief_") || name == "process_start_time_seconds",
        "{name}"
    );
    assert_eq!(
        name.ends_with("_total"),
        kind == "counter",
        "{name}: {kind}"
    );
    assert!(["counter", "gauge", "histogram"].contains(&kind), "{kind}");
    for unit in [
        "_ms", "_milli", "_minutes", "_mib", "_kb", "_count", "_sum", "_bucket",
    ] {
        assert!(!name.contains(unit), "{name} has {unit}");
    }
}

fn check_samples(name: &str, kind: &str, samples: &[(String, f64)]) {
    assert!(!samples.is_empty(), "{name} has no sample");
    let names: BTreeSet<&str> = samples
        .iter()
        .map(|(what, _)| what.split('{').next().unwrap())
        .collect();
    if kind != "histogram" {
        assert_eq!(names, BTreeSet::from([name]));
        let whole = |value: f64| value >= 0.0 && value.fract() == 0.0;
        assert!(kind != "counter" || samples.iter().all(|(_, value)| whole(*value)));
        return;
    }
    let parts = ["_bucket", "_sum", "_count"].map(|part| format!("{name}{part}"));
    assert_eq!(names, parts.iter().map(String::as_str).collect());
    let buckets: Vec<f64> = samples
        .iter()
        .filter(|(what, _)| what.contains("_bucket{"))
        .map(|(_, value)| *value)
        .collect();
    assert!(buckets.is_sorted(), "{name} {buckets:?}");
    let last = samples
        .iter()
        .find(|(what, _)| what.contains("le=\"+Inf\""));
    let count = samples.iter().find(|(what, _)| *what == parts[2]);
    assert_eq!(last.unwrap().1, count.unwrap().1);
}

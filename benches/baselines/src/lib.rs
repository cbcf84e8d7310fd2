//! The tiny work that all baseline bots do: two lists of the same rows from memory, as HTML with two buttons.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A row of the list.
pub struct Row {
    name: &'static str,
    value: &'static str,
    day: &'static str,
}

/// The rows by number. The bot of Node reads the same file.
pub fn rows() -> BTreeMap<u32, Row> {
    let read = |line: &'static str| {
        let mut fields = line.split('\t');
        let mut field = || fields.next().expect("four fields");
        let number = field().parse().expect("a number");
        let (name, value, day) = (field(), field(), field());
        (number, Row { name, value, day })
    };
    include_str!("../rows.tsv").lines().map(read).collect()
}

/// The labels and data of the buttons below either list.
pub const BUTTONS: [(&str, &str); 2] = [("Next", "next:2"), ("Sources", "sources:1")];

/// The short list: 12 rows.
pub fn status(rows: &BTreeMap<u32, Row>) -> String {
    let mut html = String::from("<b>Where things stand</b>\n");
    for Row { name, value, day } in rows.values().take(12) {
        let (name, value) = (escape(name), escape(value));
        writeln!(html, "<b>{name}</b>: {value} — <i>as known on {day}</i>").expect("memory");
    }
    html
}

/// The long list: all rows.
pub fn quotes(rows: &BTreeMap<u32, Row>) -> String {
    let mut html = String::from("<b>Who said what</b>\n");
    for (number, Row { name, value, day }) in rows {
        let (name, value) = (escape(name), escape(value));
        writeln!(html, "{number}. {name}: <i>{value}</i>, on {day}").expect("memory");
    }
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

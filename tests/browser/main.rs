//! The browser suite: the real program in local mode, and a newcomer who walks through its page. Prints its figures, or why
//! it was skipped; pictures are kept under `target/screenshots/`. With `UNION_BRIEF_WRITE_SCREENSHOT=1` it writes the
//! README's picture anew (shrink it with `pngquant` before it is committed).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "../it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

mod access;
mod browser;
mod page;
mod program;
mod updates;
mod walks;

use std::time::Instant;

use browser::Browser;
use page::Page;
use program::Program;
use support::program::Home;
use support::project;

/// The page in all as it is transferred, in bytes.
const PAGE_MAX: u64 = 100_000;
/// From Enter to the first answer, in ms.
const FIRST_ANSWER_MAX: f64 = 100.0;
/// Measured so often.
const ROUNDS: usize = 20;

fn main() {
    let shots = project().join("target/screenshots");
    let browser = match Browser::start(&shots) {
        Ok(browser) => browser,
        Err(reason) => {
            println!("skipped: {reason}");
            return;
        }
    };
    let started = Instant::now();
    let home = Home::new();
    let mut program = Program::start(&home);
    let url = program.url.clone();
    browser.size(1280, 800);
    browser.colours("light");
    let page = Page::open(&browser, &url);
    walks::asks(&page);
    walks::inline(&page);
    walks::group(&page);
    let recovered = walks::trouble(&page);
    let hostile = walks::hostile(&page);
    let formats = walks::formats(&page);
    updates::notices(&page);
    walks::keyboard(&page);
    walks::phone(&page);
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
    println!("walks=9 hostile_texts={hostile} formats={formats} browser_complaints=0");
    for (trouble, took) in recovered {
        println!("trouble={trouble} answered_after_ms={took}");
    }
    match access::check(&page) {
        Ok(checked) => println!("axe: states={checked} serious_or_critical=0"),
        Err(reason) => println!("axe: skipped: {reason}"),
    }
    figures(&page, &program);
    if std::env::var_os("UNION_BRIEF_WRITE_SCREENSHOT").is_some() {
        let picture = project().join("tests/browser/screenshot.png");
        std::fs::copy(walks::picture(&page), picture).unwrap();
    }
    walks::gone(&page, || {
        program.kill();
        let address = url.trim_start_matches("http://");
        program = Program::listen(&home, address);
    });
    println!(
        "pictures=target/screenshots seconds={}",
        started.elapsed().as_secs()
    );
}

fn figures(page: &Page<'_>, program: &Program) {
    // The stream of events and what else the page asks for is not the page.
    let size = |which: &str| {
        let sum = page.browser.js(&format!(
            "return performance.getEntries().filter(e => e.{which} && !e.name.includes('/local/'))\
             .reduce((sum, e) => sum + e.{which}, 0);"
        ));
        sum.as_u64().unwrap()
    };
    let (bytes, sent) = (size("decodedBodySize"), size("encodedBodySize"));
    assert!(0 < sent && sent < PAGE_MAX, "the page is {sent} bytes");
    let firsts = walks::speed(page, ROUNDS);
    let (median, worst) = (firsts[firsts.len() / 2], firsts[firsts.len() - 1]);
    println!(
        "page_bytes={bytes} page_gzip_bytes={sent} start_to_address_ms={} enter_to_answer_ms: median={median:.0} worst={worst:.0} of={ROUNDS}",
        program.took.as_millis()
    );
    assert!(
        median < FIRST_ANSWER_MAX,
        "{median} ms from Enter to the first answer"
    );
}

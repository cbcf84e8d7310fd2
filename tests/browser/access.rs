//! Accessibility, checked by axe-core in both themes and widths.

use serde_json::{Value, json};

use crate::page::Page;
use crate::support::project;

/// The release that `.ci/run` installs; the figures are this one's.
const INSTALL: &str = "npm install --prefix target/axe axe-core@4.14.1";

/// The states of the page that are checked: a name, and a script that brings it about.
const STATES: [(&str, &str); 6] = [
    ("chat", "location.hash = '#101/101'"),
    ("forum", "document.querySelector('.topic').click()"),
    ("trouble", "document.getElementById('fault-down').click()"),
    ("suggestions", "menu.click()"),
    ("list", "location.hash = '#101'"),
    (
        "updates",
        "document.getElementById('desk-open').click(); correcting.open = true; updates.scrollIntoView()",
    ),
];

/// Checks every state; how many were, or why none was. Serious and critical findings fail.
pub fn check(page: &Page<'_>) -> Result<usize, String> {
    let file = project().join("target/axe/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&file).map_err(|_| format!("no axe-core ({INSTALL})"))?;
    let mut checked = 0;
    for (width, height, wide) in [(1280, 800, "wide"), (360, 740, "phone")] {
        for colours in ["light", "dark"] {
            page.browser.size(width, height);
            page.browser.colours(colours);
            page.at("#101/101");
            page.browser.js(&axe);
            for (state, reach) in STATES {
                page.browser.js(reach);
                settle(page);
                let name = format!("{wide}-{colours}-{state}");
                findings(page, &name);
                page.browser.shot(&format!("{name}-axe"));
                checked += 1;
            }
            page.browser
                .js("document.getElementById('fault-down').click()");
            page.browser.until("no banner", "banner.hidden");
        }
    }
    page.browser.size(1280, 800);
    page.browser.colours("light");
    Ok(checked)
}

/// Lets the page draw what it was told.
fn settle(page: &Page<'_>) {
    let drawn = "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))";
    page.browser.js_later(drawn, Vec::new());
}

fn findings(page: &Page<'_>, state: &str) {
    let run = "axe.run({ resultTypes: ['violations'] }).then((found) => done(found.violations.map((one) =>
        ({ id: one.id, impact: one.impact, nodes: one.nodes.map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary) }))));";
    let found = page.browser.js_later(run, Vec::new());
    let Value::Array(found) = found else {
        panic!("{found}")
    };
    let is_grave =
        |one: &&Value| one["impact"] == json!("serious") || one["impact"] == json!("critical");
    let grave: Vec<&Value> = found.iter().filter(is_grave).collect();
    assert!(grave.is_empty(), "{state}: {grave:#?}");
}

//! Trying out notices: a topic subscribes, updates are published at the desk, and the desk says who has been told.

use serde_json::json;
use thirtyfour::Key;

use crate::page::Page;

/// The administrator, and a topic of the forum.
const ADMINISTRATOR: u32 = 101;
const TOPIC: &str = ".forum li:nth-child(2) .place";
/// The entry of that topic among those who are told.
const ENTRY: &str = "document.querySelector('#deliveries .delivery')";
/// The texts of the bot's messages on the screen.
const TEXTS: &str =
    "[...document.querySelectorAll('#log .by-bot .text')].map((one) => one.innerText)";

/// Subscribes a topic, publishes the next update, puts a fact of it right, publishes while Telegram is down, and withdraws a
/// fact.
pub fn notices(page: &Page<'_>) {
    let browser = page.browser;
    page.be(ADMINISTRATOR);
    page.speak("en");
    page.enter(TOPIC);
    let subscribed = page.ask("/subscribe@union_brief_bot");
    assert!(subscribed.contains("It has begun"), "{subscribed}");
    told(page, "Knows everything", 1);
    let notice = publishes(page);
    told(page, "Knows everything", 2);
    browser.shot("wide-light-updates");
    corrects(page, &notice);
    through_trouble(page);
    withdraws(page, &notice);
}

/// Publishes the next update; the notice that comes of it.
fn publishes(page: &Page<'_>) -> String {
    let before = page.answers();
    page.browser.click("#publish-next");
    page.browser
        .until("what became of it", "published.querySelector('summary')");
    let said = page.browser.js("return published.innerText");
    assert!(said.as_str().unwrap().contains("Published as"), "{said}");
    page.answered(before, "the update")
}

/// Puts the first fact of a notice right; the message that carried it says so.
fn corrects(page: &Page<'_>, notice: &str) {
    let browser = page.browser;
    browser.click("#correcting summary");
    browser.until(
        "the facts",
        "document.getElementById('fact-choice').options.length > 1",
    );
    choose_from(page, notice, 0);
    browser.js(
        "document.getElementById('fact-en').select(); document.getElementById('fact-en').focus()",
    );
    browser.keys("Nothing but an attempt.");
    browser.click("#fact-reason");
    browser.keys("To see what becomes of it.");
    browser.shot("wide-light-correcting");
    let before = page.answers();
    browser.click("#revise");
    let corrected = format!(
        "{TEXTS}.some((text) => text.includes('Corrected on') && text.includes('Nothing but an attempt.') \
         && text.includes('To see what becomes of it.'))"
    );
    browser.until("the old message put right", &corrected);
    let notice = page.answered(before, "the correction");
    assert!(notice.contains("Nothing but an attempt."), "{notice}");
    told(page, "Knows everything", 3);
    browser.js("log.scrollTop = log.scrollHeight");
    browser.shot("wide-light-corrected");
}

/// Chooses a fact that stands in a notice, counted as they stand in the list.
fn choose_from(page: &Page<'_>, notice: &str, which: usize) {
    let choose = "const select = document.getElementById('fact-choice');
        const option = [...select.options].filter((one) => arguments[0].includes(one.textContent.split(' · ')[1]))[arguments[1]];
        select.value = option?.value; select.dispatchEvent(new Event('change')); return Boolean(option)";
    let arguments = vec![json!(notice), json!(which)];
    let found = page.browser.js_with(choose, arguments);
    assert_eq!(found, json!(true), "no fact {which} of\n{notice}");
}

/// Withdraws another fact of that notice, which a new one says; the one on which something rests is refused.
fn withdraws(page: &Page<'_>, notice: &str) {
    let browser = page.browser;
    browser.click("#fact-reason");
    browser.keys("It cannot be.");
    browser.click("#withdraw");
    let refused = "/Not published[^]*still names it/.test(published.innerText)";
    browser.until("why it is not withdrawn", refused);
    browser.js("document.getElementById('fact-reason').value = ''; published.scrollIntoView()");
    browser.shot("wide-light-updates-refused");
    choose_from(page, notice, 0);
    browser.click("#fact-reason");
    browser.keys("It was an attempt.");
    let before = page.answers();
    browser.click("#withdraw");
    let notice = page.answered(before, "the withdrawal");
    assert!(notice.contains("Withdrawn"), "{notice}");
    told(page, "Knows everything", 5);
    page.speak("ru");
    browser.shot("wide-light-updates-ru");
    page.speak("en");
    browser.js("correcting.open = false; desk.scrollTop = 0");
}

/// Publishes while Telegram is down: the desk says who waits, and when it is up again nothing is lost.
fn through_trouble(page: &Page<'_>) {
    let browser = page.browser;
    let before = page.answers();
    browser.js("desk.scrollTop = 0");
    page.switch("fault-down", true);
    // With the keyboard, which stays where it was.
    browser.js("document.getElementById('publish-next').focus()");
    browser.keys(Key::Enter + "");
    browser.until(
        "somebody who waits",
        &format!("!{ENTRY}.matches('.is-told') && !/Waits until/.test({ENTRY}.innerText)"),
    );
    browser.shot("wide-light-updates-down");
    assert!(browser.is("document.activeElement.id === 'publish-next'"));
    assert_eq!(page.answers(), before, "nothing gets through");
    browser.js("desk.scrollTop = 0");
    page.switch("fault-down", false);
    page.answered(before, "an update published while Telegram was down");
    told(page, "Knows everything", 4);
}

/// Waits until the desk says so of the topic, and up to which revision it has been told.
fn told(page: &Page<'_>, state: &str, revision: u64) {
    let said = json!(format!("revision {revision} of {revision}"));
    page.browser.until(
        &format!("{state}, {revision}"),
        &format!(
            "{ENTRY}.innerText.includes({}) && {ENTRY}.innerText.includes({said})",
            json!(state)
        ),
    );
}

//! The chat page in the words of somebody who uses it: say, press, be somebody else.

use serde_json::json;
use thirtyfour::{Key, TypingData};

use crate::browser::Browser;

/// The messages of the bot on the screen.
const ANSWERS: &str = "document.querySelectorAll('#log .by-bot').length";
/// The newest of them.
const LAST: &str = "[...document.querySelectorAll('#log .by-bot')].at(-1)";

/// The page, open in a browser.
pub struct Page<'a> {
    /// The browser.
    pub browser: &'a Browser,
    url: String,
}

impl<'a> Page<'a> {
    /// Opens it and waits until it knows its chats.
    pub fn open(browser: &'a Browser, url: &str) -> Self {
        let page = Self {
            browser,
            url: url.to_owned(),
        };
        page.at("");
        page
    }

    /// Opens it anew at a place, `#person/chat/topic`.
    pub fn at(&self, place: &str) {
        // Another place of the same page would not load it again.
        self.browser.open("about:blank");
        self.browser.open(&format!("{}/{place}", self.url));
        self.browser
            .until("the chats", "document.querySelector('.place')");
    }

    /// How many messages of the bot are on the screen.
    pub fn answers(&self) -> u64 {
        self.browser
            .js(&format!("return {ANSWERS}"))
            .as_u64()
            .unwrap()
    }

    /// The text of the newest message of the bot.
    pub fn last(&self) -> String {
        let text = self
            .browser
            .js(&format!("return {LAST}?.innerText.trim() ?? ''"));
        text.as_str().unwrap().to_owned()
    }

    /// Types into the box and sends with Enter.
    pub fn say(&self, text: &str) {
        self.browser.click("#text");
        self.browser
            .keys(TypingData::from(format!("{text}{}", Key::Enter.value())));
        self.browser.until("an empty box", "!text.value");
    }

    /// Puts a text into the box that no keyboard has, and sends it.
    pub fn paste(&self, text: &str) {
        let paste =
            "text.value = arguments[0]; text.dispatchEvent(new Event('input')); text.focus();";
        self.browser.js_with(paste, vec![json!(text)]);
        self.browser.keys(Key::Enter + "");
    }

    /// Says something and waits for the bot's answer.
    pub fn ask(&self, text: &str) -> String {
        let before = self.answers();
        self.say(text);
        self.answered(before, text)
    }

    /// Waits for one more message of the bot than there were.
    pub fn answered(&self, before: u64, what: &str) -> String {
        let more = format!("{ANSWERS} > {before}");
        self.browser.until(&format!("an answer to {what}"), &more);
        self.last()
    }

    /// Presses a button under the newest message and waits until the message changes.
    pub fn press(&self, label: &str) -> String {
        let find = format!(
            "document.querySelector('[data-pressed]')?.removeAttribute('data-pressed');
             const button = [...{LAST}.querySelectorAll('.key')].find((one) => one.textContent.includes(arguments[0]));
             button?.setAttribute('data-pressed', '');
             return Boolean(button)"
        );
        let found = self.browser.js_with(&find, vec![json!(label)]);
        assert_eq!(found, json!(true), "no button {label} in\n{}", self.last());
        let before = json!(self.last());
        self.browser.click("[data-pressed]");
        self.browser.until(
            &format!("what the button {label} does"),
            &format!("{LAST}.innerText.trim() !== {before}"),
        );
        self.last()
    }

    /// Becomes somebody else.
    pub fn be(&self, person: u32) {
        self.choose("person", &person.to_string());
        self.browser.until(
            "the other person's view",
            &format!("location.hash.startsWith('#{person}')"),
        );
    }

    /// Chooses the language of the one whose view it is.
    pub fn speak(&self, language: &str) {
        self.choose("language", language);
        self.browser.until(
            "the other language",
            &format!("document.documentElement.lang === '{language}'"),
        );
    }

    fn choose(&self, select: &str, value: &str) {
        let choose = "const select = document.getElementById(arguments[0]);
             select.value = arguments[1]; select.dispatchEvent(new Event('change'));";
        self.browser
            .js_with(choose, vec![json!(select), json!(value)]);
    }

    /// Opens a chat of the list by the CSS of its entry.
    pub fn enter(&self, css: &str) {
        self.browser.click(css);
        let there = format!("document.querySelector({})?.ariaCurrent", json!(css));
        self.browser.until("the chat", &there);
    }

    /// Turns a switch of the desk.
    pub fn switch(&self, id: &str, on: bool) {
        self.browser.click(&format!("#{id}"));
        self.browser.until(
            "the switch",
            &format!("document.getElementById('{id}').checked === {on}"),
        );
    }

    /// Nothing is wider than the window.
    pub fn fits(&self, what: &str) {
        let fits = "document.documentElement.scrollWidth <= innerWidth && log.scrollWidth <= log.clientWidth";
        assert!(self.browser.is(fits), "{what} makes the page too wide");
    }
}

//! The two replies of a bot as our local Bot API took them, strictly, the first time; each later one is held against them.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use union_brief::local::shared::Recorded;

use super::template::Template;

/// A reply as a bot sends it, to `sendMessage` or in its answer to a post. What else is said of it was looked at the first
/// time.
#[derive(Deserialize)]
pub struct Sent<'a> {
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    pub chat_id: i64,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    parse_mode: Option<Cow<'a, str>>,
    #[serde(borrow)]
    reply_markup: Option<&'a RawValue>,
}

impl Sent<'_> {
    /// Whether this is what an answer to a post may be.
    pub fn is_sent_in_answer(&self) -> bool {
        self.method
            .as_ref()
            .is_some_and(|method| method.eq_ignore_ascii_case("sendMessage"))
    }
}

#[derive(Deserialize)]
struct Keyboard<'a> {
    #[serde(borrow)]
    inline_keyboard: Vec<Vec<Button<'a>>>,
}

#[derive(Deserialize)]
struct Button<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    callback_data: Cow<'a, str>,
}

/// One reply.
pub struct Known {
    pub asked: &'static str,
    html: String,
    shown: usize,
    /// The labels of the buttons, and how long their data is: what is in it may be of the chat.
    buttons: Vec<(String, usize)>,
    /// What the Bot API answers, but for the numbers of the message and of the chat.
    answer: Template,
}

impl Known {
    /// What was asked, and the call that replied to it.
    pub fn new(asked: &'static str, call: &Recorded) -> Self {
        assert!(call.answer["ok"] == true, "refused: {}", call.answer);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut buttons = Vec::new();
        let keyboard = call.params["reply_markup"].to_string();
        let is_read = each_button(&keyboard, |button| {
            buttons.push((button.text.into_owned(), button.callback_data.len()));
        });
        assert!(is_read, "no keyboard: {keyboard}");
        Self {
            asked,
            html: text(&call.params["text"]),
            shown: text(&call.answer["result"]["text"]).chars().count(),
            buttons,
            answer: Template::new(
                call.answer.clone(),
                &["/result/message_id", "/result/chat/id"],
            ),
        }
    }

    /// Whether this is the same reply again.
    pub fn is(&self, sent: &Sent<'_>) -> bool {
        let is_html = sent.parse_mode.as_deref() == Some("HTML");
        is_html
            && sent.text == self.html
            && sent.reply_markup.is_some_and(|keyboard| self.has(keyboard))
    }

    fn has(&self, keyboard: &RawValue) -> bool {
        let mut known = self.buttons.iter();
        let mut is_same = true;
        let is_read = each_button(keyboard.get(), |button| {
            let is_known = |(label, length): &(String, usize)| {
                button.text == *label && button.callback_data.len() == *length
            };
            is_same &= known.next().is_some_and(is_known);
        });
        is_read && is_same && known.next().is_none()
    }

    /// What the Bot API answers.
    pub fn answer(&self, message: i64, chat: i64) -> String {
        self.answer.fill(&[message, chat])
    }
}

/// Looks at each button of a keyboard; whether it is one. Some libraries write it as a text in the text.
fn each_button(written: &str, look: impl FnMut(Button<'_>)) -> bool {
    let in_text: Option<String> = serde_json::from_str(written).ok();
    let keyboard = in_text.as_deref().unwrap_or(written);
    let Ok(keyboard) = serde_json::from_str::<Keyboard<'_>>(keyboard) else {
        return false;
    };
    keyboard
        .inline_keyboard
        .into_iter()
        .flatten()
        .for_each(look);
    true
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let buttons = self.buttons.len();
        let (asked, html, shown) = (self.asked, self.html.chars().count(), self.shown);
        write!(
            f,
            "`{asked}` {html} characters of HTML, {shown} shown, {buttons} buttons"
        )
    }
}

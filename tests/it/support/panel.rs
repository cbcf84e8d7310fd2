//! A message with buttons, pressed one after the other.

use serde_json::Value;

use super::telegram::{Call, Chat, Telegram, person};

/// A message with buttons that somebody presses again and again.
pub struct Panel<'a> {
    telegram: &'a Telegram,
    chat: Chat,
    /// Whoever presses.
    pub who: Value,
    /// The message as it is now.
    pub now: Call,
    /// Its number.
    pub message: i64,
}

impl<'a> Panel<'a> {
    /// Somebody asks for it.
    pub async fn ask(telegram: &'a Telegram, chat: Chat, who: i64, text: &str) -> Self {
        let who = person(who, "en");
        let now = telegram.ask(chat, &who, text).await;
        let message = now.message_id.unwrap();
        Self {
            telegram,
            chat,
            who,
            now,
            message,
        }
    }

    /// Presses a button that changes the message; what it says then.
    pub async fn press(&mut self, label: &str) -> String {
        let data = self.now.button(label);
        let pressed = self
            .telegram
            .press_and_wait(self.chat, &self.who, self.message, &data);
        let (edit, notice) = pressed.await;
        assert_eq!(notice, None, "{label}");
        self.now = edit.unwrap_or_else(|| panic!("{label} changed nothing"));
        assert_eq!(self.now.params["message_id"], self.message);
        self.now.plain()
    }

    /// What stands on its buttons.
    pub fn labels(&self) -> Vec<String> {
        let buttons = self.now.buttons().into_iter();
        buttons.map(|(label, _)| label).collect()
    }
}

//! `frankenstein_bot API_URL TOKEN`: polled, a task for each update, as in the library's example.

use std::collections::BTreeMap;
use std::sync::Arc;

use baselines::{BUTTONS, Row, quotes, rows, status};
use frankenstein::client_reqwest::Bot;
use frankenstein::methods::{GetUpdatesParams, SendMessageParams};
use frankenstein::types::{InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyMarkup};
use frankenstein::updates::UpdateContent;
use frankenstein::{AsyncTelegramApi, ParseMode};

async fn answer(bot: Bot, message: Message, rows: Arc<BTreeMap<u32, Row>>) {
    let html = match message.text.as_deref() {
        Some("/status") => status(&rows),
        Some("/quotes") => quotes(&rows),
        _ => return,
    };
    let button = |(label, data): (&str, &str)| {
        InlineKeyboardButton::builder()
            .text(label)
            .callback_data(data)
            .build()
    };
    let keyboard = InlineKeyboardMarkup::builder()
        .inline_keyboard(vec![BUTTONS.map(button).to_vec()])
        .build();
    let reply = SendMessageParams::builder()
        .chat_id(message.chat.id)
        .text(html)
        .parse_mode(ParseMode::Html)
        .reply_markup(ReplyMarkup::InlineKeyboardMarkup(keyboard))
        .build();
    if let Err(error) = bot.send_message(&reply).await {
        eprintln!("not sent: {error}");
    }
}

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let mut arg = || args.next().expect("API_URL TOKEN");
    let (url, token) = (arg(), arg());
    let bot = Bot::new_url(format!("{url}/bot{token}"));
    let rows = Arc::new(rows());
    let mut params = GetUpdatesParams::builder().timeout(10_u32).build();
    loop {
        match bot.get_updates(&params).await {
            Ok(updates) => {
                for update in updates.result {
                    params.offset = Some(i64::from(update.update_id) + 1);
                    if let UpdateContent::Message(message) = update.content {
                        tokio::spawn(answer(bot.clone(), *message, rows.clone()));
                    }
                }
            }
            Err(error) => eprintln!("no updates: {error}"),
        }
    }
}

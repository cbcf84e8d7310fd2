//! `teloxide_bot poll|webhook API_URL TOKEN`: commands through teloxide's dispatcher, polled or by its axum listener.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::Arc;

use baselines::{BUTTONS, Row, quotes, rows, status};
use teloxide::prelude::*;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup, ParseMode};
use teloxide::update_listeners::webhooks;
use teloxide::utils::command::BotCommands;

#[derive(BotCommands, Clone)]
#[command(rename_rule = "lowercase")]
enum Command {
    Status,
    Quotes,
}

async fn answer(
    bot: Bot,
    message: Message,
    command: Command,
    rows: Arc<BTreeMap<u32, Row>>,
) -> ResponseResult<()> {
    let html = match command {
        Command::Status => status(&rows),
        Command::Quotes => quotes(&rows),
    };
    let buttons = BUTTONS.map(|(label, data)| InlineKeyboardButton::callback(label, data));
    bot.send_message(message.chat.id, html)
        .parse_mode(ParseMode::Html)
        .reply_markup(InlineKeyboardMarkup::new([buttons]))
        .await?;
    Ok(())
}

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let mut arg = || args.next().expect("poll|webhook API_URL TOKEN");
    let (mode, url, token) = (arg(), arg(), arg());
    let bot = Bot::new(token).set_api_url(url.parse().expect("an address"));
    let handler = Update::filter_message()
        .filter_command::<Command>()
        .endpoint(answer);
    let mut dispatcher = Dispatcher::builder(bot.clone(), handler)
        .dependencies(dptree::deps![Arc::new(rows())])
        .build();
    if mode == "poll" {
        dispatcher.dispatch().await;
        return;
    }
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let address = port.expect("a free port");
    let url = format!("http://{address}/hook")
        .parse()
        .expect("an address");
    let options = webhooks::Options::new(address, url);
    let listener = webhooks::axum(bot, options).await.expect("a webhook");
    let on_error = LoggingErrorHandler::with_custom_text("the webhook failed");
    dispatcher.dispatch_with_listener(listener, on_error).await;
}

//! A Bot API that says less than Telegram's does, or says it differently: an older server, a newer one, one of somebody
//! else.

use serde_json::json;

use crate::support::program::Home;
use crate::support::telegram::{BOT, Telegram, person};

use super::ALONE;

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_with_no_more_than_its_number_and_its_name() {
    let telegram = Telegram::start().await;
    let me = json!({"id": BOT, "username": "union_brief_bot", "something": "new"});
    telegram.fail_next("getMe", json!({"ok": true, "result": me}));
    let home = Home::new();
    let bot = home.serve(&telegram);
    telegram.ask(ALONE, &person(5, "en"), "/about").await;
    assert_eq!(telegram.count("getMe"), 1);
    bot.stop();
}

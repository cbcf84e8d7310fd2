//! Menus, groups, topics, and whose language it is.

use crate::support::program::Home;
use crate::support::telegram::{BOT, Chat, Telegram, person, refusal};
use serde_json::json;

use super::{ALONE, GROUP, sent_to};

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_is_set_per_language_and_place_and_only_where_it_differs() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    telegram
        .wait_for("the menu", |calls| {
            (calls
                .iter()
                .filter(|call| call.method == "setMyShortDescription")
                .count()
                == 3)
                .then_some(())
        })
        .await;
    bot.stop();
    assert_eq!(
        (
            telegram.count("setMyCommands"),
            telegram.count("setMyDescription")
        ),
        (9, 3)
    );
    let calls = telegram.calls();
    let menu = |scope: &str, lang: Option<&str>| -> Vec<String> {
        let set = calls.iter().find(|call| {
            call.method == "setMyCommands"
                && call.params["scope"]["type"] == scope
                && call.params["language_code"].as_str() == lang
        });
        let commands = set.unwrap().params["commands"].as_array().unwrap().clone();
        commands
            .iter()
            .map(|command| {
                format!(
                    "{} {}",
                    command["command"].as_str().unwrap(),
                    command["description"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert!(
        menu("all_private_chats", None).contains(&"status where things stood on a day".to_owned())
    );
    assert!(
        menu("all_private_chats", Some("be")).contains(&"language мова гэтага чата".to_owned())
    );
    assert!(
        menu("all_chat_administrators", Some("ru"))
            .contains(&"language язык этого чата".to_owned())
    );
    assert!(
        !menu("all_group_chats", Some("ru"))
            .iter()
            .any(|line| line.starts_with("language"))
    );

    let bot = home.serve(&telegram);
    telegram
        .wait_for("a second look", |calls| {
            (calls
                .iter()
                .filter(|call| call.method == "getMyShortDescription")
                .count()
                == 6)
                .then_some(())
        })
        .await;
    bot.stop();
    assert_eq!(
        (
            telegram.count("setMyCommands"),
            telegram.count("setMyDescription"),
            telegram.count("setMyShortDescription")
        ),
        (9, 3, 3)
    );
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_groups_it_greets_once_answers_where_it_was_asked_and_else_is_silent() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let ana = person(5, "ru");
    let member = |status: &str| json!({"status": status, "user": {"id": BOT, "is_bot": true, "first_name": "bot"}});
    telegram.push("my_chat_member", json!({"chat": GROUP.json(), "from": ana, "date": 1_700_000_000, "old_chat_member": member("left"), "new_chat_member": member("member")}));
    let welcome = telegram
        .wait_for("a welcome", |calls| sent_to(calls, GROUP).pop())
        .await;
    assert!(
        welcome.plain().contains("Здравствуйте"),
        "{}",
        welcome.plain()
    );
    assert!(welcome.params.get("reply_parameters").is_none());

    telegram.say(GROUP, &ana, "what do you think?");
    telegram.say(GROUP, &ana, "/status@SomeOtherBot");
    telegram.say(GROUP, &ana, "/frobnicate");
    let numbers = telegram.ask(GROUP, &ana, "/numbers@union_brief_bot").await;
    assert!(
        numbers.plain().starts_with("Все цифры"),
        "nothing before it was answered: {}",
        numbers.plain()
    );
    assert!(numbers.params["reply_parameters"]["message_id"].is_i64());
    assert_eq!(
        numbers.params["reply_parameters"]["allow_sending_without_reply"],
        true
    );

    let topic = Chat::Topic(8, 42);
    telegram.say(
        topic,
        &ana,
        "a message that only looks like a reply to the bot",
    );
    let status = telegram.ask(topic, &ana, "/status").await;
    assert_eq!(
        status.params["message_thread_id"], 42,
        "the reply stays in the topic"
    );
    // In the General topic there is a number in some clients' messages, but Telegram refuses it.
    let mut general = telegram.message(Chat::Group(8), &ana, "/open");
    general["message_thread_id"] = json!(1);
    telegram.push("message", general);
    let open = telegram
        .wait_for("an answer in General", |calls| {
            sent_to(calls, Chat::Group(8))
                .into_iter()
                .find(|call| call.plain().starts_with("Что не решено"))
        })
        .await;
    assert!(open.params.get("message_thread_id").is_none());

    let mut reply = telegram.message(GROUP, &ana, "and what else?");
    reply["reply_to_message"] = json!({"message_id": 1, "date": 1_700_000_000, "chat": GROUP.json(), "text": "x", "from": {"id": BOT, "is_bot": true, "first_name": "bot"}});
    let before = sent_to(&telegram.calls(), GROUP).len();
    telegram.push("message", reply);
    telegram
        .wait_for("an answer to a reply", |calls| {
            (sent_to(calls, GROUP).len() > before).then_some(())
        })
        .await;

    let mut forwarded = telegram.message(GROUP, &ana, "/status@union_brief_bot");
    forwarded["is_automatic_forward"] = json!(true);
    forwarded["forward_origin"] = json!({"type": "channel", "date": 1_700_000_000, "chat": {"id": -1_000_000_000_099_i64, "type": "channel", "title": "News"}, "message_id": 3});
    telegram.push("message", forwarded);
    telegram.push("channel_post", telegram.message(GROUP, &ana, "/status"));
    telegram.push("a_kind_of_the_future", json!({"x": 1}));
    let before = sent_to(&telegram.calls(), GROUP).len();
    let last = telegram.ask(GROUP, &ana, "/sources").await;
    assert!(last.plain().starts_with("Источники"));
    assert_eq!(
        sent_to(&telegram.calls(), GROUP).len(),
        before + 1,
        "posts of the channel are not for us"
    );
    assert_eq!(bot.stop().0, 0);
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_groups_language_is_its_administrators_to_choose() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    let (ana, boss) = (person(5, "en"), person(6, "en"));
    telegram.promote(GROUP, 6);
    let refused = telegram.ask(GROUP, &ana, "/language be").await;
    assert!(
        refused.plain().contains("Only administrators"),
        "{}",
        refused.plain()
    );
    let choice = telegram.ask(GROUP, &ana, "/language").await;
    let (edit, notice) = telegram
        .press_and_wait(
            GROUP,
            &ana,
            choice.message_id.unwrap(),
            &choice.button("Беларуская"),
        )
        .await;
    assert!(edit.is_none() && notice.unwrap().contains("Only administrators"));
    assert!(
        telegram
            .ask(GROUP, &ana, "/status")
            .await
            .plain()
            .starts_with("Where things stand")
    );
    let (edit, notice) = telegram
        .press_and_wait(
            GROUP,
            &boss,
            choice.message_id.unwrap(),
            &choice.button("Беларуская"),
        )
        .await;
    assert!(edit.unwrap().plain().contains("па-беларуску") && notice.is_none());
    assert!(
        telegram
            .ask(GROUP, &ana, "/status")
            .await
            .plain()
            .starts_with("Стан спраў")
    );

    let mut anonymous = telegram.message(
        GROUP,
        &json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"}),
        "/language ru",
    );
    anonymous["sender_chat"] = GROUP.json();
    telegram.push("message", anonymous);
    telegram
        .wait_for("an anonymous administrator's choice", |calls| {
            sent_to(calls, GROUP)
                .into_iter()
                .find(|call| call.plain().contains("по-русски"))
        })
        .await;
    let mut channel = telegram.message(
        GROUP,
        &json!({"id": 136_817_688, "is_bot": true, "first_name": "Channel"}),
        "/language en",
    );
    channel["sender_chat"] =
        json!({"id": -1_000_000_000_099_i64, "type": "channel", "title": "News"});
    telegram.push("message", channel);
    telegram
        .wait_for("a channel is refused", |calls| {
            sent_to(calls, GROUP)
                .into_iter()
                .find(|call| call.plain().contains("только её администраторы"))
        })
        .await;
    telegram.fail_next(
        "getChatMember",
        refusal(400, "Bad Request: member list is inaccessible"),
    );
    let unsure = telegram.ask(GROUP, &boss, "/language en").await;
    assert!(
        unsure.plain().contains("администратор ли вы"),
        "{}",
        unsure.plain()
    );
    // In a private chat the choice is the person's own, and a restart remembers both.
    let last = telegram.say(ALONE, &ana, "/language ru");
    // Killed before Telegram knows that it is done, it would be answered once more.
    telegram.wait_confirmed(last + 1).await;
    bot.kill();
    let bot = home.serve(&telegram);
    assert!(
        telegram
            .ask(ALONE, &ana, "/open")
            .await
            .plain()
            .starts_with("Что не решено")
    );
    assert!(
        telegram
            .ask(GROUP, &ana, "/open")
            .await
            .plain()
            .starts_with("Что не решено")
    );
    bot.stop();
}

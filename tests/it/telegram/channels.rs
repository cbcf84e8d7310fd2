//! Channels: subscribed and set up in a private chat.

use union_brief::dossier::lang::Lang;
use union_brief::store::chats;
use union_brief::subscription::{ChatKind, Subscription, Why};

use super::{ALONE, GROUP};
use crate::support::inside::Inside;
use crate::support::panel::Panel;
use crate::support::program::Home;
use crate::support::telegram::{Chat, Telegram, person};

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_set_up_in_private_by_those_who_run_it() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = Inside::start(&home, &telegram).await;
    let channel = Chat::Channel(77);
    let (ana, max) = (person(5, "en"), person(6, "en"));
    telegram.promote(channel, 5);
    let ask = async |chat, who, text: &str| telegram.ask(chat, who, text).await.plain();
    for (command, refused) in [
        ("/subscribe @nobody_here", "I find no channel of this name"),
        ("/subscribe news", "the public name of a channel"),
        ("/settings @news_77 Nowhere", "I do not know this time zone"),
    ] {
        let said = ask(ALONE, &ana, command).await;
        assert!(said.contains(refused), "{command}: {said}");
    }
    for command in ["/subscribe", "/unsubscribe", "/settings", "/delivery"] {
        let command = format!("{command} @news_77");
        let refused = ask(Chat::Private(6), &max, &command).await;
        assert!(
            refused.contains("Only administrators of this channel"),
            "{command}: {refused}"
        );
        let refused = ask(GROUP, &ana, &command).await;
        assert!(
            refused.contains("in a private chat with me"),
            "{command}: {refused}"
        );
    }
    telegram.remove_bot(channel);
    let refused = ask(ALONE, &ana, "/subscribe @news_77").await;
    assert!(
        refused.contains("First make me an administrator"),
        "{refused}"
    );
    telegram.bring_back_bot(channel);
    assert_eq!(bot.subscription(channel).await, None);

    let mut panel = Panel::ask(&telegram, ALONE, 5, "/subscribe @News_77").await;
    let said = panel.now.plain();
    assert!(
        said.starts_with("Subscription of the channel “Desk”"),
        "{said}"
    );
    let expected = Subscription::new(ChatKind::Channel, Lang::En, Some(5), 1);
    assert_eq!(bot.subscription(channel).await, Some(expected));
    assert_eq!(bot.subscription(ALONE).await, None);
    panel.press("Time zone").await;
    panel.press("America/Los_Angeles").await;
    let zone = async || bot.subscription(channel).await.unwrap().zone;
    assert_eq!(zone().await.as_deref(), Some("America/Los_Angeles"));
    ask(ALONE, &ana, "/settings @news_77 UTC").await;
    assert_eq!(zone().await.as_deref(), Some("UTC"));
    panel.press("‹ Back").await;
    panel.press("Topics").await;
    let topic = panel.labels()[1].clone();
    panel.press(&topic).await;
    assert_eq!(
        bot.subscription(channel)
            .await
            .unwrap()
            .follows
            .topics
            .len(),
        1
    );
    panel.press("‹ Back").await;
    // The channel's language is not that of the chat in which it is chosen.
    panel.press("Language").await;
    let main = panel.press("Беларуская").await;
    assert!(main.contains("Language: Belarusian"), "{main}");
    let lang = async |chat: Chat| chats::settings(&*bot.store, chat.id()).await.unwrap().lang;
    assert_eq!(
        (lang(channel).await, lang(ALONE).await),
        (Some(Lang::Be), None)
    );
    let delivery = panel.press("Delivery").await;
    assert!(
        delivery.starts_with("Subscription of the channel “Desk”"),
        "{delivery}"
    );
    panel.press("Settings").await;

    // Removed from the channel, it pauses; whoever ran it may change nothing any more.
    telegram.remove_bot(channel);
    telegram.wait_all_confirmed().await;
    let why = async || {
        bot.subscription(channel)
            .await
            .unwrap()
            .pause
            .map(|is| is.why)
    };
    assert_eq!(why().await, Some(Why::Removed));
    telegram.bring_back_bot(channel);
    telegram.wait_all_confirmed().await;
    assert_eq!(why().await, None);
    telegram.promote(channel, 7);
    telegram.demote(channel, 5);
    let silent = panel.now.button("Without sound");
    let pressed = telegram.press_and_wait(ALONE, &ana, panel.message, &silent);
    let (edit, notice) = pressed.await;
    assert!(
        edit.is_none()
            && notice
                .unwrap()
                .contains("Only administrators of this channel")
    );
    telegram.promote(channel, 5);
    panel.press("Unsubscribe").await;
    panel.press("Unsubscribe").await;
    assert_eq!(bot.subscription(channel).await, None);
    bot.stop().await;
}

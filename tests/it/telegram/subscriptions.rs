//! Who is told what is new: asked for, chosen, ended, over the Bot API; held against what is stored.

use serde_json::json;
use union_brief::dossier::lang::Lang;
use union_brief::store::{chats, subscriptions};
use union_brief::subscription::{
    Change, ChatKind, Pause, Quiet, Recipient, Rhythm, Subscription, Why,
};

use super::{ALONE, GROUP, sent_to};
use crate::support::inside::Inside;
use crate::support::panel::Panel;
use crate::support::program::Home;
use crate::support::telegram::{Chat, Telegram, person};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_subscribes_once_and_ends_it() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = Inside::start(&home, &telegram).await;
    let ana = person(5, "be");
    let ask = async |text: &str| telegram.ask(ALONE, &ana, text).await.plain();
    assert!(ask("/settings").await.contains("Падпіскі няма"));
    assert!(ask("/delivery").await.contains("Падпіскі няма"));
    assert_eq!(
        bot.subscription(ALONE).await,
        None,
        "looking stores nothing"
    );
    let begun = ask("/subscribe").await;
    assert!(begun.contains("цяпер я паведамляю"), "{begun}");
    let expected = Subscription::new(ChatKind::Private, Lang::Be, Some(5), 1);
    assert_eq!(bot.subscription(ALONE).await, Some(expected.clone()));
    ask("/subscribe").await;
    assert_eq!(bot.subscription(ALONE).await, Some(expected));

    // The same update twice, with something else in between: its effect is one.
    let number = telegram.push("message", telegram.message(ALONE, &ana, "/unsubscribe"));
    telegram.wait_confirmed(number + 1).await;
    assert_eq!(bot.subscription(ALONE).await, None);
    ask("/subscribe").await;
    let again = telegram.message(ALONE, &ana, "/unsubscribe");
    let recipient = Recipient {
        chat: ALONE.id(),
        topic: None,
    };
    let end = |is: Option<Subscription>| Change::End.apply(is.clone(), &is.unwrap());
    let done = u32::try_from(number).unwrap();
    let now = "2026-03-01T00:00:00Z".parse().unwrap();
    let left = subscriptions::change(&*bot.store, recipient, Some(done), now, end).await;
    assert!(left.unwrap().is_some(), "the update was applied before");
    telegram.push("message", again);
    telegram.wait_all_confirmed().await;
    assert_eq!(bot.subscription(ALONE).await, None);
    assert!(ask("/unsubscribe").await.contains("Падпіскі больш няма"));
    // The start page has the button too.
    let mut page = Panel::ask(&telegram, ALONE, 5, "/start").await;
    assert!(
        page.press("Subscribe")
            .await
            .contains("from now on I tell what is new")
    );
    assert!(bot.subscription(ALONE).await.is_some());
    bot.stop().await;
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_subscribed_by_those_who_run_it() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = Inside::start(&home, &telegram).await;
    let (ana, boss) = (person(5, "en"), person(6, "en"));
    telegram.add_bot(GROUP, &boss);
    let welcome = telegram
        .wait_for("a welcome", |calls| sent_to(calls, GROUP).pop())
        .await;
    let (message, begin) = (welcome.message_id.unwrap(), welcome.button("Subscribe"));
    let (edit, notice) = telegram.press_and_wait(GROUP, &ana, message, &begin).await;
    assert!(edit.is_none() && notice.unwrap().contains("Only administrators"));
    for command in ["/subscribe", "/unsubscribe", "/delivery", "/settings UTC"] {
        let refused = telegram.ask(GROUP, &ana, command).await.plain();
        assert!(
            refused.contains("Only administrators"),
            "{command}: {refused}"
        );
    }
    assert_eq!(bot.subscription(GROUP).await, None);
    let (edit, notice) = telegram.press_and_wait(GROUP, &boss, message, &begin).await;
    assert!(
        notice.is_none()
            && edit
                .unwrap()
                .plain()
                .contains("from now on I tell what is new")
    );
    let expected = Subscription::new(ChatKind::Group, Lang::En, Some(6), 1);
    assert_eq!(bot.subscription(GROUP).await, Some(expected));

    // Anybody may look at the settings; only who runs the group may change them, and only as long as they do.
    let mut panel = Panel::ask(&telegram, GROUP, 5, "/settings").await;
    panel.press("When").await;
    let daily = panel.now.button("09:00");
    let press = async |who: &serde_json::Value, data: &str| {
        telegram
            .press_and_wait(GROUP, who, panel.message, data)
            .await
    };
    let (edit, notice) = press(&ana, &daily).await;
    assert!(edit.is_none() && notice.unwrap().contains("Only administrators"));
    assert!(press(&boss, &daily).await.0.is_some());
    let rhythm = async || bot.subscription(GROUP).await.unwrap().rhythm;
    assert_eq!(rhythm().await, Rhythm::Daily(9));
    telegram.demote(GROUP, 6);
    let at_once = panel.now.button("10:00");
    let (edit, notice) = press(&boss, &at_once).await;
    assert!(edit.is_none() && notice.unwrap().contains("Only administrators"));
    assert_eq!(rhythm().await, Rhythm::Daily(9));
    // A button of another chat, or of nobody's, changes nothing.
    let other = Chat::Group(9);
    telegram.promote(other, 7);
    for data in [at_once.as_str(), "AAAA", ""] {
        let boss = person(7, "en");
        let (edit, notice) = telegram.press_and_wait(other, &boss, 1, data).await;
        assert!(edit.is_none() && notice.unwrap().contains("out of date"));
    }
    assert_eq!(bot.subscription(other).await, None);

    let mut anonymous = telegram.message(
        GROUP,
        &json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"}),
        "/unsubscribe",
    );
    anonymous["sender_chat"] = GROUP.json();
    telegram.push("message", anonymous);
    telegram.wait_all_confirmed().await;
    assert_eq!(bot.subscription(GROUP).await, None);
    bot.stop().await;
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_setting_is_chosen_in_one_message_and_stored_as_shown() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = Inside::start(&home, &telegram).await;
    let stored = async || bot.subscription(ALONE).await.unwrap();
    let mut panel = Panel::ask(&telegram, ALONE, 5, "/settings").await;
    let main = panel.press("Subscribe").await;
    for line in [
        "About: everything",
        "When: at once",
        "Quiet hours: none",
        "Sound: on",
        "Time zone: Europe/Minsk",
        "Language: English",
    ] {
        assert!(main.contains(line), "{line}: {main}");
    }
    // Topics, people and figures, of which a few are chosen, taken back, and chosen on another page.
    for (kind, which) in [("Topics", 0), ("People", 1), ("Figures", 2)] {
        panel.press(kind).await;
        let first = panel.labels()[1].clone();
        let said = panel.press(&first).await;
        assert!(said.contains(&first), "{said}");
        let ticked = format!("✓ {first}");
        assert!(panel.labels().contains(&ticked), "{:?}", panel.labels());
        let follows = stored().await.follows;
        let counts = [
            follows.topics.len(),
            follows.people.len(),
            follows.indicators.len(),
        ];
        assert_eq!(counts[which], 1, "{kind}");
        panel.press(&ticked).await;
        assert!(stored().await.follows.is_everything(), "{kind}");
        panel.press("‹ Back").await;
    }
    panel.press("Topics").await;
    assert_eq!(panel.labels()[0], "✓ Everything");
    panel.press("Next ›").await;
    let last = panel.labels()[1].clone();
    panel.press(&last).await;
    assert_eq!(panel.labels()[1], format!("✓ {last}"), "the page stays");
    assert_eq!(stored().await.follows.topics.len(), 1);
    panel.press("‹ Previous").await;
    assert!(
        panel
            .press("Everything")
            .await
            .contains("About: everything")
    );
    assert!(stored().await.follows.is_everything());

    panel.press("When").await;
    assert!(panel.press("07:00").await.contains("When: daily at 07:00"));
    assert_eq!(stored().await.rhythm, Rhythm::Daily(7));
    panel.press("At once").await;
    assert_eq!(stored().await.rhythm, Rhythm::AtOnce);
    panel.press("✓ At once").await;
    panel.press("Quiet hours").await;
    panel.press("22:00–07:00").await;
    let night = Some(Quiet { from: 22, until: 7 });
    assert_eq!(stored().await.quiet, night);
    let main = panel.press("‹ Back").await;
    assert!(main.contains("Quiet hours: 22:00–07:00"), "{main}");
    assert!(panel.press("Without sound").await.contains("Sound: off"));
    assert!(stored().await.silent);
    assert!(panel.press("With sound").await.contains("Sound: on"));
    assert!(!stored().await.silent);
    panel.press("Time zone").await;
    let zone = panel.press("America/Los_Angeles").await;
    assert!(
        zone.contains("Time zone: America/Los_Angeles, where"),
        "{zone}"
    );
    assert_eq!(stored().await.zone.as_deref(), Some("America/Los_Angeles"));
    let typed = telegram
        .ask(ALONE, &panel.who, "/settings asia/kathmandu")
        .await;
    assert!(
        typed.plain().contains("Time zone: Asia/Kathmandu"),
        "{}",
        typed.plain()
    );
    assert_eq!(stored().await.zone.as_deref(), Some("Asia/Kathmandu"));
    panel.press("Europe/Minsk").await;
    assert_eq!(stored().await.zone, None);
    panel.press("‹ Back").await;
    panel.press("Language").await;
    assert!(panel.press("Беларуская").await.contains("Мова: беларуская"));
    let settings = chats::settings(&*bot.store, ALONE.id()).await.unwrap();
    assert_eq!(settings.lang, Some(Lang::Be));
    panel.press("Адпісацца").await;
    panel.press("‹ Назад").await;
    assert!(stored().await.quiet.is_some(), "asked first");
    panel.press("Адпісацца").await;
    panel.press("Адпісацца").await;
    assert_eq!(bot.subscription(ALONE).await, None);
    panel.press("Падпісацца зноў").await;
    assert_eq!(stored().await.quiet, None, "what was chosen is forgotten");
    bot.stop().await;
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_has_its_own_and_a_group_keeps_its_own_when_it_becomes_a_supergroup() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = Inside::start(&home, &telegram).await;
    let topic = Chat::Topic(8, 42);
    telegram.promote(topic, 6);
    let mut panel = Panel::ask(&telegram, topic, 6, "/subscribe").await;
    assert!(panel.now.plain().starts_with("Subscription of this topic"));
    panel.press("Without sound").await;
    assert!(bot.subscription(topic).await.unwrap().silent);
    assert_eq!(bot.subscription(Chat::Group(8)).await, None);
    // A message that is gone does not tell its topic, so its buttons change nothing.
    let sound = panel.now.button("With sound");
    let boss = person(6, "en");
    let (edit, notice) = telegram.press_and_wait(topic, &boss, 9_999, &sound).await;
    assert!(edit.is_none() && notice.unwrap().contains("out of date"));
    assert!(bot.subscription(topic).await.unwrap().silent);
    let whole = telegram
        .ask(Chat::Group(8), &person(6, "en"), "/settings")
        .await;
    assert!(
        whole.plain().contains("There is none."),
        "{}",
        whole.plain()
    );

    let basic = Chat::Basic(70);
    telegram.promote(basic, 6);
    telegram.ask(basic, &person(6, "en"), "/subscribe").await;
    let before = bot.subscription(basic).await;
    assert!(before.is_some());
    let new = telegram.upgrade(basic);
    telegram.wait_all_confirmed().await;
    assert_eq!(bot.subscription(new).await, before);
    assert_eq!(bot.subscription(basic).await, None);
    bot.stop().await;
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_bot_is_blocked_or_removed_it_pauses_and_goes_on_when_it_is_back() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = Inside::start(&home, &telegram).await;
    let boss = person(6, "en");
    let topic = Chat::Topic(7, 42);
    telegram.add_bot(GROUP, &boss);
    // The welcome is no answer to what is said next.
    telegram.wait_all_confirmed().await;
    telegram.ask(ALONE, &person(5, "en"), "/subscribe").await;
    telegram.ask(GROUP, &boss, "/subscribe").await;
    telegram.promote(topic, 6);
    telegram.ask(topic, &boss, "/subscribe").await;
    let why = async |chat| {
        let subscription = bot.subscription(chat).await.unwrap();
        subscription
            .pause
            .map(|pause: Pause| (pause.why, pause.until))
    };
    let said = telegram.count("sendMessage");
    telegram.remove_bot(ALONE);
    telegram.remove_bot(GROUP);
    telegram.wait_all_confirmed().await;
    assert_eq!(why(ALONE).await, Some((Why::Blocked, None)));
    assert_eq!(why(GROUP).await, Some((Why::Removed, None)));
    assert_eq!(why(topic).await, Some((Why::Removed, None)));
    assert_eq!(telegram.count("sendMessage"), said);
    telegram.bring_back_bot(ALONE);
    telegram.wait_all_confirmed().await;
    assert_eq!(
        (why(ALONE).await, why(GROUP).await),
        (None, Some((Why::Removed, None)))
    );
    assert_eq!(telegram.count("sendMessage"), said);
    telegram.bring_back_bot(GROUP);
    telegram.wait_all_confirmed().await;
    assert_eq!((why(GROUP).await, why(topic).await), (None, None));
    assert_eq!(telegram.count("sendMessage"), said + 1, "a welcome");

    // What is in the way is said, and ended by hand.
    let recipient = Recipient {
        chat: ALONE.id(),
        topic: None,
    };
    let pause = |is: Option<Subscription>| {
        is.map(|mut is| {
            is.told = 0;
            is.pause = Some(Pause {
                why: Why::Unknown,
                since: "2026-03-01T00:00:00Z".parse().unwrap(),
                until: Some("2026-03-01T10:30:00Z".parse().unwrap()),
                tries: 3,
            });
            is
        })
    };
    let now = "2026-03-01T00:00:00Z".parse().unwrap();
    let changed = subscriptions::change(&*bot.store, recipient, None, now, pause);
    changed.await.unwrap();
    let mut panel = Panel::ask(&telegram, ALONE, 5, "/delivery").await;
    let said = panel.now.plain();
    for line in [
        "Last notice: none so far",
        "1 revision waits",
        "Paused since 1 March 2026, 03:00.",
        "Look whether it is there, then resume.",
        "I try again by myself: 1 March 2026, 13:30",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(
        panel
            .press("Resume")
            .await
            .contains("Nothing is in the way.")
    );
    let resumed = bot.subscription(ALONE).await.unwrap();
    assert_eq!((resumed.pause, resumed.told), (None, 0));
    bot.stop().await;
    assert_eq!(telegram.complaints(), Vec::<String>::new());
}

//! Where the bot may write, what it sees, and what it is told of changes.

use serde_json::{Value, json};
use union_brief::local::world::beginning::{
    ADMINISTRATOR, CHANNEL, FORUM, GROUP, MEMBER, OUTSIDER,
};

use super::Client;

async fn send(client: &Client, chat: i64) -> String {
    client
        .refused("sendMessage", json!({"chat_id": chat, "text": "x"}))
        .await
}

async fn bot(client: &Client, chat: i64, status: &str) {
    client
        .done("bot", json!({"chat": chat, "status": status}))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_writes_only_where_it_may() {
    let client = Client::start().await;
    assert_eq!(
        send(&client, MEMBER).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    client.say(MEMBER, MEMBER, "hello").await;
    bot(&client, MEMBER, "blocked").await;
    assert_eq!(
        send(&client, MEMBER).await,
        "Forbidden: bot was blocked by the user"
    );
    let (code, refused) = client
        .page(
            "say",
            json!({"person": MEMBER, "chat": MEMBER, "text": "x"}),
        )
        .await;
    assert_eq!(
        (code, &refused["error"]),
        (400, &json!("You have blocked the bot; unblock it first."))
    );
    bot(&client, MEMBER, "member").await;
    client
        .result("sendMessage", json!({"chat_id": MEMBER, "text": "x"}))
        .await;
    for (chat, status, expected) in [
        (
            FORUM,
            "kicked",
            "Forbidden: bot was kicked from the supergroup chat",
        ),
        (
            FORUM,
            "left",
            "Forbidden: bot is not a member of the supergroup chat",
        ),
        (
            GROUP,
            "kicked",
            "Forbidden: bot was kicked from the group chat",
        ),
        (
            CHANNEL,
            "left",
            "Forbidden: bot is not a member of the channel chat",
        ),
        (
            CHANNEL,
            "member",
            "Bad Request: need administrator rights in the channel chat",
        ),
    ] {
        bot(&client, chat, status).await;
        assert_eq!(send(&client, chat).await, expected);
    }
    let hidden = client
        .refused(
            "getChatMember",
            json!({"chat_id": CHANNEL, "user_id": MEMBER}),
        )
        .await;
    assert_eq!(hidden, "Bad Request: member list is inaccessible");
    client.forget().await;
    client
        .done(
            "say",
            json!({"person": ADMINISTRATOR, "chat": FORUM, "text": "/help"}),
        )
        .await;
    assert_eq!(
        client.updates().await.len(),
        0,
        "what it is not in it does not see"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn forum_topics_are_kept_apart_and_a_closed_one_is_closed() {
    let client = Client::start().await;
    let say = |person: i64, topic: Value, text: &str| json!({"person": person, "chat": FORUM, "topic": topic, "text": text});
    client.done("say", say(MEMBER, json!(2), "/help")).await;
    client.done("say", say(MEMBER, json!(1), "/help")).await;
    let updates = client.updates().await;
    let (news, general) = (&updates[0]["message"], &updates[1]["message"]);
    assert_eq!(
        (&news["message_thread_id"], &news["is_topic_message"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(
        news["reply_to_message"]["forum_topic_created"]["name"],
        "News"
    );
    assert!(
        general.get("message_thread_id").is_none() && general.get("reply_to_message").is_none()
    );
    let sent = client
        .result(
            "sendMessage",
            json!({"chat_id": FORUM, "text": "x", "message_thread_id": 2}),
        )
        .await;
    assert_eq!(sent["message_thread_id"], 2);
    for thread in [1, 77] {
        let refused = client
            .refused(
                "sendMessage",
                json!({"chat_id": FORUM, "text": "x", "message_thread_id": thread}),
            )
            .await;
        assert_eq!(refused, "Bad Request: message thread not found");
    }
    client.forget().await;
    client
        .done("topic", json!({"chat": FORUM, "topic": 2, "closed": true}))
        .await;
    assert!(client.updates().await[0]["message"]["forum_topic_closed"].is_object());
    let closed = client
        .refused(
            "sendMessage",
            json!({"chat_id": FORUM, "text": "x", "message_thread_id": 2}),
        )
        .await;
    assert_eq!(closed, "Bad Request: TOPIC_CLOSED");
    let (code, refused) = client.page("say", say(MEMBER, json!(2), "x")).await;
    assert_eq!(code, 400);
    assert!(refused["error"].as_str().unwrap().contains("closed"));
    client.done("say", say(ADMINISTRATOR, json!(2), "x")).await;
    client
        .done("topic", json!({"chat": FORUM, "topic": 2, "closed": false}))
        .await;
    client.done("say", say(MEMBER, json!(2), "x")).await;
    for (person, topic) in [(OUTSIDER, 2), (MEMBER, 77)] {
        assert_eq!(
            client.page("say", say(person, json!(topic), "x")).await.0,
            400
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_groups_the_bot_sees_what_is_meant_for_it() {
    let client = Client::start().await;
    let sent = client
        .result("sendMessage", json!({"chat_id": GROUP, "text": "hello"}))
        .await;
    for text in [
        "hello",
        "/status",
        "/status@union_brief_bot",
        "/status@other_bot",
        "hi @Union_Brief_Bot",
        "a/b @x",
    ] {
        client.say(GROUP, MEMBER, text).await;
    }
    client
        .done("say", json!({"person": MEMBER, "chat": GROUP, "text": "a reply", "reply_to": sent["message_id"]}))
        .await;
    let seen = |updates: &[Value]| -> Vec<String> {
        updates
            .iter()
            .map(|update| update["message"]["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        seen(&client.updates().await),
        [
            "/status",
            "/status@union_brief_bot",
            "hi @Union_Brief_Bot",
            "a reply"
        ]
    );
    client.forget().await;
    bot(&client, GROUP, "administrator").await;
    client.forget().await;
    client.say(GROUP, MEMBER, "hello").await;
    assert_eq!(
        seen(&client.updates().await),
        ["hello"],
        "an administrator sees all"
    );

    client.forget().await;
    client.say(CHANNEL, ADMINISTRATOR, "a post").await;
    let post = &client.updates().await[0]["channel_post"];
    assert_eq!(
        (&post["text"], &post["sender_chat"]["type"]),
        (&json!("a post"), &json!("channel"))
    );
    assert!(post.get("from").is_none());
    let (code, _) = client
        .page(
            "say",
            json!({"person": MEMBER, "chat": CHANNEL, "text": "x"}),
        )
        .await;
    assert_eq!(code, 400, "only administrators write in a channel");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_members_are_told_and_a_group_becomes_a_supergroup() {
    let client = Client::start().await;
    bot(&client, GROUP, "kicked").await;
    bot(&client, GROUP, "administrator").await;
    let updates = client.updates().await;
    let kinds: Vec<&str> = updates
        .iter()
        .map(|update| {
            update
                .as_object()
                .unwrap()
                .keys()
                .find(|key| *key != "update_id")
                .unwrap()
                .as_str()
        })
        .collect();
    assert_eq!(kinds, ["my_chat_member", "my_chat_member", "message"]);
    assert_eq!(
        updates[1]["my_chat_member"]["new_chat_member"]["status"],
        "administrator"
    );
    assert_eq!(updates[2]["message"]["new_chat_members"][0]["id"], 123_456);
    // Other members' changes are told only if they are asked for by name.
    client
        .result(
            "getUpdates",
            json!({"allowed_updates": ["message", "chat_member"]}),
        )
        .await;
    client.forget().await;
    client
        .done(
            "member",
            json!({"chat": GROUP, "person": OUTSIDER, "status": "member"}),
        )
        .await;
    client
        .done(
            "member",
            json!({"chat": GROUP, "person": OUTSIDER, "status": "administrator"}),
        )
        .await;
    let updates = client.updates().await;
    assert_eq!(updates.len(), 3, "{updates:?}");
    assert_eq!(
        updates[2]["chat_member"]["new_chat_member"]["status"],
        "administrator"
    );

    client.forget().await;
    let new = client.done("upgrade", json!({"chat": GROUP})).await["chat"].clone();
    let updates = client.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], GROUP);
    let moved = client
        .call("sendMessage", json!({"chat_id": GROUP, "text": "x"}))
        .await;
    assert_eq!(moved["error_code"], 400);
    assert_eq!(
        moved["description"],
        "Bad Request: group chat was upgraded to a supergroup chat"
    );
    assert_eq!(moved["parameters"]["migrate_to_chat_id"], new);
    client
        .result("sendMessage", json!({"chat_id": new, "text": "x"}))
        .await;
    assert_eq!(client.page("upgrade", json!({"chat": GROUP})).await.0, 400);
}

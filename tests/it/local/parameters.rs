//! Parameters: every method that is served, what it must have, what each may be, and how it may come.

use serde_json::{Value, json};
use union_brief::local::world::beginning::{CHANNEL, FORUM, MEMBER};

use super::{Client, answer};
use crate::support::schema::Schema;

#[tokio::test(flavor = "multi_thread")]
async fn every_method_wants_its_parameters_and_reads_their_types() {
    let client = Client::start().await;
    client.alone().await;
    let bad = [
        (
            "sendMessage",
            json!({"text": "a"}),
            "Bad Request: chat_id is empty",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102}),
            "Bad Request: message text is empty",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": ""}),
            "Bad Request: message text is empty",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": " \n"}),
            "Bad Request: text must be non-empty",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "<b></b>", "parse_mode": "HTML"}),
            "Bad Request: text must be non-empty",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a".repeat(4097)}),
            "Bad Request: message is too long",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "😀".repeat(2049)}),
            "Bad Request: message is too long",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "parse_mode": "XML"}),
            "Bad Request: unsupported parse_mode",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "<b>a", "parse_mode": "html"}),
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "sendMessage",
            json!({"chat_id": "@nobody", "text": "a"}),
            "Bad Request: chat not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": 5, "text": "a"}),
            "Bad Request: chat not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": ["a"]}),
            "Bad Request: can't parse text: Field \"text\" must be of type String",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "message_thread_id": "x"}),
            "Bad Request: parameter \"message_thread_id\" must be an Integer, not \"x\"",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "message_thread_id": 5}),
            "Bad Request: message thread not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "reply_parameters": "{"}),
            "Bad Request: can't parse reply parameters JSON object",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "reply_parameters": {"x": 1}}),
            "Bad Request: can't parse reply parameters: Can't find field \"message_id\"",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "reply_parameters": {"message_id": 99}}),
            "Bad Request: message to be replied not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "x"}]]}}),
            "Bad Request: inline keyboard button text must be non-empty",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ж".repeat(33)}]]}}),
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "nowhere"}]]}}),
            "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "entities": [{"type": "bold", "offset": -1, "length": 1}]}),
            "Bad Request: receive an entity with incorrect offset -1",
        ),
        (
            "sendMessage",
            json!({"chat_id": 102, "text": "a", "entities": [{"type": "loud", "offset": 0, "length": 1}]}),
            "Bad Request: can't parse MessageEntity: Unsupported type specified",
        ),
        (
            "editMessageText",
            json!({"text": "a"}),
            "Bad Request: message identifier is not specified",
        ),
        (
            "editMessageText",
            json!({"text": "a", "inline_message_id": "x"}),
            "Bad Request: MESSAGE_ID_INVALID",
        ),
        (
            "editMessageText",
            json!({"chat_id": 102, "message_id": 99, "text": "a"}),
            "Bad Request: message to edit not found",
        ),
        (
            "editMessageText",
            json!({"chat_id": 102, "message_id": 1, "text": "a"}),
            "Bad Request: message can't be edited",
        ),
        (
            "sendPhoto",
            json!({"chat_id": 102}),
            "Bad Request: there is no photo in the request",
        ),
        (
            "sendPhoto",
            json!({"chat_id": 102, "photo": "attach://x"}),
            "Bad Request: there is no photo in the request",
        ),
        (
            "sendPhoto",
            json!({"chat_id": 102, "photo": "unknown"}),
            "Bad Request: wrong file identifier/HTTP URL specified",
        ),
        (
            "sendPhoto",
            json!({"chat_id": 102, "photo": "x", "caption": "a".repeat(1025)}),
            "Bad Request: message caption is too long",
        ),
        (
            "answerCallbackQuery",
            json!({}),
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "answerCallbackQuery",
            json!({"callback_query_id": "5"}),
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "answerCallbackQuery",
            json!({"callback_query_id": "5", "text": "a".repeat(201)}),
            "Bad Request: MESSAGE_TOO_LONG",
        ),
        (
            "answerInlineQuery",
            json!({"inline_query_id": "5"}),
            "Bad Request: parameter \"results\" is required",
        ),
        (
            "answerInlineQuery",
            json!({"inline_query_id": "5", "results": []}),
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        ("getFile", json!({}), "Bad Request: file_id not specified"),
        (
            "getFile",
            json!({"file_id": "document000000000007"}),
            "Bad Request: invalid file_id",
        ),
        ("getChat", json!({}), "Bad Request: chat_id is empty"),
        (
            "getChat",
            json!({"chat_id": 5}),
            "Bad Request: chat not found",
        ),
        (
            "getChatMember",
            json!({"chat_id": FORUM}),
            "Bad Request: invalid user_id specified",
        ),
        (
            "getChatMember",
            json!({"chat_id": FORUM, "user_id": 5}),
            "Bad Request: user not found",
        ),
        (
            "getChatAdministrators",
            json!({"chat_id": 102}),
            "Bad Request: there are no administrators in the private chat",
        ),
        (
            "setMyCommands",
            json!({}),
            "Bad Request: parameter \"commands\" is required",
        ),
        (
            "setMyCommands",
            json!({"commands": "["}),
            "Bad Request: can't parse commands JSON object",
        ),
        (
            "setMyCommands",
            json!({"commands": [{"command": "A", "description": "a"}]}),
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            json!({"commands": [{"command": "a"}]}),
            "Bad Request: can't parse commands: Can't find field \"description\"",
        ),
        (
            "setMyCommands",
            json!({"commands": [{"command": "a".repeat(33), "description": "a"}]}),
            "Bad Request: command length must not exceed 32",
        ),
        (
            "setMyCommands",
            json!({"commands": [{"command": "a", "description": "a".repeat(257)}]}),
            "Bad Request: command description length must not exceed 256",
        ),
        (
            "setMyCommands",
            json!({"commands": [{"command": "a", "description": " "}]}),
            "Bad Request: command description must be non-empty",
        ),
        (
            "getMyCommands",
            json!({"language_code": "english"}),
            "Bad Request: invalid language code specified",
        ),
        (
            "deleteMyCommands",
            json!({"scope": {"type": "everywhere"}}),
            "Bad Request: can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            "setMyDescription",
            json!({"description": "a".repeat(513)}),
            "Bad Request: DESCRIPTION_TOO_LONG",
        ),
        (
            "setMyShortDescription",
            json!({"short_description": "a".repeat(121)}),
            "Bad Request: SHORT_ABOUT_TOO_LONG",
        ),
        (
            "getMyDescription",
            json!({"language_code": "X"}),
            "Bad Request: invalid language code specified",
        ),
        (
            "getMyShortDescription",
            json!({"language_code": "X"}),
            "Bad Request: invalid language code specified",
        ),
        (
            "setWebhook",
            json!({}),
            "Bad Request: parameter \"url\" is required",
        ),
        (
            "setWebhook",
            json!({"url": "nonsense"}),
            "Bad Request: invalid webhook URL specified",
        ),
        (
            "setWebhook",
            json!({"url": "https://e.org/"}),
            "Bad Request: bad webhook: the local Bot API posts to 127.0.0.1, localhost and [::1] only",
        ),
        (
            "setWebhook",
            json!({"url": "http://127.0.0.1:9/", "secret_token": "a b"}),
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            "getUpdates",
            json!({"offset": "x"}),
            "Bad Request: parameter \"offset\" must be an Integer, not \"x\"",
        ),
        (
            "getUpdates",
            json!({"allowed_updates": {"a": 1}}),
            "Bad Request: can't parse allowed updates: Expected an Array of String",
        ),
        (
            "sendCarrierPigeon",
            json!({"chat_id": 102}),
            "Not Found: method not found",
        ),
    ];
    for (method, params, expected) in &bad {
        assert_eq!(
            &client.refused(method, params.clone()).await,
            expected,
            "{method} {params}"
        );
    }
    // No method is left out but those that take nothing.
    let nothing = [
        "getMe",
        "logOut",
        "close",
        "getWebhookInfo",
        "deleteWebhook",
    ];
    for method in Schema::load().methods.keys() {
        let named = bad.iter().any(|(known, ..)| known == method);
        assert!(named || nothing.contains(&method.as_str()), "{method}");
    }
    println!("refusals={} with Telegram's words", bad.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_works_in_any_spelling_and_any_encoding() {
    let client = Client::start().await;
    let chat = client.alone().await;
    let sent = client
        .result(
            "SENDMESSAGE",
            json!({"chat_id": "102", "text": 5, "colour": "red"}),
        )
        .await;
    assert_eq!(
        (&sent["text"], &sent["chat"]["id"]),
        (&json!("5"), &json!(chat))
    );
    let form = |request: reqwest::RequestBuilder, body: &'static str| {
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    let by_form = form(
        client.post(&client.method("sendMessage")),
        "chat_id=102&text=a%26b&reply_markup=%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22x%22%2C%22callback_data%22%3A%22y%22%7D%5D%5D%7D&disable_notification=True",
    );
    let (code, sent) = answer(by_form).await;
    assert_eq!((code, &sent["result"]["text"]), (200, &json!("a&b")));
    assert_eq!(
        sent["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"],
        "y"
    );
    let by_query = client.get(&(client.method("sendMessage") + "?chat_id=102&text=%D1%84"));
    assert_eq!(answer(by_query).await.1["result"]["text"], "ф");
    let by_parts = "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n102\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nпо частям\r\n--x--\r\n";
    let by_parts = client
        .post(&client.method("sendMessage"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(by_parts);
    assert_eq!(answer(by_parts).await.1["result"]["text"], "по частям");

    // What is no call of this bot.
    for (url, expected) in [
        ("/bot1:wrong/getMe", (401, "Unauthorized")),
        ("/bot/getMe", (401, "Unauthorized")),
    ] {
        let (code, answer) = answer(client.get(&(client.local.url() + url))).await;
        assert_eq!((code, answer["description"].as_str().unwrap()), expected);
    }
    let (code, broken) = answer(
        client
            .post(&client.method("getMe"))
            .header("content-type", "application/json")
            .body("{"),
    )
    .await;
    assert_eq!((code, &broken["ok"]), (400, &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_comes_back_as_telegram_gives_it() {
    let client = Client::start().await;
    let chat = client.alone().await;
    let me = client.result("getMe", json!({})).await;
    assert_eq!(
        (&me["id"], &me["username"]),
        (&json!(123_456), &json!("union_brief_bot"))
    );
    let sent = client
        .result("sendMessage", json!({
            "chat_id": chat, "text": "  <b>a</b> @union_brief_bot /help https://e.org ", "parse_mode": "HTML",
            "reply_parameters": {"message_id": 1},
        }))
        .await;
    assert_eq!(
        sent["text"],
        "  a @union_brief_bot /help https://e.org".trim_start()
    );
    let kinds: Vec<&str> = sent["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["bold", "mention", "bot_command", "url"]);
    assert_eq!(sent["reply_to_message"]["text"], "/start");
    assert_eq!(sent["chat"]["type"], "private");
    assert_eq!(sent["from"]["is_bot"], true);
    let id = &sent["message_id"];
    let edited = client
        .result(
            "editMessageText",
            json!({"chat_id": chat, "message_id": id, "text": "b"}),
        )
        .await;
    assert_eq!(
        (&edited["text"], edited["edit_date"].is_i64()),
        (&json!("b"), true)
    );
    let same = client
        .refused(
            "editMessageText",
            json!({"chat_id": chat, "message_id": id, "text": "b"}),
        )
        .await;
    assert_eq!(
        same,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
    );

    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x10".to_vec();
    png.extend([8, 6, 0, 0, 0]);
    let mut body = b"--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n102\r\n--x\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nwords\r\n--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n".to_vec();
    body.extend(&png);
    body.extend(b"\r\n--x--\r\n");
    let request = client
        .post(&client.method("sendPhoto"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(body);
    let (_, sent) = answer(request).await;
    let photo = &sent["result"]["photo"][0];
    assert_eq!(
        (&photo["width"], &photo["height"]),
        (&json!(32), &json!(16)),
        "{sent}"
    );
    assert_eq!(sent["result"]["caption"], "words");
    let again = client
        .result(
            "sendPhoto",
            json!({"chat_id": chat, "photo": photo["file_id"]}),
        )
        .await;
    assert_eq!(again["photo"][0]["width"], 32);
    let name = photo["file_id"].as_str().unwrap();
    let picture = client.get(&format!("{}/local/photo/{name}", client.local.url()));
    let picture = picture.send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert_eq!(picture.bytes().await.unwrap().to_vec(), png);
    let text = client
        .refused(
            "editMessageText",
            json!({"chat_id": chat, "message_id": again["message_id"], "text": "x"}),
        )
        .await;
    assert_eq!(text, "Bad Request: there is no text in the message to edit");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_learns_of_chats_and_sets_its_menu() {
    let client = Client::start().await;
    let forum = client.result("getChat", json!({"chat_id": FORUM})).await;
    assert_eq!(
        (&forum["type"], &forum["is_forum"]),
        (&json!("supergroup"), &json!(true))
    );
    let mut seen = Vec::new();
    for user in [101, MEMBER, 103, 123_456] {
        let member = client
            .result("getChatMember", json!({"chat_id": FORUM, "user_id": user}))
            .await;
        seen.push(member["status"].as_str().unwrap().to_owned());
    }
    assert_eq!(seen, ["administrator", "member", "left", "member"]);
    let administrators = client
        .result(
            "getChatAdministrators",
            json!({"chat_id": CHANNEL, "return_bots": true}),
        )
        .await;
    assert_eq!(administrators.as_array().unwrap().len(), 2);

    let commands = |name: &str| json!([{"command": name, "description": "d"}]);
    for (scope, language, name) in [
        (json!({"type": "default"}), "", "everywhere"),
        (json!({"type": "default"}), "ru", "везде"),
        (json!({"type": "all_private_chats"}), "", "alone"),
        (json!({"type": "all_chat_administrators"}), "", "boss"),
        (
            json!({"type": "chat_member", "chat_id": FORUM, "user_id": MEMBER}),
            "",
            "max",
        ),
    ] {
        let name = if name == "везде" { "vezde" } else { name };
        client
            .result(
                "setMyCommands",
                json!({"commands": commands(name), "scope": scope, "language_code": language}),
            )
            .await;
    }
    for (person, chat, expected) in [
        (101, 101, "alone"),
        (101, FORUM, "boss"),
        (MEMBER, FORUM, "max"),
        (MEMBER, -1003, "vezde"),
        (103, FORUM, "everywhere"),
    ] {
        let url = format!(
            "{}/local/menu?person={person}&chat={chat}",
            client.local.url()
        );
        let menu: Value = answer(client.get(&url)).await.1;
        assert_eq!(menu["commands"][0]["command"], expected, "{person} {chat}");
    }
    client
        .result(
            "deleteMyCommands",
            json!({"scope": {"type": "all_private_chats"}}),
        )
        .await;
    let left = client
        .result(
            "getMyCommands",
            json!({"scope": {"type": "all_private_chats"}}),
        )
        .await;
    assert_eq!(left, json!([]));
    client
        .result("setMyShortDescription", json!({"short_description": "s"}))
        .await;
    let short = client
        .result("getMyShortDescription", json!({"language_code": "be"}))
        .await;
    assert_eq!(
        short["short_description"], "s",
        "what is not there in a language is there for all"
    );
}

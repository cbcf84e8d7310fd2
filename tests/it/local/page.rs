//! The page's side: who may ask, what it loads, what it is told as it happens, inline mode.

use std::io::Read;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;
use union_brief::local::world::beginning::{FORUM, MEMBER, OUTSIDER};

use super::{Client, answer};

/// The most bytes of the page with all its files, as a browser gets them.
const PAGE_MAX: usize = 100_000;

#[tokio::test(flavor = "multi_thread")]
async fn only_this_machine_and_our_own_page_may_ask() {
    let client = Client::start().await;
    let port = client.local.address().port();
    let url = client.local.url();
    let code =
        async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    for path in [
        "/",
        "/local/world",
        &format!("/bot{}/getMe", client.local.token()),
    ] {
        let get = || client.get(&format!("{url}{path}"));
        for (host, expected) in [
            (format!("localhost:{port}"), 200),
            (format!("[::1]:{port}"), 200),
            ("localhost".to_owned(), 403),
            (format!("evil.example:{port}"), 403),
            (format!("127.0.0.1.evil.example:{port}"), 403),
        ] {
            assert_eq!(
                code(get().header("host", &host)).await,
                expected,
                "{path} {host}"
            );
        }
        for (origin, expected) in [
            (format!("http://127.0.0.1:{port}"), 200),
            (format!("http://localhost:{port}"), 200),
            ("http://evil.example".to_owned(), 403),
            (format!("https://127.0.0.1:{port}"), 403),
            (format!("http://127.0.0.1:{}", port ^ 1), 403),
            ("null".to_owned(), 403),
        ] {
            assert_eq!(
                code(get().header("origin", &origin)).await,
                expected,
                "{path} {origin}"
            );
        }
    }
    let say = json!({"person": 102, "chat": 102, "text": "x"}).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded"] {
        let request = client
            .post(&format!("{url}/local/say"))
            .header("content-type", kind)
            .body(say.clone());
        assert_eq!(code(request).await, 415, "{kind}");
    }
    assert_eq!(code(client.get(&format!("{url}/local/say"))).await, 404);
    assert_eq!(code(client.get(&format!("{url}/../Cargo.toml"))).await, 404);
    assert_eq!(client.page("nonsense", json!({})).await.0, 404);
    assert_eq!(client.page("say", json!({"person": "Ana"})).await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_small_and_loads_nothing_from_elsewhere() {
    let client = Client::start().await;
    let (mut bytes, mut sent) = (0, 0);
    let mut paths = vec!["/".to_owned()];
    let mut seen = Vec::new();
    while let Some(path) = paths.pop() {
        if seen.contains(&path) {
            continue;
        }
        let response = client
            .get(&(client.local.url() + &path))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let headers = response.headers().clone();
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';")
                && !policy.contains("unsafe")
        );
        assert_eq!(headers["vary"], "accept-encoding");
        assert!(headers.get("content-encoding").is_none(), "not asked for");
        let text = response.text().await.unwrap();
        let packed = packed(&client, &path).await;
        assert_eq!(unpacked(&packed), text, "{path}");
        (bytes, sent) = (bytes + text.len(), sent + packed.len());
        for quote in ['"', '\''] {
            let names = text.split(quote).filter(|word| {
                let name = word.trim_start_matches(['.', '/']);
                let is_file = [".css", ".js", ".svg"]
                    .iter()
                    .any(|end| name.ends_with(end));
                is_file
                    && name
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b"-._/".contains(&b))
            });
            paths.extend(names.map(|name| format!("/{}", name.trim_start_matches(['.', '/']))));
        }
        seen.push(path);
    }
    println!(
        "page_files={} page_bytes={bytes} page_gzip_bytes={sent}",
        seen.len()
    );
    assert!(
        seen.len() >= 3 && sent < PAGE_MAX,
        "{sent} bytes in {seen:?}"
    );
}

/// A file as it is sent to a browser.
async fn packed(client: &Client, path: &str) -> Vec<u8> {
    let request = client
        .get(&(client.local.url() + path))
        .header("accept-encoding", "gzip, deflate, br, zstd");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip", "{path}");
    assert_eq!(response.headers()["vary"], "accept-encoding");
    response.bytes().await.unwrap().to_vec()
}

fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    let mut decoder = flate2::read::GzDecoder::new(packed);
    decoder.read_to_string(&mut text).unwrap();
    text
}

/// Reads events until one of a kind comes.
async fn event(response: &mut reqwest::Response, buffer: &mut String, kind: &str) -> Value {
    let search = async {
        loop {
            while let Some(end) = buffer.find("\n\n") {
                let block: String = buffer.drain(..end + 2).collect();
                let data = block.lines().find_map(|line| line.strip_prefix("data: "));
                if let Some(data) = data {
                    let event: Value = serde_json::from_str(data).unwrap();
                    if event["kind"] == kind {
                        return event;
                    }
                }
            }
            let chunk = response.chunk().await.unwrap().expect("the stream goes on");
            buffer.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    };
    timeout(Duration::from_secs(10), search)
        .await
        .unwrap_or_else(|_| panic!("no event {kind}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_told_as_it_happens() {
    let client = Client::start().await;
    let url = client.local.url();
    let world = answer(client.get(&format!("{url}/local/world"))).await.1;
    assert_eq!(world["people"].as_array().unwrap().len(), 3);
    let at = world["at"].as_u64().unwrap();
    let mut events = client
        .get(&format!("{url}/local/events?after={at}"))
        .send()
        .await
        .unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let mut buffer = String::new();
    client.say(MEMBER, MEMBER, "/start").await;
    let said = event(&mut events, &mut buffer, "message").await;
    assert_eq!(
        (&said["message"]["from"], &said["n"]),
        (&json!(MEMBER), &json!(at + 1))
    );
    assert_eq!(said["message"]["entities"][0]["type"], "bot_command");
    let markup = json!({"inline_keyboard": [[{"text": "x", "callback_data": "y"}, {"text": "w", "url": "https://e.org/"}]]});
    let sent = client
        .result(
            "sendMessage",
            json!({"chat_id": MEMBER, "text": "a", "reply_markup": markup}),
        )
        .await;
    let id = sent["message_id"].clone();
    let told = event(&mut events, &mut buffer, "message").await["message"].clone();
    assert_eq!(
        told["buttons"],
        json!([[{"text": "x", "data": "y"}, {"text": "w", "url": "https://e.org/"}]])
    );
    assert_eq!(
        (&told["from"], &told["deleted"], &told["service"]),
        (&json!("bot"), &json!(false), &Value::Null)
    );

    let press = |data: &str| json!({"person": MEMBER, "chat": MEMBER, "message": id, "data": data});
    assert_eq!(client.page("press", press("nothing")).await.0, 400);
    let query = client.done("press", press("y")).await["query"].clone();
    let update = client.updates().await.pop().unwrap();
    assert_eq!(update["callback_query"]["id"], query);
    assert_eq!(update["callback_query"]["message"]["message_id"], id);
    client
        .result(
            "answerCallbackQuery",
            json!({"callback_query_id": query, "text": "hm", "show_alert": true}),
        )
        .await;
    let notice = event(&mut events, &mut buffer, "notice").await;
    assert_eq!(
        (&notice["query"], &notice["text"], &notice["alert"]),
        (&query, &json!("hm"), &json!(true))
    );
    let again = client
        .refused("answerCallbackQuery", json!({"callback_query_id": query}))
        .await;
    assert!(again.contains("query ID is invalid"));
    client
        .result(
            "editMessageText",
            json!({"chat_id": MEMBER, "message_id": id, "text": "b"}),
        )
        .await;
    let edited = event(&mut events, &mut buffer, "edited").await["message"].clone();
    assert_eq!(
        (&edited["text"], &edited["buttons"]),
        (&json!("b"), &json!([]))
    );

    client
        .done("topic", json!({"chat": FORUM, "topic": 2, "closed": true}))
        .await;
    let chat = event(&mut events, &mut buffer, "chat").await["chat"].clone();
    assert_eq!(chat["topics"][1]["closed"], true);
    client
        .done("person", json!({"person": MEMBER, "language_code": "be"}))
        .await;
    assert_eq!(
        event(&mut events, &mut buffer, "person").await["person"]["language_code"],
        "be"
    );
    client.done("faults", json!({"slow_ms": 1})).await;
    assert_eq!(
        event(&mut events, &mut buffer, "faults").await["faults"]["slow_ms"],
        1
    );
    client
        .result("setMyCommands", json!({"commands": []}))
        .await;
    event(&mut events, &mut buffer, "menu").await;

    // A page of another time begins anew.
    let mut other = client
        .get(&format!("{url}/local/events?after=999999"))
        .send()
        .await
        .unwrap();
    event(&mut other, &mut String::new(), "reload").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inline_results_are_asked_for_and_chosen() {
    let client = Client::start().await;
    let ask = json!({"person": MEMBER, "query": "figures"});
    let (_, off) = client.page("inline", ask.clone()).await;
    assert_eq!(off["error"], "the bot has not switched inline mode on");
    client
        .result(
            "getUpdates",
            json!({"allowed_updates": ["inline_query", "message", "callback_query"]}),
        )
        .await;
    let article = |id: &str, text: &str| {
        json!({
            "type": "article", "id": id, "title": "T", "description": "D",
            "input_message_content": {"message_text": text, "parse_mode": "HTML"},
            "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]},
        })
    };
    let bot = async {
        let query =
            client.result("getUpdates", json!({"timeout": 10})).await[0]["inline_query"].clone();
        assert_eq!(query["query"], "figures");
        for (results, expected) in [
            (json!([article("", "a")]), "Bad Request: RESULT_ID_INVALID"),
            (
                json!([article("1", "a"), article("1", "b")]),
                "Bad Request: RESULT_ID_DUPLICATE",
            ),
            (
                json!([article("1", "<b>a")]),
                "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
            ),
            (
                json!([{"type": "photo", "id": "1"}]),
                "Bad Request: can't parse results: Can't find field \"title\"",
            ),
        ] {
            let refused = client
                .refused(
                    "answerInlineQuery",
                    json!({"inline_query_id": query["id"], "results": results}),
                )
                .await;
            assert_eq!(refused, expected);
        }
        let results = json!([article("1", "<b>26</b>")]);
        client
            .result(
                "answerInlineQuery",
                json!({"inline_query_id": query["id"], "results": results, "next_offset": "1"}),
            )
            .await;
    };
    let ((code, found), ()) = tokio::join!(client.page("inline", ask), bot);
    assert_eq!((code, &found["next_offset"]), (200, &json!("1")));
    assert_eq!(found["results"][0]["message"]["text"], "26");
    assert_eq!(
        found["results"][0]["message"]["entities"][0]["type"],
        "bold"
    );
    client.forget().await;
    let choose = |person: i64| json!({"person": person, "chat": FORUM, "topic": 2, "query": found["query"], "result": "1"});
    assert_eq!(client.page("choose", choose(OUTSIDER)).await.0, 400);
    let message = client.done("choose", choose(MEMBER)).await["message"].clone();
    client
        .done(
            "press",
            json!({"person": MEMBER, "chat": FORUM, "message": message, "data": "y"}),
        )
        .await;
    // A result may also be named by what was asked.
    let by_text = json!({"person": MEMBER, "chat": MEMBER, "query": "figures", "result": "1"});
    client.done("choose", by_text).await;
    let presses = client.updates().await;
    let press = presses
        .iter()
        .find_map(|update| update.get("callback_query"))
        .unwrap();
    let inline = press["inline_message_id"].clone();
    assert!(inline.is_string() && press.get("message").is_none());
    let edited = client
        .result(
            "editMessageText",
            json!({"inline_message_id": inline, "text": "27"}),
        )
        .await;
    assert_eq!(edited, true);
}

//! Documents: what the bot hears of one, and how it gets what is in it.

use serde_json::json;
use union_brief::local::world::beginning::MEMBER;
use union_brief::local::world::people::Saying;

use super::Client;
use crate::support::telegram::TOKEN;

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_told_of_and_downloaded_with_the_token_only() {
    let client = Client::start().await;
    client.alone().await;
    client.local.change(|state, now| {
        let document = state.keep_document("news.toml", b"why = 1\n".to_vec());
        let saying = Saying {
            person: MEMBER,
            chat: MEMBER,
            topic: None,
            text: "for tomorrow",
            reply_to: None,
        };
        state.world.send_document(saying, document, now).unwrap();
    });
    let updates = client.result("getUpdates", json!({"offset": -1})).await;
    let message = &updates[0]["message"];
    assert_eq!(message["caption"], "for tomorrow", "{message}");
    let document = &message["document"];
    assert_eq!(
        (&document["file_name"], &document["file_size"]),
        (&json!("news.toml"), &json!(8))
    );
    let file = client
        .result("getFile", json!({"file_id": document["file_id"]}))
        .await;
    let path = file["file_path"].as_str().unwrap();
    let at = |token: &str| format!("{}/file/bot{token}/{path}", client.local.url());
    // Some client libraries write the slash of the path so.
    let other = at(TOKEN).replace("documents/", "documents%2F");
    for right in [at(TOKEN), other] {
        let got = client.get(&right).send().await.unwrap();
        assert_eq!(got.bytes().await.unwrap(), "why = 1\n");
    }
    for wrong in [at("1:wrong"), at(&format!("{TOKEN}x")), at(TOKEN) + "x"] {
        let refused = client.get(&wrong).send().await.unwrap();
        assert_eq!(refused.status(), 404, "{wrong}");
    }
}

//! Records and settings.

use crate::support::project;
use union_brief::dossier::lang::Lang;
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::records::{ChatRecord, EntryRecord, decode, encode};
use union_brief::store::{chats, keys, scan_all};

#[test]
fn records_of_every_version_are_read() {
    let chat: ChatRecord = decode(b"chat/x", br#"{"v":1,"is":{"lang":"be"}}"#).unwrap();
    assert_eq!(chat.lang, Some(Lang::Be));
    let golden = std::fs::read_to_string(project().join("tests/records/v1.jsonl")).unwrap();
    for line in golden.lines() {
        let record: EntryRecord = decode(b"rec/golden", line.as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8(encode(&record).unwrap()).unwrap(),
            line,
            "version 1 is written as it was"
        );
    }
    assert!(golden.lines().count() >= 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_a_chat_are_changed_once_per_update() {
    let dir = tempfile::tempdir().unwrap();
    let store = Embedded::open(&Place {
        state: dir.path().to_owned(),
        min_free_mib: 1,
    })
    .unwrap();
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    chats::set_language(&store, 5, Lang::Be, Some(10), now)
        .await
        .unwrap();
    chats::set_language(&store, 5, Lang::Ru, Some(11), now)
        .await
        .unwrap();
    chats::set_language(&store, 5, Lang::Be, Some(10), now)
        .await
        .unwrap();
    assert_eq!(
        chats::settings(&store, 5).await.unwrap().lang,
        Some(Lang::Ru),
        "update 10 came again and changed nothing"
    );
    chats::migrate(&store, 5, -100, Some(12), now)
        .await
        .unwrap();
    assert_eq!(
        chats::settings(&store, -100).await.unwrap().lang,
        Some(Lang::Ru)
    );
    assert_eq!(chats::settings(&store, 5).await.unwrap().lang, None);
    assert_eq!(scan_all(&store, keys::SEEN).await.unwrap().len(), 3);
    let later = "2026-01-04T00:00:00Z".parse().unwrap();
    union_brief::store::inbox::sweep(&store, later)
        .await
        .unwrap();
    assert_eq!(scan_all(&store, keys::SEEN).await.unwrap().len(), 0);
}

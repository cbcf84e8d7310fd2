//! How a run ended, what was in hand then, and what was set aside.

use crate::support::program::Home;
use serde_json::json;
use union_brief::store::aside::{self, Aside, Why};
use union_brief::store::attempts::{self, LastRun};
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::inbox;

fn place(home: &Home) -> Place {
    Place {
        state: home.state(),
        min_free_mib: 1,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_did_not_end_well_is_known_and_so_is_what_was_in_hand() {
    let home = Home::new();
    let store = Embedded::open(&place(&home)).unwrap();
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(
        attempts::last_run(&store).await.unwrap(),
        LastRun::default()
    );
    attempts::begun(&store, now).await.unwrap();
    attempts::count(&store, &[(7, 1), (8, 2), (9, 1)], &[])
        .await
        .unwrap();
    // One is done and another one begins, in one commit; a third was in the inbox.
    attempts::count(&store, &[(10, 1)], &[7]).await.unwrap();
    inbox::done(&store, 9).await.unwrap();
    let last = LastRun {
        died: true,
        counts: [(8, 2), (10, 1)].into(),
    };
    assert_eq!(attempts::last_run(&store).await.unwrap(), last);
    // More than one commit takes.
    let many: Vec<(u32, u32)> = (1000..1300).map(|number| (number, 1)).collect();
    attempts::count(&store, &many, &[8, 10]).await.unwrap();
    assert_eq!(attempts::last_run(&store).await.unwrap().counts.len(), 300);
    attempts::ended(&store).await.unwrap();
    assert_eq!(
        attempts::last_run(&store).await.unwrap(),
        LastRun::default()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_aside_is_listed_without_its_words_and_taken_up_again_or_forgotten() {
    let home = Home::new();
    let store = Embedded::open(&place(&home)).unwrap();
    let update = |number: u32| {
        json!({"update_id": number, "message": {"message_id": 1, "date": 1, "text": "WRITTEN",
            "chat": {"id": 5, "type": "private"}}})
    };
    inbox::accept(&store, &[(7, update(7)), (8, update(8))])
        .await
        .unwrap();
    for number in [7, 8] {
        let since = "2026-01-01T00:00:00Z".parse().unwrap();
        let (why, update) = (Why::Died, update(number));
        let record = Aside { since, why, update };
        aside::put(&store, number, &record).await.unwrap();
    }
    assert_eq!(inbox::accepted(&store).await.unwrap(), []);
    drop(store);

    let listed = home.run(&["aside"]);
    assert_eq!(listed.code, 0, "{listed:?}");
    assert!(
        listed.out.contains(
            "update 7, message in chat 5, 2026-01-01T00:00:00Z: the program died three times"
        ) && listed.out.ends_with("2 updates are set aside\n")
            && !listed.out.contains("WRITTEN"),
        "{listed:?}"
    );
    assert_eq!(home.run(&["aside", "--retry", "7"]).code, 0);
    assert_eq!(home.run(&["aside", "--forget", "8"]).code, 0);
    assert_eq!(home.run(&["aside", "--forget", "8"]).code, 1);
    assert_eq!(home.run(&["aside", "--retry", "7"]).code, 1);
    assert!(home.run(&["aside"]).out.starts_with("0 updates"));
    let store = Embedded::open(&place(&home)).unwrap();
    let again = inbox::accepted(&store).await.unwrap();
    assert_eq!(again, [(7, update(7))]);
}

//! What every engine behind the `Store` trait has to do. An engine that is added later passes the same tests.

use std::time::Duration;

use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::{
    Commit, Committed, Compare, OPERATIONS_MAX, Operation, Store, StoreError, scan_all,
};

fn put(key: &str, value: &str) -> Operation {
    Operation::Put(key.into(), value.into())
}

fn is(key: &str, value: Option<&str>) -> Compare {
    Compare {
        key: key.into(),
        is: value.map(Into::into),
    }
}

async fn commit(
    store: &dyn Store,
    compares: Vec<Compare>,
    operations: Vec<Operation>,
) -> Committed {
    store
        .commit(Commit {
            compares,
            operations,
        })
        .await
        .unwrap()
}

async fn contract(store: &dyn Store) {
    assert_eq!(store.get(b"a").await.unwrap(), None);
    assert_eq!(
        commit(
            store,
            vec![],
            vec![put("p/a", "1"), put("p/b", "2"), put("q/a", "3")]
        )
        .await,
        Committed::Done
    );
    assert_eq!(store.get(b"p/a").await.unwrap().as_deref(), Some(&b"1"[..]));
    // Scans are in order, below their prefix, and go on where they left off.
    let keys = async |prefix: &str, after: Option<&str>, limit: usize| -> Vec<String> {
        let rows = store
            .scan(prefix.as_bytes(), after.map(str::as_bytes), limit)
            .await
            .unwrap();
        rows.into_iter()
            .map(|(key, _)| String::from_utf8(key).unwrap())
            .collect()
    };
    assert_eq!(keys("p/", None, 9).await, ["p/a", "p/b"]);
    assert_eq!(keys("p/", None, 1).await, ["p/a"]);
    assert_eq!(keys("p/", Some("p/a"), 9).await, ["p/b"]);
    assert_eq!(keys("p/", Some("p/b"), 9).await, Vec::<String>::new());
    assert_eq!(scan_all(store, b"").await.unwrap().len(), 3);
    // All conditions hold, or nothing is applied.
    let mixed = vec![is("p/a", Some("1")), is("p/c", Some("x"))];
    assert_eq!(
        commit(store, mixed, vec![put("p/a", "9"), put("p/c", "9")]).await,
        Committed::Conflict
    );
    assert_eq!(keys("p/", None, 9).await, ["p/a", "p/b"]);
    assert_eq!(
        commit(
            store,
            vec![is("p/c", None)],
            vec![put("p/c", "3"), Operation::Delete("p/a".into())]
        )
        .await,
        Committed::Done
    );
    assert_eq!(
        commit(store, vec![is("p/c", None)], vec![put("p/c", "4")]).await,
        Committed::Conflict
    );
    assert_eq!(keys("p/", None, 9).await, ["p/b", "p/c"]);
    assert_eq!(
        commit(store, vec![], vec![Operation::Delete("never".into())]).await,
        Committed::Done
    );
    assert_eq!(
        commit(store, vec![is("p/c", Some("3"))], vec![]).await,
        Committed::Done
    );
    // Commits are small.
    let many = |count: usize| {
        (0..count)
            .map(|n| put(&format!("m/{n:04}"), "x"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        commit(store, vec![], many(OPERATIONS_MAX)).await,
        Committed::Done
    );
    let refused = store.commit(Commit::of(many(OPERATIONS_MAX + 1))).await;
    assert!(
        matches!(refused, Err(StoreError::TooLarge(129))),
        "{refused:?}"
    );
    // A watch tells of changes below its prefix, and of those only.
    let mut watch = store.watch(b"w/");
    assert_eq!(
        commit(store, vec![], vec![put("v/1", "x")]).await,
        Committed::Done
    );
    let quiet = tokio::time::timeout(Duration::from_millis(50), watch.changed()).await;
    assert!(quiet.is_err(), "a change elsewhere was told");
    assert_eq!(
        commit(store, vec![], vec![put("w/1", "x")]).await,
        Committed::Done
    );
    assert_eq!(
        commit(store, vec![], vec![put("w/2", "x")]).await,
        Committed::Done
    );
    assert!(
        tokio::time::timeout(Duration::from_secs(5), watch.changed())
            .await
            .unwrap()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_engine_keeps_the_contract() {
    let dir = tempfile::tempdir().unwrap();
    let place = Place {
        state: dir.path().to_owned(),
        min_free_mib: 1,
    };
    let store = Embedded::open(&place).unwrap();
    contract(&store).await;
    drop(store);
    let store = Embedded::open(&place).unwrap();
    assert_eq!(
        store.get(b"p/c").await.unwrap().as_deref(),
        Some(&b"3"[..]),
        "what was committed is there again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_the_same_row_one_gets_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = std::sync::Arc::new(
        Embedded::open(&Place {
            state: dir.path().to_owned(),
            min_free_mib: 1,
        })
        .unwrap(),
    );
    for round in 0..50 {
        let key = format!("row/{round}");
        let tries = (0..8).map(|n| {
            let (store, key) = (store.clone(), key.clone());
            tokio::spawn(async move {
                commit(
                    &*store,
                    vec![is(&key, None)],
                    vec![put(&key, &n.to_string())],
                )
                .await
            })
        });
        let mut done = 0;
        for one in tries.collect::<Vec<_>>() {
            done += usize::from(one.await.unwrap() == Committed::Done);
        }
        assert_eq!(done, 1);
    }
}

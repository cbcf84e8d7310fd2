//! Seeding and revisions.

use crate::support::program::Home;
use crate::support::{copy_of_data, project};
use async_trait::async_trait;
use std::sync::atomic::{AtomicUsize, Ordering};
use union_brief::data::files::load;
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::records::{EntryRecord, encode};
use union_brief::store::{
    Commit, Committed, Operation, Row, Store, StoreError, Watch, dossiers, keys,
};

use super::{fails, replace_in};

#[test]
fn changed_data_becomes_a_revision_and_old_wordings_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::with_data(&copy_of_data(dir.path()));
    assert!(home.ask("/about").contains("Revision 1"));
    assert!(
        home.ask("/about").contains("Revision 1"),
        "the same data again is no revision"
    );

    let facts = home.data.join("facts/article.toml");
    replace_in(
        &facts,
        "Two union programmes were still in the works.",
        "Two union programmes were not finished.",
    );
    replace_in(&facts, "id = \"seed-byline\"", "id = \"seed-signature\"");
    replace_in(
        &home.data.join("inquiries.toml"),
        "\"seed-byline\"",
        "\"seed-signature\"",
    );
    assert!(home.ask("/about").contains("Revision 2"));
    let revised = home.ask("/fact seed-figure-two-left");
    assert!(
        revised.contains("Two union programmes were not finished."),
        "{revised}"
    );
    assert!(
        revised.contains("Worded differently until revision 2")
            && revised.contains("still in the works"),
        "{revised}"
    );
    let withdrawn = home.ask("/fact seed-byline");
    assert!(
        withdrawn.contains("withdrawn with revision 2") && withdrawn.contains("By admin"),
        "{withdrawn}"
    );
    assert!(home.ask("/fact seed-signature").contains("By admin"));

    // Back as it was: a third revision; nothing is forgotten.
    replace_in(
        &facts,
        "Two union programmes were not finished.",
        "Two union programmes were still in the works.",
    );
    replace_in(&facts, "id = \"seed-signature\"", "id = \"seed-byline\"");
    replace_in(
        &home.data.join("inquiries.toml"),
        "\"seed-signature\"",
        "\"seed-byline\"",
    );
    let again = home.ask("/fact seed-figure-two-left");
    assert!(
        again.contains("until revision 3") && again.contains("not finished"),
        "{again}"
    );
    assert!(!home.ask("/fact seed-byline").contains("withdrawn"));
}

#[test]
fn faulty_data_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::with_data(&copy_of_data(dir.path()));
    replace_in(
        &home.data.join("terms.toml"),
        "id = \"roadmap\"",
        "id = \"road map\"",
    );
    let done = home.run(&["ask", "/about"]);
    fails(&done, 1, "faults in the data; union-brief check names each");
    replace_in(
        &home.data.join("terms.toml"),
        "id = \"road map\"",
        "id = \"roadmap\"",
    );
    assert!(home.ask("/about").contains("Revision 1"));
    replace_in(
        &home.data.join("facts/article.toml"),
        "28 union programmes in all",
        "29 union programmes in all",
    );
    replace_in(
        &home.data.join("facts/article.toml"),
        "as_of = \"2021-02-11\"",
        "as_of = \"2021-02-31\"",
    );
    let done = home.run(&["ask", "/fact seed-total-28"]);
    assert!(
        done.out.contains("28 union programmes in all") && done.err.contains("revision 1 stays"),
        "{done:?}"
    );
    // Without any data there is still what the store holds; without a store there is nothing to say.
    std::fs::remove_dir_all(&home.data).unwrap();
    assert!(home.run(&["ask", "/about"]).out.contains("Revision 1"));
    let empty = Home::with_data(&home.data);
    fails(&empty.run(&["ask", "/about"]), 1, "set UNION_BRIEF_DATA");
}

/// A store that counts commits.
struct Counting<'a>(&'a Embedded, AtomicUsize);

#[async_trait]
impl Store for Counting<'_> {
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.get(key).await
    }

    async fn scan(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.0.scan(prefix, after, limit).await
    }

    async fn commit(&self, commit: Commit) -> Result<Committed, StoreError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.commit(commit).await
    }

    fn watch(&self, prefix: &[u8]) -> Watch {
        self.0.watch(prefix)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_data_again_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = Embedded::open(&Place {
        state: dir.path().to_owned(),
        min_free_mib: 1,
    })
    .unwrap();
    let store = Counting(&store, AtomicUsize::new(0));
    let dossier = load(&project().join("data")).unwrap();
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let first = dossiers::publish(&store, None, &dossier, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (first.number, first.added, first.revised, first.withdrawn),
        (1, 46, 0, 0)
    );
    let seeding = store.1.swap(0, Ordering::SeqCst);
    assert!(seeding > 0);
    let loaded = dossiers::load(&store).await.unwrap().unwrap();
    assert_eq!(
        loaded.dossier, dossier,
        "what is loaded is what was published"
    );
    assert_eq!(
        dossiers::publish(&store, Some(&loaded), &dossier, now)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        store.1.load(Ordering::SeqCst),
        0,
        "commits for the same data"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_cut_short_does_not_count() {
    let dir = tempfile::tempdir().unwrap();
    let store = Embedded::open(&Place {
        state: dir.path().to_owned(),
        min_free_mib: 1,
    })
    .unwrap();
    let dossier = load(&project().join("data")).unwrap();
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    dossiers::publish(&store, None, &dossier, now)
        .await
        .unwrap();
    let before = dossiers::load(&store).await.unwrap().unwrap();
    // Rows of revision 2, without the last commit that makes them count.
    let mut other = dossier.clone();
    other.facts[0].text.en = "Something else.".to_owned();
    let entry = other
        .entries()
        .into_iter()
        .find(|entry| entry.key().id == other.facts[0].id.as_str())
        .unwrap();
    let row = Operation::Put(
        keys::entry(&entry.key(), 2),
        encode(&EntryRecord::Stands(Box::new(entry))).unwrap(),
    );
    assert_eq!(
        store.commit(Commit::of(vec![row])).await.unwrap(),
        Committed::Done
    );
    assert_eq!(dossiers::load(&store).await.unwrap().unwrap(), before);
    // The next publication takes its place.
    other.facts[0].text.en = "A third wording.".to_owned();
    let second = dossiers::publish(&store, Some(&before), &other, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((second.number, second.revised), (2, 1));
    let after = dossiers::load(&store).await.unwrap().unwrap();
    assert_eq!(after.dossier, other);
    assert_eq!(after.history.revised[&other.facts[0].id].len(), 1);
}

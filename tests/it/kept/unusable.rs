//! Locked, full, damaged, too new.

use crate::support::copy;
use crate::support::program::Home;
use crate::support::telegram::{Chat, Telegram, person};
use std::path::Path;
use union_brief::store::StoreError;
use union_brief::store::embedded::{Embedded, Place};
use union_brief::store::{Commit, Committed, Operation, Store, keys};

use super::fails;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_told_that_the_first_holds_the_lock() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = home.serve(&telegram);
    telegram
        .ask(Chat::Private(5), &person(5, "en"), "/about")
        .await;
    fails(
        &home.run(&["ask", "/status"]),
        3,
        "is in use by another union-brief",
    );
    fails(
        &home.run(&["backup", home.dir.path().join("b").to_str().unwrap()]),
        3,
        "is in use",
    );
    telegram
        .ask(Chat::Private(5), &person(5, "en"), "/about")
        .await;
    bot.kill();
    home.ask("/status");
}

#[test]
fn an_unusable_store_says_so_in_one_line() {
    // A folder that cannot be made.
    let home = Home::new();
    std::fs::write(home.state(), "a file").unwrap();
    fails(
        &home.run(&["ask", "/status"]),
        3,
        "let this user write there",
    );
    // No room: nothing is written, and what is there is still read.
    let mut full = Home::new();
    full.min_free_mib = 1 << 40;
    fails(&full.run(&["ask", "/status"]), 3, "MiB free");
    full.min_free_mib = 1;
    full.ask("/language be");
    full.min_free_mib = 1 << 40;
    assert!(full.ask("/status").contains("Стан спраў"));
    fails(&full.run(&["ask", "/language ru"]), 3, "MiB free");
    full.min_free_mib = 1;
    assert!(
        full.ask("/status").contains("Стан спраў"),
        "nothing accepted is lost"
    );
    // A torn snapshot, as a kill leaves it, is no obstacle.
    std::fs::write(
        full.state().join("store/snap.0000000000FFFFFF.generating"),
        [0; 7],
    )
    .unwrap();
    assert!(full.ask("/status").contains("Стан спраў"));
}

#[test]
fn a_damaged_store_says_so_and_is_not_repaired_silently() {
    let home = Home::new();
    home.ask("/language be");
    let db = home.state().join("store/db");
    let good = std::fs::read(&db).unwrap();
    let kept = home.dir.path().join("kept");
    copy(&home.state(), &kept);
    let (mut refused, mut unharmed) = (0, 0);
    for (at, with_snapshot) in
        (0..60).flat_map(|n| [(n * good.len() / 60, true), (n * good.len() / 60, false)])
    {
        std::fs::remove_dir_all(home.state()).unwrap();
        copy(&kept, &home.state());
        let mut bad = good.clone();
        for byte in &mut bad[at..(at + 64).min(good.len())] {
            *byte ^= 0x5a;
        }
        std::fs::write(&db, &bad).unwrap();
        if !with_snapshot {
            remove_snapshots(&home.state().join("store"));
        }
        let done = home.run(&["ask", "/status"]);
        match done.code {
            0 => {
                assert!(
                    done.out.contains("Стан спраў"),
                    "byte {at}: what was accepted is gone, and nobody is told"
                );
                unharmed += 1;
            }
            3 => {
                assert_eq!(
                    done.err
                        .lines()
                        .filter(|line| line.starts_with("union-brief: "))
                        .count(),
                    1,
                    "{}",
                    done.err
                );
                assert!(
                    done.err.contains("union-brief restore FILE"),
                    "{}",
                    done.err
                );
                refused += 1;
            }
            code => panic!("byte {at}: exit code {code}: {done:?}"),
        }
    }
    assert!(refused > 0);
    println!("damaged=120 refused={refused} unharmed={unharmed} lost=0 crashed=0");
}

fn remove_snapshots(store: &Path) {
    for entry in std::fs::read_dir(store).unwrap() {
        let path = entry.unwrap().path();
        if path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("snap.")
        {
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_a_newer_version_is_left_alone() {
    let home = Home::new();
    home.ask("/language be");
    let place = Place {
        state: home.state(),
        min_free_mib: 1,
    };
    let put = async |key: &[u8], value: &[u8]| {
        let store = Embedded::open(&place).unwrap();
        let commit = Commit::of(vec![Operation::Put(key.to_vec(), value.to_vec())]);
        assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    };
    put(keys::META_SCHEMA, br#"{"v":1,"is":3}"#).await;
    fails(
        &home.run(&["ask", "/status"]),
        3,
        "written by a newer union-brief (form 3, this one knows up to 2)",
    );
    put(keys::META_SCHEMA, br#"{"v":1,"is":1}"#).await;
    put(&keys::chat(1), br#"{"v":9,"is":{"lang":"be"}}"#).await;
    fails(
        &home.run(&["ask", "/status"]),
        3,
        "written by a newer union-brief (form 9",
    );
    put(&keys::chat(1), b"not json").await;
    fails(&home.run(&["ask", "/status"]), 3, "cannot be read");
}

#[test]
fn a_first_start_is_not_in_its_own_way() {
    // The engine lets go of its files a moment after it is closed, on threads of its own; a busy machine shows it.
    let start = |_| {
        let dir = tempfile::tempdir().unwrap();
        let place = Place {
            state: dir.path().join("state"),
            min_free_mib: 0,
        };
        for _ in 0..3 {
            // Another test that starts a program right now hands the lock on to it for a moment, until it runs.
            let opened = (0..20).find_map(|_| match Embedded::open(&place) {
                Err(StoreError::Locked(_)) => {
                    std::thread::sleep(std::time::Duration::from_millis(50));
                    None
                }
                opened => Some(opened.unwrap()),
            });
            drop(opened.unwrap());
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| (0..20).for_each(start));
        }
    });
}

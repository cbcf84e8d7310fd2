//! Export, backup, restore.

use crate::support::program::Home;
use union_brief::data::files::load;

use super::fails;

#[test]
fn what_is_exported_is_data_that_changes_nothing() {
    let home = Home::new();
    home.ask("/about");
    let export = home.dir.path().join("out");
    let done = home.run(&["export", export.to_str().unwrap()]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.out.contains("46 facts of revision 1"));
    let checked = home.run(&["check", export.to_str().unwrap()]);
    assert!(checked.out.contains("0 faults; 46 facts"), "{checked:?}");
    assert_eq!(
        load(&export).unwrap(),
        load(&home.data).unwrap(),
        "the same dossier"
    );
    let exported = Home {
        dir: home.dir,
        data: export.clone(),
        min_free_mib: 1,
    };
    assert!(exported.ask("/about").contains("Revision 1"));
    fails(
        &exported.run(&["export", export.to_str().unwrap()]),
        1,
        "is not empty",
    );
    fails(
        &Home::new().run(&["export", "/tmp/never"]),
        1,
        "there is no store",
    );
}

#[test]
fn a_backup_brings_everything_back_and_never_overwrites_silently() {
    let home = Home::new();
    home.ask("/language be");
    let file = home.dir.path().join("kept.backup");
    let path = file.to_str().unwrap();
    let done = home.run(&["backup", path]);
    assert_eq!(done.code, 0, "{done:?}");
    fails(&home.run(&["backup", path]), 1, "exists already");
    // Into an empty place.
    let other = Home::new();
    let done = other.run(&["restore", path]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(other.ask("/about").contains("Рэвізія 1"));
    // Over another store: only when asked to, and the old one is kept.
    other.ask("/language ru");
    fails(&other.run(&["restore", path]), 1, "--replace");
    assert!(other.ask("/about").contains("Ревизия 1"));
    let done = other.run(&["restore", "--replace", path]);
    assert!(done.out.contains("store-before-restore-1"), "{done:?}");
    assert!(other.ask("/about").contains("Рэвізія 1"));
    assert!(other.state().join("store-before-restore-1/db").exists());
    // A file that is cut short, changed or something else changes nothing.
    let whole = std::fs::read_to_string(&file).unwrap();
    let bad = home.dir.path().join("bad.backup");
    for text in [
        whole[..whole.len() / 2].to_owned(),
        whole.replacen("\"v\":\"ey", "\"v\":\"eX", 1),
        "nonsense".to_owned(),
        String::new(),
        whole.clone() + "{\"k\":\"\",\"v\":\"\"}\n",
    ] {
        std::fs::write(&bad, &text).unwrap();
        let done = other.run(&["restore", "--replace", bad.to_str().unwrap()]);
        if text.len() > whole.len() {
            assert_eq!(done.code, 0, "what follows the footer is not part of it");
        } else {
            fails(&done, 1, "is not a whole backup");
        }
        assert!(other.ask("/about").contains("Рэвізія 1"));
    }
    // Cut short between its last two steps, a restore is finished by the next start.
    std::fs::create_dir(other.state().join("restored")).unwrap();
    std::fs::rename(
        other.state().join("store"),
        other.state().join("restored/store"),
    )
    .unwrap();
    assert!(other.ask("/about").contains("Рэвізія 1"));
}

//! What came later: updates as data files, published when the settings say so.

use std::path::Path;

use crate::support::program::{Done, Home};
use crate::support::{adding, copy_of_data};

use super::{fails, replace_in};

fn following(home: &Home, args: &[&str]) -> Done {
    let mut command = home.command(args);
    command
        .env("UNION_BRIEF_FOLLOWUPS", "on")
        .env("UNION_BRIEF_LOG", "info");
    command.output().unwrap().into()
}

fn home_with_copy() -> (tempfile::TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::with_data(&copy_of_data(dir.path()));
    (dir, home)
}

#[test]
fn the_dossier_is_the_article_until_updates_are_asked_for_and_each_is_published_once() {
    let home = Home::new();
    assert!(home.ask("/about").contains("Revision 1 "));
    assert!(home.ask("/about").contains("46 facts from 1 source"));
    let first = following(&home, &["ask", "/about"]);
    assert!(first.out.contains("Revision 8 "), "{first:?}");
    assert_eq!(
        first.err.matches(" INFO  revision ").count(),
        7,
        "{first:?}"
    );
    let again = following(&home, &["ask", "/about"]);
    assert!(
        again.out.contains("Revision 8 ") && again.err.is_empty(),
        "{again:?}"
    );
    // What is published stays, whatever the setting says later.
    assert!(home.ask("/about").contains("Revision 8 "));
    let status = |day: &str| home.ask(&format!("/status {day}"));
    for (day, says, no_more) in [
        (
            "2021-04-28",
            "Two union programmes",
            "still in the works: 1",
        ),
        ("2021-06-10", "nearly agreed: 27", "still in the works: 2"),
        (
            "2021-08-09",
            "equal conditions for buying natural gas",
            "the 28th, was not finished",
        ),
        ("2021-09-09", "agreed by both sides: 28", "natural gas"),
        (
            "2021-09-10",
            "Council of Ministers of the Union State had approved",
            "Nothing in the package was",
        ),
        (
            "2021-11-04",
            "Union programmes adopted: 28",
            "as signed, adopted or in force",
        ),
        (
            "2022-10-03",
            "common principles of indirect taxes",
            "nearly agreed: 27",
        ),
    ] {
        let text = status(day);
        assert!(
            text.contains(says) && !text.contains(no_more),
            "{day}: {text}"
        );
    }
    for (lang, says) in [
        ("ru", "утверждены 28 союзных программ"),
        ("be", "зацверджаны 28 саюзных праграм"),
    ] {
        let done = home.run(&["ask", "--lang", lang, "/status 2021-11-04"]);
        assert!(done.out.contains(says), "{done:?}");
    }
    let corrected = home.ask("/fact seed-nothing-signed");
    assert!(
        corrected.contains("As of 28 April 2021 the article reported nothing"),
        "{corrected}"
    );
    assert!(
        corrected.contains("Worded differently until revision 8"),
        "{corrected}"
    );
    assert!(
        corrected.contains("Nothing in the package is reported as signed"),
        "{corrected}"
    );
    assert!(home.ask("was anything signed?").starts_with("Yes. "));
    assert!(home.ask("how many are left?").starts_with("0. "));
    assert!(home.ask("what about gas?").contains("natural gas"));
    println!("updates=7 revisions=8 published_again=0");
}

#[test]
fn changed_data_files_keep_what_was_published() {
    let (_dir, home) = home_with_copy();
    following(&home, &["ask", "/about"]);
    let article = home.data.join("facts/article.toml");
    replace_in(
        &article,
        "That makes 28 union programmes in all.",
        "In all there are 28 union programmes.",
    );
    let text = home.ask("/about");
    assert!(
        text.contains("Revision 9 ") && text.contains("58 facts"),
        "{text}"
    );
    // A published file that is changed changes nothing; the log says how to put it right.
    let gas = home.data.join("followups/0002-gas-is-left.toml");
    replace_in(
        &gas,
        "one union programme was left",
        "a single union programme was left",
    );
    let done = following(&home, &["ask", "/fact fu-2021-08-09-gas-left"]);
    assert!(
        done.out.contains("that one union programme was left"),
        "{done:?}"
    );
    assert!(
        done.err.contains("put it right with another update"),
        "{done:?}"
    );
    // Data files that an update does not fit any more change nothing.
    replace_in(
        &home.data.join("dossier.toml"),
        "id = \"signing\"",
        "id = \"signatures\"",
    );
    replace_in(&article, "\"signing\"", "\"signatures\"");
    let done = home.run(&["ask", "/about"]);
    assert!(done.out.contains("Revision 9 "), "{done:?}");
    assert!(
        done.err.contains(
            "does not fit the data files any more: revision 6, 0005-adopted-by-decree.toml:"
        ) && done.err.contains("revision 9 stays as it is"),
        "{done:?}"
    );
}

#[test]
fn a_faulty_update_is_named_and_changes_nothing() {
    let good = adding("news", "News from the article.");
    let revised = good
        .replace("[[fact]]", "[[revised.fact]]")
        .replace("[[fact.evi", "[[revised.fact.evi");
    let reason = "reason.en = \"x\"\nreason.ru = \"x\"\nreason.be = \"x\"\n";
    let head = "why.en = \"x\"\nwhy.ru = \"x\"\nwhy.be = \"x\"\n";
    let withdrawn = |id: &str| format!("{head}[[withdrawn.fact]]\nid = \"{id}\"\n{reason}");
    let cases = [
        (
            good.replace("why.be = \"Навіны.\"\n", ""),
            1,
            "`why.be` is missing",
        ),
        (
            good.replace("id = \"news\"", "id = \"seed-total-28\""),
            6,
            "to put it right, write [[revised.fact]]",
        ),
        (
            good.replace("\"article\"", "\"artcle\""),
            16,
            "no such source",
        ),
        (
            good.replace("timeline = true", "timeline = 1"),
            10,
            "expected true or false",
        ),
        (
            good.replace("as_of = \"2021-04-28\"", "as_of = \"2022-04-28\""),
            8,
            "after its source was published",
        ),
        (revised.clone(), 5, "`reason` is missing"),
        (
            revised,
            6,
            "there is no fact `news` in the dossier to change",
        ),
        (
            withdrawn("seed-total-29"),
            5,
            "there is no fact `seed-total-29`",
        ),
        (
            withdrawn("seed-total-28"),
            5,
            "fact `seed-total-28` is withdrawn, but",
        ),
        (
            withdrawn("seed-byline").replace("reason.ru = \"x\"\n", ""),
            6,
            "`reason.ru` is missing",
        ),
        (
            format!(
                "{}{reason}[[withdrawn.fact]]\nid = \"seed-byline\"\n",
                withdrawn("seed-byline").replace(reason, "")
            ),
            10,
            "changed twice",
        ),
        (head.to_owned(), 1, "this one does nothing"),
        (format!("{good}[[facts]]\n"), 20, "unknown key `facts`"),
        ("why".to_owned(), 1, "not TOML"),
    ];
    let named = cases.len();
    for (text, line, said) in cases {
        let (_dir, home) = home_with_copy();
        let file = home.data.join("followups/0008-news.toml");
        std::fs::write(&file, &text).unwrap();
        let done = home.run(&["check"]);
        let place = format!("{}:{line}: ", file.display());
        let found = done
            .out
            .lines()
            .any(|fault| fault.starts_with(&place) && fault.contains(said));
        assert!(found && done.code == 1, "{said}: {place} {done:?}\n{text}");
        let done = following(&home, &["ask", "/about"]);
        assert!(
            done.out.contains("Revision 1 ") && done.err.contains("no update is published"),
            "{done:?}"
        );
    }
    println!("faulty_updates={named} named={named}");
}

#[test]
fn a_setting_that_is_none_stops_the_start() {
    let home = Home::new();
    let mut command = home.command(&["ask", "/about"]);
    let done: Done = command
        .env("UNION_BRIEF_FOLLOWUPS", "yes")
        .output()
        .unwrap()
        .into();
    fails(
        &done,
        2,
        "UNION_BRIEF_FOLLOWUPS is \"yes\"; allowed: on or off",
    );
}

#[test]
fn a_thing_withdrawn_is_told_with_its_reason_kept_and_may_come_back() {
    let (_dir, home) = home_with_copy();
    let folder = home.data.join("followups");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("1.toml", &adding("news", "News from the article."));
    write(
        "2.toml",
        "why.en = \"x\"\nwhy.ru = \"x\"\nwhy.be = \"x\"\n[[withdrawn.fact]]\nid = \"news\"\nreason.en = \"It was not so.\"\n\
         reason.ru = \"x\"\nreason.be = \"x\"\n",
    );
    let done = following(&home, &["ask", "/fact news"]);
    assert!(
        done.out.contains("withdrawn with revision 3")
            && done.out.contains("News from the article."),
        "{done:?}"
    );
    write("3.toml", &adding("news", "News after all."));
    let done = following(&home, &["ask", "/fact news"]);
    assert!(done.out.starts_with("News after all."), "{done:?}");
    // A backup has the updates too; what is brought back goes on as before.
    let backup = home.dir.path().join("b");
    assert_eq!(home.run(&["backup", path(&backup)]).code, 0);
    let other = Home::with_data(&home.data);
    assert_eq!(other.run(&["restore", path(&backup)]).code, 0);
    assert!(other.ask("/about").contains("Revision 4 "));
    let export = home.dir.path().join("out");
    assert_eq!(home.run(&["export", path(&export)]).code, 0);
    let fresh = Home::with_data(&export);
    assert!(fresh.ask("/fact news").starts_with("News after all."));
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

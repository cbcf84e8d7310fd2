//! `union-brief check`: the shipped data has no faults, and every fault is named with its file and line.

use std::path::Path;

use crate::support::copy_of_data;
use crate::support::program::{Done, Home};

fn check(dir: &Path) -> Done {
    Home::new().run(&["check", dir.to_str().unwrap()])
}

#[test]
fn the_shipped_data_has_no_faults() {
    let home = Home::new();
    let done = home.run(&["check"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains("0 faults; 46 facts"), "{}", done.out);
}

/// One way to break a file: a text that stands in it, what is put in its place, and what is then said of which line. The
/// line is counted from that of the text.
struct Break {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    line: i64,
    said: &'static str,
}

const fn in_facts(from: &'static str, to: &'static str, said: &'static str) -> Break {
    Break {
        file: "facts/article.toml",
        from,
        to,
        line: 0,
        said,
    }
}

const fn broken(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    said: &'static str,
) -> Break {
    Break {
        file,
        from,
        to,
        line: 0,
        said,
    }
}

const BREAKS: &[Break] = &[
    // Unknown keys and ids.
    in_facts(
        "standing = \"done\"",
        "standings = \"done\"",
        "unknown key `standings`",
    ),
    broken(
        "people.toml",
        "name.en = \"Dmitry Peskov\"",
        "nam.en = \"Dmitry Peskov\"",
        "unknown key `nam`",
    ),
    broken(
        "dossier.toml",
        "[examples]",
        "[example]",
        "unknown key `example`",
    ),
    in_facts(
        "actors = [\"golovchenko\", \"mishustin\"]",
        "actors = [\"golovchenko\", \"medvedev\"]",
        "`actors` names `medvedev`, but there is no such person or body",
    ),
    in_facts(
        "topics = [\"people\", \"institutions\"]",
        "topics = [\"people\", \"institution\"]",
        "there is no such topic",
    ),
    in_facts(
        "speaker = \"peskov\"",
        "speaker = \"putin\"",
        "`speaker` names `putin`",
    ),
    in_facts(
        "through = [\"belta\"]",
        "through = [\"tass\"]",
        "there is no such body",
    ),
    in_facts(
        "source = \"article\"",
        "source = \"articel\"",
        "there is no such source",
    ),
    in_facts(
        "from = [\"seed-figure-26\", \"seed-total-28\"]",
        "from = [\"seed-figure-26\", \"seed-total-29\"]",
        "there is no such fact",
    ),
    in_facts(
        "indicator = \"programmes-in-all\"",
        "indicator = \"programs\"",
        "there is no such indicator",
    ),
    broken(
        "people.toml",
        "fact = \"seed-peskov-role\"",
        "fact = \"seed-peskov\"",
        "there is no such fact",
    ),
    broken(
        "terms.toml",
        "facts = [\"seed-cis-relevance\"]",
        "facts = [\"cis\"]",
        "there is no such fact",
    ),
    broken(
        "dossier.toml",
        "person = \"peskov\"",
        "person = \"pushkin\"",
        "there is no such person",
    ),
    // Duplicate ids, and ids that are none.
    in_facts(
        "id = \"seed-total-28\"",
        "id = \"seed-figure-26\"",
        "fact `seed-figure-26` exists already",
    ),
    broken(
        "people.toml",
        "id = \"lukashenko\"",
        "id = \"mezentsev\"",
        "person `mezentsev` exists already",
    ),
    broken(
        "bodies.toml",
        "id = \"belta\"",
        "id = \"BelTA\"",
        "expected 1 to 64 of a-z, 0-9 and -",
    ),
    // A missing language.
    Break {
        file: "facts/article.toml",
        from: "text.be = \"Усяго, такім чынам, 28 саюзных праграм.\"\n",
        to: "",
        line: -2,
        said: "`text.be` is missing: every text is needed in en, ru and be",
    },
    Break {
        file: "people.toml",
        from: "name.be = \"Міхаіл Мішусцін\"\n",
        to: "",
        line: -2,
        said: "`name.be` is missing",
    },
    // Missing evidence.
    Break {
        file: "facts/article.toml",
        from: "\n[[fact.evidence]]\nsource = \"article\"\nparagraph = 0\nmanner = \"page\"\nbasis = \"stated\"\n",
        to: "",
        line: -11,
        said: "evidence is missing",
    },
    // Impossible dates, and a fact dated after its source.
    in_facts(
        "as_of = \"2021-02-11\"",
        "as_of = \"2021-02-30\"",
        "`as_of` is \"2021-02-30\", expected a date",
    ),
    in_facts(
        "as_of = \"early 2021-04\"",
        "as_of = \"start 2021-04\"",
        "expected a date such as 2021-04-23, mid 2021-04",
    ),
    in_facts(
        "stated_on = \"2021-04-28\"",
        "stated_on = \"2021-04-31\"",
        "expected a day of the calendar",
    ),
    in_facts(
        "as_of = \"2021-04-23\"",
        "as_of = \"2021-04-29\"",
        "after its source was published (2021-04-28)",
    ),
    in_facts(
        "stated_on = \"2021-04-28\"",
        "stated_on = \"2021-04-20\"",
        "before the fact itself",
    ),
    broken(
        "sources.toml",
        "date = \"2021-04-28\"",
        "date = \"28.04.2021\"",
        "expected a day of the calendar",
    ),
    // Empty and over-long texts.
    in_facts(
        "text.en = \"That makes 28 union programmes in all.\"",
        "text.en = \" \"",
        "`text.en` is empty",
    ),
    broken(
        "terms.toml",
        "name.en = \"endorsed\"",
        "name.en = \"LONG\"",
        "characters long, expected at most 120",
    ),
    // Quotations.
    in_facts(
        "verbatim = true",
        "verbatim = false",
        "marked `verbatim = true`",
    ),
    in_facts(
        "kind = \"reported-statement\"",
        "kind = \"quotation\"",
        "a quotation needs [fact.quotation]",
    ),
    Break {
        file: "facts/article.toml",
        from: "translation.ru = \"необходимые решения\"\n",
        to: "",
        line: -1,
        said: "`translation.ru` is missing",
    },
    // Derivations.
    Break {
        file: "facts/article.toml",
        from: "basis = \"derived\"",
        to: "basis = \"stated\"",
        line: -10,
        said: "`derivation` belongs only to a fact whose evidence is derived",
    },
    Break {
        file: "facts/article.toml",
        from: "basis = \"stated\"",
        to: "basis = \"derived\"",
        line: -17,
        said: "a derived fact needs [fact.derivation]",
    },
    in_facts(
        "how.en = \"26 handed over + 2 in the works = 28.\"",
        "hou.en = \"26 handed over + 2 in the works = 28.\"",
        "unknown key `hou`",
    ),
    // Kinds, words, types, TOML itself.
    in_facts(
        "kind = \"event\"",
        "kind = \"happening\"",
        "expected one of status, figure, event",
    ),
    in_facts(
        "manner = \"headline\"",
        "manner = \"title\"",
        "expected one of headline, narration",
    ),
    in_facts(
        "paragraph = 9",
        "paragraph = \"nine\"",
        "expected the number of a paragraph",
    ),
    in_facts(
        "timeline = true",
        "timeline = \"yes\"",
        "expected true or false",
    ),
    in_facts(
        "amount = 71.5",
        "amount = \"71.5\"",
        "expected a number such as 26 or 71.5",
    ),
    broken(
        "indicators.toml",
        "unit = \"percent\"",
        "unit = \"per cent\"",
        "expected one of count, percent",
    ),
    broken(
        "sources.toml",
        "url = \"https://",
        "url = \"ftp://",
        "begins with http:// or https://",
    ),
    broken(
        "dossier.toml",
        "time_zone = \"Europe/Minsk\"",
        "time_zone = \"Minsk\"",
        "such as Europe/Lisbon",
    ),
    broken(
        "dossier.toml",
        "languages = [\"en\", \"ru\", \"be\"]",
        "languages = [\"en\", \"ru\"]",
        "expected to be en, ru, be",
    ),
    broken("documents.toml", "[[document]]", "[[document]", "not TOML"),
];

#[test]
fn every_fault_is_named_with_its_file_and_line() {
    for (number, one) in BREAKS.iter().enumerate() {
        let dir = tempfile::tempdir().unwrap();
        let data = copy_of_data(dir.path());
        let path = data.join(one.file);
        let text = std::fs::read_to_string(&path).unwrap();
        let at = text
            .find(one.from)
            .unwrap_or_else(|| panic!("{} is not in {}", one.from, one.file));
        let to = one.to.replace("LONG", &"long ".repeat(30));
        std::fs::write(&path, text.replacen(one.from, &to, 1)).unwrap();
        let line = i64::try_from(text[..at].matches('\n').count()).unwrap() + 1 + one.line;
        let done = check(&data);
        let expected = format!("{}:{line}: ", path.display());
        let named = done
            .out
            .lines()
            .any(|fault| fault.starts_with(&expected) && fault.contains(one.said));
        assert!(
            named,
            "break {number} ({}): expected {expected}…{}… in\n{}",
            one.to, one.said, done.out
        );
        assert_eq!(done.code, 1, "{}", done.err);
    }
    println!("ways={} named={}", BREAKS.len(), BREAKS.len());
}

#[test]
fn missing_and_unknown_files_are_faults() {
    let dir = tempfile::tempdir().unwrap();
    let data = copy_of_data(dir.path());
    std::fs::rename(data.join("terms.toml"), data.join("glossary.toml")).unwrap();
    let done = check(&data);
    assert_eq!(done.code, 1);
    for expected in [
        "terms.toml:1: the file is missing",
        "glossary.toml:1: unknown file",
    ] {
        assert!(done.out.contains(expected), "{}", done.out);
    }
    let done = check(&dir.path().join("nowhere"));
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.contains("nowhere"), "{}", done.err);
}

#[test]
fn a_person_without_a_name_in_some_language_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    let data = copy_of_data(dir.path());
    let people = data.join("people.toml");
    let text = std::fs::read_to_string(&people).unwrap();
    std::fs::write(
        &people,
        text.replace("name.ru = \"Дмитрий Песков\"", "name.ru = \"\""),
    )
    .unwrap();
    let done = check(&data);
    assert!(done.out.contains("`name.ru` is empty"), "{}", done.out);
    assert_eq!(done.code, 1);
}

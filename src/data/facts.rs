//! Reading facts, with the rules that make a fact trustworthy: evidence, dates that can be, quotations marked verbatim,
//! derivations that are told.

use jiff::civil::Date;

use super::known::Sort;
use super::subjects::language_code;
use super::table::{TEXT_MAX, Table};
use crate::dossier::fact::{
    Basis, Derivation, Evidence, Fact, Kind, Manner, Quotation, Standing, Translations, Value,
};
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::when::AsOf;

/// Reads a `[[fact]]`.
pub fn fact(table: &Table<'_>) -> Option<Fact> {
    let id = table.id();
    let kind = table.word("kind", &Kind::ALL, Kind::word);
    let as_of = as_of(table);
    let stated_on = table.optional_date("stated_on");
    let actors = table.references("actors", &[Sort::Person, Sort::Body]);
    let topics = topics(table);
    let text = table.wording("text", TEXT_MAX);
    let note = table.optional_wording("note", TEXT_MAX);
    let quotation = optional(table, "quotation", quotation);
    let derivation = optional(table, "derivation", derivation);
    let evidence = evidence(table);
    let value = optional(table, "value", value);
    let standing = table.optional_word("standing", &Standing::ALL, Standing::word);
    let timeline = table.flag("timeline");
    let replaces = table.references("replaces", &[Sort::Fact]);
    let fact = Fact {
        id: id?,
        kind: kind?,
        as_of: as_of?,
        stated_on: stated_on?,
        actors: actors?,
        topics: topics?,
        text: text?,
        note: note?,
        quotation: quotation?,
        derivation: derivation?,
        evidence: evidence?,
        value: value?,
        standing: standing?,
        timeline: timeline?,
        replaces: replaces?,
    };
    check_kind(table, &fact);
    check_basis(table, &fact);
    check_dates(table, &fact);
    Some(fact)
}

fn optional<T>(
    table: &Table<'_>,
    key: &str,
    read: impl Fn(&Table<'_>) -> Option<T>,
) -> Option<Option<T>> {
    match table.table(key)? {
        None => Some(None),
        Some(inner) => {
            let read = read(&inner);
            inner.finish();
            read.map(Some)
        }
    }
}

fn as_of(table: &Table<'_>) -> Option<AsOf> {
    table.parsed(
        "as_of",
        "a date such as 2021-04-23, mid 2021-04, 2021-04 or 2021",
    )
}

fn topics(table: &Table<'_>) -> Option<Vec<Id>> {
    let topics = table.references("topics", &[Sort::Topic])?;
    if topics.is_empty() {
        table.fault("`topics` is missing or empty, expected at least one topic of dossier.toml");
        return None;
    }
    Some(topics)
}

fn quotation(table: &Table<'_>) -> Option<Quotation> {
    let verbatim = table.flag("verbatim");
    let language = language_code(table, "language");
    let text = table.text("text", TEXT_MAX);
    let translation = optional(table, "translation", translations);
    if verbatim == Some(false) {
        table.fault_at(
            "verbatim",
            "a quotation has to be marked `verbatim = true`; a paraphrase belongs into `text`",
        );
        return None;
    }
    let quotation = Quotation {
        language: language?,
        text: text?,
        translation: translation?.unwrap_or_default(),
    };
    for lang in Lang::ALL {
        let (own, translated) = (
            quotation.language == lang.code(),
            quotation.translation.get(lang).is_some(),
        );
        if own && translated {
            table.fault_at(
                "translation",
                format!(
                    "`translation.{}` is the language of the words themselves",
                    lang.code()
                ),
            );
        } else if !own && !translated {
            table.fault_at(
                "text",
                format!(
                    "`translation.{}` is missing: every quotation is translated",
                    lang.code()
                ),
            );
        }
    }
    Some(quotation)
}

fn translations(table: &Table<'_>) -> Option<Translations> {
    let [en, ru, be] = Lang::ALL.map(|lang| table.optional_text(lang.code(), TEXT_MAX));
    Some(Translations {
        en: en?,
        ru: ru?,
        be: be?,
    })
}

fn derivation(table: &Table<'_>) -> Option<Derivation> {
    let from = table.references("from", &[Sort::Fact]);
    let how = table.wording("how", TEXT_MAX);
    Some(Derivation {
        from: from?,
        how: how?,
    })
}

fn value(table: &Table<'_>) -> Option<Value> {
    let indicator = table.reference("indicator", &[Sort::Indicator]);
    let amount = table.number("amount", "a number such as 26 or 71.5");
    let approximate = table.flag("approximate");
    Some(Value {
        indicator: indicator?,
        amount: amount?,
        approximate: approximate?,
    })
}

fn evidence(table: &Table<'_>) -> Option<Vec<Evidence>> {
    let read: Vec<_> = table.tables("evidence")?.iter().map(one_evidence).collect();
    if read.is_empty() {
        table.fault("evidence is missing: a fact needs at least one [[fact.evidence]]");
        return None;
    }
    read.into_iter().collect()
}

fn one_evidence(table: &Table<'_>) -> Option<Evidence> {
    let source = table.reference("source", &[Sort::Source]);
    let paragraph = table.number("paragraph", "the number of a paragraph, 0 for the headline");
    let sentence = table.optional_number("sentence", "the number of a sentence, from 1");
    let manner = table.word("manner", &Manner::ALL, Manner::word);
    let speaker = table.optional_reference("speaker", &[Sort::Person]);
    let through = table.references("through", &[Sort::Body]);
    let basis = table.word("basis", &Basis::ALL, Basis::word);
    table.finish();
    let (manner, speaker) = (manner?, speaker?);
    if matches!(manner, Manner::Quotation | Manner::Paraphrase) && speaker.is_none() {
        table.fault("`speaker` is missing: a quotation or a paraphrase is somebody's");
    }
    Some(Evidence {
        source: source?,
        paragraph: paragraph?,
        sentence: sentence?,
        manner,
        speaker,
        through: through?,
        basis: basis?,
    })
}

fn check_kind(table: &Table<'_>, fact: &Fact) {
    if fact.kind == Kind::Quotation && fact.quotation.is_none() {
        table.fault_at(
            "kind",
            "a quotation needs [fact.quotation] with the words, marked `verbatim = true`",
        );
    }
    if fact.kind == Kind::Figure && fact.value.is_none() {
        table.fault_at(
            "kind",
            "a figure needs `value` with an indicator and an amount",
        );
    }
    if matches!(fact.kind, Kind::Quotation | Kind::ReportedStatement) && fact.speaker().is_none() {
        table.fault_at(
            "kind",
            format!("a {} needs a `speaker` in its evidence", fact.kind.word()),
        );
    }
}

fn check_basis(table: &Table<'_>, fact: &Fact) {
    match (fact.is_derived(), &fact.derivation) {
        (true, None) => table.fault("a derived fact needs [fact.derivation] with `how` and, where it rests on facts, `from`"),
        (false, Some(_)) => table.fault_at("derivation", "`derivation` belongs only to a fact whose evidence is derived"),
        (true, Some(derivation)) if derivation.from.contains(&fact.id) => {
            table.fault_at("derivation", "a fact cannot be derived from itself");
        }
        _ => {}
    }
    if fact.replaces.contains(&fact.id) {
        table.fault_at("replaces", "a fact cannot replace itself");
    }
}

fn check_dates(table: &Table<'_>, fact: &Fact) {
    if let Some(stated_on) = fact.stated_on
        && stated_on < fact.as_of.first()
    {
        table.fault_at(
            "stated_on",
            format!(
                "`stated_on` is {stated_on}, before the fact itself ({})",
                fact.as_of
            ),
        );
    }
    // What a source published on a day can know: nothing that begins, or was said, after that day.
    let sources = fact.evidence.iter().map(|evidence| &evidence.source);
    let newest: Option<Date> = sources
        .filter_map(|source| table.known().source_date(source))
        .max();
    let Some(newest) = newest else {
        return;
    };
    if fact.as_of.first() > newest {
        table.fault_at(
            "as_of",
            format!(
                "`as_of` is {}, after its source was published ({newest})",
                fact.as_of
            ),
        );
    }
    if fact.stated_on.is_some_and(|stated_on| stated_on > newest) {
        table.fault_at(
            "stated_on",
            format!("`stated_on` is after its source was published ({newest})"),
        );
    }
}

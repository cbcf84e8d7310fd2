//! Reading one TOML table: each key is asked for once, whatever is wrong is noted with its line, and keys nobody asked
//! for are faults.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::str::FromStr;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Faults, File};
use super::known::{Known, Sort};
use crate::dossier::id::Id;
use crate::dossier::lang::{Lang, Wording};

/// The longest name, title or form, in UTF-16 units. A button and a list line must hold one.
pub const NAME_MAX: usize = 120;
/// The longest wording, note, description or quotation, in UTF-16 units. With the longest names around it, a list line
/// stays well within one message (4,096; Bot API, `sendMessage`).
pub const TEXT_MAX: usize = 900;

/// One table of a data file.
pub struct Table<'a> {
    file: &'a File,
    faults: &'a Faults,
    known: &'a Known<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Table<'a> {
    /// Reads `table`, which stands at `span` of `file`.
    pub fn new(
        file: &'a File,
        faults: &'a Faults,
        known: &'a Known<'a>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
    ) -> Self {
        Self {
            file,
            faults,
            known,
            table,
            span,
            asked: RefCell::default(),
        }
    }

    /// Every id there is.
    pub fn known(&self) -> &Known<'a> {
        self.known
    }

    /// Notes a fault of the table as a whole.
    pub fn fault(&self, what: impl Into<String>) {
        self.faults.add(self.file, &self.span, what);
    }

    /// Notes a fault at a key, or at the table where the key is missing.
    pub fn fault_at(&self, key: &str, what: impl Into<String>) {
        let span = self
            .table
            .get(key)
            .map_or(self.span.clone(), |value| value.span());
        self.faults.add(self.file, &span, what);
    }

    /// Whether the key is there. It still has to be asked for.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Every key of the table, in no particular order of the file; they still have to be asked for.
    pub fn keys(&self) -> Vec<String> {
        self.table
            .iter()
            .map(|(key, _)| key.get_ref().to_string())
            .collect()
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    fn required(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        let value = self.value(key);
        if value.is_none() {
            self.fault(format!("`{key}` is missing"));
        }
        value
    }

    fn wrong_type(&self, value: &Spanned<DeValue<'_>>, key: &str, expected: &str) {
        let found = value.get_ref().type_str();
        self.faults.add(
            self.file,
            &value.span(),
            format!("`{key}` is {found}, expected {expected}"),
        );
    }

    fn string(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<&'a str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(value, key, "text in quotes");
        }
        text
    }

    /// Text that is neither empty nor longer than `max` UTF-16 units.
    fn bounded(&self, key: &str, value: &'a Spanned<DeValue<'a>>, max: usize) -> Option<String> {
        let text = self.string(key, value)?;
        let units = text.encode_utf16().count();
        if text.trim().is_empty() {
            self.faults.add(
                self.file,
                &value.span(),
                format!("`{key}` is empty, expected text"),
            );
            None
        } else if units > max {
            let what = format!("`{key}` is {units} characters long, expected at most {max}");
            self.faults.add(self.file, &value.span(), what);
            None
        } else {
            Some(text.to_owned())
        }
    }

    /// A text that must be there.
    pub fn text(&self, key: &str, max: usize) -> Option<String> {
        self.bounded(key, self.required(key)?, max)
    }

    /// A text that may be missing: the outer `None` is a fault.
    pub fn optional_text(&self, key: &str, max: usize) -> Option<Option<String>> {
        match self.value(key) {
            None => Some(None),
            Some(value) => self.bounded(key, value, max).map(Some),
        }
    }

    /// A text in every language: a table with the keys `en`, `ru` and `be`.
    pub fn wording(&self, key: &str, max: usize) -> Option<Wording> {
        let value = self.required(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(value, key, "a text for each of en, ru and be");
            return None;
        };
        // A dotted key (`name.en = …`) gives the table the span of its first line.
        let table = Table::new(self.file, self.faults, self.known, table, value.span());
        let [en, ru, be] = Lang::ALL.map(|lang| table.language(key, lang, max));
        table.finish();
        Some(Wording {
            en: en?,
            ru: ru?,
            be: be?,
        })
    }

    fn language(&self, key: &str, lang: Lang, max: usize) -> Option<String> {
        let code = lang.code();
        match self.value(code) {
            Some(value) => self.bounded(&format!("{key}.{code}"), value, max),
            None => {
                self.fault(format!(
                    "`{key}.{code}` is missing: every text is needed in en, ru and be"
                ));
                None
            }
        }
    }

    /// A text in every language that may be missing: the outer `None` is a fault.
    pub fn optional_wording(&self, key: &str, max: usize) -> Option<Option<Wording>> {
        match self.has(key) {
            true => self.wording(key, max).map(Some),
            false => Some(None),
        }
    }

    /// The table's own id.
    pub fn id(&self) -> Option<Id> {
        let value = self.required("id")?;
        let text = self.string("id", value)?;
        let id = Id::new(text);
        if id.is_none() {
            let what = format!(
                "`id` is {text:?}, expected 1 to {} of a-z, 0-9 and -",
                Id::MAX
            );
            self.faults.add(self.file, &value.span(), what);
        }
        id
    }

    /// A reference to something of one of `sorts`, which must be known.
    pub fn reference(&self, key: &str, sorts: &[Sort]) -> Option<Id> {
        self.known_id(key, self.required(key)?, sorts)
    }

    /// A reference that may be missing: the outer `None` is a fault.
    pub fn optional_reference(&self, key: &str, sorts: &[Sort]) -> Option<Option<Id>> {
        match self.value(key) {
            None => Some(None),
            Some(value) => self.known_id(key, value, sorts).map(Some),
        }
    }

    /// A list of references; missing is empty.
    pub fn references(&self, key: &str, sorts: &[Sort]) -> Option<Vec<Id>> {
        let read = self.list(key, |value| self.known_id(key, value, sorts))?;
        let mut seen = BTreeSet::new();
        for id in &read {
            if !seen.insert(id) {
                self.fault_at(key, format!("`{key}` names `{id}` twice"));
            }
        }
        Some(read)
    }

    fn known_id(&self, key: &str, value: &'a Spanned<DeValue<'a>>, sorts: &[Sort]) -> Option<Id> {
        let text = self.string(key, value)?;
        let found = Id::new(text).filter(|id| self.known.has(sorts, id));
        if found.is_none() {
            let names: Vec<_> = sorts.iter().map(|sort| sort.word()).collect();
            let what = format!(
                "`{key}` names `{text}`, but there is no such {}",
                names.join(" or ")
            );
            self.faults.add(self.file, &value.span(), what);
        }
        found
    }

    /// A list of texts; missing is empty.
    pub fn texts(&self, key: &str, max: usize) -> Option<Vec<String>> {
        self.list(key, |value| self.bounded(key, value, max))
    }

    fn list<T>(
        &self,
        key: &str,
        item: impl Fn(&'a Spanned<DeValue<'a>>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(value) = self.value(key) else {
            return Some(Vec::new());
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(value, key, "a list");
            return None;
        };
        // Every item is read before the first fault is given up on, so that all faults are found.
        let read: Vec<_> = array.iter().map(item).collect();
        read.into_iter().collect()
    }

    /// One of a closed set of words.
    pub fn word<T: Copy>(
        &self,
        key: &str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let value = self.required(key)?;
        let text = self.string(key, value)?;
        let found = all
            .iter()
            .copied()
            .find(|candidate| word(*candidate) == text);
        if found.is_none() {
            let words: Vec<_> = all.iter().map(|candidate| word(*candidate)).collect();
            let what = format!("`{key}` is {text:?}, expected one of {}", words.join(", "));
            self.faults.add(self.file, &value.span(), what);
        }
        found
    }

    /// A word of a closed set that may be missing: the outer `None` is a fault.
    pub fn optional_word<T: Copy>(
        &self,
        key: &str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Option<Option<T>> {
        match self.has(key) {
            true => self.word(key, all, word).map(Some),
            false => Some(None),
        }
    }

    /// A text that parses as `T`; `expected` says what it should look like.
    pub fn parsed<T: FromStr>(&self, key: &str, expected: &str) -> Option<T> {
        let value = self.required(key)?;
        let text = self.string(key, value)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let what = format!("`{key}` is {text:?}, expected {expected}");
            self.faults.add(self.file, &value.span(), what);
        }
        parsed
    }

    /// A day.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.parsed(key, "a day of the calendar such as 2021-04-23")
    }

    /// A day that may be missing: the outer `None` is a fault.
    pub fn optional_date(&self, key: &str) -> Option<Option<Date>> {
        match self.has(key) {
            true => self.date(key).map(Some),
            false => Some(None),
        }
    }

    /// A number without quotes, as it is written, so that a decimal stays exact.
    pub fn number<T: FromStr>(&self, key: &str, expected: &str) -> Option<T> {
        self.number_in(key, self.required(key)?, expected)
    }

    /// A number that may be missing: the outer `None` is a fault.
    pub fn optional_number<T: FromStr>(&self, key: &str, expected: &str) -> Option<Option<T>> {
        match self.value(key) {
            None => Some(None),
            Some(value) => self.number_in(key, value, expected).map(Some),
        }
    }

    fn number_in<T: FromStr>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
    ) -> Option<T> {
        let written = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => {
                self.wrong_type(value, key, expected);
                return None;
            }
        };
        let parsed = written.parse().ok();
        if parsed.is_none() {
            let what = format!("`{key}` is {written}, expected {expected}");
            self.faults.add(self.file, &value.span(), what);
        }
        parsed
    }

    /// `true` or `false`; missing is false.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let Some(value) = self.value(key) else {
            return Some(false);
        };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(value, key, "true or false");
        }
        flag
    }

    /// A table inside this one that may be missing: the outer `None` is a fault.
    pub fn table(&self, key: &str) -> Option<Option<Table<'a>>> {
        let Some(value) = self.value(key) else {
            return Some(None);
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(value, key, "a table");
            return None;
        };
        Some(Some(Table::new(
            self.file,
            self.faults,
            self.known,
            table,
            value.span(),
        )))
    }

    /// A list of tables, written `[[key]]`; missing is empty.
    pub fn tables(&self, key: &str) -> Option<Vec<Table<'a>>> {
        self.list(key, |value| {
            let Some(table) = value.get_ref().as_table() else {
                self.wrong_type(value, key, "a table");
                return None;
            };
            Some(Table::new(
                self.file,
                self.faults,
                self.known,
                table,
                value.span(),
            ))
        })
    }

    /// Notes every key that was not asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !asked.contains(name) {
                let names: Vec<_> = asked.iter().map(String::as_str).collect();
                let what = format!("unknown key `{name}`, expected one of {}", names.join(", "));
                self.faults.add(self.file, &key.span(), what);
            }
        }
    }
}

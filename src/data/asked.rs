//! Reading what people ask: `inquiries.toml`, and per language how they word it (`asked/en.toml`) and how they ask whether it
//! is so (`verdicts/en.toml`), which words mean the same (`synonyms/en.toml`) and small talk (`talk/en.toml`).
//!
//! None of these files has to be there: without them the bot answers questions from the wording of the facts alone.

use std::collections::HashMap;

use super::fault::File;
use super::known::Sort;
use super::table::{NAME_MAX, TEXT_MAX, Table};
use crate::dossier::id::Id;
use crate::dossier::inquiry::{Asks, Concept, Inquiry, Phrases, Talk, Verdict};
use crate::dossier::lang::{Lang, Wording};

/// The longest way to word a question, in UTF-16 units: what Telegram takes as an inline query (Bot API, `InlineQuery`).
pub const ASKED_MAX: usize = 256;
/// An inquiry is answered by at most so many facts: an answer is a sentence or two, not a list.
const FACTS_MAX: usize = 3;

/// What a file of this kind holds, by its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How people word inquiries.
    Asked,
    /// How people ask whether something is so, by what the facts say to it.
    Verdicts,
    /// Words that mean the same.
    Synonyms,
    /// Small talk.
    Talk,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Verdicts, Self::Synonyms, Self::Talk];

    /// The folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Verdicts => "verdicts",
            Self::Synonyms => "synonyms",
            Self::Talk => "talk",
        }
    }

    /// The kind and the language of the file at `path`.
    pub fn of(path: &str) -> Option<(Self, Lang)> {
        let (folder, name) = path.split_once('/')?;
        let kind = Self::ALL.into_iter().find(|kind| kind.folder() == folder)?;
        let code = name.strip_suffix(".toml")?;
        let lang = Lang::ALL.into_iter().find(|lang| lang.code() == code)?;
        Some((kind, lang))
    }
}

/// What the files of all languages have given so far.
#[derive(Default)]
pub struct Worded {
    asked: HashMap<Id, Phrases>,
    /// What the facts say yes to, and what no.
    sides: HashMap<Id, [Phrases; 2]>,
    concepts: Vec<Concept>,
    talk: Vec<(Talk, [bool; 3])>,
}

impl Worded {
    /// Reads one file.
    pub fn read(&mut self, file: &File, table: &Table<'_>) {
        let Some((kind, lang)) = Kind::of(&file.path) else {
            return;
        };
        for key in table.keys() {
            let Some(id) = Id::new(&key) else {
                let what = format!(
                    "`{key}` is no id: expected 1 to {} of a-z, 0-9 and -",
                    Id::MAX
                );
                table.fault_at(&key, what);
                continue;
            };
            match kind {
                Kind::Asked => self.asked(table, &key, id, lang),
                Kind::Verdicts => self.sides(table, &key, id, lang),
                Kind::Synonyms => self.concept(table, &key, id, lang),
                Kind::Talk => self.piece(table, &key, id, lang),
            }
        }
    }

    fn sides(&mut self, table: &Table<'_>, key: &str, id: Id, lang: Lang) {
        is_known(table, key, &id);
        let Some(Some(inner)) = table.table(key) else {
            return;
        };
        let sides = self.sides.entry(id).or_default();
        for (side, phrases) in SIDES.into_iter().zip(sides) {
            *phrases.get_mut(lang) = inner.texts(side, ASKED_MAX).unwrap_or_default();
        }
        inner.finish();
    }

    fn asked(&mut self, table: &Table<'_>, key: &str, id: Id, lang: Lang) {
        is_known(table, key, &id);
        let phrases = table.texts(key, ASKED_MAX).unwrap_or_default();
        *self.asked.entry(id).or_default().get_mut(lang) = phrases;
    }

    fn concept(&mut self, table: &Table<'_>, key: &str, id: Id, lang: Lang) {
        let words = table.texts(key, NAME_MAX).unwrap_or_default();
        let position = self.concepts.iter().position(|concept| concept.id == id);
        let position = position.unwrap_or_else(|| {
            let words = Phrases::default();
            self.concepts.push(Concept { id, words });
            self.concepts.len() - 1
        });
        *self.concepts[position].words.get_mut(lang) = words;
    }

    fn piece(&mut self, table: &Table<'_>, key: &str, id: Id, lang: Lang) {
        let Some(Some(inner)) = table.table(key) else {
            return;
        };
        let reply = inner.text("reply", TEXT_MAX).unwrap_or_default();
        let asked = inner.texts("asked", ASKED_MAX).unwrap_or_default();
        inner.finish();
        let position = self.talk.iter().position(|(talk, _)| talk.id == id);
        let position = position.unwrap_or_else(|| {
            let (reply, asked) = (Wording::default(), Phrases::default());
            self.talk.push((Talk { id, reply, asked }, [false; 3]));
            self.talk.len() - 1
        });
        let (talk, there) = &mut self.talk[position];
        there[lang as usize] = true;
        *talk.asked.get_mut(lang) = asked;
        *match lang {
            Lang::En => &mut talk.reply.en,
            Lang::Ru => &mut talk.reply.ru,
            Lang::Be => &mut talk.reply.be,
        } = reply;
    }

    /// Pieces of small talk that lack a language, with it.
    pub fn incomplete_talk(&self) -> Vec<(&Id, Lang)> {
        let pieces = self.talk.iter();
        let lacking = pieces.flat_map(|(talk, there)| {
            let lacks = Lang::ALL.into_iter().filter(|lang| !there[*lang as usize]);
            lacks.map(|lang| (&talk.id, lang))
        });
        lacking.collect()
    }

    /// The inquiries with their wordings, the concepts and the small talk.
    pub fn finish(
        mut self,
        mut inquiries: Vec<Inquiry>,
    ) -> (Vec<Inquiry>, Vec<Concept>, Vec<Talk>) {
        for inquiry in &mut inquiries {
            inquiry.asked = self.asked.remove(&inquiry.id).unwrap_or_default();
            [inquiry.yes, inquiry.no] = self.sides.remove(&inquiry.id).unwrap_or_default();
        }
        let talk = self.talk.into_iter().map(|(talk, _)| talk).collect();
        (inquiries, self.concepts, talk)
    }
}

/// The names of the two sides, as in [`Verdict::word`].
pub const SIDES: [&str; 2] = ["yes", "no"];

/// Notes a fault where wordings are for an inquiry that there is not.
fn is_known(table: &Table<'_>, key: &str, id: &Id) {
    if !table.known().has(&[Sort::Inquiry], id) {
        table.fault_at(
            key,
            format!("`{key}` is asked here, but there is no such inquiry"),
        );
    }
}

/// Reads an `[[inquiry]]`; its wordings stand in files of their own.
pub fn inquiry(table: &Table<'_>) -> Option<Inquiry> {
    let id = table.id();
    let text = table.optional_wording("text", TEXT_MAX);
    let asks = table.optional_word("asks", &Asks::ALL, Asks::word);
    let verdict = table.optional_word("verdict", &Verdict::ALL, Verdict::word);
    let facts = table.references("facts", &[Sort::Fact])?;
    let (text, asks, verdict) = (text?, asks?, verdict?);
    if text.is_none() && asks.is_none() {
        table.fault("an inquiry needs `asks` if its facts answer it, or `text` if no source does");
        return None;
    }
    let may_be_no = text.is_some() && verdict == Some(Verdict::No);
    if verdict.is_some() && asks != Some(Asks::YesNo) && !may_be_no {
        table.fault_at(
            "verdict",
            "`verdict` belongs to an inquiry that asks yes-no; with `text` it can only be no",
        );
    }
    if facts.is_empty() && text.is_none() || facts.len() > FACTS_MAX {
        let what = format!(
            "`facts` names {} facts, expected 1 to {FACTS_MAX}",
            facts.len()
        );
        table.fault_at("facts", what);
    }
    Some(Inquiry {
        id: id?,
        asks,
        verdict,
        facts,
        text,
        asked: Phrases::default(),
        yes: Phrases::default(),
        no: Phrases::default(),
    })
}

//! Laying out: a title and blocks of text become one message with its buttons, and pages where they do not fit.
//!
//! A page begins at a block; how far it reaches is found by filling it. So a page is made without looking at those before
//! it, however long the list is, and a button that leads to a page needs only the number of its first block.

use super::html::Html;
use super::{Button, Reply};
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::question::lexicon::Subject;
use crate::question::{Question, View};
use crate::texts::Voice;

/// Telegram takes 4,096 UTF-16 units after parsing (Bot API, `sendMessage`).
pub const MESSAGE_MAX: usize = 4_096;
/// A page is full at so many characters of HTML, or UTF-16 units where these are more (an emoji is two): a screen or
/// three on a phone, and well below the limit.
const PAGE_FULL: usize = 3_600;
/// No block is longer than this, in UTF-16 units: with a title and a page line the message stays below the limit.
pub const BLOCK_MAX: usize = 3_500;
/// Buttons with a source's number in one row (Telegram shows up to eight).
const MARKS_IN_ROW: usize = 8;

/// Makes the block with this number, and gives the facts it cites their numbers.
pub type MakeBlock<'a> = Box<dyn Fn(usize, &mut Marks<'a>) -> Block + 'a>;

/// A title, blocks and buttons, before they are cut into pages.
pub struct Sheet<'a> {
    /// What stands on top of every page.
    pub title: Html,
    /// How many blocks there are.
    pub count: usize,
    /// Makes one block. Only those that are shown are made.
    pub block: MakeBlock<'a>,
    /// At most so many blocks a page.
    pub most: usize,
    /// Rows of buttons below those of the page.
    pub rows: Vec<Vec<Button>>,
}

/// A part of a reply that is never split between pages.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The heading it stands under; shown where it changes, and at the top of a page.
    pub heading: Option<String>,
    /// What it says.
    pub body: Html,
    /// Buttons that belong to it.
    pub buttons: Vec<Button>,
    /// How far it stands from the block before.
    pub gap: Gap,
}

impl Block {
    /// A block without heading or buttons, apart from others.
    pub fn of(body: Html) -> Self {
        Self {
            body,
            ..Self::default()
        }
    }

    /// The same under a heading.
    pub fn under(self, heading: impl Into<String>) -> Self {
        Self {
            heading: Some(heading.into()),
            ..self
        }
    }

    /// The same on the line after the block before.
    pub fn close(self) -> Self {
        Self {
            gap: Gap::Line,
            ..self
        }
    }

    /// The same with a button.
    pub fn with(self, button: Button) -> Self {
        Self {
            buttons: vec![button],
            ..self
        }
    }
}

/// How far a block stands from the one before, or from its heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gap {
    /// On the next line, as in a list.
    Line,
    /// After an empty line.
    #[default]
    Paragraph,
}

/// The facts cited on a page: each gets a number, and a button with it.
#[derive(Default)]
pub struct Marks<'a> {
    facts: Vec<&'a Fact>,
}

impl<'a> Marks<'a> {
    /// The number of a fact on this page, from 1.
    pub fn number(&mut self, fact: &'a Fact) -> usize {
        let known = self.facts.iter().position(|cited| cited.id == fact.id);
        known.unwrap_or_else(|| {
            self.facts.push(fact);
            self.facts.len() - 1
        }) + 1
    }

    /// How many facts are cited.
    pub fn count(&self) -> usize {
        self.facts.len()
    }

    /// Takes back what was cited after the first `count`.
    pub fn forget_after(&mut self, count: usize) {
        self.facts.truncate(count);
    }

    /// The ids of the facts cited.
    pub fn ids(&self) -> Vec<Id> {
        self.facts.iter().map(|fact| fact.id.clone()).collect()
    }
}

/// One page of a sheet.
pub struct Layout<'a, 'v> {
    /// The texts of the reply's language.
    pub voice: &'v Voice,
    /// The question the sheet answers: what the page buttons ask again.
    pub question: &'a Question,
    /// The first block to show.
    pub from: usize,
}

impl Layout<'_, '_> {
    fn lang(&self) -> Lang {
        self.voice.lang()
    }

    /// The page that begins at `from`, or at the last block where there are not so many.
    pub fn page(&self, sheet: Sheet<'_>) -> Reply {
        let from = self.from.min(sheet.count.saturating_sub(1));
        let mut marks = Marks::default();
        let (blocks, next) = fill(&sheet, from, &mut marks);
        let mut html = sheet.title.clone();
        let mut heading = None;
        for block in &blocks {
            let is_new = block.heading != heading;
            heading.clone_from(&block.heading);
            match &heading {
                Some(heading) if is_new => {
                    separate(&mut html);
                    html.bold(heading).line();
                }
                _ if block.gap == Gap::Line && !html.is_empty() => {
                    html.line();
                }
                _ => separate(&mut html),
            }
            html.push(&block.body);
        }
        let mut keyboard = self.mark_rows(&marks, from);
        keyboard.extend(button_rows(
            blocks.into_iter().flat_map(|block| block.buttons).collect(),
        ));
        if from > 0 || next < sheet.count {
            separate(&mut html);
            html.italic(&self.range(from, next, sheet.count));
            keyboard.push(self.page_row(&sheet, from, next));
        }
        keyboard.extend(sheet.rows);
        Reply {
            html,
            keyboard,
            card: None,
            cited: marks.ids(),
            declined: false,
            lang: self.lang(),
        }
    }

    fn range(&self, from: usize, next: usize, count: usize) -> String {
        let values = [
            ("first", (from + 1).to_string().into()),
            ("last", next.to_string().into()),
            ("count", count.to_string().into()),
        ];
        self.voice.fill("page-range", &values)
    }

    fn mark_rows(&self, marks: &Marks<'_>, from: usize) -> Vec<Vec<Button>> {
        let rows = marks.facts.len().div_ceil(MARKS_IN_ROW).max(1);
        let in_row = marks.facts.len().div_ceil(rows).max(1);
        let page = Layout { from, ..*self };
        let buttons = page.source_buttons(marks, |index| format!("[{}]", index + 1));
        buttons.chunks(in_row).map(<[Button]>::to_vec).collect()
    }

    /// The buttons of the facts cited, by labels; each leads to its fact, and from there back to this page.
    pub fn source_buttons(
        &self,
        marks: &Marks<'_>,
        label: impl Fn(usize) -> String,
    ) -> Vec<Button> {
        let facts = marks.facts.iter().enumerate();
        facts
            .map(|(index, fact)| {
                let back = View {
                    question: self.question.clone(),
                    lang: self.lang(),
                    from: self.from,
                };
                let question = Question::About {
                    subject: Subject::Fact(fact.id.clone()),
                    back: Some(Box::new(self.back_of(back))),
                };
                Button::ask(label(index), question, self.lang())
            })
            .collect()
    }

    /// Where the button on a source leads back to: this page; from a card, where that card leads back to, so that one
    /// press returns to the list one came from.
    fn back_of(&self, here: View) -> View {
        match &self.question {
            Question::About {
                back: Some(back), ..
            } => View::clone(back),
            _ => here,
        }
    }

    fn page_row(&self, sheet: &Sheet<'_>, from: usize, next: usize) -> Vec<Button> {
        let mut row = Vec::new();
        let mut add = |label: &str, to: usize| {
            let button = Button::ask(
                self.voice.say(label).into_owned(),
                self.question.clone(),
                self.lang(),
            );
            row.push(button.at(to));
        };
        if from > 0 {
            add("button-previous", previous(sheet, from));
        }
        if next < sheet.count {
            add("button-next", next);
        }
        row
    }
}

/// How many blocks the first page of a sheet has room for.
pub fn fits(sheet: &Sheet<'_>) -> usize {
    fill(sheet, 0, &mut Marks::default()).1
}

/// The blocks of the page that begins at `from`, and the number of the first one after it. At least one block, so that
/// there is always a next page further on.
fn fill<'a>(sheet: &Sheet<'a>, from: usize, marks: &mut Marks<'a>) -> (Vec<Block>, usize) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut size = sheet.title.source().len();
    let mut at = from;
    while at < sheet.count && blocks.len() < sheet.most {
        let cited = marks.facts.len();
        let block = (sheet.block)(at, marks);
        let heading = block
            .heading
            .as_ref()
            .map_or(0, |heading| heading.encode_utf16().count() + 12);
        let body = block.body.source().chars().count().max(block.body.units());
        let length = body + heading + 2;
        if !blocks.is_empty() && size + length > PAGE_FULL {
            marks.facts.truncate(cited);
            break;
        }
        size += length;
        blocks.push(block);
        at += 1;
    }
    (blocks, at)
}

/// Where the page before the one at `from` begins: as far back as a page reaches, so that going back and forth shows
/// the same blocks.
fn previous(sheet: &Sheet<'_>, from: usize) -> usize {
    let earliest = from.saturating_sub(sheet.most);
    let reaches = |start: &usize| fill(sheet, *start, &mut Marks::default()).1 >= from;
    (earliest..from).find(reaches).unwrap_or(earliest)
}

fn separate(html: &mut Html) {
    if !html.is_empty() {
        html.text("\n\n");
    }
}

/// The buttons of blocks, two in a row, each once.
fn button_rows(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    let mut unique: Vec<Button> = Vec::with_capacity(buttons.len());
    for button in buttons {
        if !unique.contains(&button) {
            unique.push(button);
        }
    }
    unique.chunks(2).map(<[Button]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::texts::Texts;

    #[test]
    fn a_page_of_characters_that_count_twice_still_fits() {
        let texts = Texts::load().unwrap();
        let question = Question::Open;
        let layout = Layout {
            voice: texts.voice(Lang::En),
            question: &question,
            from: 0,
        };
        let sheet = Sheet {
            title: Html::of(&"😀".repeat(60)),
            count: 20,
            block: Box::new(|_, _| Block::of(Html::of(&"😀".repeat(450))).under("😀".repeat(60))),
            most: 16,
            rows: Vec::new(),
        };
        let units = layout.page(sheet).html.units();
        assert!(units <= MESSAGE_MAX, "{units}");
    }
}

//! What is shown to editors: what a draft would change, what became of it, which ones wait.

use super::html::{Html, clip};
use super::sheet::Block;
use super::{Button, Reply, Scene};
use crate::answer::{DraftLine, DraftShown, Edited};
use crate::dossier::difference::{Difference, What};
use crate::dossier::lang::Wording;
use crate::question::Question;
use crate::question::editing::Editing;

/// So much of a text is shown, in UTF-16 units: the longest of a fact is whole.
const TEXT_MAX: usize = 900;
/// So much of a fault is shown, in UTF-16 units.
const FAULT_MAX: usize = 400;
/// So many faults are shown; more are counted.
const FAULTS_MAX: usize = 8;

impl Scene<'_> {
    pub(super) fn editing(&self, edited: &Edited) -> Reply {
        let revision = |id, number: &u64| self.on_revision(id, *number);
        match edited {
            Edited::NotEditor => self.said("editors-only"),
            Edited::NotToml => self.said("draft-not-toml"),
            Edited::TooLarge => self.said("draft-too-large"),
            Edited::NotFetched => self.said("draft-not-fetched"),
            Edited::NotDone => self.said("notice-failed"),
            Edited::Faults(faults) => self.faults("draft-faults", faults, Vec::new()),
            Edited::NoFit(number, faults) => {
                let discard = self.edit("button-discard", Editing::Discard(*number));
                self.faults("draft-no-fit", faults, vec![vec![discard]])
            }
            Edited::Draft(shown) => self.draft(shown),
            Edited::Known(number) => revision("draft-known", number),
            Edited::Published(number) => {
                let undo = self.edit("button-undo", Editing::Undo(Some(*number)));
                Reply {
                    keyboard: vec![vec![undo]],
                    ..revision("draft-published", number)
                }
            }
            Edited::Discarded => self.said("draft-discarded"),
            Edited::NoDraft => self.said("draft-gone"),
            Edited::Drafts(drafts) => self.drafts(drafts),
            Edited::Undone { revision, by } => {
                let values = [
                    ("revision", revision.to_string().into()),
                    ("by", by.to_string().into()),
                ];
                let text = self.voice.fill("undo-done", &values);
                self.page_of(Html::of(&text), Vec::new(), Vec::new())
            }
            Edited::NothingToUndo => self.said("undo-nothing"),
            Edited::Overtaken(number) => revision("undo-overtaken", number),
            Edited::TooLate(number) => revision("undo-late", number),
        }
    }

    /// A message of the catalogue about a revision.
    fn on_revision(&self, id: &str, number: u64) -> Reply {
        let values = [("revision", number.to_string().into())];
        let text = self.voice.fill(id, &values);
        self.page_of(Html::of(&text), Vec::new(), Vec::new())
    }

    fn edit(&self, label: &str, editing: Editing) -> Button {
        self.button(&self.voice.say(label), Question::Editing(editing))
    }

    fn faults(&self, id: &str, faults: &[String], rows: Vec<Vec<Button>>) -> Reply {
        let shown = faults.iter().take(FAULTS_MAX);
        let mut blocks: Vec<Block> = shown
            .map(|fault| Block::of(Html::of(&clip(fault, FAULT_MAX))).close())
            .collect();
        if let Some(more @ 1..) = faults.len().checked_sub(FAULTS_MAX) {
            let text = self
                .voice
                .fill("draft-more-faults", &[("count", more.into())]);
            blocks.push(Block::of(Html::of(&text)).close());
        }
        let mut title = Html::new();
        title.bold(&self.voice.say(id));
        self.page_of(title, blocks, rows)
    }

    fn draft(&self, shown: &DraftShown) -> Reply {
        let mut title = self.origin(&shown.line);
        title
            .line()
            .text(&clip(shown.why.get(self.lang()), TEXT_MAX));
        let changes = shown.changes.iter().map(|change| self.difference(change));
        let number = shown.line.number;
        let row = vec![
            self.edit("button-publish", Editing::Publish(number)),
            self.edit("button-discard", Editing::Discard(number)),
        ];
        self.page_of(title, changes.collect(), vec![row])
    }

    /// The name of a draft, and below it who sent it and when.
    fn origin(&self, line: &DraftLine) -> Html {
        let at = self.moment_in(line.at, self.library.zone().clone());
        let values = [("who", line.who.as_str().into()), ("moment", at.into())];
        let mut html = Html::new();
        html.bold(&line.name).line();
        html.text(&self.voice.fill("draft-from", &values));
        html
    }

    fn difference(&self, difference: &Difference) -> Block {
        let (id, texts) = match &difference.what {
            What::Added(is) => ("draft-added", vec![("draft-says", is)]),
            What::Withdrawn(was) => ("draft-withdrawn", vec![("draft-says", was)]),
            What::Corrected { was, is } if was == is => ("draft-around", Vec::new()),
            What::Corrected { was, is } => {
                let texts = vec![("draft-was", was), ("draft-is", is)];
                ("draft-corrected", texts)
            }
        };
        let kind = [("kind", difference.kind.into())];
        let values = [
            ("kind", self.voice.fill("draft-kind", &kind).into()),
            ("id", difference.id.as_str().into()),
        ];
        let mut html = Html::new();
        html.bold(&self.voice.fill(id, &values));
        let why = difference.why.iter().map(|why| ("draft-why", why));
        for (id, wording) in texts.into_iter().chain(why) {
            self.said_in(&mut html, id, wording);
        }
        Block::of(html)
    }

    fn said_in(&self, html: &mut Html, id: &str, wording: &Wording) {
        let text = clip(wording.get(self.lang()), TEXT_MAX);
        if !text.is_empty() {
            let values = [("text", text.into_owned().into())];
            html.line().text(&self.voice.fill(id, &values));
        }
    }

    fn drafts(&self, drafts: &[DraftLine]) -> Reply {
        if drafts.is_empty() {
            return self.said("drafts-none");
        }
        let mut title = Html::new();
        title.bold(&self.voice.say("drafts-title"));
        let blocks = drafts.iter().map(|draft| {
            let number = draft.number;
            // Of several drafts each button says which one it is for.
            let numbered = |id, editing| {
                let label = format!("{number}: {}", self.voice.say(id));
                self.button(&label, Question::Editing(editing))
            };
            let mut html = Html::of(&format!("{number}. "));
            html.push(&self.origin(draft));
            Block {
                buttons: vec![
                    numbered("button-show", Editing::Show(number)),
                    numbered("button-publish", Editing::Publish(number)),
                    numbered("button-discard", Editing::Discard(number)),
                ],
                ..Block::of(html)
            }
        });
        self.page_of(title, blocks.collect(), Vec::new())
    }
}

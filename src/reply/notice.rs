//! Notices: what has changed, for a chat that has subscribed; and the same message again when one of its facts has been put
//! right.

use super::facts::IN_LIST_MAX;
use super::html::{Html, clip};
use super::sheet::{Block, Layout, Marks, Sheet, fits};
use super::{Button, Reply, Scene};
use crate::answer::{Moved, Notice};
use crate::dossier::id::Id;
use crate::dossier::revision::Revision;
use crate::question::{News, Question};

/// Items in one notice. The others are behind a button.
const ITEMS: usize = 8;

/// What a notice tells of, beside the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tells {
    /// The facts that it shows, those withdrawn too, in their order.
    pub facts: Vec<Id>,
    /// It begins after this revision.
    pub after: u64,
    /// It tells of what came up to this one.
    pub until: u64,
    /// So many news have no room in it and are behind a button.
    pub behind: usize,
}

impl<'a> Scene<'a> {
    /// What has changed after a revision.
    pub fn notice(&self, notice: &'a Notice<'a>, after: u64) -> (Reply, Tells) {
        let moved = notice.moved.len();
        let mut title = Html::new();
        title.bold(&self.voice.say("notice-title"));
        let mut sheet = Sheet {
            title,
            count: moved + notice.items.len(),
            block: Box::new(move |index, marks| match notice.moved.get(index) {
                Some(moved) => self.moved(moved, marks),
                None => self.news_block(&notice.items[index - moved], marks),
            }),
            most: moved + ITEMS,
            rows: Vec::new(),
        };
        let shown = fits(&sheet);
        let behind = sheet.count - shown;
        sheet.count = shown;
        sheet.rows = vec![self.notice_row(behind, after)];
        let moved = notice.moved.iter().map(|moved| &moved.is.id);
        let items = notice.items.iter().map(|news| &news.fact().id);
        let mut facts: Vec<Id> = Vec::with_capacity(shown);
        for fact in moved.chain(items).take(shown) {
            if !facts.contains(fact) {
                facts.push(fact.clone());
            }
        }
        let tells = Tells {
            facts,
            after,
            until: self.library.revision().number,
            behind,
        };
        (self.page_from_first(sheet), tells)
    }

    fn page_from_first(&self, sheet: Sheet<'a>) -> Reply {
        let layout = Layout {
            voice: self.voice,
            question: self.question,
            from: 0,
        };
        layout.page(sheet)
    }

    /// `Drafts handed over: 26 → 27`
    fn moved(&self, moved: &Moved<'a>, marks: &mut Marks<'a>) -> Block {
        let Moved { indicator, was, is } = *moved;
        let values = [
            ("indicator", indicator.name.get(self.lang()).into()),
            ("was", self.value(indicator, was).into()),
            ("is", self.value(indicator, is).into()),
        ];
        let mut body = Html::of("• ");
        body.bold(&self.voice.fill("notice-moved", &values));
        self.cite(&mut body, is, marks);
        Block::of(body)
            .under(self.voice.say("status-figures"))
            .close()
    }

    /// Where things stand, and the news that have no room in the message.
    fn notice_row(&self, behind: usize, after: u64) -> Vec<Button> {
        let status = self.button(
            &self.voice.say("button-full-status"),
            Question::Status(None),
        );
        let more = (behind > 0).then(|| {
            let label = self
                .voice
                .fill("button-more-news", &[("count", behind.into())]);
            self.button(&label, Question::News(News::New(Some(after))))
        });
        more.into_iter().chain([status]).collect()
    }

    /// A notice again: each fact as it stands now, with what has been put right since. What has no room any more is behind
    /// the button with the others.
    pub fn amended(&self, tells: &'a Tells) -> Reply {
        let mut title = Html::new();
        title.bold(&self.voice.say("notice-title"));
        let known: Vec<&'a Id> = tells.facts.iter().filter(|id| self.is_known(id)).collect();
        let count = known.len();
        let mut sheet = Sheet {
            title,
            count,
            block: Box::new(move |index, marks| {
                Block::of(self.as_it_stands(known[index], tells.until, marks))
            }),
            most: usize::MAX,
            rows: Vec::new(),
        };
        sheet.count = fits(&sheet);
        let behind = tells.behind + count - sheet.count;
        sheet.rows = vec![self.notice_row(behind, tells.after)];
        self.page_from_first(sheet)
    }

    fn is_known(&self, fact: &Id) -> bool {
        let withdrawn = &self.library.history().withdrawn;
        self.library.fact(fact).is_some() || withdrawn.contains_key(fact)
    }

    /// One fact. Put right several times, it says what the message said and when it was put right last: what lies between
    /// is in the fact's history, and the message keeps its length.
    fn as_it_stands(&self, id: &Id, until: u64, marks: &mut Marks<'a>) -> Html {
        let history = self.library.history();
        if let Some(past) = history.withdrawn.get(id) {
            let mut html = Html::of("• ");
            html.strike(&clip(past.fact.text.get(self.lang()), IN_LIST_MAX));
            self.changed_on(&mut html, "notice-withdrawn-on", id, &past.until);
            return html;
        }
        let Some(fact) = self.library.fact(id) else {
            return Html::new();
        };
        let mut html = self.line(fact, marks);
        let said = history.wording_at(id, until);
        let last = history.revised.get(id).and_then(|pasts| pasts.last());
        if let (Some(said), Some(last)) = (said.filter(|said| **said != fact.text), last) {
            self.changed_on(&mut html, "notice-corrected-on", id, &last.until);
            html.line();
            self.news_line(&mut html, "news-was", said.get(self.lang()));
        }
        html
    }

    /// The line that says when a fact was put right or withdrawn, and why.
    fn changed_on(&self, html: &mut Html, line: &str, fact: &Id, by: &Revision) {
        let day = self.library.day_of(by.published);
        let date = ("date", self.voice.day(day).into());
        html.line().bold(&self.voice.fill(line, &[date]));
        if let Some(reason) = by.reason_for(fact) {
            html.line();
            self.news_line(html, "news-reason", reason.get(self.lang()));
        }
    }
}

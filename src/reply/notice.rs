//! Notices: what has changed, for a chat that has subscribed; and the same message again when one of its facts has been put
//! right.

use super::facts::IN_LIST_MAX;
use super::html::{Html, clip};
use super::sheet::{Block, Layout, Marks, Sheet, fits};
use super::{Button, Reply, Scene};
use crate::answer::{Moved, Notice};
use crate::dossier::id::Id;
use crate::dossier::revision::Past;
use crate::question::{News, Question};

/// Items in one notice. The others are behind a button.
const ITEMS: usize = 8;

impl<'a> Scene<'a> {
    /// What has changed after a revision.
    pub fn notice(&self, notice: &'a Notice<'a>, after: u64) -> Reply {
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
        let all = sheet.count;
        sheet.count = shown;
        sheet.rows = vec![self.notice_row((shown < all).then(|| (all - shown, after)))];
        self.page_from_first(sheet)
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
    fn notice_row(&self, more: Option<(usize, u64)>) -> Vec<Button> {
        let status = self.button(
            &self.voice.say("button-full-status"),
            Question::Status(None),
        );
        let more = more.map(|(count, after)| {
            let label = self
                .voice
                .fill("button-more-news", &[("count", count.into())]);
            self.button(&label, Question::News(News::New(Some(after))))
        });
        more.into_iter().chain([status]).collect()
    }

    /// A notice again, that carried `facts` and told of what came up to revision `until`: each fact as it stands now, with
    /// what has been put right since.
    pub fn amended(&self, facts: &'a [Id], until: u64) -> Reply {
        let mut title = Html::new();
        title.bold(&self.voice.say("notice-title"));
        let known: Vec<&'a Id> = facts.iter().filter(|id| self.is_known(id)).collect();
        self.page_from_first(Sheet {
            title,
            count: known.len(),
            block: Box::new(move |index, marks| {
                Block::of(self.as_it_stands(known[index], until, marks))
            }),
            most: usize::MAX,
            rows: vec![self.notice_row(None)],
        })
    }

    fn is_known(&self, fact: &Id) -> bool {
        let withdrawn = &self.library.history().withdrawn;
        self.library.fact(fact).is_some() || withdrawn.contains_key(fact)
    }

    fn as_it_stands(&self, id: &Id, until: u64, marks: &mut Marks<'a>) -> Html {
        let history = self.library.history();
        if let Some(past) = history.withdrawn.get(id) {
            let mut html = Html::of("• ");
            html.strike(&clip(past.fact.text.get(self.lang()), IN_LIST_MAX));
            self.changed_on(&mut html, "notice-withdrawn-on", past);
            return html;
        }
        let Some(fact) = self.library.fact(id) else {
            return Html::new();
        };
        let mut html = self.line(fact, marks);
        let pasts = history.revised.get(id).into_iter().flatten();
        for past in pasts.filter(|past| past.until.number > until) {
            self.changed_on(&mut html, "notice-corrected-on", past);
            html.line();
            self.news_line(&mut html, "news-was", past.fact.text.get(self.lang()));
        }
        html
    }

    /// The line that says when a fact was put right or withdrawn, and why.
    fn changed_on(&self, html: &mut Html, id: &str, past: &Past) {
        let day = self.library.day_of(past.until.published);
        let date = ("date", self.voice.day(day).into());
        html.line().bold(&self.voice.fill(id, &[date]));
        if let Some(reason) = past.until.reason_for(&past.fact.id) {
            html.line();
            self.news_line(html, "news-reason", reason.get(self.lang()));
        }
    }
}

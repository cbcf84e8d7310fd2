//! What is new: facts with their dates and sources, corrections with the old wording, withdrawals with their reasons.

use super::facts::IN_LIST_MAX;
use super::html::{Html, clip};
use super::sheet::{Block, Marks, Sheet};
use super::{Reply, Scene};
use crate::answer::NewsAnswer;
use crate::dossier::news::{Change, News};
use crate::question::News as Asked;

/// Items on one page.
const ITEMS: usize = 8;
/// What a revision is about is cut at so many UTF-16 units in a heading.
const HEADING_MAX: usize = 240;

impl<'a> Scene<'a> {
    pub(super) fn news(&self, answer: &'a NewsAnswer<'a>) -> Reply {
        let items = &answer.items;
        let mut title = Html::new();
        title.bold(&self.news_title(answer.asked));
        if items.is_empty() {
            title.line().text(&self.no_news(answer));
            return Reply {
                // That nothing has happened is an answer; that nothing is known of a time is none.
                declined: !matches!(answer.asked, Asked::New(_)),
                ..self.page_of(title, Vec::new(), Vec::new())
            };
        }
        self.page(Sheet {
            title,
            count: items.len(),
            block: Box::new(move |index, marks| self.news_block(&items[index], marks)),
            most: ITEMS,
            rows: Vec::new(),
        })
    }

    fn news_title(&self, asked: Asked) -> String {
        let voice = self.voice;
        match asked {
            Asked::Latest(_) => voice.say("news-title-latest").into_owned(),
            Asked::Since(date) => {
                voice.fill("news-title-since", &[("date", voice.date(date).into())])
            }
            Asked::New(Some(_)) => voice.say("news-title-new").into_owned(),
            Asked::New(None) => voice.say("news-title-first").into_owned(),
        }
    }

    fn no_news(&self, answer: &NewsAnswer<'_>) -> String {
        let id = match answer.asked {
            Asked::New(_) => "news-none",
            Asked::Latest(_) | Asked::Since(_) => "news-none-since",
        };
        let newest = answer
            .newest
            .map_or_else(String::new, |newest| self.voice.date(newest));
        self.voice.fill(id, &[("newest", newest.into())])
    }

    pub(super) fn news_block(&self, news: &News<'a>, marks: &mut Marks<'a>) -> Block {
        let body = match news.what {
            Change::Added(fact) => self.line(fact, marks),
            Change::Corrected { fact, was, is } => {
                let mut html = Html::of("• ");
                html.bold(&self.voice.say("news-corrected")).text(" ");
                html.text(&clip(is.get(self.lang()), IN_LIST_MAX));
                self.cite(&mut html, fact, marks);
                html.line();
                self.news_line(&mut html, "news-was", was.get(self.lang()));
                html
            }
            Change::Withdrawn(past) => {
                let mut html = Html::of("• ");
                html.bold(&self.voice.say("news-withdrawn")).text(" ");
                html.text(&clip(past.fact.text.get(self.lang()), IN_LIST_MAX));
                html.text(" — ").italic(&self.attribution(&past.fact));
                html
            }
        };
        let mut body = body;
        if let Some(reason) = news.reason() {
            body.line();
            self.news_line(&mut body, "news-reason", reason.get(self.lang()));
        }
        Block::of(body).under(self.news_heading(news)).close()
    }

    pub(super) fn news_line(&self, html: &mut Html, id: &str, text: &str) {
        let text = clip(text, IN_LIST_MAX);
        html.text(&self.voice.fill(id, &[("text", text.into())]));
    }

    /// What a revision is about, or else which one it is.
    fn news_heading(&self, news: &News<'_>) -> String {
        let revision = news.revision;
        let day = self.library.day_of(revision.published);
        let number = ("revision", revision.number.to_string().into());
        let date = ("date", self.voice.day(day).into());
        match &revision.why {
            None => self.voice.fill("news-revision", &[number, date]),
            Some(why) => {
                let why = clip(why.get(self.lang()), HEADING_MAX);
                self.voice
                    .fill("news-revision-why", &[number, date, ("why", why.into())])
            }
        }
    }
}

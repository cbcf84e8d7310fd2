//! Who said what, and what happened.

use super::facts::IN_LIST_MAX;
use super::html::{Html, clip};
use super::sheet::{Block, Marks, Sheet};
use super::{Reply, Scene};
use crate::answer::{Statements, Timeline};
use crate::dossier::fact::{Fact, Quotation};
use crate::dossier::when::AsOf;
use crate::question::command::Command;

/// Statements on one page.
const STATEMENTS: usize = 6;
/// Events on one page: a story as long as the founding article fits on one.
const EVENTS: usize = 12;

impl<'a> Scene<'a> {
    pub(super) fn statements(&self, statements: &'a Statements<'a>) -> Reply {
        let (quoted, reported) = (&statements.quotations, &statements.reported);
        if quoted.is_empty() && reported.is_empty() {
            return self.nothing_said();
        }
        let mut title = Html::new();
        title.bold(&self.statements_title(statements));
        if let (true, Some(person)) = (quoted.is_empty() && !statements.by_words, statements.person)
        {
            let name = person.name.get(self.lang());
            title.line().text(
                &self
                    .voice
                    .fill("quotes-none-quoted", &[("name", name.into())]),
            );
        }
        self.page(Sheet {
            title,
            count: quoted.len() + reported.len(),
            block: Box::new(move |index, marks| match quoted.get(index) {
                Some(fact) => self.quoted(fact, marks),
                None => self.reported(reported[index - quoted.len()], marks),
            }),
            most: STATEMENTS,
            rows: Vec::new(),
        })
    }

    fn statements_title(&self, statements: &Statements<'_>) -> String {
        match (statements.person, statements.by_words) {
            (Some(person), _) => {
                let name = person.name.get(self.lang());
                self.voice
                    .fill("quotes-title-person", &[("name", name.into())])
            }
            (None, true) => self.voice.say("quotes-title-words").into_owned(),
            (None, false) => self.voice.say("quotes-title").into_owned(),
        }
    }

    /// The reply to a search that found nothing.
    pub(super) fn nothing_said(&self) -> Reply {
        let examples = &self.library.dossier().about.examples;
        let word = examples.words.get(self.lang());
        let mut html = Html::of(&self.voice.say("quotes-nothing"));
        html.line();
        self.example(&mut html, "quotes-example", &Command::Quotes.with(word));
        Reply {
            declined: true,
            ..self.page_of(html, Vec::new(), Vec::new())
        }
    }

    /// A quotation: the context in our words, the words themselves, our translation, who, when, through whom.
    fn quoted(&self, fact: &'a Fact, marks: &mut Marks<'a>) -> Block {
        let mut body = Html::new();
        if let Some(quotation) = &fact.quotation {
            self.quotation(&mut body, quotation);
        }
        body.text(&clip(fact.text.get(self.lang()), IN_LIST_MAX));
        self.cite_speaker(&mut body, fact, marks);
        Block::of(body).under(self.voice.say("quotes-quotations"))
    }

    /// A reported statement: never in quotation marks.
    fn reported(&self, fact: &'a Fact, marks: &mut Marks<'a>) -> Block {
        let mut body = Html::of("• ");
        body.text(&clip(fact.text.get(self.lang()), IN_LIST_MAX));
        self.cite_speaker(&mut body, fact, marks);
        Block::of(body)
            .under(self.voice.say("quotes-reported"))
            .close()
    }

    /// Adds the words and, where they are in another language, our translation.
    pub(super) fn quotation(&self, html: &mut Html, quotation: &Quotation) {
        html.quote(&format!("“{}”", clip(&quotation.text, IN_LIST_MAX)));
        html.line();
        if let Some(translation) = quotation.translation.get(self.lang()) {
            let text = clip(translation, IN_LIST_MAX);
            html.italic(&self.voice.fill("translation", &[("text", text.into())]))
                .line();
        }
    }

    /// Adds who says a fact with the office held at that time, its date and its number.
    pub(super) fn cite_speaker(&self, html: &mut Html, fact: &'a Fact, marks: &mut Marks<'a>) {
        let attribution = self.attribution(fact);
        let name = fact
            .speaker()
            .map(|speaker| self.person_name(speaker))
            .unwrap_or_default();
        let with_office = self.speaker_with_office(fact);
        // The attribution begins with the name; the office belongs right behind it.
        let text = match (attribution.strip_prefix(name), with_office) {
            (Some(rest), Some(speaker)) if !name.is_empty() => format!("{speaker}{rest}"),
            _ => attribution,
        };
        html.text(" — ")
            .italic(&text)
            .text(&format!(" [{}]", marks.number(fact)));
    }

    pub(super) fn timeline(&self, timeline: &'a Timeline<'a>) -> Reply {
        let Some((first, last)) = timeline.spans else {
            return self.sentence("timeline-nothing-at-all");
        };
        let mut title = Html::new();
        title.bold(&self.timeline_title(timeline));
        if timeline.events.is_empty() {
            let values = [
                ("first", self.voice.date(first).into()),
                ("last", self.voice.date(last).into()),
            ];
            title
                .line()
                .text(&self.voice.fill("timeline-nothing", &values));
            return Reply {
                declined: true,
                ..self.page_of(title, Vec::new(), Vec::new())
            };
        }
        self.page(Sheet {
            title,
            count: timeline.events.len(),
            block: Box::new(move |index, marks| {
                let fact = timeline.events[index];
                Block::of(self.line(fact, marks))
                    .under(self.voice.date(fact.as_of))
                    .close()
            }),
            most: EVENTS,
            rows: Vec::new(),
        })
    }

    fn timeline_title(&self, timeline: &Timeline<'_>) -> String {
        let date = |date: AsOf| self.voice.date(date).into();
        match (timeline.from, timeline.to) {
            (Some(from), Some(to)) => self.voice.fill(
                "timeline-title-between",
                &[("from", date(from)), ("to", date(to))],
            ),
            (Some(from), None) | (None, Some(from)) => self
                .voice
                .fill("timeline-title-from", &[("from", date(from))]),
            (None, None) => self.voice.say("timeline-title").into_owned(),
        }
    }
}

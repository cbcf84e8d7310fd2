//! Where things stood; every figure; what is open.

use super::facts::IN_LIST_MAX;
use super::html::{Html, clip};
use super::sheet::{Block, Marks, Sheet};
use super::{Button, Reply, Scene};
use crate::answer::{Remark, Status};
use crate::dossier::fact::Fact;
use crate::dossier::subject::Indicator;
use crate::dossier::when::AsOf;
use crate::question::Question;

/// Lines of a status on one page.
const STATUS_LINES: usize = 16;
/// Lines of other lists on one page.
pub(super) const LIST_LINES: usize = 8;

/// One line of the status.
enum Line<'a> {
    Reading(&'a Indicator, &'a Fact),
    Fact(&'static str, &'a Fact),
    Nothing(&'static str, &'static str),
}

impl<'a> Scene<'a> {
    pub(super) fn status(&self, status: &'a Status<'a>) -> Reply {
        let title_id = if status.is_latest {
            "status-title-latest"
        } else {
            "status-title"
        };
        let mut title = Html::new();
        title.bold(&self.with_date(title_id, status.date));
        if let Some(remark) = self.remark(status) {
            title.line().text(&remark);
        }
        let lines = status_lines(status);
        self.page(Sheet {
            title,
            count: lines.len(),
            block: Box::new(move |index, marks| self.status_block(&lines[index], marks)),
            most: STATUS_LINES,
            rows: vec![self.state_row(status)],
        })
    }

    fn status_block(&self, line: &Line<'a>, marks: &mut Marks<'a>) -> Block {
        match line {
            Line::Reading(indicator, fact) => {
                let mut body = self.reading(indicator, fact);
                self.cite(&mut body, fact, marks);
                Block::of(body)
                    .under(self.voice.say("status-figures"))
                    .close()
            }
            Line::Fact(heading, fact) => self.line_block(heading, fact, marks),
            Line::Nothing(heading, message) => Block::of(Html::of(&self.voice.say(message)))
                .under(self.voice.say(heading))
                .close(),
        }
    }

    /// `• Drafts handed over: 26`
    fn reading(&self, indicator: &Indicator, fact: &Fact) -> Html {
        let name = indicator.name.get(self.lang());
        let value = self.value(indicator, fact);
        let mut html = Html::of("• ");
        let values = [("indicator", name.into()), ("value", value.into())];
        html.bold(&self.voice.fill("status-reading", &values));
        html
    }

    pub(super) fn value(&self, indicator: &Indicator, fact: &Fact) -> String {
        let value = fact.value.as_ref();
        value.map_or_else(String::new, |value| {
            self.voice
                .amount(&value.amount, indicator.unit, value.approximate)
        })
    }

    fn remark(&self, status: &Status<'_>) -> Option<String> {
        Some(match status.remark? {
            Remark::AfterNewest(newest) => self.with_date("status-newest", newest),
            Remark::Future => self.with_date("status-future", status.date),
        })
    }

    fn with_date(&self, id: &str, date: AsOf) -> String {
        self.voice
            .fill(id, &[("date", self.voice.date(date).into())])
    }

    fn state_row(&self, status: &Status<'_>) -> Vec<Button> {
        let earlier = status
            .previous
            .map(|date| self.state_button("button-earlier", date));
        let later = status
            .next
            .map(|date| self.state_button("button-later", date));
        earlier.into_iter().chain(later).collect()
    }

    fn state_button(&self, label: &str, date: AsOf) -> Button {
        self.button(&self.with_date(label, date), Question::Status(Some(date)))
    }

    pub(super) fn before_first(&self, asked: AsOf, first: AsOf, facts: &'a [&'a Fact]) -> Reply {
        let values = [
            ("date", self.voice.date(asked).into()),
            ("first", self.voice.date(first).into()),
        ];
        let reply = self.page(Sheet {
            title: Html::of(&self.voice.fill("status-before", &values)),
            count: facts.len(),
            block: Box::new(move |index, marks| Block::of(self.line(facts[index], marks)).close()),
            most: LIST_LINES,
            rows: vec![vec![self.state_button("button-first", first)]],
        });
        Reply {
            declined: true,
            ..reply
        }
    }

    pub(super) fn numbers(&self, numbers: &'a [(&'a Indicator, Vec<&'a Fact>)]) -> Reply {
        if numbers.is_empty() {
            return self.sentence("numbers-none");
        }
        let of_indicator = |(indicator, facts): &(&'a Indicator, Vec<&'a Fact>)| -> Vec<(&'a Indicator, &'a Fact)> {
            facts.iter().map(|fact| (*indicator, *fact)).collect()
        };
        let values: Vec<(&Indicator, &Fact)> = numbers.iter().flat_map(of_indicator).collect();
        let mut title = Html::new();
        title.bold(&self.voice.say("numbers-title"));
        self.page(Sheet {
            title,
            count: values.len(),
            block: Box::new(move |index, marks| {
                let (indicator, fact) = values[index];
                let mut body = self.reading(indicator, fact);
                body.line()
                    .text(&clip(indicator.counts.get(self.lang()), IN_LIST_MAX));
                self.cite(&mut body, fact, marks);
                Block::of(body)
            }),
            most: LIST_LINES,
            rows: Vec::new(),
        })
    }

    pub(super) fn open(&self, facts: &'a [&'a Fact]) -> Reply {
        if facts.is_empty() {
            return self.sentence("open-none");
        }
        self.lines("open-title", facts)
    }

    /// A list of facts under a title of the catalogue.
    pub(super) fn lines(&self, title_id: &str, facts: &'a [&'a Fact]) -> Reply {
        let mut title = Html::new();
        title.bold(&self.voice.say(title_id));
        self.page(Sheet {
            title,
            count: facts.len(),
            block: Box::new(move |index, marks| Block::of(self.line(facts[index], marks))),
            most: LIST_LINES,
            rows: Vec::new(),
        })
    }
}

fn status_lines<'a>(status: &'a Status<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = status
        .newest
        .iter()
        .map(|fact| Line::Fact("status-newest-heading", fact))
        .collect();
    lines.extend(
        status
            .readings
            .iter()
            .map(|(indicator, fact)| Line::Reading(indicator, fact)),
    );
    for (heading, nothing, facts) in [
        ("status-done", "status-none-done", &status.done),
        ("status-open", "status-none-open", &status.open),
    ] {
        if facts.is_empty() {
            lines.push(Line::Nothing(heading, nothing));
        }
        lines.extend(facts.iter().map(|fact| Line::Fact(heading, fact)));
    }
    lines
}

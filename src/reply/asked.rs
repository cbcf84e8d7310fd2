//! The reply to a question in words: the answer in a sentence or two, or that no source answers; and small talk.

use super::facts::IN_LIST_MAX;
use super::html::{Html, clip};
use super::sheet::{Layout, Marks};
use super::{Reply, Scene};
use crate::dossier::fact::Fact;
use crate::dossier::inquiry::{Inquiry, Talk};
use crate::question::Question;
use crate::question::asked::{Lead, Reason};
use crate::question::command::Command;
use crate::question::lexicon::Subject;
use crate::texts::Voice;

/// An answer is at most so long, in UTF-16 units: a look at a phone. Further facts are left out before it is longer.
const ANSWER_MAX: usize = 600;

impl<'a> Scene<'a> {
    pub(super) fn told(&self, facts: &[&'a Fact], lead: Option<Lead>) -> Reply {
        let mut marks = Marks::default();
        let mut html = Html::new();
        for (index, fact) in facts.iter().enumerate() {
            let mut line = Html::new();
            match (index, lead.and_then(|lead| self.lead(lead, fact))) {
                (0, Some(lead)) => drop(line.bold(&lead).text(" ")),
                (0, None) => {}
                _ => drop(line.text("\n")),
            }
            line.text(&clip(fact.text.get(self.lang()), IN_LIST_MAX));
            let so_far = marks.count();
            self.cite(&mut line, fact, &mut marks);
            if index > 0 && html.units() + line.units() > ANSWER_MAX {
                marks.forget_after(so_far);
                break;
            }
            html.push(&line);
        }
        self.with_sources(html, &marks, facts, false)
    }

    /// What the answer begins with; nothing where the fact begins with it anyway.
    fn lead(&self, lead: Lead, fact: &Fact) -> Option<String> {
        let say = |id: &str| Some(self.voice.say(id).into_owned());
        match lead {
            Lead::Yes => say("lead-yes"),
            Lead::No => say("lead-no"),
            Lead::Unknown => say("lead-unknown"),
            Lead::Date => {
                let date = self.voice.date(fact.as_of);
                Some(self.voice.fill("lead-date", &[("date", date.into())]))
            }
            Lead::Number => {
                let value = fact.value.as_ref()?;
                let unit = self.library.indicator(&value.indicator)?.unit;
                let number = self.voice.amount(&value.amount, unit, value.approximate);
                Some(self.voice.fill("lead-number", &[("number", number.into())]))
            }
        }
    }

    pub(super) fn untold(
        &self,
        inquiry: Option<&Inquiry>,
        reason: Reason,
        related: &[&'a Fact],
    ) -> Reply {
        let own = inquiry.and_then(|inquiry| inquiry.text.as_ref());
        let says = match (own, reason) {
            (Some(text), _) => text.get(self.lang()).to_owned(),
            (None, reason) => self.voice.say(reason_text(reason)).into_owned(),
        };
        let mut html = Html::of(&says);
        let mut marks = Marks::default();
        if !related.is_empty() {
            html.text("\n\n").bold(&self.voice.say("untold-related"));
        }
        for fact in related {
            let so_far = marks.count();
            let line = self.line(fact, &mut marks);
            if html.units() + line.units() > ANSWER_MAX {
                marks.forget_after(so_far);
                break;
            }
            html.line().push(&line);
        }
        self.with_sources(html, &marks, related, true)
    }

    pub(super) fn talk(&self, talk: &Talk) -> Reply {
        let title = self.library.dossier().about.title.get(self.lang());
        let text = talk.reply.get(self.lang());
        let text = text
            .replace("{ $title }", title)
            .replace("{ $help }", &Command::Help.with(""));
        self.page_of(Html::of(&text), Vec::new(), Vec::new())
    }

    /// A reply with a button for each source and one for what is related.
    pub(super) fn with_sources(
        &self,
        html: Html,
        marks: &Marks<'_>,
        facts: &[&'a Fact],
        declined: bool,
    ) -> Reply {
        let layout = Layout {
            voice: self.voice,
            question: self.question,
            from: 0,
        };
        let label = |index: usize| source_label(self.voice, index, marks.count());
        let mut keyboard = Vec::new();
        let sources = layout.source_buttons(marks, label);
        if !sources.is_empty() {
            keyboard.push(sources);
        }
        let topic = facts.first().and_then(|fact| fact.topics.first());
        if let Some(topic) = topic {
            let question = Question::About {
                subject: Subject::Topic(topic.clone()),
                back: None,
            };
            keyboard.push(vec![
                self.button(&self.voice.say("button-related"), question),
            ]);
        }
        Reply {
            html,
            keyboard,
            cited: marks.ids(),
            card: None,
            declined,
            lang: self.lang(),
        }
    }
}

/// What stands on the button of source number `index`, counted from 0, of `count`.
pub fn source_label(voice: &Voice, index: usize, count: usize) -> String {
    if count == 1 {
        return voice.say("button-source").into_owned();
    }
    let number = (index + 1).to_string();
    voice.fill("button-source-number", &[("number", number.into())])
}

fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::Known | Reason::Far => "untold-far",
        Reason::Person => "untold-person",
        Reason::Date => "untold-date",
        Reason::Number => "untold-number",
        Reason::Kind => "untold-kind",
    }
}

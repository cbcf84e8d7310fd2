//! A fact as a line: the statement, who says it, its date, and the number that leads to its proof.

use super::Scene;
use super::html::{Html, clip};
use super::sheet::{Block, Marks};
use crate::dossier::fact::{Fact, Manner};
use crate::dossier::id::Id;
use crate::question::Question;
use crate::question::lexicon::Subject;

/// A statement in a list is cut at so many UTF-16 units. `check` allows no longer ones; the whole is in its proof.
pub(super) const IN_LIST_MAX: usize = 900;
/// A list of names is cut at so many UTF-16 units: three of the longest that `check` allows.
const NAMES_MAX: usize = 360;
/// A description names so many of the facts it rests on; the others stand in its own list.
const CITED_MAX: usize = 8;

impl<'a> Scene<'a> {
    /// The line of a fact: `• Statement. — Who, date [1]`.
    pub(super) fn line(&self, fact: &'a Fact, marks: &mut Marks<'a>) -> Html {
        let mut html = Html::of("• ");
        html.text(&clip(fact.text.get(self.lang()), IN_LIST_MAX));
        self.cite(&mut html, fact, marks);
        html
    }

    /// Adds who says a fact, its date and its number.
    pub(super) fn cite(&self, html: &mut Html, fact: &'a Fact, marks: &mut Marks<'a>) {
        html.text(" — ").italic(&self.attribution(fact));
        html.text(&format!(" [{}]", marks.number(fact)));
    }

    /// Adds who says the facts that a description rests on, with dates and numbers; those with the same attribution
    /// together.
    pub(super) fn cite_all(&self, html: &mut Html, facts: &'a [Id], marks: &mut Marks<'a>) {
        let facts: Vec<&'a Fact> = facts
            .iter()
            .filter_map(|id| self.library.fact(id))
            .take(CITED_MAX)
            .collect();
        let attributions: Vec<String> = facts.iter().map(|fact| self.attribution(fact)).collect();
        let mut separator = " — ";
        for (index, (fact, attribution)) in facts.iter().zip(&attributions).enumerate() {
            if index == 0 || attributions[index - 1] != *attribution {
                html.text(separator).italic(attribution);
                separator = "; ";
            }
            html.text(&format!(" [{}]", marks.number(fact)));
        }
    }

    /// Who says a fact, and when: "First Last (via an agency), 23 April 2021, stated on 28 April 2021".
    pub(super) fn attribution(&self, fact: &Fact) -> String {
        let voice = self.voice;
        let (by, date) = (self.by(fact), voice.date(fact.as_of));
        match fact.stated_on {
            None => voice.fill("said", &[("by", by.into()), ("date", date.into())]),
            Some(day) => {
                let stated = voice.day(day);
                let values = [
                    ("by", by.into()),
                    ("date", date.into()),
                    ("stated", stated.into()),
                ];
                voice.fill("said-later", &values)
            }
        }
    }

    fn by(&self, fact: &Fact) -> String {
        let voice = self.voice;
        if fact.is_derived() {
            return voice.say("by-desk").into_owned();
        }
        let Some(evidence) = fact.evidence.first() else {
            return String::new();
        };
        if let Some(speaker) = fact.speaker() {
            let speaker = self.person_name(speaker);
            let through = self.names(&evidence.through);
            return match through.is_empty() {
                true => voice.fill("by-speaker", &[("speaker", speaker.into())]),
                false => {
                    let values = [("speaker", speaker.into()), ("through", through.into())];
                    voice.fill("by-speaker-through", &values)
                }
            };
        }
        let source = self
            .library
            .source(&evidence.source)
            .map_or("", |source| source.name.get(self.lang()));
        let id = match evidence.manner {
            Manner::Headline => "by-headline",
            Manner::Narration
            | Manner::Quotation
            | Manner::Paraphrase
            | Manner::Page
            | Manner::Desk => "by-source",
        };
        voice.fill(id, &[("source", source.into())])
    }

    /// A person's name in the language of the reply.
    pub(super) fn person_name(&self, person: &Id) -> &'a str {
        self.library
            .person(person)
            .map_or("", |person| person.name.get(self.voice.lang()))
    }

    /// The names of bodies, with commas.
    pub(super) fn names(&self, bodies: &[Id]) -> String {
        let names = bodies
            .iter()
            .filter_map(|id| self.library.body(id))
            .map(|body| body.name.get(self.lang()));
        clip(&names.collect::<Vec<_>>().join(", "), NAMES_MAX).into_owned()
    }

    /// The speaker of a fact with the office held at that time: "First Last, press secretary of …".
    pub(super) fn speaker_with_office(&self, fact: &Fact) -> Option<String> {
        let person = self.library.person(fact.speaker()?)?;
        let name = person.name.get(self.lang());
        Some(match person.office_on(fact.said_on()) {
            None => name.to_owned(),
            Some(office) => {
                let office = office.title.get(self.lang());
                self.voice.fill(
                    "speaker-office",
                    &[("name", name.into()), ("office", office.into())],
                )
            }
        })
    }

    /// A block with a fact's line, under a heading.
    pub(super) fn line_block(&self, heading: &str, fact: &'a Fact, marks: &mut Marks<'a>) -> Block {
        Block::of(self.line(fact, marks))
            .under(self.voice.say(heading))
            .close()
    }

    /// The question that opens a subject.
    pub(super) fn about(subject: Subject) -> Question {
        Question::About {
            subject,
            back: None,
        }
    }
}

//! What was not understood: a sentence that says so, and an example that works.

use super::html::Html;
use super::sheet::Block;
use super::{Button, Reply, Scene};
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::question::Unclear;
use crate::question::command::Command;
use crate::question::lexicon::Subject;

impl<'a> Scene<'a> {
    pub(super) fn unclear(&self, unclear: &'a Unclear) -> Reply {
        let reply = match unclear {
            Unclear::Text => self.not_a_command(),
            Unclear::Command { near } => self.unknown_command(*near),
            Unclear::Date(command) => self.bad_date(*command),
            Unclear::Person { near } => self.no_person(near),
            Unclear::SeveralPeople(people) => {
                self.choice("unclear-several", &self.people_buttons(people))
            }
            Unclear::Number(command) => self.with_example("unclear-number", *command),
            Unclear::Statement => self.nothing_said(),
            Unclear::Term { near } => self.no_term(near),
            Unclear::FactMissing => self.with_example("unclear-fact-missing", Command::Fact),
            Unclear::Fact { near } => self.no_fact(near),
            Unclear::Language => self.no_language(),
            Unclear::Channel(command) => self.with_example("unclear-channel", *command),
            Unclear::Zone => self.with_example("unclear-zone", Command::Settings),
            Unclear::NothingToCheck => self.with_example("check-how", Command::Check),
        };
        Reply {
            declined: true,
            ..reply
        }
    }

    fn not_a_command(&self) -> Reply {
        let commands =
            [Command::Status, Command::Quotes, Command::Help].map(|command| command.with(""));
        let [first, second, third] = commands;
        let values = [
            ("first", first.into()),
            ("second", second.into()),
            ("third", third.into()),
        ];
        self.page_of(
            Html::of(&self.voice.fill("unclear-text", &values)),
            Vec::new(),
            Vec::new(),
        )
    }

    fn unknown_command(&self, near: Option<Command>) -> Reply {
        let mut text = match near {
            Some(near) => self
                .voice
                .fill("unclear-command-near", &[("command", near.with("").into())]),
            None => self.voice.say("unclear-command").into_owned(),
        };
        text.push(' ');
        text.push_str(&self.voice.fill(
            "unclear-command-help",
            &[("command", Command::Help.with("").into())],
        ));
        self.page_of(Html::of(&text), Vec::new(), Vec::new())
    }

    fn with_example(&self, id: &str, command: Command) -> Reply {
        let mut html = Html::new();
        self.example(
            &mut html,
            id,
            &command.with(&self.example_argument(command)),
        );
        self.page_of(html, Vec::new(), Vec::new())
    }

    /// The example is the safest form of a date, the one no language turns around.
    fn bad_date(&self, command: Command) -> Reply {
        let date = self.library.dossier().about.examples.date;
        let mut html = Html::new();
        self.example(&mut html, "unclear-date", &command.with(&date.to_string()));
        self.page_of(html, Vec::new(), Vec::new())
    }

    fn no_person(&self, near: &[Id]) -> Reply {
        if near.is_empty() {
            let all = Command::People.with("");
            let mut text = self.voice.say("unclear-person").into_owned();
            text.push(' ');
            text.push_str(
                &self
                    .voice
                    .fill("unclear-person-none", &[("command", all.into())]),
            );
            return self.page_of(Html::of(&text), Vec::new(), Vec::new());
        }
        self.choice("unclear-person-near", &self.people_buttons(near))
    }

    fn people_buttons(&self, people: &[Id]) -> Vec<Button> {
        let subjects: Vec<_> = people.iter().cloned().map(Subject::Person).collect();
        self.subject_buttons(&subjects)
    }

    fn subject_buttons(&self, subjects: &[Subject]) -> Vec<Button> {
        let named = subjects
            .iter()
            .filter_map(|subject| Some((self.subject_name(subject)?, subject)));
        named
            .map(|(name, subject)| self.button(&name, Self::about(subject.clone())))
            .collect()
    }

    fn subject_name(&self, subject: &Subject) -> Option<String> {
        let (library, lang) = (self.library, self.lang());
        let name = match subject {
            Subject::Person(id) => library.person(id).map(|person| person.name.get(lang)),
            Subject::Document(id) => library.document(id).map(|document| document.name.get(lang)),
            Subject::Term(id) => library.term(id).map(|term| term.name.get(lang)),
            Subject::Body(id) => library.body(id).map(|body| body.name.get(lang)),
            Subject::Topic(id) => library.topic(id).map(|topic| topic.name.get(lang)),
            Subject::Fact(id) => Some(id.as_str()),
        };
        name.map(str::to_owned)
    }

    /// A question back: the choices as lines, and a button each.
    fn choice(&self, id: &str, buttons: &[Button]) -> Reply {
        let lines = buttons
            .iter()
            .map(|button| Block::of(Html::of(&format!("• {}", button.label))).close());
        let rows = buttons.chunks(2).map(<[Button]>::to_vec).collect();
        self.page_of(Html::of(&self.voice.say(id)), lines.collect(), rows)
    }

    fn no_term(&self, near: &[Subject]) -> Reply {
        if near.is_empty() {
            let all = Command::Explain.with("");
            let mut text = self.voice.say("unclear-term").into_owned();
            text.push(' ');
            text.push_str(
                &self
                    .voice
                    .fill("unclear-terms-all", &[("command", all.into())]),
            );
            return self.page_of(Html::of(&text), Vec::new(), Vec::new());
        }
        self.choice("unclear-term-near", &self.subject_buttons(near))
    }

    fn no_fact(&self, near: &[Id]) -> Reply {
        if near.is_empty() {
            return self.with_example("unclear-fact", Command::Fact);
        }
        let subjects: Vec<_> = near.iter().cloned().map(Subject::Fact).collect();
        self.choice("unclear-fact-near", &self.subject_buttons(&subjects))
    }

    fn no_language(&self) -> Reply {
        let mut html = Html::new();
        let other = Lang::ALL
            .into_iter()
            .find(|lang| *lang != self.lang())
            .unwrap_or(Lang::En);
        self.example(
            &mut html,
            "language-unknown",
            &Command::Language.with(other.code()),
        );
        self.page_of(html, Vec::new(), Vec::new())
    }
}

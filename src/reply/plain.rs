//! Replies about the bot itself: start, help, language, what it is, what it stores.

use super::html::Html;
use super::sheet::Block;
use super::{Reply, Scene};
use crate::answer::Refusal;
use crate::dossier::lang::Lang;
use crate::question::command::Command;
use crate::question::subscription::{Whose, Wish};
use crate::question::{News, Question, Quotes};
use crate::subscription::Change;

/// The sections of the help: a heading and its commands.
const HELP: [(&str, &[Command]); 7] = [
    (
        "help-now",
        &[
            Command::Status,
            Command::Timeline,
            Command::Numbers,
            Command::Open,
        ],
    ),
    (
        "help-news",
        &[Command::New, Command::Latest, Command::Since],
    ),
    (
        "help-told",
        &[
            Command::Subscribe,
            Command::Settings,
            Command::Delivery,
            Command::Unsubscribe,
        ],
    ),
    (
        "help-said",
        &[
            Command::Quotes,
            Command::Check,
            Command::People,
            Command::Who,
        ],
    ),
    ("help-terms", &[Command::Documents, Command::Explain]),
    ("help-proof", &[Command::Fact, Command::Sources]),
    (
        "help-bot",
        &[
            Command::Language,
            Command::About,
            Command::Privacy,
            Command::Help,
        ],
    ),
];

impl<'a> Scene<'a> {
    /// What this is, and four buttons.
    pub(super) fn start(&self) -> Reply {
        let about = &self.library.dossier().about;
        let mut html = Html::new();
        html.bold(about.title.get(self.lang())).line();
        html.text(about.description.get(self.lang())).text("\n\n");
        html.text(
            &self
                .voice
                .fill("start-buttons", &[("help", Command::Help.with("").into())]),
        );
        let timeline = Question::Timeline {
            from: None,
            to: None,
        };
        let begin = Question::subscription(Whose::Here, Wish::Change(Change::Begin));
        let buttons = [
            ("button-status", Question::Status(None)),
            ("button-timeline", timeline),
            ("button-quotes", Question::Quotes(Quotes::default())),
            ("button-subscribe", begin),
        ];
        let rows =
            buttons.map(|(label, question)| vec![self.button(&self.voice.say(label), question)]);
        self.page_of(html, Vec::new(), rows.to_vec())
    }

    /// The commands by purpose, an example each.
    pub(super) fn help(&self) -> Reply {
        let mut title = Html::new();
        title.bold(&self.voice.say("help-title"));
        let mut blocks = Vec::new();
        for (heading, commands) in HELP {
            for command in commands {
                blocks.push(
                    Block::of(self.help_line(*command))
                        .under(self.voice.say(heading))
                        .close(),
                );
            }
        }
        let mut hints = Html::of(&self.voice.say("help-words"));
        hints.line().text(&self.date_hint());
        hints.line().text(&self.voice.say("help-group"));
        blocks.push(Block::of(hints));
        self.page_of(title, blocks, Vec::new())
    }

    fn help_line(&self, command: Command) -> Html {
        let argument = match command {
            // What may follow these is for few; the plain command is for all.
            Command::Subscribe | Command::Unsubscribe | Command::Settings | Command::Delivery => {
                String::new()
            }
            _ => self.example_argument(command),
        };
        let example = command.with(&argument);
        let what = self.voice.say(command.message());
        Html::of(&self.voice.fill(
            "help-line",
            &[("command", example.into()), ("what", what.into())],
        ))
    }

    /// What a command takes, by a working example from the dossier.
    /// The words of some quotation; the word of the examples where there is none.
    fn some_quotation(&self) -> String {
        let first = self.library.quotations().iter().next();
        let words = first.and_then(|fact| fact.quotation.as_ref());
        words.map_or_else(
            || {
                self.library
                    .dossier()
                    .about
                    .examples
                    .words
                    .get(self.lang())
                    .to_owned()
            },
            |quotation| quotation.text.clone(),
        )
    }

    pub(super) fn example_argument(&self, command: Command) -> String {
        let examples = &self.library.dossier().about.examples;
        let lang = self.lang();
        match command {
            Command::Status | Command::Timeline | Command::Since => self.written_day(),
            Command::Latest => News::LATEST.to_string(),
            Command::Quotes => examples.words.get(lang).to_owned(),
            Command::Who => self.short_name(),
            Command::Explain => self
                .library
                .term(&examples.term)
                .map_or("", |t| t.name.get(lang))
                .to_owned(),
            Command::Fact => examples.fact.to_string(),
            Command::Check => self.some_quotation(),
            Command::Language => lang.code().to_owned(),
            // How a channel's public name looks, in every language of Telegram.
            Command::Subscribe | Command::Unsubscribe | Command::Delivery => "@channel".to_owned(),
            Command::Settings => self.library.dossier().about.time_zone.clone(),
            Command::Start
            | Command::Help
            | Command::New
            | Command::People
            | Command::Numbers
            | Command::Open
            | Command::Documents
            | Command::Sources
            | Command::About
            | Command::Privacy
            | Command::Drafts
            | Command::Undo
            | Command::Ask => String::new(),
        }
    }

    /// The last word of the example person's name.
    fn short_name(&self) -> String {
        let person = self
            .library
            .person(&self.library.dossier().about.examples.person);
        let name = person.map_or("", |person| person.name.get(self.lang()));
        name.split_whitespace()
            .next_back()
            .unwrap_or(name)
            .to_owned()
    }

    /// The example date as a person writes it.
    fn written_day(&self) -> String {
        self.voice.day(self.library.dossier().about.examples.date)
    }

    fn date_hint(&self) -> String {
        let date = self.library.dossier().about.examples.date;
        let yesterday = self.voice.say("help-dates-words");
        let examples = [
            self.written_day(),
            date.to_string(),
            date.strftime("%d.%m.%Y").to_string(),
            yesterday.into(),
        ];
        self.voice
            .fill("help-dates", &[("examples", examples.join(", ").into())])
    }

    /// Adds a message whose variable is a working example, which a tap copies.
    pub(super) fn example(&self, html: &mut Html, id: &str, example: &str) {
        let marker = "\u{1}";
        let text = self.voice.fill(id, &[("example", marker.into())]);
        let (before, after) = text.split_once(marker).unwrap_or((&text, ""));
        html.text(before).code(example).text(after);
    }

    pub(super) fn language(&self, current: Lang) -> Reply {
        let name = self.voice.language_name(current.code());
        let mut html = Html::new();
        html.text(
            &self
                .voice
                .fill("language-title", &[("language", name.into())]),
        )
        .line();
        html.text(&self.voice.say("language-choose"));
        let own_names = self
            .texts
            .voices()
            .iter()
            .map(|voice| (voice.lang(), voice.say("language-name")));
        let row = own_names.map(|(lang, name)| self.button(&name, Question::SetLanguage(lang)));
        self.page_of(html, Vec::new(), vec![row.collect()])
    }

    pub(super) fn language_refused(&self, refusal: Refusal) -> Reply {
        self.said(match refusal {
            Refusal::NotAdministrator => "language-administrators",
            _ => "language-unsure",
        })
    }

    pub(super) fn bot(&self) -> Reply {
        let dossier = self.library.dossier();
        let mut title = Html::new();
        title.bold(dossier.about.title.get(self.lang()));
        let section = |heading: &str, text: String| {
            Block::of(Html::of(&text))
                .under(self.voice.say(heading))
                .close()
        };
        let blocks = vec![
            section("about-is", self.voice.say("about-is-text").into_owned()),
            section("about-not", self.voice.say("about-not-text").into_owned()),
            section("about-data", self.revision()),
            section(
                "about-data",
                self.voice
                    .fill("about-version", &[("version", VERSION.into())]),
            ),
        ];
        self.page_of(title, blocks, Vec::new())
    }

    fn revision(&self) -> String {
        let library = self.library;
        let day = library.day_of(library.revision().published);
        let newest = library
            .latest()
            .map_or_else(String::new, |newest| self.voice.date(newest));
        let values = [
            ("revision", library.revision().number.to_string().into()),
            ("date", self.voice.day(day).into()),
            ("facts", library.dossier().facts.len().into()),
            ("sources", library.dossier().sources.len().into()),
            ("newest", newest.into()),
        ];
        self.voice.fill("about-revision", &values)
    }

    pub(super) fn privacy(&self) -> Reply {
        let mut title = Html::new();
        title.bold(&self.voice.say("privacy-title"));
        let command = Command::Language.with("");
        let texts = [
            self.voice
                .fill("privacy-chat", &[("command", command.into())]),
            self.voice.fill(
                "privacy-looked",
                &[("command", Command::New.with("").into())],
            ),
            self.voice.fill(
                "privacy-subscription",
                &[
                    ("command", Command::Subscribe.with("").into()),
                    ("end", Command::Unsubscribe.with("").into()),
                ],
            ),
            self.voice.say("privacy-updates").into_owned(),
            self.voice.say("privacy-editors").into_owned(),
            self.voice.say("privacy-not").into_owned(),
            self.voice.say("privacy-log").into_owned(),
        ];
        self.page_of(
            title,
            texts.map(|text| Block::of(Html::of(&text))).to_vec(),
            Vec::new(),
        )
    }
}

/// The version of the program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

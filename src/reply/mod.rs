//! From an answer to a reply: the message that shows it, in one language, with its buttons.
//!
//! Pure. All wording comes from the text catalogues and the dossier, all markup from [`html`]. A reply never repeats what
//! somebody typed: it stands right above, and nobody can make the bot say something.

mod asked;
mod check;
mod editing;
mod facts;
pub mod html;
mod news;
mod notice;
mod panels;
mod plain;
mod proof;
mod sheet;
mod statements;
mod status;
mod subjects;
mod subscription;
mod unclear;

use crate::answer::Answer;
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::library::Library;
use crate::question::{Question, View};
use crate::texts::{Texts, Voice};
use html::Html;
use sheet::{Block, Layout, Sheet};

pub use asked::source_label;
pub use notice::Tells;
pub use sheet::MESSAGE_MAX;

/// A message with its buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The text.
    pub html: Html,
    /// Rows of buttons.
    pub keyboard: Vec<Vec<Button>>,
    /// The fact that it is the proof of, if it is one.
    pub card: Option<Id>,
    /// The facts it cites, in the order of their numbers.
    pub cited: Vec<Id>,
    /// Whether it says that it cannot say.
    pub declined: bool,
    /// Its language.
    pub lang: Lang,
}

impl Reply {
    /// A reply of one sentence that cites nothing.
    pub fn of(text: &str, lang: Lang) -> Self {
        Self {
            html: Html::of(text),
            keyboard: Vec::new(),
            card: None,
            cited: Vec::new(),
            declined: false,
            lang,
        }
    }
}

/// A button below a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub press: Press,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Shows this view in place of the message.
    Show(Box<View>),
    /// Opens this address.
    Open(String),
}

/// The longest label, in characters. Telegram cuts longer ones to what fits.
const LABEL_MAX: usize = 40;

impl Button {
    /// A button that asks a question.
    pub fn ask(label: String, question: Question, lang: Lang) -> Self {
        Self {
            label: short(&label),
            press: Press::Show(Box::new(View {
                question,
                lang,
                from: 0,
            })),
        }
    }

    fn open(label: String, url: String) -> Self {
        Self {
            label: short(&label),
            press: Press::Open(url),
        }
    }

    /// The same button, leading to the item `from` of its view.
    fn at(mut self, from: usize) -> Self {
        if let Press::Show(view) = &mut self.press {
            view.from = from;
        }
        self
    }
}

fn short(label: &str) -> String {
    match label.chars().count() > LABEL_MAX {
        true => label.chars().take(LABEL_MAX - 1).chain(['…']).collect(),
        false => label.to_owned(),
    }
}

/// What a reply is made with.
pub struct Scene<'a> {
    /// The library the answer was found in.
    pub library: &'a Library,
    /// The texts of every language.
    pub texts: &'a Texts,
    /// The texts of the reply's language.
    pub voice: &'a Voice,
    /// The question, for the buttons that ask it again.
    pub question: &'a Question,
    /// The first item to show.
    pub from: usize,
}

impl<'a> Scene<'a> {
    /// The reply that shows an answer.
    pub fn show(&self, answer: &'a Answer<'a>) -> Reply {
        match answer {
            Answer::Start => self.start(),
            Answer::Help => self.help(),
            Answer::Status(status) => self.status(status),
            Answer::BeforeFirst {
                asked,
                first,
                facts,
            } => self.before_first(*asked, *first, facts),
            Answer::NoStatus => self.sentence("status-empty"),
            Answer::Statements(statements) => self.statements(statements),
            Answer::Timeline(timeline) => self.timeline(timeline),
            Answer::News(news) => self.news(news),
            Answer::People(people) => self.people(people),
            Answer::Numbers(numbers) => self.numbers(numbers),
            Answer::Open(facts) => self.open(facts),
            Answer::Documents(documents) => self.documents(documents),
            Answer::Terms(terms) => self.terms(terms),
            Answer::Person(person) => self.person(person),
            Answer::Document(document, facts) => self.document(document, facts),
            Answer::Term(term, facts) => self.term(term, facts),
            Answer::Body(body, facts) => self.body(body, facts),
            Answer::Topic(topic, facts) => self.topic(topic, facts),
            Answer::Fact(fact) => self.fact(fact),
            Answer::Withdrawn(past) => self.withdrawn(past),
            Answer::Sources => self.sources(),
            Answer::Language(lang) => self.language(*lang),
            Answer::LanguageSet(_) => self.said("language-set"),
            Answer::LanguageRefused(refusal) => self.language_refused(*refusal),
            Answer::Bot => self.bot(),
            Answer::Privacy => self.privacy(),
            Answer::Told { facts, lead } => self.told(facts, *lead),
            Answer::Untold {
                inquiry,
                reason,
                related,
            } => self.untold(*inquiry, *reason, related),
            Answer::Talk(talk) => self.talk(talk),
            Answer::Checked { fact, likeness } => self.checked(*fact, likeness),
            Answer::Subscription(subscription) => self.subscription(subscription),
            Answer::SubscriptionRefused {
                refusal,
                of_channel,
            } => self.subscription_refused(*refusal, *of_channel),
            Answer::Editing(edited) => self.editing(edited),
            Answer::Unclear(unclear) => self.unclear(unclear),
            Answer::Gone => self.sentence("notice-stale"),
        }
    }

    fn lang(&self) -> Lang {
        self.voice.lang()
    }

    fn page(&self, sheet: Sheet<'_>) -> Reply {
        let layout = Layout {
            voice: self.voice,
            question: self.question,
            from: self.from,
        };
        layout.page(sheet)
    }

    /// A reply of blocks that are all made beforehand.
    fn page_of(&self, title: Html, blocks: Vec<Block>, rows: Vec<Vec<Button>>) -> Reply {
        self.page(Sheet {
            title,
            count: blocks.len(),
            block: Box::new(move |index, _| blocks.get(index).cloned().unwrap_or_default()),
            most: usize::MAX,
            rows,
        })
    }

    /// A reply of one message of the catalogue.
    fn said(&self, id: &str) -> Reply {
        self.page_of(Html::of(&self.voice.say(id)), Vec::new(), Vec::new())
    }

    /// The same, where it says that the dossier has nothing to say.
    fn sentence(&self, id: &str) -> Reply {
        Reply {
            declined: true,
            ..self.said(id)
        }
    }

    fn button(&self, label: &str, question: Question) -> Button {
        Button::ask(label.to_owned(), question, self.lang())
    }
}

//! From a question to an answer: what the dossier says, as a value.
//!
//! Pure. Knows the dossier and the question; knows no text for people, no HTML, no Telegram, no store. "Nothing found" is
//! an answer like any other.

mod about;
mod asked;
mod editing;
mod news;
mod quotes;
mod status;
mod subscription;

use jiff::civil::Date;

use crate::dossier::fact::Fact;
use crate::dossier::history::Past;
use crate::dossier::inquiry::{Inquiry, Talk};
use crate::dossier::lang::Lang;
use crate::dossier::library::Library;
use crate::dossier::news::News as Item;
use crate::dossier::subject::{Body, Document, Indicator, Person, Term, Topic};
use crate::dossier::when::AsOf;
use crate::question::asked::{Lead, Reason};
use crate::question::check::Piece;
use crate::question::lexicon::Lexicon;
use crate::question::{News, Question, Unclear};

pub use editing::{DraftLine, DraftShown, Edited};
pub use news::notice;
pub use subscription::{Shown, Standing, SubscriptionAnswer};

/// What the dossier, or the bot, says to a question.
#[derive(Debug)]
pub enum Answer<'a> {
    /// What this is.
    Start,
    /// What can be asked.
    Help,
    /// Where things stood.
    Status(Status<'a>),
    /// There is nothing yet on the date asked about.
    BeforeFirst {
        /// The date asked about.
        asked: AsOf,
        /// The date of the first state there is.
        first: AsOf,
        /// The first facts.
        facts: Vec<&'a Fact>,
    },
    /// Nothing in the dossier bears on the status.
    NoStatus,
    /// Who said what.
    Statements(Statements<'a>),
    /// What happened.
    Timeline(Timeline<'a>),
    /// What is new.
    News(NewsAnswer<'a>),
    /// Who is who.
    People(&'a [Person]),
    /// Every figure.
    Numbers(Vec<(&'a Indicator, Vec<&'a Fact>)>),
    /// What is not settled.
    Open(Vec<&'a Fact>),
    /// The documents.
    Documents(&'a [Document]),
    /// The terms.
    Terms(&'a [Term]),
    /// A person.
    Person(PersonAnswer<'a>),
    /// A document, with the facts that speak of it.
    Document(&'a Document, Vec<&'a Fact>),
    /// A term, with the facts that show it.
    Term(&'a Term, Vec<&'a Fact>),
    /// A body, with the facts about it.
    Body(&'a Body, Vec<&'a Fact>),
    /// A topic, with its facts.
    Topic(&'a Topic, Vec<&'a Fact>),
    /// A fact with its proof.
    Fact(FactAnswer<'a>),
    /// A fact that was withdrawn.
    Withdrawn(&'a Past),
    /// The sources.
    Sources,
    /// The language of the chat.
    Language(Lang),
    /// The language of the chat is now this one.
    LanguageSet(Lang),
    /// The language of the chat stays, because of who asked.
    LanguageRefused(Refusal),
    /// What the bot is.
    Bot,
    /// What is stored.
    Privacy,
    /// The facts that answer a question in words.
    Told {
        /// The facts, in the order in which they are told.
        facts: Vec<&'a Fact>,
        /// What the answer begins with.
        lead: Option<Lead>,
    },
    /// No source answers a question in words.
    Untold {
        /// The inquiry that says so in its own words.
        inquiry: Option<&'a Inquiry>,
        /// Why nothing answers.
        reason: Reason,
        /// Facts that are related.
        related: Vec<&'a Fact>,
    },
    /// Small talk.
    Talk(&'a Talk),
    /// Whether something was said.
    Checked {
        /// The fact it was held against; none where there is none like it.
        fact: Option<&'a Fact>,
        /// How the two compare.
        likeness: Likeness,
    },
    /// What a chat is told, and when; or that it is told nothing.
    Subscription(SubscriptionAnswer),
    /// The subscription stays as it is, because of who asked or where.
    SubscriptionRefused {
        /// Why.
        refusal: Refusal,
        /// Whether it is that of a channel.
        of_channel: bool,
    },
    /// What became of something that editors do.
    Editing(&'a Edited),
    /// What was not understood.
    Unclear(&'a Unclear),
    /// The thing asked about is not in the dossier any more.
    Gone,
}

/// How a text compares with what the dossier has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Word for word.
    Verbatim {
        /// Whether in our translation only.
        translated: bool,
    },
    /// Nearly, with these differences.
    Altered(Vec<Piece>),
    /// In other words.
    Paraphrased,
    /// Not at all.
    Unlike,
}

/// Why a setting of a group or channel was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Whoever asked is no administrator.
    NotAdministrator,
    /// Telegram did not say whether they are.
    Unknown,
    /// There is no channel of this name, as far as the bot can see.
    NoChannel,
    /// It is a group, or somebody's name.
    NotAChannel,
    /// The bot may not post in the channel.
    MayNotPost,
    /// A channel is asked about elsewhere than in a private chat in Telegram.
    Elsewhere,
}

/// Where things stood on a date.
#[derive(Debug)]
pub struct Status<'a> {
    /// The date: the one asked about, or the newest state.
    pub date: AsOf,
    /// Whether that is simply the newest there is.
    pub is_latest: bool,
    /// What a reader should know about the date asked about.
    pub remark: Option<Remark>,
    /// What happened last, as far as it is not among the rest.
    pub newest: Vec<&'a Fact>,
    /// Indicators with the fact that gave each its value.
    pub readings: Vec<(&'a Indicator, &'a Fact)>,
    /// Steps taken, newest first.
    pub done: Vec<&'a Fact>,
    /// What is unresolved, newest first.
    pub open: Vec<&'a Fact>,
    /// The state before.
    pub previous: Option<AsOf>,
    /// The state after.
    pub next: Option<AsOf>,
}

/// What a reader should know about a date asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It lies after the newest fact, which is of this date.
    AfterNewest(AsOf),
    /// It has not come yet.
    Future,
}

/// Statements, newest first.
#[derive(Debug)]
pub struct Statements<'a> {
    /// Whose.
    pub person: Option<&'a Person>,
    /// Whether they were searched for by words.
    pub by_words: bool,
    /// With quotations.
    pub quotations: Vec<&'a Fact>,
    /// Paraphrases.
    pub reported: Vec<&'a Fact>,
}

/// Events in order.
#[derive(Debug)]
pub struct Timeline<'a> {
    /// Not before, if asked.
    pub from: Option<AsOf>,
    /// Not after, if asked.
    pub to: Option<AsOf>,
    /// The events.
    pub events: Vec<&'a Fact>,
    /// What the whole timeline spans.
    pub spans: Option<(AsOf, AsOf)>,
}

/// What is new.
#[derive(Debug)]
pub struct NewsAnswer<'a> {
    /// What was asked for.
    pub asked: News,
    /// What there is, the newest first.
    pub items: Vec<Item<'a>>,
    /// The date of the newest fact there is.
    pub newest: Option<AsOf>,
}

/// What a chat is told of that has subscribed: news, and the indicators they have moved.
#[derive(Debug)]
pub struct Notice<'a> {
    /// The news, the newest first.
    pub items: Vec<Item<'a>>,
    /// Indicators with another value than before.
    pub moved: Vec<Moved<'a>>,
}

/// An indicator whose value has changed.
#[derive(Clone, Copy, Debug)]
pub struct Moved<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// The fact that gave the earlier value.
    pub was: &'a Fact,
    /// The fact that gives the value of now.
    pub is: &'a Fact,
}

/// A person, what they said and what they did.
#[derive(Debug)]
pub struct PersonAnswer<'a> {
    /// The person.
    pub person: &'a Person,
    /// Statements, newest first.
    pub said: Vec<&'a Fact>,
    /// Events with them, newest first.
    pub did: Vec<&'a Fact>,
}

/// A fact and what belongs to it.
#[derive(Debug)]
pub struct FactAnswer<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// The facts it was derived from.
    pub from: Vec<&'a Fact>,
    /// How it was worded before.
    pub past: &'a [Past],
}

/// Answers a question from the library as of `today`. Questions about the chat itself are answered by
/// [`crate::conversation`], which knows the chat.
pub fn answer<'a>(
    question: &Question,
    library: &'a Library,
    lexicon: &Lexicon,
    today: Date,
) -> Answer<'a> {
    match question {
        Question::Start => Answer::Start,
        Question::Help => Answer::Help,
        Question::Status(on) => status::status(*on, library, today),
        Question::Quotes(quotes) => quotes::quotes(quotes, library, lexicon),
        Question::Timeline { from, to } => timeline(*from, *to, library),
        Question::News(asked) => news::news(*asked, library),
        Question::People => Answer::People(&library.dossier().people),
        Question::Numbers => Answer::Numbers(numbers(library)),
        Question::Open => Answer::Open(status::open(library, today)),
        Question::Documents => Answer::Documents(&library.dossier().documents),
        Question::Terms => Answer::Terms(&library.dossier().terms),
        Question::About { subject, .. } => about::about(subject, library),
        Question::Sources => Answer::Sources,
        Question::Language => Answer::Language(Lang::En),
        Question::SetLanguage(lang) => Answer::LanguageSet(*lang),
        Question::Bot => Answer::Bot,
        Question::Privacy => Answer::Privacy,
        Question::InWords(found) => asked::asked(found, library),
        Question::Check(checked) => asked::checked(checked, library),
        // What editors do is done where updates come in.
        Question::Editing(_) => Answer::Editing(&Edited::NotEditor),
        Question::Subscription(about) => {
            Answer::Subscription(SubscriptionAnswer::unknown(about.whose.clone()))
        }
    }
}

fn timeline(from: Option<AsOf>, to: Option<AsOf>, library: &Library) -> Answer<'_> {
    let all = library.timeline();
    let within = |fact: &&Fact| {
        from.is_none_or(|from| fact.as_of.last() >= from.first())
            && to.is_none_or(|to| fact.as_of.first() <= to.last())
    };
    let spans = all.iter().next().zip(all.iter().next_back());
    Answer::Timeline(Timeline {
        from,
        to,
        events: all.iter().filter(within).collect(),
        spans: spans.map(|(first, last)| (first.as_of, last.as_of)),
    })
}

/// Every indicator that has a value, with the facts that give it one, newest first.
fn numbers(library: &Library) -> Vec<(&Indicator, Vec<&Fact>)> {
    let figures = library.figures().newest_first();
    let of = |indicator: &Indicator| -> Vec<&Fact> {
        let gives = |fact: &&&Fact| {
            fact.value
                .as_ref()
                .is_some_and(|value| value.indicator == indicator.id)
        };
        figures.iter().filter(gives).copied().collect()
    };
    let all = library
        .dossier()
        .indicators
        .iter()
        .map(|indicator| (indicator, of(indicator)));
    all.filter(|(_, facts)| !facts.is_empty()).collect()
}

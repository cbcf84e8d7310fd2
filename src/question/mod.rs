//! From what somebody typed or pressed to a question.
//!
//! Pure: values in, values out, `today` passed in. Knows the dossier's vocabulary and the text catalogues; knows neither
//! HTML nor Telegram nor the store. What cannot be understood is a value too ([`Unclear`]), never an error.

pub mod address;
pub mod asked;
pub mod button;
pub mod check;
pub mod command;
pub mod dates;
pub mod editing;
pub mod in_words;
mod interned;
pub mod language;
pub mod lexicon;
pub mod name;
pub mod subscription;
pub mod understand;
pub mod words;

use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::when::AsOf;
use asked::Found;
use check::Checked;
use command::Command;
use editing::Editing;
use lexicon::{Subject, WordKey};
use subscription::AboutSubscription;

/// Everything that can be asked. Adding a variant makes the compiler list the work: [`crate::answer`] answers it,
/// [`button`] packs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What is this?
    Start,
    /// What can be asked?
    Help,
    /// Where did things stand on that date; by default, where do they stand?
    Status(Option<AsOf>),
    /// Who said what?
    Quotes(Quotes),
    /// What happened, in order?
    Timeline {
        /// Not before.
        from: Option<AsOf>,
        /// Not after.
        to: Option<AsOf>,
    },
    /// What is new?
    News(News),
    /// Who is who?
    People,
    /// What figures are there?
    Numbers,
    /// What is not settled?
    Open,
    /// Which documents are there?
    Documents,
    /// Which terms are there?
    Terms,
    /// What about this person, document, term, body or topic, or this fact and its proof?
    About {
        /// What is asked about.
        subject: Subject,
        /// Where the question came from, for the button that leads back.
        back: Option<Box<View>>,
    },
    /// Where does it all come from?
    Sources,
    /// Which language does this chat speak?
    Language,
    /// Let this chat speak that language.
    SetLanguage(Lang),
    /// What is this bot and what is it not?
    Bot,
    /// What is stored of me?
    Privacy,
    /// A question in words, and what was found for it.
    InWords(Found),
    /// A text that may be a quotation, and what was found of it.
    Check(Checked),
    /// Who is told what is new, and when?
    Subscription(AboutSubscription),
    /// Something that editors do.
    Editing(Editing),
}

/// Which statements are asked for. Nothing given: all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotes {
    /// By this person.
    pub person: Option<Id>,
    /// With all of these words.
    pub words: Vec<WordKey>,
}

/// Which news are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// So many, the newest first.
    Latest(u16),
    /// Those since a day.
    Since(AsOf),
    /// Those after the revision that the chat saw when it last looked; `None` if it never has.
    New(Option<u64>),
}

impl News {
    /// So many are the newest, unless it is said how many.
    pub const LATEST: u16 = 5;
    /// So many can be asked for; a list that is longer is one that nobody reads.
    pub const LATEST_MAX: u16 = 100;
}

/// A question, the language of its answer and the place in it: what a button stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The question.
    pub question: Question,
    /// The language of the answer.
    pub lang: Lang,
    /// The first item to show, counted from 0.
    pub from: usize,
}

/// What somebody meant, as far as it is clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A question.
    Question(Question),
    /// Something that needs a sentence of help.
    Unclear(Unclear),
}

/// What was not understood, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Text that is no command.
    Text,
    /// No such command.
    Command {
        /// The nearest one.
        near: Option<Command>,
    },
    /// Not a date, for this command.
    Date(Command),
    /// Not a number, for this command.
    Number(Command),
    /// Nobody of this name.
    Person {
        /// People with a similar name.
        near: Vec<Id>,
    },
    /// Several people of this name.
    SeveralPeople(Vec<Id>),
    /// No statement can have these words.
    Statement,
    /// No such term.
    Term {
        /// Similar things.
        near: Vec<Subject>,
    },
    /// No fact was named.
    FactMissing,
    /// No such fact.
    Fact {
        /// Facts with a similar id.
        near: Vec<Id>,
    },
    /// No such language.
    Language,
    /// Nothing to look for was given.
    NothingToCheck,
    /// What follows this command is no channel.
    Channel(Command),
    /// Neither a time zone nor a channel.
    Zone,
}

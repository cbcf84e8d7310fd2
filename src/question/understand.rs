//! From a command and what follows it to a meaning. What is said in words is understood in [`super::in_words`].

use jiff::civil::Date;

use super::address::Said;
use super::command::Command;
use super::dates::Calendar;
use super::editing::Editing;
use super::lexicon::{Lexicon, Subject};
use super::name::{Nearness, Word};
use super::subscription;
use super::words::fold;
use super::{Meaning, News, Question, Quotes, Unclear};
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::library::Library;
use crate::texts::Texts;

/// What follows a command is read up to here, in characters; names, dates and words for a search are far shorter. What
/// is beyond has no effect.
const ARGUMENT_MAX: usize = 300;
/// A search looks for so many words; more have no effect. It is what a button can carry (64 bytes, see
/// [`super::button`]).
pub const SEARCH_WORDS: usize = 7;
/// So many suggestions are made.
const NEAR_MAX: usize = 4;
/// Ids are compared for a suggestion in dossiers of at most so many facts; beyond it would take over a millisecond.
const NEAR_FACTS_MAX: usize = 5_000;

/// What is needed to understand: the library and the words that lead into it.
pub struct Understanding<'a> {
    /// The library.
    pub library: &'a Library,
    /// Its names and words.
    pub lexicon: &'a Lexicon,
    /// The words of dates.
    pub calendar: &'a Calendar,
    /// The text catalogues, for the names of languages.
    pub texts: &'a Texts,
    /// The day on which it is asked.
    pub today: Date,
}

fn question(question: Question) -> Meaning {
    Meaning::Question(question)
}

fn unclear(unclear: Unclear) -> Meaning {
    Meaning::Unclear(unclear)
}

fn about(subject: Subject) -> Meaning {
    question(Question::About {
        subject,
        back: None,
    })
}

/// A question back that offers more than this is no help.
const CHOICES_MAX: usize = 8;

fn few(mut people: Vec<Id>) -> Vec<Id> {
    people.truncate(CHOICES_MAX);
    people
}

fn latest(rest: &str) -> Meaning {
    let count = match rest {
        "" => Some(News::LATEST),
        // What is beyond a number of this size is as many as there may be.
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(digits.parse().unwrap_or(News::LATEST_MAX))
        }
        _ => None,
    };
    match count {
        Some(count @ 1..) => question(Question::News(News::Latest(count.min(News::LATEST_MAX)))),
        _ => unclear(Unclear::Number(Command::Latest)),
    }
}

impl Understanding<'_> {
    /// What somebody meant.
    pub fn meaning(&self, said: &Said<'_>) -> Meaning {
        let (name, rest) = match said {
            Said::Text(_) => return unclear(Unclear::Text),
            Said::Command { name, rest } => (*name, *rest),
        };
        let Some(command) = Command::named(name) else {
            let near = Command::nearest(name);
            return unclear(Unclear::Command { near });
        };
        let rest: String = rest.chars().take(ARGUMENT_MAX).collect();
        self.command(command, rest.trim())
    }

    fn command(&self, command: Command, rest: &str) -> Meaning {
        match command {
            Command::Start => self.start(rest),
            Command::Help => question(Question::Help),
            Command::Status => self.status(rest),
            Command::Latest => latest(rest),
            Command::Since => self.since(rest),
            Command::New => question(Question::News(News::New(None))),
            Command::Quotes => self.quotes(rest),
            Command::Timeline => self.timeline(rest),
            Command::People => question(Question::People),
            Command::Who => self.who(rest),
            Command::Numbers => question(Question::Numbers),
            Command::Open => question(Question::Open),
            Command::Documents => question(Question::Documents),
            Command::Explain => self.explain(rest),
            Command::Fact => self.fact(rest),
            Command::Sources => question(Question::Sources),
            Command::Language => self.language(rest),
            Command::About => question(Question::Bot),
            Command::Privacy => question(Question::Privacy),
            Command::Subscribe | Command::Unsubscribe | Command::Settings | Command::Delivery => {
                subscription::meaning(command, rest)
            }
            Command::Drafts => question(Question::Editing(Editing::Drafts)),
            Command::Undo => question(Question::Editing(Editing::Undo(None))),
            Command::Ask | Command::Check => unclear(Unclear::Text),
        }
    }

    /// A deep link opens the fact, person or topic it names, or a document, term or body; a payload that names nothing
    /// is an old link, and the start page does no harm.
    fn start(&self, payload: &str) -> Meaning {
        let subject = Id::new(&payload.to_ascii_lowercase()).and_then(|id| self.by_id(&id));
        subject.map_or_else(|| question(Question::Start), about)
    }

    fn by_id(&self, id: &Id) -> Option<Subject> {
        let library = self.library;
        let withdrawn = library.history().withdrawn.contains_key(id);
        if library.fact(id).is_some() || withdrawn {
            Some(Subject::Fact(id.clone()))
        } else if library.person(id).is_some() {
            Some(Subject::Person(id.clone()))
        } else if library.topic(id).is_some() {
            Some(Subject::Topic(id.clone()))
        } else if library.document(id).is_some() {
            Some(Subject::Document(id.clone()))
        } else if library.term(id).is_some() {
            Some(Subject::Term(id.clone()))
        } else if library.body(id).is_some() {
            Some(Subject::Body(id.clone()))
        } else {
            None
        }
    }

    fn status(&self, rest: &str) -> Meaning {
        if rest.is_empty() {
            return question(Question::Status(None));
        }
        let written = self.calendar.read(rest, self.today);
        match written.and_then(|written| written.resolve(self.library, self.today)) {
            Some(date) => question(Question::Status(Some(date))),
            None => unclear(Unclear::Date(Command::Status)),
        }
    }

    fn since(&self, rest: &str) -> Meaning {
        let written = self.calendar.read(rest, self.today);
        match written.and_then(|written| written.resolve(self.library, self.today)) {
            Some(date) => question(Question::News(News::Since(date))),
            None => unclear(Unclear::Date(Command::Since)),
        }
    }

    fn timeline(&self, rest: &str) -> Meaning {
        if rest.is_empty() {
            return question(Question::Timeline {
                from: None,
                to: None,
            });
        }
        let Some((from, to)) = self.calendar.read_range(rest, self.today) else {
            return unclear(Unclear::Date(Command::Timeline));
        };
        let from = from.resolve(self.library, self.today);
        let to = to.and_then(|to| to.resolve(self.library, self.today));
        match (from, to) {
            // Two dates the wrong way round are still these days.
            (Some(from), Some(to)) if to.last() < from.first() => {
                let (from, to) = (Some(to), Some(from));
                question(Question::Timeline { from, to })
            }
            (from, to) => question(Question::Timeline { from, to }),
        }
    }

    fn who(&self, rest: &str) -> Meaning {
        if rest.is_empty() {
            return question(Question::People);
        }
        let words = self.lexicon.significant(rest);
        let mut found = self.lexicon.find_people(&words);
        if found.is_empty() {
            found = self.people_among(&words).0;
        }
        match found.as_slice() {
            [one] => about(Subject::Person(one.clone())),
            [] => unclear(Unclear::Person {
                near: self.similar_people(&words),
            }),
            _ => unclear(Unclear::SeveralPeople(few(found))),
        }
    }

    /// The people named by single words among others, and the words that name nobody. A word that stands in a statement
    /// is not taken for a name with a typo.
    fn people_among<'w>(&self, words: &'w [Word]) -> (Vec<Id>, Vec<&'w Word>) {
        let mut people: Option<Vec<Id>> = None;
        let mut others = Vec::new();
        for word in words {
            let (nearness, named) = self.lexicon.people_named(word);
            let is_word =
                nearness == Some(Nearness::Typo) && self.lexicon.statement_word(word).is_some();
            if named.is_empty() || is_word {
                others.push(word);
                continue;
            }
            people = Some(match people {
                None => named,
                // First and last name: both words together tell more than each.
                Some(before) => {
                    let both: Vec<Id> = before
                        .iter()
                        .filter(|id| named.contains(id))
                        .cloned()
                        .collect();
                    if both.is_empty() {
                        [before, named].concat()
                    } else {
                        both
                    }
                }
            });
        }
        (people.unwrap_or_default(), others)
    }

    fn similar_people(&self, words: &[Word]) -> Vec<Id> {
        let near = self.lexicon.near_subjects(words, NEAR_MAX * 2);
        let people = near.into_iter().filter_map(|subject| match subject {
            Subject::Person(id) => Some(id),
            _ => None,
        });
        people.take(NEAR_MAX).collect()
    }

    fn quotes(&self, rest: &str) -> Meaning {
        let words = self.lexicon.significant(rest);
        let whole = self.lexicon.find_people(&words);
        let (people, others) = match whole.is_empty() {
            false => (whole, Vec::new()),
            true => self.people_among(&words),
        };
        let person = match people.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            _ => return unclear(Unclear::SeveralPeople(few(people))),
        };
        if !rest.is_empty() && words.is_empty() {
            return unclear(Unclear::Statement);
        }
        let known = others
            .iter()
            .take(SEARCH_WORDS)
            .map(|word| self.lexicon.statement_word(word));
        match known.collect::<Option<Vec<_>>>() {
            Some(words) => question(Question::Quotes(Quotes { person, words })),
            None => unclear(Unclear::Statement),
        }
    }

    fn explain(&self, rest: &str) -> Meaning {
        if rest.is_empty() {
            return question(Question::Terms);
        }
        let words = self.lexicon.significant(rest);
        let found = self.lexicon.find_subjects(&words);
        // Where the nearest name belongs to several things, the first kind explains best: terms come before documents,
        // bodies, people and topics.
        match found.first() {
            Some(subject) => about(subject.clone()),
            None => unclear(Unclear::Term {
                near: self.lexicon.near_subjects(&words, NEAR_MAX),
            }),
        }
    }

    fn fact(&self, rest: &str) -> Meaning {
        let typed = rest
            .trim_matches(|c: char| !c.is_ascii_alphanumeric())
            .to_ascii_lowercase()
            .replace('_', "-");
        if rest.is_empty() {
            return unclear(Unclear::FactMissing);
        }
        match Id::new(&typed).and_then(|id| self.by_id(&id)) {
            Some(fact @ Subject::Fact(_)) => about(fact),
            _ => unclear(Unclear::Fact {
                near: self.similar_facts(&typed),
            }),
        }
    }

    fn similar_facts(&self, typed: &str) -> Vec<Id> {
        let facts = &self.library.dossier().facts;
        let scored = facts
            .iter()
            .take(NEAR_FACTS_MAX)
            .map(|fact| (strsim::jaro_winkler(typed, fact.id.as_str()), fact));
        // Below this, ids of the same story that share only their prefix would be suggested.
        let mut near: Vec<_> = scored.filter(|(score, _)| *score > 0.88).collect();
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        near.into_iter()
            .take(NEAR_MAX)
            .map(|(_, fact)| fact.id.clone())
            .collect()
    }

    fn language(&self, rest: &str) -> Meaning {
        if rest.is_empty() {
            return question(Question::Language);
        }
        let typed = Word::new(&fold(rest));
        let named = |lang: &Lang| {
            let names = self
                .texts
                .voices()
                .iter()
                .map(|voice| voice.language_name(lang.code()));
            let own = self.texts.voice(*lang).say("language-name").into_owned();
            names
                .chain([own, lang.code().to_owned()])
                .any(|name| typed.nearness(&Word::new(&name)).is_some())
        };
        match Lang::ALL.into_iter().find(named) {
            Some(lang) => question(Question::SetLanguage(lang)),
            None => unclear(Unclear::Language),
        }
    }
}

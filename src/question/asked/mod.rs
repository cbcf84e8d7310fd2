//! From a question in words to what answers it, or to the decision that nothing does.
//!
//! In three steps: `reading` makes terms of the text and recognises people, dates, numbers and the thing
//! asked for; `index` ranks inquiries, facts and small talk; `fitting` and `decide` look whether the best candidate *answers*: whether
//! what is asked for is there, and whether all that is named in the question agrees with the facts.
//!
//! Knows nothing of any story: wordings, synonyms and small talk are data.

mod agree;
mod asking;
mod beyond;
mod builder;
mod decide;
mod extent;
mod features;
mod fitting;
mod forms;
mod gather;
mod grams;
mod index;
mod layout;
mod lead;
mod measure;
mod member;
mod nearest;
mod reading;
mod sides;
mod spans;
mod telling;
mod typos;
mod unknown;
mod vocabulary;

use jiff::civil::Date;

use crate::dossier::Dossier;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::inquiry::Verdict;
use crate::dossier::lang::Lang;
use crate::dossier::library::Library;
use crate::question::dates::Calendar;
use crate::texts::Texts;
use agree::Spoken;
use builder::{Builder, Worth};
use decide::Helps;
use index::{Index, Weights};
use reading::{Learnt, Reader};
use sides::Sides;
use vocabulary::Guesses;

pub use decide::{Found, Lead, Reason};
pub use extent::as_far_as_read;
pub use index::{Ranked, Target};
pub use layout::other_alphabet;
pub use reading::Reading;

/// A text of whose words a smaller share is known is also read as if typed in the other alphabet.
const KNOWN_ENOUGH: f32 = 0.5;

/// So many candidates are looked at.
const CANDIDATES: usize = 12;

/// Finds what answers a question, over one library.
pub struct Finder {
    reader: Reader,
    index: Index,
    spoken: Spoken,
    sides: Sides,
}

/// What was made of a question: for whoever wants to know why.
#[derive(Debug)]
pub struct Finding {
    /// How it was read.
    pub reading: Reading,
    /// The candidates, the best first.
    pub ranked: Vec<Ranked>,
    /// What came of it.
    pub found: Found,
}

impl Finder {
    /// Indexes what questions are compared with: the wordings of inquiries and small talk, and the texts of facts.
    pub fn new(library: &Library, calendar: &Calendar, texts: &Texts) -> Self {
        // Wordings have dates without a year, which the library completes; the day itself matters nowhere.
        let today = library.latest().map_or(Date::ZERO, |newest| newest.last());
        let mut reader = Reader::new(library, texts);
        let (mut builder, mut sides) = (Builder::default(), Sides::default());
        let dossier = library.dossier();
        let mut learn = |wordings: &mut dyn Iterator<Item = &str>| -> Vec<Learnt> {
            wordings
                .map(|text| reader.learn(text, calendar, library, today))
                .collect()
        };
        for (number, inquiry) in (0..).zip(&dossier.inquiries) {
            let worth = match inquiry.is_answered() {
                true => Worth::Answered,
                false => Worth::Unanswered,
            };
            for lang in Lang::ALL {
                let [mut all, yes, no] = inquiry.sides().map(|(is_so, phrases)| {
                    let learnt = learn(&mut phrases.get(lang).iter().map(String::as_str));
                    if let Some(is_so) = is_so {
                        sides.add(number, is_so, &learnt);
                    }
                    learnt
                });
                let (alike, contrary) = match inquiry.verdict {
                    Some(Verdict::No) => (no, yes),
                    _ => (yes, no),
                };
                all.extend(alike);
                builder.add(Target::Inquiry(number), worth, &all);
                builder.add(Target::Inquiry(number), Worth::Denied, &contrary);
            }
        }
        for (number, talk) in (0..).zip(&dossier.talk) {
            for lang in Lang::ALL {
                let learnt = learn(&mut talk.asked.get(lang).iter().map(String::as_str));
                builder.add(Target::Talk(number), Worth::Answered, &learnt);
            }
        }
        for (number, fact) in (0..).zip(&dossier.facts) {
            for lang in Lang::ALL {
                let of_lang = wordings_of_fact(fact)
                    .into_iter()
                    .filter(|(of, _)| *of == lang);
                let learnt = learn(&mut of_lang.map(|(_, text)| text));
                builder.add(Target::Fact(number), Worth::Answered, &learnt);
            }
        }
        let terms = reader.terms();
        let index = builder.build(terms, reader.forms(), Weights::CHOSEN.telling);
        Self {
            reader,
            index,
            spoken: Spoken::new(&dossier.inquiries),
            sides,
        }
    }

    /// What answers `text`, and how that was found. Two questions joined into one get the answers of both.
    pub fn find(&self, text: &str, calendar: &Calendar, library: &Library, today: Date) -> Finding {
        let text = as_far_as_read(text);
        let mut guesses = Guesses::default();
        let mut find_one = |text: &str| self.find_one(text, &mut guesses, calendar, library, today);
        let whole = find_one(text);
        let Some((one, other)) = self.reader.halves(text) else {
            return whole;
        };
        let one = find_one(&one);
        // Both halves have to have an answer.
        if !matches!(one.found, Found::Facts { .. }) {
            return whole;
        }
        let other = self.with_whom_it_means(other, &one.reading, library);
        let other = find_one(&other);
        match decide::join(&whole.found, &one.found, &other.found) {
            Some(found) => Finding { found, ..whole },
            None => whole,
        }
    }

    /// The second half of a question with the name of the person whom it calls "he" and the first half names.
    fn with_whom_it_means(&self, other: String, first: &Reading, library: &Library) -> String {
        let person = match first.people.as_slice() {
            [person] if self.reader.refers(&other) => library.person(person),
            _ => None,
        };
        match person.and_then(|person| person.name.get(Lang::En).split_whitespace().last()) {
            Some(name) => format!("{other} {name}"),
            None => other,
        }
    }

    fn find_one(
        &self,
        text: &str,
        guesses: &mut Guesses,
        calendar: &Calendar,
        library: &Library,
        today: Date,
    ) -> Finding {
        let mut read = |text: &str| (self.reader).read(text, guesses, calendar, library, today);
        let mut reading = read(text);
        // Little known in it, or words of the other alphabet: perhaps that one is meant.
        if reading.known() < KNOWN_ENOUGH || reading.is_spelt_otherwise() {
            for other in layout::other_alphabet(text) {
                let again = read(&other);
                if again.known() > reading.known() {
                    reading = again;
                }
            }
        }
        let ranked = self.index.rank(&reading, &Weights::CHOSEN, CANDIDATES);
        let helps = Helps {
            library,
            spoken: &self.spoken,
            sides: &self.sides,
            index: &self.index,
        };
        let found = decide::decide(&reading, &ranked, &helps);
        Finding {
            reading,
            ranked,
            found,
        }
    }
}

fn wordings_of_fact(fact: &Fact) -> Vec<(Lang, &str)> {
    let mut wordings: Vec<(Lang, &str)> = fact.text.each().collect();
    if let Some(quotation) = &fact.quotation {
        wordings.extend(quotation.translation.each());
        if let Some(lang) = Lang::from_tag(&quotation.language) {
            wordings.push((lang, quotation.text.as_str()));
        }
    }
    wordings
}

/// The facts a target leads to, in the order in which they are told; none for small talk.
pub fn facts_of(target: Target, dossier: &Dossier) -> &[Id] {
    match target {
        Target::Inquiry(number) => {
            let inquiry = dossier.inquiries.get(number as usize);
            inquiry.map_or(&[], |inquiry| &inquiry.facts)
        }
        Target::Fact(number) => {
            let fact = dossier.facts.get(number as usize);
            fact.map_or(&[], |fact| std::slice::from_ref(&fact.id))
        }
        Target::Talk(_) => &[],
    }
}

/// The id of a target.
pub fn id_of(target: Target, dossier: &Dossier) -> Option<&Id> {
    let at = |number: u32| number as usize;
    match target {
        Target::Inquiry(number) => dossier.inquiries.get(at(number)).map(|one| &one.id),
        Target::Fact(number) => dossier.facts.get(at(number)).map(|one| &one.id),
        Target::Talk(number) => dossier.talk.get(at(number)).map(|one| &one.id),
    }
}

//! One fact with its proof, and the sources.

use super::html::{Html, clip, split};
use super::sheet::{BLOCK_MAX, Block, Sheet};
use super::{Button, Reply, Scene};
use crate::answer::FactAnswer;
use crate::dossier::fact::{Basis, Evidence, Fact, Manner, Quotation};
use crate::dossier::history::Past;
use crate::dossier::source::{Ownership, Source};
use crate::question::Question;

/// A long text in a proof is cut into blocks of so many UTF-16 units, between sentences, so that it fills pages.
const PIECE: usize = BLOCK_MAX / 2;

impl<'a> Scene<'a> {
    pub(super) fn fact(&self, answer: &'a FactAnswer<'a>) -> Reply {
        let fact = answer.fact;
        let mut blocks = Vec::new();
        self.statement_blocks(fact, &mut blocks);
        if let Some(quotation) = self.words(fact) {
            self.quotation_blocks(quotation, &mut blocks);
        }
        for evidence in &fact.evidence {
            blocks.push(Block::of(self.evidence(fact, evidence)));
        }
        if let Some(note) = &fact.note {
            self.long("fact-note", note.get(self.lang()), &mut blocks);
        }
        for past in answer.past {
            self.long_past("fact-revised", past, &mut blocks);
        }
        blocks.push(Block::of(self.names_of(fact)));
        let rests_on = answer.from.len();
        let from = &answer.from;
        let made = blocks.len();
        let reply = self.page(Sheet {
            title: Html::new(),
            count: made + rests_on,
            block: Box::new(move |index, marks| match blocks.get(index) {
                Some(block) => block.clone(),
                None => self.line_block("fact-from", from[index - made], marks),
            }),
            most: usize::MAX,
            rows: self.proof_rows(fact),
        });
        Reply {
            card: Some(fact.id.clone()),
            ..reply
        }
    }

    /// The words that prove a fact: its own quotation, or, where its evidence is a quotation that another fact carries,
    /// that one.
    fn words(&self, fact: &'a Fact) -> Option<&'a Quotation> {
        if let Some(own) = &fact.quotation {
            return Some(own);
        }
        let quoted: Vec<&'a Evidence> = fact
            .evidence
            .iter()
            .filter(|own| own.manner == Manner::Quotation && own.sentence.is_some())
            .collect();
        if quoted.is_empty() {
            return None;
        }
        let place =
            |evidence: &'a Evidence| (&evidence.source, evidence.paragraph, evidence.sentence);
        let stands_there = |other: &&'a Fact| {
            let mut places = other.evidence.iter();
            places.any(|evidence| quoted.iter().any(|own| place(own) == place(evidence)))
        };
        let carrier = self.library.quotations().iter().find(stands_there);
        carrier.and_then(|fact| fact.quotation.as_ref())
    }

    fn statement_blocks(&self, fact: &Fact, blocks: &mut Vec<Block>) {
        for piece in split(fact.text.get(self.lang()), PIECE) {
            let mut html = Html::new();
            html.bold(piece);
            blocks.push(Block::of(html));
        }
        let mut dates = Html::of(&self.dated("fact-as-of", self.voice.date(fact.as_of)));
        if let Some(day) = fact.stated_on {
            dates
                .line()
                .text(&self.dated("fact-stated-on", self.voice.day(day)));
        }
        blocks.push(Block::of(dates));
    }

    fn dated(&self, id: &str, date: String) -> String {
        self.voice.fill(id, &[("date", date.into())])
    }

    fn quotation_blocks(&self, quotation: &Quotation, blocks: &mut Vec<Block>) {
        let language = self.voice.language_name(&quotation.language);
        let label = self
            .voice
            .fill("fact-quotation", &[("language", language.into())]);
        let pieces = split(&quotation.text, PIECE);
        let last = pieces.len().saturating_sub(1);
        for (index, piece) in pieces.into_iter().enumerate() {
            let mut html = Html::new();
            if index == 0 {
                html.text(&label).line();
            }
            let (open, close) = (
                if index == 0 { "“" } else { "" },
                if index == last { "”" } else { "" },
            );
            html.quote(&format!("{open}{piece}{close}"));
            blocks.push(Block::of(html));
        }
        if let Some(translation) = quotation.translation.get(self.lang()) {
            self.long("translation", translation, blocks);
        }
    }

    /// A labelled text in as many blocks as it takes.
    fn long(&self, id: &'static str, text: &str, blocks: &mut Vec<Block>) {
        for (index, piece) in split(text, PIECE).into_iter().enumerate() {
            let shown = match index {
                0 => self.voice.fill(id, &[("text", piece.into())]),
                _ => piece.to_owned(),
            };
            blocks.push(Block::of(Html::of(&shown)));
        }
    }

    fn long_past(&self, id: &'static str, past: &Past, blocks: &mut Vec<Block>) {
        for (index, piece) in split(past.fact.text.get(self.lang()), PIECE)
            .into_iter()
            .enumerate()
        {
            let shown = match index {
                0 => self.past(id, past, piece),
                _ => piece.to_owned(),
            };
            blocks.push(Block::of(Html::of(&shown)));
        }
    }

    fn past(&self, id: &str, past: &Past, text: &str) -> String {
        let day = self.library.day_of(past.until.published);
        let values = [
            ("revision", past.until.number.to_string().into()),
            ("date", self.voice.day(day).into()),
            ("text", text.into()),
        ];
        self.voice.fill(id, &values)
    }

    fn evidence(&self, fact: &Fact, evidence: &Evidence) -> Html {
        let mut html = Html::new();
        if let Some(speaker) = self.speaker_with_office(fact) {
            html.text(
                &self
                    .voice
                    .fill("fact-speaker", &[("speaker", speaker.into())]),
            )
            .line();
        }
        let through = self.names(&evidence.through);
        if !through.is_empty() {
            html.text(
                &self
                    .voice
                    .fill("fact-through", &[("through", through.into())]),
            )
            .line();
        }
        let manner = self.voice.say(manner_message(evidence.manner));
        html.text(&self.voice.fill("fact-manner", &[("manner", manner.into())]))
            .line();
        if let Some(source) = self.library.source(&evidence.source) {
            html.text(&self.voice.say("fact-source")).text(" ");
            self.source_line(&mut html, source);
            html.line();
        }
        html.text(&self.place(evidence)).line();
        html.text(&self.basis(fact, evidence));
        html
    }

    fn place(&self, evidence: &Evidence) -> String {
        let paragraph = ("paragraph", evidence.paragraph.to_string().into());
        match (evidence.paragraph, evidence.sentence) {
            (0, _) => self.voice.say("fact-place-headline").into_owned(),
            (_, None) => self.voice.fill("fact-place-paragraph", &[paragraph]),
            (_, Some(sentence)) => {
                let values = [paragraph, ("sentence", sentence.to_string().into())];
                self.voice.fill("fact-place-sentence", &values)
            }
        }
    }

    fn basis(&self, fact: &Fact, evidence: &Evidence) -> String {
        match (evidence.basis, &fact.derivation) {
            (Basis::Derived, Some(derivation)) => {
                let how = derivation.how.get(self.lang());
                self.voice
                    .fill("fact-basis-derived", &[("how", how.into())])
            }
            (Basis::Derived, None) => self.voice.fill("fact-basis-derived", &[("how", "".into())]),
            (Basis::Stated, _) => self.voice.say("fact-basis-stated").into_owned(),
        }
    }

    /// The topics of a fact and its id, which a tap copies.
    fn names_of(&self, fact: &Fact) -> Html {
        let topics = fact
            .topics
            .iter()
            .filter_map(|id| self.library.topic(id))
            .map(|t| t.name.get(self.lang()));
        let topics = topics.collect::<Vec<_>>().join(", ");
        let topics = clip(&topics, PIECE);
        let mut html = Html::of(&self.voice.fill("fact-topics", &[("topics", topics.into())]));
        html.line()
            .text(&self.voice.say("fact-id"))
            .text(" ")
            .code(fact.id.as_str());
        html
    }

    fn proof_rows(&self, fact: &Fact) -> Vec<Vec<Button>> {
        let source = fact
            .evidence
            .first()
            .and_then(|evidence| self.library.source(&evidence.source));
        let open = source.map(|s| {
            Button::open(
                self.voice.say("button-open-page").into_owned(),
                s.url.clone(),
            )
        });
        vec![self.back_button().into_iter().chain(open).collect()]
    }

    /// The button that leads back to where the question came from.
    fn back_button(&self) -> Option<Button> {
        match self.question {
            Question::About {
                back: Some(back), ..
            } => {
                let label = self.voice.say("button-back");
                Some(self.button(&label, back.question.clone()).at(back.from))
            }
            _ => None,
        }
    }

    pub(super) fn withdrawn(&self, past: &'a Past) -> Reply {
        let mut blocks = Vec::new();
        self.long_past("fact-withdrawn", past, &mut blocks);
        Reply {
            declined: true,
            ..self.page_of(
                Html::new(),
                blocks,
                vec![self.back_button().into_iter().collect()],
            )
        }
    }

    pub(super) fn sources(&self) -> Reply {
        let sources = &self.library.dossier().sources;
        if sources.is_empty() {
            return self.sentence("sources-none");
        }
        let mut title = Html::new();
        title.bold(&self.voice.say("sources-title"));
        self.page(Sheet {
            title,
            count: sources.len(),
            block: Box::new(move |index, _| Block::of(self.source_block(&sources[index]))),
            most: 5,
            rows: Vec::new(),
        })
    }

    fn source_block(&self, source: &Source) -> Html {
        let mut html = Html::of("• ");
        self.source_line(&mut html, source);
        let count = self.library.count_from(&source.id);
        html.line()
            .text(&self.voice.fill("sources-count", &[("count", count.into())]));
        if let Some(note) = &source.note {
            let text = clip(note.get(self.lang()), PIECE);
            html.line()
                .italic(&self.voice.fill("fact-note", &[("text", text.into())]));
        }
        html
    }

    /// Title with its link, publisher, date, who stands behind it, language.
    fn source_line(&self, html: &mut Html, source: &Source) {
        html.link(&source.url, &source.title).line();
        let id = match source.date_basis {
            Basis::Stated => "fact-publisher",
            Basis::Derived => "fact-publisher-derived",
        };
        let publisher = source.publisher.get(self.lang());
        let values = [
            ("publisher", publisher.into()),
            ("date", self.voice.day(source.date).into()),
        ];
        html.text(&self.voice.fill(id, &values)).text("; ");
        html.text(&self.voice.say(ownership_message(source.ownership)))
            .text("; ");
        html.text(&self.voice.language_name(&source.language));
    }
}

fn manner_message(manner: Manner) -> &'static str {
    match manner {
        Manner::Headline => "manner-headline",
        Manner::Narration => "manner-narration",
        Manner::Quotation => "manner-quotation",
        Manner::Paraphrase => "manner-paraphrase",
        Manner::Page => "manner-page",
        Manner::Desk => "manner-desk",
    }
}

fn ownership_message(ownership: Ownership) -> &'static str {
    match ownership {
        Ownership::State => "ownership-state",
        Ownership::Independent => "ownership-independent",
        Ownership::Unknown => "ownership-unknown",
    }
}

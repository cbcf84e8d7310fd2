//! The reply to "was it said?": word for word, altered, in other words, or not in our sources.

use super::facts::IN_LIST_MAX;
use super::html::{Html, clip};
use super::sheet::Marks;
use super::{Reply, Scene};
use crate::answer::Likeness;
use crate::dossier::fact::Fact;
use crate::question::check::Piece;

/// What differs is shown up to so many UTF-16 units; a longer text has other things in it than a quotation.
const DIFFERENCES_MAX: usize = 1_200;

impl<'a> Scene<'a> {
    pub(super) fn checked(&self, fact: Option<&'a Fact>, likeness: &Likeness) -> Reply {
        let (id, fact) = match (likeness, fact) {
            (Likeness::Unlike, _) | (_, None) => return self.sentence("check-nothing"),
            (Likeness::Verbatim { translated: false }, Some(fact)) => ("check-verbatim", fact),
            (Likeness::Verbatim { translated: true }, Some(fact)) => ("check-translated", fact),
            (Likeness::Altered(_), Some(fact)) => ("check-altered", fact),
            (Likeness::Paraphrased, Some(fact)) => ("check-paraphrased", fact),
        };
        let mut html = Html::new();
        html.bold(&self.voice.say(id)).line();
        if let Likeness::Altered(pieces) = likeness {
            self.differences(&mut html, pieces);
        }
        let quotation = fact.quotation.as_ref();
        if let Some(quotation) = quotation.filter(|_| *likeness != Likeness::Paraphrased) {
            self.quotation(&mut html, quotation);
        }
        html.text(&clip(fact.text.get(self.lang()), IN_LIST_MAX));
        let mut marks = Marks::default();
        self.cite_speaker(&mut html, fact, &mut marks);
        self.with_sources(html, &marks, &[fact], false)
    }

    /// The text with what is not in the source struck out and what is missing underlined.
    fn differences(&self, html: &mut Html, pieces: &[Piece]) {
        for piece in pieces {
            let (Piece::Same(text) | Piece::Missing(text) | Piece::Added(text)) = piece;
            if html.units() + text.encode_utf16().count() > DIFFERENCES_MAX {
                html.text("…");
                break;
            }
            match piece {
                Piece::Same(text) => html.text(text),
                Piece::Missing(text) => html.underline(text),
                Piece::Added(text) => html.strike(text),
            };
            html.text(" ");
        }
        html.line().italic(&self.voice.say("check-legend")).line();
    }
}

//! What is offered while somebody types the bot's name in any chat: cards, each a message ready to be sent.
//!
//! A card's message may end up in a chat the bot does not know, so its buttons are addresses and nothing that has to be
//! answered: the source opens in a private chat with the bot.

use jiff::Timestamp;

use super::Desk;
use crate::answer::answer;
use crate::dossier::fact::Fact;
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::question::asked::{Found, facts_of};
use crate::question::check::Checked;
use crate::question::{Question, View};
use crate::reply::{Button, Press, Reply, source_label};

/// Cards offered at most. Telegram takes 50 (Bot API, `answerInlineQuery`); nobody reads beyond a screen.
pub const CARDS_MAX: usize = 10;
/// A title and a description are cut at so many characters: a line and three on a phone.
const TITLE_MAX: usize = 60;
const DESCRIPTION_MAX: usize = 160;

/// A message that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name among the cards: 1 to 64 bytes (Bot API, `InlineQueryResultArticle`).
    pub id: String,
    /// Its first line in the list.
    pub title: String,
    /// What stands below.
    pub description: String,
    /// The message.
    pub reply: Reply,
}

impl Desk {
    /// The cards for what was typed so far, in the language that whoever types has chosen, else that of the words, else
    /// that of the sender.
    pub fn offer(
        &self,
        text: &str,
        chosen: Option<Lang>,
        sender: Option<Lang>,
        now: Timestamp,
    ) -> Vec<Card> {
        let otherwise = sender.unwrap_or(Lang::En);
        let lang = chosen.unwrap_or_else(|| self.words().languages.of_or(text, otherwise));
        let questions = match text.chars().any(char::is_alphanumeric) {
            false => self.offered_first(),
            true => self.offered_for(text, now),
        };
        let cards = questions.into_iter().take(CARDS_MAX);
        cards
            .map(|(id, question)| self.card(id, question, lang, now))
            .collect()
    }

    /// Before anything is typed: where things stand, what happened, and the newest quotations.
    fn offered_first(&self) -> Vec<(String, Question)> {
        let timeline = Question::Timeline {
            from: None,
            to: None,
        };
        let mut offered = vec![
            ("status".to_owned(), Question::Status(None)),
            ("timeline".to_owned(), timeline),
        ];
        let quotations = self.library.quotations().newest_first();
        offered.extend(quotations.into_iter().map(of_fact));
        offered
    }

    /// The answer first, then facts that came near.
    fn offered_for(&self, text: &str, now: Timestamp) -> Vec<(String, Question)> {
        let Some(explained) = self.explain(text, now) else {
            return self.offered_first();
        };
        let finding = explained.finding;
        let mut near: Vec<&Fact> = Vec::new();
        let told: &[Id] = match &finding.found {
            Found::Facts { facts, .. } => facts,
            Found::Nothing { related, .. } => related,
            Found::Talk(_) => &[],
        };
        let dossier = self.library.dossier();
        let ranked = finding.ranked.iter();
        let ranked = ranked.flat_map(|ranked| facts_of(ranked.target, dossier));
        for id in told.iter().chain(ranked) {
            if let Some(fact) = self.library.fact(id)
                && !near.iter().any(|known| known.id == fact.id)
            {
                near.push(fact);
            }
        }
        let mut offered = vec![("answer".to_owned(), Question::InWords(finding.found))];
        offered.extend(near.into_iter().map(of_fact));
        offered
    }

    fn card(&self, id: String, question: Question, lang: Lang, now: Timestamp) -> Card {
        let view = View {
            question,
            lang,
            from: 0,
        };
        let today = self.library.day_of(now);
        let answered = answer(&view.question, &self.library, &self.lexicon, today);
        let mut reply = self.show(&view, &answered, lang);
        reply.keyboard = self.source_links(&reply);
        let mut lines = reply
            .html
            .plain()
            .lines()
            .filter(|line| !line.trim().is_empty());
        Card {
            id,
            title: cut(lines.next().unwrap_or_default(), TITLE_MAX),
            description: cut(&lines.collect::<Vec<_>>().join(" "), DESCRIPTION_MAX),
            reply,
        }
    }

    /// A link for each fact cited, at most four, that opens it in a private chat.
    fn source_links(&self, reply: &Reply) -> Vec<Vec<Button>> {
        let voice = self.texts.voice(reply.lang);
        let label = |index: usize| source_label(voice, index, reply.cited.len());
        let cited = reply.cited.iter().take(4).enumerate();
        let links = cited.map(|(index, id)| Button {
            label: label(index),
            press: Press::Open(format!("https://t.me/{}?start={id}", self.bot.as_str())),
        });
        let row: Vec<Button> = links.collect();
        if row.is_empty() {
            Vec::new()
        } else {
            vec![row]
        }
    }
}

fn of_fact(fact: &Fact) -> (String, Question) {
    let question = match fact.quotation.is_some() {
        true => Question::Check(Checked::Verbatim {
            fact: fact.id.clone(),
            translated: false,
        }),
        false => Question::InWords(Found::Facts {
            facts: vec![fact.id.clone()],
            lead: None,
        }),
    };
    (fact.id.as_str().to_owned(), question)
}

fn cut(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

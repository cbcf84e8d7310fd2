//! What is said without having been asked: notices, their corrections, and why none come.

use jiff::Timestamp;

use super::Desk;
use crate::answer::notice;
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::news::Change;
use crate::question::{News, Question};
use crate::reply::{Reply, Scene};
use crate::subscription::{Due, Follows, Subscription, Why};

/// A notice, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The message.
    pub reply: Reply,
    /// The facts in it, in their order: those that it has to be put right for.
    pub facts: Vec<Id>,
    /// Those of them that it says are corrected or withdrawn.
    pub changed: Vec<Id>,
}

impl Desk {
    /// When a subscription is to be told what it has not been told.
    pub fn due(&self, subscription: &Subscription, now: Timestamp) -> Due {
        let revisions = &self.library.history().revisions;
        let mut after = revisions.range(subscription.told.saturating_add(1)..);
        let Some((_, first)) = after.next() else {
            return Due::Never;
        };
        let newest = after.next_back().map_or(first, |(_, newest)| newest);
        subscription.due(first.published, newest.published, now, self.library.zone())
    }

    /// What a chat that follows this is told of the revisions after one, in one message; `None` where nothing of it is
    /// followed.
    pub fn notice(&self, follows: &Follows, after: u64, lang: Lang) -> Option<Telling> {
        let told = notice(&self.library, after, |fact| follows.takes(fact))?;
        let question = Question::News(News::New(Some(after)));
        let reply = self.scene(&question, lang).notice(&told, after);
        let changes = told.items.iter();
        let changes = changes.filter(|news| !matches!(news.what, Change::Added(_)));
        Some(Telling {
            changed: changes.map(|news| news.fact().id.clone()).collect(),
            facts: reply.cited.clone(),
            reply,
        })
    }

    /// A notice again that carried `facts` and told of what came up to revision `until`, as they stand now.
    pub fn amended(&self, facts: &[Id], until: u64, lang: Lang) -> Reply {
        let question = Question::News(News::New(Some(until)));
        self.scene(&question, lang).amended(facts, until)
    }

    /// The word to whoever subscribed a chat that nothing can be sent there, and why.
    pub fn paused(&self, why: Why, lang: Lang) -> Reply {
        let voice = self.texts.voice(lang);
        let why = voice.say(&format!("why-{}", why.word())).into_owned();
        Reply::of(&voice.fill("notice-paused", &[("why", why.into())]), lang)
    }

    fn scene<'a>(&'a self, question: &'a Question, lang: Lang) -> Scene<'a> {
        Scene {
            library: &self.library,
            texts: &self.texts,
            voice: self.texts.voice(lang),
            question,
            from: 0,
        }
    }
}

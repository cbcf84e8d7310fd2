//! What is said without having been asked: notices, their corrections, and why none come.

use jiff::Timestamp;

use super::Desk;
use crate::answer::notice;
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::news::{Change, Known};
use crate::question::{News, Question};
use crate::reply::{Reply, Scene, Tells};
use crate::subscription::{Due, Follows, Subscription, Why};

/// A notice, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The message.
    pub reply: Reply,
    /// What is in it: what it has to be put right for.
    pub tells: Tells,
    /// The facts that it says are corrected or withdrawn.
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

    /// What is new to a chat that follows this, in one message; `None` where nothing of it is followed.
    pub fn notice(&self, follows: &Follows, known: &Known, lang: Lang) -> Option<Telling> {
        let told = notice(&self.library, known, |fact| follows.takes(fact))?;
        let after = known.surely;
        let question = Question::News(News::New(Some(after)));
        let (reply, tells) = self.scene(&question, lang).notice(&told, after);
        let changes = told.items.iter();
        let changes = changes.filter(|news| !matches!(news.what, Change::Added(_)));
        Some(Telling {
            changed: changes.map(|news| news.fact().id.clone()).collect(),
            tells,
            reply,
        })
    }

    /// A notice again, with what it told as it stands now.
    pub fn amended(&self, tells: &Tells, lang: Lang) -> Reply {
        let question = Question::News(News::New(Some(tells.until)));
        self.scene(&question, lang).amended(tells)
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

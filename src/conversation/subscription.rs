//! What people say and press about subscriptions: whether they may, what it changes, what is shown then.

use jiff::Timestamp;

use super::turn::{Effect, Party, Rights};
use super::{Answer, Decision, Desk, View};
use crate::answer::{Refusal, Shown, Standing, SubscriptionAnswer};
use crate::dossier::lang::Lang;
use crate::question::subscription::{AboutSubscription, Panel, Whose, Wish};
use crate::subscription::{Change, Followed, Subscription};

impl Desk {
    /// The reply to what is asked about a subscription, and what it changes. A refusal where it may not be.
    pub(super) fn subscription(
        &self,
        about: &AboutSubscription,
        view: &View,
        party: &Party,
        now: Timestamp,
    ) -> Decision {
        if let Some(refusal) = refusal(about, party.rights) {
            let refused = Answer::SubscriptionRefused {
                refusal,
                of_channel: about.whose != Whose::Here,
            };
            return Decision::refused(self.show(view, &refused, view.lang));
        }
        let own = party
            .chosen
            .or(party.subscription.as_ref().map(|is| is.lang));
        let mut of = Standing {
            whose: party.channel.map_or(Whose::Here, Whose::Channel),
            title: party.title.clone(),
            in_topic: party.in_topic,
            subscription: party.subscription.clone(),
            lang: own.unwrap_or(view.lang),
            now,
        };
        // What is shown in a chat is in its language; a channel is asked about from a chat with another.
        let mut lang = view.lang;
        let (shown, effect) = match &about.wish {
            Wish::Show(panel) => (Shown::Panel(*panel), None),
            Wish::Delivery => (Shown::Delivery, None),
            Wish::Speak(chosen) => {
                of.lang = *chosen;
                if of.whose == Whose::Here {
                    lang = *chosen;
                }
                (
                    Shown::Panel(Panel::Main),
                    Some(Effect::SetLanguage(*chosen)),
                )
            }
            Wish::Change(change) => {
                let fresh = Box::new(self.fresh(party, view.lang));
                of.subscription = change.apply(of.subscription, &fresh);
                let change = change.clone();
                (
                    shown_after(&change),
                    Some(Effect::Subscription { change, fresh }),
                )
            }
        };
        let answer = Answer::Subscription(SubscriptionAnswer { shown, of });
        Decision::of(self.show(view, &answer, lang), effect)
    }

    /// A subscription that begins now: it is told of what comes after the revision that this desk answers from.
    fn fresh(&self, party: &Party, lang: Lang) -> Subscription {
        let told = self.library.revision().number;
        Subscription::new(party.kind, lang, party.by, told)
    }
}

fn refusal(about: &AboutSubscription, rights: Rights) -> Option<Refusal> {
    match rights {
        Rights::Full => None,
        _ if !about.is_for_administrators() => None,
        Rights::Member => Some(Refusal::NotAdministrator),
        Rights::Unknown => Some(Refusal::Unknown),
        Rights::Refused(refusal) => Some(refusal),
    }
}

/// What is shown after a change: the panel that it is made in.
fn shown_after(change: &Change) -> Shown {
    Shown::Panel(match change {
        Change::Begin => return Shown::Begun,
        Change::End => return Shown::Ended,
        Change::Resume => return Shown::Delivery,
        Change::Everything | Change::Silent(_) => Panel::Main,
        Change::Follow(Followed::Topic(_), _) => Panel::Topics,
        Change::Follow(Followed::Person(_), _) => Panel::People,
        Change::Follow(Followed::Indicator(_), _) => Panel::Indicators,
        Change::Rhythm(_) => Panel::When,
        Change::Quiet(_) => Panel::Quiet,
        Change::Zone(_) => Panel::Zone,
    })
}

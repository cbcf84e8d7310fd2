//! What there is to say of a subscription. It is not in the library: [`crate::conversation`] is told of it.

use jiff::Timestamp;

use crate::dossier::lang::Lang;
use crate::question::subscription::{Panel, Whose};
use crate::subscription::Subscription;

/// A subscription, and what of it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionAnswer {
    /// What is shown.
    pub shown: Shown,
    /// Of what.
    pub of: Standing,
}

/// What of a subscription is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// That there is one from now on, and its settings.
    Begun,
    /// That there is none any more.
    Ended,
    /// A panel of its settings.
    Panel(Panel),
    /// How its notices are delivered.
    Delivery,
}

/// How it stands with the subscription of a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose it is; never by name only.
    pub whose: Whose,
    /// The title of the channel.
    pub title: Option<String>,
    /// Whether it is that of one forum topic.
    pub in_topic: bool,
    /// The subscription, if there is one.
    pub subscription: Option<Subscription>,
    /// The language of the chat.
    pub lang: Lang,
    /// Now.
    pub now: Timestamp,
}

impl SubscriptionAnswer {
    /// Where nothing is known of the chat, as if it had just come.
    pub(super) fn unknown(whose: Whose) -> Self {
        Self {
            shown: Shown::Panel(Panel::Main),
            of: Standing {
                whose,
                title: None,
                in_topic: false,
                subscription: None,
                lang: Lang::En,
                now: Timestamp::UNIX_EPOCH,
            },
        }
    }
}

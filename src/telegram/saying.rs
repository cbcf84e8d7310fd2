//! How what is to be said leaves: sent, in the place of a message, with a pressed button, or in the response to a post.

use teloxide::types::MessageId;

use super::carrier::Carrier;
use super::courier::{Address, Delivery};
use super::handle::{Handler, stored};
use super::incoming::{Received, What};
use crate::conversation::Say;
use crate::store::{StoreError, chats};
use crate::vitals::Outcome;

/// Supergroups and channels have numbers below this, basic groups above (Bot API, "Chat").
const BASIC_GROUPS_END: i64 = -1_000_000_000_000;

impl Handler {
    /// Says it, as often as the policy lets it be tried.
    pub(super) async fn say(
        &self,
        received: &Received<'_>,
        say: Say,
        update: u32,
    ) -> Result<Outcome, StoreError> {
        let to = address(received, update);
        let press = match received.what {
            What::Press(press, _) => Some(press),
            What::Text(..) | What::File(_) | What::Added | What::Upgraded(_) | What::Moved => None,
        };
        let declined = match &say {
            Say::Send(reply) | Say::Replace(reply) => Some(reply.declined),
            Say::Nothing | Say::Notice(_) => None,
        };
        let (delivery, notice) = self.deliver(received.message, to, say).await;
        let mut settled = None;
        if let Some(press) = press {
            let notice = notice.as_deref();
            settled = Some(self.courier.settle_press(update, press, notice).await);
        }
        let outcome = delivery.or(settled).map_or(Outcome::Silent, of);
        if let (Outcome::Answered, Some(declined)) = (outcome, declined) {
            self.vitals.answered(declined);
        }
        if let Some(Delivery::Moved(chat)) = delivery {
            log::info!("update {update}: chat {} has become {chat}", received.chat);
            let moved = chats::migrate(&*self.store, received.chat, chat, None, self.now()).await;
            stored(moved, update)?;
        }
        Ok(outcome)
    }

    /// Sends what is to be sent; a notice is returned, since it leaves with the press that it answers.
    async fn deliver(
        &self,
        message: Option<MessageId>,
        to: Address,
        say: Say,
    ) -> (Option<Delivery>, Option<String>) {
        match (say, message) {
            (Say::Nothing, _) => (None, None),
            (Say::Notice(text), _) => (None, Some(text)),
            (Say::Replace(reply), Some(message)) => {
                let replaced = self.courier.replace(message, to, &reply).await;
                (Some(replaced), None)
            }
            (Say::Replace(reply) | Say::Send(reply), _) => {
                (Some(self.courier.send(to, &reply).await), None)
            }
        }
    }

    /// Leaves what is to be said to the response of the update's post, if it is one call whose outcome need not be known. A
    /// basic group may have become a supergroup, and only a call that is answered tells which. `false` if it has to be sent.
    pub(super) fn carry(
        &self,
        received: &Received<'_>,
        say: &Say,
        update: u32,
        carrier: &Carrier,
    ) -> bool {
        let is_basic_group = (BASIC_GROUPS_END..0).contains(&received.chat);
        let is_carried = match (say, &received.what) {
            (Say::Send(reply), What::Text(..)) if !is_basic_group => {
                let to = address(received, update);
                let is_carried = self.courier.carry_message(carrier, &to, reply);
                if is_carried {
                    self.vitals.answered(reply.declined);
                }
                is_carried
            }
            (Say::Notice(notice), What::Press(press, _)) => {
                self.courier.carry_notice(carrier, press, notice)
            }
            _ => false,
        };
        if is_carried {
            log::debug!("update {update}: the response to its post carries the answer");
        }
        is_carried
    }
}

/// What became of an update whose answer ended so.
pub fn of(delivery: Delivery) -> Outcome {
    match delivery {
        Delivery::Done | Delivery::Moved(_) => Outcome::Answered,
        Delivery::Refused => Outcome::Undeliverable,
    }
}

/// In a group the answer hangs on the question, since others may write in between.
pub fn address(received: &Received<'_>, update: u32) -> Address {
    let hangs = received.in_group && matches!(received.what, What::Text(..) | What::File(_));
    Address {
        update,
        chat: received.chat,
        topic: received.topic,
        reply_to: received.message.filter(|_| hangs),
    }
}

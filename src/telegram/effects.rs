//! What an update changes: stored, durably and once, before anything is said.

use super::courier::Found;
use super::handle::{Handler, stored};
use super::incoming::{Received, Upgrade, What};
use crate::conversation::{Effect, Heard, Party, Refusal, Rights};
use crate::question::subscription::{AboutSubscription, Whose};
use crate::store::{StoreError, chats, subscriptions};
use crate::subscription::{ChatKind, Membership, Recipient};

/// Who asks, and which chat or topic the settings are of.
pub(super) struct Asked {
    /// Who asks.
    pub party: Party,
    /// Whose settings: those of the chat, or of a channel that is asked about in it.
    pub of: Recipient,
}

impl Handler {
    /// Finds out what has to be known of whoever asks and of the chat that is asked about, as far as what was heard needs
    /// it.
    pub(super) async fn asked(
        &self,
        heard: &Heard,
        received: &Received<'_>,
        update: u32,
    ) -> Result<Asked, StoreError> {
        let mut party = Party::with(Rights::Full);
        party.by = received.sender.map(|user| user.0.cast_signed());
        party.in_topic = received.topic.is_some();
        if received.in_group {
            party.kind = ChatKind::Group;
        }
        let mut of = Recipient {
            chat: received.chat,
            topic: received.topic.map(|topic| topic.0.0),
        };
        let about = heard.subscription().map(|(about, _)| about);
        match about.map(|about| &about.whose) {
            Some(whose @ (Whose::Named(_) | Whose::Channel(_))) => {
                let must_post = about.is_some_and(AboutSubscription::begins);
                let found = self.channel(whose, must_post, received, update).await;
                let (rights, channel) = found.unwrap_or_else(|refused| (refused, None));
                party.kind = ChatKind::Channel;
                party.rights = rights;
                if let Some(Found { id, title }) = channel {
                    (party.channel, party.title) = (Some(id), Some(title));
                }
                if let Some(channel) = party.channel {
                    of = Recipient {
                        chat: channel,
                        topic: None,
                    };
                }
            }
            _ if heard.needs_rights() => party.rights = self.rights(received, update).await,
            _ => {}
        }
        if let Some(editing) = heard.editing() {
            party.edited = Some(self.edit(editing, received, update).await?);
        }
        if about.is_some() {
            party.subscription = subscriptions::get(&*self.store, of).await?;
            party.chosen = chats::settings(&*self.store, of.chat).await?.lang;
        }
        Ok(Asked { party, of })
    }

    /// A channel that is asked about in a private chat, and what whoever asks may there. `Err` is why it is not asked about.
    async fn channel(
        &self,
        whose: &Whose,
        must_post: bool,
        received: &Received<'_>,
        update: u32,
    ) -> Result<(Rights, Option<Found>), Rights> {
        let (Some(user), false) = (received.sender, received.in_group) else {
            return Err(Rights::Refused(Refusal::Elsewhere));
        };
        let found = match whose {
            Whose::Named(name) => self.courier.channel_named(update, name).await?,
            Whose::Channel(id) => self.courier.channel(update, *id).await?,
            Whose::Here => return Err(Rights::Refused(Refusal::Elsewhere)),
        };
        let courier = &self.courier;
        let rights = courier.rights_in_channel(update, found.id, self.me, user, must_post);
        Ok((rights.await, Some(found)))
    }

    /// Stores an effect that has to be durable before its answer leaves; `false` if there is no room for it.
    pub(super) async fn store_effect(
        &self,
        effect: &Effect,
        of: Recipient,
        update: u32,
    ) -> Result<bool, StoreError> {
        let number = Some(update);
        let done = match effect {
            Effect::SetLanguage(lang) => {
                chats::set_language(&*self.store, of.chat, *lang, number, self.now()).await
            }
            Effect::Subscription { change, fresh } => {
                let change = |is| change.apply(is, fresh);
                let changed =
                    subscriptions::change(&*self.store, of, number, self.now(), change).await;
                self.nudge.look_at(of);
                changed.map(drop)
            }
            Effect::Looked(_) => return Ok(true),
        };
        stored(done, update)
    }

    /// Notes what Telegram says of the chat itself: that it has become another, or what the bot's place in it is.
    pub(super) async fn note(
        &self,
        received: &Received<'_>,
        update: u32,
    ) -> Result<(), StoreError> {
        if let What::Upgraded(Upgrade { from, to }) = received.what {
            let moved = chats::migrate(&*self.store, from, to, Some(update), self.now()).await;
            stored(moved, update)?;
            // Told by this message, the bot is there, whatever was said of the group that is gone.
            let here = Membership::In { runs: false };
            self.moved_in_or_out(to, here, update).await?;
        }
        if let Some(membership) = received.membership {
            self.moved_in_or_out(received.chat, membership, update)
                .await?;
        }
        Ok(())
    }

    /// What the bot's own place in a chat means for its subscriptions. Not marked as applied, since one update changes
    /// several: the same again changes nothing.
    async fn moved_in_or_out(
        &self,
        chat: i64,
        membership: Membership,
        update: u32,
    ) -> Result<(), StoreError> {
        for (recipient, _) in subscriptions::of_chat(&*self.store, chat).await? {
            let change = |is: Option<_>| is.map(|is| membership.apply(is, self.now()));
            let changed = subscriptions::change(&*self.store, recipient, None, self.now(), change);
            stored(changed.await.map(drop), update)?;
            self.nudge.look_at(recipient);
        }
        Ok(())
    }
}

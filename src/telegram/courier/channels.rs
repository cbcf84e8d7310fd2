//! Channels that are named in a private chat: which one it is, and whether the bot and whoever asks may.

use teloxide::payloads::{GetChat, GetChatMember};
use teloxide::types::{ChatId, Recipient, UserId};

use super::Courier;
use crate::conversation::{Refusal, Rights};
use crate::telegram::policy::{describe, ending, is_outside};
use crate::vitals::Ending;

/// A channel that was found.
pub struct Found {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: String,
}

impl Courier {
    /// The channel of this public name. `Err` is why there is none.
    pub async fn channel_named(&self, update: u32, name: &str) -> Result<Found, Rights> {
        self.find(update, Recipient::ChannelUsername(format!("@{name}")))
            .await
    }

    /// The channel of this number.
    pub async fn channel(&self, update: u32, id: i64) -> Result<Found, Rights> {
        self.find(update, Recipient::Id(ChatId(id))).await
    }

    async fn find(&self, update: u32, chat: Recipient) -> Result<Found, Rights> {
        let asked = self.counted("getChat", GetChat::new(chat)).await;
        let ending = ending(&asked);
        match asked {
            Ok(chat) if chat.is_channel() => Ok(Found {
                id: chat.id.0,
                title: chat.title().unwrap_or_default().to_owned(),
            }),
            Ok(_) => Err(Rights::Refused(Refusal::NotAChannel)),
            Err(error) if is_outside(&error) => Err(Rights::Refused(Refusal::MayNotPost)),
            Err(_) if ending == Ending::Refused => Err(Rights::Refused(Refusal::NoChannel)),
            Err(error) => {
                log::warn!(
                    "update {update}: a channel was not found: {}",
                    describe(&error)
                );
                Err(Rights::Unknown)
            }
        }
    }

    /// Whether `user` runs a channel that the bot `me` runs too, with the right to post if it must have it. Asked each time,
    /// as for groups.
    pub async fn rights_in_channel(
        &self,
        update: u32,
        channel: i64,
        me: UserId,
        user: UserId,
        must_post: bool,
    ) -> Rights {
        let request = GetChatMember::new(ChatId(channel), me);
        let asked = self.counted("getChatMember", request).await;
        let ending = ending(&asked);
        match asked {
            Ok(me) if me.is_privileged() && (me.can_post_messages() || !must_post) => {
                self.rights(update, channel, user).await
            }
            Ok(_) => Rights::Refused(Refusal::MayNotPost),
            Err(_) if ending == Ending::Refused => Rights::Refused(Refusal::MayNotPost),
            Err(error) => {
                log::warn!(
                    "update {update}: what the bot may do in channel {channel} is not known: {}",
                    describe(&error)
                );
                Rights::Unknown
            }
        }
    }
}

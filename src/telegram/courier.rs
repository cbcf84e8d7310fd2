//! The only sender: replies become calls of the Bot API, failures follow `policy`.

mod carried;
mod channels;
mod files;
mod sent;
mod updates;

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, AnswerInlineQuery, AnswerInlineQuerySetters,
    EditMessageText, EditMessageTextSetters, GetChatMember, SendMessage, SendMessageSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryId,
    InlineQueryResult, InlineQueryResultArticle, InputMessageContent, InputMessageContentText,
    LinkPreviewOptions, MessageId, ParseMode, ReplyParameters, ThreadId, UserId,
};
use teloxide::{Bot, RequestError};

use super::line::Line;
use super::policy::{Tries, Verdict, describe, ending, verdict};
use crate::config::{Config, is_here};
use crate::conversation::{Card, Rights};
use crate::delivery::Manner;
use crate::delivery::pacer::Pacer;
use crate::delivery::pacing::Class;
use crate::question::button::{ButtonKey, encode};
use crate::reply::{Press, Reply};
use crate::vitals::Vitals;

pub use channels::Found;
pub use files::NotFetched;
use sent::Writing;
pub use updates::{ALLOWED_UPDATES, WebhookInfo};

/// The most characters of a notice on a button (Bot API, `answerCallbackQuery`).
const NOTICE_MAX: usize = 200;
/// Seconds for which Telegram may show the same cards for the same words (Bot API, `answerInlineQuery`: 300 by default).
/// A new revision is seen by everybody after that time.
const OFFER_SECONDS: u32 = 300;

/// Makes the client of the Bot API.
pub fn bot(config: &Config, token: &str) -> Result<Bot, reqwest::Error> {
    let mut client = teloxide::net::default_reqwest_settings();
    if let Some(proxy) = &config.proxy {
        client = client.proxy(reqwest::Proxy::all(proxy.url().clone())?);
    }
    // What is on this machine is not reached through a proxy, whatever the environment says of one.
    if config.proxy.is_none() && config.api_url.as_ref().is_some_and(is_here) {
        client = client.no_proxy();
    }
    let bot = Bot::with_client(token, client.build()?);
    Ok(match &config.api_url {
        Some(url) => bot.set_api_url(url.clone()),
        None => bot,
    })
}

/// Where a message goes, and why.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// The number of the update it answers, for the log.
    pub update: u32,
    /// The chat.
    pub chat: i64,
    /// The forum topic.
    pub topic: Option<ThreadId>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Telegram has it.
    Done,
    /// Telegram has it, and the group is this supergroup now.
    Moved(i64),
    /// It cannot be delivered.
    Refused,
}

/// Sends for one bot.
#[derive(Clone)]
pub struct Courier {
    line: Line,
    key: ButtonKey,
    pacer: Arc<Pacer>,
    vitals: Arc<Vitals>,
}

impl Courier {
    /// Sends over `line`, with buttons sealed by `key`, when `pacer` says so; `vitals` is told how calls end.
    pub fn new(line: Line, key: ButtonKey, pacer: Arc<Pacer>, vitals: Arc<Vitals>) -> Self {
        Self {
            line,
            key,
            pacer,
            vitals,
        }
    }

    /// Makes a call and counts how it ends.
    async fn counted<P>(&self, method: &'static str, payload: P) -> Result<P::Output, RequestError>
    where
        P: Payload + Serialize + 'static,
        P::Output: DeserializeOwned,
    {
        let called = self.line.call(payload).await;
        self.vitals.called(method, ending(&called));
        called
    }

    /// Sends a message, trying again as the policy says.
    pub async fn send(&self, mut to: Address, reply: &Reply) -> Delivery {
        let (mut plain, mut tries, mut moved) = (false, Tries::default(), None);
        loop {
            let error = match self.send_once(&to, reply, plain).await {
                Ok(message) => {
                    let Address { update, chat, .. } = to;
                    log::debug!("update {update}: answered with message {message} of chat {chat}");
                    return moved.map_or(Delivery::Done, Delivery::Moved);
                }
                Err(error) => error,
            };
            match verdict(&error, tries) {
                Verdict::Again(wait) => wait_to("send", &to, &error, wait).await,
                Verdict::Moved(chat) if moved.is_none() => {
                    to = Address { chat, ..to };
                    moved = Some(chat);
                }
                Verdict::Plain if !plain => plain = true,
                Verdict::Settled => return Delivery::Done,
                _ => return refused("send", &to, &error),
            }
            tries.failed(&error);
        }
    }

    /// An answer leaves in its turn, before any notice.
    async fn send_once(
        &self,
        to: &Address,
        reply: &Reply,
        plain: bool,
    ) -> Result<MessageId, RequestError> {
        let manner = Manner {
            plain,
            ..Manner::default()
        };
        let _leave = self.pacer.turn(Class::Answer, to.chat).await;
        self.call_send(to, reply, manner).await
    }

    /// One call of `sendMessage`.
    pub(super) async fn call_send(
        &self,
        to: &Address,
        reply: &Reply,
        manner: Manner,
    ) -> Result<MessageId, RequestError> {
        let request = Writing(self.message(to, reply, manner));
        let sent = self.counted("sendMessage", request).await;
        sent.map(|message| message.id())
    }

    fn message(&self, to: &Address, reply: &Reply, manner: Manner) -> SendMessage {
        let Manner { silent, plain, .. } = manner;
        let text = if plain {
            reply.html.plain()
        } else {
            reply.html.source()
        };
        let mut request = SendMessage::new(ChatId(to.chat), text)
            .link_preview_options(no_preview())
            .reply_markup(self.keyboard(reply, to.chat));
        if !plain {
            request = request.parse_mode(ParseMode::Html);
        }
        if silent {
            request = request.disable_notification(true);
        }
        if let Some(topic) = to.topic {
            request = request.message_thread_id(topic);
        }
        if let Some(message) = to.reply_to {
            request = request
                .reply_parameters(ReplyParameters::new(message).allow_sending_without_reply());
        }
        request
    }

    /// Puts a reply in the place of a message; where that is gone, sends it anew.
    pub async fn replace(&self, message: MessageId, to: Address, reply: &Reply) -> Delivery {
        let (mut plain, mut tries) = (false, Tries::default());
        loop {
            let Err(error) = self.replace_once(message, to.chat, reply, plain).await else {
                let Address { update, chat, .. } = to;
                log::debug!("update {update}: message {message} of chat {chat} was changed");
                return Delivery::Done;
            };
            match verdict(&error, tries) {
                Verdict::Again(wait) => wait_to("edit", &to, &error, wait).await,
                Verdict::Plain if !plain => plain = true,
                Verdict::Settled => return Delivery::Done,
                Verdict::Anew | Verdict::Moved(_) => return self.send(to, reply).await,
                _ => return refused("edit", &to, &error),
            }
            tries.failed(&error);
        }
    }

    async fn replace_once(
        &self,
        message: MessageId,
        chat: i64,
        reply: &Reply,
        plain: bool,
    ) -> Result<(), RequestError> {
        let _leave = self.pacer.turn(Class::Answer, chat).await;
        self.call_edit(message, chat, reply, plain).await
    }

    /// One call of `editMessageText`.
    pub(super) async fn call_edit(
        &self,
        message: MessageId,
        chat: i64,
        reply: &Reply,
        plain: bool,
    ) -> Result<(), RequestError> {
        let text = if plain {
            reply.html.plain()
        } else {
            reply.html.source()
        };
        let mut request = EditMessageText::new(ChatId(chat), message, text)
            .link_preview_options(no_preview())
            .reply_markup(self.keyboard(reply, chat));
        if !plain {
            request = request.parse_mode(ParseMode::Html);
        }
        let changed = self.counted("editMessageText", Writing(request)).await;
        changed.map(drop)
    }

    /// Ends the spinner on a pressed button, with a short notice if there is one. Tried once: it is of no use later.
    pub async fn settle_press(
        &self,
        update: u32,
        press: &CallbackQueryId,
        notice: Option<&str>,
    ) -> Delivery {
        let request = self.settling(press, notice);
        let settled = self.counted("answerCallbackQuery", request).await;
        answered_in_time(update, "a pressed button was not answered", settled)
    }

    fn settling(&self, press: &CallbackQueryId, notice: Option<&str>) -> AnswerCallbackQuery {
        let request = AnswerCallbackQuery::new(press.clone());
        match notice {
            Some(notice) => request.text(notice.chars().take(NOTICE_MAX).collect::<String>()),
            None => request,
        }
    }

    /// Offers cards to whoever types the bot's name somewhere. Tried once: with the next letter they are asked for anew.
    pub async fn offer(&self, update: u32, query: &InlineQueryId, cards: Vec<Card>) -> Delivery {
        let results = cards.into_iter().map(|card| self.article(card));
        let request = AnswerInlineQuery::new(query.clone(), results.collect::<Vec<_>>())
            .cache_time(OFFER_SECONDS)
            // The cards are in the language of whoever types.
            .is_personal(true);
        let offered = self.counted("answerInlineQuery", request).await;
        answered_in_time(update, "cards were not offered", offered)
    }

    fn article(&self, card: Card) -> InlineQueryResult {
        let text = InputMessageContentText::new(card.reply.html.source())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        let content = InputMessageContent::Text(text);
        let mut article = InlineQueryResultArticle::new(card.id, card.title, content);
        if !card.description.is_empty() {
            article = article.description(card.description);
        }
        if !card.reply.keyboard.is_empty() {
            // The chat a card is sent to is not known; its buttons are addresses, which need none.
            article = article.reply_markup(self.keyboard(&card.reply, 0));
        }
        InlineQueryResult::Article(article)
    }

    /// Whether somebody administers a group. Asked each time: a remembered answer may be out of date.
    pub async fn rights(&self, update: u32, chat: i64, user: UserId) -> Rights {
        let ask = |chat| {
            let request = GetChatMember::new(ChatId(chat), user);
            self.counted("getChatMember", request)
        };
        let mut asked = ask(chat).await;
        if let Err(error) = &asked
            && let Verdict::Moved(chat) = verdict(error, 0)
        {
            // Whoever runs the group runs the supergroup it has become meanwhile.
            asked = ask(chat).await;
        }
        match asked {
            Ok(member) if member.is_privileged() => Rights::Full,
            Ok(_) => Rights::Member,
            Err(error) => {
                log::warn!(
                    "update {update}: the rights of a member of chat {chat} are not known: {}",
                    describe(&error)
                );
                Rights::Unknown
            }
        }
    }

    fn keyboard(&self, reply: &Reply, chat: i64) -> InlineKeyboardMarkup {
        let button = |button: &crate::reply::Button| match &button.press {
            Press::Show(view) => {
                let data = encode(view, chat, &self.key);
                Some(InlineKeyboardButton::callback(button.label.clone(), data))
            }
            Press::Open(url) => {
                let url = reqwest::Url::parse(url).ok()?;
                Some(InlineKeyboardButton::url(button.label.clone(), url))
            }
        };
        let rows = reply
            .keyboard
            .iter()
            .map(|row| row.iter().filter_map(button).collect::<Vec<_>>());
        InlineKeyboardMarkup::new(rows.filter(|row| !row.is_empty()))
    }
}

async fn wait_to(what: &str, to: &Address, error: &RequestError, wait: std::time::Duration) {
    let Address { update, chat, .. } = to;
    log::warn!(
        "update {update}: {what} to chat {chat}: {}; again in {} s",
        describe(error),
        wait.as_secs()
    );
    tokio::time::sleep(wait).await;
}

fn refused(what: &str, to: &Address, error: &RequestError) -> Delivery {
    let Address { update, chat, .. } = to;
    log::warn!(
        "update {update}: {what} to chat {chat} given up: {}",
        describe(error)
    );
    Delivery::Refused
}

/// What became of an answer that is of use only at once. One that comes too late is not missed.
fn answered_in_time<T>(update: u32, failure: &str, answered: Result<T, RequestError>) -> Delivery {
    match answered {
        Err(error) if verdict(&error, 0) != Verdict::Settled => {
            log::warn!("update {update}: {failure}: {}", describe(&error));
            Delivery::Refused
        }
        _ => Delivery::Done,
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

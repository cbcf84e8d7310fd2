//! The world as values: the bot, the people, the chats, what waits for the bot. It is told the time.
//!
//! What people do is in `people`, what the bot does in `methods`, how the Bot API writes it in `json`, how the page reads
//! it in `page`.

pub mod beginning;
pub mod events;
pub mod json;
pub mod membership;
pub mod page;
pub mod people;
pub mod queries;
pub mod session;
pub mod updates;

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::entity::Entity;
use events::Events;
use queries::Queries;
use session::Session;
use updates::{Updates, Webhook};

/// The most messages that are kept of a chat; older ones are forgotten, as if they were too old to be edited.
pub const MESSAGES_KEPT: usize = 1000;
/// The General topic of a forum (Bot API: its number is never sent).
pub const GENERAL: i64 = 1;

/// Everything there is.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct World {
    /// The bot.
    pub bot: Bot,
    /// The people, by number.
    pub people: BTreeMap<i64, Person>,
    /// The chats, by number.
    pub chats: BTreeMap<i64, Chat>,
    /// What waits for the bot.
    pub updates: Updates,
    /// Where updates are posted, if they are.
    pub webhook: Option<Webhook>,
    /// Whether the bot works with this server.
    #[serde(default)]
    pub session: Session,
    /// Pressed buttons and inline queries that wait for an answer.
    #[serde(skip)]
    pub queries: Queries,
    /// What the page is told.
    #[serde(skip)]
    pub events: Events,
    /// Pictures, by their `file_id`.
    pub photos: BTreeMap<String, Photo>,
    /// Documents, by their `file_id`.
    #[serde(default)]
    pub documents: BTreeMap<String, Document>,
    /// The last number of a message in private chats and basic groups, which share one count.
    last_message: i64,
}

/// The bot.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Bot {
    /// Its number, the first part of its token.
    pub id: i64,
    /// Its name.
    pub first_name: String,
    /// Its user name.
    pub username: String,
    /// Whether it sees all messages of groups: BotFather's privacy mode is off.
    pub sees_all: bool,
    /// Whether inline mode is on whatever updates the bot asks for.
    pub inline: bool,
    /// Its commands, by scope and language; each entry is a list of the Bot API's `BotCommand`.
    pub commands: BTreeMap<String, Value>,
    /// Its descriptions by language; "" is for everybody else.
    pub description: BTreeMap<String, String>,
    /// Its short descriptions by language.
    pub short_description: BTreeMap<String, String>,
}

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The number.
    pub id: i64,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: Option<String>,
    /// User name.
    pub username: Option<String>,
    /// The language of the person's Telegram.
    pub language_code: Option<String>,
}

/// Kinds of chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One person and the bot.
    Private,
    /// A basic group.
    Group,
    /// A supergroup.
    Supergroup,
    /// A channel.
    Channel,
}

impl Kind {
    /// As the Bot API writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
            Self::Channel => "channel",
        }
    }
}

/// What somebody is in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Runs it.
    Administrator,
    /// Is in it.
    Member,
    /// Is not, or not any more.
    Left,
    /// Was thrown out; in a private chat: has been blocked.
    Kicked,
}

impl Status {
    /// Whether one with this status is in the chat.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Administrator | Self::Member)
    }

    /// As the Bot API writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Left => "left",
            Self::Kicked => "kicked",
        }
    }
}

/// A chat.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chat {
    /// The number; that of a private chat is its person's.
    pub id: i64,
    /// The kind.
    pub kind: Kind,
    /// The title; of a private chat none.
    pub title: String,
    /// The public name by which a channel is found.
    #[serde(default)]
    pub username: Option<String>,
    /// The topics, if it is a forum.
    pub topics: Option<BTreeMap<i64, Topic>>,
    /// What people are in it.
    pub members: BTreeMap<i64, Status>,
    /// What the bot is in it. In a private chat `Left` until the person has written first.
    pub bot: Status,
    /// The messages, oldest first.
    pub messages: VecDeque<Message>,
    /// The supergroup it has become.
    pub upgraded_to: Option<i64>,
    last_message: i64,
}

/// A topic of a forum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topic {
    /// The name.
    pub name: String,
    /// Whether only administrators may write in it.
    pub closed: bool,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Author {
    /// A person.
    Person(i64),
    /// The bot.
    Bot,
    /// A chat: a channel's post.
    Chat(i64),
    /// Nobody.
    Nobody,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Its number in the Bot API.
    pub file_id: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes.
    pub size: usize,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its number in the Bot API.
    pub file_id: String,
    /// The name of the file.
    pub name: String,
    /// Bytes.
    pub size: usize,
}

/// What happened, where a message is no message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Somebody came in; `None` is the bot.
    Joined(Option<i64>),
    /// Somebody left or was thrown out; `None` is the bot.
    Gone(Option<i64>),
    /// A topic was made.
    TopicCreated(String),
    /// A topic was closed.
    TopicClosed,
    /// A topic was opened again.
    TopicReopened,
    /// The group became this supergroup.
    MigratedTo(i64),
    /// The supergroup was this group.
    MigratedFrom(i64),
}

/// A message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The number in its chat.
    pub id: i64,
    /// The topic, in a forum; General is [`GENERAL`].
    pub topic: Option<i64>,
    /// Who wrote it.
    pub from: Author,
    /// Unix time.
    pub date: i64,
    /// Unix time of the last change.
    pub edited: Option<i64>,
    /// The text, or the words under a picture.
    pub text: String,
    /// What is what in the text.
    pub entities: Vec<Entity>,
    /// The picture.
    pub photo: Option<Photo>,
    /// The document.
    #[serde(default)]
    pub document: Option<Document>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// The buttons, as the Bot API's `inline_keyboard`.
    pub keyboard: Option<Value>,
    /// Whether a person chose it from the bot's inline results.
    pub via_bot: bool,
    /// What happened.
    pub service: Option<Service>,
}

impl Message {
    /// A message of a text.
    pub fn new(from: Author, date: i64, text: String, entities: Vec<Entity>) -> Self {
        Self {
            id: 0,
            topic: None,
            from,
            date,
            edited: None,
            text,
            entities,
            photo: None,
            document: None,
            reply_to: None,
            keyboard: None,
            via_bot: false,
            service: None,
        }
    }

    /// The data of all its buttons.
    pub fn data(&self) -> impl Iterator<Item = &str> {
        let rows = self.keyboard.as_ref().and_then(Value::as_array);
        let buttons = rows
            .into_iter()
            .flatten()
            .flat_map(|row| row.as_array().into_iter().flatten());
        buttons.filter_map(|button| button["callback_data"].as_str())
    }
}

impl Chat {
    /// An empty chat.
    pub fn new(id: i64, kind: Kind, title: &str) -> Self {
        Self {
            id,
            kind,
            title: title.to_owned(),
            username: None,
            topics: None,
            members: BTreeMap::new(),
            bot: Status::Left,
            messages: VecDeque::new(),
            upgraded_to: None,
            last_message: 0,
        }
    }

    /// A message by its number.
    pub fn message(&self, id: i64) -> Option<&Message> {
        let at = self
            .messages
            .binary_search_by_key(&id, |message| message.id);
        at.ok().and_then(|at| self.messages.get(at))
    }

    /// The same, to be changed.
    pub fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        let at = self
            .messages
            .binary_search_by_key(&id, |message| message.id);
        at.ok().and_then(|at| self.messages.get_mut(at))
    }

    /// What a person is in it.
    pub fn status(&self, person: i64) -> Status {
        self.members.get(&person).copied().unwrap_or(Status::Left)
    }

    /// Whether it is a group of either kind.
    pub fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Group | Kind::Supergroup)
    }

    /// Makes room for a topic whose number is that of a message.
    pub fn reserve(&mut self, message: i64) {
        self.last_message = self.last_message.max(message);
    }

    /// One who runs it, if anybody does.
    pub fn administrator(&self) -> Option<i64> {
        let mut members = self.members.iter();
        let found = members.find(|(_, status)| **status == Status::Administrator);
        found.map(|(person, _)| *person)
    }
}

impl World {
    /// A chat by its number.
    pub fn chat(&self, id: i64) -> Option<&Chat> {
        self.chats.get(&id)
    }

    /// A chat by its public name, however its letters are.
    pub fn chat_named(&self, name: &str) -> Option<&Chat> {
        let is_it = |chat: &&Chat| {
            let own = chat.username.as_deref();
            own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        };
        self.chats.values().find(is_it)
    }

    /// A new number for a message of a chat, without putting one there.
    pub fn next_message(&mut self, chat: i64) -> i64 {
        let Some(place) = self.chats.get_mut(&chat) else {
            return 0;
        };
        let count = match place.kind {
            Kind::Private | Kind::Group => &mut self.last_message,
            Kind::Supergroup | Kind::Channel => &mut place.last_message,
        };
        *count += 1;
        *count
    }

    /// Puts a message into a chat and tells the page; returns its number there.
    pub fn post(&mut self, chat: i64, mut message: Message) -> i64 {
        let id = self.next_message(chat);
        message.id = id;
        if let Some(place) = self.chats.get_mut(&chat) {
            if place.messages.len() == MESSAGES_KEPT {
                place.messages.pop_front();
            }
            place.messages.push_back(message);
            self.events.message(chat, id);
        }
        id
    }
}

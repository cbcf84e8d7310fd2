//! The world as it begins: three people, and a chat of each kind. Names are plain, since this wing knows no story.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::updates::Updates;
use super::{Bot, Chat, GENERAL, Kind, Person, Status, Topic, World};

/// Runs the groups and owns the channel.
pub const ADMINISTRATOR: i64 = 101;
/// Is a member of the groups and reads the channel.
pub const MEMBER: i64 = 102;
/// Is in no group.
pub const OUTSIDER: i64 = 103;
/// The supergroup with topics.
pub const FORUM: i64 = -1_000_000_001_001;
/// The channel.
pub const CHANNEL: i64 = -1_000_000_001_002;
/// The basic group, which can become a supergroup.
pub const GROUP: i64 = -1003;

impl World {
    /// A world with nobody in it but the bot.
    pub fn empty(bot: Bot) -> Self {
        Self {
            bot,
            ..Self::default()
        }
    }

    /// The world a newcomer finds.
    pub fn beginning(bot: Bot, now: Timestamp) -> Self {
        let mut world = Self::empty(bot);
        for (id, name, language) in [
            (ADMINISTRATOR, "Ana", "en"),
            (MEMBER, "Max", "ru"),
            (OUTSIDER, "Kim", "be"),
        ] {
            world.add_person(id, name, Some(language));
        }
        world.add_group(FORUM, Kind::Supergroup, "Newsroom", true);
        world.add_group(GROUP, Kind::Group, "Friends", false);
        world.add_group(CHANNEL, Kind::Channel, "Bulletin", false);
        if let Some(channel) = world.chats.get_mut(&CHANNEL) {
            channel.bot = Status::Administrator;
            channel.username = Some("bulletin".to_owned());
        }
        for name in ["News", "Talk"] {
            // The forum has just been made, so a topic can be.
            drop(world.make_topic(FORUM, name, ADMINISTRATOR, now));
        }
        // What happened before the bot was started is no news to it.
        world.updates = Updates::default();
        world
    }

    /// Adds a person with a private chat in which nothing has been written yet.
    pub fn add_person(&mut self, id: i64, name: &str, language: Option<&str>) {
        let person = Person {
            id,
            first_name: name.to_owned(),
            last_name: None,
            username: Some(format!("{}_{id}", name.to_lowercase())),
            language_code: language.map(str::to_owned),
        };
        self.people.insert(id, person);
        let mut chat = Chat::new(id, Kind::Private, "");
        chat.members.insert(id, Status::Member);
        self.chats.insert(id, chat);
    }

    fn add_group(&mut self, id: i64, kind: Kind, title: &str, is_forum: bool) {
        let mut chat = Chat::new(id, kind, title);
        chat.members.insert(ADMINISTRATOR, Status::Administrator);
        chat.members.insert(MEMBER, Status::Member);
        chat.bot = Status::Member;
        if is_forum {
            // The number of the General topic is that of the message that made the forum.
            chat.reserve(GENERAL);
            let general = Topic {
                name: "General".to_owned(),
                closed: false,
            };
            chat.topics = Some(BTreeMap::from([(GENERAL, general)]));
        }
        self.chats.insert(id, chat);
    }
}

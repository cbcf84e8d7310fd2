//! The entities of a text: what is bold, a link, a quotation; and those Telegram finds by itself.
//!
//! Offsets and lengths are in UTF-16 units, as everywhere in the Bot API.

use serde::{Deserialize, Serialize};

/// A part of a text with a meaning; as JSON it is the Bot API's `MessageEntity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Where it begins.
    pub offset: usize,
    /// How long it is.
    pub length: usize,
    /// The address of a text link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The language of a code block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The emoji of a custom one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

/// Kinds of entities, in the order in which they contain each other where they cover the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A quotation.
    Blockquote,
    /// A quotation that is folded.
    ExpandableBlockquote,
    /// A code block.
    Pre,
    /// Code in a line.
    Code,
    /// A link with a text of its own.
    TextLink,
    /// A command.
    BotCommand,
    /// A user name.
    Mention,
    /// A word with #.
    Hashtag,
    /// An address.
    Url,
    /// Hidden until it is touched.
    Spoiler,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Underlined.
    Underline,
    /// Struck through.
    Strikethrough,
    /// An emoji of a set.
    CustomEmoji,
}

impl Entity {
    /// One without further details.
    pub fn plain(kind: Kind, offset: usize, length: usize) -> Self {
        Self {
            kind,
            offset,
            length,
            url: None,
            language: None,
            custom_emoji_id: None,
        }
    }

    fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// The length of a text as Telegram counts it.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Brings entities into the order in which the Bot API gives them.
pub fn sort(entities: &mut [Entity]) {
    entities.sort_by(|a, b| {
        let by_place = a.offset.cmp(&b.offset).then(b.length.cmp(&a.length));
        by_place.then(a.kind.cmp(&b.kind))
    });
}

/// Takes spaces off both ends, as Telegram does, and moves the entities along. The text may become empty.
pub fn trim(text: &str, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let no_end = text.trim_end();
    // At the beginning only what no entity covers.
    let first = entities
        .iter()
        .map(|entity| entity.offset)
        .min()
        .unwrap_or(usize::MAX);
    let spaces = no_end
        .bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\n'))
        .count();
    let cut = spaces.min(first);
    let trimmed = &no_end[cut..];
    let end = units(trimmed);
    let moved = entities.into_iter().filter_map(|mut entity| {
        entity.offset -= cut;
        entity.length = entity.end().min(end).checked_sub(entity.offset)?;
        (entity.length > 0).then_some(entity)
    });
    (trimmed.to_owned(), moved.collect())
}

/// Adds what Telegram finds by itself where nothing else is: commands, user names, words with #, addresses.
pub fn find(text: &str, entities: &mut Vec<Entity>) {
    if !text.contains(['/', '@', '#', ':']) {
        return;
    }
    let mut found = Vec::new();
    let (mut at, mut before) = (0, ' ');
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match before.is_alphanumeric() || before == '_' {
            true => None,
            false => special(first, rest, before),
        };
        let taken = match length {
            Some((kind, bytes)) => {
                let length = units(&rest[..bytes]);
                found.push(Entity::plain(kind, at, length));
                bytes
            }
            None => first.len_utf8(),
        };
        before = rest[..taken].chars().next_back().unwrap_or(first);
        at += units(&rest[..taken]);
        rest = &rest[taken..];
    }
    let free = |new: &Entity, old: &[Entity]| {
        let mut covering = old.iter();
        !covering.any(|old| {
            let apart = old.end() <= new.offset || new.end() <= old.offset;
            let around = old.offset <= new.offset
                && new.end() <= old.end()
                && !matches!(old.kind, Kind::Pre | Kind::Code | Kind::TextLink);
            !(apart || around)
        })
    };
    let added: Vec<Entity> = found
        .into_iter()
        .filter(|new| free(new, entities))
        .collect();
    entities.extend(added);
    sort(entities);
}

/// The kind and the bytes of what begins here.
fn special(first: char, rest: &str, before: char) -> Option<(Kind, usize)> {
    let word = |from: &str| {
        from.bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .count()
    };
    match first {
        // Commands have up to 64 letters with the bot's name behind them (Bot API, "Commands").
        '/' if before != '/' && before != '<' => {
            let name = word(&rest[1..]);
            let after = &rest[1 + name..];
            let at = match after.strip_prefix('@').map(word) {
                Some(bot) if bot >= 3 => 1 + bot,
                _ => 0,
            };
            let follows = after[at..].chars().next().unwrap_or(' ');
            let ends = !(follows.is_alphanumeric() || matches!(follows, '/' | '_'));
            ((1..=64).contains(&name) && ends).then_some((Kind::BotCommand, 1 + name + at))
        }
        '@' => {
            let name = word(&rest[1..]);
            (3..=32)
                .contains(&name)
                .then_some((Kind::Mention, 1 + name))
        }
        '#' => {
            let tag = rest[1..]
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len() - 1);
            let letters = rest[1..=tag].chars().any(char::is_alphabetic);
            letters.then_some((Kind::Hashtag, 1 + tag))
        }
        'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
                .unwrap_or(rest.len());
            let address =
                rest[..end].trim_end_matches(['.', ',', ')', ';', ':', '!', '?', '»', '…']);
            address.contains('.').then_some((Kind::Url, address.len()))
        }
        _ => None,
    }
}

//! Telegram's HTML: from markup to a text with entities, or what is wrong with it, in Telegram's words.
//!
//! The rules are those of the documentation ("HTML style"); the texts of errors and their order are those of tdlib
//! (td/telegram/MessageEntity.cpp), because bots read them. Offsets in errors are in bytes.

use super::entity::{Entity, Kind, sort, units};

/// Tags, each with what it makes of the text in it.
const TAGS: [(&str, Tag); 17] = [
    ("a", Tag::Link),
    ("b", Tag::Style(Kind::Bold)),
    ("strong", Tag::Style(Kind::Bold)),
    ("i", Tag::Style(Kind::Italic)),
    ("em", Tag::Style(Kind::Italic)),
    ("s", Tag::Style(Kind::Strikethrough)),
    ("strike", Tag::Style(Kind::Strikethrough)),
    ("del", Tag::Style(Kind::Strikethrough)),
    ("u", Tag::Style(Kind::Underline)),
    ("ins", Tag::Style(Kind::Underline)),
    ("tg-spoiler", Tag::Style(Kind::Spoiler)),
    ("span", Tag::Style(Kind::Spoiler)),
    ("tg-emoji", Tag::Emoji),
    ("tg-time", Tag::Time),
    ("pre", Tag::Pre),
    ("code", Tag::Code),
    ("blockquote", Tag::Quote),
];

#[derive(Clone, Copy)]
enum Tag {
    Style(Kind),
    Link,
    Emoji,
    Time,
    Pre,
    Code,
    Quote,
}

/// A tag that is open.
struct Open {
    name: String,
    tag: Tag,
    argument: String,
    offset: usize,
    /// Where its text begins, in bytes of the text so far.
    from: usize,
}

/// Reads markup: the text and its entities, or what follows "can't parse entities: ".
pub fn parse(source: &str) -> Result<(String, Vec<Entity>), String> {
    let mut reader = Reader {
        source,
        at: 0,
        text: String::with_capacity(source.len()),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    while let Some(c) = reader.peek() {
        match c {
            '<' if source[reader.at + 1..].starts_with('/') => reader.close()?,
            '<' => reader.begin()?,
            '&' => reader.reference(),
            c => {
                reader.at += c.len_utf8();
                reader.push(c);
            }
        }
    }
    if let Some(open) = reader.open.last() {
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            open.name
        ));
    }
    let mut entities = reader.entities;
    for entity in &mut entities {
        if entity.kind == Kind::Code {
            entity.language = None;
        }
    }
    sort(&mut entities);
    Ok((reader.text, entities))
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<Entity>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.units += c.len_utf16();
    }

    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &str {
        let rest = &self.source[self.at..];
        let length = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn spaces(&mut self) {
        self.take_while(is_space);
    }

    /// `&lt;` and the like; what is none is text.
    fn reference(&mut self) {
        match reference(&self.source[self.at..]) {
            Some((c, length)) => {
                self.at += length;
                self.push(c);
            }
            None => {
                self.at += 1;
                self.push('&');
            }
        }
    }

    fn begin(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let name = self
            .take_while(|c| !is_space(c) && c != '>')
            .to_ascii_lowercase();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        let known = TAGS.iter().find(|(known, _)| *known == name);
        let Some((_, tag)) = known else {
            return Err(format!(
                "Unsupported start tag \"{name}\" at byte offset {begin}"
            ));
        };
        let argument = self.attributes(&name, begin)?;
        if name == "span" && argument != "spoiler" {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        self.open.push(Open {
            name,
            tag: *tag,
            argument,
            offset: self.units,
            from: self.text.len(),
        });
        Ok(())
    }

    /// The attributes up to and with the `>`; returns the one that matters to the tag.
    fn attributes(&mut self, tag: &str, begin: usize) -> Result<String, String> {
        let mut argument = String::new();
        let unclosed = || format!("Unclosed start tag \"{tag}\" at byte offset {begin}");
        loop {
            self.spaces();
            if self.peek() == Some('>') {
                self.at += 1;
                return Ok(argument);
            }
            let name = self
                .take_while(|c| !is_space(c) && !matches!(c, '=' | '>' | '/' | '"' | '\''))
                .to_owned();
            if name.is_empty() {
                return Err(format!(
                    "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
                ));
            }
            self.spaces();
            if self.peek() != Some('=') {
                if self.peek().is_none() {
                    return Err(unclosed());
                }
                if tag == "blockquote" && name == "expandable" {
                    argument = "1".to_owned();
                }
                continue;
            }
            self.at += 1;
            self.spaces();
            let value = self.value(begin)?.ok_or_else(unclosed)?;
            match (tag, name.as_str()) {
                ("a", "href") | ("tg-emoji", "emoji-id") => argument = value,
                ("blockquote", "expandable") => argument = "1".to_owned(),
                ("code", "class") => {
                    argument = value
                        .strip_prefix("language-")
                        .map_or(argument, str::to_owned);
                }
                ("span", "class") => {
                    argument = value.strip_prefix("tg-").map_or(argument, str::to_owned);
                }
                _ => {}
            }
        }
    }

    /// The value of an attribute; `None` where the text ends before it begins.
    fn value(&mut self, begin: usize) -> Result<Option<String>, String> {
        let quote = match self.peek() {
            None => return Ok(None),
            Some(quote @ ('"' | '\'')) => quote,
            Some(_) => {
                let from = self.at;
                let token = self
                    .take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
                    .to_ascii_lowercase();
                let ends = self.peek().is_some_and(|c| is_space(c) || c == '>');
                return match ends {
                    true => Ok(Some(token)),
                    false => Err(format!(
                        "Unexpected end of name token at byte offset {from}"
                    )),
                };
            }
        };
        self.at += 1;
        let mut value = String::new();
        while let Some(c) = self.peek().filter(|c| *c != quote) {
            match (c == '&')
                .then(|| reference(&self.source[self.at..]))
                .flatten()
            {
                Some((c, length)) => {
                    value.push(c);
                    self.at += length;
                }
                None => {
                    value.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        self.at += usize::from(self.peek().is_some());
        match self.peek() {
            Some(_) => Ok(Some(value)),
            None => Err(format!("Unclosed start tag at byte offset {begin}")),
        }
    }

    fn close(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        let name = self
            .take_while(|c| !is_space(c) && c != '>')
            .to_ascii_lowercase();
        self.spaces();
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !name.is_empty() && name != open.name {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                open.name
            ));
        }
        if self.units > open.offset {
            self.make(open)?;
        }
        Ok(())
    }

    fn make(&mut self, open: Open) -> Result<(), String> {
        let mut entity = Entity::plain(Kind::Bold, open.offset, self.units - open.offset);
        entity.kind = match open.tag {
            Tag::Style(kind) => kind,
            Tag::Quote if open.argument.is_empty() => Kind::Blockquote,
            Tag::Quote => Kind::ExpandableBlockquote,
            Tag::Time => return Ok(()),
            Tag::Emoji => {
                if open.argument.parse::<i64>().unwrap_or(0) == 0 {
                    return Err("Invalid custom emoji identifier specified".to_owned());
                }
                entity.custom_emoji_id = Some(open.argument);
                Kind::CustomEmoji
            }
            Tag::Link => {
                let address = match open.argument.is_empty() {
                    true => self.text[open.from..].to_owned(),
                    false => open.argument,
                };
                let Some(url) = checked_link(&address) else {
                    return Ok(());
                };
                entity.url = Some(url);
                Kind::TextLink
            }
            Tag::Pre => {
                entity.language = self.inner(&entity, Kind::Code).flatten();
                Kind::Pre
            }
            Tag::Code => {
                let language = Some(open.argument).filter(|language| !language.is_empty());
                if language.is_some() && self.inner(&entity, Kind::Pre).is_some() {
                    entity.language = language;
                    Kind::Pre
                } else {
                    entity.language = language;
                    Kind::Code
                }
            }
        };
        self.entities.push(entity);
        Ok(())
    }

    /// Takes back the entity just made if it covers the same text and is of this kind (for code with a language); its
    /// language.
    fn inner(&mut self, outer: &Entity, kind: Kind) -> Option<Option<String>> {
        let last = self.entities.last()?;
        let same = last.kind == kind && last.offset == outer.offset && last.length == outer.length;
        let counts = same && (kind == Kind::Pre || last.language.is_some());
        counts.then(|| self.entities.pop().and_then(|last| last.language))
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\0' | '\u{b}')
}

/// The character that a reference at the beginning stands for, and its length. The semicolon may be missing.
fn reference(from: &str) -> Option<(char, usize)> {
    let name = &from[1..];
    let (c, length) = if let Some(number) = name.strip_prefix('#') {
        let (digits, radix, before) = match number.strip_prefix('x') {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits
            .find(|c: char| !c.is_digit(radix))
            .unwrap_or(digits.len());
        if before + length >= 10 {
            return None;
        }
        let code = u32::from_str_radix(&digits[..length], radix).ok()?;
        (
            char::from_u32(code).filter(|c| *c != '\0')?,
            before + length,
        )
    } else {
        let length = name
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(name.len());
        let c = match &name[..length] {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => return None,
        };
        (c, 1 + length)
    };
    Some((c, length + usize::from(from[length..].starts_with(';'))))
}

/// An address that Telegram makes a link of: with http:// before it if it names no scheme. `None` for what is none.
pub fn checked_link(address: &str) -> Option<String> {
    let address = address.trim();
    if address.starts_with("tg://") {
        return Some(address.to_owned());
    }
    let with_scheme = match address.contains("://") {
        true => address.to_owned(),
        false => format!("http://{address}"),
    };
    let url = reqwest::Url::parse(&with_scheme).ok()?;
    let host = url.host_str()?;
    let plausible = matches!(url.scheme(), "http" | "https")
        && (host.contains('.') || host == "localhost" || host.starts_with('['))
        && units(address) <= 2048;
    plausible.then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(kind: Kind, offset: usize, length: usize) -> Entity {
        Entity::plain(kind, offset, length)
    }

    #[test]
    fn markup_becomes_a_text_with_entities() {
        let link = |offset, length, url: &str| Entity {
            url: Some(url.to_owned()),
            ..entity(Kind::TextLink, offset, length)
        };
        let pre = Entity {
            language: Some("rust".to_owned()),
            ..entity(Kind::Pre, 0, 1)
        };
        for (source, text, entities) in [
            ("plain", "plain", vec![]),
            ("<b>a</b>", "a", vec![entity(Kind::Bold, 0, 1)]),
            ("<STRONG>a</strong >", "a", vec![entity(Kind::Bold, 0, 1)]),
            ("<b>a</>", "a", vec![entity(Kind::Bold, 0, 1)]),
            ("😀<i>б😀</i>", "😀б😀", vec![entity(Kind::Italic, 2, 3)]),
            (
                "<i><b>a</b>b</i>",
                "ab",
                vec![entity(Kind::Italic, 0, 2), entity(Kind::Bold, 0, 1)],
            ),
            ("<b></b>a", "a", vec![]),
            (
                "&lt;b&gt; &amp;amp; &quot; &#1073; &#x1F600;",
                "<b> &amp; \" б 😀",
                vec![],
            ),
            ("&nbsp; &copy; & &; &lt", "&nbsp; &copy; & &; <", vec![]),
            ("a > b", "a > b", vec![]),
            (
                "<a href=\"https://e.org/?a&amp;b\">x</a>",
                "x",
                vec![link(0, 1, "https://e.org/?a&b")],
            ),
            (
                "<a href='e.org'>x</a>",
                "x",
                vec![link(0, 1, "http://e.org/")],
            ),
            ("<a>e.org</a>", "e.org", vec![link(0, 5, "http://e.org/")]),
            ("<a href=\"javascript:x\">x</a>", "x", vec![]),
            (
                "<blockquote expandable>a\nb</blockquote>",
                "a\nb",
                vec![entity(Kind::ExpandableBlockquote, 0, 3)],
            ),
            (
                "<blockquote>a</blockquote>",
                "a",
                vec![entity(Kind::Blockquote, 0, 1)],
            ),
            (
                "<pre><code class=\"language-rust\">a</code></pre>",
                "a",
                vec![pre],
            ),
            (
                "<code class=\"language-rust\">a</code>",
                "a",
                vec![entity(Kind::Code, 0, 1)],
            ),
            (
                "<span class=\"tg-spoiler\">a</span>",
                "a",
                vec![entity(Kind::Spoiler, 0, 1)],
            ),
        ] {
            assert_eq!(parse(source), Ok((text.to_owned(), entities)), "{source}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_telegrams_words() {
        for (source, error) in [
            (
                "<b>a",
                "Can't find end tag corresponding to start tag \"b\"",
            ),
            ("a</b>", "Unexpected end tag at byte offset 1"),
            (
                "<b><i>a</b></i>",
                "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"",
            ),
            ("a < b", "Unsupported start tag \"\" at byte offset 2"),
            ("a < b >", "Unsupported start tag \"\" at byte offset 2"),
            ("<p>a</p>", "Unsupported start tag \"p\" at byte offset 0"),
            ("é<br/>", "Unsupported start tag \"br/\" at byte offset 2"),
            ("<b", "Unclosed start tag at byte offset 0"),
            ("<b>a</b", "Unclosed end tag at byte offset 4"),
            ("<b>a</b x>", "Unclosed end tag at byte offset 4"),
            ("<a href", "Unclosed start tag \"a\" at byte offset 0"),
            ("<a href=", "Unclosed start tag \"a\" at byte offset 0"),
            ("<a href=\"x", "Unclosed start tag at byte offset 0"),
            (
                "<a =\"x\">",
                "Empty attribute name in the tag \"a\" at byte offset 0",
            ),
            (
                "<a href=x_y>",
                "Unexpected end of name token at byte offset 8",
            ),
            (
                "<span class=\"x\">a</span>",
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
            ),
            (
                "<tg-emoji>a</tg-emoji>",
                "Invalid custom emoji identifier specified",
            ),
        ] {
            assert_eq!(parse(source), Err(error.to_owned()), "{source}");
        }
    }
}

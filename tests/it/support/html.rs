//! A strict reader of the HTML that Telegram takes (Bot API, "HTML style"): what it does not accept, a message must not
//! contain. Written from the documentation, apart from the code that makes the markup.

/// What a reader sees: the text, and how many links and quotations it has.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The text without markup.
    pub text: String,
    /// Addresses of links.
    pub links: Vec<String>,
    /// Quotations.
    pub quotations: usize,
}

impl Read {
    /// The length as Telegram counts it.
    pub fn units(&self) -> usize {
        self.text.encode_utf16().count()
    }
}

/// Reads a message, or says what is wrong with it.
pub fn read(source: &str) -> Result<Read, String> {
    let mut read = Read::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let end = rest
                    .find('>')
                    .ok_or_else(|| format!("a tag without end at {rest:.20}"))?;
                tag(&rest[1..end], &mut open, &mut read)?;
                rest = &rest[end + 1..];
            }
            '>' => return Err("an unescaped >".to_owned()),
            '&' => {
                let end = rest.find(';').ok_or("an & that begins no entity")?;
                read.text.push(entity(&rest[1..end])?);
                rest = &rest[end + 1..];
            }
            c => {
                if c.is_control() && c != '\n' {
                    return Err(format!("the control character {c:?}"));
                }
                read.text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    match open.last() {
        Some((name, _)) => Err(format!("<{name}> is not closed")),
        None if read.text.trim().is_empty() => Err("nothing to read".to_owned()),
        None => Ok(read),
    }
}

fn tag(tag: &str, open: &mut Vec<(String, usize)>, read: &mut Read) -> Result<(), String> {
    let at = read.text.len();
    if let Some(name) = tag.strip_prefix('/') {
        let (opened, from) = open
            .pop()
            .ok_or_else(|| format!("</{name}> closes nothing"))?;
        if opened != name {
            return Err(format!("</{name}> closes <{opened}>"));
        }
        if read.text[from..].trim().is_empty() {
            return Err(format!("<{name}> around nothing"));
        }
        return Ok(());
    }
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    match (name, attributes) {
        ("b" | "strong" | "i" | "em" | "u" | "s" | "code" | "pre" | "tg-spoiler", "") => {}
        ("blockquote", "" | "expandable") => {
            if open.iter().any(|(name, _)| name == "blockquote") {
                return Err("a blockquote in a blockquote".to_owned());
            }
            read.quotations += 1;
        }
        ("a", attributes) => {
            let url = attributes
                .strip_prefix("href=\"")
                .and_then(|rest| rest.strip_suffix('"'));
            let url = url.ok_or_else(|| format!("<a {attributes}> without address"))?;
            let url = url.replace("&amp;", "&").replace("&quot;", "\"");
            if !url.starts_with("https://") && !url.starts_with("http://") {
                return Err(format!("a link to {url}"));
            }
            read.links.push(url);
        }
        _ => return Err(format!("unsupported <{tag}>")),
    }
    if open
        .iter()
        .any(|(name, _)| matches!(name.as_str(), "code" | "pre"))
    {
        return Err(format!("<{name}> in code"));
    }
    open.push((name.to_owned(), at));
    Ok(())
}

fn entity(name: &str) -> Result<char, String> {
    match name {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        other => Err(format!("unsupported &{other:.20};")),
    }
}

#[test]
fn the_reader_is_strict() {
    for good in [
        "a",
        "<b>a</b>",
        "<blockquote expandable>a\nb</blockquote>",
        "&lt;&amp;",
        "<a href=\"https://e.org/?a&amp;b\">x</a>",
    ] {
        assert!(read(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        " \n",
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "a < b",
        "a > b",
        "a & b",
        "&nbsp;",
        "<br>",
        "<p>a</p>",
        "<b></b>",
        "<blockquote><blockquote>a</blockquote></blockquote>",
        "<a href=\"javascript:x\">a</a>",
        "<a>x</a>",
        "a\0b",
        "<code><b>a</b></code>",
        "<b class=\"x\">a</b>",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

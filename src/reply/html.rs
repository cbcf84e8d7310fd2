//! Text with Telegram's HTML markup. The only place where markup is made: everything that goes in is escaped, so nothing
//! anybody writes can break a message.

/// A piece of a message: its HTML, the same as plain text for a terminal, and its length as Telegram counts it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    source: String,
    plain: String,
    units: usize,
}

impl Html {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Text without markup.
    pub fn of(text: &str) -> Self {
        let mut html = Self::new();
        html.text(text);
        html
    }

    /// Whether there is nothing to read in it.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// The HTML.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same for a terminal.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// How long Telegram takes it to be: UTF-16 units after the markup is parsed (Bot API, `sendMessage`: "1-4096
    /// characters after entities parsing").
    pub fn units(&self) -> usize {
        self.units
    }

    /// Adds text, escaped. Control characters, which Telegram refuses or drops, and marks that turn the direction of
    /// what follows, which could make a message read as something else, are left out.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        // Most of it is as it stands, and is added at once.
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| !stays(*c)) {
            let (piece, after) = rest.split_at(at);
            self.add(piece, piece);
            if let Some(escaped) = escaped(c) {
                self.add(escaped, &after[..1]);
            }
            rest = &after[c.len_utf8()..];
        }
        self.add(rest, rest);
        self
    }

    fn add(&mut self, source: &str, plain: &str) {
        self.source.push_str(source);
        self.plain.push_str(plain);
        self.units += plain.encode_utf16().count();
    }

    /// Adds a line break.
    pub fn line(&mut self) -> &mut Self {
        self.text("\n")
    }

    /// Adds another piece.
    pub fn push(&mut self, other: &Self) -> &mut Self {
        self.source.push_str(&other.source);
        self.plain.push_str(&other.plain);
        self.units += other.units;
        self
    }

    fn wrapped(&mut self, open: &str, text: &str, close: &str) -> &mut Self {
        if text.chars().any(|c| is_harmless(c) && !c.is_whitespace()) {
            self.source.push_str(open);
            self.text(text);
            self.source.push_str(close);
        } else {
            // Telegram drops an entity around nothing; the text stays.
            self.text(text);
        }
        self
    }

    /// Adds bold text.
    pub fn bold(&mut self, text: &str) -> &mut Self {
        self.wrapped("<b>", text, "</b>")
    }

    /// Adds italic text.
    pub fn italic(&mut self, text: &str) -> &mut Self {
        self.wrapped("<i>", text, "</i>")
    }

    /// Adds underlined text. In a terminal it stands in marks, as `wdiff` writes what was added.
    pub fn underline(&mut self, text: &str) -> &mut Self {
        self.marked(["<u>", "{+"], text, ["+}", "</u>"])
    }

    /// Adds struck-out text. In a terminal it stands in marks, as `wdiff` writes what was taken away.
    pub fn strike(&mut self, text: &str) -> &mut Self {
        self.marked(["<s>", "[-"], text, ["-]", "</s>"])
    }

    /// Adds text whose markup a terminal has to show too.
    fn marked(&mut self, open: [&str; 2], text: &str, close: [&str; 2]) -> &mut Self {
        self.plain.push_str(open[1]);
        self.wrapped(open[0], text, close[1]);
        self.plain.push_str(close[0]);
        self
    }

    /// Adds text in a fixed-width font, which a tap copies.
    pub fn code(&mut self, text: &str) -> &mut Self {
        self.wrapped("<code>", text, "</code>")
    }

    /// Adds a link. An address that is neither http nor https is no link: the text stays alone.
    pub fn link(&mut self, url: &str, text: &str) -> &mut Self {
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        if !is_web || !url.chars().all(is_harmless) {
            return self.text(text);
        }
        let address = Self::of(url).source;
        self.wrapped(&format!("<a href=\"{address}\">"), text, "</a>");
        self.plain.push_str(&format!(" <{url}>"));
        self
    }

    /// Adds a quotation as a block of its own; a long one is folded until it is tapped.
    pub fn quote(&mut self, text: &str) -> &mut Self {
        let long = text.chars().count() > FOLD_FROM;
        let open = if long {
            "<blockquote expandable>"
        } else {
            "<blockquote>"
        };
        let start = self.plain.len();
        self.wrapped(open, text.trim(), "</blockquote>");
        let shown = self.plain.split_off(start);
        self.plain.push_str("  > ");
        self.plain.push_str(&shown.replace('\n', "\n  > "));
        self
    }
}

/// Quotations longer than this, in characters, fold. About five lines on a phone; Telegram folds to three.
const FOLD_FROM: usize = 220;

/// Whether a character is written in HTML as it is.
fn stays(c: char) -> bool {
    escaped(c).is_none() && is_harmless(c)
}

/// How a character is written that means something in HTML. All of them are one byte long.
fn escaped(c: char) -> Option<&'static str> {
    match c {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        '"' => Some("&quot;"),
        _ => None,
    }
}

fn is_harmless(c: char) -> bool {
    let turns_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_unassigned = matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{feff}');
    (c == '\n' || !c.is_control()) && !turns_direction && !is_unassigned
}

/// Cuts `text` into pieces of at most `most` UTF-16 units, between sentences where that is possible, else between words,
/// else between characters. Nothing is lost but white space at the cuts.
pub fn split(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let piece = first_piece(rest, most.max(2));
        pieces.push(piece.trim_end());
        rest = rest[piece.len()..].trim_start();
    }
    pieces
}

fn first_piece(text: &str, most: usize) -> &str {
    let mut units = 0;
    let (mut sentence, mut word, mut end) = (None, None, 0);
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && at > 0 {
            word = Some(at);
            if matches!(previous, '.' | '!' | '?' | '…' | ';' | '»' | '”') || c == '\n' {
                sentence = Some(at);
            }
        }
        units += c.len_utf16();
        if units > most {
            return &text[..sentence.or(word).unwrap_or(end)];
        }
        end = at + c.len_utf8();
        previous = c;
    }
    text
}

/// The beginning of `text`, at most `most` UTF-16 units with the mark that says it goes on.
pub fn clip(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    if text.encode_utf16().count() <= most {
        return text.into();
    }
    let kept = split(text, most.saturating_sub(2))
        .first()
        .copied()
        .unwrap_or_default();
    format!("{kept} …").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped_and_counted_as_telegram_counts() {
        let mut html = Html::new();
        html.bold("a<b>&\"")
            .text(" \u{0}\u{202e}😀")
            .italic("  ")
            .link("https://e.org/?a=1&b=\"2\"", "x<y");
        assert_eq!(
            html.source(),
            "<b>a&lt;b&gt;&amp;&quot;</b> 😀  <a href=\"https://e.org/?a=1&amp;b=&quot;2&quot;\">x&lt;y</a>"
        );
        assert_eq!(html.units(), "a<b>&\" 😀  x<y".encode_utf16().count());
        assert_eq!(Html::new().link("javascript:alert(1)", "x").source(), "x");
    }

    #[test]
    fn what_was_altered_is_seen_in_a_terminal_too() {
        let mut html = Html::new();
        html.strike("28").text(" ").underline("26");
        assert_eq!(html.source(), "<s>28</s> <u>26</u>");
        assert_eq!((html.plain(), html.units()), ("[-28-] {+26+}", 5));
    }

    #[test]
    fn a_long_quotation_folds() {
        assert_eq!(
            Html::new().quote("short").source(),
            "<blockquote>short</blockquote>"
        );
        let long = "word ".repeat(60);
        assert!(
            Html::new()
                .quote(&long)
                .source()
                .starts_with("<blockquote expandable>")
        );
    }

    #[test]
    fn text_is_cut_between_sentences_and_nothing_is_lost() {
        let check =
            |text: &str, most: usize, expected: &[&str]| assert_eq!(split(text, most), expected);
        check("One. Two. Three.", 10, &["One. Two.", "Three."]);
        check("One two three", 8, &["One two", "three"]);
        check("abcdefgh", 3, &["abc", "def", "gh"]);
        check("😀😀😀", 4, &["😀😀", "😀"]);
        check("", 5, &[]);
        check("   ", 5, &[]);
        assert_eq!(clip("One. Two. Three.", 12), "One. Two. …");
        assert_eq!(clip("One.", 4), "One.");
    }
}

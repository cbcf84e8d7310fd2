//! What a newcomer does on the page, walk by walk. Each begins on a page that is open and leaves it usable.

use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::page::Page;

/// The topics of the forum in the list of chats.
const GENERAL: &str = ".forum li:nth-child(1) .place";
const TOPIC: &str = ".forum li:nth-child(2) .place";
/// The people: an administrator, a member, somebody from outside.
const ADMINISTRATOR: u32 = 101;
const MEMBER: u32 = 102;
const OUTSIDER: u32 = 103;

/// Asks, presses, pages, changes the language.
pub fn asks(page: &Page<'_>) {
    let browser = page.browser;
    assert!(browser.is("!hint.hidden"), "a newcomer gets a hint");
    browser.shot("wide-light-first");
    let before = page.answers();
    browser.click(".opening .primary");
    page.answered(before, "the start button");
    assert!(browser.is("hint.hidden"), "the hint has done its work");
    let status = page.ask("/status");
    assert!(status.contains("[1]"), "{status}");
    assert!(
        browser.is("[...document.querySelectorAll('.by-bot')].at(-1).querySelector('strong, b')")
    );
    browser.shot("wide-light-status");
    let proof = page.press("[1]");
    assert!(proof.contains("edited"), "{proof}");
    browser.shot("wide-light-source");
    page.ask("/quotes");
    page.press("Next ›");
    browser.shot("wide-light-next-page");
    page.press("‹");
    let folded = "[...document.querySelectorAll('.fold')].at(-1)";
    if browser.is(folded) {
        browser.js(&format!(
            "{folded}.scrollIntoView({{ block: 'center' }}); {folded}.click()"
        ));
        assert!(browser.is(&format!("{folded}.ariaExpanded === 'true'")));
    }
    for (language, word) in [
        ("ru", "Ваш язык"),
        ("be", "Ваша мова"),
        ("en", "Your language"),
    ] {
        page.speak(language);
        let answer = page.ask("/help");
        assert!(!answer.is_empty(), "{word}");
        assert!(
            browser.is(&format!(
                "[...document.querySelectorAll('.by-bot .text')].at(-1).lang === '{language}'"
            )),
            "{answer}"
        );
        browser.shot(&format!("wide-light-{language}"));
    }
}

/// Calls the bot by its name: results, or why there are none.
pub fn inline(page: &Page<'_>) {
    let browser = page.browser;
    assert_eq!(browser.complaints(), Vec::<String>::new());
    browser.click("#text");
    browser.keys("@union_brief_bot words");
    let told = "!panel.hidden && (options.children.length || /inline mode/.test(panel.innerText))";
    browser.until("results or the reason", told);
    browser.shot("wide-light-inline");
    browser.keys(Key::Escape + "");
    assert!(browser.is("panel.hidden"));
    browser.js("text.value = ''; text.dispatchEvent(new Event('input'))");
    let refused = browser.complaints();
    let expected = refused.iter().all(|line| line.contains("/local/inline"));
    assert!(expected, "{refused:?}");
}

/// Speaks in a group topic, as a member and as an administrator.
pub fn group(page: &Page<'_>) {
    let browser = page.browser;
    page.be(MEMBER);
    page.speak("en");
    page.enter(TOPIC);
    let before = page.answers();
    page.say("Good morning, everybody");
    let refusal = page.ask("/language@union_brief_bot be");
    assert!(refusal.contains("Only administrators"), "{refusal}");
    assert_eq!(
        page.answers(),
        before + 1,
        "it answers only who speaks to it"
    );
    page.be(ADMINISTRATOR);
    page.ask("/language@union_brief_bot be");
    page.ask("/help@union_brief_bot");
    assert!(browser.is("[...document.querySelectorAll('.by-bot .text')].at(-1).lang === 'be'"));
    page.ask("/language@union_brief_bot en");
    browser.shot("wide-light-group");
    closes_a_topic(page);
    page.be(OUTSIDER);
    assert!(
        browser.is("!barrier.hidden && compose.hidden"),
        "who is no member cannot write"
    );
    browser.shot("wide-light-outsider");
    browser.click("#barrier .primary");
    browser.until("the box of a new member", "!compose.hidden");
    page.be(ADMINISTRATOR);
    page.enter(&format!("#chat{ADMINISTRATOR}"));
}

fn closes_a_topic(page: &Page<'_>) {
    let browser = page.browser;
    let id = browser.js("return document.querySelector('[id^=tool-topic]').id");
    let id = id.as_str().unwrap();
    page.switch(id, false);
    page.be(MEMBER);
    browser.until("a closed box", "compose.hidden");
    page.be(ADMINISTRATOR);
    assert!(
        browser.is("barrier.hidden"),
        "an administrator may write in a closed topic"
    );
    page.switch(id, true);
    page.enter(GENERAL);
}

/// Takes Telegram down and up; lets it refuse for ten seconds. Returns how long the answers took from when Telegram was
/// up again, or from when it began to refuse, in ms.
pub fn trouble(page: &Page<'_>) -> Vec<(&'static str, u128)> {
    let browser = page.browser;
    let mut took = Vec::new();
    for (name, id) in [("down", "fault-down"), ("flood", "fault-flood")] {
        let before = page.answers();
        page.switch(id, true);
        browser.until("a banner", "!banner.hidden");
        page.say("/numbers");
        browser.shot(&format!("wide-light-{name}"));
        assert_eq!(page.answers(), before, "{name}: nothing gets through");
        let ended = Instant::now();
        // A flood wait ends by itself; Telegram's being down ends when it is up again.
        if name == "down" {
            browser.click("#banner button");
        }
        browser.until("no banner", "banner.hidden");
        page.answered(before, name);
        took.push((name, ended.elapsed().as_millis()));
    }
    took
}

/// Says what nobody should say.
pub fn hostile(page: &Page<'_>) -> usize {
    let browser = page.browser;
    let long = "ж".repeat(4_096);
    let answers = page.answers();
    let texts = [
        "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>",
        "\u{202e}turned\u{202c} \u{2066}around \u{200f}",
        "before\u{0}after \u{7}",
        "👩‍👩‍👧‍👦🏳️‍🌈 𝕬𝖇𝖈 e\u{301}\u{301}\u{301}\u{301}",
        "https://example.org/ javascript:alert(1) tg://resolve?domain=x",
        &long,
    ];
    for text in texts {
        let before = browser.js("return document.querySelectorAll('.own').length");
        page.paste(text);
        browser.until(
            "what was said",
            &format!("document.querySelectorAll('.own').length > {before}"),
        );
        page.fits(&text.chars().take(20).collect::<String>());
    }
    browser.shot("wide-light-hostile");
    // Each gets an answer; at most one a second leaves.
    for round in 0..texts.len() as u64 {
        page.answered(answers + round, "hostile text");
    }
    assert!(browser.is("document.title !== 'hacked' && !log.querySelector('img, script')"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
    page.paste(&"я".repeat(4_097));
    browser.until("a refusal", "document.querySelector('.toast.urgent')");
    browser.until("the text again", "text.value.length === 4097");
    browser.js("text.value = ''; text.dispatchEvent(new Event('input'))");
    let refused = browser.complaints();
    let expected = refused.iter().all(|line| line.contains("/local/say"));
    assert!(expected, "{refused:?}");
    texts.len() + 1
}

/// Formats what no bot of ours sends.
pub fn formats(page: &Page<'_>) -> u64 {
    let body = r#"import("/text.js").then(({ render, address }) => {
        const act = { command() {} };
        const html = (text, ...entities) => {
            const node = document.createElement("div");
            node.append(...render(text, entities.map(([type, offset, length, more]) => ({ type, offset, length, ...more })), act));
            return node.innerHTML;
        };
        const wrong = [];
        let checked = 0;
        const same = (got, wanted) => { checked += 1; if (got !== wanted) wrong.push([got, wanted]); };
        same(html("😀ab", ["bold", 2, 1]), "😀<strong>a</strong>b");
        same(html("abcd", ["bold", 0, 4], ["italic", 1, 2]), "<strong>a<em>bc</em>d</strong>");
        same(html("abcd", ["bold", 0, 3], ["italic", 2, 2]), "<strong>ab<em>c</em></strong>d");
        same(html("a<b>", ["code", 1, 3]), "a<code>&lt;b&gt;</code>");
        same(html("x", ["text_link", 0, 1, { url: "javascript:alert(1)" }]), "<span>x</span>");
        same(html("a\u0000b", ["bold", 2, 1]), "a\ufffd<strong>b</strong>");
        same(html("abc", ["bold", 1, 99]), "a<strong>bc</strong>");
        same(html("abc", ["unknown_kind", 0, 1]), "<span>a</span>bc");
        same(html("q", ["blockquote", 0, 1]), "<blockquote>q</blockquote>");
        same(html("s", ["spoiler", 0, 1]).includes('role="button"'), true);
        same(html("q".repeat(400), ["expandable_blockquote", 0, 400]).includes('aria-expanded="false"'), true);
        same(address("data:text/html,x"), null);
        same(address("t.me/x"), "https://t.me/x");
        done({ checked, wrong });
    }, (error) => done({ wrong: [String(error)] }));"#;
    let result = page.browser.js_later(body, Vec::new());
    assert_eq!(result["wrong"], json!([]), "{result}");
    result["checked"].as_u64().unwrap()
}

/// A round with the keyboard alone.
pub fn keyboard(page: &Page<'_>) {
    let browser = page.browser;
    page.at("");
    browser.until("the box", "document.activeElement === text");
    tab_to(
        page,
        "the link past the chats",
        "document.activeElement === skip",
        true,
    );
    browser.shot("wide-light-skip");
    browser.keys(Key::Enter + "");
    assert_eq!(focused(page), "text");
    browser.keys("/stat");
    browser.until("suggestions", "options.children.length === 1");
    browser.shot("wide-light-suggestions");
    browser.keys(Key::Down + "");
    assert!(browser.is("text.getAttribute('aria-activedescendant') === 'option-0'"));
    browser.keys(Key::Tab + "");
    assert!(browser.is("text.value === '/status ' && panel.hidden"));
    let before = page.answers();
    browser.keys(Key::Enter + "");
    page.answered(before, "/status by keyboard");
    browser.keys(Key::Shift + Key::Tab);
    tab_to(
        page,
        "a button under the answer",
        "document.activeElement.matches('.by-bot:last-child .key')",
        true,
    );
    let text = json!(page.last());
    browser.keys(Key::Enter + "");
    browser.until(
        "the pressed button's effect",
        &format!("[...document.querySelectorAll('.by-bot')].at(-1).innerText.trim() !== {text}"),
    );
    assert!(
        browser.is("log.contains(document.activeElement)"),
        "the focus stays where it was: {}",
        focused(page)
    );
    tab_to(
        page,
        "the reply button",
        "document.activeElement.matches('.by-bot:last-child .answer')",
        true,
    );
    browser.keys(Key::Enter + "");
    assert!(browser.is("!replying.hidden && document.activeElement === text"));
    browser.shot("wide-light-reply");
    browser.keys(Key::Escape + "");
    assert!(browser.is("replying.hidden"));
    browser.js("log.focus()");
    browser.keys(Key::Up + "");
    assert!(browser.is("document.activeElement.matches('article')"));
    tab_to(
        page,
        "the switch",
        "document.activeElement.id === 'fault-down'",
        false,
    );
    browser.keys(" ");
    browser.until("the banner", "!banner.hidden");
    assert_eq!(focused(page), "fault-down");
    browser.keys(" ");
    browser.until("no banner", "banner.hidden");
    browser.js("skip.focus()");
    tab_to(
        page,
        "a topic",
        "document.activeElement.matches('.topic')",
        false,
    );
    browser.keys(Key::Enter + "");
    browser.until(
        "the topic",
        "document.querySelector('.topic[aria-current]')",
    );
    page.enter(&format!("#chat{ADMINISTRATOR}"));
}

fn focused(page: &Page<'_>) -> String {
    let id = page
        .browser
        .js("return document.activeElement.id || document.activeElement.className");
    id.as_str().unwrap().to_owned()
}

fn tab_to(page: &Page<'_>, what: &str, condition: &str, back: bool) {
    for _ in 0..80 {
        if page.browser.is(condition) {
            return;
        }
        page.browser.keys(if back {
            Key::Shift + Key::Tab
        } else {
            Key::Tab + ""
        });
    }
    page.browser.shot("failed");
    panic!(
        "the keyboard does not reach {what}; it is at {}",
        focused(page)
    );
}

/// The same page on a phone.
pub fn phone(page: &Page<'_>) {
    let browser = page.browser;
    browser.size(360, 740);
    page.at(&format!("#{ADMINISTRATOR}"));
    assert!(
        browser.is("chat.offsetParent === null && compose.offsetParent === null"),
        "the list alone"
    );
    page.fits("the list");
    browser.shot("phone-light-list");
    browser.click(&format!("#chat{ADMINISTRATOR}"));
    browser.until("the chat", "compose.offsetParent");
    page.ask("/status");
    page.fits("an answer");
    browser.shot("phone-light-answer");
    browser.click("#newest");
    browser.shot("phone-light-buttons");
    browser.click("#desk-open");
    browser.until("the desk", "desk.contains(document.activeElement)");
    browser.shot("phone-light-desk");
    browser.keys(Key::Escape + "");
    browser.until(
        "the desk shut",
        "!document.body.classList.contains('desk-open')",
    );
    browser.click("#back");
    browser.until("the list", "document.querySelector('nav').offsetParent");
    browser.size(1280, 800);
}

/// The picture of the README.
pub fn picture(page: &Page<'_>) -> PathBuf {
    page.browser.size(1280, 720);
    page.at(&format!("#{ADMINISTRATOR}/{ADMINISTRATOR}"));
    page.ask("/open");
    page.browser.js("log.scrollTop = log.scrollHeight");
    page.browser.shot("readme")
}

/// The program dies and comes back.
pub fn gone(page: &Page<'_>, restart: impl FnOnce()) {
    page.at("");
    page.browser.js("window.same = true");
    restart();
    page.browser.until(
        "the page connected again",
        "gone.hidden && window.same && document.querySelector('.toast')",
    );
    page.ask("/help");
}

/// From Enter to the first answer, `rounds` times, in ms.
pub fn speed(page: &Page<'_>, rounds: usize) -> Vec<f64> {
    let watch = "window.firsts = []; let at = 0;
        document.addEventListener('keydown', (event) => { if (event.key === 'Enter') at = performance.now(); }, true);
        new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
            if (!at || !node.classList?.contains('by-bot')) return;
            window.firsts.push(performance.now() - at);
            at = 0;
        }))).observe(log, { childList: true });";
    page.at("");
    // Whatever came before may have left the bot waiting.
    page.ask("/help");
    page.browser.js(watch);
    let asked = ["/help", "/status", "/timeline", "/people"];
    for round in 0..rounds {
        page.ask(asked[round % asked.len()]);
        // Telegram takes one message a second in a private chat; whoever asks faster measures that.
        page.browser.js_later("setTimeout(done, 1000)", Vec::new());
    }
    let mut firsts: Vec<f64> = match page.browser.js("return window.firsts") {
        Value::Array(firsts) => firsts.iter().filter_map(Value::as_f64).collect(),
        other => panic!("{other}"),
    };
    assert_eq!(firsts.len(), rounds);
    firsts.sort_by(f64::total_cmp);
    firsts
}

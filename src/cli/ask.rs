//! `ask`: one message, or a stream of them.

use std::collections::HashMap;
use std::io::{BufRead, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::CliError;
use super::args::{Ask, ChatKind};
use super::local::{LocalChat, Spoken, What, as_text, reply_of, stored_turn, turn};
use super::opening::{LOCAL_NAME, Opened, open};
use crate::clock::now;
use crate::config::Config;
use crate::conversation::{Desk, Explained};
use crate::dossier::lang::Lang;
use crate::question::address::BotName;
use crate::question::asked::{Found, Target, id_of};
use crate::question::button::{ButtonKey, encode};
use crate::question::dates::Calendar;
use crate::reply::{Press, Reply};
use crate::store::records::ChatRecord;

/// Answers what the command line asks.
pub async fn ask(config: &Config, ask: &Ask) -> Result<(), CliError> {
    let opened = open(config).await?;
    if ask.jsonl {
        return stream(&opened, ask);
    }
    let desk = opened.local_desk();
    let as_of = ask
        .as_of
        .as_deref()
        .map(|text| read_date(&desk, text))
        .transpose()?;
    let (desk, now) = as_of.map_or((desk, now()), |date| on_day(&opened, date));
    let text = ask.text.join(" ");
    let chat = LocalChat { kind: ask.chat };
    let lang = ask.lang.map(Lang::from);
    let spoken = Spoken {
        chat,
        lang,
        now,
        what: What::Text(&text),
    };
    let turn = stored_turn(&desk, &*opened.store, &spoken).await?;
    let reply = reply_of(turn, lang.unwrap_or(Lang::En));
    let mut out = std::io::stdout().lock();
    match (reply, ask.json) {
        (reply, true) => {
            let mut object = json(reply.as_ref(), &desk, chat);
            if let Some(explained) = desk.explain(&text, now) {
                object["understood"] = understood(&explained, &desk);
            }
            writeln!(out, "{object}")?;
        }
        (Some(reply), false) => writeln!(out, "{}", as_text(&reply))?,
        (None, false) => {}
    }
    Ok(())
}

/// The day that `--as-of` or `as_of` names: the last day of what is written.
fn read_date(desk: &Desk, text: &str) -> Result<Date, CliError> {
    let today = desk.library().day_of(now());
    let written = Calendar::new(desk.texts()).read(text, today);
    let date = written.and_then(|written| written.resolve(desk.library(), today));
    date.map(|date| date.last())
        .ok_or_else(|| CliError::Usage("--as-of: not a date; for example 2021-04-22".to_owned()))
}

/// A desk as of a day, and the noon of that day.
fn on_day(opened: &Opened, date: Date) -> (Desk, Timestamp) {
    let desk = opened.local_desk();
    let library = desk.library().as_of(date);
    let noon = library.noon_of(date);
    let (bot, key) = (BotName::new(LOCAL_NAME), ButtonKey::derive("local"));
    (
        Desk::with_library(library, opened.texts.clone(), bot, key),
        noon,
    )
}

/// One answer for a program.
#[derive(Serialize)]
struct Answered<'a> {
    answer: Option<&'a str>,
    text: Option<&'a str>,
    facts: Vec<&'a str>,
    declined: bool,
    lang: Option<&'static str>,
    buttons: Vec<Vec<Value>>,
}

fn json(reply: Option<&Reply>, desk: &Desk, chat: LocalChat) -> Value {
    let button = |button: &crate::reply::Button| match &button.press {
        Press::Show(view) => {
            serde_json::json!({"text": button.label, "data": encode(view, chat.id(), desk.key())})
        }
        Press::Open(url) => serde_json::json!({"text": button.label, "url": url}),
    };
    let rows = reply.into_iter().flat_map(|reply| &reply.keyboard);
    serde_json::json!(Answered {
        answer: reply.map(|reply| reply.html.source()),
        text: reply.map(|reply| reply.html.plain()),
        facts: facts(reply),
        declined: reply.is_some_and(|reply| reply.declined),
        lang: reply.map(|reply| reply.lang.code()),
        buttons: rows.map(|row| row.iter().map(button).collect()).collect(),
    })
}

/// How a question in words was understood, what came near, and what was decided.
fn understood(explained: &Explained, desk: &Desk) -> Value {
    let (reading, dossier) = (&explained.finding.reading, desk.library().dossier());
    let candidates = explained.finding.ranked.iter().map(|ranked| {
        let kind = match ranked.target {
            Target::Inquiry(_) => "inquiry",
            Target::Fact(_) => "fact",
            Target::Talk(_) => "talk",
        };
        let id = id_of(ranked.target, dossier).map(|id| id.as_str());
        serde_json::json!({
            "kind": kind, "id": id, "score": ranked.score, "nearest": ranked.nearest, "covered": ranked.covered,
        })
    });
    let unknown = reading.slots.iter().filter(|slot| slot.matches.is_empty());
    let decision = match &explained.finding.found {
        Found::Facts { lead: None, .. } => "answered".to_owned(),
        Found::Facts {
            lead: Some(lead), ..
        } => format!("answered, lead {lead:?}"),
        Found::Nothing { reason, .. } => format!("declined: {reason:?}"),
        Found::Talk(id) => format!("small talk: {id}"),
    };
    serde_json::json!({
        "lang": explained.lang.map(Lang::code),
        "asks": reading.asks.iter().map(|asks| asks.word()).collect::<Vec<_>>(),
        "people": reading.people.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        "dates": reading.dates.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "numbers": reading.numbers,
        "negated": reading.negated,
        "unknown_words": unknown.map(|slot| slot.word.as_str()).collect::<Vec<_>>(),
        "candidates": candidates.collect::<Vec<_>>(),
        "decision": decision,
    })
}

fn facts(reply: Option<&Reply>) -> Vec<&str> {
    reply.map_or_else(Vec::new, |reply| {
        let all = reply.card.iter().chain(&reply.cited);
        all.map(|id| id.as_str()).collect()
    })
}

/// A line of the input. Other keys have no meaning here and are left alone.
#[derive(Deserialize)]
struct Line {
    id: Value,
    #[serde(alias = "input")]
    q: String,
    lang: Option<String>,
    chat: Option<String>,
    as_of: Option<String>,
}

/// A line of the output.
#[derive(Serialize)]
struct AnsweredLine<'a> {
    id: &'a Value,
    answer: Option<&'a str>,
    facts: Vec<&'a str>,
    declined: bool,
    /// With `--json`: how the question was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<Value>,
}

/// The desks of the days asked for.
struct Desks<'a> {
    opened: &'a Opened,
    today: Desk,
    days: HashMap<Date, (Desk, Timestamp)>,
}

impl Desks<'_> {
    fn of(&mut self, as_of: Option<&str>) -> Result<(&Desk, Timestamp), CliError> {
        let Some(text) = as_of else {
            return Ok((&self.today, now()));
        };
        let date = read_date(&self.today, text)?;
        let opened = self.opened;
        let (desk, noon) = self
            .days
            .entry(date)
            .or_insert_with(|| on_day(opened, date));
        Ok((desk, *noon))
    }
}

/// Answers line by line. A line that cannot be read is named at the end; the others are answered.
fn stream(opened: &Opened, ask: &Ask) -> Result<(), CliError> {
    let mut desks = Desks {
        opened,
        today: opened.local_desk(),
        days: HashMap::new(),
    };
    let mut bad = Vec::new();
    let mut out = std::io::stdout().lock();
    for (index, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match answer_line(&line, &mut desks, ask) {
            Ok(answered) => writeln!(out, "{answered}")?,
            Err(what) => bad.push(format!("line {}: {what}", index + 1)),
        }
    }
    out.flush()?;
    match bad.as_slice() {
        [] => Ok(()),
        bad => Err(CliError::Input(bad.join("; "))),
    }
}

fn answer_line(line: &[u8], desks: &mut Desks<'_>, ask: &Ask) -> Result<String, String> {
    let line: Line = serde_json::from_slice(line)
        .map_err(|error| format!("expected an object with id and q ({error})"))?;
    let lang = match line.lang.as_deref() {
        None => ask.lang.map(Lang::from),
        Some(code) => Some(Lang::from_tag(code).ok_or("lang has to be en, ru or be")?),
    };
    let kind = match line.chat.as_deref() {
        None => ask.chat,
        Some("private") => ChatKind::Private,
        Some("group") => ChatKind::Group,
        Some(_) => return Err("chat has to be private or group".to_owned()),
    };
    let as_of = line.as_of.as_deref().or(ask.as_of.as_deref());
    let (desk, now) = desks
        .of(as_of)
        .map_err(|_| "as_of has to be a date such as 2021-04-22")?;
    let spoken = Spoken {
        chat: LocalChat { kind },
        lang,
        now,
        what: What::Text(&line.q),
    };
    let reply = reply_of(
        turn(desk, &spoken, &ChatRecord::default(), None),
        lang.unwrap_or(Lang::En),
    );
    let answered = AnsweredLine {
        id: &line.id,
        answer: reply.as_ref().map(|reply| reply.html.source()),
        facts: facts(reply.as_ref()),
        declined: reply.as_ref().is_some_and(|reply| reply.declined),
        understood: match ask.json {
            true => desk
                .explain(&line.q, now)
                .map(|explained| understood(&explained, desk)),
            false => None,
        },
    };
    serde_json::to_string(&answered).map_err(|error| error.to_string())
}

//! The bot without an edge: a desk of its own, and somebody who writes to it alone.

use std::sync::Arc;

use jiff::Timestamp;
use union_brief::conversation::{Desk, Event, Incoming, Party, Rights, Turn};
use union_brief::dossier::Dossier;
use union_brief::dossier::history::{Edition, History};
use union_brief::dossier::revision::Revision;
use union_brief::question::address::{BotName, Place};
use union_brief::question::button::ButtonKey;
use union_brief::texts::Texts;

/// The desk of a dossier that is the first revision.
pub fn desk(dossier: Dossier, texts: &Arc<Texts>) -> Desk {
    let published = "2026-01-01T00:00:00Z".parse().unwrap();
    let edition = Edition {
        dossier,
        revision: Revision::of(1, published, &[]),
        history: History::default(),
    };
    let bot = BotName::new("union_brief_bot");
    Desk::new(edition, texts.clone(), bot, ButtonKey::derive("test"))
}

/// The same with texts of its own.
pub fn alone(dossier: Dossier) -> Desk {
    desk(dossier, &Arc::new(Texts::load().unwrap()))
}

/// What becomes of a text that somebody writes in a private chat.
pub fn turn(desk: &Desk, text: &str, now: Timestamp) -> Turn {
    let event = Event::Said {
        text,
        place: Place::Private,
        forwarded: false,
    };
    let incoming = Incoming {
        chat: 5,
        chosen: None,
        sender: None,
        event,
    };
    desk.respond(desk.hear(&incoming, now), &Party::with(Rights::Full), now)
}

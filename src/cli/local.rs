//! A conversation that does not go through Telegram: that of `ask` and of the terminal.

use crate::clock::now;
use crate::conversation::{
    Desk, Effect, Event, Heard, Incoming, Party, Refusal, Rights, Say, Turn,
};
use crate::dossier::lang::Lang;
use crate::question::View;
use crate::question::address::Place;
use crate::question::button::encode;
use crate::question::subscription::Whose;
use crate::reply::{Press, Reply};
use crate::store::records::ChatRecord;
use crate::store::{Store, StoreError, chats, subscriptions};
use crate::subscription::{ChatKind as Kind, Recipient, Subscription};
use jiff::Timestamp;

use super::args::ChatKind;

/// A chat of this machine. It has a number as Telegram's have, so that its settings are stored like theirs.
#[derive(Clone, Copy, Debug)]
pub struct LocalChat {
    /// Its kind.
    pub kind: ChatKind,
}

impl LocalChat {
    /// Telegram numbers people from 1 and groups downwards from -1; real ones have more digits.
    pub fn id(self) -> i64 {
        match self.kind {
            ChatKind::Private => 1,
            ChatKind::Group => -1,
        }
    }

    /// Whose subscription it is.
    fn recipient(self) -> Recipient {
        Recipient {
            chat: self.id(),
            topic: None,
        }
    }

    /// Whoever speaks here may change settings, in a group as its administrator. Channels are in Telegram only.
    fn party(
        self,
        heard: &Heard,
        chosen: Option<Lang>,
        subscription: Option<Subscription>,
    ) -> Party {
        let about = heard.subscription().map(|(about, _)| about);
        Party {
            kind: match self.kind {
                ChatKind::Private => Kind::Private,
                ChatKind::Group => Kind::Group,
            },
            chosen,
            subscription,
            ..Party::with(match about {
                Some(about) if about.whose != Whose::Here => Rights::Refused(Refusal::Elsewhere),
                _ => Rights::Full,
            })
        }
    }

    fn place(self) -> Place {
        match self.kind {
            ChatKind::Private => Place::Private,
            ChatKind::Group => Place::Group { reply: false },
        }
    }
}

/// One thing said or pressed in a local chat.
pub struct Spoken<'a> {
    /// The chat.
    pub chat: LocalChat,
    /// The language the answer has to be in, if that is given.
    pub lang: Option<Lang>,
    /// When it is said.
    pub now: Timestamp,
    /// What it is.
    pub what: What<'a>,
}

/// What is said or pressed.
pub enum What<'a> {
    /// A text.
    Text(&'a str),
    /// A button.
    Press(&'a View),
}

/// One turn, with its effect returned and not stored.
pub fn turn(
    desk: &Desk,
    spoken: &Spoken<'_>,
    settings: &ChatRecord,
    subscription: Option<Subscription>,
) -> Turn {
    let chat = spoken.chat.id();
    let data;
    let event = match spoken.what {
        What::Text(text) => Event::Said {
            text,
            place: spoken.chat.place(),
            forwarded: false,
        },
        What::Press(view) => {
            data = encode(view, chat, desk.key());
            Event::Pressed {
                data: &data,
                in_group: spoken.chat.kind == ChatKind::Group,
            }
        }
    };
    let incoming = Incoming {
        chat,
        chosen: spoken.lang.or(settings.lang),
        sender: None,
        event,
    };
    let heard = desk.hear(&incoming, spoken.now).after(settings.looked);
    let party = spoken.chat.party(&heard, settings.lang, subscription);
    desk.respond(heard, &party, spoken.now)
}

/// One turn with the chat's settings looked up and its effect stored.
pub async fn stored_turn(
    desk: &Desk,
    store: &dyn Store,
    spoken: &Spoken<'_>,
) -> Result<Turn, StoreError> {
    let chat = spoken.chat.id();
    let settings = chats::settings(store, chat).await?;
    let recipient = spoken.chat.recipient();
    let subscription = subscriptions::get(store, recipient).await?;
    let turn = turn(desk, spoken, &settings, subscription);
    match &turn.effect {
        Some(Effect::SetLanguage(lang)) => {
            chats::set_language(store, chat, *lang, None, now()).await?;
        }
        Some(Effect::Subscription { change, fresh }) => {
            let change = |is| change.apply(is, fresh);
            subscriptions::change(store, recipient, None, now(), change).await?;
        }
        Some(Effect::Looked(revision)) => {
            chats::set_looked(store, chat, *revision, None, now()).await?;
        }
        None => {}
    }
    Ok(turn)
}

/// The reply in a turn, if there is one; a notice on a button is one too.
pub fn reply_of(turn: Turn, lang: Lang) -> Option<Reply> {
    match turn.say {
        Say::Nothing => None,
        Say::Send(reply) | Say::Replace(reply) => Some(reply),
        Say::Notice(text) => Some(Reply::of(&text, lang)),
    }
}

/// A reply as plain text: below it the ids of the facts behind its numbers, for `/fact`, and what other buttons it has.
pub fn as_text(reply: &Reply) -> String {
    let mut text = reply.html.plain().to_owned();
    let cited = reply
        .cited
        .iter()
        .enumerate()
        .map(|(index, id)| format!("[{}] {id}", index + 1));
    // The buttons of the numbers come first.
    let others = views(reply)
        .into_iter()
        .skip(reply.cited.len())
        .map(|(label, _)| format!("({label})"));
    for line in [
        cited.collect::<Vec<_>>().join("  "),
        others.collect::<Vec<_>>().join("  "),
    ] {
        if !line.is_empty() {
            text.push_str("\n\n");
            text.push_str(&line);
        }
    }
    text
}

/// The buttons of a reply that show something, in their order. The numbers of sources come first.
pub fn views(reply: &Reply) -> Vec<(&str, &View)> {
    let buttons = reply.keyboard.iter().flatten();
    let views = buttons.filter_map(|button| match &button.press {
        Press::Show(view) => Some((button.label.as_str(), &**view)),
        Press::Open(_) => None,
    });
    views.collect()
}

//! What is said where something did not work or is not done: one sentence each.

use super::{Desk, Say};
use crate::dossier::lang::Lang;
use crate::reply::Reply;

impl Desk {
    /// What is said where the effect of a message or a button could not be stored and nothing has changed.
    pub fn not_stored(&self, pressed: bool, lang: Lang) -> Say {
        let text = self.texts.voice(lang).say("notice-failed");
        briefly(&text, pressed, lang)
    }

    /// What is said where more is asked than is answered, and for how many seconds that will be so.
    pub fn too_many(&self, seconds: u64, pressed: bool, lang: Lang) -> Say {
        let voice = self.texts.voice(lang);
        let text = voice.fill("notice-too-many", &[("seconds", seconds.into())]);
        briefly(&text, pressed, lang)
    }

    /// The apology for something that broke while a message was handled.
    pub fn apology(&self, lang: Lang) -> Reply {
        Reply::of(&self.texts.voice(lang).say("apology"), lang)
    }
}

/// One sentence, to whoever pressed a button or into the chat.
fn briefly(text: &str, pressed: bool, lang: Lang) -> Say {
    match pressed {
        true => Say::Notice(text.to_owned()),
        false => Say::Send(Reply::of(text, lang)),
    }
}

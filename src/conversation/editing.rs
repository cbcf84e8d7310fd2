//! What is said to editors. What they do is done where updates come in; here it is put into words.

use super::turn::Party;
use super::{Answer, Decision, Desk, View};
use crate::answer::Edited;
use crate::dossier::lang::{Lang, Wording};
use crate::question::Question;
use crate::question::editing::Editing;
use crate::reply::Reply;

impl Desk {
    /// The reply to what an editor asked for. Where nobody has looked whether it is one, it is none.
    pub(super) fn edited(&self, view: &View, party: &Party) -> Decision {
        let edited = party.edited.as_ref().unwrap_or(&Edited::NotEditor);
        let reply = self.show(view, &Answer::Editing(edited), view.lang);
        match edited {
            Edited::NotEditor => Decision::refused(reply),
            _ => Decision::of(reply, None),
        }
    }

    /// The reply to a file.
    pub fn on_file(&self, edited: &Edited, lang: Lang) -> Reply {
        let view = View {
            question: Question::Editing(match edited {
                Edited::Draft(shown) => Editing::Show(shown.line.number),
                _ => Editing::Drafts,
            }),
            lang,
            from: 0,
        };
        self.show(&view, &Answer::Editing(edited), lang)
    }

    /// What a revision says of itself that withdraws another.
    pub fn why_undone(&self, revision: u64) -> Wording {
        let say = |lang| {
            let values = [("revision", revision.to_string().into())];
            self.texts.voice(lang).fill("undo-why", &values)
        };
        Wording {
            en: say(Lang::En),
            ru: say(Lang::Ru),
            be: say(Lang::Be),
        }
    }
}

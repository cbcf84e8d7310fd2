//! What editors do: a file becomes a draft, a draft becomes a revision, a revision is withdrawn.
//!
//! Whether somebody is an editor is asked at each step, since the settings may have changed since the last one. What is
//! stored has its own guard against being done twice, so that an update that comes again after a crash changes nothing.

use super::courier::NotFetched;
use super::handle::Handler;
use super::incoming::{Received, is_update};
use super::update::Document;
use crate::conversation::{DraftLine, DraftShown, Edited};
use crate::dossier::history::Edition;
use crate::publishing::{
    Fault, File, Plan, UPDATE_MAX, Withdrawal, carry_out, not_text, plan, undo,
};
use crate::question::editing::Editing;
use crate::store::drafts::{self, Draft, DraftRecord};
use crate::store::{StoreError, dossiers};

/// Tries of what something else that is being published gets in the way of.
const TRIES: usize = 4;
/// The longest name of a file that is kept, in characters.
const NAME_MAX: usize = 100;

/// A file held against the dossier of now.
enum Held {
    /// It fits.
    Fits(Box<Edition>, Plan),
    /// It was published before.
    Known(u64),
    /// It does not fit.
    Faulty(Vec<Fault>),
}

impl Handler {
    /// Whether whoever sent this may publish. An unnamed sender may be anybody but an administrator of the chat.
    fn is_editor(&self, received: &Received<'_>) -> bool {
        let is_known = received.sender.is_some() || received.by_anonymous_administrator;
        is_known && self.editors.are_in(received.chat)
    }

    /// What becomes of a file that somebody sent.
    pub(super) async fn on_file(
        &self,
        document: &Document,
        received: &Received<'_>,
        update: u32,
    ) -> Result<Edited, StoreError> {
        if !self.is_editor(received) {
            return Ok(Edited::NotEditor);
        }
        if !is_update(document) {
            return Ok(Edited::NotToml);
        }
        if usize::try_from(document.file_size.unwrap_or_default())
            .is_ok_and(|size| size > UPDATE_MAX)
        {
            return Ok(Edited::TooLarge);
        }
        let fetched = self.courier.fetch(update, &document.file_id, UPDATE_MAX);
        let bytes = match fetched.await {
            Ok(bytes) => bytes,
            Err(NotFetched::TooLarge) => return Ok(Edited::TooLarge),
            Err(NotFetched::Refused) => return Ok(Edited::NotFetched),
        };
        let name = document.file_name.as_deref().unwrap_or_default();
        // It is shown in a line of the log, too, if the update does not fit changed data files any more.
        let plain = name.chars().filter(|c| !c.is_control());
        let name: String = plain.take(NAME_MAX).collect();
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return Ok(Edited::Faults(told(&[not_text(&name, &error)]))),
        };
        let drafted = self.draft(name, text, received).await;
        done(drafted, update)
    }

    /// Keeps a file that fits.
    async fn draft(
        &self,
        name: String,
        text: String,
        received: &Received<'_>,
    ) -> Result<Edited, StoreError> {
        let mut draft = Draft {
            name,
            text,
            by: received.sender.map(|user| user.0.cast_signed()),
            who: received.name.clone(),
            at: self.now(),
            against: 0,
            chat: received.chat,
            message: received.message.map_or(0, |message| message.0),
        };
        let (edition, plan) = match self.held(&draft).await? {
            Held::Fits(edition, plan) => (edition, plan),
            Held::Known(revision) => return Ok(Edited::Known(revision)),
            Held::Faulty(faults) => return Ok(Edited::Faults(told(&faults))),
        };
        draft.against = edition.revision.number;
        let number = drafts::add(&*self.store, &draft).await?;
        Ok(shown(number, &draft, plan))
    }

    /// Does what somebody wants who says to be an editor.
    pub(super) async fn edit(
        &self,
        editing: Editing,
        received: &Received<'_>,
        update: u32,
    ) -> Result<Edited, StoreError> {
        if !self.is_editor(received) {
            return Ok(Edited::NotEditor);
        }
        let edited = match editing {
            Editing::Show(number) => self.show_draft(number).await,
            Editing::Publish(number) => self.publish(number, update).await,
            Editing::Discard(number) => {
                let settled = drafts::settle(&*self.store, number, &DraftRecord::Discarded);
                settled.await.map(|record| became(record.as_ref()))
            }
            Editing::Undo(revision) => self.undo(revision, update).await,
            Editing::Drafts => self.drafts().await,
        };
        done(edited, update)
    }

    async fn show_draft(&self, number: u64) -> Result<Edited, StoreError> {
        let record = drafts::get(&*self.store, number).await?;
        let Some(DraftRecord::Waiting(draft)) = &record else {
            return Ok(became(record.as_ref()));
        };
        Ok(match self.held(draft).await? {
            Held::Fits(_, plan) => shown(number, draft, plan),
            Held::Known(revision) => self.known(number, revision).await?,
            Held::Faulty(faults) => Edited::NoFit(number, told(&faults)),
        })
    }

    /// Publishes a draft, held against the dossier of now.
    async fn publish(&self, number: u64, update: u32) -> Result<Edited, StoreError> {
        for _ in 0..TRIES {
            let record = drafts::get(&*self.store, number).await?;
            let Some(DraftRecord::Waiting(draft)) = &record else {
                return Ok(became(record.as_ref()));
            };
            let (edition, plan) = match self.held(draft).await? {
                Held::Fits(edition, plan) => (edition, plan),
                Held::Known(revision) => return self.known(number, revision).await,
                Held::Faulty(faults) => return Ok(Edited::NoFit(number, told(&faults))),
            };
            let revision = edition.revision.number + 1;
            let Some(last) = drafts::publication(&*self.store, number, revision).await? else {
                continue;
            };
            match carry_out(&*self.store, &edition, &plan, last, self.now()).await {
                // Something else came first; what is wanted is held against that.
                Err(StoreError::Contended) => {}
                Err(error) => return Err(error),
                Ok(_) => {
                    log::info!("update {update}: draft {number} is revision {revision}");
                    return Ok(Edited::Published(revision));
                }
            }
        }
        Err(StoreError::Contended)
    }

    /// A draft that says what was published before waits no more.
    async fn known(&self, number: u64, revision: u64) -> Result<Edited, StoreError> {
        let record = DraftRecord::Published(revision);
        drafts::settle(&*self.store, number, &record).await?;
        Ok(Edited::Known(revision))
    }

    async fn undo(&self, revision: Option<u64>, update: u32) -> Result<Edited, StoreError> {
        let desk = self.current.desk();
        let why = |revision| desk.why_undone(revision);
        Ok(match undo(&*self.store, revision, why, self.now()).await? {
            Withdrawal::Done { revision, by } => {
                log::info!("update {update}: revision {revision} is withdrawn by {by}");
                Edited::Undone { revision, by }
            }
            Withdrawal::Nothing => Edited::NothingToUndo,
            Withdrawal::Overtaken(revision) => Edited::Overtaken(revision),
            Withdrawal::TooLate(revision) => Edited::TooLate(revision),
        })
    }

    async fn drafts(&self) -> Result<Edited, StoreError> {
        let waiting = drafts::waiting(&*self.store).await?;
        let lines = waiting.iter().map(|(number, draft)| line(*number, draft));
        Ok(Edited::Drafts(lines.collect()))
    }

    /// Holds a draft against what is published now.
    async fn held(&self, draft: &Draft) -> Result<Held, StoreError> {
        // The bot does not start without an edition, and none is ever taken away.
        let edition = dossiers::load(&*self.store).await?;
        let edition = Box::new(edition.ok_or(StoreError::Contended)?);
        let published = dossiers::updates(&*self.store).await?;
        let file = File {
            path: draft.name.clone(),
            shown: draft.name.clone(),
            text: draft.text.clone(),
        };
        let plan = match plan(&edition, &published, &[file]) {
            Ok(plan) => plan,
            Err(faults) => return Ok(Held::Faulty(faults)),
        };
        Ok(match plan.known.first() {
            Some((_, revision)) => Held::Known(*revision),
            None => Held::Fits(edition, plan),
        })
    }
}

/// A store that has no room, or in which something else is being published, costs this wish and nobody else anything.
fn done(edited: Result<Edited, StoreError>, update: u32) -> Result<Edited, StoreError> {
    match edited {
        Err(error) if error.is_lack_of_room() || matches!(error, StoreError::Contended) => {
            log::warn!("update {update} published nothing: {error}");
            Ok(Edited::NotDone)
        }
        edited => edited,
    }
}

/// What has become of a draft that waits no more.
fn became(record: Option<&DraftRecord>) -> Edited {
    match record {
        Some(DraftRecord::Published(revision)) => Edited::Published(*revision),
        Some(DraftRecord::Discarded) => Edited::Discarded,
        Some(DraftRecord::Waiting(_)) | None => Edited::NoDraft,
    }
}

fn shown(number: u64, draft: &Draft, plan: Plan) -> Edited {
    let step = plan.steps.into_iter().next();
    step.map_or(Edited::NoDraft, |step| {
        Edited::Draft(DraftShown {
            line: line(number, draft),
            why: step.update.why,
            changes: step.changes,
        })
    })
}

fn line(number: u64, draft: &Draft) -> DraftLine {
    DraftLine {
        number,
        name: draft.name.clone(),
        who: draft.who.clone(),
        at: draft.at,
    }
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

//! The revisions that are published in a simulated run.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use union_brief::conversation::Desk;
use union_brief::data::files;
use union_brief::dossier::Dossier;
use union_brief::dossier::fact::Fact;
use union_brief::dossier::id::Id;
use union_brief::dossier::lang::Wording;
use union_brief::question::address::BotName;
use union_brief::question::button::ButtonKey;
use union_brief::store::dossiers;
use union_brief::texts::Texts;

use crate::memory::{Memory, Rows};

/// From one revision to the next.
pub const APART: Duration = Duration::from_secs(600);
/// When the first revision was published.
pub const BEGIN: &str = "2026-03-01T08:00:00Z";
/// How many there are.
pub const REVISIONS: u32 = 8;

/// The desks of every revision.
pub struct Editions(pub Vec<Arc<Desk>>);

fn wording(text: &str) -> Wording {
    Wording {
        en: text.to_owned(),
        ru: text.to_owned(),
        be: text.to_owned(),
    }
}

impl Editions {
    /// Publishes eight revisions of the invented story: marks 2, 3 and 5 come, 4 puts mark 2 right, 6 withdraws mark 3, 7
    /// brings it back with mark 7, and 8 withdraws mark 7: as where the last two were undone.
    pub fn load() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(Self::publish())
    }

    async fn publish() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/observatory");
        let mut dossier = files::load(&folder).unwrap();
        dossier.inquiries.clear();
        dossier.talk.clear();
        dossier.concepts.clear();
        let pattern: Fact = dossier.facts[0].clone();
        let store = Memory::of(Rows::default(), Duration::ZERO, |_| {});
        let texts = Arc::new(Texts::load().unwrap());
        let begin: Timestamp = BEGIN.parse().unwrap();
        let mut desks = Vec::new();
        let mark = |number: u32| Fact {
            id: Id::new(&format!("mark-{number}")).unwrap(),
            text: wording(&format!("Mark R{number}.")),
            replaces: Vec::new(),
            ..pattern.clone()
        };
        for number in 1..=REVISIONS {
            match number {
                2 | 3 | 5 => dossier.facts.push(mark(number)),
                4 => {
                    withdraw(&mut dossier, "mark-2");
                    let corrected = wording("Mark C4.");
                    dossier.facts.push(Fact {
                        text: corrected,
                        ..mark(2)
                    });
                }
                6 => withdraw(&mut dossier, "mark-3"),
                7 => dossier.facts.extend([mark(3), mark(7)]),
                8 => withdraw(&mut dossier, "mark-7"),
                _ => {}
            }
            let current = dossiers::load(&store).await.unwrap();
            let at = begin
                + SignedDuration::try_from(APART).unwrap() * i32::try_from(number - 1).unwrap();
            dossiers::publish(&store, current.as_ref(), &dossier, at)
                .await
                .unwrap();
            let edition = dossiers::load(&store).await.unwrap().unwrap();
            let bot = BotName::new("union_brief_bot");
            desks.push(Arc::new(Desk::new(
                edition,
                texts.clone(),
                bot,
                ButtonKey::derive("test"),
            )));
        }
        Self(desks)
    }
}

fn withdraw(dossier: &mut Dossier, mark: &str) {
    dossier.facts.retain(|fact| fact.id.as_str() != mark);
}

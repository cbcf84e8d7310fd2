//! The panels of the settings, each with the choices there are. What is chosen bears a tick and leads back, since pressing
//! it would change nothing.

use std::collections::BTreeSet;

use super::html::Html;
use super::subscription::{hour, hours};
use super::{Button, Reply, Scene};
use crate::answer::Standing;
use crate::dossier::id::Id;
use crate::dossier::lang::Wording;
use crate::question::command::Command;
use crate::question::subscription::{Panel, Whose, Wish};
use crate::subscription::{Change, Followed, Quiet, Rhythm, Subscription};

/// So many things to follow are shown at a time, one in a row: their names are long.
const CHOICES: usize = 8;
/// Hours in a row. Telegram shows up to eight buttons in one, cut on narrow screens.
const HOURS_IN_ROW: usize = 6;
/// Quiet hours on offer: nights of people who go to bed early and late, and all that is not the working day.
const QUIET: [(i8, i8); 6] = [(21, 7), (22, 7), (22, 8), (23, 8), (0, 9), (18, 9)];
/// Time zones on offer beside the dossier's: one for each hour or so in which many readers live. Any other can be typed.
const ZONES: [&str; 10] = [
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Vilnius",
    "Europe/Istanbul",
    "Asia/Tbilisi",
    "Asia/Almaty",
    "America/New_York",
    "America/Los_Angeles",
];

/// A label with a tick if it is chosen.
fn ticked(label: &str, chosen: bool) -> String {
    match chosen {
        true => format!("✓ {label}"),
        false => label.to_owned(),
    }
}

/// Things that can be followed, by their ids and names, and which of them are.
struct Choices<'c> {
    all: Vec<(&'c Id, &'c Wording)>,
    chosen: &'c BTreeSet<Id>,
    followed: fn(Id) -> Followed,
    panel: Panel,
}

impl<'a> Scene<'a> {
    pub(super) fn panel(&self, panel: Panel, of: &Standing, is: &Subscription) -> Reply {
        let dossier = self.library.dossier();
        let choices = match panel {
            Panel::Topics => Choices {
                all: dossier
                    .topics
                    .iter()
                    .map(|one| (&one.id, &one.name))
                    .collect(),
                chosen: &is.follows.topics,
                followed: Followed::Topic,
                panel,
            },
            Panel::People => Choices {
                all: dossier
                    .people
                    .iter()
                    .map(|one| (&one.id, &one.name))
                    .collect(),
                chosen: &is.follows.people,
                followed: Followed::Person,
                panel,
            },
            Panel::Indicators => Choices {
                all: dossier
                    .indicators
                    .iter()
                    .map(|one| (&one.id, &one.name))
                    .collect(),
                chosen: &is.follows.indicators,
                followed: Followed::Indicator,
                panel,
            },
            Panel::When => return self.when_panel(of, is),
            Panel::Quiet => return self.quiet_panel(of, is),
            Panel::Zone => return self.zone_panel(of, is),
            Panel::End => return self.end_panel(of),
            Panel::Main | Panel::Language => return self.language_panel(of),
        };
        self.follow_panel(of, is, &choices)
    }

    /// The heading, what is so now, and what to choose.
    fn head(&self, of: &Standing, now: &str, hint: &str) -> Html {
        let mut html = self.whose(of);
        html.line().text(now).text("\n\n").text(hint);
        html
    }

    fn back(&self, of: &Standing) -> Vec<Button> {
        vec![self.wish_said("button-back", of, Wish::Show(Panel::Main))]
    }

    /// A choice; what is chosen already leads back.
    fn choose(&self, label: &str, of: &Standing, change: Change, chosen: bool) -> Button {
        let wish = match chosen {
            true => Wish::Show(Panel::Main),
            false => Wish::Change(change),
        };
        self.wish(&ticked(label, chosen), of, wish)
    }

    fn follow_panel(&self, of: &Standing, is: &Subscription, choices: &Choices<'_>) -> Reply {
        let count = choices.all.len();
        let from = self.from.min(count.saturating_sub(1)) / CHOICES * CHOICES;
        let everything = self.choose(
            &self.voice.say("button-everything"),
            of,
            Change::Everything,
            is.follows.is_everything(),
        );
        let mut rows = vec![vec![everything]];
        for (id, name) in choices.all.iter().skip(from).take(CHOICES) {
            let follows = choices.chosen.contains(*id);
            let what = (choices.followed)((*id).clone());
            let change = Wish::Change(Change::Follow(what, !follows));
            let label = ticked(name.get(self.lang()), follows);
            rows.push(vec![self.wish(&label, of, change).at(from)]);
        }
        let turn = |id, to| self.wish_said(id, of, Wish::Show(choices.panel)).at(to);
        let mut pages = Vec::new();
        if from > 0 {
            pages.push(turn("button-previous", from - CHOICES));
        }
        if from + CHOICES < count {
            pages.push(turn("button-next", from + CHOICES));
        }
        rows.push(pages);
        rows.push(self.back(of));
        rows.retain(|row| !row.is_empty());
        let hint = self.voice.say("settings-choose-follows");
        let html = self.head(of, &self.follows_line(&is.follows), &hint);
        self.page_of(html, Vec::new(), rows)
    }

    fn when_panel(&self, of: &Standing, is: &Subscription) -> Reply {
        let at_once = self.voice.say("button-at-once");
        let choose = |label: &str, rhythm| {
            let chosen = is.rhythm == rhythm;
            self.choose(label, of, Change::Rhythm(rhythm), chosen)
        };
        let mut rows = vec![vec![choose(&at_once, Rhythm::AtOnce)]];
        let daily: Vec<Button> = (0..24)
            .map(|at| choose(&hour(at), Rhythm::Daily(at)))
            .collect();
        rows.extend(daily.chunks(HOURS_IN_ROW).map(<[Button]>::to_vec));
        rows.push(self.back(of));
        let hint = self.voice.say("settings-choose-when");
        let html = self.head(of, &self.when_line(is), &hint);
        self.page_of(html, Vec::new(), rows)
    }

    fn quiet_panel(&self, of: &Standing, is: &Subscription) -> Reply {
        let choose = |label: &str, quiet| {
            let chosen = is.quiet == quiet;
            self.choose(label, of, Change::Quiet(quiet), chosen)
        };
        let off = self.voice.say("button-quiet-off");
        let mut rows = vec![vec![choose(&off, None)]];
        let offered: Vec<Button> = QUIET
            .into_iter()
            .map(|(from, until)| Quiet { from, until })
            .map(|quiet| choose(&hours(quiet), Some(quiet)))
            .collect();
        rows.extend(offered.chunks(2).map(<[Button]>::to_vec));
        rows.push(self.back(of));
        let hint = self.voice.say("settings-choose-quiet");
        let html = self.head(of, &self.quiet_line(is), &hint);
        self.page_of(html, Vec::new(), rows)
    }

    fn zone_panel(&self, of: &Standing, is: &Subscription) -> Reply {
        let home = self.library.dossier().about.time_zone.as_str();
        let choose = |label: &str, zone: Option<&str>| {
            let chosen = is.zone.as_deref() == zone;
            let change = Change::Zone(zone.map(str::to_owned));
            self.choose(label, of, change, chosen)
        };
        let mut rows = vec![vec![choose(home, None)]];
        let others: Vec<Button> = ZONES
            .into_iter()
            .filter(|zone| *zone != home)
            .map(|zone| choose(zone, Some(zone)))
            .collect();
        rows.extend(others.chunks(2).map(<[Button]>::to_vec));
        rows.push(self.back(of));
        let mut html = self.whose(of);
        html.line().text(&self.zone_line(of, is)).text("\n\n");
        match of.whose {
            Whose::Here => self.example(
                &mut html,
                "settings-choose-zone",
                &Command::Settings.with(home),
            ),
            Whose::Channel(_) | Whose::Named(_) => {
                html.text(&self.voice.say("settings-choose-zone-channel"));
            }
        }
        self.page_of(html, Vec::new(), rows)
    }

    pub(super) fn language_panel(&self, of: &Standing) -> Reply {
        let name = self.voice.language_name(of.lang.code());
        let now = self
            .voice
            .fill("settings-language", &[("language", name.into())]);
        let voices = self.texts.voices().iter();
        let row = voices.map(|voice| {
            let lang = voice.lang();
            let label = ticked(&voice.say("language-name"), lang == of.lang);
            self.wish(&label, of, Wish::Speak(lang))
        });
        let html = self.head(of, &now, &self.voice.say("language-choose"));
        self.page_of(html, Vec::new(), vec![row.collect(), self.back(of)])
    }

    fn end_panel(&self, of: &Standing) -> Reply {
        let mut html = self.whose(of);
        html.line().text(&self.voice.say("settings-end"));
        let end = self.wish_said("button-unsubscribe", of, Wish::Change(Change::End));
        self.page_of(html, Vec::new(), vec![vec![end], self.back(of)])
    }
}

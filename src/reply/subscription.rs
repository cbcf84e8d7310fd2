//! What a chat is told, and when: the settings at a glance, and how notices are delivered.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::html::Html;
use super::{Button, Reply, Scene};
use crate::answer::{Refusal, Shown, Standing, SubscriptionAnswer};
use crate::dossier::id::Id;
use crate::question::Question;
use crate::question::subscription::{Panel, Whose, Wish};
use crate::subscription::{Change, Follows, Pause, Quiet, Rhythm, Subscription, Why};

/// So many names of what is followed are listed; more are counted.
const NAMES_MAX: usize = 12;

/// A full hour as everybody here writes it.
pub(super) fn hour(hour: i8) -> String {
    format!("{hour:02}:00")
}

/// Quiet hours, from and until.
pub(super) fn hours(quiet: Quiet) -> String {
    format!("{}–{}", hour(quiet.from), hour(quiet.until))
}

impl<'a> Scene<'a> {
    pub(super) fn subscription(&self, answer: &SubscriptionAnswer) -> Reply {
        let SubscriptionAnswer { shown, of } = answer;
        match (shown, &of.subscription) {
            (Shown::Ended, _) => self.ended(of),
            (Shown::Panel(Panel::Language), _) => self.language_panel(of),
            (_, None) => self.no_subscription(of),
            (Shown::Begun, Some(is)) => self.main_panel(of, is, true),
            (Shown::Delivery, Some(is)) => self.delivery(of, is),
            (Shown::Panel(Panel::Main), Some(is)) => self.main_panel(of, is, false),
            (Shown::Panel(panel), Some(is)) => self.panel(*panel, of, is),
        }
    }

    pub(super) fn subscription_refused(&self, refusal: Refusal, of_channel: bool) -> Reply {
        self.said(match refusal {
            Refusal::NotAdministrator if of_channel => "channel-administrators",
            Refusal::NotAdministrator => "subscription-administrators",
            Refusal::Unknown => "language-unsure",
            Refusal::NoChannel => "channel-unknown",
            Refusal::NotAChannel => "channel-none",
            Refusal::MayNotPost => "channel-posting",
            Refusal::Elsewhere => "channel-elsewhere",
        })
    }

    /// A button that has a wish about the same subscription.
    pub(super) fn wish(&self, label: &str, of: &Standing, wish: Wish) -> Button {
        self.button(label, Question::subscription(of.whose.clone(), wish))
    }

    /// The same, named by the catalogue.
    pub(super) fn wish_said(&self, id: &str, of: &Standing, wish: Wish) -> Button {
        self.wish(&self.voice.say(id), of, wish)
    }

    /// The heading: whose subscription it is.
    pub(super) fn whose(&self, of: &Standing) -> Html {
        let place = match (&of.whose, of.in_topic) {
            (Whose::Channel(_), _) => "channel",
            (_, true) => "topic",
            _ => "chat",
        };
        let values = [
            ("place", place.into()),
            ("title", of.title.as_deref().unwrap_or_default().into()),
        ];
        let mut html = Html::new();
        html.bold(&self.voice.fill("settings-title", &values));
        html
    }

    fn headed(&self, of: &Standing, lines: &[String]) -> Html {
        let mut html = self.whose(of);
        for line in lines {
            html.line().text(line);
        }
        html
    }

    fn no_subscription(&self, of: &Standing) -> Reply {
        let none = self.voice.say("settings-none").into_owned();
        let html = self.headed(of, &[none, self.language_line(of)]);
        let begin = self.wish_said("button-subscribe", of, Wish::Change(Change::Begin));
        let language = self.wish_said("button-language", of, Wish::Show(Panel::Language));
        self.page_of(html, Vec::new(), vec![vec![begin], vec![language]])
    }

    fn ended(&self, of: &Standing) -> Reply {
        let text = self.voice.say("subscription-ended").into_owned();
        let begin = self.wish_said("button-subscribe-again", of, Wish::Change(Change::Begin));
        let html = self.headed(of, &[text]);
        self.page_of(html, Vec::new(), vec![vec![begin]])
    }

    fn main_panel(&self, of: &Standing, is: &Subscription, begun: bool) -> Reply {
        let mut lines = vec![
            self.follows_line(&is.follows),
            self.when_line(is),
            self.quiet_line(is),
            self.sound_line(is),
            self.zone_line(of, is),
            self.language_line(of),
        ];
        if begun {
            lines.insert(0, self.voice.say("subscription-begun").into_owned());
        }
        if let Some(pause) = &is.pause {
            lines.push(self.why(pause.why));
        }
        let html = self.headed(of, &lines);
        let show = |id, panel| self.wish_said(id, of, Wish::Show(panel));
        let silent = match is.silent {
            true => self.wish_said("button-with-sound", of, Wish::Change(Change::Silent(false))),
            false => self.wish_said("button-silent", of, Wish::Change(Change::Silent(true))),
        };
        let rows = vec![
            vec![
                show("button-topics", Panel::Topics),
                show("button-people", Panel::People),
                show("button-indicators", Panel::Indicators),
            ],
            vec![
                show("button-when", Panel::When),
                show("button-quiet", Panel::Quiet),
            ],
            vec![silent, show("button-zone", Panel::Zone)],
            vec![
                show("button-language", Panel::Language),
                self.wish_said("button-delivery", of, Wish::Delivery),
            ],
            vec![show("button-unsubscribe", Panel::End)],
        ];
        self.page_of(html, Vec::new(), rows)
    }

    pub(super) fn follows_line(&self, follows: &Follows) -> String {
        if follows.is_everything() {
            return self.voice.say("settings-follows-all").into_owned();
        }
        let (library, lang) = (self.library, self.lang());
        let topic = |id: &Id| library.topic(id).map(|topic| topic.name.get(lang));
        let person = |id: &Id| library.person(id).map(|person| person.name.get(lang));
        let indicator = |id: &Id| library.indicator(id).map(|one| one.name.get(lang));
        // What is not in the dossier any more is named by its id: it is followed all the same.
        let topics = follows
            .topics
            .iter()
            .map(|id| topic(id).unwrap_or(id.as_str()));
        let people = follows
            .people
            .iter()
            .map(|id| person(id).unwrap_or(id.as_str()));
        let indicators = follows
            .indicators
            .iter()
            .map(|id| indicator(id).unwrap_or(id.as_str()));
        let names: Vec<&str> = topics.chain(people).chain(indicators).collect();
        let mut listed = names[..names.len().min(NAMES_MAX)].join(", ");
        if names.len() > NAMES_MAX {
            let more = names.len() - NAMES_MAX;
            listed = self.voice.fill(
                "settings-more",
                &[("names", listed.into()), ("count", more.into())],
            );
        }
        self.voice
            .fill("settings-follows", &[("names", listed.into())])
    }

    pub(super) fn when_line(&self, is: &Subscription) -> String {
        match is.rhythm {
            Rhythm::AtOnce => self.voice.say("settings-at-once").into_owned(),
            Rhythm::Daily(at) => self
                .voice
                .fill("settings-daily", &[("hour", hour(at).into())]),
        }
    }

    pub(super) fn quiet_line(&self, is: &Subscription) -> String {
        match is.quiet {
            Some(quiet) => self
                .voice
                .fill("settings-quiet", &[("hours", hours(quiet).into())]),
            None => self.voice.say("settings-quiet-none").into_owned(),
        }
    }

    fn sound_line(&self, is: &Subscription) -> String {
        let id = match is.silent {
            true => "settings-silent",
            false => "settings-sound",
        };
        self.voice.say(id).into_owned()
    }

    /// The zone, and what its clocks show now: whoever chose the wrong one sees it.
    pub(super) fn zone_line(&self, of: &Standing, is: &Subscription) -> String {
        let home = self.library.dossier().about.time_zone.as_str();
        let zone = is.zone.as_deref().unwrap_or(home);
        let now = of.now.to_zoned_datetime(is.zone(self.library.zone()));
        let values = [
            ("zone", zone.into()),
            ("time", now.strftime("%H:%M").to_string().into()),
        ];
        self.voice.fill("settings-zone", &values)
    }

    fn language_line(&self, of: &Standing) -> String {
        let name = self.voice.language_name(of.lang.code());
        self.voice
            .fill("settings-language", &[("language", name.into())])
    }

    fn why(&self, why: Why) -> String {
        self.voice.say(&format!("why-{}", why.word())).into_owned()
    }

    /// A moment as a clock in the subscription's zone shows it.
    fn moment(&self, moment: Timestamp, is: &Subscription) -> String {
        self.moment_in(moment, is.zone(self.library.zone()))
    }

    /// A moment as clocks in a zone show it.
    pub(super) fn moment_in(&self, moment: Timestamp, zone: TimeZone) -> String {
        let there = moment.to_zoned_datetime(zone);
        let values = [
            ("day", self.voice.day(there.date()).into()),
            ("time", there.strftime("%H:%M").to_string().into()),
        ];
        self.voice.fill("moment", &values)
    }

    fn delivery(&self, of: &Standing, is: &Subscription) -> Reply {
        let last = match is.last {
            Some(sent) => {
                let at = self.moment(sent.at, is);
                self.voice.fill("delivery-last", &[("moment", at.into())])
            }
            None => self.voice.say("delivery-last-none").into_owned(),
        };
        let waiting = self.library.revision().number.saturating_sub(is.told);
        let waiting = match waiting {
            0 => self.voice.say("delivery-waiting-none").into_owned(),
            count => self
                .voice
                .fill("delivery-waiting", &[("count", count.into())]),
        };
        let mut lines = vec![last, waiting];
        let mut rows = Vec::new();
        match &is.pause {
            None => lines.push(self.voice.say("delivery-on").into_owned()),
            Some(pause) => {
                lines.extend(self.paused(pause, is));
                let resume = Wish::Change(Change::Resume);
                rows.push(vec![self.wish_said("button-resume", of, resume)]);
            }
        }
        rows.push(vec![self.wish_said(
            "button-settings",
            of,
            Wish::Show(Panel::Main),
        )]);
        self.page_of(self.headed(of, &lines), Vec::new(), rows)
    }

    fn paused(&self, pause: &Pause, is: &Subscription) -> [String; 3] {
        let since = self.moment(pause.since, is);
        let until = match pause.until {
            Some(until) => {
                let until = self.moment(until, is);
                self.voice
                    .fill("delivery-until", &[("moment", until.into())])
            }
            None => self.voice.say("delivery-until-resumed").into_owned(),
        };
        [
            self.voice
                .fill("delivery-paused", &[("moment", since.into())]),
            self.why(pause.why),
            until,
        ]
    }
}

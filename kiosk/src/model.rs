//! What the kiosk is showing and why, as plain data, and the one function that changes it.
//!
//! Always true: `update` is the only way to change a [`Model`]; it knows no clock, no chance, no hub and no screen.
//! After [`Msg::Finish`], and after the time nobody answered "Ci sei ancora?", everything about the person is
//! gone: the session and the preferences are new ones.

pub mod bank;
pub mod flow;
pub mod kept;
pub mod message;
pub mod services;
pub mod status;
pub mod typed;
pub mod update;
pub mod wedge;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::kiosk::{Place, SlipIssued, Words as PlaceWords};
use protocol::{CommandId, Slug};
use ui_kit::{Language, Prefs};

pub use bank::{Bank, BankAnswer, BankAsk, BankCall, BankMsg, BankPage, With};
pub use flow::{Draft, Errand, Field, Flow, Likeness, Question, Sending, Visits, Where};
pub use kept::{Handing, KeptMsg, KeptView};
pub use message::{Aid, Compared, Effect, Leave, Line, Msg, Now, Trouble};
pub use services::{Services, ServicesMsg};
pub use status::{CodeEntry, Looking, Said, StatusView};
pub use typed::Typed;
pub use update::update;
pub use wedge::Wedge;

/// How long nobody touches anything before we ask, in milliseconds.
pub const STILL_MS: u64 = 60_000;
/// The same with large text on: who reads slowly gets twice the time.
pub const STILL_LARGE_TEXT_MS: u64 = 120_000;
/// How long the question "Ci sei ancora?" stands, in milliseconds.
pub const QUESTION_MS: u64 = 20_000;
/// How long a new page takes no presses, in milliseconds: the second half of a double tap belongs to the page before.
pub const SETTLE_MS: u64 = 350;

/// How long nothing is written before it is asked what is like an idea, in milliseconds.
pub const COMPARE_MS: u64 = 700;

/// Everything the screens are drawn from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// The hub's place, when it is known.
    pub place: Option<Arc<Place>>,
    /// How the line to the hub is.
    pub line: Line,
    /// The time.
    pub now: Now,
    /// What the person asked for; new for the next one.
    pub prefs: Prefs,
    /// What the person does; new for the next one.
    pub session: Session,
    /// When something was last touched, on the clock that never goes back.
    pub touched_ms: u64,
    /// Since when "Ci sei ancora?" stands, on the same clock.
    pub asking_since_ms: Option<u64>,
    /// Since when the present page is shown, on the same clock.
    pub page_since_ms: u64,
    /// A command id made outside, for the next command.
    pub spare_id: Option<CommandId>,
    /// How many questions what is like an idea, or which visits are free, were asked; never asked twice under one number.
    pub compared: u64,
}

/// What one person does at the kiosk.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Session {
    /// What is shown.
    pub screen: Screen,
    /// What became of calling an operator.
    pub call: Call,
    /// Whether we ask if what was written may be thrown away.
    pub leaving: bool,
    /// What a code reader is sending.
    pub wedge: Wedge,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Screen {
    /// The first screen.
    #[default]
    Home,
    /// An errand under way.
    Flow(Box<Flow>),
    /// The slip somebody was given.
    Given(Given),
    /// Where a code is typed.
    Code(CodeEntry),
    /// How a request stands.
    Status(Box<StatusView>),
    /// The time bank.
    Bank(Box<Bank>),
    /// What the hub offers and when.
    Services(Services),
    /// Something that waits at the hub.
    Kept(Box<KeptView>),
}

/// The slip somebody was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What for.
    pub errand: Errand,
    /// The slip.
    pub slip: SlipIssued,
    /// Whether a telephone number was left, so that the hub can call.
    pub can_be_called: bool,
    /// When the person is awaited at the project desk, UTC milliseconds.
    pub visit_ms: Option<i64>,
}

/// Calling an operator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Call {
    /// Nobody was called.
    #[default]
    No,
    /// On its way.
    Waiting(CommandId),
    /// Somebody knows.
    Coming,
    /// It did not get through.
    Failed(CommandId, Trouble),
}

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Somebody is, or nothing would be lost.
    Fine,
    /// "Ci sei ancora?" stands, with this many milliseconds left.
    Asking(u64),
}

impl Model {
    /// The day it is in the city.
    #[must_use]
    pub fn today(&self) -> jiff::civil::Date {
        let zone = self.place.as_ref().and_then(|place| TimeZone::get(&place.time_zone).ok());
        let now = Timestamp::from_millisecond(self.now.wall_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        now.to_zoned(zone.unwrap_or_else(TimeZone::system)).date()
    }

    /// Whether nobody has left a trace: the first screen as a newcomer finds it.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.prefs == Prefs::default()
            && self.session.screen == Screen::Home
            && self.session.call == Call::No
    }

    /// Whether to ask "Ci sei ancora?", and how much time is left.
    #[must_use]
    pub fn presence(&self) -> Presence {
        self.asking_since_ms.map_or(Presence::Fine, |since_ms| {
            let gone_ms = self.now.mono_ms.saturating_sub(since_ms);
            Presence::Asking(QUESTION_MS.saturating_sub(gone_ms))
        })
    }

    fn patience_ms(&self) -> u64 {
        if self.prefs.large_text { STILL_LARGE_TEXT_MS } else { STILL_MS }
    }

    /// In how many milliseconds something changes by itself: the minute of the clock, the question, its countdown.
    #[must_use]
    pub fn next_change_ms(&self) -> u64 {
        let into_minute = u64::try_from(self.now.wall_ms.rem_euclid(60_000)).unwrap_or_default();
        let minute = 60_000 - into_minute;
        let person = match self.presence() {
            Presence::Asking(left_ms) => left_ms % 1_000 + 1,
            Presence::Fine if self.is_untouched() => u64::MAX,
            Presence::Fine => {
                (self.touched_ms + self.patience_ms()).saturating_sub(self.now.mono_ms).max(1)
            }
        };
        let compare = match &self.session.screen {
            Screen::Flow(flow) => flow.likeness.since_ms.map_or(u64::MAX, |since_ms| {
                (since_ms + COMPARE_MS).saturating_sub(self.now.mono_ms).max(1)
            }),
            Screen::Home
            | Screen::Given(_)
            | Screen::Code(_)
            | Screen::Status(_)
            | Screen::Services(_)
            | Screen::Kept(_)
            | Screen::Bank(_) => u64::MAX,
        };
        minute.min(person).min(compare)
    }

    /// What tells one page from another: a press meant for one must not land on the next.
    fn page(&self) -> (Slug, Option<Field>, bool, bool) {
        let (writing, all) = match &self.session.screen {
            Screen::Bank(_) => (None, false),
            Screen::Flow(flow) => (flow.writing, flow.all_neighbourhoods),
            Screen::Status(view) => (view.reply.as_ref().map(|_| Field::Text), false),
            Screen::Home
            | Screen::Given(_)
            | Screen::Code(_)
            | Screen::Services(_)
            | Screen::Kept(_) => (None, false),
        };
        (self.screen_slug(), writing, all, self.session.leaving)
    }

    /// The screen's name, for whoever is called to it.
    ///
    /// # Panics
    /// Never: every name is made of the letters a slug may have.
    #[must_use]
    pub fn screen_slug(&self) -> Slug {
        let name = match &self.session.screen {
            Screen::Home => "home".to_owned(),
            Screen::Flow(flow) => format!("{}-{}", flow.errand.word(), flow.question.word()),
            Screen::Given(_) => "slip".to_owned(),
            Screen::Code(_) => "code".to_owned(),
            Screen::Status(_) => "status".to_owned(),
            Screen::Bank(bank) => format!("bank-{}", bank.page.word()),
            Screen::Services(services) => format!("services-{}", services.word()),
            Screen::Kept(view) if view.signing => "kept-sign".to_owned(),
            Screen::Kept(view) if view.handing.is_some() => "kept-hand".to_owned(),
            Screen::Kept(_) => "kept".to_owned(),
        };
        name.parse().expect("made of the letters a slug may have")
    }

    /// The languages to offer: those the hub wants of those whose words are complete, Italian always.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let ready = |language: &Language| language.is_ready();
        let wanted: Vec<Language> = self.place.as_ref().map_or_else(Vec::new, |place| {
            place.languages.iter().filter_map(|code| Language::from_code(code)).collect()
        });
        let from = if wanted.is_empty() { Language::ALL.to_vec() } else { wanted };
        let mut offered: Vec<Language> = from.into_iter().filter(ready).collect();
        if !offered.contains(&Language::It) {
            offered.insert(0, Language::It);
        }
        offered
    }

    /// A word of the city in the person's language, else in Italian, else nothing.
    #[must_use]
    pub fn say<'a>(&self, words: &'a PlaceWords) -> &'a str {
        words
            .get(self.prefs.language.code())
            .or_else(|| words.get(Language::It.code()))
            .map_or("", String::as_str)
    }

    /// The name of a neighbourhood, or its slug where the place does not know it.
    #[must_use]
    pub fn neighbourhood_name<'a>(&'a self, slug: &'a Slug) -> &'a str {
        self.place
            .as_ref()
            .and_then(|place| place.neighbourhoods.iter().find(|it| it.slug == *slug))
            .map_or(slug.as_str(), |it| &it.name)
    }

    /// Name and icon of a category or a theme, or its slug and a tag where the place knows neither.
    #[must_use]
    pub fn about<'a>(&'a self, slug: &'a Slug) -> (&'a str, &'a str) {
        let Some(place) = &self.place else { return (slug.as_str(), "tag") };
        let category = place.categories.iter().find(|it| it.slug == *slug);
        let theme = || place.idea_themes.iter().find(|it| it.slug == *slug);
        category
            .map(|it| (self.say(&it.name), it.icon.as_str()))
            .or_else(|| theme().map(|it| (self.say(&it.name), it.icon.as_str())))
            .unwrap_or((slug.as_str(), "tag"))
    }
}

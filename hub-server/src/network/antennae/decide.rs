//! What may happen to an antenna: pure, from the antenna as it stands, the city's lists and the day.

use jiff::civil::Date;
use protocol::{ActorRef, AntennaId, CommandId, DeviceId, PersonId, Problem, Slug, StaffId};
use serde::{Deserialize, Serialize};

use super::contact::Contact;
use super::events::{
    Antenna, Clearance, Event, Heard, Outcome, Party, Pledge, Profile, Reason, Support,
    Volunteering,
};
use super::hours;
use super::lifecycle::{self, Need, State, Step};
use crate::city::{City, OpenSpan};
use crate::context::Ctx;

/// Most neighbourhoods one antenna helps in.
pub const NEIGHBOURHOODS_MAX: usize = 8;
/// Most categories, and most languages, of one antenna.
pub const LIST_MAX: usize = 30;
/// Most stretches of one day.
pub const SPANS_MAX: usize = 4;
/// Longest support of one day, in minutes.
pub const MINUTES_MAX: u16 = 1_440;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 1_000;
/// How far from today a date may lie: a wrong year shows.
pub const YEARS_MAX: i16 = 10;
/// After so many days without a word from an antenna its operator is asked to get in touch (C20).
pub const SILENCE_DAYS: i64 = 30;
/// Languages that can be chosen, by ISO 639 code; `ise` is Italian sign language.
pub const LANGUAGES: &[&str] = &[
    "it", "en", "fr", "es", "de", "pt", "ro", "sq", "uk", "ru", "ar", "ur", "pa", "hi", "bn", "si",
    "zh", "tl", "wo", "ise",
];

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Somebody could be an antenna. It takes the command's id.
    Spot {
        /// What is known so far.
        profile: Profile,
        /// Who it is, as far as known; goes to the vault.
        contact: Contact,
        /// Who accompanies it from the beginning, where somebody does.
        operator: Option<StaffId>,
    },
    /// One step of its life.
    TakeStep {
        /// Which antenna.
        antenna: AntennaId,
        /// Which step.
        step: Step,
        /// Why; exceptional steps want one.
        reason: Option<Reason>,
        /// Until when it rests, where it says so.
        until: Option<Date>,
    },
    /// What it is and offers.
    Describe {
        /// Which antenna.
        antenna: AntennaId,
        /// All of it, in place of what was there.
        profile: Profile,
    },
    /// Who it is; goes to the vault.
    KeepContact {
        /// Which antenna.
        antenna: AntennaId,
        /// All of it, in place of what was there.
        contact: Contact,
    },
    /// Who accompanies it; nobody, where `None`.
    Accompany {
        /// Which antenna.
        antenna: AntennaId,
        /// Who.
        operator: Option<StaffId>,
    },
    /// Its pledge.
    Pledge {
        /// Which antenna.
        antenna: AntennaId,
        /// Its dates.
        pledge: Pledge,
    },
    /// Leave to enter people's homes; `None` takes it back.
    Clear {
        /// Which antenna.
        antenna: AntennaId,
        /// Its dates.
        clearance: Option<Clearance>,
    },
    /// Through whom it volunteers; nobody, where `None`.
    VolunteerThrough {
        /// Which antenna.
        antenna: AntennaId,
        /// The organisation and the papers.
        volunteering: Option<Volunteering>,
    },
    /// Somebody heard from it; an open silence is over.
    HearFrom {
        /// Which antenna.
        antenna: AntennaId,
        /// How.
        how: Heard,
    },
    /// Nothing was heard from it for [`SILENCE_DAYS`].
    NoticeSilence {
        /// Which antenna.
        antenna: AntennaId,
    },
    /// Something an operator wants to remember about it.
    WriteNote {
        /// Which antenna.
        antenna: AntennaId,
        /// Their words, at most [`NOTE_MAX`] characters.
        text: String,
    },
    /// It was given support.
    Support {
        /// Which antenna.
        antenna: AntennaId,
        /// Of which kind.
        how: Support,
        /// On which day.
        day: Date,
        /// For how long, 1 to 1440 minutes.
        minutes: u16,
    },
    /// Somebody put it in touch with another.
    Introduce {
        /// Which antenna.
        antenna: AntennaId,
        /// With whom.
        to: Party,
    },
    /// What came of an introduction.
    TellOutcome {
        /// Which antenna.
        antenna: AntennaId,
        /// Which introduction.
        introduction: CommandId,
        /// What came of it.
        outcome: Outcome,
    },
    /// Here now, or not any more. A convenience of the moment: no fact, kept as it is now and nowhere else.
    BePresent {
        /// Which antenna.
        antenna: AntennaId,
        /// Until when, UTC milliseconds; `None`: not any more.
        until_ms: Option<i64>,
    },
    /// Hours of volunteering that no request tells of. They take the command's id.
    LogHours {
        /// Which antenna.
        antenna: AntennaId,
        /// On which day.
        day: Date,
        /// For how long, 1 to 1440 minutes.
        minutes: u16,
        /// What was done; `None` for something else.
        category: Option<Slug>,
    },
    /// Those hours were a mistake.
    TakeBackHours {
        /// Which antenna.
        antenna: AntennaId,
        /// The command that wrote them down.
        entry: CommandId,
    },
    /// What an antenna does by itself, known by its device.
    FromDevice {
        /// Which device.
        device: DeviceId,
        /// What it does.
        act: OwnAct,
    },
}

/// What an antenna does by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnAct {
    /// It takes a step of its life.
    TakeStep {
        /// Which.
        step: Step,
    },
    /// It is here now, or not any more.
    BeHere {
        /// Until when, UTC milliseconds.
        until_ms: Option<i64>,
    },
    /// It writes down hours of volunteering.
    LogHours {
        /// On which day.
        day: Date,
        /// For how long, 1 to 1440 minutes.
        minutes: u16,
        /// What was done; `None` for something else.
        category: Option<Slug>,
    },
    /// Those were a mistake.
    TakeBackHours {
        /// The command that wrote them down.
        entry: CommandId,
    },
}

impl OwnAct {
    /// The command it amounts to for the antenna whose device it came from.
    #[must_use]
    pub fn of(&self, antenna: AntennaId) -> Command {
        match self.clone() {
            Self::TakeStep { step } => {
                Command::TakeStep { antenna, step, reason: None, until: None }
            }
            Self::BeHere { until_ms } => Command::BePresent { antenna, until_ms },
            Self::LogHours { day, minutes, category } => {
                Command::LogHours { antenna, day, minutes, category }
            }
            Self::TakeBackHours { entry } => Command::TakeBackHours { antenna, entry },
        }
    }
}

impl Command {
    /// The antenna it is about; `None` for a new one.
    #[must_use]
    pub fn antenna(&self) -> Option<AntennaId> {
        match self {
            Self::Spot { .. } | Self::FromDevice { .. } => None,
            Self::TakeStep { antenna, .. }
            | Self::Describe { antenna, .. }
            | Self::KeepContact { antenna, .. }
            | Self::Accompany { antenna, .. }
            | Self::Pledge { antenna, .. }
            | Self::Clear { antenna, .. }
            | Self::VolunteerThrough { antenna, .. }
            | Self::HearFrom { antenna, .. }
            | Self::NoticeSilence { antenna }
            | Self::WriteNote { antenna, .. }
            | Self::Support { antenna, .. }
            | Self::Introduce { antenna, .. }
            | Self::TellOutcome { antenna, .. }
            | Self::LogHours { antenna, .. }
            | Self::TakeBackHours { antenna, .. }
            | Self::BePresent { antenna, .. } => Some(*antenna),
        }
    }
}

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No antenna of this hub.
    Unknown,
    /// From where it stands, that step is not there.
    NoSuchStep(State, Step),
    /// Something must be there first; all that is missing.
    Lacks(Vec<Need>),
    /// An exceptional step says why.
    WantsReason,
    /// The antenna does not take this step by itself, or the device is not its.
    NotByItself,
    /// The device is in nobody's record.
    NotInRegister,
    /// It is put away: nothing changes any more.
    IsOver,
    /// Not in the city's lists.
    NotInCatalogue(&'static str),
    /// Too long, too many, none at all.
    OutOfRange(&'static str, usize),
    /// A day that cannot be: before the one it follows, or years away.
    BadDate(&'static str),
    /// Hours of a day that overlap or run backwards.
    BadHours,
    /// The tax code's check letter does not fit.
    BadTaxCode,
    /// No such hours stand written down.
    UnknownHours,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("unknown-antenna"),
            Refusal::NoSuchStep(state, _) => {
                Self::conflict(&format!("antenna-is-{}", state.slug()))
            }
            Refusal::Lacks(needs) => {
                let first = needs.first().map_or("contact-person", |need| need.slug());
                Self::conflict(&format!("antenna-lacks-{first}"))
            }
            Refusal::WantsReason => Self::invalid("reason-missing").at("reason"),
            Refusal::NotByItself => Self::forbidden("not-by-itself"),
            Refusal::NotInRegister => Self::conflict("antenna-not-in-register"),
            Refusal::IsOver => Self::conflict("antenna-is-archived"),
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::BadDate(field) => Self::invalid("bad-date").at(field),
            Refusal::BadHours => Self::invalid("bad-hours").at("hours"),
            Refusal::UnknownHours => Self::not_found("unknown-hours"),
            Refusal::BadTaxCode => Self::invalid("bad-tax-code").at("tax_code"),
        }
    }
}

/// What a decision is told besides the antenna.
#[derive(Debug, Clone, Copy)]
pub struct Around<'c> {
    /// The city's lists.
    pub city: &'c City,
    /// Today by the city's clock.
    pub today: Date,
    /// When its device last greeted the hub, UTC milliseconds.
    pub greeted_ms: Option<i64>,
    /// Whether the hours a command takes back stand written down for it.
    pub hours_stand: bool,
}

/// Decides about a new antenna.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn spot(
    profile: &Profile,
    contact: &Contact,
    operator: Option<StaffId>,
    around: &Around<'_>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    if contact.name.trim().is_empty() {
        return Err(Refusal::OutOfRange("name", Contact::FIELD_MAX));
    }
    contact_fits(contact)?;
    let profile = tidy(profile, around)?;
    let mut events = vec![
        Event::Spotted { profile, person: PersonId::from(ctx.command) },
        Event::ContactKept { reachable: contact.is_reachable() },
    ];
    events.extend(operator.map(|operator| Event::Accompanied { operator: Some(operator) }));
    Ok(events)
}

/// Decides about an antenna that is there. What is so already changes nothing.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(
    antenna: &Antenna,
    command: &Command,
    around: &Around<'_>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let device = by_device(ctx);
    if device.is_some_and(|device| !antenna.devices.contains(&device)) {
        return Err(Refusal::NotByItself);
    }
    // Erasing somebody changes nothing here, so an archived antenna needs no way back.
    if antenna.state == State::Archived && !matches!(command, Command::TakeStep { .. }) {
        return Err(Refusal::IsOver);
    }
    Ok(match command {
        // A new one is decided by `spot`, and what comes from a device by what it amounts to.
        Command::Spot { .. } | Command::FromDevice { .. } => vec![],
        Command::TakeStep { step, reason, until, .. } => {
            return take_step(antenna, *step, *reason, *until, around, device.is_some());
        }
        Command::Describe { profile, .. } => {
            let profile = tidy(profile, around)?;
            unless(antenna.profile == profile, Event::Described(profile))
        }
        Command::KeepContact { contact, .. } => {
            contact_fits(contact)?;
            // The vault keeps no history, so that it changed is a fact also when it reads the same.
            vec![Event::ContactKept { reachable: contact.is_reachable() }]
        }
        Command::Accompany { operator, .. } => {
            unless(antenna.operator == *operator, Event::Accompanied { operator: *operator })
        }
        Command::Pledge { pledge, .. } => {
            near("start", pledge.start, around.today)?;
            near("review", pledge.review, around.today)?;
            after("review", pledge.start, Some(pledge.review))?;
            after("end", pledge.start, pledge.end)?;
            unless(antenna.pledge == Some(*pledge), Event::Pledged(*pledge))
        }
        Command::Clear { clearance, .. } => {
            if let Some(given) = clearance {
                not_ahead("cleared_on", given.on, around.today)?;
                after("cleared_until", given.on, given.until)?;
            }
            unless(antenna.clearance == *clearance, Event::Cleared { clearance: *clearance })
        }
        Command::VolunteerThrough { volunteering, .. } => {
            if let Some(Volunteering { entered_on, insured_from, insured_until, .. }) = volunteering
            {
                if let Some(day) = entered_on {
                    not_ahead("entered_on", *day, around.today)?;
                }
                match (insured_from, insured_until) {
                    (Some(from), until) => after("insured_until", *from, *until)?,
                    (None, Some(_)) => return Err(Refusal::BadDate("insured_from")),
                    (None, None) => {}
                }
            }
            let volunteering = *volunteering;
            unless(antenna.volunteering == volunteering, Event::VolunteersThrough { volunteering })
        }
        Command::HearFrom { how, .. } => vec![Event::HeardFrom { how: *how }],
        Command::NoticeSilence { .. } => silence(antenna, around, ctx.now_ms),
        Command::WriteNote { text, .. } => {
            let text = text.trim().to_owned();
            if !(1..=NOTE_MAX).contains(&text.chars().count()) {
                return Err(Refusal::OutOfRange("text", NOTE_MAX));
            }
            vec![Event::NoteWritten { text }]
        }
        Command::Support { how, day, minutes, .. } => {
            not_ahead("day", *day, around.today)?;
            if !(1..=MINUTES_MAX).contains(minutes) {
                return Err(Refusal::OutOfRange("minutes", usize::from(MINUTES_MAX)));
            }
            vec![Event::Supported { how: *how, day: *day, minutes: *minutes }]
        }
        Command::Introduce { antenna: id, to } => {
            if *to == Party::Antenna(*id) {
                return Err(Refusal::NotInCatalogue("to"));
            }
            vec![Event::Introduced { introduction: ctx.command, to: *to }]
        }
        Command::TellOutcome { introduction, outcome, .. } => {
            let found = antenna.introductions.iter().find(|known| known.id == *introduction);
            let known = found.ok_or(Refusal::NotInCatalogue("introduction"))?;
            let (introduction, outcome) = (*introduction, *outcome);
            unless(known.outcome == Some(outcome), Event::OutcomeTold { introduction, outcome })
        }
        Command::LogHours { day, minutes, category, .. } => {
            return log_hours(*day, *minutes, category.as_ref(), around, ctx);
        }
        Command::TakeBackHours { entry, .. } if around.hours_stand => {
            vec![Event::HoursTakenBack { entry: *entry }]
        }
        Command::TakeBackHours { .. } => return Err(Refusal::UnknownHours),
        Command::BePresent { .. } => {
            if antenna.state != State::Active {
                return Err(Refusal::NoSuchStep(antenna.state, Step::Resume));
            }
            vec![]
        }
    })
}

fn log_hours(
    day: Date,
    minutes: u16,
    category: Option<&Slug>,
    around: &Around<'_>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    not_ahead("day", day, around.today)?;
    if (around.today - day).get_days() > hours::BACK_DAYS {
        return Err(Refusal::BadDate("day"));
    }
    if !(1..=MINUTES_MAX).contains(&minutes) {
        return Err(Refusal::OutOfRange("minutes", usize::from(MINUTES_MAX)));
    }
    if category.is_some_and(|slug| around.city.category(slug.as_str()).is_none()) {
        return Err(Refusal::NotInCatalogue("category"));
    }
    Ok(vec![Event::HoursTold { entry: ctx.command, day, minutes, category: category.cloned() }])
}

/// The device that gives the command, where one does.
fn by_device(ctx: &Ctx) -> Option<DeviceId> {
    if let ActorRef::Device(device) = ctx.actor { Some(device) } else { None }
}

fn unless(so_already: bool, event: Event) -> Vec<Event> {
    if so_already { vec![] } else { vec![event] }
}

fn take_step(
    antenna: &Antenna,
    step: Step,
    reason: Option<Reason>,
    until: Option<Date>,
    around: &Around<'_>,
    by_itself: bool,
) -> Result<Vec<Event>, Refusal> {
    let Some(line) = lifecycle::transition(antenna.state, step) else {
        // The same step again, as a line that repeats messages sends it, is no second one.
        let done = lifecycle::TRANSITIONS.iter().any(|t| t.step == step && t.to == antenna.state);
        return if done { Ok(vec![]) } else { Err(Refusal::NoSuchStep(antenna.state, step)) };
    };
    if by_itself && !line.by_itself {
        return Err(Refusal::NotByItself);
    }
    // Whoever leaves by themselves owes nobody a reason.
    if line.wants_reason && reason.is_none() && !by_itself {
        return Err(Refusal::WantsReason);
    }
    let lacks = lacks(antenna, line.needs, around.today);
    if !lacks.is_empty() {
        return Err(Refusal::Lacks(lacks));
    }
    let until = until.filter(|_| step == Step::Rest);
    if let Some(day) = until {
        near("until", day, around.today)?;
        after("until", around.today, Some(day))?;
    }
    let reason = reason.filter(|_| line.wants_reason);
    Ok(vec![Event::StepTaken { step, to: line.to, reason, until }])
}

/// Which of these needs are not met on a day.
#[must_use]
pub fn lacks(antenna: &Antenna, needs: &[Need], today: Date) -> Vec<Need> {
    let met = |need: &Need| match need {
        Need::ContactPerson => antenna.reachable,
        Need::Offers => !antenna.profile.offers.is_empty(),
        Need::Times => week(antenna).any(|day| !day.is_empty()),
        Need::Operator => antenna.operator.is_some(),
        Need::Pledge => antenna.pledge.is_some(),
        Need::VolunteerEntry => antenna.volunteering.is_none_or(|v| v.is_entered_on(today)),
        Need::Insurance => antenna.volunteering.is_none_or(|v| v.is_insured_on(today)),
    };
    needs.iter().copied().filter(|need| !met(need)).collect()
}

fn week(antenna: &Antenna) -> impl Iterator<Item = &Vec<OpenSpan>> {
    let hours = &antenna.profile.hours;
    [&hours.mon, &hours.tue, &hours.wed, &hours.thu, &hours.fri, &hours.sat, &hours.sun].into_iter()
}

/// An antenna that is asked and says nothing for long: not a fault of its, something to do for its operator.
fn silence(antenna: &Antenna, around: &Around<'_>, now_ms: i64) -> Vec<Event> {
    let last_ms = antenna.last_sign_ms.max(around.greeted_ms.unwrap_or(i64::MIN));
    let silent = now_ms - last_ms >= SILENCE_DAYS * 24 * 3_600_000;
    if antenna.state != State::Active || antenna.silence_since_ms.is_some() || !silent {
        return vec![];
    }
    vec![Event::SilenceNoticed { since_ms: last_ms }]
}

/// A profile as it is kept: each word once, in order, and every one of them known.
fn tidy(profile: &Profile, around: &Around<'_>) -> Result<Profile, Refusal> {
    let mut tidy = profile.clone();
    let mut seen = Vec::new();
    tidy.neighbourhoods.retain(|hood| {
        let new = !seen.contains(hood);
        seen.push(hood.clone());
        new
    });
    if !(1..=NEIGHBOURHOODS_MAX).contains(&tidy.neighbourhoods.len()) {
        return Err(Refusal::OutOfRange("neighbourhoods", NEIGHBOURHOODS_MAX));
    }
    let city = around.city;
    if !tidy.neighbourhoods.iter().all(|hood| city.neighbourhood(hood.as_str()).is_some()) {
        return Err(Refusal::NotInCatalogue("neighbourhoods"));
    }
    once("offers", &mut tidy.offers)?;
    once("languages", &mut tidy.languages)?;
    tidy.skills.sort_unstable();
    tidy.skills.dedup();
    let offered =
        |slug: &Slug| city.category(slug.as_str()).is_some_and(|c| city.takes_requests(c));
    if !tidy.offers.iter().all(offered) {
        return Err(Refusal::NotInCatalogue("offers"));
    }
    if !tidy.languages.iter().all(|language| LANGUAGES.contains(&language.as_str())) {
        return Err(Refusal::NotInCatalogue("languages"));
    }
    let hours = &mut tidy.hours;
    for day in [
        &mut hours.mon,
        &mut hours.tue,
        &mut hours.wed,
        &mut hours.thu,
        &mut hours.fri,
        &mut hours.sat,
        &mut hours.sun,
    ] {
        day.sort_unstable_by_key(|span| span.opens_min);
        let forwards = day.iter().all(|s| s.opens_min < s.closes_min && s.closes_min <= 1440);
        let apart = day.windows(2).all(|pair| pair[0].closes_min <= pair[1].opens_min);
        if !forwards || !apart || day.len() > SPANS_MAX {
            return Err(Refusal::BadHours);
        }
    }
    Ok(tidy)
}

fn once(field: &'static str, list: &mut Vec<Slug>) -> Result<(), Refusal> {
    list.sort();
    list.dedup();
    if list.len() <= LIST_MAX { Ok(()) } else { Err(Refusal::OutOfRange(field, LIST_MAX)) }
}

fn contact_fits(contact: &Contact) -> Result<(), Refusal> {
    for (field, text) in contact.fields() {
        if text.chars().count() > Contact::FIELD_MAX {
            return Err(Refusal::OutOfRange(field, Contact::FIELD_MAX));
        }
    }
    let code = contact.tax_code.trim();
    if code.is_empty() || crate::network::codes::is_person_code(code) {
        Ok(())
    } else {
        Err(Refusal::BadTaxCode)
    }
}

fn near(field: &'static str, day: Date, today: Date) -> Result<(), Refusal> {
    let years = (day.year() - today.year()).abs();
    if years <= YEARS_MAX { Ok(()) } else { Err(Refusal::BadDate(field)) }
}

fn after(field: &'static str, first: Date, then: Option<Date>) -> Result<(), Refusal> {
    let Some(then) = then else { return Ok(()) };
    near(field, then, first)?;
    if first <= then { Ok(()) } else { Err(Refusal::BadDate(field)) }
}

fn not_ahead(field: &'static str, day: Date, today: Date) -> Result<(), Refusal> {
    if day <= today && near(field, day, today).is_ok() {
        Ok(())
    } else {
        Err(Refusal::BadDate(field))
    }
}

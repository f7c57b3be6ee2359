//! Whether a step around the diary may be taken: pure, from what is there and the circumstances.

use jiff::Timestamp;
use jiff::civil::Date;
use protocol::{CommandId, PersonDetails, Problem};

use super::events::{
    Event, Expense, ExpenseKind, NetworkTraining, PathOpened, PlaceAssigned, PostOffered, Shift,
    ShiftMark, ShiftSide, Skill, Training,
};
use super::posts::PostRow;
use super::queries::{
    AssignmentRow, ExpenseRow, PathRow, PathState, ShiftRow, ShiftState, VolunteerRow,
};
use super::staff_of;
use crate::city::City;
use crate::context::Ctx;
use crate::network::antennae::events::Volunteering;

/// Longest name of a person, in characters.
const NAME_MAX: usize = 120;
/// Longest words of an expense, in characters.
const WORDS_MAX: usize = 300;
/// Most minutes that can be agreed for a path: two years of full weeks.
const AGREED_MAX: u32 = 240_000;
/// Most places of one post.
const PLACES_MAX: u8 = 50;
/// Most kilometres of one day.
const KM_MAX: u32 = 1_500;
/// Largest single expense, in cents.
const CENTS_MAX: u32 = 500_000;

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing here.
    Unknown,
    /// It has ended or was decided already.
    Over,
    /// A day is missing, or no day.
    NoDay(&'static str),
    /// The end comes before the start.
    EndBeforeStart,
    /// The same person has a shift then.
    Overlaps,
    /// The shift has not begun yet.
    NotBegun,
    /// The day lies ahead.
    InTheFuture,
    /// A number or a text is out of range: which field, and the most it may be.
    OutOfRange(&'static str, usize),
    /// A name is missing.
    NameMissing,
    /// The neighbourhood is not in the city's catalogue.
    NotInCatalogue,
    /// The city has set no refund for kilometres.
    NoRate,
    /// Nobody decides about their own.
    OwnExpense,
    /// It is somebody else's shift.
    NotYours,
    /// The organisation is not on the register here.
    UnknownOrganisation,
    /// The volunteer was not on the register on that day.
    NotOnRegister,
    /// All places of the post are taken.
    PostFull,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("work-unknown"),
            Refusal::Over => Self::conflict("work-over"),
            Refusal::NoDay(field) => Self::invalid("no-day").at(field),
            Refusal::EndBeforeStart => Self::invalid("end-before-start").at("to"),
            Refusal::Overlaps => Self::conflict("shift-overlaps").at("from"),
            Refusal::NotBegun => Self::conflict("shift-not-begun"),
            Refusal::InTheFuture => Self::invalid("day-in-the-future").at("day"),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::NameMissing => Self::invalid("name-missing").at("name"),
            Refusal::NotInCatalogue => Self::invalid("not-in-catalogue").at("neighbourhood"),
            Refusal::NoRate => Self::conflict("no-mileage-rate").at("km"),
            Refusal::OwnExpense => Self::forbidden("own-expense"),
            Refusal::NotYours => Self::forbidden("shift-not-yours"),
            Refusal::UnknownOrganisation => {
                Self::invalid("unknown-organisation").at("organisation")
            }
            Refusal::NotOnRegister => Self::conflict("not-on-register").at("day"),
            Refusal::PostFull => Self::conflict("post-full").at("post"),
        }
    }
}

/// What a decision is told from outside.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The city's rules and catalogue.
    pub city: &'a City,
    /// The circumstances.
    pub ctx: &'a Ctx,
}

impl Around<'_> {
    fn now(&self) -> jiff::civil::DateTime {
        let now = Timestamp::from_millisecond(self.ctx.now_ms).unwrap_or_default();
        self.city.calendar.clock().to_datetime(now)
    }
}

fn day(field: &'static str, text: &str) -> Result<Date, Refusal> {
    text.parse().ok().ok_or(Refusal::NoDay(field))
}

fn past_day(text: &str, around: Around<'_>) -> Result<Date, Refusal> {
    let day = day("day", text)?;
    if day > around.now().date() { Err(Refusal::InTheFuture) } else { Ok(day) }
}

/// Decides about a new shift; nobody is in two places at once.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn plan(
    shift: &Shift,
    same_day: &[ShiftRow],
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    day("day", &shift.day)?;
    if around.city.neighbourhood(shift.neighbourhood.as_str()).is_none() {
        return Err(Refusal::NotInCatalogue);
    }
    if shift.to_min > 1_440 {
        return Err(Refusal::OutOfRange("to", 1_440));
    }
    if shift.to_min <= shift.from_min {
        return Err(Refusal::EndBeforeStart);
    }
    let clashes = |other: &ShiftRow| {
        other.state != ShiftState::Cancelled
            && i64::from(shift.from_min) < other.to_min
            && other.from_min < i64::from(shift.to_min)
    };
    if same_day.iter().any(clashes) {
        return Err(Refusal::Overlaps);
    }
    Ok(vec![Event::ShiftPlanned(shift.clone())])
}

/// Decides about calling a shift off.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn cancel(shift: Option<&ShiftRow>) -> Result<Vec<Event>, Refusal> {
    match shift.ok_or(Refusal::Unknown)?.state {
        ShiftState::Planned => Ok(vec![Event::ShiftCancelled {}]),
        ShiftState::Cancelled => Ok(vec![]),
        ShiftState::Came | ShiftState::Missed => Err(Refusal::Over),
    }
}

/// Decides about whether somebody came; it may be said again, the last word counts.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn mark(
    shift: Option<&ShiftRow>,
    came: bool,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let shift = shift.ok_or(Refusal::Unknown)?;
    if shift.state == ShiftState::Cancelled {
        return Err(Refusal::Over);
    }
    let (now, begins) = (around.now(), day("day", &shift.day)?);
    let minute = i64::from(now.hour()) * 60 + i64::from(now.minute());
    if begins > now.date() || (begins == now.date() && shift.from_min > minute) {
        return Err(Refusal::NotBegun);
    }
    let is = if came { ShiftState::Came } else { ShiftState::Missed };
    Ok(if shift.state == is { vec![] } else { vec![Event::ShiftMarked { came }] })
}

/// Decides about how a shift went: whoever had it says so, and whoever plans shifts says so of others.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn rate(
    shift: Option<&ShiftRow>,
    mark: ShiftMark,
    words: &str,
    plans: bool,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let shift = shift.ok_or(Refusal::Unknown)?;
    let side = match (staff_of(ctx) == Some(shift.staff), plans) {
        (true, _) => ShiftSide::Own,
        (false, true) => ShiftSide::Planner,
        (false, false) => return Err(Refusal::NotYours),
    };
    if shift.state != ShiftState::Came {
        return Err(Refusal::NotBegun);
    }
    let text = words.trim().to_owned();
    if text.chars().count() > WORDS_MAX {
        return Err(Refusal::OutOfRange("words", WORDS_MAX));
    }
    Ok(vec![Event::ShiftRated { side, mark }, Event::ShiftWorded { side, text }])
}

/// Decides about a volunteer who is no antenna, through an organisation that is known.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn enter_volunteer(
    papers: Volunteering,
    person: &PersonDetails,
    known: bool,
) -> Result<Vec<Event>, Refusal> {
    if person.name.trim().is_empty() {
        return Err(Refusal::NameMissing);
    }
    if person.name.chars().count() > NAME_MAX {
        return Err(Refusal::OutOfRange("name", NAME_MAX));
    }
    papers_in_order(papers, known)?;
    Ok(vec![Event::VolunteerEntered(papers)])
}

fn papers_in_order(papers: Volunteering, known: bool) -> Result<(), Refusal> {
    if !known {
        return Err(Refusal::UnknownOrganisation);
    }
    match (papers.insured_from, papers.insured_until) {
        (Some(from), Some(until)) if until < from => Err(Refusal::EndBeforeStart),
        _ => Ok(()),
    }
}

/// Decides about papers that are renewed.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn keep_volunteer(
    old: Option<&VolunteerRow>,
    papers: Volunteering,
    known: bool,
) -> Result<Vec<Event>, Refusal> {
    let old = old.ok_or(Refusal::Unknown)?;
    if old.left_on.is_some() {
        return Err(Refusal::Over);
    }
    papers_in_order(papers, known)?;
    Ok(if old.papers == papers { vec![] } else { vec![Event::VolunteerKept(papers)] })
}

/// Decides about a volunteer who leaves the register.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn leave_register(
    old: Option<&VolunteerRow>,
    on: &str,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let old = old.ok_or(Refusal::Unknown)?;
    if old.left_on.is_some() {
        return Ok(vec![]);
    }
    Ok(vec![Event::VolunteerLeft { on: past_day(on, around)?.to_string() }])
}

/// Decides about hours a volunteer gave; `entry` is the command that writes them down. Who gives time is on the register
/// before the first activity (D.Lgs. 117/2017 art. 17).
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn give(
    volunteer: Option<&VolunteerRow>,
    entry: CommandId,
    text: &str,
    minutes: u16,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let volunteer = volunteer.ok_or(Refusal::Unknown)?;
    let date = past_day(text, around)?;
    let left = match &volunteer.left_on {
        Some(left) => Some(day("day", left)?),
        None => None,
    };
    if !volunteer.papers.is_entered_on(date) || left.is_some_and(|left| date > left) {
        return Err(Refusal::NotOnRegister);
    }
    if !(1..=1_440).contains(&minutes) {
        return Err(Refusal::OutOfRange("minutes", 1_440));
    }
    Ok(vec![Event::VolunteerGave { entry, day: date.to_string(), minutes }])
}

/// Decides about hours that were written down by mistake; `stands` tells whether they are there.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn take_back(entry: CommandId, stands: bool) -> Result<Vec<Event>, Refusal> {
    if stands { Ok(vec![Event::VolunteerHoursTakenBack { entry }]) } else { Err(Refusal::Unknown) }
}

/// Decides about an operator who looks after a place; several may look after one.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn assign(
    place: &PlaceAssigned,
    there: &[AssignmentRow],
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    day("from", &place.from)?;
    if around.city.neighbourhood(place.neighbourhood.as_str()).is_none() {
        return Err(Refusal::NotInCatalogue);
    }
    let same = |one: &AssignmentRow| {
        one.last_day.is_none()
            && one.staff == place.staff
            && one.neighbourhood == place.neighbourhood
    };
    let known = there.iter().any(same);
    Ok(if known { vec![] } else { vec![Event::PlaceAssigned(place.clone())] })
}

/// Decides about the end of that.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn end_assignment(
    assignment: Option<&AssignmentRow>,
    last_day: &str,
) -> Result<Vec<Event>, Refusal> {
    let assignment = assignment.ok_or(Refusal::Unknown)?;
    if assignment.last_day.is_some() {
        return Err(Refusal::Over);
    }
    let last = day("last_day", last_day)?;
    // Handed over on the day it was given, it was theirs on that day.
    if last < day("from", &assignment.first_day)? {
        return Err(Refusal::EndBeforeStart);
    }
    Ok(vec![Event::AssignmentEnded { last_day: last.to_string() }])
}

/// Decides about a post that is offered.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn offer_post(
    post: &PostOffered,
    words: &str,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    if around.city.neighbourhood(post.neighbourhood.as_str()).is_none() {
        return Err(Refusal::NotInCatalogue);
    }
    if !(1..=PLACES_MAX).contains(&post.places) {
        return Err(Refusal::OutOfRange("places", usize::from(PLACES_MAX)));
    }
    span_in_order(post.agreed_min, &post.from, &post.to)?;
    let words = words.trim();
    if words.chars().count() > WORDS_MAX {
        return Err(Refusal::OutOfRange("words", WORDS_MAX));
    }
    let mut events = vec![Event::PostOffered(post.clone())];
    if !words.is_empty() {
        events.push(Event::PostWorded { text: words.to_owned() });
    }
    Ok(events)
}

/// Decides about a post that is offered no more.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn close_post(post: Option<&PostRow>) -> Result<Vec<Event>, Refusal> {
    let post = post.ok_or(Refusal::Unknown)?;
    Ok(if post.open { vec![Event::PostClosed {}] } else { vec![] })
}

fn span_in_order(agreed_min: u32, from: &str, to: &str) -> Result<(), Refusal> {
    if agreed_min == 0 || agreed_min > AGREED_MAX {
        return Err(Refusal::OutOfRange("hours", AGREED_MAX as usize / 60));
    }
    if day("to", to)? < day("from", from)? { Err(Refusal::EndBeforeStart) } else { Ok(()) }
}

/// Decides about somebody's path; where it is in a post, `post` is that one as it stands.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn open_path(
    path: &PathOpened,
    person: &PersonDetails,
    post: Option<&PostRow>,
) -> Result<Vec<Event>, Refusal> {
    if person.name.trim().is_empty() {
        return Err(Refusal::NameMissing);
    }
    if person.name.chars().count() > NAME_MAX {
        return Err(Refusal::OutOfRange("name", NAME_MAX));
    }
    span_in_order(path.agreed_min, &path.from, &path.to)?;
    if path.post.is_some() && post.ok_or(Refusal::Unknown)?.free() == 0 {
        return Err(Refusal::PostFull);
    }
    Ok(vec![Event::PathOpened(path.clone())])
}

fn running(path: Option<&PathRow>) -> Result<&PathRow, Refusal> {
    let path = path.ok_or(Refusal::Unknown)?;
    if path.state == PathState::Running { Ok(path) } else { Err(Refusal::Over) }
}

/// Decides about hours of a path.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn log_hours(
    path: Option<&PathRow>,
    text: &str,
    minutes: u16,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let path = running(path)?;
    let date = past_day(text, around)?;
    if date < day("from", &path.from)? {
        return Err(Refusal::NoDay("day"));
    }
    if !(1..=1_440).contains(&minutes) {
        return Err(Refusal::OutOfRange("minutes", 1_440));
    }
    Ok(vec![Event::HoursLogged { day: date.to_string(), minutes }])
}

/// Decides about a skill; one that is there already changes nothing.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn add_skill(path: Option<&PathRow>, skill: Skill) -> Result<Vec<Event>, Refusal> {
    let path = running(path)?;
    let known = path.skills.contains(&skill);
    Ok(if known { vec![] } else { vec![Event::SkillGained { skill }] })
}

/// Decides about the end of a path.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn end_path(path: Option<&PathRow>) -> Result<Vec<Event>, Refusal> {
    running(path).map(|_| vec![Event::PathEnded {}])
}

/// Decides about training.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn train(training: &Training, around: Around<'_>) -> Result<Vec<Event>, Refusal> {
    held(&training.day, training.minutes, training.valid_until.as_deref(), around)?;
    Ok(vec![Event::TrainingHeld(training.clone())])
}

/// Decides about training of an antenna or a volunteer, who is `known` here.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn train_network(
    training: &NetworkTraining,
    known: bool,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    if !known {
        return Err(Refusal::Unknown);
    }
    held(&training.day, training.minutes, training.valid_until.as_deref(), around)?;
    Ok(vec![Event::NetworkTrained(training.clone())])
}

fn held(text: &str, minutes: u16, until: Option<&str>, around: Around<'_>) -> Result<(), Refusal> {
    let held = past_day(text, around)?;
    if !(1..=1_440).contains(&minutes) {
        return Err(Refusal::OutOfRange("minutes", 1_440));
    }
    match until {
        Some(until) if day("valid_until", until)? < held => Err(Refusal::EndBeforeStart),
        Some(_) | None => Ok(()),
    }
}

/// Decides about a refund somebody asks for; kilometres are worth what the city says on that day.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn claim(expense: &Expense, words: &str, around: Around<'_>) -> Result<Vec<Event>, Refusal> {
    past_day(&expense.day, around)?;
    let mut expense = expense.clone();
    if expense.kind == ExpenseKind::Mileage {
        if !(1..=KM_MAX).contains(&expense.km) {
            return Err(Refusal::OutOfRange("km", KM_MAX as usize));
        }
        if around.city.diary.km_cents == 0 {
            return Err(Refusal::NoRate);
        }
        expense.cents = expense.km * around.city.diary.km_cents;
    } else {
        expense.km = 0;
    }
    if !(1..=CENTS_MAX).contains(&expense.cents) {
        return Err(Refusal::OutOfRange("amount", CENTS_MAX as usize / 100));
    }
    if words.chars().count() > WORDS_MAX {
        return Err(Refusal::OutOfRange("words", WORDS_MAX));
    }
    let mut events = vec![Event::ExpenseClaimed(expense)];
    if !words.trim().is_empty() {
        events.push(Event::ExpenseWorded { words: words.trim().to_owned() });
    }
    Ok(events)
}

/// Decides about a refund: once, and never about one's own.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide_expense(
    expense: Option<&ExpenseRow>,
    approved: bool,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let expense = expense.ok_or(Refusal::Unknown)?;
    if expense.approved.is_some() {
        return Err(Refusal::Over);
    }
    if staff_of(ctx) == Some(expense.staff) {
        return Err(Refusal::OwnExpense);
    }
    Ok(vec![Event::ExpenseDecided { approved }])
}

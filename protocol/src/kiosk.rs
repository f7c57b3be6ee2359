//! What a kiosk and its hub say to each other: JSON over HTTP, `Authorization: Bearer <kiosk token>`.
//!
//! ```text
//! GET  /kiosk/v1/place                 → Place
//! POST /kiosk/v1/needs      LeaveNeed  → SlipIssued
//! POST /kiosk/v1/ideas      LeaveIdea  → SlipIssued
//! POST /kiosk/v1/offers     OfferTime  → SlipIssued
//! GET  /kiosk/v1/slips/{code}          → SlipStatus
//! POST /kiosk/v1/slips/{code}/answer   SlipAnswer → SlipStatus
//! POST /kiosk/v1/slips/{code}/reply    SlipReply → SlipStatus
//! POST /kiosk/v1/slips/{code}/rating   SlipRating → SlipStatus
//! POST /kiosk/v1/slips/{code}/visit    MoveVisit → SlipIssued
//! GET  /kiosk/v1/desk/visits           → FreeVisits
//! POST /kiosk/v1/desk/visits BookVisit → SlipIssued
//! GET  /kiosk/v1/custody/{code}          → Kept
//! POST /kiosk/v1/custody/{code}/signature SignKept → Kept
//! POST /kiosk/v1/custody/{code}/hand     HandKept → Kept
//! POST /kiosk/v1/operator   CallOperator → 204
//! ```
//!
//! Every refusal is a [`crate::Problem`]. `Accept-Language` says in which language it is worded.
//! Every command carries the id the kiosk gave it: sent twice, it gets the same slip.

pub mod bank;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{CommandId, Slug, StaffId};
use crate::people::{PersonDetails, Relation};
use crate::slip::SlipCode;

/// Longest free text a citizen leaves in one go, in characters.
pub const TEXT_MAX: usize = 2_000;

/// A word in several languages, by language code (`it`, `en`, …); `it` is always there.
pub type Words = BTreeMap<String, String>;

/// What the kiosk must know of its place; kept on the kiosk's disk so that it starts without the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// When the hub put this together, UTC milliseconds.
    pub as_of_ms: i64,
    /// The city's name.
    pub city: String,
    /// The hub's slug.
    pub hub: Slug,
    /// The hub's name.
    pub hub_name: String,
    /// Where the hub is, in one line; may be empty.
    pub address: String,
    /// IANA time zone of the city, for example `Europe/Rome`.
    pub time_zone: String,
    /// Today's opening, as `09:00–13:00` spans; empty when closed.
    pub open_today: Vec<String>,
    /// The hub's ordinary week, Monday first, in the same spans; empty where the hub does not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub week: Vec<Vec<String>>,
    /// Whether one gets in without a step; `None` where nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_free: Option<bool>,
    /// Languages offered on the first screen, in order.
    pub languages: Vec<String>,
    /// What people may ask for.
    pub categories: Vec<CategoryCard>,
    /// Every neighbourhood of the city; those this hub serves come first.
    pub neighbourhoods: Vec<NeighbourhoodName>,
    /// The neighbourhood the hub stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighbourhood: Option<Slug>,
    /// What its concierge offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceCard>,
    /// Fields an idea can be about.
    pub idea_themes: Vec<ThemeCard>,
}

/// One kind of help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryCard {
    /// Its slug in the city file.
    pub slug: Slug,
    /// Name of a Phosphor icon.
    pub icon: String,
    /// What it is called.
    pub name: Words,
    /// One line of examples.
    pub hint: Words,
    /// Whether helping means going to somebody's home.
    pub home_visit: bool,
    /// Questions asked for this kind of help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Words>,
}

/// A service of the hub's concierge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCard {
    /// Its slug, unique at the hub.
    pub slug: Slug,
    /// Name of a Phosphor icon.
    pub icon: String,
    /// What it is called.
    pub name: Words,
    /// One line on what it is; may be empty.
    pub hint: Words,
    /// Who covers it, in a few words; may be empty.
    pub covered_by: Words,
    /// Its hours, Monday first, as `09:00–13:00` spans; seven lists, empty ones for days it is closed.
    pub week: Vec<Vec<String>>,
    /// The kind of help to ask for, where it stands for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Slug>,
}

/// A theme for ideas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeCard {
    /// Its slug in the city file.
    pub slug: Slug,
    /// Name of a Phosphor icon.
    pub icon: String,
    /// What it is called.
    pub name: Words,
}

/// A neighbourhood by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeighbourhoodName {
    /// Its slug in the city file.
    pub slug: Slug,
    /// Its name as the municipality writes it.
    pub name: String,
    /// The zone it belongs to.
    pub zone: String,
    /// Whether this hub serves it.
    pub served_here: bool,
}

/// How soon help is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Today if at all possible.
    Today,
    /// Within a few days.
    #[default]
    ThisWeek,
    /// Whenever it suits.
    NoHurry,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// All of them, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Its word on the wire and in keys of words.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }
}

/// When somebody is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeBand {
    /// Weekday mornings.
    Mornings,
    /// Weekday afternoons.
    Afternoons,
    /// Weekday evenings.
    Evenings,
    /// Saturdays and Sundays.
    Weekend,
}

/// A need, left by a citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveNeed {
    /// Made by the kiosk.
    pub id: CommandId,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// In the person's words, at most [`TEXT_MAX`] characters; may be empty.
    #[serde(default)]
    pub text: String,
    /// For whom.
    #[serde(default)]
    pub relation: Relation,
    /// Only what the person chose to leave.
    #[serde(default)]
    pub person: PersonDetails,
    /// Language of the conversation (`it`, `en`, …).
    pub language: String,
    /// What else was asked about it.
    #[serde(default, skip_serializing_if = "NeedDetails::is_empty")]
    pub more: NeedDetails,
}

/// What else may be said about a need. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedDetails {
    /// The day by which it is needed, `2026-11-24`; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub needed_by: String,
    /// When the person can; empty for any time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<TimeBand>,
    /// Answers to the questions of the category.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<CategoryAnswer>,
    /// On which days of the week it is needed again and again; empty for once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekly: Vec<Day>,
    /// Whether nobody asks for it by name: a signal, without a person.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub signal: bool,
}

impl NeedDetails {
    /// Whether nothing else was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An answer to one question of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryAnswer {
    /// The question as it was asked.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// An idea, left by a citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveIdea {
    /// Made by the kiosk.
    pub id: CommandId,
    /// What it is about.
    pub theme: Slug,
    /// Where, if it is about one neighbourhood.
    #[serde(default)]
    pub neighbourhood: Option<Slug>,
    /// The idea, at most [`TEXT_MAX`] characters; empty only where something was chosen from pictures or is joined.
    pub text: String,
    /// Only what the person chose to leave.
    #[serde(default)]
    pub person: PersonDetails,
    /// Language of the conversation.
    pub language: String,
    /// What else was said about it.
    #[serde(default, skip_serializing_if = "IdeaDetails::is_empty")]
    pub more: IdeaDetails,
}

/// What else may be said about an idea. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdeaDetails {
    /// What the person would rather join than do again: its name as the hub gave it; empty for nothing. The idea may
    /// then have no text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub joins: String,
    /// When they can come to the project desk; empty when they ask for no appointment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub appointment: Vec<TimeBand>,
    /// What they chose from pictures; the idea may then have no text.
    #[serde(skip_serializing_if = "Picked::is_empty")]
    pub picked: Picked,
}

impl IdeaDetails {
    /// Whether nothing else was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an idea is, chosen from pictures and words: slugs of the desk's closed lists. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Picked {
    /// Whom it is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Slug>,
    /// What would be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Slug>,
    /// Which need it meets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Slug>,
}

impl Picked {
    /// Whether nothing was chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an idea that is being written is compared by. The hub keeps nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimilarAsked {
    /// What it is about, once it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Slug>,
    /// Where, if it is about one neighbourhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighbourhood: Option<Slug>,
    /// The words so far.
    pub text: String,
    /// What was chosen from pictures so far.
    #[serde(default, skip_serializing_if = "Picked::is_empty")]
    pub picked: Picked,
}

/// Something like it that is there already, in the words of the language that was asked for. Never the words of whoever
/// left another idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimilarCard {
    /// Its name, for [`IdeaDetails::joins`].
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is and where, in a few words.
    pub about: String,
    /// How the two stand to each other, and why.
    pub why: String,
}

/// Most cards that are shown while somebody writes.
pub const SIMILAR_MAX: usize = 3;

/// Time somebody offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferTime {
    /// Made by the kiosk.
    pub id: CommandId,
    /// For which kinds of help, at least one.
    pub categories: Vec<Slug>,
    /// Where.
    pub neighbourhood: Slug,
    /// When, at least one.
    pub when: Vec<TimeBand>,
    /// Anything to add, at most [`TEXT_MAX`] characters; may be empty.
    #[serde(default)]
    pub text: String,
    /// How to reach the person; at least a name and a phone, or nobody could accept the offer.
    pub person: PersonDetails,
    /// Language of the conversation.
    pub language: String,
}

/// The answer to anything a citizen leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipIssued {
    /// The code to come back with; also what the QR holds.
    pub code: SlipCode,
    /// When the hub recorded it, UTC milliseconds.
    pub at_ms: i64,
}

/// What a slip is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlipKind {
    /// A need.
    Need,
    /// An idea.
    Idea,
    /// Time offered.
    Offer,
    /// A visit to the project desk.
    Visit,
}

/// One thing that happened, in a word the kiosk has a sentence for (`slip-step-<word>`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipStep {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Which sentence.
    pub word: StepWord,
}

/// Everything a slip can tell, without a name in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepWord {
    /// It is recorded.
    Received,
    /// An operator has read it.
    TakenInCharge,
    /// Antennae have been asked.
    Searching,
    /// Somebody has said yes.
    HelperFound,
    /// The helper had to give it back; the search goes on.
    SearchingAgain,
    /// The helper says it is done.
    Done,
    /// Closed: met.
    Met,
    /// Closed: not met.
    NotMet,
    /// Withdrawn by the person.
    Withdrawn,
    /// Opened again because it was not solved.
    Reopened,
    /// The desk has been in touch about it.
    Contacted,
    /// The person has been asked something.
    Asked,
    /// The person has answered.
    Replied,
    /// When help comes is agreed.
    Scheduled,
    /// Help has begun.
    Started,
    /// A municipal service was asked.
    Referred,
    /// The service looks after it.
    ServiceAccepted,
    /// Several tasks stand in its place.
    Split,
    /// It goes on together with the same need under another slip.
    Joined,
    /// It is on its way to another hub.
    HandedOver,
    /// Another hub has taken it over.
    TakenOver,
    /// The desk and whoever left the idea write a project.
    Drafting,
    /// The project was handed in.
    HandedIn,
    /// Something about it was asked.
    AdditionsAsked,
    /// It was told.
    AdditionsTold,
    /// It meets the three requirements.
    Admitted,
    /// It does not, with the reasons.
    NotAdmitted,
    /// It is being evaluated.
    Evaluated,
    /// It goes on as part of another project.
    Merged,
    /// It was promoted.
    Promoted,
    /// It was not, with the reason.
    NotPromoted,
    /// It was put off, with the reason.
    Deferred,
    /// Its concept was shown before the rest was written.
    ConceptShown,
    /// The rest may be written, with advice.
    ConceptGoesOn,
    /// It is funded.
    Funded,
    /// The convention or agreement is signed.
    Agreed,
    /// It is under way.
    Running,
    /// It was stopped for a while, with the reason.
    Suspended,
    /// What was planned is done.
    Finished,
    /// What came of it was told.
    Reported,
    /// It is held up as an example.
    GoodPractice,
}

/// Who answered a question about a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnsweredBy {
    /// The hub that gave the slip.
    Home,
    /// Central, for a slip of another hub; it may be behind that hub.
    Central,
}

/// What happened since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipStatus {
    /// The slip.
    pub code: SlipCode,
    /// What it is about.
    pub kind: SlipKind,
    /// Category or theme, for the picture.
    pub about: Slug,
    /// Name of the hub that gave it.
    pub hub_name: String,
    /// What happened, oldest first; never empty.
    pub steps: Vec<SlipStep>,
    /// Whether the person may now say "solved" or "not solved".
    pub can_confirm: bool,
    /// Whether the person may withdraw it.
    pub can_withdraw: bool,
    /// What the person is being asked, as the operator wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// When the person is awaited at the project desk, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_ms: Option<i64>,
    /// Why something was decided so, as it was written; only what is signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// What the idea joins and how that goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Followed>,
    /// What the desk answered in words, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// Whether the person may answer those.
    #[serde(default)]
    pub can_reply: bool,
    /// Whether the person may say how it went.
    #[serde(default)]
    pub can_rate: bool,
    /// The slip under which it goes on at another hub, which has taken it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<SlipCode>,
    /// For which instant this is true, UTC milliseconds.
    pub as_of_ms: i64,
    /// Who answered.
    pub answered_by: AnsweredBy,
}

/// Something that is followed with the slip of an idea that joins it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// What it is called.
    pub title: String,
    /// What everybody may know of how it goes on, oldest first; empty before there is anything.
    pub steps: Vec<SlipStep>,
}

/// What a person says about their own request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is solved.
    Solved,
    /// It is not solved: the request opens again.
    NotSolved,
    /// No longer needed.
    Withdraw,
}

/// The person with the slip answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipAnswer {
    /// Made by the kiosk.
    pub id: CommandId,
    /// What they say.
    pub verdict: Verdict,
}

/// The person with the slip answers what they were asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipReply {
    /// Made by the kiosk.
    pub id: CommandId,
    /// The answer, 1 to [`TEXT_MAX`] characters.
    pub text: String,
}

/// Visits to the project desk that are still free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeVisits {
    /// For which instant this is true, UTC milliseconds.
    pub as_of_ms: i64,
    /// How long one is, in minutes.
    pub length_min: u16,
    /// Days on which one is free, the next first; at most [`FREE_DAYS_MAX`].
    pub days: Vec<FreeDay>,
}

/// Most days that are told.
pub const FREE_DAYS_MAX: usize = 12;

/// A day on which a visit is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeDay {
    /// The day by the city's clock, `2026-11-24`.
    pub day: String,
    /// When the free visits of that day begin, UTC milliseconds, in order; at least one.
    pub starts_ms: Vec<i64>,
}

/// Somebody books a visit to the project desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookVisit {
    /// Made by the kiosk.
    pub id: CommandId,
    /// When it begins, UTC milliseconds: one of the free ones.
    pub at_ms: i64,
    /// The slip of the idea it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<SlipCode>,
    /// Only what the person chose to leave.
    #[serde(default)]
    pub person: PersonDetails,
    /// Language of the conversation.
    pub language: String,
}

/// The person with the slip moves their visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveVisit {
    /// Made by the kiosk.
    pub id: CommandId,
    /// When it begins now, UTC milliseconds.
    pub at_ms: i64,
}

/// Something that waits at the hub, as the code of its label tells it: nothing of whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The code.
    pub code: SlipCode,
    /// What it is: `parcel`, `keys`, `tool`, `medicine`, `other`.
    pub kind: Slug,
    /// Whether it is at the hub.
    pub here: bool,
    /// Until when it is kept, `2026-12-18`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Whether somebody may sign for it.
    pub can_sign: bool,
    /// When somebody signed for it who has not got it yet, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_at_ms: Option<i64>,
    /// What whoever works at the hub can do with it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<HandStep>,
    /// Who can, with a PIN of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hands: Vec<Hand>,
    /// For which instant this is true, UTC milliseconds.
    pub as_of_ms: i64,
}

/// What whoever works at a hub does with something at a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandStep {
    /// Give it to whom it belongs, who has signed.
    Give,
    /// Take it back from whoever brings it.
    TakeBack,
}

/// Somebody who works at the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Who.
    pub staff: StaffId,
    /// What they are called.
    pub name: String,
}

/// Whoever works at the hub hands it over, or takes it back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandKept {
    /// Made by the kiosk.
    pub id: CommandId,
    /// Who.
    pub staff: StaffId,
    /// What they do.
    pub step: HandStep,
    /// Their PIN.
    pub pin: String,
}

impl std::fmt::Debug for HandKept {
    /// Never shows the PIN.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandKept").field("step", &self.step).finish_non_exhaustive()
    }
}

/// Somebody signs for it with a finger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignKept {
    /// Strokes of points, `x y,x y;x y,x y`: x from 0 to 1000 to the right, y from 0 to 300 downwards.
    pub strokes: String,
}

/// How it went, in a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Face {
    /// Well.
    Good,
    /// So so.
    Middling,
    /// Badly.
    Bad,
}

/// The person with the slip says how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipRating {
    /// Made by the kiosk.
    pub id: CommandId,
    /// How.
    pub face: Face,
}

/// Somebody at the kiosk wants a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOperator {
    /// Made by the kiosk.
    pub id: CommandId,
    /// The screen they were on, as a slug.
    pub screen: Slug,
}

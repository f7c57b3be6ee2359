//! What a city file holds once it has been read: plain data, ready to be written to the log as one catalogue fact.
//!
//! Always true of a `City` that came out of [`super::read`]: every slug is well formed and used once per kind, every
//! reference points at something in the same city, every category has an Italian name, amounts and dates are in
//! order. Deliberately absent: positions in the file (they matter only while reading) and anything personal, save
//! the name of an officer whom a published document names in that role.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::concierge::{HubService, Moderation, Point, Route};
use super::desk::{DeskVisits, Evaluation};
use super::tasks::TaskRule;
use super::territory::{Former, Reorganisation};
use crate::requests::matching::Weights;

/// One city: its territory, its hubs, its programmes and people's offices, and the settings its hubs work with.
/// Lists keep the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct City {
    /// Short name in `[a-z0-9-]`, for example `brescia`.
    pub slug: String,
    /// Name people read, for example "Brescia".
    pub name: String,
    /// The municipality, among [`City::partners`].
    pub municipality: Option<String>,
    /// Languages offered on screen, as language tags, the first one first. Always holds `it`.
    pub languages: Vec<String>,
    /// Days on which hubs are closed, and the time zone of every hour in this city.
    pub calendar: Calendar,
    /// How long each circle of antennae has to answer.
    pub circles: CircleDeadlines,
    /// By when the diary is written, and when silence is noticed.
    pub diary: DiaryRules,
    /// Zones, each with its neighbourhoods.
    pub zones: Vec<Zone>,
    /// How the zones change from a day on, in the order of the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reorganisations: Vec<Reorganisation>,
    /// What neighbourhoods were before; not written in the file but worked out by [`City::on`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub past: Vec<Former>,
    /// Neighbourhood hubs.
    pub hubs: Vec<HubPlace>,
    /// Kinds of concierge request, headings before or after what they hold.
    pub categories: Vec<Category>,
    /// What each reason weighs when helpers are looked for.
    pub matching: Weights,
    /// Where requests of some kind, place or time go; the first that fits counts.
    pub routes: Vec<Route>,
    /// What makes something to do, by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub task_rules: Vec<TaskRule>,
    /// Municipal services that needs can be handed to.
    pub services: Vec<Service>,
    /// What activities can be about.
    pub activity_topics: Vec<Topic>,
    /// Indicators that projects are measured with.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// What ideas left at the project desk can be about.
    pub idea_themes: Vec<Topic>,
    /// Programmes the city runs, a funded operation being one.
    pub programmes: Vec<Programme>,
    /// What a project must show to be promoted.
    pub requirements: Vec<Requirement>,
    /// Organisations that lead, join, fund or adhere.
    pub partners: Vec<Partner>,
    /// Groups of people whom work sites are for.
    pub target_groups: Vec<TargetGroup>,
    /// Thematic work sites (cantieri).
    pub work_sites: Vec<WorkSite>,
    /// Cross-cutting agencies.
    pub agencies: Vec<Agency>,
    /// Bodies, committees, tables and working groups.
    pub bodies: Vec<Body>,
    /// Macro-actions, in the order of their numbers.
    pub macro_actions: Vec<MacroAction>,
    /// Sheets of funded projects.
    pub project_sheets: Vec<ProjectSheet>,
    /// How projects are scored.
    pub evaluation: Evaluation,
    /// When one can come to the project desk.
    pub project_desk: DeskVisits,
    /// How neighbourhood councils are composed, where the city has them.
    pub neighbourhood_council: Option<NeighbourhoodCouncil>,
}

/// A text in one or more languages, keyed by language tag. Holds `it` whenever it came from a city file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// The text in `language` (a tag such as `en`), else in Italian, else empty.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get("it")).map_or("", String::as_str)
    }
}

/// A zone: a group of neighbourhoods.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Slug, unique among zones.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// Its neighbourhoods, at least one.
    pub neighbourhoods: Vec<Neighbourhood>,
}

/// A neighbourhood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbourhood {
    /// Slug, unique in the whole city.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// Its middle, where the city has placed it.
    #[serde(default)]
    pub at: Option<Point>,
}

/// A hub and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubPlace {
    /// Slug, unique among hubs.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// Street address, empty when it is not known.
    pub address: String,
    /// Whether one gets in without a step; `None` where the file does not say.
    #[serde(default)]
    pub step_free: Option<bool>,
    /// Slug of the neighbourhood it stands in.
    pub neighbourhood: String,
    /// Slug of the zone of that neighbourhood; not written in the file but worked out.
    pub zone: String,
    /// Two capital letters that open every slip code of this hub, unique in the city.
    pub slip_prefix: String,
    /// When its doors are open in an ordinary week; opens at least once.
    pub opening: WeekHours,
    /// Slugs of the neighbourhoods it serves, each once; its own unless the file says otherwise.
    pub served: Vec<String>,
    /// Slugs of the categories it takes requests for; empty means all.
    pub categories: Vec<String>,
    /// What its concierge offers.
    #[serde(default)]
    pub services: Vec<HubService>,
    /// When its project desk is there; empty where the file says nothing of this hub.
    #[serde(default)]
    pub project_desk: WeekHours,
}

/// Opening hours of an ordinary week, local time. A day without spans is a closed day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WeekHours {
    /// Monday.
    pub mon: Vec<OpenSpan>,
    /// Tuesday.
    pub tue: Vec<OpenSpan>,
    /// Wednesday.
    pub wed: Vec<OpenSpan>,
    /// Thursday.
    pub thu: Vec<OpenSpan>,
    /// Friday.
    pub fri: Vec<OpenSpan>,
    /// Saturday.
    pub sat: Vec<OpenSpan>,
    /// Sunday.
    pub sun: Vec<OpenSpan>,
}

/// One stretch of opening within a day; spans of a day are in order and do not overlap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSpan {
    /// Opening, in minutes after midnight, 0 to 1439.
    pub opens_min: u16,
    /// Closing, in minutes after midnight, later than the opening and at most 1440.
    pub closes_min: u16,
}

/// Which days are not working days, and which clock the city lives by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calendar {
    /// IANA name, for example `Europe/Rome`.
    pub time_zone: String,
    /// Whether hubs close on Italian public holidays.
    pub public_holidays: bool,
    /// Feast of the city's patron saint.
    pub patron: Option<YearlyDay>,
    /// Other days kept every year in this city only.
    pub local_holidays: Vec<YearlyDay>,
    /// Single dates on which every hub of the city is closed.
    pub closed: Vec<Date>,
}

/// A day that comes back every year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearlyDay {
    /// What is kept, for example "San Petronio".
    pub name: String,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31, possible in that month; 29 February comes only in leap years.
    pub day: i8,
}

/// How long each circle of antennae has to answer a proposal, in minutes while the hub is open, 1 to 10080 (a
/// week). When the last has passed the request goes back to the operator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircleDeadlines {
    /// The antenna the person or the operator named.
    pub named_antenna_min: u32,
    /// Antennae of the neighbourhood.
    pub neighbourhood_min: u32,
    /// Antennae of the zone.
    pub zone_min: u32,
}

/// Rules of the operators' diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiaryRules {
    /// An entry written later than this many days after its day is marked as late, 0 to 366.
    pub late_after_days: u32,
    /// One written later than this is refused, 1 to 366.
    pub refused_after_days: u32,
    /// Working days without an entry after which an operator counts as silent, 1 to 60.
    pub silent_after_days: u32,
    /// Working days after which the next step of an entry is due, 1 to 60.
    pub follow_up_days: u32,
    /// What a kilometre with one's own car is refunded with, in cents, 0 to 500.
    pub km_cents: u32,
    /// How many hours a request is overdue until whoever coordinates has it among the things to do, 1 to 720.
    pub escalate_after_h: u32,
}

impl Default for DiaryRules {
    /// Those of a city whose file was published before there were any.
    fn default() -> Self {
        Self {
            late_after_days: 7,
            refused_after_days: 62,
            silent_after_days: 3,
            follow_up_days: 5,
            km_cents: 0,
            escalate_after_h: 24,
        }
    }
}

/// One kind of concierge request, or a heading that holds some.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Slug, unique among categories.
    pub slug: String,
    /// Slug of the heading it stands under; none at the top.
    pub parent: Option<String>,
    /// Name of a Phosphor icon.
    pub icon: String,
    /// Name by language.
    pub name: Words,
    /// One line of examples by language; may be empty.
    #[serde(default)]
    pub hint: Words,
    /// Opening hours of the hub within which an ordinary request should be closed, 1 to 400.
    pub deadline_open_h: u32,
    /// The same for an urgent request; never more than `deadline_open_h`.
    pub urgent_deadline_open_h: u32,
    /// Whether somebody enters the person's home, so that a cleared helper is needed.
    pub home_visit: bool,
    /// Whether the first visit takes two people.
    pub first_visit_by_two: bool,
    /// How freely helpers find each other.
    #[serde(default)]
    pub moderation: Moderation,
    /// Questions to ask for this kind of request, by language.
    pub questions: Vec<Words>,
}

/// A municipal service that a need can be handed to, with the person's consent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Slug, unique among services.
    pub slug: String,
    /// Name by language.
    pub name: Words,
    /// One line by language on what it is for; may be empty.
    #[serde(default)]
    pub hint: Words,
    /// How the desk reaches it; empty when the city has not written it.
    #[serde(default)]
    pub contact: String,
}

/// Something that can be counted to see whether life gets better.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Slug, unique among indicators.
    pub slug: String,
    /// Name by language.
    pub name: Words,
    /// What it is counted in, by language.
    pub unit: Words,
}

/// A topic of activities or a theme of ideas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Slug, unique among topics (or among themes).
    pub slug: String,
    /// Name of a Phosphor icon.
    #[serde(default)]
    pub icon: String,
    /// Name by language.
    pub name: Words,
    /// Slug of the body that follows it, if one does.
    pub body: Option<String>,
    /// Slug of the work site it belongs to, if it does.
    pub work_site: Option<String>,
}

/// A programme or funded operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Slug, unique among programmes.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// Code of the operation, when it has one.
    pub code: Option<String>,
    /// The wider programme or call that pays for it.
    pub funded_by: Option<String>,
    /// What it wants to bring about, in a sentence.
    pub mission: Option<String>,
    /// Goals of the mission.
    pub goals: Vec<String>,
    /// Lines of the strategy.
    pub strategy: Vec<String>,
    /// Month it started in, `YYYY-MM`.
    pub started: Option<String>,
    /// How long it was planned to last, in months.
    pub duration_months: Option<u32>,
}

/// One requirement of a promoted project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Slug, unique among requirements.
    pub slug: String,
    /// What is required.
    pub name: String,
    /// Slug of the programme that asks for it.
    pub programme: String,
}

/// An organisation and what it is to the city's programmes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Slug, unique among partners.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// Its roles, at least one.
    pub roles: Vec<PartnerRole>,
}

/// What an organisation is to a programme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartnerRole {
    /// Leads the partnership (capofila).
    Lead,
    /// Belongs to the partnership.
    #[default]
    Partner,
    /// Puts money in.
    Funder,
    /// Signed the network agreement (accordo di rete).
    Network,
}

/// A group of people a work site is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetGroup {
    /// Slug, unique among target groups.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// Youngest age in years, when the group is set by age.
    pub from_age: Option<u8>,
    /// Oldest age in years; none also means "and over".
    pub to_age: Option<u8>,
}

/// A thematic work site (cantiere).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkSite {
    /// Slug, unique among work sites.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// What it is for.
    pub aim: String,
    /// Slugs of its target groups, at least one.
    pub targets: Vec<String>,
}

/// A cross-cutting agency that serves every work site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Slug, unique among agencies.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// What it does.
    pub task: String,
    /// Slugs of the partners that answer for it, at least one.
    pub referents: Vec<String>,
}

/// A body of the governance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Slug, unique among bodies.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// What sort of body it is.
    pub kind: BodyKind,
    /// Slug of the body it stands inside.
    pub inside: Option<String>,
    /// Level of governance, where the city tells levels apart.
    pub level: Option<Level>,
    /// What it is for; empty when no source says.
    pub task: String,
    /// By what means it works: meetings, tables, reports.
    pub means: Vec<String>,
    /// Slugs of the partners that convene it.
    pub convened_by: Vec<String>,
    /// Kinds of organisation it brings in.
    pub open_to: Vec<String>,
}

/// Sorts of body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyKind {
    /// Comitato.
    #[default]
    Committee,
    /// Consiglio.
    Council,
    /// Assembly of partners (partenariato).
    Assembly,
    /// Inter-institutional board.
    Board,
    /// Tavolo.
    Table,
    /// Gruppo di lavoro.
    WorkingGroup,
    /// Staff.
    Staff,
    /// Tecnostruttura.
    TechnicalStructure,
}

/// Levels of governance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Direction, and the sharing of resources.
    #[default]
    Strategic,
    /// Follows the work as it is done.
    Operational,
    /// Joins the other two.
    Coordination,
}

/// A macro-action of a programme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacroAction {
    /// Slug, unique among macro-actions.
    pub slug: String,
    /// Its number, 1 to 99, unique in the city.
    pub number: u32,
    /// Name people read.
    pub name: String,
    /// What it is meant to reach, at least one.
    pub objectives: Vec<String>,
    /// What is done; empty when no source lists it.
    pub activities: Vec<String>,
    /// What is in hand at the end, where a source says.
    pub outcome: Option<String>,
}

/// The sheet of a funded project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectSheet {
    /// Code of the project, unique in the city.
    pub code: String,
    /// Name people read.
    pub name: String,
    /// Programme that pays for it.
    pub funded_by: String,
    /// Action of that programme.
    pub action: String,
    /// Slug of the partner that carries it out.
    pub implementing_body: String,
    /// Codice Unico di Progetto, 15 characters.
    pub cup: String,
    /// The officer responsible (RUP), as published.
    pub responsible_officer: String,
    /// First day.
    pub starts: Date,
    /// Last day, not before the first.
    pub ends: Date,
    /// How the money stands.
    pub amounts: Amounts,
    /// What it is, in short.
    pub summary: String,
    /// How it is governed and kept going.
    pub governance: String,
    /// Slugs of the bodies that govern it.
    pub bodies: Vec<String>,
    /// What is done, in order.
    pub interventions: Vec<Intervention>,
    /// Operations it draws on.
    pub linked: Vec<LinkedOperation>,
}

/// The four figures of a project's financial progress, in euro cents. Always programmed ≥ admitted ≥ legally
/// binding ≥ disbursed ≥ 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// Importo programmato.
    pub programmed_cents: i64,
    /// Importo ammesso a finanziamento.
    pub admitted_cents: i64,
    /// Importo giuridicamente vincolante.
    pub binding_cents: i64,
    /// Importo erogato.
    pub disbursed_cents: i64,
}

/// One intervention of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// Name people read.
    pub name: String,
    /// What is done.
    pub summary: String,
}

/// An operation a project draws on; its code need not be in this city file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedOperation {
    /// Code of the operation, written as its own sheet writes it.
    pub code: String,
    /// What the two have in common, at least one.
    pub shares: Vec<Shared>,
}

/// What two operations can have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shared {
    /// One supports the development of the other.
    #[default]
    Development,
    /// Buildings of one host initiatives of the other.
    Buildings,
    /// Services one creates are used in the other.
    Services,
    /// The people they are for.
    Target,
    /// The way of working.
    Method,
}

/// How neighbourhood councils are composed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeighbourhoodCouncil {
    /// A council meets at least once in so many months.
    pub meets_every_months: u32,
    /// Members by inhabitants, from the largest neighbourhoods down.
    pub sizes: Vec<CouncilSize>,
}

/// Members of the councils of neighbourhoods above a number of inhabitants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouncilSize {
    /// Applies to more inhabitants than this.
    pub over_inhabitants: u32,
    /// Number of members.
    pub members: u32,
}

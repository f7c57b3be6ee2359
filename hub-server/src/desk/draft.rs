//! An idea while it is written at its hub: what stands there, and what may be done with it.
//!
//! Always true: a section keeps every version anybody wrote, each with its author and with the version it was based on.
//! Whoever wrote without having seen the latest takes nobody's words away: both stand there until somebody settles them
//! (CAPABILITIES E3). Pure: time, city and actor arrive as arguments.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::{ActorRef, NodeId, OrganisationId};
use serde::{Deserialize, Serialize};

use super::dossier::{
    Budget, CENTS_MAX, Dossier, LINE_MAX, MEASURES_MAX, Measure, ORGANISATIONS_MAX, Outline,
    PLACES_MAX, Partner, SECTION_MAX, Section, TITLE_MAX, YEARS_MAX,
};
use super::events::Event;
use super::lifecycle::{self, Need, State, Step};
use super::refusal::Refusal;
use crate::city::City;
use crate::context::Ctx;

/// Longest note of a meeting, in characters.
pub const ADVICE_MAX: usize = 2_000;

/// How the desk and the authors met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meeting {
    /// At the desk.
    InPerson,
    /// By telephone.
    Phone,
    /// By letter or mail.
    Letter,
    /// Where the authors are.
    Visit,
}

impl Meeting {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::InPerson, Self::Phone, Self::Letter, Self::Visit];

    /// The word it is stored, posted and worded by: `desk-meeting-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::InPerson => "in-person",
            Self::Phone => "phone",
            Self::Letter => "letter",
            Self::Visit => "visit",
        }
    }
}

/// What can be done with an idea while its hub decides about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Begin to write.
    Begin,
    /// Keep what was said with the authors (E2).
    Advise {
        /// How.
        meeting: Meeting,
        /// What was said.
        text: String,
        /// What comes next; may be empty.
        next: String,
        /// By when, if there is a day.
        next_day: Option<Date>,
    },
    /// Say again what it is, for whom, where and when.
    Outline(Outline),
    /// An organisation takes part.
    AddPartner(Partner),
    /// An organisation takes part no more; what it wrote stays.
    RemovePartner {
        /// Which.
        organisation: OrganisationId,
    },
    /// Write a section.
    Write {
        /// Which.
        section: Section,
        /// The whole text of it.
        text: String,
        /// For which organisation; none for the desk.
        by: Option<OrganisationId>,
        /// The version that was in front of whoever wrote; 0 for none.
        base: u32,
        /// Versions beside it that were seen, and of which this text makes one.
        settles: Vec<u32>,
    },
    /// What it costs and who pays.
    Budget(Budget),
    /// How it is measured.
    Measures(Vec<Measure>),
    /// Begin anew from a project that is over, or from a sheet of the city (E25): all of its text, to be changed.
    BeginFrom {
        /// What it is called by the radar.
        from: String,
        /// What is taken over.
        dossier: Box<Dossier>,
    },
    /// Let the desk of another hub write it, too (E3).
    ShareWith {
        /// Which.
        hub: NodeId,
    },
    /// Do so no more; what it wrote stays.
    KeepFrom {
        /// Which.
        hub: NodeId,
    },
    /// Show central the concept, before the rest is written (E14).
    ShowConcept,
    /// Hand it in.
    Submit,
}

/// One version of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// The version it was based on; 0 for none.
    pub base: u32,
    /// Versions of which it makes one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<u32>,
    /// The text.
    pub text: String,
    /// For which organisation it was written; none for the desk.
    pub by: Option<OrganisationId>,
    /// Who wrote it down.
    pub actor: ActorRef,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// A section with all that was ever written in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// In the order they came.
    pub versions: Vec<Version>,
    /// The number of the one that stands; 0 for none.
    pub stands: u32,
    /// Numbers of those written beside it by somebody who had not seen it.
    pub beside: Vec<u32>,
}

impl Paper {
    /// The version of a number.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The text that stands; empty when nothing was written.
    #[must_use]
    pub fn text(&self) -> &str {
        self.version(self.stands).map_or("", |version| version.text.as_str())
    }

    fn add(&mut self, version: Version) {
        if version.base == self.stands {
            self.stands = version.number;
        } else {
            self.beside.push(version.number);
        }
        self.beside.retain(|number| !version.settles.contains(number));
        self.versions.push(version);
    }
}

/// An idea while its hub decides about it, as its facts say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where it stands, as far as the hub decides.
    pub state: State,
    /// What it is.
    pub outline: Outline,
    /// Who takes part; the first answers for it.
    pub partners: Vec<Partner>,
    /// What is written.
    pub sections: BTreeMap<Section, Paper>,
    /// What it costs and who pays.
    pub budget: Budget,
    /// How it is measured.
    pub measures: Vec<Measure>,
    /// When somebody is awaited at the desk, UTC milliseconds.
    pub appointment_ms: Option<i64>,
    /// Whether its concept was shown to central.
    #[serde(default)]
    pub shown: bool,
    /// What it began from, by its name for the radar; empty for none.
    #[serde(default)]
    pub from: String,
    /// Hubs that write it, too, besides its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<NodeId>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            state: State::Left,
            outline: Outline::default(),
            partners: Vec::new(),
            sections: BTreeMap::new(),
            budget: Budget::default(),
            measures: Vec::new(),
            appointment_ms: None,
            shown: false,
            from: String::new(),
            with: Vec::new(),
        }
    }
}

impl Draft {
    /// With one more fact; what is not about writing changes nothing.
    #[expect(clippy::wildcard_enum_match_arm, reason = "facts of a project change nothing here")]
    pub fn apply(&mut self, event: &Event) {
        if let Some(to) = event.leads_to(self.state) {
            self.state = to;
        }
        match event {
            Event::AppointmentSet { at_ms } => self.appointment_ms = Some(*at_ms),
            Event::OutlineDrawn(outline) => self.outline = outline.clone(),
            Event::PartnerAdded(partner) => {
                self.partners.retain(|one| one.organisation != partner.organisation);
                self.partners.push(partner.clone());
            }
            Event::PartnerRemoved { organisation } => {
                self.partners.retain(|one| one.organisation != *organisation);
            }
            Event::SectionWritten { section, version } => {
                self.sections.entry(*section).or_default().add(version.clone());
            }
            Event::BudgetSet(budget) => self.budget = budget.clone(),
            Event::MeasuresSet { measures } => self.measures.clone_from(measures),
            Event::BegunFrom { from } => self.from.clone_from(from),
            Event::ConceptShown(_) => self.shown = true,
            Event::SharedWith { hub } => self.with.push(hub.clone()),
            Event::KeptFrom { hub } => self.with.retain(|one| one != hub),
            _ => {}
        }
    }

    /// What would be handed in now.
    #[must_use]
    pub fn dossier(&self) -> Dossier {
        let sections = self.sections.iter();
        Dossier {
            outline: self.outline.clone(),
            partners: self.partners.clone(),
            sections: sections
                .map(|(section, paper)| (*section, paper.text().to_owned()))
                .collect(),
            budget: self.budget.clone(),
            measures: self.measures.clone(),
        }
    }

    /// A section as it stands; an empty one when nothing was written.
    #[must_use]
    pub fn paper(&self, section: Section) -> Paper {
        self.sections.get(&section).cloned().unwrap_or_default()
    }

    fn has(&self, need: Need) -> bool {
        match need {
            Need::Outline => self.outline.is_complete(),
            Need::Organisation => !self.partners.is_empty(),
            Need::Sections => {
                Section::ALL.iter().all(|section| !self.paper(*section).text().trim().is_empty())
            }
            Need::OneVersion => self.sections.values().all(|paper| paper.beside.is_empty()),
            Need::ConceptWords => {
                let said = |section| !self.paper(section).text().trim().is_empty();
                said(Section::Need) && said(Section::Action)
            }
            Need::FirstShown => !self.shown,
            // Asked at central only.
            Need::ThreeAnswers
            | Need::OneNo
            | Need::NoNo
            | Need::NoOpenConsent
            | Need::AllConsents
            | Need::Quorum
            | Need::Sheet
            | Need::Amounts => false,
        }
    }

    /// What a step still needs, in the order of the table.
    #[must_use]
    pub fn lacks(&self, step: Step) -> Vec<Need> {
        let line = lifecycle::transition(self.state, step);
        let needs = line.iter().flat_map(|line| line.needs);
        needs.copied().filter(|need| !self.has(*need)).collect()
    }
}

/// Whether a step may be taken from where it stands.
fn step(draft: &Draft, step: Step) -> Result<(), Refusal> {
    lifecycle::transition(draft.state, step).ok_or(Refusal::NotNow(draft.state))?;
    let lacks = draft.lacks(step);
    if lacks.is_empty() { Ok(()) } else { Err(Refusal::Lacks(lacks)) }
}

/// Decides about an idea at its hub.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(draft: &Draft, act: &Act, city: &City, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    match act {
        Act::Begin if draft.state == State::Draft => Ok(vec![]),
        Act::Begin => {
            step(draft, Step::Begin)?;
            Ok(vec![Event::DraftBegun {}])
        }
        Act::BeginFrom { from, dossier } => begin_from(draft, from, dossier, city, ctx),
        Act::ShowConcept if draft.state == State::Concept => Ok(vec![]),
        Act::ShowConcept => {
            step(draft, Step::ShowConcept)?;
            Ok(vec![Event::ConceptShown(draft.dossier())])
        }
        Act::Submit if draft.state == State::Submitted => Ok(vec![]),
        Act::Submit => {
            step(draft, Step::Submit)?;
            Ok(vec![Event::Submitted(draft.dossier())])
        }
        Act::Advise { meeting, text, next, next_day } => {
            alive(draft)?;
            let (text, next) = (words("text", text, ADVICE_MAX)?, next.trim());
            within("next", next, LINE_MAX)?;
            let advice = ctx.command;
            let advised = Event::Advised { advice, meeting: *meeting, next_day: *next_day };
            let written = Event::AdviceWritten { advice, text, next: next.to_owned() };
            Ok(vec![advised, written])
        }
        Act::Outline(outline) => {
            writing(draft)?;
            drawn(outline, city).map(|outline| vec![Event::OutlineDrawn(outline)])
        }
        Act::AddPartner(partner) => {
            writing(draft)?;
            if draft.partners.iter().any(|one| one.organisation == partner.organisation) {
                return Ok(vec![]);
            }
            if draft.partners.len() == ORGANISATIONS_MAX {
                return Err(Refusal::OutOfRange("organisation", ORGANISATIONS_MAX));
            }
            Ok(vec![Event::PartnerAdded(partner.clone())])
        }
        Act::RemovePartner { organisation } => {
            writing(draft)?;
            let there = draft.partners.iter().any(|one| one.organisation == *organisation);
            let removed = Event::PartnerRemoved { organisation: *organisation };
            Ok(if there { vec![removed] } else { vec![] })
        }
        Act::Write { .. } => write(draft, act, ctx),
        Act::ShareWith { hub } => {
            writing(draft)?;
            let shared = Event::SharedWith { hub: hub.clone() };
            Ok(if draft.with.contains(hub) { vec![] } else { vec![shared] })
        }
        Act::KeepFrom { hub } => {
            let kept = Event::KeptFrom { hub: hub.clone() };
            Ok(if draft.with.contains(hub) { vec![kept] } else { vec![] })
        }
        Act::Budget(budget) => {
            writing(draft)?;
            let years = budget.after.iter();
            let years = years.flat_map(|year| [&year.cost_cents, &year.income_cents]);
            let amounts = budget.income_cents.values().chain([&budget.cost_cents]).chain(years);
            if amounts.into_iter().any(|cents| !(0..=CENTS_MAX).contains(cents)) {
                return Err(Refusal::OutOfRange(
                    "cost",
                    usize::try_from(CENTS_MAX / 100).unwrap_or(usize::MAX),
                ));
            }
            if budget.after.len() > YEARS_MAX {
                return Err(Refusal::OutOfRange("after", YEARS_MAX));
            }
            for year in &budget.after {
                within("after", &year.how, LINE_MAX)?;
            }
            Ok(vec![Event::BudgetSet(budget.clone())])
        }
        Act::Measures(measures) => {
            writing(draft)?;
            measured(measures, city).map(|measures| vec![Event::MeasuresSet { measures }])
        }
    }
}

/// The first version of everything, taken from another; days are not: they are another year's.
fn begin_from(
    draft: &Draft,
    from: &str,
    dossier: &Dossier,
    city: &City,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    step(draft, Step::Begin)?;
    within("from", from, LINE_MAX)?;
    let undated = Outline { from: None, to: None, ..dossier.outline.clone() };
    let mut events = vec![
        Event::DraftBegun {},
        Event::BegunFrom { from: from.to_owned() },
        Event::OutlineDrawn(drawn(&undated, city)?),
    ];
    for (section, text) in &dossier.sections {
        if text.trim().is_empty() {
            continue;
        }
        let text = words("text", text, SECTION_MAX)?;
        let (number, base, settles, by) = (1, 0, vec![], None);
        let (actor, at_ms) = (ctx.actor.clone(), ctx.now_ms);
        let version = Version { number, base, settles, text, by, actor, at_ms };
        events.push(Event::SectionWritten { section: *section, version });
    }
    let measures = measured(&dossier.measures, city)?;
    if !measures.is_empty() {
        events.push(Event::MeasuresSet { measures });
    }
    Ok(events)
}

fn write(draft: &Draft, act: &Act, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    let Act::Write { section, text, by, base, settles } = act else { return Ok(vec![]) };
    writing(draft)?;
    let text = words("text", text, SECTION_MAX)?;
    if by.is_some_and(|by| draft.partners.iter().all(|one| one.organisation != by)) {
        return Err(Refusal::NotAPartner);
    }
    let paper = draft.paper(*section);
    let known = |number: &u32| *number == 0 || paper.version(*number).is_some();
    if !known(base) || !settles.iter().all(known) {
        return Err(Refusal::UnknownVersion);
    }
    if paper.text() == text && settles.is_empty() && *base == paper.stands {
        return Ok(vec![]);
    }
    let number = paper.versions.iter().map(|version| version.number).max().unwrap_or_default() + 1;
    let settles = settles.iter().copied().filter(|number| paper.beside.contains(number)).collect();
    let version = Version {
        number,
        base: *base,
        settles,
        text,
        by: *by,
        actor: ctx.actor.clone(),
        at_ms: ctx.now_ms,
    };
    Ok(vec![Event::SectionWritten { section: *section, version }])
}

fn writing(draft: &Draft) -> Result<(), Refusal> {
    if draft.state == State::Draft { Ok(()) } else { Err(Refusal::NotNow(draft.state)) }
}

/// Whether it is still something the desk speaks about.
fn alive(draft: &Draft) -> Result<(), Refusal> {
    if draft.state == State::Withdrawn { Err(Refusal::NotNow(draft.state)) } else { Ok(()) }
}

fn drawn(outline: &Outline, city: &City) -> Result<Outline, Refusal> {
    let mut outline = outline.clone();
    outline.title = words("title", &outline.title, TITLE_MAX)?;
    if outline.places.len() > PLACES_MAX {
        return Err(Refusal::OutOfRange("place", PLACES_MAX));
    }
    if outline.places.iter().any(|hood| city.neighbourhood(hood.as_str()).is_none()) {
        return Err(Refusal::NotInCatalogue("place"));
    }
    if outline.whole_city {
        outline.places.clear();
    }
    outline.places.sort();
    outline.places.dedup();
    if let (Some(from), Some(to)) = (outline.from, outline.to)
        && to < from
    {
        return Err(Refusal::EndBeforeStart("to"));
    }
    Ok(outline)
}

fn measured(measures: &[Measure], city: &City) -> Result<Vec<Measure>, Refusal> {
    if measures.len() > MEASURES_MAX {
        return Err(Refusal::OutOfRange("measure", MEASURES_MAX));
    }
    for measure in measures {
        words("measure", &measure.name, LINE_MAX)?;
        within("baseline", &measure.baseline, LINE_MAX)?;
        within("target", &measure.target, LINE_MAX)?;
        within("how", &measure.how, LINE_MAX)?;
        let unknown = |slug: &protocol::Slug| city.indicator(slug.as_str()).is_none();
        if measure.indicator.as_ref().is_some_and(unknown) {
            return Err(Refusal::NotInCatalogue("measure"));
        }
    }
    Ok(measures.to_vec())
}

pub(super) fn within(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() <= most { Ok(()) } else { Err(Refusal::OutOfRange(field, most)) }
}

/// A text that must say something.
pub(super) fn words(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    within(field, text, most)?;
    if text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text.to_owned()) }
}

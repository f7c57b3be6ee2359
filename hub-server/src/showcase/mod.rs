//! What the city shows to everybody (CAPABILITIES E17, E24): its projects, whatever they come from, in one shape; and
//! the numbers of the collective story of its territory.
//!
//! Always true: what is shown comes from the city's own file or from what somebody decided to publish, never from what
//! a person left; a number that could be about somebody is not told. Of a project of the desk it is what was handed in by
//! organisations and signed at central, from the day it is promoted; whoever left the idea is not in it. Where projects
//! come from is one function, [`shown`]: another source adds its own to the list it makes.

mod desk;
pub mod figures;
#[cfg(test)]
mod tests;

pub use desk::PUBLIC_PARTS;

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use protocol::ProjectId;
use radar::{Activity, Target};
use sqlx::AnyConnection;

use crate::city::{Amounts, City, MacroAction, Programme, ProjectSheet, Shared, WorkSite};
use crate::desk::dossier::Section;
use crate::desk::lifecycle::Step;
use crate::desk::project::Project;
use crate::desk::queries as desk_queries;
use crate::store::StoreError;
use crate::work::events::words;

words! {
    /// What kind of project it is.
    Kind {
        /// A funded project with its sheet.
        Project = "project",
        /// A programme that holds others.
        Programme = "programme",
        /// A thematic work site (cantiere).
        WorkSite = "work-site",
        /// A macro-action of a programme.
        Action = "action",
    }
}

words! {
    /// Where a project stands on a day.
    Stand {
        /// It is to begin.
        Coming = "coming",
        /// It has begun, or nothing says when.
        Running = "running",
        /// It is over.
        Ended = "ended",
    }
}

/// One thing that is done, with what is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its name; empty where only the text tells it.
    pub name: String,
    /// What it is.
    pub text: String,
}

/// A step of a project's life, as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub step: Step,
    /// On which day.
    pub on: Date,
    /// What was signed or told then; may be empty.
    pub words: String,
}

/// Something to be reached, as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// What.
    pub name: String,
    /// By when.
    pub due: Date,
    /// When it was.
    pub reached: Option<Date>,
    /// What was said when it was reached; may be empty.
    pub note: String,
}

/// What a project of the desk shows that nothing of the city's file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfDesk {
    /// Which project.
    pub id: ProjectId,
    /// Whether central keeps its page back.
    pub held: bool,
    /// Whom it is for.
    pub targets: Vec<Target>,
    /// What is done, by kind.
    pub activities: Vec<Activity>,
    /// Organisations that take part.
    pub partners: Vec<String>,
    /// Parts of the text that was handed in.
    pub texts: Vec<(Section, String)>,
    /// What is to be reached, and what was, by day.
    pub milestones: Vec<Reach>,
    /// What it went through, the first first.
    pub steps: Vec<Taken>,
    /// Why it was promoted, as it was signed; may be empty.
    pub decision: String,
}

/// A project as everybody sees it. Texts are in the language of whoever wrote them, which is the city's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its name in addresses, made of its code or name.
    pub slug: String,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub title: String,
    /// What it is in a few sentences.
    pub summary: String,
    /// Its code in its programme.
    pub code: Option<String>,
    /// Codice Unico di Progetto.
    pub cup: Option<String>,
    /// Who carries it out.
    pub body: Option<String>,
    /// The officer responsible, as published.
    pub officer: Option<String>,
    /// Who or what pays for it.
    pub funded_by: Option<String>,
    /// First day.
    pub starts: Option<Date>,
    /// Last day.
    pub ends: Option<Date>,
    /// Whether the two days are only known to the month.
    pub months_only: bool,
    /// How the money stands.
    pub amounts: Option<Amounts>,
    /// What it wants to reach.
    pub goals: Vec<String>,
    /// How it goes about it.
    pub strategy: Vec<String>,
    /// What is done.
    pub did: Vec<Done>,
    /// What is in hand at the end.
    pub outcome: Option<String>,
    /// How it is governed and kept going.
    pub governance: Option<String>,
    /// The bodies that govern it: name, task.
    pub bodies: Vec<(String, String)>,
    /// Whom it is for.
    pub people: Vec<String>,
    /// Slugs of its neighbourhoods; none means the whole city.
    pub places: Vec<String>,
    /// Operations it draws on: code, and what the two share.
    pub linked: Vec<(String, Vec<Shared>)>,
    /// Slug of what it is part of, among those shown.
    pub part_of: Option<String>,
    /// Where it comes among its like.
    pub order: u32,
    /// What there is more of a project of the desk.
    pub desk: Option<Box<OfDesk>>,
}

impl Shown {
    /// Where it stands on a day.
    #[must_use]
    pub fn stand(&self, today: Date) -> Stand {
        if self.starts.is_some_and(|starts| starts > today) {
            Stand::Coming
        } else if self.ends.is_some_and(|ends| ends < today) {
            Stand::Ended
        } else {
            Stand::Running
        }
    }

    /// Whether every word that is looked for stands somewhere in what is told of it.
    #[must_use]
    pub fn says(&self, q: &str) -> bool {
        let mut all = vec![self.title.as_str(), &self.summary];
        let more = [&self.code, &self.cup, &self.body, &self.funded_by, &self.outcome];
        all.extend(more.into_iter().flatten().map(String::as_str));
        all.extend(self.goals.iter().chain(&self.people).map(String::as_str));
        all.extend(self.did.iter().flat_map(|done| [done.name.as_str(), &done.text]));
        if let Some(desk) = &self.desk {
            all.extend(desk.partners.iter().map(String::as_str));
            all.extend(desk.texts.iter().map(|(_, text)| text.as_str()));
            all.extend(desk.milestones.iter().map(|one| one.name.as_str()));
        }
        let all = all.join("\n").to_lowercase();
        q.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }

    /// Whether files that are attached under a name are its own: its address, or its id at the desk.
    #[must_use]
    pub fn has_files_of(&self, name: &str) -> bool {
        self.slug == name || self.desk.as_ref().is_some_and(|desk| desk.id.to_string() == name)
    }

    /// Whether everybody may see it now.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.desk.as_ref().is_none_or(|desk| !desk.held)
    }

    fn named(kind: Kind, slug: &str, title: &str) -> Self {
        Self {
            slug: slug_of(slug),
            kind,
            title: title.to_owned(),
            summary: String::new(),
            code: None,
            cup: None,
            body: None,
            officer: None,
            funded_by: None,
            starts: None,
            ends: None,
            months_only: false,
            amounts: None,
            goals: Vec::new(),
            strategy: Vec::new(),
            did: Vec::new(),
            outcome: None,
            governance: None,
            bodies: Vec::new(),
            people: Vec::new(),
            places: Vec::new(),
            linked: Vec::new(),
            part_of: None,
            order: 0,
            desk: None,
        }
    }
}

/// A code or name as it stands in an address: `BO3.3.1.b` is `bo3-3-1-b`.
#[must_use]
pub fn slug_of(text: &str) -> String {
    let parts: Vec<String> = text
        .to_lowercase()
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    parts.join("-").chars().take(40).collect()
}

/// Most projects of the desk that are shown, the ones handed in last first.
const DESK_MAX: u32 = 2_000;

/// Everything the city shows now, and projects whose page central keeps back.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn all(db: &mut AnyConnection, city: &City) -> Result<Vec<Shown>, StoreError> {
    Ok(shown(city, &desk_queries::promoted(db, DESK_MAX).await?))
}

/// The name of a promoted project of the desk in addresses.
#[must_use]
pub fn slug(city: &City, project: &Project) -> String {
    desk::slug(city, project)
}

/// Everything the city shows, each under a name of its own: what its file has, and the promoted projects of its desk. A
/// project of the desk whose sheet has the code of one in the file is that one, and keeps its address.
#[must_use]
pub fn shown(city: &City, promoted: &[Project]) -> Vec<Shown> {
    let mut all: Vec<Shown> = promoted.iter().map(|project| desk::of(city, project)).collect();
    let ours = |sheet: &&ProjectSheet| {
        let slug = slug_of(&sheet.code);
        !promoted.iter().any(|one| desk::slug(city, one) == slug)
    };
    all.extend(city.project_sheets.iter().filter(ours).map(|sheet| of_sheet(city, sheet)));
    all.extend(city.programmes.iter().filter(|one| tells(one)).map(of_programme));
    // The city file keeps work sites and actions beside its programmes, and not under one of them.
    let holder = main_programme(city);
    all.extend(city.work_sites.iter().map(|site| of_site(city, site, holder)));
    all.extend(city.macro_actions.iter().map(|action| of_action(action, holder)));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for one in &mut all {
        let times = seen.entry(one.slug.clone()).or_default();
        *times += 1;
        if *times > 1 {
            one.slug = one.desk.as_ref().map_or_else(
                || slug_of(&format!("{}-{}", one.kind.slug(), one.slug)),
                |desk| desk.id.to_string(),
            );
        }
    }
    all
}

/// Whether anything is told of a programme but its name.
fn tells(programme: &Programme) -> bool {
    programme.mission.is_some() || !programme.goals.is_empty() || programme.code.is_some()
}

/// The one programme that work sites and actions belong to: the only one with goals, where there is just one.
fn main_programme(city: &City) -> Option<&Programme> {
    let mut with_goals = city.programmes.iter().filter(|one| !one.goals.is_empty());
    with_goals.next().filter(|_| with_goals.next().is_none())
}

fn of_sheet(city: &City, sheet: &ProjectSheet) -> Shown {
    let body = city.partner(&sheet.implementing_body);
    let of_body = |slug: &String| {
        let found = city.bodies.iter().find(|body| body.slug == *slug)?;
        Some((found.name.clone(), found.task.clone()))
    };
    let did = sheet.interventions.iter();
    let did = did.map(|one| Done { name: one.name.clone(), text: one.summary.clone() });
    Shown {
        summary: sheet.summary.clone(),
        code: Some(sheet.code.clone()),
        cup: Some(sheet.cup.clone()),
        body: body.map(|partner| partner.name.clone()),
        officer: Some(sheet.responsible_officer.clone()),
        funded_by: Some(format!("{}, {}", sheet.funded_by, sheet.action)),
        starts: Some(sheet.starts),
        ends: Some(sheet.ends),
        amounts: Some(sheet.amounts),
        governance: Some(sheet.governance.clone()).filter(|text| !text.is_empty()),
        bodies: sheet.bodies.iter().filter_map(of_body).collect(),
        did: did.collect(),
        linked: sheet.linked.iter().map(|one| (one.code.clone(), one.shares.clone())).collect(),
        ..Shown::named(Kind::Project, &sheet.code, &sheet.name)
    }
}

fn of_programme(programme: &Programme) -> Shown {
    let starts: Option<Date> =
        programme.started.as_ref().and_then(|month| format!("{month}-01").parse().ok());
    let ends = starts.zip(programme.duration_months).and_then(|(starts, months)| {
        let after = starts.checked_add(i64::from(months).months()).ok()?;
        after.yesterday().ok()
    });
    Shown {
        summary: programme.mission.clone().unwrap_or_default(),
        code: programme.code.clone(),
        funded_by: programme.funded_by.clone(),
        starts,
        ends,
        months_only: true,
        goals: programme.goals.clone(),
        strategy: programme.strategy.clone(),
        ..Shown::named(Kind::Programme, &programme.slug, &programme.name)
    }
}

fn of_site(city: &City, site: &WorkSite, holder: Option<&Programme>) -> Shown {
    let group = |slug: &String| {
        let found = city.target_groups.iter().find(|group| group.slug == *slug);
        found.map_or_else(|| slug.clone(), |group| group.name.clone())
    };
    Shown {
        summary: site.aim.clone(),
        people: site.targets.iter().map(group).collect(),
        part_of: holder.map(|programme| slug_of(&programme.slug)),
        ..Shown::named(Kind::WorkSite, &site.slug, &site.name)
    }
}

fn of_action(action: &MacroAction, holder: Option<&Programme>) -> Shown {
    let did = action.activities.iter();
    Shown {
        summary: action.objectives.first().cloned().unwrap_or_default(),
        goals: action.objectives.iter().skip(1).cloned().collect(),
        did: did.map(|text| Done { name: String::new(), text: text.clone() }).collect(),
        outcome: action.outcome.clone(),
        part_of: holder.map(|programme| slug_of(&programme.slug)),
        order: action.number,
        ..Shown::named(Kind::Action, &action.slug, &action.name)
    }
}

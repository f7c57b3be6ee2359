//! What a project page shows of a promoted project: its sheet, milestones, the steps that can be taken, the cantieri it
//! was sorted into, and everything that happened to it with its day.

use jiff::civil::Date;
use protocol::ActorRef;
use sqlx::AnyConnection;

use super::super::address;
use super::super::form::Choice;
use super::super::page::Page;
use super::page::euros;
use crate::city::{City, Shared};
use crate::desk::Event;
use crate::desk::lifecycle::{Step, transition};
use crate::desk::project::Project;
use crate::desk::sheet::Sheet;
use crate::people;
use crate::store::{StoreError, log};

/// Most facts of one project that its history is made from.
const FACTS_MAX: u32 = 1_000;

/// A milestone, as it is shown.
pub(super) struct MilestoneRow {
    pub id: String,
    pub name: String,
    pub due: String,
    /// When it was reached; empty while it was not.
    pub reached: String,
    pub note: String,
    pub late: bool,
}

/// A step that can be taken.
pub(super) struct StepRow {
    pub slug: &'static str,
    pub name: String,
    pub wants_reason: bool,
    /// What is missing before it.
    pub lacks: Vec<String>,
}

/// Something that happened.
pub(super) struct Happened {
    pub what: String,
    pub when: String,
    pub who: String,
}

/// A promoted project's part of the page.
pub(super) struct Life {
    pub promoted: bool,
    /// Its public page, at central; empty while it is kept back.
    pub page_href: String,
    pub page_held: bool,
    /// What hubs are asked to say of it, and where they write it to their antennae.
    pub spread: String,
    pub notice_href: String,
    /// Where its pictures and documents are.
    pub files_href: String,
    pub facts: Vec<(String, String)>,
    pub interventions: Vec<(String, String)>,
    pub linked: Vec<(String, String)>,
    pub governance: String,
    pub milestones: Vec<MilestoneRow>,
    /// How many were reached, in words; empty without milestones.
    pub progress: String,
    pub steps: Vec<StepRow>,
    pub notes: Vec<(String, String, String)>,
    pub sites: Vec<Choice>,
    pub agencies: Vec<Choice>,
    pub groups: Vec<Choice>,
    pub today: String,
}

/// How two operations are linked, as the city's file writes it.
pub(super) const SHARED: [(Shared, &str); 5] = [
    (Shared::Development, "development"),
    (Shared::Buildings, "buildings"),
    (Shared::Services, "services"),
    (Shared::Target, "target"),
    (Shared::Method, "method"),
];

fn shared_in_words(page: &Page, shares: &[Shared]) -> String {
    let word = |one: &Shared| {
        let found = SHARED.iter().find(|(shared, _)| shared == one);
        found.map(|(_, slug)| page.w.of("desk-shared", slug))
    };
    shares.iter().filter_map(word).collect::<Vec<_>>().join(", ")
}

/// The lines of a sheet that say something, in the order of seed 003.
pub(super) fn sheet_facts(page: &Page, sheet: &Sheet) -> Vec<(String, String)> {
    let day = |day: Option<Date>| day.map(|day| page.times.date(day)).unwrap_or_default();
    let amounts = sheet.amounts.unwrap_or_default();
    let amount = |cents: i64| sheet.amounts.map(|_| euros(cents)).unwrap_or_default();
    [
        ("desk-sheet-code", sheet.code.clone()),
        ("desk-sheet-name", sheet.name.clone()),
        ("desk-sheet-programme", sheet.programme.clone()),
        ("desk-sheet-action", sheet.action.clone()),
        ("desk-sheet-body", sheet.implementing_body.clone()),
        ("desk-sheet-cup", sheet.cup.clone()),
        ("desk-sheet-officer", sheet.responsible_officer.clone()),
        ("desk-sheet-starts", day(sheet.starts)),
        ("desk-sheet-ends", day(sheet.ends)),
        ("desk-sheet-programmed", amount(amounts.programmed_cents)),
        ("desk-sheet-admitted", amount(amounts.admitted_cents)),
        ("desk-sheet-binding", amount(amounts.binding_cents)),
        ("desk-sheet-disbursed", amount(amounts.disbursed_cents)),
        ("desk-sheet-summary", sheet.summary.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (page.w.t(key), value))
    .collect()
}

/// The form of a notice to antennae, begun with what is to be said of a project.
pub(super) fn notice_href(title: &str, words: &str) -> String {
    address::with("/notices", [("text", format!("«{title}»: {words}").as_str())])
}

/// The part of a page that begins with the promotion.
/// Whoever may not sort it sees only what it is sorted under (`sorts` is then false).
pub(super) fn life(page: &Page, project: &Project, today: Date, sorts: bool) -> Life {
    let w = page.w;
    let sheet = project.sheet.clone().unwrap_or_default();
    let milestones = project.milestones.iter().map(|one| MilestoneRow {
        id: one.id.to_string(),
        name: one.name.clone(),
        due: page.times.date(one.due),
        reached: one.reached.map(|day| page.times.date(day)).unwrap_or_default(),
        note: one.note.clone(),
        late: one.is_late(today),
    });
    let reached = project.milestones.iter().filter(|one| one.reached.is_some()).count();
    let (reached, all) = (reached.to_string(), project.milestones.len().to_string());
    let steps = Step::AFTER.into_iter().filter_map(|step| {
        let line = transition(project.state, step)?;
        let lacks = project.lacks(step);
        Some(StepRow {
            slug: step.slug(),
            name: w.of("desk-step", step.slug()),
            wants_reason: line.wants_reason,
            lacks: lacks.iter().map(|need| w.of("desk-need", need.slug())).collect(),
        })
    });
    let notes = project.notes.iter().filter(|note| !note.words.is_empty()).map(|note| {
        let step = w.of("desk-happened", note.step.slug());
        (step, page.times.date(note.on), note.words.clone())
    });
    let (sites, agencies, groups) =
        page.city.as_deref().map_or_else(Default::default, |city| cantieri(city, project, sorts));
    let city = page.city.as_deref();
    let slug = city.map(|city| crate::showcase::slug(city, project)).unwrap_or_default();
    Life {
        promoted: project.state.is_promoted(),
        page_href: if page.central && !project.page_held {
            super::super::showcase::href(w, &slug)
        } else {
            String::new()
        },
        page_held: project.page_held,
        notice_href: notice_href(&project.dossier.outline.title, &project.spread),
        spread: project.spread.clone(),
        files_href: format!("/files/project.{slug}"),
        facts: sheet_facts(page, &sheet),
        interventions: sheet
            .interventions
            .iter()
            .map(|one| (one.name.clone(), one.summary.clone()))
            .collect(),
        linked: sheet
            .linked
            .iter()
            .map(|one| (one.code.clone(), shared_in_words(page, &one.shares)))
            .collect(),
        governance: sheet.governance,
        milestones: milestones.collect(),
        progress: if project.milestones.is_empty() {
            String::new()
        } else {
            w.all("desk-progress", &[("reached", &reached), ("all", &all)])
        },
        steps: steps.collect(),
        notes: notes.collect(),
        sites,
        agencies,
        groups,
        today: today.to_string(),
    }
}

/// Work sites, agencies and working groups to choose from.
fn cantieri(
    city: &City,
    project: &Project,
    sorts: bool,
) -> (Vec<Choice>, Vec<Choice>, Vec<Choice>) {
    let site = |one: &crate::city::WorkSite| Choice {
        value: one.slug.clone(),
        label: one.name.clone(),
        chosen: project.sites.iter().any(|slug| slug.as_str() == one.slug),
    };
    let agency = |one: &crate::city::Agency| Choice {
        value: one.slug.clone(),
        label: one.name.clone(),
        chosen: project.agencies.iter().any(|slug| slug.as_str() == one.slug),
    };
    let group = |one: &crate::city::Body| Choice {
        value: one.slug.clone(),
        label: one.name.clone(),
        chosen: project.groups.iter().any(|slug| slug.as_str() == one.slug),
    };
    let shown = |one: &Choice| sorts || one.chosen;
    (
        city.work_sites.iter().map(site).filter(shown).collect(),
        city.agencies.iter().map(agency).filter(shown).collect(),
        city.working_groups().map(group).filter(shown).collect(),
    )
}

/// Every step that a project and its idea took, the latest first; who took it where the name is known here.
pub(super) async fn history(
    page: &Page,
    db: &mut AnyConnection,
    project: &Project,
) -> Result<Vec<Happened>, StoreError> {
    let mut steps = Vec::new();
    for subject in [project.idea.to_string(), project.id.to_string()] {
        for stored in log::of_subject(db, &subject, 0, FACTS_MAX).await? {
            let record = stored.record;
            let step = log::event_of::<Event>(&record)?.and_then(|event| event.step());
            if let Some(step) = step {
                steps.push((record.envelope.at_ms, step, record.envelope.actor));
            }
        }
    }
    steps.sort_by_key(|(at_ms, ..)| std::cmp::Reverse(*at_ms));
    let mut rows = Vec::new();
    for (at_ms, step, actor) in steps {
        let who = match actor {
            ActorRef::Staff(staff) => people::queries::name_of(db, staff).await?,
            ActorRef::Node(node) => Some(page.node_name(node.as_str())),
            ActorRef::System | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
        };
        rows.push(Happened {
            what: page.w.of("desk-happened", step.slug()),
            when: page.times.when(at_ms),
            who: who.unwrap_or_default(),
        });
    }
    Ok(rows)
}

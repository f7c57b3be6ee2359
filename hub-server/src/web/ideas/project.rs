//! One project: what was handed in, what is signed, what stands near it, and once it is promoted its sheet, milestones
//! and history. For central's staff also the three requirements one by one, the scores, and everything that is decided.
//!
//! Always true: whoever said that they are in conflict sees nothing of it any more; whoever is to score it and has not said
//! so sees what it is called and who takes part; and whoever still has to score it does not see what others gave.

use askama::Template;
use axum::http::StatusCode;
use protocol::{Problem, ProjectId, StaffId};

use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section as Part, show_as, status_of};
use super::super::visit::{At, Fault, Outcome, Visit};
use super::super::words::Words;
use super::life::{self, Happened, Life};
use super::near::{self, Line, SHOWN};
use super::page::{Check, Told, checks, euros, told};
use super::panel::{self, Agenda, Taken};
use super::{Reading, reading, tone};
use crate::city::Criterion;
use crate::desk::State;
use crate::desk::check::Requirement;
use crate::desk::dossier::{Outline, Section};
use crate::desk::lifecycle::{Step, transition};
use crate::desk::near as radar_of;
use crate::desk::project::{Answer, Beside, Project};
use crate::desk::queries;
use crate::people;
use crate::people::roles::{Permission, role_may};

/// A requirement with its answer as it stands, and what the check sees.
struct Judge {
    slug: &'static str,
    name: String,
    missing: Vec<String>,
    answers: Vec<Choice>,
    reason: String,
}

/// A section of the text.
pub(super) struct TextPart {
    pub name: String,
    pub text: String,
}

/// Another it was put beside.
pub(super) struct BesideRow {
    pub title: String,
    /// Its page; empty where there is none.
    pub href: String,
    /// Whether that was noted of the other, for this one.
    pub from_other: bool,
    pub verdict: String,
    pub action: String,
    pub why: String,
    /// Who agreed, who has yet to.
    pub consents: Vec<String>,
    /// Its id, when all agreed and the two may become one.
    pub merge: String,
}

struct EvaluatorRow {
    name: String,
    state: String,
    mean: String,
}

struct CriterionRow {
    slug: String,
    name: String,
    weight: u16,
}

#[derive(Template)]
#[template(path = "desk/project.html")]
struct One {
    page: Page,
    errors: Errors,
    id: String,
    title: String,
    hub: String,
    state: String,
    state_slug: &'static str,
    tone: &'static str,
    /// Whether whoever looks is in conflict; then nothing is shown.
    hidden: bool,
    /// Whether they have yet to say whether they are; then hardly anything is.
    undeclared: bool,
    /// Whether they can still say that they are in conflict.
    may_recuse: bool,
    facts: Vec<(String, String)>,
    partners: Vec<String>,
    sections: Vec<TextPart>,
    income: Vec<(String, String)>,
    cost: String,
    measures: Vec<(crate::desk::dossier::Measure, String)>,
    years: Vec<(usize, String, String, String)>,
    additions: Vec<(String, String, String)>,
    judges: Vec<Judge>,
    lacks: Vec<String>,
    rejects: bool,
    until: String,
    near: Vec<Line>,
    beside: Vec<BesideRow>,
    evaluators: Vec<EvaluatorRow>,
    to_name: Vec<Group>,
    criteria: Vec<CriterionRow>,
    score_max: u8,
    mine_to_score: bool,
    mean: String,
    spread: String,
    /// Whether that is far.
    far: bool,
    quorum: String,
    told: Vec<Told>,
    /// What bodies decided about it.
    taken: Vec<Taken>,
    /// Those an outcome can rest on, to choose from.
    to_rest_on: Vec<Group>,
    /// Onto whose agenda it can be put.
    agendas: Vec<Agenda>,
    /// The decision the signed outcome rests on, in words.
    rests_on: String,
    /// The reason of an outcome that was refused, as it was typed.
    reason: String,
    absorbed: Vec<(String, Vec<TextPart>)>,
    may_resume: bool,
    /// Whether whoever looks decides.
    assess: bool,
    /// The project for which what stands near may be noted; empty where it may not.
    relate_to: String,
    favour_of: String,
    begin_for: String,
    /// Who must agree before it is taken back in favour of another.
    favour_consents: Vec<Choice>,
    /// Why, as it was typed and refused.
    favour_why: String,
    concept: String,
    merged_href: String,
    life: Life,
    history: Vec<Happened>,
    idea_href: String,
    /// Who would join it.
    joining: Vec<(String, String, String)>,
}

/// The project, or that there is none.
pub(super) async fn one(visit: &Visit, id: ProjectId) -> Result<Project, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let found = queries::project(&mut db, id).await?;
    found.ok_or_else(|| Problem::not_found("unknown-project").into())
}

/// What a criterion is called: as the city names it, else as it is named where a city says nothing.
pub(super) fn criterion(w: Words, one: &Criterion) -> String {
    let named = one.name.in_language(w.language.code());
    if named.is_empty() { w.of("desk-criterion", &one.slug) } else { named.to_owned() }
}

pub(super) fn tenths(value: u16) -> String {
    format!("{},{}", value / 10, value % 10)
}

pub(super) fn parts(page: &Page, dossier: &crate::desk::dossier::Dossier) -> Vec<TextPart> {
    let text = |section: &Section| dossier.sections.get(section).cloned().unwrap_or_default();
    Section::ALL
        .iter()
        .map(|section| TextPart {
            name: page.w.of("desk-section", section.slug()),
            text: text(section),
        })
        .collect()
}

/// What an outline says besides its title, in words; only what it says.
pub(super) fn facts(page: &Page, outline: &Outline) -> Vec<(String, String)> {
    let w = page.w;
    let join = |family: &str, slugs: Vec<&'static str>| {
        let all: Vec<String> = slugs.into_iter().map(|slug| w.of(family, slug)).collect();
        all.join(", ")
    };
    let places: Vec<String> =
        outline.places.iter().map(|hood| page.neighbourhood(hood.as_str())).collect();
    let places = if outline.whole_city { w.t("desk-whole-city") } else { places.join(", ") };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| page.times.date(day));
    let days: Vec<String> = [day(outline.from), day(outline.to)].into_iter().flatten().collect();
    [
        (
            "desk-for-whom",
            join("desk-target", outline.targets.iter().map(radar::Vocabulary::slug).collect()),
        ),
        (
            "desk-what",
            join("desk-activity", outline.activities.iter().map(radar::Vocabulary::slug).collect()),
        ),
        (
            "desk-which-need",
            join("desk-need-of", outline.needs.iter().map(radar::Vocabulary::slug).collect()),
        ),
        ("desk-where", places),
        ("desk-when", days.join(" – ")),
        (
            "desk-offers",
            join("desk-resource", outline.offers.iter().map(radar::Vocabulary::slug).collect()),
        ),
        (
            "desk-looks-for",
            join("desk-resource", outline.looks_for.iter().map(radar::Vocabulary::slug).collect()),
        ),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (w.t(key), value))
    .collect()
}

fn judges(page: &Page, project: &Project, seen: Vec<Check>) -> Vec<Judge> {
    let judged = |requirement| project.judged.get(requirement);
    Requirement::ALL
        .iter()
        .zip(seen)
        .map(|(requirement, check)| {
            let now = judged(requirement).map_or("", |judged| judged.answer.slug());
            let choice = |answer: Answer| {
                Choice::new(answer.slug(), page.w.of("desk-answer", answer.slug()), now)
            };
            Judge {
                slug: requirement.slug(),
                name: check.name,
                missing: check.missing,
                answers: Answer::ALL.into_iter().map(choice).collect(),
                reason: judged(requirement).map(|one| one.reason.clone()).unwrap_or_default(),
            }
        })
        .collect()
}

pub(super) async fn beside(
    visit: &Visit,
    page: &Page,
    project: &Project,
) -> Result<Vec<BesideRow>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let mut rows = Vec::new();
    for one in &project.beside {
        let other = match one.related.other.parse::<ProjectId>() {
            Ok(id) => queries::project(&mut db, id).await?,
            Err(_) => None,
        };
        let (title, href) = match (&other, &page.city) {
            (Some(other), _) => {
                (other.dossier.outline.title.clone(), format!("/projects/{}", other.id))
            }
            (None, Some(city)) => {
                let language = page.w.language.code();
                let named = radar_of::named(&mut db, city, language, &one.related.other).await?;
                let named =
                    named.map(|named| (near::title(page.w, city, &named), near::href(&named)));
                named.unwrap_or_default()
            }
            (None, None) => (String::new(), String::new()),
        };
        let mut row = beside_row(page, one, title, href);
        if one.all_agreed() && project.state == State::Review {
            row.merge.clone_from(&one.related.other);
        }
        rows.push(row);
    }
    // What was noted of another stands on both pages.
    let mine = [project.id.to_string(), project.idea.to_string()];
    for other in queries::put_beside(&mut db, project).await? {
        let noted = other.beside.iter().filter(|one| mine.contains(&one.related.other));
        for one in noted {
            let (title, href) =
                (other.dossier.outline.title.clone(), format!("/projects/{}", other.id));
            rows.push(BesideRow { from_other: true, ..beside_row(page, one, title, href) });
        }
    }
    Ok(rows)
}

fn beside_row(page: &Page, one: &Beside, title: String, href: String) -> BesideRow {
    let consents = one.authors.iter().map(|author| {
        let slug = match one.consents.get(&author.organisation) {
            Some(true) => "agreed",
            Some(false) => "declined",
            None => "open",
        };
        let said = page.w.a(&format!("desk-consent-{slug}"), "name", &author.name);
        match one.whys.get(&author.organisation) {
            Some(why) => format!("{said}: {why}"),
            None => said,
        }
    });
    BesideRow {
        title,
        href,
        from_other: false,
        verdict: page.w.of("desk-verdict", one.related.verdict.slug()),
        action: page.w.of("desk-action", one.related.action.slug()),
        why: one.related.why.clone(),
        consents: consents.collect(),
        merge: String::new(),
    }
}

pub(super) async fn shown(visit: &Visit, id: ProjectId, refused: Option<Problem>) -> Outcome {
    let project = one(visit, id).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Part::Projects, "project-title").await;
    let w = page.w;
    let errors = refused.map(|problem| Errors::of(w, &problem)).unwrap_or_default();
    let me: StaffId = visit.me()?.staff;
    let mine = project.evaluator(me);
    let reading = reading(visit, &project)?;
    let assess = page.central && visit.may(Permission::AssessProjects);
    let now_ms = visit.app.node.now_ms();
    let today = page.city.as_deref().map(|city| crate::network::antennae::today(city, now_ms));
    let mine_to_score = project.state == State::Evaluation
        && mine.is_some_and(|one| one.declared && one.scores.is_empty());
    let shows_scores = project.shows_scores_to(me);
    let rows = beside(visit, &page, &project).await?;
    let mut db = visit.app.node.store.read().await?;
    let near = match page.city.clone() {
        Some(city) => {
            let profile = radar_of::of_dossier(&project.dossier, project.state, &city);
            let today = crate::network::antennae::today(&city, now_ms);
            let itself = project.idea.to_string();
            let found = visit.app.node.radar.near(&profile, Some(&itself), today, SHOWN);
            near::lines(&page, &mut db, found, &project.dossier.partners).await?
        }
        None => Vec::new(),
    };
    let staff = people::queries::members(&mut db, visit.app.node.id()).await?;
    let history = life::history(&page, &mut db, &project).await?;
    let card = queries::card(&mut db, project.idea).await?;
    let fields = queries::fields(&mut db).await?;
    let joining = super::page::joining(&page, &mut db, &project.idea.to_string()).await?;
    let (taken, agendas) = panel::of(visit, &page, &mut db, &project).await?;
    drop(db);
    let adopted = taken.iter().filter(|one| one.adopted);
    let to_rest_on = panel::to_rest_on(&page, adopted, visit.posted.trimmed("by"));
    let name = |id: StaffId| {
        let found = staff.iter().find(|one| one.staff == id);
        found.and_then(|one| one.display_name.clone()).unwrap_or_default()
    };
    let evaluators = project.evaluators.iter().map(|one| EvaluatorRow {
        name: name(one.staff),
        state: w.of(
            "desk-evaluator",
            match (one.recused, one.scores.is_empty()) {
                (true, _) => "recused",
                (false, true) => "open",
                (false, false) => "done",
            },
        ),
        mean: one
            .mean_tenths(&project.rules)
            .filter(|_| shows_scores)
            .map(tenths)
            .unwrap_or_default(),
    });
    let theme = card.as_ref().map(|card| card.theme.as_str());
    let to_name = staff
        .iter()
        .filter(|one| one.active && role_may(one.role, Permission::AssessProjects))
        .filter(|one| project.evaluator(one.staff).is_none())
        .partition::<Vec<_>, _>(|one| {
            let mut of_theme = fields.iter().filter(|(id, _)| *id == one.staff);
            of_theme.any(|(_, themes)| theme.is_some_and(|theme| themes.iter().any(|t| t == theme)))
        });
    let to_name = {
        let group = |label: &str, staff: Vec<&people::queries::Member>| Group {
            label: w.t(label),
            choices: staff
                .into_iter()
                .map(|one| Choice::new(one.staff, one.display_name.clone().unwrap_or_default(), ""))
                .collect(),
        };
        let groups = [group("desk-of-the-field", to_name.0), group("desk-other-fields", to_name.1)];
        groups.into_iter().filter(|group| !group.choices.is_empty()).collect::<Vec<_>>()
    };
    let together = project.mean_and_spread_tenths().filter(|_| shows_scores);
    let rejects = project.judged.values().any(|judged| judged.answer == Answer::No);
    let next = [
        (State::Admissibility, if rejects { Step::Reject } else { Step::Admit }),
        (State::Review, Step::CloseReview),
        (State::Evaluation, Step::Promote),
    ];
    let next = next.into_iter().find(|(state, _)| *state == project.state);
    let lacks = next.map(|(_, step)| project.lacks(step)).unwrap_or_default();
    let dossier = &project.dossier;
    let counted = project.means_tenths().len();
    let by = project.signed.as_ref().and_then(|signed| signed.by);
    let rests_on = panel::rests_on(by, &taken);
    let mut life = life::life(&page, &project, today.unwrap_or_default(), assess);
    if !life.facts.is_empty() && !rests_on.is_empty() {
        life.facts.push((w.t("desk-rests-on"), rests_on.clone()));
    }
    let template = One {
        errors,
        id: id.to_string(),
        title: dossier.outline.title.clone(),
        hub: page.node_name(project.hub.as_str()),
        state: w.of("desk-state", project.state.slug()),
        state_slug: project.state.slug(),
        tone: tone(project.state),
        hidden: reading == Reading::Recused,
        undeclared: reading == Reading::Undeclared,
        may_recuse: assess && project.is_assessed(),
        facts: facts(&page, &project.dossier.outline),
        partners: dossier.partners.iter().map(|one| one.name.clone()).collect(),
        sections: parts(&page, dossier),
        income: dossier
            .budget
            .income_cents
            .iter()
            .map(|(income, cents)| (w.of("desk-income", income.slug()), euros(*cents)))
            .collect(),
        cost: euros(dossier.budget.cost_cents),
        measures: dossier
            .measures
            .iter()
            .map(|one| (one.clone(), super::write::activities(&page, one.activities)))
            .collect(),
        years: dossier
            .budget
            .after
            .iter()
            .zip(1..)
            .map(|(year, number)| {
                (number, euros(year.cost_cents), euros(year.income_cents), year.how.clone())
            })
            .collect(),
        additions: project
            .additions
            .iter()
            .map(|one| {
                let until = page.times.date(one.until);
                let lapsed = if one.lapsed { w.t("desk-lapsed") } else { String::new() };
                (one.asked.clone(), until, one.told.clone().unwrap_or(lapsed))
            })
            .collect(),
        judges: judges(&page, &project, checks(&page, dossier)),
        lacks: lacks.iter().map(|need| w.of("desk-need", need.slug())).collect(),
        rejects,
        until: until(&page),
        near,
        beside: rows,
        evaluators: evaluators.collect(),
        to_name,
        criteria: project
            .rules
            .criteria
            .iter()
            .map(|one| CriterionRow {
                slug: one.slug.clone(),
                name: criterion(w, one),
                weight: one.weight,
            })
            .collect(),
        score_max: project.rules.score_max,
        mine_to_score,
        mean: together
            .map(|(mean, _)| {
                let max = project.rules.score_max.to_string();
                w.all("desk-mean", &[("points", tenths(mean).as_str()), ("max", &max)])
            })
            .unwrap_or_default(),
        spread: together.map(|(_, spread)| tenths(spread)).unwrap_or_default(),
        far: together.is_some_and(|(_, spread)| spread >= project.rules.spread_points * 10),
        quorum: w.all(
            "desk-quorum",
            &[("has", &counted.to_string()), ("least", &project.rules.quorum.to_string())],
        ),
        told: told(&page, &project),
        rests_on,
        reason: visit.posted.text("reason").to_owned(),
        to_rest_on,
        agendas: if assess && project.state == State::Evaluation { agendas } else { Vec::new() },
        taken,
        absorbed: project
            .absorbed
            .iter()
            .map(|(_, dossier)| (dossier.outline.title.clone(), parts(&page, dossier)))
            .collect(),
        may_resume: assess && transition(project.state, Step::Resume).is_some(),
        relate_to: if assess && project.state == State::Review {
            id.to_string()
        } else {
            String::new()
        },
        favour_of: String::new(),
        favour_consents: Vec::new(),
        favour_why: String::new(),
        begin_for: String::new(),
        concept: project.concept.as_ref().map(|one| one.words.clone()).unwrap_or_default(),
        merged_href: project
            .merged_into
            .map(|into| format!("/projects/{into}"))
            .unwrap_or_default(),
        life,
        history,
        joining,
        idea_href: if card.is_some() { format!("/ideas/{}", project.idea) } else { String::new() },
        assess,
        page: page.titled(dossier.outline.title.clone()),
    };
    show_as(status, &template)
}

/// Fifteen days from now, as a field has it: where the deadline of additions begins.
fn until(page: &Page) -> String {
    page.times.day_at(page.times.now_ms + 15 * 24 * 3_600_000).to_string()
}

pub(super) async fn look(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    shown(&visit, id, None).await
}

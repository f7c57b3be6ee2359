//! The form of a project's sheet (CAPABILITIES E17, E18): filled from what was handed in the first time, and from the
//! city's file where it has a sheet of that code.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{Problem, ProjectId};

use super::super::form::{Choice, Errors, Group, Posted};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::visit::{At, Outcome, Visit, go};
use super::life::SHARED;
use super::project;
use super::write::plain;
use super::write_acts::cents;
use crate::city::{Amounts, City, Intervention, LinkedOperation};
use crate::command::Command as Any;
use crate::desk::Command;
use crate::desk::project::{Act, Project};
use crate::desk::sheet::Sheet;

/// Empty lines for more interventions and linked operations.
const SPARE: usize = 2;
/// The four amounts, as they are posted.
const AMOUNTS: [&str; 4] = ["programmed", "admitted", "binding", "disbursed"];

/// One line of the form: a text, and how its label says it.
struct Line {
    name: &'static str,
    kind: &'static str,
    label: String,
    hint: String,
    value: String,
}

struct InterventionRow {
    at: usize,
    name: String,
    summary: String,
}

struct LinkedRow {
    at: usize,
    code: String,
    shares: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "desk/sheet.html")]
struct Form {
    page: Page,
    errors: Errors,
    id: String,
    title: String,
    lines: Vec<Line>,
    amounts: Vec<Line>,
    summary: String,
    governance: String,
    interventions: Vec<InterventionRow>,
    linked: Vec<LinkedRow>,
    /// Sheets that the city's file has.
    known: Vec<Group>,
}

/// What a sheet begins with: what was handed in.
fn begun(project: &Project) -> Sheet {
    let dossier = &project.dossier;
    let text = |section| dossier.sections.get(&section).cloned().unwrap_or_default();
    Sheet {
        name: dossier.outline.title.clone(),
        implementing_body: dossier.partners.first().map(|one| one.name.clone()).unwrap_or_default(),
        starts: dossier.outline.from,
        ends: dossier.outline.to,
        summary: text(crate::desk::dossier::Section::Action),
        governance: text(crate::desk::dossier::Section::Sustainability),
        ..Sheet::default()
    }
}

fn read(posted: &Posted) -> Result<Sheet, Problem> {
    let line = |name: &str| posted.trimmed(name).to_owned();
    let day = |name: &'static str| -> Result<Option<Date>, Problem> {
        let text = posted.trimmed(name);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).ok().ok_or_else(|| Problem::invalid("bad-date").at(name))
    };
    let mut amounts = None;
    if AMOUNTS.iter().any(|name| !posted.trimmed(name).is_empty()) {
        amounts = Some(Amounts {
            programmed_cents: cents(posted, "programmed")?,
            admitted_cents: cents(posted, "admitted")?,
            binding_cents: cents(posted, "binding")?,
            disbursed_cents: cents(posted, "disbursed")?,
        });
    }
    let names = posted.all("intervention").into_iter().zip(posted.all("intervention-summary"));
    let interventions = names
        .map(|(name, summary)| (name.trim(), summary.trim()))
        .filter(|(name, summary)| !name.is_empty() || !summary.is_empty())
        .map(|(name, summary)| Intervention { name: name.to_owned(), summary: summary.to_owned() });
    let linked = posted.all("linked").into_iter().enumerate();
    let linked = linked.filter(|(_, code)| !code.trim().is_empty()).map(|(at, code)| {
        let field = format!("shares-{at}");
        let shares = SHARED.iter().filter(|(_, slug)| posted.has(&field, slug));
        LinkedOperation {
            code: code.trim().to_owned(),
            shares: shares.map(|(shared, _)| *shared).collect(),
        }
    });
    Ok(Sheet {
        code: line("code"),
        name: line("name"),
        programme: line("programme"),
        action: line("action"),
        implementing_body: line("body"),
        cup: line("cup"),
        responsible_officer: line("officer"),
        starts: day("starts")?,
        ends: day("ends")?,
        amounts,
        summary: line("summary"),
        governance: line("governance"),
        interventions: interventions.collect(),
        linked: linked.collect(),
    })
}

fn text_lines(page: &Page, sheet: &Sheet) -> Vec<Line> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        ("code", "text", sheet.code.clone()),
        ("name", "text", sheet.name.clone()),
        ("programme", "text", sheet.programme.clone()),
        ("action", "text", sheet.action.clone()),
        ("body", "text", sheet.implementing_body.clone()),
        ("cup", "text", sheet.cup.clone()),
        ("officer", "text", sheet.responsible_officer.clone()),
        ("starts", "date", day(sheet.starts)),
        ("ends", "date", day(sheet.ends)),
    ]
    .into_iter()
    .map(|(name, kind, value)| Line {
        name,
        kind,
        label: page.w.of("desk-sheet", name),
        hint: if name == "cup" { page.w.t("desk-sheet-cup-hint") } else { String::new() },
        value,
    })
    .collect()
}

fn amount_lines(page: &Page, sheet: &Sheet) -> Vec<Line> {
    let of = |amounts: Amounts| {
        [
            amounts.programmed_cents,
            amounts.admitted_cents,
            amounts.binding_cents,
            amounts.disbursed_cents,
        ]
    };
    let values = sheet.amounts.map(of);
    AMOUNTS
        .into_iter()
        .enumerate()
        .map(|(at, name)| Line {
            name,
            kind: "text",
            label: page.w.of("desk-sheet", name),
            hint: String::new(),
            value: values.map(|values| plain(values[at])).unwrap_or_default(),
        })
        .collect()
}

async fn shown(
    visit: &Visit,
    project: &Project,
    sheet: &Sheet,
    refused: Option<Problem>,
) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Section::Projects, "desk-sheet-title").await;
    let errors = refused.map(|problem| Errors::of(page.w, &problem)).unwrap_or_default();
    let shares = |chosen: &[crate::city::Shared]| {
        let choice = |(shared, slug): &(crate::city::Shared, &str)| Choice {
            value: (*slug).to_owned(),
            label: page.w.of("desk-shared", slug),
            chosen: chosen.contains(shared),
        };
        SHARED.iter().map(choice).collect::<Vec<_>>()
    };
    let spare = std::iter::repeat_n(LinkedOperation::default(), SPARE);
    let linked = sheet.linked.iter().cloned().chain(spare).enumerate();
    let linked =
        linked.map(|(at, one)| LinkedRow { at, shares: shares(&one.shares), code: one.code });
    let spare = std::iter::repeat_n(Intervention::default(), SPARE);
    let interventions = sheet.interventions.iter().cloned().chain(spare).enumerate();
    show_as(
        status,
        &Form {
            id: project.id.to_string(),
            title: project.dossier.outline.title.clone(),
            lines: text_lines(&page, sheet),
            amounts: amount_lines(&page, sheet),
            summary: sheet.summary.clone(),
            governance: sheet.governance.clone(),
            interventions: interventions
                .map(|(at, one)| InterventionRow { at, name: one.name, summary: one.summary })
                .collect(),
            linked: linked.collect(),
            known: page
                .city
                .as_deref()
                .map(sheets_of)
                .filter(|all| !all.is_empty())
                .map(Group::plain)
                .into_iter()
                .collect(),
            errors,
            page,
        },
    )
}

/// What the city's file says of a project, or of a whole programme, of that code.
fn known(city: &City, code: &str) -> Option<Sheet> {
    let sheet = city.project_sheets.iter().find(|sheet| sheet.code == code);
    let programme = || city.programmes.iter().find(|one| one.code.as_deref() == Some(code));
    sheet
        .map(|sheet| Sheet::of_city(sheet, city))
        .or_else(|| programme().map(|one| Sheet::of_programme(one, city)))
}

/// The sheets that the city's file has.
fn sheets_of(city: &City) -> Vec<Choice> {
    let sheets = city.project_sheets.iter().map(|one| (one.code.as_str(), one.name.as_str()));
    let programmes = city.programmes.iter();
    let programmes = programmes.filter_map(|one| Some((one.code.as_deref()?, one.name.as_str())));
    sheets
        .chain(programmes)
        .map(|(code, name)| Choice::new(code, format!("{code} · {name}"), ""))
        .collect()
}

pub(super) async fn form(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let project = project::one(&visit, id).await?;
    if !project.state.is_promoted() {
        return go(&format!("/projects/{id}"));
    }
    let asked = visit.asked.trimmed("from").to_owned();
    let city = visit.app.node.city();
    // The city's file may have its sheet already: nobody has to type that again.
    let known = city.as_deref().and_then(|city| known(city, &asked));
    let sheet = known.or_else(|| project.sheet.clone()).unwrap_or_else(|| begun(&project));
    shown(&visit, &project, &sheet, None).await
}

pub(super) async fn send(visit: Visit, At(id): At<ProjectId>) -> Outcome {
    let project = project::one(&visit, id).await?;
    let refused = |problem: Problem| {
        let typed = read(&visit.posted)
            .unwrap_or_else(|_| project.sheet.clone().unwrap_or_else(|| begun(&project)));
        (typed, problem)
    };
    let sheet = match read(&visit.posted) {
        Ok(sheet) => sheet,
        Err(problem) => {
            let (typed, problem) = refused(problem);
            return shown(&visit, &project, &typed, Some(problem)).await;
        }
    };
    let act = Box::new(Act::KeepSheet(Box::new(sheet)));
    match visit.submit(Any::Desk(Command::Project { project: id, act })).await {
        Ok(_) => go(&format!("/projects/{id}?done=sheet-kept#sheet")),
        Err(problem) => {
            let (typed, problem) = refused(problem);
            shown(&visit, &project, &typed, Some(problem)).await
        }
    }
}

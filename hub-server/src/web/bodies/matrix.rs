//! The matrix: what each cross-cutting agency does for each thematic work site, both from the city file.

use askama::Template;
use axum::http::StatusCode;
use protocol::{Problem, Slug};

use super::keeps;
use crate::bodies::Command as Bodies;
use crate::bodies::events::{Cell, Standing};
use crate::bodies::queries;
use crate::city::City;
use crate::command::Command;
use crate::desk;
use crate::web::address;
use crate::web::form::{Choice, Errors};
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::visit::{Outcome, Visit, go};

struct CellView {
    /// The agency, for small screens.
    label: String,
    href: String,
    text: String,
    standing: String,
    tone: &'static str,
    /// The projects of that site and agency: how many, in words, and where they are; empty for none.
    projects: String,
    projects_href: String,
}

struct Row {
    site: String,
    aim: String,
    /// The anchor of its row.
    slug: String,
    cells: Vec<CellView>,
}

struct Column {
    name: String,
    task: String,
    referents: String,
}

#[derive(Template)]
#[template(path = "bodies/matrix.html")]
struct Matrix {
    page: Page,
    keeps: bool,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

const fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Planned => "slate",
        Standing::Running => "blue",
        Standing::Finished => "green",
    }
}

fn column(city: &City, agency: &crate::city::Agency) -> Column {
    let names: Vec<&str> = agency
        .referents
        .iter()
        .map(|slug| city.partner(slug).map_or(slug.as_str(), |partner| partner.name.as_str()))
        .collect();
    Column { name: agency.name.clone(), task: agency.task.clone(), referents: names.join(", ") }
}

pub(super) async fn page(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bodies, "matrix-title").await;
    let mut db = visit.app.node.store.read().await?;
    let cells = queries::cells(&mut db).await?;
    let sorted = desk::queries::sorted(&mut db).await?;
    drop(db);
    let city = page.city.clone();
    let agencies: Vec<&crate::city::Agency> = city.iter().flat_map(|city| &city.agencies).collect();
    let view = |site: &str, agency: &crate::city::Agency| {
        let found = cells
            .iter()
            .find(|cell| cell.site.as_str() == site && cell.agency.as_str() == agency.slug)
            .filter(|cell| !cell.text.is_empty());
        let here = [("site", site), ("agency", agency.slug.as_str())];
        let many = sorted.get(&(site.to_owned(), agency.slug.clone())).copied();
        CellView {
            projects: many.map(|many| page.w.n("matrix-projects", many)).unwrap_or_default(),
            projects_href: address::with("/projects", here),
            label: agency.name.clone(),
            href: address::with("/matrix/cell", here),
            text: found.map(|cell| cell.text.clone()).unwrap_or_default(),
            standing: found.map(|c| page.w.of("standing", c.standing.slug())).unwrap_or_default(),
            tone: found.map_or("slate", |cell| tone(cell.standing)),
        }
    };
    let rows = city.iter().flat_map(|city| &city.work_sites).map(|site| Row {
        site: site.name.clone(),
        aim: site.aim.clone(),
        slug: site.slug.clone(),
        cells: agencies.iter().map(|agency| view(&site.slug, agency)).collect(),
    });
    let columns = city
        .as_deref()
        .map(|city| city.agencies.iter().map(|agency| column(city, agency)).collect());
    let template = Matrix {
        keeps: keeps(&visit),
        columns: columns.unwrap_or_default(),
        rows: rows.collect(),
        page,
    };
    show(&template)
}

#[derive(Template)]
#[template(path = "bodies/cell.html")]
struct Edit {
    page: Page,
    keeps: bool,
    errors: Errors,
    site: (String, String),
    agency: (String, String),
    aim: String,
    task: String,
    text: String,
    standings: Vec<Choice>,
    command: String,
}

async fn form(
    visit: &Visit,
    at: (Slug, Slug),
    text: String,
    standing: &str,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let page = Page::of(visit, Section::Bodies, "matrix-cell").await;
    let unknown = || Problem::not_found("no-such-page");
    let city = page.city.clone().ok_or_else(unknown)?;
    let site = city.work_sites.iter().find(|site| site.slug == at.0.as_str());
    let site = site.ok_or_else(unknown)?;
    let agency = city.agencies.iter().find(|agency| agency.slug == at.1.as_str());
    let agency = agency.ok_or_else(unknown)?;
    let standings = Standing::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), page.w.of("standing", one.slug()), standing));
    let template = Edit {
        keeps: keeps(visit),
        site: (site.slug.clone(), site.name.clone()),
        agency: (agency.slug.clone(), agency.name.clone()),
        aim: site.aim.clone(),
        task: agency.task.clone(),
        standings: standings.collect(),
        command: page.fresh(),
        text,
        errors,
        page,
    };
    show_as(status, &template)
}

fn at(fields: &crate::web::form::Posted) -> Result<(Slug, Slug), Problem> {
    let read =
        |field: &str| fields.read::<Slug>(field).ok_or_else(|| Problem::not_found("no-such-page"));
    Ok((read("site")?, read("agency")?))
}

pub(super) async fn edit(visit: Visit) -> Outcome {
    let (site, agency) = at(&visit.asked)?;
    let mut db = visit.app.node.store.read().await?;
    let cells = queries::cells(&mut db).await?;
    drop(db);
    let found = cells.into_iter().find(|cell| cell.site == site && cell.agency == agency);
    let standing = found.as_ref().map_or(Standing::Planned, |cell| cell.standing);
    let text = found.map(|cell| cell.text).unwrap_or_default();
    form(&visit, (site, agency), text, standing.slug(), Errors::default(), StatusCode::OK).await
}

pub(super) async fn set(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let (site, agency) = at(posted)?;
    let standing = posted.trimmed("standing").to_owned();
    let text = posted.trimmed("text").to_owned();
    let cell = Cell {
        site: site.clone(),
        agency: agency.clone(),
        standing: Standing::from_slug(&standing).unwrap_or(Standing::Planned),
        text: text.clone(),
    };
    match visit.submit(Command::Bodies(Bodies::SetCell(cell))).await {
        Ok(_) => go(&format!("/matrix?done=matrix-set#site-{site}")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, (site, agency), text, &standing, errors, status_of(&problem)).await
        }
    }
}

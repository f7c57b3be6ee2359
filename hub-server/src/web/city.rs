//! The city file: what is loaded, at every node; and at central publishing a new one.
//!
//! Always true: a file is published whole or not at all, and everything wrong with it is told at once, each
//! mistake with its line and column. Deliberately absent: editing a part; the file is kept by whoever wrote it.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::Problem;

use super::form::Errors;
use super::page::{Page, Section, show, show_as, status_of};
use super::routes::{Access, Route, look, send};
use super::visit::{Outcome, Visit, go};
use crate::catalogue;
use crate::city::{self, Category, City, HubPlace, Mistake, PartnerRole};
use crate::command::Command;
use crate::people::roles::{Permission, Permission as P};
use crate::store::rows::word;

pub(super) const ROUTES: &[Route] = &[
    look("/city", Access::May(P::SeeCity), || get(loaded)),
    look("/city/new", Access::May(P::PublishCity), || get(new)).at_central(),
    send("/city/new", Access::May(P::PublishCity), || post(publish)).at_central().with_file(),
];

/// Days of the week as the file has them, and the end of their words' key.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

struct ZoneView {
    name: String,
    /// The hub that serves all of it; empty where places differ.
    hub: String,
    places: Vec<(String, String)>,
}

struct HubView {
    name: String,
    place: String,
    address: String,
    prefix: String,
    served: usize,
    opening: Vec<(String, String)>,
}

struct HeadingView {
    name: String,
    kinds: Vec<KindView>,
}

struct KindView {
    icon: String,
    name: String,
    hint: String,
    within: i64,
    urgent: i64,
    at_home: bool,
}

struct PartnerView {
    name: String,
    roles: Vec<(String, String)>,
}

/// Something with a name, what it is for, and names that belong to it.
struct Named {
    name: String,
    about: String,
    others: Vec<String>,
}

#[derive(Template)]
#[template(path = "city/loaded.html")]
struct Loaded {
    page: Page,
    name: String,
    published: String,
    languages: Vec<String>,
    clock: String,
    zones: Vec<ZoneView>,
    neighbourhoods: usize,
    hubs: Vec<HubView>,
    headings: Vec<HeadingView>,
    categories: usize,
    partners: Vec<PartnerView>,
    work_sites: Vec<Named>,
    agencies: Vec<Named>,
    bodies: Vec<Named>,
    macro_actions: Vec<Named>,
    project_sheets: Vec<Named>,
    task_rules: Vec<Named>,
    may_publish: bool,
}

#[derive(Template)]
#[template(path = "city/none.html")]
struct Nothing {
    page: Page,
    may_publish: bool,
}

#[derive(Template)]
#[template(path = "city/new.html")]
struct New {
    page: Page,
    errors: Errors,
    command: String,
    file_name: String,
    mistakes: Vec<Wrong>,
    warnings: Vec<Wrong>,
    checked: bool,
}

/// A mistake, as it is told.
struct Wrong {
    line: usize,
    column: usize,
    what: String,
}

impl Wrong {
    fn of(mistake: &Mistake) -> Self {
        Self { line: mistake.line, column: mistake.column, what: mistake.what.to_string() }
    }
}

async fn loaded(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::City, "city-title").await;
    let may_publish = page.central && visit.may(Permission::PublishCity);
    let Some(city) = page.city.clone() else { return show(&Nothing { page, may_publish }) };
    let mut db = visit.app.node.store.read().await?;
    let published = catalogue::published_at_ms(&mut db).await?;
    drop(db);
    let language = |tag: &String| {
        let key = format!("language-{tag}");
        if page.w.has(&key) { page.w.t(&key) } else { tag.clone() }
    };
    show(&Loaded {
        name: city.name.clone(),
        published: published.map(|at_ms| page.times.when(at_ms)).unwrap_or_default(),
        languages: city.languages.iter().map(language).collect(),
        clock: city.calendar.time_zone.clone(),
        zones: zones(&city),
        neighbourhoods: city.neighbourhoods().count(),
        hubs: city.hubs.iter().map(|hub| hub_view(&page, &city, hub)).collect(),
        headings: headings(&page, &city),
        categories: city.categories.iter().filter(|kind| city.takes_requests(kind)).count(),
        partners: city.partners.iter().map(|partner| partner_view(&page, partner)).collect(),
        work_sites: work_sites(&city),
        agencies: agencies(&city),
        bodies: city.bodies.iter().map(|body| named(&body.name, &body.task, &[])).collect(),
        macro_actions: city
            .macro_actions
            .iter()
            .map(|action| {
                named(&format!("{}. {}", action.number, action.name), "", &action.objectives)
            })
            .collect(),
        project_sheets: city
            .project_sheets
            .iter()
            .map(|sheet| {
                let about = format!("{} · CUP {}", sheet.code, sheet.cup);
                named(&sheet.name, &about, std::slice::from_ref(&sheet.funded_by))
            })
            .collect(),
        task_rules: city.task_rules.iter().map(|rule| task_rule(&page, rule)).collect(),
        may_publish,
        page,
    })
}

/// What makes something to do: in its words, after what, for whom and by when.
fn task_rule(page: &Page, rule: &city::TaskRule) -> Named {
    let within = page.w.n("city-task-within", i64::from(rule.within_days));
    let about = [page.w.of("task-cause", rule.after.slug()), within].join(" · ");
    let days = (rule.days > 0).then(|| page.w.n("city-task-days", i64::from(rule.days)));
    let kinds = rule.kinds.iter().map(|kind| page.w.of("activity-kind", kind.slug()));
    let categories = rule.categories.iter().map(|slug| page.category(slug));
    let others: Vec<String> = categories.chain(kinds).chain(days).collect();
    named(rule.what.in_language(page.w.language.code()), &about, &others)
}

fn named(name: &str, about: &str, others: &[String]) -> Named {
    Named { name: name.to_owned(), about: about.to_owned(), others: others.to_vec() }
}

fn zones(city: &City) -> Vec<ZoneView> {
    let hubs = |slug: &str| {
        let names: Vec<&str> = city.hubs_serving(slug).map(|hub| hub.name.as_str()).collect();
        names.join(", ")
    };
    let zone = |zone: &city::Zone| {
        let mut places: Vec<(String, String)> =
            zone.neighbourhoods.iter().map(|n| (n.name.clone(), hubs(&n.slug))).collect();
        let hub = places.first().map(|(_, hub)| hub.clone()).unwrap_or_default();
        let one = places.iter().all(|(_, other)| *other == hub);
        if one {
            for (_, hub) in &mut places {
                hub.clear();
            }
        }
        ZoneView { name: zone.name.clone(), hub: if one { hub } else { String::new() }, places }
    };
    city.zones.iter().map(zone).collect()
}

fn hub_view(page: &Page, city: &City, hub: &HubPlace) -> HubView {
    let week = &hub.opening;
    let days = [&week.mon, &week.tue, &week.wed, &week.thu, &week.fri, &week.sat, &week.sun];
    let at = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let opening = DAYS.iter().zip(days).map(|(day, spans)| {
        let spans: Vec<String> =
            spans.iter().map(|s| format!("{}–{}", at(s.opens_min), at(s.closes_min))).collect();
        let hours = if spans.is_empty() { page.w.t("city-closed") } else { spans.join(", ") };
        (page.w.of("weekday", day), hours)
    });
    HubView {
        name: hub.name.clone(),
        place: city
            .neighbourhood(&hub.neighbourhood)
            .map(|(_, n)| n.name.clone())
            .unwrap_or_default(),
        address: hub.address.clone(),
        prefix: hub.slip_prefix.clone(),
        served: hub.served.len(),
        opening: opening.collect(),
    }
}

fn headings(page: &Page, city: &City) -> Vec<HeadingView> {
    let language = page.w.language.code();
    let kind = |kind: &Category| KindView {
        icon: page.category_icon(&kind.slug),
        name: kind.name.in_language(language).to_owned(),
        hint: kind.hint.in_language(language).to_owned(),
        within: i64::from(kind.deadline_open_h),
        urgent: i64::from(kind.urgent_deadline_open_h),
        at_home: kind.home_visit,
    };
    let tops = city.categories_under(None);
    tops.map(|top| {
        let under: Vec<KindView> = city.categories_under(Some(&top.slug)).map(kind).collect();
        let kinds = if under.is_empty() { vec![kind(top)] } else { under };
        HeadingView { name: top.name.in_language(language).to_owned(), kinds }
    })
    .collect()
}

fn partner_view(page: &Page, partner: &city::Partner) -> PartnerView {
    let tone = |role: &PartnerRole| match role {
        PartnerRole::Lead => "blue",
        PartnerRole::Partner => "teal",
        PartnerRole::Funder => "orange",
        PartnerRole::Network => "slate",
    };
    let role = |role: &PartnerRole| (tone(role).to_owned(), page.w.of("partner-role", word(role)));
    PartnerView { name: partner.name.clone(), roles: partner.roles.iter().map(role).collect() }
}

fn work_sites(city: &City) -> Vec<Named> {
    let group = |slug: &String| {
        let found = city.target_groups.iter().find(|group| group.slug == *slug);
        found.map_or_else(|| slug.clone(), |group| group.name.clone())
    };
    let site = |site: &city::WorkSite| Named {
        name: site.name.clone(),
        about: site.aim.clone(),
        others: site.targets.iter().map(group).collect(),
    };
    city.work_sites.iter().map(site).collect()
}

fn agencies(city: &City) -> Vec<Named> {
    let referent = |slug: &String| {
        city.partner(slug).map_or_else(|| slug.clone(), |partner| partner.name.clone())
    };
    let agency = |agency: &city::Agency| Named {
        name: agency.name.clone(),
        about: agency.task.clone(),
        others: agency.referents.iter().map(referent).collect(),
    };
    city.agencies.iter().map(agency).collect()
}

async fn new(visit: Visit) -> Outcome {
    form(&visit, Errors::default(), StatusCode::OK, "", &[], &[], false).await
}

async fn form(
    visit: &Visit,
    errors: Errors,
    status: StatusCode,
    file_name: &str,
    mistakes: &[Mistake],
    warnings: &[Mistake],
    checked: bool,
) -> Outcome {
    let page = Page::of(visit, Section::City, "city-new").await;
    let template = New {
        command: page.fresh(),
        file_name: file_name.to_owned(),
        mistakes: mistakes.iter().map(Wrong::of).collect(),
        warnings: warnings.iter().map(Wrong::of).collect(),
        checked,
        page,
        errors,
    };
    show_as(status, &template)
}

async fn publish(visit: Visit) -> Outcome {
    let Some(file) = visit.file() else {
        let mut errors = Errors::default();
        errors.add(visit.words, "file", "city-file-missing");
        return form(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY, "", &[], &[], false).await;
    };
    let reading = city::inspect_bytes(&file.bytes, &file.name);
    let city = match reading.city {
        Ok(city) => city,
        Err(mistakes) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return form(&visit, Errors::default(), status, &file.name, &mistakes, &[], false)
                .await;
        }
    };
    // Facts about people and places of one city make no sense in another.
    let known = visit.app.node.city();
    if known.is_some_and(|known| known.slug != city.slug) {
        let problem = Problem::conflict("another-city").at("file");
        let errors = Errors::of(visit.words, &problem);
        return form(&visit, errors, status_of(&problem), &file.name, &[], &[], false).await;
    }
    if visit.posted.has("do", "check") {
        let (name, warnings) = (file.name.as_str(), reading.warnings.as_slice());
        return form(&visit, Errors::default(), StatusCode::OK, name, &[], warnings, true).await;
    }
    let command = Command::Catalogue(catalogue::Command::Publish(Box::new(city)));
    match visit.submit(command).await {
        Ok(_) => go("/city?done=city-published"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, errors, status_of(&problem), &file.name, &[], &[], false).await
        }
    }
}

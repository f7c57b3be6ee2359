//! Organisations on the console: the register with filters in the address, one organisation with whom to speak
//! with there, and a new one. A form that is refused comes back with what was typed in it.

use askama::Template;
use axum::http::StatusCode;
use protocol::{OrganisationId, Problem, Slug};
use radar::{Resource, Vocabulary as _};

use super::edit::contact_posted;
use crate::command::Command as Any;
use crate::network::antennae::{self, Contact};
use crate::network::organisations::{
    self, Command, Kept, Kind, Profile, Role, Runts, Section as In,
};
use crate::people::authority;
use crate::people::roles::Permission;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, show, show_as, status_of};
use crate::web::pager::{self, Pager};
use crate::web::requests::hood_choices;
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// How many organisations a page shows.
const PER_PAGE: u32 = 25;
/// Why a contact is read here, as the vault records it.
const WHY: &str = "organisation-contact";

struct Row {
    id: String,
    name: String,
    kind: String,
    roles: Vec<String>,
    place: String,
    /// What it can give to a project.
    gives: Vec<String>,
    code: String,
    active: bool,
}

#[derive(Template)]
#[template(path = "network/organisations.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    search: String,
    kinds: Vec<Group>,
    roles: Vec<Group>,
    filtered: bool,
    pager: Pager,
    may_keep: bool,
}

#[derive(Template)]
#[template(path = "network/organisation_edit.html")]
struct Edit {
    page: Page,
    errors: Errors,
    id: String,
    is_new: bool,
    kinds: Vec<Group>,
    roles: Vec<Choice>,
    offers: Vec<Choice>,
    sections: Vec<Group>,
    hoods: Vec<Group>,
    name: String,
    tax_code: String,
    runts_number: String,
    checked_on: String,
    contact: Contact,
    contact_name: String,
}

#[derive(Template)]
#[template(path = "network/organisation.html")]
struct One {
    page: Page,
    row: Row,
    runts: String,
    runts_number: String,
    checked: String,
    volunteers: Vec<super::volunteers::Line>,
    contact: Option<Contact>,
    reachable: bool,
    may_keep: bool,
}

fn row(page: &Page, kept: &Kept) -> Row {
    let profile = &kept.organisation.profile;
    let hood = profile.neighbourhood.as_ref();
    Row {
        id: kept.id.to_string(),
        name: profile.name.clone(),
        kind: page.w.of("organisation-kind", profile.kind.slug()),
        roles: profile.roles.iter().map(|r| page.w.of("organisation-role", r.slug())).collect(),
        place: hood.map(|hood| page.neighbourhood(hood.as_str())).unwrap_or_default(),
        gives: profile.gives().iter().map(|one| page.w.of("desk-resource", one.slug())).collect(),
        code: profile.tax_code.clone(),
        active: kept.organisation.active,
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, super::section(&visit), "organisations-title").await;
    let asked = &visit.asked;
    let search: String = asked.trimmed("q").chars().take(60).collect();
    let (kind, role) = (asked.read::<Kind>("kind"), asked.read::<Role>("role"));
    let number = pager::asked(&visit);
    let mut db = visit.app.node.store.read().await?;
    let mut found = organisations::all(&mut db, visit.app.node.id()).await?;
    drop(db);
    found.retain(|kept| {
        let profile = &kept.organisation.profile;
        let text = format!("{} {}", profile.name, profile.tax_code).to_lowercase();
        text.contains(&search.to_lowercase())
            && kind.is_none_or(|kind| profile.kind == kind)
            && role.is_none_or(|role| profile.roles.contains(&role))
    });
    found.sort_by_cached_key(|kept| {
        (!kept.organisation.active, kept.organisation.profile.name.to_lowercase())
    });
    let (kind, role) = (kind.map_or("", Kind::slug), role.map_or("", Role::slug));
    let skip = pager::skipped(number, PER_PAGE);
    let shown = found.iter().skip(skip).take(PER_PAGE as usize);
    let rows: Vec<Row> = shown.map(|kept| row(&page, kept)).collect();
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let fields = [("q", search.as_str()), ("kind", kind), ("role", role)];
    let pager = Pager::of((number, PER_PAGE), rows.len(), total, ("/organisations", &fields));
    let kinds = [Choice::new("", page.w.t("organisations-any-kind"), kind)]
        .into_iter()
        .chain(kind_choices(&page, kind));
    let roles = [Choice::new("", page.w.t("organisations-any-role"), role)].into_iter().chain(
        Role::ALL
            .iter()
            .map(|r| Choice::new(r.slug(), page.w.of("organisation-role", r.slug()), role)),
    );
    let template = List {
        kinds: vec![Group::plain(kinds.collect())],
        roles: vec![Group::plain(roles.collect())],
        filtered: !search.is_empty() || !kind.is_empty() || !role.is_empty(),
        pager,
        may_keep: visit.may(Permission::KeepOrganisations),
        search,
        rows,
        page,
    };
    show(&template)
}

fn kind_choices(page: &Page, now: &str) -> Vec<Choice> {
    let all = Kind::ALL.iter();
    all.map(|k| Choice::new(k.slug(), page.w.of("organisation-kind", k.slug()), now)).collect()
}

async fn of_here(visit: &Visit, id: OrganisationId, permission: Permission) -> Result<Kept, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let kept = organisations::one(&mut db, id).await?;
    drop(db);
    let kept = kept.filter(|kept| kept.home == *node.id());
    let kept = kept.ok_or_else(|| Problem::not_found("unknown-organisation"))?;
    visit.must(permission, &authority::maybe_place(node, kept.home.clone(), None))?;
    Ok(kept)
}

pub(super) async fn page(visit: Visit, At(id): At<OrganisationId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::SeeOrganisations).await?;
    shown(&visit, &kept, None, None).await
}

async fn shown(
    visit: &Visit,
    kept: &Kept,
    refused: Option<Problem>,
    contact: Option<Contact>,
) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, super::section(visit), "organisations-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    page = page.titled(kept.organisation.profile.name.clone());
    let volunteers = super::volunteers::lines(visit, &page, Some(kept.id)).await?;
    let runts = kept.organisation.profile.runts.as_ref();
    let template = One {
        row: row(&page, kept),
        runts: runts.map(|r| page.w.of("runts", r.section.slug())).unwrap_or_default(),
        runts_number: runts.map(|r| r.number.clone()).unwrap_or_default(),
        checked: runts.map(|r| page.times.date(r.checked_on)).unwrap_or_default(),
        volunteers,
        contact,
        reachable: kept.organisation.reachable,
        may_keep: visit.may(Permission::KeepOrganisations),
        page,
    };
    show_as(status, &template)
}

fn profile_posted(posted: &Posted) -> Result<Profile, Problem> {
    let kind = posted.read("kind").ok_or_else(|| Problem::invalid("choose-one").at("kind"))?;
    let section = posted.read::<In>("section");
    let runts = match section {
        None => None,
        Some(section) => {
            let day = posted.read("checked_on");
            let checked_on = day.ok_or_else(|| Problem::invalid("bad-date").at("checked_on"))?;
            Some(Runts { section, number: posted.trimmed("runts_number").to_owned(), checked_on })
        }
    };
    let roles = posted.all("roles").iter().filter_map(|text| text.parse().ok()).collect();
    Ok(Profile {
        kind,
        name: posted.trimmed("name").to_owned(),
        tax_code: posted.trimmed("tax_code").to_owned(),
        runts,
        roles,
        neighbourhood: posted.read::<Slug>("neighbourhood"),
        offers: posted.all("offers").iter().filter_map(|text| text.parse().ok()).collect(),
    })
}

/// The person to speak with: the form's `name` is the organisation's.
fn person_posted(posted: &Posted) -> Contact {
    Contact {
        name: posted.trimmed("contact_name").to_owned(),
        tax_code: String::new(),
        ..contact_posted(posted)
    }
}

async fn form(
    visit: &Visit,
    id: Option<OrganisationId>,
    shown: &Posted,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let title = if id.is_some() { "organisation-edit-title" } else { "organisation-new" };
    let page = Page::of(visit, super::section(visit), title).await;
    let w = page.w;
    let section = shown.trimmed("section");
    let sections = [Choice::new("", w.t("runts-none"), section)]
        .into_iter()
        .chain(In::ALL.iter().map(|s| Choice::new(s.slug(), w.of("runts", s.slug()), section)));
    let roles = Role::ALL.iter().map(|role| Choice {
        value: role.slug().to_owned(),
        label: w.of("organisation-role", role.slug()),
        chosen: shown.has("roles", role.slug()),
    });
    let offers = Resource::ALL.iter().map(|one| Choice {
        value: one.slug().to_owned(),
        label: w.of("desk-resource", one.slug()),
        chosen: shown.has("offers", one.slug()),
    });
    let template = Edit {
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        is_new: id.is_none(),
        kinds: vec![Group::plain(kind_choices(&page, shown.trimmed("kind")))],
        roles: roles.collect(),
        offers: offers.collect(),
        sections: vec![Group::plain(sections.collect())],
        hoods: hood_choices(&page, shown.trimmed("neighbourhood"), "organisation-any-place", None),
        name: shown.text("name").to_owned(),
        tax_code: shown.text("tax_code").to_owned(),
        runts_number: shown.text("runts_number").to_owned(),
        checked_on: shown.text("checked_on").to_owned(),
        contact_name: shown.text("contact_name").to_owned(),
        contact: person_posted(shown),
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn new(visit: Visit) -> Outcome {
    form(&visit, None, &Posted::default(), Errors::default(), StatusCode::OK).await
}

pub(super) async fn enter(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let id = OrganisationId::from(visit.command_id());
    let done = match profile_posted(posted) {
        Err(problem) => Err(problem),
        Ok(profile) => {
            let enter = Command::Enter { profile, contact: person_posted(posted) };
            visit.submit(Any::Organisations(enter)).await
        }
    };
    match done {
        Ok(_) => go(&format!("/organisations/{id}?done=organisation-entered")),
        Err(problem) if problem.status == 422 => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, None, posted, errors, status_of(&problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

fn filled(kept: &Kept) -> Posted {
    let profile = &kept.organisation.profile;
    let mut fields = vec![
        ("kind".to_owned(), profile.kind.slug().to_owned()),
        ("name".to_owned(), profile.name.clone()),
        ("tax_code".to_owned(), profile.tax_code.clone()),
    ];
    fields.extend(profile.roles.iter().map(|role| ("roles".to_owned(), role.slug().to_owned())));
    fields.extend(profile.offers.iter().map(|one| ("offers".to_owned(), one.slug().to_owned())));
    fields
        .extend(profile.neighbourhood.iter().map(|h| ("neighbourhood".to_owned(), h.to_string())));
    if let Some(runts) = &profile.runts {
        fields.push(("section".to_owned(), runts.section.slug().to_owned()));
        fields.push(("runts_number".to_owned(), runts.number.clone()));
        fields.push(("checked_on".to_owned(), runts.checked_on.to_string()));
    }
    Posted(fields)
}

pub(super) async fn edit(visit: Visit, At(id): At<OrganisationId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::KeepOrganisations).await?;
    form(&visit, Some(id), &filled(&kept), Errors::default(), StatusCode::OK).await
}

pub(super) async fn describe(visit: Visit, At(id): At<OrganisationId>) -> Outcome {
    of_here(&visit, id, Permission::KeepOrganisations).await?;
    let posted = &visit.posted;
    let done = match profile_posted(posted) {
        Err(problem) => Err(problem),
        Ok(profile) => {
            let describe = Command::Describe { organisation: id, profile };
            visit.submit(Any::Organisations(describe)).await
        }
    };
    match done {
        Ok(_) => go(&format!("/organisations/{id}?done=organisation-described")),
        Err(problem) if problem.status == 422 => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, Some(id), posted, errors, status_of(&problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

pub(super) async fn active(visit: Visit, At(organisation): At<OrganisationId>) -> Outcome {
    let kept = of_here(&visit, organisation, Permission::KeepOrganisations).await?;
    let active = visit.posted.has("active", "yes");
    let set = Command::SetActive { organisation, active };
    match visit.submit(Any::Organisations(set)).await {
        Ok(_) => go(&format!("/organisations/{organisation}?done=organisation-described")),
        Err(problem) => shown(&visit, &kept, Some(problem), None).await,
    }
}

pub(super) async fn reveal(visit: Visit, At(id): At<OrganisationId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::KeepOrganisations).await?;
    let contact: Option<Contact> = visit.person(kept.organisation.person, WHY).await?;
    shown(&visit, &kept, None, Some(contact.unwrap_or_default())).await
}

pub(super) async fn keep_contact(visit: Visit, At(organisation): At<OrganisationId>) -> Outcome {
    let kept = of_here(&visit, organisation, Permission::KeepOrganisations).await?;
    let contact = person_posted(&visit.posted);
    let keep = Command::KeepContact { organisation, contact: contact.clone() };
    match visit.submit(Any::Organisations(keep)).await {
        Ok(_) => go(&format!("/organisations/{organisation}?done=antenna-contact")),
        Err(problem) => shown(&visit, &kept, Some(problem), Some(contact)).await,
    }
}

/// The organisations whose members volunteer, for the form on an antenna's page.
pub(super) async fn with_volunteers(visit: &Visit, now: &str) -> Result<Vec<Choice>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let all = organisations::all(&mut db, visit.app.node.id()).await?;
    let keeps = |kept: &&Kept| {
        kept.organisation.active && kept.organisation.profile.roles.contains(&Role::Volunteers)
            || kept.id.to_string() == now
    };
    let choices = all.iter().filter(keeps);
    Ok(choices.map(|k| Choice::new(k.id, &k.organisation.profile.name, now)).collect())
}

/// Today, for the pages that compare dates.
pub(super) fn today(page: &Page) -> jiff::civil::Date {
    page.city.as_deref().map_or_else(
        || jiff::civil::date(1970, 1, 1),
        |city| antennae::today(city, page.times.now_ms),
    )
}

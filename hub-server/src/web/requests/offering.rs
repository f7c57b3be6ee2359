//! What this hub's concierge offers: a list with hours and who covers each, and the form to change it.

use askama::Template;
use axum::http::StatusCode;
use protocol::{Problem, Slug};

use super::queue::category_choices;
use crate::city::{HubService, OpenSpan, WeekHours, Words as CityWords};
use crate::command::Command;
use crate::offering::{self, Command as Act, Offered};
use crate::people::roles::Permission;
use crate::web::form::{Errors, Group, Posted};
use crate::web::network::{hours_in_words, read_hours};
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// Pictures that can be chosen, as the kiosk has them.
const ICONS: [&str; 12] = [
    "hand-heart",
    "basket",
    "first-aid",
    "shopping-bag",
    "envelope",
    "wrench",
    "phone",
    "desktop",
    "identification-card",
    "chats",
    "users",
    "key",
];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

struct Row {
    slug: String,
    icon: String,
    name: String,
    hint: String,
    covered_by: String,
    category: String,
    week: Vec<(String, String)>,
    own: bool,
    in_file: bool,
    dropped: bool,
}

#[derive(Template)]
#[template(path = "requests/offering.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    may_change: bool,
}

struct DayField {
    field: String,
    label: String,
    hours: String,
}

#[derive(Template)]
#[template(path = "requests/offering_edit.html")]
struct Edit {
    page: Page,
    errors: Errors,
    slug: String,
    name: String,
    name_en: String,
    hint: String,
    covered_by: String,
    icons: Vec<(String, String, bool)>,
    categories: Vec<Group>,
    days: Vec<DayField>,
    command: String,
}

async fn all(visit: &Visit) -> Result<Vec<Offered>, Fault> {
    let node = &visit.app.node;
    let city = node.known_city()?;
    let Some(hub) = city.hub(node.id().as_str()) else { return Ok(Vec::new()) };
    let mut db = node.store.read().await?;
    let changes = offering::changes(&mut db, node.id()).await?;
    drop(db);
    Ok(offering::all(hub, &changes))
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "offering-title").await;
    let all = all(&visit).await?;
    let rows = all.into_iter().map(|one| row(&page, one)).collect();
    show(&List { rows, may_change: visit.may(Permission::WorkOnRequests), page })
}

/// The days something is open and their hours, days in a row with the same hours told once: "lunedì–venerdì".
pub(super) fn week_in_words(page: &Page, hours: &WeekHours) -> Vec<(String, String)> {
    let days = offering::days(hours);
    let day = |n: usize| page.w.t(&format!("weekday-{}", n + 1));
    let (mut told, mut first) = (Vec::new(), 0);
    for alike in days.chunk_by(|one, next| one == next) {
        let last = first + alike.len() - 1;
        if !alike[0].is_empty() {
            let name =
                if first == last { day(first) } else { format!("{}–{}", day(first), day(last)) };
            told.push((name, hours_in_words(alike[0])));
        }
        first = last + 1;
    }
    told
}

fn row(page: &Page, one: Offered) -> Row {
    let language = page.w.language.code();
    let service = one.service;
    let week = week_in_words(page, &service.hours);
    Row {
        icon: page.icon(&service.icon),
        name: service.name.in_language(language).to_owned(),
        hint: service.hint.in_language(language).to_owned(),
        covered_by: service.covered_by.in_language(language).to_owned(),
        category: service.category.as_deref().map(|c| page.category(c)).unwrap_or_default(),
        week,
        slug: service.slug,
        own: one.own,
        in_file: one.in_file,
        dropped: one.dropped,
    }
}

pub(super) async fn new(visit: Visit) -> Outcome {
    shown(&visit, None, Errors::default(), StatusCode::OK).await
}

pub(super) async fn edit(visit: Visit, At(slug): At<Slug>) -> Outcome {
    let found = all(&visit).await?.into_iter().find(|one| one.service.slug == slug.as_str());
    let found = found.ok_or_else(|| Problem::not_found("unknown-offering"))?;
    shown(&visit, Some(&found.service), Errors::default(), StatusCode::OK).await
}

async fn shown(
    visit: &Visit,
    service: Option<&HubService>,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let title = if service.is_some() { "offering-edit" } else { "offering-new" };
    let page = Page::of(visit, Section::Requests, title).await;
    let posted = &visit.posted;
    let came = !posted.0.is_empty();
    let or = |field: &str, first: Option<&str>| {
        if came { posted.text(field).to_owned() } else { first.unwrap_or_default().to_owned() }
    };
    let words = |of: fn(&HubService) -> &CityWords, language: &str| {
        service.and_then(|service| of(service).0.get(language)).map(String::as_str)
    };
    let icon = or("icon", Some(service.map_or(ICONS[0], |service| service.icon.as_str())));
    let category = or("category", service.and_then(|service| service.category.as_deref()));
    let spans = service.map(|service| offering::days(&service.hours));
    let template = Edit {
        slug: or("slug", service.map(|service| service.slug.as_str())),
        name: or("name", words(|s| &s.name, "it")),
        name_en: or("name_en", words(|s| &s.name, "en")),
        hint: or("hint", words(|s| &s.hint, "it")),
        covered_by: or("covered_by", words(|s| &s.covered_by, "it")),
        icons: ICONS
            .into_iter()
            .map(|name| (name.to_owned(), page.icon(name), name == icon))
            .collect(),
        categories: category_choices(&page, &category, "offering-no-category"),
        days: DAYS
            .into_iter()
            .enumerate()
            .map(|(n, day)| {
                let field = format!("hours-{day}");
                let hours = spans.map(|spans| hours_in_words(spans[n])).unwrap_or_default();
                let label = page.w.t(&format!("weekday-{}", n + 1));
                DayField { hours: or(&field, Some(&hours)), field, label }
            })
            .collect(),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

/// The service a form describes; a new one is named after its name.
fn read(posted: &Posted, old: Option<&HubService>) -> Result<HubService, Problem> {
    let name = posted.trimmed("name");
    let slug = old.map_or_else(|| slug_of(name), |old| old.slug.clone());
    let words = |field: &str, english: &str, old: Option<&CityWords>| {
        let mut words = old.cloned().unwrap_or_default();
        for (language, text) in [("it", posted.trimmed(field)), ("en", posted.trimmed(english))] {
            match (text.is_empty(), language == "it" || !english.is_empty()) {
                (false, _) => {
                    words.0.insert(language.to_owned(), text.to_owned());
                }
                (true, true) => {
                    words.0.remove(language);
                }
                (true, false) => {}
            }
        }
        words
    };
    let mut hours = crate::city::WeekHours::default();
    for day in DAYS {
        let field = format!("hours-{day}");
        let spans = read_hours(posted.text(&field));
        let spans = spans.ok_or_else(|| Problem::invalid("bad-hours").at(&field))?;
        *spans_of(&mut hours, day) = spans;
    }
    Ok(HubService {
        slug,
        icon: ICONS
            .into_iter()
            .find(|icon| *icon == posted.trimmed("icon"))
            .unwrap_or(ICONS[0])
            .to_owned(),
        name: words("name", "name_en", old.map(|old| &old.name)),
        hint: words("hint", "", old.map(|old| &old.hint)),
        category: Some(posted.trimmed("category").to_owned()).filter(|slug| !slug.is_empty()),
        hours,
        covered_by: words("covered_by", "", old.map(|old| &old.covered_by)),
    })
}

fn spans_of<'h>(hours: &'h mut crate::city::WeekHours, day: &str) -> &'h mut Vec<OpenSpan> {
    match day {
        "mon" => &mut hours.mon,
        "tue" => &mut hours.tue,
        "wed" => &mut hours.wed,
        "thu" => &mut hours.thu,
        "fri" => &mut hours.fri,
        "sat" => &mut hours.sat,
        _ => &mut hours.sun,
    }
}

/// Plain letters of a name, at most forty.
fn slug_of(name: &str) -> String {
    let plain = name.to_lowercase();
    let plain = plain.chars().map(|c| match c {
        'à' | 'á' => 'a',
        'è' | 'é' => 'e',
        'ì' | 'í' => 'i',
        'ò' | 'ó' => 'o',
        'ù' | 'ú' => 'u',
        c if c.is_ascii_alphanumeric() => c,
        _ => '-',
    });
    let text: String = plain.collect();
    let words: Vec<&str> = text.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
}

pub(super) async fn set(visit: Visit) -> Outcome {
    let slug = visit.posted.trimmed("slug").to_owned();
    let old = all(&visit).await?.into_iter().find(|one| one.service.slug == slug);
    let old = old.map(|one| one.service);
    let outcome = match read(&visit.posted, old.as_ref()) {
        Ok(service) => {
            visit.submit(Command::Offering(Act::Set(Box::new(service)))).await.map(|_| ())
        }
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(()) => go("/offering?done=offering-set"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, old.as_ref(), errors, status_of(&problem)).await
        }
    }
}

fn posted_slug(visit: &Visit) -> Result<Slug, Problem> {
    visit.posted.read("slug").ok_or_else(|| Problem::not_found("unknown-offering"))
}

pub(super) async fn take_away(visit: Visit) -> Outcome {
    let slug = posted_slug(&visit)?;
    visit.submit(Command::Offering(Act::Drop { slug })).await?;
    go("/offering?done=offering-dropped")
}

pub(super) async fn restore(visit: Visit) -> Outcome {
    let slug = posted_slug(&visit)?;
    visit.submit(Command::Offering(Act::Restore { slug })).await?;
    go("/offering?done=offering-restored")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_slug_in_plain_letters() {
        assert_eq!(slug_of("  Caffè & due parole, il lunedì "), "caffe-due-parole-il-lunedi");
        assert!(slug_of(&"parola ".repeat(20)).len() <= 40);
        assert_eq!(slug_of("  "), "");
    }
}

//! Writing down a new antenna, and what one is and offers. A form that is refused comes back with what was
//! typed in it.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Weekday;
use protocol::{AntennaId, Problem, Slug};

use super::of_here;
use crate::city::{OpenSpan, WeekHours};
use crate::command::Command as Any;
use crate::network::antennae::decide::LANGUAGES;
use crate::network::antennae::events::{Kind, Profile, ReachedBy, Skill};
use crate::network::antennae::{Command, Contact, Kept, Refusal};
use crate::people::Role;
use crate::people::roles::Permission;
use crate::store::StoreError;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, Section, requests_in, show_as, status_of};
use crate::web::requests::{category_choices, hood_choices};
use crate::web::visit::{At, Outcome, Visit, go};

/// The days of the week as fields: `hours-mon` and so on.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

struct Day {
    field: String,
    label: String,
    hours: String,
}

#[derive(Template)]
#[template(path = "network/antenna_edit.html")]
struct Edit {
    page: Page,
    errors: Errors,
    id: String,
    is_new: bool,
    kinds: Vec<Choice>,
    hoods: Vec<Group>,
    more_hoods: Vec<Choice>,
    offers: Vec<Group>,
    languages: Vec<Choice>,
    skills: Vec<Choice>,
    reached_by: Vec<Choice>,
    step_free: Vec<Choice>,
    days: Vec<Day>,
    operators: Vec<Group>,
    contact: Contact,
}

/// Who works here and can accompany an antenna.
pub(in crate::web) async fn operators(
    visit: &Visit,
    db: &mut sqlx::AnyConnection,
    now: &str,
) -> Result<Vec<Choice>, StoreError> {
    let members = crate::people::queries::members(db, visit.app.node.id()).await?;
    let working = members.into_iter().filter(|member| {
        member.active && matches!(member.role, Role::Operator | Role::Coordinator)
    });
    Ok(working
        .map(|member| Choice::new(member.staff, member.display_name.unwrap_or_default(), now))
        .collect())
}

/// Stretches of a day as people write them: "9-12, 15:30-18"; empty for none.
pub(in crate::web) fn hours_in_words(spans: &[OpenSpan]) -> String {
    let clock = |min: u16| match (min / 60, min % 60) {
        (hour, 0) => hour.to_string(),
        (hour, minute) => format!("{hour}:{minute:02}"),
    };
    let spans = spans.iter().map(|s| format!("{}-{}", clock(s.opens_min), clock(s.closes_min)));
    spans.collect::<Vec<_>>().join(", ")
}

/// Reads such words; `None` when they cannot be read.
pub(in crate::web) fn read_hours(text: &str) -> Option<Vec<OpenSpan>> {
    let clock = |text: &str| -> Option<u16> {
        let text = text.trim();
        let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "0"));
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
    };
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (opens, closes) = part.split_once(['-', '–'])?;
            Some(OpenSpan { opens_min: clock(opens)?, closes_min: clock(closes)? })
        })
        .collect()
}

fn profile_posted(posted: &Posted) -> Result<Profile, Problem> {
    let slugs = |field: &str| -> Vec<Slug> {
        posted.all(field).iter().filter_map(|text| text.parse().ok()).collect()
    };
    let kind = posted.read("kind").ok_or_else(|| Problem::invalid("choose-one").at("kind"))?;
    let first = posted.read::<Slug>("neighbourhood");
    let first = first.ok_or_else(|| Problem::invalid("not-in-catalogue").at("neighbourhood"))?;
    let mut hours = WeekHours::default();
    for (day, weekday) in DAYS {
        let field = format!("hours-{day}");
        let read = read_hours(posted.text(&field));
        let spans = read.ok_or_else(|| Problem::invalid("bad-hours").at(&field))?;
        *spans_of(&mut hours, weekday) = spans;
    }
    let neighbourhoods = [first].into_iter().chain(slugs("more")).collect();
    Ok(Profile {
        kind,
        neighbourhoods,
        offers: slugs("offers"),
        languages: slugs("languages"),
        skills: posted.all("skills").iter().filter_map(|text| text.parse().ok()).collect(),
        hours,
        step_free: match posted.trimmed("step_free") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        reached_by: posted.read("reached_by").unwrap_or(ReachedBy::Phone),
    })
}

fn spans_of(hours: &mut WeekHours, day: Weekday) -> &mut Vec<OpenSpan> {
    match day {
        Weekday::Monday => &mut hours.mon,
        Weekday::Tuesday => &mut hours.tue,
        Weekday::Wednesday => &mut hours.wed,
        Weekday::Thursday => &mut hours.thu,
        Weekday::Friday => &mut hours.fri,
        Weekday::Saturday => &mut hours.sat,
        Weekday::Sunday => &mut hours.sun,
    }
}

pub(super) fn contact_posted(posted: &Posted) -> Contact {
    let text = |field: &str| posted.trimmed(field).to_owned();
    Contact {
        name: text("name"),
        contact_person: text("contact_person"),
        phone: text("phone"),
        email: text("email"),
        address: text("address"),
        tax_code: text("tax_code").to_uppercase(),
    }
}

/// What a form shows: what was typed, or what is kept.
fn filled(kept: &Kept) -> Posted {
    let profile = &kept.antenna.profile;
    let mut fields = vec![
        ("kind".to_owned(), profile.kind.slug().to_owned()),
        ("reached_by".to_owned(), profile.reached_by.slug().to_owned()),
    ];
    let step_free = profile.step_free.map(|free| if free { "yes" } else { "no" });
    fields.push(("step_free".to_owned(), step_free.unwrap_or_default().to_owned()));
    let mut hoods = profile.neighbourhoods.iter();
    fields.extend(hoods.next().map(|hood| ("neighbourhood".to_owned(), hood.to_string())));
    fields.extend(hoods.map(|hood| ("more".to_owned(), hood.to_string())));
    fields.extend(profile.offers.iter().map(|slug| ("offers".to_owned(), slug.to_string())));
    fields.extend(profile.languages.iter().map(|slug| ("languages".to_owned(), slug.to_string())));
    fields.extend(profile.skills.iter().map(|s| ("skills".to_owned(), s.slug().to_owned())));
    for (day, weekday) in DAYS {
        let hours = hours_in_words(profile.hours.of_day(weekday));
        fields.push((format!("hours-{day}"), hours));
    }
    Posted(fields)
}

async fn form(
    visit: &Visit,
    id: Option<AntennaId>,
    shown: &Posted,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let title = if id.is_some() { "antenna-edit-title" } else { "antenna-new" };
    let page = Page::of(visit, Section::Antennae, title).await;
    let w = page.w;
    let one_of = |family: &str, slugs: &[&'static str], field: &str| -> Vec<Choice> {
        let now = shown.trimmed(field);
        slugs.iter().map(|slug| Choice::new(slug, w.of(family, slug), now)).collect()
    };
    let ticked = |field: &str, slug: &str, label: String| Choice {
        value: slug.to_owned(),
        label,
        chosen: shown.has(field, slug),
    };
    let city = page.city.as_deref();
    let own = city.and_then(|city| city.hub(visit.app.node.id().as_str()));
    let hood = match shown.trimmed("neighbourhood") {
        "" => own.map(|hub| hub.neighbourhood.clone()).unwrap_or_default(),
        hood => hood.to_owned(),
    };
    let within = requests_in(city, &visit.me()?.scope);
    let mut hoods = hood_choices(&page, &hood, "", within.as_deref());
    // Further places are those of the hub's own surroundings first: the zone it is in.
    let zone = city.and_then(|city| city.neighbourhood(&hood)).map(|(zone, _)| zone);
    let more_hoods = zone
        .iter()
        .flat_map(|zone| &zone.neighbourhoods)
        .map(|hood| ticked("more", &hood.slug, hood.name.clone()))
        .collect();
    hoods.retain(|group| !group.choices.is_empty());
    let mut offers = category_choices(&page, "", "");
    for choice in offers.iter_mut().flat_map(|group| &mut group.choices) {
        choice.chosen = shown.has("offers", &choice.value);
    }
    let step_free = [("yes", "step-free-yes"), ("no", "step-free-no"), ("", "step-free-unknown")];
    let days = DAYS.iter().map(|(day, _)| Day {
        field: format!("hours-{day}"),
        label: w.of("weekday", day),
        hours: shown.text(&format!("hours-{day}")).to_owned(),
    });
    let mut db = visit.app.node.store.read().await?;
    let me = visit.me()?.staff.to_string();
    let operator = shown.trimmed("operator");
    let now = if operator.is_empty() && shown.0.is_empty() { me.as_str() } else { operator };
    let mut accompanying = vec![Choice::new("", w.t("antenna-nobody-yet"), now)];
    accompanying.extend(operators(visit, &mut db, now).await?);
    drop(db);
    let template = Edit {
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        is_new: id.is_none(),
        kinds: one_of(
            "antenna-kind",
            &Kind::ALL.iter().map(|k| k.slug()).collect::<Vec<_>>(),
            "kind",
        ),
        hoods,
        more_hoods,
        offers,
        languages: LANGUAGES.iter().map(|l| ticked("languages", l, w.of("spoken", l))).collect(),
        skills: Skill::ALL
            .iter()
            .map(|s| ticked("skills", s.slug(), w.of("skill", s.slug())))
            .collect(),
        reached_by: one_of(
            "reached-by",
            &ReachedBy::ALL.iter().map(|way| way.slug()).collect::<Vec<_>>(),
            "reached_by",
        ),
        step_free: step_free
            .iter()
            .map(|(value, key)| Choice::new(value, w.t(key), shown.trimmed("step_free")))
            .collect(),
        days: days.collect(),
        operators: vec![Group::plain(accompanying)],
        contact: contact_posted(shown),
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn new(visit: Visit) -> Outcome {
    form(&visit, None, &Posted::default(), Errors::default(), StatusCode::OK).await
}

pub(super) async fn spot(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let id = AntennaId::from(visit.command_id());
    let done = match profile_posted(posted) {
        Err(problem) => Err(problem),
        Ok(profile) => {
            let operator = posted.read("operator");
            let spot = Command::Spot { profile, contact: contact_posted(posted), operator };
            visit.submit(Any::Antennae(spot)).await
        }
    };
    match done {
        Ok(_) => go(&format!("/antennae/{id}?done=antenna-spotted")),
        Err(problem) if problem.status == 422 => {
            let errors = Errors::of(visit.words, &named_field(problem.clone()));
            form(&visit, None, posted, errors, status_of(&problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// An empty name is out of range for the domain, and simply missing for a person.
fn named_field(problem: Problem) -> Problem {
    if problem.field.as_deref() == Some("name") {
        return Problem::invalid("antenna-name-missing").at("name");
    }
    problem
}

pub(super) async fn edit(visit: Visit, At(id): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::KeepAntennae).await?;
    form(&visit, Some(id), &filled(&kept), Errors::default(), StatusCode::OK).await
}

pub(super) async fn describe(visit: Visit, At(id): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::KeepAntennae).await?;
    if kept.antenna.state == crate::network::antennae::State::Archived {
        return Err(Problem::from(Refusal::IsOver).into());
    }
    let posted = &visit.posted;
    let done = match profile_posted(posted) {
        Err(problem) => Err(problem),
        Ok(profile) => {
            visit.submit(Any::Antennae(Command::Describe { antenna: id, profile })).await
        }
    };
    match done {
        Ok(_) => go(&format!("/antennae/{id}?done=antenna-described")),
        Err(problem) if problem.status == 422 => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, Some(id), posted, errors, status_of(&problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them_and_come_back_the_same() {
        let spans = read_hours(" 9-12, 15:30-18 ").unwrap();
        assert_eq!(hours_in_words(&spans), "9-12, 15:30-18");
        assert_eq!(read_hours("8.15 – 13").map(|s| hours_in_words(&s)).as_deref(), Some("8:15-13"));
        assert_eq!(read_hours(""), Some(vec![]));
        for bad in ["mattina", "9", "9-", "25-26", "9:75-10"] {
            assert_eq!(read_hours(bad), None, "{bad}");
        }
    }
}

//! One volunteer of the register who is no antenna: their papers, the hours they gave, what they learnt, and the papers
//! of recognition (C4, C17, C24, C28).

use askama::Template;
use axum::http::StatusCode;
use protocol::clocks::{Minutes, Volunteering};
use protocol::{PersonId, Problem, VolunteerId};

use super::organisations::today;
use super::shown_name;
use super::volunteers::Papers;
use crate::command::Command as Any;
use crate::network::organisations;
use crate::pdf::Part;
use crate::people::roles::Permission;
use crate::store::vault;
use crate::web::form::Errors;
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::paper::{file, sheet};
use crate::web::visit::{At, Fault, Outcome, Visit, go};
use crate::work::events::Trainee;
use crate::work::queries::VolunteerRow;
use crate::work::{self, Command as Work, register};

/// How long is offered at a press, in minutes.
const LENGTHS_MIN: [i64; 5] = [60, 120, 180, 240, 300];

/// Hours of a day, as a line shows them.
struct Given {
    entry: String,
    day: String,
    length: String,
}

/// Something they learnt, as a line shows it.
struct Learnt {
    topic: String,
    day: String,
    length: String,
    until: String,
}

#[derive(Template)]
#[template(path = "network/volunteer_page.html")]
struct VolunteerPage {
    page: Page,
    errors: Errors,
    id: String,
    name: String,
    organisation: String,
    entered: String,
    insured: String,
    papers: &'static str,
    tone: &'static str,
    /// Since when they are off the register; empty while they are on it.
    left: String,
    total: String,
    days: Vec<Given>,
    learnt: Vec<Learnt>,
    lengths: Vec<(i64, String)>,
    day: String,
    minutes: String,
    may_keep: bool,
    command: String,
}

/// What is known of a volunteer, and of what they gave.
struct Known {
    kept: VolunteerRow,
    name: String,
    organisation: String,
    hours: Vec<register::GivenRow>,
}

impl Known {
    fn sum(&self) -> Minutes<Volunteering> {
        self.hours.iter().map(|given| given.minutes).sum()
    }
}

async fn known(visit: &Visit, page: &Page, id: VolunteerId) -> Result<Known, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let kept = work::queries::volunteer(&mut db, id).await?;
    let kept = kept.filter(|kept| kept.home == *node.id());
    let kept = kept.ok_or_else(|| Problem::not_found("unknown-volunteer"))?;
    let name = vault::name_of(&mut db, &node.vault, PersonId::new(id.uuid())).await?;
    let through = organisations::one(&mut db, kept.papers.organisation).await?;
    let hours = register::hours(&mut db, id).await?;
    Ok(Known {
        name: shown_name(page, &name.unwrap_or_default()),
        organisation: through.map(|one| one.organisation.profile.name).unwrap_or_default(),
        hours,
        kept,
    })
}

pub(super) async fn page(visit: Visit, At(id): At<VolunteerId>) -> Outcome {
    shown(&visit, id, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, id: VolunteerId, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Antennae, "volunteer-page-title").await;
    let known = known(visit, &page, id).await?;
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let trainings = register::trainings(&mut db, node.id()).await?;
    drop(db);
    let theirs = trainings.iter().filter(|one| one.who == Trainee::Volunteer(id));
    let learnt = theirs.map(|one| Learnt {
        topic: page.w.of("learnt", one.topic.slug()),
        day: page.times.day_of(&one.day),
        length: page.times.length(one.minutes.get()),
        until: one.valid_until.as_deref().map(|day| page.times.day_of(day)).unwrap_or_default(),
    });
    let papers = Papers::of(&known.kept.papers, today(&page));
    let date = |day: Option<jiff::civil::Date>| day.map(|d| page.times.date(d)).unwrap_or_default();
    let posted = visit.posted.trimmed("day");
    let template = VolunteerPage {
        errors,
        id: id.to_string(),
        entered: date(known.kept.papers.entered_on),
        insured: date(known.kept.papers.insured_until),
        papers: papers.slug(),
        tone: papers.tone(),
        left: known.kept.left_on.as_deref().map(|d| page.times.day_of(d)).unwrap_or_default(),
        total: page.times.length(known.sum().get()),
        days: known
            .hours
            .iter()
            .map(|given| Given {
                entry: given.entry.to_string(),
                day: page.times.day_of(&given.day),
                length: page.times.length(given.minutes.get()),
            })
            .collect(),
        learnt: learnt.collect(),
        lengths: LENGTHS_MIN.map(|minutes| (minutes, page.times.length(minutes))).into(),
        day: if posted.is_empty() { page.times.today() } else { posted.to_owned() },
        minutes: visit.posted.trimmed("minutes").to_owned(),
        may_keep: visit.may(Permission::KeepAntennae),
        command: page.fresh(),
        name: known.name,
        organisation: known.organisation,
        page,
    };
    show_as(status, &template)
}

async fn done(visit: &Visit, id: VolunteerId, command: Work, what: &str) -> Outcome {
    match visit.submit(Any::Work(command)).await {
        Ok(_) => go(&format!("/volunteers/{id}?done={what}")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(visit, id, errors, status_of(&problem)).await
        }
    }
}

/// Writes down hours they gave.
pub(super) async fn give(visit: Visit, At(volunteer): At<VolunteerId>) -> Outcome {
    let day = visit.posted.trimmed("day").to_owned();
    let minutes = visit.posted.read("minutes").unwrap_or(0);
    let give = Work::GiveHours { volunteer, day, minutes };
    done(&visit, volunteer, give, "volunteer-hours").await
}

/// Takes hours back that were written down by mistake.
pub(super) async fn take_back(visit: Visit, At(volunteer): At<VolunteerId>) -> Outcome {
    let entry = visit.posted.read("entry");
    let entry = entry.ok_or_else(|| Problem::invalid("field-missing").at("entry"))?;
    let back = Work::TakeHoursBack { volunteer, entry };
    done(&visit, volunteer, back, "volunteer-hours-back").await
}

/// A certificate of the hours they gave.
pub(super) async fn certificate(visit: Visit, At(id): At<VolunteerId>) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "volunteers-title").await;
    let known = known(&visit, &page, id).await?;
    let (Some(last), Some(first)) = (known.hours.first(), known.hours.last()) else {
        let problem = Problem::conflict("no-hours-to-certify");
        let errors = Errors::of(visit.words, &problem);
        return shown(&visit, id, errors, status_of(&problem)).await;
    };
    let w = page.w;
    let span = [&first.day, &last.day].map(|day| page.times.whole_day_of(day));
    let mut parts = vec![
        Part::Text(w.t("hours-certificate-says")),
        Part::Large(known.name.clone()),
        Part::Text(w.t("volunteer-certificate-gave")),
        Part::Space(1),
        Part::Fact(w.t("hours-certificate-hours"), page.times.length(known.sum().get())),
        Part::Fact(w.t("hours-certificate-days"), known.hours.len().to_string()),
        Part::Fact(w.t("hours-certificate-span"), span.join(" – ")),
    ];
    if !known.organisation.is_empty() {
        parts.push(Part::Fact(w.t("volunteer-through"), known.organisation.clone()));
    }
    parts.push(Part::Space(1));
    parts.push(Part::Small(w.t("hours-certificate-clock")));
    parts.push(Part::Signature(w.t("hours-certificate-signature")));
    file(&sheet(&page, w.t("hours-certificate-title"), parts), "certificato")
}

/// A letter of thanks, with the hours where there are any.
pub(super) async fn thanks(visit: Visit, At(id): At<VolunteerId>) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "volunteers-title").await;
    let known = known(&visit, &page, id).await?;
    let sum = known.sum().get();
    let length = (sum > 0).then(|| page.times.length(sum));
    file(&super::papers::letter(&page, &known.name, length), "grazie")
}

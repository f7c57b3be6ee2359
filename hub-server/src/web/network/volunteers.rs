//! The register of volunteers (C4; D.Lgs. 117/2017 artt. 17-18): who volunteers through which organisation,
//! since when they are entered and until when they are insured, with what is missing or runs out soon first.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{AntennaId, OrganisationId, PersonDetails, PersonId, Problem, VolunteerId};

use super::actions::{act, day};
use super::organisations::today;
use super::{of_here, shown_name, target};
use crate::command::Command as Any;
use crate::network::antennae::events::Volunteering;
use crate::network::antennae::{self, Command};
use crate::network::organisations;
use crate::people::roles::Permission;
use crate::store::vault;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{At, Fault, Outcome, Visit, go};
use crate::work::{self, Command as Work};

/// Why names are read, as kept in the log of readings.
const WHY: &str = "register-export";

/// The name of somebody in the vault, whatever else is kept of them.
#[derive(serde::Deserialize)]
struct Named {
    name: String,
}

/// An insurance that ends within so many days is warned about.
pub(super) const SOON_DAYS: i32 = 30;

/// How the papers of a volunteer stand, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Papers {
    NotEntered,
    NotInsured,
    Over,
    Soon,
    Fine,
}

impl Papers {
    pub(super) fn of(through: &Volunteering, today: Date) -> Self {
        let Some(until) = through.insured_until else {
            return if through.is_entered_on(today) { Self::NotInsured } else { Self::NotEntered };
        };
        if !through.is_entered_on(today) {
            Self::NotEntered
        } else if until < today {
            Self::Over
        } else if (until - today).get_days() <= SOON_DAYS {
            Self::Soon
        } else {
            Self::Fine
        }
    }

    pub(super) const fn slug(self) -> &'static str {
        match self {
            Self::NotEntered => "not-entered",
            Self::NotInsured => "not-insured",
            Self::Over => "over",
            Self::Soon => "soon",
            Self::Fine => "fine",
        }
    }

    pub(super) const fn tone(self) -> &'static str {
        match self {
            Self::NotEntered | Self::NotInsured | Self::Over => "red",
            Self::Soon => "orange",
            Self::Fine => "green",
        }
    }
}

/// One line of the register.
pub(super) struct Line {
    pub id: String,
    /// Whether it is an antenna, which has a page of its own.
    pub is_antenna: bool,
    pub organisation_id: String,
    pub entered_on: String,
    pub insured_from: String,
    pub insured_until: String,
    pub name: String,
    pub organisation: String,
    pub entered: String,
    pub insured: String,
    pub papers: &'static str,
    pub tone: &'static str,
    pub state: String,
    order: (Papers, Option<Date>, String),
}

#[derive(Template)]
#[template(path = "network/volunteers.html")]
struct Volunteers {
    page: Page,
    errors: Errors,
    lines: Vec<Line>,
    gone: Vec<Gone>,
    may_export: bool,
    warnings: usize,
    organisations: Vec<Group>,
    may_keep: bool,
    name: String,
    phone: String,
    entered_on: String,
    insured_from: String,
    insured_until: String,
    command: String,
}

/// The lines of the register, of one organisation or of all.
pub(super) async fn lines(
    visit: &Visit,
    page: &Page,
    of: Option<OrganisationId>,
) -> Result<Vec<Line>, Fault> {
    let node = &visit.app.node;
    let today = today(page);
    let mut db = node.store.read().await?;
    let mut lines = Vec::new();
    for kept in antennae::queries::all(&mut db, node.id()).await? {
        let Some(through) = kept.antenna.volunteering else { continue };
        let theirs = of.is_none_or(|of| of == through.organisation);
        let seen = visit.may_on(Permission::SeeAntennae, &target(visit, &kept));
        if !theirs || !seen || kept.antenna.state.is_over() {
            continue;
        }
        let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
        let organisation = organisations::one(&mut db, through.organisation).await?;
        let papers = Papers::of(&through, today);
        let name = shown_name(page, &name);
        lines.push(Line {
            id: kept.id.to_string(),
            is_antenna: true,
            organisation_id: through.organisation.to_string(),
            entered_on: text(through.entered_on),
            insured_from: text(through.insured_from),
            insured_until: text(through.insured_until),
            organisation: organisation.map(|o| o.organisation.profile.name).unwrap_or_default(),
            entered: through.entered_on.map(|d| page.times.date(d)).unwrap_or_default(),
            insured: through.insured_until.map(|d| page.times.date(d)).unwrap_or_default(),
            papers: papers.slug(),
            tone: papers.tone(),
            state: page.w.of("antenna-state", kept.antenna.state.slug()),
            order: (papers, through.insured_until, name.to_lowercase()),
            name,
        });
    }
    for kept in work::queries::volunteers(&mut db, node.id()).await? {
        let through = kept.papers;
        let theirs = of.is_none_or(|of| of == through.organisation);
        if kept.left_on.is_some() || !theirs {
            continue;
        }
        let person = PersonId::new(kept.id.uuid());
        let name = vault::name_of(&mut db, &node.vault, person).await?.unwrap_or_default();
        let organisation = organisations::one(&mut db, through.organisation).await?;
        let papers = Papers::of(&through, today);
        let name = shown_name(page, &name);
        lines.push(Line {
            id: kept.id.to_string(),
            is_antenna: false,
            organisation_id: through.organisation.to_string(),
            entered_on: text(through.entered_on),
            insured_from: text(through.insured_from),
            insured_until: text(through.insured_until),
            organisation: organisation.map(|o| o.organisation.profile.name).unwrap_or_default(),
            entered: through.entered_on.map(|d| page.times.date(d)).unwrap_or_default(),
            insured: through.insured_until.map(|d| page.times.date(d)).unwrap_or_default(),
            papers: papers.slug(),
            tone: papers.tone(),
            state: page.w.t("volunteer-no-antenna"),
            order: (papers, through.insured_until, name.to_lowercase()),
            name,
        });
    }
    drop(db);
    lines.sort_by(|one, other| one.order.cmp(&other.order));
    Ok(lines)
}

/// A day as a form has it; empty for none.
fn text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

pub(super) async fn list(visit: Visit) -> Outcome {
    listed(&visit, Errors::default(), StatusCode::OK).await
}

async fn listed(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Antennae, "volunteers-title").await;
    let lines = lines(visit, &page, None).await?;
    let gone = gone(visit, &page).await?;
    let warnings = lines.iter().filter(|line| line.order.0 != Papers::Fine).count();
    let mut db = visit.app.node.store.read().await?;
    let all = organisations::all(&mut db, visit.app.node.id()).await?;
    drop(db);
    let now = visit.posted.trimmed("organisation");
    let choices = all.iter().filter(|kept| kept.organisation.active);
    let choices =
        choices.map(|kept| Choice::new(kept.id, &kept.organisation.profile.name, now)).collect();
    let posted = |field: &str| visit.posted.trimmed(field).to_owned();
    let template = Volunteers {
        errors,
        lines,
        gone,
        may_export: visit.may(Permission::ExportNetwork),
        warnings,
        organisations: vec![Group::plain(choices)],
        may_keep: visit.may(Permission::KeepAntennae),
        name: posted("name"),
        phone: posted("phone"),
        entered_on: posted("entered_on"),
        insured_from: posted("insured_from"),
        insured_until: posted("insured_until"),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

/// Somebody who is off the register: who, through whom, since when.
pub(super) struct Gone {
    pub name: String,
    /// Their page; antennae that ended have none here.
    pub href: String,
    pub organisation: String,
    pub left: String,
}

/// A line of the register as a file has it.
struct Row {
    person: PersonId,
    antenna: bool,
    through: Volunteering,
    /// Since when they are off the register, `2026-11-22`; empty for who is on it.
    left: String,
}

/// The whole register, with those who left.
async fn rows(visit: &Visit, page: &Page) -> Result<Vec<Row>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut rows = Vec::new();
    for kept in antennae::queries::all(&mut db, node.id()).await? {
        let Some(through) = kept.antenna.volunteering else { continue };
        if !visit.may_on(Permission::SeeAntennae, &target(visit, &kept)) {
            continue;
        }
        let over = kept.antenna.state.is_over();
        let since = page.times.input(kept.antenna.state_since_ms);
        let left = if over { since.chars().take(10).collect() } else { String::new() };
        rows.push(Row { person: kept.antenna.person, antenna: true, through, left });
    }
    for kept in work::queries::volunteers(&mut db, node.id()).await? {
        let person = PersonId::new(kept.id.uuid());
        let left = kept.left_on.unwrap_or_default();
        rows.push(Row { person, antenna: false, through: kept.papers, left });
    }
    Ok(rows)
}

async fn gone(visit: &Visit, page: &Page) -> Result<Vec<Gone>, Fault> {
    let node = &visit.app.node;
    let rows = rows(visit, page).await?;
    let mut db = node.store.read().await?;
    let mut gone = Vec::new();
    for row in rows.iter().filter(|row| !row.left.is_empty()) {
        let name = vault::name_of(&mut db, &node.vault, row.person).await?.unwrap_or_default();
        let organisation = organisations::one(&mut db, row.through.organisation).await?;
        gone.push(Gone {
            name: shown_name(page, &name),
            href: if row.antenna { String::new() } else { format!("/volunteers/{}", row.person) },
            organisation: organisation.map(|o| o.organisation.profile.name).unwrap_or_default(),
            left: page.times.day_of(&row.left),
        });
    }
    Ok(gone)
}

/// The register as a file, with those who left; each name taken out is recorded.
pub(super) async fn csv(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "volunteers-title").await;
    let rows = rows(&visit, &page).await?;
    let people: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
    let names = visit.people::<Named>(people, WHY).await?;
    let mut csv = Csv::new(&[
        "name",
        "kind",
        "organisation",
        "entered_on",
        "insured_from",
        "insured_until",
        "left_on",
    ]);
    let mut db = visit.app.node.store.read().await?;
    for (row, named) in rows.iter().zip(names) {
        let name = named.map(|named| named.name).unwrap_or_default();
        let organisation = organisations::one(&mut db, row.through.organisation).await?;
        let organisation = organisation.map(|o| o.organisation.profile.name).unwrap_or_default();
        csv.row(&[
            &name,
            if row.antenna { "antenna" } else { "volunteer" },
            &organisation,
            &text(row.through.entered_on),
            &text(row.through.insured_from),
            &text(row.through.insured_until),
            &row.left,
        ]);
    }
    Ok(csv.download("volunteers.csv"))
}

/// The papers in a form.
fn papers(visit: &Visit) -> Result<Volunteering, Problem> {
    let posted = &visit.posted;
    let missing = || Problem::invalid("unknown-organisation").at("organisation");
    Ok(Volunteering {
        organisation: posted.read("organisation").ok_or_else(missing)?,
        entered_on: day(posted, "entered_on")?,
        insured_from: day(posted, "insured_from")?,
        insured_until: day(posted, "insured_until")?,
    })
}

async fn done(visit: &Visit, command: Result<Work, Problem>, what: &str) -> Outcome {
    let outcome = match command {
        Ok(command) => visit.submit(Any::Work(command)).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => go(&format!("/volunteers?done={what}")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            listed(visit, errors, status_of(&problem)).await
        }
    }
}

/// Enters a volunteer who is no antenna.
pub(super) async fn enter(visit: Visit) -> Outcome {
    let person = PersonDetails {
        name: visit.posted.trimmed("name").to_owned(),
        phone: visit.posted.trimmed("phone").to_owned(),
        address: String::new(),
    };
    let command = papers(&visit).map(|papers| Work::EnterVolunteer { papers, person });
    done(&visit, command, "volunteer-entered").await
}

/// Renews their papers.
pub(super) async fn renew(visit: Visit, At(volunteer): At<VolunteerId>) -> Outcome {
    let command = papers(&visit).map(|papers| Work::KeepVolunteer { volunteer, papers });
    done(&visit, command, "volunteer-kept").await
}

/// Takes them off the register from today.
pub(super) async fn leave(visit: Visit, At(volunteer): At<VolunteerId>) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "volunteers-title").await;
    let on = page.times.today();
    done(&visit, Ok(Work::LeaveRegister { volunteer, on }), "volunteer-left").await
}

/// Through whom an antenna volunteers, from the form on its page.
pub(super) async fn keep(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let posted = &visit.posted;
    let read = || -> Result<Option<Volunteering>, Problem> {
        let Some(organisation) = posted.read::<OrganisationId>("organisation") else {
            return Ok(None);
        };
        Ok(Some(Volunteering {
            organisation,
            entered_on: day(posted, "entered_on")?,
            insured_from: day(posted, "insured_from")?,
            insured_until: day(posted, "insured_until")?,
        }))
    };
    match read() {
        Ok(volunteering) => {
            let keep = Command::VolunteerThrough { antenna, volunteering };
            act(&visit, antenna, keep, "antenna-volunteer").await
        }
        Err(problem) => super::actions::again(&visit, antenna, problem).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn papers_that_are_missing_or_run_out_within_a_month_are_warned_about() {
        let today = date(2026, 11, 18);
        let fine = Volunteering {
            organisation: OrganisationId::new(crate::testing::uuid(1)),
            entered_on: Some(date(2026, 1, 1)),
            insured_from: Some(date(2026, 1, 1)),
            insured_until: Some(date(2026, 12, 31)),
        };
        let of = |until, entered| {
            Papers::of(&Volunteering { insured_until: until, entered_on: entered, ..fine }, today)
        };
        assert_eq!(Papers::of(&fine, today), Papers::Fine);
        assert_eq!(of(Some(date(2026, 12, 18)), fine.entered_on), Papers::Soon);
        assert_eq!(of(Some(date(2026, 12, 19)), fine.entered_on), Papers::Fine);
        assert_eq!(of(Some(date(2026, 11, 17)), fine.entered_on), Papers::Over);
        assert_eq!(of(None, fine.entered_on), Papers::NotInsured);
        assert_eq!(of(fine.insured_until, None), Papers::NotEntered);
    }
}

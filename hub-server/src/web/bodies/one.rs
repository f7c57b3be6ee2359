//! One body: its mandate, where it stands, who sits in it, its meetings and what it decided.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{BodyId, PersonDetails, Problem, StaffId};

use super::seats::{self, SeatView};
use super::{body_of, decision_tone, hours, icon, keeps, today, tone};
use crate::bodies::events::{Level, Party, SeatRole};
use crate::bodies::model::{Body, Decision, Meeting};
use crate::bodies::queries::{self, Published};
use crate::bodies::{Command as Bodies, NewSeat, NewWho};
use crate::command::Command;
use crate::network::organisations;
use crate::people;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// How many meetings and decisions stand on the page; the rest in their lists.
const SHOWN: usize = 6;

/// A meeting or a decision, in a line.
pub(super) struct Line {
    pub href: String,
    pub title: String,
    pub about: String,
    pub state: String,
    pub tone: &'static str,
}

#[derive(Template)]
#[template(path = "bodies/one.html")]
struct One {
    page: Page,
    keeps: bool,
    errors: Errors,
    id: String,
    icon: &'static str,
    kind: String,
    mandate: String,
    active: bool,
    inside: Option<(String, String)>,
    within: Vec<(String, String)>,
    field: String,
    quorum: String,
    notice_days: i64,
    term_months: i64,
    seats: Vec<SeatView>,
    former: Vec<SeatView>,
    voters: usize,
    meetings: Vec<Line>,
    decisions: Vec<Line>,
    minutes: Vec<Line>,
    staff: Vec<Group>,
    parties: Vec<Group>,
    roles: Vec<Choice>,
    who: Vec<Choice>,
    name: String,
    phone: String,
    from: String,
    until: String,
    today: String,
    command: String,
}

pub(super) async fn page(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let body = body_of(&visit, id).await?;
    shown(&visit, &body, Errors::default(), StatusCode::OK).await
}

/// A meeting in a line.
pub(super) fn meeting_line(page: &Page, meeting: &Meeting, body_name: &str) -> Line {
    let plan = &meeting.plan;
    let day = page.times.date(plan.day);
    Line {
        href: format!("/meetings/{}", meeting.id),
        title: if body_name.is_empty() { day.clone() } else { body_name.to_owned() },
        about: {
            let when = hours(plan.from_min, plan.to_min);
            let day = if body_name.is_empty() { String::new() } else { day };
            let items = page.w.n("session-items", plan.agenda.len());
            let parts = [day, when, plan.place.clone(), items].into_iter();
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        },
        state: page.w.of("session-state", meeting.state.slug()),
        tone: tone(meeting.state),
    }
}

/// A decision in a line.
pub(super) fn decision_line(page: &Page, decision: &Decision, body_name: &str) -> Line {
    let number = page.w.a("decision-number", "number", decision.number());
    let day = page.times.date(decision.day);
    let parts = [number, body_name.to_owned(), day].into_iter();
    Line {
        href: format!("/decisions/{}", decision.id),
        title: decision.item.title.clone(),
        about: parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        state: page.w.of("decision-state", decision.state.slug()),
        tone: decision_tone(decision.state),
    }
}

fn minutes_line(page: &Page, published: &Published) -> Line {
    Line {
        href: format!("/minutes/{}", published.meeting),
        title: page.times.date(published.sheet.day),
        about: page.w.n("session-items", published.sheet.items.len()),
        state: page.w.of("level", published.level.slug()),
        tone: "green",
    }
}

async fn staff_choices(visit: &Visit, page: &Page, now: &str) -> Result<Vec<Group>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let members = people::queries::members(&mut db, visit.app.node.id()).await?;
    let none = Choice::new("", page.w.t("seat-choose-staff"), now);
    let choices = members
        .iter()
        .filter(|member| member.active)
        .map(|m| Choice::new(m.staff, m.display_name.clone().unwrap_or_default(), now));
    Ok(vec![Group::plain([none].into_iter().chain(choices).collect())])
}

/// The organisations somebody can sit for: those of the register, and the partners of the city file.
async fn party_choices(visit: &Visit, page: &Page, now: &str) -> Result<Vec<Group>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let kept = organisations::all(&mut db, visit.app.node.id()).await?;
    drop(db);
    let registered = kept.iter().filter(|kept| kept.organisation.active).map(|kept| {
        Choice::new(format!("organisation.{}", kept.id), &kept.organisation.profile.name, now)
    });
    let partners = page.city.iter().flat_map(|city| &city.partners);
    let partners = partners.map(|one| Choice::new(format!("partner.{}", one.slug), &one.name, now));
    let none = Choice::new("", page.w.t("seat-no-party"), now);
    let groups = [
        Group::plain(vec![none]),
        Group { label: page.w.t("seat-party-register"), choices: registered.collect() },
        Group { label: page.w.t("seat-party-city"), choices: partners.collect() },
    ];
    Ok(groups.into_iter().filter(|group| !group.choices.is_empty()).collect())
}

fn party_posted(posted: &Posted) -> Option<Party> {
    match posted.trimmed("party").split_once('.')? {
        ("organisation", id) => id.parse().ok().map(Party::Organisation),
        ("partner", slug) => slug.parse().ok().map(Party::Partner),
        _ => None,
    }
}

async fn shown(visit: &Visit, body: &Body, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Bodies, "bodies-title").await;
    let page = page.titled(body.profile.name.clone());
    let (keeps, day) = (keeps(visit), today(&page));
    let (seats, former): (Vec<_>, Vec<_>) = seats::views(visit, &page, body, day)
        .await?
        .into_iter()
        .partition(|view| view.held || view.ahead);
    let mut db = visit.app.node.store.read().await?;
    let all = queries::bodies(&mut db).await?;
    let (mut meetings, mut decisions) = (Vec::new(), Vec::new());
    if keeps {
        meetings = queries::meetings(&mut db, Some(body.id)).await?;
        decisions = queries::decisions(&mut db).await?;
        decisions.retain(|decision| decision.body == body.id);
    }
    let least = if keeps { Level::Internal } else { Level::Network };
    let mut minutes = queries::sheets(&mut db, least).await?;
    minutes.retain(|published| published.sheet.body == body.id);
    drop(db);
    let link = |body: &Body| (format!("/bodies/{}", body.id), body.profile.name.clone());
    let posted = &visit.posted;
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let w = page.w;
    let choices = |family: &'static str, slugs: &[&'static str], now: String| {
        slugs.iter().map(|s| Choice::new(*s, w.of(family, s), &now)).collect::<Vec<_>>()
    };
    let roles: Vec<&'static str> = SeatRole::ALL.iter().map(|role| role.slug()).collect();
    let template = One {
        id: body.id.to_string(),
        icon: icon(body.profile.kind),
        kind: w.of("body-kind", body.profile.kind.slug()),
        mandate: body.profile.mandate.clone(),
        active: body.active,
        inside: all.iter().find(|other| Some(other.id) == body.profile.inside).map(link),
        within: all
            .iter()
            .filter(|other| other.active && other.profile.inside == Some(body.id))
            .map(link)
            .collect(),
        field: body.profile.field.as_ref().map(|f| page.theme(f.as_str())).unwrap_or_default(),
        quorum: w.of("quorum", body.profile.quorum.slug()),
        notice_days: i64::from(body.profile.notice_days),
        term_months: i64::from(body.profile.term_months.unwrap_or_default()),
        voters: body.voters_on(day).count(),
        meetings: meetings.iter().take(SHOWN).map(|m| meeting_line(&page, m, "")).collect(),
        decisions: decisions.iter().take(SHOWN).map(|d| decision_line(&page, d, "")).collect(),
        minutes: minutes.iter().take(SHOWN).map(|m| minutes_line(&page, m)).collect(),
        staff: staff_choices(visit, &page, posted.trimmed("staff")).await?,
        parties: party_choices(visit, &page, posted.trimmed("party")).await?,
        roles: choices("seat-role", &roles, or("role", "voting")),
        who: choices("seat-who", &["person", "staff", "delegate"], or("who", "person")),
        name: posted.text("name").to_owned(),
        phone: posted.text("phone").to_owned(),
        from: or("from", &day.to_string()),
        until: posted.trimmed("until").to_owned(),
        today: day.to_string(),
        command: page.fresh(),
        keeps,
        errors,
        seats,
        former,
        page,
    };
    show_as(status, &template)
}

fn day_posted(posted: &Posted, field: &'static str) -> Result<Date, Problem> {
    posted.read(field).ok_or_else(|| Problem::invalid("no-day").at(field))
}

fn seat_posted(posted: &Posted) -> Result<NewSeat, Problem> {
    let who = match posted.trimmed("who") {
        "staff" => {
            let staff: Option<StaffId> = posted.read("staff");
            NewWho::Staff(staff.ok_or_else(|| Problem::invalid("unknown-staff").at("staff"))?)
        }
        "delegate" => NewWho::Delegate,
        _ => NewWho::Person(PersonDetails {
            name: posted.trimmed("name").to_owned(),
            phone: posted.trimmed("phone").to_owned(),
            address: String::new(),
        }),
    };
    Ok(NewSeat {
        who,
        party: party_posted(posted),
        role: SeatRole::from_slug(posted.trimmed("role"))
            .ok_or_else(|| Problem::invalid("choose-one").at("role"))?,
        from: day_posted(posted, "from")?,
        until: match posted.trimmed("until") {
            "" => None,
            _ => Some(day_posted(posted, "until")?),
        },
    })
}

async fn done(visit: &Visit, id: BodyId, command: Result<Bodies, Problem>, done: &str) -> Outcome {
    let answer = match command {
        Ok(command) => visit.submit(Command::Bodies(command)).await,
        Err(problem) => Err(problem),
    };
    match answer {
        Ok(_) => go(&format!("/bodies/{id}?done={done}")),
        Err(problem) => {
            let body = body_of(visit, id).await?;
            shown(visit, &body, Errors::of(visit.words, &problem), status_of(&problem)).await
        }
    }
}

pub(super) async fn seat(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let command = seat_posted(&visit.posted).map(|seat| Bodies::Seat { body: id, seat });
    done(&visit, id, command, "seat-taken").await
}

pub(super) async fn end_seat(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let posted = &visit.posted;
    let seat = posted.read("seat").ok_or_else(|| Problem::not_found("unknown-seat"));
    let command = seat.and_then(|seat| {
        Ok(Bodies::EndSeat { body: id, seat, last_day: day_posted(posted, "last_day")? })
    });
    done(&visit, id, command, "seat-ended").await
}

pub(super) async fn active(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let active = visit.posted.has("active", "yes");
    let said = if active { "body-restored" } else { "body-dissolved" };
    done(&visit, id, Ok(Bodies::SetActive { body: id, active }), said).await
}

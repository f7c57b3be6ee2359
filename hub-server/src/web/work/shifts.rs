//! Shifts: a month on a page, holidays and all, who came, and the address that puts them into one's own calendar.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{Problem, ShiftId, Slug};

use super::{Tab, colleagues, minute_of, name_of, staff_choices, tabs};
use crate::activities::tasks::{self, Why};
use crate::command::Command;
use crate::people::roles::{Permission, role_may};
use crate::store::StoreError;
use crate::web::address;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::requests::hood_choices;
use crate::web::visit::{At, Outcome, Visit, go};
use crate::work::Command as Work;
use crate::work::events::{Shift, ShiftMark};
use crate::work::feeds::{self, Entry};
use crate::work::queries::{self, ShiftRow, ShiftState};
use crate::{requests, visits};

/// How long a help is in a calendar, where nobody said; and something to do, in the morning of its day. In minutes.
const HELP_MIN: i64 = 60;
const TASK_MIN: i64 = 30;
const TASK_AT_MIN: i64 = 9 * 60;
/// Most things to do in a calendar.
const TASKS_MAX: u32 = 200;
const WEEK_MS: i64 = 7 * 24 * 3_600_000;

struct Card {
    id: String,
    name: String,
    hood: String,
    hours: String,
    state: &'static str,
    tone: &'static str,
    words: String,
    mine: bool,
    begun: bool,
    planned: bool,
    said: Vec<Said>,
    may_say: bool,
}

/// How somebody says a shift went.
struct Said {
    side: String,
    mark: String,
    tone: &'static str,
    words: String,
}

struct Day {
    number: i8,
    name: String,
    closed: bool,
    today: bool,
    elsewhere: bool,
    shifts: Vec<Card>,
}

#[derive(Template)]
#[template(path = "work/shifts.html")]
struct Shifts {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    span: String,
    is_week: bool,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Day>>,
    missed: Vec<(String, i64)>,
    previous: String,
    next: String,
    other: String,
    may_plan: bool,
    staff: Vec<Group>,
    hoods: Vec<Group>,
    day: String,
    from: String,
    to: String,
    marks: Vec<Choice>,
    command: String,
    has_address: bool,
    fresh: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), axum::http::StatusCode::OK, String::new()).await
}

/// The days a page shows: a week from Monday, or every week of a month.
fn span(visit: &Visit, page: &Page) -> (Date, Date, Date, bool) {
    let today: Date = page.times.today().parse().unwrap_or_default();
    let asked = visit.asked.trimmed("day").parse().unwrap_or(today);
    let monday = |day: Date| {
        let back = i64::from(day.weekday().to_monday_zero_offset());
        day.checked_sub(back.days()).unwrap_or(day)
    };
    if visit.asked.trimmed("view") == "week" {
        let first = monday(asked);
        (asked, first, first.checked_add(6.days()).unwrap_or(first), true)
    } else {
        let first = monday(asked.first_of_month());
        let last = monday(asked.last_of_month());
        (asked, first, last.checked_add(6.days()).unwrap_or(last), false)
    }
}

async fn shown(
    visit: &Visit,
    errors: Errors,
    status: axum::http::StatusCode,
    fresh: String,
) -> Outcome {
    let page = Page::of(visit, Section::Work, "shifts-title").await;
    let me = visit.me()?.staff;
    let (asked, first, last, is_week) = span(visit, &page);
    let all = colleagues(visit).await?;
    let home = visit.app.node.id().clone();
    let mut db = visit.app.node.store.read().await?;
    let shifts = queries::shifts(&mut db, &home, &first.to_string(), &last.to_string()).await?;
    let missed = queries::missed(&mut db, &home, &first.to_string(), &last.to_string()).await?;
    let words = queries::shift_words(&mut db, &home, &first.to_string(), &last.to_string()).await?;
    let has_address = feeds::has(&mut db, me).await?;
    drop(db);
    let may_plan = visit.may(Permission::ReviewDiaries);
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take_while(|day| *day <= last)
        .map(|day| {
            let date = day.to_string();
            let of_day = shifts.iter().filter(|shift| shift.day == date);
            Day {
                number: day.day(),
                name: page.w.t(&format!("weekday-{}", day.weekday().to_monday_one_offset())),
                closed: page.city.as_deref().is_some_and(|city| city.calendar.is_holiday(day)),
                today: date == page.times.today(),
                elsewhere: !is_week && day.month() != asked.month(),
                shifts: of_day
                    .map(|shift| {
                        let sees = shift.staff == me || may_plan;
                        let said = if sees { said(&page, shift, &words) } else { Vec::new() };
                        let may_say = sees && shift.state == ShiftState::Came;
                        Card { said, may_say, ..card(&page, shift, &all, me) }
                    })
                    .collect(),
            }
        });
    let mut weeks: Vec<Vec<Day>> = Vec::new();
    for day in days {
        match weeks.last_mut() {
            Some(week) if week.len() < 7 => week.push(day),
            Some(_) | None => weeks.push(vec![day]),
        }
    }
    let view = if is_week { "week" } else { "" };
    let step = |forward: bool| {
        let by = if is_week { 7.days() } else { 1.months() };
        let from = if is_week { asked } else { asked.first_of_month() };
        let to = if forward { from.checked_add(by) } else { from.checked_sub(by) };
        let to = to.unwrap_or(from).to_string();
        address::with("/shifts", [("view", view), ("day", to.as_str())])
    };
    let posted = &visit.posted;
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let hub = page.city.as_deref().and_then(|city| city.hub(home.as_str()));
    let hood = or("neighbourhood", hub.map_or("", |hub| hub.neighbourhood.as_str()));
    let other = if is_week { "" } else { "week" };
    let date = asked.to_string();
    let template = Shifts {
        tabs: tabs(&page, "/shifts"),
        errors,
        span: if is_week {
            page.w.a("shifts-week", "day", page.times.date(first))
        } else {
            page.times.month_of(&date[..7])
        },
        is_week,
        weekdays: (1..=7).map(|n| page.w.t(&format!("weekday-{n}"))).collect(),
        weeks,
        missed: missed.into_iter().map(|(who, n)| (name_of(&all, who), n)).collect(),
        previous: step(false),
        next: step(true),
        other: address::with("/shifts", [("view", other), ("day", date.as_str())]),
        may_plan,
        staff: staff_choices(&all, posted.trimmed("staff")),
        hoods: hood_choices(&page, &hood, "", None),
        day: or("day", &page.times.today()),
        from: or("from", "09:00"),
        to: or("to", "12:30"),
        marks: ShiftMark::ALL
            .iter()
            .map(|mark| Choice::new(mark.slug(), page.w.of("shift-mark", mark.slug()), "well"))
            .collect(),
        command: page.fresh(),
        has_address,
        fresh,
        page,
    };
    show_as(status, &template)
}

fn card(
    page: &Page,
    shift: &ShiftRow,
    all: &[(protocol::StaffId, String)],
    me: protocol::StaffId,
) -> Card {
    let clock = |minute: i64| format!("{}:{:02}", minute / 60, minute % 60);
    let (state, tone) = match shift.state {
        ShiftState::Planned => ("planned", "blue"),
        ShiftState::Came => ("came", "green"),
        ShiftState::Missed => ("missed", "red"),
        ShiftState::Cancelled => ("cancelled", "slate"),
    };
    let now = page.times.input(page.times.now_ms);
    let begins = format!("{}T{:02}:{:02}", shift.day, shift.from_min / 60, shift.from_min % 60);
    Card {
        id: shift.id.to_string(),
        name: name_of(all, shift.staff),
        hood: page.neighbourhood(shift.neighbourhood.as_str()),
        hours: format!("{}–{}", clock(shift.from_min), clock(shift.to_min)),
        words: page.w.of("shift", state),
        state,
        tone,
        mine: shift.staff == me,
        begun: begins <= now,
        planned: shift.state == ShiftState::Planned,
        said: Vec::new(),
        may_say: false,
    }
}

/// What whoever had a shift and whoever planned it say of it.
fn said(page: &Page, shift: &ShiftRow, words: &[queries::ShiftWord]) -> Vec<Said> {
    let of_shift = words.iter().filter(|word| word.shift == shift.id);
    of_shift
        .map(|word| Said {
            side: page.w.of("shift-side", word.side.slug()),
            mark: page.w.of("shift-mark", word.mark.slug()),
            tone: match word.mark {
                ShiftMark::Well => "green",
                ShiftMark::SoSo => "slate",
                ShiftMark::Badly => "orange",
            },
            words: word.words.clone().unwrap_or_default(),
        })
        .collect()
}

/// How a shift went, from its form.
pub(super) async fn word(visit: Visit, At(shift): At<ShiftId>) -> Outcome {
    let mark = ShiftMark::from_slug(visit.posted.trimmed("mark"));
    let mark = mark.ok_or_else(|| Problem::invalid("field-missing").at("mark"))?;
    let words = visit.posted.trimmed("words").to_owned();
    visit.submit(Command::Work(Work::RateShift { shift, mark, words })).await?;
    go("/shifts?done=shift-said")
}

pub(super) async fn plan(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let invalid = |slug: &str, field: &str| Problem::invalid(slug).at(field);
    let read = || -> Result<Shift, Problem> {
        Ok(Shift {
            staff: posted.read("staff").ok_or_else(|| invalid("unknown-staff", "staff"))?,
            neighbourhood: posted
                .read::<Slug>("neighbourhood")
                .ok_or_else(|| invalid("not-in-catalogue", "neighbourhood"))?,
            day: posted.trimmed("day").to_owned(),
            from_min: minute_of(posted.text("from")).ok_or_else(|| invalid("no-hour", "from"))?,
            to_min: minute_of(posted.text("to")).ok_or_else(|| invalid("no-hour", "to"))?,
        })
    };
    let outcome = match read() {
        Ok(shift) => visit.submit(Command::Work(Work::PlanShift(shift))).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => {
            let day = posted.trimmed("day");
            go(&address::with("/shifts", [("day", day), ("done", "shift-planned")]))
        }
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem), String::new()).await
        }
    }
}

pub(super) async fn cancel(visit: Visit, At(shift): At<ShiftId>) -> Outcome {
    visit.submit(Command::Work(Work::CancelShift { shift })).await?;
    go("/shifts?done=shift-cancelled")
}

pub(super) async fn came(visit: Visit, At(shift): At<ShiftId>) -> Outcome {
    visit.submit(Command::Work(Work::MarkShift { shift, came: true })).await?;
    go("/shifts?done=shift-marked")
}

pub(super) async fn missed(visit: Visit, At(shift): At<ShiftId>) -> Outcome {
    visit.submit(Command::Work(Work::MarkShift { shift, came: false })).await?;
    go("/shifts?done=shift-marked")
}

/// Makes a new secret address; the one before no longer opens anything.
pub(super) async fn renew(visit: Visit) -> Outcome {
    let staff = visit.me()?.staff;
    let secret = data_encoding::BASE64URL_NOPAD.encode(&crate::node::fresh_bytes());
    let (kept, now_ms) = (secret.clone(), visit.app.node.now_ms());
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move { Ok(feeds::renew(write.db, staff, &kept, now_ms).await?) })
        })
        .await?;
    let path = format!("/calendar/{secret}.ics");
    shown(&visit, Errors::default(), axum::http::StatusCode::OK, path).await
}

pub(super) async fn revoke(visit: Visit) -> Outcome {
    let staff = visit.me()?.staff;
    visit
        .app
        .node
        .change(move |write| Box::pin(async move { Ok(feeds::revoke(write.db, staff).await?) }))
        .await?;
    go("/shifts?done=address-revoked")
}

/// What else somebody has to be somewhere for, or to do: helps that were agreed for requests they look after, things to
/// do in the morning of their day, visits to the desk. A calendar is read by other programs: no name is in it.
async fn others(
    page: &Page,
    db: &mut sqlx::AnyConnection,
    staff: protocol::StaffId,
    visits_too: bool,
) -> Result<Vec<Entry>, StoreError> {
    let (now_ms, home) = (page.times.now_ms, page.node_id());
    let mut others = Vec::new();
    for brief in requests::queries::agreed(db, home, staff).await? {
        let category = page.category(brief.category.as_str());
        others.extend(brief.scheduled_ms.map(|from_ms| Entry {
            uid: format!("help-{}", brief.request.id),
            title: page.w.a("help-in-calendar", "category", category),
            place: page.neighbourhood(brief.neighbourhood.as_str()),
            from_ms,
            length_min: HELP_MIN,
            changed_at_ms: brief.changed_at_ms,
        }));
    }
    for task in tasks::open_of(db, staff, TASKS_MAX).await? {
        let title = match &task.why {
            Why::Entry { rule, .. } => page.w.of("task-rule", rule.slug()),
            Why::City { about, .. } => page.w.of("task-cause", about.cause().slug()),
        };
        let from_ms = feeds::at_ms(&page.times.zone, &task.due, TASK_AT_MIN);
        others.extend(from_ms.map(|from_ms| Entry {
            uid: format!("task-{}", task.id),
            title,
            place: String::new(),
            from_ms,
            length_min: TASK_MIN,
            changed_at_ms: now_ms,
        }));
    }
    if visits_too {
        let ahead = (now_ms - WEEK_MS, now_ms + 26 * WEEK_MS);
        for one in visits::queries::between(db, home, ahead).await? {
            others.push(Entry {
                uid: format!("visit-{}", one.id),
                title: page.w.t("visit-in-calendar"),
                place: page.place.clone(),
                from_ms: one.at_ms,
                length_min: one.length_min,
                changed_at_ms: one.changed_at_ms,
            });
        }
    }
    Ok(others)
}

/// Somebody's shifts for whoever has the secret address: three months back, a year ahead.
pub(super) async fn calendar(visit: Visit, Path(file): Path<String>) -> Outcome {
    let unknown = || Problem::not_found("no-such-page");
    let secret = file.strip_suffix(".ics").ok_or_else(unknown)?;
    let mut db = visit.app.node.store.read().await?;
    let staff = feeds::whose(&mut db, secret).await?.ok_or_else(unknown)?;
    // Whoever lost their account lost their calendar with it.
    let member = crate::people::queries::member(&mut db, staff).await?;
    let member = member.filter(|member| member.active);
    if member.is_none() {
        return Err(unknown().into());
    }
    let page = Page::of(&visit, Section::Work, "shifts-title").await;
    let today: Date = page.times.today().parse().unwrap_or_default();
    let from = today.checked_sub(3.months()).unwrap_or(today).to_string();
    let to = today.checked_add(1.years()).unwrap_or(today).to_string();
    let shifts = queries::shifts_of(&mut db, staff, &from, &to).await?;
    let visits_too = member.is_some_and(|member| role_may(member.role, Permission::WorkAtDesk));
    let others = others(&page, &mut db, staff, visits_too).await?;
    drop(db);
    let title = page.w.t("shift-in-calendar");
    let worded =
        |shift: &ShiftRow| (title.clone(), page.neighbourhood(shift.neighbourhood.as_str()));
    let text = feeds::calendar(&page.place, &page.times.zone, &shifts, worded, &others);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}

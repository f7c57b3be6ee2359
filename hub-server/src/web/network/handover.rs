//! Who looks after which place, and handing over (C8): all of somebody's antennae and places to a colleague, in one
//! go; each keeps its whole history.

use askama::Template;
use axum::http::StatusCode;
use protocol::{AssignmentId, CommandId, EventId, Problem, StaffId};

use super::edit::operators;
use super::target;
use crate::activities::tasks;
use crate::command::Command as Any;
use crate::context::Ctx;
use crate::network::antennae::{self, Command};
use crate::people::roles::Permission;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::requests::{Names, hood_choices};
use crate::web::visit::{At, Outcome, Visit, go};
use crate::work::events::PlaceAssigned;
use crate::work::{self, Command as Work};
use crate::{activities, requests};

/// Most things to do that are handed over at once.
const TASKS_MAX: u32 = 500;

struct Load {
    name: String,
    antennae: usize,
    requests: i64,
}

/// Who looks after a place, or did.
struct Placed {
    id: String,
    place: String,
    name: String,
    since: String,
    until: String,
}

#[derive(Template)]
#[template(path = "network/handover.html")]
struct Handover {
    page: Page,
    errors: Errors,
    from: Vec<Group>,
    to: Vec<Group>,
    loads: Vec<Load>,
    alone: usize,
    places: Vec<Placed>,
    earlier: Vec<Placed>,
    without: Vec<String>,
    hoods: Vec<Group>,
    staff: Vec<Group>,
    today: String,
    command: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Antennae, "handover-title").await;
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let all = antennae::queries::all(&mut db, node.id()).await?;
    let open = || all.iter().filter(|kept| !kept.antenna.state.is_over());
    let mut held: Vec<StaffId> = open().filter_map(|kept| kept.antenna.operator).collect();
    let assignments = work::queries::assignments(&mut db, node.id()).await?;
    held.extend(assignments.iter().filter(|one| one.last_day.is_none()).map(|one| one.staff));
    let in_hand = requests::queries::in_hand(&mut db, node.id()).await?;
    held.extend(in_hand.iter().map(|(staff, _)| *staff));
    held.sort_unstable();
    held.dedup();
    let mut names = Names::default();
    let mut loads = Vec::new();
    let now = visit.posted.trimmed("from").to_owned();
    let mut from = vec![Choice::new("", page.w.t("handover-choose"), &now)];
    for staff in held {
        let name = names.of(&mut db, Some(staff)).await?;
        let antennae = open().filter(|kept| kept.antenna.operator == Some(staff)).count();
        from.push(Choice::new(staff, &name, &now));
        let requests = in_hand.iter().find(|(one, _)| *one == staff).map_or(0, |(_, count)| *count);
        loads.push(Load { name, antennae, requests });
    }
    let alone = open().filter(|kept| kept.antenna.operator.is_none()).count();
    let mut to = vec![Choice::new("", page.w.t("handover-choose"), "")];
    to.extend(operators(visit, &mut db, visit.posted.trimmed("to")).await?);
    let staff = operators(visit, &mut db, visit.posted.trimmed("staff")).await?;
    let (mut places, mut earlier) = (Vec::new(), Vec::new());
    for one in &assignments {
        let until = one.last_day.as_deref().map(|day| page.times.day_of(day));
        let placed = Placed {
            id: one.id.to_string(),
            place: page.neighbourhood(one.neighbourhood.as_str()),
            name: names.of(&mut db, Some(one.staff)).await?,
            since: page.times.day_of(&one.first_day),
            until: until.unwrap_or_default(),
        };
        if one.last_day.is_some() { earlier.push(placed) } else { places.push(placed) }
    }
    drop(db);
    let looked_after = |slug: &str| {
        let mut open = assignments.iter().filter(|one| one.last_day.is_none());
        open.any(|one| one.neighbourhood.as_str() == slug)
    };
    let served = page.city.as_deref().and_then(|city| city.hub(node.id().as_str()));
    let without = served.iter().flat_map(|hub| &hub.served).filter(|slug| !looked_after(slug));
    let without = without.map(|slug| page.neighbourhood(slug)).collect();
    let hood = visit.posted.trimmed("neighbourhood").to_owned();
    let hoods = hood_choices(&page, &hood, "", None);
    let (from, to) = (vec![Group::plain(from)], vec![Group::plain(to)]);
    let template = Handover {
        errors,
        from,
        to,
        loads,
        alone,
        places,
        earlier,
        without,
        hoods,
        staff: vec![Group::plain(staff)],
        today: page.times.today(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

/// Lets a colleague look after a place.
pub(super) async fn assign(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let missing = |field: &str| Problem::invalid("choose-one").at(field);
    let read = || -> Result<Work, Problem> {
        Ok(Work::AssignPlace(PlaceAssigned {
            staff: posted.read("staff").ok_or_else(|| missing("staff"))?,
            neighbourhood: posted.read("neighbourhood").ok_or_else(|| missing("neighbourhood"))?,
            from: posted.trimmed("day").to_owned(),
        }))
    };
    let outcome = match read() {
        Ok(command) => visit.submit(Any::Work(command)).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => go("/antennae/handover?done=place-assigned"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
    }
}

/// Says that a colleague looks after a place for the last time today.
pub(super) async fn end(visit: Visit, At(assignment): At<AssignmentId>) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "handover-title").await;
    let last_day = page.times.today();
    let ended = visit.submit(Any::Work(Work::EndAssignment { assignment, last_day })).await;
    match ended {
        Ok(_) => go("/antennae/handover?done=assignment-ended"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn hand(visit: Visit) -> Outcome {
    let read = |field: &str| {
        let staff = visit.posted.read::<StaffId>(field);
        staff.ok_or_else(|| Problem::invalid("choose-one").at(field))
    };
    let (from, to) = match read("from").and_then(|from| Ok((from, read("to")?))) {
        Ok(both) => both,
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            return shown(&visit, errors, status_of(&problem)).await;
        }
    };
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let all = antennae::queries::all(&mut db, node.id()).await?;
    let places = work::queries::assignments(&mut db, node.id()).await?;
    let open = requests::queries::open_of(&mut db, node.id(), from).await?;
    let todo = tasks::open_of(&mut db, from, TASKS_MAX).await?;
    drop(db);
    let whole = visit.command_id();
    let theirs = all.iter().filter(|kept| {
        kept.antenna.operator == Some(from)
            && !kept.antenna.state.is_over()
            && visit.may_on(Permission::KeepAntennae, &target(&visit, kept))
    });
    let mut commands: Vec<Any> = theirs
        .map(|kept| Any::Antennae(Command::Accompany { antenna: kept.id, operator: Some(to) }))
        .collect();
    let city = node.known_city()?;
    let today = antennae::today(&city, node.now_ms()).to_string();
    for place in places.iter().filter(|one| one.staff == from && one.last_day.is_none()) {
        let (assignment, last_day) = (place.id, today.clone().max(place.first_day.clone()));
        commands.push(Any::Work(Work::EndAssignment { assignment, last_day }));
        commands.push(Any::Work(Work::AssignPlace(PlaceAssigned {
            staff: to,
            neighbourhood: place.neighbourhood.clone(),
            from: today.clone(),
        })));
    }
    for request in open {
        if visit.request(request, Permission::WorkOnRequests).await.is_ok() {
            let assign = requests::Command::Assign { request, operator: to };
            commands.push(Any::Requests(assign));
        }
    }
    // One's own things to do, or anybody's for whoever answers for the diary.
    let theirs = visit.me()?.staff == from || visit.may(Permission::ReviewDiaries);
    for task in todo.into_iter().filter(|task| theirs && task.home == *node.id()) {
        commands.push(Any::Activities(activities::Command::HandOverTask { task: task.id, to }));
    }
    for (index, command) in (1_u32..).zip(commands) {
        let id = CommandId::new(EventId::of_command(whole, index).uuid());
        let ctx = Ctx { command: id, ..visit.ctx(protocol::Channel::Console)? };
        node.submit(ctx, command).await?;
    }
    go(&format!("/antennae?tab=every&operator={to}&done=handed-over"))
}

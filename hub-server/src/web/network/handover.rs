//! Handing over (C8): all of somebody's antennae to a colleague, in one go; each keeps its whole history.

use askama::Template;
use axum::http::StatusCode;
use protocol::{CommandId, EventId, Problem, StaffId};

use super::edit::operators;
use super::target;
use crate::command::Command as Any;
use crate::context::Ctx;
use crate::network::antennae::{self, Command};
use crate::people::roles::Permission;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::requests::Names;
use crate::web::visit::{Outcome, Visit, go};

struct Load {
    name: String,
    antennae: usize,
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
        loads.push(Load { name, antennae });
    }
    let alone = open().filter(|kept| kept.antenna.operator.is_none()).count();
    let mut to = vec![Choice::new("", page.w.t("handover-choose"), "")];
    to.extend(operators(visit, &mut db, visit.posted.trimmed("to")).await?);
    drop(db);
    let (from, to) = (vec![Group::plain(from)], vec![Group::plain(to)]);
    show_as(status, &Handover { page, errors, from, to, loads, alone })
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
    drop(db);
    let whole = visit.command_id();
    let theirs = all.iter().filter(|kept| {
        kept.antenna.operator == Some(from)
            && !kept.antenna.state.is_over()
            && visit.may_on(Permission::KeepAntennae, &target(&visit, kept))
    });
    for (index, kept) in (1_u32..).zip(theirs) {
        let id = CommandId::new(EventId::of_command(whole, index).uuid());
        let ctx = Ctx { command: id, ..visit.ctx(protocol::Channel::Console)? };
        let command = Command::Accompany { antenna: kept.id, operator: Some(to) };
        node.submit(ctx, Any::Antennae(command)).await?;
    }
    go(&format!("/antennae?tab=every&operator={to}&done=handed-over"))
}

//! What is overdue for long becomes something for whoever coordinates to do (CAPABILITIES B16).
//!
//! Always true: once for each time by which a request should have been closed, because the task's id is worked out from
//! both; it falls away when the request is over. Deliberately absent: whom it is taken from; it stays with whoever looks
//! after it.

use std::sync::Arc;

use protocol::{ActorRef, Channel, CommandId, RequestId, Slug, TaskId};

use super::tasks::{self, About, TaskEvent, Why};
use super::{Command, DOMAIN, Event, rules};
use crate::city::{Cause, City};
use crate::context::Ctx;
use crate::node::Node;
use crate::requests::queries::{self, Brief};
use crate::store::{StoreError, Write};

/// The rule's name in the facts; no rule of a city file has to be called so.
const RULE: &str = "overdue-request";
const HOUR_MS: i64 = 3_600_000;

/// The instant before which a request had to be closed to be overdue for long now, UTC milliseconds.
fn late_since_ms(city: &City, now_ms: i64) -> i64 {
    now_ms - i64::from(city.diary.escalate_after_h) * HOUR_MS
}

fn id_of(request: RequestId, due_ms: i64) -> Option<(Slug, TaskId)> {
    let rule: Slug = RULE.parse().ok()?;
    let id = rules::task_id(&rule, About::RequestOverdue(request), &due_ms.to_string());
    Some((rule, id))
}

/// By when a request should have been closed that is overdue for long, UTC milliseconds.
fn late(city: &City, brief: &Brief, now_ms: i64) -> Option<i64> {
    let open = brief.request.state.is_open();
    brief.due_ms.filter(|due_ms| open && *due_ms <= late_since_ms(city, now_ms))
}

/// Makes it something to do for whoever coordinates, where it is late and was not made before.
pub(super) async fn look_at(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    request: RequestId,
) -> Result<(), StoreError> {
    let Some(city) = node.city() else { return Ok(()) };
    let brief = queries::brief(write.db, request).await?;
    let Some(brief) = brief.filter(|brief| brief.home == *node.id()) else { return Ok(()) };
    let Some(due_ms) = late(&city, &brief, ctx.now_ms) else { return Ok(()) };
    let Some((rule, id)) = id_of(request, due_ms) else { return Ok(()) };
    if tasks::task(write.db, id).await?.is_some() {
        return Ok(());
    }
    let Some(owner) = rules::keeper(write, None).await? else { return Ok(()) };
    let due = rules::today(&city, ctx.now_ms).to_string();
    let opened =
        TaskEvent::OpenedByRule { rule, about: About::RequestOverdue(request), owner, due };
    write.record(ctx, DOMAIN, id, &[Event::Task(opened)]).await
}

/// Drops it: the request is over.
///
/// # Errors
/// [`StoreError`].
pub async fn over(write: &mut Write<'_>, ctx: &Ctx, request: RequestId) -> Result<(), StoreError> {
    for task in tasks::open_about(write.db, &request.to_string()).await? {
        let overdue = |about: &About| about.cause() == Cause::RequestOverdue;
        if matches!(&task.why, Why::City { about, .. } if overdue(about)) {
            rules::drop_task(write, ctx, &task).await?;
        }
    }
    Ok(())
}

/// Looks at every request that is overdue for long; answers how many are new among them.
///
/// # Errors
/// [`StoreError`] when they cannot be read. What cannot be written is looked at again next time.
pub async fn look(node: &Arc<Node>) -> Result<usize, StoreError> {
    let Some(city) = node.city() else { return Ok(0) };
    let mut late = Vec::new();
    {
        let mut db = node.store.read().await?;
        let before_ms = late_since_ms(&city, node.now_ms());
        for (request, due_ms) in queries::overdue(&mut db, node.id(), before_ms).await? {
            let Some((_, id)) = id_of(request, due_ms) else { continue };
            if tasks::task(&mut db, id).await?.is_none() {
                late.push(request);
            }
        }
    }
    for request in &late {
        let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Clock);
        let command = Command::LookAtRequest { request: *request };
        if let Err(problem) = node.submit(ctx, crate::command::Command::Activities(command)).await {
            tracing::warn!(request.id = %request, "activities.overdue refused: {problem}");
        }
    }
    Ok(late.len())
}

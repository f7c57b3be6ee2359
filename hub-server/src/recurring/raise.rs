//! From a day of a need that comes back to its request, in time; and the clock that sees to it.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::civil::Time;
use protocol::kiosk::Urgency;
use protocol::{ActorRef, Channel, CommandId, RequestId};
use tokio::sync::broadcast::error::RecvError;

use super::events::Occurrence;
use super::queries::{self, Kept};
use super::{Command, DOMAIN, today};
use crate::city::City;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::requests::{self, NewRequest};
use crate::store::{StoreError, Write};

/// How often it is looked whether a day has come near.
const EVERY: Duration = Duration::from_mins(15);

/// The request of one day: the same person and words, due by the end of the day, in the hands of whoever looks
/// after the recurrence, and offered first to whoever helped before.
pub(super) async fn request(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    kept: &Kept,
    one: Occurrence,
    id: RequestId,
) -> Result<(), Fail> {
    let city = node.known_city()?;
    let new = NewRequest {
        id,
        category: kept.category.clone(),
        neighbourhood: kept.neighbourhood.clone(),
        urgency: Urgency::ThisWeek,
        relation: kept.relation,
        language: kept.language.clone(),
        via: kept.via,
        person: kept.person,
        due_ms: end_of(&city, one),
        needed_by: Some(one.on),
        when: kept.recurrence.rule.band(one.on).into_iter().collect(),
        recurrence: kept.recurrence.id,
        words: kept.words.clone(),
        answers: kept.answers.clone(),
        operator: kept.operator,
    };
    requests::come_back(node, write, ctx, new).await
}

fn end_of(city: &City, one: Occurrence) -> Option<i64> {
    let end = one.on.tomorrow().ok()?.to_datetime(Time::midnight());
    Some(city.calendar.clock().to_timestamp(end).ok()?.as_millisecond())
}

/// Lets days become requests in time until the node is dropped; run it once as a task beside a hub.
pub async fn follow(node: Weak<Node>) {
    let Some(mut commits) = node.upgrade().map(|node| node.writer.listen()) else { return };
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            if let Err(error) = raise_due(&node).await {
                tracing::error!(%error, "recurring.raise cannot be read");
            }
        }
        loop {
            match tokio::time::timeout(EVERY, commits.recv()).await {
                Ok(Ok(news)) => {
                    let ours = |kind: &str| kind.split_once('.').map(|(d, _)| d) == Some(DOMAIN);
                    if news.facts.iter().any(|fact| ours(&fact.kind)) {
                        break;
                    }
                }
                Ok(Err(RecvError::Lagged(_))) | Err(_) => break,
                Ok(Err(RecvError::Closed)) => return,
            }
            if node.strong_count() == 0 {
                return;
            }
        }
    }
}

/// Lets every day that has come near become a request; answers how many were near. One that cannot be written is
/// tried again next time.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn raise_due(node: &Arc<Node>) -> Result<usize, StoreError> {
    let Some(city) = node.city() else { return Ok(0) };
    let today = today(&city, node.now_ms());
    let live = {
        let mut db = node.store.read().await?;
        queries::live(&mut db, node.id()).await?
    };
    let mut near = 0;
    for kept in live {
        let recurrence = kept.recurrence.id;
        for one in kept.recurrence.due(today) {
            near += 1;
            // A day that is a request already is not near any more: deciding it twice changes nothing.
            let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Clock);
            let raise = Command::Raise { recurrence, day: one.day };
            let command = crate::command::Command::Recurring(raise);
            if let Err(problem) = node.submit(ctx, command).await {
                tracing::warn!(recurrence.id = %recurrence, "recurring.raise refused: {problem}");
            }
        }
    }
    Ok(near)
}

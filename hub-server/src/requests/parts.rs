//! A need that is several tasks: each is a request of its own, and the need is done when all of them are over.

use super::commands::Part;
use super::decide::part_id;
use super::events::{Event, NeedLeft, State};
use super::queries::{self, Brief};
use super::{DOMAIN, Refusal, fresh_slip, refused};
use crate::activities::escalation;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact, Write};

/// Leaves the tasks a need was split into: same place, person and deadline, each with its own slip.
pub(super) async fn leave(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    whole: &Brief,
    parts: &[Part],
) -> Result<(), Fail> {
    let city = node.known_city()?;
    for (place, part) in parts.iter().enumerate() {
        let category = city.category(part.category.as_str());
        if !category.is_some_and(|category| city.takes_requests(category)) {
            return Err(refused(Refusal::NotInCatalogue("category")));
        }
        let left = NeedLeft {
            slip: fresh_slip(node, write, ctx).await?,
            category: part.category.clone(),
            neighbourhood: whole.neighbourhood.clone(),
            urgency: whole.urgency,
            relation: whole.relation,
            language: whole.language.clone(),
            via: ctx.channel,
            person: whole.person,
            due_ms: whole.due_ms,
            needed_by: whole.needed_by.as_deref().and_then(|day| day.parse().ok()),
            when: whole.when.clone(),
            signal: false,
            part_of: Some(whole.request.id),
            recurrence: None,
            from: None,
        };
        let words = Event::WordsLeft { text: part.text.trim().to_owned() };
        write.record(ctx, DOMAIN, part_id(ctx, place), &[Event::NeedLeft(left), words]).await?;
    }
    Ok(())
}

/// What the end of a part means for the whole, and the end of the whole for its parts.
pub(super) async fn follow(
    write: &mut Write<'_>,
    ctx: &Ctx,
    before: &Brief,
    events: &[Event],
) -> Result<(), Fail> {
    let after = events.iter().fold(before.request.clone(), |r, event| r.after(event, ctx.now_ms));
    if before.request.state == State::Split && after.state.is_closed() {
        for part in queries::open_parts(write.db, after.id).await? {
            write.append(ctx, Fact::of(DOMAIN, part, &Event::Withdrawn {})).await?;
            escalation::over(write, ctx, part).await?;
        }
    }
    let Some(whole) = before.part_of.filter(|_| after.state.is_closed()) else { return Ok(()) };
    if before.request.state.is_closed() || !queries::open_parts(write.db, whole).await?.is_empty() {
        return Ok(());
    }
    let split = queries::brief(write.db, whole).await?;
    if split.is_some_and(|whole| whole.request.state == State::Split) {
        write.append(ctx, Fact::of(DOMAIN, whole, &Event::PartsClosed {})).await?;
    }
    Ok(())
}

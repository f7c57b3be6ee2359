//! An idea being left: at a kiosk, by whoever walks in, or at the desk for them.

use protocol::kiosk::{LeaveIdea, SlipIssued, TEXT_MAX};
use protocol::{IdeaId, PersonId, Problem};

use super::dossier::{LINE_MAX, Picked};
use super::events::Event;
use super::{DOMAIN, Fail};
use crate::command::Answer;
use crate::context::Ctx;
use crate::node::Node;
use crate::requests::decide::details_within;
use crate::store::{Fact, Write, vault};

pub(super) async fn leave(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    idea: &LeaveIdea,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    let text = idea.text.trim();
    let picked = Picked::read(&idea.more.picked);
    let picked = picked.ok_or_else(|| Problem::invalid("not-in-catalogue").at("picked"))?;
    // Whoever joins something that is there already need not say it again; pictures say it, too.
    if text.is_empty() && idea.more.joins.is_empty() && picked.is_empty() {
        return Err(Problem::invalid("text-missing").at("text").into());
    }
    if text.chars().count() > TEXT_MAX {
        return Err(Problem::invalid("out-of-range").at("text").with("most", TEXT_MAX).into());
    }
    if idea.more.joins.chars().count() > LINE_MAX {
        return Err(Problem::invalid("out-of-range").at("joins").with("most", LINE_MAX).into());
    }
    details_within(&idea.person).map_err(|refusal| Fail::Refused(refusal.into()))?;
    if !city.idea_themes.iter().any(|theme| theme.slug == idea.theme.as_str()) {
        return Err(Problem::invalid("not-in-catalogue").at("theme").into());
    }
    let hood = idea.neighbourhood.as_ref();
    if hood.is_some_and(|hood| city.neighbourhood(hood.as_str()).is_none()) {
        return Err(Problem::invalid("not-in-catalogue").at("neighbourhood").into());
    }
    let slip = crate::requests::fresh_slip(node, write, ctx).await?;
    let person = (!idea.person.is_empty()).then(|| PersonId::from(ctx.command));
    if let Some(person) = person {
        vault::put(write.db, &node.vault, ctx, person, &idea.person).await?;
    }
    let mut appointment = idea.more.appointment.clone();
    appointment.sort();
    appointment.dedup();
    let left = Event::IdeaLeft {
        slip: slip.clone(),
        theme: idea.theme.clone(),
        neighbourhood: idea.neighbourhood.clone(),
        language: idea.language.clone(),
        via: ctx.channel,
        person,
        joins: idea.more.joins.clone(),
        appointment,
        picked,
    };
    let id = IdeaId::from(ctx.command);
    write.append(ctx, Fact::of(DOMAIN, id, &left)).await?;
    if !text.is_empty() {
        let words = Event::WordsLeft { text: text.to_owned() };
        write.append(ctx, Fact::of(DOMAIN, id, &words)).await?;
    }
    Ok(Answer::Slip(SlipIssued { code: slip, at_ms: ctx.now_ms }))
}

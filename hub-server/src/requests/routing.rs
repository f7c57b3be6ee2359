//! Where a need goes as it is left: the rule of the city that fits, and, where neighbours are asked without the desk,
//! the first circle at once.

use jiff::Timestamp;
use protocol::kiosk::LeaveNeed;
use protocol::{NodeId, RequestId};

use super::events::{Circle, Event, Routed};
use super::{Command, DOMAIN, Refusal, around, decide, queries, refused};
use crate::city::{Because, City, Moderation};
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::Write;
use crate::{offering, people};

/// Where the city's rules send a need that comes in now.
pub(super) async fn routed(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    city: &City,
    need: &LeaveNeed,
) -> Result<Option<Event>, Fail> {
    let Some(category) = city.category(need.category.as_str()) else { return Ok(None) };
    let at = Timestamp::from_millisecond(ctx.now_ms).unwrap_or_default();
    let hood = need.neighbourhood.as_str();
    let Some((route, because)) = city.route(category, hood, need.urgency, at) else {
        return by_service(node, write, city, &category.slug).await;
    };
    let Ok(rule) = route.slug.parse() else { return Ok(None) };
    let hub: Option<NodeId> = route.hub.as_deref().and_then(|hub| hub.parse().ok());
    let operator = match &route.operator {
        Some(login) => people::accounts::staff_named(write.db, login).await?,
        None => None,
    };
    let routed = Routed {
        rule,
        because,
        hub: hub.filter(|hub| hub != node.id()),
        operator,
        circle: route.circle,
    };
    // A rule that leads here and to nobody says nothing.
    let leads = routed.hub.is_some() || routed.operator.is_some() || routed.circle.is_some();
    Ok(leads.then_some(Event::Routed(routed)))
}

/// No rule fits: a hub that has a service for this kind of help, where this one has none. What is done at somebody's
/// home stays with the hub that is near.
async fn by_service(
    node: &Node,
    write: &mut Write<'_>,
    city: &City,
    category: &str,
) -> Result<Option<Event>, Fail> {
    if city.category(category).is_none_or(|category| category.home_visit) {
        return Ok(None);
    }
    let here = offering::offered(write.db, city, node.id()).await?;
    if here.iter().any(|service| offering::covers(city, service, category)) {
        return Ok(None);
    }
    let others = city.hubs.iter().filter(|hub| hub.slug != node.id().as_str());
    let there = others.flat_map(|hub| hub.services.iter().map(move |service| (hub, service)));
    let mut there = there.filter(|(_, service)| offering::covers(city, service, category));
    let Some((hub, service)) = there.next() else { return Ok(None) };
    let (Ok(rule), Ok(home)) = (service.slug.parse(), hub.slug.parse()) else { return Ok(None) };
    Ok(Some(Event::Routed(Routed {
        rule,
        because: vec![Because::Service],
        hub: Some(home),
        operator: None,
        circle: None,
    })))
}

/// Asks the first circle as soon as a need is left, where its kind of help goes from neighbour to neighbour. Where
/// nobody is there, the desk finds it among the new ones.
pub(super) async fn ask_directly(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    city: &City,
    request: RequestId,
) -> Result<(), Fail> {
    let Some(brief) = queries::brief(write.db, request).await? else { return Ok(()) };
    let category = city.category(brief.category.as_str());
    if category.is_none_or(|category| category.moderation != Moderation::Direct) {
        return Ok(());
    }
    let circle = brief.route.as_ref().and_then(|route| route.circle);
    let circle = circle.unwrap_or(Circle::Neighbourhood);
    let propose = Command::Propose { request, circle, named: None, note: String::new() };
    let around = around(node, write, ctx, &brief, &propose).await?;
    match decide::decide(&brief.request, &propose, &around, ctx) {
        Ok(events) => Ok(write.record(ctx, DOMAIN, request, &events).await?),
        Err(Refusal::NobodyToAsk) => Ok(()),
        Err(refusal) => Err(refused(refusal)),
    }
}

//! From one home to another: a request goes to another hub with what the person agreed to, that hub takes it over under
//! a slip of its own or says why not, and the first hub notes the answer.
//!
//! ```text
//! old home: handed-over + relay.sent  →  central  →  new home: need-left (from …)
//! old home: taken-over (new slip)     ←  central  ←  answered with the slip
//! ```
//!
//! Always true: until the other hub has answered the old home decides nothing more, so that two homes never decide
//! about one need; without consent nothing about the person travels; what travelled is emptied wherever it stood as
//! soon as it is answered. The person is then known to the new home under an id of its own.

use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::kiosk::{LeaveNeed, NeedDetails};
use protocol::{
    ActorRef, Channel, CommandId, NodeId, PersonDetails, PersonId, Relation, RequestId, SlipCode,
};
use tokio::sync::broadcast::error::RecvError;

use super::events::{Event, HandedFrom, SharedField};
use super::queries::{self, Brief};
use super::{Command, DOMAIN, Refusal, decide, due_ms, fresh_slip, known, refused};
use crate::command::{self, Answer};
use crate::context::{Ctx, Fail};
use crate::node::{Node, problem_of};
use crate::store::{StoreError, Write, vault};
use crate::sync::relay;

/// Why a person's data was read for it, as kept in the log of readings.
const WHY: &str = "handed-over";
/// How often it is looked for answers when nothing was heard.
const AGAIN: Duration = Duration::from_mins(5);

/// Sends a request that was just handed over on its way, with what the person agreed to.
pub(super) async fn send(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    brief: &Brief,
    events: &[Event],
) -> Result<(), Fail> {
    for event in events {
        let Event::HandedOver { to, shared, command, .. } = event else { continue };
        let told = |field: SharedField| shared.contains(&field);
        let details = match brief.person.filter(|_| shared.iter().any(|f| is_contact(*f))) {
            Some(person) => vault::read(write.db, &node.vault, ctx, person, WHY).await?,
            None => None,
        };
        let details = details.unwrap_or_default();
        let keep = |field: SharedField, text: &String| {
            if told(field) { text.clone() } else { String::new() }
        };
        let words = told(SharedField::Words);
        let need = LeaveNeed {
            id: *command,
            category: brief.category.clone(),
            neighbourhood: brief.neighbourhood.clone(),
            urgency: brief.urgency,
            text: brief.words.clone().filter(|_| words).unwrap_or_default(),
            relation: if told(SharedField::Need) { brief.relation } else { Relation::default() },
            person: PersonDetails {
                name: keep(SharedField::Name, &details.name),
                phone: keep(SharedField::Phone, &details.phone),
                address: keep(SharedField::Address, &details.address),
            },
            language: if told(SharedField::Language) {
                brief.language.clone()
            } else {
                "it".into()
            },
            more: NeedDetails {
                needed_by: brief.needed_by.clone().unwrap_or_default(),
                when: brief.when.clone(),
                answers: if words { brief.answers.clone() } else { Vec::new() },
                weekly: Vec::new(),
                signal: false,
            },
        };
        let take =
            Command::TakeOver { to: to.clone(), slip: brief.slip.clone(), need: Box::new(need) };
        let on_its_way = Ctx { command: *command, ..ctx.clone() };
        let take = command::Command::Requests(take);
        relay::forward(write, &on_its_way, to.clone(), &take).await?;
    }
    Ok(())
}

fn is_contact(field: SharedField) -> bool {
    matches!(field, SharedField::Name | SharedField::Phone | SharedField::Address)
}

/// Takes a request over, as its new home: with a slip of this hub, due as if it had come in now.
pub(super) async fn take_over(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    to: &NodeId,
    slip: &SlipCode,
    need: &LeaveNeed,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    known(&city, need)?;
    let hub = city.hub(node.id().as_str()).filter(|_| to == node.id());
    let category = city.category(need.category.as_str());
    let takes = hub.zip(category).is_some_and(|(hub, category)| city.hub_takes(hub, category));
    let from = crate::slips::home_of(&city, slip).filter(|home| home != node.id());
    let (true, Some(home)) = (takes, from) else { return Err(refused(Refusal::NotThatHub)) };
    let needed_by = decide::check(need).map_err(refused)?;
    let own = fresh_slip(node, write, ctx).await?;
    let here = node.id().as_str();
    let due = due_ms(&city, here, need.category.as_str(), need.urgency, needed_by, ctx.now_ms);
    let mut events = decide::leave(need, own.clone(), due, ctx).map_err(refused)?;
    if let Some(Event::NeedLeft(left)) = events.first_mut() {
        left.from = Some(HandedFrom { home, slip: slip.clone() });
    }
    if !need.person.is_empty() {
        let person = PersonId::from(ctx.command);
        vault::put(write.db, &node.vault, ctx, person, &need.person).await?;
    }
    write.record(ctx, DOMAIN, RequestId::from(ctx.command), &events).await?;
    Ok(Answer::Slip(protocol::kiosk::SlipIssued { code: own, at_ms: ctx.now_ms }))
}

/// Notes what other hubs answer until the node is dropped; run it once as a task beside a hub.
pub async fn follow(node: Weak<Node>) {
    let Some(mut commits) = node.upgrade().map(|node| node.writer.listen()) else { return };
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            if let Err(error) = note_answers(&node).await {
                tracing::error!(error = %problem_of(&error), "requests.hand-over cannot be read");
            }
        }
        loop {
            match tokio::time::timeout(AGAIN, commits.recv()).await {
                Ok(Ok(news)) => {
                    let back = |kind: &str| kind == "relay.returned" || kind == "relay.answered";
                    if news.facts.iter().any(|fact| back(&fact.kind)) {
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

/// Notes every answer that has come; answers how many.
///
/// # Errors
/// [`StoreError`] when they cannot be read. One that cannot be written is tried again next time.
pub async fn note_answers(node: &Arc<Node>) -> Result<usize, StoreError> {
    let mut answered = Vec::new();
    {
        let mut db = node.store.read().await?;
        for brief in queries::on_the_way(&mut db, node.id()).await? {
            let Some(handed) = &brief.handed else { continue };
            let forwarded = relay::forwarded(&mut db, handed.command).await?;
            let Some(answer) = forwarded.and_then(|one| one.answer) else { continue };
            let answer = match answer {
                Ok(Answer::Slip(issued)) => Ok(issued.code),
                Ok(Answer::Done | Answer::Forwarded) => Err("not-that-hub".to_owned()),
                Err(problem) => Err(problem.slug().to_owned()),
            };
            answered.push((brief.request.id, answer));
        }
    }
    let count = answered.len();
    for (request, answer) in answered {
        let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Sync);
        let noted = Command::HandOverAnswered { request, answer };
        if let Err(problem) = node.submit(ctx, command::Command::Requests(noted)).await {
            tracing::warn!(request.id = %request, "requests.hand-over refused: {problem}");
        }
    }
    Ok(count)
}

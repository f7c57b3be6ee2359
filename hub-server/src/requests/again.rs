//! A need that comes back: one of its days as a request, in the hands of whoever looks after it, and offered first to
//! whoever helped before.

use jiff::civil::Date;
use protocol::kiosk::{CategoryAnswer, TimeBand, Urgency};
use protocol::{Channel, PersonId, RecurrenceId, Relation, RequestId, Slug, StaffId};

use super::events::{Circle, Event, NeedLeft};
use super::{Command, DOMAIN, around, decide, fresh_slip, queries, refused};
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::Write;

/// A request that nobody leaves by hand, complete.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Its name.
    pub id: RequestId,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// For whom.
    pub relation: Relation,
    /// Language of the conversation.
    pub language: String,
    /// How the need came in that comes back.
    pub via: Channel,
    /// Whose data stands in the vault.
    pub person: Option<PersonId>,
    /// By when it should be closed, UTC milliseconds.
    pub due_ms: Option<i64>,
    /// The day it is for.
    pub needed_by: Option<Date>,
    /// When the person can; empty for any time.
    pub when: Vec<TimeBand>,
    /// The need that comes back.
    pub recurrence: RecurrenceId,
    /// In the person's words.
    pub words: Option<String>,
    /// What they answered to the questions of its category.
    pub answers: Vec<CategoryAnswer>,
    /// Who looks after it.
    pub operator: Option<StaffId>,
}

/// Makes a request of one day of a need that comes back.
///
/// # Errors
/// The problem when this hub is not in the city file, or a failure of the store.
pub async fn come_back(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    new: NewRequest,
) -> Result<(), Fail> {
    let left = NeedLeft {
        slip: fresh_slip(node, write, ctx).await?,
        category: new.category,
        neighbourhood: new.neighbourhood,
        urgency: new.urgency,
        relation: new.relation,
        language: new.language,
        via: new.via,
        person: new.person,
        due_ms: new.due_ms,
        needed_by: new.needed_by,
        when: new.when,
        signal: false,
        part_of: None,
        recurrence: Some(new.recurrence),
        from: None,
    };
    let words = new.words.filter(|words| !words.is_empty()).map(|text| Event::WordsLeft { text });
    let answers = (!new.answers.is_empty()).then_some(Event::AnswersLeft { answers: new.answers });
    let taken = new.operator.map(|operator| Event::TakenInCharge { operator });
    let in_hand = taken.is_some();
    let events = [Some(Event::NeedLeft(left)), words, answers, taken].into_iter().flatten();
    write.record(ctx, DOMAIN, new.id, &events.collect::<Vec<_>>()).await?;
    if in_hand { ask_first(node, write, ctx, new.id, new.recurrence).await } else { Ok(()) }
}

/// Asks whoever helped the last time, where they can still be asked; otherwise it waits for its operator.
async fn ask_first(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    id: RequestId,
    recurrence: RecurrenceId,
) -> Result<(), Fail> {
    let Some(last) = queries::helped_before(write.db, recurrence).await? else { return Ok(()) };
    let (Some(helper), Some(brief)) = (last.request.helper, queries::brief(write.db, id).await?)
    else {
        return Ok(());
    };
    let note = last.note.unwrap_or_default();
    let named = Some(helper);
    let propose = Command::Propose { request: id, circle: Circle::Named, named, note };
    let around = around(node, write, ctx, &brief, &propose).await?;
    let asked = |circle: Circle| {
        around.circles.iter().any(|(c, who)| *c == circle && who.contains(&helper))
    };
    // Not barred, and neither resting nor gone: those are in no circle of a place.
    if !(asked(Circle::Named) && asked(Circle::Zone)) {
        return Ok(());
    }
    let events = decide::decide(&brief.request, &propose, &around, ctx).map_err(refused)?;
    Ok(write.record(ctx, DOMAIN, id, &events).await?)
}

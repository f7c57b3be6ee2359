//! What follows from a decision: things to do, and looking at it again.

use jiff::civil::Date;
use protocol::{ActionId, SeatId};

use super::{WORDS_MAX, said};
use crate::bodies::Refusal;
use crate::bodies::events::{Action, Event};
use crate::bodies::lifecycle::DecisionStep;
use crate::bodies::model::{Body, Decision, ToDo};

/// Decides about something that somebody of the body gets to do.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn assign(
    decision: &Decision,
    body: &Body,
    action: Action,
    text: &str,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    decision.state.after(DecisionStep::Assign)?;
    sits(body, action.owner, today)?;
    if action.due < today {
        return Err(Refusal::DayIsPast("due"));
    }
    let text = said("text", text, WORDS_MAX)?;
    let worded = Event::ActionWorded { action: action.action, text };
    Ok(vec![Event::Assigned(action), worded])
}

fn sits(body: &Body, seat: SeatId, today: Date) -> Result<(), Refusal> {
    let held = body.seat(seat).is_some_and(|seat| seat.held_on(today));
    if held { Ok(()) } else { Err(Refusal::Unknown("seat")) }
}

fn todo(decision: &Decision, action: ActionId) -> Result<&ToDo, Refusal> {
    let found = decision.actions.iter().find(|todo| todo.action.action == action);
    found.ok_or(Refusal::Unknown("action"))
}

/// Decides about more time for something, or less.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn move_action(
    decision: &Decision,
    action: ActionId,
    due: Date,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    let known = todo(decision, action)?;
    decision.state.after(DecisionStep::Do)?;
    if due < today {
        return Err(Refusal::DayIsPast("due"));
    }
    let same = known.action.due == due || known.done_at_ms.is_some();
    Ok(if same { vec![] } else { vec![Event::ActionMoved { action, due }] })
}

/// Decides about something that was done; with the last of it the decision is carried out.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn finish_action(decision: &Decision, action: ActionId) -> Result<Vec<Event>, Refusal> {
    if todo(decision, action)?.done_at_ms.is_some() {
        return Ok(vec![]);
    }
    let done = Event::ActionDone { action };
    if decision.open_actions().any(|todo| todo.action.action != action) {
        decision.state.after(DecisionStep::Do)?;
        return Ok(vec![done]);
    }
    decision.state.after(DecisionStep::Finish)?;
    Ok(vec![done, Event::Finished {}])
}

/// Decides about something that was not done after all.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn reopen_action(decision: &Decision, action: ActionId) -> Result<Vec<Event>, Refusal> {
    if todo(decision, action)?.done_at_ms.is_none() {
        return Ok(vec![]);
    }
    decision.state.after(DecisionStep::Assign)?;
    Ok(vec![Event::ActionReopened { action }])
}

/// Decides about a decision that the body looked at again.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn review(
    decision: &Decision,
    text: &str,
    next: Option<Date>,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    decision.state.after(DecisionStep::Review)?;
    if next.is_some_and(|next| next <= today) {
        return Err(Refusal::DayIsPast("next"));
    }
    let text = said("text", text, WORDS_MAX)?;
    Ok(vec![Event::Reviewed { next }, Event::ReviewWorded { text }])
}

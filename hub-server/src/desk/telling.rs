//! What the slip of an idea tells at a kiosk: every step with its day, and the reasons of what was signed.

use protocol::ProjectId;
use protocol::kiosk::{AnsweredBy, SlipKind, SlipStatus, SlipStep, StepWord};
use sqlx::AnyConnection;

use super::events::Event;
use super::lifecycle::{self, State, Step};
use super::project::Project;
use super::queries::{self, Card, Whole};
use crate::slips::{self, Milestones};
use crate::store::{StoreError, log};

/// What a slip can tell about an idea and what became of it. Of what central decides only what is signed.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn slip_status(
    db: &mut AnyConnection,
    card: &Card,
    hub_name: String,
    as_of_ms: i64,
    by: AnsweredBy,
) -> Result<SlipStatus, StoreError> {
    let times = Milestones {
        opened_at_ms: card.opened_at_ms,
        contacted_at_ms: card.contacted_at_ms,
        withdrawn_at_ms: card.withdrawn_at_ms,
    };
    let kind = SlipKind::Idea;
    let mut status =
        slips::simple_status(kind, &card.slip, &card.theme, times, hub_name, as_of_ms, by);
    let project = ProjectId::of_idea(card.id);
    for subject in [card.id.to_string(), project.to_string()] {
        for stored in log::of_subject(db, &subject, 0, 1_000).await? {
            let record = &stored.record;
            if let Some(event) = log::event_of::<Event>(record)?
                && let Some(word) = event.step().and_then(step_word)
            {
                status.steps.push(SlipStep { at_ms: record.envelope.at_ms, word });
            }
        }
    }
    status.steps.sort_by_key(|step| step.at_ms);
    let whole = Whole {
        card: card.clone(),
        draft: queries::draft(db, card.id).await?,
        project: queries::project_of(db, card.id).await?,
    };
    status.can_withdraw = lifecycle::transition(whole.state(), Step::Withdraw).is_some();
    let appointment = whole.draft.as_ref().and_then(|draft| draft.appointment_ms);
    status.appointment_ms = appointment.filter(|at_ms| *at_ms > as_of_ms);
    status.reasons = whole.project.iter().flat_map(reasons).collect();
    Ok(status)
}

/// The reasons of what was signed, as they were written.
fn reasons(project: &Project) -> Vec<String> {
    let answers = project.admissibility.iter().flatten();
    let judged = answers.map(|(_, judged)| judged.reason.clone());
    let signed = project.signed.iter().map(|signed| signed.reason.clone());
    let concept = project.concept.iter().map(|concept| concept.words.clone());
    let notes = project.notes.iter().map(|note| note.words.clone());
    let asked = project.additions.last().filter(|_| project.state == State::Integration);
    let asked = asked.map(|additions| additions.asked.clone());
    concept
        .chain(judged)
        .chain(signed)
        .chain(asked)
        .chain(notes)
        .filter(|reason| !reason.is_empty())
        .collect()
}

/// What a slip says of a step. The first three it says by itself.
const fn step_word(step: Step) -> Option<StepWord> {
    match step {
        Step::Contact
        | Step::Withdraw
        | Step::Receive
        | Step::LetLapse
        | Step::Resume
        | Step::Close => None,
        Step::Begin => Some(StepWord::Drafting),
        Step::ShowConcept => Some(StepWord::ConceptShown),
        Step::GoOn => Some(StepWord::ConceptGoesOn),
        Step::TurnDown => Some(StepWord::NotAdmitted),
        Step::Submit => Some(StepWord::HandedIn),
        Step::AskAdditions => Some(StepWord::AdditionsAsked),
        Step::AnswerAdditions => Some(StepWord::AdditionsTold),
        Step::Admit => Some(StepWord::Admitted),
        Step::Reject => Some(StepWord::NotAdmitted),
        Step::CloseReview => Some(StepWord::Evaluated),
        Step::Merge => Some(StepWord::Merged),
        Step::Promote => Some(StepWord::Promoted),
        Step::Decline => Some(StepWord::NotPromoted),
        Step::Defer => Some(StepWord::Deferred),
        Step::Fund => Some(StepWord::Funded),
        Step::Agree => Some(StepWord::Agreed),
        Step::Start | Step::TakeUp => Some(StepWord::Running),
        Step::Suspend => Some(StepWord::Suspended),
        Step::Finish => Some(StepWord::Finished),
        Step::Report => Some(StepWord::Reported),
        Step::Commend => Some(StepWord::GoodPractice),
    }
}

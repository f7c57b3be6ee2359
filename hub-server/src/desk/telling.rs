//! What the slip of an idea tells at a kiosk: every step with its day, and the reasons of what was signed.

use protocol::kiosk::{AnsweredBy, Followed, SlipKind, SlipStatus, SlipStep, StepWord};
use protocol::{IdeaId, ProjectId};
use sqlx::AnyConnection;

use super::events::Event;
use super::glimpse;
use super::lifecycle::{self, State, Step};
use super::project::Project;
use super::queries::{self, Card, Whole};
use super::talk;
use crate::slips::{self, Milestones};
use crate::store::{StoreError, log};
use crate::visits;

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
    let visit = visits::queries::of_idea(db, card.id, as_of_ms).await?;
    let appointment = visit.map(|visit| visit.at_ms).or(appointment);
    status.appointment_ms = appointment.filter(|at_ms| *at_ms > as_of_ms);
    if let Some(joined) = card.joins.as_ref().and_then(|name| name.parse().ok()) {
        status.follows = followed(db, joined).await?;
    }
    let merged = whole.project.as_ref().and_then(|project| project.merged_into);
    if let Some(into) = merged
        && let Some(other) = queries::project(db, into).await?
    {
        status.follows = followed(db, other.idea).await?;
    }
    let said = talk::said(db, card.id).await?;
    let answers = said.into_iter().filter(|one| one.by_desk);
    status.answers = answers.filter_map(|one| one.words).collect();
    status.can_reply = !status.answers.is_empty() && card.withdrawn_at_ms.is_none();
    let taken_back = card.withdrawn_why.clone();
    status.reasons = whole.project.iter().flat_map(reasons).chain(taken_back).collect();
    Ok(status)
}

/// What may be told of an idea to whoever joined it: its name, and from its handing in on what everybody may know.
async fn followed(db: &mut AnyConnection, idea: IdeaId) -> Result<Option<Followed>, StoreError> {
    let Some(project) = queries::project_of(db, idea).await? else {
        let outline = match queries::draft(db, idea).await? {
            Some(draft) => Some(draft.outline),
            None => glimpse::one(db, idea).await?.map(|(_, told)| told.outline),
        };
        let title = outline.map(|outline| outline.title).filter(|title| !title.is_empty());
        return Ok(title.map(|title| Followed { title, steps: Vec::new() }));
    };
    let open =
        |step: Step| step == Step::Submit || step == Step::Promote || Step::AFTER.contains(&step);
    let steps = project.steps.iter().filter(|(step, _)| open(*step));
    let steps = steps
        .filter_map(|(step, at_ms)| step_word(*step).map(|word| SlipStep { at_ms: *at_ms, word }));
    Ok(Some(Followed { steps: steps.collect(), title: project.dossier.outline.title }))
}

/// The reasons of what was signed, as they were written.
pub(super) fn reasons(project: &Project) -> Vec<String> {
    let answers = project.admissibility.iter().flatten();
    let judged = answers.map(|(_, judged)| judged.reason.clone());
    let signed = project.signed.iter().map(|signed| signed.reason.clone());
    let concept = project.concept.iter().map(|concept| concept.words.clone());
    let notes = project.notes.iter().map(|note| note.words.clone());
    let into = project.merged_into.map(|into| into.to_string());
    let merged = project.beside.iter().filter(|one| Some(&one.related.other) == into.as_ref());
    let merged = merged.map(|one| one.related.why.clone());
    let asked = project.additions.last().filter(|_| project.state == State::Integration);
    let asked = asked.map(|additions| additions.asked.clone());
    concept
        .chain(judged)
        .chain(signed)
        .chain(merged)
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

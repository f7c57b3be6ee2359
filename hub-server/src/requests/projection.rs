//! From facts about requests to their tables, with running totals kept at every change of state.

use protocol::kiosk::StepWord;
use protocol::{PersonId, Record, RequestId};
use sqlx::AnyConnection;

use super::events::{Event, NeedLeft, Proposal, State};
use super::queries;
use crate::projection::Arrival;
use crate::store::rows::word;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    OPEN,
    SET_WORDS,
    SET_NOTE,
    SET_SAID,
    SET_STATE,
    SET_OPERATOR,
    SET_HELPER,
    CLEAR_HELPER,
    SET_DONE,
    SET_REASON,
    STEP,
    PROPOSAL,
    PROPOSAL_DEVICE,
    END_PROPOSAL,
    ANSWER,
    REOPEN,
    TALLY,
    LAST_OPEN,
];

const OPEN: &str = "INSERT INTO request (request_id, home, slip_code, category, neighbourhood, \
    urgency, relation, language, via, person_id, state, reopened_times, opened_at_ms, changed_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $12)";
const SET_WORDS: &str = "UPDATE request SET words = $2 WHERE request_id = $1";
const SET_NOTE: &str = "UPDATE request SET note = $2 WHERE request_id = $1";
const SET_SAID: &str = "UPDATE request SET helper_said = $2 WHERE request_id = $1";
const SET_STATE: &str = "UPDATE request SET state = $2, changed_at_ms = $3, closed_at_ms = $4 \
    WHERE request_id = $1";
const SET_OPERATOR: &str = "UPDATE request SET operator = $2 WHERE request_id = $1";
const SET_HELPER: &str = "UPDATE request SET helper = $2, proposal_id = $3 WHERE request_id = $1";
const CLEAR_HELPER: &str =
    "UPDATE request SET helper = NULL, proposal_id = NULL WHERE request_id = $1";
const SET_DONE: &str = "UPDATE request SET done_minutes = $2 WHERE request_id = $1";
const SET_REASON: &str = "UPDATE request SET not_met_reason = $2 WHERE request_id = $1";
const REOPEN: &str = "UPDATE request SET reopened_times = reopened_times + 1, helper = NULL, \
    proposal_id = NULL, done_minutes = NULL, helper_said = NULL, not_met_reason = NULL WHERE request_id = $1";
const STEP: &str = "INSERT INTO request_step (request_id, position, at_ms, word, actor) \
    VALUES ($1, $2, $3, $4, $5)";
const PROPOSAL: &str = "INSERT INTO proposal (proposal_id, request_id, circle, state, \
    opened_at_ms, until_ms) VALUES ($1, $2, $3, 'open', $4, $5)";
const PROPOSAL_DEVICE: &str =
    "INSERT INTO proposal_device (proposal_id, device_id) VALUES ($1, $2)";
const END_PROPOSAL: &str = "UPDATE proposal SET state = $2 WHERE proposal_id = $1";
const ANSWER: &str =
    "UPDATE proposal_device SET answer = $3 WHERE proposal_id = $1 AND device_id = $2";
const LAST_OPEN: &str = "SELECT proposal_id FROM proposal WHERE request_id = $1 AND state = 'open'";
const TALLY: &str = "INSERT INTO request_tally (home, neighbourhood, category, state, requests, \
    minutes) VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (home, neighbourhood, category, state) DO UPDATE SET \
    requests = request_tally.requests + $5, minutes = request_tally.minutes + $6";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let fail = |why: String| StoreError::Projection { kind: envelope.kind.clone(), why };
    let id: RequestId = envelope.subject.parse().map_err(|error| fail(format!("{error}")))?;
    let Some(event) = log::event_of::<Event>(record)? else {
        // Only words and notes are ever erased, and an erasure empties their columns itself.
        return Ok(());
    };
    let step = Step { id, record, arrival };
    match &event {
        Event::NeedLeft(need) => return step.open(db, need).await,
        Event::WordsLeft { text } => return set(db, SET_WORDS, id, text).await,
        Event::NoteWritten { text } => return set(db, SET_NOTE, id, text).await,
        Event::HelperSaid { text } => return set(db, SET_SAID, id, text).await,
        Event::Declined { proposal, device } => {
            return answered(db, proposal, device, "declined").await;
        }
        Event::TakenInCharge { operator } => {
            set(db, SET_OPERATOR, id, &operator.to_string()).await?;
        }
        Event::Proposed(proposal) => step.propose(db, proposal).await?,
        Event::Accepted { proposal, device } => {
            answered(db, proposal, device, "accepted").await?;
            end_proposal(db, &proposal.to_string(), "taken").await?;
            sqlx::query(SET_HELPER)
                .bind(id.to_string())
                .bind(device.to_string())
                .bind(proposal.to_string())
                .execute(&mut *db)
                .await?;
        }
        Event::CircleEnded { proposal } => {
            end_proposal(db, &proposal.to_string(), "expired").await?;
        }
        Event::GivenBack { .. } => {
            sqlx::query(CLEAR_HELPER).bind(id.to_string()).execute(&mut *db).await?;
        }
        Event::ReportedDone { minutes } => {
            sqlx::query(SET_DONE)
                .bind(id.to_string())
                .bind(minutes.map(i64::from))
                .execute(&mut *db)
                .await?;
        }
        Event::NotMet { reason } => {
            close_open_proposal(db, id).await?;
            set(db, SET_REASON, id, &word(reason)).await?;
        }
        Event::Met {} | Event::Withdrawn {} => close_open_proposal(db, id).await?,
        Event::Reopened {} => {
            // The tally must see the minutes of the closed state before they are cleared.
            step.change_state(db, &event).await?;
            sqlx::query(REOPEN).bind(id.to_string()).execute(db).await?;
            return Ok(());
        }
    }
    step.change_state(db, &event).await
}

struct Step<'r> {
    id: RequestId,
    record: &'r Record,
    arrival: Arrival,
}

impl Step<'_> {
    async fn open(&self, db: &mut AnyConnection, need: &NeedLeft) -> Result<(), StoreError> {
        let envelope = &self.record.envelope;
        sqlx::query(OPEN)
            .bind(self.id.to_string())
            .bind(envelope.series.node.as_str())
            .bind(need.slip.as_str())
            .bind(need.category.as_str())
            .bind(need.neighbourhood.as_str())
            .bind(word(&need.urgency))
            .bind(word(&need.relation))
            .bind(need.language.as_str())
            .bind(word(&need.via))
            .bind(need.person.map(|person: PersonId| person.to_string()))
            .bind(word(&State::Received))
            .bind(envelope.at_ms)
            .execute(&mut *db)
            .await?;
        self.tally(db, State::Received, 1, 0, need.neighbourhood.as_str(), need.category.as_str())
            .await?;
        self.say(db, StepWord::Received).await
    }

    async fn propose(&self, db: &mut AnyConnection, proposal: &Proposal) -> Result<(), StoreError> {
        sqlx::query(PROPOSAL)
            .bind(proposal.proposal.to_string())
            .bind(self.id.to_string())
            .bind(word(&proposal.circle))
            .bind(self.record.envelope.at_ms)
            .bind(proposal.until_ms)
            .execute(&mut *db)
            .await?;
        for device in &proposal.devices {
            sqlx::query(PROPOSAL_DEVICE)
                .bind(proposal.proposal.to_string())
                .bind(device.to_string())
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    async fn change_state(&self, db: &mut AnyConnection, event: &Event) -> Result<(), StoreError> {
        let at_ms = self.record.envelope.at_ms;
        let row = queries::brief(db, self.id).await?.ok_or_else(|| StoreError::Projection {
            kind: self.record.envelope.kind.clone(),
            why: "its request is not known here".to_owned(),
        })?;
        let before = row.request.clone();
        let after = before.clone().after(event, at_ms);
        sqlx::query(SET_STATE)
            .bind(self.id.to_string())
            .bind(word(&after.state))
            .bind(at_ms)
            .bind(after.closed_at_ms)
            .execute(&mut *db)
            .await?;
        if before.state != after.state {
            let minutes = row.done_minutes;
            let (hood, category) = (row.neighbourhood.as_str(), row.category.as_str());
            let counted_before = minutes_counted(before.state, minutes);
            self.tally(db, before.state, -1, -counted_before, hood, category).await?;
            let counted_after = minutes_counted(after.state, minutes);
            self.tally(db, after.state, 1, counted_after, hood, category).await?;
        }
        match step_word(event, before.state) {
            Some(step) => self.say(db, step).await,
            None => Ok(()),
        }
    }

    async fn tally(
        &self,
        db: &mut AnyConnection,
        state: State,
        requests: i64,
        minutes: i64,
        neighbourhood: &str,
        category: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(TALLY)
            .bind(self.record.envelope.series.node.as_str())
            .bind(neighbourhood)
            .bind(category)
            .bind(word(&state))
            .bind(requests)
            .bind(minutes)
            .execute(db)
            .await?;
        Ok(())
    }

    async fn say(&self, db: &mut AnyConnection, step: StepWord) -> Result<(), StoreError> {
        sqlx::query(STEP)
            .bind(self.id.to_string())
            .bind(self.arrival.position)
            .bind(self.record.envelope.at_ms)
            .bind(word(&step))
            .bind(self.record.envelope.actor.to_string())
            .execute(db)
            .await?;
        Ok(())
    }
}

/// Minutes count as given once the need is met, not before.
fn minutes_counted(state: State, minutes: Option<i64>) -> i64 {
    if state == State::Met { minutes.unwrap_or_default() } else { 0 }
}

fn step_word(event: &Event, before: State) -> Option<StepWord> {
    match event {
        Event::NeedLeft(_) => Some(StepWord::Received),
        Event::TakenInCharge { .. } => Some(StepWord::TakenInCharge),
        Event::Proposed(_) => Some(StepWord::Searching),
        Event::Accepted { .. } => Some(StepWord::HelperFound),
        Event::GivenBack { .. } => Some(StepWord::SearchingAgain),
        Event::ReportedDone { .. } => Some(StepWord::Done),
        Event::Met {} => Some(StepWord::Met),
        Event::NotMet { .. } => Some(StepWord::NotMet),
        Event::Withdrawn {} => Some(StepWord::Withdrawn),
        Event::Reopened {} => Some(StepWord::Reopened),
        Event::CircleEnded { .. } if before == State::Proposed => None,
        Event::CircleEnded { .. }
        | Event::WordsLeft { .. }
        | Event::NoteWritten { .. }
        | Event::HelperSaid { .. }
        | Event::Declined { .. } => None,
    }
}

async fn set(
    db: &mut AnyConnection,
    statement: &'static str,
    id: RequestId,
    text: &str,
) -> Result<(), StoreError> {
    sqlx::query(statement).bind(id.to_string()).bind(text.to_owned()).execute(db).await?;
    Ok(())
}

async fn answered(
    db: &mut AnyConnection,
    proposal: &protocol::ProposalId,
    device: &protocol::DeviceId,
    answer: &'static str,
) -> Result<(), StoreError> {
    sqlx::query(ANSWER)
        .bind(proposal.to_string())
        .bind(device.to_string())
        .bind(answer)
        .execute(db)
        .await?;
    Ok(())
}

async fn end_proposal(
    db: &mut AnyConnection,
    proposal: &str,
    state: &'static str,
) -> Result<(), StoreError> {
    sqlx::query(END_PROPOSAL).bind(proposal.to_owned()).bind(state).execute(db).await?;
    Ok(())
}

async fn close_open_proposal(db: &mut AnyConnection, id: RequestId) -> Result<(), StoreError> {
    let open: Option<String> =
        sqlx::query_scalar(LAST_OPEN).bind(id.to_string()).fetch_optional(&mut *db).await?;
    match open {
        Some(proposal) => end_proposal(db, &proposal, "withdrawn").await,
        None => Ok(()),
    }
}

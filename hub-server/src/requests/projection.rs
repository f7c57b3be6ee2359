//! From facts about requests to their tables, with running totals kept at every change of state.

use protocol::kiosk::StepWord;
use protocol::{DeviceId, PersonId, ProposalId, Record, RequestId};
use sqlx::AnyConnection;

use super::events::{Event, MessageKind, NeedLeft, Proposal, Routed, ServiceAnswer, Side, State};
use super::queries;
use super::stems::stems;
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
    SET_ANSWERS,
    MESSAGE,
    STEM,
    SET_FOLLOW_UP,
    NO_FOLLOW_UP,
    SET_ENDED,
    SET_SCHEDULED,
    SET_REQUESTER_MARK,
    SET_HELPER_MARK,
    SET_DUPLICATE,
    NO_DUPLICATE,
    SET_REFERRAL,
    SET_SERVICE_SAID,
    SET_BECAME,
    SET_PRIVACY,
    SET_SEATS,
    FIRST_YES,
    SET_COMPANION,
    SET_ROUTE,
    SET_HANDED,
    SET_NEXT_SLIP,
    SET_HAND_OVER_REFUSED,
];

const OPEN: &str = "INSERT INTO request (request_id, home, slip_code, category, neighbourhood, \
    urgency, relation, language, via, person_id, state, reopened_times, opened_at_ms, changed_at_ms, \
    due_ms, needed_by, bands, privacy, part_of, circle_ended, recurrence_id, \
    former_home, former_slip) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $12, $13, $14, $15, 'ordinary', \
    $16, 0, $17, $18, $19)";
const SET_ANSWERS: &str = "UPDATE request SET answers = $2 WHERE request_id = $1";
const MESSAGE: &str = "INSERT INTO request_message (request_id, position, at_ms, actor, about, body) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const STEM: &str =
    "INSERT INTO request_stem (stem, request_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const SET_FOLLOW_UP: &str = "UPDATE request SET follow_up_ms = $2 WHERE request_id = $1";
const NO_FOLLOW_UP: &str = "UPDATE request SET follow_up_ms = NULL WHERE request_id = $1";
const SET_ENDED: &str = "UPDATE request SET circle_ended = $2 WHERE request_id = $1";
const SET_SCHEDULED: &str = "UPDATE request SET scheduled_ms = $2 WHERE request_id = $1";
const SET_REQUESTER_MARK: &str = "UPDATE request SET requester_mark = $2 WHERE request_id = $1";
const SET_HELPER_MARK: &str = "UPDATE request SET helper_mark = $2 WHERE request_id = $1";
const SET_DUPLICATE: &str = "UPDATE request SET duplicate_of = $2 WHERE request_id = $1";
const NO_DUPLICATE: &str = "UPDATE request SET duplicate_of = NULL WHERE request_id = $1";
const SET_REFERRAL: &str = "UPDATE request SET service = $2, shared = $3, consent = $4, \
    service_said = NULL WHERE request_id = $1";
const SET_SERVICE_SAID: &str = "UPDATE request SET service_said = $2 WHERE request_id = $1";
const SET_BECAME: &str = "UPDATE request SET person_id = $2, due_ms = $3 WHERE request_id = $1";
const SET_PRIVACY: &str = "UPDATE request SET privacy = $2 WHERE request_id = $1";
const SET_SEATS: &str = "UPDATE request SET two = $2 WHERE request_id = $1";
const FIRST_YES: &str = "UPDATE request SET first_yes = $2, first_yes_proposal = $3 \
    WHERE request_id = $1";
const SET_COMPANION: &str = "UPDATE request SET companion = $2 WHERE request_id = $1";
const SET_ROUTE: &str = "UPDATE request SET route = $2, route_because = $3, route_hub = $4, \
    route_operator = $5, route_circle = $6 WHERE request_id = $1";
const SET_HANDED: &str = "UPDATE request SET handed_to = $2, handed_command = $3, \
    handed_shared = $4, hand_over_refused = NULL WHERE request_id = $1";
const SET_NEXT_SLIP: &str = "UPDATE request SET next_slip = $2 WHERE request_id = $1";
const SET_HAND_OVER_REFUSED: &str =
    "UPDATE request SET hand_over_refused = $2 WHERE request_id = $1";
const SET_WORDS: &str = "UPDATE request SET words = $2 WHERE request_id = $1";
const SET_NOTE: &str = "UPDATE request SET note = $2 WHERE request_id = $1";
const SET_SAID: &str = "UPDATE request SET helper_said = $2 WHERE request_id = $1";
const SET_STATE: &str = "UPDATE request SET state = $2, changed_at_ms = $3, closed_at_ms = $4 \
    WHERE request_id = $1";
const SET_OPERATOR: &str = "UPDATE request SET operator = $2 WHERE request_id = $1";
const SET_HELPER: &str = "UPDATE request SET helper = $2, proposal_id = $3 WHERE request_id = $1";
const CLEAR_HELPER: &str = "UPDATE request SET helper = NULL, companion = NULL, \
    proposal_id = NULL, scheduled_ms = NULL WHERE request_id = $1";
const SET_DONE: &str = "UPDATE request SET done_minutes = $2 WHERE request_id = $1";
const SET_REASON: &str = "UPDATE request SET not_met_reason = $2 WHERE request_id = $1";
const REOPEN: &str = "UPDATE request SET reopened_times = reopened_times + 1, helper = NULL, \
    companion = NULL, proposal_id = NULL, done_minutes = NULL, helper_said = NULL, not_met_reason = NULL, \
    scheduled_ms = NULL, requester_mark = NULL, helper_mark = NULL, due_ms = COALESCE($2, due_ms) \
    WHERE request_id = $1";
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
#[expect(clippy::too_many_lines, reason = "one arm for each thing that can have happened")]
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
        Event::WordsLeft { text } => {
            index(db, id, text).await?;
            return set(db, SET_WORDS, id, text).await;
        }
        Event::AnswersLeft { answers } => {
            for answer in answers {
                index(db, id, &answer.answer).await?;
            }
            let text = serde_json::to_string(answers).map_err(|error| fail(error.to_string()))?;
            return set(db, SET_ANSWERS, id, &text).await;
        }
        Event::NoteWritten { text } => {
            index(db, id, text).await?;
            return set(db, SET_NOTE, id, text).await;
        }
        Event::HelperSaid { text } => return set(db, SET_SAID, id, text).await,
        Event::MessageLeft { about, text } => return step.message(db, *about, text).await,
        Event::FollowUpSet { at_ms } => return set_ms(db, SET_FOLLOW_UP, id, Some(*at_ms)).await,
        Event::FollowedUp {} => return clear(db, NO_FOLLOW_UP, id).await,
        Event::Rated { side: Side::Requester, mark } => {
            return set(db, SET_REQUESTER_MARK, id, &word(mark)).await;
        }
        Event::Rated { side: Side::Helper, mark } => {
            return set(db, SET_HELPER_MARK, id, &word(mark)).await;
        }
        Event::PrivacySet { level } => return set(db, SET_PRIVACY, id, &word(level)).await,
        Event::Declined { proposal, device } => {
            return answered(db, proposal, device, "declined").await;
        }
        Event::TakenInCharge { operator } => {
            set(db, SET_OPERATOR, id, &operator.to_string()).await?;
        }
        Event::Proposed(proposal) => {
            step.propose(db, proposal).await?;
            set_ms(db, SET_ENDED, id, Some(0)).await?;
        }
        Event::SeatsSet { two } => {
            return set_ms(db, SET_SEATS, id, Some(i64::from(*two))).await;
        }
        Event::SeatTaken { proposal, device } => {
            answered(db, proposal, device, "accepted").await?;
            return first_yes(db, id, Some((*device, *proposal))).await;
        }
        Event::SeatFreed { .. } => return first_yes(db, id, None).await,
        Event::Routed(routed) => return step.route(db, routed).await,
        Event::Accepted { proposal, device, companion } => {
            answered(db, proposal, &companion.unwrap_or(*device), "accepted").await?;
            if let Some(companion) = companion {
                set(db, SET_COMPANION, id, &companion.to_string()).await?;
            }
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
            set_ms(db, SET_ENDED, id, Some(1)).await?;
        }
        Event::GivenBack { .. } => clear(db, CLEAR_HELPER, id).await?,
        Event::ReportedDone { minutes } => {
            set_ms(db, SET_DONE, id, minutes.map(i64::from)).await?;
        }
        Event::Scheduled { at_ms } => set_ms(db, SET_SCHEDULED, id, Some(*at_ms)).await?,
        Event::HandedOver { to, shared, command, .. } => {
            sqlx::query(SET_HANDED)
                .bind(id.to_string())
                .bind(to.as_str())
                .bind(command.to_string())
                .bind(shared.iter().map(word).collect::<Vec<_>>().join(" "))
                .execute(&mut *db)
                .await?;
        }
        Event::TakenOver { slip } => set(db, SET_NEXT_SLIP, id, slip.as_str()).await?,
        Event::HandOverRefused { why } => set(db, SET_HAND_OVER_REFUSED, id, why).await?,
        Event::FoundDuplicate { of } => set(db, SET_DUPLICATE, id, &of.to_string()).await?,
        Event::DuplicateUndone {} => clear(db, NO_DUPLICATE, id).await?,
        Event::Referred { service, shared, consent } => {
            let shared: Vec<String> = shared.iter().map(word).collect();
            sqlx::query(SET_REFERRAL)
                .bind(id.to_string())
                .bind(service.as_str())
                .bind(shared.join(" "))
                .bind(word(consent))
                .execute(&mut *db)
                .await?;
        }
        Event::ServiceAnswered { answer } => set(db, SET_SERVICE_SAID, id, &word(answer)).await?,
        Event::ReferralRevoked {} => set(db, SET_SERVICE_SAID, id, "revoked").await?,
        Event::BecameRequest { person, due_ms } => {
            sqlx::query(SET_BECAME)
                .bind(id.to_string())
                .bind(person.map(|person| person.to_string()))
                .bind(*due_ms)
                .execute(&mut *db)
                .await?;
        }
        Event::NotMet { reason } => {
            close_open_proposal(db, id).await?;
            set(db, SET_REASON, id, &word(reason)).await?;
        }
        Event::Met {} | Event::Withdrawn {} => close_open_proposal(db, id).await?,
        Event::RequesterAsked {}
        | Event::RequesterReplied {}
        | Event::Started {}
        | Event::SplitInto { .. }
        | Event::PartsClosed {} => {}
        Event::Reopened { due_ms } => {
            // The tally must see the minutes of the closed state before they are cleared.
            step.change_state(db, &event).await?;
            return set_ms(db, REOPEN, id, *due_ms).await;
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
        let state = if need.signal { State::Signal } else { State::Received };
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
            .bind(word(&state))
            .bind(envelope.at_ms)
            .bind(need.due_ms)
            .bind(need.needed_by.map(|day| day.to_string()))
            .bind(need.when.iter().map(word).collect::<Vec<_>>().join(" "))
            .bind(need.part_of.map(|id: RequestId| id.to_string()))
            .bind(need.recurrence.map(|id| id.to_string()))
            .bind(need.from.as_ref().map(|from| from.home.as_str().to_owned()))
            .bind(need.from.as_ref().map(|from| from.slip.as_str().to_owned()))
            .execute(&mut *db)
            .await?;
        self.tally(db, state, 1, 0, need.neighbourhood.as_str(), need.category.as_str()).await?;
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

    async fn route(&self, db: &mut AnyConnection, routed: &Routed) -> Result<(), StoreError> {
        sqlx::query(SET_ROUTE)
            .bind(self.id.to_string())
            .bind(routed.rule.as_str())
            .bind(routed.because.iter().map(word).collect::<Vec<_>>().join(" "))
            .bind(routed.hub.as_ref().map(|hub| hub.as_str().to_owned()))
            .bind(routed.operator.map(|operator| operator.to_string()))
            .bind(routed.circle.as_ref().map(word))
            .execute(db)
            .await?;
        Ok(())
    }

    async fn message(
        &self,
        db: &mut AnyConnection,
        about: MessageKind,
        text: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(MESSAGE)
            .bind(self.id.to_string())
            .bind(self.arrival.position)
            .bind(self.record.envelope.at_ms)
            .bind(self.record.envelope.actor.to_string())
            .bind(word(&about))
            .bind(text.to_owned())
            .execute(db)
            .await?;
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
        if before.first.is_some() && after.first.is_none() {
            first_yes(db, self.id, None).await?;
        }
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
        Event::NeedLeft(_) | Event::BecameRequest { .. } => Some(StepWord::Received),
        Event::TakenInCharge { .. } if before == State::Waiting => None,
        Event::TakenInCharge { .. } | Event::HandOverRefused { .. } | Event::DuplicateUndone {} => {
            Some(StepWord::TakenInCharge)
        }
        Event::Proposed(_) => Some(StepWord::Searching),
        Event::Accepted { .. } => Some(StepWord::HelperFound),
        Event::GivenBack { .. } => Some(StepWord::SearchingAgain),
        Event::ReportedDone { .. } | Event::PartsClosed {} => Some(StepWord::Done),
        Event::Met {} => Some(StepWord::Met),
        Event::NotMet { .. } => Some(StepWord::NotMet),
        Event::Withdrawn {} => Some(StepWord::Withdrawn),
        Event::Reopened { .. } => Some(StepWord::Reopened),
        Event::RequesterAsked {} => Some(StepWord::Asked),
        Event::RequesterReplied {} => Some(StepWord::Replied),
        Event::Scheduled { .. } => Some(StepWord::Scheduled),
        Event::Started {} => Some(StepWord::Started),
        Event::Referred { .. } => Some(StepWord::Referred),
        Event::ServiceAnswered { answer: ServiceAnswer::Accepted } => {
            Some(StepWord::ServiceAccepted)
        }
        Event::ServiceAnswered { answer: ServiceAnswer::Done } => Some(StepWord::Done),
        Event::ServiceAnswered { answer: ServiceAnswer::Rejected } | Event::ReferralRevoked {} => {
            Some(StepWord::SearchingAgain)
        }
        Event::SplitInto { .. } => Some(StepWord::Split),
        Event::HandedOver { .. } => Some(StepWord::HandedOver),
        Event::TakenOver { .. } => Some(StepWord::TakenOver),
        Event::FoundDuplicate { .. } => Some(StepWord::Joined),
        Event::CircleEnded { .. }
        | Event::WordsLeft { .. }
        | Event::AnswersLeft { .. }
        | Event::NoteWritten { .. }
        | Event::HelperSaid { .. }
        | Event::MessageLeft { .. }
        | Event::FollowUpSet { .. }
        | Event::FollowedUp {}
        | Event::Rated { .. }
        | Event::PrivacySet { .. }
        | Event::SeatsSet { .. }
        | Event::SeatTaken { .. }
        | Event::SeatFreed { .. }
        | Event::Routed(_)
        | Event::Declined { .. } => None,
    }
}

/// Notes the stems of words, so that they are found again in any of their forms.
async fn index(db: &mut AnyConnection, id: RequestId, text: &str) -> Result<(), StoreError> {
    for stem in stems(text) {
        sqlx::query(STEM).bind(stem).bind(id.to_string()).execute(&mut *db).await?;
    }
    Ok(())
}

async fn set_ms(
    db: &mut AnyConnection,
    statement: &'static str,
    id: RequestId,
    value: Option<i64>,
) -> Result<(), StoreError> {
    sqlx::query(statement).bind(id.to_string()).bind(value).execute(db).await?;
    Ok(())
}

async fn clear(
    db: &mut AnyConnection,
    statement: &'static str,
    id: RequestId,
) -> Result<(), StoreError> {
    sqlx::query(statement).bind(id.to_string()).execute(db).await?;
    Ok(())
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

async fn first_yes(
    db: &mut AnyConnection,
    id: RequestId,
    first: Option<(DeviceId, ProposalId)>,
) -> Result<(), StoreError> {
    sqlx::query(FIRST_YES)
        .bind(id.to_string())
        .bind(first.map(|(device, _)| device.to_string()))
        .bind(first.map(|(_, proposal)| proposal.to_string()))
        .execute(db)
        .await?;
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

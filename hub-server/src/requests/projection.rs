//! From facts about requests to their tables, with running totals kept at every change of state.
//!
//! Always true: a request that changes is read once a batch; what its later facts look at is remembered
//! ([`Known`]), for its rows may still wait to be written.

use std::collections::HashMap;

use protocol::kiosk::StepWord;
use protocol::{DeviceId, PersonId, ProposalId, Record, RequestId};
use sqlx::AnyConnection;

use super::events::{
    Consent, Event, MessageKind, NeedLeft, Proposal, Request, Routed, ServiceAnswer, Side, State,
};
use super::queries;
use super::reviews::Kind as Reviewable;
use super::stems::stems;
use crate::projection::Arrival;
use crate::store::rows::word;
use crate::store::tables::{Rows, Tables, Value, row};
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    PROPOSAL,
    PROPOSAL_DEVICE,
    END_PROPOSAL,
    ANSWER,
    REOPEN,
    HELP_MARK,
    FOLLOW_KNOWN,
    KNOWN,
    UNKNOWN,
];

/// Those whose rows are written many at a time.
pub const ROWS: &[Rows] = &[
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
    TALLY,
    SET_ANSWERS,
    MESSAGE,
    STEM,
    SET_FOLLOW_UP,
    SET_ENDED,
    SET_SCHEDULED,
    SET_REQUESTER_MARK,
    SET_HELPER_MARK,
    SET_DESK_MARK,
    SET_DUPLICATE,
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
    TO_REVIEW,
    REVIEWED,
];

const OPEN: Rows = Rows::new(
    "INSERT INTO request (request_id, home, slip_code, category, neighbourhood, \
    urgency, relation, language, via, person_id, state, reopened_times, opened_at_ms, changed_at_ms, \
    due_ms, needed_by, bands, privacy, part_of, circle_ended, recurrence_id, \
    former_home, former_slip) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $12, $13, $14, $15, 'ordinary', \
    $16, 0, $17, $18, $19)",
);
const SET_ANSWERS: Rows = Rows::set(1, "UPDATE request SET answers = $2 WHERE request_id = $1");
const MESSAGE: Rows = Rows::new(
    "INSERT INTO request_message (request_id, position, at_ms, actor, about, body) \
    VALUES ($1, $2, $3, $4, $5, $6)",
);
const STEM: Rows = Rows::new(
    "INSERT INTO request_stem (stem, request_id, opened_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT DO NOTHING",
);
const SET_FOLLOW_UP: Rows =
    Rows::set(1, "UPDATE request SET follow_up_ms = CAST($2 AS BIGINT) WHERE request_id = $1");
const SET_ENDED: Rows =
    Rows::set(1, "UPDATE request SET circle_ended = CAST($2 AS BIGINT) WHERE request_id = $1");
const SET_SCHEDULED: Rows =
    Rows::set(1, "UPDATE request SET scheduled_ms = CAST($2 AS BIGINT) WHERE request_id = $1");
const SET_REQUESTER_MARK: Rows =
    Rows::set(1, "UPDATE request SET requester_mark = $2 WHERE request_id = $1");
const SET_HELPER_MARK: Rows =
    Rows::set(1, "UPDATE request SET helper_mark = $2 WHERE request_id = $1");
const SET_DESK_MARK: Rows = Rows::set(1, "UPDATE request SET desk_mark = $2 WHERE request_id = $1");
const SET_DUPLICATE: Rows =
    Rows::set(1, "UPDATE request SET duplicate_of = $2 WHERE request_id = $1");
const SET_REFERRAL: Rows = Rows::set(
    1,
    "UPDATE request SET service = $2, shared = $3, consent = $4, \
    service_said = NULL WHERE request_id = $1",
);
const SET_SERVICE_SAID: Rows =
    Rows::set(1, "UPDATE request SET service_said = $2 WHERE request_id = $1");
const SET_BECAME: Rows = Rows::set(
    1,
    "UPDATE request SET person_id = $2, due_ms = CAST($3 AS BIGINT) WHERE request_id = $1",
);
const SET_PRIVACY: Rows = Rows::set(1, "UPDATE request SET privacy = $2 WHERE request_id = $1");
const SET_SEATS: Rows =
    Rows::set(1, "UPDATE request SET two = CAST($2 AS BIGINT) WHERE request_id = $1");
const FIRST_YES: Rows = Rows::set(
    1,
    "UPDATE request SET first_yes = $2, first_yes_proposal = $3 WHERE request_id = $1",
);
const SET_COMPANION: Rows = Rows::set(1, "UPDATE request SET companion = $2 WHERE request_id = $1");
const SET_ROUTE: Rows = Rows::set(
    1,
    "UPDATE request SET route = $2, route_because = $3, route_hub = $4, \
    route_operator = $5, route_circle = $6 WHERE request_id = $1",
);
const SET_HANDED: Rows = Rows::set(
    1,
    "UPDATE request SET handed_to = $2, handed_command = $3, \
    handed_shared = $4, hand_over_refused = NULL WHERE request_id = $1",
);
const SET_NEXT_SLIP: Rows = Rows::set(1, "UPDATE request SET next_slip = $2 WHERE request_id = $1");
const SET_HAND_OVER_REFUSED: Rows =
    Rows::set(1, "UPDATE request SET hand_over_refused = $2 WHERE request_id = $1");
const SET_WORDS: Rows = Rows::set(1, "UPDATE request SET words = $2 WHERE request_id = $1");
const SET_NOTE: Rows = Rows::set(1, "UPDATE request SET note = $2 WHERE request_id = $1");
const SET_SAID: Rows = Rows::set(1, "UPDATE request SET helper_said = $2 WHERE request_id = $1");
const SET_STATE: Rows = Rows::set(
    1,
    "UPDATE request SET state = $2, changed_at_ms = CAST($3 AS BIGINT), \
    closed_at_ms = CAST($4 AS BIGINT) \
    WHERE request_id = $1",
);
const SET_OPERATOR: Rows = Rows::set(1, "UPDATE request SET operator = $2 WHERE request_id = $1");
const SET_HELPER: Rows =
    Rows::set(1, "UPDATE request SET helper = $2, proposal_id = $3 WHERE request_id = $1");
const CLEAR_HELPER: Rows = Rows::set(
    1,
    "UPDATE request SET helper = NULL, companion = NULL, \
    proposal_id = NULL, scheduled_ms = NULL WHERE request_id = $1",
);
const SET_DONE: Rows =
    Rows::set(1, "UPDATE request SET done_minutes = CAST($2 AS BIGINT) WHERE request_id = $1");
const SET_REASON: Rows =
    Rows::set(1, "UPDATE request SET not_met_reason = $2 WHERE request_id = $1");
const REOPEN: &str = "UPDATE request SET reopened_times = reopened_times + 1, helper = NULL, \
    companion = NULL, proposal_id = NULL, done_minutes = NULL, helper_said = NULL, not_met_reason = NULL, \
    scheduled_ms = NULL, requester_mark = NULL, helper_mark = NULL, desk_mark = NULL, due_ms = COALESCE($2, due_ms) \
    WHERE request_id = $1";
/// How it went stays with whom it went so, whatever becomes of the request.
const HELP_MARK: &str = "INSERT INTO help_mark (request_id, device_id, side, mark) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (request_id, device_id, side) DO UPDATE SET mark = $4";
/// Whoever was known as somebody who is known as somebody else now is known as that one too.
const FOLLOW_KNOWN: &str = "UPDATE person_same SET known_id = $2 WHERE known_id = $1";
const KNOWN: &str = "INSERT INTO person_same (person_id, known_id) VALUES ($1, $2) \
    ON CONFLICT (person_id) DO UPDATE SET known_id = $2";
const UNKNOWN: &str = "DELETE FROM person_same WHERE person_id = $1";
const TO_REVIEW: Rows = Rows::new(
    "INSERT INTO request_review (thing, request_id, home, kind, position, at_ms, actor) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
);
const REVIEWED: Rows = Rows::set(
    1,
    "UPDATE request_review SET seen_at_ms = CAST($2 AS BIGINT), seen_by = $3 WHERE thing = $1",
);
const STEP: Rows = Rows::new(
    "INSERT INTO request_step (request_id, position, at_ms, word, actor) \
    VALUES ($1, $2, $3, $4, $5)",
);
const PROPOSAL: &str = "INSERT INTO proposal (proposal_id, request_id, circle, state, \
    opened_at_ms, until_ms) VALUES ($1, $2, $3, 'open', $4, $5)";
const PROPOSAL_DEVICE: &str =
    "INSERT INTO proposal_device (proposal_id, device_id) VALUES ($1, $2)";
const END_PROPOSAL: &str = "UPDATE proposal SET state = $2 WHERE proposal_id = $1";
const ANSWER: &str =
    "UPDATE proposal_device SET answer = $3 WHERE proposal_id = $1 AND device_id = $2";
const TALLY: Rows = Rows::add(
    4,
    "INSERT INTO request_tally (home, neighbourhood, category, state, requests, \
    minutes) VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (home, neighbourhood, category, state) DO UPDATE SET \
    requests = request_tally.requests + $5, minutes = request_tally.minutes + $6",
);

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    tables: &mut Tables<'_>,
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
    Step { id, record, arrival }.project(tables, &event).await
}

/// What the facts of a request look at, remembered for the length of a batch.
#[derive(Default)]
struct Known(HashMap<RequestId, Standing>);

#[derive(Clone)]
struct Standing {
    request: Request,
    opened_at_ms: i64,
    done_minutes: Option<i64>,
    neighbourhood: String,
    category: String,
}

struct Step<'r> {
    id: RequestId,
    record: &'r Record,
    arrival: Arrival,
}

impl Step<'_> {
    async fn open(&self, tables: &mut Tables<'_>, need: &NeedLeft) -> Result<(), StoreError> {
        let envelope = &self.record.envelope;
        let state = if need.signal { State::Signal } else { State::Received };
        let values = row![
            self.id.to_string(),
            envelope.series.node.as_str(),
            need.slip.as_str(),
            need.category.as_str(),
            need.neighbourhood.as_str(),
            word(&need.urgency),
            word(&need.relation),
            need.language.as_str(),
            word(&need.via),
            need.person.map(|person: PersonId| person.to_string()),
            word(&state),
            envelope.at_ms,
            need.due_ms,
            need.needed_by.map(|day| day.to_string()),
            need.when.iter().map(word).collect::<Vec<_>>().join(" "),
            need.part_of.map(|id: RequestId| id.to_string()),
            need.recurrence.map(|id| id.to_string()),
            need.from.as_ref().map(|from| from.home.as_str().to_owned()),
            need.from.as_ref().map(|from| from.slip.as_str().to_owned()),
        ];
        tables.put(OPEN, values).await?;
        let request = Request {
            id: self.id,
            state,
            helper: None,
            two: false,
            first: None,
            companion: None,
            open: None,
            closed_at_ms: None,
        };
        let standing = Standing {
            request,
            opened_at_ms: envelope.at_ms,
            done_minutes: None,
            neighbourhood: need.neighbourhood.to_string(),
            category: need.category.to_string(),
        };
        self.tally(tables, &standing, state, 1, 0).await?;
        tables.memory::<Known>().0.insert(self.id, standing);
        self.say(tables, StepWord::Received).await
    }

    async fn project(&self, tables: &mut Tables<'_>, event: &Event) -> Result<(), StoreError> {
        let id = self.id;
        // Only what changes the request's state looks at how it stood.
        let before = if event.step().is_some() { Some(self.standing(tables).await?) } else { None };
        match event {
            Event::NeedLeft(need) => self.open(tables, need).await?,
            Event::WordsLeft { text } => {
                self.index(tables, text).await?;
                set(tables, SET_WORDS, id, text).await?;
            }
            Event::AnswersLeft { answers } => {
                for answer in answers {
                    self.index(tables, &answer.answer).await?;
                }
                let text = serde_json::to_string(answers).map_err(|error| self.fail(&error))?;
                set(tables, SET_ANSWERS, id, text).await?;
            }
            Event::NoteWritten { text } => {
                self.index(tables, text).await?;
                set(tables, SET_NOTE, id, text).await?;
            }
            Event::HelperSaid { text } => set(tables, SET_SAID, id, text).await?,
            Event::MessageLeft { about, text } => {
                self.message(tables, *about, text).await?;
                if *about == MessageKind::Incident {
                    self.to_review(tables, Reviewable::Incident).await?;
                }
            }
            Event::Reviewed { thing } => {
                let envelope = &self.record.envelope;
                let values = row![thing.to_string(), envelope.at_ms, envelope.actor.to_string()];
                tables.put(REVIEWED, values).await?;
            }
            Event::FollowUpSet { at_ms } => set(tables, SET_FOLLOW_UP, id, *at_ms).await?,
            Event::FollowedUp {} => set(tables, SET_FOLLOW_UP, id, None::<i64>).await?,
            Event::Rated { side, mark } => {
                let column = match side {
                    Side::Requester => SET_REQUESTER_MARK,
                    Side::Helper => SET_HELPER_MARK,
                    Side::Desk => SET_DESK_MARK,
                };
                set(tables, column, id, word(mark)).await?;
                let request = self.standing(tables).await?.request;
                for device in [request.helper, request.companion].into_iter().flatten() {
                    let query = sqlx::query(HELP_MARK).bind(id.to_string());
                    let query = query.bind(device.to_string()).bind(word(side)).bind(word(mark));
                    query.execute(tables.db().await?).await?;
                }
            }
            Event::PersonKnown { person, known } => {
                let db = tables.db().await?;
                for statement in [FOLLOW_KNOWN, KNOWN] {
                    let query = sqlx::query(statement).bind(person.to_string());
                    query.bind(known.to_string()).execute(&mut *db).await?;
                }
            }
            Event::PersonUnknown { person } => {
                let query = sqlx::query(UNKNOWN).bind(person.to_string());
                query.execute(tables.db().await?).await?;
            }
            Event::PrivacySet { level } => set(tables, SET_PRIVACY, id, word(level)).await?,
            Event::SeatsSet { two } => {
                tables.memory::<Known>().0.remove(&id);
                set(tables, SET_SEATS, id, i64::from(*two)).await?;
            }
            Event::SeatTaken { proposal, device } => {
                tables.memory::<Known>().0.remove(&id);
                answered(tables.db().await?, proposal, device, "accepted").await?;
                first_yes(tables, id, Some((*device, *proposal))).await?;
            }
            Event::SeatFreed { .. } => {
                tables.memory::<Known>().0.remove(&id);
                first_yes(tables, id, None).await?;
            }
            Event::Routed(routed) => self.route(tables, routed).await?,
            Event::Declined { proposal, device } => {
                tables.memory::<Known>().0.remove(&id);
                answered(tables.db().await?, proposal, device, "declined").await?;
            }
            Event::TakenInCharge { operator } | Event::Assigned { operator } => {
                set(tables, SET_OPERATOR, id, operator.to_string()).await?;
            }
            Event::Proposed(proposal) => {
                self.propose(tables.db().await?, proposal).await?;
                set(tables, SET_ENDED, id, 0).await?;
            }
            Event::Accepted { proposal, device, companion } => {
                let db = tables.db().await?;
                answered(db, proposal, &companion.unwrap_or(*device), "accepted").await?;
                end_proposal(db, &proposal.to_string(), "taken").await?;
                if let Some(companion) = companion {
                    set(tables, SET_COMPANION, id, companion.to_string()).await?;
                }
                let values = row![id.to_string(), device.to_string(), proposal.to_string()];
                tables.put(SET_HELPER, values).await?;
            }
            Event::CircleEnded { proposal } => {
                end_proposal(tables.db().await?, &proposal.to_string(), "expired").await?;
                set(tables, SET_ENDED, id, 1).await?;
            }
            Event::GivenBack { .. } => tables.put(CLEAR_HELPER, row![id.to_string()]).await?,
            Event::ReportedDone { minutes } => {
                set(tables, SET_DONE, id, minutes.map(i64::from)).await?;
            }
            Event::Scheduled { at_ms } => set(tables, SET_SCHEDULED, id, *at_ms).await?,
            Event::HandedOver { to, shared, command, .. } => {
                let shared = shared.iter().map(word).collect::<Vec<_>>().join(" ");
                let values = row![id.to_string(), to.as_str(), command.to_string(), shared];
                tables.put(SET_HANDED, values).await?;
            }
            Event::TakenOver { slip } => set(tables, SET_NEXT_SLIP, id, slip.as_str()).await?,
            Event::HandOverRefused { why } => {
                set(tables, SET_HAND_OVER_REFUSED, id, why).await?;
            }
            Event::FoundDuplicate { of } => set(tables, SET_DUPLICATE, id, of.to_string()).await?,
            Event::DuplicateUndone {} => set(tables, SET_DUPLICATE, id, None::<String>).await?,
            Event::Referred { service, shared, consent } => {
                let shared: Vec<String> = shared.iter().map(word).collect();
                let shared = shared.join(" ");
                let values = row![id.to_string(), service.as_str(), shared, word(consent)];
                tables.put(SET_REFERRAL, values).await?;
                if *consent == Consent::Danger {
                    self.to_review(tables, Reviewable::Danger).await?;
                }
            }
            Event::ServiceAnswered { answer } => {
                set(tables, SET_SERVICE_SAID, id, word(answer)).await?;
            }
            Event::ReferralRevoked {} => set(tables, SET_SERVICE_SAID, id, "revoked").await?,
            Event::BecameRequest { person, due_ms } => {
                let person = person.map(|person| person.to_string());
                tables.put(SET_BECAME, row![id.to_string(), person, *due_ms]).await?;
            }
            Event::NotMet { reason } => set(tables, SET_REASON, id, word(reason)).await?,
            Event::Met {}
            | Event::Withdrawn {}
            | Event::RequesterAsked {}
            | Event::RequesterReplied {}
            | Event::Started {}
            | Event::SplitInto { .. }
            | Event::PartsClosed {}
            | Event::Reopened { .. } => {}
        }
        match before {
            Some(before) => self.turn(tables, event, before).await,
            None => Ok(()),
        }
    }

    /// What follows from a fact that changes the request's state, which stood as `standing`.
    async fn turn(
        &self,
        tables: &mut Tables<'_>,
        event: &Event,
        standing: Standing,
    ) -> Result<(), StoreError> {
        let id = self.id;
        if let (Event::NotMet { .. } | Event::Met {} | Event::Withdrawn {}, Some(open)) =
            (event, &standing.request.open)
        {
            end_proposal(tables.db().await?, &open.id.to_string(), "withdrawn").await?;
        }
        self.change_state(tables, event, standing).await?;
        if let Event::Reopened { due_ms } = event {
            // The tally has seen the minutes of the closed state before they are cleared.
            tables.memory::<Known>().0.remove(&id);
            let db = tables.db().await?;
            sqlx::query(REOPEN).bind(id.to_string()).bind(*due_ms).execute(db).await?;
        }
        Ok(())
    }

    fn fail(&self, why: &impl ToString) -> StoreError {
        StoreError::Projection { kind: self.record.envelope.kind.clone(), why: why.to_string() }
    }

    /// The request as it stands before this fact.
    async fn standing(&self, tables: &mut Tables<'_>) -> Result<Standing, StoreError> {
        if let Some(known) = tables.memory::<Known>().0.get(&self.id) {
            return Ok(known.clone());
        }
        let db = tables.db_about("request", &self.id.to_string()).await?;
        let brief = queries::brief(db, self.id).await?.ok_or_else(|| StoreError::Projection {
            kind: self.record.envelope.kind.clone(),
            why: "its request is not known here".to_owned(),
        })?;
        Ok(Standing {
            request: brief.request,
            opened_at_ms: brief.opened_at_ms,
            done_minutes: brief.done_minutes,
            neighbourhood: brief.neighbourhood.to_string(),
            category: brief.category.to_string(),
        })
    }

    /// Makes words findable, by when the request came in.
    async fn index(&self, tables: &mut Tables<'_>, text: &str) -> Result<(), StoreError> {
        let opened_at_ms = self.standing(tables).await?.opened_at_ms;
        for stem in stems(text) {
            tables.put(STEM, row![stem, self.id.to_string(), opened_at_ms]).await?;
        }
        Ok(())
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

    async fn route(&self, tables: &mut Tables<'_>, routed: &Routed) -> Result<(), StoreError> {
        let values = row![
            self.id.to_string(),
            routed.rule.as_str(),
            routed.because.iter().map(word).collect::<Vec<_>>().join(" "),
            routed.hub.as_ref().map(|hub| hub.as_str().to_owned()),
            routed.operator.map(|operator| operator.to_string()),
            routed.circle.as_ref().map(word),
        ];
        tables.put(SET_ROUTE, values).await
    }

    async fn to_review(&self, tables: &mut Tables<'_>, kind: Reviewable) -> Result<(), StoreError> {
        let envelope = &self.record.envelope;
        let values = row![
            envelope.event_id.to_string(),
            self.id.to_string(),
            envelope.series.node.as_str(),
            word(&kind),
            self.arrival.position,
            envelope.at_ms,
            envelope.actor.to_string(),
        ];
        tables.put(TO_REVIEW, values).await
    }

    async fn message(
        &self,
        tables: &mut Tables<'_>,
        about: MessageKind,
        text: &str,
    ) -> Result<(), StoreError> {
        let envelope = &self.record.envelope;
        let values = row![
            self.id.to_string(),
            self.arrival.position,
            envelope.at_ms,
            envelope.actor.to_string(),
            word(&about),
            text,
        ];
        tables.put(MESSAGE, values).await
    }

    async fn change_state(
        &self,
        tables: &mut Tables<'_>,
        event: &Event,
        mut standing: Standing,
    ) -> Result<(), StoreError> {
        let at_ms = self.record.envelope.at_ms;
        if let Event::ReportedDone { minutes } = event {
            standing.done_minutes = minutes.map(i64::from);
        }
        let (before, first) = (standing.request.state, standing.request.first);
        standing.request = standing.request.after(event, at_ms);
        let (after, closed) = (standing.request.state, standing.request.closed_at_ms);
        tables.put(SET_STATE, row![self.id.to_string(), word(&after), at_ms, closed]).await?;
        if first.is_some() && standing.request.first.is_none() {
            first_yes(tables, self.id, None).await?;
        }
        if before != after {
            let minutes = standing.done_minutes;
            let counted_before = minutes_counted(before, minutes);
            self.tally(tables, &standing, before, -1, -counted_before).await?;
            let counted_after = minutes_counted(after, minutes);
            self.tally(tables, &standing, after, 1, counted_after).await?;
        }
        tables.memory::<Known>().0.insert(self.id, standing);
        match step_word(event, before) {
            Some(step) => self.say(tables, step).await,
            None => Ok(()),
        }
    }

    async fn tally(
        &self,
        tables: &mut Tables<'_>,
        standing: &Standing,
        state: State,
        requests: i64,
        minutes: i64,
    ) -> Result<(), StoreError> {
        let values = row![
            self.record.envelope.series.node.as_str(),
            standing.neighbourhood.as_str(),
            standing.category.as_str(),
            word(&state),
            requests,
            minutes,
        ];
        tables.put(TALLY, values).await
    }

    async fn say(&self, tables: &mut Tables<'_>, step: StepWord) -> Result<(), StoreError> {
        let envelope = &self.record.envelope;
        let values = row![
            self.id.to_string(),
            self.arrival.position,
            envelope.at_ms,
            word(&step),
            envelope.actor.to_string(),
        ];
        tables.put(STEP, values).await
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
        | Event::PersonKnown { .. }
        | Event::PersonUnknown { .. }
        | Event::Reviewed { .. }
        | Event::Assigned { .. }
        | Event::PrivacySet { .. }
        | Event::SeatsSet { .. }
        | Event::SeatTaken { .. }
        | Event::SeatFreed { .. }
        | Event::Routed(_)
        | Event::Declined { .. } => None,
    }
}

/// Notes the stems of words, so that they are found again in any of their forms.
async fn set(
    tables: &mut Tables<'_>,
    rows: Rows,
    id: RequestId,
    value: impl Into<Value>,
) -> Result<(), StoreError> {
    tables.put(rows, row![id.to_string(), value]).await
}

async fn first_yes(
    tables: &mut Tables<'_>,
    id: RequestId,
    first: Option<(DeviceId, ProposalId)>,
) -> Result<(), StoreError> {
    let device = first.map(|(device, _)| device.to_string());
    let proposal = first.map(|(_, proposal)| proposal.to_string());
    tables.put(FIRST_YES, row![id.to_string(), device, proposal]).await
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

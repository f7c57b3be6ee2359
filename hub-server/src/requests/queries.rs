//! From the tables to answers about requests.

use protocol::kiosk::{AnsweredBy, SlipKind, SlipStatus, SlipStep, Urgency};
use protocol::{
    DeviceId, NodeId, PersonId, ProposalId, Relation, RequestId, SlipCode, Slug, StaffId,
};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::decide;
use super::events::{Circle, OpenProposal, Request, State};
use crate::store::StoreError;
use crate::store::rows::{from_word, parse, parsed, parsed_or_none, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    BY_ID,
    BY_SLIP,
    HOME,
    OPEN_PROPOSAL,
    SILENT,
    STEPS,
    PROPOSAL_REQUEST,
    DUE,
    QUEUE,
    COUNTS,
    ASKED,
    ASKED_IN,
];

const BY_ID: &str = "SELECT * FROM request WHERE request_id = $1";
const BY_SLIP: &str = "SELECT * FROM request WHERE slip_code = $1";
const HOME: &str = "SELECT home FROM request WHERE request_id = $1";
const OPEN_PROPOSAL: &str = "SELECT proposal_id, circle, until_ms FROM proposal \
    WHERE request_id = $1 AND state = 'open'";
const SILENT: &str = "SELECT device_id FROM proposal_device \
    WHERE proposal_id = $1 AND answer IS NULL ORDER BY device_id";
const ASKED_IN: &str =
    "SELECT device_id FROM proposal_device WHERE proposal_id = $1 ORDER BY device_id";
const ASKED: &str = "SELECT DISTINCT d.device_id FROM proposal_device d \
    JOIN proposal p ON p.proposal_id = d.proposal_id \
    WHERE p.request_id = $1 AND d.answer = 'declined'";
const STEPS: &str = "SELECT at_ms, word FROM request_step WHERE request_id = $1 ORDER BY position";
const PROPOSAL_REQUEST: &str = "SELECT request_id FROM proposal WHERE proposal_id = $1";
const DUE: &str = "SELECT proposal_id FROM proposal WHERE state = 'open' AND until_ms <= $1 \
    ORDER BY until_ms LIMIT 100";
const QUEUE: &str = "SELECT * FROM request WHERE home = $1 AND state = $2 \
    ORDER BY opened_at_ms, request_id LIMIT $3 OFFSET $4";
const COUNTS: &str = "SELECT state, CAST(SUM(requests) AS BIGINT) AS requests, \
    CAST(SUM(minutes) AS BIGINT) AS minutes FROM request_tally WHERE home = $1 \
    GROUP BY state ORDER BY state";

/// A request as tables and decisions need it, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The part decisions look at.
    pub request: Request,
    /// Whose it is.
    pub home: NodeId,
    /// Its slip.
    pub slip: SlipCode,
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
    /// How it came in (a word of `protocol::Channel`).
    pub via: String,
    /// Whose data stands in the vault.
    pub person: Option<PersonId>,
    /// In the person's words; `None` when none were left or they were erased.
    pub words: Option<String>,
    /// What antennae may read before they accept.
    pub note: Option<String>,
    /// Which operator looks after it.
    pub operator: Option<StaffId>,
    /// The proposal that was accepted.
    pub proposal: Option<ProposalId>,
    /// How long helping took, in minutes.
    pub done_minutes: Option<i64>,
    /// What the helper added for the operator; `None` when nothing, or it was erased.
    pub helper_said: Option<String>,
    /// Why it was not met.
    pub not_met_reason: Option<String>,
    /// How often it was opened again.
    pub reopened_times: i64,
    /// When it came in, UTC milliseconds.
    pub opened_at_ms: i64,
    /// When it last changed, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// A request by its id, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn brief(db: &mut AnyConnection, id: RequestId) -> Result<Option<Brief>, StoreError> {
    let row = sqlx::query(BY_ID).bind(id.to_string()).fetch_optional(&mut *db).await?;
    with_proposal(db, row).await
}

/// A request by its slip, or `None` when no request known here has it.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_slip(db: &mut AnyConnection, slip: &SlipCode) -> Result<Option<Brief>, StoreError> {
    let row = sqlx::query(BY_SLIP).bind(slip.as_str()).fetch_optional(&mut *db).await?;
    with_proposal(db, row).await
}

async fn with_proposal(
    db: &mut AnyConnection,
    row: Option<AnyRow>,
) -> Result<Option<Brief>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let mut brief = read(&row)?;
    let open = sqlx::query(OPEN_PROPOSAL)
        .bind(brief.request.id.to_string())
        .fetch_optional(&mut *db)
        .await?;
    if let Some(open) = open {
        let id: ProposalId = parsed(&open, "proposal_id")?;
        let silent = devices(db, SILENT, id).await?;
        let circle: Circle = from_word("circle", &open.try_get::<String, _>("circle")?)?;
        let until_ms = open.try_get("until_ms")?;
        brief.request.open = Some(OpenProposal { id, circle, until_ms, silent });
    }
    Ok(Some(brief))
}

async fn devices(
    db: &mut AnyConnection,
    statement: &'static str,
    proposal: ProposalId,
) -> Result<Vec<DeviceId>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar(statement).bind(proposal.to_string()).fetch_all(db).await?;
    rows.iter().map(|text| parse("device_id", text)).collect()
}

/// Everybody who was asked by a proposal.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn asked(
    db: &mut AnyConnection,
    proposal: ProposalId,
) -> Result<Vec<DeviceId>, StoreError> {
    devices(db, ASKED_IN, proposal).await
}

/// Who has said no to this request in any circle; they are not asked again.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn declined(
    db: &mut AnyConnection,
    request: RequestId,
) -> Result<Vec<DeviceId>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar(ASKED).bind(request.to_string()).fetch_all(db).await?;
    rows.iter().map(|text| parse("device_id", text)).collect()
}

/// The request a proposal is about.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn request_of(
    db: &mut AnyConnection,
    proposal: ProposalId,
) -> Result<Option<RequestId>, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar(PROPOSAL_REQUEST).bind(proposal.to_string()).fetch_optional(db).await?;
    text.map(|text| parse("request_id", &text)).transpose()
}

/// The node that decides about a request, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn home(db: &mut AnyConnection, id: RequestId) -> Result<Option<NodeId>, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar(HOME).bind(id.to_string()).fetch_optional(db).await?;
    text.map(|text| parse("home", &text)).transpose()
}

/// Open proposals whose time is over at `now_ms`, the oldest first, at most a hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn due(db: &mut AnyConnection, now_ms: i64) -> Result<Vec<ProposalId>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar(DUE).bind(now_ms).fetch_all(db).await?;
    rows.iter().map(|text| parse("proposal_id", text)).collect()
}

/// One page of the requests of a home in one state, oldest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn queue(
    db: &mut AnyConnection,
    home: &NodeId,
    state: State,
    most: u32,
    skip: u32,
) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(QUEUE)
        .bind(home.as_str())
        .bind(word(&state))
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// How many requests of a home stand in a state, and how many minutes were given in those met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The state.
    pub state: State,
    /// How many requests.
    pub requests: i64,
    /// Minutes given, where the state is [`State::Met`].
    pub minutes: i64,
}

/// The running totals of a home, by state; states nothing is in may be missing.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn counts(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Count>, StoreError> {
    let rows = sqlx::query(COUNTS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(Count {
                state: from_word("state", &row.try_get::<String, _>("state")?)?,
                requests: row.try_get("requests")?,
                minutes: row.try_get("minutes")?,
            })
        })
        .collect()
}

/// What a slip can tell about a request. `hub_name` is filled in by the caller, who knows the city.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn slip_status(
    db: &mut AnyConnection,
    brief: &Brief,
    hub_name: String,
    as_of_ms: i64,
    answered_by: AnsweredBy,
) -> Result<SlipStatus, StoreError> {
    let rows = sqlx::query(STEPS).bind(brief.request.id.to_string()).fetch_all(db).await?;
    let steps = rows
        .iter()
        .map(|row| {
            let word: String = row.try_get("word")?;
            Ok(SlipStep { at_ms: row.try_get("at_ms")?, word: from_word("step", &word)? })
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(SlipStatus {
        code: brief.slip.clone(),
        kind: SlipKind::Need,
        about: brief.category.clone(),
        hub_name,
        steps,
        can_confirm: decide::can_confirm(brief.request.state),
        can_withdraw: !brief.request.state.is_closed(),
        as_of_ms,
        answered_by,
    })
}

fn read(row: &AnyRow) -> Result<Brief, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    Ok(Brief {
        request: Request {
            id: parsed(row, "request_id")?,
            state: from_word("state", &text("state")?)?,
            helper: parsed_or_none(row, "helper")?,
            open: None,
            closed_at_ms: row.try_get("closed_at_ms")?,
        },
        home: parsed(row, "home")?,
        slip: crate::slips::parsed_code(row)?,
        category: parsed(row, "category")?,
        neighbourhood: parsed(row, "neighbourhood")?,
        urgency: from_word("urgency", &text("urgency")?)?,
        relation: from_word("relation", &text("relation")?)?,
        language: text("language")?,
        via: text("via")?,
        person: parsed_or_none(row, "person_id")?,
        words: row.try_get("words")?,
        note: row.try_get("note")?,
        operator: parsed_or_none(row, "operator")?,
        proposal: parsed_or_none(row, "proposal_id")?,
        done_minutes: row.try_get("done_minutes")?,
        helper_said: row.try_get("helper_said")?,
        not_met_reason: row.try_get("not_met_reason")?,
        reopened_times: row.try_get("reopened_times")?,
        opened_at_ms: row.try_get("opened_at_ms")?,
        changed_at_ms: row.try_get("changed_at_ms")?,
    })
}

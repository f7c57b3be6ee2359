//! From the tables to answers about requests.

use protocol::kiosk::{
    AnsweredBy, CategoryAnswer, SlipKind, SlipStatus, SlipStep, TimeBand, Urgency,
};
use protocol::{
    CommandId, DeviceId, NodeId, PersonId, ProposalId, RecurrenceId, Relation, RequestId, SlipCode,
    Slug, StaffId,
};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::decide;
use super::events::{
    Circle, Consent, Mark, MessageKind, OpenProposal, Privacy, Request, Routed, SharedField, State,
};
use super::lifecycle::{self, Step};
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
    MESSAGES,
    LAST_QUESTION,
    PARTS,
    OPEN_PARTS,
    KNOWN_AS,
    SAME,
    HERE,
    BEFORE,
    OVERDUE,
    OPEN_OF,
    AGREED,
    HANDS,
    ALIKE,
    HELPED_BEFORE,
    VISITED,
    BY_FORMER_SLIP,
    TO_CALL,
    ON_THE_WAY,
];

const MESSAGES: &str = "SELECT position, at_ms, actor, about, body FROM request_message \
    WHERE request_id = $1 ORDER BY position";
const LAST_QUESTION: &str = "SELECT body FROM request_message \
    WHERE request_id = $1 AND about = 'question' ORDER BY position DESC LIMIT 1";
const PARTS: &str = "SELECT * FROM request WHERE part_of = $1 ORDER BY slip_code";
const OPEN_PARTS: &str = "SELECT request_id FROM request WHERE part_of = $1 \
    AND state NOT IN ('met', 'not-met', 'withdrawn', 'duplicate', 'passed') ORDER BY request_id";
const ALIKE: &str = "SELECT * FROM request WHERE home = $1 AND neighbourhood = $2 \
    AND category = $3 AND opened_at_ms >= $4 AND opened_at_ms <= $5 AND request_id <> $6 \
    AND state NOT IN ('withdrawn', 'duplicate', 'signal', 'handed-over', 'passed') ORDER BY opened_at_ms DESC LIMIT 20";

/// The requests of a need that comes back that somebody said yes to, the latest first.
const HELPED_BEFORE: &str = "SELECT * FROM request WHERE recurrence_id = $1 \
    AND helper IS NOT NULL AND state IN ('accepted', 'scheduled', 'in-progress', 'done', 'met') \
    ORDER BY opened_at_ms DESC, request_id LIMIT 5";

const BY_ID: &str = "SELECT r.*, s.known_id FROM request r \
    LEFT JOIN person_same s ON s.person_id = COALESCE(r.person_id, r.request_id) \
    WHERE r.request_id = $1";
const BY_SLIP: &str = "SELECT r.*, s.known_id FROM request r \
    LEFT JOIN person_same s ON s.person_id = COALESCE(r.person_id, r.request_id) \
    WHERE r.slip_code = $1";
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
    /// As whom they are known already; only where one request was asked for, not in lists.
    pub known: Option<PersonId>,
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
    /// By when it should be closed, UTC milliseconds.
    pub due_ms: Option<i64>,
    /// The day by which it is needed, `2026-11-24`.
    pub needed_by: Option<String>,
    /// When the person can; empty for any time.
    pub when: Vec<TimeBand>,
    /// What they answered to the questions of its category.
    pub answers: Vec<CategoryAnswer>,
    /// How much antennae may know.
    pub privacy: Privacy,
    /// The request whose place it took together with others.
    pub part_of: Option<RequestId>,
    /// The need that comes back of which it is one day.
    pub recurrence: Option<RecurrenceId>,
    /// The request that goes on in its place.
    pub duplicate_of: Option<RequestId>,
    /// When somebody comes back to it, UTC milliseconds.
    pub follow_up_ms: Option<i64>,
    /// Whether the last search ended with nobody.
    pub circle_ended: bool,
    /// When help was agreed for, UTC milliseconds.
    pub scheduled_ms: Option<i64>,
    /// What a municipal service was told, and what it said.
    pub referral: Option<Referral>,
    /// Its way to another hub, where it is or was on one.
    pub handed: Option<Handed>,
    /// The hub that handed it here, and its slip there.
    pub former: Option<(NodeId, SlipCode)>,
    /// Where a rule of the city sends it.
    pub route: Option<Routed>,
    /// How it went for whoever asked.
    pub requester_mark: Option<Mark>,
    /// How it went for whoever helped.
    pub helper_mark: Option<Mark>,
    /// How it went with whoever helped, for whoever runs the desk.
    pub desk_mark: Option<Mark>,
}

impl Brief {
    /// The id of whoever left it: of their data, or of the request itself where they left none.
    #[must_use]
    pub fn left_by(&self) -> PersonId {
        self.person.unwrap_or_else(|| PersonId::new(self.request.id.uuid()))
    }

    /// Who they are, as far as this hub knows: whoever they are known as, else whoever left it.
    #[must_use]
    pub fn who(&self) -> PersonId {
        self.known.unwrap_or_else(|| self.left_by())
    }
}

/// What a municipal service was told about a request, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Which service of the city file.
    pub service: Slug,
    /// What it was told.
    pub shared: Vec<SharedField>,
    /// How the person agreed.
    pub consent: Consent,
    /// What it said last: a word of [`super::events::ServiceAnswer`], or `revoked`.
    pub said: Option<String>,
}

/// The way of a request to another hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// To which hub.
    pub to: NodeId,
    /// The command that travels.
    pub command: CommandId,
    /// What that hub is told.
    pub shared: Vec<SharedField>,
    /// The slip under which it goes on there, once it was taken over.
    pub slip: Option<SlipCode>,
    /// The slug of the problem it was not taken over with, the last time.
    pub refused: Option<String>,
}

/// Words in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its position in the log, to stand among the facts.
    pub position: i64,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Who wrote it.
    pub actor: String,
    /// What it is.
    pub about: MessageKind,
    /// The words.
    pub body: String,
}

/// The words in a request's thread, in order.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn messages(db: &mut AnyConnection, id: RequestId) -> Result<Vec<Message>, StoreError> {
    let rows = sqlx::query(MESSAGES).bind(id.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(Message {
                position: row.try_get("position")?,
                at_ms: row.try_get("at_ms")?,
                actor: row.try_get("actor")?,
                about: from_word("about", &row.try_get::<String, _>("about")?)?,
                body: row.try_get("body")?,
            })
        })
        .collect()
}

/// The requests of a statement that names a service.
pub(super) async fn briefs(
    db: &mut AnyConnection,
    statement: &'static str,
    service: &Slug,
) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(statement).bind(service.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// The tasks that took a request's place, by their slips.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn parts(db: &mut AnyConnection, id: RequestId) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(PARTS).bind(id.to_string()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Those of them that are not over.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn open_parts(
    db: &mut AnyConnection,
    id: RequestId,
) -> Result<Vec<RequestId>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar(OPEN_PARTS).bind(id.to_string()).fetch_all(db).await?;
    rows.iter().map(|text| parse("request_id", text)).collect()
}

/// How far apart in time two requests may be and still be the same need: a week.
const ALIKE_WITHIN_MS: i64 = 7 * 24 * 3_600_000;

/// Requests that may be the same need: same place and kind, within a week, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn alike(db: &mut AnyConnection, brief: &Brief) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(ALIKE)
        .bind(brief.home.as_str())
        .bind(brief.neighbourhood.as_str())
        .bind(brief.category.as_str())
        .bind(brief.opened_at_ms - ALIKE_WITHIN_MS)
        .bind(brief.opened_at_ms + ALIKE_WITHIN_MS)
        .bind(brief.request.id.to_string())
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// The last request of a need that comes back that somebody said yes to and that did not go badly: its helper is
/// asked first the next time.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn helped_before(
    db: &mut AnyConnection,
    recurrence: RecurrenceId,
) -> Result<Option<Brief>, StoreError> {
    let rows = sqlx::query(HELPED_BEFORE).bind(recurrence.to_string()).fetch_all(db).await?;
    let briefs = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let bad = |mark: Option<Mark>| mark == Some(Mark::Bad);
    Ok(briefs.into_iter().find(|one| !bad(one.requester_mark) && !bad(one.helper_mark)))
}

const VISITED: &str = "SELECT DISTINCT category FROM request WHERE home = $2 \
    AND state = 'met' AND helper IS NOT NULL AND request_id <> $3 AND (person_id = $1 \
    OR person_id IN (SELECT person_id FROM person_same WHERE known_id = $1) \
    OR request_id IN (SELECT person_id FROM person_same WHERE known_id = $1)) ORDER BY category";
const KNOWN_AS: &str = "SELECT known_id FROM person_same WHERE person_id = $1";
const SAME: &str = "SELECT person_id FROM person_same WHERE known_id = $1 ORDER BY person_id";
const HERE: &str = "SELECT COUNT(*) FROM request WHERE home = $1 AND person_id = $2";
const BEFORE: &str = "SELECT * FROM request WHERE home = $2 AND request_id <> $3 \
    AND state NOT IN ('duplicate', 'signal') AND (person_id = $1 \
    OR person_id IN (SELECT person_id FROM person_same WHERE known_id = $1) \
    OR request_id IN (SELECT person_id FROM person_same WHERE known_id = $1)) \
    ORDER BY opened_at_ms DESC, request_id LIMIT 8";

/// As whom somebody is known; themselves where nobody said anything.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn known_as(db: &mut AnyConnection, person: PersonId) -> Result<PersonId, StoreError> {
    let known: Option<String> =
        sqlx::query_scalar(KNOWN_AS).bind(person.to_string()).fetch_optional(db).await?;
    Ok(match known {
        Some(known) => parse("known_id", &known)?,
        None => person,
    })
}

/// The other ids under which the same person left something, as far as somebody said so.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn same_as(
    db: &mut AnyConnection,
    person: PersonId,
) -> Result<Vec<PersonId>, StoreError> {
    let known = known_as(db, person).await?;
    let rows: Vec<String> =
        sqlx::query_scalar(SAME).bind(known.to_string()).fetch_all(&mut *db).await?;
    let mut same = vec![known];
    for text in &rows {
        same.push(parse("person_id", text)?);
    }
    same.retain(|other| *other != person);
    Ok(same)
}

/// Whether somebody left a request at a home.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn left_here(
    db: &mut AnyConnection,
    home: &NodeId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let count: i64 =
        sqlx::query_scalar(HERE).bind(home.as_str()).bind(person.to_string()).fetch_one(db).await?;
    Ok(count > 0)
}

/// What else the same person asked for at the same hub, the latest first; at most eight.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn before(db: &mut AnyConnection, brief: &Brief) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(BEFORE)
        .bind(brief.who().to_string())
        .bind(brief.home.as_str())
        .bind(brief.request.id.to_string())
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// The kinds of help somebody was given before by an antenna, for a request other than this one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn helped_with(db: &mut AnyConnection, brief: &Brief) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query_scalar(VISITED)
        .bind(brief.who().to_string())
        .bind(brief.home.as_str())
        .bind(brief.request.id.to_string())
        .fetch_all(db)
        .await?;
    Ok(rows)
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

/// Somebody who left data in the vault, something they should hear, and no call, message or visit since. That a service
/// said no is to be told while it is looked for somebody else.
const TO_CALL: &str = "SELECT r.* FROM request r WHERE r.home = $1 AND r.person_id IS NOT NULL \
    AND r.changed_at_ms >= $2 AND r.state IN ('waiting', 'accepted', 'scheduled', 'referred', \
    'done', 'not-met', 'passed', 'taken-in-charge', 'proposed') \
    AND (r.state NOT IN ('taken-in-charge', 'proposed') OR r.service_said = 'rejected') \
    AND NOT EXISTS (SELECT 1 FROM request_message m \
    WHERE m.request_id = r.request_id AND m.about IN ('call', 'message', 'visit') \
    AND m.at_ms >= CASE WHEN r.state IN ('taken-in-charge', 'proposed') \
    THEN COALESCE((SELECT MAX(s.at_ms) FROM request_step s WHERE s.request_id = r.request_id \
    AND s.word = 'searching-again'), r.changed_at_ms) ELSE r.changed_at_ms END) \
    ORDER BY r.changed_at_ms, r.request_id LIMIT 300";

/// Requests of a home whose person should be told what happened since an instant, the longest untold first; at most
/// three hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn to_call(
    db: &mut AnyConnection,
    home: &NodeId,
    since_ms: i64,
) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(TO_CALL).bind(home.as_str()).bind(since_ms).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

const BY_FORMER_SLIP: &str = "SELECT r.*, s.known_id FROM request r \
    LEFT JOIN person_same s ON s.person_id = COALESCE(r.person_id, r.request_id) \
    WHERE r.former_slip = $1 ORDER BY r.opened_at_ms DESC, r.request_id LIMIT 1";
const ON_THE_WAY: &str = "SELECT * FROM request WHERE home = $1 AND state = 'handed-over' \
    ORDER BY changed_at_ms, request_id LIMIT 200";

/// The request that another hub handed on under a slip of its own, where the hub that has it now is known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_former_slip(
    db: &mut AnyConnection,
    slip: &SlipCode,
) -> Result<Option<Brief>, StoreError> {
    let row = sqlx::query(BY_FORMER_SLIP).bind(slip.as_str()).fetch_optional(&mut *db).await?;
    with_proposal(db, row).await
}

/// Requests of a home that wait for another hub's answer, the oldest first, at most two hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn on_the_way(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(ON_THE_WAY).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

async fn with_proposal(
    db: &mut AnyConnection,
    row: Option<AnyRow>,
) -> Result<Option<Brief>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let mut brief = read(&row)?;
    brief.known = parsed_or_none(&row, "known_id")?;
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

const OVERDUE: &str = "SELECT request_id, due_ms FROM request WHERE home = $1 AND due_ms <= $2 \
    AND state IN ('received', 'taken-in-charge', 'waiting', 'proposed', 'accepted', 'scheduled', \
    'in-progress', 'referred', 'split', 'handed-over', 'done') ORDER BY due_ms, request_id LIMIT 2000";

/// Open requests of a home that should have been closed before an instant, with by when, the latest last; at most two
/// thousand.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn overdue(
    db: &mut AnyConnection,
    home: &NodeId,
    before_ms: i64,
) -> Result<Vec<(RequestId, i64)>, StoreError> {
    let rows = sqlx::query(OVERDUE).bind(home.as_str()).bind(before_ms).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, "request_id")?, row.try_get("due_ms")?))).collect()
}

const OPEN_OF: &str = "SELECT request_id FROM request WHERE home = $1 AND operator = $2 \
    AND state IN ('received', 'taken-in-charge', 'waiting', 'proposed', 'accepted', 'scheduled', \
    'in-progress', 'referred', 'split', 'handed-over', 'done') ORDER BY opened_at_ms, request_id LIMIT 2000";
const HANDS: &str = "SELECT operator, COUNT(*) AS requests FROM request WHERE home = $1 \
    AND operator IS NOT NULL AND state IN ('received', 'taken-in-charge', 'waiting', 'proposed', \
    'accepted', 'scheduled', 'in-progress', 'referred', 'split', 'handed-over', 'done') \
    GROUP BY operator ORDER BY operator";

/// The open requests of a home that an operator looks after, the oldest first; at most two thousand.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn open_of(
    db: &mut AnyConnection,
    home: &NodeId,
    operator: StaffId,
) -> Result<Vec<RequestId>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar(OPEN_OF)
        .bind(home.as_str())
        .bind(operator.to_string())
        .fetch_all(db)
        .await?;
    rows.iter().map(|text| parse("request_id", text)).collect()
}

/// How many open requests of a home each operator looks after.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn in_hand(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<(StaffId, i64)>, StoreError> {
    let rows = sqlx::query(HANDS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, "operator")?, row.try_get("requests")?))).collect()
}

const AGREED: &str = "SELECT * FROM request WHERE home = $1 AND operator = $2 \
    AND state IN ('scheduled', 'in-progress') AND scheduled_ms IS NOT NULL \
    ORDER BY scheduled_ms, request_id LIMIT 500";

/// The requests an operator looks after for which it was agreed when help happens, the next first; at most five hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn agreed(
    db: &mut AnyConnection,
    home: &NodeId,
    operator: StaffId,
) -> Result<Vec<Brief>, StoreError> {
    let query = sqlx::query(AGREED).bind(home.as_str()).bind(operator.to_string());
    query.fetch_all(db).await?.iter().map(read).collect()
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
    let rows = sqlx::query(STEPS).bind(brief.request.id.to_string()).fetch_all(&mut *db).await?;
    let steps = rows
        .iter()
        .map(|row| {
            let word: String = row.try_get("word")?;
            Ok(SlipStep { at_ms: row.try_get("at_ms")?, word: from_word("step", &word)? })
        })
        .collect::<Result<_, StoreError>>()?;
    let question = if brief.request.state == State::Waiting {
        sqlx::query_scalar(LAST_QUESTION)
            .bind(brief.request.id.to_string())
            .fetch_optional(&mut *db)
            .await?
    } else {
        None
    };
    Ok(SlipStatus {
        code: brief.slip.clone(),
        kind: SlipKind::Need,
        about: brief.category.clone(),
        hub_name,
        steps,
        can_confirm: decide::can_confirm(brief.request.state),
        can_withdraw: lifecycle::next(brief.request.state, Step::Withdraw).is_some(),
        goes_on: brief.handed.as_ref().and_then(|handed| handed.slip.clone()),
        question,
        appointment_ms: None,
        reasons: Vec::new(),
        follows: None,
        answers: Vec::new(),
        can_reply: false,
        can_rate: brief.request.state == State::Met && brief.requester_mark.is_none(),
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
            two: row.try_get::<i64, _>("two")? != 0,
            first: match parsed_or_none(row, "first_yes")? {
                Some(device) => {
                    parsed_or_none(row, "first_yes_proposal")?.map(|proposal| (device, proposal))
                }
                None => None,
            },
            companion: parsed_or_none(row, "companion")?,
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
        known: None,
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
        due_ms: row.try_get("due_ms")?,
        needed_by: row.try_get("needed_by")?,
        when: words_of("bands", &text("bands")?)?,
        answers: match row.try_get::<Option<String>, _>("answers")? {
            None => Vec::new(),
            Some(text) => serde_json::from_str(&text).map_err(|error| StoreError::Corrupt {
                what: "answers".to_owned(),
                why: error.to_string(),
            })?,
        },
        privacy: from_word("privacy", &text("privacy")?)?,
        part_of: parsed_or_none(row, "part_of")?,
        recurrence: parsed_or_none(row, "recurrence_id")?,
        duplicate_of: parsed_or_none(row, "duplicate_of")?,
        follow_up_ms: row.try_get("follow_up_ms")?,
        circle_ended: row.try_get::<i64, _>("circle_ended")? != 0,
        scheduled_ms: row.try_get("scheduled_ms")?,
        referral: referral(row)?,
        route: route(row)?,
        handed: handed(row)?,
        former: match (parsed_or_none(row, "former_home")?, slip(row, "former_slip")?) {
            (Some(home), Some(slip)) => Some((home, slip)),
            (None, _) | (_, None) => None,
        },
        requester_mark: maybe_word(row, "requester_mark")?,
        helper_mark: maybe_word(row, "helper_mark")?,
        desk_mark: maybe_word(row, "desk_mark")?,
    })
}

fn maybe_word<T: serde::de::DeserializeOwned>(
    row: &AnyRow,
    column: &str,
) -> Result<Option<T>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| from_word(column, &text)).transpose()
}

fn words_of<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<Vec<T>, StoreError> {
    text.split_whitespace().map(|word| from_word(what, word)).collect()
}

fn handed(row: &AnyRow) -> Result<Option<Handed>, StoreError> {
    let (Some(to), Some(command)) =
        (parsed_or_none(row, "handed_to")?, parsed_or_none(row, "handed_command")?)
    else {
        return Ok(None);
    };
    let shared: Option<String> = row.try_get("handed_shared")?;
    Ok(Some(Handed {
        to,
        command,
        shared: words_of("handed_shared", &shared.unwrap_or_default())?,
        slip: slip(row, "next_slip")?,
        refused: row.try_get("hand_over_refused")?,
    }))
}

fn slip(row: &AnyRow, column: &str) -> Result<Option<SlipCode>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| {
        text.parse().map_err(|error: protocol::slip::BadSlip| StoreError::Corrupt {
            what: column.to_owned(),
            why: error.to_string(),
        })
    })
    .transpose()
}

fn route(row: &AnyRow) -> Result<Option<Routed>, StoreError> {
    let Some(rule) = parsed_or_none(row, "route")? else { return Ok(None) };
    let because: Option<String> = row.try_get("route_because")?;
    Ok(Some(Routed {
        rule,
        because: words_of("route_because", &because.unwrap_or_default())?,
        hub: parsed_or_none(row, "route_hub")?,
        operator: parsed_or_none(row, "route_operator")?,
        circle: maybe_word(row, "route_circle")?,
    }))
}

fn referral(row: &AnyRow) -> Result<Option<Referral>, StoreError> {
    let Some(service) = parsed_or_none(row, "service")? else { return Ok(None) };
    let consent: Option<Consent> = maybe_word(row, "consent")?;
    let shared: Option<String> = row.try_get("shared")?;
    Ok(consent.map(|consent| -> Result<Referral, StoreError> {
        let shared = words_of("shared", &shared.unwrap_or_default())?;
        Ok(Referral { service, shared, consent, said: row.try_get("service_said")? })
    }))
    .and_then(Option::transpose)
}

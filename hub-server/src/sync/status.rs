//! What pages ask of sync: how each hub stands at central, how the line stands at a hub, where a thing of
//! another hub is decided.

use std::sync::Arc;

use protocol::sync::SlipFound;
use protocol::{NodeId, SlipCode};
use sqlx::{AnyConnection, Row};

use super::client::state::{self, LineState};
use super::{columns, contact, relay};
use crate::node::Node;
use crate::slips::{self, Subject};
use crate::store::rows::{parse, parsed};
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[HUBS, PARKED, LAST_CONTACT, LEARN, HOME_OF, SUBJECT_OF];

const HUBS: &str = "SELECT k.hub, k.good_keys, c.last_contact_ms, c.epoch, c.seq, c.backlog, \
    c.skew_ms, c.program, c.fork_since_ms FROM \
    (SELECT hub, CAST(SUM(CASE WHEN revoked_at_ms IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS good_keys \
    FROM hub_key GROUP BY hub) k LEFT JOIN contact c ON c.hub = k.hub ORDER BY k.hub";
const PARKED: &str = "SELECT COUNT(*) FROM parked WHERE node = $1";
const LAST_CONTACT: &str = "SELECT last_contact_ms FROM contact WHERE hub = $1";
const LEARN: &str = "INSERT INTO elsewhere (subject, home, slip_code, learnt_at_ms) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (subject) DO UPDATE SET home = $2, learnt_at_ms = $4";
const HOME_OF: &str = "SELECT home FROM elsewhere WHERE subject = $1";
const SUBJECT_OF: &str = "SELECT subject, home FROM elsewhere WHERE slip_code = $1";

/// More facts than a command's journey leaves.
const FIRST_FACTS: u32 = 16;

/// How a hub stands; its word is the key of the words shown (`hub-state-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HubState {
    /// It has called, and nothing is wrong.
    Ok,
    /// It was enrolled and has not called yet.
    Never,
    /// It wrote twice under the same numbers, or two machines hold its key: a person must look.
    Fork,
    /// It has no key that counts.
    Revoked,
}

/// How a hub stands at central.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubStatus {
    /// Which.
    pub hub: NodeId,
    /// In a word.
    pub state: HubState,
    /// When it last called, UTC milliseconds by central's clock.
    pub last_contact_ms: Option<i64>,
    /// The epoch it writes.
    pub epoch: i64,
    /// How many facts of that epoch central holds.
    pub seq: i64,
    /// How many more the hub said it has.
    pub backlog: i64,
    /// How far its clock is ahead of central's, milliseconds; negative when it is behind.
    pub skew_ms: i64,
    /// The program's version it told.
    pub program: String,
    /// How many of its facts could not be projected here.
    pub parked: i64,
    /// Since when a person should look, UTC milliseconds.
    pub fork_since_ms: Option<i64>,
}

/// How every enrolled hub stands, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn status_of_hubs(db: &mut AnyConnection) -> Result<Vec<HubStatus>, StoreError> {
    let rows = sqlx::query(HUBS).fetch_all(&mut *db).await?;
    let mut hubs = Vec::with_capacity(rows.len());
    for row in &rows {
        let hub: NodeId = parsed(row, "hub")?;
        let parked = sqlx::query_scalar(PARKED).bind(hub.as_str()).fetch_one(&mut *db).await?;
        let number = |column: &str| -> Result<i64, StoreError> {
            Ok(row.try_get::<Option<i64>, _>(column)?.unwrap_or_default())
        };
        let last_contact_ms: Option<i64> = row.try_get("last_contact_ms")?;
        let fork_since_ms: Option<i64> = row.try_get("fork_since_ms")?;
        let state = match (number("good_keys")?, fork_since_ms, last_contact_ms) {
            (0, ..) => HubState::Revoked,
            (_, Some(_), _) => HubState::Fork,
            (_, None, None) => HubState::Never,
            (_, None, Some(_)) => HubState::Ok,
        };
        hubs.push(HubStatus {
            hub,
            state,
            last_contact_ms,
            epoch: number("epoch")?,
            seq: number("seq")?,
            backlog: number("backlog")?,
            skew_ms: number("skew_ms")?,
            program: row.try_get::<Option<String>, _>("program")?.unwrap_or_default(),
            parked,
            fork_since_ms,
        });
    }
    Ok(hubs)
}

/// How one hub stands; `None` for one that was never enrolled.
///
/// # Errors
/// [`StoreError`].
pub async fn status_of(
    db: &mut AnyConnection,
    hub: &NodeId,
) -> Result<Option<HubStatus>, StoreError> {
    Ok(status_of_hubs(db).await?.into_iter().find(|status| status.hub == *hub))
}

/// When a hub last called central, UTC milliseconds; `None` when it never did.
///
/// # Errors
/// [`StoreError`].
pub async fn last_contact_ms(
    db: &mut AnyConnection,
    hub: &NodeId,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(LAST_CONTACT).bind(hub.as_str()).fetch_optional(db).await?)
}

/// A person at central has looked at a hub's fork.
///
/// # Errors
/// [`StoreError`].
pub async fn acknowledge_fork(db: &mut AnyConnection, hub: &NodeId) -> Result<(), StoreError> {
    contact::fork_ended(db, hub).await
}

/// How a hub's line to central stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineStatus {
    /// In a word.
    pub state: LineState,
    /// When central was last reached, UTC milliseconds by this hub's clock.
    pub last_contact_ms: Option<i64>,
    /// How many facts of this hub central has not confirmed.
    pub pending: u64,
    /// Whether everything this hub once wrote is here; false while a new machine gets it back.
    pub history_complete: bool,
    /// How far this hub's clock is ahead of central's, milliseconds; negative when it is behind.
    pub skew_ms: i64,
    /// Why central was not reached or refused, for whoever looks after the machine.
    pub why: Option<String>,
}

/// How this hub's line stands; true also when no line runs.
///
/// # Errors
/// [`StoreError`].
pub async fn line_status(node: &Arc<Node>) -> Result<LineStatus, StoreError> {
    let series = node.store.identity().series.clone();
    let mut db = node.store.read().await?;
    let kept = state::load(&mut db).await?;
    let cursor = state::cursor_of(&mut db, &series).await?;
    let own = log::head(&mut db, &series).await?;
    drop(db);
    let now = node.house.line().map(|line| line.now());
    Ok(LineStatus {
        state: now.as_ref().map_or(kept.state, |now| now.state),
        last_contact_ms: now.as_ref().map_or(kept.last_contact_ms, |now| now.last_contact_ms),
        pending: own.seq.saturating_sub(cursor.seq),
        history_complete: now.as_ref().is_none_or(|now| now.history_complete),
        skew_ms: now.as_ref().map_or(0, |now| now.skew_ms),
        why: now.and_then(|now| now.why),
    })
}

/// Where a thing with a slip is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipPlace {
    /// The thing's id, as text.
    pub subject: String,
    /// The node that decides about it.
    pub home: NodeId,
}

/// What a slip belongs to, among what is known here.
///
/// # Errors
/// [`StoreError`].
pub async fn slip_place(
    db: &mut AnyConnection,
    code: &SlipCode,
) -> Result<Option<SlipPlace>, StoreError> {
    let subject = match slips::find(db, code).await? {
        None => return Ok(None),
        Some(Subject::Request(brief)) => brief.request.id.to_string(),
        Some(Subject::Idea(card)) => card.id.to_string(),
        Some(Subject::Offer(card)) => card.id.to_string(),
        Some(Subject::Visit(visit)) => visit.id.to_string(),
    };
    let home = writer_of(db, &subject).await?;
    Ok(home.map(|home| SlipPlace { subject, home }))
}

/// The node that wrote the first fact about a thing: its home, as long as things do not move. How a command came here
/// is no such fact: what is made of it carries its id.
///
/// # Errors
/// [`StoreError`].
pub async fn writer_of(
    db: &mut AnyConnection,
    subject: &str,
) -> Result<Option<NodeId>, StoreError> {
    let first = log::of_subject(db, subject, 0, FIRST_FACTS).await?;
    let travels =
        |kind: &str| kind.split_once('.').is_some_and(|(domain, _)| domain == relay::DOMAIN);
    let mut own = first.into_iter().map(|stored| stored.record.envelope);
    Ok(own.find(|fact| !travels(&fact.kind)).map(|fact| fact.series.node))
}

/// Remembers where a thing of another hub is decided, so that what is said about it here finds its way.
pub(super) async fn learn_elsewhere(
    db: &mut AnyConnection,
    found: &SlipFound,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(LEARN)
        .bind(found.subject.as_str())
        .bind(found.home.as_str())
        .bind(found.status.code.as_str())
        .bind(now_ms)
        .execute(db)
        .await?;
    Ok(())
}

/// Where a thing of another hub is decided, when somebody asked about its slip here before.
///
/// # Errors
/// [`StoreError`].
pub async fn home_elsewhere(
    db: &mut AnyConnection,
    subject: &str,
) -> Result<Option<NodeId>, StoreError> {
    let home: Option<String> =
        sqlx::query_scalar(HOME_OF).bind(subject.to_owned()).fetch_optional(db).await?;
    home.map(|home| parse("home", &home)).transpose()
}

/// The thing a slip of another hub belongs to, when somebody asked about it here before.
///
/// # Errors
/// [`StoreError`].
pub async fn slip_elsewhere(
    db: &mut AnyConnection,
    code: &SlipCode,
) -> Result<Option<SlipPlace>, StoreError> {
    let row = sqlx::query(SUBJECT_OF).bind(code.as_str()).fetch_optional(db).await?;
    row.map(|row| {
        let subject: String =
            row.try_get("subject").map_err(|error| columns::corrupt("elsewhere", error))?;
        Ok(SlipPlace { subject, home: parsed(&row, "home")? })
    })
    .transpose()
}

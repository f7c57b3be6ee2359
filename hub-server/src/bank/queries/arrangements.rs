//! What members have agreed on and have still to do.

use protocol::{ActorRef, ExchangeId, MemberId, NodeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::corrupt;
use crate::bank::arrangements::{Arrangement, ArrangementState};
use crate::bank::minutes::Length;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[ONE, OF_MEMBER, ALL, NOT_DONE];

const ONE: &str = "SELECT * FROM bank_arrangement WHERE arrangement_id = $1";
const OF_MEMBER: &str = "SELECT * FROM bank_arrangement WHERE (giver = $1 OR receiver = $1) \
    AND state = 'agreed' ORDER BY meet_at_ms, arrangement_id LIMIT 50";
const ALL: &str = "SELECT * FROM bank_arrangement WHERE home = $1 AND state = 'agreed' \
    ORDER BY meet_at_ms, arrangement_id LIMIT $2 OFFSET $3";
const NOT_DONE: &str = "SELECT * FROM bank_arrangement WHERE home = $1 \
    AND state IN ('called-off', 'missed') ORDER BY meet_at_ms DESC, arrangement_id LIMIT $2";

/// Something agreed, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrangementRow {
    /// Whose bank.
    pub home: NodeId,
    /// What was agreed.
    pub arrangement: Arrangement,
    /// Where it stands.
    pub state: ArrangementState,
    /// Who wrote it down.
    pub actor: ActorRef,
    /// Why it will not be, unless nobody said so or it was erased.
    pub why: Option<String>,
    /// Who did not come.
    pub absent: Option<MemberId>,
}

fn read(row: &AnyRow) -> Result<ArrangementRow, StoreError> {
    let minutes: i64 = row.try_get("minutes")?;
    let length = u16::try_from(minutes).map_err(|error| corrupt("minutes", &error))?;
    let arrangement = Arrangement {
        arrangement: parsed(row, "arrangement_id")?,
        giver: parsed(row, "giver")?,
        receiver: parsed(row, "receiver")?,
        length: Length::try_from(length).map_err(|error| corrupt("minutes", &error))?,
        category: parsed(row, "category")?,
        meet_at_ms: row.try_get("meet_at_ms")?,
        by: parsed(row, "by_member")?,
    };
    Ok(ArrangementRow {
        home: parsed(row, "home")?,
        arrangement,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        actor: parsed(row, "actor")?,
        why: row.try_get("why")?,
        absent: parsed_or_none(row, "absent")?,
    })
}

/// Something agreed, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn arrangement(
    db: &mut AnyConnection,
    id: ExchangeId,
) -> Result<Option<ArrangementRow>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// What a member has still to do or to receive, the soonest first, at most fifty.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn arrangements_of(
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<Vec<ArrangementRow>, StoreError> {
    let rows = sqlx::query(OF_MEMBER).bind(member.to_string()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// A page of what is agreed in a bank and still to be done, the soonest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn arrangements(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
    skip: u32,
) -> Result<Vec<ArrangementRow>, StoreError> {
    let query = sqlx::query(ALL).bind(home.as_str()).bind(i64::from(most)).bind(i64::from(skip));
    query.fetch_all(db).await?.iter().map(read).collect()
}

/// What was called off or missed last, by the day it was meant for.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn arrangements_not_done(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
) -> Result<Vec<ArrangementRow>, StoreError> {
    let query = sqlx::query(NOT_DONE).bind(home.as_str()).bind(i64::from(most));
    query.fetch_all(db).await?.iter().map(read).collect()
}

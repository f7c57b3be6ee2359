//! Drafts of diary entries: what somebody has typed and not yet handed in. They are in no total, and a
//! draft that is thrown away is really gone.

use protocol::{ActivityId, StaffId};
use sqlx::{AnyConnection, Row};

use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[KEEP, OF_STAFF, ONE, DISCARD, DISCARD_OWN];

const KEEP: &str = "INSERT INTO activity_draft (activity_id, staff_id, fields, saved_at_ms) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (activity_id) DO UPDATE SET fields = $3, saved_at_ms = $4 \
    WHERE activity_draft.staff_id = $2";
const OF_STAFF: &str = "SELECT * FROM activity_draft WHERE staff_id = $1 \
    ORDER BY saved_at_ms DESC, activity_id LIMIT 20";
const ONE: &str = "SELECT * FROM activity_draft WHERE activity_id = $1 AND staff_id = $2";
const DISCARD: &str = "DELETE FROM activity_draft WHERE activity_id = $1";
const DISCARD_OWN: &str = "DELETE FROM activity_draft WHERE activity_id = $1 AND staff_id = $2";

/// A draft as its author left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The id the entry will have.
    pub activity: ActivityId,
    /// The fields of the form as typed, by name.
    pub fields: Vec<(String, String)>,
    /// When it was last kept, UTC milliseconds.
    pub saved_at_ms: i64,
}

/// Keeps what somebody has typed so far. Another's draft with the same id is left alone.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn keep(db: &mut AnyConnection, staff: StaffId, draft: &Draft) -> Result<(), StoreError> {
    let fields = serde_json::to_string(&draft.fields).map_err(unreadable)?;
    sqlx::query(KEEP)
        .bind(draft.activity.to_string())
        .bind(staff.to_string())
        .bind(fields)
        .bind(draft.saved_at_ms)
        .execute(db)
        .await?;
    Ok(())
}

/// Somebody's drafts, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of(db: &mut AnyConnection, staff: StaffId) -> Result<Vec<Draft>, StoreError> {
    let rows = sqlx::query(OF_STAFF).bind(staff.to_string()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// One draft, if it is this person's.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(
    db: &mut AnyConnection,
    staff: StaffId,
    activity: ActivityId,
) -> Result<Option<Draft>, StoreError> {
    let row = sqlx::query(ONE)
        .bind(activity.to_string())
        .bind(staff.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Throws a draft away because its entry is recorded.
pub(super) async fn discard(
    db: &mut AnyConnection,
    activity: ActivityId,
) -> Result<(), StoreError> {
    sqlx::query(DISCARD).bind(activity.to_string()).execute(db).await?;
    Ok(())
}

/// Throws away one's own draft.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn discard_own(
    db: &mut AnyConnection,
    staff: StaffId,
    activity: ActivityId,
) -> Result<(), StoreError> {
    sqlx::query(DISCARD_OWN).bind(activity.to_string()).bind(staff.to_string()).execute(db).await?;
    Ok(())
}

fn read(row: &sqlx::any::AnyRow) -> Result<Draft, StoreError> {
    let fields: String = row.try_get("fields")?;
    Ok(Draft {
        activity: parsed(row, "activity_id")?,
        fields: serde_json::from_str(&fields).map_err(unreadable)?,
        saved_at_ms: row.try_get("saved_at_ms")?,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function in map_err")]
fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Corrupt { what: "activity_draft".to_owned(), why: error.to_string() }
}

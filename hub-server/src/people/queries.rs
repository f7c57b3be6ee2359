//! From the tables to answers about staff and erasures.

use protocol::{ActorRef, NodeId, PersonId, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::roles::{Role, Scope};
use crate::store::StoreError;
use crate::store::rows::{parse, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    MEMBER,
    MEMBERS,
    NAME,
    ADMINS,
    ERASURE,
    ERASURES,
    ALL_ERASURES,
    ACKS,
    UNACKNOWLEDGED,
    ANY_STAFF,
];

const MEMBER: &str = "SELECT s.*, c.login_name, c.display_name, c.must_change FROM staff s \
    LEFT JOIN credential c ON c.staff_id = s.staff_id WHERE s.staff_id = $1";
const MEMBERS: &str = "SELECT s.*, c.login_name, c.display_name, c.must_change FROM staff s \
    LEFT JOIN credential c ON c.staff_id = s.staff_id WHERE s.home = $1 \
    ORDER BY s.state, c.display_name, s.staff_id";
const NAME: &str = "SELECT display_name FROM credential WHERE staff_id = $1";
const ADMINS: &str =
    "SELECT COUNT(*) FROM staff WHERE home = $1 AND role = 'admin' AND state = 'active'";
const ANY_STAFF: &str = "SELECT COUNT(*) FROM staff WHERE home = $1";
const ERASURE: &str = "SELECT * FROM erasure WHERE person_id = $1";
const ERASURES: &str =
    "SELECT * FROM erasure WHERE home = $1 ORDER BY at_ms DESC, person_id LIMIT $2 OFFSET $3";
const ALL_ERASURES: &str =
    "SELECT * FROM erasure ORDER BY at_ms DESC, person_id LIMIT $1 OFFSET $2";
const ACKS: &str = "SELECT node, at_ms FROM erasure_ack WHERE person_id = $1 ORDER BY at_ms, node";
const UNACKNOWLEDGED: &str = "SELECT e.person_id FROM erasure e LEFT JOIN erasure_ack a \
    ON a.person_id = e.person_id AND a.node = $1 \
    WHERE a.node IS NULL AND e.home <> $1 ORDER BY e.at_ms, e.person_id LIMIT 500";

/// Somebody who works here, as the log and the credentials tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub staff: StaffId,
    /// The node where they sign in.
    pub home: NodeId,
    /// As what.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Whether their account is open.
    pub active: bool,
    /// Since when, UTC milliseconds.
    pub added_at_ms: i64,
    /// Name to sign in with; `None` for staff of another node.
    pub login_name: Option<String>,
    /// Name to be called by; `None` for staff of another node.
    pub display_name: Option<String>,
    /// Whether they must choose a password before anything else.
    pub must_change: bool,
}

/// Somebody by their id, or `None` when nobody here has it.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn member(db: &mut AnyConnection, staff: StaffId) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query(MEMBER).bind(staff.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_member).transpose()
}

/// Everybody who signs in at a node: open accounts first, by name.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn members(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Member>, StoreError> {
    let rows = sqlx::query(MEMBERS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read_member).collect()
}

/// The name somebody is called by, or `None` for staff of another node.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn name_of(db: &mut AnyConnection, staff: StaffId) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(NAME).bind(staff.to_string()).fetch_optional(db).await?)
}

/// How many admins of a node can sign in.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn active_admins(db: &mut AnyConnection, home: &NodeId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(ADMINS).bind(home.as_str()).fetch_one(db).await?)
}

/// Whether anybody was ever given an account at a node.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn has_staff(db: &mut AnyConnection, home: &NodeId) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(ANY_STAFF).bind(home.as_str()).fetch_one(db).await?;
    Ok(count > 0)
}

pub(super) fn role_of(row: &AnyRow) -> Result<Role, StoreError> {
    let text: String = row.try_get("role")?;
    Role::from_slug(&text).ok_or_else(|| StoreError::Corrupt { what: "role".to_owned(), why: text })
}

pub(super) fn scope_of(row: &AnyRow) -> Result<Scope, StoreError> {
    let text: String = row.try_get("scope")?;
    text.parse().map_err(|error: super::roles::BadScope| StoreError::Corrupt {
        what: "scope".to_owned(),
        why: error.to_string(),
    })
}

fn read_member(row: &AnyRow) -> Result<Member, StoreError> {
    Ok(Member {
        staff: parsed(row, "staff_id")?,
        home: parsed(row, "home")?,
        role: role_of(row)?,
        scope: scope_of(row)?,
        active: row.try_get::<String, _>("state")? == "active",
        added_at_ms: row.try_get("added_at_ms")?,
        login_name: row.try_get("login_name")?,
        display_name: row.try_get("display_name")?,
        must_change: row.try_get::<Option<i64>, _>("must_change")?.unwrap_or_default() != 0,
    })
}

/// An erasure that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Of whose data.
    pub person: PersonId,
    /// The node that was their home.
    pub home: NodeId,
    /// Who did it.
    pub actor: ActorRef,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// How many facts lost their words.
    pub records: i64,
}

/// A node that holds no copy any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Which.
    pub node: NodeId,
    /// When it said so, UTC milliseconds.
    pub at_ms: i64,
}

/// The erasure of a person's data, or `None` when there was none.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn erasure(
    db: &mut AnyConnection,
    person: PersonId,
) -> Result<Option<Erasure>, StoreError> {
    let row = sqlx::query(ERASURE).bind(person.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_erasure).transpose()
}

/// Erasures of a home, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn erasures(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
    skip: u32,
) -> Result<Vec<Erasure>, StoreError> {
    let rows = sqlx::query(ERASURES)
        .bind(home.as_str())
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read_erasure).collect()
}

/// Erasures of every home known here, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn all_erasures(
    db: &mut AnyConnection,
    most: u32,
    skip: u32,
) -> Result<Vec<Erasure>, StoreError> {
    let rows =
        sqlx::query(ALL_ERASURES).bind(i64::from(most)).bind(i64::from(skip)).fetch_all(db).await?;
    rows.iter().map(read_erasure).collect()
}

fn read_erasure(row: &AnyRow) -> Result<Erasure, StoreError> {
    Ok(Erasure {
        person: parsed(row, "person_id")?,
        home: parsed(row, "home")?,
        actor: parsed(row, "actor")?,
        at_ms: row.try_get("at_ms")?,
        records: row.try_get("records")?,
    })
}

/// Which nodes have said that they hold no copy of a person's data any more, in order.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn acknowledgements(
    db: &mut AnyConnection,
    person: PersonId,
) -> Result<Vec<Acknowledgement>, StoreError> {
    let rows = sqlx::query(ACKS).bind(person.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| Ok(Acknowledgement { node: parsed(row, "node")?, at_ms: row.try_get("at_ms")? }))
        .collect()
}

/// People whose erasure at another node this node has not acknowledged yet, at most 500.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn unacknowledged(
    db: &mut AnyConnection,
    own: &NodeId,
) -> Result<Vec<PersonId>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar(UNACKNOWLEDGED).bind(own.as_str()).fetch_all(db).await?;
    rows.iter().map(|text| parse("person_id", text)).collect()
}

//! From the tables to answers about custody.

use protocol::{ActorRef, CustodyId, NodeId, PersonId, SlipCode, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::{Holder, Kind, Signed};
use super::lifecycle::{State, Step};
use super::signature::Signature;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};
use crate::store::vault::{self, VaultKey};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ITEM, BY_CODE, ITEMS, STEPS, COUNTS];

/// Most things one list looks through.
pub const MOST: i64 = 3_000;

const ITEM: &str = "SELECT * FROM custody_item WHERE item_id = $1";
const BY_CODE: &str = "SELECT * FROM custody_item WHERE home = $1 AND code = $2";
const ITEMS: &str = "SELECT i.*, ok.wrapped_key AS owner_key, od.sealed AS owner_sealed, \
    hk.wrapped_key AS holder_key, hd.sealed AS holder_sealed FROM custody_item i \
    LEFT JOIN person_key ok ON ok.person_id = i.owner \
    LEFT JOIN person_data od ON od.person_id = i.owner \
    LEFT JOIN person_key hk ON hk.person_id = i.holder \
    LEFT JOIN person_data hd ON hd.person_id = i.holder \
    WHERE i.home = $1 AND (i.state IN ('here', 'out') OR CAST($2 AS BIGINT) = 1) \
    ORDER BY i.since_ms DESC, i.item_id LIMIT $3";
const STEPS: &str =
    "SELECT * FROM custody_step WHERE item_id = $1 ORDER BY at_ms DESC, step_id DESC LIMIT 500";
const COUNTS: &str = "SELECT state, COUNT(*) AS things, \
    CAST(COALESCE(SUM(CASE WHEN due < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late \
    FROM custody_item WHERE home = $1 GROUP BY state";

/// Something in custody as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: CustodyId,
    /// The node that answers for it.
    pub home: NodeId,
    /// The code on its label.
    pub code: SlipCode,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// Whose it is, in the vault.
    pub owner: Option<PersonId>,
    /// Who has it.
    pub holder: Holder,
    /// Until when, `2026-12-18`.
    pub due: Option<String>,
    /// What it is in words; `None` when erased or not said.
    pub words: Option<String>,
    /// When it came, UTC milliseconds.
    pub taken_at_ms: i64,
    /// Since when whoever has it has it, UTC milliseconds.
    pub since_ms: i64,
}

impl Item {
    /// Whether it should be somewhere else by now; `today` as `2026-11-18`.
    #[must_use]
    pub fn is_late(&self, today: &str) -> bool {
        self.state.is_open() && self.due.as_deref().is_some_and(|due| due < today)
    }
}

/// An item with the names that the hub's own vault has; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The item.
    pub item: Item,
    /// Whose it is.
    pub owner: String,
    /// Who has it, where that is somebody from outside.
    pub holder: String,
}

/// One line of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Who wrote it down, where that is somebody who signed in.
    pub by: Option<StaffId>,
    /// What happened.
    pub step: Step,
    /// Who had it then.
    pub holder: Holder,
    /// Until when.
    pub due: Option<String>,
    /// How they said so.
    pub signed: Signed,
    /// Their signature; `None` when there is none, or it was erased.
    pub signature: Option<Signature>,
    /// A note; `None` when there is none, or it was erased.
    pub note: Option<String>,
}

/// How much a hub has where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// At the hub.
    pub here: i64,
    /// With somebody.
    pub out: i64,
    /// Of these two, beyond its day.
    pub late: i64,
    /// Given.
    pub given: i64,
    /// Lost.
    pub lost: i64,
}

/// Something by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn item(db: &mut AnyConnection, id: CustodyId) -> Result<Option<Item>, StoreError> {
    let row = sqlx::query(ITEM).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Something of a hub by the code of its label, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_code(
    db: &mut AnyConnection,
    home: &NodeId,
    code: &SlipCode,
) -> Result<Option<Item>, StoreError> {
    let row =
        sqlx::query(BY_CODE).bind(home.as_str()).bind(code.as_str()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// What a hub has, what changed hands last first; with what was given and lost when `all`. At most [`MOST`].
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn items(
    db: &mut AnyConnection,
    vault: &VaultKey,
    home: &NodeId,
    all: bool,
) -> Result<Vec<Named>, StoreError> {
    let query = sqlx::query(ITEMS).bind(home.as_str()).bind(i64::from(all)).bind(MOST);
    let rows = query.fetch_all(db).await?;
    let named = rows.iter().map(|row| {
        let item = read(row)?;
        let holder = match item.holder {
            Holder::Person(person) => opened(vault, row, Some(person), "holder")?,
            Holder::Hub | Holder::Antenna(_) | Holder::Staff(_) => String::new(),
        };
        Ok(Named { owner: opened(vault, row, item.owner, "owner")?, holder, item })
    });
    named.collect()
}

fn opened(
    vault: &VaultKey,
    row: &AnyRow,
    person: Option<PersonId>,
    who: &str,
) -> Result<String, StoreError> {
    let key: Option<Vec<u8>> = row.try_get(format!("{who}_key").as_str())?;
    let sealed: Option<Vec<u8>> = row.try_get(format!("{who}_sealed").as_str())?;
    let found = person.zip(key).zip(sealed);
    let name =
        found.and_then(|((person, key), sealed)| vault::name(vault, person, &key, &sealed).ok());
    Ok(name.unwrap_or_default())
}

/// The history of something, the last step first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn steps(db: &mut AnyConnection, id: CustodyId) -> Result<Vec<StepRow>, StoreError> {
    let rows = sqlx::query(STEPS).bind(id.to_string()).fetch_all(db).await?;
    let steps = rows.iter().map(|row| {
        let signature: Option<String> = row.try_get("signature")?;
        let actor: ActorRef = parsed(row, "actor")?;
        Ok(StepRow {
            at_ms: row.try_get("at_ms")?,
            by: match actor {
                ActorRef::Staff(staff) => Some(staff),
                ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => {
                    None
                }
            },
            step: from_word("step", &row.try_get::<String, _>("step")?)?,
            holder: holder(row)?,
            due: row.try_get("due")?,
            signed: from_word("signed", &row.try_get::<String, _>("signed")?)?,
            signature: signature.and_then(|text| text.parse().ok()),
            note: row.try_get("note")?,
        })
    });
    steps.collect()
}

/// How much a hub has where; `today` as `2026-11-18`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn counts(
    db: &mut AnyConnection,
    home: &NodeId,
    today: &str,
) -> Result<Counts, StoreError> {
    let query = sqlx::query(COUNTS).bind(home.as_str()).bind(today.to_owned());
    let mut counts = Counts::default();
    for row in query.fetch_all(db).await? {
        let state: State = from_word("state", &row.try_get::<String, _>("state")?)?;
        let (things, late): (i64, i64) = (row.try_get("things")?, row.try_get("late")?);
        match state {
            State::Here => counts.here = things,
            State::Out => counts.out = things,
            State::Given => counts.given = things,
            State::Lost => counts.lost = things,
        }
        if state.is_open() {
            counts.late += late;
        }
    }
    Ok(counts)
}

fn holder(row: &AnyRow) -> Result<Holder, StoreError> {
    let kind: String = row.try_get("holder_kind")?;
    Ok(match kind.as_str() {
        "person" => Holder::Person(parsed(row, "holder")?),
        "antenna" => Holder::Antenna(parsed(row, "holder")?),
        "staff" => Holder::Staff(parsed(row, "holder")?),
        _ => Holder::Hub,
    })
}

fn read(row: &AnyRow) -> Result<Item, StoreError> {
    let code: String = row.try_get("code")?;
    let code = code.parse().map_err(|error: protocol::slip::BadSlip| StoreError::Corrupt {
        what: "code".to_owned(),
        why: error.to_string(),
    })?;
    Ok(Item {
        id: parsed(row, "item_id")?,
        home: parsed(row, "home")?,
        code,
        kind: from_word("kind", &row.try_get::<String, _>("kind")?)?,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        owner: parsed_or_none(row, "owner")?,
        holder: holder(row)?,
        due: row.try_get("due")?,
        words: row.try_get("words")?,
        taken_at_ms: row.try_get("taken_at_ms")?,
        since_ms: row.try_get("since_ms")?,
    })
}

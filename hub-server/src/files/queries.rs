//! From the table to answers about files.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{ActorRef, FileId, Hash, NodeId, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::content::Kind;
use super::events::{About, Content, Sort};
use super::shelf::hash_of;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ONE, OF, SHOWN, SHOWN_HASH, REFERRED, OF_NODE, COUNTS, UNREAD];

const ONE: &str = "SELECT * FROM file_attachment WHERE file_id = $1 AND gone = 0";
const OF: &str = "SELECT * FROM file_attachment WHERE about_kind = $1 AND about_id = $2 AND gone = 0 \
    ORDER BY attached_at_ms, file_id LIMIT 500";
const SHOWN: &str = "SELECT * FROM file_attachment WHERE shown = 1 AND gone = 0 \
    ORDER BY attached_at_ms, file_id LIMIT 2000";
const SHOWN_HASH: &str = "SELECT * FROM file_attachment WHERE hash = $1 AND shown = 1 AND gone = 0 \
    ORDER BY file_id LIMIT 1";
const REFERRED: &str = "SELECT DISTINCT hash FROM file_attachment WHERE gone = 0";
const OF_NODE: &str = "SELECT DISTINCT hash, bytes, kind FROM file_attachment \
    WHERE home = $1 AND gone = 0 ORDER BY hash";
const COUNTS: &str = "SELECT about_id, COUNT(*) AS files, CAST(SUM(shown) AS BIGINT) AS shown \
    FROM file_attachment WHERE about_kind = $1 AND gone = 0 GROUP BY about_id";
const UNREAD: &str =
    "SELECT COUNT(*) FROM parked WHERE kind LIKE 'files.%' OR kind LIKE 'people.%'";

/// A file that is attached to something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its id.
    pub id: FileId,
    /// The node at which it was attached.
    pub home: NodeId,
    /// To what.
    pub about: About,
    /// What it is.
    pub content: Content,
    /// What it was called; `None` when erased.
    pub name: Option<String>,
    /// What it shows or says; `None` when erased.
    pub words: Option<String>,
    /// Whether everybody sees it.
    pub shown: bool,
    /// Who attached it, where that is somebody who signs in.
    pub by: Option<StaffId>,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

impl Attached {
    /// Whether it is something for everybody: a picture or a document of a project, with words that say what it is.
    #[must_use]
    pub fn may_be_shown(&self) -> bool {
        self.about.sort == Sort::Project
            && self.words.as_deref().is_some_and(|words| !words.is_empty())
    }
}

/// A file by its id, or `None` when it is not there or was taken away.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, id: FileId) -> Result<Option<Attached>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// What is attached to something, the first first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of(db: &mut AnyConnection, about: &About) -> Result<Vec<Attached>, StoreError> {
    let query = sqlx::query(OF).bind(about.sort.slug()).bind(about.id.as_str());
    query.fetch_all(db).await?.iter().map(read).collect()
}

/// What everybody sees, the first first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn shown(db: &mut AnyConnection) -> Result<Vec<Attached>, StoreError> {
    sqlx::query(SHOWN).fetch_all(db).await?.iter().map(read).collect()
}

/// A file that everybody sees, by its hash.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn shown_by_hash(
    db: &mut AnyConnection,
    hash: Hash,
) -> Result<Option<Attached>, StoreError> {
    let row = sqlx::query(SHOWN_HASH).bind(hash.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Every hash that something refers to; `None` when facts could not be read that may refer to more.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn referred(db: &mut AnyConnection) -> Result<Option<BTreeSet<Hash>>, StoreError> {
    let unread: i64 = sqlx::query_scalar(UNREAD).fetch_one(&mut *db).await?;
    if unread > 0 {
        return Ok(None);
    }
    let rows = sqlx::query(REFERRED).fetch_all(db).await?;
    rows.iter().map(hash).collect::<Result<_, _>>().map(Some)
}

/// What a node has attached: hash, bytes, kind, each file once.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_node(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<(Hash, u64, Kind)>, StoreError> {
    let rows = sqlx::query(OF_NODE).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(|row| Ok((hash(row)?, bytes(row)?, kind(row)?))).collect()
}

/// How many files each thing of a kind has, and how many of them everybody sees.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn counts(
    db: &mut AnyConnection,
    sort: Sort,
) -> Result<BTreeMap<String, (i64, i64)>, StoreError> {
    let rows = sqlx::query(COUNTS).bind(sort.slug()).fetch_all(db).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("about_id")?, (row.try_get("files")?, row.try_get("shown")?))))
        .collect()
}

fn hash(row: &AnyRow) -> Result<Hash, StoreError> {
    let text: String = row.try_get("hash")?;
    hash_of(&text).ok_or_else(|| StoreError::Corrupt { what: "hash".to_owned(), why: text })
}

fn bytes(row: &AnyRow) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.try_get::<i64, _>("bytes")?).unwrap_or_default())
}

fn kind(row: &AnyRow) -> Result<Kind, StoreError> {
    from_word("kind", &row.try_get::<String, _>("kind")?)
}

fn read(row: &AnyRow) -> Result<Attached, StoreError> {
    let side = |column: &str| -> Result<Option<u32>, StoreError> {
        let points: Option<i64> = row.try_get(column)?;
        Ok(points.and_then(|points| u32::try_from(points).ok()))
    };
    let actor: ActorRef = parsed(row, "attached_by")?;
    Ok(Attached {
        id: parsed(row, "file_id")?,
        home: parsed(row, "home")?,
        about: About {
            sort: from_word("about_kind", &row.try_get::<String, _>("about_kind")?)?,
            id: parsed(row, "about_id")?,
        },
        content: Content {
            hash: hash(row)?,
            bytes: bytes(row)?,
            kind: kind(row)?,
            points: side("width")?.zip(side("height")?),
        },
        name: row.try_get("name")?,
        words: row.try_get("words")?,
        shown: row.try_get::<i64, _>("shown")? != 0,
        by: match actor {
            ActorRef::Staff(staff) => Some(staff),
            ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
        },
        at_ms: row.try_get("attached_at_ms")?,
    })
}

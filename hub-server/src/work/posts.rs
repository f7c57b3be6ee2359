//! Posts that a hub offers to people who learn or give their time, and how far they are filled.

use protocol::clocks::{Minutes, Volunteering};
use protocol::{NodeId, PostId, Slug, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::Programme;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[POST, POSTS];

macro_rules! with_paths {
    ($where:literal) => {
        concat!(
            "SELECT o.*, (SELECT COUNT(*) FROM work_path p WHERE p.post_id = o.post_id \
             AND p.state = 'running') AS filled, \
             (SELECT COUNT(*) FROM work_path p WHERE p.post_id = o.post_id) AS begun \
             FROM work_post o WHERE ",
            $where
        )
    };
}

const POST: &str = with_paths!("o.post_id = $1");
const POSTS: &str = with_paths!(
    "o.home = $1 ORDER BY o.state DESC, o.first_day DESC, o.offered_at_ms DESC, o.post_id LIMIT 200"
);

/// A post as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRow {
    /// Its id.
    pub id: PostId,
    /// The node that offers it.
    pub home: NodeId,
    /// Under which programme.
    pub programme: Programme,
    /// Where.
    pub neighbourhood: Slug,
    /// For how many at the same time.
    pub places: i64,
    /// Who accompanies them.
    pub tutor: StaffId,
    /// How long each gives.
    pub agreed: Minutes<Volunteering>,
    /// First day, `2026-11-18`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What one does there.
    pub words: Option<String>,
    /// Whether it is still offered.
    pub open: bool,
    /// How many places are taken by paths that go on.
    pub filled: i64,
    /// How many paths have begun in it, those that ended too.
    pub begun: i64,
}

impl PostRow {
    /// How many more can begin now.
    #[must_use]
    pub fn free(&self) -> i64 {
        if self.open { (self.places - self.filled).max(0) } else { 0 }
    }
}

/// A post by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn post(db: &mut AnyConnection, id: PostId) -> Result<Option<PostRow>, StoreError> {
    let row = sqlx::query(POST).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// The posts of a node: those still offered first, then the latest; at most two hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn posts(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<PostRow>, StoreError> {
    let rows = sqlx::query(POSTS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<PostRow, StoreError> {
    let state: String = row.try_get("state")?;
    Ok(PostRow {
        id: parsed(row, "post_id")?,
        home: parsed(row, "home")?,
        programme: from_word("programme", &row.try_get::<String, _>("programme")?)?,
        neighbourhood: parsed(row, "neighbourhood")?,
        places: row.try_get("places")?,
        tutor: parsed(row, "tutor")?,
        agreed: Minutes::new(row.try_get("agreed_min")?),
        from: row.try_get("first_day")?,
        to: row.try_get("last_day")?,
        words: row.try_get("words")?,
        open: state == "open",
        filled: row.try_get("filled")?,
        begun: row.try_get("begun")?,
    })
}

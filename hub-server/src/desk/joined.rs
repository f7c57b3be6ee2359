//! Who at other hubs would join an idea (CAPABILITIES E23): its own hub sees no other hub's ideas, so central counts them and
//! tells it, and the two desks bring people together.
//!
//! Always true: a hub is told a number and a hub, never of whom. Deliberately absent: those of the idea's own hub, which
//! [`super::talk`] lists one by one.

use std::collections::BTreeSet;

use protocol::{IdeaId, NodeId, ProjectId};
use sqlx::{AnyConnection, Row};

use super::events::Event;
use super::{DOMAIN, queries};
use crate::context::{Ctx, Fail};
use crate::store::rows::parsed;
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[COUNT, TOLD, OF, JOINING];

const COUNT: &str = "SELECT COUNT(*) FROM idea \
    WHERE joins = $1 AND home = $2 AND withdrawn_at_ms IS NULL";
const TOLD: &str = "SELECT many FROM desk_joined WHERE idea_id = $1 AND hub = $2";
const OF: &str = "SELECT hub, many FROM desk_joined WHERE idea_id = $1 AND many > 0 ORDER BY hub";
// One idea for each pair of what is joined and where from.
const JOINING: &str = "SELECT MIN(idea_id) AS idea_id FROM idea WHERE joins IS NOT NULL \
    GROUP BY joins, home ORDER BY idea_id";

/// How many at a hub would join an idea of another.
struct Owed {
    idea: IdeaId,
    home: NodeId,
    hub: NodeId,
    many: i64,
}

/// What the home of the idea that another one joins is still to be told; `None` for nothing.
async fn owed(db: &mut AnyConnection, joining: IdeaId) -> Result<Option<Owed>, StoreError> {
    let card = queries::card(db, joining).await?;
    let Some(idea) = card.and_then(|card| card.joins?.parse::<IdeaId>().ok()) else {
        return Ok(None);
    };
    let (home, hub) = (queries::home(db, idea).await?, queries::home(db, joining).await?);
    let Some((home, hub)) = home.zip(hub).filter(|(home, hub)| home != hub) else {
        return Ok(None);
    };
    let id = idea.to_string();
    let many: i64 =
        sqlx::query_scalar(COUNT).bind(id.clone()).bind(hub.as_str()).fetch_one(&mut *db).await?;
    let told: Option<i64> =
        sqlx::query_scalar(TOLD).bind(id).bind(hub.as_str()).fetch_optional(db).await?;
    Ok((told.unwrap_or_default() != many).then_some(Owed { idea, home, hub, many }))
}

/// Which ideas join one whose home is to be told something: of some, or of all for `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub(super) async fn due(
    db: &mut AnyConnection,
    some: Option<&BTreeSet<IdeaId>>,
) -> Result<Vec<IdeaId>, StoreError> {
    let joining: Vec<IdeaId> = if let Some(some) = some {
        some.iter().copied().collect()
    } else {
        let rows = sqlx::query(JOINING).fetch_all(&mut *db).await?;
        rows.iter().map(|row| parsed(row, "idea_id")).collect::<Result<_, _>>()?
    };
    let mut due = Vec::new();
    for idea in joining {
        if owed(db, idea).await?.is_some() {
            due.push(idea);
        }
    }
    Ok(due)
}

/// By central: tells the home of what an idea joins how many at this one's hub would.
pub(super) async fn tell(write: &mut Write<'_>, ctx: &Ctx, joining: IdeaId) -> Result<(), Fail> {
    if let Some(Owed { idea, home, hub, many }) = owed(write.db, joining).await? {
        let joined = Event::JoinedFrom { idea, hub, many };
        let fact = Fact::of(DOMAIN, ProjectId::of_idea(idea), &joined).for_node(home);
        write.append(ctx, fact).await?;
    }
    Ok(())
}

/// At which other hubs people would join an idea, and how many.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn elsewhere(
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<Vec<(NodeId, i64)>, StoreError> {
    let rows = sqlx::query(OF).bind(idea.to_string()).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, "hub")?, row.try_get("many")?))).collect()
}

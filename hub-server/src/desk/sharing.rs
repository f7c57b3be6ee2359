//! A draft that desks of several hubs write together (CAPABILITIES E3): its home shares it, central passes each state of
//! it on, and another hub sends what it writes to the home.
//!
//! Always true: the home alone decides, so two hubs never write the same thing; of the others it takes sections only, and
//! only from a hub it shares the draft with. A text written without having seen the latest stands beside it, however
//! long it was on its way. Neither the words nor the person behind an idea are ever in a copy. Deliberately absent: how
//! a command travels, which is [`crate::sync::relay`].

use protocol::{ActorRef, IdeaId, NodeId, ProjectId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::draft::{Act, Draft};
use super::events::Event;
use super::lifecycle::State;
use super::queries::{self, read_doc};
use super::refusal::Refusal;
use super::{DOMAIN, refused};
use crate::city::City;
use crate::context::{Ctx, Fail};
use crate::store::rows::parsed;
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[SHARED, COPIES, COPIES_OF, COPY, LIST];

// Drafts that are shared, and those of which a hub still has a copy.
const SHARED: &str = "SELECT idea_id FROM desk_draft WHERE tags LIKE '% with:%' \
    UNION SELECT idea_id FROM desk_copy WHERE doc <> '' ORDER BY idea_id";
const COPIES: &str = "SELECT hub, doc FROM desk_copy WHERE idea_id = $1 ORDER BY hub";
const COPIES_OF: &str = "SELECT home FROM desk_copy WHERE idea_id = $1 AND hub = $2 AND doc <> ''";
const COPY: &str = "SELECT idea_id, home, title, doc FROM desk_copy WHERE idea_id = $1 \
    AND hub = $2 AND doc <> ''";
const LIST: &str = "SELECT idea_id, home, title, doc FROM desk_copy WHERE hub = $1 AND doc <> '' \
    ORDER BY at_ms DESC, idea_id LIMIT $2";

/// A draft of another hub, as it was when central heard of it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The idea.
    pub idea: IdeaId,
    /// The hub that decides about it.
    pub home: NodeId,
    /// What it is called.
    pub title: String,
    /// What is written.
    pub draft: Draft,
}

/// With whom a draft may be shared: a hub of the city that is not its home.
pub(super) fn checked(hub: &NodeId, home: &NodeId, city: &City) -> Result<(), Refusal> {
    if hub == home || city.hub(hub.as_str()).is_none() {
        return Err(Refusal::NotInCatalogue("hub"));
    }
    Ok(())
}

/// What another node may do with a draft: write sections, where it is shared with it.
pub(super) fn may(draft: &Draft, actor: &ActorRef, act: &Act) -> Result<(), Refusal> {
    let ActorRef::Node(sender) = actor else { return Ok(()) };
    let shared = draft.with.contains(sender) && matches!(act, Act::Write { .. });
    if shared { Ok(()) } else { Err(Refusal::NotShared) }
}

/// Ideas of which a hub has another state than central, or should have none any more.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn due(db: &mut AnyConnection) -> Result<Vec<IdeaId>, StoreError> {
    let rows = sqlx::query(SHARED).fetch_all(&mut *db).await?;
    let mut due = Vec::new();
    for row in &rows {
        let idea = parsed(row, "idea_id")?;
        if !owed(db, idea).await?.is_empty() {
            due.push(idea);
        }
    }
    Ok(due)
}

/// What each hub is still to be told of a draft: `None` that it is shared no more.
async fn owed(
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<Vec<(NodeId, Option<Draft>)>, StoreError> {
    let whole = queries::whole(db, idea).await?;
    let open = whole.filter(|whole| whole.state() == State::Draft);
    let draft = open.and_then(|whole| whole.draft);
    let rows = sqlx::query(COPIES).bind(idea.to_string()).fetch_all(db).await?;
    let mut told: Vec<(NodeId, String)> = Vec::new();
    for row in &rows {
        told.push((parsed(row, "hub")?, row.try_get("doc")?));
    }
    let mut owed = Vec::new();
    for hub in draft.iter().flat_map(|draft| &draft.with) {
        let before = told.iter().find(|(to, _)| to == hub);
        let before = before.filter(|(_, doc)| !doc.is_empty());
        let before: Option<Draft> = before.map(|(_, doc)| read_doc(doc)).transpose()?;
        if before != draft {
            owed.push((hub.clone(), draft.clone()));
        }
    }
    let with = |hub: &NodeId| draft.as_ref().is_some_and(|draft| draft.with.contains(hub));
    let ended = told.into_iter().filter(|(hub, doc)| !doc.is_empty() && !with(hub));
    owed.extend(ended.map(|(hub, _)| (hub, None)));
    Ok(owed)
}

/// By central: tells each hub that writes a draft what stands there now.
pub(super) async fn pass_on(
    write: &mut Write<'_>,
    ctx: &Ctx,
    idea: IdeaId,
    home: &NodeId,
) -> Result<(), Fail> {
    if !write.node().is_central() {
        return Err(refused(Refusal::CentralOnly));
    }
    for (hub, draft) in owed(write.db, idea).await? {
        let draft = draft.map(Box::new);
        let passed = Event::Passed { idea, home: home.clone(), to: hub.clone(), draft };
        let fact = Fact::of(DOMAIN, ProjectId::of_idea(idea), &passed).for_node(hub);
        write.append(ctx, fact).await?;
    }
    Ok(())
}

/// The home of a draft that is shared with a hub, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn home(
    db: &mut AnyConnection,
    idea: IdeaId,
    hub: &NodeId,
) -> Result<Option<NodeId>, StoreError> {
    let row = sqlx::query(COPIES_OF).bind(idea.to_string()).bind(hub.as_str());
    row.fetch_optional(db).await?.map(|row| parsed(&row, "home")).transpose()
}

/// A draft that is shared with a hub, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn copy(
    db: &mut AnyConnection,
    idea: IdeaId,
    hub: &NodeId,
) -> Result<Option<Shared>, StoreError> {
    let row = sqlx::query(COPY).bind(idea.to_string()).bind(hub.as_str());
    row.fetch_optional(db).await?.as_ref().map(read).transpose()
}

/// Drafts that are shared with a hub, the one that changed last first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn list(
    db: &mut AnyConnection,
    hub: &NodeId,
    most: u32,
) -> Result<Vec<Shared>, StoreError> {
    let rows = sqlx::query(LIST).bind(hub.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Shared, StoreError> {
    Ok(Shared {
        idea: parsed(row, "idea_id")?,
        home: parsed(row, "home")?,
        title: row.try_get("title")?,
        draft: read_doc(&row.try_get::<String, _>("doc")?)?,
    })
}

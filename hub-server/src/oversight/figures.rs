//! The figures of each hub, and how far they are complete.

use protocol::NodeId;
use sqlx::{AnyConnection, Row};

use crate::activities::queries::{self as diary, Sum};
use crate::city::City;
use crate::requests::State;
use crate::requests::events::Mark;
use crate::requests::queries::counts;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};
use crate::sync::status::{self, HubState, HubStatus};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[CROSS, LAST, PARKED, PARKED_ALL, ANTENNAE, IDEAS, OFFERS, REASONS, MARKS];

const CROSS: &str = "SELECT neighbourhood, category, state, CAST(SUM(requests) AS BIGINT) AS requests \
    FROM request_tally WHERE ($1 = '' OR home = $1) GROUP BY neighbourhood, category, state \
    HAVING SUM(requests) > 0 ORDER BY neighbourhood, category, state";
/// The last fact held of a node, by the index on its series.
const LAST: &str = "SELECT at_ms, received_at_ms FROM record WHERE node = $1 \
    ORDER BY epoch DESC, seq DESC LIMIT 1";
const PARKED: &str = "SELECT COUNT(*) FROM parked WHERE node = $1";
const PARKED_ALL: &str = "SELECT node, epoch, seq, kind, reason, parked_at_ms FROM parked \
    WHERE ($1 = '' OR node = $1) \
    ORDER BY parked_at_ms DESC, node, epoch, seq LIMIT $2 OFFSET $3";
const ANTENNAE: &str = "SELECT COUNT(*) FROM device \
    WHERE home = $1 AND holder = 'antenna' AND revoked_at_ms IS NULL";
const IDEAS: &str = "SELECT COUNT(*) FROM idea WHERE home = $1";
const OFFERS: &str = "SELECT COUNT(*) FROM time_offer WHERE home = $1 AND withdrawn_at_ms IS NULL";
const REASONS: &str = "SELECT not_met_reason, COUNT(*) AS requests FROM request \
    WHERE home = $1 AND state = 'not-met' AND not_met_reason IS NOT NULL \
    GROUP BY not_met_reason ORDER BY COUNT(*) DESC, not_met_reason";

const MARKS: &str = "SELECT requester_mark, COUNT(*) AS requests FROM request \
    WHERE home = $1 AND requester_mark IS NOT NULL GROUP BY requester_mark";

/// How a hub's line stands, as central knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// It has called.
    Called,
    /// It is known by its facts alone, or not at all.
    Never,
    /// Its records contradict each other, or two machines hold its key: a person must look.
    Fork,
    /// It has no key that counts.
    Revoked,
}

/// How far what central holds of a hub reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// How its line stands.
    pub line: Line,
    /// When it last called, or when its last fact came, UTC milliseconds by central's clock.
    pub last_contact_ms: Option<i64>,
    /// Until when everything is here, UTC milliseconds; `None` before its first fact.
    pub complete_until_ms: Option<i64>,
    /// How many facts it said are still on their way; `None` when it never said.
    pub backlog: Option<i64>,
    /// How many of its facts could not be understood here.
    pub parked: i64,
}

/// Everything central shows of one hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubFigures {
    /// Which hub.
    pub hub: NodeId,
    /// How far this is complete.
    pub reach: Reach,
    /// Requests by state; states nothing is in may be missing.
    pub requests: Vec<(State, i64)>,
    /// Minutes given in requests that were met.
    pub given_min: i64,
    /// Reasons of requests not met, the most frequent first.
    pub reasons: Vec<(String, i64)>,
    /// How it went for those who asked and said so, from good to bad.
    pub marks: Vec<(Mark, i64)>,
    /// The operators' diary.
    pub diary: Sum,
    /// Antennae that can be asked.
    pub antennae: i64,
    /// Ideas left.
    pub ideas: i64,
    /// Offers of time that stand.
    pub offers: i64,
}

impl HubFigures {
    /// How many requests stand in one of these states.
    #[must_use]
    pub fn in_states(&self, states: &[State]) -> i64 {
        self.requests.iter().filter(|(state, _)| states.contains(state)).map(|(_, n)| n).sum()
    }

    /// How many people who asked said that it went so.
    #[must_use]
    pub fn marked(&self, mark: Mark) -> i64 {
        self.marks.iter().find(|(one, _)| *one == mark).map_or(0, |(_, count)| *count)
    }
}

/// The figures of every hub of the city, in the order of its file.
///
/// # Errors
/// [`StoreError`].
pub async fn of_hubs(db: &mut AnyConnection, city: &City) -> Result<Vec<HubFigures>, StoreError> {
    let mut hubs = Vec::with_capacity(city.hubs.len());
    for hub in &city.hubs {
        if let Ok(hub) = hub.slug.parse::<NodeId>() {
            hubs.push(of_hub(db, hub).await?);
        }
    }
    Ok(hubs)
}

async fn of_hub(db: &mut AnyConnection, hub: NodeId) -> Result<HubFigures, StoreError> {
    let counted = counts(db, &hub).await?;
    let count = |statement: &'static str| sqlx::query_scalar(statement).bind(hub.to_string());
    let antennae: i64 = count(ANTENNAE).fetch_one(&mut *db).await?;
    let ideas: i64 = count(IDEAS).fetch_one(&mut *db).await?;
    let offers: i64 = count(OFFERS).fetch_one(&mut *db).await?;
    let rows = sqlx::query(REASONS).bind(hub.as_str()).fetch_all(&mut *db).await?;
    let reasons = rows
        .iter()
        .map(|row| Ok((row.try_get("not_met_reason")?, row.try_get("requests")?)))
        .collect::<Result<_, StoreError>>()?;
    let rows = sqlx::query(MARKS).bind(hub.as_str()).fetch_all(&mut *db).await?;
    let mut marks = rows
        .iter()
        .map(|row| {
            let mark = from_word("mark", &row.try_get::<String, _>("requester_mark")?)?;
            Ok((mark, row.try_get("requests")?))
        })
        .collect::<Result<Vec<(Mark, i64)>, StoreError>>()?;
    marks.sort_unstable();
    Ok(HubFigures {
        reach: reach(db, &hub).await?,
        requests: counted.iter().map(|count| (count.state, count.requests)).collect(),
        given_min: counted.iter().map(|count| count.minutes).sum(),
        reasons,
        marks,
        diary: diary::total(db, &hub).await?,
        antennae,
        ideas,
        offers,
        hub,
    })
}

/// How far what this node holds of a hub reaches.
///
/// # Errors
/// [`StoreError`].
pub async fn reach(db: &mut AnyConnection, hub: &NodeId) -> Result<Reach, StoreError> {
    let last = sqlx::query(LAST).bind(hub.as_str()).fetch_optional(&mut *db).await?;
    let last = match &last {
        Some(row) => Some((row.try_get("at_ms")?, row.try_get("received_at_ms")?)),
        None => None,
    };
    let parked: i64 = sqlx::query_scalar(PARKED).bind(hub.as_str()).fetch_one(&mut *db).await?;
    let told = status::status_of(db, hub).await?;
    Ok(reach_of(last, told.as_ref(), parked))
}

/// What the facts and the hub's last call tell together. A hub that had nothing left to send when it
/// called is complete until that call; one that had is complete until its last fact that came.
fn reach_of(last: Option<(i64, i64)>, told: Option<&HubStatus>, parked: i64) -> Reach {
    let called = told.and_then(|told| Some((told.last_contact_ms?, told.backlog)));
    let line = match told.map(|told| told.state) {
        Some(HubState::Fork) => Line::Fork,
        Some(HubState::Revoked) => Line::Revoked,
        Some(HubState::Ok) => Line::Called,
        Some(HubState::Never) | None if last.is_some() => Line::Called,
        Some(HubState::Never) | None => Line::Never,
    };
    Reach {
        line,
        last_contact_ms: called.map(|(at, _)| at).or(last.map(|(_, received)| received)),
        complete_until_ms: match (called, last) {
            (Some((at, 0)), _) => Some(at),
            (_, last) => last.map(|(at, _)| at),
        },
        backlog: called.map(|(_, backlog)| backlog),
        parked,
    }
}

/// How many requests of a neighbourhood and category stand in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Slug of the neighbourhood.
    pub neighbourhood: String,
    /// Slug of the category.
    pub category: String,
    /// The state.
    pub state: State,
    /// How many.
    pub requests: i64,
}

/// Requests by neighbourhood, category and state, of one hub or of all (`None`).
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn cross(db: &mut AnyConnection, hub: Option<&NodeId>) -> Result<Vec<Cell>, StoreError> {
    let hub = hub.map_or("", NodeId::as_str).to_owned();
    let rows = sqlx::query(CROSS).bind(hub).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(Cell {
                neighbourhood: row.try_get("neighbourhood")?,
                category: row.try_get("category")?,
                state: from_word("state", &row.try_get::<String, _>("state")?)?,
                requests: row.try_get("requests")?,
            })
        })
        .collect()
}

/// A record that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Whose series.
    pub node: NodeId,
    /// Which epoch.
    pub epoch: i64,
    /// Its number.
    pub seq: i64,
    /// What it calls itself.
    pub kind: String,
    /// What is wrong with it.
    pub reason: String,
    /// When it was put aside, UTC milliseconds.
    pub parked_at_ms: i64,
}

/// One page of the records of a node, or of all (`None`), that could not be understood, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn parked(
    db: &mut AnyConnection,
    node: Option<&NodeId>,
    most: u32,
    skip: u32,
) -> Result<Vec<Parked>, StoreError> {
    let node = node.map_or("", NodeId::as_str).to_owned();
    let rows = sqlx::query(PARKED_ALL)
        .bind(node)
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Parked {
                node: parsed(row, "node")?,
                epoch: row.try_get("epoch")?,
                seq: row.try_get("seq")?,
                kind: row.try_get("kind")?,
                reason: row.try_get("reason")?,
                parked_at_ms: row.try_get("parked_at_ms")?,
            })
        })
        .collect()
}

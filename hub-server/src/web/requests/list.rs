//! Lists of requests with filters, for the queue of a hub and for the rows behind the city's figures.
//!
//! One statement serves every filter: one that is not wanted comes as an empty text. States come as up to
//! seventeen values, so that the index on home and state is used. Neighbourhoods come as `,one,two,`: slugs
//! hold no comma and nothing that `LIKE` gives a meaning.

use std::collections::BTreeSet;

use protocol::kiosk::Urgency;
use protocol::{NodeId, Relation, RequestId, Slug, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::requests::{State, stems};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    OPEN,
    OLDEST,
    DUE,
    CLOSED,
    LATEST,
    COUNT,
    LATEST_ANYWHERE,
    COUNT_ANYWHERE,
    FOUND,
    FOUND_COUNT,
    FOUND_ANYWHERE,
    FOUND_COUNT_ANYWHERE,
    ONE_STATE,
    STATES,
    STATES_ANYWHERE,
    MINE,
];

macro_rules! matching {
    ($home:literal) => {
        concat!(
            "WHERE ",
            $home,
            " AND r.state IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
             AND ($19 = '' OR r.operator = $19) \
             AND ($20 = '' OR $20 LIKE '%,' || r.neighbourhood || ',%') \
             AND ($21 = '' OR $21 LIKE '%,' || r.category || ',%') AND ($22 = '' OR r.neighbourhood = $22) \
             AND ($23 = '' OR r.not_met_reason = $23) \
             AND ($24 = '' OR REPLACE(r.slip_code, '-', '') LIKE $24) \
             AND ($25 = '' OR r.urgency = $25) AND ($26 = '' OR r.via = $26) \
             AND ($27 = '' OR r.language = $27)"
        )
    };
}

// From the stems to the requests that hold all of them: as many words as were asked for.
macro_rules! with_words {
    () => {
        "FROM (SELECT request_id FROM request_stem WHERE stem IN ($28, $29, $30, $31, $32, $33) \
         GROUP BY request_id HAVING COUNT(*) = CAST($34 AS BIGINT)) s \
         JOIN request r ON r.request_id = s.request_id "
    };
}

macro_rules! rows_by {
    ($home:literal, $order:literal) => {
        concat!(
            "SELECT r.*, p.circle AS open_circle, p.until_ms AS open_until_ms FROM request r \
             LEFT JOIN proposal p ON p.request_id = r.request_id AND p.state = 'open' ",
            matching!($home),
            " ORDER BY ",
            $order,
            " LIMIT $28 OFFSET $29"
        )
    };
}

macro_rules! found_by {
    ($home:literal) => {
        concat!(
            "SELECT r.*, p.circle AS open_circle, p.until_ms AS open_until_ms ",
            with_words!(),
            "LEFT JOIN proposal p ON p.request_id = r.request_id AND p.state = 'open' ",
            matching!($home),
            " ORDER BY r.opened_at_ms DESC, r.request_id LIMIT $35 OFFSET $36"
        )
    };
}

const OPEN: &str = rows_by!(
    "r.home = $1",
    "CASE r.urgency WHEN 'today' THEN 0 WHEN 'this-week' \
    THEN 1 ELSE 2 END, r.opened_at_ms, r.request_id"
);
const OLDEST: &str = rows_by!("r.home = $1", "r.opened_at_ms, r.request_id");
const DUE: &str = rows_by!(
    "r.home = $1",
    "CASE WHEN r.due_ms IS NULL THEN 1 ELSE 0 END, r.due_ms, r.opened_at_ms, r.request_id"
);
const CLOSED: &str = rows_by!("r.home = $1", "r.closed_at_ms DESC, r.request_id");
const LATEST: &str = rows_by!("r.home = $1", "r.opened_at_ms DESC, r.request_id");
const COUNT: &str = concat!("SELECT COUNT(*) FROM request r ", matching!("r.home = $1"));
const LATEST_ANYWHERE: &str = rows_by!("$1 = ''", "r.opened_at_ms DESC, r.request_id");
const COUNT_ANYWHERE: &str = concat!("SELECT COUNT(*) FROM request r ", matching!("$1 = ''"));
const FOUND: &str = found_by!("r.home = $1");
const FOUND_COUNT: &str = concat!("SELECT COUNT(*) ", with_words!(), matching!("r.home = $1"));
const FOUND_ANYWHERE: &str = found_by!("$1 = ''");
const FOUND_COUNT_ANYWHERE: &str = concat!("SELECT COUNT(*) ", with_words!(), matching!("$1 = ''"));
const ONE_STATE: &str = "SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) FROM request_tally \
    WHERE home = $1 AND state = $2 AND ($3 = '' OR $3 LIKE '%,' || neighbourhood || ',%')";
const STATES: &str = "SELECT state, CAST(SUM(requests) AS BIGINT) AS requests FROM request_tally \
    WHERE home = $1 AND ($2 = '' OR $2 LIKE '%,' || neighbourhood || ',%') GROUP BY state ORDER BY state";
const STATES_ANYWHERE: &str = "SELECT state, CAST(SUM(requests) AS BIGINT) AS requests \
    FROM request_tally WHERE $1 = '' OR $1 LIKE '%,' || neighbourhood || ',%' \
    GROUP BY state ORDER BY state";
const MINE: &str = "SELECT COUNT(*) FROM request WHERE home = $1 AND operator = $2 \
    AND state IN ('taken-in-charge', 'waiting', 'proposed', 'accepted', 'scheduled', 'in-progress', \
    'referred', 'split', 'handed-over', 'done')";

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// Which requests to look at. Whatever is `None` or empty filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whose home is this node; `None` for any.
    pub home: Option<NodeId>,
    /// In one of these states, at least one.
    pub states: Vec<State>,
    /// Looked after by this operator.
    pub operator: Option<StaffId>,
    /// In one of these neighbourhoods: the scope of whoever looks.
    pub within: Option<Vec<String>>,
    /// In one of these categories.
    pub categories: Vec<String>,
    /// In this neighbourhood.
    pub neighbourhood: String,
    /// Not met for this reason.
    pub reason: String,
    /// Whose slip code holds these characters, as typed.
    pub slip: String,
    /// This urgent.
    pub urgency: Option<Urgency>,
    /// Come in this way.
    pub via: String,
    /// In this language.
    pub language: String,
    /// Whose words hold all of these stems; at most [`stems::WANTED_MAX`] are looked at.
    pub stems: BTreeSet<String>,
    /// In which order, for those that are open.
    pub order: Order,
}

/// In which order open requests are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The most urgent first, then the oldest.
    #[default]
    Urgency,
    /// The oldest first.
    Age,
    /// Those due soonest first.
    Due,
}

impl Order {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Urgency, Self::Due, Self::Age];

    /// Its word in addresses and in keys of words.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Urgency => "urgency",
            Self::Age => "age",
            Self::Due => "due",
        }
    }
}

impl Filter {
    /// The statement's first twenty-seven values.
    fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
        let mut states = self.states.iter().map(word);
        let mut query = query.bind(self.home.as_ref().map_or("", NodeId::as_str).to_owned());
        for _ in 0..State::ALL.len() {
            query = query.bind(states.next().unwrap_or_default());
        }
        query
            .bind(self.operator.map(|id| id.to_string()).unwrap_or_default())
            .bind(listed(self.within.as_ref()))
            .bind(listed(Some(&self.categories).filter(|slugs| !slugs.is_empty())))
            .bind(self.neighbourhood.clone())
            .bind(self.reason.clone())
            .bind(self.slip_pattern())
            .bind(self.urgency.as_ref().map(word).unwrap_or_default())
            .bind(self.via.clone())
            .bind(self.language.clone())
    }

    /// The seven values of the words looked for, after the others.
    fn bind_words<'q>(&self, mut query: Query<'q>) -> Query<'q> {
        let wanted: Vec<&String> = self.stems.iter().take(stems::WANTED_MAX).collect();
        for place in 0..stems::WANTED_MAX {
            query = query.bind(wanted.get(place).map(|stem| (*stem).clone()).unwrap_or_default());
        }
        query.bind(i64::try_from(wanted.len()).unwrap_or_default())
    }

    /// Part of a slip code as typed, for `LIKE`: capital letters and digits, whatever stood between them.
    fn slip_pattern(&self) -> String {
        let plain = self.slip.chars().filter(char::is_ascii_alphanumeric).take(9);
        let plain: String = plain.map(|c| c.to_ascii_uppercase()).collect();
        if plain.is_empty() { plain } else { format!("%{plain}%") }
    }
}

/// Slugs as the statements take them; empty for any.
fn listed(slugs: Option<&Vec<String>>) -> String {
    slugs.map_or_else(String::new, |slugs| format!(",{},", slugs.join(",")))
}

/// A request in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Its id.
    pub id: RequestId,
    /// Whose it is.
    pub home: NodeId,
    /// Where it stands.
    pub state: State,
    /// Its slip.
    pub slip: String,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// For whom.
    pub relation: Relation,
    /// How it came in.
    pub via: String,
    /// In the person's words.
    pub words: Option<String>,
    /// Who looks after it.
    pub operator: Option<StaffId>,
    /// The circle that is asked now.
    pub circle: Option<String>,
    /// Until when that circle may answer, UTC milliseconds.
    pub until_ms: Option<i64>,
    /// How long helping took, in minutes.
    pub done_minutes: Option<i64>,
    /// Why it was not met.
    pub not_met_reason: Option<String>,
    /// When it came in, UTC milliseconds.
    pub opened_at_ms: i64,
    /// When it last changed its state, UTC milliseconds.
    pub changed_at_ms: i64,
    /// When it was closed, UTC milliseconds.
    pub closed_at_ms: Option<i64>,
    /// By when it should be closed, UTC milliseconds.
    pub due_ms: Option<i64>,
    /// When somebody comes back to it, UTC milliseconds.
    pub follow_up_ms: Option<i64>,
    /// Whether the last search ended with nobody.
    pub circle_ended: bool,
    /// When help was agreed for, UTC milliseconds.
    pub scheduled_ms: Option<i64>,
    /// Whom a rule of the city sends it to.
    pub routed_to: Option<StaffId>,
}

/// One page of requests: open ones by urgency and age, closed ones the last first, a mixture by when they
/// came in.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn rows(
    db: &mut AnyConnection,
    filter: &Filter,
    most: u32,
    skip: u32,
) -> Result<Vec<RequestRow>, StoreError> {
    let closed = filter.states.iter().filter(|state| state.is_closed()).count();
    let statement = match (&filter.home, closed, filter.order) {
        (Some(_), _, _) if !filter.stems.is_empty() => FOUND,
        (None, _, _) if !filter.stems.is_empty() => FOUND_ANYWHERE,
        (None, _, _) => LATEST_ANYWHERE,
        (Some(_), 0, Order::Urgency) => OPEN,
        (Some(_), 0, Order::Age) => OLDEST,
        (Some(_), 0, Order::Due) => DUE,
        (Some(_), some, _) if some == filter.states.len() => CLOSED,
        (Some(_), _, _) => LATEST,
    };
    let mut query = filter.bind(sqlx::query(statement));
    if !filter.stems.is_empty() {
        query = filter.bind_words(query);
    }
    let query = query.bind(i64::from(most)).bind(i64::from(skip));
    query.fetch_all(db).await?.iter().map(read).collect()
}

/// How many requests a filter finds.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn found(db: &mut AnyConnection, filter: &Filter) -> Result<i64, StoreError> {
    let query = match (&filter.home, filter.stems.is_empty()) {
        (Some(_), true) => filter.bind(sqlx::query(COUNT)),
        (None, true) => filter.bind(sqlx::query(COUNT_ANYWHERE)),
        (Some(_), false) => filter.bind_words(filter.bind(sqlx::query(FOUND_COUNT))),
        (None, false) => filter.bind_words(filter.bind(sqlx::query(FOUND_COUNT_ANYWHERE))),
    };
    Ok(query.fetch_one(db).await?.try_get(0)?)
}

/// How many requests of a home stand in a state, from the running totals.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count(
    db: &mut AnyConnection,
    home: &NodeId,
    state: State,
    within: Option<&Vec<String>>,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(ONE_STATE)
        .bind(home.as_str())
        .bind(word(&state))
        .bind(listed(within))
        .fetch_one(db)
        .await?;
    Ok(count)
}

/// How many requests of a home stand in each state, from the running totals.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn counts(
    db: &mut AnyConnection,
    home: &NodeId,
    within: Option<&Vec<String>>,
) -> Result<Vec<(State, i64)>, StoreError> {
    let rows = sqlx::query(STATES).bind(home.as_str()).bind(listed(within)).fetch_all(db).await?;
    rows.iter().map(read_count).collect()
}

/// The same for every home together.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn counts_anywhere(
    db: &mut AnyConnection,
    within: Option<&Vec<String>>,
) -> Result<Vec<(State, i64)>, StoreError> {
    let rows = sqlx::query(STATES_ANYWHERE).bind(listed(within)).fetch_all(db).await?;
    rows.iter().map(read_count).collect()
}

fn read_count(row: &AnyRow) -> Result<(State, i64), StoreError> {
    let state = from_word("state", &row.try_get::<String, _>("state")?)?;
    Ok((state, row.try_get("requests")?))
}

/// How many open requests an operator looks after.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn mine(
    db: &mut AnyConnection,
    home: &NodeId,
    operator: StaffId,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(MINE)
        .bind(home.as_str())
        .bind(operator.to_string())
        .fetch_one(db)
        .await?;
    Ok(count)
}

fn read(row: &AnyRow) -> Result<RequestRow, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    Ok(RequestRow {
        id: parsed(row, "request_id")?,
        home: parsed(row, "home")?,
        state: from_word("state", &text("state")?)?,
        slip: text("slip_code")?,
        category: parsed(row, "category")?,
        neighbourhood: parsed(row, "neighbourhood")?,
        urgency: from_word("urgency", &text("urgency")?)?,
        relation: from_word("relation", &text("relation")?)?,
        via: text("via")?,
        words: row.try_get("words")?,
        operator: parsed_or_none(row, "operator")?,
        circle: row.try_get("open_circle")?,
        until_ms: row.try_get("open_until_ms")?,
        done_minutes: row.try_get("done_minutes")?,
        not_met_reason: row.try_get("not_met_reason")?,
        opened_at_ms: row.try_get("opened_at_ms")?,
        changed_at_ms: row.try_get("changed_at_ms")?,
        closed_at_ms: row.try_get("closed_at_ms")?,
        due_ms: row.try_get("due_ms")?,
        follow_up_ms: row.try_get("follow_up_ms")?,
        circle_ended: row.try_get::<i64, _>("circle_ended")? != 0,
        scheduled_ms: row.try_get("scheduled_ms")?,
        routed_to: parsed_or_none(row, "route_operator")?,
    })
}

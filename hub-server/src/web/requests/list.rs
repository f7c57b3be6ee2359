//! Lists of requests with filters, for the queue of a hub and for the rows behind the city's figures: what can be
//! asked for, what a row is, and how many stand in each state. How rows are come by is in [`super::found`].

use std::collections::BTreeSet;

use protocol::kiosk::Urgency;
use protocol::{NodeId, Relation, RequestId, Slug, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::requests::{State, stems};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ONE_STATE, STATES, STATES_ANYWHERE, MINE];

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

/// A statement with some of its values.
pub(super) type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

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
    pub(super) fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
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

    /// The words that are looked for.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &String> {
        self.stems.iter().take(stems::WANTED_MAX)
    }

    /// The seven values of the words looked for, after the others.
    pub(super) fn bind_words<'q>(&self, mut query: Query<'q>) -> Query<'q> {
        let wanted: Vec<&String> = self.wanted().collect();
        for place in 0..stems::WANTED_MAX {
            query = query.bind(wanted.get(place).map(|stem| (*stem).clone()).unwrap_or_default());
        }
        query.bind(i64::try_from(wanted.len()).unwrap_or_default())
    }

    /// Whether it asks for nothing but what the running totals are kept by: home, state, category and place.
    pub(super) fn is_of_the_tally(&self) -> bool {
        let texts = [&self.reason, &self.via, &self.language];
        texts.iter().all(|text| text.is_empty())
            && self.slip_pattern().is_empty()
            && self.operator.is_none()
            && self.urgency.is_none()
            && self.stems.is_empty()
    }

    /// Part of a slip code as typed, for `LIKE`: capital letters and digits, whatever stood between them.
    fn slip_pattern(&self) -> String {
        let plain = self.slip.chars().filter(char::is_ascii_alphanumeric).take(9);
        let plain: String = plain.map(|c| c.to_ascii_uppercase()).collect();
        if plain.is_empty() { plain } else { format!("%{plain}%") }
    }
}

/// Slugs as the statements take them; empty for any.
pub(super) fn listed(slugs: Option<&Vec<String>>) -> String {
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

pub(super) fn read(row: &AnyRow) -> Result<RequestRow, StoreError> {
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

//! How the rows of a list of requests are come by.
//!
//! Always true: one statement serves every filter, and one that is not wanted comes as an empty text. States come as
//! up to seventeen values, neighbourhoods as `,one,two,`: slugs hold no comma and nothing that `LIKE` gives a
//! meaning. What is asked for is gathered and put in order only where the running totals say that it is little; else
//! an index is walked in the order of the page, and left where the page ends. What nothing adds up is counted as far
//! as [`MOST`]. Conditions that no index shall serve stand on `column || ''`.

use sqlx::{AnyConnection, Row};

use super::list::{Filter, Order, Query, RequestRow, listed, read};
use crate::requests::State;
use crate::store::StoreError;
use crate::store::rows::word;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    OPEN,
    OLDEST,
    DUE,
    CLOSED,
    LATEST,
    LATEST_ANYWHERE,
    OVER,
    NEWEST,
    NEWEST_ANYWHERE,
    COUNT,
    COUNT_ANYWHERE,
    AMONG,
    AMONG_ANYWHERE,
    COUNT_AMONG,
    COUNT_AMONG_ANYWHERE,
    HOLDING,
    HOLDING_ANYWHERE,
    COUNT_HOLDING,
    COUNT_HOLDING_ANYWHERE,
    REACH,
    HOLD,
];

/// How far a list that nothing adds up is counted.
pub(super) const MOST: i64 = 1_000;
/// How many requests are few enough to be gathered and put in order.
const FEW: i64 = 5_000;

/// What a filter lets through: `$1` to `$27`.
macro_rules! matching {
    ($home:literal, $state:literal) => {
        concat!(
            $home,
            " AND ",
            $state,
            " IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
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

/// Whether the request `$id` holds all the words looked for, `$28` to `$33`, of which there are `$34`.
macro_rules! holds_all {
    ($id:literal) => {
        concat!(
            " AND (SELECT COUNT(*) FROM request_stem o WHERE o.request_id = ",
            $id,
            " AND o.stem IN ($28, $29, $30, $31, $32, $33)) = CAST($34 AS BIGINT)"
        )
    };
}

macro_rules! with_circle {
    ($from:literal) => {
        concat!(
            "SELECT r.*, p.circle AS open_circle, p.until_ms AS open_until_ms ",
            $from,
            " LEFT JOIN proposal p ON p.request_id = r.request_id AND p.state = 'open' WHERE "
        )
    };
}

macro_rules! rows_by {
    ($home:literal, $state:literal, $order:literal) => {
        concat!(
            with_circle!("FROM request r"),
            matching!($home, $state),
            " ORDER BY ",
            $order,
            " LIMIT $28 OFFSET $29"
        )
    };
}

macro_rules! among {
    ($home:literal) => {
        concat!(
            with_circle!("FROM request r"),
            matching!($home, "r.state"),
            holds_all!("r.request_id"),
            " ORDER BY r.opened_at_ms DESC, r.request_id DESC LIMIT $35 OFFSET $36"
        )
    };
}

// The rarest word first, `$35`; the other tables are looked up for each that holds it, in this order.
macro_rules! holding {
    ($home:literal) => {
        concat!(
            with_circle!("FROM request_stem s CROSS JOIN request r"),
            "s.stem = $35 AND r.request_id = s.request_id AND ",
            matching!($home, "r.state || ''"),
            holds_all!("s.request_id"),
            " ORDER BY s.opened_at_ms DESC, s.request_id DESC LIMIT $36 OFFSET $37"
        )
    };
}

macro_rules! count {
    ($from:literal, $($condition:expr),+) => {
        concat!("SELECT COUNT(*) FROM (SELECT 1 AS one ", $from, " WHERE ", $($condition),+, " LIMIT 1001) found")
    };
}

macro_rules! count_holding {
    ($home:literal) => {
        count!(
            "FROM request_stem s CROSS JOIN request r",
            "s.stem = $35 AND r.request_id = s.request_id AND ",
            matching!($home, "r.state || ''"),
            holds_all!("s.request_id")
        )
    };
}

// Gathered by home and state, and put in order.
const OPEN: &str = rows_by!(
    "r.home = $1",
    "r.state",
    "CASE r.urgency WHEN 'today' THEN 0 WHEN 'this-week' THEN 1 ELSE 2 END, r.opened_at_ms, r.request_id"
);
const OLDEST: &str = rows_by!("r.home = $1", "r.state", "r.opened_at_ms, r.request_id");
const DUE: &str = rows_by!(
    "r.home = $1",
    "r.state",
    "CASE WHEN r.due_ms IS NULL THEN 1 ELSE 0 END, r.due_ms, r.opened_at_ms, r.request_id"
);
const CLOSED: &str = rows_by!("r.home = $1", "r.state", "r.closed_at_ms DESC, r.request_id DESC");
const LATEST: &str = rows_by!("r.home = $1", "r.state", "r.opened_at_ms DESC, r.request_id DESC");
const LATEST_ANYWHERE: &str = rows_by!(
    "$1 = '' AND r.home IN (SELECT t.home FROM request_tally t)",
    "r.state",
    "r.opened_at_ms DESC, r.request_id DESC"
);
const AMONG: &str = among!("r.home = $1");
const AMONG_ANYWHERE: &str = among!("$1 = '' AND r.home IN (SELECT t.home FROM request_tally t)");

// Walked in the order of the page.
const OVER: &str = rows_by!(
    "r.home = $1 AND r.closed_at_ms IS NOT NULL",
    "r.state || ''",
    "r.closed_at_ms DESC, r.request_id DESC"
);
const NEWEST: &str =
    rows_by!("r.home || '' = $1", "r.state || ''", "r.opened_at_ms DESC, r.request_id DESC");
const NEWEST_ANYWHERE: &str =
    rows_by!("$1 = ''", "r.state || ''", "r.opened_at_ms DESC, r.request_id DESC");
const HOLDING: &str = holding!("r.home = $1");
const HOLDING_ANYWHERE: &str = holding!("$1 = ''");

const COUNT: &str = count!("FROM request r", matching!("r.home = $1", "r.state"));
const COUNT_ANYWHERE: &str = count!(
    "FROM request r",
    matching!("$1 = '' AND r.home IN (SELECT t.home FROM request_tally t)", "r.state")
);
const COUNT_AMONG: &str =
    count!("FROM request r", matching!("r.home = $1", "r.state"), holds_all!("r.request_id"));
const COUNT_AMONG_ANYWHERE: &str = count!(
    "FROM request r",
    matching!("$1 = '' AND r.home IN (SELECT t.home FROM request_tally t)", "r.state"),
    holds_all!("r.request_id")
);
const COUNT_HOLDING: &str = count_holding!("r.home = $1");
const COUNT_HOLDING_ANYWHERE: &str = count_holding!("$1 = ''");

const REACH: &str = "SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) FROM request_tally \
    WHERE ($1 = '' OR home = $1) \
    AND state IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
    AND ($19 = '' OR $19 LIKE '%,' || neighbourhood || ',%') \
    AND ($20 = '' OR $20 LIKE '%,' || category || ',%') AND ($21 = '' OR neighbourhood = $21)";
const HOLD: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM request_stem WHERE stem = $1 \
    LIMIT 20001) found";

/// A page of what a filter finds, and how much that is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The page.
    pub rows: Vec<RequestRow>,
    /// How many are found in all, or [`MOST`] where there are more than that.
    pub total: i64,
    /// Whether there are more than [`MOST`], and nobody counted how many.
    pub beyond: bool,
    /// Whether there is something after the page.
    pub more: bool,
}

/// The way to what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    /// All in those states are few: they are gathered and put in order.
    Gather,
    /// An index is walked in the page's order.
    Walk,
    /// The requests that hold this word, the rarest of those looked for, are walked, the newest first.
    Holding(String),
}

/// One page of requests: open ones by urgency and age, closed ones the last first, a mixture and what holds words by
/// when they came in.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn rows(
    db: &mut AnyConnection,
    filter: &Filter,
    most: u32,
    skip: u32,
) -> Result<Vec<RequestRow>, StoreError> {
    let reach = reach(db, filter).await?;
    let way = way(db, filter, reach, FEW).await?;
    by(db, filter, &way, most, skip).await
}

/// The same, with how many the filter finds in all.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub(super) async fn found(
    db: &mut AnyConnection,
    filter: &Filter,
    most: u32,
    skip: u32,
) -> Result<Found, StoreError> {
    let reach = reach(db, filter).await?;
    let way = way(db, filter, reach, FEW).await?;
    let mut rows = by(db, filter, &way, most.saturating_add(1), skip).await?;
    let more = rows.len() > most as usize;
    rows.truncate(most as usize);
    let (total, beyond) = if filter.is_of_the_tally() {
        (reach, false)
    } else if !more && (skip == 0 || !rows.is_empty()) {
        // The last page says itself how many there are.
        (i64::from(skip) + i64::try_from(rows.len()).unwrap_or(i64::MAX), false)
    } else {
        let counted = count(db, filter, &way).await?;
        (counted.min(MOST), counted > MOST)
    };
    Ok(Found { rows, total, beyond, more })
}

/// How many requests stand where the filter looks, by the running totals, whatever else it asks of them.
async fn reach(db: &mut AnyConnection, filter: &Filter) -> Result<i64, StoreError> {
    let mut states = filter.states.iter().map(word);
    let home = filter.home.as_ref().map_or("", protocol::NodeId::as_str).to_owned();
    let mut query = sqlx::query_scalar(REACH).bind(home);
    for _ in 0..State::ALL.len() {
        query = query.bind(states.next().unwrap_or_default());
    }
    let query = query
        .bind(listed(filter.within.as_ref()))
        .bind(listed(Some(&filter.categories).filter(|slugs| !slugs.is_empty())))
        .bind(filter.neighbourhood.clone());
    Ok(query.fetch_one(db).await?)
}

/// How to come by what is asked for, where so many are in reach and `few` are few.
async fn way(
    db: &mut AnyConnection,
    filter: &Filter,
    reach: i64,
    few: i64,
) -> Result<Way, StoreError> {
    if reach <= few {
        return Ok(Way::Gather);
    }
    let mut rarest: Option<(i64, String)> = None;
    for stem in filter.wanted() {
        let held: i64 = sqlx::query_scalar(HOLD).bind(stem.clone()).fetch_one(&mut *db).await?;
        if rarest.as_ref().is_none_or(|(least, _)| held < *least) {
            rarest = Some((held, stem.clone()));
        }
    }
    Ok(rarest.map_or(Way::Walk, |(_, stem)| Way::Holding(stem)))
}

async fn by(
    db: &mut AnyConnection,
    filter: &Filter,
    way: &Way,
    most: u32,
    skip: u32,
) -> Result<Vec<RequestRow>, StoreError> {
    let over = filter.states.iter().all(|state| state.is_closed());
    let open = !filter.states.iter().any(|state| state.is_closed());
    let words = !filter.stems.is_empty();
    let statement = match (way, filter.home.is_some()) {
        (Way::Holding(_), true) => HOLDING,
        (Way::Holding(_), false) => HOLDING_ANYWHERE,
        (Way::Gather, true) if words => AMONG,
        (Way::Gather, false) if words => AMONG_ANYWHERE,
        (Way::Gather, false) => LATEST_ANYWHERE,
        (Way::Walk, false) => NEWEST_ANYWHERE,
        // What is open has an order of its own, whoever many there are.
        (Way::Gather | Way::Walk, true) if open => match filter.order {
            Order::Urgency => OPEN,
            Order::Age => OLDEST,
            Order::Due => DUE,
        },
        (Way::Gather, true) if over => CLOSED,
        (Way::Gather, true) => LATEST,
        (Way::Walk, true) if over => OVER,
        (Way::Walk, true) => NEWEST,
    };
    let query = bound(filter, way, statement).bind(i64::from(most)).bind(i64::from(skip));
    query.fetch_all(db).await?.iter().map(read).collect()
}

/// How many a filter finds, as far as [`MOST`] and one more.
async fn count(db: &mut AnyConnection, filter: &Filter, way: &Way) -> Result<i64, StoreError> {
    let statement = match (way, filter.home.is_some()) {
        (Way::Holding(_), true) => COUNT_HOLDING,
        (Way::Holding(_), false) => COUNT_HOLDING_ANYWHERE,
        (Way::Gather | Way::Walk, true) if filter.stems.is_empty() => COUNT,
        (Way::Gather | Way::Walk, false) if filter.stems.is_empty() => COUNT_ANYWHERE,
        (Way::Gather | Way::Walk, true) => COUNT_AMONG,
        (Way::Gather | Way::Walk, false) => COUNT_AMONG_ANYWHERE,
    };
    Ok(bound(filter, way, statement).fetch_one(db).await?.try_get(0)?)
}

/// A statement with what it asks for.
fn bound<'q>(filter: &Filter, way: &Way, statement: &'static str) -> Query<'q> {
    let mut query = filter.bind(sqlx::query(statement));
    if !filter.stems.is_empty() {
        query = filter.bind_words(query);
    }
    match way {
        Way::Holding(stem) => query.bind(stem.clone()),
        Way::Gather | Way::Walk => query,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use protocol::RequestId;
    use sqlx::AssertSqlSafe;

    use super::*;
    use crate::requests::stems;
    use crate::testing::{self, HandClock, MORNING_MS};

    /// Requests of two hubs, `1` to `120`: one in three is open, one in four about a wheelchair, the others about
    /// shopping; they came in in another order than that of their ids, some at the same moment.
    async fn fill(db: &mut AnyConnection) {
        for number in 1..=120_u32 {
            let id = RequestId::new(testing::uuid(u128::from(number))).to_string();
            let home = if number.is_multiple_of(5) { "casazza" } else { "mompiano" };
            let state = ["received", "met", "not-met"][number as usize % 3];
            let text = if number.is_multiple_of(4) {
                "Cerco due sedie a rotelle"
            } else {
                "La spesa di due giorni"
            };
            let opened_at_ms = MORNING_MS + i64::from(number * 37 % 50) * 60_000;
            let closed = if state == "received" {
                "NULL".to_owned()
            } else {
                (opened_at_ms + i64::from(number % 7) * 1_000).to_string()
            };
            let urgency = if number.is_multiple_of(3) { "today" } else { "no-hurry" };
            let mut statements = vec![
                format!(
                    "INSERT INTO request (request_id, home, slip_code, category, neighbourhood, urgency, relation, \
                     language, via, words, state, reopened_times, opened_at_ms, changed_at_ms, closed_at_ms, \
                     bands, privacy, circle_ended) VALUES ('{id}', '{home}', 'MP-{number:07}', 'shopping', \
                     'mompiano', '{urgency}', 'oneself', 'it', 'kiosk', '{text}', '{state}', 0, {opened_at_ms}, \
                     {opened_at_ms}, {closed}, '', 'ordinary', 0)"
                ),
                format!(
                    "INSERT INTO request_tally (home, neighbourhood, category, state, requests, minutes) \
                     VALUES ('{home}', 'mompiano', 'shopping', '{state}', 1, 0) \
                     ON CONFLICT (home, neighbourhood, category, state) DO UPDATE SET \
                     requests = request_tally.requests + 1"
                ),
            ];
            statements.extend(stems::stems(text).into_iter().map(|stem| {
                format!(
                    "INSERT INTO request_stem (stem, request_id, opened_at_ms) \
                     VALUES ('{stem}', '{id}', {opened_at_ms})"
                )
            }));
            for statement in statements {
                sqlx::query(AssertSqlSafe(statement)).execute(&mut *db).await.unwrap();
            }
        }
    }

    fn filters() -> Vec<Filter> {
        let every = State::ALL.to_vec();
        let closed: Vec<State> = every.iter().copied().filter(|state| state.is_closed()).collect();
        let words = |text: &str| -> BTreeSet<String> { stems::stems(text) };
        let mut all = Vec::new();
        for home in [Some("mompiano"), Some("casazza"), None] {
            let home: Option<protocol::NodeId> = home.map(|home| home.parse().unwrap());
            for states in [every.clone(), closed.clone(), vec![State::NotMet], vec![State::Signal]]
            {
                for text in ["", "sedia a rotelle", "spesa", "due spese", "spesa rotelle", "gatto"]
                {
                    for urgency in [None, Some(protocol::kiosk::Urgency::Today)] {
                        all.push(Filter {
                            home: home.clone(),
                            states: states.clone(),
                            stems: words(text),
                            urgency,
                            ..Filter::default()
                        });
                    }
                }
            }
        }
        all
    }

    async fn the_same_both_ways(url: &str) {
        let node = testing::node("mompiano", url, HandClock::at(MORNING_MS)).await;
        let mut db = node.store.read().await.unwrap();
        fill(&mut db).await;
        let mut seen = 0;
        for filter in filters() {
            let reach = reach(&mut db, &filter).await.unwrap();
            let gather = way(&mut db, &filter, reach, i64::MAX).await.unwrap();
            let walk = way(&mut db, &filter, reach, -1).await.unwrap();
            assert!(gather == Way::Gather && walk != Way::Gather);
            let all = by(&mut db, &filter, &gather, 500, 0).await.unwrap();
            assert_eq!(by(&mut db, &filter, &walk, 500, 0).await.unwrap(), all, "{filter:?}");
            let number = i64::try_from(all.len()).unwrap();
            for way in [&gather, &walk] {
                assert_eq!(count(&mut db, &filter, way).await.unwrap(), number, "{filter:?}");
            }
            // Page by page they are the same rows, once each.
            let (mut paged, mut skip) = (Vec::new(), 0);
            loop {
                let page = found(&mut db, &filter, 7, skip).await.unwrap();
                assert_eq!((page.total, page.beyond), (number, false), "{filter:?}");
                skip += 7;
                paged.extend(page.rows);
                if !page.more {
                    break;
                }
            }
            assert_eq!(paged, all, "{filter:?}");
            seen += number;
        }
        assert!(seen > 500, "{seen}");
    }

    #[tokio::test]
    async fn what_is_gathered_and_what_is_walked_is_the_same_page_by_page() {
        let folder = tempfile::tempdir().unwrap();
        the_same_both_ways(&testing::sqlite_url(folder.path(), "mompiano")).await;
    }

    #[tokio::test]
    async fn what_is_walked_is_read_in_the_order_of_its_page_and_never_sorted() {
        let folder = tempfile::tempdir().unwrap();
        let url = testing::sqlite_url(folder.path(), "mompiano");
        let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
        let mut db = node.store.read().await.unwrap();
        for statement in [OVER, NEWEST, NEWEST_ANYWHERE, HOLDING, HOLDING_ANYWHERE] {
            let plan = format!("EXPLAIN QUERY PLAN {statement}");
            let steps = sqlx::query(AssertSqlSafe(plan)).fetch_all(&mut *db).await.unwrap();
            let steps: Vec<String> =
                steps.iter().map(|step| step.try_get::<String, _>("detail").unwrap()).collect();
            assert!(
                !steps.iter().any(|step| step.contains("TEMP B-TREE")),
                "{statement}: {steps:?}"
            );
        }
    }

    #[tokio::test]
    async fn more_than_a_thousand_are_not_counted_and_the_pages_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let url = testing::sqlite_url(folder.path(), "mompiano");
        let node = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
        let mut db = node.store.read().await.unwrap();
        let numbers =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1030)";
        let id = "printf('01900000-0000-7000-8000-%012x', i)";
        for statement in [
            format!(
                "{numbers} INSERT INTO request (request_id, home, slip_code, category, neighbourhood, urgency, \
                 relation, language, via, words, state, reopened_times, opened_at_ms, changed_at_ms, closed_at_ms, \
                 bands, privacy, circle_ended) SELECT {id}, 'mompiano', printf('MP-%07x', i), 'shopping', 'mompiano', \
                 'today', 'oneself', 'it', 'kiosk', 'La spesa', 'met', 0, i, i, i, '', 'ordinary', 0 FROM n"
            ),
            format!(
                "{numbers} INSERT INTO request_stem (stem, request_id, opened_at_ms) \
                 SELECT 'spes', {id}, i FROM n"
            ),
            "INSERT INTO request_tally (home, neighbourhood, category, state, requests, minutes) \
             VALUES ('mompiano', 'mompiano', 'shopping', 'met', 1030, 0)"
                .to_owned(),
        ] {
            sqlx::query(AssertSqlSafe(statement)).execute(&mut *db).await.unwrap();
        }
        let home = Some(node.id().clone());
        let all = Filter { home, states: vec![State::Met], ..Filter::default() };
        let words = Filter { stems: stems::stems("spesa"), ..all.clone() };
        let first = found(&mut db, &words, 25, 0).await.unwrap();
        assert_eq!(
            (first.rows.len(), first.total, first.beyond, first.more),
            (25, 1_000, true, true)
        );
        // The last of them is found, and says how many there are.
        let last = found(&mut db, &words, 25, 1_025).await.unwrap();
        assert_eq!((last.rows.len(), last.total, last.beyond, last.more), (5, 1_030, false, false));
        // What the running totals know is told to the last, and costs nothing.
        let known = found(&mut db, &all, 25, 0).await.unwrap();
        assert_eq!((known.total, known.beyond), (1_030, false));
    }
}

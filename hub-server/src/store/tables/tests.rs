use proptest::prelude::*;
use sqlx::{AnyConnection, Connection as _, Executor as _};

use super::*;
use crate::store::rebuild::rows_of;
use crate::testing;

const OPEN: Rows =
    Rows::new("INSERT INTO thing (id, state, noted, times) VALUES ($1, $2, NULL, 0)");
const SET_STATE: Rows =
    Rows::set(1, "UPDATE thing SET state = $2, at = CAST($3 AS BIGINT) WHERE id = $1");
const SET_NOTE: Rows = Rows::set(1, "UPDATE thing SET noted = $2 WHERE id = $1");
const CLEAR: Rows = Rows::set(1, "UPDATE thing SET noted = NULL, state = 'clear' WHERE id = $1");
const ONCE_MORE: Rows =
    Rows::new("UPDATE thing SET times = times + CAST($2 AS BIGINT) WHERE id = $1");
const STEM: Rows = Rows::new("INSERT INTO stem (id, word) VALUES ($1, $2) ON CONFLICT DO NOTHING");
const TALLY: Rows = Rows::add(
    2,
    "INSERT INTO tally (place, kind, entries, minutes) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (place, kind) DO UPDATE SET entries = tally.entries + $3, minutes = tally.minutes + $4",
);
const LAST: Rows = Rows::greatest(
    1,
    "INSERT INTO last (author, day) VALUES ($1, $2) \
    ON CONFLICT (author) DO UPDATE SET day = $2 WHERE last.day < $2",
);

const SCHEMA: &str = "CREATE TABLE thing (id TEXT PRIMARY KEY, state TEXT, noted TEXT, at BIGINT, times BIGINT); \
    CREATE TABLE stem (id TEXT, word TEXT, PRIMARY KEY (id, word)); \
    CREATE TABLE tally (place TEXT, kind TEXT, entries BIGINT, minutes BIGINT, PRIMARY KEY (place, kind)); \
    CREATE TABLE last (author TEXT PRIMARY KEY, day TEXT)";

async fn database(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect(url).await.unwrap();
    db.execute(SCHEMA).await.unwrap();
    db
}

async fn everything(db: &mut AnyConnection) -> Vec<String> {
    let mut all = Vec::new();
    for table in ["thing", "stem", "tally", "last"] {
        all.extend(rows_of(db, table).await.unwrap());
    }
    all
}

/// What a script may do; the number says to which of a few things.
#[derive(Debug, Clone)]
enum Do {
    State(u8, u8, Option<i64>),
    Note(u8, Option<u8>),
    Clear(u8),
    Again(u8),
    Stem(u8, u8),
    Count(u8, u8, i64),
    Last(u8, u8),
}

fn row_of(step: &Do) -> (Rows, Vec<Value>) {
    let text = |n: &u8| n.to_string();
    match step {
        Do::State(id, state, at) => (SET_STATE, row![text(id), text(state), *at]),
        Do::Note(id, note) => (SET_NOTE, row![text(id), note.map(|note| note.to_string())]),
        Do::Clear(id) => (CLEAR, row![text(id)]),
        Do::Again(id) => (ONCE_MORE, row![text(id), 1]),
        Do::Stem(id, word) => (STEM, row![text(id), text(word)]),
        Do::Count(place, kind, minutes) => (TALLY, row![text(place), text(kind), 1, *minutes]),
        Do::Last(author, day) => (LAST, row![text(author), text(day)]),
    }
}

fn step() -> impl Strategy<Value = Do> {
    let id = || 0..6_u8;
    prop_oneof![
        (id(), any::<u8>(), any::<Option<i64>>())
            .prop_map(|(id, state, at)| Do::State(id, state, at)),
        (id(), any::<Option<u8>>()).prop_map(|(id, note)| Do::Note(id, note)),
        id().prop_map(Do::Clear),
        id().prop_map(Do::Again),
        (id(), 0..4_u8).prop_map(|(id, word)| Do::Stem(id, word)),
        (id(), 0..2_u8, -9..9_i64)
            .prop_map(|(place, kind, minutes)| Do::Count(place, kind, minutes)),
        (id(), 1..9_u8).prop_map(|(author, day)| Do::Last(author, day)),
    ]
}

/// Things that are there before: the first three. The others come into being in the middle of the script.
async fn written(url: &str, script: &[Do], together: bool) -> Vec<String> {
    let mut db = database(url).await;
    let opened = |n: usize| row![n.to_string(), "new"];
    let mut waiting = Waiting::default();
    let mut tables = Tables::new(&mut db, &mut waiting);
    for n in 0..3 {
        tables.put(OPEN, opened(n)).await.unwrap();
    }
    tables.flush().await.unwrap();
    for (n, step) in script.iter().enumerate() {
        if n % 7 == 3 && n / 7 < 3 {
            tables.put(OPEN, opened(3 + n / 7)).await.unwrap();
        }
        let (rows, values) = row_of(step);
        tables.put(rows, values).await.unwrap();
        if !together {
            tables.flush().await.unwrap();
        }
    }
    tables.flush().await.unwrap();
    everything(&mut db).await
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn rows_written_together_leave_what_they_leave_one_by_one(script in prop::collection::vec(step(), 0..120)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let one_by_one = written("sqlite::memory:", &script, false).await;
            let together = written("sqlite::memory:", &script, true).await;
            prop_assert_eq!(one_by_one, together);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn postgresql_takes_many_rows_as_sqlite_does() {
    let script: Vec<Do> = (0..200_u8)
        .map(|n| match n % 7 {
            0 => Do::State(n % 5, n, (n % 2 == 0).then_some(i64::from(n))),
            1 => Do::Note(n % 5, (n % 3 == 0).then_some(n)),
            2 => Do::Stem(n % 5, n % 4),
            3 => Do::Count(n % 3, n % 2, i64::from(n)),
            4 => Do::Last(n % 5, n % 9),
            5 => Do::Again(n % 5),
            _ => Do::Clear(n % 5),
        })
        .collect();
    let url = testing::postgres_url().await;
    let there = written(&url, &script, true).await;
    assert_eq!(there, written("sqlite::memory:", &script, false).await);
}

#[tokio::test]
async fn who_reads_sees_what_was_put_before() {
    let mut db = database("sqlite::memory:").await;
    let mut waiting = Waiting::default();
    let mut tables = Tables::new(&mut db, &mut waiting);
    tables.put(OPEN, row!["a", "new"]).await.unwrap();
    let count = "SELECT COUNT(*) FROM thing";
    let about_another = tables.db_about("thing", "b").await.unwrap();
    let n: i64 = sqlx::query_scalar(count).fetch_one(about_another).await.unwrap();
    assert_eq!(n, 0, "nothing about b waits");
    let about_it = tables.db_about("thing", "a").await.unwrap();
    let n: i64 = sqlx::query_scalar(count).fetch_one(about_it).await.unwrap();
    assert_eq!(n, 1);
    tables.put(OPEN, row!["b", "new"]).await.unwrap();
    let n: i64 = sqlx::query_scalar(count).fetch_one(tables.db().await.unwrap()).await.unwrap();
    assert_eq!(n, 2);
}

#[test]
fn the_statement_for_many_names_what_each_row_brings() {
    assert_eq!(
        for_many(TALLY.sql, 2).unwrap(),
        "INSERT INTO tally (place, kind, entries, minutes) VALUES ($1, $2, $3, $4), ($5, $6, $7, $8) \
        ON CONFLICT (place, kind) DO UPDATE SET entries = tally.entries + excluded.entries, \
        minutes = tally.minutes + excluded.minutes"
    );
    assert_eq!(
        for_many(SET_STATE.sql, 2).unwrap(),
        "UPDATE thing SET state = v.column2, at = CAST(v.column3 AS BIGINT) \
        FROM (VALUES ($1, $2, $3), ($4, $5, $6)) AS v WHERE id = v.column1"
    );
    assert_eq!(for_many("DELETE FROM thing WHERE id = $1", 2), None);
}

#[test]
fn a_place_without_a_name_takes_its_value_again_where_the_row_names_it_twice() {
    let sql = "INSERT INTO thing (id, opened_at, changed_at) VALUES ($1, $2, $2)";
    let many = of_size(sql, 2, Places::InOrder);
    assert_eq!(
        many.sql.as_str(),
        "INSERT INTO thing (id, opened_at, changed_at) VALUES (?, ?, ?), (?, ?, ?)"
    );
    assert_eq!(many.order.as_deref(), Some(&[0, 1, 1, 2, 3, 3][..]));
    assert_eq!(of_size(SET_STATE.sql, 4, Places::InOrder).order, None);
    assert!(of_size(sql, 2, Places::Numbered).sql.as_str().contains("($3, $4, $4)"));
}

//! A look into a node's database from outside: which facts stand in its log, and every row it has.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{
    AnyPool, AssertSqlSafe, Column as _, Executor as _, Row as _, TypeInfo as _, ValueRef as _,
};

use crate::node::Node;

/// Makes an empty PostgreSQL database for one test and gives its URL.
///
/// # Panics
/// When there is no such server: a test that needs it must not pass without it.
pub async fn fresh_postgres() -> String {
    let server = std::env::var("COSTELLAZIONE_TEST_POSTGRES")
        .expect("COSTELLAZIONE_TEST_POSTGRES names a PostgreSQL server; ./test starts one");
    let name = format!("story_{}", crate::kiosk::fresh().to_string().replace('-', ""));
    let pool = open(&server).await;
    let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    pool.execute(create).await.expect("a database can be made");
    pool.close().await;
    let (before, _) = server.rsplit_once('/').expect("the URL ends with a database");
    format!("{before}/{name}")
}

async fn open(url: &str) -> AnyPool {
    sqlx::any::install_default_drivers();
    AnyPool::connect(url).await.expect("the database answers")
}

/// How often a fact of this kind about each thing stands in a node's log.
///
/// # Panics
/// When the database does not answer.
pub async fn facts(node: &Node, kind: &str) -> BTreeMap<String, i64> {
    let pool = open(&node.database).await;
    let rows = sqlx::query(
        "SELECT subject, CAST(COUNT(*) AS BIGINT) AS times FROM record WHERE kind = $1 \
         GROUP BY subject",
    )
    .bind(kind.to_owned())
    .fetch_all(&pool)
    .await
    .expect("the log reads");
    pool.close().await;
    rows.iter().map(|row| (row.get("subject"), row.get("times"))).collect()
}

/// The commands a node keeps an answer to.
///
/// # Panics
/// When the database does not answer.
pub async fn answered(node: &Node) -> BTreeSet<String> {
    let pool = open(&node.database).await;
    let ids: Vec<String> = sqlx::query_scalar("SELECT command_id FROM receipt")
        .fetch_all(&pool)
        .await
        .expect("the receipts read");
    pool.close().await;
    ids.into_iter().collect()
}

/// Every row of every table of a node as text, sorted, by table.
///
/// # Panics
/// When the database does not answer.
pub async fn everything(node: &Node) -> BTreeMap<String, Vec<String>> {
    let pool = open(&node.database).await;
    let tables = if node.database.starts_with("sqlite:") {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = 'public'"
    };
    let tables: Vec<String> =
        sqlx::query_scalar(tables).fetch_all(&pool).await.expect("the tables are known");
    let mut all = BTreeMap::new();
    // The steps of the schema are the library's own table, with types of its own.
    for table in tables.into_iter().filter(|table| table != "_sqlx_migrations") {
        let rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {table}")))
            .fetch_all(&pool)
            .await
            .expect("a table reads");
        let mut lines: Vec<String> = rows.iter().map(line).collect();
        lines.sort();
        all.insert(table, lines);
    }
    pool.close().await;
    all
}

/// A project as central keeps it, whole.
///
/// # Panics
/// When there is none, or the database does not answer.
pub async fn project(central: &Node, id: &str) -> serde_json::Value {
    let pool = open(&central.database).await;
    let asked = sqlx::query_scalar("SELECT doc FROM desk_project WHERE project_id = $1");
    let doc: String = asked.bind(id.to_owned()).fetch_one(&pool).await.expect("there is one");
    pool.close().await;
    serde_json::from_str(&doc).expect("it is JSON")
}

/// Whether a text stands anywhere in a node's database as it is, words of facts included.
///
/// # Panics
/// When the database does not answer.
pub async fn holds(node: &Node, text: &str) -> bool {
    let bytes = format!("{:?}", text.as_bytes());
    let bytes = bytes.trim_matches(['[', ']']);
    let all = everything(node).await;
    all.values().flatten().any(|row| row.contains(text) || row.contains(bytes))
}

fn line(row: &sqlx::any::AnyRow) -> String {
    let mut line = String::new();
    for column in row.columns() {
        let n = column.ordinal();
        let raw = row.try_get_raw(n).expect("a column of the row");
        let text = match raw.type_info().name() {
            _ if raw.is_null() => "∅".to_owned(),
            "TEXT" => row.get::<String, _>(n),
            "BLOB" => format!("{:?}", row.get::<Vec<u8>, _>(n)),
            _ => row.get::<i64, _>(n).to_string(),
        };
        line.extend([column.name(), "=", &text, "|"]);
    }
    line
}

/// Checks what must hold of a stopped node whatever happened to it: its chain verifies, and its tables made
/// anew from its log are the tables it had.
///
/// # Panics
/// When either does not hold.
pub async fn is_sound(node: &Node) {
    let said = node.done(&["verify"]);
    assert!(said.contains(" 0 findings"), "{}: {said}", node.name);
    let live = everything(node).await;
    let _ = node.done(&["rebuild"]);
    let rebuilt = everything(node).await;
    for (table, rows) in &live {
        assert_eq!(
            Some(rows),
            rebuilt.get(table),
            "{}: {table} rebuilt is not {table} live",
            node.name
        );
    }
}

//! From a statement for one row to the same for many.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use sqlx::{AnyConnection, AssertSqlSafe, SqlSafeStr as _, SqlStr};

/// How a statement says where its values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::store) enum Places {
    /// `$1`, `$2`, …, as the statement for one row has them.
    Numbered,
    /// `?`, `?`, …: `SQLite` finds the name of a place by going through all names before it, which for a thousand
    /// places is most of the work.
    InOrder,
}

impl Places {
    /// As the engine behind a connection takes them fastest.
    pub(in crate::store) fn of(db: &AnyConnection) -> Self {
        if db.backend_name() == "SQLite" { Self::InOrder } else { Self::Numbered }
    }
}

/// A statement for many rows.
#[derive(Debug, Clone)]
pub(in crate::store) struct Many {
    pub sql: SqlStr,
    /// Which value goes to each place, from 0; `None` when each goes to its own.
    pub order: Option<Arc<[usize]>>,
}

/// Statements for many rows that were made before.
static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);

type Made = HashMap<(&'static str, usize, Places), (Arc<str>, Option<Arc<[usize]>>)>;

/// The statement for so many rows.
///
/// # Panics
/// When the statement is not of a form that can be made so, which a test finds for every one.
pub(in crate::store) fn of_size(sql: &'static str, size: usize, places: Places) -> Many {
    if size == 1 {
        return Many { sql: sql.into_sql_str(), order: None };
    }
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let (text, order) = made.entry((sql, size, places)).or_insert_with(|| {
        let many = for_many(sql, size).expect("it inserts values, or updates by them");
        match places {
            Places::Numbered => (many.into(), None),
            Places::InOrder => in_order(&many),
        }
    });
    Many { sql: AssertSqlSafe(text.clone()).into_sql_str(), order: order.clone() }
}

/// The statement with its places in order, and which value goes to each.
fn in_order(many: &str) -> (Arc<str>, Option<Arc<[usize]>>) {
    let mut order = Vec::new();
    let text = with_places(many, |place| {
        order.push(place - 1);
        Some("?".to_owned())
    });
    let text = text.unwrap_or_else(|| many.to_owned());
    let own = order.iter().copied().eq(0..order.len());
    (text.into(), (!own).then(|| order.into()))
}

/// Makes the statement for so many rows; `None` for one that does not insert values, or update by them.
#[must_use]
pub fn for_many(sql: &str, size: usize) -> Option<String> {
    if is_update(sql) { updates(sql, size) } else { inserts(sql, size) }
}

/// Whether a statement changes rows that are there.
pub(super) fn is_update(sql: &str) -> bool {
    sql.starts_with("UPDATE ")
}

/// The table it writes into.
pub(super) fn table_of(sql: &str) -> &str {
    let from = if is_update(sql) { "UPDATE " } else { "INSERT INTO " };
    sql.trim_start_matches(from).split([' ', '(']).next().unwrap_or_default()
}

/// The columns an update sets.
pub(super) fn columns_set(sql: &str) -> Vec<&str> {
    let (_, sets) = sql.split_once(" SET ").unwrap_or_default();
    let (sets, _) = sets.split_once(" WHERE ").unwrap_or((sets, ""));
    sets.split(',').filter_map(|set| Some(set.split_once(" = ")?.0.trim())).collect()
}

/// `INSERT INTO t (…) VALUES (…), (…) …`, where what follows names inserted columns instead of values.
fn inserts(sql: &str, size: usize) -> Option<String> {
    let (head, rest) = sql.split_once("VALUES (")?;
    let end = closing(rest)?;
    let (row, tail) = (&rest[..end], &rest[end + 1..]);
    let (_, columns) = head.split_once('(')?;
    let columns: Vec<&str> = columns.split([',', ')']).map(str::trim).collect();
    let expressions: Vec<&str> = row.split(',').map(str::trim).collect();
    let tail = with_places(tail, |place| {
        let at = expressions.iter().position(|value| *value == format!("${place}"))?;
        Some(format!("excluded.{}", columns.get(at)?))
    })?;
    let count = highest(row);
    let rows: Option<Vec<String>> =
        (0..size).map(|n| Some(format!("({})", shifted(row, n * count)?))).collect();
    Some(format!("{head}VALUES {}{tail}", rows?.join(", ")))
}

/// `UPDATE t SET … FROM (VALUES (…), (…)) AS v WHERE …`, with columns of `v` instead of values.
fn updates(sql: &str, size: usize) -> Option<String> {
    let (sets, condition) = sql.split_once(" WHERE ")?;
    let named = |text| with_places(text, |place| Some(format!("v.column{place}")));
    let count = highest(sql);
    let rows: Vec<String> = (0..size)
        .map(|n| {
            let places = (1..=count).map(|place| format!("${}", n * count + place));
            format!("({})", places.collect::<Vec<_>>().join(", "))
        })
        .collect();
    let (sets, condition) = (named(sets)?, named(condition)?);
    Some(format!("{sets} FROM (VALUES {}) AS v WHERE {condition}", rows.join(", ")))
}

/// Where the bracket closes that is open at the beginning.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1;
    text.char_indices().find_map(|(at, sign)| {
        open += match sign {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        (open == 0).then_some(at)
    })
}

fn shifted(row: &str, by: usize) -> Option<String> {
    with_places(row, |place| Some(format!("${}", place + by)))
}

fn highest(text: &str) -> usize {
    let mut most = 0;
    let _ = with_places(text, |place| {
        most = most.max(place);
        Some(String::new())
    });
    most
}

/// The text with every `$n` replaced.
fn with_places(text: &str, mut put: impl FnMut(usize) -> Option<String>) -> Option<String> {
    let mut pieces = text.split('$');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits =
            piece.len() - piece.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let (place, rest) = piece.split_at(digits);
        out.push_str(&put(place.parse().ok()?)?);
        out.push_str(rest);
    }
    Some(out)
}

//! Rows on their way to the tables. A statement costs a journey to the database's thread and back, many times what
//! the row costs there; so rows of the same statement are collected and written together.
//!
//! Always true: what is in the database after [`Tables::flush`] is what the same rows would have left one by one, in
//! the order in which they were put. Rows of one thing (the table and the first value) keep their order, or are written
//! before the next one is taken; rows of different things do not see each other. Whoever reads asks for the connection,
//! and everything that waits is written first. An `INSERT … ON CONFLICT` has to name with `$n` only what the row itself
//! inserts, so that many rows can do the same.
//!
//! Deliberately absent: what a statement does. It is plain SQL for one row; the form for many is made from it.

mod many;

#[cfg(test)]
mod tests;

use std::any::{Any as AnyType, TypeId};
use std::collections::{BTreeMap, HashMap};

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection};

use super::StoreError;
pub use many::for_many;
pub(super) use many::{Places, of_size};

/// Most rows that wait: above this more memory buys nothing.
const WAITING_MAX: usize = 4_096;
/// How many rows one statement takes; a few sizes, so that few statements are kept prepared.
const SIZES: [usize; 4] = [64, 16, 4, 1];
/// Most statements that wait: a bit each.
const STATEMENTS_MAX: usize = 64;

/// A statement that writes one row, `INSERT … VALUES (…)` or `UPDATE … SET … WHERE …`; its first value names the
/// thing the row is about.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// The statement for one row.
    pub sql: &'static str,
    twice: Twice,
}

/// What a second row of the same statement means to the first, while both wait. The number is how many of the leading
/// values make it the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Twice {
    Apart,
    Replaces(usize),
    Adds(usize),
    Greatest(usize),
}

impl Rows {
    /// Rows that are written as they are.
    #[must_use]
    pub const fn new(sql: &'static str) -> Self {
        Self { sql, twice: Twice::Apart }
    }

    /// Rows of which the last with the same first `key` values holds: an `UPDATE` that sets columns to what it is given.
    #[must_use]
    pub const fn set(key: usize, sql: &'static str) -> Self {
        Self { sql, twice: Twice::Replaces(key) }
    }

    /// Rows whose numbers after the first `key` values are added to what is there: a running total.
    #[must_use]
    pub const fn add(key: usize, sql: &'static str) -> Self {
        Self { sql, twice: Twice::Adds(key) }
    }

    /// Rows of which the greatest value after the first `key` stays.
    #[must_use]
    pub const fn greatest(key: usize, sql: &'static str) -> Self {
        Self { sql, twice: Twice::Greatest(key) }
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A text, or nothing in a column of text.
    Text(Option<String>),
    /// A number, or nothing in a column of numbers.
    Number(Option<i64>),
    /// Bytes, or nothing in a column of bytes.
    Bytes(Option<Vec<u8>>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<Option<Vec<u8>>> for Value {
    fn from(bytes: Option<Vec<u8>>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}

/// The values of a row, in the order of the statement's `$1`, `$2`, ….
macro_rules! row {
    ($($value:expr),+ $(,)?) => { vec![$(::std::convert::Into::<$crate::store::tables::Value>::into($value)),+] };
}
pub(crate) use row;

/// Rows of one statement that wait.
struct Group {
    rows: Rows,
    table: &'static str,
    /// The columns an `UPDATE` sets; `None` for an `INSERT`.
    sets: Option<Vec<&'static str>>,
    waiting: Vec<Vec<Value>>,
    /// Where the row of each key waits, when a second one changes it.
    places: HashMap<String, usize>,
}

/// What domains remember of what they read, each under a type of its own.
pub(super) type Memories = BTreeMap<TypeId, Box<dyn AnyType + Send>>;

/// Rows that wait, and what domains remember meanwhile.
#[derive(Default)]
pub struct Waiting {
    groups: Vec<Group>,
    by_sql: HashMap<&'static str, usize>,
    /// Which statements have rows about each thing, a bit each.
    touched: HashMap<&'static str, HashMap<String, u64>>,
    count: usize,
    memories: Memories,
}

impl Waiting {
    /// Nothing that waits yet, and what is remembered from before.
    pub(super) fn remembering(memories: Memories) -> Self {
        Self { memories, ..Self::default() }
    }

    /// What domains remember at the end, when nothing waits any more.
    pub(super) fn into_memories(self) -> Memories {
        self.memories
    }

    /// Whether a row about `thing` waits, in any table.
    pub(super) fn touches(&self, thing: &str) -> bool {
        self.touched.values().any(|things| things.contains_key(thing))
    }

    /// What a domain remembers; begins empty.
    pub(super) fn memory<T: Default + Send + 'static>(&mut self) -> &mut T {
        self.memories
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Box::new(T::default()))
            .downcast_mut()
            .expect("a memory is kept under its own type")
    }

    /// Forgets what domains remember: something else than a row changes what it was read from.
    pub(super) fn forget(&mut self) {
        self.memories.clear();
    }

    fn touching(&self, table: &str, thing: &str) -> u64 {
        let things = self.touched.get(table);
        things.and_then(|things| things.get(thing)).copied().unwrap_or_default()
    }

    /// Whether rows about the same thing wait that would be written after this one, or in one statement with it, and
    /// must not.
    fn must_go_first(&self, rows: Rows, thing: &str) -> bool {
        let Some(at) = self.by_sql.get(rows.sql).copied() else {
            let inserts = !many::is_update(rows.sql);
            // A new group is written after those that wait, except that inserts come before updates.
            let after = inserts && self.touching(many::table_of(rows.sql), thing) != 0;
            return after || self.groups.len() == STATEMENTS_MAX;
        };
        let group = &self.groups[at];
        let touching = self.touching(group.table, thing);
        let again = touching & (1 << at) != 0;
        if again && rows.twice == Twice::Apart && group.sets.is_some() {
            return true;
        }
        (0..self.groups.len())
            .filter(|other| *other != at && touching & (1 << other) != 0)
            .map(|other| (other, &self.groups[other]))
            .any(|(other, waits)| {
                let later = (waits.sets.is_some(), other) > (group.sets.is_some(), at);
                later && !commute(group, waits)
            })
    }

    fn group(&mut self, rows: Rows) -> usize {
        if let Some(at) = self.by_sql.get(rows.sql) {
            return *at;
        }
        let at = self.groups.len();
        self.groups.push(Group {
            rows,
            table: many::table_of(rows.sql),
            sets: many::is_update(rows.sql).then(|| many::columns_set(rows.sql)),
            waiting: Vec::new(),
            places: HashMap::new(),
        });
        self.by_sql.insert(rows.sql, at);
        at
    }

    fn add(&mut self, rows: Rows, thing: String, values: Vec<Value>) {
        let key = match rows.twice {
            Twice::Apart => None,
            Twice::Replaces(key) | Twice::Adds(key) | Twice::Greatest(key) => {
                Some(name_of(&values, key))
            }
        };
        let at = self.group(rows);
        let group = &mut self.groups[at];
        *self.touched.entry(group.table).or_default().entry(thing).or_default() |= 1 << at;
        if let Some(key) = key {
            if let Some(place) = group.places.get(&key) {
                merge(rows.twice, &mut group.waiting[*place], values);
                return;
            }
            group.places.insert(key, group.waiting.len());
        }
        group.waiting.push(values);
        self.count += 1;
    }

    /// Takes everything out, in the order in which it is to be written.
    fn take(&mut self) -> Vec<Group> {
        self.by_sql.clear();
        self.touched.clear();
        self.count = 0;
        let (updates, mut all): (Vec<Group>, Vec<Group>) =
            self.groups.drain(..).partition(|group| group.sets.is_some());
        all.extend(updates);
        all
    }
}

/// The tables of a transaction, with the rows that wait to be written into them.
pub struct Tables<'c> {
    db: &'c mut AnyConnection,
    waiting: &'c mut Waiting,
}

impl<'c> Tables<'c> {
    /// The tables behind a connection, with what waits already.
    #[must_use]
    pub fn new(db: &'c mut AnyConnection, waiting: &'c mut Waiting) -> Self {
        Self { db, waiting }
    }

    /// The connection, for reading and for statements that are not rows; everything that waits is written first.
    ///
    /// # Errors
    /// As [`Tables::flush`].
    pub async fn db(&mut self) -> Result<&mut AnyConnection, StoreError> {
        self.flush().await?;
        Ok(self.db)
    }

    /// The connection, for reading a table of which nothing that waits is about `id`; otherwise it is written first.
    ///
    /// # Errors
    /// As [`Tables::flush`].
    pub async fn db_about(
        &mut self,
        table: &str,
        id: &str,
    ) -> Result<&mut AnyConnection, StoreError> {
        if self.waiting.touching(table, id) != 0 {
            self.flush().await?;
        }
        Ok(self.db)
    }

    /// The connection, for reading a plain table: one that no fact is projected into.
    pub fn plain(&mut self) -> &mut AnyConnection {
        self.db
    }

    /// What a domain remembers of the things of this batch, so that it need not read them again; begins empty.
    pub fn memory<T: Default + Send + 'static>(&mut self) -> &mut T {
        self.waiting.memory()
    }

    /// Takes a row to be written with others.
    ///
    /// # Errors
    /// As [`Tables::flush`], for rows that have to be written before it.
    pub async fn put(&mut self, rows: Rows, values: Vec<Value>) -> Result<(), StoreError> {
        let thing = name_of(&values, 1);
        if self.waiting.count >= WAITING_MAX || self.waiting.must_go_first(rows, &thing) {
            self.flush().await?;
        }
        self.waiting.add(rows, thing, values);
        Ok(())
    }

    /// Writes everything that waits.
    ///
    /// # Errors
    /// [`StoreError::Database`]; the transaction, or the savepoint it stands in, must then be undone.
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        if self.waiting.count == 0 {
            return Ok(());
        }
        for group in self.waiting.take() {
            write(self.db, group.rows.sql, group.waiting).await?;
        }
        Ok(())
    }
}

/// Whether it does not matter which of two statements about one thing comes first.
fn commute(one: &Group, other: &Group) -> bool {
    match (&one.sets, &other.sets) {
        (Some(one), Some(other)) => one.iter().all(|column| !other.contains(column)),
        _ => false,
    }
}

/// Writes rows by the statement for one, as many at a time as there are.
///
/// # Errors
/// [`StoreError::Database`].
pub(super) async fn write(
    db: &mut AnyConnection,
    sql: &'static str,
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    let places = Places::of(db);
    let mut left = rows.into_iter();
    for size in SIZES {
        while left.len() >= size {
            let many = of_size(sql, size, places);
            let mut query = sqlx::query(many.sql);
            let values = left.by_ref().take(size).flatten();
            if let Some(order) = many.order {
                let values: Vec<Value> = values.collect();
                for at in order.iter() {
                    query = bind(query, values[*at].clone());
                }
            } else {
                for value in values {
                    query = bind(query, value);
                }
            }
            query.execute(&mut *db).await?;
        }
    }
    Ok(())
}

fn bind(query: Query<'_, Any, AnyArguments>, value: Value) -> Query<'_, Any, AnyArguments> {
    match value {
        Value::Text(text) => query.bind(text),
        Value::Number(number) => query.bind(number),
        Value::Bytes(bytes) => query.bind(bytes),
    }
}

/// The leading values of a row as one text.
fn name_of(values: &[Value], key: usize) -> String {
    let mut name = String::new();
    for (n, value) in values.iter().take(key).enumerate() {
        if n > 0 {
            name.push('\u{1f}');
        }
        match value {
            Value::Text(text) => name.push_str(text.as_deref().unwrap_or("\u{0}")),
            Value::Number(number) => {
                name.push_str(&number.map_or_else(String::new, |n| n.to_string()));
            }
            Value::Bytes(_) => unreachable!("no row is named by bytes"),
        }
    }
    name
}

fn merge(twice: Twice, first: &mut Vec<Value>, second: Vec<Value>) {
    let key = match twice {
        Twice::Apart | Twice::Replaces(_) => {
            *first = second;
            return;
        }
        Twice::Adds(key) | Twice::Greatest(key) => key,
    };
    for (old, new) in first.iter_mut().zip(second).skip(key) {
        match (twice, &old, &new) {
            (Twice::Adds(_), Value::Number(Some(sum)), Value::Number(Some(more))) => {
                *old = Value::Number(Some(sum + more));
            }
            _ if new > *old => *old = new,
            _ => {}
        }
    }
}

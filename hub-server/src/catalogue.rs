//! The city's catalogue: a city file, checked whole, published by central as one fact, and projected on
//! every node. Hubs only read it.

use protocol::{Problem, Record};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row as _};

use crate::city::City;
use crate::city::outlines::Outlines;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::{Node, Role};
use crate::projection::Arrival;
use crate::store::{Fact, Store, StoreError, Write, log};

/// How facts of this domain begin.
pub const DOMAIN: &str = "city";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["city", "city_outline"];
/// Every statement of this domain, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PUBLISHED, LATEST, PUBLISHED_AT, CLEAR, DRAW, OUTLINES];

const PUBLISHED: &str = "INSERT INTO city (position, slug, published_at_ms, content) \
    VALUES ($1, $2, $3, $4)";
const LATEST: &str = "SELECT content FROM city ORDER BY position DESC LIMIT 1";
const PUBLISHED_AT: &str = "SELECT published_at_ms FROM city ORDER BY position DESC LIMIT 1";

const CLEAR: &str = "DELETE FROM city_outline";
const DRAW: &str = "INSERT INTO city_outline (neighbourhood, rings) VALUES ($1, $2)";
const OUTLINES: &str = "SELECT neighbourhood, rings FROM city_outline ORDER BY neighbourhood";

/// What can be asked of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Publish a city that was read and checked; central only.
    Publish(Box<City>),
    /// Give the neighbourhoods these outlines instead of those they had; none takes them away. Central only.
    DrawOutlines(Outlines),
}

/// What can have happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A city was published, whole.
    Published(Box<City>),
    /// The neighbourhoods got these outlines, all of them.
    OutlinesDrawn(Outlines),
}

/// Does a command about the catalogue.
///
/// # Errors
/// `only-central` on a hub, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    if node.role != Role::Central {
        return Err(Problem::forbidden("only-central").into());
    }
    match command {
        Command::Publish(city) => {
            let current = node.published_city();
            if current.as_deref() != Some(city.as_ref()) {
                let event = Event::Published(city.clone());
                write.append(ctx, Fact::of(DOMAIN, &city.slug, &event)).await?;
            }
        }
        Command::DrawOutlines(drawn) => {
            let city = node.known_city()?;
            let stranger = |slug: &String| city.zone_holding(slug).is_none();
            if drawn.0.keys().any(stranger) {
                return Err(Problem::invalid("not-in-catalogue").at("file").into());
            }
            if outlines(write.db).await? != *drawn {
                let event = Event::OutlinesDrawn(drawn.clone());
                write.append(ctx, Fact::of(DOMAIN, &city.slug, &event)).await?;
            }
        }
    }
    Ok(Answer::Done)
}

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    let city = match log::event_of::<Event>(record)? {
        Some(Event::Published(city)) => city,
        Some(Event::OutlinesDrawn(drawn)) => return draw(db, &drawn).await,
        None => return Ok(()),
    };
    let content = serde_json::to_string(&city).map_err(unreadable)?;
    sqlx::query(PUBLISHED)
        .bind(arrival.position)
        .bind(city.slug.as_str())
        .bind(record.envelope.at_ms)
        .bind(content)
        .execute(db)
        .await?;
    Ok(())
}

async fn draw(db: &mut AnyConnection, drawn: &Outlines) -> Result<(), StoreError> {
    sqlx::query(CLEAR).execute(&mut *db).await?;
    for (slug, rings) in &drawn.0 {
        let rings = serde_json::to_string(rings).map_err(unreadable)?;
        sqlx::query(DRAW).bind(slug.as_str()).bind(rings).execute(&mut *db).await?;
    }
    Ok(())
}

/// The outlines of the neighbourhoods; empty while the city has given none.
///
/// # Errors
/// [`StoreError`].
pub async fn outlines(db: &mut AnyConnection) -> Result<Outlines, StoreError> {
    let rows = sqlx::query(OUTLINES).fetch_all(db).await?;
    let read = rows.iter().map(|row| {
        let rings: String = row.try_get("rings")?;
        Ok((row.try_get("neighbourhood")?, serde_json::from_str(&rings).map_err(unreadable)?))
    });
    read.collect::<Result<_, StoreError>>().map(Outlines)
}

/// The city as last published, or `None` before the first.
///
/// # Errors
/// [`StoreError`].
pub async fn load(store: &Store) -> Result<Option<City>, StoreError> {
    let mut db = store.read().await?;
    let content: Option<String> = sqlx::query_scalar(LATEST).fetch_optional(&mut *db).await?;
    content.map(|text| serde_json::from_str(&text).map_err(unreadable)).transpose()
}

/// When the city was last published, UTC milliseconds; `None` before the first time.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn published_at_ms(db: &mut AnyConnection) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(PUBLISHED_AT).fetch_optional(db).await?)
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function in map_err")]
fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Corrupt { what: "city".to_owned(), why: error.to_string() }
}

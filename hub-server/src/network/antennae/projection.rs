//! From facts about antennae to their tables: the antenna as it stands in one column, and beside it what
//! lists and counts ask for.

use protocol::{AntennaId, NodeId, PersonId, Record};
use sqlx::AnyConnection;

use super::events::{Antenna, Event};
use super::{hours, queries};
use crate::network::inbox;
use crate::projection::Arrival;
use crate::store::rows::word;
use crate::store::tables::Tables;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ADD, CHANGE, UNPLACE, PLACE, GIVE_DEVICE, SUPPORT];

const ADD: &str = "INSERT INTO antenna (antenna_id, home, person_id, state, kind, operator, organisation_id, \
    last_sign_ms, silence_since_ms, spotted_at_ms, changed_at_ms, whole) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)";
const CHANGE: &str = "UPDATE antenna SET state = $2, kind = $3, operator = $4, organisation_id = $5, \
    last_sign_ms = $6, silence_since_ms = $7, changed_at_ms = $8, whole = $9 WHERE antenna_id = $1";
const UNPLACE: &str = "DELETE FROM antenna_place WHERE antenna_id = $1";
const PLACE: &str =
    "INSERT INTO antenna_place (antenna_id, place, neighbourhood) VALUES ($1, $2, $3)";
const SUPPORT: &str = "INSERT INTO antenna_support (support_id, antenna_id, home, actor, kind, day, minutes) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const GIVE_DEVICE: &str = "INSERT INTO antenna_device (device_id, antenna_id) VALUES ($1, $2) \
    ON CONFLICT (device_id) DO UPDATE SET antenna_id = $2";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    tables: &mut Tables<'_>,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let fail = |why: String| StoreError::Projection { kind: envelope.kind.clone(), why };
    let id: AntennaId = envelope.subject.parse().map_err(|error| fail(format!("{error}")))?;
    // Only notes are ever erased, and they stand nowhere but in the log.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let db = tables.db().await?;
    if let Event::Spotted { profile, person } = &event {
        let antenna = Antenna::spotted(profile.clone(), *person, envelope.at_ms);
        add(db, id, &envelope.series.node, *person, &antenna).await?;
        return place(db, id, &antenna).await;
    }
    let known = queries::one(db, id).await?;
    let known = known.ok_or_else(|| fail("no antenna was spotted under this id".to_owned()))?;
    let by_itself = matches!(envelope.actor, protocol::ActorRef::Device(_));
    let antenna = known.antenna.after(&event, envelope.at_ms, by_itself);
    change(db, id, envelope.at_ms, &antenna).await?;
    if let Event::DeviceGiven { device } = &event {
        sqlx::query(GIVE_DEVICE)
            .bind(device.to_string())
            .bind(id.to_string())
            .execute(&mut *db)
            .await?;
    }
    if let Event::Supported { how, day, minutes } = &event {
        sqlx::query(SUPPORT)
            .bind(envelope.event_id.to_string())
            .bind(id.to_string())
            .bind(envelope.series.node.as_str())
            .bind(envelope.actor.to_string())
            .bind(how.slug())
            .bind(day.to_string())
            .bind(i64::from(*minutes))
            .execute(&mut *db)
            .await?;
    }
    if let Event::HoursTold { entry, day, minutes, category } = &event {
        let at_ms = envelope.at_ms;
        hours::add(db, id, *entry, *day, *minutes, category.as_ref(), at_ms).await?;
    }
    if let Event::HoursTakenBack { entry } = &event {
        hours::remove(db, *entry).await?;
    }
    if matches!(event, Event::Described(_)) {
        sqlx::query(UNPLACE).bind(id.to_string()).execute(&mut *db).await?;
        place(db, id, &antenna).await?;
    }
    if matches!(event, Event::StepTaken { .. } | Event::Described(_) | Event::DeviceGiven { .. }) {
        for device in &antenna.devices {
            inbox::tell_profile(tables, record, arrival, *device).await?;
        }
    }
    // A new device is told at once what was done before it was there.
    let tells_hours = matches!(
        event,
        Event::HoursTold { .. } | Event::HoursTakenBack { .. } | Event::DeviceGiven { .. }
    );
    if tells_hours {
        for device in &antenna.devices {
            inbox::tell_statement(tables, record, arrival, *device).await?;
        }
    }
    Ok(())
}

async fn add(
    db: &mut AnyConnection,
    id: AntennaId,
    home: &NodeId,
    person: PersonId,
    antenna: &Antenna,
) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(id.to_string())
        .bind(home.as_str())
        .bind(person.to_string())
        .bind(antenna.state.slug())
        .bind(word(&antenna.profile.kind))
        .bind(antenna.operator.map(|operator| operator.to_string()))
        .bind(antenna.volunteering.map(|through| through.organisation.to_string()))
        .bind(antenna.last_sign_ms)
        .bind(antenna.silence_since_ms)
        .bind(antenna.spotted_at_ms)
        .bind(whole(antenna)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn change(
    db: &mut AnyConnection,
    id: AntennaId,
    at_ms: i64,
    antenna: &Antenna,
) -> Result<(), StoreError> {
    sqlx::query(CHANGE)
        .bind(id.to_string())
        .bind(antenna.state.slug())
        .bind(word(&antenna.profile.kind))
        .bind(antenna.operator.map(|operator| operator.to_string()))
        .bind(antenna.volunteering.map(|through| through.organisation.to_string()))
        .bind(antenna.last_sign_ms)
        .bind(antenna.silence_since_ms)
        .bind(at_ms)
        .bind(whole(antenna)?)
        .execute(db)
        .await?;
    Ok(())
}

fn whole(antenna: &Antenna) -> Result<String, StoreError> {
    serde_json::to_string(antenna)
        .map_err(|error| StoreError::Corrupt { what: "antenna".to_owned(), why: error.to_string() })
}

async fn place(db: &mut AnyConnection, id: AntennaId, antenna: &Antenna) -> Result<(), StoreError> {
    for (place, neighbourhood) in (0_i64..).zip(&antenna.profile.neighbourhoods) {
        sqlx::query(PLACE)
            .bind(id.to_string())
            .bind(place)
            .bind(neighbourhood.as_str())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

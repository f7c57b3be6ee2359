//! From facts of bodies to their tables. What is kept whole is read, takes the fact in, and is written again.

use protocol::{DecisionId, MeetingId, Record};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{AnyConnection, Row};

use super::events::{Cell, Event, Level, Profile, Seat, Sheet, Who};
use super::model::{Decision, Meeting};
use crate::projection::Arrival;
use crate::store::rows::{from_word, parse};
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    PUT_BODY,
    SET_ACTIVE,
    PUT_SEAT,
    SEAT,
    PUT_MEETING,
    MEETING,
    PUT_DECISION,
    DECISION,
    PUT_ACTION,
    MOVE_ACTION,
    CLOSE_ACTION,
    PUT_SHEET,
    SHEET,
    PUT_CELL,
];

const PUT_BODY: &str = "INSERT INTO body (body_id, home, name, active, whole) VALUES ($1, $2, $3, 1, $4) \
    ON CONFLICT (body_id) DO UPDATE SET name = $3, whole = $4 WHERE body.home = $2";
const SET_ACTIVE: &str = "UPDATE body SET active = $3 WHERE body_id = $1 AND home = $2";
const PUT_SEAT: &str = "INSERT INTO body_seat (seat_id, body_id, home, staff_id, taken_at_ms, whole) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (seat_id) DO UPDATE SET whole = $6 WHERE body_seat.home = $3";
const SEAT: &str = "SELECT whole FROM body_seat WHERE seat_id = $1 AND home = $2";
const PUT_MEETING: &str = "INSERT INTO body_meeting (meeting_id, body_id, home, day, from_min, state, whole) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (meeting_id) \
    DO UPDATE SET day = $4, from_min = $5, state = $6, whole = $7 WHERE body_meeting.home = $3";
const MEETING: &str = "SELECT whole FROM body_meeting WHERE meeting_id = $1 AND home = $2";
const PUT_DECISION: &str = "INSERT INTO body_decision (decision_id, body_id, meeting_id, home, day, year, number, \
    state, about_kind, about_id, review_on, whole) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (decision_id) \
    DO UPDATE SET state = $8, review_on = $11, whole = $12 WHERE body_decision.home = $4";
const DECISION: &str = "SELECT whole FROM body_decision WHERE decision_id = $1 AND home = $2";
const PUT_ACTION: &str = "INSERT INTO body_action (action_id, decision_id, home, owner, staff_id, due, open) \
    VALUES ($1, $2, $3, $4, (SELECT s.staff_id FROM body_seat s WHERE s.seat_id = $4), $5, 1)";
const MOVE_ACTION: &str = "UPDATE body_action SET due = $3 WHERE action_id = $1 AND home = $2";
const CLOSE_ACTION: &str = "UPDATE body_action SET open = $3 WHERE action_id = $1 AND home = $2";
const PUT_SHEET: &str = "INSERT INTO body_sheet (meeting_id, body_id, home, day, level, whole) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (meeting_id) DO UPDATE SET level = $5, whole = $6 WHERE body_sheet.home = $3";
const SHEET: &str = "SELECT level, whole FROM body_sheet WHERE meeting_id = $1 AND home = $2";
const PUT_CELL: &str = "INSERT INTO body_cell (site, agency, home, whole) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (site, agency) DO UPDATE SET whole = $4 WHERE body_cell.home = $3";

/// What a fact is about, and by whom it was recorded.
struct Place<'a> {
    subject: &'a str,
    home: &'a str,
    at_ms: i64,
}

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let place = Place {
        subject: envelope.subject.as_str(),
        home: envelope.series.node.as_str(),
        at_ms: envelope.at_ms,
    };
    // Drafts and votes of central come to a hub without their bodies: there is nothing to keep.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    match &event {
        Event::Founded(profile) | Event::Described(profile) => put_body(db, &place, profile).await,
        Event::ActiveSet { active } => {
            let query = sqlx::query(SET_ACTIVE).bind(place.subject).bind(place.home);
            query.bind(i64::from(*active)).execute(db).await?;
            Ok(())
        }
        Event::SeatTaken(seat) => put_seat(db, &place, seat).await,
        Event::SeatEnded { seat, last_day } => {
            let key = seat.to_string();
            let Some(mut known) = whole::<Seat>(db, SEAT, &key, place.home).await? else {
                return Ok(());
            };
            known.until = Some(*last_day);
            put_seat(db, &place, &known).await
        }
        Event::CellSet(cell) => put_cell(db, &place, cell).await,
        Event::Planned(plan) => {
            let id: MeetingId = parse("subject", place.subject)?;
            put_meeting(db, &place, &Meeting::planned(id, plan.clone())).await
        }
        Event::Replanned(_)
        | Event::Convened { .. }
        | Event::Recalled {}
        | Event::CalledOff {}
        | Event::WhyWorded { .. }
        | Event::RollCalled { .. }
        | Event::Recused { .. }
        | Event::Decided(_)
        | Event::Reasoned { .. }
        | Event::Closed {}
        | Event::MinutesWritten { .. }
        | Event::Approved { .. }
        | Event::Published { .. }
        | Event::SheetPublished { .. }
        | Event::Corrected(_) => about_meeting(db, &place, &event).await,
        Event::Assigned(_)
        | Event::ActionWorded { .. }
        | Event::ActionMoved { .. }
        | Event::ActionDone { .. }
        | Event::ActionReopened { .. }
        | Event::Finished {}
        | Event::Reviewed { .. }
        | Event::ReviewWorded { .. } => about_decision(db, &place, &event).await,
    }
}

async fn about_meeting(
    db: &mut AnyConnection,
    place: &Place<'_>,
    event: &Event,
) -> Result<(), StoreError> {
    // At a hub the meeting itself is not known, only what was published of it.
    let known = whole::<Meeting>(db, MEETING, place.subject, place.home).await?;
    if let Some(mut meeting) = known {
        meeting.apply(event, place.at_ms);
        put_meeting(db, place, &meeting).await?;
        if let Event::Decided(decided) = event
            && let Some(decision) = Decision::taken(&meeting, decided)
        {
            put_decision(db, place, &decision).await?;
        }
        if let Event::Reasoned { decision, .. } = event {
            change_decision(db, place, *decision, event).await?;
        }
    }
    if let Event::SheetPublished { level, sheet } = event {
        put_sheet(db, place, *level, sheet).await?;
    }
    if let Event::Corrected(correction) = event {
        let query = sqlx::query(SHEET).bind(place.subject).bind(place.home);
        if let Some(row) = query.fetch_optional(&mut *db).await? {
            let level = from_word("level", &row.try_get::<String, _>("level")?)?;
            let mut sheet: Sheet = read("sheet", &row.try_get::<String, _>("whole")?)?;
            sheet.corrections.push(correction.clone());
            put_sheet(db, place, level, &sheet).await?;
        }
    }
    Ok(())
}

async fn about_decision(
    db: &mut AnyConnection,
    place: &Place<'_>,
    event: &Event,
) -> Result<(), StoreError> {
    change_decision(db, place, parse("subject", place.subject)?, event).await?;
    if let Event::Assigned(action) = event {
        sqlx::query(PUT_ACTION)
            .bind(action.action.to_string())
            .bind(place.subject)
            .bind(place.home)
            .bind(action.owner.to_string())
            .bind(action.due.to_string())
            .execute(&mut *db)
            .await?;
    }
    if let Event::ActionMoved { action, due } = event {
        let query = sqlx::query(MOVE_ACTION).bind(action.to_string()).bind(place.home);
        query.bind(due.to_string()).execute(&mut *db).await?;
    }
    if let Event::ActionDone { action } | Event::ActionReopened { action } = event {
        let open = matches!(event, Event::ActionReopened { .. });
        let query = sqlx::query(CLOSE_ACTION).bind(action.to_string()).bind(place.home);
        query.bind(i64::from(open)).execute(db).await?;
    }
    Ok(())
}

async fn change_decision(
    db: &mut AnyConnection,
    place: &Place<'_>,
    id: DecisionId,
    event: &Event,
) -> Result<(), StoreError> {
    let known = whole::<Decision>(db, DECISION, &id.to_string(), place.home).await?;
    if let Some(mut decision) = known {
        decision.apply(event, place.at_ms);
        put_decision(db, place, &decision).await?;
    }
    Ok(())
}

/// What is kept whole, or `None`.
async fn whole<T: DeserializeOwned>(
    db: &mut AnyConnection,
    statement: &'static str,
    key: &str,
    home: &str,
) -> Result<Option<T>, StoreError> {
    let query = sqlx::query(statement).bind(key.to_owned()).bind(home.to_owned());
    let Some(row) = query.fetch_optional(db).await? else { return Ok(None) };
    read("whole", &row.try_get::<String, _>("whole")?).map(Some)
}

fn read<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Corrupt { what: what.to_owned(), why: error.to_string() })
}

fn text_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Corrupt { what: "whole".to_owned(), why: error.to_string() })
}

async fn put_body(
    db: &mut AnyConnection,
    place: &Place<'_>,
    profile: &Profile,
) -> Result<(), StoreError> {
    sqlx::query(PUT_BODY)
        .bind(place.subject)
        .bind(place.home)
        .bind(profile.name.as_str())
        .bind(text_of(profile)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn put_seat(
    db: &mut AnyConnection,
    place: &Place<'_>,
    seat: &Seat,
) -> Result<(), StoreError> {
    let staff = match seat.who {
        Who::Staff(staff) => Some(staff.to_string()),
        Who::Person | Who::Delegate => None,
    };
    sqlx::query(PUT_SEAT)
        .bind(seat.id.to_string())
        .bind(place.subject)
        .bind(place.home)
        .bind(staff)
        .bind(place.at_ms)
        .bind(text_of(seat)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn put_meeting(
    db: &mut AnyConnection,
    place: &Place<'_>,
    meeting: &Meeting,
) -> Result<(), StoreError> {
    sqlx::query(PUT_MEETING)
        .bind(place.subject)
        .bind(meeting.plan.body.to_string())
        .bind(place.home)
        .bind(meeting.plan.day.to_string())
        .bind(i64::from(meeting.plan.from_min))
        .bind(meeting.state.slug())
        .bind(text_of(meeting)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn put_decision(
    db: &mut AnyConnection,
    place: &Place<'_>,
    decision: &Decision,
) -> Result<(), StoreError> {
    let about = decision.item.about.as_ref();
    sqlx::query(PUT_DECISION)
        .bind(decision.id.to_string())
        .bind(decision.body.to_string())
        .bind(decision.meeting.to_string())
        .bind(place.home)
        .bind(decision.day.to_string())
        .bind(i64::from(decision.day.year()))
        .bind(i64::from(decision.decided.number))
        .bind(decision.state.slug())
        .bind(about.map(|about| about.kind.to_string()))
        .bind(about.map(|about| about.id.clone()))
        .bind(decision.review_on.map(|day| day.to_string()))
        .bind(text_of(decision)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn put_sheet(
    db: &mut AnyConnection,
    place: &Place<'_>,
    level: Level,
    sheet: &Sheet,
) -> Result<(), StoreError> {
    sqlx::query(PUT_SHEET)
        .bind(place.subject)
        .bind(sheet.body.to_string())
        .bind(place.home)
        .bind(sheet.day.to_string())
        .bind(level.slug())
        .bind(text_of(sheet)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn put_cell(
    db: &mut AnyConnection,
    place: &Place<'_>,
    cell: &Cell,
) -> Result<(), StoreError> {
    sqlx::query(PUT_CELL)
        .bind(cell.site.as_str())
        .bind(cell.agency.as_str())
        .bind(place.home)
        .bind(text_of(cell)?)
        .execute(db)
        .await?;
    Ok(())
}

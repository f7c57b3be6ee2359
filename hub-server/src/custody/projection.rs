//! From facts of custody to their tables.

use protocol::Record;
use sqlx::AnyConnection;

use super::events::{Event, Holder, Signed};
use super::lifecycle::{State, Step};
use crate::projection::Arrival;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[TAKE_IN, DESCRIBE, MOVE, STEP, SIGN, NOTE, PROLONG, PROLONG_STEP];

const TAKE_IN: &str = "INSERT INTO custody_item (item_id, home, code, kind, state, owner, holder_kind, holder, \
    due, words, taken_at_ms, since_ms) \
    VALUES ($1, $2, $3, $4, 'here', $5, 'hub', NULL, $6, NULL, $7, $7)";
const DESCRIBE: &str = "UPDATE custody_item SET words = $2 WHERE item_id = $1 AND home = $3";
const MOVE: &str = "UPDATE custody_item SET state = $2, holder_kind = $3, holder = $4, due = $5, since_ms = $6 \
    WHERE item_id = $1 AND home = $7";
const STEP: &str = "INSERT INTO custody_step (step_id, item_id, home, at_ms, actor, step, holder_kind, holder, \
    due, signed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const SIGN: &str = "UPDATE custody_step SET signature = $2 WHERE step_id = $1 AND home = $3";
const NOTE: &str = "UPDATE custody_step SET note = $2 WHERE step_id = $1 AND home = $3";
const PROLONG: &str = "UPDATE custody_item SET due = $2 WHERE item_id = $1 AND home = $3";
const PROLONG_STEP: &str = "INSERT INTO custody_step (step_id, item_id, home, at_ms, actor, step, holder_kind, \
    holder, due, signed) SELECT $1, item_id, home, CAST($3 AS BIGINT), $4, 'prolong', holder_kind, holder, due, 'no' \
    FROM custody_item WHERE item_id = $2 AND home = $5";

/// The two columns a holder is kept in.
#[must_use]
pub fn columns(holder: Holder) -> (&'static str, Option<String>) {
    match holder {
        Holder::Hub => ("hub", None),
        Holder::Person(person) => ("person", Some(person.to_string())),
        Holder::Antenna(antenna) => ("antenna", Some(antenna.to_string())),
        Holder::Staff(staff) => ("staff", Some(staff.to_string())),
    }
}

/// What a fact makes of the item: its step, where it stands then, who has it and until when.
struct Turn<'a> {
    step: Step,
    state: State,
    holder: Holder,
    due: Option<&'a str>,
    signed: Signed,
}

impl<'a> Turn<'a> {
    const fn at_hub(step: Step) -> Self {
        Self { step, state: State::Here, holder: Holder::Hub, due: None, signed: Signed::No }
    }

    fn of(event: &'a Event) -> Option<Self> {
        Some(match event {
            Event::TakenIn { due, .. } => {
                Self { due: due.as_deref(), ..Self::at_hub(Step::TakeIn) }
            }
            Event::HandedOn { to, due, signed } => Self {
                step: Step::HandOn,
                state: State::Out,
                holder: *to,
                due: Some(due),
                signed: *signed,
            },
            Event::GivenBack { to, signed } => {
                let step = Step::GiveBack;
                Self { step, state: State::Given, holder: *to, due: None, signed: *signed }
            }
            Event::BroughtBack {} => Self::at_hub(Step::BringBack),
            Event::Found {} => Self::at_hub(Step::Find),
            Event::Reopened {} => Self::at_hub(Step::Reopen),
            Event::Lost {} => Self { state: State::Lost, ..Self::at_hub(Step::Lose) },
            Event::Prolonged { .. }
            | Event::Described { .. }
            | Event::SignatureDrawn { .. }
            | Event::Noted { .. } => return None,
        })
    }
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
    let (subject, home) = (envelope.subject.as_str(), envelope.series.node.as_str());
    // Only words and signatures are ever erased, and then there is nothing to keep.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    if let Event::TakenIn { code, kind, owner, due } = &event {
        sqlx::query(TAKE_IN)
            .bind(subject)
            .bind(home)
            .bind(code.as_str())
            .bind(kind.slug())
            .bind(owner.map(|owner| owner.to_string()))
            .bind(due.clone())
            .bind(envelope.at_ms)
            .execute(&mut *db)
            .await?;
    }
    if let Some(turn) = Turn::of(&event) {
        let (kind, holder) = columns(turn.holder);
        sqlx::query(MOVE)
            .bind(subject)
            .bind(turn.state.slug())
            .bind(kind)
            .bind(holder.clone())
            .bind(turn.due.map(str::to_owned))
            .bind(envelope.at_ms)
            .bind(home)
            .execute(&mut *db)
            .await?;
        sqlx::query(STEP)
            .bind(envelope.event_id.to_string())
            .bind(subject)
            .bind(home)
            .bind(envelope.at_ms)
            .bind(envelope.actor.to_string())
            .bind(turn.step.slug())
            .bind(kind)
            .bind(holder)
            .bind(turn.due.map(str::to_owned))
            .bind(turn.signed.slug())
            .execute(db)
            .await?;
        return Ok(());
    }
    match &event {
        Event::Described { text } => {
            sqlx::query(DESCRIBE).bind(subject).bind(text.as_str()).bind(home).execute(db).await?;
        }
        Event::SignatureDrawn { step, strokes } => {
            let strokes = String::from(strokes.clone());
            sqlx::query(SIGN).bind(step.to_string()).bind(strokes).bind(home).execute(db).await?;
        }
        Event::Noted { step, text } => {
            let query = sqlx::query(NOTE).bind(step.to_string()).bind(text.as_str());
            query.bind(home).execute(db).await?;
        }
        Event::Prolonged { due } => {
            let query = sqlx::query(PROLONG).bind(subject).bind(due.as_str());
            query.bind(home).execute(&mut *db).await?;
            sqlx::query(PROLONG_STEP)
                .bind(envelope.event_id.to_string())
                .bind(subject)
                .bind(envelope.at_ms)
                .bind(envelope.actor.to_string())
                .bind(home)
                .execute(db)
                .await?;
        }
        Event::TakenIn { .. }
        | Event::HandedOn { .. }
        | Event::GivenBack { .. }
        | Event::BroughtBack {}
        | Event::Found {}
        | Event::Reopened {}
        | Event::Lost {} => {}
    }
    Ok(())
}

//! From the tables to answers about activities of a group.

use protocol::clocks::{Minutes, Volunteering};
use protocol::{ActivityId, GatheringId, NodeId, ParticipantId, Slug, StaffId};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::Kind;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[ONE, MEETINGS, PARTICIPANTS, PARTICIPANT, ATTENDED, COMING, PAST, GIVEN];

const ONE: &str = "SELECT * FROM gathering WHERE gathering_id = $1";
const MEETINGS: &str =
    "SELECT * FROM gathering_occurrence WHERE gathering_id = $1 ORDER BY day, from_min, number";
const PARTICIPANTS: &str = "SELECT * FROM gathering_participant WHERE gathering_id = $1 \
    ORDER BY registered_at_ms, participant_id";
const PARTICIPANT: &str = "SELECT * FROM gathering_participant WHERE participant_id = $1";
const ATTENDED: &str = "SELECT number, participant_id, heads FROM gathering_attendance \
    WHERE gathering_id = $1 ORDER BY number, participant_id";
const COMING: &str = "SELECT g.*, \
    (SELECT CAST(COALESCE(SUM(p.heads), 0) AS BIGINT) FROM gathering_participant p \
    WHERE p.gathering_id = g.gathering_id AND p.state = 'in') AS heads, \
    (SELECT CAST(COALESCE(SUM(o.named + o.others), 0) AS BIGINT) FROM gathering_occurrence o \
    WHERE o.gathering_id = g.gathering_id AND o.state = 'held') AS came \
    FROM gathering g WHERE g.home = $1 AND g.last_day >= $2 ORDER BY g.first_day, g.gathering_id \
    LIMIT 500";
const PAST: &str = "SELECT g.*, \
    (SELECT CAST(COALESCE(SUM(p.heads), 0) AS BIGINT) FROM gathering_participant p \
    WHERE p.gathering_id = g.gathering_id AND p.state = 'in') AS heads, \
    (SELECT CAST(COALESCE(SUM(o.named + o.others), 0) AS BIGINT) FROM gathering_occurrence o \
    WHERE o.gathering_id = g.gathering_id AND o.state = 'held') AS came \
    FROM gathering g WHERE g.home = $1 AND g.last_day < $2 ORDER BY g.last_day DESC, g.gathering_id \
    LIMIT 500";
const GIVEN: &str = "SELECT o.day, o.to_min - o.from_min AS minutes FROM gathering_attendance a \
    JOIN gathering_occurrence o ON o.gathering_id = a.gathering_id AND o.number = a.number \
    WHERE a.participant_id = $1 ORDER BY o.day, o.number";

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingState {
    /// To come, or nobody has said who came.
    Planned,
    /// It took place.
    Held,
    /// Called off.
    Cancelled,
}

/// One meeting of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Which, from 1.
    pub number: u16,
    /// The day, `2026-11-18`.
    pub day: String,
    /// From, minutes after midnight.
    pub from_min: i64,
    /// To, minutes after midnight.
    pub to_min: i64,
    /// Where it stands.
    pub state: MeetingState,
    /// How many of those who are known came, in heads.
    pub named: i64,
    /// How many others.
    pub others: i64,
    /// The entry in the diary that tells of it.
    pub entry: Option<ActivityId>,
}

/// Somebody who takes part, or a group as one; who they are is in the vault, under the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participant {
    /// Their id.
    pub id: ParticipantId,
    /// In what.
    pub gathering: GatheringId,
    /// How many heads.
    pub heads: i64,
    /// Whether they still want to.
    pub takes_part: bool,
    /// When they were registered, UTC milliseconds.
    pub registered_at_ms: i64,
}

/// An activity with its meetings and participants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathering {
    /// Its id.
    pub id: GatheringId,
    /// The node it belongs to.
    pub home: NodeId,
    /// What people come together for.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// Where.
    pub neighbourhood: Slug,
    /// Where exactly.
    pub place: String,
    /// The operator who looks after it.
    pub organiser: StaffId,
    /// For how many.
    pub seats: Option<i64>,
    /// Its meetings, the first first.
    pub meetings: Vec<Meeting>,
    /// Its participants, whoever came first first.
    pub participants: Vec<Participant>,
}

impl Gathering {
    /// Those for whom there is no seat: who comes first has one.
    #[must_use]
    pub fn waiting(&self) -> Vec<ParticipantId> {
        let Some(seats) = self.seats else { return Vec::new() };
        let mut taken = 0;
        let taking_part = self.participants.iter().filter(|one| one.takes_part);
        let without = taking_part.filter(|one| {
            let fits = taken + one.heads <= seats;
            taken += if fits { one.heads } else { 0 };
            !fits
        });
        without.map(|one| one.id).collect()
    }
}

/// A line of the list of activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The activity, without meetings and participants.
    pub gathering: Gathering,
    /// Its first day.
    pub first_day: String,
    /// Its last day.
    pub last_day: String,
    /// Heads registered.
    pub heads: i64,
    /// Heads that came, over all its meetings.
    pub came: i64,
}

/// An activity by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn gathering(
    db: &mut AnyConnection,
    id: GatheringId,
) -> Result<Option<Gathering>, StoreError> {
    let key = id.to_string();
    let row = sqlx::query(ONE).bind(key.clone()).fetch_optional(&mut *db).await?;
    let Some(row) = row else { return Ok(None) };
    let mut found = bare(&row)?;
    let rows = sqlx::query(MEETINGS).bind(key.clone()).fetch_all(&mut *db).await?;
    found.meetings = rows.iter().map(meeting).collect::<Result<_, _>>()?;
    let rows = sqlx::query(PARTICIPANTS).bind(key).fetch_all(db).await?;
    found.participants = rows.iter().map(read_participant).collect::<Result<_, _>>()?;
    Ok(Some(found))
}

/// A participant with the node they belong to, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn participant(
    db: &mut AnyConnection,
    id: ParticipantId,
) -> Result<Option<(Participant, NodeId)>, StoreError> {
    let row = sqlx::query(PARTICIPANT).bind(id.to_string()).fetch_optional(db).await?;
    row.map(|row| Ok((read_participant(&row)?, parsed(&row, "home")?))).transpose()
}

/// Who came to which meeting, and how many heads.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn attended(
    db: &mut AnyConnection,
    id: GatheringId,
) -> Result<Vec<(u16, ParticipantId, i64)>, StoreError> {
    let rows = sqlx::query(ATTENDED).bind(id.to_string()).fetch_all(db).await?;
    let read = rows
        .iter()
        .map(|row| Ok((number(row)?, parsed(row, "participant_id")?, row.try_get("heads")?)));
    read.collect()
}

/// The days somebody came, with how long; never paid time.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn given(
    db: &mut AnyConnection,
    id: ParticipantId,
) -> Result<Vec<(String, Minutes<Volunteering>)>, StoreError> {
    let rows = sqlx::query(GIVEN).bind(id.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("day")?, Minutes::new(row.try_get("minutes")?))))
        .collect()
}

/// The activities of a node that go on on `today` or later, the first first; or those that are over, the last
/// first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn lines(
    db: &mut AnyConnection,
    home: &NodeId,
    today: &str,
    past: bool,
) -> Result<Vec<Line>, StoreError> {
    let statement = if past { PAST } else { COMING };
    let query = sqlx::query(statement).bind(home.as_str()).bind(today.to_owned());
    let rows = query.fetch_all(db).await?;
    let lines = rows.iter().map(|row| {
        Ok(Line {
            gathering: bare(row)?,
            first_day: row.try_get("first_day")?,
            last_day: row.try_get("last_day")?,
            heads: row.try_get("heads")?,
            came: row.try_get("came")?,
        })
    });
    lines.collect()
}

fn bare(row: &AnyRow) -> Result<Gathering, StoreError> {
    Ok(Gathering {
        id: parsed(row, "gathering_id")?,
        home: parsed(row, "home")?,
        kind: from_word("kind", &row.try_get::<String, _>("kind")?)?,
        title: row.try_get("title")?,
        neighbourhood: parsed(row, "neighbourhood")?,
        place: row.try_get("place")?,
        organiser: parsed(row, "organiser")?,
        seats: row.try_get("seats")?,
        meetings: Vec::new(),
        participants: Vec::new(),
    })
}

fn number(row: &AnyRow) -> Result<u16, StoreError> {
    let number: i64 = row.try_get("number")?;
    u16::try_from(number).ok().ok_or_else(|| StoreError::Corrupt {
        what: "number".to_owned(),
        why: format!("{number} is no number of a meeting"),
    })
}

fn meeting(row: &AnyRow) -> Result<Meeting, StoreError> {
    Ok(Meeting {
        number: number(row)?,
        day: row.try_get("day")?,
        from_min: row.try_get("from_min")?,
        to_min: row.try_get("to_min")?,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        named: row.try_get("named")?,
        others: row.try_get("others")?,
        entry: parsed_or_none(row, "entry")?,
    })
}

fn read_participant(row: &AnyRow) -> Result<Participant, StoreError> {
    let state: String = row.try_get("state")?;
    Ok(Participant {
        id: parsed(row, "participant_id")?,
        gathering: parsed(row, "gathering_id")?,
        heads: row.try_get("heads")?,
        takes_part: state == "in",
        registered_at_ms: row.try_get("registered_at_ms")?,
    })
}

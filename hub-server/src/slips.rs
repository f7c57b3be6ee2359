//! Slips across the domains that give them: requests, ideas, offers of time, visits to the project desk.

use protocol::kiosk::{AnsweredBy, SlipIssued, SlipKind, SlipStatus, SlipStep, StepWord};
use protocol::{CommandId, NodeId, SlipCode, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::city::City;
use crate::requests::State;
use crate::store::StoreError;
use crate::{bank, desk, requests, visits};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[USED, OF_THING];

const USED: &str = "SELECT (SELECT COUNT(*) FROM request WHERE slip_code = $1) \
    + (SELECT COUNT(*) FROM idea WHERE slip_code = $1) \
    + (SELECT COUNT(*) FROM time_offer WHERE slip_code = $1) \
    + (SELECT COUNT(*) FROM desk_visit WHERE slip_code = $1) \
    + (SELECT COUNT(*) FROM custody_item WHERE code = $1) \
    + (SELECT COUNT(*) FROM bank_slip WHERE slip_code = $1)";

const OF_THING: &str = "SELECT slip_code, opened_at_ms FROM request WHERE request_id = $1 \
    UNION ALL SELECT slip_code, opened_at_ms FROM idea WHERE idea_id = $1 \
    UNION ALL SELECT slip_code, opened_at_ms FROM time_offer WHERE offer_id = $1 \
    UNION ALL SELECT slip_code, booked_at_ms FROM desk_visit WHERE visit_id = $1";

/// The slip that a command to leave something was answered with: the thing has the command's id.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_command(
    db: &mut AnyConnection,
    command: CommandId,
) -> Result<Option<SlipIssued>, StoreError> {
    let row = sqlx::query(OF_THING).bind(command.to_string()).fetch_optional(db).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SlipIssued { code: parsed_code(&row)?, at_ms: row.try_get("opened_at_ms")? }))
}

/// Whether anything known here already has this code.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn is_used(db: &mut AnyConnection, code: &SlipCode) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(USED).bind(code.as_str()).fetch_one(db).await?;
    Ok(count > 0)
}

/// What a slip is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A concierge request.
    Request(Box<requests::queries::Brief>),
    /// An idea.
    Idea(Box<desk::Card>),
    /// An offer of time.
    Offer(Box<bank::offers::Card>),
    /// A visit to the project desk.
    Visit(Box<visits::Visit>),
}

/// What a slip is about, or `None` when nothing known here has the code.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn find(db: &mut AnyConnection, code: &SlipCode) -> Result<Option<Subject>, StoreError> {
    if let Some(brief) = requests::queries::by_slip(db, code).await? {
        if brief.request.state == State::Passed
            && let Some(next) = requests::queries::by_former_slip(db, code).await?
        {
            return Ok(Some(Subject::Request(Box::new(next))));
        }
        return Ok(Some(Subject::Request(Box::new(brief))));
    }
    // What another hub handed here is opened by the slip it had there, too.
    if let Some(brief) = requests::queries::by_former_slip(db, code).await? {
        return Ok(Some(Subject::Request(Box::new(brief))));
    }
    if let Some(card) = desk::by_slip(db, code).await? {
        return Ok(Some(Subject::Idea(Box::new(card))));
    }
    if let Some(visit) = visits::queries::by_slip(db, code).await? {
        return Ok(Some(Subject::Visit(Box::new(visit))));
    }
    let card = bank::offers::by_slip(db, code).await?;
    Ok(card.map(|card| Subject::Offer(Box::new(card))))
}

/// What a slip can tell, for any node that knows what it is about.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn status(
    db: &mut AnyConnection,
    city: &City,
    code: &SlipCode,
    as_of_ms: i64,
    by: AnsweredBy,
) -> Result<Option<SlipStatus>, StoreError> {
    let name_of = |home: &NodeId| city.hub(home.as_str()).map(|hub| hub.name.clone());
    let hub_name = home_of(city, code).and_then(|home| name_of(&home)).unwrap_or_default();
    Ok(match find(db, code).await? {
        None => None,
        Some(Subject::Request(brief)) => {
            let hub_name = name_of(&brief.home).unwrap_or(hub_name);
            Some(requests::queries::slip_status(db, &brief, hub_name, as_of_ms, by).await?)
        }
        Some(Subject::Idea(card)) => {
            Some(desk::slip_status(db, &card, hub_name, as_of_ms, by).await?)
        }
        Some(Subject::Visit(visit)) => {
            Some(visits::queries::slip_status(&visit, hub_name, as_of_ms, by)?)
        }
        Some(Subject::Offer(card)) => {
            Some(bank::offers::slip_status(&card, hub_name, as_of_ms, by))
        }
    })
}

/// The hub that gives slips with this code's first two letters.
#[must_use]
pub fn home_of(city: &City, code: &SlipCode) -> Option<NodeId> {
    let hub = city.hubs.iter().find(|hub| hub.slip_prefix == code.prefix())?;
    hub.slug.parse().ok()
}

/// When the few things happened that can happen to an idea or an offer, UTC milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestones {
    /// Left.
    pub opened_at_ms: i64,
    /// The desk was in touch.
    pub contacted_at_ms: Option<i64>,
    /// Taken back.
    pub withdrawn_at_ms: Option<i64>,
}

/// What a slip can tell about an idea or an offer.
#[must_use]
pub fn simple_status(
    kind: SlipKind,
    code: &SlipCode,
    about: &Slug,
    times: Milestones,
    hub_name: String,
    as_of_ms: i64,
    answered_by: AnsweredBy,
) -> SlipStatus {
    let steps = [
        (Some(times.opened_at_ms), StepWord::Received),
        (times.contacted_at_ms, StepWord::Contacted),
        (times.withdrawn_at_ms, StepWord::Withdrawn),
    ];
    SlipStatus {
        code: code.clone(),
        kind,
        about: about.clone(),
        hub_name,
        steps: steps
            .into_iter()
            .filter_map(|(at_ms, word)| Some(SlipStep { at_ms: at_ms?, word }))
            .collect(),
        can_confirm: false,
        can_withdraw: times.withdrawn_at_ms.is_none(),
        question: None,
        appointment_ms: None,
        reasons: Vec::new(),
        follows: None,
        answers: Vec::new(),
        can_reply: false,
        can_rate: false,
        goes_on: None,
        as_of_ms,
        answered_by,
    }
}

/// Reads the slip column of a row.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub fn parsed_code(row: &AnyRow) -> Result<SlipCode, StoreError> {
    let text: String = row.try_get("slip_code")?;
    text.parse().map_err(|error: protocol::slip::BadSlip| StoreError::Corrupt {
        what: "slip_code".to_owned(),
        why: error.to_string(),
    })
}

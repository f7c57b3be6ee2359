//! What each device is told, in order: written in the transaction of the fact that causes it, read by the
//! broker when it sends.
//!
//! Always true: a row holds references and words of closed lists, and a fact is told to a device at most
//! once. A rebuild replays facts over these rows and changes none, so a cursor keeps its meaning for ever.
//! Rows are written only for devices that have a credential here: on central there are none.
//! Deliberately absent: bodies, which the broker puts together when it sends.

use std::collections::{BTreeMap, BTreeSet};

use protocol::antenna::WhyClosed;
use protocol::{ActivityId, ActorRef, CommandId, DeviceId, ProposalId, Record, RequestId, StaffId};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::bank::phones;
use crate::projection::Arrival;
use crate::requests::events::{Event, Request};
use crate::requests::queries::brief;
use crate::store::rows::{from_word, parse, parsed, parsed_or_none, word};
use crate::store::tables::{Rows, Tables, row};
use crate::store::{StoreError, log};
use crate::{activities, bank, catalogue, messages, requests};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    REACHES,
    ANY,
    PAIRED_HERE,
    OPERATORS_HERE,
    TOLD,
    AFTER,
    ENDS,
    SINCE,
    LAST_POSITION,
    ASSIGNED,
    UNSEEN,
    SIBLINGS,
    OF_STAFF,
];

/// Those whose rows are written many at a time.
pub const ROWS: &[Rows] = &[TELL, REACH];

const REACHES: &str = "SELECT last_cursor, (SELECT MAX(position) FROM device_inbox) AS told_to \
    FROM device_credential WHERE device_id = $1";
const ANY: &str = "SELECT device_id FROM device_credential LIMIT 1";
const PAIRED_HERE: &str = "SELECT d.device_id FROM device d \
    JOIN device_credential c ON c.device_id = d.device_id \
    WHERE d.revoked_at_ms IS NULL AND c.secret_hash IS NOT NULL ORDER BY d.device_id";
const OPERATORS_HERE: &str = "SELECT d.device_id FROM device d \
    JOIN device_credential c ON c.device_id = d.device_id \
    WHERE d.revoked_at_ms IS NULL AND c.secret_hash IS NOT NULL AND d.staff_id IS NOT NULL \
    ORDER BY d.device_id";
const TOLD: &str = "SELECT cursor FROM device_inbox \
    WHERE device_id = $1 AND event_id = $2 AND news = $3";
const REACH: Rows = Rows::set(
    1,
    "UPDATE device_credential SET last_cursor = CAST($2 AS BIGINT) WHERE device_id = $1",
);
const TELL: Rows = Rows::new(
    "INSERT INTO device_inbox (device_id, cursor, event_id, position, news, \
    request_id, proposal_id, why, until_ms, about) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const AFTER: &str = "SELECT cursor, news, request_id, proposal_id, why, until_ms, about \
    FROM device_inbox WHERE device_id = $1 AND cursor > $2 ORDER BY cursor LIMIT $3";
const ENDS: &str = "SELECT last_cursor, seen_cursor FROM device_credential WHERE device_id = $1";
const SINCE: &str = "SELECT device_id, MAX(cursor) AS cursor FROM device_inbox \
    WHERE position > $1 GROUP BY device_id ORDER BY device_id";
const LAST_POSITION: &str = "SELECT MAX(position) FROM device_inbox";
const ASSIGNED: &str = "SELECT DISTINCT request_id FROM device_inbox \
    WHERE device_id = $1 AND news = 'assigned' ORDER BY request_id";
const UNSEEN: &str = "SELECT c.device_id FROM device_credential c \
    JOIN device d ON d.device_id = c.device_id \
    WHERE c.last_cursor > c.seen_cursor AND d.revoked_at_ms IS NULL \
    AND c.secret_hash IS NOT NULL ORDER BY c.device_id";

/// Every device of the antenna a device belongs to.
const SIBLINGS: &str = "SELECT b.device_id FROM antenna_device a \
    JOIN antenna_device b ON b.antenna_id = a.antenna_id WHERE a.device_id = $1 \
    ORDER BY b.device_id";
const OF_STAFF: &str = "SELECT device_id FROM device \
    WHERE staff_id = $1 AND revoked_at_ms IS NULL ORDER BY device_id";

/// Something a device is told, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// Who it is here.
    Profile,
    /// Somebody needs help: will you?
    Proposed {
        /// The request.
        request: RequestId,
        /// The proposal.
        proposal: ProposalId,
        /// Until when an answer counts, UTC milliseconds.
        until_ms: i64,
    },
    /// A proposal can no longer be accepted.
    ProposalClosed {
        /// The request.
        request: RequestId,
        /// The proposal.
        proposal: ProposalId,
        /// Why.
        why: WhyClosed,
    },
    /// A request is this device's.
    Assigned {
        /// The request.
        request: RequestId,
        /// The proposal it said yes to.
        proposal: ProposalId,
    },
    /// A request needs nothing more from this device.
    TaskClosed {
        /// The request.
        request: RequestId,
        /// How it ended.
        end: TaskEnd,
    },
    /// When helper and person meet, or that help has begun.
    TaskMoved {
        /// The request.
        request: RequestId,
    },
    /// Something was written in its thread.
    WordsSaid {
        /// The message.
        message: CommandId,
    },
    /// What its holder did, month by month.
    Statement,
    /// How the account at the time bank stands that it speaks for.
    Bank,
    /// How an entry of its operator's diary stands.
    DiaryEntry {
        /// The entry.
        entry: ActivityId,
    },
}

/// How a request ended for the device that held it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskEnd {
    /// The need was met.
    Met,
    /// It was not, or it is somebody else's now.
    NotMet,
}

/// A line of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its number in this inbox, from 1, without gaps.
    pub cursor: u64,
    /// What it says.
    pub note: Note,
}

/// How far an inbox reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The last line; 0 for none.
    pub last: u64,
    /// The last line the device said it kept.
    pub seen: u64,
}

/// Facts nobody is told about, so that nothing has to be asked for them.
const QUIET: &[&str] = &[
    "requests.need-left",
    "requests.words-left",
    "requests.taken-in-charge",
    "requests.note-written",
    "requests.helper-said",
    "requests.answers-left",
    "requests.message-left",
    "requests.requester-asked",
    "requests.requester-replied",
    "requests.follow-up-set",
    "requests.followed-up",
    "requests.rated",
    "requests.parts-closed",
    "requests.duplicate-undone",
    "requests.service-answered",
    "requests.referral-revoked",
    "requests.became-request",
    "requests.privacy-set",
    "requests.seats-set",
    "requests.routed",
    "requests.taken-over",
    "requests.hand-over-refused",
    "requests.person-known",
    "requests.person-unknown",
    "requests.reviewed",
    "requests.assigned",
];

/// Facts of other domains that somebody is told about.
const TOLD_OF: &[&str] = &[
    "messages.written",
    "activities.logged",
    "activities.corrected",
    "activities.amended",
    "activities.returned",
    "activities.accepted",
    MONTH_CLOSED,
];

/// A month of the diary was closed: every operator here is told.
const MONTH_CLOSED: &str = "activities.month-closed";

/// Whether any device has a credential here, once it was asked.
#[derive(Default)]
struct Somebody(Option<bool>);

/// How far the inboxes of a batch reach, rows that wait included; `None` for a device without a credential here.
#[derive(Default)]
struct Reached(BTreeMap<DeviceId, Option<Reach>>);

#[derive(Clone, Copy)]
struct Reach {
    cursor: i64,
    /// The last position that was told to anybody when this was asked: what comes after it was told to nobody.
    told_to: i64,
}

/// The devices of operators, as they were asked for in this batch.
#[derive(Default)]
struct OfStaff(BTreeMap<StaffId, Vec<DeviceId>>);

/// Whether any device speaks for a member of the bank, once it was asked.
#[derive(Default)]
struct Linked(Option<bool>);

/// Tells devices about a fact of another domain. It must run before the fact is projected: it looks at
/// the request as it stood.
///
/// # Errors
/// [`StoreError`].
pub async fn follow(
    tables: &mut Tables<'_>,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    let kind = record.envelope.kind.as_str();
    let domain = kind.split_once('.').map_or(kind, |(domain, _)| domain);
    if domain == super::DOMAIN {
        // Whose a device is may change with it.
        tables.memory::<OfStaff>().0.clear();
    }
    if domain == phones::DOMAIN {
        tables.memory::<Linked>().0 = Some(true);
    } else if domain == bank::DOMAIN && !linked(tables).await? {
        return Ok(());
    }
    let at_bank = [bank::DOMAIN, phones::DOMAIN].contains(&domain);
    let tells = at_bank
        || [requests::DOMAIN, catalogue::DOMAIN].contains(&domain)
        || TOLD_OF.contains(&kind);
    if !tells || QUIET.contains(&kind) {
        return Ok(());
    }
    let somebody = match tables.memory::<Somebody>().0 {
        Some(known) => known,
        None => sqlx::query(ANY).fetch_optional(tables.plain()).await?.is_some(),
    };
    tables.memory::<Somebody>().0 = Some(somebody);
    if !somebody {
        return Ok(());
    }
    let notes = if domain == activities::DOMAIN && kind != MONTH_CLOSED {
        about_entry(tables, record).await?
    } else {
        let db = tables.db().await?;
        if domain == catalogue::DOMAIN {
            profiles(db, PAIRED_HERE).await?
        } else if kind == MONTH_CLOSED {
            profiles(db, OPERATORS_HERE).await?
        } else if at_bank {
            about_account(db, record).await?
        } else if domain == messages::DOMAIN {
            about_words(db, record).await?
        } else {
            about_request(db, record).await?
        }
    };
    let mut told = BTreeSet::new();
    for (device, note) in notes {
        // Of two notes of one kind about one fact the first is told.
        if told.insert((device, Columns::of(note).news)) {
            tell(tables, record, arrival, device, note).await?;
        }
    }
    Ok(())
}

/// Tells a device who it is here, because of a fact about the device itself.
pub(super) async fn tell_profile(
    tables: &mut Tables<'_>,
    record: &Record,
    arrival: Arrival,
    device: DeviceId,
) -> Result<(), StoreError> {
    tell(tables, record, arrival, device, Note::Profile).await
}

/// Tells a device what its holder did, because of a fact about that.
pub(super) async fn tell_statement(
    tables: &mut Tables<'_>,
    record: &Record,
    arrival: Arrival,
    device: DeviceId,
) -> Result<(), StoreError> {
    tell(tables, record, arrival, device, Note::Statement).await
}

/// Every device of the antenna a device belongs to; the device alone where it belongs to none.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn siblings(
    db: &mut AnyConnection,
    device: DeviceId,
) -> Result<Vec<DeviceId>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar(SIBLINGS).bind(device.to_string()).fetch_all(db).await?;
    if rows.is_empty() {
        return Ok(vec![device]);
    }
    rows.iter().map(|text| parse("device_id", text)).collect()
}

/// Everybody of some devices is told who it is here: the city has changed, or what may be written in it.
async fn profiles(
    db: &mut AnyConnection,
    whom: &'static str,
) -> Result<Vec<(DeviceId, Note)>, StoreError> {
    let devices: Vec<String> = sqlx::query_scalar(whom).fetch_all(db).await?;
    devices.iter().map(|text| Ok((parse("device_id", text)?, Note::Profile))).collect()
}

async fn linked(tables: &mut Tables<'_>) -> Result<bool, StoreError> {
    let known = match tables.memory::<Linked>().0 {
        Some(known) => known,
        None => phones::any(tables.plain()).await?,
    };
    tables.memory::<Linked>().0 = Some(known);
    Ok(known)
}

/// Whatever changes what a member sees of their account is told to the phones that speak for them.
async fn about_account(
    db: &mut AnyConnection,
    record: &Record,
) -> Result<Vec<(DeviceId, Note)>, StoreError> {
    let about_bank = record.envelope.kind.starts_with(bank::DOMAIN);
    let devices = if about_bank {
        match phones::told_of(db, record).await? {
            Some(whose) => phones::concerned(db, &whose).await?,
            None => Vec::new(),
        }
    } else if record.envelope.kind == phones::BOARD_TOLD_FACT {
        let bank = phones::Whose::Bank(record.envelope.series.node.clone());
        phones::concerned(db, &bank).await?
    } else {
        vec![parse("device_id", &record.envelope.subject)?]
    };
    Ok(devices.into_iter().map(|device| (device, Note::Bank)).collect())
}

/// A message is told to every device of the antenna, also to the one that wrote it.
async fn about_words(
    db: &mut AnyConnection,
    record: &Record,
) -> Result<Vec<(DeviceId, Note)>, StoreError> {
    let event = log::event_of::<messages::Event>(record)?;
    let Some(messages::Event::Written { device, .. }) = event else { return Ok(Vec::new()) };
    let message: CommandId = parse("subject", &record.envelope.subject)?;
    let devices = siblings(db, device).await?;
    Ok(devices.into_iter().map(|device| (device, Note::WordsSaid { message })).collect())
}

/// An entry is told to its author's devices, wherever it was written, with what the month comes to by it; not to the
/// device that has just written it, which keeps what it said and has its receipt.
async fn about_entry(
    tables: &mut Tables<'_>,
    record: &Record,
) -> Result<Vec<(DeviceId, Note)>, StoreError> {
    let entry: ActivityId = parse("subject", &record.envelope.subject)?;
    let (written, wrote) = match log::event_of::<activities::Event>(record)? {
        Some(activities::Event::Logged(logged)) => {
            (Some(logged), Some(record.envelope.actor.clone()))
        }
        Some(activities::Event::Amended(amended)) => (Some(amended.entry), None),
        _ => (None, None),
    };
    let author = if let Some(logged) = written {
        logged.author.map_or_else(|| record.envelope.actor.clone(), ActorRef::Staff)
    } else {
        let db = tables.db_about("activity", &record.envelope.subject).await?;
        match activities::queries::entry(db, entry).await? {
            Some(known) => known.author,
            None => return Ok(Vec::new()),
        }
    };
    let ActorRef::Staff(staff) = author else { return Ok(Vec::new()) };
    let devices = devices_of(tables, staff).await?;
    let others = devices.into_iter().filter(|it| wrote != Some(ActorRef::Device(*it)));
    Ok(others
        .flat_map(|device| [(device, Note::DiaryEntry { entry }), (device, Note::Statement)])
        .collect())
}

async fn devices_of(tables: &mut Tables<'_>, staff: StaffId) -> Result<Vec<DeviceId>, StoreError> {
    if let Some(known) = tables.memory::<OfStaff>().0.get(&staff) {
        return Ok(known.clone());
    }
    // Facts about devices are not put but written, so what is there is all there is.
    let rows: Vec<String> =
        sqlx::query_scalar(OF_STAFF).bind(staff.to_string()).fetch_all(tables.plain()).await?;
    let devices =
        rows.iter().map(|text| parse("device_id", text)).collect::<Result<Vec<_>, _>>()?;
    tables.memory::<OfStaff>().0.insert(staff, devices.clone());
    Ok(devices)
}

async fn about_request(
    db: &mut AnyConnection,
    record: &Record,
) -> Result<Vec<(DeviceId, Note)>, StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(Vec::new()) };
    let request: RequestId = parse("subject", &record.envelope.subject)?;
    let Some(before) = brief(db, request).await? else { return Ok(Vec::new()) };
    let mut told = notes(&before.request, &event);
    let helpers = [before.request.helper, before.request.companion];
    for helper in helpers.into_iter().flatten().filter(|_| counts(&event)) {
        let devices = siblings(db, helper).await?;
        told.extend(devices.into_iter().map(|device| (device, Note::Statement)));
    }
    Ok(told)
}

/// Whether a fact changes what its helper has done.
fn counts(event: &Event) -> bool {
    matches!(
        event,
        Event::ReportedDone { .. }
            | Event::Met {}
            | Event::NotMet { .. }
            | Event::Withdrawn {}
            | Event::Reopened { .. }
    )
}

/// Who is told what when `event` happens to a request that stood as `before`. Pure.
pub(super) fn notes(before: &Request, event: &Event) -> Vec<(DeviceId, Note)> {
    let request = before.id;
    let close = |device: DeviceId, proposal: ProposalId, why: WhyClosed| {
        (device, Note::ProposalClosed { request, proposal, why })
    };
    let silent = || {
        let open = before.open.iter();
        open.flat_map(|open| open.silent.iter().map(|device| (*device, open.id)))
    };
    let task = |end: TaskEnd| {
        let helpers = [before.helper, before.companion].into_iter().flatten();
        let held = before.state.is_held();
        helpers.filter(move |_| held).map(move |device| (device, Note::TaskClosed { request, end }))
    };
    // Whoever said yes first and waited for a second is told when it comes to nothing.
    let waited = before.first.filter(|_| {
        let own = matches!(event, Event::Accepted { .. } | Event::SeatFreed { .. });
        !own && before.clone().after(event, 0).first.is_none()
    });
    let waited = waited.map(|(device, proposal)| close(device, proposal, WhyClosed::Withdrawn));
    let mut told: Vec<(DeviceId, Note)> = match event {
        Event::Proposed(new) => {
            let (proposal, until_ms) = (new.proposal, new.until_ms);
            let note = Note::Proposed { request, proposal, until_ms };
            new.devices.iter().map(|device| (*device, note)).collect()
        }
        Event::Declined { proposal, device } => {
            vec![close(*device, *proposal, WhyClosed::Declined)]
        }
        Event::Accepted { proposal, device, companion } => {
            let assigned = |device: DeviceId, proposal: ProposalId| {
                (device, Note::Assigned { request, proposal })
            };
            // Of two, each hears of the proposal they said yes to.
            let first = before.first.map_or(*proposal, |(_, first)| first);
            let won = std::iter::once(assigned(*device, first));
            let won = won.chain(companion.map(|companion| assigned(companion, *proposal)));
            let others =
                silent().filter(|(other, _)| other != device && Some(*other) != *companion);
            let told = others.map(|(other, open)| close(other, open, WhyClosed::Taken));
            won.chain(told).collect()
        }
        Event::SeatFreed { device } => {
            let first = before.first.filter(|(first, _)| first == device);
            first
                .map(|(_, proposal)| close(*device, proposal, WhyClosed::Declined))
                .into_iter()
                .collect()
        }
        Event::CircleEnded { .. } => {
            silent().map(|(device, open)| close(device, open, WhyClosed::Expired)).collect()
        }
        // One of two alone does not go: both are free again.
        Event::GivenBack { .. } | Event::Reopened { .. } => task(TaskEnd::NotMet).collect(),
        Event::Met {} | Event::NotMet { .. } | Event::Withdrawn {} => {
            let end = if matches!(event, Event::Met {}) { TaskEnd::Met } else { TaskEnd::NotMet };
            let closed = silent().map(|(device, open)| close(device, open, WhyClosed::Withdrawn));
            closed.chain(task(end)).collect()
        }
        Event::Scheduled { .. } | Event::Started {} => {
            before.helper.map(|device| (device, Note::TaskMoved { request })).into_iter().collect()
        }
        Event::NeedLeft(_)
        | Event::WordsLeft { .. }
        | Event::TakenInCharge { .. }
        | Event::NoteWritten { .. }
        | Event::HelperSaid { .. }
        | Event::ReportedDone { .. }
        | Event::AnswersLeft { .. }
        | Event::MessageLeft { .. }
        | Event::RequesterAsked {}
        | Event::RequesterReplied {}
        | Event::FollowUpSet { .. }
        | Event::FollowedUp {}
        | Event::Rated { .. }
        | Event::SplitInto { .. }
        | Event::PartsClosed {}
        | Event::FoundDuplicate { .. }
        | Event::DuplicateUndone {}
        | Event::Referred { .. }
        | Event::ServiceAnswered { .. }
        | Event::ReferralRevoked {}
        | Event::BecameRequest { .. }
        | Event::SeatsSet { .. }
        | Event::SeatTaken { .. }
        | Event::Routed(_)
        | Event::HandedOver { .. }
        | Event::TakenOver { .. }
        | Event::HandOverRefused { .. }
        | Event::PersonKnown { .. }
        | Event::PersonUnknown { .. }
        | Event::Reviewed { .. }
        | Event::Assigned { .. }
        | Event::PrivacySet { .. } => Vec::new(),
    };
    told.extend(waited);
    told
}

async fn tell(
    tables: &mut Tables<'_>,
    record: &Record,
    arrival: Arrival,
    device: DeviceId,
    note: Note,
) -> Result<(), StoreError> {
    // No credential here: not a device of this hub, or it was paired before the hub was replaced.
    let Some(reach) = reach_of(tables, device).await? else { return Ok(()) };
    let (id, event) = (device.to_string(), record.envelope.event_id.to_string());
    let columns = Columns::of(note);
    if arrival.position <= reach.told_to {
        let told = sqlx::query(TOLD).bind(&id).bind(&event).bind(columns.news);
        if told.fetch_optional(tables.plain()).await?.is_some() {
            return Ok(());
        }
    }
    let cursor = reach.cursor + 1;
    tables.memory::<Reached>().0.insert(device, Some(Reach { cursor, ..reach }));
    tables.put(REACH, row![&id, cursor]).await?;
    let row = row![
        id,
        cursor,
        event,
        arrival.position,
        columns.news,
        columns.request.map(|request| request.to_string()),
        columns.proposal.map(|proposal| proposal.to_string()),
        columns.why,
        columns.until_ms,
        columns.about,
    ];
    tables.put(TELL, row).await
}

async fn reach_of(tables: &mut Tables<'_>, device: DeviceId) -> Result<Option<Reach>, StoreError> {
    if let Some(known) = tables.memory::<Reached>().0.get(&device) {
        return Ok(*known);
    }
    // No row for it waits, or it would be remembered.
    let row = sqlx::query(REACHES).bind(device.to_string()).fetch_optional(tables.plain()).await?;
    let reach = row
        .map(|row| {
            let told_to = row.try_get::<Option<i64>, _>("told_to")?.unwrap_or_default();
            Ok::<_, StoreError>(Reach { cursor: row.try_get("last_cursor")?, told_to })
        })
        .transpose()?;
    tables.memory::<Reached>().0.insert(device, reach);
    Ok(reach)
}

/// A note as its columns hold it.
struct Columns {
    news: &'static str,
    request: Option<RequestId>,
    proposal: Option<ProposalId>,
    why: Option<String>,
    until_ms: Option<i64>,
    about: Option<String>,
}

impl Columns {
    fn of(note: Note) -> Self {
        let empty = Self {
            news: "profile",
            request: None,
            proposal: None,
            why: None,
            until_ms: None,
            about: None,
        };
        match note {
            Note::Profile => empty,
            Note::Proposed { request, proposal, until_ms } => Self {
                news: "proposed",
                request: Some(request),
                proposal: Some(proposal),
                until_ms: Some(until_ms),
                ..empty
            },
            Note::ProposalClosed { request, proposal, why } => Self {
                news: "proposal-closed",
                request: Some(request),
                proposal: Some(proposal),
                why: Some(word(&why)),
                ..empty
            },
            Note::Assigned { request, proposal } => {
                Self { news: "assigned", request: Some(request), proposal: Some(proposal), ..empty }
            }
            Note::TaskClosed { request, end } => {
                Self { news: "task-closed", request: Some(request), why: Some(word(&end)), ..empty }
            }
            Note::TaskMoved { request } => {
                Self { news: "task-moved", request: Some(request), ..empty }
            }
            Note::WordsSaid { message } => {
                Self { news: "words-said", about: Some(message.to_string()), ..empty }
            }
            Note::Statement => Self { news: "statement", ..empty },
            Note::Bank => Self { news: "bank", ..empty },
            Note::DiaryEntry { entry } => {
                Self { news: "diary-entry", about: Some(entry.to_string()), ..empty }
            }
        }
    }
}

fn read(row: &AnyRow) -> Result<Line, StoreError> {
    let news: String = row.try_get("news")?;
    let missing = |what: &str| StoreError::Corrupt {
        what: "device_inbox".to_owned(),
        why: format!("\"{news}\" without its {what}"),
    };
    let request = || parsed_or_none(row, "request_id")?.ok_or_else(|| missing("request"));
    let proposal = || parsed_or_none(row, "proposal_id")?.ok_or_else(|| missing("proposal"));
    let why = || row.try_get::<Option<String>, _>("why")?.ok_or_else(|| missing("why"));
    let note = match news.as_str() {
        "profile" => Note::Profile,
        "proposed" => Note::Proposed {
            request: request()?,
            proposal: proposal()?,
            until_ms: row.try_get::<Option<i64>, _>("until_ms")?.ok_or_else(|| missing("until"))?,
        },
        "proposal-closed" => Note::ProposalClosed {
            request: request()?,
            proposal: proposal()?,
            why: from_word("why", &why()?)?,
        },
        "assigned" => Note::Assigned { request: request()?, proposal: proposal()? },
        "task-moved" => Note::TaskMoved { request: request()? },
        "words-said" => {
            let message = parsed_or_none(row, "about")?.ok_or_else(|| missing("message"))?;
            Note::WordsSaid { message }
        }
        "statement" => Note::Statement,
        "bank" => Note::Bank,
        "diary-entry" => {
            let entry = parsed_or_none(row, "about")?.ok_or_else(|| missing("entry"))?;
            Note::DiaryEntry { entry }
        }
        "task-closed" => Note::TaskClosed { request: request()?, end: from_word("why", &why()?)? },
        _ => return Err(missing("meaning")),
    };
    Ok(Line { cursor: unsigned(row.try_get("cursor")?), note })
}

/// Lines of an inbox after a cursor, in order, at most `most`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn after(
    db: &mut AnyConnection,
    device: DeviceId,
    cursor: u64,
    most: usize,
) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query(AFTER)
        .bind(device.to_string())
        .bind(i64::try_from(cursor).unwrap_or(i64::MAX))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// How far an inbox reaches, or `None` for a device without a credential here.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn ends(db: &mut AnyConnection, device: DeviceId) -> Result<Option<Ends>, StoreError> {
    let row = sqlx::query(ENDS).bind(device.to_string()).fetch_optional(db).await?;
    row.map(|row| {
        let last = unsigned(row.try_get("last_cursor")?);
        Ok(Ends { last, seen: unsigned(row.try_get("seen_cursor")?) })
    })
    .transpose()
}

/// Devices that were told something after a position of the log, and the last cursor of each.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn told_since(
    db: &mut AnyConnection,
    position: i64,
) -> Result<Vec<(DeviceId, u64)>, StoreError> {
    let rows = sqlx::query(SINCE).bind(position).fetch_all(db).await?;
    rows.iter()
        .map(|row| Ok((parsed(row, "device_id")?, unsigned(row.try_get("cursor")?))))
        .collect()
}

/// The position of the last fact that was told to anybody; 0 for none.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn last_position(db: &mut AnyConnection) -> Result<i64, StoreError> {
    let position: Option<i64> = sqlx::query_scalar(LAST_POSITION).fetch_one(db).await?;
    Ok(position.unwrap_or_default())
}

/// Devices that have not said they kept everything.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn unseen(db: &mut AnyConnection) -> Result<Vec<DeviceId>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar(UNSEEN).fetch_all(db).await?;
    rows.iter().map(|text| parse("device_id", text)).collect()
}

/// Requests a device was ever given.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn ever_assigned(
    db: &mut AnyConnection,
    device: DeviceId,
) -> Result<Vec<RequestId>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar(ASSIGNED).bind(device.to_string()).fetch_all(db).await?;
    rows.iter().map(|text| parse("request_id", text)).collect()
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

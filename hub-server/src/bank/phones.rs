//! Members' own phones (CAPABILITIES A7): which antenna's device speaks for which member, and what it says.
//!
//! ```text
//! desk ─ link, with the member there ─▶ phones.linked ─▶ the app shows the account
//! app ─ declare, confirm, … ─▶ this module ─▶ the bank, in the member's name ─▶ facts, told to both phones
//! ```
//!
//! Always true: a device speaks for one member at most, whom the desk has linked to it and who agreed; every word of it
//! is decided by the bank as if the member stood at the desk, in the transaction that asks for whom it speaks; a
//! device that is revoked can say nothing at all. Deliberately absent: PIN and card on the phone, which would have to
//! be kept in its outbox.

use protocol::antenna::{
    BankAgree, BankAnswer, BankAnswerReference, BankCallOff, BankDeclare, BankMoveNotice,
    BankOther, BankPublish, BankRefer, BankWithdraw,
};
use protocol::{ActorRef, DeviceId, MemberId, NodeId, Problem, Record};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::decide::{Command as Bank, Declaration, Planned};
use super::exchange::By;
use super::members::Stage;
use super::minutes::Length;
use super::refusal::Refusal as BankRefusal;
use super::{cards, own, queries, today};
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::network::{self, Holder};
use crate::node::Node;
use crate::store::rows::parsed;
use crate::store::{Fact, StoreError, Write, log};

/// How facts of this domain begin.
pub const DOMAIN: &str = "phones";
/// The kind of fact by which all phones are told what is on the board.
pub const BOARD_TOLD_FACT: &str = "phones.board-told";
/// The tables a rebuild drops.
pub const TABLES: &[&str] = &["bank_phone", "bank_board"];
/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    LINK,
    UNLINK,
    SPEAKS_FOR,
    OF_MEMBER,
    OF_ACCOUNT,
    ALL,
    ANY,
    OF_MEMBERS,
    BOARD_TOLD,
    BOARD_TOLD_MS,
    BOARD_CHANGED,
];

const LINK: &str = "INSERT INTO bank_phone (device_id, home, member_id, actor, linked_at_ms) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (device_id) DO UPDATE SET \
    home = $2, member_id = $3, actor = $4, linked_at_ms = $5";
const UNLINK: &str = "DELETE FROM bank_phone WHERE device_id = $1";
const SPEAKS_FOR: &str = "SELECT member_id FROM bank_phone WHERE device_id = $1 AND home = $2";
const OF_MEMBER: &str = "SELECT * FROM bank_phone WHERE member_id = $1 ORDER BY linked_at_ms";
const OF_MEMBERS: &str =
    "SELECT device_id FROM bank_phone WHERE member_id IN ($1, $2) ORDER BY device_id";
const OF_ACCOUNT: &str = "SELECT p.device_id FROM bank_phone p \
    JOIN bank_member m ON m.member_id = p.member_id WHERE m.account_id = $1 ORDER BY p.device_id";
const ALL: &str = "SELECT device_id FROM bank_phone WHERE home = $1 ORDER BY device_id";
const ANY: &str = "SELECT device_id FROM bank_phone LIMIT 1";
const BOARD_TOLD: &str = "INSERT INTO bank_board (home, told_at_ms) VALUES ($1, $2) \
    ON CONFLICT (home) DO UPDATE SET told_at_ms = $2";
const BOARD_TOLD_MS: &str = "SELECT told_at_ms FROM bank_board WHERE home = $1";
const BOARD_CHANGED: &str = "SELECT l.listing_id FROM bank_listing l WHERE l.home = $1 \
    AND l.changed_at_ms > COALESCE((SELECT told_at_ms FROM bank_board WHERE home = $1), 0) \
    AND EXISTS (SELECT 1 FROM bank_phone p WHERE p.home = $1) LIMIT 1";

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// From now on a device speaks for a member.
    Link {
        /// Who.
        member: MemberId,
        /// Which device.
        device: DeviceId,
        /// Whether the member is there and has said yes.
        agreed: bool,
    },
    /// It does not any more.
    Unlink {
        /// Which device.
        device: DeviceId,
    },
    /// What is on the board has changed: every phone is told, together.
    TellBoard,
    /// The device says something for its member.
    Say {
        /// Which device.
        device: DeviceId,
        /// What.
        act: Act,
    },
}

/// What a device says for its member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// An exchange was done.
    Declare(BankDeclare),
    /// Yes or no to what the other side declared.
    Answer(BankAnswer),
    /// What was declared was a mistake.
    Withdraw(BankWithdraw),
    /// Something is offered or looked for.
    Publish(BankPublish),
    /// It stands for longer, or not any more.
    MoveNotice(BankMoveNotice),
    /// Something was agreed on.
    Agree(BankAgree),
    /// It will not be.
    CallOff(BankCallOff),
    /// How an exchange was.
    Refer(BankRefer),
    /// What the other said of it is answered.
    AnswerReference(BankAnswerReference),
}

/// Facts about members' phones; their subject is the device, or the hub where all are meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A device speaks for a member.
    Linked {
        /// Who.
        member: MemberId,
    },
    /// It does not any more.
    Unlinked {
        /// For whom it spoke.
        member: MemberId,
    },
    /// Every phone of the hub was told what is on the board.
    BoardTold {},
}

/// An expected no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No such member here.
    UnknownMember,
    /// A member who may not exchange now.
    MayNotExchange(Stage),
    /// No such device here, it was revoked, or it is not an antenna's.
    UnknownDevice,
    /// The member is not there, or has not said yes.
    NotAgreed,
    /// It speaks for somebody else: that is ended first.
    Taken,
    /// It speaks for nobody.
    NotLinked,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownMember => Self::not_found("bank-unknown-member"),
            Refusal::MayNotExchange(stage) => BankRefusal::MayNotExchange(stage).into(),
            Refusal::UnknownDevice => Self::invalid("bank-phone-unknown").at("device"),
            Refusal::NotAgreed => Self::invalid("bank-phone-not-agreed").at("agreed"),
            Refusal::Taken => Self::conflict("bank-phone-taken").at("device"),
            Refusal::NotLinked => Self::forbidden("bank-device-not-linked"),
        }
    }
}

/// What a decision is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Where the member stands; `None` where they are not of this bank or have no account.
    pub stage: Option<Stage>,
    /// Whether the device is an antenna's, of this hub and not revoked.
    pub is_open: bool,
    /// For whom the device speaks.
    pub speaks_for: Option<MemberId>,
}

/// Decides whether a device is linked to a member, or not any more. Pure; what stands so already yields no fact.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(around: Around, command: &Command) -> Result<Option<Event>, Refusal> {
    match command {
        Command::Link { member, agreed, .. } => {
            let stage = around.stage.ok_or(Refusal::UnknownMember)?;
            if !stage.may_exchange() {
                return Err(Refusal::MayNotExchange(stage));
            }
            if !around.is_open {
                return Err(Refusal::UnknownDevice);
            }
            match around.speaks_for {
                Some(other) if other == *member => Ok(None),
                Some(_) => Err(Refusal::Taken),
                None if !agreed => Err(Refusal::NotAgreed),
                None => Ok(Some(Event::Linked { member: *member })),
            }
        }
        Command::Unlink { .. } => Ok(around.speaks_for.map(|member| Event::Unlinked { member })),
        Command::TellBoard => Ok(Some(Event::BoardTold {})),
        Command::Say { .. } => around.speaks_for.map(|_| None).ok_or(Refusal::NotLinked),
    }
}

/// Does a command about members' phones.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let (Command::Link { device, .. } | Command::Unlink { device } | Command::Say { device, .. }) =
        command
    else {
        let home = write.node().clone();
        if board_changed(write.db, &home).await? {
            write.append(ctx, Fact::of(DOMAIN, home, &Event::BoardTold {})).await?;
        }
        return Ok(Answer::Done);
    };
    if let ActorRef::Device(speaker) = &ctx.actor
        && speaker != device
    {
        return Err(Fail::Refused(Refusal::NotLinked.into()));
    }
    let around = around(write, command, *device).await?;
    let event = decide(around, command).map_err(|refusal| Fail::Refused(refusal.into()))?;
    if let Some(event) = event {
        write.append(ctx, Fact::of(DOMAIN, device, &event)).await?;
    }
    match (command, around.speaks_for) {
        (Command::Say { act, .. }, Some(member)) => say(node, write, ctx, member, act).await,
        _ => Ok(Answer::Done),
    }
}

async fn around(
    write: &mut Write<'_>,
    command: &Command,
    id: DeviceId,
) -> Result<Around, StoreError> {
    let home = write.node().clone();
    let speaks_for = speaks_for(write.db, &home, id).await?;
    let mut around = Around { stage: None, is_open: false, speaks_for };
    if let Command::Link { member, .. } = command {
        let row = queries::member(write.db, *member).await?;
        let row = row.filter(|row| row.home == home && row.member.account.is_some());
        around.stage = row.map(|row| row.member.stage);
        let device = network::device(write.db, id).await?;
        around.is_open = device.is_some_and(|device| {
            device.home == home
                && device.revoked_at_ms.is_none()
                && device.holder == Holder::Antenna
        });
    }
    Ok(around)
}

/// Gives the bank what a device says, in its member's name.
async fn say(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    member: MemberId,
    act: &Act,
) -> Result<Answer, Fail> {
    let by = By::Member(member);
    let (command, gave) = match act {
        Act::Declare(said) => {
            let declaration = Declaration {
                by,
                gave: said.gave,
                other: other(write, &said.other).await?,
                length: length(said.minutes)?,
                category: said.category.clone(),
                day: said.day.parse().map_err(|_bad| Problem::from(BankRefusal::BadDay))?,
                agreed: said.agreed,
            };
            (Bank::Declare(declaration), said.gave)
        }
        Act::Answer(BankAnswer { exchange, yes }) => {
            let gave = own::gave(write.db, *exchange, member).await?;
            (Bank::Answer { exchange: *exchange, by, yes: *yes }, gave)
        }
        Act::Withdraw(BankWithdraw { exchange }) => {
            (Bank::Withdraw { exchange: *exchange, by }, false)
        }
        Act::Publish(new) => {
            let (today, category) = (today(node, ctx.now_ms), new.category.clone());
            (own::published(member, new.way, category, new.text.clone(), today), false)
        }
        Act::MoveNotice(BankMoveNotice { notice, step }) => {
            let today = today(node, ctx.now_ms);
            (own::moved(write.db, member, *notice, *step, today).await?, false)
        }
        Act::Agree(said) => {
            let planned = Planned {
                by,
                gives: said.gives,
                other: other(write, &said.other).await?,
                length: length(said.minutes)?,
                category: said.category.clone(),
                meet_at_ms: said.at_ms,
            };
            (Bank::Arrange(planned), false)
        }
        Act::CallOff(BankCallOff { agreed, missed }) => {
            let (arrangement, missed, why) = (*agreed, *missed, String::new());
            (Bank::CallOff { arrangement, by, missed, why }, false)
        }
        Act::Refer(BankRefer { exchange, liked, text }) => {
            (Bank::Refer { exchange: *exchange, by, liked: *liked, text: text.clone() }, false)
        }
        Act::AnswerReference(BankAnswerReference { exchange, text }) => {
            (own::answered(write.db, member, *exchange, text.clone()).await?, false)
        }
    };
    super::handle(node, write, ctx, &command).await.map_err(|fail| match fail {
        Fail::Refused(problem) => Fail::Refused(own::discreet(problem, gave)),
        Fail::Failed(error) => Fail::Failed(error),
    })
}

fn length(minutes: u16) -> Result<Length, Problem> {
    Length::try_from(minutes).map_err(|_bad| BankRefusal::OutOfRange("length").into())
}

/// Who is meant: a member of this bank who may exchange.
async fn other(write: &mut Write<'_>, other: &BankOther) -> Result<MemberId, Fail> {
    let home = write.node().clone();
    match other {
        BankOther::Number(number) => {
            let row = queries::by_number(write.db, &home, *number).await?;
            let row = row.filter(|row| row.member.stage.may_exchange());
            let unknown = || Problem::not_found("bank-unknown-number").with("number", number);
            Ok(row.ok_or_else(unknown)?.member.id)
        }
        BankOther::Card(code) => {
            let found = cards::shows(write.db, code).await?;
            Ok(found.ok_or_else(|| Problem::not_found("bank-card-unknown"))?)
        }
    }
}

/// Brings the table up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(db: &mut AnyConnection, record: &Record) -> Result<(), StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let envelope = &record.envelope;
    let query = match &event {
        Event::Linked { member } => sqlx::query(LINK)
            .bind(envelope.subject.as_str())
            .bind(envelope.series.node.as_str())
            .bind(member.to_string())
            .bind(envelope.actor.to_string())
            .bind(envelope.at_ms),
        Event::Unlinked { .. } => sqlx::query(UNLINK).bind(envelope.subject.as_str()),
        Event::BoardTold {} => {
            sqlx::query(BOARD_TOLD).bind(envelope.series.node.as_str()).bind(envelope.at_ms)
        }
    };
    query.execute(db).await?;
    Ok(())
}

/// Whether something on the board has changed since the phones were told, and there is a phone to tell.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn board_changed(db: &mut AnyConnection, home: &NodeId) -> Result<bool, StoreError> {
    Ok(sqlx::query(BOARD_CHANGED).bind(home.as_str()).fetch_optional(db).await?.is_some())
}

/// When the phones of a hub were last told what is on the board, UTC milliseconds; 0 for never.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn board_told_ms(db: &mut AnyConnection, home: &NodeId) -> Result<i64, StoreError> {
    let told = sqlx::query_scalar(BOARD_TOLD_MS).bind(home.as_str()).fetch_optional(db).await?;
    Ok(told.unwrap_or_default())
}

/// A phone as a member's page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// Which device.
    pub device: DeviceId,
    /// Since when, UTC milliseconds.
    pub linked_at_ms: i64,
    /// Who linked it.
    pub actor: ActorRef,
}

fn read(row: &AnyRow) -> Result<Phone, StoreError> {
    Ok(Phone {
        device: parsed(row, "device_id")?,
        linked_at_ms: row.try_get("linked_at_ms")?,
        actor: parsed(row, "actor")?,
    })
}

/// The member a device of a hub speaks for.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn speaks_for(
    db: &mut AnyConnection,
    home: &NodeId,
    device: DeviceId,
) -> Result<Option<MemberId>, StoreError> {
    let query = sqlx::query(SPEAKS_FOR).bind(device.to_string()).bind(home.as_str());
    let row = query.fetch_optional(db).await?;
    row.as_ref().map(|row| parsed(row, "member_id")).transpose()
}

/// The phones that speak for a member, the oldest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of(db: &mut AnyConnection, member: MemberId) -> Result<Vec<Phone>, StoreError> {
    let rows = sqlx::query(OF_MEMBER).bind(member.to_string()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Whether any device speaks for anybody here.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn any(db: &mut AnyConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query(ANY).fetch_optional(db).await?.is_some())
}

/// Whose phones a fact of the bank concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Those who use these accounts.
    Accounts(Vec<protocol::AccountId>),
    /// These two members.
    Members([MemberId; 2]),
    /// Everybody of a bank.
    Bank(NodeId),
}

/// The phones a fact of the bank concerns, each once.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn concerned(db: &mut AnyConnection, whose: &Whose) -> Result<Vec<DeviceId>, StoreError> {
    let mut rows = Vec::new();
    match whose {
        Whose::Accounts(accounts) => {
            for account in accounts {
                let query = sqlx::query(OF_ACCOUNT).bind(account.to_string());
                rows.extend(query.fetch_all(&mut *db).await?);
            }
        }
        Whose::Members([one, other]) => {
            let query = sqlx::query(OF_MEMBERS).bind(one.to_string()).bind(other.to_string());
            rows = query.fetch_all(db).await?;
        }
        Whose::Bank(home) => rows = sqlx::query(ALL).bind(home.as_str()).fetch_all(db).await?,
    }
    let mut devices: Vec<DeviceId> =
        rows.iter().map(|row| parsed(row, "device_id")).collect::<Result<_, _>>()?;
    devices.sort_unstable();
    devices.dedup();
    Ok(devices)
}

/// Whose phones are told of a fact of the bank; `None` for facts no account shows.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn told_of(db: &mut AnyConnection, record: &Record) -> Result<Option<Whose>, StoreError> {
    use super::Event as E;
    let Some(event) = log::event_of::<E>(record)? else { return Ok(None) };
    let sides = |deal: &super::exchange::Deal| {
        deal.receivers.iter().chain([&deal.giver]).map(|party| party.account).collect()
    };
    Ok(match event {
        E::Declared { deal, .. } => Some(Whose::Accounts(sides(&deal))),
        E::Posted { entries, .. } => {
            Some(Whose::Accounts(entries.iter().map(|(account, _)| account).collect()))
        }
        E::Refused { exchange, .. } | E::Withdrawn { exchange } | E::Lapsed { exchange } => {
            queries::deal(db, exchange).await?.map(|deal| Whose::Accounts(sides(&deal)))
        }
        E::Transferred(transfer) => Some(Whose::Accounts(vec![transfer.from, transfer.to])),
        E::LimitsChanged { account, .. } => Some(Whose::Accounts(vec![account])),
        E::Corrected(super::events::Corrected { member, .. })
        | E::Moved { member, .. }
        | E::AccountGiven { member, .. } => Some(Whose::Members([member, member])),
        E::Arranged(agreed) => Some(Whose::Members([agreed.giver, agreed.receiver])),
        E::CalledOff { arrangement, .. }
        | E::Missed { arrangement, .. }
        | E::ArrangementKept { arrangement, .. } => {
            let row = queries::arrangement(db, arrangement).await?;
            row.map(|row| Whose::Members([row.arrangement.giver, row.arrangement.receiver]))
        }
        E::Listed(listed) => Some(Whose::Members([listed.member, listed.member])),
        E::ListingMoved { listing, .. } => {
            let row = queries::listing(db, listing).await?;
            row.map(|row| row.listing.listed.member).map(|member| Whose::Members([member, member]))
        }
        E::ReferenceGiven { by, about, .. } => Some(Whose::Members([by, about])),
        E::ReferenceAnswered { exchange, of, .. } | E::ReferenceHidden { exchange, of, .. } => {
            let said = queries::references(db, exchange).await?;
            let about = said.iter().find(|row| row.by == of).map(|row| row.reference.about);
            about.map(|about| Whose::Members([of, about]))
        }
        E::RulesSet { .. } => Some(Whose::Bank(record.envelope.series.node.clone())),
        E::Applied(_)
        | E::AccountOpened { .. }
        | E::AgreementSet { .. }
        | E::AccountClosed { .. }
        | E::Recorded { .. }
        | E::Confirmed { .. }
        | E::Disputed { .. }
        | E::Upheld { .. }
        | E::Reversed { .. }
        | E::NoteWritten { .. }
        | E::StepWords { .. }
        | E::ArrangementWords { .. }
        | E::ChequesIssued { .. }
        | E::ListingWords { .. }
        | E::ReferenceWords { .. }
        | E::ExpensesNoted(_)
        | E::Called { .. } => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uuid;

    const FREE: Around = Around { stage: Some(Stage::Member), is_open: true, speaks_for: None };

    fn ids() -> (MemberId, DeviceId) {
        (MemberId::new(uuid(1)), DeviceId::new(uuid(2)))
    }

    #[test]
    fn a_phone_speaks_for_one_member_who_is_there_and_agrees() {
        let (member, device) = ids();
        let link = |agreed| Command::Link { member, device, agreed };
        assert_eq!(decide(FREE, &link(true)), Ok(Some(Event::Linked { member })));
        assert_eq!(decide(FREE, &link(false)), Err(Refusal::NotAgreed));
        let own = Around { speaks_for: Some(member), ..FREE };
        assert_eq!(decide(own, &link(true)), Ok(None), "said twice it is one link");
        let others = Around { speaks_for: Some(MemberId::new(uuid(3))), ..FREE };
        assert_eq!(decide(others, &link(true)), Err(Refusal::Taken));
        let gone = Around { is_open: false, ..FREE };
        assert_eq!(decide(gone, &link(true)), Err(Refusal::UnknownDevice));
        let suspended = Around { stage: Some(Stage::Suspended), ..FREE };
        let refused = Refusal::MayNotExchange(Stage::Suspended);
        assert_eq!(decide(suspended, &link(true)), Err(refused));
        let nobody = Around { stage: None, ..FREE };
        assert_eq!(decide(nobody, &link(true)), Err(Refusal::UnknownMember));
    }

    #[test]
    fn a_phone_that_speaks_for_nobody_is_told_so_and_can_be_let_go_twice() {
        let (member, device) = ids();
        let act = Act::Withdraw(BankWithdraw { exchange: protocol::ExchangeId::new(uuid(9)) });
        let say = Command::Say { device, act };
        assert_eq!(decide(FREE, &say), Err(Refusal::NotLinked));
        let own = Around { speaks_for: Some(member), ..FREE };
        assert_eq!(decide(own, &say), Ok(None));
        assert_eq!(decide(own, &Command::Unlink { device }), Ok(Some(Event::Unlinked { member })));
        assert_eq!(decide(FREE, &Command::Unlink { device }), Ok(None));
    }
}

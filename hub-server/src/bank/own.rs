//! What a member sees of their account and says for themselves, at the kiosk or on their phone: the bank's tables in
//! the words of `protocol::kiosk::bank`, and those words as the bank's commands.
//!
//! Always true: others appear by short name and number; nothing of how to reach anybody, and nothing of what their
//! accounts hold.

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::antenna::{BankAgreed, BankTold, MESSAGE_MAX};
use protocol::kiosk::bank::{
    Account, Board, Movement, Named, Notice, NoticeState, NoticeStep, Reference, Said,
    Standing as Stands, Way as Goes,
};
use protocol::{AccountId, ExchangeId, ListingId, MemberId, Problem, Slug};
use sqlx::AnyConnection;

use super::account::Standing;
use super::decide::{Command, NewListing};
use super::directory::short_name;
use super::exchange::{By, Party};
use super::listings::{ListingState, ListingStep, STANDS_MONTHS, Way};
use super::members::Stage;
use super::minutes::Minutes;
use super::queries::{self, ExchangeRow, ListingFilter, ListingRow, MemberRow, StatementLine};
use super::refusal::Refusal;
use super::{cards, today};
use crate::context::Fail;
use crate::node::Node;
use crate::store::{StoreError, vault};

/// How many movements are shown at the kiosk.
const MOVEMENTS: u32 = 8;
/// How many a phone is told, which shows them a page at a time without a line.
const MOVEMENTS_TOLD: u32 = 60;
/// How many of those they exchanged with are offered again.
const PEOPLE: usize = 6;
/// How many notices of others are shown.
const BOARD: u32 = 50;
/// From how many days before its end a notice or a membership is spoken of.
const SOON_DAYS: i32 = 7;

/// Reads what is shown, in one connection.
struct Reader<'a> {
    node: &'a Node,
    db: &'a mut AnyConnection,
    today: Date,
}

/// Everything a member sees of their account.
///
/// # Errors
/// `bank-card-without-account`, or a problem with `retry`.
pub async fn of(node: &Node, member: MemberId) -> Result<Account, Problem> {
    let failed = |error: StoreError| crate::node::problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let mut reader = Reader { node, db: &mut db, today: today(node, node.now_ms()) };
    let account = reader.open_account(member, MOVEMENTS).await.map_err(failed)?;
    account.ok_or_else(|| Problem::conflict("bank-card-without-account"))
}

/// What a member's phone is told: their account, what others offer, what was agreed. As much as one message holds.
///
/// # Errors
/// [`StoreError`].
pub async fn told(
    node: &Node,
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<BankTold, StoreError> {
    let mut reader = Reader { node, db, today: today(node, node.now_ms()) };
    let Some(account) = reader.open_account(member, MOVEMENTS_TOLD).await? else {
        return Ok(BankTold::default());
    };
    let board = reader.board(member).await?.notices;
    let agreed = reader.agreed(member).await?;
    Ok(fitting(BankTold { account: Some(account), board, agreed }))
}

/// What fits into a message: with very long notices the oldest are left out, then the oldest movements.
fn fitting(mut told: BankTold) -> BankTold {
    let fits =
        |told: &BankTold| serde_json::to_vec(told).is_ok_and(|it| it.len() < MESSAGE_MAX - 1024);
    while !fits(&told) {
        if !told.board.is_empty() {
            told.board.truncate(told.board.len() / 2);
            continue;
        }
        let Some(account) = &mut told.account else { break };
        if !account.notices.is_empty() {
            account.notices.truncate(account.notices.len() / 2);
        } else if !account.movements.is_empty() {
            account.movements.truncate(account.movements.len() / 2);
        } else {
            break;
        }
    }
    told
}

/// A refusal without what the other side's account holds, which is nobody's business but theirs.
#[must_use]
pub fn discreet(problem: Problem, gave: bool) -> Problem {
    match (problem.slug(), gave) {
        ("bank-below-floor", true) => Problem::conflict("bank-other-below-floor"),
        ("bank-above-ceiling", false) => Problem::conflict("bank-other-above-ceiling"),
        _ => problem,
    }
}

/// Whether a member, or their household, gave their time in an exchange.
///
/// # Errors
/// [`StoreError`].
pub async fn gave(
    db: &mut AnyConnection,
    exchange: ExchangeId,
    member: MemberId,
) -> Result<bool, StoreError> {
    let deal = queries::deal(db, exchange).await?;
    let account = queries::member(db, member).await?.and_then(|row| row.member.account);
    Ok(deal.is_some_and(|deal| Some(deal.giver.account) == account))
}

/// What a member offers or looks for, as the bank's command; it stands for half a year.
#[must_use]
pub fn published(
    member: MemberId,
    way: Goes,
    category: Slug,
    text: String,
    today: Date,
) -> Command {
    let way = match way {
        Goes::Offer => Way::Offer,
        Goes::Want => Way::Want,
    };
    let until = Some(today.saturating_add(STANDS_MONTHS.months()));
    let tags = hashtags(&text);
    Command::List(NewListing { member, way, category, until, text, tags })
}

/// The words of a text that people mark to be found by: `#orli`.
fn hashtags(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter_map(|word| word.strip_prefix('#'))
        .map(|tag| tag.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|tag| !tag.is_empty())
        .collect()
}

/// What becomes of a member's own notice, as the bank's command.
///
/// # Errors
/// `bank-unknown-listing` for a notice that is not theirs, or a failure of the store.
pub async fn moved(
    db: &mut AnyConnection,
    member: MemberId,
    listing: ListingId,
    step: NoticeStep,
    today: Date,
) -> Result<Command, Fail> {
    let row = queries::listing(db, listing).await?;
    let row = row.filter(|row| row.listing.listed.member == member);
    let row = row.ok_or_else(|| Problem::not_found("bank-unknown-listing"))?;
    let step = match step {
        // An app of before knew no other way to bring back what rests.
        NoticeStep::Renew if row.listing.state == ListingState::Paused => ListingStep::Resume,
        NoticeStep::Renew => ListingStep::Renew,
        NoticeStep::Pause => ListingStep::Pause,
        NoticeStep::Resume => ListingStep::Resume,
        NoticeStep::Withdraw => ListingStep::Withdraw,
    };
    let until = row.listing.listed.until_after(step, today);
    Ok(Command::MoveListing { listing, step, until })
}

/// A member's answer to what was said of them after an exchange, as the bank's command.
///
/// # Errors
/// `bank-unknown-reference` where nothing was said of them, or a failure of the store.
pub async fn answered(
    db: &mut AnyConnection,
    member: MemberId,
    exchange: ExchangeId,
    text: String,
) -> Result<Command, Fail> {
    let said = queries::references(db, exchange).await?;
    let of = said.iter().find(|row| row.reference.about == member).map(|row| row.by);
    let of = of.ok_or_else(|| Problem::from(Refusal::Unknown("reference")))?;
    Ok(Command::AnswerReference { exchange, of, by: By::Member(member), text })
}

/// What others offer and look for.
///
/// # Errors
/// A problem with `retry`.
pub async fn board(node: &Node, member: MemberId) -> Result<Board, Problem> {
    let failed = |error: StoreError| crate::node::problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let mut reader = Reader { node, db: &mut db, today: today(node, node.now_ms()) };
    reader.board(member).await.map_err(failed)
}

/// Who a number is, for somebody who wants to name them.
///
/// # Errors
/// `bank-unknown-number`, or a problem with `retry`.
pub async fn named(node: &Node, number: u32) -> Result<(MemberId, Named), Problem> {
    let failed = |error: StoreError| crate::node::problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let row = queries::by_number(&mut db, node.id(), number).await.map_err(failed)?;
    let row = row.filter(|row| row.member.stage.may_exchange());
    let row =
        row.ok_or_else(|| Problem::not_found("bank-unknown-number").with("number", number))?;
    let mut reader = Reader { node, db: &mut db, today: today(node, node.now_ms()) };
    Ok((row.member.id, reader.name_of(&row).await.map_err(failed)?))
}

impl Reader<'_> {
    /// The account of a member of this bank; `None` for anybody else and for whoever has left.
    async fn open_account(
        &mut self,
        member: MemberId,
        movements: u32,
    ) -> Result<Option<Account>, StoreError> {
        let row = queries::member(self.db, member).await?;
        let Some(row) = row.filter(|row| row.home == *self.node.id()) else { return Ok(None) };
        match row.member.account.filter(|_| row.member.stage != Stage::Closed) {
            Some(account) => self.account(&row, account, movements).await.map(Some),
            None => Ok(None),
        }
    }

    async fn account(
        &mut self,
        row: &MemberRow,
        id: AccountId,
        movements: u32,
    ) -> Result<Account, StoreError> {
        let Some(held) = queries::account(self.db, id).await? else {
            return Err(StoreError::Corrupt { what: "account".into(), why: "not there".into() });
        };
        let rules = queries::rules(self.db, self.node.id()).await?;
        let card = cards::of(self.db, row.member.id).await?;
        let lines = queries::statement(self.db, id, movements, 0).await?;
        let waiting = queries::waiting_for(self.db, self.node.id(), id).await?;
        let listings = queries::listings_of(self.db, row.member.id).await?;
        let me = self.name_of(row).await?;
        let mut movements = Vec::with_capacity(lines.len());
        for (line, place) in lines.iter().zip(0..) {
            let mut movement = self.movement(id, line).await?;
            // Only of what was done lately is it still asked how it was.
            if place < MOVEMENTS && self.may_refer(row.member.id, id, line).await? {
                movement.to_refer = Some(line.exchange.id);
            }
            movements.push(movement);
        }
        let (mut to_answer, mut declared) = (Vec::new(), Vec::new());
        for exchange in &waiting {
            let Some(said) = self.said(id, exchange).await? else { continue };
            let own = match exchange.declared_by {
                Some(by) => {
                    queries::member(self.db, by).await?.and_then(|row| row.member.account)
                        == Some(id)
                }
                None => false,
            };
            if own { declared.push(said) } else { to_answer.push(said) }
        }
        let mut notices = Vec::new();
        for listing in &listings {
            notices.push(self.notice(listing, me.clone()).await?);
        }
        let limited = !rules.participation_only;
        let room = |left: Option<Minutes>| left.filter(|_| limited).map(|left| left.get());
        let near = |until: Date| (until - self.today).get_days() <= SOON_DAYS;
        Ok(Account {
            name: me.name,
            number: row.number,
            language: row.language.clone(),
            balance_min: held.balance.get(),
            given_min: held.given.get(),
            received_min: queries::received(self.db, id).await?.get(),
            standing: if limited { stands(held.standing()) } else { Stands::Fine },
            may_receive_min: room(held.may_spend()),
            may_give_min: room(held.may_take()),
            participation_only: rules.participation_only,
            may_exchange: row.member.stage.may_exchange(),
            must_change_pin: card.is_some_and(|card| card.must_change),
            renew_by: row.member.until.filter(|until| near(*until)).map(|day| day.to_string()),
            people: self.people(row.member.id, &lines).await?,
            references: self.references(row.member.id).await?,
            movements,
            to_answer,
            declared,
            notices,
            receipt: None,
        })
    }

    async fn name_of(&mut self, row: &MemberRow) -> Result<Named, StoreError> {
        let name = vault::name_of(self.db, &self.node.vault, row.person).await?;
        Ok(Named { number: row.number, name: short_name(&name.unwrap_or_default()) })
    }

    /// A party by short name; empty for the fund, the municipality and whoever is not known.
    async fn party(&mut self, party: Party) -> Result<String, StoreError> {
        let row = match party.member {
            Some(member) => queries::member(self.db, member).await?,
            None => None,
        };
        match row {
            Some(row) => Ok(self.name_of(&row).await?.name),
            None => Ok(String::new()),
        }
    }

    async fn movement(
        &mut self,
        account: AccountId,
        line: &StatementLine,
    ) -> Result<Movement, StoreError> {
        let with = match &line.exchange.deal {
            Some(deal) if deal.giver.account == account => match deal.receivers.as_slice() {
                [one] => self.party(*one).await?,
                _ => String::new(),
            },
            Some(deal) => self.party(deal.giver).await?,
            None => String::new(),
        };
        let category = line.exchange.deal.as_ref().map(|deal| deal.category.clone());
        let minutes = line.minutes.get();
        let day = line.exchange.day.clone();
        Ok(Movement { day, minutes, category, with, to_refer: None })
    }

    /// Whether a member may still say how an exchange was: with one other person, and not said yet.
    async fn may_refer(
        &mut self,
        member: MemberId,
        account: AccountId,
        line: &StatementLine,
    ) -> Result<bool, StoreError> {
        let Some(deal) = &line.exchange.deal else { return Ok(false) };
        let other = match deal.receivers.as_slice() {
            [one] if deal.giver.account == account => one.member,
            [_] => deal.giver.member,
            _ => None,
        };
        if other.is_none() || deal.reverses.is_some() || !line.exchange.state.counts() {
            return Ok(false);
        }
        let said = queries::references(self.db, line.exchange.id).await?;
        Ok(!said.iter().any(|row| row.by == member))
    }

    /// What others said of a member last.
    async fn references(&mut self, member: MemberId) -> Result<Vec<Reference>, StoreError> {
        let mut references = Vec::new();
        for row in queries::references_about(self.db, member, MOVEMENTS).await? {
            let by = match queries::member(self.db, row.by).await? {
                Some(by) => self.name_of(&by).await?.name,
                None => String::new(),
            };
            references.push(Reference {
                by,
                to_answer: (!row.reference.answered).then_some(row.exchange),
                liked: row.liked,
                text: row.words.unwrap_or_default(),
                answer: row.answer.unwrap_or_default(),
                day: today(self.node, row.at_ms).to_string(),
            });
        }
        Ok(references)
    }

    async fn said(
        &mut self,
        account: AccountId,
        row: &ExchangeRow,
    ) -> Result<Option<Said>, StoreError> {
        let Some(deal) = &row.deal else { return Ok(None) };
        let gave = deal.giver.account == account;
        let other = if gave { deal.receivers.first().copied() } else { Some(deal.giver) };
        let with = match other {
            Some(other) => self.party(other).await?,
            None => String::new(),
        };
        let until = row.until_ms.unwrap_or(row.at_ms);
        Ok(Some(Said {
            exchange: row.id,
            with,
            gave,
            minutes: deal.length.into(),
            category: deal.category.clone(),
            day: row.day.clone(),
            until: today(self.node, until).to_string(),
        }))
    }

    async fn notice(&mut self, row: &ListingRow, who: Named) -> Result<Notice, StoreError> {
        let listed = &row.listing.listed;
        let days = listed.until.map(|until| (until - self.today).get_days());
        let mut text = row.words.clone().unwrap_or_default();
        // Tags stand at the end, but for those that stand in the words already.
        let within = text.to_lowercase();
        for tag in queries::tags_of(self.db, listed.listing).await? {
            if !within.contains(&format!("#{tag}")) {
                text.push_str(if text.is_empty() { "#" } else { " #" });
                text.push_str(&tag);
            }
        }
        Ok(Notice {
            notice: listed.listing,
            way: match listed.way {
                Way::Offer => Goes::Offer,
                Way::Want => Goes::Want,
            },
            category: listed.category.clone(),
            text,
            who,
            until: listed.until.map(|until| until.to_string()),
            ends_in_days: days
                .filter(|days| *days <= SOON_DAYS)
                .filter(|_| row.listing.state == ListingState::Published),
            state: match row.listing.state {
                ListingState::Published => NoticeState::Published,
                ListingState::Paused => NoticeState::Paused,
                ListingState::Hidden | ListingState::Withdrawn => NoticeState::Hidden,
            },
        })
    }

    async fn board(&mut self, member: MemberId) -> Result<Board, StoreError> {
        let filter = ListingFilter::default();
        let rows =
            queries::listings(self.db, self.node.id(), &filter, self.today, BOARD, 0).await?;
        let mut notices = Vec::new();
        for row in &rows {
            if row.listing.listed.member == member {
                continue;
            }
            let whose = queries::member(self.db, row.listing.listed.member).await?;
            let Some(whose) = whose else { continue };
            let who = self.name_of(&whose).await?;
            notices.push(self.notice(row, who).await?);
        }
        Ok(Board { notices })
    }

    /// What they agreed on with others and is still to be done.
    async fn agreed(&mut self, member: MemberId) -> Result<Vec<BankAgreed>, StoreError> {
        let mut all = Vec::new();
        for row in queries::arrangements_of(self.db, member).await? {
            let it = row.arrangement;
            let gives = it.giver == member;
            let other = if gives { it.receiver } else { it.giver };
            let Some(other) = queries::member(self.db, other).await? else { continue };
            all.push(BankAgreed {
                agreed: it.arrangement,
                with: self.name_of(&other).await?,
                gives,
                minutes: it.length.into(),
                category: it.category,
                at_ms: it.meet_at_ms,
            });
        }
        Ok(all)
    }

    /// Those they exchanged with last, each once, the latest first.
    async fn people(
        &mut self,
        me: MemberId,
        lines: &[StatementLine],
    ) -> Result<Vec<Named>, StoreError> {
        let mut seen: Vec<MemberId> = Vec::new();
        for line in lines {
            let Some(deal) = &line.exchange.deal else { continue };
            for member in deal.receivers.iter().chain([&deal.giver]).filter_map(|it| it.member) {
                if member != me && !seen.contains(&member) {
                    seen.push(member);
                }
            }
        }
        let mut people = Vec::new();
        for member in seen.into_iter().take(PEOPLE) {
            let Some(row) = queries::member(self.db, member).await? else { continue };
            if row.member.stage.may_exchange() {
                people.push(self.name_of(&row).await?);
            }
        }
        Ok(people)
    }
}

fn stands(standing: Standing) -> Stands {
    match standing {
        Standing::Fine => Stands::Fine,
        Standing::Low => Stands::Low,
        Standing::AtFloor => Stands::AtFloor,
        Standing::High => Stands::High,
        Standing::AtCeiling => Stands::AtCeiling,
    }
}

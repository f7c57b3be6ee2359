//! What a member sees of their account at the kiosk: the bank's tables in the words of `protocol::kiosk::bank`.
//!
//! Always true: others appear by short name and number; nothing of how to reach anybody.

use jiff::civil::Date;
use protocol::kiosk::bank::{
    Account, Board, Movement, Named, Notice, Said, Standing as Stands, Way as Goes,
};
use protocol::{AccountId, MemberId, Problem};
use sqlx::AnyConnection;

use crate::bank::account::Standing;
use crate::bank::directory::short_name;
use crate::bank::exchange::Party;
use crate::bank::listings::{ListingState, Way};
use crate::bank::members::Stage;
use crate::bank::minutes::Minutes;
use crate::bank::queries::{
    self, ExchangeRow, ListingFilter, ListingRow, MemberRow, StatementLine,
};
use crate::bank::{cards, today};
use crate::node::Node;
use crate::store::{StoreError, vault};

/// How many movements are shown.
const MOVEMENTS: u32 = 8;
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
/// `bank-unknown-member`, `bank-card-without-account`, or a problem with `retry`.
pub(super) async fn of(node: &Node, member: MemberId) -> Result<Account, Problem> {
    let failed = |error: StoreError| crate::node::problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let row = queries::member(&mut db, member).await.map_err(failed)?;
    let row = row.filter(|row| row.home == *node.id());
    let row = row.ok_or_else(|| Problem::not_found("bank-unknown-member"))?;
    let account = row.member.account.filter(|_| row.member.stage != Stage::Closed);
    let account = account.ok_or_else(|| Problem::conflict("bank-card-without-account"))?;
    let today = today(node, node.now_ms());
    let mut reader = Reader { node, db: &mut db, today };
    reader.account(&row, account).await.map_err(failed)
}

/// What others offer and look for.
///
/// # Errors
/// A problem with `retry`.
pub(super) async fn board(node: &Node, member: MemberId) -> Result<Board, Problem> {
    let failed = |error: StoreError| crate::node::problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let mut reader = Reader { node, db: &mut db, today: today(node, node.now_ms()) };
    reader.board(member).await.map_err(failed)
}

/// Who a number is, for somebody who wants to name them.
///
/// # Errors
/// `bank-unknown-number`, or a problem with `retry`.
pub(super) async fn named(node: &Node, number: u32) -> Result<(MemberId, Named), Problem> {
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
    async fn account(&mut self, row: &MemberRow, id: AccountId) -> Result<Account, StoreError> {
        let Some(held) = queries::account(self.db, id).await? else {
            return Err(StoreError::Corrupt { what: "account".into(), why: "not there".into() });
        };
        let rules = queries::rules(self.db, self.node.id()).await?;
        let card = cards::of(self.db, row.member.id).await?;
        let lines = queries::statement(self.db, id, MOVEMENTS, 0).await?;
        let waiting = queries::waiting_for(self.db, self.node.id(), id).await?;
        let listings = queries::listings_of(self.db, row.member.id).await?;
        let me = self.name_of(row).await?;
        let mut movements = Vec::with_capacity(lines.len());
        for line in &lines {
            movements.push(self.movement(id, line).await?);
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
        for listing in listings.iter().filter(|row| row.listing.state == ListingState::Published) {
            notices.push(self.notice(listing, me.clone()));
        }
        let limited = !rules.participation_only;
        let room = |limit: Option<Minutes>, sign: i64| {
            limit.filter(|_| limited).map(|limit| (sign * (limit - held.balance).get()).max(0))
        };
        let near = |until: Date| (until - self.today).get_days() <= SOON_DAYS;
        Ok(Account {
            name: me.name,
            number: row.number,
            language: row.language.clone(),
            balance_min: held.balance.get(),
            given_min: held.given.get(),
            received_min: queries::received(self.db, id).await?.get(),
            standing: if limited { stands(held.standing()) } else { Stands::Fine },
            may_receive_min: room(held.floor(), -1),
            may_give_min: room(held.ceiling(), 1),
            participation_only: rules.participation_only,
            may_exchange: row.member.stage.may_exchange(),
            must_change_pin: card.is_some_and(|card| card.must_change),
            renew_by: row.member.until.filter(|until| near(*until)).map(|day| day.to_string()),
            people: self.people(row.member.id, &lines).await?,
            movements,
            to_answer,
            declared,
            notices,
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
        Ok(Movement { day: line.exchange.day.clone(), minutes, category, with })
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

    fn notice(&self, row: &ListingRow, who: Named) -> Notice {
        let listed = &row.listing.listed;
        let days = listed.until.map(|until| (until - self.today).get_days());
        Notice {
            notice: listed.listing,
            way: match listed.way {
                Way::Offer => Goes::Offer,
                Way::Want => Goes::Want,
            },
            category: listed.category.clone(),
            text: row.words.clone().unwrap_or_default(),
            who,
            until: listed.until.map(|until| until.to_string()),
            ends_in_days: days.filter(|days| *days <= SOON_DAYS),
        }
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
            if whose.member.stage.may_exchange() {
                let who = self.name_of(&whose).await?;
                notices.push(self.notice(row, who));
            }
        }
        Ok(Board { notices })
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

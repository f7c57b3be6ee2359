//! The time bank of a hub (CAPABILITIES A, lifecycles 3.1 to 3.3): members, their accounts in minutes, the
//! exchanges between them, what they offer and look for.
//!
//! Always true: every posting is balanced, so that the accounts of a bank sum to zero at every instant; nothing
//! posted is edited, a mistake is answered by counter-entries; a limit is never passed silently. A bank has one
//! home, its hub. A member's name stands in the vault only. Deliberately absent: money.

pub mod account;
pub mod after;
pub mod arrangements;
pub mod between;
pub mod books;
pub mod cards;
mod checks;
pub mod codes;
pub mod decide;
pub mod directory;
pub mod events;
pub mod exchange;
pub mod import;
pub mod listings;
pub mod members;
pub mod minutes;
pub mod offers;
pub mod own;
pub mod phones;
mod projection;
pub mod queries;
pub mod refusal;
pub mod reminders;
pub mod waiting;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::{
    AccountId, ExchangeId, ListingId, MemberId, PersonDetails, PersonId, Problem, Slug,
};

pub use account::Rules;
pub use decide::Command;
pub use events::Event;
pub use projection::project;
pub use refusal::Refusal;

use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::{Node, Role};
use crate::store::{Fact, StoreError, Write, vault};
use books::{Books, ChequeBook, fund_of, municipality_of};
use decide::{Correction, Whom};

/// How facts of this domain begin.
pub const DOMAIN: &str = "bank";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[
    "bank",
    "bank_member",
    "bank_member_step",
    "bank_account",
    "bank_exchange",
    "bank_entry",
    "bank_cheque_book",
    "bank_cheque",
    "bank_listing",
    "bank_tally",
    "bank_reference",
    "bank_expense",
    "bank_called",
    "bank_tag",
    "bank_arrangement",
    "bank_agreement",
];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        queries::statements(),
        projection::STATEMENTS.to_vec(),
        directory::STATEMENTS.to_vec(),
        between::statements(),
        cards::STATEMENTS.to_vec(),
        codes::STATEMENTS.to_vec(),
        offers::statements(),
        phones::STATEMENTS.to_vec(),
    ]
    .concat()
}

/// Does a command about this hub's bank.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    if node.role != Role::Hub {
        return Err(Problem::forbidden("bank-at-hubs-only").into());
    }
    in_catalogue(node, command)?;
    let books = load(node, write, ctx, command).await?;
    let events =
        decide::decide(&books, command, ctx).map_err(|refusal| Fail::Refused(refusal.into()))?;
    if let Command::Apply(application) = command
        && !events.is_empty()
    {
        crate::requests::decide::details_within(&application.person)
            .map_err(|refusal| Fail::Refused(refusal.into()))?;
        let person = PersonId::from(ctx.command);
        vault::put(write.db, &node.vault, ctx, person, &application.person).await?;
    }
    if let Command::Correct(correction) = command {
        put_right(node, write, ctx, correction).await?;
    }
    if let Command::Import(import) = command {
        let applied = |event: &Event| {
            if let Event::Applied(applied) = event { Some(applied.member) } else { None }
        };
        let new: BTreeSet<MemberId> = events.iter().filter_map(applied).collect();
        for newcomer in import.members.iter().filter(|one| new.contains(&one.member)) {
            let person = PersonId::new(newcomer.member.uuid());
            vault::put(write.db, &node.vault, ctx, person, &newcomer.person).await?;
        }
    }
    for event in &events {
        write.append(ctx, Fact::of(DOMAIN, event.subject(), event)).await?;
    }
    Ok(Answer::Done)
}

/// Keeps the name of a member, and telephone and address where they were given anew; what is left as it was is read to
/// be kept, and that is recorded.
async fn put_right(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    to: &Correction,
) -> Result<(), Fail> {
    let row = queries::member(write.db, to.member).await?;
    let row = row.ok_or_else(|| Problem::from(Refusal::Unknown("member")))?;
    if crate::people::queries::erasure(write.db, row.person).await?.is_some() {
        return Err(Problem::conflict("bank-member-erased").into());
    }
    let kept = if to.phone.is_some() && to.address.is_some() {
        None
    } else {
        vault::read(write.db, &node.vault, ctx, row.person, "contact-correct").await?
    };
    let kept = kept.unwrap_or_default();
    let details = PersonDetails {
        name: to.name.trim().to_owned(),
        phone: to.phone.clone().unwrap_or(kept.phone),
        address: to.address.clone().unwrap_or(kept.address),
    };
    crate::requests::decide::details_within(&details)
        .map_err(|refusal| Fail::Refused(refusal.into()))?;
    Ok(vault::put(write.db, &node.vault, ctx, row.person, &details).await?)
}

/// Whether a command would be taken now, by the books as they stand; nothing is written.
///
/// # Errors
/// The refusal that the command would get, or a failure of the store.
pub async fn tried(node: &Arc<Node>, ctx: Ctx, command: Command) -> Result<(), Problem> {
    let here = node.clone();
    node.change(move |write| {
        Box::pin(async move {
            in_catalogue(&here, &command)?;
            let books = load(&here, write, &ctx, &command).await?;
            let decided = decide::decide(&books, &command, &ctx);
            decided.map(drop).map_err(|refusal| Fail::Refused(refusal.into()))
        })
    })
    .await
}

/// The day it is at a node's city.
#[must_use]
pub fn today(node: &Node, now_ms: i64) -> Date {
    let at = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default();
    at.to_zoned(zone_of(node)).date()
}

fn zone_of(node: &Node) -> TimeZone {
    node.city().map_or(TimeZone::UTC, |city| city.calendar.clock())
}

/// Whether the city has the services and the neighbourhood that a command names.
fn in_catalogue(node: &Node, command: &Command) -> Result<(), Fail> {
    let city = node.known_city()?;
    let refused = |field: &'static str| Fail::Refused(Refusal::NotInCatalogue(field).into());
    let categories: Vec<&str> = match command {
        Command::Record { orders, .. } => orders.iter().map(|o| o.category.as_str()).collect(),
        Command::Declare(said) => vec![said.category.as_str()],
        Command::List(new) => vec![new.category.as_str()],
        Command::Arrange(planned) => vec![planned.category.as_str()],
        Command::SetRules { rules } => rules.excluded.iter().map(Slug::as_str).collect(),
        Command::SetAgreement { agreement } => agreement.scope.iter().map(Slug::as_str).collect(),
        Command::Import(import) => {
            for newcomer in &import.members {
                let hood = newcomer.neighbourhood.as_str();
                city.neighbourhood(hood).ok_or_else(|| refused("neighbourhood"))?;
            }
            let moved = import.movements.iter().map(|movement| movement.category.as_str());
            let noted = import.notices.iter().map(|notice| notice.category.as_str());
            moved.chain(noted).collect::<BTreeSet<_>>().into_iter().collect()
        }
        Command::Apply(application) => {
            let hood = application.neighbourhood.as_str();
            city.neighbourhood(hood).ok_or_else(|| refused("neighbourhood"))?;
            Vec::new()
        }
        Command::Correct(to) => {
            let hood = to.neighbourhood.as_str();
            city.neighbourhood(hood).ok_or_else(|| refused("neighbourhood"))?;
            Vec::new()
        }
        Command::Move { .. }
        | Command::Answer { .. }
        | Command::Withdraw { .. }
        | Command::EndWaiting { .. }
        | Command::Dispute { .. }
        | Command::Uphold { .. }
        | Command::Reverse { .. }
        | Command::IssueCheques { .. }
        | Command::SetLimits { .. }
        | Command::MoveListing { .. }
        | Command::Refer { .. }
        | Command::AnswerReference { .. }
        | Command::HideReference { .. }
        | Command::NoteExpenses { .. }
        | Command::CallOff { .. }
        | Command::Called { .. } => Vec::new(),
    };
    if categories.iter().all(|slug| city.category(slug).is_some()) {
        Ok(())
    } else {
        Err(refused("category"))
    }
}

/// The part of the books that a command is about.
async fn load(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Books, StoreError> {
    let mut loader = Loader::open(node, write, ctx).await?;
    let home = loader.books.bank.clone();
    match command {
        Command::Apply(application) => {
            loader.books.next_number = queries::next_number(loader.write.db, &home).await?;
            loader.member(MemberId::from(ctx.command)).await?;
            loader.members(application.shares_with).await?;
        }
        Command::Correct(to) => {
            loader.member(to.member).await?;
            loader.members(to.shares_with).await?;
        }
        Command::Move { member, step, .. } => {
            loader.member(*member).await?;
            if *step == members::Step::Renew {
                loader.without_end(*member).await?;
            }
            let with = loader.books.members.get(member).and_then(|member| member.shares_with);
            loader.members(with).await?;
        }
        Command::Record { orders, .. } => {
            let whom = orders.iter().flat_map(|order| order.receivers.iter().chain([&order.giver]));
            let members: BTreeSet<MemberId> = whom
                .filter_map(|whom| match whom {
                    Whom::Member(id) => Some(*id),
                    Whom::Fund | Whom::Municipality => None,
                })
                .collect();
            loader.members(members).await?;
            for number in orders.iter().filter_map(|order| order.cheque) {
                loader.cheque(number).await?;
            }
        }
        Command::Declare(said) => {
            loader.members([said.by.member(), said.other]).await?;
            loader.exchange(ExchangeId::from(ctx.command)).await?;
            if let Some(agreed) = said.agreed {
                loader.arrangement(agreed).await?;
            }
        }
        Command::Arrange(planned) => {
            loader.members([planned.by.member(), planned.other]).await?;
            loader.arrangement(ExchangeId::from(ctx.command)).await?;
        }
        Command::CallOff { arrangement, by, .. } => {
            loader.member(by.member()).await?;
            loader.arrangement(*arrangement).await?;
        }
        Command::Answer { exchange, by, .. }
        | Command::Withdraw { exchange, by }
        | Command::Dispute { exchange, by, .. } => {
            loader.exchange(*exchange).await?;
            loader.member(by.member()).await?;
        }
        Command::EndWaiting { exchange }
        | Command::Uphold { exchange }
        | Command::Reverse { exchange, .. } => loader.exchange(*exchange).await?,
        Command::IssueCheques { member, first, last } => {
            loader.member(*member).await?;
            loader.cheque_books(*first, *last).await?;
        }
        Command::SetLimits { account, .. } => loader.account(*account).await?,
        Command::List(new) => {
            loader.member(new.member).await?;
            loader.listing(ListingId::from(ctx.command)).await?;
        }
        Command::MoveListing { listing, .. } => {
            loader.listing(*listing).await?;
            let whose = loader.books.listings.get(listing).map(|found| found.listed.member);
            loader.members(whose).await?;
        }
        Command::Refer { exchange, by, .. } => {
            loader.exchange(*exchange).await?;
            loader.member(by.member()).await?;
            loader.references(*exchange).await?;
        }
        Command::AnswerReference { exchange, .. } | Command::HideReference { exchange, .. } => {
            loader.references(*exchange).await?;
        }
        Command::NoteExpenses { expenses, .. } => {
            loader.exchange(expenses.exchange).await?;
            loader.expenses(expenses.exchange).await?;
        }
        Command::Called { member, .. } => loader.member(*member).await?,
        Command::Import(import) => loader.import(import).await?,
        Command::SetRules { .. } | Command::SetAgreement { .. } => {}
    }
    Ok(loader.books)
}

struct Loader<'a, 'w> {
    books: Books,
    write: &'a mut Write<'w>,
}

impl<'a, 'w> Loader<'a, 'w> {
    /// Opens the books of this node's bank, with what every decision looks at.
    async fn open(node: &Node, write: &'a mut Write<'w>, ctx: &Ctx) -> Result<Self, StoreError> {
        let home = write.node().clone();
        let mut books = Books::new(home.clone(), today(node, ctx.now_ms));
        books.zone = zone_of(node);
        let mut loader = Self { books, write };
        loader.books.rules = queries::rules(loader.write.db, &home).await?;
        loader.books.agreements = queries::agreements(loader.write.db, &home).await?;
        loader.account(fund_of(&home)).await?;
        loader.account(municipality_of(&home)).await?;
        Ok(loader)
    }

    /// What is not this bank's is not there.
    async fn member(&mut self, id: MemberId) -> Result<(), StoreError> {
        if let Some(row) = queries::member(self.write.db, id).await?
            && row.home == self.books.bank
        {
            if let Some(account) = row.member.account {
                self.account(account).await?;
                let users = queries::users(self.write.db, account).await?;
                self.books.users.insert(account, users);
            }
            self.books.members.insert(id, row.member);
        }
        Ok(())
    }

    async fn members(&mut self, ids: impl IntoIterator<Item = MemberId>) -> Result<(), StoreError> {
        for id in ids {
            self.member(id).await?;
        }
        Ok(())
    }

    async fn account(&mut self, id: AccountId) -> Result<(), StoreError> {
        if let Some(account) = queries::account(self.write.db, id).await? {
            self.books.accounts.insert(id, account);
        }
        Ok(())
    }

    async fn exchange(&mut self, id: ExchangeId) -> Result<(), StoreError> {
        let Some(exchange) = queries::exchange(self.write.db, id).await? else { return Ok(()) };
        let sides: Vec<_> =
            exchange.deal.receivers.iter().chain([&exchange.deal.giver]).copied().collect();
        for side in sides {
            self.account(side.account).await?;
            self.members(side.member).await?;
        }
        self.books.exchanges.insert(id, exchange);
        Ok(())
    }

    async fn cheque(&mut self, number: u32) -> Result<(), StoreError> {
        let home = self.books.bank.clone();
        if let Some(at_ms) = queries::cheque(self.write.db, &home, number).await? {
            self.books.cheques.insert(number, at_ms);
        }
        self.cheque_books(number, number).await
    }

    async fn cheque_books(&mut self, first: u32, last: u32) -> Result<(), StoreError> {
        let home = self.books.bank.clone();
        for row in queries::books_with(self.write.db, &home, first, last).await? {
            let book = ChequeBook { account: row.account, first: row.first, last: row.last };
            if !self.books.cheque_books.contains(&book) {
                self.books.cheque_books.push(book);
            }
        }
        Ok(())
    }

    /// Everybody an import names, and what of it is here already.
    async fn import(&mut self, import: &import::Import) -> Result<(), StoreError> {
        let home = self.books.bank.clone();
        self.books.next_number = queries::next_number(self.write.db, &home).await?;
        self.books.numbers = queries::numbers(self.write.db, &home).await?;
        let moved = import.movements.iter().flat_map(|movement| [movement.from, movement.to]);
        let moved = moved.filter_map(|side| match side {
            import::Side::Member(member) => Some(member),
            import::Side::Fund => None,
        });
        let members: BTreeSet<MemberId> = import
            .members
            .iter()
            .map(|newcomer| newcomer.member)
            .chain(import.notices.iter().map(|notice| notice.member))
            .chain(moved)
            .collect();
        self.members(members).await?;
        for movement in &import.movements {
            if queries::exchange_is_here(self.write.db, movement.exchange).await? {
                // Only that it is here counts: nothing is decided about it.
                self.books.transfers.insert(movement.exchange);
            }
        }
        for notice in &import.notices {
            self.listing(notice.listing).await?;
        }
        Ok(())
    }

    async fn expenses(&mut self, exchange: ExchangeId) -> Result<(), StoreError> {
        if let Some((cents, what)) = queries::expenses(self.write.db, exchange).await? {
            let amount_cents = u32::try_from(cents).unwrap_or(u32::MAX);
            let noted = after::Expenses { exchange, amount_cents, what };
            self.books.expenses.insert(exchange, noted);
        }
        Ok(())
    }

    async fn references(&mut self, exchange: ExchangeId) -> Result<(), StoreError> {
        for row in queries::references(self.write.db, exchange).await? {
            if row.home == self.books.bank {
                self.books.references.insert((exchange, row.by), row.reference);
            }
        }
        Ok(())
    }

    async fn arrangement(&mut self, id: ExchangeId) -> Result<(), StoreError> {
        let found = queries::arrangement(self.write.db, id).await?;
        if let Some(row) = found.filter(|row| row.home == self.books.bank) {
            self.members([row.arrangement.giver, row.arrangement.receiver]).await?;
            self.books.arrangements.insert(id, (row.arrangement, row.state));
        }
        Ok(())
    }

    /// What a member has in the catalogue without an end.
    async fn without_end(&mut self, member: MemberId) -> Result<(), StoreError> {
        for row in queries::listings_without_end(self.write.db, member).await? {
            self.books.listings.insert(row.listing.listed.listing, row.listing);
        }
        Ok(())
    }

    async fn listing(&mut self, id: ListingId) -> Result<(), StoreError> {
        if let Some(row) = queries::listing(self.write.db, id).await? {
            self.books.listings.insert(id, row.listing);
        }
        Ok(())
    }
}

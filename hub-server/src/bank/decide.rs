//! What may be asked of a bank, and whether it may happen: pure, from the books and the command.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{
    AccountId, EventId, ExchangeId, ListingId, MemberId, PersonDetails, PersonId, Slug,
};
use serde::{Deserialize, Serialize};

use super::account::{Account, Agreement, Limits, Purpose, Rules, Silence};
use super::books::{Books, municipality_of};
use super::events::{Applied, Event, Transfer};
use super::exchange::{By, Deal, Exchange, Party, Source, State};
use super::listings::{self, Listed, ListingState, ListingStep, Way};
use super::members::{self, AgeBand, Member, Reach, Stage, Step};
use super::minutes::{Length, Minutes};
use super::refusal::Refusal;
use crate::context::Ctx;

/// Most exchanges that one list can hold.
pub const BATCH_MOST: usize = 500;
/// Most people at one group activity.
pub const GROUP_MOST: usize = 200;
/// Most cheques in one book.
pub const BOOK_MOST: u32 = 100;
/// Longest words of a listing, in characters.
pub const WORDS_MAX: usize = 500;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 300;

/// What can be asked of a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Ask to become a member, who takes the command's id.
    Apply(Application),
    /// Take a member one step further.
    Move {
        /// Who.
        member: MemberId,
        /// By which step.
        step: Step,
    },
    /// Record exchanges at the desk: all of them, or none.
    Record {
        /// In their order.
        orders: Vec<Order>,
        /// Whether the body allows hard limits to be passed this time.
        by_the_body: bool,
    },
    /// One side says an exchange was done.
    Declare(Declaration),
    /// The other side answers.
    Answer {
        /// Which.
        exchange: ExchangeId,
        /// Who answers.
        by: By,
        /// Yes or no.
        yes: bool,
    },
    /// Whoever declared it takes it back.
    Withdraw {
        /// Which.
        exchange: ExchangeId,
        /// Who.
        by: By,
    },
    /// The time to answer is over.
    EndWaiting {
        /// Which.
        exchange: ExchangeId,
    },
    /// One side says that what was posted is wrong.
    Dispute {
        /// Which.
        exchange: ExchangeId,
        /// Who.
        by: By,
    },
    /// The desk looked at a dispute, and it stands.
    Uphold {
        /// Which.
        exchange: ExchangeId,
    },
    /// Take an exchange back with counter-entries, under the command's id.
    Reverse {
        /// Which.
        exchange: ExchangeId,
        /// Why, for the desk; may be empty.
        note: String,
    },
    /// Hand out a book of cheques.
    IssueCheques {
        /// Paid from the account of.
        member: MemberId,
        /// First number.
        first: u32,
        /// Last number.
        last: u32,
    },
    /// Give the bank rules.
    SetRules {
        /// The rules.
        rules: Rules,
    },
    /// Give an account limits.
    SetLimits {
        /// Which.
        account: AccountId,
        /// How far it may go.
        limits: Limits,
    },
    /// Write down what the municipality agreed to; its account is opened with the first agreement.
    SetAgreement {
        /// What it agreed to.
        agreement: Agreement,
    },
    /// Offer or look for something; the listing takes the command's id.
    List(NewListing),
    /// Do something with a listing.
    MoveListing {
        /// Which.
        listing: ListingId,
        /// What.
        step: ListingStep,
        /// Until when it stands, for a renewal; `None` for no end.
        until: Option<Date>,
    },
}

/// A request to become a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Who they are; at least a name.
    pub person: PersonDetails,
    /// Where they live.
    pub neighbourhood: Slug,
    /// How old they are, if they say.
    pub age: Option<AgeBand>,
    /// How they can be reached.
    pub reach: Reach,
    /// Their language.
    pub language: String,
    /// The member whose household account they will share.
    pub shares_with: Option<MemberId>,
    /// The balance they bring from another program, which the fund answers for.
    #[serde(default)]
    pub brings: Option<Minutes>,
}

/// One side of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// A member.
    Member(MemberId),
    /// The hour fund.
    Fund,
    /// The municipality.
    Municipality,
}

/// One exchange as the desk writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Who gave their time.
    pub giver: Whom,
    /// Who received it; several for a group activity.
    pub receivers: Vec<Whom>,
    /// How long.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// On which day.
    pub day: Date,
    /// The number of the paper cheque.
    pub cheque: Option<u32>,
}

/// What one member says was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Who says so.
    pub by: By,
    /// Whether they gave their time; else they received it.
    pub gave: bool,
    /// The other side.
    pub other: MemberId,
    /// How long.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// On which day.
    pub day: Date,
}

/// Something a member offers or looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewListing {
    /// Whose.
    pub member: MemberId,
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// Until when; `None` for no end.
    pub until: Option<Date>,
    /// In their own words; may be empty.
    pub text: String,
}

/// Decides. A command about something that already stands so yields no new fact.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(books: &Books, command: &Command, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    let mut desk = Desk { books: books.clone(), events: Vec::new(), now_ms: ctx.now_ms };
    desk.open_the_fund();
    let setting_up = desk.events.len();
    desk.decide(command, ctx)?;
    if desk.events.len() == setting_up {
        return Ok(Vec::new());
    }
    Ok(desk.events)
}

/// The books as they change while one command is decided.
struct Desk {
    books: Books,
    events: Vec<Event>,
    now_ms: i64,
}

impl Desk {
    fn push(&mut self, event: Event) {
        self.books.apply(&event, self.now_ms);
        self.events.push(event);
    }

    fn open_the_fund(&mut self) {
        let account = self.books.fund();
        if !self.books.accounts.contains_key(&account) {
            self.push(Event::AccountOpened { account, purpose: Purpose::Fund, limits: None });
        }
    }

    fn decide(&mut self, command: &Command, ctx: &Ctx) -> Result<(), Refusal> {
        match command {
            Command::Apply(application) => self.apply(application, ctx),
            Command::Move { member, step } => self.move_member(*member, *step, ctx),
            Command::Record { orders, by_the_body } => self.record(orders, *by_the_body, ctx),
            Command::Declare(declaration) => self.declare(declaration, ctx),
            Command::Answer { exchange, by, yes } => self.answer(*exchange, *by, *yes),
            Command::Withdraw { exchange, by } => self.withdraw(*exchange, *by),
            Command::EndWaiting { exchange } => self.end_waiting(*exchange),
            Command::Dispute { exchange, by } => self.dispute(*exchange, *by),
            Command::Uphold { exchange } => self.uphold(*exchange),
            Command::Reverse { exchange, note } => self.reverse(*exchange, note, ctx),
            Command::IssueCheques { member, first, last } => {
                self.issue_cheques(*member, *first, *last)
            }
            Command::SetRules { rules } => {
                let days = [rules.answer_days, rules.trial_days, rules.renewal_days];
                if !rules.limits.are_in_order() || days.iter().any(|d| !(1..=1100).contains(d)) {
                    return Err(Refusal::OutOfRange("limits"));
                }
                if self.books.rules != *rules {
                    let bank = self.books.bank.clone();
                    self.push(Event::RulesSet { bank, rules: rules.clone() });
                }
                Ok(())
            }
            Command::SetLimits { account, limits } => self.set_limits(*account, *limits),
            Command::SetAgreement { agreement } => self.set_agreement(agreement),
            Command::List(listing) => self.list(listing, ctx),
            Command::MoveListing { listing, step, until } => {
                self.move_listing(*listing, *step, *until)
            }
        }
    }

    fn member(&self, id: MemberId) -> Result<&Member, Refusal> {
        self.books.members.get(&id).ok_or(Refusal::Unknown("member"))
    }

    fn exchange(&self, id: ExchangeId) -> Result<&Exchange, Refusal> {
        self.books.exchanges.get(&id).ok_or(Refusal::Unknown("exchange"))
    }

    fn apply(&mut self, application: &Application, ctx: &Ctx) -> Result<(), Refusal> {
        let member = MemberId::from(ctx.command);
        if self.books.members.contains_key(&member) {
            return Ok(());
        }
        if application.person.name.trim().is_empty() {
            return Err(Refusal::OutOfRange("name"));
        }
        if let Some(other) = application.shares_with {
            let other = self.member(other)?;
            if matches!(other.stage, Stage::Closed | Stage::Declined) {
                return Err(Refusal::MayNotExchange(other.stage));
            }
        }
        self.push(Event::Applied(Applied {
            member,
            number: self.books.next_number,
            person: PersonId::from(ctx.command),
            neighbourhood: application.neighbourhood.clone(),
            age: application.age,
            reach: application.reach,
            language: application.language.clone(),
            via: ctx.channel,
            shares_with: application.shares_with,
        }));
        if let Some(minutes) = application.brings {
            self.bring(member, minutes, ctx)?;
        }
        Ok(())
    }

    /// Somebody who was a member in another program is one here at once, with what their account held.
    fn bring(&mut self, member: MemberId, minutes: Minutes, ctx: &Ctx) -> Result<(), Refusal> {
        if minutes.size() > Limits::FURTHEST {
            return Err(Refusal::OutOfRange("balance"));
        }
        for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
            self.move_member(member, step, ctx)?;
        }
        let account = self.member(member)?.account.ok_or(Refusal::Unknown("account"))?;
        if minutes != Minutes::ZERO {
            self.transfer(account, minutes, Source::Opening, ctx);
        }
        Ok(())
    }

    fn move_member(&mut self, id: MemberId, step: Step, ctx: &Ctx) -> Result<(), Refusal> {
        let member = self.member(id)?.clone();
        let to = members::after(member.stage, step).ok_or(Refusal::NoSuchStep(member.stage))?;
        let until = match step {
            Step::BeginTrial => Some(self.in_days(self.books.rules.trial_days)),
            Step::Admit | Step::Renew => Some(self.in_days(self.books.rules.renewal_days)),
            Step::Resume | Step::Stay | Step::Suspend | Step::AskToLeave | Step::AskRenewal => {
                member.until
            }
            Step::Interview | Step::Close | Step::CloseToFund | Step::Decline => None,
        };
        let last = member.account.filter(|account| {
            to == Stage::Closed && self.books.users.get(account).copied().unwrap_or(0) <= 1
        });
        if let Some(account) = last {
            let balance =
                self.books.accounts.get(&account).map_or(Minutes::ZERO, |found| found.balance);
            if balance != Minutes::ZERO {
                if step != Step::CloseToFund {
                    return Err(Refusal::NotBalanced { balance });
                }
                self.transfer(account, -balance, Source::Leaving, ctx);
            }
        }
        self.push(Event::Moved { member: id, step, until });
        if let Some(account) = last {
            self.push(Event::AccountClosed { account });
        }
        if step == Step::BeginTrial {
            self.give_account(&member, ctx);
        }
        Ok(())
    }

    fn in_days(&self, days: u16) -> Date {
        self.books.today.saturating_add(i64::from(days).days())
    }

    /// The account of the household they share, or one of their own.
    fn give_account(&mut self, member: &Member, ctx: &Ctx) {
        let shared = member
            .shares_with
            .and_then(|other| self.books.members.get(&other)?.account)
            .filter(|account| self.books.accounts.get(account).is_some_and(|found| found.open));
        let account = shared.unwrap_or_else(|| {
            let account = AccountId::new(EventId::of_command(ctx.command, u32::MAX / 2).uuid());
            let limits = Some(self.books.rules.limits);
            self.push(Event::AccountOpened { account, purpose: Purpose::Member, limits });
            account
        });
        self.push(Event::AccountGiven { member: member.id, account });
    }

    /// Moves hours between an account and the fund; positive: to the account.
    fn transfer(&mut self, account: AccountId, minutes: Minutes, why: Source, ctx: &Ctx) {
        let exchange = ExchangeId::new(EventId::of_command(ctx.command, u32::MAX / 2 + 1).uuid());
        let fund = self.books.fund();
        let (to, from) = if minutes > Minutes::ZERO { (account, fund) } else { (fund, account) };
        let day = self.books.today;
        let both = vec![(account, minutes), (fund, -minutes)];
        let entries = super::exchange::Entries::try_new(both)
            .expect("an account and the fund, with the same minutes and opposite signs");
        let transfer = Transfer { exchange, to, from, minutes: minutes.size(), day, why };
        self.push(Event::Transferred(transfer));
        self.push(Event::Posted { exchange, entries, over: Vec::new() });
    }

    fn record(&mut self, orders: &[Order], by_the_body: bool, ctx: &Ctx) -> Result<(), Refusal> {
        if orders.is_empty() || orders.len() > BATCH_MOST {
            return Err(Refusal::BadList);
        }
        for (index, order) in orders.iter().enumerate() {
            let source = if order.cheque.is_some() {
                Source::Cheque
            } else if order.receivers.len() > 1 {
                Source::Group
            } else if orders.len() > 1 {
                Source::Batch
            } else {
                Source::Desk
            };
            let name = u32::try_from(index).unwrap_or_default();
            let exchange = match name {
                0 => ExchangeId::from(ctx.command),
                // Apart from the names of the command's own facts.
                n => ExchangeId::new(EventId::of_command(ctx.command, u32::MAX / 4 + n).uuid()),
            };
            let done = self.record_one(order, exchange, source, by_the_body);
            done.map_err(|refusal| match orders.len() {
                1 => refusal,
                _ => Refusal::AtLine(index + 1, Box::new(refusal)),
            })?;
        }
        Ok(())
    }

    fn record_one(
        &mut self,
        order: &Order,
        exchange: ExchangeId,
        source: Source,
        by_the_body: bool,
    ) -> Result<(), Refusal> {
        if self.books.exchanges.contains_key(&exchange) {
            return Ok(());
        }
        let giver = self.party(order.giver)?;
        let receivers =
            order.receivers.iter().map(|whom| self.party(*whom)).collect::<Result<Vec<_>, _>>()?;
        let deal = Deal {
            exchange,
            giver,
            receivers,
            length: order.length,
            category: order.category.clone(),
            day: order.day,
            source,
            cheque: order.cheque,
            reverses: None,
        };
        self.check_deal(&deal)?;
        self.check_cheque(&deal)?;
        self.push(Event::Recorded { deal: deal.clone() });
        self.post(&deal, by_the_body)
    }

    fn party(&self, whom: Whom) -> Result<Party, Refusal> {
        match whom {
            Whom::Member(id) => {
                let member = self.member(id)?;
                let account = member.account.filter(|_| member.stage.may_exchange());
                let account = account.ok_or(Refusal::MayNotExchange(member.stage))?;
                Ok(Party { account, member: Some(id) })
            }
            Whom::Fund => Ok(Party { account: self.books.fund(), member: None }),
            Whom::Municipality => {
                let account = municipality_of(&self.books.bank);
                let known = self.books.accounts.contains_key(&account);
                known.then_some(Party { account, member: None }).ok_or(Refusal::Unknown("account"))
            }
        }
    }

    /// What any exchange must be, whoever says it.
    fn check_deal(&self, deal: &Deal) -> Result<(), Refusal> {
        let receivers: BTreeSet<AccountId> = deal.receivers.iter().map(|r| r.account).collect();
        if deal.receivers.is_empty() || deal.receivers.len() > GROUP_MOST {
            return Err(Refusal::BadList);
        }
        if receivers.contains(&deal.giver.account) {
            return Err(Refusal::SameAccount);
        }
        // Two of one household may take part in the same activity; one person may not twice.
        let people: BTreeSet<_> = deal.receivers.iter().map(|r| (r.account, r.member)).collect();
        if people.len() != deal.receivers.len() {
            return Err(Refusal::BadList);
        }
        if deal.receivers.len() > 1 && receivers.contains(&self.books.fund()) {
            return Err(Refusal::BadList);
        }
        if self.books.rules.excluded.contains(&deal.category) {
            return Err(Refusal::Excluded);
        }
        let today = self.books.today;
        if deal.day > today || deal.day < today.saturating_sub(366.days()) {
            return Err(Refusal::BadDay);
        }
        for account in receivers.iter().chain([&deal.giver.account]) {
            let Some(Account { purpose: Purpose::Municipality(agreement), .. }) =
                self.books.accounts.get(account)
            else {
                continue;
            };
            if deal.day < agreement.from || deal.day > agreement.until {
                let Agreement { from, until, .. } = *agreement;
                return Err(Refusal::NoAgreement { from, until });
            }
            if !agreement.scope.contains(&deal.category) {
                return Err(Refusal::OutsideAgreement);
            }
        }
        Ok(())
    }

    /// A cheque is paid by whoever the book was handed out to, once.
    fn check_cheque(&self, deal: &Deal) -> Result<(), Refusal> {
        let Some(number) = deal.cheque else { return Ok(()) };
        if let Some(at_ms) = self.books.cheques.get(&number) {
            return Err(Refusal::ChequeUsed { at_ms: *at_ms });
        }
        let payer = deal.receivers.first().map(|receiver| receiver.account);
        let known =
            self.books.cheque_books.iter().any(|book| {
                (book.first..=book.last).contains(&number) && Some(book.account) == payer
            });
        if known && deal.receivers.len() == 1 { Ok(()) } else { Err(Refusal::ChequeUnknown) }
    }

    fn post(&mut self, deal: &Deal, by_the_body: bool) -> Result<(), Refusal> {
        let entries = deal
            .entries(self.books.fund())
            .map_err(|super::exchange::Unbalanced| Refusal::BadList)?;
        let mut over = Vec::new();
        for (account, minutes) in entries.iter() {
            let account = self.books.accounts.get(&account).ok_or(Refusal::Unknown("account"))?;
            if let Err(refusal) = self.room(account, minutes) {
                if !by_the_body {
                    return Err(refusal);
                }
                over.push(account.id);
            }
        }
        self.push(Event::Posted { exchange: deal.exchange, entries, over });
        Ok(())
    }

    /// Whether an account can take so many minutes more, or fewer. An entry that brings it nearer to its
    /// limits is always welcome.
    fn room(&self, account: &Account, minutes: Minutes) -> Result<(), Refusal> {
        let (Some(floor), Some(ceiling), false) =
            (account.floor(), account.ceiling(), self.books.rules.participation_only)
        else {
            return Ok(());
        };
        let (balance, then) = (account.balance, account.balance + minutes);
        if minutes < Minutes::ZERO && then < floor {
            Err(Refusal::BelowFloor { floor, balance, missing: floor - then })
        } else if minutes > Minutes::ZERO && then > ceiling {
            Err(Refusal::AboveCeiling { ceiling, balance, over: then - ceiling })
        } else {
            Ok(())
        }
    }

    fn declare(&mut self, said: &Declaration, ctx: &Ctx) -> Result<(), Refusal> {
        let exchange = ExchangeId::from(ctx.command);
        if self.books.exchanges.contains_key(&exchange) {
            return Ok(());
        }
        let by = said.by.member();
        let mine = self.party(Whom::Member(by))?;
        let other = self.party(Whom::Member(said.other))?;
        let (giver, receiver) = if said.gave { (mine, other) } else { (other, mine) };
        let deal = Deal {
            exchange,
            giver,
            receivers: vec![receiver],
            length: said.length,
            category: said.category.clone(),
            day: said.day,
            source: Source::Declared,
            cheque: None,
            reverses: None,
        };
        self.check_deal(&deal)?;
        // Told now, not after the other side has said yes; the limits count again when it is posted.
        for (account, minutes) in [
            (deal.giver.account, deal.length.minutes()),
            (receiver.account, -deal.length.minutes()),
        ] {
            let account = self.books.accounts.get(&account).ok_or(Refusal::Unknown("account"))?;
            self.room(account, minutes)?;
        }
        let until_ms = ctx.now_ms + i64::from(self.books.rules.answer_days) * 86_400_000;
        self.push(Event::Declared { deal, by, until_ms });
        Ok(())
    }

    /// Only the side that did not declare it may answer, and nobody else.
    fn other_side(&self, exchange: &Exchange, by: MemberId) -> Result<(), Refusal> {
        let account = self.member(by)?.account.ok_or(Refusal::NotYours)?;
        if !exchange.deal.touches(account) {
            return Err(Refusal::NotYours);
        }
        let declarer = exchange.declared_by.and_then(|id| self.books.members.get(&id)?.account);
        if declarer == Some(account) { Err(Refusal::OwnDeclaration) } else { Ok(()) }
    }

    fn answer(&mut self, id: ExchangeId, by: By, yes: bool) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        self.other_side(&exchange, by.member())?;
        match (exchange.state, yes) {
            (State::Declared, true) => {
                // Somebody may have left or been suspended since.
                self.still_members(&exchange.deal)?;
                self.push(Event::Confirmed { exchange: id, by: Some(by.member()) });
                self.post(&exchange.deal, false)
            }
            (State::Declared, false) => {
                self.push(Event::Refused { exchange: id, by: by.member() });
                Ok(())
            }
            (State::Posted, true) | (State::Refused, false) => Ok(()),
            (other, _) => Err(Refusal::WrongState(other)),
        }
    }

    fn still_members(&self, deal: &Deal) -> Result<(), Refusal> {
        for member in deal.receivers.iter().chain([&deal.giver]).filter_map(|party| party.member) {
            self.party(Whom::Member(member))?;
        }
        Ok(())
    }

    fn withdraw(&mut self, id: ExchangeId, by: By) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?;
        if exchange.declared_by != Some(by.member()) {
            return Err(Refusal::NotYours);
        }
        let state = exchange.state;
        if state == State::Declared {
            self.push(Event::Withdrawn { exchange: id });
        } else if state != State::Withdrawn {
            return Err(Refusal::WrongState(state));
        }
        Ok(())
    }

    fn end_waiting(&mut self, id: ExchangeId) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        if exchange.state != State::Declared || exchange.until_ms > Some(self.now_ms) {
            return Ok(());
        }
        let confirms = self.books.rules.silence == Silence::Confirms;
        if confirms && self.still_members(&exchange.deal).is_ok() {
            let (books, events) = (self.books.clone(), self.events.clone());
            self.push(Event::Confirmed { exchange: id, by: None });
            if self.post(&exchange.deal, false).is_ok() {
                return Ok(());
            }
            // A limit stands in the way: it lapses, and both can say it again.
            (self.books, self.events) = (books, events);
        }
        self.push(Event::Lapsed { exchange: id });
        Ok(())
    }

    fn dispute(&mut self, id: ExchangeId, by: By) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        let account = self.member(by.member())?.account.ok_or(Refusal::NotYours)?;
        if !exchange.deal.touches(account) {
            return Err(Refusal::NotYours);
        }
        if exchange.state == State::Posted && exchange.deal.reverses.is_none() {
            self.push(Event::Disputed { exchange: id, by: by.member() });
        } else if exchange.state != State::Disputed {
            return Err(Refusal::WrongState(exchange.state));
        }
        Ok(())
    }

    fn uphold(&mut self, id: ExchangeId) -> Result<(), Refusal> {
        let state = self.exchange(id)?.state;
        if state == State::Disputed {
            self.push(Event::Upheld { exchange: id });
        } else if state != State::Posted {
            return Err(Refusal::WrongState(state));
        }
        Ok(())
    }

    fn reverse(&mut self, id: ExchangeId, note: &str, ctx: &Ctx) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        let own = ExchangeId::from(ctx.command);
        if exchange.deal.reverses.is_some() || !exchange.state.counts() {
            return Err(Refusal::WrongState(exchange.state));
        }
        if note.chars().count() > NOTE_MAX {
            return Err(Refusal::OutOfRange("note"));
        }
        let Some(entries) = exchange.entries.as_ref().map(super::exchange::Entries::reversed)
        else {
            return Err(Refusal::WrongState(exchange.state));
        };
        // An account that is closed holds nothing for ever.
        let gone = |(account, _): &(AccountId, Minutes)| {
            self.books.accounts.get(account).is_none_or(|found| !found.open)
        };
        if entries.iter().any(|entry| gone(&entry)) {
            return Err(Refusal::MayNotExchange(Stage::Closed));
        }
        let giver = exchange.deal.receivers.first().copied().ok_or(Refusal::BadList)?;
        let deal = Deal {
            exchange: own,
            giver,
            receivers: vec![exchange.deal.giver],
            source: Source::Reversal,
            cheque: None,
            day: self.books.today,
            reverses: Some(id),
            ..exchange.deal
        };
        // What was wrong is put right also when an account has spent the hours since; it is flagged.
        let past = |(account, minutes): (AccountId, Minutes)| {
            let found = self.books.accounts.get(&account)?;
            self.room(found, minutes).is_err().then_some(account)
        };
        let over = entries.iter().filter_map(past).collect();
        self.push(Event::Recorded { deal });
        self.push(Event::Posted { exchange: own, entries, over });
        self.push(Event::Reversed { exchange: id, by: own });
        let note = note.trim();
        if !note.is_empty() {
            self.push(Event::NoteWritten { exchange: own, text: note.to_owned() });
        }
        Ok(())
    }

    fn issue_cheques(&mut self, id: MemberId, first: u32, last: u32) -> Result<(), Refusal> {
        let Party { account, .. } = self.party(Whom::Member(id))?;
        if first == 0 || last < first || last - first >= BOOK_MOST {
            return Err(Refusal::OutOfRange("last"));
        }
        let overlaps = |book: &super::books::ChequeBook| book.first <= last && first <= book.last;
        if self.books.cheque_books.iter().any(overlaps) {
            return Err(Refusal::ChequesOverlap);
        }
        self.push(Event::ChequesIssued { account, first, last });
        Ok(())
    }

    fn set_limits(&mut self, id: AccountId, limits: Limits) -> Result<(), Refusal> {
        let account = self.books.accounts.get(&id).ok_or(Refusal::Unknown("account"))?;
        if !limits.are_in_order() {
            return Err(Refusal::OutOfRange("limits"));
        }
        if account.purpose == Purpose::Fund {
            return Err(Refusal::OutOfRange("account"));
        }
        if account.limits != Some(limits) {
            self.push(Event::LimitsChanged { account: id, limits });
        }
        Ok(())
    }

    fn set_agreement(&mut self, agreement: &Agreement) -> Result<(), Refusal> {
        if agreement.until < agreement.from {
            return Err(Refusal::OutOfRange("until"));
        }
        if agreement.scope.is_empty() {
            return Err(Refusal::OutOfRange("scope"));
        }
        let title = agreement.title.trim();
        if title.is_empty() || title.chars().count() > 200 {
            return Err(Refusal::OutOfRange("title"));
        }
        let account = municipality_of(&self.books.bank);
        if self.books.accounts.contains_key(&account) {
            self.push(Event::AgreementSet { account, agreement: agreement.clone() });
        } else {
            let purpose = Purpose::Municipality(agreement.clone());
            let limits = Some(self.books.rules.limits);
            self.push(Event::AccountOpened { account, purpose, limits });
        }
        Ok(())
    }

    fn list(&mut self, new: &NewListing, ctx: &Ctx) -> Result<(), Refusal> {
        let listing = ListingId::from(ctx.command);
        if self.books.listings.contains_key(&listing) {
            return Ok(());
        }
        let member = self.member(new.member)?;
        if !member.stage.may_exchange() {
            return Err(Refusal::MayNotExchange(member.stage));
        }
        if self.books.rules.excluded.contains(&new.category) {
            return Err(Refusal::Excluded);
        }
        if new.text.chars().count() > WORDS_MAX {
            return Err(Refusal::OutOfRange("text"));
        }
        self.still_to_come(new.until)?;
        let (member, way, category) = (new.member, new.way, new.category.clone());
        self.push(Event::Listed(Listed { listing, member, way, category, until: new.until }));
        let text = new.text.trim();
        if !text.is_empty() {
            self.push(Event::ListingWords { listing, text: text.to_owned() });
        }
        Ok(())
    }

    fn still_to_come(&self, until: Option<Date>) -> Result<(), Refusal> {
        let today = self.books.today;
        let furthest = today.saturating_add(3.years());
        if until.is_some_and(|until| until < today || until > furthest) {
            return Err(Refusal::OutOfRange("until"));
        }
        Ok(())
    }

    fn move_listing(
        &mut self,
        id: ListingId,
        step: ListingStep,
        until: Option<Date>,
    ) -> Result<(), Refusal> {
        let listing = self.books.listings.get(&id).ok_or(Refusal::Unknown("listing"))?.clone();
        let to = listings::after(listing.state, step).ok_or(Refusal::ListingClosed)?;
        let until = if step == ListingStep::Renew { until } else { listing.listed.until };
        if to == ListingState::Published {
            self.still_to_come(until)?;
        }
        self.push(Event::ListingMoved { listing: id, step, until });
        Ok(())
    }
}

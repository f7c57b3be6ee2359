//! Whether what is asked of a bank may happen: pure, from the books and the command.

mod after;
mod answers;
mod arrangements;
mod commands;
mod import;
mod membership;
mod notices;
mod posting;
mod settings;

use protocol::{ExchangeId, MemberId};

pub use commands::{
    Application, BATCH_MOST, BOOK_MOST, Command, Correction, Declaration, GROUP_MOST, NOTE_MAX,
    NewListing, Order, Planned, WORDS_MAX, Whom,
};

use super::account::Purpose;
use super::books::Books;
use super::events::Event;
use super::exchange::Exchange;
use super::members::{Member, Step};
use super::refusal::Refusal;
use crate::context::Ctx;

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
            Command::Correct(correction) => self.correct(correction),
            Command::Move { member, step, why, keeps } => {
                self.move_for(*member, *step, why, ctx)?;
                if *step == Step::Renew {
                    self.confirm_listings(*member, keeps);
                }
                Ok(())
            }
            Command::Record { orders, by_the_body } => self.record(orders, *by_the_body, ctx),
            Command::Declare(declaration) => self.declare(declaration, ctx),
            Command::Answer { exchange, by, yes } => self.answer(*exchange, *by, *yes),
            Command::Withdraw { exchange, by } => self.withdraw(*exchange, *by),
            Command::EndWaiting { exchange } => self.end_waiting(*exchange),
            Command::Dispute { exchange, by, why } => self.dispute(*exchange, *by, why),
            Command::Uphold { exchange } => self.uphold(*exchange),
            Command::Reverse { exchange, note } => self.reverse(*exchange, note, ctx),
            Command::IssueCheques { member, first, last } => {
                self.issue_cheques(*member, *first, *last)
            }
            Command::SetRules { rules } => self.set_rules(rules),
            Command::SetLimits { account, limits } => self.set_limits(*account, *limits),
            Command::SetAgreement { agreement } => self.set_agreement(agreement),
            Command::List(listing) => self.list(listing, ctx),
            Command::MoveListing { listing, step, until } => {
                self.move_listing(*listing, *step, *until)
            }
            Command::Refer { exchange, by, liked, text } => {
                self.refer(*exchange, *by, *liked, text)
            }
            Command::AnswerReference { exchange, of, by, text } => {
                self.answer_reference(*exchange, *of, *by, text)
            }
            Command::HideReference { exchange, of, hidden } => {
                self.hide_reference(*exchange, *of, *hidden)
            }
            Command::NoteExpenses { expenses, agreed } => self.note_expenses(*expenses, *agreed),
            Command::Import(import) => self.bring_in(import, ctx),
            Command::Arrange(planned) => self.arrange(planned, ctx),
            Command::CallOff { arrangement, by, missed, why } => {
                self.call_off(*arrangement, *by, *missed, why)
            }
            Command::Called { member, about } => self.called(*member, about),
        }
    }

    /// What somebody wrote about something, without the spaces around it; `None` where they wrote nothing.
    fn reason(text: &str) -> Result<Option<String>, Refusal> {
        let text = text.trim();
        if text.chars().count() > NOTE_MAX {
            return Err(Refusal::OutOfRange("why"));
        }
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    fn member(&self, id: MemberId) -> Result<&Member, Refusal> {
        self.books.members.get(&id).ok_or(Refusal::Unknown("member"))
    }

    fn exchange(&self, id: ExchangeId) -> Result<&Exchange, Refusal> {
        self.books.exchanges.get(&id).ok_or(Refusal::Unknown("exchange"))
    }
}

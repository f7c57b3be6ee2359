//! What is asked of the hub for a member, what it answers, and what a person does on the bank's pages.
//!
//! Always true: a PIN is overwritten with zeros when the call that carried it goes, and no debug print shows one.

use jiff::civil::Date;
use protocol::kiosk::bank::{
    Account, AnswerReference, Board, ChangePin, Declare, MoveNotice, Named, NewNotice, NoticeStep,
    Other, Refer, Reply, Shown, ShownSlip, SignedIn, TakeBack, Way,
};
use protocol::{CommandId, ExchangeId, ListingId, Slug};
use zeroize::Zeroize;

use super::pages::BankPage;
use crate::model::message::Trouble;
use crate::model::typed::Typed;

/// With whom an exchange was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum With {
    /// Somebody who stands here too and has their card.
    Here,
    /// Somebody who will be asked.
    Member(Named),
}

/// An exchange as it is being told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Whether the member gave their time.
    pub gave: Option<bool>,
    /// With whom.
    pub with: Option<With>,
    /// How long, in minutes.
    pub minutes: Option<u16>,
    /// Which service.
    pub category: Option<Slug>,
    /// On which day; `None` for today.
    pub day: Option<Date>,
}

/// What was done last, for the sentence that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoneNow {
    /// Both sides have said yes.
    Settled,
    /// The other side will be asked.
    Declared,
    /// Confirmed.
    Confirmed,
    /// Refused.
    Refused,
    /// What the member had declared is taken back.
    TakenBack,
    /// On the board.
    Published,
    /// Stands for longer.
    Renewed,
    /// Not on the board for now.
    Paused,
    /// On the board again.
    Resumed,
    /// Taken back.
    Withdrawn,
    /// Another PIN.
    PinChanged,
    /// It was said how an exchange was.
    Referred,
    /// What others said was answered.
    Replied,
}

impl DoneNow {
    /// Its word in keys of words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Declared => "declared",
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
            Self::TakenBack => "taken-back",
            Self::Published => "published",
            Self::Renewed => "renewed",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Withdrawn => "withdrawn",
            Self::PinChanged => "pin-changed",
            Self::Referred => "referred",
            Self::Replied => "replied",
        }
    }
}

/// Something asked of the hub for a member.
#[derive(Clone, PartialEq, Eq)]
pub enum BankAsk {
    /// Card and PIN.
    SignIn(Shown),
    /// The code of a statement, and the PIN of the card.
    SignInSlip(ShownSlip),
    /// The session ends.
    SignOut,
    /// Who has this number.
    Named(u32),
    /// What others offer and look for.
    Board,
    /// An exchange was done.
    Declare(Declare),
    /// Yes or no to one.
    Reply(ExchangeId, Reply),
    /// One of the member's own is taken back.
    TakeBack(ExchangeId, TakeBack),
    /// How one was.
    Refer(ExchangeId, Refer),
    /// An answer to what was said of the member.
    AnswerReference(ExchangeId, AnswerReference),
    /// Something is offered or looked for.
    Publish(NewNotice),
    /// Renewed, paused, brought back or taken back.
    Move(ListingId, MoveNotice),
    /// Another PIN.
    ChangePin(ChangePin),
}

/// A call to the hub: its own id, the session it is made in, what is asked. Overwritten with zeros when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct BankCall {
    /// Tells its answer from others.
    pub id: CommandId,
    /// The session; empty for none.
    pub session: Typed,
    /// What is asked.
    pub ask: BankAsk,
}

impl Drop for BankCall {
    fn drop(&mut self) {
        match &mut self.ask {
            BankAsk::SignInSlip(shown) => shown.pin.zeroize(),
            BankAsk::SignIn(shown)
            | BankAsk::Declare(Declare { other: Other::Here(shown), .. }) => shown.pin.zeroize(),
            BankAsk::Publish(new) => new.text.zeroize(),
            BankAsk::Refer(_, said) => said.text.zeroize(),
            BankAsk::AnswerReference(_, said) => said.text.zeroize(),
            BankAsk::ChangePin(change) => {
                change.old.zeroize();
                change.new.zeroize();
            }
            BankAsk::SignOut
            | BankAsk::Named(_)
            | BankAsk::Board
            | BankAsk::Declare(_)
            | BankAsk::Reply(..)
            | BankAsk::TakeBack(..)
            | BankAsk::Move(..) => {}
        }
    }
}

impl std::fmt::Debug for BankCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BankCall({:?})", self.id)
    }
}

/// What the hub answered.
#[derive(Clone, PartialEq, Eq)]
pub enum BankAnswer {
    /// A session has begun.
    SignedIn(Box<SignedIn>),
    /// How the account stands now.
    Account(Box<Account>),
    /// Who has the number.
    Named(Named),
    /// What others offer and look for.
    Board(Board),
    /// The session has ended.
    SignedOut,
}

impl std::fmt::Debug for BankAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BankAnswer(…)")
    }
}

/// One thing that happens in the bank.
#[derive(Debug, Clone, PartialEq)]
pub enum BankMsg {
    /// From the first screen.
    Open,
    /// What is typed on the present page is now this.
    Write(Typed),
    /// The button that leads on.
    Next,
    /// To another page of the bank.
    Go(BankPage),
    /// Back to a question whose answer is to be changed.
    Change(BankPage),
    /// Given (`true`) or received.
    PickGave(bool),
    /// With whom.
    PickWith(With),
    /// How long, in minutes.
    PickLength(u16),
    /// Which service.
    PickCategory(Slug),
    /// On which day.
    PickDay(Date),
    /// What the member declared was a mistake.
    TakeBack(ExchangeId),
    /// Yes or no to what waits.
    Answer(ExchangeId, bool),
    /// An exchange of which it is to be said how it was.
    BeginReference(ExchangeId),
    /// What others said after an exchange is to be answered.
    BeginAnswer(ExchangeId),
    /// Whether they would do it again.
    PickLiked(bool),
    /// Something new on the board.
    Begin(Way),
    /// A notice is renewed or taken back.
    Move(ListingId, NoticeStep),
    /// The hub answered.
    Answered(CommandId, Result<BankAnswer, Trouble>),
}

impl BankMsg {
    /// Whether the person in front did this.
    #[must_use]
    pub fn is_from_person(&self) -> bool {
        !matches!(self, Self::Answered(..))
    }

    /// Whether a finger that meant the page before could do this by mistake.
    #[must_use]
    pub fn turns_pages(&self) -> bool {
        !matches!(self, Self::Answered(..) | Self::Write(_))
    }
}

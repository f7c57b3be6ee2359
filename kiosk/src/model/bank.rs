//! The time bank at the kiosk: a card and its PIN, the member's account, and what they do there, one page at a time.
//!
//! Always true: card, PIN and account live in the session and go with it; a debug print shows none of them; one
//! attempt to send and all its repetitions carry one command id, until something is changed.

use protocol::card::{CARD_CHARS, CardCode};
use protocol::kiosk::bank::{
    Account, Board, ChangePin, Declare, MoveNotice, NOTICE_MAX, Named, NewNotice, NoticeStep,
    Other, PIN_LEAST, PIN_MOST, Reply, Shown, SignedIn, Way,
};
use protocol::{CommandId, ExchangeId, ListingId, Slug};
use zeroize::Zeroize;

use super::flow::Sending;
use super::message::{Effect, Trouble};
use super::typed::Typed;

/// Most digits of a member's number.
const NUMBER_MOST: usize = 6;

/// What is shown of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BankPage {
    /// The card is shown or its code typed.
    #[default]
    Card,
    /// Its PIN.
    Pin,
    /// How the account stands, and what can be done.
    Account,
    /// The last movements.
    Movements,
    /// What waits for an answer.
    Waiting,
    /// Given or received?
    Gave,
    /// With whom?
    With,
    /// By their number.
    Number,
    /// For how long?
    Length,
    /// Which service?
    Category,
    /// All of it, before it goes.
    Check,
    /// The card of the other, who stands here too.
    OtherCard,
    /// Their PIN.
    OtherPin,
    /// It is done.
    Done,
    /// What the member offers and looks for.
    Notices,
    /// Which service is offered or looked for.
    NoticeCategory,
    /// In the member's words.
    NoticeText,
    /// What others offer and look for.
    Board,
    /// The PIN they have.
    OldPin,
    /// The one they want.
    NewPin,
    /// The same again.
    NewPinAgain,
}

impl BankPage {
    /// Its word in slugs and keys of words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Pin => "pin",
            Self::Account => "account",
            Self::Movements => "movements",
            Self::Waiting => "waiting",
            Self::Gave => "gave",
            Self::With => "with",
            Self::Number => "number",
            Self::Length => "length",
            Self::Category => "category",
            Self::Check => "check",
            Self::OtherCard => "other-card",
            Self::OtherPin => "other-pin",
            Self::Done => "done",
            Self::Notices => "notices",
            Self::NoticeCategory => "notice-category",
            Self::NoticeText => "notice-text",
            Self::Board => "board",
            Self::OldPin => "old-pin",
            Self::NewPin => "new-pin",
            Self::NewPinAgain => "new-pin-again",
        }
    }

    /// What is typed on it, if something is.
    #[must_use]
    pub fn entry(self) -> Option<Entry> {
        match self {
            Self::Card | Self::OtherCard => Some(Entry::Card),
            Self::Pin | Self::OtherPin | Self::OldPin | Self::NewPin | Self::NewPinAgain => {
                Some(Entry::Pin)
            }
            Self::Number => Some(Entry::Number),
            Self::NoticeText => Some(Entry::Text),
            Self::Account
            | Self::Movements
            | Self::Waiting
            | Self::Gave
            | Self::With
            | Self::Length
            | Self::Category
            | Self::Check
            | Self::Done
            | Self::Notices
            | Self::NoticeCategory
            | Self::Board => None,
        }
    }

    /// The page "Indietro" leads to; `None` leaves the bank.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        match self {
            Self::Card | Self::Account => None,
            Self::Pin => Some(Self::Card),
            Self::With => Some(Self::Gave),
            Self::Number | Self::Length => Some(Self::With),
            Self::Category => Some(Self::Length),
            Self::Check => Some(Self::Category),
            Self::OtherCard => Some(Self::Check),
            Self::OtherPin => Some(Self::OtherCard),
            Self::NoticeCategory => Some(Self::Notices),
            Self::NoticeText => Some(Self::NoticeCategory),
            Self::NewPin => Some(Self::OldPin),
            Self::NewPinAgain => Some(Self::NewPin),
            Self::Movements
            | Self::Waiting
            | Self::Gave
            | Self::Done
            | Self::Notices
            | Self::Board
            | Self::OldPin => Some(Self::Account),
        }
    }

    /// Number and count of the questions of an exchange.
    #[must_use]
    pub fn step(self) -> Option<(usize, usize)> {
        let number = match self {
            Self::Gave => 1,
            Self::With | Self::Number => 2,
            Self::Length => 3,
            Self::Category => 4,
            Self::Check => 5,
            Self::Card
            | Self::Pin
            | Self::Account
            | Self::Movements
            | Self::Waiting
            | Self::OtherCard
            | Self::OtherPin
            | Self::Done
            | Self::Notices
            | Self::NoticeCategory
            | Self::NoticeText
            | Self::Board
            | Self::OldPin
            | Self::NewPin
            | Self::NewPinAgain => return None,
        };
        Some((number, 5))
    }
}

/// Something that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A card's code.
    Card,
    /// A PIN.
    Pin,
    /// A member's number.
    Number,
    /// Words of one's own.
    Text,
}

impl Entry {
    /// What of a text belongs into it.
    fn keep(self, text: &str) -> Typed {
        let digits = |most: usize| {
            let kept: String = text.chars().filter(char::is_ascii_digit).take(most).collect();
            Typed::new(&kept, most)
        };
        match self {
            Self::Card => {
                let kept = text.chars().filter(char::is_ascii_alphanumeric).take(CARD_CHARS);
                Typed::new(&kept.collect::<String>().to_ascii_uppercase(), CARD_CHARS)
            }
            Self::Pin => digits(PIN_MOST),
            Self::Number => digits(NUMBER_MOST),
            Self::Text => Typed::new(text, NOTICE_MAX),
        }
    }
}

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
    /// On the board.
    Published,
    /// Stands for longer.
    Renewed,
    /// Taken back.
    Withdrawn,
    /// Another PIN.
    PinChanged,
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
            Self::Published => "published",
            Self::Renewed => "renewed",
            Self::Withdrawn => "withdrawn",
            Self::PinChanged => "pin-changed",
        }
    }
}

/// Something asked of the hub for a member.
#[derive(Clone, PartialEq, Eq)]
pub enum BankAsk {
    /// Card and PIN.
    SignIn(Shown),
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
    /// Something is offered or looked for.
    Publish(NewNotice),
    /// Renewed or taken back.
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
            BankAsk::SignIn(shown)
            | BankAsk::Declare(Declare { other: Other::Here(shown), .. }) => shown.pin.zeroize(),
            BankAsk::Publish(new) => new.text.zeroize(),
            BankAsk::ChangePin(change) => {
                change.old.zeroize();
                change.new.zeroize();
            }
            BankAsk::SignOut
            | BankAsk::Named(_)
            | BankAsk::Board
            | BankAsk::Declare(_)
            | BankAsk::Reply(..)
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
    /// Yes or no to what waits.
    Answer(ExchangeId, bool),
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

/// A member at the kiosk.
#[derive(Clone, PartialEq, Default)]
pub struct Bank {
    /// What is shown.
    pub page: BankPage,
    /// What is typed on it.
    pub entry: Typed,
    /// The session, once there is one; empty before.
    pub session: Typed,
    /// How the account stands, once signed in.
    pub account: Option<Box<Account>>,
    /// The exchange being told.
    pub told: Told,
    /// Which way the notice being written goes.
    pub way: Option<Way>,
    /// What others offer and look for.
    pub board: Option<Board>,
    /// What was done last.
    pub done: Option<DoneNow>,
    /// How asking the hub stands.
    pub sending: Sending,
    /// Whether the PIN written twice was not the same.
    pub differs: bool,
    card: Option<CardCode>,
    other: Option<CardCode>,
    old_pin: Typed,
    new_pin: Typed,
    /// The call that is waited for, and what its success is called.
    waiting: Option<(CommandId, Option<DoneNow>)>,
    /// The id of an attempt that may be repeated.
    attempt: Option<CommandId>,
}

impl std::fmt::Debug for Bank {
    /// Never shows who is there.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bank").field("page", &self.page).finish_non_exhaustive()
    }
}

impl Bank {
    /// With a card that was scanned somewhere else.
    #[must_use]
    pub fn holding(card: CardCode) -> Self {
        Self { page: BankPage::Pin, card: Some(card), ..Self::default() }
    }

    /// Whether the hub has been asked and has not answered.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.sending == Sending::Waiting
    }

    /// Whether somebody is signed in.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.account.is_some()
    }

    /// The code typed so far, once it is whole and its check character fits.
    #[must_use]
    pub fn card_typed(&self) -> Option<CardCode> {
        self.entry.as_str().parse().ok()
    }

    /// Whether the button that leads on can be pressed.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        if self.is_waiting() {
            return false;
        }
        match self.page.entry() {
            Some(Entry::Card) => self.card_typed().is_some(),
            Some(Entry::Pin) => self.entry.chars() >= PIN_LEAST,
            Some(Entry::Number) => self.entry.as_str().parse::<u32>().is_ok(),
            Some(Entry::Text) => true,
            None => self.is_answered(),
        }
    }

    /// Whether the question of a page to touch has its answer.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other pages ask nothing")]
    fn is_answered(&self) -> bool {
        match self.page {
            BankPage::Gave => self.told.gave.is_some(),
            BankPage::With => self.told.with.is_some(),
            BankPage::Length => self.told.minutes.is_some(),
            BankPage::Category => self.told.category.is_some(),
            _ => true,
        }
    }

    /// The call that ends the session, if there is one.
    #[must_use]
    pub fn sign_out(&self, id: CommandId) -> Option<Effect> {
        self.is_signed_in().then(|| {
            let session = self.session.clone();
            Effect::Bank(Box::new(BankCall { id, session, ask: BankAsk::SignOut }))
        })
    }

    fn go(&mut self, page: BankPage) {
        self.page = page;
        self.entry = Typed::default();
        self.sending = Sending::No;
        self.differs = false;
        self.attempt = None;
        if page != BankPage::Done && page != BankPage::Account {
            self.done = None;
        }
    }

    /// One page back; `false` when that leaves the bank.
    pub fn back(&mut self) -> bool {
        if self.is_waiting() {
            return true;
        }
        let Some(page) = self.page.before() else { return false };
        self.go(page);
        true
    }

    /// Takes what is typed; a letter more goes to its end.
    pub fn write(&mut self, text: &str) {
        if let Some(entry) = self.page.entry().filter(|_| !self.is_waiting()) {
            self.entry = entry.keep(text);
            self.sending = Sending::No;
            self.differs = false;
            self.attempt = None;
        }
    }

    /// A card was scanned while this is shown; whether it was wanted.
    pub fn scanned(&mut self, card: &CardCode) -> bool {
        let wanted =
            matches!(self.page, BankPage::Card | BankPage::OtherCard) && !self.is_waiting();
        if wanted {
            self.write(card.as_str());
        }
        wanted
    }

    /// Lets one thing happen that the person did. `id` is a fresh one; whether it was used is answered.
    pub fn act(&mut self, msg: BankMsg, id: Option<CommandId>, effects: &mut Vec<Effect>) -> bool {
        if self.is_waiting() {
            return false;
        }
        match msg {
            BankMsg::Open | BankMsg::Answered(..) => false,
            BankMsg::Write(typed) => {
                self.write(typed.as_str());
                false
            }
            BankMsg::Go(page) => {
                if page == BankPage::Gave {
                    self.told = Told::default();
                }
                self.go(page);
                page == BankPage::Board && self.call(id, BankAsk::Board, None, effects)
            }
            BankMsg::Change(page) => self.forward(page),
            BankMsg::Next => self.next(id, effects),
            BankMsg::PickGave(gave) => {
                self.told.gave = Some(gave);
                self.go(BankPage::With);
                false
            }
            BankMsg::PickWith(with) => {
                self.told.with = Some(with);
                self.go(BankPage::Length);
                false
            }
            BankMsg::PickLength(minutes) => {
                self.told.minutes = Some(minutes);
                self.go(BankPage::Category);
                false
            }
            BankMsg::PickCategory(slug) => {
                self.told.category = Some(slug);
                let notice = self.page == BankPage::NoticeCategory;
                self.go(if notice { BankPage::NoticeText } else { BankPage::Check });
                false
            }
            BankMsg::Answer(exchange, yes) => {
                let done = if yes { DoneNow::Confirmed } else { DoneNow::Refused };
                self.command(id, effects, Some(done), |id| {
                    Some(BankAsk::Reply(exchange, Reply { id, yes }))
                })
            }
            BankMsg::Begin(way) => {
                self.told = Told::default();
                self.way = Some(way);
                self.go(BankPage::NoticeCategory);
                false
            }
            BankMsg::Move(notice, step) => {
                let done = match step {
                    NoticeStep::Renew => DoneNow::Renewed,
                    NoticeStep::Withdraw => DoneNow::Withdrawn,
                };
                self.command(id, effects, Some(done), |id| {
                    Some(BankAsk::Move(notice, MoveNotice { id, step }))
                })
            }
        }
    }

    fn next(&mut self, id: Option<CommandId>, effects: &mut Vec<Effect>) -> bool {
        if !self.may_go_on() {
            return false;
        }
        match self.page {
            BankPage::Card => {
                self.card = self.card_typed();
                self.go(BankPage::Pin);
                false
            }
            BankPage::Pin => {
                let Some(card) = self.card.clone() else { return false };
                let pin = self.entry.trimmed();
                self.call(id, BankAsk::SignIn(Shown { card, pin }), None, effects)
            }
            BankPage::Number => {
                let Ok(number) = self.entry.as_str().parse() else { return false };
                self.call(id, BankAsk::Named(number), None, effects)
            }
            BankPage::Check if self.told.with == Some(With::Here) => {
                self.go(BankPage::OtherCard);
                false
            }
            BankPage::OtherCard => {
                self.other = self.card_typed();
                self.go(BankPage::OtherPin);
                false
            }
            BankPage::Check | BankPage::OtherPin => {
                let here = self.page == BankPage::OtherPin;
                let done = if here { DoneNow::Settled } else { DoneNow::Declared };
                let declared = self.declared();
                self.command(id, effects, Some(done), |id| {
                    declared.map(|said| BankAsk::Declare(Declare { id, ..said }))
                })
            }
            BankPage::NoticeText => {
                let (way, category) = (self.way, self.told.category.clone());
                let text = self.entry.trimmed();
                self.command(id, effects, Some(DoneNow::Published), |id| {
                    Some(BankAsk::Publish(NewNotice { id, way: way?, category: category?, text }))
                })
            }
            BankPage::OldPin => {
                self.old_pin = self.entry.clone();
                self.go(BankPage::NewPin);
                false
            }
            BankPage::NewPin => {
                self.new_pin = self.entry.clone();
                self.go(BankPage::NewPinAgain);
                false
            }
            BankPage::NewPinAgain if self.entry != self.new_pin => {
                self.go(BankPage::NewPin);
                self.differs = true;
                false
            }
            BankPage::NewPinAgain => {
                let change = ChangePin { old: self.old_pin.trimmed(), new: self.new_pin.trimmed() };
                self.call(id, BankAsk::ChangePin(change), Some(DoneNow::PinChanged), effects)
            }
            BankPage::Gave => self.forward(BankPage::With),
            BankPage::With => self.forward(BankPage::Length),
            BankPage::Length => self.forward(BankPage::Category),
            BankPage::Category => self.forward(BankPage::Check),
            BankPage::NoticeCategory => self.forward(BankPage::NoticeText),
            BankPage::Account
            | BankPage::Movements
            | BankPage::Waiting
            | BankPage::Done
            | BankPage::Notices
            | BankPage::Board => self.forward(BankPage::Account),
        }
    }

    fn forward(&mut self, page: BankPage) -> bool {
        self.go(page);
        false
    }

    /// The exchange as it was told, under an id that is put in later.
    fn declared(&self) -> Option<Declare> {
        let other = match (self.told.with.as_ref()?, &self.other) {
            (With::Member(named), _) => Other::Number(named.number),
            (With::Here, Some(card)) => {
                Other::Here(Shown { card: card.clone(), pin: self.entry.trimmed() })
            }
            (With::Here, None) => return None,
        };
        Some(Declare {
            id: CommandId::new(uuid::Uuid::nil()),
            gave: self.told.gave?,
            other,
            minutes: self.told.minutes?,
            category: self.told.category.clone()?,
        })
    }

    /// Asks something that changes nothing: each time under an id of its own.
    fn call(
        &mut self,
        id: Option<CommandId>,
        ask: BankAsk,
        done: Option<DoneNow>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let Some(id) = id else { return false };
        self.waiting = Some((id, done));
        self.sending = Sending::Waiting;
        let session = self.session.clone();
        effects.push(Effect::Bank(Box::new(BankCall { id, session, ask })));
        true
    }

    /// Gives a command; a repetition goes under the same id.
    fn command(
        &mut self,
        fresh: Option<CommandId>,
        effects: &mut Vec<Effect>,
        done: Option<DoneNow>,
        ask: impl FnOnce(CommandId) -> Option<BankAsk>,
    ) -> bool {
        let kept = self.attempt.filter(|_| self.sending != Sending::No);
        let Some(id) = kept.or(fresh) else { return false };
        let Some(ask) = ask(id) else { return false };
        let called = self.call(Some(id), ask, done, effects);
        self.attempt = Some(id);
        called && kept.is_none()
    }

    /// Takes an answer, if it is the one that is waited for. `true` when the session is over.
    pub fn answered(&mut self, id: CommandId, result: Result<BankAnswer, Trouble>) {
        let Some((_, done)) = self.waiting.take_if(|(waited, _)| *waited == id) else { return };
        match result {
            Ok(answer) => self.take(answer, done),
            Err(trouble) => self.fail(trouble),
        }
    }

    fn take(&mut self, answer: BankAnswer, done: Option<DoneNow>) {
        match answer {
            BankAnswer::SignedIn(signed) => {
                let SignedIn { session, account } = *signed;
                self.session = Typed::new(&session, 256);
                self.account = Some(Box::new(account));
                self.card = None;
                self.go(BankPage::Account);
            }
            BankAnswer::Account(account) => {
                self.account = Some(account);
                (self.old_pin, self.new_pin) = (Typed::default(), Typed::default());
                self.other = None;
                let page = match (done, self.page) {
                    (Some(DoneNow::Settled | DoneNow::Declared), _) => BankPage::Done,
                    (Some(DoneNow::Confirmed | DoneNow::Refused), BankPage::Waiting)
                        if self.account.as_ref().is_some_and(|it| !it.to_answer.is_empty()) =>
                    {
                        BankPage::Waiting
                    }
                    (Some(DoneNow::Published | DoneNow::Renewed | DoneNow::Withdrawn), _) => {
                        BankPage::Notices
                    }
                    _ => BankPage::Account,
                };
                self.go(page);
                self.done = done;
            }
            BankAnswer::Named(named) => {
                self.told.with = Some(With::Member(named));
                self.go(BankPage::Length);
            }
            BankAnswer::Board(board) => {
                self.board = Some(board);
                self.sending = Sending::No;
            }
            BankAnswer::SignedOut => self.sending = Sending::No,
        }
    }

    fn fail(&mut self, trouble: Trouble) {
        match trouble.slug() {
            Some("bank-session-over") => *self = Self::default(),
            Some("bank-pin-wrong" | "bank-pin-shape") if self.page.entry() == Some(Entry::Pin) => {
                // The old PIN is what was wrong where one chooses another.
                if self.page == BankPage::NewPinAgain {
                    self.go(BankPage::OldPin);
                }
                self.entry = Typed::default();
            }
            Some("bank-pin-easy") if self.page == BankPage::NewPinAgain => {
                self.go(BankPage::NewPin);
            }
            Some("bank-card-unknown" | "bank-same-account") if self.page == BankPage::OtherPin => {
                self.go(BankPage::OtherCard);
            }
            Some("bank-card-unknown") if self.page == BankPage::Pin => self.go(BankPage::Card),
            Some(_) | None => {}
        }
        // The hub decided: trying again is another attempt.
        if matches!(trouble, Trouble::Refused(_)) {
            self.attempt = None;
        }
        self.sending = Sending::Failed(trouble);
    }
}

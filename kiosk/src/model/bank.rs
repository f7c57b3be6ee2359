//! The time bank at the kiosk: a card and its PIN, the member's account, and what they do there, one page at a time.
//!
//! Always true: card, PIN and account live in the session and go with it; a debug print shows none of them; one
//! attempt to send and all its repetitions carry one command id, until something is changed.

mod messages;
mod pages;

use protocol::card::CardCode;
use protocol::kiosk::bank::{
    Account, AnswerReference, Board, ChangePin, Declare, MoveNotice, NewNotice, NoticeStep, Other,
    PIN_LEAST, Refer, Reply, Shown, ShownSlip, SignedIn, TakeBack, Way,
};
use protocol::{CommandId, ExchangeId, SlipCode};

pub use messages::{BankAnswer, BankAsk, BankCall, BankMsg, DoneNow, Told, With};
pub use pages::{BankPage, Entry};

use super::flow::Sending;
use super::message::{Effect, Trouble};
use super::typed::Typed;

/// What tells the kiosk who is there, before the PIN.
#[derive(Clone, PartialEq, Eq)]
enum Token {
    /// A card.
    Card(CardCode),
    /// The code on a statement from the slip printer.
    Slip(SlipCode),
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
    /// Which exchange is spoken of, and whether they would do it again.
    pub refers: Option<(ExchangeId, Option<bool>)>,
    /// What others offer and look for.
    pub board: Option<Board>,
    /// What was done last.
    pub done: Option<DoneNow>,
    /// How asking the hub stands.
    pub sending: Sending,
    /// Whether the PIN written twice was not the same.
    pub differs: bool,
    token: Option<Token>,
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
        Self { page: BankPage::Pin, token: Some(Token::Card(card)), ..Self::default() }
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

    /// The same for the code of a statement, which opens one's own account only.
    #[must_use]
    pub fn slip_typed(&self) -> Option<SlipCode> {
        let text = self.entry.as_str();
        text.parse().ok().filter(|_| self.page == BankPage::Card)
    }

    /// Whether the button that leads on can be pressed.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        if self.is_waiting() {
            return false;
        }
        match self.page.entry() {
            Some(Entry::Card) => self.card_typed().is_some() || self.slip_typed().is_some(),
            Some(Entry::Pin) => self.entry.chars() >= PIN_LEAST,
            Some(Entry::Number) => self.entry.as_str().parse::<u32>().is_ok(),
            Some(Entry::Reference) if self.page == BankPage::AnswerText => {
                !self.entry.trimmed().is_empty()
            }
            Some(Entry::Text | Entry::Reference) => true,
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
            BankPage::Refer => self.refers.is_some_and(|(_, liked)| liked.is_some()),
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
        let says = [BankPage::Done, BankPage::Account, BankPage::Movements, BankPage::References];
        if !says.contains(&page) {
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

    /// The code of a statement was scanned while this is shown; whether it was wanted.
    pub fn scanned_slip(&mut self, slip: &SlipCode) -> bool {
        let wanted = self.page == BankPage::Card && !self.is_waiting();
        if wanted {
            self.write(slip.as_str());
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
            BankMsg::PickDay(day) => {
                self.told.day = Some(day);
                self.forward(BankPage::Check)
            }
            BankMsg::TakeBack(exchange) => {
                self.command(id, effects, Some(DoneNow::TakenBack), |id| {
                    Some(BankAsk::TakeBack(exchange, TakeBack { id }))
                })
            }
            BankMsg::Answer(exchange, yes) => {
                let done = if yes { DoneNow::Confirmed } else { DoneNow::Refused };
                self.command(id, effects, Some(done), |id| {
                    Some(BankAsk::Reply(exchange, Reply { id, yes }))
                })
            }
            BankMsg::BeginReference(exchange) => {
                self.refers = Some((exchange, None));
                self.go(BankPage::Refer);
                false
            }
            BankMsg::BeginAnswer(exchange) => {
                self.refers = Some((exchange, None));
                self.forward(BankPage::AnswerText)
            }
            BankMsg::PickLiked(liked) => {
                self.refers = self.refers.map(|(exchange, _)| (exchange, Some(liked)));
                self.go(BankPage::ReferText);
                false
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
                    NoticeStep::Pause => DoneNow::Paused,
                    NoticeStep::Resume => DoneNow::Resumed,
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
                let slip = self.slip_typed().map(Token::Slip);
                self.token = self.card_typed().map(Token::Card).or(slip);
                self.go(BankPage::Pin);
                false
            }
            BankPage::Pin => {
                let pin = self.entry.trimmed();
                let ask = match self.token.clone() {
                    Some(Token::Card(card)) => BankAsk::SignIn(Shown { card, pin }),
                    Some(Token::Slip(slip)) => BankAsk::SignInSlip(ShownSlip { slip, pin }),
                    None => return false,
                };
                self.call(id, ask, None, effects)
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
            BankPage::Refer => self.forward(BankPage::ReferText),
            BankPage::ReferText => {
                let (refers, text) = (self.refers, self.entry.trimmed());
                self.command(id, effects, Some(DoneNow::Referred), |id| {
                    let (exchange, liked) = refers?;
                    Some(BankAsk::Refer(exchange, Refer { id, liked: liked?, text }))
                })
            }
            BankPage::AnswerText => {
                let (refers, text) = (self.refers, self.entry.trimmed());
                self.command(id, effects, Some(DoneNow::Replied), |id| {
                    let (exchange, _) = refers?;
                    Some(BankAsk::AnswerReference(exchange, AnswerReference { id, text }))
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
            BankPage::Category | BankPage::Day => self.forward(BankPage::Check),
            BankPage::NoticeCategory => self.forward(BankPage::NoticeText),
            BankPage::Account
            | BankPage::Movements
            | BankPage::Waiting
            | BankPage::Done
            | BankPage::Notices
            | BankPage::References
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
            day: self.told.day.map(|day| day.to_string()),
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
                self.token = None;
                self.go(BankPage::Account);
            }
            BankAnswer::Account(account) => {
                self.account = Some(account);
                (self.old_pin, self.new_pin) = (Typed::default(), Typed::default());
                self.other = None;
                let page = match (done, self.page) {
                    (Some(DoneNow::Settled | DoneNow::Declared), _) => BankPage::Done,
                    (
                        Some(DoneNow::Confirmed | DoneNow::Refused | DoneNow::TakenBack),
                        BankPage::Waiting,
                    ) if self.account.as_ref().is_some_and(|it| !it.to_answer.is_empty()) => {
                        BankPage::Waiting
                    }
                    (Some(DoneNow::Referred), _) => BankPage::Movements,
                    (Some(DoneNow::Replied), _) => BankPage::References,
                    (
                        Some(
                            DoneNow::Published
                            | DoneNow::Renewed
                            | DoneNow::Paused
                            | DoneNow::Resumed
                            | DoneNow::Withdrawn,
                        ),
                        _,
                    ) => BankPage::Notices,
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

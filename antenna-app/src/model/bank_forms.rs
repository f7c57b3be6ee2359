//! What a member says of exchanges and of what they offer, half filled in, and what becomes of it.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use protocol::antenna::{
    BankAgree, BankAnswer, BankAnswerReference, BankCallOff, BankDeclare, BankMoveNotice,
    BankOther, BankPublish, BankRefer, BankWithdraw, DeviceCommand,
};
use protocol::card::CardCode;
use protocol::kiosk::bank::{NOTICE_MAX, NoticeStep, REFERENCE_MAX, Way};
use protocol::{CommandId, ExchangeId, ListingId, Slug};
use serde::{Deserialize, Serialize};

use super::forms::MINUTES_MAX;
use super::update::keep;
use super::{Ctx, Effect, Model, Question, Said, Tab, WhenForm};
use crate::outbox::DraftName;

/// The parts of the bank's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BankPart {
    /// What the account holds, what waits, the last movements.
    #[default]
    Account,
    /// An exchange to be said, or something agreed.
    Record,
    /// What is offered and looked for.
    Board,
}

impl BankPart {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Account, Self::Record, Self::Board];
}

/// What the bank's place shows, and what is being written there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BankDesk {
    /// Which part is shown.
    pub part: BankPart,
    /// Which page of movements, from 0.
    pub page: usize,
    /// An exchange being said.
    pub exchange: ExchangeDraft,
    /// A notice being written.
    pub notice: NoticeDraft,
    /// How an exchange was, or an answer to that, being written.
    pub saying: SayingDraft,
}

/// An exchange being said, or something agreed and still to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExchangeDraft {
    /// Whether it is still to be done.
    pub planned: bool,
    /// Whether they gave, or will give, their time; `None` is "not said yet".
    pub gave: Option<bool>,
    /// The other side, chosen among those who are known.
    pub number: Option<u32>,
    /// The other side, typed or scanned: a number or a card's code.
    pub typed: String,
    /// How long, in minutes; 0 is "not said yet".
    pub minutes: u16,
    /// Which service.
    pub category: Option<Slug>,
    /// How many days ago it was done, 0 to [`Self::DAYS_BACK`].
    pub days_ago: u8,
    /// In how many days it is to be done, 0 to [`WhenForm::DAYS_AHEAD`].
    pub ahead: u8,
    /// At what time it is to be done, in minutes after midnight; 0 is ten o'clock, not said yet.
    pub minute: u16,
    /// What had been agreed on before, which this does.
    pub agreed: Option<ExchangeId>,
}

/// What is missing of a draft, in the order it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Who gave.
    Gave,
    /// With whom.
    Other,
    /// How long.
    Minutes,
    /// Which service.
    Category,
}

impl ExchangeDraft {
    /// How far back an exchange can be said here, in days.
    pub const DAYS_BACK: u8 = 60;

    /// The other side; `None` while nothing that can be one is there.
    #[must_use]
    pub fn other(&self) -> Option<BankOther> {
        if let Some(number) = self.number {
            return Some(BankOther::Number(number));
        }
        let typed = self.typed.trim();
        match typed.trim_start_matches(['n', 'N', '.', ' ']).parse::<u32>() {
            Ok(number) if number > 0 => Some(BankOther::Number(number)),
            _ => typed.parse::<CardCode>().ok().map(BankOther::Card),
        }
    }

    /// The first thing that is missing.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        if self.gave.is_none() {
            Some(Missing::Gave)
        } else if self.other().is_none() {
            Some(Missing::Other)
        } else if self.minutes == 0 {
            Some(Missing::Minutes)
        } else if self.category.is_none() {
            Some(Missing::Category)
        } else {
            None
        }
    }

    /// The day it was done.
    #[must_use]
    pub fn day(&self, now_ms: i64, zone: &TimeZone) -> Date {
        let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
        let today = zone.to_datetime(now).date();
        today.checked_sub(i32::from(self.days_ago).days()).unwrap_or(today)
    }

    /// When it is to be done, as a day and a time of day.
    #[must_use]
    pub fn meeting(&self, now_ms: i64, zone: &TimeZone) -> (Date, Time) {
        let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
        let today = zone.to_datetime(now).date();
        let day = today.checked_add(i32::from(self.ahead).days()).unwrap_or(today);
        let minute = self.minute_of_day();
        let part = |number: u16| i8::try_from(number).unwrap_or(0);
        (day, Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or_default())
    }

    /// The time of day it is to be done, in minutes after midnight.
    #[must_use]
    pub fn minute_of_day(&self) -> u16 {
        if self.minute == 0 { 600 } else { self.minute.min(WhenForm::LAST_MINUTE) }
    }

    /// The command it becomes; `None` while something is missing.
    #[must_use]
    pub fn command(&self, now_ms: i64, zone: &TimeZone) -> Option<DeviceCommand> {
        let minutes = (1..=MINUTES_MAX).contains(&self.minutes).then_some(self.minutes)?;
        let (gave, other, category) = (self.gave?, self.other()?, self.category.clone()?);
        if !self.planned {
            let day = self.day(now_ms, zone).to_string();
            let agreed = self.agreed;
            let said = BankDeclare { gave, other, minutes, category, day, agreed };
            return Some(DeviceCommand::BankDeclare(said));
        }
        let (day, time) = self.meeting(now_ms, zone);
        let at = zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
        let at_ms = at.timestamp().as_millisecond();
        Some(DeviceCommand::BankAgree(BankAgree { gives: gave, other, minutes, category, at_ms }))
    }

    /// The draft that would become what was said, for correcting a refused one.
    #[must_use]
    pub fn from_declared(it: &BankDeclare, now_ms: i64, zone: &TimeZone) -> Self {
        let (number, typed) = split(&it.other);
        let today = Self::default().day(now_ms, zone);
        let ago = it.day.parse::<Date>().map_or(0, |day| (today - day).get_days());
        Self {
            gave: Some(it.gave),
            number,
            typed,
            minutes: it.minutes,
            category: Some(it.category.clone()),
            days_ago: u8::try_from(ago).unwrap_or(0).min(Self::DAYS_BACK),
            agreed: it.agreed,
            ..Self::default()
        }
    }
}

fn split(other: &BankOther) -> (Option<u32>, String) {
    match other {
        BankOther::Number(number) => (Some(*number), String::new()),
        BankOther::Card(code) => (None, code.as_str().to_owned()),
    }
}

/// Something offered or looked for, being written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeDraft {
    /// Whether it is looked for; else it is offered.
    pub wanted: bool,
    /// Which service.
    pub category: Option<Slug>,
    /// In the member's words, at most [`NOTICE_MAX`] characters.
    pub text: String,
}

impl NoticeDraft {
    /// The command it becomes; `None` while the service is missing.
    #[must_use]
    pub fn command(&self) -> Option<BankPublish> {
        let way = if self.wanted { Way::Want } else { Way::Offer };
        let text = self.text.trim().chars().take(NOTICE_MAX).collect();
        Some(BankPublish { way, category: self.category.clone()?, text })
    }
}

/// What is said after an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SayingAbout {
    /// How it was with the other.
    Exchange(ExchangeId),
    /// An answer to what the other said.
    Reference(ExchangeId),
}

/// Something said after an exchange, being written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SayingDraft {
    /// About what; `None` while nothing is being said.
    pub about: Option<SayingAbout>,
    /// Whether they would do it again; `None` is "not said yet".
    pub liked: Option<bool>,
    /// In the member's words, at most [`REFERENCE_MAX`] characters.
    pub text: String,
}

impl SayingDraft {
    /// With nothing said yet.
    #[must_use]
    pub fn about(about: SayingAbout) -> Self {
        Self { about: Some(about), ..Self::default() }
    }

    /// The command it becomes; `None` while something is missing.
    #[must_use]
    pub fn command(&self) -> Option<DeviceCommand> {
        let text: String = self.text.trim().chars().take(REFERENCE_MAX).collect();
        Some(match self.about? {
            SayingAbout::Exchange(exchange) => {
                DeviceCommand::BankRefer(BankRefer { exchange, liked: self.liked?, text })
            }
            SayingAbout::Reference(_) if text.is_empty() => return None,
            SayingAbout::Reference(exchange) => {
                DeviceCommand::BankAnswerReference(BankAnswerReference { exchange, text })
            }
        })
    }
}

/// What a person can ask for at the bank's place.
#[derive(Debug, Clone, PartialEq)]
pub enum BankAction {
    /// Show a part.
    Show(BankPart),
    /// Show a page of movements, from 0.
    Page(usize),
    /// The exchange was edited.
    Edit(ExchangeDraft),
    /// Say it.
    Send,
    /// What was agreed is done: fill the exchange in from it.
    Done(ExchangeId),
    /// Yes or no to what somebody else declared.
    Answer(ExchangeId, bool),
    /// Ask whether to take back what was declared.
    AskWithdraw(ExchangeId),
    /// Ask whether to call off what was agreed.
    AskCallOff(ExchangeId),
    /// Ask whether the other side did not come.
    AskMissed(ExchangeId),
    /// Put an exchange the hub refused back into the form.
    Correct(CommandId),
    /// The notice was edited.
    EditNotice(NoticeDraft),
    /// Publish it.
    Publish,
    /// Renew a notice or take it back.
    MoveNotice(ListingId, NoticeStep),
    /// What is said after an exchange was edited; without anything it is about, it is left.
    EditSaying(SayingDraft),
    /// Say it.
    Say,
}

impl Model {
    pub(super) fn at_bank(&mut self, action: BankAction, ctx: Ctx) -> Vec<Effect> {
        match action {
            BankAction::Show(part) => {
                self.tab = Tab::Bank;
                self.bank.part = part;
                self.said = None;
                self.pressed_send = false;
                Vec::new()
            }
            BankAction::Page(page) => {
                let (_, pages) = self.ledger.movements(0);
                self.bank.page = page.min(pages - 1);
                Vec::new()
            }
            BankAction::Edit(draft) => {
                self.said = None;
                self.bank.exchange = draft;
                keep(DraftName::Exchange, &self.bank.exchange)
            }
            BankAction::Send => self.send_exchange(ctx),
            BankAction::Done(agreed) => self.agreed_is_done(agreed),
            BankAction::Answer(exchange, yes) => {
                let cards = self.ledger.answer_cards();
                let card = cards.iter().find(|card| card.it.exchange == exchange);
                if card.is_none_or(|card| card.answered.is_some()) {
                    return Vec::new();
                }
                self.say(DeviceCommand::BankAnswer(BankAnswer { exchange, yes }), ctx)
            }
            BankAction::AskWithdraw(exchange) => {
                self.question = Some(Question::WithdrawExchange(exchange));
                Vec::new()
            }
            BankAction::AskCallOff(agreed) => {
                self.question = Some(Question::CallOff(agreed));
                Vec::new()
            }
            BankAction::AskMissed(agreed) => {
                self.question = Some(Question::Missed(agreed));
                Vec::new()
            }
            BankAction::Correct(id) => self.correct_exchange(id, ctx),
            BankAction::EditNotice(draft) => {
                self.said = None;
                self.bank.notice = draft;
                keep(DraftName::Notice, &self.bank.notice)
            }
            BankAction::Publish => {
                let Some(command) = self.bank.notice.command() else {
                    self.pressed_send = true;
                    return Vec::new();
                };
                self.pressed_send = false;
                self.bank.notice = NoticeDraft::default();
                self.said = Some(Said::NoticeKept);
                let mut effects = self.say(DeviceCommand::BankPublish(command), ctx);
                effects.push(Effect::DropDraft(DraftName::Notice));
                effects
            }
            BankAction::MoveNotice(notice, step) => {
                self.say(DeviceCommand::BankMoveNotice(BankMoveNotice { notice, step }), ctx)
            }
            BankAction::EditSaying(draft) => {
                self.said = None;
                self.pressed_send = false;
                self.bank.saying = draft;
                keep(DraftName::Saying, &self.bank.saying)
            }
            BankAction::Say => {
                let Some(command) = self.bank.saying.command() else {
                    self.pressed_send = true;
                    return Vec::new();
                };
                self.pressed_send = false;
                self.bank.saying = SayingDraft::default();
                let mut effects = self.say(command, ctx);
                effects.push(Effect::DropDraft(DraftName::Saying));
                effects
            }
        }
    }

    fn send_exchange(&mut self, ctx: Ctx) -> Vec<Effect> {
        let Some(command) = self.bank.exchange.command(ctx.now_ms, &self.zone()) else {
            self.pressed_send = true;
            return Vec::new();
        };
        self.pressed_send = false;
        let planned = self.bank.exchange.planned;
        self.bank.exchange = ExchangeDraft::default();
        self.said = Some(if planned { Said::AgreedKept } else { Said::ExchangeKept });
        let mut effects = self.say(command, ctx);
        effects.push(Effect::DropDraft(DraftName::Exchange));
        effects
    }

    fn agreed_is_done(&mut self, agreed: ExchangeId) -> Vec<Effect> {
        let cards = self.ledger.agreed_cards();
        let Some(card) = cards.iter().find(|card| card.agreed == agreed) else {
            return Vec::new();
        };
        self.bank.exchange = ExchangeDraft {
            gave: Some(card.gives),
            number: card.with.number,
            minutes: card.minutes,
            category: Some(card.category.clone()),
            agreed: Some(agreed),
            ..ExchangeDraft::default()
        };
        self.bank.part = BankPart::Record;
        self.tab = Tab::Bank;
        self.said = None;
        keep(DraftName::Exchange, &self.bank.exchange)
    }

    fn correct_exchange(&mut self, id: CommandId, ctx: Ctx) -> Vec<Effect> {
        let sent = self.ledger.sent.get(&id).and_then(|sent| sent.command.as_ref());
        let Some(DeviceCommand::BankDeclare(it)) = sent else { return Vec::new() };
        self.bank.exchange = ExchangeDraft::from_declared(it, ctx.now_ms, &self.zone());
        self.bank.part = BankPart::Record;
        self.said = None;
        let mut effects = keep(DraftName::Exchange, &self.bank.exchange);
        effects.extend(self.dismiss_entry(id));
        effects
    }

    pub(super) fn withdraw_exchange(&mut self, exchange: ExchangeId, ctx: Ctx) -> Vec<Effect> {
        self.say(DeviceCommand::BankWithdraw(BankWithdraw { exchange }), ctx)
    }

    pub(super) fn call_off(&mut self, agreed: ExchangeId, missed: bool, ctx: Ctx) -> Vec<Effect> {
        self.say(DeviceCommand::BankCallOff(BankCallOff { agreed, missed }), ctx)
    }
}

//! The pages of the bank: what each is called, what is typed on it, which comes before it.

use protocol::card::CARD_CHARS;
use protocol::kiosk::bank::{NOTICE_MAX, PIN_MOST, REFERENCE_MAX};

use crate::model::typed::Typed;

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
    /// How was it with the other?
    Refer,
    /// In the member's words.
    ReferText,
    /// What others said of the member.
    References,
    /// The member's answer to one of them.
    AnswerText,
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
    /// On which day?
    Day,
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
            Self::Refer => "refer",
            Self::ReferText => "refer-text",
            Self::References => "references",
            Self::AnswerText => "answer-text",
            Self::Gave => "gave",
            Self::With => "with",
            Self::Number => "number",
            Self::Length => "length",
            Self::Category => "category",
            Self::Day => "day",
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
            Self::ReferText | Self::AnswerText => Some(Entry::Reference),
            Self::Account
            | Self::Movements
            | Self::Refer
            | Self::References
            | Self::Waiting
            | Self::Gave
            | Self::With
            | Self::Length
            | Self::Category
            | Self::Day
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
            Self::OtherCard | Self::Day => Some(Self::Check),
            Self::OtherPin => Some(Self::OtherCard),
            Self::NoticeCategory => Some(Self::Notices),
            Self::NoticeText => Some(Self::NoticeCategory),
            Self::Refer => Some(Self::Movements),
            Self::ReferText => Some(Self::Refer),
            Self::AnswerText => Some(Self::References),
            Self::NewPin => Some(Self::OldPin),
            Self::NewPinAgain => Some(Self::NewPin),
            Self::Movements
            | Self::Waiting
            | Self::References
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
            | Self::Refer
            | Self::ReferText
            | Self::References
            | Self::AnswerText
            | Self::Day
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
    /// A card's code, or that of a statement.
    Card,
    /// A PIN.
    Pin,
    /// A member's number.
    Number,
    /// Words of one's own.
    Text,
    /// Words about an exchange.
    Reference,
}

impl Entry {
    /// What of a text belongs into it.
    pub(super) fn keep(self, text: &str) -> Typed {
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
            Self::Reference => Typed::new(text, REFERENCE_MAX),
        }
    }
}

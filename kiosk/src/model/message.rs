//! Everything that can happen to the kiosk, and everything it can want.
//!
//! Always true: `update` learns of the world by a [`Msg`] and acts on it by an [`Effect`]; a debug print of either
//! shows nothing that a person typed.

use std::sync::Arc;

use jiff::civil::Date;
use protocol::kiosk::{
    BookVisit, CallOperator, Day, Face, FreeVisits, HandKept, Kept, LeaveIdea, LeaveNeed,
    MoveVisit, OfferTime, Place, SimilarAsked, SimilarCard, SlipAnswer, SlipIssued, SlipRating,
    SlipStatus, TimeBand, Urgency, Verdict,
};
use protocol::{CommandId, Problem, Relation, SlipCode, Slug};
use ui_kit::Language;
use zeroize::Zeroize;

use super::bank::{BankCall, BankMsg};
use super::flow::{Errand, Field, Question};
use super::kept::KeptMsg;
use super::services::ServicesMsg;
use super::typed::Typed;

/// An instant, by both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// Milliseconds since some moment before the start; never goes back.
    pub mono_ms: u64,
    /// UTC milliseconds, for showing; may jump.
    pub wall_ms: i64,
}

/// How the line to the hub is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// Not tried yet.
    #[default]
    Starting,
    /// The last exchange went well.
    Up,
    /// The hub does not answer.
    Down,
    /// The hub answers and does not know this kiosk.
    NotEnrolled,
}

/// Why something asked of the hub did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The hub did not answer in time, or not at all.
    Unreachable,
    /// Too much is already on its way.
    Busy,
    /// The hub answered something that makes no sense.
    Garbled,
    /// The hub said no.
    Refused(Box<Problem>),
}

impl Trouble {
    /// The slug of the hub's refusal, if it is one.
    #[must_use]
    pub fn slug(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) => Some(problem.slug()),
            Self::Unreachable | Self::Busy | Self::Garbled => None,
        }
    }

    /// Whether the same thing may succeed later.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Refused(problem) => problem.retry,
            Self::Unreachable | Self::Busy | Self::Garbled => true,
        }
    }
}

/// A help for reading or reaching that somebody turns on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aid {
    /// Large text.
    LargeText,
    /// High contrast.
    HighContrast,
    /// Everything to touch further down.
    LowReach,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// Time went by.
    Tick(Now),
    /// A fresh command id, made outside.
    CommandIdMade(CommandId),
    /// The hub described its place, or it was found on disk.
    PlaceArrived(Arc<Place>),
    /// The line changed.
    LineIs(Line),
    /// What became of something left at the hub.
    Left(CommandId, Result<SlipIssued, Trouble>),
    /// What became of a slip that was looked up.
    LookedUp(SlipCode, Result<Box<SlipStatus>, Trouble>),
    /// What the code of a label told.
    KeptFound(SlipCode, Result<Box<Kept>, Trouble>),
    /// What became of the person's verdict.
    VerdictTaken(CommandId, Result<Box<SlipStatus>, Trouble>),
    /// What is like an idea, by the number of the question.
    SimilarFound(u64, Result<Vec<SimilarCard>, Trouble>),
    /// Which visits to the project desk are free, by the number of the question.
    VisitsFound(u64, Result<FreeVisits, Trouble>),
    /// What became of calling an operator.
    OperatorCalled(CommandId, Result<(), Trouble>),

    /// A finger or a key touched the kiosk, whatever it hit.
    Touched,
    /// "Sì, continuo".
    Stay,
    /// "Ho finito": everything goes.
    Finish,
    /// A language was chosen.
    Speak(Language),
    /// An aid was turned on or off.
    Toggle(Aid),
    /// "Chiama un operatore".
    CallOperator,
    /// The notice about the operator was read.
    CloseCall,
    /// A card of the first screen.
    Begin(Errand),
    /// "Prenota una visita allo sportello": also about the idea whose slip is given or shown, or to move the visit whose
    /// slip is shown.
    PlanVisit,
    /// Asks again which visits are free.
    LookVisits,
    /// A day of the free ones was chosen.
    PickVisitDay(String),
    /// A time of that day was chosen.
    PickVisitHour(i64),
    /// "A che punto è la mia richiesta".
    AskStatus,
    /// One step back.
    Back,
    /// One step on.
    Next,
    /// To the first screen; asks first when something would be lost.
    GoHome,
    /// "Sì, cancella": to the first screen.
    ThrowAway,
    /// "No, continuo": stays with what was written.
    KeepWriting,
    /// A kind of help was chosen.
    PickCategory(Slug),
    /// A kind of help somebody can give was chosen or taken back.
    ToggleSkill(Slug),
    /// A theme was chosen.
    PickTheme(Slug),
    /// A neighbourhood was chosen; `None` means the whole city.
    PickNeighbourhood(Option<Slug>),
    /// "Un altro quartiere", or back to the usual ones.
    ShowAllNeighbourhoods(bool),
    /// How soon.
    PickUrgency(Urgency),
    /// By which day.
    PickDay(Date),
    /// A day of the week was chosen or taken back.
    ToggleDay(Day),
    /// Something that is like the idea is joined, by its name, or nothing any more.
    Join(String),
    /// A picture of what an idea is was chosen or taken back, on the page that is shown.
    TogglePicked(Slug),
    /// A time somebody is free was chosen or taken back.
    ToggleBand(TimeBand),
    /// For whom.
    PickRelation(Relation),
    /// A field was opened for writing.
    Open(Field),
    /// The text of a field is now this.
    Write(Field, Typed),
    /// An answer is to be changed, from the last page.
    Edit(Question),
    /// "Invia" and "Riprova".
    Send,
    /// The code typed so far is this.
    WriteCode(Typed),
    /// "Cerca".
    LookUp,
    /// A key of a real keyboard or a code reader, where nothing is being written.
    Key(char),
    /// The Enter key of the same.
    Enter,
    /// The person says how their request stands; withdrawing asks first.
    Say(Verdict),
    /// "Sì, ritira la richiesta".
    ConfirmWithdraw,
    /// "No, lasciala aperta".
    KeepIt,
    /// "Rispondi": the question of the operator is answered in writing.
    OpenReply,
    /// The answer so far.
    WriteReply(Typed),
    /// "Invia la risposta".
    SendReply,
    /// How it went, in a face.
    Rate(Face),
    /// Something in the time bank.
    Bank(BankMsg),
    /// Something among the hub's services.
    Services(ServicesMsg),
    /// Something about what waits at the hub.
    Kept(KeptMsg),
}

impl Msg {
    /// Whether the person in front did this.
    #[must_use]
    pub fn is_from_person(&self) -> bool {
        if let Self::Bank(msg) = self {
            return msg.is_from_person();
        }
        if let Self::Kept(msg) = self {
            return msg.is_from_person();
        }
        !matches!(
            self,
            Self::Tick(_)
                | Self::CommandIdMade(_)
                | Self::PlaceArrived(_)
                | Self::LineIs(_)
                | Self::Left(..)
                | Self::LookedUp(..)
                | Self::KeptFound(..)
                | Self::VerdictTaken(..)
                | Self::SimilarFound(..)
                | Self::VisitsFound(..)
                | Self::OperatorCalled(..)
        )
    }
}

impl Msg {
    /// Whether a finger that meant the page before could do this by mistake.
    #[must_use]
    pub fn turns_pages(&self) -> bool {
        if let Self::Bank(msg) = self {
            return msg.turns_pages();
        }
        if let Self::Services(msg) = self {
            return msg.turns_pages();
        }
        if let Self::Kept(msg) = self {
            return msg.turns_pages();
        }
        self.is_from_person()
            && !matches!(
                self,
                Self::Touched
                    | Self::Stay
                    | Self::Speak(_)
                    | Self::Toggle(_)
                    | Self::CallOperator
                    | Self::CloseCall
                    | Self::KeepWriting
                    | Self::Write(..)
                    | Self::WriteCode(_)
                    | Self::WriteReply(_)
                    | Self::Key(_)
                    | Self::Enter
            )
    }
}

/// Something a citizen leaves at the hub. Overwritten with zeros when it goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Leave {
    /// A need.
    Need(LeaveNeed),
    /// An idea.
    Idea(LeaveIdea),
    /// Time offered.
    Offer(OfferTime),
    /// A visit to the project desk.
    Visit(BookVisit),
    /// Another time for the visit of a slip.
    Move(SlipCode, MoveVisit),
}

impl Leave {
    /// The id the kiosk gave it; the same for every attempt.
    #[must_use]
    pub fn id(&self) -> CommandId {
        match self {
            Self::Need(need) => need.id,
            Self::Idea(idea) => idea.id,
            Self::Offer(offer) => offer.id,
            Self::Visit(visit) => visit.id,
            Self::Move(_, moved) => moved.id,
        }
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        if let Self::Visit(BookVisit { person, .. }) = self {
            person.name.zeroize();
            person.phone.zeroize();
            person.address.zeroize();
        }
        let (text, person) = match self {
            Self::Visit(_) | Self::Move(..) => return,
            Self::Need(LeaveNeed { text, person, .. })
            | Self::Idea(LeaveIdea { text, person, .. })
            | Self::Offer(OfferTime { text, person, .. }) => (text, person),
        };
        text.zeroize();
        person.name.zeroize();
        person.phone.zeroize();
        person.address.zeroize();
        if let Self::Need(LeaveNeed { more, .. }) = self {
            more.answers.iter_mut().for_each(|answer| answer.answer.zeroize());
        }
    }
}

impl std::fmt::Debug for Leave {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Leave({:?})", self.id())
    }
}

/// What an idea is compared by. Overwritten with zeros when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Compared(pub SimilarAsked);

impl Drop for Compared {
    fn drop(&mut self) {
        self.0.text.zeroize();
    }
}

impl std::fmt::Debug for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compared(…)")
    }
}

/// One thing to do outside the model.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make a command id and bring it back as [`Msg::CommandIdMade`].
    MakeCommandId,
    /// Leave this at the hub.
    Leave(Box<Leave>),
    /// Ask the hub about this slip.
    LookUp(SlipCode),
    /// Ask the hub about what waits under this code.
    LookUpKept(SlipCode),
    /// Leave a signature for it.
    SignKept(SlipCode, Typed),
    /// Say that whoever works here hands it over, or takes it back.
    HandKept(SlipCode, Box<HandKept>),
    /// Tell the hub the verdict on this slip.
    TellVerdict(SlipCode, SlipAnswer),
    /// Tell the hub what the person answers to the question on this slip.
    TellReply(SlipCode, CommandId, Typed),
    /// Tell the hub how it went.
    TellRating(SlipCode, SlipRating),
    /// Ask the hub what is like an idea, as the question of this number.
    LookSimilar(u64, Box<Compared>),
    /// Ask the hub which visits are free, as the question of this number.
    LookVisits(u64),
    /// Call an operator.
    CallOperator(CallOperator),
    /// Ask the hub's time bank something.
    Bank(Box<BankCall>),
    /// Forget everything the toolkit remembers: texts, undo, focus, scroll positions.
    Wipe,
}

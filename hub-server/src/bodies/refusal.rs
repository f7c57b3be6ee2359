//! The expected noes of this domain, and the words each is told with.

use protocol::Problem;

use super::lifecycle::{DecisionState, State};

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Bodies are kept at central.
    NotHere,
    /// There is no such body, meeting, decision, seat, item or action.
    Unknown(&'static str),
    /// A text is missing.
    Missing(&'static str),
    /// A number or a text is out of range: which field, and the most it may be.
    OutOfRange(&'static str, usize),
    /// The body is no more.
    Dissolved,
    /// It would stand inside itself.
    InsideItself,
    /// Bodies stand inside it.
    HasOthersInside,
    /// Another body has this name.
    NameTaken,
    /// A theme, a partner, a work site or an agency is not in the city file: which field.
    NotInCatalogue(&'static str),
    /// Nobody is known under that name: a colleague, an organisation.
    UnknownPerson,
    /// Somebody else presides in that time.
    ChairTaken,
    /// They have a seat in that time.
    AlreadySeated,
    /// The last day comes before the first.
    EndBeforeStart,
    /// Where the meeting stands forbids the step.
    WrongState(State),
    /// Where the decision stands forbids the step.
    DecisionState(DecisionState),
    /// Nobody has a seat on the day.
    NobodySits,
    /// The agenda is empty.
    AgendaEmpty,
    /// It is convened later than the body's notice allows: so many days before it should have been.
    ShortNotice(u16),
    /// The day is over already.
    DayIsPast(&'static str),
    /// The day has not come.
    NotBegun,
    /// Somebody who is said to be there has no seat on the day, or is named twice.
    NoSeat,
    /// An item was decided already.
    AlreadyDecided,
    /// An item asks for no decision.
    NoDecisionAsked,
    /// Not enough of those who may vote are there.
    NoQuorum {
        /// How many are.
        present: u16,
        /// How many must be.
        needed: u16,
    },
    /// Somebody votes who may not: they are not there, do not vote, are in conflict, or voted twice.
    MayNotVote,
    /// So many who are there and may vote have not.
    VotesMissing(usize),
    /// So many items wait for a decision.
    Undecided(usize),
    /// The meeting in which minutes are said to be approved is no later meeting of the body with a quorum.
    NoSuchSession,
    /// They may be read by as many already.
    NotWider,
    /// The minutes do not say what the correction cites.
    NotCited,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotHere => Self::conflict("bodies-at-central"),
            Refusal::Unknown(what) => Self::not_found(&format!("unknown-{what}")),
            Refusal::Missing(field) => Self::invalid("body-field-missing").at(field),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::Dissolved => Self::conflict("body-dissolved"),
            Refusal::InsideItself => Self::invalid("body-inside-itself").at("inside"),
            Refusal::HasOthersInside => Self::conflict("body-has-others-inside"),
            Refusal::NameTaken => Self::invalid("body-name-taken").at("name"),
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
            Refusal::UnknownPerson => Self::invalid("seat-unknown-person").at("who"),
            Refusal::ChairTaken => Self::invalid("seat-chair-taken").at("role"),
            Refusal::AlreadySeated => Self::invalid("seat-already").at("who"),
            Refusal::EndBeforeStart => Self::invalid("end-before-start").at("until"),
            Refusal::WrongState(state) => {
                Self::conflict("session-wrong-state").with("state", state.slug())
            }
            Refusal::DecisionState(state) => {
                Self::conflict("decision-wrong-state").with("state", state.slug())
            }
            Refusal::NobodySits => Self::conflict("session-nobody-sits"),
            Refusal::AgendaEmpty => Self::invalid("session-agenda-empty").at("title_1"),
            Refusal::ShortNotice(days) => {
                Self::invalid("session-short-notice").at("why").with("days", days)
            }
            Refusal::DayIsPast(field) => Self::invalid("day-is-past").at(field),
            Refusal::NotBegun => Self::conflict("session-not-begun"),
            Refusal::NoSeat => Self::invalid("session-no-seat").at("present"),
            Refusal::AlreadyDecided => Self::conflict("item-decided"),
            Refusal::NoDecisionAsked => Self::conflict("item-asks-nothing"),
            Refusal::NoQuorum { present, needed } => {
                Self::conflict("session-no-quorum").with("present", present).with("needed", needed)
            }
            Refusal::MayNotVote => Self::invalid("vote-not-allowed").at("vote"),
            Refusal::VotesMissing(count) => {
                Self::invalid("votes-missing").at("vote").with("count", count)
            }
            Refusal::Undecided(count) => Self::conflict("session-undecided").with("count", count),
            Refusal::NoSuchSession => Self::invalid("minutes-no-session").at("session"),
            Refusal::NotWider => Self::invalid("minutes-not-wider").at("level"),
            Refusal::NotCited => Self::invalid("minutes-not-cited").at("cites"),
        }
    }
}

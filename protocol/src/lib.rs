//! What crosses a wire in Costellazione, and nothing else: no I/O, no clock, no chance, no screen.
//!
//! Every message here is versioned and stays decodable for ever: a shipped shape never changes, a
//! new version is a new variant. The types are not the domain's types, so that either can change
//! alone. `golden/` keeps the bytes of each shape as first shipped.

pub mod antenna;
pub mod card;
pub mod clocks;
pub mod ids;
pub mod kiosk;
pub mod people;
pub mod problem;
pub mod record;
pub mod slip;
pub mod sync;
pub mod topic;

pub use ids::{
    AccountId, ActionId, ActivityId, ActorRef, AntennaId, AssignmentId, BodyId, CommandId,
    CustodyId, DecisionId, DeviceId, EventId, ExchangeId, ExpenseId, FileId, GatheringId, GoalId,
    IdeaId, KioskId, ListingId, MacroId, MeetingId, MemberId, NodeId, OfferId, OrganisationId,
    ParticipantId, PathId, PersonId, PostId, ProjectId, ProposalId, RecurrenceId, RequestId,
    SeatId, ShiftId, Slug, StaffId, TaskId, TrainingId, VisitId, VolunteerId,
};
pub use people::{Channel, PersonDetails, Relation};
pub use problem::Problem;
pub use record::{Body, Envelope, Hash, Head, Record, SeriesKey};
pub use slip::SlipCode;

//! Names of things: newtypes over `UUIDv7`, and slugs for what a city file names.
//!
//! An id is made by whoever sends the command that creates the thing, never here: this module reads
//! and writes them, and derives further ids from one that exists.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An identifier that is not one: what stood there, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not {expected}")]
pub struct BadId {
    /// The text as it came, cut to 80 characters.
    pub text: String,
    /// What it should have been, for example `a request id (UUID)`.
    pub expected: &'static str,
}

impl BadId {
    /// Says that `text` should have been `expected`.
    #[must_use]
    pub fn expecting(text: &str, expected: &'static str) -> Self {
        Self { text: text.chars().take(80).collect(), expected }
    }
}

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident, $expected:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that somebody has already made.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Uuid::parse_str(text).map(Self).ok().ok_or_else(|| BadId::expecting(text, $expected))
            }
        }
    )*};
}

uuid_ids! {
    /// A command, named by whoever sends it; the same id received twice gets the first receipt.
    CommandId, "a command id (UUID)";
    /// One recorded fact. The first fact of a command carries the command's own id.
    EventId, "an event id (UUID)";
    /// A concierge request (a need).
    RequestId, "a request id (UUID)";
    /// A need that comes back: every Tuesday, every second week.
    RecurrenceId, "a recurrence id (UUID)";
    /// One circle's invitation to take a request.
    ProposalId, "a proposal id (UUID)";
    /// An idea left at the project desk.
    IdeaId, "an idea id (UUID)";
    /// A project handed in to central.
    ProjectId, "a project id (UUID)";
    /// A macro-project of the city.
    MacroId, "a macro-project id (UUID)";
    /// Time somebody offers.
    OfferId, "an offer id (UUID)";
    /// A member of a time bank.
    MemberId, "a member id (UUID)";
    /// An account of a time bank, in minutes.
    AccountId, "an account id (UUID)";
    /// One exchange of a time bank.
    ExchangeId, "an exchange id (UUID)";
    /// What a member offers or looks for until further notice.
    ListingId, "a listing id (UUID)";
    /// One entry of the operators' diary.
    ActivityId, "an activity id (UUID)";
    /// Something an operator has to do by a day.
    TaskId, "a task id (UUID)";
    /// What a hub or an operator wants to reach.
    GoalId, "a goal id (UUID)";
    /// When an operator is where.
    ShiftId, "a shift id (UUID)";
    /// Which operator looks after which place, since when.
    AssignmentId, "an assignment id (UUID)";
    /// A volunteer of an organisation who is no antenna.
    VolunteerId, "a volunteer id (UUID)";
    /// Somebody's path: civil service, work inclusion, a school, volunteering.
    PathId, "a path id (UUID)";
    /// A post that a hub offers to people who learn or give their time.
    PostId, "a post id (UUID)";
    /// Training an operator had.
    TrainingId, "a training id (UUID)";
    /// A refund somebody asks for.
    ExpenseId, "an expense id (UUID)";
    /// Something a hub keeps or lends: a parcel, keys, a tool, medicines.
    CustodyId, "a custody id (UUID)";
    /// An activity of a group: a course, an outing, a meeting.
    GatheringId, "a gathering id (UUID)";
    /// A visit to the project desk that somebody booked.
    VisitId, "a visit id (UUID)";
    /// Somebody who takes part in an activity of a group.
    ParticipantId, "a participant id (UUID)";
    /// A body of the city's governance: a committee, a table, a working group.
    BodyId, "a body id (UUID)";
    /// Somebody's seat in a body.
    SeatId, "a seat id (UUID)";
    /// A meeting of a body.
    MeetingId, "a meeting id (UUID)";
    /// What a body decided.
    DecisionId, "a decision id (UUID)";
    /// Something somebody has to do because a body decided it.
    ActionId, "an action id (UUID)";
    /// A document or picture attached to something.
    FileId, "a file id (UUID)";
    /// Somebody whose personal data stands in a vault.
    PersonId, "a person id (UUID)";
    /// Somebody who signs in: an operator, a coordinator, central staff.
    StaffId, "a staff id (UUID)";
    /// An antenna of a neighbourhood: a citizen, a shop, a group.
    AntennaId, "an antenna id (UUID)";
    /// An organisation of the network.
    OrganisationId, "an organisation id (UUID)";
    /// A paired phone or computer of an antenna or an operator; also its MQTT user name and client id.
    DeviceId, "a device id (UUID)";
    /// A kiosk, bound to one hub.
    KioskId, "a kiosk id (UUID)";
}

impl EventId {
    /// The id of fact number `index` (from 0) of a command: the command's own id for the first, and
    /// for the others an id in `UUIDv7` layout whose random bits are a hash, so that any node can
    /// work out which facts a command left and none has to be sent twice over a wire.
    #[must_use]
    pub fn of_command(command: CommandId, index: u32) -> Self {
        if index == 0 {
            return Self(command.0);
        }
        let mut input = [0_u8; 20];
        input[..16].copy_from_slice(command.0.as_bytes());
        input[16..].copy_from_slice(&index.to_be_bytes());
        let hash = blake3::hash(&input);
        let mut bytes = *command.0.as_bytes();
        bytes[6..].copy_from_slice(&hash.as_bytes()[..10]);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Self(Uuid::from_bytes(bytes))
    }
}

impl ProjectId {
    /// The project an idea becomes when it is handed in: every node can work out its name, and it is not the
    /// idea's, because another node decides about it.
    #[must_use]
    pub fn of_idea(idea: IdeaId) -> Self {
        Self(EventId::of_command(CommandId(idea.0), u32::MAX).0)
    }
}

macro_rules! created_by_command {
    ($($name:ident),*) => {$(
        impl From<CommandId> for $name {
            /// A thing takes the id of the command that creates it: one id fewer to make and to send.
            fn from(command: CommandId) -> Self {
                Self(command.0)
            }
        }
    )*};
}
created_by_command!(
    RequestId,
    RecurrenceId,
    ProposalId,
    IdeaId,
    MacroId,
    OfferId,
    ActivityId,
    GoalId,
    ShiftId,
    PathId,
    TrainingId,
    ExpenseId,
    PersonId,
    DeviceId,
    KioskId,
    StaffId,
    AntennaId,
    OrganisationId,
    MemberId,
    AccountId,
    ExchangeId,
    ListingId,
    AssignmentId,
    VolunteerId,
    PostId,
    CustodyId,
    GatheringId,
    VisitId,
    ParticipantId,
    BodyId,
    SeatId,
    MeetingId,
    DecisionId,
    ActionId,
    FileId
);

/// The name of a zone, neighbourhood, category or theme as a city file gives it: `[a-z0-9-]{1,40}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The name of a node: a hub's slug in the city file, or `central`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NodeId(String);

/// Whether a text is a legal slug: also a legal MQTT topic level and a legal file name.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! slugs {
    ($($name:ident, $expected:literal;)*) => {$(
        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                if is_slug(text) { Ok(Self(text.to_owned())) } else { Err(BadId::expecting(text, $expected)) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                if is_slug(&text) { Ok(Self(text)) } else { Err(BadId::expecting(&text, $expected)) }
            }
        }

        impl From<$name> for String {
            fn from(slug: $name) -> Self {
                slug.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

slugs! {
    Slug, "a slug (a-z, 0-9 and -, at most 40)";
    NodeId, "a node name (a-z, 0-9 and -, at most 40)";
}

impl NodeId {
    /// The node that the whole city shares.
    #[must_use]
    pub fn central() -> Self {
        Self("central".to_owned())
    }

    /// Whether this is the central node.
    #[must_use]
    pub fn is_central(&self) -> bool {
        self.0 == "central"
    }
}

/// Who did something, as an envelope carries it: a kind and an id, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ActorRef {
    /// The node itself: a deadline, a start-up task.
    System,
    /// Another node, through sync.
    Node(NodeId),
    /// Somebody who signed in.
    Staff(StaffId),
    /// A paired device of an antenna or an operator.
    Device(DeviceId),
    /// A citizen at a kiosk, who stays nameless.
    Kiosk(KioskId),
}

impl fmt::Display for ActorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Node(node) => write!(f, "node:{node}"),
            Self::Staff(id) => write!(f, "staff:{id}"),
            Self::Device(id) => write!(f, "device:{id}"),
            Self::Kiosk(id) => write!(f, "kiosk:{id}"),
        }
    }
}

impl FromStr for ActorRef {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let unknown =
            || BadId::expecting(text, "an actor (system, node:…, staff:…, device:… or kiosk:…)");
        match text.split_once(':') {
            None if text == "system" => Ok(Self::System),
            Some(("node", id)) => id.parse().map(Self::Node),
            Some(("staff", id)) => id.parse().map(Self::Staff),
            Some(("device", id)) => id.parse().map(Self::Device),
            Some(("kiosk", id)) => id.parse().map(Self::Kiosk),
            None | Some(_) => Err(unknown()),
        }
    }
}

impl TryFrom<String> for ActorRef {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<ActorRef> for String {
    fn from(actor: ActorRef) -> Self {
        actor.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fact_of_a_command_carries_the_commands_id() {
        let command = CommandId::new(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        assert_eq!(EventId::of_command(command, 0).uuid(), command.uuid());
    }

    #[test]
    fn later_facts_get_ids_of_their_own_that_are_valid_version_seven() {
        let command = CommandId::new(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        let (one, two) = (EventId::of_command(command, 1), EventId::of_command(command, 2));
        assert_ne!(one, two);
        assert_eq!(one.uuid().get_version_num(), 7);
        assert_eq!(one.uuid().as_bytes()[..6], command.uuid().as_bytes()[..6]);
    }

    #[test]
    fn an_actor_reads_back_as_written() {
        for text in ["system", "node:central", "staff:01920000-0000-7000-8000-000000000001"] {
            let actor: ActorRef = text.parse().unwrap();
            assert_eq!(actor.to_string(), text);
        }
        assert!("somebody".parse::<ActorRef>().is_err());
    }

    #[test]
    fn a_slug_refuses_what_a_topic_could_not_carry() {
        for bad in ["", "Nord", "a/b", "a.b", "però", &"x".repeat(41)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
        assert!("san-rocchino-costalunga".parse::<Slug>().is_ok());
    }
}

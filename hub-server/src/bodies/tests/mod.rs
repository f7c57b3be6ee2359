//! Shared by the tests of this domain: a body with seats, a meeting with an agenda.

mod rules;
mod scripts;

use jiff::civil::{Date, date};
use protocol::{BodyId, DecisionId, MeetingId, NodeId, SeatId};

use super::decide::meetings::{self, Grounds};
use super::events::{
    Ballot, Event, Item, ItemKind, Kind, Plan, Profile, Quorum, Seat, SeatRole, Who,
};
use super::model::{Body, Meeting};
use crate::testing::uuid;

/// The day of the meeting, and "today" of those held.
const DAY: Date = date(2026, 12, 10);

fn seat_id(number: u128) -> SeatId {
    SeatId::new(uuid(number))
}

fn seat(number: u128, role: SeatRole) -> Seat {
    let from = date(2026, 1, 1);
    Seat { id: seat_id(number), who: Who::Person, party: None, role, from, until: None }
}

fn profile(quorum: Quorum) -> Profile {
    Profile {
        name: "Comitato di prova".to_owned(),
        kind: Kind::Committee,
        mandate: String::new(),
        inside: None,
        slug: None,
        field: None,
        quorum,
        notice_days: 5,
        term_months: None,
    }
}

/// Somebody presides, four vote (one of them only until the day before the meeting), one is heard.
fn committee(quorum: Quorum) -> Body {
    let home: NodeId = "central".parse().unwrap();
    let mut lapsed = seat(15, SeatRole::Voting);
    lapsed.until = Some(DAY.yesterday().unwrap());
    Body {
        id: BodyId::new(uuid(1)),
        home,
        profile: profile(quorum),
        active: true,
        seats: vec![
            seat(11, SeatRole::Chair),
            seat(12, SeatRole::Voting),
            seat(13, SeatRole::Voting),
            seat(14, SeatRole::Voting),
            lapsed,
            seat(16, SeatRole::NonVoting),
        ],
    }
}

fn item(title: &str, kind: ItemKind) -> Item {
    Item { title: title.to_owned(), kind, about: None }
}

fn plan(body: &Body) -> Plan {
    Plan {
        body: body.id,
        day: DAY,
        from_min: 17 * 60,
        to_min: 19 * 60,
        place: "Sala civica".to_owned(),
        agenda: vec![
            item("Comunicazioni", ItemKind::Information),
            item("Progetto orti", ItemKind::Decision),
            item("Bando spazi", ItemKind::Decision),
        ],
    }
}

fn applied(meeting: &mut Meeting, events: Vec<Event>) {
    for event in events {
        meeting.apply(&event, crate::testing::MORNING_MS);
    }
}

fn convened(body: &Body) -> Meeting {
    let mut meeting = Meeting::planned(MeetingId::new(uuid(2)), plan(body));
    let events = meetings::convene(&meeting, body, "", date(2026, 12, 1)).unwrap();
    applied(&mut meeting, events);
    meeting
}

/// A meeting at which those are there.
fn with(body: &Body, present: &[u128]) -> Meeting {
    let mut meeting = convened(body);
    let present: Vec<SeatId> = present.iter().map(|number| seat_id(*number)).collect();
    let events = meetings::call_roll(&meeting, body, &present, DAY).unwrap();
    applied(&mut meeting, events);
    meeting
}

fn ballot(favour: &[u128], against: &[u128], abstained: &[u128]) -> Ballot {
    let seats = |numbers: &[u128]| numbers.iter().map(|number| seat_id(*number)).collect();
    Ballot { favour: seats(favour), against: seats(against), abstained: seats(abstained) }
}

fn because(reasons: &str) -> Grounds<'_> {
    let decision = DecisionId::new(uuid(7));
    Grounds { decision, number: 1, reasons, review_on: None }
}

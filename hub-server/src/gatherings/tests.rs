use protocol::{
    ActivityId, ActorRef, Channel, CommandId, GatheringId, NodeId, ParticipantId, PersonDetails,
    StaffId,
};

use super::decide::{self, Around, Refusal};
use super::events::{Event, Kind, Plan, Present, When};
use super::queries::{Gathering, Meeting, MeetingState, Participant};
use crate::context::Ctx;
use crate::testing::{self, MORNING_MS, uuid};

fn ctx() -> Ctx {
    Ctx {
        command: CommandId::new(uuid(1)),
        actor: ActorRef::Staff(StaffId::new(uuid(2))),
        channel: Channel::Console,
        now_ms: MORNING_MS,
        chance: [0; 32],
    }
}

fn meeting(number: u16, day: &str, from_min: i64, state: MeetingState) -> Meeting {
    let to_min = from_min + 90;
    let day = day.to_owned();
    Meeting { number, day, from_min, to_min, state, named: 0, others: 0, entry: None }
}

fn participant(number: u128, heads: i64) -> Participant {
    Participant {
        id: ParticipantId::new(uuid(number)),
        gathering: GatheringId::new(uuid(3)),
        heads,
        takes_part: true,
        registered_at_ms: MORNING_MS,
    }
}

fn gathering(seats: Option<i64>, participants: Vec<Participant>) -> Gathering {
    let home: NodeId = "mompiano".parse().unwrap();
    Gathering {
        id: GatheringId::new(uuid(3)),
        home,
        kind: Kind::Course,
        title: "Italiano per mamme".to_owned(),
        neighbourhood: "mompiano".parse().unwrap(),
        place: String::new(),
        organiser: StaffId::new(uuid(2)),
        seats,
        meetings: vec![
            meeting(1, "2026-11-17", 600, MeetingState::Planned),
            meeting(2, "2026-11-18", 660, MeetingState::Planned),
            meeting(3, "2026-11-16", 600, MeetingState::Cancelled),
        ],
        participants,
    }
}

#[test]
fn an_activity_has_a_title_a_place_of_the_city_and_meetings_that_end_after_they_begin() {
    let (city, ctx) = (testing::brescia(), ctx());
    let around = Around { city: &city, ctx: &ctx };
    let right = Plan {
        kind: Kind::Outing,
        title: "Camminata".to_owned(),
        neighbourhood: "mompiano".parse().unwrap(),
        place: String::new(),
        organiser: StaffId::new(uuid(2)),
        seats: Some(20),
        meetings: vec![When { day: "2026-11-24".to_owned(), from_min: 600, to_min: 690 }],
    };
    assert_eq!(decide::plan(&right, around), Ok(vec![Event::Planned(right.clone())]));
    let refused = |change: fn(&mut Plan)| {
        let mut plan = right.clone();
        change(&mut plan);
        decide::plan(&plan, around).unwrap_err()
    };
    assert_eq!(refused(|plan| plan.title = " ".to_owned()), Refusal::TitleMissing);
    assert_eq!(refused(|plan| plan.meetings[0].to_min = 600), Refusal::EndBeforeStart);
    assert_eq!(refused(|plan| plan.meetings[0].day = "domani".to_owned()), Refusal::NoDay);
    assert_eq!(refused(|plan| plan.seats = Some(0)), Refusal::OutOfRange("seats", 2_000));
    let nowhere = refused(|plan| plan.neighbourhood = "atlantide".parse().unwrap());
    assert_eq!(nowhere, Refusal::NotInCatalogue);
    assert_eq!(refused(|plan| plan.meetings.clear()), Refusal::NoDay);
}

#[test]
fn who_comes_first_has_a_seat_and_a_class_that_does_not_fit_leaves_it_to_the_next() {
    let known =
        gathering(Some(20), vec![participant(10, 1), participant(11, 24), participant(12, 3)]);
    assert_eq!(known.waiting(), [ParticipantId::new(uuid(11))]);
    let mut gone = known.clone();
    gone.seats = Some(24);
    assert_eq!(gone.waiting(), [ParticipantId::new(uuid(11))]);
    gone.participants[0].takes_part = false;
    gone.participants[2].takes_part = false;
    assert!(gone.waiting().is_empty(), "a seat that is given up is free");
}

#[test]
fn attendance_is_taken_once_a_meeting_has_begun_of_those_who_are_registered_and_no_more_than_they_are()
 {
    let (city, ctx) = (testing::brescia(), ctx());
    let around = Around { city: &city, ctx: &ctx };
    let known = gathering(None, vec![participant(10, 1), participant(11, 24)]);
    let entry = ActivityId::new(uuid(7));
    let take = |number, present: &[Present]| {
        decide::take_attendance(&known, number, present, 2, entry, around)
    };
    let came =
        |number: u128, heads| Present { participant: ParticipantId::new(uuid(number)), heads };
    // It is ten in the morning of the eighteenth; the second meeting begins at eleven.
    assert_eq!(take(2, &[]), Err(Refusal::NotBegun));
    assert_eq!(take(3, &[]), Err(Refusal::Cancelled));
    assert_eq!(take(9, &[]), Err(Refusal::Unknown));
    assert_eq!(take(1, &[came(99, 1)]), Err(Refusal::NotRegistered));
    assert_eq!(take(1, &[came(10, 1), came(10, 1)]), Err(Refusal::NotRegistered), "counted once");
    assert_eq!(take(1, &[came(11, 25)]), Err(Refusal::OutOfRange("heads", 24)));
    let present = vec![came(10, 1), came(11, 20)];
    let events = take(1, &present).unwrap();
    assert_eq!(events, [Event::AttendanceTaken { number: 1, present, others: 2, entry }]);
}

#[test]
fn a_participant_has_a_name_and_gives_up_once() {
    let who = PersonDetails { name: "3ª B".to_owned(), ..PersonDetails::default() };
    let id = GatheringId::new(uuid(3));
    assert!(decide::register(id, &who, 24).is_ok());
    assert_eq!(decide::register(id, &who, 0), Err(Refusal::OutOfRange("heads", 2_000)));
    assert_eq!(decide::register(id, &PersonDetails::default(), 1), Err(Refusal::NameMissing));
    let mut one = participant(10, 1);
    assert_eq!(decide::withdraw(Some(&one)), Ok(vec![Event::Withdrew {}]));
    one.takes_part = false;
    assert_eq!(decide::withdraw(Some(&one)), Ok(vec![]));
    assert_eq!(decide::withdraw(None), Err(Refusal::Unknown));
}

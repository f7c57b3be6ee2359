use proptest::prelude::*;
use protocol::{
    ActorRef, Channel, CommandId, CustodyId, EventId, NodeId, PersonDetails, PersonId, StaffId,
};

use super::decide::{Around, Refusal, decide};
use super::events::{Event, Holder, Kind, Signed};
use super::lifecycle::{State, Step};
use super::queries::Item;
use super::{Command, Handing, To};
use crate::context::Ctx;
use crate::testing::{self, MORNING_MS, uuid};

const ITEM: u128 = 3;

fn ctx() -> Ctx {
    Ctx {
        command: CommandId::new(uuid(1)),
        actor: ActorRef::Staff(StaffId::new(uuid(2))),
        channel: Channel::Console,
        now_ms: MORNING_MS,
        chance: [0; 32],
    }
}

fn item(kind: Kind, state: State) -> Item {
    let home: NodeId = "mompiano".parse().unwrap();
    Item {
        id: CustodyId::new(uuid(ITEM)),
        home,
        code: protocol::SlipCode::try_new("MP", 7).unwrap(),
        kind,
        state,
        owner: kind.needs_owner().then(|| PersonId::new(uuid(9))),
        holder: Holder::Hub,
        due: None,
        words: None,
        taken_at_ms: MORNING_MS,
        since_ms: MORNING_MS,
    }
}

fn person(name: &str) -> PersonDetails {
    PersonDetails { name: name.to_owned(), ..PersonDetails::default() }
}

fn handing(to: To, name: &str) -> Handing {
    Handing { to, person: person(name), signature: None, on_paper: false }
}

fn decided(item: Option<&Item>, command: &Command) -> Result<Vec<Event>, Refusal> {
    let (city, ctx) = (testing::brescia(), ctx());
    let code = protocol::SlipCode::try_new("MP", 7).unwrap();
    let around = Around { city: &city, ctx: &ctx, code: Some(&code), holder_known: true };
    decide(item, command, around)
}

fn hand_on(to: To, name: &str, due: &str) -> Command {
    let item = CustodyId::new(uuid(ITEM));
    Command::HandOn { item, handing: handing(to, name), due: due.to_owned(), note: String::new() }
}

#[test]
fn a_parcel_needs_somebody_it_is_for_and_a_tool_of_the_hub_does_not() {
    let take = |kind, text: &str, name: &str| Command::TakeIn {
        kind,
        due: None,
        text: text.to_owned(),
        owner: person(name),
    };
    assert_eq!(decided(None, &take(Kind::Parcel, "Scatola", "")), Err(Refusal::OwnerMissing));
    assert_eq!(decided(None, &take(Kind::Tool, "", "")), Err(Refusal::NothingSaid));
    let events = decided(None, &take(Kind::Tool, "Trapano", "")).unwrap();
    assert!(matches!(events[0], Event::TakenIn { owner: None, .. }));
    let events = decided(None, &take(Kind::Parcel, "Scatola", "Anna")).unwrap();
    // Neither the name nor the words stand in the fact that counts.
    assert!(matches!(events[0], Event::TakenIn { owner: Some(_), .. }));
    assert!(matches!(&events[1], Event::Described { text } if text == "Scatola"));
}

#[test]
fn what_is_lent_has_a_day_to_come_back_within_a_year_and_somebody_with_a_name() {
    let tool = item(Kind::Tool, State::Here);
    let ask = |to, name: &str, due: &str| decided(Some(&tool), &hand_on(to, name, due));
    assert_eq!(ask(To::Somebody, "Bruno", "2026-11-17"), Err(Refusal::DayIsPast));
    assert_eq!(ask(To::Somebody, "Bruno", "2028-11-17"), Err(Refusal::NoDay));
    assert_eq!(ask(To::Somebody, "Bruno", ""), Err(Refusal::NoDay));
    assert_eq!(ask(To::Somebody, " ", "2026-11-25"), Err(Refusal::NameMissing));
    assert_eq!(ask(To::Owner, "", "2026-11-25"), Err(Refusal::NoOwner));
    let events = ask(To::Somebody, "Bruno", "2026-11-25").unwrap();
    let to = Holder::Person(PersonId::new(uuid(1)));
    let due = "2026-11-25".to_owned();
    assert_eq!(events, [Event::HandedOn { to, due, signed: Signed::No }]);
}

#[test]
fn a_signature_stands_in_a_fact_of_its_own_that_points_at_the_step() {
    let parcel = item(Kind::Parcel, State::Here);
    let drawn: super::signature::Signature = "10 10,400 200".parse().unwrap();
    let handing = Handing { signature: Some(drawn.clone()), ..handing(To::Owner, "") };
    let command = Command::GiveBack { item: parcel.id, handing, note: "Con documento".to_owned() };
    let events = decided(Some(&parcel), &command).unwrap();
    let step = EventId::of_command(ctx().command, 0);
    let to = Holder::Person(parcel.owner.unwrap());
    assert_eq!(
        events,
        [
            Event::GivenBack { to, signed: Signed::Screen },
            Event::SignatureDrawn { step, strokes: drawn },
            Event::Noted { step, text: "Con documento".to_owned() },
        ]
    );
}

#[test]
fn what_has_an_owner_does_not_vanish_into_the_library_and_lost_things_are_not_handed_on() {
    let keys = item(Kind::Keys, State::Here);
    let none = |item: &Item| Command::GiveBack {
        item: item.id,
        handing: handing(To::Nobody, ""),
        note: String::new(),
    };
    assert_eq!(decided(Some(&keys), &none(&keys)), Err(Refusal::OwnerMissing));
    let tool = item(Kind::Tool, State::Here);
    assert!(decided(Some(&tool), &none(&tool)).is_ok());
    let lost = item(Kind::Keys, State::Lost);
    let refused = decided(Some(&lost), &hand_on(To::Owner, "", "2026-11-25"));
    assert_eq!(refused, Err(Refusal::WrongState(State::Lost)));
    assert_eq!(decided(None, &Command::Find { item: keys.id }), Err(Refusal::Unknown));
}

fn any_command() -> impl Strategy<Value = (Step, Command)> {
    let item = CustodyId::new(uuid(ITEM));
    let due = "2026-12-01".to_owned();
    let note = String::new();
    prop_oneof![
        Just((Step::HandOn, hand_on(To::Somebody, "Bruno", &due))),
        Just((Step::BringBack, Command::BringBack { item, note: note.clone() })),
        Just((
            Step::GiveBack,
            Command::GiveBack { item, handing: handing(To::Owner, ""), note: note.clone() }
        )),
        Just((Step::Lose, Command::Lose { item, note })),
        Just((Step::Find, Command::Find { item })),
        Just((Step::Reopen, Command::Reopen { item })),
    ]
}

proptest! {
    /// Whatever is asked in whatever order, a thing is in one place: the hub has it exactly while it is here or
    /// lost, and every refusal leaves it where it was.
    #[test]
    fn any_script_leaves_a_thing_in_one_place(script in prop::collection::vec(any_command(), 1..40)) {
        let mut now = item(Kind::Keys, State::Here);
        for (step, command) in script {
            let decided = decided(Some(&now), &command);
            prop_assert_eq!(decided.is_ok(), now.state.after(step).is_ok());
            for event in decided.unwrap_or_default() {
                (now.state, now.holder) = match event {
                    Event::HandedOn { to, .. } => (State::Out, to),
                    Event::GivenBack { to, .. } => (State::Given, to),
                    Event::Lost {} => (State::Lost, Holder::Hub),
                    Event::TakenIn { .. }
                    | Event::BroughtBack {}
                    | Event::Found {}
                    | Event::Reopened {} => (State::Here, Holder::Hub),
                    Event::Described { .. }
                    | Event::Prolonged { .. }
                    | Event::SignatureDrawn { .. }
                    | Event::Noted { .. } => continue,
                };
            }
            let with_hub = matches!(now.state, State::Here | State::Lost);
            prop_assert_eq!(now.holder == Holder::Hub, with_hub);
        }
    }
}

use protocol::{ActorRef, Channel, CommandId, EventId, StaffId};

use super::{About, Event, Refusal, Side, Thread, WORDS_MAX, decide};
use crate::context::Ctx;
use crate::people::Role;
use crate::testing::{MORNING_MS, uuid};

fn ctx(actor: ActorRef) -> Ctx {
    let command = CommandId::new(uuid(1));
    Ctx { command, actor, channel: Channel::Console, now_ms: MORNING_MS, chance: [0; 32] }
}

fn thread() -> Thread {
    let about = About::Neighbourhood("casazza".parse().unwrap());
    Thread { home: "mompiano".parse().unwrap(), about }
}

#[test]
fn a_thread_reads_back_as_its_address_has_it() {
    let antenna = About::Antenna(protocol::AntennaId::new(uuid(5)));
    for thread in [thread(), Thread { home: "mompiano".parse().unwrap(), about: antenna }] {
        assert_eq!(thread.to_string().parse(), Ok(thread));
    }
    for bad in
        ["", "mompiano", "mompiano.antenna.x", "mompiano.person.casazza", "a b.neighbourhood.x"]
    {
        assert!(bad.parse::<Thread>().is_err(), "{bad}");
    }
}

#[test]
fn a_message_says_for_whom_its_writer_speaks_and_keeps_its_words_apart() {
    let staff = ActorRef::Staff(StaffId::new(uuid(2)));
    let events =
        decide(&thread(), " Chiamiamoli ", true, Some(Role::Operator), &ctx(staff.clone()));
    let about = thread().about;
    let message = EventId::of_command(CommandId::new(uuid(1)), 0);
    assert_eq!(
        events,
        Ok(vec![
            Event::Said { about, side: Side::Hub, author: staff.clone() },
            Event::Worded { message, text: "Chiamiamoli".to_owned() },
        ])
    );
    let side = |role, actor: ActorRef| match &decide(&thread(), "Sì", true, role, &ctx(actor)) {
        Ok(events) => match &events[0] {
            Event::Said { side, .. } => *side,
            Event::Worded { .. } => unreachable!("words come second"),
        },
        Err(refusal) => panic!("{refusal:?}"),
    };
    assert_eq!(side(Some(Role::ServiceOperator), staff), Side::Service);
    // Only the city's side signs in at central.
    assert_eq!(side(None, ActorRef::Node("central".parse().unwrap())), Side::Service);
}

#[test]
fn nothing_is_said_about_what_is_not_there_nor_without_words() {
    let ask = |text: &str, known| decide(&thread(), text, known, None, &ctx(ActorRef::System));
    assert_eq!(ask("Sì", false), Err(Refusal::UnknownAbout));
    assert_eq!(ask("  ", true), Err(Refusal::NothingSaid));
    assert_eq!(ask(&"a".repeat(WORDS_MAX + 1), true), Err(Refusal::TooLong));
}

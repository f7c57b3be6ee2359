use proptest::prelude::*;
use protocol::antenna::WORDS_MAX;
use protocol::{ActorRef, Channel, CommandId, DeviceId, RequestId, StaffId};

use super::{Around, Command, Event, Refusal, UNREAD_MAX, decide};
use crate::context::Ctx;
use crate::testing::{MORNING_MS, uuid};

fn device(n: u128) -> DeviceId {
    DeviceId::new(uuid(0x100 + n))
}

fn acting(actor: ActorRef) -> Ctx {
    Ctx {
        command: CommandId::new(uuid(1)),
        actor,
        channel: Channel::Antenna,
        now_ms: MORNING_MS,
        chance: [7; 32],
    }
}

fn antenna() -> Ctx {
    acting(ActorRef::Device(device(1)))
}

fn operator() -> Ctx {
    acting(ActorRef::Staff(StaffId::new(uuid(9))))
}

fn write(text: &str, about: Option<RequestId>) -> Command {
    Command::Write { device: device(1), about, text: text.to_owned() }
}

const OPEN: Around = Around { is_open: true, was_its: false, unread: 0 };

#[test]
fn an_antenna_writes_and_the_words_stand_in_a_fact_of_their_own() {
    let events = decide(OPEN, &write("  Arrivo domani ", None), &antenna()).unwrap();
    let written = Event::Written { device: device(1), about: None, by_hub: false };
    assert_eq!(events, [written, Event::WordsLeft { text: "Arrivo domani".to_owned() }]);
    let events = decide(OPEN, &write("Grazie", None), &operator()).unwrap();
    assert!(matches!(events[0], Event::Written { by_hub: true, .. }));
}

#[test]
fn nobody_writes_in_anothers_thread_nor_about_a_request_that_was_never_theirs() {
    let request = Some(RequestId::new(uuid(2)));
    let other = acting(ActorRef::Device(device(2)));
    assert_eq!(decide(OPEN, &write("Ciao", None), &other), Err(Refusal::NotItsThread));
    assert_eq!(decide(OPEN, &write("Ciao", request), &antenna()), Err(Refusal::NotItsThread));
    let held = Around { was_its: true, ..OPEN };
    assert!(decide(held, &write("Ciao", request), &antenna()).is_ok());
    let gone = Around { is_open: false, ..OPEN };
    assert_eq!(decide(gone, &write("Ciao", None), &operator()), Err(Refusal::UnknownDevice));
}

#[test]
fn an_antenna_that_wrote_very_much_waits_for_an_answer_and_the_hub_may_always_give_one() {
    let full = Around { unread: UNREAD_MAX, ..OPEN };
    assert_eq!(decide(full, &write("Ancora", None), &antenna()), Err(Refusal::TooManyUnread));
    assert!(decide(full, &write("Eccomi", None), &operator()).is_ok());
}

#[test]
fn what_was_read_already_is_no_second_fact() {
    let read = Command::MarkRead { device: device(1) };
    assert_eq!(decide(OPEN, &read, &operator()), Ok(vec![]));
    let new = Around { unread: 2, ..OPEN };
    assert_eq!(decide(new, &read, &operator()), Ok(vec![Event::ThreadRead {}]));
}

proptest! {
    #[test]
    fn no_words_are_kept_that_are_empty_or_too_long(text in "(?s).{0,1200}") {
        let length = text.trim().chars().count();
        let kept = decide(OPEN, &write(&text, None), &antenna());
        match kept {
            Ok(_) => prop_assert!((1..=WORDS_MAX).contains(&length)),
            Err(Refusal::Empty) => prop_assert_eq!(length, 0),
            Err(refusal) => {
                prop_assert_eq!(refusal, Refusal::TooLong);
                prop_assert!(length > WORDS_MAX);
            }
        }
    }
}

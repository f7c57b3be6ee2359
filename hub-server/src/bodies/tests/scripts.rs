use std::collections::BTreeSet;

use proptest::prelude::*;
use protocol::SeatId;

use super::*;
use crate::bodies::Refusal;
use crate::bodies::events::{Approval, Level, Outcome};
use crate::bodies::lifecycle::State;

/// Something somebody tries, well or badly.
#[derive(Debug, Clone)]
enum Try {
    Convene,
    Recall,
    CallOff,
    Roll(Vec<u128>),
    Recuse(u16, Vec<u128>),
    Vote(u16, Vec<(u128, u8)>),
    Adjourn(u16),
    Close,
    Write(u8),
    Approve,
    Publish(Level),
    Correct,
    /// Somebody's term is over from the day before the meeting.
    Lapse(u128),
}

fn any_try() -> impl Strategy<Value = Try> {
    let seats = || prop::collection::vec(11_u128..18, 0..7);
    prop_oneof![
        2 => Just(Try::Convene),
        1 => Just(Try::Recall),
        1 => Just(Try::CallOff),
        4 => seats().prop_map(Try::Roll),
        3 => (1_u16..5, prop::collection::vec(11_u128..17, 0..3))
            .prop_map(|(item, seats)| Try::Recuse(item, seats)),
        6 => (1_u16..5, prop::collection::vec((11_u128..17, 0_u8..3), 0..6))
            .prop_map(|(item, votes)| Try::Vote(item, votes)),
        1 => (1_u16..5).prop_map(Try::Adjourn),
        2 => Just(Try::Close),
        2 => (0_u8..3).prop_map(Try::Write),
        2 => Just(Try::Approve),
        3 => prop::sample::select(Level::ALL.to_vec()).prop_map(Try::Publish),
        1 => Just(Try::Correct),
        1 => (11_u128..15).prop_map(Try::Lapse),
    ]
}

fn ids(numbers: &[u128]) -> Vec<SeatId> {
    numbers.iter().map(|number| seat_id(*number)).collect()
}

/// A script reaches the later states only when it mostly makes sense: every vote is also tried with the ballot that
/// would be right.
fn right_ballot(meeting: &Meeting, body: &Body, item: u16) -> Ballot {
    Ballot { favour: meeting.voters(body, item), ..Ballot::default() }
}

fn tried(
    meeting: &Meeting,
    body: &mut Body,
    one: &Try,
    number: u16,
) -> Result<Vec<Event>, Refusal> {
    let grounds = |reasons| Grounds { number, ..because(reasons) };
    match one {
        Try::Convene => meetings::convene(meeting, body, "Subito", DAY),
        Try::Recall => meetings::recall(meeting),
        Try::CallOff => meetings::call_off(meeting, "Nevica"),
        Try::Roll(present) => meetings::call_roll(meeting, body, &ids(present), DAY),
        Try::Recuse(item, seats) => meetings::recuse(meeting, body, *item, &ids(seats)),
        Try::Vote(item, votes) => {
            let mut cast = Ballot::default();
            for (seat, side) in votes {
                let side = match side {
                    0 => &mut cast.favour,
                    1 => &mut cast.against,
                    _ => &mut cast.abstained,
                };
                side.push(seat_id(*seat));
            }
            let done = meetings::vote(meeting, body, *item, &cast, &grounds("Perché sì"));
            done.or_else(|_| {
                let right = right_ballot(meeting, body, *item);
                meetings::vote(meeting, body, *item, &right, &grounds("Perché sì"))
            })
        }
        Try::Adjourn(item) => meetings::adjourn(meeting, body, *item, &grounds("Poi")),
        Try::Close => meetings::close(meeting),
        Try::Write(which) => meetings::write(meeting, &format!("Bozza {which} della seduta")),
        Try::Approve => meetings::approve(meeting, Approval::Written, None, DAY),
        Try::Publish(level) => meetings::publish(meeting, "Comitato", *level, DAY),
        Try::Correct => meetings::correct(meeting, "della seduta", "Di un'altra seduta", DAY),
        Try::Lapse(number) => {
            let seat = body.seats.iter_mut().find(|seat| seat.id == seat_id(*number));
            seat.unwrap().until = DAY.yesterday().ok();
            Ok(vec![])
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Whatever is tried in whatever order: a vote that is recorded had a quorum of those who may vote, and every
    /// ballot in it is of one of them; who is in conflict is in neither; minutes are published after they were
    /// approved; what was approved stays word for word.
    #[test]
    fn any_script_of_a_meeting_keeps_its_rules(script in prop::collection::vec(any_try(), 1..60)) {
        let mut body = committee(Quorum::Majority);
        let mut meeting = Meeting::planned(MeetingId::new(uuid(2)), plan(&body));
        let mut approved: Option<String> = None;
        for (number, one) in (1_u16..).zip(&script) {
            let before = meeting.clone();
            let Ok(events) = tried(&meeting, &mut body, one, number) else { continue };
            for event in &events {
                if let Event::Decided(decided) = event {
                    let entitled: BTreeSet<SeatId> = body
                        .voters_on(DAY)
                        .filter(|seat| !before.recused_from(decided.item).contains(seat))
                        .collect();
                    let here = entitled.iter().filter(|seat| before.present().contains(seat));
                    let here: BTreeSet<SeatId> = here.copied().collect();
                    prop_assert_eq!(before.state, State::Open);
                    if decided.outcome != Outcome::Adjourned {
                        let needed = body.profile.quorum.needed(entitled.len());
                        prop_assert!(here.len() >= needed, "a vote without a quorum");
                        let ballot = &decided.ballot;
                        let cast: Vec<SeatId> = [&ballot.favour, &ballot.against, &ballot.abstained]
                            .into_iter()
                            .flatten()
                            .copied()
                            .collect();
                        prop_assert_eq!(cast.len(), here.len(), "everybody votes once");
                        prop_assert_eq!(cast.into_iter().collect::<BTreeSet<_>>(), here);
                        let more = ballot.favour.len() > ballot.against.len();
                        prop_assert_eq!(decided.outcome == Outcome::Adopted, more);
                    }
                    prop_assert!(before.decided_on(decided.item).is_none(), "decided twice");
                }
                if matches!(event, Event::Published { .. } | Event::SheetPublished { .. }) {
                    prop_assert!(before.approval.is_some(), "published and not approved");
                }
                if let (Event::SheetPublished { sheet, .. }, Some(text)) = (event, &approved) {
                    prop_assert_eq!(&sheet.text, text);
                }
                meeting.apply(event, crate::testing::MORNING_MS);
            }
            if before.approval.is_none() && meeting.approval.is_some() {
                approved = Some(meeting.minutes.clone());
            }
            if let Some(text) = &approved {
                prop_assert_eq!(&meeting.minutes, text, "approved and edited");
                prop_assert_eq!(&meeting.decided, &before.decided);
            }
        }
    }
}

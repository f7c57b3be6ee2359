use jiff::civil::date;
use protocol::{ActionId, BodyId, MeetingId, PersonDetails, SeatId, StaffId};

use super::*;
use crate::bodies::decide::register::Known;
use crate::bodies::decide::{decisions, register};
use crate::bodies::events::{Action, Approval, Cell, Level, Outcome, Party, Standing};
use crate::bodies::lifecycle::{DecisionState, State};
use crate::bodies::model::Decision;
use crate::bodies::{NewSeat, NewWho, Refusal};
use crate::testing;

#[test]
fn a_meeting_is_convened_in_time_or_with_a_reason_and_with_something_to_talk_about() {
    let body = committee(Quorum::Majority);
    let planned = |change: fn(&mut Plan)| {
        let mut plan = plan(&body);
        change(&mut plan);
        Meeting::planned(MeetingId::new(testing::uuid(2)), plan)
    };
    let meeting = planned(|_| ());
    let on = |day| meetings::convene(&meeting, &body, "", day);
    assert_eq!(on(date(2026, 12, 5)), Ok(vec![Event::Convened { urgent: false }]));
    assert_eq!(on(date(2026, 12, 6)), Err(Refusal::ShortNotice(5)));
    assert_eq!(on(date(2026, 12, 11)), Err(Refusal::DayIsPast("day")));
    let urgent = meetings::convene(&meeting, &body, "Scade il bando", date(2026, 12, 9)).unwrap();
    assert_eq!(urgent[0], Event::Convened { urgent: true });
    assert!(matches!(&urgent[1], Event::WhyWorded { text } if text == "Scade il bando"));
    let nothing = planned(|plan| plan.agenda.clear());
    let today = date(2026, 12, 1);
    assert_eq!(meetings::convene(&nothing, &body, "", today), Err(Refusal::AgendaEmpty));
    let nobody = Body { seats: vec![seat(16, SeatRole::NonVoting)], ..body.clone() };
    assert_eq!(meetings::convene(&meeting, &nobody, "", today), Err(Refusal::NobodySits));
    // A meeting whose convening was taken back can be prepared otherwise and convened again.
    let mut again = convened(&body);
    assert_eq!(
        meetings::replan(&again, &plan(&body), &body, today),
        Err(Refusal::WrongState(State::Convened))
    );
    let events = meetings::recall(&again).unwrap();
    applied(&mut again, events);
    assert_eq!(again.state, State::Planned);
}

#[test]
fn a_lapsed_member_and_one_who_does_not_vote_do_not_make_a_quorum() {
    let body = committee(Quorum::Majority);
    // Four vote on the day: three of them must be there.
    let meeting = with(&body, &[11, 12, 16]);
    assert_eq!(meeting.state, State::Notes, "two voters and an observer are not enough");
    let roll = meeting.rolls.last().unwrap();
    assert_eq!((roll.entitled, roll.needed, roll.voters), (4, 3, 2));
    let early = convened(&body);
    let day_before = DAY.yesterday().unwrap();
    assert_eq!(meetings::call_roll(&early, &body, &[], day_before), Err(Refusal::NotBegun));
    let lapsed = [seat_id(11), seat_id(15)];
    assert_eq!(meetings::call_roll(&early, &body, &lapsed, DAY), Err(Refusal::NoSeat));
    let twice = [seat_id(11), seat_id(11)];
    assert_eq!(meetings::call_roll(&early, &body, &twice, DAY), Err(Refusal::NoSeat));
    // Nothing can be voted on; somebody comes, and it can.
    let vote = |meeting: &Meeting| {
        meetings::vote(meeting, &body, 2, &ballot(&[11, 12, 13], &[], &[]), &because("Serve"))
    };
    assert_eq!(vote(&meeting), Err(Refusal::WrongState(State::Notes)));
    let mut meeting = meeting;
    let all = [seat_id(11), seat_id(12), seat_id(13), seat_id(16)];
    let events = meetings::call_roll(&meeting, &body, &all, DAY).unwrap();
    applied(&mut meeting, events);
    assert_eq!(meeting.state, State::Open);
    assert!(vote(&meeting).is_ok());
}

#[test]
fn who_is_in_conflict_neither_counts_nor_votes() {
    let body = committee(Quorum::TwoThirds);
    let mut meeting = with(&body, &[11, 12, 13]);
    // Two thirds of four are three.
    assert_eq!(meeting.count(&body, 2).needed, 3);
    let events = meetings::recuse(&meeting, &body, 2, &[seat_id(13)]).unwrap();
    applied(&mut meeting, events);
    let count = meeting.count(&body, 2);
    assert_eq!((count.entitled, count.needed, count.present, count.excluded), (3, 2, 2, 1));
    let cast = |ballot| meetings::vote(&meeting, &body, 2, &ballot, &because("Serve"));
    assert_eq!(cast(ballot(&[11, 12, 13], &[], &[])), Err(Refusal::MayNotVote));
    assert_eq!(cast(ballot(&[11], &[], &[])), Err(Refusal::VotesMissing(1)));
    assert_eq!(cast(ballot(&[11, 11], &[], &[12])), Err(Refusal::MayNotVote), "twice");
    let events = cast(ballot(&[11], &[], &[12])).unwrap();
    let Event::Decided(decided) = &events[0] else { panic!("{events:?}") };
    assert_eq!(decided.outcome, Outcome::Adopted);
    assert_eq!(decided.tally.excluded, 1);
    // With one more out, the quorum of those left is not reached.
    let events = meetings::recuse(&meeting, &body, 3, &[seat_id(12), seat_id(13)]).unwrap();
    applied(&mut meeting, events);
    let alone = meetings::vote(&meeting, &body, 3, &ballot(&[11], &[], &[]), &because("No"));
    assert_eq!(alone, Err(Refusal::NoQuorum { present: 1, needed: 2 }));
}

#[test]
fn a_decision_says_why_and_a_tie_does_not_adopt() {
    let body = committee(Quorum::Majority);
    let mut meeting = with(&body, &[11, 12, 13, 14]);
    let tie = ballot(&[11, 12], &[13, 14], &[]);
    let vote =
        |meeting: &Meeting, reasons| meetings::vote(meeting, &body, 2, &tie, &because(reasons));
    assert_eq!(vote(&meeting, "  "), Err(Refusal::Missing("reasons")));
    let information =
        meetings::vote(&meeting, &body, 1, &tie, &because("Non si vota")).unwrap_err();
    assert_eq!(information, Refusal::NoDecisionAsked);
    let events = vote(&meeting, "Costa troppo per un anno solo").unwrap();
    let Event::Decided(decided) = &events[0] else { panic!("{events:?}") };
    assert_eq!(decided.outcome, Outcome::NotAdopted);
    applied(&mut meeting, events);
    assert_eq!(vote(&meeting, "Di nuovo"), Err(Refusal::AlreadyDecided));
    assert_eq!(meetings::close(&meeting), Err(Refusal::Undecided(1)));
    let events = meetings::adjourn(&meeting, &body, 3, &because("Mancano i costi")).unwrap();
    applied(&mut meeting, events);
    assert_eq!(meetings::close(&meeting), Ok(vec![Event::Closed {}]));
}

/// A meeting whose minutes are a draft.
fn drafted(body: &Body) -> Meeting {
    let mut meeting = with(body, &[11, 12, 13]);
    for item in [2, 3] {
        let events = meetings::adjourn(&meeting, body, item, &because("Poi")).unwrap();
        applied(&mut meeting, events);
    }
    let events = meetings::close(&meeting).unwrap();
    applied(&mut meeting, events);
    let events = meetings::write(&meeting, "Il comitato rinvia\ntutti i punti.").unwrap();
    applied(&mut meeting, events);
    meeting
}

#[test]
fn minutes_are_published_after_they_are_approved_and_then_only_corrected_by_citing_them() {
    let body = committee(Quorum::Majority);
    let mut meeting = drafted(&body);
    let publish = |meeting: &Meeting, level| meetings::publish(meeting, "Comitato", level, DAY);
    let wrong = Err(Refusal::WrongState(State::Drafted));
    assert_eq!(publish(&meeting, Level::Internal), wrong);
    let later = MeetingId::new(testing::uuid(99));
    let approve = |meeting: &Meeting, other: Option<&Meeting>| {
        meetings::approve(meeting, Approval::Session(later), other, DAY)
    };
    assert_eq!(approve(&meeting, None), Err(Refusal::NoSuchSession));
    let without = Meeting { id: later, ..convened(&body) };
    assert_eq!(approve(&meeting, Some(&without)), Err(Refusal::NoSuchSession), "no quorum yet");
    assert_eq!(approve(&meeting, Some(&meeting)), Err(Refusal::NoSuchSession), "not itself");
    let with_quorum = Meeting { id: later, ..with(&body, &[11, 12, 13]) };
    let events = approve(&meeting, Some(&with_quorum)).unwrap();
    applied(&mut meeting, events);
    let approved = Refusal::WrongState(State::Approved);
    assert_eq!(meetings::write(&meeting, "Un altro testo"), Err(approved));

    let events = publish(&meeting, Level::Network).unwrap();
    let Event::SheetPublished { level, sheet } = &events[1] else { panic!("{events:?}") };
    assert_eq!((*level, sheet.present, sheet.entitled), (Level::Network, 3, 4));
    assert_eq!(sheet.items.len(), 3);
    applied(&mut meeting, events);
    assert_eq!(publish(&meeting, Level::Internal), Err(Refusal::NotWider));
    let correct = |cites| meetings::correct(&meeting, cites, "Il punto 2 è approvato.", DAY);
    assert_eq!(correct("Tutto approvato"), Err(Refusal::NotCited));
    let events = correct("rinvia tutti i punti").unwrap();
    let before = meeting.minutes.clone();
    applied(&mut meeting, events);
    assert_eq!((meeting.minutes.clone(), meeting.corrections.len()), (before, 1));
    assert!(publish(&meeting, Level::Public).is_ok(), "it can be widened");
}

#[test]
fn the_city_file_s_bodies_come_into_the_register_once_each_inside_its_own() {
    let city = testing::brescia();
    let fresh = |index: u32| BodyId::new(testing::uuid(1_000 + u128::from(index)));
    let facts = register::adopt(&city, &[], fresh);
    assert_eq!(facts.len(), city.bodies.len());
    let home: NodeId = "central".parse().unwrap();
    let bodies: Vec<Body> = facts
        .into_iter()
        .map(|(id, event)| {
            let Event::Founded(profile) = event else { panic!("{event:?}") };
            Body { id, home: home.clone(), profile, active: true, seats: Vec::new() }
        })
        .collect();
    let named = |slug: &str| {
        let of = |body: &&Body| body.profile.slug.as_ref().is_some_and(|s| s.as_str() == slug);
        bodies.iter().find(of).unwrap_or_else(|| panic!("{slug}"))
    };
    let above = named("comitato-di-indirizzo-e-garanzia").id;
    for inside in ["comitato-etico", "comitato-di-pianificazione-strategica"] {
        assert_eq!(named(inside).profile.inside, Some(above), "{inside}");
    }
    assert_eq!(named("tavolo-permanente").profile.kind, Kind::PermanentTable);
    assert_eq!(named("tavolo-comunicazione").profile.kind, Kind::CrossTable);
    let groups: Vec<&Body> =
        bodies.iter().filter(|body| body.profile.kind == Kind::WorkingGroup).collect();
    assert_eq!(groups.len(), 5);
    let operating = named("comitato-operativo").id;
    for group in groups {
        assert_eq!(group.profile.inside, Some(operating));
        assert!(group.profile.field.is_some(), "{} has its field", group.profile.name);
    }
    assert!(register::adopt(&city, &bodies, fresh).is_empty(), "nothing comes twice");
    // A body cannot come to stand inside itself by a detour.
    let mut moved = named("comitato-di-indirizzo-e-garanzia").profile.clone();
    moved.inside = Some(named("comitato-etico").id);
    let body = named("comitato-di-indirizzo-e-garanzia");
    let refused = register::describe(body, &moved, &bodies, &city);
    assert_eq!(refused, Err(Refusal::InsideItself));
    assert_eq!(register::set_active(body, false, &bodies), Err(Refusal::HasOthersInside));
}

#[test]
fn a_seat_has_somebody_a_term_and_one_chair_at_a_time() {
    let mut body = committee(Quorum::Majority);
    body.profile.term_months = Some(36);
    let id = SeatId::new(testing::uuid(40));
    let staff = StaffId::new(testing::uuid(41));
    let known = Known { staff: true, party: true };
    let new = |who, role| NewSeat { who, party: None, role, from: date(2026, 6, 1), until: None };
    let person = |name: &str| {
        NewWho::Person(PersonDetails { name: name.to_owned(), ..PersonDetails::default() })
    };
    let take = |new: &NewSeat| register::seat(&body, id, new, known);
    assert_eq!(take(&new(person(" "), SeatRole::Voting)), Err(Refusal::Missing("name")));
    assert_eq!(take(&new(NewWho::Delegate, SeatRole::Voting)), Err(Refusal::Missing("party")));
    assert_eq!(take(&new(person("Anna"), SeatRole::Chair)), Err(Refusal::ChairTaken));
    let events = take(&new(person("Anna"), SeatRole::Voting)).unwrap();
    let Event::SeatTaken(seat) = &events[0] else { panic!("{events:?}") };
    // Three years less a day, and no name in the fact.
    assert_eq!(seat.until, Some(date(2029, 5, 31)));
    assert_eq!(seat.who, Who::Person);
    let delegate = NewSeat {
        party: Some(Party::Partner("auser-volontariato-brescia".parse().unwrap())),
        ..new(NewWho::Delegate, SeatRole::NonVoting)
    };
    assert!(take(&delegate).is_ok());
    let events = take(&new(NewWho::Staff(staff), SeatRole::Voting)).unwrap();
    let Event::SeatTaken(taken) = events.into_iter().next().unwrap() else { panic!() };
    let mut again = body.clone();
    again.seats.push(taken);
    let refused = register::seat(&again, id, &new(NewWho::Staff(staff), SeatRole::Voting), known);
    assert_eq!(refused, Err(Refusal::AlreadySeated));
    let before = register::end_seat(&body, seat_id(12), date(2025, 1, 1));
    assert_eq!(before, Err(Refusal::EndBeforeStart));
    assert!(register::end_seat(&body, seat_id(12), date(2026, 12, 31)).is_ok());
}

#[test]
fn what_a_decision_asks_for_is_done_one_by_one_and_then_it_is_carried_out() {
    let body = committee(Quorum::Majority);
    let mut meeting = with(&body, &[11, 12, 13]);
    let events =
        meetings::vote(&meeting, &body, 2, &ballot(&[11, 12, 13], &[], &[]), &because("Serve"));
    let events = events.unwrap();
    let Event::Decided(decided) = events[0].clone() else { panic!() };
    applied(&mut meeting, events);
    let mut decision = Decision::taken(&meeting, &decided).unwrap();
    let apply = |decision: &mut Decision, events: Vec<Event>| {
        for event in &events {
            decision.apply(event, testing::MORNING_MS);
        }
    };
    let action = |number, owner| Action {
        action: ActionId::new(testing::uuid(number)),
        owner: seat_id(owner),
        due: date(2027, 1, 15),
    };
    let assign =
        |decision: &Decision, action, text| decisions::assign(decision, &body, action, text, DAY);
    let lapsed = assign(&decision, action(50, 15), "Scrivere ai soci");
    assert_eq!(lapsed, Err(Refusal::Unknown("seat")), "whose term is over gets nothing to do");
    for (number, owner) in [(50, 12), (51, 13)] {
        let events = assign(&decision, action(number, owner), "Scrivere ai soci").unwrap();
        apply(&mut decision, events);
    }
    assert_eq!(decision.state, DecisionState::InHand);
    let finish = |decision: &Decision, number| {
        decisions::finish_action(decision, ActionId::new(testing::uuid(number)))
    };
    let events = finish(&decision, 50).unwrap();
    assert_eq!(events.len(), 1);
    apply(&mut decision, events);
    let events = finish(&decision, 51).unwrap();
    assert_eq!(events.last(), Some(&Event::Finished {}));
    apply(&mut decision, events);
    assert_eq!(decision.state, DecisionState::Done);
    let next = Some(date(2027, 6, 1));
    let events = decisions::review(&decision, "Funziona", next, date(2027, 3, 1)).unwrap();
    apply(&mut decision, events);
    assert_eq!((decision.state, decision.review_on), (DecisionState::Reviewed, next));
    assert_eq!(decision.reviews[0].text, "Funziona");
}

#[test]
fn the_matrix_knows_the_city_s_sites_and_agencies_alone() {
    let city = testing::brescia();
    let cell = |site: &str, agency: &str| Cell {
        site: site.parse().unwrap(),
        agency: agency.parse().unwrap(),
        standing: Standing::Running,
        text: " Raccoglie idee ".to_owned(),
    };
    let events = register::set_cell(&cell("prima-infanzia", "finanza"), &city).unwrap();
    assert!(matches!(&events[0], Event::CellSet(cell) if cell.text == "Raccoglie idee"));
    let nowhere = register::set_cell(&cell("atlantide", "finanza"), &city);
    assert_eq!(nowhere, Err(Refusal::NotInCatalogue("site")));
    let nobody = register::set_cell(&cell("prima-infanzia", "nessuna"), &city);
    assert_eq!(nobody, Err(Refusal::NotInCatalogue("agency")));
}

#[test]
fn a_subject_is_written_as_a_kind_and_an_id_and_reads_back() {
    let text = "project.0190f5c2-0000-7000-8000-000000000001";
    assert_eq!(text.parse::<crate::bodies::events::About>().unwrap().to_string(), text);
    for bad in ["", "project", "project.", "Project.1", "project.a b", "project.<x>"] {
        assert!(bad.parse::<crate::bodies::events::About>().is_err(), "{bad}");
    }
}

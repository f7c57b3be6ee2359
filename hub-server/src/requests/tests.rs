use proptest::prelude::*;
use protocol::kiosk::Verdict;
use protocol::{ActorRef, Channel, CommandId, DeviceId, PersonId, ProposalId, RequestId, StaffId};

use super::commands::Part;
use super::decide::{Around, Command, NotAskable, Refusal, decide};
use super::events::{
    Circle, Consent, Event, Mark, MessageKind, NotMetReason, Request, ServiceAnswer, SharedField,
    Side, State,
};
use super::lifecycle;
use super::matching::LeftOut;
use super::referred;
use crate::city::Moderation;
use crate::context::Ctx;
use crate::testing::{MORNING_MS, uuid};

const HOUR_MS: i64 = 3_600_000;

fn ctx(n: u128, now_ms: i64) -> Ctx {
    Ctx {
        command: CommandId::new(uuid(n)),
        actor: ActorRef::System,
        channel: Channel::Console,
        now_ms,
        chance: *blake3::hash(&n.to_be_bytes()).as_bytes(),
    }
}

fn device(n: u128) -> DeviceId {
    DeviceId::new(uuid(0x100 + n))
}

fn fresh() -> Request {
    let id = RequestId::new(uuid(1));
    Request {
        id,
        state: State::Received,
        helper: None,
        two: false,
        first: None,
        companion: None,
        open: None,
        closed_at_ms: None,
    }
}

fn around() -> Around {
    Around {
        circles: vec![
            (Circle::Neighbourhood, vec![device(1), device(2)]),
            (Circle::Zone, vec![device(1), device(2), device(3)]),
        ],
        until_ms: [MORNING_MS + HOUR_MS; 3],
        due_ms: Some(MORNING_MS + 8 * HOUR_MS),
        other: Some(State::Received),
        ..Around::default()
    }
}

/// The same where the first visit takes two.
fn two_at_first() -> Around {
    Around { two_at_first: true, ..around() }
}

/// What follows from commands in a world.
fn given_in(world: &Around, commands: &[Command]) -> Request {
    commands.iter().zip(1..).fold(fresh(), |request, (command, n)| {
        let events = decide(&request, command, world, &ctx(n, MORNING_MS)).unwrap();
        events.iter().fold(request, |request, event| request.after(event, MORNING_MS))
    })
}

fn given(commands: &[Command]) -> Request {
    given_in(&around(), commands)
}

fn take() -> Command {
    Command::TakeInCharge { request: fresh().id, operator: StaffId::new(uuid(9)) }
}

fn propose() -> Command {
    let circle = Circle::Neighbourhood;
    Command::Propose { request: fresh().id, circle, named: None, note: String::new() }
}

fn answer(request: &Request, who: u128, accept: bool) -> Command {
    let proposal = request.open.as_ref().map_or(ProposalId::new(uuid(77)), |open| open.id);
    Command::Answer { proposal, device: device(who), accept }
}

#[test]
fn the_first_yes_wins_and_the_second_is_told_that_it_is_taken() {
    let asked = given(&[take(), propose()]);
    let yes = decide(&asked, &answer(&asked, 1, true), &around(), &ctx(5, MORNING_MS)).unwrap();
    let taken = yes.iter().fold(asked.clone(), |r, event| r.after(event, MORNING_MS));
    assert_eq!((taken.state, taken.helper), (State::Accepted, Some(device(1))));
    let late = decide(&taken, &answer(&asked, 2, true), &around(), &ctx(6, MORNING_MS));
    assert_eq!(late, Err(Refusal::AlreadyTaken));
    let again = decide(&taken, &answer(&asked, 1, true), &around(), &ctx(7, MORNING_MS));
    assert_eq!(again, Ok(vec![]));
}

#[test]
fn a_first_visit_by_two_is_accepted_when_two_have_said_yes_and_not_before() {
    let world = two_at_first();
    let asked = given_in(&world, &[take(), propose()]);
    assert!(asked.two);
    let first = decide(&asked, &answer(&asked, 1, true), &world, &ctx(5, MORNING_MS)).unwrap();
    assert!(matches!(&first[..], [Event::SeatTaken { .. }]));
    let half = first.iter().fold(asked, |r, event| r.after(event, MORNING_MS));
    assert_eq!((half.state, half.helper), (State::Proposed, None));
    let again = decide(&half, &answer(&half, 1, true), &world, &ctx(6, MORNING_MS));
    assert_eq!(again, Ok(vec![]), "one person is not two");
    let second = decide(&half, &answer(&half, 2, true), &world, &ctx(7, MORNING_MS)).unwrap();
    let both = second.iter().fold(half, |r, event| r.after(event, MORNING_MS));
    assert_eq!((both.state, both.helper), (State::Accepted, Some(device(1))));
    assert_eq!(both.companion, Some(device(2)));
    let third = decide(&both, &answer(&both, 3, true), &world, &ctx(8, MORNING_MS));
    assert_eq!(third, Err(Refusal::AlreadyTaken));
    let back = Command::GiveBack { request: both.id, device: device(2), why: String::new() };
    let events = decide(&both, &back, &world, &ctx(9, MORNING_MS)).unwrap();
    let alone = events.iter().fold(both, |r, event| r.after(event, MORNING_MS));
    assert_eq!((alone.helper, alone.companion), (None, None), "one of two alone does not go");
}

#[test]
fn the_first_yes_of_two_outlives_its_circle_and_can_be_taken_back() {
    let world = two_at_first();
    let asked = given_in(&world, &[take(), propose()]);
    let mut half = asked.clone();
    for command in [answer(&asked, 1, true), answer(&asked, 2, false)] {
        // Whoever has a seat is not asked again.
        let mut others = world.clone();
        others.circles.iter_mut().for_each(|(_, who)| who.retain(|one| *one != device(1)));
        let events = decide(&half, &command, &others, &ctx(5, MORNING_MS)).unwrap();
        half = events.iter().fold(half, |r, event| r.after(event, MORNING_MS));
    }
    let open = half.open.as_ref().unwrap();
    assert_eq!((open.circle, half.first.map(|(who, _)| who)), (Circle::Zone, Some(device(1))));
    assert!(!open.silent.contains(&device(1)));
    let back = Command::GiveBack { request: half.id, device: device(1), why: String::new() };
    let freed = decide(&half, &back, &world, &ctx(7, MORNING_MS));
    assert_eq!(freed, Ok(vec![Event::SeatFreed { device: device(1) }]));
    let close = Command::CloseNotMet { request: half.id, reason: NotMetReason::NoOffer };
    let events = decide(&half, &close, &world, &ctx(8, MORNING_MS)).unwrap();
    let closed = events.iter().fold(half, |r, event| r.after(event, MORNING_MS));
    assert_eq!(closed.first, None);
}

#[test]
fn a_first_visit_stays_for_two_whatever_is_said_and_others_may_be() {
    let taken = given(&[take()]);
    let one = Command::SetSeats { request: taken.id, two: false };
    let refused = decide(&taken, &one, &two_at_first(), &ctx(5, MORNING_MS));
    assert_eq!(refused, Err(Refusal::TwoAtFirst));
    let two = Command::SetSeats { request: taken.id, two: true };
    let set = decide(&taken, &two, &around(), &ctx(5, MORNING_MS));
    assert_eq!(set, Ok(vec![Event::SeatsSet { two: true }]));
}

#[test]
fn a_dispatcher_asks_one_at_a_time_and_neighbours_are_asked_without_the_desk() {
    let named = Command::Propose {
        request: fresh().id,
        circle: Circle::Named,
        named: Some(device(1)),
        note: String::new(),
    };
    let mut world = Around { mode: Moderation::Dispatcher, ..around() };
    world.circles.insert(0, (Circle::Named, vec![device(1)]));
    let taken = given_in(&world, &[take()]);
    let many = decide(&taken, &propose(), &world, &ctx(5, MORNING_MS));
    assert_eq!(many, Err(Refusal::OneByOne));
    let asked = given_in(&world, &[take(), named]);
    let no = decide(&asked, &answer(&asked, 1, false), &world, &ctx(6, MORNING_MS)).unwrap();
    let back = no.iter().fold(asked, |r, event| r.after(event, MORNING_MS));
    assert_eq!((back.state, back.open), (State::TakenInCharge, None), "nobody else is asked");

    let unread = decide(&fresh(), &propose(), &around(), &ctx(5, MORNING_MS));
    assert_eq!(unread, Err(Refusal::WrongState(State::Received)));
    let direct = Around { mode: Moderation::Direct, ..around() };
    assert_eq!(given_in(&direct, &[propose()]).state, State::Proposed);
}

#[test]
fn a_yes_after_the_deadline_does_not_count() {
    let asked = given(&[take(), propose()]);
    let late = ctx(5, MORNING_MS + 2 * HOUR_MS);
    let answer = decide(&asked, &answer(&asked, 1, true), &around(), &late);
    assert_eq!(answer, Err(Refusal::AlreadyTaken));
}

#[test]
fn an_antenna_that_was_not_asked_cannot_take_it() {
    let asked = given(&[take(), propose()]);
    let answer = decide(&asked, &answer(&asked, 3, true), &around(), &ctx(5, MORNING_MS));
    assert_eq!(answer, Err(Refusal::NotAsked));
}

#[test]
fn when_everybody_says_no_the_next_circle_is_asked() {
    let asked = given(&[take(), propose()]);
    let no = answer(&asked, 1, false);
    let one = decide(&asked, &no, &around(), &ctx(5, MORNING_MS)).unwrap();
    let asked = one.iter().fold(asked, |r, event| r.after(event, MORNING_MS));
    let last = answer(&asked, 2, false);
    let events = decide(&asked, &last, &around(), &ctx(6, MORNING_MS)).unwrap();
    assert!(matches!(
        events.as_slice(),
        [Event::Declined { .. }, Event::CircleEnded { .. }, Event::Proposed(next)]
            if next.circle == Circle::Zone
    ));
}

#[test]
fn a_deadline_fires_once_and_not_early() {
    let asked = given(&[take(), propose()]);
    let end = Command::EndCircle { proposal: asked.open.as_ref().unwrap().id };
    assert_eq!(decide(&asked, &end, &around(), &ctx(5, MORNING_MS)), Ok(vec![]));
    let later = ctx(6, MORNING_MS + 2 * HOUR_MS);
    let events = decide(&asked, &end, &around(), &later).unwrap();
    let after = events.iter().fold(asked, |r, event| r.after(event, later.now_ms));
    assert_eq!(after.open.as_ref().unwrap().circle, Circle::Zone);
    assert_eq!(decide(&after, &end, &around(), &ctx(7, later.now_ms)), Ok(vec![]));
}

#[test]
fn nobody_to_ask_is_said_and_changes_nothing() {
    let taken = given(&[take()]);
    let answer = decide(&taken, &propose(), &Around::default(), &ctx(5, MORNING_MS));
    assert_eq!(answer, Err(Refusal::NobodyToAsk));
}

#[test]
fn only_the_helper_may_say_done_or_give_back() {
    let asked = given(&[take(), propose()]);
    let accepted = given(&[take(), propose(), answer(&asked, 1, true)]);
    let id = accepted.id;
    let other = Command::GiveBack { request: id, device: device(2), why: String::new() };
    let refused = decide(&accepted, &other, &around(), &ctx(8, MORNING_MS));
    assert_eq!(refused, Err(Refusal::NotTheHelper));
    let done = Command::ReportDone {
        request: id,
        device: Some(device(1)),
        minutes: Some(45),
        said: " Torno lunedì. ".to_owned(),
    };
    let events = decide(&accepted, &done, &around(), &ctx(8, MORNING_MS)).unwrap();
    let said = Event::HelperSaid { text: "Torno lunedì.".to_owned() };
    assert_eq!(events, [said, Event::ReportedDone { minutes: Some(45) }]);
}

#[test]
fn an_operator_who_frees_it_for_a_helper_writes_down_why() {
    let asked = given(&[take(), propose()]);
    let accepted = given(&[take(), propose(), answer(&asked, 1, true)]);
    let by_staff = Ctx { actor: ActorRef::Staff(StaffId::new(uuid(9))), ..ctx(8, MORNING_MS) };
    let free = |why: &str| Command::GiveBack {
        request: accepted.id,
        device: device(1),
        why: why.to_owned(),
    };
    let silent = decide(&accepted, &free("  "), &around(), &by_staff);
    assert_eq!(silent, Err(Refusal::Missing("free_why")));
    let events = decide(&accepted, &free("Ha la febbre"), &around(), &by_staff).unwrap();
    let note = Event::MessageLeft { about: MessageKind::Note, text: "Ha la febbre".to_owned() };
    assert_eq!(events, [note, Event::GivenBack { device: device(1) }]);
    let alone = decide(&accepted, &free(""), &around(), &ctx(8, MORNING_MS));
    assert_eq!(alone, Ok(vec![Event::GivenBack { device: device(1) }]));
}

#[test]
fn whoever_comes_back_is_known_and_nobody_is_known_as_themselves() {
    let (person, other) = (PersonId::new(uuid(31)), PersonId::new(uuid(32)));
    let say = |known| Command::SamePerson { request: fresh().id, known };
    let world = |found| Around { same: Some((person, found)), ..around() };
    let said = decide(&fresh(), &say(Some(other)), &world(Some(other)), &ctx(5, MORNING_MS));
    assert_eq!(said, Ok(vec![Event::PersonKnown { person, known: other }]));
    for found in [None, Some(person)] {
        let refused = decide(&fresh(), &say(Some(other)), &world(found), &ctx(5, MORNING_MS));
        assert_eq!(refused, Err(Refusal::NotThatPerson));
    }
    let undone = decide(&fresh(), &say(None), &world(None), &ctx(5, MORNING_MS));
    assert_eq!(undone, Ok(vec![Event::PersonUnknown { person }]));
    let signal = Request { state: State::Signal, ..fresh() };
    let nobody = decide(&signal, &say(Some(other)), &world(Some(other)), &ctx(5, MORNING_MS));
    assert_eq!(nobody, Err(Refusal::WrongState(State::Signal)));
}

#[test]
fn an_antenna_that_was_named_and_cannot_be_asked_is_refused_and_nobody_else_is_asked_instead() {
    let taken = given(&[take()]);
    let named = Command::Propose {
        request: taken.id,
        circle: Circle::Named,
        named: Some(device(7)),
        note: String::new(),
    };
    let why = NotAskable::LeftOut(LeftOut::Away);
    let world = Around { not_named: Some(why), ..around() };
    let refused = decide(&taken, &named, &world, &ctx(5, MORNING_MS));
    assert_eq!(refused, Err(Refusal::NotToBeAsked(why)));
}

#[test]
fn not_solved_opens_it_again_within_thirty_days_and_not_after() {
    let closed = Request { state: State::Met, closed_at_ms: Some(MORNING_MS), ..fresh() };
    let say = Command::AnswerSlip { request: closed.id, verdict: Verdict::NotSolved };
    let soon = decide(&closed, &say, &around(), &ctx(5, MORNING_MS + HOUR_MS));
    assert_eq!(soon, Ok(vec![Event::Reopened { due_ms: around().due_ms }]));
    let late = ctx(5, MORNING_MS + super::decide::REOPEN_WITHIN_MS + 1);
    assert_eq!(decide(&closed, &say, &around(), &late), Err(Refusal::TooLate));
}

fn two_parts() -> Vec<Part> {
    let part = |text: &str| Part { category: "shopping".parse().unwrap(), text: text.to_owned() };
    vec![part("La spesa"), part("Le medicine")]
}

fn refer(consent: Consent, text: &str) -> Command {
    Command::Refer {
        request: fresh().id,
        service: "home-care".parse().unwrap(),
        shared: vec![SharedField::Need, SharedField::Phone],
        consent,
        text: text.to_owned(),
    }
}

#[test]
fn a_question_waits_for_the_person_and_the_answer_brings_it_back() {
    let taken = given(&[take()]);
    let ask = Command::AskRequester { request: taken.id, text: " A che ora? ".to_owned() };
    let events = decide(&taken, &ask, &around(), &ctx(5, MORNING_MS)).unwrap();
    let question =
        Event::MessageLeft { about: MessageKind::Question, text: "A che ora?".to_owned() };
    assert_eq!(events, [question, Event::RequesterAsked {}]);
    let asked = given(&[take(), ask]);
    assert_eq!(asked.state, State::Waiting);
    let silence = Command::Reply { request: asked.id, text: "  ".to_owned() };
    let refused = decide(&asked, &silence, &around(), &ctx(6, MORNING_MS));
    assert_eq!(refused, Err(Refusal::Missing("text")));
    let reply = Command::Reply { request: asked.id, text: "Alle dieci".to_owned() };
    let events = decide(&asked, &reply, &around(), &ctx(6, MORNING_MS)).unwrap();
    let after = events.iter().fold(asked, |r, event| r.after(event, MORNING_MS));
    assert_eq!(after.state, State::TakenInCharge);
    let again = decide(&after, &reply, &around(), &ctx(7, MORNING_MS));
    assert_eq!(again, Err(Refusal::WrongState(State::TakenInCharge)));
}

#[test]
fn an_operator_may_ask_the_wider_circle_before_the_deadline() {
    let asked = given(&[take(), propose()]);
    let widen = Command::Widen { request: asked.id };
    let events = decide(&asked, &widen, &around(), &ctx(5, MORNING_MS)).unwrap();
    let after = events.iter().fold(asked, |r, event| r.after(event, MORNING_MS));
    assert_eq!(after.open.as_ref().unwrap().circle, Circle::Zone);
}

#[test]
fn a_service_is_told_nothing_without_consent_and_danger_must_be_explained() {
    let taken = given(&[take()]);
    let danger = decide(&taken, &refer(Consent::Danger, " "), &around(), &ctx(5, MORNING_MS));
    assert_eq!(danger, Err(Refusal::Missing("text")));
    let named = refer(Consent::Danger, "È a terra e non risponde");
    let events = decide(&taken, &named, &around(), &ctx(5, MORNING_MS)).unwrap();
    assert!(matches!(&events[..], [Event::MessageLeft { .. }, Event::Referred { .. }]));
    let sent = given(&[take(), refer(Consent::InPerson, "")]);
    assert_eq!(sent.state, State::Referred);
    let revoke = Command::RevokeReferral { request: sent.id };
    let back = decide(&sent, &revoke, &around(), &ctx(6, MORNING_MS));
    assert_eq!(back, Ok(vec![Event::ReferralRevoked {}]));
}

#[test]
fn a_service_accepts_once_and_is_done_only_after_that() {
    let sent = given(&[take(), refer(Consent::InPerson, "")]);
    let says = |answer, text: &str| Command::ServiceAnswers {
        request: sent.id,
        answer,
        text: text.to_owned(),
    };
    let stands = |referral| Around { referral, ..around() };
    let asked = |command: &Command, referral| {
        decide(&sent, command, &stands(referral), &ctx(6, MORNING_MS))
    };
    let early = asked(&says(ServiceAnswer::Done, ""), referred::State::Sent);
    assert_eq!(early, Err(Refusal::NotNow(referred::State::Sent)));
    assert!(asked(&says(ServiceAnswer::Accepted, ""), referred::State::Sent).is_ok());
    let twice = asked(&says(ServiceAnswer::Accepted, ""), referred::State::Accepted);
    assert_eq!(twice, Err(Refusal::NotNow(referred::State::Accepted)));
    assert!(asked(&says(ServiceAnswer::Done, ""), referred::State::Accepted).is_ok());
    let silent = asked(&says(ServiceAnswer::Rejected, " "), referred::State::Accepted);
    assert_eq!(silent, Err(Refusal::Missing("text")));
    assert!(asked(&says(ServiceAnswer::Rejected, "Fuori zona"), referred::State::Sent).is_ok());
}

#[test]
fn a_bad_mark_from_whoever_asked_opens_a_closed_request_again() {
    let closed = Request { state: State::Met, closed_at_ms: Some(MORNING_MS), ..fresh() };
    let rate = |mark| Command::Rate {
        request: closed.id,
        side: Side::Requester,
        mark,
        text: String::new(),
    };
    let soon = ctx(5, MORNING_MS + HOUR_MS);
    let good = decide(&closed, &rate(Mark::Good), &around(), &soon).unwrap();
    assert_eq!(good.len(), 1);
    let bad = decide(&closed, &rate(Mark::Bad), &around(), &soon).unwrap();
    assert!(matches!(&bad[..], [Event::Rated { .. }, Event::Reopened { .. }]));
    let late = ctx(5, MORNING_MS + super::decide::REOPEN_WITHIN_MS + 1);
    let kept = decide(&closed, &rate(Mark::Bad), &around(), &late).unwrap();
    assert_eq!(kept.len(), 1, "the mark counts, also when it is too late to open it again");
}

#[test]
fn a_request_is_no_duplicate_of_itself_or_of_a_duplicate() {
    let taken = given(&[take()]);
    let link = |of| Command::LinkDuplicate { request: taken.id, of };
    let itself = decide(&taken, &link(taken.id), &around(), &ctx(5, MORNING_MS));
    assert_eq!(itself, Err(Refusal::NoDuplicate));
    let chain = Around { other: Some(State::Duplicate), ..around() };
    let other = link(RequestId::new(uuid(2)));
    assert_eq!(decide(&taken, &other, &chain, &ctx(5, MORNING_MS)), Err(Refusal::NoDuplicate));
    let events = decide(&taken, &other, &around(), &ctx(5, MORNING_MS)).unwrap();
    assert_eq!(events, [Event::FoundDuplicate { of: RequestId::new(uuid(2)) }]);
}

/// One step of a script nobody would think to write.
#[derive(Debug, Clone)]
enum Step {
    Take,
    Propose,
    Answer { who: u128, accept: bool, proposal_back: usize },
    EndCircle,
    GiveBack(u128),
    Done(u128),
    Confirm,
    NotMet,
    Say(u8),
    Wait(i64),
    Widen,
    Ask,
    Reply,
    Schedule,
    Start,
    Reopen,
    Rate(u8),
    Split,
    Link,
    Unlink,
    Refer,
    Service(u8),
    Revoke,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Take),
        Just(Step::Propose),
        (1_u128..5, any::<bool>(), 0_usize..3).prop_map(|(who, accept, proposal_back)| {
            Step::Answer { who, accept, proposal_back }
        }),
        Just(Step::EndCircle),
        (1_u128..4).prop_map(Step::GiveBack),
        (1_u128..4).prop_map(Step::Done),
        Just(Step::Confirm),
        Just(Step::NotMet),
        (0_u8..3).prop_map(Step::Say),
        (0_i64..3).prop_map(Step::Wait),
        Just(Step::Widen),
        Just(Step::Ask),
        Just(Step::Reply),
        Just(Step::Schedule),
        Just(Step::Start),
        Just(Step::Reopen),
        (0_u8..3).prop_map(Step::Rate),
        Just(Step::Split),
        Just(Step::Link),
        Just(Step::Unlink),
        Just(Step::Refer),
        (0_u8..3).prop_map(Step::Service),
        Just(Step::Revoke),
    ];
    proptest::collection::vec(step, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever happens in whatever order, one helper or two, whoever may begin a search: at most one accepted antenna
    /// a seat, one open proposal at most, nobody asked for a closed request, and doing a command twice changes
    /// nothing more.
    #[test]
    fn any_script_keeps_one_helper_and_one_open_proposal(
        script in steps(),
        two_at_first in any::<bool>(),
        mode in prop_oneof![
            Just(Moderation::Dispatcher), Just(Moderation::Circles), Just(Moderation::Direct),
        ],
    ) {
        let (mut request, mut now_ms, mut proposals) = (fresh(), MORNING_MS, Vec::new());

        for (step, n) in script.iter().zip(10_u128..) {
            let id = request.id;
            let mut world = around();
            world.until_ms = [now_ms + HOUR_MS; 3];
            (world.mode, world.two_at_first) = (mode, two_at_first);
            world.circles.insert(0, (Circle::Named, vec![device(1)]));
            if let Some((first, _)) = request.first {
                world.circles.iter_mut().for_each(|(_, who)| who.retain(|one| *one != first));
            }
            let command = match step {
                Step::Wait(hours) => { now_ms += hours * HOUR_MS; continue }
                Step::Take => take(),
                Step::Propose if mode == Moderation::Dispatcher => {
                    let (circle, named) = (Circle::Named, Some(device(1)));
                    Command::Propose { request: id, circle, named, note: String::new() }
                }
                Step::Propose => propose(),
                Step::Answer { who, accept, proposal_back } => {
                    let known = proposals.iter().rev().nth(*proposal_back).copied();
                    let proposal = known.unwrap_or(ProposalId::new(uuid(77)));
                    Command::Answer { proposal, device: device(*who), accept: *accept }
                }
                Step::EndCircle => {
                    let known = proposals.last().copied().unwrap_or(ProposalId::new(uuid(77)));
                    Command::EndCircle { proposal: known }
                }
                Step::GiveBack(who) => Command::GiveBack { request: id, device: device(*who), why: String::new() },
                Step::Done(who) => Command::ReportDone {
                    request: id, device: Some(device(*who)), minutes: Some(30),
                    said: String::new(),
                },
                Step::Confirm => Command::ConfirmMet { request: id },
                Step::NotMet => Command::CloseNotMet { request: id, reason: NotMetReason::NoOffer },
                Step::Say(n) => Command::AnswerSlip {
                    request: id,
                    verdict: [Verdict::Solved, Verdict::NotSolved, Verdict::Withdraw][usize::from(*n)],
                },
                Step::Widen => Command::Widen { request: id },
                Step::Ask => Command::AskRequester { request: id, text: "Quando?".to_owned() },
                Step::Reply => Command::Reply { request: id, text: "Domani".to_owned() },
                Step::Schedule => Command::Schedule { request: id, at_ms: now_ms + HOUR_MS },
                Step::Start => Command::Start { request: id },
                Step::Reopen => Command::Reopen { request: id },
                Step::Rate(n) => Command::Rate {
                    request: id, side: Side::Requester, mark: Mark::ALL[usize::from(*n)],
                    text: String::new(),
                },
                Step::Split => Command::Split { request: id, parts: two_parts() },
                Step::Link => {
                    Command::LinkDuplicate { request: id, of: RequestId::new(uuid(2)) }
                }
                Step::Unlink => Command::UnlinkDuplicate { request: id },
                Step::Refer => refer(Consent::ByPhone, ""),
                Step::Service(n) => Command::ServiceAnswers {
                    request: id, answer: ServiceAnswer::ALL[usize::from(*n)], text: String::new(),
                },
                Step::Revoke => Command::RevokeReferral { request: id },
            };
            let before = request.clone();
            let Ok(events) = decide(&request, &command, &world, &ctx(n, now_ms)) else { continue };
            for event in &events {
                if let Event::Accepted { device, proposal, companion } = event {
                    let open = request.open.as_ref().expect("accepted while open");
                    prop_assert_eq!(open.id, *proposal);
                    prop_assert_eq!(request.two, companion.is_some());
                    // The last yes is of somebody who was asked and is in time; the first was one too.
                    let last = companion.as_ref().unwrap_or(device);
                    prop_assert!(open.silent.contains(last) && now_ms <= open.until_ms);
                    if companion.is_some() {
                        prop_assert_eq!(request.first.map(|(first, _)| first), Some(*device));
                        prop_assert_ne!(companion.as_ref(), Some(device));
                    }
                }
                if let Event::SeatTaken { device, proposal } = event {
                    let open = request.open.as_ref().expect("asked");
                    prop_assert!(request.two && request.first.is_none() && open.id == *proposal);
                    prop_assert!(open.silent.contains(device) && now_ms <= open.until_ms);
                }
                if let Event::Proposed(proposal) = event {
                    if mode == Moderation::Dispatcher {
                        prop_assert_eq!(proposal.circle, Circle::Named);
                    }
                    prop_assert!(request.state != State::Received || mode == Moderation::Direct);
                    prop_assert!(request.two || !two_at_first);
                }
                // Nothing happens that the table of the life does not have.
                if let Some(step) = event.step() {
                    prop_assert!(lifecycle::next(request.state, step).is_some(), "{event:?}");
                }
                if let Event::Proposed(proposal) = event { proposals.push(proposal.proposal); }
                request = request.after(event, now_ms);
            }
            prop_assert_eq!(request.helper.is_some() && request.open.is_some(), false);
            prop_assert!(request.first.is_none() || request.helper.is_none() && request.two);
            prop_assert!(request.companion.is_none() || request.helper.is_some());
            prop_assert!(request.first.is_none() || request.state.is_searched());
            prop_assert_eq!(request.state == State::Proposed, request.open.is_some());
            if State::HELPED.contains(&request.state) { prop_assert!(request.helper.is_some()); }
            if request.state.is_closed() { prop_assert!(request.open.is_none()); }
            if before.state.is_closed() && !request.state.is_closed() {
                let by = matches!(step, Step::Say(1) | Step::Reopen | Step::Rate(2) | Step::Unlink);
                prop_assert!(by, "{step:?} opens it again");
            }
        }
    }
}

proptest! {
    /// However late and however often a deadline is looked at, it fires once.
    #[test]
    fn a_deadline_fires_once(late_ms in 0_i64..48 * HOUR_MS, looks in 1_u32..6) {
        let mut request = given(&[take(), propose()]);
        let proposal = request.open.as_ref().map(|open| open.id).expect("asked");
        let mut fired = 0;
        for look in 0..=looks {
            let now_ms = MORNING_MS + HOUR_MS + late_ms + i64::from(look);
            let end = Command::EndCircle { proposal };
            let events =
                decide(&request, &end, &around(), &ctx(20 + u128::from(look), now_ms)).unwrap();
            let ended = Event::CircleEnded { proposal };
            fired += events.iter().filter(|event| **event == ended).count();
            request = events.iter().fold(request, |r, event| r.after(event, now_ms));
        }
        prop_assert_eq!(fired, 1);
    }
}

#[test]
fn a_device_says_when_they_meet_only_of_a_request_it_helps_with() {
    let asked = given(&[take(), propose()]);
    let yes = decide(&asked, &answer(&asked, 1, true), &around(), &ctx(5, MORNING_MS)).unwrap();
    let taken = yes.iter().fold(asked, |r, event| r.after(event, MORNING_MS));
    let by = |n: u128| Ctx { actor: ActorRef::Device(device(n)), ..ctx(6, MORNING_MS) };
    let at_ms = MORNING_MS + HOUR_MS;
    let schedule = Command::Schedule { request: taken.id, at_ms };
    let said = decide(&taken, &schedule, &around(), &by(1));
    assert_eq!(said, Ok(vec![Event::Scheduled { at_ms }]));
    assert_eq!(decide(&taken, &schedule, &around(), &by(2)), Err(Refusal::NotTheHelper));
    let start = Command::Start { request: taken.id };
    assert_eq!(decide(&taken, &start, &around(), &by(1)), Ok(vec![Event::Started {}]));
    let rate =
        |side| Command::Rate { request: taken.id, side, mark: Mark::Good, text: String::new() };
    assert!(decide(&taken, &rate(Side::Helper), &around(), &by(1)).is_ok());
    let anothers = decide(&taken, &rate(Side::Requester), &around(), &by(1));
    assert_eq!(anothers, Err(Refusal::NotTheHelper), "the other side speaks for itself");
    assert_eq!(decide(&taken, &rate(Side::Helper), &around(), &by(2)), Err(Refusal::NotTheHelper));
}

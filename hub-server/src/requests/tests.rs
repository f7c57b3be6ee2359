use proptest::prelude::*;
use protocol::kiosk::Verdict;
use protocol::{ActorRef, Channel, CommandId, DeviceId, ProposalId, RequestId, StaffId};

use super::decide::{Around, Command, Refusal, decide};
use super::events::{Circle, Event, NotMetReason, Request, State};
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
    Request { id, state: State::Received, helper: None, open: None, closed_at_ms: None }
}

fn around() -> Around {
    Around {
        circles: vec![
            (Circle::Neighbourhood, vec![device(1), device(2)]),
            (Circle::Zone, vec![device(1), device(2), device(3)]),
        ],
        until_ms: [MORNING_MS + HOUR_MS; 3],
    }
}

fn given(commands: &[Command]) -> Request {
    commands.iter().zip(1..).fold(fresh(), |request, (command, n)| {
        let ctx = ctx(n, MORNING_MS);
        let events = decide(&request, command, &around(), &ctx).unwrap();
        events.iter().fold(request, |request, event| request.after(event, MORNING_MS))
    })
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
    let other = Command::GiveBack { request: id, device: device(2) };
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
fn not_solved_opens_it_again_within_thirty_days_and_not_after() {
    let closed = Request { state: State::Met, closed_at_ms: Some(MORNING_MS), ..fresh() };
    let say = Command::AnswerSlip { request: closed.id, verdict: Verdict::NotSolved };
    let soon = decide(&closed, &say, &around(), &ctx(5, MORNING_MS + HOUR_MS));
    assert_eq!(soon, Ok(vec![Event::Reopened {}]));
    let late = ctx(5, MORNING_MS + super::decide::REOPEN_WITHIN_MS + 1);
    assert_eq!(decide(&closed, &say, &around(), &late), Err(Refusal::TooLate));
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
    ];
    proptest::collection::vec(step, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever happens in whatever order: one helper at most, one open proposal at most, nobody asked
    /// for a closed request, and doing a command twice changes nothing more.
    #[test]
    fn any_script_keeps_one_helper_and_one_open_proposal(script in steps()) {
        let (mut request, mut now_ms, mut proposals) = (fresh(), MORNING_MS, Vec::new());
        for (step, n) in script.iter().zip(10_u128..) {
            let id = request.id;
            let mut world = around();
            world.until_ms = [now_ms + HOUR_MS; 3];
            let command = match step {
                Step::Wait(hours) => { now_ms += hours * HOUR_MS; continue }
                Step::Take => take(),
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
                Step::GiveBack(who) => Command::GiveBack { request: id, device: device(*who) },
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
            };
            let before = request.clone();
            let Ok(events) = decide(&request, &command, &world, &ctx(n, now_ms)) else { continue };
            for event in &events {
                if let Event::Accepted { device, proposal } = event {
                    let open = request.open.as_ref().expect("accepted while open");
                    prop_assert_eq!(open.id, *proposal);
                    prop_assert!(open.silent.contains(device) && now_ms <= open.until_ms);
                }
                if let Event::Proposed(proposal) = event { proposals.push(proposal.proposal); }
                request = request.after(event, now_ms);
            }
            prop_assert_eq!(request.helper.is_some() && request.open.is_some(), false);
            prop_assert_eq!(request.state == State::Proposed, request.open.is_some());
            if request.state == State::Accepted { prop_assert!(request.helper.is_some()); }
            if request.state.is_closed() { prop_assert!(request.open.is_none()); }
            if before.state.is_closed() && !request.state.is_closed() {
                prop_assert!(matches!(step, Step::Say(1)), "only the person opens it again");
            }
        }
    }
}

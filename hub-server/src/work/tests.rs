use protocol::{
    ActorRef, Channel, CommandId, ExpenseId, NodeId, OrganisationId, PathId, PersonDetails,
    ShiftId, StaffId, VolunteerId,
};

use super::decide::{self, Around, Refusal};
use super::events::{Event, Expense, ExpenseKind, Shift, ShiftMark, ShiftSide};
use super::queries::{ExpenseRow, PathRow, PathState, ShiftRow, ShiftState, VolunteerRow};
use crate::city::City;
use crate::context::Ctx;
use crate::network::antennae::events::Volunteering;
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

fn home() -> NodeId {
    "mompiano".parse().unwrap()
}

fn shift(from_min: u16, to_min: u16) -> Shift {
    Shift {
        staff: StaffId::new(uuid(2)),
        neighbourhood: "mompiano".parse().unwrap(),
        day: "2026-11-18".to_owned(),
        from_min,
        to_min,
    }
}

fn kept(shift: &Shift, state: ShiftState) -> ShiftRow {
    ShiftRow {
        id: ShiftId::new(uuid(3)),
        home: home(),
        staff: shift.staff,
        neighbourhood: shift.neighbourhood.clone(),
        day: shift.day.clone(),
        from_min: i64::from(shift.from_min),
        to_min: i64::from(shift.to_min),
        state,
        changed_at_ms: MORNING_MS,
    }
}

#[test]
fn nobody_has_two_shifts_at_once_and_one_may_follow_another() {
    let (city, ctx) = (testing::brescia(), ctx());
    let around = Around { city: &city, ctx: &ctx };
    let there = [kept(&shift(540, 750), ShiftState::Planned)];
    assert_eq!(decide::plan(&shift(700, 800), &there, around), Err(Refusal::Overlaps));
    assert!(decide::plan(&shift(750, 800), &there, around).is_ok());
    let off = [kept(&shift(540, 750), ShiftState::Cancelled)];
    assert!(decide::plan(&shift(700, 800), &off, around).is_ok());
    assert_eq!(decide::plan(&shift(800, 800), &[], around), Err(Refusal::EndBeforeStart));
}

#[test]
fn whether_somebody_came_is_said_once_the_shift_has_begun() {
    let (city, ctx) = (testing::brescia(), ctx());
    let around = Around { city: &city, ctx: &ctx };
    // It is ten in the morning.
    let later = kept(&shift(660, 720), ShiftState::Planned);
    assert_eq!(decide::mark(Some(&later), false, around), Err(Refusal::NotBegun));
    let begun = kept(&shift(540, 720), ShiftState::Planned);
    assert_eq!(
        decide::mark(Some(&begun), false, around),
        Ok(vec![Event::ShiftMarked { came: false }])
    );
    let missed = kept(&shift(540, 720), ShiftState::Missed);
    assert_eq!(decide::mark(Some(&missed), false, around), Ok(vec![]));
    assert_eq!(decide::cancel(Some(&missed)), Err(Refusal::Over));
}

fn with_rate(cents: u32) -> City {
    let mut city = testing::brescia();
    city.diary.km_cents = cents;
    city
}

#[test]
fn kilometres_are_worth_what_the_city_says_whatever_was_asked() {
    let ctx = ctx();
    let day = "2026-11-17".to_owned();
    let asked = Expense { kind: ExpenseKind::Mileage, day, km: 12, cents: 999_999 };
    let city = with_rate(30);
    let around = Around { city: &city, ctx: &ctx };
    let events = decide::claim(&asked, "", around).unwrap();
    assert_eq!(events, [Event::ExpenseClaimed(Expense { cents: 360, ..asked.clone() })]);
    let city = with_rate(0);
    let around = Around { city: &city, ctx: &ctx };
    assert_eq!(decide::claim(&asked, "", around), Err(Refusal::NoRate));
}

#[test]
fn nobody_decides_about_their_own_expenses_and_nobody_twice() {
    let mut expense = ExpenseRow {
        id: ExpenseId::new(uuid(4)),
        home: home(),
        staff: StaffId::new(uuid(2)),
        kind: ExpenseKind::Ticket,
        day: "2026-11-17".to_owned(),
        km: 0,
        cents: 250,
        approved: None,
        words: None,
    };
    assert_eq!(decide::decide_expense(Some(&expense), true, &ctx()), Err(Refusal::OwnExpense));
    expense.staff = StaffId::new(uuid(5));
    assert!(decide::decide_expense(Some(&expense), true, &ctx()).is_ok());
    expense.approved = Some(false);
    assert_eq!(decide::decide_expense(Some(&expense), true, &ctx()), Err(Refusal::Over));
}

#[test]
fn hours_of_a_path_lie_within_it_and_not_ahead() {
    let (city, ctx) = (testing::brescia(), ctx());
    let around = Around { city: &city, ctx: &ctx };
    let mut path = PathRow {
        post: None,
        id: PathId::new(uuid(6)),
        home: home(),
        programme: super::events::Programme::School,
        tutor: StaffId::new(uuid(2)),
        agreed: protocol::clocks::Minutes::new(600),
        done: protocol::clocks::Minutes::new(0),
        from: "2026-11-02".to_owned(),
        to: "2026-12-18".to_owned(),
        skills: vec![],
        state: PathState::Running,
    };
    assert!(decide::log_hours(Some(&path), "2026-11-18", 120, around).is_ok());
    let ahead = decide::log_hours(Some(&path), "2026-11-19", 120, around);
    assert_eq!(ahead, Err(Refusal::InTheFuture));
    let before = decide::log_hours(Some(&path), "2026-11-01", 120, around);
    assert_eq!(before, Err(Refusal::NoDay("day")));
    path.state = PathState::Ended;
    assert_eq!(decide::log_hours(Some(&path), "2026-11-18", 120, around), Err(Refusal::Over));
}

#[test]
fn how_a_shift_went_is_said_by_whoever_had_it_and_whoever_plans_and_by_nobody_else() {
    let me = ctx();
    let mut other = ctx();
    other.actor = ActorRef::Staff(StaffId::new(uuid(9)));
    let done = kept(&shift(480, 540), ShiftState::Came);
    let rate =
        |ctx: &Ctx, plans| decide::rate(Some(&done), ShiftMark::SoSo, " Poca gente ", plans, ctx);
    let said = |side| {
        let text = "Poca gente".to_owned();
        Ok(vec![
            Event::ShiftRated { side, mark: ShiftMark::SoSo },
            Event::ShiftWorded { side, text },
        ])
    };
    assert_eq!(rate(&me, false), said(ShiftSide::Own));
    assert_eq!(rate(&other, true), said(ShiftSide::Planner));
    assert_eq!(rate(&other, false), Err(Refusal::NotYours));
    let missed = kept(&shift(480, 540), ShiftState::Missed);
    let refused = decide::rate(Some(&missed), ShiftMark::Well, "", false, &me);
    assert_eq!(refused, Err(Refusal::NotBegun));
}

#[test]
fn a_volunteer_who_is_no_antenna_is_on_the_register_until_they_leave() {
    let (city, ctx) = (testing::brescia(), ctx());
    let around = Around { city: &city, ctx: &ctx };
    let day = |text: &str| Some(text.parse().unwrap());
    let papers = Volunteering {
        organisation: OrganisationId::new(uuid(5)),
        entered_on: day("2026-01-10"),
        insured_from: day("2026-01-01"),
        insured_until: day("2026-12-31"),
    };
    let who = PersonDetails { name: "Gina".to_owned(), ..PersonDetails::default() };
    let entered = decide::enter_volunteer(papers, &who, true);
    assert_eq!(entered, Ok(vec![Event::VolunteerEntered(papers)]));
    let nobody = PersonDetails::default();
    assert_eq!(decide::enter_volunteer(papers, &nobody, true), Err(Refusal::NameMissing));
    assert_eq!(decide::enter_volunteer(papers, &who, false), Err(Refusal::UnknownOrganisation));
    let backwards = Volunteering { insured_until: day("2025-12-31"), ..papers };
    assert_eq!(decide::enter_volunteer(backwards, &who, true), Err(Refusal::EndBeforeStart));
    let mut there =
        VolunteerRow { id: VolunteerId::new(uuid(6)), home: home(), papers, left_on: None };
    assert_eq!(decide::keep_volunteer(Some(&there), papers, true), Ok(vec![]));
    let left = Event::VolunteerLeft { on: "2026-11-18".to_owned() };
    assert_eq!(decide::leave_register(Some(&there), "2026-11-18", around), Ok(vec![left]));
    there.left_on = day("2026-11-18").map(|day: jiff::civil::Date| day.to_string());
    assert_eq!(decide::keep_volunteer(Some(&there), papers, true), Err(Refusal::Over));
}

//! What must be done now, in five groups; every open request that waits for somebody here stands in one.
//!
//! Always true: a request stands in the first group that fits, so nothing is read twice. Deliberately absent:
//! what others have in their hands and is in time.

use protocol::StaffId;

use super::list::RequestRow;
use crate::requests::State;

/// After how long a question without an answer is somebody's turn again: two days.
const UNANSWERED_MS: i64 = 2 * 24 * 3_600_000;

/// A group, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Beyond the time it should have been closed in.
    Overdue,
    /// Nobody has read it.
    New,
    /// The search ended with nobody.
    CircleEnded,
    /// Mine, and nothing happens unless I do something.
    MyTurn,
    /// Said to be done, to be confirmed with the person.
    ToConfirm,
}

impl Group {
    pub const ALL: [Self; 5] =
        [Self::Overdue, Self::New, Self::CircleEnded, Self::MyTurn, Self::ToConfirm];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::New => "new",
            Self::CircleEnded => "circle-ended",
            Self::MyTurn => "my-turn",
            Self::ToConfirm => "to-confirm",
        }
    }

    /// The group of a request for somebody at an instant, or `None` when it waits for nobody here.
    pub fn of(row: &RequestRow, me: StaffId, now_ms: i64) -> Option<Self> {
        if !row.state.is_open() {
            return None;
        }
        if row.due_ms.is_some_and(|due| due < now_ms) {
            return Some(Self::Overdue);
        }
        let mine = row.operator == Some(me);
        let come_back = row.follow_up_ms.is_some_and(|at| at <= now_ms);
        let unanswered = row.state == State::Waiting && now_ms - row.changed_at_ms >= UNANSWERED_MS;
        let met = row.scheduled_ms.is_some_and(|at| at < now_ms) && row.state == State::Scheduled;
        if row.state == State::Received {
            return Some(Self::New);
        }
        if row.state == State::Done {
            return Some(Self::ToConfirm);
        }
        let in_hand = row.state == State::TakenInCharge;
        if in_hand && row.circle_ended {
            return Some(Self::CircleEnded);
        }
        (mine && (in_hand || come_back || met || unanswered)).then_some(Self::MyTurn)
    }
}

#[cfg(test)]
mod tests {
    use protocol::kiosk::Urgency;
    use protocol::{Relation, RequestId};

    use super::*;
    use crate::testing::{MORNING_MS, uuid};

    const HOUR_MS: i64 = 3_600_000;

    fn row(state: State) -> RequestRow {
        RequestRow {
            id: RequestId::new(uuid(1)),
            home: "mompiano".parse().unwrap(),
            state,
            slip: "MP-7K2D-9QC".to_owned(),
            category: "shopping".parse().unwrap(),
            neighbourhood: "mompiano".parse().unwrap(),
            urgency: Urgency::Today,
            relation: Relation::Oneself,
            via: "kiosk".to_owned(),
            words: None,
            operator: None,
            circle: None,
            until_ms: None,
            done_minutes: None,
            not_met_reason: None,
            opened_at_ms: MORNING_MS,
            changed_at_ms: MORNING_MS,
            closed_at_ms: None,
            due_ms: Some(MORNING_MS + HOUR_MS),
            follow_up_ms: None,
            circle_ended: false,
            scheduled_ms: None,
            routed_to: None,
        }
    }

    #[test]
    fn every_request_that_waits_for_me_stands_in_the_most_pressing_group_that_fits() {
        let (me, other) = (StaffId::new(uuid(8)), StaffId::new(uuid(9)));
        let group = |row: &RequestRow| Group::of(row, me, MORNING_MS);
        assert_eq!(group(&row(State::Received)), Some(Group::New));
        let late = RequestRow { due_ms: Some(MORNING_MS - 1), ..row(State::Received) };
        assert_eq!(group(&late), Some(Group::Overdue));
        let taken = RequestRow { operator: Some(me), ..row(State::TakenInCharge) };
        assert_eq!(group(&taken), Some(Group::MyTurn));
        let theirs = RequestRow { operator: Some(other), ..row(State::TakenInCharge) };
        assert_eq!(group(&theirs), None);
        let nobody = RequestRow { circle_ended: true, ..theirs };
        assert_eq!(group(&nobody), Some(Group::CircleEnded));
        assert_eq!(group(&row(State::Done)), Some(Group::ToConfirm));
        let asked = RequestRow { operator: Some(me), ..row(State::Proposed) };
        assert_eq!(group(&asked), None);
        let again = RequestRow { follow_up_ms: Some(MORNING_MS), ..asked };
        assert_eq!(group(&again), Some(Group::MyTurn));
        let question = RequestRow { operator: Some(me), due_ms: None, ..row(State::Waiting) };
        assert_eq!(group(&question), None, "the person has time to answer");
        let later = MORNING_MS + UNANSWERED_MS;
        assert_eq!(Group::of(&question, me, later), Some(Group::MyTurn));
        for state in [State::Met, State::NotMet, State::Withdrawn, State::Signal] {
            let over = RequestRow { due_ms: Some(0), ..row(state) };
            assert_eq!(group(&over), None, "{state:?}");
        }
    }
}

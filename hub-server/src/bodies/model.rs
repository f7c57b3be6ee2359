//! Bodies, meetings and decisions as the facts make them: what is decided from, and what the tables keep whole.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::{BodyId, DecisionId, MeetingId, NodeId, SeatId};
use serde::{Deserialize, Serialize};

use super::events::{
    Action, Approval, Correction, Decided, Event, Item, ItemKind, Level, Outcome, Plan, Profile,
    Seat, Sheet, SheetItem, Tally,
};
use super::lifecycle::{DecisionState, State};

/// A body with everybody who has or had a seat in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// The node that keeps it.
    pub home: NodeId,
    /// What is known of it.
    pub profile: Profile,
    /// Whether it still is.
    pub active: bool,
    /// Its seats, the first first.
    pub seats: Vec<Seat>,
}

impl Body {
    /// One of its seats.
    #[must_use]
    pub fn seat(&self, id: SeatId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.id == id)
    }

    /// The seats that are held on a day: who is convened, and may be there.
    pub fn held_on(&self, day: Date) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(move |seat| seat.held_on(day))
    }

    /// Of these, those that vote and count for the quorum.
    pub fn voters_on(&self, day: Date) -> impl Iterator<Item = SeatId> {
        self.held_on(day).filter(|seat| seat.role.votes()).map(|seat| seat.id)
    }
}

/// Who was there from some moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    /// Since when, UTC milliseconds.
    pub at_ms: i64,
    /// Who.
    pub present: Vec<SeatId>,
    /// Seats that vote, held on the day.
    pub entitled: u16,
    /// Of these, how many must be there.
    pub needed: u16,
    /// Of these, how many are.
    pub voters: u16,
}

impl Roll {
    /// Whether it was enough to decide.
    #[must_use]
    pub const fn has_quorum(&self) -> bool {
        self.voters >= self.needed
    }
}

/// A meeting as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Where it stands.
    pub state: State,
    /// When, where and what about.
    pub plan: Plan,
    /// When everybody was told, UTC milliseconds.
    pub convened_at_ms: Option<i64>,
    /// Whether they were told later than the body's notice allows.
    pub urgent: bool,
    /// Why it was convened late, or called off; empty when nothing was said.
    pub why: String,
    /// Who was there, roll call by roll call.
    pub rolls: Vec<Roll>,
    /// Who kept out of an item, by item.
    pub recused: BTreeMap<u16, Vec<SeatId>>,
    /// What was decided, in that order.
    pub decided: Vec<Decided>,
    /// Why, by decision.
    pub reasons: BTreeMap<DecisionId, String>,
    /// The minutes; empty while nobody wrote any.
    pub minutes: String,
    /// How they were approved.
    pub approval: Option<Approval>,
    /// The day they were.
    pub approved_on: Option<Date>,
    /// By whom they may be read.
    pub level: Option<Level>,
    /// What was put right since they were approved.
    pub corrections: Vec<Correction>,
}

impl Meeting {
    /// One that is being prepared.
    #[must_use]
    pub const fn planned(id: MeetingId, plan: Plan) -> Self {
        Self {
            id,
            state: State::Planned,
            plan,
            convened_at_ms: None,
            urgent: false,
            why: String::new(),
            rolls: Vec::new(),
            recused: BTreeMap::new(),
            decided: Vec::new(),
            reasons: BTreeMap::new(),
            minutes: String::new(),
            approval: None,
            approved_on: None,
            level: None,
            corrections: Vec::new(),
        }
    }

    /// Who is there now.
    #[must_use]
    pub fn present(&self) -> &[SeatId] {
        self.rolls.last().map_or(&[], |roll| &roll.present)
    }

    /// An item of its agenda, from 1.
    #[must_use]
    pub fn item(&self, number: u16) -> Option<&Item> {
        self.plan.agenda.get(usize::from(number).checked_sub(1)?)
    }

    /// Its items with their numbers.
    pub fn items(&self) -> impl Iterator<Item = (u16, &Item)> {
        (1..).zip(&self.plan.agenda)
    }

    /// What was decided about an item.
    #[must_use]
    pub fn decided_on(&self, item: u16) -> Option<&Decided> {
        self.decided.iter().find(|decided| decided.item == item)
    }

    /// Who keeps out of an item.
    #[must_use]
    pub fn recused_from(&self, item: u16) -> &[SeatId] {
        self.recused.get(&item).map_or(&[], Vec::as_slice)
    }

    /// Items that ask for a decision and have none.
    pub fn undecided(&self) -> impl Iterator<Item = u16> {
        self.items()
            .filter(|(number, item)| {
                item.kind == ItemKind::Decision && self.decided_on(*number).is_none()
            })
            .map(|(number, _)| number)
    }

    /// Who may vote on an item of those who are there: seats that vote, are held on the day and not in conflict.
    #[must_use]
    pub fn voters(&self, body: &Body, item: u16) -> Vec<SeatId> {
        let recused = self.recused_from(item);
        let present = self.present();
        body.voters_on(self.plan.day)
            .filter(|seat| present.contains(seat) && !recused.contains(seat))
            .collect()
    }

    /// The numbers of a vote on an item, before it is cast.
    #[must_use]
    pub fn count(&self, body: &Body, item: u16) -> Tally {
        let recused = self.recused_from(item);
        let (out, entitled): (Vec<SeatId>, Vec<SeatId>) =
            body.voters_on(self.plan.day).partition(|seat| recused.contains(seat));
        Tally {
            entitled: number(entitled.len()),
            needed: number(body.profile.quorum.needed(entitled.len())),
            present: number(self.voters(body, item).len()),
            excluded: number(out.len()),
            ..Tally::default()
        }
    }

    /// What is told outside.
    #[must_use]
    pub fn sheet(&self, body_name: &str, approved_on: Date) -> Sheet {
        let year = self.plan.day.year();
        let items = self.items().map(|(number, item)| {
            let decided = self.decided_on(number);
            SheetItem {
                title: item.title.clone(),
                outcome: decided.map(|decided| decided.outcome),
                number: decided.map(|d| format!("{}/{year}", d.number)).unwrap_or_default(),
                tally: decided.map(|decided| decided.tally).unwrap_or_default(),
                reasons: decided
                    .and_then(|decided| self.reasons.get(&decided.decision))
                    .cloned()
                    .unwrap_or_default(),
                review_on: decided.and_then(|decided| decided.review_on),
            }
        });
        // The fullest roll call: who left early was there.
        let roll = self.rolls.iter().max_by_key(|roll| roll.voters);
        Sheet {
            body: self.plan.body,
            body_name: body_name.to_owned(),
            day: self.plan.day,
            place: self.plan.place.clone(),
            present: roll.map_or(0, |roll| roll.voters),
            entitled: roll.map_or(0, |roll| roll.entitled),
            items: items.collect(),
            text: self.minutes.clone(),
            approved_on,
            corrections: self.corrections.clone(),
        }
    }

    /// Takes in a fact about it; `at_ms` is when it was recorded.
    pub fn apply(&mut self, event: &Event, at_ms: i64) {
        match event {
            Event::Planned(plan) | Event::Replanned(plan) => self.plan = plan.clone(),
            Event::Convened { urgent } => {
                self.state = State::Convened;
                self.convened_at_ms = Some(at_ms);
                self.urgent = *urgent;
            }
            Event::Recalled {} => {
                self.state = State::Planned;
                self.convened_at_ms = None;
                self.urgent = false;
                self.why.clear();
                self.recused.clear();
            }
            Event::CalledOff {} => self.state = State::CalledOff,
            Event::WhyWorded { text } => self.why.clone_from(text),
            Event::RollCalled { present, entitled, needed, voters } => {
                let roll = Roll {
                    at_ms,
                    present: present.clone(),
                    entitled: *entitled,
                    needed: *needed,
                    voters: *voters,
                };
                self.state = if roll.has_quorum() { State::Open } else { State::Notes };
                self.rolls.push(roll);
            }
            Event::Recused { item, seats } => {
                self.recused.insert(*item, seats.clone());
            }
            Event::Decided(decided) => self.decided.push(decided.clone()),
            Event::Reasoned { decision, text } => {
                self.reasons.insert(*decision, text.clone());
            }
            Event::Closed {} => self.state = State::Closed,
            Event::MinutesWritten { text } => {
                self.state = State::Drafted;
                self.minutes.clone_from(text);
            }
            Event::Approved { approval, on } => {
                self.state = State::Approved;
                self.approval = Some(*approval);
                self.approved_on = Some(*on);
            }
            Event::Published { level } => {
                self.state = State::Published;
                self.level = Some(*level);
            }
            Event::Corrected(correction) => self.corrections.push(correction.clone()),
            Event::SheetPublished { .. }
            | Event::Founded(_)
            | Event::Described(_)
            | Event::ActiveSet { .. }
            | Event::SeatTaken(_)
            | Event::SeatEnded { .. }
            | Event::Assigned(_)
            | Event::ActionWorded { .. }
            | Event::ActionMoved { .. }
            | Event::ActionDone { .. }
            | Event::ActionReopened { .. }
            | Event::Finished {}
            | Event::Reviewed { .. }
            | Event::ReviewWorded { .. }
            | Event::CellSet(_) => {}
        }
    }
}

/// A count as facts carry it.
pub(super) fn number(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Something to be done, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDo {
    /// What it is, whose and by when.
    pub action: Action,
    /// What, in words; empty when they were erased.
    pub text: String,
    /// When it was done, UTC milliseconds.
    pub done_at_ms: Option<i64>,
}

/// A decision that was looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// What was found; empty when the words were erased.
    pub text: String,
    /// When it is looked at next.
    pub next: Option<Date>,
}

/// A decision as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The decision.
    pub id: DecisionId,
    /// Of which body.
    pub body: BodyId,
    /// In which meeting.
    pub meeting: MeetingId,
    /// The day of that meeting.
    pub day: Date,
    /// The item of its agenda.
    pub item: Item,
    /// What was decided.
    pub decided: Decided,
    /// Why; empty when the words were erased.
    pub reasons: String,
    /// Where it stands.
    pub state: DecisionState,
    /// When the body looks at it again.
    pub review_on: Option<Date>,
    /// What is to be done for it.
    pub actions: Vec<ToDo>,
    /// How it was found later, the first first.
    pub reviews: Vec<Review>,
}

impl Decision {
    /// One that was just taken in a meeting.
    #[must_use]
    pub fn taken(meeting: &Meeting, decided: &Decided) -> Option<Self> {
        Some(Self {
            id: decided.decision,
            body: meeting.plan.body,
            meeting: meeting.id,
            day: meeting.plan.day,
            item: meeting.item(decided.item)?.clone(),
            decided: decided.clone(),
            reasons: String::new(),
            state: match decided.outcome {
                Outcome::Adopted => DecisionState::Adopted,
                Outcome::NotAdopted => DecisionState::NotAdopted,
                Outcome::Adjourned => DecisionState::Adjourned,
            },
            review_on: decided.review_on,
            actions: Vec::new(),
            reviews: Vec::new(),
        })
    }

    /// Its number, `3/2026`.
    #[must_use]
    pub fn number(&self) -> String {
        format!("{}/{}", self.decided.number, self.day.year())
    }

    /// What there is to do that is not done.
    pub fn open_actions(&self) -> impl Iterator<Item = &ToDo> {
        self.actions.iter().filter(|todo| todo.done_at_ms.is_none())
    }

    fn todo(&mut self, id: protocol::ActionId) -> Option<&mut ToDo> {
        self.actions.iter_mut().find(|todo| todo.action.action == id)
    }

    /// Takes in a fact about it; `at_ms` is when it was recorded.
    pub fn apply(&mut self, event: &Event, at_ms: i64) {
        match event {
            Event::Reasoned { text, .. } => self.reasons.clone_from(text),
            Event::Assigned(action) => {
                self.state = DecisionState::InHand;
                let (action, text) = (action.clone(), String::new());
                self.actions.push(ToDo { action, text, done_at_ms: None });
            }
            Event::ActionWorded { action, text } => {
                if let Some(todo) = self.todo(*action) {
                    todo.text.clone_from(text);
                }
            }
            Event::ActionMoved { action, due } => {
                if let Some(todo) = self.todo(*action) {
                    todo.action.due = *due;
                }
            }
            Event::ActionDone { action } => {
                if let Some(todo) = self.todo(*action) {
                    todo.done_at_ms = Some(at_ms);
                }
            }
            Event::ActionReopened { action } => {
                self.state = DecisionState::InHand;
                if let Some(todo) = self.todo(*action) {
                    todo.done_at_ms = None;
                }
            }
            Event::Finished {} => self.state = DecisionState::Done,
            Event::Reviewed { next } => {
                let step = super::lifecycle::DecisionStep::Review;
                self.state = self.state.after(step).unwrap_or(self.state);
                self.review_on = *next;
                self.reviews.push(Review { at_ms, text: String::new(), next: *next });
            }
            Event::ReviewWorded { text } => {
                if let Some(review) = self.reviews.last_mut() {
                    review.text.clone_from(text);
                }
            }
            Event::Founded(_)
            | Event::Described(_)
            | Event::ActiveSet { .. }
            | Event::SeatTaken(_)
            | Event::SeatEnded { .. }
            | Event::Planned(_)
            | Event::Replanned(_)
            | Event::Convened { .. }
            | Event::Recalled {}
            | Event::CalledOff {}
            | Event::WhyWorded { .. }
            | Event::RollCalled { .. }
            | Event::Recused { .. }
            | Event::Decided(_)
            | Event::Closed {}
            | Event::MinutesWritten { .. }
            | Event::Approved { .. }
            | Event::Published { .. }
            | Event::SheetPublished { .. }
            | Event::Corrected(_)
            | Event::CellSet(_) => {}
        }
    }
}

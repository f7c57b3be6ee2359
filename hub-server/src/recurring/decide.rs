//! What may be asked of a need that comes back, and whether it may happen: pure.

use jiff::civil::Date;
use protocol::kiosk::LeaveNeed;
use protocol::{ActorRef, PersonId, Problem, RecurrenceId, RequestId};
use serde::{Deserialize, Serialize};

use super::events::{Begun, Event, MOVE_DAYS, Recurrence, Stand};
use super::lifecycle::{self, State, Step};
use super::rule::Rule;
use crate::context::Ctx;
use crate::requests;

/// How many days before its day it may become a request at most.
pub const AHEAD_DAYS_MAX: u8 = 14;

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Begin; it takes the command's id.
    Begin {
        /// What is needed, as for a request.
        need: Box<LeaveNeed>,
        /// When it comes back.
        rule: Rule,
        /// How many days before its day each becomes a request, 0 to [`AHEAD_DAYS_MAX`].
        ahead_days: u8,
        /// As whom whoever needs it is known already.
        #[serde(default)]
        known: Option<PersonId>,
    },
    /// Let one of its days become a request, when it is time.
    Raise {
        /// Which.
        recurrence: RecurrenceId,
        /// The day of the rule.
        day: Date,
    },
    /// Leave one of its days out.
    Skip {
        /// Which.
        recurrence: RecurrenceId,
        /// The day of the rule.
        day: Date,
    },
    /// Have a day as the rule has it again.
    Restore {
        /// Which.
        recurrence: RecurrenceId,
        /// The day of the rule.
        day: Date,
    },
    /// Have one of its days on another day.
    Move {
        /// Which.
        recurrence: RecurrenceId,
        /// The day of the rule.
        day: Date,
        /// The day instead, at most [`MOVE_DAYS`] away.
        to: Date,
    },
    /// Follow another rule.
    ChangeRule {
        /// Which.
        recurrence: RecurrenceId,
        /// The rule.
        rule: Rule,
    },
    /// Stop for a while.
    Pause {
        /// Which.
        recurrence: RecurrenceId,
        /// The first day it goes on again by itself.
        #[serde(default)]
        until: Option<Date>,
    },
    /// Go on.
    Resume {
        /// Which.
        recurrence: RecurrenceId,
    },
    /// End it. What has become a request stays one.
    End {
        /// Which.
        recurrence: RecurrenceId,
    },
}

impl Command {
    /// The need that comes back it is about, or `None` when it begins one.
    #[must_use]
    pub fn recurrence(&self) -> Option<RecurrenceId> {
        match self {
            Self::Begin { .. } => None,
            Self::Raise { recurrence, .. }
            | Self::Skip { recurrence, .. }
            | Self::Restore { recurrence, .. }
            | Self::Move { recurrence, .. }
            | Self::ChangeRule { recurrence, .. }
            | Self::Pause { recurrence, .. }
            | Self::Resume { recurrence }
            | Self::End { recurrence } => Some(*recurrence),
        }
    }
}

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such thing here.
    Unknown,
    /// It is not in a state for that.
    WrongState(State),
    /// The rule makes no sense; which field of it.
    BadRule(&'static str),
    /// The day is none of its days.
    NotItsDay,
    /// The day is a request already: go on there.
    AlreadyRaised,
    /// The day is over; which field.
    Over(&'static str),
    /// Too far from its own day; how many days at most.
    TooFar(i64),
    /// What is needed cannot be left as a request either.
    Need(requests::Refusal),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("unknown-recurrence"),
            Refusal::WrongState(state) => {
                Self::conflict("recurrence-state").with("state", crate::store::rows::word(&state))
            }
            Refusal::BadRule(field) => Self::invalid("bad-rule").at(field),
            Refusal::NotItsDay => Self::invalid("not-its-day").at("day"),
            Refusal::AlreadyRaised => Self::conflict("day-is-a-request"),
            Refusal::Over(field) => Self::invalid("in-the-past").at(field),
            Refusal::TooFar(days) => Self::invalid("moved-too-far").at("to").with("most", days),
            Refusal::Need(refusal) => refusal.into(),
        }
    }
}

/// Decides about a need that begins to come back. Whether its category and place exist was checked before.
///
/// # Errors
/// [`Refusal::BadRule`], or what a request would be refused for.
pub fn begin(
    need: &LeaveNeed,
    rule: &Rule,
    ahead_days: u8,
    today: Date,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    requests::decide::check(need).map_err(Refusal::Need)?;
    if need.more.signal {
        return Err(Refusal::Need(requests::Refusal::OutOfRange("signal", 0)));
    }
    may_follow(rule, today)?;
    if ahead_days > AHEAD_DAYS_MAX {
        return Err(Refusal::BadRule("ahead_days"));
    }
    let operator = match ctx.actor {
        ActorRef::Staff(staff) => Some(staff),
        ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
    };
    let begun = Event::Begun(Begun {
        rule: rule.clone(),
        ahead_days,
        category: need.category.clone(),
        neighbourhood: need.neighbourhood.clone(),
        relation: need.relation,
        language: need.language.clone(),
        via: ctx.channel,
        person: (!need.person.is_empty()).then(|| PersonId::from(ctx.command)),
        operator,
    });
    let answers = need.more.answers.iter().filter(|one| !one.answer.trim().is_empty());
    let (text, answers) = (need.text.trim().to_owned(), answers.cloned().collect::<Vec<_>>());
    let said = !(text.is_empty() && answers.is_empty());
    Ok([Some(begun), said.then_some(Event::WordsLeft { text, answers })]
        .into_iter()
        .flatten()
        .collect())
}

/// A rule that can be followed from today on.
fn may_follow(rule: &Rule, today: Date) -> Result<(), Refusal> {
    match rule.fault() {
        Some(field) => Err(Refusal::BadRule(field)),
        None if rule.until.is_some_and(|until| until < today) => Err(Refusal::Over("until")),
        None => Ok(()),
    }
}

/// Decides about one that exists. `request` is the name of what a day becomes.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(
    recurrence: &Recurrence,
    command: &Command,
    today: Date,
    request: RequestId,
) -> Result<Vec<Event>, Refusal> {
    let state = recurrence.state;
    let may = |step: Step| match lifecycle::next(state, step) {
        Some(_) => Ok(()),
        None => Err(Refusal::WrongState(state)),
    };
    // A day that can still be changed.
    let open = |day: Date| {
        may(Step::Change)?;
        if !recurrence.rule.holds(day) {
            return Err(Refusal::NotItsDay);
        }
        let one = recurrence.occurrence(day);
        match one.stand {
            Stand::Raised(_) => Err(Refusal::AlreadyRaised),
            Stand::ToCome | Stand::Paused | Stand::Skipped => Ok(one),
        }
    };
    Ok(match command {
        Command::Begin { .. } => return Err(Refusal::WrongState(state)),
        Command::Raise { day, .. } => {
            may(Step::Raise)?;
            let due = recurrence.due(today).iter().any(|one| one.day == *day);
            // Asked twice, or too early, or after it was left out: nothing happens.
            if due { vec![Event::Raised { day: *day, request }] } else { vec![] }
        }
        Command::Skip { day, .. } => {
            let one = open(*day)?;
            if one.on < today {
                return Err(Refusal::Over("day"));
            }
            if one.stand == Stand::Skipped { vec![] } else { vec![Event::Skipped { day: *day }] }
        }
        Command::Restore { day, .. } => {
            let one = open(*day)?;
            let differs = one.stand == Stand::Skipped || one.on != one.day;
            if differs { vec![Event::Restored { day: *day }] } else { vec![] }
        }
        Command::Move { day, to, .. } => {
            let one = open(*day)?;
            if *to < today {
                return Err(Refusal::Over("to"));
            }
            if i64::from((*to - *day).get_days()).abs() > MOVE_DAYS {
                return Err(Refusal::TooFar(MOVE_DAYS));
            }
            let same = one.on == *to && one.stand != Stand::Skipped;
            if same { vec![] } else { vec![Event::Moved { day: *day, to: *to }] }
        }
        Command::ChangeRule { rule, .. } => {
            may(Step::Change)?;
            may_follow(rule, today)?;
            let same = *rule == recurrence.rule;
            if same { vec![] } else { vec![Event::RuleChanged { rule: rule.clone() }] }
        }
        Command::Pause { until, .. } => {
            may(Step::Pause)?;
            if until.is_some_and(|until| until <= today) {
                return Err(Refusal::Over("pause_until"));
            }
            vec![Event::Paused { until: *until }]
        }
        Command::Resume { .. } => {
            may(Step::Resume)?;
            vec![Event::Resumed {}]
        }
        Command::End { .. } => {
            may(Step::End)?;
            vec![Event::Ended {}]
        }
    })
}

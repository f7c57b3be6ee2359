//! What the screens show of the ledger: lists in the order a person wants them. Pure reading.

use protocol::antenna::{Assigned, DeviceCommand, Proposed, RaiseNeed, Went, WhyClosed};
use protocol::kiosk::Urgency;
use protocol::{CommandId, Problem, RequestId};

use super::ledger::{Ledger, Sent, SentState, Task};

/// Where a sent thing stands, as a small mark beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentMark {
    /// Waiting for the hub's confirmation.
    Waiting,
    /// Recorded by the hub.
    Recorded,
    /// Refused by the hub.
    Refused,
}

impl From<&SentState> for SentMark {
    fn from(state: &SentState) -> Self {
        match state {
            SentState::Waiting => Self::Waiting,
            SentState::Recorded => Self::Recorded,
            SentState::Refused(_) => Self::Refused,
        }
    }
}

/// Where a proposal stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalState {
    /// It can be answered.
    Open,
    /// Its time is over by the hub's clock, and the hub has not said so yet.
    TooLate,
    /// Answered; the hub has not confirmed.
    Answering {
        /// Yes or no.
        accept: bool,
    },
    /// Confirmed; name and address are on their way.
    Accepted,
    /// The hub refused the answer.
    Refused(Problem),
    /// It is over.
    Closed(WhyClosed),
}

impl ProposalState {
    /// Whether it can still be answered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// Whether it is over and may be taken off the list.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self {
            Self::TooLate | Self::Refused(_) | Self::Closed(_) => true,
            Self::Open | Self::Answering { .. } | Self::Accepted => false,
        }
    }
}

/// One proposal on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalCard {
    /// What is known before acceptance.
    pub it: Proposed,
    /// Where it stands.
    pub state: ProposalState,
}

/// Where a request of this device stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskState {
    /// To be done.
    Mine,
    /// Reported done; the hub has not confirmed.
    ReportingDone,
    /// The hub knows that it is done.
    Done,
    /// Given back; the hub has not confirmed.
    GivingBack,
    /// The hub knows that it was given back.
    GivenBack,
    /// The hub has closed it.
    Over {
        /// Whether the need was met.
        met: bool,
    },
}

impl TaskState {
    /// Whether something is still to be done.
    #[must_use]
    pub fn is_mine(&self) -> bool {
        matches!(self, Self::Mine)
    }
}

/// One request of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskCard {
    /// What is needed to help.
    pub it: Assigned,
    /// Where it stands.
    pub state: TaskState,
    /// When helper and person meet.
    pub appointment: Option<Appointment>,
    /// Whether help has begun, and whether the hub knows it.
    pub begun: Option<SentMark>,
    /// How it went for whoever helped, and whether the hub knows it.
    pub went: Option<(Went, SentMark)>,
    /// Why the hub refused the last thing said about it.
    pub refused: Option<Problem>,
}

/// When helper and person meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appointment {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Whether it was agreed here and the hub has not confirmed.
    pub waiting: bool,
}

/// One need raised from this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedCard {
    /// The command that raised it.
    pub id: CommandId,
    /// What was said; its text goes once the hub has it.
    pub it: RaiseNeed,
    /// When, UTC milliseconds by the device's clock.
    pub at_ms: i64,
    /// Where it stands.
    pub mark: SentMark,
    /// Why it was refused.
    pub refused: Option<Problem>,
}

impl Ledger {
    /// Proposals, most urgent first; those that are over come last. `hub_now_ms` is now by the hub's clock.
    #[must_use]
    pub fn proposal_cards(&self, hub_now_ms: i64) -> Vec<ProposalCard> {
        let mut cards: Vec<ProposalCard> = self
            .proposals
            .values()
            .filter_map(|it| {
                let state = self.proposal_state(it, hub_now_ms)?;
                Some(ProposalCard { it: it.clone(), state })
            })
            .collect();
        cards.sort_by_key(|card| {
            (
                card.state.is_over(),
                urgency_rank(card.it.urgency),
                card.it.until_ms,
                card.it.proposal,
            )
        });
        cards
    }

    /// How many proposals wait for an answer.
    #[must_use]
    pub fn open_proposals(&self, hub_now_ms: i64) -> usize {
        self.proposals
            .values()
            .filter(|it| self.proposal_state(it, hub_now_ms) == Some(ProposalState::Open))
            .count()
    }

    /// Where a proposal stands; `None` when it no longer belongs on the list.
    #[must_use]
    pub fn proposal_state(&self, it: &Proposed, hub_now_ms: i64) -> Option<ProposalState> {
        if self.taken.contains_key(&it.proposal) {
            return None;
        }
        let answer = self.last_sent(0, |command| {
            matches!(command, DeviceCommand::AnswerProposal(answer) if answer.proposal == it.proposal)
        });
        let accepted = answer.is_some_and(says_yes);
        let closed = self.closed.get(&it.proposal).copied();
        match (answer.map(|sent| &sent.state), closed) {
            // What the hub recorded or refused is the last word, whatever else it said before.
            (Some(SentState::Refused(problem)), _) if accepted => {
                Some(ProposalState::Refused(problem.clone()))
            }
            (Some(SentState::Recorded | SentState::Refused(_)), _) if !accepted => None,
            (_, Some(WhyClosed::Declined)) => None,
            (_, Some(why)) => Some(ProposalState::Closed(why)),
            (Some(SentState::Waiting), None) => Some(ProposalState::Answering { accept: accepted }),
            (Some(SentState::Recorded | SentState::Refused(_)), None) => {
                Some(ProposalState::Accepted)
            }
            (None, None) if it.until_ms <= hub_now_ms => Some(ProposalState::TooLate),
            (None, None) => Some(ProposalState::Open),
        }
    }

    /// Requests of this device: what is to be done first, the most urgent on top.
    #[must_use]
    pub fn task_cards(&self) -> Vec<TaskCard> {
        let mut cards: Vec<TaskCard> =
            self.tasks.values().map(|task| self.task_card(task)).collect();
        cards.sort_by_key(|card| {
            (!card.state.is_mine(), urgency_rank(card.it.urgency), card.it.request)
        });
        cards
    }

    fn task_card(&self, task: &Task) -> TaskCard {
        let request = task.it.request;
        let state = self.task_state(request);
        let said = self.last_sent(task.cursor, |command| is_about(command, request));
        let refused = said.and_then(refused).filter(|_| state.is_mine());
        TaskCard {
            it: task.it.clone(),
            state,
            appointment: self.appointment(task),
            begun: self.begun(task),
            went: self.went(task),
            refused,
        }
    }

    /// When helper and person meet: as it was agreed here until the hub has answered, as the hub has it from then on.
    fn appointment(&self, task: &Task) -> Option<Appointment> {
        let request = task.it.request;
        let told = self.moved.get(&request);
        let agreed = self.last_sent(
            task.cursor,
            |command| matches!(command, DeviceCommand::AgreeWhen(it) if it.request == request),
        );
        if let Some(Sent {
            command: Some(DeviceCommand::AgreeWhen(it)), state, after_cursor, ..
        }) = agreed
        {
            let newer = told.is_none_or(|told| told.cursor <= *after_cursor);
            match state {
                SentState::Waiting => {
                    return Some(Appointment { at_ms: it.at_ms, waiting: true });
                }
                SentState::Recorded if newer => {
                    return Some(Appointment { at_ms: it.at_ms, waiting: false });
                }
                SentState::Recorded | SentState::Refused(_) => {}
            }
        }
        let at_ms = told.and_then(|told| told.it.at_ms)?;
        Some(Appointment { at_ms, waiting: false })
    }

    fn begun(&self, task: &Task) -> Option<SentMark> {
        let request = task.it.request;
        if self.moved.get(&request).is_some_and(|told| told.it.begun) {
            return Some(SentMark::Recorded);
        }
        let begun = self.last_sent(
            task.cursor,
            |command| matches!(command, DeviceCommand::StartHelp(it) if it.request == request),
        );
        begun.map(|sent| SentMark::from(&sent.state)).filter(|mark| *mark != SentMark::Refused)
    }

    fn went(&self, task: &Task) -> Option<(Went, SentMark)> {
        let request = task.it.request;
        let said = self.last_sent(
            task.cursor,
            |command| matches!(command, DeviceCommand::SayHowItWent(it) if it.request == request),
        )?;
        let Some(DeviceCommand::SayHowItWent(it)) = &said.command else { return None };
        Some((it.went, SentMark::from(&said.state)))
    }

    /// How many requests are to be done.
    #[must_use]
    pub fn open_tasks(&self) -> usize {
        self.tasks.keys().filter(|request| self.task_state(**request).is_mine()).count()
    }

    /// Where a request stands.
    #[must_use]
    pub fn task_state(&self, request: RequestId) -> TaskState {
        if let Some(met) = self.over.get(&request) {
            return TaskState::Over { met: *met };
        }
        let given = self.tasks.get(&request).map_or(0, |task| task.cursor);
        let last = self.last_sent(given, |command| ends(command, request));
        let Some(sent) = last else { return TaskState::Mine };
        let done = matches!(sent.command, Some(DeviceCommand::ReportDone(_)));
        match (&sent.state, done) {
            (SentState::Waiting, true) => TaskState::ReportingDone,
            (SentState::Waiting, false) => TaskState::GivingBack,
            (SentState::Recorded, true) => TaskState::Done,
            (SentState::Recorded, false) => TaskState::GivenBack,
            (SentState::Refused(_), _) => TaskState::Mine,
        }
    }

    /// The needs raised from this device, newest first.
    #[must_use]
    pub fn need_cards(&self) -> Vec<NeedCard> {
        let mut cards: Vec<NeedCard> = self
            .sent
            .iter()
            .filter_map(|(id, sent)| {
                Some(NeedCard {
                    id: *id,
                    it: raised(sent.command.as_ref()?)?,
                    at_ms: sent.at_ms,
                    mark: SentMark::from(&sent.state),
                    refused: refused(sent),
                })
            })
            .collect();
        cards.sort_by_key(|card| std::cmp::Reverse((card.at_ms, card.id)));
        cards
    }
}

fn says_yes(sent: &Sent) -> bool {
    matches!(&sent.command, Some(DeviceCommand::AnswerProposal(answer)) if answer.accept)
}

/// Whether a command says that a request is done, or goes back.
fn ends(command: &DeviceCommand, request: RequestId) -> bool {
    matches!(command, DeviceCommand::ReportDone(it) if it.request == request)
        || matches!(command, DeviceCommand::GiveBack(it) if it.request == request)
}

/// Whether a command says something about a request of this device.
fn is_about(command: &DeviceCommand, request: RequestId) -> bool {
    ends(command, request)
        || matches!(command, DeviceCommand::AgreeWhen(it) if it.request == request)
        || matches!(command, DeviceCommand::StartHelp(it) if it.request == request)
}

/// A need, whichever way it was raised; without what it says of a person.
fn raised(command: &DeviceCommand) -> Option<RaiseNeed> {
    if let DeviceCommand::RaiseNeed(it) = command {
        return Some(it.clone());
    }
    let DeviceCommand::RaiseNeedFor(it) = command else { return None };
    Some(RaiseNeed {
        category: it.category.clone(),
        neighbourhood: it.neighbourhood.clone(),
        urgency: it.urgency,
        text: it.text.clone(),
        relation: it.relation,
    })
}

/// Why the hub said no to it.
fn refused(sent: &Sent) -> Option<Problem> {
    match &sent.state {
        SentState::Refused(problem) => Some(problem.clone()),
        SentState::Waiting | SentState::Recorded => None,
    }
}

/// Today first.
fn urgency_rank(urgency: Urgency) -> u8 {
    match urgency {
        Urgency::Today => 0,
        Urgency::ThisWeek => 1,
        Urgency::NoHurry => 2,
    }
}

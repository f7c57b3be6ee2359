//! What the screens show of the ledger: lists in the order a person wants them. Pure reading.

use protocol::antenna::{Assigned, DeviceCommand, LogActivity, Proposed, RaiseNeed, WhyClosed};
use protocol::kiosk::Urgency;
use protocol::{CommandId, Problem, RequestId};

use super::ledger::{Ledger, Sent, SentState};

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
    /// Why the hub refused the last thing said about it.
    pub refused: Option<Problem>,
}

/// One entry of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiaryCard {
    /// The command that logged it.
    pub id: CommandId,
    /// What was logged.
    pub it: LogActivity,
    /// Where it stands.
    pub mark: SentMark,
    /// Why it was refused.
    pub refused: Option<Problem>,
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
        let mut cards: Vec<TaskCard> = self
            .tasks
            .values()
            .map(|task| {
                let (state, refused) = self.task_state(task.it.request);
                TaskCard { it: task.it.clone(), state, refused }
            })
            .collect();
        cards.sort_by_key(|card| {
            (!card.state.is_mine(), urgency_rank(card.it.urgency), card.it.request)
        });
        cards
    }

    /// How many requests are to be done.
    #[must_use]
    pub fn open_tasks(&self) -> usize {
        self.tasks.keys().filter(|request| self.task_state(**request).0.is_mine()).count()
    }

    /// Where a request stands, and why the hub refused the last thing said about it.
    #[must_use]
    pub fn task_state(&self, request: RequestId) -> (TaskState, Option<Problem>) {
        if let Some(met) = self.over.get(&request) {
            return (TaskState::Over { met: *met }, None);
        }
        let given = self.tasks.get(&request).map_or(0, |task| task.cursor);
        let last = self.last_sent(given, |command| match command {
            DeviceCommand::ReportDone(it) => it.request == request,
            DeviceCommand::GiveBack(it) => it.request == request,
            DeviceCommand::Hello(_)
            | DeviceCommand::Seen(_)
            | DeviceCommand::AnswerProposal(_)
            | DeviceCommand::LogActivity(_)
            | DeviceCommand::RaiseNeed(_)
            | DeviceCommand::SayHere(_)
            | DeviceCommand::MoveOn(_) => false,
        });
        let Some(sent) = last else { return (TaskState::Mine, None) };
        let done = matches!(sent.command, Some(DeviceCommand::ReportDone(_)));
        match (&sent.state, done) {
            (SentState::Waiting, true) => (TaskState::ReportingDone, None),
            (SentState::Waiting, false) => (TaskState::GivingBack, None),
            (SentState::Recorded, true) => (TaskState::Done, None),
            (SentState::Recorded, false) => (TaskState::GivenBack, None),
            (SentState::Refused(problem), _) => (TaskState::Mine, Some(problem.clone())),
        }
    }

    /// The diary as sent from this device, newest first.
    #[must_use]
    pub fn diary_cards(&self) -> Vec<DiaryCard> {
        let mut cards: Vec<DiaryCard> = self
            .sent
            .iter()
            .filter_map(|(id, sent)| match &sent.command {
                Some(DeviceCommand::LogActivity(it)) => Some(DiaryCard {
                    id: *id,
                    it: it.clone(),
                    mark: SentMark::from(&sent.state),
                    refused: refused(sent),
                }),
                Some(
                    DeviceCommand::Hello(_)
                    | DeviceCommand::Seen(_)
                    | DeviceCommand::AnswerProposal(_)
                    | DeviceCommand::ReportDone(_)
                    | DeviceCommand::GiveBack(_)
                    | DeviceCommand::RaiseNeed(_)
                    | DeviceCommand::SayHere(_)
                    | DeviceCommand::MoveOn(_),
                )
                | None => None,
            })
            .collect();
        cards.sort_by_key(|card| std::cmp::Reverse((card.it.started_at_ms, card.id)));
        cards
    }

    /// The needs raised from this device, newest first.
    #[must_use]
    pub fn need_cards(&self) -> Vec<NeedCard> {
        let mut cards: Vec<NeedCard> = self
            .sent
            .iter()
            .filter_map(|(id, sent)| match &sent.command {
                Some(DeviceCommand::RaiseNeed(it)) => Some(NeedCard {
                    id: *id,
                    it: it.clone(),
                    at_ms: sent.at_ms,
                    mark: SentMark::from(&sent.state),
                    refused: refused(sent),
                }),
                Some(
                    DeviceCommand::Hello(_)
                    | DeviceCommand::Seen(_)
                    | DeviceCommand::AnswerProposal(_)
                    | DeviceCommand::ReportDone(_)
                    | DeviceCommand::GiveBack(_)
                    | DeviceCommand::LogActivity(_)
                    | DeviceCommand::SayHere(_)
                    | DeviceCommand::MoveOn(_),
                )
                | None => None,
            })
            .collect();
        cards.sort_by_key(|card| std::cmp::Reverse((card.at_ms, card.id)));
        cards
    }
}

fn says_yes(sent: &Sent) -> bool {
    matches!(&sent.command, Some(DeviceCommand::AnswerProposal(answer)) if answer.accept)
}

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

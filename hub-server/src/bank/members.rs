//! Membership (CAPABILITIES 3.1) as one table of transitions, from which the drawing in the docs is made.

use jiff::civil::Date;
use protocol::{AccountId, MemberId};
use serde::{Deserialize, Serialize};

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Has asked to become a member (domanda).
    Applicant,
    /// Has been interviewed (colloquio).
    Interviewed,
    /// Tries it out (pre-iscrizione): may exchange.
    Trial,
    /// A member (socia, socio).
    Member,
    /// A member whose year is over.
    RenewalDue,
    /// May not exchange for now.
    Suspended,
    /// Wants to leave: may exchange until the balance is zero (recesso).
    Leaving,
    /// Was not taken.
    Declined,
    /// Has left.
    Closed,
}

impl Stage {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 9] = [
        Self::Applicant,
        Self::Interviewed,
        Self::Trial,
        Self::Member,
        Self::RenewalDue,
        Self::Suspended,
        Self::Leaving,
        Self::Declined,
        Self::Closed,
    ];

    /// Whether somebody at this stage may give and receive.
    #[must_use]
    pub const fn may_exchange(self) -> bool {
        matches!(self, Self::Trial | Self::Member | Self::RenewalDue | Self::Leaving)
    }
}

/// A step from one stage to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The welcome interview took place.
    Interview,
    /// The trial begins, with an account.
    BeginTrial,
    /// The trial went well.
    Admit,
    /// The year is over.
    AskRenewal,
    /// Another year.
    Renew,
    /// No exchanges for now.
    Suspend,
    /// Exchanges again.
    Resume,
    /// Wants to leave.
    AskToLeave,
    /// Stays after all.
    Stay,
    /// Leaves with a balance of zero.
    Close,
    /// Leaves; what is left goes to the hour fund, or the fund bears the debt, by decision of the body.
    CloseToFund,
    /// Not taken.
    Decline,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Interview,
        Self::BeginTrial,
        Self::Admit,
        Self::AskRenewal,
        Self::Renew,
        Self::Suspend,
        Self::Resume,
        Self::AskToLeave,
        Self::Stay,
        Self::Close,
        Self::CloseToFund,
        Self::Decline,
    ];
}

impl Step {
    /// Whether it stops somebody, and is therefore never taken without a reason.
    #[must_use]
    pub const fn is_exceptional(self) -> bool {
        matches!(self, Self::Suspend | Self::Decline | Self::CloseToFund)
    }
}

/// Every step there is: from where, by which step, to where. The first of a stage is its normal next one.
pub const TRANSITIONS: &[(Stage, Step, Stage)] = {
    use Stage as S;
    &[
        (S::Applicant, Step::Interview, S::Interviewed),
        (S::Applicant, Step::Decline, S::Declined),
        (S::Interviewed, Step::BeginTrial, S::Trial),
        (S::Interviewed, Step::Decline, S::Declined),
        (S::Trial, Step::Admit, S::Member),
        (S::Trial, Step::Suspend, S::Suspended),
        (S::Trial, Step::AskToLeave, S::Leaving),
        (S::Member, Step::Renew, S::Member),
        (S::Member, Step::AskRenewal, S::RenewalDue),
        (S::Member, Step::Suspend, S::Suspended),
        (S::Member, Step::AskToLeave, S::Leaving),
        (S::RenewalDue, Step::Renew, S::Member),
        (S::RenewalDue, Step::Suspend, S::Suspended),
        (S::RenewalDue, Step::AskToLeave, S::Leaving),
        (S::Suspended, Step::Resume, S::Member),
        (S::Suspended, Step::AskToLeave, S::Leaving),
        (S::Leaving, Step::Close, S::Closed),
        (S::Leaving, Step::CloseToFund, S::Closed),
        (S::Leaving, Step::Stay, S::Member),
    ]
};

/// Where else the two steps back lead: to wherever the member was before.
pub const BACK: &[(Stage, Step, Stage)] = {
    use Stage as S;
    &[
        (S::Suspended, Step::Resume, S::Trial),
        (S::Suspended, Step::Resume, S::RenewalDue),
        (S::Leaving, Step::Stay, S::Trial),
        (S::Leaving, Step::Stay, S::RenewalDue),
        (S::Leaving, Step::Stay, S::Suspended),
    ]
};

/// Where a step leads, if it may be taken, from the stage alone.
#[must_use]
pub fn after(stage: Stage, step: Step) -> Option<Stage> {
    TRANSITIONS.iter().find(|(from, by, _)| *from == stage && *by == step).map(|(_, _, to)| *to)
}

/// The steps that may be taken, the normal one first.
pub fn steps_from(stage: Stage) -> impl Iterator<Item = Step> {
    TRANSITIONS.iter().filter(move |(from, _, _)| *from == stage).map(|(_, step, _)| *step)
}

/// The table as a drawing for the docs.
#[must_use]
pub fn drawing() -> String {
    use std::fmt::Write as _;
    let mut text = String::from("stateDiagram-v2\n    [*] --> applicant: apply\n");
    for (from, step, to) in TRANSITIONS.iter().chain(BACK) {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "    {} --> {}: {}", word(from), word(to), word(step));
    }
    text.push_str("    declined --> [*]\n    closed --> [*]\n");
    text
}

/// A closed vocabulary's word, as a drawing can name it.
fn word<T: Serialize>(value: &T) -> String {
    crate::store::rows::word(value).replace('-', "_")
}

/// How a member can be reached; a member needs neither e-mail nor telephone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Comes by, or through the desk.
    #[default]
    Desk,
    /// By telephone.
    Phone,
    /// By letter.
    Letter,
}

/// Ages as statistics see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgeBand {
    /// Under 30.
    Under30,
    /// 30 to 54.
    From30To54,
    /// 55 to 64.
    From55To64,
    /// 65 to 74.
    From65To74,
    /// 75 and more.
    From75,
}

impl AgeBand {
    /// All of them, youngest first.
    pub const ALL: [Self; 5] =
        [Self::Under30, Self::From30To54, Self::From55To64, Self::From65To74, Self::From75];
}

/// One member as decisions see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their name here.
    pub id: MemberId,
    /// Where they stand.
    pub stage: Stage,
    /// Their account, or their household's, from the trial on.
    pub account: Option<AccountId>,
    /// Whose account they will share.
    pub shares_with: Option<MemberId>,
    /// Until when the membership or trial runs.
    pub until: Option<Date>,
    /// Where they stood when they were suspended last.
    pub suspended_from: Option<Stage>,
    /// Where they stood when they asked to leave last.
    pub leaving_from: Option<Stage>,
}

impl Member {
    /// Where a step leads them, if it may be taken: a step back to where they were before.
    #[must_use]
    pub fn after(&self, step: Step) -> Option<Stage> {
        let to = after(self.stage, step)?;
        let back = match step {
            Step::Resume => self.suspended_from,
            Step::Stay => self.leaving_from,
            Step::Interview
            | Step::BeginTrial
            | Step::Admit
            | Step::AskRenewal
            | Step::Renew
            | Step::Suspend
            | Step::AskToLeave
            | Step::Close
            | Step::CloseToFund
            | Step::Decline => None,
        };
        Some(back.unwrap_or(to))
    }

    /// The same after a step was taken; facts are believed.
    pub fn moved(&mut self, step: Step, until: Option<Date>, back: Option<Stage>) {
        let was = self.stage;
        self.stage = back.or_else(|| after(was, step)).unwrap_or(was);
        self.until = until;
        if step == Step::Suspend {
            self.suspended_from = Some(was);
        } else if step == Step::AskToLeave {
            self.leaving_from = Some(was);
        }
    }
}

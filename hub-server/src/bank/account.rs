//! Accounts in minutes: whose they are, how far they may go, and the rules a bank gives to new ones.

use std::collections::BTreeSet;

use jiff::civil::Date;
use protocol::{AccountId, NodeId, Slug};
use serde::{Deserialize, Serialize};

use super::minutes::Minutes;

/// What an account is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A member's, or that of a household whose members share it.
    Member,
    /// The bank's own: the hour fund (fondo ore).
    Fund,
    /// The municipality's, under a written agreement (L. 53/2000, art. 27).
    Municipality(Agreement),
    /// What is owed between this bank and that of another hub.
    Clearing {
        /// The other hub.
        peer: NodeId,
    },
}

/// What the municipality agreed to in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Protocol number or title of the paper.
    pub title: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The services it covers; hours for anything else are refused, so that they never replace the
    /// institution's own duties.
    pub scope: BTreeSet<Slug>,
}

/// How far an account may go. The hard ones stop an exchange, the soft ones warn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The least it may hold.
    pub hard_floor: Minutes,
    /// Below this the member and the desk are warned.
    pub soft_floor: Minutes,
    /// Above this they are warned too: time to ask for something.
    pub soft_ceiling: Minutes,
    /// The most it may hold.
    pub hard_ceiling: Minutes,
    /// How much lower the floor lies for what was given, in per cent of the minutes given.
    pub credit_percent: u8,
    /// The most the floor may be lowered so.
    pub credit_most: Minutes,
}

impl Limits {
    /// Whether they stand in order and reach across zero.
    #[must_use]
    pub fn are_in_order(&self) -> bool {
        self.hard_floor <= self.soft_floor
            && self.soft_floor <= Minutes::ZERO
            && Minutes::ZERO <= self.soft_ceiling
            && self.soft_ceiling <= self.hard_ceiling
            && self.credit_most >= Minutes::ZERO
            && self.credit_percent <= 100
            && self.hard_ceiling <= Self::FURTHEST
            && self.hard_floor >= -Self::FURTHEST
            && self.credit_most <= Self::FURTHEST
    }

    /// No limit lies further from zero than ten thousand hours.
    pub const FURTHEST: Minutes = Minutes::hours(10_000);
}

/// How an account stands within its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Between the soft limits, or without any.
    Fine,
    /// Below the soft floor.
    Low,
    /// At the floor or below: can only give.
    AtFloor,
    /// Above the soft ceiling.
    High,
    /// At the ceiling or above: can only receive.
    AtCeiling,
}

/// What waits for an answer of another bank: it counts against the limits and is in no balance yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// What would be added.
    pub to_come: Minutes,
    /// What would be taken away; not above zero.
    pub to_go: Minutes,
}

impl Held {
    /// Counts an entry that waits, or with −1 takes it away again.
    pub fn add(&mut self, minutes: Minutes, times: i64) {
        let change = Minutes::new(minutes.get() * times);
        if minutes > Minutes::ZERO {
            self.to_come += change;
        } else {
            self.to_go += change;
        }
    }

    /// Both together.
    #[must_use]
    pub fn sum(&self) -> Minutes {
        self.to_come + self.to_go
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// One account as decisions see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub id: AccountId,
    /// What it is for.
    pub purpose: Purpose,
    /// How far it may go; `None` for the fund, which may go anywhere.
    pub limits: Option<Limits>,
    /// What it holds.
    pub balance: Minutes,
    /// What waits for an answer of another bank.
    pub held: Held,
    /// What was ever given from it, which the credit line grows with.
    pub given: Minutes,
    /// Whether it is open.
    pub open: bool,
}

impl Account {
    /// The floor that counts now: the hard one, lowered by what was given.
    #[must_use]
    pub fn floor(&self) -> Option<Minutes> {
        let limits = self.limits?;
        let earned = Minutes::new(self.given.get().max(0) * i64::from(limits.credit_percent) / 100);
        Some(limits.hard_floor - earned.min(limits.credit_most))
    }

    /// The ceiling that counts now.
    #[must_use]
    pub fn ceiling(&self) -> Option<Minutes> {
        self.limits.map(|limits| limits.hard_ceiling)
    }

    /// How much may still be taken from it, with what waits for other banks counted; `None` without a limit.
    #[must_use]
    pub fn may_spend(&self) -> Option<Minutes> {
        self.floor().map(|floor| (self.balance + self.held.to_go - floor).max(Minutes::ZERO))
    }

    /// How much may still be added to it, counted so too.
    #[must_use]
    pub fn may_take(&self) -> Option<Minutes> {
        self.ceiling().map(|most| (most - self.balance - self.held.to_come).max(Minutes::ZERO))
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let (Some(limits), Some(floor)) = (self.limits, self.floor()) else {
            return Standing::Fine;
        };
        if self.balance <= floor {
            Standing::AtFloor
        } else if self.balance >= limits.hard_ceiling {
            Standing::AtCeiling
        } else if self.balance < limits.soft_floor {
            Standing::Low
        } else if self.balance > limits.soft_ceiling {
            Standing::High
        } else {
            Standing::Fine
        }
    }
}

/// What a declaration becomes when the other side says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// It is taken as a yes.
    Confirms,
    /// It lapses.
    Lapses,
}

/// The rules of a bank. New accounts are opened with these limits; those that are open keep theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Limits of new accounts.
    pub limits: Limits,
    /// After how many days without an answer a declaration ends.
    pub answer_days: u16,
    /// How it ends.
    pub silence: Silence,
    /// How long a trial lasts, in days.
    pub trial_days: u16,
    /// How long a membership lasts before it is renewed, in days.
    pub renewal_days: u16,
    /// Services that need a licence or give a certificate: never exchanged.
    pub excluded: BTreeSet<Slug>,
    /// Whether only taking part is counted, and no balance shown or limited (mutuo aiuto).
    pub participation_only: bool,
}

impl Default for Rules {
    /// What most Italian banks do: twenty hours down, fifty up, a week to answer, three months of trial,
    /// renewal every year.
    fn default() -> Self {
        Self {
            limits: Limits {
                hard_floor: Minutes::hours(-20),
                soft_floor: Minutes::hours(-10),
                soft_ceiling: Minutes::hours(30),
                hard_ceiling: Minutes::hours(50),
                credit_percent: 10,
                credit_most: Minutes::hours(10),
            },
            answer_days: 7,
            silence: Silence::Lapses,
            trial_days: 90,
            renewal_days: 365,
            excluded: BTreeSet::new(),
            participation_only: false,
        }
    }
}

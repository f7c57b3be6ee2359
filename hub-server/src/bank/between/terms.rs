//! What two banks agree to: from when until when, and how many hours one may owe the other.
//!
//! Always true: terms are in force only when the desk of each bank has signed the same sheet; both banks find
//! the same sheet in force once each has heard what the other signed or ended, in whatever order they wrote.

use jiff::civil::Date;
use protocol::CommandId;
use serde::{Deserialize, Serialize};

use crate::bank::account::Limits;
use crate::bank::minutes::Minutes;

/// One sheet that both may sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Named after the command that wrote it.
    pub id: CommandId,
    /// One more than the newest sheet its writer knew; the newest that both signed is in force.
    pub version: u32,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The most that one bank may owe the other, either way.
    pub ceiling: Minutes,
}

/// Which of two sheets is the newer, the same at both banks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Age(u32, CommandId);

impl Terms {
    /// How new it is.
    #[must_use]
    pub const fn age(&self) -> Age {
        Age(self.version, self.id)
    }

    /// Whether a day lies within it.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }

    /// How far the clearing account may go under it: the same both ways, with a warning in the last fifth.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let soft = Minutes::new(self.ceiling.get() / 5 * 4);
        Limits {
            hard_floor: -self.ceiling,
            soft_floor: -soft,
            soft_ceiling: soft,
            hard_ceiling: self.ceiling,
            credit_percent: 0,
            credit_most: Minutes::ZERO,
        }
    }
}

/// A sheet and who has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it says.
    pub terms: Terms,
    /// Whether this bank's desk has.
    pub ours: bool,
    /// Whether the other's has, as far as is known here.
    pub theirs: bool,
}

/// Everything that was written between two banks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pact {
    /// Sheets in the order they came.
    pub sheets: Vec<Sheet>,
    /// Whatever is not newer than this was ended by one of them.
    pub ended: Option<Age>,
}

impl Pact {
    /// What holds between the two, apart from its days.
    #[must_use]
    pub fn in_force(&self) -> Option<&Terms> {
        self.alive()
            .filter(|sheet| sheet.ours && sheet.theirs)
            .map(|sheet| &sheet.terms)
            .max_by_key(|terms| terms.age())
    }

    /// What the other desk has signed and this one has not: the newest, if it is newer than what holds.
    #[must_use]
    pub fn to_sign(&self) -> Option<&Terms> {
        self.half_signed(|sheet| sheet.theirs && !sheet.ours)
    }

    /// What this desk has signed and the other, as far as is known, has not.
    #[must_use]
    pub fn to_be_signed(&self) -> Option<&Terms> {
        self.half_signed(|sheet| sheet.ours && !sheet.theirs)
    }

    fn half_signed(&self, half: impl Fn(&Sheet) -> bool) -> Option<&Terms> {
        let held = self.in_force().map(Terms::age);
        self.alive()
            .filter(|sheet| half(sheet) && Some(sheet.terms.age()) > held)
            .map(|sheet| &sheet.terms)
            .max_by_key(|terms| terms.age())
    }

    fn alive(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(|sheet| Some(sheet.terms.age()) > self.ended)
    }

    /// The number of the next sheet.
    #[must_use]
    pub fn next_version(&self) -> u32 {
        let newest = self.sheets.iter().map(|sheet| sheet.terms.version).max();
        newest.unwrap_or(0).saturating_add(1)
    }

    /// The sheet of that name.
    #[must_use]
    pub fn sheet(&self, id: CommandId) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.terms.id == id)
    }

    /// Somebody has signed.
    pub fn sign(&mut self, terms: &Terms, ours: bool) {
        let known = self.sheets.iter().position(|sheet| sheet.terms.id == terms.id);
        let at = known.unwrap_or_else(|| {
            self.sheets.push(Sheet { terms: terms.clone(), ours: false, theirs: false });
            self.sheets.len() - 1
        });
        let sheet = &mut self.sheets[at];
        if ours {
            sheet.ours = true;
        } else {
            sheet.theirs = true;
        }
    }

    /// Somebody has ended it.
    pub fn end(&mut self, age: Age) {
        self.ended = self.ended.max(Some(age));
    }
}

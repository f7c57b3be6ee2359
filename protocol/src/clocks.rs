//! Three clocks that are never one: hours people give each other, hours volunteers give, hours an operator is
//! paid for. Each is a type of its own, so that adding one to another does not compile.
//!
//! ```
//! use protocol::clocks::{Minutes, Paid};
//! let morning: Minutes<Paid> = Minutes::new(90);
//! assert_eq!((morning + Minutes::new(30)).get(), 120);
//! ```
//!
//! An hour of volunteering is no hour of paid work:
//!
//! ```compile_fail,E0308
//! use protocol::clocks::{Minutes, Paid, Volunteering};
//! let paid: Minutes<Paid> = Minutes::new(60);
//! let given: Minutes<Volunteering> = Minutes::new(60);
//! let both = paid + given;
//! ```
//!
//! Nor does a sum over both compile:
//!
//! ```compile_fail,E0277
//! use protocol::clocks::{Minutes, Paid, Reciprocity};
//! let exchanged: Vec<Minutes<Reciprocity>> = vec![Minutes::new(60)];
//! let paid: Minutes<Paid> = exchanged.into_iter().sum();
//! ```
//!
//! Deliberately absent: a way from one clock to another. Whoever must say them together writes them side by side.

use std::fmt;
use std::iter::Sum;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Serialize};

/// Hours exchanged in the time bank, where one hour is one hour whatever is done in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Reciprocity {
    /// The only one.
    #[default]
    Clock,
}

/// Hours volunteers give, for which there is a register and an insurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Volunteering {
    /// The only one.
    #[default]
    Clock,
}

/// Hours of an operator's paid work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Paid {
    /// The only one.
    #[default]
    Clock,
}

/// Whole minutes of one clock; a difference may be negative. On a wire the bare number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Minutes<Clock>(i64, PhantomData<Clock>);

impl<Clock> Minutes<Clock> {
    /// None at all.
    pub const ZERO: Self = Self::new(0);

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self::new(hours * 60)
    }

    /// Without the sign.
    #[must_use]
    pub const fn size(&self) -> Self {
        Self::new(self.0.saturating_abs())
    }

    /// So many minutes.
    #[must_use]
    pub const fn new(minutes: i64) -> Self {
        Self(minutes, PhantomData)
    }

    /// The bare number, for a table or a page that says which clock it is.
    #[must_use]
    pub const fn get(&self) -> i64 {
        self.0
    }
}

impl<Clock> fmt::Debug for Minutes<Clock> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} min", self.0)
    }
}

impl<Clock> Add for Minutes<Clock> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.0.saturating_add(other.0))
    }
}

impl<Clock> Sub for Minutes<Clock> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.0.saturating_sub(other.0))
    }
}

impl<Clock> Neg for Minutes<Clock> {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(self.0.saturating_neg())
    }
}

impl<Clock> AddAssign for Minutes<Clock> {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

impl<Clock> Sum for Minutes<Clock> {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, |sum, one| sum + one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_of_one_clock_add_up() {
        let days: Minutes<Paid> = [Minutes::new(300), Minutes::new(45)].into_iter().sum();
        assert_eq!(days, Minutes::new(345));
        assert_eq!((days - Minutes::new(400)).get(), -55);
    }
}

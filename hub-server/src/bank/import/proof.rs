//! The balance proof: what every account will hold, added up before anything is written.

use std::collections::BTreeMap;

use protocol::MemberId;

use super::{Import, Side};
use crate::bank::minutes::Minutes;

/// What an import comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// What each member will hold, by member.
    pub members: BTreeMap<MemberId, Minutes>,
    /// What the hour fund answers for.
    pub fund: Minutes,
    /// All of it together: zero, or nothing may be written.
    pub sum: Minutes,
    /// Minutes that were exchanged in all.
    pub moved: Minutes,
}

/// Adds an import up, each movement from one side to the other and each balance against the fund.
#[must_use]
pub fn proof(import: &Import) -> Proof {
    let mut proof = Proof::default();
    let mut add = |side: Side, minutes: Minutes| match side {
        Side::Member(member) => {
            let held = proof.members.entry(member).or_default();
            *held += minutes;
        }
        Side::Fund => proof.fund += minutes,
    };
    for newcomer in &import.members {
        add(Side::Member(newcomer.member), newcomer.brings);
        add(Side::Fund, -newcomer.brings);
    }
    for movement in &import.movements {
        add(movement.from, -movement.minutes);
        add(movement.to, movement.minutes);
    }
    proof.moved = import.movements.iter().map(|movement| movement.minutes).sum();
    proof.sum = proof.members.values().copied().sum::<Minutes>() + proof.fund;
    proof
}

//! Who is behind whom, and what follows from it: arithmetic on heads both ends already hold, without a
//! clock, a socket or a database.
//!
//! A series has one writer, so a difference is one number. Three stories explain every disagreement:
//! central was restored (it holds less, all of it ours: send again), the hub was restored (central holds
//! more, and all of ours: fetch it, then a new epoch), or somebody wrote twice under one number (a fork:
//! find where, keep both, a new epoch, tell a person). Nothing here ever answers "drop it".

use protocol::sync::{Down, DownState, EpochHead, PROBES_MAX, Unlike, Up, Why};
use protocol::{Hash, Head, Record, SeriesKey};

/// What central has on file about a hub's epochs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted {
    /// The epoch granted last; 0 when the hub is unknown.
    pub current: u32,
    /// Where each former epoch ended, for ever.
    pub ends: Vec<EpochHead>,
}

impl Granted {
    /// Where a former epoch ended.
    #[must_use]
    pub fn end_of(&self, epoch: u32) -> Option<Head> {
        self.ends.iter().find(|end| end.epoch == epoch).map(|end| end.head)
    }
}

/// What central's log says at the places an exchange asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// How far the series reaches here.
    pub head: Head,
    /// The hash at the number the hub's frames would follow, where the series reaches it.
    pub at_from: Option<Hash>,
    /// The hash at the number the hub reaches, where the series reaches it.
    pub at_reach: Option<Hash>,
}

/// The hub's own head, as it told it.
#[must_use]
pub fn reach_of(up: &Up) -> Head {
    up.reach.as_ref().map_or(up.from, |reach| reach.head)
}

/// Central: may the frames of this exchange be read?
///
/// # Errors
/// What central holds instead, and why it takes nothing.
pub fn judge(up: &Up, granted: &Granted, held: Held) -> Result<(), Unlike> {
    let mine = reach_of(up);
    let unlike = |why| Unlike {
        why,
        epoch: up.epoch,
        held: held.head,
        at_reach: held.at_reach,
        current: granted.current,
    };
    if granted.current == 0 {
        return Err(unlike(Why::HubUnknown));
    }
    if up.current > granted.current || up.epoch > up.current {
        return Err(unlike(Why::EpochUnknown));
    }
    if up.current < granted.current {
        return Err(unlike(Why::EpochClosed));
    }
    if up.epoch < up.current && granted.end_of(up.epoch) != Some(mine) {
        // A former epoch is only ever sent again, up to exactly where it ended.
        return Err(unlike(Why::EpochClosed));
    }
    let from_is_held = up.from.seq == 0 || held.at_from == Some(up.from.hash);
    let reach_is_ahead = mine.seq > held.head.seq || mine == held.head;
    if from_is_held && reach_is_ahead { Ok(()) } else { Err(unlike(Why::NotHeld)) }
}

/// What a hub does about central's disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Central holds this much of mine and nothing else: send what follows.
    Send {
        /// Central's head.
        after: Head,
    },
    /// Everything of mine up to here is central's too, and then central holds more: get it back and
    /// begin a new epoch. What I have written since moves there.
    Rejoin {
        /// The last head both have.
        common: Head,
    },
    /// We both wrote after some number in this range; ask central where we part.
    Probe(Gap),
    /// Central has forgotten what it granted: show it its own signature.
    ShowGrants,
    /// Two machines hold this hub's key; a person decides.
    AskPerson,
}

/// Two copies of a series agree at `agree` and differ at `differ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// They are equal here; 0 is always equal.
    pub agree: u64,
    /// They are not equal here.
    pub differ: u64,
}

/// The hub: what to do when central holds something else. `hash_at` looks into the hub's own log.
#[must_use]
pub fn react(unlike: &Unlike, mine: Head, hash_at: impl Fn(u64) -> Option<Hash>) -> Step {
    let held = unlike.held;
    let held_is_mine = held == Head::EMPTY || hash_at(held.seq) == Some(held.hash);
    match unlike.why {
        Why::Twin => Step::AskPerson,
        Why::HubUnknown | Why::EpochUnknown => Step::ShowGrants,
        Why::NotHeld if held_is_mine => Step::Send { after: held },
        Why::EpochClosed if held_is_mine => Step::Rejoin { common: held },
        Why::NotHeld | Why::EpochClosed => {
            if mine == Head::EMPTY || unlike.at_reach == Some(mine.hash) {
                Step::Rejoin { common: mine }
            } else {
                Step::Probe(Gap { agree: 0, differ: mine.seq.min(held.seq) })
            }
        }
    }
}

impl Gap {
    /// The numbers to ask about next, at most [`PROBES_MAX`]; none when the place is known.
    #[must_use]
    pub fn probes(self) -> Vec<u64> {
        let between = self.differ.saturating_sub(self.agree).saturating_sub(1);
        let count = between.min(PROBES_MAX as u64);
        // In u128: two large numbers multiplied must not wrap.
        let place = |n: u64| {
            let offset = u128::from(n) * u128::from(between + 1) / u128::from(count + 1);
            self.agree + u64::try_from(offset).unwrap_or(u64::MAX)
        };
        (1..=count).map(place).collect()
    }

    /// The narrower gap after central's answers to `probes`, in their order.
    #[must_use]
    pub fn narrowed(
        self,
        probes: &[u64],
        theirs: &[Option<Hash>],
        hash_at: impl Fn(u64) -> Option<Hash>,
    ) -> Self {
        let mut gap = self;
        for (seq, theirs) in probes.iter().zip(theirs) {
            if !(gap.agree..gap.differ).contains(seq) {
                continue;
            }
            if theirs.is_some() && *theirs == hash_at(*seq) {
                gap.agree = *seq;
            } else {
                // Copies that parted never meet again, because every hash holds the one before.
                gap.differ = *seq;
            }
        }
        gap
    }
}

/// Why facts that came do not follow what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// Some number before them is not held.
    Gap,
    /// Under a number that is held stands something else.
    Fork,
    /// They are not what the frame says they are: damaged on the way.
    Damaged,
}

/// The heads a frame's facts lead to, one a fact, when the chain so far ends in `before`.
///
/// # Errors
/// [`Misfit::Damaged`] when they do not chain, or do not end where the frame says.
pub fn heads_of(
    series: &SeriesKey,
    before: Head,
    facts: &[Record],
    last: Hash,
) -> Result<Vec<Head>, Misfit> {
    let mut heads = Vec::with_capacity(facts.len());
    let mut head = before;
    for fact in facts {
        head = head.after(series, fact).ok().ok_or(Misfit::Damaged)?;
        heads.push(head);
    }
    if head.hash == last { Ok(heads) } else { Err(Misfit::Damaged) }
}

/// How many of a frame's facts are held already. `before` and `heads` are the chain as it came,
/// `held` is the series here, `at_last` the hash here at the frame's last number, where it is reached.
///
/// # Errors
/// [`Misfit`] when the frame neither repeats what is held nor follows it.
pub fn already_held(
    before: Head,
    heads: &[Head],
    held: Head,
    at_last: Option<Hash>,
) -> Result<usize, Misfit> {
    let last = heads.last().copied().unwrap_or(before);
    if held.seq >= last.seq {
        return if at_last == Some(last.hash) { Ok(heads.len()) } else { Err(Misfit::Fork) };
    }
    let Some(skip) = held.seq.checked_sub(before.seq) else { return Err(Misfit::Gap) };
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let came = if skip == 0 { Some(before) } else { heads.get(skip - 1).copied() };
    if came == Some(held) { Ok(skip) } else { Err(Misfit::Fork) }
}

/// Central: how a hub's copy of central's series stands to the original. `current` is the epoch central
/// writes in; `held` and `at` are its own copy of the epoch the hub names and the hash at the hub's number.
#[must_use]
pub fn judge_down(down: &Down, current: u32, held: Head, at: Option<Hash>) -> DownState {
    let (epoch, at_hub) = (down.epoch, down.at);
    if at_hub.seq == 0 || at == Some(at_hub.hash) {
        return if epoch > current {
            DownState::CentralLost { epoch, held }
        } else {
            DownState::Follows
        };
    }
    if epoch >= current || at_hub.seq > held.seq {
        DownState::CentralLost { epoch, held }
    } else {
        DownState::Forked { epoch, held }
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "the logs of these tests are short")]
mod tests {
    use super::*;
    use crate::sync::samples::{Series, hash_at, head_of};
    use proptest::prelude::*;
    use protocol::sync::{Reach, Signature64, Writer};
    use protocol::{ActorRef, CommandId, RequestId};
    use uuid::Uuid;

    /// A log of `common` facts that everybody agrees on and then `own` of one's own.
    fn log(common: u64, own: u64, voice: u8) -> Vec<Record> {
        let mut series = Series::new("nord", 1, 9);
        for n in 0..common + own {
            let tail = if n < common { 0 } else { voice };
            let id = CommandId::new(Uuid::from_u128(u128::from(n) << 8 | u128::from(tail)));
            let event = crate::requests::Event::Met {};
            series.command(id, &ActorRef::System, RequestId::from(id), &[event]);
        }
        series.records
    }

    fn up(mine: &[Record], from: u64) -> Up {
        let (from, head) = (Head { seq: from, hash: hash_at(mine, from) }, head_of(mine));
        let reach = (head != from).then_some(Reach { head, signature: Signature64([0; 64]) });
        Up { writer: Writer::Hub, epoch: 1, current: 1, from, reach, former: [0; 8] }
    }

    fn at(log: &[Record], seq: u64) -> Option<Hash> {
        (1..=log.len() as u64).contains(&seq).then(|| hash_at(log, seq))
    }

    fn held(log: &[Record], up: &Up) -> Held {
        let at_reach = at(log, reach_of(up).seq);
        Held { head: head_of(log), at_from: at(log, up.from.seq), at_reach }
    }

    /// Where a hub with log `mine` and cursor `from` ends up against a central that holds `theirs`.
    fn outcome(mine: &[Record], from: u64, theirs: &[Record]) -> Option<Step> {
        let granted = Granted { current: 1, ends: vec![] };
        let up = up(mine, from);
        let held = held(theirs, &up);
        let unlike = if let Err(unlike) = judge(&up, &granted, held) {
            unlike
        } else {
            // Central reads on, and finds a fork when the frame it is in comes.
            let series = series_of(mine, theirs)?;
            let facts = &mine[from as usize..];
            let heads = heads_of(&series, up.from, facts, head_of(mine).hash).unwrap();
            let at_last = at(theirs, head_of(mine).seq);
            let misfit = already_held(up.from, &heads, held.head, at_last).err()?;
            assert_eq!(misfit, Misfit::Fork);
            let (epoch, current, why) = (1, 1, Why::NotHeld);
            Unlike { why, epoch, held: held.head, at_reach: held.at_reach, current }
        };
        let mut step = react(&unlike, head_of(mine), |seq| at(mine, seq));
        while let Step::Probe(gap) = step {
            let probes = gap.probes();
            if probes.is_empty() {
                let hash = at(mine, gap.agree).unwrap_or(Hash::ZERO);
                return Some(Step::Rejoin { common: Head { seq: gap.agree, hash } });
            }
            let answers: Vec<_> = probes.iter().map(|seq| at(theirs, *seq)).collect();
            let narrowed = gap.narrowed(&probes, &answers, |seq| at(mine, seq));
            assert!(narrowed != gap, "a probe that tells nothing would go on for ever");
            step = Step::Probe(narrowed);
        }
        Some(step)
    }

    fn series_of(mine: &[Record], theirs: &[Record]) -> Option<SeriesKey> {
        mine.first().or(theirs.first()).map(|record| record.envelope.series.clone())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
        #[test]
        fn every_disagreement_has_the_one_right_answer(
            common in 0..150_u64, mine in 0..150_u64, theirs in 0..150_u64, cursor in 0..300_u64,
        ) {
            let (my_log, their_log) = (log(common, mine, 1), log(common, theirs, 2));
            let cursor = cursor.min(common + mine);
            let shared = Head { seq: common, hash: hash_at(&my_log, common) };
            match (outcome(&my_log, cursor, &their_log), mine, theirs) {
                // Central holds a prefix of mine: it takes the frames, or says from where.
                (None, _, 0) => prop_assert!(cursor <= common),
                (Some(step), m, 0) if m > 0 || cursor <= common => prop_assert_eq!(step, Step::Send { after: shared }),
                // I hold a prefix of central's, or we both went on: rejoin exactly where we part.
                (Some(step), _, t) if t > 0 => prop_assert_eq!(step, Step::Rejoin { common: shared }),
                (other, ..) => prop_assert!(false, "{:?}", other),
            }
        }

        #[test]
        fn a_gap_of_any_size_closes_in_few_rounds(agree in 0..u64::MAX / 2, width in 1..u64::MAX / 4, at in 0..u64::MAX) {
            let (mut gap, mut rounds) = (Gap { agree, differ: agree + width }, 0);
            let parts_at = agree + at % width;
            let hash = |seq: u64| Some(Hash([u8::from(seq <= parts_at); 32]));
            loop {
                let probes = gap.probes();
                prop_assert!(probes.len() <= PROBES_MAX);
                if probes.is_empty() { break; }
                let answers: Vec<_> = probes.iter().map(|seq| hash(*seq)).collect();
                gap = gap.narrowed(&probes, &answers, |_| Some(Hash([1; 32])));
                rounds += 1;
            }
            prop_assert_eq!(gap, Gap { agree: parts_at, differ: parts_at + 1 });
            prop_assert!(rounds <= 12, "{} rounds", rounds);
        }

        #[test]
        fn a_frame_is_taken_once_whatever_is_held(held_to in 0..40_u64, from in 0..40_u64, count in 1..40_u64) {
            let log = log(80, 0, 0);
            let series = log[0].envelope.series.clone();
            let facts = &log[from as usize..(from + count) as usize];
            let before = Head { seq: from, hash: hash_at(&log, from) };
            let heads = heads_of(&series, before, facts, hash_at(&log, from + count)).unwrap();
            let held = Head { seq: held_to, hash: hash_at(&log, held_to) };
            let at_last = (from + count <= held_to).then(|| hash_at(&log, from + count));
            let answer = already_held(before, &heads, held, at_last);
            if held_to < from {
                prop_assert_eq!(answer, Err(Misfit::Gap));
            } else {
                prop_assert_eq!(answer, Ok((held_to - from).min(count) as usize));
            }
        }

        #[test]
        fn facts_of_a_fork_are_never_taken(common in 0..20_u64, mine in 1..20_u64, theirs in 1..20_u64, from in 0..20_u64) {
            let (my_log, their_log) = (log(common, mine, 1), log(common, theirs, 2));
            let from = from.min(common);
            let series = my_log[0].envelope.series.clone();
            let before = Head { seq: from, hash: hash_at(&my_log, from) };
            let last = head_of(&my_log);
            let heads = heads_of(&series, before, &my_log[from as usize..], last.hash).unwrap();
            let answer = already_held(before, &heads, head_of(&their_log), at(&their_log, last.seq));
            prop_assert_eq!(answer, Err(Misfit::Fork));
        }
    }

    #[test]
    fn a_closed_epoch_is_sent_again_only_to_where_it_ended() {
        let log = log(10, 0, 0);
        let end = Head { seq: 8, hash: hash_at(&log, 8) };
        let granted = Granted { current: 2, ends: vec![EpochHead { epoch: 1, head: end }] };
        let held = |seq| Held {
            head: Head { seq, hash: hash_at(&log, seq) },
            at_from: at(&log, 3),
            at_reach: None,
        };
        let mut again = up(&log[..8], 3);
        again.current = 2;
        assert_eq!(judge(&again, &granted, held(3)), Ok(()));
        let mut further = up(&log, 3);
        further.current = 2;
        assert_eq!(judge(&further, &granted, held(3)).unwrap_err().why, Why::EpochClosed);
        assert_eq!(judge(&up(&log[..8], 3), &granted, held(3)).unwrap_err().why, Why::EpochClosed);
    }

    #[test]
    fn a_hub_whose_epoch_is_closed_moves_what_it_wrote_since() {
        let mine = log(10, 0, 0);
        let end = Head { seq: 8, hash: hash_at(&mine, 8) };
        let unlike =
            Unlike { why: Why::EpochClosed, epoch: 1, held: end, at_reach: None, current: 2 };
        assert_eq!(
            react(&unlike, head_of(&mine), |seq| at(&mine, seq)),
            Step::Rejoin { common: end }
        );
    }
}

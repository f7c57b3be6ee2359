//! A hub as the simulation plays it: a disk with a backup, one call at a time.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use protocol::sync::{Down, DownState, EpochHead, Frame, Reach, Signature64, Up, Writer};
use protocol::{EventId, Hash, Head, NodeId};

use super::log::Log;
use super::{Answer, Ask};
use crate::sync::pace::{Backoff, Pace};
use crate::sync::plan::{self, Gap, Granted, Step};
use crate::sync::samples::Chance;
use crate::sync::squeeze::{Opener, Squeezer};

/// Added to the number of a call for what something on the line repeats.
pub const ECHO: u64 = 1 << 40;
/// Smaller frames than in earnest, so that few facts make many of them.
const FRAME_BYTES: usize = 1_500;

/// What survives a stop of the program.
#[derive(Clone)]
pub struct Disk {
    pub epoch: u32,
    pub copy: Log,
    own: BTreeMap<u32, Log>,
    ends: Vec<EpochHead>,
    cursor: u64,
}

impl Disk {
    pub fn own(&self, epoch: u32) -> &Log {
        &self.own[&epoch]
    }

    fn written(&mut self) -> &mut Log {
        self.own.get_mut(&self.epoch).expect("the epoch that is written is there")
    }
}

pub struct Hub {
    pub disk: Disk,
    pub backoff: Backoff,
    /// How many calls were begun.
    pub calls: u64,
    /// How many ended in the middle.
    pub cuts: u64,
    name: NodeId,
    backup: Disk,
    pace: Pace,
    call: Option<Call>,
    show_grants: bool,
    /// Former epochs of which central has less than this hub.
    former: Vec<EpochHead>,
}

/// What is going on with central.
struct Call {
    epoch: u32,
    at: u64,
    reach: Head,
    squeezer: Squeezer,
    opener: Opener,
    down: Head,
    flying: VecDeque<u64>,
    acknowledged: bool,
    gap: Option<Gap>,
}

impl Hub {
    pub fn new(number: usize) -> Self {
        let name: NodeId = format!("hub-{number}").parse().expect("a slug");
        let disk = Disk {
            epoch: 1,
            copy: Log::new(NodeId::central(), 1),
            own: BTreeMap::from([(1, Log::new(name.clone(), 1))]),
            ends: vec![],
            cursor: 0,
        };
        Self {
            backup: disk.clone(),
            disk,
            backoff: Backoff::default(),
            calls: 0,
            cuts: 0,
            name,
            pace: Pace::default(),
            call: None,
            show_grants: false,
            former: vec![],
        }
    }

    pub fn write(&mut self, chance: &mut Chance) -> EventId {
        self.disk.written().write(chance)
    }

    pub fn event_ids(&self) -> impl Iterator<Item = EventId> + '_ {
        self.disk.own.values().flat_map(Log::event_ids)
    }

    pub fn is_calling(&self) -> bool {
        self.call.is_some()
    }

    pub fn back_up(&mut self) {
        self.backup = self.disk.clone();
    }

    pub fn restored(&mut self) {
        self.disk = self.backup.clone();
        self.forget();
    }

    /// The cursor may be behind afterwards, never ahead.
    pub fn killed(&mut self, chance: &mut Chance) {
        self.disk.cursor = chance.below(self.disk.cursor + 1);
        self.forget();
    }

    fn forget(&mut self) {
        (self.call, self.show_grants, self.pace) = (None, false, Pace::default());
        self.former.clear();
    }

    /// Whether the call that was cut is the one that is on.
    pub fn is_cut(&mut self, call: u64) -> bool {
        if call != self.calls {
            return false;
        }
        let Some(call) = self.call.take() else { return false };
        self.pace.cut(call.acknowledged, false);
        self.backoff.failed();
        self.cuts += 1;
        true
    }

    pub fn call(&mut self) -> Vec<Ask> {
        self.calls += 1;
        let (epoch, from) = if let Some(EpochHead { epoch, head }) = self.former.pop() {
            (epoch, head)
        } else {
            let (epoch, own) = (self.disk.epoch, self.disk.own(self.disk.epoch));
            // A cursor that points past what was restored means nothing.
            (epoch, own.head_at(self.disk.cursor.min(own.head().seq)))
        };
        let reach = self.disk.own(epoch).head();
        let signed = Reach { head: reach, signature: Signature64([0; 64]) };
        let up = Up {
            writer: Writer::Hub,
            epoch,
            current: self.disk.epoch,
            from,
            reach: (reach != from).then_some(signed),
            former: [0; 8],
        };
        let at = self.disk.copy.head();
        let down = Down { epoch: 1, at, wait_ms: 0 };
        let shown = Granted { current: self.disk.epoch, ends: self.disk.ends.clone() };
        let grants = std::mem::take(&mut self.show_grants).then_some(shown);
        self.call = Some(Call {
            epoch,
            at: from.seq,
            reach,
            squeezer: Squeezer::try_new().expect("zstd has memory"),
            opener: Opener::default(),
            down: at,
            flying: VecDeque::new(),
            acknowledged: false,
            gap: None,
        });
        let mut asks = vec![Ask::Open { up, down, grants }];
        asks.extend(self.frames());
        asks
    }

    /// As many frames as may be on their way.
    fn frames(&mut self) -> Vec<Ask> {
        let Some(call) = &mut self.call else { return vec![] };
        let log = self.disk.own(call.epoch);
        let mut frames = Vec::new();
        while call.at < call.reach.seq && call.flying.len() < self.pace.window() as usize {
            let after = call.at;
            while call.at < call.reach.seq
                && call.squeezer.holds().0 < self.pace.frame().min(FRAME_BYTES)
            {
                call.squeezer.push(&log.after(call.at)[0]);
                call.at += 1;
            }
            let last = log.head_at(call.at).hash;
            let frame = call.squeezer.frame(Writer::Hub, call.epoch, after, last);
            call.flying.push_back(call.at);
            frames.push(Ask::Facts(frame.expect("zstd packs")));
        }
        frames
    }

    pub fn hears(&mut self, call: u64, answer: Answer) -> Vec<Ask> {
        if call != self.calls || self.call.is_none() {
            return vec![];
        }
        match answer {
            Answer::Welcome { held, former, down, news } => {
                if let Some(frame) = news {
                    self.facts(&frame);
                }
                self.welcome(held, &former, &down);
                vec![]
            }
            Answer::Ack(head) => self.acknowledged(head),
            Answer::Unlike(unlike) => {
                let own = self.disk.own(unlike.epoch);
                let step = plan::react(&unlike, own.head(), |seq| own.at(seq));
                self.step(step)
            }
            Answer::Probed(hashes) => self.probed(&hashes),
            Answer::Epoch { granted, former } => {
                self.rejoined(&granted, former);
                vec![]
            }
            Answer::Again => {
                self.call = None;
                vec![]
            }
        }
    }

    fn welcome(&mut self, held: Head, former: &[EpochHead], down: &DownState) {
        assert_eq!(*down, DownState::Follows, "central's own facts are never lost here");
        self.backoff.worked();
        self.former = former
            .iter()
            .filter(|theirs| self.disk.own(theirs.epoch).head().seq > theirs.head.seq)
            .copied()
            .collect();
        let Some(call) = &mut self.call else { return };
        let is_level = call.at == call.reach.seq && call.flying.is_empty();
        if call.epoch == self.disk.epoch
            && self.disk.own(call.epoch).at(held.seq) == Some(held.hash)
        {
            self.disk.cursor = held.seq;
        }
        if is_level {
            self.call = None;
        }
    }

    fn acknowledged(&mut self, head: Head) -> Vec<Ask> {
        let Some(call) = &mut self.call else { return vec![] };
        let mine = self.disk.own(call.epoch).at(head.seq);
        assert_eq!(mine, Some(head.hash), "central acknowledged what it does not hold");
        while call.flying.front().is_some_and(|seq| *seq <= head.seq) {
            call.flying.pop_front();
        }
        call.acknowledged = true;
        // The simulation's clock does not say when a frame went: none of them waits.
        self.pace.acknowledged(Duration::ZERO);
        if call.epoch == self.disk.epoch {
            self.disk.cursor = self.disk.cursor.max(head.seq.min(call.reach.seq));
        }
        if call.flying.is_empty() && call.at == call.reach.seq {
            self.call = None;
            return vec![];
        }
        self.frames()
    }

    fn facts(&mut self, frame: &Frame) {
        let Some(call) = &mut self.call else { return };
        let copy = &mut self.disk.copy;
        let facts = call.opener.open(&copy.series, frame).expect("nothing is damaged here");
        let heads = plan::heads_of(&copy.series, call.down, &facts, frame.last).expect("it chains");
        let last = heads.last().copied().unwrap_or(call.down);
        let skip = plan::already_held(call.down, &heads, copy.head(), copy.at(last.seq));
        let skip = skip.expect("what central says follows what it said");
        facts.into_iter().skip(skip).for_each(|fact| copy.push(fact));
        call.down = last;
    }

    fn step(&mut self, step: Step) -> Vec<Ask> {
        let Some(call) = &mut self.call else { return vec![] };
        match step {
            Step::Send { after } => {
                if call.epoch == self.disk.epoch {
                    self.disk.cursor = after.seq;
                }
                self.call = None;
                vec![]
            }
            Step::Rejoin { common } => {
                call.gap = Some(Gap { agree: common.seq, differ: common.seq + 1 });
                vec![Ask::Epoch { epoch: call.epoch, common }]
            }
            Step::Probe(gap) => {
                let (epoch, seqs) = (call.epoch, gap.probes());
                call.gap = Some(gap);
                if seqs.is_empty() {
                    let hash = self.disk.own(epoch).at(gap.agree).unwrap_or(Hash::ZERO);
                    return vec![Ask::Epoch { epoch, common: Head { seq: gap.agree, hash } }];
                }
                vec![Ask::Probe { epoch, seqs }]
            }
            Step::ShowGrants => {
                (self.show_grants, self.call) = (true, None);
                vec![]
            }
            Step::AskPerson => panic!("nobody has two machines here"),
        }
    }

    fn probed(&mut self, hashes: &[Option<Hash>]) -> Vec<Ask> {
        let Some(call) = &self.call else { return vec![] };
        let Some(gap) = call.gap else { return vec![] };
        let own = self.disk.own(call.epoch);
        let narrowed = gap.narrowed(&gap.probes(), hashes, |seq| own.at(seq));
        self.step(Step::Probe(narrowed))
    }

    /// What central has of the epochs that ended takes its place here, and what only this hub has is written
    /// again in the new one. In earnest this is a restart of the program.
    fn rejoined(&mut self, granted: &Granted, former: Vec<(u32, Vec<protocol::Record>)>) {
        let Some(call) = self.call.take() else { return };
        let common = call.gap.map_or(0, |gap| gap.agree);
        let mut mine = vec![];
        for (epoch, records) in former {
            let name = self.name.clone();
            let log = self.disk.own.entry(epoch).or_insert_with(|| Log::new(name, epoch));
            if epoch == call.epoch {
                mine = log.cut(common);
            }
            let held = log.head().seq as usize;
            records.into_iter().skip(held).for_each(|record| log.push(record));
            let end = granted.end_of(epoch);
            assert_eq!(Some(log.head()), end, "a former epoch ends where it was said to");
        }
        self.disk.epoch = granted.current;
        self.disk.ends.clone_from(&granted.ends);
        let mut written = Log::new(self.name.clone(), granted.current);
        for record in mine {
            written.push_again(record);
        }
        self.disk.own.insert(granted.current, written);
        self.disk.cursor = 0;
        self.forget();
    }
}

//! Central as the simulation plays it: what it holds of each hub, what it granted, its own facts.

use std::collections::BTreeMap;

use protocol::sync::{EpochHead, Frame, Unlike, Up, Why, Writer};
use protocol::{EventId, Hash, Head, NodeId, Record};

use super::log::Log;
use super::{Answer, Ask};
use crate::sync::plan::{self, Granted, Held};
use crate::sync::samples::Chance;
use crate::sync::squeeze::{Opener, Squeezer};

pub struct Central {
    pub granted: Vec<Granted>,
    pub own: Log,
    logs: BTreeMap<(usize, u32), Log>,
    /// Conversations that are under way; a stop of the program ends them.
    readers: BTreeMap<(usize, u64), Reader>,
}

struct Reader {
    up: Up,
    chain: Head,
    opener: Opener,
}

fn name_of(hub: usize) -> NodeId {
    format!("hub-{hub}").parse().expect("a slug")
}

impl Central {
    pub fn new(hubs: usize) -> Self {
        let granted = vec![Granted { current: 1, ends: vec![] }; hubs];
        let own = Log::new(NodeId::central(), 1);
        Self { granted, own, logs: BTreeMap::new(), readers: BTreeMap::new() }
    }

    pub fn head(&self, hub: usize, epoch: u32) -> Head {
        self.logs.get(&(hub, epoch)).map_or(Head::EMPTY, Log::head)
    }

    fn at(&self, hub: usize, epoch: u32, seq: u64) -> Option<Hash> {
        self.logs.get(&(hub, epoch)).and_then(|log| log.at(seq))
    }

    pub fn event_ids(&self, hub: usize) -> impl Iterator<Item = EventId> + '_ {
        let of_hub = self.logs.iter().filter(move |((of, _), _)| *of == hub);
        of_hub.flat_map(|(_, log)| log.event_ids())
    }

    pub fn write(&mut self, chance: &mut Chance) {
        self.own.write(chance);
    }

    pub fn killed(&mut self) {
        self.readers.clear();
    }

    /// A backup.
    pub fn copy(&self) -> Self {
        let (granted, own, logs) = (self.granted.clone(), self.own.clone(), self.logs.clone());
        Self { granted, own, logs, readers: BTreeMap::new() }
    }

    /// What hubs brought and what was granted is as in the backup; its own facts are as they were.
    pub fn restored_beside(&self, now: &Self) -> Self {
        Self { own: now.own.clone(), ..self.copy() }
    }

    pub fn hears(&mut self, hub: usize, call: u64, ask: Ask) -> Vec<Answer> {
        match ask {
            Ask::Open { up, down, grants } => {
                if let Some(grants) =
                    grants.filter(|shown| shown.current > self.granted[hub].current)
                {
                    self.granted[hub] = grants;
                }
                let at = |seq| self.at(hub, up.epoch, seq);
                let (at_from, at_reach) = (at(up.from.seq), at(plan::reach_of(&up).seq));
                let held = Held { head: self.head(hub, up.epoch), at_from, at_reach };
                if let Err(unlike) = plan::judge(&up, &self.granted[hub], held) {
                    return vec![Answer::Unlike(unlike)];
                }
                let state = plan::judge_down(&down, 1, self.own.head(), self.own.at(down.at.seq));
                let former = (1..up.current)
                    .map(|epoch| EpochHead { epoch, head: self.head(hub, epoch) })
                    .collect();
                let (held, news) = (held.head, self.facts_after(down.at.seq));
                let reader = Reader { chain: up.from, up, opener: Opener::default() };
                self.readers.insert((hub, call), reader);
                vec![Answer::Welcome { held, former, down: state, news }]
            }
            Ask::Facts(frame) => self.facts(hub, call, &frame).into_iter().collect(),
            Ask::Probe { epoch, seqs } => {
                let hashes = seqs.iter().map(|seq| self.at(hub, epoch, *seq));
                vec![Answer::Probed(hashes.collect())]
            }
            Ask::Epoch { epoch, common } => vec![self.grant(hub, epoch, common)],
        }
    }

    fn facts_after(&self, seq: u64) -> Option<Frame> {
        let mut squeezer = Squeezer::try_new().expect("zstd has memory");
        let news: Vec<Record> =
            if seq < self.own.head().seq { self.own.after(seq).to_vec() } else { vec![] };
        for record in &news {
            squeezer.push(record);
        }
        let last = self.own.head().hash;
        let frame = squeezer.frame(Writer::Central, 1, seq, last).expect("zstd packs");
        (!news.is_empty()).then_some(frame)
    }

    /// A frame of a conversation; without its beginning, as after a restart, nobody can read it.
    fn facts(&mut self, hub: usize, call: u64, frame: &Frame) -> Option<Answer> {
        let reader = self.readers.get_mut(&(hub, call))?;
        if frame.after != reader.chain.seq {
            self.readers.remove(&(hub, call));
            return Some(Answer::Again);
        }
        let (up, before) = (reader.up.clone(), reader.chain);
        let mut log =
            self.logs.remove(&(hub, up.epoch)).unwrap_or_else(|| Log::new(name_of(hub), up.epoch));
        let Ok(facts) = reader.opener.open(&log.series, frame) else {
            self.logs.insert((hub, up.epoch), log);
            self.readers.remove(&(hub, call));
            return Some(Answer::Again);
        };
        let heads =
            plan::heads_of(&log.series, before, &facts, frame.last).expect("a frame chains");
        reader.chain = heads.last().copied().unwrap_or(before);
        let last = reader.chain.seq;
        let closed = self.granted[hub].current != up.current;
        let taken = plan::already_held(before, &heads, log.head(), log.at(last));
        if let (Ok(skip), false) = (taken, closed) {
            facts.into_iter().skip(skip).for_each(|fact| log.push(fact));
        }
        let (held, at_reach) = (log.head(), log.at(plan::reach_of(&up).seq));
        self.logs.insert((hub, up.epoch), log);
        let current = self.granted[hub].current;
        let unlike = |why| Unlike { why, epoch: up.epoch, held, at_reach, current };
        Some(match taken {
            _ if closed => Answer::Unlike(unlike(Why::EpochClosed)),
            Ok(_) => Answer::Ack(held),
            Err(_) => Answer::Unlike(unlike(Why::NotHeld)),
        })
    }

    /// The epoch that is written ends where central holds it; a question asked twice gets one epoch.
    fn grant(&mut self, hub: usize, epoch: u32, _common: Head) -> Answer {
        let current = self.granted[hub].current;
        let unused = self.head(hub, current) == Head::EMPTY;
        if !(epoch + 1 == current && unused) {
            let head = self.head(hub, current);
            self.granted[hub].ends.push(EpochHead { epoch: current, head });
            self.granted[hub].current += 1;
        }
        let granted = self.granted[hub].clone();
        let former = (1..granted.current)
            .map(|epoch| {
                (epoch, self.logs.get(&(hub, epoch)).map_or(vec![], |log| log.after(0).to_vec()))
            })
            .collect();
        Answer::Epoch { granted, former }
    }
}

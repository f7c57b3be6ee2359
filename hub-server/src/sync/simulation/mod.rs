//! Many hubs and one central on lines that are cut, crawl, repeat and overtake themselves, and machines that
//! die and come back from old copies: played in memory, on a clock of its own, from a printed seed.
//!
//! What decides here is what decides in earnest: [`plan`](super::plan), [`pace`](super::pace) and
//! [`squeeze`](super::squeeze). What is played is the disk, the line and the time. Deliberately absent:
//! sockets, the database and signatures, which the faults in `sync/tests` play through real nodes; and the
//! loss of central's own facts, which is told there too.

mod central;
mod hub;
mod log;

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::{Down, DownState, EpochHead, Frame, Unlike, Up};
use protocol::{EventId, Hash, Head, Record};

use self::central::Central;
use self::hub::Hub;
use super::plan::Granted;
use super::samples::Chance;

/// What a hub says.
#[derive(Clone)]
enum Ask {
    /// Begins an exchange; with grants when central has forgotten them.
    Open { up: Up, down: Down, grants: Option<Granted> },
    /// Facts.
    Facts(Frame),
    /// Where do our copies part?
    Probe { epoch: u32, seqs: Vec<u64> },
    /// My epoch cannot go on.
    Epoch { epoch: u32, common: Head },
}

/// What central answers.
enum Answer {
    Welcome {
        held: Head,
        former: Vec<EpochHead>,
        down: DownState,
        news: Option<Frame>,
    },
    Unlike(Unlike),
    Ack(Head),
    Probed(Vec<Option<Hash>>),
    /// A new epoch, and everything of the former ones.
    Epoch {
        granted: Granted,
        former: Vec<(u32, Vec<Record>)>,
    },
    /// It holds something else than the conversation said; begin again.
    Again,
}

/// What happens next.
enum Event {
    ToCentral {
        hub: usize,
        call: u64,
        era: u64,
        ask: Ask,
    },
    ToHub {
        hub: usize,
        call: u64,
        era: u64,
        answer: Answer,
    },
    /// The hub notices that nothing comes any more.
    Cut {
        hub: usize,
        call: u64,
    },
    /// The hub calls.
    Call {
        hub: usize,
    },
    /// Somebody does something at a hub.
    Work {
        hub: usize,
    },
    /// Something happens to the line or a machine of this hub, or to central.
    Fault {
        hub: usize,
    },
}

/// One hub's line.
#[derive(Default)]
struct Cable {
    /// Counts the cuts; what was sent before one does not arrive after it.
    era: u64,
    /// Milliseconds a message takes at least.
    delay_ms: u64,
    /// Bytes that pass in a second.
    rate: u64,
    /// When the last message of each call and way arrives: within a call nothing overtakes.
    busy_ms: BTreeMap<(u64, bool), u64>,
}

struct City {
    seed: u64,
    now_ms: u64,
    order: u64,
    events: BTreeMap<(u64, u64), Event>,
    chance: Chance,
    central: Central,
    kept: Central,
    hubs: Vec<Hub>,
    cables: Vec<Cable>,
    /// Facts that are on some disk and must be at central in the end, hub by hub.
    must: Vec<BTreeSet<EventId>>,
    faults: bool,
}

const MINUTE_MS: u64 = 60_000;

impl City {
    fn new(seed: u64, hubs: usize) -> Self {
        let mut city = Self {
            seed,
            now_ms: 0,
            order: 0,
            events: BTreeMap::new(),
            chance: Chance::new(seed),
            central: Central::new(hubs),
            kept: Central::new(hubs),
            hubs: (0..hubs).map(Hub::new).collect(),
            cables: (0..hubs).map(|_| Cable { rate: 100_000, ..Cable::default() }).collect(),
            must: vec![BTreeSet::new(); hubs],
            faults: true,
        };
        for hub in 0..hubs {
            city.after(1, Event::Work { hub });
            city.after(2, Event::Call { hub });
            city.after(20_000, Event::Fault { hub });
        }
        city
    }

    fn after(&mut self, wait_ms: u64, event: Event) {
        self.order += 1;
        self.events.insert((self.now_ms + wait_ms, self.order), event);
    }

    /// Plays until `end_ms`.
    fn play(&mut self, end_ms: u64) {
        while let Some(next) = self.events.first_entry() {
            if next.key().0 > end_ms {
                break;
            }
            self.now_ms = next.key().0;
            let event = next.remove();
            self.happens(event);
        }
        self.now_ms = end_ms;
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::ToCentral { hub, call, era, ask } if era == self.cables[hub].era => {
                for answer in self.central.hears(hub, call, ask) {
                    self.answer(hub, call, answer);
                }
            }
            Event::ToHub { hub, call, era, answer } if era == self.cables[hub].era => {
                let was_calling = self.hubs[hub].is_calling();
                let asks = self.hubs[hub].hears(call, answer);
                self.ask(hub, asks);
                if was_calling && !self.hubs[hub].is_calling() {
                    let wait = self.chance.below(3_000);
                    self.after(wait, Event::Call { hub });
                }
            }
            Event::ToCentral { .. } | Event::ToHub { .. } => {}
            Event::Cut { hub, call } => {
                if self.hubs[hub].is_cut(call) {
                    let chance = self.chance.below(u64::MAX);
                    let wait = self.hubs[hub].backoff.wait(chance);
                    self.after(wait.as_millis() as u64, Event::Call { hub });
                }
            }
            Event::Call { hub } => {
                if !self.hubs[hub].is_calling() {
                    let asks = self.hubs[hub].call();
                    self.ask(hub, asks);
                    let call = self.hubs[hub].calls;
                    self.after(90_000, Event::Cut { hub, call });
                }
            }
            Event::Work { hub } => {
                if self.faults {
                    for _ in 0..=self.chance.below(12) {
                        let id = self.hubs[hub].write(&mut self.chance);
                        self.must[hub].insert(id);
                    }
                    if self.chance.below(4) == 0 {
                        self.central.write(&mut self.chance);
                    }
                    let wait = self.chance.below(20_000);
                    self.after(wait, Event::Work { hub });
                }
            }
            Event::Fault { hub } => {
                if self.faults {
                    self.fault(hub);
                    let wait = self.chance.below(MINUTE_MS);
                    self.after(wait, Event::Fault { hub });
                }
            }
        }
    }

    fn arrives_ms(&mut self, hub: usize, call: u64, up: bool, bytes: usize) -> u64 {
        let jitter = self.chance.below(40);
        let cable = &mut self.cables[hub];
        let takes = cable.delay_ms + jitter + bytes as u64 * 1_000 / cable.rate;
        let busy = cable.busy_ms.entry((call, up)).or_default();
        *busy = (*busy).max(self.now_ms + takes);
        *busy - self.now_ms
    }

    fn ask(&mut self, hub: usize, asks: Vec<Ask>) {
        for ask in asks {
            let (call, era) = (self.hubs[hub].calls, self.cables[hub].era);
            let bytes = if let Ask::Facts(frame) = &ask { frame.text.len() } else { 200 };
            let wait = self.arrives_ms(hub, call, true, bytes);
            if self.faults && self.chance.below(20) == 0 {
                // Something on the way sends it again; whatever is answered to that, nobody hears.
                let again = wait + self.chance.below(10_000);
                let ask = ask.clone();
                self.after(again, Event::ToCentral { hub, call: call + hub::ECHO, era, ask });
            }
            self.after(wait, Event::ToCentral { hub, call, era, ask });
        }
    }

    fn answer(&mut self, hub: usize, call: u64, answer: Answer) {
        let news = if let Answer::Welcome { news, .. } = &answer { news.as_ref() } else { None };
        let bytes = 100 + news.map_or(0, |frame| frame.text.len());
        let (wait, era) = (self.arrives_ms(hub, call, false, bytes), self.cables[hub].era);
        self.after(wait, Event::ToHub { hub, call, era, answer });
    }

    /// The line of this hub breaks; what is on its way is gone.
    fn cut(&mut self, hub: usize) {
        self.cables[hub].era += 1;
        let (call, wait) = (self.hubs[hub].calls, self.chance.below(30_000));
        self.after(wait, Event::Cut { hub, call });
    }

    fn fault(&mut self, hub: usize) {
        match self.chance.below(12) {
            0..=3 => self.cut(hub),
            4 => {
                self.cables[hub].delay_ms = self.chance.below(3_000);
                self.cables[hub].rate = 500 + self.chance.below(200_000);
            }
            5 => {
                self.hubs[hub].killed(&mut self.chance);
                self.cut(hub);
                self.after(1, Event::Call { hub });
            }
            6 => self.hubs[hub].back_up(),
            7 => {
                self.hubs[hub].restored();
                self.cut(hub);
                self.after(1, Event::Call { hub });
                self.forget_what_no_disk_holds(hub);
            }
            8 => self.kept = self.central.copy(),
            9 if self.chance.below(self.hubs.len() as u64) == 0 => {
                self.central = self.kept.restored_beside(&self.central);
                for hub in 0..self.hubs.len() {
                    self.cut(hub);
                    self.forget_what_no_disk_holds(hub);
                }
            }
            10 if self.chance.below(self.hubs.len() as u64) == 0 => {
                self.central.killed();
                (0..self.hubs.len()).for_each(|hub| self.cut(hub));
            }
            _ => {}
        }
        self.check();
    }

    /// What burned with a disk before anybody else had it is nobody's to bring back.
    fn forget_what_no_disk_holds(&mut self, hub: usize) {
        let held = self.held(hub);
        self.must[hub].retain(|id| held.contains(id));
    }

    fn held(&self, hub: usize) -> BTreeSet<EventId> {
        self.hubs[hub].event_ids().chain(self.central.event_ids(hub)).collect()
    }

    /// What holds at every instant: no fact is on no disk.
    fn check(&self) {
        for (hub, must) in self.must.iter().enumerate() {
            let held = self.held(hub);
            let lost = must.iter().find(|id| !held.contains(id));
            assert!(lost.is_none(), "seed {}: hub {hub} lost {lost:?}", self.seed);
        }
    }

    /// Everything is repaired, nobody works, and everybody has the time they need.
    fn heal(&mut self) {
        self.faults = false;
        for cable in &mut self.cables {
            (cable.delay_ms, cable.rate) = (10, 1_000_000);
        }
        self.play(self.now_ms + 60 * MINUTE_MS);
    }

    fn agrees(&self) {
        let seed = self.seed;
        for (at, hub) in self.hubs.iter().enumerate() {
            let granted = &self.central.granted[at];
            assert_eq!(
                hub.disk.epoch, granted.current,
                "seed {seed}: hub {at} writes another epoch"
            );
            for epoch in 1..=granted.current {
                let (mine, theirs) = (hub.disk.own(epoch).head(), self.central.head(at, epoch));
                assert_eq!(mine, theirs, "seed {seed}: hub {at}, epoch {epoch}");
            }
            let (copy, own) = (hub.disk.copy.head(), self.central.own.head());
            assert_eq!(copy, own, "seed {seed}: hub {at} has not all of central's");
            let there: BTreeSet<EventId> = self.central.event_ids(at).collect();
            let lost = self.must[at].iter().find(|id| !there.contains(id));
            assert!(lost.is_none(), "seed {seed}: central has not {lost:?} of hub {at}");
        }
    }
}

/// How many seeds: some in every run, as many as wanted by night.
fn seeds() -> u64 {
    std::env::var("COSTELLAZIONE_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(25)
}

#[test]
fn hubs_and_central_agree_after_whatever_happened_to_lines_and_machines() {
    let mut epochs = 0;
    for seed in 0..seeds() {
        let mut city = City::new(seed, 1 + (seed % 5) as usize);
        city.play(15 * MINUTE_MS);
        city.heal();
        city.check();
        city.agrees();
        epochs += city.hubs.iter().map(|hub| hub.disk.epoch - 1).sum::<u32>();
    }
    assert!(epochs > 0, "no hub ever came back from an old copy: nothing was played");
}

#[test]
fn the_same_seed_plays_the_same_story() {
    let told = |seed| {
        let mut city = City::new(seed, 3);
        city.play(10 * MINUTE_MS);
        let heads: Vec<Head> =
            city.hubs.iter().map(|hub| hub.disk.own(hub.disk.epoch).head()).collect();
        (city.order, heads)
    };
    assert_eq!(told(7), told(7));
    assert_ne!(told(7), told(8));
}

#[test]
fn a_line_that_is_up_for_two_seconds_at_a_time_still_empties_the_hub() {
    let mut city = City::new(1, 1);
    city.faults = false;
    let ids: Vec<EventId> = (0..2_000).map(|_| city.hubs[0].write(&mut city.chance)).collect();
    city.must[0].extend(ids);
    (city.cables[0].delay_ms, city.cables[0].rate) = (50, 20_000);
    for _ in 0..200 {
        city.play(city.now_ms + 2_000);
        city.cut(0);
    }
    city.heal();
    city.agrees();
    assert!(city.hubs[0].cuts > 5, "the line was never cut at work");
}

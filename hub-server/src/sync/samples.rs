//! Lifelike series for tests and measurements, the same for the same seed.

use protocol::kiosk::Urgency;
use protocol::{
    ActorRef, Body, Channel, CommandId, DeviceId, Envelope, EventId, Hash, KioskId, PersonId,
    ProposalId, Record, Relation, RequestId, SeriesKey, SlipCode, StaffId,
};
use uuid::Uuid;

use crate::requests::events::{NeedLeft, NotMetReason, Proposal};
use crate::requests::{Circle, Event};
use crate::store::Fact;

/// Chance that repeats itself.
pub struct Chance(u64, u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed, 0)
    }

    pub fn bytes(&mut self) -> [u8; 32] {
        self.1 += 1;
        *blake3::hash(&[self.0.to_be_bytes(), self.1.to_be_bytes()].concat()).as_bytes()
    }

    pub fn below(&mut self, most: u64) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.bytes()[..8]);
        u64::from_be_bytes(bytes) % most
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize].clone()
    }

    pub fn uuid(&mut self, at_ms: i64) -> Uuid {
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&self.bytes()[..10]);
        uuid::Builder::from_unix_timestamp_millis(at_ms.cast_unsigned(), &bytes).into_uuid()
    }
}

/// The series of one hub under construction.
pub struct Series {
    pub key: SeriesKey,
    pub records: Vec<Record>,
    pub now_ms: i64,
    chance: Chance,
}

impl Series {
    pub fn new(node: &str, epoch: u32, seed: u64) -> Self {
        let key = SeriesKey { node: node.parse().unwrap(), epoch };
        Self { key, records: vec![], now_ms: 1_790_000_000_000, chance: Chance::new(seed) }
    }

    /// What one command of `actor` about `subject` left.
    pub fn command(
        &mut self,
        id: CommandId,
        actor: &ActorRef,
        subject: RequestId,
        events: &[Event],
    ) {
        for (index, event) in (0..).zip(events) {
            let fact = Fact::of("requests", subject, event);
            let salt: [u8; 16] = self.chance.bytes()[..16].try_into().unwrap();
            let envelope = Envelope {
                series: self.key.clone(),
                seq: self.records.len() as u64 + 1,
                event_id: EventId::of_command(id, index),
                at_ms: self.now_ms,
                kind: fact.kind,
                v: fact.v,
                actor: actor.clone(),
                subject: fact.subject,
                commitment: Body::commit(&salt, &fact.body),
            };
            let body = Body::Present { salt, bytes: fact.body };
            self.records.push(Record { envelope, body });
        }
    }

    fn soon(&mut self) -> CommandId {
        self.now_ms += self.chance.below(90_000).cast_signed();
        let made_ms = self.now_ms - self.chance.below(400).cast_signed();
        CommandId::new(self.chance.uuid(made_ms))
    }
}

const CATEGORIES: &[&str] = &[
    "spesa",
    "compagnia",
    "farmaci",
    "accompagnamento",
    "piccole-riparazioni",
    "pratiche-online",
    "compiti",
    "passeggiata",
];
const HOODS: &[&str] =
    &["san-polo-cimabue", "san-polo-parco", "sanpolino", "buffalora", "bettole", "caionvico"];
const SAID: &[&str] = &[
    "mi serve una mano con la spesa",
    "abito al terzo piano senza ascensore",
    "mia madre ha bisogno di compagnia il pomeriggio",
    "devo ritirare i farmaci in via Cremona",
    "il rubinetto perde",
    "non riesco a prenotare la visita",
    "meglio la mattina dopo le dieci",
    "ho un cane piccolo",
    "chiamate il campanello due volte",
    "solo per questa settimana",
    "grazie di cuore",
    "posso restituire il favore cucinando",
    "mio figlio lavora fino a tardi",
    "la carrozzina entra in macchina piegata",
];

fn said(chance: &mut Chance) -> String {
    let parts: Vec<&str> = (0..=chance.below(3)).map(|_| chance.pick(SAID)).collect();
    // A number nobody can guess stands for everything else that differs between two people's words.
    format!("{} {}", parts.join(", "), chance.below(10_000))
}

/// A request that is not closed: who was asked for it, and how far it is.
type Waiting = (RequestId, Option<(ProposalId, DeviceId)>, u8);

/// About `most` facts of requests of one hub, as a year at its desk leaves them.
pub fn lives(seed: u64, most: usize) -> Vec<Record> {
    let mut series = Series::new("san-polo", 1, seed);
    let mut pick = Chance::new(seed ^ 0x5eed);
    let now = series.now_ms;
    let kiosk = ActorRef::Kiosk(KioskId::new(pick.uuid(now)));
    let staff: Vec<StaffId> = (0..4).map(|_| StaffId::new(pick.uuid(now))).collect();
    let devices: Vec<DeviceId> = (0..60).map(|_| DeviceId::new(pick.uuid(now))).collect();
    let mut waiting: Vec<Waiting> = vec![];
    while series.records.len() < most {
        if waiting.len() < 40 {
            let id = series.soon();
            let need = NeedLeft {
                slip: SlipCode::try_new("SP", pick.below(1 << 30) as u32).unwrap(),
                category: pick.pick(CATEGORIES).parse().unwrap(),
                neighbourhood: pick.pick(HOODS).parse().unwrap(),
                urgency: pick.pick(&[Urgency::Today, Urgency::ThisWeek, Urgency::NoHurry]),
                relation: pick.pick(&[Relation::Oneself, Relation::Oneself, Relation::Family]),
                language: pick.pick(&["it", "it", "it", "en", "ur"]).to_owned(),
                via: Channel::Kiosk,
                person: (pick.below(3) > 0).then(|| PersonId::from(id)),
                due_ms: Some(series.now_ms + 86_400_000),
                needed_by: None,
                when: vec![],
                signal: false,
                part_of: None,
                recurrence: None,
                from: None,
            };
            let mut events = vec![Event::NeedLeft(need)];
            if pick.below(5) > 1 {
                events.push(Event::WordsLeft { text: said(&mut pick) });
            }
            series.command(id, &kiosk, RequestId::from(id), &events);
            waiting.push((RequestId::from(id), None, 0));
            continue;
        }
        let place = pick.below(waiting.len() as u64) as usize;
        let (request, helper, stage) = waiting[place];
        let operator = pick.pick(&staff);
        let desk = ActorRef::Staff(operator);
        let id = series.soon();
        match (stage, helper) {
            (0, _) => series.command(id, &desk, request, &[Event::TakenInCharge { operator }]),
            (1, _) => {
                let proposal =
                    ProposalId::new(Uuid::from_bytes(pick.bytes()[..16].try_into().unwrap()));
                let asked = 1 + pick.below(5) as usize;
                let from = pick.below((devices.len() - asked) as u64) as usize;
                let asked = devices[from..from + asked].to_vec();
                waiting[place].1 = Some((proposal, asked[0]));
                let mut events = vec![];
                if pick.below(5) > 2 {
                    events.push(Event::NoteWritten { text: said(&mut pick) });
                }
                let until_ms = series.now_ms + 7_200_000;
                events.push(Event::Proposed(Proposal {
                    proposal,
                    circle: Circle::Neighbourhood,
                    devices: asked,
                    until_ms,
                }));
                series.command(id, &desk, request, &events);
            }
            (2, Some((proposal, device))) => {
                series.command(
                    id,
                    &ActorRef::Device(device),
                    request,
                    &[Event::Accepted { proposal, device, companion: None }],
                );
            }
            (3, Some((_, device))) => {
                let minutes = Some(15 * (1 + pick.below(8) as u16));
                series.command(
                    id,
                    &ActorRef::Device(device),
                    request,
                    &[Event::ReportedDone { minutes }],
                );
            }
            _ => {
                let end = if pick.below(8) == 0 {
                    Event::NotMet { reason: NotMetReason::NoOffer }
                } else {
                    Event::Met {}
                };
                series.command(id, &desk, request, &[end]);
            }
        }
        waiting[place].2 += 1;
        if waiting[place].2 > 4 {
            waiting.swap_remove(place);
        }
    }
    series.records.truncate(most);
    series.records
}

/// The head of some records of one series.
pub fn head_of(records: &[Record]) -> protocol::Head {
    records.iter().fold(protocol::Head::EMPTY, |head, record| {
        head.after(&record.envelope.series, record).unwrap()
    })
}

/// The chain's hash at a number.
pub fn hash_at(records: &[Record], seq: u64) -> Hash {
    head_of(&records[..seq as usize]).hash
}

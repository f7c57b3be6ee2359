//! A series on a disk that is only played.

use protocol::{
    ActorRef, Body, CommandId, Envelope, EventId, Hash, Head, NodeId, Record, RequestId, SeriesKey,
};

use crate::requests::Event;
use crate::store::Fact;
use crate::sync::samples::Chance;

/// The records of one series, and the head after each.
#[derive(Clone)]
pub struct Log {
    pub series: SeriesKey,
    records: Vec<Record>,
    heads: Vec<Head>,
}

impl Log {
    pub fn new(node: NodeId, epoch: u32) -> Self {
        let series = SeriesKey { node, epoch };
        Self { series, records: vec![], heads: vec![Head::EMPTY] }
    }

    pub fn head(&self) -> Head {
        self.heads[self.records.len()]
    }

    /// The head at a number that is reached.
    pub fn head_at(&self, seq: u64) -> Head {
        self.heads[seq as usize]
    }

    /// The hash at a number, where a record stands.
    pub fn at(&self, seq: u64) -> Option<Hash> {
        let reached = 1..=self.records.len() as u64;
        reached.contains(&seq).then(|| self.heads[seq as usize].hash)
    }

    pub fn after(&self, seq: u64) -> &[Record] {
        &self.records[seq as usize..]
    }

    /// Adds a record; one that does not follow is a mistake of whoever decided to take it.
    pub fn push(&mut self, record: Record) {
        let head = self.head().after(&self.series, &record).expect("what is taken follows");
        self.records.push(record);
        self.heads.push(head);
    }

    /// Adds a record that stood somewhere else, under this series' next number.
    pub fn push_again(&mut self, mut record: Record) {
        record.envelope.series = self.series.clone();
        record.envelope.seq = self.head().seq + 1;
        self.push(record);
    }

    /// Takes away what follows a number.
    pub fn cut(&mut self, seq: u64) -> Vec<Record> {
        self.heads.truncate(seq as usize + 1);
        self.records.split_off(seq as usize)
    }

    /// Writes a new fact.
    pub fn write(&mut self, chance: &mut Chance) -> EventId {
        let command = CommandId::new(chance.uuid(1_790_000_000_000));
        let text = "mi serve una mano con la spesa, ".repeat(1 + chance.below(6) as usize);
        let fact = Fact::of("requests", RequestId::from(command), &Event::NoteWritten { text });
        let salt = [self.heads.len().to_le_bytes()[0]; 16];
        let event_id = EventId::of_command(command, 0);
        let envelope = Envelope {
            series: self.series.clone(),
            seq: self.head().seq + 1,
            event_id,
            at_ms: 1_790_000_000_000,
            kind: fact.kind,
            v: fact.v,
            actor: ActorRef::System,
            subject: fact.subject,
            commitment: Body::commit(&salt, &fact.body),
        };
        self.push(Record { envelope, body: Body::Present { salt, bytes: fact.body } });
        event_id
    }

    pub fn event_ids(&self) -> impl Iterator<Item = EventId> + '_ {
        self.records.iter().map(|record| record.envelope.event_id)
    }
}

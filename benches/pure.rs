//! The small pure things, one by one: what a record, an envelope and a slip cost in processor time.
//!
//! `cargo bench -p benches --bench pure`.

use divan::{Bencher, black_box};
use hub_server::requests::matching::{Candidate, Need, Trust, Weights, rank};
use protocol::antenna::{
    ActivityKind, DeviceCommand, HubEnvelope, HubMessage, LogActivity, Receipt, VERSION,
};
use protocol::kiosk::TimeBand;
use protocol::record::{Body, Envelope, Hash, Head};
use protocol::{
    ActivityId, ActorRef, CommandId, DeviceId, EventId, NodeId, Record, SeriesKey, Slug,
};
use uuid::Uuid;

fn main() {
    divan::main();
}

fn id() -> Uuid {
    Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001)
}

const BODY: &[u8] = br#"{"what":"presence","neighbourhood":"mompiano","day":"2026-11-18",
    "started_at_ms":1794992400000,"minutes":45,"people_reached":3,"topics":["solitudine"]}"#;

fn record() -> Record {
    let salt = [7; 16];
    Record {
        envelope: Envelope {
            series: SeriesKey { node: "mompiano".parse::<NodeId>().expect("a name"), epoch: 1 },
            seq: 1,
            event_id: EventId::of_command(CommandId::new(id()), 0),
            at_ms: 1_794_992_400_000,
            kind: "activities.logged".to_owned(),
            v: 1,
            actor: ActorRef::System,
            subject: id().to_string(),
            commitment: Body::commit(&salt, BODY),
        },
        body: Body::Present { salt, bytes: BODY.to_vec() },
    }
}

fn diary() -> DeviceCommand {
    DeviceCommand::LogActivity(LogActivity {
        activity: ActivityId::new(id()),
        what: ActivityKind::Presence,
        neighbourhood: "mompiano".parse().expect("a slug"),
        place: "Mercato".to_owned(),
        started_at_ms: 1_794_992_400_000,
        minutes: 45,
        people_reached: 3,
        topics: vec!["solitudine".parse().expect("a slug")],
        next_step: "Tornare giovedì".to_owned(),
    })
}

#[divan::bench]
fn record_envelope_is_written(bencher: Bencher<'_, '_>) {
    let record = record();
    bencher.bench(|| black_box(&record).envelope.canonical());
}

#[divan::bench]
fn record_is_chained(bencher: Bencher<'_, '_>) {
    let record = record();
    bencher.bench(|| black_box(&record).envelope.hash_after(Hash::ZERO));
}

#[divan::bench]
fn record_is_accepted_after_a_head(bencher: Bencher<'_, '_>) {
    let record = record();
    let series = record.envelope.series.clone();
    bencher.bench(|| Head::EMPTY.after(black_box(&series), black_box(&record)));
}

#[divan::bench]
fn body_is_committed_to(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Body::commit(black_box(&[7; 16]), black_box(BODY)));
}

#[divan::bench]
fn head_is_signed(bencher: Bencher<'_, '_>) {
    let key = hub_server::testing::key_of("mompiano", 1);
    let series = record().envelope.series;
    let head = Head { seq: 1, hash: Hash::ZERO };
    bencher.bench(|| black_box(head).sign(&series, &key));
}

#[divan::bench]
fn command_is_sealed(bencher: Bencher<'_, '_>) {
    let command = diary();
    bencher.bench(|| black_box(&command).seal(CommandId::new(id()), 1, 0));
}

#[divan::bench]
fn command_is_opened(bencher: Bencher<'_, '_>) {
    let bytes = diary().seal(CommandId::new(id()), 1, 0).expect("plain data");
    bencher.bench(|| DeviceCommand::open(black_box(&bytes)));
}

#[divan::bench]
fn receipt_is_written(bencher: Bencher<'_, '_>) {
    let receipt = Receipt { re: CommandId::new(id()), problem: None };
    let envelope = HubEnvelope { v: VERSION, at_ms: 0, message: HubMessage::Receipt(receipt) };
    bencher.bench(|| serde_json::to_vec(black_box(&envelope)));
}

/// Fifty thousand antennae of one zone, each different enough that none can be skipped.
fn antennae() -> Vec<Candidate> {
    let slug = |text: &str| text.parse::<Slug>().expect("a slug");
    let (hoods, zone) = (["mompiano", "casazza", "borgo-trento"].map(slug), slug("nord"));
    let (shopping, digital) = (slug("shopping"), slug("digital"));
    (0..50_000_u16)
        .map(|n| {
            let place = usize::from(n);
            Candidate {
                usual: false,
                trust: Trust::Known,
                device: DeviceId::new(Uuid::from_u128(id().as_u128() + u128::from(n))),
                places: vec![(hoods[place % 3].clone(), zone.clone())],
                skills: match n % 5 {
                    0 => vec![digital.clone()],
                    1 | 2 => vec![shopping.clone(), digital.clone()],
                    _ => vec![],
                },
                languages: if n % 7 == 0 { vec!["ur".into()] } else { vec!["it".into()] },
                free: if n % 2 == 0 { vec![TimeBand::Mornings] } else { vec![] },
                cleared: Some(n % 11 != 0),
                insured: None,
                citizen: n % 4 != 0,
                away: n % 13 == 0,
                present: n % 3 == 0,
                helped_this_month: n % 6,
                helped_them: 0,
                thumbs_down: n % 1_000 == 0,
                at_m: Some((i32::from(n % 4_000), i32::from(n / 16))),
            }
        })
        .collect()
}

#[divan::bench]
fn helpers_are_ranked_among_fifty_thousand(bencher: Bencher<'_, '_>) {
    let need = Need {
        category: "shopping".parse().expect("a slug"),
        heading: "errands".parse().ok(),
        neighbourhood: "mompiano".parse().expect("a slug"),
        zone: "nord".parse().expect("a slug"),
        language: "ur".to_owned(),
        when: vec![TimeBand::Mornings],
        urgent: true,
        home_visit: true,
        two: false,
        at_m: Some((2_000, 1_500)),
    };
    let (all, weights) = (antennae(), Weights::default());
    bencher.bench(|| rank(black_box(&need), black_box(&all), &weights, 8));
}

#[divan::bench]
fn city_file_is_read(bencher: Bencher<'_, '_>) {
    bencher.bench(hub_server::testing::brescia);
}

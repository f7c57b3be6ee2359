//! Clocks that are wrong, disks that are full, bytes that are rubbish, facts nobody understands.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use protocol::sync::{
    Boot, FRAME_MAX, Frame, Hello, MAGIC, MEDIA_TYPE, Opening, Piece, Pieces, ProbeAsk, Probed,
    Reach, Said, Signature64, Up, VERSION, Writer, former_digest, path,
};
use protocol::{ActorRef, Channel, CommandId, Hash, Head, NodeId, Problem, SeriesKey};
use reqwest::Method;

use super::town::{Central, Hub, PATIENCE, eventually, head_of, is_sound, rows};
use crate::command::Command;
use crate::node::Node;
use crate::requests;
use crate::store::open::full::let_grow;
use crate::store::{Fact, log, rebuild};
use crate::sync::client::talk::Talk;
use crate::sync::status::{line_status, status_of};
use crate::sync::{LineState, http_client};
use crate::testing::{self, MORNING_MS};

#[tokio::test(flavor = "multi_thread")]
async fn fault_10_a_clock_in_1970_ten_years_ahead_or_going_back_changes_no_order() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let ten_years_ms = 10 * 365 * 86_400_000;
    for (n, move_ms) in [(1, -MORNING_MS), (2, MORNING_MS + ten_years_ms), (3, -ten_years_ms / 2)] {
        north.clock.move_by(move_ms);
        north.leave(n).await;
    }
    north.level(&central).await;
    let mut db = central.node.store.read().await.unwrap();
    let came = log::series_after(&mut db, &north.series(), 0, 100).await.unwrap();
    let left: Vec<String> = (1..=3).map(|n| testing::uuid(n).to_string()).collect();
    let needs = came.iter().filter(|stored| stored.record.envelope.kind == "requests.need-left");
    let order: Vec<String> = needs.map(|one| one.record.envelope.subject.clone()).collect();
    assert_eq!(order, left, "numbers order");
    let status = status_of(&mut db, north.node.id()).await.unwrap().unwrap();
    assert!(status.skew_ms > ten_years_ms / 3, "the difference is shown: {}", status.skew_ms);
    drop(db);
    // Central's own clock goes back an hour in the middle of everything.
    central.clock.move_by(-3_600_000);
    north.leave(4).await;
    north.level(&central).await;
    is_sound(&central.node).await;
}

async fn leave(hub: &Hub, n: u128) -> Result<(), Problem> {
    let need = crate::store::tests::need(n, "Anna");
    let ctx = hub.node.ctx(need.id, ActorRef::System, Channel::Kiosk);
    hub.node.submit(ctx, Command::Requests(requests::Command::Leave(need))).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_11_a_hub_whose_disk_is_full_says_so_and_goes_on_when_there_is_room() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let_grow(north.node.store.pool(), &north.folder.sqlite_url(), false).await;
    let (mut n, mut refused) = (0, None);
    while refused.is_none() {
        n += 1;
        assert!(n < 2_000, "the disk never fills");
        refused = leave(&north, n).await.err();
    }
    let refused = refused.unwrap();
    assert_eq!((refused.slug(), refused.retry), ("disk-full", true));
    let_grow(north.node.store.pool(), &north.folder.sqlite_url(), true).await;
    leave(&north, n).await.expect("the same command again, now there is room");
    north.level(&central).await;
    assert_eq!(rows(&central.node, "request").await.len(), usize::try_from(n).unwrap());
    is_sound(&north.node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_11_a_central_whose_disk_is_full_acknowledges_nothing_answers_507_and_heals() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let mut north = Hub::running(&central, "mompiano").await;
    let mut codes = Vec::new();
    for n in 0..60 {
        let hub: NodeId = format!("hub-{n}").parse().unwrap();
        let code = crate::sync::new_enrolment_code(&central.node, &hub).await.unwrap();
        codes.push((hub, code));
    }
    north.end().await;
    north.open_again().await;
    north.leave_all(1..=400).await;
    let_grow(central.node.store.pool(), central.database(), false).await;
    north.start();
    let mut states = north.line().watch();
    let full = |why: &Option<String>| why.as_ref().is_some_and(|why| why.contains("disk-full"));
    let waited = tokio::time::timeout(PATIENCE, states.wait_for(|now| full(&now.why))).await;
    waited.expect("the hub hears it in time").unwrap();
    let held = central.head(&north.series()).await;
    assert!(held.seq < north.head().await.seq);
    let pending = line_status(&north.node).await.unwrap().pending;
    assert!(pending >= north.head().await.seq - held.seq, "nothing else counts as acknowledged");
    // Short questions may still find room; one of them does not.
    let mut refused = None;
    for (hub, code) in codes {
        match enrol_status(&central, &hub, &code).await {
            200 => {}
            status => {
                refused = Some((status, hub, code));
                break;
            }
        }
    }
    let (status, hub, code) = refused.expect("there is no room for all of them");
    assert_eq!(status, 507);
    let_grow(central.node.store.pool(), central.database(), true).await;
    north.level(&central).await;
    Hub::with_code(&central.url(), &hub, code).await.expect("there is room again");
    is_sound(&central.node).await;
}

/// The status central answers a question to enrol with.
async fn enrol_status(central: &Central, hub: &NodeId, code: &str) -> u16 {
    let key = SigningKey::from_bytes(&[9; 32]);
    let ask = protocol::sync::EnrolAsk {
        code: code.to_owned(),
        hub: hub.clone(),
        key: key.verifying_key().to_bytes(),
        heads: vec![],
        program: String::new(),
        signature: Signature64::of(&protocol::sync::EnrolAsk::signed_bytes(code, hub), &key),
    };
    let body = protocol::sync::write_message(&ask);
    let sent = reqwest::Client::new().post(format!("{}{}", central.url(), path::ENROL)).body(body);
    sent.send().await.unwrap().status().as_u16()
}

/// A hub that says what it likes after a proper opening.
struct Nuisance {
    talk: Talk,
    key: SigningKey,
    hub: NodeId,
}

impl Nuisance {
    async fn new(central: &Central, hub: &Hub) -> Self {
        let (key, hub) = (hub.folder.node_key().unwrap(), hub.node.id().clone());
        let http = http_client(&central.url(), None).unwrap();
        let boot = Boot([5; 8]);
        let talk = Talk::new(http, central.url(), hub.clone(), key.clone(), boot, PATIENCE);
        let probe = ProbeAsk { writer: Writer::Hub, epoch: 1, seqs: vec![] };
        let _: Probed = talk.message(Method::POST, path::PROBE, &probe, "a probe").await.unwrap();
        Self { talk, key, hub }
    }

    /// The first word central says that ends it, or its status where it says none.
    async fn say(&self, version: u16, rest: &[u8]) -> String {
        let series = SeriesKey { node: self.hub.clone(), epoch: 1 };
        let head = Head { seq: 1_000_000, hash: Hash([7; 32]) };
        let signature = Signature64(head.sign(&series, &self.key));
        let up = Up {
            writer: Writer::Hub,
            epoch: 1,
            current: 1,
            from: Head::EMPTY,
            reach: Some(Reach { head, signature }),
            former: former_digest(&[]),
        };
        let (program, clock_ms) = (String::new(), MORNING_MS);
        let hello = Hello { program, clock_ms, up: Some(up), down: None, grants: vec![] };
        let hello = postcard::to_stdvec(&hello).unwrap();
        let digest = Hash(*blake3::hash(&hello).as_bytes());
        let proof = self.talk.proof(&format!("POST {}", path::EXCHANGE), digest);
        let opening = Piece::Word(Opening { version, proof, hello }).to_bytes();
        let body = [MAGIC.as_slice(), &opening, rest].concat();
        let sent = self.talk.request(Method::POST, path::EXCHANGE).body(body).send().await.unwrap();
        self.talk.learn(&sent);
        let status = sent.status();
        let kind = sent.headers().get("content-type").unwrap().to_str().unwrap().to_owned();
        let bytes = sent.bytes().await.unwrap();
        if kind != MEDIA_TYPE {
            let problem: Problem = serde_json::from_slice(&bytes).unwrap();
            return format!("{} {}", status.as_u16(), problem.slug());
        }
        let mut pieces = Pieces::default();
        pieces.feed(&bytes);
        while let Some(piece) = pieces.next::<Said>().unwrap() {
            if let Piece::Word(Said::Refused(refused)) = piece {
                return refused.slug;
            }
        }
        "nothing".to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_18_rubbish_an_endless_frame_and_a_bomb_stop_only_the_hub_they_come_from() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    let bad = Hub::enrolled(&central, "lamarmora").await;
    let nuisance = Nuisance::new(&central, &bad).await;
    assert_eq!(nuisance.say(VERSION, b"\xffrubbish rubbish rubbish").await, "sync-unreadable");
    let endless = [&[1, 0xff, 0xff, 0xff, 0x7f], vec![0; 100_000].as_slice()].concat();
    assert_eq!(nuisance.say(VERSION, &endless).await, "sync-unreadable");
    let text = zstd::bulk::compress(&vec![0; 64 << 20], 3).unwrap();
    assert!(text.len() < 64 * 1024, "a bomb is small");
    let (writer, last, noise) = (Writer::Hub, Hash([1; 32]), vec![]);
    let plain = u32::try_from(FRAME_MAX).unwrap();
    let bomb = Frame { writer, epoch: 1, after: 0, count: 1, last, plain, text, noise };
    let bomb = Piece::<Said>::Frame(bomb).to_bytes();
    assert_eq!(nuisance.say(VERSION, &bomb).await, "sync-damaged");
    assert_eq!(central.head(&bad.series()).await, Head::EMPTY);
    // Without a signature nothing is read at all.
    let url = format!("{}{}", central.url(), path::EXCHANGE);
    let sent = reqwest::Client::new().post(url).body(vec![0x55; 50_000]).send().await.unwrap();
    assert_eq!(sent.status().as_u16(), 400);
    north.leave(1).await;
    north.level(&central).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_20_a_program_too_new_for_central_is_told_which_versions_it_speaks() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let hub = Hub::enrolled(&central, "lamarmora").await;
    let nuisance = Nuisance::new(&central, &hub).await;
    assert_eq!(nuisance.say(VERSION + 1, &[]).await, "426 sync-version");
}

/// Writes a fact as a program of another version, or a part that does not work, would have written it.
async fn write_strange(node: &Arc<Node>, kind: &str) -> protocol::Record {
    let series = node.store.identity().series.clone();
    let head = head_of(node, &series).await;
    let id = CommandId::new(node.fresh_id());
    let ctx = node.ctx(id, ActorRef::System, Channel::Console);
    let fact = Fact {
        kind: kind.to_owned(),
        v: 7,
        subject: "x".into(),
        body: br#"{ "n" : 1,  "also": [true] }"#.to_vec(),
        audience: None,
    };
    let record = log::record_for_tests(&series, head, fact, &ctx);
    let (written, key) = (record.clone(), node.key.clone());
    let write = node.writer.write(move |write| {
        Box::pin(async move {
            let head = write.accept(&series, head, &written, MORNING_MS).await?;
            write.set_head(&series, head, Some(head.sign(&series, &key))).await
        })
    });
    write.await.unwrap();
    record
}

async fn held(node: &Node, record: &protocol::Record) -> protocol::Record {
    let mut db = node.store.read().await.unwrap();
    let envelope = &record.envelope;
    let stored = log::at(&mut db, &envelope.series, envelope.seq).await.unwrap();
    stored.expect("it is held").record
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_20_facts_of_another_version_go_both_ways_byte_for_byte_and_are_shown_as_left_out() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    north.leave(1).await;
    let up = write_strange(&north.node, "tomorrow.something-new").await;
    let down = write_strange(&central.node, "tomorrow.decided").await;
    north.leave(2).await;
    north.line().sync_now();
    north.level(&central).await;
    assert_eq!(held(&central.node, &up).await, up);
    let series = down.envelope.series.clone();
    let (ours, theirs) = (central.node.clone(), north.node.clone());
    // The next fact of central's wakes whoever waits.
    crate::sync::new_enrolment_code(&central.node, &"third".parse().unwrap()).await.unwrap();
    eventually("the hub holds what central wrote", || async {
        head_of(&ours, &series).await == head_of(&theirs, &series).await
    })
    .await;
    assert_eq!(held(&north.node, &down).await, down);
    assert_eq!(rows(&central.node, "parked").await.len(), 2);
    assert_eq!(rows(&central.node, "request").await.len(), 2, "what came around it is there");
    let mut db = central.node.store.read().await.unwrap();
    let status = status_of(&mut db, north.node.id()).await.unwrap().unwrap();
    assert_eq!(status.parked, 1, "one of them is the hub's");
    drop(db);
    is_sound(&central.node).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_22_a_fact_at_which_a_part_of_the_program_panics_is_parked_and_stops_nobody() {
    let place = tempfile::tempdir().unwrap();
    let central = Central::in_folder(place.path()).await;
    let north = Hub::running(&central, "mompiano").await;
    north.leave(1).await;
    let strange = write_strange(&north.node, "panics.here").await;
    north.leave(2).await;
    north.level(&central).await;
    assert_eq!(held(&central.node, &strange).await, strange);
    assert_eq!(rows(&central.node, "request").await.len(), 2);
    let parked = rows(&central.node, "parked").await;
    assert!(parked.len() == 1 && parked[0].contains("panics.here"), "{parked:?}");
    rebuild::rebuild(&central.node.store, |_| {}).await.unwrap();
    assert_eq!(rows(&central.node, "request").await.len(), 2, "a rebuild goes past it too");
    north.state(LineState::Up).await;
}

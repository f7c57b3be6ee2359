use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use protocol::kiosk::AnsweredBy;
use protocol::{ActorRef, Channel, CommandId, Head, NodeId, SeriesKey, SlipCode};
use tokio_util::sync::CancellationToken;

use super::words::{About, Acked, Up, pack, sign, unpack};
use super::{EnrolWith, Line, LineState, enrol, new_enrolment_code, revoke, router, server};
use crate::command::{Answer, Command};
use crate::folder::DataFolder;
use crate::node::{Node, Role};
use crate::requests;
use crate::store::{Identity, Store, log, rebuild};
use crate::testing::{self, HandClock, MORNING_MS};

/// A central that answers on loopback and can be cut off.
struct Central {
    node: Arc<Node>,
    address: SocketAddr,
    stop: CancellationToken,
}

async fn central(url: &str) -> Central {
    let node = testing::node("central", url, HandClock::at(MORNING_MS)).await;
    answer(node, "127.0.0.1:0".parse().unwrap()).await
}

async fn answer(node: Arc<Node>, at: SocketAddr) -> Central {
    let stop = CancellationToken::new();
    let listener = tokio::net::TcpListener::bind(at).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (app, until) = (router(node.clone(), stop.clone()), stop.clone());
    tokio::spawn(async move {
        axum::serve(listener, app).with_graceful_shutdown(until.cancelled_owned()).await.unwrap();
    });
    Central { node, address, stop }
}

struct Hub {
    _folder: tempfile::TempDir,
    folder: DataFolder,
    node: Arc<Node>,
    stop: CancellationToken,
}

async fn hub(central: &Central, name: &str) -> Hub {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let id: NodeId = name.parse().unwrap();
    let code = new_enrolment_code(&central.node, &id).await.unwrap();
    let central_url = format!("http://{}", central.address);
    let with = EnrolWith { central_url, ca_pem: None, code };
    let enrolment = enrol(&folder, &id, with).await.unwrap();
    let key = folder.node_key().unwrap();
    let series = SeriesKey { node: id, epoch: enrolment.epoch };
    let identity = Identity { series, key: key.clone() };
    let store = Store::open(&folder.sqlite_url(), identity).await.unwrap();
    let vault = folder.vault_key().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let node = Node::start(Role::Hub, store, vault, key, clock).await.unwrap();
    Hub { _folder: place, folder, node, stop: CancellationToken::new() }
}

impl Hub {
    fn line(&self) -> Line {
        Line::start(self.node.clone(), &self.folder, &self.stop).unwrap().unwrap()
    }

    async fn leave(&self, n: u128) -> SlipCode {
        let need = crate::store::tests::need(n, "Anna");
        let ctx = self.node.ctx(need.id, ActorRef::System, Channel::Kiosk);
        let command = Command::Requests(requests::Command::Leave(need));
        match self.node.submit(ctx, command).await.unwrap() {
            Answer::Slip(slip) => slip.code,
            other => panic!("{other:?}"),
        }
    }

    fn series(&self) -> SeriesKey {
        self.node.store.identity().series.clone()
    }
}

async fn eventually<F: Future<Output = bool>>(what: &str, mut check: impl FnMut() -> F) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while !check().await {
        assert!(tokio::time::Instant::now() < deadline, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn level(hub: &Hub, central: &Central) {
    let (series, hub, central) = (hub.series(), hub.node.clone(), central.node.clone());
    eventually("central holds what the hub wrote", || async {
        let own = log::head(&mut hub.store.read().await.unwrap(), &series).await.unwrap();
        let held = log::head(&mut central.store.read().await.unwrap(), &series).await.unwrap();
        own == held
    })
    .await;
}

async fn knows_city(hub: &Hub) {
    let node = hub.node.clone();
    eventually("the hub knows its city", || async { node.city().is_some() }).await;
}

async fn rows(node: &Node, table: &str) -> Vec<String> {
    rebuild::rows_of(&mut node.store.read().await.unwrap(), table).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hubs_hear_of_the_city_and_central_sees_what_they_do() {
    let place = tempfile::tempdir().unwrap();
    let central = central(&testing::sqlite_url(place.path(), "central")).await;
    let (north, south) = (hub(&central, "mompiano").await, hub(&central, "lamarmora").await);
    let _lines = (north.line(), south.line());
    knows_city(&north).await;
    knows_city(&south).await;
    for n in 1..=30 {
        north.leave(n).await;
        south.leave(n + 100).await;
    }
    level(&north, &central).await;
    level(&south, &central).await;
    let mut own = rows(&north.node, "request").await;
    own.extend(rows(&south.node, "request").await);
    own.sort();
    assert_eq!(rows(&central.node, "request").await, own);
    let vault = rows(&central.node, "person_data").await;
    assert_eq!(vault, Vec::<String>::new(), "names stay at home");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_works_alone_and_catches_up_when_central_is_back() {
    let place = tempfile::tempdir().unwrap();
    let first = central(&testing::sqlite_url(place.path(), "central")).await;
    let north = hub(&first, "mompiano").await;
    let line = north.line();
    knows_city(&north).await;
    first.stop.cancel();
    for n in 1..=20 {
        north.leave(n).await;
    }
    let mut state = line.state();
    state.wait_for(|state| *state == LineState::Down).await.unwrap();
    let back = answer(first.node.clone(), first.address).await;
    level(&north, &back).await;
    assert_eq!(rows(&back.node, "request").await.len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_another_hub_is_answered_by_central_and_says_as_of_when() {
    let place = tempfile::tempdir().unwrap();
    let central = central(&testing::sqlite_url(place.path(), "central")).await;
    let (north, south) = (hub(&central, "mompiano").await, hub(&central, "lamarmora").await);
    let (_north_line, south_line) = (north.line(), south.line());
    knows_city(&north).await;
    let code = north.leave(1).await;
    level(&north, &central).await;
    let told = super::ask_slip(&south_line.call(), &code).await.unwrap();
    assert_eq!(told.answered_by, AnsweredBy::Central);
    assert_eq!(told.as_of_ms, MORNING_MS);
    central.stop.cancel();
    let call = south_line.call();
    eventually("central no longer answers", || async {
        super::ask_slip(&call, &code).await.is_err_and(|p| p.slug() == "central-unreachable")
    })
    .await;
}

/// What a hub would send, signed with its own key.
async fn send(central: &Central, hub: &Hub, from: u64, repeat: bool) -> Head {
    let mut db = hub.node.store.read().await.unwrap();
    let stored = log::series_after(&mut db, &hub.series(), from, 1000).await.unwrap();
    let mut records: Vec<_> = stored.into_iter().map(|stored| stored.record).collect();
    if repeat {
        records.extend(records.clone());
    }
    let about = About {
        hub: hub.node.id().clone(),
        epoch: hub.series().epoch,
        clock_ms: 0,
        backlog: 0,
        program: "test".into(),
    };
    let body = pack(&Up { about, reach: None, records }).unwrap();
    let url = format!("http://{}/line/v1/up", central.address);
    let signature = sign(&hub.node.key, "/line/v1/up", &body);
    let answer = reqwest::Client::new()
        .post(url)
        .header(server::SIGNATURE, signature)
        .body(body)
        .send()
        .await
        .unwrap();
    unpack::<Acked>(&answer.bytes().await.unwrap()).unwrap().held
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_04_a_round_replayed_is_a_no_op_and_a_gap_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let central = central(&testing::sqlite_url(place.path(), "central")).await;
    let north = hub(&central, "mompiano").await;
    testing::hand_over(&central.node, &north.node).await;
    knows_city(&north).await;
    for n in 1..=5 {
        north.leave(n).await;
    }
    assert_eq!(send(&central, &north, 3, false).await, Head::EMPTY, "a gap is not taken");
    let head = send(&central, &north, 0, true).await;
    assert_eq!(head.seq, 10);
    assert_eq!(send(&central, &north, 0, false).await, head);
    assert_eq!(rows(&central.node, "request").await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_06_central_restored_from_an_older_backup_gets_everything_again() {
    let place = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(place.path(), "central");
    let first = central(&url).await;
    let north = hub(&first, "mompiano").await;
    let _line = north.line();
    knows_city(&north).await;
    for n in 1..=5 {
        north.leave(n).await;
    }
    level(&north, &first).await;
    let copy = place.path().join("copy.sqlite");
    let vacuum = format!("VACUUM INTO '{}'", copy.display());
    sqlx::query(sqlx::AssertSqlSafe(vacuum)).execute(first.node.store.pool()).await.unwrap();
    for n in 6..=9 {
        north.leave(n).await;
    }
    level(&north, &first).await;
    first.stop.cancel();
    let old = testing::node(
        "central",
        &testing::sqlite_url(place.path(), "copy"),
        HandClock::at(MORNING_MS),
    )
    .await;
    let back = answer(old, first.address).await;
    level(&north, &back).await;
    assert_eq!(rows(&back.node, "request").await.len(), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_20_a_fact_nobody_here_knows_is_kept_byte_for_byte_and_parked() {
    let place = tempfile::tempdir().unwrap();
    let central = central(&testing::sqlite_url(place.path(), "central")).await;
    let north = hub(&central, "mompiano").await;
    let ctx = north.node.ctx(CommandId::new(testing::uuid(1)), ActorRef::System, Channel::Console);
    let fact = crate::store::Fact {
        kind: "tomorrow.something-new".into(),
        v: 7,
        subject: "x".into(),
        body: br#"{"n":1}"#.to_vec(),
        audience: None,
    };
    // The hub cannot project it either, so it is put into its log as a newer program would have.
    let record = crate::store::log::record_for_tests(&north.series(), Head::EMPTY, fact, &ctx);
    let (written, series) = (record.clone(), north.series());
    north
        .node
        .writer
        .write(move |write| {
            Box::pin(async move {
                let head = write.accept(&series, Head::EMPTY, &written, MORNING_MS).await?;
                write.set_head(&series, head, None).await
            })
        })
        .await
        .unwrap();
    let head = send(&central, &north, 0, false).await;
    assert_eq!(head.seq, 1);
    let mut db = central.node.store.read().await.unwrap();
    let held = log::at(&mut db, &north.series(), 1).await.unwrap().unwrap();
    assert_eq!(held.record, record);
    drop(db);
    assert_eq!(rows(&central.node, "parked").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_hub_a_forged_signature_and_a_used_code_are_refused() {
    let place = tempfile::tempdir().unwrap();
    let central = central(&testing::sqlite_url(place.path(), "central")).await;
    let north = hub(&central, "mompiano").await;
    let line = north.line();
    let mut state = line.state();
    state.wait_for(|state| *state == LineState::Up).await.unwrap();
    revoke(&central.node, north.node.id()).await.unwrap();
    testing::hand_over(&central.node, &north.node).await;
    knows_city(&north).await;
    north.leave(1).await;
    state.wait_for(|state| *state == LineState::Stopped).await.unwrap();
    assert_eq!(rows(&central.node, "request").await.len(), 0);

    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let central_url = format!("http://{}", central.address);
    let with = EnrolWith { central_url, ca_pem: None, code: "WRONGCODE".into() };
    let refused = enrol(&folder, north.node.id(), with).await.unwrap_err().to_string();
    assert!(refused.contains("enrol-code"), "{refused}");
}

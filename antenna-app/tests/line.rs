//! The line against a real broker, on every bad day of section 8 that one device can have.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on must stop"
)]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use antenna_app::data::Pairing;
use antenna_app::link::{Link, LinkEvent, LinkState, Tempo, Why};
use antenna_app::outbox::{Outbox, Settled};
use protocol::antenna::{AnswerProposal, DeviceCommand, News};
use protocol::{CommandId, DeviceId};
use support::{FakeHub, profile, proposal, proposed, slug, until};
use tokio::sync::mpsc;
use uuid::Uuid;

const TEMPO: Tempo = Tempo {
    silence: Duration::from_millis(1_500),
    resend: Duration::from_millis(400),
    resend_jitter_ms: 50,
    steady: Duration::from_secs(10),
};

struct Device {
    _folder: tempfile::TempDir,
    outbox: Outbox,
    link: Link,
    heard: Arc<Mutex<Vec<LinkEvent>>>,
    id: DeviceId,
}

impl Device {
    async fn start(hub: &FakeHub) -> Self {
        let (device, secret) = hub.pair();
        Self::start_as(device, secret, hub.brokers(), String::new()).await
    }

    async fn start_as(
        device: DeviceId,
        secret: String,
        brokers: Vec<String>,
        ca_pem: String,
    ) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(&folder.path().join("antenna.sqlite"), 0).await.unwrap().outbox;
        let pairing =
            Pairing { device, secret, brokers, ca_pem, address: String::new(), paired_at_ms: 0 };
        let (events, mut told) = mpsc::channel(64);
        let heard: Arc<Mutex<Vec<LinkEvent>>> = Arc::default();
        let keep = heard.clone();
        tokio::spawn(async move {
            while let Some(event) = told.recv().await {
                keep.lock().unwrap().push(event);
            }
        });
        let link = Link::start(pairing, outbox.clone(), events, TEMPO, true);
        Self { _folder: folder, outbox, link, heard, id: device }
    }

    async fn says(&self, state: LinkState) {
        until(&format!("{state:?}, heard {:?}", self.states()), || {
            (self.states().last() == Some(&state)).then_some(())
        })
        .await;
    }

    async fn said(&self, state: LinkState) {
        until(&format!("{state:?} at some time"), || self.states().contains(&state).then_some(()))
            .await;
    }

    fn states(&self) -> Vec<LinkState> {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .filter_map(
                |event| if let LinkEvent::State(state) = event { Some(*state) } else { None },
            )
            .collect()
    }

    async fn put(&self, number: u128) -> CommandId {
        let id = CommandId::new(Uuid::from_u128(number));
        let answer = AnswerProposal { proposal: proposal(number), accept: true };
        self.outbox.put(id, &DeviceCommand::AnswerProposal(answer), 0, 0).await.unwrap();
        self.link.look();
        id
    }

    async fn empties(&self) {
        let end = tokio::time::Instant::now() + support::DEADLINE;
        while self.outbox.count_waiting().await.unwrap() > 0 {
            assert!(tokio::time::Instant::now() < end, "the outbox does not empty");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn reaches(&self, cursor: u64) {
        let end = tokio::time::Instant::now() + support::DEADLINE;
        while self.outbox.cursor().await.unwrap() != cursor {
            assert!(
                tokio::time::Instant::now() < end,
                "the cursor stays at {}",
                self.outbox.cursor().await.unwrap()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_are_kept_and_only_then_called_seen() {
    let hub = FakeHub::start().await;
    let (device, secret) = hub.pair();
    for number in 1..=150 {
        hub.fact(device, proposed(number, i64::MAX));
    }
    let app = Device::start_as(device, secret, hub.brokers(), String::new()).await;
    app.reaches(150).await;
    app.says(LinkState::Online).await;
    until("seen", || (hub.lock().seen.get(&device) == Some(&150)).then_some(())).await;
    until("caught up", || {
        let heard = app.heard.lock().unwrap();
        heard
            .iter()
            .any(|event| matches!(event, LinkEvent::CaughtUp { cursor: 150, .. }))
            .then_some(())
    })
    .await;
    assert_eq!(app.outbox.facts().await.unwrap().len(), 150);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_fact_arrives_by_itself_and_the_board_after_the_profile() {
    let hub = FakeHub::start().await;
    hub.serve(&slug("casazza"));
    let app = Device::start(&hub).await;
    app.says(LinkState::Online).await;
    hub.fact(app.id, profile(app.id, false));
    app.reaches(1).await;
    // The subscription takes a moment that nothing announces, so the notice is said until it is heard.
    let end = tokio::time::Instant::now() + support::DEADLINE;
    loop {
        hub.board(&slug("casazza"), "Sabato festa in piazza");
        let heard = app.heard.lock().unwrap().iter().any(
            |event| matches!(event, LinkEvent::Board(notice) if notice.text == "Sabato festa in piazza"),
        );
        if heard {
            break;
        }
        assert!(tokio::time::Instant::now() < end, "the board is never heard");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_17_what_was_said_offline_arrives_once_and_in_order() {
    let mut hub = FakeHub::start().await;
    let (device, secret) = hub.pair();
    hub.sleep().await;
    let app = Device::start_as(device, secret, hub.brokers(), String::new()).await;
    let mut said = Vec::new();
    for number in 1..=60 {
        said.push(app.put(number).await);
    }
    app.said(LinkState::Down(Why::NoLine)).await;
    hub.wake_up().await;
    app.empties().await;
    assert_eq!(hub.lock().applied, said);
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_04_a_lost_receipt_is_asked_for_again_with_the_same_bytes() {
    let hub = FakeHub::start().await;
    hub.lock().manner.lose_receipts = 7;
    let app = Device::start(&hub).await;
    for number in 1..=5 {
        app.put(number).await;
    }
    app.empties().await;
    let state = hub.lock();
    assert_eq!(state.applied.len(), 5);
    assert!(state.arrived.len() >= 12, "{} arrivals", state.arrived.len());
    assert!(state.raw.values().all(|bytes| bytes.len() == 1), "a command changed on the way");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_after_its_receipt() {
    let hub = FakeHub::start().await;
    let app = Device::start(&hub).await;
    app.put(1).await;
    app.empties().await;
    let before = hub.lock().arrived.len();
    app.put(2).await;
    app.empties().await;
    assert_eq!(hub.lock().arrived.len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_hub_gets_the_command_later() {
    let hub = FakeHub::start().await;
    hub.lock().manner.busy = 2;
    let app = Device::start(&hub).await;
    let id = app.put(1).await;
    app.empties().await;
    let heard = app.heard.lock().unwrap();
    let outcomes: Vec<bool> = heard
        .iter()
        .filter_map(|event| match event {
            LinkEvent::Settled { id: of, settled } if *of == id => {
                Some(matches!(settled, Settled::Later { .. }))
            }
            _ => None,
        })
        .collect();
    assert_eq!(outcomes, [true, true, false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_dies_over_and_over_loses_nothing() {
    let mut hub = FakeHub::start().await;
    let app = Device::start(&hub).await;
    let mut said = Vec::new();
    for round in 0..4 {
        for number in 0..50 {
            said.push(app.put(1 + round * 50 + number).await);
        }
        hub.sleep().await;
        hub.wake_up().await;
    }
    app.empties().await;
    let mut applied = hub.lock().applied.clone();
    applied.sort();
    assert_eq!(applied, said);
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_15_the_newer_session_wins_and_the_older_stays_away_until_asked() {
    let hub = FakeHub::start().await;
    let (device, secret) = hub.pair();
    let older = Device::start_as(device, secret.clone(), hub.brokers(), String::new()).await;
    older.says(LinkState::Online).await;
    let newer = Device::start_as(device, secret, hub.brokers(), String::new()).await;
    newer.says(LinkState::Online).await;
    older.says(LinkState::Down(Why::TakenOver)).await;
    older.link.online(true);
    older.says(LinkState::Online).await;
    newer.says(LinkState::Down(Why::TakenOver)).await;
    assert_eq!(older.states().iter().filter(|state| **state == LinkState::Online).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_is_told_so_and_keeps_its_outbox() {
    let hub = FakeHub::start().await;
    let app = Device::start(&hub).await;
    app.says(LinkState::Online).await;
    hub.revoke(app.id).await;
    app.says(LinkState::Down(Why::NotAuthorised)).await;
    app.put(1).await;
    assert_eq!(app.outbox.count_waiting().await.unwrap(), 1);
    hub.let_in(app.id, &format!("secret-of-{}", app.id));
    app.link.online(true);
    app.empties().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_not_mistaken_for_a_bad_line() {
    let hub = FakeHub::start().await;
    let (device, _) = hub.pair();
    let app = Device::start_as(device, "wrong".into(), hub.brokers(), String::new()).await;
    app.says(LinkState::Down(Why::NotAuthorised)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_without_its_hub_is_called_silent_and_then_online_again() {
    let hub = FakeHub::start().await;
    hub.lock().manner.silent = true;
    let app = Device::start(&hub).await;
    app.says(LinkState::Down(Why::HubSilent)).await;
    app.put(1).await;
    hub.lock().manner.silent = false;
    app.empties().await;
    app.says(LinkState::Online).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_fact_makes_the_device_ask_again() {
    let hub = FakeHub::start().await;
    let app = Device::start(&hub).await;
    app.says(LinkState::Online).await;
    // Without the first, none of the others continues what is there, so only hello can help.
    hub.lock().manner.skip_fact_once = Some(1);
    for number in 1..=4 {
        hub.fact(app.id, proposed(number, i64::MAX));
    }
    app.reaches(4).await;
    assert!(hub.lock().hellos.len() >= 2);
    assert_eq!(app.outbox.facts().await.unwrap().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_05_repeated_and_shuffled_messages_come_to_the_same_end() {
    let hub = FakeHub::start().await;
    hub.lock().manner.disorder = true;
    let (device, secret) = hub.pair();
    for number in 1..=100 {
        hub.fact(device, proposed(number, i64::MAX));
    }
    let app = Device::start_as(device, secret, hub.brokers(), String::new()).await;
    for number in 1..=10 {
        app.put(number).await;
    }
    app.reaches(100).await;
    app.empties().await;
    let cursors: Vec<u64> =
        app.outbox.facts().await.unwrap().iter().map(|fact| fact.cursor).collect();
    assert_eq!(cursors, (1..=100).collect::<Vec<_>>());
    assert_eq!(hub.lock().applied.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_restored_from_a_backup_is_followed_back() {
    let mut hub = FakeHub::start().await;
    let app = Device::start(&hub).await;
    for number in 1..=5 {
        hub.fact(app.id, proposed(number, i64::MAX));
    }
    app.reaches(5).await;
    hub.sleep().await;
    hub.lock().facts.get_mut(&app.id).unwrap().truncate(2);
    hub.wake_up().await;
    app.reaches(2).await;
    until("told", || {
        let heard = app.heard.lock().unwrap();
        heard.iter().any(|event| matches!(event, LinkEvent::Rewound)).then_some(())
    })
    .await;
    hub.fact(app.id, proposed(9, i64::MAX));
    app.reaches(3).await;
    let last = app.outbox.facts().await.unwrap().pop().unwrap();
    assert!(matches!(last.news, Some(News::Proposed(it)) if it.proposal == proposal(9)));
}

#[tokio::test(flavor = "multi_thread")]
async fn going_offline_stops_everything_and_going_online_brings_it_back() {
    let hub = FakeHub::start().await;
    let app = Device::start(&hub).await;
    app.says(LinkState::Online).await;
    app.link.online(false);
    app.says(LinkState::Paused).await;
    app.put(1).await;
    assert_eq!(hub.lock().arrived.len(), 0);
    app.link.online(true);
    app.empties().await;
    app.says(LinkState::Online).await;
}

//! Inboxes: what waited while a device was away, in order, in chunks, once.

use hub_server::command::Command;
use hub_server::network;
use hub_server::requests;
use hub_server::store::rebuild;
use hub_server::testing;
use protocol::antenna::{BoardNotice, CHUNK, DeviceFact, HubMessage, News};
use protocol::topic;

use crate::device::Device;
use crate::town::{Engine, Town, eventually};

/// Proposals that come and go while nobody looks: two facts each.
async fn a_busy_day(town: &Town, device: protocol::DeviceId, proposals: usize) {
    for _ in 0..proposals {
        let request = town.need("").await;
        town.propose(request, Some(device)).await;
        let verdict = protocol::kiosk::Verdict::Withdraw;
        town.submit(requests::Command::AnswerSlip { request, verdict }).await.unwrap();
    }
}

fn cursors(facts: &[DeviceFact]) -> Vec<u64> {
    facts.iter().map(|fact| fact.cursor).collect()
}

async fn a_device_that_was_away_catches_up_in_chunks(engine: Engine) {
    let town = Town::open(engine).await;
    let paired = town.antenna("A", "mompiano").await;
    a_busy_day(&town, paired.device, 70).await;
    let last = 141;

    let mut device = Device::here(&town, &paired, 0).await;
    let mut facts: Vec<DeviceFact> = Vec::new();
    while facts.len() < CHUNK {
        let fact = device.fact().await;
        // What is not seen for a while comes again.
        if fact.cursor > facts.last().map_or(0, |last| last.cursor) {
            facts.push(fact);
        }
    }
    assert_eq!(cursors(&facts), (1..=64).collect::<Vec<_>>());
    device.fence().await;
    assert!(device.kept_cursors().all(|cursor| cursor <= 64), "the next chunk waits for seen");
    device.seen(64).await;
    facts.extend(device.catch_up().await);
    facts.sort_by_key(|fact| fact.cursor);
    facts.dedup_by_key(|fact| fact.cursor);
    assert_eq!(cursors(&facts), (1..=last).collect::<Vec<_>>());
    assert!(matches!(facts[0].news, News::Profile(_)));
    assert!(matches!(facts[1].news, News::Proposed(_)));
    assert!(matches!(facts[2].news, News::ProposalClosed(_)));
    drop(device);

    let mut device = Device::here(&town, &paired, 139).await;
    assert_eq!(cursors(&device.catch_up().await), [140, 141]);
    eventually("the hub has written down how far the device is", async || {
        let mut db = town.node.store.read().await.unwrap();
        network::device(&mut db, paired.device).await.unwrap().unwrap().waiting == 0
    })
    .await;
}

#[tokio::test]
async fn a_device_that_was_away_catches_up_in_chunks_embedded() {
    a_device_that_was_away_catches_up_in_chunks(Engine::Embedded).await;
}

#[tokio::test]
async fn a_device_that_was_away_catches_up_in_chunks_mosquitto() {
    a_device_that_was_away_catches_up_in_chunks(Engine::Mosquitto).await;
}

#[tokio::test]
async fn what_is_not_seen_is_sent_again() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    let first = device.fact().await;
    let again = device.fact().await;
    assert_eq!((first.cursor, again.cursor), (1, 1));
    assert_eq!(first.news, again.news);
}

#[tokio::test]
async fn a_device_that_knows_more_than_the_hub_is_told_how_far_the_hub_is() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 999).await;
    assert_eq!(device.caught_up().await, 1);
}

#[tokio::test]
async fn a_rebuild_changes_no_cursor_and_the_next_fact_gets_the_next_one() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    a_busy_day(&town, paired.device, 3).await;
    let before = town.rows("device_inbox").await;
    assert_eq!(before.len(), 7);
    rebuild::rebuild(&town.node.store, |_| {}).await.unwrap();
    assert_eq!(town.rows("device_inbox").await, before);
    let mut device = Device::here(&town, &paired, 7).await;
    let request = town.need("").await;
    town.propose(request, Some(paired.device)).await;
    assert_eq!(device.fact().await.cursor, 8);
}

#[tokio::test]
async fn a_device_that_moves_is_told_and_hears_its_new_board() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    let (old, new) = ("mompiano".parse().unwrap(), "casazza".parse().unwrap());
    let profile = |news| if let News::Profile(profile) = news { Some(profile) } else { None };
    assert_eq!(device.news(profile).await.neighbourhood, old);
    device.subscribe(&topic::board(&old)).await.expect("its own board");
    device.subscribe(&topic::board(&new)).await.expect_err("another's board");
    let moved = network::Command::Move { device: paired.device, neighbourhoods: vec![new.clone()] };
    testing::submit(&town.node, Command::Network(moved)).await.unwrap();
    assert_eq!(device.news(profile).await.neighbourhood, new);
    eventually("the new board is open to it", async || {
        device.subscribe(&topic::board(&new)).await.is_ok()
    })
    .await;
    let notice = BoardNotice { text: "Sabato mercato in piazza".to_owned(), until_ms: 1 };
    town.running.post(&new, notice.clone()).unwrap();
    assert_eq!(device.board().await, notice);
    let antennae = async |hood: &str| {
        let mut db = town.node.store.read().await.unwrap();
        network::antennae_of(&mut db, &[hood.to_owned()]).await.unwrap()
    };
    assert_eq!(antennae("mompiano").await, []);
    assert_eq!(antennae("casazza").await, [paired.device]);
}

#[tokio::test]
async fn a_new_catalogue_is_told_to_every_device_as_a_new_profile() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    assert_eq!(device.catch_up().await.len(), 1);
    let url = testing::sqlite_url(town.folder.path(), "central");
    let central = testing::node("central", &url, town.clock.clone()).await;
    let mut city = testing::brescia();
    city.hubs[0].name = "HUB di Mompiano, nuova sede".to_owned();
    let publish = hub_server::catalogue::Command::Publish(Box::new(city));
    testing::submit(&central, Command::Catalogue(publish)).await.unwrap();
    testing::hand_over(&central, &town.node).await;
    let name = device
        .news(|news| if let News::Profile(profile) = news { Some(profile.hub_name) } else { None })
        .await;
    // The facts are re-read after the commit; an older name would be followed by a newer profile.
    assert!(name.starts_with("HUB di"), "{name}");
    device.hello(0).await;
    eventually("the profile has the new name", async || {
        device.hello(0).await;
        let facts = device.catch_up().await;
        facts.iter().any(|fact| {
            matches!(&fact.news, News::Profile(profile) if profile.hub_name.contains("nuova sede"))
        })
    })
    .await;
}

impl Device {
    /// Waits until the hub says how far it is.
    async fn caught_up(&mut self) -> u64 {
        self.message(|message| match message {
            HubMessage::CaughtUp(seen) => Some(seen.cursor),
            HubMessage::Fact(_) | HubMessage::Receipt(_) | HubMessage::Board(_) => None,
        })
        .await
    }

    async fn board(&mut self) -> BoardNotice {
        self.message(|message| match message {
            HubMessage::Board(notice) => Some(notice),
            HubMessage::Fact(_) | HubMessage::Receipt(_) | HubMessage::CaughtUp(_) => None,
        })
        .await
    }
}

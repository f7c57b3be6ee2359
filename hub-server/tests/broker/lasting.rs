//! Connections that end: revoked devices, two programs with one credential, a hub that restarts.

use std::time::Duration;

use hub_server::broker::{self, BrokerConfig, EmbeddedBroker};
use hub_server::command::Command;
use hub_server::network;
use hub_server::requests::State;
use hub_server::testing;
use protocol::RequestId;
use protocol::antenna::Paired;
use rumqttc::{ConnectReturnCode, ConnectionError, DisconnectReasonCode, StateError};
use tokio::time::Instant;

use crate::device::{Device, fresh_command, options, raise};
use crate::town::{DEADLINE, Engine, Town, eventually, tempo};

async fn revoke(town: &Town, paired: &Paired) {
    let revoke = network::Command::Revoke { device: paired.device };
    testing::submit(&town.node, Command::Network(revoke)).await.unwrap();
}

async fn a_revoked_device_is_thrown_out(engine: Engine) {
    let town = Town::open(engine).await;
    let lost = town.antenna("Lost", "mompiano").await;
    let other = town.antenna("Other", "mompiano").await;
    let mut device = Device::here(&town, &lost, 0).await;
    let mut other = Device::here(&town, &other, 0).await;
    let request = town.need("Anna Rossi").await;
    town.propose(request, Some(lost.device)).await;
    let proposal = device.proposed().await.proposal;
    assert_eq!(device.answer(proposal, true).await, None);

    let begun = Instant::now();
    revoke(&town, &lost).await;
    let _ended = device.ended().await;
    assert!(begun.elapsed() < Duration::from_secs(5), "it took {:?}", begun.elapsed());
    let Err(refused) = Device::with(options(town.address, &lost), lost.device).await else {
        panic!("a revoked device is let in");
    };
    assert!(
        matches!(
            refused,
            ConnectionError::ConnectionRefused(
                ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized
            )
        ),
        "{refused:?}"
    );
    assert_eq!(town.state(request).await, State::TakenInCharge, "it went back to the operator");
    other.fence().await;
    let mut db = town.node.store.read().await.unwrap();
    let asked = network::antennae_of(&mut db, &["mompiano".to_owned()]).await.unwrap();
    assert_eq!(asked, [other.id]);
}

#[tokio::test]
async fn mqtt_06_a_revoked_device_is_thrown_out_within_five_seconds() {
    a_revoked_device_is_thrown_out(Engine::Embedded).await;
}

#[tokio::test]
async fn mqtt_06_a_revoked_device_is_thrown_out_by_mosquitto_too() {
    a_revoked_device_is_thrown_out(Engine::Mosquitto).await;
}

#[tokio::test]
async fn revoking_a_device_while_it_connects_leaves_it_outside() {
    let town = Town::open(Engine::Embedded).await;
    for _ in 0..10 {
        let paired = town.antenna("A", "mompiano").await;
        let options = options(town.address, &paired);
        let (connected, ()) =
            tokio::join!(Device::let_in(options, paired.device), revoke(&town, &paired));
        if let Ok(device) = connected {
            let _thrown_out = device.ended().await;
        }
        eventually("it is gone", async || !town.running.present().contains(&paired.device)).await;
    }
}

#[tokio::test]
async fn mqtt_15_of_two_programs_with_one_credential_the_newer_stays() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let older = Device::here(&town, &paired, 0).await;
    let mut newer = Device::here(&town, &paired, 0).await;
    let ended = older.ended().await;
    assert!(
        matches!(
            &ended,
            ConnectionError::MqttState(StateError::ServerDisconnect {
                reason_code: DisconnectReasonCode::SessionTakenOver,
                ..
            })
        ),
        "{ended:?}"
    );
    assert_eq!(newer.catch_up().await.len(), 1);
    for _ in 0..5 {
        newer.fence().await;
    }
    assert!(newer.is_connected());
    assert_eq!(town.running.present(), [paired.device]);
}

#[tokio::test]
async fn mqtt_04_a_hub_that_restarts_gives_the_receipt_it_gave_and_goes_on_with_the_inbox() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    assert_eq!(device.catch_up().await.len(), 1);
    let id = fresh_command();
    device.say_as(id, &raise("mompiano")).await;
    assert_eq!(device.receipt(id).await, None);
    let Town { folder, clock, node, running, .. } = town;
    let begun = Instant::now();
    running.stop().await;
    assert!(begun.elapsed() < DEADLINE / 2, "stopping took {:?}", begun.elapsed());
    let _ended = device.ended().await;

    let url = testing::sqlite_url(folder.path(), "hub");
    drop(node);
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let config = BrokerConfig::Embedded(EmbeddedBroker::default());
    let town = Town::with(folder, clock, node, config, None).await;
    let mut device = Device::here(&town, &paired, 1).await;
    assert_eq!(device.catch_up().await, []);
    device.say_as(id, &raise("mompiano")).await;
    assert_eq!(device.receipt(id).await, None);
    assert_eq!(town.facts("requests.need-left").await, 1);
    let request = RequestId::from(id);
    assert_eq!(town.state(request).await, State::Received);
}

#[tokio::test]
async fn the_hub_comes_back_to_an_outside_broker_that_was_away() {
    let town = Town::open(Engine::Mosquitto).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    assert_eq!(device.catch_up().await.len(), 1);
    let mut up = town.running.up();
    let mosquitto = town.mosquitto.as_ref().unwrap();
    mosquitto.kill().await;
    tokio::time::timeout(DEADLINE, up.wait_for(|up| !up)).await.expect("it notices").unwrap();
    let request = town.need("").await;
    town.propose(request, Some(paired.device)).await;
    mosquitto.start_again().await;
    tokio::time::timeout(DEADLINE, up.wait_for(|up| *up)).await.expect("it is back").unwrap();
    let mut device = Device::here(&town, &paired, 1).await;
    assert_eq!(device.proposed().await.request, request);
    assert_eq!(town.running.counts().lines(), 2);
}

#[tokio::test]
async fn devices_of_an_outside_broker_hear_from_a_hub_that_restarted_without_saying_hello() {
    let town = Town::open(Engine::Mosquitto).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    assert_eq!(device.catch_up().await.len(), 1);
    eventually("how far it is is written down", async || {
        let mut db = town.node.store.read().await.unwrap();
        network::device(&mut db, paired.device).await.unwrap().unwrap().waiting == 0
    })
    .await;
    let Town { folder, clock, node, running, mosquitto, .. } = town;
    running.stop().await;
    let mosquitto = mosquitto.unwrap();
    let config = mosquitto.config();
    let running = broker::start_with(node.clone(), config, tempo()).await.unwrap();
    let address = mosquitto.address;
    let town = Town { folder, clock, node, running, address, mosquitto: Some(mosquitto) };
    let request = town.need("").await;
    town.propose(request, Some(paired.device)).await;
    assert_eq!(device.proposed().await.request, request);
}

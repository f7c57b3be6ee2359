//! Connections over time: presence, taking over, revoking, coming back.

use std::time::Duration;

use rumqttc::{ConnectReturnCode, ConnectionError, DisconnectReasonCode, StateError};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use crate::client::{Client, assert_nothing_waits_for, hub, lasting_options, options, refusal};
use crate::raw::{Connect, V3, V5, Wire, publish};
use crate::town::{
    ANNA, BRUNO, DEADLINE, address, commands_of, eventually, inbox_of, key_of, open, plain,
};

fn told(end: &ConnectionError) -> Option<DisconnectReasonCode> {
    if let ConnectionError::MqttState(StateError::ServerDisconnect { reason_code, .. }) = end {
        Some(*reason_code)
    } else {
        None
    }
}

#[tokio::test]
async fn a_revoked_device_is_told_and_closed_within_five_seconds_and_does_not_come_back() {
    let (broker, town) = open(plain()).await;
    let anna = Client::connect(&broker, ANNA).await;
    let bruno = Client::connect(&broker, BRUNO).await;
    let start = Instant::now();
    town.revoke(ANNA);
    assert!(broker.kick(ANNA).await);
    let end = anna.ended().await;
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(told(&end), Some(DisconnectReasonCode::AdministrativeAction), "{end:?}");
    let refused = refusal(Client::try_connect(options(address(&broker), ANNA)).await);
    assert_eq!(refused, ConnectReturnCode::BadUserNamePassword);
    assert_eq!(town.presence(), [format!("+{ANNA}"), format!("+{BRUNO}"), format!("-{ANNA}")]);
    bruno.publish(&commands_of(BRUNO), "still here").await.unwrap();
    assert!(!broker.kick(ANNA).await, "nobody left to kick");

    let mut old = Wire::admitted(address(&broker), V3, BRUNO).await;
    assert!(broker.kick(BRUNO).await);
    assert_eq!(old.read().await, None, "3.1.1 has no farewell");
}

#[tokio::test]
async fn a_device_revoked_while_its_credential_is_being_checked_does_not_get_in() {
    let (broker, town) = open(plain()).await;
    town.checks.forget_permits(usize::MAX);
    let mut wire = Wire::open(address(&broker)).await;
    wire.send(&Connect::new(V5, ANNA, key_of(ANNA)).bytes()).await;
    // The check has seen the credential as valid, and is slow to answer.
    town.checking.acquire().await.unwrap().forget();
    town.revoke(ANNA);
    assert!(broker.kick(ANNA).await, "it is found although not yet admitted");
    town.checks.add_permits(10);
    let answer = wire.read().await;
    assert_eq!(answer, Some((0x20, vec![0, 0x89, 0])), "busy, try again: and then it is refused");
    assert_eq!(town.presence(), [""; 0]);
    assert_eq!(broker.connected_count(), 0);
}

#[tokio::test]
async fn the_newer_connection_wins_and_the_older_is_told() {
    let (broker, town) = open(plain()).await;
    let older = Client::connect(&broker, ANNA).await;
    let newer = Client::connect(&broker, ANNA).await;
    let end = older.ended().await;
    assert_eq!(told(&end), Some(DisconnectReasonCode::SessionTakenOver), "{end:?}");
    newer.publish(&commands_of(ANNA), "it is me").await.unwrap();
    assert_eq!(broker.connected_count(), 1);
    let expected = ["+", "-", "+"].map(|sign| format!("{sign}{ANNA}"));
    assert_eq!(town.presence(), expected, "one connection at a time");
    newer.vanish();
    eventually("seen as gone", || town.presence().last() == Some(&format!("-{ANNA}"))).await;
}

#[tokio::test]
async fn presence_follows_a_device_that_vanishes_at_any_moment() {
    let (broker, town) = open(plain()).await;
    for level in [V3, V5] {
        let connect = Connect::new(level, ANNA, key_of(ANNA)).bytes();
        // Gone before, during and after CONNACK; each overtakes the one before, in whatever order
        // they are read.
        for _ in 0..50 {
            Wire::open(address(&broker)).await.send(&connect).await;
        }
        let start = Instant::now();
        loop {
            let answer = Wire::open(address(&broker)).await.answer_to(&connect).await;
            if answer.is_some_and(|(first, body)| (first, body[1]) == (0x20, 0)) {
                break;
            }
            assert!(start.elapsed() < DEADLINE, "the device never gets in again");
        }
    }
    eventually("nobody is left", || broker.connected_count() == 0).await;
    let presence = town.presence();
    for (number, line) in presence.iter().enumerate() {
        let sign = if number % 2 == 0 { '+' } else { '-' };
        assert_eq!(*line, format!("{sign}{ANNA}"), "coming and going alternate: {presence:?}");
    }
    assert_eq!(presence.len() % 2, 0, "and the last is a going");
}

#[tokio::test]
async fn a_short_absence_loses_nothing_and_a_kick_forgets_the_session() {
    let (broker, town) = open(plain()).await;
    let hub = hub(&broker).await;
    let anna = Client::try_connect(lasting_options(address(&broker), ANNA)).await.unwrap();
    anna.subscribe(&inbox_of(ANNA)).await.unwrap();
    anna.vanish();
    eventually("gone", || broker.connected_count() == 0).await;
    hub.publish(&inbox_of(ANNA), "while you were out").await.unwrap();
    let mut back = lasting_options(address(&broker), ANNA);
    back.set_broker_session_resume_policy(rumqttc::BrokerSessionResumePolicy::AllowBrokerOnly);
    let mut anna = Client::try_connect(back.clone()).await.unwrap();
    assert_eq!(anna.next().await, (inbox_of(ANNA), b"while you were out".to_vec()));

    anna.vanish();
    eventually("gone again", || broker.connected_count() == 0).await;
    town.revoke(ANNA);
    broker.kick(ANNA).await;
    hub.publish(&inbox_of(ANNA), "for nobody").await.unwrap();
    town.pair(ANNA);
    let mut anna = Client::try_connect(back).await.unwrap();
    anna.subscribe(&inbox_of(ANNA)).await.unwrap();
    assert_nothing_waits_for(&mut anna, ANNA, &hub).await;
    assert!(anna.is_connected());
}

#[tokio::test]
async fn a_client_that_closes_its_sending_half_still_reads_the_last_acknowledgement() {
    let (broker, _town) = open(plain()).await;
    for level in [V3, V5] {
        let mut wire = Wire::admitted(address(&broker), level, ANNA).await;
        wire.send(&publish(level, &commands_of(ANNA), b"last words", Some(1), false)).await;
        wire.0.shutdown().await.unwrap();
        assert_eq!(wire.read().await.expect("PUBACK").0, 0x40);
        assert_eq!(wire.read().await, None);
    }
}

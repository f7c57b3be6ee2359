//! Who gets in, and what the others are told.

use std::sync::atomic::Ordering;

use embedded_broker::Options;
use rumqttc::{ConnectReturnCode, LastWill, QoS};

use crate::client::{Client, assert_nothing_reached, assert_serves, hub, options, refusal};
use crate::raw::{Connect, V3, V5, Wire};
use crate::town::{ANNA, BRUNO, HUB, address, commands_of, eventually, key_of, open, plain};

#[tokio::test]
async fn a_wrong_password_is_refused_with_its_reason_code() {
    let (broker, _town) = open(plain()).await;
    let mut wrong = options(address(&broker), ANNA);
    wrong.set_credentials(ANNA, "guess");
    assert_eq!(refusal(Client::try_connect(wrong).await), ConnectReturnCode::BadUserNamePassword);

    let mut wire = Wire::open(address(&broker)).await;
    let answer = wire.answer_to(&Connect::new(V3, ANNA, "guess").bytes()).await;
    assert_eq!(answer, Some((0x20, vec![0, 4])));
    assert_eq!(wire.read().await, None, "and closed");
}

#[tokio::test]
async fn nobody_enters_without_a_name() {
    let (broker, _town) = open(plain()).await;
    for (level, refused) in [(V3, vec![0, 4]), (V5, vec![0, 0x86, 0])] {
        let nameless = Connect { user: None, ..Connect::new(level, ANNA, "") };
        let answer = Wire::open(address(&broker)).await.answer_to(&nameless.bytes()).await;
        assert_eq!(answer, Some((0x20, refused)));
    }
}

#[tokio::test]
async fn a_foreign_client_id_is_refused_and_its_owner_stays_connected() {
    let (broker, town) = open(plain()).await;
    let bruno = Client::connect(&broker, BRUNO).await;
    let mut borrowed = options(address(&broker), ANNA);
    borrowed.set_client_id(BRUNO.to_owned());
    assert_eq!(
        refusal(Client::try_connect(borrowed).await),
        ConnectReturnCode::ClientIdentifierNotValid
    );
    let borrowed = Connect { client_id: BRUNO, ..Connect::new(V3, ANNA, key_of(ANNA)) };
    let answer = Wire::open(address(&broker)).await.answer_to(&borrowed.bytes()).await;
    assert_eq!(answer, Some((0x20, vec![0, 2])));
    bruno.publish(&commands_of(BRUNO), "still here").await.unwrap();
    assert_eq!(town.presence(), [format!("+{BRUNO}")]);
}

#[tokio::test]
async fn an_overlong_client_id_is_refused() {
    let (broker, _town) = open(plain()).await;
    let long = "a".repeat(65);
    let refused = refusal(Client::try_connect(options(address(&broker), &long)).await);
    assert_eq!(refused, ConnectReturnCode::ClientIdentifierNotValid);
}

#[tokio::test]
async fn a_connect_with_a_will_is_refused_and_the_will_is_never_delivered() {
    let (broker, _town) = open(plain()).await;
    let mut hub = hub(&broker).await;
    let mut willing = options(address(&broker), ANNA);
    willing.set_last_will(LastWill::new(
        commands_of(BRUNO),
        "forged",
        QoS::AtLeastOnce,
        false,
        None,
    ));
    assert_eq!(refusal(Client::try_connect(willing).await), ConnectReturnCode::NotAuthorized);

    // Not even on the device's own topic, and in neither version.
    for level in [V3, V5] {
        let own = commands_of(ANNA);
        let willing =
            Connect { will: Some((&own, "late")), ..Connect::new(level, ANNA, key_of(ANNA)) };
        let mut wire = Wire::open(address(&broker)).await;
        let (first, body) = wire.answer_to(&willing.bytes()).await.expect("an answer");
        assert_eq!((first, body[1]), (0x20, if level == V3 { 5 } else { 0x87 }));
    }
    assert_nothing_reached(&mut hub, &broker).await;
}

#[tokio::test]
async fn a_throttled_address_is_told_so() {
    let (broker, town) = open(plain()).await;
    town.throttling.store(true, Ordering::Relaxed);
    let refused = refusal(Client::try_connect(options(address(&broker), ANNA)).await);
    assert_eq!(refused, ConnectReturnCode::QuotaExceeded);
}

#[tokio::test]
async fn one_device_too_many_hears_that_the_broker_is_busy_and_the_hub_always_gets_in() {
    let (broker, _town) = open(Options { max_connections: 1, ..plain() }).await;
    let anna = Client::connect(&broker, ANNA).await;
    let refused = refusal(Client::try_connect(options(address(&broker), BRUNO)).await);
    assert_eq!(refused, ConnectReturnCode::ServerBusy);
    let _hub = Client::connect(&broker, HUB).await;
    assert_eq!(broker.connected_count(), 1, "the hub is not counted");
    // The same device again takes its own place.
    let again = Client::connect(&broker, ANNA).await;
    anna.ended().await;
    again.vanish();
    eventually("the place is free", || broker.connected_count() == 0).await;
    assert_serves(&broker, BRUNO).await;
}

//! What an admitted device may touch.

use crate::client::{Client, assert_nothing_reached, assert_nothing_waits_for, hub};
use crate::raw::{V3, V5, Wire, publish, subscribe};
use crate::town::{ANNA, BOARD, BRUNO, address, commands_of, inbox_of, open, plain};

#[tokio::test]
async fn a_device_speaks_to_the_hub_and_hears_its_inbox_and_the_board() {
    let (broker, _town) = open(plain()).await;
    let mut hub = hub(&broker).await;
    let mut anna = Client::connect(&broker, ANNA).await;
    let mut bruno = Client::connect(&broker, BRUNO).await;
    for (device, name) in [(&anna, ANNA), (&bruno, BRUNO)] {
        device.subscribe(&inbox_of(name)).await.unwrap();
        device.subscribe(BOARD).await.unwrap();
    }
    anna.publish(&commands_of(ANNA), "hello").await.unwrap();
    assert_eq!(hub.next().await, (commands_of(ANNA), b"hello".to_vec()));
    hub.publish(&inbox_of(ANNA), "receipt").await.unwrap();
    hub.publish(BOARD, "for all").await.unwrap();
    assert_eq!(anna.next().await, (inbox_of(ANNA), b"receipt".to_vec()));
    assert_eq!(anna.next().await, (BOARD.to_owned(), b"for all".to_vec()));
    assert_eq!(
        bruno.next().await,
        (BOARD.to_owned(), b"for all".to_vec()),
        "and not Anna's receipt"
    );
}

#[tokio::test]
async fn a_foreign_publish_is_refused_and_never_delivered() {
    let (broker, _town) = open(plain()).await;
    let mut hub = hub(&broker).await;
    let mut bruno = Client::connect(&broker, BRUNO).await;
    bruno.subscribe(&inbox_of(BRUNO)).await.unwrap();
    bruno.subscribe(BOARD).await.unwrap();
    let anna = Client::connect(&broker, ANNA).await;
    let foreign = [commands_of(BRUNO), inbox_of(BRUNO), BOARD.to_owned(), "$SYS/x".to_owned()];
    for topic in &foreign {
        let refused = anna.publish(topic, "forged").await.unwrap_err();
        assert!(refused.contains("NotAuthorized"), "{topic}: {refused}");
    }
    // Version 3.1.1 has no way to refuse; it must still not arrive. QoS 0 has no answer at all.
    for level in [V3, V5] {
        let mut wire = Wire::admitted(address(&broker), level, ANNA).await;
        for topic in &foreign {
            wire.send(&publish(level, topic, b"forged", None, false)).await;
            let (first, _) =
                wire.answer_to(&publish(level, topic, b"forged", Some(1), false)).await.unwrap();
            assert_eq!(first, 0x40, "PUBACK");
        }
        // A topic name that is really a filter would reach many at once.
        wire.send(&publish(level, "h1/d/+/in", b"forged", None, false)).await;
    }
    assert_nothing_reached(&mut hub, &broker).await;
    assert_nothing_waits_for(&mut bruno, BRUNO, &hub).await;
}

#[tokio::test]
async fn foreign_wildcard_shared_and_system_filters_are_refused() {
    let (broker, _town) = open(plain()).await;
    let hub = hub(&broker).await;
    let mut anna = Client::connect(&broker, ANNA).await;
    let shared = format!("$share/group/{}", inbox_of(BRUNO));
    let own_shared = format!("$share/group/{}", inbox_of(ANNA));
    let (foreign, foreign_commands) = (inbox_of(BRUNO), commands_of(BRUNO));
    let filters = [
        foreign.as_str(),
        &foreign_commands,
        "#",
        "+",
        "h1/#",
        "h1/d/+/in",
        "+/+/+/+",
        &shared,
        &own_shared,
        "$SYS/#",
        "$SYS/broker/uptime",
        "$limit/1/h1/d/x/in",
        "$exclusive/h1/d/x/in",
    ];
    for filter in filters {
        let Err(refused) = anna.subscribe(filter).await else { panic!("{filter} was granted") };
        assert!(
            refused.contains("NotAuthorized") || refused.contains("Invalid"),
            "{filter}: {refused}"
        );
        let mut wire = Wire::admitted(address(&broker), V3, BRUNO).await;
        let foreign_for_bruno = filter.replace(BRUNO, ANNA);
        match wire.answer_to(&subscribe(V3, &foreign_for_bruno)).await {
            // The engine closes the connection on a malformed shared filter in 3.1.1.
            None => assert!(filter.starts_with('$'), "{filter}"),
            Some(answer) => assert_eq!(answer, (0x90, vec![0, 9, 0x80]), "{filter}"),
        }
    }
    hub.publish(&inbox_of(BRUNO), "private").await.unwrap();
    anna.subscribe(&inbox_of(ANNA)).await.unwrap();
    assert_nothing_waits_for(&mut anna, ANNA, &hub).await;
}

#[tokio::test]
async fn retained_messages_are_refused_and_nothing_is_kept() {
    let (broker, _town) = open(plain()).await;
    for level in [V3, V5] {
        let mut wire = Wire::admitted(address(&broker), level, ANNA).await;
        let (first, body) = wire
            .answer_to(&publish(level, &commands_of(ANNA), b"kept", Some(1), true))
            .await
            .unwrap();
        assert_eq!(first, 0x40, "PUBACK");
        assert!(level == V3 || body[2] == 0x87, "not authorised: {body:?}");
    }
    let mut hub = hub(&broker).await;
    assert_nothing_reached(&mut hub, &broker).await;
}

#[tokio::test]
async fn the_number_and_depth_of_subscriptions_are_limited() {
    let (broker, _town) = open(plain()).await;
    let anna = Client::connect(&broker, ANNA).await;
    assert!(anna.subscribe("h1/many/3/4/5/6/7/8/9").await.is_err(), "nine levels");
    anna.subscribe("h1/many/3/4/5/6/7/8").await.expect("eight levels");
    for number in 2..=4 {
        anna.subscribe(&format!("h1/many/{number}")).await.expect("up to four");
    }
    assert!(anna.subscribe("h1/many/5").await.is_err(), "the fifth");
}

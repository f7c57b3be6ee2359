//! Opening and reopening ports.

use std::net::SocketAddr;
use std::sync::Arc;

use embedded_broker::{Broker, BrokerError, Options};
use tokio::net::TcpListener;

use crate::client::{Client, assert_serves};
use crate::raw::{V5, Wire};
use crate::town::{ANNA, BRUNO, Nobody, address, open, plain};

#[tokio::test]
async fn a_plain_listener_outside_loopback_is_refused() {
    for outside in ["0.0.0.0:0", "[::]:0", "192.0.2.7:1883"] {
        let outside =
            Options { listen_plain: Some(outside.parse().unwrap()), ..Options::default() };
        let error = Broker::start(outside, Arc::new(Nobody)).await.err().expect("refused");
        assert!(matches!(error, BrokerError::PlainOutsideLoopback { .. }), "{error}");
    }
    let error = Broker::start(Options::default(), Arc::new(Nobody)).await.err().expect("refused");
    assert!(matches!(error, BrokerError::NothingToListenOn), "{error}");
}

#[tokio::test]
async fn a_port_in_use_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let options = Options { listen_plain: taken.local_addr().ok(), ..Options::default() };
    let error = Broker::start(options, Arc::new(Nobody)).await.err().expect("refused");
    assert!(matches!(error, BrokerError::PortInUse { .. }), "{error}");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
    assert!(error.to_string().contains("another process"), "{error}");
}

#[tokio::test]
async fn an_address_of_another_machine_is_named() {
    let files = crate::certificates::Files::new("127.0.0.1");
    let elsewhere = SocketAddr::from(([192, 0, 2, 7], 0));
    let options = Options { listen_tls: Some(elsewhere), ..files.options() };
    let error = Broker::start(options, Arc::new(Nobody)).await.err().expect("refused");
    assert!(matches!(error, BrokerError::AddressNotHere { .. }), "{error}");
}

#[tokio::test]
async fn a_restart_on_the_same_port_works_at_once() {
    let (broker, _town) = open(plain()).await;
    let port = address(&broker);
    // Connections the broker closes first are what leaves the port in TIME_WAIT.
    let mut left = Wire::admitted(port, V5, BRUNO).await;
    broker.kick(BRUNO).await;
    left.closed().await;
    let anna = Client::connect(&broker, ANNA).await;
    for _ in 0..3 {
        broker.kick(ANNA).await;
    }
    anna.ended().await;

    let mut broker = broker;
    for _ in 0..3 {
        let _open = Client::connect(&broker, ANNA).await;
        broker.stop().await;
        let again = Options { listen_plain: Some(port), ..Options::default() };
        (broker, _) = open(again).await;
        assert_eq!(address(&broker), port);
        assert_serves(&broker, BRUNO).await;
    }
}

#[tokio::test]
async fn stopping_closes_every_connection_and_reports_every_device() {
    let (broker, town) = open(plain()).await;
    let port = address(&broker);
    let (anna, bruno) =
        (Client::connect(&broker, ANNA).await, Client::connect(&broker, BRUNO).await);
    let mut silent = Wire::open(port).await;
    broker.stop().await;
    let mut presence = town.presence();
    presence.sort();
    let expected =
        ["+", "-"].map(|sign| [ANNA, BRUNO].map(|user| format!("{sign}{user}"))).concat();
    assert_eq!(presence, expected, "everybody came and everybody went");
    anna.ended().await;
    bruno.ended().await;
    silent.closed().await;
    assert!(tokio::net::TcpStream::connect(port).await.is_err(), "nobody listens");
}

#[tokio::test]
async fn a_broker_that_is_only_dropped_closes_too() {
    let (broker, _town) = open(plain()).await;
    let anna = Client::connect(&broker, ANNA).await;
    drop(broker);
    anna.ended().await;
}

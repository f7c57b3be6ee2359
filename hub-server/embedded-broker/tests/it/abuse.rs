//! Clients that are broken, greedy or hostile, and the others who must not notice.

use std::io::ErrorKind::WouldBlock;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use embedded_broker::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::certificates::{Files, tls_options};
use crate::client::{Client, assert_serves, hub, options};
use crate::raw::{Connect, V3, V5, Wire, packet, publish, subscribe};
use crate::town::{
    ANNA, BRUNO, HUB, address, commands_of, eventually, inbox_of, key_of, open, plain,
};

#[tokio::test]
async fn mqtt_07_an_oversized_packet_closes_only_that_client() {
    let (broker, _town) = open(plain()).await;
    let mut hub = hub(&broker).await;
    let bruno = Client::connect(&broker, BRUNO).await;
    for level in [V3, V5] {
        let mut wire = Wire::admitted(address(&broker), level, ANNA).await;
        let fits = 65_536 - publish(level, &commands_of(ANNA), b"", Some(1), false).len() + 2;
        wire.send(&publish(level, &commands_of(ANNA), &vec![b'x'; fits], Some(1), false)).await;
        assert_eq!(wire.read().await.expect("PUBACK").0, 0x40, "64 KiB pass");
        assert_eq!(hub.next().await.1.len(), fits);
        wire.send(&publish(level, &commands_of(ANNA), &vec![b'x'; fits + 1], Some(2), false)).await;
        wire.closed().await;
    }
    bruno.publish(&commands_of(BRUNO), "undisturbed").await.unwrap();
    assert_eq!(hub.next().await, (commands_of(BRUNO), b"undisturbed".to_vec()));
}

/// What a hostile or broken peer may send and then fall silent.
async fn stall(address: SocketAddr, first_bytes: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(first_bytes).await.unwrap();
    socket
}

#[tokio::test]
async fn mqtt_07_silent_peers_and_half_handshakes_do_not_block_others() {
    let files = Files::new("127.0.0.1");
    let patient = Duration::from_mins(10);
    let both = Options { max_waiting: 16, handshake_limit: patient, ..files.options() };
    let (broker, _town) = open(Options { listen_plain: plain().listen_plain, ..both }).await;
    let tls = broker.tls_address().unwrap();
    let half_hello = b"\x16\x03\x01\x02\x00\x01\x00\x01";
    let half_connect = &Connect::new(V5, ANNA, key_of(ANNA)).bytes()[..9];
    let mut stalled = Vec::new();
    // Many times more than there are places, but less than the system's own queue.
    for _ in 0..50 {
        stalled.push(stall(address(&broker), b"").await);
        stalled.push(stall(address(&broker), half_connect).await);
        stalled.push(stall(tls, b"").await);
        stalled.push(stall(tls, half_hello).await);
    }
    let start = Instant::now();
    let (plain_client, tls_client) = tokio::join!(
        Client::try_connect(options(address(&broker), ANNA)),
        Client::try_connect(tls_options(tls, BRUNO, &files)),
    );
    plain_client.expect("over TCP").publish(&commands_of(ANNA), "in").await.unwrap();
    tls_client.expect("over TLS").publish(&commands_of(BRUNO), "in").await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(6), "took {:?}", start.elapsed());
    // Those who had to give way are really closed, not only forgotten.
    let is_open = |socket: &&TcpStream| matches!(socket.try_read(&mut [0; 8]), Err(e) if e.kind() == WouldBlock);
    let closed = || stalled.len() - stalled.iter().filter(is_open).count();
    eventually("most of the silent are closed", || closed() >= stalled.len() - 2 * 16).await;
}

#[tokio::test]
async fn whoever_does_not_finish_the_handshake_is_closed_in_time() {
    let files = Files::new("127.0.0.1");
    let options = Options { handshake_limit: Duration::from_millis(200), ..files.options() };
    let (broker, _town) = open(Options { listen_plain: plain().listen_plain, ..options }).await;
    let tls = broker.tls_address().unwrap();
    for (to, bytes) in [
        (address(&broker), &b""[..]),
        (address(&broker), b"\x10"),
        (address(&broker), b"\x10\x20\x00\x04MQTT"),
        (tls, b""),
        (tls, b"\x16\x03\x01\x02\x00"),
    ] {
        Wire(stall(to, bytes).await).closed().await;
    }
}

#[tokio::test]
async fn what_is_not_mqtt_is_closed_at_once() {
    let (broker, _town) = open(plain()).await;
    let overlong = packet(0x10, &[0; 5000]);
    for bytes in [&b"GET / HTTP/1.1\r\n\r\n"[..], &publish(V3, "a", b"b", None, false), &overlong] {
        let closed = async { Wire(stall(address(&broker), bytes).await).closed().await };
        timeout(Duration::from_secs(5), closed).await.expect("before the handshake limit");
    }
}

/// A small reproducible generator: failures name their seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // Knuth's MMIX constants; the high bits are the good ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    /// Flips, drops, repeats or inserts a few bytes.
    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.roll(4) {
            if bytes.is_empty() {
                return;
            }
            let at = self.roll(bytes.len());
            match self.roll(4) {
                0 => bytes[at] ^= 1 << self.roll(8),
                1 => bytes[at] = u8::try_from(self.roll(256)).unwrap(),
                2 => bytes.truncate(at),
                _ => bytes.insert(at, u8::try_from(self.roll(256)).unwrap()),
            }
        }
    }
}

#[tokio::test]
async fn mqtt_08_mutated_packets_leave_the_broker_alive() {
    let (broker, town) = open(Options { max_waiting: 512, ..plain() }).await;
    for seed in 0..200 {
        for level in [V3, V5] {
            let mut dice = Dice(seed * 2 + u64::from(level == V5));
            // Before admission: CONNECT, then whatever.
            let mut bytes = Connect::new(level, ANNA, key_of(ANNA)).bytes();
            bytes.extend(publish(level, &commands_of(ANNA), b"payload", Some(1), false));
            dice.mutate(&mut bytes);
            Wire::open(address(&broker)).await.send(&bytes).await;

            // After admission, where the engine itself reads.
            let mut wire = Wire::admitted(address(&broker), level, BRUNO).await;
            for _ in 0..5 {
                let mut bytes = match dice.roll(5) {
                    0 => Connect::new(level, BRUNO, key_of(BRUNO)).bytes(),
                    1 => subscribe(level, &inbox_of(BRUNO)),
                    2 => vec![0xE0, 2, 0, 0],
                    _ => {
                        publish(level, &commands_of(BRUNO), b"payload", Some(7), dice.roll(2) == 0)
                    }
                };
                dice.mutate(&mut bytes);
                wire.send(&bytes).await;
            }
        }
    }
    assert_serves(&broker, ANNA).await;
    eventually("all of them are gone", || broker.connected_count() == 0).await;
    assert!(town.presence().iter().any(|line| *line == format!("-{BRUNO}")));
}

#[tokio::test]
async fn a_device_that_floods_is_slowed_down_and_loses_nothing() {
    let (broker, _town) = open(Options { max_publish_per_s: 50, ..plain() }).await;
    let mut hub = hub(&broker).await;
    let anna = Client::connect(&broker, ANNA).await;
    let start = Instant::now();
    for number in 0..200_u8 {
        anna.publish(&commands_of(ANNA), vec![number]).await.unwrap();
    }
    assert!(
        start.elapsed() >= Duration::from_millis(1900),
        "100 free, 100 at 50/s: {:?}",
        start.elapsed()
    );
    for number in 0..200_u8 {
        assert_eq!(hub.next().await.1, [number]);
    }
}

#[tokio::test]
async fn devices_wait_for_a_hub_that_is_behind_and_nothing_is_lost() {
    let (broker, _town) = open(Options { max_publish_per_s: 100_000, ..plain() }).await;
    // A hub that acknowledges nothing until told, so that everything waits in the engine.
    let mut hub = Wire::admitted(address(&broker), V3, HUB).await;
    assert_eq!(hub.answer_to(&subscribe(V3, &commands_of(ANNA))).await.unwrap().0, 0x90);
    let total = 6_000_u32;
    let burst: Vec<u8> = (0..total)
        .flat_map(|number| publish(V3, &commands_of(ANNA), &number.to_be_bytes(), Some(1), false))
        .collect();
    let anna = Wire::admitted(address(&broker), V3, ANNA).await;
    let (mut acknowledged, mut sending) = anna.0.into_split();
    let sender = tokio::spawn(async move { sending.write_all(&burst).await.map(|()| sending) });
    // One acknowledgement is four bytes.
    let count = Arc::new(AtomicU32::new(0));
    let counting = Arc::clone(&count);
    let receiver = tokio::spawn(async move {
        let mut one = [0; 4];
        while counting.load(Relaxed) < total {
            acknowledged.read_exact(&mut one).await?;
            counting.fetch_add(1, Relaxed);
        }
        std::io::Result::Ok(acknowledged)
    });
    eventually("as much is under way as may be", || count.load(Relaxed) > 3_000).await;
    assert!(count.load(Relaxed) < 4_000, "the device is made to wait");
    for number in 0..total {
        let (first, body) = hub.read().await.expect("a message");
        assert_eq!((first & 0xF0, &body[body.len() - 4..]), (0x30, &number.to_be_bytes()[..]));
        let packet_id = &body[2 + commands_of(ANNA).len()..][..2];
        hub.send(&packet(0x40, packet_id)).await;
    }
    receiver.await.unwrap().expect("everything was acknowledged");
    sender.await.unwrap().expect("and sent");
}

#[tokio::test]
async fn many_devices_at_full_speed_lose_nothing() {
    const DEVICES: usize = 30;
    const EACH: usize = 500;
    let (broker, town) = open(Options { max_publish_per_s: 100_000, ..plain() }).await;
    let mut hub = Client::connect(&broker, HUB).await;
    hub.subscribe("h1/d/+/cmd").await.unwrap();
    let mut senders = Vec::new();
    for number in 0..DEVICES {
        let name = format!("device-{number}");
        town.pair(&name);
        let mut wire = Wire::admitted(address(&broker), V3, &name).await;
        let burst = publish(V3, &commands_of(&name), b"x", Some(1), false).repeat(EACH);
        senders.push(tokio::spawn(async move {
            let (mut acknowledged, mut sending) = wire.0.split();
            let mut acknowledgements = vec![0; EACH * 4];
            let all = acknowledged.read_exact(&mut acknowledgements);
            tokio::try_join!(sending.write_all(&burst), all).map(|_| ())
        }));
    }
    for _ in 0..DEVICES * EACH {
        hub.next().await;
    }
    for sender in senders {
        sender.await.unwrap().expect("everything was acknowledged");
    }
}

/// Fills every buffer on the way to a device that reads nothing, until the engine's session is
/// stuck writing.
async fn flood(hub: &Client, device: &str) {
    for _ in 0..600 {
        let unacknowledged = rumqttc::PublishOptions::at_most_once();
        hub.mqtt.publish(inbox_of(device), vec![b'x'; 60_000], unacknowledged).await.unwrap();
    }
}

#[tokio::test]
async fn mqtt_09_a_device_that_stops_reading_holds_up_nobody_and_can_be_kicked() {
    let (broker, town) = open(plain()).await;
    let hub = hub(&broker).await;
    let mut deaf = Wire::admitted(address(&broker), V5, ANNA).await;
    assert_eq!(deaf.answer_to(&subscribe(V5, &inbox_of(ANNA))).await.unwrap().0, 0x90);
    let mut bruno = Client::connect(&broker, BRUNO).await;
    bruno.subscribe(&inbox_of(BRUNO)).await.unwrap();
    flood(&hub, ANNA).await;
    hub.publish(&inbox_of(BRUNO), "meanwhile").await.unwrap();
    assert_eq!(bruno.next().await.1, b"meanwhile");
    town.revoke(ANNA);
    let start = Instant::now();
    assert!(broker.kick(ANNA).await);
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
    assert_eq!(town.presence(), [format!("+{ANNA}"), format!("+{BRUNO}"), format!("-{ANNA}")]);
    hub.publish(&inbox_of(BRUNO), "afterwards").await.unwrap();
    assert_eq!(bruno.next().await.1, b"afterwards");
}

#[tokio::test]
async fn a_device_that_stops_reading_is_let_go_and_can_come_back() {
    let (broker, town) = open(plain()).await;
    let hub = hub(&broker).await;
    let mut deaf = Wire::admitted(address(&broker), V3, ANNA).await;
    assert_eq!(deaf.answer_to(&subscribe(V3, &inbox_of(ANNA))).await.unwrap().0, 0x90);
    flood(&hub, ANNA).await;
    eventually("it is let go", || town.presence().len() == 2).await;
    let anna = Client::connect(&broker, ANNA).await;
    anna.publish(&commands_of(ANNA), "back").await.unwrap();
}

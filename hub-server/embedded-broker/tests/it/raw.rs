//! MQTT by hand, for packets a well-behaved client library does not send.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::town::{self, DEADLINE};

/// Protocol level bytes.
pub const V3: u8 = 4;
pub const V5: u8 = 5;

pub struct Connect<'a> {
    pub level: u8,
    pub client_id: &'a str,
    pub user: Option<&'a str>,
    pub password: String,
    pub will: Option<(&'a str, &'a str)>,
}

impl<'a> Connect<'a> {
    pub fn new(level: u8, user: &'a str, password: impl Into<String>) -> Self {
        Self { level, client_id: user, user: Some(user), password: password.into(), will: None }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let credentials = if self.user.is_some() { 0xC0 } else { 0 };
        let will_flag = if self.will.is_some() { 0x04 } else { 0 };
        let mut body =
            [&[0, 4], &b"MQTT"[..], &[self.level, credentials | will_flag | 0x02, 0, 30]].concat();
        let no_properties =
            |body: &mut Vec<u8>| body.extend(vec![0; usize::from(self.level == V5)]);
        no_properties(&mut body);
        body.extend(string(self.client_id));
        if let Some((topic, message)) = self.will {
            no_properties(&mut body);
            body.extend(string(topic));
            body.extend(string(message));
        }
        if let Some(user) = self.user {
            body.extend(string(user));
            body.extend(string(&self.password));
        }
        packet(0x10, &body)
    }
}

/// Acknowledged delivery when there is a packet id, else the other.
pub fn publish(
    level: u8,
    topic: &str,
    payload: &[u8],
    packet_id: Option<u8>,
    retain: bool,
) -> Vec<u8> {
    let mut body = string(topic);
    body.extend(packet_id.iter().flat_map(|id| [0, *id]));
    body.extend(vec![0; usize::from(level == V5)]);
    body.extend_from_slice(payload);
    packet(0x30 | u8::from(packet_id.is_some()) << 1 | u8::from(retain), &body)
}

pub fn subscribe(level: u8, filter: &str) -> Vec<u8> {
    let mut body = vec![0, 9];
    body.extend(vec![0; usize::from(level == V5)]);
    body.extend(string(filter));
    body.push(1);
    packet(0x82, &body)
}

pub fn packet(first: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    let mut rest = body.len();
    loop {
        let digit = u8::try_from(rest % 128).unwrap();
        rest /= 128;
        bytes.push(if rest > 0 { digit | 0x80 } else { digit });
        if rest == 0 {
            break;
        }
    }
    bytes.extend_from_slice(body);
    bytes
}

fn string(text: &str) -> Vec<u8> {
    [&u16::try_from(text.len()).unwrap().to_be_bytes(), text.as_bytes()].concat()
}

pub struct Wire(pub TcpStream);

impl Wire {
    pub async fn open(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Connects and is admitted.
    pub async fn admitted(address: SocketAddr, level: u8, user: &str) -> Self {
        let mut wire = Self::open(address).await;
        wire.send(&Connect::new(level, user, town::key_of(user)).bytes()).await;
        let (first, body) = wire.read().await.expect("CONNACK");
        assert_eq!((first, body.get(1)), (0x20, Some(&0)), "admitted");
        wire
    }

    /// The broker may already have closed; the answer shows.
    pub async fn send(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes).await;
    }

    /// The next packet: first byte and what follows the length. `None` when the broker closed.
    pub async fn read(&mut self) -> Option<(u8, Vec<u8>)> {
        timeout(DEADLINE, async {
            let first = self.0.read_u8().await.ok()?;
            let (mut length, mut shift) = (0_usize, 0);
            loop {
                let digit = self.0.read_u8().await.ok()?;
                length |= usize::from(digit & 0x7F) << shift;
                shift += 7;
                if digit & 0x80 == 0 {
                    break;
                }
            }
            let mut body = vec![0; length];
            self.0.read_exact(&mut body).await.ok()?;
            Some((first, body))
        })
        .await
        .expect("an answer in time")
    }

    pub async fn answer_to(&mut self, bytes: &[u8]) -> Option<(u8, Vec<u8>)> {
        self.send(bytes).await;
        self.read().await
    }

    /// Reads until the broker closes.
    pub async fn closed(&mut self) {
        while self.read().await.is_some() {}
    }
}

//! A device that speaks MQTT 3.1.1, where no property of MQTT 5 exists: everything must still be right.

use std::collections::VecDeque;

use protocol::antenna::{
    AnswerProposal, DeviceCommand, Hello, HubEnvelope, HubMessage, News, Paired, Seen,
};
use protocol::topic;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::device::{fresh_command, raise};
use crate::town::{DEADLINE, Engine, Town};

/// MQTT 3.1.1 by hand.
struct OldDevice {
    wire: TcpStream,
    topic: String,
    packet: u8,
    kept: VecDeque<HubMessage>,
}

fn string(text: &str) -> Vec<u8> {
    [&u16::try_from(text.len()).unwrap().to_be_bytes(), text.as_bytes()].concat()
}

fn packet(first: u8, body: &[u8]) -> Vec<u8> {
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

impl OldDevice {
    async fn connect(town: &Town, paired: &Paired) -> Self {
        let mut wire = TcpStream::connect(town.address).await.unwrap();
        let name = paired.device.to_string();
        // Protocol level 4, user name and password, clean session.
        let head = [&[0, 4], &b"MQTT"[..], &[4, 0xC2, 0, 30]].concat();
        let body = [head, string(&name), string(&name), string(&paired.secret)].concat();
        wire.write_all(&packet(0x10, &body)).await.unwrap();
        let topic = topic::command(paired.device);
        let mut device = Self { wire, topic, packet: 0, kept: VecDeque::new() };
        assert_eq!(device.read().await, (0x20, vec![0, 0]), "CONNACK");
        let subscribe = [vec![0, 1], string(&topic::inbox(paired.device)), vec![1]].concat();
        device.wire.write_all(&packet(0x82, &subscribe)).await.unwrap();
        assert_eq!(device.read().await, (0x90, vec![0, 1, 1]), "SUBACK");
        device
    }

    async fn say(&mut self, command: &DeviceCommand) -> protocol::CommandId {
        let id = fresh_command();
        self.packet = self.packet.wrapping_add(1).max(1);
        let bytes = command.seal(id, 1, 0).unwrap();
        let body = [string(&self.topic), vec![0, self.packet], bytes].concat();
        self.wire.write_all(&packet(0x32, &body)).await.unwrap();
        id
    }

    async fn read(&mut self) -> (u8, Vec<u8>) {
        let packet = async {
            let first = self.wire.read_u8().await.expect("still connected");
            let (mut length, mut shift) = (0_usize, 0);
            loop {
                let digit = self.wire.read_u8().await.unwrap();
                length |= usize::from(digit & 0x7F) << shift;
                shift += 7;
                if digit & 0x80 == 0 {
                    break;
                }
            }
            let mut body = vec![0; length];
            self.wire.read_exact(&mut body).await.unwrap();
            (first, body)
        };
        timeout(DEADLINE, packet).await.expect("a packet in time")
    }

    async fn arrives(&mut self) -> HubMessage {
        loop {
            let (first, body) = self.read().await;
            if first & 0xF0 != 0x30 {
                continue;
            }
            let topic_len = usize::from(u16::from_be_bytes([body[0], body[1]]));
            let (id, payload) = body[2 + topic_len..].split_at(2);
            self.wire.write_all(&packet(0x40, id)).await.unwrap();
            return serde_json::from_slice::<HubEnvelope>(payload).unwrap().message;
        }
    }

    async fn receipt(&mut self, id: protocol::CommandId) -> Option<protocol::Problem> {
        loop {
            match self.arrives().await {
                HubMessage::Receipt(receipt) if receipt.re == id => return receipt.problem,
                other => self.kept.push_back(other),
            }
        }
    }

    async fn news(&mut self) -> (u64, News) {
        loop {
            let message = match self.kept.pop_front() {
                Some(message) => message,
                None => self.arrives().await,
            };
            if let HubMessage::Fact(fact) = message {
                self.say(&DeviceCommand::Seen(Seen { cursor: fact.cursor })).await;
                return (fact.cursor, fact.news);
            }
        }
    }
}

async fn without_any_property(engine: Engine) {
    let town = Town::open(engine).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = OldDevice::connect(&town, &paired).await;
    let app = "old".to_owned();
    device.say(&DeviceCommand::Hello(Hello { cursor: 0, app, waiting: 0 })).await;
    assert!(matches!(device.news().await, (1, News::Profile(_))));
    let id = device.say(&raise("mompiano")).await;
    assert_eq!(device.receipt(id).await, None);
    let request = town.need("Anna Rossi").await;
    town.propose(request, Some(paired.device)).await;
    let proposal = loop {
        if let (2, News::Proposed(proposed)) = device.news().await {
            break proposed.proposal;
        }
    };
    let yes = DeviceCommand::AnswerProposal(AnswerProposal { proposal, accept: true });
    let id = device.say(&yes).await;
    assert_eq!(device.receipt(id).await, None);
    loop {
        if let (3, News::Assigned(assigned)) = device.news().await {
            assert_eq!(assigned.person.name, "Anna Rossi");
            break;
        }
    }
}

#[tokio::test]
async fn mqtt_16_the_whole_exchange_works_without_any_property_of_mqtt_5() {
    without_any_property(Engine::Embedded).await;
}

#[tokio::test]
async fn mqtt_16_the_whole_exchange_works_without_any_property_of_mqtt_5_mosquitto() {
    without_any_property(Engine::Mosquitto).await;
}

//! An independent client, Eclipse Paho in Python, tries what a device must not be able to do.

use std::process::Stdio;

use protocol::antenna::Paired;
use protocol::{CommandId, RequestId, topic};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::device::{Device, fresh_command, raise};
use crate::town::{DEADLINE, Engine, Town};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/paho_probe.py");

fn python() -> std::ffi::OsString {
    std::env::var_os("COSTELLAZIONE_PAHO_PYTHON").expect(
        "COSTELLAZIONE_PAHO_PYTHON is not set: it names a Python in which paho-mqtt is installed, \
         as the test script of this repository prepares one",
    )
}

fn need_as_text(id: CommandId) -> String {
    String::from_utf8(raise("mompiano").seal(id, 1, 0).unwrap()).unwrap()
}

async fn a_thief_gets_nothing(engine: Engine, protocol: &str) {
    let town = Town::open(engine).await;
    let thief = town.antenna("A", "mompiano").await;
    let victim = town.antenna("B", "mompiano").await;
    let mut other = Device::here(&town, &victim, 0).await;
    let (forged, bequeathed) = (fresh_command(), fresh_command());
    let (own, last) = (fresh_command(), fresh_command());
    let plan = plan(&town, &thief, &victim, protocol, [forged, bequeathed, own, last]);

    let mut probe = Command::new(python())
        .arg(SCRIPT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the Python named by COSTELLAZIONE_PAHO_PYTHON starts");
    let mut ask = probe.stdin.take().unwrap();
    let mut tell = BufReader::new(probe.stdout.take().unwrap()).lines();
    let mut answer = async || -> Value {
        let line = timeout(DEADLINE, tell.next_line()).await.expect("the probe answers in time");
        let line = line.unwrap().expect("the probe goes on");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the probe says {line}"))
    };

    ask.write_all(format!("{plan}\n").as_bytes()).await.unwrap();
    let granted = answer().await;
    if engine == Engine::Embedded {
        assert_eq!(
            granted,
            json!({ "granted": [] }),
            "every subscription of the plan is another's"
        );
    }
    // Something private passes the victim's inbox while the thief listens to all it could get.
    let id = other.say(&raise("mompiano")).await;
    assert_eq!(other.receipt(id).await, None);
    ask.write_all(b"go on\n").await.unwrap();
    let found = answer().await;
    assert_eq!(found["will"], json!(engine == Engine::Mosquitto), "who connects with a will");
    assert_eq!(found["own_receipts"], json!([own.to_string(), last.to_string()]));
    let heard = found["heard"].as_array().unwrap();
    let inbox = topic::inbox(thief.device);
    assert!(heard.iter().all(|topic| topic.as_str() == Some(&inbox)), "overheard: {heard:?}");

    // The last receipt proves that everything said before it has been dealt with.
    other.fence().await;
    for (what, id) in [("forged", forged), ("bequeathed", bequeathed)] {
        assert!(town.brief(RequestId::from(id)).await.is_none(), "the {what} command was done");
    }
    assert!(town.brief(RequestId::from(own)).await.is_some());
    assert_eq!((town.running.counts().strange(), town.running.counts().stranger()), (0, 0));
}

fn plan(
    town: &Town,
    thief: &Paired,
    victim: &Paired,
    protocol: &str,
    [forged, bequeathed, own, last]: [CommandId; 4],
) -> Value {
    let theirs = topic::inbox(victim.device);
    json!({
        "host": town.address.ip().to_string(),
        "port": town.address.port(),
        "protocol": protocol,
        "user": thief.device.to_string(),
        "password": thief.secret,
        "inbox": topic::inbox(thief.device),
        "commands": topic::command(thief.device),
        "foreign_filters": [
            theirs, topic::command(victim.device), "h1/d/+/in", "h1/d/+/cmd", "h1/#", "#", "+/+/+/+",
            "$SYS/#", format!("$share/g/{theirs}"), "$share/g/h1/#", "h1/n/+/board",
        ],
        "foreign_topics": [topic::command(victim.device), theirs],
        "forged": need_as_text(forged),
        "will_topic": topic::command(victim.device),
        "will": need_as_text(bequeathed),
        "own": { "id": own.to_string(), "text": need_as_text(own) },
        "last": { "id": last.to_string(), "text": need_as_text(last) },
    })
}

#[tokio::test]
async fn mqtt_06_an_independent_client_cannot_read_forge_or_leave_a_will() {
    a_thief_gets_nothing(Engine::Embedded, "5").await;
}

#[tokio::test]
async fn mqtt_06_an_independent_client_of_the_older_protocol_cannot_either() {
    a_thief_gets_nothing(Engine::Embedded, "3.1.1").await;
}

#[tokio::test]
async fn mqtt_06_an_independent_client_cannot_read_forge_or_leave_a_will_at_mosquitto() {
    a_thief_gets_nothing(Engine::Mosquitto, "5").await;
}

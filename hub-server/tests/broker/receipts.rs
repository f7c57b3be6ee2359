//! A command, its commit and its receipt.

use protocol::antenna::{ActivityKind, DeviceCommand, GiveBack, LogActivity, ReportDone};
use protocol::{ActivityId, RequestId, topic};
use uuid::Uuid;

use crate::device::{Device, fresh_command, raise};
use crate::town::{Engine, Town, eventually, operator};
use hub_server::network::Holder;
use hub_server::testing::MORNING_MS;

async fn a_receipt_means_that_it_is_recorded(engine: Engine) {
    let town = Town::open(engine).await;
    let paired = town.antenna("Edicola", "mompiano").await;
    let mut device = Device::connect(&town, &paired).await;
    for _ in 0..20 {
        let id = device.say(&raise("mompiano")).await;
        assert_eq!(device.receipt(id).await, None);
        let brief = town.brief(RequestId::from(id)).await.expect("it is there by now");
        assert_eq!((brief.via.as_str(), brief.person), ("antenna", None));
    }
    eventually("all receipts are counted", async || town.running.counts().receipts() == 20).await;
}

#[tokio::test]
async fn a_receipt_means_that_it_is_recorded_embedded() {
    a_receipt_means_that_it_is_recorded(Engine::Embedded).await;
}

#[tokio::test]
async fn a_receipt_means_that_it_is_recorded_mosquitto() {
    a_receipt_means_that_it_is_recorded(Engine::Mosquitto).await;
}

#[tokio::test]
async fn fifty_devices_that_empty_their_outboxes_at_once_all_get_their_receipts() {
    let town = Town::open(Engine::Embedded).await;
    let mut outboxes = Vec::new();
    for n in 0..50 {
        let paired = town.antenna(&format!("Antenna {n}"), "mompiano").await;
        outboxes.push(Device::connect(&town, &paired).await);
    }
    let emptied = outboxes.into_iter().map(|mut device| {
        tokio::spawn(async move {
            let mut ids = Vec::new();
            for _ in 0..20 {
                ids.push(device.say(&raise("mompiano")).await);
            }
            for id in &ids {
                assert_eq!(device.receipt(*id).await, None);
            }
            ids
        })
    });
    for emptied in emptied.collect::<Vec<_>>() {
        for id in emptied.await.unwrap() {
            assert!(town.brief(RequestId::from(id)).await.is_some(), "a receipt without its fact");
        }
    }
    assert_eq!(town.facts("requests.need-left").await, 1_000);
    assert_eq!(town.running.counts().unsent(), 0);
}

#[tokio::test]
async fn the_same_id_twice_gets_the_same_receipt_and_leaves_one_fact() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("Edicola", "mompiano").await;
    let mut device = Device::connect(&town, &paired).await;
    let (good, bad) = (fresh_command(), fresh_command());
    let nowhere = DeviceCommand::GiveBack(GiveBack { request: RequestId::new(Uuid::nil()) });
    for _ in 0..3 {
        device.say_as(good, &raise("mompiano")).await;
        device.say_as(bad, &nowhere).await;
        assert_eq!(device.receipt(good).await, None);
        assert_eq!(device.receipt(bad).await.unwrap().slug(), "unknown-request");
    }
    assert_eq!(town.facts("requests.need-left").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn commands_of_one_device_are_decided_in_the_order_they_came() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("Edicola", "mompiano").await;
    let mut device = Device::here(&town, &paired, 0).await;
    for _ in 0..25 {
        let request = town.need("").await;
        town.propose(request, Some(paired.device)).await;
        let proposal = device.proposed().await.proposal;
        // Both leave before either is answered, as an outbox does after a day offline.
        let yes = protocol::antenna::AnswerProposal { proposal, accept: true };
        let yes = DeviceCommand::AnswerProposal(yes).seal(fresh_command(), 1, 0).unwrap();
        let done = fresh_command();
        let report = ReportDone { request, minutes: Some(40), note: String::new() };
        let report = DeviceCommand::ReportDone(report).seal(done, 2, 0).unwrap();
        let topic = topic::command(paired.device);
        let (one, two) = tokio::join!(device.publish(&topic, yes), device.publish(&topic, report));
        assert_eq!((one, two), (Ok(()), Ok(())));
        assert_eq!(device.receipt(done).await, None);
        assert_eq!(town.brief(request).await.unwrap().done_minutes, Some(40));
    }
}

#[tokio::test]
async fn mqtt_12_what_cannot_be_read_is_answered_where_it_has_an_id_and_counted() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("Edicola", "mompiano").await;
    let mut device = Device::connect(&town, &paired).await;
    let topic = topic::command(paired.device);
    for garbage in [&b""[..], b"{", b"[1,2]", &[0xFF; 100], b"{\"v\":1}"] {
        device.publish(&topic, garbage.to_vec()).await.unwrap();
    }
    let long = format!("{{\"v\":1,\"pad\":\"{}\"", "x".repeat(60_000));
    device.publish(&topic, long.into_bytes()).await.unwrap();
    for (v, kind, body, expected) in [
        (1, "dance", "{}", "message-unknown"),
        (99, "hello", "{}", "message-unknown"),
        (1, "give-back", "{\"request\":7}", "message-malformed"),
    ] {
        let id = fresh_command();
        let bytes = format!(
            r#"{{"v":{v},"id":"{id}","at_ms":-1,"n":1,"kind":"{kind}","body":{body},"new":[{{}}]}}"#
        );
        device.publish(&topic, bytes.into_bytes()).await.unwrap();
        assert_eq!(device.receipt(id).await.expect("a problem").slug(), expected, "{kind}");
    }
    assert_eq!(town.running.counts().unreadable(), 9);
    device.fence().await;
}

#[tokio::test]
async fn a_message_that_is_too_large_costs_only_its_sender_the_connection() {
    let town = Town::open(Engine::Embedded).await;
    let (one, two) = (town.antenna("A", "mompiano").await, town.antenna("B", "mompiano").await);
    let greedy = Device::connect(&town, &one).await;
    let mut other = Device::connect(&town, &two).await;
    let too_much = vec![b'x'; 64 * 1024 + 1];
    let topic = topic::command(one.device);
    assert!(greedy.publish(&topic, too_much).await.is_err());
    other.fence().await;
    let mut back = Device::connect(&town, &one).await;
    back.fence().await;
}

#[tokio::test]
async fn the_hub_goes_on_when_an_outside_broker_lets_too_much_through() {
    let town = Town::open(Engine::Mosquitto).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut device = Device::connect(&town, &paired).await;
    // Mosquitto's own limit counts the message, ours too; what it lets through just fits.
    let too_much = vec![b'x'; 64 * 1024];
    device.publish(&topic::command(paired.device), too_much).await.unwrap();
    device.fence().await;
    assert_eq!(town.running.counts().unreadable(), 1);
}

#[tokio::test]
async fn the_diary_is_for_operators_and_a_word_too_long_is_refused() {
    let town = Town::open(Engine::Embedded).await;
    let antenna = town.antenna("Edicola", "mompiano").await;
    let operator = town.paired("Sara", "mompiano", Holder::Operator(operator())).await;
    let entry = |n: u128| {
        DeviceCommand::LogActivity(LogActivity {
            activity: ActivityId::new(hub_server::testing::uuid(n)),
            what: ActivityKind::Presence,
            neighbourhood: "mompiano".parse().unwrap(),
            place: "Mercato".to_owned(),
            started_at_ms: MORNING_MS - 3_600_000,
            minutes: 60,
            people_reached: 12,
            topics: Vec::new(),
            next_step: String::new(),
        })
    };
    let mut device = Device::connect(&town, &antenna).await;
    let id = device.say(&entry(1)).await;
    assert_eq!(device.receipt(id).await.unwrap().slug(), "operators-only");
    let mut device = Device::connect(&town, &operator).await;
    let id = device.say(&entry(2)).await;
    assert_eq!(device.receipt(id).await, None);
    assert_eq!(town.rows("activity").await.len(), 1);
    let DeviceCommand::LogActivity(mut long) = entry(3) else { panic!("an entry is one") };
    long.next_step = "x".repeat(501);
    let id = device.say(&DeviceCommand::LogActivity(long)).await;
    assert_eq!(device.receipt(id).await.unwrap().field.as_deref(), Some("next_step"));
}

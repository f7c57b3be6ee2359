//! The machine fails: disk, clock, files, ports. The real program says what is wrong and what to do, and
//! nothing is lost.

use std::process::Output;

use protocol::kiosk::StepWord;
use serde_json::json;
use sqlx::Connection as _;
use town::antenna::Antenna;
use town::faults::Faults;
use town::kiosk::{fresh, need};
use town::log;
use town::node::{Node, Wishes};
use town::patiently;
use town::town::{Engine, Town};

/// What a program that did not start said, which must hold all of these.
fn refused(output: &Output, words: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is not in: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

fn raise_need(id: &str) -> serde_json::Value {
    json!({
        "do": "raise-need", "id": id, "category": "shopping", "neighbourhood": "mompiano",
        "urgency": "today", "text": "Al terzo piano non esce da giorni", "relation": "neighbour",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_10_on_a_full_disk_everybody_is_told_and_work_goes_on_when_there_is_room() {
    let mut town = Town::open(Engine::Sqlite).await;
    let faults = Faults::new(town.place.path());
    let hub = town.hub_mut("mompiano");
    hub.stop();
    hub.start_as(faults.under(hub.serving()));
    let kiosk = town.kiosk("mompiano");
    let mut near = Antenna::start(&town.place.path().join("near"));
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);
    let before = need("mompiano");
    let slip = kiosk.leave(&before).await.unwrap();

    // No room: the kiosk and the antenna are told to try again, and what was there can still be read.
    faults.begin("full");
    let during = need("mompiano");
    let problem = kiosk.leave(&during).await.unwrap_err();
    assert_eq!((problem.slug(), problem.retry), ("disk-full", true));
    let raised = fresh().to_string();
    near.tell(&raise_need(&raised));
    let later = near.receipt(&raised, "later");
    assert_eq!(later["problem"]["type"].as_str().unwrap().rsplit(':').next(), Some("disk-full"));
    let told = kiosk.ask(slip.code.as_str()).await.unwrap();
    assert_eq!(told.steps[0].word, StepWord::Received);

    // Room again: the same need gets its slip, the antenna's command goes through by itself.
    faults.end("full");
    kiosk.leave(&during).await.unwrap();
    near.receipt(&raised, "recorded");
    let hub = town.hub_mut("mompiano");
    hub.stop();
    log::is_sound(hub).await;
    let left = log::facts(hub, "requests.need-left").await;
    for id in [before.id.to_string(), during.id.to_string(), raised] {
        assert_eq!(left.get(&id), Some(&1), "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_10_a_disk_that_breaks_or_stalls_at_work_loses_nothing() {
    let mut town = Town::open(Engine::Sqlite).await;
    let faults = Faults::new(town.place.path());
    let hub = town.hub_mut("mompiano");
    hub.stop();
    hub.start_as(faults.under(hub.serving()));
    let kiosk = town.kiosk("mompiano");
    let mut left = vec![need("mompiano")];
    kiosk.leave(&left[0]).await.unwrap();

    // The disk becomes read-only while the hub works, as Linux does with one that has errors.
    faults.begin("read-only");
    left.push(need("mompiano"));
    // More than once, so that the hub has to open connections anew meanwhile.
    for said in [&["disk-failed"][..], &["disk-failed", "store-failed"][..]] {
        let problem = kiosk.leave(&left[1]).await.unwrap_err();
        assert!(said.contains(&problem.slug()) && problem.retry, "{problem}");
    }
    faults.end("read-only");
    kiosk.leave(&left[1]).await.unwrap();

    // Each flush takes half a second: ten people at once wait for a few flushes, not for ten.
    faults.begin("slow");
    let all = (0..10).map(|_| need("mompiano")).collect::<Vec<_>>();
    let slips = all.iter().map(|need| kiosk.leave(need));
    for slip in futures_util::future::join_all(slips).await {
        slip.unwrap();
    }
    faults.end("slow");
    left.extend(all);

    // Somebody else holds the database: whoever comes is told to try again.
    let writable = town.hub("mompiano").database.clone();
    sqlx::any::install_default_drivers();
    let mut other = sqlx::AnyConnection::connect(&writable).await.unwrap();
    let held = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    left.push(need("mompiano"));
    let problem = kiosk.leave(left.last().unwrap()).await.unwrap_err();
    assert_eq!((problem.slug(), problem.retry), ("busy", true));
    held.rollback().await.unwrap();
    kiosk.leave(left.last().unwrap()).await.unwrap();

    let hub = town.hub_mut("mompiano");
    hub.stop();
    log::is_sound(hub).await;
    let recorded = log::facts(hub, "requests.need-left").await;
    for need in &left {
        assert_eq!(recorded.get(&need.id.to_string()), Some(&1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_antenna_with_a_full_disk_says_so_and_promises_nothing() {
    let town = Town::open(Engine::Sqlite).await;
    let faults = Faults::new(town.place.path());
    let data = town.place.path().join("near");
    let mut near = Antenna::start_as(faults.under(Antenna::command(&data)));
    near.hear("ready", |event| event["event"] == "ready");
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);
    faults.begin("full");
    let (lost, kept) = (fresh().to_string(), fresh().to_string());
    near.tell(&raise_need(&lost));
    near.hear("no promise", |event| event["event"] == "not-queued" && event["id"] == lost.as_str());
    faults.end("full");
    near.tell(&raise_need(&kept));
    near.receipt(&kept, "recorded");
    let recorded = log::facts(town.hub("mompiano"), "requests.need-left").await;
    assert_eq!((recorded.get(&lost), recorded.get(&kept)), (None, Some(&1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_back_an_hour_stops_nobody_and_the_order_stays() {
    let mut town = Town::open(Engine::Sqlite).await;
    let faults = Faults::new(town.place.path());
    let hub = town.hub_mut("mompiano");
    hub.stop();
    hub.start_as(faults.under(hub.serving()));
    let kiosk = town.kiosk("mompiano");
    let mut near = Antenna::start(&town.place.path().join("near"));
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let (before, after) = (need("mompiano"), need("mompiano"));
    let slip = kiosk.leave(&before).await.unwrap();

    faults.move_clock(-3600);
    let later = kiosk.leave(&after).await.unwrap();
    assert!(later.at_ms < slip.at_ms, "the clock did go back");
    // Who was signed in still is, and the whole story goes on from where it was.
    let page = format!("/requests/{}", before.id);
    operator.send(&page, &format!("{page}/take"), &[]).await;
    operator.send(&page, &format!("{page}/propose"), &[("circle", "neighbourhood")]).await;
    let proposal = near.news("proposed")["proposal"].take();
    near.tell(&json!({"do": "accept", "proposal": proposal}));
    near.news("assigned");
    let done = fresh().to_string();
    near.tell(&json!({"do": "report-done", "id": done, "request": before.id, "minutes": 5}));
    near.receipt(&done, "recorded");
    let told = kiosk.ask(slip.code.as_str()).await.unwrap();
    let words: Vec<StepWord> = told.steps.iter().map(|step| step.word).collect();
    let order = [
        StepWord::Received,
        StepWord::TakenInCharge,
        StepWord::Searching,
        StepWord::HelperFound,
        StepWord::Done,
    ];
    assert_eq!(words, order, "numbers order, clocks only describe");

    // Central hears of it in the same order, and both still verify.
    let elsewhere = town.kiosk("lamarmora");
    let told = elsewhere.ask_until(slip.code.as_str(), StepWord::Done).await;
    assert_eq!(told.steps.iter().map(|step| step.word).collect::<Vec<_>>(), order);
    for hub in &mut town.hubs {
        hub.stop();
    }
    town.central.stop();
    log::is_sound(town.hub("mompiano")).await;
    log::is_sound(&town.central).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_13_the_app_says_what_is_wrong_with_a_certificate_and_comes_back_by_itself() {
    let mut town = Town::open(Engine::Sqlite).await;
    let faults = Faults::new(town.place.path());
    let data = town.place.path().join("near");
    let mut near = Antenna::start_as(faults.under(Antenna::command(&data)));
    near.hear("ready", |event| event["event"] == "ready");
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);

    // More than a year later, by the app's clock, the certificate has run out; long before, it is not valid yet.
    for (days, state) in [(400, "certificate-expired"), (-400, "certificate-not-yet")] {
        near.tell(&json!({"do": "go-offline"}));
        near.line_is("paused");
        faults.move_clock(days * 86_400);
        near.tell(&json!({"do": "go-online"}));
        near.line_is(state);
        faults.end("clock");
        near.line_is("online");
    }

    // The hub is given another name, and a certificate for that one only; then its own again.
    let config = town.hub("mompiano").config.clone();
    let right = std::fs::read_to_string(&config).unwrap();
    let names = "names = [\"127.0.0.1\", \"localhost\"]";
    std::fs::write(&config, right.replace(names, "names = [\"altrove.example\"]")).unwrap();
    let hub = town.hub_mut("mompiano");
    hub.stop();
    hub.start();
    near.line_is("certificate-wrong");
    let raised = fresh().to_string();
    near.tell(&raise_need(&raised));
    std::fs::write(&config, right).unwrap();
    let hub = town.hub_mut("mompiano");
    hub.stop();
    hub.start();
    near.tell(&json!({"do": "go-offline"}));
    near.tell(&json!({"do": "go-online"}));
    near.receipt(&raised, "recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_says_what_is_wrong_with_centrals_certificate_and_works_on() {
    let mut town = Town::open(Engine::Sqlite).await;
    let faults = Faults::new(town.place.path());
    let config = town.central.config.clone();
    let right = std::fs::read_to_string(&config).unwrap();
    let names = "names = [\"127.0.0.1\", \"localhost\"]";

    // Central is given another name, and a certificate for that one only.
    std::fs::write(&config, right.replace(names, "names = [\"altrove.example\"]")).unwrap();
    town.central.stop();
    town.central.start();
    let hub = town.hub("mompiano");
    let told = patiently(async || hub.complaints().contains("not valid for name"));
    assert!(told.await, "{}", hub.complaints());
    let kiosk = town.kiosk("mompiano");
    let slip = kiosk.leave(&need("mompiano")).await.unwrap();
    std::fs::write(&config, right).unwrap();
    town.central.stop();
    town.central.start();

    // The hub's clock is more than a year ahead: for it central's certificate has run out.
    let hub = town.hub_mut("mompiano");
    hub.stop();
    faults.move_clock(400 * 86_400);
    hub.start_as(faults.under(hub.serving()));
    let hub = town.hub("mompiano");
    let told = patiently(async || hub.complaints().contains("certificate expired"));
    assert!(told.await, "{}", hub.complaints());
    kiosk.leave(&need("mompiano")).await.unwrap();
    faults.end("clock");

    // With the right certificate everything arrives by itself.
    let hub = town.hub_mut("mompiano");
    hub.stop();
    hub.start();
    town.kiosk("lamarmora").ask_until(slip.code.as_str(), StepWord::Received).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_damaged_in_a_data_folder_is_named_with_what_to_do_and_never_written_over() {
    let mut town = Town::open(Engine::Sqlite).await;
    let kiosk = town.kiosk("mompiano");
    let left = need("mompiano");
    kiosk.leave(&left).await.unwrap();
    let hub = town.hub_mut("mompiano");
    hub.stop();
    let backup = hub.data.with_file_name("backup");
    let _ = hub.done(&["backup", &backup.display().to_string()]);
    let at = |name: &str| hub.data.join(name);
    let whole = |name: &str| std::fs::read(at(name)).unwrap();

    let cases: [(&str, &[&str]); 5] = [
        ("node.sqlite", &["node.sqlite is damaged", "restore"]),
        ("keys/node.key", &["node.key is damaged", "backup"]),
        ("keys/vault.key", &["vault.key is damaged", "do not delete it"]),
        ("keys/ca.pem", &["ca.pem is damaged", "backup"]),
        ("enrolment.json", &["enrolment.json", "enrol the hub again"]),
    ];
    for (name, words) in cases {
        let before = whole(name);
        let mut damaged = b"not what was written here".to_vec();
        damaged.extend(before.iter().skip(damaged.len()).take(before.len() / 2));
        std::fs::write(at(name), &damaged).unwrap();
        refused(&Node::refusal(hub.serving()), words);
        assert_eq!(whole(name), damaged, "{name} was written over");
        std::fs::write(at(name), before).unwrap();
    }
    // A database that was cut off in the middle.
    let before = whole("node.sqlite");
    std::fs::write(at("node.sqlite"), &before[..before.len() / 2]).unwrap();
    refused(&Node::refusal(hub.serving()), &["node.sqlite is damaged", "restore"]);
    std::fs::write(at("node.sqlite"), before).unwrap();
    // What the hub can make again by itself, it makes again.
    std::fs::write(at("keys/server.pem"), "cut off").unwrap();
    hub.start();
    assert!(kiosk.leave(&left).await.is_ok(), "the same need gets the same slip");
    town.hub_mut("mompiano").stop();

    // The advice works: the backup in a new folder goes on where it was.
    let hub = town.hub_mut("mompiano");
    std::fs::rename(&hub.data, hub.data.with_file_name("damaged")).unwrap();
    let _ = hub.done(&["restore", &backup.display().to_string()]);
    log::is_sound(hub).await;
    assert_eq!(log::facts(hub, "requests.need-left").await.get(&left.id.to_string()), Some(&1));
}

#[test]
fn a_folder_that_cannot_be_written_a_second_process_a_taken_port_and_a_misspelt_key_are_told_apart()
{
    let place = tempfile::tempdir().unwrap();
    let faults = Faults::new(place.path());
    let port = town::city::free_ports();
    let mut central = Node::new(place.path(), "central", port, &Wishes::default());

    faults.begin("read-only");
    let output = Node::refusal(faults.under(central.serving()));
    refused(&output, &["cannot be", "read-only"]);
    faults.end("read-only");

    central.start();
    refused(&Node::refusal(central.serving()), &["another process (", "--data"]);
    central.stop();

    let taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let address = format!("127.0.0.1:{port}");
    refused(&Node::refusal(central.serving()), &[&address, "choose another port"]);
    drop(taken);
    let hub = Node::new(place.path(), "mompiano", port + 5, &Wishes::default());
    let taken = std::net::TcpListener::bind(("127.0.0.1", port + 7)).unwrap();
    let address = format!("127.0.0.1:{}", port + 7);
    refused(&Node::refusal(hub.serving()), &[&address, "another"]);
    drop(taken);

    let config = std::fs::read_to_string(&central.config).unwrap();
    let wrong = config.replace("listen_local", "listen_locale").replace("[http]", "[htpp]");
    std::fs::write(&central.config, wrong).unwrap();
    refused(&Node::refusal(central.serving()), &["central.toml", "htpp", "did you mean http?"]);
    std::fs::remove_file(&central.config).unwrap();
    refused(&Node::refusal(central.serving()), &["central.toml", "cannot be read"]);
}

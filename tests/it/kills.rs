//! kill -9 at random instants: hub, central and app, while people leave needs, operators propose them and
//! an antenna takes them on. Whatever anybody was told is in the log, exactly once.
//!
//! The seed is printed; `COSTELLAZIONE_KILL_SEED` replays it and `COSTELLAZIONE_KILL_ROUNDS` makes it longer.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use protocol::kiosk::SlipIssued;
use serde_json::{Value, json};
use town::antenna::Antenna;
use town::console::Console;
use town::kiosk::{Kiosk, fresh, need};
use town::town::{Engine, Town};
use town::{PATIENCE, log, patiently};

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_01_whatever_is_killed_everything_that_anybody_was_told_is_recorded_once() {
    kill_and_look(Engine::Sqlite, rounds(24)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_killed_with_central_on_postgresql_everything_is_recorded_once() {
    kill_and_look(Engine::Postgres, rounds(8)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mqtt_02_a_mosquitto_killed_with_messages_in_flight_loses_no_command() {
    kill_and_look(Engine::Mosquitto, rounds(8)).await;
}

fn rounds(usual: usize) -> usize {
    let set = std::env::var("COSTELLAZIONE_KILL_ROUNDS").ok();
    set.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Chance from a seed (`SplitMix64`), so that a failure can be played again.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let set = std::env::var("COSTELLAZIONE_KILL_SEED").ok().and_then(|text| text.parse().ok());
        let seed = set.unwrap_or_else(|| {
            let bytes = fresh().to_string().replace('-', "");
            u64::from_str_radix(&bytes[16..], 16).unwrap()
        });
        println!("COSTELLAZIONE_KILL_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most
    }
}

/// What anybody was told, and when to stop.
#[derive(Default)]
struct Seen {
    /// By the need's id.
    slips: Mutex<BTreeMap<String, SlipIssued>>,
    /// Requests the console said are proposed.
    proposed: Mutex<BTreeSet<String>>,
    /// Commands the app said it keeps.
    queued: Mutex<BTreeSet<String>>,
    /// Receipts the app showed: outcome by command.
    receipts: Mutex<BTreeMap<String, String>>,
    /// The request each "done" is about, by command.
    done: Mutex<BTreeMap<String, String>>,
    /// Answers of any kind, so that the killer waits for work and not for time.
    answers: AtomicUsize,
    app_dies: AtomicBool,
    over: AtomicBool,
}

impl Seen {
    fn answer(&self) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

async fn kill_and_look(engine: Engine, rounds: usize) {
    let mut chance = Chance::new();
    let mut town = Town::open(engine).await;
    let seen = Arc::new(Seen::default());
    let data = town.place.path().join("near");
    let mut near = Antenna::start(&data);
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);
    let app = std::thread::spawn({
        let (seen, data) = (seen.clone(), data.clone());
        move || antenna_at_work(near, &data, &seen)
    });
    let mut visitors = Vec::new();
    for _ in 0..3 {
        visitors.push(tokio::spawn(visitor(town.kiosk("mompiano"), seen.clone())));
    }
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let operator = tokio::spawn(operator_at_work(operator, seen.clone()));

    for _ in 0..rounds {
        let goal = seen.answers.load(Ordering::Relaxed)
            + 3
            + usize::from(u8::try_from(chance.below(12)).unwrap());
        let worked = patiently(async || seen.answers.load(Ordering::Relaxed) >= goal).await;
        assert!(worked, "nobody gets an answer any more:\n{}", town.hub("mompiano").complaints());
        // Somewhere inside whatever comes next.
        tokio::time::sleep(Duration::from_micros(chance.below(20_000))).await;
        match chance.below(if engine == Engine::Mosquitto { 6 } else { 4 }) {
            0 | 1 => {
                town.hub_mut("mompiano").kill();
                town.hub_mut("mompiano").start();
            }
            2 => {
                town.central.kill();
                town.central.start();
            }
            3 => seen.app_dies.store(true, Ordering::Relaxed),
            _ => {
                if let Some(mosquitto) = &mut town.mosquitto {
                    mosquitto.kill();
                    mosquitto.start();
                }
            }
        }
    }
    seen.over.store(true, Ordering::Relaxed);
    for visitor in visitors {
        visitor.await.unwrap();
    }
    operator.await.unwrap();
    let left_waiting = app.join().unwrap();
    assert_eq!(left_waiting, 0, "the outbox empties");

    // Everything the hub recorded arrives at central.
    let slips = std::mem::take(&mut *seen.slips.lock().unwrap());
    let arrived = patiently(async || {
        let there = log::facts(&town.central, "requests.need-left").await;
        slips.keys().all(|id| there.contains_key(id))
    });
    assert!(arrived.await, "central hears of every need");
    for hub in &mut town.hubs {
        hub.stop();
    }
    town.central.stop();
    let hub = town.hub("mompiano");
    for node in [hub, &town.central] {
        let left = log::facts(node, "requests.need-left").await;
        for id in slips.keys() {
            assert_eq!(left.get(id), Some(&1), "the need {id} at {}", node.name);
        }
    }
    let codes: BTreeSet<_> = slips.values().map(|slip| slip.code.to_string()).collect();
    assert_eq!(codes.len(), slips.len(), "no code twice");
    let proposed = log::facts(hub, "requests.proposed").await;
    for request in seen.proposed.lock().unwrap().iter() {
        assert_eq!(proposed.get(request), Some(&1), "{request} was proposed");
    }
    // An app killed between keeping a receipt and showing it shows it to nobody; the hub has it.
    let answered = log::answered(hub).await;
    let receipts = seen.receipts.lock().unwrap().clone();
    for id in seen.queued.lock().unwrap().iter().chain(receipts.keys()) {
        assert!(answered.contains(id), "{id} was promised and the hub never answered it");
    }
    let accepted = log::facts(hub, "requests.accepted").await;
    assert!(accepted.values().all(|times| *times == 1), "{accepted:?}");
    let recorded = log::facts(hub, "requests.reported-done").await;
    assert!(recorded.values().all(|times| *times == 1), "{recorded:?}");
    let mut told_done = 0;
    for (id, request) in seen.done.lock().unwrap().iter() {
        if receipts.get(id).is_some_and(|outcome| outcome == "recorded") {
            assert_eq!(recorded.get(request), Some(&1), "{request} was told to be done");
            told_done += 1;
        }
    }
    assert!(slips.len() > rounds && told_done > 0, "{} slips, {told_done} done", slips.len());
    for node in [hub, &town.central] {
        log::is_sound(node).await;
    }
}

/// Leaves needs; one that got no answer is sent again until it gets one, as the kiosk does.
async fn visitor(kiosk: Kiosk, seen: Arc<Seen>) {
    while !seen.is_over() {
        let left = need("mompiano");
        let deadline = Instant::now() + PATIENCE;
        let slip = loop {
            match kiosk.leave(&left).await {
                Ok(slip) => break slip,
                Err(problem) => {
                    assert!(problem.retry, "{problem}");
                    assert!(Instant::now() < deadline, "no answer any more: {problem}");
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
            }
        };
        // Sent once more it must give the same slip, whatever died in between.
        if let Ok(again) = kiosk.leave(&left).await {
            assert_eq!(again, slip);
        }
        seen.slips.lock().unwrap().insert(left.id.to_string(), slip);
        seen.answer();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Takes needs in charge and proposes them; a page that did not come is opened again.
async fn operator_at_work(operator: Console, seen: Arc<Seen>) {
    while !seen.is_over() {
        let next = {
            let (slips, proposed) = (seen.slips.lock().unwrap(), seen.proposed.lock().unwrap());
            slips.keys().find(|id| !proposed.contains(*id)).cloned()
        };
        if let Some(id) = next {
            let page = format!("/requests/{id}");
            for (step, fields) in [("take", &[][..]), ("propose", &[("circle", "neighbourhood")])] {
                let action = format!("{page}/{step}");
                let Some(text) = operator.try_page(&page).await else { break };
                // What was done before a kill is not offered again.
                if text.contains(&format!("action=\"{action}\"")) {
                    let _ = operator.try_send_from(&text, &action, fields).await;
                }
            }
            let text = operator.try_page(&page).await.unwrap_or_default();
            if !text.is_empty() && !text.contains("/take\"") && !text.contains("/propose\"") {
                seen.proposed.lock().unwrap().insert(id);
                seen.answer();
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Says yes to what is proposed and done to what is assigned; dies and is started again when told to.
/// Answers how many commands still waited when its time was over.
fn antenna_at_work(first: Antenna, data: &Path, seen: &Seen) -> u64 {
    let mut app = Some(first);
    let mut deadline = None;
    let mut said = BTreeSet::new();
    loop {
        let mut running = app.take().unwrap_or_else(|| {
            // What was shown before the end and not answered yet is still there after it.
            let mut app = Antenna::start(data);
            app.tell(&json!({"do": "state"}));
            app
        });
        if seen.app_dies.swap(false, Ordering::Relaxed) {
            said.clear();
            for event in running.kill() {
                note(&event, seen);
            }
            continue;
        }
        if let Some(event) = running.next(Duration::from_millis(50)) {
            note(&event, seen);
            for order in orders_for(&event, seen, &mut said) {
                running.tell(&order);
            }
            if event["event"] == "state"
                && let Some(until) = deadline
            {
                let waiting = event["waiting"].as_u64().unwrap_or(1);
                if waiting == 0 || Instant::now() > until {
                    return waiting;
                }
                deadline = Some(until);
            }
        } else if seen.is_over() {
            deadline = deadline.or_else(|| Some(Instant::now() + PATIENCE));
            running.tell(&json!({"do": "state"}));
        }
        app = Some(running);
    }
}

fn note(event: &Value, seen: &Seen) {
    let id = event["id"].as_str().unwrap_or_default().to_owned();
    match event["event"].as_str() {
        Some("queued") => {
            seen.queued.lock().unwrap().insert(id);
        }
        Some("receipt") if event["outcome"] != "later" => {
            let outcome = event["outcome"].as_str().unwrap_or_default().to_owned();
            seen.receipts.lock().unwrap().insert(id, outcome);
            seen.answer();
        }
        _ => {}
    }
}

/// What to say to one event, each thing once as long as the app lives.
fn orders_for(event: &Value, seen: &Seen, said: &mut BTreeSet<String>) -> Vec<Value> {
    let mut orders = Vec::new();
    let mut accept = |proposal: &Value| {
        if said.insert(format!("yes {proposal}")) {
            orders.push(json!({"do": "accept", "id": fresh().to_string(), "proposal": proposal}));
        }
    };
    if event["news"]["news"] == "proposed" {
        accept(&event["news"]["proposal"]);
    }
    for card in event["proposals"].as_array().into_iter().flatten() {
        if card["state"] == "open" {
            accept(&card["proposal"]);
        }
    }
    let mut done = |request: &Value| {
        if said.insert(format!("done {request}")) {
            let id = fresh().to_string();
            let request_id = request.as_str().unwrap_or_default().to_owned();
            seen.done.lock().unwrap().insert(id.clone(), request_id);
            orders.push(json!({"do": "report-done", "id": id, "request": request, "minutes": 10}));
        }
    };
    if event["news"]["news"] == "assigned" {
        done(&event["news"]["request"]);
    }
    for card in event["tasks"].as_array().into_iter().flatten() {
        if card["state"] == "mine" {
            done(&card["request"]);
        }
    }
    orders
}

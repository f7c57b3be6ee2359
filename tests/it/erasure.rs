//! A person asks to be forgotten: from the kiosk to the bytes on every disk.

use protocol::PersonDetails;
use protocol::kiosk::{LeaveNeed, StepWord};
use serde_json::json;
use town::antenna::Antenna;
use town::kiosk::{fresh, need};
use town::node::Node;
use town::town::{Engine, Town};

/// What must be nowhere afterwards: name, telephone, address, and the words of everybody about them.
const TRACES: [&str; 6] = [
    "Zoraide Testabuona",
    "030 987 6543",
    "Vicolo dell'Anguilla 7",
    "bombola del gas",
    "due rampe di scale",
    "torno giovedì con la chiave",
];

/// The files of a node in which a trace can be read, by name.
fn traces_in(node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![node.data.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let has = |text: &&&str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            found.extend(
                TRACES.iter().filter(has).map(|text| format!("{text} in {}", path.display())),
            );
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_asks_to_be_forgotten_is_in_no_file_of_hub_or_central_any_more() {
    let mut town = Town::open(Engine::Sqlite).await;
    let kiosk = town.kiosk("mompiano");
    let elsewhere = town.kiosk("lamarmora");
    let mut near = Antenna::start(&town.place.path().join("near"));
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);

    // A whole story with words of the person, of the operator and of the helper.
    let left = LeaveNeed {
        text: "Mi serve una bombola del gas".to_owned(),
        person: PersonDetails {
            name: TRACES[0].to_owned(),
            phone: TRACES[1].to_owned(),
            address: TRACES[2].to_owned(),
        },
        ..need("mompiano")
    };
    let slip = kiosk.leave(&left).await.unwrap();
    let hub = town.hub("mompiano");
    let operator = town.at(hub, "operator").await;
    let page = format!("/requests/{}", left.id);
    operator.send(&page, &format!("{page}/take"), &[]).await;
    let fields = [("circle", "neighbourhood"), ("note", "Ci sono due rampe di scale")];
    operator.send(&page, &format!("{page}/propose"), &fields).await;
    let proposal = near.news("proposed")["proposal"].take();
    near.tell(&json!({"do": "accept", "proposal": proposal}));
    assert_eq!(near.news("assigned")["person"]["name"], TRACES[0]);
    let done = fresh().to_string();
    near.tell(&json!({
        "do": "report-done", "id": done, "request": left.id, "minutes": 30,
        "note": "fatto, torno giovedì con la chiave",
    }));
    near.receipt(&done, "recorded");
    assert!(
        operator.page(&page).await.contains(TRACES[5]),
        "the operator reads what the helper added"
    );
    elsewhere.ask_until(slip.code.as_str(), StepWord::Done).await;
    let before = traces_in(hub).join("\n") + &traces_in(&town.central).join("\n");
    for words in &TRACES[3..] {
        assert!(before.contains(words), "the words were there before:\n{before}");
    }
    assert!(!before.contains(TRACES[0]), "a name is sealed from the beginning:\n{before}");

    // An operator may not erase; the privacy officer may.
    let officer = town.at(hub, "privacy-officer").await;
    let request = operator.page(&page).await;
    let person = request.split("/people/").nth(1).and_then(|rest| rest.get(..36));
    let person = person.map_or_else(|| left.id.to_string(), str::to_owned);
    let about = format!("/people/{person}");
    let erase = format!("{about}/erase");
    let (status, _) = operator.send_from(&request, &erase, &[("sure", "yes")]).await;
    assert!(status.is_client_error(), "{status}");
    officer.send(&about, &erase, &[("sure", "yes")]).await;

    // Gone from both disks, while both go on working.
    let mut seen = Vec::new();
    let gone = town::patiently(async || {
        seen = [traces_in(town.hub("mompiano")), traces_in(&town.central)].concat();
        seen.is_empty()
    });
    assert!(gone.await, "still there:\n{}", seen.join("\n"));

    // The certificate says so for both, and can be printed; what counts is still there.
    let certificate = format!("{about}/certificate");
    let mut page = String::new();
    let acknowledged = town::patiently(async || {
        page = officer.page(&certificate).await;
        page.matches("<li class=\"yes\">").count() == 2 && !page.contains("<li class=\"wait\">")
    });
    assert!(acknowledged.await, "{page}");
    assert!(page.contains("data-print") && !page.contains(TRACES[0]), "{page}");
    let told = kiosk.ask(slip.code.as_str()).await.unwrap();
    assert_eq!(told.steps.last().unwrap().word, StepWord::Done);
    for hub in &mut town.hubs {
        hub.stop();
    }
    town.central.stop();
    for node in [&town.central, town.hub("mompiano")] {
        assert_eq!(traces_in(node), Vec::<String>::new());
        town::log::is_sound(node).await;
        assert_eq!(traces_in(node), Vec::<String>::new(), "a rebuild brings nothing back");
    }
}

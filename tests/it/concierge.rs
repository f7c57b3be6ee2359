//! A week at the desk: the shopping of every Tuesday that comes back by itself, and a need that goes on at the other hub
//! under the slip the person has.

use protocol::kiosk::StepWord;
use serde_json::json;
use town::antenna::Antenna;
use town::console::Console;
use town::kiosk::need;
use town::town::{Engine, Town};

/// The first path on a page that begins with this and an id.
fn path_on(page: &str, begins: &str) -> Option<String> {
    let at = page.find(&format!("{begins}0"))?;
    page[at..].split(['"', '?', '#']).next().map(str::to_owned)
}

async fn until(console: &Console, path: &str, what: &str) -> String {
    let deadline = std::time::Instant::now() + town::PATIENCE;
    loop {
        let page = console.page(path).await;
        if page.contains(what) {
            return page;
        }
        assert!(std::time::Instant::now() < deadline, "not in time: {what} on {path}\n{page}");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_becomes_a_request_and_what_goes_elsewhere_keeps_its_slip() {
    let town = Town::open(Engine::Sqlite).await;
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let mut near = Antenna::start(&town.place.path().join("near"));
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);

    // Somebody calls: every day of the week, so that one is near whatever day it is.
    let form = operator.page("/requests/new").await;
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| ("days", day));
    let today = form.split("name=\"from\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let today = today.split('"').next().unwrap();
    let fields = [
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("text", "La spesa di ogni giorno"),
        ("name", "Ida Prova"),
        ("every_weeks", "1"),
        ("from", today),
        ("ahead_days", "0"),
    ];
    let fields = [&fields[..], &days[..]].concat();
    let (status, page) = operator.send_from(&form, "/requests/new", &fields).await;
    assert!(status.is_success(), "{status}\n{page}");
    let recurring = path_on(&operator.page("/recurring").await, "/recurring/").unwrap();

    // Today's is a request by itself, in the hands of whoever wrote it down; an antenna does it.
    let page = until(&operator, &recurring, "href=\"/requests/0").await;
    let request = path_on(&page, "/requests/").unwrap();
    let fields = [("circle", "neighbourhood"), ("note", "Due borse")];
    operator.send(&request, &format!("{request}/propose"), &fields).await;
    let proposed = near.news("proposed");
    assert!(!proposed.to_string().contains("Ida Prova"), "{proposed}");
    near.tell(&json!({"do": "accept", "proposal": proposed["proposal"]}));
    assert_eq!(near.news("assigned")["person"]["name"], "Ida Prova");
    let known = until(&operator, &recurring, "si chiede prima a lei").await;
    assert!(known.contains("Edicola"), "{known}");

    // Another need belongs to the other hub; without consent nothing of the person goes along.
    let kiosk = town.kiosk("mompiano");
    let left = need("mompiano");
    let slip = kiosk.leave(&left).await.unwrap();
    let page = format!("/requests/{}", left.id);
    let text = operator.page(&page).await;
    let action = format!("{page}/hand-over");
    let without = [("to", "lamarmora"), ("hand_shared", "need"), ("hand_shared", "name")];
    let (status, refused) = operator.send_from(&text, &action, &without).await;
    assert_eq!(status.as_u16(), 422, "{refused}");
    let with = [&without[..], &[("hand_consent", "by-phone")]].concat();
    let (status, sent) = operator.send_from(&text, &action, &with).await;
    assert!(status.is_success(), "{status}\n{sent}");
    let told = kiosk.ask_until(slip.code.as_str(), StepWord::TakenOver).await;
    let new = told.goes_on.expect("the code it goes on under");

    // The other hub's operator has it among the new ones; its kiosk opens it with the old slip.
    let south = town.at(town.hub("lamarmora"), "operator").await;
    let queue = until(&south, "/requests", new.as_str()).await;
    let taken = path_on(&queue, "/requests/").unwrap();
    let there = south.page(&taken).await;
    assert!(there.contains(slip.code.as_str()) && there.contains("Mompiano"), "{there}");
    let (status, text) = south.send_from(&there, &format!("{taken}/take"), &[]).await;
    assert!(status.is_success(), "{status}\n{text}");
    let elsewhere = town.kiosk("lamarmora");
    let told = elsewhere.ask_until(slip.code.as_str(), StepWord::TakenInCharge).await;
    assert!(told.hub_name.contains("Lamarmora"), "{told:?}");
}

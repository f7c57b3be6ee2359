//! Two members of the time bank with the app on their own phones, through a real hub and its broker: declared without a
//! line, confirmed by the other side, settled by the hub, and refused by a limit.

use serde_json::{Value, json};
use town::antenna::Antenna;
use town::bank::path_of;
use town::console::Console;
use town::kiosk::fresh;
use town::patiently;
use town::town::{Engine, Town};

fn say(app: &mut Antenna, kind: &str, body: &Value) -> String {
    let id = fresh().to_string();
    app.tell(&json!({"do": "say", "id": id, "command": {"kind": kind, "body": body}}));
    app.hear("kept", |event| event["event"] == "queued" && event["id"] == id.as_str());
    id
}

fn bank(app: &mut Antenna) -> Value {
    app.tell(&json!({"do": "state"}));
    app.hear("its state", |event| event["event"] == "state")["bank"].take()
}

/// A member of the bank, admitted at the desk, and the path of their page.
async fn member(operator: &Console, name: &str) -> String {
    let form = operator.page("/bank/members/new").await;
    let fields = [("name", name), ("neighbourhood", "mompiano"), ("reach", "phone")];
    let (status, page) = operator.send_from(&form, "/bank/members/new", &fields).await;
    assert!(status.is_success(), "{status}: {page}");
    let path = path_of(&page, "/bank/members/");
    for step in ["interview", "begin-trial", "admit"] {
        operator.send(&path, &format!("{path}/step"), &[("step", step)]).await;
    }
    path
}

/// Links the phone of that label, with the member at the desk.
async fn link(operator: &Console, path: &str, label: &str) {
    let page = operator.page(path).await;
    let (before, _) = page.split_once(&format!(">{label}")).expect("the phone can be chosen");
    let device = before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let action = format!("{path}/phone");
    let (status, refused) = operator.send_from(&page, &action, &[("device", &device)]).await;
    assert!(!status.is_success(), "not without their yes: {refused}");
    operator.send(path, &action, &[("device", &device), ("agreed", "yes")]).await;
}

fn number(bank: &Value) -> u64 {
    bank["number"].as_u64().expect("a member has a number")
}

async fn settles(app: &mut Antenna, settled_min: i64) -> Value {
    let found = patiently(async || {
        let here = bank(app);
        here["settled_min"] == settled_min && here["provisional_min"] == settled_min
    });
    let found = found.await;
    let here = bank(app);
    assert!(found, "{settled_min} is not settled: {here}");
    here
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_declared_without_a_line_is_settled_once_the_other_side_has_confirmed() {
    let town = Town::open(Engine::Sqlite).await;
    let mut livia = Antenna::start(&town.place.path().join("livia"));
    let mut bruno = Antenna::start(&town.place.path().join("bruno"));
    livia.pair(&town.pairing_link("mompiano", "mompiano", "Telefono di Livia").await);
    bruno.pair(&town.pairing_link("mompiano", "mompiano", "Telefono di Bruno").await);
    assert_eq!(bank(&mut livia), Value::Null, "nobody is a member by themselves");
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let livias = member(&operator, "Livia Conti").await;
    let brunos = member(&operator, "Bruno Verdi").await;
    link(&operator, &livias, "Telefono di Livia").await;
    link(&operator, &brunos, "Telefono di Bruno").await;
    livia.news("bank");
    bruno.news("bank");
    let (of_livia, of_bruno) = (number(&bank(&mut livia)), number(&bank(&mut bruno)));

    // At somebody's home there is no line: she declares, and her balance says what is settled and what waits.
    livia.tell(&json!({"do": "go-offline"}));
    livia.line_is("paused");
    let today = jiff::Zoned::now().in_tz("Europe/Rome").unwrap().date().to_string();
    let exchange = |gave: bool, other: u64, minutes: u16| {
        json!({
            "gave": gave, "other": {"number": other}, "minutes": minutes,
            "category": "company", "day": today,
        })
    };
    let declared = say(&mut livia, "bank-declare", &exchange(true, of_bruno, 90));
    let here = bank(&mut livia);
    assert_eq!(
        (here["settled_min"].as_i64(), here["provisional_min"].as_i64()),
        (Some(0), Some(90)),
        "{here}"
    );
    livia.tell(&json!({"do": "go-online"}));
    livia.receipt(&declared, "recorded");
    let here = bank(&mut livia);
    assert_eq!(here["settled_min"], 0, "at the hub it is not settled yet: {here}");

    // She cannot confirm it herself; he can, and says so twice because the line is bad.
    let own = say(&mut livia, "bank-answer", &json!({"exchange": declared, "yes": true}));
    let refused = livia.receipt(&own, "refused");
    assert!(refused["problem"]["type"].as_str().unwrap().ends_with("bank-own-declaration"));
    let asked = patiently(async || bank(&mut bruno)["to_answer"][0]["it"]["exchange"] == declared);
    assert!(asked.await, "he is asked");
    let yes = json!({"exchange": declared, "yes": true});
    let answers = [say(&mut bruno, "bank-answer", &yes), say(&mut bruno, "bank-answer", &yes)];
    for answer in &answers {
        bruno.receipt(answer, "recorded");
    }
    let here = settles(&mut livia, 90).await;
    assert_eq!(here["movements"][0]["with"], "Bruno V.");
    settles(&mut bruno, -90).await;
    for (path, balance) in [(&livias, "+1 h 30"), (&brunos, "−1 h 30")] {
        let page = operator.page(path).await;
        assert!(page.contains(balance), "the desk has the same: {page}");
    }

    // More than his account may owe: refused, with the figures it takes to say it in words; and nothing is settled.
    let much = say(&mut bruno, "bank-declare", &exchange(false, of_livia, 1_200));
    let refused = bruno.receipt(&much, "refused");
    assert!(refused["problem"]["type"].as_str().unwrap().ends_with("bank-below-floor"));
    assert_eq!(refused["problem"]["args"]["floor"], "−20 h", "{refused}");
    assert_eq!(refused["problem"]["args"]["missing"], "1 h 30");
    let here = settles(&mut bruno, -90).await;
    assert_eq!(
        here["declared"][0]["exchange"],
        much.as_str(),
        "it stays where it was said: {here}"
    );

    // They agree on the next time by voice; he writes it down, and both have it on their agenda.
    let tomorrow = jiff::Timestamp::now().as_millisecond() + 24 * 3_600_000;
    let planned = json!({
        "gives": true, "other": {"number": of_livia}, "minutes": 60,
        "category": "company", "at_ms": tomorrow,
    });
    let agreed = say(&mut bruno, "bank-agree", &planned);
    bruno.receipt(&agreed, "recorded");
    let on_agenda = patiently(async || {
        let here = bank(&mut livia);
        here["agreed"][0]["agreed"] == agreed.as_str() && here["agreed"][0]["gives"] == false
    });
    assert!(on_agenda.await, "{}", bank(&mut livia));
    assert!(operator.page("/bank/agreed").await.contains("Bruno Verdi"));

    // Let go at the desk, the phone shows nothing any more and says nothing for her.
    let page = operator.page(&livias).await;
    let device = page.split("name=\"device\" value=\"").nth(1).unwrap().get(..36).unwrap();
    operator.send(&livias, &format!("{livias}/phone/off"), &[("device", device)]).await;
    let gone = patiently(async || bank(&mut livia) == Value::Null);
    assert!(gone.await, "the account is still there");
    let late = say(&mut livia, "bank-declare", &exchange(true, of_bruno, 30));
    let refused = livia.receipt(&late, "refused");
    assert!(refused["problem"]["type"].as_str().unwrap().ends_with("bank-device-not-linked"));
}

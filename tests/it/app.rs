//! The app of antennae and operators through a real hub and its broker: when they meet, words with the desk, what
//! was done, the diary that comes back; offline and on line.

use serde_json::{Value, json};
use town::antenna::Antenna;
use town::kiosk::{fresh, need};
use town::patiently;
use town::town::{Engine, Town};

/// Gives the app a command and waits until it is on disk; answers with its id.
fn say(app: &mut Antenna, kind: &str, body: &Value) -> String {
    let id = fresh().to_string();
    app.tell(&json!({"do": "say", "id": id, "command": {"kind": kind, "body": body}}));
    app.hear("kept", |event| event["event"] == "queued" && event["id"] == id.as_str());
    id
}

fn state(app: &mut Antenna) -> Value {
    app.tell(&json!({"do": "state"}));
    app.hear("its state", |event| event["event"] == "state")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_help_is_agreed_begun_done_and_talked_about_between_the_app_and_the_desk() {
    let town = Town::open(Engine::Sqlite).await;
    let kiosk = town.kiosk("mompiano");
    let mut app = Antenna::start(&town.place.path().join("app"));
    app.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);
    let left = need("mompiano");
    kiosk.leave(&left).await.unwrap();
    let request = left.id.to_string();
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let page = format!("/requests/{request}");
    operator.send(&page, &format!("{page}/take"), &[]).await;
    let fields = [("circle", "neighbourhood"), ("note", "Due borse")];
    operator.send(&page, &format!("{page}/propose"), &fields).await;
    let proposed = app.news("proposed");
    app.tell(&json!({"do": "accept", "proposal": proposed["proposal"]}));
    app.news("assigned");

    // On the stairs there is no line: they agree on tomorrow, and the antenna asks the desk something.
    app.tell(&json!({"do": "go-offline"}));
    app.line_is("paused");
    let now_ms = jiff::Timestamp::now().as_millisecond();
    let tomorrow = now_ms + 24 * 3_600_000;
    let agreed = say(&mut app, "agree-when", &json!({"request": request, "at_ms": tomorrow}));
    let text = "Posso passare con il carrello?";
    let asked = say(&mut app, "write-words", &json!({"about": request, "text": text}));
    let here = state(&mut app);
    assert_eq!(
        (here["waiting"].as_u64(), here["tasks"][0]["at_ms"].as_i64()),
        (Some(2), Some(tomorrow))
    );
    app.tell(&json!({"do": "go-online"}));
    app.receipt(&agreed, "recorded");
    app.receipt(&asked, "recorded");
    assert_eq!(app.news("task-moved")["at_ms"], tomorrow);
    assert_eq!(app.news("words-said")["text"], text);

    // The desk sees it marked as new, on the request too, and answers; then it is new no longer.
    let inbox = operator.page("/messages").await;
    assert!(inbox.contains("Edicola") && inbox.contains(text), "{inbox}");
    assert!(operator.page(&page).await.contains(text), "the request's page has its messages");
    let at = inbox.find("/messages/").unwrap();
    let thread = inbox[at..].split('"').find(|link| link.len() > 20).unwrap().to_owned();
    let answer = [("about", request.as_str()), ("text", "Certo, c'è l'ascensore.")];
    operator.send(&thread, &thread, &answer).await;
    let said = app.news("words-said");
    assert_eq!(
        (said["text"].as_str(), said["about"].as_str()),
        (Some("Certo, c'è l'ascensore."), Some(request.as_str()))
    );
    assert_eq!(said["from_hub"], "operator");
    assert!(!operator.page("/messages").await.contains("Edicola"), "it was read");
    assert!(operator.page("/messages?show=all").await.contains("Edicola"));

    // Help begins and ends; what was done comes back as a statement, how it went goes to the desk.
    let begun = say(&mut app, "start-help", &json!({"request": request}));
    app.receipt(&begun, "recorded");
    let again = say(&mut app, "start-help", &json!({"request": request}));
    let refused = app.receipt(&again, "refused");
    assert_eq!(
        refused["problem"]["type"].as_str().unwrap().rsplit(':').next(),
        Some("request-state")
    );
    let done = fresh().to_string();
    app.tell(&json!({"do": "report-done", "id": done, "request": request, "minutes": 40}));
    app.receipt(&done, "recorded");
    let statement = app.news("statement");
    assert_eq!(
        (&statement["months"][0]["helps"], &statement["months"][0]["helping_min"]),
        (&json!(1), &json!(40))
    );
    let how = json!({"request": request, "went": "good", "text": "Persona gentilissima"});
    let went = say(&mut app, "say-how-it-went", &how);
    app.receipt(&went, "recorded");
    assert!(operator.page(&page).await.contains("Persona gentilissima"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_without_a_name_and_a_need_for_somebody_reach_the_desk_apart() {
    let town = Town::open(Engine::Sqlite).await;
    let mut app = Antenna::start(&town.place.path().join("app"));
    app.pair(&town.pairing_link("mompiano", "mompiano", "Farmacia").await);
    let text = "Qualcuno al terzo piano non apre più le finestre";
    let mut body = json!({
        "category": "company", "neighbourhood": "mompiano", "urgency": "this-week",
        "text": text, "relation": "other", "signal": true,
    });
    let signal = say(&mut app, "raise-need-for", &body);
    app.receipt(&signal, "recorded");
    body["signal"] = json!(false);
    body["relation"] = json!("neighbour");
    body["text"] = json!("Le serve la spesa");
    body["person"] = json!({"name": "Elda Prova", "phone": "030 000 000", "address": ""});
    let somebody = say(&mut app, "raise-need-for", &body);
    app.receipt(&somebody, "recorded");
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let queue = operator.page("/requests").await;
    assert!(queue.contains(&somebody) && !queue.contains(&signal), "{queue}");
    assert!(!queue.contains("Elda Prova"));
    assert!(operator.page("/requests?tab=signals").await.contains(&signal));
    // The name is in the vault of the hub and no longer on the device.
    let sent = state(&mut app)["sent"].to_string();
    assert!(!sent.contains("Elda Prova") && !sent.contains(text), "{sent}");
    let page = format!("/requests/{somebody}");
    let form = operator.page(&page).await;
    let reveal = format!("{page}/contact#contact");
    let (_, shown) = operator.send_from(&form, &reveal, &[("why", "call")]).await;
    assert!(shown.contains("Elda Prova"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_written_offline_comes_back_with_the_reason_and_is_corrected_in_the_app() {
    let town = Town::open(Engine::Sqlite).await;
    let mut app = Antenna::start(&town.place.path().join("app"));
    let hub = town.hub("mompiano");
    app.pair(&town.operators_link("mompiano", "mompiano", "operator").await);
    app.tell(&json!({"do": "go-offline"}));
    app.line_is("paused");
    let id = fresh().to_string();
    let mut entry = json!({
        "activity": id, "what": "animation", "neighbourhood": "mompiano", "place": "Parco Castelli",
        "started_at_ms": jiff::Timestamp::now().as_millisecond() - 3_600_000, "minutes": 50,
        "people_reached": 12, "topics": [], "next_step": "",
    });
    let logged = say(&mut app, "log-activity", &entry);
    assert_eq!(state(&mut app)["diary"][0]["state"], "waiting");
    app.tell(&json!({"do": "go-online"}));
    app.receipt(&logged, "recorded");
    let here = state(&mut app);
    assert_eq!(here["diary"][0]["state"], "submitted");
    assert_eq!(here["statement"]["months"][0]["paid_min"], 50, "what it has just recorded counts");

    let coordinator = town.at(hub, "coordinator").await;
    let review = coordinator.page("/diary/review").await;
    assert!(review.contains(&id), "{review}");
    let page = format!("/diary/entries/{id}");
    let fields = [("reason", "Chi c'era oltre ai bambini?")];
    coordinator.send(&page, &format!("{page}/return"), &fields).await;
    let returned = app.news("diary-entry");
    assert_eq!(
        (returned["state"].as_str(), returned["reason"].as_str()),
        (Some("returned"), Some("Chi c'era oltre ai bambini?"))
    );
    entry["people_reached"] = json!(20);
    let corrected = say(&mut app, "correct-activity", &entry);
    app.receipt(&corrected, "recorded");
    let submitted = app.news("diary-entry");
    assert_eq!(
        (submitted["state"].as_str(), &submitted["entry"]["people_reached"]),
        (Some("submitted"), &json!(20))
    );
    coordinator.send(&page, &format!("{page}/accept"), &[]).await;
    assert_eq!(app.news("diary-entry")["state"], "accepted");
    let told = patiently(async || {
        let here = state(&mut app);
        here["diary"][0]["state"] == "accepted" && here["statement"]["months"][0]["paid_min"] == 50
    });
    assert!(told.await, "the month's paid minutes stand by themselves");
    // Too late a word about it is told, not lost.
    let late = say(&mut app, "correct-activity", &entry);
    app.receipt(&late, "refused");
}

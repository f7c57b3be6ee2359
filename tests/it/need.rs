//! One need goes from a kiosk to an antenna to the city: the same story whatever the town stands on.

use protocol::kiosk::{AnsweredBy, StepWord, Verdict};
use serde_json::{Value, json};
use town::antenna::Antenna;
use town::kiosk::{fresh, need};
use town::log;
use town::town::{Engine, Town};

#[tokio::test(flavor = "multi_thread")]
async fn one_need_goes_from_a_kiosk_to_an_antenna_to_the_city() {
    tell(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_need_goes_to_a_city_on_postgresql() {
    tell(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_need_goes_through_a_mosquitto_by_configuration_alone() {
    tell(Engine::Mosquitto).await;
}

async fn tell(engine: Engine) {
    let mut town = Town::open(engine).await;
    let kiosk = town.kiosk("mompiano");
    let elsewhere = town.kiosk("lamarmora");

    // Two antennae of the neighbourhood, each paired with a code of its own.
    let mut near = Antenna::start(&town.place.path().join("near"));
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);
    let mut other = Antenna::start(&town.place.path().join("other"));
    other.pair(&town.pairing_link("mompiano", "mompiano", "Farmacia").await);

    // A citizen leaves a need and comes away with a slip.
    let left = need("mompiano");
    let slip = kiosk.leave(&left).await.unwrap();
    assert_eq!(kiosk.leave(&left).await.unwrap(), slip, "sent twice, one slip");
    let request = left.id.to_string();

    // The operator sees it, takes charge, asks the neighbourhood.
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let queue = operator.page("/requests").await;
    assert!(queue.contains(&request), "the queue shows the need:\n{queue}");
    assert!(!queue.contains("Anna Prova"), "no name in the queue");
    let page = format!("/requests/{request}");
    operator.send(&page, &format!("{page}/take"), &[]).await;
    let fields = [("circle", "neighbourhood"), ("note", "Spesa al mercato, due borse")];
    operator.send(&page, &format!("{page}/propose"), &fields).await;

    // Both antennae see what, when and roughly where, and nothing else.
    let proposed = near.news("proposed");
    assert_eq!(other.news("proposed")["proposal"], proposed["proposal"]);
    assert!(!proposed.to_string().contains("Anna Prova"), "{proposed}");
    assert!(!proposed.to_string().contains("Scala B"), "{proposed}");

    // One says yes and gets name and address; the other learns that it is taken, and nothing more.
    near.tell(&json!({"do": "accept", "proposal": proposed["proposal"]}));
    let assigned = near.news("assigned");
    assert_eq!(assigned["person"]["name"], "Anna Prova");
    assert_eq!(assigned["person"]["address"], "Scala B, secondo piano");
    let closed = other.news("proposal-closed");
    assert_eq!(closed["why"], "taken", "{closed}");
    assert!(!closed.to_string().contains("Anna Prova"), "{closed}");

    // In the cellar there is no line; it is done there, and arrives later, once.
    near.tell(&json!({"do": "go-offline"}));
    near.hear("off line", |event| event["event"] == "link" && event["state"] == "paused");
    let done = fresh().to_string();
    let about_done =
        |event: &Value, what: &str| event["event"] == what && event["id"] == done.as_str();
    near.tell(&json!({"do": "report-done", "id": done, "request": request, "minutes": 40}));
    near.hear("kept", |event| about_done(event, "queued"));
    let told = kiosk.ask(slip.code.as_str()).await.unwrap();
    assert_eq!(told.steps.last().unwrap().word, StepWord::HelperFound);
    near.tell(&json!({"do": "go-online"}));
    let receipt = near.hear("receipt", |event| about_done(event, "receipt"));
    assert_eq!(receipt["outcome"], "recorded");

    // The person with the slip says that it is solved; the hub they left it at answers by itself.
    let told = kiosk.ask(slip.code.as_str()).await.unwrap();
    assert_eq!((told.answered_by, told.can_confirm), (AnsweredBy::Home, true));
    let told = kiosk.say(slip.code.as_str(), Verdict::Solved).await.unwrap();
    assert_eq!(told.steps.last().unwrap().word, StepWord::Met);
    assert_eq!(told.steps.iter().filter(|step| step.word == StepWord::Done).count(), 1);

    // The operator writes down what the visit was.
    let page = operator.page("/diary/new").await;
    let activity = town::console::value_of(&page, "activity").unwrap();
    let fields = [
        ("activity", activity),
        ("what", "networking-act"),
        ("minutes", "45"),
        ("people_reached", "3"),
        ("neighbourhood", "mompiano"),
        ("place", "Edicola di via Trento"),
    ];
    let (status, said) = operator.send_from(&page, "/diary/new", &fields).await;
    assert!(status.is_success(), "{status}\n{said}");

    // The same slip at another hub: central knows.
    let told = elsewhere.ask_until(slip.code.as_str(), StepWord::Met).await;
    assert_eq!(told.answered_by, AnsweredBy::Central);

    // And the city's staff sees the request of the hub among the others.
    let staff = town.at(&town.central, "central-staff").await;
    let page = staff.page(&format!("/requests/{request}")).await;
    assert!(page.contains(slip.code.as_str()), "{page}");
    assert!(!page.contains("Anna Prova"), "names stay at the hub");
    let overview = staff.page("/").await;
    assert!(overview.contains("Mompiano") && overview.contains("Lamarmora"), "{overview}");

    // Everything ends cleanly, and what is shown is what is recorded, on every engine.
    for hub in &mut town.hubs {
        hub.stop();
    }
    town.central.stop();
    for node in std::iter::once(&town.central).chain(&town.hubs) {
        log::is_sound(node).await;
    }
    assert_eq!(log::facts(&town.central, "requests.met").await.get(&request), Some(&1));
}

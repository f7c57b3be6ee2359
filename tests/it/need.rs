//! One need goes from a kiosk to an antenna to the city.

use protocol::kiosk::{AnsweredBy, StepWord, Verdict};
use serde_json::{Value, json};
use town::antenna::Antenna;
use town::city::City;
use town::console::Console;
use town::kiosk::{Kiosk, fresh, need};

#[tokio::test(flavor = "multi_thread")]
async fn one_need_goes_from_a_kiosk_to_an_antenna_to_the_city() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let place = tempfile::tempdir().unwrap();
    let city = City::start(&place.path().join("city"));
    let kiosk = Kiosk::new(&city.kiosk_file("mompiano"));
    let elsewhere = Kiosk::new(&city.kiosk_file("lamarmora"));

    // Two antennae of the neighbourhood are paired; the second through a code of its own.
    let mut near = Antenna::start(&place.path().join("near"));
    near.pair(&city.pairing_link("mompiano"));

    // A citizen leaves a need and comes away with a slip.
    let left = need("mompiano");
    let slip = kiosk.leave(&left).await.unwrap();
    assert_eq!(kiosk.leave(&left).await.unwrap(), slip, "sent twice, one slip");
    let request = left.id.to_string();

    // The operator sees it, takes charge, asks the neighbourhood.
    let operator = Console::sign_in(&city.url(1), &city.login("mompiano", "operator")).await;
    let queue = operator.page("/requests").await;
    assert!(queue.contains(&request), "the queue shows the need:\n{queue}");
    assert!(!queue.contains("Anna Prova"), "no name in the queue");
    let page = format!("/requests/{request}");
    operator.send(&page, &format!("{page}/take"), &[]).await;
    let fields = [("circle", "neighbourhood"), ("note", "Spesa al mercato, due borse")];
    operator.send(&page, &format!("{page}/propose"), &fields).await;

    // The antenna sees what, when and roughly where, and nothing else.
    let proposed = near.news("proposed");
    assert!(!proposed.to_string().contains("Anna Prova"), "{proposed}");
    assert!(!proposed.to_string().contains("Scala B"), "{proposed}");
    near.tell(&json!({"do": "accept", "proposal": proposed["proposal"]}));
    let assigned = near.news("assigned");
    assert_eq!(assigned["person"]["name"], "Anna Prova");
    assert_eq!(assigned["person"]["address"], "Scala B, secondo piano");

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

    // The same slip at another hub: central knows.
    let mut seen = None;
    for _ in 0..200 {
        let told = elsewhere.ask(slip.code.as_str()).await;
        if let Ok(told) = told
            && told.steps.last().is_some_and(|step| step.word == StepWord::Met)
        {
            seen = Some(told);
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(seen.expect("central has heard of it").answered_by, AnsweredBy::Central);

    // And the city's staff sees the request of the hub among the others.
    let staff = Console::sign_in(&city.url(0), &city.login("central", "central-staff")).await;
    let page = staff.page(&format!("/requests/{request}")).await;
    assert!(page.contains(slip.code.as_str()), "{page}");
    assert!(!page.contains("Anna Prova"), "names stay at the hub");
    assert!(city.stop(), "Ctrl-C ends it cleanly");
}

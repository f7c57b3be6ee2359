//! A hub works alone: the main stories with central stopped.

use protocol::kiosk::{AnsweredBy, StepWord, Verdict};
use serde_json::json;
use town::antenna::Antenna;
use town::kiosk::{fresh, idea, need, offer};
use town::town::{Engine, Town};

#[tokio::test(flavor = "multi_thread")]
async fn the_main_stories_run_with_central_stopped_and_arrive_when_it_is_back() {
    let mut town = Town::open(Engine::Sqlite).await;
    let elsewhere = town.kiosk("lamarmora");
    town.central.kill();
    // The hub itself is started anew too: it must not need central to begin its day.
    town.hub_mut("mompiano").kill();
    town.hub_mut("mompiano").start();
    let kiosk = town.kiosk("mompiano");

    // An antenna is paired, a need is left, proposed, taken, done and confirmed.
    let mut near = Antenna::start(&town.place.path().join("near"));
    near.pair(&town.pairing_link("mompiano", "mompiano", "Edicola").await);
    let left = need("mompiano");
    let slip = kiosk.leave(&left).await.unwrap();
    let operator = town.at(town.hub("mompiano"), "operator").await;
    let page = format!("/requests/{}", left.id);
    operator.send(&page, &format!("{page}/take"), &[]).await;
    operator.send(&page, &format!("{page}/propose"), &[("circle", "neighbourhood")]).await;
    let proposal = near.news("proposed")["proposal"].take();
    near.tell(&json!({"do": "accept", "proposal": proposal}));
    assert_eq!(near.news("assigned")["person"]["name"], "Anna Prova");
    let done = fresh().to_string();
    near.tell(&json!({"do": "report-done", "id": done, "request": left.id, "minutes": 20}));
    near.hear("receipt", |event| event["event"] == "receipt" && event["id"] == done.as_str());
    let told = kiosk.say(slip.code.as_str(), Verdict::Solved).await.unwrap();
    assert_eq!(told.steps.last().unwrap().word, StepWord::Met);
    assert_eq!(told.answered_by, AnsweredBy::Home);

    // An idea and an offer of time get slips of their own, and the desk sees them.
    let (idea, offer) = (idea("mompiano"), offer("mompiano"));
    let idea_slip = kiosk.leave_idea(&idea).await.unwrap();
    let offer_slip = kiosk.offer_time(&offer).await.unwrap();
    assert!(operator.page("/ideas").await.contains(&idea.id.to_string()));
    assert!(operator.page("/offers").await.contains(&offer.id.to_string()));

    // The same slips at another hub: it says that central does not answer, and what to do instead.
    let problem = elsewhere.ask(slip.code.as_str()).await.unwrap_err();
    assert_eq!((problem.slug(), problem.retry), ("central-unreachable", true));

    // When central is back, everything arrives by itself.
    town.central.start();
    let told = elsewhere.ask_until(slip.code.as_str(), StepWord::Met).await;
    assert_eq!(told.answered_by, AnsweredBy::Central);
    for slip in [idea_slip, offer_slip] {
        elsewhere.ask_until(slip.code.as_str(), StepWord::Received).await;
    }
}

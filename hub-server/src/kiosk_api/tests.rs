use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::future::BoxFuture;
use protocol::kiosk::{AnsweredBy, SlipIssued, SlipStatus, StepWord};
use protocol::{Problem, SlipCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{ElsewhereSlips, add_kiosk, router};
use crate::node::Node;
use crate::testing::{self, HandClock, MORNING_MS};

/// A central that cannot be asked.
pub(super) struct LineDown;

impl ElsewhereSlips for LineDown {
    fn ask(&self, _code: SlipCode) -> BoxFuture<'_, Result<SlipStatus, Problem>> {
        Box::pin(async { Err(Problem::try_later("central-unreachable")) })
    }
}

struct Desk {
    _folder: tempfile::TempDir,
    node: Arc<Node>,
    clock: Arc<HandClock>,
    app: Router,
    token: String,
}

async fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "hub");
    let clock = HandClock::at(MORNING_MS);
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let credential = add_kiosk(&node, "Ingresso", "http://127.0.0.1:1", None).await.unwrap();
    let app = router(node.clone(), Arc::new(LineDown));
    Desk { _folder: folder, node, clock, app, token: credential.token }
}

impl Desk {
    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let req = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
            .unwrap();
        let answer = self.app.clone().oneshot(req).await.unwrap();
        let status = answer.status();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    fn need(n: u128) -> Value {
        json!({
            "id": testing::uuid(n), "category": testing::some_category(), "neighbourhood": "mompiano",
            "urgency": "this-week", "text": "Una mano con la spesa", "relation": "oneself",
            "person": {"name": "Anna", "phone": "030 1234", "address": ""}, "language": "it",
        })
    }
}

#[tokio::test]
async fn a_need_left_at_the_kiosk_is_answered_with_a_slip_that_tells_what_happened() {
    let desk = desk().await;
    let (status, slip) = desk.ask("POST", "/kiosk/v1/needs", Some(Desk::need(1))).await;
    assert_eq!(status, StatusCode::OK, "{slip}");
    let slip: SlipIssued = serde_json::from_value(slip).unwrap();
    assert_eq!(slip.code.prefix(), "MP");
    let again = desk.ask("POST", "/kiosk/v1/needs", Some(Desk::need(1))).await.1;
    assert_eq!(again["code"], slip.code.as_str());

    let typed = slip.code.as_str().to_lowercase().replace('-', "");
    let (status, answer) = desk.ask("GET", &format!("/kiosk/v1/slips/{typed}"), None).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert!(!answer.to_string().contains("Anna"), "no name in what a slip tells");
    let told: SlipStatus = serde_json::from_value(answer).unwrap();
    assert_eq!(told.steps[0].word, StepWord::Received);
    assert_eq!(told.answered_by, AnsweredBy::Home);
    assert_eq!(told.hub_name, desk.node.city().unwrap().hub("mompiano").unwrap().name);
}

#[tokio::test]
async fn an_idea_and_an_offer_get_slips_of_their_own_and_can_be_taken_back() {
    let desk = desk().await;
    let theme = desk.node.city().unwrap().idea_themes[0].slug.clone();
    let idea = json!({"id": testing::uuid(2), "theme": theme, "text": "Un orto in comune",
        "language": "it"});
    let offer = json!({"id": testing::uuid(3), "categories": [testing::some_category()],
        "neighbourhood": "mompiano", "when": ["mornings"], "language": "it",
        "person": {"name": "Bruno", "phone": "030 999", "address": ""}});
    for (path, body) in [("ideas", idea), ("offers", offer)] {
        let (status, slip) = desk.ask("POST", &format!("/kiosk/v1/{path}"), Some(body)).await;
        assert_eq!(status, StatusCode::OK, "{slip}");
        let slip: SlipIssued = serde_json::from_value(slip).unwrap();
        let back = json!({"id": testing::uuid(path.len() as u128 * 10), "verdict": "withdraw"});
        let (status, told) =
            desk.ask("POST", &format!("/kiosk/v1/slips/{}/answer", slip.code), Some(back)).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        assert_eq!(told["steps"][1]["word"], "withdrawn");
    }
}

#[tokio::test]
async fn whoever_writes_an_idea_is_shown_three_like_it_without_anybodys_words() {
    let desk = desk().await;
    let theme = desk.node.city().unwrap().idea_themes[0].slug.clone();
    let idea = json!({"id": testing::uuid(2), "theme": theme, "neighbourhood": "mompiano",
        "text": "Portare la spesa agli anziani soli del palazzo di Elvira", "language": "it"});
    desk.ask("POST", "/kiosk/v1/ideas", Some(idea)).await;
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !desk.node.radar.holds(&testing::uuid(2).to_string()) {
        assert!(std::time::Instant::now() < until, "the radar hears of it");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let asked = json!({"theme": theme, "neighbourhood": "mompiano",
        "text": "Qualcuno che porti la spesa alle persone anziane e sole"});
    let (status, found) = desk.ask("POST", "/kiosk/v1/ideas/similar", Some(asked)).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    assert!(!found.to_string().contains("Elvira"), "nobody reads what another wrote: {found}");
    let cards: Vec<protocol::kiosk::SimilarCard> = serde_json::from_value(found).unwrap();
    assert!(cards.len() <= 3 && cards[0].id == testing::uuid(2).to_string(), "{cards:?}");
    assert!(cards[0].title.contains("Mompiano"), "by theme and place: {}", cards[0].title);
    let long = json!({"text": "a".repeat(5_000)});
    let (status, _) = desk.ask("POST", "/kiosk/v1/ideas/similar", Some(long)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_suggestion_or_a_criticism_gets_a_slip_and_stands_marked_among_the_ideas() {
    let desk = desk().await;
    let left = json!({"id": testing::uuid(4), "theme": "suggerimenti-e-critiche",
        "text": "La fila allo sportello è troppo lunga", "language": "it"});
    let (status, slip) = desk.ask("POST", "/kiosk/v1/ideas", Some(left)).await;
    assert_eq!(status, StatusCode::OK, "{slip}");
    let slip: SlipIssued = serde_json::from_value(slip).unwrap();
    let (status, told) = desk.ask("GET", &format!("/kiosk/v1/slips/{}", slip.code), None).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let mut db = desk.node.store.read().await.unwrap();
    let card = crate::desk::by_slip(&mut db, &slip.code).await.unwrap().unwrap();
    assert_eq!(card.theme.as_str(), "suggerimenti-e-critiche");
    let named = desk.node.city().unwrap();
    let theme = named.idea_themes.iter().find(|theme| theme.slug == card.theme.as_str()).unwrap();
    assert_eq!(theme.name.in_language("it"), "Suggerimenti e critiche");
}

#[tokio::test]
async fn what_is_wrong_is_named_by_field_and_nothing_is_kept() {
    let desk = desk().await;
    let mut need = Desk::need(1);
    need["category"] = json!("teleportation");
    let (status, problem) = desk.ask("POST", "/kiosk/v1/needs", Some(need)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((&problem["field"], problem["status"].as_u64()), (&json!("category"), Some(422)));
    let (status, problem) = desk.ask("POST", "/kiosk/v1/needs", Some(json!({"id": 1}))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(problem["type"].as_str().unwrap().ends_with("message-malformed"));
}

#[tokio::test]
async fn a_slip_of_another_hub_says_so_while_central_cannot_be_asked() {
    let desk = desk().await;
    let code = SlipCode::try_new("LM", 12345).unwrap();
    let (status, problem) = desk.ask("GET", &format!("/kiosk/v1/slips/{code}"), None).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(problem["type"].as_str().unwrap().ends_with("central-unreachable"));
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let desk = desk().await;
    let mut last = StatusCode::OK;
    for n in 0..40 {
        let code = SlipCode::try_new("MP", n).unwrap();
        last = desk.ask("GET", &format!("/kiosk/v1/slips/{code}"), None).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn without_a_token_or_with_a_revoked_one_nothing_is_answered() {
    let mut desk = desk().await;
    let kiosks = "SELECT kiosk_id FROM kiosk";
    let id: String = sqlx::query_scalar(kiosks).fetch_one(desk.node.store.pool()).await.unwrap();
    super::revoke_kiosk(&desk.node, id.parse().unwrap()).await.unwrap();
    assert_eq!(desk.ask("GET", "/kiosk/v1/place", None).await.0, StatusCode::UNAUTHORIZED);
    desk.token = String::new();
    assert_eq!(desk.ask("GET", "/kiosk/v1/place", None).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_place_has_the_words_and_the_neighbourhoods_served_here_first() {
    let desk = desk().await;
    let (status, place) = desk.ask("GET", "/kiosk/v1/place", None).await;
    assert_eq!(status, StatusCode::OK, "{place}");
    let place: protocol::kiosk::Place = serde_json::from_value(place).unwrap();
    assert_eq!(place.neighbourhoods.len(), 33);
    assert!(place.neighbourhoods[0].served_here);
    assert!(place.categories.iter().all(|card| !card.name["it"].is_empty()));
    assert!(!place.open_today.is_empty(), "it is a Wednesday morning");
}

#[tokio::test]
async fn a_need_of_every_tuesday_is_left_once_and_comes_back_by_itself() {
    let desk = desk().await;
    let mut need = Desk::need(1);
    need["more"] = json!({"weekly": ["tue"], "when": ["mornings"]});
    let (status, slip) = desk.ask("POST", "/kiosk/v1/needs", Some(need.clone())).await;
    assert_eq!(status, StatusCode::OK, "{slip}");
    let again = desk.ask("POST", "/kiosk/v1/needs", Some(need)).await.1;
    assert_eq!(again["code"], slip["code"]);
    let code: SlipCode = serde_json::from_value(slip["code"].clone()).unwrap();
    let brief = async || {
        let mut db = desk.node.store.read().await.unwrap();
        match crate::slips::find(&mut db, &code).await.unwrap() {
            Some(crate::slips::Subject::Request(brief)) => *brief,
            other => panic!("{other:?}"),
        }
    };
    // Wednesday 18 November 2026: the first Tuesday is the 24th.
    let first = brief().await;
    assert_eq!(first.needed_by.as_deref(), Some("2026-11-24"));
    let recurrence = first.recurrence.expect("it comes back");
    let mut db = desk.node.store.read().await.unwrap();
    let kept = crate::recurring::queries::one(&mut db, recurrence).await.unwrap().unwrap();
    drop(db);
    assert_eq!(kept.person, first.person, "one person, whose data stands in the vault once");
    let hours = kept.recurrence.rule.hours.map(|hours| (hours.from_min, hours.to_min));
    assert_eq!(hours, Some((8 * 60, 13 * 60)));
    assert_eq!(crate::recurring::raise_due(&desk.node).await.unwrap(), 0, "the first is there");
    desk.clock.move_by(11 * 24 * 3_600_000);
    assert_eq!(crate::recurring::raise_due(&desk.node).await.unwrap(), 1);
    assert_eq!(brief().await.request.id, first.request.id);
}

#[tokio::test]
async fn the_code_of_a_label_says_what_waits_and_takes_a_signature_and_no_name() {
    let desk = desk().await;
    let take = crate::custody::Command::TakeIn {
        kind: crate::custody::Kind::Parcel,
        due: None,
        text: "Scatola di Anna".to_owned(),
        owner: protocol::PersonDetails {
            name: "Anna Prova".to_owned(),
            ..protocol::PersonDetails::default()
        },
    };
    let id = protocol::CommandId::new(desk.node.fresh_id());
    let ctx = desk.node.ctx(id, protocol::ActorRef::System, protocol::Channel::Console);
    desk.node.submit(ctx, crate::command::Command::Custody(take)).await.unwrap();
    let mut db = desk.node.store.read().await.unwrap();
    let item = crate::custody::queries::item(&mut db, id.into()).await.unwrap().unwrap();
    drop(db);
    let (slips, custody) =
        (format!("/kiosk/v1/slips/{}", item.code), format!("/kiosk/v1/custody/{}", item.code));
    let (status, problem) = desk.ask("GET", &slips, None).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(problem["type"].as_str().unwrap().ends_with("code-of-custody"), "{problem}");
    let (status, kept) = desk.ask("GET", &custody, None).await;
    assert_eq!((status, &kept["kind"]), (StatusCode::OK, &json!("parcel")));
    assert!(!kept.to_string().contains("Anna"), "{kept}");

    let sign = format!("{custody}/signature");
    let (status, _) = desk.ask("POST", &sign, Some(json!({"strokes": "1 1,2 2"}))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a slip of the finger");
    let strokes = json!({"strokes": "100 100,300 200,500 120"});
    let (status, kept) = desk.ask("POST", &sign, Some(strokes)).await;
    assert_eq!(status, StatusCode::OK, "{kept}");
    assert_eq!(kept["signed_at_ms"], json!(MORNING_MS));
    let mut db = desk.node.store.read().await.unwrap();
    let state = crate::custody::queries::item(&mut db, item.id).await.unwrap().unwrap().state;
    assert_eq!(
        state,
        crate::custody::State::Here,
        "nothing is handed over without somebody who works here"
    );
}

#[tokio::test]
async fn whoever_works_here_hands_it_over_with_a_pin_against_the_signature_and_takes_it_back() {
    use crate::custody::{self, Command as C, Kind, State};
    use crate::people::accounts::{self, NewAccount};
    use crate::people::{Role, Scope, pins};
    let desk = desk().await;
    let give = async |command: C| {
        let id = protocol::CommandId::new(desk.node.fresh_id());
        let ctx = desk.node.ctx(id, protocol::ActorRef::System, protocol::Channel::Console);
        desk.node.submit(ctx, crate::command::Command::Custody(command)).await.unwrap();
        id
    };
    let person = |name: &str| protocol::PersonDetails {
        name: name.to_owned(),
        ..protocol::PersonDetails::default()
    };
    let staff = async |login: &str, role| {
        let id = protocol::CommandId::new(desk.node.fresh_id());
        let ctx = desk.node.ctx(id, protocol::ActorRef::System, protocol::Channel::Console);
        let (login_name, display_name) = (login.to_owned(), login.to_owned());
        let scope = Scope::Hub(desk.node.id().clone());
        let account = NewAccount { login_name, display_name, role, scope };
        let added =
            accounts::add_with_password(&desk.node, ctx, account, "portici e glicini", false);
        let staff = added.await.unwrap();
        pins::set(&desk.node, staff, "2580".to_owned()).await.unwrap();
        staff
    };
    let (marta, privacy) =
        (staff("marta", Role::Operator).await, staff("paola", Role::PrivacyOfficer).await);
    let owner = person("Anna Prova");
    let text = "Scatola".to_owned();
    let parcel = give(C::TakeIn { kind: Kind::Parcel, due: None, text, owner }).await;
    let item = async |id: protocol::CommandId| {
        let mut db = desk.node.store.read().await.unwrap();
        custody::queries::item(&mut db, id.into()).await.unwrap().unwrap()
    };
    let path = format!("/kiosk/v1/custody/{}", item(parcel).await.code);
    let hand = |n: u128, who: protocol::StaffId, step: &str, pin: &str| {
        Some(json!({"id": testing::uuid(n), "staff": who, "step": step, "pin": pin}))
    };
    let slug = |problem: &serde_json::Value| {
        let kind = problem["type"].as_str().unwrap_or_default();
        kind.rsplit(':').next().unwrap_or_default().to_owned()
    };
    let to = format!("{path}/hand");
    let (_, unsigned) = desk.ask("POST", &to, hand(1, marta, "give", "2580")).await;
    assert_eq!(slug(&unsigned), "custody-no-signature", "nothing is given without one");
    let strokes = json!({"strokes": "100 100,300 200,500 120"});
    let (_, kept) = desk.ask("POST", &format!("{path}/signature"), Some(strokes)).await;
    assert_eq!(kept["step"], json!("give"));
    let hands: Vec<_> = kept["hands"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(hands, [&json!("marta")], "only who keeps custody");
    let (_, wrong) = desk.ask("POST", &to, hand(2, marta, "give", "9999")).await;
    assert_eq!((slug(&wrong).as_str(), &wrong["args"]["left"]), ("staff-pin-wrong", &json!("4")));
    let (_, unknown) = desk.ask("POST", &to, hand(3, privacy, "give", "2580")).await;
    assert_eq!(slug(&unknown), "staff-pin-unknown");
    assert_eq!(item(parcel).await.state, State::Here);
    for _ in 0..2 {
        let (status, kept) = desk.ask("POST", &to, hand(4, marta, "give", "2580")).await;
        assert_eq!((status, &kept["here"]), (StatusCode::OK, &json!(false)), "{kept}");
    }
    assert_eq!(item(parcel).await.state, State::Given, "sent twice, it is one step");
    let mut db = desk.node.store.read().await.unwrap();
    let steps = custody::queries::steps(&mut db, parcel.into()).await.unwrap();
    drop(db);
    let last = steps.last().unwrap();
    assert_eq!(last.by, Some(marta), "it says who gave it");
    assert!(last.signature.is_some(), "and who took it has signed");

    // A drill comes back: whoever works here takes it.
    let (text, owner) = ("Trapano".to_owned(), protocol::PersonDetails::default());
    let drill = give(C::TakeIn { kind: Kind::Tool, due: None, text, owner }).await;
    let handing = custody::Handing {
        to: custody::To::Somebody,
        person: person("Bruno"),
        signature: None,
        on_paper: true,
    };
    let (due, note) = ("2026-12-18".to_owned(), String::new());
    give(C::HandOn { item: drill.into(), handing, due, note }).await;
    let path = format!("/kiosk/v1/custody/{}", item(drill).await.code);
    let (_, kept) = desk.ask("GET", &path, None).await;
    assert_eq!(kept["step"], json!("take-back"));
    let to = format!("{path}/hand");
    let (status, kept) = desk.ask("POST", &to, hand(5, marta, "take-back", "2580")).await;
    assert_eq!((status, &kept["here"]), (StatusCode::OK, &json!(true)), "{kept}");
}

#[tokio::test]
async fn a_visit_to_the_desk_is_booked_moved_and_taken_back_with_its_slip() {
    let desk = desk().await;
    let free = async || -> protocol::kiosk::FreeVisits {
        let (status, free) = desk.ask("GET", "/kiosk/v1/desk/visits", None).await;
        assert_eq!(status, StatusCode::OK, "{free}");
        serde_json::from_value(free).unwrap()
    };
    let starts = |free: &protocol::kiosk::FreeVisits| -> Vec<i64> {
        free.days.iter().flat_map(|day| day.starts_ms.iter().copied()).collect()
    };
    let before = starts(&free().await);
    let (first, second) = (before[0], before[1]);
    assert!(first > MORNING_MS);
    let book = |n: u128, at_ms: i64| {
        json!({"id": testing::uuid(n), "at_ms": at_ms, "language": "it",
            "person": {"name": "Anna", "phone": "", "address": ""}})
    };
    let (status, slip) = desk.ask("POST", "/kiosk/v1/desk/visits", Some(book(50, first))).await;
    assert_eq!(status, StatusCode::OK, "{slip}");
    let slip: SlipIssued = serde_json::from_value(slip).unwrap();
    // Somebody else is told; the same person again gets the same slip.
    let (status, told) = desk.ask("POST", "/kiosk/v1/desk/visits", Some(book(51, first))).await;
    assert_eq!(
        (status, &told["type"]),
        (StatusCode::CONFLICT, &json!("urn:costellazione:problem:visit-taken")),
        "{told}"
    );
    let (_, again) = desk.ask("POST", "/kiosk/v1/desk/visits", Some(book(50, first))).await;
    assert_eq!(again["code"], slip.code.as_str());
    assert!(!starts(&free().await).contains(&first));

    let code = &slip.code;
    let status_of = async || -> SlipStatus {
        let (_, told) = desk.ask("GET", &format!("/kiosk/v1/slips/{code}"), None).await;
        assert!(!told.to_string().contains("Anna"), "no name in what a slip tells");
        serde_json::from_value(told).unwrap()
    };
    let told = status_of().await;
    assert_eq!(told.kind, protocol::kiosk::SlipKind::Visit);
    assert_eq!((told.appointment_ms, told.can_withdraw), (Some(first), true));
    let moved = json!({"id": testing::uuid(52), "at_ms": second});
    let (status, answer) =
        desk.ask("POST", &format!("/kiosk/v1/slips/{code}/visit"), Some(moved)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(status_of().await.appointment_ms, Some(second));
    assert!(starts(&free().await).contains(&first), "where it was is free again");

    let back = json!({"id": testing::uuid(53), "verdict": "withdraw"});
    let (status, told) =
        desk.ask("POST", &format!("/kiosk/v1/slips/{code}/answer"), Some(back)).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let told = status_of().await;
    assert_eq!((told.appointment_ms, told.can_withdraw), (None, false));
    assert_eq!(told.steps.last().unwrap().word, StepWord::Withdrawn);
    assert_eq!(starts(&free().await), before);
}

#[tokio::test]
async fn a_visit_about_an_idea_shows_on_the_slip_of_the_idea() {
    let desk = desk().await;
    let theme = desk.node.city().unwrap().idea_themes[0].slug.clone();
    let idea = json!({"id": testing::uuid(2), "theme": theme, "text": "Un orto", "language": "it"});
    let (_, idea) = desk.ask("POST", "/kiosk/v1/ideas", Some(idea)).await;
    let (_, free) = desk.ask("GET", "/kiosk/v1/desk/visits", None).await;
    let at_ms = free["days"][0]["starts_ms"][0].clone();
    let book =
        json!({"id": testing::uuid(3), "at_ms": at_ms, "about": idea["code"], "language": "it"});
    let (status, slip) = desk.ask("POST", "/kiosk/v1/desk/visits", Some(book)).await;
    assert_eq!(status, StatusCode::OK, "{slip}");
    let path = format!("/kiosk/v1/slips/{}", idea["code"].as_str().unwrap());
    assert_eq!(desk.ask("GET", &path, None).await.1["appointment_ms"], at_ms);
}

#[tokio::test]
async fn a_suggestion_is_answered_in_words_that_its_slip_reads_and_answers() {
    use crate::command::Command;
    use crate::{desk as ideas, people};
    let desk = desk().await;
    let theme = desk.node.city().unwrap().idea_themes[0].slug.clone();
    let idea =
        json!({"id": testing::uuid(2), "theme": theme, "text": "Panchine rotte", "language": "it"});
    let (_, slip) = desk.ask("POST", "/kiosk/v1/ideas", Some(idea)).await;
    let path = format!("/kiosk/v1/slips/{}", slip["code"].as_str().unwrap());
    let reply = |n: u128, text: &str| json!({"id": testing::uuid(n), "text": text});
    // Before the desk has said anything there is nothing to answer.
    let (status, told) =
        desk.ask("POST", &format!("{path}/reply"), Some(reply(3, "E allora?"))).await;
    assert_eq!(status, StatusCode::CONFLICT, "{told}");
    let id = protocol::IdeaId::new(testing::uuid(2));
    let say = |text: &str| Command::Desk(ideas::Command::Say { idea: id, text: text.to_owned() });
    testing::submit(&desk.node, say("Le sistemiamo a marzo. Quali sono?")).await.unwrap();
    let (_, told) = desk.ask("GET", &path, None).await;
    assert_eq!(told["answers"], json!(["Le sistemiamo a marzo. Quali sono?"]));
    assert_eq!(
        (&told["can_reply"], &told["steps"][1]["word"]),
        (&json!(true), &json!("contacted"))
    );
    desk.clock.move_by(1_000);
    let (status, told) =
        desk.ask("POST", &format!("{path}/reply"), Some(reply(4, "Quelle di via Veneto"))).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    assert!(!told.to_string().contains("via Veneto"), "a slip tells what the desk said, no more");
    let mut db = desk.node.store.read().await.unwrap();
    let waiting = ideas::talk::replied(&mut db, desk.node.id(), 9).await.unwrap();
    assert_eq!(waiting.len(), 1, "the desk sees who had the last word");
    drop(db);

    // Whoever left it asks to be forgotten: both sides' words go.
    let person = protocol::PersonId::new(testing::uuid(2));
    let erase = Command::People(people::Command::Erase { person });
    testing::submit(&desk.node, erase).await.unwrap();
    let mut db = desk.node.store.read().await.unwrap();
    let said = ideas::talk::said(&mut db, id).await.unwrap();
    assert!(said.len() == 2 && said.iter().all(|one| one.words.is_none()), "{said:?}");
    let facts = crate::store::log::of_subject(&mut db, &id.to_string(), 0, 99).await.unwrap();
    assert!(!facts.iter().any(|one| format!("{:?}", one.record.body).contains("Veneto")));
}

#[tokio::test]
async fn whoever_joins_follows_with_the_slip_and_their_words_are_read_once_the_desk_lets_it() {
    use crate::command::Command;
    use crate::desk::draft::Act;
    use crate::desk::{self as ideas, dossier::Outline};
    let desk = desk().await;
    let theme = desk.node.city().unwrap().idea_themes[0].slug.clone();
    let leave = async |n: u128, text: &str, joins: &str| {
        let idea = json!({"id": testing::uuid(n), "theme": theme, "text": text, "language": "it",
            "neighbourhood": "mompiano", "more": {"joins": joins}});
        let (status, slip) = desk.ask("POST", "/kiosk/v1/ideas", Some(idea)).await;
        assert_eq!(status, StatusCode::OK, "{slip}");
        slip["code"].as_str().unwrap().to_owned()
    };
    let (first, second) = (testing::uuid(2).to_string(), protocol::IdeaId::new(testing::uuid(3)));
    leave(2, "Un orto nel cortile", "").await;
    let slip = leave(3, "Utile anche di pomeriggio, dice Elvira", &first).await;
    let slip = format!("/kiosk/v1/slips/{slip}");
    // Nobody has begun to write: there is nothing to call it by, and never the words of whoever left it.
    assert_eq!(desk.ask("GET", &slip, None).await.1["follows"], Value::Null);
    let idea: protocol::IdeaId = first.parse().unwrap();
    let outline = Outline { title: "Orto del cortile".to_owned(), ..Outline::default() };
    for act in [Act::Begin, Act::Outline(outline)] {
        let draft = Command::Desk(ideas::Command::Draft { idea, act });
        testing::submit(&desk.node, draft).await.unwrap();
    }
    let (_, told) = desk.ask("GET", &slip, None).await;
    assert_eq!(told["follows"]["title"], "Orto del cortile");
    let mut db = desk.node.store.read().await.unwrap();
    let joining = ideas::talk::joining(&mut db, &first).await.unwrap();
    assert_eq!(joining.len(), 1, "the desk sees who would join");
    assert!(ideas::talk::comments(&mut db, &first, 9).await.unwrap().is_empty(), "not by itself");
    drop(db);

    let comment =
        |idea, text: &str| Command::Desk(ideas::Command::Comment { idea, text: text.to_owned() });
    let nothing = testing::submit(&desk.node, comment(idea, "Bello")).await.unwrap_err();
    assert_eq!(nothing.slug(), "idea-joins-nothing");
    testing::submit(&desk.node, comment(second, "Utile anche di pomeriggio")).await.unwrap();
    let comments = async || {
        let mut db = desk.node.store.read().await.unwrap();
        let all = ideas::talk::comments(&mut db, &first, 9).await.unwrap();
        all.into_iter().map(|one| one.words).collect::<Vec<_>>()
    };
    assert_eq!(comments().await, ["Utile anche di pomeriggio"]);
    let back = json!({"id": testing::uuid(9), "verdict": "withdraw"});
    let (status, told) = desk.ask("POST", &format!("{slip}/answer"), Some(back)).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    assert!(comments().await.is_empty(), "whoever takes it back takes that back too");
}

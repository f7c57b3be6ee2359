//! Members at the kiosk, over HTTP, on a real node.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use protocol::card::CardCode;
use protocol::kiosk::{OfferTime, TimeBand};
use protocol::{ActorRef, Channel, CommandId, ExchangeId, MemberId, OfferId, PersonDetails};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::bank::codes::{self, PrintedOn};
use crate::bank::decide::{Application, Command as B};
use crate::bank::members::{Reach, Step};
use crate::bank::{Rules, cards, offers, queries};
use crate::command::{Answer, Command};
use crate::kiosk_api::tests::LineDown;
use crate::kiosk_api::{add_kiosk, router};
use crate::node::Node;
use crate::testing::{self, HandClock, MORNING_MS, uuid};

struct Hub {
    _folder: tempfile::TempDir,
    clock: Arc<HandClock>,
    node: Arc<Node>,
    app: Router,
    token: String,
}

/// A member with a card and a PIN.
struct Member {
    id: MemberId,
    number: u32,
    card: CardCode,
    pin: &'static str,
}

async fn hub() -> Hub {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "hub");
    let clock = HandClock::at(MORNING_MS);
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let credential = add_kiosk(&node, "Ingresso", "http://127.0.0.1:1", None).await.unwrap();
    let app = router(node.clone(), Arc::new(LineDown));
    Hub { _folder: folder, clock, node, app, token: credential.token }
}

impl Hub {
    async fn do_it(&self, command: B) -> CommandId {
        let id = CommandId::new(self.node.fresh_id());
        let ctx = self.node.ctx(id, ActorRef::System, Channel::Console);
        self.node.submit(ctx, Command::Bank(command)).await.unwrap();
        id
    }

    async fn admit(&self, name: &str, pin: &'static str) -> Member {
        let application = Application {
            person: PersonDetails { name: name.to_owned(), ..PersonDetails::default() },
            neighbourhood: "mompiano".parse().unwrap(),
            age: None,
            reach: Reach::Desk,
            language: "it".to_owned(),
            shares_with: None,
            brings: None,
        };
        let id = MemberId::from(self.do_it(B::Apply(application)).await);
        for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
            self.do_it(B::moved(id, step)).await;
        }
        let by = ActorRef::System;
        let card = cards::give(&self.node, id, Some(pin.to_owned()), by).await.unwrap();
        let mut db = self.node.store.read().await.unwrap();
        let number = queries::member(&mut db, id).await.unwrap().unwrap().number;
        Member { id, number, card, pin }
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        session: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let req = Request::builder()
            .method(method)
            .uri(format!("/kiosk/v1/bank{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("bank-session", session)
            .header("accept-language", "it")
            .header("content-type", "application/json")
            .body(if body.is_null() { Body::empty() } else { Body::from(body.to_string()) })
            .unwrap();
        let answer = self.app.clone().oneshot(req).await.unwrap();
        let status = answer.status();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn try_pin(&self, card: &CardCode, pin: &str) -> (StatusCode, Value) {
        self.ask("POST", "/session", "", json!({"card": card, "pin": pin})).await
    }

    async fn sign_in(&self, member: &Member) -> String {
        let (status, answer) = self.try_pin(&member.card, member.pin).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["session"].as_str().unwrap().to_owned()
    }
}

fn slug(problem: &Value) -> &str {
    problem["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap_or_default()
}

fn declare(n: u128, gave: bool, other: &Value, minutes: u16) -> Value {
    json!({"id": uuid(n), "gave": gave, "other": other, "minutes": minutes,
        "category": testing::some_category()})
}

#[tokio::test]
async fn two_people_at_the_kiosk_settle_an_exchange_with_both_their_pins() {
    let hub = hub().await;
    let (anna, bruno) =
        (hub.admit("Anna Bianchi", "2580").await, hub.admit("Bruno Neri", "19470").await);
    let session = hub.sign_in(&anna).await;
    let other = |pin: &str| json!({"here": {"card": bruno.card, "pin": pin}});
    let (status, refused) =
        hub.ask("POST", "/exchanges", &session, declare(1, true, &other("1111"), 60)).await;
    assert_eq!((status, slug(&refused)), (StatusCode::FORBIDDEN, "bank-pin-wrong"));
    assert!(refused["title"].as_str().unwrap().contains("PIN"), "worded by the hub: {refused}");
    let both = declare(2, true, &other(bruno.pin), 60);
    let (status, account) = hub.ask("POST", "/exchanges", &session, both.clone()).await;
    assert_eq!(status, StatusCode::OK, "{account}");
    assert_eq!(account["balance_min"], 60);
    assert_eq!(account["movements"][0]["with"], "Bruno N.", "by short name");
    let (_, again) = hub.ask("POST", "/exchanges", &session, both).await;
    assert_eq!(again["balance_min"], 60, "sent twice, it is one exchange");
    let theirs = hub.sign_in(&bruno).await;
    let (_, account) = hub.ask("GET", "", &theirs, Value::Null).await;
    assert_eq!(account["balance_min"], -60);
    assert_eq!(account["people"][0]["number"], anna.number);
}

#[tokio::test]
async fn a_member_declares_at_the_kiosk_and_only_the_other_side_can_say_yes() {
    let hub = hub().await;
    let (anna, bruno) = (hub.admit("Anna", "2580").await, hub.admit("Bruno", "1947").await);
    let carla = hub.admit("Carla", "5291").await;
    let session = hub.sign_in(&anna).await;
    let (status, named) =
        hub.ask("GET", &format!("/members/{}", bruno.number), &session, Value::Null).await;
    assert_eq!((status, &named["name"]), (StatusCode::OK, &json!("Bruno")));
    let said = declare(1, false, &json!({"number": bruno.number}), 30);
    let (status, account) = hub.ask("POST", "/exchanges", &session, said).await;
    assert_eq!(status, StatusCode::OK, "{account}");
    assert_eq!(
        (account["balance_min"].as_i64(), account["declared"][0]["minutes"].as_u64()),
        (Some(0), Some(30))
    );
    let exchange = ExchangeId::new(uuid(1));
    let yes = |n: u128| json!({"id": uuid(n), "yes": true});
    let path = format!("/exchanges/{exchange}/answer");
    for (who, session, expected) in [
        (2, session.clone(), "bank-own-declaration"),
        (3, hub.sign_in(&carla).await, "bank-not-yours"),
    ] {
        let (_, refused) = hub.ask("POST", &path, &session, yes(who)).await;
        assert_eq!(slug(&refused), expected);
    }
    let theirs = hub.sign_in(&bruno).await;
    let (_, account) = hub.ask("GET", "", &theirs, Value::Null).await;
    assert_eq!(account["to_answer"][0]["gave"], true, "seen from the other side");
    let (_, account) = hub.ask("POST", &path, &theirs, yes(4)).await;
    assert_eq!(
        (account["balance_min"].as_i64(), account["to_answer"].as_array().map(Vec::len)),
        (Some(30), Some(0))
    );
}

#[tokio::test]
async fn an_exchange_of_another_day_is_declared_and_taken_back_by_whoever_declared_it() {
    let hub = hub().await;
    let (anna, bruno) = (hub.admit("Anna", "2580").await, hub.admit("Bruno", "1947").await);
    let session = hub.sign_in(&anna).await;
    let on = |n: u128, day: &str| {
        let mut said = declare(n, true, &json!({"number": bruno.number}), 30);
        said["day"] = json!(day);
        said
    };
    let today = crate::bank::today(&hub.node, hub.node.now_ms());
    let tomorrow = today.tomorrow().unwrap().to_string();
    for (n, day) in [(1, tomorrow.as_str()), (2, "ieri")] {
        let (status, refused) = hub.ask("POST", "/exchanges", &session, on(n, day)).await;
        assert_eq!((status, slug(&refused)), (StatusCode::UNPROCESSABLE_ENTITY, "bank-bad-day"));
    }
    let yesterday = today.yesterday().unwrap().to_string();
    let (status, account) = hub.ask("POST", "/exchanges", &session, on(3, &yesterday)).await;
    assert_eq!(status, StatusCode::OK, "{account}");
    assert_eq!(account["declared"][0]["day"], json!(yesterday));
    let path = format!("/exchanges/{}/withdrawal", ExchangeId::new(uuid(3)));
    let back = |n: u128| json!({"id": uuid(n)});
    let theirs = hub.sign_in(&bruno).await;
    let (_, refused) = hub.ask("POST", &path, &theirs, back(4)).await;
    assert_eq!(slug(&refused), "bank-not-yours", "the other side refuses it instead");
    let (status, account) = hub.ask("POST", &path, &session, back(5)).await;
    assert_eq!((status, account["declared"].as_array().map(Vec::len)), (StatusCode::OK, Some(0)));
    let (status, _) = hub.ask("POST", &path, &session, back(5)).await;
    assert_eq!(status, StatusCode::OK, "sent twice, it is one answer");
    let (_, account) = hub.ask("GET", "", &theirs, Value::Null).await;
    assert_eq!(account["to_answer"].as_array().map(Vec::len), Some(0), "nothing to answer");
}

#[tokio::test]
async fn the_code_of_a_statement_opens_the_account_with_the_pin_as_the_card_does_and_goes_with_it()
{
    let hub = hub().await;
    let anna = hub.admit("Anna", "2580").await;
    let slip = codes::printed(&hub.node, anna.id, PrintedOn::Statement).await.unwrap();
    let again = codes::printed(&hub.node, anna.id, PrintedOn::Statement).await.unwrap();
    assert_eq!(slip, again, "printed again, it is the same");
    let shown = |pin: &str| json!({"slip": slip, "pin": pin});
    let (status, answer) = hub.ask("POST", "/session/slip", "", shown(anna.pin)).await;
    assert_eq!((status, &answer["account"]["number"]), (StatusCode::OK, &json!(anna.number)));
    let session = answer["session"].as_str().unwrap().to_owned();
    assert_eq!(hub.ask("GET", "", &session, Value::Null).await.0, StatusCode::OK);
    let (_, wrong) = hub.ask("POST", "/session/slip", "", shown("9999")).await;
    assert_eq!((slug(&wrong), &wrong["args"]["left"]), ("bank-pin-wrong", &json!("4")));
    let (_, wrong) = hub.try_pin(&anna.card, "9999").await;
    assert_eq!(wrong["args"]["left"], "3", "both ways count together");
    cards::take_back(&hub.node, anna.id).await.unwrap();
    let (status, gone) = hub.ask("POST", "/session/slip", "", shown(anna.pin)).await;
    assert_eq!((status, slug(&gone)), (StatusCode::NOT_FOUND, "bank-slip-unknown"));
}

#[tokio::test]
async fn the_receipt_of_an_exchange_and_the_slip_of_an_offer_open_the_account_with_the_pin() {
    let hub = hub().await;
    let (anna, bruno) = (hub.admit("Anna", "2580").await, hub.admit("Bruno", "1947").await);
    let open = async |slip: &Value, pin: &str| {
        hub.ask("POST", "/session/slip", "", json!({"slip": slip, "pin": pin})).await
    };
    let session = hub.sign_in(&anna).await;
    let said = declare(1, true, &json!({"number": bruno.number}), 60);
    let (_, account) = hub.ask("POST", "/exchanges", &session, said.clone()).await;
    let receipt = account["receipt"].clone();
    assert!(receipt.is_string(), "{account}");
    let (_, again) = hub.ask("POST", "/exchanges", &session, said).await;
    assert_eq!(again["receipt"], receipt, "sent twice, it is one receipt");
    let (status, answer) = open(&receipt, anna.pin).await;
    assert_eq!((status, &answer["account"]["number"]), (StatusCode::OK, &json!(anna.number)));
    let (_, refused) = open(&receipt, bruno.pin).await;
    assert_eq!(slug(&refused), "bank-pin-wrong", "it is the receipt of one side");

    let offer = OfferTime {
        id: CommandId::new(uuid(7)),
        person: PersonDetails {
            name: "Bruno".to_owned(),
            phone: "333 1234567".to_owned(),
            ..PersonDetails::default()
        },
        neighbourhood: "mompiano".parse().unwrap(),
        categories: vec![testing::some_category()],
        when: vec![TimeBand::Mornings],
        language: "it".to_owned(),
        text: String::new(),
    };
    let ctx = hub.node.ctx(offer.id, ActorRef::System, Channel::Kiosk);
    let left = hub.node.submit(ctx, Command::Timebank(offers::Command::Leave(offer))).await;
    let Ok(Answer::Slip(left)) = left else { panic!("{left:?}") };
    let slip = json!(left.code);
    let unknown = open(&slip, bruno.pin).await.1;
    assert_eq!(slug(&unknown), "bank-slip-unknown", "until the desk has said whose it is");
    let offer = OfferId::new(uuid(7));
    codes::link_offer(&hub.node, offer, Some(bruno.id)).await.unwrap();
    let (status, answer) = open(&slip, bruno.pin).await;
    assert_eq!((status, &answer["account"]["number"]), (StatusCode::OK, &json!(bruno.number)));
    cards::give(&hub.node, bruno.id, None, ActorRef::System).await.unwrap();
    assert_eq!(
        open(&slip, bruno.pin).await.0,
        StatusCode::OK,
        "it is theirs with another card, too"
    );
    cards::take_back(&hub.node, anna.id).await.unwrap();
    assert_eq!(slug(&open(&receipt, anna.pin).await.1), "bank-slip-unknown", "gone with the card");
    codes::link_offer(&hub.node, offer, None).await.unwrap();
    assert_eq!(slug(&open(&slip, bruno.pin).await.1), "bank-slip-unknown");
}

#[tokio::test]
async fn guessing_a_pin_makes_the_card_rest_and_then_only_the_desk_helps() {
    let hub = hub().await;
    let anna = hub.admit("Anna", "2580").await;
    for left in (1..=4).rev() {
        let (_, problem) = hub.try_pin(&anna.card, "9999").await;
        assert_eq!(
            (slug(&problem), &problem["args"]["left"]),
            ("bank-pin-wrong", &json!(left.to_string()))
        );
    }
    assert_eq!(slug(&hub.try_pin(&anna.card, "9999").await.1), "bank-card-rests");
    assert_eq!(
        slug(&hub.try_pin(&anna.card, anna.pin).await.1),
        "bank-card-rests",
        "even the right one"
    );
    hub.clock.move_by(15 * 60_000);
    for _ in 0..4 {
        hub.try_pin(&anna.card, "9999").await;
    }
    assert_eq!(slug(&hub.try_pin(&anna.card, "9999").await.1), "bank-card-blocked");
    hub.clock.move_by(86_400_000);
    assert_eq!(slug(&hub.try_pin(&anna.card, anna.pin).await.1), "bank-card-blocked");
    cards::set_pin(&hub.node, anna.id, "7319".to_owned(), true).await.unwrap();
    let (status, answer) = hub.try_pin(&anna.card, "7319").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["account"]["must_change_pin"], true);
    assert_eq!(slug(&hub.try_pin(&CardCode::of(1), "7319").await.1), "bank-card-unknown");
}

#[tokio::test]
async fn a_card_that_was_taken_back_opens_nothing_not_even_a_session_under_way() {
    let hub = hub().await;
    let anna = hub.admit("Anna", "2580").await;
    let session = hub.sign_in(&anna).await;
    let change = json!({"old": "2580", "new": "1234"});
    assert_eq!(slug(&hub.ask("POST", "/pin", &session, change).await.1), "bank-pin-easy");
    let change = json!({"old": "2580", "new": "8642"});
    let (status, account) = hub.ask("POST", "/pin", &session, change).await;
    assert_eq!((status, &account["must_change_pin"]), (StatusCode::OK, &json!(false)));
    assert_eq!(slug(&hub.try_pin(&anna.card, "2580").await.1), "bank-pin-wrong");
    let new = cards::give(&hub.node, anna.id, None, ActorRef::System).await.unwrap();
    assert_eq!(slug(&hub.try_pin(&anna.card, "8642").await.1), "bank-card-unknown");
    assert_eq!(hub.try_pin(&new, "8642").await.0, StatusCode::OK, "the PIN stays");
    cards::take_back(&hub.node, anna.id).await.unwrap();
    let (status, over) = hub.ask("GET", "", &session, Value::Null).await;
    assert_eq!((status, slug(&over)), (StatusCode::FORBIDDEN, "bank-session-over"));
}

#[tokio::test]
async fn what_the_other_account_holds_is_told_to_nobody() {
    let hub = hub().await;
    let mut rules = Rules::default();
    rules.limits.hard_floor = crate::bank::minutes::Minutes::hours(-1);
    rules.limits.soft_floor = crate::bank::minutes::Minutes::new(-30);
    hub.do_it(B::SetRules { rules }).await;
    let (anna, bruno) = (hub.admit("Anna", "2580").await, hub.admit("Bruno", "1947").await);
    let session = hub.sign_in(&anna).await;
    let other = json!({"number": bruno.number});
    let (_, refused) = hub.ask("POST", "/exchanges", &session, declare(1, true, &other, 90)).await;
    assert_eq!((slug(&refused), refused.get("args")), ("bank-other-below-floor", None));
    let (_, refused) = hub.ask("POST", "/exchanges", &session, declare(2, false, &other, 90)).await;
    assert_eq!(slug(&refused), "bank-below-floor", "one's own is said in full: {refused}");
    assert_eq!(refused["args"]["missing"], "30 min");
}

#[tokio::test]
async fn a_member_offers_looks_for_and_renews_at_the_kiosk_and_sees_what_others_offer() {
    let hub = hub().await;
    let (anna, bruno) = (hub.admit("Anna", "2580").await, hub.admit("Bruno", "1947").await);
    let session = hub.sign_in(&anna).await;
    let notice = |n: u128, way: &str| json!({"id": uuid(n), "way": way, "category": testing::some_category(), "text": "Di mattina"});
    hub.ask("POST", "/notices", &session, notice(1, "offer")).await;
    let (_, account) = hub.ask("POST", "/notices", &session, notice(2, "want")).await;
    assert_eq!(account["notices"].as_array().map(Vec::len), Some(2), "{account}");
    assert_eq!(account["notices"][0]["ends_in_days"], Value::Null, "six months from now");
    let theirs = hub.sign_in(&bruno).await;
    let (_, board) = hub.ask("GET", "/board", &theirs, Value::Null).await;
    assert_eq!(board["notices"][0]["who"]["name"], "Anna");
    let first = protocol::ListingId::new(uuid(1));
    let path = format!("/notices/{first}");
    let withdraw = json!({"id": uuid(3), "step": "withdraw"});
    let (_, refused) = hub.ask("POST", &path, &theirs, withdraw.clone()).await;
    assert_eq!(slug(&refused), "bank-unknown-listing", "somebody else's");
    hub.clock.move_by(180 * 86_400_000);
    let session = hub.sign_in(&anna).await;
    let (_, account) = hub.ask("GET", "", &session, Value::Null).await;
    assert!(
        account["notices"][0]["ends_in_days"].as_i64().is_some_and(|days| days <= 7),
        "{account}"
    );
    let (_, account) =
        hub.ask("POST", &path, &session, json!({"id": uuid(4), "step": "renew"})).await;
    let ends: Vec<&Value> =
        account["notices"].as_array().unwrap().iter().map(|n| &n["ends_in_days"]).collect();
    assert_eq!(ends.iter().filter(|days| days.is_null()).count(), 1, "{account}");
    let (_, account) =
        hub.ask("POST", &path, &session, json!({"id": uuid(5), "step": "withdraw"})).await;
    assert_eq!(account["notices"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_was_said_of_a_member_is_answered_at_the_kiosk_once() {
    let hub = hub().await;
    let (anna, bruno) = (hub.admit("Anna", "2580").await, hub.admit("Bruno", "1947").await);
    let session = hub.sign_in(&anna).await;
    let both = json!({"here": {"card": bruno.card, "pin": bruno.pin}});
    hub.ask("POST", "/exchanges", &session, declare(1, true, &both, 60)).await;
    let path = format!("/exchanges/{}/reference", ExchangeId::new(uuid(1)));
    let theirs = hub.sign_in(&bruno).await;
    let said = json!({"id": uuid(2), "liked": true, "text": "Gentile"});
    let (status, _) = hub.ask("POST", &path, &theirs, said).await;
    assert_eq!(status, StatusCode::OK);
    let answer = |n: u128, text: &str| json!({"id": uuid(n), "text": text});
    let path = format!("{path}/answer");
    let (_, refused) = hub.ask("POST", &path, &theirs, answer(3, "Io")).await;
    assert_eq!(slug(&refused), "bank-unknown-reference", "nothing was said of him");
    let (_, refused) = hub.ask("POST", &path, &session, answer(4, "  ")).await;
    assert_eq!(slug(&refused), "bank-out-of-range");
    let (status, account) = hub.ask("POST", &path, &session, answer(5, "Grazie")).await;
    assert_eq!((status, &account["references"][0]["answer"]), (StatusCode::OK, &json!("Grazie")));
    assert_eq!(account["references"][0].get("to_answer"), None, "it is answered once");
}

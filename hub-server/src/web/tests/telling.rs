//! Where needs go by the city's rules, what the hub offers, whom to call and what to hand over on paper.

use protocol::{Channel, RequestId};

use super::Console;
use crate::command::Command;
use crate::kiosk_api::place;
use crate::offering;
use crate::people::{Role, Scope};
use crate::requests::{self, State, queries};

async fn brief(console: &Console, id: RequestId) -> queries::Brief {
    let mut db = console.node.store.read().await.unwrap();
    queries::brief(&mut db, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_rule_of_the_city_says_whom_a_need_is_for_and_why() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let hub = Scope::Hub(console.node.id().clone());
    let coordinator = console.account("coordinator.mompiano", Role::Coordinator, hub).await;
    let id = console.leave("finding-carers", "mompiano", "Per la mamma").await;
    let routed = brief(&console, id).await.route.unwrap();
    assert_eq!((routed.rule.as_str(), routed.operator), ("cure-a-chi-coordina", Some(coordinator)));
    let page = console.get(&format!("/requests/{id}"), Some(&operator)).await.text;
    assert!(page.contains("per il tipo di aiuto · Trovare chi assiste"), "{page}");
    assert!(page.contains("Nome di coordinator.mompiano"), "{page}");
    let queue = console.get("/requests", Some(&operator)).await.text;
    assert!(queue.contains("per Nome di coordinator.mompiano"), "{queue}");

    // Of this one the other hub has a service, and this one has none.
    let forms = console.leave("online-paperwork", "mompiano", "Lo SPID").await;
    let routed = brief(&console, forms).await.route.unwrap();
    assert_eq!(routed.hub.unwrap().as_str(), "lamarmora");
    let page = console.get(&format!("/requests/{forms}"), Some(&operator)).await.text;
    assert!(page.contains("perché lì c&#39;è il servizio"), "{page}");
    let plain = console.leave("company", "mompiano", "Due parole").await;
    assert_eq!(brief(&console, plain).await.route, None);
}

#[tokio::test]
async fn what_goes_from_neighbour_to_neighbour_is_asked_as_it_is_left() {
    let console = Console::hub().await;
    let device = super::roles::device(&console).await;
    let id = console.leave("tool-lending", "mompiano", "Una scala").await;
    let asked = brief(&console, id).await;
    assert_eq!(asked.request.state, State::Proposed);
    assert_eq!(asked.request.open.unwrap().silent, [device]);
    let other = console.leave("laundry", "mompiano", "Le lenzuola").await;
    assert_eq!(brief(&console, other).await.request.state, State::Received);
}

#[tokio::test]
async fn a_service_is_changed_at_the_console_and_told_to_the_kiosk() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let list = console.get("/offering", Some(&operator)).await.text;
    assert!(list.contains("Spesa e commissioni") && list.contains("le antenne di quartiere"));
    let form = console.get("/offering/spesa", Some(&operator)).await.text;
    assert!(form.contains("value=\"9-12\""), "{form}");
    let fields = [
        ("slug", "spesa"),
        ("name", "Spesa a casa"),
        ("icon", "basket"),
        ("category", "shopping"),
        ("hours-thu", "15-17:30"),
        ("covered_by", "due volontari"),
    ];
    let done = console.post("/offering", &operator, &fields).await;
    assert_eq!(done.location(), "/offering?done=offering-set", "{}", done.text);
    let wrong = [("name", "Caffè"), ("hours-mon", "dalle nove")];
    let refused = console.post("/offering", &operator, &wrong).await;
    assert!(refused.status == 422 && refused.text.contains("dalle nove"), "{}", refused.text);
    let new = [("name", "Caffè del lunedì"), ("hours-mon", "10-11")];
    console.post("/offering", &operator, &new).await;
    console.post("/offering/drop", &operator, &[("slug", "pacchi")]).await;

    let city = console.node.city().unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let offered = offering::offered(&mut db, &city, console.node.id()).await.unwrap();
    drop(db);
    let place = place::of(&city, console.node.id(), &offered, console.node.now_ms());
    let place = place.unwrap();
    let names: Vec<&str> = place.services.iter().map(|one| one.name["it"].as_str()).collect();
    let all =
        ["Accoglienza e ascolto", "Spesa a casa", "Aiuto con il telefono", "Caffè del lunedì"];
    assert_eq!(names, all);
    let shopping = &place.services[1];
    assert_eq!(shopping.week[3], ["15:00–17:30"]);
    assert_eq!(shopping.category.as_ref().map(protocol::Slug::as_str), Some("shopping"));
    console.post("/offering/restore", &operator, &[("slug", "pacchi")]).await;
    let list = console.get("/offering", Some(&operator)).await.text;
    assert!(list.contains("Pacchi e chiavi") && !list.contains("Tolto"), "{list}");
}

async fn not_met(console: &Console, id: RequestId) {
    let staff = protocol::StaffId::new(crate::testing::uuid(6));
    for command in [
        requests::Command::TakeInCharge { request: id, operator: staff },
        requests::Command::CloseNotMet { request: id, reason: requests::NotMetReason::NoOffer },
    ] {
        let actor = protocol::ActorRef::System;
        let ctx = console.node.ctx(console.fresh(), actor, Channel::Console);
        console.node.submit(ctx, Command::Requests(command)).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_does_not_know_yet_stands_on_the_call_list_until_they_are_told() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let id = console.leave("company", "mompiano", "Due parole").await;
    let other = console.leave("shopping", "mompiano", "La spesa").await;
    let row = format!("/to-call/{id}");
    let list = async || console.get("/to-call", Some(&operator)).await.text;
    assert!(!list().await.contains(&row), "nothing has happened yet");
    console.clock.move_by(60_000);
    not_met(&console, id).await;
    let text = list().await;
    assert!(text.contains(&row) && text.contains("Non abbiamo trovato chi aiuta"), "{text}");
    assert!(!text.contains("Teresa") && !text.contains(&other.to_string()), "{text}");
    let numbers = console.post("/to-call/numbers", &operator, &[]).await.text;
    assert!(numbers.contains("Teresa") && numbers.contains("030 123 4567"), "{numbers}");
    let mut db = console.node.store.read().await.unwrap();
    let person = Console::person_of(id);
    let readings = crate::store::vault::readings(&mut db, person).await.unwrap();
    drop(db);
    assert!(readings.iter().any(|reading| reading.why == "call-list"));

    console.clock.move_by(60_000);
    console.post(&row, &operator, &[("reached", "no")]).await;
    assert!(list().await.contains(&row), "called again tomorrow");
    let page = console.get(&format!("/requests/{id}"), Some(&operator)).await.text;
    assert!(page.contains("Al telefono non ha risposto nessuno"), "{page}");
    console.post(&row, &operator, &[("reached", "yes")]).await;
    assert!(!list().await.contains(&row));
    let page = console.get(&format!("/requests/{id}"), Some(&operator)).await.text;
    assert!(page.contains("Detto al telefono: Non abbiamo trovato chi aiuta"), "{page}");
}

#[tokio::test]
async fn a_sheet_to_print_has_the_slip_and_what_happened_and_no_name() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let id = console.leave("company", "mompiano", "Due parole").await;
    not_met(&console, id).await;
    let slip = brief(&console, id).await.slip;
    let sheet = console.get(&format!("/requests/{id}/sheet"), Some(&operator)).await.text;
    assert!(
        sheet.contains(slip.as_str()) && sheet.contains("Chiusa senza una soluzione"),
        "{sheet}"
    );
    assert!(!sheet.contains("Teresa") && !sheet.contains("Due parole"), "{sheet}");
}

/// A console whose hub sends text messages through a provider on this machine that answers like this; what it got.
async fn with_sms(console: &mut Console, answers: u16) -> tokio::sync::mpsc::Receiver<String> {
    use axum::routing::post;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (tell, got) = tokio::sync::mpsc::channel(8);
    let take = move |body: String| {
        let tell = tell.clone();
        async move {
            tell.send(body).await.unwrap();
            axum::http::StatusCode::from_u16(answers).unwrap()
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/", post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let config = crate::sms::SmsConfig { url, ..crate::sms::SmsConfig::default() };
    let sms = crate::sms::Gateway::try_new(&config).unwrap().map(std::sync::Arc::new);
    let config = crate::web::WebConfig { plain_loopback: true, sms, ..Default::default() };
    console.router = crate::web::router(console.node.clone(), config);
    got
}

#[tokio::test]
async fn a_text_message_says_the_code_and_nothing_else_and_whoever_got_it_is_off_the_list() {
    let mut console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let id = console.leave("company", "mompiano", "Due parole").await;
    console.clock.move_by(60_000);
    not_met(&console, id).await;
    let path = format!("/to-call/{id}/sms");
    let text = console.get("/to-call", Some(&operator)).await.text;
    assert!(!text.contains(&path), "off until somebody configures it");

    let mut got = with_sms(&mut console, 500).await;
    assert!(console.get("/to-call", Some(&operator)).await.text.contains(&path));
    console.clock.move_by(60_000);
    let page = console.post(&path, &operator, &[]).await;
    assert!(page.text.contains("non l&#39;ha accettato"), "{}", page.text);
    assert!(console.get("/to-call", Some(&operator)).await.text.contains(&path), "still to call");
    got.recv().await.unwrap();

    let mut got = with_sms(&mut console, 200).await;
    assert_eq!(console.post(&path, &operator, &[]).await.location(), "/to-call?done=sms-sent");
    let sent = got.recv().await.unwrap();
    let slip = brief(&console, id).await.slip;
    assert!(sent.contains("+390301234567") && sent.contains(slip.as_str()), "{sent}");
    for private in ["Teresa", "Due parole", "ompagnia"] {
        assert!(!sent.contains(private), "{sent}");
    }
    // Pressed again by somebody who still has the page: nothing more goes out.
    console.post(&path, &operator, &[]).await;
    assert!(got.try_recv().is_err());
    assert!(!console.get("/to-call", Some(&operator)).await.text.contains(&path));
    let mut db = console.node.store.read().await.unwrap();
    let readings = crate::store::vault::readings(&mut db, Console::person_of(id)).await.unwrap();
    assert_eq!(readings.iter().filter(|reading| reading.why == "sms").count(), 2);
}

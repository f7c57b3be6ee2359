//! Whoever comes back, whoever helps without a device, and what is written down for a helper who calls.

use jiff::civil::date;
use protocol::{ActorRef, AntennaId, Channel, DeviceId, RequestId};

use super::{Browser, Console, Page};
use crate::command::Command;
use crate::network;
use crate::network::antennae::events::{Clearance, Kind};
use crate::network::antennae::tests::{active_at, active_of, tell};
use crate::network::antennae::{self, Command as A, Step};
use crate::network::organisations::tests as organisations;
use crate::people::Role;
use crate::requests::queries::{self, Brief};
use crate::requests::{self, Circle, State};
use crate::store::{rebuild, vault};

async fn brief(console: &Console, id: RequestId) -> Brief {
    let mut db = console.node.store.read().await.unwrap();
    queries::brief(&mut db, id).await.unwrap().unwrap()
}

async fn give(console: &Console, actor: ActorRef, command: requests::Command) {
    let ctx = console.node.ctx(console.fresh(), actor, Channel::Console);
    console.node.submit(ctx, Command::Requests(command)).await.unwrap();
}

async fn post(
    console: &Console,
    who: &Browser,
    id: RequestId,
    step: &str,
    fields: &[(&str, &str)],
) -> Page {
    console.post(&format!("/requests/{id}/{step}"), who, fields).await
}

async fn clear(console: &Console, antenna: AntennaId) {
    let clearance = Some(Clearance { on: date(2026, 11, 2), until: None });
    tell(&console.node, A::Clear { antenna, clearance }).await.unwrap();
}

/// A request that a device helped with and that was closed as met.
async fn helped(console: &Console, olga: &Browser, device: DeviceId, words: &str) -> RequestId {
    let id = console.leave("shopping", "mompiano", words).await;
    post(console, olga, id, "take", &[]).await;
    post(console, olga, id, "propose", &[("circle", "neighbourhood")]).await;
    let proposal = brief(console, id).await.request.open.expect("asked").id;
    let yes = requests::Command::Answer { proposal, device, accept: true };
    give(console, ActorRef::Device(device), yes).await;
    post(console, olga, id, "done", &[("minutes", "30")]).await;
    post(console, olga, id, "met", &[]).await;
    assert_eq!(brief(console, id).await.request.state, State::Met);
    id
}

#[tokio::test]
async fn whoever_it_went_badly_with_is_not_asked_again_when_the_request_is_opened_again() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let device = super::roles::device(&console).await;
    let id = helped(&console, &olga, device, "La spesa").await;
    let badly = [("side", "requester"), ("mark", "bad"), ("feedback", "")];
    post(&console, &olga, id, "rate", &badly).await;
    let again = brief(&console, id).await;
    assert_eq!((again.request.state, again.requester_mark), (State::TakenInCharge, None));
    let page = post(&console, &olga, id, "propose", &[("circle", "neighbourhood")]).await;
    assert!(page.status == 409 && page.text.contains("nessuno a cui chiedere"), "{}", page.text);
    let named = device.to_string();
    let page = post(&console, &olga, id, "propose", &[("named", named.as_str())]).await;
    assert!(page.text.contains("Con questa persona era andata male"), "{}", page.text);

    // Of the marks nothing is lost when the tables are made again.
    let rows = async || {
        let mut db = console.node.store.read().await.unwrap();
        rebuild::rows_of(&mut db, "help_mark").await.unwrap()
    };
    let live = rows().await;
    assert_eq!(live.len(), 1);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    assert_eq!(rows().await, live);
}

#[tokio::test]
async fn somebody_who_comes_back_is_found_by_telephone_and_what_went_badly_counts() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let device = super::roles::device(&console).await;
    let first = helped(&console, &olga, device, "La spesa").await;
    let second = console.leave("shopping", "mompiano", "Di nuovo la spesa").await;
    let unknown = brief(&console, second).await;
    assert_ne!(unknown.person, brief(&console, first).await.person);
    let few = post(&console, &olga, second, "known/find", &[("who", "12")]).await;
    assert_eq!(few.status, 422);
    let found = post(&console, &olga, second, "known/find", &[("who", "1234567")]).await;
    let person = Console::person_of(first);
    assert!(found.text.contains(&format!("value=\"{person}\"")), "{}", found.text);
    assert!(found.text.contains("Teresa") && found.text.contains("…567"), "{}", found.text);
    let mut db = console.node.store.read().await.unwrap();
    let looks = vault::readings(&mut db, person).await.unwrap();
    drop(db);
    assert!(looks.iter().any(|look| look.why == "same-person"), "whoever looked is recorded");

    let known = person.to_string();
    let said = post(&console, &olga, second, "known", &[("known", known.as_str())]).await;
    assert!(said.location().contains("done=person-known"), "{}", said.text);
    assert_eq!(brief(&console, second).await.known, Some(person));
    let page = console.get(&format!("/requests/{second}"), Some(&olga)).await.text;
    let slip = brief(&console, first).await.slip.to_string();
    assert!(page.contains(&slip) && page.contains("È una persona che conosciamo già"), "{page}");

    // The helper of the first time is asked no more once it has gone badly, here as there.
    let badly = [("side", "requester"), ("mark", "bad"), ("feedback", "")];
    post(&console, &olga, first, "rate", &badly).await;
    post(&console, &olga, second, "take", &[]).await;
    let page = post(&console, &olga, second, "propose", &[("circle", "neighbourhood")]).await;
    assert!(page.status == 409 && page.text.contains("nessuno a cui chiedere"), "{}", page.text);
    let rows = async || {
        let mut db = console.node.store.read().await.unwrap();
        rebuild::rows_of(&mut db, "person_same").await.unwrap()
    };
    let live = rows().await;
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    assert_eq!(rows().await, live);

    let carla = console.signed_in(Role::Coordinator).await;
    let rights = console.get(&format!("/people/{person}"), Some(&carla)).await.text;
    let other = Console::person_of(second);
    assert!(rights.contains(&format!("href=\"/people/{other}\"")), "{rights}");

    post(&console, &olga, second, "known", &[("other", "yes")]).await;
    assert_eq!(brief(&console, second).await.known, None);
    let page = post(&console, &olga, second, "propose", &[("circle", "neighbourhood")]).await;
    assert!(page.location().contains("done=proposed"), "{}", page.text);
}

#[tokio::test]
async fn a_need_of_somebody_known_is_entered_with_what_they_left_before() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let first = console.leave("shopping", "mompiano", "La spesa").await;
    let person = Console::person_of(first).to_string();
    let typed = [
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("text", "Due sporte del mercato"),
        ("name", "teresa"),
    ];
    let found = console.post("/requests/new/known", &olga, &typed).await;
    assert!(found.text.contains(&person) && found.text.contains("Due sporte del mercato"));
    let pick = [&typed[..], &[("pick", person.as_str())]].concat();
    let filled = console.post("/requests/new/known", &olga, &pick).await;
    assert!(filled.text.contains("value=\"030 123 4567\""), "{}", filled.text);
    assert!(filled.text.contains("È la stessa persona di prima"), "{}", filled.text);
    let all = [&typed[..], &[("phone", "030 123 4567"), ("known", person.as_str())]].concat();
    let left = console.post("/requests/new", &olga, &all).await;
    let to = left.location().trim_start_matches("/requests/").to_owned();
    let id: RequestId = to.split('?').next().unwrap().parse().unwrap();
    assert_eq!(brief(&console, id).await.known, Some(Console::person_of(first)));
}

#[tokio::test]
async fn whoever_rests_or_is_not_of_the_network_is_not_asked_by_name() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let antenna = active_at(&console.node, "Edicola Bianchi", "mompiano").await;
    let id = console.leave("shopping", "mompiano", "La spesa").await;
    post(&console, &olga, id, "take", &[]).await;
    let refused = async |named: DeviceId| {
        let actor = ActorRef::Staff(olga.staff);
        let ctx = console.node.ctx(console.fresh(), actor, Channel::Console);
        let note = String::new();
        let (circle, named) = (Circle::Named, Some(named));
        let propose = requests::Command::Propose { request: id, circle, named, note };
        let answer = console.node.submit(ctx, Command::Requests(propose)).await;
        answer.unwrap_err().slug().to_owned()
    };
    assert_eq!(refused(DeviceId::new(crate::testing::uuid(77))).await, "antenna-not-here");
    let rest = A::TakeStep { antenna, step: Step::Rest, reason: None, until: None };
    tell(&console.node, rest).await.unwrap();
    assert_eq!(refused(antennae::by_desk(antenna)).await, "antenna-away");
    let page = console.get(&format!("/requests/{id}"), Some(&olga)).await.text;
    assert!(page.contains("In pausa, sospese o non più attive"), "{page}");
}

#[tokio::test]
async fn a_neighbour_without_clearance_is_named_with_what_to_do_and_asked_once_cleared() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let antenna = active_of(&console.node, Kind::Citizen, "Elda Bianchi", "mompiano").await;
    let id = console.leave("shopping", "mompiano", "La spesa").await;
    post(&console, &olga, id, "take", &[]).await;
    let page = console.get(&format!("/requests/{id}"), Some(&olga)).await.text;
    let link = format!("/antennae/{antenna}#clearance");
    assert!(page.contains(&link) && page.contains("Elda Bianchi"), "{page}");
    let named = antennae::by_desk(antenna).to_string();
    let refused = post(&console, &olga, id, "propose", &[("named", named.as_str())]).await;
    assert!(refused.text.contains("serve l&#39;idoneità"), "{}", refused.text);
    clear(&console, antenna).await;
    let page = console.get(&format!("/requests/{id}"), Some(&olga)).await.text;
    assert!(!page.contains(&link) && page.contains("senza app: la chiami tu"), "{page}");
}

#[tokio::test]
async fn two_who_are_called_say_yes_help_together_and_both_have_their_hours() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let one = active_at(&console.node, "Edicola Bianchi", "mompiano").await;
    let other = active_at(&console.node, "Panificio Rossi", "mompiano").await;
    clear(&console, one).await;
    clear(&console, other).await;
    let id = console.leave("shopping", "mompiano", "La spesa grossa").await;
    post(&console, &olga, id, "take", &[]).await;
    post(&console, &olga, id, "seats", &[("two", "yes")]).await;
    for antenna in [one, other] {
        let device = antennae::by_desk(antenna).to_string();
        let asked = post(&console, &olga, id, "propose", &[("named", device.as_str())]).await;
        assert!(asked.location().contains("done=proposed"), "{}", asked.text);
        let page = console.get(&format!("/requests/{id}"), Some(&olga)).await.text;
        assert!(page.contains("Dice sì") && page.contains(&device), "{page}");
        let yes = [("device", device.as_str()), ("accept", "yes")];
        let said = post(&console, &olga, id, "answered", &yes).await;
        assert!(said.location().contains("done=answered-yes"), "{}", said.text);
    }
    let held = brief(&console, id).await;
    assert_eq!(held.request.state, State::Accepted);
    assert_eq!(held.request.helper, Some(antennae::by_desk(one)));
    assert_eq!(held.request.companion, Some(antennae::by_desk(other)));
    let page = console.get(&format!("/requests/{id}"), Some(&olga)).await.text;
    assert!(page.contains("Edicola Bianchi") && page.contains("Panificio Rossi"), "{page}");
    post(&console, &olga, id, "done", &[("minutes", "50")]).await;
    let city = console.node.known_city().unwrap();
    for antenna in [one, other] {
        let mut db = console.node.store.read().await.unwrap();
        let device = antennae::by_desk(antenna);
        let now_ms = console.node.now_ms();
        let told = network::statement::of_device(&mut db, &city, device, now_ms).await.unwrap();
        assert_eq!((told.months[0].helps, told.months[0].helping_min), (1, 50));
    }
}

#[tokio::test]
async fn a_helper_who_falls_ill_calls_and_a_person_who_needs_it_no_more_does_too() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let antenna = active_at(&console.node, "Edicola Bianchi", "mompiano").await;
    let device = antennae::by_desk(antenna).to_string();
    let id = console.leave("shopping", "mompiano", "La spesa").await;
    post(&console, &olga, id, "take", &[]).await;
    post(&console, &olga, id, "propose", &[("named", device.as_str())]).await;
    post(&console, &olga, id, "answered", &[("device", device.as_str()), ("accept", "yes")]).await;
    let silent = post(&console, &olga, id, "free", &[("device", device.as_str())]).await;
    assert_eq!(silent.status, 422, "an operator says why");
    let why = [("device", device.as_str()), ("free_why", "Ha la febbre")];
    let freed = post(&console, &olga, id, "free", &why).await;
    assert!(freed.location().contains("done=freed"), "{}", freed.text);
    let free = brief(&console, id).await;
    assert_eq!((free.request.state, free.request.helper), (State::TakenInCharge, None));
    let page = console.get(&format!("/requests/{id}"), Some(&olga)).await.text;
    assert!(page.contains("Ha la febbre"), "{page}");
    let gone = post(&console, &olga, id, "withdraw", &[]).await;
    assert!(gone.location().contains("done=request-withdrawn"), "{}", gone.text);
    assert_eq!(brief(&console, id).await.request.state, State::Withdrawn);
}

#[tokio::test]
async fn what_went_wrong_and_what_was_told_without_consent_waits_for_whoever_answers_for_the_hub() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let carla = console.signed_in(Role::Coordinator).await;
    let id = console.leave("company", "mompiano", "Un po' di compagnia").await;
    let wrong = [("about", "incident"), ("said", "Chi aiutava ha chiesto del denaro")];
    post(&console, &olga, id, "note", &wrong).await;
    let other = console.leave("company", "mompiano", "Non apre").await;
    post(&console, &olga, other, "take", &[]).await;
    let danger = [
        ("service", "home-care"),
        ("consent", "danger"),
        ("shared", "need"),
        ("why", "Porta aperta e non risponde"),
    ];
    post(&console, &olga, other, "refer", &danger).await;
    let queue = console.get("/requests", Some(&carla)).await.text;
    assert!(queue.contains("2 cose da rivedere"), "{queue}");
    assert!(!console.get("/requests", Some(&olga)).await.text.contains("da rivedere"));
    let list = console.get("/reviews", Some(&carla)).await.text;
    for said in ["ha chiesto del denaro", "Porta aperta e non risponde", "Detto senza consenso"] {
        assert!(list.contains(said), "{said}: {list}");
    }
    let action = format!("action=\"/requests/{id}/reviewed\"");
    let form = list.split_once(&action).map_or("", |(_, rest)| rest);
    let thing = super::id_after(form, "name=\"thing\" value=\"");
    let seen = [("thing", thing.as_str()), ("note", "Parlato con chi aiutava")];
    let done = post(&console, &carla, id, "reviewed", &seen).await;
    assert_eq!(done.location(), "/reviews?done=reviewed", "{}", done.text);
    let queue = console.get("/requests", Some(&carla)).await.text;
    assert!(queue.contains("Una cosa da rivedere"), "{queue}");
    let page = format!("/requests/{id}");
    let by_carla = console.get(&page, Some(&carla)).await.text;
    assert!(by_carla.contains("Parlato con chi aiutava"), "{by_carla}");
    assert!(!console.get(&page, Some(&olga)).await.text.contains("Parlato con chi aiutava"));
    let rows = async || {
        let mut db = console.node.store.read().await.unwrap();
        rebuild::rows_of(&mut db, "request_review").await.unwrap()
    };
    let live = rows().await;
    assert_eq!(live.len(), 2);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    assert_eq!(rows().await, live);
}

#[tokio::test]
async fn a_no_of_a_service_has_a_reason_and_is_told_to_the_person_before_it_is_off_the_list() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let id = console.leave("company", "mompiano", "Non esce da un mese").await;
    post(&console, &olga, id, "take", &[]).await;
    let told = [("service", "home-care"), ("consent", "by-phone"), ("shared", "need")];
    post(&console, &olga, id, "refer", &told).await;
    let early = post(&console, &olga, id, "service", &[("service-answer", "done")]).await;
    assert!(early.status == 409 && early.text.contains("non ha ancora detto"), "{}", early.text);
    let silent = post(&console, &olga, id, "service", &[("service-answer", "rejected")]).await;
    assert_eq!(silent.status, 422, "a no without a reason");
    console.clock.move_by(60_000);
    let no = [("service-answer", "rejected"), ("service-words", "Fuori zona")];
    post(&console, &olga, id, "service", &no).await;
    assert_eq!(brief(&console, id).await.request.state, State::TakenInCharge);
    let list = console.get("/to-call", Some(&olga)).await.text;
    assert!(list.contains("non può occuparsene"), "{list}");
    console.clock.move_by(60_000);
    console.post(&format!("/to-call/{id}"), &olga, &[("reached", "yes")]).await;
    let list = console.get("/to-call", Some(&olga)).await.text;
    assert!(!list.contains(&id.to_string()), "{list}");
}

#[tokio::test]
async fn a_file_of_needs_says_every_line_that_is_wrong_and_a_good_one_twice_records_once() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let head = "category;neighbourhood;text;urgency;name;phone;needed_by\n";
    let good = "shopping;Mompiano;La spesa;today;Ida;030 11;\nFare la spesa;casazza;Il pane;;;;\n";
    let bad =
        "volare;mompiano;;;;;\nshopping;mompiano;;subito;;;\nshopping;mompiano;;;;;2026-11-01\n";
    let text = format!("{head}{good}{bad}");
    let fields = [("record", "yes"), ("text", text.as_str())];
    let page = console.post("/requests/import", &olga, &fields).await;
    for line in [4, 5, 6] {
        assert!(page.text.contains(&format!("<th scope=\"row\">{line}</th>")), "{}", page.text);
    }
    assert!(!page.text.contains("<th scope=\"row\">3</th>"), "{}", page.text);
    let received = async || {
        let mut db = console.node.store.read().await.unwrap();
        let counts = queries::counts(&mut db, console.node.id()).await.unwrap();
        counts.iter().filter(|c| c.state == State::Received).map(|c| c.requests).sum::<i64>()
    };
    assert_eq!(received().await, 0);
    let text = format!("{head}{good}");
    let fields = [("record", "yes"), ("text", text.as_str())];
    for _ in 0..2 {
        let page = console.post("/requests/import", &olga, &fields).await;
        assert_eq!(page.location(), "/requests?done=needs-imported", "{}", page.text);
    }
    assert_eq!(received().await, 2);
    let carla = console.signed_in(Role::Coordinator).await;
    let file = console.get("/requests/export.csv", Some(&carla)).await;
    assert!(file.text.contains(",shopping,casazza,this-week,"), "{}", file.text);
    assert!(!file.text.contains("Ida"), "no name leaves in a file");
}

#[tokio::test]
async fn several_requests_are_given_to_a_colleague_or_closed_and_a_handover_takes_all_of_them() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let piero = console.signed_in(Role::Operator).await;
    let carla = console.signed_in(Role::Coordinator).await;
    let one = console.leave("shopping", "mompiano", "La spesa").await;
    let other = console.leave("medicines", "mompiano", "Le medicine").await;
    post(&console, &olga, other, "take", &[]).await;
    let (a, b, to) = (one.to_string(), other.to_string(), piero.staff.to_string());
    let pick = [("pick", a.as_str()), ("pick", b.as_str())];
    let give = [&pick[..], &[("do", "assign"), ("to", to.as_str())]].concat();
    let page = console.post("/requests/several", &olga, &give).await;
    assert!(page.location().contains("done=several-assigned"), "{}", page.text);
    for id in [one, other] {
        let held = brief(&console, id).await;
        assert_eq!((held.operator, held.request.state), (Some(piero.staff), State::TakenInCharge));
    }
    let stranger = crate::testing::uuid(91).to_string();
    let nobody = [&pick[..], &[("do", "assign"), ("to", stranger.as_str())]].concat();
    let page = console.post("/requests/several", &olga, &nobody).await;
    assert!(page.location().contains("done=several-some"), "{}", page.text);

    let (from, next) = (piero.staff.to_string(), olga.staff.to_string());
    let hand = [("from", from.as_str()), ("to", next.as_str())];
    assert_eq!(console.post("/antennae/handover", &carla, &hand).await.status, 303);
    assert_eq!(brief(&console, one).await.operator, Some(olga.staff));
    let close = [&pick[..], &[("do", "close"), ("reason", "no-offer")]].concat();
    let page = console.post("/requests/several", &olga, &close).await;
    assert!(page.location().contains("done=several-closed"), "{}", page.text);
    assert_eq!(brief(&console, other).await.request.state, State::NotMet);
}

#[tokio::test]
async fn the_queue_is_filtered_by_who_has_it_how_soon_how_it_came_in_and_in_which_language() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let id = console.leave("shopping", "mompiano", "La spesa").await;
    post(&console, &olga, id, "take", &[]).await;
    let mine = olga.staff.to_string();
    let row = format!("r-{id}");
    for (field, right, wrong) in [
        ("operator", mine.as_str(), "00000000-0000-4000-8000-000000000001"),
        ("urgency", "this-week", "today"),
        ("via", "kiosk", "phone"),
        ("language", "it", "ur"),
    ] {
        for tab in ["now", "open"] {
            let path = format!("/requests?tab={tab}&{field}={right}");
            assert!(console.get(&path, Some(&olga)).await.text.contains(&row), "{path}");
            let path = format!("/requests?tab={tab}&{field}={wrong}");
            assert!(!console.get(&path, Some(&olga)).await.text.contains(&row), "{path}");
        }
    }
}

#[tokio::test]
async fn a_day_that_is_over_is_no_day_to_need_something_by() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let fields = [
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("text", "La spesa per ieri"),
        ("needed_by", "2026-11-17"),
    ];
    let refused = console.post("/requests/new", &olga, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("La spesa per ieri"), "nothing typed is lost");
}

#[tokio::test]
async fn what_an_antenna_gave_is_certified_and_thanked_for_and_the_city_counts_how_it_went() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let antenna = active_at(&console.node, "Edicola Bianchi", "mompiano").await;
    let early = console.get(&format!("/antennae/{antenna}/certificate"), Some(&olga)).await;
    assert!(early.status == 409 && early.text.contains("ore da certificare"), "{}", early.text);
    let device = antennae::by_desk(antenna).to_string();
    let id = console.leave("shopping", "mompiano", "La spesa").await;
    post(&console, &olga, id, "take", &[]).await;
    post(&console, &olga, id, "propose", &[("named", device.as_str())]).await;
    post(&console, &olga, id, "answered", &[("device", device.as_str()), ("accept", "yes")]).await;
    post(&console, &olga, id, "done", &[("minutes", "75")]).await;
    post(&console, &olga, id, "met", &[]).await;
    post(&console, &olga, id, "rate", &[("side", "requester"), ("mark", "good")]).await;
    for paper in ["certificate", "thanks"] {
        let page = console.get(&format!("/antennae/{antenna}/{paper}"), Some(&olga)).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.starts_with("%PDF"), "{paper}");
    }
    let city = console.node.known_city().unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let figures = crate::oversight::figures::of_hubs(&mut db, &city).await.unwrap();
    let here = figures.iter().find(|hub| hub.hub == *console.node.id()).unwrap();
    let good = crate::requests::events::Mark::Good;
    assert_eq!((here.marks.as_slice(), here.marked(good)), (&[(good, 1)][..], 1));
}

#[tokio::test]
async fn whoever_left_the_register_stays_in_its_file_and_on_its_page() {
    let console = Console::hub().await;
    let carla = console.signed_in(Role::Coordinator).await;
    let auser = organisations::profile("Auser Mompiano", "00743110157");
    let organisation = organisations::enter(&console.node, auser, "030 1").await.unwrap();
    let organisation = organisation.to_string();
    let person = [
        ("name", "Sara Prova"),
        ("organisation", organisation.as_str()),
        ("entered_on", "2026-01-10"),
        ("insured_from", "2026-01-10"),
        ("insured_until", "2026-12-31"),
    ];
    let entered = console.post("/volunteers", &carla, &person).await;
    assert_eq!(entered.location(), "/volunteers?done=volunteer-entered", "{}", entered.text);
    let page = console.get("/volunteers", Some(&carla)).await.text;
    let id = super::id_after(&page, "id=\"v-");
    let thanks = console.get(&format!("/volunteers/{id}/thanks"), Some(&carla)).await;
    assert!(thanks.text.starts_with("%PDF"), "{}", thanks.status);
    console.post(&format!("/volunteers/{id}/leave"), &carla, &[]).await;
    let page = console.get("/volunteers", Some(&carla)).await.text;
    assert!(page.contains("Chi non è più nel registro") && page.contains("Sara Prova"), "{page}");
    let file = console.get("/volunteers.csv", Some(&carla)).await.text;
    assert!(file.contains("Sara Prova,volunteer,") && file.contains(",2026-11-18"), "{file}");
}

#[tokio::test]
async fn whoever_says_no_keeps_their_place() {
    let console = Console::hub().await;
    let device = super::roles::device(&console).await;
    super::roles::device(&console).await;
    let wanted = console.leave("parcels", "mompiano", "Un pacco").await;
    let city = console.node.known_city().unwrap();
    let list = async || {
        let wanted = brief(&console, wanted).await;
        let mut db = console.node.store.read().await.unwrap();
        let now_ms = console.node.now_ms();
        requests::candidates::candidates(&mut db, &city, &wanted, &[], now_ms).await.unwrap()
    };
    let before = list().await;
    assert_eq!(before.len(), 2);
    for _ in 0..3 {
        // From neighbour to neighbour: it is asked as it is left.
        let id = console.leave("tool-lending", "mompiano", "Una scala").await;
        let proposal = brief(&console, id).await.request.open.expect("asked").id;
        let no = requests::Command::Answer { proposal, device, accept: false };
        give(&console, ActorRef::Device(device), no).await;
        assert_eq!(list().await, before, "a no is not counted against anybody");
    }
}

#[tokio::test]
async fn tasks_of_a_split_need_and_days_of_one_that_comes_back_are_of_the_same_known_person() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let first = console.leave("shopping", "mompiano", "La spesa").await;
    let person = Console::person_of(first);
    let known = person.to_string();
    let second = console.leave("shopping", "mompiano", "La spesa e le medicine").await;
    post(&console, &olga, second, "take", &[]).await;
    post(&console, &olga, second, "known", &[("known", known.as_str())]).await;
    let parts = [
        ("part_0", "La spesa"),
        ("kind_0", "shopping"),
        ("part_1", "Le medicine"),
        ("kind_1", "medicines"),
    ];
    post(&console, &olga, second, "split", &parts).await;
    let mut db = console.node.store.read().await.unwrap();
    let tasks = queries::parts(&mut db, second).await.unwrap();
    drop(db);
    assert_eq!(tasks.len(), 2);
    for task in tasks {
        assert_eq!(brief(&console, task.request.id).await.known, Some(person));
    }

    let tuesdays = [
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("text", "La spesa grossa"),
        ("name", "Teresa"),
        ("phone", "030 123 4567"),
        ("known", known.as_str()),
        ("days", "tue"),
        ("every_weeks", "1"),
        ("from", "2026-11-18"),
        ("hours_from", "09:00"),
        ("hours_to", "11:00"),
        ("ahead_days", "3"),
    ];
    let begun = console.post("/requests/new", &olga, &tuesdays).await;
    assert!(begun.location().starts_with("/recurring/"), "{}", begun.text);
    console.clock.move_by(4 * 24 * 3_600_000);
    crate::recurring::raise_due(&console.node).await.unwrap();
    let asked = brief(&console, first).await;
    let mut db = console.node.store.read().await.unwrap();
    let before = queries::before(&mut db, &asked).await.unwrap();
    drop(db);
    let day = before.iter().find(|one| one.recurrence.is_some()).expect("Tuesday is a request");
    assert_eq!(brief(&console, day.request.id).await.known, Some(person));
}

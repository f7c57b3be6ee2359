//! Whoever comes back, whoever helps without a device, and what is written down for a helper who calls.

use jiff::civil::date;
use protocol::{ActorRef, AntennaId, Channel, DeviceId, RequestId};

use super::{Browser, Console, Page};
use crate::command::Command;
use crate::network;
use crate::network::antennae::events::{Clearance, Kind};
use crate::network::antennae::tests::{active_at, active_of, tell};
use crate::network::antennae::{self, Command as A, Step};
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

//! Requests on the console beyond their next step: what is asked at the desk, tasks, signals, incidents.

use protocol::{Channel, RequestId};

use super::Console;
use crate::command::Command;
use crate::people::Role;
use crate::requests::queries::{self, Brief};
use crate::requests::{self, State};

async fn brief(console: &Console, id: RequestId) -> Brief {
    let mut db = console.node.store.read().await.unwrap();
    queries::brief(&mut db, id).await.unwrap().unwrap()
}

/// The id of the request a page was left for.
fn led_to(page: &super::Page) -> RequestId {
    let to = page.location();
    let id = to.trim_start_matches("/requests/").split('?').next().unwrap();
    id.parse().unwrap_or_else(|_| panic!("{to}: {}", page.text))
}

#[tokio::test]
async fn the_questions_of_a_kind_of_help_are_asked_and_their_answers_kept() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let form = console.get("/requests/new", Some(&operator)).await;
    assert!(form.text.contains("In quale negozio?") && form.text.contains("q_shopping_0"));
    let fields = [
        ("command", "0192aaaa-0000-7000-8000-000000000001"),
        ("channel", "phone"),
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("urgency", "this-week"),
        ("q_shopping_0", "Al mercato"),
        ("q_medicines_0", "Di un altro tipo di aiuto"),
        ("needed_by", "2026-11-19"),
        ("when", "mornings"),
        ("when", "weekend"),
        ("language", "it"),
    ];
    let left = console.post("/requests/new", &operator, &fields).await;
    let id = led_to(&left);
    let kept = brief(&console, id).await;
    let answers: Vec<_> = kept.answers.iter().map(|a| a.answer.as_str()).collect();
    assert_eq!(answers, ["Al mercato"]);
    assert_eq!((kept.needed_by.as_deref(), kept.when.len()), (Some("2026-11-19"), 2));
    // Eight hours of opening from Wednesday at ten reach Thursday afternoon, before the day is over.
    let due = jiff::Timestamp::from_millisecond(kept.due_ms.unwrap()).unwrap();
    assert_eq!(due.to_string(), "2026-11-19T10:00:00Z");
    let page = console.get(&format!("/requests/{id}"), Some(&operator)).await;
    assert!(page.text.contains("Al mercato") && page.text.contains("la mattina"));
    let wrong = [&fields[..7], &[("needed_by", "domani"), ("language", "it")]].concat();
    let refused = console.post("/requests/new", &operator, &wrong).await;
    assert_eq!(refused.status.as_u16(), 422);
}

#[tokio::test]
async fn a_need_split_into_tasks_is_to_be_confirmed_when_all_of_them_are_over() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let id = console.leave("shopping", "mompiano", "La spesa e le medicine").await;
    console.post(&format!("/requests/{id}/take"), &operator, &[]).await;
    let one = [("part_0", "La spesa"), ("kind_0", "shopping")];
    let refused = console.post(&format!("/requests/{id}/split"), &operator, &one).await;
    assert_eq!(refused.status.as_u16(), 422, "one task is no splitting");
    let two = [&one[..], &[("part_1", "Le medicine"), ("kind_1", "medicines")]].concat();
    console.post(&format!("/requests/{id}/split"), &operator, &two).await;
    let mut db = console.node.store.read().await.unwrap();
    let parts = queries::parts(&mut db, id).await.unwrap();
    drop(db);
    let whole = brief(&console, id).await;
    assert_eq!((whole.request.state, parts.len()), (State::Split, 2));
    for (at, part) in parts.iter().enumerate() {
        assert_eq!(brief(&console, id).await.request.state, State::Split, "{at}");
        assert_eq!(part.person, whole.person);
        let page = format!("/requests/{}", part.request.id);
        console.post(&format!("{page}/take"), &operator, &[]).await;
        console.post(&format!("{page}/done"), &operator, &[("minutes", "30")]).await;
        console.post(&format!("{page}/met"), &operator, &[]).await;
    }
    assert_eq!(brief(&console, id).await.request.state, State::Done);
}

#[tokio::test]
async fn an_incident_is_read_by_the_coordinator_alone() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let coordinator = console.signed_in(Role::Coordinator).await;
    let id = console.leave("company", "mompiano", "Un po' di compagnia").await;
    let page = format!("/requests/{id}");
    let fields = [("about", "incident"), ("said", "Chi aiutava ha chiesto del denaro")];
    console.post(&format!("{page}/note"), &operator, &fields).await;
    let seen = console.get(&page, Some(&operator)).await.text;
    assert!(!seen.contains("ha chiesto del denaro") && seen.contains("segnalazione riservata"));
    let seen = console.get(&page, Some(&coordinator)).await.text;
    assert!(seen.contains("ha chiesto del denaro"));
}

#[tokio::test]
async fn a_signal_is_kept_apart_until_the_person_agrees() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let fields = [
        ("category", "company"),
        ("neighbourhood", "mompiano"),
        ("text", "Una signora sempre sola alla finestra"),
        ("signal", "yes"),
    ];
    let id = led_to(&console.post("/requests/new", &operator, &fields).await);
    assert_eq!(brief(&console, id).await.request.state, State::Signal);
    let row = format!("r-{id}");
    let now = console.get("/requests", Some(&operator)).await.text;
    let signals = console.get("/requests?tab=signals", Some(&operator)).await.text;
    assert!(!now.contains(&row) && signals.contains(&row));
    let person = [("name", "Ada"), ("phone", "030 22")];
    console.post(&format!("/requests/{id}/become"), &operator, &person).await;
    let became = brief(&console, id).await;
    assert_eq!(became.request.state, State::Received);
    assert!(became.person.is_some() && became.due_ms.is_some());
    let now = console.get("/requests", Some(&operator)).await.text;
    assert!(now.contains(&row));
}

#[tokio::test]
async fn nothing_that_is_not_in_the_table_of_a_life_can_be_asked_of_a_request() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let id = console.leave("company", "mompiano", "Ciao").await;
    let start = Command::Requests(requests::Command::Start { request: id });
    let actor = protocol::ActorRef::Staff(operator.staff);
    let ctx = console.node.ctx(console.fresh(), actor, Channel::Console);
    let refused = console.node.submit(ctx, start).await.unwrap_err();
    assert_eq!(refused.slug(), "request-state");
}

#[tokio::test]
async fn what_the_desk_says_of_help_reaches_whoever_helped() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let device = super::roles::device(&console).await;
    // From neighbour to neighbour: it is asked as it is left.
    let id = console.leave("tool-lending", "mompiano", "Una scala").await;
    let proposal = brief(&console, id).await.request.open.unwrap().id;
    let by_device = async |command: requests::Command| {
        let actor = protocol::ActorRef::Device(device);
        let ctx = console.node.ctx(console.fresh(), actor, Channel::Antenna);
        console.node.submit(ctx, Command::Requests(command)).await.unwrap();
    };
    by_device(requests::Command::Answer { proposal, device, accept: true }).await;
    let done = requests::Command::ReportDone {
        request: id,
        device: Some(device),
        minutes: Some(20),
        said: String::new(),
    };
    by_device(done).await;
    let path = format!("/requests/{id}/rate");
    let said = [("side", "desk"), ("mark", "good"), ("feedback", "Grazie, gentilissima!")];
    let page = console.post(&path, &olga, &said).await;
    assert!(page.location().contains("done=rated"), "{}", page.text);
    let mark = brief(&console, id).await.desk_mark;
    assert_eq!(mark, Some(requests::events::Mark::Good));
    let mut db = console.node.store.read().await.unwrap();
    let thread = crate::messages::queries::of_device(&mut db, device, 10, 0).await.unwrap();
    drop(db);
    assert_eq!(thread.len(), 1, "a mark without words says nothing to anybody");
    assert_eq!(thread[0].about, Some(id));
    assert_eq!(thread[0].text.as_deref(), Some("Grazie, gentilissima!"));
    console.post(&path, &olga, &[("side", "desk"), ("mark", "middling")]).await;
    let mut db = console.node.store.read().await.unwrap();
    assert_eq!(crate::messages::queries::of_device(&mut db, device, 10, 0).await.unwrap().len(), 1);
}

//! A municipal service on its own page: it sees what it was sent and what was agreed to, answers, asks, and sees
//! nothing more once consent is taken back.

use axum::http::StatusCode;
use protocol::RequestId;

use super::{Browser, Console};
use crate::command::Command;
use crate::people::{self, Role, Scope};
use crate::requests::events::{Consent, MessageKind, SharedField};
use crate::requests::{Command as Requests, State, queries};
use crate::testing;

async fn works_in(console: &Console, service: &str) -> Browser {
    let scope = Scope::Service(service.parse().unwrap());
    let staff = console.account(&format!("di-{service}"), Role::ServiceOperator, scope).await;
    console.session(staff).await
}

/// A need of Teresa's that home care is told of, but for her address.
async fn sent(console: &Console, olga: &Browser) -> RequestId {
    let request = console.leave("company", "mompiano", "Non esce da un mese").await;
    console.post(&format!("/requests/{request}/take"), olga, &[]).await;
    let fields = [
        ("service", "home-care"),
        ("consent", "by-phone"),
        ("shared", "need"),
        ("shared", "words"),
        ("shared", "name"),
        ("why", "Vive sola"),
    ];
    let page = console.post(&format!("/requests/{request}/refer"), olga, &fields).await;
    assert!(page.location().contains("done=referred"), "{}", page.text);
    request
}

async fn state(console: &Console, request: RequestId) -> State {
    let mut db = console.node.store.read().await.unwrap();
    queries::brief(&mut db, request).await.unwrap().unwrap().request.state
}

#[tokio::test]
async fn a_service_reads_what_was_agreed_to_answers_and_asks() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let (marta, altro) =
        (works_in(&console, "home-care").await, works_in(&console, "registry").await);
    let request = sent(&console, &olga).await;
    let path = format!("/referrals/{request}");
    let list = console.get("/referrals", Some(&marta)).await.text;
    assert!(list.contains("di compagnia"), "{list}");
    assert!(!console.get("/referrals", Some(&altro)).await.text.contains("di compagnia"));
    let page = console.get(&path, Some(&marta)).await;
    for told in ["Non esce da un mese", "Vive sola", "Mompiano"] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    assert!(!page.text.contains("Teresa"), "a name is shown on demand");

    // The name and nothing else, and the look is written down.
    let page = console.post(&format!("{path}/contact"), &marta, &[]).await;
    assert!(page.text.contains("Teresa") && !page.text.contains("030 123 4567"));
    let person = Console::person_of(request);
    let mut db = console.node.store.read().await.unwrap();
    let readings = crate::store::vault::readings(&mut db, person).await.unwrap();
    drop(db);
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0].why, "contact-referral");

    let silent = console.post(&path, &marta, &[("word", "ask"), ("text", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    console.post(&path, &marta, &[("word", "ask"), ("text", "Ha un medico di base?")]).await;
    let page = console.get(&format!("/requests/{request}"), Some(&olga)).await;
    assert!(page.text.contains("Ha un medico di base?"));
    let queue = console.get("/requests", Some(&olga)).await;
    assert!(queue.text.contains(&request.to_string()));
    let told = [("to-service", "Sì, il dottor Bonera")];
    console.post(&format!("/requests/{request}/tell-service"), &olga, &told).await;
    assert!(console.get(&path, Some(&marta)).await.text.contains("il dottor Bonera"));

    console.post(&path, &marta, &[("word", "accept")]).await;
    assert_eq!(state(&console, request).await, State::Referred);
    let page = console.post(&path, &marta, &[("word", "done")]).await;
    assert_eq!(page.location(), "/referrals?done=referral-done");
    assert_eq!(state(&console, request).await, State::Done);
    assert_eq!(console.get(&path, Some(&marta)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn consent_that_is_taken_back_hides_everything_at_once() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let marta = works_in(&console, "home-care").await;
    let request = sent(&console, &olga).await;
    let path = format!("/referrals/{request}");
    assert_eq!(console.get(&path, Some(&marta)).await.status, StatusCode::OK);
    console.post(&format!("/requests/{request}/revoke"), &olga, &[]).await;
    let page = console.get(&path, Some(&marta)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.text.contains("Non esce da un mese"));
    let look = console.post(&format!("{path}/contact"), &marta, &[]).await;
    assert!(look.status == StatusCode::NOT_FOUND && !look.text.contains("Teresa"));
    let late = console.post(&path, &marta, &[("word", "accept")]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    assert!(!console.get("/referrals", Some(&marta)).await.text.contains("Compagnia"));
}

#[tokio::test]
async fn a_service_answers_for_its_own_and_only_who_works_in_one_is_there_for_it() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let altro = works_in(&console, "registry").await;
    let request = sent(&console, &olga).await;
    let word = crate::requests::events::ServiceWord::Reject;
    let said = Requests::FromService { request, word, text: "No".to_owned() };
    let ctx = console.node.ctx(
        console.fresh(),
        protocol::ActorRef::Staff(altro.staff),
        protocol::Channel::Console,
    );
    let refused = console.node.submit(ctx, Command::Requests(said)).await.unwrap_err();
    assert_eq!(refused.slug(), "not-your-area");
    let add = people::Command::AddStaff {
        role: Role::Operator,
        scope: Scope::Service("registry".parse().unwrap()),
    };
    let refused = testing::submit(&console.node, Command::People(add)).await.unwrap_err();
    assert_eq!(refused.slug(), "scope-of-a-service");
}

#[tokio::test]
async fn what_there_was_danger_about_says_so_and_a_no_needs_a_reason() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let marta = works_in(&console, "home-care").await;
    let request = console.leave("company", "mompiano", "").await;
    console.post(&format!("/requests/{request}/take"), &olga, &[]).await;
    let refer = Requests::Refer {
        request,
        service: "home-care".parse().unwrap(),
        shared: vec![SharedField::Need],
        consent: Consent::Danger,
        text: "Gas aperto".to_owned(),
    };
    testing::submit(&console.node, Command::Requests(refer)).await.unwrap();
    let path = format!("/referrals/{request}");
    let page = console.get(&path, Some(&marta)).await;
    assert!(page.text.contains("Inviata senza consenso") && page.text.contains("Gas aperto"));
    let silent = console.post(&path, &marta, &[("word", "reject")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let no = [("word", "reject"), ("text", "È dei pompieri")];
    assert_eq!(
        console.post(&path, &marta, &no).await.location(),
        "/referrals?done=referral-reject"
    );
    assert_eq!(state(&console, request).await, State::TakenInCharge);
    let mut db = console.node.store.read().await.unwrap();
    let said = queries::messages(&mut db, request).await.unwrap();
    assert!(said.iter().any(|m| m.about == MessageKind::Referral && m.body == "È dei pompieri"));
}

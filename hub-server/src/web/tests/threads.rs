//! A thread between a hub and the city's services: written, unread until it is read, gone when its antenna is erased.

use axum::http::StatusCode;
use protocol::PersonId;

use super::Console;
use crate::command::Command;
use crate::people::{self, Role};
use crate::{network, testing};

#[tokio::test]
async fn what_one_side_writes_is_new_to_the_other_until_it_is_read() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let sofia = console.signed_in(Role::ServiceOperator).await;
    let begin = [("about", "neighbourhood.casazza"), ("text", "Il circolo cerca una sala")];
    let page = console.post("/threads", &olga, &begin).await;
    let thread = "/threads/mompiano.neighbourhood.casazza";
    assert_eq!(page.location(), format!("{thread}?done=thread-said"), "{}", page.text);
    assert!(!console.get("/threads", Some(&olga)).await.text.contains("1 nuovo"), "one's own");
    let page = console.get("/threads", Some(&sofia)).await;
    assert!(page.text.contains("1 nuovo") && page.text.contains("uno scambio da leggere"));
    let page = console.get(thread, Some(&sofia)).await;
    assert!(
        page.text.contains("Il circolo cerca una sala") && page.text.contains("li class=\" fresh")
    );
    assert!(!console.get("/threads", Some(&sofia)).await.text.contains("1 nuovo"));
    console.post(thread, &sofia, &[("text", "C'è quella di via Fiume")]).await;
    let page = console.get(thread, Some(&olga)).await;
    assert!(page.text.contains("via Fiume") && page.text.contains("Servizi del Comune"));
    let empty = console.post(thread, &olga, &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        console.get("/threads/lamarmora.neighbourhood.casazza", Some(&olga)).await.status,
        404
    );
    // The service operator sees the network and no request.
    assert_eq!(console.get("/requests", Some(&sofia)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn words_about_an_antenna_go_when_it_is_erased_and_that_somebody_wrote_stays() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let antenna = network::antennae::tests::active_at(&console.node, "Edicola", "mompiano").await;
    let about = format!("antenna.{antenna}");
    let begin = [("about", about.as_str()), ("text", "Chiude in agosto")];
    console.post("/threads", &olga, &begin).await;
    let thread = format!("/threads/mompiano.{about}");
    assert!(console.get(&thread, Some(&olga)).await.text.contains("Chiude in agosto"));
    let mut db = console.node.store.read().await.unwrap();
    let kept = network::antennae::queries::one(&mut db, antenna).await.unwrap().unwrap();
    drop(db);
    let person: PersonId = kept.antenna.person;
    let erase = people::Command::Erase { person };
    testing::submit(&console.node, Command::People(erase)).await.unwrap();
    let page = console.get(&thread, Some(&olga)).await;
    assert!(!page.text.contains("Chiude in agosto") && page.text.contains("Parole cancellate"));
}

//! The agenda of the project desk through its pages.

use axum::http::StatusCode;

use super::{Console, id_after};
use crate::people::Role;

/// The first free time of a page.
fn first_free(page: &str) -> String {
    let select = page.split("name=\"at\"").find(|part| part.contains("<option")).unwrap();
    let value = select.split_once("<option value=\"").map_or("", |(_, rest)| rest);
    value.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_desk_sets_a_visit_moves_it_keeps_times_and_says_who_came() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let page = console.get("/agenda", Some(&olga)).await;
    assert!(page.text.contains("Libero") && page.text.contains("Tieni per te"), "{}", page.text);
    let at = first_free(&page.text);
    let id = console.fresh().to_string();
    let who = [("name", "Anna Prova"), ("phone", "030 1234")];
    let book = [[("at", at.as_str()), ("command", id.as_str())], who].concat();
    let page = console.post("/agenda", &olga, &book).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let here = format!("/agenda/{}", id_after(page.location(), "/agenda/"));
    let page = console.get(&here, Some(&olga)).await;
    assert!(page.text.contains("Prenotata") && !page.text.contains("Anna Prova"), "{}", page.text);
    let page = console.post(&format!("{here}/contact"), &olga, &[("why", "call")]).await;
    assert!(page.text.contains("Anna Prova"), "the name is read, and that is recorded");

    // What is taken is neither booked twice nor kept; what is free is kept and opened again.
    let taken = console.post("/agenda", &olga, &[("at", at.as_str())]).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(taken.text.contains("Questo orario non è più libero"), "{}", taken.text);
    let page = console.get("/agenda", Some(&olga)).await;
    let other = first_free(&page.text);
    assert_ne!(other, at);
    let keep = |closed| [("at", other.as_str()), ("closed", closed)];
    let page = console.post("/agenda/keep", &olga, &keep("yes")).await;
    assert!(page.location().contains("done=times-kept"), "{}", page.text);
    let page = console.get("/agenda", Some(&olga)).await;
    assert!(page.text.contains("Tenuto per te") && first_free(&page.text) != other);
    console.post("/agenda/keep", &olga, &keep("no")).await;
    let page = console.post(&format!("{here}/move"), &olga, &[("at", other.as_str())]).await;
    assert!(page.location().contains("done=visit-moved"), "{}", page.text);

    // Nobody can have come before it begins.
    let early = console.post(&format!("{here}/mark"), &olga, &[("came", "yes")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    console.clock.move_by(other.parse::<i64>().unwrap() - console.node.now_ms() + 60_000);
    let olga = console.session(olga.staff).await;
    let page = console.get("/agenda", Some(&olga)).await;
    assert!(page.text.contains("Di una visita passata"), "{}", page.text);
    let page = console.post(&format!("{here}/mark"), &olga, &[("came", "yes")]).await;
    assert!(page.location().contains("done=visit-marked"), "{}", page.text);
    assert!(console.get(&here, Some(&olga)).await.text.contains("È venuta"));
}

//! Custody through its pages: a parcel that comes and is given against a signature, a drill that is lent and late.

use axum::http::{StatusCode, header};
use protocol::PersonId;

use super::{Console, id_after};
use crate::command::Command;
use crate::people::{self, Role};
use crate::store::{rebuild, vault};
use crate::testing;

const SIGNATURE: &str = "100 100,300 200,500 120;600 90,640 210";

#[tokio::test]
async fn a_parcel_is_taken_in_found_by_name_and_given_against_a_signature() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let parcel = [
        ("kind", "parcel"),
        ("text", "Scatola grande"),
        ("name", "Anna Prova"),
        ("phone", "030 9"),
    ];
    let page = console.post("/custody/new", &olga, &parcel).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let id = id_after(page.location(), "/custody/");
    let list = console.get("/custody?q=anna", Some(&olga)).await;
    assert!(list.text.contains("Scatola grande") && list.text.contains("Anna Prova"));
    assert!(!console.get("/custody?q=bruno", Some(&olga)).await.text.contains("Scatola grande"));
    // The label shows initials and the code; the telephone is shown when somebody says why, and that is recorded.
    let label = console.get(&format!("/custody/{id}/label"), Some(&olga)).await;
    assert!(label.text.contains("A.P.") && !label.text.contains("Anna Prova"), "{}", label.text);
    let item = format!("/custody/{id}");
    assert!(!console.get(&item, Some(&olga)).await.text.contains("030 9"));
    let shown = console.post(&format!("{item}/contact"), &olga, &[("why", "call")]).await;
    assert!(shown.text.contains("030 9"));

    console.clock.move_by(60_000);
    let give = [("step", "hand"), ("mode", "give"), ("to", "owner"), ("signature", SIGNATURE)];
    let page = console.post(&format!("{item}/step"), &olga, &give).await;
    assert_eq!(page.location(), format!("{item}?done=custody-given"), "{}", page.text);
    let page = console.get(&item, Some(&olga)).await;
    assert!(page.text.contains("M100 100L300 200"), "the signature is drawn");
    let again = console.post(&format!("{item}/step"), &olga, &give).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "given once");
    let paper = console.post(&format!("{item}/receipt"), &olga, &[]).await;
    assert_eq!(paper.header(header::CONTENT_TYPE), "application/pdf");
    assert!(paper.text.starts_with("%PDF-"));
    assert!(console.get("/custody.csv?tab=all", Some(&olga)).await.text.contains("Consegnato"));

    // Whoever it was may ask to be forgotten: their words and their signature go, that it was given stays.
    let person: PersonId = id.parse().unwrap();
    let erase = people::Command::Erase { person };
    testing::submit(&console.node, Command::People(erase)).await.unwrap();
    let page = console.get(&item, Some(&olga)).await;
    assert!(
        !page.text.contains("M100 100") && !page.text.contains("Scatola grande"),
        "{}",
        page.text
    );
    assert!(page.text.contains("Consegnato"));
    let mut db = console.node.store.read().await.unwrap();
    assert_eq!(vault::name_of(&mut db, &console.node.vault, person).await.unwrap(), None);
    let live = rebuild::rows_of(&mut db, "custody_step").await.unwrap();
    drop(db);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    let mut db = console.node.store.read().await.unwrap();
    assert_eq!(rebuild::rows_of(&mut db, "custody_step").await.unwrap(), live);
}

#[tokio::test]
async fn a_signature_drawn_at_the_kiosk_waits_for_the_operator_and_is_used_once() {
    use crate::custody::{at_kiosk, queries};
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let parcel = [("kind", "parcel"), ("text", "Pacco"), ("name", "Anna Prova")];
    let page = console.post("/custody/new", &olga, &parcel).await;
    let item = format!("/custody/{}", id_after(page.location(), "/custody/"));
    let id: protocol::CustodyId = item["/custody/".len()..].parse().unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let code = queries::item(&mut db, id).await.unwrap().unwrap().code;
    let (_, kept) = at_kiosk::kept(&mut db, &console.node, &code).await.unwrap().unwrap();
    drop(db);
    assert!(kept.here && kept.can_sign && kept.signed_at_ms.is_none());
    assert!(!format!("{kept:?}").contains("Anna"), "a code tells nobody whose it is");

    let draw = async || {
        let now_ms = console.node.now_ms();
        let signature = SIGNATURE.parse().unwrap();
        console
            .node
            .change(move |write| {
                Box::pin(async move { Ok(at_kiosk::keep(write, id, &signature, now_ms).await?) })
            })
            .await
            .unwrap();
    };
    draw().await;
    assert!(console.get(&item, Some(&olga)).await.text.contains("M100 100L300 200"));
    // It waits for a quarter of an hour, and not for ever.
    console.clock.move_by(at_kiosk::WAITS_MS + 1);
    assert!(!console.get(&item, Some(&olga)).await.text.contains("M100 100L300 200"));
    draw().await;
    let give = [("step", "hand"), ("mode", "give"), ("to", "owner"), ("signed", "kiosk")];
    let page = console.post(&format!("{item}/step"), &olga, &give).await;
    assert_eq!(page.location(), format!("{item}?done=custody-given"), "{}", page.text);
    assert!(console.get(&item, Some(&olga)).await.text.contains("M100 100L300 200"));
    let mut db = console.node.store.read().await.unwrap();
    assert_eq!(at_kiosk::drawn(&mut db, id, console.node.now_ms()).await.unwrap(), None);
    let (_, kept) = at_kiosk::kept(&mut db, &console.node, &code).await.unwrap().unwrap();
    assert!(!kept.here && !kept.can_sign);
}

#[tokio::test]
async fn a_drill_that_is_lent_is_overdue_after_its_day_until_it_is_back() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let page = console.post("/custody/new", &olga, &[("kind", "tool"), ("text", "Trapano")]).await;
    let id = id_after(page.location(), "/custody/");
    let step = format!("/custody/{id}/step");
    let lend = [
        ("step", "hand"),
        ("mode", "lend"),
        ("to", "somebody"),
        ("name", "Bruno Prova"),
        ("due", "2026-11-20"),
        ("signed", "paper"),
    ];
    let without = console.post(&step, &olga, &lend[..3]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "a day is missing");
    let page = console.post(&step, &olga, &lend).await;
    assert_eq!(page.location(), format!("/custody/{id}?done=custody-handed-on"), "{}", page.text);
    let late = "/custody?tab=late";
    assert!(!console.get(late, Some(&olga)).await.text.contains("Trapano"));
    console.clock.move_by(5 * 86_400_000);
    let olga = console.session(olga.staff).await;
    let page = console.get(late, Some(&olga)).await;
    assert!(page.text.contains("Trapano") && page.text.contains("Bruno Prova"), "{}", page.text);
    console.post(&step, &olga, &[("step", "prolong"), ("until", "2026-11-30")]).await;
    assert!(!console.get(late, Some(&olga)).await.text.contains("Trapano"));
    console.post(&step, &olga, &[("step", "bring-back"), ("back_note", "Punta rotta")]).await;
    let page = console.get(&format!("/custody/{id}"), Some(&olga)).await;
    assert!(page.text.contains("Punta rotta") && page.text.contains("Tornato"));
}

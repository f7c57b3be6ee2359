//! Shifts, paths, training and expenses through their pages, and the sheets of paper that come of them.

use axum::http::StatusCode;

use super::{Console, id_after};
use crate::people::Role;
use crate::store::rebuild;

#[tokio::test]
async fn a_shift_is_in_one_s_own_calendar_until_its_address_is_taken_away() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let staff = olga.staff.to_string();
    let shift = [
        ("staff", staff.as_str()),
        ("neighbourhood", "casazza"),
        ("day", "2026-12-09"),
        ("from", "09:00"),
        ("to", "12:30"),
    ];
    let page = console.post("/shifts", &corrado, &shift).await;
    assert_eq!(page.location(), "/shifts?day=2026-12-09&done=shift-planned", "{}", page.text);
    let page = console.post("/shifts", &corrado, &shift).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "the same hours again");
    let page = console.get("/shifts?day=2026-12-09", Some(&olga)).await;
    assert!(page.text.contains("9:00–12:30") && page.text.contains("festa"), "{}", page.text);

    let page = console.post("/shifts/address", &olga, &[]).await;
    let secret = id_after(&page.text, "/calendar/");
    let whole = page.text.split_once("/calendar/").unwrap().1.split(".ics").next().unwrap();
    assert!(whole.starts_with(&secret));
    let address = format!("/calendar/{whole}.ics");
    let calendar = console.get(&address, None).await;
    assert_eq!(calendar.status, StatusCode::OK);
    assert!(calendar.text.contains("DTSTART:20261209T080000Z"), "{}", calendar.text);
    assert!(!console.get("/shifts", Some(&olga)).await.text.contains(whole), "shown once");
    console.post("/shifts/address/revoke", &olga, &[]).await;
    assert_eq!(console.get(&address, None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_hours_of_a_path_become_a_certificate_that_can_be_read_and_whoever_reads_the_name_is_recorded()
 {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let tutor = olga.staff.to_string();
    let path = [
        ("programme", "school"),
        ("name", "Sara Prova"),
        ("tutor", tutor.as_str()),
        ("hours", "30"),
        ("from", "2026-11-02"),
        ("to", "2026-12-18"),
    ];
    let page = console.post("/paths", &olga, &path).await;
    assert_eq!(page.location(), "/paths?done=path-opened", "{}", page.text);
    let page = console.get("/paths", Some(&olga)).await;
    assert!(page.text.contains("Sara Prova"));
    let id = id_after(&page.text, "href=\"/paths/");
    let hours = [("day", "2026-11-17"), ("minutes", "150")];
    let page = console.post(&format!("/paths/{id}/hours"), &olga, &hours).await;
    assert_eq!(page.location(), format!("/paths/{id}?done=hours-logged"), "{}", page.text);
    console.post(&format!("/paths/{id}/skill"), &olga, &[("skill", "welcome")]).await;
    let page = console.get(&format!("/paths/{id}"), Some(&olga)).await;
    assert!(page.text.contains("2 ore e 30 min") && page.text.contains("Accoglienza"));

    let sheet = console.post(&format!("/paths/{id}/certificate"), &olga, &[]).await;
    assert_eq!(sheet.header(axum::http::header::CONTENT_TYPE), "application/pdf");
    assert!(sheet.text.starts_with("%PDF-"));
    // The font is in the file, and so is which letter each glyph is: the text can be selected.
    assert!(sheet.text.contains("/FontFile") && sheet.text.contains("/ToUnicode"));
    let person = id.parse().unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let readings = crate::store::vault::readings(&mut db, person).await.unwrap();
    assert!(readings.iter().any(|reading| reading.why == "path-certificate"));
}

#[tokio::test]
async fn an_expense_is_approved_by_somebody_else_and_stands_on_the_month_sheet() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let ticket =
        [("kind", "ticket"), ("day", "2026-11-17"), ("amount", "12,50"), ("words", "Treno")];
    let page = console.post("/expenses", &olga, &ticket).await;
    assert_eq!(page.location(), "/expenses?done=expense-claimed", "{}", page.text);
    let page = console.get("/expenses", Some(&corrado)).await;
    let id = id_after(&page.text, "action=\"/expenses/");
    let page = console.post(&format!("/expenses/{id}/approve"), &corrado, &[]).await;
    assert_eq!(page.location(), "/expenses?done=expense-approved", "{}", page.text);
    let page = console.get("/expenses", Some(&olga)).await;
    assert!(page.text.contains("Approvate: 12,50 €"), "{}", page.text);
    let sheet = console.get("/month-sheet.pdf?month=2026-11", Some(&olga)).await;
    assert!(sheet.text.starts_with("%PDF-"));
    let other = format!("/month-sheet.pdf?staff={}", corrado.staff);
    assert_eq!(console.get(&other, Some(&olga)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn training_stands_on_the_map_with_the_day_its_certificate_ends() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let staff = olga.staff.to_string();
    let training = [
        ("staff", staff.as_str()),
        ("topic", "first-aid"),
        ("day", "2026-11-10"),
        ("minutes", "240"),
        ("valid_until", "2026-12-31"),
    ];
    let page = console.post("/training", &corrado, &training).await;
    assert_eq!(page.location(), "/training?done=training-recorded", "{}", page.text);
    let page = console.get("/training", Some(&olga)).await;
    assert!(page.text.contains("Primo soccorso") && page.text.contains("tag orange"));

    // The tables say the same when they are made again from the log.
    let mut db = console.node.store.read().await.unwrap();
    let live = rebuild::rows_of(&mut db, "work_training").await.unwrap();
    drop(db);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    let mut db = console.node.store.read().await.unwrap();
    assert_eq!(rebuild::rows_of(&mut db, "work_training").await.unwrap(), live);
}

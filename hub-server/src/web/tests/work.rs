//! Shifts, paths, training and expenses through their pages, and the sheets of paper that come of them.

use axum::http::StatusCode;

use super::{Console, id_after};
use crate::network::organisations::tests as organisations;
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
    let staff = protocol::ActorRef::Staff(olga.staff).to_string();
    let training = [
        ("who", staff.as_str()),
        ("topic", "first-aid"),
        ("day", "2026-11-10"),
        ("minutes", "240"),
        ("valid_until", "2026-12-31"),
    ];
    let own = console.post("/training", &olga, &training).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody writes it down of themselves");
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

/// A volunteer of the register, and the id of their page.
async fn volunteer(console: &Console, who: &super::Browser) -> String {
    let profile = organisations::profile("Auser Mompiano", "00743110157");
    let organisation = organisations::enter(&console.node, profile, "030 1").await.unwrap();
    let organisation = organisation.to_string();
    let person = [
        ("name", "Sara Prova"),
        ("organisation", organisation.as_str()),
        ("entered_on", "2026-11-01"),
        ("insured_from", "2026-11-01"),
        ("insured_until", "2027-10-31"),
    ];
    let entered = console.post("/volunteers", who, &person).await;
    assert_eq!(entered.location(), "/volunteers?done=volunteer-entered", "{}", entered.text);
    let page = console.get("/volunteers", Some(who)).await.text;
    super::id_after(&page, "href=\"/volunteers/")
}

#[tokio::test]
async fn hours_of_a_volunteer_who_is_no_antenna_become_a_certificate_and_a_mistake_is_taken_back() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let id = volunteer(&console, &olga).await;
    let own = format!("/volunteers/{id}");
    let early = console.get(&format!("{own}/certificate"), Some(&olga)).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.text);

    // Before they were entered, and ahead of today, there are no hours; what was typed is still there.
    let before = [("day", "2026-10-31"), ("minutes", "75")];
    let refused = console.post(&format!("{own}/hours"), &olga, &before).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text.contains("non risulta nel registro") && refused.text.contains("value=\"75\"")
    );
    let ahead = [("day", "2026-11-19"), ("minutes", "75")];
    let refused = console.post(&format!("{own}/hours"), &olga, &ahead).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let hours = [("day", "2026-11-17"), ("minutes", "75")];
    let page = console.post(&format!("{own}/hours"), &olga, &hours).await;
    assert_eq!(page.location(), format!("{own}?done=volunteer-hours"), "{}", page.text);
    let page = console.get(&own, Some(&olga)).await;
    assert!(
        page.text.contains("1 ora e 15 min") && page.text.contains("Sara Prova"),
        "{}",
        page.text
    );
    for paper in ["certificate", "thanks"] {
        let sheet = console.get(&format!("{own}/{paper}"), Some(&olga)).await;
        assert!(sheet.text.starts_with("%PDF"), "{paper}: {}", sheet.status);
    }
    let entry = page.text.split_once("name=\"entry\" value=\"").unwrap().1;
    let entry = entry.split('"').next().unwrap();
    let back = console.post(&format!("{own}/hours-back"), &olga, &[("entry", entry)]).await;
    assert_eq!(back.location(), format!("{own}?done=volunteer-hours-back"), "{}", back.text);
    let again = console.post(&format!("{own}/hours-back"), &olga, &[("entry", entry)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "taken back once");
    let page = console.get(&own, Some(&olga)).await;
    assert!(page.text.contains("Ancora nessuna ora."), "{}", page.text);
}

#[tokio::test]
async fn training_of_a_volunteer_stands_apart_from_that_of_operators_and_on_their_page() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let id = volunteer(&console, &olga).await;
    let who = format!("volunteer:{id}");
    let page = console.get("/training", Some(&olga)).await;
    assert!(page.text.contains(&format!("value=\"{who}\"")), "{}", page.text);
    let training = [
        ("who", who.as_str()),
        ("topic", "first-aid"),
        ("day", "2026-11-10"),
        ("minutes", "240"),
        ("valid_until", "2027-11-10"),
    ];
    let page = console.post("/training", &olga, &training).await;
    assert_eq!(page.location(), "/training?done=training-recorded", "{}", page.text);
    let stranger = format!("antenna:{}", crate::testing::uuid(91));
    let unknown = [("who", stranger.as_str()), training[1], training[2], training[3]];
    let page = console.post("/training", &olga, &unknown).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "{}", page.text);
    let page = console.get("/training", Some(&olga)).await;
    let (operators, network) = page.text.split_once("id=\"network\"").unwrap();
    assert!(!operators.contains("4 ore") && network.contains("4 ore"), "{}", page.text);
    assert!(network.contains("Sara Prova") && network.contains("tag green"));
    let page = console.get(&format!("/volunteers/{id}"), Some(&olga)).await;
    assert!(page.text.contains("Primo soccorso"), "{}", page.text);

    let mut db = console.node.store.read().await.unwrap();
    let tables = ["work_network_training", "work_volunteer_hours", "work_post", "work_path"];
    let mut live = Vec::new();
    for table in tables {
        live.push(rebuild::rows_of(&mut db, table).await.unwrap());
    }
    drop(db);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    let mut db = console.node.store.read().await.unwrap();
    for (table, live) in tables.into_iter().zip(live) {
        assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), live, "{table}");
    }
}

#[tokio::test]
async fn a_post_is_offered_filled_by_a_path_and_full_until_the_path_ends() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let tutor = olga.staff.to_string();
    let offer = [
        ("programme", "civil-service"),
        ("words", "Accoglienza al mattino"),
        ("neighbourhood", "mompiano"),
        ("tutor", tutor.as_str()),
        ("places", "1"),
        ("hours", "1145"),
        ("from", "2026-11-02"),
        ("to", "2027-10-31"),
    ];
    assert_eq!(console.post("/posts", &olga, &offer).await.status, StatusCode::FORBIDDEN);
    let page = console.post("/posts", &corrado, &offer).await;
    assert_eq!(page.location(), "/posts?done=post-offered", "{}", page.text);
    let page = console.get("/posts", Some(&olga)).await.text;
    assert!(page.contains("Accoglienza al mattino") && page.contains("Un posto libero"), "{page}");
    let post = super::id_after(&page, "href=\"/paths?post=");

    // What the post says stands in the form already.
    let form = console.get(&format!("/paths?post={post}"), Some(&olga)).await.text;
    assert!(form.contains("value=\"1145\"") && form.contains("value=\"2027-10-31\""), "{form}");
    let path = |name: &'static str| {
        [
            ("programme", "civil-service"),
            ("name", name),
            ("tutor", tutor.as_str()),
            ("hours", "1145"),
            ("from", "2026-11-02"),
            ("to", "2027-10-31"),
            ("post", post.as_str()),
        ]
    };
    let page = console.post("/paths", &olga, &path("Sara Prova")).await;
    assert_eq!(page.location(), "/paths?done=path-opened", "{}", page.text);
    let page = console.get("/posts", Some(&olga)).await.text;
    assert!(page.contains("1 su 1 occupati") && page.contains("Completo"), "{page}");
    let full = console.post("/paths", &olga, &path("Ida Prova")).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    assert!(full.text.contains("Ida Prova"), "nothing typed is lost");
    let list = console.get("/paths", Some(&olga)).await.text;
    let id = id_after(&list, "href=\"/paths/");
    console.post(&format!("/paths/{id}/end"), &olga, &[]).await;
    let page = console.post("/paths", &olga, &path("Ida Prova")).await;
    assert_eq!(page.location(), "/paths?done=path-opened", "{}", page.text);
    let page = console.post(&format!("/posts/{post}/close"), &corrado, &[]).await;
    assert_eq!(page.location(), "/posts?done=post-closed", "{}", page.text);
    let page = console.get("/posts", Some(&olga)).await.text;
    assert!(page.contains("Non più offerto") && page.contains("2 persone in tutto"), "{page}");
}

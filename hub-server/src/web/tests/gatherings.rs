//! An activity of a group through its pages: planned, registered for, attended; the diary and the certificate that
//! come of it.

use axum::http::{StatusCode, header};

use super::{Console, id_after};
use crate::people::Role;
use crate::store::rebuild;

#[tokio::test]
async fn who_came_to_a_course_is_written_down_once_and_stands_in_the_diary_and_on_a_certificate() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let me = olga.staff.to_string();
    let course = [
        ("kind", "class"),
        ("title", "Pulizia del parco"),
        ("neighbourhood", "mompiano"),
        ("day", "2026-11-18"),
        ("from", "08:00"),
        ("to", "09:30"),
        ("times", "2"),
        ("seats", "25"),
        ("organiser", me.as_str()),
    ];
    let page = console.post("/gatherings/new", &olga, &course).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let id = id_after(page.location(), "/gatherings/");
    let here = format!("/gatherings/{id}");
    assert!(console.get("/gatherings", Some(&olga)).await.text.contains("Pulizia del parco"));
    let register = |name: &'static str, heads: &'static str| [("name", name), ("heads", heads)];
    console.post(&format!("{here}/register"), &olga, &register("3ª B Calini", "24")).await;
    console.clock.move_by(1_000);
    console.post(&format!("{here}/register"), &olga, &register("Maria Prova", "1")).await;
    console.clock.move_by(1_000);
    console.post(&format!("{here}/register"), &olga, &register("Tardi Prova", "1")).await;
    let page = console.get(&here, Some(&olga)).await;
    assert!(page.text.contains("In attesa di un posto"), "{}", page.text);
    let class = id_after(&page.text, "name=\"present\" value=\"");
    let heads = format!("heads-{class}");
    let came =
        [("number", "1"), ("present", class.as_str()), (heads.as_str(), "22"), ("others", "3")];
    let page = console.post(&format!("{here}/attendance"), &olga, &came).await;
    assert_eq!(page.location(), format!("{here}?done=attendance-taken"), "{}", page.text);
    // The second meeting is a week away.
    let early = console.post(&format!("{here}/attendance"), &olga, &[("number", "2")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);

    // An hour and a half with twenty-five people is in the operator's diary; said again it is the same entry.
    let page = console.get(&here, Some(&olga)).await;
    let entry = format!("/diary/entries/{}", id_after(&page.text, "/diary/entries/"));
    let diary = console.get(&entry, Some(&olga)).await;
    assert!(diary.text.contains("1 ora e 30 min") && diary.text.contains("25"), "{}", diary.text);
    let again =
        [("number", "1"), ("present", class.as_str()), (heads.as_str(), "20"), ("others", "0")];
    let page = console.post(&format!("{here}/attendance"), &olga, &again).await;
    assert_eq!(page.location(), format!("{here}?done=attendance-taken"), "{}", page.text);
    let page = console.get(&here, Some(&olga)).await;
    assert!(page.text.contains(&entry) && page.text.contains("20 presenze"), "{}", page.text);

    let who = [("participant", class.as_str())];
    let paper = console.post(&format!("{here}/certificate"), &olga, &who).await;
    assert_eq!(paper.header(header::CONTENT_TYPE), "application/pdf");
    assert!(paper.text.starts_with("%PDF-"));
    let mut db = console.node.store.read().await.unwrap();
    let readings = crate::store::vault::readings(&mut db, class.parse().unwrap()).await.unwrap();
    assert!(readings.iter().any(|reading| reading.why == "gathering-certificate"));
    let mut live = Vec::new();
    for table in crate::gatherings::TABLES {
        live.push(rebuild::rows_of(&mut db, table).await.unwrap());
    }
    drop(db);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    let mut db = console.node.store.read().await.unwrap();
    for (table, live) in crate::gatherings::TABLES.iter().zip(live) {
        assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), live, "{table}");
    }
}

//! The territory on the console: it changes from a day on, has outlines, and somebody looks after each place.

use axum::body::Body;
use axum::http::{StatusCode, header};

use super::{Browser, Console, Page};
use crate::catalogue;
use crate::command::Command;
use crate::network::{antennae, notices};
use crate::people::{Role, sessions};
use crate::{city, testing};

const BRESCIA: &str = include_str!("../../../../cities/brescia.toml");

async fn upload(console: &Console, who: &Browser, text: &str, button: &str) -> Page {
    let mut body = String::new();
    for (name, value) in [("csrf", sessions::csrf_of(&who.token)), ("do", button.to_owned())] {
        let part = "--limite\r\nContent-Disposition: form-data; name=";
        body.extend([part, "\"", name, "\"\r\n\r\n", &value, "\r\n"]);
    }
    body += "--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"quartieri.geojson\"\r\n\
        Content-Type: application/geo+json\r\n\r\n";
    body += text;
    body += "\r\n--limite--\r\n";
    let req = console
        .builder("POST", "/city/outlines", Some(who))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(Body::from(body));
    console.send(req.unwrap()).await
}

fn square(name: &str, west: &str, east: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"nome\":\"{name}\"}},\"geometry\":{{\"type\":\"Polygon\",\
         \"coordinates\":[[[{west},45.5],[{east},45.5],[{east},45.51],[{west},45.51],[{west},45.5]]]}}}}"
    )
}

#[tokio::test]
async fn outlines_of_a_city_are_checked_published_and_drawn() {
    let console = Console::central().await;
    let admin = console.signed_in(Role::Admin).await;
    let collection =
        |features: &str| format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}");
    let wrong = collection(&square("Atlantide <b>", "10.20", "10.21"));
    let page = upload(&console, &admin, &wrong, "draw").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Elemento 1: «Atlantide &#60;b&#62;»"), "{}", page.text);
    let page = console.get("/territory", Some(&admin)).await;
    assert!(!page.text.contains("cover outlines"), "schematic where there are none");

    let two = [square("MOMPIANO", "10.20", "10.21"), square("casazza", "10.21", "10.22")].join(",");
    let page = upload(&console, &admin, &collection(&two), "draw").await;
    assert_eq!(page.location(), "/territory?done=outlines-drawn", "{}", page.text);
    let page = console.get("/territory", Some(&admin)).await;
    let (drawn, rest) = page.text.split_once("</svg><svg class=\"cover\"").expect("both pictures");
    assert!(
        drawn.contains("cover outlines") && drawn.matches("<path class=\"tile none\"").count() == 2
    );
    assert!(rest.contains("Borgo Trento"), "those without an outline are tiles");
    let page = upload(&console, &admin, "", "remove").await;
    assert_eq!(page.location(), "/city/outlines?done=outlines-removed", "{}", page.text);
}

#[tokio::test]
async fn a_change_of_the_territory_counts_from_its_day_on_a_node_that_runs() {
    let console = Console::central().await;
    let staff = console.signed_in(Role::CentralStaff).await;
    let change = "\n[[reorganisation]]\nday = 2026-11-20\nact = \"Delibera n. 7\"\nends = [\"casazza\"]\n\
        begins = [{ slug = \"casazza-alta\", name = \"Casazza Alta\" }, { slug = \"casazza-bassa\", name = \"Casazza Bassa\" }]\n";
    let city = city::read(&format!("{BRESCIA}{change}"), "brescia.toml").unwrap();
    let publish = catalogue::Command::Publish(Box::new(city));
    testing::submit(&console.node, Command::Catalogue(publish)).await.unwrap();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_mins(1);
    while console.node.published_city().unwrap().reorganisations.is_empty() {
        assert!(tokio::time::Instant::now() < deadline, "the city is read again");
        tokio::task::yield_now().await;
    }
    let page = console.get("/territory", Some(&staff)).await;
    assert!(
        page.text.contains("Casazza si divide in Casazza Alta, Casazza Bassa")
            && page.text.contains("in arrivo")
    );
    assert!(console.node.city().unwrap().neighbourhood("casazza").is_some());
    console.clock.move_by(3 * 86_400_000);
    let today = console.node.city().unwrap();
    assert!(
        today.neighbourhood("casazza").is_none() && today.neighbourhood("casazza-alta").is_some()
    );
    let staff = console.session(staff.staff).await;
    let page = console.get("/territory", Some(&staff)).await;
    assert!(!page.text.contains("in arrivo") && page.text.contains("Delibera n. 7"));
}

#[tokio::test]
async fn a_place_goes_over_with_the_antennae_and_who_had_it_stays_written_down() {
    let console = Console::hub().await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let olga = console.signed_in(Role::Operator).await;
    let piero = console.signed_in(Role::Operator).await;
    let (from, to) = (olga.staff.to_string(), piero.staff.to_string());
    let place = [("neighbourhood", "casazza"), ("staff", from.as_str()), ("day", "2026-11-02")];
    let page = console.post("/antennae/places", &corrado, &place).await;
    assert_eq!(page.location(), "/antennae/handover?done=place-assigned", "{}", page.text);
    let refused = console.post("/antennae/places", &corrado, &place[..1]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hand = [("from", from.as_str()), ("to", to.as_str())];
    let page = console.post("/antennae/handover", &corrado, &hand).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let mut db = console.node.store.read().await.unwrap();
    let all = crate::work::queries::assignments(&mut db, console.node.id()).await.unwrap();
    drop(db);
    let of = |staff| all.iter().find(|one| one.staff == staff).unwrap();
    assert_eq!(of(olga.staff).last_day.as_deref(), Some("2026-11-18"));
    assert_eq!(
        (of(piero.staff).first_day.as_str(), &of(piero.staff).last_day),
        ("2026-11-18", &None)
    );
    let page = console.get("/territory", Some(&corrado)).await;
    assert!(page.text.contains("Chi lo segue"), "{}", page.text);
}

#[tokio::test]
async fn support_given_stands_in_the_report_of_its_month_and_in_its_file() {
    let console = Console::hub().await;
    let corrado = console.signed_in(Role::Coordinator).await;
    let antenna = antennae::tests::active_at(&console.node, "Edicola", "mompiano").await;
    let support = [("how", "visit"), ("day", "2026-11-10"), ("minutes", "45")];
    let page = console.post(&format!("/antennae/{antenna}/support"), &corrado, &support).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let page = console.get("/antennae/support", Some(&corrado)).await;
    assert!(page.text.contains("Edicola") && page.text.contains("45 min"), "{}", page.text);
    let before = console.get("/antennae/support?month=2026-10", Some(&corrado)).await;
    assert!(!before.text.contains("Edicola"));
    let file = console.get("/antennae/support.csv?month=2026-11", Some(&corrado)).await;
    assert!(
        file.text
            .lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("Edicola,") && line.ends_with(",1,45")),
        "{}",
        file.text
    );
}

#[tokio::test]
async fn a_notice_reaches_a_zone_or_all_that_the_hub_serves() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let served = console.node.city().unwrap().hub("mompiano").unwrap().served.clone();
    for circle in ["zone:nord", "all"] {
        let notice = [("circle", circle), ("text", "Domani si chiude prima"), ("hours", "12")];
        let page = console.post("/notices", &olga, &notice).await;
        assert_eq!(page.location(), "/notices?done=notice-posted", "{}", page.text);
        let mut db = console.node.store.read().await.unwrap();
        let said = notices::latest(&mut db, console.node.id()).await.unwrap().remove(0);
        let city = console.node.city().unwrap();
        let right = |hood: &&String| circle == "all" || city.zone_holding(hood) == Some("nord");
        assert_eq!(said.neighbourhoods.len(), served.iter().filter(right).count(), "{circle}");
        console.clock.move_by(1_000);
    }
    // From central it is the whole city, and every hub puts it on its boards when it comes.
    let central = Console::central().await;
    let staff = central.signed_in(Role::CentralStaff).await;
    let notice = [("circle", "all"), ("text", "Allerta neve"), ("hours", "12")];
    let page = central.post("/notices", &staff, &notice).await;
    assert_eq!(page.location(), "/notices?done=notice-posted", "{}", page.text);
    let mut db = central.node.store.read().await.unwrap();
    let said = notices::latest(&mut db, central.node.id()).await.unwrap().remove(0);
    let whole = central.node.city().unwrap().neighbourhoods().count();
    assert_eq!((said.text.as_str(), said.neighbourhoods.len()), ("Allerta neve", whole));
}

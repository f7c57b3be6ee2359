//! The city file and the hubs, as central's staff meet them.

use axum::body::Body;
use axum::http::{StatusCode, header};

use super::{Browser, Console, Page};
use crate::people::{Role, sessions};

const BRESCIA: &str = include_str!("../../../../cities/brescia.toml");
const BOLOGNA: &str = include_str!("../../../../cities/bologna.toml");

/// Sends a file with one of the two buttons, as a browser does.
async fn upload(console: &Console, who: &Browser, text: &str, button: &str) -> Page {
    let mut body = String::new();
    for (name, value) in [("csrf", sessions::csrf_of(&who.token)), ("do", button.to_owned())] {
        let part = "--limite\r\nContent-Disposition: form-data; name=";
        body.extend([part, "\"", name, "\"\r\n\r\n", &value, "\r\n"]);
    }
    body += "--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"citta.toml\"\r\n\
        Content-Type: application/toml\r\n\r\n";
    body += text;
    body += "\r\n--limite--\r\n";
    let req = console
        .builder("POST", "/city/new", Some(who))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(Body::from(body));
    console.send(req.unwrap()).await
}

#[tokio::test]
async fn every_mistake_of_a_city_file_is_shown_at_once_and_nothing_of_it_is_loaded() {
    let console = Console::central().await;
    let admin = console.signed_in(Role::Admin).await;
    let before = console.node.city().unwrap();
    let wrong = BRESCIA
        .replace("name = \"Mompiano\"", "name = \"\"")
        .replace("slip_prefix = \"LM\"", "slip_prefix = \"MP\"")
        .replace("[calendar]", "[calendario]");
    let page = upload(&console, &admin, &wrong, "publish").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let found = crate::city::read(&wrong, "citta.toml").unwrap_err();
    assert!(found.len() >= 3, "{found:?}");
    for mistake in &found {
        let place = format!(">{}:{}<", mistake.line, mistake.column);
        assert!(page.text.contains(&place), "{place} is missing:\n{}", page.text);
    }
    assert!(page.text.contains("citta.toml"));
    assert_eq!(console.node.city().unwrap(), before);
}

#[tokio::test]
async fn a_right_file_is_checked_without_being_published_and_published_when_asked() {
    let console = Console::central().await;
    let admin = console.signed_in(Role::Admin).await;
    let before = console.node.city().unwrap();
    let renamed = BRESCIA.replace("name = \"Casazza\"", "name = \"Casazza Nuova\"");
    let page = upload(&console, &admin, &renamed, "check").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert_eq!(console.node.city().unwrap(), before, "checking changes nothing");
    let page = upload(&console, &admin, &renamed, "publish").await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/city?done=city-published")
    );
    // The node reads its city again after the commit.
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_mins(1);
    loop {
        let page = console.get("/city", Some(&admin)).await;
        if page.text.contains("Casazza Nuova") {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "{}", page.text);
    }
}

#[tokio::test]
async fn the_file_of_another_city_and_one_that_is_no_text_are_refused() {
    let console = Console::central().await;
    let admin = console.signed_in(Role::Admin).await;
    let page = upload(&console, &admin, BOLOGNA, "publish").await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let large = "# a\n".repeat(crate::city::MAX_BYTES / 4 + 1);
    assert_eq!(upload(&console, &admin, &large, "publish").await.status, 422);
    let page = console.post("/city/new", &admin, &[("do", "publish")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "no file chosen");
    assert_eq!(console.node.city().unwrap().slug, "brescia");
}

#[tokio::test]
async fn a_hub_shows_the_city_with_everything_in_it_and_changes_nothing() {
    let console = Console::hub().await;
    let coordinator = console.signed_in(Role::Coordinator).await;
    let page = console.get("/city", Some(&coordinator)).await;
    let city = console.node.city().unwrap();
    let names = city
        .zones
        .iter()
        .map(|zone| zone.name.as_str())
        .chain(city.neighbourhoods().map(|(_, place)| place.name.as_str()))
        .chain(city.hubs.iter().map(|hub| hub.name.as_str()))
        .chain(city.partners.iter().map(|partner| partner.name.as_str()))
        .chain(city.agencies.iter().map(|agency| agency.name.as_str()))
        .chain(city.work_sites.iter().map(|site| site.name.as_str()))
        .chain(city.categories.iter().map(|kind| kind.name.in_language("it")));
    let text = page.text.replace("&#39;", "'").replace("&#38;", "&").replace("&amp;", "&");
    for name in names {
        assert!(text.contains(name), "{name}");
    }
    assert!(!page.text.contains("/city/new"));
    assert_eq!(console.get("/city/new", Some(&coordinator)).await.status, 404);
}

#[tokio::test]
async fn an_enrolment_code_is_shown_once_and_access_goes_only_when_one_is_sure() {
    let console = Console::central().await;
    let admin = console.signed_in(Role::Admin).await;
    let page = console.post("/hubs/mompiano/code", &admin, &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (_, code) = page.text.split_once("data-code>").unwrap();
    let code = code.split('<').next().unwrap();
    assert_eq!(code.len(), 14, "{code}");
    let again = console.get("/hubs/mompiano", Some(&admin)).await;
    assert!(again.status.is_success() && !again.text.contains(code));

    let page = console.post("/hubs/mompiano/revoke", &admin, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody was sure");
    let page = console.post("/hubs/mompiano/revoke", &admin, &[("sure", "yes")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "it was never let in");
    assert_eq!(console.get("/hubs/nessuno", Some(&admin)).await.status, StatusCode::NOT_FOUND);
    let staff = console.signed_in(Role::CentralStaff).await;
    let page = console.get("/hubs/mompiano", Some(&staff)).await;
    assert!(!page.text.contains("/hubs/mompiano/code"), "staff look, and do not enrol");
}

#[tokio::test]
async fn the_overview_as_a_file_says_until_when_each_hub_is_complete() {
    let console = Console::central().await;
    let staff = console.signed_in(Role::CentralStaff).await;
    let page = console.get("/overview.csv", Some(&staff)).await;
    assert!(page.header(header::CONTENT_TYPE).starts_with("text/csv"), "{:?}", page.headers);
    let mut lines = page.text.trim_start_matches('\u{feff}').lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(columns[..5], ["hub", "as_of", "complete_until", "last_contact", "backlog"]);
    let hubs: Vec<&str> = lines.map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(hubs, ["mompiano", "lamarmora"]);
}

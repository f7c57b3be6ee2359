//! The network's pages: files in and out, introductions, handover, notices, and the register's filters.

use axum::body::Body;
use axum::http::{StatusCode, header};

use super::{Browser, Console, Page};
use crate::network::antennae::{self, State};
use crate::network::notices;
use crate::people::{Role, sessions};

async fn upload(console: &Console, who: &Browser, about: &str, text: &str, button: &str) -> Page {
    let mut body = String::new();
    for (name, value) in [("csrf", sessions::csrf_of(&who.token)), ("do", button.to_owned())] {
        let part = "--limite\r\nContent-Disposition: form-data; name=";
        body.extend([part, "\"", name, "\"\r\n\r\n", &value, "\r\n"]);
    }
    body += "--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"rete.csv\"\r\n\
        Content-Type: text/csv\r\n\r\n";
    body += text;
    body += "\r\n--limite--\r\n";
    let req = console
        .builder("POST", &format!("/{about}/import"), Some(who))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(Body::from(body));
    console.send(req.unwrap()).await
}

async fn count(console: &Console) -> usize {
    let mut db = console.node.store.read().await.unwrap();
    antennae::queries::all(&mut db, console.node.id()).await.unwrap().len()
}

const WRONG: &str = "tipo;nome;quartieri;aiuti;lun\n\
    shop;Edicola;mompiano;parcels;9-12\n\
    negozio;Forno;atlantide;parcels;mattina\n\
    citizen;;casazza;;\n";

#[tokio::test]
async fn every_line_of_a_file_that_must_be_mended_is_told_with_its_column_and_nothing_is_taken() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Coordinator).await;
    let page = upload(&console, &who, "antennae", WRONG, "import").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for place in ["3:1", "3:15", "3:33", "4:9"] {
        assert!(page.text.contains(&format!("<span class=\"code\">{place}</span>")), "{place}");
    }
    assert!(!page.text.contains("<span class=\"code\">2:"), "the second line is in order");
    assert_eq!(count(&console).await, 0);
}

#[tokio::test]
async fn a_file_in_order_is_tried_without_being_taken_and_what_goes_out_comes_in_again() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Coordinator).await;
    let good = "tipo,nome,telefono,quartieri,aiuti,lun,accesso\r\n\
        shop,\"Edicola, via Triumplina\",030 1,mompiano|casazza,parcels|shopping,\"9-12, 15-18\",si\r\n";
    let tried = upload(&console, &who, "antennae", good, "check").await;
    assert_eq!((tried.status, count(&console).await), (StatusCode::OK, 0));
    assert_eq!(upload(&console, &who, "antennae", good, "import").await.status, 303);
    assert_eq!(count(&console).await, 1);
    let file = console.post("/antennae/export", &who, &[]).await;
    assert!(file.text.contains("\"Edicola, via Triumplina\""), "{}", file.text);
    let again = upload(&console, &who, "antennae", &file.text, "check").await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    let mut db = console.node.store.read().await.unwrap();
    let kept = antennae::queries::all(&mut db, console.node.id()).await.unwrap().swap_remove(0);
    assert_eq!(kept.antenna.state, State::Spotted);
    let looks = crate::store::vault::readings(&mut db, kept.antenna.person).await.unwrap();
    assert_eq!(looks.iter().map(|look| look.why.as_str()).collect::<Vec<_>>(), ["antenna-export"]);
}

#[tokio::test]
async fn two_organisations_with_one_code_in_a_file_are_told_and_a_wrong_code_by_its_cell() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Operator).await;
    let wrong = "tipo;nome;codice\nets;Auser;00743110158\n";
    let page = upload(&console, &who, "organisations", wrong, "check").await;
    assert!(page.text.contains("<span class=\"code\">2:11</span>"), "{}", page.text);
    let right = "tipo;nome;codice\nets;Auser;00743110157\nparish;San Gaudenzio;\n";
    assert_eq!(upload(&console, &who, "organisations", right, "import").await.status, 303);
    let list = console.get("/organisations?q=auser", Some(&who)).await;
    assert!(list.text.contains("Auser") && !list.text.contains("San Gaudenzio"));
}

#[tokio::test]
async fn an_introduction_is_open_until_somebody_says_what_came_of_it() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Operator).await;
    let one = antennae::tests::active_at(&console.node, "Edicola", "mompiano").await;
    let other = antennae::tests::active_at(&console.node, "Forno", "mompiano").await;
    let path = format!("/antennae/{one}/introduce");
    let itself = [("to", format!("antenna:{one}"))];
    let itself = console.post(&path, &who, &[("to", &itself[0].1)]).await;
    assert_eq!(itself.status, StatusCode::UNPROCESSABLE_ENTITY);
    let to = format!("antenna:{other}");
    assert_eq!(console.post(&path, &who, &[("to", &to)]).await.status, 303);
    let introduction = {
        let mut db = console.node.store.read().await.unwrap();
        let kept = antennae::queries::one(&mut db, one).await.unwrap().unwrap();
        kept.antenna.introductions[0].id.to_string()
    };
    let page = console.get("/introductions", Some(&who)).await;
    assert!(page.text.contains("value=\"lasting\"") && page.text.contains("Forno"));
    let told = [("introduction", introduction.as_str()), ("outcome", "lasting")];
    let told = console.post(&format!("/antennae/{one}/outcome"), &who, &told).await;
    assert_eq!(told.status, 303);
    let page = console.get("/introductions", Some(&who)).await;
    assert!(!page.text.contains("value=\"lasting\""), "nobody is asked again");
}

#[tokio::test]
async fn a_handover_moves_every_antenna_and_leaves_each_its_history() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Coordinator).await;
    let colleague = console.signed_in(Role::Operator).await.staff.to_string();
    let antenna = antennae::tests::active_at(&console.node, "Edicola", "mompiano").await;
    let kept = async || {
        let mut db = console.node.store.read().await.unwrap();
        antennae::queries::one(&mut db, antenna).await.unwrap().unwrap().antenna
    };
    let from = kept().await.operator.unwrap().to_string();
    let fields = [("from", from.as_str()), ("to", colleague.as_str())];
    assert_eq!(console.post("/antennae/handover", &who, &fields).await.status, 303);
    assert_eq!(kept().await.operator.unwrap().to_string(), colleague);
    let page = console.get(&format!("/antennae/{antenna}"), Some(&who)).await;
    assert_eq!(page.text.matches("<b>La accompagna</b>").count(), 2, "both are told");
}

#[tokio::test]
async fn a_notice_goes_to_known_neighbourhoods_with_words_and_is_kept() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Operator).await;
    let post = async |hood: &str, text: &str| {
        let fields = [("neighbourhoods", hood), ("text", text), ("hours", "48")];
        console.post("/notices", &who, &fields).await.status
    };
    assert_eq!(post("mompiano", " ").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post("atlantide", "Festa").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post("mompiano", "Sabato festa in cortile").await, StatusCode::SEE_OTHER);
    let mut db = console.node.store.read().await.unwrap();
    let latest = notices::latest(&mut db, console.node.id()).await.unwrap();
    assert_eq!(latest.len(), 1);
    assert_eq!(latest[0].text, "Sabato festa in cortile");
}

#[tokio::test]
async fn the_register_is_filtered_by_its_address_and_shows_no_telephone() {
    let console = Console::hub().await;
    let who = console.signed_in(Role::Operator).await;
    antennae::tests::active_at(&console.node, "Edicola Bianchi", "mompiano").await;
    antennae::tests::active_at(&console.node, "Forno Rossi", "casazza").await;
    let shown = async |path: &str| {
        let text = console.get(path, Some(&who)).await.text;
        assert!(!text.contains("030 555"), "{path}");
        (text.contains("Edicola Bianchi"), text.contains("Forno Rossi"))
    };
    assert_eq!(shown("/antennae").await, (true, true));
    assert_eq!(shown("/antennae?q=bianchi").await, (true, false));
    assert_eq!(shown("/antennae?hood=casazza").await, (false, true));
    assert_eq!(shown("/antennae?kind=citizen").await, (false, false));
    assert_eq!(shown("/antennae?tab=coming").await, (false, false));
    assert_eq!(shown("/antennae/board").await, (true, true));
}

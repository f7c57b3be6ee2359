//! Documents and pictures through their pages: what comes in, what is refused and with which words, what is given out
//! and to whom; and the showcase that everybody sees.

use axum::body::Body;
use axum::http::{StatusCode, header};
use protocol::FileId;

use super::{Browser, Console, Page};
use crate::command::Command;
use crate::files::tests::{photograph, with_place};
use crate::files::{self, queries};
use crate::people::{self, Role, sessions};
use crate::testing;

/// A form with a file, as a browser sends it: its token first.
fn form(token: &str, words: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    let fields =
        [("csrf", token), ("command", "0192c000-0000-7000-8000-000000000001"), ("words", words)];
    for (field, value) in fields {
        let part = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
        );
        body.extend(part.as_bytes());
    }
    let part = format!(
        "--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend(part.as_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--limite--\r\n");
    body
}

async fn send(console: &Console, who: &Browser, path: &str, body: Vec<u8>) -> Page {
    let req = console
        .builder("POST", path, Some(who))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(Body::from(body));
    console.send(req.unwrap()).await
}

pub(super) async fn upload(
    console: &Console,
    who: &Browser,
    to: &str,
    words: &str,
    name: &str,
    bytes: &[u8],
) -> Page {
    let token = sessions::csrf_of(&who.token);
    send(console, who, &format!("/files/{to}"), form(&token, words, name, bytes)).await
}

const PROJECT: &str = "project.brescia-citta-del-noi";

pub(super) async fn attached(console: &Console, id: &str) -> Vec<queries::Attached> {
    let (sort, id) = id.split_once('.').unwrap();
    let about =
        files::About { sort: files::Sort::from_slug(sort).unwrap(), id: id.parse().unwrap() };
    let mut db = console.node.store.read().await.unwrap();
    queries::of(&mut db, &about).await.unwrap()
}

/// How many files there are on the shelf, copies and drafts too.
fn on_shelf(console: &Console) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap();
        let count = |entry: std::io::Result<std::fs::DirEntry>| {
            let path = entry.unwrap().path();
            if path.is_dir() { count(&path) } else { 1 }
        };
        entries.map(count).sum()
    }
    count(&console.folder().join("files"))
}

#[tokio::test]
async fn a_picture_comes_in_without_its_place_and_goes_out_to_be_looked_at_only() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let photo = with_place(&photograph(900, 600));
    let page = upload(&console, &olga, PROJECT, "L'orto", "../../orto.jpg", &photo).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let file = attached(&console, PROJECT).await.remove(0);
    assert_eq!(file.name.as_deref(), Some("orto.jpg"));
    let page = console.get(&format!("/files/{PROJECT}"), Some(&olga)).await;
    assert!(page.text.contains("alt=\"L&#39;orto\""), "{}", page.text);
    for size in ["small", "large", "whole"] {
        let req = console.builder("GET", &format!("/file/{}.{size}", file.id), Some(&olga));
        let answer =
            tower::ServiceExt::oneshot(console.router.clone(), req.body(Body::empty()).unwrap());
        let answer = answer.await.unwrap();
        let told = |name| answer.headers().get(name).map_or("", |value| value.to_str().unwrap());
        assert_eq!(told(header::CONTENT_TYPE), "image/jpeg");
        assert_eq!(told(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(told(header::CONTENT_SECURITY_POLICY), "default-src 'none'; sandbox");
        assert_eq!(told(header::CONTENT_DISPOSITION), "inline; filename=\"orto.jpg\"");
        assert_eq!(told(header::ETAG), format!("\"{}-{size}\"", file.content.hash));
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        assert!(!bytes.windows(4).any(|four| four == b"Exif"));
        image::load_from_memory(&bytes).unwrap();
    }
    // Whoever has it is not sent it again; a stranger gets none.
    let tag = format!("\"{}-small\"", file.content.hash);
    let path = format!("/file/{}.small", file.id);
    let again = console.builder("GET", &path, Some(&olga)).header(header::IF_NONE_MATCH, tag);
    assert_eq!(console.send(again.body(Body::empty()).unwrap()).await.status, 304);
    assert_eq!(console.get(&path, None).await.status, 303);
    let admin = console.signed_in(Role::Admin).await;
    assert_eq!(console.get(&path, Some(&admin)).await.status, 403);
}

#[tokio::test]
async fn what_is_refused_is_refused_with_words_and_leaves_nothing_on_the_disk() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let mut bomb = photograph(16, 16);
    let frame = bomb.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    let limits = files::FilesConfig::default();
    let long = vec![b'a'; usize::try_from(limits.document_max()).unwrap() + 1];
    let mut large = photograph(16, 16);
    large.resize(usize::try_from(limits.picture_max()).unwrap() + 1, 0);
    for (name, bytes, slug) in [
        ("orto.jpg", &b"\x7fELF\x02\x01\x01\0"[..], "file-unknown-kind"),
        ("orto.jpg", b"%PDF-1.4\n%%EOF", "file-not-what-it-says"),
        ("orto.jpg", b"", "file-empty"),
        ("orto.jpg", &bomb, "file-too-many-points"),
        ("verbale.pdf", &long, "file-too-long"),
        ("orto.jpg", &large, "file-too-long"),
    ] {
        let page = upload(&console, &olga, PROJECT, "L'orto", name, bytes).await;
        assert!(page.status.is_client_error(), "{slug}: {}", page.status);
        let words = crate::web::words::Words::in_language(crate::web::words::Language::It);
        let said = words.t(&format!("problem-{slug}"));
        let said = said.split(['{', '\'', ':']).next().unwrap().to_owned();
        assert!(page.text.contains(&said), "{slug}:\n{}", page.text);
    }
    let page = upload(&console, &olga, PROJECT, "", "orto.jpg", &photograph(90, 60)).await;
    assert_eq!(page.status, 422, "a picture without words");
    let page =
        upload(&console, &olga, "project.atlantide", "x", "orto.jpg", &photograph(9, 6)).await;
    assert_eq!(page.status, 404);
    assert!(attached(&console, PROJECT).await.is_empty());
    assert_eq!(on_shelf(&console), 0);
}

/// A form with several files.
fn many(token: &str, words: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = form(token, words, files[0].0, files[0].1);
    body.truncate(body.len() - b"--limite--\r\n".len());
    for (name, bytes) in &files[1..] {
        body.extend(b"--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
        body.extend(name.as_bytes());
        body.extend(b"\"\r\n\r\n");
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--limite--\r\n");
    body
}

#[tokio::test]
async fn several_files_of_one_form_are_attached_and_what_is_not_is_told_by_its_name() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let path = format!("/files/{PROJECT}");
    let token = sessions::csrf_of(&olga.token);
    let (photo, other) = (photograph(90, 60), photograph(60, 90));
    let files: [(&str, &[u8]); 3] =
        [("orto.jpg", &photo), ("virus.jpg", b"\x7fELF\x02"), ("prato.jpg", &other)];
    let body = many(&token, "Festa di primavera", &files);
    let page = send(&console, &olga, &path, body).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    assert!(page.text.contains("virus.jpg:"), "{}", page.text);
    let there = attached(&console, PROJECT).await;
    let mut names: Vec<_> = there.iter().filter_map(|one| one.name.as_deref()).collect();
    names.sort_unstable();
    assert_eq!(names, ["orto.jpg", "prato.jpg"]);
    // More than may be at once: none of them.
    let texts: Vec<String> = (0..11).map(|n| format!("Verbale numero {n}\n")).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|text| ("v.txt", text.as_bytes())).collect();
    let page = send(&console, &olga, &path, many(&token, "", &files)).await;
    assert!(page.text.contains("al massimo 10 file"), "{}", page.text);
    assert_eq!(attached(&console, PROJECT).await.len(), 2);
}

#[tokio::test]
async fn nothing_reaches_the_disk_from_a_form_that_is_nobodys() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let path = format!("/files/{PROJECT}");
    let photo = photograph(90, 60);
    let page = send(&console, &olga, &path, form("another", "L'orto", "orto.jpg", &photo)).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    // A right token, and the file before it.
    let token = sessions::csrf_of(&olga.token);
    let mut turned = Vec::new();
    turned.extend(b"--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc\r\n");
    turned.extend(
        format!("--limite\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--limite--\r\n")
            .as_bytes(),
    );
    assert_eq!(send(&console, &olga, &path, turned).await.status, StatusCode::FORBIDDEN);
    assert_eq!(on_shelf(&console), 0);
}

#[tokio::test]
async fn a_document_is_given_out_to_be_kept_and_taken_away_for_good() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let pdf = b"%PDF-1.4\n<script>\n%%EOF";
    upload(&console, &olga, PROJECT, "", "Verbale n. 3 <1>.pdf", pdf).await;
    let file = attached(&console, PROJECT).await.remove(0);
    let page = console.get(&format!("/file/{}", file.id), Some(&olga)).await;
    assert_eq!(page.header(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(
        page.header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"Verbale-n-3-1.pdf\""
    );
    let id = file.id.to_string();
    let page = console.post(&format!("/files/{PROJECT}/take-away"), &olga, &[("file", &id)]).await;
    assert_eq!(page.location(), format!("/files/{PROJECT}?done=file-taken-away"));
    assert_eq!(console.get(&format!("/file/{id}"), Some(&olga)).await.status, 404);
}

#[tokio::test]
async fn what_somebody_brought_goes_with_them() {
    let console = Console::hub().await;
    let olga = console.signed_in(Role::Operator).await;
    let idea = console.leave_idea().await;
    let to = format!("idea.{idea}");
    let page =
        upload(&console, &olga, &to, "Il mio schizzo", "Teresa.jpg", &photograph(90, 60)).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let file: FileId = attached(&console, &to).await[0].id;
    assert_eq!(console.get(&format!("/files/{to}"), Some(&olga)).await.status, 200);
    let person = protocol::PersonId::new(idea.uuid());
    let erase = people::Command::Erase { person };
    testing::submit(&console.node, Command::People(erase)).await.unwrap();
    assert!(attached(&console, &to).await.is_empty());
    assert_eq!(console.get(&format!("/file/{file}"), Some(&olga)).await.status, 404);
    let mut db = console.node.store.read().await.unwrap();
    let facts = crate::store::log::of_subject(&mut db, &file.to_string(), 0, 9).await.unwrap();
    drop(db);
    let said = facts.iter().any(|stored| format!("{:?}", stored.record.body).contains("Teresa"));
    assert!(!said, "the name stands in the log");
    for _ in 0..500 {
        if on_shelf(&console) == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("what was erased is still on the disk");
}

#[tokio::test]
async fn a_picture_is_in_the_showcase_while_central_publishes_it() {
    let console = Console::central().await;
    let staff = console.signed_in(Role::CentralStaff).await;
    let photo = with_place(&photograph(900, 600));
    upload(&console, &staff, PROJECT, "Il laboratorio <b>", "lab.jpg", &photo).await;
    let file = attached(&console, PROJECT).await.remove(0);
    let picture = format!("/vetrina/immagini/{}.large", file.content.hash);
    let public = "/vetrina/progetti/brescia-citta-del-noi";
    assert!(!console.get(public, None).await.text.contains(&picture));
    assert_eq!(console.get(&picture, None).await.status, 404);
    let show = |shown: &'static str| {
        let id = file.id.to_string();
        let (console, staff) = (&console, &staff);
        async move {
            let fields = [("file", id.as_str()), ("shown", shown)];
            console.post(&format!("/files/{PROJECT}/show"), staff, &fields).await
        }
    };
    assert_eq!(show("yes").await.status, StatusCode::SEE_OTHER);
    let req = console.builder("GET", public, None).header(header::HOST, "vetrina.example");
    let page = console.send(req.body(Body::empty()).unwrap()).await;
    assert!(
        page.text.contains(&format!("src=\"{picture}\" alt=\"Il laboratorio &#60;b&#62;\"")),
        "{}",
        page.text
    );
    assert!(page.text.contains(&format!("og:image\" content=\"http://vetrina.example{picture}\"")));
    let answer = console.get(&picture, None).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header(header::CONTENT_SECURITY_POLICY), "default-src 'none'; sandbox");
    assert!(!answer.text.contains("Exif"));
    assert!(console.get("/showcase/story", None).await.text.contains("A new picture"));
    show("no").await;
    assert_eq!(console.get(&picture, None).await.status, 404);
    assert!(!console.get(public, None).await.text.contains(&picture));
}

#[tokio::test]
async fn the_showcase_reads_without_script_cookie_or_name_in_both_languages() {
    let console = Console::central().await;
    for (path, other, word) in [
        ("/vetrina", "/showcase", "I progetti di Brescia"),
        ("/showcase", "/vetrina", "The projects of Brescia"),
        ("/vetrina/racconto", "/showcase/story", "Il racconto di Brescia"),
        ("/showcase/story", "/vetrina/racconto", "The story of Brescia"),
        (
            "/vetrina/progetti/brescia-citta-del-noi",
            "/showcase/projects/brescia-citta-del-noi",
            "Che cosa vuole ottenere",
        ),
        (
            "/showcase/projects/brescia-citta-del-noi",
            "/vetrina/progetti/brescia-citta-del-noi",
            "What it wants to reach",
        ),
    ] {
        let req = console.builder("GET", path, None).header(header::HOST, "vetrina.example:8443");
        let page = console.send(req.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains(word), "{path}: {word}\n{}", page.text);
        assert!(page.headers.get(header::SET_COOKIE).is_none(), "{path}");
        assert!(!page.text.contains("<script"), "{path}");
        let at = |path: &str| format!("http://vetrina.example:8443{path}");
        assert!(page.text.contains(&format!("rel=\"canonical\" href=\"{}\"", at(path))));
        assert!(page.text.contains(&format!("property=\"og:url\" content=\"{}\"", at(path))));
        assert!(page.text.contains(&at(other)), "{path} says where {other} is");
        assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("script-src 'self'"));
        assert!(page.header(header::CACHE_CONTROL).starts_with("public"));
        // The same again is not sent again.
        let tag = page.header(header::ETAG).to_owned();
        let again = console
            .builder("GET", path, None)
            .header(header::HOST, "vetrina.example:8443")
            .header(header::IF_NONE_MATCH, tag);
        assert_eq!(console.send(again.body(Body::empty()).unwrap()).await.status, 304, "{path}");
    }
    // A name that no host can have is not told on.
    let odd = console.builder("GET", "/vetrina", None).header(header::HOST, "a\"><script>");
    let page = console.send(odd.body(Body::empty()).unwrap()).await;
    assert!(!page.text.contains("<script") && !page.text.contains("og:url"));
}

#[tokio::test]
async fn projects_are_narrowed_by_words_kind_and_programme() {
    let console = Console::central().await;
    let found = async |query: &str| {
        let page = console.get(&format!("/vetrina{query}"), None).await;
        page.text.matches("<article").count()
    };
    let all = found("").await;
    assert!(all >= 8, "{all}");
    assert_eq!(found("?kind=programme").await, 2);
    assert_eq!(found("?q=primissima+infanzia+inesistente").await, 0);
    assert_eq!(found("?kind=work-site&in=brescia-citta-del-noi").await, 6);
    assert_eq!(found("?stand=ended").await, 1);
    let page = console.get("/vetrina?q=nulla", None).await;
    assert!(page.text.contains("Nessun progetto corrisponde"));
    let lost = console.get("/vetrina/progetti/atlantide", None).await;
    assert_eq!(lost.status, 404);
    assert!(lost.text.contains("Questo progetto non c&#39;è"), "{}", lost.text);
}

#[tokio::test]
async fn whoever_asks_for_the_showcase_too_often_is_told_to_wait() {
    let console = Console::central().await;
    let mut refused = None;
    for _ in 0..400 {
        let page = console.get("/vetrina/immagini/nulla", None).await;
        if page.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(page);
            break;
        }
    }
    assert_eq!(refused.unwrap().header(header::RETRY_AFTER), "1");
    // The console is not the showcase.
    assert_eq!(console.get("/sign-in", None).await.status, 200);
    console.clock.move_by(60_000);
    assert_eq!(console.get("/vetrina", None).await.status, 200);
}

#[tokio::test]
async fn a_hub_has_no_showcase() {
    let console = Console::hub().await;
    assert_eq!(console.get("/vetrina", None).await.status, 404);
}

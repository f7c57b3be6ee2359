//! What keeps the console safe, looked for on every route: headers, forms, cookies, sessions, rates.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{Browser, Console, PASSWORD, Page};
use crate::node::Role as NodeRole;
use crate::people::{Role, Scope, sessions};
use crate::web::routes::{self, Verb};
use crate::web::{WebConfig, router};

const HEADERS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

fn guarded(page: &Page, path: &str) {
    for (name, value) in HEADERS {
        let found = page.headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(found, Some(value), "{path}: {name}");
    }
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    for never in ["unsafe-inline", "unsafe-eval", "http:", "*"] {
        assert!(!policy.contains(never), "{path}: {policy}");
    }
}

/// What the policy would not let a browser run or show.
fn written_into(page: &str) -> Option<&'static str> {
    let never = [" style=\"", "<style", " onclick=", " onload=", " onchange=", "javascript:"];
    never.into_iter().find(|part| page.contains(part)).or_else(|| {
        page.match_indices("<script")
            .any(|(at, _)| !page[at..].starts_with("<script src="))
            .then_some("<script> without src")
    })
}

async fn looks(console: &Console, role: Role) {
    let browser = console.signed_in(role).await;
    let kind = console.node.role;
    let plain = |path: &str| !path.contains('{') && path != "/live";
    let looks = routes::all().filter(|route| route.verb == Verb::Get && route.served_at(kind));
    for route in looks.filter(|route| plain(route.path)) {
        let page = console.get(route.path, Some(&browser)).await;
        guarded(&page, route.path);
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store", "{}", route.path);
        assert_eq!(written_into(&page.text), None, "{}:\n{}", route.path, page.text);
    }
}

#[tokio::test]
async fn every_page_says_what_a_browser_may_load_and_has_nothing_written_into_it() {
    let hub = Console::hub().await;
    hub.leave("shopping", "mompiano", "Per favore").await;
    looks(&hub, Role::Coordinator).await;
    let central = Console::central().await;
    looks(&central, Role::CentralStaff).await;
    looks(&central, Role::Admin).await;
    for (path, who) in [("/non-esiste", None), ("/sign-in", None), ("/", None)] {
        guarded(&hub.get(path, who).await, path);
    }
}

#[tokio::test]
async fn no_form_is_taken_without_the_token_of_its_own_session() {
    for console in [Console::hub().await, Console::central().await] {
        let role = if console.node.role == NodeRole::Hub { Role::Coordinator } else { Role::Admin };
        let (usual, other) = (console.signed_in(role).await, console.signed_in(role).await);
        // Files are read only from whoever may send one.
        let keeper = console.signed_in(Role::CentralStaff).await;
        let stolen = sessions::csrf_of(&other.token);
        let kind = console.node.role;
        let forms = routes::all().filter(|route| route.verb == Verb::Post);
        for route in forms.filter(|route| route.served_at(kind)) {
            let browser = if route.to_shelf { &keeper } else { &usual };
            let path = route.path.replace("{id}", "018f0000-0000-7000-8000-000000000001");
            for token in ["", "x", stolen.as_str()] {
                let form = console.form(&path, Some(browser), &[("csrf", token)]);
                let page = console.send(form).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} with {token:?}");
                assert!(page.text.contains("data-problem=\"form-expired\""), "{path}");
            }
            let page = elsewhere(&console, &path, browser).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} from elsewhere");
            assert!(page.text.contains("data-problem=\"form-from-elsewhere\""), "{path}");
        }
    }
}

/// The right token, sent by a page of somebody else's.
async fn elsewhere(console: &Console, path: &str, browser: &Browser) -> Page {
    let token = sessions::csrf_of(&browser.token);
    let mut form = console.form(path, Some(browser), &[("csrf", &token)]);
    form.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    let refused = console.send(form).await;
    let mut form = console.form(path, Some(browser), &[("csrf", &token)]);
    form.headers_mut().insert(header::ORIGIN, "https://altrove.example".parse().unwrap());
    form.headers_mut().insert(header::HOST, "hub.example".parse().unwrap());
    assert_eq!(console.send(form).await.status, refused.status, "{path}: origin");
    refused
}

/// Signs in through the page, as a browser does.
async fn sign_in(console: &Console, name: &str, password: &str) -> Page {
    let page = console.get("/sign-in", None).await;
    let cookie = page.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
    let (_, token) = page.text.split_once("name=\"csrf\" value=\"").unwrap();
    let token = token.split('"').next().unwrap();
    let fields = [("csrf", token), ("name", name), ("password", password)];
    let mut form = console.form("/sign-in", None, &fields);
    form.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    console.send(form).await
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let console = Console::hub().await;
    let operator = Scope::Hub(console.node.id().clone());
    console.account("operatrice", Role::Operator, operator).await;
    let page = sign_in(&console, "operatrice", PASSWORD).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let cookies: Vec<&str> =
        page.headers.get_all(header::SET_COOKIE).iter().map(|c| c.to_str().unwrap()).collect();
    let session = cookies.iter().find(|c| !c.contains("Max-Age=0")).unwrap();
    for mark in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(session.contains(mark), "{session}");
    }

    // Over TLS it also never leaves TLS and never reaches another host of the same name.
    let behind_tls = router(console.node.clone(), WebConfig::default());
    let req = Request::builder().uri("/sign-in").header(header::ACCEPT, "text/html");
    let answer = tower::ServiceExt::oneshot(behind_tls, req.body(Body::empty()).unwrap()).await;
    let answer = answer.unwrap();
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure"), "{cookie}");
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_leads_back_after_signing_in() {
    let console = Console::hub().await;
    let browser = console.signed_in(Role::Operator).await;
    assert_eq!(console.get("/diary", Some(&browser)).await.status, 200);
    // A page that refreshes by itself keeps no session alive.
    for _ in 0..3 {
        console.clock.move_by(45 * 60_000);
        console.fragment("/requests/unread", &browser).await;
    }
    let page = console.get("/diary", Some(&browser)).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fdiary"));
    let refused = console.fragment("/requests/unread", &browser).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn guessing_a_password_is_slowed_down_and_says_for_how_long() {
    let console = Console::hub().await;
    for _ in 0..5 {
        assert_eq!(sign_in(&console, "nessuna", "sbagliata").await.status, 401);
    }
    let page = sign_in(&console, "nessuna", "sbagliata").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{}", page.text);
    console.clock.move_by(60_000);
    assert_eq!(sign_in(&console, "nessuna", "sbagliata").await.status, 401);
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused_in_words() {
    let console = Console::hub().await;
    let browser = console.signed_in(Role::Operator).await;
    let long = "a".repeat(100_000);
    let page = console.post("/requests/new", &browser, &[("text", &long)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.text.contains("data-problem=\"form-too-large\""), "{}", page.text);
}

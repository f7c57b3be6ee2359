//! Signing in and out.
//!
//! Always true: a name nobody has is refused with the same words and after the same time as a wrong
//! password; guessing gets slower by name and by address; a session begins with a new cookie.

use std::time::Duration;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use protocol::Problem;

use crate::people::{accounts, sessions};
use crate::web::address;
use crate::web::form::Errors;
use crate::web::gate::{Cookies, fresh_token};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::throttle::Key;
use crate::web::visit::{Fault, Outcome, Visit, go};
use crate::web::words::Language;

/// How long a sign-in waits for its turn to work out a password.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest password looked at, in bytes.
const PASSWORD_MAX: usize = 800;

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignIn {
    page: Page,
    errors: Errors,
    name: String,
    next: String,
    languages: Vec<(String, &'static str, &'static str, bool)>,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    if visit.me.is_some() {
        return go("/");
    }
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Account, "sign-in-title").await;
    let next = next_of(visit);
    let languages = Language::ALL
        .into_iter()
        .map(|language| {
            let fields = [("lang", language.code()), ("next", next.as_str())];
            let here = language == visit.words.language;
            (address::with("/sign-in", fields), language.code(), language.own_name(), here)
        })
        .collect();
    let name = visit.posted.trimmed("name").chars().take(accounts::LOGIN_MAX).collect();
    show_as(status, &SignIn { page, errors, name, next, languages })
}

fn next_of(visit: &Visit) -> String {
    let posted = visit.posted.text("next");
    let next = if posted.is_empty() { visit.asked.text("next") } else { posted };
    if address::is_own(next) { next.to_owned() } else { String::new() }
}

pub(super) async fn enter(visit: Visit) -> Outcome {
    let login_name = accounts::login_key(visit.posted.text("name"));
    let password = visit.posted.text("password").to_owned();
    let words = visit.words;
    let mut errors = Errors::default();
    if login_name.is_empty() {
        errors.add(words, "name", "sign-in-name-missing");
    }
    if password.is_empty() {
        errors.add(words, "password", "sign-in-password-missing");
    }
    if errors.any() {
        return shown(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let short = login_name.len() <= 4 * accounts::LOGIN_MAX && password.len() <= PASSWORD_MAX;
    if !short {
        return refused(&visit, &wrong()).await;
    }
    let app = &visit.app;
    let now_ms = app.node.now_ms();
    let mut keys = vec![Key::name(&login_name)];
    keys.extend(visit.from.map(Key::address));
    if let Err(wait_ms) = app.throttle.take(&keys, now_ms) {
        tracing::warn!("people.sign-in slowed down");
        let seconds = (wait_ms + 999) / 1000;
        let problem = Problem::new("sign-in-slowed", 429).with("seconds", seconds);
        return refused(&visit, &problem).await;
    }
    let turn = tokio::time::timeout(PATIENCE, app.passwords.acquire()).await;
    let Ok(Ok(_turn)) = turn else { return Err(Problem::try_later("busy").into()) };
    let mut db = app.node.store.read().await?;
    let credential = accounts::by_login(&mut db, &login_name).await?;
    drop(db);
    let kept = credential.as_ref().map(|credential| credential.password_hash.clone());
    let right = accounts::verified(password, kept).await;
    let Some(credential) = credential.filter(|credential| right && credential.active) else {
        tracing::info!("people.sign-in refused");
        return refused(&visit, &wrong()).await;
    };
    app.throttle.forgive(&keys);
    begin(&visit, credential.staff).await
}

fn wrong() -> Problem {
    Problem::new("sign-in-wrong", 401)
}

async fn refused(visit: &Visit, problem: &Problem) -> Outcome {
    shown(visit, Errors::of(visit.words, problem), status_of(problem)).await
}

async fn begin(visit: &Visit, staff: protocol::StaffId) -> Outcome {
    let token = fresh_token();
    let key = sessions::key_of(&token);
    let (now_ms, limits) = (visit.app.node.now_ms(), visit.app.config.sessions);
    let before = visit.session.clone();
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move {
                if let Some(before) = before {
                    sessions::end(write.db, &before).await?;
                }
                Ok(sessions::open(write.db, &key, staff, now_ms, limits).await?)
            })
        })
        .await?;
    let next = next_of(visit);
    let next = if next.is_empty() { "/" } else { next.as_str() };
    let cookies = Cookies::of(&visit.app);
    let set = [cookies.set(&cookies.session, &token), cookies.unset(&cookies.form)];
    with_cookies(next, &set)
}

fn with_cookies(to: &str, set: &[String]) -> Outcome {
    let mut response = Redirect::to(to).into_response();
    for cookie in set {
        let value = HeaderValue::from_str(cookie)
            .ok()
            .ok_or_else(|| Fault(Problem::new("page-failed", 500)))?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

pub(super) async fn leave(visit: Visit) -> Outcome {
    if let Some(session) = visit.session.clone() {
        visit
            .app
            .node
            .change(move |write| {
                Box::pin(async move { Ok(sessions::end(write.db, &session).await?) })
            })
            .await?;
    }
    let cookies = Cookies::of(&visit.app);
    let lang = visit.words.language.code();
    let to = address::with("/sign-in", [("lang", lang), ("done", "signed-out")]);
    with_cookies(&to, &[cookies.unset(&cookies.session)])
}

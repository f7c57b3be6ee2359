//! One's own account: password, language, text size.

use askama::Template;
use axum::http::StatusCode;
use protocol::Problem;

use crate::people::roles::Permission;
use crate::people::{accounts, passwords, pins};
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{Outcome, Visit, go};
use crate::web::words::Language;

/// Text sizes; the first is the ordinary one.
const SIZES: [&str; 3] = ["normal", "large", "largest"];

#[derive(Template)]
#[template(path = "people/account.html")]
struct Account {
    page: Page,
    errors: Errors,
    login_name: String,
    least: usize,
    languages: Vec<Group>,
    sizes: Vec<Choice>,
    /// Whether they hand things over at kiosks.
    hands: bool,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let me = visit.me()?;
    let title = if me.must_change { "account-must-change" } else { "account-title" };
    let page = Page::of(visit, Section::Account, title).await;
    let now = me.language.clone().unwrap_or_default();
    let browser = Choice::new("", page.w.t("account-language-browser"), &now);
    let own = Language::ALL.map(|l| Choice::new(l.code(), l.own_name(), &now));
    let size = me.text_size.clone().unwrap_or_else(|| SIZES[0].to_owned());
    let sizes = SIZES.map(|s| Choice::new(s, page.w.of("text-size", s), &size)).to_vec();
    let template = Account {
        login_name: me.login_name.clone(),
        least: passwords::SHORTEST,
        languages: vec![Group::plain([browser].into_iter().chain(own).collect())],
        sizes,
        hands: !page.central && visit.may(Permission::KeepCustody),
        page,
        errors,
    };
    show_as(status, &template)
}

pub(super) async fn password(visit: Visit) -> Outcome {
    let me = visit.me()?.clone();
    let text = |name: &str| visit.posted.text(name).to_owned();
    let (old, new, again) = (text("old"), text("new"), text("again"));
    if new != again {
        let problem = Problem::invalid("passwords-differ").at("again");
        return refused(&visit, &problem).await;
    }
    let session = visit.session.clone().unwrap_or_default();
    match accounts::change_password(&visit.app.node, me.staff, (old, new), session).await {
        Ok(()) if me.must_change => go("/?done=password-changed"),
        Ok(()) => go("/account?done=password-changed"),
        Err(problem) => refused(&visit, &problem).await,
    }
}

/// The PIN with which they hand something over at a kiosk.
pub(super) async fn pin(visit: Visit) -> Outcome {
    let staff = visit.me()?.staff;
    let (pin, again) = (visit.posted.trimmed("pin").to_owned(), visit.posted.trimmed("pin_again"));
    if pin != again {
        return refused(&visit, &Problem::invalid("bank-pin-differs").at("pin_again")).await;
    }
    match pins::set(&visit.app.node, staff, pin).await {
        Ok(()) => go("/account?done=staff-pin-set"),
        Err(problem) => refused(&visit, &problem).await,
    }
}

async fn refused(visit: &Visit, problem: &Problem) -> Outcome {
    shown(visit, Errors::of(visit.words, problem), status_of(problem)).await
}

pub(super) async fn preferences(visit: Visit) -> Outcome {
    let language = Language::from_tag(visit.posted.trimmed("language"));
    let size = SIZES.into_iter().skip(1).find(|size| *size == visit.posted.trimmed("text_size"));
    accounts::set_preferences(
        &visit.app.node,
        visit.me()?.staff,
        language.map(|language| language.code().to_owned()),
        size.map(str::to_owned),
    )
    .await?;
    go("/account?done=preferences-kept")
}

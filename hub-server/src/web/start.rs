//! Where the console begins for each role, and the list of everything for small screens.

use askama::Template;
use axum::routing::get;

use super::page::{Page, Section, show};
use super::routes::{Access, Route, look};
use super::visit::{Outcome, Visit, go};
use crate::node::Role as NodeRole;
use crate::people::Role;

pub(super) const ROUTES: &[Route] =
    &[look("/", Access::SignedIn, || get(start)), look("/more", Access::SignedIn, || get(more))];

async fn start(visit: Visit) -> Outcome {
    let me = visit.me()?;
    go(match (visit.app.node.role, me.role) {
        (NodeRole::Central, Role::CentralStaff) => "/overview",
        (_, Role::Operator | Role::Coordinator | Role::CentralStaff) => "/requests",
        (_, Role::ServiceOperator) => "/referrals",
        (_, Role::Admin) => "/staff",
        (_, Role::PrivacyOfficer) => "/privacy",
    })
}

#[derive(Template)]
#[template(path = "web/more.html")]
struct More {
    page: Page,
}

async fn more(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::More, "nav-more").await;
    show(&More { page })
}

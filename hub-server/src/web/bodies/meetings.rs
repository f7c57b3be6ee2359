//! The meetings of all bodies: to come, with minutes to be written or approved, over.

use askama::Template;
use protocol::BodyId;

use super::one::{Line, meeting_line};
use super::{Turn, keeps};
use crate::bodies::model::Meeting;
use crate::bodies::queries;
use crate::web::address;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show};
use crate::web::visit::{Outcome, Visit};

crate::work::events::words! {
    /// A tab of the list.
    Tab {
        /// To come, or going on.
        Ahead = "ahead",
        /// Its minutes are to be written or approved.
        Minutes = "minutes",
        /// All of them.
        All = "all",
    }
}

impl Tab {
    const fn holds(self, meeting: &Meeting) -> bool {
        match self {
            Self::Ahead => meeting.state.is_ahead(),
            Self::Minutes => meeting.state.wants_minutes(),
            Self::All => true,
        }
    }
}

struct TabLink {
    label: String,
    href: String,
    count: usize,
    here: bool,
}

#[derive(Template)]
#[template(path = "bodies/meetings.html")]
struct List {
    page: Page,
    keeps: bool,
    tab: &'static str,
    tabs: Vec<TabLink>,
    bodies: Vec<Group>,
    convening: Vec<(String, String)>,
    filtered: bool,
    turn: Turn<Line>,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bodies, "sessions-title").await;
    let tab = Tab::from_slug(visit.asked.trimmed("tab")).unwrap_or(Tab::Ahead);
    let chosen: Option<BodyId> = visit.asked.read("body");
    let mut db = visit.app.node.store.read().await?;
    let bodies = queries::bodies(&mut db).await?;
    let all = queries::meetings(&mut db, chosen).await?;
    drop(db);
    let now = chosen.map(|id| id.to_string()).unwrap_or_default();
    let href = |tab: Tab, to: &str| {
        let tab = if tab == Tab::Ahead { "" } else { tab.slug() };
        address::with("/meetings", [("tab", tab), ("body", &now), ("page", to)])
    };
    let tabs = Tab::ALL.iter().map(|one| TabLink {
        label: page.w.of("sessions-tab", one.slug()),
        href: href(*one, ""),
        count: all.iter().filter(|meeting| one.holds(meeting)).count(),
        here: *one == tab,
    });
    let name = |id: BodyId| {
        let found = bodies.iter().find(|body| body.id == id);
        found.map(|body| body.profile.name.clone()).unwrap_or_default()
    };
    let mut found: Vec<&Meeting> = all.iter().filter(|meeting| tab.holds(meeting)).collect();
    if tab == Tab::Ahead {
        // What comes first stands first.
        found.reverse();
    }
    let lines = found.iter().map(|m| meeting_line(&page, m, &name(m.plan.body))).collect();
    let any = Choice::new("", page.w.t("bodies-any"), &now);
    let choices = bodies.iter().map(|body| Choice::new(body.id, &body.profile.name, &now));
    let convening = bodies.iter().filter(|body| body.active);
    let template = List {
        keeps: keeps(&visit),
        tab: tab.slug(),
        tabs: tabs.collect(),
        bodies: vec![Group::plain([any].into_iter().chain(choices).collect())],
        convening: convening
            .map(|body| (format!("/bodies/{}/meeting", body.id), body.profile.name.clone()))
            .collect(),
        filtered: chosen.is_some(),
        turn: Turn::of(&visit, lines, |to| href(tab, &to.to_string())),
        page,
    };
    show(&template)
}

//! What every page has around it: who is here, where they can go, and the words, times and names to say
//! things with. And the page of a problem.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use protocol::Problem;

use super::assets;
use super::times::Times;
use super::visit::{Fault, Inner, Outcome, Visit, Wants};
use super::words::{Count, Words};
use crate::city::{City, Topic};
use crate::node::{Node, Role as NodeRole};
use crate::people::Scope;
use crate::people::roles::Permission;
use crate::{messages, requests};

/// The part of the console a page belongs to; also the end of its words' key, `nav-<slug>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Requests.
    Requests,
    /// What the municipal service one works in was sent.
    Referrals,
    /// Words with antennae.
    Messages,
    /// The operators' diary.
    Diary,
    /// Shifts, paths, training, expenses.
    Work,
    /// Activities of a group.
    Gatherings,
    /// Parcels, keys, things that are lent.
    Custody,
    /// Ideas left at the project desk.
    Ideas,
    /// Projects handed in to central.
    Projects,
    /// Projects, their files, and what of them everybody sees.
    Showcase,
    /// Offers of time.
    Offers,
    /// The time bank.
    Bank,
    /// Antennae and devices.
    Antennae,
    /// Threads that hubs and the city's services share.
    Threads,
    /// Bodies, their meetings and decisions.
    Bodies,
    /// The network as the city sees it.
    Network,
    /// The hubs side by side.
    Overview,
    /// Who works here.
    Staff,
    /// People's rights over their data.
    Privacy,
    /// What the city file holds.
    City,
    /// How each hub stands as a node.
    Hubs,
    /// Records that could not be understood.
    Parked,
    /// One's own account.
    Account,
    /// Everything else, on small screens.
    More,
}

impl Section {
    const fn slug(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Referrals => "referrals",
            Self::Messages => "messages",
            Self::Diary => "diary",
            Self::Work => "work",
            Self::Gatherings => "gatherings",
            Self::Custody => "custody",
            Self::Ideas => "ideas",
            Self::Projects => "projects",
            Self::Showcase => "showcase",
            Self::Offers => "offers",
            Self::Bank => "bank",
            Self::Antennae => "antennae",
            Self::Threads => "threads",
            Self::Bodies => "bodies",
            Self::Network => "network",
            Self::Overview => "overview",
            Self::Staff => "staff",
            Self::Privacy => "privacy",
            Self::City => "city",
            Self::Hubs => "hubs",
            Self::Parked => "parked",
            Self::Account => "account",
            Self::More => "more",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Requests => "tray",
            Self::Referrals => "tray",
            Self::Messages => "chats",
            Self::Diary => "notebook",
            Self::Work => "calendar-blank",
            Self::Gatherings => "users-four",
            Self::Custody => "tote",
            Self::Ideas => "lightbulb",
            Self::Projects => "kanban",
            Self::Showcase => "images",
            Self::Offers => "handshake",
            Self::Bank => "hourglass-medium",
            Self::Antennae => "broadcast",
            Self::Threads => "chats",
            Self::Bodies => "users-three",
            Self::Network => "share-network",
            Self::Overview => "chart-bar",
            Self::Staff => "users",
            Self::Privacy => "shield-check",
            Self::City => "buildings",
            Self::Hubs => "house-line",
            Self::Parked => "warning-circle",
            Self::Account => "user-circle",
            Self::More => "dots-three-outline",
        }
    }
}

/// Where a section is there, and who sees it in the list of sections.
const SECTIONS: &[(Section, &str, Permission, Option<NodeRole>)] = &[
    (Section::Overview, "/overview", Permission::SeeOversight, Some(NodeRole::Central)),
    (Section::Requests, "/requests", Permission::SeeRequests, None),
    (Section::Referrals, "/referrals", Permission::AnswerReferrals, None),
    (Section::Diary, "/diary", Permission::KeepDiary, Some(NodeRole::Hub)),
    (Section::Messages, "/messages", Permission::ReadWords, Some(NodeRole::Hub)),
    (Section::Bank, "/bank", Permission::SeeBank, Some(NodeRole::Hub)),
    (Section::Bank, "/bank/figures", Permission::SeeBank, Some(NodeRole::Central)),
    (Section::Work, "/shifts", Permission::KeepDiary, Some(NodeRole::Hub)),
    (Section::Gatherings, "/gatherings", Permission::KeepDiary, Some(NodeRole::Hub)),
    (Section::Custody, "/custody", Permission::KeepCustody, Some(NodeRole::Hub)),
    (Section::Projects, "/projects", Permission::AssessProjects, Some(NodeRole::Central)),
    (Section::Ideas, "/ideas", Permission::SeeDesk, None),
    (Section::Showcase, "/files", Permission::KeepShowcase, None),
    (Section::Offers, "/offers", Permission::SeeDesk, None),
    (Section::Antennae, "/antennae", Permission::SeeAntennae, Some(NodeRole::Hub)),
    (Section::Network, "/territory", Permission::SeeAntennae, Some(NodeRole::Central)),
    (Section::Threads, "/threads", Permission::ShareThreads, None),
    (Section::Bodies, "/bodies", Permission::SeeBodies, None),
    (Section::Hubs, "/hubs", Permission::SeeHubs, Some(NodeRole::Central)),
    (Section::Staff, "/staff", Permission::SeeStaff, None),
    (Section::Privacy, "/privacy", Permission::SeeReadings, None),
    (Section::City, "/city", Permission::SeeCity, None),
    (Section::Parked, "/parked", Permission::SeeParked, None),
];

/// How many sections fit beside each other at the bottom of a small screen, with "more" as the last.
const AT_THE_BOTTOM: usize = 4;

/// One section in the list of sections.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it is.
    pub href: &'static str,
    /// Its picture.
    pub icon: &'static str,
    /// Its name.
    pub label: String,
    /// How much is new there; 0 shows nothing.
    pub count: i64,
    /// Whether the page belongs to it.
    pub here: bool,
    /// Whether it has a place at the bottom of a small screen.
    pub bottom: bool,
}

/// Who is here, as a page says it.
#[derive(Debug, Clone)]
pub struct Who {
    /// Their name.
    pub name: String,
    /// What they are, in words.
    pub role: String,
    /// For which part of the city, in words.
    pub scope: String,
    /// Whether they must choose a password first.
    pub must_change: bool,
}

/// Everything around a page.
#[derive(Clone)]
pub struct Page {
    /// The words.
    pub w: Words,
    /// The city's clock.
    pub times: Times,
    /// The page's title.
    pub title: String,
    /// Who is here; nobody before sign-in.
    pub who: Option<Who>,
    /// The hub's name, or central's.
    pub place: String,
    /// The city's name; empty while it is unknown.
    pub city_name: String,
    /// Where they can go.
    pub nav: Vec<NavItem>,
    /// The token of their forms.
    pub csrf: String,
    /// What has just been done, in words; empty for nothing.
    pub done: String,
    /// What has just been refused, already in words.
    pub problem: Option<Problem>,
    /// The text size they prefer: empty, `large` or `largest`.
    pub text_size: String,
    /// Whether the page belongs to central.
    pub central: bool,
    /// Whether whoever is here is told when somebody at a kiosk wants a person.
    pub hears_calls: bool,
    /// The city, where it is known.
    pub city: Option<Arc<City>>,
    node: Arc<Node>,
}

impl Page {
    /// What is around a page of `section`, titled by a message.
    pub async fn of(visit: &Visit, section: Section, title: &str) -> Self {
        let node = visit.app.node.clone();
        let (w, city) = (visit.words, node.city());
        let central = node.role == NodeRole::Central;
        let hub = city.as_deref().and_then(|city| city.hub(node.id().as_str()));
        let place = match (central, hub) {
            (true, _) => w.t("place-central"),
            (false, Some(hub)) => hub.name.clone(),
            (false, None) => w.a("place-hub", "name", node.id()),
        };
        let zone = city.as_deref().map_or(jiff::tz::TimeZone::UTC, |city| city.calendar.clock());
        let times = Times { zone, now_ms: node.now_ms(), words: w };
        let done = visit.asked.trimmed("done");
        let done = format!("done-{}", if protocol::ids::is_slug(done) { done } else { "" });
        let text_size = visit.me.as_ref().and_then(|me| me.text_size.clone()).unwrap_or_default();
        let mut page = Self {
            w,
            times,
            title: w.t(title),
            who: visit.me.as_ref().map(|me| Who {
                name: me.display_name.clone(),
                role: w.of("role", me.role.slug()),
                scope: scope_in_words(w, city.as_deref(), &me.scope),
                must_change: me.must_change,
            }),
            place,
            city_name: city.as_deref().map_or_else(String::new, |city| city.name.clone()),
            nav: Vec::new(),
            csrf: visit.form_token.clone(),
            done: if w.has(&done) { w.t(&done) } else { String::new() },
            problem: None,
            text_size,
            central,
            hears_calls: !central
                && visit.may(Permission::WorkOnRequests)
                && visit.me.as_ref().is_some_and(|me| !me.must_change),
            city,
            node,
        };
        page.nav = page.sections(visit, section).await;
        page
    }

    async fn sections(&self, visit: &Inner, here: Section) -> Vec<NavItem> {
        let Some(me) = &visit.me else { return Vec::new() };
        if me.must_change {
            return Vec::new();
        }
        let role = visit.app.node.role;
        let there = |(_, _, permission, at): &&(Section, &str, Permission, Option<NodeRole>)| {
            crate::people::roles::role_may(me.role, *permission) && at.is_none_or(|at| at == role)
        };
        let mut items: Vec<NavItem> = SECTIONS
            .iter()
            .filter(there)
            .map(|(section, href, _, _)| NavItem {
                href,
                icon: section.icon(),
                label: self.w.of("nav", section.slug()),
                count: 0,
                here: *section == here,
                bottom: false,
            })
            .collect();
        let fits = if items.len() <= AT_THE_BOTTOM + 1 { items.len() } else { AT_THE_BOTTOM };
        items.iter_mut().take(fits).for_each(|item| item.bottom = true);
        if role == NodeRole::Hub
            && let Some(item) = items.iter_mut().find(|item| item.href == "/requests")
        {
            item.count = self.unread(&me.scope).await;
        }
        if let Some(item) = items.iter_mut().find(|item| item.href == "/threads") {
            item.count = self.unread_threads(me.staff).await;
        }
        if self.central
            && crate::people::roles::role_may(me.role, Permission::KeepBodies)
            && let Some(item) = items.iter_mut().find(|item| item.href == "/bodies")
        {
            item.count = self.due_actions(me.staff).await;
        }
        if role == NodeRole::Hub
            && let Some(item) = items.iter_mut().find(|item| item.href == "/ideas")
        {
            item.count = self.waiting_at_desk().await;
        }
        if let Some(item) = items.iter_mut().find(|item| item.href == "/messages") {
            item.count = self.unread_messages().await;
        }
        items
    }

    /// Requests nobody has read yet; a page is shown also when they cannot be counted.
    async fn unread(&self, scope: &Scope) -> i64 {
        let Ok(mut db) = self.node.store.read().await else { return 0 };
        let hoods = requests_in(self.city.as_deref(), scope);
        let state = requests::State::Received;
        super::requests::list::count(&mut db, self.node.id(), state, hoods.as_ref())
            .await
            .unwrap_or(0)
    }

    /// Threads with something to read; likewise.
    async fn unread_threads(&self, staff: protocol::StaffId) -> i64 {
        let Ok(mut db) = self.node.store.read().await else { return 0 };
        let home = if self.central { "" } else { self.node.id().as_str() };
        crate::threads::queries::unread(&mut db, staff, home).await.unwrap_or(0)
    }

    /// What somebody has to do by today because a body decided it; likewise.
    async fn due_actions(&self, staff: protocol::StaffId) -> i64 {
        let Ok(mut db) = self.node.store.read().await else { return 0 };
        let today = self.times.today();
        crate::bodies::queries::due_of(&mut db, staff, &today).await.unwrap_or(0)
    }

    /// What waits for the project desk; likewise.
    async fn waiting_at_desk(&self) -> i64 {
        let Ok(mut db) = self.node.store.read().await else { return 0 };
        let today = self.times.day_at(self.times.now_ms);
        crate::desk::queries::waiting(&mut db, self.node.id(), today).await.unwrap_or(0)
    }

    /// Threads in which an antenna wrote and nobody has read it.
    async fn unread_messages(&self) -> i64 {
        let Ok(mut db) = self.node.store.read().await else { return 0 };
        messages::queries::unread_at(&mut db, self.node.id()).await.unwrap_or(0)
    }

    /// The same page with a title that is a name.
    #[must_use]
    pub fn titled(mut self, title: String) -> Self {
        self.title = title;
        self
    }

    /// The same page saying what was refused.
    #[must_use]
    pub fn refusing(mut self, mut problem: Problem) -> Self {
        self.w.word(&mut problem);
        self.problem = Some(problem);
        self
    }

    /// Whether a count is nothing.
    #[must_use]
    pub fn none(&self, count: impl Count) -> bool {
        count.count() == 0
    }

    /// Whether there are more sections than fit at the bottom of a small screen.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.nav.iter().any(|item| !item.bottom)
    }

    /// The address of a file.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::href(name)
    }

    /// The address of an icon.
    #[must_use]
    pub fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::href("icons.svg"))
    }

    /// A fresh id for the command of a form.
    #[must_use]
    pub fn fresh(&self) -> String {
        self.node.fresh_id().to_string()
    }

    /// The name of a category; its slug where the city no longer has it.
    #[must_use]
    pub fn category(&self, slug: &str) -> String {
        let found = self.city.as_deref().and_then(|city| city.category(slug));
        found.map_or_else(
            || slug.to_owned(),
            |category| category.name.in_language(self.w.language.code()).to_owned(),
        )
    }

    /// The icon of a category.
    #[must_use]
    pub fn category_icon(&self, slug: &str) -> String {
        let found = self.city.as_deref().and_then(|city| city.category(slug));
        let name = found.map_or("question", |category| category.icon.as_str());
        self.icon(if assets::has_icon(name) { name } else { "question" })
    }

    /// The name of a theme of ideas.
    #[must_use]
    pub fn theme(&self, slug: &str) -> String {
        let themes = self.city.iter().flat_map(|city| &city.idea_themes);
        self.topic_named(themes, slug)
    }

    /// The name of a topic of activities.
    #[must_use]
    pub fn topic(&self, slug: &str) -> String {
        let topics = self.city.iter().flat_map(|city| &city.activity_topics);
        self.topic_named(topics, slug)
    }

    fn topic_named<'c>(&self, mut all: impl Iterator<Item = &'c Topic>, slug: &str) -> String {
        let found = all.find(|topic| topic.slug == slug);
        found.map_or_else(
            || slug.to_owned(),
            |topic| topic.name.in_language(self.w.language.code()).to_owned(),
        )
    }

    /// The name of a neighbourhood.
    #[must_use]
    pub fn neighbourhood(&self, slug: &str) -> String {
        let city = self.city.as_deref();
        if let Some((_, place)) = city.and_then(|city| city.neighbourhood(slug)) {
            return place.name.clone();
        }
        // What was recorded about one that is no more stays as it was, and says so.
        city.and_then(|city| city.former(slug)).map_or_else(
            || slug.to_owned(),
            |former| {
                let day = self.times.date(former.until);
                self.w.all("place-until", &[("name", former.name.as_str()), ("day", &day)])
            },
        )
    }

    /// The heading a category stands under, itself where it stands under none.
    #[must_use]
    pub fn heading(&self, slug: &str) -> String {
        let found = self.city.as_deref().and_then(|city| city.category(slug));
        found.and_then(|category| category.parent.clone()).unwrap_or_else(|| slug.to_owned())
    }

    /// The headings of the city's categories, in the order of its file.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        let city = self.city.as_deref();
        let tops = city.iter().flat_map(|city| city.categories_under(None));
        tops.map(|category| category.slug.clone()).collect()
    }

    /// Whether the city has no such heading.
    #[must_use]
    pub fn is_no_heading(&self, slug: &str) -> bool {
        !self.headings().iter().any(|heading| heading == slug)
    }

    /// The city's neighbourhoods, in the order of its file.
    #[must_use]
    pub fn neighbourhoods(&self) -> Vec<String> {
        let city = self.city.as_deref();
        let all = city.iter().flat_map(|city| city.neighbourhoods());
        all.map(|(_, place)| place.slug.clone()).collect()
    }

    /// The name of the zone a neighbourhood is in, or was in last, and of those it was in before; empty where the city
    /// knows none.
    #[must_use]
    pub fn zone_of(&self, slug: &str) -> String {
        let Some(city) = self.city.as_deref() else { return String::new() };
        let named = |slug: &str| {
            let found = city.zones.iter().find(|zone| zone.slug == slug);
            found.map_or_else(|| slug.to_owned(), |zone| zone.name.clone())
        };
        let mut text = city.zone_holding(slug).map(named).unwrap_or_default();
        for (zone, until) in city.zones_before(slug) {
            let (zone, day) = (named(zone), self.times.date(until));
            text.push_str(", ");
            text.push_str(&self.w.all("zone-until", &[("zone", zone.as_str()), ("day", &day)]));
        }
        text
    }

    /// The node whose bank the page shows.
    #[must_use]
    pub fn bank_node(&self) -> protocol::NodeId {
        self.node.id().clone()
    }

    /// The neighbourhood of this hub; empty at central.
    #[must_use]
    pub fn own_neighbourhood(&self) -> String {
        let found = self.city.as_deref().and_then(|city| city.hub(self.node.id().as_str()));
        found.map(|hub| hub.neighbourhood.clone()).unwrap_or_default()
    }

    /// The node that makes the page.
    #[must_use]
    pub fn node_id(&self) -> &protocol::NodeId {
        self.node.id()
    }

    /// The name of a node: a hub's, or central's.
    #[must_use]
    pub fn node_name(&self, node: &str) -> String {
        if node == "central" {
            return self.w.t("place-central");
        }
        let found = self.city.as_deref().and_then(|city| city.hub(node));
        found.map_or_else(|| node.to_owned(), |hub| hub.name.clone())
    }
}

/// The neighbourhoods a scope narrows a list to: `None` for all of them.
#[must_use]
pub fn requests_in(city: Option<&City>, scope: &Scope) -> Option<Vec<String>> {
    let Scope::Zone(zone) = scope else { return None };
    let zone = city.and_then(|city| city.zones.iter().find(|found| found.slug == zone.as_str()));
    let hoods = zone.map(|zone| zone.neighbourhoods.iter().map(|n| n.slug.clone()).collect());
    Some(hoods.unwrap_or_default())
}

/// A part of the city in words.
#[must_use]
pub fn scope_in_words(w: Words, city: Option<&City>, scope: &Scope) -> String {
    match scope {
        Scope::City => w.t("scope-city"),
        Scope::Hub(node) => city
            .and_then(|city| city.hub(node.as_str()))
            .map_or_else(|| node.to_string(), |hub| hub.name.clone()),
        Scope::Zone(zone) => {
            let found =
                city.and_then(|city| city.zones.iter().find(|found| found.slug == zone.as_str()));
            let name = found.map_or(zone.as_str(), |found| found.name.as_str());
            w.a("scope-zone", "name", name)
        }
        Scope::Service(service) => {
            let found = city.and_then(|city| city.service(service.as_str()));
            let name = found.map_or(service.as_str(), |s| s.name.in_language(w.language.code()));
            w.a("scope-service", "name", name)
        }
    }
}

/// A template as an answer.
///
/// # Errors
/// `page-failed` when it cannot be rendered, which only a broken template could cause.
pub fn show(template: &impl Template) -> Outcome {
    show_as(StatusCode::OK, template)
}

/// A template as an answer with a status.
///
/// # Errors
/// As [`show`].
pub fn show_as(status: StatusCode, template: &impl Template) -> Outcome {
    match template.render() {
        Ok(text) => Ok((status, Html(text)).into_response()),
        Err(error) => {
            tracing::error!(%error, "web.page could not be rendered");
            Err(Fault(Problem::new("page-failed", 500)))
        }
    }
}

/// The status that goes with a refusal.
#[must_use]
pub fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[derive(Template)]
#[template(path = "web/problem.html")]
struct ProblemPage {
    page: Page,
    told: Problem,
    lost: bool,
}

/// A problem in the shape that was asked for.
pub(super) async fn problem_page(visit: &Visit, mut problem: Problem) -> Response {
    visit.words.word(&mut problem);
    let status = status_of(&problem);
    match visit.wants {
        Wants::Json => {
            let body = serde_json::to_vec(&problem).unwrap_or_default();
            let kind =
                [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
            (status, kind, body).into_response()
        }
        Wants::Fragment => (status, problem.title).into_response(),
        Wants::Page => {
            let title = problem.title.clone();
            let page = Page::of(visit, Section::More, "problem-title").await.titled(title);
            let lost = status == StatusCode::NOT_FOUND;
            let shown = show_as(status, &ProblemPage { page, told: problem, lost });
            shown.unwrap_or_else(|_| status.into_response())
        }
    }
}

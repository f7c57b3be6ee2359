//! Every page of the console that each role sees, for tests that open all of them and for pictures.

use crate::city::{City, Login};
use crate::life::Life;

/// Somebody and the pages they see.
pub struct Visitor {
    /// What they are called in the name of a picture.
    pub name: &'static str,
    /// Where their node is.
    pub url: String,
    /// How they sign in; nobody for a stranger.
    pub login: Option<Login>,
    /// What they see.
    pub pages: Vec<Page>,
}

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// What it is called in the name of a picture.
    pub name: String,
    /// Where it is.
    pub path: String,
    /// Whether it is meant not to be there.
    pub lost: bool,
}

fn page(name: &str, path: &str) -> Page {
    Page { name: name.to_owned(), path: path.to_owned(), lost: path == "/non-esiste" }
}

/// What an operator of Mompiano sees.
fn operator_pages(life: &Life) -> Vec<Page> {
    let mut pages: Vec<Page> = [
        "/requests",
        "/requests?tab=searching",
        "/requests?q=nessuno",
        "/requests?q=spesa&tab=open",
        "/requests?tab=signals",
        "/requests?tab=closed",
        "/requests/new",
        "/recurring",
        "/recurring?state=ended",
        "/to-call",
        "/requests/import",
        "/offering",
        "/offering/new",
        "/offering/spesa",
        "/messages",
        "/messages?show=all",
        "/diary",
        "/diary/new",
        "/diary/goals",
        "/tasks",
        "/diary/import",
        "/shifts",
        "/shifts?view=week",
        "/paths",
        "/posts",
        "/training",
        "/expenses",
        "/threads",
        "/threads/mompiano.neighbourhood.casazza",
        "/gatherings",
        "/gatherings?tab=past",
        "/gatherings/new",
        "/custody",
        "/custody?tab=all&q=nessuno",
        "/custody/new",
        "/bodies",
        "/matrix",
        "/minutes",
        "/files",
        "/files?q=nessuno",
        "/files/project.brescia-citta-del-noi",
        "/files/project.bresciapiu",
        "/ideas",
        "/ideas?q=nessuno",
        "/ideas/new",
        "/agenda",
        "/projects",
        "/projects/partners?side=offers&what=staff",
        "/offers",
        "/bank",
        "/bank/members",
        "/bank/members?q=nessuno",
        "/bank/members/new",
        "/bank/exchanges",
        "/bank/exchanges?state=counted&age=unsaid",
        "/bank/declare",
        "/bank/agreed",
        "/bank/lists",
        "/bank/cheques",
        "/bank/catalogue",
        "/bank/catalogue?state=paused",
        "/bank/catalogue/new",
        "/bank/others",
        "/bank/others?stand=declined",
        "/bank/others/lamarmora",
        "/bank/rules",
        "/bank/figures",
        "/bank/figures/wants",
        "/bank/calls",
        "/bank/members?limit=inactive",
        "/antennae",
        "/antennae?tab=every",
        "/antennae?q=nessuno",
        "/antennae/board",
        "/antennae/support",
        "/antennae/new",
        "/territory",
        "/organisations",
        "/organisations/new",
        "/volunteers",
        "/introductions",
        "/notices",
        "/devices",
        "/devices/new",
        "/account",
        "/more",
        "/non-esiste",
    ]
    .iter()
    .map(|path| page(&path.trim_start_matches('/').replace(['/', '?', '=', '&'], "-"), path))
    .collect();
    for (state, id) in &life.requests {
        pages.push(page(&format!("request-{state}"), &format!("/requests/{id}")));
    }
    for (name, path) in &life.network.pages {
        pages.push(page(name, path));
    }
    for (state, project) in &life.projects {
        pages.push(page(&format!("idea-{state}"), &project.idea));
        if *state == "draft" {
            pages.push(page("idea-write", &format!("{}/write", project.idea)));
        }
        if *state == "running" {
            pages.push(page("project-at-hub", &project.page));
        }
    }
    for (index, (name, path)) in life.bank.iter().enumerate() {
        pages.push(page(&format!("bank-{index}-{name}"), path));
    }
    pages
}

/// Everybody who works in the demo city, with their pages.
#[must_use]
pub fn visitors(city: &City, life: &Life) -> Vec<Visitor> {
    let at = |node: u16, name: &'static str, login: Option<Login>, pages: Vec<Page>| Visitor {
        name,
        url: city.url(node),
        login,
        pages,
    };
    let operator = operator_pages(life);
    let named = |paths: &[&str]| -> Vec<Page> {
        paths
            .iter()
            .map(|path| {
                page(&path.trim_start_matches('/').replace(['/', '?', '=', '&'], "-"), path)
            })
            .collect()
    };
    let mut of_bodies = named(&[
        "/bodies",
        "/bodies?q=nessuno",
        "/bodies?tab=over",
        "/bodies/new",
        "/meetings",
        "/meetings?tab=minutes",
        "/meetings?tab=all",
        "/decisions",
        "/decisions?q=nessuna",
        "/actions",
        "/matrix",
        "/minutes",
        "/public/minutes",
    ]);
    of_bodies.extend(life.bodies.iter().map(|(name, path)| page(name, path)));
    let login = |node: &str, role: &str| Some(city.login(node, role));
    let decided = life.projects.iter().filter(|(state, _)| *state != "draft");
    let mut projects: Vec<Page> =
        decided.map(|(state, project)| page(&format!("project-{state}"), &project.page)).collect();
    let public = life.projects.iter().filter(|(state, _)| matches!(*state, "running" | "promoted"));
    let public: Vec<Page> = public
        .map(|(state, project)| {
            let id = project.page.trim_start_matches("/projects/");
            page(&format!("showcase-{state}"), &format!("/vetrina/progetti/{id}"))
        })
        .collect();
    let mut elsewhere = named(&["/ideas"]);
    let draft = life.projects.iter().find(|(state, _)| *state == "draft");
    elsewhere.extend(draft.map(|(_, one)| page("idea-shared", &crate::desk::shared_page(one))));
    let running = life.projects.iter().find(|(state, _)| *state == "running");
    projects.extend(running.map(|(_, one)| page("project-sheet", &format!("{}/sheet", one.page))));
    vec![
        at(1, "stranger", None, vec![page("sign-in", "/sign-in")]),
        at(
            0,
            "everybody",
            None,
            [
                named(&[
                    "/vetrina",
                    "/vetrina?q=nessuno",
                    "/vetrina?for=frail-older",
                    "/vetrina?kind=work-site&order=name",
                    "/vetrina/progetti/brescia-citta-del-noi",
                    "/vetrina/progetti/bresciapiu",
                    "/vetrina/racconto",
                    "/showcase",
                    "/showcase/projects/brescia-citta-del-noi",
                    "/showcase/story",
                ]),
                public,
            ]
            .concat(),
        ),
        at(1, "operator", login("mompiano", "operator"), operator),
        at(2, "operator-elsewhere", login("lamarmora", "operator"), elsewhere),
        at(
            1,
            "coordinator",
            login("mompiano", "coordinator"),
            named(&[
                "/requests",
                "/reviews",
                "/diary/review",
                "/shifts",
                "/training",
                "/expenses",
                "/diary/goals",
                "/activities",
                "/activities?state=submitted",
                "/bank/rules",
                "/staff",
                "/staff/new",
                "/antennae/handover",
                "/antennae/import",
                "/organisations/import",
                "/privacy",
                "/city",
                "/more",
            ]),
        ),
        at(1, "service-operator", login("mompiano", "service-operator"), {
            let mut pages = named(&["/referrals", "/threads", "/antennae", "/more"]);
            let sent = format!("/referrals/{}", life.request("referred"));
            pages.push(page("referral", &sent));
            pages
        }),
        at(
            1,
            "privacy-officer",
            login("mompiano", "privacy-officer"),
            named(&["/requests", "/privacy", "/more"]),
        ),
        at(
            0,
            "central-staff",
            login("central", "central-staff"),
            [
                named(&[
                    "/overview",
                    "/overview/places",
                    "/overview/diaries",
                    "/territory",
                    "/threads",
                    "/notices",
                    "/organisations",
                    "/requests",
                    "/requests?tab=closed",
                    "/activities",
                    "/bank/figures?hub=mompiano",
                    "/files",
                    "/files/project.brescia-citta-del-noi",
                    "/ideas?hub=mompiano",
                    "/projects",
                    "/projects?q=nessuno",
                    "/projects/partners",
                    "/projects/evaluations",
                    "/projects/comments",
                    "/projects/comments?shown=yes",
                    "/offers?hub=mompiano",
                    "/parked",
                    "/city",
                    "/hubs",
                    "/hubs/mompiano",
                    "/more",
                ]),
                projects,
                of_bodies,
            ]
            .concat(),
        ),
        at(
            0,
            "admin",
            login("central", "admin"),
            named(&[
                "/overview",
                "/staff",
                "/staff/new",
                "/parked",
                "/city",
                "/city/new",
                "/city/outlines",
                "/hubs",
                "/hubs/mompiano",
                "/hubs/lamarmora",
                "/account",
                "/more",
            ]),
        ),
    ]
}

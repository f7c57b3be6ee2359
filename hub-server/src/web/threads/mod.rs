//! Shared threads on the console: at a hub its own, at central those of every hub; what is new stands out until it is
//! read.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::Problem;

use super::form::{Choice, Errors, Group};
use super::page::{Page, Section, show_as, status_of};
use super::requests::Names;
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Visit, go};
use crate::command::{Answer, Command};
use crate::network::{antennae, organisations};
use crate::people::roles::{Permission as P, Scope};
use crate::sync::relay;
use crate::threads::{About, Command as Threads, Side, Thread, queries, side_of, staff_in};

pub(super) const ROUTES: &[Route] = &[
    look("/threads", Access::May(P::ShareThreads), || get(list)),
    send("/threads", Access::May(P::ShareThreads), || post(begin)),
    look("/threads/{id}", Access::May(P::ShareThreads), || get(one)),
    send("/threads/{id}", Access::May(P::ShareThreads), || post(write)),
];

struct Row {
    href: String,
    icon: &'static str,
    title: String,
    hub: String,
    messages: i64,
    unread: i64,
    when: String,
}

#[derive(Template)]
#[template(path = "threads/list.html")]
struct List {
    page: Page,
    errors: Errors,
    rows: Vec<Row>,
    hubs: Vec<Group>,
    abouts: Vec<Group>,
    text: String,
    command: String,
}

struct Said {
    mine: bool,
    side: String,
    name: String,
    when: String,
    words: String,
    fresh: bool,
}

#[derive(Template)]
#[template(path = "threads/one.html")]
struct One {
    page: Page,
    errors: Errors,
    id: String,
    icon: &'static str,
    hub: String,
    about: String,
    messages: Vec<Said>,
    waiting: bool,
    text: String,
    command: String,
}

const fn icon(about: &About) -> &'static str {
    match about {
        About::Antenna(_) => "broadcast",
        About::Organisation(_) => "buildings",
        About::Neighbourhood(_) => "map-pin",
    }
}

/// What a thread is about, in words. An antenna has a name only where its people are kept.
async fn title(
    visit: &Visit,
    page: &Page,
    db: &mut sqlx::AnyConnection,
    about: &About,
) -> Result<String, Fault> {
    Ok(match about {
        About::Neighbourhood(hood) => page.neighbourhood(hood.as_str()),
        About::Organisation(id) => organisations::one(db, *id)
            .await?
            .map_or_else(|| page.w.t("thread-unnamed"), |kept| kept.organisation.profile.name),
        About::Antenna(id) => match antennae::queries::one(db, *id).await? {
            None => page.w.t("thread-unnamed"),
            Some(kept) => {
                let node = &visit.app.node;
                let here = kept.home == *node.id();
                let name = if here {
                    antennae::name_of(db, node, &kept.antenna).await?
                } else {
                    String::new()
                };
                let kind = page.w.of("antenna-kind", kept.antenna.profile.kind.slug());
                let hood = kept.antenna.profile.neighbourhoods.first();
                let hood = hood.map(|hood| page.neighbourhood(hood.as_str())).unwrap_or_default();
                if name.is_empty() { format!("{kind}, {hood}") } else { name }
            }
        },
    })
}

/// The hub whose threads a visit sees; empty for all of them.
fn home(visit: &Visit) -> String {
    let node = visit.app.node.id();
    if !node.is_central() {
        return node.to_string();
    }
    match visit.me.as_ref().map(|me| &me.scope) {
        Some(Scope::Hub(hub)) => hub.to_string(),
        Some(Scope::Zone(_) | Scope::Service(_) | Scope::City) | None => String::new(),
    }
}

async fn list(visit: Visit) -> Outcome {
    listed(&visit, Errors::default(), StatusCode::OK).await
}

async fn listed(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Threads, "threads-title").await;
    let mut db = visit.app.node.store.read().await?;
    let mut rows = Vec::new();
    for line in queries::threads(&mut db, visit.me()?.staff, &home(visit)).await? {
        rows.push(Row {
            href: format!("/threads/{}", line.thread),
            icon: icon(&line.thread.about),
            title: title(visit, &page, &mut db, &line.thread.about).await?,
            hub: if page.central {
                page.node_name(line.thread.home.as_str())
            } else {
                String::new()
            },
            messages: line.messages,
            unread: line.unread,
            when: page.times.when(line.last_at_ms),
        });
    }
    let abouts = abouts(visit, &page, &mut db).await?;
    drop(db);
    let hub = visit.posted.trimmed("hub");
    let hubs = page.city.iter().flat_map(|city| &city.hubs);
    let hubs = hubs.map(|one| Choice::new(&one.slug, &one.name, hub)).collect();
    let template = List {
        errors,
        rows,
        hubs: if page.central { vec![Group::plain(hubs)] } else { Vec::new() },
        abouts,
        text: visit.posted.text("text").to_owned(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

/// What a new thread can be about: the antennae and organisations known here, and every neighbourhood.
async fn abouts(
    visit: &Visit,
    page: &Page,
    db: &mut sqlx::AnyConnection,
) -> Result<Vec<Group>, Fault> {
    let node = &visit.app.node;
    let posted = visit.posted.trimmed("about");
    let now = if posted.is_empty() { visit.asked.trimmed("about") } else { posted };
    let mut groups = Vec::new();
    let choice = |about: &About, label: String| {
        Choice::new(format!("{}.{}", about.kind(), about.id()), label, now)
    };
    if !page.central {
        let mut choices = Vec::new();
        for kept in antennae::queries::all(db, node.id()).await? {
            if !kept.antenna.state.is_over() {
                let about = About::Antenna(kept.id);
                let label = title(visit, page, db, &about).await?;
                choices.push(choice(&about, label));
            }
        }
        choices.sort_by_cached_key(|choice| choice.label.to_lowercase());
        groups.push(Group { label: page.w.t("network-page-antennae"), choices });
    }
    let mut kept = organisations::all(db, node.id()).await?;
    kept.sort_by_cached_key(|kept| kept.organisation.profile.name.to_lowercase());
    let choices = kept
        .into_iter()
        .map(|kept| choice(&About::Organisation(kept.id), kept.organisation.profile.name));
    // An organisation that only central knows is no hub's to talk about.
    if !page.central {
        groups.push(Group {
            label: page.w.t("network-page-organisations"),
            choices: choices.collect(),
        });
    }
    for zone in page.city.iter().flat_map(|city| &city.zones) {
        let hoods = zone.neighbourhoods.iter().filter_map(|hood| {
            let about = About::Neighbourhood(hood.slug.parse().ok()?);
            Some(choice(&about, hood.name.clone()))
        });
        groups.push(Group { label: zone.name.clone(), choices: hoods.collect() });
    }
    groups.retain(|group| !group.choices.is_empty());
    Ok(groups)
}

async fn begin(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let node = visit.app.node.id().clone();
    let hub = if node.is_central() { posted.trimmed("hub").to_owned() } else { node.to_string() };
    let thread = format!("{hub}.{}", posted.trimmed("about")).parse::<Thread>();
    let outcome = match thread {
        Ok(thread) => say(&visit, thread.clone()).await.map(|answer| (thread, answer)),
        Err(_bad) => Err(Problem::invalid("thread-about-missing").at("about")),
    };
    match outcome {
        Ok((thread, answer)) => go(&format!("/threads/{thread}?done={}", done(&answer))),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            listed(&visit, errors, status_of(&problem)).await
        }
    }
}

async fn say(visit: &Visit, thread: Thread) -> Result<Answer, Problem> {
    let text = visit.posted.text("text").to_owned();
    visit.submit(Command::Threads(Threads::Write { thread, text })).await
}

fn done(answer: &Answer) -> &'static str {
    if matches!(answer, Answer::Forwarded) { "thread-on-its-way" } else { "thread-said" }
}

async fn one(visit: Visit, At(thread): At<Thread>) -> Outcome {
    shown(&visit, &thread, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, thread: &Thread, errors: Errors, status: StatusCode) -> Outcome {
    let mine = home(visit);
    let in_city = |city: &crate::city::City| city.hub(thread.home.as_str()).is_some();
    let known = visit.app.node.city().is_some_and(|city| in_city(&city));
    if !known || (!mine.is_empty() && thread.home.as_str() != mine) {
        return Err(Problem::not_found("thread-unknown").into());
    }
    let page = Page::of(visit, Section::Threads, "threads-title").await;
    let (me, key) = (visit.me()?.clone(), thread.to_string());
    let my_side = side_of(Some(me.role));
    let mut db = visit.app.node.store.read().await?;
    let name = title(visit, &page, &mut db, &thread.about).await?;
    let lines = queries::threads(&mut db, me.staff, thread.home.as_str()).await?;
    let line = lines.into_iter().find(|line| line.thread == *thread);
    let read = line.map_or(0, |line| line.messages - line.unread);
    let mut names = Names::default();
    let mut messages = Vec::new();
    for message in queries::messages(&mut db, &key).await? {
        let who = names.of(&mut db, staff_in(&message.author)).await?;
        messages.push(Said {
            mine: message.side == my_side,
            side: match message.side {
                Side::Hub => page.node_name(thread.home.as_str()),
                Side::Service => page.w.t("thread-side-service"),
            },
            name: who,
            when: page.times.when(message.at_ms),
            words: message.words.unwrap_or_default(),
            fresh: message.number > read && message.side != my_side,
        });
    }
    // What was written here and has not reached the hub yet.
    let sent = relay::about(&mut db, &thread.about.id(), 50).await?;
    let waiting = sent.iter().any(|one| one.answer.is_none() && one.home == thread.home);
    drop(db);
    let staff = me.staff;
    let seen = key.clone();
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move { Ok(queries::see(write.db, staff, &seen).await?) })
        })
        .await?;
    let template = One {
        errors,
        id: key,
        icon: icon(&thread.about),
        hub: page.node_name(thread.home.as_str()),
        about: page.w.of("thread-about", thread.about.kind()),
        messages,
        waiting,
        text: visit.posted.text("text").to_owned(),
        command: page.fresh(),
        page: page.titled(name),
    };
    show_as(status, &template)
}

async fn write(visit: Visit, At(thread): At<Thread>) -> Outcome {
    let mine = home(&visit);
    if !mine.is_empty() && thread.home.as_str() != mine {
        return Err(Problem::not_found("thread-unknown").into());
    }
    match say(&visit, thread.clone()).await {
        Ok(answer) => go(&format!("/threads/{thread}?done={}#end", done(&answer))),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, &thread, errors, status_of(&problem)).await
        }
    }
}

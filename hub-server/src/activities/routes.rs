//! The diary on the console: one's own, everybody's, a new entry that is quick to write between two doors.
//!
//! Always true: what is typed is kept as a draft while it is typed, and a draft is in no total.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use protocol::antenna::{ActivityKind, LogActivity};
use protocol::{ActivityId, ActorRef, NodeId, Problem, Slug};

use super::drafts::{self, Draft};
use super::queries::{self, Entry, Filter, Sum};
use crate::command::Command;
use crate::node::Role as NodeRole;
use crate::people::roles::{Permission, Permission as P};
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, Section, requests_in, show, show_as, status_of};
use crate::web::requests::{Names, actor, hood_choices, hub_choices};
use crate::web::routes::{Access, Route, look, send};
use crate::web::visit::{At, Outcome, Visit, go};

/// The routes of this domain.
pub const ROUTES: &[Route] = &[
    look("/diary", Access::May(P::KeepDiary), || get(diary)).at_hubs(),
    look("/diary/new", Access::May(P::KeepDiary), || get(new)).at_hubs(),
    send("/diary/new", Access::May(P::KeepDiary), || post(log)).at_hubs(),
    send("/diary/draft", Access::May(P::KeepDiary), || post(keep_draft)).at_hubs(),
    send("/diary/drafts/{id}/discard", Access::May(P::KeepDiary), || post(discard)).at_hubs(),
    look("/activities", Access::May(P::SeeDiaries), || get(rows)),
    look("/activities.csv", Access::May(P::ExportRows), || get(export)).at_central(),
];

/// How many entries a page shows.
const PER_PAGE: u32 = 30;
/// Most rows of a file.
const FILE_MAX: u32 = 20_000;
/// The fields of the form that a draft keeps.
const FIELDS: [&str; 8] = [
    "what",
    "neighbourhood",
    "place",
    "started_at",
    "minutes",
    "people_reached",
    "topics",
    "next_step",
];

struct Line {
    kind: String,
    icon: String,
    place: String,
    hood: String,
    when: String,
    minutes: String,
    people: i64,
    topics: String,
    next_step: String,
    author: String,
    home: String,
}

struct Totals {
    entries: i64,
    length: String,
    people: i64,
}

struct Kept {
    id: String,
    kind: String,
    when: String,
}

#[derive(Template)]
#[template(path = "activities/diary.html")]
struct Diary {
    page: Page,
    month: String,
    totals: Totals,
    drafts: Vec<Kept>,
    lines: Vec<Line>,
    previous: String,
    next: String,
    may_see_all: bool,
}

#[derive(Template)]
#[template(path = "activities/new.html")]
struct New {
    page: Page,
    errors: Errors,
    activity: String,
    command: String,
    kinds: Vec<Choice>,
    hoods: Vec<Group>,
    topics: Vec<Choice>,
    place: String,
    started_at: String,
    minutes: String,
    people_reached: String,
    next_step: String,
    is_draft: bool,
}

#[derive(Template)]
#[template(path = "activities/rows.html")]
struct Rows {
    page: Page,
    lines: Vec<Line>,
    totals: Totals,
    total: i64,
    first: i64,
    last: i64,
    hubs: Vec<Group>,
    hoods: Vec<Group>,
    kinds: Vec<Group>,
    months: Vec<Group>,
    previous: String,
    next: String,
    export: String,
}

fn icon_of(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Animation => "sparkle",
        ActivityKind::CommunityWork => "users-four",
        ActivityKind::Presence => "map-pin",
        ActivityKind::Meeting => "chats-circle",
        ActivityKind::NetworkingAct => "share-network",
        ActivityKind::AntennaSupport => "broadcast",
        ActivityKind::Handover => "arrows-clockwise",
        ActivityKind::Training => "chalkboard-teacher",
        ActivityKind::Travel => "path",
        ActivityKind::Writing => "note-pencil",
    }
}

fn line(page: &Page, entry: &Entry, author: String, words: bool) -> Line {
    let topics: Vec<String> = entry.topics.iter().map(|topic| page.topic(topic)).collect();
    let text = |text: &Option<String>| text.clone().filter(|_| words).unwrap_or_default();
    Line {
        kind: page.w.of("activity-kind", entry.what.slug()),
        icon: page.icon(icon_of(entry.what)),
        place: text(&entry.place),
        hood: page.neighbourhood(entry.neighbourhood.as_str()),
        when: page.times.when(entry.started_at_ms),
        minutes: page.times.length(entry.minutes),
        people: entry.people_reached,
        topics: topics.join(", "),
        next_step: text(&entry.next_step),
        author,
        home: page.node_name(entry.home.as_str()),
    }
}

fn totals(page: &Page, sum: Sum) -> Totals {
    Totals {
        entries: sum.entries,
        length: page.times.length(sum.minutes),
        people: sum.people_reached,
    }
}

fn page_number(visit: &Visit) -> u32 {
    visit.asked.read("page").unwrap_or(1).clamp(1, 100_000)
}

async fn diary(visit: Visit) -> Outcome {
    let me = visit.me()?.clone();
    let page = Page::of(&visit, Section::Diary, "diary-title").await;
    let author = ActorRef::Staff(me.staff).to_string();
    let own = Filter { author: author.clone(), ..Filter::default() };
    let month = Filter { from: page.times.month_start(0), ..own.clone() };
    let number = page_number(&visit);
    let mut db = visit.app.node.store.read().await?;
    let entries = queries::entries(&mut db, &own, PER_PAGE + 1, (number - 1) * PER_PAGE).await?;
    let sum = queries::sum(&mut db, &month).await?;
    let kept = drafts::of(&mut db, me.staff).await?;
    drop(db);
    let drafts = kept.iter().map(|draft| {
        let what = Posted(draft.fields.clone()).trimmed("what").to_owned();
        let known = ActivityKind::ALL.iter().any(|kind| kind.slug() == what);
        Kept {
            id: draft.activity.to_string(),
            kind: if known {
                page.w.of("activity-kind", what)
            } else {
                page.w.t("diary-draft-untitled")
            },
            when: page.times.when(draft.saved_at_ms),
        }
    });
    let drafts = drafts.collect();
    let full = entries.len() > PER_PAGE as usize;
    let shown = entries.iter().take(PER_PAGE as usize);
    let turn = |there: bool, to: u32| {
        if there {
            address::with("/diary", [("page", to.to_string().as_str())])
        } else {
            String::new()
        }
    };
    show(&Diary {
        month: page.times.month_of(page.times.today().get(..7).unwrap_or_default()),
        totals: totals(&page, sum),
        drafts,
        lines: shown.map(|entry| line(&page, entry, String::new(), true)).collect(),
        previous: turn(number > 1, number.saturating_sub(1)),
        next: turn(full, number + 1),
        may_see_all: visit.may(Permission::SeeDiaries),
        page,
    })
}

async fn new(visit: Visit) -> Outcome {
    let draft = match visit.asked.read::<ActivityId>("draft") {
        Some(activity) => {
            let mut db = visit.app.node.store.read().await?;
            drafts::one(&mut db, visit.me()?.staff, activity).await?
        }
        None => None,
    };
    let fields = draft.as_ref().map(|draft| Posted(draft.fields.clone())).unwrap_or_default();
    let activity = draft.as_ref().map(|draft| draft.activity);
    shown(&visit, &fields, activity, Errors::default(), StatusCode::OK).await
}

async fn shown(
    visit: &Visit,
    fields: &Posted,
    activity: Option<ActivityId>,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let page = Page::of(visit, Section::Diary, "diary-new").await;
    let hub = page.city.as_deref().and_then(|city| city.hub(visit.app.node.id().as_str()));
    let own = hub.map(|hub| hub.neighbourhood.clone()).unwrap_or_default();
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let or = |field: &str, first: String| {
        let text = fields.text(field);
        if text.is_empty() && fields.0.is_empty() { first } else { text.to_owned() }
    };
    let hood = or("neighbourhood", own);
    let what = fields.trimmed("what");
    let kinds = ActivityKind::ALL
        .map(|kind| Choice::new(kind.slug(), page.w.of("activity-kind", kind.slug()), what));
    let language = page.w.language.code();
    let topics = page.city.iter().flat_map(|city| &city.activity_topics).map(|topic| {
        let chosen = fields.has("topics", &topic.slug);
        let label = topic.name.in_language(language).to_owned();
        Choice { value: topic.slug.clone(), label, chosen }
    });
    // An hour ago, at a quarter: what people write most often needs no typing.
    let start_ms = (page.times.now_ms - 3_600_000) / 900_000 * 900_000;
    let template = New {
        activity: activity.map_or_else(|| page.fresh(), |id| id.to_string()),
        command: page.fresh(),
        kinds: kinds.to_vec(),
        hoods: hood_choices(&page, &hood, "", within.as_deref()),
        topics: topics.collect(),
        place: fields.text("place").to_owned(),
        started_at: or("started_at", page.times.input(start_ms)),
        minutes: or("minutes", "60".to_owned()),
        people_reached: or("people_reached", String::new()),
        next_step: fields.text("next_step").to_owned(),
        is_draft: activity.is_some(),
        page,
        errors,
    };
    show_as(status, &template)
}

/// Reads the form as an entry.
fn read(visit: &Visit, page: &Page) -> Result<LogActivity, Problem> {
    let posted = &visit.posted;
    let invalid = |slug: &str, field: &str| Problem::invalid(slug).at(field);
    let what = posted.trimmed("what");
    let what = ActivityKind::ALL.into_iter().find(|kind| kind.slug() == what);
    let number = |field: &'static str, most: usize| {
        move || invalid("out-of-range", field).with("most", most)
    };
    let people = match posted.trimmed("people_reached") {
        "" => 0,
        text => text.parse().ok().ok_or_else(number("people_reached", 100_000))?,
    };
    let topics = posted.all("topics");
    let topics = topics.iter().map(|topic| topic.parse::<Slug>()).collect::<Result<_, _>>();
    Ok(LogActivity {
        activity: posted
            .read("activity")
            .unwrap_or_else(|| ActivityId::new(visit.app.node.fresh_id())),
        what: what.ok_or_else(|| invalid("kind-missing", "what"))?,
        neighbourhood: posted
            .read("neighbourhood")
            .ok_or_else(|| invalid("not-in-catalogue", "neighbourhood"))?,
        place: posted.trimmed("place").to_owned(),
        started_at_ms: page
            .times
            .read_input(posted.text("started_at"))
            .ok_or_else(|| invalid("started-at-unreadable", "started_at"))?,
        minutes: posted
            .trimmed("minutes")
            .parse()
            .ok()
            .ok_or_else(number("minutes", usize::from(super::decide::MINUTES_MAX)))?,
        people_reached: people,
        topics: topics.ok().ok_or_else(|| invalid("not-in-catalogue", "topics"))?,
        next_step: posted.trimmed("next_step").to_owned(),
    })
}

async fn log(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "diary-new").await;
    let logged = match read(&visit, &page) {
        Ok(entry) => visit.submit(Command::Activities(super::Command::Log(entry))).await,
        Err(problem) => Err(problem),
    };
    match logged {
        Ok(_) => go("/diary?done=logged"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            let activity = visit.posted.read("activity");
            shown(&visit, &visit.posted, activity, errors, status_of(&problem)).await
        }
    }
}

/// Keeps what is typed so far and says so.
async fn keep_draft(visit: Visit) -> Outcome {
    let staff = visit.me()?.staff;
    let activity = visit.posted.read::<ActivityId>("activity");
    let activity = activity.ok_or_else(|| Problem::invalid("form-unreadable"))?;
    let kept = visit.posted.0.iter().filter(|(name, _)| FIELDS.contains(&name.as_str()));
    let now_ms = visit.app.node.now_ms();
    let draft = Draft { activity, fields: kept.cloned().collect(), saved_at_ms: now_ms };
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move {
                // What is recorded already has no draft any more, however late this arrives.
                if queries::entry(write.db, activity).await?.is_none() {
                    drafts::keep(write.db, staff, &draft).await?;
                }
                Ok(())
            })
        })
        .await?;
    let page = Page::of(&visit, Section::Diary, "diary-new").await;
    let said = page.w.a("diary-draft-kept", "time", page.times.time(now_ms));
    Ok(said.into_response())
}

async fn discard(visit: Visit, At(activity): At<ActivityId>) -> Outcome {
    let staff = visit.me()?.staff;
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move { Ok(drafts::discard_own(write.db, staff, activity).await?) })
        })
        .await?;
    go("/diary?done=draft-discarded")
}

/// The filter that the address asks for, within what whoever comes may see.
fn filter_of(visit: &Visit) -> Filter {
    let slug = |name: &str| {
        let text = visit.asked.trimmed(name);
        if protocol::ids::is_slug(text) { text.to_owned() } else { String::new() }
    };
    let month = slug("month");
    let is_month = month.len() == 7 && format!("{month}-01").parse::<jiff::civil::Date>().is_ok();
    let home = match visit.app.node.role {
        NodeRole::Hub => visit.app.node.id().to_string(),
        NodeRole::Central => slug("hub"),
    };
    Filter {
        home,
        author: String::new(),
        kind: slug("kind"),
        neighbourhood: slug("hood"),
        from: if is_month { format!("{month}-01") } else { String::new() },
        to: if is_month { format!("{month}-31") } else { String::new() },
    }
}

fn href(path: &str, visit: &Visit, filter: &Filter, number: u32) -> String {
    let hub = match visit.app.node.role {
        NodeRole::Hub => "",
        NodeRole::Central => filter.home.as_str(),
    };
    let number = if number > 1 { number.to_string() } else { String::new() };
    let fields = [
        ("hub", hub),
        ("kind", filter.kind.as_str()),
        ("hood", filter.neighbourhood.as_str()),
        ("month", filter.from.get(..7).unwrap_or_default()),
        ("page", number.as_str()),
    ];
    address::with(path, fields)
}

async fn rows(visit: Visit) -> Outcome {
    let section =
        if visit.app.node.role == NodeRole::Hub { Section::Diary } else { Section::Overview };
    let page = Page::of(&visit, section, "activities-title").await;
    let filter = filter_of(&visit);
    let number = page_number(&visit);
    let skip = (number - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let entries = queries::entries(&mut db, &filter, PER_PAGE, skip).await?;
    let sum = queries::sum(&mut db, &filter).await?;
    let months = queries::months_anywhere(&mut db, 24).await?;
    let mut names = Names::default();
    let words = visit.may(Permission::ReadWords);
    let mut lines = Vec::with_capacity(entries.len());
    for entry in &entries {
        let author = actor(&mut db, &page, &mut names, &entry.author).await?;
        lines.push(line(&page, entry, author, words));
    }
    drop(db);
    let last = i64::from(skip) + i64::try_from(lines.len()).unwrap_or_default();
    let turn = |there: bool, to: u32| {
        if there { href("/activities", &visit, &filter, to) } else { String::new() }
    };
    let home: Option<NodeId> = filter.home.parse().ok();
    let hubs = if page.central { hub_choices(&page, home.as_ref(), true) } else { Vec::new() };
    let any_kind = Choice::new("", page.w.t("activities-any-kind"), &filter.kind);
    let kinds = ActivityKind::ALL.map(|kind| {
        Choice::new(kind.slug(), page.w.of("activity-kind", kind.slug()), &filter.kind)
    });
    let month = filter.from.get(..7).unwrap_or_default();
    let any_month = Choice::new("", page.w.t("activities-any-month"), month);
    let months = months.iter().map(|m| Choice::new(m, page.times.month_of(m), month));
    let may_export = page.central && visit.may(Permission::ExportRows);
    show(&Rows {
        totals: totals(&page, sum),
        total: sum.entries,
        first: if lines.is_empty() { 0 } else { i64::from(skip) + 1 },
        last,
        lines,
        hubs,
        hoods: hood_choices(&page, &filter.neighbourhood, "queue-any-place", None),
        kinds: vec![Group::plain([any_kind].into_iter().chain(kinds).collect())],
        months: vec![Group::plain([any_month].into_iter().chain(months).collect())],
        previous: turn(number > 1, number.saturating_sub(1)),
        next: turn(last < sum.entries, number + 1),
        export: if may_export {
            href("/activities.csv", &visit, &filter, 1)
        } else {
            String::new()
        },
        page,
    })
}

/// The rows of a filter as a file: what counts of each, without words and without names.
async fn export(visit: Visit) -> Outcome {
    let filter = filter_of(&visit);
    let mut db = visit.app.node.store.read().await?;
    let entries = queries::entries(&mut db, &filter, FILE_MAX, 0).await?;
    drop(db);
    let mut csv = Csv::new(&[
        "activity_id",
        "hub",
        "kind",
        "neighbourhood",
        "day",
        "minutes",
        "people_reached",
        "topics",
    ]);
    for entry in &entries {
        csv.row(&[
            &entry.activity.to_string(),
            entry.home.as_str(),
            entry.what.slug(),
            entry.neighbourhood.as_str(),
            &entry.day,
            &entry.minutes.to_string(),
            &entry.people_reached.to_string(),
            &entry.topics.join(" "),
        ]);
    }
    Ok(csv.download("activities.csv"))
}

//! Published minutes: for everybody who works in the network, at every hub; and those that are public for whoever
//! opens the page, without signing in. There is no name in them.

use askama::Template;
use protocol::{MeetingId, Problem};

use super::items::{outcome_tone, tally_in_words};
use super::one::Line;
use super::{Turn, keeps};
use crate::bodies::events::{Level, Outcome as What};
use crate::bodies::queries::{self, Published};
use crate::web::address;
use crate::web::page::{Page, Section, show};
use crate::web::visit::{At, Outcome, Visit};

#[derive(Template)]
#[template(path = "bodies/published.html")]
struct List {
    page: Page,
    keeps: bool,
    public: bool,
    path: &'static str,
    search: String,
    turn: Turn<Line>,
}

struct ItemView {
    title: String,
    number: String,
    outcome: String,
    tone: &'static str,
    tally: String,
    reasons: String,
    review: String,
}

#[derive(Template)]
#[template(path = "bodies/sheet.html")]
struct Sheet {
    page: Page,
    keeps: bool,
    public: bool,
    path: &'static str,
    /// Where the body is, for those who may see the register.
    body_href: String,
    body: String,
    day: String,
    place: String,
    attendance: String,
    level: String,
    approved: String,
    items: Vec<ItemView>,
    text: String,
    corrections: Vec<(String, String, String)>,
    meeting: String,
}

/// Where published minutes are listed.
const fn path(public: bool) -> &'static str {
    if public { "/public/minutes" } else { "/minutes" }
}

/// The least wide publication that whoever comes may read.
fn least(visit: &Visit, public: bool) -> Level {
    match (public, keeps(visit)) {
        (true, _) => Level::Public,
        (false, true) => Level::Internal,
        (false, false) => Level::Network,
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    listed(&visit, false).await
}

pub(super) async fn public_list(visit: Visit) -> Outcome {
    listed(&visit, true).await
}

async fn listed(visit: &Visit, public: bool) -> Outcome {
    let title = if public { "minutes-public-title" } else { "minutes-title" };
    let page = Page::of(visit, Section::Bodies, title).await;
    let search: String = visit.asked.trimmed("q").chars().take(60).collect();
    let mut db = visit.app.node.store.read().await?;
    let mut found = queries::sheets(&mut db, least(visit, public)).await?;
    drop(db);
    let wanted = search.to_lowercase();
    found.retain(|published| {
        let sheet = &published.sheet;
        let titles: Vec<&str> = sheet.items.iter().map(|item| item.title.as_str()).collect();
        let text = [sheet.body_name.as_str(), &titles.join(" "), &sheet.text].join(" ");
        let text = text.to_lowercase();
        wanted.split_whitespace().all(|word| text.contains(word))
    });
    let path = path(public);
    let lines = found.iter().map(|published| line(&page, published, path)).collect();
    let template = List {
        keeps: keeps(visit),
        public,
        path,
        turn: Turn::of(visit, lines, |to| {
            address::with(path, [("q", search.as_str()), ("page", &to.to_string())])
        }),
        search,
        page,
    };
    show(&template)
}

fn line(page: &Page, published: &Published, path: &str) -> Line {
    let sheet = &published.sheet;
    let day = page.times.whole_day_of(&sheet.day.to_string());
    Line {
        href: format!("{path}/{}", published.meeting),
        title: sheet.body_name.clone(),
        about: [day, page.w.n("session-items", sheet.items.len())].join(" · "),
        state: page.w.of("level", published.level.slug()),
        tone: if published.level == Level::Public { "green" } else { "blue" },
    }
}

pub(super) async fn page(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    shown(&visit, id, false).await
}

pub(super) async fn public_page(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    shown(&visit, id, true).await
}

async fn shown(visit: &Visit, id: MeetingId, public: bool) -> Outcome {
    let mut db = visit.app.node.store.read().await?;
    let found = queries::sheet(&mut db, id, least(visit, public)).await?;
    drop(db);
    let published = found.ok_or_else(|| Problem::not_found("unknown-minutes"))?;
    let sheet = &published.sheet;
    let page = Page::of(visit, Section::Bodies, "minutes-title").await;
    let day = page.times.whole_day_of(&sheet.day.to_string());
    let page = page.titled(format!("{}, {day}", sheet.body_name));
    let items = sheet.items.iter().map(|item| ItemView {
        title: item.title.clone(),
        number: item.number.clone(),
        outcome: item.outcome.map(|o| page.w.of("outcome", o.slug())).unwrap_or_default(),
        tone: item.outcome.map_or("slate", outcome_tone),
        tally: if matches!(item.outcome, Some(What::Adopted | What::NotAdopted)) {
            tally_in_words(&page, &item.tally)
        } else {
            String::new()
        },
        reasons: item.reasons.clone(),
        review: item
            .review_on
            .map(|day| page.times.whole_day_of(&day.to_string()))
            .unwrap_or_default(),
    });
    let attendance = [("present", sheet.present), ("entitled", sheet.entitled)]
        .map(|(name, number)| (name, number.to_string()));
    let attendance: Vec<(&str, &str)> = attendance.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let date = |day: jiff::civil::Date| page.times.whole_day_of(&day.to_string());
    let keeps = keeps(visit);
    let template = Sheet {
        public,
        path: path(public),
        body_href: if public { String::new() } else { format!("/bodies/{}", sheet.body) },
        body: sheet.body_name.clone(),
        day,
        place: sheet.place.clone(),
        attendance: page.w.all("minutes-attendance", &attendance),
        level: page.w.of("level", published.level.slug()),
        approved: date(sheet.approved_on),
        items: items.collect(),
        text: sheet.text.clone(),
        corrections: sheet
            .corrections
            .iter()
            .map(|one| (date(one.on), one.cites.clone(), one.text.clone()))
            .collect(),
        meeting: if keeps && !public { format!("/meetings/{id}") } else { String::new() },
        keeps,
        page,
    };
    show(&template)
}

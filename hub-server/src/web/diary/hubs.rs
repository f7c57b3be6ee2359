//! The diaries of the city's hubs side by side, at central: what was written in a month, what waits, who has gone
//! silent, what is missing about antennae, and which hubs have signed.
//!
//! Always true: every figure comes from what the hub's own facts add up to, and opens to its rows where whoever looks
//! may see them; nobody is named, for names stay at their hub.

use askama::Template;
use protocol::NodeId;

use super::month_asked;
use super::review::{self, Missing, Watched};
use crate::activities::lifecycle::State;
use crate::activities::queries::{self, AuthorTally, Sum};
use crate::activities::tasks::overdue_at;
use crate::oversight::figures;
use crate::people::roles::Permission;
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show};
use crate::web::visit::{Fault, Outcome, Visit};

/// Most overdue things to do that are counted at one hub.
const OVERDUE_MAX: u32 = 1_000;
/// How many months can be chosen.
const MONTHS: u32 = 24;

/// What is known of the diary of one hub in one month.
struct Diary {
    hub: NodeId,
    complete_until_ms: Option<i64>,
    sum: Sum,
    waiting: i64,
    returned: i64,
    overdue: usize,
    silent: usize,
    watched: Watched,
    /// When the month was signed, UTC milliseconds.
    signed_at_ms: Option<i64>,
    /// How many entries of the month keep it from being signed.
    open: i64,
}

/// A figure and where its rows are; no way where there is nothing, or nothing that may be seen.
struct Figure {
    label: String,
    words: String,
    href: String,
    attention: bool,
}

struct Row {
    name: String,
    complete: String,
    figures: Vec<Figure>,
    antennae: Vec<Missing>,
    month: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "oversight/diaries.html")]
struct Diaries {
    page: Page,
    as_of: String,
    month: String,
    months: Vec<Group>,
    columns: Vec<String>,
    rows: Vec<Row>,
    totals: Vec<Figure>,
    export: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Overview, "diaries-title").await;
    let month = month_asked(&visit, &page);
    let diaries = diaries(&visit, &page, &month).await?;
    let mut db = visit.app.node.store.read().await?;
    let mut months = queries::months_anywhere(&mut db, MONTHS).await?;
    drop(db);
    for one in [page.times.month_start(0), format!("{month}-01")] {
        months.extend(one.get(..7).map(str::to_owned));
    }
    months.sort();
    months.dedup();
    let choices = months.iter().rev().map(|m| Choice::new(m, page.times.month_of(m), &month));
    let may_see = visit.may(Permission::SeeDiaries);
    let rows: Vec<Row> = diaries.iter().map(|one| row(&page, one, &month, may_see)).collect();
    let sum = |of: fn(&Diary) -> i64| diaries.iter().map(of).sum::<i64>();
    let totals = figures_of(
        &page,
        [
            sum(|one| one.sum.entries),
            sum(|one| one.sum.minutes.get()),
            sum(|one| one.sum.people_reached),
            sum(|one| one.waiting),
            sum(|one| one.returned),
            sum(|one| count(one.overdue)),
            sum(|one| count(one.silent)),
        ],
        may_see.then_some(("", month.as_str())),
    );
    show(&Diaries {
        as_of: page.times.when(page.times.now_ms),
        months: vec![Group::plain(choices.collect())],
        columns: totals.iter().map(|figure| figure.label.clone()).collect(),
        rows,
        totals,
        export: if visit.may(Permission::ExportRows) {
            address::with("/overview/diaries.csv", [("month", month.as_str())])
        } else {
            String::new()
        },
        month: page.times.month_of(&month),
        page,
    })
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The diaries of every hub of the city, in the order of its file.
async fn diaries(visit: &Visit, page: &Page, month: &str) -> Result<Vec<Diary>, Fault> {
    let city = visit.app.node.known_city()?;
    let mut db = visit.app.node.store.read().await?;
    let mut all = Vec::with_capacity(city.hubs.len());
    for hub in &city.hubs {
        let Ok(hub) = hub.slug.parse::<NodeId>() else { continue };
        let tallies = queries::by_author(&mut db, &hub, month).await?;
        let in_state = |state: State| {
            let theirs = tallies.iter().filter(move |tally| tally.state == state);
            theirs.map(|tally| tally.sum.entries).sum::<i64>()
        };
        let closed = queries::closed_months(&mut db, &hub, MONTHS).await?;
        all.push(Diary {
            complete_until_ms: figures::reach(&mut db, &hub).await?.complete_until_ms,
            sum: review::sum_of(&tallies, |tally: &AuthorTally| tally.state != State::Returned),
            waiting: in_state(State::Submitted),
            returned: in_state(State::Returned),
            overdue: overdue_at(&mut db, &hub, &page.times.today(), OVERDUE_MAX).await?.len(),
            silent: review::silent(&mut db, page, &hub).await?.len(),
            watched: review::watched(&mut db, page, &hub).await?,
            signed_at_ms: closed.iter().find(|one| one.month == month).map(|one| one.at_ms),
            open: queries::open_in(&mut db, &hub, month).await?,
            hub,
        });
    }
    Ok(all)
}

/// Seven figures, with the way to their rows at a hub (empty for all of them) in a month, where they may be seen.
fn figures_of(page: &Page, figures: [i64; 7], rows: Option<(&str, &str)>) -> Vec<Figure> {
    let [entries, minutes, people, waiting, returned, overdue, silent] = figures;
    let way = |state: &str, number: i64| match rows {
        Some((hub, month)) if number != 0 => {
            address::with("/activities", [("hub", hub), ("month", month), ("state", state)])
        }
        Some(_) | None => String::new(),
    };
    let figure = |key: &str, words: String, href: String, attention: bool| Figure {
        label: page.w.t(key),
        words,
        href,
        attention,
    };
    let plain = |key: &str, number: i64, href: String, attention: bool| {
        figure(key, number.to_string(), href, attention && number > 0)
    };
    vec![
        plain("diary-entries", entries, way("", entries), false),
        figure("diary-length", page.times.length(minutes), way("", entries), false),
        plain("diary-people", people, way("", entries), false),
        plain("review-to-accept", waiting, way(State::Submitted.slug(), waiting), true),
        plain("diaries-returned", returned, way(State::Returned.slug(), returned), true),
        plain("diaries-overdue", overdue, String::new(), true),
        plain("diaries-silent", silent, String::new(), true),
    ]
}

fn row(page: &Page, diary: &Diary, month: &str, may_see: bool) -> Row {
    let sum = diary.sum;
    let numbers = [
        sum.entries,
        sum.minutes.get(),
        sum.people_reached,
        diary.waiting,
        diary.returned,
        count(diary.overdue),
        count(diary.silent),
    ];
    let this = page.times.month_start(0);
    let is_over = this.get(..7).is_some_and(|this| month < this);
    let (tone, words) = match (diary.signed_at_ms, is_over, diary.open) {
        (Some(at_ms), ..) => ("green", page.w.a("diaries-signed", "when", page.times.day(at_ms))),
        (None, false, _) => ("slate", page.w.t("review-month-running")),
        (None, true, 0) if sum == Sum::default() => ("slate", page.w.t("diaries-nothing")),
        (None, true, 0) => ("orange", page.w.t("diaries-to-sign")),
        (None, true, open) => ("orange", page.w.n("diaries-open", open)),
    };
    Row {
        name: page.node_name(diary.hub.as_str()),
        complete: match diary.complete_until_ms {
            Some(at_ms) => page.w.a("complete-until", "when", page.times.when(at_ms)),
            None => page.w.t("complete-never"),
        },
        figures: figures_of(page, numbers, may_see.then_some((diary.hub.as_str(), month))),
        // The register of antennae is each hub's own page.
        antennae: diary.watched.missing(page, |_| String::new()),
        month: words,
        tone,
    }
}

/// The same as a file: one row a hub.
pub(super) async fn export(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Overview, "diaries-title").await;
    let month = month_asked(&visit, &page);
    let at = |at_ms: Option<i64>| {
        let at = at_ms.and_then(|at_ms| jiff::Timestamp::from_millisecond(at_ms).ok());
        at.map(|at| at.to_string()).unwrap_or_default()
    };
    let mut csv = Csv::new(&[
        "hub",
        "month",
        "complete_until",
        "entries",
        "worked_min",
        "people_reached",
        "to_accept",
        "returned",
        "tasks_overdue",
        "operators_silent",
        "antennae_silent",
        "antennae_alone",
        "pledges_past_review",
        "signed_at",
    ]);
    for diary in diaries(&visit, &page, &month).await? {
        let Watched { silent, alone, pledges } = diary.watched;
        let mut row = vec![diary.hub.to_string(), month.clone(), at(diary.complete_until_ms)];
        row.extend(
            [
                diary.sum.entries,
                diary.sum.minutes.get(),
                diary.sum.people_reached,
                diary.waiting,
                diary.returned,
                count(diary.overdue),
                count(diary.silent),
                count(silent),
                count(alone),
                count(pledges),
            ]
            .map(|number| number.to_string()),
        );
        row.push(at(diary.signed_at_ms));
        csv.row(&row.iter().map(String::as_str).collect::<Vec<_>>());
    }
    Ok(csv.download(&format!("diaries-{month}.csv")))
}

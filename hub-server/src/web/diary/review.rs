//! Everybody's diary for whoever answers for it: who has gone silent, what is missing, what waits to be accepted,
//! hours by operator and kind in one month, and the signature that closes it.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::antenna::ActivityKind;
use protocol::clocks::{Minutes, Paid};
use protocol::{ActivityId, ActorRef, CommandId, EventId};

use super::{Line, Totals, line, month_asked, totals};
use crate::activities::Command as Diary;
use crate::activities::lifecycle::State;
use crate::activities::queries::{self, AuthorTally, Filter, Sum};
use crate::activities::tasks::{overdue_at, working_days_between};
use crate::command::Command;
use crate::network::antennae::queries as antennae;
use crate::network::antennae::{Antenna, State as AntennaState};
use crate::people;
use crate::people::roles::{Permission, role_may};
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, requests_in, show_as, status_of};
use crate::web::requests::{Names, actor};
use crate::web::visit::{Fault, Outcome, Visit, go};

/// Most entries shown to be accepted at once.
const AT_ONCE: u32 = 50;

pub(super) struct Silent {
    name: String,
    since: String,
}

/// Something that is missing, and where it is; empty where no page shows it.
pub(super) struct Missing {
    pub words: String,
    pub href: String,
    pub count: usize,
}

/// How many active antennae of a hub somebody should look after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Watched {
    /// Nobody has heard of them for long.
    pub silent: usize,
    /// Nobody accompanies them.
    pub alone: usize,
    /// The day on which their pledge was to be looked at has passed.
    pub pledges: usize,
}

struct Cell {
    href: String,
    words: String,
    label: String,
}

struct Row {
    name: String,
    cells: Vec<Cell>,
    total: Cell,
    waiting: Cell,
    people: i64,
}

struct Signed {
    figures: String,
    who: String,
    when: String,
}

#[derive(Template)]
#[template(path = "activities/review.html")]
struct Review {
    page: Page,
    as_of: String,
    month: String,
    month_slug: String,
    months: Vec<Group>,
    totals: Totals,
    silent: Vec<Silent>,
    missing: Vec<Missing>,
    waiting: Vec<Line>,
    more_waiting: bool,
    kinds: Vec<String>,
    rows: Vec<Row>,
    foot: Vec<Cell>,
    foot_total: Cell,
    may_close: bool,
    why_open: String,
    signed: Option<Signed>,
    export: String,
    command: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, None).await
}

async fn shown(visit: &Visit, refused: Option<protocol::Problem>) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Diary, "review-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let month = month_asked(visit, &page);
    let home = visit.app.node.id().clone();
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let mut db = visit.app.node.store.read().await?;
    let mut names = Names::default();
    let tallies = queries::by_author(&mut db, &home, &month).await?;
    let silent = silent(&mut db, &page, &home).await?;
    let entries = queries::waiting(&mut db, &home, State::Submitted, AT_ONCE + 1).await?;
    let returned = queries::waiting(&mut db, &home, State::Returned, AT_ONCE).await?;
    let watched = watched(&mut db, &page, &home).await?;
    let overdue = overdue_at(&mut db, &home, &page.times.today(), AT_ONCE).await?;
    let open = queries::open_in(&mut db, &home, &month).await?;
    let closed = queries::closed_months(&mut db, &home, 24).await?;
    let months = queries::months(&mut db, &home, 24).await?;
    let mut waiting = Vec::new();
    let words = visit.may(Permission::ReadWords);
    let in_scope = entries.iter().take(AT_ONCE as usize).filter(|entry| {
        within.as_ref().is_none_or(|within| within.contains(&entry.neighbourhood.to_string()))
    });
    for entry in in_scope {
        let author = actor(&mut db, &page, &mut names, &entry.author).await?;
        waiting.push(line(&page, entry, author, words));
    }
    let kinds = kinds_of(&tallies);
    let rows = rows(&mut db, &page, &mut names, &tallies, &kinds, &month).await?;
    let signed = match closed.iter().find(|closed| closed.month == month) {
        Some(closed) => Some(Signed {
            figures: figures(&page, closed.sum),
            who: actor(&mut db, &page, &mut names, &closed.signed_by).await?,
            when: page.times.when(closed.at_ms),
        }),
        None => None,
    };
    drop(db);
    let whole = sum_of(&tallies, |tally| tally.state != State::Returned);
    let foot = kinds.iter().map(|kind| {
        let sum = sum_of(&tallies, |t| t.state != State::Returned && t.what == *kind);
        cell(&page, sum.minutes, &month, "", Some(*kind), "")
    });
    let this = page.times.month_start(0);
    let is_over = this.get(..7).is_some_and(|this| month.as_str() < this);
    let why_open = match (is_over, open) {
        (false, _) => page.w.t("review-month-running"),
        (true, 0) => String::new(),
        (true, open) => page.w.n("review-month-open", open),
    };
    let template = Review {
        as_of: page.times.when(page.times.now_ms),
        months: month_choices(&page, &months, &month),
        totals: totals(&page, whole),
        silent,
        missing: missing(&page, returned.len(), overdue.len(), &tallies, &month)
            .into_iter()
            .chain(watched.missing(&page, |tab| address::with("/antennae", [("tab", tab)])))
            .collect(),
        more_waiting: entries.len() > AT_ONCE as usize,
        waiting,
        foot: foot.collect(),
        foot_total: cell(&page, whole.minutes, &month, "", None, ""),
        kinds: kinds.iter().map(|kind| page.w.of("activity-kind", kind.slug())).collect(),
        rows,
        may_close: signed.is_none() && why_open.is_empty() && whole.entries > 0,
        why_open: if signed.is_some() { String::new() } else { why_open },
        signed,
        export: address::with("/diary/review.csv", [("month", month.as_str())]),
        command: page.fresh(),
        month: page.times.month_of(&month),
        month_slug: month,
        page,
    };
    show_as(status, &template)
}

fn figures(page: &Page, sum: Sum) -> String {
    [
        page.w.n("review-entries", sum.entries),
        page.times.length(sum.minutes.get()),
        page.w.n("diary-people-count", sum.people_reached),
    ]
    .join(" · ")
}

fn month_choices(page: &Page, months: &[(String, Sum)], now: &str) -> Vec<Group> {
    let mut all: Vec<String> = months.iter().map(|(month, _)| month.clone()).collect();
    for month in [page.times.month_start(0), format!("{now}-01")] {
        all.extend(month.get(..7).map(str::to_owned));
    }
    all.sort();
    all.dedup();
    let choices = all.iter().rev().map(|m| Choice::new(m, page.times.month_of(m), now));
    vec![Group::plain(choices.collect())]
}

/// Operators and coordinators of the hub who have written nothing for too many working days.
pub(super) async fn silent(
    db: &mut sqlx::AnyConnection,
    page: &Page,
    home: &protocol::NodeId,
) -> Result<Vec<Silent>, Fault> {
    let Some(city) = page.city.as_deref() else { return Ok(Vec::new()) };
    let today: Date = page.times.today().parse().unwrap_or_default();
    let authors = queries::authors(db, home).await?;
    let members = people::queries::members(db, home).await?;
    let mut silent = Vec::new();
    for member in members.iter().filter(|m| m.active && role_may(m.role, Permission::KeepDiary)) {
        let actor = ActorRef::Staff(member.staff);
        let last = authors.iter().find(|(author, _)| *author == actor).map(|(_, day)| day);
        let since: Date = match last {
            Some(day) => day.parse().unwrap_or_default(),
            None => page.times.day_at(member.added_at_ms),
        };
        if working_days_between(city, since, today) > city.diary.silent_after_days {
            silent.push(Silent {
                name: member.display_name.clone().unwrap_or_default(),
                since: match last {
                    Some(day) => page.w.a("review-silent-since", "day", page.times.day_of(day)),
                    None => page.w.t("review-silent-always"),
                },
            });
        }
    }
    Ok(silent)
}

fn missing(
    page: &Page,
    returned: usize,
    overdue: usize,
    tallies: &[AuthorTally],
    month: &str,
) -> Vec<Missing> {
    let reached_nobody = [ActivityKind::Animation, ActivityKind::Presence];
    let empty: Vec<&AuthorTally> = tallies
        .iter()
        .filter(|t| reached_nobody.contains(&t.what) && t.sum.people_reached == 0)
        .filter(|t| t.state != State::Returned && t.sum.entries > 0)
        .collect();
    let mut all = Vec::new();
    if returned > 0 {
        let href = address::with("/activities", [("state", State::Returned.slug())]);
        all.push(Missing { words: page.w.t("review-missing-returned"), href, count: returned });
    }
    if overdue > 0 {
        let words = page.w.t("review-missing-overdue");
        all.push(Missing { words, href: String::new(), count: overdue });
    }
    for tally in empty {
        let author = tally.author.to_string();
        let fields = [("author", author.as_str()), ("month", month), ("kind", tally.what.slug())];
        let kind = page.w.of("activity-kind", tally.what.slug());
        all.push(Missing {
            words: page.w.a("review-missing-people", "kind", kind),
            href: address::with("/activities", fields),
            count: usize::try_from(tally.sum.entries).unwrap_or_default(),
        });
    }
    all
}

impl Watched {
    /// What is missing about antennae, in words; `href` says where the antennae of a tab of the register are.
    pub(super) fn missing(self, page: &Page, href: impl Fn(&str) -> String) -> Vec<Missing> {
        let found = [
            ("review-antennae-silent", "to-hear", self.silent),
            ("review-antennae-alone", "active", self.alone),
            ("review-antennae-pledge", "active", self.pledges),
        ];
        let found = found.into_iter().filter(|(.., count)| *count > 0);
        found
            .map(|(key, tab, count)| Missing { words: page.w.t(key), href: href(tab), count })
            .collect()
    }
}

/// What is missing about antennae: those nobody has heard, those nobody accompanies, pledges whose day has passed.
pub(super) async fn watched(
    db: &mut sqlx::AnyConnection,
    page: &Page,
    home: &protocol::NodeId,
) -> Result<Watched, Fault> {
    let today: Date = page.times.today().parse().unwrap_or_default();
    let all = antennae::all(db, home).await?;
    let active: Vec<_> = all
        .iter()
        .map(|kept| &kept.antenna)
        .filter(|antenna| antenna.state == AntennaState::Active)
        .collect();
    let count = |holds: &dyn Fn(&Antenna) -> bool| active.iter().filter(|one| holds(one)).count();
    Ok(Watched {
        silent: count(&|one| one.silence_since_ms.is_some()),
        alone: count(&|one| one.operator.is_none()),
        pledges: count(&|one| one.pledge.is_some_and(|pledge| pledge.review < today)),
    })
}

/// The kinds of work that were done in the month, in the order they are offered.
fn kinds_of(tallies: &[AuthorTally]) -> Vec<ActivityKind> {
    let done = |kind: &ActivityKind| {
        tallies.iter().any(|tally| tally.what == *kind && tally.sum != Sum::default())
    };
    ActivityKind::ALL.into_iter().filter(done).collect()
}

pub(super) fn sum_of(tallies: &[AuthorTally], which: impl Fn(&AuthorTally) -> bool) -> Sum {
    let mut sum = Sum::default();
    tallies.iter().filter(|tally| which(tally)).for_each(|tally| sum += tally.sum);
    sum
}

fn cell(
    page: &Page,
    minutes: Minutes<Paid>,
    month: &str,
    author: &str,
    kind: Option<ActivityKind>,
    state: &str,
) -> Cell {
    let kind_slug = kind.map_or("", ActivityKind::slug);
    let fields = [("author", author), ("month", month), ("kind", kind_slug), ("state", state)];
    Cell {
        href: address::with("/activities", fields),
        words: if minutes == Minutes::new(0) { String::new() } else { hours(minutes) },
        label: kind.map_or_else(
            || page.w.t("review-total"),
            |kind| page.w.of("activity-kind", kind.slug()),
        ),
    }
}

/// Hours and minutes as a sheet writes them: `12:30`, `-0:15`.
fn hours(minutes: Minutes<Paid>) -> String {
    let (sign, all) = (if minutes.get() < 0 { "-" } else { "" }, minutes.get().abs());
    format!("{sign}{}:{:02}", all / 60, all % 60)
}

async fn rows(
    db: &mut sqlx::AnyConnection,
    page: &Page,
    names: &mut Names,
    tallies: &[AuthorTally],
    kinds: &[ActivityKind],
    month: &str,
) -> Result<Vec<Row>, Fault> {
    let mut authors: Vec<&ActorRef> = tallies.iter().map(|tally| &tally.author).collect();
    authors.dedup();
    let mut rows = Vec::with_capacity(authors.len());
    for author in authors {
        let text = author.to_string();
        let of = |state: Option<State>, kind: Option<ActivityKind>| {
            sum_of(tallies, |t| {
                t.author == *author
                    && state.map_or(t.state != State::Returned, |state| t.state == state)
                    && kind.is_none_or(|kind| t.what == kind)
            })
        };
        let cells = kinds
            .iter()
            .map(|kind| cell(page, of(None, Some(*kind)).minutes, month, &text, Some(*kind), ""));
        let all = of(None, None);
        let waiting = of(Some(State::Submitted), None);
        rows.push(Row {
            name: actor(db, page, names, author).await?,
            cells: cells.collect(),
            total: cell(page, all.minutes, month, &text, None, ""),
            waiting: cell(page, waiting.minutes, month, &text, None, State::Submitted.slug()),
            people: all.people_reached,
        });
    }
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

/// Accepts every entry that was ticked, each under an id of its own, so that doing it twice changes nothing. One
/// that somebody dealt with meanwhile is left as it is.
pub(super) async fn accept_ticked(visit: Visit) -> Outcome {
    let form = visit.command_id();
    let mut refused = None;
    for entry in visit.posted.all("entry").into_iter().take(AT_ONCE as usize) {
        let Ok(entry) = entry.parse::<ActivityId>() else { continue };
        let of_entry = EventId::of_command(CommandId::new(entry.uuid()), 2);
        let id = derived(form, of_entry);
        let ctx = visit.app.node.ctx(id, visit.actor()?, protocol::Channel::Console);
        let accept = Command::Activities(Diary::Accept { entry });
        if let Err(problem) = visit.app.node.submit(ctx, accept).await {
            refused = Some(problem);
        }
    }
    match refused {
        Some(problem) => shown(&visit, Some(problem)).await,
        None => go("/diary/review?done=entries-accepted"),
    }
}

/// The id of the command about one entry of a form that is about many.
fn derived(form: CommandId, entry: EventId) -> CommandId {
    let mut bytes = *form.uuid().as_bytes();
    let mut hasher = blake3::Hasher::new();
    hasher.update(form.uuid().as_bytes());
    hasher.update(entry.uuid().as_bytes());
    bytes[6..].copy_from_slice(&hasher.finalize().as_bytes()[..10]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    CommandId::new(uuid::Uuid::from_bytes(bytes))
}

pub(super) async fn close(visit: Visit) -> Outcome {
    let month = visit.posted.trimmed("month").to_owned();
    if visit.posted.text("sign").is_empty() {
        let problem = protocol::Problem::invalid("sign-missing").at("sign");
        return shown(&visit, Some(problem)).await;
    }
    let close = Command::Activities(Diary::CloseMonth { month: month.clone() });
    match visit.submit(close).await {
        Ok(_) => {
            let fields = [("month", month.as_str()), ("done", "month-closed")];
            go(&address::with("/diary/review", fields))
        }
        Err(problem) => shown(&visit, Some(problem)).await,
    }
}

/// The month as a file: one row for each operator, kind and state.
pub(super) async fn export(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "review-title").await;
    let month = month_asked(&visit, &page);
    let home = visit.app.node.id().clone();
    let mut db = visit.app.node.store.read().await?;
    let mut names = Names::default();
    let tallies = queries::by_author(&mut db, &home, &month).await?;
    let columns =
        ["hub", "month", "operator", "kind", "state", "entries", "minutes", "people_reached"];
    let mut csv = Csv::new(&columns);
    for tally in tallies.iter().filter(|tally| tally.sum != Sum::default()) {
        csv.row(&[
            home.as_str(),
            &month,
            &actor(&mut db, &page, &mut names, &tally.author).await?,
            tally.what.slug(),
            tally.state.slug(),
            &tally.sum.entries.to_string(),
            &tally.sum.minutes.get().to_string(),
            &tally.sum.people_reached.to_string(),
        ]);
    }
    Ok(csv.download(&format!("diary-{home}-{month}.csv")))
}

/// The filter behind a figure, for the page that shows its rows.
pub(super) fn filter_fields(filter: &Filter) -> [(&str, &str); 3] {
    [
        ("author", filter.author.as_str()),
        ("state", filter.state.as_str()),
        ("kind", filter.kind.as_str()),
    ]
}

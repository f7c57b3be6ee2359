//! The overview's pages: hubs side by side, neighbourhoods by kind of help, rows as a file, records put
//! aside.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::routing::get;
use protocol::NodeId;

use super::figures::{self, Cell, HubFigures, Line};
use crate::people::roles::Permission as P;
use crate::requests::State;
use crate::requests::events::Mark;
use crate::store::rows::word;
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, requests_in, show};
use crate::web::pager;
use crate::web::requests::{Asked, found, hub_choices};
use crate::web::routes::{Access, Route, look};
use crate::web::visit::{Outcome, Visit};

/// The routes of this domain.
pub const ROUTES: &[Route] = &[
    look("/overview", Access::May(P::SeeOversight), || get(overview)).at_central(),
    look("/overview.csv", Access::May(P::ExportRows), || get(export_figures)).at_central(),
    look("/overview/places", Access::May(P::SeeOversight), || get(places)).at_central(),
    look("/requests.csv", Access::May(P::ExportRows), || get(export)).at_central(),
    look("/requests/export.csv", Access::May(P::ExportNetwork), || get(export)).at_hubs(),
    look("/parked", Access::May(P::SeeParked), || get(parked)),
];

/// A hub that called within this time is called connected.
const PRESENT_MS: i64 = 5 * 60_000;
/// Most rows of a file.
const FILE_MAX: u32 = 20_000;
/// How many records put aside a page shows.
const PER_PAGE: u32 = 50;

/// States in which somebody still waits.
const OPEN: [State; 11] = [
    State::Received,
    State::TakenInCharge,
    State::Waiting,
    State::Proposed,
    State::Accepted,
    State::Scheduled,
    State::InProgress,
    State::Referred,
    State::Split,
    State::HandedOver,
    State::Done,
];

struct Reason {
    words: String,
    count: i64,
    href: String,
}

/// One hub, in words.
struct HubView {
    name: String,
    line: &'static str,
    line_words: String,
    last_contact: String,
    complete: String,
    behind: String,
    late: bool,
    hub_href: String,
    parked: i64,
    open: i64,
    open_href: String,
    unread: i64,
    unread_href: String,
    searching: i64,
    searching_href: String,
    accepted: i64,
    accepted_href: String,
    to_confirm: i64,
    to_confirm_href: String,
    met: i64,
    met_href: String,
    not_met: i64,
    not_met_href: String,
    reasons: Vec<Reason>,
    /// How it went for those who asked and said so: in words, how many.
    marks: Vec<(String, i64)>,
    withdrawn: i64,
    withdrawn_href: String,
    given: String,
    entries: i64,
    worked: String,
    reached: i64,
    diary_href: String,
    antennae: i64,
    ideas: i64,
    ideas_href: String,
    offers: i64,
    offers_href: String,
}

/// The hubs' figures together.
struct CityView {
    open: i64,
    met: i64,
    not_met: i64,
    given: String,
    worked: String,
    reached: i64,
    complete: i64,
    missing: i64,
}

#[derive(Template)]
#[template(path = "oversight/overview.html")]
struct Overview {
    page: Page,
    as_of: String,
    city: CityView,
    hubs: Vec<HubView>,
    may_export: bool,
    may_see_rows: bool,
    may_see_diary: bool,
    may_see_desk: bool,
}

fn rows(hub: &NodeId, tab: &str, state: Option<State>) -> String {
    let state = state.map(|state| word(&state)).unwrap_or_default();
    address::with("/requests", [("tab", tab), ("hub", hub.as_str()), ("state", state.as_str())])
}

fn view(page: &Page, figures: &HubFigures) -> HubView {
    let (hub, reach, w) = (&figures.hub, figures.reach, page.w);
    let present = reach.last_contact_ms.is_some_and(|at| page.times.now_ms - at < PRESENT_MS);
    let (line, line_key) = match (reach.line, present) {
        (Line::Called, true) => ("green", "hub-line-present"),
        (Line::Called, false) => ("orange", "hub-line-absent"),
        (Line::Never, _) => ("slate", "hub-line-never"),
        (Line::Fork, _) => ("red", "hub-line-fork"),
        (Line::Revoked, _) => ("red", "hub-line-revoked"),
    };
    let when = |at_ms: i64| page.times.when(at_ms);
    let one = |state: State| figures.in_states(&[state]);
    let href = |path: &str| address::with(path, [("hub", hub.as_str())]);
    let reasons = figures.reasons.iter().map(|(slug, count)| {
        let fields = [
            ("tab", "closed"),
            ("hub", hub.as_str()),
            ("state", "not-met"),
            ("reason", slug.as_str()),
        ];
        let href = address::with("/requests", fields);
        Reason { words: w.of("not-met", slug), count: *count, href }
    });
    HubView {
        name: page.node_name(hub.as_str()),
        line,
        line_words: w.t(line_key),
        last_contact: reach.last_contact_ms.map_or_else(|| w.t("hub-no-contact"), when),
        complete: match reach.complete_until_ms {
            Some(at_ms) => w.a("complete-until", "when", when(at_ms)),
            None => w.t("complete-never"),
        },
        behind: match reach.backlog {
            Some(0) => w.t("hub-nothing-behind"),
            None => String::new(),
            Some(backlog) => w.n("hub-backlog", backlog),
        },
        late: reach.backlog.is_some_and(|backlog| backlog > 0),
        hub_href: format!("/hubs/{hub}"),
        parked: reach.parked,
        open: figures.in_states(&OPEN),
        open_href: rows(hub, "open", None),
        unread: one(State::Received),
        unread_href: rows(hub, "new", None),
        searching: figures.in_states(&[
            State::TakenInCharge,
            State::Waiting,
            State::Proposed,
            State::Referred,
            State::Split,
            State::HandedOver,
        ]),
        searching_href: rows(hub, "searching", None),
        accepted: figures.in_states(&State::HELPED),
        accepted_href: rows(hub, "accepted", None),
        to_confirm: one(State::Done),
        to_confirm_href: rows(hub, "to-confirm", None),
        met: one(State::Met),
        met_href: rows(hub, "closed", Some(State::Met)),
        not_met: one(State::NotMet),
        not_met_href: rows(hub, "closed", Some(State::NotMet)),
        reasons: reasons.collect(),
        marks: figures
            .marks
            .iter()
            .map(|(mark, count)| (page.w.of("mark", word(mark)), *count))
            .collect(),
        withdrawn: one(State::Withdrawn),
        withdrawn_href: rows(hub, "closed", Some(State::Withdrawn)),
        given: page.times.length(figures.given_min),
        entries: figures.diary.entries,
        worked: page.times.length(figures.diary.minutes.get()),
        reached: figures.diary.people_reached,
        diary_href: href("/activities"),
        antennae: figures.antennae,
        ideas: figures.ideas,
        ideas_href: href("/ideas"),
        offers: figures.offers,
        offers_href: href("/offers"),
    }
}

/// Whether nothing of a hub is known to be missing here.
fn is_complete(page: &Page, figures: &HubFigures) -> bool {
    let reach = figures.reach;
    let present = reach.last_contact_ms.is_some_and(|at| page.times.now_ms - at < PRESENT_MS);
    reach.line == Line::Called && present && reach.backlog.unwrap_or(0) == 0 && reach.parked == 0
}

fn city_view(page: &Page, hubs: &[HubFigures]) -> CityView {
    let sum = |of: &dyn Fn(&HubFigures) -> i64| -> i64 { hubs.iter().map(of).sum() };
    let complete = sum(&|hub| i64::from(is_complete(page, hub)));
    CityView {
        open: sum(&|hub| hub.in_states(&OPEN)),
        met: sum(&|hub| hub.in_states(&[State::Met])),
        not_met: sum(&|hub| hub.in_states(&[State::NotMet])),
        given: page.times.length(sum(&|hub| hub.given_min)),
        worked: page.times.length(sum(&|hub| hub.diary.minutes.get())),
        reached: sum(&|hub| hub.diary.people_reached),
        complete,
        missing: i64::try_from(hubs.len()).unwrap_or(i64::MAX) - complete,
    }
}

/// The figures of the overview as a file, each hub with how far it is complete.
async fn export_figures(visit: Visit) -> Outcome {
    let city = visit.app.node.known_city()?;
    let mut db = visit.app.node.store.read().await?;
    let hubs = figures::of_hubs(&mut db, &city).await?;
    drop(db);
    let at = |at_ms: Option<i64>| {
        let at = at_ms.and_then(|at_ms| jiff::Timestamp::from_millisecond(at_ms).ok());
        at.map(|at| at.to_string()).unwrap_or_default()
    };
    let mut csv = Csv::new(&[
        "hub",
        "as_of",
        "complete_until",
        "last_contact",
        "backlog",
        "left_out",
        "requests_open",
        "requests_met",
        "requests_not_met",
        "requests_withdrawn",
        "given_min",
        "diary_entries",
        "worked_min",
        "people_reached",
        "antennae",
        "ideas",
        "offers",
        "went_well",
        "went_so_so",
        "went_badly",
    ]);
    let now = at(Some(visit.app.node.now_ms()));
    for hub in &hubs {
        let reach = hub.reach;
        let figures = [
            reach.parked,
            hub.in_states(&OPEN),
            hub.in_states(&[State::Met]),
            hub.in_states(&[State::NotMet]),
            hub.in_states(&[State::Withdrawn]),
            hub.given_min,
            hub.diary.entries,
            hub.diary.minutes.get(),
            hub.diary.people_reached,
            hub.antennae,
            hub.ideas,
            hub.offers,
            hub.marked(Mark::Good),
            hub.marked(Mark::Middling),
            hub.marked(Mark::Bad),
        ];
        let backlog = reach.backlog.map(|backlog| backlog.to_string()).unwrap_or_default();
        let mut row = vec![hub.hub.to_string(), now.clone(), at(reach.complete_until_ms)];
        row.extend([at(reach.last_contact_ms), backlog]);
        row.extend(figures.iter().map(ToString::to_string));
        csv.row(&row.iter().map(String::as_str).collect::<Vec<_>>());
    }
    Ok(csv.download("overview.csv"))
}

async fn overview(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Overview, "overview-title").await;
    let city = visit.app.node.known_city()?;
    let mut db = visit.app.node.store.read().await?;
    let figures = figures::of_hubs(&mut db, &city).await?;
    drop(db);
    show(&Overview {
        as_of: page.times.when(page.times.now_ms),
        city: city_view(&page, &figures),
        may_export: visit.may(P::ExportRows),
        hubs: figures.iter().map(|figures| view(&page, figures)).collect(),
        may_see_rows: visit.may(P::SeeRequests),
        may_see_diary: visit.may(P::SeeDiaries),
        may_see_desk: visit.may(P::SeeDesk),
        page,
    })
}

/// What the table of places counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Every,
    Open,
    Met,
    NotMet,
}

impl Measure {
    const ALL: [Self; 4] = [Self::Every, Self::Open, Self::Met, Self::NotMet];

    const fn slug(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Open => "open",
            Self::Met => "met",
            Self::NotMet => "not-met",
        }
    }

    fn counts(self, state: State) -> bool {
        match self {
            Self::Every => true,
            Self::Open => OPEN.contains(&state),
            Self::Met => state == State::Met,
            Self::NotMet => state == State::NotMet,
        }
    }

    /// The tab and the state that show the rows counted.
    fn rows(self) -> (&'static str, &'static str) {
        match self {
            Self::Every => ("every", ""),
            Self::Open => ("open", ""),
            Self::Met => ("closed", "met"),
            Self::NotMet => ("closed", "not-met"),
        }
    }
}

struct Figure {
    label: String,
    count: i64,
    href: String,
}

struct PlaceRow {
    name: String,
    zone: String,
    cells: Vec<Figure>,
    total: Figure,
}

#[derive(Template)]
#[template(path = "oversight/places.html")]
struct Places {
    page: Page,
    as_of: String,
    complete: Vec<(String, String)>,
    hubs: Vec<Group>,
    measures: Vec<Group>,
    columns: Vec<String>,
    rows: Vec<PlaceRow>,
    totals: Vec<Figure>,
    total: Figure,
    may_see_rows: bool,
}

async fn places(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Overview, "places-title").await;
    let city = visit.app.node.known_city()?;
    let hub: Option<NodeId> = visit.asked.read("hub");
    let asked = visit.asked.trimmed("measure");
    let measure = Measure::ALL.into_iter().find(|m| m.slug() == asked).unwrap_or(Measure::Every);
    let mut db = visit.app.node.store.read().await?;
    let cells = figures::cross(&mut db, hub.as_ref()).await?;
    let hubs = figures::of_hubs(&mut db, &city).await?;
    drop(db);
    let table = Table::of(&page, &cells, measure, hub.as_ref());
    let complete = hubs.iter().filter(|figures| hub.as_ref().is_none_or(|h| *h == figures.hub));
    let complete = complete.map(|figures| {
        let hub = view(&page, figures);
        (hub.name, hub.complete)
    });
    let measures =
        Measure::ALL.map(|m| Choice::new(m.slug(), page.w.of("measure", m.slug()), measure.slug()));
    show(&Places {
        as_of: page.times.when(page.times.now_ms),
        complete: complete.collect(),
        hubs: hub_choices(&page, hub.as_ref(), true),
        measures: vec![Group::plain(measures.to_vec())],
        columns: table.columns,
        rows: table.rows,
        totals: table.totals,
        total: table.total,
        may_see_rows: visit.may(P::SeeRequests),
        page,
    })
}

/// Neighbourhoods down, headings of categories across.
struct Table {
    columns: Vec<String>,
    rows: Vec<PlaceRow>,
    totals: Vec<Figure>,
    total: Figure,
}

impl Table {
    fn of(page: &Page, cells: &[Cell], measure: Measure, hub: Option<&NodeId>) -> Self {
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        for cell in cells.iter().filter(|cell| measure.counts(cell.state)) {
            let key = (cell.neighbourhood.clone(), page.heading(&cell.category));
            *sums.entry(key).or_default() += cell.requests;
        }
        let seen: BTreeSet<&str> = sums.keys().map(|(_, heading)| heading.as_str()).collect();
        let headings = page.headings();
        let mut headings: Vec<&str> =
            headings.iter().map(String::as_str).filter(|slug| seen.contains(slug)).collect();
        // A category the city no longer has keeps its column: its requests were real.
        headings.extend(seen.iter().filter(|slug| page.is_no_heading(slug)));
        let (tab, state) = measure.rows();
        let hub = hub.map_or("", NodeId::as_str);
        let count = |label: &str, hood: &str, heading: &str, count: i64| Figure {
            label: label.to_owned(),
            count,
            href: address::with(
                "/requests",
                [
                    ("tab", tab),
                    ("hub", hub),
                    ("state", state),
                    ("hood", hood),
                    ("category", heading),
                ],
            ),
        };
        let names: Vec<String> = headings.iter().map(|slug| page.category(slug)).collect();
        let mut hoods: Vec<String> = page.neighbourhoods();
        let known: BTreeSet<String> = hoods.iter().cloned().collect();
        let gone = sums.keys().map(|(hood, _)| hood).filter(|hood| !known.contains(*hood));
        let gone: BTreeSet<String> = gone.cloned().collect();
        hoods.extend(gone);
        let sum = |hood: &str, heading: &str| {
            sums.get(&(hood.to_owned(), heading.to_owned())).copied().unwrap_or_default()
        };
        let mut rows = Vec::new();
        for hood in &hoods {
            let cells: Vec<Figure> = headings
                .iter()
                .zip(&names)
                .map(|(heading, name)| count(name, hood, heading, sum(hood, heading)))
                .collect();
            let all = cells.iter().map(|cell| cell.count).sum();
            if all > 0 {
                let total = count("", hood, "", all);
                let (name, zone) = (page.neighbourhood(hood), page.zone_of(hood));
                rows.push(PlaceRow { name, zone, cells, total });
            }
        }
        let totals: Vec<Figure> = headings
            .iter()
            .zip(&names)
            .map(|(heading, name)| {
                let all = hoods.iter().map(|hood| sum(hood, heading)).sum();
                count(name, "", heading, all)
            })
            .collect();
        let total = count("", "", "", totals.iter().map(|cell| cell.count).sum());
        Self { columns: names, rows, totals, total }
    }
}

/// The rows of a filter as a file: what counts of each request, without words and without people.
async fn export(visit: Visit) -> Outcome {
    let asked = Asked::of(&visit);
    let me = visit.me()?.clone();
    let city = visit.app.node.known_city()?;
    let filter = asked.filter(Some(&city), &me, requests_in(Some(&city), &me.scope));
    let mut db = visit.app.node.store.read().await?;
    let rows = found::rows(&mut db, &filter, FILE_MAX, 0).await?;
    drop(db);
    let zone = city.calendar.clock();
    let day = |at_ms: i64| {
        let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
        zone.to_datetime(at).date().to_string()
    };
    let mut csv = Csv::new(&[
        "request_id",
        "hub",
        "state",
        "category",
        "neighbourhood",
        "urgency",
        "relation",
        "channel",
        "opened_on",
        "closed_on",
        "minutes_given",
        "not_met_reason",
    ]);
    for row in &rows {
        let minutes = row.done_minutes.filter(|_| row.state == State::Met);
        csv.row(&[
            &row.id.to_string(),
            row.home.as_str(),
            &word(&row.state),
            row.category.as_str(),
            row.neighbourhood.as_str(),
            &word(&row.urgency),
            &word(&row.relation),
            &row.via,
            &day(row.opened_at_ms),
            &row.closed_at_ms.map(day).unwrap_or_default(),
            &minutes.map(|m| m.to_string()).unwrap_or_default(),
            row.not_met_reason.as_deref().unwrap_or_default(),
        ]);
    }
    Ok(csv.download("requests.csv"))
}

struct ParkedLine {
    node: String,
    number: String,
    kind: String,
    reason: String,
    when: String,
}

#[derive(Template)]
#[template(path = "oversight/parked.html")]
struct ParkedPage {
    page: Page,
    lines: Vec<ParkedLine>,
    previous: String,
    next: String,
}

async fn parked(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Parked, "parked-title").await;
    let number: u32 = pager::asked(&visit);
    let mut db = visit.app.node.store.read().await?;
    let found = figures::parked(&mut db, None, PER_PAGE + 1, (number - 1) * PER_PAGE).await?;
    drop(db);
    let turn = |there: bool, to: u32| {
        let to = to.to_string();
        if there { address::with("/parked", [("page", to.as_str())]) } else { String::new() }
    };
    let lines = found.iter().take(PER_PAGE as usize).map(|record| ParkedLine {
        node: page.node_name(record.node.as_str()),
        number: format!("{}/{}", record.epoch, record.seq),
        kind: record.kind.clone(),
        reason: record.reason.clone(),
        when: page.times.when(record.parked_at_ms),
    });
    show(&ParkedPage {
        lines: lines.collect(),
        previous: turn(number > 1, number.saturating_sub(1)),
        next: turn(found.len() > PER_PAGE as usize, number + 1),
        page,
    })
}

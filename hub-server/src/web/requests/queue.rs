//! The queue: what has to be done, by tab, with filters in the address.

use askama::Template;
use jiff::Timestamp;
use protocol::kiosk::Urgency;
use protocol::{NodeId, SlipCode};

use super::list::{self, Filter, RequestRow};
use crate::city::City;
use crate::node::Role as NodeRole;
use crate::people::roles::Permission;
use crate::people::sessions::SignedIn;
use crate::requests::{self, NotMetReason, State};
use crate::store::rows::word;
use crate::web::address;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, requests_in, show};
use crate::web::visit::{Outcome, Visit, Wants, go};

/// How many requests a page shows.
const PER_PAGE: u32 = 25;
/// How much of the words a row shows, in characters.
const WORDS_SHOWN: usize = 140;

/// A tab of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    New,
    Mine,
    Searching,
    Accepted,
    ToConfirm,
    Closed,
    Open,
    Every,
}

impl Tab {
    const ALL: [Self; 8] = [
        Self::New,
        Self::Mine,
        Self::Searching,
        Self::Accepted,
        Self::ToConfirm,
        Self::Closed,
        Self::Open,
        Self::Every,
    ];

    const fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Mine => "mine",
            Self::Searching => "searching",
            Self::Accepted => "accepted",
            Self::ToConfirm => "to-confirm",
            Self::Closed => "closed",
            Self::Open => "open",
            Self::Every => "every",
        }
    }

    fn states(self) -> Vec<State> {
        match self {
            Self::New => vec![State::Received],
            Self::Mine => {
                vec![State::TakenInCharge, State::Proposed, State::Accepted, State::Done]
            }
            Self::Searching => vec![State::TakenInCharge, State::Proposed],
            Self::Accepted => vec![State::Accepted],
            Self::ToConfirm => vec![State::Done],
            Self::Closed => vec![State::Met, State::NotMet, State::Withdrawn],
            Self::Open => State::ALL.into_iter().filter(|state| !state.is_closed()).collect(),
            Self::Every => State::ALL.to_vec(),
        }
    }
}

struct TabLink {
    slug: &'static str,
    label: String,
    href: String,
    count: i64,
    here: bool,
}

/// A request as a row shows it.
pub(in crate::web) struct Card {
    pub id: String,
    pub icon: String,
    pub category: String,
    pub words: String,
    pub place: String,
    pub relation: String,
    pub slip: String,
    pub state: &'static str,
    pub state_words: String,
    pub since: String,
    pub urgent: bool,
    pub urgency: String,
    pub overdue: bool,
    pub operator: String,
    pub waiting: String,
}

/// The part of the page that changes by itself.
struct List {
    tabs: Vec<TabLink>,
    tab: &'static str,
    cards: Vec<Card>,
    total: i64,
    first: i64,
    last: i64,
    previous: String,
    next: String,
    here: String,
    filtered: bool,
    clear: String,
    may_enter: bool,
}

#[derive(Template)]
#[template(path = "requests/queue.html")]
struct Queue {
    page: Page,
    list: List,
    slip: String,
    hubs: Vec<Group>,
    hoods: Vec<Group>,
    categories: Vec<Group>,
    states: Vec<Group>,
    reasons: Vec<Group>,
    export: String,
}

#[derive(Template)]
#[template(path = "requests/queue_list.html")]
struct QueueFragment {
    page: Page,
    list: List,
}

/// What the address asks for.
pub(crate) struct Asked {
    central: bool,
    tab: Tab,
    hub: Option<NodeId>,
    slip: String,
    hood: String,
    category: String,
    state: Option<State>,
    reason: String,
    page: u32,
}

impl Asked {
    pub fn of(visit: &Visit) -> Self {
        let slug = |name: &str| {
            let text = visit.asked.trimmed(name);
            if protocol::ids::is_slug(text) { text.to_owned() } else { String::new() }
        };
        let central = visit.app.node.role == NodeRole::Central;
        let (asked, first) = (slug("tab"), if central { Tab::Every } else { Tab::New });
        let tab = Tab::ALL.into_iter().find(|t| t.slug() == asked).unwrap_or(first);
        let own = Some(visit.app.node.id().clone());
        Self {
            central,
            tab,
            hub: if central { visit.asked.read("hub") } else { own },
            slip: visit.asked.trimmed("slip").chars().take(20).collect(),
            hood: slug("hood"),
            category: slug("category"),
            state: State::ALL.into_iter().find(|state| word(state) == slug("state")),
            reason: slug("reason"),
            page: visit.asked.read("page").unwrap_or(1).clamp(1, 100_000),
        }
    }

    /// The requests asked for, as far as the scope of whoever asks reaches.
    pub fn filter(
        &self,
        city: Option<&City>,
        me: &SignedIn,
        within: Option<Vec<String>>,
    ) -> Filter {
        let mut states = self.tab.states();
        if let Some(only) = self.state.filter(|state| states.contains(state)) {
            states = vec![only];
        }
        Filter {
            home: self.hub.clone(),
            states,
            operator: (self.tab == Tab::Mine).then_some(me.staff),
            within,
            categories: categories_of(city, &self.category),
            neighbourhood: self.hood.clone(),
            reason: self.reason.clone(),
            slip: self.slip.clone(),
        }
    }

    fn href(&self, path: &str, tab: Tab, page: u32) -> String {
        let number = if page > 1 { page.to_string() } else { String::new() };
        let keeps = tab == self.tab;
        let state = self.state.filter(|_| keeps).map(|state| word(&state)).unwrap_or_default();
        let fields = [
            ("tab", tab.slug()),
            ("hub", self.hub.as_ref().filter(|_| self.central).map_or("", NodeId::as_str)),
            ("slip", self.slip.as_str()),
            ("hood", self.hood.as_str()),
            ("category", self.category.as_str()),
            ("state", state.as_str()),
            ("reason", if keeps { self.reason.as_str() } else { "" }),
            ("page", number.as_str()),
        ];
        address::with(path, fields)
    }

    fn is_filtered(&self) -> bool {
        let texts = [&self.slip, &self.hood, &self.category, &self.reason];
        texts.iter().any(|text| !text.is_empty()) || self.state.is_some()
    }
}

pub(super) async fn queue(visit: Visit) -> Outcome {
    let asked = Asked::of(&visit);
    if let Some(found) = by_whole_slip(&visit, &asked.slip).await? {
        return go(&found);
    }
    let me = visit.me()?.clone();
    let node = &visit.app.node;
    let title = if node.role == NodeRole::Central { "queue-title-central" } else { "queue-title" };
    let page = Page::of(&visit, Section::Requests, title).await;
    let within = requests_in(page.city.as_deref(), &me.scope);
    let filter = asked.filter(page.city.as_deref(), &me, within.clone());
    let mut db = node.store.read().await?;
    let skip = (asked.page - 1) * PER_PAGE;
    let rows = list::rows(&mut db, &filter, PER_PAGE, skip).await?;
    let total = list::found(&mut db, &filter).await?;
    let counts = match &asked.hub {
        Some(hub) => list::counts(&mut db, hub, within.as_ref()).await?,
        None => list::counts_anywhere(&mut db, within.as_ref()).await?,
    };
    let mine = list::mine(&mut db, node.id(), me.staff).await?;
    let mut names = Names::default();
    let mut cards = Vec::with_capacity(rows.len());
    for row in &rows {
        let operator = names.of(&mut db, row.operator).await?;
        cards.push(card(&page, row, operator, visit.may(Permission::ReadWords)));
    }
    drop(db);
    let shown = |tab: &Tab| match tab {
        Tab::Mine => visit.may(Permission::WorkOnRequests) && !page.central,
        Tab::Open | Tab::Every => page.central,
        Tab::New | Tab::Searching | Tab::Accepted | Tab::ToConfirm | Tab::Closed => true,
    };
    let tabs = Tab::ALL
        .into_iter()
        .filter(shown)
        .map(|tab| TabLink {
            slug: tab.slug(),
            label: page.w.of("queue-tab", tab.slug()),
            href: asked.href("/requests", tab, 1),
            count: if tab == Tab::Mine {
                mine
            } else {
                counts.iter().filter(|(s, _)| tab.states().contains(s)).map(|(_, n)| n).sum()
            },
            here: tab == asked.tab,
        })
        .collect();
    let last = i64::from(skip) + i64::try_from(cards.len()).unwrap_or_default();
    let turn = |there: bool, to: u32| {
        if there { asked.href("/requests", asked.tab, to) } else { String::new() }
    };
    let list = List {
        tabs,
        tab: asked.tab.slug(),
        first: if cards.is_empty() { 0 } else { i64::from(skip) + 1 },
        last,
        cards,
        total,
        previous: turn(asked.page > 1, asked.page.saturating_sub(1)),
        next: turn(last < total, asked.page + 1),
        here: asked.href("/requests", asked.tab, asked.page),
        filtered: asked.is_filtered(),
        clear: address::with("/requests", [("tab", asked.tab.slug())]),
        may_enter: visit.may(Permission::EnterRequests) && !page.central,
    };
    if visit.wants == Wants::Fragment {
        return show(&QueueFragment { page, list });
    }
    let export = if visit.may(Permission::ExportRows) && page.central {
        asked.href("/requests.csv", asked.tab, 1)
    } else {
        String::new()
    };
    show(&Queue {
        hubs: if page.central { hub_choices(&page, asked.hub.as_ref(), true) } else { Vec::new() },
        hoods: hood_choices(&page, &asked.hood, "queue-any-place", within.as_deref()),
        categories: category_choices(&page, &asked.category, FILTER),
        states: state_choices(&page, &asked),
        reasons: reason_choices(&page, &asked),
        slip: asked.slip,
        page,
        list,
        export,
    })
}

/// The city's hubs, with a first choice for all of them where `any` is wanted.
pub(crate) fn hub_choices(page: &Page, now: Option<&NodeId>, any: bool) -> Vec<Group> {
    let now = now.map_or("", NodeId::as_str);
    let all = any.then(|| Choice::new("", page.w.t("queue-any-hub"), now));
    let hubs = page.city.iter().flat_map(|city| &city.hubs);
    let hubs = hubs.map(|hub| Choice::new(&hub.slug, &hub.name, now));
    vec![Group::plain(all.into_iter().chain(hubs).collect())]
}

/// Tabs that hold several states offer each of them.
fn state_choices(page: &Page, asked: &Asked) -> Vec<Group> {
    if !matches!(asked.tab, Tab::Closed | Tab::Open | Tab::Every) {
        return Vec::new();
    }
    let now = asked.state.map(|state| word(&state)).unwrap_or_default();
    let all = Choice::new("", page.w.t("queue-any-state"), &now);
    let states = asked.tab.states();
    let states = states.iter().map(|state| {
        let slug = word(state);
        Choice::new(&slug, page.w.of("request-state", &slug), &now)
    });
    vec![Group::plain([all].into_iter().chain(states).collect())]
}

fn reason_choices(page: &Page, asked: &Asked) -> Vec<Group> {
    if asked.state != Some(State::NotMet) {
        return Vec::new();
    }
    let all = Choice::new("", page.w.t("queue-any-reason"), &asked.reason);
    let reasons = NotMetReason::ALL.iter().map(|reason| {
        let slug = word(reason);
        Choice::new(&slug, page.w.of("not-met", &slug), &asked.reason)
    });
    vec![Group::plain([all].into_iter().chain(reasons).collect())]
}

#[derive(Template)]
#[template(path = "web/unread.html")]
struct Unread {
    page: Page,
    count: i64,
}

/// How many requests nobody has read yet, for the list of sections.
pub(super) async fn unread(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "queue-title").await;
    let item = page.nav.iter().find(|item| item.href == "/requests");
    let count = item.map_or(0, |item| item.count);
    show(&Unread { page, count })
}

/// The categories that a filter on one of them means: itself, and those under it where it is a heading.
fn categories_of(city: Option<&City>, slug: &str) -> Vec<String> {
    if slug.is_empty() {
        return Vec::new();
    }
    let below = city.iter().flat_map(|city| city.categories_under(Some(slug)));
    [slug.to_owned()].into_iter().chain(below.map(|category| category.slug.clone())).collect()
}

/// A whole slip code leads straight to its request.
async fn by_whole_slip(
    visit: &Visit,
    typed: &str,
) -> Result<Option<String>, crate::web::visit::Fault> {
    let Ok(slip) = typed.parse::<SlipCode>() else { return Ok(None) };
    let mut db = visit.app.node.store.read().await?;
    let found = requests::queries::by_slip(&mut db, &slip).await?;
    drop(db);
    let Some(brief) = found else { return Ok(None) };
    let seen = visit.request(brief.request.id, Permission::SeeRequests).await;
    Ok(seen.ok().map(|brief| format!("/requests/{}", brief.request.id)))
}

/// Names of staff, each asked for once.
#[derive(Default)]
pub(crate) struct Names(std::collections::BTreeMap<protocol::StaffId, String>);

impl Names {
    pub async fn of(
        &mut self,
        db: &mut sqlx::AnyConnection,
        staff: Option<protocol::StaffId>,
    ) -> Result<String, crate::store::StoreError> {
        let Some(staff) = staff else { return Ok(String::new()) };
        if let Some(name) = self.0.get(&staff) {
            return Ok(name.clone());
        }
        let name = crate::people::queries::name_of(db, staff).await?.unwrap_or_default();
        self.0.insert(staff, name.clone());
        Ok(name)
    }
}

pub(in crate::web) fn card(page: &Page, row: &RequestRow, operator: String, words: bool) -> Card {
    let text = row.words.as_deref().filter(|_| words).unwrap_or_default();
    let mut shown: String = text.chars().take(WORDS_SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let closed = row.state.is_closed();
    let at_ms = row.closed_at_ms.filter(|_| closed).unwrap_or(row.opened_at_ms);
    let due = due_ms(page.city.as_deref(), row);
    Card {
        id: row.id.to_string(),
        icon: page.category_icon(row.category.as_str()),
        category: page.category(row.category.as_str()),
        words: shown,
        place: page.neighbourhood(row.neighbourhood.as_str()),
        relation: page.w.of("relation", word(&row.relation)),
        slip: row.slip.clone(),
        state: state_tone(row.state),
        state_words: page.w.of("request-state", word(&row.state)),
        since: if closed { page.times.when(at_ms) } else { page.times.since(at_ms) },
        urgent: row.urgency == Urgency::Today && !closed,
        urgency: page.w.of("urgency", word(&row.urgency)),
        overdue: !closed && due.is_some_and(|due| due < page.times.now_ms),
        operator,
        waiting: row.until_ms.map(|until| page.times.until(until)).unwrap_or_default(),
    }
}

/// The family of colour of a state; the word beside it says which.
pub(in crate::web) fn state_tone(state: State) -> &'static str {
    match state {
        State::Received => "blue",
        State::TakenInCharge | State::Proposed => "orange",
        State::Accepted => "teal",
        State::Done => "violet",
        State::Met => "green",
        State::NotMet => "red",
        State::Withdrawn => "slate",
    }
}

/// By when a request should be closed: hours of its category, counted while its hub is open.
pub(in crate::web) fn due_ms(city: Option<&City>, row: &RequestRow) -> Option<i64> {
    let city = city?;
    let category = city.category(row.category.as_str())?;
    let hours = match row.urgency {
        Urgency::Today => category.urgent_deadline_open_h,
        Urgency::ThisWeek | Urgency::NoHurry => category.deadline_open_h,
    };
    let hub = city.hub(row.home.as_str())?;
    let from = Timestamp::from_millisecond(row.opened_at_ms).ok()?;
    let due = hub.after_open_minutes(&city.calendar, from, hours.saturating_mul(60))?;
    Some(due.as_millisecond())
}

/// Neighbourhoods by zone, those within a scope only, with a first choice for all of them.
pub(crate) fn hood_choices(
    page: &Page,
    now: &str,
    any: &str,
    within: Option<&[String]>,
) -> Vec<Group> {
    let mut groups = Vec::new();
    if !any.is_empty() {
        groups.push(Group::plain(vec![Choice::new("", page.w.t(any), now)]));
    }
    for zone in page.city.iter().flat_map(|city| &city.zones) {
        let choices: Vec<Choice> = zone
            .neighbourhoods
            .iter()
            .filter(|hood| within.is_none_or(|within| within.contains(&hood.slug)))
            .map(|hood| Choice::new(&hood.slug, &hood.name, now))
            .collect();
        if !choices.is_empty() {
            groups.push(Group { label: zone.name.clone(), choices });
        }
    }
    groups
}

/// The first choice of a filter by category; a form's is another.
const FILTER: &str = "queue-any-category";

/// Categories under their headings, those that take requests, with a first choice for all of them.
pub(crate) fn category_choices(page: &Page, now: &str, any: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    if !any.is_empty() {
        groups.push(Group::plain(vec![Choice::new("", page.w.t(any), now)]));
    }
    let Some(city) = page.city.as_deref() else { return groups };
    let name = |category: &crate::city::Category| {
        category.name.in_language(page.w.language.code()).to_owned()
    };
    let mut alone = Vec::new();
    for top in city.categories_under(None) {
        if city.takes_requests(top) {
            alone.push(Choice::new(&top.slug, name(top), now));
            continue;
        }
        let below = city.categories_under(Some(&top.slug));
        let below = below
            .filter(|category| city.takes_requests(category))
            .map(|category| Choice::new(&category.slug, name(category), now));
        // A heading takes no request, but a filter may ask for all it holds.
        let whole = page.w.a("queue-whole-heading", "name", name(top));
        let whole = (any == FILTER).then(|| Choice::new(&top.slug, whole, now));
        groups.push(Group { label: name(top), choices: whole.into_iter().chain(below).collect() });
    }
    groups.push(Group::plain(alone));
    groups
}

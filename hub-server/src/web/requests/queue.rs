//! The queue: what has to be done, by tab, with filters in the address.

use askama::Template;
use protocol::kiosk::Urgency;
use protocol::{Channel, NodeId, RequestId, SlipCode, StaffId};

use super::agenda::Group as Agenda;
use super::found::{self, Found};
use super::list::{self, Filter, Order, RequestRow};
use crate::city::City;
use crate::node::Role as NodeRole;
use crate::people::roles::{Permission, role_may};
use crate::people::sessions::SignedIn;
use crate::requests::{self, NotMetReason, State, stems};
use crate::store::rows::word;
use crate::web::address;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, requests_in, show};
use crate::web::pager::{self, Pager};
use crate::web::visit::{Fault, Outcome, Visit, Wants, go};

/// How many requests a page shows.
const PER_PAGE: u32 = 25;
/// Most requests one form does something with.
pub(super) const PICKED_MAX: usize = 100;
/// How many of a group of what must be done now the page shows at first.
const PART_SHOWN: u32 = 8;
/// How many open requests are looked at for what must be done now.
const OPEN_MAX: u32 = 1_000;
/// How soon, and how a request can have come in, as filters offer it.
const URGENCIES: [Urgency; 3] = [Urgency::Today, Urgency::ThisWeek, Urgency::NoHurry];
const CHANNELS: [Channel; 5] =
    [Channel::Kiosk, Channel::Console, Channel::Phone, Channel::Paper, Channel::Antenna];
/// How much of the words a row shows, in characters.
const WORDS_SHOWN: usize = 140;

/// A tab of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Now,
    New,
    Mine,
    Searching,
    Accepted,
    ToConfirm,
    Closed,
    Signals,
    Open,
    Every,
}

impl Tab {
    const ALL: [Self; 10] = [
        Self::Now,
        Self::New,
        Self::Mine,
        Self::Searching,
        Self::Accepted,
        Self::ToConfirm,
        Self::Open,
        Self::Closed,
        Self::Signals,
        Self::Every,
    ];

    const fn slug(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Signals => "signals",
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
            Self::Signals => vec![State::Signal],
            Self::Mine => {
                let open = State::ALL.into_iter().filter(|state| state.is_open());
                open.filter(|state| *state != State::Received).collect()
            }
            Self::Searching => vec![
                State::TakenInCharge,
                State::Waiting,
                State::Proposed,
                State::Referred,
                State::Split,
                State::HandedOver,
            ],
            Self::Accepted => State::HELPED.to_vec(),
            Self::ToConfirm => vec![State::Done],
            Self::Closed => State::ALL.into_iter().filter(|state| state.is_closed()).collect(),
            Self::Now | Self::Open => {
                State::ALL.into_iter().filter(|state| state.is_open()).collect()
            }
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
    pub due: String,
    pub operator: String,
    pub waiting: String,
}

/// One group of what must be done now.
struct Part {
    slug: &'static str,
    label: String,
    hint: String,
    cards: Vec<Card>,
    count: usize,
    /// Where all of them are; empty when all of them are here.
    all: String,
}

/// The part of the page that changes by itself.
struct List {
    tabs: Vec<TabLink>,
    tab: &'static str,
    cards: Vec<Card>,
    pager: Pager,
    here: String,
    filtered: bool,
    clear: String,
    may_enter: bool,
    /// The groups of what must be done now, on that tab.
    parts: Vec<Part>,
    /// The group that is shown alone; empty for all of them.
    group: String,
    /// Where the rest is, when more is open than is looked at for what must be done now.
    cut: String,
    /// Whom requests can be given to, and why they can be closed, several at a time.
    colleagues: Vec<Choice>,
    closings: Vec<Choice>,
    whole: String,
    may_work: bool,
}

#[derive(Template)]
#[template(path = "requests/queue.html")]
struct Queue {
    page: Page,
    list: List,
    words: String,
    orders: Vec<Group>,
    hubs: Vec<Group>,
    hoods: Vec<Group>,
    categories: Vec<Group>,
    states: Vec<Group>,
    reasons: Vec<Group>,
    operators: Vec<Group>,
    urgencies: Vec<Group>,
    channels: Vec<Group>,
    languages: Vec<Group>,
    /// Whether one of the further filters is set.
    more: bool,
    export: String,
    /// How much waits to be looked at again by whoever answers for the hub.
    to_review: i64,
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
    words: String,
    order: Order,
    group: Option<Agenda>,
    hood: String,
    category: String,
    state: Option<State>,
    reason: String,
    operator: Option<StaffId>,
    urgency: Option<Urgency>,
    via: String,
    language: String,
    page: u32,
}

impl Asked {
    pub fn of(visit: &Visit) -> Self {
        let slug = |name: &str| {
            let text = visit.asked.trimmed(name);
            if protocol::ids::is_slug(text) { text.to_owned() } else { String::new() }
        };
        let central = visit.app.node.role == NodeRole::Central;
        let (asked, first) = (slug("tab"), if central { Tab::Every } else { Tab::Now });
        let tab = Tab::ALL.into_iter().find(|t| t.slug() == asked).unwrap_or(first);
        let own = Some(visit.app.node.id().clone());
        let typed = visit.asked.trimmed("q");
        // Slips open with a hub's two letters and hold digits; words people look for do not.
        let by_slip = typed.contains(|c: char| c.is_ascii_digit())
            || typed.chars().nth(2).is_some_and(|c| c == '-');
        Self {
            central,
            tab,
            hub: if central { visit.asked.read("hub") } else { own },
            slip: if by_slip { typed.chars().take(20).collect() } else { String::new() },
            words: if by_slip { String::new() } else { typed.chars().take(100).collect() },
            order: Order::ALL.into_iter().find(|o| o.slug() == slug("sort")).unwrap_or_default(),
            group: Agenda::ALL.into_iter().find(|g| g.slug() == slug("group")),
            hood: slug("hood"),
            category: slug("category"),
            state: State::ALL.into_iter().find(|state| word(state) == slug("state")),
            reason: slug("reason"),
            operator: visit.asked.read("operator"),
            urgency: URGENCIES.into_iter().find(|urgency| word(urgency) == slug("urgency")),
            via: slug("via"),
            language: slug("language"),
            page: pager::asked(visit),
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
            operator: if self.tab == Tab::Mine { Some(me.staff) } else { self.operator },
            urgency: self.urgency,
            via: self.via.clone(),
            language: self.language.clone(),
            within,
            categories: categories_of(city, &self.category),
            neighbourhood: self.hood.clone(),
            reason: self.reason.clone(),
            slip: self.slip.clone(),
            stems: stems::stems(&self.words),
            order: self.order,
        }
    }

    /// What is typed in the search field.
    fn typed(&self) -> &str {
        if self.slip.is_empty() { &self.words } else { &self.slip }
    }

    /// The page of the queue a form was posted from, which it carries as `back`.
    pub fn back(visit: &Visit) -> String {
        let back = visit.posted.trimmed("back");
        let own = address::is_own(back) && back.starts_with("/requests");
        if own { back.to_owned() } else { "/requests".to_owned() }
    }

    fn href(&self, path: &str, tab: Tab, page: u32) -> String {
        self.href_of(path, tab, page, self.group.filter(|_| tab == self.tab))
    }

    /// The same of one group of what must be done now, or of all of them.
    fn href_of(&self, path: &str, tab: Tab, page: u32, group: Option<Agenda>) -> String {
        let operator = self.operator.map(|staff| staff.to_string()).unwrap_or_default();
        let urgency = self.urgency.as_ref().map(word).unwrap_or_default();
        let number = if page > 1 { page.to_string() } else { String::new() };
        let keeps = tab == self.tab;
        let state = self.state.filter(|_| keeps).map(|state| word(&state)).unwrap_or_default();
        let fields = [
            ("tab", tab.slug()),
            ("hub", self.hub.as_ref().filter(|_| self.central).map_or("", NodeId::as_str)),
            ("q", self.typed()),
            ("sort", if self.order == Order::default() { "" } else { self.order.slug() }),
            ("group", group.map_or("", Agenda::slug)),
            ("hood", self.hood.as_str()),
            ("category", self.category.as_str()),
            ("state", state.as_str()),
            ("reason", if keeps { self.reason.as_str() } else { "" }),
            ("operator", operator.as_str()),
            ("urgency", urgency.as_str()),
            ("via", self.via.as_str()),
            ("language", self.language.as_str()),
            ("page", number.as_str()),
        ];
        address::with(path, fields)
    }

    fn is_filtered(&self) -> bool {
        let texts = [&self.slip, &self.words, &self.hood, &self.category, &self.reason];
        texts.iter().any(|text| !text.is_empty()) || self.state.is_some() || self.has_more()
    }

    /// Whether one of the further filters is set.
    fn has_more(&self) -> bool {
        let texts = [&self.via, &self.language];
        let texts = texts.iter().any(|text| !text.is_empty());
        texts || self.operator.is_some() || self.urgency.is_some()
    }
}

pub(super) async fn queue(visit: Visit) -> Outcome {
    let asked = Asked::of(&visit);
    if let Some(found) = by_whole_slip(&visit, asked.typed()).await? {
        return go(&found);
    }
    let me = visit.me()?.clone();
    let node = &visit.app.node;
    let title = if node.role == NodeRole::Central { "queue-title-central" } else { "queue-title" };
    let page = Page::of(&visit, Section::Requests, title).await;
    let within = requests_in(page.city.as_deref(), &me.scope);
    let filter = asked.filter(page.city.as_deref(), &me, within.clone());
    let mut db = node.store.read().await?;
    // What must be done now is sorted into groups, so all that is open is looked at.
    let due_first = Filter { order: Order::Due, ..filter.clone() };
    let open = if asked.central { Vec::new() } else { agenda(&mut db, &due_first, &asked).await? };
    let now_ms = page.times.now_ms;
    let group_of = |row: &RequestRow| Agenda::of(row, me.staff, now_ms);
    let waiting = i64::try_from(open.iter().filter(|row| group_of(row).is_some()).count());
    let skip = (asked.page - 1) * PER_PAGE;
    let Found { rows, total, beyond, more } = if asked.tab == Tab::Now {
        Found::default()
    } else {
        found::found(&mut db, &filter, PER_PAGE, skip).await?
    };
    let counts = match &asked.hub {
        Some(hub) => list::counts(&mut db, hub, within.as_ref()).await?,
        None => list::counts_anywhere(&mut db, within.as_ref()).await?,
    };
    let mine = list::mine(&mut db, node.id(), me.staff).await?;
    let to_review = if visit.may(Permission::SeeIncidents) && !asked.central {
        requests::reviews::count(&mut db, node.id()).await?
    } else {
        0
    };
    let mut names = Names::default();
    let mut cards = Vec::with_capacity(rows.len());
    for row in &rows {
        let operator = looked_after(&page, &mut db, &mut names, row).await?;
        cards.push(card(&page, row, operator, visit.may(Permission::ReadWords)));
    }
    let mut parts = Vec::new();
    if asked.tab == Tab::Now {
        for group in Agenda::ALL {
            if asked.group.is_some_and(|only| only != group) {
                continue;
            }
            let all: Vec<&RequestRow> =
                open.iter().filter(|row| group_of(row) == Some(group)).collect();
            if all.is_empty() && asked.group.is_none() {
                continue;
            }
            let most = if asked.group.is_some() { OPEN_MAX } else { PART_SHOWN };
            let mut cards = Vec::new();
            for row in all.iter().take(usize::try_from(most).unwrap_or(usize::MAX)) {
                let operator = looked_after(&page, &mut db, &mut names, row).await?;
                cards.push(card(&page, row, operator, visit.may(Permission::ReadWords)));
            }
            parts.push(Part {
                slug: group.slug(),
                label: page.w.of("agenda", group.slug()),
                hint: page.w.of("agenda-hint", group.slug()),
                all: if cards.len() < all.len() {
                    asked.href_of("/requests", Tab::Now, 1, Some(group))
                } else {
                    String::new()
                },
                count: all.len(),
                cards,
            });
        }
    }
    let colleagues = if page.central { Vec::new() } else { colleagues(&visit, &mut db).await? };
    drop(db);
    let shown = |tab: &Tab| match tab {
        Tab::Mine => visit.may(Permission::WorkOnRequests) && !page.central,
        Tab::Now => !page.central,
        // At a hub these two are groups of what must be done now.
        Tab::New | Tab::ToConfirm => page.central || asked.tab == *tab,
        Tab::Every => page.central,
        Tab::Searching | Tab::Accepted | Tab::Open | Tab::Closed | Tab::Signals => true,
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
            } else if tab == Tab::Now {
                waiting.unwrap_or(i64::MAX)
            } else {
                counts.iter().filter(|(s, _)| tab.states().contains(s)).map(|(_, n)| n).sum()
            },
            here: tab == asked.tab,
        })
        .collect();
    let turn = |to| asked.href("/requests", asked.tab, to);
    let pager = if beyond {
        let after = if more { i64::MAX } else { 0 };
        Pager::with((asked.page, PER_PAGE), cards.len(), after, turn).beyond(found::MOST)
    } else {
        Pager::with((asked.page, PER_PAGE), cards.len(), total, turn)
    };
    let list = List {
        tabs,
        tab: asked.tab.slug(),
        pager,
        cards,
        here: asked.href("/requests", asked.tab, asked.page),
        filtered: asked.is_filtered(),
        clear: address::with("/requests", [("tab", asked.tab.slug())]),
        may_enter: visit.may(Permission::EnterRequests) && !page.central,
        group: asked.group.map(|group| group.slug().to_owned()).unwrap_or_default(),
        whole: asked.href_of("/requests", Tab::Now, 1, None),
        cut: if asked.tab == Tab::Now && open.len() >= OPEN_MAX as usize {
            asked.href_of("/requests", Tab::Open, 1, None)
        } else {
            String::new()
        },
        closings: NotMetReason::ALL
            .iter()
            .map(|reason| {
                let slug = word(reason);
                Choice::new(&slug, page.w.of("not-met", &slug), "")
            })
            .collect(),
        colleagues,
        may_work: visit.may(Permission::WorkOnRequests) && !page.central,
        parts,
    };
    if visit.wants == Wants::Fragment {
        return show(&QueueFragment { page, list });
    }
    let export = if visit.may(Permission::ExportRows) && page.central {
        asked.href("/requests.csv", asked.tab, 1)
    } else if visit.may(Permission::ExportNetwork) && !page.central {
        asked.href("/requests/export.csv", asked.tab, 1)
    } else {
        String::new()
    };
    let operator = asked.operator.map(|staff| staff.to_string()).unwrap_or_default();
    let mut operators = vec![Choice::new("", page.w.t("queue-any-operator"), &operator)];
    let chosen = |mut one: Choice| {
        one.chosen = one.value == operator;
        one
    };
    operators.extend(list.colleagues.iter().cloned().map(chosen));
    show(&Queue {
        hubs: if page.central { hub_choices(&page, asked.hub.as_ref(), true) } else { Vec::new() },
        hoods: hood_choices(&page, &asked.hood, "queue-any-place", within.as_deref()),
        categories: category_choices(&page, &asked.category, FILTER),
        states: state_choices(&page, &asked),
        reasons: reason_choices(&page, &asked),
        orders: order_choices(&page, &asked),
        operators: if page.central { Vec::new() } else { vec![Group::plain(operators)] },
        urgencies: picks(
            &page,
            ("urgency", "queue-any-urgency"),
            URGENCIES.iter().map(word).collect(),
            &asked.urgency.as_ref().map(word).unwrap_or_default(),
        ),
        channels: picks(
            &page,
            ("channel", "queue-any-channel"),
            CHANNELS.iter().map(word).collect(),
            &asked.via,
        ),
        languages: any_language(&page, &asked.language),
        more: asked.has_more(),
        words: asked.typed().to_owned(),
        page,
        list,
        export,
        to_review,
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

/// All that is open, for the groups of what must be done now.
async fn agenda(
    db: &mut sqlx::AnyConnection,
    filter: &Filter,
    asked: &Asked,
) -> Result<Vec<RequestRow>, crate::store::StoreError> {
    let open = Filter { states: Tab::Now.states(), operator: asked.operator, ..filter.clone() };
    // A count is wanted on every tab, but of the whole queue, not of what a search finds in it.
    let whole = Filter {
        categories: Vec::new(),
        neighbourhood: String::new(),
        reason: String::new(),
        operator: None,
        urgency: None,
        via: String::new(),
        language: String::new(),
        slip: String::new(),
        stems: std::collections::BTreeSet::new(),
        ..open.clone()
    };
    let filter = if asked.tab == Tab::Now { &open } else { &whole };
    found::rows(db, filter, OPEN_MAX, 0).await
}

/// In which order open requests can be listed.
fn order_choices(page: &Page, asked: &Asked) -> Vec<Group> {
    if matches!(asked.tab, Tab::Now | Tab::Closed | Tab::Every) || asked.central {
        return Vec::new();
    }
    let now = asked.order.slug();
    let orders = Order::ALL.into_iter();
    let orders = orders.map(|o| Choice::new(o.slug(), page.w.of("queue-sort", o.slug()), now));
    vec![Group::plain(orders.collect())]
}

/// Who works on requests at this hub.
async fn colleagues(
    visit: &Visit,
    db: &mut sqlx::AnyConnection,
) -> Result<Vec<Choice>, crate::store::StoreError> {
    let members = crate::people::queries::members(db, visit.app.node.id()).await?;
    let working = members
        .into_iter()
        .filter(|member| member.active && role_may(member.role, Permission::WorkOnRequests));
    Ok(working
        .map(|member| Choice::new(member.staff, member.display_name.unwrap_or_default(), ""))
        .collect())
}

/// A closed list as a filter, with a first choice for all of it.
fn picks(page: &Page, (family, any): (&str, &str), slugs: Vec<String>, now: &str) -> Vec<Group> {
    let all = Choice::new("", page.w.t(any), now);
    let slugs = slugs.into_iter().map(|slug| Choice::new(&slug, page.w.of(family, &slug), now));
    vec![Group::plain([all].into_iter().chain(slugs).collect())]
}

/// The same as a filter, with a first choice for all of them.
fn any_language(page: &Page, now: &str) -> Vec<Group> {
    let mut groups = language_choices(page, now);
    let all = Choice::new("", page.w.t("queue-any-language"), now);
    groups.insert(0, Group::plain(vec![all]));
    groups
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
async fn by_whole_slip(visit: &Visit, typed: &str) -> Result<Option<String>, Fault> {
    Ok(by_slip(visit, typed).await?.map(|id| format!("/requests/{id}")))
}

/// The request a whole slip code is for, when whoever asks may see it.
pub(super) async fn by_slip(visit: &Visit, typed: &str) -> Result<Option<RequestId>, Fault> {
    let Ok(slip) = typed.parse::<SlipCode>() else { return Ok(None) };
    let mut db = visit.app.node.store.read().await?;
    let found = requests::queries::by_slip(&mut db, &slip).await?;
    drop(db);
    let Some(brief) = found else { return Ok(None) };
    let seen = visit.request(brief.request.id, Permission::SeeRequests).await;
    Ok(seen.ok().map(|brief| brief.request.id))
}

/// Who looks after a request, or whom a rule of the city sends it to while nobody does.
async fn looked_after(
    page: &Page,
    db: &mut sqlx::AnyConnection,
    names: &mut Names,
    row: &RequestRow,
) -> Result<String, crate::store::StoreError> {
    let name = names.of(db, row.operator).await?;
    let routed = row.routed_to.filter(|_| row.operator.is_none() && row.state == State::Received);
    let Some(routed) = routed else { return Ok(name) };
    let name = names.of(db, Some(routed)).await?;
    Ok(if name.is_empty() { name } else { page.w.a("queue-for", "name", name) })
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
    let due = row.due_ms.filter(|_| row.state.is_open());
    let overdue = due.is_some_and(|due| due < page.times.now_ms);
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
        overdue,
        due: due.filter(|_| !overdue).map(|due| page.times.until(due)).unwrap_or_default(),
        operator,
        waiting: row.until_ms.map(|until| page.times.until(until)).unwrap_or_default(),
    }
}

/// The family of colour of a state; the word beside it says which.
pub(in crate::web) fn state_tone(state: State) -> &'static str {
    match state {
        State::Received => "blue",
        State::TakenInCharge | State::Waiting | State::Proposed => "orange",
        State::Accepted | State::Scheduled | State::InProgress => "teal",
        State::Referred | State::Split | State::HandedOver | State::Done => "violet",
        State::Met => "green",
        State::NotMet => "red",
        State::Withdrawn | State::Duplicate | State::Passed | State::Signal => "slate",
    }
}

/// The languages of the city to choose from.
pub(crate) fn language_choices(page: &Page, now: &str) -> Vec<Group> {
    let tags: Vec<&str> = page
        .city
        .as_deref()
        .map_or_else(|| vec!["it"], |city| city.languages.iter().map(String::as_str).collect());
    let w = page.w;
    let choices = tags.iter().map(|tag| {
        let key = format!("language-{tag}");
        Choice::new(tag, if w.has(&key) { w.t(&key) } else { (*tag).to_owned() }, now)
    });
    vec![Group::plain(choices.collect())]
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

//! The register of antennae with filters in the address, and the board of how far each has come.

use askama::Template;
use protocol::{Slug, StaffId};

use super::{kind_icon, places, shown_name, target, tone};
use crate::network::antennae::events::Kind;
use crate::network::antennae::{self, Kept, State};
use crate::people::roles::Permission;
use crate::store::StoreError;
use crate::web::address;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, requests_in, show};
use crate::web::pager::{self, Pager};
use crate::web::requests::{Names, category_choices, hood_choices};
use crate::web::visit::{Outcome, Visit};

/// How many antennae a page shows.
const PER_PAGE: u32 = 25;
/// How many kinds of help a row names.
const OFFERS_SHOWN: usize = 3;

/// A tab of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Active,
    ToHear,
    Coming,
    Resting,
    Over,
    Every,
}

impl Tab {
    const ALL: [Self; 6] =
        [Self::Active, Self::ToHear, Self::Coming, Self::Resting, Self::Over, Self::Every];

    const fn slug(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::ToHear => "to-hear",
            Self::Coming => "coming",
            Self::Resting => "resting",
            Self::Over => "over",
            Self::Every => "every",
        }
    }

    fn holds(self, kept: &Kept) -> bool {
        let state = kept.antenna.state;
        match self {
            Self::Active => state == State::Active,
            Self::ToHear => kept.antenna.silence_since_ms.is_some() && !state.is_over(),
            Self::Coming => matches!(
                state,
                State::Spotted | State::Contacted | State::Interested | State::Welcomed
            ),
            Self::Resting => matches!(state, State::Resting | State::Suspended),
            Self::Over => state.is_over(),
            Self::Every => true,
        }
    }
}

/// What the address asks for.
struct Asked {
    tab: Tab,
    search: String,
    hood: String,
    category: String,
    kind: Option<Kind>,
    operator: Option<StaffId>,
    sort: Sort,
    page: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Name,
    LastSign,
    Review,
}

impl Sort {
    const ALL: [Self; 3] = [Self::Name, Self::LastSign, Self::Review];

    const fn slug(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::LastSign => "last-sign",
            Self::Review => "review",
        }
    }
}

impl Asked {
    fn of(visit: &Visit) -> Self {
        let asked = &visit.asked;
        let tab = Tab::ALL.into_iter().find(|tab| tab.slug() == asked.trimmed("tab"));
        let sort = Sort::ALL.into_iter().find(|sort| sort.slug() == asked.trimmed("sort"));
        let slug = |name: &str| asked.read::<Slug>(name).map(String::from).unwrap_or_default();
        Self {
            tab: tab.unwrap_or(Tab::Active),
            search: asked.trimmed("q").chars().take(60).collect(),
            hood: slug("hood"),
            category: slug("category"),
            kind: asked.read("kind"),
            operator: asked.read("operator"),
            sort: sort.unwrap_or(Sort::Name),
            page: pager::asked(visit),
        }
    }

    fn href(&self, tab: Tab, page: u32) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let operator = self.operator.map(|operator| operator.to_string()).unwrap_or_default();
        let sort = if self.sort == Sort::Name { "" } else { self.sort.slug() };
        let fields = [
            ("tab", tab.slug()),
            ("q", self.search.as_str()),
            ("hood", self.hood.as_str()),
            ("category", self.category.as_str()),
            ("kind", self.kind.map_or("", Kind::slug)),
            ("operator", operator.as_str()),
            ("sort", sort),
            ("page", page.as_str()),
        ];
        address::with("/antennae", fields)
    }

    fn filters(&self) -> bool {
        !self.search.is_empty()
            || !self.hood.is_empty()
            || !self.category.is_empty()
            || self.kind.is_some()
            || self.operator.is_some()
    }

    fn fits(&self, named: &Named) -> bool {
        let profile = &named.kept.antenna.profile;
        let has = |list: &[Slug], wanted: &str| {
            wanted.is_empty() || list.iter().any(|slug| slug.as_str() == wanted)
        };
        named.name.to_lowercase().contains(&self.search.to_lowercase())
            && has(&profile.neighbourhoods, &self.hood)
            && has(&profile.offers, &self.category)
            && self.kind.is_none_or(|kind| profile.kind == kind)
            && (self.operator.is_none() || named.kept.antenna.operator == self.operator)
    }
}

/// An antenna with its name opened.
struct Named {
    name: String,
    kept: Kept,
}

struct TabLink {
    slug: &'static str,
    label: String,
    href: String,
    count: usize,
    here: bool,
}

struct Row {
    id: String,
    icon: &'static str,
    name: String,
    kind: String,
    places: String,
    offers: String,
    operator: String,
    tone: &'static str,
    state_words: String,
    here: bool,
    silent: String,
    when: String,
}

#[derive(Template)]
#[template(path = "network/antennae.html")]
struct List {
    page: Page,
    tabs: Vec<TabLink>,
    tab: &'static str,
    rows: Vec<Row>,
    search: String,
    hoods: Vec<Group>,
    categories: Vec<Group>,
    kinds: Vec<Group>,
    operators: Vec<Group>,
    sorts: Vec<Group>,
    filtered: bool,
    clear: String,
    here: String,
    pager: Pager,
    may_keep: bool,
    may_export: bool,
    may_post: bool,
}

struct Column {
    state: &'static str,
    tone: &'static str,
    label: String,
    count: usize,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "network/board.html")]
struct Board {
    page: Page,
    columns: Vec<Column>,
    may_keep: bool,
}

/// Every antenna of this hub in the visit's part of the city, by name.
async fn named(visit: &Visit, page: &Page) -> Result<Vec<Named>, StoreError> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut all = Vec::new();
    for kept in antennae::queries::all(&mut db, node.id()).await? {
        if visit.may_on(Permission::SeeAntennae, &target(visit, &kept)) {
            let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
            all.push(Named { name: shown_name(page, &name), kept });
        }
    }
    all.sort_by_cached_key(|named| named.name.to_lowercase());
    Ok(all)
}

fn row(page: &Page, named: &Named, operator: String) -> Row {
    let Named { name, kept } = named;
    let antenna = &kept.antenna;
    let mut offers: Vec<String> = antenna
        .profile
        .offers
        .iter()
        .take(OFFERS_SHOWN)
        .map(|category| page.category(category.as_str()))
        .collect();
    if antenna.profile.offers.len() > OFFERS_SHOWN {
        offers.push("…".to_owned());
    }
    let silent = antenna.silence_since_ms.map(|since| page.times.since(since));
    Row {
        id: kept.id.to_string(),
        icon: kind_icon(antenna.profile.kind),
        name: name.clone(),
        kind: page.w.of("antenna-kind", antenna.profile.kind.slug()),
        places: places(page, kept),
        offers: offers.join(", "),
        operator,
        tone: tone(antenna.state),
        state_words: page.w.of("antenna-state", antenna.state.slug()),
        here: kept.is_here(page.times.now_ms),
        silent: silent.unwrap_or_default(),
        when: page.times.since(antenna.state_since_ms),
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "antennae-title").await;
    let asked = Asked::of(&visit);
    let all = named(&visit, &page).await?;
    let fitting: Vec<&Named> = all.iter().filter(|named| asked.fits(named)).collect();
    let tabs = Tab::ALL
        .into_iter()
        .map(|tab| TabLink {
            slug: tab.slug(),
            label: page.w.of("antennae-tab", tab.slug()),
            href: asked.href(tab, 1),
            count: fitting.iter().filter(|named| tab.holds(&named.kept)).count(),
            here: tab == asked.tab,
        })
        .collect();
    let mut found: Vec<&Named> =
        fitting.into_iter().filter(|named| asked.tab.holds(&named.kept)).collect();
    match asked.sort {
        Sort::Name => {}
        Sort::LastSign => found.sort_by_key(|named| named.kept.last_sign_ms()),
        Sort::Review => found.sort_by_key(|named| {
            let review = named.kept.antenna.pledge.map(|pledge| pledge.review);
            (review.is_none(), review)
        }),
    }
    let skip = pager::skipped(asked.page, PER_PAGE);
    let mut names = Names::default();
    let mut rows = Vec::new();
    let mut db = visit.app.node.store.read().await?;
    for named in found.iter().skip(skip).take(PER_PAGE as usize) {
        let operator = names.of(&mut db, named.kept.antenna.operator).await?;
        rows.push(row(&page, named, operator));
    }
    let operators = operator_choices(&visit, &page, &mut db, asked.operator).await?;
    drop(db);
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let kind = asked.kind.map_or("", Kind::slug);
    let kinds = [Choice::new("", page.w.t("antennae-any-kind"), kind)].into_iter().chain(
        Kind::ALL.iter().map(|k| Choice::new(k.slug(), page.w.of("antenna-kind", k.slug()), kind)),
    );
    let sort = asked.sort.slug();
    let sorts =
        Sort::ALL.iter().map(|s| Choice::new(s.slug(), page.w.of("antennae-sort", s.slug()), sort));
    let pager = Pager::among((asked.page, PER_PAGE), rows.len(), found.len(), |to| {
        asked.href(asked.tab, to)
    });
    let template = List {
        tabs,
        tab: asked.tab.slug(),
        hoods: hood_choices(&page, &asked.hood, "queue-any-place", within.as_deref()),
        categories: category_choices(&page, &asked.category, "queue-any-category"),
        kinds: vec![Group::plain(kinds.collect())],
        sorts: vec![Group::plain(sorts.collect())],
        operators,
        filtered: asked.filters(),
        clear: address::with("/antennae", [("tab", asked.tab.slug())]),
        here: asked.href(asked.tab, asked.page),
        pager,
        search: asked.search,
        may_keep: visit.may(Permission::KeepAntennae),
        may_export: visit.may(Permission::ExportNetwork),
        may_post: visit.may(Permission::PostNotices),
        rows,
        page,
    };
    show(&template)
}

/// Who works here and could accompany an antenna, with a first choice for anybody.
async fn operator_choices(
    visit: &Visit,
    page: &Page,
    db: &mut sqlx::AnyConnection,
    now: Option<StaffId>,
) -> Result<Vec<Group>, StoreError> {
    let now = now.map(|staff| staff.to_string()).unwrap_or_default();
    let mut choices = vec![Choice::new("", page.w.t("antennae-any-operator"), &now)];
    choices.extend(super::edit::operators(visit, db, &now).await?);
    Ok(vec![Group::plain(choices)])
}

pub(super) async fn board(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "antennae-board-title").await;
    let all = named(&visit, &page).await?;
    let mut names = Names::default();
    let mut db = visit.app.node.store.read().await?;
    let mut columns = Vec::new();
    for state in State::ALL.into_iter().filter(|state| *state != State::Archived) {
        let mut rows = Vec::new();
        for named in all.iter().filter(|named| named.kept.antenna.state == state) {
            let operator = names.of(&mut db, named.kept.antenna.operator).await?;
            rows.push(row(&page, named, operator));
        }
        columns.push(Column {
            state: state.slug(),
            tone: tone(state),
            label: page.w.of("antenna-state", state.slug()),
            count: rows.len(),
            rows,
        });
    }
    drop(db);
    let may_keep = visit.may(Permission::KeepAntennae);
    show(&Board { page, columns, may_keep })
}

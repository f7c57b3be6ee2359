//! What the hub has and has lent, with filters in the address.

use askama::Template;

use super::{holder_in_words, icon, tone};
use crate::custody::events::Kind;
use crate::custody::queries::{self, Counts, Named};
use crate::custody::{Holder, State};
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show};
use crate::web::pager::{self, Pager};
use crate::web::requests::Names;
use crate::web::visit::{Fault, Outcome, Visit};

/// How many things a page shows.
const PER_PAGE: u32 = 25;

crate::work::events::words! {
    /// A tab of the list.
    Tab {
        /// At the hub.
        Here = "here",
        /// With somebody.
        Out = "out",
        /// Beyond its day.
        Late = "late",
        /// Given and lost.
        Closed = "closed",
        /// All of it.
        All = "all",
    }
}

crate::work::events::words! {
    /// In which order.
    Sort {
        /// What changed hands last first.
        Since = "since",
        /// What must be back or collected first.
        Due = "due",
        /// By whose it is.
        Owner = "owner",
    }
}

impl Tab {
    fn holds(self, named: &Named, today: &str) -> bool {
        match self {
            Self::Here => named.item.state == State::Here,
            Self::Out => named.item.state == State::Out,
            Self::Late => named.item.is_late(today),
            Self::Closed => !named.item.state.is_open(),
            Self::All => true,
        }
    }

    const fn count(self, counts: &Counts) -> i64 {
        match self {
            Self::Here => counts.here,
            Self::Out => counts.out,
            Self::Late => counts.late,
            Self::Closed => counts.given + counts.lost,
            Self::All => counts.here + counts.out + counts.given + counts.lost,
        }
    }
}

/// What the address asks for.
struct Asked {
    tab: Tab,
    search: String,
    kind: Option<Kind>,
    sort: Sort,
    page: u32,
}

impl Asked {
    fn of(visit: &Visit) -> Self {
        let asked = &visit.asked;
        Self {
            tab: Tab::from_slug(asked.trimmed("tab")).unwrap_or(Tab::Here),
            search: asked.trimmed("q").chars().take(60).collect(),
            kind: Kind::from_slug(asked.trimmed("kind")),
            sort: Sort::from_slug(asked.trimmed("sort")).unwrap_or(Sort::Since),
            page: pager::asked(visit),
        }
    }

    fn href(&self, path: &str, tab: Tab, page: u32) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let sort = if self.sort == Sort::Since { "" } else { self.sort.slug() };
        let fields = [
            ("tab", tab.slug()),
            ("q", self.search.as_str()),
            ("kind", self.kind.map_or("", Kind::slug)),
            ("sort", sort),
            ("page", page.as_str()),
        ];
        address::with(path, fields)
    }

    /// Whether something fits: every word that was typed is in its code, its words or a name.
    fn fits(&self, named: &Named) -> bool {
        if self.kind.is_some_and(|kind| kind != named.item.kind) {
            return false;
        }
        let words = named.item.words.as_deref().unwrap_or_default();
        let code = named.item.code.as_str();
        let text = [code, words, &named.owner, &named.holder].join(" ").to_lowercase();
        self.search.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

struct TabLink {
    slug: &'static str,
    label: String,
    href: String,
    count: i64,
    here: bool,
}

struct Row {
    id: String,
    icon: &'static str,
    title: String,
    code: String,
    owner: String,
    holder: String,
    tone: &'static str,
    state: String,
    late: bool,
    due: String,
    since: String,
}

#[derive(Template)]
#[template(path = "custody/list.html")]
struct List {
    page: Page,
    tabs: Vec<TabLink>,
    tab: &'static str,
    rows: Vec<Row>,
    search: String,
    kinds: Vec<Group>,
    sorts: Vec<Group>,
    filtered: bool,
    clear: String,
    here: String,
    csv: String,
    pager: Pager,
}

async fn chosen(visit: &Visit, asked: &Asked, today: &str) -> Result<Vec<Named>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let all = matches!(asked.tab, Tab::Closed | Tab::All);
    let mut found = queries::items(&mut db, &node.vault, node.id(), all).await?;
    drop(db);
    found.retain(|named| asked.tab.holds(named, today) && asked.fits(named));
    match asked.sort {
        Sort::Since => {}
        Sort::Due => found.sort_by_key(|named| {
            let due = named.item.due.clone();
            (due.is_none(), due)
        }),
        Sort::Owner => {
            found.sort_by_cached_key(|named| (named.owner.is_empty(), named.owner.to_lowercase()));
        }
    }
    Ok(found)
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Custody, "custody-title").await;
    let (asked, today) = (Asked::of(&visit), page.times.today());
    let found = chosen(&visit, &asked, &today).await?;
    let skip = pager::skipped(asked.page, PER_PAGE);
    let mut names = Names::default();
    let mut rows = Vec::new();
    let mut db = visit.app.node.store.read().await?;
    for named in found.iter().skip(skip).take(PER_PAGE as usize) {
        let item = &named.item;
        let holder = if item.holder == Holder::Hub || !named.holder.is_empty() {
            named.holder.clone()
        } else {
            holder_in_words(&visit, &page, &mut db, &mut names, item.holder).await?
        };
        let kind = page.w.of("custody-kind", item.kind.slug());
        rows.push(Row {
            id: item.id.to_string(),
            icon: icon(item.kind),
            title: item.words.clone().unwrap_or(kind),
            code: item.code.as_str().to_owned(),
            owner: named.owner.clone(),
            holder,
            tone: tone(item.state),
            state: page.w.of("custody-state", item.state.slug()),
            late: item.is_late(&today),
            due: item.due.as_deref().map(|due| page.times.day_of(due)).unwrap_or_default(),
            since: page.times.day(item.since_ms),
        });
    }
    let counts = queries::counts(&mut db, visit.app.node.id(), &today).await?;
    drop(db);
    let tabs = Tab::ALL.iter().map(|tab| TabLink {
        slug: tab.slug(),
        label: page.w.of("custody-tab", tab.slug()),
        href: asked.href("/custody", *tab, 1),
        count: tab.count(&counts),
        here: *tab == asked.tab,
    });
    let kind = asked.kind.map_or("", Kind::slug);
    let kinds =
        Kind::ALL.iter().map(|k| Choice::new(k.slug(), page.w.of("custody-kind", k.slug()), kind));
    let any = Choice::new("", page.w.t("custody-any-kind"), kind);
    let sorts = Sort::ALL
        .iter()
        .map(|s| Choice::new(s.slug(), page.w.of("custody-sort", s.slug()), asked.sort.slug()));
    let pager = Pager::among((asked.page, PER_PAGE), rows.len(), found.len(), |to| {
        asked.href("/custody", asked.tab, to)
    });
    let template = List {
        tabs: tabs.collect(),
        tab: asked.tab.slug(),
        kinds: vec![Group::plain([any].into_iter().chain(kinds).collect())],
        sorts: vec![Group::plain(sorts.collect())],
        filtered: !asked.search.is_empty() || asked.kind.is_some(),
        clear: address::with("/custody", [("tab", asked.tab.slug())]),
        here: asked.href("/custody", asked.tab, asked.page),
        csv: asked.href("/custody.csv", asked.tab, 1),
        pager,
        search: asked.search,
        rows,
        page,
    };
    show(&template)
}

/// The same list as a file, without a name: what it is, where it stands, since when and until when.
pub(super) async fn csv(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Custody, "custody-title").await;
    let asked = Asked::of(&visit);
    let found = chosen(&visit, &asked, &page.times.today()).await?;
    let columns = ["code", "kind", "state", "holder", "taken", "since", "due"];
    let head = columns.map(|column| page.w.of("custody-column", column));
    let mut csv = Csv::new(&head.each_ref().map(String::as_str));
    for Named { item, .. } in &found {
        let holder = match item.holder {
            Holder::Hub => "hub",
            Holder::Person(_) => "person",
            Holder::Antenna(_) => "antenna",
            Holder::Staff(_) => "staff",
        };
        csv.row(&[
            item.code.as_str(),
            &page.w.of("custody-kind", item.kind.slug()),
            &page.w.of("custody-state", item.state.slug()),
            &page.w.of("custody-holder", holder),
            &page.times.day_at(item.taken_at_ms).to_string(),
            &page.times.day_at(item.since_ms).to_string(),
            item.due.as_deref().unwrap_or_default(),
        ]);
    }
    Ok(csv.download("custodia.csv"))
}

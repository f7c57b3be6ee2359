//! The rows behind every figure of the diary, at a hub and at central, and the same as a file.

use askama::Template;
use protocol::antenna::ActivityKind;
use protocol::{ActorRef, NodeId};

use super::review::filter_fields;
use super::{Line, PER_PAGE, Totals, line, totals};
use crate::activities::lifecycle::State;
use crate::activities::queries::{self, Filter};
use crate::node::Role as NodeRole;
use crate::people::roles::Permission;
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show};
use crate::web::pager::{self, Pager};
use crate::web::requests::{Names, actor, hood_choices, hub_choices};
use crate::web::visit::{Outcome, Visit};

/// Most rows of a file.
const FILE_MAX: u32 = 20_000;

#[derive(Template)]
#[template(path = "activities/rows.html")]
struct Rows {
    page: Page,
    lines: Vec<Line>,
    totals: Totals,
    of_author: String,
    author: String,
    hubs: Vec<Group>,
    hoods: Vec<Group>,
    kinds: Vec<Group>,
    states: Vec<Group>,
    months: Vec<Group>,
    pager: Pager,
    export: String,
}

/// The filter that the address asks for, within what whoever comes may see.
fn filter_of(visit: &Visit) -> Filter {
    let slug = |name: &str| {
        let text = visit.asked.trimmed(name);
        if protocol::ids::is_slug(text) { text.to_owned() } else { String::new() }
    };
    let month = slug("month");
    let is_month = month.len() == 7 && format!("{month}-01").parse::<jiff::civil::Date>().is_ok();
    let month = if is_month { month } else { String::new() };
    let home = match visit.app.node.role {
        NodeRole::Hub => visit.app.node.id().to_string(),
        NodeRole::Central => slug("hub"),
    };
    let author: Option<ActorRef> = visit.asked.read("author");
    Filter {
        home,
        author: author.map(|author| author.to_string()).unwrap_or_default(),
        kind: slug("kind"),
        neighbourhood: slug("hood"),
        state: slug("state"),
        from: month.clone(),
        to: month,
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
        ("hood", filter.neighbourhood.as_str()),
        ("month", filter.from.as_str()),
        ("page", number.as_str()),
    ];
    address::with(path, filter_fields(filter).into_iter().chain(fields))
}

pub(super) async fn rows(visit: Visit) -> Outcome {
    let section =
        if visit.app.node.role == NodeRole::Hub { Section::Diary } else { Section::Overview };
    let page = Page::of(&visit, section, "activities-title").await;
    let filter = filter_of(&visit);
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let entries = queries::entries(&mut db, &filter, PER_PAGE + 1, skip).await?;
    let sum = queries::sum(&mut db, &filter).await?;
    let months = queries::months_anywhere(&mut db, 24).await?;
    let mut names = Names::default();
    let words = visit.may(Permission::ReadWords);
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries.iter().take(PER_PAGE as usize) {
        let author = actor(&mut db, &page, &mut names, &entry.author).await?;
        lines.push(line(&page, entry, author, words));
    }
    let of_author = match filter.author.parse::<ActorRef>() {
        Ok(author) => actor(&mut db, &page, &mut names, &author).await?,
        Err(_) => String::new(),
    };
    drop(db);
    // What corrects an older entry is shown beside it and counted once: more may stand here than are counted.
    let seen = i64::from(skip) + i64::try_from(entries.len()).unwrap_or_default();
    let pager = Pager::with((number, PER_PAGE), lines.len(), sum.entries.max(seen), |to| {
        href("/activities", &visit, &filter, to)
    });
    let home: Option<NodeId> = filter.home.parse().ok();
    let hubs = if page.central { hub_choices(&page, home.as_ref(), true) } else { Vec::new() };
    let any_kind = Choice::new("", page.w.t("activities-any-kind"), &filter.kind);
    let kinds = ActivityKind::ALL.map(|kind| {
        Choice::new(kind.slug(), page.w.of("activity-kind", kind.slug()), &filter.kind)
    });
    let any_state = Choice::new("", page.w.t("activities-any-state"), &filter.state);
    let states = State::ALL.into_iter().filter(|state| *state != State::Draft).map(|state| {
        Choice::new(state.slug(), page.w.of("entry-state", state.slug()), &filter.state)
    });
    let any_month = Choice::new("", page.w.t("activities-any-month"), &filter.from);
    let months = months.iter().map(|m| Choice::new(m, page.times.month_of(m), &filter.from));
    let may_export = page.central && visit.may(Permission::ExportRows);
    show(&Rows {
        totals: totals(&page, sum),
        pager,
        of_author,
        author: filter.author.clone(),
        lines,
        hubs,
        hoods: hood_choices(&page, &filter.neighbourhood, "queue-any-place", None),
        kinds: vec![Group::plain([any_kind].into_iter().chain(kinds).collect())],
        states: vec![Group::plain([any_state].into_iter().chain(states).collect())],
        months: vec![Group::plain([any_month].into_iter().chain(months).collect())],
        export: if may_export {
            href("/activities.csv", &visit, &filter, 1)
        } else {
            String::new()
        },
        page,
    })
}

/// The rows of a filter as a file: what counts of each, without words and without names.
pub(super) async fn export(visit: Visit) -> Outcome {
    let filter = filter_of(&visit);
    let mut db = visit.app.node.store.read().await?;
    let entries = queries::entries(&mut db, &filter, FILE_MAX, 0).await?;
    drop(db);
    let mut csv = Csv::new(&[
        "activity_id",
        "hub",
        "state",
        "kind",
        "neighbourhood",
        "day",
        "month",
        "minutes",
        "people_reached",
        "topics",
        "cites",
    ]);
    for entry in &entries {
        csv.row(&[
            &entry.activity.to_string(),
            entry.home.as_str(),
            entry.state.slug(),
            entry.what.slug(),
            entry.neighbourhood.as_str(),
            &entry.day,
            &entry.booked,
            &entry.minutes.get().to_string(),
            &entry.people_reached.to_string(),
            &entry.topics.join(" "),
            &entry.cites.map(|cites| cites.to_string()).unwrap_or_default(),
        ]);
    }
    Ok(csv.download("activities.csv"))
}

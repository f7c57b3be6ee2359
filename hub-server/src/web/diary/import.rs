//! Diary entries from a file and into one: a try that lists every line that would be refused, then, when none is
//! left, the recording. The same file twice records nothing twice, because an entry's id is worked out from its
//! line.

use jiff::civil::DateTime;
use protocol::antenna::{ActivityKind, LogActivity};
use protocol::{ActivityId, ActorRef, Channel, CommandId, Problem, Slug};

use super::month_asked;
use crate::activities::Command as Diary;
use crate::activities::decide::{self, Around};
use crate::activities::queries::{self, Filter};
use crate::command::Command;
use crate::web::address;
use crate::web::csv::Csv;
use crate::web::lines::{self, Line, Sort};
use crate::web::page::{Page, Section};
use crate::web::visit::{Outcome, Visit, go};

const COLUMNS: [&str; 8] = [
    "kind",
    "started_at",
    "minutes",
    "neighbourhood",
    "people_reached",
    "topics",
    "place",
    "next_step",
];
const SORT: Sort = Sort {
    section: Section::Diary,
    family: "diary-import",
    action: "/diary/import",
    back: ("/diary", "diary-title"),
    columns: &COLUMNS,
    needed: 4,
};
/// Most entries of an exported file.
const FILE_MAX: u32 = 20_000;

pub(super) async fn form(visit: Visit) -> Outcome {
    SORT.blank(SORT.page(&visit).await)
}

/// Tries a file, and records it when whoever sends it has seen that nothing in it is wrong.
pub(super) async fn run(visit: Visit) -> Outcome {
    let page = SORT.page(&visit).await;
    let Some(text) = lines::sent(&visit) else { return SORT.nothing_sent(page) };
    let node = &visit.app.node;
    let city = node.known_city()?;
    let me = visit.actor()?;
    let ctx = node.ctx(CommandId::new(node.fresh_id()), me.clone(), Channel::Console);
    let mut db = node.store.read().await?;
    let closed = queries::closed(&mut db, node.id()).await?;
    drop(db);
    let around = Around { city: &city, ctx: &ctx, closed: &closed, sender: None };
    let tried = SORT.read(&page, &text, |line| {
        let entry = read(&page, &me, line).and_then(|entry| {
            decide::log(&entry, false, around).map_err(Problem::from).map(|_| entry)
        });
        entry.map_err(|problem| page.w.told(&problem))
    });
    if lines::wants_recorded(&visit, &tried) {
        for entry in &tried.good {
            let id = CommandId::new(entry.activity.uuid());
            let ctx = node.ctx(id, visit.actor()?, Channel::Console);
            node.submit(ctx, Command::Activities(Diary::Log(entry.clone()))).await?;
        }
        return go("/diary?done=diary-imported");
    }
    SORT.tried(page, tried, text)
}

fn read(page: &Page, me: &ActorRef, line: &Line<'_>) -> Result<LogActivity, Problem> {
    let field = |name: &str| line.field(name);
    let invalid = |slug: &str| Problem::invalid(slug);
    let kind = field("kind");
    let named = |k: &ActivityKind| {
        k.slug() == kind || page.w.of("activity-kind", k.slug()).eq_ignore_ascii_case(kind)
    };
    let hood = field("neighbourhood");
    let hood = page
        .neighbourhoods()
        .into_iter()
        .find(|slug| slug.as_str() == hood || page.neighbourhood(slug).eq_ignore_ascii_case(hood));
    let started: Option<DateTime> = field("started_at").replacen(' ', "T", 1).parse().ok();
    let started = started.and_then(|at| page.times.read_input(&at.to_string()));
    let started_at_ms = started.ok_or_else(|| invalid("started-at-unreadable"))?;
    let topics = field("topics").split([' ', ',', '|']).filter(|topic| !topic.is_empty());
    let topics: Result<Vec<Slug>, _> = topics.map(str::parse).collect();
    let people = field("people_reached");
    let out = || invalid("out-of-range").with("most", decide::PEOPLE_MAX);
    Ok(LogActivity {
        activity: id_of(me, started_at_ms, line),
        what: ActivityKind::ALL.into_iter().find(named).ok_or_else(|| invalid("kind-missing"))?,
        neighbourhood: hood
            .and_then(|slug| slug.parse().ok())
            .ok_or_else(|| invalid("not-in-catalogue"))?,
        place: field("place").to_owned(),
        started_at_ms,
        minutes: field("minutes")
            .parse()
            .ok()
            .ok_or_else(|| invalid("out-of-range").with("most", decide::MINUTES_MAX))?,
        people_reached: if people.is_empty() { 0 } else { people.parse().ok().ok_or_else(out)? },
        topics: topics.ok().ok_or_else(|| invalid("not-in-catalogue"))?,
        next_step: field("next_step").to_owned(),
    })
}

/// The id of the entry in a line: the same line of the same person is the same entry.
fn id_of(me: &ActorRef, started_at_ms: i64, line: &Line<'_>) -> ActivityId {
    let mut chance = [0; 10];
    chance.copy_from_slice(&line.print(&me.to_string())[..10]);
    let millis = u64::try_from(started_at_ms).unwrap_or_default();
    ActivityId::new(uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid())
}

/// One's own month as such a file.
pub(super) async fn export(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "diary-import-title").await;
    let month = month_asked(&visit, &page);
    let author = ActorRef::Staff(visit.me()?.staff).to_string();
    let filter = Filter { author, from: month.clone(), to: month.clone(), ..Filter::default() };
    let mut db = visit.app.node.store.read().await?;
    let entries = queries::entries(&mut db, &filter, FILE_MAX, 0).await?;
    drop(db);
    let mut csv = Csv::new(&COLUMNS);
    for entry in entries.iter().rev() {
        csv.row(&[
            entry.what.slug(),
            &page.times.input(entry.started_at_ms),
            &entry.minutes.get().to_string(),
            entry.neighbourhood.as_str(),
            &entry.people_reached.to_string(),
            &entry.topics.join(" "),
            entry.place.as_deref().unwrap_or_default(),
            entry.next_step.as_deref().unwrap_or_default(),
        ]);
    }
    Ok(csv.download(&format!("diary-{month}.csv")))
}

/// Where a month is taken away as a file.
pub(super) fn export_href(month: &str) -> String {
    address::with("/diary/export.csv", [("month", month)])
}

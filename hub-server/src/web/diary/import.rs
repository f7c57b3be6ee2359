//! Diary entries from a file and into one: a try that lists every line that would be refused, then, when none is
//! left, the recording. The same file twice records nothing twice, because an entry's id is worked out from its
//! line.

use askama::Template;
use axum::http::StatusCode;
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
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{Fault, Outcome, Visit, go};

/// The columns of a file, in any order; the first four must be there.
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
/// How many of them must be there.
const NEEDED: usize = 4;
/// Most lines of one file.
const LINES_MAX: usize = 2_000;
/// Most entries of an exported file.
const FILE_MAX: u32 = 20_000;

struct Bad {
    line: u64,
    why: String,
}

#[derive(Template)]
#[template(path = "activities/import.html")]
struct Import {
    page: Page,
    tried: bool,
    good: usize,
    bad: Vec<Bad>,
    text: String,
    columns: Vec<&'static str>,
    command: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "diary-import-title").await;
    show_as(StatusCode::OK, &blank(page))
}

fn blank(page: Page) -> Import {
    Import {
        tried: false,
        good: 0,
        bad: Vec::new(),
        text: String::new(),
        columns: COLUMNS.to_vec(),
        command: page.fresh(),
        page,
    }
}

/// Tries a file, and records it when whoever sends it has seen that nothing in it is wrong.
pub(super) async fn run(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "diary-import-title").await;
    let text = match visit.file() {
        Some(file) => String::from_utf8_lossy(&file.bytes).into_owned(),
        None => visit.posted.text("text").to_owned(),
    };
    let text = text.trim_start_matches('\u{feff}').to_owned();
    if text.trim().is_empty() {
        let problem = Problem::invalid("file-missing");
        let status = status_of(&problem);
        return show_as(status, &blank(page.refusing(problem)));
    }
    let (entries, bad) = try_all(&visit, &page, &text).await?;
    if bad.is_empty() && visit.posted.text("record") == "yes" {
        for entry in &entries {
            let id = CommandId::new(entry.activity.uuid());
            let ctx = visit.app.node.ctx(id, visit.actor()?, Channel::Console);
            let log = Command::Activities(Diary::Log(entry.clone()));
            visit.app.node.submit(ctx, log).await?;
        }
        return go("/diary?done=diary-imported");
    }
    let template = Import { tried: true, good: entries.len(), bad, text, ..blank(page) };
    show_as(StatusCode::OK, &template)
}

async fn try_all(
    visit: &Visit,
    page: &Page,
    text: &str,
) -> Result<(Vec<LogActivity>, Vec<Bad>), Fault> {
    let node = &visit.app.node;
    let city = node.known_city()?;
    let ctx = node.ctx(CommandId::new(node.fresh_id()), visit.actor()?, Channel::Console);
    let mut db = node.store.read().await?;
    let closed = queries::closed(&mut db, node.id()).await?;
    drop(db);
    let around = Around { city: &city, ctx: &ctx, closed: &closed, sender: None };
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    let word = |problem: Problem| {
        let mut problem = problem;
        page.w.word(&mut problem);
        problem.title
    };
    let headers = reader.headers().cloned().unwrap_or_default();
    let place = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
    let missing: Vec<&str> =
        COLUMNS[..NEEDED].iter().copied().filter(|name| place(name).is_none()).collect();
    if !missing.is_empty() {
        let why = page.w.a("diary-import-columns-missing", "names", missing.join(", "));
        return Ok((entries, vec![Bad { line: 1, why }]));
    }
    let me = visit.actor()?;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                bad.push(Bad { line, why: word(Problem::invalid("line-unreadable")) });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if entries.len() + bad.len() >= LINES_MAX {
            let why = word(Problem::invalid("out-of-range").with("most", LINES_MAX));
            bad.push(Bad { line, why });
            break;
        }
        let field = |name: &str| place(name).and_then(|at| record.get(at)).unwrap_or_default();
        let entry = read(page, &me, &field, &record);
        let checked = entry.and_then(|entry| {
            decide::log(&entry, false, around).map_err(Problem::from).map(|_| entry)
        });
        match checked {
            Ok(entry) => entries.push(entry),
            Err(problem) => bad.push(Bad { line, why: word(problem) }),
        }
    }
    Ok((entries, bad))
}

fn read<'r>(
    page: &Page,
    me: &ActorRef,
    field: &impl Fn(&str) -> &'r str,
    record: &csv::StringRecord,
) -> Result<LogActivity, Problem> {
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
        activity: id_of(me, started_at_ms, record),
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
fn id_of(me: &ActorRef, started_at_ms: i64, record: &csv::StringRecord) -> ActivityId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(me.to_string().as_bytes());
    for field in record {
        hasher.update(&u64::try_from(field.len()).unwrap_or_default().to_be_bytes());
        hasher.update(field.as_bytes());
    }
    let mut chance = [0; 10];
    chance.copy_from_slice(&hasher.finalize().as_bytes()[..10]);
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
